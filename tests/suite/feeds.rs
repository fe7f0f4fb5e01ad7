//! `fetch`, `feeds`, `list items`, `triage` and `archive` against servers of the loopback: bounds, courtesies, decisions.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use karwan::cli::env::ProcessEnv;
use karwan::desk::archive::{Archive, DossierKey};
use karwan::query::ItemQuery;
use karwan::runtime::feeds::{FeedRequest, FetchedFeed, fetch_feeds};
use karwan::runtime::http::{HttpClient, HttpLimits};
use serde_json::Value;

use crate::common::command;
use crate::common::web::{WebServer, path};

/// A feed of items with these titles, each with a link of its own.
fn rss(titles: &[&str]) -> String {
    let item = |title: &&str| {
        format!(
            "<item><title>{title}</title><link>/{}</link><pubDate>Wed, 03 Sep 2025 10:15:00 +0500</pubDate></item>",
            title.replace(' ', "-")
        )
    };
    let items: String = titles.iter().map(item).collect();
    format!("<rss version='2.0'><channel><title>The Paper</title>{items}</channel></rss>")
}

/// An answer with this status line and these headers.
fn answer(status: &str, headers: &[&str], body: &str) -> Vec<u8> {
    let headers = headers.iter().map(|header| format!("{header}\r\n")).collect::<Vec<_>>().concat();
    format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n{headers}\r\n{body}", body.len())
        .into_bytes()
}

fn ok(headers: &[&str], titles: &[&str]) -> Vec<u8> {
    answer("200 OK", headers, &rss(titles))
}

/// A folder with an archive, and a clock that a test sets.
struct Bench {
    _folder: tempfile::TempDir,
    archive: Archive,
    now: DateTime<Utc>,
    limits: HttpLimits,
}

impl Bench {
    fn new() -> Bench {
        let folder = tempfile::tempdir().expect("a folder");
        let archive = Archive::open(&folder.path().join("a.sqlite3")).expect("an archive");
        let now = "2025-09-10T12:00:00Z".parse().expect("a moment");
        Bench { _folder: folder, archive, now, limits: HttpLimits::default() }
    }

    /// Fetches, and gives what came of each feed by its address.
    fn fetch(&self, urls: &[&str]) -> Vec<FetchedFeed> {
        let requests: Vec<FeedRequest> =
            urls.iter().map(|url| FeedRequest { url: (*url).to_owned(), name: None }).collect();
        let mut told = Vec::new();
        let client = HttpClient::new(self.limits);
        fetch_feeds(&self.archive, &requests, &client, &|| self.now, &|| 1.0, &mut |fetched| told.push(fetched))
            .expect("the archive holds");
        told.sort_by_key(|fetched| urls.iter().position(|url| *url == fetched.url));
        assert_eq!(told.len(), urls.len());
        told
    }

    fn one(&self, url: &str) -> FetchedFeed {
        self.fetch(&[url]).remove(0)
    }

    fn count(&self) -> usize {
        self.archive.count(&ItemQuery::All(Vec::new()), DossierKey::default()).expect("a count")
    }
}

#[test]
fn what_a_server_said_of_its_version_is_sent_back_byte_for_byte() {
    let server = WebServer::answering(|head| {
        let lower = head.to_ascii_lowercase();
        if lower.contains("if-none-match: w/\"a b\"") && lower.contains("if-modified-since: yesterday, or so") {
            return answer("304 Not Modified", &[], "");
        }
        ok(&["ETag: W/\"a b\"", "Last-Modified: yesterday, or so"], &["one"])
    });
    let bench = Bench::new();
    assert_eq!(bench.one(&server.base).taken.new, 1);
    let again = bench.one(&server.base);
    assert!(again.unmodified && again.fault.is_none(), "{again:?}");
    assert!(bench.one(&server.base).unmodified, "what was kept still holds after a 304");
    assert!(server.asked().iter().all(|head| head.to_ascii_lowercase().contains("user-agent: karwan/")));
    assert_eq!(bench.count(), 1);
}

#[test]
fn a_feed_is_left_alone_while_it_is_good_and_after_it_failed() {
    let server = WebServer::answering(|head| match path(head) {
        "/fresh" => ok(&["Cache-Control: public, max-age=3600"], &["a"]),
        "/busy" => answer("503 Service Unavailable", &["Retry-After: 7200"], ""),
        "/gone" => answer("410 Gone", &[], ""),
        _ => answer("500 Internal Server Error", &[], ""),
    });
    let mut bench = Bench::new();
    let urls: Vec<String> =
        ["/fresh", "/busy", "/gone", "/broken"].iter().map(|at| format!("{}{at}", server.base)).collect();
    let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
    let told = bench.fetch(&urls);
    assert!(told[0].fault.is_none());
    for (told, why) in told[1..].iter().zip(["status 503", "gone for good (410)", "status 500"]) {
        assert!(told.fault.as_ref().is_some_and(|fault| fault.contains(why)), "{told:?}");
    }
    assert_eq!(server.asked().len(), 4);
    let asked_after = |bench: &mut Bench, seconds: i64| {
        bench.now += TimeDelta::seconds(seconds);
        bench.fetch(&urls);
        server.asked().iter().map(|head| path(head).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(asked_after(&mut bench, 30), [""; 0]);
    assert_eq!(asked_after(&mut bench, 31), ["/broken"], "a minute after its first failure");
    assert_eq!(asked_after(&mut bench, 61), [""; 0], "twice as long after its second");
    assert_eq!(asked_after(&mut bench, 3600 - 122), ["/fresh", "/broken"]);
    assert_eq!(asked_after(&mut bench, 3601), ["/fresh", "/busy", "/broken"], "never again what is gone");
    let mut longest = 0;
    for _ in 0..20 {
        bench.now += TimeDelta::days(8);
        bench.fetch(&urls[3..]);
        let next = bench.archive.feed(urls[3], bench.now).expect("a state").next.expect("a time");
        longest = longest.max((next - bench.now).num_seconds());
    }
    assert_eq!(longest, 24 * 3600, "never longer than a day");
}

#[test]
fn a_feed_that_moved_for_good_is_asked_where_it_went() {
    let server = WebServer::answering(|head| match path(head) {
        "/old" => answer("301 Moved Permanently", &["Location: /new"], ""),
        "/new" => ok(&[], &["one"]),
        _ => answer("302 Found", &["Location: /new"], ""),
    });
    let bench = Bench::new();
    let old = format!("{}/old", server.base);
    let told = bench.one(&old);
    assert_eq!(told.notes, [format!("`{old}` moved for good to `{}/new`", server.base)]);
    let asked = |server: &WebServer| server.asked().iter().map(|head| path(head).to_owned()).collect::<Vec<_>>();
    assert_eq!(asked(&server), ["/old", "/new"]);
    assert_eq!(bench.one(&old).notes, [""; 0], "it is said once");
    assert_eq!(asked(&server), ["/new"]);
    assert_eq!(bench.count(), 1, "its items stay the same");
    bench.one(&format!("{}/for-now", server.base));
    bench.one(&format!("{}/for-now", server.base));
    assert_eq!(asked(&server), ["/for-now", "/new", "/for-now", "/new"]);
}

#[test]
fn one_request_a_host_and_eight_hosts_at_once() {
    let open: Arc<Mutex<Vec<(usize, usize)>>> = Arc::new(Mutex::new(vec![(0, 0); 12]));
    let (all, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let servers: Vec<WebServer> = (0..12)
        .map(|n| {
            let (open, all, most) = (Arc::clone(&open), Arc::clone(&all), Arc::clone(&most));
            WebServer::answering(move |_| {
                let now = all.fetch_add(1, Ordering::SeqCst) + 1;
                most.fetch_max(now, Ordering::SeqCst);
                {
                    let mut open = open.lock().expect("a lock");
                    open[n].0 += 1;
                    open[n].1 = open[n].1.max(open[n].0);
                }
                std::thread::sleep(Duration::from_millis(30));
                open.lock().expect("a lock")[n].0 -= 1;
                all.fetch_sub(1, Ordering::SeqCst);
                ok(&[], &["one"])
            })
        })
        .collect();
    let urls: Vec<String> = servers.iter().flat_map(|server| (0..4).map(|k| format!("{}/{k}", server.base))).collect();
    let bench = Bench::new();
    let told = bench.fetch(&urls.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(told.iter().all(|fetched| fetched.fault.is_none()));
    assert!(open.lock().expect("a lock").iter().all(|&(_, most)| most == 1));
    assert!((2..=8).contains(&most.load(Ordering::SeqCst)));
}

#[test]
fn a_dead_feed_delays_no_other_and_is_named() {
    let server = WebServer::speaking(|head, stream| {
        use std::io::Write as _;
        if path(head) == "/silent" {
            std::thread::sleep(Duration::from_secs(20));
        } else {
            let _ = stream.write_all(&ok(&[], &["one"]));
        }
    });
    let mut bench = Bench::new();
    bench.limits.whole = Duration::from_secs(6);
    let dead = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let urls = [format!("{}/silent", server.base), format!("{}/good", server.base), format!("http://{dead}/feed")];
    let started = Instant::now();
    let mut order = Vec::new();
    let requests: Vec<FeedRequest> = urls.iter().map(|url| FeedRequest { url: url.clone(), name: None }).collect();
    let client = HttpClient::new(bench.limits);
    fetch_feeds(&bench.archive, &requests, &client, &|| bench.now, &|| 1.0, &mut |fetched| {
        order.push((fetched.url.clone(), fetched.fault.is_some()));
    })
    .expect("the archive holds");
    assert!(started.elapsed() < Duration::from_secs(15));
    assert_eq!(order, [(urls[2].clone(), true), (urls[1].clone(), false), (urls[0].clone(), true)]);
    let state = bench.archive.feed(&urls[0], bench.now).expect("a state");
    assert_eq!((state.failures, state.failing), (1, Some(bench.now)));
}

#[test]
fn what_is_no_feed_and_what_is_broken_is_said() {
    let server = WebServer::answering(|head| match path(head) {
        "/page" => answer("200 OK", &["Content-Type: text/html"], "<html><body>hello</body></html>"),
        "/cut" => {
            let whole = rss(&["one", "two"]);
            answer("200 OK", &[], &whole[..whole.len() - 60])
        }
        _ => {
            answer("200 OK", &["Content-Type: text/xml; charset=windows-1251"], "<rss><channel><item/></channel></rss>")
        }
    });
    let bench = Bench::new();
    let fault = bench.one(&format!("{}/page", server.base)).fault.expect("a fault");
    assert!(fault.ends_with("gives no feed: this is not a feed: the document is `html`"), "{fault}");
    let cut = bench.one(&format!("{}/cut", server.base));
    assert!(cut.notes[0].contains("is broken, and is read as far as it goes: not well-formed"), "{cut:?}");
    assert!(cut.taken.new >= 1);
    assert_eq!(bench.one(&format!("{}/empty", server.base)).taken.new, 0);
}

#[test]
fn a_password_is_in_no_message() {
    let server = WebServer::answering(|_| answer("500 Internal Server Error", &[], ""));
    let bench = Bench::new();
    let url = server.base.replace("http://", "http://ann:secret@");
    for _ in 0..2 {
        let fault = bench.one(&url).fault.expect("a fault");
        assert!(!fault.contains("secret") && !fault.contains("ann"), "{fault}");
    }
}

/// A folder with a dossier whose feed is at `url`, and the command line in it.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new(url: &str) -> Desk {
        let folder = tempfile::tempdir().expect("a folder");
        let text = format!(
            "format = 1\n\n[story]\ntitle = \"A story\"\nwatch = \"gwadar OR rail\"\n\n[[feeds]]\nurl = \"{url}\"\nname = \"The Paper\"\n"
        );
        fs::write(folder.path().join("story.toml"), text).expect("written");
        Desk { folder }
    }

    fn story(&self) -> PathBuf {
        self.folder.path().join("story.toml")
    }

    /// Runs a command on the dossier: its code, output and errors.
    fn run(&self, args: &[&str]) -> (u8, String, String) {
        run_in(self.folder.path(), args)
    }

    fn ids(&self, query: &str) -> Vec<String> {
        let (code, out, err) =
            self.run(&["list", "items", query, "--format", "jsonl", "-d", &self.story().display().to_string()]);
        assert_eq!((code, err.as_str()), (0, ""));
        let id =
            |line: &str| serde_json::from_str::<Value>(line).expect("JSON")["id"].as_str().expect("an id").to_owned();
        out.lines().map(id).collect()
    }
}

fn run_in(folder: &Path, args: &[&str]) -> (u8, String, String) {
    let env = ProcessEnv {
        archive: Some(format!("sqlite:{}", folder.join("archive.sqlite3").display())),
        user: "ann".to_owned(),
        ..command::unattended(command::state_in(folder.join("state")))
    };
    command::run(&env, args)
}

#[test]
fn from_a_feed_to_an_article_of_the_dossier() {
    let server = WebServer::answering(|_| ok(&[], &["Gwadar opens", "Weather", "Rail agreed"]));
    let desk = Desk::new(&server.base);
    let story = desk.story().display().to_string();
    let before = fs::read_to_string(desk.story()).expect("a dossier");
    let (code, out, err) = desk.run(&["fetch", "-d", &story]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(
        out.split_whitespace().collect::<Vec<_>>(),
        ["feed", "items", "new", "changed", "The", "Paper", "3", "3", "0"]
    );
    assert_eq!(fs::read_to_string(desk.story()).expect("a dossier"), before, "fetching changes no dossier");
    let inbox = desk.ids("");
    assert_eq!(inbox.len(), 2, "what is watched for");
    let (code, out, err) = desk.run(&["triage", "keep", &inbox[0][..8], "-d", &story]);
    assert_eq!((code, err.as_str(), out.lines().count()), (0, "", 2), "{out}");
    let text = fs::read_to_string(desk.story()).expect("a dossier");
    assert!(text.contains("title = \"Rail agreed\"") && text.contains("outlet = \"The Paper\""), "{text}");
    assert!(text.contains("published = \"2025-09-03\""), "{text}");
    assert_eq!(desk.run(&["check", &story]).0, 0);
    assert_eq!(desk.run(&["triage", "drop", &inbox[1], "-d", &story]).0, 0);
    assert_eq!(desk.ids(""), [""; 0]);
    assert_eq!((desk.ids("is:kept"), desk.ids("is:dropped")), (vec![inbox[0].clone()], vec![inbox[1].clone()]));
    let (_, _, err) = desk.run(&["triage", "new", &inbox[0], "-d", &story]);
    assert!(err.contains("stays in the dossier"), "{err}");
    let (code, _, err) = desk.run(&["triage", "keep", &inbox[0], "-d", &story]);
    assert!(code == 0 && err.contains("the dossier has `Rail agreed` already"), "{err}");
    let (code, _, err) = desk.run(&["triage", "drop", "nothing", "-d", &story]);
    assert_eq!((code, err.as_str()), (1, "error: no item `nothing` in the archive\n"));
}

#[test]
fn an_object_an_item_as_it_was_read() {
    let server = WebServer::answering(|head| match path(head) {
        "/dead" => answer("404 Not Found", &[], ""),
        _ => ok(&[], &["Gwadar &lt;b&gt;opens&lt;/b&gt;"]),
    });
    let desk = Desk::new(&server.base);
    let (good, dead) = (format!("{}/", server.base), format!("{}/dead", server.base));
    let (code, out, err) = desk.run(&["fetch", "--feed", &good, "--feed", &dead, "--format", "jsonl"]);
    assert_eq!(code, 1);
    assert_eq!(err, format!("error: `{dead}` answers with status 404\n"));
    let item: Value = serde_json::from_str(out.trim_end()).expect("one object");
    assert_eq!(item["feed"], good.as_str());
    assert_eq!((&item["title"], &item["published"]), (&"Gwadar opens".into(), &"2025-09-03T05:15:00Z".into()));
    assert_eq!((&item["updated"], &item["author"]), (&Value::Null, &Value::Null));
    let (code, _, err) = desk.run(&["fetch", "--feed", "ftp://x.example/"]);
    assert!(code == 2 && err.contains("begins with http:// or https://"), "{err}");
    let empty = tempfile::tempdir().expect("a folder");
    fs::write(empty.path().join("s.toml"), "format = 1\n[story]\ntitle = \"t\"\n").expect("written");
    let (code, _, err) = run_in(empty.path(), &["fetch", "-d", &empty.path().display().to_string()]);
    assert_eq!((code, err.as_str()), (1, "error: the dossier names no feeds; add `[[feeds]]`, or give --feed URL\n"));
    for (format, expected) in [("json", "[]\n"), ("jsonl", ""), ("table", "feed  answered  a week  health\n")] {
        let (code, out, err) =
            run_in(empty.path(), &["feeds", "-d", &empty.path().display().to_string(), "--format", format]);
        assert_eq!((code, out.as_str()), (0, expected), "{format}");
        assert_eq!(err, "note: the dossier names no feeds; add `[[feeds]]`\n", "{format}");
    }
}

#[test]
fn no_json_of_feeds_or_of_a_proposal_steers_the_terminal() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("story.toml");
    let hostile = "format = 1\n[story]\ntitle = \"A\"\n[[feeds]]\nname = \"He\\u009b31mrald\\u007f\"\nurl = \"https://a.example/\"\n\
                   [[articles]]\nid = \"a\"\ntitle = \"T\\u009b31m in 2025\"\noutlet = \"O\"\npublished = \"2025-01-02\"\n";
    fs::write(&file, hostile).expect("written");
    let file = file.display().to_string();
    let formats = [["feeds", "--format", "json"], ["feeds", "--format", "jsonl"], ["propose", "a", "--format=json"]];
    for words in formats {
        let (code, out, err) = run_in(folder.path(), &[&words[..], &["-d", &file]].concat());
        assert_eq!(code, 0, "{words:?}: {err}");
        assert!(out.contains("\\u009b") && !out.contains(|c: char| c.is_control() && c != '\n'), "{words:?}: {out:?}");
    }
}

#[test]
fn feeds_and_the_archive_tell_how_they_are() {
    let server = WebServer::answering(|_| answer("500 Internal Server Error", &[], ""));
    let desk = Desk::new(&server.base);
    let story = desk.story().display().to_string();
    assert!(desk.run(&["feeds", "-d", &story]).1.contains("not fetched yet"));
    assert_eq!(desk.run(&["fetch", "-d", &story, "--format", "none"]).0, 1);
    assert!(desk.run(&["feeds", "-d", &story]).1.contains("answers with status 500"));
    let (code, out, _) = desk.run(&["archive", "status"]);
    assert!(code == 0 && out.contains("items      0"), "{out}");
    let (code, _, err) = desk.run(&["archive", "prune", "--older", "2y"]);
    assert!(code == 1 && err.contains("give --yes"), "{err}");
    assert_eq!(desk.run(&["archive", "prune", "--older", "2y", "--yes"]).0, 0);
    assert_eq!(desk.run(&["archive", "prune", "--older", "soon"]).0, 2);
}

#[test]
fn an_archive_moves_as_lines() {
    let server = WebServer::answering(|_| ok(&[], &["Gwadar opens", "Rail agreed"]));
    let desk = Desk::new(&server.base);
    let story = desk.story().display().to_string();
    desk.run(&["fetch", "-d", &story]);
    let id = desk.ids("").remove(0);
    desk.run(&["triage", "later", &id, "-d", &story]);
    let (code, lines, _) = desk.run(&["archive", "export"]);
    assert_eq!(code, 0);
    let file = desk.folder.path().join("lines.jsonl");
    fs::write(&file, &lines).expect("written");
    fs::remove_file(desk.folder.path().join("archive.sqlite3")).expect("removed");
    for rest in ["archive.sqlite3-wal", "archive.sqlite3-shm"] {
        let _ = fs::remove_file(desk.folder.path().join(rest));
    }
    let (code, out, _) = desk.run(&["archive", "import", &file.display().to_string()]);
    assert_eq!((code, out.as_str()), (0, "2 items, 1 feed, 1 decision taken in; 0 were there already\n"));
    assert_eq!(desk.ids("is:later"), [id]);
    assert_eq!(desk.run(&["archive", "export"]).1, lines);
}

#[test]
fn feeds_come_and_go_as_opml() {
    let desk = Desk::new("http://ann:secret@127.0.0.1:9/feed");
    let (code, opml, err) = desk.run(&["export", "opml", "-d", &desk.story().display().to_string()]);
    assert!(code == 0 && opml.contains("xmlUrl=\"http://127.0.0.1:9/feed\"") && !opml.contains("secret"), "{opml}");
    assert!(err.contains("names and passwords in addresses, left out: 1"), "{err}");
    let file = desk.folder.path().join("feeds.opml");
    let nested = "<?xml version='1.0'?><opml version='1.1'><head><title>Mine</title></head><body><outline text='A folder'>\
                  <outline text='One' xmlUrl='https://one.example/feed'/><outline xmlurl='https://two.example/'/></outline>\
                  <outline text='One again' xmlUrl='https://one.example/feed'/><outline xmlUrl='ftp://x/'/></body></opml>";
    fs::write(&file, nested).expect("written");
    let new = desk.folder.path().join("new");
    let (code, _, err) =
        desk.run(&["import", "opml", &file.display().to_string(), "-o", &new.display().to_string(), "--yes"]);
    assert_eq!((code, err.as_str()), (0, "note: lost: addresses that are not of http or https: 1\n"));
    let text = fs::read_to_string(new.join("story.toml")).expect("a dossier");
    assert!(text.contains("title = \"Mine\"") && text.contains("name = \"One\""), "{text}");
    assert_eq!(text.matches("[[feeds]]").count(), 2);
    assert_eq!(desk.run(&["check", &new.display().to_string()]).0, 0);
}

#[test]
fn what_was_decided_outlives_every_kill() {
    use std::io::{BufRead as _, BufReader};
    use std::process::{Command, Stdio};

    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("archive.sqlite3");
    let program = crate::common::example::example("until_killed");
    let mut decided: Vec<String> = Vec::new();
    for round in 0..40_u64 {
        let mut child = Command::new(&program)
            .args(["decisions", &file.display().to_string(), &round.to_string()])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a child");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        // Between two decisions, within one, or while items are taken in.
        let before = 1 + round * 7 % 25;
        let id = |line: String| line.strip_prefix("decided ").map(str::to_owned);
        decided.extend(lines.by_ref().take(usize::try_from(before).expect("small")).filter_map(|line| id(line.ok()?)));
        std::thread::park_timeout(Duration::from_micros(round * 311 % 5_000));
        child.kill().expect("killed");
        child.wait().expect("gone");
        decided.extend(lines.filter_map(|line| id(line.ok()?)));
    }
    let archive = Archive::open(&file).expect("it opens");
    let key = archive
        .dossier(&karwan::desk::state::DossierIdentity {
            title: "Story".to_owned(),
            path: "/story".to_owned(),
            ids: [1].into_iter().collect(),
        })
        .expect("a key");
    assert!(decided.len() > 200, "{}", decided.len());
    for id in &decided {
        let item = archive.item(id).expect("an item");
        assert_eq!(archive.decision(key, item.row), Ok((karwan::query::ItemState::Dropped, None)), "{id}");
    }
    let items = archive.status().expect("a status").items;
    assert_eq!(items % 20, 0, "what a feed gives is taken in whole or not at all");
    assert_eq!(u64::try_from(archive.count(&ItemQuery::Words(" item".to_owned()), key).expect("a count")), Ok(items));
}
