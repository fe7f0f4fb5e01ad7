//! Dossiers that are right, and files that cannot be read: what comes out of loading.

use crate::common::frozen;

use std::fs;
use std::path::{Path, PathBuf};

use karwan::dossier::load::{LoadedDossier, load, load_texts};
use karwan::dossier::record::{ArticleIx, FigureAmount, FigureSubject, RecordSpot, ReportValue};
use karwan::dossier::{Dossier, EdtfDate, Kind};

/// One dossier with everything in it that the format allows.
const EVERYTHING: &str = include_str!("../data/everything.toml");

fn texts(files: &[(&str, &str)]) -> LoadedDossier {
    let texts: Vec<(PathBuf, String)> = files.iter().map(|(path, text)| (path.into(), (*text).to_owned())).collect();
    load_texts(&texts)
}

fn messages(loaded: &LoadedDossier) -> Vec<String> {
    loaded.problems.iter().map(ToString::to_string).collect()
}

/// The dossier, which is to be without any problem.
#[track_caller]
fn good(loaded: &LoadedDossier) -> &Dossier {
    assert_eq!(messages(loaded), [""; 0]);
    loaded.dossier.as_ref().expect("no error, so a dossier")
}

/// Everything that a dossier says, without the places where it stands and the order of values, which a `toml::Value`
/// does not keep.
fn contents(dossier: &Dossier) -> String {
    let articles: Vec<_> = dossier.articles.iter().collect();
    let mut events = dossier.events.clone();
    for report in events.iter_mut().flat_map(|event| &mut event.reports) {
        report.values.sort_by(|a, b| a.0.cmp(&b.0));
    }
    let all = format!(
        "{:#?}\n{:#?}\n{articles:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}",
        dossier.story,
        dossier.feeds,
        events,
        dossier.actors,
        dossier.ports,
        dossier.places,
        dossier.corridors,
        dossier.figures
    );
    let place = |line: &&str| !line.trim_start().starts_with("file: ") && !line.trim_start().starts_with("offset: ");
    all.lines().filter(place).collect::<Vec<_>>().join("\n")
}

fn as_json(toml: &str) -> String {
    let mut value: toml::Value = toml::from_str(toml).expect("valid TOML");
    quote_dates(&mut value);
    serde_json::to_string_pretty(&value).expect("JSON can hold it")
}

fn quote_dates(value: &mut toml::Value) {
    match value {
        toml::Value::Datetime(date) => *value = toml::Value::String(date.to_string()),
        toml::Value::Array(list) => list.iter_mut().for_each(quote_dates),
        toml::Value::Table(table) => table.iter_mut().for_each(|(_, value)| quote_dates(value)),
        _ => {}
    }
}

#[test]
fn everything_that_the_format_allows_is_read() {
    let loaded = texts(&[("story.toml", EVERYTHING), ("articles/full.md", "The whole text.\n")]);
    let d = good(&loaded);
    assert_eq!(d.story.title, "Everything");
    assert_eq!(d.feeds[0].watch.as_deref(), Some("port:gwadar"));

    let article = d.articles.get(ArticleIx(1));
    assert_eq!((article.id, article.text, article.relays), ("relay", Some("The whole text.\n"), Some("TASS")));
    assert_eq!(article.based_on, [ArticleIx(0)]);
    assert_eq!(d.articles.get(ArticleIx(2)).text, Some("Two\nlines"));

    let short = &d.events[0];
    assert!(short.short_form);
    assert_eq!(short.reports.iter().map(|r| r.source).collect::<Vec<_>>(), [Some(ArticleIx(0)), Some(ArticleIx(1))]);
    assert!(short.reports.iter().all(|r| r.date == EdtfDate::parse("2025-11-05").ok()));
    assert!(short.at < short.reports[0].at && short.reports[0].at < short.reports[1].at);
    assert_eq!(
        short.places,
        [RecordSpot::Place(karwan::dossier::PlaceIx(0)), RecordSpot::Port(karwan::dossier::PortIx(0))]
    );

    let long = &d.events[1];
    let keys: Vec<&str> = long.reports[0].values.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, ["trucks", "quay depth", "agreed", "by rail"]);
    assert_eq!(long.reports[0].values[1].1, ReportValue::Number(14.5));
    assert_eq!(long.reports[0].values[2].1, ReportValue::Text("in part".into()));
    assert_eq!(long.reports[1].status, None);
    assert_eq!(long.depends_on.len(), 1);

    let corridor = &d.corridors[0];
    assert_eq!(corridor.legs.len(), 2);
    assert_eq!(corridor.reports.iter().map(|r| r.leg).collect::<Vec<_>>(), [None, Some(1)]);
    assert_eq!(d.corridors[1].branch_of.map(karwan::dossier::CorridorIx::ix), Some(0));

    let keys: Vec<&str> = d.figures.iter().map(|f| f.key.as_str()).collect();
    assert_eq!(keys, ["draught@origin", "draught@origin~2", "share@relay", "draught@origin~3"]);
    assert_eq!(d.figures[0].about, FigureSubject::Rec(d.find("gwadar").expect("the port")));
    assert_eq!(d.figures[1].about, FigureSubject::Story);
    assert_eq!(d.figures[1].amount, FigureAmount::Range { min: Some(1000.0), max: None });
    assert_eq!(d.figures[3].amount, FigureAmount::Range { min: Some(-1.0), max: Some(-1.0) });
    assert_eq!(d.find("draught@origin~2").map(karwan::dossier::Rec::ix), Some(1));
    assert_eq!(d.find("short").map(karwan::dossier::Rec::kind), Some(Kind::Event));
}

#[test]
fn places_are_byte_offsets_of_the_tables() {
    let loaded = texts(&[("story.toml", EVERYTHING), ("articles/full.md", "")]);
    let d = good(&loaded);
    let offset = |at: karwan::dossier::SourcePlace| usize::try_from(at.offset).expect("a small file");
    for event in &d.events {
        assert!(EVERYTHING[offset(event.at)..].starts_with("[[events]]"));
    }
    assert!(EVERYTHING[offset(d.events[0].reports[1].at)..].starts_with("\"relay\"]"));
    assert!(EVERYTHING[offset(d.events[1].reports[0].at)..].starts_with("[[events.reports]]"));
    assert!(EVERYTHING[offset(d.corridors[0].reports[1].at)..].starts_with("[[corridors.reports]]"));
    assert!(EVERYTHING[offset(d.figures[2].at)..].starts_with("[[figures]]"));
    assert!(EVERYTHING[offset(d.articles.get(ArticleIx(1)).at)..].starts_with("[[articles]]"));
}

#[test]
fn toml_and_json_give_the_same_dossier() {
    let full = ("articles/full.md", "The whole text.\n");
    let toml = texts(&[("story.toml", EVERYTHING), full]);
    let json = texts(&[("story.json", &as_json(EVERYTHING)), full]);
    assert_eq!(contents(good(&toml)), contents(good(&json)));
}

#[test]
fn the_frozen_story_is_the_same_in_json() {
    let mut toml = Vec::new();
    let mut json = Vec::new();
    for (path, text) in frozen::texts() {
        json.push((path.with_extension("json"), as_json(&text)));
        toml.push((path, text));
    }
    assert_eq!(contents(good(&load_texts(&toml))), contents(good(&load_texts(&json))));
}

#[test]
fn lines_of_articles_give_the_same_articles_as_tables() {
    let mut parsed: toml::Table = EVERYTHING.parse().expect("valid TOML");
    parsed.iter_mut().for_each(|(_, value)| quote_dates(value));
    let list = parsed["articles"].as_array().expect("articles");
    let lines: String = list.iter().map(|a| serde_json::to_string(a).expect("JSON") + "\n").collect();
    let mut rest = parsed.clone();
    rest.remove("articles");
    let rest = toml::to_string(&rest).expect("TOML");
    let full = ("articles/full.md", "The whole text.\n");
    let split = texts(&[("a.jsonl", &lines), ("b.toml", &rest), full]);
    let whole = texts(&[("story.toml", EVERYTHING), full]);
    assert_eq!(contents(good(&split)), contents(good(&whole)));
}

#[test]
fn files_are_one_dossier_in_the_order_of_their_paths() {
    let event = |id: &str| format!("[[events]]\nid = \"{id}\"\ntitle = \"T\"\nkind = \"visit\"\nsources = [\"a\"]\n");
    let article = "{\"id\": \"a\", \"title\": \"T\", \"outlet\": \"O\", \"published\": \"2025\"}";
    let loaded = texts(&[
        ("d/z.toml", &event("last")),
        ("d/b/x.toml", &event("second")),
        ("d/a.jsonl", article),
        ("d/b.toml", &format!("format = 1\n[story]\ntitle = \"S\"\n{}", event("third"))),
        ("d/a/first.toml", &event("first")),
    ]);
    let d = good(&loaded);
    let files: Vec<&Path> = d.files.iter().map(|f| f.path.as_path()).collect();
    assert_eq!(files, ["d/a/first.toml", "d/a.jsonl", "d/b/x.toml", "d/b.toml", "d/z.toml"].map(Path::new));
    assert_eq!(d.events.iter().map(|e| e.id.as_str()).collect::<Vec<_>>(), ["first", "second", "third", "last"]);
    assert_eq!(d.events.iter().map(|e| e.at.file).collect::<Vec<_>>(), [0, 2, 3, 4]);
}

const STORY: &str = "format = 1\n[story]\ntitle = \"S\"\n";

fn directory(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let directory = tempfile::tempdir().expect("a directory");
    for (name, bytes) in files {
        let path = directory.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("directories");
        fs::write(path, bytes).expect("a file");
    }
    directory
}

fn load_one(path: PathBuf) -> LoadedDossier {
    load(&[path])
}

#[track_caller]
fn assert_refused(loaded: &LoadedDossier, ending: &str) {
    let found = messages(loaded);
    assert!(found.len() == 1 && found[0].ends_with(ending) && loaded.dossier.is_none(), "{ending}: {found:#?}");
}

#[test]
fn a_directory_holds_every_dossier_file_below_it_but_hidden_ones() {
    let dir = directory(&[
        ("story.toml", STORY.as_bytes()),
        ("more/deep/feeds.json", b"{\"feeds\": [{\"url\": \"https://example.org\"}]}"),
        (".hidden.toml", b"nonsense"),
        (".git/x.toml", b"nonsense"),
        ("notes.md", b"nonsense"),
        ("empty.jsonl", b""),
    ]);
    let loaded = load_one(dir.path().to_owned());
    let names = good(&loaded).files.iter().map(|file| file.path.strip_prefix(dir.path()).expect("below it").to_owned());
    assert_eq!(names.collect::<Vec<_>>(), ["empty.jsonl", "more/deep/feeds.json", "story.toml"].map(PathBuf::from));
    assert_eq!(good(&loaded).feeds.len(), 1);
}

#[test]
fn what_is_named_twice_is_read_once() {
    let dir = directory(&[("story.toml", STORY.as_bytes()), ("sub/a.json", b"{\"feeds\": []}")]);
    let top = dir.path().to_owned();
    let loaded = load(&[top.join("story.toml"), top.clone(), top.join("sub/../sub/a.json"), top.join("sub"), top]);
    let names = good(&loaded).files.iter().map(|file| file.path.file_name().expect("a name").to_owned());
    assert_eq!(names.collect::<Vec<_>>(), ["story.toml", "a.json"]);
}

#[cfg(unix)]
#[test]
fn links_in_circles_and_special_files_do_no_harm() {
    use std::os::unix::fs::symlink;
    let dir = directory(&[("story.toml", STORY.as_bytes()), ("sub/a.json", b"{\"feeds\": []}")]);
    symlink(dir.path(), dir.path().join("sub/up")).expect("a link");
    symlink("loop", dir.path().join("loop")).expect("a link");
    symlink("sub", dir.path().join("again")).expect("a link");
    assert_eq!(good(&load_one(dir.path().to_owned())).files.len(), 2);

    let fifo = dir.path().join("fifo.toml");
    let made = std::process::Command::new("mkfifo").arg(&fifo).status();
    if made.is_ok_and(|status| status.success()) {
        assert_refused(&load_one(fifo), "fifo.toml: error: not a regular file");
        assert_refused(&load_one(dir.path().to_owned()), "fifo.toml: error: not a regular file");
    }
    assert_refused(
        &load_one("/dev/null".into()),
        ": error: not a dossier file; `.toml`, `.json` or `.jsonl` is expected",
    );
    let device = dir.path().join("zero.json");
    symlink("/dev/zero", &device).expect("a link");
    assert_refused(&load_one(device), "zero.json: error: not a regular file");
}

#[cfg(target_os = "linux")]
#[test]
fn what_the_system_makes_up_is_no_file_of_a_dossier() {
    use std::os::unix::fs::symlink;
    for (link, target) in [
        ("k.json", "/proc/self/pagemap"),
        ("k.toml", "/proc/kmsg"),
        ("m.jsonl", "/proc/self/mem"),
        ("s.toml", "/sys/kernel/notes"),
    ] {
        let dir = directory(&[("story.toml", STORY.as_bytes())]);
        symlink(target, dir.path().join(link)).expect("a link");
        if std::path::Path::new(target).exists() {
            assert_refused(&load_one(dir.path().to_owned()), &format!("{link}: error: not a regular file"));
        }
    }
    for target in ["/proc", "/sys"] {
        let dir = directory(&[("story.toml", STORY.as_bytes())]);
        symlink(target, dir.path().join("link")).expect("a link");
        assert_refused(
            &load_one(dir.path().to_owned()),
            "link: error: no directory of files: the system makes up what is in it",
        );
    }
    // what holds the dossier is not entered from within it
    let dir = directory(&[("d/story.toml", STORY.as_bytes()), ("beside/story.toml", STORY.as_bytes())]);
    symlink("/", dir.path().join("d/root")).expect("a link");
    symlink("..", dir.path().join("d/up")).expect("a link");
    assert_eq!(good(&load_one(dir.path().join("d"))).files.len(), 1);
}

#[test]
fn what_cannot_be_read_says_why() {
    let dir = directory(&[("a/notes.md", b"x"), ("bad.toml", b"format = 1\n# caf\xe9\n"), ("no.txt", b"x")]);
    let path = |name: &str| dir.path().join(name);
    assert_refused(&load_one(path("none.toml")), "none.toml: error: no such file or directory");
    assert_refused(
        &load_one(path("a")),
        "a: error: no dossier file in this directory; `.toml`, `.json` or `.jsonl` is expected",
    );
    assert_refused(
        &load_one(path("no.txt")),
        "no.txt: error: not a dossier file; `.toml`, `.json` or `.jsonl` is expected",
    );
    let loaded = load_one(path("bad.toml"));
    assert_refused(&loaded, "bad.toml:2:6: error: not UTF-8: the byte 0xe9 begins no character here");
    assert!(loaded.problems[0].render().ends_with("  # caf\u{fffd}\n       ^"));
    assert_refused(&load(&[]), ".: error: no file is given");
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_says_so() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = directory(&[("a.toml", b"format = 1")]);
    let path = dir.path().join("a.toml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("permissions");
    if fs::File::open(&path).is_ok() {
        return; // an administrator may read everything
    }
    assert_refused(&load_one(path), "a.toml: error: no permission");
}

#[test]
fn a_text_file_stays_within_the_dossier() {
    let article = |file: &str| {
        format!("[[articles]]\nid = \"a\"\ntitle = \"T\"\noutlet = \"O\"\npublished = \"2025\"\ntext_file = {file:?}\n")
    };
    let event = "[[events]]\nid = \"e\"\ntitle = \"E\"\nkind = \"visit\"\nsources = [\"a\"]\n";
    let dir = directory(&[("d/sub/inside.md", b"inside"), ("outside.md", b"outside"), ("d/latin.md", b"caf\xe9")]);
    #[cfg(unix)]
    std::os::unix::fs::symlink(dir.path().join("outside.md"), dir.path().join("d/link.md")).expect("a link");
    let load_with = |file: &str| {
        fs::write(dir.path().join("d/story.toml"), [STORY, &article(file), event].concat()).expect("a file");
        load_one(dir.path().join("d"))
    };
    let loaded = load_with("sub/../sub/inside.md");
    assert_eq!(good(&loaded).articles.get(ArticleIx(0)).text, Some("inside"));
    let outside = dir.path().join("outside.md");
    let place = ":9:13: error: the text file ";
    for (file, why) in [
        (outside.to_str().expect("UTF-8"), "is absolute; it has to be relative to the file that names it"),
        ("../outside.md", "`../outside.md` lies outside the dossier's directory"),
        ("none.md", "`none.md` cannot be read: no such file or directory"),
        ("sub", "`sub` cannot be read: not a regular file"),
        ("latin.md", "`latin.md` is not UTF-8: byte 4 begins no character"),
        ("", "`` has no name"),
        #[cfg(unix)]
        ("link.md", "`link.md` lies outside the dossier's directory"),
    ] {
        let loaded = load_with(file);
        assert_refused(&loaded, why);
        assert!(messages(&loaded)[0].contains(place), "{file}");
    }
}
