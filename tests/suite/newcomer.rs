//! A newcomer answers from the screens: keys in, the answer with its source on the screen, wide and narrow.

use crate::common::screen;

use screen::Karwan;

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];

/// The screen after these keys, its lines joined and its white space made single, since a narrow one breaks lines.
fn words_after(keys: &str, (columns, rows): (u16, u16)) -> String {
    let mut karwan = Karwan::new(columns, rows);
    karwan.press(keys);
    let frame = |c: char| c.is_whitespace() || matches!(c, '┃' | '│' | '›');
    karwan.screen().split(frame).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn sees(keys: &str, answers: &[&str]) {
    for size in SIZES {
        let words = words_after(keys, size);
        for answer in answers {
            assert!(words.contains(answer), "{size:?}, {keys}: {answer}\n{words}");
        }
    }
}

#[test]
fn by_how_many_days_did_the_visit_slip_and_who_announced_each_date() {
    sees(
        ": 'tokayev Space 'visits Enter",
        &[
            "late by 88–95 days",
            "for ┄ 1–7 Nov 2025 by Yerzhan Kistafin, Ambassador of Kazakhstan to Pakistan",
            "for ┄ Nov 2025",
            "The Express Tribune, 3 Sep 2025",
            "for ┄ Feb 2026 63–119 days later DNA News, 24 Jan 2026",
            "for ┄ 3–4 Feb 2026 narrowed; 2 more Pak Gazette, c. 30 Jan 2026",
        ],
    );
}

#[test]
fn how_many_documents_were_signed_and_by_whose_count() {
    sees(
        ": 'tokayev Space 'visits Enter",
        &["Contested ≠ documents 37 6 origins", "4 Feb 2026 Arab News Pakistan, 4 Feb 2026"],
    );
    let below = format!(": 'tokayev Space 'visits Enter{}", " j".repeat(29));
    sees(
        &below,
        &["30 3 origins", "Suno News, c. 4 Feb 2026", "27 1 origin", "19 1 origin 4 Feb 2026 Trend News Agency"],
    );
}

#[test]
fn is_the_torkham_crossing_open_and_since_when() {
    sees(": 'torkham Enter", &["Leg ✕ → Kabul closed since 12 Oct 2025", "Torkham reopens for trade"]);
    sees(
        ": 'torkham Enter Tab Tab Enter",
        &["✕ closed weakest leg Torkham–Kabul, since 12 Oct 2025", "NPR via WBHM, c. Feb 2026"],
    );
}

#[test]
fn what_was_to_happen_by_now_and_did_not() {
    sees("3", &["Overdue 15", "by 7 Nov 2025", "59 expected things, 15 overdue"]);
}
