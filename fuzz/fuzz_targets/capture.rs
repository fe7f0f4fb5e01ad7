//! Any text as something to take statements from: reading it never panics, and every span stands in it.
//!
//! `cargo +nightly fuzz run capture`

#![no_main]

use karwan::desk::capture::{NameIndex, TextFindings, cut_quote, guess_status, stands_in};
use karwan::dossier::Dossier;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let names = NameIndex::of(&Dossier::default());
    let findings = TextFindings::of(text, &names, "2025-09-03".parse().expect("a day"));
    for span in findings.sentences.iter().chain(findings.marks.iter().map(|mark| &mark.span)) {
        assert!(text.get(span.clone()).is_some(), "{span:?} is outside of the text");
    }
    for span in &findings.sentences {
        let _ = (stands_in(&cut_quote(&text[span.clone()]), text), guess_status(&text[span.clone()]));
    }
});
