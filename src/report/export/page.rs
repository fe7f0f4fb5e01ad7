//! The readable page: its content and order, independent of Markdown and HTML.
//!
//! A page may be of a million records, so no more of it is in memory than the piece that is written at the moment: each piece
//! goes to a [`PageSink`] as it is made. Only what is needed before, the headings for the navigation, is asked for first.

mod actors;
mod events;
mod places;

use std::io;

use hashbrown::{HashMap, HashSet};

use crate::dossier::{ArticleIx, FigureIx, FigureSubject, Rec, date::display_day};
use crate::story::CurrentStatus;

use crate::report::wording::slug;

use super::ExportStory;
use super::change;
use super::clean::{line, web_link};

/// A piece of the page. A list, a table and the sources last until a piece comes that is none of theirs.
pub enum PagePiece {
    /// A heading of level 2 (section) or 3 (record). The id can be linked to.
    Heading {
        /// 2 or 3.
        level: u8,
        /// Unique in the page.
        id: String,
        /// What it says.
        text: String,
    },
    /// A paragraph.
    Paragraph(TextRun),
    /// A list without numbers begins.
    List,
    /// An item of the list.
    Item(TextRun),
    /// A table begins: its columns.
    Table(Vec<&'static str>),
    /// A row of the table, with as many cells as there are columns.
    Row(Vec<TextRun>),
    /// The list of sources begins.
    Sources,
    /// A source, with its number, from 1.
    Source(usize, TextRun),
    /// The position of the map, in formats that can draw one.
    Map,
}

/// Takes the pieces of a page from top to bottom, without the title.
pub struct PageSink<'w> {
    put: &'w mut dyn FnMut(PagePiece) -> io::Result<()>,
}

impl<'w> PageSink<'w> {
    /// Hands the pieces on.
    pub fn new(put: &'w mut dyn FnMut(PagePiece) -> io::Result<()>) -> PageSink<'w> {
        PageSink { put }
    }

    fn put(&mut self, piece: PagePiece) -> io::Result<()> {
        (self.put)(piece)
    }

    /// The heading of a record.
    fn record(&mut self, id: &str, name: &str) -> io::Result<()> {
        self.put(PagePiece::Heading { level: 3, id: anchor(id), text: name.to_owned() })
    }

    fn paragraph(&mut self, line: TextRun) -> io::Result<()> {
        self.put(PagePiece::Paragraph(line))
    }

    /// A list, if it has an item.
    fn list(&mut self, items: impl IntoIterator<Item = TextRun>) -> io::Result<()> {
        let mut items = items.into_iter();
        let Some(first) = items.next() else { return Ok(()) };
        self.put(PagePiece::List)?;
        std::iter::once(first).chain(items).try_for_each(|item| self.put(PagePiece::Item(item)))
    }

    /// A table, if it has a row.
    fn table(&mut self, head: &[&'static str], rows: impl IntoIterator<Item = Vec<TextRun>>) -> io::Result<()> {
        let mut rows = rows.into_iter();
        let Some(first) = rows.next() else { return Ok(()) };
        self.put(PagePiece::Table(head.to_vec()))?;
        std::iter::once(first).chain(rows).try_for_each(|row| self.put(PagePiece::Row(row)))
    }
}

/// Styled text in one line.
pub type TextRun = Vec<PageInline>;

/// A piece of a line. The text is unescaped: each format escapes it.
pub enum PageInline {
    /// Plain.
    Text(String),
    /// Emphasized.
    Strong(String),
    /// A literal quotation.
    Quote(String),
    /// The state of an event, or the status of a corridor: a word, never only a colour.
    Status(&'static str),
    /// The number of a source.
    Cite(usize),
    /// A link to the web.
    Link {
        /// The text.
        text: String,
        /// Only http and https.
        url: String,
    },
    /// A link to a heading of this page.
    Jump {
        /// What it says.
        text: String,
        /// Of the heading.
        id: String,
    },
}

fn text(text: impl Into<String>) -> PageInline {
    PageInline::Text(text.into())
}

/// Lookups for building the page: figures by record, and the sources, numbered in order of
/// citation.
struct PageNotes {
    figures: HashMap<Rec, Vec<FigureIx>>,
    order: Vec<ArticleIx>,
    /// By article: its number, from 1; 0: none yet.
    numbers: Vec<u32>,
}

impl PageNotes {
    fn number(&mut self, ix: ArticleIx) -> usize {
        if self.numbers[ix.ix()] == 0 {
            self.order.push(ix);
            self.numbers[ix.ix()] = u32::try_from(self.order.len()).unwrap_or(u32::MAX); // articles are fewer
        }
        self.numbers[ix.ix()] as usize
    }

    fn cite(&mut self, sources: impl IntoIterator<Item = ArticleIx>, line: &mut TextRun) {
        for source in sources {
            if !line.is_empty() {
                line.push(text(" "));
            }
            line.push(PageInline::Cite(self.number(source)));
        }
    }
}

/// A part of the page with a heading of its own.
pub struct PageSection {
    /// Unique in the page.
    pub id: &'static str,
    /// The heading.
    pub title: &'static str,
    /// Whether the story has any of it.
    is_there: fn(&ExportStory) -> bool,
    /// Writes it without the heading.
    write: WriteSection,
}

type WriteSection = fn(&ExportStory, &mut PageNotes, &mut PageSink) -> io::Result<()>;

const fn section(
    id: &'static str,
    title: &'static str,
    is_there: fn(&ExportStory) -> bool,
    write: WriteSection,
) -> PageSection {
    PageSection { id, title, is_there, write }
}

const ABOVE_MAP: &[PageSection] = &[
    section("stands", "What stands", has_events, events::stands),
    section("timeline", "Timeline", has_events, events::timeline),
    section("ledger", "Ledger", events::has_ledger, events::ledger),
];

const BELOW_MAP: &[PageSection] = &[
    section("actors", "Actors", |story| story.actors().next().is_some(), actors::actors),
    section("ports", "Ports", |story| story.ports().next().is_some(), places::ports),
    section("corridors", "Corridors", |story| story.corridors().next().is_some(), places::corridors),
    section("figures", "Figures", |story| other_figures(story).next().is_some(), figures),
    section("statements", "Who said what", has_events, events::statements),
    section("sources", "Sources", |_| true, sources),
];

fn has_events(story: &ExportStory) -> bool {
    story.events().next().is_some()
}

/// The sections that the page of a story has: those above its map, and those below it.
pub fn sections(story: &ExportStory) -> [Vec<&'static PageSection>; 2] {
    [ABOVE_MAP, BELOW_MAP].map(|all| all.iter().filter(|section| (section.is_there)(story)).collect())
}

/// The title of the page, in one line.
pub fn title(story: &ExportStory) -> String {
    line(&story.dossier.story.title)
}

/// Hands over the page of a story, which has these sections.
///
/// # Errors
/// Those of the sink: nothing more is made after one.
pub fn write(story: &ExportStory, sections: &[Vec<&PageSection>; 2], sink: &mut PageSink) -> io::Result<()> {
    let numbers = vec![0; story.dossier.articles.len()];
    let mut cites = PageNotes { figures: story.figures_by_record(), order: Vec::new(), numbers };
    sink.paragraph(vec![text("As known on "), PageInline::Strong(display_day(story.snapshot.day)), text(".")])?;
    if let Some(summary) = story.story_summary() {
        sink.paragraph(vec![text(summary)])?;
    }
    let mut write_all = |sections: &[&PageSection], sink: &mut PageSink| {
        sections.iter().try_for_each(|section| {
            sink.put(PagePiece::Heading { level: 2, id: section.id.to_owned(), text: section.title.to_owned() })?;
            (section.write)(story, &mut cites, sink)
        })
    };
    write_all(&sections[0], sink)?;
    sink.put(PagePiece::Map)?;
    write_all(&sections[1], sink)
}

/// The id of a record's heading. Ids of records contain no underscore, so they never equal a section's id.
fn anchor(id: &str) -> String {
    format!("r_{id}")
}

fn status(state: CurrentStatus) -> PageInline {
    PageInline::Status(state.word())
}

/// Whether a figure about a record of this kind stands with that record.
fn has_own_figures(rec: Rec) -> bool {
    matches!(rec, Rec::Actor(_) | Rec::Port(_) | Rec::Corridor(_))
}

/// The figures among the rows that belong to no record on this page.
fn other_figures<'a>(story: &ExportStory<'a>) -> impl Iterator<Item = FigureIx> + use<'a> {
    let story = *story;
    let shown: HashSet<Rec> = story.rows.iter().copied().filter(|&rec| has_own_figures(rec)).collect();
    story.figures().filter(move |&ix| match story.dossier[ix].about {
        FigureSubject::Rec(rec) => !shown.contains(&rec) || !story.is_visible(rec),
        FigureSubject::Story => true,
    })
}

fn figures(story: &ExportStory, cites: &mut PageNotes, sink: &mut PageSink) -> io::Result<()> {
    let rows = other_figures(story).map(|ix| {
        let about = match story.dossier[ix].about {
            FigureSubject::Story => "the story",
            FigureSubject::Rec(rec) => story.label(rec),
        };
        let mut row = vec![vec![text(about)]];
        row.extend(figure_row(story, ix, cites));
        row
    });
    sink.table(&[&["about"][..], FIGURE_HEAD].concat(), rows)
}

const FIGURE_HEAD: &[&str] = &["metric", "value", "period", "what was counted", "source"];

/// A figure with unit, period and source; contested ones are marked.
fn figure_row(story: &ExportStory, ix: FigureIx, cites: &mut PageNotes) -> Vec<TextRun> {
    let figure = &story.dossier[ix];
    let mut value = vec![text(format!("{} {}", change::amount(figure.amount), figure.unit))];
    if !story.snapshot.figure_rivals[ix.ix()].is_empty() {
        value.push(text(", contested"));
    }
    let kind = figure.kind.map_or_else(String::new, |kind| format!(" ({kind})"));
    let mut source = TextRun::new();
    if let Some(by) = figure.by {
        source.push(text(story.label(by)));
    }
    cites.cite([figure.source], &mut source);
    vec![
        vec![text(format!("{}{kind}", slug(story.dossier, &figure.metric)))],
        value,
        figure.period.as_ref().map(|period| text(period.display())).into_iter().collect(),
        figure.definition.as_deref().map(text).into_iter().collect(),
        source,
    ]
}

/// The figures about a record, as a table.
fn figure_table(
    story: &ExportStory,
    about: impl Into<Rec>,
    cites: &mut PageNotes,
    sink: &mut PageSink,
) -> io::Result<()> {
    let figures = cites.figures.remove(&about.into()).unwrap_or_default();
    sink.table(FIGURE_HEAD, figures.into_iter().map(|ix| figure_row(story, ix, cites)))
}

fn sources(story: &ExportStory, cites: &mut PageNotes, sink: &mut PageSink) -> io::Result<()> {
    for ix in story.articles() {
        cites.number(ix); // shown, though nothing on the page rests on it
    }
    if let Some(selection) = &story.dossier.story.selection {
        sink.paragraph(vec![text(selection)])?;
    }
    sink.put(PagePiece::Sources)?;
    (1..).zip(&cites.order).try_for_each(|(n, &ix)| sink.put(PagePiece::Source(n, source(story, ix))))
}

/// A line of the list of sources.
fn source(story: &ExportStory, ix: ArticleIx) -> TextRun {
    let article = story.article(ix);
    let mut item = vec![text(format!("{}. ", story.credit(ix)))];
    match article.url.map(|url| (url, web_link(url))) {
        Some((_, Some(url))) => item.push(PageInline::Link { text: article.title.to_owned(), url }),
        Some((url, None)) => item.push(text(format!("{} ({url})", article.title))),
        None => item.push(text(article.title)),
    }
    if let Some(language) = article.language {
        item.push(text(format!(" [{language}]")));
    }
    let origins: Vec<&str> = story.known_articles(article.based_on).map(|ix| story.article(ix).outlet).collect();
    if !origins.is_empty() || article.relays.is_some() {
        let names: Vec<&str> = origins.into_iter().chain(article.relays).collect();
        item.push(text(format!(" after {}", names.join(", "))));
    }
    item
}
