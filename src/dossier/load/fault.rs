//! Faults with their byte positions as they are found; turned into [`Problem`]s once all are known.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use hashbrown::HashMap;

use crate::dossier::problem::{Problem, Severity, SourceExcerpt};
use crate::text::safe;

/// The maximum number of errors, and of warnings, listed per file. The others are counted.
pub(super) const KEPT: usize = 1000;

/// After this many errors the rest of a file is not read.
const ENOUGH: usize = 100_000;

/// A byte place in one of the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FaultPlace {
    /// Position in the list of files.
    pub file: usize,
    /// The bytes; `None` for the file itself.
    pub span: Option<Range<usize>>,
}

impl FaultPlace {
    /// These bytes of a file.
    pub fn new(file: usize, span: Range<usize>) -> FaultPlace {
        FaultPlace { file, span: Some(span) }
    }

    /// The file itself.
    pub fn file(file: usize) -> FaultPlace {
        FaultPlace { file, span: None }
    }
}

#[derive(Debug)]
struct LoadFault {
    severity: Severity,
    span: Option<Range<usize>>,
    message: String,
    /// Where the conflicting thing stands.
    first: Option<FaultPlace>,
}

/// Everything that was found wrong, file by file.
#[derive(Debug, Default)]
pub(super) struct LoadFaults {
    files: BTreeMap<usize, FileFaults>,
}

#[derive(Debug, Default)]
struct FileFaults {
    kept: Vec<LoadFault>,
    errors: usize,
    warnings: usize,
}

impl LoadFaults {
    /// Records a fault. Faults beyond [`KEPT`] of a file are only counted, and their message is not built.
    pub fn add(&mut self, severity: Severity, place: FaultPlace, message: impl FnOnce() -> String) {
        self.add_second(severity, place, None, message);
    }

    /// Records a conflict with something at `first`.
    pub fn add_second(
        &mut self,
        severity: Severity,
        place: FaultPlace,
        first: Option<FaultPlace>,
        message: impl FnOnce() -> String,
    ) {
        let file = self.files.entry(place.file).or_default();
        let count = match severity {
            Severity::Error => &mut file.errors,
            Severity::Warning => &mut file.warnings,
        };
        *count += 1;
        if *count <= KEPT {
            file.kept.push(LoadFault { severity, span: place.span, message: message(), first });
        }
    }

    /// Whether nothing was found wrong.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Whether there is an error.
    pub fn any_error(&self) -> bool {
        self.files.values().any(|f| f.errors > 0)
    }

    /// Whether a file has so many faults that the rest of it is not worth reading.
    pub fn is_full(&self, file: usize) -> bool {
        self.files.get(&file).is_some_and(|f| f.errors >= ENOUGH)
    }

    /// Whether a file was not read to its end.
    pub fn any_full(&self) -> bool {
        self.files.values().any(|f| f.errors >= ENOUGH)
    }

    /// The last byte of a file about which something is said.
    pub fn last_place(&self, file: usize) -> Option<usize> {
        self.files.get(&file)?.kept.iter().filter_map(|fault| Some(fault.span.as_ref()?.start)).max()
    }

    /// Puts what is said about a file at places found by where it stood.
    pub fn refine(&mut self, file: usize, place: impl Fn(usize) -> Option<Range<usize>>) {
        let kept = self.files.get_mut(&file).into_iter().flat_map(|faults| &mut faults.kept);
        for span in kept.filter_map(|fault| fault.span.as_mut()) {
            if let Some(exactly) = place(span.start) {
                *span = exactly;
            }
        }
    }

    /// All problems, in the order of the files and places. `files` gives path and text of each file.
    pub fn problems<'a>(self, files: &dyn Fn(usize) -> (&'a Path, &'a str)) -> Vec<Problem> {
        let mut wanted: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (&file, faults) in &self.files {
            for fault in &faults.kept {
                wanted.entry(file).or_default().extend(fault.span.as_ref().map(|s| s.start));
                if let Some(FaultPlace { file, span: Some(span) }) = &fault.first {
                    wanted.entry(*file).or_default().push(span.start);
                }
            }
        }
        let lines: HashMap<usize, HashMap<usize, (usize, usize)>> =
            wanted.into_iter().map(|(file, offsets)| (file, lines_and_columns(files(file).1, offsets))).collect();
        let place = |file: usize, offset: usize| lines[&file].get(&offset).copied().unwrap_or_default();

        let mut problems = Vec::new();
        for (file, mut faults) in self.files {
            let (path, text) = files(file);
            faults.kept.sort_by_key(|f| f.span.as_ref().map(|s| (s.start, s.end)));
            for fault in faults.kept {
                let (line, column) = fault.span.as_ref().map_or((0, 0), |s| place(file, s.start));
                let mut message = fault.message;
                if let Some(FaultPlace { file, span: Some(span) }) = fault.first {
                    let (line, column) = place(file, span.start);
                    let path = files(file).0.to_string_lossy();
                    message = format!("{message}; the first is at {path}:{line}:{column}");
                }
                problems.push(Problem {
                    severity: fault.severity,
                    path: path.to_owned(),
                    line,
                    column,
                    message: cut(&message, LONGEST),
                    excerpt: fault.span.map(|span| SourceExcerpt::of(text, span)),
                });
            }
            for (severity, count) in [(Severity::Error, faults.errors), (Severity::Warning, faults.warnings)] {
                if count > KEPT {
                    let least = if faults.errors >= ENOUGH { "at least " } else { "" };
                    problems.push(Problem {
                        severity,
                        path: path.to_owned(),
                        line: 0,
                        column: 0,
                        message: format!("{least}{} more {severity}s in this file are not shown", count - KEPT),
                        excerpt: None,
                    });
                }
            }
        }
        problems
    }
}

/// Line and column (from 1, in characters) of each offset, in one walk through the text. A byte order mark counts as
/// nothing.
fn lines_and_columns(text: &str, mut offsets: Vec<usize>) -> HashMap<usize, (usize, usize)> {
    offsets.sort_unstable();
    offsets.dedup();
    let bytes = text.as_bytes();
    let mut places = HashMap::with_capacity(offsets.len());
    let (mut at, mut line, mut column) = (if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 }, 1, 1);
    for offset in offsets {
        let end = offset.min(bytes.len());
        if at < end {
            let skipped = &bytes[at..end];
            let newlines = memchr::memchr_iter(b'\n', skipped).count();
            let rest = match memchr::memrchr(b'\n', skipped) {
                Some(newline) => {
                    line += newlines;
                    column = 1;
                    &skipped[newline + 1..]
                }
                None => skipped,
            };
            // Every byte that does not continue a character starts one.
            column += rest.iter().filter(|&&b| b & 0xc0 != 0x80).count();
            at = end;
        }
        places.insert(offset, (line, column));
    }
    places
}

/// Longest message, in characters.
const LONGEST: usize = 500;

/// A text of a file in backticks: safe, on one line, and not long.
pub(super) fn quoted(text: &str) -> String {
    format!("`{}`", cut(text, 60))
}

/// The text, made safe, with `…` for what is over `longest` characters.
fn cut(text: &str, longest: usize) -> String {
    let mut short: String = text.chars().take(longest).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    safe(&short).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_characters_not_bytes() {
        let text = "\u{feff}a\nگوادر = 1\n";
        let at = |needle: &str| text.find(needle).expect("in the text");
        let places = lines_and_columns(text, vec![at("="), at("a"), at("1"), text.len()]);
        assert_eq!(places[&at("a")], (1, 1));
        assert_eq!(places[&at("=")], (2, 7));
        assert_eq!(places[&at("1")], (2, 9));
        assert_eq!(places[&text.len()], (3, 1));
    }

    #[test]
    fn faults_over_the_limit_are_counted() {
        let mut faults = LoadFaults::default();
        for _ in 0..KEPT + 7 {
            faults.add(Severity::Error, FaultPlace::new(0, 0..1), || "x".to_owned());
        }
        let problems = faults.problems(&|_| (Path::new("a.toml"), "text"));
        assert_eq!(problems.len(), KEPT + 1);
        assert_eq!(problems[KEPT].message, "7 more errors in this file are not shown");
    }
}
