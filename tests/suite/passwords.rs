//! Names and passwords in addresses: they go to their host alone, and are stored and shown nowhere.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use karwan::cli::env::ProcessEnv;
use karwan::desk::edit::{Edit, EditValue, apply, preview};
use karwan::dossier::Kind;
use karwan::dossier::load::load_texts;
use karwan::report::export::EXPORTS;
use karwan::settings::input::ScreenId;

use crate::common::command;
use crate::common::screen::{Karwan, dossier};
use crate::common::web::WebServer;

/// No output may hold one of these.
const SECRETS: [&str; 5] = ["s3cret", "hidd3n", "pr1vate", "cl0sed", "ann:"];

fn with_feed(feed: &str) -> String {
    format!(
        "format = 1\n[story]\ntitle = \"The ferry\"\nwatch = \"ferry\"\n[[feeds]]\nurl = \"{feed}\"\n[[articles]]\nid = \"a\"\n\
         title = \"Ferry\"\noutlet = \"Herald\"\npublished = \"2026-03-02\"\nurl = \"https://ann:s3cret@herald.example/a\"\n\
         archived = \"https://ann:hidd3n@archive.example/a\"\n[[events]]\nid = \"e\"\ntitle = \"The ferry starts\"\n\
         kind = \"infrastructure\"\nsources = [\"a\"]\nstatus = \"expected\"\ndate = \"2026-05\"\n"
    )
}

/// What of an output is a secret.
fn shown(text: &str) -> Vec<&'static str> {
    SECRETS.into_iter().filter(|secret| text.contains(secret)).collect()
}

fn environment(folder: &Path) -> ProcessEnv {
    let archive = format!("sqlite:{}", folder.join("archive.sqlite3").display());
    let places = command::state_in(folder.join("state"));
    ProcessEnv { archive: Some(archive), ..command::unattended(places) }
}

#[test]
fn no_command_shows_a_password() {
    let folder = tempfile::tempdir().expect("a folder");
    let story = folder.path().join("story.toml");
    fs::write(&story, with_feed("http://ann:pr1vate@127.0.0.1:9/feed")).expect("written");
    let path = story.to_str().expect("UTF-8");
    let env = environment(folder.path());
    let mut commands: Vec<Vec<&str>> = EXPORTS.iter().map(|format| vec!["export", format.name]).collect();
    for format in ["card", "line", "paragraph", "markdown", "json", "link"] {
        commands.extend(["a", "e"].map(|id| vec!["show", id, "--format", format]));
    }
    for format in ["table", "tsv", "json", "jsonl"] {
        commands.push(vec!["list", "articles", "--format", format]);
        commands.push(vec!["feeds", "--format", format]);
    }
    for format in ["md", "txt", "html"] {
        commands.push(vec!["brief", "--format", format]);
    }
    for format in ["table", "jsonl"] {
        commands.push(vec!["fetch", "--format", format]);
        commands.push(vec!["fetch", "--format", format, "--feed", "http://ann:cl0sed@127.0.0.1:9/feed"]);
    }
    for command in commands {
        let (_, out, told) = command::run(&env, &[&command[..], &["-d", path]].concat());
        assert_eq!((shown(&out), shown(&told)), (vec![], vec![]), "{command:?}: {out}{told}");
    }
    for command in
        [vec!["add", "http://ann:s3cret@127.0.0.1:9/a", "-d", path], vec!["propose", "http://ann:s3cret@127.0.0.1:9/a"]]
    {
        let (_, out, told) = command::run(&env, &command);
        assert_eq!((shown(&out), shown(&told)), (vec![], vec![]), "{command:?}: {out}{told}");
    }
}

#[test]
fn check_warns_of_a_password_that_everyone_who_has_the_file_reads() {
    for (url, archived, is_told) in [
        ("https://ann:s3cret@herald.example/a", "https://archive.example/a", true),
        ("https://herald.example/a", "https://ann:s3cret@archive.example/a", true),
        ("https://ann@herald.example/a", "https://archive.example/a", true),
        (
            "https://herald.example/@ann/a?mail=ann@b.example",
            "https://archive.example/https://herald.example/@ann",
            false,
        ),
    ] {
        let article = format!(
            "\"id\":\"a\",\"title\":\"A\",\"outlet\":\"O\",\"published\":\"2026-03-02\",\"url\":\"{url}\",\"archived\":\"{archived}\""
        );
        let story = "format = 1\n[story]\ntitle = \"S\"\n".to_owned();
        let toml = format!(
            "{story}[[articles]]\n{}\n",
            article.replace("\":\"", " = \"").replace("\",\"", "\"\n").trim_start_matches('"')
        );
        for (name, text) in [("more.jsonl", format!("{{{article}}}\n")), ("more.toml", toml.replace(&story, ""))] {
            let folder = tempfile::tempdir().expect("a folder");
            fs::write(folder.path().join("story.toml"), &story).expect("written");
            fs::write(folder.path().join(name), &text).expect("written");
            let env = environment(folder.path());
            let (code, out, told) = command::run(&env, &["check", folder.path().to_str().expect("UTF-8")]);
            let warning = "warning: a name and password stand in the address";
            assert_eq!((code, told.contains(warning)), (0, is_told), "{name}: {text}: {told}");
            assert_eq!(shown(&(out + &told)), [""; 0], "{told}");
        }
    }
}

#[test]
fn no_screen_shows_a_password() {
    let feed = "http://ann:pr1vate@127.0.0.1:9/feed";
    for keys in ["0", "z", "Enter", "y", "?"] {
        for screen in ScreenId::ALL {
            let mut karwan = Karwan::with(dossier(&with_feed(feed)), 140, 50);
            karwan.press(&format!("{} {keys}", *screen as usize + 1));
            let seen = karwan.screen();
            assert_eq!(shown(&seen), [""; 0], "{screen:?} {keys}: {seen}");
        }
    }
}

/// The bytes of the archive and what `SQLite` keeps beside it.
fn stored(folder: &Path) -> String {
    let files = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let archive = files.filter(|path| path.to_string_lossy().contains("archive.sqlite3"));
    archive.map(|path| String::from_utf8_lossy(&fs::read(path).expect("a file")).into_owned()).collect()
}

#[test]
fn the_password_of_a_feed_goes_to_its_host_and_not_into_the_archive() {
    let rss = "<rss version='2.0'><channel><title>The Paper</title><item><title>The ferry</title>\
               <link>https://ann:s3cret@herald.example/1</link></item><item><title>The ferry again</title>\
               <guid>https://ann:s3cret@herald.example/2</guid></item></channel></rss>";
    let server = WebServer::answering(move |_| crate::common::web::answer("200 OK", &[], rss.as_bytes()));
    let folder = tempfile::tempdir().expect("a folder");
    let story = folder.path().join("story.toml");
    let feed = format!("{}/feed", server.base.replace("http://", "http://ann:pr1vate@"));
    fs::write(&story, with_feed(&feed)).expect("written");
    let (env, path) = (environment(folder.path()), story.to_str().expect("UTF-8"));
    let (code, out, told) = command::run(&env, &["fetch", "--format", "jsonl", "-d", path]);
    assert_eq!((code, shown(&out), shown(&told)), (0, vec![], vec![]), "{out}{told}");
    let asked = server.asked().join("\n");
    assert!(asked.to_lowercase().contains("authorization: basic yw5uonbymxzhdgu="), "{asked}");
    assert_eq!(shown(&stored(folder.path())), [""; 0]);
    // The item is in the inbox of the dossier that names the feed, and becomes an article without a password.
    let (_, items, _) = command::run(&env, &["list", "items", "--format", "jsonl", "-d", path]);
    assert!(items.lines().count() == 2 && shown(&items).is_empty(), "{items}");
    let id = serde_json::from_str::<serde_json::Value>(items.lines().next().expect("an item")).expect("JSON")["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let (code, _, told) = command::run(&env, &["triage", "keep", &id, "-d", path]);
    assert_eq!(code, 0, "{told}");
    let text = fs::read_to_string(&story).expect("UTF-8");
    assert!(text.contains("\"https://herald.example/"), "{text}");
    // The feed is known again.
    let (_, feeds, _) = command::run(&env, &["feeds", "--format", "jsonl", "-d", path]);
    assert!(!feeds.contains("\"answered\":null"), "{feeds}");
}

#[test]
fn an_archive_that_has_a_password_loses_it_when_it_is_opened() {
    let server = WebServer::answering(|_| crate::common::web::answer("304 Not Modified", &[], b""));
    let folder = tempfile::tempdir().expect("a folder");
    let story = folder.path().join("story.toml");
    let feed = format!("{}/feed", server.base.replace("http://", "http://ann:pr1vate@"));
    fs::write(&story, with_feed(&feed)).expect("written");
    let (env, path) = (environment(folder.path()), story.to_str().expect("UTF-8"));
    command::run(&env, &["feeds", "-d", path]);
    drop(karwan::desk::archive::Archive::open(&folder.path().join("archive.sqlite3")).expect("an archive"));
    let archive = rusqlite::Connection::open(folder.path().join("archive.sqlite3")).expect("a database");
    archive.execute("INSERT INTO feeds (url, etag) VALUES (?, x'31')", [&feed]).expect("as earlier versions stored it");
    let other = feed.replace("ann:", "bob:");
    archive
        .execute("INSERT INTO feeds (url, moved) VALUES (?, ?)", [&other, &feed])
        .expect("the same for another person");
    archive.pragma_update(None, "user_version", 4).expect("of an earlier version");
    drop(archive);
    assert!(!shown(&stored(folder.path())).is_empty());
    let (code, _, told) = command::run(&env, &["fetch", "-d", path]);
    assert_eq!(code, 0, "{told}");
    let asked = server.asked().join("\n").to_lowercase();
    assert!(asked.contains("if-none-match: 1"), "{asked}");
    let archive = rusqlite::Connection::open(folder.path().join("archive.sqlite3")).expect("a database");
    let urls: Vec<String> = archive
        .prepare("SELECT url FROM feeds ORDER BY id")
        .and_then(|mut all| all.query_map([], |row| row.get(0))?.collect())
        .expect("feeds");
    let address = feed.replace("ann:pr1vate@", "");
    assert_eq!(urls, [address.clone(), format!("{address}#2")], "each feed keeps its items");
    drop(archive);
    assert_eq!(shown(&stored(folder.path())), [""; 0]);
}

#[test]
fn what_is_added_is_written_without_a_password() {
    let fields = |key: &'static str| {
        let text = |text: &str| EditValue::Text(text.to_owned());
        let url = "https://ann:s3cret@herald.example/@b";
        vec![
            ("id", text("b")),
            ("title", text("B")),
            ("outlet", text("O")),
            ("published", text("2026")),
            (key, text(url)),
        ]
    };
    for key in ["url", "archived"] {
        let edit = Edit::Record(Kind::Article, fields(key));
        let jsons = [
            ("story.toml", "format = 1\n[story]\ntitle = \"S\"\n"),
            ("story.toml", "format = 1\narticles = []\n[story]\ntitle = \"S\"\n"),
            ("story.json", "{\"format\": 1, \"story\": {\"title\": \"S\"}}"),
            ("more.jsonl", ""),
        ];
        for (name, text) in jsons {
            let written = apply(text, Path::new(name), &edit).expect("applied");
            assert!(written.contains("\"https://herald.example/@b\""), "{written}");
            assert!(shown(&written).is_empty() && shown(&preview(&edit)).is_empty(), "{written}");
        }
    }
    // Of a page, a sheet and a timeline.
    let folder = tempfile::tempdir().expect("a folder");
    let story = folder.path().join("story.toml");
    fs::write(&story, "format = 1\n[story]\ntitle = \"S\"\n").expect("written");
    let page = folder.path().join("page.html");
    let html = "<html><head><title>Page</title><meta property='og:site_name' content='O'>\
                <link rel='canonical' href='https://ann:s3cret@herald.example/page/1'></head><body><p>Text.</p></body></html>";
    fs::write(&page, html).expect("written");
    let sheet = folder.path().join("sheet.csv");
    fs::write(&sheet, "Date,Title,Source,Link\n2026-01-02,Three,Herald,https://ann:s3cret@herald.example/3\n")
        .expect("written");
    let (env, path) = (environment(folder.path()), story.to_str().expect("UTF-8"));
    let new = folder.path().join("new");
    for command in [
        vec!["add", page.to_str().expect("UTF-8"), "--yes", "-d", path],
        vec!["import", "csv", sheet.to_str().expect("UTF-8"), "--yes", "-o", new.to_str().expect("UTF-8")],
        vec!["import", "csv", sheet.to_str().expect("UTF-8"), "--yes", "-d", path],
    ] {
        let (code, out, told) = command::run(&env, &command);
        assert_eq!((code, shown(&out)), (0, vec![]), "{command:?}: {out}{told}");
    }
    let texts: Vec<String> = std::iter::once(story.clone())
        .chain(fs::read_dir(&new).expect("a folder").map(|entry| entry.expect("an entry").path()))
        .map(|path| fs::read_to_string(path).expect("UTF-8"))
        .collect();
    for address in ["https://herald.example/page/1", "https://herald.example/3"] {
        assert!(texts.iter().any(|text| text.contains(address)), "{address} in {texts:?}");
    }
    assert_eq!(shown(&texts.concat()), [""; 0], "{texts:?}");
}

#[test]
fn an_address_in_a_dossier_is_read_without_its_password_from_every_format() {
    let articles = "[{\"id\":\"a\",\"title\":\"A\",\"outlet\":\"O\",\"published\":\"2026\",\"url\":\"https://ann:s3cret@a.example/@b\"}]";
    let whole = format!("{{\"format\":1,\"story\":{{\"title\":\"S\"}},\"articles\":{articles}}}");
    let story = ("story.toml".into(), "format = 1\n[story]\ntitle = \"S\"\n".to_owned());
    let lines = articles.trim_matches(['[', ']']).to_owned();
    for texts in [vec![("story.json".into(), whole)], vec![story, ("more.jsonl".into(), lines)]] {
        let read: Arc<_> = load_texts(&texts).dossier.expect("a dossier");
        let (_, article) = read.articles.iter().next().expect("an article");
        assert_eq!(article.url, Some("https://a.example/@b"));
    }
}
