//! The comparison of ports: one row for each metric, kind and unit, so that only like stands beside like.

use hashbrown::HashMap;

use crate::dossier::{Edtf, FigureIx, FigureKind, Kind, PortIx, Rec};
use crate::screens::Ctx;

/// What makes figures comparable.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Metric {
    pub(super) name: String,
    pub(super) kind: Option<FigureKind>,
    pub(super) unit: String,
}

/// The shown ports and what is known to be comparable of them.
pub(super) struct Table {
    pub(super) ports: Vec<PortIx>,
    /// What the most ports have first.
    pub(super) metrics: Vec<Metric>,
    figures: HashMap<(Metric, PortIx), Vec<FigureIx>>,
}

impl Table {
    pub(super) fn new(cx: &Ctx<'_>) -> Table {
        let ports: Vec<PortIx> = cx
            .shown
            .of(Kind::Port)
            .iter()
            .filter_map(|r| if let Rec::Port(ix) = r { Some(ix) } else { None })
            .collect();
        let mut figures: HashMap<(Metric, PortIx), Vec<FigureIx>> = HashMap::new();
        let mut spread: HashMap<Metric, usize> = HashMap::new();
        for &port in &ports {
            for ix in cx.snapshot.figures_about(cx.dossier, Rec::Port(port)) {
                let figure = &cx.dossier[ix];
                let metric = Metric { name: figure.metric.clone(), kind: figure.kind, unit: figure.unit.clone() };
                let cell = figures.entry((metric.clone(), port)).or_default();
                if cell.is_empty() {
                    *spread.entry(metric).or_default() += 1;
                }
                cell.push(ix);
            }
        }
        let mut metrics: Vec<(usize, Metric)> = spread.into_iter().map(|(m, n)| (n, m)).collect();
        metrics.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        Table { ports, metrics: metrics.into_iter().map(|(_, m)| m).collect(), figures }
    }

    /// The figure of the newest period; among those of one period the one that became known last.
    pub(super) fn newest(&self, cx: &Ctx<'_>, metric: &Metric, port: PortIx) -> Option<FigureIx> {
        let cell = self.figures.get(&(metric.clone(), port))?;
        cell.iter().copied().max_by_key(|&ix| {
            let figure = &cx.dossier[ix];
            let known = cx.dossier.known(Some(figure.source));
            (figure.period.as_ref().and_then(Edtf::latest), known, ix)
        })
    }
}
