//! Other programs on the same data.

use std::path::Path;

use karwan::dossier::Articles;
use karwan::query::article_index::ArticleIndex;

pub fn measure(_: &Path, _: &Articles, _: &ArticleIndex) {}
