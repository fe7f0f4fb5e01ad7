//! The built-in story as records: `assets/story.borsh`, which a test writes from the text of the story and compares with it.
//!
//! The text is parsed and looked through where the program is tested. A start of the program reads the records, and the
//! text where `build.rs` finds that these are of another one.

use borsh::{BorshDeserialize, BorshSerialize};

use crate::dossier::record::{Actor, Corridor, Event, FeedSource, Figure, Kind, Place, Port, SlugLabel, StoryRecord};
use crate::dossier::{ArticleFields, Dossier};

/// All that the files of a dossier say, its references resolved.
#[derive(BorshDeserialize, BorshSerialize)]
struct PackedDossier {
    story: StoryRecord,
    feeds: Vec<FeedSource>,
    labels: Vec<SlugLabel>,
    articles: Vec<ArticleFields>,
    events: Vec<Event>,
    actors: Vec<Actor>,
    ports: Vec<Port>,
    places: Vec<Place>,
    corridors: Vec<Corridor>,
    figures: Vec<Figure>,
}

/// The dossier of these bytes, without its files; `None` if they are none.
pub(super) fn dossier(bytes: &[u8]) -> Option<Dossier> {
    let packed = PackedDossier::try_from_slice(bytes).ok()?;
    let mut dossier = Dossier {
        story: packed.story,
        feeds: packed.feeds,
        events: packed.events,
        actors: packed.actors,
        ports: packed.ports,
        places: packed.places,
        corridors: packed.corridors,
        figures: packed.figures,
        ..Dossier::default()
    };
    packed.labels.into_iter().for_each(|label| dossier.labels.push(label));
    dossier.articles.reserve(packed.articles.len());
    for article in packed.articles {
        dossier.articles.push(article);
    }
    dossier.ids.reserve(Kind::ALL.iter().map(|&kind| dossier.count(kind)).sum());
    // An article has its id in the store.
    for &kind in Kind::ALL.iter().filter(|&&kind| kind != Kind::Article) {
        for rec in dossier.all(kind) {
            let id = dossier.id(rec).into();
            dossier.ids.insert(id, rec);
        }
    }
    Some(dossier)
}

#[cfg(test)]
mod tests;
