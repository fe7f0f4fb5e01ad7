//! The inbox of a dossier: undecided items of its feeds that match what it watches for.

use crate::dossier::FeedSource;
use crate::query::{ItemQuery, ItemState, ItemValues, QueryView, parse};

/// What a dossier watches for.
#[derive(Clone, Debug)]
pub struct InboxQuery {
    /// The items of its feeds that match, whatever was decided about them.
    pub watched: ItemQuery,
}

impl InboxQuery {
    /// The query of a dossier's inbox. A feed with a `watch` of its own contributes what matches that; everything else
    /// in the archive must match the story's `watch`. Without one, everything from the dossier's feeds counts, or
    /// everything in the archive if it names no feeds. Parts of a `watch` that cannot be parsed are ignored, as
    /// everywhere.
    #[must_use]
    pub fn of(view: &QueryView, values: &ItemValues) -> InboxQuery {
        let dossier = view.dossier;
        let story = dossier.story.watch.as_deref();
        let read = |watch: &str| parse(watch, view.snapshot.day).query.of_items(view, values);
        let urls = |feeds: &[&FeedSource]| ItemQuery::Feed(feeds.iter().map(|feed| feed.url.clone()).collect());
        let (own, plain): (Vec<&FeedSource>, Vec<&FeedSource>) =
            dossier.feeds.iter().partition(|feed| feed.watch.is_some());
        let others = match (story, dossier.feeds.is_empty()) {
            (Some(watch), true) => read(watch),
            (Some(watch), false) => ItemQuery::All(vec![read(watch), ItemQuery::Not(Box::new(urls(&own)))]),
            (None, true) => ItemQuery::All(Vec::new()),
            (None, false) => urls(&plain),
        };
        let own = own.iter().map(|feed| {
            let watch = feed.watch.as_deref().map(read);
            ItemQuery::All(std::iter::once(urls(&[*feed])).chain(watch).collect())
        });
        InboxQuery { watched: ItemQuery::Any(std::iter::once(others).chain(own).collect()) }
    }

    /// What the inbox shows under a filter: the matching items that are not decided yet, unless the
    /// filter itself asks for decisions (`is:kept`).
    #[must_use]
    pub fn shown(&self, filter: ItemQuery) -> ItemQuery {
        let mut all = vec![self.watched.clone()];
        if !filter.asks_state() {
            all.push(ItemQuery::State(ItemState::New));
        }
        all.push(filter);
        ItemQuery::All(all)
    }
}
