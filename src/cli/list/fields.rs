//! The fields of TSV, by kind: those of the JSON that are one value or a list of values.

use crate::dossier::Kind;

/// The fields, in order.
pub(super) fn of(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Event => &[
            "id",
            "title",
            "kind",
            "status",
            "date",
            "earliest",
            "latest",
            "slip_days",
            "actors",
            "ports",
            "corridors",
            "places",
            "tags",
            "sources",
            "reports",
            "origins",
            "contested",
        ],
        Kind::Actor => {
            &["id", "name", "kind", "country", "title", "aliases", "wikidata", "sources", "events", "summary"]
        }
        Kind::Port => &[
            "id",
            "name",
            "country",
            "latitude",
            "longitude",
            "locode",
            "operator",
            "aliases",
            "sources",
            "events",
            "figures",
            "summary",
        ],
        Kind::Place => {
            &["id", "name", "kind", "country", "latitude", "longitude", "aliases", "sources", "events", "figures"]
        }
        Kind::Corridor => &[
            "id",
            "name",
            "status",
            "weakest_leg",
            "since",
            "days_closed",
            "length_km",
            "known_length_km",
            "legs_without_length",
            "great_circle_km",
            "branch_of",
            "aliases",
            "sources",
            "reports",
            "events",
            "summary",
        ],
        Kind::Article => &[
            "id",
            "title",
            "outlet",
            "url",
            "published",
            "earliest",
            "latest",
            "language",
            "kind",
            "known",
            "based_on",
            "relays",
            "tags",
            "summary",
        ],
        Kind::Figure => &[
            "id",
            "about",
            "metric",
            "kind",
            "value",
            "min",
            "max",
            "unit",
            "period",
            "earliest",
            "latest",
            "definition",
            "by",
            "source",
            "known",
            "contested",
            "contested_by",
            "quote",
        ],
    }
}
