//! The archive file: its tables, and its errors in words.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::desk::state::{make_directory, migrate, turn_on_wal};
use crate::text::{reason, without_password};

/// How long to wait for another program.
const PATIENCE: Duration = Duration::from_secs(5);
/// Marks the file as an archive.
const APPLICATION: i32 = 0x6b61_7261;

/// The migrations, each from one version to the next.
const MIGRATIONS: &[&str] = &[
    "
    CREATE TABLE feeds (
        id INTEGER PRIMARY KEY,
        url TEXT NOT NULL UNIQUE,
        title TEXT,
        etag BLOB,              -- sent back byte for byte, as is modified
        modified BLOB,
        next INTEGER NOT NULL DEFAULT 0,      -- seconds since 1970: not asked before
        asked INTEGER,          -- last
        answered INTEGER,       -- last
        failing INTEGER,        -- since
        failures INTEGER NOT NULL DEFAULT 0,  -- in a row
        why TEXT,
        moved TEXT,
        gone INTEGER NOT NULL DEFAULT 0
    );
    -- outlets and languages, under numbers by which the index of words knows them
    CREATE TABLE terms (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, text TEXT NOT NULL, UNIQUE (kind, text));
    CREATE TABLE items (
        id INTEGER PRIMARY KEY, -- (seconds since 1970 << 20) | n
        key TEXT NOT NULL,      -- the public id
        guid TEXT NOT NULL,     -- as the feed gives it
        url TEXT, title TEXT, author TEXT,
        outlet TEXT NOT NULL, language TEXT,
        published INTEGER, updated INTEGER,
        seen INTEGER NOT NULL,  -- first
        changed INTEGER,        -- last
        summary TEXT, text TEXT
    );
    CREATE UNIQUE INDEX items_by_key ON items (key);
    CREATE INDEX items_changed ON items (id) WHERE changed IS NOT NULL;
    CREATE TABLE item_feeds (item INTEGER NOT NULL, feed INTEGER NOT NULL, PRIMARY KEY (item, feed)) WITHOUT ROWID;
    CREATE TABLE versions (
        id INTEGER PRIMARY KEY, item INTEGER NOT NULL, seen INTEGER NOT NULL, title TEXT, summary TEXT, text TEXT
    );
    CREATE INDEX versions_of_item ON versions (item, id);
    -- the text is folded by the query language's own fold; the tokens are what stands between spaces
    CREATE VIRTUAL TABLE item_words USING fts5 (
        folded, content='', contentless_delete=1, prefix='1 2 3', tokenize='ascii'
    );
    CREATE TABLE words (word TEXT PRIMARY KEY) WITHOUT ROWID;
    -- which dossier it is, as in the file of what was seen
    CREATE TABLE dossiers (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
    CREATE TABLE sightings (
        id INTEGER PRIMARY KEY, dossier INTEGER NOT NULL REFERENCES dossiers (id), path TEXT NOT NULL,
        ids INTEGER NOT NULL, sketch BLOB NOT NULL
    );
    -- a step is what one undo takes back; rows are only added, and undone
    CREATE TABLE steps (
        id INTEGER PRIMARY KEY AUTOINCREMENT, dossier INTEGER NOT NULL, who TEXT NOT NULL, at INTEGER NOT NULL,
        undone INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX steps_of_dossier ON steps (dossier, undone, id);
    CREATE TABLE decisions (
        step INTEGER NOT NULL, item INTEGER NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, article TEXT,
        PRIMARY KEY (step, item)
    ) WITHOUT ROWID;
    CREATE INDEX decisions_on_item ON decisions (item, step);
    -- what holds now; new has no row
    CREATE TABLE decided (
        dossier INTEGER NOT NULL, item INTEGER NOT NULL, state TEXT NOT NULL, step INTEGER NOT NULL, article TEXT,
        PRIMARY KEY (dossier, item)
    ) WITHOUT ROWID;
    CREATE INDEX decided_by_state ON decided (dossier, state, item);
    -- keys of items that were pruned and do not come back
    CREATE TABLE pruned (key TEXT PRIMARY KEY) WITHOUT ROWID;
    ",
    "
    -- which edit of the dossier's journal wrote what a step keeps: it holds as long as that edit does. `undone` is 2 from
    -- before the edit is written until it is known to be written
    ALTER TABLE steps ADD COLUMN edit TEXT;
    CREATE INDEX steps_of_edit ON steps (dossier, edit) WHERE edit IS NOT NULL;
    ",
    "
    -- who an item that was put off is for
    ALTER TABLE decisions ADD COLUMN assignee TEXT;
    ALTER TABLE decided ADD COLUMN assignee TEXT;
    -- of a mirror: the name of a step on its server, its place in the order there (NULL: it was not sent yet), and
    -- whether it was made here
    ALTER TABLE steps ADD COLUMN uid TEXT;
    ALTER TABLE steps ADD COLUMN ord INTEGER;
    ALTER TABLE steps ADD COLUMN mine INTEGER NOT NULL DEFAULT 1;
    ",
    "
    -- words are merged less often, and more of them at once
    INSERT INTO item_words (item_words, rank) VALUES ('automerge', 16);
    INSERT INTO item_words (item_words, rank) VALUES ('hashsize', 16777216);
    ",
    "
    -- earlier versions stored names and passwords of addresses. Two feeds that differ in nothing else keep their items: the
    -- address of the second one has its number behind it
    PRAGMA secure_delete = ON;
    UPDATE OR IGNORE feeds SET url = without_password(url) WHERE url <> without_password(url);
    UPDATE feeds SET url = without_password(url) || '#' || id WHERE url <> without_password(url);
    UPDATE feeds SET moved = without_password(moved) WHERE moved <> without_password(moved);
    PRAGMA secure_delete = OFF;
    ",
];

/// Why the file cannot be used.
#[derive(Debug)]
pub(super) enum FileFault {
    /// An error of the database.
    Sql(rusqlite::Error),
    /// An error of this program.
    Told(String),
}

impl From<rusqlite::Error> for FileFault {
    fn from(error: rusqlite::Error) -> FileFault {
        FileFault::Sql(error)
    }
}

impl fmt::Display for FileFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let error = match self {
            FileFault::Told(why) => return f.write_str(why),
            FileFault::Sql(error) => error,
        };
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                f.write_str("another program is writing to it; nothing was changed, try again")
            }
            Some(ErrorCode::DiskFull) => f.write_str("the disk is full; nothing was changed"),
            Some(ErrorCode::SystemIoFailure) => write!(f, "the disk refuses it ({error}); nothing was changed"),
            Some(ErrorCode::ReadOnly) => f.write_str("the file cannot be written"),
            Some(ErrorCode::CannotOpen) => f.write_str("the file cannot be opened"),
            Some(ErrorCode::NotADatabase) => f.write_str("this is not a karwan archive"),
            Some(ErrorCode::DatabaseCorrupt) => {
                f.write_str("the file is damaged; `karwan archive export` saves what can be read")
            }
            Some(ErrorCode::OperationInterrupted) => f.write_str("interrupted"),
            _ => write!(f, "{error}"),
        }
    }
}

/// Opens the file, and creates or migrates it if necessary.
pub(super) fn open(path: &Path) -> Result<Connection, FileFault> {
    if let Some(directory) = path.parent().filter(|directory| !directory.as_os_str().is_empty()) {
        make_directory(directory)
            .map_err(|error| FileFault::Told(format!("cannot make its directory: {}", reason(&error))))?;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    let pragma = |name: &str| connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0));
    let empty: bool = connection.query_row("SELECT count(*) = 0 FROM sqlite_master", [], |row| row.get(0))?;
    if !empty && pragma("application_id")? != i64::from(APPLICATION) {
        return Err(FileFault::Told("this is the database of another program, not a karwan archive".to_owned()));
    }
    let version = pragma("user_version")?;
    if usize::try_from(version).unwrap_or(usize::MAX) > MIGRATIONS.len() {
        let known = MIGRATIONS.len();
        return Err(FileFault::Told(format!(
            "it was written by a later karwan (version {version}; this one knows {known})"
        )));
    }
    turn_on_wal(&connection)?;
    // An acknowledged decision survives a power failure.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "mmap_size", 1_i64 << 30)?;
    connection.pragma_update(None, "cache_size", -64_000)?;
    connection.set_prepared_statement_cache_capacity(64);
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("without_password", 1, flags, |context| {
        let address: Option<String> = context.get(0)?;
        Ok(address.map(|address| without_password(&address).into_owned()))
    })?;
    migrate(&mut connection, MIGRATIONS, APPLICATION)?;
    Ok(connection)
}
