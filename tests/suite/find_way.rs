//! Finding one's way: sorted lists, a date on the time axis, the filter by what is selected, the parts of a card, the marks;
//! and the tasks of a newcomer, counted in keys.

use crate::common::screen::{Karwan, dossier, story};

const STORY: &str = r#"
format = 1
[story]
title = "A small story"
[[articles]]
id = "early"
title = "Zebra crossing planned"
outlet = "Zeta Post"
kind = "report"
published = "2026-01-05"
[[articles]]
id = "late"
title = "Another word"
outlet = "Alpha Times"
kind = "wire"
published = "2026-06-05"
[[actors]]
id = "lind"
name = "Ada Lind"
kind = "person"
country = "NO"
[[actors]]
id = "ministry"
name = "Ministry of Bridges"
kind = "organisation"
country = "AT"
[[ports]]
id = "lumo"
name = "Lumo"
country = "NO"
[[events]]
id = "bridge"
title = "The bridge opens"
kind = "infrastructure"
actors = ["lind"]
ports = ["lumo"]
[[events.reports]]
source = "early"
status = "expected"
date = "2026-02"
by = "lind"
quote = "By February"
[[events.reports]]
source = "early"
status = "expected"
date = "2026-03"
[[events]]
id = "tunnel"
title = "A tunnel opens"
kind = "infrastructure"
actors = ["lind", "ministry"]
date = "2026-12"
status = "expected"
sources = ["late"]
"#;

fn small(columns: u16, rows: u16) -> Karwan {
    Karwan::with(dossier(STORY), columns, rows)
}

/// Whether one text stands above another.
fn is_above(karwan: &Karwan, one: &str, other: &str) -> bool {
    karwan.find(one).1 < karwan.find(other).1
}

#[test]
fn one_key_sorts_each_list_and_its_head_says_how() {
    let mut karwan = small(120, 40);
    karwan.press("2");
    karwan.sees("Timeline · by date");
    assert!(is_above(&karwan, "The bridge opens", "A tunnel opens"));
    karwan.press("s");
    karwan.sees("Timeline · last heard first");
    assert!(is_above(&karwan, "A tunnel opens", "The bridge opens"));
    karwan.press("3");
    karwan.sees("Ledger · by date");
    karwan.press("s s");
    karwan.sees("Ledger · by slip");
    karwan.press("4");
    karwan.sees("Actors · most active first");
    assert!(is_above(&karwan, "Ada Lind", "Ministry of Bridges"));
    karwan.press("s s");
    karwan.sees("Actors · by country");
    assert!(is_above(&karwan, "Ministry of Bridges", "Ada Lind"));
    karwan.press("7");
    karwan.sees("Articles · newest first");
    assert!(is_above(&karwan, "Alpha Times", "Zeta Post"));
    karwan.press("s");
    karwan.sees("Articles · oldest first");
    assert!(is_above(&karwan, "Zeta Post", "Alpha Times"));
    karwan.press("s");
    karwan.sees("Articles · by outlet");
    assert!(is_above(&karwan, "Alpha Times", "Zeta Post"));
    karwan.press("s");
    karwan.sees("Articles · by kind");
    assert!(is_above(&karwan, "Zeta Post", "Alpha Times"));
    karwan.press("s");
    karwan.sees("Articles · newest first");
}

#[test]
fn what_has_no_day_of_its_own_and_data_files_stand_at_the_end_of_both_orders() {
    let article = |id: &str, rest: &str| {
        format!(
            "[[articles]]\nid = \"{id}\"\ntitle = \"Title {id}\"\noutlet = \"Outlet\"\nretrieved = \"2026-11-20\"\n{rest}\n"
        )
    };
    let articles = [
        article("codes", "published = \"2026-09-01\"\nkind = \"data\""),
        article("undated", ""),
        article("some-day", "published = \"2026-01-01/2026-11-20\""),
        article("winter", "published = \"2026-02-03\""),
        article("summer", "published = \"2026-07\""),
    ];
    let mut karwan = Karwan::with(dossier(&format!("{STORY}{}", articles.concat())), 120, 40);
    let order = |karwan: &Karwan, ids: [&str; 6]| {
        for pair in ids.windows(2) {
            assert!(is_above(karwan, pair[0], pair[1]), "{pair:?}\n{}", karwan.screen());
        }
    };
    karwan.press("7");
    order(&karwan, ["Title summer", "Another word", "Title winter", "Title some-day", "Title codes", "Title undated"]);
    karwan.press("s");
    order(&karwan, ["Title winter", "Another word", "Title summer", "Title some-day", "Title codes", "Title undated"]);
    karwan.press("G");
    karwan.sees("─ Title undated ─");
}

#[test]
fn what_is_selected_stays_selected_when_the_list_is_sorted() {
    let mut karwan = small(120, 40);
    karwan.press("7 j");
    karwan.sees("─ Zebra crossing planned ─");
    karwan.press("s");
    karwan.sees("─ Zebra crossing planned ─");
    karwan.press("j");
    karwan.sees("─ Another word ─");
}

#[test]
fn the_axis_goes_to_a_date_and_back_to_now_and_holds_a_short_story_at_first() {
    let mut karwan = small(140, 40);
    karwan.press("2");
    // Ten months in some fifty cells.
    karwan.sees("a cell is 7 days");
    karwan.press("d '2 Space 'feb Space '2026 Enter");
    karwan.sees("─ The bridge opens ─");
    karwan.press("d '2030 Enter");
    karwan.sees("2030");
    let ticks = |karwan: &Karwan| karwan.screen().lines().nth(3).expect("the ticks").to_owned();
    assert!(!ticks(&karwan).contains("now"), "{}", ticks(&karwan));
    karwan.press(".");
    assert!(ticks(&karwan).contains("now"), "{}", ticks(&karwan));
    karwan.press("- - f f");
    karwan.sees("a cell is 7 days");
}

#[test]
fn a_key_filters_by_what_is_selected() {
    let mut karwan = small(120, 40);
    karwan.press("4 j *");
    karwan.sees("actor:ministry");
    karwan.press("1");
    karwan.sees("A tunnel opens");
    karwan.sees_not("The bridge opens");
    karwan.press("Esc 7 j *");
    karwan.sees("source:early");
}

#[test]
fn keys_go_from_part_to_part_of_a_card_and_from_group_to_group() {
    let mut karwan = small(120, 40);
    karwan.press("3 j Enter");
    let line = |karwan: &Karwan| {
        let screen = karwan.screen();
        let at = screen.find(" lines ━").expect("the number of lines");
        screen[..at].rsplit(' ').nth(2).expect("a number").to_owned()
    };
    let first = line(&karwan);
    karwan.press("}");
    assert_ne!(line(&karwan), first);
    karwan.press("{");
    assert_eq!(line(&karwan), first);
    karwan.press("Esc 3 g }");
    karwan.sees("─ A tunnel opens ─");
    karwan.press("{");
    karwan.sees("─ The bridge opens ─");
}

#[test]
fn the_help_begins_with_this_screen_and_the_marks_and_runs_what_it_finds() {
    let mut karwan = small(100, 40);
    karwan.press("3 ?");
    assert!(is_above(&karwan, "On Ledger", "≠ sources differ"));
    assert!(is_above(&karwan, "≠ sources differ", "Move"));
    karwan.press("'filter-by Enter");
    karwan.sees("filtered by event:");
    karwan.press("Esc ? 'xyzzy");
    karwan.sees("Nothing here is called `xyzzy`.");
}

#[test]
fn the_ledger_says_who_promised_at_every_width() {
    for (columns, rows) in [(80, 24), (120, 40)] {
        let mut karwan = Karwan::new(columns, rows);
        karwan.press("3 z");
        let screen = karwan.screen();
        let heads = screen.lines().nth(3).expect("the head of the table").to_owned();
        let chars: Vec<char> = heads.chars().collect();
        let at = chars.windows(3).position(|w| w == [' ', 'b', 'y']).expect("a column") + 1;
        let rows: Vec<&str> = screen.lines().skip(5).take(13).collect();
        let named = rows.iter().filter(|row| row.chars().nth(at).is_some_and(|c| c != ' ')).count();
        assert!(named >= 13, "{columns}: {named}\n{screen}");
    }
}

#[test]
fn a_name_in_the_ledger_is_whole_before_a_title_is() {
    const RECORDS: &str = r#"
[[articles]]
id = "paper"
title = "T"
outlet = "The Evening Tribune / Wire of the North"
published = "2026-01-05"
[[actors]]
id = "bank"
name = "Northern Development Bank"
kind = "organisation"
country = "NO"
aliases = ["Severny bank", "NDB"]
[[actors]]
id = "norway"
name = "Norway"
kind = "state"
country = "NO"
"#;
    let promise = |id: &str, by: &str| {
        format!(
            "[[events]]\nid = \"{id}\"\ntitle = \"A title of so many words that no terminal of eighty columns holds it\"\n\
             kind = \"infrastructure\"\n[[events.reports]]\nsource = \"paper\"\nstatus = \"expected\"\n\
             date = \"2026-03\"\n{by}\n"
        )
    };
    let events = [promise("a", "by = \"bank\""), promise("b", "by = \"norway\""), promise("c", "")].concat();
    for (columns, bank) in [(80, "NDB "), (120, "NDB "), (160, "Northern Development Bank")] {
        let mut karwan = Karwan::with(dossier(&format!("{STORY}{RECORDS}{events}")), columns, 40);
        karwan.press("3");
        for name in [bank, " Norway ", "(Evening Tribune) "] {
            karwan.sees(name);
        }
        karwan.sees_not("Norway, NO");
    }
}

#[test]
fn the_gwadar_deal_takes_two_keys() {
    // Overdue, by whom and by how much stands in the Ledger; wide terminals show it on the first screen.
    Karwan::new(120, 40).sees("Agreement on Kazakh access to Gwadar");
    let mut karwan = Karwan::new(80, 24);
    karwan.press("3");
    karwan.sees("Agreement on Kaz");
}

#[test]
fn what_is_overdue_and_by_whom_takes_one_key() {
    let mut karwan = Karwan::new(80, 24);
    karwan.press("3");
    karwan.sees("Overdue  15");
    karwan.sees("Kistafin, KZ");
}

#[test]
fn what_is_known_of_each_of_nine_ports_takes_at_most_twenty_keys() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press("5");
    let mut keys = 1;
    for port in ["Karachi", "Gwadar", "Port Qasim", "Bandar Abbas", "Chabahar", "Aktau", "Poti", "Baku", "Turkmenbashi"]
    {
        while !karwan.screen().contains(port) {
            karwan.press("l");
            keys += 1;
            assert!(keys <= 20, "{port}");
        }
    }
}

#[test]
fn the_fifth_of_september_is_typed_as_it_is_printed() {
    // `t`, ten characters, Enter: twelve keys.
    let mut karwan = Karwan::with(story(), 120, 40);
    karwan.press("t '5 Space 'sep Space '2025 Enter");
    karwan.sees("AS OF 5 Sep 2025");
}
