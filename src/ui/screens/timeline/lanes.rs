//! The lanes of the Timeline: the lines that it shows, with all events together or grouped.

use hashbrown::HashMap;

use crate::dossier::{EventIx, Kind, Rec};
use crate::ui::screens::ScreenContext;
use crate::ui::screens::event_order::EventOrder;

/// What the events are grouped into lanes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum TimelineLanes {
    #[default]
    None,
    Actor,
    Port,
    Kind,
}

impl TimelineLanes {
    /// The next way to group them.
    pub(super) fn next(self) -> TimelineLanes {
        match self {
            TimelineLanes::None => TimelineLanes::Actor,
            TimelineLanes::Actor => TimelineLanes::Port,
            TimelineLanes::Port => TimelineLanes::Kind,
            TimelineLanes::Kind => TimelineLanes::None,
        }
    }

    /// What the pane is called.
    pub(super) fn title(self) -> &'static str {
        match self {
            TimelineLanes::None => "Timeline",
            TimelineLanes::Actor => "Timeline by actor",
            TimelineLanes::Port => "Timeline by port",
            TimelineLanes::Kind => "Timeline by kind",
        }
    }

    /// The events that match the filter, in an order, lane by lane; the lane with the most events first.
    pub(super) fn lines(self, cx: &ScreenContext<'_>, order: EventOrder) -> Vec<TimelineLine> {
        let rows = cx.shown.of(Kind::Event).iter();
        let mut events: Vec<EventIx> =
            rows.filter_map(|r| if let Rec::Event(ix) = r { Some(ix) } else { None }).collect();
        order.sort(cx, &mut events, |&ix| ix);
        if self == TimelineLanes::None {
            return events.into_iter().map(TimelineLine::Event).collect();
        }
        let mut lanes: HashMap<String, Vec<EventIx>> = HashMap::new();
        for ix in events {
            let names: Vec<String> = match self {
                TimelineLanes::Actor => {
                    let actors = cx.snapshot.event_actors(cx.dossier, ix);
                    actors.into_iter().map(|a| cx.dossier[a].name.clone()).collect()
                }
                TimelineLanes::Port => {
                    let ports = cx.snapshot.event_ports(cx.dossier, ix);
                    ports.into_iter().map(|p| cx.dossier[p].name.clone()).collect()
                }
                TimelineLanes::Kind | TimelineLanes::None => vec![cx.dossier[ix].kind.to_string()],
            };
            for name in names {
                lanes.entry(name).or_default().push(ix);
            }
        }
        let mut lanes: Vec<(String, Vec<EventIx>)> = lanes.into_iter().collect();
        lanes.sort_by(|(a, x), (b, y)| y.len().cmp(&x.len()).then(a.cmp(b)));
        let mut lines = Vec::new();
        for (name, events) in lanes {
            lines.push(TimelineLine::Lane(name, events.len()));
            lines.extend(events.into_iter().map(TimelineLine::Event));
        }
        lines
    }
}

/// One line: the heading of a lane, or an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TimelineLine {
    Lane(String, usize),
    Event(EventIx),
}
