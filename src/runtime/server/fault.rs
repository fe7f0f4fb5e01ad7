//! What can be wrong with a server, in words that hold no password.

use std::fmt;

use tokio_postgres::error::{Error, SqlState};

/// Why a server did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServerFault {
    /// It cannot be reached, does not answer, or went away: worth trying again.
    Away(String),
    /// It takes no writes for now: it is a copy, is full, or is being looked after. Worth trying again.
    Unwritable(String),
    /// The user may not do this.
    Denied(String),
    /// Its tables are of a later karwan, or are missing.
    Schema(String),
    /// Anything else: asking again does not help.
    Other(String),
    /// The fault is not the server's: the mirror cannot be used.
    Local(String),
}

impl ServerFault {
    /// Whether asking again later may help.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self, ServerFault::Away(_) | ServerFault::Unwritable(_))
    }

    /// Whether the connection is of no use any more.
    #[must_use]
    pub fn is_away(&self) -> bool {
        matches!(self, ServerFault::Away(_))
    }

    /// Of what the server or the client says.
    #[must_use]
    pub fn of(error: &Error) -> ServerFault {
        let Some(said) = error.as_db_error() else {
            return ServerFault::Away(innermost(error));
        };
        let text = crate::text::safe(said.message()).into_owned();
        let code = said.code();
        let class = code.code().get(..2).unwrap_or_default();
        if [SqlState::INSUFFICIENT_PRIVILEGE].contains(code) {
            return ServerFault::Denied(text);
        }
        if [SqlState::READ_ONLY_SQL_TRANSACTION, SqlState::DISK_FULL].contains(code) {
            return ServerFault::Unwritable(text);
        }
        if code == &SqlState::QUERY_CANCELED || code == &SqlState::LOCK_NOT_AVAILABLE {
            return ServerFault::Away(text);
        }
        match class {
            // connection, resources (of which the full disk is one, above), shutdown and crash, conflicts to be retried
            "08" | "53" | "57" | "40" | "58" => ServerFault::Away(text),
            "28" => ServerFault::Other(format!("the server does not let you in: {text}")),
            "3D" => ServerFault::Other(format!("there is no such database: {text}")),
            _ => ServerFault::Other(text),
        }
    }
}

/// The innermost reason: the outer ones say only that something failed.
fn innermost(error: &Error) -> String {
    let mut deepest: &(dyn std::error::Error + 'static) = error;
    while let Some(source) = deepest.source() {
        deepest = source;
    }
    crate::text::safe(&crate::text::reason(deepest)).into_owned()
}

impl fmt::Display for ServerFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ServerFault::Away(why) => write!(f, "the server does not answer: {why}"),
            ServerFault::Unwritable(why) => write!(f, "the server takes no changes: {why}"),
            ServerFault::Denied(why) => write!(f, "not allowed on the server: {why}"),
            ServerFault::Schema(why) | ServerFault::Other(why) | ServerFault::Local(why) => f.write_str(why),
        }
    }
}
