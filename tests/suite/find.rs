//! Keys in, screen out: finding things by the filter line, counts, saved filters and the palette.

use crate::common::{frozen, screen};

use karwan::dossier::Kind;
use karwan::settings::config::SavedFilter;
use karwan::settings::theme::{ColorTheme, StyleRole, ThemeKind};
use karwan::ui::effect::Effect;
use ratatui::style::Modifier;
use screen::Karwan;

/// The last line.
fn line(karwan: &Karwan) -> String {
    karwan.screen().lines().last().unwrap_or_default().to_owned()
}

/// What is drawn in the style of something that the filter found.
fn marked(karwan: &Karwan) -> String {
    let style = ColorTheme::new(ThemeKind::Dark).style(StyleRole::Match);
    let buffer = karwan.buffer();
    let is_marked = |cell: &&ratatui::buffer::Cell| {
        cell.fg == style.fg.expect("a colour") && cell.modifier.contains(Modifier::UNDERLINED)
    };
    buffer
        .content
        .iter()
        .skip(2 * usize::from(buffer.area.width))
        .filter(is_marked)
        .map(ratatui::buffer::Cell::symbol)
        .collect()
}

#[test]
fn an_empty_filter_line_offers_the_terms_with_what_they_ask() {
    let mut karwan = Karwan::new(80, 24);
    karwan.press("/");
    karwan.sees("port:      which port");
    karwan.sees("Tab takes it");
    assert!(line(&karwan).starts_with(" /  "), "{}", line(&karwan));
}

#[test]
fn a_term_and_then_its_values_are_taken_with_tab() {
    let mut karwan = Karwan::new(80, 24);
    karwan.press("/ 'por Tab");
    assert!(line(&karwan).starts_with(" / port: "), "{}", line(&karwan));
    karwan.sees("port: which port");
    karwan.sees("karachi       Karachi");
    karwan.press("'kar Tab");
    assert!(line(&karwan).starts_with(" / port:karachi "), "{}", line(&karwan));
    karwan.press("Enter");
    karwan.sees("/ port:karachi  ");
}

#[test]
fn tab_again_takes_the_next_one_instead() {
    let mut karwan = Karwan::new(80, 24);
    karwan.press("/ 'kist Tab");
    assert!(line(&karwan).starts_with(" / actor:yerzhan-kistafin "), "{}", line(&karwan));
    karwan.press("Tab");
    assert!(line(&karwan).starts_with(" / by:yerzhan-kistafin "), "{}", line(&karwan));
    karwan.press("Shift+Tab");
    assert!(line(&karwan).starts_with(" / actor:yerzhan-kistafin "), "{}", line(&karwan));
    karwan.press("Space 'x");
    assert!(line(&karwan).starts_with(" / actor:yerzhan-kistafin x "), "{}", line(&karwan));
}

#[test]
fn an_offer_is_chosen_with_the_arrows_and_taken_with_enter() {
    let mut karwan = Karwan::new(80, 24);
    karwan.press("/ 'kist Down Down Enter");
    assert!(line(&karwan).starts_with(" / by:yerzhan-kistafin "), "{}", line(&karwan));
    karwan.sees_not("takes it");
    karwan.press("Enter");
    karwan.sees("/ by:yerzhan-kistafin");
    karwan.sees("Tab pane");
}

#[test]
fn what_is_typed_stays_as_it_is_while_nothing_is_chosen() {
    let mut karwan = Karwan::new(80, 24);
    karwan.press("/ 'kist Enter");
    karwan.sees("/ kist  ");
}

#[test]
fn escape_closes_the_offers_before_the_line() {
    let mut karwan = Karwan::new(80, 24);
    karwan.press("/ 'kist");
    karwan.sees("takes it");
    karwan.press("Esc");
    karwan.sees_not("takes it");
    assert!(line(&karwan).starts_with(" / kist"), "{}", line(&karwan));
    karwan.press("Esc");
    assert!(line(&karwan).starts_with(" / kist  21 of 191 events    Tab pane"), "{}", line(&karwan));
}

#[test]
fn the_filters_of_the_session_are_recalled_with_the_arrows() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press("/ 'gwadar Enter / Ctrl+u 'karachi Enter Esc / Up");
    assert!(line(&karwan).starts_with(" / karachi "), "{}", line(&karwan));
    karwan.press("Up");
    assert!(line(&karwan).starts_with(" / gwadar "), "{}", line(&karwan));
    karwan.press("Up Down");
    assert!(line(&karwan).starts_with(" / karachi "), "{}", line(&karwan));
    karwan.press("Down");
    karwan.sees("191 of 191 events");
}

#[test]
fn the_line_that_is_typed_is_never_covered() {
    for (columns, rows) in [(60, 20), (80, 24), (120, 40), (200, 60)] {
        let mut karwan = Karwan::new(columns, rows);
        karwan.press("/");
        for typed in ["'kist", "Tab", "Space", "'port:", "'gwadr", "Space", "'known:>2025", "Down Down Down"] {
            karwan.press(typed);
            assert!(line(&karwan).starts_with(" / "), "{}", karwan.screen());
            assert!(line(&karwan).contains("events"), "{}", karwan.screen());
        }
        assert!(line(&karwan).contains("known:>2025"), "{}", karwan.screen());
    }
}

#[test]
fn a_value_that_means_nothing_here_is_said_with_the_nearest() {
    let mut karwan = Karwan::new(80, 24);
    karwan.press("/ 'port:gwadr");
    karwan.sees("! `port:gwadr` finds nothing in this dossier; did you mean `gwadar`?");
    karwan.press("Backspace 'ar");
    karwan.sees_not("finds nothing");
    karwan.press("Space 'prot:x");
    karwan.sees("! unknown term `prot:`; did you mean `port:`?");
}

#[test]
fn what_the_filter_found_is_marked_in_lists_and_cards() {
    let mut karwan = Karwan::new(120, 40);
    assert_eq!(marked(&karwan), "");
    karwan.press("/ 'torkh Enter 2");
    assert!(marked(&karwan).contains("Torkham"), "{}", marked(&karwan));
    karwan.press("Enter");
    assert!(marked(&karwan).contains("Torkham"), "{}", marked(&karwan));
    karwan.press("Esc / Ctrl+u 'گوادر Enter 1 Tab Tab Enter");
    assert!(marked(&karwan).contains(&*karwan::text::visual("گوادر")), "{}", marked(&karwan));
}

#[test]
fn every_statement_of_the_ambassador_about_karachi_since_october_is_read_off_the_cards() {
    let mut karwan = Karwan::new(120, 40);
    // As someone who has not read the manual: half a name, half a port, half a key, and what is offered.
    karwan.press("/ 'kist Down Down Tab Space 'kara Tab Space 'kno Tab Tab '2025-09 Tab Enter 2");
    karwan.sees("/ by:yerzhan-kistafin port:karachi known:>2025-09");
    let events = karwan.model.shown().of(Kind::Event).len();
    assert!(events >= 4, "{events}");
    karwan.press("g");
    for _ in 0..events {
        // The card of each begins with what he said, when and where.
        karwan.sees("▐Matches ");
        let matches = karwan.screen();
        let told: Vec<&str> = matches.lines().filter(|l| l.contains('▐')).collect();
        assert!(told.join(" ").contains("Yerzhan Kistafin"), "{matches}");
        karwan.press("Enter");
        karwan.sees(" match");
        karwan.sees("▐");
        karwan.press("Backspace j");
    }
}

#[test]
fn statements_are_marked_only_where_the_filter_asks_for_them() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press("/ 'karachi Enter 2 Enter");
    karwan.sees_not("▐");
    karwan.sees_not("statements match");
}

#[test]
fn what_hides_everything_offers_each_part_to_be_left_out_with_the_count_that_it_gives() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press("/ 'gwadar Space 'zzzzz Enter 2");
    karwan.sees("The filter hides all 191 events.");
    karwan.sees("without gwadar");
    karwan.sees("without zzzzz");
    karwan.sees("Enter leaves one of them out.");
    karwan.press("Enter");
    karwan.sees("The filter without");
    karwan.sees("1 gwadar");
    let rows = karwan.screen();
    let offered = rows.lines().find(|l| l.contains("2 zzzzz")).expect("the second part").to_owned();
    karwan.press("2");
    karwan.sees("/ gwadar  ");
    let left = karwan.model.shown().of(Kind::Event).len();
    assert!(left > 0 && offered.contains(&format!(" {left} events")), "{left}: {offered}");
}

#[test]
fn a_filter_that_hides_every_position_is_said_to_do_so() {
    let mut karwan = Karwan::new(160, 50);
    karwan.press("4 / 'zzzq Enter");
    karwan.sees("positions. Esc clears it.");
}

#[test]
fn a_part_is_left_out_with_the_arrows_and_enter_too() {
    let mut karwan = Karwan::new(80, 24);
    karwan.press("/ 'zzzzz Space 'port:gwadar Enter 7 Enter Enter");
    karwan.sees("/ port:gwadar  ");
    karwan.press("/ Space 'yyyyy Enter Enter j Enter");
    karwan.sees("/ port:gwadar  ");
}

#[test]
fn each_list_counts_its_own_rows_where_it_is_empty() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press("/ 'kind:port Space 'zzzzz Enter 5");
    karwan.sees("without kind:port");
    let row =
        |karwan: &Karwan| karwan.screen().lines().find(|l| l.contains("without zzzzz")).unwrap_or_default().to_owned();
    assert!(row(&karwan).contains(" 9 "), "{}", row(&karwan));
    karwan.press("3");
    karwan.sees("without zzzzz");
    assert!(row(&karwan).contains(" 0 "), "{}", row(&karwan));
    // What is not empty opens its record.
    karwan.press("Esc / 'kind:event Enter 1 Enter");
    karwan.sees_not("The filter without");
}

/// The first row of the counts.
fn first_count(karwan: &Karwan) -> Option<(String, usize)> {
    let screen = karwan.screen();
    let row = screen.lines().skip_while(|l| !l.contains("events by ")).nth(2)?.split('┃').find(|l| l.contains('━'))?;
    let (name, bar) = row.trim().split_once('━')?;
    Some((name.trim().to_owned(), bar.trim_start_matches(['━', '╸', ' ']).trim().parse().ok()?))
}

#[test]
fn rows_are_counted_by_a_field_and_a_value_filters() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press("2 F");
    karwan.sees("191 events by kind");
    karwan.press("Tab");
    karwan.sees("191 events by status");
    let (name, n) = first_count(&karwan).expect("a row");
    karwan.press("Enter");
    assert_eq!((name.as_str(), n), ("happened", karwan.model.shown().of(Kind::Event).len()));
    karwan.press("Esc");
    karwan.sees("/ status:happened");
}

#[test]
fn several_values_are_marked_and_the_way_back_is_kept() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press("2 F Tab Space Space Enter");
    karwan.sees("events by status, 2 values");
    let two = karwan.model.shown().of(Kind::Event).len();
    karwan.press("l l Enter Esc");
    assert!(karwan.model.shown().of(Kind::Event).len() < two);
    karwan.press("F Backspace");
    assert_eq!(karwan.model.shown().of(Kind::Event).len(), two);
    karwan.press("Backspace");
    assert_eq!(karwan.model.shown().of(Kind::Event).len(), 191);
    karwan.press("Backspace");
    karwan.sees("191 events by");
}

#[test]
fn counts_are_of_the_rows_of_the_list_that_has_the_focus() {
    let mut karwan = Karwan::new(80, 24);
    karwan.press("7 F");
    karwan.sees("491 articles by");
    karwan.press("Esc 5 F");
    karwan.sees("9 ports by");
    karwan.press("F 1 Tab F");
    karwan.sees("132 actors by");
}

#[test]
fn counting_keeps_what_the_filter_finds_so_that_each_number_is_what_enter_gives() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press("/ 'by:kistafin Enter 2 F");
    let mut counted = 0;
    for _ in 0..14 {
        if let Some((name, n)) = first_count(&karwan) {
            karwan.press("Enter");
            assert_eq!(karwan.model.shown().of(Kind::Event).len(), n, "{name}\n{}", karwan.screen());
            karwan.press("Backspace");
            counted += 1;
        }
        karwan.press("Tab");
    }
    assert!(counted > 8, "{counted}");
}

fn saved(name: &str, query: &str, key: Option<&str>) -> SavedFilter {
    let key = key.map(|key| karwan::settings::input::key::parse(key).expect("a key"));
    SavedFilter { name: name.to_owned(), query: query.to_owned(), key }
}

#[test]
fn saved_filters_are_shown_with_what_each_leaves_and_put_on() {
    let filters = vec![saved("late", "is:overdue", Some("Alt+1")), saved("sea", "port:gwadar,karachi", None)];
    let mut karwan = Karwan::saving(filters, screen::story(), 120, 40);
    karwan.press("2 v");
    karwan.sees("Alt-1  late  is:overdue");
    karwan.sees("15 events");
    karwan.press("j Enter");
    karwan.sees("/ port:gwadar,karachi");
    karwan.press("v");
    karwan.sees("✓        sea");
    karwan.press("v Alt+1");
    karwan.sees("/ is:overdue  15 of 191 events");
    // The way back leads to the one before.
    karwan.press("F Backspace Esc");
    karwan.sees("/ port:gwadar,karachi");
}

#[test]
fn where_no_filter_is_saved_it_says_how_to() {
    let mut karwan = Karwan::new(80, 24);
    karwan.press("v");
    karwan.sees("None yet: put a filter on (/), then S saves it under a name.");
    karwan.press("Esc");
    karwan.sees_not("None yet");
}

#[test]
fn the_filter_that_is_on_is_saved_under_a_name() {
    let mut karwan = Karwan::saving(vec![saved("sea", "port:gwadar", None)], screen::story(), 100, 30);
    karwan.press("S");
    karwan.sees("! no filter is on; / begins one");
    karwan.press("/ 'is:overdue Enter v");
    karwan.sees("The filter that is on is not saved: is:overdue");
    karwan.press("S");
    karwan.sees("Save the filter under which name?");
    karwan.press("Enter");
    karwan.sees("! a filter needs a name");
    karwan.press("'ledger Enter");
    karwan.sees("! `ledger` is the name of a screen; give the filter another");
    karwan.press("Ctrl+u 'sea");
    karwan.sees("takes the place of port:gwadar");
    karwan.press("Ctrl+u 'late Space 'things");
    let effects = karwan.press("Enter");
    let saving = Effect::SaveFilter { name: "late things".to_owned(), query: "is:overdue".to_owned() };
    assert_eq!(effects, [saving]);
    karwan.sees_not("Save the filter");
}

#[test]
fn a_filter_that_cannot_be_read_as_a_whole_is_not_saved() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press("/ 'prot:gwadar Enter S");
    karwan.sees("! the filter cannot be read as a whole, so it is not saved");
}

#[test]
fn the_palette_enters_a_record_by_any_of_its_names() {
    let mut karwan = Karwan::new(80, 24);
    karwan.press("5 : 'гвадар");
    karwan.sees("━ Find ");
    karwan.sees(": гвадар");
    karwan.sees("Gwadar  (Гвадар)   PK");
    karwan.press("Enter");
    karwan.sees("━ Gwadar ━");
    karwan.press("Backspace");
    karwan.sees("━ Ports ━");
}

#[test]
fn the_palette_opens_screens_and_runs_commands_and_shows_their_keys() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press(": 'ledger");
    karwan.sees("3  screen");
    karwan.press("Enter");
    karwan.sees("expected things");
    karwan.press("Ctrl+p 'counts");
    karwan.sees("F  command");
    karwan.press("Enter");
    karwan.sees("191 events by kind");
    karwan.press("Esc : 'quit");
    assert_eq!(karwan.press("Enter"), [Effect::Quit]);
}

#[test]
fn the_columns_of_the_palette_stand_one_below_another() {
    let mut karwan = Karwan::new(100, 30);
    karwan.press(": 'port");
    let screen = karwan.screen();
    let at = |name: &str, word: &str| {
        let row = screen
            .lines()
            .find(|line| line.contains(&format!("┃ {name} ")))
            .unwrap_or_else(|| panic!("{name}: {screen}"));
        let at = row.find(word).unwrap_or_else(|| panic!("{name}, {word}: {screen}"));
        row[..at].chars().count()
    };
    let (beside, kind) = (at("Ports", "how do the ports"), at("Ports", "screen "));
    for (name, kind_word) in [("Port Qasim", "port "), ("Port Qasim Authority", "actor "), ("Karachi", "port ")] {
        assert_eq!((at(name, "PK "), at(name, kind_word)), (beside, kind), "{name}: {screen}");
    }
}

#[test]
fn the_palette_puts_saved_filters_on_and_shows_what_each_leaves() {
    let mut karwan = Karwan::saving(vec![saved("late things", "is:overdue", Some("Alt+1"))], screen::story(), 120, 40);
    karwan.press("2 : 'late Space 'th");
    karwan.sees("15 events: ");
    karwan.sees("Alt-1  filter");
    karwan.press("Enter");
    karwan.sees("/ is:overdue  15 of 191 events");
}

#[test]
fn the_palette_remembers_what_was_chosen() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press(": 'torkham Enter Esc :");
    let first = |karwan: &Karwan| {
        karwan.screen().lines().skip_while(|l| !l.contains("━ Find ")).nth(2).unwrap_or_default().to_owned()
    };
    assert!(first(&karwan).contains("Torkham"), "{}", first(&karwan));
    karwan.press("Esc : 'map Enter :");
    assert!(first(&karwan).contains("6  screen"), "{}", first(&karwan));
    // It outlives a story that is read again.
    karwan.press("Esc");
    karwan.model.update(karwan::ui::message::Message::Loaded(karwan::dossier::load::load(&[frozen::FOLDER.into()])));
    karwan.press(":");
    assert!(first(&karwan).contains("6  screen"), "{}", first(&karwan));
}

#[test]
fn the_palette_moves_scrolls_and_says_when_nothing_fits() {
    let mut karwan = Karwan::new(80, 24);
    karwan.press(": 'gwadar");
    karwan.press("Down Tab Up PageDown PageDown End");
    karwan.sees(": gwadar");
    karwan.press("'qzqzq");
    karwan.sees("Nothing has these letters.");
    karwan.press("Enter");
    karwan.sees("Nothing has these letters.");
    karwan.press("Ctrl+u");
    karwan.sees("1  screen");
    karwan.press("Esc");
    karwan.sees_not("━ Find ");
}

#[test]
fn the_palette_knows_nothing_that_became_known_later() {
    let mut karwan = Karwan::as_of("2025-08-01", 120, 40);
    karwan.press(": 'nishan-e-pakistan");
    karwan.sees_not("Tokayev receives the Nishan-e-Pakistan");
    karwan.press("Esc T : 'nishan-e-pakistan");
    karwan.sees("Tokayev receives the Nishan-e-Pakistan");
}

#[test]
fn every_box_is_drawn_at_every_size_and_without_colour() {
    let filters =
        || vec![saved("late", "is:overdue", Some("Alt+1")), saved("a very long name of a filter", "a OR b", None)];
    for (columns, rows) in [(60, 20), (61, 20), (80, 24), (99, 30), (120, 40), (300, 80)] {
        let mut karwan = Karwan::saving(filters(), screen::story(), columns, rows);
        for keys in [
            "/ 'port: Down Down",
            "Esc Esc Esc F Tab G Space",
            "Esc v j",
            "Esc : 'a G",
            "Esc / 'qqqq Space 'x Enter Enter",
            "Esc F",
            "Esc Esc Esc",
            "/ Ctrl+u 'by:kistafin Esc Enter 2 Enter G",
        ] {
            karwan.press(keys);
            karwan.screen();
        }
        karwan.resize(20, 5);
        karwan.screen();
    }
    let mut plain = Karwan::plain(screen::story(), 80, 24);
    for keys in ["/ 'kist", "Esc Esc Esc F Tab", "Esc :", "Esc / 'by:kistafin Esc Enter Enter"] {
        plain.press(keys);
        // What is typed and what is shown of the story may hold any letter; the frames may not.
        let screen = plain.screen();
        assert!(!screen.contains(['━', '┃', '▐', '✓', '…', '│']), "{keys}\n{screen}");
    }
}
