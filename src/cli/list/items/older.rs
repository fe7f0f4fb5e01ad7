//! `karwan list items --server`: what the server of a shared archive holds, printed as it is found.

use std::io::Write;

use super::{print, record};
use crate::cli::args::{self, ListFormat};
use crate::cli::env::ProcessEnv;
use crate::cli::{CommandFailure, archive};
use crate::desk::archive::ArchiveItem;
use crate::query::{ItemQuery, ItemState};
use crate::report::record_json;
use crate::runtime::server::sync::MirrorSource;
use crate::runtime::server::{ServerFault, ServerLink, schema, search};

/// The most rows of a table, whose columns are as wide as all of them need.
const MOST: usize = 1_000;

/// Prints items, the newest first.
///
/// # Errors
/// If the server cannot be asked, or `out` cannot be written.
pub(super) fn run(
    args: &args::ListArgs,
    source: &MirrorSource,
    query: &ItemQuery,
    dossier: Option<&str>,
    env: &ProcessEnv,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<(), CommandFailure> {
    let streamed = args.format == ListFormat::Jsonl;
    let mut items: Vec<(ArchiveItem, ItemState)> = Vec::new();
    let mut more = false;
    let mut to = Vec::new();
    let mut put = |item, state, assignee: Option<String>| -> Result<bool, ServerFault> {
        if streamed {
            let written = record_json::write(&mut *out, &record(&item, state, assignee.as_deref()));
            let written = written.and_then(|()| writeln!(out)).and_then(|()| out.flush());
            return written.map(|()| true).map_err(|error| ServerFault::Local(crate::text::reason(&error)));
        }
        more = items.len() == MOST;
        if !more {
            items.push((item, state));
            to.push(assignee);
        }
        Ok(!more)
    };
    let mut ask = || {
        let link = ServerLink::connect(&source.address)?;
        schema::prepare(&link, None)?;
        search::search(&link, query, dossier, &mut put)
    };
    ask().map_err(|fault| archive::told(&source.address, &fault))?;
    if streamed {
        return Ok(());
    }
    print(args.format, &items, &to, env, out)?;
    if more {
        writeln!(err, "note: these are the newest {MOST}; `--format jsonl` prints all")?;
    }
    Ok(())
}
