//! Other programs on the same data.

use std::path::Path;

use karwan::article_index::ArticleIndex;
use karwan::dossier::Articles;

pub fn measure(_: &Path, _: &Articles, _: &ArticleIndex) {}
