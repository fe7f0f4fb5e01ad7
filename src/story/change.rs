//! What changed: the difference between two snapshots, or between a baseline and a snapshot, as facts.
//!
//! A change compares a statement with what was known just before it, in the order in which statements
//! became known. It is therefore the same whenever it is computed, and its key can be stored. A statement that changes
//! several things gives one change of each kind; one that changes nothing is a further source. Intermediate changes are
//! included: a date that moved twice gives two changes.

mod baseline;
mod edited;
mod event;
mod fact;
mod record;
#[cfg(test)]
mod tests;
pub mod unseen;

use chrono::NaiveDate;
use hashbrown::{HashMap, HashSet};

use super::origin::OriginTable;
use super::{Snapshot, Statement};
use crate::dossier::{ActorIx, ArticleIx, Dossier, EventIx, FigureIx, Rec, SourcePlace};

pub use baseline::SeenBaseline;
pub use fact::fingerprint;
use fact::{FactKind, StatedFact, record_key};

/// The kind of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// The first that is known of an event, actor, port, place, corridor, or figure about the story.
    NewRecord,
    /// An event's status changed.
    Status,
    /// The last day of an event that was still to come has passed without news.
    Overdue,
    /// An event's date moved, was given or was taken back.
    Date,
    /// The files give another date for what a source said than they did before.
    Edited,
    /// A value became contested, or a contested one got a further value.
    Contested,
    /// A value is no longer contested.
    Settled,
    /// A value was given for the first time.
    Values,
    /// An office that was not known.
    Office,
    /// The end of an office.
    OfficeEnd,
    /// A stance.
    Position,
    /// A number.
    Figure,
    /// A corridor, or one of its legs, changed its status, for example from open to closed.
    Corridor,
    /// A further source for something already known.
    Source,
    /// An article without any statement in the dossier.
    Article,
}

impl ChangeKind {
    /// The word in keys.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            ChangeKind::NewRecord => "new",
            ChangeKind::Status => "status",
            ChangeKind::Overdue => "overdue",
            ChangeKind::Date => "date",
            ChangeKind::Edited => "edited",
            ChangeKind::Contested => "contested",
            ChangeKind::Settled => "settled",
            ChangeKind::Values => "values",
            ChangeKind::Office => "office",
            ChangeKind::OfficeEnd => "office-end",
            ChangeKind::Position => "position",
            ChangeKind::Figure => "figure",
            ChangeKind::Corridor => "corridor",
            ChangeKind::Source => "source",
            ChangeKind::Article => "article",
        }
    }
}

/// Why something is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Newness {
    /// It became known since the baseline.
    Published,
    /// It is older than the baseline, but was added to the files since.
    Added,
}

/// One thing that changed.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryChange {
    /// Its kind.
    pub kind: ChangeKind,
    /// The record that the change is shown under.
    pub rec: Rec,
    /// The statement that changed it; `None` for articles, `sources` of records, and records without statements.
    pub statement: Option<Statement>,
    /// The contested or settled field: `date`, `status`, a key of `values`, or a metric.
    pub field: Option<String>,
    /// The previous value, in words.
    pub from: Option<String>,
    /// The new value, in words.
    pub to: Option<String>,
    /// Who said it.
    pub by: Option<ActorIx>,
    /// The article.
    pub source: Option<ArticleIx>,
    /// The day on which it became known; `None`: always known.
    pub known: Option<NaiveDate>,
    /// Whether it was published since, or only added to the files.
    pub newness: Newness,
    /// The name of the change, the same in every run and on every machine. The part before its last `/` names the fact.
    pub key: String,
}

impl StoryChange {
    /// The name of the fact behind it, which is shared by all changes of one statement.
    #[must_use]
    pub fn fact_key(&self) -> &str {
        self.key.rsplit_once('/').map_or(&self.key, |(fact, _)| fact)
    }
}

/// The difference between two snapshots: one dossier on two days, or two versions of a dossier. Ordered by when
/// things became known, then by record.
#[must_use]
pub fn changes(before: (&Dossier, &Snapshot), after: (&Dossier, &Snapshot)) -> Vec<StoryChange> {
    let baseline = SeenBaseline::of(before.0, before.1);
    GainedFacts::since(after.0, &baseline).changes(after.0, after.1, &baseline)
}

/// How many facts (statements, records and articles) were known and are no longer in the dossier or no longer known. A fact
/// whose source now says something else about the same record was edited, and does not count.
#[must_use]
pub fn gone(before: (&Dossier, &Snapshot), after: (&Dossier, &Snapshot)) -> usize {
    let left = GainedFacts::since(before.0, &SeenBaseline::of(after.0, after.1)).facts;
    let gained = GainedFacts::since(after.0, &SeenBaseline::of(before.0, before.1)).facts;
    let left =
        left.iter().filter(|(fact, _)| fact.what == FactKind::Record || before.1.is_known(before.0, fact.source));
    edited::without_edited(left.map(|(_, key)| key.as_str()), gained.iter().map(|(_, key)| key.as_str()))
}

/// What to store so that these changes count as seen: their keys, the facts whose changes have all been seen, and
/// the records that are no longer new. `unseen` is everything that is unseen, including these changes.
#[must_use]
pub fn marks(dossier: &Dossier, seen: &[&StoryChange], unseen: &[StoryChange]) -> Vec<String> {
    let keys: HashSet<&str> = seen.iter().map(|change| change.key.as_str()).collect();
    let left: HashSet<&str> =
        unseen.iter().filter(|change| !keys.contains(change.key.as_str())).map(StoryChange::fact_key).collect();
    let mut marks: Vec<String> = Vec::with_capacity(2 * seen.len());
    for change in seen {
        marks.push(change.key.clone());
        if !left.contains(change.fact_key()) {
            marks.push(change.fact_key().to_owned());
        }
        if change.kind == ChangeKind::NewRecord {
            marks.push(record_key(dossier.id(change.rec)));
        }
    }
    marks.sort_unstable();
    marks.dedup();
    marks
}

/// The changes by record, as positions: the record with the newest change first, and within a record newest first.
#[must_use]
pub fn by_record(changes: &[StoryChange]) -> Vec<(Rec, Vec<usize>)> {
    let mut place: HashMap<Rec, usize> = HashMap::new();
    let mut groups: Vec<(Rec, Vec<usize>)> = Vec::new();
    let mut order: Vec<usize> = (0..changes.len()).collect();
    order.sort_by_key(|&n| (std::cmp::Reverse(changes[n].known), std::cmp::Reverse(n)));
    for n in order {
        let rec = changes[n].rec;
        let at = *place.entry(rec).or_insert_with(|| {
            groups.push((rec, Vec::new()));
            groups.len() - 1
        });
        groups[at].1.push(n);
    }
    groups
}

/// The facts of a dossier that are not in a baseline, known or not: found once, and used for any day.
#[derive(Clone, Debug, Default)]
pub struct GainedFacts {
    /// With their names. By record, then in the order in which they became known, mere citations last.
    facts: Vec<(StatedFact, String)>,
    /// What the baseline has as contested, the same on every day.
    contests: SeenContests,
}

/// What a baseline has as contested, whatever has become of it.
#[derive(Clone, Debug, Default)]
struct SeenContests {
    events: Vec<EventIx>,
    figures: Vec<FigureIx>,
}

impl GainedFacts {
    /// The facts that are not in the baseline.
    #[must_use]
    pub fn since(dossier: &Dossier, baseline: &SeenBaseline) -> GainedFacts {
        let mut facts: Vec<(StatedFact, String)> = Vec::new();
        fact::each(dossier, |fact, key| {
            if !baseline.has(key) {
                facts.push((fact, key.to_owned()));
            }
        });
        let order = |fact: &StatedFact| (fact.rec, fact.what == FactKind::Cited, dossier.known(fact.source), fact.at);
        facts.sort_by_key(|(fact, _)| order(fact));
        GainedFacts { facts, contests: baseline.contests(dossier) }
    }

    /// The changes that are known on the snapshot's day, and those that follow from the day.
    #[must_use]
    pub fn changes(&self, dossier: &Dossier, snapshot: &Snapshot, baseline: &SeenBaseline) -> Vec<StoryChange> {
        let is_known = |fact: &StatedFact| fact.what == FactKind::Record || snapshot.is_known(dossier, fact.source);
        let facts = self.facts.iter().filter(|(fact, key)| is_known(fact) && !baseline.has(key));
        let items: Vec<ChangeItem> = facts.map(|(fact, key)| ChangeItem { fact: *fact, key }).collect();
        let mut collector = ChangeCollector {
            dossier,
            snapshot,
            baseline,
            gained: self,
            origins: OriginTable::new(dossier, snapshot.day),
            changes: Vec::new(),
            rivals: None,
            cited: None,
            standing: None,
            edits: edited::MOST,
            effort: EFFORT,
        };
        for group in items.chunk_by(|a, b| a.fact.rec == b.fact.rec) {
            collector.add_record(group);
        }
        collector.add_overdue();
        collector.add_settled();
        let mut changes = collector.changes;
        changes.retain(|(_, change)| !baseline.has(&change.key));
        changes.sort_by(|(a_at, a), (b_at, b)| (a.known, a.rec, a_at).cmp(&(b.known, b.rec, b_at)));
        changes.into_iter().map(|(_, change)| change).collect()
    }
}

/// A fact with its name.
#[derive(Clone, Copy)]
struct ChangeItem<'g> {
    fact: StatedFact,
    key: &'g str,
}

/// The total number of reports that are compared one by one to find what each of them changed, which takes about 0.3 s.
/// Reports beyond that count as further sources.
const EFFORT: usize = 400_000;

/// Describes changes, record by record.
struct ChangeCollector<'a> {
    dossier: &'a Dossier,
    snapshot: &'a Snapshot,
    baseline: &'a SeenBaseline,
    gained: &'a GainedFacts,
    origins: OriginTable<'a>,
    changes: Vec<(SourcePlace, StoryChange)>,
    /// The known figures by metric; looked up for the first figure.
    rivals: Option<record::RivalValues<'a>>,
    /// The articles behind statements; looked up for the first article.
    cited: Option<HashSet<ArticleIx>>,
    /// The fingerprints of all facts of the dossier; looked up for the first edit.
    standing: Option<HashSet<u64>>,
    /// How many more reports may be examined for an edit.
    edits: usize,
    /// How much of [`EFFORT`] is left.
    effort: usize,
}

impl ChangeCollector<'_> {
    /// All changes of one record, in the order in which they became known.
    fn add_record(&mut self, items: &[ChangeItem]) {
        let Some(&first) = items.first() else { return };
        let rec = first.fact.rec;
        if !self.snapshot.is_visible(self.dossier, rec) {
            return; // its `sources` are known, but nothing is said of it yet
        }
        let named = !matches!(rec, Rec::Article(_) | Rec::Figure(_)) && first.fact.what != FactKind::Cited;
        let mut rest = items;
        if named && !self.baseline.has(&record_key(self.dossier.id(rec))) {
            rest = &items[1..];
            let mut first = first;
            if let (FactKind::Record, Some(cited)) = (first.fact.what, rest.first()) {
                // A record without statements is cited to the first of its sources.
                first.fact.source = cited.fact.source;
                rest = &rest[1..];
            }
            self.add(first, ChangeKind::NewRecord, None, None);
        }
        if let Rec::Event(ix) = rec {
            self.add_event_reports(ix, rest);
        }
        for &item in rest {
            match (item.fact.what, rec) {
                (FactKind::OnCorridor(_), Rec::Corridor(ix)) => self.add_corridor_report(ix, item),
                (FactKind::Office(k), Rec::Actor(ix)) => self.add_office(ix, k, item),
                (FactKind::OfficeEnd(k), Rec::Actor(ix)) => self.add_office_end(ix, k, item),
                (FactKind::Position(k), Rec::Actor(ix)) => self.add_position(ix, k, item),
                (FactKind::Figure(ix), _) => self.add_figure(ix, item),
                (FactKind::Article, Rec::Article(ix)) => self.add_article(ix, item),
                (FactKind::Cited, _) => self.add(item, ChangeKind::Source, None, None),
                // A record that was already there and has no statements any more.
                _ => {}
            }
        }
    }

    fn add(&mut self, item: ChangeItem, kind: ChangeKind, from: Option<String>, to: Option<String>) {
        self.add_with_field(item, kind, None, from, to);
    }

    fn add_with_field(
        &mut self,
        item: ChangeItem,
        kind: ChangeKind,
        field: Option<(String, String)>,
        from: Option<String>,
        to: Option<String>,
    ) {
        let known = self.dossier.known(item.fact.source);
        let mut key = format!("{}/{}", item.key, kind.word());
        // The contested field is part of the name, because one statement may have several.
        if let Some((_, name)) = &field {
            key = format!("{key}:{}", name.replace('/', "|"));
        }
        let statement = item.fact.statement();
        let change = StoryChange {
            kind,
            rec: item.fact.rec,
            statement,
            field: field.map(|(field, _)| field),
            from,
            to,
            by: statement.and_then(|s| s.by(self.dossier)).filter(|&by| Rec::Actor(by) != item.fact.rec),
            source: item.fact.source,
            known,
            newness: self.newness(known),
            key,
        };
        self.changes.push((item.fact.at, change));
    }

    fn newness(&self, known: Option<NaiveDate>) -> Newness {
        let since = known.is_some_and(|known| self.baseline.day.is_none_or(|day| known > day));
        if since { Newness::Published } else { Newness::Added }
    }
}
