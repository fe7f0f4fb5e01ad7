//! Text to a query: never fails, never recurses, linear in the length of the text.
//!
//! What cannot be read is a fault and left out: an unclosed quotation, regular expression or parenthesis is left out
//! from where it opens, a key without a value is left out, and of a list only the wrong values are left out.

mod group;
mod quoted;
#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::ops::Range;

use chrono::NaiveDate;

use super::term::{QueryTerm, TERMS};
use super::value::{self, QueryValue, QueryWords, SearchNeedle};
use super::{ParsedQuery, Query, QueryFault, QueryNode, all_of, any_of, near, not};
use group::QueryGroup;

/// How deep parentheses may nest.
pub(super) const DEPTH: usize = 64;
/// How many words, values and regular expressions a query may have.
const TERMS_AT_MOST: usize = 256;
/// How many regular expressions.
const PATTERNS_AT_MOST: usize = 16;

/// The last token that was read, for completion.
#[derive(Clone, Debug)]
pub(super) struct LastToken {
    /// Where it ends. Only a token that ends at the cursor is completed.
    pub end: usize,
    /// What it is.
    pub what: LastWhat,
}

/// A bare word, or a value behind a key.
#[derive(Clone, Debug)]
pub(super) enum LastWhat {
    /// From here.
    Word(usize),
    /// Of this term, from here, and whether a quotation mark stands before it.
    Value(&'static QueryTerm, usize, bool),
}

/// Reads a query on a day, from which dates such as `yesterday` count. What cannot be read is a fault and left out.
#[must_use]
pub fn parse(text: &str, today: NaiveDate) -> ParsedQuery {
    parse_closely(text, today).parsed
}

/// What [`parse`] makes of a text, and where things stand in it.
pub(super) struct Closely {
    pub parsed: ParsedQuery,
    pub last: Option<LastToken>,
    /// The values that could be read.
    pub values: Vec<(Range<usize>, &'static QueryTerm, QueryValue)>,
    /// The bare words.
    pub words: Vec<(Range<usize>, QueryWords)>,
    /// How often a byte was looked at, for tests.
    #[cfg_attr(not(test), allow(dead_code))] // for a test
    pub looks: usize,
}

pub(super) fn parse_closely(text: &str, today: NaiveDate) -> Closely {
    let mut parser = QueryParser {
        text,
        today,
        at: 0,
        faults: Vec::new(),
        values: Vec::new(),
        words: Vec::new(),
        groups: vec![QueryGroup::at(0)],
        terms: 0,
        patterns: 0,
        last: None,
        looks: Cell::new(0),
    };
    parser.run();
    let query = Query { root: parser.finish() };
    let mut faults = parser.faults;
    faults.sort_by_key(|fault| (fault.span.start, fault.span.end));
    Closely {
        parsed: ParsedQuery { query, faults },
        last: parser.last,
        values: parser.values,
        words: parser.words,
        looks: parser.looks.get(),
    }
}

struct QueryParser<'t> {
    text: &'t str,
    today: NaiveDate,
    at: usize,
    faults: Vec<QueryFault>,
    values: Vec<(Range<usize>, &'static QueryTerm, QueryValue)>,
    words: Vec<(Range<usize>, QueryWords)>,
    /// The parentheses that are open; the first is the whole.
    groups: Vec<QueryGroup>,
    terms: usize,
    patterns: usize,
    last: Option<LastToken>,
    looks: Cell<usize>,
}

impl QueryParser<'_> {
    fn run(&mut self) {
        while let Some(c) = self.rest().chars().next() {
            let start = self.at;
            self.look(1);
            if self.terms >= TERMS_AT_MOST {
                self.fault(
                    start..self.text.len(),
                    format!("more than {TERMS_AT_MOST} words and values; the rest is left out"),
                );
                self.at = self.text.len();
                return;
            }
            match c {
                c if c.is_whitespace() => self.at += c.len_utf8(),
                '(' => self.open(),
                ')' => self.close(),
                '"' => {
                    self.terms += 1;
                    match self.quotation() {
                        Some(text) => match SearchNeedle::phrase(&text) {
                            Some(needle) => self.add(Some(QueryNode::Words(QueryWords { text, quoted: true, needle }))),
                            None => self.leave_out(start..self.at, no_letter(&text)),
                        },
                        None => self.add(None),
                    }
                }
                '/' => {
                    self.terms += 1;
                    self.regex();
                }
                '-' => {
                    self.at += 1;
                    if self.rest().chars().next().is_none_or(|c| c.is_whitespace() || c == ')') {
                        self.leave_out(start..self.at, "nothing to exclude after `-`".to_owned());
                    } else {
                        self.negate(start..self.at);
                    }
                }
                _ => self.word(),
            }
        }
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    /// So many bytes are looked at.
    fn look(&self, bytes: usize) {
        self.looks.set(self.looks.get() + bytes);
    }

    /// The bytes up to one of these, or to the end.
    fn until(&self, ends: fn(char) -> bool) -> usize {
        let length = self.rest().find(ends).unwrap_or(self.rest().len());
        self.look(length + 1);
        length
    }

    fn group(&mut self) -> &mut QueryGroup {
        let at = self.groups.len() - 1; // the first is never closed
        &mut self.groups[at]
    }

    fn fault(&mut self, span: Range<usize>, message: String) {
        self.faults.push(QueryFault { span, message });
    }

    /// Says why something is left out.
    fn leave_out(&mut self, span: Range<usize>, message: String) {
        self.fault(span, message);
        self.add(None);
    }

    /// Adds what was read, or records that something was left out there.
    fn add(&mut self, node: Option<QueryNode>) {
        let group = self.group();
        group.begun = true;
        let negated = group.not.take().is_some();
        if let Some(node) = node {
            group.all.push(if negated { not(node) } else { node });
        }
    }

    /// A second `-` undoes the first.
    fn negate(&mut self, span: Range<usize>) {
        let group = self.group();
        group.not = if group.not.is_some() { None } else { Some(span) };
    }

    fn open(&mut self) {
        let from = self.at;
        if self.groups.len() > DEPTH {
            self.skip_group();
            return self.leave_out(from..self.at, format!("parentheses nest deeper than {DEPTH}"));
        }
        self.at += 1;
        let negated = self.group().not.take().is_some();
        self.groups.push(QueryGroup { negated, ..QueryGroup::at(from) });
    }

    /// Skips to after the matching parenthesis without reading what is between.
    fn skip_group(&mut self) {
        let mut open = 0;
        for (at, byte) in self.rest().bytes().enumerate() {
            self.look(1);
            match byte {
                b'(' => open += 1,
                b')' if open == 1 => {
                    self.at += at + 1;
                    return;
                }
                b')' => open -= 1,
                _ => {}
            }
        }
        self.at = self.text.len();
    }

    fn close(&mut self) {
        let start = self.at;
        self.at += 1;
        if self.groups.len() == 1 {
            return self.fault(start..self.at, "`)` closes nothing".to_owned());
        }
        self.end_choice(start);
        let Some(group) = self.groups.pop() else { return };
        if group.is_empty() {
            self.fault(group.from..self.at, "nothing stands in the parentheses".to_owned());
        }
        let node = any_of(group.choices).map(|node| if group.negated { not(node) } else { node });
        self.add(node);
    }

    /// Ends the present choice, before `OR`, `)` or the end.
    fn end_choice(&mut self, end: usize) {
        let group = self.group();
        let all = all_of(std::mem::take(&mut group.all));
        group.choices.extend(all);
        let (begun, or, open_not) = (group.begun, group.or.take(), group.not.take());
        group.begun = false;
        if let Some(span) = open_not {
            let word = self.text[span.clone()].to_owned();
            self.fault(span, format!("nothing to exclude after `{word}`"));
        } else if let Some(or) = or
            && !begun
        {
            let to = if end == self.text.len() { or.end } else { end.max(or.end) };
            self.fault(or.start..to, "nothing stands after `OR`".to_owned());
        }
    }

    fn word(&mut self) {
        let start = self.at;
        if let Some(key) = self.key() {
            return self.term(start, key);
        }
        self.at += self.until(|c| c.is_whitespace() || "()\"".contains(c));
        let word = self.text[start..self.at].to_owned();
        match word.as_str() {
            "OR" => {
                if !self.group().begun && self.group().not.is_none() {
                    return self.fault(start..self.at, "nothing stands before `OR`".to_owned());
                }
                self.end_choice(start);
                self.group().or = Some(start..start + word.len());
            }
            "AND" => {
                if !self.group().begun {
                    self.fault(start..self.at, "nothing stands before `AND`".to_owned());
                }
            }
            "NOT" => self.negate(start..self.at),
            _ => {
                self.terms += 1;
                self.last = Some(LastToken { end: self.at, what: LastWhat::Word(start) });
                match SearchNeedle::bare(&word) {
                    Some(needle) => {
                        let words = QueryWords { text: word, quoted: false, needle };
                        self.words.push((start..self.at, words.clone()));
                        self.add(Some(QueryNode::Words(words)));
                    }
                    None => self.leave_out(start..self.at, no_letter(&word)),
                }
            }
        }
    }

    /// The bytes of a key that stands here with its colon. A web address is not a key.
    fn key(&self) -> Option<usize> {
        let rest = self.rest();
        let length = rest.bytes().take_while(|b| b.is_ascii_alphabetic() || matches!(b, b'-' | b'_')).count();
        self.look(length + 1);
        (length > 0 && rest[length..].starts_with(':') && !rest[length..].starts_with("://")).then_some(length)
    }

    fn term(&mut self, start: usize, key_length: usize) {
        let key = self.text[start..start + key_length].to_owned();
        self.at += key_length + 1;
        let Some(term) = QueryTerm::of(&key) else {
            self.terms += 1;
            self.skip_values();
            let hint = match near::nearest(&key.to_ascii_lowercase(), TERMS.iter().map(|term| term.key)) {
                Some(near) => format!("did you mean `{near}:`?"),
                None => "in quotation marks it is looked for as text".to_owned(),
            };
            return self.leave_out(start..self.at, format!("unknown term `{}:`; {hint}", near::shown(&key)));
        };
        let values = self.values(term, start);
        self.add(if values.is_empty() { None } else { Some(QueryNode::Term(term, values)) });
    }

    /// The values after a colon, separated by commas.
    fn values(&mut self, term: &'static QueryTerm, start: usize) -> Vec<QueryValue> {
        let mut values = Vec::new();
        let mut comma = None;
        loop {
            self.terms += 1;
            let from = self.at;
            let quoted = self.rest().starts_with('"');
            let text = if quoted {
                self.last = Some(LastToken { end: self.text.len(), what: LastWhat::Value(term, from + 1, true) });
                let Some(text) = self.quotation() else { return values };
                self.last = None;
                text
            } else {
                self.at += self.until(|c| c.is_whitespace() || "()\",".contains(c));
                self.last = Some(LastToken { end: self.at, what: LastWhat::Value(term, from, false) });
                self.text[from..self.at].to_owned()
            };
            // `date:>"5 sep 2025"`
            let (text, quoted) = match text.as_str() {
                ">" | ">=" | "<" | "<=" if self.rest().starts_with('"') => match self.quotation() {
                    Some(date) => (text + &date, true),
                    None => return values,
                },
                _ => (text, quoted),
            };
            if text.is_empty() {
                let span = comma.unwrap_or(start)..self.at;
                let expected = term.example;
                self.fault(span, format!("no value for `{}:`; expected one as in `{expected}`", term.key));
            } else {
                self.look(text.len());
                match value::read(term, &text, quoted, self.today) {
                    Ok(means) => {
                        let value = QueryValue { text, quoted, means };
                        self.values.push((from..self.at, term, value.clone()));
                        values.push(value);
                    }
                    // A quotation may contain escapes, so byte positions do not correspond.
                    Err((_, message)) if quoted => self.fault(from..self.at, message),
                    Err((span, message)) => self.fault(from + span.start..from + span.end, message),
                }
            }
            if !self.rest().starts_with(',') || self.terms >= TERMS_AT_MOST {
                return values;
            }
            comma = Some(self.at);
            self.at += 1;
        }
    }

    /// Skips the values of an unknown key.
    fn skip_values(&mut self) {
        loop {
            if self.rest().starts_with('"') {
                if self.quotation().is_none() {
                    return;
                }
            } else {
                self.at += self.until(|c| c.is_whitespace() || "()\",".contains(c));
            }
            if !self.rest().starts_with(',') {
                return;
            }
            self.at += 1;
        }
    }

    /// The whole. Parentheses that are still open are left out.
    fn finish(&mut self) -> Option<QueryNode> {
        let end = self.text.len();
        if self.groups.len() > 1 {
            let from = self.groups[1].from;
            self.groups.truncate(1);
            self.leave_out(from..end, "the parenthesis is not closed".to_owned());
        }
        self.end_choice(end);
        any_of(std::mem::take(&mut self.groups[0].choices))
    }
}

fn no_letter(text: &str) -> String {
    format!("no letter or digit in `{}`", near::shown(text))
}
