//! A dossier on the disk that tests edit, with a folder for what is remembered of it.

use std::fs;
use std::path::{Path, PathBuf};

use karwan::desk::edit::{Edit, EditFields, EditList, EditValue, WordList};
use karwan::dossier::EdtfDate;
use karwan::runtime::edit::EditDesk;
use tempfile::TempDir;

pub const WHEN: &str = "2026-11-24 09:30";

pub const STORY: &str = "format = 1\n\n[story]\ntitle = \"S\"\n\n[[articles]]\nid = \"a\"\ntitle = \"A\"\noutlet = \"O\"\n\
                     published = \"2026-01-01\"\n\n[[events]] # the first\nid = \"e\"\ntitle = \"E\"\nkind = \"visit\"\ndate = \"2026\"\n\
                     status = \"expected\"\nsources = [\"a\"]\n\n[[actors]]\nid = \"p\"\nname = \"P\"\nkind = \"person\"\n";

/// A dossier of one file, and a folder for what is remembered.
pub struct Place {
    pub folder: TempDir,
    pub file: PathBuf,
}

impl Place {
    pub fn new(text: &str) -> Place {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("dossier")).expect("a folder");
        let file = folder.path().join("dossier/story.toml");
        fs::write(&file, text).expect("a file");
        Place { folder, file }
    }

    pub fn desk(&self) -> EditDesk {
        EditDesk::new(vec![self.folder.path().join("dossier")], Some(&self.state()))
    }

    pub fn text(&self) -> String {
        fs::read_to_string(&self.file).expect("UTF-8")
    }

    /// The names of all files of the dossier's folder, hidden ones too.
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path().join("dossier")).expect("a folder");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// The folder for what is remembered.
    pub fn state(&self) -> PathBuf {
        self.folder.path().join("state")
    }
}

/// Takes the last line of the journal away: what became of an operation, which a kill leaves unsaid.
pub fn cut_the_outcome(state: &Path) {
    let mut entries = fs::read_dir(state.join("edits")).expect("a folder");
    let path = entries.next().expect("a journal").expect("an entry").path();
    let journal = fs::read_to_string(&path).expect("UTF-8");
    let (before, last) = journal.trim_end().rsplit_once('\n').expect("two lines");
    assert!(last.contains("\"op\":\"done\""), "{last}");
    fs::write(path, format!("{before}\n")).expect("written");
}

pub fn text(value: &str) -> EditValue {
    EditValue::Text(value.to_owned())
}

pub fn report(date: &str) -> Edit {
    let fields: EditFields = vec![
        ("source", text("a")),
        ("status", text("happened")),
        ("date", EditValue::Date(EdtfDate::parse(date).expect("a date"))),
    ];
    Edit::Statement("e".to_owned(), EditList::Reports, fields)
}

pub fn alias(word: &str) -> Edit {
    Edit::Word("p".to_owned(), WordList::Aliases, word.to_owned())
}
