//! No output names a source beside what it does not say: each date, status and speaker that is shown with a source is in a
//! statement of that source.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use karwan::dossier::{ArticleIx, CorridorStatus, Dossier, EdtfDate, EventIx, Kind, Rec, ReportStatus};
use karwan::report::brief::{BriefSince, brief_in_full};
use karwan::report::card::{CardExtent, CardFacts, card};
use karwan::report::record_json::{FieldRecords, to_string};
use karwan::report::{cite, standing, wording};
use karwan::settings::theme::GlyphSet;
use karwan::story::Snapshot;
use karwan::story::change::changes;
use serde_json::Value;

use crate::common::screen::{dossier, story};

/// The first and the last day that a date can mean.
type Days = (Option<NaiveDate>, Option<NaiveDate>);

/// What each article says, as it is shown.
#[derive(Default)]
pub struct Sayings {
    /// Dates of statements, and the days of the page itself.
    dates: BTreeMap<ArticleIx, BTreeSet<String>>,
    statuses: BTreeMap<ArticleIx, BTreeSet<&'static str>>,
    speakers: BTreeMap<ArticleIx, BTreeSet<String>>,
    /// All dates of the dossier, the longest first.
    all: Vec<String>,
}

impl Sayings {
    pub fn of(dossier: &Dossier) -> Sayings {
        let mut sayings = Sayings::default();
        // Dates that mean the same days are one, shown as the newest source wrote it.
        let mut written: BTreeMap<Days, BTreeSet<String>> = BTreeMap::new();
        let mut given: Vec<(ArticleIx, Days)> = Vec::new();
        let mut date = |source: Option<ArticleIx>, date: Option<&EdtfDate>| {
            if let (Some(source), Some(date)) = (source, date) {
                let days = (date.earliest(), date.latest());
                written.entry(days).or_default().insert(date.display());
                given.push((source, days));
            }
        };
        for report in dossier.events.iter().flat_map(|event| &event.reports) {
            date(report.source, report.date.as_ref());
        }
        for report in dossier.corridors.iter().flat_map(|corridor| &corridor.reports) {
            date(report.source, report.date.as_ref());
        }
        for actor in &dossier.actors {
            for office in &actor.offices {
                [&office.from, &office.seen].into_iter().for_each(|day| date(office.source, day.as_ref()));
                date(office.end_source.or(office.source), office.to.as_ref());
            }
            actor.positions.iter().for_each(|position| date(position.source, position.date.as_ref()));
        }
        for figure in &dossier.figures {
            date(Some(figure.source), figure.period.as_ref());
        }
        for (source, days) in given {
            sayings.dates.entry(source).or_default().extend(written[&days].iter().cloned());
        }
        for figure in &dossier.figures {
            let by = figure.by.map(|by| dossier[by].name.clone());
            sayings.speakers.entry(figure.source).or_default().extend(by);
            let period = figure.period.as_ref().map(wording::period);
            sayings.dates.entry(figure.source).or_default().extend(period);
            // The name of what was counted may hold a year.
            let years = figure.metric.split('-').filter(|word| word.len() == 4 && word.parse::<u32>().is_ok());
            sayings.dates.entry(figure.source).or_default().extend(years.map(str::to_owned));
        }
        for (ix, article) in dossier.articles.iter() {
            let days = sayings.dates.entry(ix).or_default();
            days.extend(article.published_date().map(|date| date.display()));
            // Without a date of its own it is dated by the day on which it was read.
            days.insert(wording::known_day(dossier, Some(ix)));
        }
        for report in dossier.events.iter().flat_map(|event| &event.reports) {
            let Some(source) = report.source else { continue };
            sayings.statuses.entry(source).or_default().extend(report.status.map(ReportStatus::word));
            let by = report.by.map(|by| dossier[by].name.clone());
            sayings.speakers.entry(source).or_default().extend(by);
            // A value may look like a year.
            let values = report.values.iter().map(|(_, value)| value.to_string());
            let values = values.filter(|value| value.len() == 4 && value.parse::<u32>().is_ok());
            sayings.dates.entry(source).or_default().extend(values);
        }
        for report in dossier.corridors.iter().flat_map(|corridor| &corridor.reports) {
            let Some(source) = report.source else { continue };
            sayings.statuses.entry(source).or_default().extend(report.status.map(CorridorStatus::word));
            let by = report.by.map(|by| dossier[by].name.clone());
            sayings.speakers.entry(source).or_default().extend(by);
        }
        let all: BTreeSet<String> = sayings.dates.values().flatten().cloned().collect();
        sayings.all = all.into_iter().collect();
        sayings.all.sort_by_key(|date| std::cmp::Reverse(date.len()));
        sayings
    }

    /// What of this text the source does not say.
    pub fn unsaid(&self, text: &str, source: ArticleIx) -> Vec<String> {
        let mut unsaid = Vec::new();
        let said = self.dates.get(&source);
        let mut rest = text.to_owned();
        for date in &self.all {
            while let Some(at) = found(&rest, date) {
                if !said.is_some_and(|said| said.contains(date)) {
                    unsaid.push(date.clone());
                }
                rest.replace_range(at..at + date.len(), &"\u{1}".repeat(date.len()));
            }
        }
        let words = || text.split(|c: char| !c.is_alphanumeric() && c != '-');
        let statuses = ReportStatus::ALL.iter().map(|status| status.word());
        for status in statuses.chain(CorridorStatus::ALL.iter().map(|status| status.word())) {
            if words().next() == Some(status) && !self.statuses.get(&source).is_some_and(|said| said.contains(status)) {
                unsaid.push(status.to_owned());
            }
        }
        for concluded in ["overdue", "late", "kept", "quiet"] {
            if words().any(|word| word == concluded) {
                unsaid.push(concluded.to_owned());
            }
        }
        for lead in [", said by ", ", says "] {
            if let Some((_, by)) = text.rsplit_once(lead)
                && !self.speakers.get(&source).is_some_and(|said| said.iter().any(|name| by.starts_with(name.as_str())))
            {
                unsaid.push(by.to_owned());
            }
        }
        unsaid
    }
}

/// Where a date stands in a text as a word of its own.
fn found(text: &str, date: &str) -> Option<usize> {
    text.match_indices(date).map(|(at, _)| at).find(|&at| {
        let before = text[..at].chars().next_back();
        let behind = text[at + date.len()..].chars().next();
        let of_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '/'));
        !of_word(before) && !of_word(behind)
    })
}

/// Days on which to look: the first, the last and some between.
pub fn days() -> Vec<NaiveDate> {
    ["2025-09-05", "2025-12-05", "2026-02-10", "2026-06-22", "2026-11-24"]
        .map(|day| day.parse().expect("a day"))
        .to_vec()
}

#[test]
fn every_part_of_the_brief_is_said_by_its_sources() {
    let dossier = story();
    let sayings = Sayings::of(&dossier);
    for day in days() {
        let snapshot = Snapshot::of(&dossier, day);
        let before = day - chrono::Days::new(60);
        let told = changes((&dossier, &Snapshot::of(&dossier, before)), (&dossier, &snapshot));
        let page =
            brief_in_full(&dossier, &snapshot, Some(BriefSince { day: Some(before), visit: false, changes: &told }));
        let sentences = page.sections.iter().filter(|s| !s.heading.starts_with("Contested")).flat_map(|s| &s.sentences);
        for sentence in sentences {
            for (text, sources) in &sentence.parts {
                for &n in sources {
                    let unsaid = sayings.unsaid(text.trim_start_matches(", "), page.sources[n - 1]);
                    let id = dossier.articles.get(page.sources[n - 1]).id;
                    assert!(unsaid.is_empty(), "as of {day}, {id} does not say {unsaid:?}: {sentence:?}");
                }
            }
        }
    }
}

#[test]
fn every_entry_of_every_card_is_said_by_the_source_beside_it() {
    let dossier = story();
    let sayings = Sayings::of(&dossier);
    let mut cited: BTreeMap<String, Vec<ArticleIx>> = BTreeMap::new();
    for (ix, _) in dossier.articles.iter() {
        cited.entry(wording::citation(&dossier, Some(ix))).or_default().push(ix);
    }
    for day in days() {
        let snapshot = Snapshot::of(&dossier, day);
        let facts = CardFacts { dossier: &dossier, snapshot: &snapshot, glyphs: GlyphSet::Unicode };
        let kinds = Kind::ALL.iter().filter(|&&kind| kind != Kind::Article);
        for rec in kinds.flat_map(|&kind| dossier.all(kind)).filter(|&rec| snapshot.is_visible(&dossier, rec)) {
            for entry in card(&facts, rec, CardExtent::Whole).entries {
                // An entry without a badge has no source; another badge is not a citation.
                let Some(sources) = cited.get(&entry.badge) else { continue };
                let text: String = entry.pieces.iter().map(|(text, _)| text.as_str()).collect();
                let text = text.split('“').next().unwrap_or_default();
                let said = sources.iter().any(|&source| sayings.unsaid(text, source).is_empty());
                assert!(said, "as of {day}, {}: {text} ({})", dossier.id(rec), entry.badge);
            }
        }
    }
}

/// The events that can be seen on the day of a snapshot.
pub fn shown_events<'a>(dossier: &'a Dossier, snapshot: &'a Snapshot) -> impl Iterator<Item = EventIx> + 'a {
    let events = dossier.all(Kind::Event).filter(|&rec| snapshot.is_visible(dossier, rec));
    events.filter_map(|rec| if let Rec::Event(ix) = rec { Some(ix) } else { None })
}

#[test]
fn what_is_copied_and_exported_of_an_event_stands_beside_who_said_it() {
    let dossier = story();
    let sayings = Sayings::of(&dossier);
    for day in days() {
        let snapshot = Snapshot::of(&dossier, day);
        for ix in shown_events(&dossier, &snapshot) {
            let rec = Rec::Event(ix);
            for part in standing::standing(&dossier, &snapshot, ix).said {
                let unsaid = part.source.map(|source| sayings.unsaid(&part.words, source)).unwrap_or_default();
                assert!(unsaid.is_empty(), "as of {day}, {}: {part:?}: {unsaid:?}", dossier.id(rec));
            }
            let record: Value =
                serde_json::from_str(&to_string(&FieldRecords::new(&dossier, &snapshot).record(rec))).expect("JSON");
            let statements = record["statements"].as_array().expect("statements");
            let given =
                |source: &Value, by: &Value| statements.iter().any(|s| &s["source"] == source && &s["by"] == by);
            for promise in record["schedule"].as_array().expect("a schedule") {
                let says = |s: &&Value| s["source"] == promise["source"] && s["date"] == promise["date"];
                assert!(statements.iter().any(|s| says(&s)), "{promise}");
            }
            for side in
                record["contested"].as_array().expect("contests").iter().filter_map(|c| c["sides"].as_array()).flatten()
            {
                for by in side["given"].as_array().expect("those who give it") {
                    assert!(given(&by["source"], &by["by"]), "{by}");
                }
            }
        }
    }
}

const GWADAR: &str = r#"
format = 1
[story]
title = "Gwadar"
[[articles]]
id = "tribune"
title = "Access deal likely"
outlet = "The Express Tribune"
published = "2025-09-03"
[[articles]]
id = "late"
title = "A commentary"
outlet = "pro21st"
published = "2025-09"
based_on = ["tribune"]
[[articles]]
id = "undated"
title = "Ventures"
outlet = "Emerging Gwadar"
published = "2025-09-04"
[[actors]]
id = "envoy"
name = "Yerzhan Kistafin"
kind = "person"
country = "KZ"
[[actors]]
id = "pakistan"
name = "Pakistan"
kind = "state"
country = "PK"
[[events]]
id = "access"
title = "Access to Gwadar"
kind = "agreement"
actors = ["pakistan"]
  [[events.reports]]
  source = "tribune"
  status = "expected"
  date = "2025-11"
  by = "envoy"
  [[events.reports]]
  source = "late"
  status = "expected"
  date = "2025-11"
  [[events.reports]]
  source = "undated"
  status = "expected"
"#;

fn copied(form: cite::CiteForm, day: &str) -> String {
    let dossier = dossier(GWADAR);
    let snapshot = Snapshot::of(&dossier, day.parse().expect("a day"));
    let facts = CardFacts { dossier: &dossier, snapshot: &snapshot, glyphs: GlyphSet::Unicode };
    cite::record(&facts, dossier.find("access").expect("the event"), form).expect("a text")
}

#[test]
fn a_line_says_what_the_first_source_said_and_apart_from_it_what_follows() {
    assert_eq!(
        copied(cite::CiteForm::Line, "2026-08-29"),
        "Access to Gwadar: expected Nov 2025, said by Yerzhan Kistafin (The Express Tribune, 3 Sep 2025); overdue since \
         1 Dec 2025; 272–301 days after the first date so far; no newer report for at least 333 days; one side only (KZ)"
    );
    assert_eq!(
        copied(cite::CiteForm::Line, "2025-09-03"),
        "Access to Gwadar: expected Nov 2025, said by Yerzhan Kistafin (The Express Tribune, 3 Sep 2025); one origin; one \
         side only (KZ)"
    );
}

#[test]
fn a_paragraph_puts_the_conclusion_before_the_words_of_the_source() {
    let paragraph = copied(cite::CiteForm::Paragraph, "2026-08-29");
    let first = paragraph.split(" [1]").next().expect("a number");
    assert_eq!(
        first,
        "Access to Gwadar (overdue since 1 Dec 2025; 272–301 days after the first date so far; no newer report for \
         at least 333 days; one side only (KZ)): expected Nov 2025, said by Yerzhan Kistafin"
    );
    assert!(paragraph.contains("[1] The Express Tribune, 3 Sep 2025"), "{paragraph}");
    assert!(!paragraph.contains("pro21st") && !paragraph.contains("Emerging Gwadar"), "{paragraph}");
}
