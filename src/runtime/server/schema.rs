//! The tables of a shared archive, bringing them up to date, and what a user has to be allowed.

use chrono::{Datelike as _, NaiveDate};

use super::{ServerFault, ServerLink};
use crate::desk::archive::first_row_of_day;
use crate::desk::archive::mirror::new_uid;

/// The version that this karwan reads and writes.
pub const VERSION: i32 = 1;

/// All tables, each with what it is for.
pub const TABLES: &[&str] =
    &["clock", "feeds", "item_keys", "items", "versions", "dossiers", "sightings", "steps", "decisions"];

/// What stands where `items` may be divided by months.
const DIVISION: &str = "/* division */";

/// Each brings the tables from one version to the next. Moments are seconds since 1970; `seq` is the number of the last
/// change of a row, `ord` that of its first.
pub const MIGRATIONS: &[&str] = &["
    CREATE SCHEMA IF NOT EXISTS karwan;
    -- one row: which server it is, and the number of the last change; who writes locks it until the commit
    CREATE TABLE karwan.clock (id integer PRIMARY KEY, version integer NOT NULL, epoch text NOT NULL, seq bigint NOT NULL);
    CREATE TABLE karwan.feeds (
        url text PRIMARY KEY, title text, etag bytea, modified bytea, next bigint NOT NULL, asked bigint, answered bigint,
        failing bigint, failures integer NOT NULL, why text, moved text, gone boolean NOT NULL,
        ord bigint NOT NULL, seq bigint NOT NULL
    );
    -- an item is there once, in whichever month
    CREATE TABLE karwan.item_keys (key text PRIMARY KEY, id bigint NOT NULL);
    -- (seconds since 1970 << 20) | n: the order of ids is the order of time
    CREATE TABLE karwan.items (
        id bigint PRIMARY KEY, key text NOT NULL, guid text NOT NULL, url text, title text, author text,
        outlet text NOT NULL, language text, published bigint, updated bigint, seen bigint NOT NULL, changed bigint,
        summary text, text text, feeds text[] NOT NULL, pruned boolean NOT NULL, words tsvector, seq bigint NOT NULL
    ) /* division */;
    CREATE INDEX items_seq ON karwan.items (seq);
    CREATE INDEX items_words ON karwan.items USING gin (words);
    -- what an item said before
    CREATE TABLE karwan.versions (
        item text NOT NULL, seen bigint NOT NULL, n integer NOT NULL, digest text NOT NULL, title text, summary text,
        text text, PRIMARY KEY (item, seen, digest)
    );
    CREATE TABLE karwan.dossiers (id text PRIMARY KEY, title text NOT NULL, ord bigint NOT NULL);
    CREATE TABLE karwan.sightings (
        dossier text NOT NULL, path text NOT NULL, ids bigint NOT NULL, sketch text NOT NULL, ord bigint NOT NULL,
        PRIMARY KEY (ord)
    );
    -- a step is what one undo takes back; rows are only added, and undone
    CREATE TABLE karwan.steps (
        id text PRIMARY KEY, dossier text NOT NULL, who text NOT NULL, at bigint NOT NULL, undone boolean NOT NULL,
        edit text, ord bigint NOT NULL, seq bigint NOT NULL
    );
    CREATE INDEX steps_seq ON karwan.steps (seq);
    CREATE TABLE karwan.decisions (
        step text NOT NULL, item text NOT NULL, before text NOT NULL, after text NOT NULL, article text, assignee text,
        PRIMARY KEY (step, item)
    );
    CREATE INDEX decisions_item ON karwan.decisions (item);
    "];

/// What is known of a server after it was prepared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreparedServer {
    /// Which one it is: another database has another.
    pub epoch: String,
    /// Why this user can decide nothing; `None`: it can.
    pub denied: Option<String>,
}

/// Months from the first to the last, each by its first day.
pub type MonthSpan = (NaiveDate, NaiveDate);

/// Makes the tables where there are none, brings them up to date, and finds out what this user may do.
///
/// # Errors
/// If they are of a later karwan, or this user may not make or read them.
pub fn prepare(link: &ServerLink, months: Option<MonthSpan>) -> Result<PreparedServer, ServerFault> {
    prepare_by(link, months, MIGRATIONS)
}

/// The same by other migrations than those of this karwan: what one that is to come will do.
///
/// # Errors
/// As [`prepare`].
pub fn prepare_by(
    link: &ServerLink,
    months: Option<MonthSpan>,
    migrations: &[&str],
) -> Result<PreparedServer, ServerFault> {
    let known = i32::try_from(migrations.len()).unwrap_or(i32::MAX);
    let found = version(link)?;
    if found > known {
        return Err(ServerFault::Schema(format!(
            "the tables on the server are those of a later karwan (version {found}; this one knows {known}): update karwan"
        )));
    }
    if found < known {
        migrate(link, months, migrations, known)?;
    }
    let row = link.query_one("SELECT epoch FROM karwan.clock WHERE id = 1", &[])?;
    let epoch = row.ok_or_else(other_tables)?.get(0);
    let rights =
        "SELECT has_table_privilege('karwan.clock', 'UPDATE') AND has_table_privilege('karwan.steps', 'INSERT')
                  AND has_table_privilege('karwan.decisions', 'INSERT'), current_user::text";
    let row = link.query_one(rights, &[])?;
    let denied = row.filter(|row| !row.get::<_, bool>(0)).map(|row| {
        format!(
            "`{}` may only read on the server (`karwan archive grants` prints what it needs)",
            row.get::<_, String>(1)
        )
    });
    Ok(PreparedServer { epoch, denied })
}

/// Somebody changed the tables while this client was connected.
pub(super) fn other_tables() -> ServerFault {
    ServerFault::Schema("the tables on the server are not those of this karwan any more".to_owned())
}

/// The version of the tables; 0: there are none.
fn version(link: &ServerLink) -> Result<i32, ServerFault> {
    let there = "SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname = 'karwan' AND c.relname = 'clock'";
    if link.query_one(there, &[])?.is_none() {
        return Ok(0);
    }
    let row = link.query_one("SELECT version FROM karwan.clock WHERE id = 1", &[]).map_err(|fault| match fault {
        ServerFault::Denied(why) => {
            ServerFault::Denied(format!("{why}; `karwan archive grants` prints what this user needs"))
        }
        fault => fault,
    })?;
    Ok(row.map_or(0, |row| row.get(0)))
}

/// Brings the tables up to date, in one transaction, one client at a time.
fn migrate(link: &ServerLink, months: Option<MonthSpan>, migrations: &[&str], known: i32) -> Result<(), ServerFault> {
    let done = link.transaction(|| {
        link.batch("SET LOCAL statement_timeout = 0")?;
        link.query("SELECT pg_advisory_xact_lock(7093836274)::text", &[])?;
        // Another client may have done it while this one waited.
        let found = version(link)?;
        for migration in migrations.iter().skip(usize::try_from(found).unwrap_or(0)) {
            let by_month = if months.is_some() { "PARTITION BY RANGE (id)" } else { "" };
            link.batch(&migration.replace(DIVISION, by_month))?;
        }
        if found == 0 {
            let epoch = new_uid();
            link.execute("INSERT INTO karwan.clock VALUES (1, $1, $2, 0)", &[&known, &epoch])?;
            months.map_or(Ok(()), |months| divide(link, months))
        } else {
            link.execute("UPDATE karwan.clock SET version = $1", &[&known]).map(|_| ())
        }
    });
    done.map_err(|fault| match fault {
        ServerFault::Denied(why) => ServerFault::Schema(format!(
            "the tables of this karwan are not on the server yet, and this user may not make them ({why}); `karwan archive \
             setup` makes them as one who may"
        )),
        ServerFault::Unwritable(why) => ServerFault::Schema(format!(
            "the tables of this karwan are not on the server yet, and it takes no changes ({why})"
        )),
        fault => fault,
    })
}

/// One part of `items` a month, and one for what lies outside.
fn divide(link: &ServerLink, (first, last): MonthSpan) -> Result<(), ServerFault> {
    link.batch("CREATE TABLE karwan.items_rest PARTITION OF karwan.items DEFAULT")?;
    let mut month = first.with_day(1).unwrap_or(first);
    while month <= last {
        let next = month.checked_add_months(chrono::Months::new(1)).unwrap_or(NaiveDate::MAX);
        let name = month.format("items_%Y_%m");
        let (from, to) = (first_row_of_day(month), first_row_of_day(next));
        link.batch(&format!(
            "CREATE TABLE karwan.{name} PARTITION OF karwan.items FOR VALUES FROM ({from}) TO ({to})"
        ))?;
        month = next;
    }
    Ok(())
}

/// What the owner of the tables runs so that a role can work with them, or only read.
#[must_use]
pub fn grants(role: &str, reads_only: bool) -> String {
    let role = format!("\"{}\"", role.replace('"', "\"\""));
    let rights = if reads_only { "SELECT" } else { "SELECT, INSERT, UPDATE" };
    let tables: Vec<String> = TABLES.iter().map(|table| format!("karwan.{table}")).collect();
    format!("GRANT USAGE ON SCHEMA karwan TO {role};\nGRANT {rights} ON\n    {}\n    TO {role};\n", tables.join(", "))
}
