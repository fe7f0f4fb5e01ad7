//! From the trees of all files to one dossier: who has which id, the records, and what is found in them as a whole.

use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use hashbrown::{HashMap, HashSet};
use tracing::debug_span;

use super::context::{KnownIds, LoadContext, LoadLink, StatementOwner};
use super::fault::{FaultPlace, LoadFaults};
use super::large::{self, LargeFile};
use super::node::{self, NodeTable, NodeValue};
use super::source::{FileFormat, SourceText};
use super::{LoadedDossier, ParsedFile, root};
use crate::dossier::Dossier;
use crate::dossier::check::{CheckFinding, check_each};
use crate::dossier::problem::Severity;
use crate::dossier::record::{ArticleIx, Kind, Rec, SourceFile};
use crate::text::NO_FILE;

/// What a dossier is looked through for as a whole.
#[derive(Clone, Copy)]
pub(super) struct WholeCheck<'a> {
    /// The name of the whole, for what is wrong with no file in particular.
    pub name: &'a Path,
    /// No source may be later than this.
    pub today: Option<NaiveDate>,
}

/// Builds the dossier. `large` are the articles that were read already. `None` if something is wrong with these, which never
/// is where there are none.
pub(super) fn assemble(
    sources: &[SourceText],
    (trees, faults): ParsedFile<'_>,
    large: LargeFile,
    check: WholeCheck<'_>,
    text_file: &dyn Fn(usize, &Path) -> Result<String, String>,
) -> Option<LoadedDossier> {
    let _span = debug_span!("assemble", articles_read_as_they_streamed = large.articles.len()).entered();
    let LargeFile { mut articles, based_on } = large;
    let (ids, incomplete) = ids(&trees, articles.len());
    if !articles.is_empty() && ids.keys().any(|id| articles.find(id).is_some()) {
        return None;
    }
    for (ix, names) in based_on {
        let article = |id: &String| match ids.get(id.as_str()) {
            Some(StatementOwner { rec: Rec::Article(ix), .. }) => Some(*ix),
            Some(_) => None,
            None => articles.find(id),
        };
        let named = names.iter().map(article).collect::<Option<Vec<ArticleIx>>>()?;
        articles.set_based_on(ix, named);
    }
    let streamed = articles.len();
    let texts = sources.iter().map(|source| &*source.text).collect();
    let known = KnownIds { texts, ids, articles, incomplete };
    let cx = LoadContext { faults: faults.into(), text_file, ..LoadContext::new(&known) };
    let whole = if sources.is_empty() { FaultPlace::file(0) } else { FaultPlace::new(0, 0..0) };
    let (mut dossier, more) = root::read(&cx, &trees, &whole);
    let (mut faults, links) = (cx.faults.into_inner(), cx.links.into_inner());
    let KnownIds { ids, articles, incomplete, .. } = known;
    dossier.articles = articles;
    for article in more {
        dossier.articles.push(article);
    }
    if !incomplete && !faults.any_full() {
        report(&ids, &links, &mut faults, (&dossier, check.today), streamed)?;
    }
    let beginnings = beginnings(sources, &mut faults, &dossier, streamed);
    let dossier = (!faults.any_error()).then(|| {
        for (id, owner) in ids {
            dossier.name(id, owner.rec);
        }
        for ix in 0..dossier.figures.len() {
            let key = dossier.figures[ix].key.clone();
            dossier.name(&key, Rec::new(Kind::Figure, ix));
        }
        dossier.files = sources.iter().map(|source| SourceFile { path: source.path.clone() }).collect();
        Arc::new(dossier)
    });
    let file = |at: usize| {
        let text = beginnings.get(&at).map(String::as_str);
        sources.get(at).map_or((check.name, ""), |source| (source.path.as_path(), text.unwrap_or(&source.text)))
    };
    let is_there = |source: &&SourceText| source.trouble.as_ref().is_none_or(|(_, why)| why != NO_FILE);
    let files = sources.iter().filter(is_there).map(|source| source.path.clone()).collect();
    Some(LoadedDossier { dossier, problems: faults.problems(&file), files: Some(files) })
}

/// What has to be looked at again of files that were read as they streamed: their text as far as something is said
/// about it. What is said about an article is said at its id.
fn beginnings(
    sources: &[SourceText],
    faults: &mut LoadFaults,
    dossier: &Dossier,
    streamed: usize,
) -> HashMap<usize, String> {
    let mut texts = HashMap::new();
    if streamed == 0 {
        return texts;
    }
    let files: HashSet<usize> = dossier.articles.files().map(|file| file as usize).collect();
    for file in files.into_iter().filter(|&file| sources.get(file).is_some_and(|s| s.format == FileFormat::JsonLines)) {
        if let Some(last) = faults.last_place(file) {
            let text = large::beginning(&sources[file].path, last);
            faults.refine(file, |start| large::place_of_id(&text, start));
            texts.insert(file, text);
        }
    }
    texts
}

/// Who has which id, and whether ids may have been lost to syntax errors. Who comes first has the id.
/// `articles` are there already.
fn ids<'t>(trees: &'t [Option<NodeTable<'_>>], articles: usize) -> (HashMap<&'t str, StatementOwner>, bool) {
    let mut ids = HashMap::new();
    let mut incomplete = false;
    let mut counts = [0; Kind::ALL.len()];
    counts[Kind::Article as usize] = articles;
    for (file, tree) in trees.iter().enumerate() {
        let Some(tree) = tree else {
            incomplete = true;
            continue;
        };
        incomplete |= tree.torn;
        for (kind, count) in Kind::ALL.iter().zip(&mut counts) {
            for (_, table) in tree.tables(kind.word()) {
                let rec = Rec::new(*kind, *count);
                *count += 1;
                match table.get("id").map(|entry| &entry.node) {
                    Some(node::LoadNode { span, value: NodeValue::Text(id) }) => {
                        ids.entry(&**id).or_insert_with(|| StatementOwner { rec, file, span: span.clone() });
                    }
                    _ => incomplete |= table.torn,
                }
            }
        }
    }
    (ids, incomplete)
}

/// Notes what was found in the dossier as a whole, each at the reference or id that it is about; of the first
/// `streamed` articles, at their line. `None` if one of these closes a circle: where, it takes more care to find.
fn report(
    ids: &HashMap<&str, StatementOwner>,
    links: &[LoadLink],
    faults: &mut LoadFaults,
    (dossier, today): (&Dossier, Option<NaiveDate>),
    streamed: usize,
) -> Option<()> {
    let mut places: Option<HashMap<Rec, FaultPlace>> = None;
    let mut clean = true;
    check_each(dossier, today, &mut |finding| {
        let about = finding.about();
        let place = match about {
            Some(Rec::Article(ix)) if ix.ix() < streamed => {
                clean &= finding.severity() != Severity::Error;
                let at = dossier.articles.at(ix);
                let start = usize::try_from(at.offset).unwrap_or(usize::MAX - 1);
                Some(FaultPlace::new(at.file as usize, start..start + 1))
            }
            _ if let Some(at) = finding.at(dossier) => {
                let start = usize::try_from(at.offset).unwrap_or(usize::MAX - 1);
                Some(FaultPlace::new(at.file as usize, start..start + 1))
            }
            _ => {
                let link = match finding {
                    CheckFinding::Circle { from, to, .. } => {
                        links.iter().find(|link| (link.from, link.to) == (from, to))
                    }
                    _ => None,
                };
                let all = || ids.values().map(|owner| (owner.rec, FaultPlace::new(owner.file, owner.span.clone())));
                let places = places.get_or_insert_with(|| all().collect());
                link.map(|link| &link.place).or_else(|| about.and_then(|about| places.get(&about))).cloned()
            }
        };
        if let Some(place) = place {
            faults.add(finding.severity(), place, || finding.message(dossier));
        }
    });
    clean.then_some(())
}
