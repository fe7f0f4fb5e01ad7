//! Clients and server killed at random points: nothing that was decided is lost or doubled, and mirrors agree at the end.
//!
//! `KARWAN_CHAOS=50` kills so often; without it a few times.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::common::frozen;
use crate::common::postgres::TestDatabase;

/// Numbers that are the same in every run.
struct ChaosDice(u64);

impl ChaosDice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
}

/// The program of one person, as a process of its own.
struct ChaosClient {
    folder: tempfile::TempDir,
    user: &'static str,
    url: String,
}

impl ChaosClient {
    fn new(user: &'static str, url: &str) -> ChaosClient {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("story.toml"), "format = 1\n[story]\ntitle = \"Chaos\"\n").expect("written");
        ChaosClient { folder, user, url: url.to_owned() }
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = frozen::karwan();
        command.args(args).arg("-d").arg(self.folder.path().join("story.toml")).stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        for variable in ["XDG_DATA_HOME", "XDG_STATE_HOME", "HOME"] {
            command.env(variable, self.folder.path());
        }
        command.env("KARWAN_ARCHIVE", &self.url).env("USER", self.user).env("PGUSER", "owner");
        command
    }

    /// What a command that is left alone prints.
    fn well(&self, args: &[&str]) -> String {
        let done = self.command(args).output().expect("it runs");
        assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8_lossy(&done.stdout).into_owned()
    }

    /// Decides; whether that was acknowledged before the program was killed.
    fn decide(&self, word: &str, id: &str, kill_after: Option<Duration>) -> bool {
        let mut child = self.command(&["triage", word, id]).spawn().expect("it starts");
        if let Some(after) = kill_after {
            std::thread::sleep(after);
            let _ = child.kill();
        }
        let done = child.wait_with_output().expect("it ended");
        let acknowledged = String::from_utf8_lossy(&done.stdout).contains("1 item ");
        assert!(acknowledged || kill_after.is_some(), "{}", String::from_utf8_lossy(&done.stderr));
        acknowledged
    }

    /// All items with what was decided about them.
    fn state(&self) -> BTreeMap<String, String> {
        let lines = self.well(&["list", "items", "--all", "--format", "jsonl"]);
        let of = |line: &str| {
            let item: Value = serde_json::from_str(line).expect("JSON");
            let text = |key: &str| item[key].as_str().expect(key).to_owned();
            (text("id"), text("state"))
        };
        lines.lines().map(of).collect()
    }
}

#[test]
fn nothing_that_was_decided_is_lost_or_doubled_whoever_is_killed() {
    let Some(database) = TestDatabase::alone() else { return };
    let cluster = database.cluster.as_ref().expect("its own");
    let rounds: u64 = std::env::var("KARWAN_CHAOS").ok().and_then(|n| n.parse().ok()).unwrap_or(4);
    let mut dice = ChaosDice(0x5eed_cafe_f00d_0001);
    let clients = [ChaosClient::new("ann", &database.url()), ChaosClient::new("ben", &database.url())];
    let item = |n: u64| {
        format!(
            "{{\"item\":{{\"id\":\"{n:032x}\",\"row\":{},\"guid\":\"{n}\",\"feeds\":[],\"url\":null,\"title\":\"Item {n}\",\
             \"author\":null,\"outlet\":\"o\",\"language\":null,\"published\":null,\"updated\":null,\"seen\":{},\
             \"changed\":null,\"summary\":null,\"text\":null,\"versions\":[]}}}}\n",
            (1_790_000_000_u64 + n) << 20,
            1_790_000_000_u64 + n
        )
    };
    let file = clients[0].folder.path().join("items.jsonl");
    fs::write(&file, (1..=rounds * 3).map(item).collect::<String>()).expect("written");
    let import = frozen::karwan()
        .args(["archive", "import"])
        .arg(&file)
        .env("KARWAN_ARCHIVE", database.url())
        .stderr(Stdio::null())
        .stdout(Stdio::null())
        .status();
    assert!(import.expect("it runs").success());
    clients.iter().for_each(|client| drop(client.state()));
    // Of each item of its own, who decided what, and whether that was acknowledged; items of both are told apart below.
    let mut alone: Vec<(u64, &str, &str, bool)> = Vec::new();
    let mut shared: Vec<(u64, [bool; 2])> = Vec::new();
    for round in 1..=rounds {
        let who = usize::try_from(dice.below(2)).expect("0 or 1");
        let word = if dice.below(2) == 0 { "drop" } else { "later" };
        let after = Duration::from_millis(dice.below(200));
        let first = (round - 1) * 3 + 1;
        match dice.below(4) {
            // The server goes while one decides, and comes back later.
            0 => {
                cluster.kill();
                alone.push((first, clients[who].user, word, clients[who].decide(word, &format!("{first:032x}"), None)));
                cluster.resume();
            }
            1 => {
                let id = format!("{first:032x}");
                let decided = std::thread::scope(|scope| {
                    let deciding = scope.spawn(|| clients[who].decide(word, &id, None));
                    std::thread::sleep(after);
                    cluster.kill();
                    deciding.join().expect("it decided")
                });
                cluster.resume();
                alone.push((first, clients[who].user, word, decided));
            }
            _ => {
                let decided = clients[who].decide(word, &format!("{first:032x}"), Some(after));
                alone.push((first, clients[who].user, word, decided));
            }
        }
        // Both decide about one item at once.
        let id = format!("{:032x}", first + 1);
        let decided = std::thread::scope(|scope| {
            let ann = scope.spawn(|| clients[0].decide("drop", &id, None));
            let ben = scope.spawn(|| clients[1].decide("later", &id, Some(after)));
            [ann.join().expect("ann"), ben.join().expect("ben")]
        });
        shared.push((first + 1, decided));
    }
    clients.iter().for_each(|client| drop(client.state())); // what is still queued is sent
    let states = [clients[0].state(), clients[1].state()];
    assert_eq!(states[0], states[1], "mirrors agree");
    let exported = frozen::karwan().args(["archive", "export"]).env("KARWAN_ARCHIVE", database.url()).output();
    let exported = String::from_utf8(exported.expect("it runs").stdout).expect("UTF-8");
    let steps: Vec<Value> = exported
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
        .filter_map(|line| line.get("step").cloned())
        .collect();
    let count = |n: u64, who: &str| {
        let of = |step: &&Value| step["who"] == who && step["decisions"][0]["item"] == format!("{n:032x}");
        steps.iter().filter(of).count()
    };
    for (n, who, word, acknowledged) in alone {
        let found = count(n, who);
        assert!(found <= 1 && (found == 1 || !acknowledged), "item {n} of {who}: {found}, acknowledged {acknowledged}");
        let state = if found == 0 {
            "new"
        } else if word == "drop" {
            "dropped"
        } else {
            "later"
        };
        assert_eq!(states[0][&format!("{n:032x}")], state, "item {n}");
    }
    for (n, decided) in shared {
        let found = [count(n, "ann"), count(n, "ben")];
        // One stands; the other one stands on top of it, or was told that it does not stand.
        assert!(found.iter().all(|&found| found <= 1) && found.iter().sum::<usize>() >= 1, "item {n}: {found:?}");
        for (client, (found, acknowledged)) in clients.iter().zip(found.into_iter().zip(decided)) {
            let told = || client.well_status().matches(&format!("`Item {n}`")).count() == 1;
            assert!(found == 1 || !acknowledged || told(), "item {n} of {}", client.user);
        }
    }
}

impl ChaosClient {
    fn well_status(&self) -> String {
        let mut command = frozen::karwan();
        for variable in ["XDG_DATA_HOME", "XDG_STATE_HOME", "HOME"] {
            command.env(variable, self.folder.path());
        }
        let done = command.args(["archive", "status"]).env("KARWAN_ARCHIVE", &self.url).output().expect("it runs");
        String::from_utf8_lossy(&done.stdout).into_owned()
    }
}
