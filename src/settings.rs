//! What a person may set: the configuration file, keys and actions, theme.

pub mod config;
pub mod input;
pub mod theme;
