//! `karwan list`: the records of one kind, as a table, as TSV or as JSON.

mod items;

use std::io::{self, Write};

use super::{CommandFailure, args, open, unseen};
use crate::cli::env::ProcessEnv;
use crate::cli::table::TextTable;
use crate::cli::tsv;
use crate::dossier::{Dossier, Kind, Rec};
use crate::report::fields::{self, FieldOutputs, FieldRecords};
use crate::settings::theme::{ColorTheme, StyleRole, corridor_role, state_role};
use crate::story::Snapshot;
use crate::ui::picture::ansi::styled;

use args::{ListFormat, ListKind};

/// Prints records.
///
/// # Errors
/// If the story does not open, the query cannot be read, or `out` cannot be written.
pub fn run(
    args: &args::ListArgs,
    env: &ProcessEnv,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<(), CommandFailure> {
    let (opened, snapshot) = open::open_on(&args.dossiers, &args.as_of, env, err)?;
    let query = open::query(args.query.as_deref().unwrap_or_default(), env.today, err)?;
    let query = match &args.saved {
        Some(name) => open::saved(name, env.today, &opened.found)?.and(&query),
        None => query,
    };
    let kind = match args.kind {
        ListKind::Items => return items::run(args, &opened, &query, env, out, err),
        ListKind::Records(kind) => kind,
    };
    let news = unseen::news(&query, &opened, &snapshot, env, err)?;
    let recs = open::rows(&opened.dossier, &snapshot, &query, &news, kind);
    let theme = open::theme(&opened, env);
    let list = ListOutput { dossier: &opened.dossier, snapshot: &snapshot, kind, recs: &recs };
    let span = tracing::debug_span!("print", records = recs.len()).entered();
    list.print(args.format, theme, env.columns, out)?;
    drop(span);
    if recs.is_empty() {
        open::say_unknown(args.query.as_deref().unwrap_or_default(), &opened.dossier, &snapshot, err)?;
    }
    Ok(())
}

/// What is printed.
struct ListOutput<'a> {
    dossier: &'a Dossier,
    snapshot: &'a Snapshot,
    kind: Kind,
    recs: &'a [Rec],
}

impl ListOutput<'_> {
    fn print(
        &self,
        format: ListFormat,
        theme: Option<ColorTheme>,
        width: Option<usize>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let records = FieldRecords::new(self.dossier, self.snapshot);
        match format {
            ListFormat::Json => records.write_array(out, self.recs),
            ListFormat::Jsonl => records.write_lines(out, self.recs),
            ListFormat::Tsv => self.tsv(&records, out),
            ListFormat::Table => self.table(&records, theme, width, out),
        }
    }

    fn tsv(&self, records: &FieldRecords<'_>, out: &mut dyn Write) -> io::Result<()> {
        let fields = fields::names(self.kind, FieldOutputs::TSV);
        writeln!(out, "{}", fields.join("\t"))?;
        for &rec in self.recs {
            writeln!(out, "{}", tsv::line(&serde_json::to_value(records.record(rec))?, &fields))?;
        }
        Ok(())
    }

    fn table(
        &self,
        records: &FieldRecords<'_>,
        theme: Option<ColorTheme>,
        width: Option<usize>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let columns = fields::columns(self.kind);
        let status = columns.iter().position(|(head, _)| *head == "status");
        let row = |at: usize| records.cells(self.recs[at]);
        let dress = |row: Option<usize>, column: usize, text: &str| match (theme, row) {
            (Some(theme), None) => styled(theme.style(StyleRole::Strong), text),
            (Some(theme), Some(row)) if Some(column) == status => styled(theme.style(self.role(self.recs[row])), text),
            _ => text.to_owned(),
        };
        for line in (TextTable { columns: &columns, count: self.recs.len(), row: &row, dress: &dress }).lines(width) {
            writeln!(out, "{line}")?;
        }
        Ok(())
    }

    /// The role of a record's status.
    fn role(&self, rec: Rec) -> StyleRole {
        match rec {
            Rec::Event(ix) => state_role(self.snapshot[ix].status),
            Rec::Corridor(ix) => corridor_role(self.snapshot[ix].status),
            _ => StyleRole::Text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::load::load;

    fn printed(kind: Kind, format: ListFormat) -> String {
        let dossier = load(&["tests/data/story".into()]).dossier.unwrap();
        let snapshot = Snapshot::of(&dossier, "2026-11-23".parse().unwrap());
        let recs: Vec<Rec> = dossier.all(kind).take(20).collect();
        let mut out = Vec::new();
        let listing = ListOutput { dossier: &dossier, snapshot: &snapshot, kind, recs: &recs };
        listing.print(format, None, None, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_field_of_tsv_is_one_of_the_json() {
        for &kind in Kind::ALL {
            let json = printed(kind, ListFormat::Jsonl);
            let record: serde_json::Value = serde_json::from_str(json.lines().next().unwrap()).unwrap();
            for field in fields::names(kind, FieldOutputs::TSV) {
                assert!(record.get(field).is_some(), "{kind}: {field}");
            }
        }
    }

    #[test]
    fn every_line_of_tsv_has_every_field() {
        for &kind in Kind::ALL {
            for line in printed(kind, ListFormat::Tsv).lines() {
                assert_eq!(line.split('\t').count(), fields::names(kind, FieldOutputs::TSV).len(), "{kind}: {line}");
            }
        }
    }

    #[test]
    fn a_row_has_a_cell_for_every_column() {
        let dossier = load(&["tests/data/story".into()]).dossier.unwrap();
        let snapshot = Snapshot::of(&dossier, "2026-11-23".parse().unwrap());
        let records = FieldRecords::new(&dossier, &snapshot);
        for rec in Kind::ALL.iter().flat_map(|&kind| dossier.all(kind)) {
            assert_eq!(records.cells(rec).len(), fields::columns(rec.kind()).len());
        }
    }
}
