//! How long the reader takes for a text: marking 5 KB against 1,000 names, and proposing the event of each sentence; and how
//! many quotes of the built-in story find their event.

#[path = "scale/quotes.rs"]
mod quotes;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use karwan::desk::capture::{CaptureIndex, NameIndex, ReportDraft, TextFindings};
use karwan::dossier::load::{built_in, load_texts};

/// A text of about 5 KB with names, dates, numbers and speech.
fn text() -> String {
    let sentence = "Actor 17 Marenov said on Tuesday that the delegation of Port 512 Harbour would come in the second week of \
                    September, and that 37 agreements worth $500 million were signed in Actor 900 Marenov's presence. ";
    sentence.repeat(5_000 / sentence.len() + 1)
}

/// A dossier with so many names, half of actors and half of ports.
fn dossier(names: usize) -> std::sync::Arc<karwan::dossier::Dossier> {
    use std::fmt::Write as _;
    let mut toml = "format = 1\n[story]\ntitle = \"Names\"\n".to_owned();
    for n in 0..names / 2 {
        let _ = write!(
            toml,
            "[[actors]]\nid = \"actor-{n}\"\nname = \"Actor {n} Marenov\"\nkind = \"person\"\n\
             [[ports]]\nid = \"port-{n}\"\nname = \"Port {n} Harbour\"\ncountry = \"PK\"\n"
        );
    }
    load_texts(&[("names.toml".into(), toml)]).dossier.expect("it loads")
}

fn capture(c: &mut Criterion) {
    let day = "2025-09-03".parse().expect("a day");
    let (text, dossier) = (text(), dossier(1_000));
    let names = NameIndex::of(&dossier);
    let mut group = c.benchmark_group("capture");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("mark 5 KB against 1,000 names", |b| b.iter(|| TextFindings::of(&text, &names, day)));
    let story = built_in().dossier.expect("the story loads");
    println!("built-in story: {}", quotes::figures(&story));
    group.bench_function("look up the names and events of the built-in story", |b| b.iter(|| CaptureIndex::of(&story)));
    let index = CaptureIndex::of(&story);
    let quote = "Kazakhstan's ambassador Yerzhan Kistafin said the president would visit Islamabad in November.";
    let findings = TextFindings::of(quote, &index.names, day);
    group.bench_function("a report from a sentence", |b| {
        b.iter(|| ReportDraft::of(&story, &index, ("", quote), &findings, &(0..quote.len()), day));
    });
    group.finish();
}

criterion_group!(benches, capture);
criterion_main!(benches);
