//! Compares what was known on two days, fact by fact: only the differences, each with its source.

use hashbrown::HashMap;

use crate::dossier::{
    ArticleIx, CorridorStatus, Dossier, EdtfDate, EventIx, FigureIx, FigureSubject, Kind, Position, Rec, ReportValue,
};
use crate::report::wording;
use crate::story::{CurrentStatus, EventState, Snapshot, same_choice};

/// A fact about a record that differs between two days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayDifference {
    /// The record.
    pub rec: Rec,
    /// The fact: `status`, `date`, a key of `values`, a leg, an issue, a metric with its period.
    pub field: String,
    /// What was known on the earlier day; `None` if nothing was.
    pub before: Option<String>,
    /// What was known on the later day; `None` if nothing was.
    pub after: Option<String>,
    /// The source of the later value; `None` if it follows from the day alone, as `overdue` does.
    pub source: Option<ArticleIx>,
}

/// The facts that differ between two days, by record in the order of kinds and of the dossier. Pure; articles are not
/// compared.
#[must_use]
pub fn differences(dossier: &Dossier, before: &Snapshot, after: &Snapshot) -> Vec<DayDifference> {
    let mut found = Vec::new();
    let mut figures: HashMap<FigureSubject, Vec<FigureIx>> = HashMap::new();
    for ix in (0..).map(FigureIx).take(dossier.figures.len()) {
        if before.figures[ix.ix()] || after.figures[ix.ix()] {
            figures.entry(dossier[ix].about).or_default().push(ix);
        }
    }
    let figures_of = |about: FigureSubject, snapshot: &Snapshot| {
        let of_day = figures.get(&about).map_or(&[][..], Vec::as_slice).iter();
        self::figures(dossier, of_day.copied().filter(|ix| snapshot.figures[ix.ix()]))
    };
    for kind in [Kind::Event, Kind::Corridor, Kind::Actor, Kind::Port, Kind::Place] {
        for rec in dossier.all(kind) {
            let facts = |snapshot: &Snapshot| {
                let visible = snapshot.is_visible(dossier, rec);
                let mut facts = if visible { facts(dossier, snapshot, rec) } else { Vec::new() };
                facts.extend(figures_of(FigureSubject::Rec(rec), snapshot));
                facts
            };
            pair(rec, &facts(before), &facts(after), &mut found);
        }
    }
    // Figures about the whole story are listed under the first figure of the same metric and period.
    let first = (0..).map(FigureIx).take(dossier.figures.len()).find(|&ix| dossier[ix].about == FigureSubject::Story);
    if let Some(first) = first {
        let (then, now) = (figures_of(FigureSubject::Story, before), figures_of(FigureSubject::Story, after));
        pair(first.into(), &then, &now, &mut found);
    }
    found
}

/// A fact: its field, its value in words, its source.
type CompareFact = (String, String, Option<ArticleIx>);

/// Pairs the facts of one record on two days by field.
fn pair(rec: Rec, before: &[CompareFact], after: &[CompareFact], found: &mut Vec<DayDifference>) {
    for (field, words, source) in after {
        let was = before.iter().find(|(f, ..)| f == field).map(|(_, words, _)| words);
        if was != Some(words) {
            found.push(DayDifference {
                rec,
                field: field.clone(),
                before: was.cloned(),
                after: Some(words.clone()),
                source: *source,
            });
        }
    }
    for (field, words, _) in before.iter().filter(|(f, ..)| !after.iter().any(|(g, ..)| g == f)) {
        found.push(DayDifference { rec, field: field.clone(), before: Some(words.clone()), after: None, source: None });
    }
}

/// Figures as facts: one for each metric and period, with every amount given.
fn figures(dossier: &Dossier, known: impl Iterator<Item = FigureIx>) -> Vec<CompareFact> {
    let mut facts: Vec<CompareFact> = Vec::new();
    for ix in known {
        let figure = &dossier[ix];
        let period = figure.period.as_ref().map_or_else(String::new, |p| format!(", {}", wording::period(p)));
        let field = format!("{}{period}", wording::slug(dossier, &figure.metric));
        let amount = wording::amount(figure);
        match facts.iter_mut().find(|(f, ..)| *f == field) {
            Some((_, words, _)) if words.split(" · ").any(|given| given == amount) => {}
            Some((_, words, source)) => {
                words.push_str(" · ");
                words.push_str(&amount);
                *source = Some(figure.source);
            }
            None => facts.push((field, amount, Some(figure.source))),
        }
    }
    facts
}

fn facts(dossier: &Dossier, snapshot: &Snapshot, rec: Rec) -> Vec<CompareFact> {
    match rec {
        Rec::Event(ix) => event(dossier, snapshot, ix),
        Rec::Corridor(ix) => {
            let (corridor, state) = (&dossier[ix], &snapshot[ix]);
            let source = |report: Option<u32>| report.and_then(|r| corridor.reports[r as usize].source);
            let word =
                |status: Option<CorridorStatus>| status.map_or_else(|| "unknown".to_owned(), |s| s.word().to_owned());
            let mut facts = vec![("status".to_owned(), word(state.status), source(state.newest))];
            for (leg, at) in corridor.legs.iter().zip(&state.legs) {
                let name = format!("{} to {}", dossier.spot_name(leg.from), dossier.spot_name(leg.to));
                facts.push((name, word(at.status), source(at.newest)));
            }
            facts
        }
        Rec::Actor(ix) => {
            let (actor, state) = (&dossier[ix], &snapshot[ix]);
            let mut facts: Vec<CompareFact> = Vec::new();
            let mut newest: HashMap<&str, &Position> = HashMap::new();
            if let Some(office) = snapshot.office_on(dossier, ix, snapshot.day) {
                facts.push(("office".to_owned(), office.title.clone(), office.source));
            }
            for &position in &state.positions {
                let position = &actor.positions[position as usize];
                let field = wording::slug(dossier, &position.issue);
                let fact = (field.clone(), position.stance.clone(), position.source);
                // The same choice in other words is not another stance.
                let before = newest.insert(&position.issue, position);
                if before.is_some_and(|before| same_choice(before, position) == Some(true)) {
                    continue;
                }
                match facts.iter_mut().find(|(f, ..)| *f == field) {
                    Some(older) => *older = fact, // the newest stance is the one that stands
                    None => facts.push(fact),
                }
            }
            facts
        }
        Rec::Port(_) | Rec::Place(_) | Rec::Article(_) | Rec::Figure(_) => Vec::new(),
    }
}

/// Status, date, and every value that is given, the newest last.
fn event(dossier: &Dossier, snapshot: &Snapshot, ix: EventIx) -> Vec<CompareFact> {
    let (event, state): (_, &EventState) = (&dossier[ix], &snapshot[ix]);
    let source = |report: Option<u32>| report.and_then(|r| event.reports[r as usize].source);
    let by_day = matches!(state.status, CurrentStatus::Overdue | CurrentStatus::Passed);
    let by = source(state.status_cited).filter(|_| !by_day);
    let mut facts = vec![("status".to_owned(), state.status.word().to_owned(), by)];
    let date = state.date.as_ref().map_or_else(|| "no date".to_owned(), EdtfDate::display);
    facts.push(("date".to_owned(), date, source(state.date_cited)));
    let mut values: Vec<(&str, Vec<&ReportValue>, Option<ArticleIx>)> = Vec::new();
    for &report in &state.known {
        let report = &event.reports[report as usize];
        for (key, value) in &report.values {
            match values.iter_mut().find(|(k, ..)| k == key) {
                Some((_, given, _)) if given.contains(&value) => {}
                Some((_, given, source)) => {
                    given.push(value);
                    *source = report.source;
                }
                None => values.push((key, vec![value], report.source)),
            }
        }
    }
    for (key, given, source) in values {
        let words: Vec<String> = given.iter().map(ToString::to_string).collect();
        facts.push((wording::slug(dossier, key), words.join(" · "), source));
    }
    facts.push(("rests on".to_owned(), wording::support(state), source(state.known.last().copied())));
    facts
}
