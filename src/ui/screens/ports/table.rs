//! The comparison of ports: one row per metric, kind and unit, so that only comparable figures share a row. Metrics
//! that the dossier puts into one group share a row, which cannot be sorted by.

use hashbrown::HashMap;

use crate::dossier::{EdtfDate, FigureAmount, FigureIx, FigureKind, Kind, PortIx, Rec};
use crate::report::wording;
use crate::text;
use crate::ui::screens::ScreenContext;

/// What the figures of one row have in common.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct PortMetric {
    /// The metric, or the group in its label.
    pub(super) name: String,
    pub(super) kind: Option<FigureKind>,
    pub(super) unit: String,
}

/// The visible ports and their comparable figures.
pub(super) struct PortTable {
    /// The chosen ones first.
    pub(super) ports: Vec<PortIx>,
    /// The number of chosen ports.
    pub(super) chosen: usize,
    /// Rows that most of the compared ports have come first.
    pub(super) metrics: Vec<PortMetric>,
    figures: HashMap<(PortMetric, PortIx), Vec<FigureIx>>,
    /// By port, as in `ports`: the columns of the longest period among its newest figures.
    periods: Vec<u16>,
}

impl PortTable {
    /// The table of the visible ports. `chosen` are ids; if two or more of them are visible, they alone determine the
    /// rows. The columns are sorted by the row `sorted`, if that is possible.
    pub(super) fn new(cx: &ScreenContext<'_>, chosen: &[String], sorted: Option<&PortMetric>) -> PortTable {
        let shown = |rec: Rec| if let Rec::Port(ix) = rec { Some(ix) } else { None };
        let all: Vec<PortIx> = cx.shown.of(Kind::Port).iter().filter_map(shown).collect();
        let picked = chosen.iter().filter_map(|id| cx.dossier.find(id)).filter_map(shown);
        let mut ports: Vec<PortIx> = picked.filter(|ix| all.contains(ix)).collect();
        let chosen = ports.len();
        for ix in all {
            if !ports.contains(&ix) {
                ports.push(ix);
            }
        }
        let mut table = PortTable { ports, chosen, metrics: Vec::new(), figures: HashMap::new(), periods: Vec::new() };
        table.gather(cx);
        if let Some(metric) = sorted
            && table.refuses(cx, metric).is_none()
        {
            table.sort(cx, metric);
        }
        table.periods = table.ports.iter().map(|&port| table.longest_period(cx, port)).collect();
        table
    }

    fn gather(&mut self, cx: &ScreenContext<'_>) {
        let mut spread: HashMap<PortMetric, usize> = HashMap::new();
        let compared = self.compared().len();
        for (n, &port) in self.ports.iter().enumerate() {
            for ix in cx.snapshot.figures_about(cx.dossier, Rec::Port(port)) {
                let figure = &cx.dossier[ix];
                let group = cx.dossier.labels.get(&figure.metric).and_then(|label| label.group.as_ref());
                let name = group.unwrap_or(&figure.metric).clone();
                let metric = PortMetric { name, kind: figure.kind, unit: figure.unit.clone() };
                let cell = self.figures.entry((metric.clone(), port)).or_default();
                if cell.is_empty() && n < compared {
                    *spread.entry(metric).or_default() += 1;
                }
                cell.push(ix);
            }
        }
        let mut metrics: Vec<(usize, PortMetric)> = spread.into_iter().map(|(m, n)| (n, m)).collect();
        metrics.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        self.metrics = metrics.into_iter().map(|(_, metric)| metric).collect();
    }

    /// The words of a row: with the kind of its figures where that is not part of the name and says more than the value does,
    /// and with their unit where another row has the same name.
    pub(super) fn name(&self, cx: &ScreenContext<'_>, metric: &PortMetric) -> String {
        use FigureKind::{Count, Level, Rank, Share};
        let name = wording::slug(cx.dossier, &metric.name);
        let telling = metric.kind.filter(|kind| !matches!(kind, Level | Count | Share | Rank)).map(FigureKind::word);
        let kind = telling.filter(|kind| !name.to_lowercase().contains(kind));
        let has_twin = self
            .metrics
            .iter()
            .any(|other| other != metric && (&other.name, other.kind) == (&metric.name, metric.kind));
        let unit = Some(metric.unit.as_str()).filter(|_| has_twin);
        let beside: Vec<&str> = kind.into_iter().chain(unit).collect();
        if beside.is_empty() { name } else { format!("{name} ({})", beside.join(", ")) }
    }

    /// The compared ports: the chosen ones if there are two or more, otherwise all.
    pub(super) fn compared(&self) -> &[PortIx] {
        if self.chosen >= 2 { &self.ports[..self.chosen] } else { &self.ports }
    }

    /// The figure of the newest period; within a period the one that became known last.
    pub(super) fn newest(&self, cx: &ScreenContext<'_>, metric: &PortMetric, port: PortIx) -> Option<FigureIx> {
        let cell = self.figures.get(&(metric.clone(), port))?;
        cell.iter().copied().max_by_key(|&ix| {
            let figure = &cx.dossier[ix];
            let known = cx.dossier.known(Some(figure.source));
            (figure.period.as_ref().and_then(EdtfDate::latest), known, ix)
        })
    }

    /// The columns of the longest period that stands below some ports, given by their positions.
    pub(super) fn widest_period(&self, ports: &[usize]) -> u16 {
        ports.iter().map(|&n| self.periods[n]).max().unwrap_or(0)
    }

    fn longest_period(&self, cx: &ScreenContext<'_>, port: PortIx) -> u16 {
        let figures = self.metrics.iter().filter_map(|metric| self.newest(cx, metric, port));
        let periods = figures.filter_map(|ix| cx.dossier[ix].period.as_ref().map(wording::short_period));
        let widest = periods.map(|period| text::width(&period)).max().unwrap_or(0);
        u16::try_from(widest).unwrap_or(u16::MAX)
    }

    /// The figures of a row, each with its port.
    pub(super) fn row(&self, cx: &ScreenContext<'_>, metric: &PortMetric) -> Vec<(PortIx, FigureIx)> {
        self.compared().iter().filter_map(|&port| Some((port, self.newest(cx, metric, port)?))).collect()
    }

    /// Why the ports cannot be sorted by a row; `None` if they can.
    pub(super) fn refuses(&self, cx: &ScreenContext<'_>, metric: &PortMetric) -> Option<String> {
        let name = wording::slug(cx.dossier, &metric.name);
        let row = self.row(cx, metric);
        let port = |ix: PortIx| cx.dossier[ix].name.as_str();
        let why = match row.as_slice() {
            [] => Some("no port has a figure".to_owned()),
            [(only, _)] => Some(format!("only {} has a figure", port(*only))),
            [(_, figure), ..] if row.iter().any(|(_, ix)| cx.dossier[*ix].metric != cx.dossier[*figure].metric) => {
                Some("the metrics differ".to_owned())
            }
            [(first, figure), others @ ..] => {
                let is_range = |ix: FigureIx| matches!(cx.dossier[ix].amount, FigureAmount::Range { .. });
                let range = row.iter().find(|(_, ix)| is_range(*ix));
                let days = |ix: FigureIx| cx.dossier[ix].period.as_ref().map(|p| (p.earliest(), p.latest()));
                let other = others.iter().find(|(_, ix)| days(*ix) != days(*figure));
                let words = |ix: FigureIx| {
                    cx.dossier[ix].period.as_ref().map_or_else(|| "no period".to_owned(), wording::short_period)
                };
                match (range, other) {
                    (Some(&(ix, range)), _) => Some(format!(
                        "{} gives no number but a range, {}",
                        port(ix),
                        wording::short_amount(&cx.dossier[range])
                    )),
                    (None, Some(&(second, other))) => Some(format!(
                        "the periods differ: {} {}, {} {}",
                        port(*first),
                        words(*figure),
                        port(second),
                        words(other)
                    )),
                    (None, None) => None,
                }
            }
        };
        why.map(|why| format!("not sorted by {name}: {why}"))
    }

    /// Sorts larger values first and missing ones last, the chosen ports among themselves.
    fn sort(&mut self, cx: &ScreenContext<'_>, metric: &PortMetric) {
        let amount = |ix: FigureIx| match cx.dossier[ix].amount {
            FigureAmount::Exactly(value) => value,
            FigureAmount::Range { .. } => f64::NEG_INFINITY,
        };
        let mut compared: Vec<(f64, PortIx)> = self
            .compared()
            .iter()
            .map(|&port| (self.newest(cx, metric, port).map_or(f64::NEG_INFINITY, amount), port))
            .collect();
        compared.sort_by(|a, b| b.0.total_cmp(&a.0));
        for (place, (_, port)) in self.ports.iter_mut().zip(compared) {
            *place = port;
        }
    }

    /// The visible columns if this many fit and the cursor is on one of them. The chosen ports stay visible; while the
    /// cursor is among them, only they are shown.
    pub(super) fn seen(&self, fit: usize, at: usize) -> Vec<usize> {
        let window = |from: usize, to: usize, fit: usize| {
            let first = at.saturating_sub(fit.saturating_sub(1)).clamp(from, to.saturating_sub(fit).max(from));
            first..(first + fit).min(to)
        };
        let chosen = if self.chosen >= 2 { self.chosen } else { 0 };
        if at < chosen {
            return window(0, chosen, fit).collect();
        }
        let kept = chosen.min(fit.saturating_sub(1));
        (0..kept).chain(window(chosen, self.ports.len(), fit - kept)).collect()
    }
}
