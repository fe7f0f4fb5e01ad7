//! Adding within the program: keys in, screen and requests out; and once on real files in a real terminal.

use crate::common::screen;
use crate::common::{frozen, pty};

use std::fs;
use std::path::{Path, PathBuf};

use karwan::desk::edit::{Edit, EditList, EditValue, WordList, apply};
use karwan::dossier::load::load_texts;
use karwan::dossier::{EdtfDate, Kind};
use karwan::ui::effect::Effect;
use karwan::ui::message::{LoggedEdit, Message};
use pty::Pty;
use screen::{Karwan, dossier};

const STORY: &str = "format = 1\n\n[story]\ntitle = \"S\"\n\n[[articles]]\nid = \"paper-1\"\ntitle = \"First page\"\noutlet = \"Paper\"\n\
                     published = \"2026-01-01\"\n\n[[articles]]\nid = \"dawn-2\"\ntitle = \"Second page\"\noutlet = \"Dawn\"\n\
                     published = \"2026-02-04\"\n\n[[events]]\nid = \"the-visit\"\ntitle = \"The visit\"\nkind = \"visit\"\n\n  \
                     [[events.reports]]\n  source = \"paper-1\"\n  status = \"expected\"\n  date = \"2026-01\"\n\n[[actors]]\n\
                     id = \"yerzhan-kistafin\"\nname = \"Yerzhan Kistafin\"\nkind = \"person\"\naliases = [\"Ержан Кистафин\"]\n";

fn karwan() -> Karwan {
    Karwan::with(dossier(STORY), 120, 40)
}

/// The one edit that was asked for.
fn written(effects: &[Effect]) -> (&Edit, &Path) {
    match effects {
        [Effect::Write(edit, path)] => (edit, path),
        other => panic!("{other:?}"),
    }
}

/// Types words, blanks between them too.
fn write(karwan: &mut Karwan, words: &str) {
    for (n, word) in words.split(' ').enumerate() {
        if n > 0 {
            karwan.press("Space");
        }
        karwan.press(&format!("'{word}"));
    }
}

#[test]
fn a_report_is_typed_as_a_person_would_and_asked_to_be_written() {
    let mut karwan = karwan();
    karwan.press("2 a");
    karwan.sees("Add what?");
    karwan.press("r");
    karwan.sees("Add a report");
    karwan.sees("the-visit");
    write(&mut karwan, "hap");
    karwan.sees("one of expected, moved, confirmed");
    karwan.press("Tab Tab");
    write(&mut karwan, "3 feb 2026");
    karwan.sees("2026-02-03 · 3 Feb 2026");
    karwan.press("Down");
    write(&mut karwan, "second");
    karwan.sees("dawn-2  Dawn: Second page");
    karwan.press("Tab Tab");
    write(&mut karwan, "ержан кистафин");
    karwan.sees("Yerzhan Kistafin");
    karwan.press("Down");
    write(&mut karwan, "he came");
    let effects = karwan.press("Ctrl+s");
    let (edit, path) = written(&effects);
    let text = |text: &str| EditValue::Text(text.to_owned());
    let fields = vec![
        ("source", text("dawn-2")),
        ("status", text("happened")),
        ("date", EditValue::Date(EdtfDate::parse("2026-02-03").expect("a date"))),
        ("by", text("yerzhan-kistafin")),
        ("quote", text("he came")),
    ];
    assert_eq!(*edit, Edit::Statement("the-visit".to_owned(), EditList::Reports, fields));
    assert_eq!(path, Path::new("story.toml"));
    karwan.sees("being saved");
    assert_eq!(karwan.press("'x Ctrl+s"), [], "nothing is asked twice");
    karwan.model.update(Message::Written(Ok("added report to `the-visit` in story.toml".to_owned())));
    karwan.sees_not("Add a report");
    karwan.sees("added report to `the-visit`");
    // The dossier is read again by itself; what was done stays in sight, and the report is on the screen.
    let new = apply(STORY, path, edit).expect("it takes it");
    karwan.model.update(Message::Loaded(load_texts(&[(PathBuf::from("story.toml"), new)])));
    karwan.sees("added report to `the-visit`");
    karwan.press("Enter");
    karwan.sees("he came");
}

#[test]
fn a_form_cannot_be_saved_wrong_and_says_why_beside_the_field() {
    let mut karwan = karwan();
    karwan.press("2 a r");
    for (keys, why) in [
        ("'gone", "status: one of expected"),
        ("Ctrl+u 'happened Down 'someday", "date: `someday` is not understood"),
        ("Ctrl+u '2026-02-30", "date: "),
        ("Ctrl+u 'today Down 'no-such", "source: no article has this id or name"),
        ("Ctrl+u 'the-visit", "source: expected article, found event"),
        ("Ctrl+u", "source: needed"),
        ("'dawn-2 Up Up Ctrl+u", "date: a date needs a status"),
    ] {
        karwan.press(keys);
        assert_eq!(karwan.press("Ctrl+s"), [], "{keys}");
        karwan.sees(why);
    }
    karwan.press("Up 'confirmed");
    assert_eq!(karwan.press("Ctrl+s").len(), 1);
}

#[test]
fn a_moved_date_is_a_new_report_that_expects_it_then() {
    let mut karwan = karwan();
    karwan.press("2 a r 'moved");
    karwan.sees("an expected report with the new one");
    karwan.press("Down Down 'dawn-2");
    assert_eq!(karwan.press("Ctrl+s"), []);
    karwan.sees("date: to which date?");
    write(&mut karwan, "second week of december");
    let effects = karwan.press("Ctrl+s");
    let (edit, _) = written(&effects);
    let Edit::Statement(_, EditList::Reports, fields) = edit else { panic!("{edit:?}") };
    assert!(fields.contains(&("status", EditValue::Text("expected".to_owned()))), "{fields:?}");
    assert!(
        fields.iter().any(|(_, datum)| matches!(datum, EditValue::Date(d) if d.as_str() == "2026-12-08/2026-12-14"))
    );
}

#[test]
fn what_has_not_come_yet_has_not_happened_and_was_not_published() {
    let mut karwan = karwan();
    karwan.press("2 a r 'happened Down 'tomorrow");
    karwan.sees("25 Nov 2026 is still to come");
    karwan.press("Down 'dawn-2");
    assert_eq!(karwan.press("Ctrl+s"), []);
    karwan.press("Esc a a Down Down 'O Down 'ftp://x");
    karwan.sees("an address that begins with https://");
    karwan.press("Down 'tomorrow");
    karwan.sees("25 Nov 2026 is still to come");
    karwan.press("Down Down 'EN_us Down");
    karwan.sees("a code, like `en`");
}

#[test]
fn the_program_is_not_left_with_a_form_that_is_not_saved_unless_asked_twice() {
    let mut karwan = karwan();
    karwan.press("2 a r Esc");
    assert_eq!(karwan.press("q"), [Effect::Quit], "nothing was typed");
    karwan.press("a r 'happened Esc");
    assert_eq!(karwan.press("q"), []);
    karwan.sees("the report is not saved (a r opens it); the same key again leaves without it");
    assert_eq!(karwan.press("j q"), [], "another key between");
    assert_eq!(karwan.press("q"), [Effect::Quit]);
    karwan.press("a r");
    assert_eq!(karwan.press("Ctrl+c"), []);
    karwan.sees("happened");
    assert_eq!(karwan.press("Ctrl+c"), [Effect::Quit]);
}

#[test]
fn what_was_entered_is_kept_until_it_is_saved() {
    let mut karwan = karwan();
    karwan.press("2 a r 'happened Esc");
    karwan.sees_not("Add a report");
    karwan.press("a");
    karwan.sees("kept");
    karwan.press("r");
    karwan.sees("happened");
    karwan.press("Down Down 'dawn-2 Ctrl+s");
    karwan.model.update(Message::Written(Err("cannot write `story.toml`: the disk is full".to_owned().into())));
    karwan.sees("! cannot write `story.toml`: the disk is full");
    karwan.sees("happened");
    assert_eq!(karwan.press("Ctrl+s").len(), 1, "it can be tried again");
    karwan.model.update(Message::Written(Ok("added".to_owned())));
    karwan.press("a r");
    karwan.sees_not("dawn-2");
    karwan.press("Esc a Delete");
    karwan.sees_not("kept");
}

#[test]
fn an_event_gets_an_id_from_its_title_and_goes_to_the_file_of_its_kind() {
    let mut karwan = karwan();
    karwan.press("2 a e");
    write(&mut karwan, "The visit");
    karwan.sees("the-visit-2");
    write(&mut karwan, " home");
    karwan.sees("the-visit-home");
    karwan.press("Down Down 'vis Tab Tab");
    write(&mut karwan, "second week of september");
    karwan.sees("2026-09-08/2026-09-14 · 8–14 Sep 2026");
    karwan.press("Down 'expected Down 'paper-1,dawn-2 Down 'yer Tab");
    let effects = karwan.press("Ctrl+s");
    let (edit, path) = written(&effects);
    let Edit::Record(Kind::Event, fields) = edit else { panic!("{edit:?}") };
    let keys: Vec<&str> = fields.iter().map(|(key, _)| *key).collect();
    assert_eq!(keys, ["id", "title", "kind", "date", "status", "sources", "actors"]);
    assert!(
        fields.contains(&("sources", EditValue::Texts(vec!["paper-1".to_owned(), "dawn-2".to_owned()]))),
        "{fields:?}"
    );
    let new = apply(STORY, path, edit).expect("it takes it");
    let loaded = load_texts(&[(path.to_owned(), new)]);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    assert!(loaded.dossier.is_some_and(|dossier| dossier.find("the-visit-home").is_some()));
}

#[test]
fn every_form_writes_what_the_dossier_takes() {
    // Keys for the fields that are empty, from the first of them on.
    for (letter, keys) in [
        ("a", "'Title Down Down 'Paper Down Down 'yesterday"),
        ("c", "'Name Down Down 'person Down 'KZ Down 'A,B"),
        ("o", "'Envoy Down Down 'march Down Down Down 'paper-1"),
        ("p", "'site Down 'Karachi Down Down 'dawn-2"),
        (
            "f",
            "'the-visit Down 'max-draught Down 'level Down '14.5 Down Down Down 'm Down '2024 Down Down Down 'dawn-2",
        ),
        ("l", "'Another"),
        ("t", "'word"),
        ("n", "'remark"),
    ] {
        let mut karwan = karwan();
        let of_actor = matches!(letter, "o" | "p" | "l");
        karwan.press(if of_actor { "4" } else { "2" });
        karwan.press(&format!("a {letter}"));
        let keys = if letter == "f" { keys.trim_start_matches("'the-visit Down ") } else { keys };
        karwan.press(keys);
        let effects = karwan.press("Ctrl+s");
        let Some(Effect::Write(edit, path)) = effects.first() else { panic!("{letter}: {}", karwan.screen()) };
        let new = apply(STORY, path, edit).unwrap_or_else(|why| panic!("{letter}: {why}"));
        let loaded = load_texts(&[(path.clone(), new.clone())]);
        assert!(loaded.dossier.is_some(), "{letter}: {:?}\n{new}", loaded.problems);
        match (letter, &**edit) {
            ("l", edit) => {
                assert_eq!(*edit, Edit::Word("yerzhan-kistafin".to_owned(), WordList::Aliases, "Another".to_owned()));
            }
            ("n", edit) => {
                let (id, source, note) = ("the-visit".to_owned(), "paper-1".to_owned(), "remark".to_owned());
                assert_eq!(*edit, Edit::Note { id, source, note });
            }
            _ => {}
        }
    }
}

#[test]
fn undo_redo_and_the_log_have_their_keys() {
    let mut karwan = karwan();
    assert_eq!(karwan.press("u Ctrl+r U"), [Effect::Undo, Effect::Redo, Effect::TellEdits]);
    karwan.model.update(Message::Logged(Vec::new()));
    karwan.sees("nothing was added here yet");
    let edit = |n: usize, in_force| LoggedEdit {
        when: format!("2026-11-2{n} 09:00"),
        what: format!("report {n}"),
        file: "story.toml".to_owned(),
        in_force,
    };
    karwan.model.update(Message::Logged(vec![edit(1, true), edit(2, true), edit(3, false)]));
    karwan.sees("2026-11-23 09:00  report 3");
    karwan.sees("undone  story.toml");
    karwan.sees("▸ 2026-11-22 09:00  report 2");
    karwan.sees("before all of these");
    assert_eq!(karwan.press("j Enter"), [Effect::GoToEdit(1)]);
    karwan.sees_not("What was added");
}

#[test]
fn the_built_in_story_says_that_it_has_no_file() {
    let story = karwan::dossier::load::built_in().dossier.expect("a dossier");
    let mut karwan = Karwan::with(story, 100, 30);
    for key in ["a", "u", "Ctrl+r", "U"] {
        assert_eq!(karwan.press(key), []);
        karwan.sees("the built-in story has no file; `karwan init DIR` makes a dossier, `karwan DIR` opens it");
    }
}

#[test]
fn forms_are_drawn_at_every_size() {
    for (columns, rows) in [(1, 1), (20, 5), (60, 20), (80, 24), (200, 60)] {
        for letter in ["r", "e", "a", "c", "o", "p", "f", "l", "t", "n"] {
            let mut karwan = Karwan::with(dossier(STORY), columns, rows);
            karwan.press(&format!("2 a {letter} 'xx Down Down Ctrl+s Up Ctrl+n Ctrl+p"));
            let _ = karwan.screen();
        }
    }
}

#[test]
fn a_report_that_is_typed_in_the_terminal_is_in_the_file_and_on_the_screen_and_undone_after_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let dossier = frozen::copy(folder.path());
    let file = dossier.join("events-kazakhstan.toml");
    let before = fs::read_to_string(&file).expect("UTF-8");
    let state = folder.path().join("state");
    let state = [("XDG_STATE_HOME", state.to_str().expect("UTF-8"))];
    let open = || {
        let arguments = [dossier.to_str().expect("UTF-8"), "-f", "id:september-delegation"];
        let pty = Pty::start_with(env!("CARGO_BIN_EXE_karwan"), &arguments, (120, 40), &state);
        pty.wait_for("karwan");
        pty.wait_until("the first frame", pty::has_drawn);
        pty
    };
    let mut pty = open();
    pty.send("2");
    pty.wait_for("1 of ");
    pty.send("ar");
    pty.wait_for("Add a report");
    pty.wait_for("september-delegation");
    pty.send("happened\t3 feb 2026");
    pty.wait_for("2026-02-03 · 3 Feb 2026");
    pty.send("\ttrend-0811\t\ta quote of ours\x13");
    pty.wait_for("added report to `september-delegation` in events-kazakhstan.toml");
    pty.send("\rG");
    pty.wait_for("a quote of ours");
    let after = fs::read_to_string(&file).expect("UTF-8");
    let added: Vec<&str> = after.lines().filter(|line| !before.lines().any(|old| old == *line)).collect();
    assert!(added.contains(&"  quote = \"a quote of ours\""), "{added:?}");
    let lines = after.lines().count() - before.lines().count();
    assert_eq!(lines, 6, "a header, four keys and a blank line");
    let start = before.lines().zip(after.lines()).take_while(|(a, b)| a == b).count();
    let rest: Vec<&str> = after.lines().skip(start + lines).collect();
    assert_eq!(rest, before.lines().skip(start).collect::<Vec<_>>(), "only those lines changed");
    pty.send("q");
    pty.wait_for_end();
    let mut pty = open();
    pty.send("U");
    pty.wait_for("report to `september-delegation`");
    pty.send("\x1b");
    pty.wait_until("the log to go", |seen| !seen.shows("What was added"));
    pty.send("u");
    pty.wait_for("undid: report to `september-delegation`");
    assert!(fs::read_to_string(&file).expect("UTF-8") == before, "the very bytes");
    pty.send("q");
    pty.wait_for_end();
}

/// The article form with an address typed, and the page asked for.
fn asked_for_page(url: &str) -> Karwan {
    let mut karwan = karwan();
    karwan.press("a a");
    karwan.sees("Ctrl-g reads the page at url");
    karwan.press("Down Down Down");
    write(&mut karwan, url);
    let effects = karwan.press("Ctrl+g");
    assert_eq!(effects, [Effect::ReadPage(url.to_owned())]);
    karwan.sees("the page is being read");
    karwan
}

fn page() -> karwan::desk::page::WebPage {
    karwan::desk::page::WebPage {
        title: Some("Visit put off".to_owned()),
        outlet: Some("The Gazette".to_owned()),
        author: None,
        published: EdtfDate::parse("2026-02-05").ok(),
        language: Some("en".to_owned()),
        url: Some("https://gazette.example/news/1".to_owned()),
        text: Some("First.\n\nSecond.".to_owned()),
    }
}

#[test]
fn a_page_fills_the_form_of_an_article_and_its_text_is_saved_with_it() {
    let url = "https://gazette.example/news/1?utm_source=x";
    let mut karwan = asked_for_page(url);
    karwan.model.update(Message::PageRead(url.to_owned(), Box::new(Ok(page()))));
    for seen in [
        "Visit put off",
        "the-gazette-2026-02-05",
        "https://gazette.example/news/1",
        "with the text of the page, 2 words",
    ] {
        karwan.sees(seen);
    }
    karwan.sees_not("utm_source");
    let effects = karwan.press("Ctrl+s");
    let (Edit::Record(Kind::Article, fields), _) = written(&effects) else { panic!("{effects:?}") };
    let value = |key: &str| fields.iter().find(|(name, _)| *name == key).map(|(_, datum)| datum.clone());
    assert_eq!(value("text"), Some(EditValue::Text("First.\n\nSecond.".to_owned())));
    assert_eq!(value("id"), Some(EditValue::Text("the-gazette-2026-02-05".to_owned())));
    assert_eq!(value("published"), EdtfDate::parse("2026-02-05").ok().map(EditValue::Date));
}

#[test]
fn what_was_typed_stays_and_an_article_that_is_like_the_page_is_pointed_out() {
    let url = "https://paper.example/a";
    let mut karwan = karwan();
    karwan.press("a a");
    write(&mut karwan, "My own headline");
    karwan.press("Down Down Down");
    write(&mut karwan, url);
    karwan.press("Ctrl+g");
    let story = STORY.replace("outlet = \"Dawn\"", "outlet = \"Dawn\"\nurl = \"http://www.gazette.example/news/1/\"");
    karwan.model.update(Message::Loaded(karwan::dossier::load::LoadedDossier {
        dossier: Some(dossier(&story)),
        problems: vec![],
        files: None,
    }));
    karwan.model.update(Message::PageRead(url.to_owned(), Box::new(Ok(page()))));
    karwan.sees("My own headline");
    karwan.sees_not("Visit put off");
    karwan.sees("the dossier has this address already: `dawn-2` (Dawn, 4 Feb 2026)");
}

#[test]
fn an_address_that_an_article_has_already_is_pointed_out_as_it_is_typed() {
    let story = STORY.replace("outlet = \"Dawn\"", "outlet = \"Dawn\"\nurl = \"http://www.gazette.example/news/1/\"");
    let mut karwan = Karwan::with(dossier(&story), 120, 40);
    karwan.press("a a Down Down Down");
    write(&mut karwan, "https://gazette.example/news/1?utm_source=mail");
    karwan.sees("the dossier has this address already: `dawn-2` (Dawn, 4 Feb 2026)");
    karwan.press("Backspace Backspace Backspace Backspace Backspace Home Delete");
    karwan.sees_not("the dossier has this address already");
    karwan.sees("an address that begins with https://");
}

#[test]
fn a_page_that_cannot_be_read_says_why_and_keeps_the_form() {
    let mut karwan = asked_for_page("https://gone.example/x");
    let why = "`https://gone.example/x`: the server answers 404".to_owned();
    karwan.model.update(Message::PageRead("https://gone.example/x".to_owned(), Box::new(Err(why))));
    karwan.sees("! `https://gone.example/x`: the server answers 404");
    karwan.sees("https://gone.example/x");
    // One that was put aside gets its page all the same; an answer that nobody waits for changes nothing.
    karwan.press("Ctrl+g Esc");
    karwan.model.update(Message::PageRead("https://gone.example/x".to_owned(), Box::new(Ok(page()))));
    karwan.model.update(Message::PageRead("https://other.example/".to_owned(), Box::new(Ok(page()))));
    karwan.press("a a");
    karwan.sees("Visit put off");
    let mut empty = self::karwan();
    empty.press("a a Ctrl+g");
    empty.sees("type an address, or the path of a saved page, as url first");
}
