//! The fields of each kind of record and statement: one table serves JSON, lists, CSV and cards.
//!
//! A row is a key shown as written in the file ([`WrittenKey`], defined next to its reader) or a value computed from
//! the record on a day. Keys without a row follow the named ones in every output, so a new key of the format needs no
//! row here.

mod actor;
mod article;
mod corridor;
mod event;
mod figure;
mod spot;

use hashbrown::HashMap;

use crate::dossier::{
    ActorIx, ArticleIx, CorridorIx, Dossier, EdtfDate, EventIx, FieldValue, FigureIx, FigureSubject, Kind, PlaceIx,
    PortIx, Rec, WrittenKey,
};
use crate::story::Snapshot;

pub use actor::{ACTOR, OFFICE, POSITION};
pub use article::ARTICLE;
pub use corridor::{CORRIDOR, CORRIDOR_REPORT, LEG};
pub use event::{EVENT, REPORT};
pub use figure::FIGURE;
pub use spot::{PLACE, PORT};

/// The outputs that show a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldOutputs(u8);

impl FieldOutputs {
    /// JSON.
    pub const JSON: FieldOutputs = FieldOutputs(1);
    /// The list of `karwan list --format tsv`.
    pub const TSV: FieldOutputs = FieldOutputs(2);
    /// The tables of `karwan export csv`.
    pub const CSV: FieldOutputs = FieldOutputs(4);
    /// All of these.
    pub const ALL: FieldOutputs = FieldOutputs(7);

    /// Both.
    #[must_use]
    pub const fn and(self, other: FieldOutputs) -> FieldOutputs {
        FieldOutputs(self.0 | other.0)
    }

    fn has(self, other: FieldOutputs) -> bool {
        self.0 & other.0 != 0
    }
}

/// How a column of a printed table is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnFit {
    /// Left-aligned, never cut.
    Left,
    /// Right-aligned, never cut.
    Right,
    /// Left-aligned, cut if the table is too wide, but not below this many columns.
    Cut(usize),
}

/// A column of the table that `karwan list` prints.
#[derive(Clone, Copy, Debug)]
pub struct FieldColumn<Ix: 'static> {
    /// Its position in the table, from the left.
    pub order: u8,
    /// Its heading.
    pub head: &'static str,
    /// Its layout.
    pub fit: ColumnFit,
    /// The cell's text, if that is not the value in plain words.
    words: Option<fn(&FieldRecords<'_>, Ix) -> String>,
}

/// A value computed from a record or statement.
type ComputedField<Ix> = for<'a> fn(&FieldRecords<'a>, Ix) -> FieldValue<'a>;

/// A field of a kind: a written key, or a computed value.
#[derive(Clone, Copy, Debug)]
pub struct FieldRow<Ix: 'static> {
    /// The name in JSON, TSV and CSV.
    pub name: &'static str,
    computed: Option<ComputedField<Ix>>,
    outputs: FieldOutputs,
    column: Option<FieldColumn<Ix>>,
}

impl<Ix> FieldRow<Ix> {
    /// A key shown as written in the file.
    const fn written(key: &'static str) -> Self {
        FieldRow { name: key, computed: None, outputs: FieldOutputs::ALL, column: None }
    }

    /// A computed value.
    const fn computed(name: &'static str, value: ComputedField<Ix>) -> Self {
        FieldRow { name, computed: Some(value), outputs: FieldOutputs::ALL, column: None }
    }

    /// A computed value for these outputs only.
    const fn only(self, outputs: FieldOutputs) -> Self {
        FieldRow { name: self.name, computed: self.computed, outputs, column: self.column }
    }

    /// A computed value with a column of the printed table.
    const fn column(self, order: u8, head: &'static str, fit: ColumnFit) -> Self {
        let column = Some(FieldColumn { order, head, fit, words: None });
        FieldRow { name: self.name, computed: self.computed, outputs: self.outputs, column }
    }

    /// A computed value with a column of the printed table that words it differently.
    const fn column_of(
        self,
        order: u8,
        head: &'static str,
        fit: ColumnFit,
        words: fn(&FieldRecords<'_>, Ix) -> String,
    ) -> Self {
        let column = Some(FieldColumn { order, head, fit, words: Some(words) });
        FieldRow { name: self.name, computed: self.computed, outputs: self.outputs, column }
    }
}

/// The fields of a kind, in order.
#[derive(Debug)]
pub struct FieldTable<Ix: 'static> {
    rows: &'static [FieldRow<Ix>],
    written: &'static [WrittenKey<Ix>],
    /// Whether every statement about the record is known, so that text written in hindsight may be shown.
    is_complete: fn(&FieldRecords<'_>, Ix) -> bool,
}

impl<Ix: Copy> FieldTable<Ix> {
    /// The names of the fields of an output.
    #[must_use]
    pub fn names(&self, output: FieldOutputs) -> Vec<&'static str> {
        let named = self.rows.iter().filter(|row| row.outputs.has(output)).map(|row| row.name);
        named.chain(self.unnamed().map(|key| key.key)).collect()
    }

    /// The names and values of the fields of an output.
    pub fn values<'a>(
        &self,
        facts: &FieldRecords<'a>,
        ix: Ix,
        output: FieldOutputs,
    ) -> Vec<(&'static str, FieldValue<'a>)> {
        let rows = self.rows.iter().filter(|row| row.outputs.has(output));
        let named = rows.map(|row| (row.name, self.value(facts, ix, row)));
        named.chain(self.unnamed().map(|key| (key.key, self.of_key(facts, ix, key)))).collect()
    }

    /// The columns of the printed table, from the left.
    #[must_use]
    pub fn columns(&self) -> Vec<FieldColumn<Ix>> {
        self.in_columns().into_iter().map(|(_, column)| column).collect()
    }

    /// The cells of the printed table.
    #[must_use]
    pub fn cells(&self, facts: &FieldRecords<'_>, ix: Ix) -> Vec<String> {
        let cell = |(row, column): (&FieldRow<Ix>, FieldColumn<Ix>)| match column.words {
            Some(words) => words(facts, ix),
            None => facts.plain(&self.value(facts, ix, row)),
        };
        self.in_columns().into_iter().map(cell).collect()
    }

    /// The keys that a card shows as written, each with its label; keys without a value are left out.
    pub fn on_card(&self, facts: &FieldRecords<'_>, ix: Ix) -> Vec<(&'static str, String)> {
        let labelled = self.written.iter().filter(|key| !key.label.is_empty());
        let rows = labelled.map(|key| (key.label, facts.plain(&self.of_key(facts, ix, key))));
        rows.filter(|(_, words)| !words.is_empty()).collect()
    }

    /// The keys that are shown as written.
    #[must_use]
    pub fn written(&self) -> &'static [WrittenKey<Ix>] {
        self.written
    }

    /// The keys that older exported tables lack.
    #[must_use]
    pub fn later(&self) -> Vec<&'static str> {
        self.written.iter().filter(|key| key.later).map(|key| key.key).collect()
    }

    /// The keys without a row.
    pub fn unnamed(&self) -> impl Iterator<Item = &'static WrittenKey<Ix>> {
        self.written.iter().filter(|key| self.rows.iter().all(|row| row.name != key.key))
    }

    fn in_columns(&self) -> Vec<(&'static FieldRow<Ix>, FieldColumn<Ix>)> {
        let mut columns: Vec<_> = self.rows.iter().filter_map(|row| Some((row, row.column?))).collect();
        columns.sort_by_key(|(_, column)| column.order);
        columns
    }

    fn value<'a>(&self, facts: &FieldRecords<'a>, ix: Ix, row: &FieldRow<Ix>) -> FieldValue<'a> {
        match row.computed {
            Some(value) => value(facts, ix),
            None => match self.written.iter().find(|key| key.key == row.name) {
                Some(key) => self.of_key(facts, ix, key),
                None => FieldValue::Nothing,
            },
        }
    }

    fn of_key<'a>(&self, facts: &FieldRecords<'a>, ix: Ix, key: &WrittenKey<Ix>) -> FieldValue<'a> {
        if key.hindsight && !(self.is_complete)(facts, ix) {
            return FieldValue::Nothing;
        }
        (key.get)(facts.dossier, ix)
    }
}

/// The records of a dossier as known on a day.
#[derive(Debug)]
pub struct FieldRecords<'a> {
    pub(super) dossier: &'a Dossier,
    pub(super) snapshot: &'a Snapshot,
    /// The figures about a record, in the order of the files.
    figures: HashMap<Rec, Vec<FigureIx>>,
}

impl<'a> FieldRecords<'a> {
    /// Prepares what all records share.
    #[must_use]
    pub fn new(dossier: &'a Dossier, snapshot: &'a Snapshot) -> FieldRecords<'a> {
        let mut figures: HashMap<Rec, Vec<FigureIx>> = HashMap::new();
        for (figure, ix) in dossier.figures.iter().zip(0..) {
            if let FigureSubject::Rec(rec) = figure.about {
                figures.entry(rec).or_default().push(FigureIx(ix));
            }
        }
        FieldRecords { dossier, snapshot, figures }
    }

    /// The same for one record, without its figures.
    #[must_use]
    pub fn of_statements(dossier: &'a Dossier, snapshot: &'a Snapshot) -> FieldRecords<'a> {
        FieldRecords { dossier, snapshot, figures: HashMap::new() }
    }

    /// The names and values of the fields that a record has in an output.
    #[must_use]
    pub fn values(&self, rec: Rec, output: FieldOutputs) -> Vec<(&'static str, FieldValue<'a>)> {
        match rec {
            Rec::Event(ix) => EVENT.values(self, ix, output),
            Rec::Actor(ix) => ACTOR.values(self, ix, output),
            Rec::Port(ix) => PORT.values(self, ix, output),
            Rec::Place(ix) => PLACE.values(self, ix, output),
            Rec::Corridor(ix) => CORRIDOR.values(self, ix, output),
            Rec::Article(ix) => ARTICLE.values(self, ix, output),
            Rec::Figure(ix) => FIGURE.values(self, ix, output),
        }
    }

    /// The cells of the printed table.
    #[must_use]
    pub fn cells(&self, rec: Rec) -> Vec<String> {
        match rec {
            Rec::Event(ix) => EVENT.cells(self, ix),
            Rec::Actor(ix) => ACTOR.cells(self, ix),
            Rec::Port(ix) => PORT.cells(self, ix),
            Rec::Place(ix) => PLACE.cells(self, ix),
            Rec::Corridor(ix) => CORRIDOR.cells(self, ix),
            Rec::Article(ix) => ARTICLE.cells(self, ix),
            Rec::Figure(ix) => FIGURE.cells(self, ix),
        }
    }

    /// The ids of these records, if they may be shown on the day.
    pub(super) fn visible<'r>(&self, recs: &'r [Rec]) -> impl Iterator<Item = &'a str> + use<'a, 'r> {
        let (dossier, snapshot) = (self.dossier, self.snapshot);
        recs.iter().filter(move |&&rec| snapshot.is_visible(dossier, rec)).map(|&rec| dossier.id(rec))
    }

    /// A value as texts: several for a list, none if unknown; for an object with a name, that name.
    #[must_use]
    pub fn texts(&self, value: &FieldValue<'_>) -> Vec<String> {
        match value {
            FieldValue::Nothing => Vec::new(),
            FieldValue::Text(text) | FieldValue::Date(text) => vec![text.to_string()],
            FieldValue::Number(number) => vec![number.to_string()],
            FieldValue::Flag(yes) => vec![yes.to_string()],
            FieldValue::One(rec) => vec![self.dossier.id(*rec).to_owned()],
            FieldValue::Many(recs) => self.visible(recs).map(str::to_owned).collect(),
            FieldValue::Values(values) => values.iter().map(|(key, value)| format!("{key}: {value}")).collect(),
            FieldValue::List(all) => all.iter().flat_map(|value| self.texts(value)).collect(),
            FieldValue::Object(parts) => {
                let name = parts.iter().find(|(name, _)| *name == "field");
                name.map_or_else(Vec::new, |(_, value)| self.texts(value))
            }
        }
    }

    /// A value in plain words: dates as people write them, lists separated by commas.
    fn plain(&self, value: &FieldValue<'_>) -> String {
        match value {
            FieldValue::Date(date) => EdtfDate::parse(date).map_or_else(|_| date.to_string(), |date| date.display()),
            value => {
                // Forecasts and outcomes may disagree on the same key, which is shown once.
                let mut texts = self.texts(value);
                texts.dedup();
                texts.join(", ")
            }
        }
    }

    /// Whether an article was retrieved by the day.
    fn is_read(&self, article: ArticleIx) -> bool {
        self.dossier.articles.retrieved(article).1.is_some_and(|day| day <= self.snapshot.day)
    }

    /// The figures about a record that are known on the day.
    fn figures_about(&self, rec: Rec) -> FieldValue<'a> {
        self.figures.get(&rec).map_or(FieldValue::List(Vec::new()), |figures| FieldValue::many(figures))
    }
}

/// The columns of the printed table of a kind: heading and layout of each.
#[must_use]
pub fn columns(kind: Kind) -> Vec<(&'static str, ColumnFit)> {
    fn of<Ix: Copy>(table: &FieldTable<Ix>) -> Vec<(&'static str, ColumnFit)> {
        table.columns().into_iter().map(|column| (column.head, column.fit)).collect()
    }
    match kind {
        Kind::Event => of::<EventIx>(&EVENT),
        Kind::Actor => of::<ActorIx>(&ACTOR),
        Kind::Port => of::<PortIx>(&PORT),
        Kind::Place => of::<PlaceIx>(&PLACE),
        Kind::Corridor => of::<CorridorIx>(&CORRIDOR),
        Kind::Article => of::<ArticleIx>(&ARTICLE),
        Kind::Figure => of::<FigureIx>(&FIGURE),
    }
}

/// The names of the fields that a kind has in an output.
#[must_use]
pub fn names(kind: Kind, output: FieldOutputs) -> Vec<&'static str> {
    match kind {
        Kind::Event => EVENT.names(output),
        Kind::Actor => ACTOR.names(output),
        Kind::Port => PORT.names(output),
        Kind::Place => PLACE.names(output),
        Kind::Corridor => CORRIDOR.names(output),
        Kind::Article => ARTICLE.names(output),
        Kind::Figure => FIGURE.names(output),
    }
}

/// The keys of a kind that older exported tables lack.
#[must_use]
pub fn later(kind: Kind) -> Vec<&'static str> {
    match kind {
        Kind::Event => EVENT.later(),
        Kind::Actor => ACTOR.later(),
        Kind::Port => PORT.later(),
        Kind::Place => PLACE.later(),
        Kind::Corridor => CORRIDOR.later(),
        Kind::Article => ARTICLE.later(),
        Kind::Figure => FIGURE.later(),
    }
}

/// The sources of statements, each once.
fn sources<'a>(all: impl Iterator<Item = Option<ArticleIx>>) -> FieldValue<'a> {
    let mut once: Vec<Rec> = Vec::new();
    for source in all.flatten().map(Rec::Article) {
        if !once.contains(&source) {
            once.push(source);
        }
    }
    FieldValue::List(once.into_iter().map(FieldValue::One).collect())
}

/// Identifies a statement by its position in a list.
fn each(count: usize) -> impl Iterator<Item = u32> {
    (0..count).map(|at| u32::try_from(at).unwrap_or(u32::MAX))
}
