//! The index gives the same answers as looking at each article.

use proptest::prelude::*;

use super::*;
use crate::dossier::{Article, ArticleFields, ArticleKind, EdtfDate};
use crate::text::fold;

/// Words in several scripts, chosen so that prefixes, fragments and letter variants collide.
const WORDS: &[&str] = &[
    "Gwadar",
    "gwadar's",
    "Karachi",
    "KARACHI,",
    "kara",
    "karakoram",
    "Torghundi",
    "Turgundi",
    "port",
    "ports",
    "airport",
    "Қазақстан",
    "Казахстан",
    "казак",
    "порт",
    "Порты",
    "Мирзиёев",
    "گوادر",
    "كراچي",
    "کراچی",
    "بندرگاہ",
    "o'zbek",
    "oʻzbek",
    "can't",
    "cant",
    "l'Iran",
    "2025-09-03",
    "37",
    "port_x",
    "railway",
    "rail",
    "way",
    "Ｆｕｌｌ",
    "№5",
    "5㎞",
    "新疆",
    "½",
    "é",
    "naïve",
    "x",
    "ß",
    "STRASSE",
];

const NEEDLES: &[&str] = &[
    " k",
    " kara",
    " karachi ",
    "chi",
    "port",
    " port",
    " port ",
    "port ",
    " gwadar ",
    " gwadar kara",
    "dar kara",
    "dar karachi ",
    " казак",
    "каз",
    " казахстан ",
    "порт",
    " گوادر",
    "چی",
    " کراچی بندر",
    " ozbek",
    " cant ",
    " 2025 09 03 ",
    " 2025 0",
    "0",
    " a 1",
    " x x ",
    "x x",
    " full",
    " no5",
    " 5",
    "km",
    " 新 疆 ",
    " strasse",
    "",
    " ",
    " nowhere",
    "port port",
    " port port ",
    " rail way ",
    " t",
    " дан",
    " tag",
    " dawn",
    "awn ",
];

const REGEXES: &[&str] = &[
    "gwadar",
    "gwad[ae]r",
    "t[ou]rg?h?undi",
    "k.*i",
    "port",
    r"\bport\b",
    "port (port|rail)",
    "rail.?way",
    "rail ?way",
    "қаз",
    "каз",
    "каза[кх]",
    "مكران|كراچ",
    "کراچی",
    "o.zbek",
    "ozbek",
    "o'zbek",
    "can't",
    "cant",
    r"\d{4}-\d{2}",
    r"\d+",
    r"^x",
    "x$",
    "x*",
    "[^a-z]",
    r"\w{6}",
    r"\p{L}{7}",
    "(?-i)Port",
    "(?i:PORT)",
    "port_",
    "5",
    "km",
    "5km",
    "新疆",
    "新",
    "½",
    "é",
    "naive",
    "naïve",
    "ss",
    "ß",
    "(a|b)-1",
    "kara(chi|koram)",
    r"(gwadar|karachi).{0,12}(port|порт)",
    ".",
    r"\bcan",
    r"[\s\S]",
    "[[:upper:]]{5}",
    r"[^\s\S]",
    "r\\B",
    "dawn",
];

fn article(n: usize, words: &[usize], at: usize) -> ArticleFields {
    let text = |part: &[usize]| part.iter().map(|&w| WORDS[w % WORDS.len()]).collect::<Vec<_>>().join(" ");
    let (title, summary) = words.split_at(at.min(words.len()));
    let dates = [None, Some("2025-09-03"), Some("2025-09"), Some("2025-11/.."), Some("../2024-02"), Some("2025-09-04")];
    ArticleFields {
        id: format!("a-{n}"),
        title: text(title),
        outlet: ["Dawn", "Новости", "The Express Tribune"][at % 3].to_owned(),
        published: dates[at % dates.len()].map(|date| EdtfDate::parse(date).unwrap()),
        retrieved: (n.is_multiple_of(2)).then(|| EdtfDate::parse("2026-01-05").unwrap()),
        language: [None, Some("en"), Some("ur")][n % 3].map(str::to_owned),
        kind: (n % 4 == 1).then_some(ArticleKind::Wire),
        summary: (!summary.is_empty()).then(|| text(summary)),
        text: (n.is_multiple_of(5)).then(|| text(words)),
        relays: (n.is_multiple_of(7)).then(|| "Tasnim".to_owned()),
        tags: if n.is_multiple_of(6) { vec!["tag one".to_owned(), "port".to_owned()] } else { Vec::new() },
        ..ArticleFields::default()
    }
}

fn store(articles: &[(Vec<usize>, usize)]) -> ArticleStore {
    let mut store = ArticleStore::default();
    for (n, (words, at)) in articles.iter().enumerate() {
        store.push(article(n, words, *at));
    }
    store
}

/// The positions for which the test holds, in display order, found by looking at each article.
fn naive(store: &ArticleStore, holds: impl Fn(&Article<'_>) -> bool) -> Vec<ArticleIx> {
    let mut all: Vec<ArticleIx> = store.iter().filter(|(_, article)| holds(article)).map(|(ix, _)| ix).collect();
    all.sort_by(|&a, &b| store.newest_first(a, b));
    all
}

fn listed(index: &ArticleIndex, bits: &BitSet) -> Vec<ArticleIx> {
    bits.iter().map(|position| index.article(position)).collect()
}

fn has_needle(article: &Article<'_>, needle: &str) -> bool {
    let mut folded = String::new();
    fields(article, |field| fold::push_field(&mut folded, field));
    needle == " " || folded.contains(needle)
}

fn matches(article: &Article<'_>, regex: &Regex) -> bool {
    let mut hit = false;
    fields(article, |field| {
        hit |= regex.is_match(field) || !field.is_ascii() && regex.is_match(&fold::letters(field));
    });
    hit
}

fn compiled(source: &str) -> Regex {
    regex::RegexBuilder::new(source).case_insensitive(true).build().unwrap()
}

fn articles() -> impl Strategy<Value = Vec<(Vec<usize>, usize)>> {
    proptest::collection::vec((proptest::collection::vec(0_usize..WORDS.len(), 0..9), 0_usize..9), 0..40)
}

proptest! {
    #[test]
    fn words_and_phrases_are_found_as_by_reading(all in articles()) {
        let store = store(&all);
        let plain = ArticleIndex::new(&store);
        let index = plain.with_words(&store, &|_, _| ());
        for needle in NEEDLES {
            let right = naive(&store, |article| has_needle(article, needle));
            prop_assert_eq!(&listed(&index, &index.needle(&store, needle)), &right, "`{}` by words", needle);
            prop_assert_eq!(&listed(&plain, &plain.needle(&store, needle)), &right, "`{}` by reading", needle);
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))] // each for all of the expressions
    #[test]
    fn expressions_are_found_as_by_reading(all in articles()) {
        static COMPILED: std::sync::OnceLock<Vec<Regex>> = std::sync::OnceLock::new();
        let regexes = COMPILED.get_or_init(|| REGEXES.iter().map(|source| compiled(source)).collect());
        let store = store(&all);
        let plain = ArticleIndex::new(&store);
        let index = plain.with_words(&store, &|_, _| ());
        for (source, regex) in REGEXES.iter().zip(regexes) {
            let right = naive(&store, |article| matches(article, regex));
            prop_assert_eq!(&listed(&index, &index.regex(&store, regex)), &right, "/{}/ by words", source);
            prop_assert_eq!(&listed(&plain, &plain.regex(&store, regex)), &right, "/{}/ by reading", source);
        }
    }
}

#[test]
fn an_expression_needs_the_rarest_of_its_letters() {
    for (source, needed) in [
        ("gwadar", Some(&["gwadar"] as &[_])),
        ("gwad[ae]r", Some(&["gwad"])),
        ("torgh?undi", Some(&["undi"])),
        ("karachi.{0,40}port", Some(&["karachi"])),
        ("(railway|corridor) (agreement|memorandum)", Some(&["agreement", "memorandum"])),
        ("(Қаз|каз)", Some(&["каз"])),
        ("x|[0-9]", None),
        ("[a-z]+", None),
        ("gwa(dar)?", Some(&["gwa"])),
        ("gwadar?|.", None),
    ] {
        let pieces = pieces(&compiled(source)).map(|mut pieces| {
            pieces.dedup();
            pieces
        });
        assert_eq!(
            pieces.as_deref(),
            needed.map(|all| all.iter().map(|&p| p.to_owned()).collect::<Vec<_>>()).as_deref(),
            "/{source}/"
        );
    }
}

proptest! {
    #[test]
    fn ascii_that_matches_has_one_of_the_pieces(words in proptest::collection::vec(0_usize..WORDS.len(), 0..6), joined in "[ '.-]") {
        let words: Vec<&str> = words.into_iter().map(|word| WORDS[word]).filter(|word| word.is_ascii()).collect();
        let text = words.join(&joined);
        let folded = fold::words(&text);
        for source in REGEXES {
            let regex = compiled(source);
            if let Some(pieces) = pieces(&regex) && regex.is_match(&text) {
                prop_assert!(pieces.iter().any(|piece| folded.contains(piece.as_str())), "/{}/ in `{}`", source, text);
            }
        }
    }

    #[test]
    fn any_expression_is_found_as_by_reading(
        all in articles(), source in r"(\(\?-i:P\)|[a-cgko -]|[қкоп]|[چک]|\[[a-d]\]|\[қк\]|\\w|\\d|\.|\\b){1,4}[?*+]?(\|[a-p]{1,3})?"
    ) {
        let store = store(&all);
        let index = ArticleIndex::build(&store, &|_, _| ());
        let regex = compiled(&source);
        let right = naive(&store, |article| matches(article, &regex));
        prop_assert_eq!(listed(&index, &index.regex(&store, &regex)), right);
    }

    #[test]
    fn values_and_days_are_found_as_by_reading(all in articles(), days in (0_u64..900, 0_u64..900)) {
        let store = store(&all);
        let index = ArticleIndex::new(&store);
        let start = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
        let (from, to) = (start + chrono::Days::new(days.0), start + chrono::Days::new(days.1));
        for (first, last) in [(None, None), (Some(from), None), (None, Some(to)), (Some(from), Some(to))] {
            let right = naive(&store, |article| {
                let date = article.published_date().map(|d| (d.earliest(), d.latest())).unwrap_or_default();
                date != (None, None)
                    && date.0.is_none_or(|day| last.is_none_or(|last| day <= last))
                    && date.1.is_none_or(|day| first.is_none_or(|first| day >= first))
            });
            if first.is_none_or(|first| last.is_none_or(|last| first <= last)) {
                prop_assert_eq!(listed(&index, &index.dated(first, last)), right);
            }
        }
        let known = |article: &Article<'_>| store.known(store.find(article.id).unwrap());
        prop_assert_eq!(listed(&index, &index.known(..=to)), naive(&store, |a| known(a).is_none_or(|day| day <= to)));
        prop_assert_eq!(listed(&index, &index.known(from..)), naive(&store, |a| known(a).is_some_and(|day| day >= from)));
        for &facet in ArticleFacet::ALL {
            let has = |article: &Article<'_>, value: &str| match facet {
                ArticleFacet::Outlet => article.outlet == value,
                ArticleFacet::Language => article.language == Some(value),
                ArticleFacet::Kind => article.kind.is_some_and(|kind| kind.word() == value),
                ArticleFacet::Tag => article.tags.iter().any(|tag| tag == value),
            };
            let within = index.known(from..);
            let counts = index.counts(&store, facet, &within);
            prop_assert!(index.values(&store, facet).is_sorted());
            for (value, count) in index.values(&store, facet).iter().zip(counts) {
                let mut bits = index.with_value(&store, facet, |name| name == &**value);
                prop_assert_eq!(listed(&index, &bits), naive(&store, |article| has(article, value)));
                prop_assert_eq!(bits.and(&within).count(), count as usize);
            }
        }
    }
}

/// Enough articles for several blocks, for lists, bitmaps and rare words, for a tree and for precomputed fragments.
#[test]
fn a_hundred_thousand_articles_are_found_as_by_reading() {
    let mut seed = 7_u64;
    let mut random = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let mut store = ArticleStore::default();
    for n in 0..100_000_u64 {
        let syllables = ["ka", "ra", "chi", "po", "rt", "gwa", "dar", "ta", "порт", "كر"];
        let mut word = || {
            let parts = 1 + random(3);
            (0..parts).map(|_| syllables[(random(10) * random(10) / 10) as usize]).collect::<String>()
        };
        let title = format!("{} {} {}", word(), word(), word());
        let published = EdtfDate::parse(&format!("202{}-0{}-11", random(5), 1 + random(9))).unwrap();
        store.push(ArticleFields {
            id: format!("a-{n}"),
            title,
            published: Some(published),
            ..ArticleFields::default()
        });
    }
    let plain = ArticleIndex::new(&store);
    let index = plain.with_words(&store, &|done, all| assert!(done <= all));
    let needles = [
        " k",
        " ka",
        "a",
        "ar",
        "kar",
        "kara",
        " ka ra",
        " ka ra ",
        "ka ra",
        " порт",
        " 1",
        " 99",
        "7",
        " a 12345 ",
        "dar ",
    ];
    for needle in needles {
        assert_eq!(*index.needle(&store, needle), *plain.needle(&store, needle), "`{needle}`");
    }
    for source in ["ka", "ka ra", "k.r.c", "[pg]", "порт|dar", r"\bka\b", "9$"] {
        let regex = compiled(source);
        assert_eq!(*index.regex(&store, &regex), *plain.regex(&store, &regex), "/{source}/");
    }
    let bytes: std::collections::BTreeMap<_, _> = index.bytes().into_iter().collect();
    assert!(bytes.values().all(|&bytes| bytes > 0), "every part is used: {bytes:?}");
}
