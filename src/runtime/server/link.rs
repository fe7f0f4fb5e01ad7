//! A connection to a server, of which every question has its time limit: a server that says nothing holds nobody up.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::time::Duration;

use hashbrown::HashMap;
use tokio::runtime::Runtime;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_postgres::types::ToSql;
use tokio_postgres::{AsyncMessage, Client, Row, Statement};

use super::{ServerAddress, ServerFault};

/// How long a connection may take, encryption and password included.
pub(super) const CONNECT: Duration = Duration::from_secs(5);
/// How long a question may take; the server gives up somewhat earlier, and says so.
const PATIENCE: Duration = Duration::from_mins(1);
/// How long the end of a connection may take.
const FAREWELL: Duration = Duration::from_millis(200);
/// What holds for the whole connection; a server that does not know one of them goes without it.
const SETTINGS: &[&str] = &[
    "SET statement_timeout = '50s'",
    "SET lock_timeout = '20s'",
    "SET idle_in_transaction_session_timeout = '30s'",
    "SET client_min_messages = 'warning'",
    "SET jit = off",
];

/// What is given to a question.
pub type SqlValues<'a> = &'a [&'a (dyn ToSql + Sync)];

/// A connection.
pub struct ServerLink {
    runtime: Runtime,
    /// `None` only while it is dropped.
    client: Option<Client>,
    /// What carries questions and answers.
    carrier: Option<JoinHandle<()>>,
    notices: UnboundedReceiver<()>,
    prepared: RefCell<HashMap<String, Statement>>,
    patience: Duration,
    notifies: bool,
}

impl ServerLink {
    /// Connects.
    ///
    /// # Errors
    /// If the server cannot be reached in time, or does not let this user in.
    pub fn connect(address: &ServerAddress) -> Result<ServerLink, ServerFault> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| ServerFault::Local(format!("cannot start: {error}")))?;
        let connector = address.tls.connector().map_err(ServerFault::Other)?;
        let connected = runtime.block_on(async { timeout(CONNECT, address.config.connect(connector)).await });
        let silent = |_| ServerFault::Away(format!("no answer within {} seconds", CONNECT.as_secs()));
        let connected = connected.map_err(silent).and_then(|done| done.map_err(|error| ServerFault::of(&error)));
        let (client, mut connection) = match connected {
            Ok(connected) => connected,
            Err(fault) => {
                // The name of a host may be looked up still, on a thread that is not waited for.
                runtime.shutdown_background();
                return Err(fault);
            }
        };
        let (tell, notices) = unbounded_channel();
        // It runs while something is asked or waited for; when the server goes away it ends, and with it `notices`.
        let carrier = runtime.spawn(async move {
            while let Some(Ok(message)) = poll_fn(|context| connection.poll_message(context)).await {
                if matches!(message, AsyncMessage::Notification(_)) && tell.send(()).is_err() {
                    break;
                }
            }
        });
        let mut link = ServerLink {
            runtime,
            client: Some(client),
            carrier: Some(carrier),
            notices,
            prepared: RefCell::default(),
            patience: PATIENCE,
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
        self.within(self.client()?.query(&statement, values))
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
        self.within(self.client()?.execute(&statement, values))
    }

    /// Does what takes no values: `BEGIN`, `LISTEN`, making tables.
    ///
    /// # Errors
    /// As [`ServerLink::query`].
    pub fn batch(&self, sql: &str) -> Result<(), ServerFault> {
        self.within(self.client()?.batch_execute(sql))
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

    /// Whether the server can wake those who listen.
    #[must_use]
    pub fn notifies(&self) -> bool {
        self.notifies
    }

    /// Waits until the server says that something changed, or for so long. Whether it did.
    ///
    /// # Errors
    /// If the server went away.
    pub fn wait(&mut self, most: Duration) -> Result<bool, ServerFault> {
        let notices = &mut self.notices;
        let heard = self.runtime.block_on(async { timeout(most, notices.recv()).await });
        match heard {
            Ok(Some(())) => {
                while self.notices.try_recv().is_ok() {}
                Ok(true)
            }
            Ok(None) => Err(ServerFault::Away("the connection was closed".to_owned())),
            Err(_) => Ok(false),
        }
    }

    fn statement(&self, sql: &str) -> Result<Statement, ServerFault> {
        if let Some(known) = self.prepared.borrow().get(sql) {
            return Ok(known.clone());
        }
        let statement = self.within(self.client()?.prepare(sql))?;
        self.prepared.borrow_mut().insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    fn client(&self) -> Result<&Client, ServerFault> {
        self.client.as_ref().ok_or_else(|| ServerFault::Away("the connection was closed".to_owned()))
    }

    fn within<T>(&self, work: impl Future<Output = Result<T, tokio_postgres::Error>>) -> Result<T, ServerFault> {
        match self.runtime.block_on(async { timeout(self.patience, work).await }) {
            Ok(answer) => answer.map_err(|error| ServerFault::of(&error)),
            Err(_) => Err(ServerFault::Away(format!("no answer within {} seconds", self.patience.as_secs()))),
        }
    }
}

impl Drop for ServerLink {
    /// Says goodbye, so that the server's log holds no broken connection.
    fn drop(&mut self) {
        self.prepared.borrow_mut().clear();
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
