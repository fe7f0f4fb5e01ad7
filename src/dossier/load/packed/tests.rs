//! The records of the built-in story are those of its text.

use std::{env, fs};

use super::super::{built_in, built_in_unchecked, is_story_packed};
use super::*;
use crate::assets::{STORY_FINGERPRINT, STORY_RECORDS};
use crate::dossier::{Article, EdtfDate};

const FILE: &str = "assets/story.borsh";

fn fields(article: &Article<'_>) -> ArticleFields {
    let text = |text: Option<&str>| text.map(str::to_owned);
    let date = |text: Option<&str>| text.map(|text| EdtfDate::parse(text).expect("a date"));
    ArticleFields {
        id: article.id.to_owned(),
        title: article.title.to_owned(),
        outlet: article.outlet.to_owned(),
        url: text(article.url),
        published: date(article.published),
        retrieved: date(article.retrieved),
        language: text(article.language),
        kind: article.kind,
        based_on: article.based_on.to_vec(),
        archived: text(article.archived),
        relays: text(article.relays),
        summary: text(article.summary),
        text: text(article.text),
        tags: article.tags.to_vec(),
        at: article.at,
    }
}

fn bytes(dossier: &Dossier) -> Vec<u8> {
    let packed = PackedDossier {
        story: dossier.story.clone(),
        feeds: dossier.feeds.clone(),
        labels: dossier.labels.iter().cloned().collect(),
        articles: dossier.articles.iter().map(|(_, article)| fields(&article)).collect(),
        events: dossier.events.clone(),
        actors: dossier.actors.clone(),
        ports: dossier.ports.clone(),
        places: dossier.places.clone(),
        corridors: dossier.corridors.clone(),
        figures: dossier.figures.clone(),
    };
    borsh::to_vec(&packed).expect("room for it")
}

#[test]
fn the_records_of_the_story_are_those_that_its_text_gives() {
    let read = built_in();
    let text = read.dossier.expect("a dossier");
    let records = bytes(&text);
    let file = [&STORY_FINGERPRINT.to_le_bytes(), records.as_slice()].concat();
    let written = fs::read(FILE).unwrap_or_default();
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(FILE, &file).expect("it can be written");
    } else if !is_story_packed() && env::var_os("KARWAN_TEST_PRINTED").is_none() {
        // Whoever corrects the story need not write this file at once: the text is read meanwhile.
        assert!(!written.starts_with(&STORY_FINGERPRINT.to_le_bytes()), "{FILE} is of this text");
    } else {
        let why = "was written from another text or in another form: `UPDATE_DOCS=1 cargo test --lib packed`";
        assert!(written == file, "{FILE} {why}");
        assert!(STORY_RECORDS == records, "{FILE} is what is built in");
        let start = built_in_unchecked();
        assert_eq!(start.files, read.files);
        let paths = |dossier: &Dossier| dossier.files.iter().map(|file| file.path.clone()).collect::<Vec<_>>();
        assert_eq!(start.dossier.map(|dossier| paths(&dossier)), Some(paths(&text)));
    }
    let unpacked = dossier(&records).expect("a dossier");
    assert!(bytes(&unpacked) == records, "all of it comes back");
    for rec in Kind::ALL.iter().flat_map(|&kind| text.all(kind)) {
        let id = text.id(rec);
        assert_eq!((unpacked.find(id), unpacked.id(rec)), (text.find(id), id));
    }
    let label = |dossier: &Dossier, id: &str| dossier.labels.get(id).map(|label| label.label.clone());
    assert!(text.labels.iter().all(|it| label(&unpacked, &it.id) == label(&text, &it.id)));
}

#[test]
fn records_that_are_cut_off_are_none() {
    let records = bytes(&built_in().dossier.expect("a dossier"));
    for end in [0, 3, records.len() / 2, records.len() - 1] {
        assert!(dossier(&records[..end]).is_none(), "{end}");
    }
}
