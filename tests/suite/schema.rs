//! Schema, readers and `docs/format.md` agree: the same keys in the same tables, and what is valid for one is for all.

use crate::common::command;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use karwan::dossier::load::load;
use karwan::dossier::schema::schema;
use karwan::settings::config::ConfigPlaces;
use serde_json::{Value, json};

/// The keys of each table, by its path: `events`, `events.reports`.
type Keys = BTreeMap<String, BTreeSet<String>>;

/// Every table of the format.
const TABLES: &[&str] = &[
    "story",
    "feeds",
    "labels",
    "articles",
    "events",
    "events.reports",
    "actors",
    "actors.offices",
    "actors.positions",
    "ports",
    "places",
    "corridors",
    "corridors.legs",
    "corridors.reports",
    "figures",
];

fn tree() -> Value {
    serde_json::from_str(&schema()).expect("JSON")
}

/// The schema of a table.
fn table<'s>(root: &'s Value, path: &str) -> &'s Value {
    let mut at = root;
    for part in path.split('.') {
        at = &at["properties"][part];
        if at["type"] == "array" {
            at = &at["items"];
        }
        if let Some(name) = at["$ref"].as_str() {
            at = &root["definitions"][name.rsplit('/').next().expect("a name")];
        }
    }
    at
}

fn of_schema() -> Keys {
    let root = tree();
    let keys = |path: &&str| {
        let properties = table(&root, path)["properties"].as_object().unwrap_or_else(|| panic!("no table `{path}`"));
        ((*path).to_owned(), properties.keys().cloned().collect())
    };
    TABLES.iter().map(keys).collect()
}

/// What a reader knows: it names all keys where it meets one that is like none of them.
fn of_readers() -> Keys {
    const STRANGE: &str = "qqqqqqqqqqqq";
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("d.json");
    let keys = |path: &&str| {
        let strange = json!({ STRANGE: 1 });
        let dossier = match path.split('.').collect::<Vec<_>>()[..] {
            ["story"] => json!({ "story": strange }),
            [list] => json!({ list: [strange] }),
            [list, inner] => json!({ list: [{ inner: [strange] }] }),
            _ => panic!("{path}"),
        };
        fs::write(&file, dossier.to_string()).expect("it can be written");
        let problems = load(std::slice::from_ref(&file)).problems;
        let told = problems.iter().find(|p| p.message.contains(STRANGE)).unwrap_or_else(|| panic!("{path}"));
        let (_, known) = told.message.split_once("; ").expect("the keys that are known");
        let known = known.split('`').skip(1).step_by(2).map(ToOwned::to_owned).collect();
        ((*path).to_owned(), known)
    };
    TABLES.iter().map(keys).collect()
}

/// What the contract names: the keys in its TOML blocks.
fn of_contract() -> Keys {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/format.md")).expect("the contract");
    let mut keys = Keys::new();
    let mut at = String::new();
    let (mut within, mut multi) = (false, false);
    for line in text.lines() {
        let line = line.trim_start();
        if line.starts_with("```") {
            within = line == "```toml";
        } else if within && !line.is_empty() {
            let code = line.split(" # ").next().unwrap_or(line).trim_end();
            if let Some(name) = code.strip_prefix('[') {
                name.split(']').next().unwrap_or_default().trim_start_matches('[').clone_into(&mut at);
                keys.entry(at.clone()).or_default();
            } else if let Some((names, value)) = code.split_once('=').filter(|_| !multi) {
                let names = names.trim().trim_start_matches("# ");
                let names = names.split(',').map(|name| name.trim().to_owned());
                if !at.is_empty() {
                    keys.entry(at.clone()).or_default().extend(names);
                }
                multi = value.matches("\"\"\"").count() == 1;
            }
        }
    }
    keys
}

#[test]
fn the_schema_knows_the_keys_that_the_readers_know() {
    assert_eq!(of_schema(), of_readers());
}

#[test]
fn the_contract_names_the_keys_that_the_readers_know() {
    let (mut contract, mut readers) = (of_contract(), of_readers());
    // Told in the prose of the contract, beside the tables.
    for (table, key, words) in [
        ("articles", "text_file", "or text_file = "),
        ("articles", "tags", "tags = []"),
        ("corridors", "sources", "places, corridors and actors may have it too"),
        ("actors", "sources", "places, corridors and actors may have it too"),
        ("places", "sources", "places, corridors and actors may have it too"),
        ("actors.offices", "seen", "seen = "),
        ("figures", "min", "min and/or max"),
        ("figures", "max", "min and/or max"),
    ] {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/format.md")).expect("it");
        assert!(text.contains(words), "the contract says no more `{words}`");
        contract.entry(table.to_owned()).or_default().insert(key.to_owned());
        assert!(readers.get_mut(table).is_some_and(|keys| keys.contains(key)), "{table} {key}");
    }
    // A table of a table is a key of it.
    for (table, inner) in TABLES.iter().filter_map(|path| path.split_once('.')) {
        contract.entry(table.to_owned()).or_default().insert(inner.to_owned());
    }
    assert_eq!(contract, readers);
}

/// TOML as JSON, dates as texts.
fn json_of(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(n) => n.into(),
        toml::Value::Float(n) => n.into(),
        toml::Value::Boolean(yes) => yes.into(),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Array(all) => all.into_iter().map(json_of).collect(),
        toml::Value::Table(all) => all.into_iter().map(|(key, value)| (key, json_of(value))).collect(),
    }
}

fn read(path: &Path) -> Value {
    let text = fs::read_to_string(path).expect("a file");
    json_of(toml::from_str::<toml::Value>(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display())))
}

fn mistakes(dossier: &Value) -> Vec<String> {
    let validator = jsonschema::validator_for(&tree()).expect("a schema");
    validator.iter_errors(dossier).map(|error| format!("{} at {}", error, error.instance_path())).collect()
}

#[test]
fn the_built_in_story_and_the_dossier_to_start_from_are_valid() {
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    let mut files = 0;
    for folder in ["story", "init"] {
        for entry in fs::read_dir(assets.join(folder)).expect("a folder") {
            let path = entry.expect("a file").path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                assert_eq!(mistakes(&read(&path)), Vec::<String>::new(), "{}", path.display());
                files += 1;
            }
        }
    }
    assert!(files > 3);
    let everything = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/everything.toml");
    assert_eq!(mistakes(&read(&everything)), Vec::<String>::new());
}

#[test]
fn a_misspelt_key_a_wrong_word_and_a_missing_key_are_mistakes_in_every_table() {
    let good = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/init/init.toml"));
    for path in TABLES.iter().filter(|path| !matches!(**path, "feeds" | "labels" | "actors.offices")) {
        let mut bad = good.clone();
        let mut at = &mut bad;
        for part in path.split('.') {
            at = &mut at[part];
            if at.is_array() {
                at = &mut at[0];
            }
        }
        at["sorce"] = json!("one");
        assert_eq!(mistakes(&bad).len(), 1, "{path}: {:?}", mistakes(&bad));
    }
    let with = |path: &str, value: Value| {
        let mut bad = good.clone();
        *bad.pointer_mut(path).unwrap_or_else(|| panic!("{path}")) = value;
        mistakes(&bad)
    };
    for (path, value) in [
        ("/format", json!(2)),
        ("/events/0/kind", json!("vist")),
        ("/events/0/id", json!("Bridge Opens")),
        ("/events/0/summary", Value::Null),
        ("/ports/0/latitude", json!(143)),
        ("/ports/0/country", json!("hr")),
        ("/corridors/0/legs/0/length_km", json!("3 km")),
        ("/figures/0/value", json!("11.5 m")),
        ("/events/0/reports/1/values", json!({ "lanes": [4] })),
    ] {
        let mut base = good.clone();
        if path.ends_with("summary") {
            base["events"][0]["summary"] = json!("text");
            base["events"][0]["summary"] = value;
            assert!(!mistakes(&base).is_empty(), "{path}");
        } else {
            assert!(!with(path, value).is_empty(), "{path}");
        }
    }
    for (list, key) in
        [("articles", "title"), ("articles", "outlet"), ("events", "kind"), ("figures", "unit"), ("figures", "value")]
    {
        let mut bad = good.clone();
        bad[list][0].as_object_mut().expect("a record").remove(key);
        assert!(!mistakes(&bad).is_empty(), "{list} without {key}");
    }
}

#[test]
fn the_dossier_to_start_from_passes_check_without_a_warning_and_is_written_into_an_empty_directory_only() {
    let env = command::unattended(ConfigPlaces::default());
    let run = |words: &[&str]| command::run(&env, words);
    let folder = tempfile::tempdir().expect("a folder");
    let new = folder.path().join("a/new");
    let new = new.to_str().expect("UTF-8");
    assert_eq!(run(&["init", new]).0, 0);
    assert_eq!(run(&["check", "--strict", new]), (0, String::new(), String::new()));
    let before = fs::read(Path::new(new).join("story.toml")).expect("it is there");
    assert!(before.starts_with(b"#:schema ./.karwan.schema.json\n"));
    assert_eq!(fs::read_to_string(Path::new(new).join(".karwan.schema.json")).expect("it is there"), schema());
    assert_eq!(run(&["schema"]).1, schema());
    let (code, _, err) = run(&["init", new]);
    assert_eq!(code, 1);
    assert!(err.contains("is not empty"), "{err}");
    assert_eq!(fs::read(Path::new(new).join("story.toml")).expect("it is there"), before);
    let story = Path::new(new).join("story.toml");
    let (code, _, err) = run(&["init", story.to_str().expect("UTF-8")]);
    assert_eq!(code, 1);
    assert!(err.contains("cannot write"), "{err}");
}

/// Keys of the format that stand in no output under their own name: full texts, which may not be passed on, and the
/// reports of a corridor or event, which are `statements` in JSON and tables of their own in CSV.
const NOT_SHOWN: &[(&str, &str)] = &[
    ("articles", "text"),
    ("articles", "text_file"),
    ("corridors", "reports"),
    ("corridors", "legs"),
    ("actors", "offices"),
    ("actors", "positions"),
];

#[test]
fn every_key_that_a_reader_knows_stands_in_json_and_in_the_tables() {
    use karwan::report::export::csv::heads;
    use karwan::report::fields::{
        ACTOR, CORRIDOR, CORRIDOR_REPORT, EVENT, FieldOutputs, LEG, OFFICE, POSITION, REPORT, names,
    };
    let heads: BTreeMap<&str, Vec<&str>> = heads().map(|head| (head.file, head.columns)).collect();
    let readers = of_readers();
    let json = |table: &str| match table {
        "events.reports" => REPORT.names(FieldOutputs::JSON),
        "actors.offices" => OFFICE.names(FieldOutputs::JSON),
        "actors.positions" => POSITION.names(FieldOutputs::JSON),
        "corridors.legs" => LEG.names(FieldOutputs::JSON),
        "corridors.reports" => CORRIDOR_REPORT.names(FieldOutputs::JSON),
        "events" => EVENT.names(FieldOutputs::JSON),
        "actors" => ACTOR.names(FieldOutputs::JSON),
        "corridors" => CORRIDOR.names(FieldOutputs::JSON),
        kind => names(karwan::dossier::Kind::from_word(kind).expect("a kind"), FieldOutputs::JSON),
    };
    let file = |table: &str| match table {
        "events.reports" => "reports.csv".to_owned(),
        "corridors.reports" => "corridor-reports.csv".to_owned(),
        table => format!("{}.csv", table.rsplit('.').next().unwrap_or(table)),
    };
    for (table, keys) in readers.iter().filter(|(table, _)| !matches!(table.as_str(), "story" | "feeds" | "labels")) {
        let (json, csv) = (json(table), &heads[file(table).as_str()]);
        for key in keys.iter().filter(|key| !NOT_SHOWN.contains(&(table.as_str(), key.as_str()))) {
            let leg = (table.as_str(), key.as_str()) == ("corridors.reports", "leg");
            assert!(json.contains(&key.as_str()), "{table}: `{key}` is not in the JSON");
            assert!(csv.contains(&key.as_str()) || leg, "{table}: `{key}` is not in the table");
        }
    }
}
