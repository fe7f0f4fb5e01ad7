//! Exports for other programs: one file per format, one row per format in [`EXPORTS`].
//!
//! Pure: takes what is known on a day and the records of a query, returns bytes. No format contains anything
//! that became known after the day of the snapshot; what a format cannot express is counted in [`ExportLosses`].

pub mod atom;
pub mod bibtex;
mod change;
pub(crate) mod clean;
pub mod csl;
pub mod csv;
mod feed;
pub mod ftm;
pub mod geojson;
pub mod html;
pub mod ics;
pub mod json;
pub mod jsonfeed;
mod known;
pub mod manual;
pub mod markdown;
pub mod opml;
mod page;
mod timelinejs;

use std::borrow::Cow;
use std::io;

use chrono::NaiveDate;

use crate::dossier::{Dossier, Rec};
use crate::story::Snapshot;
use crate::text::is_device_name;

/// What to export: the records of a query, as known on a day.
#[derive(Clone, Copy, Debug)]
pub struct ExportStory<'a> {
    /// The dossier.
    pub dossier: &'a Dossier,
    /// What is known of it.
    pub snapshot: &'a Snapshot,
    /// The records to write, in order. Records that are not visible in the snapshot are skipped.
    pub rows: &'a [Rec],
    /// The as-of day. Also used as the time stamp of formats that need one, so that the same input gives the same
    /// bytes.
    pub generated: NaiveDate,
    /// The query by which the rows were chosen; empty: all of them.
    pub filter: &'a str,
    /// Choices that only some formats have.
    pub options: ExportOptions,
}

/// Choices that only some formats have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExportOptions {
    /// `ics`: an alarm this many days before each event that is still to come.
    pub alarm_days: Option<u16>,
    /// `csv`: a byte order mark before the text, by which Excel knows that it is UTF-8.
    pub bom: bool,
}

/// What a format could not express: a phrase, and how often.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportLosses {
    list: Vec<(Cow<'static, str>, usize)>,
}

impl ExportLosses {
    /// Adds `count` to this phrase; does nothing if it is 0.
    pub fn add(&mut self, what: impl Into<Cow<'static, str>>, count: usize) {
        let what = what.into();
        match self.list.iter_mut().find(|(known, _)| *known == what) {
            Some((_, sum)) => *sum += count,
            None if count > 0 => self.list.push((what, count)),
            None => {}
        }
    }

    /// How often this was lost.
    #[must_use]
    pub fn count(&self, what: &str) -> usize {
        self.list.iter().find(|(known, _)| known == what).map_or(0, |(_, count)| *count)
    }

    /// All losses, in order of appearance.
    pub fn iter(&self) -> impl Iterator<Item = (&str, usize)> {
        self.list.iter().map(|(what, count)| (what.as_ref(), *count))
    }

    /// Whether the format expressed everything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

/// Writes a story in one format.
pub type WriteExport = fn(&ExportStory, &mut dyn io::Write) -> io::Result<ExportLosses>;

/// A file of an export to a directory: its name and its bytes.
pub type ExportFile = (&'static str, Vec<u8>);

/// Writes a story as several files.
pub type WriteFiles = fn(&ExportStory) -> io::Result<(Vec<ExportFile>, ExportLosses)>;

/// A format; help, completions, file names and errors are printed from it.
#[derive(Debug)]
pub struct ExportFormat {
    /// The word on the command line.
    pub name: &'static str,
    /// The file extension, without the dot.
    pub extension: &'static str,
    /// The media type, as registered with IANA if it is.
    pub media_type: &'static str,
    /// Its purpose and audience, in one line.
    pub help: &'static str,
    /// What it cannot express, in one line, for the long help.
    pub cannot: &'static str,
    /// Writes it.
    pub write: WriteExport,
    /// Writes it as a directory, if the format has such a form.
    pub write_files: Option<WriteFiles>,
}

/// All formats, in the order of the help.
pub const EXPORTS: &[ExportFormat] = &[
    ExportFormat {
        name: "ics",
        extension: "ics",
        media_type: "text/calendar",
        help: "iCalendar: what has a date, as all-day entries",
        cannot: "events without a date or with an open one; precision is the length of the entry; all other kinds",
        write: ics::write,
        write_files: None,
    },
    ExportFormat {
        name: "csv",
        extension: "csv",
        media_type: "text/csv",
        help: "a table: the kind that the query shows (`kind:articles`), else events; `-o DIR/` for all tables",
        cannot: "more than one kind in one file, and what is said about it; into a directory nothing is lost",
        write: csv::write,
        write_files: Some(csv::write_files),
    },
    ExportFormat {
        name: "geojson",
        extension: "geojson",
        media_type: "application/geo+json",
        help: "GeoJSON: ports, places, corridors, their legs, events where they take place",
        cannot: "what has no coordinates; actors, articles, figures; statements but for the deciding one",
        write: geojson::write,
        write_files: None,
    },
    ExportFormat {
        name: "json",
        extension: "json",
        media_type: "application/json",
        help: "everything that is known, all kinds, with every statement",
        cannot: "nothing",
        write: json::write,
        write_files: None,
    },
    ExportFormat {
        name: "markdown",
        extension: "md",
        media_type: "text/markdown",
        help: "a page to read or paste: what stands, timeline, ledger, actors, ports, corridors, sources",
        cannot: "the map; full texts of articles",
        write: markdown::write,
        write_files: None,
    },
    ExportFormat {
        name: "html",
        extension: "html",
        media_type: "text/html",
        help: "one self-contained page, with a map; no script, prints well",
        cannot: "full texts of articles; on the map, what lies far from all else",
        write: html::write,
        write_files: None,
    },
    ExportFormat {
        name: "timelinejs",
        extension: "json",
        media_type: "application/json",
        help: "TimelineJS3: what has a date, as slides",
        cannot: "events without a date; open ends; all other kinds",
        write: timelinejs::write,
        write_files: None,
    },
    ExportFormat {
        name: "bibtex",
        extension: "bib",
        media_type: "application/x-bibtex",
        help: "the articles that are shown or cited, for LaTeX",
        cannot: "all that is not an article; what rests on what",
        write: bibtex::write,
        write_files: None,
    },
    ExportFormat {
        name: "csl-json",
        extension: "json",
        media_type: "application/vnd.citationstyles.csl+json",
        help: "the articles that are shown or cited, for Zotero, Pandoc and others",
        cannot: "all that is not an article; what rests on what",
        write: csl::write,
        write_files: None,
    },
    ExportFormat {
        name: "ftm",
        extension: "ftm.json",
        media_type: "application/x-ndjson",
        help: "FollowTheMoney entities, JSON lines, for Aleph and OpenSanctions tools",
        cannot: "statuses and slips, stances, corridors, figures; of uncertain dates only the bounds",
        write: ftm::write,
        write_files: None,
    },
    ExportFormat {
        name: "atom",
        extension: "atom",
        media_type: "application/atom+xml",
        help: "Atom feed: each statement that became known, as an entry",
        cannot: "statements without a day on which they became known",
        write: atom::write,
        write_files: None,
    },
    ExportFormat {
        name: "jsonfeed",
        extension: "json",
        media_type: "application/feed+json",
        help: "JSON Feed 1.1: each statement that became known, as an item",
        cannot: "statements without a day on which they became known",
        write: jsonfeed::write,
        write_files: None,
    },
    ExportFormat {
        name: "opml",
        extension: "opml",
        media_type: "text/x-opml",
        help: "OPML: the feeds of the dossier, for other feed readers; the query leaves none out",
        cannot: "all records; what a feed is watched for; names and passwords in addresses",
        write: opml::write,
        write_files: None,
    },
];

/// The file name for this story: `the-road-to-the-sea.ics`. It is one on every system.
#[must_use]
pub fn file_name(export: &ExportFormat, story: &ExportStory) -> String {
    let slug = clean::slug(&story.dossier.story.title);
    let rest = if is_device_name(&slug) { "-story" } else { "" };
    format!("{slug}{rest}.{}", export.extension)
}

/// The format with this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static ExportFormat> {
    EXPORTS.iter().find(|export| export.name == name)
}
