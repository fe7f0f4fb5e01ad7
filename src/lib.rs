//! karwan follows one developing story: every fact is a sourced statement with the day on which it became known.
//!
//! `docs/ARCHITECTURE.md` is the map of the code.

mod assets;
pub mod cli;
pub mod desk;
pub mod dossier;
pub mod geo;
pub mod query;
pub mod report;
pub mod runtime;
pub mod settings;
pub mod story;
pub mod text;
pub mod threads;
pub mod ui;
