//! A file of a dossier as text, or why there is none.

use std::borrow::Cow;
use std::ops::Range;
use std::path::PathBuf;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileFormat {
    Toml,
    Json,
    JsonLines,
}

/// A file that was read, or could not be.
#[derive(Debug)]
pub(crate) struct SourceText {
    pub path: PathBuf,
    /// The directory, canonical, that the texts of its articles must lie in.
    pub root: PathBuf,
    pub format: FileFormat,
    pub text: Cow<'static, str>,
    /// Why the text is not to be parsed, and where that shows.
    pub trouble: Option<(Option<Range<usize>>, String)>,
}

impl SourceText {
    /// A text under a name.
    pub fn new(path: PathBuf, format: FileFormat, text: impl Into<Cow<'static, str>>) -> SourceText {
        let text = text.into();
        let blank = text.trim_start_matches('\u{feff}').trim_ascii().is_empty();
        // A list of articles may be empty, and grow later.
        let trouble = (blank && format != FileFormat::JsonLines)
            .then(|| (Some(0..0), "the file is empty; a dossier starts with `format = 1`".to_owned()));
        SourceText { path, root: PathBuf::new(), format, text, trouble }
    }

    /// A file whose bytes have to be UTF-8.
    pub fn from_bytes(path: PathBuf, root: PathBuf, format: FileFormat, bytes: Vec<u8>) -> SourceText {
        let source = match String::from_utf8(bytes) {
            Ok(text) => SourceText::new(path, format, text),
            Err(error) => {
                // Up to the first bad byte the places stay what they are.
                let at = error.utf8_error().valid_up_to();
                let byte = error.as_bytes()[at];
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                let trouble = format!("not UTF-8: the byte 0x{byte:02x} begins no character here");
                SourceText { trouble: Some((Some(at..at + 3), trouble)), ..SourceText::new(path, format, text) }
            }
        };
        SourceText { root, ..source }
    }

    /// A file that could not be read at all.
    pub fn unreadable(path: PathBuf, format: FileFormat, trouble: String) -> SourceText {
        SourceText { trouble: Some((None, trouble)), ..SourceText::new(path, format, "") }
    }
}
