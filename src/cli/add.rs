//! `karwan add`: a page of the web, or one that was saved, as an article of a dossier.

use std::fmt::Write as _;
use std::io::{BufRead as _, Write};
use std::path::{Path, PathBuf};

use super::{CommandFailure, args, open};
use crate::cli::env::ProcessEnv;
use crate::desk::edit::{Edit, home};
use crate::desk::page::alike::{self, alike};
use crate::desk::page::{WebPage, article::article};
use crate::dossier::Kind;
use crate::report::wording;
use crate::runtime::clock;
use crate::runtime::edit::EditDesk;
use crate::runtime::fetch;
use crate::runtime::http::HttpLimits;
use crate::text::{safe, wrap};

/// Reads the page, shows what would be added and what is like it, and adds it once that is confirmed.
///
/// # Errors
/// If the page cannot be had or lacks what an article needs, nobody confirms, or the file cannot be written.
pub fn run(
    args: &args::AddArgs,
    env: &ProcessEnv,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<(), CommandFailure> {
    let published = args.published.as_deref().map(|typed| args::date("--published", typed, env.today)).transpose()?;
    let opened = open::open(&args.dossiers.dossiers, &args.dossiers.config, env, err)?;
    let dossier = &*opened.dossier;
    let into = match &args.into {
        Some(path) => dossier
            .files
            .iter()
            .map(|file| &file.path)
            .find(|known| {
                *known == path
                    || (known.canonicalize().ok().is_some() && known.canonicalize().ok() == path.canonicalize().ok())
            })
            .cloned()
            .ok_or_else(|| CommandFailure::Work(format!("`{}` is not a file of this dossier", path.display())))?,
        None => home(dossier, Kind::Article).ok_or_else(|| {
            CommandFailure::Work(
                "the story that is built in has no file to add to; name yours with `-d PATH`".to_owned(),
            )
        })?,
    };
    let (page, fetched) = page(args, &args.source, HttpLimits::default()).map_err(CommandFailure::Work)?;
    let page = WebPage { published: published.or(page.published), ..page };
    let (id, edit) = article(&page, dossier, fetched.then_some(env.today)).map_err(CommandFailure::Work)?;
    show(&page, &id, &into, out)?;
    for like in alike(dossier, &page) {
        writeln!(err, "note: {}", safe(&alike::told(dossier, like)))?;
    }
    out.flush()?;
    confirm(args.yes, env, "add it?", err)?;
    write(&opened.paths, env, &edit, &into, out)
}

/// The page, and whether it was fetched rather than read from a file.
fn page(args: &args::AddArgs, source: &str, limits: HttpLimits) -> Result<(WebPage, bool), String> {
    let (page, fetched) = fetch::page(source, args.url.as_deref(), limits)?;
    let given = |value: &Option<String>, read: Option<String>| value.clone().or(read);
    Ok((
        WebPage {
            title: given(&args.title, page.title),
            outlet: given(&args.outlet, page.outlet),
            author: page.author,
            published: page.published,
            language: given(&args.language, page.language),
            url: given(&args.url, page.url),
            text: page.text.filter(|_| !args.no_text),
        },
        fetched,
    ))
}

/// What would be added, a line for each key; of the text the first lines.
fn show(page: &WebPage, id: &str, into: &Path, out: &mut dyn Write) -> Result<(), CommandFailure> {
    let missing = |what: &Option<String>| what.clone().unwrap_or_else(|| "(not given)".to_owned());
    let published = page.published.as_ref().map(|date| date.as_str().to_owned());
    let mut lines = vec![
        ("title", missing(&page.title)),
        ("outlet", missing(&page.outlet)),
        ("author", missing(&page.author)),
        ("published", missing(&published)),
        ("language", missing(&page.language)),
        ("url", missing(&page.url)),
    ];
    let text = page.text.as_deref().unwrap_or_default();
    let mut shown = String::new();
    let _ = match text.split_whitespace().count() {
        0 => write!(shown, "(none)"),
        words => write!(
            shown,
            "{}: {}",
            wording::count(words, "word", "words"),
            text.split("\n\n").next().unwrap_or_default()
        ),
    };
    lines.push(("text", shown));
    lines.push(("id", id.to_owned()));
    lines.push(("into", into.display().to_string()));
    for (key, value) in lines {
        for (n, row) in wrap(&safe(&value), 86).iter().take(4).enumerate() {
            writeln!(out, "{:<10} {row}", if n == 0 { key } else { "" })?;
        }
    }
    Ok(())
}

/// Asks on standard error, and reads the answer from the terminal.
///
/// # Errors
/// If nobody can be asked, or the answer is no.
pub(super) fn confirm(yes: bool, env: &ProcessEnv, question: &str, err: &mut dyn Write) -> Result<(), CommandFailure> {
    if yes {
        return Ok(());
    }
    if !env.asks {
        return Err(CommandFailure::Work(
            "nothing was written: there is no terminal to ask on; give --yes to confirm".to_owned(),
        ));
    }
    let answer = answer(&format!("{question} [y/N] "), err)?;
    if matches!(answer.to_lowercase().as_str(), "y" | "yes") {
        Ok(())
    } else {
        Err(CommandFailure::Work("nothing was written".to_owned()))
    }
}

/// What the user answers, without spaces around it; empty at the end of the input.
pub(super) fn answer(question: &str, err: &mut dyn Write) -> std::io::Result<String> {
    write!(err, "{question}")?;
    err.flush()?;
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    Ok(answer.trim().to_owned())
}

/// Writes through the desk, so that it can be undone in the program.
fn write(
    paths: &[PathBuf],
    env: &ProcessEnv,
    edit: &Edit,
    into: &Path,
    out: &mut dyn Write,
) -> Result<(), CommandFailure> {
    let state = env.places.state.as_ref().map(|state| state.join("karwan"));
    let now = clock::stamp();
    let said = EditDesk::new(paths.to_vec(), state.as_deref())
        .save(edit, into, &now)
        .map_err(|refusal| CommandFailure::Work(refusal.why))?;
    Ok(writeln!(out, "{}", safe(&said))?)
}
