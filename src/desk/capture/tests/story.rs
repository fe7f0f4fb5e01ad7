//! The quotes of the frozen story: how many find their event and their date. The figures are printed with `--nocapture`.

use std::collections::HashMap;

use super::dates_of;
use crate::desk::capture::{CaptureIndex, EventIndex, NameIndex, ReportDraft, TextFindings};
use crate::dossier::load::load;
use crate::dossier::{ArticleIx, EventIx};

/// In percent of the quotes.
const AMONG_THREE: usize = 80;

#[test]
fn the_event_of_a_quote_is_mostly_among_the_three_best() {
    let frozen = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/story");
    let dossier = load(&[frozen]).dossier.expect("the story loads");
    let mut indices: HashMap<ArticleIx, CaptureIndex> = HashMap::new();
    let (mut first, mut among, mut all) = (0, 0, 0);
    for (ix, event) in (0..).map(EventIx).zip(&dossier.events) {
        for report in &event.reports {
            let (Some(quote), Some(source)) = (&report.quote, report.source) else { continue };
            let Some(day) = dossier.articles.published(source).0 else { continue };
            // As it was before anything was taken from this article.
            let index = indices.entry(source).or_insert_with(|| CaptureIndex {
                names: NameIndex::of(&dossier),
                events: EventIndex::of(&dossier, Some(source)),
            });
            let findings = TextFindings::of(quote, &index.names, day);
            let title = dossier.articles.get(source).title;
            let draft = ReportDraft::of(&dossier, index, (title, quote), &findings, &(0..quote.len()), day);
            let place = draft.events.iter().position(|guess| guess.event == ix);
            all += 1;
            first += usize::from(place == Some(0));
            among += usize::from(place.is_some());
        }
    }
    println!("of {all} quotes {first} find their event first, {among} among the three best");
    assert!(all > 0 && among * 100 >= AMONG_THREE * all, "{among} of {all}");
}

/// Quotes of the story that hold a date, the day of their article, and what is meant by it: read by a person.
const DATED: &[(&str, &str, &str)] = &[
    ("in the first week of November", "2025-08-09", "2025-11-01/2025-11-07"),
    ("in November this year", "2025-09-03", "2025-11"),
    ("scheduled visit to Islamabad in November", "2025-09-03", "2025-11"),
    ("upcoming visit scheduled for November 2025", "2025-09-07", "2025-11"),
    ("ahead of Kazakh president’s November visit", "2025-09-09", "2025-11"),
    ("in February 2026", "2026-01-24", "2026-02"),
    ("two-day official visit to Pakistan on February 3–4", "2026-02-02", "2026-02-03/2026-02-04"),
    ("two-day official visit (Feb 3–4, 2026)", "2026-02-04", "2026-02-03/2026-02-04"),
    ("likely to visit Pakistan in September", "2022-07-05", "2022-09"),
    ("expected in Islamabad in mid-September", "2025-09-03", "2025-09-11~/2025-09-20~"),
    ("in the second week of September", "2025-09-03", "2025-09-08/2025-09-14"),
    ("from September 8 to 9", "2025-09-08", "2025-09-08/2025-09-09"),
    ("arrived in Islamabad on Monday for a two-day visit", "2025-09-09", "2025-09-08"),
    ("expected to be signed during the visit of Kazakhstan’s president in November", "2025-09-03", "2025-11"),
    ("Roadmap for Trade & Economic Cooperation 2025–2027", "2026-02-05", "2025/2027"),
    ("to be signed today", "2026-02-04", "2026-02-04"),
    ("either this year or next", "2024-07-01", "2024/2025"),
    ("in the next one year", "2026-02-04", "../2027-02-04"),
    ("within a year", "2026-02-04", "../2027-02-04"),
    ("within the next two years", "2026-02-04", "../2028-02-04"),
    ("from $250 million last year", "2026-02-04", "2025"),
    ("on Tuesday congratulated", "2026-03-18", "2026-03-17"),
    ("an official visit to Kazakhstan later this year", "2026-03-17", "2026"),
    ("scheduled to begin on the first of September", "2024-08-01", "2024-09-01"),
    ("signed on July 10", "2025-07-14", "2025-07-10"),
    ("said in an interview with Geo News on Tuesday", "2026-01-28", "2026-01-27"),
    ("уже в феврале подписать трехсторонний меморандум с ОАЭ", "2026-01-29", "2026-02"),
    ("due to the closure of Pak-Afghan border since October 11, 2025", "2026-01-14", "2025-10-11/.."),
    ("expected to reopen at any time today", "2025-10-21", "2025-10-21"),
    ("Transit of Goods through Territory of Pakistan Order 2026", "2026-04-27", "2026"),
    ("The first export shipment moved from Karachi to Tashkent on Sunday", "2026-04-01", "2026-03-29"),
    ("due to expire on April 26", "2026-01-16", "2026-04-26"),
    ("expected to be completed by mid-2026", "2026-01-16", "../2026-06~"),
    ("will officially resume operations on December 31, 2025", "2025-12-03", "2025-12-31"),
    // Counted from something else than the day; nothing finds it yet.
    ("approximately three years after final agreements", "2026-01-28", "2029~"),
];

#[test]
fn nine_in_ten_dates_of_quotes_are_found_as_they_are_meant() {
    let wrong: Vec<String> = DATED
        .iter()
        .map(|&(quote, day, meant)| (quote, dates_of(quote, day), meant))
        .filter(|(_, found, meant)| found.first().map(String::as_str) != Some(meant))
        .map(|(quote, found, meant)| format!("`{quote}`: {found:?}, not {meant}"))
        .collect();
    println!("of {} dates {} are found:\n{}", DATED.len(), DATED.len() - wrong.len(), wrong.join("\n"));
    assert!(wrong.len() * 10 <= DATED.len(), "{wrong:?}");
}
