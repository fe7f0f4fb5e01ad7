//! Keys in, screen out: to any day and back, and two days side by side.

use crate::common::screen;

use karwan::dossier::Rec;
use karwan::report::compare::differences;
use karwan::story::Snapshot;
use screen::{Karwan, dossier, story, today};

#[test]
fn a_day_a_month_and_a_year_mean_their_last_day() {
    for (typed, seen) in [
        ("2025-09-05", "AS OF 5 Sep 2025"),
        ("2025-09", "AS OF 30 Sep 2025"),
        ("2025", "AS OF 31 Dec 2025"),
        ("2025-22", "AS OF 31 Aug 2025"),
        ("../2024-02", "AS OF 29 Feb 2024"),
    ] {
        let mut karwan = Karwan::new(120, 40);
        karwan.press(&format!("t '{typed} Enter"));
        karwan.sees(seen);
        karwan.press("T");
        karwan.sees("today 24 Nov 2026");
    }
}

#[test]
fn the_prompt_says_in_words_what_is_wrong_and_stays() {
    for (typed, seen) in [
        ("2025-13", "month must be 01 to 12, or a season 21 to 24"),
        ("2025-11/..", "has no last day"),
        ("someday", "`someday` is not understood; like: 3 feb 2026"),
    ] {
        let mut karwan = Karwan::new(120, 40);
        karwan.press(&format!("t '{typed} Enter"));
        karwan.sees("As of which day?");
        karwan.sees(seen);
        karwan.press("Esc");
        karwan.sees("today 24 Nov 2026");
        karwan.sees_not("As of which day?");
    }
}

#[test]
fn tab_chooses_among_the_days_of_publication_that_what_is_typed_can_mean() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press("t '2025-09-0");
    karwan.sees("3 Sep 2025    10 articles");
    karwan.sees("9 Sep 2025    13 articles");
    karwan.sees_not("10 Sep 2025");
    karwan.press("Tab Tab Enter");
    karwan.sees("AS OF 3 Sep 2025 ");
    // With nothing typed one goes on from the day that is shown.
    karwan.press("t Tab Enter");
    karwan.sees("AS OF 4 Sep 2025");
    karwan.press("t Up Enter");
    karwan.sees("AS OF 3 Sep 2025");
}

#[test]
fn a_part_of_a_day_in_words_is_found_where_only_one_is_meant() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press("t 'ep Space '2025 Enter");
    karwan.sees("As of which day?");
    karwan.sees("days are meant");
    karwan.press("Esc t '2 Space 'oct Space '2025 Enter");
    karwan.sees("AS OF 2 Oct 2025");
    karwan.press("t '22 Space 'oct Space '2025 Enter");
    karwan.sees("AS OF 22 Oct 2025");
}

#[test]
fn a_day_is_typed_as_it_is_printed() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press("t '9 Space 'sep Space '2025 Enter");
    karwan.sees("AS OF 9 Sep 2025");
    karwan.press("t 'sep Tab");
    karwan.sees("As of which day?");
    karwan.press("Esc t '22 Space 'oct Space '2025 Enter");
    karwan.sees("AS OF 22 Oct 2025");
}

#[test]
fn nothing_typed_is_today() {
    let mut karwan = Karwan::new(80, 24);
    karwan.press("t '2025-09 Enter t Enter");
    karwan.sees("today 24 Nov 2026");
}

#[test]
fn the_strip_stands_under_the_title_only_while_the_day_is_not_today() {
    let mut karwan = Karwan::new(120, 40);
    karwan.sees_not("of 491 articles");
    karwan.press("t '2025-09-05 Enter");
    karwan.sees("240 of 491 articles");
    let screen = karwan.screen();
    let strip = screen.lines().nth(2).expect("a third line").to_owned();
    assert!(strip.contains("7 Mar 2011") && strip.contains("23 Nov 2026"), "{strip}");
    let at = |strip: &str| strip.chars().position(|c| c == '┃').expect("the mark");
    let before = at(&strip);
    karwan.press("t '2026-04 Enter");
    let later = karwan.screen().lines().nth(2).expect("a third line").to_owned();
    assert!(at(&later) > before);
    karwan.press("T");
    karwan.sees_not("of 491 articles");
}

#[test]
fn before_the_first_publication_nothing_is_known_and_after_the_last_everything() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press("t '1990");
    karwan.sees("nothing was known");
    karwan.press("Enter");
    karwan.sees("AS OF 31 Dec 1990");
    karwan.press("t '2040 Enter");
    karwan.sees("491 of 491 articles");
}

#[test]
fn two_days_stand_side_by_side_and_each_fact_leads_to_its_record_and_back() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press("= '2025-09-05 Enter");
    karwan.sees("5 Sep 2025 and 24 Nov 2026");
    let screen = karwan.screen();
    let line = screen.lines().find(|l| l.contains("  date  ")).expect("a date that moved");
    assert!(line.contains("Nov 2025") && line.contains("3–4 Feb 2026"), "{line}");
    karwan.press("j j Enter");
    karwan.sees("━ President Tokayev visits Islamabad");
    karwan.press("Backspace");
    karwan.sees("5 Sep 2025 and 24 Nov 2026");
    karwan.press("Esc");
    karwan.sees("most reported");
}

#[test]
fn the_earlier_day_stands_left_whichever_is_shown() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press("t '2025-09-05 Enter = '2025-12-01 Enter");
    karwan.sees("5 Sep 2025 and 1 Dec 2025");
    karwan.press("Esc = '2025-01-01 Enter");
    karwan.sees("1 Jan 2025 and 5 Sep 2025");
    karwan.press("Esc = '2025-09-05 Enter");
    karwan.sees("this is the day that is shown");
}

#[test]
fn a_record_that_is_not_known_on_the_day_that_is_shown_is_not_entered() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press("t '2011-03-08 Enter = '2026 Enter Enter");
    karwan.sees("not known on 8 Mar 2011");
}

#[test]
fn the_filter_holds_for_the_comparison_too() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press("/ 'khunjerab Enter = '2025-09-05 Enter");
    karwan.sees_not("President Tokayev visits Islamabad");
}

#[test]
fn a_reload_closes_the_comparison_which_named_records_of_the_old_story() {
    use karwan::ui::message::{LoadedDossier, Message};
    let mut karwan = Karwan::new(120, 40);
    karwan.press("= '2025-09-05 Enter j j Enter");
    let small = dossier("format = 1\n[story]\ntitle = \"Small\"\n");
    karwan.model.update(Message::Loaded(LoadedDossier { dossier: Some(small), problems: Vec::new(), files: None }));
    karwan.press("Backspace");
    karwan.screen();
    karwan.press("= '2025-09-05 Enter");
    karwan.sees("Nothing is known on the one day");
}

#[test]
fn the_prompt_and_the_comparison_are_drawn_at_every_size() {
    let mut karwan = Karwan::new(120, 40);
    for (columns, rows) in [(1, 1), (60, 20), (80, 24), (200, 60)] {
        karwan.resize(columns, rows);
        for keys in ["t", "'2025-0", "Tab G PageUp", "Enter", "= '2024", "Enter", "G", "Tab Shift+Tab g", "Esc T Esc"] {
            karwan.press(keys);
            karwan.screen();
        }
    }
}

#[test]
fn no_difference_stands_between_a_day_and_itself_and_none_twice() {
    let dossier = story();
    let now = Snapshot::of(&dossier, today());
    assert_eq!(differences(&dossier, &now, &now), []);
    let then = Snapshot::of(&dossier, "2025-09-05".parse().expect("a day"));
    let found = differences(&dossier, &then, &now);
    for (n, one) in found.iter().enumerate() {
        assert_ne!(one.before, one.after);
        let twice = found[n + 1..].iter().any(|other| (other.rec, &other.field) == (one.rec, &one.field));
        assert!(!twice, "{one:?}");
        if let Some(source) = one.source.filter(|_| one.after.is_some()) {
            assert!(now.is_visible(&dossier, Rec::Article(source)));
        }
    }
}
