//! Which backgrounds terminals had: the next first frame has the right theme at once, without waiting for the terminal to say.
//!
//! `karwan/terminals` in the state directory has a line for each terminal: its fingerprint, and `dark` or `light`.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::make_directory;
use crate::settings::theme::ThemeKind;
use crate::story::change::fingerprint;

/// How many terminals are remembered.
const MOST: usize = 100;
/// The most that is read, in bytes.
const LONGEST: u64 = 8 * 1024;

/// Remembers the background of one terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackgroundMemory {
    file: PathBuf,
    /// The fingerprint of the terminal.
    terminal: u64,
}

impl BackgroundMemory {
    /// That of the terminal that calls itself so, in a person's state directory.
    #[must_use]
    pub fn of(state_directory: &Path, terminal: &str) -> BackgroundMemory {
        BackgroundMemory { file: state_directory.join("karwan").join("terminals"), terminal: fingerprint(terminal) }
    }

    /// The theme for the background that the terminal had last; `None` if it never said one, or that cannot be read.
    #[must_use]
    pub fn theme(&self) -> Option<ThemeKind> {
        self.lines().into_iter().find(|&(terminal, _)| terminal == self.terminal).map(|(_, theme)| theme)
    }

    /// Remembers the theme for what the terminal says now.
    ///
    /// # Errors
    /// Returns one line if it cannot be written.
    pub fn remember(&self, theme: ThemeKind) -> Result<(), String> {
        let others = self.lines().into_iter().filter(|&(terminal, _)| terminal != self.terminal);
        let lines = std::iter::once((self.terminal, theme)).chain(others).take(MOST);
        let write = || -> std::io::Result<()> {
            let folder = self.file.parent().unwrap_or(Path::new("."));
            make_directory(folder)?;
            let mut file = tempfile::NamedTempFile::new_in(folder)?;
            for (terminal, theme) in lines {
                writeln!(file, "{terminal:016x} {}", word(theme))?;
            }
            file.persist(&self.file).map(drop).map_err(|error| error.error)
        };
        write().map_err(|error| format!("`{}`: {error}", self.file.display()))
    }

    fn lines(&self) -> Vec<(u64, ThemeKind)> {
        let mut text = String::new();
        // Where nothing can be read, nothing is known.
        let _ = fs::File::open(&self.file).and_then(|file| file.take(LONGEST).read_to_string(&mut text));
        let line = |line: &str| {
            let (terminal, theme) = line.split_once(' ')?;
            let theme = [ThemeKind::Dark, ThemeKind::Light].into_iter().find(|&kind| word(kind) == theme)?;
            Some((u64::from_str_radix(terminal, 16).ok()?, theme))
        };
        text.lines().filter_map(line).collect()
    }
}

fn word(theme: ThemeKind) -> &'static str {
    if theme == ThemeKind::Light { "light" } else { "dark" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_terminal_has_the_background_that_it_said_last() {
        let folder = tempfile::tempdir().expect("a folder");
        let of = |terminal| BackgroundMemory::of(folder.path(), terminal);
        assert_eq!(of("xterm").theme(), None);
        of("xterm").remember(ThemeKind::Light).expect("written");
        of("kitty").remember(ThemeKind::Dark).expect("written");
        assert_eq!((of("xterm").theme(), of("kitty").theme()), (Some(ThemeKind::Light), Some(ThemeKind::Dark)));
        of("xterm").remember(ThemeKind::Dark).expect("written");
        assert_eq!(of("xterm").theme(), Some(ThemeKind::Dark));
        assert_eq!(of("xterm").lines().len(), 2);
    }

    #[test]
    fn a_file_of_anything_else_is_passed_over_and_written_anew() {
        let folder = tempfile::tempdir().expect("a folder");
        let memory = BackgroundMemory::of(folder.path(), "xterm");
        make_directory(memory.file.parent().expect("a folder")).expect("made");
        fs::write(&memory.file, "light\n\u{fffd} dark\nzz light\n").expect("written");
        assert_eq!(memory.theme(), None);
        memory.remember(ThemeKind::Light).expect("written");
        assert_eq!(memory.lines(), [(memory.terminal, ThemeKind::Light)]);
    }
}
