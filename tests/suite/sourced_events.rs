//! Each entry of a calendar and each slide of a timeline stands on days that a report gives, and all its words and addresses
//! are those of the reports beside which they stand.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Days, NaiveDate};
use karwan::dossier::{Dossier, EdtfDate, Event, EventIx, Rec, Report, ReportStatus};
use karwan::report::wording;
use karwan::story::Snapshot;
use karwan::text::web_address;
use serde_json::Value;

use crate::common::screen::story;
use crate::common::story::export;
use crate::sourced::days;
use crate::sourced_entries::{left_over, of_report, plain, values};

/// What a calendar or a timeline says of an event: a line of what was said and by whom, and its reports with their credits.
struct EventEntry {
    ix: EventIx,
    standing: String,
    summary: Option<String>,
    /// Line, credit and address of each.
    reports: Vec<(String, String, Option<String>)>,
}

impl EventEntry {
    /// Takes apart the blocks of text of an entry: the first is the standing, and the second may be the summary.
    fn new(dossier: &Dossier, id: &str, standing: &str, summary: Option<&str>) -> EventEntry {
        let Some(Rec::Event(ix)) = dossier.find(id) else { panic!("{id} is no event") };
        EventEntry { ix, standing: plain(standing), summary: summary.map(plain), reports: Vec::new() }
    }

    /// Holds that everything is said by the source beside it, and nothing that is known is left out.
    fn check(&self, dossier: &Dossier, snapshot: &Snapshot, day: NaiveDate) {
        let event = &dossier[self.ix];
        let what = format!("as of {day}, {}", event.id);
        let known: Vec<&Report> = snapshot[self.ix].known.iter().map(|&n| &event.reports[n as usize]).collect();
        assert_eq!(self.summary.as_deref().filter(|_| event.summary.is_none()), None, "{what}");
        if let Some(summary) = &self.summary {
            assert_eq!(Some(summary.as_str()), event.summary.as_deref().map(plain).as_deref(), "{what}");
            let all_known = event.reports.len() == known.len();
            assert!(all_known, "{what}: a summary is written with hindsight");
        }
        let mut left: Vec<&Report> = known.clone();
        for (line, credit, address) in &self.reports {
            let is_it = |report: &&Report| {
                let claims = of_report(dossier, event, report);
                // Who was to take part stands in no line.
                let pieces: Vec<String> = claims
                    .texts()
                    .into_iter()
                    .filter(|piece| {
                        !report.actors.iter().any(|&actor| dossier[actor].name == *piece && report.by != Some(actor))
                    })
                    .collect();
                let (rest, missing) = left_over(line, &pieces);
                let values: Vec<String> = values(dossier, report).iter().map(|value| plain(value)).collect();
                // Values that are all that a report says stand once.
                let missing =
                    missing.into_iter().filter(|piece| !(values.contains(piece) && plain(line).contains(piece)));
                rest.is_empty()
                    && missing.count() == 0
                    && report.source.is_some_and(|source| {
                        let article = dossier.articles.get(source);
                        let date = article.published_date().map(|date| format!(", {}", date.display()));
                        let by = plain(&format!("{}{}", article.outlet, date.unwrap_or_default()));
                        let is_credit = *credit == by || *credit == plain(&format!("{by}: {}", article.title));
                        is_credit && *address == article.url.and_then(web_address).map(String::from)
                    })
            };
            let at = left.iter().position(is_it).unwrap_or_else(|| panic!("{what}: no report says: {line} | {credit}"));
            left.remove(at);
        }
        assert!(left.is_empty(), "{what}: {} reports are left out", left.len());
        self.check_standing(dossier, (event, &known), &what);
    }

    /// The words before each citation are those of a report of the article that it means.
    fn check_standing(&self, dossier: &Dossier, (event, known): (&Event, &[&Report]), what: &str) {
        let cited = |report: &Report| format!(" ({})", plain(&wording::citation(dossier, report.source)));
        let mut rest = &*self.standing;
        while let Some((at, citation)) =
            known.iter().filter_map(|report| Some((rest.find(&cited(report))?, cited(report)))).min()
        {
            let words = rest[..at].trim_start_matches([',', ' ']);
            let says = |report: &&Report| {
                // A date that means the same days is shown as the newest source wrote it.
                let same = |date: &EdtfDate| report.date.as_ref().is_some_and(|own| own.same_days(date));
                let dates = event.reports.iter().filter_map(|other| other.date.as_ref()).filter(|&date| same(date));
                let mut pieces: Vec<String> = dates.map(EdtfDate::display).collect();
                pieces.extend(report.status.map(|status| status.word().to_owned()));
                pieces.extend(report.by.map(|by| dossier[by].name.clone()));
                cited(report) == citation && left_over(words, &pieces).0.is_empty()
            };
            assert!(known.iter().any(says), "{what}: {citation} does not say: {words}");
            rest = &rest[at + citation.len()..];
        }
        // What follows by the day names nobody.
        assert!(rest.is_empty() || rest.starts_with("; ") || self.standing.starts_with("unknown"), "{what}: {rest}");
    }
}

/// Whether a known report gives a date that means these days.
fn gives(known: &[&Report], is_it: impl Fn(&EdtfDate) -> bool) -> bool {
    known.iter().filter_map(|report| report.date.as_ref()).any(is_it)
}

/// The properties of each entry of a calendar, by name; parameters are left out.
fn calendar(text: &str) -> Vec<BTreeMap<String, String>> {
    let text = text.replace("\r\n ", "");
    let entries = text.split("BEGIN:VEVENT\r\n").skip(1);
    let entries = entries.map(|entry| entry.split("END:VEVENT").next().unwrap_or_default());
    let property = |line: &str| {
        let (name, value) = line.split_once(':').expect("a property");
        let value = value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\");
        (name.split(';').next().unwrap_or_default().to_owned(), value)
    };
    entries.map(|entry| entry.split_terminator("\r\n").map(property).collect()).collect()
}

#[test]
fn every_entry_of_a_calendar_is_said_by_its_sources() {
    let dossier = story();
    for day in days() {
        let snapshot = Snapshot::of(&dossier, day);
        let entries = calendar(&export("ics", &dossier, day).0);
        assert!(entries.len() > 20, "{} entries as of {day}", entries.len());
        for properties in entries {
            let id = properties["UID"].split('@').next().expect("an id");
            let mut blocks = properties["DESCRIPTION"].split("\n\n").peekable();
            let standing = blocks.next().expect("a first line");
            // The credit of a report stands in a line of its own.
            let summary = blocks.next_if(|block| !block.contains('\n'));
            let mut entry = EventEntry::new(&dossier, id, standing, summary);
            for block in blocks {
                let mut lines: Vec<&str> = block.lines().collect();
                let address = lines.pop_if(|line| web_address(line).is_some()).map(str::to_owned);
                let credit = plain(lines.pop().expect("a credit"));
                entry.reports.push((lines.join(" "), credit, address));
            }
            entry.check(&dossier, &snapshot, day);
            let event = &dossier[entry.ix];
            let known: Vec<&Report> = snapshot[entry.ix].known.iter().map(|&n| &event.reports[n as usize]).collect();
            check_properties(&dossier, &properties, &known, &format!("as of {day}, {id}"));
        }
    }
}

/// Holds that days, status and address of an entry of a calendar are those of reports.
fn check_properties(dossier: &Dossier, properties: &BTreeMap<String, String>, known: &[&Report], what: &str) {
    let written = |key: &str| NaiveDate::parse_from_str(properties[key].get(..8).expect("a day"), "%Y%m%d");
    let (first, end) = (written("DTSTART").expect("a day"), written("DTEND").expect("a day"));
    let last = end - Days::new(1);
    let on_days = |date: &EdtfDate| {
        let date = date.deadline();
        (date.earliest(), date.latest()) == (Some(first), Some(last))
    };
    assert!(gives(known, on_days), "{what}: no report gives {first} to {last}");
    let newest = known.iter().filter_map(|report| dossier.known(report.source)).max();
    assert_eq!(written("LAST-MODIFIED").ok(), newest, "{what}");
    let says = |words: &[ReportStatus]| known.iter().any(|report| report.status.is_some_and(|s| words.contains(&s)));
    match &*properties["STATUS"] {
        "CONFIRMED" => assert!(says(&[ReportStatus::Happened, ReportStatus::Confirmed]), "{what}"),
        "CANCELLED" => assert!(says(&[ReportStatus::Cancelled, ReportStatus::Denied]), "{what}"),
        other => assert_eq!(other, "TENTATIVE", "{what}"),
    }
    check_status(known, properties["CATEGORIES"].split(',').nth(1).expect("a status"), what);
    let Some(url) = properties.get("URL") else { return };
    let address = |report: &Report| {
        let url = report.source.and_then(|source| dossier.articles.get(source).url);
        url.and_then(web_address).map(String::from)
    };
    let gives_it = |report: &&&Report| report.date.as_ref().is_some_and(on_days);
    let from = |report: &&&Report| address(report).as_ref() == Some(url);
    let any_gives_it = known.iter().filter(gives_it).any(|report| address(report).is_some());
    let is_theirs = known.iter().filter(from).any(|report| !any_gives_it || gives_it(&report));
    assert!(is_theirs, "{what}: {url} does not give the date");
}

/// Holds that a status is said by a report, or follows from the day alone.
fn check_status(known: &[&Report], status: &str, what: &str) {
    let is_said = known.iter().any(|report| report.status.is_some_and(|given| given.word() == status));
    assert!(is_said || ["overdue", "passed", "unknown"].contains(&status), "{what}: nobody says {status}");
}

#[test]
fn every_slide_of_a_timeline_is_said_by_its_sources() {
    let dossier = story();
    for day in days() {
        let snapshot = Snapshot::of(&dossier, day);
        let timeline: Value = serde_json::from_str(&export("timelinejs", &dossier, day).0).expect("JSON");
        let slides = timeline["events"].as_array().expect("slides");
        assert!(slides.len() > 20, "{} slides as of {day}", slides.len());
        for slide in slides {
            let id = slide["unique_id"].as_str().expect("an id");
            let text = slide["text"]["text"].as_str().expect("a text");
            let (said, list) = text.split_once("<ul>").unwrap_or((text, ""));
            let mut blocks = said.split("</p>").map(untagged).filter(|block| !block.is_empty());
            let status = blocks.next().expect("a status");
            let standing = blocks.next().expect("a line");
            let mut entry = EventEntry::new(&dossier, id, &standing, blocks.next().as_deref());
            for item in list.split_terminator("</li>").filter(|item| item.starts_with("<li>")) {
                let (line, link) = item.rsplit_once("<a href=\"").expect("every source has an address");
                let (address, credit) = link.split_once("\" rel=\"noreferrer\">").expect("a link");
                entry.reports.push((untagged(line), untagged(credit), Some(untagged(address))));
            }
            entry.check(&dossier, &snapshot, day);
            let event = &dossier[entry.ix];
            let known: Vec<&Report> = snapshot[entry.ix].known.iter().map(|&n| &event.reports[n as usize]).collect();
            check_status(&known, &status, &format!("as of {day}, {id}"));
            let shown = untagged(slide["display_date"].as_str().expect("a date"));
            assert!(gives(&known, |date| plain(&date.display()) == shown), "as of {day}, {id}: nobody gives {shown}");
            let part = |date: &Value, key: &str| date[key].as_u64().and_then(|part| u32::try_from(part).ok());
            let stands_on = |date: &EdtfDate| {
                let date = date.deadline();
                let ends = [date.earliest().or(date.latest()), date.latest().or(date.earliest())];
                let slides = [&slide["start_date"], slide.get("end_date").unwrap_or(&slide["start_date"])];
                ends.iter().zip(slides).all(|(day, slide)| {
                    day.is_some_and(|day| {
                        slide["year"] == day.year()
                            && part(slide, "month").is_none_or(|month| month == day.month())
                            && part(slide, "day").is_none_or(|number| number == day.day())
                    })
                })
            };
            assert!(gives(&known, stands_on), "as of {day}, {id}: no report stands on {slide}");
        }
    }
}

/// HTML without tags and entities, in one line.
fn untagged(html: &str) -> String {
    plain(&crate::sourced_exports::untagged(html))
}
