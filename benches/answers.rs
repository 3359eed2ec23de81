//! What the stages must answer before their time means anything.

use crate::samples::Texts;
use warta::{Analyzer, EntityKind, Stemmer, Stopwords, Tokenizer, Worker};

const TEXT: &str = "Plt. Bupati Belu tidak membuka pelatihan kader di Atambua. \
                    Pesertanya, menurut Dinas Kesehatan, 40 orang.";

/// Checks every stage on a text whose answers are written here, and that all ways to ask give one
/// answer on the texts that will be timed.
pub fn check(all: &[Texts]) {
    written_answers();
    let analyzer = Analyzer::default();
    let mut worker = Worker::default();
    let mut tokenizer = Tokenizer::default();
    let stopwords = Stopwords::default();
    let stemmer = Stemmer::default();
    for text in all.iter().flat_map(|texts| &texts.articles) {
        let tokens: Vec<_> = warta::tokenize(text).collect();
        let sentences: Vec<_> = warta::sentences(text).collect();
        let split = tokenizer.split(text);
        assert!(split.tokens().eq(tokens.iter().copied()));
        assert!(split.sentences().eq(sentences.iter().copied()));
        let visible = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
        let covered: usize = tokens.iter().map(|token| visible(token.text())).sum();
        assert_eq!(covered, visible(text), "a token is missing or doubled");

        let document = analyzer.analyze_with(&mut worker, text);
        assert!(
            document
                .tokens()
                .map(|t| t.span())
                .eq(tokens.iter().map(|t| t.span()))
        );
        assert!(document.sentences().map(|s| s.span()).eq(sentences));
        for token in document.tokens() {
            assert_eq!(token.is_stopword(), stopwords.contains(token.text()));
            let left_alone = token.stem() == token.text() || token.entity().is_some();
            assert!(left_alone || token.stem() == stemmer.stem(token.text()));
        }
        let fresh = analyzer.analyze(text);
        let key = |e: warta::Entity<'_, '_>| (e.span(), e.kind(), e.place(), e.score().to_bits());
        assert!(document.entities().map(key).eq(fresh.entities().map(key)));
        assert!(document.entities().len() > 0);
    }
}

fn written_answers() {
    let tokens: Vec<_> = warta::tokenize(TEXT).map(|token| token.text()).collect();
    assert_eq!(
        tokens,
        [
            "Plt.",
            "Bupati",
            "Belu",
            "tidak",
            "membuka",
            "pelatihan",
            "kader",
            "di",
            "Atambua",
            ".",
            "Pesertanya",
            ",",
            "menurut",
            "Dinas",
            "Kesehatan",
            ",",
            "40",
            "orang",
            "."
        ]
    );
    let sentences: Vec<_> = warta::sentences(TEXT).map(|s| s.text(TEXT)).collect();
    let second = "Pesertanya, menurut Dinas Kesehatan, 40 orang.";
    assert_eq!(sentences.get(1), Some(&second));
    assert_eq!(sentences.len(), 2);

    let document = warta::analyze(TEXT);
    let stems: Vec<_> = document.terms().map(|term| term.text()).collect();
    for stem in [
        "bupati",
        "Belu",
        "tidak",
        "buka",
        "latih",
        "kader",
        "serta",
        "Dinas Kesehatan",
    ] {
        assert!(stems.contains(&stem), "{stem} is not among {stems:?}");
    }
    let stopwords: Vec<_> = document
        .tokens()
        .filter(|token| token.is_stopword())
        .map(|token| token.text())
        .collect();
    assert_eq!(stopwords, ["di", "menurut"]);
    let entities: Vec<_> = document
        .entities()
        .map(|e| (e.text(), e.kind(), e.place().map(|place| place.code())))
        .collect();
    assert_eq!(
        entities,
        [
            ("Belu", EntityKind::Place, Some("53.04")),
            ("Atambua", EntityKind::Place, None),
            ("Dinas Kesehatan", EntityKind::Institution, None),
        ]
    );
    for (word, root) in [
        ("mempertanyakan", "tanya"),
        ("keberhasilannya", "hasil"),
        ("kupu-kupu", "kupu-kupu"),
        ("penyelidikan", "selidik"),
    ] {
        assert_eq!(Stemmer::default().stem(word), root);
    }
}
