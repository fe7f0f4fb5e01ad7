//! Actors on the page: offices and positions, each with its source.

use std::io;

use crate::dossier::{ActorIx, EdtfDate, Rec};
use crate::report::export::ExportStory;
use crate::report::export::change::office_line;

use super::{PageInline, PageNotes, PageSink, TextRun, figure_table, text};

/// The actors among the rows that hold an office, take a position or have figures; then the names of the others.
pub fn actors(story: &ExportStory, cites: &mut PageNotes, sink: &mut PageSink) -> io::Result<()> {
    let (told, named): (Vec<ActorIx>, Vec<ActorIx>) = story.actors().partition(|ix| {
        story.offices(*ix).next().is_some()
            || story.positions(*ix).next().is_some()
            || cites.figures.contains_key(&Rec::from(*ix))
            || story.summary((*ix).into()).is_some()
    });
    for ix in told {
        actor(story, ix, cites, sink)?;
    }
    if named.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = named.into_iter().map(|ix| story.label(ix)).collect();
    sink.paragraph(vec![text(format!("Also named: {}.", names.join(", ")))])
}

fn actor(story: &ExportStory, ix: ActorIx, cites: &mut PageNotes, sink: &mut PageSink) -> io::Result<()> {
    let actor = &story.dossier[ix];
    sink.record(&actor.id, &actor.name)?;
    let mut facts = vec![text(actor.kind.word())];
    facts.extend(actor.country.as_ref().map(|country| text(format!(", {country}"))));
    if !actor.aliases.is_empty() {
        facts.push(text(format!("; also {}", actor.aliases.join(", "))));
    }
    cites.cite(story.known_articles(&actor.sources), &mut facts);
    sink.paragraph(facts)?;
    if let Some(summary) = story.summary(ix.into()) {
        sink.paragraph(vec![text(summary)])?;
    }
    let mut items: Vec<TextRun> = Vec::new();
    for known in story.offices(ix) {
        let mut item = vec![text(office_line(story, &known))];
        cites.cite([known.office.source, known.end_source].into_iter().flatten(), &mut item);
        items.push(item);
    }
    for position in story.positions(ix) {
        let mut item = vec![PageInline::Strong(position.issue.clone()), text(format!(": {}", position.stance))];
        item.extend(position.date.as_ref().map(|date| text(format!(", {}", EdtfDate::display(date)))));
        if let Some(quote) = &position.quote {
            item.extend([text(" "), PageInline::Quote(quote.clone())]);
        }
        cites.cite(position.source, &mut item);
        items.push(item);
    }
    sink.list(items)?;
    figure_table(story, ix, cites, sink)
}
