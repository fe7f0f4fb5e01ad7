//! The text of an article among all else that a page shows: the paragraphs of its `<article>`, else of `<main>`, else
//! of the page, without what is mostly links.

use super::one_line;

/// Paragraphs that are shorter in all cannot be an article.
const SHORTEST: usize = 80;
/// Paragraphs that are kept.
const MOST: usize = 2_000;

/// What stands around the text, and is none of it.
const AROUND: &[&str] =
    &["nav", "header", "footer", "aside", "form", "button", "figure", "select", "svg", "iframe", "dialog", "menu"];
/// Elements whose text is a paragraph.
const BLOCKS: &[&str] = &["p", "h2", "h3", "h4", "li", "blockquote", "pre", "dd", "dt"];

/// What was gathered so far.
#[derive(Default)]
pub(super) struct Body {
    /// Open elements that matter: what stands around, and what holds an article.
    open: Vec<(String, Option<usize>)>,
    /// How many of them stand around.
    around: usize,
    /// How many elements hold an article or the main part.
    holders: usize,
    paragraph: Option<Paragraph>,
    links: usize,
    done: Vec<Paragraph>,
}

#[derive(Default)]
struct Paragraph {
    text: String,
    /// Bytes of it that are links.
    linked: usize,
    /// Its holder, and whether that is an `<article>`.
    holder: Option<(usize, bool)>,
}

impl Body {
    pub fn start(&mut self, name: &str) {
        if BLOCKS.contains(&name) || matches!(name, "div" | "section" | "ul" | "ol" | "table" | "tr") {
            self.close();
        }
        if AROUND.contains(&name) {
            self.close();
            self.open.push((name.to_owned(), None));
            self.around += 1;
        } else if matches!(name, "article" | "main") {
            self.close();
            self.holders += 1;
            self.open.push((name.to_owned(), Some(self.holders)));
        } else if BLOCKS.contains(&name) && self.around == 0 {
            let holder = self.open.iter().rev().find_map(|(name, n)| Some(((*n)?, name == "article")));
            self.paragraph = Some(Paragraph { holder, ..Paragraph::default() });
        } else if name == "br" {
            self.text("\n");
        } else if name == "a" {
            self.links += 1;
        }
    }

    pub fn end(&mut self, name: &str) {
        if name == "a" {
            self.links = self.links.saturating_sub(1);
        } else if BLOCKS.contains(&name) || matches!(name, "div" | "section") {
            self.close();
        } else if let Some(at) = self.open.iter().rposition(|(open, _)| open == name) {
            self.close();
            // What was left open within ends here too.
            self.open.truncate(at);
            self.around = self.open.iter().filter(|(_, holder)| holder.is_none()).count();
        }
    }

    pub fn text(&mut self, text: &str) {
        if let Some(paragraph) = self.paragraph.as_mut().filter(|_| self.around == 0) {
            paragraph.text.push_str(text);
            if self.links > 0 {
                paragraph.linked += text.trim().len();
            }
        }
    }

    fn close(&mut self) {
        self.links = 0;
        let Some(mut paragraph) = self.paragraph.take() else { return };
        paragraph.text = one_line(&paragraph.text);
        let is_link = paragraph.linked * 2 > paragraph.text.len();
        if !paragraph.text.is_empty() && !is_link && self.done.len() < MOST {
            self.done.push(paragraph);
        }
    }

    /// The paragraphs of the holder that has the most of them, in words; `<article>` before `<main>` before all.
    pub fn text_of_article(mut self) -> Option<String> {
        self.close();
        let holders = |article: bool| {
            let mut sums = vec![0; self.holders + 1];
            for paragraph in &self.done {
                if let Some((n, _)) = paragraph.holder.filter(|&(_, is)| is == article) {
                    sums[n] += paragraph.text.len();
                }
            }
            let best = sums.iter().enumerate().max_by_key(|&(n, sum)| (*sum, std::cmp::Reverse(n)));
            best.filter(|&(_, &sum)| sum >= SHORTEST).map(|(n, _)| n)
        };
        let holder = holders(true).or_else(|| holders(false));
        let kept: Vec<&str> = self
            .done
            .iter()
            .filter(|paragraph| holder.is_none() || paragraph.holder.map(|(n, _)| n) == holder)
            .map(|paragraph| paragraph.text.as_str())
            .collect();
        let text = kept.join("\n\n");
        (text.len() >= SHORTEST).then_some(text)
    }
}
