//! iCalendar (RFC 5545): what has a date, as all-day entries.

use std::fmt::Write as _;
use std::io;

use chrono::{Datelike, Days, NaiveDate};
use icalendar::{Alarm, Calendar, Component, Event as Entry, EventLike, EventStatus, Property, ValueType};

use crate::dossier::{EventIx, Kind, RecordSpot, ReportStatus};
use crate::story::CurrentStatus;

use super::clean::{clean, line, slug, web_link};
use super::known::is_off;
use super::{ExportLosses, ExportStory};

/// Writes the events among the rows that have a first and a last day. A deadline (`by 4 Feb 2027`) is entered on the
/// day, or days, of the deadline, and says so.
///
/// # Errors
/// Those of `out`.
pub fn write(story: &ExportStory, out: &mut dyn io::Write) -> io::Result<ExportLosses> {
    let mut losses = ExportLosses::default();
    let title = line(&story.dossier.story.title);
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", concat!("-//karwan//karwan ", env!("CARGO_PKG_VERSION"), "//EN")));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    // RFC 7986 defines NAME, most programs read the older property. The crate escapes NAME only if its type is given.
    calendar.append_property(Property::new("NAME", &title).append_parameter(("VALUE", "TEXT")).done());
    calendar.append_property(("X-WR-CALNAME", title.as_str()));
    for ix in story.events() {
        match span(story, ix) {
            Ok((first, last)) => {
                calendar.push(entry(story, ix, first, last, &mut losses));
            }
            Err(why) => losses.add(why, 1),
        }
    }
    story.leave_out(&[Kind::Actor, Kind::Port, Kind::Place, Kind::Corridor, Kind::Article, Kind::Figure], &mut losses);
    write_calendar(&calendar, out)?;
    Ok(losses)
}

/// The first and last day of an entry, or why it has none.
fn span(story: &ExportStory, ix: EventIx) -> Result<(NaiveDate, NaiveDate), &'static str> {
    let date = story.snapshot[ix].date.as_ref().ok_or("events without a date, left out")?.deadline();
    let days = date.earliest().zip(date.latest()).ok_or("events with an open date, left out")?;
    // A DATE has four digits for the year, and the day after the last one is written too.
    let fits = |day: NaiveDate| (1..=9998).contains(&day.year());
    if fits(days.0) && fits(days.1) { Ok(days) } else { Err("events outside the years 1 to 9998, left out") }
}

fn entry(story: &ExportStory, ix: EventIx, first: NaiveDate, last: NaiveDate, losses: &mut ExportLosses) -> Entry {
    let (event, state) = story.event(ix);
    let date = state.date.as_ref();
    let deadline = date.is_some_and(crate::dossier::EdtfDate::is_deadline);
    losses.add("deadlines, entered on the day by which they are due", usize::from(deadline));
    losses.add(
        "approximate or uncertain dates, entered as their days",
        usize::from(date.is_some_and(|d| d.is_approximate() || d.is_uncertain())),
    );
    losses.add("disagreements between sources, left out", state.contested.len());
    let title = line(&event.title);
    let summary = match date {
        Some(date) if deadline => format!("{title} ({})", date.display()),
        _ => title,
    };
    let uid = format!("{}@{}", event.id, slug(&story.dossier.story.title));
    let mut entry = Entry::new();
    entry.uid(&uid);
    entry.add_property("DTSTAMP", midnight(story.generated));
    entry.add_property("SEQUENCE", state.known.len().to_string());
    if let Some(newest) = story.reports(ix).filter_map(|report| story.dossier.known(report.source)).max() {
        entry.add_property("LAST-MODIFIED", midnight(newest));
    }
    append_day(&mut entry, "DTSTART", first);
    append_day(&mut entry, "DTEND", last + Days::new(1));
    entry.summary(&summary);
    entry.description(&description(story, ix));
    entry.status(match state.status {
        CurrentStatus::Said(ReportStatus::Happened | ReportStatus::Confirmed) => EventStatus::Confirmed,
        off if is_off(off) => EventStatus::Cancelled,
        _ => EventStatus::Tentative,
    });
    entry.add_property("TRANSP", "TRANSPARENT"); // it does not make its reader busy
    let mut categories = vec![event.kind.word().to_owned(), state.status.word().to_owned()];
    categories.extend(event.tags.iter().map(|tag| line(tag)));
    entry.categories(categories);
    if !event.places.is_empty() {
        entry.location(&line(&story.spots(&event.places)));
    }
    if let [spot] = event.places[..]
        && let Some(at) = coordinates(story, spot)
    {
        entry.add_property("GEO", format!("{};{}", at.latitude, at.longitude));
    }
    if let Some(url) = deciding_link(story, ix) {
        entry.url(&url);
    }
    if let Some(days) = story.options.alarm_days
        && state.status.is_open()
        && first.checked_sub_days(Days::new(days.into())).is_some_and(|rings| rings > story.generated)
    {
        entry.alarm(alarm(&summary, days, &uid, story.generated));
    }
    entry
}

/// The place, if it has coordinates.
fn coordinates(story: &ExportStory, spot: RecordSpot) -> Option<crate::dossier::Coordinates> {
    match spot {
        RecordSpot::Port(ix) => story.dossier[ix].coordinates,
        RecordSpot::Place(ix) => story.dossier[ix].coordinates,
    }
}

/// The link of the report that gives the date, otherwise of the one that decides the status.
fn deciding_link(story: &ExportStory, ix: EventIx) -> Option<String> {
    let (event, state) = story.event(ix);
    [state.date_cited, state.status_cited]
        .into_iter()
        .flatten()
        .filter_map(|n| event.reports[n as usize].source)
        .find_map(|source| web_link(story.article(source).url?))
}

/// What was said about status and date and by whom, conclusions, the summary if it may be shown, and each report with
/// its source.
fn description(story: &ExportStory, ix: EventIx) -> String {
    let mut out = story.standing_line(ix);
    // Writing to a string cannot fail.
    if let Some(summary) = story.summary(ix.into()) {
        let _ = write!(out, "\n\n{}", clean(summary));
    }
    for report in story.reports(ix) {
        let _ = write!(out, "\n\n{}", super::change::report_line(story, report));
        if let Some(source) = report.source {
            let article = story.article(source);
            let _ = write!(out, "\n{}: {}", story.credit(source), article.title);
            if let Some(url) = article.url.and_then(web_link) {
                let _ = write!(out, "\n{url}");
            }
        }
    }
    clean(&out).into_owned()
}

fn append_day(entry: &mut Entry, key: &str, day: NaiveDate) {
    let value = day.format("%Y%m%d").to_string();
    entry.append_property(Property::new(key, value).append_parameter(("VALUE", "DATE")).done());
}

fn midnight(day: NaiveDate) -> String {
    day.format("%Y%m%dT000000Z").to_string()
}

/// Writes the calendar. The crate's own writer takes time quadratic in the length of a line, and
/// makes lines of 76 bytes that begin with white space.
fn write_calendar(calendar: &Calendar, out: &mut dyn io::Write) -> io::Result<()> {
    write!(out, "BEGIN:VCALENDAR\r\n")?;
    for property in &calendar.properties {
        write_property(property, out)?;
    }
    for entry in calendar.events() {
        write_component("VEVENT", entry, out)?;
    }
    write!(out, "END:VCALENDAR\r\n")
}

fn write_component(name: &str, component: &impl Component, out: &mut dyn io::Write) -> io::Result<()> {
    write!(out, "BEGIN:{name}\r\n")?;
    for property in component.properties().values().chain(component.multi_properties().values().flatten()) {
        write_property(property, out)?;
    }
    for inner in component.components() {
        write_component(&inner.component_kind(), inner, out)?;
    }
    write!(out, "END:{name}\r\n")
}

fn write_property(property: &Property, out: &mut dyn io::Write) -> io::Result<()> {
    // The part before the value comes from the crate; values of lists are escaped one by one before joining.
    let mut empty = Property::new(property.key(), "");
    for parameter in property.params().values() {
        empty.append_parameter(parameter.clone());
    }
    let line: String = empty.try_into().map_err(io::Error::other)?;
    let is_list = matches!(property.key(), "CATEGORIES" | "RESOURCES");
    let line = match property.value_type() {
        Some(ValueType::Text) if !is_list => format!("{}{}", line.trim_end(), escaped(property.value())),
        _ => format!("{}{}", line.trim_end(), property.value()),
    };
    out.write_all(fold(&line).as_bytes())
}

/// RFC 5545, 3.3.11.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\\' | ';' | ',' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// Folds a line to at most 75 bytes per line (RFC 5545, 3.1), never within a character or next to white space, which
/// some readers strip.
fn fold(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + line.len() / 16 + 8);
    let mut rest = line;
    let mut room = 75;
    while rest.len() > room {
        let fits = |at: &usize| {
            let halves = rest.is_char_boundary(*at).then(|| rest.split_at(*at));
            halves.is_some_and(|(a, b)| !a.ends_with(char::is_whitespace) && !b.starts_with(char::is_whitespace))
        };
        let whole = || (1..=room).rev().find(|at| rest.is_char_boundary(*at));
        let Some(at) = (1..=room).rev().find(fits).or_else(whole) else { break };
        out.push_str(&rest[..at]);
        out.push_str("\r\n ");
        rest = &rest[at..];
        room = 74;
    }
    out.push_str(rest);
    out.push_str("\r\n");
    out
}

/// The crate would take an alarm's time stamp from the clock and its id at random, so both are given.
fn alarm(summary: &str, days: u16, uid: &str, generated: NaiveDate) -> Alarm {
    let mut alarm = Alarm::display(summary, -chrono::Duration::days(days.into()));
    alarm.add_property("TRIGGER", format!("-P{days}D")); // the crate gives seconds
    alarm.add_property("DTSTAMP", midnight(generated));
    alarm.add_property("UID", format!("alarm-{uid}"));
    alarm
}
