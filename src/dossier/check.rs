//! What can be wrong with a whole dossier although each record is well-formed: cycles, unused records, missing dates.

mod days;
mod quote;

use chrono::NaiveDate;

use super::problem::Severity;
use super::record::{
    ArticleIx, Coordinates, CorridorIx, EventIx, FigureSubject, Kind, PlaceIx, Rec, RecordSpot, SourcePlace,
};
use super::{Dossier, EdtfDate};
use crate::text::web_address;

/// Something that is wrong with a dossier as a whole, or worth a warning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckFinding {
    /// References that must not form a cycle do.
    Circle {
        /// The key: `based_on`, `depends_on` or `branch_of`.
        key: &'static str,
        /// The records on the cycle, starting with the repeated one; the last refers to the first. Only the first few.
        path: Vec<Rec>,
        /// The number of records on the cycle.
        length: usize,
        /// The reference that closes the cycle: from this record …
        from: Rec,
        /// … to this one.
        to: Rec,
    },
    /// An article with neither `published` nor `retrieved`: it is unknown since when it is known.
    Undated(ArticleIx),
    /// An article whose `published` or `retrieved`, the key that is given, lies after today wherever one is.
    AfterToday(ArticleIx, &'static str),
    /// An article whose `published` or `retrieved` lies before 1900.
    Before1900(ArticleIx, &'static str),
    /// The day until which the author looked lies after today or before 1900, as these words say.
    Researched(&'static str),
    /// An article whose `url` is not a web address, or not one that a browser takes as it is written.
    OddAddress(ArticleIx),
    /// An article of which an address is written with a name and password.
    Password(ArticleIx),
    /// An article that nothing refers to.
    UnusedArticle(ArticleIx),
    /// A place that nothing refers to.
    UnusedPlace(PlaceIx),
    /// A quote that does not stand in the text of its article.
    LostQuote {
        /// What the statement is about.
        about: Rec,
        /// Where the statement stands.
        at: SourcePlace,
        /// The article whose text the dossier holds.
        source: ArticleIx,
    },
    /// A date of something past that begins after its source is known.
    AheadOfSource {
        /// What the statement is about.
        about: Rec,
        /// Where the statement stands.
        at: SourcePlace,
        /// The key of the date: `date`, `seen` or `period`.
        key: &'static str,
        /// The date, as written.
        date: String,
        /// The article that says so.
        source: ArticleIx,
    },
    /// A place or port on a corridor, without coordinates: the corridor cannot be drawn.
    Unplaced(RecordSpot),
}

impl CheckFinding {
    /// Cycles are errors; the rest are warnings.
    #[must_use]
    pub fn severity(&self) -> Severity {
        if matches!(self, CheckFinding::Circle { .. }) { Severity::Error } else { Severity::Warning }
    }

    /// The record that it is about; `None` for the story itself.
    #[must_use]
    pub fn about(&self) -> Option<Rec> {
        Some(match *self {
            CheckFinding::Researched(_) => return None,
            CheckFinding::Circle { from, .. } => from,
            CheckFinding::LostQuote { about, .. } | CheckFinding::AheadOfSource { about, .. } => about,
            CheckFinding::Undated(ix)
            | CheckFinding::UnusedArticle(ix)
            | CheckFinding::OddAddress(ix)
            | CheckFinding::Password(ix)
            | CheckFinding::AfterToday(ix, _)
            | CheckFinding::Before1900(ix, _) => ix.into(),
            CheckFinding::UnusedPlace(ix) => ix.into(),
            CheckFinding::Unplaced(spot) => spot.into(),
        })
    }

    /// Where the statement or the story stands that it is about, where it is about one.
    #[must_use]
    pub fn at(&self, dossier: &Dossier) -> Option<SourcePlace> {
        match self {
            CheckFinding::LostQuote { at, .. } | CheckFinding::AheadOfSource { at, .. } => Some(*at),
            CheckFinding::Researched(_) => Some(dossier.story.at),
            _ => None,
        }
    }

    /// One line for people, in the form of a [`super::problem::Problem`]'s message.
    #[must_use]
    pub fn message(&self, dossier: &Dossier) -> String {
        match self {
            CheckFinding::Circle { key, path, length, to, .. } => {
                let mut ids: Vec<&str> = path.iter().map(|&rec| dossier.id(rec)).collect();
                if path.len() < *length {
                    ids.push("…");
                }
                ids.push(dossier.id(*to));
                format!("`{key}` goes in a circle: {}", ids.join(" → "))
            }
            CheckFinding::Undated(_) => {
                "article with neither `published` nor `retrieved`; what it says counts as always known".to_owned()
            }
            CheckFinding::AfterToday(ix, key) => {
                let date = written(dossier, *ix, key);
                let (published, retrieved) = (dossier.articles.published(*ix).1, dossier.articles.retrieved(*ix).1);
                let day = if *key == "published" { published } else { retrieved };
                let hidden = day.is_some() && dossier.articles.known(*ix) == day;
                let then = if hidden { "; what the article says is not shown until then" } else { "" };
                format!("`{key}` {date} lies after today{then}")
            }
            CheckFinding::Before1900(ix, key) => {
                format!(
                    "`{key}` {} lies before 1900; what the article says counts as known since then",
                    written(dossier, *ix, key)
                )
            }
            CheckFinding::Researched(why) => {
                let date = dossier.story.researched.as_ref().map(EdtfDate::as_str).unwrap_or_default();
                format!("`researched` {date} {why}")
            }
            CheckFinding::OddAddress(ix) => {
                let url = dossier.articles.get(*ix).url.unwrap_or_default();
                match web_address(url) {
                    Some(address) => format!("`url` is not written as an address has to be; `{address}` is opened"),
                    None => format!("`url` is not a web address, with `https://` and a host: `{url}`"),
                }
            }
            CheckFinding::Password(_) => {
                "a name and password stand in the address, for everyone who has this file; nothing shows them"
                    .to_owned()
            }
            CheckFinding::LostQuote { source, .. } => {
                format!("the quote does not stand in the text of `{}`", dossier.id((*source).into()))
            }
            CheckFinding::AheadOfSource { key, date, source, .. } => {
                let known = dossier.articles.known(*source).map(|day| day.to_string()).unwrap_or_default();
                let id = dossier.id((*source).into());
                format!("`{key}` {date} lies after {known}, the day of its source `{id}`, which says that it is past")
            }
            CheckFinding::UnusedArticle(ix) => format!("nothing refers to the article `{}`", dossier.id((*ix).into())),
            CheckFinding::UnusedPlace(ix) => format!("nothing refers to the place `{}`", dossier.id((*ix).into())),
            CheckFinding::Unplaced(spot) => {
                format!("`{}` is on a corridor and has no coordinates", dossier.id((*spot).into()))
            }
        }
    }
}

/// A date of an article, as written.
fn written<'a>(dossier: &'a Dossier, ix: ArticleIx, key: &str) -> &'a str {
    let article = dossier.articles.get(ix);
    if key == "published" { article.published } else { article.retrieved }.unwrap_or_default()
}

/// All findings, in the order: circles, the story, articles, places, quotes, dates of what is past. Without a day of today, no date is too late.
#[must_use]
pub fn check(dossier: &Dossier, today: Option<NaiveDate>) -> Vec<CheckFinding> {
    let mut findings = Vec::new();
    check_each(dossier, today, &mut |finding| findings.push(finding));
    findings
}

/// Calls `found` with each finding in turn: of a million articles a million may be of no use.
pub fn check_each(dossier: &Dossier, today: Option<NaiveDate>, found: &mut dyn FnMut(CheckFinding)) {
    let mut findings = Vec::new();
    circles(dossier, &mut findings);
    findings.drain(..).for_each(&mut *found);
    days::check_story(dossier, today, found);
    let used = UsedRecords::of(dossier);
    for (ix, &used) in (0..).map(ArticleIx).zip(&used.articles) {
        if !dossier.articles.is_dated(ix) {
            found(CheckFinding::Undated(ix));
        }
        days::check_article(dossier, ix, today, found);
        let is_odd = |url: &str| {
            // Letters beyond ASCII are as people write them and browsers show them; an apostrophe is as good as encoded.
            let plain = |c: char| if c.is_ascii() && c != '\'' { c } else { 'x' };
            let url: String = url.trim().chars().map(plain).collect();
            web_address(&url).is_none_or(|address| address != url)
        };
        if dossier.articles.get(ix).url.is_some_and(is_odd) {
            found(CheckFinding::OddAddress(ix));
        }
        if dossier.articles.had_password(ix) {
            found(CheckFinding::Password(ix));
        }
        if !used {
            found(CheckFinding::UnusedArticle(ix));
        }
    }
    for ix in (0..dossier.places.len()).filter(|&ix| !used.places[ix]) {
        found(CheckFinding::UnusedPlace(PlaceIx(u32::try_from(ix).unwrap_or(u32::MAX))));
    }
    let mut ends: Vec<RecordSpot> =
        dossier.corridors.iter().flat_map(|c| &c.legs).flat_map(|leg| [leg.from, leg.to]).collect();
    ends.sort();
    ends.dedup();
    let unplaced = ends.into_iter().filter(|&spot| coordinates(dossier, spot).is_none());
    unplaced.map(CheckFinding::Unplaced).for_each(&mut *found);
    quote::check(dossier, found);
    days::check_past(dossier, found);
}

fn coordinates(dossier: &Dossier, spot: RecordSpot) -> Option<Coordinates> {
    match spot {
        RecordSpot::Port(ix) => dossier.ports.get(ix.ix())?.coordinates,
        RecordSpot::Place(ix) => dossier.places.get(ix.ix())?.coordinates,
    }
}

/// Which articles and places something refers to.
struct UsedRecords {
    articles: Vec<bool>,
    places: Vec<bool>,
}

impl UsedRecords {
    fn of(dossier: &Dossier) -> UsedRecords {
        let mut used =
            UsedRecords { articles: vec![false; dossier.articles.len()], places: vec![false; dossier.places.len()] };
        for (_, based_on) in dossier.articles.based_on() {
            used.articles(based_on);
        }
        for event in &dossier.events {
            event.reports.iter().for_each(|report| used.source(report.source));
            event.places.iter().for_each(|&spot| used.record(spot.into()));
        }
        for actor in &dossier.actors {
            used.articles(&actor.sources);
            actor.offices.iter().flat_map(|o| [o.source, o.end_source]).for_each(|source| used.source(source));
            actor.positions.iter().for_each(|position| used.source(position.source));
        }
        dossier.ports.iter().for_each(|port| used.articles(&port.sources));
        dossier.places.iter().for_each(|place| used.articles(&place.sources));
        for corridor in &dossier.corridors {
            used.articles(&corridor.sources);
            corridor.reports.iter().for_each(|report| used.source(report.source));
            corridor.legs.iter().flat_map(|leg| [leg.from, leg.to]).for_each(|spot| used.record(spot.into()));
        }
        for figure in &dossier.figures {
            used.source(Some(figure.source));
            if let FigureSubject::Rec(rec) = figure.about {
                used.record(rec);
            }
        }
        used
    }

    fn articles(&mut self, articles: &[ArticleIx]) {
        for &ix in articles {
            self.record(ix.into());
        }
    }

    fn source(&mut self, source: Option<ArticleIx>) {
        if let Some(ix) = source {
            self.record(ix.into());
        }
    }

    fn record(&mut self, rec: Rec) {
        let used = match rec {
            Rec::Article(ix) => self.articles.get_mut(ix.ix()),
            Rec::Place(ix) => self.places.get_mut(ix.ix()),
            _ => None,
        };
        if let Some(used) = used {
            *used = true;
        }
    }
}

fn circles(dossier: &Dossier, findings: &mut Vec<CheckFinding>) {
    let based_on = |ix, nth| {
        let article = dossier.articles.get(ArticleIx(u32::try_from(ix).ok()?));
        article.based_on.get(nth).map(|to: &ArticleIx| to.ix())
    };
    if dossier.articles.based_on().next().is_some() {
        circles_of(dossier, Kind::Article, "based_on", findings, &based_on);
    }
    let depends_on = |ix: usize, nth| dossier.events[ix].depends_on.get(nth).copied().map(EventIx::ix);
    circles_of(dossier, Kind::Event, "depends_on", findings, &depends_on);
    let branch_of = |ix: usize, nth| dossier.corridors[ix].branch_of.filter(|_| nth == 0).map(CorridorIx::ix);
    circles_of(dossier, Kind::Corridor, "branch_of", findings, &branch_of);
}

/// The maximum number of names of a cycle in a message.
const TOLD: usize = 8;

/// Depth-first search with an explicit stack, since chains can be as long as the dossier. `next` returns the n-th
/// reference of a record.
fn circles_of(
    dossier: &Dossier,
    kind: Kind,
    key: &'static str,
    findings: &mut Vec<CheckFinding>,
    next: &dyn Fn(usize, usize) -> Option<usize>,
) {
    const NEW: usize = usize::MAX;
    const DONE: usize = usize::MAX - 1;
    let count = dossier.count(kind);
    // For each record: not seen yet, done, or its position on the way.
    let mut state = vec![NEW; count];
    for start in 0..count {
        if state[start] != NEW {
            continue;
        }
        state[start] = 0;
        let mut way = vec![(start, 0)];
        while let Some((at, nth)) = way.last_mut() {
            let from = *at;
            let Some(to) = next(from, *nth) else {
                state[from] = DONE;
                way.pop();
                continue;
            };
            *nth += 1;
            match state.get(to).copied() {
                Some(NEW) => {
                    state[to] = way.len();
                    way.push((to, 0));
                }
                None | Some(DONE) => {}
                Some(position) => findings.push(CheckFinding::Circle {
                    key,
                    path: way[position..].iter().take(TOLD).map(|&(ix, _)| Rec::new(kind, ix)).collect(),
                    length: way.len() - position,
                    from: Rec::new(kind, from),
                    to: Rec::new(kind, to),
                }),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::ArticleFields;

    #[test]
    fn a_chain_of_a_million_articles_is_no_circle_until_its_ends_meet() {
        let mut dossier = Dossier::default();
        for ix in 0..1_000_000 {
            let id = ix.to_string();
            let based_on = if ix == 0 { vec![] } else { vec![ArticleIx(ix - 1)] };
            dossier.articles.push(ArticleFields { id, based_on, ..ArticleFields::default() });
        }
        let circles = |dossier: &Dossier| {
            let mut findings = Vec::new();
            circles(dossier, &mut findings);
            findings
        };
        assert_eq!(circles(&dossier), []);
        dossier.articles.set_based_on(ArticleIx(0), vec![ArticleIx(999_999)]);
        let found = circles(&dossier);
        assert_eq!(found.len(), 1);
        assert!(found[0].message(&dossier).starts_with("`based_on` goes in a circle: 0 → 999999 → 999998 →"));
        assert!(found[0].message(&dossier).ends_with("→ … → 0"));
    }

    #[test]
    fn an_article_based_on_itself_is_a_circle() {
        let mut dossier = Dossier::default();
        dossier.articles.push(ArticleFields { id: "a".into(), based_on: vec![ArticleIx(0)], ..Default::default() });
        assert_eq!(check(&dossier, None)[0].message(&dossier), "`based_on` goes in a circle: a → a");
    }
}
