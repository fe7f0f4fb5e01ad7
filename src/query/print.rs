//! Prints a query as text that parses to an equal query.

use std::fmt::{self, Write as _};

use super::{Query, QueryNode};

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.as_ref().map_or(Ok(()), |node| write_node(f, node, PrintScope::Nothing))
    }
}

#[derive(Clone, Copy, PartialEq)]
enum PrintScope {
    Nothing,
    All,
    Any,
    Not,
}

fn write_node(f: &mut fmt::Formatter<'_>, node: &QueryNode, within: PrintScope) -> fmt::Result {
    match node {
        QueryNode::All(nodes) => grouped(f, nodes, " ", PrintScope::All, within == PrintScope::Not),
        QueryNode::Any(nodes) => {
            grouped(f, nodes, " OR ", PrintScope::Any, matches!(within, PrintScope::All | PrintScope::Not))
        }
        QueryNode::Not(node) => {
            f.write_char('-')?;
            write_node(f, node, PrintScope::Not)
        }
        QueryNode::Words(words) if words.quoted => quote(f, &words.text),
        QueryNode::Words(words) => f.write_str(&words.text),
        QueryNode::Regex(pattern) => write!(f, "/{}/", pattern.text),
        QueryNode::Term(term, values) => {
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

fn grouped(
    f: &mut fmt::Formatter<'_>,
    nodes: &[QueryNode],
    between: &str,
    within: PrintScope,
    parens: bool,
) -> fmt::Result {
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
