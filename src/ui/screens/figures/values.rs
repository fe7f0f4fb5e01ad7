//! The values of a chart as a list: what the picture shows, line by line.

use crate::dossier::{FigureIx, FigureSubject};
use crate::report::wording;
use crate::settings::theme::StyleRole;
use crate::story::{ChartStrand, FigureChart};
use crate::text;
use crate::ui::screens::ScreenContext;
use crate::ui::widgets::paint::StyledText;

use super::series::is_drawn;

/// A line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureLine {
    /// The heading of a strand, by its position.
    Strand(usize),
    /// A figure of a strand.
    Figure(usize, FigureIx),
}

impl FigureLine {
    /// The figure, if the line is one.
    #[must_use]
    pub fn figure(self) -> Option<FigureIx> {
        match self {
            FigureLine::Strand(_) => None,
            FigureLine::Figure(_, ix) => Some(ix),
        }
    }
}

/// All lines of a chart, strand by strand.
#[must_use]
pub fn lines(chart: &FigureChart<'_>) -> Vec<FigureLine> {
    let mut lines = Vec::new();
    for (n, strand) in chart.strands.iter().enumerate() {
        lines.push(FigureLine::Strand(n));
        lines.extend(strand.figures.iter().map(|&ix| FigureLine::Figure(n, ix)));
    }
    lines
}

/// The letter of a strand in the picture; none for a single strand, for one of which nothing is drawn, or beyond the last
/// letter.
#[must_use]
pub fn letter(cx: &ScreenContext<'_>, chart: &FigureChart<'_>, strand: usize) -> Option<char> {
    let is_drawn = |strand: &&ChartStrand<'_>| strand.figures.iter().any(|&ix| is_drawn(cx, ix));
    if chart.strands.len() < 2 || !is_drawn(&&chart.strands[strand]) {
        return None;
    }
    let before = chart.strands[..strand].iter().filter(is_drawn).count();
    ('A'..='Z').chain('a'..='z').nth(before)
}

/// What a figure is about.
#[must_use]
pub fn about<'a>(cx: &ScreenContext<'a>, about: FigureSubject) -> &'a str {
    match about {
        FigureSubject::Story => "the story",
        FigureSubject::Rec(rec) => cx.dossier.label(rec),
    }
}

/// The subject and speaker of a strand: `Karachi, Karachi Port Trust`.
#[must_use]
pub fn whose(cx: &ScreenContext<'_>, strand: &ChartStrand<'_>) -> String {
    let name = about(cx, strand.about);
    match strand.by {
        Some(by) if cx.dossier[by].name != name => format!("{name}, {}", cx.dossier[by].name),
        Some(_) => name.to_owned(),
        None => format!("{name}, speaker unnamed"),
    }
}

/// The text of a line in so many columns, and its badge: the source, which is cut before the number is.
#[must_use]
pub fn words(
    cx: &ScreenContext<'_>,
    chart: &FigureChart<'_>,
    line: FigureLine,
    columns: u16,
) -> (Vec<StyledText>, Vec<StyledText>) {
    match line {
        FigureLine::Strand(n) => {
            let strand = &chart.strands[n];
            let letter = letter(cx, chart, n).map_or_else(String::new, |letter| format!("{letter} "));
            let definition = strand.definition.map_or_else(String::new, |words| format!("   {words}"));
            let pieces = vec![
                (letter, StyleRole::Accent),
                (whose(cx, strand), StyleRole::Strong),
                (definition, StyleRole::Quiet),
            ];
            (pieces, Vec::new())
        }
        FigureLine::Figure(_, ix) => {
            let figure = &cx.dossier[ix];
            let period = figure.period.as_ref().map_or_else(|| "no period".to_owned(), wording::period);
            let mark = if is_contested(cx, ix) { format!("{} ", cx.paint.glyphs.contested()) } else { String::new() };
            let pieces = vec![
                (format!("  {period:<16} "), StyleRole::Quiet),
                (mark, StyleRole::Doubt),
                (wording::amount(figure), StyleRole::Text),
            ];
            let used: usize = pieces.iter().map(|(words, _)| text::width(&text::safe(words))).sum();
            let room = usize::from(columns).saturating_sub(used + 1);
            let citation = wording::citation(cx.dossier, Some(figure.source));
            let source = text::cut(&citation, room, cx.paint.glyphs.ellipsis()).into_owned();
            (pieces, vec![(source, StyleRole::Quiet)])
        }
    }
}

/// Whether another source gives another number for the same thing.
#[must_use]
pub fn is_contested(cx: &ScreenContext<'_>, ix: FigureIx) -> bool {
    !cx.snapshot.figure_rivals[ix.ix()].is_empty()
}
