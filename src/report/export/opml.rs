//! OPML 2.0: the feeds that the dossier names, for other feed readers.

use std::io;

use super::clean::{attribute, line, markup};
use super::{ExportLosses, ExportStory};
use crate::dossier::Kind;

/// Writes every feed of the dossier as an outline, regardless of the query. Names and passwords in addresses are left
/// out.
///
/// # Errors
/// Those of `out`.
pub fn write(story: &ExportStory, out: &mut dyn io::Write) -> io::Result<ExportLosses> {
    let dossier = story.dossier;
    let mut losses = ExportLosses::default();
    story.leave_out(Kind::ALL, &mut losses);
    writeln!(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>")?;
    writeln!(out, "<opml version=\"2.0\">")?;
    writeln!(out, "  <head><title>{}</title></head>", markup(&line(&dossier.story.title)))?;
    writeln!(out, "  <body>")?;
    for feed in &dossier.feeds {
        losses.add("names and passwords in addresses, left out", usize::from(feed.login.is_some()));
        losses.add("what a feed is watched for", usize::from(feed.watch.is_some()));
        let name = attribute(&line(feed.name.as_deref().unwrap_or(&feed.url)));
        writeln!(
            out,
            "    <outline type=\"rss\" text=\"{name}\" title=\"{name}\" xmlUrl=\"{}\"/>",
            attribute(&feed.url)
        )?;
    }
    writeln!(out, "  </body>")?;
    writeln!(out, "</opml>")?;
    Ok(losses)
}
