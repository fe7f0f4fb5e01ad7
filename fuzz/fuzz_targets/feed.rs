//! Whatever a server sends as a feed is read or refused, without a panic, and gives no control characters.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(feed) = karwan::desk::feed::read(bytes, None, "https://paper.example/feed") else { return };
    for item in feed.items {
        assert!(!item.id.is_empty());
        let texts = [item.title, item.author, item.summary, item.text];
        assert!(texts.iter().flatten().all(|text| text.chars().all(|c| c == '\n' || !c.is_control())));
    }
});
