//! `karwan add`: pages from a server on the loopback and from files become articles, or say why not.

use crate::common::{command, pty};

use std::fs;
use std::path::Path;

use karwan::dossier::load::load;
use karwan::settings::config::ConfigPlaces;
use tiny_http::{Header, Response, Server};

const PAGE: &str = r#"<!DOCTYPE html><html lang="en"><head><title>t</title><meta property="og:title" content="Visit put off">
<meta property="og:site_name" content="The Paper"><meta property="article:published_time" content="2025-11-03T10:00:00Z">
</head><body><article><p>The visit that was announced for November is put off, the ministry said on Monday morning here.</p>
<p>No new date was given, and the ambassador said that both sides need more time to prepare the papers.</p></article></body></html>"#;

/// A server that answers until it is dropped with the test. Gives its address without a last slash.
fn serve() -> String {
    let server = Server::http("127.0.0.1:0").expect("a port of the loopback");
    let base = format!("http://{}", server.server_addr().to_ip().expect("an address"));
    std::thread::spawn(move || {
        for request in server.incoming_requests() {
            let header = |name: &str, value: &str| Header::from_bytes(name, value).expect("a header");
            let html = header("Content-Type", "text/html; charset=utf-8");
            let page = || Response::from_data(PAGE.as_bytes().to_vec()).with_header(html.clone());
            let to = |place: &str| {
                Response::from_data(Vec::new()).with_status_code(302).with_header(header("Location", place))
            };
            let _ = match request.url() {
                "/moved" => request.respond(to("/news/1")),
                "/gone" => request.respond(Response::from_string("gone").with_status_code(404)),
                "/pdf" => request
                    .respond(Response::from_string("%PDF").with_header(header("Content-Type", "application/pdf"))),
                _ => request.respond(page()),
            };
        }
    });
    base
}

/// Exit code, standard output and error of `karwan add` on the dossier of a folder.
fn add(folder: &Path, words: &[&str]) -> (u8, String, String) {
    let dossier = folder.join("dossier");
    let words = [&["add", "-d", dossier.to_str().expect("UTF-8")], words].concat();
    command::run(&command::unattended(command::state_in(folder.join("state"))), &words)
}

const STORY: &str = "# mine\nformat = 1\n\n[story]\ntitle = \"S\"   # kept\n\n[[articles]]\nid = \"one\"\ntitle = \"One\"\n\
                     outlet = \"Paper\"\npublished = \"2025-01-01\"\n\n[[events]]\nid = \"e\"\ntitle = \"E\"\nkind = \"visit\"\n\
                     date = \"2025\"\nstatus = \"happened\"\nsources = [\"one\"]\n";

fn dossier(folder: &Path) -> std::path::PathBuf {
    let file = folder.join("dossier/story.toml");
    fs::create_dir_all(file.parent().expect("it has one")).expect("a folder");
    fs::write(&file, STORY).expect("it can be written");
    file
}

#[test]
fn a_page_is_shown_and_written_once_that_is_confirmed_and_every_other_byte_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = dossier(folder.path());
    // `/moved` leads to it: the address is that of the page itself.
    let url = format!("{}/moved", serve());
    let (code, out, err) = add(folder.path(), &[&url]);
    assert_eq!(code, 1, "{err}");
    assert!(err.contains("nothing was written: there is no terminal to ask on; give --yes"), "{err}");
    for shown in
        ["title      Visit put off", "outlet     The Paper", "published  2025-11-03", "id         the-paper-2025-11-03"]
    {
        assert!(out.contains(shown), "{shown}: {out}");
    }
    assert_eq!(fs::read_to_string(&file).expect("the dossier"), STORY);
    let (code, _, err) = add(folder.path(), &[&url, "--yes"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let text = fs::read_to_string(&file).expect("the dossier");
    let (before, after) = STORY.split_once("\n[[events]]").expect("it has one");
    let added = text.strip_prefix(before).and_then(|text| text.strip_suffix(after)).expect("the rest is as it was");
    assert!(added.contains("text = \"\"\"\nThe visit that was announced"), "{added}");
    let story = load(&[folder.path().join("dossier")]).dossier.expect("it opens");
    let (_, article) = story.articles.iter().nth(1).expect("the new one");
    assert_eq!((article.title, article.outlet, article.published), ("Visit put off", "The Paper", Some("2025-11-03")));
    assert!(article.text.is_some_and(|text| text.ends_with("prepare the papers.")));
}

#[test]
fn at_a_terminal_it_asks_and_only_yes_writes() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = dossier(folder.path());
    let saved = folder.path().join("saved.html");
    fs::write(&saved, PAGE).expect("it can be written");
    let words = ["add", "-d", file.to_str().expect("UTF-8"), saved.to_str().expect("UTF-8")];
    for (answer, said, written) in
        [("\r", "nothing was written", false), ("n\r", "nothing was written", false), ("y\r", "added article", true)]
    {
        let mut pty = pty::Pty::start(env!("CARGO_BIN_EXE_karwan"), &words, (100, 30));
        pty.wait_for("add it? [y/N]");
        pty.send(answer);
        pty.wait_for(said);
        assert_eq!(fs::read_to_string(&file).expect("the dossier") != STORY, written, "{answer:?}");
    }
}

#[test]
fn what_is_like_it_is_pointed_out_and_not_merged() {
    let folder = tempfile::tempdir().expect("a folder");
    dossier(folder.path());
    let base = serve();
    assert_eq!(add(folder.path(), &[&format!("{base}/news/1"), "--yes"]).0, 0);
    let (code, _, err) = add(folder.path(), &[&format!("{base}/news/1/?utm_medium=x#top"), "--yes"]);
    assert_eq!(code, 0);
    assert!(
        err.contains("note: the dossier has this address already: `the-paper-2025-11-03` (The Paper, 3 Nov 2025)"),
        "{err}"
    );
    let (code, out, err) = add(folder.path(), &[&format!("{base}/copy/2"), "--title", "Another headline for it"]);
    assert_eq!(code, 1);
    assert!(err.contains("100 % of the text is that of `the-paper-2025-11-03`"), "{err}");
    assert!(out.contains("id         the-paper-2025-11-03-3"), "{out}");
    let (_, _, err) = add(folder.path(), &[&format!("{base}/copy/2"), "--no-text"]);
    assert!(err.contains("an article with this headline"), "{err}");
}

#[test]
fn a_saved_page_is_read_and_what_it_lacks_can_be_given() {
    let folder = tempfile::tempdir().expect("a folder");
    dossier(folder.path());
    let saved = folder.path().join("saved.html");
    fs::write(&saved, "<h1>Railway agreed</h1><p>short</p>").expect("it can be written");
    let saved = saved.to_str().expect("UTF-8");
    let (code, _, err) = add(folder.path(), &[saved]);
    assert_eq!(code, 1);
    assert!(err.contains("the page names no publisher; give --outlet"), "{err}");
    let given = ["--outlet", "Gazette", "--published", "2025-07", "--url", "https://gazette.example/a", "--yes"];
    let (code, out, err) = add(folder.path(), &[&[saved][..], &given].concat());
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("id         railway-agreed"), "{out}");
    let (code, _, err) = add(folder.path(), &["no-such-file.html"]);
    assert_eq!(code, 1);
    assert!(err.contains("`no-such-file.html` cannot be read"), "{err}");
    let (_, _, err) = add(folder.path(), &[&format!("{}/pdf", serve())]);
    assert!(err.contains("is `application/pdf`, not a page"), "{err}");
    let (_, _, err) = add(folder.path(), &[&format!("{}/gone", serve())]);
    assert!(err.contains("the server answers 404"), "{err}");
    assert!(add(folder.path(), &["ftp://a.example/x"]).2.contains("is not an http or https address"));
}

#[test]
fn the_story_that_is_built_in_cannot_be_added_to() {
    let (code, _, err) = command::run(&command::unattended(ConfigPlaces::default()), &["add", "https://a.example/x"]);
    assert_eq!(code, 1);
    assert!(err.contains("name yours with `-d PATH`"));
}
