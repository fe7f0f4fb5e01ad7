//! Texts of an article that borrow from the line of JSON they stand in, unless it escapes them.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

use crate::dossier::record::ArticleKind;

/// A string that borrows from its line unless it contains escapes.
#[derive(Clone, Debug, Default)]
pub(crate) struct BorrowedText<'a>(Cow<'a, str>);

impl<'a> From<&'a str> for BorrowedText<'a> {
    fn from(text: &'a str) -> Self {
        BorrowedText(Cow::Borrowed(text))
    }
}

impl Deref for BorrowedText<'_> {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for BorrowedText<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Borrow;
        impl<'de> Visitor<'de> for Borrow {
            type Value = Cow<'de, str>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Cow::Borrowed(text))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Cow::Owned(text.to_owned()))
            }
        }
        from.deserialize_str(Borrow).map(BorrowedText)
    }
}

/// The value of a key that may be left out, but is not `null` where it stands. (An `Option` of serde takes `null`, and
/// its `Cow<str>` never borrows.)
pub(super) fn some<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

/// A word for a kind that may be left out.
pub(super) fn kind<'de, D: Deserializer<'de>>(from: D) -> Result<Option<ArticleKind>, D::Error> {
    let word = BorrowedText::deserialize(from)?;
    ArticleKind::from_word(&word).map(Some).ok_or_else(|| D::Error::custom("no kind of article"))
}
