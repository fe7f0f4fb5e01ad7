//! Finds articles of the dossier that resemble a page: the same address, the same headline, or nearly the same
//! text. They are shown to the user; nothing is merged, because two papers that print the same text are two articles.

use hashbrown::HashSet;
use unicode_normalization::UnicodeNormalization as _;

use super::{WebPage, canonical, site};
use crate::dossier::{ArticleIx, Dossier};
use crate::report::wording;

/// The number of words in a shingle.
const SHINGLE: usize = 5;
/// The share of common shingles from which on two texts are nearly the same.
const NEAR: f64 = 0.5;
/// Texts with fewer words are not compared.
const FEWEST: usize = 20;

/// Why an article resembles a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LikeReason {
    /// The same address, in any spelling.
    Address,
    /// The same headline, apart from case and punctuation.
    Headline,
    /// The share of common text, from 0 to 1.
    Text(f64),
}

/// An article of the dossier that resembles a page, and why.
#[must_use]
pub fn told(dossier: &Dossier, (ix, like): (ArticleIx, LikeReason)) -> String {
    let known = format!("`{}` ({})", dossier.articles.get(ix).id, wording::citation(dossier, Some(ix)));
    match like {
        LikeReason::Address => format!("the dossier has this address already: {known}"),
        LikeReason::Headline => format!("the dossier has an article with this headline: {known}"),
        LikeReason::Text(part) => format!("{:.0} % of the text is that of {known}", (part * 100.0).floor()),
    }
}

/// The articles that resemble a page, in file order, each with its strongest reason.
#[must_use]
pub fn alike(dossier: &Dossier, page: &WebPage) -> Vec<(ArticleIx, LikeReason)> {
    let address = page.url.as_deref().and_then(canonical);
    let headline = page.title.as_deref().map(words).filter(|words| words.len() > 2);
    let text = page.text.as_deref().map(words).filter(|words| words.len() >= FEWEST);
    let shingles = text.as_deref().map(shingles);
    let like = |(ix, article): (ArticleIx, crate::dossier::Article<'_>)| {
        let same_address = address.is_some() && article.url.and_then(canonical) == address;
        if same_address {
            return Some((ix, LikeReason::Address));
        }
        if let (Some(shingles), Some(text)) = (&shingles, article.text) {
            let words = words(text);
            if words.len() >= FEWEST {
                let shared = jaccard(shingles, &self::shingles(&words));
                if shared >= NEAR {
                    return Some((ix, LikeReason::Text(shared)));
                }
            }
        }
        let same_headline = headline.as_ref().is_some_and(|headline| *headline == words(article.title));
        same_headline.then_some((ix, LikeReason::Headline))
    };
    dossier.articles.iter().filter_map(like).collect()
}

/// The article with an address, in any spelling.
#[must_use]
pub fn with_address(dossier: &Dossier, address: &str) -> Option<ArticleIx> {
    let (site, wanted) = (site(address)?, canonical(address)?);
    // Few articles are from the same site, and only those are compared closely.
    let of_site = |url: &str| url.to_ascii_lowercase().contains(&site);
    let is = |url: &str| of_site(url) && canonical(url).as_ref() == Some(&wanted);
    dossier.articles.iter().find(|(_, article)| article.url.is_some_and(is)).map(|(ix, _)| ix)
}

/// The article that a page is already: the one with its address; where it has none, the one with its headline and outlet.
#[must_use]
pub fn same_page(dossier: &Dossier, page: &WebPage) -> Option<ArticleIx> {
    if let Some(address) = &page.url {
        return with_address(dossier, address);
    }
    let (title, outlet) = (page.title.as_deref()?, page.outlet.as_deref()?);
    let mut articles = dossier.articles.iter();
    articles.find(|(_, article)| article.title == title && article.outlet == outlet).map(|(ix, _)| ix)
}

/// The words of a text in lower case, without accents and punctuation.
fn words(text: &str) -> Vec<String> {
    let plain: String = text.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).collect();
    let plain = plain.to_lowercase();
    plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn shingles(words: &[String]) -> HashSet<&[String]> {
    words.windows(SHINGLE).collect()
}

#[allow(clippy::cast_precision_loss)] // counts of words, far below 2^52
fn jaccard(a: &HashSet<&[String]>, b: &HashSet<&[String]>) -> f64 {
    let both = a.intersection(b).count();
    both as f64 / (a.len() + b.len() - both).max(1) as f64
}
