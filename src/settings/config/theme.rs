//! The setting `theme`: a name, or a table of a name and colours by role.

use toml::Spanned;
use toml::de::DeValue;

use super::place::ConfigFault;
use super::setting::{hint, quoted, word, wrong_type};
use super::{Configuration, ThemeChoice};
use crate::settings::theme::StyleRole;
use crate::settings::theme::role::{ROLES, parse_style, style_words};

/// What names the theme in a table.
const NAME: &str = "name";

/// The name, or the name and the colours in one line.
pub(super) fn print(config: &Configuration) -> String {
    let name = quoted(config.theme.word());
    let colours: Vec<String> =
        config.colours.iter().map(|(role, style)| format!("{role} = {}", quoted(&style_words(style)))).collect();
    if colours.is_empty() { name } else { format!("{{ {NAME} = {name}, {} }}", colours.join(", ")) }
}

/// Takes over a name or a table; colours that can be read hold even where another cannot.
pub(super) fn read(config: &mut Configuration, value: &Spanned<DeValue>) -> Result<(), ConfigFault> {
    let DeValue::Table(table) = value.get_ref() else { return read_name(config, value) };
    let mut fault = None;
    for (key, value) in table {
        let text = key.get_ref().as_ref();
        let read = match StyleRole::from_name(text) {
            Some(role) => read_colour(value).map(|style| config.colours.set(role, style)),
            None if text == NAME => read_name(config, value),
            None => {
                let names = [NAME].into_iter().chain(ROLES.iter().map(|row| row.name));
                Err(ConfigFault::new(key.span(), format!("unknown role `{text}`{}", hint(text, names))))
            }
        };
        fault = fault.or(read.err());
    }
    fault.map_or(Ok(()), Err)
}

fn read_name(config: &mut Configuration, value: &Spanned<DeValue>) -> Result<(), ConfigFault> {
    let words: Vec<_> = ThemeChoice::ALL.iter().map(|theme| theme.word()).collect();
    config.theme = word(value, &words, ThemeChoice::from_word)?;
    Ok(())
}

fn read_colour(value: &Spanned<DeValue>) -> Result<ratatui::style::Style, ConfigFault> {
    let text = value.get_ref().as_str().ok_or_else(|| wrong_type(value, "a colour such as \"bold red\""))?;
    parse_style(text).map_err(|why| ConfigFault::new(value.span(), why))
}
