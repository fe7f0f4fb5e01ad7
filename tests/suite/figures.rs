//! Figures drawn: what the picture shows stands in its list, two ways of counting are never one line, and what cannot be
//! compared is refused in words.

use crate::common::on;
use crate::common::screen;

use std::fmt::Write as _;

use chrono::NaiveDate;
use karwan::dossier::{FigureIx, FigureKind, Rec};
use karwan::report::wording;
use karwan::settings::theme::GlyphSet;
use karwan::story::FigureChart;
use karwan::ui::screens::ScreenContext;
use karwan::ui::screens::figures::{charts, compare, series, values};
use on::on;
use screen::{Karwan, dossier, story};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// The lines of a chart's list as text, those of a strand behind its heading.
fn list(cx: &ScreenContext<'_>, chart: &FigureChart<'_>) -> Vec<(Option<FigureIx>, String)> {
    let text = |line| {
        let (pieces, badge) = values::words(cx, chart, line, 400);
        pieces.into_iter().chain(badge).map(|(words, _)| words).collect::<String>()
    };
    let mut heading = String::new();
    values::lines(chart)
        .into_iter()
        .map(|line| {
            if line.figure().is_none() {
                heading = text(line);
            }
            (line.figure(), format!("{heading} | {}", text(line)))
        })
        .collect()
}

#[test]
fn every_value_of_a_picture_stands_in_the_list_with_period_who_and_source() {
    let story = story();
    for (date, filter) in [("2025-10-01", ""), ("2026-11-24", ""), ("2026-11-24", "karachi")] {
        on(&story, day(date), filter, |cx| {
            let charts = charts(cx);
            assert!(charts.len() > 20, "{date} {filter}: {}", charts.len());
            for chart in &charts {
                let list = list(cx, chart);
                let listed: Vec<FigureIx> = list.iter().filter_map(|(figure, _)| *figure).collect();
                assert_eq!(listed, chart.figures().collect::<Vec<_>>(), "each once");
                let points = series::points(cx, chart, None);
                let bars = chart.bars(cx.dossier).map_or_else(|_| Vec::new(), |bars| compare::bars(cx, chart, &bars));
                let drawn = points.iter().map(|(ix, _)| *ix).chain(bars.iter().map(|bar| bar.figure));
                for ix in drawn {
                    let figure = &cx.dossier[ix];
                    assert!(cx.snapshot.figures[ix.ix()] && cx.shown.contains(Rec::Figure(ix)));
                    let line = &list.iter().find(|(listed, _)| *listed == Some(ix)).expect("in the list").1;
                    let has = |words: &str| assert!(line.contains(words), "{words:?} not in {line:?}");
                    has(&wording::amount(figure));
                    has(&figure.period.as_ref().map_or_else(|| "no period".to_owned(), wording::period));
                    has(&wording::citation(cx.dossier, Some(figure.source)));
                    has(values::about(cx, figure.about));
                    figure.by.into_iter().for_each(|by| has(&cx.dossier[by].name));
                    figure.definition.iter().for_each(|definition| has(definition));
                    if values::is_contested(cx, ix) {
                        has("≠");
                    }
                }
                for (ix, point) in &points {
                    let line = &list.iter().find(|(listed, _)| listed == &Some(*ix)).expect("in the list").1;
                    assert!(point.letter.is_none_or(|letter| line.starts_with(letter)), "{line}");
                }
            }
        });
    }
}

#[test]
fn what_a_mark_is_can_be_told_without_colour_in_every_set_of_glyphs() {
    for glyphs in [GlyphSet::Unicode, GlyphSet::Ascii] {
        let kinds = [Some(FigureKind::Throughput), Some(FigureKind::Target), Some(FigureKind::Estimate)];
        let mut marks: Vec<&str> = kinds
            .iter()
            .flat_map(|&kind| [false, true].map(|contested| series::mark(glyphs, kind, contested)))
            .collect();
        assert!(glyphs == GlyphSet::Unicode || marks.iter().all(|mark| mark.is_ascii()));
        marks.sort_unstable();
        marks.dedup();
        assert_eq!(marks.len(), 6, "{marks:?}");
    }
}

/// Two ports, and what is said of them.
const PORTS: &str = r#"
format = 1
[story]
title = "Two ports"
[[articles]]
id = "early"
title = "Early"
outlet = "Gazette"
published = "2025-01-01"
[[articles]]
id = "late"
title = "Late"
outlet = "Courier"
published = "2026-01-01"
[[ports]]
id = "gwadar"
name = "Gwadar"
country = "PK"
[[ports]]
id = "karachi"
name = "Karachi"
country = "PK"
"#;

/// `ABOUT KIND AMOUNT PERIOD SOURCE DEFINITION` in tonnes of cargo.
fn ports(figures: &[&str]) -> Karwan {
    let mut text = PORTS.to_owned();
    for figure in figures {
        let words: Vec<&str> = figure.splitn(6, ' ').collect();
        let amount = match words[2].split_once("..") {
            Some((min, "")) => format!("min = {min}"),
            Some((min, max)) => format!("min = {min}\nmax = {max}"),
            None => format!("value = {}", words[2]),
        };
        let period = if words[3] == "-" { String::new() } else { format!("period = \"{}\"", words[3]) };
        let _ = write!(
            text,
            "[[figures]]\nabout = \"{}\"\nmetric = \"cargo\"\nkind = \"{}\"\nunit = \"t\"\n{amount}\n{period}\n\
             source = \"{}\"\ndefinition = \"{}\"\n",
            words[0], words[1], words[4], words[5]
        );
    }
    Karwan::with(dossier(&text), 100, 30)
}

#[test]
fn two_definitions_are_two_series_and_each_has_its_letter() {
    let mut one = ports(&["gwadar throughput 10 2023 early all", "gwadar throughput 20 2024 early all"]);
    one.press("5 c");
    one.sees("line: no gap between");
    let mut two = ports(&["gwadar throughput 10 2023 early all", "gwadar throughput 20 2024 early imports"]);
    two.press("5 c");
    two.sees("●A");
    two.sees("●B");
    two.sees("B Gwadar, speaker unnamed   imports");
    two.sees_not("line:");
}

#[test]
fn letters_have_no_gap_where_a_series_is_not_drawn() {
    let mut karwan = ports(&[
        "gwadar throughput 10 - early all",
        "gwadar throughput 20 2023 early imports",
        "gwadar throughput 30 2024 early exports",
    ]);
    karwan.press("5 c");
    for words in ["●A", "●B", "A Gwadar, speaker unnamed   imports", "B Gwadar, speaker unnamed   exports"] {
        karwan.sees(words);
    }
    karwan.sees("┃ Gwadar, speaker unnamed   all");
}

#[test]
fn targets_estimates_ranges_and_contested_values_are_drawn_as_what_they_are() {
    let all = [
        "gwadar target 10 2023 early all",
        "gwadar target 12 2023 late all",
        "gwadar target 20..30 2024 early all",
        "gwadar target 40.. 2025 early all",
    ];
    let mut karwan = ports(&all);
    karwan.press("5 c");
    for words in
        ["cargo, t (target)", "◈ contested", "┬┴ range", "↑ or more", "◇ aimed at", "≠ 12 t", "20–30 t", "≥ 40 t"]
    {
        karwan.sees(words);
    }
    karwan.sees_not("●");
    let mut estimate = ports(&["gwadar estimate 10 2023 early all", "gwadar estimate 20 2024 early all"]);
    estimate.press("5 c");
    estimate.sees("○ estimated");
    estimate.sees_not("line:");
}

#[test]
fn bars_compare_ports_of_one_period_and_are_refused_in_words_elsewhere() {
    let mut karwan = ports(&["gwadar throughput 10 2023 early all", "karachi throughput 20 2023 early all"]);
    karwan.press("5 c");
    karwan.sees("━━━");
    karwan.sees("A Gwadar, speaker unnamed");
    karwan.press("c");
    karwan.sees("●A");
    karwan.press("c");
    karwan.sees("━━ 20 t");
    let mut other = ports(&["gwadar throughput 10 2023 early all", "karachi throughput 20 2024 early all"]);
    other.press("5 c c");
    other.sees("no bars of cargo: the periods differ: Gwadar 2023, Karachi 2024");
    let mut one = ports(&["gwadar throughput 10 2023 early all"]);
    one.press("5 c c");
    one.sees("no bars of cargo: there is one figure only");
    let mut undated = ports(&["gwadar capacity 10 - early all", "karachi capacity 20 - early all"]);
    undated.press("5 c");
    undated.sees("no period given");
    undated.press("c");
    undated.sees("no series of cargo: no source gives a period");
}

#[test]
fn a_chart_holds_what_is_known_and_shown() {
    let figures = ["gwadar throughput 10 2023 early all", "karachi throughput 20 2024 late all"];
    let mut karwan = ports(&figures);
    karwan.press("5 c");
    karwan.sees("20 t");
    karwan.press("[ [");
    karwan.sees("10 t");
    karwan.sees_not("20 t");
    let mut filtered = ports(&figures);
    filtered.press("/ 'port:karachi Enter 5 c");
    filtered.sees("20 t");
    filtered.sees_not("10 t");
    filtered.press("Esc Esc c");
    filtered.sees("10 t");
}

#[test]
fn charts_open_on_the_selected_figure_from_table_and_card_and_lead_back() {
    // The row of the selected figure, and only that, is selected in its chart.
    let mut table = ports(&["gwadar throughput 10 2023 early all", "karachi capacity 20 2024 late all"]);
    for (keys, value, other) in [("5 c", "10 t", "20 t"), ("Esc 5 j l c", "20 t", "10 t")] {
        table.press(keys);
        table.sees(value);
        table.sees_not(other);
    }
    let mut karwan = Karwan::new(120, 40);
    karwan.press("5 Enter");
    let card = karwan.screen();
    karwan.press("c");
    karwan.sees("charts ─");
    karwan.press("Enter");
    karwan.sees("Definition");
    karwan.press("Backspace");
    karwan.sees("charts ─");
    karwan.press("Backspace");
    assert_eq!(karwan.screen(), card, "back on the card");
    karwan.press("Backspace c Esc");
    karwan.sees("Corridors");
    karwan.press("c 4");
    karwan.sees("Who stands where");
    karwan.sees_not("charts ─");
}

#[test]
fn the_charts_of_the_story_are_drawn_small_and_large_and_in_ascii() {
    for (columns, rows) in [(60, 20), (120, 40)] {
        let mut karwan = Karwan::new(columns, rows);
        let mut plain = Karwan::plain(story(), columns, rows);
        for karwan in [&mut karwan, &mut plain] {
            karwan.press("5 c Tab g Tab");
        }
        for _ in 0..40 {
            for keys in ["l", "c"] {
                karwan.press(keys);
                plain.press(keys);
                let area = plain.buffer();
                let body = (3..rows - 1).flat_map(|y| (0..columns).map(move |x| (x, y)));
                for cell in body.map(|at| area[at].symbol().to_owned()) {
                    // Names keep their script; what is drawn does not.
                    assert!(
                        !cell.contains(['●', '○', '◇', '│', '━', '─', '┬', '⠒', '≠']),
                        "{cell}\n{}",
                        plain.screen()
                    );
                }
                karwan.screen();
            }
        }
    }
}
