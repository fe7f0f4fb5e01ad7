//! What comes in and what is written: feeds and their archive, what a text says, web pages, imported sheets, edits of a
//! dossier's files, and what a person has seen.

pub mod archive;
pub mod capture;
pub mod edit;
pub mod feed;
pub mod import;
pub mod page;
pub mod state;
