//! The changes of the story for feeds: each statement that became known, with its day.

use chrono::NaiveDate;
use hashbrown::HashMap;

use crate::dossier::{
    ActorIx, ArticleIx, CorridorIx, CorridorReport, EventIx, Figure, FigureAmount, FigureIx, FigureSubject, Position,
    Rec, Report,
};

use super::ExportStory;
use super::known::KnownOffice;
use crate::report::standing;
use crate::report::wording::change::values;
use crate::report::wording::number;

/// A statement that became known.
pub struct ExportChange {
    /// Unique within the story, and stable when other statements are added: `event/article/1`.
    pub path: String,
    /// When it became known; `None` if it was always known.
    pub day: Option<NaiveDate>,
    /// One line: the record, and what is said about it.
    pub title: String,
    /// Paragraphs: what is said, quote, note.
    pub text: Vec<String>,
    /// Who says so.
    pub source: Option<ArticleIx>,
    /// The kind of the record, of the statement, and tags.
    pub tags: Vec<String>,
}

/// All known statements about the rows, newest first; within a day, the last in the files first.
pub fn changes(story: &ExportStory) -> Vec<ExportChange> {
    let mut all: Vec<ExportChange> = Vec::new();
    for &rec in story.rows.iter().filter(|rec| story.is_visible(**rec)) {
        match rec {
            Rec::Event(ix) => of_event(story, ix, &mut all),
            Rec::Corridor(ix) => of_corridor(story, ix, &mut all),
            Rec::Actor(ix) => of_actor(story, ix, &mut all),
            Rec::Figure(ix) => all.push(of_figure(story, ix)),
            Rec::Port(_) | Rec::Place(_) | Rec::Article(_) => {}
        }
    }
    all.reverse();
    all.sort_by_key(|change| std::cmp::Reverse(change.day));
    all
}

/// Numbers the statements that one article makes about one record, in file order. All of them become
/// known on the same day, so the number does not depend on the as-of day.
#[derive(Default)]
struct NumberedChange(HashMap<Option<ArticleIx>, usize>);

impl NumberedChange {
    fn path(&mut self, story: &ExportStory, record: &str, what: &str, source: Option<ArticleIx>) -> String {
        let n = self.0.entry(source).or_default();
        *n += 1;
        let source = source.map_or("-", |ix| story.id(ix));
        format!("{record}/{what}{source}/{n}")
    }
}

/// The changes, each with the number of its report, in the order in which the reports became known.
fn as_known(mut changes: Vec<(u32, ExportChange)>, known: &[u32]) -> impl Iterator<Item = ExportChange> {
    let ranks: HashMap<u32, usize> = known.iter().enumerate().map(|(rank, &n)| (n, rank)).collect();
    changes.sort_by_key(|(n, _)| ranks.get(n).copied());
    changes.into_iter().map(|(_, change)| change)
}

fn of_event(story: &ExportStory, ix: EventIx, all: &mut Vec<ExportChange>) {
    let (event, state) = story.event(ix);
    let mut numbered = NumberedChange::default();
    let mut in_file = state.known.clone();
    in_file.sort_unstable();
    let marks = standing::marks(story.dossier, story.snapshot, ix);
    let rests_on = (!marks.is_empty()).then(|| format!("All that is known of it: {}", marks.join("; ")));
    let changes: Vec<(u32, ExportChange)> = in_file
        .into_iter()
        .map(|n| {
            let report = &event.reports[n as usize];
            let path = numbered.path(story, &event.id, "", report.source);
            let mut tags = vec![event.kind.word().to_owned()];
            tags.extend(report.status.map(|status| status.word().to_owned()));
            tags.extend(event.tags.iter().cloned());
            let change = ExportChange {
                path,
                day: story.dossier.known(report.source),
                title: format!("{}: {}", event.title, heading(story, report)),
                text: report_text(story, report).into_iter().chain(rests_on.clone()).collect(),
                source: report.source,
                tags,
            };
            (n, change)
        })
        .collect();
    all.extend(as_known(changes, &state.known));
}

/// `expected, Nov 2025`; or what a report without status adds.
fn heading(story: &ExportStory, report: &Report) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(report.status.map(|status| status.word().to_owned()));
    parts.extend(report.date.as_ref().map(crate::dossier::EdtfDate::display));
    if parts.is_empty() {
        parts.extend(values(story.dossier, report));
    }
    if parts.is_empty() { "another report".to_owned() } else { parts.join(", ") }
}

/// A whole report in one line: `expected, Nov 2025, said by X; documents 37: “quote”`.
pub fn report_line(story: &ExportStory, report: &Report) -> String {
    let mut out = heading(story, report);
    if let Some(by) = report.by {
        out = format!("{out}, said by {}", story.label(by));
    }
    let titled = report.status.is_none() && report.date.is_none();
    if !report.values.is_empty() && !titled {
        let values: Vec<String> = values(story.dossier, report).collect();
        out = format!("{out}; {}", values.join(", "));
    }
    if let Some(quote) = &report.quote {
        out = format!("{out}: “{quote}”");
    }
    if let Some(note) = &report.note {
        out = format!("{out} ({note})");
    }
    out
}

fn report_text(story: &ExportStory, report: &Report) -> Vec<String> {
    let mut text = Vec::new();
    let mut first = heading(story, report);
    if let Some(by) = report.by {
        first = format!("{first}, said by {}", story.label(by));
    }
    text.push(first);
    if !report.actors.is_empty() {
        let names: Vec<&str> = report.actors.iter().map(|actor| story.label(*actor)).collect();
        text.push(format!("with {}", names.join(", ")));
    }
    text.extend(values(story.dossier, report));
    quote_note(report.quote.as_ref(), report.note.as_ref(), &mut text);
    text
}

fn quote_note(quote: Option<&String>, note: Option<&String>, text: &mut Vec<String>) {
    text.extend(quote.map(|quote| format!("“{quote}”")));
    text.extend(note.cloned());
}

fn of_corridor(story: &ExportStory, ix: CorridorIx, all: &mut Vec<ExportChange>) {
    let corridor = &story.dossier[ix];
    let mut numbered = NumberedChange::default();
    let known = &story.snapshot[ix].known;
    let mut in_file = known.clone();
    in_file.sort_unstable();
    let changes: Vec<(u32, ExportChange)> = in_file
        .into_iter()
        .map(|n| {
            let report = &corridor.reports[n as usize];
            let path = numbered.path(story, &corridor.id, "", report.source);
            let said = corridor_heading(story, ix, report);
            let mut text = vec![said.clone()];
            if let Some(by) = report.by {
                text.push(format!("said by {}", story.label(by)));
            }
            quote_note(report.quote.as_ref(), report.note.as_ref(), &mut text);
            let mut tags = vec!["corridor".to_owned()];
            tags.extend(report.status.map(|status| status.word().to_owned()));
            let day = story.dossier.known(report.source);
            let title = format!("{}: {said}", corridor.name);
            (n, ExportChange { path, day, title, text, source: report.source, tags })
        })
        .collect();
    all.extend(as_known(changes, known));
}

/// `Torghundi to Herat: building, 12 Oct 2025`.
pub fn corridor_heading(story: &ExportStory, ix: CorridorIx, report: &CorridorReport) -> String {
    let mut said = report.status.map_or("another report".to_owned(), |status| status.word().to_owned());
    if let Some(date) = &report.date {
        said = format!("{said}, {}", date.display());
    }
    match report.leg.and_then(|leg| story.dossier[ix].legs.get(leg as usize)) {
        Some(leg) => {
            format!("{} to {}: {said}", story.dossier.spot_name(leg.from), story.dossier.spot_name(leg.to))
        }
        None => said,
    }
}

fn of_actor(story: &ExportStory, ix: ActorIx, all: &mut Vec<ExportChange>) {
    let actor = &story.dossier[ix];
    let mut numbered = NumberedChange::default();
    // In file order, so that numbers do not depend on the day.
    let mut offices: Vec<KnownOffice> = story.offices(ix).collect();
    offices.sort_by_key(|known| known.office.at);
    for known in offices {
        let office = known.office;
        let path = numbered.path(story, &actor.id, "office/", office.source);
        let same = known.end_source.is_none();
        let said = office_line(story, &KnownOffice { to: known.to.filter(|_| same), ..known });
        all.push(ExportChange {
            path: path.clone(),
            day: story.dossier.known(office.source),
            title: format!("{}: {said}", actor.name),
            text: vec![said],
            source: office.source,
            tags: vec!["office".to_owned()],
        });
        if let (Some(end), Some(to)) = (known.end_source, known.to) {
            let said = format!("{}, to {}", office.title, to.display());
            all.push(ExportChange {
                path: format!("{path}/end"),
                day: story.dossier.known(Some(end)),
                title: format!("{}: {said}", actor.name),
                text: vec![said],
                source: Some(end),
                tags: vec!["office".to_owned()],
            });
        }
    }
    let mut numbered = NumberedChange::default();
    let mut positions: Vec<&Position> = story.positions(ix).collect();
    positions.sort_by_key(|position| position.at);
    for position in positions {
        let said = format!("{}: {}", position.issue, position.stance);
        let mut text = vec![said.clone()];
        text.extend(position.date.as_ref().map(crate::dossier::EdtfDate::display));
        quote_note(position.quote.as_ref(), None, &mut text);
        all.push(ExportChange {
            path: numbered.path(story, &actor.id, "position/", position.source),
            day: story.dossier.known(position.source),
            title: format!("{}: {said}", actor.name),
            text,
            source: position.source,
            tags: vec!["position".to_owned(), position.issue.clone()],
        });
    }
}

/// `Minister of Foreign Affairs, Ministry, Apr 2023–26 Sep 2025`.
pub fn office_line(story: &ExportStory, known: &KnownOffice) -> String {
    let office = known.office;
    let mut out = office.title.clone();
    if let Some(organisation) = office.organisation {
        out = format!("{out}, {}", story.label(organisation));
    }
    match (&office.from, known.to, &office.seen) {
        (Some(from), Some(to), _) => format!("{out}, {} to {}", from.display(), to.display()),
        (Some(from), None, _) => format!("{out}, from {}", from.display()),
        (None, Some(to), _) => format!("{out}, to {}", to.display()),
        (None, None, Some(seen)) => format!("{out}, in office on {}", seen.display()),
        (None, None, None) => out,
    }
}

fn of_figure(story: &ExportStory, ix: FigureIx) -> ExportChange {
    let figure = &story.dossier[ix];
    let name = match figure.about {
        FigureSubject::Story => story.dossier.story.title.as_str(),
        FigureSubject::Rec(rec) => story.label(rec),
    };
    let said = figure_line(figure);
    let mut text = vec![said.clone()];
    text.extend(figure.definition.clone());
    if let Some(by) = figure.by {
        text.push(format!("said by {}", story.label(by)));
    }
    quote_note(figure.quote.as_ref(), None, &mut text);
    let mut tags = vec!["figure".to_owned(), figure.metric.clone()];
    tags.extend(figure.kind.map(|kind| kind.word().to_owned()));
    ExportChange {
        path: figure.key.clone(),
        day: story.dossier.known(Some(figure.source)),
        title: format!("{name}: {said}"),
        text,
        source: Some(figure.source),
        tags,
    }
}

/// `max-draught 14.5 m, 2024`.
pub fn figure_line(figure: &Figure) -> String {
    let out = format!("{} {} {}", figure.metric, amount(figure.amount), figure.unit);
    match &figure.period {
        Some(period) => format!("{out}, {}", period.display()),
        None => out,
    }
}

/// `14.5`, `9 to 12`, `at least 9`, `at most 12`.
pub fn amount(amount: FigureAmount) -> String {
    match amount {
        FigureAmount::Exactly(value) => number(value),
        FigureAmount::Range { min: Some(min), max: Some(max) } => format!("{} to {}", number(min), number(max)),
        FigureAmount::Range { min: Some(min), max: None } => format!("at least {}", number(min)),
        FigureAmount::Range { min: None, max: Some(max) } => format!("at most {}", number(max)),
        FigureAmount::Range { min: None, max: None } => "unknown".to_owned(),
    }
}
