//! A shared archive: `PostgreSQL` is what everybody agrees on, and each client works in a mirror of it (see
//! [`crate::desk::archive`]), which a thread or a command brings up to date.
//!
//! ```text
//! ServerAddress ──▶ ServerLink ──▶ schema::prepare ──▶ push (feeds, items, journal) ──▶ pull ──▶ fill ──▶ wait for the bell
//!  URL, .pgpass      every question  tables, rights    one writer at a time            what changed   the rest, newest
//!                    has its limit                                                     since          first
//! ```
//!
//! Every change on the server gets a number from one counter, which its transaction holds locked until it commits: so
//! numbers are in the order of commits, and *all changes up to this one* is the whole state of a mirror.

pub mod address;
pub mod bell;
pub mod fault;
pub mod follow;
pub mod link;
mod merge;
mod pull;
mod push;
pub mod rows;
pub mod schema;
pub mod search;
mod set_back;
mod store;
mod sweep;
pub mod sync;
mod tls;
pub mod transfer;

pub use address::{ServerAddress, ServerSurroundings};
pub use bell::MirrorBell;
pub use fault::ServerFault;
pub use link::ServerLink;
