//! All tests of the whole program as one test program: one link instead of fifty.

mod common;

mod add;
#[cfg(unix)]
mod ailing_server;
mod beside;
mod brief;
mod built_in;
mod capture;
mod changes;
#[cfg(unix)]
mod chaos;
mod cli;
mod colours;
mod compare;
mod copy;
mod dashboard;
mod dates;
mod dates_typed;
mod desk;
mod diagnostics;
mod docs;
mod edit;
mod explain;
mod export;
mod export_command;
mod export_edges;
mod feeds;
#[cfg(target_os = "linux")]
mod few_threads;
mod fields;
mod figures;
mod find;
mod find_way;
mod first_article;
mod first_frame;
mod forms;
#[cfg(unix)]
mod found;
mod fuzz;
mod growth;
mod hostile_files;
mod http;
mod import;
mod import_asks;
mod import_into;
mod imports;
mod inbox;
mod inbox_walk;
mod killed;
mod labels;
mod large;
mod ledger;
mod linear;
mod loading;
mod many_articles;
mod map;
mod map_screen;
mod merges;
mod moving_days;
mod named;
mod names;
mod new_date;
mod newcomer;
mod news;
mod no_hindsight;
mod outages;
mod overview;
mod passwords;
mod proposals;
mod pty;
mod query_grammar;
mod query_meaning;
mod query_story;
mod questions;
mod reader;
mod readme;
mod rebound;
mod refusals;
mod reload;
mod remember;
mod room;
mod same_rows;
mod schema;
mod screens;
#[cfg(unix)]
mod shared_archive;
#[cfg(unix)]
mod shared_server;
mod shell_use;
#[cfg(unix)]
mod side_by_side;
mod source_days;
mod sourced;
mod sourced_exports;
mod standing;
mod state;
mod story_facts;
mod terminal;
mod ties;
mod time_travel;
mod travel;
mod typed;
mod when;
mod windows;
