//! Reading takes time that grows with the text, and no faster: by how often its bytes are looked at.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::parse_closely;

/// What a byte may be looked at at most, and what may come on top.
fn allowed(text: &str) -> usize {
    4 * text.len() + 8
}

/// Pieces with which parsers are led to read the same again and again.
const PIECES: [&str; 24] = [
    "(",
    ")",
    "\"",
    "/",
    "-",
    "\\",
    ",",
    ":",
    " ",
    "a",
    "port:",
    "prot:",
    "date:2025..",
    "OR",
    " AND ",
    "NOT ",
    "*",
    "گ",
    "é",
    "\"\"",
    "//",
    "a,b",
    "by:\"",
    "://",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn each_byte_is_looked_at_a_few_times_at_most(
        pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..400), times in 1..20_usize,
    ) {
        let text = pieces.concat().repeat(times);
        prop_assert!(parse_closely(&text, NaiveDate::default()).looks <= allowed(&text), "{} for {} bytes", parse_closely(&text, NaiveDate::default()).looks, text.len());
    }

    #[test]
    fn whatever_is_typed_is_read_in_time(text in "\\PC{0,300}") {
        prop_assert!(parse_closely(&text, NaiveDate::default()).looks <= allowed(&text));
    }
}

#[test]
fn one_thing_ten_thousand_times_is_read_in_time() {
    for piece in PIECES {
        let text = piece.repeat(10_000);
        let looks = parse_closely(&text, NaiveDate::default()).looks;
        assert!(looks <= allowed(&text), "`{piece}`: {looks} for {} bytes", text.len());
    }
}
