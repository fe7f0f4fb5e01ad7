//! The changes that this person has not seen: shows them, steps through them, marks them as seen.

use crate::desk::edit::is_built_in;
use crate::dossier::date::display_day;
use crate::report::wording::{self, citation};
use crate::settings::input::Action;
use crate::story::Snapshot;
use crate::story::change::unseen::UnseenList;
use crate::story::change::{GainedFacts, SeenBaseline, StoryChange};
use crate::ui::effect::Effect;
use crate::ui::ready::LastVisit;

use super::Model;
use super::card::{Breadcrumb, lines};
use super::notice::StatusNotice;
use super::unseen::ChangeStep;

/// The message shown if nothing is remembered between visits.
const NOT_KNOWN: &str = "what you have seen is not known here";

impl Model {
    /// Takes over what this person has seen; `None` on the first visit.
    pub(super) fn apply_seen(&mut self, seen: Option<SeenBaseline>) -> Vec<Effect> {
        let first_visit = seen.is_none();
        let known = &self.known;
        let baseline = seen.unwrap_or_else(|| match known.as_of {
            None => SeenBaseline::of(&known.dossier, &known.snapshot),
            Some(_) => SeenBaseline::of(&known.dossier, &Snapshot::of(&known.dossier, known.today)),
        });
        let mut effects = Vec::new();
        if first_visit {
            effects.push(Effect::RememberBaseline {
                day: known.today,
                fingerprints: baseline.fingerprints(),
                rewind: false,
            });
        }
        let gained = GainedFacts::since(&known.dossier, &baseline);
        effects.extend(self.show_unseen(LastVisit { baseline, gained, first_visit }));
        effects
    }

    /// Takes over the baseline and the facts beyond it, and shows what is new.
    pub(super) fn show_unseen(&mut self, seen: LastVisit) -> Vec<Effect> {
        let first_visit = seen.first_visit;
        let level = self.known.as_of.is_none() && seen.baseline.day.is_none_or(|since| since < self.known.today);
        self.unseen.watch_from(seen, &self.known);
        self.narrow();
        let nothing = self.unseen.news.as_ref().is_some_and(|news| news.all().is_empty());
        if first_visit && !self.ctx().is_wide() && self.board.notice == StatusNotice::Silent {
            self.offer_tour();
        }
        if !first_visit && level && nothing { vec![Effect::Level(self.known.today)] } else { Vec::new() }
    }

    /// Says once where to begin, where the pane that says it beside the timeline has no room.
    fn offer_tour(&mut self) {
        let is_built_in = self.known.dossier.files.iter().all(|file| is_built_in(&file.path));
        let keymap = &self.settings.keymap;
        let tour = if is_built_in {
            keymap.with_key(Action::Tour, |key| format!("{key}: a tour of eight keys"))
        } else {
            String::new()
        };
        let about = keymap.with_key(Action::About, |key| format!("{key}: about this story"));
        let offers: Vec<String> = [tour, about].into_iter().filter(|offer| !offer.is_empty()).collect();
        if !offers.is_empty() {
            self.board.say(format!("Your first visit. {}", offers.join(" · ")));
        }
    }

    /// Goes to the next or previous change, on its record.
    pub(super) fn step_changes(&mut self, forward: bool) -> Vec<Effect> {
        let Some(news) = &self.unseen.news else {
            self.board.show_error(NOT_KNOWN);
            return Vec::new();
        };
        if news.is_empty() {
            let text = match (news.all().len(), news.since) {
                (0, Some(since)) => format!("nothing that you have not seen since {}", display_day(since)),
                (0, None) => "nothing that you have not seen".to_owned(),
                (hidden, _) => format!("the filter hides {}", wording::count(hidden, "change", "changes")),
            };
            self.board.say(text);
            return Vec::new();
        }
        match self.unseen.next(forward, self.chosen_change()) {
            Some(to) => self.open_change(to),
            None if forward => {
                let all = self.settings.keymap.with_key(Action::SeenAll, |key| format!("; {key} marks all as seen"));
                self.board.say(format!("that was the last change{all}"));
            }
            None => self.board.say("that was the first change"),
        }
        Vec::new()
    }

    /// The change selected on the screen.
    fn chosen_change(&self) -> Option<usize> {
        if self.place.card().is_some() { None } else { self.place.screen().change(&self.ctx()) }
    }

    /// Opens the card of a listed change at its statement, and describes the change in the last line.
    pub(super) fn open_change(&mut self, n: usize) {
        let Some(change) = self.unseen.news.as_ref().and_then(|news| news.get(n)).cloned() else { return };
        if self.place.card().is_some_and(|card| card.by_step) {
            self.place.breadcrumbs.pop();
        }
        let (_, lines) = lines(&self.ctx(), change.rec);
        let line = lines.iter().position(|line| line.says.is_some() && line.says == change.statement);
        self.place.breadcrumbs.push(Breadcrumb::at(change.rec, line.unwrap_or(0), true));
        self.unseen.step = Some(ChangeStep { at: n, gone: false });
        self.place.screens.stepped_to(n);
        let of = self.unseen.news.as_ref().map_or(0, UnseenList::len);
        let words = wording::change::change(&self.known.dossier, &change);
        let keys = [(Action::NextChange, "next"), (Action::Seen, "seen")];
        let keys = keys.map(|(action, word)| (self.settings.key(action), word));
        let keys = crate::ui::overlays::note(&keys);
        let keys = if keys.is_empty() { keys } else { format!(" ({keys})") };
        let source = citation(&self.known.dossier, change.source);
        self.board.say(format!("{} of {of}{keys}: {words} ({source})", n + 1));
    }

    /// Marks the current change, or all changes of the selected record, as seen.
    pub(super) fn mark_seen(&mut self) -> Vec<Effect> {
        let Some(news) = &self.unseen.news else {
            self.board.show_error(NOT_KNOWN);
            return Vec::new();
        };
        let rec = self.selected();
        let stepped = || self.unseen.step.filter(|step| !step.gone).map(|step| step.at);
        let at = if self.place.card().is_some() { stepped() } else { self.chosen_change() };
        let one = at.and_then(|at| news.get(at)).filter(|change| Some(change.rec) == rec).cloned();
        let (seen, what): (Vec<StoryChange>, String) = match (one, rec) {
            (Some(change), _) => {
                let words = wording::change::change(&self.known.dossier, &change);
                (vec![change], words)
            }
            (None, Some(rec)) => {
                let of_rec = self.unseen.of_record(rec);
                let count = wording::count(of_rec.len(), "change", "changes");
                (of_rec, format!("{count} of {}", wording::change::changed(&self.known.dossier, rec)))
            }
            (None, None) => (Vec::new(), String::new()),
        };
        if seen.is_empty() {
            self.board.say("nothing here that you have not seen");
            return Vec::new();
        }
        if let Some(at) = at {
            self.unseen.step = Some(ChangeStep { at, gone: true });
        }
        let effects = self.mark(&seen);
        self.board.say(format!("seen: {what}"));
        effects
    }

    /// Marks all listed changes as seen. If nothing is left to see on an earlier day, returns to that day: what
    /// became known later is then new.
    pub(super) fn mark_all_seen(&mut self) -> Vec<Effect> {
        let Some(news) = &self.unseen.news else {
            self.board.show_error(NOT_KNOWN);
            return Vec::new();
        };
        let is_rewind = news.all().is_empty() && self.known.as_of.is_some();
        let seen: Vec<StoryChange> = news.listed().cloned().collect();
        let hidden = news.all().len() - seen.len();
        let count = wording::count(seen.len(), "change", "changes");
        if seen.is_empty() && !is_rewind {
            self.board.say(match hidden {
                0 => "nothing here that you have not seen".to_owned(),
                hidden => format!("the filter hides {}", wording::count(hidden, "change", "changes")),
            });
            return Vec::new();
        }
        if !self.board.asked_seen {
            let what = if is_rewind {
                format!("all of {}, and nothing that became known later,", display_day(self.known.snapshot.day))
            } else {
                count
            };
            let key = self.settings.key(Action::SeenAll);
            let key = if key.is_empty() { "the same".to_owned() } else { key };
            self.board.notice = StatusNotice::SeenAsked(format!("{key} again marks {what} as seen"));
            return Vec::new();
        }
        self.unseen.keep_undo();
        let undo = self.settings.keymap.with_key(Action::Undo, |key| format!("; {key} undoes it"));
        if is_rewind {
            return self.rewind(&undo);
        }
        let effects = self.mark(&seen);
        let more = if hidden > 0 { format!("; the filter hides {hidden} more") } else { String::new() };
        self.board.say(format!("{count} marked as seen{more}{undo}"));
        effects
    }

    /// Restores what was seen before everything was marked; `None` if that was not the last thing done.
    pub(super) fn unmark_all(&mut self) -> Option<Vec<Effect>> {
        let (baseline, first_visit) = self.unseen.take_undo()?;
        let (day, fingerprints) = (baseline.day.unwrap_or(self.known.today), baseline.fingerprints());
        let gained = GainedFacts::since(&self.known.dossier, &baseline);
        self.unseen.watch_from(LastVisit { baseline, gained, first_visit }, &self.known);
        self.narrow();
        let count = self.unseen.news.as_ref().map_or(0, |news| news.all().len());
        self.board.say(format!("not marked as seen any more: {}", wording::count(count, "change", "changes")));
        Some(vec![Effect::RememberBaseline { day, fingerprints, rewind: true }])
    }

    /// Marks what is known on the as-of day as seen, and nothing that became known later.
    fn rewind(&mut self, undo: &str) -> Vec<Effect> {
        let (dossier, day) = (&self.known.dossier, self.known.snapshot.day);
        let baseline = SeenBaseline::of(dossier, &self.known.snapshot);
        let fingerprints = baseline.fingerprints();
        let gained = GainedFacts::since(dossier, &baseline);
        self.unseen.watch_from(LastVisit { baseline, gained, first_visit: false }, &self.known);
        self.narrow();
        let day_words = display_day(day);
        self.board.say(format!("all of {day_words} is seen; what became known later is new from now on{undo}"));
        vec![Effect::RememberBaseline { day, fingerprints, rewind: true }]
    }

    fn mark(&mut self, seen: &[StoryChange]) -> Vec<Effect> {
        let effects = self.unseen.mark(seen, &self.known.dossier, &self.known.snapshot);
        if !effects.is_empty() {
            self.narrow(); // `is:new` asks for less now
        }
        effects
    }
}
