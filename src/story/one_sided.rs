//! Whether an event rests on the word of one side alone.

use super::Snapshot;
use crate::dossier::{ActorIx, Dossier, EventIx};

impl Snapshot {
    /// The country that everything known of an event rests on, as written; `None` if there are several sides.
    ///
    /// One-sided: at least one known report names a speaker; all speakers that known reports name are of one country;
    /// an actor of another country takes part in the event; and no report without a speaker says that it happened, was
    /// cancelled or denied, which is what the outlet saw itself. A speaker without a country (a bank, the United
    /// Nations) is a side of its own.
    #[must_use]
    pub fn one_side<'d>(&self, dossier: &'d Dossier, event: EventIx) -> Option<&'d str> {
        let record = &dossier[event];
        let country = |actor: ActorIx| dossier[actor].country.as_deref();
        let mut side: Option<&'d str> = None;
        for &report in &self[event].known {
            let report = &record.reports[report as usize];
            match (report.by, report.status) {
                (Some(by), _) => {
                    let of = country(by)?;
                    if side.is_some_and(|side| !side.eq_ignore_ascii_case(of)) {
                        return None;
                    }
                    side = side.or(Some(of));
                }
                (None, Some(status)) if !status.is_forecast() => return None,
                (None, _) => {}
            }
        }
        let side = side?;
        let others = self.event_actors(dossier, event).into_iter().filter_map(country);
        others.into_iter().any(|of| !of.eq_ignore_ascii_case(side)).then_some(side)
    }
}
