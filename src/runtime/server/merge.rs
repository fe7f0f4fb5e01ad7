//! What an item says after two clients brought it, each with what it had seen: everything, in the order in which it was seen.

use crate::desk::archive::transfer::lines::{ItemLine, VersionLine};

/// Both in one; the server's comes first where nothing else decides.
pub(super) fn merge(server: &ItemLine, brought: &ItemLine) -> ItemLine {
    let mut said: Vec<VersionLine> = [server, brought].into_iter().flat_map(told).collect();
    said.sort_by_key(|version| version.seen);
    said.dedup_by(|later, earlier| same(later, earlier));
    let mut feeds = server.feeds.clone();
    feeds.extend(brought.feeds.iter().filter(|feed| !server.feeds.contains(feed)).cloned());
    let mut merged = ItemLine { feeds, seen: server.seen.min(brought.seen), ..server.clone() };
    let newest = if moment(brought) > moment(server) { brought } else { server };
    merged.updated = newest.updated.or(server.updated).or(brought.updated);
    if let Some(last) = said.pop() {
        merged.changed = (!said.is_empty()).then_some(last.seen);
        (merged.title, merged.summary, merged.text) = (last.title, last.summary, last.text);
    }
    merged.versions = said;
    merged
}

/// When an item came to say what it says.
fn moment(line: &ItemLine) -> i64 {
    line.changed.unwrap_or(line.seen)
}

/// All that an item said, the newest last.
fn told(line: &ItemLine) -> Vec<VersionLine> {
    let now = VersionLine {
        seen: moment(line),
        title: line.title.clone(),
        summary: line.summary.clone(),
        text: line.text.clone(),
    };
    line.versions.iter().cloned().chain([now]).collect()
}

fn same(a: &VersionLine, b: &VersionLine) -> bool {
    (&a.title, &a.summary, &a.text) == (&b.title, &b.summary, &b.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(seen: i64, title: &str) -> VersionLine {
        VersionLine { seen, title: Some(title.into()), summary: None, text: None }
    }

    /// An item that said this, the last of it now.
    fn item(said: &[(i64, &str)], feed: &str) -> ItemLine {
        let (last, before) = said.split_last().expect("it says something");
        ItemLine {
            id: "k".into(),
            row: 1,
            guid: "g".into(),
            feeds: vec![feed.into()],
            url: None,
            title: Some(last.1.into()),
            author: None,
            outlet: "o".into(),
            language: None,
            published: None,
            updated: None,
            seen: said[0].0,
            changed: (!before.is_empty()).then_some(last.0),
            summary: None,
            text: None,
            versions: before.iter().map(|(seen, title)| version(*seen, title)).collect(),
        }
    }

    #[test]
    fn what_two_clients_saw_is_one_history() {
        let server = item(&[(0, "a"), (10, "b")], "x");
        assert_eq!(merge(&server, &server), server);
        // The same change, seen a little later elsewhere, is the same change.
        let later = item(&[(3, "a"), (12, "b")], "y");
        let merged = merge(&server, &later);
        assert_eq!(merged, ItemLine { feeds: vec!["x".into(), "y".into()], ..server.clone() });
        // A client that was away brings what lies between.
        let away = item(&[(0, "a"), (5, "between")], "x");
        let merged = merge(&server, &away);
        assert_eq!((merged.title.as_deref(), merged.changed), (Some("b"), Some(10)));
        assert_eq!(merged.versions, [version(0, "a"), version(5, "between")]);
        let merged = merge(&away, &server);
        assert_eq!((merged.title.as_deref(), merged.changed), (Some("b"), Some(10)));
    }
}
