//! Which records a query shows, on a small story in which every link occurs.

use crate::common::parse;

use std::path::PathBuf;

use chrono::NaiveDate;
use karwan::dossier::{Dossier, Kind, Rec, load::load_texts};
use karwan::query::{Completion, QueryIndex, QueryView, Statement, TERMS, complete, counts, shown};
use karwan::story::Snapshot;

const STORY: &str = r#"
format = 1
[story]
title = "A road"

[[articles]]
id = "dawn-1"
title = "Karachi offered"
outlet = "Dawn"
published = "2025-09-03"
language = "en-GB"
kind = "report"
tags = ["offer"]
[[articles]]
id = "dawn-2"
title = "Said again"
outlet = "Dawn News"
published = "2025-10-05"
language = "en"
[[articles]]
id = "kaz-1"
title = "Порт"
outlet = "Казинформ"
published = "2025-11"
language = "ru"
kind = "wire"
summary = "Об отгрузке"
[[articles]]
id = "late-1"
title = "Hindsight"
outlet = "Nation"
published = "2026-03-01"
language = "ur"

[[actors]]
id = "kistafin"
name = "Yerzhan Kistafin"
kind = "person"
country = "KZ"
aliases = ["Ержан Кистафин"]
  [[actors.offices]]
  title = "Ambassador"
  organisation = "mfa"
  seen = "2025-09-03"
  source = "dawn-1"
[[actors]]
id = "chaudhry"
name = "Junaid Chaudhry"
kind = "person"
country = "PK"
  [[actors.positions]]
  issue = "site"
  stance = "Gwadar first"
  date = "2025-09"
  source = "dawn-1"
[[actors]]
id = "mfa"
name = "Foreign Ministry"
kind = "organisation"
country = "KZ"
[[actors]]
id = "kazakhstan"
name = "Kazakhstan"
kind = "state"
country = "KZ"
aliases = ["Қазақстан"]
[[actors]]
id = "railways"
name = "Railways"
kind = "organisation"
country = "PK"

[[ports]]
id = "karachi"
name = "Karachi"
country = "PK"
aliases = ["کراچی"]
[[ports]]
id = "gwadar"
name = "Gwadar"
country = "PK"
aliases = ["گوادر"]
[[places]]
id = "karachi-city"
name = "Karachi"
country = "PK"
kind = "city"
[[places]]
id = "torkham"
name = "Torkham"
country = "PK"
kind = "crossing"

[[corridors]]
id = "north"
name = "Northern road"
aliases = ["新疆"]
  [[corridors.legs]]
  from = "torkham"
  to = "karachi"
  mode = "road"
  [[corridors.reports]]
  source = "dawn-2"
  status = "closed"
  date = "2025-10"
  by = "railways"
  note = "shut by snow"

[[events]]
id = "visit"
title = "President visits"
kind = "visit"
actors = ["kazakhstan"]
ports = ["karachi"]
tags = ["presidential"]
summary = "Came in February after a delay."
  [[events.reports]]
  source = "dawn-1"
  status = "expected"
  date = "2025-11"
  by = "kistafin"
  quote = "likely in November"
  values = { documents = 37 }
  [[events.reports]]
  source = "dawn-2"
  status = "expected"
  date = "2025-12"
  by = "chaudhry"
  [[events.reports]]
  source = "late-1"
  status = "happened"
  date = "2026-02-03"
  note = "in the snow"

[[events]]
id = "terminal"
title = "Terminal at Gwadar"
kind = "infrastructure"
actors = ["chaudhry"]
ports = ["gwadar"]
corridors = ["north"]
  [[events.reports]]
  source = "kaz-1"
  status = "expected"
  date = "../2027"
  by = "kistafin"

[[events]]
id = "fair"
title = "A fair"
kind = "meeting"
places = ["karachi-city"]
actors = ["chaudhry"]
date = "2025-09-01"
status = "happened"
sources = []

[[figures]]
about = "gwadar"
metric = "max-draught"
kind = "level"
value = 14.5
unit = "m"
period = "2024"
by = "railways"
source = "dawn-2"
[[figures]]
about = "gwadar"
metric = "max-draught"
kind = "level"
value = 12.5
unit = "m"
period = "2024"
by = "kistafin"
source = "kaz-1"
[[figures]]
about = "story"
metric = "trade"
kind = "level"
value = 1
unit = "USD"
source = "kaz-1"
"#;

struct Story {
    dossier: std::sync::Arc<Dossier>,
    snapshot: Snapshot,
    index: QueryIndex,
}

impl Story {
    fn on(day: &str) -> Story {
        let loaded = load_texts(&[(PathBuf::from("story.toml"), STORY.to_owned())]);
        let dossier = loaded.dossier.unwrap_or_else(|| panic!("{:?}", loaded.problems));
        let day: NaiveDate = day.parse().expect("a day");
        let snapshot = Snapshot::of(&dossier, day);
        Story { dossier, snapshot, index: QueryIndex::new() }
    }

    fn view(&self) -> QueryView<'_> {
        QueryView::new(&self.dossier, &self.snapshot, &self.index)
            .with_new(&|rec| rec.kind() == Kind::Event && rec.ix() == 1)
    }

    fn rows(&self, kind: Kind, query: &str) -> Vec<&str> {
        let parsed = parse(query);
        assert_eq!(parsed.faults, [], "`{query}`");
        let view = self.view();
        let shown = shown(&parsed.query, &view);
        for kind in Kind::ALL {
            for rec in self.dossier.all(*kind).filter(|&rec| self.snapshot.is_visible(&self.dossier, rec)) {
                let slow = parsed.query.matches(&view, rec);
                assert_eq!(shown.contains(rec), slow, "`{query}` of {}", self.dossier.id(rec));
            }
        }
        shown.of(kind).iter().map(|rec| self.dossier.id(rec)).collect()
    }
}

/// Checks the events that each query shows on 10 March 2026.
fn events(cases: &[(&str, &[&str])]) {
    check("2026-03-10", Kind::Event, cases);
}

fn check(day: &str, kind: Kind, cases: &[(&str, &[&str])]) {
    let story = Story::on(day);
    for (query, expected) in cases {
        assert_eq!(story.rows(kind, query), *expected, "{} `{query}` on {day}", kind.word());
    }
}

#[test]
fn words_are_found_in_all_text_and_in_the_names_of_what_a_record_names() {
    events(&[
        ("", &["fair", "visit", "terminal"]),
        ("presid", &["visit"]),
        ("VISITS", &["visit"]),
        ("*isit", &["visit"]),
        ("isit", &[]),
        ("\"presidential\"", &["visit"]),
        ("\"president visits\"", &["visit"]),
        ("\"visits president\"", &[]),
        ("likely snow", &["visit"]),
        ("documents", &["visit"]),
        ("37", &["visit"]),
        ("February", &["visit"]),
        // By whom and what they name, in any script.
        ("казакстан", &["visit"]),
        ("қазақстан", &["visit"]),
        ("Kistafin", &["visit", "terminal"]),
        ("кистафин", &["visit", "terminal"]),
        ("كراچى", &["visit"]),
        ("گوادر", &["terminal"]),
        ("northern", &["terminal"]),
        ("karach", &["fair", "visit"]),
        // A phrase stands in one field.
        ("\"visits visit\"", &[]),
        ("text:gwadar", &["terminal"]),
        ("text:karachi", &[]),
        ("text:*arach,snow", &["visit"]),
        ("text:\"in november\"", &["visit"]),
        ("/^president\\s+v/", &["visit"]),
        ("/FAIR$/", &["fair"]),
        ("/karachi/", &[]),
        ("id:visit", &["visit"]),
        ("id:term", &["terminal"]),
    ]);
    check(
        "2026-03-10",
        Kind::Article,
        &[
            ("порт", &["kaz-1"]),
            ("отгрузк", &["kaz-1"]),
            ("dawn", &["dawn-2", "dawn-1"]),
            // What its statements are about, and whom they name; not what others say of it.
            ("railways", &["dawn-2"]),
            ("northern", &["kaz-1", "dawn-2"]),
            ("kistafin", &["kaz-1", "dawn-1"]),
            ("/ПОРТ/", &["kaz-1"]),
        ],
    );
    // Folded, each of these letters is a word.
    check("2026-03-10", Kind::Corridor, &[("/新疆/", &["north"]), ("/新.疆/", &[])]);
    check("2026-03-10", Kind::Corridor, &[("torkham", &["north"]), ("snow", &["north"]), ("text:torkham", &[])]);
    check(
        "2026-03-10",
        Kind::Actor,
        &[("foreign", &["kistafin", "mfa"]), ("first", &["chaudhry"]), ("ambassador", &["kistafin"]), ("karachi", &[])],
    );
    check(
        "2026-03-10",
        Kind::Figure,
        &[("گوادر", &["max-draught@dawn-2", "max-draught@kaz-1"]), ("draught railw", &["max-draught@dawn-2"])],
    );
}

#[test]
fn what_is_not_known_yet_finds_nothing() {
    check(
        "2025-09-10",
        Kind::Event,
        &[
            ("", &["fair", "visit"]),
            ("snow", &[]),
            ("february", &[]),
            ("chaudhry", &["fair"]),
            ("outlet:dawn", &["visit"]),
            ("outlet:nation", &[]),
            ("source:late-1", &[]),
            ("id:terminal", &[]),
            ("status:happened", &["fair"]),
            ("date:2026", &[]),
            ("slip:>0", &[]),
            ("is:contested", &[]),
        ],
    );
    check("2025-09-10", Kind::Corridor, &[("is:closed", &[]), ("", &[])]);
}

#[test]
fn terms_are_joined_by_and_or_not_and_parentheses() {
    events(&[
        ("kind:visit kind:meeting", &[]),
        ("kind:visit OR kind:meeting", &["fair", "visit"]),
        ("kind:visit,meeting", &["fair", "visit"]),
        ("-kind:visit", &["fair", "terminal"]),
        ("NOT (kind:visit OR kind:meeting)", &["terminal"]),
        ("(karachi OR gwadar) status:happened", &["fair", "visit"]),
        ("karachi OR gwadar status:expected", &["fair", "visit", "terminal"]),
    ]);
}

#[test]
fn dates_overlap_what_is_asked() {
    events(&[
        ("date:2026-02", &["visit", "terminal"]), // a deadline can mean any day up to it
        ("date:2026-02-04 -kind:infrastructure", &[]),
        ("date:2025-09..2025-10", &["fair", "terminal"]),
        ("date:2025", &["fair", "terminal"]),
        ("date:<2025-09-01", &["terminal"]),
        ("date:<=2025-09-01", &["fair", "terminal"]),
        ("date:>2026-02", &["terminal"]),
        ("date:>=2026-02-03", &["visit", "terminal"]),
        ("date:2026..", &["visit", "terminal"]),
        ("date:..2025", &["fair", "terminal"]),
        ("date:2026-02,2025-09-01", &["fair", "visit", "terminal"]),
        ("date:2025-24", &["visit", "terminal"]),
        ("date:*", &["fair", "visit", "terminal"]),
        ("-date:*", &[]),
        ("known:2025-09-03", &["visit"]),
        ("known:2025-11-29", &[]),
        ("known:2025-11-30", &["terminal"]),
        ("known:>2025-10", &["visit", "terminal"]),
        ("-known:*", &["fair"]),
    ]);
    check(
        "2026-03-10",
        Kind::Article,
        &[
            ("date:2025-11-01", &["kaz-1"]),
            ("known:2025-11-01", &[]),
            // The article's own day, not those of the events.
            ("date:2026-02", &[]),
        ],
    );
    check("2026-03-10", Kind::Figure, &[("date:2024", &["max-draught@dawn-2", "max-draught@kaz-1"])]);
    check("2026-03-10", Kind::Corridor, &[("date:2025-10", &["north"])]);
    check("2026-03-10", Kind::Actor, &[("date:2026-02", &["chaudhry", "kistafin", "kazakhstan"])]);
}

#[test]
fn slips_overlap_what_is_asked() {
    // From November 2025 to 3 February 2026: 65 to 94 days.
    events(&[
        ("slip:>30", &["visit"]),
        ("slip:65", &["visit"]),
        ("slip:64", &[]),
        ("slip:10..64", &[]),
        ("slip:90..", &["visit"]),
        ("slip:>94", &[]),
        ("slip:<66", &["visit"]),
        ("slip:<0", &[]),
        ("slip:*", &["visit"]),
    ]);
    check("2026-03-10", Kind::Port, &[("slip:>30", &["karachi"])]);
}

#[test]
fn properties_are_those_that_are_computed() {
    events(&[
        ("is:happened", &["fair", "visit"]),
        ("is:open", &["terminal"]),
        ("is:expected", &["terminal"]),
        ("is:slipped", &["visit"]),
        ("is:late", &["visit"]),
        ("is:kept", &[]),
        ("is:promised", &["visit", "terminal"]),
        ("is:brought-forward", &[]),
        ("is:overdue", &[]),
        ("is:unsourced", &["fair"]),
        ("is:single-origin", &["terminal"]),
        ("is:contested", &[]),
        ("is:undated", &[]),
        ("is:new", &["terminal"]),
        ("is:*", &["fair", "visit", "terminal"]),
    ]);
    check("2026-01-10", Kind::Event, &[("is:overdue", &["visit"]), ("is:overdue,unsourced", &["fair", "visit"])]);
    check(
        "2026-03-10",
        Kind::Corridor,
        &[
            ("is:closed", &["north"]),
            ("status:closed", &["north"]),
            ("status:open", &[]),
            // Through its event; its own status is another matter.
            ("status:expected", &["north"]),
        ],
    );
    check("2026-03-10", Kind::Figure, &[("is:contested", &["max-draught@dawn-2", "max-draught@kaz-1"])]);
}

#[test]
fn a_name_is_an_id_or_how_a_word_of_a_name_begins() {
    events(&[
        ("actor:kist", &["visit", "terminal"]),
        ("actor:Кистаф", &["visit", "terminal"]),
        ("actor:\"yerzhan kistafin\"", &["visit", "terminal"]),
        ("actor:\"yerzhan kist\"", &[]),
        ("actor:*stan", &["visit"]),
        ("actor:kazakhstan,chaudhry", &["fair", "visit", "terminal"]),
        ("port:gw", &["terminal"]),
        ("port:*", &["visit", "terminal"]),
        ("port:nowhere", &[]),
        // The id goes before names of its kind; `place:` takes ports as well.
        ("place:karachi", &["fair", "visit"]),
        ("place:karachi-city", &["fair"]),
        ("port:karachi", &["visit"]),
        ("corridor:north", &["terminal"]),
        ("country:kz", &["visit", "terminal"]),
        ("country:kazakhstan", &["visit", "terminal"]),
        ("country:қазақ", &["visit", "terminal"]),
        ("country:pk", &["fair", "visit", "terminal"]),
        ("tag:presid", &["visit"]),
        // A whole outlet goes before its beginnings; a language takes its regions.
        ("outlet:Dawn -outlet:\"dawn news\"", &[]),
        ("outlet:\"dawn news\"", &["visit"]),
        ("lang:ru", &["terminal"]),
        ("lang:en", &["visit"]),
        ("lang:en-gb", &["visit"]),
    ]);
    check(
        "2026-03-10",
        Kind::Article,
        &[
            ("outlet:dawn", &["dawn-1"]),
            ("outlet:daw", &["dawn-2", "dawn-1"]),
            ("lang:en", &["dawn-2", "dawn-1"]),
            ("lang:en-GB", &["dawn-1"]),
            ("source:dawn", &["dawn-2", "dawn-1"]),
            ("source:dawn-1", &["dawn-1"]),
            ("kind:wire", &["kaz-1"]),
            ("tag:offer", &["dawn-1"]),
        ],
    );
}

#[test]
fn what_is_linked_stays_where_the_link_was_asked_for() {
    let port = "port:gwadar";
    check("2026-03-10", Kind::Event, &[(port, &["terminal"])]);
    check("2026-03-10", Kind::Actor, &[(port, &["chaudhry", "kistafin", "railways"])]);
    check("2026-03-10", Kind::Port, &[(port, &["gwadar"]), ("-port:gwadar", &["karachi"])]);
    check("2026-03-10", Kind::Corridor, &[(port, &["north"]), ("port:karachi", &["north"])]);
    check("2026-03-10", Kind::Place, &[("port:karachi", &["torkham"]), ("corridor:north", &["torkham"])]);
    check("2026-03-10", Kind::Article, &[(port, &["kaz-1", "dawn-2"])]);
    check("2026-03-10", Kind::Figure, &[(port, &["max-draught@dawn-2", "max-draught@kaz-1"])]);

    check(
        "2026-03-10",
        Kind::Actor,
        &[
            // One actor, not those with whom it shares an event; and who holds an office in it.
            ("actor:kistafin", &["kistafin"]),
            ("actor:mfa", &["kistafin", "mfa"]),
            ("country:kz", &["kistafin", "kazakhstan", "mfa"]),
            ("kind:person", &["chaudhry", "kistafin"]),
            ("kind:visit", &["chaudhry", "kistafin", "kazakhstan"]),
            ("kind:event", &[]),
            ("kind:actor kind:visit", &["chaudhry", "kistafin", "kazakhstan"]),
            ("status:closed", &["railways"]),
        ],
    );
}

#[test]
fn one_event_has_to_be_all_that_is_asked_of_events() {
    check(
        "2026-01-10",
        Kind::Actor,
        &[
            ("port:gwadar", &["chaudhry", "kistafin", "railways"]),
            ("is:overdue", &["chaudhry", "kistafin", "kazakhstan"]),
            ("port:gwadar is:overdue", &[]),
            ("port:karachi is:overdue", &["chaudhry", "kistafin", "kazakhstan"]),
            ("chaudhry port:gwadar", &["chaudhry"]),
            // Excluded is what the event at hand is.
            ("port:gwadar -is:overdue", &["chaudhry", "kistafin", "railways"]),
            ("-is:overdue", &["chaudhry", "kistafin", "mfa", "railways"]),
            ("kind:person -(port:karachi OR port:gwadar)", &["chaudhry"]),
        ],
    );
}

#[test]
fn one_statement_has_to_be_all_that_is_asked_of_statements() {
    events(&[
        ("by:kistafin", &["visit", "terminal"]),
        ("by:kistafin known:>2025-10", &["terminal"]),
        ("by:chaudhry known:>2025-10", &[]),
        ("by:chaudhry known:>=2025-10", &["visit"]),
        ("by:kistafin outlet:dawn", &["visit"]),
        ("by:chaudhry outlet:dawn", &[]),
        ("(by:kistafin OR by:chaudhry) source:dawn-2", &["visit"]),
        ("by:kistafin source:dawn-2", &[]),
        ("by:* lang:ur", &[]),
        // What is excluded is excluded of the whole event.
        ("-outlet:dawn", &["fair", "terminal"]),
        ("outlet:nation -outlet:dawn", &[]),
        ("by:kistafin -known:>2025-10", &[]),
        ("by:chaudhry -(by:kistafin known:>2025-10)", &["visit"]),
    ]);
    check(
        "2026-03-10",
        Kind::Actor,
        &[
            ("by:chaudhry kind:person", &["chaudhry", "kistafin"]),
            ("by:railways", &["railways"]),
            ("source:dawn-1 by:chaudhry", &["chaudhry"]),
        ],
    );
    check(
        "2026-03-10",
        Kind::Article,
        &[
            ("by:kistafin", &["kaz-1", "dawn-1"]),
            ("by:kistafin port:karachi", &["dawn-1"]),
            ("by:kistafin port:gwadar", &["kaz-1"]),
            ("by:chaudhry port:gwadar", &[]),
        ],
    );
    check("2026-03-10", Kind::Figure, &[("by:kistafin", &["max-draught@kaz-1"])]);
    check("2026-03-10", Kind::Port, &[("by:railways", &["gwadar", "karachi"]), ("by:railways lang:ru", &[])]);
}

#[test]
fn the_statements_that_were_asked_for_can_be_told_from_the_others() {
    let story = Story::on("2026-03-10");
    let view = story.view();
    let found = |query: &str, id: &str| parse(query).query.statements(&view, story.dossier.find(id).expect("an id"));
    let report = |event: &str, k: u32| {
        let Some(Rec::Event(ix)) = story.dossier.find(event) else { panic!("an event") };
        Statement::Report(ix, k)
    };
    assert_eq!(found("by:kistafin port:karachi known:>2025-09-01", "visit"), [report("visit", 0)]);
    assert_eq!(found("by:kistafin,chaudhry", "visit"), [report("visit", 0), report("visit", 1)]);
    assert_eq!(found("by:kistafin port:gwadar", "visit"), []);
    assert_eq!(found("lang:ru", "kaz-1").len(), 3);
    assert_eq!(found("by:kistafin", "dawn-1"), [report("visit", 0)]);
    // Nothing was asked of statements.
    assert_eq!(found("port:karachi", "visit"), []);
    assert_eq!(found("", "visit"), []);
}

#[test]
fn rows_stand_in_the_order_of_the_screens() {
    let story = Story::on("2026-03-10");
    let all = |kind| story.rows(kind, "");
    assert_eq!(all(Kind::Event), ["fair", "visit", "terminal"]);
    assert_eq!(all(Kind::Actor), ["chaudhry", "kistafin", "kazakhstan", "mfa", "railways"]);
    assert_eq!(all(Kind::Port), ["gwadar", "karachi"]);
    assert_eq!(all(Kind::Place), ["karachi-city", "torkham"]);
    assert_eq!(all(Kind::Article), ["late-1", "kaz-1", "dawn-2", "dawn-1"]);
    assert_eq!(all(Kind::Figure), ["trade@kaz-1", "max-draught@dawn-2", "max-draught@kaz-1"]);
}

#[test]
fn rows_know_how_many_there_are_without_a_filter() {
    let story = Story::on("2026-03-10");
    let shown = shown(&parse("kind:visit").query, &story.view());
    let events = shown.of(Kind::Event);
    assert_eq!((events.len(), events.total()), (1, 3));
    let visit = story.dossier.find("visit").expect("an event");
    assert_eq!(events.position(visit), Some(0));
    assert_eq!(events.get(0), Some(visit));
    assert_eq!(events.get(1), None);
    assert_eq!(shown.of(Kind::Actor).position(visit), None);
}

fn counted(story: &Story, kind: Kind, query: &str, key: &str) -> Vec<(String, usize, String)> {
    let view = story.view();
    let term = TERMS.iter().find(|term| term.key == key).expect("a key");
    let query = parse(query).query;
    let counts = counts(&view, &query, shown(&query, &view).of(kind), term);
    counts.iter(&view).map(|count| (count.value, count.n, count.term)).collect()
}

#[test]
fn rows_are_counted_by_the_values_they_have() {
    let story = Story::on("2026-03-10");
    let line = |value: &str, n, term: &str| (value.to_owned(), n, term.to_owned());
    assert_eq!(
        counted(&story, Kind::Event, "", "status"),
        [line("happened", 2, "status:happened"), line("expected", 1, "status:expected")]
    );
    assert_eq!(
        counted(&story, Kind::Event, "", "port"),
        [line("Gwadar", 1, "port:gwadar"), line("Karachi", 1, "port:karachi")]
    );
    assert_eq!(
        counted(&story, Kind::Article, "dawn", "outlet"),
        [line("Dawn", 1, "outlet:Dawn"), line("Dawn News", 1, "outlet:\"Dawn News\"")]
    );
    assert_eq!(
        counted(&story, Kind::Article, "", "lang"),
        [line("en", 2, "lang:en"), line("en-GB", 1, "lang:en-GB"), line("ru", 1, "lang:ru"), line("ur", 1, "lang:ur"),]
    );
    // A deadline lies in every month up to it.
    assert_eq!(
        counted(&story, Kind::Event, "", "date"),
        [line("2025-09", 2, "date:2025-09"), line("2026-02", 2, "date:2026-02"), line("2027-12", 1, "date:2027-12"),]
    );
    assert_eq!(
        counted(&story, Kind::Event, "kind:visit", "known"),
        [line("2025-09", 1, "known:2025-09"), line("2025-10", 1, "known:2025-10"), line("2026-03", 1, "known:2026-03"),]
    );
}

fn completions(story: &Story, text: &str) -> Vec<String> {
    let at = text.find('|').expect("a cursor");
    let text = text.replace('|', "");
    let view = story.view();
    let apply = |completion: &Completion| {
        let mut out = text.clone();
        out.replace_range(completion.span.clone(), &completion.text);
        out
    };
    complete(&text, at, &view).iter().map(apply).collect()
}

#[test]
fn keys_and_then_values_that_the_story_has_are_completed() {
    let story = Story::on("2026-03-10");
    let first = |text: &str| completions(&story, text).first().cloned().unwrap_or_default();
    assert_eq!(completions(&story, "|").len(), TERMS.len());
    assert_eq!(completions(&story, "a po|"), ["a port:", "a kind:port"]);
    assert_eq!(first("-ki|"), "-kind:");
    assert_eq!(completions(&story, "port:|"), ["port:karachi", "port:gwadar"]);
    assert_eq!(completions(&story, "port:ka| b"), ["port:karachi b"]);
    assert_eq!(completions(&story, "port:k|arachi"), ["port:karachi"]);
    assert_eq!(completions(&story, "port:gwadar,ka|"), ["port:gwadar,karachi"]);
    assert_eq!(completions(&story, "port:كرا|"), ["port:karachi"]);
    assert_eq!(completions(&story, "outlet:\"daw|"), ["outlet:\"Dawn News\"", "outlet:Dawn"]);
    assert_eq!(completions(&story, "outlet:\"daw|n\" b"), ["outlet:\"Dawn News\" b", "outlet:Dawn b"]);
    assert_eq!(completions(&story, "is:sin|"), ["is:single-origin"]);
    assert_eq!(completions(&story, "is:ori|"), ["is:single-origin"]);
    assert_eq!(completions(&story, "country:kaz|"), ["country:KZ"]);
    assert_eq!(completions(&story, "date:>2026|"), ["date:>2026-03", "date:>2026-02"]);
    assert_eq!(completions(&story, "by:|"), ["by:kistafin", "by:chaudhry", "by:railways"]);
    // From a name to the terms that take it.
    let named = completions(&story, "kistaf|");
    assert!(named.contains(&"actor:kistafin".to_owned()) && named.contains(&"by:kistafin".to_owned()), "{named:?}");
    // Within what swallows it, nothing fits.
    assert_eq!(completions(&story, "\"port|"), [""; 0]);
    assert_eq!(completions(&story, "/port|"), [""; 0]);
}

#[test]
fn completions_say_how_many_there_are_and_of_what() {
    let story = Story::on("2026-03-10");
    let view = story.view();
    let by = complete("by:kis", 6, &view);
    assert_eq!((by[0].description.as_str(), by[0].count), ("Yerzhan Kistafin", Some((2, Kind::Event))));
    let outlet = complete("outlet:каз", 10, &view);
    assert_eq!(outlet[0].count, Some((1, Kind::Event)));
    let none = complete("is:overdue", 10, &view);
    assert_eq!(none[0].count, Some((0, Kind::Event)));
}

#[test]
fn a_cursor_anywhere_completes_without_a_panic() {
    let story = Story::on("2026-03-10");
    for text in ["port:گوادر,\"é\" (a OR /x/ -é", "é", "\"", "kind:\"é"] {
        for at in 0..=text.len() + 3 {
            for completion in complete(text, at, &story.view()) {
                assert!(text.get(completion.span.clone()).is_some(), "`{text}` at {at}: {completion:?}");
            }
        }
    }
}

#[test]
fn a_value_that_means_nothing_in_the_story_is_named_with_the_nearest() {
    let story = Story::on("2026-03-10");
    let unknown = |text: &str| -> Vec<(String, String)> {
        let faults = karwan::query::unknown(text, &story.view());
        faults.into_iter().map(|fault| (text[fault.span].to_owned(), fault.message)).collect()
    };
    let fault = |place: &str, message: &str| (place.to_owned(), message.to_owned());
    assert_eq!(
        unknown("port:gwadar,karahci -by:kistafn x"),
        [
            fault("karahci", "`port:karahci` finds nothing in this dossier; did you mean `karachi`?"),
            fault("kistafn", "`by:kistafn` finds nothing in this dossier; did you mean `kistafin`?"),
        ]
    );
    assert_eq!(
        unknown("outlet:\"nothing like it\""),
        [fault("\"nothing like it\"", "`outlet:nothing like it` finds nothing in this dossier"),]
    );
    assert_eq!(unknown("port:* is:overdue date:2025 lang:en prot:x country:kz id:visit"), []);
}
