//! The main reader: finds items in a whole XML tree by local name, whatever the root and version.

use roxmltree::{Document, Node, ParsingOptions};

use super::MOST_ITEMS;
use super::raw::{RawFeed, RawItem, from_base64};

/// The maximum nesting of elements.
const DEPTH: u32 = 256;
/// The maximum number of elements, texts and attributes of one document.
const NODES: u32 = 4_000_000;
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Why a document was not read.
pub(super) enum TreeFault {
    /// It is not well-formed: why, and where.
    NoXml(String),
    /// It is well-formed, but not a feed, or beyond a limit.
    NoFeed(String),
}

/// Reads a document that contains a feed.
pub(super) fn read(text: &str) -> Result<RawFeed, TreeFault> {
    let options = ParsingOptions { nodes_limit: NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| TreeFault::NoXml(error.to_string()))?;
    if is_deep(&document) {
        return Err(TreeFault::NoFeed(format!("elements nest deeper than {DEPTH}")));
    }
    let root = document.root_element();
    let items: Vec<Node> = document.descendants().filter(|node| is_item(*node)).take(MOST_ITEMS).collect();
    let holds = |name: &str| root.tag_name().name().eq_ignore_ascii_case(name);
    if items.is_empty() && !["rss", "rdf", "feed", "channel"].iter().any(|name| holds(name)) {
        let name = crate::text::cut(root.tag_name().name(), 40, "…").into_owned();
        return Err(TreeFault::NoFeed(format!("this is no feed: the document is `{name}`")));
    }
    let head = root.children().find(|node| node.tag_name().name().eq_ignore_ascii_case("channel")).unwrap_or(root);
    Ok(RawFeed {
        title: own(head, "title").map(markup),
        language: own(head, "language").map(markup).or_else(|| language(head)),
        items: items.into_iter().map(item).collect(),
        broken: None,
    })
}

/// Whether elements nest deeper than [`DEPTH`].
fn is_deep(document: &Document) -> bool {
    // A parent comes before its children.
    let mut depths: Vec<u32> = Vec::new();
    for node in document.descendants() {
        let depth = node.parent().map_or(0, |parent| depths[parent.id().get_usize()] + 1);
        let at = node.id().get_usize();
        depths.resize(depths.len().max(at + 1), 0);
        depths[at] = depth;
        if depth > DEPTH {
            return true;
        }
    }
    false
}

/// An item that is not nested in another.
fn is_item(node: Node) -> bool {
    let named = |node: Node| matches!(node.tag_name().name(), "item" | "entry") && node.is_element();
    named(node) && !node.ancestors().skip(1).any(named)
}

fn item(node: Node) -> RawItem {
    let guid = own(node, "guid");
    let texts = |names: &[&str]| names.iter().flat_map(|name| all(node, name)).map(markup).collect();
    let bases = node.ancestors().filter_map(|node| node.attribute((XML, "base"))).map(str::to_owned);
    let mut bases: Vec<String> = bases.collect();
    bases.reverse();
    RawItem {
        guid_is_link: guid.is_some_and(|guid| guid.attribute("isPermaLink").is_none_or(|value| value != "false")),
        guid: guid.or_else(|| own(node, "id")).map(markup).or_else(|| about(node)),
        links: links(node),
        title: own(node, "title").map(markup),
        author: author(node),
        published: texts(&["published", "pubDate", "issued", "date", "created", "updated", "modified"]),
        updated: texts(&["updated", "modified"]),
        language: language(node),
        summary: own(node, "summary").or_else(|| own(node, "description")).map(markup),
        text: content(node),
        bases,
    }
}

/// The RDF name of an item.
fn about(node: Node) -> Option<String> {
    let of_rdf = |attribute: &roxmltree::Attribute| {
        attribute.name() == "about" && attribute.namespace().is_some_and(|ns| ns.ends_with("rdf-syntax-ns#"))
    };
    node.attributes().find(of_rdf).map(|attribute| attribute.value().to_owned())
}

/// The children with this name, those in the format's own namespace or none first. Case is ignored.
fn all<'a>(node: Node<'a, 'a>, name: &str) -> impl Iterator<Item = Node<'a, 'a>> {
    let home = node.tag_name().namespace();
    let mut found: Vec<Node> = node
        .children()
        .filter(|child| child.is_element() && child.tag_name().name().eq_ignore_ascii_case(name))
        .collect();
    found.sort_by_key(|child| child.tag_name().namespace().is_some_and(|namespace| Some(namespace) != home));
    found.into_iter()
}

/// The best child with this name that is not empty.
fn own<'a>(node: Node<'a, 'a>, name: &str) -> Option<Node<'a, 'a>> {
    let holds = |node: &Node| node.descendants().any(|part| part.text().is_some_and(|text| !text.trim().is_empty()));
    all(node, name).find(holds)
}

/// Addresses: those in the item's own namespace first, http ones first, then `atom:link`, then a `guid`.
fn links(node: Node) -> Vec<String> {
    let link = |link: Node| {
        let Some(href) = link.attribute("href") else { return link.text().map(|text| text.trim().to_owned()) };
        let page = link.attribute("rel").is_none_or(|rel| rel == "alternate")
            && link.attribute("type").is_none_or(|kind| kind.starts_with("text/") || kind.contains("html"));
        page.then(|| href.to_owned())
    };
    let mut found: Vec<String> = all(node, "link").filter_map(link).filter(|link| !link.is_empty()).collect();
    found.sort_by_key(|link| link.contains(':') && !link.starts_with("http"));
    found
}

fn author(node: Node) -> Option<String> {
    let name = own(node, "author").map(|author| own(author, "name").or_else(|| own(author, "email")).unwrap_or(author));
    let name = name.or_else(|| own(node, "creator")).map(markup)?;
    // RSS writes `address (name)`.
    let within = name.split_once('(').filter(|(address, _)| address.contains('@'));
    Some(within.and_then(|(_, name)| name.trim().strip_suffix(')').map(str::to_owned)).unwrap_or(name))
}

/// `dc:language`, otherwise the nearest `xml:lang`.
fn language(node: Node) -> Option<String> {
    let said = all(node, "language").find_map(|node| node.text().map(str::to_owned));
    said.or_else(|| node.ancestors().find_map(|node| node.attribute((XML, "lang"))).map(str::to_owned))
}

/// The text: Atom's `content`, RSS's `content:encoded`, XHTML's `body`.
fn content(node: Node) -> Option<String> {
    let named = ["encoded", "content", "body", "fullitem"].iter().find_map(|name| own(node, name))?;
    // Media RSS has a `content` of its own, which is a picture.
    let media = named.tag_name().namespace().is_some_and(|namespace| namespace.contains("search.yahoo.com"));
    (!media).then(|| markup(named))
}

/// The content of an element as HTML or text: nested elements become tags again.
fn markup(node: Node) -> String {
    let says = |name: &str| node.attribute(name).unwrap_or_default();
    let mut out = String::new();
    if node.children().any(|child| child.is_element()) {
        inner(node, &mut out);
        return out;
    }
    node.children().filter_map(|child| child.text()).for_each(|text| out.push_str(text));
    let kind = says("type");
    let packed = says("mode") == "base64" || kind.contains('/') && !kind.starts_with("text/") && !kind.contains("xml");
    packed.then(|| from_base64(&out)).flatten().unwrap_or(out)
}

/// Not deeper than [`DEPTH`].
fn inner(node: Node, out: &mut String) {
    for child in node.children() {
        if child.is_element() {
            let name = child.tag_name().name();
            out.extend(["<", name, ">"]);
            inner(child, out);
            out.extend(["</", name, ">"]);
        } else if let Some(text) = child.text().filter(|_| child.is_text()) {
            out.push_str(&text.replace('&', "&amp;").replace('<', "&lt;"));
        }
    }
}
