//! Many articles: what the sets of the index leave is what the definition says, record by record; and the program does
//! not wait for what takes its time.

use crate::common::{parse, screen};

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use karwan::dossier::load::load_texts;
use karwan::dossier::{Dossier, Kind};
use karwan::query::{self, ArticleIndex, Query, QueryIndex, QueryView, TERMS, TermValues, counts, fields, shown};
use karwan::story::{ChangeCalendar, PublicationDays, Snapshot};
use karwan::ui::app::Model;
use karwan::ui::effect::Effect;
use karwan::ui::message::Message;
use karwan::ui::palette::PaletteRecords;
use karwan::ui::ready::{ReadyDossier, ReadyProgress, ReadyWork};
use proptest::prelude::*;
use proptest::sample::select;
use screen::Karwan;

const WORDS: [&str; 14] = [
    "Karachi",
    "port",
    "Казахстан",
    "گوادر",
    "transit",
    "Qasım",
    "border",
    "of",
    "a",
    "Tokayev",
    "railway",
    "كراچی",
    "co-operation",
    "2025",
];
const OUTLETS: [&str; 4] = ["Dawn", "The Express Tribune", "Қазақпарат", "UrduPoint"];
const LANGUAGES: [&str; 4] = ["en", "en-GB", "ur", "kk"];

/// A dossier of so many articles, and one event for every twenty.
fn made(articles: usize) -> Arc<Dossier> {
    made_of(articles, 20)
}

/// A dossier of so many articles, and one event for every so many of them.
fn made_of(articles: usize, to_an_event: usize) -> Arc<Dossier> {
    let mut lines = String::new();
    let word = |n: usize, k: usize| WORDS[(n * 7 + k * k * 5 + n / 9 * k) % WORDS.len()];
    for n in 0..articles {
        let text: Vec<&str> = (0..6).map(|k| word(n, k)).collect();
        let date = match n % 11 {
            0 => String::new(),
            1 => r#", "published": "2025-09""#.to_owned(),
            2 => r#", "published": "../2025-11-02""#.to_owned(),
            3 => r#", "retrieved": "2026-11-23""#.to_owned(),
            _ => format!(r#", "published": "202{}-{:02}-{:02}""#, 4 + n % 3, 1 + n % 12, 1 + n % 28),
        };
        let kind = if n % 3 == 0 { r#", "kind": "wire", "tags": ["sea", "road"]"# } else { "" };
        let _ = writeln!(
            lines,
            r#"{{"id": "a-{n}", "title": "{}", "outlet": "{}", "language": "{}", "summary": "{}"{date}{kind}}}"#,
            text[..3].join(" "),
            OUTLETS[n % 4],
            LANGUAGES[n % 7 % 4],
            text.join(" "),
        );
    }
    let mut toml = "format = 1\n[story]\ntitle = \"Many\"\n".to_owned();
    for (id, name, country) in [("kistafin", "Yerzhan Kistafin", "KZ"), ("chaudhry", "Junaid Chaudhry", "PK")] {
        let _ =
            write!(toml, "[[actors]]\nid = \"{id}\"\nname = \"{name}\"\nkind = \"person\"\ncountry = \"{country}\"\n");
        let _ = write!(toml, "[[actors.positions]]\nissue = \"site\"\nstance = \"Karachi\"\nsource = \"a-40\"\n");
    }
    for (id, name) in [("gwadar", "Gwadar"), ("karachi", "Karachi")] {
        let _ = write!(toml, "[[ports]]\nid = \"{id}\"\nname = \"{name}\"\ncountry = \"PK\"\nsources = [\"a-3\"]\n");
    }
    for (n, article) in (0..articles).step_by(to_an_event).enumerate() {
        let (port, actor) = (["gwadar", "karachi"][n % 2], ["kistafin", "chaudhry"][n / 2 % 2]);
        let status = ["expected", "happened", "postponed"][n % 3];
        let _ = write!(
            toml,
            "[[events]]\nid = \"e-{n}\"\ntitle = \"{} {n}\"\nkind = \"visit\"\nports = [\"{port}\"]\nactors = [\"{actor}\"]\n\
             [[events.reports]]\nsource = \"a-{article}\"\nstatus = \"expected\"\ndate = \"2025-09\"\nby = \"{actor}\"\n\
             [[events.reports]]\nsource = \"a-{}\"\nstatus = \"{status}\"\ndate = \"2026-02-0{}\"\n",
            WORDS[n % WORDS.len()],
            (article + 7) % articles,
            1 + n % 9,
        );
    }
    let texts = [(PathBuf::from("a.jsonl"), lines), (PathBuf::from("b.toml"), toml)];
    let loaded = load_texts(&texts);
    loaded.dossier.unwrap_or_else(|| panic!("{:#?}", loaded.problems))
}

static STORY: LazyLock<Arc<Dossier>> = LazyLock::new(|| made(700));

fn leaf() -> impl Strategy<Value = String> {
    let mut terms: Vec<String> = TERMS.iter().map(|term| term.example.to_owned()).collect();
    for term in TERMS {
        terms.push(format!("{}:*", term.key));
        if let TermValues::Words(words) = term.values {
            terms.extend(words().iter().map(|(word, _)| format!("{}:{word}", term.key)));
        }
    }
    terms.extend(
        ["outlet:dawn", "outlet:\"Express Tribune\"", "lang:en", "lang:en-gb", "tag:sea", "by:chaudhry"]
            .map(str::to_owned),
    );
    terms.extend(
        [
            "date:2025-09",
            "date:<2025",
            "date:../2025",
            "known:>2025-06",
            "known:<2025",
            "source:a-4",
            "id:a-7",
            "port:karachi",
            "actor:kistafin",
            "country:kz",
        ]
        .map(str::to_owned),
    );
    let word = select(&WORDS[..]).prop_flat_map(|word| {
        let len = word.chars().count();
        (1..=len, 0..5_usize).prop_map(move |(n, form)| {
            let some: String = word.chars().take(n).collect();
            match form {
                0 => format!("\"{word}\""),
                1 => format!("/{some}/"),
                2 => format!("text:{some}"),
                _ => some,
            }
        })
    });
    let phrase = (select(&WORDS[..]), select(&WORDS[..])).prop_map(|(a, b)| format!("\"{a} {b}\""));
    prop_oneof![4 => select(terms), 4 => word, 1 => phrase]
}

fn query() -> impl Strategy<Value = String> {
    leaf().prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| parts.join(" ")),
            prop::collection::vec(inner.clone(), 2..3).prop_map(|parts| format!("({})", parts.join(" OR "))),
            inner.prop_map(|part| format!("-({part})")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Before the words are looked up, after that, and when answers are kept.
    #[test]
    fn the_index_leaves_what_the_definition_says(
        text in query(),
        day in select(&["2025-06-01", "2026-02-05", "2026-11-24"][..]),
    ) {
        let snapshot = Snapshot::of(&STORY, day.parse().expect("a day"));
        let articles = Arc::new(ArticleIndex::new(&STORY.articles));
        let index = QueryIndex::with_articles(Arc::clone(&articles));
        let is_new = |rec: karwan::dossier::Rec| rec.ix() % 5 == 1;
        let view = QueryView::new(&STORY, &snapshot, &index).with_new(&is_new);
        let asked = parse(&text).query;
        let everything = shown(&Query::default(), &view);
        let before = shown(&asked, &view);
        articles.build_words(&STORY.articles, &|_, _| ());
        let fresh = QueryIndex::with_articles(Arc::new(articles.forgetful()));
        let after = shown(&asked, &QueryView { index: &fresh, ..view });
        let again = shown(&asked, &view);
        for &kind in Kind::ALL {
            let right: Vec<_> = everything.of(kind).iter().filter(|&rec| asked.matches(&view, rec)).collect();
            prop_assert_eq!(before.of(kind).iter().collect::<Vec<_>>(), &right[..], "`{}`, read, {:?}", text, kind);
            prop_assert_eq!(after.of(kind).iter().collect::<Vec<_>>(), &right[..], "`{}`, looked up, {:?}", text, kind);
            prop_assert_eq!(again.of(kind), before.of(kind), "`{}`, kept, {:?}", text, kind);
            for (at, rec) in right.iter().enumerate().step_by(17) {
                prop_assert_eq!(before.of(kind).get(at), Some(*rec));
                prop_assert_eq!(before.of(kind).position(*rec), Some(at));
            }
        }
    }

    /// What is counted is what the query and the counted term leave together.
    #[test]
    fn each_count_is_what_its_term_leaves(text in query(), at in 0..fields().count()) {
        let snapshot = Snapshot::of(&STORY, screen::today());
        let index = QueryIndex::new();
        let view = QueryView::new(&STORY, &snapshot, &index);
        let asked = parse(&text).query;
        let rows = shown(&asked, &view);
        let field = fields().nth(at).expect("a field");
        for count in counts(&view, &asked, rows.of(Kind::Article), field).iter(&view).step_by(5) {
            let narrowed = shown(&asked.and(&parse(&count.term).query), &view);
            prop_assert_eq!(count.n, narrowed.of(Kind::Article).len(), "`{}` and `{}`", text, count.term);
        }
    }
}

/// A dossier made ready as for the screen, of which the words are not looked up.
fn ready(dossier: &Arc<Dossier>, partial: bool) -> Message {
    Message::Opened(Box::new(prepared(dossier, partial)))
}

fn prepared(dossier: &Arc<Dossier>, partial: bool) -> ReadyDossier {
    let index = QueryIndex::with_articles(Arc::new(ArticleIndex::new(&dossier.articles)));
    let snapshot = Snapshot::of(dossier, screen::today());
    let ways = karwan::story::lines::MapLines::of(dossier);
    let publications = PublicationDays::of(dossier);
    let calendar = ChangeCalendar::of(dossier);
    let records = PaletteRecords::of(dossier);
    let (dossier, problems) = (Arc::clone(dossier), Vec::new());
    ReadyDossier { dossier, snapshot, index, publications, calendar, ways, records, problems, partial }
}

fn searches(effects: Vec<Effect>) -> Vec<query::ArticleSearch> {
    effects.into_iter().filter_map(|e| if let Effect::Search(search) = e { Some(search) } else { None }).collect()
}

#[test]
fn a_filter_that_takes_its_time_is_answered_by_a_thread_and_only_the_last_counts() {
    let many = made(2_500);
    let mut karwan = Karwan::with(screen::dossier("format = 1\n[story]\ntitle = \"Before\"\n"), 120, 30);
    let effects = karwan.model.update(ready(&many, false));
    assert!(matches!(effects[..], [Effect::Index(_)]), "the words are looked up: {effects:?}");
    karwan.press("7");
    let all = karwan.model.shown().of(Kind::Article).total();
    let first = searches(karwan.press("/ 't"));
    let second = searches(karwan.press("'r"));
    assert_eq!((first.len(), second.len()), (1, 1));
    assert!(karwan.screen().contains("searching…"), "{}", karwan.screen());
    assert_eq!(karwan.model.shown().of(Kind::Article).len(), all, "the rows of before stay");
    // The answer to what was typed before comes late, and is passed over.
    first[0].run(&|| false);
    karwan.model.update(Message::Searched(first[0].turn));
    assert!(karwan.screen().contains("searching…"));
    // One that is told to stop finds nothing.
    second[0].run(&|| true);
    let again = searches(karwan.model.update(Message::Searched(second[0].turn)));
    assert!(karwan.screen().contains("searching…"));
    again[0].run(&|| false);
    assert!(searches(karwan.model.update(Message::Searched(again[0].turn))).is_empty());
    let rows = karwan.model.shown().of(Kind::Article).len();
    assert!(rows > 100 && rows < all);
    assert!(karwan.screen().contains(&format!("{rows} of {all} articles")), "{}", karwan.screen());
    // What was asked once is answered at once.
    assert!(searches(karwan.press("Backspace")).is_empty());
    assert!(searches(karwan.press("'r")).is_empty());
    assert_eq!(karwan.model.shown().of(Kind::Article).len(), rows);
}

#[test]
fn of_many_events_a_filter_is_answered_by_a_thread_until_their_texts_are_looked_up() {
    let many = made_of(5_100, 1);
    let mut karwan = Karwan::with(screen::dossier("format = 1\n[story]\ntitle = \"Before\"\n"), 120, 30);
    let effects =
        karwan.model.update(Message::Opened(Box::new(ReadyDossier::of(Arc::clone(&many), screen::today(), vec![]))));
    let [Effect::Index(corpus)] = &effects[..] else { panic!("texts are looked up: {effects:?}") };
    karwan.press("2");
    let all = karwan.model.shown().of(Kind::Event).len();
    assert_eq!(all, 5_100);
    let search = searches(karwan.press("/ 'port:gwadar"));
    let last = search.last().expect("a thread is asked");
    assert!(karwan.screen().contains("searching…"), "{}", karwan.screen());
    assert_eq!(karwan.model.shown().of(Kind::Event).len(), all, "the rows of before stay");
    last.run(&|| false);
    karwan.model.update(Message::Searched(last.turn));
    assert_eq!(karwan.model.shown().of(Kind::Event).len(), all / 2);
    // From then on nothing is waited for, and on another day until a thread has looked again.
    assert!(searches(karwan.press("Enter Esc / 'kind:")).is_empty());
    assert!(searches(karwan.press("Enter Esc / 'karachi")).is_empty());
    corpus.build(&|_, _| ());
    let narrowed = karwan.model.shown().of(Kind::Event).len();
    assert!(narrowed > 0 && narrowed < all, "{narrowed}\n{}", karwan.screen());
    let search = searches(karwan.press("Enter ["));
    assert_eq!(search.len(), 1, "the day before");
    search[0].run(&|| false);
    assert!(searches(karwan.model.update(Message::Searched(search[0].turn))).is_empty());
    assert!(!karwan.model.shown().of(Kind::Event).is_empty());
}

#[test]
fn of_many_events_values_are_counted_when_a_thread_has_read_the_records_and_of_few_at_once() {
    let counting = |karwan: &Karwan| karwan.screen().contains("counting…");
    let many = made_of(5_100, 1);
    let mut karwan = Karwan::with(screen::dossier("format = 1\n[story]\ntitle = \"Before\"\n"), 120, 30);
    karwan.model.update(Message::Opened(Box::new(ReadyDossier::of(Arc::clone(&many), screen::today(), vec![]))));
    let search = searches(karwan.press("2 F Tab Tab Tab Tab Tab Tab"));
    assert!(counting(&karwan) && search.iter().all(|search| search.asked.is_none()), "{}", karwan.screen());
    let last = search.last().expect("a thread is asked");
    assert_eq!(last.counted[0].key, "port");
    last.run(&|| false);
    assert!(searches(karwan.model.update(Message::Searched(last.turn))).is_empty());
    assert!(!counting(&karwan) && karwan.screen().contains("5100 events by port, "), "{}", karwan.screen());
    // The filter is what was counted, and no texts are needed for that.
    assert_eq!(searches(karwan.press("Tab")).len(), 1);
    assert!(counting(&karwan), "{}", karwan.screen());
    let mut few = Karwan::with(made(300), 120, 30);
    assert!(searches(few.press("2 F")).is_empty() && !counting(&few), "{}", few.screen());
}

#[test]
fn what_is_read_so_far_is_shown_with_how_far_it_is_and_every_key_works() {
    let (part, whole) = (made(300), made(2_500));
    let empty = screen::dossier("format = 1\n[story]\ntitle = \"many\"\n");
    let karwan = Karwan::with(empty, 120, 30);
    let mut karwan = karwan.changed(Model::while_reading);
    assert!(karwan.screen().contains("reading"), "{}", karwan.screen());
    assert!(karwan.screen().contains("No events are read yet."), "{}", karwan.screen());
    let far =
        |articles, done, left| ReadyProgress { work: ReadyWork::Reading { articles }, done, of: 641_430_269, left };
    karwan.model.update(Message::Progressed(far(412_345, 264_000_000, Some(2))));
    karwan.model.update(ready(&part, true));
    karwan.press("7 j j");
    let screen = karwan.screen();
    assert!(screen.contains("reading ━━━━━━╸"), "{screen}");
    assert!(screen.contains("412\u{202f}345 articles, 264 of 642 MB, 2 s left"), "{screen}");
    assert!(screen.contains("Articles") && screen.contains(" 286 "), "{screen}");
    let chosen = karwan.model.selected();
    let known = |karwan: &Karwan| karwan.model.shown().of(Kind::Article).len();
    assert_eq!(known(&karwan), 286);
    let id = chosen.map(|rec| part.id(rec).to_owned()).expect("a row");
    let effects = karwan.model.update(ready(&whole, false));
    assert!(matches!(effects[..], [Effect::Index(_)]), "{effects:?}");
    assert_eq!(karwan.model.selected().map(|rec| whole.id(rec).to_owned()), Some(id), "the same article is selected");
    assert!(!karwan.screen().contains("reading"), "{}", karwan.screen());
    assert!(!karwan.screen().contains("read yet"), "{}", karwan.screen());
    // A part that comes late is passed over.
    karwan.model.update(ready(&part, true));
    assert!(known(&karwan) > 2_000);
    let half = ReadyProgress { work: ReadyWork::Indexing, done: 1_250, of: 2_500, left: Some(1) };
    karwan.model.update(Message::Progressed(half));
    assert!(
        karwan.screen().contains("indexing ━━━━━━━━") && karwan.screen().contains("50 %, 1 s left"),
        "{}",
        karwan.screen()
    );
    karwan.model.update(Message::Progressed(ReadyProgress { done: 2_500, ..half }));
    assert!(!karwan.screen().contains("indexing"), "{}", karwan.screen());
}

#[test]
fn the_palette_says_how_many_articles_it_finds_by_their_words() {
    let article = |n| {
        format!("[[articles]]\nid = \"a{n}\"\ntitle = \"Ferry\"\noutlet = \"Post\"\npublished = \"2026-03-0{n}\"\n")
    };
    let story = screen::dossier(&format!("format = 1\n[story]\ntitle = \"The ferry\"\n{}{}", article(1), article(2)));
    let start = screen::dossier("format = 1\n[story]\ntitle = \"Before\"\n");
    let mut karwan = Karwan::with(start, 120, 30);
    let records = PaletteRecords::at_most(&story, 1);
    karwan.model.update(Message::Opened(Box::new(ReadyDossier { records, ..prepared(&story, false) })));
    for (day, told) in [
        ("2026-03-02", Some("2 articles by their words; ")),
        ("2026-03-01", Some("1 article by its words; ")),
        ("2026-02-28", None),
    ] {
        karwan.press(&format!("t Ctrl+u '{day} Enter :"));
        let screen = karwan.screen();
        assert_eq!(screen.contains(" words; "), told.is_some(), "{day}: {screen}");
        assert!(told.is_none_or(|told| screen.contains(told)), "{day}: {screen}");
        karwan.press("Esc");
    }
}
