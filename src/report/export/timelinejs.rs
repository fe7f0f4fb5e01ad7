//! `TimelineJS3` JSON: the dated events, as slides.

use std::io;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use crate::dossier::{EdtfDate, EventIx, Kind};

use super::change;
use super::clean::{attribute, json, markup, web_link};
use super::{ExportLosses, ExportStory};

#[derive(Serialize)]
struct SlideTimeline {
    title: TimelineSlide,
    events: Vec<TimelineSlide>,
    scale: &'static str,
}

#[derive(Default, Serialize)]
struct TimelineSlide {
    unique_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_date: Option<SlideDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date: Option<SlideDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<&'static str>,
    text: SlideText,
    autolink: bool,
}

/// Both are HTML to `TimelineJS`.
#[derive(Default, Serialize)]
struct SlideText {
    headline: String,
    text: String,
}

#[derive(Serialize)]
struct SlideDate {
    /// As historians count: there is no year 0, and -1 is the year before 1.
    year: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    month: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    day: Option<u32>,
}

/// Writes the events among the rows whose date has a start or an end. Each slide shows the date as
/// known; its position is the first day, with the last day if the date is not a single day, month or year.
///
/// # Errors
/// Those of `out`.
pub fn write(story: &ExportStory, out: &mut dyn io::Write) -> io::Result<ExportLosses> {
    let mut losses = ExportLosses::default();
    let mut events = Vec::new();
    for ix in story.events() {
        events.extend(slide(story, ix, &mut losses));
    }
    let kinds = [Kind::Actor, Kind::Port, Kind::Place, Kind::Corridor, Kind::Article, Kind::Figure];
    story.leave_out(&kinds, &mut losses);
    let dossier = &story.dossier.story;
    let title = TimelineSlide {
        unique_id: "title".to_owned(),
        text: SlideText {
            headline: markup(headline(&dossier.title, "Timeline")),
            text: story.story_summary().map(paragraph).unwrap_or_default(),
        },
        ..TimelineSlide::default()
    };
    writeln!(out, "{}", json(&SlideTimeline { title, events, scale: "human" }, true)?)?;
    Ok(losses)
}

fn slide(story: &ExportStory, ix: EventIx, losses: &mut ExportLosses) -> Option<TimelineSlide> {
    let (event, state) = story.event(ix);
    let Some(date) = &state.date else {
        losses.add("events without a date, left out", 1);
        return None;
    };
    let Some((start_date, end_date)) = span(date) else {
        losses.add("events without a first or last day, left out", 1);
        return None;
    };
    losses.add(
        "open starts or ends, shown in words only",
        usize::from(date.earliest().is_none() || date.latest().is_none()),
    );
    losses.add("disagreements between sources, shown in words only", state.contested.len());
    Some(TimelineSlide {
        unique_id: event.id.clone(),
        start_date: Some(start_date),
        end_date,
        display_date: Some(markup(&date.display())),
        group: Some(event.kind.word()),
        text: SlideText { headline: markup(headline(&event.title, &event.id)), text: text(story, ix) },
        autolink: false,
    })
}

/// The start and the end of a date. A whole year or month is one date of that precision; a deadline, or a date with one
/// open end, is the known day.
fn span(date: &EdtfDate) -> Option<(SlideDate, Option<SlideDate>)> {
    let one = date.deadline();
    // Beyond the days of the calendar only the year can be told.
    if let Some(year) = far_year(one.as_str()) {
        return Some((SlideDate { year, month: None, day: None }, None));
    }
    let Some((first, last)) = one.earliest().zip(one.latest()) else {
        return one.earliest().or(one.latest()).map(|day| (as_day(day), None));
    };
    let whole_year = (first.month(), first.day(), last.month(), last.day()) == (1, 1, 12, 31);
    let next = last.succ_opt();
    let whole_month = first.day() == 1 && next.is_some_and(|next| next.day() == 1);
    let same_month = (first.year(), first.month()) == (last.year(), last.month());
    Some(if first == last {
        (as_day(first), None)
    } else if whole_year && first.year() == last.year() {
        (SlideDate { year: historical(first.year().into()), month: None, day: None }, None)
    } else if whole_month && same_month {
        (SlideDate { year: historical(first.year().into()), month: Some(first.month()), day: None }, None)
    } else {
        (as_day(first), Some(as_day(last)))
    })
}

fn as_day(day: NaiveDate) -> SlideDate {
    SlideDate { year: historical(day.year().into()), month: Some(day.month()), day: Some(day.day()) }
}

/// The year of `Y170000002`, as historians count.
fn far_year(date: &str) -> Option<i64> {
    date.strip_prefix('Y')?.trim_end_matches(['~', '?', '%']).parse().ok().map(historical)
}

/// EDTF counts as astronomers do: its year 0 is the first before our era.
fn historical(year: i64) -> i64 {
    if year <= 0 { year - 1 } else { year }
}

/// A slide without a headline cannot be chosen: what has no title is named by its id.
fn headline<'t>(title: &'t str, otherwise: &'t str) -> &'t str {
    if title.trim().is_empty() { otherwise } else { title }
}

fn paragraph(text: &str) -> String {
    format!("<p>{}</p>", markup(text))
}

fn text(story: &ExportStory, ix: EventIx) -> String {
    let mut out = paragraph(story.snapshot[ix].status.word());
    out.push_str(&paragraph(&story.standing_line(ix)));
    if let Some(summary) = story.summary(ix.into()) {
        out.push_str(&paragraph(summary));
    }
    let reports: Vec<String> = story
        .reports(ix)
        .map(|report| {
            let said = markup(&change::report_line(story, report));
            let Some(source) = report.source else { return format!("<li>{said}</li>") };
            let credit = markup(&story.credit(source));
            match story.article(source).url.and_then(web_link) {
                Some(url) => format!("<li>{said} <a href=\"{}\" rel=\"noreferrer\">{credit}</a></li>", attribute(&url)),
                None => format!("<li>{said} {credit}</li>"),
            }
        })
        .collect();
    if !reports.is_empty() {
        out = format!("{out}<ul>{}</ul>", reports.concat());
    }
    out
}
