//! The program and `karwan list` show the same records in the same order, whatever is asked: queries are made from the
//! table of terms and from what the story holds.

use crate::common::{command, frozen, screen};

use std::sync::LazyLock;

use karwan::dossier::{Dossier, Kind};
use karwan::query::{self, QueryIndex, QueryView, TERMS, TermValues, fields, shown};
use karwan::settings::input::{Keymap, ScreenId, key};
use karwan::settings::theme::{DrawStyle, GlyphSet, ThemeKind};
use karwan::story::Snapshot;
use karwan::ui::app::{Model, ModelStart};
use karwan::ui::message::Message;
use karwan::ui::widgets::notes::FrameKind;
use proptest::prelude::*;
use proptest::sample::select;

static STORY: LazyLock<std::sync::Arc<Dossier>> = LazyLock::new(screen::story);

/// Terms with values: words of the closed lists, and what records of the story have, as counts print it.
static TERMS_HELD: LazyLock<Vec<String>> = LazyLock::new(|| {
    let snapshot = Snapshot::of(&STORY, screen::today());
    let index = QueryIndex::new();
    let view = QueryView::new(&STORY, &snapshot, &index);
    let everything = query::Query::default();
    let all = shown(&everything, &view);
    let mut terms: Vec<String> = Vec::new();
    for term in TERMS {
        terms.push(term.example.to_owned());
        terms.push(format!("{}:*", term.key));
        if let TermValues::Words(words) = term.values {
            terms.extend(words().iter().map(|(word, _)| format!("{}:{word}", term.key)));
        }
    }
    for field in fields() {
        for kind in [Kind::Event, Kind::Article, Kind::Corridor] {
            let counts = query::counts(&view, &everything, all.of(kind), field);
            terms.extend(counts.iter(&view).step_by(7).map(|count| count.term));
        }
    }
    terms.push("slip:>30".to_owned());
    terms
});

/// Words of titles and names of the story.
static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let labels = Kind::ALL.iter().flat_map(|&kind| STORY.all(kind)).step_by(11).map(|rec| STORY.label(rec));
    let words = labels.flat_map(str::split_whitespace).filter(|w| w.chars().all(char::is_alphanumeric));
    words.map(str::to_owned).filter(|word| !["OR", "AND", "NOT"].contains(&word.as_str())).collect()
});

fn query() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        4 => select(TERMS_HELD.as_slice()),
        2 => select(WORDS.as_slice()),
        1 => select(WORDS.as_slice()).prop_map(|word| format!("\"{word}\"")),
        1 => select(WORDS.as_slice()).prop_map(|word| format!("/{}/", &word[..word.chars().next().map_or(0, char::len_utf8)])),
    ];
    leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| parts.join(" ")),
            prop::collection::vec(inner.clone(), 2..3).prop_map(|parts| format!("({})", parts.join(" OR "))),
            inner.prop_map(|part| format!("-({part})")),
        ]
    })
}

/// What the program shows once the query was typed.
fn typed(query: &str, day: &str, kind: Kind) -> Vec<String> {
    let mut model = Model::new(ModelStart {
        dossier: STORY.clone(),
        today: screen::today(),
        as_of: Some(day.parse().expect("a day")),
        filter: String::new(),
        screen: ScreenId::Timeline,
        keymap: Keymap::default(),
        saved: Vec::new(),
        paint: DrawStyle::new(ThemeKind::Dark, GlyphSet::Unicode),
        frames: FrameKind::Seen,
        mouse: false,
        read_only: false,
        size: (80, 24),
    });
    model.update(Message::KeyPressed(key::parse("/").expect("a key")));
    model.update(Message::Pasted(query.to_owned()));
    model.update(Message::KeyPressed(key::parse("Enter").expect("a key")));
    model.shown().of(kind).iter().map(|rec| STORY.id(rec).to_owned()).collect()
}

/// What the command line lists.
fn listed(query: &str, day: &str, kind: Kind) -> Vec<String> {
    let words = ["list", kind.word(), query, "--format", "tsv", "--as-of", day];
    let (code, out, err) = command::run(&command::unattended(frozen::places()), &words);
    assert_eq!(code, 0, "`{query}`: {err}");
    out.lines().skip(1).filter_map(|line| line.split('\t').next()).map(str::to_owned).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_typed_shows_what_is_listed(
        query in query(),
        kind in select(Kind::ALL),
        day in select(&["2025-09-05", "2025-12-01", "2026-02-05", "2026-11-24"][..]),
    ) {
        prop_assert_eq!(typed(&query, day, kind), listed(&query, day, kind), "`{}`", query);
    }
}
