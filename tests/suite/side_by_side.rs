//! Two terminals side by side on one shared archive: what one decides leaves the other's inbox without a key.

use std::time::Duration;

use serde_json::Value;

use crate::common::colleague::{NewsroomDesk, feed};
use crate::common::postgres::TestDatabase;
use crate::common::pty::{Pty, Seen};

/// How soon a decision is on the other's screen.
const REACHES: Duration = Duration::from_secs(2);

/// The title of an item, which stands in no other.
fn title(n: usize) -> String {
    format!("Gwadar {}", "ABCDEFGHIJKLMNOPQRSTUVWXYZ".chars().nth(n).expect("a letter"))
}

/// Two people, each with a terminal that shows so many items, and the ids in the order in which both list them.
fn side_by_side(database: &TestDatabase, count: usize) -> ([NewsroomDesk; 2], [Pty; 2], Vec<String>) {
    let web = feed(&(0..count).map(title).collect::<Vec<_>>());
    let desks = ["ann", "ben"].map(|user| NewsroomDesk::new(user, &database.url(), &web.base));
    desks[0].fetch();
    let inbox = desks[1].ids("");
    assert_eq!(inbox.len(), count);
    let terminals = [desks[0].terminal(), desks[1].terminal()];
    for terminal in &terminals {
        until_shown(terminal, count);
    }
    (desks, terminals, inbox)
}

fn shown(seen: &Seen) -> usize {
    (0..26).filter(|&n| seen.shows(&title(n))).count()
}

/// Waits until a terminal shows so many items; how long that took.
fn until_shown(terminal: &Pty, count: usize) -> Duration {
    terminal.time_until(&format!("{count} items"), |seen| shown(seen) == count)
}

fn quit(terminals: &mut [Pty]) {
    for terminal in terminals {
        terminal.send("q");
        assert_eq!(terminal.wait_for_end().exit_code(), 0);
    }
}

#[test]
fn what_one_keeps_leaves_the_other_inbox_without_a_key_within_two_seconds() {
    const KEPT: usize = 5;
    let Some(database) = TestDatabase::anywhere() else { return };
    let (desks, mut terminals, inbox) = side_by_side(&database, KEPT + 1);
    let mut took: Vec<Duration> = Vec::new();
    for left in (1..=KEPT).rev() {
        terminals[0].send("+");
        took.push(until_shown(&terminals[1], left));
        until_shown(&terminals[0], left);
    }
    took.sort();
    // One of them may come while this machine does something else.
    assert!(took[KEPT / 2] <= REACHES, "{took:?}");
    println!("on the other screen after {took:?}");
    terminals.iter().for_each(Pty::assert_idle);
    quit(&mut terminals);
    assert_eq!(desks[1].ids("is:kept"), inbox[..KEPT]);
}

#[test]
fn ten_decisions_of_a_time_without_a_server_are_there_in_order_and_once_when_it_is_back() {
    let Some(database) = TestDatabase::alone() else { return };
    let (desks, mut terminals, inbox) = side_by_side(&database, 12);
    let cluster = database.cluster.as_ref().expect("its own");
    cluster.stop();
    terminals.iter().for_each(|terminal| terminal.wait_for("archive away since"));
    terminals[0].send("-.-.-.-.-.");
    until_shown(&terminals[0], 2);
    terminals[0].wait_for("10 decisions wait");
    assert_eq!(terminals[1].look(shown), 12);
    cluster.resume();
    until_shown(&terminals[1], 2);
    terminals[0].wait_until("that it is back", |seen| !seen.shows("archive away since"));
    quit(&mut terminals);
    let exported = desks[1].exported();
    let lines = exported.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let steps: Vec<Value> = lines.filter_map(|line| line.get("step").cloned()).collect();
    let decided: Vec<(&str, &str)> = steps
        .iter()
        .map(|step| {
            let one = &step["decisions"][0];
            (one["item"].as_str().expect("an item"), one["after"].as_str().expect("a state"))
        })
        .collect();
    let expected = inbox[..10].iter().map(String::as_str).zip(["dropped", "later"].into_iter().cycle());
    assert_eq!(decided, expected.collect::<Vec<_>>());
}
