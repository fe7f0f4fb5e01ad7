//! The values of a chart in words: what the picture shows, line by line.

use crate::dossier::{About, FigureIx};
use crate::report::wording;
use crate::settings::theme::Role;
use crate::story::{Chart, Strand};
use crate::text;
use crate::ui::screens::Ctx;
use crate::ui::widgets::paint::Piece;

/// A line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// What a strand counts, by its place.
    Strand(usize),
    /// A figure of a strand.
    Figure(usize, FigureIx),
}

impl Line {
    /// The figure, where it is one.
    #[must_use]
    pub fn figure(self) -> Option<FigureIx> {
        match self {
            Line::Strand(_) => None,
            Line::Figure(_, ix) => Some(ix),
        }
    }
}

/// All lines of a chart, strand by strand.
#[must_use]
pub fn lines(chart: &Chart<'_>) -> Vec<Line> {
    let mut lines = Vec::new();
    for (n, strand) in chart.strands.iter().enumerate() {
        lines.push(Line::Strand(n));
        lines.extend(strand.figures.iter().map(|&ix| Line::Figure(n, ix)));
    }
    lines
}

/// The letter of a strand in the picture; none where it is the only one, or where there are more than letters.
#[must_use]
pub fn letter(chart: &Chart<'_>, strand: usize) -> Option<char> {
    (chart.strands.len() > 1).then(|| ('A'..='Z').chain('a'..='z').nth(strand)).flatten()
}

/// What a figure is about.
#[must_use]
pub fn about<'a>(cx: &Ctx<'a>, about: About) -> &'a str {
    match about {
        About::Story => "the story",
        About::Rec(rec) => cx.dossier.label(rec),
    }
}

/// About what a strand is, and who counted: `Karachi, Karachi Port Trust`.
#[must_use]
pub fn whose(cx: &Ctx<'_>, strand: &Strand<'_>) -> String {
    let name = about(cx, strand.about);
    match strand.by {
        Some(by) if cx.dossier[by].name != name => format!("{name}, {}", cx.dossier[by].name),
        Some(_) => name.to_owned(),
        None => format!("{name}, speaker unnamed"),
    }
}

/// The words of a line of so many columns, and what stands at its right: the source, cut before the number is.
#[must_use]
pub fn words(cx: &Ctx<'_>, chart: &Chart<'_>, line: Line, columns: u16) -> (Vec<Piece>, Vec<Piece>) {
    match line {
        Line::Strand(n) => {
            let strand = &chart.strands[n];
            let letter = letter(chart, n).map_or_else(String::new, |letter| format!("{letter} "));
            let definition = strand.definition.map_or_else(String::new, |words| format!("   {words}"));
            let pieces = vec![(letter, Role::Accent), (whose(cx, strand), Role::Strong), (definition, Role::Quiet)];
            (pieces, Vec::new())
        }
        Line::Figure(_, ix) => {
            let figure = &cx.dossier[ix];
            let period = figure.period.as_ref().map_or_else(|| "no period".to_owned(), wording::period);
            let mark = if is_contested(cx, ix) { format!("{} ", cx.paint.glyphs.contested()) } else { String::new() };
            let pieces = vec![
                (format!("  {period:<16} "), Role::Quiet),
                (mark, Role::Doubt),
                (wording::amount(figure), Role::Text),
            ];
            let used: usize = pieces.iter().map(|(words, _)| text::width(&text::safe(words))).sum();
            let room = usize::from(columns).saturating_sub(used + 1);
            let citation = wording::citation(cx.dossier, Some(figure.source));
            let source = text::cut(&citation, room, cx.paint.glyphs.ellipsis()).into_owned();
            (pieces, vec![(source, Role::Quiet)])
        }
    }
}

/// Whether another source gives another number for the same.
#[must_use]
pub fn is_contested(cx: &Ctx<'_>, ix: FigureIx) -> bool {
    !cx.snapshot.figure_rivals[ix.ix()].is_empty()
}
