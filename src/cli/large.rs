//! A dossier that takes a while to read: it is read while the screen shows what there is of it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use chrono::NaiveDate;

use super::last_visit::SeenPlace;
use super::open::identified_by;
use crate::dossier::load::{self, LoadedDossier, load_telling};
use crate::dossier::{ArticleStore, Dossier, StoryRecord};
use crate::runtime::pace::ProgressPacer;
use crate::runtime::{LoadRequest, SendMessage};
use crate::threads;
use crate::ui::message::Message;
use crate::ui::ready::{ReadyDossier, ReadyProgress, ReadyWork};

/// Of so many articles the first are shown; then of so many times as many, as long as they are put in order fast.
const FIRST: usize = 1_000;
const TIMES: usize = 5;
const LAST: usize = 150_000;

/// A dossier of which only the name is known.
pub(super) fn unread(paths: &[PathBuf]) -> Dossier {
    let title = paths.first().map(|path| path.display().to_string()).unwrap_or_default();
    let mut dossier = Dossier::default();
    dossier.story = StoryRecord { title, ..StoryRecord::default() };
    dossier
}

/// Reads the dossier, and makes ready what is shown of it. The first time it looks up, too, what was seen of it.
pub(super) fn load(paths: Vec<PathBuf>, day: NaiveDate, today: NaiveDate, seen: SeenPlace) -> LoadRequest {
    let looked_up = AtomicBool::new(false);
    Box::new(move |say| {
        let LoadedDossier { dossier, problems, files } = read(&paths, day, today, say);
        let Some(dossier) = dossier else { return say(Message::Loaded(LoadedDossier { dossier, problems, files })) };
        say(Message::Opened(Box::new(ReadyDossier::of(Arc::clone(&dossier), day, problems))));
        if !looked_up.swap(true, Ordering::SeqCst) {
            seen.last_visit(&dossier, identified_by(&paths), today).into_iter().for_each(say);
        }
    })
}

/// Reads, and says how far it is and what there is so far.
fn read(paths: &[PathBuf], day: NaiveDate, today: NaiveDate, say: SendMessage) -> LoadedDossier {
    let paced = ProgressPacer::default();
    let next = AtomicUsize::new(FIRST);
    thread::scope(|scope| {
        let tell = |articles: &ArticleStore, far: load::LoadProgress| {
            if let Some(left) = paced.left(far.bytes, far.of) {
                let work = ReadyWork::Reading { articles: far.articles };
                say(Message::Progressed(ReadyProgress { work, done: far.bytes, of: far.of, left }));
            }
            let wanted = next.load(Ordering::Relaxed);
            if (wanted..LAST).contains(&far.articles) {
                next.store(far.articles * TIMES, Ordering::Relaxed);
                let mut part = unread(paths);
                part.articles = articles.clone();
                threads::share(scope, move || {
                    say(Message::Opened(Box::new(ReadyDossier::so_far(Arc::new(part), day))));
                });
            }
        };
        load_telling(paths, Some(today), &tell)
    })
}
