//! The story that behaviour is tested on. It is frozen, so that a fact of the built-in story can be corrected without a test
//! that breaks.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use std::{fs, process::Command};

use karwan::dossier::{Dossier, load};
use karwan::settings::config::ConfigPlaces;

/// The folder of its files.
pub const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/story");

/// A directory of configurations. Where a program finds its configuration here (`XDG_CONFIG_HOME`), it opens the frozen story
/// unless a dossier is named.
pub const CONFIGURATION: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/config");

/// The story.
pub fn story() -> Arc<Dossier> {
    static STORY: LazyLock<Arc<Dossier>> = LazyLock::new(|| {
        let loaded = load::load(&[FOLDER.into()]);
        let story = loaded.dossier.unwrap_or_else(|| panic!("the frozen story has errors: {:#?}", loaded.problems));
        // Commands that a page prints name it the same way wherever the package lies.
        let mut story = Arc::into_inner(story).expect("nobody else has it yet");
        story.given = vec!["tests/data/story".into()];
        Arc::new(story)
    });
    STORY.clone()
}

/// Its files, in the order of their names.
pub fn texts() -> Vec<(PathBuf, String)> {
    let entries = fs::read_dir(FOLDER).expect("the frozen story").map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|end| end == "toml")).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), fs::read_to_string(path).expect("UTF-8"))).collect()
}

/// Copies its files into a new folder `story` of a folder. The new folder.
pub fn copy(into: &Path) -> PathBuf {
    let dossier = into.join("story");
    fs::create_dir(&dossier).expect("a folder");
    for (path, text) in texts() {
        fs::write(dossier.join(path.file_name().expect("a name")), text).expect("copied");
    }
    dossier
}

/// The directories of a user whose configuration names the frozen story, and who has seen nothing yet.
pub fn places() -> ConfigPlaces {
    ConfigPlaces { configuration: Some(CONFIGURATION.into()), ..ConfigPlaces::default() }
}

/// The program, which opens the frozen story.
pub fn karwan() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_karwan"));
    command.env("XDG_CONFIG_HOME", CONFIGURATION);
    command
}
