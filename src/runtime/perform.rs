//! Performs effects: what the program asks of the outside, here or on a thread that answers.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, ExitStatus};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use super::browser::OpenFailure;
use super::edit::EditDesk;
use super::feeds;
use super::fetch;
use super::filters;
use super::front::{RuntimeFront, WorkToken};
use super::http::HttpLimits;
use super::pace::ProgressPacer;
use super::system::{self, SIGCONT, SIGHUP, SIGTSTP};
use super::{ExitReason, LateLookup, Loading, ProgramHandle, Runtime, RuntimeInput, StopReason};
use super::{browser, clipboard, clock, editor, panic, screen, spawn};
use crate::desk::state::StateStore;
use crate::dossier::problem::{Problem, Severity};
use crate::query::{ArticleSearch, IndexedCorpus};
use crate::text::reason;
use crate::ui::effect::Effect;
use crate::ui::message::{LoadedDossier, Message, WriteRefusal};
use crate::ui::ready::{ReadyProgress, ReadyWork};

impl<P: ProgramHandle> Runtime<P> {
    pub(super) fn perform(&mut self, effect: Effect) -> Result<(), StopReason> {
        match effect {
            Effect::Quit => return Err(StopReason::Exit(ExitReason::Quit)),
            Effect::Suspend => {
                if let Err(why) = system::suspend() {
                    self.answer(move || Err(why));
                }
            }
            Effect::Load => self.load(),
            Effect::FetchFeeds(feeds) => self.fetch_feeds(feeds),
            Effect::Index(corpus) => self.index(corpus),
            Effect::Search(search) => self.search(search),
            Effect::OpenUrl(address) => self.open_address(address),
            Effect::Copy(text, what) => {
                let terminal = self.send_copy(&text)?;
                let in_lines = matches!(self.front, RuntimeFront::Lines(_));
                self.answer(move || match clipboard::copy(&text, &what, terminal) {
                    // There it can be taken from what is told.
                    Err(_) if in_lines => Ok(format!("there is no clipboard; {what} is: {text}")),
                    copied => copied,
                });
            }
            Effect::Mark(keys) => self.remember(move |store| store.mark(&keys))?,
            Effect::RememberBaseline { day, fingerprints, rewind } => {
                self.remember(move |store| store.set_baseline(day, &fingerprints, rewind))?;
            }
            Effect::Level(day) => self.remember(move |store| store.level(day))?,
            Effect::SetMouse(on) => {
                if !self.front.set_mouse(on)? {
                    return self.update(Message::Done(Err("there is no mouse in lines".to_owned())));
                }
            }
            Effect::Write(edit, path) => self.at_desk(move |desk, now| desk.save(&edit, &path, now)),
            Effect::WriteFromItem(edits, item) => self.write_from_item(edits, item),
            Effect::ListItems(request) => self.list_items(*request),
            Effect::DoInInbox(deed) => self.do_in_inbox(deed),
            Effect::ReadPage(source) => self.read_page(source),
            Effect::SaveFilter { name, query } => self.save_filter(name, query),
            Effect::Undo => self.settled(EditDesk::undo),
            Effect::Redo => self.settled(EditDesk::redo),
            Effect::GoToEdit(count) => self.settled(move |desk, now| desk.go_to(count, now)),
            Effect::TellEdits => self.tell_edits(),
            Effect::Edit(path, offset) => self.edit(&path, editor::line_of(&path, offset))?,
        }
        Ok(())
    }

    /// Sends a text to the terminal's clipboard, where that is the way. Returns whether it was sent.
    fn send_copy(&mut self, text: &str) -> Result<bool, StopReason> {
        Ok(!clipboard::is_in_tmux() && clipboard::fits_terminal(text) && self.front.copy(text)?)
    }

    /// Shows an address in the browser, on a thread; where there is none, it is copied.
    fn open_address(&self, address: String) {
        let sender = self.sender.clone();
        self.start("browser", move || {
            let opened = panic::caught(|| browser::open(&address));
            let input = match opened.unwrap_or_else(|why| Err(OpenFailure::Refused(why))) {
                Ok(text) => RuntimeInput::Message(Message::Done(Ok(text))),
                Err(OpenFailure::Refused(why)) => RuntimeInput::Message(Message::Done(Err(why))),
                Err(OpenFailure::NoBrowser { address, why }) => RuntimeInput::NotOpened(address, why),
            };
            let _ = sender.send(input);
        });
    }

    /// No browser shows an address: it is copied, and told whole.
    pub(super) fn copy_address(&mut self, address: String, why: String) -> Result<(), StopReason> {
        let sent = self.send_copy(&address)?;
        self.answer(move || {
            let copied = clipboard::copy(&address, "the address", sent);
            let copied = copied.unwrap_or_else(|why| why);
            Ok(format!("{address} ({copied}; no browser shows it: {why})"))
        });
        Ok(())
    }

    /// Writes what was seen before the next frame shows it, so that a kill loses nothing that was on the screen; where
    /// another program holds the file, no key waits for that.
    fn remember(
        &mut self,
        write: impl FnOnce(&mut StateStore) -> Result<(), String> + Send + 'static,
    ) -> Result<(), StopReason> {
        let written = self.seen.write(Box::new(write));
        written.or_else(|why| self.update(Message::Done(Err(why))))
    }

    /// Looks something up beside the screen.
    pub(super) fn look_up(&self, late: LateLookup) {
        let sender = self.sender.clone();
        self.start("late", move || late(&|message| drop(sender.send(RuntimeInput::Message(message)))));
    }

    /// Builds the index on a thread: the texts of all records and the words of all articles. What the Inbox needs of many
    /// articles comes after it.
    fn index(&self, corpus: IndexedCorpus) {
        let (sender, inbox) = (self.sender.clone(), self.inbox.place.clone());
        let work = move || {
            let told = ProgressPacer::default();
            let say = |done: usize, of: usize| {
                if let Some(left) = told.left(done as u64, of as u64) {
                    let progress = ReadyProgress { work: ReadyWork::Indexing, done: done as u64, of: of as u64, left };
                    let _ = sender.send(RuntimeInput::Message(Message::Progressed(progress)));
                }
            };
            let build = || {
                corpus.build(&say);
                inbox.prepare(&corpus.dossier);
            };
            if let Err(why) = panic::caught(|| on_own_threads(build)) {
                let _ = sender.send(RuntimeInput::Message(Message::Done(Err(why))));
            }
            let done = ReadyProgress { work: ReadyWork::Indexing, done: 1, of: 1, left: None };
            let _ = sender.send(RuntimeInput::Message(Message::Progressed(done)));
        };
        self.start("index", work);
    }

    /// Searches articles on a thread, unless a newer search replaces this one.
    fn search(&self, search: ArticleSearch) {
        let (sender, last) = (self.sender.clone(), Arc::clone(&self.search));
        last.store(search.turn, Ordering::SeqCst);
        let work = move || {
            let stop = || last.load(Ordering::Relaxed) != search.turn;
            let done = match panic::caught(|| on_own_threads(|| search.run(&stop))) {
                Ok(()) => Message::Searched(search.turn),
                Err(why) => Message::Done(Err(why)),
            };
            let _ = sender.send(RuntimeInput::Message(done));
        };
        self.start("search", work);
    }

    pub(super) fn start(&self, name: &str, work: impl FnOnce() + Send + 'static) {
        let token = WorkToken::new(&self.running, &self.sender);
        let work = move || {
            work();
            drop(token);
        };
        if let Err(error) = thread::Builder::new().name(name.to_owned()).spawn(work) {
            let why = format!("cannot start a thread: {}", reason(&error));
            let _ = self.sender.send(RuntimeInput::Message(Message::Done(Err(why))));
        }
    }

    /// The same for work that writes: what was asked for first is done first, all of it before the program ends.
    pub(super) fn start_in_order(&mut self, work: impl FnOnce() + Send + 'static) {
        self.in_order.add(&self.sender, work);
    }

    /// Saves a filter on a thread; the configuration is read again.
    fn save_filter(&mut self, name: String, query: String) {
        let (sender, path) = (self.sender.clone(), self.configuration.as_ref().map(|(path, _)| path.clone()));
        self.start_in_order(move || {
            let saved = panic::caught(|| filters::save(path.as_deref(), &name, &query)).unwrap_or_else(Err);
            let _ = sender.send(RuntimeInput::ConfigurationChanged);
            let _ = sender.send(RuntimeInput::Message(Message::Done(saved)));
        });
    }

    /// Runs something slow on a thread; its outcome is a [`Message::Done`].
    fn answer(&self, work: impl FnOnce() -> Result<String, String> + Send + 'static) {
        let sender = self.sender.clone();
        let work = move || {
            let outcome = panic::caught(work).unwrap_or_else(Err);
            let _ = sender.send(RuntimeInput::Message(Message::Done(outcome)));
        };
        self.start("effect", work);
    }

    /// Writes to the dossier on a thread; its outcome is a [`Message::Written`], and the dossier is read again.
    pub(super) fn at_desk(
        &mut self,
        work: impl FnOnce(&mut EditDesk, &str) -> Result<String, WriteRefusal> + Send + 'static,
    ) {
        let (sender, desk) = (self.sender.clone(), self.desk.clone());
        let now = clock::stamp();
        self.start_in_order(move || {
            let work = || match desk.as_ref().map(|desk| desk.lock()) {
                Some(Ok(mut desk)) => work(&mut desk, &now),
                Some(Err(_)) => Err("an edit failed before; restart the program".to_owned().into()),
                None => Err("nothing is written: the story is built in, or `--read-only` was given".to_owned().into()),
            };
            let outcome = panic::caught(work).unwrap_or_else(|why| Err(why.into()));
            let _ = sender.send(RuntimeInput::Message(Message::Written(outcome)));
            let _ = sender.send(RuntimeInput::DossierChanged);
        });
    }

    /// Reads a page on a thread; its outcome is a [`Message::PageRead`].
    fn read_page(&self, source: String) {
        let sender = self.sender.clone();
        self.start("page", move || {
            let read = || fetch::page(&source, None, HttpLimits::default()).map(|(page, _)| page);
            let outcome = panic::caught(read).unwrap_or_else(Err);
            let _ = sender.send(RuntimeInput::Message(Message::PageRead(source.clone(), Box::new(outcome))));
        });
    }

    /// Fetches feeds on a thread, one round at a time; its outcome is a [`Message::FeedsFetched`].
    fn fetch_feeds(&self, feeds: Vec<(String, Option<String>)>) {
        let (sender, fetching, archive) =
            (self.sender.clone(), Arc::clone(&self.fetching), self.inbox.place.archive.clone());
        let say = move |outcome| drop(sender.send(RuntimeInput::Message(Message::FeedsFetched(outcome))));
        if fetching.swap(true, Ordering::SeqCst) {
            return say(Err("the feeds are being fetched already".to_owned()));
        }
        self.start("feeds", move || {
            let work = || archive.and_then(|path| feeds::fetch_once(&path, feeds));
            let outcome = panic::caught(work).unwrap_or_else(Err);
            fetching.store(false, Ordering::SeqCst);
            say(outcome);
        });
    }

    fn tell_edits(&self) {
        let (sender, desk) = (self.sender.clone(), self.desk.clone());
        self.start("edit", move || {
            let log = desk.and_then(|desk| desk.lock().ok().map(|mut desk| desk.log())).unwrap_or(Ok(Vec::new()));
            let message = log.map_or_else(|why| Message::Done(Err(why)), Message::Logged);
            let _ = sender.send(RuntimeInput::Message(message));
        });
    }

    /// Reads the dossier on a thread, one at a time.
    pub(super) fn load(&mut self) {
        self.load_after(Duration::ZERO);
    }

    /// Reads the dossier on a thread of its own after a delay. A change during the read makes it read again.
    pub(super) fn load_after(&mut self, wait: Duration) {
        if self.loading != Loading::No {
            self.loading = Loading::Again;
            return;
        }
        self.loading = Loading::Yes;
        let (load, sender) = (Arc::clone(&self.load), self.sender.clone());
        let token = WorkToken::new(&self.running, &self.sender);
        let work = move || {
            let _token = token;
            thread::sleep(wait);
            let say = |message| drop(sender.send(RuntimeInput::Message(message)));
            if let Err(why) = panic::caught(|| load(&say)) {
                say(Message::Loaded(failed_load(why)));
            }
            let _ = sender.send(RuntimeInput::LoadEnded);
        };
        if let Err(error) = thread::Builder::new().name("load".to_owned()).spawn(work) {
            let loaded = failed_load(format!("cannot start a thread: {}", reason(&error)));
            let _ = self.sender.send(RuntimeInput::Message(Message::Loaded(loaded)));
            let _ = self.sender.send(RuntimeInput::LoadEnded);
        }
    }

    /// Gives the terminal to the editor, then reads the dossier again.
    fn edit(&mut self, path: &Path, line: usize) -> Result<(), StopReason> {
        if !self.front.can_lend() {
            return self.update(Message::Done(Err("an editor needs a terminal".to_owned())));
        }
        let mut command = match editor::command(self.editor.as_deref(), path, line) {
            Ok(command) => command,
            Err(why) => return self.update(Message::Done(Err(why))),
        };
        let name = command.get_program().to_string_lossy().into_owned();
        self.front.lend();
        self.shared.lent.store(true, Ordering::SeqCst);
        screen::restore();
        let ended = match command.spawn() {
            Ok(editor) => self.wait_for_editor(editor)?,
            Err(error) => Err(error),
        };
        self.shared.lent.store(false, Ordering::SeqCst);
        self.front.take_back()?;
        self.resized = true;
        self.front.release();
        let failure = match ended {
            Ok(status) if status.success() => None,
            Ok(status) => Some(format!("editor `{name}` {}", system::describe(status))),
            Err(error) => {
                Some(format!("cannot start the editor `{name}`: {}; set `VISUAL` or `EDITOR`", reason(&error)))
            }
        };
        self.load();
        failure.map_or(Ok(()), |failure| self.update(Message::Done(Err(failure))))
    }

    /// Waits for the editor; meanwhile input is held back, except for the signals that end the program.
    fn wait_for_editor(&mut self, mut editor: Child) -> Result<io::Result<ExitStatus>, StopReason> {
        let sender = self.sender.clone();
        let process = editor.id();
        spawn("editor", self.sender.clone(), move || {
            let _ = sender.send(RuntimeInput::Edited(editor.wait()));
        })?;
        loop {
            let (signal, stop) = match self.inputs.recv() {
                Ok(RuntimeInput::Edited(ended)) => return Ok(ended),
                Ok(RuntimeInput::Signal(signal)) if !matches!(signal, SIGTSTP | SIGCONT) => {
                    self.shared.ending.store(true, Ordering::SeqCst);
                    (signal, ExitReason::Signal(signal))
                }
                Ok(RuntimeInput::Gone) | Err(_) => (SIGHUP, ExitReason::TerminalGone),
                Ok(input) => {
                    self.held.push_back(input);
                    continue;
                }
            };
            system::end_child(process, signal);
            return Err(StopReason::Exit(stop));
        }
    }
}

/// Does long work in parallel on threads of its own: short parallel work of the screen does not wait behind it.
fn on_own_threads(work: impl FnOnce() + Send) {
    match rayon::ThreadPoolBuilder::new().build() {
        Ok(threads) => threads.install(work),
        Err(_) => work(),
    }
}

/// A load that failed, as a problem to show.
fn failed_load(message: String) -> LoadedDossier {
    let problem =
        Problem { severity: Severity::Error, path: PathBuf::new(), line: 0, column: 0, message, excerpt: None };
    LoadedDossier { dossier: None, problems: vec![problem], files: None }
}
