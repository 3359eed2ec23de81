//! Stop words from outside.

#![allow(clippy::unwrap_used)]

use warta::Stopwords;

#[test]
fn negation_is_kept_by_every_built_in_list() {
    for name in ["search", "topic", "stop-words", "none"] {
        let stopwords = Stopwords::named(name).unwrap();
        for word in [
            "tidak", "bukan", "belum", "jangan", "tanpa", "tak", "Tidaklah", "BUKANNYA",
        ] {
            assert!(!stopwords.contains(word), "{name}: {word}");
        }
    }
}

#[test]
fn lists_hold_what_their_names_promise() {
    let (search, topic) = (Stopwords::search(), Stopwords::topic());
    let package = Stopwords::package_stop_words();
    assert!(search.len() > 250 && topic.len() > search.len() && package.len() > 300);
    for word in search.words() {
        assert!(topic.contains(word), "{word}");
    }
    for word in ["yang", "dan", "di", "adalah", "oleh", "kepada"] {
        assert!(search.contains(word) && package.contains(word) || word == "dan" || word == "di");
    }
    assert!(topic.contains("katanya") && !search.contains("katanya"));
    for word in [
        "pemerintah",
        "gempa",
        "presiden",
        "sekolah",
        "rumah",
        "banjir",
    ] {
        assert!(!topic.contains(word), "{word}");
    }
}

#[test]
fn case_does_not_matter_and_parts_do_not_count() {
    let stopwords = Stopwords::search();
    assert!(stopwords.contains("Yang") && stopwords.contains("YANG"));
    assert!(!stopwords.contains("yangon"));
    assert!(!stopwords.contains(""));
    assert!(!stopwords.contains(&"y".repeat(1 << 16)));
    let own: Stopwords = ["Élan", "İYİ"].into_iter().collect();
    assert!(own.contains("élan") && own.contains("ÉLAN") && own.contains("İYİ"));
}

#[test]
fn lists_can_be_edited() {
    let mut stopwords = Stopwords::none();
    assert!(stopwords.is_empty());
    assert!(stopwords.add("Tidak"));
    assert!(!stopwords.add("tidak"));
    assert!(stopwords.contains("TIDAK"));
    stopwords.extend(["dan", "atau"]);
    assert_eq!(stopwords.words(), ["atau", "dan", "tidak"]);
    assert!(stopwords.remove("TIDAK"));
    assert!(!stopwords.remove("tidak"));
    assert_eq!(stopwords.len(), 2);
}
