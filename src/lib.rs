//! karwan follows one developing story: every fact is a sourced statement with the day on which it became known.

pub mod article_index;
pub mod dossier;
pub mod effect;
pub mod message;
pub mod story;
pub mod text;
pub mod theme;
