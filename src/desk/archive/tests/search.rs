//! What a query finds in an archive, and how many: as the definition of the query language says.

use proptest::prelude::*;

use super::*;
use crate::query::ItemFacts;

#[test]
fn the_query_language_finds_items() {
    let (_directory, archive) = fresh();
    let with =
        |id: &str, title: &str, text: &str| FeedItem { text: Some(text.into()), ..item(id, title, "2025-09-03") };
    take(
        &archive,
        FEED,
        &[
            with("a", "Port Qasim opens", "Trains from Uzbekistan reach the sea. A UN mission came"),
            with("b", "Грузы в порту Гвадара", "Қазақстан"),
            with("c", "Untitled", "port"),
            FeedItem { language: Some("ur".into()), ..with("d", "گوادر بندرگاہ", "Sun unites; Qasim") },
        ],
    );
    for (query, found) in [
        ("qas", "da"),
        ("\"port qasim\"", "a"),
        ("\"port qas\"", ""),
        ("port qasim", "a"),
        ("*stan", "a"),
        ("*стан", "b"),
        ("*ain", "a"),
        ("rail OR trains", "a"),
        ("port -qasim", "c"),
        ("-port", "db"),
        ("/q.sim/", "da"),
        ("порт", "b"),
        ("port:gwadar", "db"),
        ("actor:un", "a"),
        ("outlet:paper", "dcba"),
        ("outlet:dawn", ""),
        ("lang:ur", "d"),
        ("-lang:ur", "cba"),
        ("lang:ur OR /trains/", "da"),
        ("feed:paper", "dcba"),
        ("known:2025-09", "dcba"),
        ("known:>2025-09-03", ""),
        ("is:new", "dcba"),
        ("is:kept", ""),
        ("slip:>3", ""),
        ("(port OR lang:ur) -is:kept", "dca"),
        ("казак", "b"),
        ("text:trains", "a"),
        ("\"qasim trains\"", ""),
        ("kind:visit", ""),
        ("is:changed", ""),
    ] {
        let names: String = titles(&archive, query)
            .iter()
            .map(|title| match title.chars().next() {
                Some('P') => 'a',
                Some('Г') => 'b',
                Some('U') => 'c',
                _ => 'd',
            })
            .collect();
        assert_eq!(names, found, "{query}");
    }
}

#[test]
fn a_count_that_reads_every_item_is_told_in_parts() {
    let (_directory, archive) = fresh();
    let items: Vec<FeedItem> =
        (1..=9).map(|n| item(&n.to_string(), &format!("port {}", n % 3), "2025-09-01")).collect();
    take(&archive, FEED, &items);
    let key = archive.dossier(&identity()).expect("a key");
    let counts = |query: &ItemQuery, part| counted(&archive, query, key, part);
    let read = ItemQuery::Regex(regex::Regex::new("port [12]").expect("a pattern"));
    assert_eq!(counts(&read, 4), ["2+", "5+", "6"]);
    assert_eq!(counts(&read, 3), ["2+", "4+", "6+", "6"]);
    assert_eq!(counts(&read, 100), ["6"]);
    assert_eq!(archive.count(&read, key), Ok(6));
    assert_eq!(counts(&ItemQuery::Words(" port".to_owned()), 4), ["9"], "the index knows at once");
    // A part is of the items that the index finds.
    let both = ItemQuery::All(vec![ItemQuery::Words(" port 1".to_owned()), read.clone()]);
    assert_eq!(counts(&both, 2), ["2+", "3"]);
    let neither = ItemQuery::Not(Box::new(ItemQuery::Any(vec![read, ItemQuery::Undated])));
    assert_eq!(counts(&neither, 5).last().map(String::as_str), Some("3"));
}

/// What a count in parts tells, part by part.
fn counted(archive: &Archive, query: &ItemQuery, key: DossierKey, part: usize) -> Vec<String> {
    let mut counting = archive.counting_by(query, key, part).expect("counting");
    let mut told = Vec::new();
    while told.last().is_none_or(|last: &String| last.ends_with('+')) {
        told.push(counting.go_on().expect("a count").to_string());
    }
    told
}

/// Words that share letters, so that beginnings and infixes of one are found in another.
const WORDS: [&str; 8] = ["port", "porto", "sport", "Qasim", "порт", "گوادر", "a", "ports-of"];

fn any_text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&WORDS[..]), 0..5).prop_map(|words| words.join(" "))
}

fn any_item() -> impl Strategy<Value = FeedItem> {
    let language = prop::sample::select(vec![None, Some("en"), Some("en-GB"), Some("ur")]);
    (any_text(), prop::option::of(any_text()), prop::option::of(1_u32..6), language, 0_u32..40).prop_map(
        |(title, text, day, language, id)| FeedItem {
            published: day.and_then(|day| crate::desk::feed::stamp(&format!("2025-09-0{day}"))),
            language: language.map(str::to_owned),
            text,
            ..item(&id.to_string(), &title, "")
        },
    )
}

fn any_query() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        prop::sample::select(&WORDS[..]).prop_map(str::to_owned),
        prop::sample::select(&WORDS[..]).prop_map(|word| format!("*{word}")),
        any_text().prop_map(|text| format!("\"{text} port\"")),
        prop::sample::select(vec![
            "is:new",
            "is:kept",
            "is:dropped",
            "is:later",
            "is:changed",
            "is:undated",
            "lang:en",
            "lang:ur",
            "lang:*",
            "feed:post",
            "feed:paper",
            "outlet:paper",
            "outlet:x",
            "known:>2025-09-03",
            "known:2025-09-02..2025-09-04",
            "date:2025-09-01,2025-09-05",
            "port:gwadar",
            "actor:un",
            "/or[^t]/",
            "/qasim port/",
            "id:1",
            "id:a,b,c",
            "slip:>1",
            "p",
            "*o",
            "\"ports of\"",
            "*s of",
        ])
        .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(4, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..3).prop_map(|all| format!("({})", all.join(" "))),
            prop::collection::vec(inner.clone(), 1..3).prop_map(|all| format!("({})", all.join(" OR "))),
            inner.prop_map(|one| format!("-({one})")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn sql_gives_the_same_items_as_the_definition(
        first in prop::collection::vec(any_item(), 1..12),
        second in prop::collection::vec(any_item(), 0..12),
        decisions in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..4), 0..6),
        queries in prop::collection::vec(any_query(), 12),
    ) {
        let (_directory, archive) = fresh();
        take(&archive, FEED, &first);
        take(&archive, OTHER, &second);
        take(&archive, "https://paper.example/other", &second);
        let key = archive.dossier(&identity()).expect("a key");
        let everything = ItemQuery::All(Vec::new());
        let rows: Vec<i64> =
            archive.search(&everything, key, None, 1000).expect("rows").iter().map(|(item, _)| item.row).collect();
        for (at, state) in decisions {
            let row = rows[at.index(rows.len())];
            archive.decide(key, &[(row, None)], ItemState::ALL[state], "ann", now()).expect("decided");
        }
        let dossier = dossier();
        let snapshot = Snapshot::of(&dossier, now().date_naive());
        let index = QueryIndex::new();
        let view = QueryView::new(&dossier, &snapshot, &index);
        let values = archive.values().expect("values");
        let items = archive.search(&everything, key, None, 1000).expect("items");
        for text in queries {
            let query = parse(&text, NaiveDate::default()).query.of_items(&view, &values);
            let found = archive.search(&query, key, None, 1000).expect(&text);
            let found: Vec<&str> = found.iter().map(|(item, _)| item.id.as_str()).collect();
            let wanted: Vec<&str> = items.iter().filter(|(item, state)| {
                let feeds = feeds_of(&archive, item.row);
                let feeds: Vec<&str> = feeds.iter().map(String::as_str).collect();
                let day: NaiveDate = item.day();
                query.holds(&ItemFacts {
                    id: &item.id, fields: &item.fields(), outlet: &item.outlet, language: item.language.as_deref(), feeds: &feeds,
                    day, state: *state, assignee: None, changed: item.changed.is_some(), undated: item.published.is_none(),
                })
            }).map(|(item, _)| item.id.as_str()).collect();
            prop_assert_eq!(&found, &wanted, "{}", text);
            prop_assert_eq!(archive.count(&query, key), Ok(wanted.len()), "{}", text);
            let in_parts = counted(&archive, &query, key, 3);
            prop_assert_eq!(in_parts.last(), Some(&wanted.len().to_string()), "{}: {:?}", text, in_parts);
        }
    }
}

fn feeds_of(archive: &Archive, row: i64) -> Vec<String> {
    let mut rows = archive
        .connection
        .prepare_cached("SELECT f.url FROM item_feeds x JOIN feeds f ON f.id = x.feed WHERE x.item = ?")
        .expect("prepared");
    let urls = rows.query_map([row], |row| row.get(0)).expect("rows");
    urls.collect::<Result<_, _>>().expect("urls")
}
