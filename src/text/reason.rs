//! Why the system refused something, in words.

use std::error::Error;
use std::io::{self, ErrorKind};

/// The reason where there is nothing of the name.
pub const NO_FILE: &str = "no such file or directory";

/// The reason in lower case, without the number of the error and without a path: whoever tells it names what it is about. Of an
/// error that came about by one of the system, that one's.
#[must_use]
pub fn reason(error: &(dyn Error + 'static)) -> String {
    let mut below = Some(error);
    while let Some(error) = below {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            return refused(error);
        }
        below = error.source();
    }
    in_words(&error.to_string())
}

fn refused(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => NO_FILE.to_owned(),
        ErrorKind::PermissionDenied => "no permission".to_owned(),
        ErrorKind::StorageFull => "the disk is full".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        _ => in_words(&error.to_string()),
    }
}

/// A text without what stands in it for programs: `(os error 2)`, and the path that a library appends. An abbreviation at its
/// begin stays as it is.
fn in_words(text: &str) -> String {
    let text = text.split(" (os error").next().unwrap_or(text);
    let text = text.split(" at path").next().unwrap_or(text);
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An error of a library that came about by one of the system.
    #[derive(Debug)]
    struct PassedOn(io::Error);

    impl std::fmt::Display for PassedOn {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("it did not work")
        }
    }

    impl Error for PassedOn {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&self.0)
        }
    }

    #[test]
    fn what_the_system_says_is_told_in_words_whoever_passes_it_on() {
        let missing = || io::Error::from(ErrorKind::NotFound);
        assert_eq!(reason(&missing()), "no such file or directory");
        assert_eq!(reason(&io::Error::new(ErrorKind::NotFound, "x.toml (os error 2)")), "no such file or directory");
        assert_eq!(reason(&PassedOn(missing())), "no such file or directory");
        let packed = io::Error::other("Too many links (os error 31) at path \"/tmp/x\"");
        assert_eq!(reason(&packed), "too many links");
        for (said, told) in
            [("Ünknown", "ünknown"), ("A pipe", "a pipe"), ("I/O error", "I/O error"), ("TLS", "TLS"), ("", "")]
        {
            assert_eq!(reason(&io::Error::other(said)), told);
        }
        for number in 1..134 {
            let text = reason(&io::Error::from_raw_os_error(number));
            assert!(!text.is_empty() && !text.contains("os error"), "{number}: {text}");
        }
    }
}
