//! Writing to the server, within a transaction that holds its clock: items, feeds, dossiers, steps.

use hashbrown::{HashMap, HashSet};
use rayon::prelude::*;

use super::link::ServerLink;
use super::merge::merge;
use super::schema::{VERSION, other_tables};
use super::{ServerFault, rows};
use crate::desk::archive::mirror::{RejectedDecision, SentOutcome};
use crate::desk::archive::transfer::lines::{DossierLine, FeedLine, ItemLine, StepLine, VersionLine};
use crate::desk::feed::fingerprint;

/// What became of lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct StoredCounts {
    pub new: usize,
    pub changed: usize,
    pub known: usize,
}

/// Stands between the addresses of an item's feeds on their way.
const BETWEEN: &str = "\u{1f}";

/// The first of so many numbers for changes. Until the transaction ends, nobody else gets any: the order of numbers is the
/// order of commits.
pub(super) fn ticks(link: &ServerLink, count: usize) -> Result<i64, ServerFault> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let sql = "UPDATE karwan.clock SET seq = seq + $1 WHERE id = 1 AND version = $2 RETURNING seq";
    let last: i64 = link.query_one(sql, &[&count, &VERSION])?.ok_or_else(other_tables)?.get(0);
    Ok(last - count + 1)
}

/// Wakes everybody when the transaction is committed, on a server that can.
pub(super) fn notify(link: &ServerLink) -> Result<(), ServerFault> {
    // A fault within a transaction undoes it: whether the server can was found out before.
    if link.notifies() { link.query("SELECT pg_notify('karwan', '')::text", &[]).map(|_| ()) } else { Ok(()) }
}

/// Writes feeds; of two that know one, the one that asked it later is right.
pub(super) fn put_feeds(link: &ServerLink, feeds: &[&FeedLine]) -> Result<StoredCounts, ServerFault> {
    let first = ticks(link, feeds.len())?;
    let mut done = StoredCounts::default();
    for (seq, feed) in (first..).zip(feeds) {
        let failures = i32::try_from(feed.failures).unwrap_or(i32::MAX);
        let there = link.query_one("SELECT 1 FROM karwan.feeds WHERE url = $1", &[&feed.url])?.is_some();
        let counted = if there { &mut done.known } else { &mut done.new };
        *counted += 1;
        link.execute(
            "INSERT INTO karwan.feeds AS f VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)
             ON CONFLICT (url) DO UPDATE SET title = excluded.title, etag = excluded.etag, modified = excluded.modified,
             next = excluded.next, asked = excluded.asked, answered = excluded.answered, failing = excluded.failing,
             failures = excluded.failures, why = excluded.why, moved = excluded.moved, gone = excluded.gone,
             seq = excluded.seq WHERE coalesce(excluded.asked, 0) > coalesce(f.asked, -1)",
            &[
                &feed.url,
                &feed.title,
                &feed.etag,
                &feed.modified,
                &feed.next,
                &feed.asked,
                &feed.answered,
                &feed.failing,
                &failures,
                &feed.why,
                &feed.moved,
                &feed.gone,
                &seq,
            ],
        )?;
    }
    Ok(done)
}

/// Writes items: new ones as they are, known ones with what they say now and said before.
pub(super) fn put_items(link: &ServerLink, lines: &[&ItemLine]) -> Result<StoredCounts, ServerFault> {
    let first = ticks(link, lines.len())?;
    let mut seen = HashSet::new();
    let lines: Vec<&ItemLine> = lines.iter().copied().filter(|line| seen.insert(line.id.as_str())).collect();
    let keys: Vec<&str> = lines.iter().map(|line| line.id.as_str()).collect();
    let ids: Vec<i64> = lines.iter().map(|line| line.row).collect();
    let won = link.query(
        "INSERT INTO karwan.item_keys SELECT * FROM unnest($1::text[], $2::bigint[])
         ON CONFLICT (key) DO NOTHING RETURNING key",
        &[&keys, &ids],
    )?;
    let won: HashSet<String> = won.iter().map(|row| row.get(0)).collect();
    let (new, known): (Vec<&ItemLine>, Vec<&ItemLine>) = lines.iter().partition(|line| won.contains(&line.id));
    insert(link, &new, first)?;
    let mut versions: Vec<(&str, &VersionLine)> = Vec::new();
    versions.extend(new.iter().flat_map(|line| line.versions.iter().map(|version| (line.id.as_str(), version))));
    put_versions(link, &versions)?;
    let changed = put_known(link, &known, first + i64::try_from(new.len()).unwrap_or(0))?;
    Ok(StoredCounts { new: new.len(), changed, known: known.len() - changed })
}

/// A text without what the server cannot hold.
fn clean(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains('\0') { text.replace('\0', "").into() } else { text.into() }
}

/// Writes items that are not there. Where the id of one is taken by another of the same second, it gets a free one.
fn insert(link: &ServerLink, lines: &[&ItemLine], first: i64) -> Result<(), ServerFault> {
    let mut left: Vec<(i64, i64, &ItemLine)> = (first..).zip(lines).map(|(seq, line)| (line.row, seq, *line)).collect();
    for turn in 0_u32.. {
        if left.is_empty() {
            break;
        }
        let done = insert_some(link, &left)?;
        left.retain(|(_, _, line)| !done.contains(&line.id));
        for (id, _, line) in &mut left {
            // Any of the second will do; which one depends on the item, so that two hardly meet again.
            let print = fingerprint(&[&line.id, &turn.to_string()]);
            let within = i64::from_str_radix(&print[..5], 16).unwrap_or(0);
            *id = (line.row >> 20 << 20) | within;
            link.execute("UPDATE karwan.item_keys SET id = $1 WHERE key = $2", &[&*id, &line.id])?;
        }
    }
    Ok(())
}

/// The keys of those that were written.
fn insert_some(link: &ServerLink, lines: &[(i64, i64, &ItemLine)]) -> Result<HashSet<String>, ServerFault> {
    let text = |of: fn(&ItemLine) -> &Option<String>| -> Vec<Option<std::borrow::Cow<'_, str>>> {
        lines.iter().map(|(_, _, line)| of(line).as_deref().map(clean)).collect()
    };
    let number =
        |of: fn(&ItemLine) -> Option<i64>| -> Vec<Option<i64>> { lines.iter().map(|line| of(line.2)).collect() };
    let ids: Vec<i64> = lines.iter().map(|line| line.0).collect();
    let seqs: Vec<i64> = lines.iter().map(|line| line.1).collect();
    let whole = |of: fn(&ItemLine) -> &String| -> Vec<std::borrow::Cow<'_, str>> {
        lines.iter().map(|(_, _, line)| clean(of(line))).collect()
    };
    let feeds: Vec<String> = lines.iter().map(|(_, _, line)| line.feeds.join(BETWEEN)).collect();
    let words: Vec<rows::WordVector> = lines.par_iter().map(|(_, _, line)| rows::WordVector::of(line)).collect();
    let done = link.query(
        "INSERT INTO karwan.items
         SELECT i, k, g, u, t, a, o, l, p, d, s, c, m, x, string_to_array(f, E'\\x1f'), false, w, q
         FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
              $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::text[], $14::text[], $15::text[],
              $16::tsvector[], $17::bigint[]) AS r (i, k, g, u, t, a, o, l, p, d, s, c, m, x, f, w, q)
         ON CONFLICT (id) DO NOTHING RETURNING key",
        &[
            &ids,
            &whole(|line| &line.id),
            &whole(|line| &line.guid),
            &text(|line| &line.url),
            &text(|line| &line.title),
            &text(|line| &line.author),
            &whole(|line| &line.outlet),
            &text(|line| &line.language),
            &number(|line| line.published),
            &number(|line| line.updated),
            &number(|line| Some(line.seen)),
            &number(|line| line.changed),
            &text(|line| &line.summary),
            &text(|line| &line.text),
            &feeds,
            &words,
            &seqs,
        ],
    )?;
    Ok(done.iter().map(|row| row.get(0)).collect())
}

/// Adds what was brought to items that are there; how many say something else then.
fn put_known(link: &ServerLink, lines: &[&ItemLine], first: i64) -> Result<usize, ServerFault> {
    if lines.is_empty() {
        return Ok(0);
    }
    let keys: Vec<&str> = lines.iter().map(|line| line.id.as_str()).collect();
    let sql = format!(
        "SELECT {} FROM karwan.item_keys k JOIN karwan.items i ON i.id = k.id WHERE k.key = ANY($1)",
        rows::ITEM
    );
    let mut there: HashMap<String, rows::ServerItem> =
        link.query(&sql, &[&keys])?.iter().map(rows::item).map(|item| (item.line.id.clone(), item)).collect();
    add_versions(link, there.values_mut().map(|item| &mut item.line))?;
    let mut changed = 0;
    for (seq, line) in (first..).zip(lines) {
        let Some(server) = there.get(&line.id).filter(|server| !server.pruned) else { continue };
        let merged = merge(&server.line, line);
        if merged == server.line {
            continue;
        }
        changed += 1;
        let missing = merged.versions.iter().filter(|version| !server.line.versions.contains(version));
        put_versions(link, &missing.map(|version| (line.id.as_str(), version)).collect::<Vec<_>>())?;
        link.execute(
            "UPDATE karwan.items SET title = $2, summary = $3, text = $4, updated = $5, changed = $6, seen = $7,
             feeds = $8, words = $9, seq = $10 WHERE id = $1",
            &[
                &merged.row,
                &merged.title.as_deref().map(clean),
                &merged.summary.as_deref().map(clean),
                &merged.text.as_deref().map(clean),
                &merged.updated,
                &merged.changed,
                &merged.seen,
                &merged.feeds,
                &rows::WordVector::of(&merged),
                &seq,
            ],
        )?;
    }
    Ok(changed)
}

/// Gives items what they said before.
pub(super) fn add_versions<'l>(
    link: &ServerLink,
    lines: impl Iterator<Item = &'l mut ItemLine>,
) -> Result<(), ServerFault> {
    let mut changed: HashMap<String, &mut ItemLine> =
        lines.filter(|line| line.changed.is_some()).map(|line| (line.id.clone(), line)).collect();
    if changed.is_empty() {
        return Ok(());
    }
    let keys: Vec<&String> = changed.keys().collect();
    let found = link.query(
        "SELECT item, seen, title, summary, text FROM karwan.versions WHERE item = ANY($1) ORDER BY item, seen, n",
        &[&keys],
    )?;
    for (key, version) in found.iter().map(rows::version) {
        if let Some(line) = changed.get_mut(&key) {
            line.versions.push(version);
        }
    }
    Ok(())
}

/// Adds what items said before.
fn put_versions(link: &ServerLink, versions: &[(&str, &VersionLine)]) -> Result<(), ServerFault> {
    for (n, (item, version)) in (0_i32..).zip(versions) {
        let texts = [&version.title, &version.summary, &version.text];
        let [title, summary, text] = texts.map(|text| text.as_deref().map(clean));
        let digest = fingerprint(&texts.map(|text| text.as_deref().unwrap_or("\u{1}")));
        link.execute(
            "INSERT INTO karwan.versions VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            &[item, &version.seen, &n, &digest, &title, &summary, &text],
        )?;
    }
    Ok(())
}

/// Adds a dossier under a name, or what it was met as.
pub(super) fn put_dossier(link: &ServerLink, uid: &str, line: &DossierLine) -> Result<(), ServerFault> {
    let same = "SELECT 1 FROM karwan.sightings WHERE dossier = $1 AND path = $2 AND ids = $3 AND sketch = $4";
    if link.query_one(same, &[&uid, &line.path, &line.ids, &line.sketch])?.is_some() {
        return Ok(());
    }
    let ord = ticks(link, 1)?;
    link.execute(
        "INSERT INTO karwan.dossiers VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING",
        &[&uid, &line.title, &ord],
    )?;
    let values: [&(dyn tokio_postgres::types::ToSql + Sync); 5] = [&uid, &line.path, &line.ids, &line.sketch, &ord];
    link.execute("INSERT INTO karwan.sightings VALUES ($1, $2, $3, $4, $5)", &values).map(|_| ())
}

/// A step on its way: its name, that of its dossier, what was decided, and on top of which steps (`None`: whatever stands).
pub(super) struct StepToPut<'s> {
    pub uid: &'s str,
    pub dossier: &'s str,
    pub line: &'s StepLine,
    pub bases: Option<&'s [Option<String>]>,
}

/// Writes a step once, however often it comes. Where somebody decided about an item since the step that this one was made
/// on top of, that stands, and the decision is not taken.
pub(super) fn put_step(link: &ServerLink, step: &StepToPut) -> Result<(SentOutcome, bool), ServerFault> {
    let StepToPut { uid, dossier, line, bases } = step;
    let ord = ticks(link, 1)?;
    let new = link.execute(
        "INSERT INTO karwan.steps VALUES ($1, $2, $3, $4, $5, $6, $7, $7) ON CONFLICT (id) DO NOTHING",
        &[uid, dossier, &line.who, &line.at, &line.undone, &line.edit, &ord],
    )?;
    let items: Vec<&str> = line.decisions.iter().map(|decision| decision.item.as_str()).collect();
    let standing = standing(link, dossier, uid, &items)?;
    let rejected = |item: &str| standing.get(item).map(|(_, rejected)| rejected.clone());
    if new == 0 {
        // It was sent before, and the answer got lost.
        let ord = link.query_one("SELECT ord FROM karwan.steps WHERE id = $1", &[uid])?.map_or(ord, |row| row.get(0));
        let taken = link.query("SELECT item FROM karwan.decisions WHERE step = $1", &[uid])?;
        let taken: HashSet<String> = taken.iter().map(|row| row.get(0)).collect();
        let missing = items.iter().filter(|item| !taken.contains(**item));
        return Ok((SentOutcome { ord, rejected: missing.filter_map(|item| rejected(item)).collect() }, false));
    }
    let named: Vec<&String> = bases.iter().flat_map(|bases| bases.iter()).flatten().collect();
    let known = link.query("SELECT id, ord FROM karwan.steps WHERE id = ANY($1)", &[&named])?;
    let known: HashMap<String, i64> = known.iter().map(|row| (row.get(0), row.get(1))).collect();
    let mut outcome = SentOutcome { ord, rejected: Vec::new() };
    for (at, decision) in line.decisions.iter().enumerate() {
        let base =
            bases.map(|bases| bases.get(at).and_then(Option::as_ref).and_then(|uid| known.get(uid)).unwrap_or(&0));
        if let (Some(base), Some((stands, rejected))) = (base, standing.get(&decision.item))
            && stands > base
        {
            outcome.rejected.push(rejected.clone());
            continue;
        }
        link.execute(
            "INSERT INTO karwan.decisions VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
            &[uid, &decision.item, &decision.before, &decision.after, &decision.article, &decision.assignee],
        )?;
    }
    Ok((outcome, true))
}

/// Of each item the newest decision that is not undone, with the place of its step.
pub(super) fn standing(
    link: &ServerLink,
    dossier: &str,
    except: &str,
    items: &[&str],
) -> Result<HashMap<String, (i64, RejectedDecision)>, ServerFault> {
    let rows = link.query(
        "SELECT d.item, d.after, d.assignee, s.who, s.at, s.ord FROM karwan.decisions d
         JOIN karwan.steps s ON s.id = d.step
         WHERE d.item = ANY($1) AND s.dossier = $2 AND NOT s.undone AND s.id <> $3 ORDER BY s.ord",
        &[&items, &dossier, &except],
    )?;
    // The later ones replace the earlier.
    Ok(rows
        .iter()
        .map(|row| {
            let (item, stands, assignee): (String, String, _) = (row.get(0), row.get(1), row.get(2));
            let rejected = RejectedDecision { item: item.clone(), stands, who: row.get(3), at: row.get(4), assignee };
            (item, (row.get(5), rejected))
        })
        .collect())
}

/// Undoes a step, or lets it hold again.
pub(super) fn hold_step(link: &ServerLink, uid: &str, holds: bool) -> Result<(), ServerFault> {
    let seq = ticks(link, 1)?;
    let sql = "UPDATE karwan.steps SET undone = NOT $3, seq = $2 WHERE id = $1 AND undone = $3";
    link.execute(sql, &[&uid, &seq, &holds]).map(|_| ())
}
