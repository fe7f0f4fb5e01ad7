//! What changed about corridors, actors and figures; articles.

use hashbrown::HashMap;

use super::{ChangeCollector, ChangeItem, ChangeKind, fact};
use crate::dossier::{ActorIx, ArticleIx, CorridorIx, CorridorStatus, EdtfDate, FigureIx, Office, Position};
use crate::story::{Statement, figure, same_choice};

/// The known figures by what they measure.
pub(super) type RivalValues<'d> = HashMap<figure::SeriesKey<'d>, Vec<FigureIx>>;

impl ChangeCollector<'_> {
    /// A report on a corridor or leg: a change if the status differs from the previous one.
    pub(super) fn add_corridor_report(&mut self, ix: CorridorIx, item: ChangeItem) {
        let Some(Statement::OnCorridor(_, k)) = item.fact.statement() else { return };
        let corridor = &self.dossier[ix];
        let report = &corridor.reports[k as usize];
        let before = self.snapshot[ix].known.iter().take_while(|&&other| other != k);
        let mut legs: Vec<Option<CorridorStatus>> = vec![None; corridor.legs.len()];
        let mut whole = None;
        for other in before.map(|&other| &corridor.reports[other as usize]) {
            let Some(status) = other.status else { continue };
            whole = Some(status);
            match other.leg {
                Some(leg) => legs[leg as usize] = Some(status),
                None => legs.fill(Some(status)),
            }
        }
        let stood = match report.leg {
            Some(leg) => legs[leg as usize],
            None => legs.iter().copied().min().unwrap_or(whole),
        };
        let same = match report.leg {
            Some(_) => stood == report.status,
            None if legs.is_empty() => stood == report.status,
            None => legs.iter().all(|leg| *leg == report.status),
        };
        if report.status.is_none() || same {
            self.add(item, ChangeKind::Source, None, None);
        } else {
            let word = |status: Option<CorridorStatus>| status.map(|s| s.word().to_owned());
            self.add(item, ChangeKind::Corridor, word(stood), word(report.status));
        }
    }

    /// An office: a further source if it was already known with these days.
    pub(super) fn add_office(&mut self, ix: ActorIx, k: u32, item: ChangeItem) {
        let offices = &self.dossier[ix].offices;
        let office = &offices[k as usize];
        let mut before = self.snapshot[ix].offices.iter().take_while(|&&o| o != k).map(|&o| &offices[o as usize]);
        let adds = |given: Option<&EdtfDate>, known: Option<&EdtfDate>| match (given, known) {
            (Some(given), Some(known)) => !given.same_days(known),
            (given, _) => given.is_some(),
        };
        let to = |office: &Office| office.to.clone().filter(|_| office.end_source.is_none());
        let repeats = before.any(|other| {
            other.title == office.title
                && other.organisation == office.organisation
                && !adds(office.from.as_ref(), other.from.as_ref())
                && !adds(to(office).as_ref(), other.to.as_ref())
        });
        let kind = if repeats { ChangeKind::Source } else { ChangeKind::Office };
        self.add(item, kind, None, Some(office.title.clone()));
    }

    /// The end of an office.
    pub(super) fn add_office_end(&mut self, ix: ActorIx, k: u32, item: ChangeItem) {
        let office = &self.dossier[ix].offices[k as usize];
        self.add(item, ChangeKind::OfficeEnd, Some(office.title.clone()), office.to.as_ref().map(EdtfDate::display));
    }

    /// A stance: a further source if the actor already took it.
    pub(super) fn add_position(&mut self, ix: ActorIx, k: u32, item: ChangeItem) {
        let positions = &self.dossier[ix].positions;
        let position = &positions[k as usize];
        let before = self.snapshot[ix].positions.iter().take_while(|&&p| p != k).map(|&p| &positions[p as usize]);
        let before: Vec<&Position> = before.filter(|p| p.issue == position.issue).collect();
        let repeats = before.iter().any(|p| same_choice(p, position) == Some(true));
        let kind = if repeats { ChangeKind::Source } else { ChangeKind::Position };
        let other = before.iter().rev().find(|p| same_choice(p, position).is_some()).filter(|_| !repeats);
        let from = other.map(|other| other.stance.clone());
        self.add(item, kind, from, Some(position.stance.clone()));
    }

    /// A number: a further source if it was already given, contested if another one was.
    pub(super) fn add_figure(&mut self, ix: FigureIx, item: ChangeItem) {
        let (dossier, snapshot) = (self.dossier, self.snapshot);
        let rivals = self.rivals.get_or_insert_with(|| {
            let mut all: RivalValues = HashMap::new();
            for (ix, figure) in (0u32..).map(FigureIx).zip(&dossier.figures).filter(|(ix, _)| snapshot.figures[ix.ix()])
            {
                all.entry(figure::key(figure)).or_default().push(ix);
            }
            all
        });
        let figure = &dossier[ix];
        let order = |ix: FigureIx| (dossier.known(Some(dossier[ix].source)), dossier[ix].at);
        let of_kind = rivals.get(&figure::key(figure)).map_or(&[][..], Vec::as_slice);
        let mut before: Vec<FigureIx> = of_kind.iter().copied().filter(|&other| order(other) < order(ix)).collect();
        before.sort_by_key(|&other| order(other));
        let amount = |ix: FigureIx| figure::amount(dossier[ix].amount);
        if before.iter().any(|&other| amount(other) == amount(ix)) {
            self.add(item, ChangeKind::Source, None, None);
        } else if before.is_empty() {
            self.add(item, ChangeKind::Figure, None, None);
        } else {
            let mut others: Vec<String> = before.iter().map(|&other| plain(dossier[other].amount)).collect();
            others.dedup();
            let (field, to) = (figure.metric.clone(), plain(figure.amount));
            self.add_with_field(
                item,
                ChangeKind::Contested,
                Some((field, String::new())),
                Some(others.join(", ")),
                Some(to),
            );
        }
    }

    /// An article, unless one of its statements is known: then the statement is shown instead.
    pub(super) fn add_article(&mut self, ix: ArticleIx, item: ChangeItem) {
        let (dossier, snapshot) = (self.dossier, self.snapshot);
        let cited = self.cited.get_or_insert_with(|| fact::sources(dossier, snapshot));
        if !cited.contains(&ix) {
            self.add(item, ChangeKind::Article, None, None);
        }
    }
}

/// An amount without its unit.
fn plain(amount: crate::dossier::FigureAmount) -> String {
    use crate::dossier::FigureAmount::{Exactly, Range};
    match amount {
        Exactly(n) => n.to_string(),
        Range { min: Some(min), max: Some(max) } => format!("{min}–{max}"),
        Range { min: Some(min), max: None } => format!("≥ {min}"),
        Range { min: None, max: Some(max) } => format!("≤ {max}"),
        Range { min: None, max: None } => "?".to_owned(),
    }
}
