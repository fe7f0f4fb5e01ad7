//! One mirror and its server: connected, then brought to agree round by round.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::TimeDelta;

use super::link::ServerLink;
use super::{MirrorBell, ServerAddress, ServerFault, pull, push, schema, set_back};
use crate::desk::archive::mirror::MirrorChange;
use crate::desk::archive::{Archive, first_row};
use crate::runtime::clock;

/// What a mirror is a mirror of.
#[derive(Clone, Debug)]
pub struct MirrorSource {
    /// The server.
    pub address: ServerAddress,
    /// The file of the mirror.
    pub path: std::path::PathBuf,
    /// Items that are older than this are not mirrored.
    pub window: Duration,
}

/// What one round did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncReport {
    /// Decisions and undos that were sent.
    pub sent: usize,
    /// Items that are other than before.
    pub items: usize,
    /// Steps of others that came in, or were undone.
    pub steps: usize,
    /// Why what was decided here does not reach the server for now; one line.
    pub unsent: Option<String>,
    /// Why nothing can be decided here at all; one line.
    pub denied: Option<String>,
    /// Whether there are changes for another round.
    pub more: bool,
}

impl SyncReport {
    /// Adds what a further round did.
    fn follow_with(&mut self, next: SyncReport) {
        let (sent, items, steps) = (self.sent + next.sent, self.items + next.items, self.steps + next.steps);
        *self = SyncReport { sent, items, steps, ..next };
    }

    fn add(&mut self, change: MirrorChange) {
        self.items += change.items;
        self.steps += change.steps;
    }
}

/// A mirror that is connected.
#[derive(Debug)]
pub struct MirrorSync<'a> {
    archive: &'a Archive,
    link: ServerLink,
    /// The first row of the window.
    first: i64,
    /// What was decided up to this change is here, where items are still missing.
    decided: i64,
    denied: Option<String>,
    /// Whether the next round asks again for what the mirror just got.
    anew: bool,
}

impl MirrorSource {
    /// The first row of the window.
    pub(super) fn first_row(&self) -> i64 {
        let window = TimeDelta::from_std(self.window).unwrap_or(TimeDelta::MAX);
        clock::now().checked_sub_signed(window).map_or(i64::MIN, first_row)
    }

    /// Opens the mirror.
    ///
    /// # Errors
    /// One line.
    pub fn open(&self) -> Result<Archive, String> {
        Archive::open_mirror(&self.path)
    }
}

impl<'a> MirrorSync<'a> {
    /// Connects a mirror, a new one too.
    ///
    /// # Errors
    /// If the server does not answer, has tables of a later karwan, or is another than the one that was mirrored.
    pub fn connect(source: &MirrorSource, archive: &'a Archive) -> Result<MirrorSync<'a>, ServerFault> {
        MirrorSync::with_bell(source, archive, &Arc::default())
    }

    /// The same, with a bell that rings when something changed on the server, and when it goes away.
    ///
    /// # Errors
    /// As [`MirrorSync::connect`].
    pub fn with_bell(
        source: &MirrorSource,
        archive: &'a Archive,
        bell: &Arc<MirrorBell>,
    ) -> Result<MirrorSync<'a>, ServerFault> {
        let link = ServerLink::with_bell(&source.address, bell)?;
        let server = schema::prepare(&link, None)?;
        archive.note_server(server.denied.as_deref(), clock::now()).map_err(ServerFault::Local)?;
        let state = archive.mirror_state().map_err(ServerFault::Local)?;
        match state.epoch {
            None => pull::begin(&link, archive, &server.epoch)?,
            Some(epoch) if epoch == server.epoch => {
                let last = pull::now(&link)?;
                if server.denied.is_none() && last < state.seq {
                    set_back::send_again(&link, archive, last, state.seq)?;
                }
            }
            Some(_) => {
                return Err(ServerFault::Other(format!(
                    "`{}` is the mirror of another server ({} of its decisions were not sent); move it away to begin a new one",
                    source.path.display(),
                    state.waiting
                )));
            }
        }
        let first = source.first_row();
        archive.forget_before(first).map_err(ServerFault::Local)?;
        // A server without it is asked every now and then.
        match link.batch("LISTEN karwan") {
            Err(fault) if fault.is_away() => return Err(fault),
            _ => {}
        }
        Ok(MirrorSync { archive, link, first, decided: 0, denied: server.denied, anew: true })
    }

    /// Sends what is queued and takes over a page of what changed.
    ///
    /// # Errors
    /// If the server went away, or the mirror cannot be used.
    pub fn round(&mut self) -> Result<SyncReport, ServerFault> {
        let mut report = SyncReport { denied: self.denied.clone(), ..SyncReport::default() };
        if self.denied.is_none() {
            match push::push(&self.link, self.archive) {
                Ok(sent) => report.sent = sent,
                Err(ServerFault::Away(why)) => return Err(ServerFault::Away(why)),
                Err(ServerFault::Local(why)) => return Err(ServerFault::Local(why)),
                // What cannot be sent stays queued; what others decided is taken over all the same.
                Err(fault) => report.unsent = Some(fault.to_string()),
            }
        }
        let state = self.archive.mirror_state().map_err(ServerFault::Local)?;
        let back = if std::mem::take(&mut self.anew) { pull::OVERLAP } else { 0 };
        let from = ((state.seq - back).max(0), &mut self.decided);
        let (change, is_all) = pull::changes(&self.link, self.archive, from, self.first)?;
        report.add(change);
        report.more = !is_all;
        self.archive.note_server(self.denied.as_deref(), clock::now()).map_err(ServerFault::Local)?;
        Ok(report)
    }

    /// Takes over one more page of a mirror that is not full; `None`: it is.
    ///
    /// # Errors
    /// As [`MirrorSync::round`].
    pub fn fill(&mut self) -> Result<Option<SyncReport>, ServerFault> {
        let state = self.archive.mirror_state().map_err(ServerFault::Local)?;
        let filled = pull::fill(&self.link, self.archive, state.filled.unwrap_or(i64::MAX), self.first)?;
        Ok(filled.map(|(change, _)| {
            let mut report = SyncReport::default();
            report.add(change);
            report
        }))
    }

    /// Takes over items that lie before the window, by their public ids.
    ///
    /// # Errors
    /// As [`MirrorSync::round`].
    pub fn fetch(&self, keys: &[String]) -> Result<(), ServerFault> {
        pull::fetch(&self.link, self.archive, keys).map(|_| ())
    }

    /// The connection.
    pub fn link(&self) -> &ServerLink {
        &self.link
    }

    /// Waits until the bell rings, or for so long.
    ///
    /// # Errors
    /// If the server went away.
    pub fn wait(&self, most: Duration) -> Result<(), ServerFault> {
        self.link.wait(most)
    }
}

/// Brings a mirror up to date once: what is queued is sent, what changed is taken over, and a mirror that is not full is
/// filled further until `until`. Whether it is full.
///
/// # Errors
/// As [`MirrorSync::connect`] and [`MirrorSync::round`].
pub fn catch_up(source: &MirrorSource, archive: &Archive, until: Instant) -> Result<(SyncReport, bool), ServerFault> {
    let mut sync = MirrorSync::connect(source, archive)?;
    let mut report = sync.round()?;
    while report.more {
        report.follow_with(sync.round()?);
    }
    loop {
        let Some(filled) = sync.fill()? else { return Ok((report, true)) };
        report.items += filled.items;
        report.steps += filled.steps;
        if Instant::now() >= until {
            return Ok((report, false));
        }
    }
}
