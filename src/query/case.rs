//! What a record is asked about: itself or a record one link away, each with the statements that are known of it.
//!
//! Written to be obviously correct: links are found by looking at everything. [`super::index`] computes the same
//! once.

use crate::dossier::{ActorIx, ArticleIx, Kind, Rec, RecordSpot};
pub use crate::story::Statement;

use super::QueryView;

/// One way to look at a record. A query holds of a record if it holds in one of its cases.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RecordCase {
    /// The linked record; `None` if the record is looked at for itself.
    pub linked: Option<Rec>,
    /// The known statements of the linked record, or of the record itself; for an article, those made in it; for what
    /// an actor speaks about, the actor's own.
    pub statements: Vec<Statement>,
}

/// All cases of a record, itself first.
pub(super) fn cases(view: &QueryView, rec: Rec) -> Vec<RecordCase> {
    match rec {
        Rec::Figure(ix) => {
            let figure = Statement::Figure(ix);
            vec![RecordCase { linked: figure.about(view.dossier), statements: vec![figure] }]
        }
        Rec::Article(ix) => article_cases(view, ix),
        _ => {
            let mut cases = vec![RecordCase { linked: None, statements: statements(view, rec) }];
            for linked in links(view, rec) {
                let mut statements = statements(view, linked);
                if let Rec::Actor(actor) = rec
                    && !takes_part(view, actor, linked)
                {
                    // The link exists through what the actor says, not through what others say.
                    statements.retain(|statement| statement.by(view.dossier) == Some(actor));
                }
                cases.push(RecordCase { linked: Some(linked), statements });
            }
            cases
        }
    }
}

/// Whether an event is linked to the actor by more than a figure.
fn takes_part(view: &QueryView, actor: ActorIx, linked: Rec) -> bool {
    matches!(linked, Rec::Event(event) if view.snapshot[actor].events.contains(&event))
}

/// The kinds to which a case can lead.
pub(super) const LINKED: [Kind; 5] = [Kind::Event, Kind::Actor, Kind::Port, Kind::Place, Kind::Corridor];

/// An article itself, with what it says about the story; and each record that it says something about.
fn article_cases(view: &QueryView, article: ArticleIx) -> Vec<RecordCase> {
    let mut cases = vec![RecordCase { linked: None, statements: Vec::new() }];
    let all = view.dossier.all(Kind::Figure).chain(LINKED.into_iter().flat_map(|kind| view.dossier.all(kind)));
    for statement in all.flat_map(|rec| own_statements(view, rec)).filter(|s| stands_in(view, *s, article)) {
        let linked = statement.about(view.dossier).filter(|about| LINKED.contains(&about.kind()));
        match cases.iter_mut().find(|case| case.linked == linked) {
            Some(case) => case.statements.push(statement),
            None => cases.push(RecordCase { linked, statements: vec![statement] }),
        }
    }
    cases
}

/// Whether a known statement is made in an article that is also known.
pub(super) fn stands_in(view: &QueryView, statement: Statement, article: ArticleIx) -> bool {
    statement.sources(view.dossier).contains(&Some(article)) && view.snapshot.is_known(view.dossier, Some(article))
}

/// The known statements listed under a record in the dossier; for a figure, itself.
fn own_statements(view: &QueryView, rec: Rec) -> Vec<Statement> {
    let snapshot = view.snapshot;
    match rec {
        Rec::Event(ix) => snapshot[ix].known.iter().map(|&k| Statement::Report(ix, k)).collect(),
        Rec::Corridor(ix) => snapshot[ix].known.iter().map(|&k| Statement::OnCorridor(ix, k)).collect(),
        Rec::Actor(ix) => {
            let offices = snapshot[ix].offices.iter().map(|&k| Statement::Office(ix, k));
            offices.chain(snapshot[ix].positions.iter().map(|&k| Statement::Position(ix, k))).collect()
        }
        Rec::Figure(ix) if snapshot.figures[ix.ix()] => vec![Statement::Figure(ix)],
        Rec::Figure(_) | Rec::Port(_) | Rec::Place(_) | Rec::Article(_) => Vec::new(),
    }
}

/// What is known about an event, actor, port, place or corridor; for an actor, also the figures that it gives.
pub(super) fn statements(view: &QueryView, rec: Rec) -> Vec<Statement> {
    let mut out = own_statements(view, rec);
    for figure in view.dossier.all(Kind::Figure) {
        let Rec::Figure(ix) = figure else { continue };
        let statement = Statement::Figure(ix);
        let about = statement.about(view.dossier) == Some(rec);
        let by = statement.by(view.dossier).map(Rec::Actor) == Some(rec);
        if view.snapshot.figures[ix.ix()] && (about || by) {
            out.push(statement);
        }
    }
    out
}

/// The visible records one link away: the events of an actor, port, place or corridor; the corridors that have a leg
/// at a port or place, or about which an actor speaks; what an actor gives figures about.
pub(super) fn links(view: &QueryView, rec: Rec) -> Vec<Rec> {
    let (dossier, snapshot) = (view.dossier, view.snapshot);
    let events = match rec {
        Rec::Actor(ix) => &snapshot[ix].events,
        Rec::Port(ix) => &snapshot[ix].events,
        Rec::Place(ix) => &snapshot[ix].events,
        Rec::Corridor(ix) => &snapshot[ix].events,
        Rec::Event(_) | Rec::Article(_) | Rec::Figure(_) => return Vec::new(),
    };
    let mut out: Vec<Rec> = events.iter().map(|&ix| ix.into()).collect();
    for corridor in dossier.all(Kind::Corridor) {
        let Rec::Corridor(ix) = corridor else { continue };
        let at = |spot: RecordSpot| Rec::from(spot) == rec;
        let touches = dossier[ix].legs.iter().any(|leg| at(leg.from) || at(leg.to));
        let spoken = snapshot[ix].known.iter().any(|&k| {
            let by = dossier[ix].reports[k as usize].by;
            by.map(Rec::Actor) == Some(rec)
        });
        if snapshot[ix].visible && (touches || spoken) {
            out.push(corridor);
        }
    }
    if matches!(rec, Rec::Actor(_)) {
        for statement in statements(view, rec) {
            let about = statement.about(dossier);
            if let (Statement::Figure(_), Some(about)) = (statement, about)
                && about != rec
                && !out.contains(&about)
            {
                out.push(about);
            }
        }
    }
    out
}
