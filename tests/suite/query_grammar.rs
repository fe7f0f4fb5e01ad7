//! What a query text means as far as no story is needed, and what is said of a text that cannot be read.

use crate::common::parse;

use karwan::query::Query;
use proptest::prelude::*;

/// The query as it is printed, without faults.
fn read(text: &str) -> String {
    let parsed = parse(text);
    assert_eq!(parsed.faults, [], "`{text}`");
    parsed.query.to_string()
}

/// What is left of a text, and each fault with the part of the text that it names.
fn faults(text: &str) -> (String, Vec<(String, String)>) {
    let parsed = parse(text);
    let faults =
        parsed.faults.iter().map(|fault| (text[fault.span.clone()].to_owned(), fault.message.clone())).collect();
    (parsed.query.to_string(), faults)
}

#[test]
fn a_query_prints_back_without_what_says_nothing() {
    for (text, printed) in [
        ("", ""),
        ("   ", ""),
        ("karach", "karach"),
        ("  karach   gwadar ", "karach gwadar"),
        ("a AND b", "a b"),
        ("a OR b", "a OR b"),
        ("a OR b c", "a OR b c"),
        ("(a OR b) c", "(a OR b) c"),
        ("((a))", "a"),
        ("(a b) c", "a b c"),
        ("a OR (b OR c)", "a OR b OR c"),
        ("-a", "-a"),
        ("NOT a", "-a"),
        ("--a", "a"),
        ("NOT NOT a", "a"),
        ("-(a b)", "-(a b)"),
        ("-(a OR b) c", "-(a OR b) c"),
        ("-(-a)", "a"),
        ("or and not", "or and not"),
        ("*stan", "*stan"),
        ("karach*", "karach*"),
        ("\"port qasim\"", "\"port qasim\""),
        (r#""say \"a\" \\ \n""#, r#""say \"a\" \\ \\n""#),
        (r"/a\/b c(d)/", r"/a\/b c(d)/"),
        ("Port:Gwadar", "port:Gwadar"),
        ("port:gwadar,\"port qasim\"", "port:gwadar,\"port qasim\""),
        ("port:*", "port:*"),
        ("-port:gwadar", "-port:gwadar"),
        ("port:gwadar(a)", "port:gwadar a"),
        ("12:30", "12:30"),
        ("https://dawn.com/a", "https://dawn.com/a"),
        ("date:2025-09..2025-11", "date:2025-09..2025-11"),
        ("date:2025-09/2025-11,../2026", "date:2025-09/2025-11,../2026"),
        ("date:..2025 date:2025..", "date:..2025 date:2025.."),
        (
            "date:>2025 date:>=2025-10~ date:<2025-21 date:<=202X",
            "date:>2025 date:>=2025-10~ date:<2025-21 date:<=202X",
        ),
        ("known:2025-10-01", "known:2025-10-01"),
        (
            "slip:30 slip:>30 slip:>=30d slip:<5 slip:<=5 slip:10..40 slip:10.. slip:..40",
            "slip:30 slip:>30 slip:>=30d slip:<5 slip:<=5 slip:10..40 slip:10.. slip:..40",
        ),
        (
            "kind:events,visit,Person is:overdue,single-origin status:restricted",
            "kind:events,visit,Person is:overdue,single-origin status:restricted",
        ),
        ("Мирзиёев گوادر 巴基斯坦", "Мирзиёев گوادر 巴基斯坦"),
        ("a)b", "a b"),
    ] {
        if text == "a)b" {
            assert_eq!(faults(text).0, printed);
        } else {
            assert_eq!(read(text), printed, "`{text}`");
        }
        let query = parse(text).query;
        assert_eq!(parse(&query.to_string()).query, query, "`{text}`");
    }
}

#[test]
fn what_cannot_be_read_is_named_with_its_place_and_left_out() {
    for (text, left, place, message) in [
        ("prot:gwadar a", "a", "prot:gwadar", "unknown term `prot:`; did you mean `port:`?"),
        ("a xyzzy:b", "a", "xyzzy:b", "unknown term `xyzzy:`; in quotation marks it is looked for as text"),
        ("a port:", "a", "port:", "no value for `port:`; expected one as in `port:gwadar,karachi`"),
        ("a -port:", "a", "port:", "no value for `port:`; expected one as in `port:gwadar,karachi`"),
        ("port:gwadar, a", "port:gwadar a", ",", "no value for `port:`; expected one as in `port:gwadar,karachi`"),
        ("port:… a", "a", "…", "no letter or digit in `…`"),
        ("status:happend a", "a", "happend", "unknown value `happend` of `status:`; did you mean `happened`?"),
        (
            "status:expected,lost",
            "status:expected",
            "lost",
            "unknown value `lost` of `status:`; expected `expected`, `confirmed`, ",
        ),
        ("is:over", "", "over", "unknown value `over` of `is:`; did you mean `overdue`?"),
        ("kind:zzzzzzzzz", "", "zzzzzzzzz", "unknown value `zzzzzzzzz` of `kind:`; expected "),
        ("date:2025-1 a", "a", "1", "`2025-1` is not a date: "),
        ("date:2025-02-30", "", "30", "`2025-02-30` is not a date: "),
        ("date:>", "", ">", "no date yet; expected one like `2025-09`"),
        ("date:>2025/..", "", "2025/..", "`2025/..` has no such end"),
        ("date:2025..2024", "", "2025..2024", "the range ends before it starts"),
        ("date:..", "", "..", "a range needs a date on one side of `..`"),
        ("slip:>x", "", ">x", "`x` is not a number of days; expected one like `30`"),
        ("slip:40..10", "", "40..10", "the range ends before it starts"),
        ("a \"b c", "a", "\"b c", "the quotation mark is not closed"),
        ("a port:\"b c", "a", "\"b c", "the quotation mark is not closed"),
        ("a /b c", "a", "/b c", "the regular expression is not closed with `/`"),
        ("a //", "a", "//", "the regular expression is empty"),
        ("a /b(c/", "a", "(", "regular expression: unclosed group"),
        ("a /b[/", "a", "[", "regular expression: unclosed character class"),
        ("/(\\w{200}){200}/", "", "(\\w{200}){200}", "the regular expression is too large"),
        ("a (b OR c", "a", "(b OR c", "the parenthesis is not closed"),
        ("a (b (c", "a", "(b (c", "the parenthesis is not closed"),
        ("a )", "a", ")", "`)` closes nothing"),
        ("a ()", "a", "()", "nothing stands in the parentheses"),
        ("a OR", "a", "OR", "nothing stands after `OR`"),
        ("(a OR ) b", "a b", "OR ", "nothing stands after `OR`"),
        ("OR a", "a", "OR", "nothing stands before `OR`"),
        ("a OR OR b", "a OR b", "OR", "nothing stands before `OR`"),
        ("AND a", "a", "AND", "nothing stands before `AND`"),
        ("a -", "a", "-", "nothing to exclude after `-`"),
        ("a - b", "a b", "-", "nothing to exclude after `-`"),
        ("a NOT", "a", "NOT", "nothing to exclude after `NOT`"),
        ("a !!!", "a", "!!!", "no letter or digit in `!!!`"),
        ("a *", "a", "*", "no letter or digit in `*`"),
        ("a \"…\"", "a", "\"…\"", "no letter or digit in `…`"),
    ] {
        let (kept, found) = faults(text);
        assert_eq!(kept, left, "`{text}`");
        assert_eq!(found.len(), 1, "`{text}`: {found:?}");
        assert_eq!(found[0].0, place, "`{text}`: {found:?}");
        assert!(found[0].1.starts_with(message), "`{text}`: {found:?}");
    }
}

#[test]
fn faults_come_in_the_order_of_the_text() {
    let (kept, found) = faults("prot:a is:lat gwadar \"b");
    assert_eq!(kept, "gwadar");
    let places: Vec<&str> = found.iter().map(|(place, _)| place.as_str()).collect();
    assert_eq!(places, ["prot:a", "lat", "\"b"]);
}

#[test]
fn a_query_has_limits_and_says_so() {
    let many = "a ".repeat(300);
    let parsed = parse(&many);
    assert_eq!(parsed.query.terms().len(), 256);
    assert_eq!(parsed.faults[0].message, "more than 256 words and values; the rest is left out");
    assert_eq!(parsed.faults.len(), 1);

    let deep = format!("{}a{}", "(b OR (c ".repeat(40), "))".repeat(40));
    assert_eq!(parse(&deep).faults[0].message, "parentheses nest deeper than 64");

    let patterns = "/a/ ".repeat(17);
    assert_eq!(parse(&patterns).faults[0].message, "more than 16 regular expressions");
}

#[test]
fn hostile_texts_are_read_in_time_that_grows_with_them() {
    for piece in [
        "(",
        ")",
        "()",
        "-",
        "\"",
        "/",
        "\\",
        "a:",
        "a:\"",
        ",",
        "port:",
        "port:a,",
        "OR ",
        "NOT ",
        "- ",
        "(-",
        "/(/ ",
        "/[a-z]{9}{9}/",
        "date:..",
        "*",
        "a",
        "é",
        "👩\u{200d}",
        "\u{202e}",
        "is:a ",
        "\" \"",
        "(a OR (b ",
        "x:y ",
    ] {
        let text = piece.repeat(100_000);
        let parsed = parse(&text);
        assert_eq!(parse(&parsed.query.to_string()).query, parsed.query, "`{piece}`");
        for fault in parsed.faults {
            assert!(fault.span.start < fault.span.end, "`{piece}`: {fault:?}");
        }
    }
}

#[test]
fn terms_can_be_taken_away_one_by_one() {
    let query = parse("gwadar port:karachi (a OR b) -is:overdue").query;
    let terms: Vec<String> = query.terms().iter().map(Query::to_string).collect();
    assert_eq!(terms, ["gwadar", "port:karachi", "a OR b", "-is:overdue"]);
    assert_eq!(query.without(2).to_string(), "gwadar port:karachi -is:overdue");
    assert_eq!(parse("a").query.without(0), Query::default());
    assert_eq!(parse("a OR b").query.terms().len(), 1);
}

#[test]
fn a_term_can_be_added_once() {
    let query = parse("a OR b").query;
    let both = query.and(&parse("port:gwadar").query);
    assert_eq!(both.to_string(), "(a OR b) port:gwadar");
    assert_eq!(both.and(&parse("port:gwadar").query), both);
    assert_eq!(Query::default().and(&query), query);
}

#[test]
fn words_that_made_a_record_match_can_be_marked_in_a_text() {
    let marked = |query: &str, text: &str| -> Vec<String> {
        parse(query).query.marks(text).into_iter().map(|span| text[span].to_owned()).collect()
    };
    assert_eq!(marked("karach", "To Karachi, and KARACHI's port"), ["Karachi", "KARACHI"]);
    assert_eq!(marked("*stan", "Pakistan and Kazakhstan"), ["Pakistan", "Kazakhstan"]);
    assert_eq!(marked("\"port qasim\"", "Port Qasim, a port"), ["Port", "Qasim"]);
    assert_eq!(marked("токаев -port text:a", "Тоқаев at a port"), ["Тоқаев", "at", "a"]);
    assert_eq!(marked("port:gwadar", "Gwadar"), [""; 0]);
    assert_eq!(marked("karachi", ""), [""; 0]);
}

/// Texts that look like queries, whole and broken.
fn queries() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "karachi",
            "*stan",
            "Тоқаев",
            "port:gwadar",
            "port:gwadar,karachi",
            "port:\"port qasim\"",
            "port:",
            "prot:x",
            "is:overdue",
            "is:",
            "-",
            "NOT",
            "OR",
            "AND",
            "(",
            ")",
            "\"",
            "\"a b\"",
            "/a.b/",
            "/",
            "/(/",
            "date:2025-09",
            "date:>",
            "known:>2025-10-01",
            "slip:>30",
            "slip:",
            ",",
            "status:expected,",
            "by:*",
            "12:30",
            "\\",
            "é",
            "…",
        ])
        .prop_map(str::to_owned),
        "[a-z:\"/()*,. -]{0,6}",
        "\\PC{0,4}",
    ];
    (prop::collection::vec(piece, 0..12), prop::bool::ANY)
        .prop_map(|(pieces, spaced)| pieces.join(if spaced { " " } else { "" }))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_text_makes_reading_panic_and_faults_name_bytes_of_it(text in queries()) {
        let parsed = parse(&text);
        for fault in &parsed.faults {
            prop_assert!(fault.span.start < fault.span.end, "{:?}", fault);
            prop_assert!(text.get(fault.span.clone()).is_some(), "{:?}", fault);
            prop_assert!(!fault.message.is_empty() && !fault.message.contains(|c: char| c.is_control()), "{:?}", fault);
        }
        prop_assert!(parsed.faults.is_sorted_by_key(|fault| fault.span.start));
    }

    #[test]
    fn a_query_prints_back_to_an_equal_query_without_faults(text in queries()) {
        let query = parse(&text).query;
        let printed = query.to_string();
        let again = parse(&printed);
        prop_assert_eq!(&again.faults, &[], "{}", printed);
        prop_assert_eq!(again.query, query, "{}", printed);
    }

    #[test]
    fn the_parts_of_a_query_make_it_up(text in queries()) {
        let query = parse(&text).query;
        let together = query.terms().iter().fold(Query::default(), |all, term| all.and(term));
        // A part that stands twice stands once then.
        prop_assert_eq!(together.and(&query), together);
    }

    /// What is half typed is left out: the query is the one that stood before it.
    #[test]
    fn what_is_half_typed_changes_nothing(text in queries(), cut in any::<prop::sample::Index>()) {
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let typed = &text[..*cut.get(&ends)];
        let parsed = parse(typed);
        let half = parsed.faults.iter().filter(|fault| fault.span.end == typed.len()).min_by_key(|fault| fault.span.start);
        if let Some(fault) = half {
            // Of a date, the place is named within the value.
            let within = fault.message.contains("is not a date: ") || fault.message.contains("no such end");
            let value = typed[..fault.span.start].rfind([':', ',']).map_or(0, |at| at + 1);
            let start = if within { value } else { fault.span.start };
            prop_assert_eq!(parsed.query, parse(&typed[..start]).query);
        }
    }
}

/// A term is its row in `TERMS`: what is done for one alone is said in the row, so that a new one is a row, too.
#[test]
fn nothing_but_its_row_asks_for_the_key_of_a_term() {
    let query = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/query");
    let asks = regex::Regex::new(r#"match \w*\.?key\b|\bkey (?:==|!=) "|matches!\(\w+\.key|"\) = \(.*\.key"#)
        .expect("it is one");
    let mut files = 0;
    for entry in std::fs::read_dir(query).expect("the folder") {
        let path = entry.expect("an entry").path();
        if path.is_file() {
            files += 1;
            let text = std::fs::read_to_string(&path).expect("UTF-8");
            let found: Vec<&str> = text.lines().filter(|line| line.contains("key") && asks.is_match(line)).collect();
            assert_eq!(found, [""; 0], "{}", path.display());
        }
    }
    assert!(files > 20, "{files} files");
}

#[allow(dead_code)] // the benches use the rest
#[path = "../../benches/scale/keys.rs"]
mod keys;

#[test]
fn the_benches_type_every_term_of_the_language() {
    for term in karwan::query::TERMS {
        assert!(keys::TYPED.iter().any(|(kind, _)| *kind == term.key), "`{}:` is typed by no bench", term.key);
    }
}
