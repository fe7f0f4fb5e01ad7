//! What comes in and what is written: feeds and their archive, recognition in texts, web pages, imported sheets, edits
//! of a dossier's files, and what a person has seen.

pub mod archive;
pub mod capture;
pub mod edit;
pub mod feed;
pub mod import;
pub mod page;
pub mod state;
