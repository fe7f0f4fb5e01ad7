//! Room for words: columns and heights by what stands in them, nothing cut where there is room, nothing said twice.

use crate::common::screen::{Karwan, dossier};

const HEAD: &str = r#"
format = 1
[story]
title = "Room"
[[articles]]
id = "a"
title = "A"
outlet = "A paper with a rather long name"
published = "2026-01-05"
"#;

fn with(records: &str, columns: u16, rows: u16) -> Karwan {
    Karwan::with(dossier(&format!("{HEAD}{records}")), columns, rows)
}

const PROMISE: &str = r#"
[[events]]
id = "bridge"
title = "The bridge opens"
kind = "infrastructure"
date = "2026-12"
status = "expected"
sources = ["a"]
"#;

#[test]
fn who_promised_has_the_columns_that_promises_leave() {
    let mut karwan = with(PROMISE, 120, 30);
    karwan.press("3");
    karwan.sees("A paper with a rather long name (outlet)  The bridge opens");
}

#[test]
fn a_name_that_fills_its_row_does_not_look_cut() {
    let name = "Ministry of the Works on the Bridges";
    let actor = format!("[[actors]]\nid = \"m\"\nname = \"{name}\"\nkind = \"organisation\"\ncountry = \"NO\"\n");
    let mut karwan = with(&actor, 130, 30);
    karwan.press("4");
    karwan.sees(&format!("NO {name}  "));
    karwan.sees_not(&format!("{name}…"));
}

#[test]
fn a_stance_is_whole_where_there_is_height_for_it() {
    let stance = "Two terminals at the northern quay, a third one later, and none at the southern quay";
    let actor = format!(
        "[[actors]]\nid = \"x\"\nname = \"X\"\nkind = \"state\"\n[[actors.positions]]\nissue = \"site\"\n\
         stance = \"{stance}\"\ndate = \"2026-01-02\"\nsource = \"a\"\n"
    );
    for columns in [112, 80] {
        let mut karwan = with(&actor, columns, 50);
        karwan.press("4 Tab z");
        for word in stance.split_whitespace().chain(["2 Jan 2026"]) {
            karwan.sees(word);
        }
    }
}

#[test]
fn a_row_of_ports_says_the_kind_where_that_says_more_than_its_name() {
    let figure = |metric: &str, kind: &str, unit: &str, value: &str| {
        format!(
            "[[figures]]\nabout = \"p\"\nmetric = \"{metric}\"\nkind = \"{kind}\"\nvalue = {value}\nunit = \"{unit}\"\n\
             period = \"2025\"\nsource = \"a\"\n"
        )
    };
    let records = [
        "[[ports]]\nid = \"p\"\nname = \"P\"\ncountry = \"NO\"\n".to_owned(),
        figure("berths", "count", "berths", "3"),
        figure("cargo-capacity", "capacity", "t", "1000"),
        figure("cargo", "throughput", "t", "900"),
        figure("boxes", "throughput", "TEU", "70"),
        figure("boxes", "throughput", "containers", "40"),
        figure("world-rank", "rank", "rank", "61"),
    ];
    let mut karwan = with(&records.concat(), 120, 50);
    karwan.press("5");
    for words in ["cargo (throughput)", "rank 61", "boxes (throughput,", "TEU)", "containers)"] {
        karwan.sees(words);
    }
    for words in ["(count)", "(capacity)", "(rank)", "61 rank"] {
        karwan.sees_not(words);
    }
}

#[test]
fn the_period_of_a_figure_is_whole_at_every_width() {
    let port = |n: usize| {
        format!(
            "[[ports]]\nid = \"p{n}\"\nname = \"P{n}\"\ncountry = \"NO\"\n[[figures]]\nabout = \"p{n}\"\nmetric = \"cargo\"\n\
             kind = \"throughput\"\nvalue = {n}\nunit = \"t\"\nperiod = \"2024-03~/2025-03~\"\nsource = \"a\"\n"
        )
    };
    let records: String = (1..=9).map(port).collect();
    for columns in (60..=200).step_by(7) {
        let mut karwan = with(&records, columns, 40);
        karwan.press("5");
        karwan.sees("c. Mar 24–c. Mar 25");
        karwan.sees_not("Mar 24–c.…");
    }
}

#[test]
fn a_notice_is_whole_on_a_narrow_terminal() {
    let mut karwan = Karwan::with(karwan::dossier::load::built_in().dossier.expect("the built-in story opens"), 80, 24);
    karwan.press("a");
    karwan.sees("`karwan init DIR` makes a dossier, `karwan");
    karwan.sees("DIR` opens it");
    karwan.press("j");
    karwan.sees_not("DIR` opens it");
}

#[test]
fn a_sentence_of_the_help_goes_on_below() {
    let mut karwan = with("", 64, 24);
    karwan.press("?");
    karwan.press("'west");
    karwan.sees("or west ");
    karwan.sees("  on the map.");
}

#[test]
fn an_empty_pane_says_why() {
    let mut karwan = with("", 120, 30);
    karwan.press("3");
    karwan.sees("Nothing is selected.");
    karwan.press("6");
    karwan.sees_not("legs together");
}

#[test]
fn a_leg_is_named_first_and_its_length_is_not_torn() {
    let place = |id: &str, name: &str, at: &str| {
        format!("[[places]]\nid = \"{id}\"\nname = \"{name}\"\nkind = \"city\"\n{at}\n")
    };
    let records = [
        place("n", "Northern Gate", "latitude = 60.0\nlongitude = 10.0"),
        place("s", "Southern Gate", "latitude = 57.0\nlongitude = 10.0"),
        "[[corridors]]\nid = \"c\"\nname = \"Road\"\n[[corridors.legs]]\nfrom = \"n\"\nto = \"s\"\nmode = \"road\"\n\
         [[corridors.reports]]\nsource = \"a\"\nstatus = \"open\"\ndate = \"2026-01-02\"\n"
            .to_owned(),
    ];
    let mut karwan = with(&records.concat(), 120, 40);
    karwan.press("6");
    karwan.sees("● Northern Gate–Southern Gate");
    let screen = karwan.screen();
    let torn = screen.lines().any(|line| line.trim_end_matches(['│', ' ']).ends_with('≥'));
    assert!(!torn, "{screen}");
}

#[test]
fn beside_a_popup_without_a_frame_stands_nothing() {
    let mut karwan = Karwan::plain(dossier(&format!("{HEAD}{PROMISE}")), 80, 24);
    karwan.press(":");
    let screen = karwan.screen();
    let lines = screen.lines().skip_while(|line| !line.contains("[Find]"));
    assert!(lines.take(15).all(|line| line.is_empty() || line.starts_with("  ")), "{screen}");
}

#[test]
fn the_outlet_of_an_article_has_what_the_headlines_leave_and_dates_stand_in_a_column() {
    let article = |title: &str| {
        format!("[[articles]]\nid = \"b\"\ntitle = \"{title}\"\noutlet = \"B\"\npublished = \"2026-01-16~\"\n")
    };
    let mut karwan = with(&article("Short"), 80, 24);
    karwan.press("7");
    karwan.sees("c. 16 Jan 2026  B       ");
    karwan.sees("5 Jan 2026      A paper with a rather long name  A ");
    let mut karwan = with(&article(&"Long ".repeat(20)), 80, 24);
    karwan.press("7");
    karwan.sees("5 Jan 2026     A paper wit… A ");
}

#[test]
fn a_comparison_gives_its_width_to_what_is_long_and_cuts_no_day_of_a_source() {
    let actor = |stance: &str| {
        format!(
            "{PROMISE}[[actors]]\nid = \"x\"\nname = \"X\"\nkind = \"state\"\n[[actors.positions]]\nissue = \"site\"\n\
             stance = \"{stance}\"\nsource = \"a\"\n"
        )
    };
    let mut karwan = with(&actor("North"), 104, 40);
    karwan.press("= '2026-01-01 Enter");
    karwan.sees("A paper with a rather long name, 5 Jan 2026");
    karwan.sees("3 facts differ: status · date · rests on");
    let mut karwan = with(&actor(&"Long ".repeat(20)), 104, 40);
    karwan.press("= '2026-01-01 Enter");
    karwan.sees("…, 5 Jan 2026");
}

#[test]
fn a_key_that_does_nothing_says_where_it_does() {
    let mut karwan = with(PROMISE, 80, 24);
    karwan.press("3 L");
    karwan.sees("L is a key of Timeline; ? lists the keys of this screen");
    for (key, why) in [
        ("Tab", "this screen has one pane"),
        ("Backspace", "there is nothing to go back to"),
        ("4 }", "this list has no groups to go between"),
    ] {
        karwan.press(key);
        karwan.sees(why);
    }
    karwan.press("Alt+x");
    karwan.sees("Alt-x does nothing; ? lists the keys of this screen");
    for key in ["2 +", "-", "f", "l"] {
        karwan.press(key);
        karwan.sees("the time axis is drawn from 100 columns on");
    }
    karwan.resize(100, 24);
    for (key, scale) in [("+", "a cell is a day"), ("-", "a cell is 2 days"), ("-", "a cell is 4 days")] {
        karwan.press(key);
        karwan.sees(scale);
        karwan.sees_not("the time axis is drawn");
    }
}

#[test]
fn a_key_of_the_time_axis_says_that_plain_text_has_none() {
    let mut karwan = Karwan::plain(dossier(&format!("{HEAD}{PROMISE}")), 120, 24);
    for key in ["2 +", "-", "f", "h", "l"] {
        karwan.press(key);
        karwan.sees("plain text has no time axis");
        karwan.press("j");
    }
}

#[test]
fn an_empty_reader_says_that_nothing_is_selected() {
    let mut karwan = Karwan::with(dossier("format = 1\n[story]\ntitle = \"Empty\"\n"), 80, 24);
    karwan.press("7");
    karwan.sees("Nothing is selected.");
}
