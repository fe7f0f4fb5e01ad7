//! Text on its way to a terminal: what could steer that is shown instead. A pipe gets the text as it came.

use std::io::{self, Write};

use crate::text::{is_unsafe, safe};

/// Makes what is written visible, line by line.
pub(super) struct VisibleWriter<'w> {
    out: &'w mut dyn Write,
    /// Whether colours (`CSI ... m`) are karwan's own, and stay. Texts of the dossier are made visible before them.
    coloured: bool,
    /// What is not written yet: the line so far.
    line: Vec<u8>,
}

impl<'w> VisibleWriter<'w> {
    pub(super) fn new(out: &'w mut dyn Write, coloured: bool) -> VisibleWriter<'w> {
        VisibleWriter { out, coloured, line: Vec::new() }
    }

    fn write_line(&mut self) -> io::Result<()> {
        let line = std::mem::take(&mut self.line);
        self.out.write_all(visible(&String::from_utf8_lossy(&line), self.coloured).as_bytes())
    }
}

impl Write for VisibleWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for part in bytes.split_inclusive(|&byte| byte == b'\n') {
            self.line.extend_from_slice(part);
            if part.ends_with(b"\n") {
                self.write_line()?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.write_line()?;
        self.out.flush()
    }
}

impl Drop for VisibleWriter<'_> {
    fn drop(&mut self) {
        // what a command that failed has written so far
        let _ = self.write_line();
    }
}

fn visible(text: &str, coloured: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let colour = if coloured { colour(rest) } else { None };
        let taken = colour.unwrap_or(c.len_utf8());
        if colour.is_some() || matches!(c, '\n' | '\t') || !is_unsafe(c) {
            out.push_str(&rest[..taken]);
        } else {
            out.push_str(&safe(&rest[..taken]));
        }
        rest = &rest[taken..];
    }
    out
}

/// The length of a sequence that sets colours.
fn colour(text: &str) -> Option<usize> {
    let numbers = text.strip_prefix("\x1b[")?;
    let end = numbers.find(|c: char| !c.is_ascii_digit() && c != ';' && c != ':')?;
    numbers[end..].starts_with('m').then_some(end + 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_is_shown_and_lines_stay() {
        for (text, coloured, shown) in [
            ("a\tb\nc", false, "a\tb\nc"),
            ("\x1b]0;PWN\x07 \u{9b}31m \u{202e}\r\n", true, "␛]0;PWN␇ <U+009B>31m <U+202E> \n"),
            ("\x1b[1;31mred\x1b[0m", true, "\x1b[1;31mred\x1b[0m"),
            ("\x1b[1;31mred\x1b[2J", false, "␛[1;31mred␛[2J"),
            ("\x1b[2J\x1b[", true, "␛[2J␛["),
        ] {
            let mut out = Vec::new();
            let mut writer = VisibleWriter::new(&mut out, coloured);
            text.bytes().try_for_each(|byte| writer.write_all(&[byte])).expect("written");
            drop(writer);
            assert_eq!(String::from_utf8(out).expect("UTF-8"), shown, "{text:?}");
        }
    }
}
