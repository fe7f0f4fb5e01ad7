//! Figures: which can be compared, which form a series, which are contested.

use chrono::NaiveDate;

use super::Snapshot;
use crate::dossier::{Dossier, EdtfDate, Figure, FigureAmount, FigureIx, FigureKind, FigureSubject};

/// The maximum number of rivals that are listed for one figure.
const RIVALS: usize = 100;

/// Whether two figures can be compared, sorted and drawn together: same metric, kind and unit.
#[must_use]
pub fn comparable(a: &Figure, b: &Figure) -> bool {
    measure(a) == measure(b)
}

pub(super) fn measure(figure: &Figure) -> (&str, Option<FigureKind>, &str) {
    (&figure.metric, figure.kind, &figure.unit)
}

/// Known figures that can be compared.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureSeries<'d> {
    /// The metric.
    pub metric: &'d str,
    /// Their kind.
    pub kind: Option<FigureKind>,
    /// The unit as written.
    pub unit: &'d str,
    /// By record, then by period (those without one first), then in the order in which they became known.
    pub figures: Vec<FigureIx>,
}

impl Snapshot {
    /// The known figures of one metric about one record, separated by kind and unit, in dossier order.
    #[must_use]
    pub fn series<'d>(&self, dossier: &'d Dossier, about: FigureSubject, metric: &str) -> Vec<FigureSeries<'d>> {
        self.series_of(dossier, |figure| figure.about == about && figure.metric == metric)
    }

    /// Groups the wanted known figures by what can be compared, in dossier order.
    #[must_use]
    pub fn series_of<'d>(&self, dossier: &'d Dossier, wanted: impl Fn(&Figure) -> bool) -> Vec<FigureSeries<'d>> {
        let mut chosen: Vec<FigureIx> = (0u32..)
            .zip(&dossier.figures)
            .filter(|(ix, figure)| self.figures[*ix as usize] && wanted(figure))
            .map(|(ix, _)| FigureIx(ix))
            .collect();
        let of = |ix: &FigureIx| &dossier[*ix];
        chosen.sort_by(|a, b| measure(of(a)).cmp(&measure(of(b))));
        let mut groups: Vec<&mut [FigureIx]> =
            chosen.chunk_by_mut(|a, b| comparable(&dossier[*a], &dossier[*b])).collect();
        groups.sort_by_key(|group| group[0]);
        let series = |group: &mut [FigureIx]| {
            let (metric, kind, unit) = measure(of(&group[0]));
            group.sort_by_key(|ix| {
                let figure = of(ix);
                (figure.about, figure.period.as_ref(), dossier.known(Some(figure.source)), figure.at)
            });
            FigureSeries { metric, kind, unit, figures: group.to_vec() }
        };
        groups.into_iter().map(series).collect()
    }
}

/// For each figure, the other known figures of the same record, metric, kind, unit and period that give another amount.
pub(super) fn rivals(dossier: &Dossier, known: &[bool]) -> Vec<Vec<FigureIx>> {
    let mut all: Vec<(SeriesKey, [u64; 2], FigureIx)> = (0u32..)
        .zip(&dossier.figures)
        .filter(|(ix, _)| known[*ix as usize])
        .map(|(ix, figure)| (key(figure), amount(figure.amount), FigureIx(ix)))
        .collect();
    all.sort();
    let mut rivals = vec![Vec::new(); dossier.figures.len()];
    for same_period in all.chunk_by(|a, b| a.0 == b.0) {
        for same_amount in same_period.chunk_by(|a, b| a.1 == b.1) {
            if same_amount.len() == same_period.len() {
                continue;
            }
            let others = || same_period.iter().filter(|other| other.1 != same_amount[0].1);
            let mut others: Vec<FigureIx> = others().map(|&(.., ix)| ix).take(RIVALS).collect();
            others.sort_by_key(|&ix| (dossier.known(Some(dossier[ix].source)), dossier[ix].at));
            for &(.., ix) in same_amount {
                rivals[ix.ix()].clone_from(&others);
            }
        }
    }
    rivals
}

/// What two figures must share to contradict each other. A figure without a period contradicts only others without one.
pub(super) type SeriesKey<'d> =
    (FigureSubject, (&'d str, Option<FigureKind>, &'d str), Option<(Option<NaiveDate>, Option<NaiveDate>)>);

pub(super) fn key(figure: &Figure) -> SeriesKey<'_> {
    let days = |period: &EdtfDate| (period.earliest(), period.latest());
    (figure.about, measure(figure), figure.period.as_ref().map(days))
}

/// An amount as bits, equal if and only if the numbers are; a single number is a range from and to itself.
pub(super) fn amount(amount: FigureAmount) -> [u64; 2] {
    let (min, max) = match amount {
        FigureAmount::Exactly(n) => (Some(n), Some(n)),
        FigureAmount::Range { min, max } => (min, max),
    };
    // Adding 0 turns -0 into 0. The bits of an infinity mark a missing bound.
    [min.map_or(f64::NEG_INFINITY, |n| n + 0.0).to_bits(), max.map_or(f64::INFINITY, |n| n + 0.0).to_bits()]
}
