//! Linear mode: every action as a line does what its key does on a screen, and tells what the screen shows.

use std::process::{Command, Stdio};

use karwan::settings::input::action::{ACTIONS, Action};
use karwan::settings::input::{Keymap, ScreenId};
use karwan::ui::linear::LinearSession;
use karwan::ui::message::Message;

use crate::common::frozen;
use crate::common::pty::Pty;
use crate::common::screen::{Karwan, dossier, linear_session, story};

const BIN: &str = env!("CARGO_BIN_EXE_karwan");

const STORY: &str = r#"
format = 1
[story]
title = "A small story"
[[articles]]
id = "a1"
title = "Ministry promises a road"
outlet = "Dawn"
published = "2026-01-05"
url = "https://example.org/1"
[[articles]]
id = "a2"
title = "Bridge is late"
outlet = "Nation"
published = "2026-03-01"
[[actors]]
id = "ministry"
name = "Ministry of Roads"
kind = "organisation"
country = "PK"
[[ports]]
id = "gwadar"
name = "Gwadar"
country = "PK"
[[events]]
id = "road"
title = "Road to the port opens"
kind = "infrastructure"
actors = ["ministry"]
ports = ["gwadar"]
[[events.reports]]
source = "a1"
status = "expected"
date = "2026-02"
[[events]]
id = "bridge"
title = "Bridge is finished"
kind = "infrastructure"
[[events.reports]]
source = "a2"
status = "happened"
date = "2026-02-20"
"#;

fn tells(session: &mut LinearSession, line: &str) -> String {
    session.take_line(line);
    session.tell()
}

/// The words of a text without what only the eye needs.
fn words(text: &str) -> Vec<String> {
    let letters = |c: char| if c.is_alphanumeric() { c } else { ' ' };
    text.chars().map(letters).collect::<String>().split_whitespace().map(str::to_owned).collect()
}

#[test]
fn what_is_heard_is_said_in_words_and_the_thing_comes_first() {
    let story = format!(
        "{STORY}{}",
        r#"
[[actors]]
id = "khan"
name = "Khan"
kind = "state"
[[actors.positions]]
issue = "site-of-the-new-terminal"
stance = "Two terminals at the northern quay and a third one at the southern quay"
source = "a1"
[[figures]]
about = "gwadar"
metric = "cargo-handled"
kind = "throughput"
value = 53950000
unit = "t"
period = "2024-03/2025-03~"
source = "a1"
"#
    );
    let mut session = linear_session(dossier(&story));
    session.tell();
    let ledger = tells(&mut session, "ledger");
    assert!(
        ledger.contains("1. Road to the port opens, overdue, first due: February 2026, by: Dawn (outlet), last heard: 5 January 2026, slip: 9 months"),
        "{ledger}"
    );
    assert!(!ledger.contains("now due"), "{ledger}");
    let ports = tells(&mut session, "ports");
    assert!(ports.contains("Gwadar, PK: 53.95 million tonnes, "), "{ports}");
    tells(&mut session, "actors");
    let stances = tells(&mut session, "pane");
    assert!(
        stances.contains("Khan: Two terminals at the northern quay and a third one at the southern quay"),
        "{stances}"
    );
    let about = tells(&mut session, "about");
    assert!(about.contains("Holds: 2 articles, 2 events with 2 reports, 2 actors, 1 port, 1 figure"), "{about}");
    let timeline = tells(&mut session, "read");
    assert!(!timeline.contains('≠') && !timeline.contains('✦'), "{timeline}");
}

#[test]
fn names_are_whole_and_abbreviations_are_spoken_out() {
    let story = format!(
        "{STORY}{}",
        r#"
[[actors]]
id = "reis"
name = "Ana Reis"
kind = "person"
country = "NO"
[[events]]
id = "ferry"
title = "The ferry runs"
kind = "infrastructure"
[[events.reports]]
source = "a1"
status = "expected"
date = "2026-02~"
by = "reis"
[[figures]]
about = "gwadar"
metric = "cost"
kind = "estimate"
value = 4600000000
unit = "USD"
period = "2025"
source = "a1"
"#
    );
    let mut session = linear_session(dossier(&story));
    session.tell();
    let ledger = tells(&mut session, "ledger");
    assert!(ledger.contains("The ferry runs, overdue, first due: about February 2026, by: Ana Reis, "), "{ledger}");
    let charts = tells(&mut session, "charts");
    assert!(charts.contains("4,600,000,000 USD"), "{charts}");
    assert!(!charts.contains('○'), "{charts}");
    let help = tells(&mut session, "help");
    assert!(!help.lines().any(|line| line == "Marks") && !help.contains('≠'), "{help}");
}

#[test]
fn a_chart_is_heard_without_the_marks_of_its_picture() {
    for (kind, plain) in [("throughput", "counted"), ("target", "aimed at"), ("estimate", "estimated")] {
        let amounts = [
            ("value = 3", "2024", "a1"),
            ("value = 5", "2024", "a2"),
            ("value = 4", "2025", "a1"),
            ("min = 6", "2026", "a1"),
            ("max = 7", "2027", "a1"),
        ];
        let figures = amounts.map(|(amount, period, source)| {
            format!(
                "[[figures]]\nabout = \"gwadar\"\nmetric = \"cargo\"\nkind = \"{kind}\"\n{amount}\nunit = \"t\"\n\
                 period = \"{period}\"\nsource = \"{source}\"\n"
            )
        });
        let story = STORY.to_owned() + &figures.concat();
        let mut session = linear_session(dossier(&story));
        session.tell();
        let chart = tells(&mut session, "charts");
        let legend = format!("{plain}, contested, or more, or less");
        assert!(chart.contains(&legend) && chart.contains("sources differ: 3 t"), "{kind}: {chart}");
        let marks: String = chart.chars().filter(|&c| !c.is_ascii() && !c.is_alphabetic()).collect();
        assert_eq!(marks, "", "{kind}: {chart}");
    }
}

#[test]
fn what_does_nothing_over_a_screen_says_what_leaves_it() {
    let mut session = linear_session(dossier(STORY));
    session.tell();
    tells(&mut session, "about");
    let day = tells(&mut session, "as-of 5 feb 2026");
    assert!(day.contains("Error: `as-of` is not for what lies over the screen; close leaves that"), "{day}");
    tells(&mut session, "close");
    assert!(tells(&mut session, "as-of 5 feb 2026").contains("AS OF 5 February 2026"));
}

#[test]
fn every_action_does_the_same_by_its_name_as_by_its_key_and_tells_what_the_screen_shows() {
    let keymap = Keymap::default();
    for &screen in ScreenId::ALL {
        for before in ["", "enter"] {
            for row in ACTIONS.iter().filter(|row| row.on.has(screen)) {
                // What ends or stops the program has nothing to show.
                if matches!(row.action, Action::Quit | Action::Suspend) {
                    continue;
                }
                let (mut heard, mut seen) = (linear_session(story()), Karwan::worded(story()));
                let place = format!("{} {before} {}", screen.slug(), row.name);
                heard.take_line(screen.slug());
                // A page is as long as it was drawn.
                seen.press(&screen.key().to_string());
                let _ = seen.buffer();
                if !before.is_empty() {
                    heard.take_line(before);
                    seen.press("Enter");
                    let _ = seen.buffer();
                }
                let _ = heard.tell();
                let by_name = heard.take_line(row.name);
                let key = keymap.keys(row.action)[0];
                let by_key = seen.model.update(Message::KeyPressed(key));
                if row.action == Action::Help {
                    // It is told and closed; on the screen it stays.
                    seen.press("Esc");
                }
                assert_eq!(format!("{by_name:?}"), format!("{by_key:?}"), "{place}: what is asked of the outside");
                // A page is as long as the list is high, which is another height in lines.
                let is_page = turns_pages(row.action);
                if !is_page {
                    assert_eq!(heard.model().selected(), seen.model.selected(), "{place}: what is selected");
                }
                assert_eq!(heard.model().notice(), seen.model.notice(), "{place}: the answer");
                assert_eq!(heard.model().heading(), seen.model.heading(), "{place}: where one is");
                let ids =
                    |model: &karwan::ui::app::Model| model.shown().of(screen_kind(screen)).iter().collect::<Vec<_>>();
                assert_eq!(ids(heard.model()), ids(&seen.model), "{place}: what is listed");
                // A page is turned by another height; a card is heard from its first line on, and seen around the line that
                // was gone to; a picture that has the screen to itself is heard as its list.
                let is_elsewhere = is_page || !before.is_empty() && row.group.title() == "Move";
                if is_elsewhere || row.action == Action::ZoomPane {
                    continue;
                }
                // Every row that is heard stands on the screen.
                let shown = words(&seen.screen());
                let frame = heard.model().hear();
                let Some(pane) = frame.focused().filter(|pane| !CUT.iter().any(|title| pane.title.starts_with(title)))
                else {
                    continue;
                };
                // Cards are wrapped on the screen, where their end is below it.
                for row in pane.rows.iter().take(10) {
                    for word in words(&row.words).into_iter().filter(|word| {
                        word.len() > 2 && !ADDED.contains(&word.as_str()) && *karwan::text::visual(word) == **word
                    }) {
                        let is_shown = shown.iter().any(|other| other.contains(&word) || word.contains(other.as_str()));
                        assert!(is_shown, "{place}: `{word}` of `{}`\n{}", row.words, seen.screen());
                    }
                }
            }
        }
    }
}

/// Whether it goes by pages, as high as they are drawn.
fn turns_pages(action: Action) -> bool {
    matches!(action, Action::PageDown | Action::PageUp | Action::HalfPageDown | Action::HalfPageUp)
}

/// Panes whose cells are cut on any screen; what is heard is whole.
const CUT: &[&str] = &["Who stands where", "Copy: "];

/// Words that stand for marks, and of pictures that are heard as nothing.
const ADDED: &[&str] = &["link", "least", "most", "about", "changed", "stance", "marked", "differ", "sources", "now"];

fn screen_kind(screen: ScreenId) -> karwan::dossier::Kind {
    use karwan::dossier::Kind;
    match screen {
        ScreenId::Actors => Kind::Actor,
        ScreenId::Ports => Kind::Port,
        ScreenId::Map => Kind::Corridor,
        ScreenId::Articles => Kind::Article,
        _ => Kind::Event,
    }
}

#[test]
fn a_session_makes_sense_without_the_picture() {
    let mut session = linear_session(dossier(STORY));
    let start = session.tell();
    assert!(start.starts_with("karwan as lines."), "{start}");
    assert!(start.contains("Overview: Where does the story stand?") || start.contains("Overview: "), "{start}");
    assert!(start.contains("A small story; today 24 November 2026"), "{start}");
    let ledger = tells(&mut session, "ledger");
    assert!(ledger.contains("Road to the port opens") && ledger.contains("overdue"), "{ledger}");
    let card = tells(&mut session, "open");
    assert!(card.starts_with("event: Road to the port opens."), "{card}");
    assert!(card.contains("link: ") && card.contains("Dawn"), "{card}");
    let back = tells(&mut session, "back");
    assert!(back.starts_with("Ledger: "), "{back}");
    assert!(session.tell().is_empty(), "nothing is told twice");
    let articles = tells(&mut session, "articles");
    assert!(articles.contains("1. ") && articles.contains("2. "), "{articles}");
    let moved = tells(&mut session, "");
    assert_eq!(moved.lines().count(), 1, "an empty line goes on by a row and tells it alone: {moved}");
    for text in [&start, &ledger, &card, &articles] {
        let marks: String = text.chars().filter(|c| "●○◐◌✕┄≠¹✦→▌┃━│·▁▂▃".contains(*c)).collect();
        assert_eq!(marks, "", "{text}");
    }
}

#[test]
fn what_was_told_is_not_told_again_where_one_comes_back_to_it() {
    let mut session = linear_session(story());
    let ledger = tells(&mut session, "ledger");
    tells(&mut session, "open 3");
    let back = tells(&mut session, "back");
    assert!(ledger.lines().count() > 10 && back.lines().count() <= 4, "{back}");
    assert!(back.contains("as before") && back.contains("\n3. "), "{back}");
    assert!(tells(&mut session, "list").lines().count() > 10, "it is told where one asks for it");
}

#[test]
fn rows_have_numbers_and_words_stand_behind_names() {
    let mut session = linear_session(dossier(STORY));
    let _ = session.tell();
    tells(&mut session, "articles");
    let card = tells(&mut session, "open 2");
    let selected = session.model().selected().map(|rec| dossier(STORY).label(rec).to_owned()).expect("a card");
    assert!(card.starts_with(&format!("article: {selected}.")), "{card}");
    tells(&mut session, "back");
    assert!(tells(&mut session, "select 7").contains("Error: there is no row 7; there are 2 rows"));
    let filtered = tells(&mut session, "filter bridge");
    assert!(filtered.contains("Filter bridge: 1 of 2 articles"), "{filtered}");
    let wrong = tells(&mut session, "filter prot:gwadar");
    assert!(wrong.contains("Error: ") && wrong.contains("port"), "{wrong}");
    tells(&mut session, "filter");
    tells(&mut session, ":close");
    tells(&mut session, "close");
    let day = tells(&mut session, "as-of 2026-01-10");
    assert!(day.contains("AS OF 10 January 2026"), "{day}");
    assert!(tells(&mut session, "today").contains("today 24 November 2026"));
    let wrong = tells(&mut session, "as-of someday");
    assert!(wrong.contains("Error: ") && !session.model().has_overlay(), "the next line is a command again: {wrong}");
    let found = tells(&mut session, "find Gwadar");
    assert!(found.starts_with("port: Gwadar."), "{found}");
    let copy = tells(&mut session, "copy");
    assert!(copy.contains("Copy: Gwadar"), "{copy}");
    tells(&mut session, "close");
    let help = tells(&mut session, "help filter");
    assert!(help.contains("open 3: opens row 3") && help.contains("Filters all screens at once"), "{help}");
    assert!(!session.model().has_overlay(), "help is told and closed");
    assert!(tells(&mut session, "ledgr").contains("Error: `ledgr` is not a command; did you mean `ledger`?"));
    let lanes = tells(&mut session, "lanes");
    assert!(lanes.contains("Error: `lanes`"), "{lanes}");
    assert!(tells(&mut session, "read").contains("Gwadar"));
}

#[test]
fn a_pipe_hears_lines_without_control_sequences() {
    let mut child = Command::new(BIN)
        .arg("--linear")
        .env("XDG_CONFIG_HOME", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/config"))
        .env("XDG_STATE_HOME", frozen::places().state.unwrap_or_default())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let script = "ledger\nfilter is:overdue\nopen\ncopy\nl\nback\nread\n";
    std::io::Write::write_all(&mut child.stdin.take().expect("a pipe"), script.as_bytes()).expect("it reads");
    let done = child.wait_with_output().expect("it ends");
    let out = String::from_utf8(done.stdout).expect("UTF-8");
    assert!(done.status.success(), "{out}\n{}", String::from_utf8_lossy(&done.stderr));
    assert!(!out.contains(|c: char| c.is_control() && c != '\n'), "{out:?}");
    for wanted in ["Ledger: ", "Filter is:overdue: ", "event: ", "Copy: "] {
        assert!(out.contains(wanted), "{wanted}\n{out}");
    }
    assert!(!out.contains("> "), "nobody types, so nobody is prompted: {out}");
}

#[test]
fn a_dumb_terminal_gets_lines() {
    let mut pty = Pty::start_with(BIN, &[], (80, 24), &[("TERM", "dumb")]);
    let told = |pty: &Pty, text: &str| {
        pty.wait_until(text, |seen| String::from_utf8_lossy(&seen.bytes).contains(text));
    };
    told(&pty, "> ");
    pty.send("ledger\n");
    told(&pty, "Ledger: ");
    pty.send("quit\n");
    assert_eq!(pty.wait_for_end().exit_code(), 0);
    let bytes = pty.look(|seen| seen.bytes.clone());
    assert!(!bytes.contains(&0x1b), "{}", String::from_utf8_lossy(&bytes));
}

#[test]
fn a_form_is_filled_in_line_by_line_and_written() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("story.toml");
    std::fs::write(&file, STORY).expect("a file");
    let mut child = Command::new(BIN)
        .args(["--linear", &file.display().to_string()])
        .env("XDG_STATE_HOME", directory.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // Title, id, kind, date, status, source; an empty line keeps what is there.
    let script = "add event\nThe tunnel opens\n\ninfrastructure\nmay 2026\nexpected\na2\n:save\nfilter tunnel\nlist\n";
    std::io::Write::write_all(&mut child.stdin.take().expect("a pipe"), script.as_bytes()).expect("it reads");
    let done = child.wait_with_output().expect("it ends");
    let out = String::from_utf8(done.stdout).expect("UTF-8");
    assert!(out.contains("Asked for: kind"), "{out}");
    let written = std::fs::read_to_string(&file).expect("a file");
    assert!(
        written.contains("id = \"the-tunnel-opens\"") && written.contains("date = \"2026-05\""),
        "{written}\n{out}"
    );
    assert!(out.contains("The tunnel opens"), "{out}");
}
