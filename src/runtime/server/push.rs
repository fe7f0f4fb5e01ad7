//! Sending what a mirror has and the server does not: feeds and items first, then the journal of decisions, in order.

use std::fs::{File, TryLockError};
use std::time::{Duration, Instant};

use super::link::ServerLink;
use super::store::{StepToPut, hold_step, notify, put_dossier, put_feeds, put_items, put_step};
use super::{ServerFault, store};
use crate::desk::archive::mirror::{OutboxEntry, OutboxStep, SentOutcome, new_uid, same_dossier};
use crate::desk::archive::transfer::lines::DossierLine;
use crate::desk::archive::{Archive, DossierKey};
use crate::text::reason;

/// Items of one transaction.
const BATCH: usize = 1_000;
/// How long another program that sends the same journal is waited for, and how often it is looked at.
const PATIENCE: Duration = Duration::from_secs(5);
const LOOK: Duration = Duration::from_millis(20);

/// Sends all that is queued; how many decisions and undos were among it. What another program on this machine is sending is
/// left to it.
pub(super) fn push(link: &ServerLink, archive: &Archive) -> Result<usize, ServerFault> {
    if !archive.has_queue().map_err(ServerFault::Local)? {
        return Ok(0);
    }
    let Some(_alone) = alone(archive)? else { return Ok(0) };
    let feeds = archive.queued_feeds().map_err(ServerFault::Local)?;
    if !feeds.is_empty() {
        let lines: Vec<_> = feeds.iter().map(|feed| &feed.line).collect();
        link.transaction(|| put_feeds(link, &lines).and_then(|_| notify(link)))?;
        let turns: Vec<i64> = feeds.iter().map(|feed| feed.turn).collect();
        archive.feeds_sent(&turns).map_err(ServerFault::Local)?;
    }
    loop {
        let items = archive.queued_items(BATCH).map_err(ServerFault::Local)?;
        if items.is_empty() {
            break;
        }
        let lines: Vec<_> = items.iter().map(|item| &item.line).collect();
        link.transaction(|| put_items(link, &lines).and_then(|_| notify(link)))?;
        let turns: Vec<i64> = items.iter().map(|item| item.turn).collect();
        archive.items_sent(&turns).map_err(ServerFault::Local)?;
    }
    let mut sent = 0;
    while let Some(entry) = archive.next_entry().map_err(ServerFault::Local)? {
        let outcome = send(link, archive, &entry)?;
        archive.entry_sent(&entry, &outcome).map_err(ServerFault::Local)?;
        sent += 1;
    }
    Ok(sent)
}

/// Waits until no other program sends the journal: the slower of two could undo again what holds again since. `None`: it
/// still does.
fn alone(archive: &Archive) -> Result<Option<File>, ServerFault> {
    let path = archive.path().with_extension("sending");
    let cannot = |error: std::io::Error| ServerFault::Local(format!("`{}`: {}", path.display(), reason(&error)));
    let file = File::create(&path).map_err(cannot)?;
    let until = Instant::now() + PATIENCE;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Some(file)),
            Err(TryLockError::Error(error)) => return Err(cannot(error)),
            Err(TryLockError::WouldBlock) if Instant::now() >= until => return Ok(None),
            Err(TryLockError::WouldBlock) => std::thread::sleep(LOOK),
        }
    }
}

/// Sends one of the journal. If the answer is lost it is sent again, and the server knows it by its name.
fn send(link: &ServerLink, archive: &Archive, entry: &OutboxEntry) -> Result<SentOutcome, ServerFault> {
    let Some(OutboxStep { dossier, dossier_uid, line, bases }) = &entry.step else {
        link.transaction(|| hold_step(link, &entry.uid, entry.holds).and_then(|()| notify(link)))?;
        return Ok(SentOutcome::default());
    };
    let named = match dossier_uid {
        Some(uid) => uid.clone(),
        None => name_dossier(link, archive, *dossier)?,
    };
    link.transaction(|| {
        let step = StepToPut { uid: &entry.uid, dossier: &named, line, bases: Some(bases) };
        let (outcome, _) = put_step(link, &step)?;
        notify(link)?;
        Ok(outcome)
    })
}

/// Finds a dossier on the server, or adds it there; gives its name there.
fn name_dossier(link: &ServerLink, archive: &Archive, dossier: DossierKey) -> Result<String, ServerFault> {
    let lines = archive.dossier_lines(dossier).map_err(ServerFault::Local)?;
    let uid = link.transaction(|| {
        // From here on nobody else adds one.
        store::ticks(link, 1)?;
        let known = link.query(
            "SELECT s.dossier, d.title, s.path, s.ids, s.sketch FROM karwan.sightings s
             JOIN karwan.dossiers d ON d.id = s.dossier ORDER BY s.ord DESC",
            &[],
        )?;
        let known = known.iter().map(|row| {
            let (title, path, ids, sketch) = (row.get(1), row.get(2), row.get(3), row.get(4));
            (row.get::<_, String>(0), DossierLine { id: 0, title, path, ids, sketch })
        });
        let known: Vec<(String, DossierLine)> = known.collect();
        let found = known.iter().find(|(_, there)| lines.iter().any(|line| same_dossier(line, there)));
        let uid = found.map_or_else(new_uid, |(uid, _)| uid.clone());
        lines.iter().try_for_each(|line| put_dossier(link, &uid, line))?;
        notify(link)?;
        Ok(uid)
    })?;
    archive.name_dossier(dossier, &uid).map_err(ServerFault::Local)?;
    Ok(uid)
}
