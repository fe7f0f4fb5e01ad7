//! What the tests share.

#[cfg(unix)]
pub mod colleague;
pub mod command;
pub mod example;
pub mod frozen;
#[cfg(unix)]
pub mod line;
pub mod newsroom;
pub mod on;
pub mod place;
#[cfg(unix)]
pub mod postgres;
pub mod pty;
pub mod screen;
pub mod story;
pub mod web;

use karwan::query::{self, ParsedQuery};

/// Reads a query on the day of the tests.
pub fn parse(text: &str) -> ParsedQuery {
    query::parse(text, screen::today())
}
