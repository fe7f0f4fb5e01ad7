//! What is drawn of texts and pieces, and what of it is marked.

use super::*;

/// The characters that are marked when `word` is sought in `text`, drawn in so many columns.
fn marked(text: &str, columns: u16, word: &str) -> String {
    let paint = Painter::from(DrawStyle::new(ThemeKind::Dark, GlyphSet::Unicode));
    let mut buf = Buffer::empty(Rect::new(0, 0, 40, 1));
    let find = |text: &str| text.match_indices(word).map(|(at, _)| at..at + word.len()).collect();
    paint.put_marked(&mut buf, (2, 0), columns, text, Style::default(), &find);
    let style = paint.style(StyleRole::Match);
    let cells = (0..40).map(|x| &buf[(x, 0)]).filter(|cell| cell.modifier == style.add_modifier);
    cells.map(ratatui::buffer::Cell::symbol).collect()
}

#[test]
fn a_word_is_marked_where_it_is_seen() {
    assert_eq!(marked("President Tokayev visits", 40, "Tokayev"), "Tokayev");
    assert_eq!(marked("a b a", 40, "a"), "aa");
    assert_eq!(marked("hafen von Gwadar ü Gwadar", 40, "Gwadar"), "GwadarGwadar");
    assert_eq!(marked("nothing", 40, "x"), "");
}

#[test]
fn a_word_that_is_cut_off_is_marked_as_far_as_it_is_seen() {
    assert_eq!(marked("Internationalization", 10, "Internationalization"), "Internati");
    assert_eq!(marked("President Tokayev visits", 12, "visits"), "");
}

#[test]
fn a_word_that_runs_from_right_to_left_is_marked_in_the_order_of_the_cells() {
    let cells = marked("گوادر کی بندرگاہ", 40, "گوادر");
    assert_eq!(cells, text::visual("گوادر"));
    assert_eq!(marked("port گوادر x", 40, "گوادر"), text::visual("گوادر"));
}

/// What pieces look like in so many columns.
fn drawn(pieces: &[StyledText<&str>], columns: u16) -> String {
    let paint = Painter::from(DrawStyle::new(ThemeKind::Dark, GlyphSet::Unicode));
    let mut buf = Buffer::empty(Rect::new(0, 0, columns, 1));
    paint.pieces(&mut buf, 0, 0, columns, pieces);
    buf.content().iter().map(ratatui::buffer::Cell::symbol).collect()
}

#[test]
fn pieces_of_one_role_are_cut_as_one_text() {
    let whole = [("Gwadar, Pakistan", StyleRole::Text)];
    for parts in [&["Gwadar", ", Pakistan"][..], &["Gwadar", "", ",", " ", "Pakistan"], &["Gwad", "ar, Pakistan"]] {
        let parts: Vec<StyledText<&str>> = parts.iter().map(|&part| (part, StyleRole::Text)).collect();
        for columns in 1..20 {
            assert_eq!(drawn(&parts, columns), drawn(&whole, columns), "{columns} columns");
        }
    }
    let apart = [("Gwadar", StyleRole::Text), ("Pakistan", StyleRole::Quiet)];
    assert_eq!((drawn(&apart, 6), drawn(&apart, 8)), ("Gwadar".into(), "GwadarP…".into()));
}
