//! Any text as a query: reading it never panics, faults lie within it, what was read prints back to an equal query.
//!
//! `cargo +nightly fuzz run query`

#![no_main]

use karwan::query::parse;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let today = "2026-11-24".parse().expect("a day");
    let parsed = parse(text, today);
    for fault in &parsed.faults {
        assert!(text.get(fault.span.clone()).is_some(), "a fault outside of the text: {fault:?}");
    }
    let printed = parsed.query.to_string();
    let again = parse(&printed, today);
    assert!(again.faults.is_empty(), "`{printed}` has faults: {:?}", again.faults);
    assert_eq!(again.query, parsed.query, "`{printed}`");
    let _ = parsed.query.marks(text);
});
