//! The document from outside: views that agree with each other, the same everywhere.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use warta::{Analyzer, Document, EntityKind, Recognizer, Span, Stemmer, Stopwords, Term, Worker};

const ARTICLE: &str = "Bupati Belu Buka Pelatihan Kader\n\nATAMBUA - Bupati Belu Andreas Mau Bere \
    membuka pelatihan kader di Kabupaten Belu, Kamis (24/4/2025). \"Jangan sembunyikan datanya,\" \
    tegasnya.\n\nKegiatan itu dibiayai APBD dan diikuti kabupaten se-NTT bersama Kementerian \
    Kesehatan.\n";

fn stem_of<'d>(doc: &'d Document<'_>, word: &str) -> &'d str {
    let mut tokens = doc.tokens().filter(|token| token.text() == word);
    let stem = tokens.next().map(|token| token.stem());
    stem.unwrap_or_else(|| panic!("no token {word}"))
}

/// Everything that a document says, as text.
fn print(doc: &Document<'_>) -> String {
    let mut all = String::new();
    for sentence in doc.sentences() {
        all += &format!("{:?}\n", sentence.span());
    }
    for token in doc.tokens() {
        let parts: Vec<Span> = token.parts().collect();
        all += &format!("{:?} {:?} ", token.span(), token.kind());
        all += &format!("{} {} {parts:?}\n", token.stem(), token.is_stopword());
    }
    for entity in doc.entities() {
        let candidates: Vec<_> = entity.place_candidates().collect();
        all += &format!("{:?} {:?} {}", entity.span(), entity.kind(), entity.score());
        all += &format!(" {:?} {candidates:?} ", entity.place());
        all += &format!("{:?}\n", entity.canonical().span());
    }
    for term in doc.terms() {
        all += &format!("{} {:?}\n", term.text(), term.span());
    }
    all
}

#[test]
fn words_are_stemmed_and_names_are_not() {
    let doc = warta::analyze(ARTICLE);
    for (word, stem) in [
        ("Pelatihan", "latih"),
        ("membuka", "buka"),
        ("sembunyikan", "sembunyi"),
        ("datanya", "data"),
        ("dibiayai", "biaya"),
        ("Kementerian", "Kementerian"),
        ("Kesehatan", "Kesehatan"),
        ("APBD", "APBD"),
        ("se-NTT", "NTT"),
        ("24/4/2025", "24/4/2025"),
    ] {
        assert_eq!(stem_of(&doc, word), stem);
    }
    let bekasi = warta::analyze("Warga berjalan di Bekasi dan Kuningan.");
    assert_eq!(stem_of(&bekasi, "Bekasi"), "Bekasi");
    assert_eq!(stem_of(&bekasi, "Kuningan"), "Kuningan");
}

#[test]
fn a_headline_in_capitals_is_stemmed_like_any_other() {
    let doc = warta::analyze("SEMUA PESERTA MENGIKUTI PELATIHAN MENJAHIT");
    assert_eq!(stem_of(&doc, "MENGIKUTI"), "ikut");
    assert_eq!(stem_of(&doc, "MENJAHIT"), "jahit");
}

#[test]
fn terms_leave_out_stop_words_and_marks_and_keep_names_whole() {
    let doc = warta::analyze(ARTICLE);
    let terms: Vec<&str> = doc.terms().map(|term| term.text()).collect();
    assert!(terms.contains(&"Kementerian Kesehatan"));
    assert!(terms.contains(&"NTT") && terms.contains(&"latih"));
    // Negation turns the meaning round, so it stays.
    assert!(terms.contains(&"jangan"));
    for absent in ["di", "dan", ".", "\"", "(", "Kesehatan"] {
        assert!(!terms.contains(&absent), "{absent}");
    }
    let mentions = doc.terms().filter(|term| matches!(term, Term::Entity(_)));
    assert_eq!(mentions.count(), doc.entities().len());
}

#[test]
fn two_mentions_in_one_token_are_two_terms() {
    let names = Recognizer::default()
        .with_names(EntityKind::Place, ["Sorgu"])
        .with_names(EntityKind::Person, ["Sorgum"]);
    let analyzer = Analyzer::builder().recognizer(names).build();
    let doc = analyzer.analyze("Warga menyebut Sorgu-Sorgum kemarin.");
    let token = doc.tokens().nth(2).expect("the third token");
    assert_eq!(token.text(), "Sorgu-Sorgum");
    assert_eq!(token.entity().map(|entity| entity.text()), Some("Sorgu"));
    let terms: Vec<&str> = doc.terms().map(|term| term.text()).collect();
    assert_eq!(terms, ["warga", "sebut", "Sorgu", "Sorgum", "kemarin"]);
}

#[test]
fn places_carry_their_region() {
    let doc = warta::analyze(ARTICLE);
    let belu = doc.entities().find(|entity| entity.text() == "Belu");
    let belu = belu.and_then(|entity| entity.place()).expect("a region");
    assert_eq!((belu.code(), belu.name()), ("53.04", "Kabupaten Belu"));
    for entity in doc.entities() {
        assert!(entity.kind() == EntityKind::Place || entity.place_candidates().len() == 0);
    }
}

#[test]
fn mentions_that_mean_different_regions_are_not_one() {
    let doc = warta::analyze(
        "Kabupaten Alor, Belu, Ende dan Kupang menandatangani kesepakatan itu. Wali Kota Kupang \
         menyusul. Warga Kota Kupang senang.",
    );
    let kupang: Vec<_> = doc
        .entities()
        .filter(|entity| entity.text().ends_with("Kupang"))
        .map(|entity| {
            (
                entity.place().map(|region| region.code()),
                entity.canonical().text(),
            )
        })
        .collect();
    assert_eq!(
        kupang,
        [
            (Some("53.01"), "Kupang"),
            (Some("53.71"), "Kota Kupang"),
            (Some("53.71"), "Kota Kupang")
        ]
    );
}

#[test]
fn each_stage_can_be_replaced() {
    let mut stemmer = Stemmer::default();
    stemmer.override_stem("membuka", "pembukaan");
    let mut stopwords = Stopwords::none();
    stopwords.add("bupati");
    let names = Recognizer::default().with_names(EntityKind::Place, ["Balai Sorgum"]);
    let analyzer = Analyzer::builder()
        .stemmer(stemmer)
        .stopwords(stopwords)
        .recognizer(names)
        .build();
    let doc = analyzer.analyze("Bupati membuka Balai Sorgum di sana.");
    assert_eq!(stem_of(&doc, "membuka"), "pembukaan");
    let stopwords: Vec<&str> = doc
        .tokens()
        .filter(|token| token.is_stopword())
        .map(|token| token.text())
        .collect();
    assert_eq!(stopwords, ["Bupati"]);
    let places: Vec<&str> = doc.entities().map(|entity| entity.text()).collect();
    assert_eq!(places, ["Balai Sorgum"]);
}

#[test]
fn a_worker_and_threads_give_what_a_lone_call_gives() {
    let analyzer = Analyzer::default();
    let texts = [
        ARTICLE,
        "",
        "Aku.",
        "😀\0",
        &ARTICLE.to_uppercase(),
        ARTICLE,
    ];
    let alone: Vec<String> = texts.map(|text| print(&analyzer.analyze(text))).to_vec();
    let mut worker = Worker::default();
    for (text, alone) in texts.iter().zip(&alone) {
        assert_eq!(&print(&analyzer.analyze_with(&mut worker, text)), alone);
    }
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                for (text, alone) in texts.iter().zip(&alone) {
                    assert_eq!(&print(&warta::analyze(text)), alone);
                }
            });
        }
    });
}

#[test]
fn results_outlive_the_document_with_the_text() {
    let names: Vec<&str> = {
        let doc = warta::analyze(ARTICLE);
        doc.entities().map(|entity| entity.text()).collect()
    };
    assert!(names.contains(&"Kementerian Kesehatan"));
}

#[test]
fn a_line_of_ten_megabytes_without_a_space_is_read_through() {
    let text = "kupang".repeat(10_000_000 / 6);
    let doc = warta::analyze(&text);
    assert_eq!(doc.sentences().len(), 1);
    let covered: usize = doc.tokens().map(|token| token.span().len()).sum();
    assert_eq!(covered, text.len());
}

#[cfg(feature = "serde")]
#[test]
fn a_document_serialises_as_the_contract_says() {
    let doc = warta::analyze("Rumahnya di Kabupaten Belu.");
    let value = serde_json::to_value(&doc).expect("JSON");
    assert_eq!(
        value["sentences"],
        serde_json::json!([{"start": 0, "end": 27}])
    );
    assert_eq!(
        value["tokens"][0],
        serde_json::json!({"start": 0, "end": 8, "kind": "word", "stem": "rumah",
            "stopword": false, "parts": [{"start": 0, "end": 5}, {"start": 5, "end": 8}]})
    );
    let mut entity = value["entities"][0].clone();
    assert!(
        entity["score"]
            .take()
            .as_f64()
            .is_some_and(|score| score > 0.5)
    );
    assert_eq!(
        entity,
        serde_json::json!({"start": 12, "end": 26, "kind": "place", "text": "Kabupaten Belu",
            "score": null, "place": {"code": "53.04", "level": "regency", "name": "Kabupaten Belu"}})
    );
    let span: Span = serde_json::from_value(value["sentences"][0].clone()).expect("a span");
    assert_eq!(span, Span::new(0, 27));
}
