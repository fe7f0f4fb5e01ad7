//! What somebody stumbles over who meets the screens for the first time: days, orders, keys and words that explain themselves.

use karwan::ui::effect::Effect;

use crate::common::command;
use crate::common::newsroom::Newsroom;
use crate::common::screen::{Karwan, dossier};

/// Two dated articles and a page without a day, read much later; three actors' worth of things that were said.
const STORY: &str = r#"
format = 1
[story]
title = "The bridge: a road across the river that nobody has ever crossed"
researched = "2026-03-05"
[[labels]]
id = "documents"
label = "Papers signed"
[[articles]]
id = "january"
title = "A report of January"
outlet = "The Post"
published = "2026-01-05"
[[articles]]
id = "march"
title = "A report of March"
outlet = "The Post"
published = "2026-03-05"
text = "A bridge opens."
[[articles]]
id = "page"
title = "A page without a day"
outlet = "The Board"
retrieved = "2026-11-20"
[[actors]]
id = "board"
name = "The Bridge Board"
kind = "organisation"
[[events]]
id = "signing"
title = "The papers are signed"
kind = "agreement"
actors = ["board"]
[[events.reports]]
source = "january"
status = "expected"
date = "2026-02"
values = { documents = 3 }
[[events.reports]]
source = "march"
status = "happened"
date = "2026-03-01"
values = { documents = 4 }
[[events]]
id = "opening"
title = "The bridge opens"
kind = "infrastructure"
date = "2026"
status = "expected"
sources = ["january"]
[[events]]
id = "toll"
title = "The toll is set"
kind = "statement"
date = "../2026-06-30~"
status = "expected"
sources = ["january"]
"#;

fn karwan(columns: u16, rows: u16) -> Karwan {
    Karwan::with(dossier(STORY), columns, rows)
}

/// The lines at which texts stand.
#[track_caller]
fn lines_of(karwan: &Karwan, texts: &[&str]) -> Vec<u16> {
    texts.iter().map(|text| karwan.find(text).1).collect()
}

#[test]
fn the_day_steps_over_what_was_published_not_over_what_was_read() {
    let mut karwan = karwan(120, 30);
    for (key, day) in [("[", "5 Mar 2026"), ("[", "5 Jan 2026"), ("]", "5 Mar 2026")] {
        karwan.press(key);
        karwan.sees(&format!("AS OF {day}"));
    }
    karwan.press("]");
    karwan.sees("today 24 Nov 2026");
}

#[test]
fn the_list_of_days_tells_what_has_no_day_of_its_own() {
    let mut karwan = karwan(120, 30);
    karwan.press("t");
    karwan.sees("20 Nov 2026   1 without a day");
    karwan.sees("5 Mar 2026    1 article");
}

#[test]
fn pages_that_were_only_read_are_steps_where_nothing_has_a_day() {
    let read = r#"
format = 1
[story]
title = "Read"
[[articles]]
id = "page"
title = "A page without a day"
outlet = "The Board"
retrieved = "2026-11-20"
"#;
    let mut karwan = Karwan::with(dossier(read), 120, 30);
    karwan.press("[");
    karwan.sees("AS OF 20 Nov 2026");
}

#[test]
fn the_brief_says_to_which_day_silence_and_lateness_are_counted() {
    let mut karwan = karwan(100, 40);
    karwan.press("B");
    karwan.sees("Researched until 5 Mar 2026: silence is counted to that");
    karwan.sees("day, lateness to 24 Nov 2026.");
    karwan.press("Esc [ B");
    karwan.sees("As of 5 Mar 2026");
    karwan.sees_not("Researched until");
}

#[test]
fn a_card_says_to_which_day_silence_is_counted() {
    let mut karwan = karwan(120, 40);
    karwan.press("3");
    karwan.sees("no newer report for 59 days   counted to");
    karwan.sees("5 Mar 2026  ");
    // What was read after the research ended says nothing of silence.
    let (story, toll) = STORY.rsplit_once("[\"january\"]").expect("the toll");
    let mut karwan = Karwan::with(dossier(&format!("{story}[\"january\", \"page\"]{toll}")), 120, 40);
    karwan.press("3");
    karwan.sees("overdue since 1 Jul 2026");
    karwan.sees_not("no newer report");
}

#[test]
fn a_year_is_written_again_below_a_date_with_years_of_its_own() {
    let happened = |id: &str, date: &str| {
        format!(
            "[[events]]\nid = \"{id}\"\ntitle = \"{id}\"\nkind = \"visit\"\ndate = \"{date}\"\nstatus = \"happened\"\n"
        )
    };
    let events: String =
        [("one", "2024-02-10"), ("two", "2024-03-01/2025-02-01"), ("three", "2024-05-10"), ("four", "2024-06-10")]
            .map(|(id, date)| happened(id, date))
            .concat();
    let mut karwan = Karwan::with(dossier(&format!("format = 1\n[story]\ntitle = \"Years\"\n{events}")), 80, 24);
    karwan.press("2");
    karwan.sees("2024 ● 10 Feb");
    karwan.sees("     ● 1 Mar 2024–1 Feb 2025");
    karwan.sees("2024 ● 10 May");
    karwan.sees("     ● 10 Jun");
}

#[test]
fn every_list_has_what_is_to_come_at_its_last_day() {
    let mut karwan = karwan(120, 40);
    let titles = ["The papers are signed", "The toll is set", "The bridge opens"];
    for key in ["1", "2"] {
        karwan.press(key);
        let lines = lines_of(&karwan, &titles);
        assert!(lines.is_sorted(), "{key}: {lines:?}\n{}", karwan.screen());
    }
    // What happened stands in another group than what is overdue or due.
    karwan.press("3");
    let lines = lines_of(&karwan, &titles[1..]);
    assert!(lines.is_sorted(), "{lines:?}\n{}", karwan.screen());
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("story.toml");
    std::fs::write(&path, STORY).expect("a file");
    let env = command::unattended(command::state_in(directory.path()));
    let (_, list, _) = command::run(&env, &["list", "events", "-d", path.to_str().expect("a path"), "--format", "tsv"]);
    let at = |title: &str| list.find(title).unwrap_or_else(|| panic!("no {title}:\n{list}"));
    assert!(titles.map(at).is_sorted(), "{list}");
}

#[test]
fn a_list_in_another_order_is_seen_from_its_beginning() {
    let articles: Vec<String> = (1..=40)
        .map(|n| {
            format!(
                "[[articles]]\nid = \"a{n}\"\ntitle = \"Paper {n:02}\"\noutlet = \"The Post\"\n\
                 published = \"2026-{:02}-{:02}\"\n[[events]]\nid = \"e{n}\"\ntitle = \"Event {:02}\"\n\
                 kind = \"visit\"\ndate = \"2026-{:02}-{:02}\"\nstatus = \"expected\"\nsources = [\"a{n}\"]\n\
                 [[actors]]\nid = \"p{n}\"\nname = \"Person {n:02}\"\nkind = \"person\"\n",
                n / 28 + 1,
                n % 28 + 1,
                41 - n,
                n / 28 + 1,
                n % 28 + 1
            )
        })
        .collect();
    let mut karwan =
        Karwan::with(dossier(&format!("format = 1\n[story]\ntitle = \"Orders\"\n{}", articles.concat())), 80, 24);
    for (keys, order, first) in [
        ("7 G s", "oldest first", "Paper 01"),
        ("2 g s", "last heard first", "Event 01"),
        ("s s s", "by title", "Event 01"),
        ("3 G s", "last heard first", "Event 01"),
        ("4 G s", "by name", "Person 01"),
    ] {
        karwan.press(keys);
        karwan.sees(order);
        karwan.sees(&format!("╭─ {first} "));
    }
    // In the order of time, the Timeline begins at now again.
    karwan.press("2 s");
    karwan.sees("by date");
    karwan.sees("╭─ Event 01 ");
}

#[test]
fn filtering_by_an_event_leaves_what_is_told_of_it_on_the_other_screens() {
    let mut karwan = karwan(120, 40);
    karwan.press("2 g *");
    karwan.sees("filtered by event:signing");
    karwan.sees_not("The bridge opens");
    karwan.press("4");
    karwan.sees("The Bridge Board");
    karwan.press("7");
    karwan.sees("A report of March");
    karwan.sees_not("A page without a day");
}

#[test]
fn a_key_without_effect_says_what_would_have_one() {
    let mut karwan = karwan(120, 40);
    karwan.press("2 }");
    karwan.sees("this list has no groups to go between; L makes lanes");
    karwan.press("L }");
    karwan.sees_not("no groups");
    karwan.press("} } }");
    karwan.sees("this is the last group");
    karwan.press("3 h");
    karwan.sees("nothing lies to the left or right here");
    karwan.press("{ { {");
    karwan.sees("this is the first group");
}

#[test]
fn columns_keep_two_blanks_beside_the_longest_date() {
    let mut karwan = karwan(120, 40);
    karwan.press("3");
    karwan.sees("by c. 30 Jun 2026  ");
    let long = "[[events]]\nid = \"long\"\ntitle = \"Long\"\nkind = \"visit\"\ndate = \"2026-07/2027-06~\"\n\
                status = \"expected\"\nsources = [\"january\"]\n";
    let mut karwan = Karwan::with(dossier(&format!("{STORY}{long}")), 80, 24);
    karwan.press("2");
    karwan.sees("Jul 2026–c. Jun 2027  Long");
    karwan.press("3");
    karwan.sees("Jul 2026–c. Jun 2027  ");
}

#[test]
fn the_last_line_offers_no_key_that_can_do_nothing() {
    let mut karwan = karwan(80, 24);
    karwan.press("2");
    karwan.sees("L lanes");
    karwan.sees_not("+ - zoom");
    karwan.resize(140, 30);
    karwan.sees("+ - zoom");
    karwan.press("7");
    karwan.sees("A report of March");
    karwan.sees("x read");
    karwan.press("j");
    karwan.sees_not("x read");
    karwan.press("/ 'nothinghasthis Enter");
    for hint in ["x read", "o link", "y copy"] {
        karwan.sees_not(hint);
    }
}

#[test]
fn an_inbox_without_items_offers_to_fetch_and_not_to_decide() {
    let feed =
        "format = 1\n[story]\ntitle = \"Feeds\"\n[[feeds]]\nname = \"The Post\"\nurl = \"http://post.example/feed\"\n";
    let mut room = Newsroom::unfetched(feed);
    room.press("8");
    room.karwan.sees("R fetch");
    for hint in ["+ keep", "- drop", ". later"] {
        room.karwan.sees_not(hint);
    }
}

#[test]
fn help_says_where_it_is_and_names_what_enter_runs_in_words() {
    let mut karwan = karwan(100, 30);
    karwan.press("2 ?");
    karwan.sees(" 1–");
    let before = karwan.screen();
    karwan.press("PageDown");
    assert_ne!(karwan.screen(), before);
    karwan.sees_not(" 1–");
    karwan.press("Esc ? 'happened");
    karwan.sees("Timeline: what happened, what was to happen, and when?");
    karwan.press("Esc ? 'zoom");
    karwan.sees("runs zoom in");
    karwan.sees_not("zoom-");
}

#[test]
fn a_comparison_names_values_by_their_labels() {
    let mut karwan = karwan(120, 40);
    karwan.press("= '2026-01-05 Enter");
    karwan.sees("Papers signed");
    karwan.sees_not("documents");
}

#[test]
fn a_title_without_room_loses_its_second_part_before_it_is_cut() {
    let karwan = karwan(80, 24);
    karwan.sees("The bridge   ");
    karwan.sees_not("The bridge:");
    let long = STORY.replace("The bridge: a road", "The bridge of bridges that leads to nowhere at all: a road");
    Karwan::with(dossier(&long), 80, 24).sees("The bridge of bridges that…");
}

#[test]
fn a_story_without_records_is_opened_in_the_editor_as_its_screens_say() {
    let mut karwan = Karwan::with(dossier("format = 1\n[story]\ntitle = \"Nothing yet\"\n"), 80, 24);
    karwan.sees("No events yet: a adds one, e opens the file.");
    assert_eq!(karwan.press("e"), [Effect::Edit("story.toml".into(), 0)]);
}
