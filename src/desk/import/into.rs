//! Imported records beside those of an existing dossier: what it has already is pointed out and not written again.

use std::path::PathBuf;

use hashbrown::HashMap;

use super::{ImportDraft, ImportPlace, ImportedDossier, ImportedRecord, REFERENCES, print, problems_of};
use crate::desk::edit::{EditFields, EditValue, slug};
use crate::desk::page::canonical;
use crate::dossier::{
    ArticleIx, CorridorStatus, Dossier, EdtfDate, Event, EventIx, Figure, FigureAmount, FigureSubject, Kind, Rec,
};
use crate::text::fold;

/// The name under which new records are checked; no dossier has a file of this name.
const NEW: &str = "imported records.toml";

/// The dossier to which an import adds.
#[derive(Clone, Copy, Debug)]
pub struct ImportTarget<'a> {
    /// As it is.
    pub dossier: &'a Dossier,
    /// Its files, each with its text.
    pub texts: &'a [(PathBuf, String)],
}

/// What an import adds to a dossier.
#[derive(Clone, Debug, Default)]
pub struct ImportAddition {
    /// New records as TOML, to stand behind what a file holds; empty if there are none.
    pub text: String,
    /// Reports for events and corridors that the dossier has: the id of the record, and the fields.
    pub reports: Vec<(String, EditFields)>,
    /// What the dossier has already, by place.
    pub known: Vec<(ImportPlace, String)>,
}

/// The records of a dossier by what identifies them, so that each row is looked up in constant time.
struct KnownRecords<'a> {
    dossier: &'a Dossier,
    addresses: HashMap<String, ArticleIx>,
    headlines: HashMap<(String, String), Vec<ArticleIx>>,
    titles: HashMap<String, Vec<EventIx>>,
    names: HashMap<(&'static str, String), Rec>,
}

impl<'a> KnownRecords<'a> {
    fn of(dossier: &'a Dossier) -> KnownRecords<'a> {
        let mut known = KnownRecords {
            dossier,
            addresses: HashMap::new(),
            headlines: HashMap::new(),
            titles: HashMap::new(),
            names: HashMap::new(),
        };
        for (ix, article) in dossier.articles.iter() {
            known.addresses.extend(article.url.and_then(canonical).map(|url| (url, ix)));
            let headline = (fold::words(article.title), fold::words(article.outlet));
            known.headlines.entry(headline).or_default().push(ix);
        }
        for rec in dossier.all(Kind::Event) {
            if let Rec::Event(ix) = rec {
                known.titles.entry(fold::words(&dossier[ix].title)).or_default().push(ix);
            }
        }
        for kind in Kind::NAMED {
            for rec in dossier.all(kind) {
                for name in dossier.names(rec) {
                    known.names.entry((kind.word(), fold::words(name))).or_insert(rec);
                }
            }
        }
        known
    }

    /// The record that an imported one is already.
    fn find(&self, kind: Kind, item: &ImportedRecord) -> Option<Rec> {
        match kind {
            Kind::Article => self.article(item).map(Rec::Article),
            Kind::Event => self.event(item).map(Rec::Event),
            Kind::Figure => self.figure(item),
            kind => self.names.get(&(kind.word(), fold::words(item.text("name")?))).copied(),
        }
    }

    /// The one with the address; where one of both has none, the one with headline, outlet and day.
    fn article(&self, item: &ImportedRecord) -> Option<ArticleIx> {
        let address = item.text("url").and_then(canonical);
        if let Some(ix) = address.as_ref().and_then(|address| self.addresses.get(address)) {
            return Some(*ix);
        }
        let headline = (fold::words(item.text("title")?), fold::words(item.text("outlet")?));
        let is_it = |ix: &&ArticleIx| {
            let article = self.dossier.articles.get(**ix);
            (address.is_none() || article.url.is_none())
                && item
                    .text("published")
                    .is_none_or(|day| article.published_date().is_some_and(|of| of.as_str() == day))
        };
        self.headlines.get(&headline)?.iter().find(is_it).copied()
    }

    /// The one with the title whose dates do not speak against it.
    fn event(&self, item: &ImportedRecord) -> Option<EventIx> {
        let of_title = self.titles.get(&fold::words(item.text("title")?))?;
        let date = item.text("date").or_else(|| item.lists.get("reports")?.first()?.text("date"));
        let date = date.and_then(|date| EdtfDate::parse(date).ok());
        of_title.iter().copied().find(|&ix| date.as_ref().is_none_or(|date| has_date(&self.dossier[ix], date)))
    }

    fn figure(&self, item: &ImportedRecord) -> Option<Rec> {
        let number = |key: &str| match item.fields.iter().find(|(name, _)| *name == key)?.1 {
            EditValue::Number(number) => Some(number),
            _ => None,
        };
        let is_it = |figure: &Figure| {
            let about = match figure.about {
                FigureSubject::Story => "story",
                FigureSubject::Rec(rec) => self.dossier.id(rec),
            };
            let same = match figure.amount {
                FigureAmount::Exactly(value) => number("value") == Some(value),
                FigureAmount::Range { min, max } => (number("min"), number("max")) == (min, max),
            };
            same && item.text("about").unwrap_or("story") == about
                && item.text("metric") == Some(&figure.metric)
                && item.text("period") == figure.period.as_ref().map(EdtfDate::as_str)
                && item.text("source") == Some(self.dossier.articles.id(figure.source))
        };
        self.dossier.all(Kind::Figure).find(|&rec| matches!(rec, Rec::Figure(ix) if is_it(&self.dossier[ix])))
    }
}

/// Whether a report gives this date, or none gives any.
fn has_date(event: &Event, date: &EdtfDate) -> bool {
    let mut dates = event.reports.iter().filter_map(|report| report.date.as_ref()).peekable();
    dates.peek().is_none() || dates.any(|known| (known.earliest(), known.latest()) == (date.earliest(), date.latest()))
}

impl ImportDraft {
    /// What is added to a dossier, checked together with its files.
    pub(super) fn finish_into(mut self, target: ImportTarget<'_>) -> ImportedDossier {
        let dossier = target.dossier;
        let known = KnownRecords::of(dossier);
        self.take_ids(&known);
        self.drop_dangling(&|id| dossier.find(id).is_some());
        let mut addition = ImportAddition::default();
        let (mut counts, mut lines) = (Vec::new(), Vec::new());
        for &kind in Kind::ALL {
            let Some(items) = self.records.remove(kind.word()) else { continue };
            let mut new = Vec::new();
            for item in items {
                match known.find(kind, &item) {
                    Some(rec) => self.point_out(dossier, rec, &item, &mut addition),
                    None => new.push(item),
                }
            }
            if !new.is_empty() {
                counts.push((kind, new.len()));
                let before = addition.text.matches('\n').count();
                let (text, of_kind) = print(kind.word(), &new);
                if !addition.text.is_empty() {
                    addition.text.push('\n');
                }
                let before = before + usize::from(before > 0);
                lines.extend(of_kind.into_iter().map(|(line, place)| (line + before, place)));
                addition.text.push_str(&text);
            }
        }
        let mut texts = target.texts.to_vec();
        if !addition.text.is_empty() {
            texts.push((NEW.into(), addition.text.clone()));
        }
        let places = [(NEW.to_owned(), lines)].into_iter().collect();
        let (mut errors, warnings) = problems_of(&texts, &places, |path| path == NEW);
        errors.extend(self.errors);
        errors.sort_by(|(a, _), (b, _)| a.cmp(b));
        let lost = self.lost.into_iter().filter(|(_, count)| *count > 0).collect();
        ImportedDossier {
            files: Vec::new(),
            counts,
            notes: self.notes,
            errors,
            warnings,
            lost,
            addition: Some(addition),
        }
    }

    /// Gives records that the dossier has their ids there, and others ids that it has not; what names them follows.
    fn take_ids(&mut self, known: &KnownRecords<'_>) {
        let mut renamed: HashMap<String, String> = HashMap::new();
        for &kind in Kind::ALL {
            for item in self.records.get(kind.word()).into_iter().flatten().filter(|_| kind != Kind::Figure) {
                let Some(id) = item.text("id") else { continue };
                let there = known.find(kind, item).map(|rec| known.dossier.id(rec).to_owned());
                let is_taken = |id: &str| known.dossier.find(id).is_some() || renamed.values().any(|other| other == id);
                let id_there = there.or_else(|| is_taken(id).then(|| slug(id, is_taken)));
                if let Some(other) = id_there.filter(|other| other != id) {
                    renamed.insert(id.to_owned(), other);
                }
            }
        }
        if renamed.is_empty() {
            return;
        }
        for item in self.records.values_mut().flatten() {
            rename(item, &renamed);
            item.lists.values_mut().flatten().for_each(|inner| rename(inner, &renamed));
        }
    }

    /// Says what is there, and adds the reports that are not.
    fn point_out(&mut self, dossier: &Dossier, rec: Rec, item: &ImportedRecord, addition: &mut ImportAddition) {
        let id = dossier.id(rec);
        let mut added = 0;
        for (list, inner) in item.lists.iter().flat_map(|(list, all)| all.iter().map(move |inner| (*list, inner))) {
            let has = match (list, rec) {
                ("reports", Rec::Event(ix)) => dossier[ix].reports.iter().any(|report| {
                    let source = report.source.map(|source| dossier.articles.id(source));
                    let date = inner.text("date").and_then(|date| EdtfDate::parse(date).ok());
                    source == inner.text("source") && (date.is_none() || date == report.date)
                }),
                ("reports", Rec::Corridor(ix)) => dossier[ix].reports.iter().any(|report| {
                    report.source.map(|source| dossier.articles.id(source)) == inner.text("source")
                        && inner.text("status") == report.status.map(CorridorStatus::word)
                }),
                _ => {
                    self.lose(format!("{list} of what the dossier has already"), 1);
                    continue;
                }
            };
            if !has {
                added += 1;
                addition.reports.push((id.to_owned(), inner.fields.clone()));
            }
        }
        let more = match added {
            0 => String::new(),
            1 => "; its report is new".to_owned(),
            n => format!("; {n} of its reports are new"),
        };
        let what = rec.kind().singular();
        addition.known.push((item.place.clone(), format!("the dossier has this {what} already: `{id}`{more}")));
    }
}

fn rename(item: &mut ImportedRecord, renamed: &HashMap<String, String>) {
    for (key, datum) in &mut item.fields {
        if *key != "id" && !REFERENCES.contains(key) && *key != "leg" {
            continue;
        }
        match datum {
            EditValue::Text(id) => {
                if let Some(other) = renamed.get(id) {
                    id.clone_from(other);
                }
            }
            EditValue::Texts(all) => {
                for id in all {
                    if let Some(other) = renamed.get(id) {
                        id.clone_from(other);
                    }
                }
            }
            _ => {}
        }
    }
}
