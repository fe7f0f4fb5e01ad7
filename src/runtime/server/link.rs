//! A connection to a server, of which every question has its time limit: a server that says nothing holds nobody up.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hashbrown::HashMap;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_postgres::types::ToSql;
use tokio_postgres::{AsyncMessage, Client, Row, Statement};

use super::{MirrorBell, ServerAddress, ServerFault};
use crate::text::reason;

/// How long a connection may take, encryption and password included.
pub(super) const CONNECT: Duration = Duration::from_secs(5);
/// After this time without an answer, another connection tells a server at work from one that is away.
const DOUBT: Duration = Duration::from_secs(10);
/// How much longer a server at work is waited for; it gives up somewhat earlier, and says so.
const PATIENCE: Duration = Duration::from_secs(50);
/// How long the end of a connection may take.
const FAREWELL: Duration = Duration::from_millis(200);
/// What holds for the whole connection; a server that does not know one of them goes without it.
const SETTINGS: &[&str] = &[
    "SET statement_timeout = '50s'",
    "SET lock_timeout = '20s'",
    "SET idle_in_transaction_session_timeout = '30s'",
    "SET client_min_messages = 'warning'",
    "SET jit = off",
    // What a word finds decides which way is short.
    "SET plan_cache_mode = force_custom_plan",
    // What is new gets into the index of words in fewer and larger parts, each of them with fewer ways through the index.
    "SET gin_pending_list_limit = '16MB'",
    "SET work_mem = '32MB'",
];

/// What is given to a question.
pub type SqlValues<'a> = &'a [&'a (dyn ToSql + Sync)];

/// A connection.
pub struct ServerLink {
    runtime: Runtime,
    address: ServerAddress,
    /// `None` only while it is dropped.
    client: Option<Client>,
    /// What carries questions and answers.
    carrier: Option<JoinHandle<()>>,
    /// Rung when the server says that something changed, and when the connection ends.
    bell: Arc<MirrorBell>,
    prepared: Mutex<HashMap<String, Statement>>,
    notifies: bool,
}

impl ServerLink {
    /// Connects.
    ///
    /// # Errors
    /// If the server cannot be reached in time, or does not let this user in.
    pub fn connect(address: &ServerAddress) -> Result<ServerLink, ServerFault> {
        ServerLink::with_bell(address, &Arc::default())
    }

    /// The same; from then on the bell rings when the server says that something changed, and when it goes away.
    ///
    /// # Errors
    /// As [`ServerLink::connect`].
    pub fn with_bell(address: &ServerAddress, bell: &Arc<MirrorBell>) -> Result<ServerLink, ServerFault> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| ServerFault::Local(format!("cannot start: {}", reason(&error))))?;
        let connector = address.tls.connector().map_err(ServerFault::Other)?;
        let connected = runtime.block_on(async { timeout(CONNECT, address.config.connect(connector)).await });
        let connected = connected.map_err(|_| unanswered(CONNECT));
        let connected = connected.and_then(|done| done.map_err(|error| ServerFault::of(&error)));
        let (client, mut connection) = match connected {
            Ok(connected) => connected,
            Err(fault) => {
                // The name of a host may be looked up still, on a thread that is not waited for.
                runtime.shutdown_background();
                return Err(fault);
            }
        };
        let rung = Arc::clone(bell);
        // It runs while something is asked or waited for; when the server goes away it ends.
        let carrier = runtime.spawn(async move {
            while let Some(Ok(message)) = poll_fn(|context| connection.poll_message(context)).await {
                if matches!(message, AsyncMessage::Notification(_)) {
                    rung.ring();
                }
            }
            rung.ring();
        });
        let mut link = ServerLink {
            runtime,
            address: address.clone(),
            client: Some(client),
            carrier: Some(carrier),
            bell: Arc::clone(bell),
            prepared: Mutex::default(),
            notifies: false,
        };
        for setting in SETTINGS {
            match link.batch(setting) {
                Err(fault) if fault.is_away() => return Err(fault),
                _ => {}
            }
        }
        link.notifies = link.batch("SELECT pg_notify('karwan_probe', '')").is_ok();
        Ok(link)
    }

    /// Asks, and gives all rows.
    ///
    /// # Errors
    /// What the server says, or that it says nothing.
    pub fn query(&self, sql: &str, values: SqlValues) -> Result<Vec<Row>, ServerFault> {
        let statement = self.statement(sql)?;
        self.answered(self.client()?.query(&statement, values))
    }

    /// Asks for one row, or none.
    ///
    /// # Errors
    /// As [`ServerLink::query`].
    pub fn query_one(&self, sql: &str, values: SqlValues) -> Result<Option<Row>, ServerFault> {
        Ok(self.query(sql, values)?.into_iter().next())
    }

    /// Does something; gives the number of rows that it touched.
    ///
    /// # Errors
    /// As [`ServerLink::query`].
    pub fn execute(&self, sql: &str, values: SqlValues) -> Result<u64, ServerFault> {
        let statement = self.statement(sql)?;
        self.answered(self.client()?.execute(&statement, values))
    }

    /// Does what takes no values: `BEGIN`, `LISTEN`, making tables.
    ///
    /// # Errors
    /// As [`ServerLink::query`].
    pub fn batch(&self, sql: &str) -> Result<(), ServerFault> {
        self.answered(self.client()?.batch_execute(sql))
    }

    /// Does something as one transaction: all of it, or nothing.
    ///
    /// # Errors
    /// As [`ServerLink::query`].
    pub fn transaction<T>(&self, work: impl FnOnce() -> Result<T, ServerFault>) -> Result<T, ServerFault> {
        self.batch("BEGIN")?;
        match work() {
            Ok(done) => self.batch("COMMIT").map(|()| done),
            Err(fault) => {
                if !fault.is_away() {
                    // Where even this fails, the server undoes it by itself.
                    let _ = self.batch("ROLLBACK");
                }
                Err(fault)
            }
        }
    }

    /// The server that it leads to.
    pub(super) fn address(&self) -> &ServerAddress {
        &self.address
    }

    /// Whether the server can wake those who listen.
    #[must_use]
    pub fn notifies(&self) -> bool {
        self.notifies
    }

    /// Waits until the bell rings, or for so long.
    ///
    /// # Errors
    /// If the server went away.
    pub fn wait(&self, most: Duration) -> Result<(), ServerFault> {
        self.runtime.block_on(self.bell.heard_within(most));
        match &self.carrier {
            Some(carrier) if !carrier.is_finished() => Ok(()),
            _ => Err(ServerFault::Away("the connection was closed".to_owned())),
        }
    }

    fn statement(&self, sql: &str) -> Result<Statement, ServerFault> {
        if let Some(known) = self.prepared().get(sql) {
            return Ok(known.clone());
        }
        let statement = self.answered(self.client()?.prepare(sql))?;
        self.prepared().insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    /// What a thread that panicked left of it is whole.
    fn prepared(&self) -> MutexGuard<'_, HashMap<String, Statement>> {
        self.prepared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn client(&self) -> Result<&Client, ServerFault> {
        self.client.as_ref().ok_or_else(|| ServerFault::Away("the connection was closed".to_owned()))
    }

    /// Waits for an answer: for [`DOUBT`], and for [`PATIENCE`] more if the server is at work.
    fn answered<T>(&self, work: impl Future<Output = Result<T, tokio_postgres::Error>>) -> Result<T, ServerFault> {
        self.runtime.block_on(async {
            let mut work = pin!(work);
            if let Ok(answer) = timeout(DOUBT, &mut work).await {
                return answer.map_err(|error| ServerFault::of(&error));
            }
            let left = if self.takes_connections().await { PATIENCE } else { Duration::ZERO };
            // It may have been answered meanwhile.
            let answer = timeout(left, work).await.map_err(|_| unanswered(DOUBT + left))?;
            answer.map_err(|error| ServerFault::of(&error))
        })
    }

    /// Whether the server answers somebody who connects, even if only to refuse; a machine on which nobody listens is no server.
    async fn takes_connections(&self) -> bool {
        let Ok(connector) = self.address.tls.connector() else { return false };
        match timeout(CONNECT, self.address.config.connect(connector)).await {
            Ok(Ok(_)) => true,
            Ok(Err(error)) => error.as_db_error().is_some(),
            Err(_) => false,
        }
    }
}

fn unanswered(within: Duration) -> ServerFault {
    ServerFault::Away(format!("no answer within {} seconds", within.as_secs()))
}

impl Drop for ServerLink {
    /// Says goodbye, so that the server's log holds no broken connection.
    fn drop(&mut self) {
        self.prepared().clear();
        drop(self.client.take());
        if let Some(carrier) = self.carrier.take() {
            let _ = self.runtime.block_on(async { timeout(FAREWELL, carrier).await });
        }
    }
}

impl std::fmt::Debug for ServerLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ServerLink")
    }
}
