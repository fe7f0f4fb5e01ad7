//! Edits of dates in the files: the same source said the same of the same event, with another day.
//!
//! Of what somebody has seen only fingerprints are stored, so the date of before is found by trying: the days, months and years
//! around the new one, as they are mostly written. What is written otherwise counts as a further statement.

use chrono::{Datelike as _, Days};
use hashbrown::{HashMap, HashSet};

use super::fact::{self, article_key, fingerprint, record_key, renamed};
use super::{ChangeCollector, ChangeItem};
use crate::dossier::{EdtfDate, EventIx, Report};

/// How many reports are looked at: a tenth of a second.
pub(super) const MOST: usize = 100;

/// Days, months and years that are tried on each side of a date.
const DAYS: u64 = 800;
const MONTHS: i32 = 60;
const YEARS: i32 = 20;

impl ChangeCollector<'_> {
    /// The date that a report gave when it was seen; `None` where it was not seen with another one, or that statement still
    /// stands in the files beside it.
    pub(super) fn former_date(&mut self, ix: EventIx, report: &Report, item: ChangeItem) -> Option<EdtfDate> {
        let date = report.date.as_ref()?;
        // What a source says that was not seen itself is not an edit of what was seen.
        let source = report.source.map(|source| article_key(self.dossier.articles.get(source).id));
        let was_seen = |key: &str| self.baseline.has(key);
        let is_old = was_seen(&record_key(&self.dossier[ix].id)) && source.is_none_or(|key| was_seen(&key));
        if !is_old || self.edits == 0 {
            return None;
        }
        self.edits -= 1;
        let seen = |text: &String| {
            text != date.as_str() && renamed(item.key, report, text).is_some_and(|key| self.baseline.has(&key))
        };
        let was = candidates(date).find(seen)?;
        let key = renamed(item.key, report, &was)?;
        let dossier = self.dossier;
        let standing = self.standing.get_or_insert_with(|| {
            let mut all = HashSet::new();
            fact::each(dossier, |_, key| {
                all.insert(fingerprint(key));
            });
            all
        });
        if standing.contains(&fingerprint(&key)) { None } else { EdtfDate::parse(&was).ok() }
    }
}

/// Dates that may have stood where this one stands, the nearest first.
fn candidates(date: &EdtfDate) -> impl Iterator<Item = String> {
    let day = date.span().0.or(date.span().1).unwrap_or_default();
    let days = (0..=DAYS).flat_map(move |n| [day.checked_add_days(Days::new(n)), day.checked_sub_days(Days::new(n))]);
    let days = days.flatten().map(|day| day.format("%Y-%m-%d").to_string());
    let month = day.year() * 12 + i32::try_from(day.month0()).unwrap_or(0);
    let months = (0..=MONTHS).flat_map(move |n| [month + n, month - n]);
    let months = months.map(|month| format!("{:04}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1));
    let years = (0..=YEARS).flat_map(move |n| [day.year() + n, day.year() - n]).map(|year| format!("{year:04}"));
    let rough = months.chain(years).flat_map(|text| ["", "~", "?"].map(|mark| format!("{text}{mark}")));
    days.chain(rough).flat_map(|text| [format!("../{text}"), text])
}

/// How many of the facts that are gone have no fact in their place: of the same record, sort and source.
pub(super) fn without_edited<'k>(gone: impl Iterator<Item = &'k str>, gained: impl Iterator<Item = &'k str>) -> usize {
    let of = |key: &'k str| key.rsplit_once('/').map_or(key, |(of, _)| of);
    let mut places: HashMap<&str, usize> = HashMap::new();
    gained.for_each(|key| *places.entry(of(key)).or_default() += 1);
    gone.filter(|key| match places.get_mut(of(key)) {
        Some(left) if *left > 0 => {
            *left -= 1;
            false
        }
        _ => true,
    })
    .count()
}
