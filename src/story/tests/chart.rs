//! Charts: one line for one way of counting, and bars for one period.

use super::build::*;
use crate::dossier::{FigureIx, FigureKind, FigureSubject};
use crate::story::{ChartBars, NoBars};

fn ixs(list: &[u32]) -> Vec<FigureIx> {
    list.iter().copied().map(FigureIx).collect()
}

/// What lines join in the only chart of these figures about one port.
fn joined(figures: &[&str]) -> Vec<(u32, u32)> {
    joined_as(figures, FigureKind::Throughput)
}

fn joined_as(figures: &[&str], kind: FigureKind) -> Vec<(u32, u32)> {
    let mut b = StoryBuilder::default();
    let port = FigureSubject::Rec(b.port().into());
    for figure in figures {
        let ix = b.figure(port, figure);
        b.dossier.figures[ix.ix()].kind = Some(kind);
    }
    let now = b.as_of("2026-01-01");
    let charts = now.charts(&b.dossier, |_| true);
    assert_eq!(charts.len(), 1);
    charts[0].joined(&b.dossier).into_iter().map(|(a, b)| (a.0, b.0)).collect()
}

#[test]
fn another_metric_unit_or_kind_is_another_chart() {
    let mut b = StoryBuilder::default();
    let port = FigureSubject::Rec(b.port().into());
    for figure in ["cargo 9 t 2025-01-01 2023", "cargo 9 kt 2025-01-01 2023", "boxes 9 t 2025-01-01 2023"] {
        b.figure(port, figure);
    }
    let target = b.figure(port, "cargo 9 t 2025-01-01 2024");
    b.dossier.figures[target.ix()].kind = Some(FigureKind::Target);
    let now = b.as_of("2026-01-01");
    let charts = now.charts(&b.dossier, |_| true);
    assert_eq!(
        charts.iter().map(|c| c.figures().map(|f| f.0).collect()).collect::<Vec<Vec<u32>>>(),
        [[0], [1], [2], [3]]
    );
    assert_eq!(now.charts(&b.dossier, |ix| ix.0 == 1).len(), 1, "only what is wanted");
    assert_eq!(b.as_of("2024-12-31").charts(&b.dossier, |_| true), [], "only what is known");
}

#[test]
fn another_record_definition_or_speaker_is_another_strand() {
    let mut b = StoryBuilder::default();
    let (gwadar, karachi) = (FigureSubject::Rec(b.port().into()), FigureSubject::Rec(b.port().into()));
    let speaker = b.actor();
    for (about, defined, by) in [
        (gwadar, None, None),
        (karachi, None, None),
        (gwadar, Some("all cargo"), None),
        (gwadar, None, Some(speaker)),
        (gwadar, None, None),
    ] {
        let period = 2020 + b.dossier.figures.len();
        let ix = b.figure(about, &format!("cargo 9 t 2025-01-01 {period}"));
        let figure = &mut b.dossier.figures[ix.ix()];
        (figure.definition, figure.by) = (defined.map(str::to_owned), by);
    }
    let now = b.as_of("2026-01-01");
    let charts = now.charts(&b.dossier, |_| true);
    let strands: Vec<Vec<FigureIx>> = charts[0].strands.iter().map(|s| s.figures.clone()).collect();
    assert_eq!((charts.len(), strands), (1, vec![ixs(&[0, 4]), ixs(&[1]), ixs(&[2]), ixs(&[3])]));
}

#[test]
fn a_line_joins_numbers_whose_periods_follow_one_upon_the_other() {
    let years = ["cargo 9 t 2025-01-01 2022", "cargo 8 t 2025-01-01 2023", "cargo 7 t 2025-01-01 2024"];
    assert_eq!(joined(&years), [(0, 1), (1, 2)]);
    let fiscal = ["cargo 9 t 2025-01-01 2022-07/2023-06", "cargo 8 t 2025-01-01 2023-07/2024-06"];
    assert_eq!(joined(&fiscal), [(0, 1)]);
}

#[test]
fn no_line_crosses_a_gap_a_range_a_contested_period_or_another_length() {
    assert_eq!(joined(&["cargo 9 t 2025-01-01 2022", "cargo 8 t 2025-01-01 2024"]), []);
    assert_eq!(joined(&["cargo 9 t 2025-01-01 2023", "cargo 8..9 t 2025-01-01 2024"]), []);
    assert_eq!(joined(&["cargo 9 t 2025-01-01 2023", "cargo 8 t 2025-01-01 2024-01"]), []);
    let contested = ["cargo 9 t 2025-01-01 2023", "cargo 8 t 2025-01-01 2024", "cargo 7 t 2025-01-01 2024"];
    assert_eq!(joined(&contested), []);
    let told_twice = ["cargo 9 t 2025-01-01 2023", "cargo 8 t 2025-01-01 2024", "cargo 8.0 t 2025-01-01 2024"];
    assert_eq!(joined(&told_twice), [(0, 1)]);
}

#[test]
fn what_is_aimed_at_or_guessed_is_never_joined() {
    let years = ["cargo 9 t 2025-01-01 2022", "cargo 8 t 2025-01-01 2023"];
    assert_eq!(joined_as(&years, FigureKind::Target), []);
    assert_eq!(joined_as(&years, FigureKind::Estimate), []);
}

/// The bars of figures, each about a port of its own where the text begins with another digit.
fn bars(figures: &[&str]) -> Result<ChartBars, NoBars> {
    let mut b = StoryBuilder::default();
    let ports: Vec<FigureSubject> = (0..3).map(|_| FigureSubject::Rec(b.port().into())).collect();
    for figure in figures {
        let (port, text) = figure.split_once(' ').unwrap();
        b.figure(ports[port.parse::<usize>().unwrap()], text);
    }
    b.as_of("2026-01-01").charts(&b.dossier, |_| true)[0].bars(&b.dossier)
}

#[test]
fn bars_compare_the_period_of_which_the_most_records_have_a_figure() {
    let figures = [
        "0 cargo 9 t 2025-01-01 2022",
        "1 cargo 8 t 2025-01-01 2022",
        "0 cargo 7 t 2025-01-01 2023",
        "1 cargo 6 t 2025-01-01 2023",
        "2 cargo 6 t 2025-01-01 2024",
    ];
    assert_eq!(bars(&figures), Ok(ChartBars { figures: ixs(&[2, 3]), left_out: 3 }), "the newest of two");
    assert_eq!(bars(&figures[..3]), Ok(ChartBars { figures: ixs(&[0, 1]), left_out: 1 }));
}

#[test]
fn bars_are_refused_where_periods_differ_or_there_is_one_figure() {
    let differ = ["0 cargo 9 t 2025-01-01 2022", "1 cargo 8 t 2025-01-01 2023-07/2024-06"];
    assert_eq!(bars(&differ), Err(NoBars::Periods(FigureIx(0), FigureIx(1))));
    assert_eq!(bars(&["0 cargo 9 t 2025-01-01 2022"]), Err(NoBars::One));
}
