use proptest::prelude::*;

use super::*;

#[test]
fn what_steers_a_terminal_is_shown_instead() {
    for (text, shown) in [
        ("\u{1b}[2J", "␛[2J"),
        ("a\u{7}b", "a␇b"),
        ("\u{9b}31m", "<U+009B>31m"),
        ("\u{7f}", "␡"),
        ("one\ntwo\tthree\r", "one two three "),
        ("\u{202e}gnp.exe", "<U+202E>gnp.exe"),
        ("\u{2066}x\u{2069}", "<U+2066>x<U+2069>"),
        ("a\u{2028}b", "a<U+2028>b"),
    ] {
        assert_eq!(safe(text), shown, "{text:?}");
    }
    assert!(matches!(safe("کراچی port, 14.5 m"), Cow::Borrowed(_)));
}

#[test]
fn width_is_what_the_cells_take() {
    for (text, columns) in
        [("Gwadar", 6), ("港口", 4), ("e\u{301}", 1), ("👩‍👩‍👧", 2), ("🇵🇰", 2), ("a\u{200b}b", 2), ("", 0), ("کراچی", 5)]
    {
        assert_eq!(width(text), columns, "{text:?}");
    }
}

#[test]
fn cuts_at_a_letter_when_the_line_is_full() {
    for (text, columns, shown) in [
        ("Tokayev visits Islamabad", 24, "Tokayev visits Islamabad"),
        ("Tokayev visits Islamabad", 20, "Tokayev visits Isla…"),
        ("Tokayev visits Islamabad", 15, "Tokayev visits…"),
        ("Tokayev visits Islamabad", 12, "Tokayev vis…"),
        ("Antidisestablishmentarianism", 10, "Antidises…"),
        ("To antidisestablishmentarianism", 12, "To antidise…"),
        ("Karachi, Gwadar", 9, "Karachi…"),
        ("Gwadar", 1, "…"),
        ("Gwadar", 0, ""),
        ("港口与铁路", 6, "港口…"),
        ("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 5, "👩‍👩‍👧👩‍👩‍👧…"),
        ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
        ("کراچی بندرگاہ", 8, "کراچی ب…"),
    ] {
        assert_eq!(cut(text, columns, "…"), shown, "{text:?} to {columns}");
    }
    assert_eq!(cut("Tokayev visits Islamabad", 16, "~"), "Tokayev visits~");
    assert_eq!(cut("Gwadar", 2, "..."), "Gw");
}

#[test]
fn a_number_goes_as_a_whole() {
    for (text, columns, shown) in [
        ("cargo 53.95 Mt", 10, "cargo…"),
        ("cargo 53.95 Mt", 8, "cargo…"),
        ("53.95 Mt", 4, "…"),
        ("53.95", 3, "…"),
        ("rose by +765–1495 days", 13, "rose by…"),
        ("cost $4,500,000,000 more", 12, "cost…"),
        ("draught 14.5m at low water", 12, "draught…"),
        ("up 5% a year", 5, "up…"),
        ("到2025年底完工", 6, "到…"),
        ("(53.95 Mt)", 5, "…"),
    ] {
        assert_eq!(cut(text, columns, "…"), shown, "{text:?} to {columns}");
    }
    // an address is better cut than lost
    assert_eq!(cut("https://example.org/2025/09/port-of-gwadar", 24, "…"), "https://example.org…");
}

#[test]
fn a_date_goes_as_a_whole() {
    for (text, columns, shown) in [
        ("visit on 3 Sep 2025 in Astana", 18, "visit on…"),
        ("visit on 3 Sep 2025 in Astana", 15, "visit on…"),
        ("visit on 3 Sep 2025 in Astana", 12, "visit on…"),
        ("visit on 8–14 Sep 2025", 20, "visit on…"),
        ("due c. Nov 2025", 10, "due…"),
        ("by spring 2026", 12, "by…"),
        ("visit on 3 Sep 2025 in Astana", 20, "visit on 3 Sep 2025…"),
        ("in 2025 the president", 10, "in 2025 t…"),
    ] {
        assert_eq!(cut(text, columns, "…"), shown, "{text:?} to {columns}");
    }
}

#[test]
fn wraps_at_words_and_between_ideographs() {
    for (text, columns, lines) in [
        ("The border was shut again", 10, vec!["The border", "was shut", "again"]),
        ("one\n\ntwo", 10, vec!["one", "", "two"]),
        ("abcdefghij kl", 4, vec!["abcd", "efgh", "ij", "kl"]),
        ("瓜达尔港与卡拉奇港", 6, vec!["瓜达尔", "港与卡", "拉奇港"]),
        ("他说：「好。」然后走", 8, vec!["他说：", "「好。」", "然后走"]),
        ("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 4, vec!["👩‍👩‍👧👩‍👩‍👧", "👩‍👩‍👧"]),
        ("", 10, vec![""]),
        ("港", 1, vec!["港"]),
    ] {
        assert_eq!(wrap(text, columns), lines, "{text:?} to {columns}");
    }
    assert!(wrap("text", 0).is_empty());
}

#[test]
fn right_to_left_text_is_put_in_the_order_of_the_cells() {
    for (text, cells) in [
        ("Gwadar (port)", "Gwadar (port)"),
        // Hebrew: the letters turned round, the number not
        ("נמל 14 מטר", "רטמ 14 למנ"),
        // a bracket opens towards its text
        ("נמל (גדול)", "(לודג) למנ"),
        // within an English sentence the Hebrew word alone turns
        ("port נמל opens", "port למנ opens"),
        // joined forms: seen, lam with alef as one cell, meem
        ("سلام", "\u{fee1}\u{fefc}\u{feb3}"),
        // Urdu letters have joined forms too
        ("چھ", "\u{fbab}\u{fb7c}"),
        // the joiner that keeps Persian letters apart does, and is gone
        ("می\u{200c}خواهم", "\u{fee2}\u{feeb}\u{fe8d}\u{feee}\u{fea7}\u{fbfd}\u{fee3}"),
        // a vowel sign stays on its letter
        ("בָא", "אבָ"),
        // and emoji stay whole
        ("נמל 👩‍👩‍👧 א", "א 👩‍👩‍👧 למנ"),
        // a vowel sign without a letter, the joiner before lam and alef: hostile to the reshaper
        ("\u{64b}", "\u{64b}"),
        ("\u{200d}\u{200d}لا", "\u{fefb}"),
        ("a\u{200f}b", "ab"),
    ] {
        assert_eq!(visual(text), cells, "{text:?}");
    }
    assert!(matches!(visual("Gwadar, 港口, Ақтау 👩‍👩‍👧"), Cow::Borrowed(_)));
}

#[test]
fn the_first_letter_says_which_way_a_paragraph_runs() {
    assert!(paragraph_is_rtl("«کراچی» opens"));
    assert!(paragraph_is_rtl("14 نمل"));
    assert!(!paragraph_is_rtl("Karachi (کراچی)"));
    assert!(!paragraph_is_rtl("14.5 m"));
    assert!(!paragraph_is_rtl(""));
}

/// Text with all that makes measuring hard.
fn hard_text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "\\PC{0,12}",
        "[ a-z]{0,12}",
        "[0-9.,%–+-]{0,6}",
        "[\u{600}-\u{6ff}\u{200c}\u{200d}\u{64b}]{0,8}",
        "[\u{590}-\u{5ff}() ]{0,8}",
        Just("👩‍👩‍👧".to_owned()),
        Just(" 3 Sep 2025 ".to_owned()),
        Just("港口，".to_owned()),
        Just("لا".to_owned()),
        "(?s).{0,6}",
    ];
    prop::collection::vec(part, 0..6).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn safe_text_holds_nothing_unsafe(text in hard_text()) {
        prop_assert!(!safe(&text).contains(is_unsafe));
    }

    #[test]
    fn cut_text_fits_and_is_whole_graphemes(text in hard_text(), columns in 0_usize..40) {
        let text = safe(&text);
        let shown = cut(&text, columns, "…");
        prop_assert!(width(&shown) <= columns, "{shown:?}");
        let kept = shown.strip_suffix('…').unwrap_or(&shown);
        prop_assert!(text.starts_with(kept));
        let whole = text.grapheme_indices(true).any(|(at, _)| at == kept.len());
        prop_assert!(kept.len() == text.len() || whole);
    }

    #[test]
    fn wrapped_lines_fit_and_lose_only_spaces(text in hard_text(), columns in 2_usize..40) {
        let text = safe(&text);
        let lines = wrap(&text, columns);
        for line in &lines {
            prop_assert!(width(line) <= columns || line.graphemes(true).count() == 1, "{line:?}");
        }
        let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        prop_assert_eq!(letters(&lines.concat()), letters(&text));
    }

    #[test]
    fn visual_text_is_never_wider_and_as_safe(text in hard_text()) {
        let text = safe(&text);
        let cells = visual(&text);
        prop_assert!(width(&cells) <= width(&text), "{text:?} {cells:?}");
        prop_assert!(!cells.contains(is_unsafe));
    }
}
