//! Where the configuration is: `karwan/config.toml` in the platform's configuration directory, or where `--config`
//! says. The only part of the configuration that touches files and environment.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

use super::place::ConfigFault;
use super::setting::absolute;
use super::{Configuration, read};
use crate::dossier::problem::{Problem, Severity};
use crate::text::reason;

/// The maximum size of a configuration in bytes; a larger file is something else.
const LIMIT: u64 = 1 << 20;

/// The configuration in force and its origin.
#[derive(Debug)]
pub struct FoundConfig {
    /// Where it was looked for; `None` if the platform has no such directory (no home).
    pub path: Option<PathBuf>,
    /// Whether the file exists.
    pub exists: bool,
    /// The values in force.
    pub config: Configuration,
    /// What is wrong in the file. The program starts all the same.
    pub problems: Vec<Problem>,
}

/// Directories of the user.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConfigPlaces {
    /// Where programs keep their configuration: `$XDG_CONFIG_HOME`, `~/.config`, on Windows `%APPDATA%`.
    pub configuration: Option<PathBuf>,
    /// Home.
    pub home: Option<PathBuf>,
    /// Where programs keep data: `$XDG_DATA_HOME`, `~/.local/share`, on Windows `%APPDATA%`.
    pub data: Option<PathBuf>,
    /// Where programs keep what they remember: `$XDG_STATE_HOME`, `~/.local/state`; where the platform has no such
    /// place, where they keep data.
    pub state: Option<PathBuf>,
}

impl ConfigPlaces {
    /// The directories of this process's user.
    #[must_use]
    pub fn of_process() -> ConfigPlaces {
        let base = etcetera::choose_base_strategy().ok();
        ConfigPlaces {
            configuration: base.as_ref().map(etcetera::BaseStrategy::config_dir),
            home: base.as_ref().map(|base| base.home_dir().to_owned()),
            data: base.as_ref().map(etcetera::BaseStrategy::data_dir),
            state: base.as_ref().map(|base| base.state_dir().unwrap_or_else(|| base.data_dir())),
        }
    }
}

/// Finds and reads the configuration. Without `explicit` and without a file, the defaults hold.
///
/// # Errors
/// If the file of `explicit` cannot be read: one line that says so.
pub fn find(explicit: Option<&Path>, places: &ConfigPlaces) -> Result<FoundConfig, String> {
    let usual = || Some(places.configuration.as_ref()?.join("karwan").join("config.toml"));
    let path = explicit.map(Path::to_owned).or_else(usual);
    let nothing = |path| FoundConfig { path, exists: false, config: Configuration::default(), problems: Vec::new() };
    let Some(path) = path else { return Ok(nothing(None)) };
    let bytes = match bytes(&path) {
        Ok(bytes) => bytes,
        Err(e) if explicit.is_some() => {
            return Err(format!("cannot read the configuration `{}`: {}", path.display(), reason(&e)));
        }
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(nothing(Some(path))),
        Err(e) => {
            let problem = unreadable(&path, &reason(&e));
            return Ok(FoundConfig { exists: true, problems: vec![problem], ..nothing(Some(path)) });
        }
    };
    let (mut config, problems) = match std::str::from_utf8(&bytes) {
        Ok(text) => read(text, &path),
        Err(e) => (Configuration::default(), vec![not_utf8(&path, &bytes, e.valid_up_to())]),
    };
    let directory = path.parent().unwrap_or(Path::new(""));
    for dossier in &mut config.dossier {
        *dossier = absolute(dossier, directory, places.home.as_deref());
    }
    if let Some(file) = config.archive.as_deref().and_then(|url| url.strip_prefix("sqlite:")) {
        let file = absolute(Path::new(file), directory, places.home.as_deref());
        config.archive = Some(format!("sqlite:{}", file.display()));
    }
    Ok(FoundConfig { path: Some(path), exists: true, config, problems })
}

fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LIMIT {
        return Err(std::io::Error::other("it is larger than 1 MiB"));
    }
    Ok(bytes)
}

fn unreadable(path: &Path, why: &str) -> Problem {
    Problem {
        severity: Severity::Error,
        path: path.to_owned(),
        line: 0,
        column: 0,
        message: format!("cannot read the configuration: {why}"),
        excerpt: None,
    }
}

fn not_utf8(path: &Path, bytes: &[u8], at: usize) -> Problem {
    // The text is valid up to the fault, so the position is counted in it; the replacement character marks the fault.
    let text = String::from_utf8_lossy(bytes);
    ConfigFault::new(at..at + char::REPLACEMENT_CHARACTER.len_utf8(), "not UTF-8").problem(path, &text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::config::ThemeChoice;

    fn written(bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("c.toml");
        std::fs::write(&path, bytes).unwrap();
        (directory, path)
    }

    #[test]
    fn a_file_that_is_named_is_read() {
        let (directory, path) = written(b"theme = \"light\"\ndossier = [\"story\", \"/abs\"]\n");
        let found = find(Some(&path), &ConfigPlaces::default()).unwrap();
        assert_eq!(found.config.theme, ThemeChoice::Light);
        assert_eq!(found.config.dossier, [directory.path().join("story"), PathBuf::from("/abs")]);
        assert!(found.exists && found.problems.is_empty());
    }

    #[test]
    fn a_file_that_is_named_and_missing_is_an_error() {
        let (directory, _) = written(b"");
        let error = find(Some(&directory.path().join("none")), &ConfigPlaces::default()).unwrap_err();
        assert!(error.starts_with("cannot read the configuration `") && error.contains("none`: "), "{error}");
        assert!(find(Some(directory.path()), &ConfigPlaces::default()).is_err(), "a directory");
    }

    #[test]
    fn the_usual_file_is_read_where_it_is_and_not_missed_where_it_is_not() {
        let directory = tempfile::tempdir().unwrap();
        let places = ConfigPlaces { configuration: Some(directory.path().to_owned()), ..ConfigPlaces::default() };
        let path = directory.path().join("karwan").join("config.toml");
        let found = find(None, &places).unwrap();
        assert_eq!((found.path.as_ref(), found.exists, found.config), (Some(&path), false, Configuration::default()));
        std::fs::create_dir(path.parent().unwrap()).unwrap();
        std::fs::write(&path, "mouse = false\nmous = 1\n").unwrap();
        let found = find(None, &places).unwrap();
        assert!(found.exists && found.config.mouse == Some(false));
        assert_eq!(found.problems.len(), 1);
        assert_eq!(find(None, &ConfigPlaces::default()).unwrap().path, None);
    }

    #[test]
    fn what_is_not_utf8_or_too_large_is_said() {
        let (_directory, path) = written(b"theme = \"light\"\nx = \"\xff\"\n");
        let found = find(Some(&path), &ConfigPlaces::default()).unwrap();
        assert_eq!((found.problems[0].line, found.problems[0].column), (2, 6));
        let (_directory, path) = written(&vec![b'#'; (1 << 20) + 1]);
        assert!(find(Some(&path), &ConfigPlaces::default()).unwrap_err().ends_with("it is larger than 1 MiB"));
    }

    #[test]
    fn paths_count_from_the_file_and_from_home() {
        let (directory, home) = (Path::new("/etc/karwan"), Path::new("/home/a"));
        assert_eq!(absolute(Path::new("x/y"), directory, Some(home)), Path::new("/etc/karwan/x/y"));
        assert_eq!(absolute(Path::new("~/y"), directory, Some(home)), Path::new("/home/a/y"));
        assert_eq!(absolute(Path::new("/y"), directory, Some(home)), Path::new("/y"));
    }
}
