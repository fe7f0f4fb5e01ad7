//! karwan follows one developing story: every fact is a sourced statement with the day on which it became known.

pub mod config;
pub mod dossier;
pub mod effect;
pub mod export;
pub mod input;
pub mod message;
pub mod picture;
pub mod record_json;
pub mod story;
pub mod text;
pub mod theme;
