//! Words about records: cards, the brief, citations, comparisons, exports and JSON.

pub mod brief;
pub mod card;
pub mod cite;
pub mod compare;
pub mod export;
pub mod fields;
pub mod promises;
pub mod questions;
pub mod record_json;
pub mod standing;
pub mod wording;
