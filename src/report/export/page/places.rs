//! Ports and corridors on the page: figures, and legs with their status.

use std::io;

use crate::dossier::{Coordinates, CorridorIx, CorridorStatus};
use crate::report::export::ExportStory;
use crate::report::export::change::corridor_heading;
use crate::report::wording;

use super::{PageInline, PageNotes, PageSink, TextRun, figure_table, text};

/// The ports among the rows, each with its figures.
pub fn ports(story: &ExportStory, cites: &mut PageNotes, sink: &mut PageSink) -> io::Result<()> {
    for ix in story.ports() {
        let port = &story.dossier[ix];
        sink.record(&port.id, &port.name)?;
        let mut facts = vec![text(&port.country)];
        facts.extend(port.locode.as_ref().map(|locode| text(format!(", {locode}"))));
        facts.extend(port.coordinates.map(|at| text(format!(", {}", degrees(at)))));
        facts.extend(port.operator.as_ref().map(|operator| text(format!("; run by {operator}"))));
        if !port.aliases.is_empty() {
            facts.push(text(format!("; also {}", port.aliases.join(", "))));
        }
        cites.cite(story.known_articles(&port.sources), &mut facts);
        sink.paragraph(facts)?;
        if let Some(summary) = story.summary(ix.into()) {
            sink.paragraph(vec![text(summary)])?;
        }
        figure_table(story, ix, cites, sink)?;
    }
    Ok(())
}

/// `24.835° N, 66.982° E`.
fn degrees(at: Coordinates) -> String {
    let side = |value: f64, plus, minus| format!("{}° {}", value.abs(), if value < 0.0 { minus } else { plus });
    format!("{}, {}", side(at.latitude, "N", "S"), side(at.longitude, "E", "W"))
}

/// The corridors among the rows, each with its legs and what was said.
pub fn corridors(story: &ExportStory, cites: &mut PageNotes, sink: &mut PageSink) -> io::Result<()> {
    for ix in story.corridors() {
        let (corridor, state) = (&story.dossier[ix], &story.snapshot[ix]);
        sink.record(&corridor.id, &corridor.name)?;
        let mut facts = vec![PageInline::Status(word(state.status))];
        if let Some(leg) = state.weakest.and_then(|n| corridor.legs.get(n as usize)) {
            let (from, to) = (story.dossier.spot_name(leg.from), story.dossier.spot_name(leg.to));
            facts.push(text(format!(", weakest from {from} to {to}")));
        }
        if let Some(trunk) = corridor.branch_of.filter(|trunk| story.is_visible(*trunk)) {
            facts.push(text(format!("; a branch of {}", story.label(trunk))));
        }
        cites.cite(story.known_articles(&corridor.sources), &mut facts);
        sink.paragraph(facts)?;
        if let Some(summary) = story.summary(ix.into()) {
            sink.paragraph(vec![text(summary)])?;
        }
        let legs = (0..corridor.legs.len()).map(|n| leg(story, ix, n, cites));
        sink.table(&["leg", "mode", "km", "status"], legs)?;
        let items = story.corridor_reports(ix).map(|report| {
            let mut item = TextRun::new();
            if story.dossier.known(report.source).is_some() {
                item.push(text(format!("{}: ", wording::known_day(story.dossier, report.source))));
            }
            item.push(text(corridor_heading(story, ix, report)));
            item.extend(report.by.map(|by| text(format!(", said by {}", story.label(by)))));
            if let Some(quote) = &report.quote {
                item.extend([text(" "), PageInline::Quote(quote.clone())]);
            }
            item.extend(report.note.as_ref().map(|note| text(format!(" ({note})"))));
            cites.cite(report.source, &mut item);
            item
        });
        sink.list(items)?;
        figure_table(story, ix, cites, sink)?;
    }
    Ok(())
}

fn word(status: Option<CorridorStatus>) -> &'static str {
    status.map_or("unknown", CorridorStatus::word)
}

fn leg(story: &ExportStory, ix: CorridorIx, n: usize, cites: &mut PageNotes) -> Vec<TextRun> {
    let corridor = &story.dossier[ix];
    let leg = &corridor.legs[n];
    let state = story.snapshot[ix].legs.get(n);
    let mut status = vec![PageInline::Status(word(state.and_then(|state| state.status)))];
    let since = state.and_then(|state| state.since);
    let newest = state.and_then(|state| state.newest).map(|newest| &corridor.reports[newest as usize]);
    status.extend(since.map(|since| text(format!(", {}", wording::standing_since(story.dossier, corridor, since)))));
    let began = since.and_then(|since| since.told(corridor).source);
    cites.cite(began, &mut status);
    if let Some(newest) = newest.and_then(|report| report.source).filter(|&newest| Some(newest) != began) {
        status.push(text(", still so"));
        cites.cite([newest], &mut status);
    }
    vec![
        vec![text(format!("{} to {}", story.dossier.spot_name(leg.from), story.dossier.spot_name(leg.to)))],
        leg.mode.map(|mode| text(mode.word())).into_iter().collect(),
        leg.length_km.map(|km| text(km.to_string())).into_iter().collect(),
        status,
    ]
}
