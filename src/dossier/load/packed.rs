//! The tree of a file that was parsed when the program was built; `build.rs` writes it and says in which form.

use std::borrow::Cow;
use std::ops::Range;

use super::node::{LoadNode, NodeEntry, NodeTable, NodeValue};

/// Marks the length of a text that follows, instead of a place in the file.
const APART: usize = 1 << 31;

/// The tree of a text; `None` if there is none, so that the text has to be parsed.
pub(super) fn tree<'a>(text: &'a str, tree: &'a [u8]) -> Option<NodeTable<'a>> {
    PackedReader { text, left: tree }.table()
}

/// Reads a tree. Whatever does not fit is `None`.
struct PackedReader<'a> {
    text: &'a str,
    left: &'a [u8],
}

impl<'a> PackedReader<'a> {
    fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (bytes, left) = self.left.split_at_checked(count)?;
        self.left = left;
        Some(bytes)
    }

    fn number(&mut self) -> Option<usize> {
        let bytes = self.bytes(4)?.try_into().ok()?;
        usize::try_from(u32::from_le_bytes(bytes)).ok()
    }

    /// So many of what `read` reads, in memory that is asked for once.
    fn many<T>(&mut self, count: usize, read: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        // Each takes a byte at least.
        let mut all = Vec::with_capacity(count.min(self.left.len()));
        for _ in 0..count {
            all.push(read(self)?);
        }
        Some(all)
    }

    fn span(&mut self) -> Option<Range<usize>> {
        Some(self.number()?..self.number()?)
    }

    fn text(&mut self) -> Option<Cow<'a, str>> {
        let at = self.number()?;
        let text = if at & APART == 0 {
            let length = self.number()?;
            self.text.get(at..at + length)?
        } else {
            std::str::from_utf8(self.bytes(at & !APART)?).ok()?
        };
        Some(Cow::Borrowed(text))
    }

    fn table(&mut self) -> Option<NodeTable<'a>> {
        let count = self.number()?;
        let entry =
            |reader: &mut Self| Some(NodeEntry { key: reader.text()?, key_span: reader.span()?, node: reader.node()? });
        Some(NodeTable { entries: self.many(count, entry)?, torn: false })
    }

    fn node(&mut self) -> Option<LoadNode<'a>> {
        let span = self.span()?;
        let value = match self.bytes(1)? {
            b"t" => NodeValue::Table(self.table()?),
            b"l" => {
                let count = self.number()?;
                NodeValue::List(self.many(count, Self::node)?)
            }
            b"s" => NodeValue::Text(self.text()?),
            b"b" => NodeValue::Bool(self.bytes(1)? == [1]),
            b"d" => NodeValue::Date(self.text.get(span.clone())?),
            b"n" => NodeValue::Number(f64::from_le_bytes(self.bytes(8)?.try_into().ok()?)),
            _ => return None,
        };
        Some(LoadNode { span, value })
    }
}

#[cfg(test)]
mod tests {
    use super::super::fault::LoadFaults;
    use super::super::toml;
    use super::tree;
    use crate::assets::STORY;

    #[test]
    fn the_tree_of_each_file_of_the_story_is_the_one_that_its_text_gives() {
        for (at, file) in STORY.iter().enumerate() {
            let mut faults = LoadFaults::default();
            let parsed = toml::parse(at, file.text, &mut faults).expect("it is TOML");
            assert!(!faults.any_error(), "{}", file.name);
            let packed = tree(file.text, file.tree).unwrap_or_else(|| panic!("{} has no tree", file.name));
            assert_eq!(format!("{packed:#?}"), format!("{parsed:#?}"), "{}", file.name);
        }
    }

    #[test]
    fn a_tree_that_is_cut_off_is_none() {
        let file = &STORY[0];
        for end in [0, 3, file.tree.len() / 2, file.tree.len() - 1] {
            assert!(tree(file.text, &file.tree[..end]).is_none(), "{end}");
        }
    }
}
