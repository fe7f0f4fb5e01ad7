//! The names of the records that the palette finds.

use std::num::NonZeroU32;

use rayon::prelude::*;

use crate::dossier::{Dossier, Kind, Rec};
use crate::query::{self, QueryView};
use crate::report::wording;
use crate::text::fold;

/// The number of records that are matched letter by letter. Beyond it, articles are found by their words.
pub const MATCHED_AT_MOST: usize = 50_000;

/// The texts by which an item is found.
#[derive(Clone, Debug)]
pub(super) struct SearchedNames {
    /// The name, folded: a space before each word.
    pub folded: Box<str>,
    /// Other names, folded.
    pub aliases: Box<[Box<str>]>,
    /// What it does, folded: matched word by word, ranked below all names.
    pub about: Box<str>,
    /// The bytes of the name.
    pub length: usize,
}

impl SearchedNames {
    pub fn new(name: &str, about: &str) -> SearchedNames {
        let about = fold::words(about).into();
        SearchedNames { folded: fold::words(name).into(), aliases: Box::default(), about, length: name.len() }
    }

    pub fn of_record(dossier: &Dossier, rec: Rec) -> SearchedNames {
        let aliases = dossier.aliases(rec).iter().map(|alias| fold::words(alias).into()).collect();
        SearchedNames { aliases, ..SearchedNames::new(&wording::name(dossier, rec), "") }
    }
}

/// The names of the records, prepared once per dossier: which of them are found is decided by the day.
#[derive(Debug)]
pub struct PaletteRecords {
    pub(super) records: Vec<(Rec, SearchedNames)>,
    /// Whether articles are left out because there are too many records.
    pub(super) by_words: bool,
}

impl PaletteRecords {
    /// All records of a dossier.
    #[must_use]
    pub fn of(dossier: &Dossier) -> PaletteRecords {
        PaletteRecords::at_most(dossier, MATCHED_AT_MOST)
    }

    /// The same with another maximum. Events beyond it are left out, and articles if it is not enough for all records.
    #[must_use]
    pub fn at_most(dossier: &Dossier, most: usize) -> PaletteRecords {
        let by_words = Kind::ALL.iter().map(|&kind| dossier.count(kind)).sum::<usize>() > most;
        let kinds = Kind::NAMED.iter().chain(&[Kind::Figure, Kind::Event, Kind::Article]);
        let kinds = kinds.filter(|&&kind| !(by_words && kind == Kind::Article));
        let records: Vec<Rec> = kinds.flat_map(|&kind| dossier.all(kind)).take(most).collect();
        let names = |rec: Rec| (rec, SearchedNames::of_record(dossier, rec));
        PaletteRecords { records: records.into_par_iter().map(names).collect(), by_words }
    }

    /// Whether articles are found by their words alone, because there are too many records.
    #[must_use]
    pub fn has_articles_by_words(&self) -> bool {
        self.by_words
    }

    /// How many records are matched letter by letter.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }
}

/// For each record of a kind, by its position in the dossier, its place in the display order of all records; `None`
/// where it is not known on the day.
#[derive(Debug, Default)]
pub struct DisplayPlaces([Vec<Option<NonZeroU32>>; Kind::ALL.len()]);

impl DisplayPlaces {
    /// The places on the day of the view, whatever the filter.
    #[must_use]
    pub fn of(records: &PaletteRecords, view: &QueryView) -> DisplayPlaces {
        let all = query::shown(&query::Query::default(), view);
        let mut place = NonZeroU32::MIN;
        DisplayPlaces(std::array::from_fn(|at| {
            let kind = Kind::ALL[at];
            if records.by_words && kind == Kind::Article {
                return Vec::new();
            }
            let mut places = vec![None; view.dossier.count(kind)];
            for rec in all.of(kind).iter() {
                places[rec.ix()] = Some(place);
                place = place.saturating_add(1);
            }
            places
        }))
    }

    pub(super) fn get(&self, rec: Rec) -> Option<usize> {
        self.0[rec.kind() as usize][rec.ix()].map(|place| place.get() as usize)
    }
}
