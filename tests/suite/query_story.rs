//! Queries on the frozen story: the rows are those of the definition, and what a reader looks for is found.

use crate::common::{frozen, parse};

use std::cmp::Reverse;
use std::sync::OnceLock;

use chrono::NaiveDate;
use karwan::dossier::{Dossier, Kind, Rec};
use karwan::query::{FieldCount, QueryIndex, QueryView, TermValues, complete, counts, fields, shown};
use karwan::story::Snapshot;
use proptest::prelude::*;

struct Story {
    dossier: std::sync::Arc<Dossier>,
    days: Vec<(Snapshot, QueryIndex)>,
}

fn story() -> &'static Story {
    static STORY: OnceLock<Story> = OnceLock::new();
    STORY.get_or_init(|| {
        let dossier = frozen::story();
        let days = ["2026-11-23", "2025-09-05", "2025-12-01"]
            .map(|day| (Snapshot::of(&dossier, day.parse::<NaiveDate>().expect("a day")), QueryIndex::new()));
        Story { dossier, days: days.into() }
    })
}

impl Story {
    fn view(&self, day: usize) -> QueryView<'_> {
        let (snapshot, index) = &self.days[day];
        QueryView::new(&self.dossier, snapshot, index).with_new(&|rec| rec.ix() % 7 == 0)
    }

    fn ids(&self, kind: Kind, query: &str) -> Vec<&str> {
        let parsed = parse(query);
        assert_eq!(parsed.faults, [], "`{query}`");
        shown(&parsed.query, &self.view(0)).of(kind).iter().map(|rec| self.dossier.id(rec)).collect()
    }
}

#[test]
fn what_a_reader_looks_for_is_found() {
    let story = story();
    for (query, kind, id) in [
        ("tokayev", Kind::Event, "tokayev-visit"),
        ("токаев", Kind::Event, "tokayev-visit"),
        ("тоқаев islamabad", Kind::Event, "tokayev-visit"),
        ("is:slipped kind:visit actor:tokayev", Kind::Event, "tokayev-visit"),
        ("by:kistafin port:karachi", Kind::Event, "tokayev-visit"),
        ("mirziyoyev", Kind::Actor, "shavkat-mirziyoyev"),
        ("мирзиёев", Kind::Actor, "shavkat-mirziyoyev"),
        ("گوادر", Kind::Port, "gwadar"),
        ("port:gwadar", Kind::Actor, "kassym-jomart-tokayev"),
        ("country:kazakhstan kind:person", Kind::Actor, "kassym-jomart-tokayev"),
    ] {
        let ids = story.ids(kind, query);
        assert!(ids.contains(&id), "`{query}`: {ids:?}");
    }
    for spelling in ["torghundi", "turgundi", "towrgondi", "تورغندی"] {
        assert_eq!(story.ids(Kind::Place, spelling), ["torghundi"], "`{spelling}`");
    }
}

#[test]
fn the_ambassadors_statements_about_karachi_are_found_by_completion_alone() {
    let story = story();
    let view = story.view(0);
    let pick = |typed: &str, wanted: &str| -> String {
        let offered = complete(typed, typed.len(), &view);
        let chosen = offered.iter().find(|c| c.text == wanted).unwrap_or_else(|| panic!("`{typed}`: {offered:?}"));
        format!("{}{} ", &typed[..chosen.span.start], chosen.text)
    };
    let query = pick("kistafin", "by:yerzhan-kistafin");
    let query = pick(&format!("{query}karachi"), "port:karachi");
    let query = pick(&format!("{query}known:>2025-1"), ">2025-10");
    let query = parse(&query).query;
    let shown = shown(&query, &view);
    let day = "2025-10-31".parse::<NaiveDate>().expect("a day");
    for rec in shown.of(Kind::Event).iter() {
        let statements = query.statements(&view, rec);
        assert!(!statements.is_empty(), "{}", story.dossier.id(rec));
        for statement in statements {
            let by = statement.by(&story.dossier).expect("a speaker");
            assert_eq!(story.dossier[by].id, "yerzhan-kistafin");
            assert!(story.dossier.known(statement.sources(&story.dossier)[0]) > Some(day));
        }
    }
    assert!(!shown.of(Kind::Article).is_empty());
}

#[test]
fn each_line_of_a_count_is_what_its_term_shows() {
    let story = story();
    for day in 0..story.days.len() {
        each_line_shows(&story.view(day), "", |k| k < 6 || k % 29 == 0);
    }
    // With a filter, it is what both leave.
    for query in ["by:kistafin", "outlet:dawn OR lang:ur", "-outlet:dawn known:2025 port:karachi,gwadar"] {
        each_line_shows(&story.view(0), query, |k| k < 2 || k % 61 == 0);
    }
}

/// Checks the lines of every count of every kind at these places.
fn each_line_shows(view: &QueryView, text: &str, checked: impl Fn(usize) -> bool) {
    let query = parse(text).query;
    let all = shown(&query, view);
    for term in fields() {
        for &kind in Kind::ALL {
            let lines = counts(view, &query, all.of(kind), term);
            if matches!(term.values, TermValues::Dates) {
                assert!(lines.iter(view).is_sorted_by_key(|line| line.value));
            } else {
                let place = |line: FieldCount| (Reverse(line.n), line.value, line.term);
                assert!(lines.iter(view).map(place).is_sorted(), "`{text}` {} {term:?}", kind.word());
            }
            for (_, line) in lines.iter(view).enumerate().filter(|(k, _)| checked(*k)) {
                let parsed = parse(&line.term);
                assert_eq!(parsed.faults, [], "`{}`", line.term);
                let n = shown(&query.and(&parsed.query), view).of(kind).len();
                assert_eq!(n, line.n, "`{text}` {} `{}` ({})", kind.word(), line.term, line.value);
            }
        }
    }
}

/// Words, ids and names of the story, as a reader may type them, alone and in terms.
fn atoms() -> impl Strategy<Value = String> {
    let text: &[&str] = &[
        "karachi",
        "kar",
        "*stan",
        "токаев",
        "қазақстан",
        "گوادر",
        "railway",
        "port",
        "2025",
        "visit",
        "o",
        "\"port qasim\"",
        "\"of\"",
        "/rail(way)?s?/",
        "/^the/",
        "/[0-9]{4}/",
        "text:karachi",
        "text:*khs",
        "id:tokayev-visit",
        "id:to",
    ];
    let linked: &[&str] = &[
        "port:gwadar",
        "port:gwadar,karachi",
        "port:*",
        "actor:tokayev",
        "actor:kazakhstan",
        "place:torkham",
        "place:karachi",
        "corridor:trans-afghan-road",
        "corridor:*",
        "country:kz",
        "country:uzbekistan",
        "tag:border",
        "kind:visit",
        "kind:person",
        "kind:event,port",
        "kind:statement",
        "status:overdue",
        "status:expected,closed",
        "status:unknown",
        "is:overdue",
        "is:slipped",
        "is:contested",
        "is:open",
        "is:new",
        "is:unsourced",
        "is:single-origin",
        "is:late",
        "is:kept",
        "is:promised",
        "is:undated",
        "is:closed",
        "slip:>30",
        "slip:0..10",
        "date:2025-09",
        "date:>2026",
        "date:2025-09..2025-11",
        "date:<=2025",
    ];
    let stated: &[&str] = &[
        "by:kistafin",
        "by:*",
        "by:kazakhstan,tokayev",
        "known:>2025-10-01",
        "known:2025-09",
        "outlet:dawn",
        "outlet:t",
        "lang:ur",
        "lang:en",
        "source:tribune-gwadar-deal",
        "source:arab",
        "lang:*",
    ];
    prop_oneof![
        prop::sample::select(text.to_vec()),
        prop::sample::select(linked.to_vec()),
        prop::sample::select(stated.to_vec()),
    ]
    .prop_map(str::to_owned)
}

fn queries() -> impl Strategy<Value = String> {
    atoms().prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            4 => prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| parts.join(" ")),
            2 => prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" OR "))),
            3 => inner.prop_map(|part| format!("-({part})")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// The rows of the index and the slow, obviously right definition are the same, in order.
    #[test]
    fn the_rows_are_those_of_the_definition(text in queries(), day in 0..3_usize, part in 0..4_usize) {
        let story = story();
        let view = story.view(day);
        let query = parse(&text).query;
        let rows = shown(&query, &view);
        let all = shown(&parse("").query, &view);
        for &kind in Kind::ALL {
            // A quarter of the many, another each time.
            let asked = |rec: &Rec| rec.ix() % 4 == part || !matches!(kind, Kind::Article | Kind::Figure);
            let slow: Vec<Rec> = all.of(kind).iter().filter(asked).filter(|&rec| query.matches(&view, rec)).collect();
            let fast: Vec<Rec> = rows.of(kind).iter().filter(asked).collect();
            prop_assert_eq!(fast, slow, "{} `{}`", kind.word(), text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Typed letter by letter, what cannot be read yet never takes away what stood there before.
    #[test]
    fn a_half_typed_query_never_empties_the_screen(text in queries()) {
        let story = story();
        let view = story.view(0);
        for (at, c) in text.char_indices() {
            let typed = &text[..at + c.len_utf8()];
            let parsed = parse(typed);
            let Some(fault) = parsed.faults.iter().min_by_key(|fault| fault.span.start) else { continue };
            // Of a date, the place is named within the value.
            let value = typed[..fault.span.start].rfind([':', ',']).map_or(0, |at| at + 1);
            let start = if fault.message.contains("no date (") { value } else { fault.span.start };
            let before = shown(&parse(&typed[..start]).query, &view).is_empty();
            prop_assert!(before || !shown(&parsed.query, &view).is_empty(), "`{}`", typed);
        }
    }

    /// A word and its beginnings: what is typed further only narrows.
    #[test]
    fn a_longer_word_shows_no_more(word in "[a-zа-я]{1,8}") {
        let story = story();
        let view = story.view(0);
        let mut before = usize::MAX;
        for (at, c) in word.char_indices() {
            let n = shown(&parse(&word[..at + c.len_utf8()]).query, &view).len();
            prop_assert!(n <= before, "`{}`", word);
            before = n;
        }
    }

    /// An exclusion of an event or figure is the opposite of what it excludes.
    #[test]
    fn of_events_an_exclusion_shows_the_others(text in queries()) {
        let story = story();
        let view = story.view(0);
        let (with, without) = (parse(&text).query, parse(&format!("-({text})")).query);
        for kind in [Kind::Event, Kind::Figure] {
            let (with, without) = (shown(&with, &view), shown(&without, &view));
            prop_assert_eq!(with.of(kind).len() + without.of(kind).len(), with.of(kind).total(), "`{}`", text);
        }
    }
}
