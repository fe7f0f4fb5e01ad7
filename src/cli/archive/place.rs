//! Which archive the environment or the configuration names, and opening it: a file, or the mirror of a server.

use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::cli::env::ProcessEnv;
use crate::cli::{CommandFailure, open};
use crate::desk::archive::{Archive, ArchiveItem};
use crate::runtime::clock;
use crate::runtime::inbox::InboxPlace;
use crate::runtime::server::address::is_server;
use crate::runtime::server::sync::{MirrorSource, MirrorSync, catch_up};
use crate::runtime::server::transfer::ArchiveEnd;
use crate::runtime::server::{ServerAddress, ServerFault, ServerLink, schema, search};
use crate::settings::config::FoundConfig;
use crate::text::safe;

/// How long a command goes on filling a mirror that is not full.
const FILLING: Duration = Duration::from_secs(3);

/// The URL that is named, and where.
fn url<'a>(env: &'a ProcessEnv, found: &'a FoundConfig) -> Option<(&'a str, &'static str)> {
    let named = env.archive.as_deref().map(|url| (url, "KARWAN_ARCHIVE"));
    named.or_else(|| found.config.archive.as_deref().map(|url| (url, "`[archive] url`")))
}

/// Where the file of the archive lies; of a shared one, that of its mirror.
///
/// # Errors
/// If what is named is not an archive that can be opened: one line.
pub(in crate::cli) fn place(env: &ProcessEnv, found: &FoundConfig) -> Result<PathBuf, String> {
    if let Some(source) = shared(env, found)? {
        return Ok(source.path);
    }
    if let Some((url, named)) = url(env, found) {
        return sqlite(url, named);
    }
    Ok(data(env)?.join("archive.sqlite3"))
}

/// Where the Inbox of a dossier finds its items.
pub(in crate::cli) fn inbox(env: &ProcessEnv, found: &FoundConfig, dossier: &[PathBuf]) -> InboxPlace {
    InboxPlace::new(place(env, found), open::identified_by(dossier), env.user.clone())
}

fn sqlite(url: &str, named: &str) -> Result<PathBuf, String> {
    let path = url.strip_prefix("sqlite:").filter(|path| !path.is_empty());
    let shown = crate::text::without_password(url);
    let shown = safe(&shown);
    path.map(PathBuf::from)
        .ok_or_else(|| format!("{named} is `{shown}`; expected `sqlite:PATH` or `postgres://USER@HOST/NAME`"))
}

fn data(env: &ProcessEnv) -> Result<PathBuf, String> {
    let data = env.places.data.as_ref();
    let data = data.ok_or("there is no directory for an archive; name one with KARWAN_ARCHIVE=sqlite:PATH")?;
    Ok(data.join("karwan"))
}

/// The server that is named; `None`: the archive is a file.
///
/// # Errors
/// If its address cannot be read, or there is no place for a mirror: one line.
pub(in crate::cli) fn shared(env: &ProcessEnv, found: &FoundConfig) -> Result<Option<MirrorSource>, String> {
    let Some((url, _)) = url(env, found).filter(|(url, _)| is_server(url)) else { return Ok(None) };
    let address = ServerAddress::parse(url, &env.server)?;
    // One file for each server, database and user.
    let print = crate::desk::feed::fingerprint(&[&address.shown]);
    let path = data(env)?.join(format!("mirror-{}.sqlite3", &print[..12]));
    Ok(Some(MirrorSource { address, path, window: found.config.mirror }))
}

/// The server, where a command makes no sense without one.
pub(in crate::cli) fn needed(env: &ProcessEnv, found: &FoundConfig) -> Result<MirrorSource, CommandFailure> {
    let source = shared(env, found).map_err(CommandFailure::Work)?;
    source.ok_or_else(|| {
        CommandFailure::Work(
            "the archive is a file; name a server: `[archive] url = \"postgres://USER@HOST/NAME\"`".into(),
        )
    })
}

/// The archive as a file.
pub(super) fn file(env: &ProcessEnv, found: &FoundConfig) -> Result<Archive, CommandFailure> {
    Archive::open(&place(env, found).map_err(CommandFailure::Work)?).map_err(CommandFailure::Work)
}

/// What holds the archive: its file, or its server.
pub(super) fn end(env: &ProcessEnv, found: &FoundConfig) -> Result<ArchiveEnd, CommandFailure> {
    match shared(env, found).map_err(CommandFailure::Work)? {
        Some(source) => connected(&source.address),
        None => Ok(ArchiveEnd::File(Box::new(file(env, found)?))),
    }
}

/// The archive that a URL names.
pub(super) fn named(url: &str, named: &str, env: &ProcessEnv) -> Result<ArchiveEnd, CommandFailure> {
    if is_server(url) {
        return connected(&ServerAddress::parse(url, &env.server).map_err(CommandFailure::Usage)?);
    }
    let path = sqlite(url, named).map_err(CommandFailure::Usage)?;
    Ok(ArchiveEnd::File(Box::new(Archive::open(&path).map_err(CommandFailure::Work)?)))
}

fn connected(address: &ServerAddress) -> Result<ArchiveEnd, CommandFailure> {
    let link = ServerLink::connect(address).and_then(|link| schema::prepare(&link, None).map(|_| link));
    link.map(|link| ArchiveEnd::Server(Box::new(link))).map_err(|fault| told(address, &fault))
}

/// A fault with the server that it is of.
pub(in crate::cli) fn told(address: &ServerAddress, fault: &ServerFault) -> CommandFailure {
    CommandFailure::Work(format!("archive `{}`: {fault}", safe(&address.shown)))
}

/// The archive; a shared one is brought up to date first. Where its server does not answer, what is here is used.
///
/// # Errors
/// If it cannot be opened.
pub(in crate::cli) fn opened(
    env: &ProcessEnv,
    found: &FoundConfig,
    err: &mut dyn Write,
) -> Result<Archive, CommandFailure> {
    let Some(source) = shared(env, found).map_err(CommandFailure::Work)? else { return file(env, found) };
    let archive = source.open().map_err(CommandFailure::Work)?;
    synced(&source, &archive, err)?;
    Ok(archive)
}

/// Sends what a command wrote; of an archive that is a file, nothing.
///
/// # Errors
/// If the server is not the one that is mirrored, or `err` cannot be written.
pub(in crate::cli) fn send(
    env: &ProcessEnv,
    found: &FoundConfig,
    archive: &Archive,
    err: &mut dyn Write,
) -> Result<(), CommandFailure> {
    match shared(env, found).map_err(CommandFailure::Work)? {
        Some(source) => synced(&source, archive, err),
        None => Ok(()),
    }
}

/// Brings a mirror and its server to agree, as far as that goes now; what there is to say about it goes to `err`.
///
/// # Errors
/// If the server is not the one that is mirrored, or `err` cannot be written.
fn synced(source: &MirrorSource, archive: &Archive, err: &mut dyn Write) -> Result<(), CommandFailure> {
    let shown = safe(&source.address.shown);
    let done = catch_up(source, archive, Instant::now() + FILLING);
    let state = archive.mirror_state().map_err(CommandFailure::Work)?;
    match done {
        Ok((report, full)) => {
            if let Some(why) = report.unsent.or(report.denied) {
                writeln!(err, "note: `{shown}`: {}{}", safe(&why), waiting(state.waiting))?;
            }
            if !full {
                writeln!(err, "note: the mirror of `{shown}` is not full yet; `karwan archive sync` fills it")?;
            }
        }
        Err(fault) if fault.is_passing() => {
            let as_of = state.synced.map_or_else(
                || "nothing of it is here yet".to_owned(),
                |at| format!("shown as of {}", at.with_timezone(&chrono::Local).format("%Y-%m-%d %H:%M")),
            );
            writeln!(err, "note: `{shown}`: {}; {as_of}{}", safe(&fault.to_string()), waiting(state.waiting))?;
        }
        Err(fault) => return Err(told(&source.address, &fault)),
    }
    let now = clock::now();
    for conflict in archive.untold_conflicts().map_err(CommandFailure::Work)? {
        writeln!(err, "note: {}", safe(&conflict.told(now)))?;
    }
    Ok(())
}

fn waiting(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => "; a decision waits to be sent".to_owned(),
        count => format!("; {count} decisions wait to be sent"),
    }
}

/// The item of an id; one that a mirror does not hold is looked for on the server.
///
/// # Errors
/// If there is none, or more than one.
pub(in crate::cli) fn item(
    env: &ProcessEnv,
    found: &FoundConfig,
    archive: &Archive,
    id: &str,
) -> Result<ArchiveItem, CommandFailure> {
    let here = archive.item(id);
    let source = shared(env, found).map_err(CommandFailure::Work)?;
    let Some(source) = source.filter(|_| here.as_ref().is_err_and(|why| why.starts_with("no item"))) else {
        return here.map_err(CommandFailure::Work);
    };
    let ask = || {
        let sync = MirrorSync::connect(&source, archive)?;
        let keys = search::find(sync.link(), id)?;
        sync.fetch(&keys)
    };
    // Where the server cannot be asked, the answer is that of the mirror.
    ask().map_or(here, |()| archive.item(id)).map_err(CommandFailure::Work)
}
