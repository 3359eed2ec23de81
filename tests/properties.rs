//! What holds for any text across the stages, in any thread and any order.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod checks;

use checks::Facts;
use proptest::prelude::*;
use std::sync::LazyLock;
use warta::{
    Analyzer, Document, EntityKind, Span, Stemmer, Stopwords, Tokenizer, Worker, resolve_places,
};

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(Analyzer::default);

/// Pieces that meet the rules of every stage, between arbitrary characters.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<char>().prop_map(String::from),
        "[a-zA-Z]{1,9}",
        "[ \\n\\r\\t.,;:!?'\"()/–—-]{1,3}",
        // Characters that join what stands beside them, spaces of other widths, marks without width.
        "[\u{6DD}\u{D4E}\u{301}\u{200B}\u{200D}\u{AD}\u{3000}\u{A0}\u{2028}\u{85}\u{1F1EE}İßﬁǅ]{1,2}",
        prop::sample::select(vec![
            "Kab. Belu",
            "Kota Kupang",
            "Dr. ",
            "H. Ridwan, S.T.",
            "se-NTT",
            "rumahnyalah",
            "KPK",
            "Wali Kota ",
            "Malang",
            ", Jawa Timur",
            "https://a.id/x?y=1.",
            "Rp1.500,00",
            "kau",
            "PT ",
            "Polres ",
            " dan ",
            "kese-\npakatan",
            "\n\n",
            "\n",
            "Kecamatan ",
            "Bandung",
            "al-Azh-Azhar",
            "Komisi Pemberantasan Korupsi (KPK)",
            "“",
            "”",
            "’",
            "anak-anak",
            "mempertanyakan",
            "APBD",
            "10.30",
            "24/04/2025",
            "#Belu",
            "a@b.co.id",
            "S.T. ",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..50).prop_map(|pieces| pieces.concat())
}

fn word() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        prop::sample::select(vec![
            "me", "mem", "meny", "pe", "ber", "ter", "di", "ke", "se", "ku", "kau", "per", "ajar",
            "sapu", "tulis", "hasil", "rumah", "kan", "an", "i", "nya", "lah", "kah", "pun", "mu",
            "-", "'", "2", "1990", "\u{AD}", "’",
        ])
        .prop_map(str::to_owned),
        "[a-zA-Z]{1,6}",
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(part, 0..7).prop_map(|parts| parts.concat())
}

fn check(doc: &Document<'_>) {
    checks::document(doc, &Stopwords::search(), &Stemmer::default());
}

proptest! {
    // A failure found once becomes a test by name, not a file of seeds.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tokens_and_sentences_lose_nothing(text in text()) {
        let mut kept = Tokenizer::default();
        checks::tokens(&text, &mut kept);
        checks::sentence_ends(&text, &mut kept);
    }

    #[test]
    fn a_stem_is_the_same_by_every_way_of_asking(word in word()) {
        checks::stem(&Stemmer::default(), &word);
    }

    #[test]
    fn overrides_load_whole_or_not_at_all(lines in "([a-zA-Z#\u{FEFF}]{0,3}[\t ]?[a-zA-Z]{0,3}\r?\n){0,4}") {
        checks::overrides(&lines);
    }

    #[test]
    fn the_views_of_a_document_agree(text in text()) {
        check(&ANALYZER.analyze(&text));
    }

    #[test]
    fn a_used_worker_and_another_thread_change_nothing(texts in prop::collection::vec(text(), 1..4)) {
        let fresh: Vec<Facts> = texts.iter().map(|text| Facts::of(&ANALYZER.analyze(text))).collect();
        let mut worker = Worker::default();
        for (text, fresh) in texts.iter().zip(&fresh) {
            prop_assert_eq!(&Facts::of(&ANALYZER.analyze_with(&mut worker, text)), fresh);
        }
        std::thread::scope(|scope| {
            let run = || texts.iter().map(|t| Facts::of(&Analyzer::default().analyze(t))).collect();
            let threads = [scope.spawn(run), scope.spawn(run)];
            for thread in threads {
                let found: Vec<Facts> = thread.join().expect("a thread");
                assert_eq!(found, fresh);
            }
        });
    }

    /// What a text says of itself may change the names, but never the tokens and sentences.
    #[test]
    fn a_paragraph_before_moves_every_offset_alike(before in text(), text in text()) {
        let longer = format!("{before}\n\n{text}");
        let by = before.len() + 2;
        let doc = ANALYZER.analyze(&longer);
        check(&doc);
        let moved = |spans: &mut dyn Iterator<Item = Span>| -> Vec<Span> {
            spans.filter(|span| span.start >= by).map(|s| Span::new(s.start - by, s.end - by)).collect()
        };
        let alone = ANALYZER.analyze(&text);
        let own: Vec<Span> = alone.tokens().map(|token| token.span()).collect();
        prop_assert_eq!(own, moved(&mut doc.tokens().map(|token| token.span())));
        let own: Vec<Span> = alone.sentences().map(|sentence| sentence.span()).collect();
        prop_assert_eq!(own, moved(&mut doc.sentences().map(|sentence| sentence.span())));
    }

    /// Mentions found by other means may be wrong in every way.
    #[test]
    fn any_spans_resolve_or_do_not(
        text in text(),
        spans in prop::collection::vec((0usize..400, 0usize..400, 0usize..3), 0..12),
    ) {
        let kinds = [EntityKind::Person, EntityKind::Place, EntityKind::Institution];
        let spans: Vec<_> = spans
            .iter()
            .map(|&(start, end, kind)| (Span { start, end }, kinds[kind]))
            .collect();
        let found = resolve_places(&text, &spans);
        prop_assert_eq!(found.len(), spans.len());
        for (resolution, (_, kind)) in found.iter().zip(&spans) {
            prop_assert!(*kind == EntityKind::Place || resolution.candidates.is_empty());
        }
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json_says_what_the_views_say(text in text()) {
        let doc = ANALYZER.analyze(&text);
        let json: serde_json::Value =
            serde_json::from_str(&serde_json::to_string(&doc).expect("JSON")).expect("JSON");
        let span = |value: &serde_json::Value| -> Span {
            serde_json::from_value(value.clone()).expect("a span")
        };
        let list = |name: &str| json[name].as_array().cloned().expect("a list");
        prop_assert_eq!(list("tokens").len(), doc.tokens().len());
        for (token, json) in doc.tokens().zip(list("tokens")) {
            prop_assert_eq!(span(&json), token.span());
            prop_assert_eq!(json["stem"].as_str(), Some(token.stem()));
            prop_assert_eq!(json["kind"].as_str(), Some(token.kind().name()));
            prop_assert_eq!(json["stopword"].as_bool(), Some(token.is_stopword()));
            let parts: Vec<Span> = json["parts"].as_array().into_iter().flatten().map(span).collect();
            prop_assert_eq!(parts, token.parts().collect::<Vec<_>>());
        }
        prop_assert_eq!(list("sentences").iter().map(span).collect::<Vec<_>>(),
            doc.sentences().map(|s| s.span()).collect::<Vec<_>>());
        prop_assert_eq!(list("entities").len(), doc.entities().len());
        for (entity, json) in doc.entities().zip(list("entities")) {
            prop_assert_eq!(span(&json), entity.span());
            prop_assert_eq!(json["text"].as_str(), Some(entity.text()));
            prop_assert_eq!(json["kind"].as_str(), Some(entity.kind().name()));
            prop_assert_eq!(json["place"]["code"].as_str(), entity.place().map(|r| r.code()));
        }
    }
}
