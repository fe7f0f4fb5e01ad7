//! The card of the story itself: what it is about, by which rule it was chosen, what it holds, how old it is, and its feeds.

use chrono::NaiveDate;

use crate::dossier::{ArticleIx, EdtfDate, Kind};
use crate::report::wording;
use crate::settings::theme::StyleRole;
use crate::story::{PublicationDays, QuietDays};

use super::{CardFacts, RecordCard, plain, quiet};

/// What is said of the story on the snapshot's day, with how each feed fares where `health` knows it by its address. Its
/// summary is written with hindsight: it stands there once all articles are known.
#[must_use]
pub fn about(
    facts: &CardFacts<'_>,
    publications: &PublicationDays,
    health: &dyn Fn(&str) -> Option<(String, StyleRole)>,
) -> RecordCard {
    let newest = publications.newest_by(facts.snapshot.day);
    let is_complete = publications.known_by(facts.snapshot.day) == publications.total();
    let (dossier, story) = (facts.dossier, &facts.dossier.story);
    let mut card = RecordCard { title: "About this story".to_owned(), ..RecordCard::default() };
    card.text("Story", &story.title, StyleRole::Strong);
    if let Some(summary) = story.summary.as_ref().filter(|_| is_complete) {
        card.text("", summary, StyleRole::Text);
    }
    card.gap();
    if let Some(selection) = &story.selection {
        card.text("Chosen", selection, StyleRole::Text);
        card.gap();
    }
    card.text("Holds", &holdings(facts), StyleRole::Text);
    let counts = |count: usize, words: &str| (count > 0).then(|| format!("{count} {words}"));
    let contested = facts.snapshot.events.iter().filter(|state| state.visible && !state.contested.is_empty()).count();
    let promises = facts.snapshot.events.iter().filter(|state| state.visible && state.ledger.is_some()).count();
    let conclusions = [counts(promises, "promised things"), counts(contested, "contested events")];
    let conclusions: Vec<String> = conclusions.into_iter().flatten().collect();
    if !conclusions.is_empty() {
        card.text("", &format!("among them {}", conclusions.join(", ")), StyleRole::Quiet);
    }
    card.gap();
    age(&mut card, facts, newest);
    if let Some(language) = &story.language {
        card.text("Language", language, StyleRole::Text);
    }
    card.gap();
    for (n, feed) in dossier.feeds.iter().enumerate() {
        let name = feed.name.as_deref().unwrap_or(&feed.url);
        let mut pieces = vec![plain(name)];
        if feed.name.is_some() {
            pieces.push(quiet(format!("   {}", feed.url)));
        }
        if let Some((words, role)) = health(&feed.url) {
            pieces.push((format!("   {words}"), role));
        }
        card.row(if n == 0 { "Feeds" } else { "" }, pieces);
    }
    if dossier.feeds.is_empty() {
        card.text("Feeds", "none: nothing comes in by itself", StyleRole::Quiet);
    }
    let files: Vec<String> = dossier.files.iter().map(|file| file.path.display().to_string()).collect();
    let is_built_in = dossier.given.is_empty();
    let files = if is_built_in { "built into the program".to_owned() } else { files.join(", ") };
    card.text("Files", &files, StyleRole::Quiet);
    card
}

/// `654 articles, 231 events with 812 reports, 145 actors, …` as they are known on the day.
fn holdings(facts: &CardFacts<'_>) -> String {
    let known =
        |kind: Kind| facts.dossier.all(kind).filter(|&rec| facts.snapshot.is_visible(facts.dossier, rec)).count();
    let reports: usize = facts.snapshot.events.iter().map(|state| state.known.len()).sum();
    let kinds = [Kind::Article, Kind::Event, Kind::Actor, Kind::Port, Kind::Place, Kind::Corridor, Kind::Figure];
    let counts = kinds.map(|kind| (kind, known(kind))).into_iter().filter(|&(_, n)| n > 0).map(|(kind, n)| {
        let reports = if kind == Kind::Event {
            format!(" with {}", wording::count(reports, "report", "reports"))
        } else {
            String::new()
        };
        format!("{n} {}{reports}", kind.noun(n))
    });
    let counts: Vec<String> = counts.collect();
    if counts.is_empty() { "nothing yet".to_owned() } else { counts.join(", ") }
}

/// How old it is: until when its author looked, and its newest source.
fn age(card: &mut RecordCard, facts: &CardFacts<'_>, newest: Option<(NaiveDate, ArticleIx)>) {
    let ago = |last: NaiveDate, date: &EdtfDate| {
        let days = QuietDays::between(last, Some(date), facts.snapshot.day);
        if days.days == 0 { String::new() } else { format!(", {days} ago") }
    };
    if let Some(until) = &facts.dossier.story.researched {
        let passed = until.latest().map(|last| ago(last, until)).unwrap_or_default();
        let words = format!("until {}{passed}: later silence says nothing about the world", EdtfDate::display(until));
        card.text("Researched", &words, StyleRole::Text);
    }
    let published = newest.and_then(|(day, source)| Some((day, facts.dossier.articles.get(source).published_date()?)));
    let words = published.map(|(day, date)| format!("source of {}{}", date.display(), ago(day, &date)));
    card.text("Newest", words.as_deref().unwrap_or("source: none has a day"), StyleRole::Text);
}
