//! The archive of a server as JSON lines, and back: the same lines as those of an archive of one's own.

use std::io::{BufRead, BufReader, BufWriter, Write};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

use chrono::{DateTime, Utc};
use hashbrown::HashMap;

use super::link::ServerLink;
use super::store::{StepToPut, notify, put_dossier, put_feeds, put_items, put_step};
use super::sweep::swept;
use super::{ServerFault, pull, rows, store};
use crate::desk::archive::mirror::new_uid;
use crate::desk::archive::transfer::lines::{DossierLine, ItemLine, StepLine, TransferLine};
use crate::desk::archive::transfer::read_lines;
use crate::desk::archive::{Archive, TransferCounts, first_row_of_day};
use crate::text::reason;

/// Rows of a page.
const PAGE: i64 = 1_000;
/// Items of one transaction.
const BATCH: usize = 2_000;

/// An archive that lines come from or go to.
#[derive(Debug)]
pub enum ArchiveEnd {
    /// A file.
    File(Box<Archive>),
    /// A server, with its tables prepared.
    Server(Box<ServerLink>),
}

impl ArchiveEnd {
    /// Writes all of it as JSON lines, as of one moment.
    ///
    /// # Errors
    /// One line.
    pub fn export(&self, out: &mut dyn Write) -> Result<TransferCounts, String> {
        match self {
            ArchiveEnd::File(archive) => archive.export(out),
            ArchiveEnd::Server(link) => export(link, out).map_err(|fault| fault.to_string()),
        }
    }

    /// Takes in what [`ArchiveEnd::export`] wrote; what is there already stays.
    ///
    /// # Errors
    /// One line; what stands before the line that is wrong is taken in.
    pub fn import(&self, input: &mut dyn BufRead) -> Result<TransferCounts, String> {
        match self {
            ArchiveEnd::File(archive) => archive.import(input),
            ArchiveEnd::Server(link) => import(link, input),
        }
    }

    /// Takes all of this one into another.
    ///
    /// # Errors
    /// One line: of either end.
    pub fn migrate(self, to: &ArchiveEnd) -> Result<TransferCounts, String> {
        let (reader, writer) = std::io::pipe().map_err(|error| reason(&error))?;
        let sender = std::thread::Builder::new().name("export".to_owned()).spawn(move || {
            let mut writer = BufWriter::with_capacity(1 << 20, writer);
            let done = self.export(&mut writer);
            done.and_then(|_| writer.flush().map_err(|error| reason(&error)))
        });
        let sender = sender.map_err(|error| reason(&error))?;
        let done = to.import(&mut BufReader::with_capacity(1 << 20, reader));
        let sent = sender.join().unwrap_or_else(|_| Err("the archive could not be read".to_owned()));
        // Where the reader gave up, that is the reason, not that nobody read any more.
        done.and_then(|done| sent.map(|()| done))
    }
}

fn export(link: &ServerLink, out: &mut dyn Write) -> Result<TransferCounts, ServerFault> {
    link.batch("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
    let mut done = TransferCounts::default();
    let exported = export_all(link, out, &mut done);
    let _ = link.batch("ROLLBACK"); // nothing was written
    exported.map(|()| done)
}

fn export_all(link: &ServerLink, out: &mut dyn Write, done: &mut TransferCounts) -> Result<(), ServerFault> {
    let mut put = |line: &TransferLine| -> Result<(), ServerFault> {
        let written = serde_json::to_writer(&mut *out, line).map_err(std::io::Error::from);
        let written = written.and_then(|()| out.write_all(b"\n"));
        written.map_err(|error| ServerFault::Local(format!("cannot write: {}", reason(&error))))
    };
    for row in link.query(&format!("SELECT {} FROM karwan.feeds ORDER BY ord", rows::FEED), &[])? {
        put(&TransferLine::Feed(rows::feed(&row)))?;
        done.feeds += 1;
    }
    let sql =
        format!("SELECT {} FROM karwan.items i WHERE i.id > $1 AND NOT i.pruned ORDER BY i.id LIMIT $2", rows::ITEM);
    let mut after = i64::MIN;
    loop {
        let page = link.query(&sql, &[&after, &PAGE])?;
        let mut lines: Vec<ItemLine> = page.iter().map(|row| rows::item(row).line).collect();
        let Some(last) = lines.last() else { break };
        after = last.row;
        store::add_versions(link, lines.iter_mut())?;
        for line in lines {
            put(&TransferLine::Item(Box::new(line)))?;
            done.items += 1;
        }
    }
    let mut after = String::new();
    loop {
        let sql = "SELECT key FROM karwan.items WHERE pruned AND key > $1 ORDER BY key LIMIT $2";
        let page = link.query(sql, &[&after, &PAGE])?;
        let Some(last) = page.last() else { break };
        after = last.get(0);
        page.iter().try_for_each(|row| put(&TransferLine::Pruned(row.get(0))))?;
    }
    let sql = "SELECT d.id, d.title, s.path, s.ids, s.sketch FROM karwan.sightings s
               JOIN karwan.dossiers d ON d.id = s.dossier ORDER BY s.ord";
    let mut numbers: HashMap<String, i64> = HashMap::new();
    for row in link.query(sql, &[])? {
        let next = i64::try_from(numbers.len()).unwrap_or(0) + 1;
        let id = *numbers.entry(row.get(0)).or_insert(next);
        let line = DossierLine { id, title: row.get(1), path: row.get(2), ids: row.get(3), sketch: row.get(4) };
        put(&TransferLine::Dossier(line))?;
    }
    let mut after = 0_i64;
    loop {
        let sql =
            "SELECT id, dossier, who, at, undone, edit, ord FROM karwan.steps WHERE ord > $1 ORDER BY ord LIMIT $2";
        let page = link.query(sql, &[&after, &PAGE])?;
        let Some(last) = page.last() else { break };
        after = last.get(6);
        for step in pull::with_decisions(link, &page)? {
            if step.line.decisions.is_empty() {
                continue; // of which nothing was taken
            }
            let dossier = numbers.get(&step.dossier).copied().unwrap_or(0);
            put(&TransferLine::Step(StepLine { dossier, ..step.line }))?;
            done.steps += 1;
        }
    }
    Ok(())
}

/// What is known while lines are taken in.
#[derive(Default)]
struct ServerImport {
    /// The names of dossiers, by their numbers in the lines.
    dossiers: HashMap<i64, String>,
    done: TransferCounts,
}

fn import(link: &ServerLink, input: &mut dyn BufRead) -> Result<TransferCounts, String> {
    let import = Mutex::new(ServerImport::default());
    let take = |lines: Vec<TransferLine>| -> Result<(), String> {
        let mut import = import.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = link.transaction(|| import.batch(link, &lines).and_then(|()| notify(link)));
        taken.map_err(|fault| fault.to_string())
    };
    swept(link.address(), || {
        thread::scope(|scope| {
            // The next lines are read while the server writes the last ones.
            let (sender, batches) = mpsc::sync_channel::<Vec<TransferLine>>(1);
            let writer = thread::Builder::new().name("import".to_owned());
            let Ok(writer) = writer.spawn_scoped(scope, || batches.into_iter().try_for_each(&take)) else {
                return read_lines(input, BATCH, &mut |lines| take(lines));
            };
            let read =
                read_lines(input, BATCH, &mut |lines| sender.send(lines).map_err(|_| "nobody writes".to_owned()));
            drop(sender);
            let written = writer.join().unwrap_or_else(|_| Err("the lines could not be written".to_owned()));
            written.and(read)
        })
    })?;
    Ok(import.into_inner().unwrap_or_else(PoisonError::into_inner).done)
}

impl ServerImport {
    fn batch(&mut self, link: &ServerLink, lines: &[TransferLine]) -> Result<(), ServerFault> {
        let items: Vec<&ItemLine> = lines
            .iter()
            .filter_map(|line| match line {
                TransferLine::Item(item) => Some(&**item),
                _ => None,
            })
            .collect();
        let feeds: Vec<_> = lines
            .iter()
            .filter_map(|line| match line {
                TransferLine::Feed(feed) => Some(feed),
                _ => None,
            })
            .collect();
        if !feeds.is_empty() {
            let stored = put_feeds(link, &feeds)?;
            self.done.feeds += stored.new;
            self.done.known += stored.known;
        }
        if !items.is_empty() {
            let stored = put_items(link, &items)?;
            self.done.items += stored.new;
            self.done.known += stored.known + stored.changed;
        }
        for line in lines {
            match line {
                TransferLine::Dossier(dossier) => self.dossier(link, dossier)?,
                TransferLine::Step(step) => self.step(link, step)?,
                TransferLine::Pruned(key) => pruned(link, key)?,
                TransferLine::Feed(_) | TransferLine::Item(_) => {}
            }
        }
        Ok(())
    }

    /// The dossier that was last met at this path, else the one that an earlier line led to, else a new one.
    fn dossier(&mut self, link: &ServerLink, line: &DossierLine) -> Result<(), ServerFault> {
        let uid = match self.dossiers.get(&line.id) {
            Some(uid) => uid.clone(),
            None => {
                let sql = "SELECT dossier FROM karwan.sightings WHERE path = $1 ORDER BY ord DESC LIMIT 1";
                link.query_one(sql, &[&line.path])?.map_or_else(new_uid, |row| row.get(0))
            }
        };
        put_dossier(link, &uid, line)?;
        self.dossiers.insert(line.id, uid);
        Ok(())
    }

    /// A step that is not there yet: of the same dossier, moment and person, on the same items.
    fn step(&mut self, link: &ServerLink, line: &StepLine) -> Result<(), ServerFault> {
        let (Some(dossier), Some(first)) = (self.dossiers.get(&line.dossier), line.decisions.first()) else {
            return Ok(());
        };
        let same = "SELECT 1 FROM karwan.steps s JOIN karwan.decisions d ON d.step = s.id
                    WHERE d.item = $1 AND d.after = $2 AND s.dossier = $3 AND s.who = $4 AND s.at = $5";
        if link.query_one(same, &[&first.item, &first.after, dossier, &line.who, &line.at])?.is_some() {
            self.done.known += 1;
            return Ok(());
        }
        put_step(link, &StepToPut { uid: &new_uid(), dossier, line, bases: None })?;
        self.done.steps += 1;
        Ok(())
    }
}

/// Notes that an item was thrown away: nobody takes it in again.
fn pruned(link: &ServerLink, key: &str) -> Result<(), ServerFault> {
    let seq = store::ticks(link, 1)?;
    // It has no time any more, and stands before all times.
    let id = -i64::from_str_radix(key.get(..15).unwrap_or("1"), 16).unwrap_or(1);
    let new =
        link.execute("INSERT INTO karwan.item_keys VALUES ($1, $2) ON CONFLICT (key) DO NOTHING", &[&key, &id])?;
    if new > 0 {
        link.execute(
            "INSERT INTO karwan.items (id, key, guid, outlet, seen, feeds, pruned, seq)
             VALUES ($1, $2, '', '', 0, '{}', true, $3) ON CONFLICT (id) DO NOTHING",
            &[&id, &key, &seq],
        )?;
    }
    Ok(())
}

/// Throws away the texts of what is older than a moment and nobody kept or put off, page by page; how many they were. What
/// is left of each is its name, so that nobody takes it in again.
///
/// # Errors
/// What the server says; what was done until then stays done.
pub fn prune(link: &ServerLink, before: DateTime<Utc>) -> Result<usize, ServerFault> {
    let first = first_row_of_day(before.date_naive());
    let mut pruned = 0;
    loop {
        let done = link.transaction(|| {
            let seq = store::ticks(link, usize::try_from(PAGE).unwrap_or(1))?;
            let sql = "SELECT i.id, i.key FROM karwan.items i WHERE i.id < $1 AND NOT i.pruned AND NOT EXISTS (
                           SELECT 1 FROM karwan.decisions d JOIN karwan.steps s ON s.id = d.step
                           WHERE d.item = i.key AND NOT s.undone AND d.after IN ('kept', 'later')
                           AND NOT EXISTS (SELECT 1 FROM karwan.decisions e JOIN karwan.steps t ON t.id = e.step
                               WHERE e.item = d.item AND t.dossier = s.dossier AND NOT t.undone AND t.ord > s.ord))
                       ORDER BY i.id LIMIT $2";
            let old = link.query(sql, &[&first, &PAGE])?;
            let ids: Vec<i64> = old.iter().map(|row| row.get(0)).collect();
            let keys: Vec<String> = old.iter().map(|row| row.get(1)).collect();
            let seqs: Vec<i64> = (seq..).take(ids.len()).collect();
            link.execute(
                "UPDATE karwan.items i SET pruned = true, title = NULL, author = NULL, url = NULL, summary = NULL,
                 text = NULL, words = NULL, seq = n.seq
                 FROM unnest($1::bigint[], $2::bigint[]) AS n (id, seq) WHERE i.id = n.id",
                &[&ids, &seqs],
            )?;
            link.execute(
                "UPDATE karwan.versions SET title = NULL, summary = NULL, text = NULL WHERE item = ANY($1)",
                &[&keys],
            )?;
            notify(link)?;
            Ok(ids.len())
        })?;
        pruned += done;
        if i64::try_from(done) != Ok(PAGE) {
            return Ok(pruned);
        }
    }
}
