//! Copying: which text goes to the clipboard, and the same from the command line.

use crate::common::{frozen, pty, screen};

use karwan::ui::effect::Effect;
use pty::Pty;
use screen::{Karwan, dossier};

const STORY: &str = "format = 1\n\n[story]\ntitle = \"S\"\n\n[[articles]]\nid = \"paper-1\"\ntitle = \"First [page]\"\noutlet = \"Paper\"\n\
                     published = \"2026-01-01\"\nurl = \"https://paper.example/1\"\n\n[[events]]\nid = \"the-visit\"\ntitle = \"The *visit*\"\n\
                     kind = \"visit\"\n\n  [[events.reports]]\n  source = \"paper-1\"\n  status = \"expected\"\n  date = \"2026-12\"\n  quote = \"he comes\"\n\n\
                     [[actors]]\nid = \"envoy\"\nname = \"The envoy\"\nkind = \"person\"\n\n  [[actors.positions]]\n  issue = \"site\"\n  stance = \"Karachi\"\n  source = \"paper-1\"\n";

fn copied(karwan: &mut Karwan, keys: &str) -> (String, String) {
    match karwan.press(keys).as_slice() {
        [Effect::Copy(text, what)] => (text.clone(), what.clone()),
        other => panic!("{keys}: {other:?}\n{}", karwan.screen()),
    }
}

#[test]
fn a_menu_offers_line_paragraph_markdown_json_and_link() {
    let mut karwan = Karwan::with(dossier(STORY), 100, 30);
    assert_eq!(karwan.press("2 y"), []);
    for words in ["Copy: The *visit*", "l  line", "p  paragraph", "m  Markdown", "J  JSON", "o  link"] {
        karwan.sees(words);
    }
    let cited = "The *visit*: expected Dec 2026 (Paper, 1 Jan 2026); no newer report for 327 days; one origin";
    assert_eq!(copied(&mut karwan, "y"), (cited.to_owned(), "the line".to_owned()));
    karwan.sees_not("Copy:");
    let paragraph = "The *visit* (no newer report for 327 days; one origin): expected Dec 2026 [1].\n[1] Paper, 1 Jan 2026: First [page] https://paper.example/1\n";
    assert_eq!(copied(&mut karwan, "y p").0, paragraph);
    let markdown = "The \\*visit\\* (no newer report for 327 days; one origin): expected Dec 2026 [1].\n\n[1] Paper, 1 Jan 2026: [First \\[page\\]](<https://paper.example/1>)\n";
    assert_eq!(copied(&mut karwan, "y m").0, markdown);
    assert_eq!(copied(&mut karwan, "y o").0, "https://paper.example/1");
    let json: serde_json::Value = serde_json::from_str(&copied(&mut karwan, "y J").0).expect("JSON");
    assert_eq!(json["id"], "the-visit");
    // With the arrows, and not at all.
    assert_eq!(copied(&mut karwan, "y j j Enter").1, "the Markdown");
    assert_eq!(karwan.press("y Esc"), []);
    karwan.sees_not("Copy:");
}

#[test]
fn a_line_of_a_card_is_copied_with_its_own_source() {
    let mut karwan = Karwan::with(dossier(STORY), 100, 30);
    karwan.press("2 Enter G");
    let (line, _) = copied(&mut karwan, "y l");
    assert!(line.contains("“he comes”") && line.ends_with("(Paper, 1 Jan 2026)"), "{line}");
    let (markdown, _) = copied(&mut karwan, "y m");
    assert!(markdown.starts_with("**The \\*visit\\***: "), "{markdown}");
    assert!(markdown.contains("([Paper, 1 Jan 2026](<https://paper.example/1>))"), "{markdown}");
}

#[test]
fn what_has_no_link_offers_none() {
    let mut karwan = Karwan::with(dossier(STORY), 100, 30);
    karwan.press("4 y");
    karwan.sees("l  line");
    karwan.sees_not("o  link");
    assert_eq!(karwan.press("o"), [], "no form has this letter");
    let (paragraph, _) = copied(&mut karwan, "p");
    assert!(paragraph.contains("Karachi (Paper, 1 Jan 2026, https://paper.example/1)"), "{paragraph}");
}

#[test]
fn the_command_line_prints_what_the_dashboard_copies() {
    let mut karwan = Karwan::with(screen::story(), 120, 40);
    karwan.press("2 / 'id:tokayev-visit Enter");
    for (key, format) in [("l", "line"), ("p", "paragraph"), ("m", "markdown"), ("J", "json"), ("o", "link")] {
        let (text, _) = copied(&mut karwan, &format!("y {key}"));
        let output = frozen::karwan()
            .args(["show", "tokayev-visit", "--as-of", "2026-11-24", "--format", format])
            .output()
            .expect("it runs");
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim_end(), text.trim_end(), "{format}");
    }
}

#[test]
fn the_message_says_how_much_went_where() {
    let arguments = ["-f", "id:tokayev-visit", "--view", "timeline"];
    let pty = Pty::start_with(
        env!("CARGO_BIN_EXE_karwan"),
        &arguments,
        (120, 40),
        &[("DISPLAY", ""), ("WAYLAND_DISPLAY", "")],
    );
    pty.wait_for("1 of ");
    let mut pty = pty;
    pty.send("yl");
    pty.wait_for("sent the line (");
    pty.wait_for("characters) to the terminal's clipboard");
    pty.send("q");
    pty.wait_for_end();
}
