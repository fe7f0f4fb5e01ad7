//! Broken dossiers, each in its own way: every fault is named at its place.

use std::path::PathBuf;

use karwan::dossier::load::{LoadedDossier, load_texts};
use karwan::dossier::problem::{Problem, Severity};

/// What the broken texts may refer to.
const REST: &str = r#"
format = 1
[story]
title = "A story"
[[articles]]
id = "daily-1"
title = "First"
outlet = "Daily"
published = "2025-01-02"
[[articles]]
id = "daily-2"
title = "Second"
outlet = "Daily"
published = "2025-01-03"
based_on = ["daily-1"]
[[actors]]
id = "kazakhstan"
name = "Kazakhstan"
kind = "state"
sources = ["daily-2"]
[[ports]]
id = "gwadar"
name = "Gwadar"
country = "PK"
latitude = 25.11
longitude = 62.33
[[places]]
id = "herat"
name = "Herat"
latitude = 34.35
longitude = 62.2
[[events]]
id = "first-visit"
title = "First visit"
kind = "visit"
date = "2025-01-02"
places = ["herat"]
sources = ["daily-1"]
"#;

fn texts(files: &[(&str, &str)]) -> LoadedDossier {
    let texts: Vec<(PathBuf, String)> = files.iter().map(|(path, text)| (path.into(), (*text).to_owned())).collect();
    load_texts(&texts)
}

/// A file beside [`REST`].
fn beside_rest(name: &str, text: &str) -> LoadedDossier {
    texts(&[(name, text), ("rest.toml", REST)])
}

/// `line:column: error: message`, one for each problem.
fn lines(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(|p| format!("{}:{}: {}: {}", p.line, p.column, p.severity, p.message)).collect()
}

/// Asserts that loading gives this one problem and no other.
#[track_caller]
fn assert_one(loaded: &LoadedDossier, severity: Severity, place: &str, message: &str) {
    let lines = lines(&loaded.problems);
    assert_eq!(lines.len(), 1, "one problem at {place} with {message}: {lines:#?}");
    let start = format!("{place}: {severity}: ");
    assert!(lines[0].starts_with(&start), "expected {start}… {message}, got {}", lines[0]);
    assert!(lines[0].contains(message), "expected {message}, got {}", lines[0]);
    assert_eq!(loaded.dossier.is_none(), severity == Severity::Error);
}

#[test]
fn the_rest_alone_is_without_fault() {
    let loaded = texts(&[("rest.toml", REST)]);
    assert_eq!(lines(&loaded.problems), [""; 0]);
}

/// Text, place, and a part of the message. `EVENT` opens an event with its required keys on lines 1 to 4.
const EVENT: &str = "[[events]]\nid = \"e\"\ntitle = \"E\"\nkind = \"visit\"\n";
const ACTOR: &str = "[[actors]]\nid = \"a\"\nname = \"A\"\nkind = \"person\"\n";
const CORRIDOR: &str = "[[corridors]]\nid = \"c\"\nname = \"C\"\n";
const LEG: &str = "[[corridors.legs]]\nfrom = \"herat\"\nto = \"gwadar\"\n";
const FIGURE: &str = "[[figures]]\nsource = \"daily-1\"\nunit = \"m\"\n";
const PORT: &str = "[[ports]]\nid = \"p\"\nname = \"P\"\ncountry = \"PK\"\n";

macro_rules! broken {
    ($($name:ident: [$($text:expr),+] => $place:literal, $message:literal;)*) => { $(
        #[test]
        fn $name() {
            let text = [$($text),+].concat();
            assert_one(&beside_rest("broken.toml", &text), Severity::Error, $place, $message);
        }
    )* };
}

broken! {
    a_country_by_name: ["[[actors]]\nid = \"a\"\nname = \"A\"\nkind = \"person\"\ncountry = \"Kazakhstan\""] => "5:11", "an ISO 3166-1 code of two capital letters, like `PK`, not `Kazakhstan`";
    a_country_that_no_standard_knows: ["[[actors]]\nid = \"a\"\nname = \"A\"\nkind = \"person\"\ncountry = \"ZZ\""] => "5:11", "an ISO 3166-1 code of two capital letters, like `PK`, not `ZZ`";
    a_whole_number_that_is_not_kept_exactly: [FIGURE, "metric = \"m\"\nvalue = 9007199254740993"] => "5:9", "a whole number above 2^53 that cannot be kept exactly";
    a_whole_number_in_hexadecimal_that_is_not_kept_exactly: [FIGURE, "metric = \"m\"\nvalue = 0x20000000000001"] => "5:9", "cannot be kept exactly";
    a_value_that_is_not_kept_exactly: [EVENT, "[[events.reports]]\nsource = \"daily-1\"\nvalues = { boxes = -9007199254740993 }"] => "7:20", "cannot be kept exactly";
    a_key_that_is_misspelt: [EVENT, "datte = \"2025\"\nsources = [\"daily-1\"]"] => "5:1", "unknown key `datte` in an event; did you mean `date`?";
    a_key_that_nobody_knows: [EVENT, "weather = 1\nsources = [\"daily-1\"]"] => "5:1", "unknown key `weather` in an event";
    a_table_that_is_misspelt: ["[[event]]\nid = \"e\""] => "1:3", "unknown key `event` in a dossier file; did you mean `events`?";
    a_key_within_a_report: [EVENT, "[[events.reports]]\nsource = \"daily-1\"\n  stauts = \"happened\""] => "7:3", "did you mean `status`?";
    a_key_within_an_office: [ACTOR, "[[actors.offices]]\ntitle = \"T\"\nsource = \"daily-1\"\nsince = \"2025\""] => "8:1", "unknown key `since` in an office";
    a_key_of_a_feed: ["[[feeds]]\nurl = \"https://example.org\"\ntitle = \"x\""] => "3:1", "unknown key `title` in a feed";
    an_event_kind: ["[[events]]\nid = \"e\"\ntitle = \"E\"\nkind = \"vist\"\nsources = [\"daily-1\"]"] => "4:8", "unknown kind `vist`; did you mean `visit`?";
    a_kind_unlike_any: ["[[actors]]\nid = \"a\"\nname = \"A\"\nkind = \"llama\""] => "4:8", "it is one of `person`, `organisation`, `state`";
    a_status: [EVENT, "status = \"hapened\"\nsources = [\"daily-1\"]"] => "5:10", "did you mean `happened`?";
    a_corridor_status: [CORRIDOR, "[[corridors.reports]]\nsource = \"daily-1\"\nstatus = \"opened\""] => "6:10", "did you mean `open`?";
    a_mode: [CORRIDOR, LEG, "mode = \"boat\""] => "7:8", "unknown mode `boat`; did you mean `road`?";
    a_figure_kind: [FIGURE, "metric = \"m\"\nvalue = 1\nkind = \"shar\""] => "6:8", "did you mean `share`?";
    a_required_key_is_missing: ["[[events]]\nid = \"e\"\nkind = \"visit\"\nsources = [\"daily-1\"]"] => "1:1", "an event needs `title`";
    an_id_is_missing: ["\n[[actors]]\nname = \"A\"\nkind = \"person\""] => "2:1", "an actor needs `id`";
    a_report_without_source: [EVENT, "[[events.reports]]\nstatus = \"happened\""] => "5:1", "a report needs `source`";
    a_figure_without_value: [FIGURE, "metric = \"m\""] => "1:1", "a figure needs `value`";
    a_port_without_country: ["[[ports]]\nid = \"p\"\nname = \"P\""] => "1:1", "a port needs `country`";
    a_leg_without_end: [CORRIDOR, "[[corridors.legs]]\nfrom = \"gwadar\""] => "4:1", "a leg needs `to`";
    a_number_for_a_text: ["[[actors]]\nid = \"a\"\nname = 7\nkind = \"person\""] => "3:8", "`name` has to be a text, not a number";
    a_text_for_a_number: [PORT, "latitude = \"25\"\nlongitude = 62"] => "5:12", "`latitude` has to be a number, not a text";
    a_text_for_a_list: [EVENT, "actors = \"kazakhstan\"\nsources = [\"daily-1\"]"] => "5:10", "`actors` has to be a list of texts, like `[\"…\"]`, not a text";
    a_number_in_a_list: [EVENT, "tags = [\"a\", 5]\nsources = [\"daily-1\"]"] => "5:14", "`tags` has to be a list of texts, not a number";
    one_table_for_a_list: ["[actors]\nid = \"a\"\nname = \"A\"\nkind = \"person\""] => "1:1", "`actors` has to be a list of tables, `[[actors]]` in TOML, not a table";
    not_a_number: [PORT, "latitude = nan\nlongitude = 62"] => "5:12", "`latitude` has to be a number, not `NaN`";
    infinity: [FIGURE, "metric = \"m\"\nvalue = -inf"] => "5:9", "`value` has to be a number, not `-inf`";
    an_empty_title: ["[[events]]\nid = \"e\"\ntitle = \" \"\nkind = \"visit\"\nsources = [\"daily-1\"]"] => "3:9", "`title` is empty";
    an_id_with_a_capital: ["[[actors]]\nid = \"kazakh-Railways\"\nname = \"A\"\nkind = \"organisation\""] => "2:14", "lower-case ASCII letters";
    an_id_with_two_hyphens: ["[[actors]]\nid = \"kazakh--railways\"\nname = \"A\"\nkind = \"organisation\""] => "2:14", "its hyphens stand alone";
    an_id_that_starts_with_a_hyphen: ["[[actors]]\nid = \"-a\"\nname = \"A\"\nkind = \"person\""] => "2:7", "it starts with a letter or digit";
    an_empty_id: ["[[actors]]\nid = \"\"\nname = \"A\"\nkind = \"person\""] => "2:6", "1 to 80 characters";
    an_issue_that_is_no_slug: [ACTOR, "[[actors.positions]]\nissue = \"the site\"\nstance = \"s\"\nsource = \"daily-1\""] => "6:13", "is not the form of a slug";
    a_day_that_does_not_exist: [EVENT, "date = \"2026-02-30\"\nsources = [\"daily-1\"]"] => "5:17", "`2026-02-30` is not an EDTF date";
    a_month_that_does_not_exist: [EVENT, "date = \"2026-13\"\nsources = [\"daily-1\"]"] => "5:14", "`2026-13` is not an EDTF date";
    a_date_in_words: [EVENT, "date = \"next spring\"\nsources = [\"daily-1\"]"] => "5:13", "`next spring` is not an EDTF date";
    an_interval_that_ends_before_it_starts: [EVENT, "date = \"2026-05/2026-04\"\nsources = [\"daily-1\"]"] => "5:17", "`2026-05/2026-04` is not an EDTF date";
    a_date_of_level_two: [EVENT, "date = \"[2025,2026]\"\nsources = [\"daily-1\"]"] => "5:9", "levels 0 and 1";
    an_unquoted_time_without_day: [EVENT, "date = 07:32:00\nsources = [\"daily-1\"]"] => "5:8", "`date` has to be a date with a day";
    an_unquoted_day_that_does_not_exist: [EVENT, "date = 2025-02-30\nsources = [\"daily-1\"]"] => "5:8", "invalid date";
    a_source_that_is_not_there: [EVENT, "sources = [\"daily-1\", \"dayly-2\"]"] => "5:23", "nothing has the id `dayly-2`; did you mean `daily-2`?";
    an_actor_that_is_not_there: [EVENT, "sources = [\"daily-1\"]\nactors = [\"kasakhstan\"]"] => "6:11", "did you mean `kazakhstan`?";
    a_place_for_a_port: [EVENT, "sources = [\"daily-1\"]\nports = [\"herat\"]"] => "6:10", "`herat` is a place; the id of a port is expected";
    an_actor_for_a_place: [EVENT, "sources = [\"daily-1\"]\nplaces = [\"kazakhstan\"]"] => "6:11", "`kazakhstan` is an actor; the id of a place or port is expected";
    a_figure_about_nothing: [FIGURE, "metric = \"m\"\nvalue = 1\nabout = \"gwadr\""] => "6:9", "did you mean `gwadar`?";
    short_and_long_form_together: [EVENT, "date = \"2025\"\n[[events.reports]]\nsource = \"daily-1\""] => "5:1", "`date` of the short form cannot stand beside `reports`";
    a_date_among_the_values: [EVENT, "[[events.reports]]\nsource = \"daily-1\"\nvalues = { date = \"2025\" }"] => "7:12", "`date` cannot be a key of `values`";
    a_status_among_the_values: [EVENT, "[[events.reports]]\nsource = \"daily-1\"\nvalues = { n = 1, status = \"open\" }"] => "7:19", "`status` cannot be a key of `values`";
    a_list_among_the_values: [EVENT, "[[events.reports]]\nsource = \"daily-1\"\nvalues = { n = [1] }"] => "7:16", "`n` has to be a number, text or boolean, not a list";
    numbers_and_text_under_one_key: [
        EVENT, "[[events.reports]]\nsource = \"daily-1\"\nvalues = { n = 37 }\n",
        "[[events.reports]]\nsource = \"daily-2\"\nvalues = { n = \"many\" }"
    ] => "10:16", "the value `n` is a number elsewhere in this event; the first is at broken.toml:7:16";
    a_leg_that_the_corridor_lacks: [
        CORRIDOR, LEG, "[[corridors.reports]]\nsource = \"daily-1\"\nleg = [\"gwadar\", \"herat\"]"
    ] => "9:7", "this corridor has no leg from `gwadar` to `herat`; it has one the other way round";
    a_leg_with_three_ends: [
        CORRIDOR, LEG, "[[corridors.reports]]\nsource = \"daily-1\"\nleg = [\"herat\", \"gwadar\", \"herat\"]"
    ] => "9:7", "`leg` has to be the two ids of its ends";
    a_leg_with_a_misspelt_end: [
        CORRIDOR, LEG, "[[corridors.reports]]\nsource = \"daily-1\"\nleg = [\"herat\", \"gwadr\"]"
    ] => "9:17", "nothing has the id `gwadr`; did you mean `gwadar`?";
    a_length_below_nothing: [CORRIDOR, LEG, "length_km = -5"] => "7:13", "`length_km` cannot be below 0";
    a_value_beside_a_bound: [FIGURE, "metric = \"m\"\nvalue = 1\nmax = 2"] => "6:1", "`max` cannot stand beside `value`";
    a_minimum_over_the_maximum: [FIGURE, "metric = \"m\"\nmin = 3\nmax = 2"] => "5:7", "`min` is over `max`";
    a_metric_that_is_no_slug: [FIGURE, "metric = \"Max draught\"\nvalue = 1"] => "4:11", "is not the form of a slug";
    seen_beside_from: [ACTOR, "[[actors.offices]]\ntitle = \"T\"\nsource = \"daily-1\"\nseen = \"2025\"\nfrom = \"2024\""] => "9:1", "`from` cannot stand beside `seen`";
    a_latitude_beyond_the_pole: [PORT, "latitude = 95.5\nlongitude = 62"] => "5:12", "`latitude` is between -90 and 90 degrees, not 95.5";
    a_longitude_beyond_the_date_line: [PORT, "latitude = 9\nlongitude = -181"] => "6:13", "`longitude` is between -180 and 180 degrees";
    one_coordinate_alone: [PORT, "latitude = 9"] => "5:1", "`latitude` needs `longitude` beside it";
    text_and_text_file: [
        "[[articles]]\nid = \"b\"\ntitle = \"T\"\noutlet = \"O\"\npublished = \"2025\"\nbased_on = [\"daily-1\"]\ntext = \"x\"\ntext_file = \"y.md\"\n",
        "[[articles]]\nid = \"u\"\ntitle = \"T\"\noutlet = \"O\"\npublished = \"2025\"\nbased_on = [\"b\"]\n", EVENT, "sources = [\"u\"]"
    ] => "8:13", "`text` and `text_file` cannot stand together";
    a_text_file_that_is_not_there: [
        "[[articles]]\nid = \"b\"\ntitle = \"T\"\noutlet = \"O\"\npublished = \"2025\"\ntext_file = \"y.md\"\n", EVENT, "sources = [\"b\"]"
    ] => "6:13", "the text file `y.md` is not among the texts";
    an_id_that_is_taken: [EVENT, "sources = [\"daily-1\"]\n", ACTOR, "[[ports]]\nid = \"e\"\nname = \"P\"\ncountry = \"PK\""] => "11:6", "`e` is the id of an event already; the first is at broken.toml:2:6";
    an_event_that_waits_for_itself: [EVENT, "sources = [\"daily-1\"]\ndepends_on = [\"e\"]"] => "6:15", "`depends_on` goes in a circle: e → e";
    corridors_that_branch_in_a_circle: [
        "[[corridors]]\nid = \"c1\"\nname = \"C\"\nbranch_of = \"c2\"\n[[corridors]]\nid = \"c2\"\nname = \"C\"\nbranch_of = \"c1\""
    ] => "8:13", "`branch_of` goes in a circle: c1 → c2 → c1";
    articles_based_on_one_another: [
        "[[articles]]\nid = \"x\"\ntitle = \"T\"\noutlet = \"O\"\npublished = \"2025\"\nbased_on = [\"y\"]\n",
        "[[articles]]\nid = \"y\"\ntitle = \"T\"\noutlet = \"O\"\npublished = \"2025\"\nbased_on = [\"x\"]\n"
    ] => "12:13", "`based_on` goes in a circle: x → y → x";
    a_second_story: ["\n[story]\ntitle = \"Mine\"\n[[feeds]]\nurl = \"https://example.org\""] => "3:1", "a dossier has one `[story]`, and this is another; the first is at broken.toml:2:1";
    another_format: ["format = 2"] => "1:10", "format 2 cannot be read; this program reads format 1";
    a_format_in_quotes: ["format = \"1\""] => "1:10", "`format` has to be the number 1, not a text";
    an_unclosed_text: [EVENT, "sources = [\"daily-1\"]\nsummary = \"cut off"] => "6:19", "invalid basic string";
    a_word_without_quotes: [EVENT, "sources = [\"daily-1\"]\nstatus = expected"] => "6:10", "must be quoted";
    a_key_given_twice: [EVENT, "sources = [\"daily-1\"]\ntitle = \"F\""] => "6:1", "duplicate key";
    a_key_without_value: [EVENT, "sources = [\"daily-1\"]\ndate = "] => "6:8", "missing";
    a_missing_comma: [EVENT, "sources = [\"daily-1\" \"daily-2\"]"] => "5:22", "missing comma";
    an_equals_sign_left_out: [EVENT, "sources = [\"daily-1\"]\nsummary \"x\""] => "6:9", "key with no value";
    a_header_left_open: [EVENT, "sources = [\"daily-1\"]\n[[actors]\nid = \"a\"\nname = \"A\"\nkind = \"person\""] => "6:10", "unclosed array table";
    a_bad_escape: [EVENT, "sources = [\"daily-1\"]\nsummary = \"a\\qb\""] => "6:14", "missing escaped value";
}

macro_rules! doubtful {
    ($($name:ident: [$($text:expr),+] => $place:literal, $message:literal;)*) => { $(
        #[test]
        fn $name() {
            let text = [$($text),+].concat();
            assert_one(&beside_rest("doubtful.toml", &text), Severity::Warning, $place, $message);
        }
    )* };
}

const ARTICLE: &str = "[[articles]]\nid = \"x\"\ntitle = \"T\"\noutlet = \"O\"\n";

doubtful! {
    an_event_that_names_no_source: [EVENT, "date = \"2025\""] => "5:1", "this event names no source";
    an_event_about_which_nothing_is_said: [EVENT] => "1:1", "nothing is said about this event";
    an_office_without_source: [ACTOR, "[[actors.offices]]\ntitle = \"T\""] => "5:1", "an office without a `source`";
    a_position_without_source: [ACTOR, "[[actors.positions]]\nissue = \"i\"\nstance = \"s\""] => "5:1", "a position without a `source`";
    a_corridor_report_without_source: [CORRIDOR, "[[corridors.reports]]\nstatus = \"open\""] => "4:1", "a report without a `source`";
    an_article_without_date: [ARTICLE, EVENT, "sources = [\"x\"]"] => "2:6", "neither `published` nor `retrieved`";
    an_article_that_nothing_refers_to: [ARTICLE, "published = \"2025\""] => "2:6", "nothing refers to the article `x`";
    a_place_that_nothing_refers_to: ["[[places]]\nid = \"kabul\"\nname = \"Kabul\""] => "2:6", "nothing refers to the place `kabul`";
    a_place_without_coordinates_on_a_corridor: [
        "[[places]]\nid = \"kabul\"\nname = \"Kabul\"\n", CORRIDOR, "[[corridors.legs]]\nfrom = \"kabul\"\nto = \"herat\""
    ] => "2:6", "`kabul` is on a corridor and has no coordinates";
    a_port_without_coordinates_on_a_corridor: [
        PORT, CORRIDOR, "[[corridors.legs]]\nfrom = \"p\"\nto = \"herat\""
    ] => "2:6", "`p` is on a corridor and has no coordinates";
    a_language_by_name: [ARTICLE, "published = \"2025\"\nlanguage = \"en_US\"\n", EVENT, "sources = [\"x\"]"] => "6:12", "a BCP 47 tag";
    a_port_code_of_another_sort: [PORT, "locode = \"GWD\""] => "5:10", "a UN/LOCODE of five characters";
    a_wikidata_address: [ACTOR, "wikidata = \"https://www.wikidata.org/wiki/Q843\""] => "5:12", "the number of an item";
    an_office_that_ends_before_it_begins: [
        ACTOR, "[[actors.offices]]\ntitle = \"T\"\nsource = \"daily-1\"\nfrom = \"2025\"\nto = \"2024\""
    ] => "9:6", "the office ends before it begins";
}

#[test]
fn all_faults_of_all_files_are_reported_at_once_in_the_order_of_their_places() {
    let loaded = texts(&[
        ("b.json", r#"{ "actors": [ { "id": "b", "name": "B", "kind": "persn", "country": null } ] }"#),
        (
            "a.toml",
            "format = 3\n[story]\ntitel = \"x\"\nsummary = \"cut\n[[events]]\nid = \"E\"\nkind = 5\nports = [\"b\"]\n",
        ),
        (
            "c.jsonl",
            "{\"id\": \"c\", \"title\": \"C\", \"outlet\": \"O\", \"published\": \"2025-1\"}\n\n[]\n{\"id\": }\n",
        ),
    ]);
    let found: Vec<String> = loaded.problems.iter().map(ToString::to_string).collect();
    let expected = [
        "a.toml:1:10: error: format 3 cannot be read; this program reads format 1",
        "a.toml:3:1: error: unknown key `titel` in the story; did you mean `title`?",
        "a.toml:4:15: error: invalid basic string, expected `\"`",
        "a.toml:5:1: error: an event needs `title`",
        "a.toml:5:1: warning: nothing is said about this event: it has no reports and no `sources`",
        "a.toml:6:7: error: `E` is not the form of an id: it holds lower-case ASCII letters, digits and hyphens",
        "a.toml:7:8: error: `kind` has to be a text, not a number",
        "a.toml:8:10: error: `b` is an actor; the id of a port is expected",
        "b.json:1:49: error: unknown kind `persn`; did you mean `person`?",
        "b.json:1:69: error: `country` is null; leave the key out where nothing is known",
        "c.jsonl:1:61: error: `2025-1` is not an EDTF date: month must be two digits (or X)",
        "c.jsonl:3:1: error: each line is an article, an object like `{\"id\": …}`; this is a list",
        "c.jsonl:4:8: error: expected value",
    ];
    assert_eq!(found, expected);
}

macro_rules! broken_json {
    ($($name:ident: $text:literal => $place:literal, $message:literal;)*) => { $(
        #[test]
        fn $name() {
            assert_one(&beside_rest("broken.json", $text), Severity::Error, $place, $message);
        }
    )* };
}

broken_json! {
    a_json_key_that_is_misspelt: "{\"actors\": [\n {\"id\": \"a\", \"nmae\": \"A\", \"name\": \"A\", \"kind\": \"person\"}]}" => "2:14", "unknown key `nmae` in an actor; did you mean `name`?";
    a_json_key_given_twice: "{\"actors\": [], \"actors\": []}" => "1:16", "duplicate key `actors`; the first is at broken.json:1:2";
    a_json_null: "{\"feeds\": [{\"url\": \"https://example.org\", \"name\": null}]}" => "1:51", "`name` is null";
    a_json_required_key: "{\"actors\": [ {\"id\": \"a\", \"kind\": \"person\"}]}" => "1:14", "an actor needs `name`";
    a_json_date: "{\"events\": [{\"id\": \"a\", \"title\": \"A\", \"kind\": \"visit\", \"date\": \"2026-02-30\", \"sources\": [\"daily-1\"]}]}" => "1:73", "is not an EDTF date";
    a_json_comma_too_many: "{\"actors\": [],\n}" => "2:1", "key must be a string";
    a_json_brace_too_few: "{\"actors\": [\n" => "2:1", "eof while parsing a list";
    a_json_text_behind_the_end: "{\"actors\": []}\n x" => "2:2", "trailing characters";
    a_json_list_at_the_top: " []" => "1:2", "a dossier is an object";
    a_json_number_out_of_range: "{\"figures\": [{\"metric\": \"m\", \"value\": 1e999, \"unit\": \"m\", \"source\": \"daily-1\"}]}" => "1:39", "number out of range";
    a_json_lone_surrogate: "{\"feeds\": [{\"url\": \"a\\ud800\"}]}" => "1:28", "unexpected end of hex escape";
    a_json_control_character: "{\"feeds\": [{\"url\": \"a\u{1b}[2J\"}]}" => "1:22", "control character";
}

#[test]
fn a_list_of_articles_names_the_line() {
    let good =
        "{\"id\": \"c\", \"title\": \"C\", \"outlet\": \"O\", \"published\": \"2025\", \"based_on\": [\"c2\"]}\n";
    let bad = "{\"id\": \"c2\", \"title\": \"C\", \"outlet\": \"O\", \"published\": \"2025\", \"by\": \"me\"}\n";
    let event = [EVENT, "sources = [\"c\"]"].concat();
    let loaded = texts(&[("a.jsonl", &format!("{good}\r\n{bad}")), ("e.toml", &event), ("rest.toml", REST)]);
    assert_one(&loaded, Severity::Error, "3:64", "unknown key `by` in an article");
}

#[test]
fn a_dossier_needs_its_format_and_its_story() {
    assert_one(&texts(&[("a.toml", "[story]\ntitle = \"S\"")]), Severity::Error, "1:1", "`format = 1` is missing");
    assert_one(&texts(&[("a.toml", "format = 1")]), Severity::Error, "1:1", "`[story]` is missing");
    assert_one(&texts(&[("a.toml", "format = 1\n[story]")]), Severity::Error, "2:1", "the story needs `title`");
}

#[test]
fn an_empty_file_is_no_dossier() {
    for text in ["", " \n\t", "\u{feff}"] {
        for name in ["a.toml", "a.json"] {
            assert_one(&texts(&[(name, text)]), Severity::Error, "1:1", "the file is empty");
        }
    }
}

#[test]
fn a_directory_of_something_else_is_said_once_with_what_cannot_be_read() {
    let loaded =
        texts(&[("Cargo.toml", "[package]\nname = \"x\""), ("package.json", "{\"name\": \"x\", \"name\": 1}")]);
    let told: Vec<String> = loaded.problems.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 2, "no unknown keys: {told:#?}");
    assert!(told[0].starts_with("Cargo.toml:1:1: error: this is not a dossier"), "{told:#?}");
    assert!(told[1].starts_with("package.json:1:15: error: duplicate key"), "{told:#?}");
}

#[test]
fn the_source_line_is_shown_with_the_place_marked_under_it() {
    let loaded =
        beside_rest("b.toml", &[EVENT, "sources = [\"daily-1\"]\n\tstatus = \"گوادر\" # \u{202e}\u{1b}[2J"].concat());
    assert_eq!(
        loaded.problems[0].render(),
        "b.toml:6:11: error: unknown status `گوادر`; it is one of `expected`, `confirmed`, `happened`, `partly`, `postponed`, \
         `cancelled`, `denied`\n   status = \"گوادر\" # <U+202E>␛[2J\n            ^^^^^^^"
    );
    let loaded =
        beside_rest("b.toml", &format!("{EVENT}summary = \"{}\"\nsources = [\"daily-1\", \"x\"]", "-".repeat(999)));
    assert_eq!(
        loaded.problems[0].render(),
        "b.toml:6:23: error: nothing has the id `x`\n  sources = [\"daily-1\", \"x\"]\n                        ^^^"
    );
}

#[test]
fn of_a_long_line_a_window_is_shown() {
    let text =
        format!("{EVENT}tags = [\"{}\", 7, \"{}\"]\nsources = [\"daily-1\"]", "گ".repeat(9000), "-".repeat(9000));
    let loaded = beside_rest("b.toml", &text);
    let excerpt = loaded.problems[0].excerpt.clone().expect("an excerpt");
    assert_eq!(loaded.problems[0].column, 9013);
    assert_eq!(excerpt.text.chars().nth(excerpt.start), Some('7'));
    assert!(excerpt.text.chars().count() <= 163 && excerpt.text.starts_with('…') && excerpt.text.ends_with('…'));
}

#[test]
fn a_syntax_error_hides_no_other_fault_and_makes_up_none() {
    let event =
        "title = \"cut\nkind = \"vsit\"\nsources = [\"daily-1\"]\n[[actors]]\nid = \"a\"\nname = 1\nkind = \"person\"";
    let loaded = beside_rest("b.toml", &format!("[[events]]\nid = \"e\"\n{event}"));
    assert_eq!(
        lines(&loaded.problems),
        [
            "3:13: error: invalid basic string, expected `\"`",
            "4:8: error: unknown kind `vsit`; did you mean `visit`?",
            "8:8: error: `name` has to be a text, not a number",
        ]
    );
}

#[test]
fn numbers_that_a_double_holds_are_kept_exactly_in_every_format() {
    for (name, value, good) in [
        ("b.json", "9007199254740992", true),
        ("b.json", "9007199254740993", false),
        ("b.json", "1000000000000000000", true),
        ("b.json", "9007199254740993.5", true),
        ("b.json", "1e300", true),
    ] {
        let figure = format!(
            "{{\"figures\": [{{\"metric\": \"m\", \"unit\": \"t\", \"source\": \"daily-1\", \"value\": {value}}}]}}"
        );
        let loaded = beside_rest(name, &figure);
        assert_eq!(loaded.dossier.is_some(), good, "{value}: {:?}", lines(&loaded.problems));
    }
}

#[test]
fn every_syntax_error_is_told_where_no_file_says_what_it_is() {
    let loaded = texts(&[("a.toml", "x = \n"), ("b.toml", "y = \"one\nz = 2\n"), ("c.toml", "w = 1\n")]);
    let told: Vec<String> = loaded.problems.iter().map(ToString::to_string).collect();
    assert!(told.iter().any(|line| line.starts_with("a.toml:1:")), "{told:#?}");
    assert!(told.iter().any(|line| line.starts_with("b.toml:1:")), "{told:#?}");
    assert!(told.iter().any(|line| line.contains("this is not a dossier")), "{told:#?}");
}

#[test]
fn what_no_file_has_is_told_at_the_top_of_the_first() {
    let loaded = texts(&[("a.toml", "[[tags]]\n"), ("b.toml", "format = 1\n")]);
    let told: Vec<String> = loaded.problems.iter().map(ToString::to_string).collect();
    assert!(told.iter().any(|line| line.starts_with("a.toml:1:1: error: `[story]` is missing")), "{told:#?}");
}

#[test]
fn a_quote_that_its_article_does_not_hold_is_warned_of_at_its_statement() {
    let rest = REST.replace("id = \"daily-1\"", "id = \"daily-1\"\ntext = \"He said: we are likely to sign.\"");
    let report = |quote: &str| format!("{EVENT}[[events.reports]]\nsource = \"daily-1\"\nquote = \"{quote}\"\n");
    let of = |text: &str| lines(&texts(&[("broken.toml", text), ("rest.toml", &rest)]).problems);
    assert_eq!(of(&report("likely to sign")), [""; 0]);
    assert_eq!(of(&report("sure to sign")), ["5:1: warning: the quote does not stand in the text of `daily-1`"]);
    let figure = format!("{FIGURE}metric = \"m\"\nvalue = 1\nquote = \"one metre\"\n");
    assert_eq!(of(&figure), ["1:1: warning: the quote does not stand in the text of `daily-1`"]);
    let stance = format!(
        "{ACTOR}[[actors.positions]]\nissue = \"i\"\nstance = \"S\"\nsource = \"daily-1\"\nquote = \"never\"\n"
    );
    assert_eq!(of(&stance), ["5:1: warning: the quote does not stand in the text of `daily-1`"]);
}
