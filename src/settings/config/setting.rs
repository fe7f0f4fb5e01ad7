//! [`SETTINGS`]: one row per setting, from which the configuration is read and printed.

use std::path::{Path, PathBuf};
use std::time::Duration;

use toml::Spanned;
use toml::de::DeValue;

use super::place::ConfigFault;
use super::{Configuration, glyphs_word, theme};
use crate::settings::input::ScreenId;
use crate::settings::input::near::nearest;
use crate::settings::theme::GlyphSet;

/// A setting.
#[derive(Clone, Copy)]
pub struct ConfigSetting {
    /// Its name in the file.
    pub name: &'static str,
    /// What it is for and which values it takes, one comment line each.
    pub help: &'static [&'static str],
    /// Its value as TOML.
    pub print: fn(&Configuration) -> String,
    /// Applies a value.
    pub read: fn(&mut Configuration, &Spanned<DeValue>) -> Result<(), ConfigFault>,
}

/// Every setting except the keys.
pub const SETTINGS: &[ConfigSetting] = &[
    ConfigSetting {
        name: "theme",
        help: &[
            "auto: dark or light as the terminal reports its background, else as COLORFGBG says; where neither tells, a few colours",
            "that are readable on both; plain with NO_COLOR or TERM=dumb. dark, light. plain: without colour.",
            "A table gives colours to roles: theme = { name = \"auto\", quiet = \"dim\", warning = \"bold #ff5f5f\" }.",
            "A colour is red, bright-red, 0 to 255, #rrggbb or default; before it bold, dim, italic, underline, reverse.",
            "Roles: text, quiet, strong, accent, good, warning, doubt, new, match, water, river.",
        ],
        print: theme::print,
        read: theme::read,
    },
    ConfigSetting {
        name: "start",
        help: &["The first screen: overview, timeline, ledger, actors, ports, map, articles, inbox."],
        print: |config| quoted(config.start.slug()),
        read: |config, value| {
            let words: Vec<_> = ScreenId::ALL.iter().map(|screen| screen.slug()).collect();
            config.start = word(value, &words, ScreenId::from_slug)?;
            Ok(())
        },
    },
    ConfigSetting {
        name: "dossier",
        help: &[
            "Files or directories to open where the command line names none; empty: the story that is built in.",
            "Relative ones count from the directory of this file, `~/` from your home.",
        ],
        print: |config| list(config.dossier.iter().map(|path| path.to_string_lossy().into_owned())),
        read: |config, value| {
            config.dossier = texts(value, "a path, or a list of paths")?.map(|(text, _)| PathBuf::from(text)).collect();
            Ok(())
        },
    },
    ConfigSetting {
        name: "glyphs",
        help: &["unicode: lines, dots and arrows; ascii: for terminals and fonts that lack them."],
        print: |config| quoted(glyphs_word(config.glyphs)),
        read: |config, value| {
            config.glyphs = word(value, &["unicode", "ascii"], |text| {
                [GlyphSet::Unicode, GlyphSet::Ascii].into_iter().find(|&glyphs| glyphs_word(glyphs) == text)
            })?;
            config.keymap.unicode = config.glyphs == GlyphSet::Unicode;
            Ok(())
        },
    },
    ConfigSetting {
        name: "mouse",
        help: &[
            "Whether the mouse selects, scrolls and changes tabs from the start: true, false, or auto. auto: not over SSH, where the",
            "terminal's own selection is the way to copy. A key turns it on and off.",
        ],
        print: |config| config.mouse.map_or_else(|| quoted("auto"), |on| on.to_string()),
        read: |config, value| {
            config.mouse = match value.get_ref() {
                DeValue::Boolean(on) => Some(*on),
                DeValue::String(text) if text == "auto" => None,
                _ => return Err(wrong_type(value, "true, false or \"auto\"")),
            };
            Ok(())
        },
    },
];

/// Settings that stand in tables of their own.
pub const TABLES: &[(&str, &[ConfigSetting])] = &[
    (
        "archive",
        &[
            ConfigSetting {
                name: "url",
                help: &[
                    "Where fetched items live: \"sqlite:PATH\", or \"postgres://USER@HOST/NAME\" for one that is shared; empty:",
                    "archive.sqlite3 in the platform's directory for data. Relative paths count from the directory of this file.",
                    "KARWAN_ARCHIVE takes precedence.",
                ],
                print: |config| quoted(config.archive.as_deref().unwrap_or_default()),
                read: |config, value| {
                    let text =
                        value.get_ref().as_str().ok_or_else(|| wrong_type(value, "a text such as \"sqlite:PATH\""))?;
                    let good = text.is_empty()
                        || ["sqlite:", "postgres://", "postgresql://"]
                            .iter()
                            .any(|scheme| text.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()));
                    if !good {
                        return Err(ConfigFault::new(
                            value.span(),
                            "expected `sqlite:PATH` or `postgres://USER@HOST/NAME`",
                        ));
                    }
                    config.archive = Some(text.to_owned()).filter(|text| !text.is_empty());
                    Ok(())
                },
            },
            ConfigSetting {
                name: "mirror",
                help: &["How far back a shared archive is mirrored on this machine: \"90d\", \"1y\"."],
                print: |config| quoted(&short(config.mirror)),
                read: |config, value| {
                    let text = value.get_ref().as_str().ok_or_else(|| wrong_type(value, "a time such as \"1y\""))?;
                    config.mirror = duration(text).map_err(|why| ConfigFault::new(value.span(), why))?;
                    Ok(())
                },
            },
        ],
    ),
    (
        "feeds",
        &[ConfigSetting {
            name: "every",
            help: &[
                "How often feeds are fetched while the dashboard is open: \"30m\", \"2h\"; empty: only when asked for.",
            ],
            print: |config| quoted(&config.feeds_every.map(short).unwrap_or_default()),
            read: |config, value| {
                let text = value.get_ref().as_str().ok_or_else(|| wrong_type(value, "a time such as \"30m\""))?;
                let every = if text.is_empty() { Ok(None) } else { duration(text).map(Some) };
                config.feeds_every = every.map_err(|why| ConfigFault::new(value.span(), why))?;
                Ok(())
            },
        }],
    ),
];

/// A stretch of time as people write it: `90s`, `30m`, `2h`, `1d`, `3w`, `18mo`, `2y`.
///
/// # Errors
/// If it is none, or none at all: one line.
pub fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || format!("`{}` is not a time; expected one such as 30m, 2h, 7d or 2y", crate::text::safe(text));
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let count: u64 = text[..digits].parse().map_err(|_| wrong())?;
    let (_, seconds) = UNITS.iter().find(|(unit, _)| *unit == &text[digits..]).ok_or_else(wrong)?;
    let whole = count.checked_mul(*seconds).filter(|&seconds| seconds > 0 && seconds <= 1000 * 365 * 86_400);
    whole.map(Duration::from_secs).ok_or_else(wrong)
}

/// Units of time with their seconds.
const UNITS: [(&str, u64); 7] =
    [("s", 1), ("m", 60), ("h", 3600), ("d", 86_400), ("w", 7 * 86_400), ("mo", 30 * 86_400), ("y", 365 * 86_400)];

/// A stretch of time in its largest whole unit of up to a day.
fn short(time: Duration) -> String {
    let seconds = time.as_secs();
    let (unit, of) = UNITS[..4].iter().rev().find(|(_, of)| seconds.is_multiple_of(*of)).unwrap_or(&UNITS[0]);
    format!("{}{unit}", seconds / of)
}

/// A text as TOML writes it.
#[must_use]
pub fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// Texts as a TOML array on one line.
pub fn list(texts: impl Iterator<Item = String>) -> String {
    format!("[{}]", texts.map(|text| quoted(&text)).collect::<Vec<_>>().join(", "))
}

/// A text, or all texts of an array, each with its position.
///
/// # Errors
/// If the value or a value of the array is not text.
pub fn texts<'a>(
    value: &'a Spanned<DeValue>,
    expected: &str,
) -> Result<impl Iterator<Item = (&'a str, std::ops::Range<usize>)> + use<'a>, ConfigFault> {
    let values = match value.get_ref() {
        DeValue::Array(values) => values.iter().collect(),
        _ => vec![value],
    };
    if let Some(wrong) = values.iter().find(|value| !value.get_ref().is_str()) {
        return Err(wrong_type(wrong, expected));
    }
    Ok(values.into_iter().filter_map(|value| Some((value.get_ref().as_str()?, value.span()))))
}

/// The fault of a value of the wrong type.
#[must_use]
pub fn wrong_type(value: &Spanned<DeValue>, expected: &str) -> ConfigFault {
    ConfigFault::new(value.span(), format!("expected {expected}, found {}", article(value.get_ref().type_str())))
}

/// `; did you mean `x`?` with the nearest name, or all names if they are few.
#[must_use]
pub fn hint<'a>(text: &str, names: impl Iterator<Item = &'a str> + Clone) -> String {
    if let Some(name) = nearest(text, names.clone()) {
        return format!("; did you mean `{name}`?");
    }
    let names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    if names.len() <= 8 { format!("; expected {}", names.join(", ")) } else { String::new() }
}

/// The path, resolved against the directory of the configuration or the home directory.
#[must_use]
pub fn absolute(path: &Path, directory: &Path, home: Option<&Path>) -> PathBuf {
    match (path.strip_prefix("~"), home) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => directory.join(path),
    }
}

pub(super) fn word<T>(
    value: &Spanned<DeValue>,
    words: &[&str],
    read: impl Fn(&str) -> Option<T>,
) -> Result<T, ConfigFault> {
    let Some(text) = value.get_ref().as_str() else {
        return Err(wrong_type(value, &format!("one of {}", words.join(", "))));
    };
    read(text).ok_or_else(|| {
        ConfigFault::new(value.span(), format!("unknown value `{text}`{}", hint(text, words.iter().copied())))
    })
}

fn article(noun: &str) -> String {
    format!("{} {noun}", if noun.starts_with(['a', 'i']) { "an" } else { "a" })
}
