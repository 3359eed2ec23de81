//! Tokens and clitics, and what holds for the tokens of any text.

use proptest::prelude::*;
use warta::{Span, Token, TokenKind, Tokenizer, tokenize};

/// The tokens, separated by spaces, their parts by `|`.
fn shown(text: &str) -> String {
    let tokens: Vec<String> = tokenize(text)
        .map(|token| {
            let parts: Vec<&str> = token.parts().map(|part| part.text(text)).collect();
            if parts.is_empty() {
                token.text().to_owned()
            } else {
                parts.join("|")
            }
        })
        .collect();
    tokens.join(" ")
}

#[test]
fn the_golden_tokens_come_out() {
    let cases = include_str!("golden/tokens.txt");
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in cases.lines().filter(|l| !l.starts_with("# ")) {
        let line = line.replace("\\n", "\n");
        let (text, expected) = line.split_once('\t').expect("text<TAB>tokens");
        count += 1;
        if shown(text) != expected {
            wrong.push(format!(
                "{text}: expected {expected}, found {}",
                shown(text)
            ));
        }
    }
    assert!(count > 220, "only {count} rows");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn kinds_follow_the_shape() {
    let text = "Rp 1.500 di detik.com, a@b.id #Belu @kominfo 25°C ke-20 10.30 “ya”";
    let kinds: Vec<&str> = tokenize(text).map(|t| t.kind().name()).collect();
    let expected = "word number word url punctuation email hashtag handle number symbol word number \
                    punctuation word punctuation";
    assert_eq!(kinds.join(" "), expected);
}

#[test]
fn a_word_broken_over_a_line_is_one_token_when_only_whole_it_is_known() {
    let wrapped =
        "Pemerintah daerah menandatangani kese-\npakatan dengan para petani jagung di\ndesa itu.";
    assert!(tokenize(wrapped).any(|t| t.text() == "kese-\npakatan"));
    let doubled = "Mereka membawa pulang anak-\nanak itu.";
    assert!(tokenize(doubled).any(|t| t.text() == "anak-\nanak"));
    let two_words = "Rapat membahas ekonomi-\nsosial.";
    assert!(tokenize(two_words).any(|t| t.text() == "sosial"));
}

#[test]
fn a_character_that_joins_what_follows_takes_no_space_along() {
    for (text, tokens) in [
        ("\u{6DD} 12", "\u{6DD} 12"),
        ("pada\u{6DD}\u{3000}", "pada \u{6DD}"),
        ("\u{D4E}\u{3000}ya", "\u{D4E} ya"),
    ] {
        assert_eq!(shown(text), tokens, "{text:?}");
    }
}

#[test]
fn odd_input_is_cut_without_loss() {
    let long_word = "a".repeat(1_000_000);
    let long_chain = "A.".repeat(100_000);
    let long_hyphens = "a-".repeat(100_000);
    let quotes = "\"".repeat(50_000);
    let brackets = "(".repeat(50_000);
    let odd = [
        "",
        " ",
        "\n\n\n",
        "a",
        "\0",
        "\u{feff}Bupati",
        "\u{200d}\u{200d}",
        "\r\n\r\n",
        "a\u{0301}\u{0301}",
        "\u{1}\u{7f}\u{85}",
        "â€œSiapâ€\u{9d}",
        "😀😀🇮🇩🇮",
        "ไทย 中文 العربية",
        long_word.as_str(),
        long_chain.as_str(),
        long_hyphens.as_str(),
        quotes.as_str(),
        brackets.as_str(),
    ];
    for text in odd {
        check(text).unwrap();
    }
}

/// What holds for the tokens of any text: in order, on character boundaries, nothing but white space
/// between them, parts that make up the token.
fn check(text: &str) -> Result<(), TestCaseError> {
    let mut end = 0;
    for token in tokenize(text) {
        let span = token.span();
        prop_assert!(span.start >= end && !span.is_empty());
        let gap = text.get(end..span.start);
        prop_assert!(gap.is_some_and(|g| g.chars().all(char::is_whitespace)));
        prop_assert_eq!(text.get(span.start..span.end), Some(token.text()));
        let inside = token.text().chars().any(char::is_whitespace);
        prop_assert!(!inside || token.text().contains("-\n") || token.text().contains("-\r\n"));
        let parts: Vec<Span> = token.parts().collect();
        if let (Some(first), Some(last)) = (parts.first(), parts.last()) {
            prop_assert!(parts.len() > 1);
            prop_assert_eq!((first.start, last.end), (span.start, span.end));
            prop_assert!(parts.windows(2).all(|pair| pair[0].end == pair[1].start));
            prop_assert!(parts.iter().all(|p| text.get(p.start..p.end).is_some()));
        }
        end = span.end;
    }
    prop_assert!(
        text.get(end..)
            .is_some_and(|g| g.chars().all(char::is_whitespace))
    );
    Ok(())
}

fn essence(token: Token<'_>) -> (Span, TokenKind, Vec<Span>) {
    (token.span(), token.kind(), token.parts().collect())
}

proptest! {
    #[test]
    fn any_text_is_cut_without_loss(text in any::<String>()) {
        check(&text)?;
    }

    #[test]
    fn any_ascii_is_cut_without_loss(text in "[ -~\n]{0,80}") {
        check(&text)?;
    }

    #[test]
    fn a_kept_tokenizer_finds_the_same(a in "\\PC{0,60}", b in "[a-zA-Z0-9 .,\"'()/\n-]{0,60}") {
        let mut tokenizer = Tokenizer::default();
        for text in [&a, &b, &a] {
            let kept: Vec<_> = tokenizer.split(text).tokens().map(essence).collect();
            prop_assert_eq!(kept, tokenize(text).map(essence).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_paragraph_is_cut_alike_alone_and_among_others(a in "[a-zA-Z .,\"'()-]{0,60}", b in any::<String>()) {
        let both = format!("{a}\n\n{b}");
        let by = a.len() + 2;
        let apart: Vec<_> = tokenize(&a)
            .map(essence)
            .chain(tokenize(&b).map(essence).map(|(span, kind, parts)| {
                (span.shifted(by), kind, parts.into_iter().map(|p| p.shifted(by)).collect())
            }))
            .collect();
        prop_assert_eq!(tokenize(&both).map(essence).collect::<Vec<_>>(), apart);
    }
}
