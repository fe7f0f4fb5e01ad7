//! A series of figures: one row per number, with columns for the date, the value, what it is of and where it comes from.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use super::columns::{FIGURES, with_head};
use super::sheet::{SheetOptions, SheetReader};
use super::table::{TableFile, table};
use super::{ImportDraft, ImportTarget, ImportedDossier, ImportedRecord};
use crate::desk::edit::{EditValue, slug};
use crate::dossier::{Dossier, Kind};
use crate::text::fold;

/// What all figures of a sheet have where no column says it.
#[derive(Clone, Debug, Default)]
pub struct FigureDefaults {
    /// What was counted, in words or as a slug.
    pub metric: Option<String>,
    /// In what.
    pub unit: Option<String>,
    /// The id or name of the record that they are about.
    pub about: Option<String>,
    /// The article of the dossier that gives them.
    pub source: Option<String>,
}

/// Reads a sheet of figures about records of a dossier. `title` names the document that a source without a headline of its
/// own is.
///
/// # Errors
/// Returns one line if the file is not a table, lacks a column for the date or the value, or days and months are undecided.
pub fn read(
    file: &TableFile,
    title: &str,
    today: chrono::NaiveDate,
    (options, defaults): (&SheetOptions, &FigureDefaults),
    target: ImportTarget<'_>,
) -> Result<ImportedDossier, String> {
    let mut draft = ImportDraft { title: title.to_owned(), ..ImportDraft::default() };
    let sheet = with_head(table(file)?, &options.maps, &FIGURES, &mut draft)?;
    let mut rows = SheetReader::of(&sheet, &FIGURES, today, options, &mut draft)?;
    let value = rows.column("value");
    let comma = has_decimal_comma(sheet.rows.iter().filter_map(|(_, cells)| cells.get(value?)));
    if comma {
        draft.notes.push("numbers are written with a decimal comma".to_owned());
    }
    let known = subjects(target.dossier);
    for (row, cells) in &sheet.rows {
        let place = (sheet.name.clone(), *row);
        match figure(&mut rows, cells, (place, title), (defaults, comma, &known), &mut draft) {
            Ok(item) => draft.add(Kind::Figure, item),
            Err(why) => draft.lose(why, 1),
        }
    }
    Ok(draft.finish(Some(target)))
}

/// The records that a figure can be about, by id and by folded name.
fn subjects(dossier: &Dossier) -> HashMap<String, String> {
    let mut known = HashMap::new();
    for kind in [Kind::Port, Kind::Corridor, Kind::Place, Kind::Actor, Kind::Event] {
        for rec in dossier.all(kind) {
            let id = dossier.id(rec);
            for name in dossier.names(rec).chain([id]) {
                known.entry(fold::words(name)).or_insert_with(|| id.to_owned());
            }
        }
    }
    known
}

/// One row; why it is left out where it is.
fn figure(
    rows: &mut SheetReader<'_>,
    cells: &[String],
    (place, title): (super::ImportPlace, &str),
    (defaults, comma, known): (&FigureDefaults, bool, &HashMap<String, String>),
    draft: &mut ImportDraft,
) -> Result<ImportedRecord, String> {
    let own = |key: &str, rows: &SheetReader<'_>| rows.cell(cells, key).map(str::to_owned);
    let value = own("value", rows).ok_or("rows without a value")?;
    let number = number(&value, comma).ok_or_else(|| format!("rows whose value is not a number: `{value}`"))?;
    let about = own("about", rows).or_else(|| defaults.about.clone()).unwrap_or_else(|| "story".to_owned());
    let about = match known.get(&fold::words(&about)) {
        Some(id) => id.clone(),
        None if about == "story" => about,
        None => return Err(format!("rows about `{about}`, which the dossier does not have")),
    };
    let metric = own("metric", rows).or_else(|| defaults.metric.clone());
    let metric = metric.map(|metric| slug(&metric, |_| false)).filter(|metric| !metric.is_empty());
    let metric = metric.ok_or("rows that do not say what was counted; `--metric` says it for all")?;
    let unit = own("unit", rows).or_else(|| defaults.unit.clone());
    let unit = unit.ok_or("rows without a unit; `--unit` says it for all")?;
    let period = rows.date(cells).and_then(|date| draft.read(&place, date)).map(|date| date.as_str().to_owned());
    let source = rows.source(cells, title, &place, draft).or_else(|| defaults.source.clone());
    let source = source.ok_or("rows without a source; `--source ID` names an article of the dossier for all")?;
    let mut item = ImportedRecord { place, lists: BTreeMap::new(), fields: Vec::new() };
    item.set("about", EditValue::Text(about));
    item.set("metric", EditValue::Text(metric));
    item.set("value", EditValue::Number(number));
    item.set("unit", EditValue::Text(unit));
    period.into_iter().for_each(|period| item.set("period", EditValue::Text(period)));
    item.set("source", EditValue::Text(source));
    for key in ["definition", "quote"] {
        own(key, rows).into_iter().for_each(|text| item.set(key, EditValue::Text(text)));
    }
    Ok(item)
}

/// A number with separators of thousands: spaces, apostrophes, and of comma and point the one that is not the decimal sign.
fn number(cell: &str, comma: bool) -> Option<f64> {
    let (decimal, thousands) = if comma { (',', '.') } else { ('.', ',') };
    let digits = cell.chars().filter(|&c| !c.is_whitespace() && !matches!(c, '\'' | '’') && c != thousands);
    let digits: String = digits.map(|c| if c == decimal { '.' } else { c }).collect();
    let digits = digits.strip_suffix('%').unwrap_or(&digits).replace('−', "-");
    digits.parse().ok().filter(|number: &f64| number.is_finite())
}

/// Whether a column writes its decimals behind a comma: a comma comes last in one of its cells, and not three digits before
/// its end, or behind a point.
fn has_decimal_comma<'c>(cells: impl Iterator<Item = &'c String>) -> bool {
    let mut points = false;
    let mut commas = false;
    for cell in cells {
        let cell = cell.trim().trim_end_matches(['%', ' ']);
        match (cell.rfind(','), cell.rfind('.')) {
            (Some(comma), Some(point)) => commas |= comma > point,
            (Some(comma), None) => commas |= cell.len() - comma != 4,
            (None, Some(point)) => points |= cell.len() - point != 4,
            (None, None) => {}
        }
    }
    commas && !points
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(cells: &[&str]) -> Vec<Option<f64>> {
        let cells: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
        let comma = has_decimal_comma(cells.iter());
        cells.iter().map(|cell| number(cell, comma)).collect()
    }

    #[test]
    fn the_whole_column_says_which_sign_separates_decimals() {
        assert_eq!(column(&["1,234", "2.5"]), [Some(1234.0), Some(2.5)]);
        assert_eq!(column(&["1.234", "2,5"]), [Some(1234.0), Some(2.5)]);
        assert_eq!(column(&["1.234,5", "17"]), [Some(1234.5), Some(17.0)]);
        assert_eq!(
            column(&["1 234.5", "12 %", "-3", "−4", "n/a"]),
            [Some(1234.5), Some(12.0), Some(-3.0), Some(-4.0), None]
        );
    }
}
