//! What this person has not seen: found, stepped through, marked.

use hashbrown::HashSet;

use crate::dossier::{Kind, Rec};
use crate::report::wording::{self, citation};
use crate::settings::input::Action;
use crate::story::Snapshot;
use crate::story::change::{Baseline, Change, Gained, marks};
use crate::ui::effect::Effect;
use crate::ui::ready::Greeting;
use crate::ui::screens::Reply;
use crate::ui::screens::news::News;
use crate::ui::widgets::list::ListCursor;

use super::Model;
use super::travel::Entered;

/// What was seen, and what is to be told against it.
pub(super) struct Watch {
    baseline: Baseline,
    /// What the dossier has beyond the baseline, on whatever day.
    gained: Gained,
    first_visit: bool,
    /// The keys of the changes that saves brought in this session.
    saved: HashSet<String>,
}

/// Where one stands among the changes.
#[derive(Clone, Copy)]
pub(super) struct Step {
    /// The position of the change, or of the one that follows it.
    at: usize,
    /// Whether the change itself was marked and is gone.
    gone: bool,
}

impl Model {
    /// It was looked up what this person has seen.
    pub(super) fn greet(&mut self, seen: Option<Baseline>) -> Vec<Effect> {
        let first_visit = seen.is_none();
        let baseline = seen.unwrap_or_else(|| match self.as_of {
            None => Baseline::of(&self.dossier, &self.snapshot),
            Some(_) => Baseline::of(&self.dossier, &Snapshot::of(&self.dossier, self.today)),
        });
        let mut effects = Vec::new();
        if first_visit {
            effects.push(Effect::Take { day: self.today, prints: baseline.prints(), rewind: false });
        }
        let gained = Gained::since(&self.dossier, &baseline);
        effects.extend(self.welcome(Greeting { baseline, gained, first_visit }));
        effects
    }

    /// Tells what is new against what was seen.
    fn watch_from(&mut self, greeting: Greeting) {
        let Greeting { baseline, gained, first_visit } = greeting;
        self.watch = Some(Watch { baseline, gained, first_visit, saved: HashSet::new() });
        self.find_news();
        self.narrow();
    }

    /// What was seen of the dossier was looked up, and what it has beyond that: tells what is new.
    pub(super) fn welcome(&mut self, greeting: Greeting) -> Vec<Effect> {
        let first_visit = greeting.first_visit;
        let level = self.as_of.is_none() && greeting.baseline.day.is_none_or(|since| since < self.today);
        self.watch_from(greeting);
        let nothing = self.news.as_ref().is_some_and(|news| news.all().is_empty());
        if !first_visit && level && nothing { vec![Effect::Level(self.today)] } else { Vec::new() }
    }

    /// The dossier is another: looks again for what it has beyond what was seen. Until [`Model::find_news`] nothing is
    /// listed.
    pub(super) fn gain(&mut self) {
        if let Some(watch) = &mut self.watch {
            watch.gained = Gained::since(&self.dossier, &watch.baseline);
            self.news = Some(News::default());
            self.step = None;
        }
    }

    /// The day is another: tells what is new as of it.
    pub(super) fn find_news(&mut self) {
        let Some(watch) = &self.watch else { return };
        let told = watch.gained.changes(&self.dossier, &self.snapshot, &watch.baseline);
        let mut news = News::new(watch.baseline.day, watch.first_visit, &told);
        if !watch.saved.is_empty() {
            news.save(&watch.saved);
        }
        self.news = Some(news);
        self.step = None;
    }

    /// A save was read: what is told now and was not before came by it. Gives how many changes that came by saves are
    /// not seen yet; none where this one brought nothing, and one stands where one stood among the same changes then.
    pub(super) fn note_saved(&mut self, before: &HashSet<String>, step: Option<Step>) -> usize {
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
    pub(super) fn list_news(&mut self) {
        let Some(news) = &mut self.news else { return };
        let shown = &self.shown;
        let filtered = !self.query.is_empty();
        let mut rows: HashSet<Rec> = HashSet::new();
        if filtered && !news.all().is_empty() {
            let few = Kind::ALL.iter().filter(|&&kind| kind != Kind::Article);
            rows.extend(few.flat_map(|&kind| shown.of(kind).iter()));
        }
        news.filter(|rec| !filtered || rows.contains(&rec) || (matches!(rec, Rec::Article(_)) && shown.contains(rec)));
    }

    /// To the next change or the one before, on its record.
    pub(super) fn step_changes(&mut self, forward: bool) -> Vec<Effect> {
        let Some(news) = &self.news else { return self.refuse("what you have seen is not known here") };
        if news.is_empty() {
            let text = match (news.all().len(), news.since) {
                (0, Some(since)) => {
                    format!("nothing that you have not seen since {}", crate::dossier::date::display_day(since))
                }
                (0, None) => "nothing that you have not seen".to_owned(),
                (hidden, _) => format!("the filter hides {}", wording::count(hidden, "change", "changes")),
            };
            self.say(text);
            return Vec::new();
        }
        let chosen = if self.way.is_empty() { self.screens.get(self.screen).change(&self.ctx()) } else { None };
        let to = match (self.step, chosen) {
            // From the list of changes the first step goes to the one that is selected there.
            (step, Some(chosen)) if step.is_none_or(|step| step.at != chosen) => Some(chosen),
            (None, _) => Some(if forward { 0 } else { news.len() - 1 }),
            (Some(Step { at, gone: true }), _) if forward => Some(at),
            (Some(Step { at, .. }), _) if forward => Some(at + 1),
            (Some(Step { at, .. }), _) => at.checked_sub(1),
        };
        match to.filter(|&to| to < news.len()) {
            Some(to) => self.open_change(to),
            None if forward => self.say(format!("that was the last change; {} marks all as seen", self.key_of_all())),
            None => self.say("that was the first change".to_owned()),
        }
        Vec::new()
    }

    fn key_of_all(&self) -> String {
        self.keymap.key_of(Action::SeenAll)
    }

    /// Opens the card of a listed change at its statement, and says in the last line what changed.
    pub(super) fn open_change(&mut self, n: usize) {
        let Some(change) = self.news.as_ref().and_then(|news| news.get(n)).cloned() else { return };
        if self.way.last().is_some_and(|entered| entered.by_step) {
            self.way.pop();
        }
        let (_, lines) = self.card_lines(change.rec);
        let line = lines.iter().position(|line| line.says.is_some() && line.says == change.statement);
        let mut cursor = ListCursor::default();
        cursor.select(line.unwrap_or(0));
        self.way.push(Entered { rec: change.rec, cursor, by_step: true });
        self.step = Some(Step { at: n, gone: false });
        self.screens.stepped_to(n);
        let of = self.news.as_ref().map_or(0, News::len);
        let words = wording::change::change(&self.dossier, &change);
        let (next, seen) = (self.keymap.key_of(Action::NextChange), self.keymap.key_of(Action::Seen));
        let source = citation(&self.dossier, change.source);
        let text = format!("{} of {of} ({next} next, {seen} seen): {words} ({source})", n + 1);
        self.say(text);
    }

    /// Marks what one stands on as seen: the change, or all of the selected record.
    pub(super) fn mark_seen(&mut self) -> Vec<Effect> {
        let Some(news) = &self.news else { return self.refuse("what you have seen is not known here") };
        let rec = self.selected();
        let at = if self.way.is_empty() {
            self.screens.get(self.screen).change(&self.ctx())
        } else {
            self.step.filter(|step| !step.gone).map(|step| step.at)
        };
        let one = at.and_then(|at| news.get(at)).filter(|change| Some(change.rec) == rec).cloned();
        let (seen, what): (Vec<Change>, String) = match (one, rec) {
            (Some(change), _) => {
                let words = wording::change::change(&self.dossier, &change);
                (vec![change], words)
            }
            (None, Some(rec)) => {
                let of_rec: Vec<Change> = news
                    .all()
                    .iter()
                    .filter(|c| c.rec == rec || c.source.map(Rec::Article) == Some(rec))
                    .cloned()
                    .collect();
                let count = wording::count(of_rec.len(), "change", "changes");
                (of_rec, format!("{count} of {}", wording::change::changed(&self.dossier, rec)))
            }
            (None, None) => (Vec::new(), String::new()),
        };
        if seen.is_empty() {
            self.say("nothing here that you have not seen".to_owned());
            return Vec::new();
        }
        if let Some(at) = at {
            self.step = Some(Step { at, gone: true });
        }
        let effects = self.mark(&seen);
        self.say(format!("seen: {what}"));
        effects
    }

    /// Marks all that is listed as seen. Where nothing is left to see as of an earlier day, goes back to that day: what
    /// became known later is new then.
    pub(super) fn mark_all_seen(&mut self) -> Vec<Effect> {
        let Some(news) = &self.news else { return self.refuse("what you have seen is not known here") };
        if news.is_empty() && news.all().is_empty() && self.as_of.is_some() {
            let day = self.snapshot.day;
            let baseline = Baseline::of(&self.dossier, &self.snapshot);
            let prints = baseline.prints();
            let gained = Gained::since(&self.dossier, &baseline);
            self.watch_from(Greeting { baseline, gained, first_visit: false });
            self.say(format!(
                "all of {} is seen; what became known later is new from now on",
                crate::dossier::date::display_day(day)
            ));
            return vec![Effect::Take { day, prints, rewind: true }];
        }
        let seen: Vec<Change> = news.listed().cloned().collect();
        let hidden = news.all().len() - seen.len();
        let count = wording::count(seen.len(), "change", "changes");
        let effects = self.mark(&seen);
        self.say(match (seen.len(), hidden) {
            (0, 0) => "nothing here that you have not seen".to_owned(),
            (0, hidden) => format!("the filter hides {}", wording::count(hidden, "change", "changes")),
            (_, 0) => format!("{count} marked as seen"),
            (_, hidden) => format!("{count} marked as seen; the filter hides {hidden} more"),
        });
        effects
    }

    fn mark(&mut self, seen: &[Change]) -> Vec<Effect> {
        let (Some(news), Some(watch)) = (&mut self.news, &mut self.watch) else { return Vec::new() };
        if seen.is_empty() {
            return Vec::new();
        }
        let keys = marks(&self.dossier, &seen.iter().collect::<Vec<_>>(), news.all());
        for key in &keys {
            watch.baseline.add(key);
        }
        news.remove(&seen.iter().map(|change| change.key.clone()).collect());
        let mut effects = vec![Effect::Mark(keys)];
        let day = self.snapshot.day;
        if news.all().is_empty() && watch.baseline.day.is_none_or(|since| since < day) {
            watch.baseline.day = Some(day);
            news.since = Some(day);
            effects.push(Effect::Level(day));
        }
        // `is:new` asks for less now.
        self.narrow();
        effects
    }

    /// The reply of a screen to a key or click.
    pub(super) fn open_reply(&mut self, reply: Reply) -> Vec<Effect> {
        match reply {
            Reply::Open(rec) => self.enter(rec),
            Reply::OpenChange(n) => self.open_change(n),
            Reply::Refused(why) => return self.refuse(&why),
            Reply::Done | Reply::Ignored => {}
        }
        Vec::new()
    }
}
