//! karwan follows one developing story: every fact is a sourced statement with the day on which it became known.
//!
//! `docs/ARCHITECTURE.md` is the map of the code.

pub mod app;
mod arrange;
mod assets;
pub mod brief;
pub mod card;
pub mod cite;
pub mod cli;
pub mod compare;
pub mod config;
pub mod dossier;
pub mod edit;
pub mod effect;
pub mod export;
pub mod geo;
pub mod import;
pub mod input;
pub mod message;
pub mod page;
pub mod palette;
pub mod picture;
pub mod query;
pub mod ready;
pub mod record_json;
mod room;
pub mod runtime;
pub mod screens;
pub mod state;
pub mod story;
pub mod text;
pub mod theme;
pub mod widgets;
pub mod wording;
