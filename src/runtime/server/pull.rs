//! Taking what changed on the server into a mirror: by the numbers of changes, and, in a new mirror, the items from the
//! newest back to the first of its window.

use hashbrown::HashMap;
use tokio_postgres::Row;

use super::link::{ServerLink, SqlValues};
use super::schema::{VERSION, other_tables};
use super::store::add_versions;
use super::{ServerFault, rows};
use crate::desk::archive::Archive;
use crate::desk::archive::mirror::{MirrorChange, ServerPage, SharedDossier, SharedStep};
use crate::desk::archive::transfer::lines::{DossierLine, ItemLine, StepLine};

/// Rows of one page.
const PAGE: i64 = 1_000;
/// Items of one page of changes: what is decided meanwhile waits until a page is in the mirror.
const CHANGED: i64 = 250;
/// A new connection asks for so many changes again that the mirror has: a server that was replaced by a copy may have given
/// their numbers twice.
pub(super) const OVERLAP: i64 = 200;

/// The number of the last change.
pub(super) fn now(link: &ServerLink) -> Result<i64, ServerFault> {
    let row = link.query_one("SELECT seq FROM karwan.clock WHERE id = 1 AND version = $1", &[&VERSION])?;
    row.map(|row| row.get(0)).ok_or_else(other_tables)
}

/// Takes over a page of the changes after `from`; of items only those from the row `first` on. What is other than before, and
/// whether that is all there is.
///
/// Where there is more than a page, what was decided comes first, from `decided` on, which is moved on: nobody waits for it
/// until all items are here.
pub(super) fn changes(
    link: &ServerLink,
    archive: &Archive,
    (from, decided): (i64, &mut i64),
    first: i64,
) -> Result<(MirrorChange, bool), ServerFault> {
    let last = now(link)?;
    if from >= last {
        return Ok((MirrorChange::default(), true));
    }
    let mut all = MirrorChange::default();
    if last - from > CHANGED && *decided < last {
        let (page, to) = decisions(link, from.max(*decided), last)?;
        *decided = to;
        all.steps = archive.apply(&page).map_err(ServerFault::Local)?.steps;
    }
    let (page, to) = page(link, from, last, first)?;
    let change = archive.apply(&page).map_err(ServerFault::Local)?;
    all.items += change.items;
    all.steps += change.steps;
    Ok((all, to >= last))
}

/// What was decided after `from`, as far as it fits a page, and the number of the last change of that.
fn decisions(link: &ServerLink, from: i64, last: i64) -> Result<(ServerPage, i64), ServerFault> {
    let steps = steps(link, from, last)?;
    let to = page_end(steps.iter().map(|row| row.get(7)), PAGE, last);
    let (dossiers, steps) = (dossiers(link, from, to)?, with_decisions(link, &steps)?);
    Ok((ServerPage { dossiers, steps, ..ServerPage::default() }, to))
}

/// Steps between two changes (`id, dossier, who, at, undone, edit, ord, seq`), as many as fit a page.
fn steps(link: &ServerLink, from: i64, last: i64) -> Result<Vec<Row>, ServerFault> {
    let sql = "SELECT id, dossier, who, at, undone, edit, ord, seq FROM karwan.steps WHERE seq > $1 AND seq <= $2
               ORDER BY seq LIMIT $3";
    link.query(sql, &[&from, &last, &PAGE])
}

/// Where a page ends that has rows with these numbers: with the last of them, unless it is not full.
fn page_end(seqs: impl ExactSizeIterator<Item = i64>, most: i64, last: i64) -> i64 {
    let is_full = i64::try_from(seqs.len()) == Ok(most);
    seqs.last().filter(|_| is_full).unwrap_or(last)
}

/// The changes after `from`, as far as they fit a page, and the number of the last of them.
fn page(link: &ServerLink, from: i64, last: i64, first: i64) -> Result<(ServerPage, i64), ServerFault> {
    let sql = format!(
        "SELECT {} FROM karwan.items i WHERE i.seq > $1 AND i.seq <= $2 AND (i.id >= $3 OR i.pruned) ORDER BY i.seq LIMIT $4",
        rows::ITEM
    );
    let items = link.query(&sql, &[&from, &last, &first, &CHANGED])?;
    let items: Vec<rows::ServerItem> = items.iter().map(rows::item).collect();
    let steps = steps(link, from, last)?;
    // Where one of the two does not fit, the page ends there for both.
    let items_to = page_end(items.iter().map(|item| item.seq), CHANGED, last);
    let to = items_to.min(page_end(steps.iter().map(|row| row.get(7)), PAGE, last));
    let mut page = ServerPage { seq: Some(to), ..ServerPage::default() };
    let feeds = format!("SELECT {} FROM karwan.feeds WHERE seq > $1 AND seq <= $2 ORDER BY ord", rows::FEED);
    page.feeds = link.query(&feeds, &[&from, &to])?.iter().map(rows::feed).collect();
    page.dossiers = dossiers(link, from, to)?;
    let (pruned, kept): (Vec<_>, Vec<_>) =
        items.into_iter().filter(|item| item.seq <= to).partition(|item| item.pruned);
    page.pruned = pruned.into_iter().map(|item| item.line.id).collect();
    page.items = kept.into_iter().map(|item| item.line).collect();
    add_versions(link, page.items.iter_mut())?;
    let steps: Vec<_> = steps.into_iter().filter(|row| row.get::<_, i64>(7) <= to).collect();
    page.steps = with_decisions(link, &steps)?;
    Ok((page, to))
}

/// What dossiers were met as between two changes.
fn dossiers(link: &ServerLink, from: i64, to: i64) -> Result<Vec<SharedDossier>, ServerFault> {
    let sql = "SELECT s.dossier, d.title, s.path, s.ids, s.sketch FROM karwan.sightings s
               JOIN karwan.dossiers d ON d.id = s.dossier WHERE s.ord > $1 AND s.ord <= $2 ORDER BY s.ord";
    let mut all: Vec<SharedDossier> = Vec::new();
    for row in link.query(sql, &[&from, &to])? {
        let uid: String = row.get(0);
        let line = DossierLine { id: 0, title: row.get(1), path: row.get(2), ids: row.get(3), sketch: row.get(4) };
        match all.iter_mut().find(|known| known.uid == uid) {
            Some(known) => known.lines.push(line),
            None => all.push(SharedDossier { uid, lines: vec![line] }),
        }
    }
    Ok(all)
}

/// Steps (`id, dossier, who, at, undone, edit, ord`) with what was decided.
pub(super) fn with_decisions(link: &ServerLink, steps: &[Row]) -> Result<Vec<SharedStep>, ServerFault> {
    if steps.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<&str> = steps.iter().map(|row| row.get(0)).collect();
    let sql = "SELECT d.step, d.item, d.before, d.after, d.article, d.assignee FROM karwan.decisions d
               LEFT JOIN karwan.item_keys k ON k.key = d.item WHERE d.step = ANY($1) ORDER BY d.step, k.id, d.item";
    let mut decisions: HashMap<String, Vec<_>> = HashMap::new();
    for (step, decision) in link.query(sql, &[&ids])?.iter().map(rows::decision) {
        decisions.entry(step).or_default().push(decision);
    }
    Ok(steps
        .iter()
        .map(|row| {
            let uid: String = row.get(0);
            let decisions = decisions.remove(&uid).unwrap_or_default();
            let line = StepLine {
                dossier: 0,
                who: row.get(2),
                at: row.get(3),
                undone: row.get(4),
                edit: row.get(5),
                decisions,
            };
            SharedStep { uid, dossier: row.get(1), ord: row.get(6), line }
        })
        .collect())
}

/// Takes over the dossiers and feeds that there are, and where the numbers of changes stand: the beginning of a new mirror.
pub(super) fn begin(link: &ServerLink, archive: &Archive, epoch: &str) -> Result<(), ServerFault> {
    let last = now(link)?;
    let feeds = format!("SELECT {} FROM karwan.feeds WHERE seq <= $1 ORDER BY ord", rows::FEED);
    let page = ServerPage {
        feeds: link.query(&feeds, &[&last])?.iter().map(rows::feed).collect(),
        dossiers: dossiers(link, 0, last)?,
        seq: Some(last),
        filled: Some(i64::MAX),
        epoch: Some(epoch.to_owned()),
        ..ServerPage::default()
    };
    archive.apply(&page).map(|_| ()).map_err(ServerFault::Local)
}

/// Takes over the next page of items below `below`, the newest first, with what was decided about them. `None`: the window
/// is full.
pub(super) fn fill(
    link: &ServerLink,
    archive: &Archive,
    below: i64,
    first: i64,
) -> Result<Option<(MirrorChange, i64)>, ServerFault> {
    if below <= first {
        return Ok(None);
    }
    let items = newest(
        link,
        "i.id < $1 AND i.id >= $2 AND NOT i.pruned ORDER BY i.id DESC LIMIT $3",
        &[&below, &first, &PAGE],
    )?;
    let last = items.last().map_or(first, |item| item.row);
    let change = take_over(link, archive, items, Some(last))?;
    Ok(Some((change, last)))
}

/// Takes over the items with these public ids, wherever they lie.
pub(super) fn fetch(link: &ServerLink, archive: &Archive, keys: &[String]) -> Result<MirrorChange, ServerFault> {
    let items = newest(link, "i.id = ANY(ARRAY(SELECT id FROM karwan.item_keys WHERE key = ANY($1)))", &[&keys])?;
    take_over(link, archive, items, None)
}

fn newest(link: &ServerLink, which: &str, values: SqlValues) -> Result<Vec<ItemLine>, ServerFault> {
    let items = link.query(&format!("SELECT {} FROM karwan.items i WHERE {which}", rows::ITEM), values)?;
    let mut items: Vec<ItemLine> = items.iter().map(|row| rows::item(row).line).collect();
    add_versions(link, items.iter_mut())?;
    Ok(items)
}

fn take_over(
    link: &ServerLink,
    archive: &Archive,
    items: Vec<ItemLine>,
    filled: Option<i64>,
) -> Result<MirrorChange, ServerFault> {
    let keys: Vec<&str> = items.iter().map(|item| item.id.as_str()).collect();
    let steps = "SELECT id, dossier, who, at, undone, edit, ord FROM karwan.steps
                 WHERE id IN (SELECT step FROM karwan.decisions WHERE item = ANY($1)) ORDER BY ord";
    let steps = with_decisions(link, &link.query(steps, &[&keys])?)?;
    let page = ServerPage { items, steps, filled, ..ServerPage::default() };
    archive.apply(&page).map_err(ServerFault::Local)
}
