//! The cells of a table, harmless for spreadsheets.

use crate::dossier::{ActorIx, ArticleIx, Edtf, Rec, Spot};
use crate::report::export::Story;
use crate::report::export::clean::clean;

/// A cell: text is made harmless for spreadsheets, a number is not touched.
pub enum Cell {
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// Nothing is known.
    Empty,
}

impl Cell {
    /// As it stands in the file.
    pub fn written(self) -> String {
        match self {
            Cell::Text(text) => harmless(&text),
            Cell::Number(number) => number.to_string(),
            Cell::Empty => String::new(),
        }
    }
}

/// The text, with an apostrophe before what a spreadsheet would take for a formula. Apostrophes that stand there
/// already count as text, so that taking one off gives the text back.
fn harmless(text: &str) -> String {
    let text = clean(text);
    if is_formula(&text) { format!("'{text}") } else { text.into_owned() }
}

/// Whether a spreadsheet may take this for a formula: behind apostrophes and white space stands `=`, `+`, `-` or `@`,
/// also in full width, or it begins with a tab or a new line.
#[must_use]
pub fn is_formula(text: &str) -> bool {
    let text = text.trim_start_matches('\'');
    text.starts_with(['\t', '\n', '\r']) || text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

pub fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

pub fn maybe<T: ToString>(value: Option<T>) -> Cell {
    value.map_or(Cell::Empty, |value| Cell::Text(value.to_string()))
}

pub fn date(date: Option<&Edtf>) -> Cell {
    maybe(date.map(Edtf::as_str))
}

pub fn count(count: usize) -> Cell {
    Cell::Number(u32::try_from(count).unwrap_or(u32::MAX).into())
}

pub fn number(number: Option<f64>) -> Cell {
    number.map_or(Cell::Empty, Cell::Number)
}

pub fn days(days: i64) -> Cell {
    Cell::Number(i32::try_from(days).unwrap_or(i32::MAX).into())
}

pub fn joined<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> Cell {
    let items: Vec<T> = items.into_iter().collect();
    text(items.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join("; "))
}

pub fn ids<R: Into<Rec> + Copy>(story: &Story, all: &[R]) -> Cell {
    joined(all.iter().map(|rec| story.id(*rec)))
}

pub fn visible<R: Into<Rec> + Copy>(story: &Story, all: &[R]) -> Cell {
    joined(all.iter().filter(|rec| story.is_visible(**rec)).map(|rec| story.id(*rec)))
}

pub fn source(story: &Story, source: Option<ArticleIx>) -> Cell {
    maybe(source.map(|ix| story.id(ix)))
}

pub fn by(story: &Story, by: Option<ActorIx>) -> Cell {
    maybe(by.map(|ix| story.id(ix)))
}

pub fn spot(story: &Story, spot: Option<Spot>) -> Cell {
    maybe(spot.map(|spot| story.id(spot)))
}
