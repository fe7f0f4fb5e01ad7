//! A server that is silent, slow, full or newer than the client, seen from a terminal: no key waits for it, it is said in the
//! last line, and what was decided meanwhile is sent once.

use std::net::TcpListener;
use std::sync::{Barrier, Mutex};
use std::time::Duration;

use karwan::runtime::server::ServerFault;
use karwan::runtime::server::schema::{self, PreparedServer};
use serde_json::Value;

use crate::common::colleague::{NewsroomDesk, two};
use crate::common::line::{LineState, TestLine};
use crate::common::postgres::{TestDatabase, fill, link, make_room};
use crate::common::pty::Pty;

/// No key waits for a server, which takes far longer than this in each of these tests.
const AT_ONCE: Duration = Duration::from_secs(2);

/// Opens the palette, types and closes it, which is answered at once.
fn takes_keys(terminal: &mut Pty) {
    let mut took: Vec<Duration> = Vec::new();
    for _ in 0..3 {
        for (keys, shows) in [(":qqq", true), ("\x1b", false)] {
            terminal.send(keys);
            took.push(terminal.time_until(keys, |seen| seen.shows("qqq") == shows));
        }
    }
    took.sort();
    // One of them may come while this machine does something else.
    assert!(took[took.len() / 2] < AT_ONCE, "{took:?}");
}

fn quit(mut terminal: Pty) {
    terminal.send("q");
    assert_eq!(terminal.wait_for_end().exit_code(), 0);
}

/// Ann, who reaches the server over a line, and Ben, who does without; both have the same three items.
fn over_a_line(database: &TestDatabase) -> (TestLine, NewsroomDesk, NewsroomDesk, Vec<String>) {
    let (_, ben) = two(database, 3);
    let inbox = ben.ids("");
    let line = TestLine::to(&database.url());
    let ann = NewsroomDesk::new("ann", &line.url, "http://127.0.0.1:1/");
    assert_eq!(ann.ids(""), inbox);
    (line, ann, ben, inbox)
}

/// All that was decided on the server: of which item, what.
fn steps(desk: &NewsroomDesk) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let step = |line: &str| {
        let line: Value = serde_json::from_str(line).expect("JSON");
        let one = &line.get("step")?["decisions"][0];
        Some((text(&one["item"]), text(&one["after"])))
    };
    desk.exported().lines().filter_map(step).collect()
}

#[test]
fn a_server_that_takes_the_connection_and_says_nothing_holds_nobody_up() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port of the loopback");
    let url = format!("postgres://owner@{}/news", listener.local_addr().expect("an address"));
    std::thread::spawn(move || listener.incoming().collect::<Vec<_>>());
    let ann = NewsroomDesk::new("ann", &url, "http://127.0.0.1:1/");
    let (code, _, err) = ann.run(&["list", "items", "-d", &ann.story()]);
    assert!(code == 0 && err.contains("no answer within 5 seconds; nothing of it is here yet"), "{err}");
    let mut terminal = ann.terminal();
    terminal.wait_for("Nothing was fetched");
    takes_keys(&mut terminal);
    terminal.wait_for("archive away since");
    takes_keys(&mut terminal);
    quit(terminal);
}

#[test]
fn a_server_that_falls_silent_is_away_and_gets_what_was_decided_once() {
    let Some(database) = TestDatabase::anywhere() else { return };
    let (line, ann, ben, inbox) = over_a_line(&database);
    let mut terminal = ann.terminal();
    terminal.wait_for("Gwadar 0");
    line.set(LineState::Silent);
    terminal.send("-");
    terminal.wait_for("2 waiting");
    takes_keys(&mut terminal);
    terminal.wait_for("archive away since");
    terminal.wait_for("a decision waits");
    assert_eq!(ben.ids(""), inbox);
    line.set(LineState::Open);
    terminal.wait_until("that it is back", |seen| !seen.shows("archive away since"));
    assert_eq!(ben.ids(""), inbox[1..]);
    quit(terminal);
    assert_eq!(steps(&ben), [(inbox[0].clone(), "dropped".to_owned())]);
}

#[test]
fn a_question_that_a_silent_server_leaves_open_is_given_up_early_and_a_long_one_is_not() {
    let Some(database) = TestDatabase::anywhere() else { return };
    let line = TestLine::to(&database.url());
    let (asked, silent) = (link(&line.url), link(&line.url));
    // Longer than a server is given that says nothing.
    assert_eq!(asked.query("SELECT pg_sleep(12)::text", &[]).map(|rows| rows.len()), Ok(1));
    let other = link(&line.url);
    let away = Err(ServerFault::Away("no answer within 10 seconds".to_owned()));
    // Who asks again finds a server that says nothing, then nobody at all.
    for (asked, state) in [(silent, LineState::Silent), (other, LineState::Deaf)] {
        line.set(state);
        assert_eq!(asked.batch("LISTEN karwan"), away);
    }
    line.set(LineState::Open);
}

#[test]
fn over_a_slow_line_what_is_decided_arrives_and_no_key_waits() {
    let Some(database) = TestDatabase::anywhere() else { return };
    let (line, ann, ben, inbox) = over_a_line(&database);
    line.set(LineState::Slow(Duration::from_millis(100)));
    let mut terminal = ann.terminal();
    terminal.wait_for("Gwadar 0");
    terminal.send("-.");
    terminal.wait_for("1 waiting");
    takes_keys(&mut terminal);
    // It is there when the other one is told of it.
    let other = ben.terminal();
    other.wait_for("1 waiting");
    for terminal in [terminal, other] {
        assert!(!terminal.look(|seen| seen.shows("archive away since")));
        quit(terminal);
    }
    assert_eq!(steps(&ben), [(inbox[0].clone(), "dropped".to_owned()), (inbox[1].clone(), "later".to_owned())]);
}

#[test]
fn a_full_server_and_one_that_was_upgraded_are_told_on_the_screen_and_nothing_is_lost() {
    let Some(database) = TestDatabase::anywhere() else { return };
    let (ann, ben) = two(&database, 4);
    let inbox = ben.ids("");
    let owner = link(&database.url());
    let mut terminal = ann.terminal();
    terminal.wait_for("Gwadar 0");
    fill(&owner, "No space left on device");
    terminal.send("-");
    terminal.wait_for("3 waiting");
    // The line is broken there.
    terminal.wait_for("shared archive: the server takes no changes");
    assert_eq!(ben.ids(""), inbox);
    make_room(&owner);
    // The next one takes the one before along.
    terminal.send(".");
    terminal.wait_until("that there is room", |seen| seen.shows("2 waiting") && !seen.shows("away since"));
    assert_eq!(ben.ids(""), inbox[2..]);
    owner.batch("UPDATE karwan.clock SET version = 99").expect("set");
    terminal.send("-");
    terminal.wait_for("1 waiting");
    terminal.wait_for("shared archive: the tables on the");
    owner.batch("UPDATE karwan.clock SET version = 1").expect("set");
    quit(terminal);
    assert!(ann.run(&["archive", "sync"]).1.starts_with("1 decision sent"));
    let states = steps(&ben).into_iter().map(|(_, state)| state).collect::<Vec<_>>();
    assert_eq!(states, ["dropped", "later", "dropped"]);
    assert_eq!(ben.ids(""), inbox[3..]);
}

/// What so many clients find that prepare a server at once.
fn prepared_at_once(database: &TestDatabase, migrations: &[&str]) -> Vec<PreparedServer> {
    const CLIENTS: usize = 6;
    let (ready, found) = (Barrier::new(CLIENTS), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                let client = link(&database.url());
                ready.wait();
                let prepared = schema::prepare_by(&client, None, migrations).unwrap_or_else(|fault| panic!("{fault}"));
                found.lock().expect("a list").push(prepared);
            });
        }
    });
    found.into_inner().expect("a list")
}

#[test]
fn of_clients_that_come_at_once_one_makes_the_tables_and_one_brings_them_up_to_date() {
    let Some(database) = TestDatabase::anywhere() else { return };
    let made = prepared_at_once(&database, schema::MIGRATIONS);
    assert!(made.iter().all(|one| *one == made[0]), "{made:?}");
    let (ann, ben) = two(&database, 2);
    let inbox = ben.ids("");
    ann.well(&["triage", "drop", &inbox[0]]);
    // It can be done once only.
    let later = [schema::MIGRATIONS, &["ALTER TABLE karwan.items ADD COLUMN mood text"][..]].concat();
    let upgraded = prepared_at_once(&database, &later);
    assert_eq!(upgraded, made);
    let (code, _, err) = ben.run(&["archive", "sync"]);
    assert!(code == 1 && err.contains("a later karwan (version 2; this one knows 1): update karwan"), "{err}");
    let kept = link(&database.url()).query("SELECT count(*), count(mood) FROM karwan.items", &[]).expect("counted");
    assert_eq!((kept[0].get::<_, i64>(0), kept[0].get::<_, i64>(1)), (2, 0));
}
