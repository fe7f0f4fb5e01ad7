//! Prints a query as text that parses to an equal query.

use std::fmt::{self, Write as _};

use super::{Node, Query};

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.as_ref().map_or(Ok(()), |node| write_node(f, node, Within::Nothing))
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Within {
    Nothing,
    All,
    Any,
    Not,
}

fn write_node(f: &mut fmt::Formatter<'_>, node: &Node, within: Within) -> fmt::Result {
    match node {
        Node::All(nodes) => grouped(f, nodes, " ", Within::All, within == Within::Not),
        Node::Any(nodes) => grouped(f, nodes, " OR ", Within::Any, matches!(within, Within::All | Within::Not)),
        Node::Not(node) => {
            f.write_char('-')?;
            write_node(f, node, Within::Not)
        }
        Node::Words(words) if words.quoted => quote(f, &words.text),
        Node::Words(words) => f.write_str(&words.text),
        Node::Regex(pattern) => write!(f, "/{}/", pattern.text),
        Node::Term(term, values) => {
            write!(f, "{}:", term.key)?;
            for (k, value) in values.iter().enumerate() {
                if k > 0 {
                    f.write_char(',')?;
                }
                if value.quoted { quote(f, &value.text)? } else { f.write_str(&value.text)? }
            }
            Ok(())
        }
    }
}

fn grouped(f: &mut fmt::Formatter<'_>, nodes: &[Node], between: &str, within: Within, parens: bool) -> fmt::Result {
    if parens {
        f.write_char('(')?;
    }
    for (k, node) in nodes.iter().enumerate() {
        if k > 0 {
            f.write_str(between)?;
        }
        write_node(f, node, within)?;
    }
    if parens { f.write_char(')') } else { Ok(()) }
}

fn quote(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str(&quoted(text))
}

/// In quotation marks, with what needs it escaped.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A value written so that it parses to this text after a colon: bare if possible.
pub(super) fn value(text: &str) -> String {
    let bare = !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || "()\",*\\".contains(c));
    if bare { text.to_owned() } else { quoted(text) }
}
