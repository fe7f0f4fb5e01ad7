//! A text in sentences, one after the other, with what was recognised marked and one sentence or several selected.
//!
//! ```text
//! ▌The delegation of Kalder is expected in     selected
//! ▌Ostport in the second week of September.
//!
//!  Nothing was signed.                         a blank line where the text begins a new paragraph
//! ```

use std::cell::{Cell, RefCell};
use std::ops::Range;

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::list::CursorMotion;
use super::paint::Painter;
use crate::desk::capture::{NameIndex, TextFindings};
use crate::settings::theme::{GlyphSet, StyleRole};
use crate::text;

/// A text that is read, with a cursor on one sentence or several.
#[derive(Debug)]
pub struct TextReader {
    title: String,
    text: String,
    day: NaiveDate,
    findings: TextFindings,
    /// The first selected sentence.
    at: usize,
    /// So many behind it are selected too.
    more: usize,
    /// The first line that is seen.
    top: Cell<usize>,
    height: Cell<u16>,
    lines: RefCell<Option<LaidOut>>,
}

/// The lines for a width.
#[derive(Debug)]
struct LaidOut {
    width: usize,
    letters: bool,
    lines: Vec<ReaderLine>,
}

/// A line of the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ReaderLine {
    /// `None`: a blank line.
    sentence: Option<usize>,
    text: String,
    marks: Vec<Range<usize>>,
}

impl TextReader {
    /// A text that was published on a day. Characters that steer a terminal are left out.
    #[must_use]
    pub fn new(title: &str, text: &str, day: NaiveDate, names: &NameIndex) -> TextReader {
        let text: String = text.chars().filter(|&c| matches!(c, '\n' | '\t') || !text::is_unsafe(c)).collect();
        let findings = TextFindings::of(&text, names, day);
        TextReader {
            title: title.to_owned(),
            text,
            day,
            findings,
            at: 0,
            more: 0,
            top: Cell::new(0),
            height: Cell::new(0),
            lines: RefCell::new(None),
        }
    }

    /// Looks for other names, the cursor staying where it is.
    pub fn read_again(&mut self, names: &NameIndex) {
        self.findings = TextFindings::of(&self.text, names, self.day);
        *self.lines.borrow_mut() = None;
    }

    /// The headline.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// All of it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// When it was published.
    #[must_use]
    pub fn day(&self) -> NaiveDate {
        self.day
    }

    /// What was recognised.
    #[must_use]
    pub fn findings(&self) -> &TextFindings {
        &self.findings
    }

    /// The bytes of the selected sentences; `None` if the text has none.
    #[must_use]
    pub fn selected(&self) -> Option<Range<usize>> {
        let first = self.findings.sentences.get(self.at)?;
        let last = self.findings.sentences.get(self.at + self.more).unwrap_or(first);
        Some(first.start..last.end)
    }

    /// `3 of 12`: where the cursor is.
    #[must_use]
    pub fn place(&self) -> String {
        let all = self.findings.sentences.len();
        match self.more {
            0 => format!("sentence {} of {all}", (self.at + 1).min(all)),
            more => format!("sentences {}–{} of {all}", self.at + 1, self.at + more + 1),
        }
    }

    /// Takes the next sentence together with those that are selected.
    pub fn extend(&mut self) {
        if self.at + self.more + 1 < self.findings.sentences.len() {
            self.more += 1;
        }
    }

    /// Moves by sentences; by pages where the motion says so.
    pub fn go(&mut self, motion: CursorMotion) {
        let last = self.findings.sentences.len().saturating_sub(1);
        let page = usize::from(self.height.get() / 3).max(1);
        let below = self.at + self.more;
        self.at = match motion {
            CursorMotion::Up => self.at.saturating_sub(1),
            CursorMotion::Down => below + 1,
            CursorMotion::PageUp | CursorMotion::HalfUp => self.at.saturating_sub(page),
            CursorMotion::PageDown | CursorMotion::HalfDown => below + page,
            CursorMotion::First => 0,
            CursorMotion::Last => last,
        }
        .min(last);
        self.more = 0;
    }

    /// Selects the sentence at a row of the area that was drawn last.
    pub fn click(&mut self, row: u16) {
        let line = self.top.get() + usize::from(row);
        let lines = self.lines.borrow();
        let sentence = lines.as_ref().and_then(|laid| laid.lines.get(line)?.sentence);
        drop(lines);
        if let Some(sentence) = sentence {
            self.at = sentence;
            self.more = 0;
        }
    }

    /// Draws as many lines as fit, the selected ones among them.
    pub fn draw(&self, paint: Painter<'_>, buf: &mut Buffer, area: Rect, focused: bool) {
        self.height.set(area.height);
        let letters = paint.glyphs == GlyphSet::Ascii;
        let width = usize::from(area.width);
        let is_laid_out =
            self.lines.borrow().as_ref().is_some_and(|laid| (laid.width, laid.letters) == (width, letters));
        if !is_laid_out {
            let lines = lay_out(&self.text, &self.findings, width, letters);
            *self.lines.borrow_mut() = Some(LaidOut { width, letters, lines });
        }
        let laid = self.lines.borrow();
        let Some(LaidOut { lines, .. }) = laid.as_ref() else { return };
        let is_selected = |line: &ReaderLine| {
            line.sentence.is_some_and(|sentence| (self.at..=self.at + self.more).contains(&sentence))
        };
        let first = lines.iter().position(is_selected).unwrap_or(0);
        let last = lines.iter().rposition(is_selected).unwrap_or(0);
        let fit = usize::from(area.height);
        let top = self.top.get().min(first).max((last + 1).saturating_sub(fit).min(first));
        let top = top.min(lines.len().saturating_sub(fit));
        self.top.set(top);
        for (line, y) in lines.iter().skip(top).zip(area.y..area.bottom()) {
            let marks = |_: &str| line.marks.clone();
            paint.put_marked(buf, (area.x, y), area.width, &line.text, paint.style(StyleRole::Text), &marks);
            if is_selected(line) {
                paint.select(buf, area, y, 1, focused);
            }
        }
    }
}

/// The lines of a text, each sentence beginning one. With `letters` each mark has its letter behind it, for terminals on
/// which nothing is underlined.
fn lay_out(text: &str, findings: &TextFindings, width: usize, letters: bool) -> Vec<ReaderLine> {
    let mut lines: Vec<ReaderLine> = Vec::new();
    let mut end = 0;
    for (sentence, span) in findings.sentences.iter().enumerate() {
        if sentence > 0 && text[end..span.start].contains('\n') {
            lines.push(ReaderLine { sentence: None, text: String::new(), marks: Vec::new() });
        }
        end = span.end;
        let (shown, marks) = shown(text, findings, span, letters);
        let mut at = 0;
        for line in text::wrap(&shown, width) {
            at += shown[at..].len() - shown[at..].trim_start().len();
            let within = at..at + line.len();
            let marks = marks.iter().filter(|mark| mark.start < within.end && mark.end > within.start);
            let marks = marks.map(|mark| mark.start.max(at) - at..mark.end.min(within.end) - at).collect();
            at = within.end.min(shown.len());
            lines.push(ReaderLine { sentence: Some(sentence), text: line, marks });
        }
    }
    lines
}

/// A sentence in one line as it is shown, with the bytes of its marks.
fn shown(text: &str, findings: &TextFindings, span: &Range<usize>, letters: bool) -> (String, Vec<Range<usize>>) {
    let mut out = String::with_capacity(span.len() + 16);
    let mut marks = Vec::new();
    let mut at = span.start;
    let push = |out: &mut String, part: &str| {
        out.extend(part.chars().map(|c| if c.is_whitespace() { ' ' } else { c }));
    };
    for mark in findings.marks_in(span) {
        push(&mut out, &text[at..mark.span.start]);
        let start = out.len();
        push(&mut out, &text[mark.span.clone()]);
        marks.push(start..out.len());
        if letters {
            out.extend(['[', mark.thing.letter(), ']']);
        }
        at = mark.span.end;
    }
    push(&mut out, &text[at..span.end]);
    (out, marks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::Dossier;

    fn reader(text: &str) -> TextReader {
        let day = "2025-09-03".parse().expect("a day");
        TextReader::new("T", text, day, &NameIndex::of(&Dossier::default()))
    }

    fn lines(text: &str, width: usize, letters: bool) -> Vec<(Option<usize>, String, Vec<String>)> {
        let reader = reader(text);
        let lines = lay_out(&reader.text, &reader.findings, width, letters);
        let marked = |line: &ReaderLine| line.marks.iter().map(|mark| line.text[mark.clone()].to_owned()).collect();
        lines.into_iter().map(|line| (line.sentence, line.text.clone(), marked(&line))).collect()
    }

    #[test]
    fn each_sentence_begins_a_line_and_marks_are_found_again_in_wrapped_lines() {
        let text = "It comes in the second week of September. No.\nNext day";
        assert_eq!(
            lines(text, 24, false),
            [
                (Some(0), "It comes in the second".to_owned(), vec!["second".to_owned()]),
                (Some(0), "week of September.".to_owned(), vec!["week of September".to_owned()]),
                (Some(1), "No.".to_owned(), vec![]),
                (None, String::new(), vec![]),
                (Some(2), "Next day".to_owned(), vec![]),
            ]
        );
    }

    #[test]
    fn without_underlines_marks_have_letters() {
        assert_eq!(lines("5 km in May 2026", 40, true)[0].1, "5 km[#] in May 2026[d]");
    }

    #[test]
    fn two_sentences_are_taken_together() {
        let mut reader = reader("One. Two. Three.");
        reader.go(CursorMotion::Down);
        reader.extend();
        reader.extend();
        assert_eq!(&reader.text()[reader.selected().expect("some")], "Two. Three.");
        assert_eq!(reader.place(), "sentences 2–3 of 3");
        reader.go(CursorMotion::Up);
        assert_eq!(&reader.text()[reader.selected().expect("some")], "One.");
    }

    #[test]
    fn control_characters_are_left_out() {
        assert_eq!(reader("a\u{1b}[2J\u{202e}b").text(), "a[2Jb");
    }
}
