//! Keys in, screen out: what changed since the last visit, stepped through and marked.

use crate::common::screen;

use karwan::dossier::Dossier;
use karwan::story::Snapshot;
use karwan::story::change::{SeenBaseline, fingerprint};
use karwan::ui::effect::Effect;
use karwan::ui::message::{LoadedDossier, Message};
use screen::{Karwan, dossier, story};

/// What a person had seen who had seen all by a day.
fn seen_by(dossier: &Dossier, day: &str) -> SeenBaseline {
    SeenBaseline::of(dossier, &Snapshot::of(dossier, day.parse().expect("a day")))
}

/// The frozen story, seen up to a day.
fn visit(since: &str, columns: u16, rows: u16) -> Karwan {
    let mut karwan = Karwan::new(columns, rows);
    karwan.model.update(Message::Seen(Some(seen_by(&story(), since))));
    karwan
}

/// The keys that were to be remembered.
fn marked(effects: &[Effect]) -> Vec<String> {
    let keys = effects.iter().filter_map(|effect| match effect {
        Effect::Mark(keys) => Some(keys.clone()),
        _ => None,
    });
    keys.flatten().collect()
}

#[test]
fn the_first_visit_takes_all_as_seen_and_says_so() {
    let mut karwan = Karwan::new(120, 40);
    let effects = karwan.model.update(Message::Seen(None));
    let [Effect::RememberBaseline { day, fingerprints, rewind: false }] = effects.as_slice() else {
        panic!("{effects:?}")
    };
    assert_eq!(*day, screen::today());
    assert!(fingerprints.contains(&fingerprint("tokayev-visit/record")));
    karwan.sees("Your first visit: changes from now");
    karwan.sees_not("changes since");
    karwan.press("n");
    karwan.sees("nothing that you have not seen");
}

#[test]
fn what_changed_since_the_last_visit_stands_on_the_overview_with_its_source() {
    let mut karwan = visit("2026-01-20", 120, 40);
    karwan.sees("Since 20 Jan 2026");
    karwan.sees("changes since 20 Jan 2026: n");
    karwan.sees("✦ ┃│");
    karwan.sees("President Tokayev visits");
    karwan.resize(160, 50);
    karwan.sees("✦ new");
}

#[test]
fn a_visit_after_which_nothing_changed_says_since_when() {
    let mut karwan = Karwan::new(120, 40);
    let effects = karwan.model.update(Message::Seen(Some(seen_by(&story(), "2026-11-23"))));
    assert_eq!(effects, [Effect::Level(screen::today())]);
    karwan.sees("Nothing new since 23 Nov 2026.");
    karwan.press("n");
    karwan.sees("nothing that you have not seen since 23 Nov 2026");
}

#[test]
fn n_opens_each_change_on_its_record_at_its_statement_and_the_way_back_is_short() {
    let mut karwan = visit("2026-02-03", 120, 40);
    karwan.press("n");
    karwan.sees("1 of ");
    let first = karwan.model.selected();
    karwan.press("n n n N N N");
    karwan.sees("1 of ");
    assert_eq!(karwan.model.selected(), first);
    karwan.press("N");
    karwan.sees("that was the first change");
    karwan.press("Backspace");
    karwan.sees("most reported");
}

#[test]
fn space_marks_one_and_n_goes_on_to_the_next() {
    let mut karwan = visit("2026-06-22", 120, 40);
    let count = |karwan: &Karwan| {
        let screen = karwan.screen();
        let at = screen.find(" changes since").expect("a count");
        let words = screen[..at].rsplit(' ').next().expect("a number").to_owned();
        words.parse::<usize>().expect("a number")
    };
    karwan.press("n");
    karwan.press("Esc");
    let before = count(&karwan);
    let effects = karwan.press("n Space");
    let keys = marked(&effects);
    assert!(keys.iter().any(|key| key.matches('/').count() == 4), "the change: {keys:?}");
    karwan.sees("seen: ");
    karwan.press("n");
    karwan.sees(&format!("2 of {}", before - 1));
    karwan.press("Space Space");
    karwan.press("Esc");
    assert_eq!(count(&karwan), before - 2, "a change is marked once");
}

#[test]
fn space_in_a_list_marks_all_of_the_selected_record() {
    let mut karwan = visit("2026-01-20", 120, 40);
    let effects = karwan.press("Space");
    assert!(marked(&effects).iter().all(|key| key.starts_with("tokayev-visit/")));
    assert!(marked(&effects).len() > 10);
    karwan.sees("changes of President Tokayev visits Islamabad");
}

#[test]
fn what_is_marked_is_not_told_again_the_next_time() {
    let story = story();
    let mut karwan = visit("2026-01-20", 120, 40);
    let mut seen = seen_by(&story, "2026-01-20");
    loop {
        let effects = karwan.press("n Space Esc");
        if marked(&effects).is_empty() {
            break;
        }
        for key in marked(&effects) {
            seen.add(&key);
        }
        if marked(&effects).iter().any(|key| key.starts_with("tokayev-visit/")) {
            break;
        }
    }
    let left = karwan.screen();
    let line = left.lines().last().expect("a line").rsplit("   ").next().expect("a hint").to_owned();
    let mut again = Karwan::new(120, 40);
    again.model.update(Message::Seen(Some(seen)));
    again.sees(line.trim());
}

#[test]
fn a_key_marks_all_and_then_nothing_is_new() {
    let mut karwan = visit("2025-12-01", 120, 40);
    let effects = karwan.press("A A");
    assert!(
        matches!(effects.as_slice(), [Effect::Mark(_), Effect::Level(day)] if *day == screen::today()),
        "{effects:?}"
    );
    karwan.sees("marked as seen");
    karwan.press("j");
    karwan.sees("Nothing new since 24 Nov 2026.");
    karwan.sees_not("✦");
    let mut seen = seen_by(&story(), "2025-12-01");
    for key in marked(&effects) {
        seen.add(&key);
    }
    let mut again = Karwan::new(120, 40);
    again.model.update(Message::Seen(Some(seen)));
    again.sees("Nothing new since");
    again.sees_not("✦");
}

#[test]
fn marking_all_is_asked_first_and_taken_back_by_the_key_that_undoes() {
    // Today, through a filter, and as of an earlier day on which all is seen.
    let filtered = || {
        let mut karwan = visit("2026-01-20", 120, 40);
        karwan.press("/ 'gwadar Enter");
        karwan
    };
    let rewound = || {
        let mut karwan = Karwan::as_of("2025-09-05", 120, 40);
        karwan.model.update(Message::Seen(None));
        karwan
    };
    for (name, start) in [
        ("today", &(|| visit("2025-12-01", 120, 40)) as &dyn Fn() -> Karwan),
        ("filtered", &filtered),
        ("rewound", &rewound),
    ] {
        let mut karwan = start();
        // How many changes there are, which the last line says.
        let last = |karwan: &Karwan| karwan.screen().lines().last().map(str::to_owned);
        let before = last(&karwan);
        assert!(karwan.press("A").is_empty(), "{name}");
        karwan.sees("A again marks ");
        // Any other key is a no.
        assert!(karwan.press("j").is_empty(), "{name}");
        assert!(karwan.press("A").is_empty(), "{name}");
        let effects = karwan.press("A");
        assert!(!effects.is_empty(), "{name}");
        karwan.sees("; u undoes it");
        let effects = karwan.press("u");
        assert!(matches!(effects.as_slice(), [Effect::RememberBaseline { rewind: true, .. }]), "{name}: {effects:?}");
        karwan.sees("not marked as seen any more");
        karwan.press("k");
        assert_eq!(last(&karwan), before, "{name}");
        // Once is enough: the next undo is of an edit.
        assert!(karwan.press("u").iter().all(|effect| !matches!(effect, Effect::RememberBaseline { .. })), "{name}");
    }
}

#[test]
fn is_new_in_the_filter_finds_them_and_loses_them_when_they_are_marked() {
    let mut karwan = visit("2026-06-22", 120, 40);
    karwan.press("2 / 'is:new Enter");
    karwan.sees("of 191 events");
    karwan.sees_not(" 0 of 191 events");
    karwan.sees_not("191 of 191 events");
    karwan.press("A A");
    karwan.sees(" 0 of 191 events");
}

#[test]
fn the_filter_narrows_what_is_listed_and_says_what_it_hides() {
    let mut karwan = visit("2026-01-20", 120, 40);
    karwan.press("/ 'khunjerab Enter Tab Tab Tab");
    karwan.sees(" of ");
    karwan.press("A A");
    karwan.sees("the filter hides");
    karwan.press("/ 'zzz Enter A");
    karwan.sees("the filter hides");
}

#[test]
fn as_of_an_earlier_day_only_what_was_known_then_is_told() {
    let mut karwan = Karwan::as_of("2025-12-01", 120, 40);
    karwan.model.update(Message::Seen(Some(seen_by(&story(), "2025-09-05"))));
    karwan.sees("Since 5 Sep 2025");
    karwan.sees("230 changes");
    karwan.press("T");
    karwan.sees("720 changes");
}

#[test]
fn as_of_an_earlier_day_on_which_all_is_seen_a_key_goes_back_to_it() {
    let mut karwan = Karwan::as_of("2025-09-05", 120, 40);
    karwan.model.update(Message::Seen(None));
    let effects = karwan.press("A A");
    let [Effect::RememberBaseline { day, fingerprints, rewind: true }] = effects.as_slice() else {
        panic!("{effects:?}")
    };
    assert_eq!(day.to_string(), "2025-09-05");
    karwan.sees("what became known later is new from now on");
    let mut again = Karwan::as_of("2025-12-01", 120, 40);
    again.model.update(Message::Seen(Some(SeenBaseline::new(Some(*day), fingerprints.iter().copied()))));
    again.sees("230 changes");
}

#[test]
fn a_saved_file_shows_what_it_gained() {
    let with = |more: &str| {
        dossier(&format!(
            "format = 1\n[story]\ntitle = \"S\"\n[[articles]]\nid = \"a\"\ntitle = \"A\"\noutlet = \"Dawn\"\n\
             published = \"2025-01-01\"\n[[articles]]\nid = \"b\"\ntitle = \"B\"\noutlet = \"Geo\"\n\
             published = \"2025-02-01\"\n[[events]]\nid = \"e\"\ntitle = \"The visit\"\nkind = \"visit\"\n\
             [[events.reports]]\nsource = \"a\"\nstatus = \"expected\"\ndate = \"2027\"\n{more}"
        ))
    };
    let mut karwan = Karwan::with(with(""), 120, 40);
    karwan.model.update(Message::Seen(None));
    let newer = with("[[events.reports]]\nsource = \"b\"\nstatus = \"expected\"\ndate = \"2028\"\n");
    karwan.model.update(Message::Loaded(LoadedDossier { dossier: Some(newer), problems: Vec::new(), files: None }));
    karwan.sees("1 change since the save: n shows them");
    karwan.sees("saved: date now 2028;");
    karwan.resize(160, 50);
    karwan.sees("✦ saved");
    karwan.press("n");
    karwan.sees("1 of 1 (n next, Space seen): date now 2028; was 2027 (Geo, 1 Feb 2025)");
    karwan.press("Esc Space");
    karwan.sees_not("✦");
    karwan.model.update(Message::Loaded(LoadedDossier { dossier: Some(with("")), problems: Vec::new(), files: None }));
    karwan.sees("read again, 1 statement no longer there");
}

#[test]
fn what_a_save_brought_comes_before_what_was_new_already_and_n_goes_there_first() {
    let with = |more: &str| {
        let event = |id: &str, source: &str| {
            format!(
                "[[events]]\nid = \"{id}\"\ntitle = \"Event {id}\"\nkind = \"visit\"\n[[events.reports]]\nsource = \
                 \"{source}\"\nstatus = \"expected\"\ndate = \"2027\"\n"
            )
        };
        let article = |id: &str, day: &str| {
            format!("[[articles]]\nid = \"{id}\"\ntitle = \"{id}\"\noutlet = \"Dawn\"\npublished = \"{day}\"\n")
        };
        let articles = article("a", "2025-01-01") + &article("b", "2025-02-01") + &article("c", "2025-03-01");
        let events = event("one", "a") + &event("two", "c") + more;
        dossier(&format!("format = 1\n[story]\ntitle = \"S\"\n{articles}{events}"))
    };
    let mut karwan = Karwan::with(with(""), 120, 40);
    karwan.model.update(Message::Seen(Some(seen_by(&with(""), "2025-02-15"))));
    karwan.sees("1 change since 15 Feb 2025");
    let three = "[[events]]\nid = \"three\"\ntitle = \"Event three\"\nkind = \"visit\"\ndate = \"2027\"\n\
                 status = \"expected\"\nsources = [\"b\"]\n";
    for _ in 0..2 {
        // An editor that writes in two steps has it read twice; what it brought is marked all the same.
        karwan.model.update(Message::Loaded(LoadedDossier {
            dossier: Some(with(three)),
            problems: Vec::new(),
            files: None,
        }));
        karwan.sees("1 change since the save: n shows them");
    }
    karwan.press("n");
    karwan.sees("1 of 2 (n next, Space seen): new event: expected, 2027 (Dawn, 1 Feb 2025)");
    // Nothing comes of its last step: one stands where one stood.
    karwan.model.update(Message::Loaded(LoadedDossier {
        dossier: Some(with(three)),
        problems: Vec::new(),
        files: None,
    }));
    karwan.sees("1 of 2 (n next, Space seen): new event: expected, 2027 (Dawn, 1 Feb 2025)");
    karwan.press("n");
    karwan.sees("2 of 2 (n next, Space seen): new event: expected, 2027 (Dawn, 1 Mar 2025)");
    karwan.press("N Esc");
    karwan.press("/ 'is:new Enter");
    karwan.sees("2 of 3 events");
}

#[test]
fn what_is_new_is_marked_wherever_its_record_is_listed() {
    let mut karwan = visit("2025-12-01", 120, 40);
    let news = |karwan: &Karwan| karwan.screen().matches('✦').count();
    for (keys, pane) in [
        ("1", "Actors"),
        ("2", "Timeline"),
        ("3", "Overdue"),
        ("4", "Who stands where"),
        ("5 Tab", "Corridors"),
        ("6 Tab", "On the map"),
        ("7", "Articles"),
        (": 'tokayev", "Find"),
    ] {
        karwan.press(keys);
        karwan.sees(pane);
        assert!(news(&karwan) > 0, "{keys}: {}", karwan.screen());
    }
    karwan.press("Esc 1 A A Right");
    for keys in ["1", "2", "3", "4", "5 Tab", "6 Tab", "7", ": 'tokayev"] {
        karwan.press(keys);
        assert_eq!(news(&karwan), 0, "{keys}: {}", karwan.screen());
    }
}

#[test]
fn the_page_of_changes_is_the_fourth_on_a_narrow_screen() {
    let mut karwan = visit("2026-01-20", 80, 24);
    karwan.sees("since 20 Jan 2026: n");
    karwan.press("Tab Tab Tab");
    karwan.sees("━ Since 20 Jan 2026");
    karwan.press("j j Enter");
    karwan.sees("3 of ");
    karwan.press("Backspace Tab Tab");
    karwan.sees("━ Timeline");
}

#[test]
fn without_knowing_what_was_seen_the_screens_are_as_they_are_without() {
    let mut karwan = Karwan::new(120, 40);
    karwan.sees_not("Since");
    karwan.press("n");
    karwan.sees("what you have seen is not known here");
    karwan.press("A");
    karwan.sees("what you have seen is not known here");
}

#[test]
fn every_size_holds_the_changes() {
    let mut karwan = visit("2025-09-05", 120, 40);
    for (columns, rows) in [(60, 20), (80, 24), (99, 30), (100, 20), (100, 24), (160, 50), (200, 60)] {
        karwan.resize(columns, rows);
        for keys in ["1 Tab Tab Tab", "j j G g", "Enter n N", "Esc z", "z Tab 2", "3 4 5", "n n", "Esc 7 n Backspace"] {
            karwan.press(keys);
            karwan.screen();
        }
    }
}

#[test]
fn what_changed_is_dated_as_roughly_as_its_source() {
    let story = dossier(
        r#"
format = 1
[story]
title = "A small story"
[[articles]]
id = "early"
title = "Early"
outlet = "Paper"
published = "2026-01"
[[articles]]
id = "late"
title = "Late"
outlet = "Other Paper"
published = "2026-06-05~"
[[events]]
id = "bridge"
title = "The bridge opens"
kind = "infrastructure"
date = "2026-03"
status = "expected"
sources = ["early"]
[[events]]
id = "airport"
title = "The airport opens"
kind = "infrastructure"
date = "2030"
status = "expected"
sources = ["late"]
"#,
    );
    let seen = seen_by(&story, "2025-09-05");
    let mut karwan = Karwan::with(story, 160, 50);
    karwan.model.update(Message::Seen(Some(seen)));
    karwan.sees(" c. 5 Jun 2026 ");
    karwan.sees("c. 5 Jun  new event");
    karwan.sees("     Jan  new event");
    // That a day has passed is known to the day.
    karwan.sees("   1 Apr  overdue: expected for Mar 2026");
}

#[test]
fn a_rough_day_and_an_exact_one_that_it_may_be_are_both_told() {
    let story = dossier(
        r#"
format = 1
[story]
title = "A small story"
[[articles]]
id = "exact"
title = "Exact"
outlet = "Paper"
published = "2026-06-30"
[[articles]]
id = "rough"
title = "Rough"
outlet = "Other Paper"
published = "2026-06"
[[events]]
id = "bridge"
title = "The bridge opens"
kind = "infrastructure"
[[events.reports]]
source = "exact"
status = "expected"
date = "2027"
[[events.reports]]
source = "rough"
status = "expected"
date = "2028"
"#,
    );
    let seen = seen_by(&story, "2025-09-05");
    let mut karwan = Karwan::with(story, 160, 50);
    karwan.model.update(Message::Seen(Some(seen)));
    let (rough, exact) = (karwan.find("     Jun  date now 2028"), karwan.find("  30 Jun  new event"));
    assert_eq!(rough.1 + 1, exact.1, "one below the other");
}
