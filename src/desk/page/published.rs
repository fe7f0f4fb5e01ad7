//! Finds the day on which a page was published, from what it says and shows.
//!
//! ```text
//! metadata, data, <time> ──▶ the day
//! one day off what the page shows, if it is told in UTC; or month and day exchanged; or a date of nothing in particular
//! behind what the page shows ──▶ the shown day, marked as uncertain
//! marked elements, text by the headline, address, scripts, changes ──▶ the day, marked as uncertain
//! ```

mod words;

use std::ops::Range;

use chrono::Datelike as _;
use html5gum::StartTag;

use super::{attribute, day, one_line};
use crate::desk::feed::is_universal;
use crate::dossier::EdtfDate;
use crate::dossier::date::order::DateOrder;
use words::words;

/// The number of bytes of visible text that are kept.
const SEEN: usize = 256 << 10;
/// The number of bytes after and before the headline in which a day is searched.
const NEAR: (usize, usize) = (600, 200);
/// The same for elements that are marked as a date.
const MARKED_NEAR: (usize, usize) = (2_000, 600);
/// The number of bytes beside the headline in which nothing but a date is expected.
const BESIDE: usize = 60;
/// The number of bytes of text that belong to a marked element, and to a word for publication.
const MARKED: usize = 120;
const LABELLED: usize = 60;
/// The maximum number of bytes of a text that may be nothing but a date.
const SHORT: usize = 60;
/// The number of bytes by which a part of the text is moved so that it does not begin or end within a word.
const WORD: usize = 40;
/// The maximum numbers of headings and marked elements that are kept.
const MOST: usize = 500;

/// A heading in the visible text.
#[derive(Clone, Debug)]
struct SeenHeading {
    start: usize,
    end: usize,
    first_level: bool,
}

/// What a page shows of its day, gathered from its tags as they come.
#[derive(Default)]
pub(super) struct DayClues {
    /// The visible text of the page, up to [`SEEN`] bytes.
    seen: String,
    headings: Vec<SeenHeading>,
    /// Where the current heading began, and whether it is of the first level.
    heading: Option<(usize, bool)>,
    /// `<time datetime>`, each with its place in the text.
    times: Vec<(usize, String)>,
    /// Stamps of elements that say that they are of publication, each with its place.
    published: Vec<(usize, String)>,
    /// Where elements begin whose names say that they hold a date.
    marked: Vec<usize>,
    /// Where elements begin whose names say that they hold the day of publication.
    marked_published: Vec<usize>,
    /// Short texts with a digit that stand between two tags.
    short: Vec<Range<usize>>,
    in_scripts: Option<String>,
}

impl DayClues {
    /// Notes a start tag.
    pub fn start(&mut self, name: &str, tag: &StartTag<()>) {
        let at = self.seen.len();
        match name {
            "h1" | "h2" | "h3" => self.heading = Some((at, name == "h1")),
            "time" if self.times.len() < MOST => {
                if let Some(time) = attribute(tag, "datetime").or_else(|| attribute(tag, "content")) {
                    self.times.push((at, time));
                }
            }
            "meta" | "body" | "html" | "script" | "link" => return,
            _ => {}
        }
        let said: Vec<String> =
            ["itemprop", "property", "class", "id", "pubdate"].iter().filter_map(|key| attribute(tag, key)).collect();
        let of_publication = tag.attributes.contains_key(&b"pubdate"[..])
            || ["itemprop", "property"]
                .iter()
                .filter_map(|key| attribute(tag, key))
                .any(|is| is.contains("datePublished"))
            || matches!(name, "time" | "abbr") && said.iter().any(|said| said.to_lowercase().contains("publish"));
        let stamp = ["content", "datetime", "title"].iter().find_map(|key| attribute(tag, key));
        if let Some(stamp) = stamp.filter(|_| of_publication && self.published.len() < MOST) {
            self.published.push((at, stamp));
        }
        let Some(words) = words() else { return };
        let fits = said.iter().any(|said| words.may_hold.is_match(said))
            && !said.iter().any(|said| words.holds_other.is_match(said));
        if (fits || name == "time") && self.marked.len() < MOST {
            self.marked.push(at);
            if name == "time" || said.iter().any(|said| words.holds.is_match(said)) {
                self.marked_published.push(at);
            }
        }
    }

    /// Notes an end tag.
    pub fn end(&mut self, name: &str) {
        if matches!(name, "h1" | "h2" | "h3")
            && let Some((start, first_level)) = self.heading.take()
            && self.headings.len() < MOST
        {
            self.headings.push(SeenHeading { start, end: self.seen.len(), first_level });
        }
    }

    /// Notes visible text.
    pub fn see(&mut self, text: &str) {
        if self.seen.len() < SEEN {
            let start = self.seen.len();
            self.seen.push_str(&text[..text.floor_char_boundary(SEEN)]);
            let is_short = text.trim().len() <= SHORT && text.contains(char::is_numeric);
            if is_short && self.short.len() < MOST {
                self.short.push(start..self.seen.len());
            }
        }
    }

    /// Notes the text of a script.
    pub fn script(&mut self, text: &str) {
        if self.in_scripts.is_none()
            && let Some(words) = words()
        {
            let mut stamps = words.script_keys.captures_iter(text).map(|found| found[1].to_owned());
            self.in_scripts = stamps.find(|stamp| day::stamped(stamp, None).is_some());
        }
    }

    /// The text of the first heading of the first level.
    pub fn headline(&self) -> Option<String> {
        let first = self.headings.iter().find(|heading| heading.first_level)?;
        Some(one_line(&self.seen[first.start..first.end])).filter(|text| !text.is_empty())
    }
}

/// What metadata and data say of the day, each the best first.
#[derive(Default)]
pub(super) struct SaidDays {
    /// Stamps of publication.
    pub published: Vec<String>,
    /// Those of a page that is not said to be an article.
    pub of_page: Vec<String>,
    /// Stamps of which nothing is said: mostly of publication, sometimes of a change.
    pub dated: Vec<String>,
    /// Stamps of making or changing it, and of other things on the page.
    pub others: Vec<String>,
    /// The address of the page.
    pub address: Option<String>,
    /// The title that the page gives itself.
    pub title: String,
    /// BCP 47.
    pub language: Option<String>,
}

impl DayClues {
    /// The day of publication, with `~` if nothing but text, the address or another stamp says it, or if it can be read in
    /// two ways.
    pub fn day(&self, said: &SaidDays) -> Option<EdtfDate> {
        let order = self.order(said);
        let headline = self.headline_of(&said.title);
        let headline = headline.as_ref();
        let told = self.told(said, headline, order);
        told.or_else(|| day::uncertain(&self.guessed(said, headline, order)?))
    }

    /// What metadata, data and `<time>` tell, unless the page shows that they mean another day.
    fn told(&self, said: &SaidDays, headline: Option<&SeenHeading>, order: Option<DateOrder>) -> Option<EdtfDate> {
        let stamped = |stamps: &[String]| first_stamped(stamps.iter(), order);
        let stamped_near = |stamps: &[(usize, String)]| {
            first_stamped(near(stamps, |(at, _)| *at, headline).map(|(_, stamp)| stamp), order)
        };
        let timed = || stamped_near(&self.times);
        let in_address = || said.address.as_deref().and_then(day::in_address);
        let marked = || self.marked(&self.marked_published, headline?, order);
        let published =
            stamped(&said.published).or_else(|| stamped_near(&self.published)).or_else(|| stamped(&said.of_page));
        let (day, universal) = match (published, stamped(&said.dated)) {
            (Some(published), _) => published,
            (None, None) => timed()?,
            (None, Some(dated)) => {
                // A moment in UTC may be of the day before or after.
                let timed = || timed().filter(|(time, universal)| !is_meant(&dated.0, time, *universal));
                let shown = in_address().or_else(|| Some(timed()?.0)).or_else(marked);
                // A change comes after the publication.
                match shown.filter(|shown| shown.is_exact_day() && shown.latest() < dated.0.earliest()) {
                    Some(shown) => return day::uncertain(&shown),
                    None => dated,
                }
            }
        };
        let alone = || self.alone(headline?, order);
        let labelled = || if day.is_approximate() { self.labelled(order) } else { None };
        let shown: [&dyn Fn() -> Option<EdtfDate>; 4] = [&in_address, &marked, &alone, &labelled];
        let meant = shown.iter().find_map(|shown| shown().filter(|shown| is_meant(shown, &day, universal)));
        meant.map_or(Some(day), |meant| day::uncertain(&meant))
    }

    /// What else may tell the day, the most likely first.
    fn guessed(&self, said: &SaidDays, headline: Option<&SeenHeading>, order: Option<DateOrder>) -> Option<EdtfDate> {
        let address = said.address.as_deref();
        let month = address.and_then(day::month_in_address);
        let elsewhere = |stamps: &[(usize, String)]| first_stamped(stamps.iter().map(|(_, stamp)| stamp), order);
        let ways: [&dyn Fn() -> Option<EdtfDate>; 15] = [
            &|| address.and_then(day::in_address),
            &|| self.marked(&self.marked, headline?, order),
            &|| self.alone(headline?, order),
            &|| day::spotted(self.text_at(headline?.end, NEAR.0), order),
            &|| day::spotted(self.text_before(headline?.start, NEAR.1), order),
            &|| self.beside(headline?, order),
            &|| Some(elsewhere(&self.published)?.0),
            &|| Some(elsewhere(&self.times)?.0),
            &|| day::stamped(self.in_scripts.as_deref()?, order),
            &|| self.first_marked(&self.marked_published, headline, order),
            &|| self.first_marked(&self.marked, headline, order),
            &|| self.labelled(order),
            &|| Some(first_stamped(said.others.iter(), order)?.0),
            &|| day::only(&self.seen, order),
            &|| month.clone(),
        ];
        let in_month = |day: &EdtfDate| month.as_ref().is_none_or(|month| day.as_str().starts_with(month.as_str()));
        ways.iter().find_map(|way| way().filter(&in_month))
    }

    /// About so many bytes of the visible text from a place on, whole words.
    fn text_at(&self, start: usize, length: usize) -> &str {
        let end = self.seen.ceil_char_boundary(start + length);
        &self.seen[start..word_end(&self.seen, end)]
    }

    /// About so many bytes of the visible text before a place, whole words.
    fn text_before(&self, end: usize, length: usize) -> &str {
        let start = self.seen.floor_char_boundary(end.saturating_sub(length));
        &self.seen[if start == 0 { 0 } else { word_end(&self.seen[..end], start) }..end]
    }

    /// Which of two numbers is the day: by the other dates of the page, otherwise by its language and country.
    fn order(&self, said: &SaidDays) -> Option<DateOrder> {
        day::order_in(&self.seen).or_else(|| DateOrder::usual_in(said.language.as_deref()?))
    }

    /// The heading that the page's title begins with, otherwise the first of the first level.
    fn headline_of(&self, title: &str) -> Option<SeenHeading> {
        let title = one_line(title).to_lowercase();
        let names = |heading: &&SeenHeading| {
            let text = one_line(&self.seen[heading.start..heading.end]).to_lowercase();
            text.len() > 12 && title.contains(&text)
        };
        let first = || self.headings.iter().find(|heading| heading.first_level && heading.end > heading.start + 2);
        self.headings.iter().find(names).or_else(first).cloned()
    }

    /// The day in the first marked element behind the headline, or the last before it.
    fn marked(&self, marked: &[usize], headline: &SeenHeading, order: Option<DateOrder>) -> Option<EdtfDate> {
        near(marked, |at| *at, Some(headline)).find_map(|at| self.marked_at(*at, order))
    }

    /// The day in the first text behind the headline that holds nothing but a date, or in the last before it.
    fn alone(&self, headline: &SeenHeading, order: Option<DateOrder>) -> Option<EdtfDate> {
        let (start, end) = (headline.start.saturating_sub(NEAR.1), headline.end + NEAR.0);
        let near = near(&self.short, |place| place.start, Some(headline));
        near.filter(|place| (start..end).contains(&place.start))
            .cloned()
            .find_map(|place| day::alone(&self.seen[place], order))
    }

    /// The day in the first marked element behind the headline, otherwise of all.
    fn first_marked(
        &self,
        marked: &[usize],
        headline: Option<&SeenHeading>,
        order: Option<DateOrder>,
    ) -> Option<EdtfDate> {
        let from = headline.map_or(0, |headline| headline.end);
        let behind = marked.iter().filter(|at| **at >= from);
        behind.chain(marked.iter().filter(|at| **at < from)).find_map(|at| self.marked_at(*at, order))
    }

    fn marked_at(&self, at: usize, order: Option<DateOrder>) -> Option<EdtfDate> {
        day::expected(self.text_at(at, MARKED), order)
    }

    /// The day right beside the headline, in any form.
    fn beside(&self, headline: &SeenHeading, order: Option<DateOrder>) -> Option<EdtfDate> {
        let before = day::expected(self.text_before(headline.start, BESIDE), order);
        before.or_else(|| day::expected(self.text_at(headline.end, BESIDE), order))
    }

    /// The day behind a word for publication.
    fn labelled(&self, order: Option<DateOrder>) -> Option<EdtfDate> {
        words()?
            .labels
            .find_iter(&self.seen)
            .find_map(|label| day::expected(self.text_at(label.start(), label.len() + LABELLED), order))
    }
}

/// The end of the word at a place, of a long one the end of its next [`WORD`] bytes.
fn word_end(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let rest = &rest[..rest.floor_char_boundary(WORD)];
    at + rest.find(char::is_whitespace).unwrap_or(rest.len())
}

/// The first whole day of stamps that can be read in one way only, otherwise the first whole day, otherwise the first date;
/// and whether it was told in UTC.
fn first_stamped<'s>(stamps: impl Iterator<Item = &'s String>, order: Option<DateOrder>) -> Option<(EdtfDate, bool)> {
    let read = stamps.filter_map(|stamp| Some((day::stamped(stamp, order)?, is_universal(stamp))));
    let read: Vec<(EdtfDate, bool)> = read.collect();
    let first = |fits: fn(&EdtfDate) -> bool| read.iter().find(|(date, _)| fits(date));
    let exact = first(EdtfDate::is_exact_day);
    exact.or_else(|| first(|date| date.span_days() == Some(1))).or(read.first()).cloned()
}

/// What has its place by the headline, that behind it first; all if there is no headline.
fn near<'s, T>(
    things: &'s [T],
    place: impl Fn(&T) -> usize + Copy,
    headline: Option<&SeenHeading>,
) -> impl Iterator<Item = &'s T> {
    let (start, end) =
        headline.map_or((0, usize::MAX), |headline| (headline.start, headline.end.saturating_add(MARKED_NEAR.0)));
    let behind = things.iter().filter(move |thing| (start..end).contains(&place(thing)));
    let from = start.saturating_sub(MARKED_NEAR.1);
    let before = things.iter().rev().filter(move |thing| (from..start).contains(&place(thing)));
    behind.chain(before)
}

/// Whether a day that a page shows is what its metadata means: one day off what is told in UTC; or with month and day
/// exchanged, if it can be read in one way only.
fn is_meant(shown: &EdtfDate, told: &EdtfDate, universal: bool) -> bool {
    let day = |date: &EdtfDate| date.earliest().filter(|_| date.span_days() == Some(1));
    let (Some(first), Some(told)) = (day(shown), day(told)) else { return false };
    let exchanged = first.year() == told.year() && first.month() == told.day() && first.day() == told.month();
    exchanged && !shown.is_approximate() || universal && (first - told).num_days().abs() == 1
}
