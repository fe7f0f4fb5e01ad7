//! People who share an archive, each with a copy of the story and a machine of their own.

use std::fs;
use std::time::Duration;

use karwan::cli::env::ProcessEnv;
use karwan::runtime::server::sync::MirrorSource;
use karwan::runtime::server::{ServerAddress, ServerSurroundings};
use karwan::settings::config::ConfigPlaces;
use serde_json::Value;

use super::command;
use super::postgres::{TestDatabase, around};
use super::pty::{Pty, has_drawn};
use super::web::WebServer;

/// A person with a copy of the story, and a machine of their own.
pub struct NewsroomDesk {
    pub folder: tempfile::TempDir,
    pub user: &'static str,
    pub archive: String,
    pub server: ServerSurroundings,
}

impl NewsroomDesk {
    pub fn new(user: &'static str, archive: &str, feed: &str) -> NewsroomDesk {
        let folder = tempfile::tempdir().expect("a folder");
        let story = format!(
            "format = 1\n\n[story]\ntitle = \"A story\"\nwatch = \"gwadar OR rail\"\n\n[[feeds]]\nurl = \"{feed}\"\nname = \"The Paper\"\n\n[[ports]]\nid = \"gwadar\"\nname = \"Gwadar\"\ncountry = \"PK\"\n"
        );
        fs::write(folder.path().join("story.toml"), story).expect("written");
        NewsroomDesk { folder, user, archive: archive.to_owned(), server: around() }
    }

    pub fn story(&self) -> String {
        self.folder.path().join("story.toml").display().to_string()
    }

    /// Runs a command: its code, output and errors.
    pub fn run(&self, args: &[&str]) -> (u8, String, String) {
        let folder = |name: &str| Some(self.folder.path().join(name));
        let places = ConfigPlaces {
            state: folder("state"),
            data: folder("data"),
            configuration: folder("config"),
            ..ConfigPlaces::default()
        };
        let env = ProcessEnv {
            today: ProcessEnv::of_process().today, // on which the feeds are dated
            archive: Some(self.archive.clone()),
            server: self.server.clone(),
            user: self.user.to_owned(),
            ..command::unattended(places)
        };
        command::run(&env, args)
    }

    /// Runs a command on the dossier that is to go well, and says nothing else.
    pub fn well(&self, args: &[&str]) -> String {
        let story = self.story();
        let args: Vec<&str> = args.iter().copied().chain(["-d", &story]).collect();
        let (code, out, err) = self.run(&args);
        assert_eq!((code, err.as_str()), (0, ""), "{args:?}");
        out
    }

    /// The ids that a query shows.
    pub fn ids(&self, query: &str) -> Vec<String> {
        ids(&self.well(&["list", "items", query, "--format", "jsonl"]))
    }

    pub fn fetch(&self) {
        self.well(&["fetch", "--format", "none"]);
    }

    /// The inbox of this person in a terminal.
    pub fn terminal(&self) -> Pty {
        let [data, state] = ["data", "state"].map(|name| self.folder.path().join(name).display().to_string());
        let variables = [
            ("XDG_DATA_HOME", &*data),
            ("XDG_STATE_HOME", &*state),
            ("KARWAN_ARCHIVE", &*self.archive),
            ("USER", self.user),
        ];
        let mut pty = Pty::start_with(env!("CARGO_BIN_EXE_karwan"), &[&*self.story()], (100, 30), &variables);
        pty.wait_until("the first frame", |seen| has_drawn(seen) && seen.shows("Inbox"));
        pty.send("8");
        pty
    }

    /// All of the server as JSON lines.
    pub fn exported(&self) -> String {
        let (code, out, err) = self.run(&["archive", "export"]);
        assert_eq!((code, err.as_str()), (0, ""));
        out
    }

    pub fn source(&self) -> MirrorSource {
        let data = fs::read_dir(self.folder.path().join("data/karwan")).expect("data");
        let mirror = data.flatten().map(|entry| entry.path());
        let path = mirror.into_iter().find(|path| path.extension().is_some_and(|e| e == "sqlite3")).expect("a mirror");
        let address = ServerAddress::parse(&self.archive, &self.server).expect("an address");
        MirrorSource { address, path, window: Duration::from_hours(24 * 36_500) }
    }
}

pub fn ids(lines: &str) -> Vec<String> {
    let id = |line: &str| serde_json::from_str::<Value>(line).expect("JSON")["id"].as_str().expect("an id").to_owned();
    lines.lines().map(id).collect()
}

/// A feed of items with these titles, today.
pub fn feed(titles: &[String]) -> WebServer {
    let now = chrono::Utc::now().to_rfc2822();
    let item = |title: &String| {
        format!("<item><title>{title}</title><link>/{}</link><pubDate>{now}</pubDate></item>", title.replace(' ', "-"))
    };
    let items: String = titles.iter().map(item).collect();
    let body = format!("<rss version='2.0'><channel><title>The Paper</title>{items}</channel></rss>");
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len());
    WebServer::answering(move |_| answer.clone().into_bytes())
}

pub fn titles(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("Gwadar {n}")).collect()
}

/// Two people on one database, of which the first has fetched so many items.
pub fn two(database: &TestDatabase, count: usize) -> (NewsroomDesk, NewsroomDesk) {
    let web = feed(&titles(count));
    let (ann, ben) =
        (NewsroomDesk::new("ann", &database.url(), &web.base), NewsroomDesk::new("ben", &database.url(), &web.base));
    ann.fetch();
    (ann, ben)
}
