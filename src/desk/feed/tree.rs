//! The main reader: finds items in a whole XML tree by local name, whatever the root and version.

use roxmltree::{Document, Node, ParsingOptions};

use super::MOST_ITEMS;
use super::mend::bind_prefixes;
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
        return Err(TreeFault::NoFeed(format!("this is not a feed: the document is `{name}`")));
    }
    let head = root.children().find(|node| node.tag_name().name().eq_ignore_ascii_case("channel")).unwrap_or(root);
    Ok(RawFeed {
        title: own(head, "title").map(markup),
        language: own(head, "language").map(markup).or_else(|| language(head)),
        items: items.into_iter().map(item).collect(),
        broken: None,
    })
}

/// Reads the items of a document that is not well-formed each for itself; those that are not well-formed are left out.
pub(super) fn read_items(text: &str) -> Vec<RawItem> {
    let mut items = Vec::new();
    for name in ["item", "entry"] {
        let (open, close) = (format!("<{name}"), format!("</{name}>"));
        let is_item = |rest: &str| rest.starts_with(|c: char| c == '>' || c.is_ascii_whitespace());
        for part in text.split(&open).skip(1).filter(|part| is_item(part)).take(MOST_ITEMS) {
            let Some(end) = part.find(&close) else { continue };
            let item = format!("<rss>{open}{}{close}</rss>", &part[..end]);
            items.extend(read(&bind_prefixes(&item)).map(|feed| feed.items).unwrap_or_default());
        }
    }
    items
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
    let is_called = |node: Node, name: &str| node.tag_name().name().eq_ignore_ascii_case(name);
    let named = |node: Node| node.is_element() && (is_called(node, "item") || is_called(node, "entry"));
    named(node) && !node.ancestors().skip(1).any(named)
}

fn item(node: Node) -> RawItem {
    let guid = own(node, "guid");
    let texts = |names: &[&str]| names.iter().flat_map(|name| all(node, name)).map(markup).collect::<Vec<_>>();
    let mut published = texts(&["published", "pubDate", "issued", "date", "created", "updated", "modified"]);
    published.extend(attribute(node, "lastmod"));
    let bases = node.ancestors().filter_map(|node| node.attribute((XML, "base"))).map(str::to_owned);
    let mut bases: Vec<String> = bases.collect();
    bases.reverse();
    RawItem {
        // The name that RDF gives an item is not a link.
        guid_is_link: guid
            .map_or_else(|| own(node, "id").is_some(), |guid| guid.attribute("isPermaLink") != Some("false")),
        guid: guid.or_else(|| own(node, "id")).map(markup).or_else(|| about(node)),
        links: links(node),
        title: own(node, "title").or_else(|| of_media(node)).map(markup),
        author: author(node),
        published,
        updated: texts(&["updated", "modified"]),
        language: language(node),
        summary: ["summary", "description", "abstract"].iter().find_map(|name| own(node, name)).map(markup),
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

/// The attribute of an item itself, as CDF has them. Case is ignored.
fn attribute(node: Node, name: &str) -> Option<String> {
    let found = node.attributes().find(|attribute| attribute.name().eq_ignore_ascii_case(name))?;
    Some(found.value().to_owned())
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

/// The title of a film or picture, where the item has none itself.
fn of_media<'a>(node: Node<'a, 'a>) -> Option<Node<'a, 'a>> {
    node.descendants().find(|part| part.tag_name().name() == "title" && is_media(*part))
}

/// Whether an element is one of Media RSS.
fn is_media(node: Node) -> bool {
    node.tag_name().namespace().is_some_and(|namespace| namespace.contains("search.yahoo.com"))
}

/// The best child with this name that is not empty.
fn own<'a>(node: Node<'a, 'a>, name: &str) -> Option<Node<'a, 'a>> {
    let holds = |node: &Node| node.descendants().any(|part| part.text().is_some_and(|text| !text.trim().is_empty()));
    all(node, name).find(holds)
}

/// Addresses: those in the item's own namespace first, http ones first, then `atom:link`, then a `guid`.
fn links(node: Node) -> Vec<String> {
    let link = |link: Node| {
        let page = link.attribute("rel").is_none_or(|rel| rel == "alternate")
            && link.attribute("type").is_none_or(|kind| kind.starts_with("text/") || kind.contains("html"));
        let address = || link.attribute("href").or_else(|| link.text().map(str::trim)).map(str::to_owned);
        page.then(address).flatten()
    };
    let mut found: Vec<String> = all(node, "link").filter_map(link).filter(|link| !link.is_empty()).collect();
    found.extend(attribute(node, "href"));
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
    (!is_media(named)).then(|| markup(named))
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
