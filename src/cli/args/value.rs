//! How the values of arguments are read, and which are offered.

use chrono::NaiveDate;
use clap::builder::{PossibleValue, PossibleValuesParser, StringValueParser, TypedValueParser};

use super::ListKind;
use crate::cli::CommandFailure;
use crate::dossier::date::{DateError, when};
use crate::dossier::{EdtfDate, Kind};
use crate::report::export;
use crate::settings::config::ThemeChoice;
use crate::settings::input::ScreenId;

/// What is told besides what was asked for.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct ExplainArg {
    /// Explain on standard error what was done, how each term was answered, and how long each part took
    #[arg(long)]
    pub explain: bool,
}

/// The date of an option, read as in the forms.
///
/// # Errors
/// If the text is not a date.
pub fn date(option: &str, text: &str, today: NaiveDate) -> Result<EdtfDate, CommandFailure> {
    when::when(text, today).map_err(|error| invalid(option, &error))
}

/// The last day that the date of an option can mean, read as in the forms.
///
/// # Errors
/// If the text is not a date, or the date has no end.
pub fn last_day(option: &str, text: &str, today: NaiveDate) -> Result<NaiveDate, CommandFailure> {
    when::last_day(text, today).map_err(|error| invalid(option, &error))
}

fn invalid(option: &str, error: &DateError) -> CommandFailure {
    CommandFailure::Usage(format!("invalid value for `{option}`: {error}"))
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
        return Err(
            "there is no such option; for a query that begins with `--`, put a space before it, in quotes".to_owned()
        );
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
    format!(
        "What a format cannot hold is counted on standard error. In general this is lost:\n{}",
        lines.collect::<String>()
    )
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
        let today = "2026-11-24".parse().expect("a day");
        let day = |text| match last_day("--as-of", text, today) {
            Ok(day) => day.to_string(),
            Err(CommandFailure::Usage(why)) => why,
            Err(other) => format!("{other:?}"),
        };
        for (typed, meant) in [
            ("2025-09-05", "2025-09-05"),
            ("2025-09", "2025-09-30"),
            ("2025", "2025-12-31"),
            ("../2025-03", "2025-03-31"),
            ("yesterday", "2026-11-23"),
            ("2025-11/..", "invalid value for `--as-of`: `2025-11/..` has no last day"),
        ] {
            assert_eq!(day(typed), meant);
        }
    }

    #[test]
    fn a_size_is_two_numbers() {
        assert_eq!(size("80x24"), Ok((80, 24)));
        for text in ["80", "0x5", "5x0", "80x", "x24", "1001x1", "-1x5", "80x24x1"] {
            assert!(size(text).is_err(), "{text}");
        }
    }
}
