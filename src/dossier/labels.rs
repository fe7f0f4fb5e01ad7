//! The words for the slugs of a dossier: metrics, keys of `values`, issues, choices, groups.

use std::borrow::Cow;

use hashbrown::HashMap;

use super::record::SlugLabel;

/// All labels, in the order of the files, found by their slug.
#[derive(Clone, Debug, Default)]
pub struct LabelTable {
    list: Vec<SlugLabel>,
    positions: HashMap<Box<str>, usize>,
}

impl LabelTable {
    /// Adds a label. Where its slug has one already, that one stays.
    pub fn push(&mut self, label: SlugLabel) {
        self.positions.entry(label.id.as_str().into()).or_insert(self.list.len());
        self.list.push(label);
    }

    /// The label of a slug.
    #[must_use]
    pub fn get(&self, slug: &str) -> Option<&SlugLabel> {
        self.positions.get(slug).map(|&at| &self.list[at])
    }

    /// The words to show for a slug: those of its label, else the slug with spaces for its hyphens and underscores.
    #[must_use]
    pub fn words<'a>(&'a self, slug: &'a str) -> Cow<'a, str> {
        match self.get(slug) {
            Some(label) => Cow::Borrowed(&label.label),
            None if slug.contains(['-', '_']) => Cow::Owned(slug.replace(['-', '_'], " ")),
            None => Cow::Borrowed(slug),
        }
    }

    /// All labels, in the order of the files.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &SlugLabel> {
        self.list.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_without_a_label_is_shown_with_spaces() {
        let mut labels = LabelTable::default();
        let label = |id: &str, label: &str| SlugLabel { id: id.into(), label: label.into(), ..SlugLabel::default() };
        labels.push(label("cargo-jul-mar", "Cargo handled, July to March"));
        labels.push(label("cargo-jul-mar", "Another"));
        assert_eq!(labels.words("cargo-jul-mar"), "Cargo handled, July to March");
        assert_eq!(labels.words("max-draught"), "max draught");
        assert_eq!(labels.words("days_in_all"), "days in all");
        assert_eq!(labels.words("documents"), "documents");
    }
}
