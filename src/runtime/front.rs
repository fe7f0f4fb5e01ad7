//! What the program is shown on: a screen with a keyboard, or lines.
//!
//! Lines are read one at a time, when the program asks for the next one. Where nobody types them (a pipe, a file), the next
//! one waits until all that the one before has asked for is done, so that a script always hears the same.

use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Sender};

use super::keyboard::KeyboardReader;
use super::screen::TerminalScreen;
use super::{ProgramHandle, RuntimeInput};
use crate::ui::widgets::notes::LinkTable;

/// The longest line that is read, in bytes.
const LONGEST: u64 = 64 * 1024;
/// What stands before a line that is typed.
const PROMPT: &str = "> ";

/// A screen with a keyboard, or lines.
pub(super) enum RuntimeFront {
    /// Cells, redrawn after each input.
    Screen(Box<TerminalScreen>, KeyboardReader),
    /// Lines.
    Lines(LineReader),
}

impl RuntimeFront {
    /// Shows what the program has to show.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub(super) fn show(&mut self, program: &mut impl ProgramHandle) -> io::Result<()> {
        match self {
            RuntimeFront::Screen(screen, _) => screen.draw(|frame| program.draw(frame)),
            RuntimeFront::Lines(lines) => lines.write(&program.tell()),
        }
    }

    /// Takes over the addresses that cells lead to, where the terminal takes links.
    pub(super) fn show_links(&mut self, links: Option<LinkTable>) {
        if let RuntimeFront::Screen(screen, _) = self {
            screen.show_links(links);
        }
    }

    /// Asks for the next line, where lines are read; `busy`: something that was asked for is still being done.
    ///
    /// # Errors
    ///
    /// If the prompt cannot be written.
    pub(super) fn ask_next(&mut self, busy: bool) -> io::Result<()> {
        match self {
            RuntimeFront::Lines(lines) if !busy || lines.typed => lines.ask_next(),
            _ => Ok(()),
        }
    }

    /// The columns and rows, where they may have changed; lines have none.
    ///
    /// # Errors
    ///
    /// If the terminal cannot be written to.
    pub(super) fn resize(&mut self) -> io::Result<Option<(u16, u16)>> {
        match self {
            RuntimeFront::Screen(screen, _) => screen.resize().map(Some),
            RuntimeFront::Lines(_) => Ok(None),
        }
    }

    /// Hands a text to the terminal's clipboard. Returns whether there is one.
    ///
    /// # Errors
    ///
    /// If the terminal cannot be written to.
    pub(super) fn copy(&mut self, text: &str) -> io::Result<bool> {
        match self {
            RuntimeFront::Screen(screen, _) => screen.copy(text).map(|()| true),
            RuntimeFront::Lines(_) => Ok(false),
        }
    }

    /// Turns the mouse on or off. Returns whether there is one.
    ///
    /// # Errors
    ///
    /// If the terminal cannot be written to.
    pub(super) fn set_mouse(&mut self, on: bool) -> io::Result<bool> {
        match self {
            RuntimeFront::Screen(screen, _) => screen.set_mouse(on).map(|()| true),
            RuntimeFront::Lines(_) => Ok(false),
        }
    }

    /// Whether another program can have the terminal for a while.
    pub(super) fn can_lend(&self) -> bool {
        match self {
            RuntimeFront::Screen(..) => true,
            RuntimeFront::Lines(lines) => lines.typed && io::stdout().is_terminal(),
        }
    }

    /// Lends the terminal to another program: nothing is read until [`RuntimeFront::take_back`].
    pub(super) fn lend(&self) {
        if let RuntimeFront::Screen(_, keyboard) = self {
            keyboard.hold();
        }
    }

    /// Takes the terminal back from a program that may have left it in any state.
    ///
    /// # Errors
    ///
    /// If the terminal cannot be set.
    pub(super) fn take_back(&mut self) -> io::Result<()> {
        match self {
            RuntimeFront::Screen(screen, _) => {
                screen.reset_line()?;
                screen.enter_again()
            }
            RuntimeFront::Lines(_) => Ok(()),
        }
    }

    /// Reads again what is typed.
    pub(super) fn release(&self) {
        if let RuntimeFront::Screen(_, keyboard) = self {
            keyboard.release();
        }
    }

    /// Enters the screen again after a stop.
    ///
    /// # Errors
    ///
    /// If the terminal cannot be set.
    pub(super) fn enter_again(&mut self) -> io::Result<()> {
        match self {
            RuntimeFront::Screen(screen, _) => screen.enter_again(),
            RuntimeFront::Lines(_) => Ok(()),
        }
    }

    /// A line was read.
    pub(super) fn line_was_read(&mut self) {
        if let RuntimeFront::Lines(lines) = self {
            lines.asked = false;
            lines.prompted = false;
        }
    }
}

/// Reads standard input line by line on a thread, and writes to standard output.
pub(super) struct LineReader {
    /// Asks the thread for a line.
    ask: Sender<()>,
    /// Whether it was asked already.
    asked: bool,
    /// Whether a prompt stands in the last line.
    prompted: bool,
    /// Whether a person types.
    typed: bool,
}

impl LineReader {
    /// Starts the thread.
    ///
    /// # Errors
    ///
    /// If no thread is to be had.
    pub(super) fn start(inputs: Sender<RuntimeInput>) -> io::Result<LineReader> {
        let (ask, asked) = mpsc::channel();
        super::spawn("lines", inputs.clone(), move || {
            while asked.recv().is_ok() {
                let line = read_line(&mut io::stdin().lock());
                let last = line.is_none();
                if inputs.send(RuntimeInput::Line(line)).is_err() || last {
                    return;
                }
            }
        })?;
        Ok(LineReader { ask, asked: false, prompted: false, typed: io::stdin().is_terminal() })
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        // What comes by itself does not stand behind the prompt.
        if std::mem::take(&mut self.prompted) {
            out.write_all(b"\n")?;
        }
        out.write_all(text.as_bytes())?;
        out.flush()
    }

    fn ask_next(&mut self) -> io::Result<()> {
        if self.typed && !self.prompted {
            let mut out = io::stdout().lock();
            out.write_all(PROMPT.as_bytes())?;
            out.flush()?;
            self.prompted = true;
        }
        if !std::mem::replace(&mut self.asked, true) {
            // A thread that has ended has told the end already.
            let _ = self.ask.send(());
        }
        Ok(())
    }
}

/// A line without its end; `None` at the end of the input. What is longer than allowed is cut, and what is not UTF-8 replaced.
fn read_line(input: &mut impl BufRead) -> Option<String> {
    let mut bytes = Vec::new();
    input.by_ref().take(LONGEST).read_until(b'\n', &mut bytes).ok().filter(|&count| count > 0)?;
    let mut rest = !bytes.ends_with(b"\n");
    while rest {
        let mut more = Vec::new();
        let count = input.by_ref().take(LONGEST).read_until(b'\n', &mut more).ok()?;
        rest = count > 0 && !more.ends_with(b"\n");
    }
    Some(String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']).to_owned())
}

/// Held by a thread while it does what was asked for; tells the loop when it ends.
pub(super) struct WorkToken {
    running: Arc<AtomicUsize>,
    inputs: Sender<RuntimeInput>,
}

impl WorkToken {
    /// One more thread is at work.
    pub(super) fn new(running: &Arc<AtomicUsize>, inputs: &Sender<RuntimeInput>) -> WorkToken {
        running.fetch_add(1, Ordering::SeqCst);
        WorkToken { running: Arc::clone(running), inputs: inputs.clone() }
    }
}

impl Drop for WorkToken {
    fn drop(&mut self) {
        self.running.fetch_sub(1, Ordering::SeqCst);
        let _ = self.inputs.send(RuntimeInput::WorkEnded);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_one_by_one_and_a_long_one_is_cut() {
        let long = "x".repeat(200_000);
        let mut input = format!("ledger\r\n\n{long}\nquit").into_bytes();
        input.extend([b'\n', 0xff]);
        let mut input = input.as_slice();
        let mut lines = Vec::new();
        while let Some(line) = read_line(&mut input) {
            lines.push(line);
        }
        assert_eq!(lines.len(), 5);
        assert_eq!((lines[0].as_str(), lines[1].as_str(), lines[3].as_str()), ("ledger", "", "quit"));
        assert_eq!(lines[2].len() as u64, LONGEST);
        assert_eq!(lines[4], "\u{fffd}");
    }
}
