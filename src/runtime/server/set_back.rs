//! A server that was set back, as by restoring a backup: its mirrors send it again what they know and it does not.

use super::schema::VERSION;
use super::store::put_dossier;
use super::{ServerFault, ServerLink};
use crate::desk::archive::Archive;
use crate::desk::archive::mirror::{ServerPage, ServerStock};

/// Items that came in so long before the newest that the server has may be missing too: feeds bring old ones.
const BEFORE: i64 = 86_400;

/// Queues what a server lost whose last change is `last`, and moves its numbers on to `seq`, that of the mirror: from then on
/// none is given twice.
pub(super) fn send_again(link: &ServerLink, archive: &Archive, last: i64, seq: i64) -> Result<(), ServerFault> {
    let steps = link.query("SELECT id, undone FROM karwan.steps", &[])?;
    let newest = "SELECT max(seen) FROM (SELECT seen FROM karwan.items ORDER BY id DESC LIMIT 1000) AS newest";
    let newest = link.query_one(newest, &[])?.and_then(|row| row.get::<_, Option<i64>>(0));
    let stock = ServerStock {
        steps: steps.iter().map(|row| (row.get(0), row.get(1))).collect(),
        since: newest.map_or(i64::MIN, |newest| newest - BEFORE),
    };
    archive.queue_again(&stock).map_err(ServerFault::Local)?;
    let dossiers = archive.named_dossiers().map_err(ServerFault::Local)?;
    link.transaction(|| {
        let sql = "UPDATE karwan.clock SET seq = greatest(seq, $1) WHERE id = 1 AND version = $2";
        link.execute(sql, &[&seq, &VERSION])?;
        dossiers
            .iter()
            .flat_map(|(uid, lines)| lines.iter().map(move |line| (uid, line)))
            .try_for_each(|(uid, line)| put_dossier(link, uid, line))
    })?;
    // What others wrote since it was set back is taken over too.
    let page = ServerPage { seq: Some(last), ..ServerPage::default() };
    archive.apply(&page).map(|_| ()).map_err(ServerFault::Local)
}
