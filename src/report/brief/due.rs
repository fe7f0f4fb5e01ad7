//! The sections on what is due, overdue, contested, unknown, and still to be asked.

use std::cmp::Reverse;

use chrono::NaiveDate;

use crate::dossier::{EdtfDate, EventIx, Rec};
use crate::report::{questions, wording};
use crate::story::{OpenQuestion, PromiseOutcome, QuestionAddressee, QuestionGap, QuestionSince};

use super::{BriefDraft, BriefDrafts, BriefWriter, MOST, ranked};

/// How many days ahead the page looks.
const AHEAD: i64 = 90;

/// Values shown of one contested field.
const SIDES: usize = 3;

/// The last day that the current date can mean.
fn last(writer: &BriefWriter, ix: EventIx) -> NaiveDate {
    writer.snapshot[ix].date.as_ref().and_then(EdtfDate::latest).unwrap_or(NaiveDate::MAX)
}

/// The sentences about the first of these events that have a source, and the number of all events.
fn told(writer: &BriefWriter, events: Vec<EventIx>) -> (Vec<BriefDraft>, usize) {
    let total = events.len();
    (included(writer, events.into_iter().map(|ix| writer.stands(ix))), total)
}

/// The first of these sentences that are included, as many as a section has.
fn included(writer: &BriefWriter, sentences: impl Iterator<Item = BriefDraft>) -> Vec<BriefDraft> {
    ranked(sentences.filter(|draft| writer.tells(draft)).take(writer.most(MOST)))
}

/// What is due in the days ahead: the next events and the most reported ones alternate, and are shown in order of date.
pub(super) fn due(writer: &BriefWriter) -> BriefDrafts {
    let snapshot = writer.snapshot;
    let ahead = |&ix: &EventIx| snapshot.due_days(ix).is_some_and(|days| days <= AHEAD);
    let mut by_day: Vec<EventIx> = writer.visible().filter(ahead).collect();
    by_day.sort_by_key(|&ix| (last(writer, ix), ix));
    let mut by_weight = by_day.clone();
    by_weight.sort_by_key(|&ix| Reverse(snapshot[ix].origins));
    let mut turns: Vec<EventIx> = Vec::new();
    for ix in by_weight.into_iter().zip(by_day).flat_map(|(heavy, next)| [next, heavy]) {
        if !turns.contains(&ix) {
            turns.push(ix);
        }
    }
    let (mut all, total) = told(writer, turns);
    all.sort_by_key(|draft| draft.event.map(|ix| (last(writer, ix), ix)));
    let query = format!("due:0..{AHEAD}");
    let heading = format!("Due within {AHEAD} days");
    let command = writer.list(&query);
    BriefDrafts { heading, all, fewest: 4, total, query: Some(query), command, empty: "Nothing is due." }
}

/// What is overdue, newest first.
pub(super) fn overdue(writer: &BriefWriter) -> BriefDrafts {
    let mut overdue: Vec<EventIx> = writer.outcome(PromiseOutcome::Overdue).collect();
    overdue.sort_by_key(|&ix| (Reverse(last(writer, ix)), ix));
    let (all, total) = told(writer, overdue);
    let (heading, query) = ("Overdue".to_owned(), "is:overdue".to_owned());
    let command = writer.list(&query);
    BriefDrafts { heading, all, fewest: 2, total, query: Some(query), command, empty: "Nothing is overdue." }
}

/// What sources disagree on, the most reported first: for each event the field with the most origins; in full, all
/// fields.
pub(super) fn contested(writer: &BriefWriter) -> BriefDrafts {
    let snapshot = writer.snapshot;
    let weight = |ix: EventIx, n: usize| snapshot[ix].contested[n].sides.iter().map(|side| side.origins).sum::<usize>();
    let heaviest = |ix: EventIx| (0..snapshot[ix].contested.len()).max_by_key(|&n| (weight(ix, n), Reverse(n)));
    let mut events: Vec<(EventIx, usize)> =
        writer.visible().filter_map(|ix| heaviest(ix).map(|heaviest| (ix, heaviest))).collect();
    events.sort_by_key(|&(ix, n)| (Reverse(weight(ix, n)), ix));
    let total = events.len();
    let sentences = events.into_iter().flat_map(|(ix, heaviest)| {
        let others = (0..snapshot[ix].contested.len()).filter(|&n| n != heaviest && writer.most(1) > 1);
        let all: Vec<BriefDraft> = std::iter::once(heaviest).chain(others).map(|n| contest(writer, ix, n)).collect();
        all
    });
    let (heading, query) = ("Contested".to_owned(), "is:contested".to_owned());
    let (all, command) = (included(writer, sentences), writer.list(&query));
    BriefDrafts { heading, all, fewest: 2, total, query: Some(query), command, empty: "Nothing is contested." }
}

/// `Tokayev visits Islamabad: documents, 37 (6 origins) [1], 30 (3 origins) [2].` One source per value.
pub(super) fn contest(writer: &BriefWriter, ix: EventIx, n: usize) -> BriefDraft {
    let contest = &writer.snapshot[ix].contested[n];
    let field = wording::slug(writer.dossier, &contest.field);
    let expected = if contest.forecast { " as expected" } else { "" };
    let mut lead = format!("{}: {field}{expected}, ", writer.dossier[ix].title);
    let mut parts = Vec::new();
    let left = contest.sides.len().saturating_sub(SIDES);
    for (at, side) in contest.sides.iter().take(SIDES).enumerate() {
        let origins = wording::count(side.origins, "origin", "origins");
        let cited = side.reports.iter().find_map(|&r| writer.source(ix, Some(r)));
        let value = side.value.parse().map_or_else(|_| side.value.clone(), wording::number);
        let words = format!("{}{value} ({origins})", std::mem::take(&mut lead));
        parts.push((if at == 0 { words } else { format!(", {words}") }, cited.into_iter().collect()));
    }
    if let Some((words, _)) = parts.first_mut().filter(|_| left > 0) {
        // The sentence ends in a source, so a note on omitted values stands before the values.
        let at = words.find(&format!(": {field}")).map_or(0, |at| at + 2 + field.len());
        words.insert_str(at, &format!(" ({} values)", contest.sides.len()));
    }
    BriefDraft { parts, about: Some(ix.into()), event: Some(ix), rank: 0 }
}

/// What is still to come and has no date.
pub(super) fn not_known(writer: &BriefWriter) -> BriefDrafts {
    let snapshot = writer.snapshot;
    let undated = |&ix: &EventIx| snapshot[ix].status.is_open() && snapshot[ix].date.is_none();
    let mut all: Vec<EventIx> = writer.visible().filter(undated).collect();
    all.sort_by_key(|&ix| (Reverse(snapshot[ix].origins), ix));
    let (mut all, total) = told(writer, all);
    // The picture has no room for undated events.
    all.iter_mut().for_each(|draft| draft.event = None);
    let (heading, query) = ("Not known: when".to_owned(), "is:open -date:*".to_owned());
    let (command, empty) = (writer.list(&query), "Everything that is still to come has a date.");
    BriefDrafts { heading, all, fewest: 2, total, query: Some(query), command, empty }
}

/// What is still to be asked, and of whom: first the questions that no section above puts already.
pub(super) fn to_be_asked(writer: &BriefWriter) -> BriefDrafts {
    let mut all = writer.snapshot.questions(writer.dossier);
    let total = all.len();
    let is_put = |gap| matches!(gap, QuestionGap::Outcome | QuestionGap::Contest(_) | QuestionGap::Date);
    all.sort_by_key(|question| is_put(question.gap));
    let all = included(writer, all.iter().map(|question| asked(writer, question)));
    let (heading, command) = ("Still to be asked".to_owned(), writer.command("questions"));
    BriefDrafts { heading, all, fewest: 2, total, query: None, command, empty: "No question is open." }
}

/// `Who else can confirm “The ferry starts”? Ask Ada Holt. Newest word 12 Jan 2026 [1]`
fn asked(writer: &BriefWriter, question: &OpenQuestion) -> BriefDraft {
    let (dossier, snapshot) = (writer.dossier, writer.snapshot);
    let ask = match question.to {
        QuestionAddressee::Anyone => String::new(),
        to => format!(" Ask {}.", questions::addressee(dossier, to)),
    };
    let words = format!("{}{ask}", questions::asked(dossier, snapshot, question));
    let heard = match (question.since, question.about) {
        (QuestionSince::Heard(source), _) => source,
        (QuestionSince::Passed(_), Rec::Event(ix)) => snapshot.last_heard(dossier, ix),
        (QuestionSince::Passed(_), _) => None,
    };
    let mut parts = vec![(words, Vec::new())];
    if let Some(source) = heard {
        parts[0].0.push_str(" Newest word ");
        parts.push((wording::known_day(dossier, heard), vec![source]));
    }
    BriefDraft { parts, about: Some(question.about), event: None, rank: 0 }
}
