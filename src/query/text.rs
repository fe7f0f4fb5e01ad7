//! The text of a record that is known on the day, field by field, and the records that it names.

use crate::dossier::{ActorIx, EventIx, Rec};

use super::QueryView;
use super::case::{RecordCase, Statement};
use crate::text::fold;

/// Calls `field` with each text of a record, except the records that it names.
pub(super) fn fields(view: &QueryView, rec: Rec, field: &mut dyn FnMut(&str)) {
    let (dossier, snapshot) = (view.dossier, view.snapshot);
    field(dossier.id(rec));
    match rec {
        Rec::Article(ix) => {
            let article = dossier.articles.get(ix);
            field(article.title);
            field(article.outlet);
            [article.summary, article.text, article.relays].into_iter().flatten().for_each(&mut *field);
            article.tags.iter().for_each(|tag| field(tag));
        }
        Rec::Event(ix) => {
            let (event, state) = (&dossier[ix], &snapshot[ix]);
            field(&event.title);
            event.summary.iter().filter(|_| state.complete).for_each(|text| field(text));
            event.tags.iter().for_each(|tag| field(tag));
            for &k in &state.known {
                let report = &event.reports[k as usize];
                report.quote.iter().chain(&report.note).for_each(|text| field(text));
                for (key, value) in &report.values {
                    field(&format!("{key} {value}"));
                }
            }
        }
        Rec::Actor(ix) => {
            let (actor, state) = (&dossier[ix], &snapshot[ix]);
            dossier.names(rec).for_each(&mut *field);
            actor.summary.iter().filter(|_| state.complete).for_each(|text| field(text));
            for &k in &state.offices {
                field(&actor.offices[k as usize].title);
            }
            for &k in &state.positions {
                let position = &actor.positions[k as usize];
                field(&position.issue);
                field(&position.stance);
                position.quote.iter().for_each(|text| field(text));
            }
        }
        Rec::Port(ix) => {
            let port = &dossier[ix];
            dossier.names(rec).for_each(&mut *field);
            port.summary.iter().filter(|_| snapshot[ix].complete).for_each(|text| field(text));
            port.operator.iter().chain(&port.locode).for_each(|text| field(text));
        }
        Rec::Place(_) => dossier.names(rec).for_each(field),
        Rec::Corridor(ix) => {
            let (corridor, state) = (&dossier[ix], &snapshot[ix]);
            dossier.names(rec).for_each(&mut *field);
            corridor.summary.iter().filter(|_| state.complete).for_each(|text| field(text));
            for &k in &state.known {
                let report = &corridor.reports[k as usize];
                report.quote.iter().chain(&report.note).for_each(|text| field(text));
            }
        }
        Rec::Figure(ix) => {
            let figure = &dossier[ix];
            field(&figure.metric);
            field(&figure.unit);
            figure.definition.iter().chain(&figure.quote).for_each(|text| field(text));
        }
    }
}

/// Calls `named` with each actor, port, place and corridor that a record names, by what is known. An article names what
/// its statements are about, what the event or corridor itself names, and whom these statements name.
pub(super) fn named(view: &QueryView, rec: Rec, cases: &[RecordCase], named: &mut dyn FnMut(Rec)) {
    match rec {
        Rec::Article(_) | Rec::Figure(_) => {
            for case in cases {
                if let Some(linked) = case.linked {
                    named_by_record(view, linked, named);
                }
                case.statements.iter().for_each(|&statement| named_by_statement(view, statement, named));
            }
        }
        Rec::Event(_) | Rec::Corridor(_) => {
            named_by_record(view, rec, named);
            taking_part(view, rec, named);
        }
        Rec::Actor(ix) => organisations(view, ix, named),
        Rec::Port(_) | Rec::Place(_) => {}
    }
}

/// The same of an event or a corridor whatever is known of it: what the record itself names.
pub(super) fn named_by_record(view: &QueryView, rec: Rec, named: &mut dyn FnMut(Rec)) {
    match rec {
        Rec::Event(ix) => {
            let event = &view.dossier[ix];
            event.actors.iter().for_each(|&ix| named(ix.into()));
            event.corridors.iter().for_each(|&ix| named(ix.into()));
            spots(view, rec, named);
        }
        Rec::Corridor(_) => {
            named(rec);
            spots(view, rec, named);
        }
        Rec::Actor(_) | Rec::Port(_) | Rec::Place(_) => named(rec),
        Rec::Article(_) | Rec::Figure(_) => {}
    }
}

fn named_by_statement(view: &QueryView, statement: Statement, named: &mut dyn FnMut(Rec)) {
    statement.by(view.dossier).into_iter().for_each(|ix| named(ix.into()));
    match statement {
        Statement::Report(ix, k) => {
            view.dossier[ix].reports[k as usize].actors.iter().for_each(|&ix| named(ix.into()));
        }
        Statement::Office(ix, k) => {
            view.dossier[ix].offices[k as usize].organisation.into_iter().for_each(|ix| named(ix.into()));
        }
        Statement::OnCorridor(..) | Statement::Position(..) | Statement::Figure(_) => {}
    }
}

fn organisations(view: &QueryView, ix: ActorIx, named: &mut dyn FnMut(Rec)) {
    for &k in &view.snapshot[ix].offices {
        view.dossier[ix].offices[k as usize].organisation.into_iter().for_each(|ix| named(ix.into()));
    }
}

/// Calls `actor` with each actor that takes part in an event or speaks about it, speaks about a corridor, or gives a
/// figure, by what is known. An actor takes part for itself and for the organisations in which it holds an office.
pub(super) fn taking_part(view: &QueryView, rec: Rec, actor: &mut dyn FnMut(Rec)) {
    let (dossier, snapshot) = (view.dossier, view.snapshot);
    match rec {
        Rec::Event(ix) => {
            dossier[ix].actors.iter().for_each(|&ix| actor(ix.into()));
            reported(view, ix, actor);
        }
        Rec::Corridor(ix) => {
            for &k in &snapshot[ix].known {
                dossier[ix].reports[k as usize].by.into_iter().for_each(|ix| actor(ix.into()));
            }
        }
        Rec::Figure(ix) => dossier[ix].by.into_iter().for_each(|ix| actor(ix.into())),
        Rec::Actor(ix) => {
            actor(rec);
            organisations(view, ix, actor);
        }
        Rec::Port(_) | Rec::Place(_) | Rec::Article(_) => {}
    }
}

/// Calls `actor` with each actor that known reports on an event name.
pub(super) fn reported(view: &QueryView, event: EventIx, actor: &mut dyn FnMut(Rec)) {
    let reports = &view.dossier[event].reports;
    for &k in &view.snapshot[event].known {
        let report = &reports[k as usize];
        report.actors.iter().chain(&report.by).for_each(|&ix| actor(ix.into()));
    }
}

/// Calls `spot` with each port and place of an event or corridor, or with the port or place itself.
pub(super) fn spots(view: &QueryView, rec: Rec, spot: &mut dyn FnMut(Rec)) {
    match rec {
        Rec::Port(_) | Rec::Place(_) => spot(rec),
        Rec::Event(ix) => {
            let event = &view.dossier[ix];
            event.ports.iter().for_each(|&ix| spot(ix.into()));
            event.places.iter().for_each(|&at| spot(at.into()));
        }
        Rec::Corridor(ix) => {
            for leg in &view.dossier[ix].legs {
                spot(leg.from.into());
                spot(leg.to.into());
            }
        }
        Rec::Actor(_) | Rec::Article(_) | Rec::Figure(_) => {}
    }
}

/// Whether a regular expression matches a field as it was written, or with its letters folded.
pub(super) fn field_matches(regex: &regex::Regex, field: &str) -> bool {
    // The expression ignores case, and folding changes nothing else in ASCII.
    regex.is_match(field) || !field.is_ascii() && regex.is_match(&fold::letters(field))
}
