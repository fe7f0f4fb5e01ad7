//! The terminal: its modes, entered and left; one write a frame.
//!
//! While the screen is entered, the terminal is in raw mode, on its alternate screen, without cursor, with bracketed
//! paste, in bidi's explicit mode (`CSI 8 l`: the order of the cells is made by [`crate::text::visual`], and is
//! not to be made a second time), and without wrapping at its right edge: a cluster that the terminal makes wider than
//! it is does not reach the next line. [`restore`] takes all of it back, from any thread and as often as wanted.

mod cluster;

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::queue;
use crossterm::style::{Print, ResetColor};
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, DisableLineWrap, EnableLineWrap, EndSynchronizedUpdate, disable_raw_mode,
    enable_raw_mode,
};
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::Color;
use ratatui::{Frame, Terminal};

use self::cluster::ClusterRows;
use super::system;
use crate::ui::widgets::notes::LinkTable;

/// Asks the terminal for its background (OSC 11). The answer comes through the keyboard, see [`super::answer`].
const ASK_BACKGROUND: &str = "\x1b]11;?\x1b\\";

/// Whether there is something to take back.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// The terminal while karwan has it.
pub(super) struct TerminalScreen {
    terminal: Terminal<CellBuffer<TerminalOutput>>,
    clusters: ClusterRows,
    mouse: bool,
    /// How its line was set before.
    line: system::LineSettings,
}

impl TerminalScreen {
    /// Enters the screen.
    ///
    /// # Errors
    ///
    /// If the terminal cannot be set up; it is restored then.
    pub(super) fn enter(mouse: bool) -> io::Result<TerminalScreen> {
        let tty = system::terminal()?;
        let inner = CrosstermBackend::new(TerminalOutput { tty, pending: Vec::new() });
        let cells = CellBuffer { inner, size: size(), links: None };
        let line = system::line_settings()?;
        system::start_guard(&line);
        let mut screen =
            TerminalScreen { terminal: Terminal::new(cells)?, clusters: ClusterRows::default(), mouse, line };
        screen.set_modes().inspect_err(|_| restore())?;
        Ok(screen)
    }

    /// Takes over the addresses that cells lead to, where the terminal takes links.
    pub(super) fn show_links(&mut self, links: Option<LinkTable>) {
        self.terminal.backend_mut().links = links;
    }

    fn set_modes(&mut self) -> io::Result<()> {
        ENTERED.store(true, Ordering::SeqCst);
        system::tell_guard(true);
        enable_raw_mode()?;
        let mouse = self.mouse;
        let out = &mut self.terminal.backend_mut().inner;
        system::queue_modes(out, mouse, is_dumb())?;
        if !is_dumb() {
            queue!(out, DisableLineWrap)?;
        }
        queue!(out, Hide)?;
        Write::flush(out)
    }

    /// Enters the screen again after [`restore`], or after another program may have changed the modes; the next frame
    /// is drawn in full.
    ///
    /// # Errors
    ///
    /// If the terminal cannot be set up.
    pub(super) fn enter_again(&mut self) -> io::Result<()> {
        // crossterm sets raw mode only where it does not believe it set, so take it back first
        restore();
        self.set_modes()?;
        self.resize()?;
        self.terminal.clear()
    }

    /// Sets the terminal's line as it was at the start: a program that was killed leaves it as it liked it.
    ///
    /// # Errors
    ///
    /// If the terminal cannot be set.
    pub(super) fn reset_line(&self) -> io::Result<()> {
        system::set_line(&self.line)
    }

    /// Takes over the terminal's size. Columns and rows.
    ///
    /// # Errors
    ///
    /// If the terminal cannot be written to.
    pub(super) fn resize(&mut self) -> io::Result<(u16, u16)> {
        let size = size();
        self.terminal.backend_mut().size = size;
        self.terminal.autoresize()?;
        Ok((size.width, size.height))
    }

    /// Draws a frame, and writes what changed at once.
    ///
    /// # Errors
    ///
    /// If the terminal cannot be written to.
    pub(super) fn draw(&mut self, paint: impl FnOnce(&mut Frame)) -> io::Result<()> {
        let synchronized = !is_dumb();
        if synchronized {
            queue!(self.terminal.backend_mut().inner, BeginSynchronizedUpdate)?;
        }
        // Hidden while cells are written; the frame shows it where it belongs.
        queue!(self.terminal.backend_mut().inner, Hide)?;
        let clusters = &mut self.clusters;
        self.terminal.draw(|frame| {
            paint(frame);
            clusters.mark(frame.buffer_mut());
        })?;
        let out = &mut self.terminal.backend_mut().inner;
        if synchronized {
            queue!(out, EndSynchronizedUpdate)?;
        }
        Write::flush(out)
    }

    /// Asks the terminal for its background, unless it is one that would print the question. Returns whether it was asked.
    ///
    /// # Errors
    ///
    /// If the terminal cannot be written to.
    pub(super) fn ask_background(&mut self) -> io::Result<bool> {
        let takes = std::env::var("TERM").is_ok_and(|term| !matches!(term.as_str(), "" | "dumb" | "linux"));
        if takes {
            let out = &mut self.terminal.backend_mut().inner;
            queue!(out, Print(ASK_BACKGROUND))?;
            Write::flush(out)?;
        }
        Ok(takes)
    }

    /// Turns the mouse on or off.
    ///
    /// # Errors
    ///
    /// If the terminal cannot be written to.
    pub(super) fn set_mouse(&mut self, on: bool) -> io::Result<()> {
        self.mouse = on;
        let out = &mut self.terminal.backend_mut().inner;
        system::queue_mouse(out, on)?;
        Write::flush(out)
    }

    /// Hands a text to the terminal's clipboard (OSC 52), which works over ssh too. Whether the terminal takes it is
    /// not to be known.
    ///
    /// # Errors
    ///
    /// If the terminal cannot be written to.
    pub(super) fn copy(&mut self, text: &str) -> io::Result<()> {
        let out = &mut self.terminal.backend_mut().inner;
        queue!(out, CopyToClipboard::to_clipboard_from(text))?;
        Write::flush(out)
    }
}

impl Drop for TerminalScreen {
    fn drop(&mut self) {
        restore();
    }
}

/// Whether the screen is entered.
pub(super) fn is_entered() -> bool {
    ENTERED.load(Ordering::SeqCst)
}

/// Gives the terminal back as it was: modes, cursor, screen. Does nothing where nothing is to be taken back. Errors
/// are passed over, since nobody is left to be told.
pub(super) fn restore() {
    if !ENTERED.swap(false, Ordering::SeqCst) {
        return;
    }
    write_end();
    let _ = disable_raw_mode();
    system::tell_guard(false);
}

/// Writes what leaves the screen and takes its modes back.
pub(super) fn write_end() {
    let mut end = Vec::new();
    // to memory: cannot fail
    if !is_dumb() {
        let _ = queue!(end, EndSynchronizedUpdate, EnableLineWrap);
    }
    let _ = queue!(end, ResetColor, Show);
    let _ = system::queue_old_modes(&mut end, is_dumb());
    system::write_last(&end);
}

/// Whether the terminal knows next to nothing, by its own word.
fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// The terminal's size. 80 by 24 where it does not say; at most 1000 by 500, so that a nonsense size does not eat the
/// memory.
pub(super) fn size() -> Size {
    match system::window_size() {
        Some((columns, rows)) if columns > 0 && rows > 0 => Size::new(columns.min(1000), rows.min(500)),
        _ => Size::new(80, 24),
    }
}

/// The terminal, and what is not yet written to it. Unlike a `BufWriter` it writes nothing when it is dropped: after a
/// panic half a frame must not follow the restored screen.
struct TerminalOutput {
    tty: system::TerminalHandle,
    pending: Vec<u8>,
}

impl Write for TerminalOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.pending.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let written = system::write_to(&mut self.tty, &self.pending);
        self.pending.clear();
        written
    }
}

/// The cells of the terminal, as ratatui writes them: crossterm's backend, but flushed once a frame, with a size that
/// is known, and never asking the terminal where its cursor is (the answer would go to the keyboard's reader).
struct CellBuffer<W: Write> {
    inner: CrosstermBackend<W>,
    size: Size,
    /// The addresses of the marks that cells carry as the colour of their underline.
    links: Option<LinkTable>,
}

impl<W: Write> CellBuffer<W> {
    /// The address to which a cell leads.
    fn address(&self, cell: &Cell) -> Option<String> {
        let Color::Rgb(r, g, b) = cell.underline_color else { return None };
        let mark = u32::from_be_bytes([0, r, g, b]);
        self.links.as_ref()?.borrow().get(&mark).cloned()
    }

    /// Writes neighbouring cells that lead to one address, or to none.
    fn draw_run(&mut self, run: &[(u16, u16, &Cell)], address: Option<&str>) -> io::Result<()> {
        let Some(address) = address else { return cluster::draw(&mut self.inner, run.iter().copied()) };
        let unmarked = |cell: &Cell| {
            let mut cell = cell.clone();
            cell.underline_color = Color::Reset;
            cell
        };
        let cells: Vec<(u16, u16, Cell)> = run.iter().map(|&(x, y, cell)| (x, y, unmarked(cell))).collect();
        queue!(self.inner, Print(format_args!("\x1b]8;;{address}\x1b\\")))?;
        cluster::draw(&mut self.inner, cells.iter().map(|(x, y, cell)| (*x, *y, cell)))?;
        queue!(self.inner, Print("\x1b]8;;\x1b\\"))
    }
}

impl<W: Write> Backend for CellBuffer<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        if self.links.is_none() {
            return cluster::draw(&mut self.inner, content);
        }
        let cells: Vec<(u16, u16, &Cell)> = content.collect();
        for run in cells.chunk_by(|(.., a), (.., b)| a.underline_color == b.underline_color) {
            let address = self.address(run[0].2);
            self.draw_run(run, address.as_deref())?;
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        queue!(self.inner, Hide)
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        queue!(self.inner, Show)
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(Position::ORIGIN)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let Position { x, y } = position.into();
        queue!(self.inner, MoveTo(x, y))
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        use crossterm::terminal::ClearType as Region;
        queue!(
            self.inner,
            ResetColor,
            Clear(match region {
                ClearType::All => Region::All,
                ClearType::AfterCursor => Region::FromCursorDown,
                ClearType::BeforeCursor => Region::FromCursorUp,
                ClearType::CurrentLine => Region::CurrentLine,
                ClearType::UntilNewLine => Region::UntilNewLine,
            })
        )
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::ZERO })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
