//! Lays a card out at a width: text wraps beside the label column, and the badge is flush right.

use crate::dossier::{ArticleIx, Rec};
use crate::settings::theme::StyleRole;
use crate::story::Statement;
use crate::text;

use super::RecordCard;

/// The width of the label column.
const LABEL: usize = 11;

/// One line of a card at a given width.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CardLine {
    /// From left to right.
    pub pieces: Vec<(String, StyleRole)>,
    /// Flush right.
    pub badge: String,
    /// The article that the badge names.
    pub cited: Option<ArticleIx>,
    /// The whole address of which the line shows all or a part.
    pub address: Option<String>,
    /// The target of Enter; only on the first line of an entry.
    pub link: Option<Rec>,
    /// The entry of the card that this line belongs to.
    pub entry: usize,
    /// The statement that the entry shows; only on its first line.
    pub says: Option<Statement>,
    /// Whether it shows a statement that matches the filter.
    pub matches: bool,
}

impl CardLine {
    /// The line as text of `columns` columns.
    #[must_use]
    pub fn to_text(&self, columns: usize) -> String {
        let left: String = self.pieces.iter().map(|(t, _)| text::safe(t).into_owned()).collect();
        if self.badge.is_empty() {
            return left.trim_end().to_owned();
        }
        let badge = text::safe(&self.badge);
        let gap = columns.saturating_sub(text::width(&left) + text::width(&badge)).max(1);
        format!("{left}{}{badge}", " ".repeat(gap))
    }
}

/// The lines of a card at a width in columns.
#[must_use]
pub fn layout(card: &RecordCard, columns: usize) -> Vec<CardLine> {
    let mut lines = Vec::new();
    let label_width = if columns < 40 { 2 } else { LABEL };
    for (number, entry) in card.entries.iter().enumerate() {
        let room = columns.saturating_sub(label_width).max(10);
        let badge = text::cut(&entry.badge, room, "…").into_owned();
        let mut rows = wrap(&entry.pieces, room);
        if rows.is_empty() {
            rows.push(Vec::new());
        }
        let label = if label_width == LABEL {
            format!("{:LABEL$}", text::cut(&entry.label, LABEL - 1, "…"))
        } else {
            // Too narrow for a label column: the label gets its own line.
            if !entry.label.is_empty() {
                lines.push(CardLine {
                    pieces: vec![(entry.label.clone(), StyleRole::Quiet)],
                    entry: number,
                    ..CardLine::default()
                });
            }
            " ".repeat(label_width)
        };
        let first = lines.len();
        for (n, row) in rows.into_iter().enumerate() {
            let lead = if n == 0 { label.clone() } else { " ".repeat(label_width) };
            let mut pieces = vec![(lead, StyleRole::Quiet)];
            pieces.extend(row);
            lines.push(CardLine { pieces, entry: number, ..CardLine::default() });
        }
        if let [(address, _)] = entry.pieces.as_slice()
            && (address.starts_with("https://") || address.starts_with("http://"))
        {
            lines[first..].iter_mut().for_each(|line| line.address = Some(address.clone()));
        }
        lines[first].link = entry.link;
        lines[first].says = entry.says;
        if !badge.is_empty() {
            let used = |line: &CardLine| line.pieces.iter().map(|(t, _)| text::width(t)).sum::<usize>();
            if lines.last().is_none_or(|last| used(last) + 2 + text::width(&badge) > columns) {
                lines.push(CardLine { entry: number, ..CardLine::default() });
            }
            if let Some(last) = lines.last_mut() {
                last.badge = badge;
                last.cited = if let Some(Rec::Article(ix)) = entry.link { Some(ix) } else { None };
            }
        }
    }
    for line in &mut lines {
        line.matches = card.entries[line.entry].matches;
    }
    while lines.last().is_some_and(|l| l.badge.is_empty() && l.pieces.iter().all(|(t, _)| t.trim().is_empty())) {
        lines.pop();
    }
    lines
}

/// Wraps pieces at word boundaries. A word that is wider than the line is broken.
fn wrap(pieces: &[(String, StyleRole)], room: usize) -> Vec<Vec<(String, StyleRole)>> {
    let mut rows: Vec<Vec<(String, StyleRole)>> = Vec::new();
    let mut row: Vec<(String, StyleRole)> = Vec::new();
    let mut used = 0;
    for (content, role) in pieces {
        for word in content.split_inclusive(' ') {
            // Trailing white space, in bytes, may exceed the width.
            let blank = word.len() - word.trim_end().len();
            let fits = |word: &str, room: usize| text::fits(&word[..word.len().saturating_sub(blank)], room);
            if used > 0 && !fits(word, room.saturating_sub(used)) {
                rows.push(std::mem::take(&mut row));
                used = 0;
            }
            // White space at the start of a piece is an indent; white space at a line break is dropped.
            let mut word = if used == 0 && !rows.is_empty() { word.trim_start() } else { word };
            while used == 0 && !fits(word, room) {
                let (head, tail) = split_at_width(word, room);
                if tail.len() <= blank {
                    break;
                }
                rows.push(vec![(head.to_owned(), *role)]);
                word = tail;
            }
            used += text::width(word);
            match row.last_mut() {
                Some((last, r)) if r == role => last.push_str(word),
                _ => row.push((word.to_owned(), *role)),
            }
        }
    }
    rows.push(row);
    for row in &mut rows {
        if let Some((last, _)) = row.last_mut() {
            last.truncate(last.trim_end().len());
        }
    }
    rows.retain(|row| !row.is_empty());
    rows
}

/// Splits a text so that the first part has at most `columns` columns, but at least one grapheme.
fn split_at_width(word: &str, columns: usize) -> (&str, &str) {
    use unicode_segmentation::UnicodeSegmentation as _;
    let (mut used, mut end) = (0, 0);
    for (at, grapheme) in word.grapheme_indices(true) {
        used += text::width(grapheme);
        if used > columns && at > 0 {
            break;
        }
        end = at + grapheme.len();
    }
    word.split_at(end)
}
