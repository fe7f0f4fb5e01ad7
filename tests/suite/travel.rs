//! Keys in, screen out: from screen to screen, from record to record, through the filter and through time.

use crate::common::screen;

use karwan::ui::effect::Effect;
use screen::Karwan;

#[test]
fn the_first_screen_tells_of_the_delegation_and_of_the_visit() {
    for (columns, rows) in [(80, 24), (120, 40), (160, 50)] {
        let karwan = Karwan::new(columns, rows);
        karwan.sees("Kazakh delegation prepares the");
        karwan.sees("8–9 Sep");
        karwan.sees("President Tokayev visits");
        karwan.sees("1–7 Nov");
        karwan.sees("3–4 Feb 2026");
        karwan.sees("late by 88–95 days");
    }
}

#[test]
fn each_digit_opens_its_screen() {
    let mut karwan = Karwan::new(120, 40);
    for (key, seen) in [
        ("2", "a cell is 14 days"),
        ("3", "expected things"),
        ("4", "Who stands where"),
        ("5", "Corridors"),
        ("6", "On the map"),
        ("7", "Articles · newest first ━"),
        ("1", "most reported"),
    ] {
        karwan.press(key);
        karwan.sees(seen);
    }
}

#[test]
fn a_record_is_entered_and_left_again_and_the_way_back_is_kept() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press("Enter");
    karwan.sees("━ President Tokayev visits Islamabad");
    // The first line that leads on is the announcement's source.
    karwan.press("Tab Enter");
    karwan.sees("› ");
    karwan.sees("Cited for");
    karwan.press("Backspace");
    karwan.sees("━ President Tokayev visits Islamabad");
    karwan.press("Backspace");
    karwan.sees("Ports");
    karwan.sees("most reported");
}

#[test]
fn escape_closes_what_is_open_and_then_clears_the_filter() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press("/ 'khunjerab Enter");
    karwan.sees("/ khunjerab");
    karwan.press("Enter Esc");
    karwan.sees("/ khunjerab");
    karwan.press("Esc");
    karwan.sees_not("/ khunjerab");
    karwan.sees("of 191");
}

#[test]
fn the_filter_narrows_every_screen_as_it_is_typed_and_says_what_it_hides() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press("/ 'gwadar");
    karwan.sees("of 191 events");
    karwan.press("Enter 7");
    karwan.sees("of 491 articles");
    karwan.press("4");
    karwan.sees("of 132 actors");
    karwan.press("Esc");
    karwan.sees_not("of 132 actors");
}

#[test]
fn a_half_typed_filter_leaves_the_screen_full_and_says_what_it_cannot_read() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press("/ 'port:");
    karwan.sees("191 of 191 events");
    karwan.press("'gwadar");
    karwan.sees_not("191 of 191 events");
    karwan.press("Space '(tokayev");
    karwan.sees_not(" 0 of 191");
}

#[test]
fn what_hides_everything_says_so_and_which_key_undoes_it() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press("/ 'zzzzz Enter");
    karwan.sees("0 of 191 events");
    karwan.sees("Esc clears it");
    karwan.press("Esc");
    karwan.sees("President Tokayev");
}

#[test]
fn stepping_back_in_time_is_unmistakable_and_knows_nothing_later() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press("[");
    karwan.sees("AS OF 30 Jun 2026");
    karwan.sees("T: back to today");
    for _ in 0..400 {
        karwan.press("[");
    }
    karwan.sees("nothing was published before this day");
    karwan.sees("events known");
    karwan.sees_not("President Tokayev");
    karwan.press("T");
    karwan.sees("today 24 Nov 2026");
    karwan.sees("President Tokayev");
}

#[test]
fn stepping_forward_from_the_last_publication_comes_back_to_today() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press("[ ]");
    karwan.sees("today 24 Nov 2026");
    karwan.press("]");
    karwan.sees("this is today");
}

#[test]
fn help_lists_the_keys_of_the_screen_and_narrows_as_one_types() {
    let mut karwan = Karwan::new(120, 50);
    karwan.press("2 ?");
    karwan.sees("Help: Timeline");
    karwan.sees("Lanes of the timeline");
    karwan.press("'publication");
    karwan.sees("As of one publication earlier");
    karwan.sees_not("Lanes of the timeline");
    karwan.press("Esc 3 F1");
    karwan.sees("Help: Ledger");
    karwan.sees_not("Lanes of the timeline");
}

#[test]
fn the_link_and_the_copy_are_asked_of_the_outside() {
    let mut karwan = Karwan::new(120, 40);
    assert!(matches!(karwan.press("7 o").as_slice(), [Effect::OpenUrl(url)] if url.starts_with("http")));
    assert!(matches!(karwan.press("1 y y").as_slice(), [Effect::Copy(text, _)] if text.contains("3–4 Feb 2026")));
    assert_eq!(karwan.press("q"), [Effect::Quit]);
}

#[test]
fn typing_q_in_the_filter_does_not_leave_but_control_c_does() {
    let mut karwan = Karwan::new(120, 40);
    assert_eq!(karwan.press("/ 'quetta"), []);
    assert_eq!(karwan.press("Ctrl+c"), [Effect::Quit]);
}

#[test]
fn what_is_selected_stays_selected_when_the_filter_and_the_day_change() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press("7 j j j");
    let before = karwan.model.selected();
    karwan.press("/ 'the Backspace Backspace Backspace Enter");
    assert_eq!(karwan.model.selected(), before);
}

#[test]
fn every_screen_is_drawn_at_every_size() {
    let mut karwan = Karwan::new(120, 40);
    for (columns, rows) in
        [(1, 1), (20, 5), (59, 20), (60, 19), (60, 20), (80, 24), (99, 30), (100, 20), (200, 60), (500, 200)]
    {
        karwan.resize(columns, rows);
        for key in ["1", "2", "3", "4", "5", "6", "7"] {
            karwan.press(key);
            karwan.screen();
            karwan.press("Tab j j Enter");
            karwan.screen();
            karwan.press("Tab G k Backspace z");
            karwan.screen();
            karwan.press("z / 'a ?");
            karwan.screen();
            karwan.press("Esc Esc Backspace Esc ? G");
            karwan.screen();
            karwan.press("Esc Tab l l h h");
        }
    }
    karwan.resize(59, 20);
    karwan.sees("karwan needs 60 columns and 20 rows");
}
