//! Carries out each action that is not handled by a screen.

use std::path::Path;

use crate::desk::edit::is_built_in;
use crate::dossier::record::SourcePlace;
use crate::dossier::{ActorIx, FigureIx, Kind, Rec};
use crate::query;
use crate::report::cite;
use crate::settings::input::Action;
use crate::ui::effect::Effect;
use crate::ui::overlays::about::AboutPage;
use crate::ui::overlays::add::AddMenu;
use crate::ui::overlays::as_of::{DayPrompt, DayPurpose};
use crate::ui::overlays::brief::BriefPage;
use crate::ui::overlays::copy::CopyMenu;
use crate::ui::overlays::counts::ValueCounts;
use crate::ui::overlays::filter::FilterLine;
use crate::ui::overlays::help::HelpPage;
use crate::ui::overlays::palette::PaletteBox;
use crate::ui::overlays::questions::QuestionList;
use crate::ui::overlays::reader::ReaderPage;
use crate::ui::overlays::relax::RelaxMenu;
use crate::ui::overlays::save_filter::{self, FilterName};
use crate::ui::overlays::saved::SavedFilters;
use crate::ui::overlays::tour::TourGuide;
use crate::ui::overlays::{FilterChange, Overlay, Renewed, Reply};
use crate::ui::screens::figures::FiguresOverlay;
use crate::ui::screens::over::ScreenOverlay;
use crate::ui::screens::ties::TiesOverlay;

use super::Model;
use super::work::ReloadState;

impl Model {
    /// Carries out what the user asked for.
    pub(super) fn act(&mut self, action: Action) -> Vec<Effect> {
        if let Some(effects) = self.act_in_inbox(action) {
            return effects;
        }
        if let Some(overlay) = self.overlay_of(action) {
            self.overlays.push(overlay);
            return Vec::new();
        }
        match action {
            Action::Quit => return self.leave(),
            Action::Suspend => return vec![Effect::Suspend],
            Action::Reload => {
                self.work.reload = ReloadState::Asked;
                return vec![Effect::Load];
            }
            Action::FetchFeeds => return self.fetch_feeds(),
            Action::OpenLink => return self.open_link(),
            Action::Copy => self.open_copy_menu(),
            Action::Edit => return self.edit(),
            Action::Add | Action::Undo | Action::Redo | Action::Edits => return self.change_files(action),
            Action::ReadText => self.read_text(),
            Action::FilterByThis => self.filter_by_this(),
            Action::SaveFilter => match save_filter::refusal(&self.overlay_ctx()) {
                Some(why) => self.board.show_error(why),
                None => self.overlays.push(Box::new(FilterName::default())),
            },
            Action::Mouse => return self.turn_mouse(),
            Action::Problems if self.board.problems.is_empty() => self.board.say("nothing is wrong in the files"),
            Action::Problems => self.show_problems(),
            Action::Close => self.close(),
            Action::Open(screen) => self.place.open_screen(screen),
            Action::AsOfBack => self.step_back(),
            Action::AsOfForward => self.step_forward(),
            Action::Today => self.set_as_of(None),
            Action::NextChange => return self.step_changes(true),
            Action::PreviousChange => return self.step_changes(false),
            Action::Charts if !self.is_over_charts() => self.open_charts(),
            Action::Ties => self.open_ties(),
            Action::SeenAll => return self.mark_all_seen(),
            Action::Seen => return self.mark_seen(),
            // The same key, unless the screen uses it for something else.
            Action::Mark if self.place.card().is_some() => return self.mark_seen(),
            Action::Back if self.place.card().is_some() => {
                let from = self.place.go_back();
                from.into_iter().for_each(|overlay| self.overlays.push(overlay));
            }
            action if self.place.card().is_some() => {
                let reply = self.with_card(|card, cx| card.act(action, cx));
                return self.perform(reply);
            }
            Action::ZoomPane => self.place.zoomed = !self.place.zoomed,
            action => {
                let reply = self.with_screen(|screen, cx| screen.act(action, cx));
                if reply.is_ignored() && !(action == Action::Back && self.place.uncover()) {
                    idle(action).into_iter().for_each(|why| self.board.say(why));
                }
                return self.perform(reply);
            }
        }
        Vec::new()
    }

    /// The overlay that an action opens, if opening it is all that the action does.
    fn overlay_of(&self, action: Action) -> Option<Box<dyn Overlay>> {
        let cx = self.overlay_ctx();
        Some(match action {
            Action::Filter => Box::new(FilterLine::new(&cx)),
            Action::Palette => Box::new(PaletteBox::new(&cx)),
            Action::Counts => Box::new(ValueCounts::new(&cx)),
            Action::Saved => Box::new(SavedFilters::new(&cx)),
            Action::Help => Box::new(HelpPage::default()),
            Action::AsOf => Box::new(DayPrompt::new(DayPurpose::AsOf)),
            Action::Compare => Box::new(DayPrompt::new(DayPurpose::Compare)),
            Action::JumpDate => Box::new(DayPrompt::new(DayPurpose::Jump)),
            Action::Brief => Box::new(BriefPage::default()),
            Action::Questions => Box::new(QuestionList::of(&cx)),
            Action::About => Box::new(AboutPage::default()),
            Action::Tour => Box::new(TourGuide::default()),
            Action::Enter if self.can_relax() => Box::new(RelaxMenu::default()),
            _ => return None,
        })
    }

    /// Whether the focused list is empty only because of the filter, so that part of it can be removed.
    fn can_relax(&self) -> bool {
        let hidden = self.filter.shown.of(self.place.screen().kind()).total() > 0;
        self.place.card().is_none() && !self.filter.query.is_empty() && hidden && self.selected().is_none()
    }

    /// Closes what is open; if nothing is, clears the filter.
    fn close(&mut self) {
        if !self.place.close() && !self.filter.text.is_empty() {
            self.change_filter(FilterChange::Type(String::new()));
        }
    }

    /// Opens the reader on the text of the selected article.
    fn read_text(&mut self) {
        let Some(Rec::Article(ix)) = self.selected() else {
            self.board.show_error("no article is selected");
            return;
        };
        match ReaderPage::of_article(ix, &self.overlay_ctx()) {
            Some(page) => self.overlays.push(Box::new(page)),
            None if self.known.dossier.files.first().is_some_and(|file| is_built_in(&file.path)) => {
                self.board
                    .show_error("the built-in story has no texts of articles; a file of your own can, with `text`");
            }
            None => self.board.show_error("the dossier has no text of this article; `text` or `text_file` holds it"),
        }
    }

    /// Filters by the selected record, beside the filter that is on.
    fn filter_by_this(&mut self) {
        let Some(rec) = self.selected() else {
            self.board.show_error("nothing is selected");
            return;
        };
        let term = query::term_for(&self.known.dossier, rec);
        let filter = self.filter.query.and(&query::parse(&term, self.known.today).query).to_string();
        self.choose_filter(filter);
        self.renew_overlays(Renewed::Filter);
        self.board.say(format!("filtered by {term}"));
    }

    fn turn_mouse(&mut self) -> Vec<Effect> {
        let on = !self.settings.mouse;
        self.settings.mouse = on;
        self.board.say(if on { "mouse on" } else { "mouse off: select text with the terminal" });
        vec![Effect::SetMouse(on)]
    }

    /// Adds, undoes or redoes something, or shows the edit log; says why if nothing can be written.
    fn change_files(&mut self, action: Action) -> Vec<Effect> {
        if action == Action::Undo
            && let Some(effects) = self.unmark_all()
        {
            return effects;
        }
        if self.known.dossier.files.iter().all(|file| is_built_in(Path::new(&file.path))) {
            let why = "the built-in story has no file; `karwan init DIR` makes a dossier, `karwan DIR` opens it";
            self.board.show_error(why);
            return Vec::new();
        }
        if self.settings.read_only {
            self.board.show_error("`--read-only` was given; start without it to add or undo");
            return Vec::new();
        }
        match action {
            Action::Undo => {
                self.inbox.expect(&Effect::Undo);
                vec![Effect::Undo]
            }
            Action::Redo => vec![Effect::Redo],
            Action::Edits => vec![Effect::TellEdits],
            _ => self.perform(Reply::Overlay(Box::new(AddMenu::default()))),
        }
    }

    /// Opens the user's editor at the selected record; without one, at the beginning of the first file.
    fn edit(&mut self) -> Vec<Effect> {
        let at = self.selected().map_or_else(SourcePlace::default, |rec| self.known.dossier.at(rec));
        let Some(file) = self.known.dossier.files.get(at.file as usize) else {
            return self.perform(Reply::Refused("no file is open".to_owned()));
        };
        if is_built_in(&file.path) {
            self.board.show_error("the built-in story has no file; open your own with `karwan PATH` to edit it");
            return Vec::new();
        }
        if self.settings.read_only {
            self.board.show_error("`--read-only` was given; start without it to edit");
            return Vec::new();
        }
        vec![Effect::Edit(file.path.clone(), at.offset)]
    }

    fn open_copy_menu(&mut self) {
        let cx = self.ctx();
        match self.place.selected(&cx) {
            Some(rec) => {
                let entry = self.place.card().and_then(|card| card.entry(&cx));
                let menu = CopyMenu::of(&cx, rec, entry.as_ref());
                self.overlays.push(Box::new(menu));
            }
            None => self.board.show_error("nothing is selected"),
        }
    }

    /// Opens the address of the selected line of the card, or of the record.
    fn open_link(&mut self) -> Vec<Effect> {
        let cx = self.ctx();
        let facts = cx.facts();
        let of = |rec: Rec| cite::link(&facts, rec).map(str::to_owned);
        let chosen = self.place.card().and_then(|card| card.entry(&cx)).and_then(|(_, entry)| entry.link).and_then(of);
        match chosen.or_else(|| self.place.selected(&cx).and_then(of)) {
            Some(url) => vec![Effect::OpenUrl(url)],
            None => {
                self.board.show_error("no link here; open the record and choose a line with a source");
                Vec::new()
            }
        }
    }

    /// Whether charts have the focus, so that their key shows the next picture.
    fn is_over_charts(&self) -> bool {
        self.place.card().is_none() && matches!(self.place.screens.over(), Some(ScreenOverlay::Figures(_)))
    }

    /// The chart of the selected figure, otherwise the first chart about the record.
    fn open_charts(&mut self) {
        let cx = self.ctx();
        let figures = match self.figure() {
            Some(figure) => FiguresOverlay::of(&cx, figure),
            None => FiguresOverlay::about(&cx, self.selected()),
        };
        self.place.cover(ScreenOverlay::Figures(figures));
    }

    /// The ties of the selected actor, or of the first actor of the selected record.
    fn open_ties(&mut self) {
        match self.actor() {
            Some(actor) => {
                let ties = TiesOverlay::of(&self.ctx(), actor);
                self.place.cover(ScreenOverlay::Ties(ties));
            }
            None => self.board.say("no actor is known here"),
        }
    }

    fn figure(&self) -> Option<FigureIx> {
        let is_figure = |rec: Rec| if let Rec::Figure(ix) = rec { Some(ix) } else { None };
        let linked = self.place.card().and_then(|card| card.linked(&self.ctx()));
        linked.and_then(is_figure).or_else(|| self.selected().and_then(is_figure))
    }

    fn actor(&self) -> Option<ActorIx> {
        let (dossier, snapshot) = (&self.known.dossier, &self.known.snapshot);
        let is_actor = |rec: Rec| if let Rec::Actor(ix) = rec { Some(ix) } else { None };
        let of = |rec: Rec| match rec {
            Rec::Event(ix) => snapshot.event_actors(dossier, ix).first().copied(),
            Rec::Figure(ix) => dossier[ix].by.filter(|&by| snapshot[by].visible),
            rec => is_actor(rec),
        };
        let first = || self.filter.shown.of(Kind::Actor).get(0).and_then(is_actor);
        let linked = self.place.card().and_then(|card| card.linked(&self.ctx()));
        linked.and_then(is_actor).or_else(|| self.selected().and_then(of)).or_else(first)
    }
}

/// Why an action that means something on every screen does nothing on this one.
fn idle(action: Action) -> Option<&'static str> {
    Some(match action {
        Action::Back => "there is nothing to go back to",
        Action::NextPane | Action::PreviousPane => "this screen has one pane",
        Action::NextPart | Action::PreviousPart => "this list has no groups to go between",
        Action::Left | Action::Right => "nothing lies to the left or right here",
        _ => return None,
    })
}
