//! Any bytes as a text, through every stage.
#![no_main]

#[path = "../../tests/checks/mod.rs"]
mod checks;

use checks::Facts;
use libfuzzer_sys::fuzz_target;
use std::cell::RefCell;
use std::sync::LazyLock;
use warta::{Analyzer, Stemmer, Stopwords, Worker};

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(Analyzer::default);
static STOPWORDS: LazyLock<Stopwords> = LazyLock::new(Stopwords::search);
static STEMMER: LazyLock<Stemmer> = LazyLock::new(Stemmer::default);
thread_local!(static KEPT: RefCell<Worker> = RefCell::default());

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let doc = ANALYZER.analyze(&text);
    checks::document(&doc, &STOPWORDS, &STEMMER);
    let fresh = Facts::of(&doc);
    KEPT.with_borrow_mut(|worker| {
        let kept = ANALYZER.analyze_with(worker, &text);
        assert_eq!(Facts::of(&kept), fresh, "a used worker changes {text:?}");
    });
    let json = serde_json::to_value(&doc).expect("a document serialises");
    let count = |list: &str| json[list].as_array().map(Vec::len);
    assert_eq!(count("tokens"), Some(doc.tokens().len()));
    assert_eq!(count("entities"), Some(doc.entities().len()));
    assert_eq!(count("sentences"), Some(doc.sentences().len()));
});
