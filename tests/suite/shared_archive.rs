//! A shared archive on a real `PostgreSQL`: what one does the others see, and nothing that was decided gets lost.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

use karwan::desk::archive::MirrorNews;
use karwan::runtime::server::follow::follow;
use karwan::runtime::server::sync::MirrorSync;
use serde_json::Value;

use crate::common::colleague::{NewsroomDesk, feed, titles, two};
use crate::common::postgres::TestDatabase;

#[test]
fn what_one_fetches_and_decides_the_others_have() {
    let Some(database) = TestDatabase::anywhere() else { return };
    let (ann, ben) = two(&database, 4);
    let inbox = ben.ids("");
    assert_eq!((inbox.len(), &inbox), (4, &ann.ids("")));
    ann.well(&["triage", "keep", &inbox[0]]);
    ann.well(&["triage", "drop", &inbox[1]]);
    ben.well(&["triage", "later", &inbox[2], "--for", "ann"]);
    assert_eq!(ben.ids(""), inbox[3..]);
    assert_eq!((ann.ids("is:kept"), ann.ids("is:later")), (vec![inbox[0].clone()], vec![inbox[2].clone()]));
    let later = ann.well(&["list", "items", "is:later", "--format", "jsonl"]);
    assert!(later.contains("\"for\":\"ann\""), "{later}");
    assert!(ann.well(&["list", "items", "is:later"]).contains("later for ann"));
    assert_eq!((ann.ids("for:ann"), ann.ids("for:ben").len()), (vec![inbox[2].clone()], 0));
    // Undoing takes back what one did oneself, not what somebody else did after it.
    let activity = ben.well(&["archive", "activity", &inbox[0]]);
    assert!(activity.contains("  ann  kept as ") && !activity.contains("undone"), "{activity}");
    assert_eq!(ann.run(&["triage", "new", &inbox[0], "-d", &ann.story()]).0, 0);
    assert_eq!(ben.ids("").len(), 2);
    let activity = ben.well(&["archive", "activity", &inbox[0]]);
    assert_eq!(activity.matches("  ann  ").count(), 2, "{activity}");
    let status = ben.run(&["archive", "status"]).1;
    assert!(status.contains("items      4") && status.contains("decisions  4"), "{status}");
}

#[test]
fn of_two_who_decide_at_once_the_first_stands_and_the_second_is_told() {
    let Some(database) = TestDatabase::alone() else { return };
    let (ann, ben) = two(&database, 2);
    let inbox = ben.ids("");
    let cluster = database.cluster.as_ref().expect("its own");
    cluster.stop();
    let (code, out, err) = ben.run(&["triage", "drop", &inbox[0], &inbox[1], "-d", &ben.story()]);
    assert_eq!((code, out.as_str()), (0, "2 items dropped\n"));
    assert!(err.contains("the server does not answer") && err.contains("a decision waits to be sent"), "{err}");
    // On top of what does not stand, nothing does.
    ben.run(&["triage", "later", &inbox[0], "-d", &ben.story()]);
    cluster.resume();
    ann.well(&["triage", "keep", &inbox[0]]);
    let (code, _, err) = ben.run(&["archive", "sync"]);
    assert_eq!(code, 0, "{err}");
    let told = "`Gwadar 1`: kept by ann just now; what you decided (dropped) does not stand";
    let told =
        err.lines().filter(|line| line.contains(told) || line.contains(&told.replace("dropped", "later"))).count();
    assert_eq!(told, 2, "{err}");
    for desk in [&ann, &ben] {
        assert_eq!((desk.ids("is:kept"), desk.ids("is:dropped")), (vec![inbox[0].clone()], vec![inbox[1].clone()]));
    }
    // Told once, and shown for as long as anybody wants to look.
    assert_eq!(ben.run(&["archive", "sync"]).2, "");
    assert!(ben.run(&["archive", "status"]).1.contains("conflict   `Gwadar 1`: kept by ann"));
    // Who knows what stands may decide otherwise.
    let (code, out, err) = ben.run(&["triage", "drop", &inbox[0], "-d", &ben.story()]);
    assert_eq!((code, out.as_str()), (0, "1 item dropped\n"), "{err}");
    assert_eq!(ann.ids("is:dropped").len(), 2);
}

#[test]
fn what_is_decided_while_the_server_is_away_is_sent_in_order_and_once() {
    let Some(database) = TestDatabase::alone() else { return };
    let (ann, ben) = two(&database, 12);
    let inbox = ann.ids("");
    let cluster = database.cluster.as_ref().expect("its own");
    cluster.kill();
    let words = ["drop", "later"];
    for (at, id) in inbox[..10].iter().enumerate() {
        let (code, _, err) = ann.run(&["triage", words[at % 2], id, "-d", &ann.story()]);
        assert_eq!(code, 0, "{err}");
    }
    assert_eq!(ann.run(&["list", "items", "-d", &ann.story()]).1.lines().count(), 1 + 2, "it goes on without a server");
    cluster.resume();
    let (code, out, err) = ann.run(&["archive", "sync"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.starts_with("10 decisions sent"), "{out}");
    assert!(ann.run(&["archive", "sync"]).1.starts_with("0 decisions sent"));
    let steps: Vec<Value> = ann
        .exported()
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .filter(|line: &Value| line.get("step").is_some())
        .collect();
    let decided: Vec<&str> =
        steps.iter().map(|step| step["step"]["decisions"][0]["item"].as_str().expect("an item")).collect();
    assert_eq!(decided, inbox[..10].iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!((ben.ids("is:dropped").len(), ben.ids("is:later").len(), ben.ids("").len()), (5, 5, 2));
}

#[test]
fn what_a_restored_backup_does_not_have_comes_back_from_the_mirrors() {
    let Some(database) = TestDatabase::alone() else { return };
    let (ann, ben) = two(&database, 6);
    let inbox = ann.ids("");
    ann.well(&["triage", "drop", &inbox[0]]);
    let cluster = database.cluster.as_ref().expect("its own");
    cluster.stop();
    cluster.back_up();
    cluster.resume();
    ben.well(&["triage", "later", &inbox[0]]);
    ann.well(&["triage", "drop", &inbox[1]]);
    ann.well(&["triage", "new", &inbox[0]]);
    ben.well(&["triage", "keep", &inbox[2]]);
    // Where each of the two has the story is told anew, for both.
    let held = || ann.exported().lines().filter(|line| !line.contains("\"path\":")).collect::<Vec<_>>().join("\n");
    let before = held();
    let states = |desk: &NewsroomDesk| ["is:kept", "is:dropped", "is:later", ""].map(|query| desk.ids(query));
    let known = states(&ann);
    cluster.stop();
    cluster.restore();
    cluster.resume();
    assert_ne!(held(), before);
    for desk in [&ben, &ann, &ben] {
        let (code, _, err) = desk.run(&["archive", "sync"]);
        assert_eq!((code, err.as_str()), (0, ""));
    }
    assert_eq!(held(), before);
    assert_eq!([states(&ann), states(&ben)], [known.clone(), known]);
}

#[test]
fn a_decision_reaches_the_other_screen_without_a_key() {
    let Some(database) = TestDatabase::anywhere() else { return };
    let (ann, ben) = two(&database, 3);
    let inbox = ben.ids("");
    let (tell, told) = channel();
    let source = ben.source();
    let follower = std::thread::spawn(move || follow(&source, &Arc::default(), &|news| tell.send(news).is_ok()));
    ann.well(&["triage", "drop", &inbox[0]]);
    // Where nobody listened yet, the next look at the server finds it.
    assert_eq!(told.recv_timeout(Duration::from_mins(2)), Ok(MirrorNews::Changed));
    drop(told);
    // It ends when it has something to tell and nobody listens.
    ann.well(&["triage", "drop", &inbox[1]]);
    follower.join().expect("it ended");
    assert_eq!(ben.ids("").len(), 1);
}

#[test]
fn what_was_decided_does_not_wait_until_all_items_are_here() {
    let Some(database) = TestDatabase::anywhere() else { return };
    let (ann, ben) = two(&database, 2);
    let inbox = ben.ids("");
    let line = |n: u64| {
        let at = 1_790_000_000 + n;
        let item = serde_json::json!({
            "id": format!("{n:032x}"), "row": at << 20, "guid": n.to_string(), "feeds": [], "url": null, "title": "Rail",
            "author": null, "outlet": "o", "language": null, "published": at, "updated": null, "seen": at,
            "changed": null, "summary": null, "text": null, "versions": []
        });
        format!("{}\n", serde_json::json!({ "item": item }))
    };
    let file = ann.folder.path().join("many.jsonl");
    fs::write(&file, (0..2_500).map(line).collect::<String>()).expect("written");
    assert_eq!(ann.run(&["archive", "import", &file.display().to_string()]).0, 0);
    ann.well(&["triage", "drop", &inbox[0]]);
    let source = ben.source();
    let archive = source.open().expect("a mirror");
    let mut sync = MirrorSync::connect(&source, &archive).expect("connected");
    let mut report = sync.round().expect("a round");
    assert_eq!((report.steps, report.more), (1, true), "{report:?}");
    let mut items = report.items;
    while report.more {
        report = sync.round().expect("a round");
        items += report.items;
    }
    assert_eq!((items, archive.status().expect("a status").items), (2_500, 2_502));
}

#[test]
fn who_works_alone_has_no_mirror_no_thread_for_it_and_no_socket() {
    let desk = NewsroomDesk::new("ann", "", "http://127.0.0.1:1/");
    let mut alone = desk.terminal();
    alone.wait_for("Nothing was fetched");
    let process = format!("/proc/{}", alone.pid());
    if Path::new(&process).exists() {
        let entries = |of: &str| fs::read_dir(format!("{process}/{of}")).expect(of).flatten().map(|entry| entry.path());
        let threads: Vec<String> = entries("task").filter_map(|of| fs::read_to_string(of.join("comm")).ok()).collect();
        assert!(threads.iter().all(|name| name.trim() != "archive"), "{threads:?}");
        let open: Vec<String> =
            entries("fd").filter_map(|of| Some(fs::read_link(of).ok()?.display().to_string())).collect();
        let sockets = ["tcp", "tcp6", "udp", "udp6"].map(|kind| fs::read_to_string(format!("{process}/net/{kind}")));
        let sockets: String = sockets.into_iter().flatten().collect();
        let of_net = |name: &&String| {
            let inode = name.strip_prefix("socket:[").and_then(|rest| rest.strip_suffix(']'));
            inode.is_some_and(|inode| sockets.lines().any(|line| line.split_whitespace().any(|field| field == inode)))
        };
        assert_eq!(open.iter().find(of_net), None);
    }
    assert!(!desk.folder.path().join("data").exists());
    alone.send("q");
    assert_eq!(alone.wait_for_end().exit_code(), 0);
}

#[test]
fn an_archive_moves_to_a_server_and_back_without_loss() {
    let (Some(first), Some(second)) = (TestDatabase::anywhere(), TestDatabase::anywhere()) else { return };
    let web = feed(&titles(5));
    let mut ann = NewsroomDesk::new("ann", "sqlite:", &web.base);
    let file = |name: &str| format!("sqlite:{}", ann.folder.path().join(name).display());
    let (here, there) = (file("a.sqlite3"), file("b.sqlite3"));
    ann.archive = here;
    ann.fetch();
    let inbox = ann.ids("");
    ann.well(&["triage", "keep", &inbox[0]]);
    ann.well(&["triage", "drop", &inbox[1], &inbox[2]]);
    ann.well(&["triage", "later", &inbox[3], "--for", "ben"]);
    let before = ann.exported();
    assert!(before.contains("\"for\":\"ben\""), "{before}");
    let migrate = |desk: &NewsroomDesk, to: &str| {
        let (code, out, err) = desk.run(&["archive", "migrate", to]);
        assert_eq!((code, err.as_str()), (0, ""));
        out
    };
    let out = migrate(&ann, &first.url());
    assert_eq!(out, "5 items, 1 feed, 3 decisions taken in; 0 were there already\n");
    assert_eq!(migrate(&ann, &first.url()), "0 items, 0 feeds, 0 decisions taken in; 9 were there already\n");
    ann.archive = first.url();
    assert_eq!(ann.exported(), before);
    migrate(&ann, &second.url());
    ann.archive = second.url();
    assert_eq!(ann.exported(), before);
    migrate(&ann, &there);
    ann.archive = there;
    assert_eq!(ann.exported(), before);
    // A server is used on as the file was.
    ann.archive = first.url();
    assert_eq!((ann.ids("is:kept"), ann.ids("is:dropped").len()), (vec![inbox[0].clone()], 2));
}

#[test]
fn what_is_older_than_the_mirror_is_found_on_the_server() {
    let Some(database) = TestDatabase::anywhere() else { return };
    let (ann, ben) = two(&database, 2);
    let old = "{\"item\":{\"id\":\"00000000000000000000000000000001\",\"row\":1048576000000000,\"guid\":\"g\",\
               \"feeds\":[\"https://old.example/\"],\"url\":null,\"title\":\"Gwadar of old: port Qasim\",\"author\":null,\
               \"outlet\":\"Old\",\"language\":\"en\",\"published\":1000000000,\"updated\":null,\"seen\":1000000000,\
               \"changed\":null,\"summary\":null,\"text\":null,\"versions\":[]}}\n";
    let file = ann.folder.path().join("old.jsonl");
    fs::write(&file, old).expect("written");
    assert_eq!(ann.run(&["archive", "import", &file.display().to_string()]).0, 0);
    assert_eq!(ben.ids("gwadar").len(), 2);
    for (query, count) in [
        ("gwadar", 3),
        ("old", 1),
        ("\"port qasim\"", 1),
        ("*sim", 1),
        ("-old", 2),
        ("/q.sim/", 1),
        ("known:2001", 1),
        ("x", 0),
    ] {
        let found = ben.well(&["list", "items", query, "--all", "--server", "--format", "jsonl"]);
        assert_eq!(found.lines().count(), count, "{query}");
    }
    assert!(ben.well(&["list", "items", "old", "--all", "--server"]).contains("Gwadar of old"));
    // What is decided about it brings it here.
    ben.well(&["triage", "drop", "00000000000000000000000000000001"]);
    assert_eq!(ben.ids("is:dropped"), ["00000000000000000000000000000001"]);
    let found = ann.well(&["list", "items", "is:dropped", "--all", "--server", "--format", "jsonl"]);
    assert_eq!(found.lines().count(), 1, "{found}");
    // Thrown away for everybody, and never taken in again.
    assert_eq!(ann.run(&["archive", "prune", "--older", "1y", "--yes"]).1, "1 item thrown away\n");
    assert_eq!(ann.run(&["archive", "import", &file.display().to_string()]).0, 0);
    assert_eq!(ben.ids("is:dropped"), [""; 0]);
}
