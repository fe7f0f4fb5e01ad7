//! Charts: which known figures share a chart, which a line connects, and which are compared as bars.

use chrono::{Days, NaiveDate};

use super::figure::{amount, measure};
use super::{Snapshot, comparable};
use crate::dossier::{ActorIx, Dossier, EdtfDate, Figure, FigureAmount, FigureIx, FigureKind, FigureSubject};

/// Known figures of one metric, kind and unit, about one or more records: what may share a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureChart<'d> {
    /// The metric.
    pub metric: &'d str,
    /// Their kind.
    pub kind: Option<FigureKind>,
    /// The unit as written.
    pub unit: &'d str,
    /// In the order of the files.
    pub strands: Vec<ChartStrand<'d>>,
}

/// The figures of a chart that were counted in the same way: about one record, by one definition, from one speaker. No
/// line connects two strands.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartStrand<'d> {
    /// The record.
    pub about: FigureSubject,
    /// The definition of what was counted.
    pub definition: Option<&'d str>,
    /// The speaker.
    pub by: Option<ActorIx>,
    /// By period, those without one first, then in the order in which they became known.
    pub figures: Vec<FigureIx>,
}

/// Why bars cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoBars {
    /// There is only one figure.
    One,
    /// No two figures have the same period; these are the two newest periods.
    Periods(FigureIx, FigureIx),
}

/// Figures that are compared as bars: all of them cover the same days.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartBars {
    /// In the order of the strands.
    pub figures: Vec<FigureIx>,
    /// How many figures of the chart have another period, or have none where these have one.
    pub left_out: usize,
}

/// The days of a period; `None` without a period.
type ChartPeriod = Option<(Option<NaiveDate>, Option<NaiveDate>)>;

fn period(figure: &Figure) -> ChartPeriod {
    figure.period.as_ref().map(|period| (period.earliest(), period.latest()))
}

impl Snapshot {
    /// Groups the figures for which `wanted` holds into charts, in dossier order.
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

/// Strands: comparable figures, split by record, definition and speaker.
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

    /// Whether these numbers were counted or measured. Targets and estimates are never connected by a line.
    #[must_use]
    pub fn is_measured(&self) -> bool {
        !matches!(self.kind, None | Some(FigureKind::Target | FigureKind::Estimate))
    }

    /// The number of different periods; figures without a period do not count.
    #[must_use]
    pub fn periods(&self, dossier: &Dossier) -> usize {
        let mut periods: Vec<_> = self.figures().filter_map(|ix| period(&dossier[ix])).collect();
        periods.sort();
        periods.dedup();
        periods.len()
    }

    /// The pairs that a line connects: two numbers of one strand whose periods have about the same length and follow
    /// each other without a gap, each of them the only number of the strand for its period.
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

    /// The figures to compare as bars: those of the period for which most records have one, the newest such period.
    ///
    /// # Errors
    /// Returns an error if no two figures share a period, so that there is nothing to compare.
    pub fn bars(&self, dossier: &Dossier) -> Result<ChartBars, NoBars> {
        let mut all: Vec<(ChartPeriod, FigureIx)> = self.figures().map(|ix| (period(&dossier[ix]), ix)).collect();
        // A stable sort keeps the order of the chart within a period.
        all.sort_by_key(|&(period, _)| period.map(|(first, last)| (last, first)));
        let weight = |group: &[(ChartPeriod, FigureIx)]| {
            let mut abouts: Vec<FigureSubject> = group.iter().map(|&(_, ix)| dossier[ix].about).collect();
            abouts.sort();
            abouts.dedup();
            (abouts.len(), if abouts.len() == 1 { group.len() } else { 0 })
        };
        // Of the periods with most figures, the last one is the newest.
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

/// Whether one period begins on the day after the other ends, and their lengths differ by at most a tenth.
fn follows(before: Option<&EdtfDate>, after: Option<&EdtfDate>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    let next = before.latest().and_then(|day| day.checked_add_days(Days::new(1)));
    let (Some(next), Some(a), Some(b)) = (next, before.span_days(), after.span_days()) else { return false };
    after.earliest() == Some(next) && (a - b).abs() * 10 <= a.max(b)
}
