//! Edits of files: what is new comes in, and every byte that stood there stands there still.

use crate::common::frozen;

use std::path::{Path, PathBuf};

use karwan::desk::edit::{Edit, EditFields, EditList, EditValue, WordList, apply, home, slug};
use karwan::dossier::load::load_texts;
use karwan::dossier::{Dossier, EdtfDate, Kind, Rec, ReportValue};
use proptest::prelude::*;

fn text(value: &str) -> EditValue {
    EditValue::Text(value.to_owned())
}

fn date(value: &str) -> EditValue {
    EditValue::Date(EdtfDate::parse(value).expect("a date"))
}

/// A report as a form writes it.
fn report(source: &str) -> EditFields {
    vec![
        ("source", text(source)),
        ("status", text("happened")),
        ("date", date("2026-02-03")),
        ("quote", text("so \"it\" is")),
    ]
}

fn read(texts: &[(PathBuf, String)]) -> std::sync::Arc<Dossier> {
    let loaded = load_texts(texts);
    let problems: Vec<String> = loaded.problems.iter().map(ToString::to_string).collect();
    loaded.dossier.unwrap_or_else(|| panic!("{problems:#?}\n{}", texts[0].1))
}

/// The bytes that came in, where nothing else changed.
fn inserted<'n>(old: &str, new: &'n str) -> Option<&'n str> {
    let (old, bytes) = (old.as_bytes(), new.as_bytes());
    let more = bytes.len().checked_sub(old.len())?;
    let prefix = old.iter().zip(bytes).take_while(|(a, b)| a == b).count();
    // Equal bytes at the seam can belong to either side: any cut will do.
    (0..=prefix)
        .rev()
        .find(|&at| old[at..] == bytes[at + more..] && new.is_char_boundary(at))
        .map(|at| &new[at..at + more])
}

/// What a record says, places and positions aside.
fn says(dossier: &Dossier, id: &str) -> String {
    let rec = dossier.find(id).unwrap_or_else(|| panic!("no `{id}`"));
    let debug = match rec {
        Rec::Event(ix) => format!("{:?}", dossier[ix]),
        Rec::Actor(ix) => format!("{:?}", dossier[ix]),
        Rec::Port(ix) => format!("{:?}", dossier[ix]),
        Rec::Place(ix) => format!("{:?}", dossier[ix]),
        Rec::Corridor(ix) => format!("{:?}", dossier[ix]),
        Rec::Figure(ix) => format!("{:?}", dossier[ix]),
        Rec::Article(ix) => {
            let article = dossier.articles.get(ix);
            format!("{:?} {:?} {:?}", article.title, article.tags, article.published)
        }
    };
    let mut out = String::new();
    let mut rest = debug.as_str();
    while let Some(at) = rest.find("SourcePlace {") {
        out.push_str(&rest[..at]);
        rest = rest[at..].split_once('}').map_or("", |(_, rest)| rest);
    }
    out + rest
}

/// Every edit that this record can take.
fn edits(dossier: &Dossier, rec: Rec) -> Vec<Edit> {
    let id = dossier.id(rec).to_owned();
    let source = dossier.articles.iter().next().expect("an article").1.id.to_owned();
    match rec {
        Rec::Event(ix) => {
            let mut edits = vec![
                Edit::Statement(id.clone(), EditList::Reports, report(&source)),
                Edit::Word(id.clone(), WordList::Tags, "new tag".to_owned()),
            ];
            let event = &dossier[ix];
            if !event.short_form
                && let Some(source) = event.reports.last().and_then(|report| report.source)
            {
                let source = dossier.id(source.into()).to_owned();
                edits.push(Edit::Note { id, source, note: "a \"remark\"".to_owned() });
            }
            edits
        }
        Rec::Actor(_) => vec![
            Edit::Statement(id.clone(), EditList::Offices, vec![("title", text("Envoy")), ("source", text(&source))]),
            Edit::Statement(
                id.clone(),
                EditList::Positions,
                vec![("issue", text("x")), ("stance", text("for")), ("source", text(&source))],
            ),
            Edit::Word(id, WordList::Aliases, "Другое имя".to_owned()),
        ],
        Rec::Port(_) | Rec::Place(_) => vec![Edit::Word(id, WordList::Aliases, "Another".to_owned())],
        Rec::Corridor(_) => vec![
            Edit::Statement(id.clone(), EditList::Reports, vec![("source", text(&source)), ("status", text("open"))]),
            Edit::Word(id, WordList::Aliases, "Another".to_owned()),
        ],
        Rec::Article(_) => vec![Edit::Word(id, WordList::Tags, "new".to_owned())],
        Rec::Figure(_) => Vec::new(),
    }
}

/// A new record of each kind that a form adds.
fn records(source: &str) -> Vec<Edit> {
    let fields = |pairs: &[(&'static str, &str)]| -> EditFields { pairs.iter().map(|(k, v)| (*k, text(v))).collect() };
    let mut event = fields(&[
        ("id", "added-event"),
        ("title", "Added \\ \"event\"\u{7f}\nline"),
        ("kind", "visit"),
        ("status", "expected"),
    ]);
    event.push(("date", date("2027-02")));
    event.push(("sources", EditValue::Texts(vec![source.to_owned()])));
    let mut figure = fields(&[("about", "story"), ("metric", "added"), ("unit", "t"), ("source", source)]);
    figure.push(("value", EditValue::Number(14.5)));
    vec![
        Edit::Record(Kind::Event, event),
        Edit::Record(Kind::Figure, figure),
        Edit::Record(Kind::Actor, fields(&[("id", "added-actor"), ("name", "N"), ("kind", "person")])),
        Edit::Record(
            Kind::Article,
            fields(&[("id", "added-article"), ("title", "T"), ("outlet", "O"), ("published", "2026")]),
        ),
    ]
}

#[test]
fn every_record_of_the_story_takes_every_edit_and_nothing_else_changes() {
    let texts = frozen::texts();
    let before = read(&texts);
    let old_ids: Vec<String> =
        Kind::ALL.iter().flat_map(|&kind| before.all(kind)).map(|rec| before.id(rec).to_owned()).collect();
    let (mut tried, mut converted) = (0, 0);
    for (n, rec) in Kind::ALL.iter().flat_map(|&kind| before.all(kind)).enumerate() {
        for edit in edits(&before, rec) {
            let file = before.at(rec).file as usize;
            let (path, old) = &texts[file];
            let new = apply(old, path, &edit).unwrap_or_else(|e| panic!("{edit:?}: {e}"));
            let short = matches!((&edit, rec), (Edit::Statement(..), Rec::Event(ix)) if before[ix].short_form);
            if short {
                converted += 1;
            } else {
                let lines = inserted(old, &new).unwrap_or_else(|| panic!("more than an insertion: {edit:?}\n{new}"));
                assert!(!lines.is_empty());
            }
            tried += 1;
            // Reading all of the story again takes long: every 41st, and all that rewrite anything.
            if !short && n % 41 != 0 {
                continue;
            }
            let mut texts = texts.clone();
            texts[file].1 = new;
            let after = read(&texts);
            for id in &old_ids {
                if *id == before.id(rec) {
                    assert_ne!(says(&before, id), says(&after, id), "{edit:?}");
                } else {
                    assert_eq!(says(&before, id), says(&after, id), "{edit:?} changed another");
                }
            }
            if let (Rec::Event(ix), Edit::Statement(..)) = (rec, &edit) {
                let (old, new) = (&before[ix].reports, &after[ix].reports);
                assert_eq!(new.len(), old.len() + 1);
                let said = |r: &karwan::dossier::Report| format!("{:?}{:?}{:?}", r.source, r.status, r.date);
                assert!(old.iter().zip(new).all(|(a, b)| said(a) == said(b)), "the old reports, in their order");
                assert_eq!(new.last().and_then(|r| r.quote.clone()).as_deref(), Some("so \"it\" is"));
            }
        }
    }
    assert!(tried > 300 && converted > 20, "{tried} edits, {converted} of the short form");
}

#[test]
fn a_new_record_comes_in_as_lines_of_its_own_in_the_file_with_most_of_its_kind() {
    let texts = frozen::texts();
    let before = read(&texts);
    for edit in records("tribune-gwadar-deal") {
        let Edit::Record(kind, _) = edit else { continue };
        let path = home(&before, kind).expect("a file");
        let file = texts.iter().position(|(p, _)| *p == path).expect("one of them");
        let new = apply(&texts[file].1, &path, &edit).expect("it takes it");
        let lines = inserted(&texts[file].1, &new).expect("an insertion");
        // What is common to both ends of the new lines may be counted to either.
        let block = format!("[[{}]]", kind.word());
        assert!(lines.contains(&block) && lines.matches("[[").count() == 1, "{lines:?}");
        let mut texts = texts.clone();
        texts[file].1 = new;
        assert_eq!(read(&texts).count(kind), before.count(kind) + 1);
    }
    assert_eq!(home(&before, Kind::Event).expect("a file").file_name().expect("a name"), "events-region.toml");
}

const ODD: &[&str] = &[
    // the plain form, with comments everywhere
    "# top\nformat = 1 # one\n\n[story]\ntitle = \"S\"\n\n[[articles]]\nid = \"a\" # the page\ntitle = \"A\"\noutlet = \"O\"\npublished = 2026-01-01\n# about a\n\n# next\n[[events]]\n# e itself\nid = \"e\"\ntitle = \"E\"\nkind = \"visit\"\ntags = [] # none\n\n# first\n[[events.reports]]\nsource = \"a\" # who\nstatus = \"expected\"\nnote = 'so' # said\n# behind\n\n[[actors]]\nid = \"p\"\nname = \"P\"\nkind = \"person\"",
    // inline tables and lists of them
    "format = 1\nstory = { title = \"S\" }\narticles = [ { id = \"a\", title = \"A\", outlet = \"O\", published = \"2026\" } ]\nevents = [\n\t{ id = \"e\", title = \"E\", kind = \"visit\", reports = [ { source = \"a\", status = \"expected\" } ] }, # one\n\t# the end\n]\nactors = [{ id = \"p\", name = \"P\", kind = \"person\", aliases = [\n  \"Q\" # a spelling\n] }]\n",
    // dotted keys, quoted keys, tabs, arrays of tables interleaved
    "format = 1\nstory.title = \"S\"\n\t[[ articles ]]\n\tid='a'\n\ttitle='A'\n\toutlet='O'\n\tpublished='2026'\n[[\"events\"]]\n\"id\" = \"e\"\ntitle = \"\"\"E\n[[events]]\n\"\"\"\nkind = \"visit\"\n[[actors]]\nid = \"p\"\nname = \"P\"\nkind = \"person\"\naliases = [\n    \"Q\",\n    \"R\", # last\n    # more to come\n]\n[[events.reports]]\nsource = \"a\"\nstatus = \"expected\"\nvalues.days = 2\n[[actors.offices]]\ntitle = \"Envoy\"\nsource = \"a\"\n",
    // a sub-table with a header of its own, blanks at the end
    "format = 1\n[story]\ntitle = \"S\"\n[[events]]\nid = \"e\"\ntitle = \"E\"\nkind = \"visit\"\n  [[events.reports]]\n  source = \"a\"\n  status = \"expected\"\n    [events.reports.values]\n    days = 2\n[[articles]]\nid = \"a\"\ntitle = \"A\"\noutlet = \"O\"\npublished = \"2026\"\n[[actors]]\nid = \"p\"\nname = \"P\"\nkind = \"person\"\n\n\n  \n",
    // the short form, each line with a comment
    "format = 1\n[story]\ntitle = \"S\"\n\n[[articles]]\nid = \"a\"\ntitle = \"A\"\noutlet = \"O\"\npublished = \"2026\"\n\n[[events]]\nid = \"e\"\ndate = 2026-01-01 # the day\ntitle = \"E\"\nstatus = \"expected\" # they say\nkind = \"visit\"\nsources = [\"a\"] # the page\n\n[[actors]]\nid = \"p\"\nname = \"P\"\nkind = \"person\"\n",
    "format = 1\n[story]\ntitle = \"S\"\n[[articles]]\nid = \"a\"\ntitle = \"A\"\noutlet = \"O\"\npublished = \"2026\"\n[[actors]]\nid = \"p\"\nname = \"P\"\nkind = \"person\"\n[[events]]\nid = \"e\"\ntitle = \"E\"\nkind = \"visit\"\nstatus = \"expected\"\nsources = [\n \"a\",\n]",
];

const ODD_JSON: &[&str] = &[
    "{\n  \"format\": 1,\n  \"story\": {\"title\": \"S\"},\n  \"articles\": [\n    {\n      \"id\": \"a\",\n      \"title\": \"A\",\n      \"outlet\": \"O\",\n      \"published\": \"2026\"\n    }\n  ],\n  \"events\": [\n    {\"id\": \"e\", \"title\": \"E\", \"kind\": \"visit\", \"reports\": [{\"source\": \"a\", \"status\": \"expected\", \"note\": \"n\"}]}\n  ],\n  \"actors\": [\n    {\n      \"id\": \"p\",\n      \"name\": \"P\",\n      \"kind\": \"person\",\n      \"aliases\": [],\n      \"offices\": []\n    }\n  ]\n}\n",
    "{\"format\":1,\"story\":{\"title\":\"S\"},\"articles\":[{\"id\":\"a\",\"title\":\"A\",\"outlet\":\"O\",\"published\":\"2026\"}],\"events\":[{\"id\":\"e\",\"title\":\"E\",\"kind\":\"visit\",\"reports\":[{\"source\":\"a\",\"status\":\"expected\"}]}],\"actors\":[{\"id\":\"p\",\"name\":\"P\",\"kind\":\"person\"}]}",
    "{\n\t\"format\": 1,\n\t\"story\": {\n\t\t\"title\": \"S\"\n\t},\n\t\"articles\": [\n\t\t{\n\t\t\t\"id\": \"a\",\n\t\t\t\"title\": \"A\",\n\t\t\t\"outlet\": \"O\",\n\t\t\t\"published\": \"2026\"\n\t\t}\n\t],\n\t\"events\": [\n\t\t{\n\t\t\t\"id\": \"e\",\n\t\t\t\"title\": \"E\",\n\t\t\t\"kind\": \"visit\"\n\t\t}\n\t],\n\t\"actors\": [\n\t\t{\n\t\t\t\"id\": \"p\",\n\t\t\t\"name\": \"P\",\n\t\t\t\"kind\": \"person\"\n\t\t}\n\t]\n}",
];

/// The same text with other line ends, a byte order mark, with and without its last line end.
fn variants(text: &str) -> Vec<String> {
    let crlf = text.replace('\n', "\r\n");
    let mut all = vec![text.to_owned(), crlf.clone(), format!("\u{feff}{text}"), format!("\u{feff}{crlf}")];
    all.extend([text.trim_end().to_owned(), crlf.trim_end().to_owned(), format!("{text}\n# the end")]);
    all
}

fn survives(path: &Path, old: &str, edit: &Edit) {
    let before = read(&[(path.to_owned(), old.to_owned())]);
    let new = match apply(old, path, edit) {
        Ok(new) => new,
        Err(why) => panic!("{edit:?}: {why}\n{old}"),
    };
    let after = read(&[(path.to_owned(), new.clone())]);
    let short = |event: &karwan::dossier::Event| event.short_form;
    let rewrites = matches!(edit, Edit::Statement(_, EditList::Reports, _)) && before.events.iter().any(short);
    if rewrites {
        for comment in ["# the day", "# they say", "# the page"] {
            assert_eq!(old.contains(comment), new.contains(comment), "{new}");
        }
    } else {
        // A list on several lines without a last comma gets one: then the new line is one more insertion.
        let comma = || {
            (0..new.len()).filter(|&at| new.as_bytes()[at] == b',').any(|at| {
                let without = format!("{}{}", &new[..at], &new[at + 1..]);
                inserted(old, &without).is_some()
            })
        };
        assert!(
            inserted(old, &new).is_some() || comma(),
            "more than an insertion: {edit:?}\n--- old\n{old}\n--- new\n{new}"
        );
    }
    assert_eq!(old.starts_with('\u{feff}'), new.starts_with('\u{feff}'));
    if path.extension().is_some_and(|e| e == "toml") || !old.ends_with('}') {
        assert_eq!(old.ends_with('\n'), new.ends_with('\n'), "{edit:?}\n{new:?}");
    }
    if old.contains("\r\n") {
        assert!(!new.replace("\r\n", "").contains('\n'), "{new:?}");
    }
    for kind in [Kind::Article, Kind::Event, Kind::Actor] {
        for rec in before.all(kind) {
            let id = before.id(rec);
            let is_about = matches!(edit, Edit::Statement(about, ..) | Edit::Word(about, ..) | Edit::Note { id: about, .. } if about == id);
            assert_eq!(says(&before, id) == says(&after, id), !is_about, "{edit:?}\n{new}");
        }
    }
    if path.extension().is_some_and(|e| e == "toml") {
        // Another reader of TOML takes it too.
        new.trim_start_matches('\u{feff}').parse::<toml_edit::DocumentMut>().unwrap_or_else(|e| panic!("{e}\n{new}"));
    }
}

#[test]
fn odd_but_valid_files_take_every_edit_whatever_their_line_ends() {
    for (name, texts) in [("story.toml", ODD), ("story.json", ODD_JSON)] {
        for base in texts {
            for old in variants(base) {
                if name == "story.json" && old.ends_with("the end") {
                    continue;
                }
                let before = read(&[(name.into(), old.clone())]);
                let mut all: Vec<Edit> = [Kind::Event, Kind::Actor, Kind::Article]
                    .into_iter()
                    .flat_map(|kind| before.all(kind))
                    .flat_map(|rec| edits(&before, rec))
                    .collect();
                all.extend(records("a"));
                for edit in all {
                    survives(Path::new(name), &old, &edit);
                }
            }
        }
    }
}

#[test]
fn a_report_is_set_like_the_ones_before_it_and_stands_behind_them() {
    let old = "format = 1\n\n[[events]]\nid = \"e\"\ntitle = \"E\"\nkind = \"visit\"\n\n\t[[events.reports]]\n\tsource = \"a\"\n\t# behind\n\n# the next\n[[events]]\nid = \"f\"\n";
    let mut fields = report("b");
    fields.push((
        "values",
        EditValue::Values(vec![
            ("documents".to_owned(), ReportValue::Number(37.0)),
            ("of note".to_owned(), ReportValue::Bool(true)),
        ]),
    ));
    let new = apply(old, Path::new("x.toml"), &Edit::Statement("e".to_owned(), EditList::Reports, fields))
        .expect("it takes it");
    assert_eq!(
        inserted(old, &new).expect("an insertion").trim_matches('\n'),
        "\t[[events.reports]]\n\tsource = \"b\"\n\tstatus = \"happened\"\n\tdate = \"2026-02-03\"\n\tquote = \"so \\\"it\\\" is\"\n\t\
         values = { documents = 37, \"of note\" = true }"
    );
    assert!(new.contains("\t# behind\n\n\t[[events.reports]]"), "{new}");
    assert!(new.contains("true }\n\n# the next\n"), "{new}");
}

#[test]
fn an_event_in_the_short_form_gets_its_own_words_as_reports() {
    let old = ODD[4];
    let new = apply(old, Path::new("x.toml"), &Edit::Statement("e".to_owned(), EditList::Reports, report("a")))
        .expect("it takes it");
    let (_, event) = new.split_once("[[events]]\n").expect("the event");
    assert_eq!(
        event.split("\n[[actors]]").next().expect("it"),
        "id = \"e\"\ntitle = \"E\"\nkind = \"visit\"\n\n  [[events.reports]]\n  source = \"a\"  # the page\n  \
         status = \"expected\" # they say\n  date = 2026-01-01 # the day\n\n  [[events.reports]]\n  source = \"a\"\n  \
         status = \"happened\"\n  date = \"2026-02-03\"\n  quote = \"so \\\"it\\\" is\"\n"
    );
}

#[test]
fn an_event_in_the_short_form_in_json_gets_its_own_words_as_reports_too() {
    let edit =
        Edit::Statement("e".to_owned(), EditList::Reports, vec![("source", text("b")), ("status", text("happened"))]);
    let apply = |old: &str| apply(old, Path::new("x.json"), &edit).expect("it takes it");
    assert_eq!(
        apply(
            "{\"events\":[{\"id\":\"e\",\"date\":\"2026\",\"title\":\"E\",\"status\":\"expected\",\"sources\":[\"a\",\"c\"]}]}"
        ),
        "{\"events\":[{\"id\":\"e\",\"reports\":[{\"source\":\"a\",\"status\":\"expected\",\"date\":\"2026\"},\
         {\"source\":\"c\",\"status\":\"expected\",\"date\":\"2026\"},{\"source\":\"b\",\"status\":\"happened\"}],\"title\":\"E\"}]}"
    );
    assert_eq!(
        apply(
            "{\n  \"events\": [\n    {\n      \"sources\": [\"a\"],\n      \"status\": \"expected\",\n      \"id\": \"e\"\n    }\n  ]\n}\n"
        ),
        "{\n  \"events\": [\n    {\n      \"reports\": [\n        {\n          \"source\": \"a\",\n          \"status\": \"expected\"\n        },\n        \
         {\n          \"source\": \"b\",\n          \"status\": \"happened\"\n        }\n      ],\n      \"id\": \"e\"\n    }\n  ]\n}\n"
    );
}

#[test]
fn what_cannot_be_added_without_a_loss_is_refused_in_words() {
    let refused = |name: &str, old: &str, edit: &Edit, words: &str| {
        let why = apply(old, Path::new(name), edit).expect_err("a refusal").to_string();
        assert!(why.contains(words), "{why}");
    };
    let report = Edit::Statement("e".to_owned(), EditList::Reports, report("a"));
    refused("x.toml", "format = 1\n", &report, "`e` does not stand in this file");
    refused("x.toml", "format = \n", &report, "line 1");
    refused("x.toml", "[[events]]\nid = \"e\"\ndate = \"2026\"\n", &report, "names no source");
    refused("x.toml", "[[events]]\nid = \"e\"\nsources = [\"a\", # why\n]\n", &report, "its `sources`");
    refused("x.toml", "events = [{ id = \"e\", sources = [\"a\"] }]\n", &report, "on one line");
    refused("x.json", "{\"events\": [{\"id\": \"e\", \"date\": \"2026\"}]}", &report, "names no source");
    refused("x.jsonl", "", &records("a")[0], "articles alone");
    refused("x.png", "", &report, "not a dossier file");
    let note = Edit::Note { id: "e".to_owned(), source: "a".to_owned(), note: "it's".to_owned() };
    refused(
        "x.toml",
        "[[events]]\nid = \"e\"\n[[events.reports]]\nsource = \"a\"\nnote = 'x'\n",
        &note,
        "single quotes",
    );
}

#[test]
fn an_article_in_json_lines_is_a_line_at_the_end() {
    let article = &records("a")[3];
    for (old, gap) in [("", ""), ("{\"id\": \"b\"}\n", ""), ("{\"id\": \"b\"}", "\n"), ("{\"id\": \"b\"}\r\n", "")] {
        let new = apply(old, Path::new("x.jsonl"), article).expect("it takes it");
        let line = new.strip_prefix(old).and_then(|rest| rest.strip_prefix(gap)).expect("behind all");
        assert!(line.starts_with("{\"id\": \"added-article\", \"title\": \"T\""), "{line}");
        assert_eq!(line.matches('\n').count(), usize::from(gap.is_empty()), "{line:?}");
    }
}

#[test]
fn an_id_is_made_from_a_title() {
    let taken = |id: &str| id == "a-visit";
    assert_eq!(slug("A visit", taken), "a-visit-2");
    assert_eq!(slug("  Président  Tokayev’s «visit», 2026! ", taken), "president-tokayevs-visit-2026");
    assert_eq!(slug("Визит", taken), "");
    assert!(slug(&"word ".repeat(40), taken).len() <= 48);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_words_come_back_as_they_were_written(words in "\\PC{1,40}", odd in any::<String>()) {
        let words = format!("{words}{odd}x");
        for (name, old) in [("story.toml", ODD[0]), ("story.toml", ODD[1]), ("story.json", ODD_JSON[0])] {
            let edit = Edit::Statement("e".to_owned(), EditList::Reports, vec![("source", text("a")), ("quote", text(&words))]);
            let new = apply(old, Path::new(name), &edit).expect("it takes it");
            let after = read(&[(name.into(), new)]);
            prop_assert_eq!(after.events[0].reports.last().and_then(|r| r.quote.as_deref()), Some(words.as_str()));
        }
    }
}
