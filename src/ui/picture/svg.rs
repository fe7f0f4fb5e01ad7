//! A buffer as an SVG picture: text on a grid, lines of boxes as paths so that they join, colours as dark and light
//! terminals have them.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr as _;

use super::ansi::number;
use super::rows;

/// The size of a column and of a row, and the distance from the top of a row to the baseline, in SVG units.
const COLUMN: f64 = 9.0;
const ROW: f64 = 19.0;
const BASELINE: f64 = 14.0;
const MARGIN: f64 = 12.0;

/// What the terminal in the picture looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SvgPalette {
    /// Background.
    pub background: &'static str,
    /// Text without a colour of its own.
    pub text: &'static str,
    /// The sixteen colours.
    pub sixteen: [&'static str; 16],
}

/// A dark terminal.
pub const DARK: SvgPalette = SvgPalette {
    background: "#14171c",
    text: "#d6dae0",
    sixteen: [
        "#2a2f38", "#d9665b", "#7fb069", "#d9a94a", "#5b8fd9", "#b07cc6", "#56a8a0", "#c5cad3", "#7d8693", "#ef7f72",
        "#98c983", "#ecc46a", "#82b1f2", "#cb9be0", "#7cc8c0", "#ffffff",
    ],
};

/// A light terminal.
pub const LIGHT: SvgPalette = SvgPalette {
    background: "#fbfaf7",
    text: "#23272e",
    sixteen: [
        "#23272e", "#b3362b", "#3d7a2c", "#946200", "#1f5fb3", "#8a3f9e", "#1c7a72", "#c5cad3", "#6c7480", "#c94a3e",
        "#4d8f3b", "#a8760a", "#2f74cf", "#9d52b0", "#2a8f86", "#ffffff",
    ],
};

/// The picture. It has the size of the cells plus a margin, and needs any monospaced font to be displayed.
#[must_use]
pub fn svg(buffer: &Buffer, palette: &SvgPalette) -> String {
    let mut out = opening(buffer, 0, palette);
    draw_cells(&mut out, buffer, palette);
    out.push_str("</svg>\n");
    out
}

/// A screen of a recording.
#[derive(Clone, Debug)]
pub struct RecordedFrame {
    /// The screen.
    pub buffer: Buffer,
    /// What is said below it: the key that led to it, and what it did.
    pub caption: String,
}

/// Several screens as one picture that shows each for `seconds`, again and again, without a script. Where pictures do not
/// move, it is the last screen. Empty without a frame.
#[must_use]
pub fn recording(frames: &[RecordedFrame], seconds: u32, palette: &SvgPalette) -> String {
    let Some(first) = frames.first() else { return String::new() };
    let mut out = opening(&first.buffer, 2, palette);
    let count = u32::try_from(frames.len()).unwrap_or(u32::MAX);
    let share = 100.0 / f64::from(count);
    let _ = write!(out, "<style>.f{{visibility:hidden;animation:{}s step-end infinite}}", count * seconds);
    for n in 0..count {
        let (from, to) = (f64::from(n) * share, f64::from(n + 1) * share);
        let before = if n == 0 { "" } else { "0%{visibility:hidden}" };
        let after = if n + 1 == count { String::new() } else { format!("{to:.3}%{{visibility:hidden}}") };
        let _ = write!(out, "@keyframes k{n}{{{before}{from:.3}%{{visibility:visible}}{after}}}");
    }
    let _ = writeln!(out, "#f{}{{visibility:visible}}</style>", count - 1);
    for (n, frame) in frames.iter().enumerate() {
        let _ = writeln!(out, "<g class=\"f\" id=\"f{n}\" style=\"animation-name:k{n}\">");
        draw_cells(&mut out, &frame.buffer, palette);
        let y = MARGIN + f64::from(frame.buffer.area.height + 1) * ROW + BASELINE;
        let caption = escaped(&frame.caption);
        let _ = writeln!(out, "<text x=\"{MARGIN}\" y=\"{y}\" fill=\"{}\">{caption}</text>", palette.text);
        out.push_str("</g>\n");
    }
    out.push_str("</svg>\n");
    out
}

/// The beginning of a picture, with so many rows below the cells.
fn opening(buffer: &Buffer, below: u16, palette: &SvgPalette) -> String {
    let width = f64::from(buffer.area.width) * COLUMN + 2.0 * MARGIN;
    let height = f64::from(buffer.area.height + below) * ROW + 2.0 * MARGIN;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" font-family=\"'DejaVu Sans Mono', 'Noto Sans Mono', Menlo, Consolas, \
         monospace\" font-size=\"15\" xml:space=\"preserve\">\n<rect width=\"100%\" height=\"100%\" rx=\"8\" \
         fill=\"{}\"/>\n",
        palette.background
    )
}

fn draw_cells(out: &mut String, buffer: &Buffer, palette: &SvgPalette) {
    let mut paths = Vec::new();
    for (y, row) in rows(buffer).enumerate() {
        #[allow(clippy::cast_precision_loss)] // rows are fewer than 2^16
        let top = MARGIN + y as f64 * ROW;
        for run in runs(&row, palette) {
            draw(out, &mut paths, &run, top, palette);
        }
    }
    for (pen, path) in paths {
        let _ = writeln!(out, "<path d=\"{path}\"{pen}/>");
    }
}

/// Adjacent cells of the same style.
struct SvgRun {
    column: u16,
    columns: u16,
    text: String,
    look: SvgStyle,
}

#[derive(Clone, PartialEq)]
struct SvgStyle {
    fill: String,
    background: Option<String>,
    modifiers: Modifier,
    /// A box-drawing character; it never shares a run.
    strokes: Option<SvgStrokes>,
}

/// The lines from the middle of a cell to its four sides: 0 none, 1 thin, 2 heavy; and how they are drawn.
#[derive(Clone, Copy, PartialEq)]
struct SvgStrokes {
    left: u8,
    right: u8,
    up: u8,
    down: u8,
    dashed: bool,
    round: bool,
}

fn runs(row: &[(u16, &Cell)], palette: &SvgPalette) -> Vec<SvgRun> {
    let mut runs: Vec<SvgRun> = Vec::new();
    for &(column, cell) in row {
        let columns = u16::try_from(cell.symbol().width()).unwrap_or(1).max(1);
        let look = look(cell, palette);
        // Text of other scripts is drawn cell by cell, so that no font shifts what follows it.
        let joins = cell.symbol().is_ascii() && look.strokes.is_none();
        match runs.last_mut() {
            Some(run) if joins && run.look == look && run.text.is_ascii() => {
                run.text.push_str(cell.symbol());
                run.columns += columns;
            }
            _ => runs.push(SvgRun { column, columns, text: cell.symbol().to_owned(), look }),
        }
    }
    runs
}

fn look(cell: &Cell, palette: &SvgPalette) -> SvgStyle {
    let reversed = cell.modifier.contains(Modifier::REVERSED);
    let text = colour(cell.fg, palette).unwrap_or_else(|| palette.text.to_owned());
    let background = colour(cell.bg, palette);
    let (fill, background) = if reversed {
        (background.unwrap_or_else(|| palette.background.to_owned()), Some(text))
    } else {
        (text, background)
    };
    SvgStyle { fill, background, modifiers: cell.modifier, strokes: strokes(cell.symbol()) }
}

fn draw(out: &mut String, paths: &mut Vec<(String, String)>, run: &SvgRun, top: f64, palette: &SvgPalette) {
    let (x, width) = (MARGIN + f64::from(run.column) * COLUMN, f64::from(run.columns) * COLUMN);
    if let Some(background) = run.look.background.as_ref().filter(|&colour| colour != palette.background) {
        let _ = writeln!(out, "<rect x=\"{x}\" y=\"{top}\" width=\"{width}\" height=\"{ROW}\" fill=\"{background}\"/>");
    }
    let fill = &run.look.fill;
    let faint = if run.look.modifiers.contains(Modifier::DIM) { " opacity=\"0.6\"" } else { "" };
    if let Some(strokes) = run.look.strokes {
        stroke(paths, strokes, (x, top), fill, faint);
    } else if !run.text.trim().is_empty() {
        let bold = if run.look.modifiers.contains(Modifier::BOLD) { " font-weight=\"bold\"" } else { "" };
        let italic = if run.look.modifiers.contains(Modifier::ITALIC) { " font-style=\"italic\"" } else { "" };
        let line = match run.look.modifiers {
            m if m.contains(Modifier::UNDERLINED) => " text-decoration=\"underline\"",
            m if m.contains(Modifier::CROSSED_OUT) => " text-decoration=\"line-through\"",
            _ => "",
        };
        let y = top + BASELINE;
        let length = if run.text.is_ascii() { format!(" textLength=\"{width}\"") } else { String::new() };
        let text = escaped(&run.text);
        let _ =
            writeln!(out, "<text x=\"{x}\" y=\"{y}\"{length} fill=\"{fill}\"{bold}{italic}{line}{faint}>{text}</text>");
    }
}

/// A character made of lines to the sides of its cell, added to the path that uses the same pen: one path for the whole
/// picture is a tenth of the size of one per character.
fn stroke(paths: &mut Vec<(String, String)>, s: SvgStrokes, (x, top): (f64, f64), colour: &str, faint: &str) {
    let (half_column, half_row) = (COLUMN / 2.0, ROW / 2.0);
    let (mx, my) = (x + half_column, top + half_row);
    let (cap, dash) = if s.dashed { ("butt", " stroke-dasharray=\"2.25\"") } else { ("square", "") };
    let mut add = |weight: u8, path: String| {
        let width = if weight == 2 { 2.6 } else { 1.2 };
        let pen = format!(
            " stroke=\"{colour}\" stroke-width=\"{width}\" stroke-linecap=\"{cap}\" fill=\"none\"{dash}{faint}"
        );
        match paths.iter_mut().find(|(known, _)| *known == pen) {
            Some((_, paths)) => paths.push_str(&path),
            None => paths.push((pen, path)),
        }
    };
    if s.round {
        let across = if s.left > 0 { -half_column } else { half_column };
        let along = if s.up > 0 { -half_row } else { half_row };
        add(1, format!("M{} {my}q{} 0 {} {along}", mx + across, -across, -across));
        return;
    }
    match (s.left, s.right) {
        (left, right) if left == right && left > 0 => add(left, format!("M{x} {my}h{COLUMN}")),
        (left, right) => {
            if left > 0 {
                add(left, format!("M{mx} {my}h-{half_column}"));
            }
            if right > 0 {
                add(right, format!("M{mx} {my}h{half_column}"));
            }
        }
    }
    match (s.up, s.down) {
        (up, down) if up == down && up > 0 => add(up, format!("M{mx} {top}v{ROW}")),
        (up, down) => {
            if up > 0 {
                add(up, format!("M{mx} {my}v-{half_row}"));
            }
            if down > 0 {
                add(down, format!("M{mx} {my}v{half_row}"));
            }
        }
    }
}

/// The lines of the box-drawing characters (Unicode block U+2500) that the screens use.
fn strokes(symbol: &str) -> Option<SvgStrokes> {
    let sides = |left, right, up, down| SvgStrokes { left, right, up, down, dashed: false, round: false };
    let dashed = |strokes| SvgStrokes { dashed: true, ..strokes };
    let round = |strokes| SvgStrokes { round: true, ..strokes };
    Some(match symbol {
        "─" => sides(1, 1, 0, 0),
        "━" => sides(2, 2, 0, 0),
        "│" => sides(0, 0, 1, 1),
        "┃" => sides(0, 0, 2, 2),
        "┄" | "╌" | "┈" => dashed(sides(1, 1, 0, 0)),
        "┅" | "╍" | "┉" => dashed(sides(2, 2, 0, 0)),
        "┆" | "┊" | "╎" => dashed(sides(0, 0, 1, 1)),
        "╭" => round(sides(0, 1, 0, 1)),
        "╮" => round(sides(1, 0, 0, 1)),
        "╯" => round(sides(1, 0, 1, 0)),
        "╰" => round(sides(0, 1, 1, 0)),
        "┌" => sides(0, 1, 0, 1),
        "┐" => sides(1, 0, 0, 1),
        "┘" => sides(1, 0, 1, 0),
        "└" => sides(0, 1, 1, 0),
        "┏" => sides(0, 2, 0, 2),
        "┓" => sides(2, 0, 0, 2),
        "┛" => sides(2, 0, 2, 0),
        "┗" => sides(0, 2, 2, 0),
        "├" => sides(0, 1, 1, 1),
        "┤" => sides(1, 0, 1, 1),
        "┬" => sides(1, 1, 0, 1),
        "┴" => sides(1, 1, 1, 0),
        "┼" => sides(1, 1, 1, 1),
        "┣" => sides(0, 2, 2, 2),
        "┫" => sides(2, 0, 2, 2),
        "┳" => sides(2, 2, 0, 2),
        "┻" => sides(2, 2, 2, 0),
        "╋" => sides(2, 2, 2, 2),
        "╴" => sides(1, 0, 0, 0),
        "╶" => sides(0, 1, 0, 0),
        "╵" => sides(0, 0, 1, 0),
        "╷" => sides(0, 0, 0, 1),
        _ => return None,
    })
}

/// A colour for SVG; `None` for the terminal's own.
fn colour(colour: Color, palette: &SvgPalette) -> Option<String> {
    match colour {
        Color::Reset => None,
        Color::Rgb(r, g, b) => Some(format!("#{r:02x}{g:02x}{b:02x}")),
        Color::Indexed(n @ 0..=15) => Some(palette.sixteen[usize::from(n)].to_owned()),
        Color::Indexed(n @ 16..=231) => {
            // The xterm colour cube: 6 levels per channel.
            let level = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
            let n = n - 16;
            Some(format!("#{:02x}{:02x}{:02x}", level(n / 36), level(n / 6 % 6), level(n % 6)))
        }
        Color::Indexed(n) => {
            let grey = 8 + 10 * (n - 232);
            Some(format!("#{grey:02x}{grey:02x}{grey:02x}"))
        }
        named => Some(palette.sixteen[number(named)].to_owned()),
    }
}

/// Text for XML 1.0, which allows no control characters, escaped or not.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // Some renderers drop a space at the start or end of a text; a no-break space stays.
            ' ' => out.push('\u{a0}'),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recording_shows_one_frame_after_the_other_and_the_last_where_nothing_moves() {
        let frame = |text: &str, caption: &str| RecordedFrame {
            buffer: Buffer::with_lines([text]),
            caption: caption.to_owned(),
        };
        let svg = recording(&[frame("one", "8  opens"), frame("two", "<j>")], 2, &DARK);
        for part in [
            ".f{visibility:hidden;animation:4s step-end infinite}",
            "@keyframes k0{0.000%{visibility:visible}50.000%{visibility:hidden}}",
            "@keyframes k1{0%{visibility:hidden}50.000%{visibility:visible}}",
            "#f1{visibility:visible}",
            ">8\u{a0}\u{a0}opens</text>",
            ">&lt;j&gt;</text>",
        ] {
            assert!(svg.contains(part), "{part}\n{svg}");
        }
        assert_eq!(recording(&[], 2, &DARK), "");
    }
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    #[test]
    fn text_stands_on_a_grid_with_the_colours_of_the_palette() {
        let mut buffer = Buffer::with_lines(["ab <&"]);
        buffer.set_style(Rect::new(3, 0, 2, 1), Style::new().fg(Color::Red).add_modifier(Modifier::BOLD));
        let picture = svg(&buffer, &DARK);
        assert!(
            picture.contains("<text x=\"12\" y=\"26\" textLength=\"27\" fill=\"#d6dae0\">ab\u{a0}</text>"),
            "{picture}"
        );
        assert!(
            picture.contains(
                "<text x=\"39\" y=\"26\" textLength=\"18\" fill=\"#d9665b\" font-weight=\"bold\">&lt;&amp;</text>"
            ),
            "{picture}"
        );
    }

    #[test]
    fn a_reversed_row_has_the_text_s_colour_behind_it() {
        let mut buffer = Buffer::with_lines(["a "]);
        buffer.set_style(buffer.area, Style::new().add_modifier(Modifier::REVERSED));
        let picture = svg(&buffer, &LIGHT);
        assert!(picture.contains("<rect x=\"12\" y=\"12\" width=\"18\" height=\"19\" fill=\"#23272e\"/>"), "{picture}");
        assert!(picture.contains("fill=\"#fbfaf7\">a"), "{picture}");
    }

    #[test]
    fn lines_of_boxes_reach_the_sides_of_their_cells() {
        let picture = svg(&Buffer::with_lines(["━│"]), &DARK);
        assert!(picture.contains("M12 21.5h9"), "{picture}");
        assert!(picture.contains("M25.5 12v19"), "{picture}");
        assert!(!picture.contains("<text"));
    }

    #[test]
    fn lines_that_look_alike_are_one_path() {
        let picture = svg(&Buffer::with_lines(["╭──╮", "│  │", "╰──╯"]), &DARK);
        assert_eq!(picture.matches("<path").count(), 1, "{picture}");
        // A corner goes from the middle of one side to the middle of the next.
        assert!(picture.contains("M21 21.5q-4.5 0 -4.5 9.5"), "{picture}");
    }

    #[test]
    fn wide_and_foreign_characters_are_placed_one_by_one() {
        let picture = svg(&Buffer::with_lines(["港a"]), &DARK);
        assert!(picture.contains(">港</text>") && picture.contains("<text x=\"30\""), "{picture}");
    }
}
