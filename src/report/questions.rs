//! Words for what is still to be asked: each question, what it rests on, whom to ask, and the sheet for interviews.

use std::fmt::Write as _;

use hashbrown::HashSet;
use serde_json::{Value, json};

use crate::dossier::date::display_day;
use crate::dossier::{Dossier, Kind, Rec};
use crate::query::ShownRows;
use crate::report::brief::text::marked;
use crate::report::export::clean::line;
use crate::report::wording;
use crate::story::{OpenQuestion, QuestionAddressee, QuestionGap, QuestionSince, Snapshot};
use crate::text::{self, isolated};

/// Those of the questions of a day ([`Snapshot::questions`]) that are about records which a query shows.
#[must_use]
pub fn about(questions: &[OpenQuestion], shown: &ShownRows) -> Vec<OpenQuestion> {
    let kinds = Kind::ALL.iter().filter(|&&kind| kind != Kind::Article);
    let records: HashSet<Rec> = kinds.flat_map(|&kind| shown.of(kind).iter()).collect();
    questions.iter().filter(|question| records.contains(&question.about)).copied().collect()
}

/// How many contested values are named in a question.
const NAMED: usize = 3;

/// The question as it is put: `When is “Opening of the quay” to be?`
#[must_use]
pub fn asked(dossier: &Dossier, snapshot: &Snapshot, question: &OpenQuestion) -> String {
    let name = format!("“{}”", isolated(dossier.label(question.about)));
    let figure = |ix| format!("{}, {}", wording::figure_name(dossier, ix), wording::amount(&dossier[ix]));
    match (question.gap, question.about) {
        (QuestionGap::Outcome, _) => format!("What came of {name}?"),
        (QuestionGap::Date, _) => format!("When is {name} to be?"),
        (QuestionGap::Silence, _) => format!("Does {name} still stand?"),
        (QuestionGap::Speaker, _) => format!("Who promised {name}?"),
        (QuestionGap::OtherSide, _) => format!("What does the other side say about {name}?"),
        (QuestionGap::Origin, _) => format!("Who else can confirm {name}?"),
        (QuestionGap::Proof, _) => format!("What would prove that {name} came about?"),
        (QuestionGap::Contest(at), Rec::Event(ix)) => {
            let contest = &snapshot[ix].contested[at as usize];
            let sides = contest.sides.iter().take(NAMED).map(|side| wording::change::grouped(&side.value));
            let others = contest.sides.len().saturating_sub(NAMED);
            let others = (others > 0).then(|| wording::count(others, "other value", "other values"));
            let values: Vec<String> = sides.chain(others).collect();
            let field = wording::slug(dossier, &contest.field);
            let forecast = if contest.forecast { " as expected" } else { "" };
            format!("{name}: {field}{forecast}, {}?", values.join(" or "))
        }
        (QuestionGap::Leg(at), Rec::Corridor(ix)) => {
            let leg = &dossier[ix].legs[at as usize];
            let ends = [leg.from, leg.to].map(|spot| dossier.spot_name(spot)).join("–");
            format!("Is {ends} open, the leg of {name}?")
        }
        (QuestionGap::Office(at), Rec::Actor(ix)) => {
            format!("Is {name} still {}?", isolated(&dossier[ix].offices[at as usize].title))
        }
        (QuestionGap::Period, Rec::Figure(ix)) => format!("{}: for which period?", figure(ix)),
        (QuestionGap::Definition, Rec::Figure(ix)) => format!("{}: what exactly was counted?", figure(ix)),
        _ => format!("What is known of {name}?"),
    }
}

/// Whom to ask: `Ada Holt`, `Harbour Herald (outlet)`, `nobody is named`.
#[must_use]
pub fn addressee(dossier: &Dossier, to: QuestionAddressee) -> String {
    match to {
        QuestionAddressee::Actor(ix) => isolated(&dossier[ix].name).into_owned(),
        QuestionAddressee::Outlet(ix) => format!("{} (outlet)", isolated(dossier.articles.get(ix).outlet)),
        QuestionAddressee::Anyone => "nobody is named".to_owned(),
    }
}

/// What it rests on, since when, and how much hangs on it: `2 reports, 1 origin`, `since 1 Nov 2026`, `3 wait for it`. Where no
/// date passed, the newest word is dated, as exactly as its source: `newest word c. 1 Jul 2026`.
#[must_use]
pub fn basis(dossier: &Dossier, snapshot: &Snapshot, question: &OpenQuestion) -> Vec<String> {
    let mut words = vec![match question.about {
        Rec::Event(ix) => wording::support(&snapshot[ix]),
        _ => wording::count(question.statements, "statement", "statements"),
    }];
    words.push(match question.since {
        QuestionSince::Passed(day) => format!("since {}", display_day(day)),
        QuestionSince::Heard(None) => "nobody has said a word".to_owned(),
        QuestionSince::Heard(source) => format!("newest word {}", wording::known_day(dossier, source)),
    });
    let waiting = question.dependents;
    words.extend((waiting > 0).then(|| wording::count(waiting, "waits for it", "wait for it")));
    words
}

/// The questions by whom they are to be asked, in words; the addressee of the first question first.
fn by_addressee<'q>(dossier: &Dossier, questions: &'q [OpenQuestion]) -> Vec<(String, Vec<&'q OpenQuestion>)> {
    let mut groups: Vec<(String, Vec<&OpenQuestion>)> = Vec::new();
    for question in questions {
        let to = addressee(dossier, question.to);
        match groups.iter_mut().find(|(other, _)| *other == to) {
            Some((_, of)) => of.push(question),
            None => groups.push((to, vec![question])),
        }
    }
    groups
}

/// An interview sheet in Markdown: the questions by whom they are to be asked.
#[must_use]
pub fn sheet(dossier: &Dossier, snapshot: &Snapshot, questions: &[OpenQuestion]) -> String {
    let mut out = format!("# Still to be asked\n\nAs of {}.\n", display_day(snapshot.day));
    for (to, questions) in by_addressee(dossier, questions) {
        let _ = writeln!(out, "\n## {}\n", marked(&line(&to), true));
        for question in questions {
            let basis = basis(dossier, snapshot, question).join(" · ");
            let _ = writeln!(out, "- {}", marked(&line(&asked(dossier, snapshot, question)), true));
            let _ = writeln!(out, "  {}", marked(&line(&basis), true));
        }
    }
    out
}

/// The same sheet as plain text in so many columns.
#[must_use]
pub fn plain(dossier: &Dossier, snapshot: &Snapshot, questions: &[OpenQuestion], columns: usize) -> String {
    let count = wording::count(questions.len(), "question", "questions");
    let mut out = format!("Still to be asked, as of {}: {count}\n", display_day(snapshot.day));
    let mut put = |indent: usize, words: &str| {
        for line in text::wrap(&text::safe(&line(words)), columns.saturating_sub(indent).max(1)) {
            let _ = writeln!(out, "{:indent$}{line}", "");
        }
    };
    for (to, questions) in by_addressee(dossier, questions) {
        put(0, "");
        put(0, &to);
        for question in questions {
            put(2, &asked(dossier, snapshot, question));
            put(4, &basis(dossier, snapshot, question).join(" · "));
        }
    }
    out
}

/// One question as other programs read it. `to` is an actor, `to_outlet` an outlet; `since` a day where a date passed.
#[must_use]
pub fn object(dossier: &Dossier, snapshot: &Snapshot, question: &OpenQuestion) -> Value {
    let (since, heard) = match question.since {
        QuestionSince::Passed(day) => (Some(day), None),
        QuestionSince::Heard(source) => (None, source),
    };
    json!({
        "about": dossier.id(question.about),
        "kind": question.about.kind().singular(),
        "gap": question.gap.word(),
        "question": asked(dossier, snapshot, question),
        "to": if let QuestionAddressee::Actor(ix) = question.to { Some(&dossier[ix].id) } else { None },
        "to_outlet": if let QuestionAddressee::Outlet(ix) = question.to { Some(dossier.articles.get(ix).outlet) } else { None },
        "since": since,
        "newest_source": heard.map(|ix| dossier.articles.get(ix).id),
        "dependents": question.dependents,
        "statements": question.statements,
    })
}
