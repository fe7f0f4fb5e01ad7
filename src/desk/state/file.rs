//! The state file: opens and migrates it, and moves a corrupt one aside.

use std::fmt;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use crate::text::reason;

/// How long to wait for another program that is writing.
const PATIENCE: Duration = Duration::from_secs(5);

/// `karw`: distinguishes the file from other programs' databases.
const APPLICATION: i32 = 0x6b61_7277;

/// The migrations, each from the version of its position to the next.
const MIGRATIONS: &[&str] = &[
    "
    CREATE TABLE dossiers (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
    -- where a dossier was met, and by which ids it is known again
    CREATE TABLE sightings (
        id INTEGER PRIMARY KEY,
        dossier INTEGER NOT NULL REFERENCES dossiers (id),
        path TEXT NOT NULL,
        ids INTEGER NOT NULL,
        sketch BLOB NOT NULL
    );
    -- mark: a fact or change by its key; take: all facts of a day by their prints; rewind: the same, and nothing of
    -- what came before counts; level: by this day nothing was left to see
    CREATE TABLE seen (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        dossier INTEGER NOT NULL REFERENCES dossiers (id),
        what TEXT NOT NULL CHECK (what IN ('mark', 'take', 'rewind', 'level')),
        day TEXT CHECK (day IS NOT NULL OR what = 'mark'),
        key TEXT CHECK (key IS NOT NULL OR what <> 'mark'),
        prints BLOB CHECK (prints IS NOT NULL OR what IN ('mark', 'level'))
    );
    CREATE INDEX seen_of_dossier ON seen (dossier, id);
    ",
    "
    -- what was known when a scheduler last asked for news
    CREATE TABLE runs (
        dossier INTEGER PRIMARY KEY REFERENCES dossiers (id),
        day TEXT NOT NULL,
        prints BLOB NOT NULL
    );
    ",
];

/// Characters that are not escaped in the path of a URI.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The purpose of opening the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateAccess {
    /// To store.
    ReadWrite,
    /// To read only: nothing is written, not even an empty file.
    ReadOnly,
}

/// Why the file cannot be used.
#[derive(Debug)]
pub(super) enum StateTrouble {
    /// There is none, and none may be created.
    Missing,
    /// It is corrupt.
    Broken(String),
    /// It is intact but cannot be read.
    Unusable(String),
}

impl StateTrouble {
    pub(super) fn of(error: &rusqlite::Error) -> StateTrouble {
        if is_broken(error) {
            StateTrouble::Broken(error.to_string())
        } else {
            StateTrouble::Unusable(error.to_string())
        }
    }
}

impl fmt::Display for StateTrouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StateTrouble::Missing => f.write_str("no such file"),
            StateTrouble::Broken(why) | StateTrouble::Unusable(why) => f.write_str(why),
        }
    }
}

/// Whether the error means that the file is corrupt, rather than temporarily unavailable.
pub(super) fn is_broken(error: &rusqlite::Error) -> bool {
    match error {
        rusqlite::Error::SqliteFailure(failure, message) => match failure.code {
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => true,
            // A required table or column is missing.
            ErrorCode::Unknown => message.as_ref().is_some_and(|m| m.contains("no such")),
            _ => false,
        },
        rusqlite::Error::SqlInputError { msg, .. } => msg.contains("no such"),
        rusqlite::Error::InvalidColumnType(..) | rusqlite::Error::FromSqlConversionFailure(..) => true,
        _ => false,
    }
}

/// Which file or folder a path names: its device and number; `None` where there is none, or the system does not number them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FileIdentity(Option<(u64, u64)>);

impl FileIdentity {
    pub(crate) fn of(path: &Path) -> FileIdentity {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt as _;
            FileIdentity(fs::metadata(path).ok().map(|meta| (meta.dev(), meta.ino())))
        }
        #[cfg(not(unix))]
        {
            FileIdentity(path.exists().then_some((0, 0)))
        }
    }
}

/// Whether another program holds the file at this moment, so that writing to it would have to wait.
#[must_use]
pub fn is_held(file: &Path) -> bool {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(file, flags).is_ok_and(|connection| is_busy(&connection))
}

/// Whether a transaction that writes cannot begin at once.
pub(super) fn is_busy(connection: &Connection) -> bool {
    let began = connection
        .busy_timeout(Duration::ZERO)
        .and_then(|()| connection.execute_batch("BEGIN IMMEDIATE; ROLLBACK"))
        .map_err(|error| error.sqlite_error_code());
    // It fails for a misuse of the connection alone.
    let _ = connection.busy_timeout(PATIENCE);
    matches!(began, Err(Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)))
}

/// An open file.
pub(super) struct StateFile {
    pub connection: Connection,
    /// Where a corrupt one was moved to.
    pub aside: Option<PathBuf>,
}

/// Opens the file; moves a corrupt one aside first.
pub(super) fn connect(file: &Path, access: StateAccess) -> Result<StateFile, StateTrouble> {
    if access == StateAccess::ReadWrite
        && let Some(directory) = file.parent()
    {
        make(directory).map_err(|error| StateTrouble::Unusable(reason(&error)))?;
    }
    match try_open(file, access) {
        Err(StateTrouble::Broken(_)) if access == StateAccess::ReadWrite => set_aside(file),
        Err(trouble) => Err(trouble),
        Ok(connection) => Ok(StateFile { connection, aside: None }),
    }
}

/// Creates the directory, accessible only to its owner.
pub(in crate::desk) fn make(directory: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory)
}

/// Renames a corrupt file and its companions to `.broken-1`, `.broken-2` …, and starts a new one. If several
/// programs find it corrupt, only the first one does so.
pub(super) fn set_aside(file: &Path) -> Result<StateFile, StateTrouble> {
    let unusable = |error: std::io::Error| StateTrouble::Unusable(reason(&error));
    let lock = File::create(beside(file, ".lock")).map_err(unusable)?;
    lock.lock().map_err(unusable)?;
    if let Ok(connection) = try_open(file, StateAccess::ReadWrite)
        && connection.query_row("SELECT count(*) FROM seen", [], |_| Ok(())).is_ok()
    {
        return Ok(StateFile { connection, aside: None }); // another program was faster
    }
    let free = (1..10_000).map(|n| beside(file, &format!(".broken-{n}"))).find(|path| !path.exists());
    let aside = free.unwrap_or_else(|| beside(file, ".broken"));
    fs::rename(file, &aside).map_err(unusable)?;
    for rest in ["-wal", "-shm"] {
        // They do not always exist.
        let _ = fs::rename(beside(file, rest), beside(&aside, rest));
    }
    let connection = try_open(file, StateAccess::ReadWrite)?;
    Ok(StateFile { connection, aside: Some(aside) })
}

/// The path with a suffix.
fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Opens the file, checks it, and migrates it.
fn try_open(file: &Path, access: StateAccess) -> Result<Connection, StateTrouble> {
    if access == StateAccess::ReadOnly {
        return try_read(file);
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(file, flags).map_err(|error| StateTrouble::of(&error))?;
    check(&connection)?;
    prepare(&mut connection).map_err(|error| StateTrouble::of(&error))?;
    if connection.is_readonly("main").unwrap_or(false) {
        return Err(StateTrouble::Unusable("the file cannot be written".to_owned()));
    }
    Ok(connection)
}

fn try_read(file: &Path) -> Result<Connection, StateTrouble> {
    if !file.exists() {
        return Err(StateTrouble::Missing);
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let open = |uri: &str| -> Result<Connection, StateTrouble> {
        let connection = Connection::open_with_flags(uri, flags).map_err(|error| StateTrouble::of(&error))?;
        check(&connection).map(|()| connection)
    };
    let absolute = std::path::absolute(file).map_err(|error| StateTrouble::Unusable(reason(&error)))?;
    let uri = format!("file://{}", percent_encode(absolute.as_os_str().as_encoded_bytes(), PATH));
    // Without a log the file is complete, and is read without creating one. With a log it must be opened as shared,
    // which is not possible in a directory that cannot be written.
    let as_it_stands = format!("{uri}?immutable=1");
    let ways = if beside(file, "-wal").exists() { [&uri, &as_it_stands] } else { [&as_it_stands, &uri] };
    let connection = open(ways[0]).or_else(|_| open(ways[1]))?;
    match version(&connection) {
        Ok(0) => Err(StateTrouble::Missing),
        Ok(_) => Ok(connection),
        Err(error) => Err(StateTrouble::of(&error)),
    }
}

/// Checks that the file is intact, is ours, and is not of a later karwan.
fn check(connection: &Connection) -> Result<(), StateTrouble> {
    let look = || -> rusqlite::Result<(String, i32, usize, bool)> {
        connection.busy_timeout(PATIENCE)?;
        // In one transaction: another program may be creating the file.
        let moment = connection.unchecked_transaction()?;
        let whole = moment.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        let application = moment.query_row("PRAGMA application_id", [], |row| row.get(0))?;
        let empty = moment.query_row("SELECT count(*) = 0 FROM sqlite_master", [], |row| row.get(0))?;
        Ok((whole, application, version(&moment)?, empty))
    };
    let (whole, application, version, empty) = look().map_err(|error| StateTrouble::of(&error))?;
    if whole != "ok" {
        return Err(StateTrouble::Broken(whole));
    }
    if !empty && application != APPLICATION {
        return Err(StateTrouble::Unusable("it is another program's database".to_owned()));
    }
    if version > MIGRATIONS.len() {
        return Err(StateTrouble::Unusable(format!("it was written by a later karwan (version {version})")));
    }
    Ok(())
}

fn version(connection: &Connection) -> rusqlite::Result<usize> {
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    Ok(usize::try_from(version).unwrap_or(usize::MAX))
}

/// Write-ahead log, full durability, newest version.
fn prepare(connection: &mut Connection) -> rusqlite::Result<()> {
    turn_on_wal(connection)?;
    // An acknowledged mark survives a power failure.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    migrate(connection, MIGRATIONS, APPLICATION)
}

/// Migrates a database to the newest of these versions in one transaction, and sets the application id.
pub(in crate::desk) fn migrate(
    connection: &mut Connection,
    migrations: &[&str],
    application: i32,
) -> rusqlite::Result<()> {
    if version(connection)? == migrations.len() {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another program may have done it while this one waited.
    for migration in migrations.iter().skip(version(&transaction)?) {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "application_id", application)?;
    transaction.pragma_update(None, "user_version", i64::try_from(migrations.len()).unwrap_or(i64::MAX))?;
    transaction.commit()
}

/// Switching to the log needs exclusive access once, for which `SQLite` does not wait by itself.
pub(in crate::desk) fn turn_on_wal(connection: &Connection) -> rusqlite::Result<()> {
    let until = Instant::now() + PATIENCE;
    loop {
        match connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())) {
            Err(rusqlite::Error::SqliteFailure(failure, _))
                if failure.code == ErrorCode::DatabaseBusy && Instant::now() < until =>
            {
                std::thread::sleep(Duration::from_millis(5));
            }
            other => return other,
        }
    }
}
