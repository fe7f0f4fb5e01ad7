//! The card of a missing figure: a metric that no source gives for a port.

use crate::dossier::{FigureIx, PortIx};
use crate::report::wording;
use crate::settings::theme::StyleRole;

use super::{CardFacts, RecordCard, plain, quiet, strong};

/// States that no source gives the metric for a port, and lists the values of the other ports.
#[must_use]
pub fn unsourced(facts: &CardFacts<'_>, port: PortIx, metric: &str, others: &[(PortIx, FigureIx)]) -> RecordCard {
    let name = &facts.dossier[port].name;
    let title = format!("{}, {name}", wording::slug(facts.dossier, metric));
    let mut card = RecordCard { title, ..RecordCard::default() };
    card.text("Now", &format!("no source gives this for {name}"), StyleRole::Doubt).link(port);
    for (n, &(other, ix)) in others.iter().enumerate() {
        let figure = &facts.dossier[ix];
        let mut pieces =
            vec![strong(facts.dossier[other].name.clone()), plain(format!("   {}", wording::amount(figure)))];
        if let Some(period) = &figure.period {
            pieces.push(quiet(format!("   {}", wording::period(period))));
        }
        if !facts.snapshot.figure_rivals[ix.ix()].is_empty() {
            pieces.push((format!("   {}", facts.glyphs.contested()), StyleRole::Doubt));
        }
        card.row(if n == 0 { "Others" } else { "" }, pieces).source(facts.dossier, Some(figure.source)).link(ix);
    }
    card
}
