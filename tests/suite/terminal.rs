//! What a terminal is told beside the cells: the cursor, links, its background; and screens that are text alone.

use karwan::settings::theme::{DrawStyle, GlyphSet, ThemeKind};
use karwan::ui::message::Message;
use karwan::ui::widgets::notes::LinkTable;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::Color;

use crate::common::pty::Pty;
use crate::common::screen::{Karwan, dossier, story};

const BIN: &str = env!("CARGO_BIN_EXE_karwan");

/// Names and titles in other scripts, and every sign that a text may hold.
const MIXED: &str = r#"
format = 1
[story]
title = "Порт Гвадар — גוואדר · 港口"
[[articles]]
id = "a1"
title = "گوادر کی بندرگاہ ≥ 5 « très » …"
outlet = "Коммерсантъ"
published = "2026-11-02"
url = "https://example.org/a b|c"
language = "ur"
[[actors]]
id = "x"
name = "Қасым-Жомарт Тоқаев"
kind = "person"
[[events]]
id = "e1"
title = "Визит – прибытие 访问"
kind = "visit"
actors = ["x"]
[[events.reports]]
source = "a1"
status = "expected"
date = "2026-11-12"
quote = "„нет“ 🚢"
"#;

fn cursor(karwan: &Karwan) -> Option<Position> {
    let area = karwan.buffer().area;
    karwan.model.draw(&mut Buffer::empty(area), area)
}

/// The text of a row from a cell on.
fn row_at(karwan: &Karwan, Position { x, y }: Position) -> String {
    let buffer = karwan.buffer();
    (x..buffer.area.width).map(|x| buffer[(x, y)].symbol()).collect()
}

#[test]
fn the_cursor_stands_on_the_selected_row_and_in_a_line_that_is_typed_at_its_end() {
    let mut karwan = Karwan::new(80, 24);
    for screen in ["2", "3", "4", "5", "7", "7 Enter", "2 y", "?"] {
        karwan.press(screen);
        let at = cursor(&karwan).unwrap_or_else(|| panic!("{screen}: no cursor"));
        karwan.press("j");
        let below = cursor(&karwan).expect("a cursor");
        assert!(below == at || below.y > at.y || screen == "?", "{screen}: {at:?} {below:?}");
        karwan.press("Esc Esc Esc");
    }
    karwan.press("7 j j");
    let at = cursor(&karwan).expect("a cursor");
    let title = karwan.model.selected().map(|rec| story().label(rec).to_owned()).expect("an article");
    assert!(row_at(&karwan, at).contains(&title[..10]), "{}", row_at(&karwan, at));
    karwan.press("/ 'gwadar");
    assert_eq!(cursor(&karwan), Some((9, 23).into()), "behind what is typed");
}

#[test]
fn while_the_map_has_the_focus_the_cursor_stands_on_the_line_of_what_is_selected_on_it() {
    let corridor = "China-Pakistan";
    for (columns, rows, keys, selected) in
        [(160, 50, "6", corridor), (160, 50, "6 Tab j j Tab", "Khunjerab Pass–Sost"), (80, 24, "6", corridor)]
    {
        let mut karwan = Karwan::new(columns, rows);
        karwan.press(keys);
        let row = row_at(&karwan, cursor(&karwan).expect("a cursor"));
        assert!(row.contains(selected), "{columns} {keys}: {row}");
    }
}

#[test]
fn plain_screens_are_ascii_without_frames_and_the_selection_is_text() {
    for story in [story(), dossier(MIXED)] {
        for (columns, rows) in [(80, 24), (120, 40)] {
            let mut karwan = Karwan::plain(story.clone(), columns, rows);
            for keys in [
                "1", "2", "3", "4", "5", "6", "7", "7 Enter", "2 Enter", "y", "Esc Esc", "?", "Esc", ":", "Esc", "F",
                "Esc", "B", "Esc", "t", "Esc", "c", "Esc", "w", "Esc", "[", "T", "/ 'gwa", "Esc Esc",
            ] {
                karwan.press(keys);
                let screen = karwan.screen();
                let foreign: String = screen.chars().filter(|c| !c.is_ascii()).collect();
                assert_eq!(foreign, "", "{keys}\n{screen}");
            }
            for screen in ["1", "2", "3", "4", "7"] {
                karwan.press(screen);
                let shown = karwan.screen();
                assert!(shown.lines().any(|line| line.trim_start().starts_with('>')), "{screen}\n{shown}");
                assert!(!shown.contains("+--") && !shown.contains("#=="), "{screen}\n{shown}");
                let rows = karwan.buffer();
                let coloured = rows.content.iter().find(|cell| (cell.fg, cell.bg) != (Color::Reset, Color::Reset));
                assert_eq!(coloured, None, "{screen}");
            }
        }
    }
}

/// The addresses to which the cells of a frame lead, with the text of those cells.
fn links(karwan: &Karwan, table: &LinkTable) -> Vec<(String, String)> {
    let buffer = karwan.buffer();
    let mut found: Vec<(String, String)> = Vec::new();
    for cell in &buffer.content {
        let Color::Rgb(r, g, b) = cell.underline_color else { continue };
        let address = table.borrow()[&u32::from_be_bytes([0, r, g, b])].clone();
        match found.last_mut() {
            Some((last, text)) if *last == address => text.push_str(cell.symbol()),
            _ => found.push((address, cell.symbol().to_owned())),
        }
    }
    found
}

#[test]
fn sources_on_a_card_lead_to_their_addresses_percent_encoded() {
    let style = DrawStyle::new(ThemeKind::Dark, GlyphSet::Unicode);
    let mut karwan = Karwan::linking(style, dossier(MIXED), 80, 24);
    karwan.press("2 Enter");
    let table = karwan.model.links().expect("the terminal takes links");
    let found = links(&karwan, &table);
    assert!(!found.is_empty(), "{}", karwan.screen());
    for (address, text) in &found {
        assert_eq!(address, "https://example.org/a%20b%7Cc");
        assert!(text.contains("2026"), "{text}");
    }
    karwan.press("7 Enter");
    let found = links(&karwan, &table);
    assert_eq!(found, [("https://example.org/a%20b%7Cc".to_owned(), "https://example.org/a b|c".to_owned())]);
    assert_eq!(Karwan::drawn(style, dossier(MIXED), 80, 24).model.links(), None);
}

#[test]
fn a_terminal_that_takes_links_gets_them_and_another_does_not() {
    for (forced, has) in [("1", true), ("0", false)] {
        let mut pty = Pty::start_with(BIN, &["--view", "articles"], (120, 40), &[("FORCE_HYPERLINK", forced)]);
        pty.wait_for("Articles");
        pty.send("\r");
        pty.wait_for("lines");
        pty.send("q");
        pty.wait_for_end();
        let seen = pty.look(|seen| seen.bytes.clone());
        let text = String::from_utf8_lossy(&seen);
        assert_eq!(text.contains("\x1b]8;;http"), has);
        assert_eq!(text.matches("\x1b]8;;http").count(), text.matches("\x1b]8;;\x1b\\").count(), "each is ended");
    }
}

#[test]
fn the_terminal_is_asked_for_its_background_and_the_answer_takes_no_key() {
    let ask = "\x1b]11;?\x1b\\";
    let mut pty = Pty::start(BIN, &["--view", "articles"], (80, 24));
    pty.wait_until("the question", |seen| String::from_utf8_lossy(&seen.bytes).contains(ask));
    // Typed while the answer is under way.
    pty.send("/g\x1b]11;rgb:fdfd/f6f6/e3e3\x1b\\wadar");
    pty.wait_for("/ gwadar");
    pty.wait_until("the light theme", |seen| String::from_utf8_lossy(&seen.bytes).contains("38;5;25"));
    pty.send("\r");
    pty.send("q");
    assert_eq!(pty.wait_for_end().exit_code(), 0);
    for variables in [[("TERM", "linux")], [("NO_COLOR", "1")]] {
        let mut pty = Pty::start_with(BIN, &["--view", "articles"], (80, 24), &variables);
        pty.wait_for("Articles");
        pty.send("q");
        pty.wait_for_end();
        let asked = pty.look(|seen| String::from_utf8_lossy(&seen.bytes).contains("\x1b]11"));
        assert!(!asked, "{variables:?}");
    }
}

#[test]
fn a_late_answer_changes_the_theme() {
    let mut style = DrawStyle::new(ThemeKind::Dark, GlyphSet::Unicode);
    style.theme.follows = true;
    let mut karwan = Karwan::drawn(style, story(), 80, 24);
    let at = karwan.find("karwan");
    let dark = karwan.buffer()[at].fg;
    karwan.model.update(Message::BackgroundTold(ThemeKind::Light));
    assert_ne!(karwan.buffer()[at].fg, dark);
}
