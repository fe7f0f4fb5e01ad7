//! Reads the top of each file: `format`, the story, the feeds, and the lists of records.

use hashbrown::HashMap;

use super::context::LoadContext;
use super::fault::{FaultPlace, quoted};
use super::fields::TableFields;
use super::node::{NodeTable, NodeValue};
use super::{actor, article, corridor, event, figure, spot};
use crate::dossier::problem::Severity;
use crate::dossier::record::{FeedSource, Kind, SlugLabel, StoryRecord};
use crate::dossier::{ArticleFields, Dossier, LabelTable};
use crate::text::without_password;

/// The version of the format that this program reads.
const FORMAT: f64 = 1.0;

/// Reads all files into one dossier, and their articles apart, in order. What no file has is noted at `whole`.
pub(super) fn read(
    cx: &LoadContext<'_>,
    trees: &[Option<NodeTable<'_>>],
    whole: &FaultPlace,
) -> (Dossier, Vec<ArticleFields>) {
    let mut dossier = Dossier::default();
    let mut articles = Vec::new();
    let mut keys = figure::FigureKeys::new();
    let mut labelled = HashMap::new();
    let mut story: Option<FaultPlace> = None;
    let mut formats = 0;
    let read: Vec<(usize, &NodeTable<'_>)> =
        trees.iter().enumerate().filter_map(|(file, tree)| Some((file, tree.as_ref()?))).collect();
    let nothing_known = |(_, tree): &(usize, &NodeTable<'_>)| tree.entries.iter().all(|entry| !is_known(&entry.key));
    if trees.len() > 1 && !read.is_empty() && read.iter().all(nothing_known) {
        // Somebody gave the directory of something else: one line says so, not thousands of unknown keys. What cannot be
        // read at all is told all the same.
        cx.error(whole.clone(), || "this is not a dossier: no file in it has `format = 1` at its top".to_owned());
        return (dossier, articles);
    }
    for &(file, tree) in &read {
        if let Some(day) = tree.entries.iter().find(|entry| entry.key == "as_of") {
            // Of its computed fields thousands of mistakes would be told.
            let message = "this is what `karwan export json` writes: a story as it was known on a day, and no dossier";
            cx.error(FaultPlace::new(file, day.key_span.clone()), || message.to_owned());
            return (dossier, articles);
        }
        let fields = TableFields::new(cx, file, "a dossier file", &(0..0), tree);
        formats += usize::from(format(&fields));
        read_story(&fields, &mut dossier.story, &mut story);
        dossier.feeds.extend(fields.tables("feeds", "a feed").map(feed));
        read_labels(&fields, &mut dossier.labels, &mut labelled);
        article::read(&fields, &mut articles);
        event::read(&fields, &mut dossier.events);
        actor::read(&fields, &mut dossier.actors);
        spot::read_ports(&fields, &mut dossier.ports);
        spot::read_places(&fields, &mut dossier.places);
        corridor::read(&fields, &mut dossier.corridors);
        figure::read(&fields, &mut dossier.figures, &mut keys);
        fields.done();
    }
    // What is missing may stand where a file could not be read.
    if !cx.known.incomplete {
        if formats == 0 {
            cx.error(whole.clone(), || "`format = 1` is missing; it stands at the top of a dossier".to_owned());
        }
        if story.is_none() {
            cx.error(whole.clone(), || "`[story]` is missing; a dossier has exactly one".to_owned());
        }
    }
    (dossier, articles)
}

fn is_known(key: &str) -> bool {
    matches!(key, "format" | "story" | "feeds" | "labels") || Kind::from_word(key).is_some()
}

/// Whether the file says which format it has.
fn format(f: &TableFields<'_, '_>) -> bool {
    let Some(entry) = f.entry("format") else { return false };
    match entry.node.value {
        #[allow(clippy::float_cmp)] // 1 and 1.0 are the same number; anything else is another format
        NodeValue::Number(number) if number == FORMAT => {}
        NodeValue::Number(number) => {
            f.error(&entry.node.span, || format!("format {number} cannot be read; this program reads format {FORMAT}"));
        }
        _ => f.mismatch("format", &entry.node, "the number 1"),
    }
    true
}

/// Reads `[story]`, of which only one file may have one.
fn read_story(root: &TableFields<'_, '_>, story: &mut StoryRecord, first: &mut Option<FaultPlace>) {
    let Some(entry) = root.entry("story") else { return };
    let NodeValue::Table(table) = &entry.node.value else {
        first.get_or_insert_with(|| root.place(&entry.key_span));
        return root.mismatch("story", &entry.node, "a table, `[story]` in TOML");
    };
    let f = TableFields::new(root.cx, root.file, "the story", &entry.node.span, table);
    if first.is_some() {
        let (head, first) = (f.head(), first.clone());
        let message = || "a dossier has one `[story]`, and this is another".to_owned();
        root.cx.faults.borrow_mut().add_second(Severity::Error, head, first, message);
    } else {
        *first = Some(f.head());
    }
    *story = StoryRecord {
        title: f.need_text("title"),
        summary: f.text("summary"),
        language: f.language(),
        selection: f.text("selection"),
        researched: f.date("researched"),
        watch: f.text("watch"),
        at: f.at(),
    };
    f.done();
}

/// Reads `[[labels]]`, of which each slug may have one in all files.
fn read_labels(root: &TableFields<'_, '_>, labels: &mut LabelTable, labelled: &mut HashMap<String, FaultPlace>) {
    for f in root.tables("labels", "a label") {
        let (id, head) = (f.need_slug("id"), f.head());
        if let Some(first) = labelled.get(&id).filter(|_| !id.is_empty()) {
            let message = || format!("{} has a label already", quoted(&id));
            root.cx.faults.borrow_mut().add_second(Severity::Error, head.clone(), Some(first.clone()), message);
        }
        labelled.entry(id.clone()).or_insert(head);
        labels.push(SlugLabel { id, label: f.need_text("label"), group: f.slug("group"), at: f.at() });
        f.done();
    }
}

fn feed(f: TableFields<'_, '_>) -> FeedSource {
    let written = f.need_text("url");
    let url = without_password(&written).into_owned();
    let login = (url != written).then_some(written);
    let feed = FeedSource { url, login, name: f.text("name"), watch: f.text("watch"), at: f.at() };
    f.done();
    feed
}
