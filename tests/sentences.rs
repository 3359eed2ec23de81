//! Sentence ends, and what holds for the sentences of any text.

use proptest::prelude::*;
use warta::{Span, sentences, tokenize};

fn unescape(line: &str) -> String {
    line.replace("\\n", "\n").replace("\\r", "\r")
}

#[test]
fn hard_sentence_ends_are_found() {
    let cases = include_str!("golden/hard_sentences.txt");
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in cases
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
    {
        let text = unescape(line).replace('‖', "");
        let expected: Vec<String> = unescape(line)
            .split('‖')
            .map(|s| s.trim().to_owned())
            .collect();
        let found: Vec<&str> = sentences(&text).map(|s| s.text(&text)).collect();
        count += 1;
        if found != expected {
            wrong.push(format!("{line}\n    found {found:#?}"));
        }
    }
    assert!(count >= 150, "only {count} texts");
    assert!(
        wrong.is_empty(),
        "{} of {count} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn a_stop_that_begins_a_paragraph_does_not_look_into_the_one_before() {
    let text = "Hujan\n\n?Ada apa";
    let all: Vec<&str> = sentences(text).map(|s| s.text(text)).collect();
    assert_eq!(all, ["Hujan", "?Ada apa"]);
    let doc = warta::analyze(text);
    assert_eq!(doc.sentences().map(|s| s.text()).collect::<Vec<_>>(), all);
}

/// Texts made of what matters to the splitter.
fn newsy() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("Bupati".to_owned()),
        Just("datang".to_owned()),
        Just("Plt.".to_owned()),
        Just("dll.".to_owned()),
        Just("No. 5".to_owned()),
        Just(". ".to_owned()),
        Just("? ".to_owned()),
        Just("…".to_owned()),
        Just("\"".to_owned()),
        Just("“".to_owned()),
        Just("”".to_owned()),
        Just("(".to_owned()),
        Just(")".to_owned()),
        Just("\n".to_owned()),
        Just("\n- ".to_owned()),
        Just(" ".to_owned()),
        Just("kese-\npakatan".to_owned()),
        Just("10.30".to_owned()),
        "\\PC{1,3}",
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|all| all.concat())
}

proptest! {
    #[test]
    fn sentences_are_ordered_and_hold_every_token(text in newsy()) {
        let all: Vec<Span> = sentences(&text).collect();
        for pair in all.windows(2) {
            prop_assert!(pair[0].end <= pair[1].start);
        }
        for sentence in &all {
            prop_assert!(!sentence.text(&text).is_empty());
            prop_assert_eq!(sentence.text(&text).trim(), sentence.text(&text));
        }
        for token in tokenize(&text) {
            prop_assert_eq!(all.iter().filter(|s| s.contains(token.span())).count(), 1);
        }
    }

    #[test]
    fn a_paragraph_is_split_alike_alone_and_among_others(a in newsy(), b in newsy()) {
        let both = format!("{a}\n\n{b}");
        let apart: Vec<Span> = sentences(&a)
            .chain(sentences(&b).map(|s| s.shifted(a.len() + 2)))
            .collect();
        prop_assert_eq!(sentences(&both).collect::<Vec<_>>(), apart);
    }
}
