//! The changes since the last visit, and the current position among them.

use hashbrown::HashSet;

use crate::dossier::{Dossier, Kind, Rec};
use crate::story::Snapshot;
use crate::story::change::unseen::UnseenList;
use crate::story::change::{GainedFacts, SeenBaseline, StoryChange, marks};
use crate::ui::effect::Effect;
use crate::ui::ready::LastVisit;

use super::filtered::ActiveFilter;
use super::known::KnownStory;

/// The baseline, the unseen changes, and the current position.
#[derive(Default)]
pub(super) struct UnseenChanges {
    /// What was seen before; `None` until it has been looked up.
    watch: Option<SeenBefore>,
    /// The unseen changes, as of the day.
    pub news: Option<UnseenList>,
    /// The current position among the changes.
    pub step: Option<ChangeStep>,
    /// What was seen before everything was marked: the way back.
    undo: Option<(SeenBaseline, bool)>,
}

/// The baseline, and what is compared with it.
struct SeenBefore {
    baseline: SeenBaseline,
    /// The facts of the dossier that are not in the baseline, for any day.
    gained: GainedFacts,
    first_visit: bool,
    /// The keys of the changes that saves added in this session.
    saved: HashSet<String>,
}

/// A position among the changes.
#[derive(Clone, Copy)]
pub(super) struct ChangeStep {
    /// The position of the change, or of the one that follows it.
    pub at: usize,
    /// Whether the change itself was marked as seen and is gone.
    pub gone: bool,
}

impl UnseenChanges {
    /// Computes what is new compared with the baseline.
    pub fn watch_from(&mut self, seen: LastVisit, known: &KnownStory) {
        let LastVisit { baseline, gained, first_visit } = seen;
        self.watch = Some(SeenBefore { baseline, gained, first_visit, saved: HashSet::new() });
        self.find(known);
    }

    /// Remembers what was seen until now, before everything is marked.
    pub fn keep_undo(&mut self) {
        self.undo = self.watch.as_ref().map(|watch| (watch.baseline.clone(), watch.first_visit));
    }

    /// Forgets it: something else was done since.
    pub fn forget_undo(&mut self) {
        self.undo = None;
    }

    /// Removes and returns what was seen before everything was marked, and whether that was a first visit.
    pub fn take_undo(&mut self) -> Option<(SeenBaseline, bool)> {
        self.undo.take()
    }

    /// Prepares for another dossier: computes what it has beyond the baseline. Until [`UnseenChanges::find`] nothing
    /// is listed.
    pub fn apply_save(&mut self, dossier: &Dossier) {
        if let Some(watch) = &mut self.watch {
            watch.gained = GainedFacts::since(dossier, &watch.baseline);
            self.news = Some(UnseenList::default());
            self.step = None;
        }
    }

    /// Computes what is new as of another day.
    pub fn find(&mut self, known: &KnownStory) {
        let Some(watch) = &self.watch else { return };
        let told = watch.gained.changes(&known.dossier, &known.snapshot, &watch.baseline);
        let mut news = UnseenList::new(watch.baseline.day, watch.first_visit, &told);
        if !watch.saved.is_empty() {
            news.save(&watch.saved);
        }
        self.news = Some(news);
        self.step = None;
    }

    /// The keys of all changes.
    pub fn keys(&self) -> HashSet<String> {
        self.news.iter().flat_map(UnseenList::all).map(|change| change.key.clone()).collect()
    }

    /// Takes over a save: changes that are listed now but were not before were added by it. Returns how many changes
    /// from saves are still unseen; `None` if this save added nothing, and the position among the same changes is
    /// unchanged.
    pub fn note_saved(&mut self, before: &HashSet<String>, step: Option<ChangeStep>) -> usize {
        let (Some(watch), Some(news)) = (&mut self.watch, &mut self.news) else { return 0 };
        let told = watch.saved.len();
        let new = news.all().iter().map(|change| &change.key).filter(|key| !before.contains(*key));
        watch.saved.extend(new.cloned());
        news.save(&watch.saved);
        if news.all().len() == before.len() && watch.saved.len() == told {
            self.step = step;
        }
        if watch.saved.len() > told { news.saved() } else { 0 }
    }

    /// Lists the changes that match another filter.
    pub fn list(&mut self, filter: &ActiveFilter) {
        let Some(news) = &mut self.news else { return };
        let shown = &filter.shown;
        let filtered = !filter.query.is_empty();
        let mut rows: HashSet<Rec> = HashSet::new();
        if filtered && !news.all().is_empty() {
            let few = Kind::ALL.iter().filter(|&&kind| kind != Kind::Article);
            rows.extend(few.flat_map(|&kind| shown.of(kind).iter()));
        }
        news.filter(|rec| !filtered || rows.contains(&rec) || (matches!(rec, Rec::Article(_)) && shown.contains(rec)));
    }

    /// The position of the next or previous change; `chosen` is the one selected in a list of changes.
    /// `None` if there is none.
    pub fn next(&self, forward: bool, chosen: Option<usize>) -> Option<usize> {
        let len = self.news.as_ref().map_or(0, UnseenList::len);
        let to = match (self.step, chosen) {
            // From a list of changes, the first step goes to the selected one.
            (step, Some(chosen)) if step.is_none_or(|step| step.at != chosen) => Some(chosen),
            (None, _) => Some(if forward { 0 } else { len.saturating_sub(1) }),
            (Some(ChangeStep { at, gone: true }), _) if forward => Some(at),
            (Some(ChangeStep { at, .. }), _) if forward => Some(at + 1),
            (Some(ChangeStep { at, .. }), _) => at.checked_sub(1),
        };
        to.filter(|&to| to < len)
    }

    /// The changes of a record; for an article, those of its statements.
    pub fn of_record(&self, rec: Rec) -> Vec<StoryChange> {
        let all = self.news.iter().flat_map(UnseenList::all);
        all.filter(|c| c.rec == rec || c.source.map(Rec::Article) == Some(rec)).cloned().collect()
    }

    /// Marks changes as seen. Returns what must be stored.
    pub fn mark(&mut self, seen: &[StoryChange], dossier: &Dossier, snapshot: &Snapshot) -> Vec<Effect> {
        let (Some(news), Some(watch)) = (&mut self.news, &mut self.watch) else { return Vec::new() };
        if seen.is_empty() {
            return Vec::new();
        }
        let keys = marks(dossier, &seen.iter().collect::<Vec<_>>(), news.all());
        for key in &keys {
            watch.baseline.add(key);
        }
        news.remove(&seen.iter().map(|change| change.key.clone()).collect());
        let mut effects = vec![Effect::Mark(keys)];
        let day = snapshot.day;
        if news.all().is_empty() && watch.baseline.day.is_none_or(|since| since < day) {
            watch.baseline.day = Some(day);
            news.since = Some(day);
            effects.push(Effect::Level(day));
        }
        effects
    }
}
