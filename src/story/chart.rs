//! Charts: which known figures are drawn together, which of them one line joins, and which are compared by bars.

use chrono::{Days, NaiveDate};

use super::figure::{amount, measure};
use super::{Snapshot, comparable};
use crate::dossier::{ActorIx, Dossier, EdtfDate, Figure, FigureAmount, FigureIx, FigureKind, FigureSubject};

/// Known figures of one metric, kind and unit, about one record or several: what may stand in one picture.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureChart<'d> {
    /// The metric.
    pub metric: &'d str,
    /// What sort of number.
    pub kind: Option<FigureKind>,
    /// The unit as written.
    pub unit: &'d str,
    /// In the order of the files.
    pub strands: Vec<ChartStrand<'d>>,
}

/// The figures of a chart that were counted in one way: about one record, by one definition, said by one speaker. No
/// line leads from one strand to another.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartStrand<'d> {
    /// About what.
    pub about: FigureSubject,
    /// What exactly was counted.
    pub definition: Option<&'d str>,
    /// Who said it.
    pub by: Option<ActorIx>,
    /// By period (those without one first), then in the order in which they became known.
    pub figures: Vec<FigureIx>,
}

/// Why there are no bars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoBars {
    /// There is one figure only.
    One,
    /// No two figures are of the same period: the two newest.
    Periods(FigureIx, FigureIx),
}

/// What is compared by bars: figures of one period, the same days.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartBars {
    /// In the order of the strands.
    pub figures: Vec<FigureIx>,
    /// How many figures of the chart are of other periods, or have none where these have one.
    pub left_out: usize,
}

/// The days of a period; `None` without a period.
type ChartPeriod = Option<(Option<NaiveDate>, Option<NaiveDate>)>;

fn period(figure: &Figure) -> ChartPeriod {
    figure.period.as_ref().map(|period| (period.earliest(), period.latest()))
}

impl Snapshot {
    /// The known figures that are wanted, in charts, in the order of the files.
    #[must_use]
    pub fn charts<'d>(&self, dossier: &'d Dossier, wanted: impl Fn(FigureIx) -> bool) -> Vec<FigureChart<'d>> {
        let all = (0u32..).map(FigureIx).zip(&dossier.figures);
        let mut chosen: Vec<FigureIx> =
            all.map(|(ix, _)| ix).filter(|&ix| self.figures[ix.ix()] && wanted(ix)).collect();
        chosen.sort_by(|&a, &b| measure(&dossier[a]).cmp(&measure(&dossier[b])).then(a.cmp(&b)));
        let mut charts: Vec<FigureChart<'d>> = chosen
            .chunk_by(|&a, &b| comparable(&dossier[a], &dossier[b]))
            .map(|together| {
                let (metric, kind, unit) = measure(&dossier[together[0]]);
                FigureChart { metric, kind, unit, strands: strands(dossier, together) }
            })
            .collect();
        charts.sort_by_key(|chart| chart.figures().min());
        charts
    }
}

/// Figures that may be compared, apart by what they are about, how they were counted and who says so.
fn strands<'d>(dossier: &'d Dossier, figures: &[FigureIx]) -> Vec<ChartStrand<'d>> {
    let counted = |ix: FigureIx| {
        let figure = &dossier[ix];
        (figure.about, figure.definition.as_deref(), figure.by)
    };
    let mut strands: Vec<ChartStrand<'d>> = Vec::new();
    for &ix in figures {
        let (about, definition, by) = counted(ix);
        match strands.iter_mut().find(|s| (s.about, s.definition, s.by) == (about, definition, by)) {
            Some(strand) => strand.figures.push(ix),
            None => strands.push(ChartStrand { about, definition, by, figures: vec![ix] }),
        }
    }
    for strand in &mut strands {
        let key = |ix: &FigureIx| {
            let figure = &dossier[*ix];
            (figure.period.as_ref(), dossier.known(Some(figure.source)), figure.at)
        };
        strand.figures.sort_by(|a, b| key(a).cmp(&key(b)));
    }
    strands
}

impl FigureChart<'_> {
    /// All figures, strand by strand.
    pub fn figures(&self) -> impl Iterator<Item = FigureIx> + '_ {
        self.strands.iter().flat_map(|strand| strand.figures.iter().copied())
    }

    /// Whether these numbers were counted or measured: what is aimed at or guessed is never joined by a line.
    #[must_use]
    pub fn is_measured(&self) -> bool {
        !matches!(self.kind, None | Some(FigureKind::Target | FigureKind::Estimate))
    }

    /// Of how many different periods there are figures; those without a period do not count.
    #[must_use]
    pub fn periods(&self, dossier: &Dossier) -> usize {
        let mut periods: Vec<_> = self.figures().filter_map(|ix| period(&dossier[ix])).collect();
        periods.sort();
        periods.dedup();
        periods.len()
    }

    /// What a line joins: two numbers of one strand whose periods are of about the same length and follow one upon the
    /// other without a gap, each the only number that the strand gives for its period.
    #[must_use]
    pub fn joined(&self, dossier: &Dossier) -> Vec<(FigureIx, FigureIx)> {
        if !self.is_measured() {
            return Vec::new();
        }
        let mut joined = Vec::new();
        for strand in &self.strands {
            let alike = strand.figures.chunk_by(|&a, &b| period(&dossier[a]) == period(&dossier[b]));
            let one = |same: &[FigureIx]| {
                let amounts = || same.iter().map(|&ix| amount(dossier[ix].amount));
                let exact = same.iter().all(|&ix| matches!(dossier[ix].amount, FigureAmount::Exactly(_)));
                (exact && amounts().all(|a| Some(a) == amounts().next())).then(|| same[0])
            };
            let single: Vec<Option<FigureIx>> = alike.map(one).collect();
            for pair in single.windows(2) {
                if let (Some(a), Some(b)) = (pair[0], pair[1])
                    && follows(dossier[a].period.as_ref(), dossier[b].period.as_ref())
                {
                    joined.push((a, b));
                }
            }
        }
        joined
    }

    /// What bars compare: the figures of the period of which the most records have one, among equals of the newest.
    ///
    /// # Errors
    /// If no two figures are of one period, and so nothing can be compared.
    pub fn bars(&self, dossier: &Dossier) -> Result<ChartBars, NoBars> {
        let mut all: Vec<(ChartPeriod, FigureIx)> = self.figures().map(|ix| (period(&dossier[ix]), ix)).collect();
        // Stable: of one period in the order of the chart.
        all.sort_by_key(|&(period, _)| period.map(|(first, last)| (last, first)));
        let weight = |group: &[(ChartPeriod, FigureIx)]| {
            let mut abouts: Vec<FigureSubject> = group.iter().map(|&(_, ix)| dossier[ix].about).collect();
            abouts.sort();
            abouts.dedup();
            (abouts.len(), if abouts.len() == 1 { group.len() } else { 0 })
        };
        // The last of the heaviest is the newest.
        let best = all.chunk_by(|a, b| a.0 == b.0).max_by_key(|group| weight(group)).unwrap_or_default();
        match (best, all.as_slice()) {
            ([_, _, ..], _) => {
                Ok(ChartBars { figures: best.iter().map(|&(_, ix)| ix).collect(), left_out: all.len() - best.len() })
            }
            (_, [.., (_, a), (_, b)]) => Err(NoBars::Periods(*a, *b)),
            _ => Err(NoBars::One),
        }
    }
}

/// Whether one period begins on the day after the other ends, and they are equally long give or take a tenth.
fn follows(before: Option<&EdtfDate>, after: Option<&EdtfDate>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    let next = before.latest().and_then(|day| day.checked_add_days(Days::new(1)));
    let (Some(next), Some(a), Some(b)) = (next, before.span_days(), after.span_days()) else { return false };
    after.earliest() == Some(next) && (a - b).abs() * 10 <= a.max(b)
}
