//! JSON: everything known about the rows, all kinds, with the field names of `docs/format.md`.

use std::io;

use crate::dossier::{Kind, Rec};
use crate::report::record_json::{FieldRecords, write as write_value};

use super::{ExportLosses, ExportStory};

/// Writes one object: the as-of day, the story, and an array for each kind, one record per line.
///
/// # Errors
/// Those of `out`.
pub fn write(story: &ExportStory, out: &mut dyn io::Write) -> io::Result<ExportLosses> {
    let records = FieldRecords::new(story.dossier, story.snapshot);
    let dossier = &story.dossier.story;
    let head = serde_json::json!({
        "title": dossier.title, "summary": story.story_summary(), "language": dossier.language,
        "selection": dossier.selection,
    });
    write!(out, "{{\"as_of\":\"{}\",\n\"story\":", story.snapshot.day)?;
    write_value(&mut *out, &head)?;
    for &kind in Kind::ALL {
        let rows = story.rows.iter().copied();
        let rows: Vec<Rec> = rows.filter(|rec| rec.kind() == kind && story.is_visible(*rec)).collect();
        write!(out, ",\n\"{kind}\":[")?;
        for (n, &rec) in rows.iter().enumerate() {
            out.write_all(if n == 0 { b"\n" } else { b",\n" })?;
            write_value(&mut *out, &records.record(rec))?;
        }
        write!(out, "]")?;
    }
    writeln!(out, "}}")?;
    let mut losses = ExportLosses::default();
    super::markdown::lose(story, &mut losses);
    Ok(losses)
}
