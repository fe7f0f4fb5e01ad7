//! The dates in the quotes of the stories: how many are found. The figures are printed with `--nocapture`.

use super::dates_of;

/// Quotes of both editions of the story that hold a date, the day of their article, and what is meant by it: read by a person.
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
    ("expected to complete by the end of 2017", "2015-08-26", "../2017-12~"),
    ("intends to come to Pakistan in the first part of next year", "2022-09-05", "2023-01~/2023-06~"),
    ("will visit Pakistan this year", "2023-02-23", "2023"),
    ("signed on March 9, 1995", "2026-02-05", "1995-03-09"),
    ("reopened on Friday after a nine-day closure", "2023-09-15", "2023-09-15"),
    ("A formal signing ceremony is planned for Switzerland on Friday, 19 June", "2026-06-16", "2026-06-19"),
    ("308 ships transiting in the last week of June", "2026-07-01", "2026-06-24/2026-06-30"),
    ("groundbreaking of the project would be held by February-March 2021", "2020-06-16", "../2021-03"),
    ("would start from March", "2023-01-02", "2023-03/.."),
    ("We are hopeful that this project will start this year", "2023-07-15", "2023"),
    ("would be performed by early next year", "2023-11-16", "../2024-03~"),
    ("It might better be 2018 or around it", "2014-12-01", "2018"),
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
