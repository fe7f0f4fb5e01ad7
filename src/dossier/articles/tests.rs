//! The store gives back what was put in, whatever it is, and finds it by its id.

use proptest::prelude::*;

use super::*;

/// What can be put in: short and long, given and left out, any script.
fn fields() -> impl Strategy<Value = ArticleFields> {
    let piece = prop_oneof![Just(String::new()), "[a-zа-яі ]{1,20}", "گوادر|کراچی", Just("x".repeat(70_000))];
    let given = proptest::option::of(piece.clone());
    let date = proptest::option::of(prop_oneof![
        Just("2025-09-03"),
        Just("2025-11"),
        Just("../2027-02-04"),
        Just("2025-11/.."),
        Just("2025-09-02T15:00:00Z"),
        Just("-0044-03-15"),
    ]);
    let date = date.prop_map(|text| text.map(|text| EdtfDate::parse(text).expect("a date")));
    let kind = proptest::option::of(proptest::sample::select(ArticleKind::ALL));
    let tags = proptest::collection::vec("[a-c]", 0..3);
    let words = (piece.clone(), piece.clone(), piece, given.clone(), given.clone(), given.clone());
    (words, (given.clone(), given.clone(), given), (date.clone(), date), kind, tags, (0_u32..3, 0_u64..1 << 40))
        .prop_map(
            |(
                (id, title, outlet, url, language, relays),
                (summary, text, archived),
                (published, retrieved),
                kind,
                tags,
                at,
            )| {
                let at = SourcePlace { file: at.0, offset: at.1 };
                let based_on = tags.iter().map(|tag| ArticleIx(u32::try_from(tag.len()).unwrap())).collect();
                ArticleFields {
                    id,
                    title,
                    outlet,
                    url,
                    published,
                    retrieved,
                    language,
                    kind,
                    based_on,
                    archived,
                    relays,
                    summary,
                    text,
                    tags,
                    at,
                }
            },
        )
}

fn same(fields: &ArticleFields, a: &Article<'_>) {
    assert_eq!((a.id, a.title, a.outlet), (&*fields.id, &*fields.title, &*fields.outlet));
    assert_eq!((a.url, a.language), (fields.url.as_deref(), fields.language.as_deref()));
    assert_eq!(a.archived, fields.archived.as_deref());
    assert_eq!(a.published, fields.published.as_ref().map(EdtfDate::as_str));
    assert_eq!(a.retrieved, fields.retrieved.as_ref().map(EdtfDate::as_str));
    assert_eq!((a.kind, a.based_on, a.tags), (fields.kind, &*fields.based_on, &*fields.tags));
    assert_eq!(
        (a.relays, a.summary, a.text),
        (fields.relays.as_deref(), fields.summary.as_deref(), fields.text.as_deref())
    );
    assert_eq!(a.at, fields.at);
}

proptest! {
    #[test]
    fn what_is_pushed_comes_back(all in proptest::collection::vec(fields(), 1..12)) {
        let mut store = ArticleStore::default();
        for fields in &all {
            store.push(fields.clone());
        }
        prop_assert_eq!(store.len(), all.len());
        for ((ix, article), fields) in store.iter().zip(&all) {
            same(fields, &article);
            let days = fields.published.as_ref().map(|d| (d.earliest(), d.latest())).unwrap_or_default();
            prop_assert_eq!(store.published(ix), days);
            let read = fields.retrieved.as_ref().and_then(EdtfDate::latest);
            let known = days.1.into_iter().chain(read).min();
            prop_assert_eq!(store.known(ix), known);
            let first = all.iter().position(|other| other.id == fields.id).unwrap();
            prop_assert_eq!(store.find(&fields.id), Some(ArticleIx(u32::try_from(first).unwrap())));
        }
    }

    #[test]
    fn blocks_come_back_as_pushed_articles_do(
        all in proptest::collection::vec(fields(), 1..12), cut in 0_usize..12, shared: bool
    ) {
        let mut store = ArticleStore::default();
        let cut = cut.min(all.len());
        let mut seen = Vec::new();
        for part in [&all[..cut], &all[cut..]] {
            let mut block = store.block();
            for fields in part {
                block.push(&ArticleParts::from(fields)).unwrap();
            }
            for (ix, other) in store.append(block.take(), 7) {
                prop_assert_eq!(&all[ix.ix()].id, &all[other.ix()].id);
                prop_assert!(other < ix);
            }
            prop_assert!(block.is_empty());
            if shared {
                seen.push(store.clone());
            }
        }
        for ((_, article), fields) in store.iter().zip(&all) {
            let at = SourcePlace { file: 7, ..fields.at };
            same(&ArticleFields { based_on: Vec::new(), at, ..fields.clone() }, &article);
        }
        for part in seen {
            for ((_, a), (_, b)) in part.iter().zip(store.iter()) {
                prop_assert_eq!(a.title, b.title);
            }
        }
    }

    #[test]
    fn newest_first_is_by_the_last_day_then_by_the_first_and_what_is_not_dated_is_behind(a in fields(), b in fields()) {
        let mut store = ArticleStore::default();
        let (x, y) = (store.push(a.clone()), store.push(b.clone()));
        let days = |a: &ArticleFields| {
            let (first, last) = a.published.as_ref().map(|d| (d.earliest(), d.latest())).unwrap_or_default();
            let within_month = first.zip(last).is_some_and(|(first, last)| (last - first).num_days() <= 31);
            let is_dated = within_month && a.kind != Some(ArticleKind::Data);
            (!is_dated, first.is_none() && last.is_none(), std::cmp::Reverse((last.or(first), first)))
        };
        let by_date = days(&a).cmp(&days(&b));
        prop_assert_eq!(store.newest_first(x, y), by_date.then(a.id.cmp(&b.id)));
    }

    #[test]
    fn a_plain_day_is_read_as_edtf_reads_it(text in "[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9X-]{10}|20[0-9]{2}-[01][0-9]-[0-3][0-9]") {
        if let Some(day) = parse_day(&text) {
            let date = EdtfDate::parse(&text).unwrap();
            prop_assert_eq!((date.earliest(), date.latest()), (Some(day), Some(day)));
        }
    }
}

#[test]
fn a_bad_date_is_refused_as_often_as_it_comes() {
    let mut block = ArticleStore::default().block();
    for _ in 0..2 {
        assert!(block.push(&ArticleParts { published: Some("2026-02-30".into()), ..ArticleParts::default() }).is_err());
    }
    assert!(block.is_empty());
}

#[test]
fn a_row_takes_40_bytes() {
    assert_eq!(std::mem::size_of::<ArticleRow>(), 40);
}

#[test]
fn more_languages_than_a_row_can_number_are_kept() {
    let mut store = ArticleStore::default();
    for n in 0..66_000 {
        store.push(ArticleFields {
            id: format!("a-{n}"),
            language: Some(format!("x-{n}")),
            ..ArticleFields::default()
        });
    }
    assert_eq!(store.get(ArticleIx(65_999)).language, Some("x-65999"));
    let mut block = store.block();
    block.push(&ArticleParts { language: Some("y".into()), ..ArticleParts::default() }).unwrap();
    store.append(block, 0);
    assert_eq!(store.get(ArticleIx(66_000)).language, Some("y"));
}
