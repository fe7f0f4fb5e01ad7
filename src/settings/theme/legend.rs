//! The legend: what each mark in lists and cards means, in both sets of glyphs. Help and cards print it from here.

use super::GlyphSet;

/// A mark and its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LegendMark {
    unicode: &'static str,
    ascii: &'static str,
    /// Two or three words.
    pub words: &'static str,
}

const fn mark(unicode: &'static str, ascii: &'static str, words: &'static str) -> LegendMark {
    LegendMark { unicode, ascii, words }
}

/// Sources give different values.
pub const CONTESTED: LegendMark = mark("≠", "/=", "sources differ");
/// Everything goes back to one origin.
pub const ONE_ORIGIN: LegendMark = mark("¹", "1", "one origin");
/// Everyone quoted is of one side.
pub const ONE_SIDE: LegendMark = mark("1s", "1s", "one side only");
/// Not seen yet.
pub const NEW: LegendMark = mark("✦", "+", "new");
/// A date or thing that moved to another.
pub const MOVED: LegendMark = mark("→", "->", "moved to");
/// A slip assumed because of something that has to happen first.
pub const ASSUMED: LegendMark = mark("~", "~", "assumed");
/// Somebody changed their stance.
pub const CHANGED_STANCE: LegendMark = mark("↻", "@", "changed stance");
/// A line that leads to another record.
pub const LEADS_ON: LegendMark = mark("›", ">", "leads on");

/// All of them, in the order of the help.
pub const LEGEND: [LegendMark; 8] = [CONTESTED, ONE_ORIGIN, ONE_SIDE, NEW, MOVED, ASSUMED, CHANGED_STANCE, LEADS_ON];

impl LegendMark {
    /// The mark in a set of glyphs.
    #[must_use]
    pub fn glyph(self, glyphs: GlyphSet) -> &'static str {
        glyphs.pick(self.unicode, self.ascii)
    }

    /// `≠ sources differ`.
    #[must_use]
    pub fn line(self, glyphs: GlyphSet) -> String {
        format!("{} {}", self.glyph(glyphs), self.words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_mark_means_two_things() {
        for (n, one) in LEGEND.iter().enumerate() {
            for other in &LEGEND[n + 1..] {
                assert_ne!(one.unicode, other.unicode);
                assert_ne!(one.ascii, other.ascii);
            }
            assert!(one.ascii.is_ascii(), "{one:?}");
        }
    }
}
