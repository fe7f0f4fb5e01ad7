//! `karwan render`: one screen, drawn without a terminal.

use std::cell::RefCell;
use std::io::Write;
use std::sync::Arc;

use keybinds::KeyInput;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use rusqlite::InterruptHandle;

use super::args::{self, RenderFormat};
use super::start::{DisplayFront, start};
use super::{CommandFailure, archive, open, unseen};
use crate::cli::env::ProcessEnv;
use crate::runtime::clock;
use crate::runtime::inbox::{InboxPlace, ListingObserver};
use crate::settings::input::key;
use crate::settings::theme::{ColorDepth, ThemeKind};
use crate::story::change::SeenBaseline;
use crate::ui::app::{Model, ModelStart};
use crate::ui::effect::Effect;
use crate::ui::inbox::InboxListing;
use crate::ui::message::Message;
use crate::ui::picture::{self, ansi, svg};

/// Draws a screen and prints it.
///
/// # Errors
/// If the story does not open, a key cannot be read, or `out` cannot be written.
pub fn run(
    args: &args::RenderArgs,
    env: &ProcessEnv,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<(), CommandFailure> {
    let keys = keys(&args.keys).map_err(|message| CommandFailure::Usage(format!("--keys: {message}")))?;
    let format = args.format.unwrap_or(if env.out.colour { RenderFormat::Ansi } else { RenderFormat::Text });
    let opened = open::open(&args.dossiers, &args.look.config, env, err)?;
    // NO_COLOR is about terminals; a picture keeps its colours.
    let colourless = env.colourless && format != RenderFormat::Svg;
    // A picture has all colours.
    let mut env_of_picture = env.clone();
    env_of_picture.terminal.depth = ColorDepth::True;
    let env = if format == RenderFormat::Svg { &env_of_picture } else { env };
    let dossier = Arc::clone(&opened.dossier);
    let mut start = start(&args.look, dossier, &opened.found, DisplayFront::Screen(args.size), colourless, env)?;
    if format == RenderFormat::Svg && start.paint.theme.kind == ThemeKind::Either {
        // A picture brings its own background.
        start.paint.theme.kind = ThemeKind::Dark;
    }
    let palette = if start.paint.theme.kind == ThemeKind::Light { &svg::LIGHT } else { &svg::DARK };
    let seen = if unseen::asks(&start.filter) { unseen::seen(&opened, env, err)? } else { None };
    let inbox = archive::inbox(env, &opened.found, &opened.paths);
    let (_, buffer) = screen(start, seen, keys, Some(&inbox));
    let text = match format {
        RenderFormat::Ansi => ansi::ansi(&buffer),
        RenderFormat::Text => picture::text(&buffer),
        RenderFormat::Svg => svg::svg(&buffer, palette),
    };
    Ok(out.write_all(text.as_bytes())?)
}

/// The program after some keys, and its screen; `seen` is what counts as seen, where that is asked for. What is listed of
/// the archive is read, nothing is decided and nothing fetched.
pub(super) fn screen(
    start: ModelStart,
    seen: Option<SeenBaseline>,
    keys: Vec<KeyInput>,
    inbox: Option<&InboxPlace>,
) -> (Model, Buffer) {
    let mut buffer = Buffer::empty(Rect::new(0, 0, start.size.0, start.size.1));
    let mut model = Model::new(start);
    let first = std::iter::once(Message::Seen(seen));
    for message in first.chain(keys.into_iter().map(Message::KeyPressed)) {
        let mut effects = model.update(message);
        while let Some(effect) = effects.pop() {
            effects.extend(match (effect, inbox) {
                (Effect::Search(search), _) => {
                    search.run(&|| false);
                    model.update(Message::Searched(search.turn))
                }
                (Effect::ListItems(request), Some(inbox)) => {
                    let found = ListedOnce::default();
                    inbox.list(&request, None, clock::now(), &found);
                    model.update(Message::ItemsListed(request.turn, Box::new(found.0.take())))
                }
                // What else a key asks of the outside (a browser, the clipboard) is not part of a picture.
                _ => Vec::new(),
            });
        }
    }
    let area = buffer.area;
    model.draw(&mut buffer, area);
    (model, buffer)
}

/// Keeps what is listed last.
#[derive(Default)]
struct ListedOnce(RefCell<InboxListing>);

impl ListingObserver for ListedOnce {
    fn starts(&self, _stop: InterruptHandle) {}

    fn finds(&self, listing: InboxListing) {
        *self.0.borrow_mut() = listing;
    }

    fn is_wanted(&self) -> bool {
        true
    }
}

/// The keys of `3 j / "port:gwadar" Enter`: words are keys, what stands in quotes is typed letter by letter.
pub(super) fn keys(text: &str) -> Result<Vec<KeyInput>, String> {
    let (mut keys, mut rest) = (Vec::new(), text.trim_start());
    while !rest.is_empty() {
        let typed = rest.strip_prefix('"').and_then(|rest| rest.split_once('"'));
        if let Some((typed, after)) = typed {
            keys.extend(typed.chars().map(KeyInput::from));
            rest = after.trim_start();
        } else {
            let (word, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            keys.push(key::parse(word)?);
            rest = after.trim_start();
        }
    }
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_words_and_typed_text_stands_in_quotes() {
        let names = |text| keys(text).map(|keys| keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(","));
        assert_eq!(names(" 3  j Ctrl-d ").as_deref(), Ok("3,j,Ctrl+d"));
        assert_eq!(names("/ \"a b:\" Enter").as_deref(), Ok("/,a,Space,b,:,Enter"));
        assert_eq!(names("\"").as_deref(), Ok("\""));
        assert_eq!(names("").as_deref(), Ok(""));
        assert!(names("3 Entre").unwrap_err().contains("did you mean `Enter`?"));
    }
}
