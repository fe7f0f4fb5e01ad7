//! The readable page: its content and order, independent of Markdown and HTML.

mod actors;
mod events;
mod places;

use hashbrown::HashMap;

use crate::dossier::{ArticleIx, FigureIx, FigureSubject, Rec, date::display_day};
use crate::story::CurrentStatus;

use crate::report::wording::slug;

use super::ExportStory;
use super::change;
use super::clean::{line, web_link};

/// A page of blocks.
pub struct ExportPage {
    /// Title of the story, in one line.
    pub title: String,
    /// Language, BCP 47.
    pub language: Option<String>,
    /// From top to bottom, without the title.
    pub blocks: Vec<PageBlock>,
}

/// A piece of the page.
pub enum PageBlock {
    /// A heading of level 2 (section) or 3 (record). The id can be linked to.
    Heading {
        /// 2 or 3.
        level: u8,
        /// Unique in the page.
        id: String,
        /// What it says.
        text: TextRun,
    },
    /// A paragraph.
    Paragraph(TextRun),
    /// Items without numbers.
    List(Vec<TextRun>),
    /// Columns.
    Table {
        /// One for each column.
        head: Vec<&'static str>,
        /// As many cells as `head`.
        rows: Vec<Vec<TextRun>>,
    },
    /// The sources, see [`source`]; the first is number 1. There may be a million, so each is set when it is written.
    Sources(Vec<ArticleIx>),
    /// The position of the map, in formats that can draw one.
    Map,
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

/// The page of a story.
pub fn page(story: &ExportStory) -> ExportPage {
    let numbers = vec![0; story.dossier.articles.len()];
    let mut cites = PageNotes { figures: story.figures_by_record(), order: Vec::new(), numbers };
    let mut blocks = Vec::new();
    let known = vec![text("As known on "), PageInline::Strong(display_day(story.snapshot.day)), text(".")];
    blocks.push(PageBlock::Paragraph(known));
    if let Some(summary) = story.story_summary() {
        blocks.push(PageBlock::Paragraph(vec![text(summary)]));
    }
    events::stands(story, &mut cites, &mut blocks);
    events::timeline(story, &mut cites, &mut blocks);
    events::ledger(story, &mut cites, &mut blocks);
    blocks.push(PageBlock::Map);
    actors::actors(story, &mut cites, &mut blocks);
    places::ports(story, &mut cites, &mut blocks);
    places::corridors(story, &mut cites, &mut blocks);
    figures(story, &mut cites, &mut blocks);
    events::statements(story, &mut cites, &mut blocks);
    for ix in story.articles() {
        cites.number(ix); // shown, though nothing on the page rests on it
    }
    sources(story, &cites, &mut blocks);
    ExportPage { title: line(&story.dossier.story.title), language: story.dossier.story.language.clone(), blocks }
}

fn section(id: &str, title: &str) -> PageBlock {
    PageBlock::Heading { level: 2, id: id.to_owned(), text: vec![text(title)] }
}

/// The id of a record's heading. Ids of records contain no underscore, so they never equal a section's id.
fn anchor(id: &str) -> String {
    format!("r_{id}")
}

fn status(state: CurrentStatus) -> PageInline {
    PageInline::Status(state.word())
}

/// The figures among the rows that belong to no port and no actor on this page.
fn figures(story: &ExportStory, cites: &mut PageNotes, blocks: &mut Vec<PageBlock>) {
    let shown: hashbrown::HashSet<Rec> = story.rows.iter().copied().collect();
    let elsewhere = |about| match about {
        FigureSubject::Rec(rec @ (Rec::Actor(_) | Rec::Port(_) | Rec::Corridor(_))) => {
            shown.contains(&rec) && story.is_visible(rec)
        }
        FigureSubject::Rec(_) | FigureSubject::Story => false,
    };
    let rows: Vec<Vec<TextRun>> = story
        .figures()
        .filter(|ix| !elsewhere(story.dossier[*ix].about))
        .map(|ix| {
            let about = match story.dossier[ix].about {
                FigureSubject::Story => "the story",
                FigureSubject::Rec(rec) => story.label(rec),
            };
            let mut row = vec![vec![text(about)]];
            row.extend(figure_row(story, ix, cites));
            row
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    blocks.push(section("figures", "Figures"));
    let mut head = vec!["about"];
    head.extend(FIGURE_HEAD);
    blocks.push(PageBlock::Table { head, rows });
}

const FIGURE_HEAD: [&str; 5] = ["metric", "value", "period", "what was counted", "source"];

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
fn figure_table(story: &ExportStory, about: impl Into<Rec>, cites: &mut PageNotes, blocks: &mut Vec<PageBlock>) {
    let figures = cites.figures.remove(&about.into()).unwrap_or_default();
    let rows: Vec<Vec<TextRun>> = figures.into_iter().map(|ix| figure_row(story, ix, cites)).collect();
    if !rows.is_empty() {
        blocks.push(PageBlock::Table { head: FIGURE_HEAD.to_vec(), rows });
    }
}

fn sources(story: &ExportStory, cites: &PageNotes, blocks: &mut Vec<PageBlock>) {
    blocks.push(section("sources", "Sources"));
    if let Some(selection) = &story.dossier.story.selection {
        blocks.push(PageBlock::Paragraph(vec![text(selection)]));
    }
    blocks.push(PageBlock::Sources(cites.order.clone()));
}

/// A line of the list of sources.
pub fn source(story: &ExportStory, ix: ArticleIx) -> TextRun {
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
