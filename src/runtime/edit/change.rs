//! How a text was changed, and where that place is in a text that was changed elsewhere since.

use std::hash::Hasher as _;

use serde::{Deserialize, Serialize};
use siphasher::sip128::{Hasher128 as _, SipHasher13};

/// The number of bytes before and after a change by which its place is found again in a text that was changed
/// elsewhere.
const CONTEXT: usize = 160;

/// How many of them have to match: as many of these as are still there.
const SURROUNDINGS: [usize; 4] = [CONTEXT, 80, 40, 24];

/// With less context than this, in bytes, a place is not recognised.
const LEAST: usize = 24;

/// How a text changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct TextChange {
    /// The hash of the text before and after.
    pub before: String,
    pub after: String,
    /// Bytes before the change.
    pub offset: usize,
    pub old: String,
    pub new: String,
    /// The text right before and right after it.
    pub ahead: String,
    pub behind: String,
}

impl TextChange {
    /// The smallest span in which two texts differ.
    pub fn between(old: &str, new: &str) -> TextChange {
        let prefix = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
        let prefix = floor(old, floor(new, prefix));
        let most = old.len().min(new.len()) - prefix;
        let suffix = old.bytes().rev().zip(new.bytes().rev()).take(most).take_while(|(a, b)| a == b).count();
        // Both texts are the same from there on, so a character boundary in one is one in the other.
        let suffix = (0..=suffix).rev().find(|n| old.is_char_boundary(old.len() - n)).unwrap_or(0);
        TextChange::at(old, new, prefix, old.len() - suffix - prefix, new.len() - suffix - prefix)
    }

    /// The replacement of this many bytes at a place.
    pub fn at(old: &str, new: &str, offset: usize, bytes: usize, others: usize) -> TextChange {
        let ahead = floor(old, offset.saturating_sub(CONTEXT));
        let behind = floor(old, (offset + bytes + CONTEXT).min(old.len()));
        TextChange {
            before: hash(old),
            after: hash(new),
            offset,
            old: old[offset..offset + bytes].to_owned(),
            new: new[offset..offset + others].to_owned(),
            ahead: old[ahead..offset].to_owned(),
            behind: old[offset + bytes..behind].to_owned(),
        }
    }

    /// Whether this is the text that it leads to.
    pub fn is_done_in(&self, text: &str) -> bool {
        self.before != self.after && hash(text) == self.after
    }

    /// Whether a text that it was about to be made in has it. Where the text was changed since, its surroundings tell.
    pub fn is_made_in(&self, text: &str) -> bool {
        let hash = hash(text);
        if self.before == self.after || hash == self.after {
            true
        } else if hash == self.before {
            false
        } else {
            self.reversed().place(text).is_some() || self.place(text).is_none()
        }
    }

    /// What takes it back.
    pub fn reversed(&self) -> TextChange {
        let TextChange { before, after, offset, old, new, ahead, behind } = self.clone();
        TextChange { before: after, after: before, offset, old: new, new: old, ahead, behind }
    }

    /// Where the bytes to be replaced are in this text: in their old position or, if the text was changed elsewhere, in
    /// the only place with the same context, as far as that is still there.
    pub fn place(&self, text: &str) -> Option<usize> {
        if hash(text) == self.before {
            return Some(self.offset);
        }
        SURROUNDINGS.iter().find_map(|&bytes| {
            let (ahead, behind) = self.around(bytes);
            // On one side alone, where the other was changed.
            [(ahead, behind), (ahead, ""), ("", behind)].into_iter().find_map(|(ahead, behind)| {
                let wanted = format!("{ahead}{}{behind}", self.old);
                let whole = ahead.len() + behind.len() >= LEAST.min(self.ahead.len() + self.behind.len());
                // Whole characters are searched for, so a match begins at a character.
                one(text, &wanted).filter(|_| whole).map(|at| at + ahead.len())
            })
        })
    }

    /// The end of a text, where the change is lines put behind the last line of another: whoever appends asks for no more.
    pub fn end(&self, text: &str) -> Option<usize> {
        let is_end = self.old.is_empty() && self.behind.is_empty();
        let whole_lines = self.ahead.is_empty() || self.ahead.ends_with('\n');
        (is_end && whole_lines && (text.is_empty() || text.ends_with('\n'))).then_some(text.len())
    }

    /// So many bytes of the surroundings.
    fn around(&self, bytes: usize) -> (&str, &str) {
        let mut from = self.ahead.len().saturating_sub(bytes);
        while !self.ahead.is_char_boundary(from) {
            from += 1;
        }
        (&self.ahead[from..], &self.behind[..floor(&self.behind, bytes)])
    }

    /// The lines that should be there: what is replaced, with the rest of its lines.
    pub fn expected(&self) -> String {
        let before = self.ahead.rsplit('\n').next().unwrap_or_default();
        let behind = if self.old.ends_with('\n') { "" } else { self.behind.split('\n').next().unwrap_or_default() };
        format!("{before}{}{behind}", self.old).trim_end_matches(['\r', '\n']).to_owned()
    }

    /// The lines of a text in the place where the replaced text should be: between its context, as far as that is
    /// there.
    pub fn found<'t>(&self, text: &'t str) -> &'t str {
        let bytes = text.as_bytes();
        let start = SURROUNDINGS.iter().find_map(|&n| {
            let ahead = self.around(n).0;
            one(text, ahead).map(|at| at + ahead.len())
        });
        let start = start.unwrap_or_else(|| floor(text, self.offset));
        let end = SURROUNDINGS.iter().find_map(|&n| {
            let behind = self.around(n).1;
            one(&text[start..], behind).map(|at| start + at)
        });
        let end = end.unwrap_or_else(|| floor(text, start + self.old.len()));
        let first = memchr::memrchr(b'\n', &bytes[..start]).map_or(0, |newline| newline + 1);
        let last =
            memchr::memchr(b'\n', &bytes[end.max(first)..]).map_or(text.len(), |newline| end.max(first) + newline);
        &text[first..last]
    }
}

/// The position of a text that occurs exactly once in another.
fn one(text: &str, wanted: &str) -> Option<usize> {
    let mut found = memchr::memmem::find_iter(text.as_bytes(), wanted);
    let at = found.next().filter(|_| !wanted.is_empty())?;
    found.next().is_none().then_some(at)
}

/// A hash of a text, the same in every version of the program.
pub(super) fn hash(text: &str) -> String {
    let mut hasher = SipHasher13::new();
    hasher.write(text.as_bytes());
    format!("{:032x}", hasher.finish128().as_u128())
}

/// The last character boundary at or before a byte.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_the_smallest_span_and_is_found_again_where_the_rest_moved() {
        let change = TextChange::between("aé\nx\n", "aé\nnew\nx\n");
        assert_eq!((change.offset, change.old.as_str(), change.new.as_str()), (4, "", "new\n"));
        let back = change.reversed();
        assert_eq!(back.place("aé\nnew\nx\n"), Some(4));
        assert_eq!(back.place("0\naé\nnew\nx\n1"), Some(6), "changed elsewhere");
        assert_eq!(back.place("aé\nnew!\nx\n"), None, "changed there");
        assert_eq!(back.place("aé\nnew\nx\naé\nnew\nx\n"), None, "in two places");
    }

    #[test]
    fn lines_that_are_appended_have_a_place_at_the_end_of_any_text() {
        let change = TextChange::between("one\n", "one\nlate\n");
        assert_eq!(change.place("another\n"), None);
        assert_eq!(change.end("another\n"), Some(8));
        assert_eq!(change.end("half a line"), None);
        assert_eq!(TextChange::between("one", "one more").end("another\n"), None, "half a line has no place");
        assert_eq!(TextChange::between("one\ntwo\n", "one\nlate\ntwo\n").end("another\n"), None);
        assert_eq!(TextChange::between("one\n", "two\n").end("another\n"), None);
    }

    #[test]
    fn characters_are_not_cut() {
        for (old, new) in [("é", "è"), ("", "é"), ("éé", "é"), ("aéa", "aèa"), ("日", "日本日")] {
            let change = TextChange::between(old, new);
            let at = change.place(old).expect("where it was");
            assert_eq!(format!("{}{}{}", &old[..at], change.new, &old[at + change.old.len()..]), new);
        }
    }
}
