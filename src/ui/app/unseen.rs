//! What this person has not seen: the changes since the last visit, and where one stands among them.

use hashbrown::HashSet;

use crate::dossier::{Dossier, Kind, Rec};
use crate::story::Snapshot;
use crate::story::change::unseen::UnseenList;
use crate::story::change::{GainedFacts, SeenBaseline, StoryChange, marks};
use crate::ui::effect::Effect;
use crate::ui::ready::LastVisit;

use super::filtered::ActiveFilter;
use super::known::KnownStory;

/// What was seen, what was not, and where one stands.
#[derive(Default)]
pub(super) struct UnseenChanges {
    /// What was seen before; `None` until that was looked up.
    watch: Option<SeenBefore>,
    /// What was not, as of the day.
    pub news: Option<UnseenList>,
    /// Where one stands among the changes.
    pub step: Option<ChangeStep>,
}

/// What was seen, and what is to be told against it.
struct SeenBefore {
    baseline: SeenBaseline,
    /// What the dossier has beyond the baseline, on whatever day.
    gained: GainedFacts,
    first_visit: bool,
    /// The keys of the changes that saves brought in this session.
    saved: HashSet<String>,
}

/// A position among the changes.
#[derive(Clone, Copy)]
pub(super) struct ChangeStep {
    /// The position of the change, or of the one that follows it.
    pub at: usize,
    /// Whether the change itself was marked and is gone.
    pub gone: bool,
}

impl UnseenChanges {
    /// Tells what is new against what was seen.
    pub fn watch_from(&mut self, seen: LastVisit, known: &KnownStory) {
        let LastVisit { baseline, gained, first_visit } = seen;
        self.watch = Some(SeenBefore { baseline, gained, first_visit, saved: HashSet::new() });
        self.find(known);
    }

    /// The dossier is another: looks again for what it has beyond what was seen. Until [`UnseenChanges::find`] nothing
    /// is listed.
    pub fn gain(&mut self, dossier: &Dossier) {
        if let Some(watch) = &mut self.watch {
            watch.gained = GainedFacts::since(dossier, &watch.baseline);
            self.news = Some(UnseenList::default());
            self.step = None;
        }
    }

    /// The day is another: tells what is new as of it.
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

    /// A save was read: what is told now and was not before came by it. Gives how many changes that came by saves are
    /// not seen yet; none if this one brought nothing, and one stands where one stood among the same changes then.
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

    /// The filter is another: lists what it leaves.
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

    /// The position of the next change or of the one before; `chosen`: of the one that is selected in a list of them.
    /// `None` if there is none.
    pub fn next(&self, forward: bool, chosen: Option<usize>) -> Option<usize> {
        let len = self.news.as_ref().map_or(0, UnseenList::len);
        let to = match (self.step, chosen) {
            // From the list of changes the first step goes to the one that is selected there.
            (step, Some(chosen)) if step.is_none_or(|step| step.at != chosen) => Some(chosen),
            (None, _) => Some(if forward { 0 } else { len.saturating_sub(1) }),
            (Some(ChangeStep { at, gone: true }), _) if forward => Some(at),
            (Some(ChangeStep { at, .. }), _) if forward => Some(at + 1),
            (Some(ChangeStep { at, .. }), _) => at.checked_sub(1),
        };
        to.filter(|&to| to < len)
    }

    /// The changes of a record; of an article, those that it says.
    pub fn of_record(&self, rec: Rec) -> Vec<StoryChange> {
        let all = self.news.iter().flat_map(UnseenList::all);
        all.filter(|c| c.rec == rec || c.source.map(Rec::Article) == Some(rec)).cloned().collect()
    }

    /// Counts changes as seen from now on; says what is to be remembered of that.
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
