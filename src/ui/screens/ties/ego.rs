//! The picture of an actor's ties: the actor in the middle, the others at its spokes, grouped by bond.
//!
//! ```text
//!  met, 14                                             office, 3
//!   Shehbaz Sharif 5 ━━┓                          ┏━━━ Ministry: Akan Rakhmetullin
//!        Ishaq Dar 3 ──┨   ┏━━━━━━━━━━━━━━━━━━┓   ┃    agrees, 1
//!          12 more   ──╂───┨ Murat Nurtleu    ┠───╂─── …
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::ActorIx;
use crate::report::card;
use crate::report::wording;
use crate::settings::theme::StyleRole;
use crate::story::{ActorTie, TieKind};
use crate::text;
use crate::ui::screens::ScreenContext;
use crate::ui::widgets::paint::StyledText;

/// A row of one side of the picture.
#[derive(Clone, Debug, PartialEq)]
pub enum TieSpoke {
    /// The bond of the rows below, and the number of ties.
    Group(TieKind, usize),
    /// A tie, by its position in the list.
    Tie(usize),
    /// The number of ties that did not fit.
    More(usize),
}

/// The bonds on the left and on the right side.
const SIDES: [&[TieKind]; 2] =
    [&[TieKind::Met, TieKind::Signed], &[TieKind::Office, TieKind::Agrees, TieKind::Differs]];

/// Distributes the ties over `rows` rows per side: each group with as many of its first ties as fit, the rest counted.
#[must_use]
pub fn spokes(ties: &[ActorTie], rows: usize) -> [Vec<TieSpoke>; 2] {
    SIDES.map(|bonds| {
        let groups: Vec<(TieKind, Vec<usize>)> = bonds
            .iter()
            .map(|&bond| (bond, (0..ties.len()).filter(|&n| ties[n].bond == bond).collect::<Vec<_>>()))
            .filter(|(_, of)| !of.is_empty())
            .collect();
        // In turns, so that no group is left without a row.
        let mut shares = vec![0; groups.len()];
        let mut left = rows.saturating_sub(groups.len());
        while left > 0 {
            let before = left;
            for (share, (_, of)) in shares.iter_mut().zip(&groups) {
                if *share < of.len() && left > 0 {
                    *share += 1;
                    left -= 1;
                }
            }
            if before == left {
                break;
            }
        }
        let mut spokes = Vec::new();
        for ((bond, of), share) in groups.into_iter().zip(shares) {
            spokes.push(TieSpoke::Group(bond, of.len()));
            // The last row of an incomplete group counts what is missing.
            let named = if share < of.len() { share.saturating_sub(1) } else { share };
            spokes.extend(of[..named].iter().map(|&n| TieSpoke::Tie(n)));
            if named < of.len() && share > 0 {
                spokes.push(TieSpoke::More(of.len() - named));
            }
        }
        spokes
    })
}

/// Draws the picture in a pane.
pub(super) fn draw(
    cx: &ScreenContext<'_>,
    buf: &mut Buffer,
    area: Rect,
    middle: ActorIx,
    ties: &[ActorTie],
    selected: Option<&ActorTie>,
) {
    // The list beside it tells the same.
    if cx.paint.is_heard() {
        return;
    }
    let actor = &cx.dossier[middle];
    let inner = cx.paint.pane(buf, area, &format!("Ties of {}", actor.name), "", false);
    if inner.width < 40 || inner.height < 3 {
        return;
    }
    if ties.is_empty() {
        let words = format!("Nothing ties {} to anybody who is shown.", actor.name);
        cx.paint.put(buf, inner.x, inner.y, inner.width, &words, cx.paint.style(StyleRole::Quiet));
        return;
    }
    let name = wording::short_name(actor, usize::from(inner.width) / 4);
    let hub = u16::try_from(text::width(&text::safe(&name))).unwrap_or(u16::MAX).min(inner.width / 4) + 4;
    let centre =
        Rect { x: inner.x + (inner.width - hub) / 2, y: inner.y + (inner.height - 3) / 2, width: hub, height: 3 };
    let sides = spokes(ties, inner.height.into());
    let glyphs = cx.paint.glyphs;
    for (side, spokes) in sides.iter().enumerate() {
        let right = side == 1;
        let rows = u16::try_from(spokes.len()).unwrap_or(u16::MAX).min(inner.height);
        if rows == 0 {
            continue;
        }
        let top = inner.y + (inner.height - rows) / 2;
        // The trunk is between the hub and the names.
        let trunk = if right { centre.right() + 2 } else { centre.x.saturating_sub(3) };
        let middle_row = centre.y + 1;
        let quiet = cx.paint.style(StyleRole::Quiet);
        let tied: Vec<u16> =
            spokes.iter().zip(top..).filter(|(s, _)| !matches!(s, TieSpoke::Group(..))).map(|(_, y)| y).collect();
        let ends = tied.iter().copied().chain([middle_row]);
        let (first, last) = (ends.clone().min().unwrap_or(middle_row), ends.max().unwrap_or(middle_row));
        for y in first..=last {
            cx.paint.put(buf, trunk, y, 1, joint(cx, y, (first, last), middle_row, tied.contains(&y), right), quiet);
        }
        let (from, to) = if right { (centre.right(), trunk) } else { (trunk + 1, centre.x) };
        cx.paint.put(buf, from, middle_row, to - from, &glyphs.pick("─", "-").repeat((to - from).into()), quiet);
        for (spoke, y) in spokes.iter().zip(top..) {
            let names = if right {
                Rect { x: trunk + 4, y, width: inner.right().saturating_sub(trunk + 4), height: 1 }
            } else {
                Rect { x: inner.x, y, width: (trunk - inner.x).saturating_sub(3), height: 1 }
            };
            let line = match spoke {
                TieSpoke::Group(..) => None,
                TieSpoke::Tie(n) if ties[*n].events.len() >= 3 => Some(glyphs.pick("━━", "==")),
                _ => Some(glyphs.pick("──", "--")),
            };
            if let Some(line) = line {
                let x = if right { trunk + 1 } else { trunk - 2 };
                cx.paint.put(buf, x, y, 2, line, quiet);
            }
            let chosen = matches!(spoke, TieSpoke::Tie(n) if selected == Some(&ties[*n]));
            put(cx, buf, names, &pieces(cx, ties, spoke, names.width), right, chosen);
        }
    }
    cx.paint.pane(buf, centre, "", "", true);
    cx.paint.put(buf, centre.x + 2, centre.y + 1, hub - 4, &name, cx.paint.style(StyleRole::Strong));
}

/// The text at the end of a spoke: the name, with initials if space is short,
/// and the office, the issue, or the number of events.
#[must_use]
pub fn pieces(cx: &ScreenContext<'_>, ties: &[ActorTie], spoke: &TieSpoke, columns: u16) -> Vec<StyledText> {
    match spoke {
        TieSpoke::Group(bond, count) => vec![(format!("{}, {count}", bond.word()), StyleRole::Accent)],
        TieSpoke::More(count) => vec![(format!("{count} more"), StyleRole::Quiet)],
        TieSpoke::Tie(n) => {
            let tie = &ties[*n];
            let tail = match tie.events.len() {
                0 => format!("  {}", card::tie_on(cx.dossier, tie)),
                events => format!(" {events}"),
            };
            let columns = usize::from(columns);
            let name = wording::short_name(&cx.dossier[tie.other], columns.saturating_sub(text::width(&tail)));
            // An issue that does not fit is only in the list; a count is always shown.
            let fits = text::width(&text::safe(&name)) + text::width(&tail) <= columns;
            if tie.events.is_empty() && !fits {
                return vec![(wording::short_name(&cx.dossier[tie.other], columns), StyleRole::Text)];
            }
            vec![(name, StyleRole::Text), (tail, StyleRole::Quiet)]
        }
    }
}

/// Puts the pieces at their end of the spoke: left-aligned on the right side, right-aligned on the left side.
fn put(cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect, pieces: &[StyledText], right: bool, chosen: bool) {
    let wanted: usize = pieces.iter().map(|(words, _)| text::width(&text::safe(words))).sum();
    let wanted = u16::try_from(wanted).unwrap_or(u16::MAX).min(area.width);
    let x = if right { area.x } else { area.right() - wanted };
    // The count at the end has priority over the tail of a name.
    let (tail, head) = pieces.split_last().map_or((&[][..], pieces), |(_, head)| (&pieces[head.len()..], head));
    let tail_width: usize = tail.iter().map(|(words, _)| text::width(words)).sum();
    let tail_width = u16::try_from(tail_width).unwrap_or(u16::MAX).min(wanted);
    if right || head.is_empty() {
        cx.paint.pieces(buf, x, area.y, wanted, pieces);
    } else {
        cx.paint.pieces(buf, x, area.y, wanted - tail_width, head);
        cx.paint.pieces(buf, x + wanted - tail_width, area.y, tail_width, tail);
    }
    if chosen {
        cx.paint.select(buf, Rect { x, width: wanted, ..area }, area.y, 1, true);
    }
}

/// The piece of the trunk in a row.
fn joint(cx: &ScreenContext<'_>, y: u16, (first, last): (u16, u16), hub: u16, tied: bool, right: bool) -> &'static str {
    let (up, down) = (y > first, y < last);
    let (out, to_hub) = (tied, y == hub);
    let (left_arm, right_arm) = if right { (to_hub, out) } else { (out, to_hub) };
    let unicode = match (up, down, left_arm, right_arm) {
        (true, true, true, true) => "┼",
        (true, true, true, false) => "┤",
        (true, true, false, true) => "├",
        (true, true, false, false) => "│",
        (false, true, true, true) => "┬",
        (true, false, true, true) => "┴",
        (false, true, true, false) => "╮",
        (false, true, false, _) => "╭",
        (true, false, true, false) => "╯",
        (true, false, false, _) => "╰",
        (false, false, ..) => "─",
    };
    let ascii = match unicode {
        "│" => "|",
        "─" => "-",
        _ => "+",
    };
    cx.paint.glyphs.pick(unicode, ascii)
}
