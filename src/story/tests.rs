//! The rules of `docs/format.md`, "What is computed, as of a day D", each by its name.

pub(super) mod build;
mod chart;
mod contest;
mod corridor;
mod coverage;
mod event;
mod figure;
mod known;
mod ledger;
mod links;
mod office;
mod one_sided;
mod origin;
mod said;
mod schedule;
mod tie;
