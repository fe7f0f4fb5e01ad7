//! How the values of arguments are read, and which are offered.

use chrono::NaiveDate;
use clap::builder::{PossibleValue, PossibleValuesParser, StringValueParser, TypedValueParser};

use super::ListKind;
use crate::dossier::{EdtfDate, Kind};
use crate::report::export;
use crate::settings::config::ThemeChoice;
use crate::settings::input::ScreenId;

/// What is told besides what was asked for.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct ExplainArg {
    /// Tell on standard error what was done, how each term was answered, and how long each part took
    #[arg(long)]
    pub explain: bool,
}

/// The last day that a date can mean, as EDTF.
///
/// # Errors
/// If the text is no date, or the date has no end.
pub fn as_of_day(text: &str) -> Result<NaiveDate, String> {
    let date =
        EdtfDate::parse(text).map_err(|e| format!("{e}; expected a date such as 2025-09-05, 2025-09 or 2025"))?;
    date.latest().ok_or_else(|| "the date has no last day".to_owned())
}

/// Columns and rows from `120x40`.
///
/// # Errors
/// If it is not two numbers from 1 to 1000.
pub fn size(text: &str) -> Result<(u16, u16), String> {
    let number = |text: &str| text.parse().ok().filter(|n| (1..=1000).contains(n));
    let sides = text.split_once(['x', 'X', '×']).and_then(|(w, h)| Some((number(w)?, number(h)?)));
    sides.ok_or_else(|| "expected columns and rows from 1 to 1000, such as 120x40".to_owned())
}

/// A query; what looks like a long option is a mistake rather than a query.
pub(super) fn query_text(text: &str) -> Result<String, String> {
    if text.starts_with("--") {
        return Err("there is no such option; a query that starts so stands in quotes, after a space".to_owned());
    }
    Ok(text.to_owned())
}

pub(super) fn export_parser() -> impl TypedValueParser<Value = &'static export::ExportFormat> {
    let value = |export: &export::ExportFormat| PossibleValue::new(export.name).help(export.help);
    PossibleValuesParser::new(export::EXPORTS.iter().map(value))
        .map(|name| export::find(&name).unwrap_or(&export::EXPORTS[0]))
}

/// What each format cannot say, for the long help.
pub(super) fn cannot() -> String {
    let lines = export::EXPORTS.iter().map(|export| format!("\n  {:<11} {}", export.name, export.cannot));
    format!("What a format cannot say is counted on standard error. In general:{}", lines.collect::<String>())
}

/// Takes any name, since filters have theirs in the configuration; offers those of the screens.
#[derive(Clone)]
pub(super) struct ViewParser;

impl TypedValueParser for ViewParser {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        arg: Option<&clap::Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(ScreenId::ALL.iter().map(|screen| PossibleValue::new(screen.slug()))))
    }
}

pub(super) fn theme_parser() -> impl TypedValueParser<Value = ThemeChoice> {
    PossibleValuesParser::new(ThemeChoice::ALL.iter().map(|theme| PossibleValue::new(theme.word())))
        .map(|word| ThemeChoice::from_word(&word).unwrap_or_default())
}

pub(super) fn kind_parser() -> impl TypedValueParser<Value = ListKind> {
    // One event or many: what is meant is clear.
    let value = |kind: &Kind| PossibleValue::new(kind.word()).alias(kind.singular());
    let items = PossibleValue::new("items").alias("item");
    PossibleValuesParser::new(Kind::ALL.iter().map(value).chain([items])).map(|word| {
        let meant = |kind: &Kind| kind.word() == word || kind.singular() == word;
        Kind::ALL.iter().copied().find(meant).map_or(ListKind::Items, ListKind::Records)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_means_its_last_day() {
        let day = |text| as_of_day(text).map(|day| day.to_string());
        assert_eq!(day("2025-09-05"), Ok("2025-09-05".into()));
        assert_eq!(day("2025-09"), Ok("2025-09-30".into()));
        assert_eq!(day("2025"), Ok("2025-12-31".into()));
        assert_eq!(day("../2025-03"), Ok("2025-03-31".into()));
        assert_eq!(day("2025-11/.."), Err("the date has no last day".into()));
        assert!(day("yesterday").is_err());
    }

    #[test]
    fn a_size_is_two_numbers() {
        assert_eq!(size("80x24"), Ok((80, 24)));
        for text in ["80", "0x5", "5x0", "80x", "x24", "1001x1", "-1x5", "80x24x1"] {
            assert!(size(text).is_err(), "{text}");
        }
    }
}
