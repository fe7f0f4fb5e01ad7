//! The thread that keeps a mirror and its server in agreement while the dashboard is open.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};

use super::sync::{MirrorSource, MirrorSync, SyncReport};
use super::{MirrorBell, ServerFault};
use crate::desk::archive::{Archive, MirrorNews};
use crate::runtime::clock;

/// The server is asked at least so often, whether the bell rang or not.
const POLL: Duration = Duration::from_secs(30);
/// How long it waits after the server went away: first, and at most.
const FIRST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(15);

/// Keeps a mirror in agreement with its server until `tell` says that nobody listens any more. `bell` is to be rung when
/// something is to be sent.
pub fn follow(source: &MirrorSource, bell: &Arc<MirrorBell>, tell: &dyn Fn(MirrorNews) -> bool) {
    let archive = match source.open() {
        Ok(archive) => archive,
        Err(why) => {
            tell(MirrorNews::Away(clock::now(), why, 0));
            return;
        }
    };
    let mut follower = MirrorFollower { archive: &archive, bell, tell, away: None, denied: None, wait: FIRST_WAIT };
    while follower.once(source) {}
}

struct MirrorFollower<'a> {
    archive: &'a Archive,
    bell: &'a Arc<MirrorBell>,
    tell: &'a dyn Fn(MirrorNews) -> bool,
    /// Since when the server does not answer, and what was told of it.
    away: Option<(DateTime<Utc>, String, usize)>,
    /// Why nothing can be decided, as it was told.
    denied: Option<String>,
    wait: Duration,
}

impl MirrorFollower<'_> {
    /// Connects and stays connected as long as the server does; then waits. Whether to go on.
    fn once(&mut self, source: &MirrorSource) -> bool {
        let Err(fault) = self.connected(source) else { return false };
        let again = fault.is_passing();
        if !self.tell_away(&fault.to_string()) {
            return false;
        }
        let until = Instant::now() + if again { self.wait } else { POLL };
        self.wait = (self.wait * 2).min(LONGEST_WAIT);
        while let Some(left) = until.checked_duration_since(Instant::now()) {
            self.bell.wait(left);
            // What is decided meanwhile is counted.
            if !self.tell_away(&fault.to_string()) {
                return false;
            }
        }
        true
    }

    /// `Ok`: nobody listens any more.
    fn connected(&mut self, source: &MirrorSource) -> Result<(), ServerFault> {
        let mut sync = MirrorSync::with_bell(source, self.archive, self.bell)?;
        let version = |archive: &Archive| archive.data_version().map_err(ServerFault::Local);
        let (mut seen, mut full) = (version(self.archive)?, false);
        loop {
            let report = sync.round()?;
            // Another program on the same mirror may have sent and taken over all there is.
            let before = std::mem::replace(&mut seen, version(self.archive)?);
            if !self.tell_round(&report, seen != before)? {
                return Ok(());
            }
            if report.more {
                continue;
            }
            if full {
                sync.wait(POLL)?;
            } else if sync.fill()?.is_none() {
                full = true;
            } else if !(self.tell)(MirrorNews::Changed) {
                return Ok(());
            }
        }
    }

    /// Tells what a round did, and that others wrote to the mirror. Whether somebody listens.
    fn tell_round(&mut self, report: &SyncReport, others: bool) -> Result<bool, ServerFault> {
        if self.denied != report.denied
            && let Some(why) = &report.denied
        {
            self.denied.clone_from(&report.denied);
            if !(self.tell)(MirrorNews::Denied(why.clone())) {
                return Ok(false);
            }
        }
        if let Some(why) = &report.unsent {
            if !self.tell_away(why) {
                return Ok(false);
            }
        } else {
            self.wait = FIRST_WAIT;
            if self.away.take().is_some() && !(self.tell)(MirrorNews::Back) {
                return Ok(false);
            }
        }
        let is_changed = others || report.items + report.steps + report.sent > 0;
        if is_changed && !(self.tell)(MirrorNews::Changed) {
            return Ok(false);
        }
        let now = clock::now();
        let mut conflicts = self.archive.untold_conflicts().map_err(ServerFault::Local)?.into_iter();
        Ok(conflicts.all(|conflict| (self.tell)(MirrorNews::Conflict(conflict.told(now)))))
    }

    /// Tells that the server is away, where that is news. Whether somebody listens.
    fn tell_away(&mut self, why: &str) -> bool {
        let waiting = self.archive.mirror_state().map_or(0, |state| state.waiting);
        let since = self.away.as_ref().map_or_else(clock::now, |(since, ..)| *since);
        let next = (since, why.to_owned(), waiting);
        if self.away.as_ref() == Some(&next) {
            return true;
        }
        self.away = Some(next);
        (self.tell)(MirrorNews::Away(since, why.to_owned(), waiting))
    }
}
