//! What the documentation promises of any text and any word. The property tests and the fuzzers share
//! these checks; each panics with what it found.

#![allow(
    dead_code,
    clippy::panic,
    reason = "every user of these checks needs some of them"
)]

use std::collections::HashSet;
use warta::{
    Document, EntityKind, RegionLevel, Sentence, Span, Stemmer, Stopwords, Term, Token, TokenKind,
    Tokenizer, page_lines, sentences, tokenize,
};

/// A paragraph that ends: what stands before it must not change what comes after, but for offsets.
const PARAGRAPH: &str = "Warga “Dusun Tiga” menunggu (sejak pagi.\n\n";

/// What a token is, without its text.
pub type TokenFacts = (Span, TokenKind, Vec<Span>);

pub fn token_facts(token: Token<'_>) -> TokenFacts {
    (token.span(), token.kind(), token.parts().collect())
}

fn shift((span, kind, parts): TokenFacts, by: usize) -> TokenFacts {
    let parts = parts.into_iter().map(|part| part.shifted(by)).collect();
    (span.shifted(by), kind, parts)
}

/// Whether nothing but white space lies from `from` to `to`, both on character boundaries.
fn is_blank(text: &str, from: usize, to: usize) -> bool {
    text.get(from..to)
        .is_some_and(|gap| gap.chars().all(char::is_whitespace))
}

/// Spans in order, not empty, on character boundaries, nothing but white space between them.
pub fn spans_cover(text: &str, spans: impl IntoIterator<Item = Span>) {
    let mut done = 0;
    for span in spans {
        assert!(
            span.start >= done && span.end > span.start,
            "{span:?} of {text:?}"
        );
        assert!(
            is_blank(text, done, span.start),
            "lost {done}..{} of {text:?}",
            span.start
        );
        assert!(
            text.get(span.start..span.end).is_some(),
            "{span:?} of {text:?}"
        );
        done = span.end;
    }
    assert!(
        is_blank(text, done, text.len()),
        "lost {done}.. of {text:?}"
    );
}

/// The parts of a token: none, or two and more that make it up.
fn parts_cover(text: &str, token: Span, parts: &[Span]) {
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
        return;
    };
    assert!(parts.len() > 1, "{parts:?} of {:?}", token.text(text));
    assert_eq!((first.start, last.end), (token.start, token.end));
    assert!(parts.windows(2).all(|pair| pair[0].end == pair[1].start));
    assert!(parts.iter().all(|part| !part.text(text).is_empty()));
}

/// Tokens lose nothing, are the same by every way of asking, and are those of each paragraph alone.
pub fn tokens(text: &str, kept: &mut Tokenizer) {
    let all: Vec<TokenFacts> = tokenize(text).map(token_facts).collect();
    spans_cover(text, all.iter().map(|(span, ..)| *span));
    for (span, kind, parts) in &all {
        parts_cover(text, *span, parts);
        assert!(parts.is_empty() || *kind == TokenKind::Word);
        // White space stands in a token only where a word was broken at the end of a line.
        let word = span.text(text);
        let whole = !word.chars().any(char::is_whitespace);
        assert!(
            whole || word.contains('\n') || word.contains('\r'),
            "{word:?}"
        );
    }
    let again: Vec<TokenFacts> = kept.split(text).tokens().map(token_facts).collect();
    assert_eq!(
        again, all,
        "a kept tokenizer and `tokenize` differ on {text:?}"
    );
    let longer = format!("{PARAGRAPH}{text}");
    let before = tokenize(PARAGRAPH).count();
    let behind: Vec<TokenFacts> = tokenize(&longer).skip(before).map(token_facts).collect();
    let moved: Vec<TokenFacts> = all.into_iter().map(|t| shift(t, PARAGRAPH.len())).collect();
    assert_eq!(behind, moved, "a paragraph before it changes {text:?}");
}

/// Sentences lose nothing, cut no token, and are those of each paragraph alone.
pub fn sentence_ends(text: &str, kept: &mut Tokenizer) {
    let all: Vec<Span> = sentences(text).collect();
    spans_cover(text, all.iter().copied());
    for sentence in &all {
        assert_eq!(sentence.text(text).trim(), sentence.text(text));
    }
    let split = kept.split(text);
    assert_eq!(split.sentences().collect::<Vec<_>>(), all);
    let mut open = all.iter();
    let mut current = open.next();
    for token in split.tokens() {
        while current.is_some_and(|sentence| sentence.end <= token.span().start) {
            current = open.next();
        }
        let inside = current.is_some_and(|sentence| sentence.contains(token.span()));
        assert!(inside, "{:?} is in no sentence of {text:?}", token.span());
    }
    let longer = format!("{PARAGRAPH}{text}");
    let before = sentences(PARAGRAPH).count();
    let behind: Vec<Span> = sentences(&longer).skip(before).collect();
    let moved: Vec<Span> = all.iter().map(|s| s.shifted(PARAGRAPH.len())).collect();
    assert_eq!(behind, moved, "a paragraph before it changes {text:?}");
}

/// A stem is the same by every way of asking, whatever the case of ASCII letters, and never empty for a
/// word with a letter in it.
pub fn stem(stemmer: &Stemmer, word: &str) {
    let stem = stemmer.stem(word).into_owned();
    assert_eq!(stemmer.stem(word), stem);
    assert_eq!(
        stemmer.stem(&word.to_ascii_uppercase()),
        stem,
        "in capitals: {word:?}"
    );
    assert_eq!(
        stemmer.stem(&word.to_ascii_lowercase()),
        stem,
        "in small letters: {word:?}"
    );
    if word.contains(|c: char| c.is_ascii_alphanumeric()) {
        assert!(!stem.is_empty(), "{word:?} has no stem");
    }
    // At most one letter comes back (`menulis`: `tulis`); `İ` grows by a byte in lower case, and a
    // listed form may be shorter than its stem by an abbreviation's worth.
    assert!(
        stem.len() <= word.len() * 3 / 2 + 16,
        "{word:?} has the stem {stem:?}"
    );
    let analysis = stemmer.analyze(word);
    assert_eq!(
        analysis.root(),
        stem,
        "`analyze` and `stem` differ on {word:?}"
    );
    let mut roots = HashSet::from([analysis.root()]);
    for reading in analysis.alternatives() {
        assert!(
            roots.insert(reading.root()),
            "{word:?} has {:?} twice",
            reading.root()
        );
    }
}

/// Overrides: all lines load or none; what loads holds.
pub fn overrides(lines: &str) {
    let mut stemmer = Stemmer::default();
    if stemmer.load_overrides(lines).is_err() {
        assert_eq!(stemmer.stem("makanan"), "makan");
        return;
    }
    let lines = lines
        .lines()
        .map(|line| line.trim_start_matches('\u{FEFF}'));
    let rules = lines.filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    // Of two rules for one word the later holds.
    if let Some((word, stem)) = rules.filter_map(|line| line.split_once('\t')).next_back() {
        let mut plain = Stemmer::default();
        plain.protect(stem);
        assert_eq!(
            stemmer.stem(word),
            plain.stem(stem),
            "{word:?} has another override"
        );
    }
}

/// Everything that a document says, to compare two of them.
#[derive(Debug, PartialEq)]
pub struct Facts {
    sentences: Vec<Span>,
    tokens: Vec<(TokenFacts, String, bool)>,
    entities: Vec<EntityFacts>,
    terms: Vec<(Span, String)>,
}

type EntityFacts = (
    Span,
    EntityKind,
    u32,
    Span,
    Option<&'static str>,
    Vec<&'static str>,
    String,
);

impl Facts {
    pub fn of(doc: &Document<'_>) -> Self {
        let entity = |e: warta::Entity<'_, '_>| {
            (
                e.span(),
                e.kind(),
                e.score().to_bits(),
                e.canonical().span(),
                e.place().map(|region| region.code()),
                e.place_candidates().map(|region| region.code()).collect(),
                e.full_name().to_owned(),
            )
        };
        let token = |t: warta::DocumentToken<'_, '_>| {
            let facts = (t.span(), t.kind(), t.parts().collect());
            (facts, t.stem().to_owned(), t.is_stopword())
        };
        Self {
            sentences: doc.sentences().map(|s| s.span()).collect(),
            tokens: doc.tokens().map(token).collect(),
            entities: doc.entities().map(entity).collect(),
            terms: doc
                .terms()
                .map(|t| (t.span(), t.text().to_owned()))
                .collect(),
        }
    }
}

/// The views of a document agree with each other and with the stages alone.
pub fn document(doc: &Document<'_>, stopwords: &Stopwords, stemmer: &Stemmer) {
    let text = doc.text();
    let tokens: Vec<_> = doc.tokens().collect();
    let spans: Vec<Span> = tokens.iter().map(|token| token.span()).collect();
    assert_eq!(spans, tokenize(text).map(|t| t.span()).collect::<Vec<_>>());
    let ends: Vec<Span> = doc.sentences().map(|sentence| sentence.span()).collect();
    assert_eq!(ends, sentences(text).collect::<Vec<_>>());
    let sentence_tokens = |s: Sentence<'_, '_>| s.tokens().map(|t| t.span()).collect::<Vec<_>>();
    assert_eq!(
        doc.sentences()
            .flat_map(sentence_tokens)
            .collect::<Vec<_>>(),
        spans
    );
    for sentence in doc.sentences() {
        let own = sentence_tokens(sentence);
        let (first, last) = (own.first(), own.last());
        assert_eq!(first.map(|s| s.start), Some(sentence.span().start));
        assert_eq!(last.map(|s| s.end), Some(sentence.span().end));
    }
    for token in &tokens {
        assert_eq!(token.is_stopword(), stopwords.contains(token.text()));
        assert_eq!(token.text(), token.span().text(text));
        match (token.kind(), token.entity()) {
            (_, Some(entity)) => {
                assert!(entity.tokens().any(|own| own.span() == token.span()));
                assert!(!token.stem().is_empty(), "{:?} of {text:?}", token.span());
                let inside = entity.span().overlaps(token.span());
                assert!(inside, "{:?} of {text:?}", token.span());
            }
            (TokenKind::Word, None) => {
                let stem = token.stem();
                let as_written = stem == token.text();
                assert!(
                    as_written || stem == stemmer.stem(token.text()),
                    "{stem:?} of {text:?}"
                );
            }
            _ => assert_eq!(token.stem(), token.text()),
        }
    }
    entities(doc, text);
    let mut done = 0;
    let mut mentions = doc.entities();
    for term in doc.terms() {
        assert!(term.span().start >= done, "{:?} of {text:?}", term.span());
        done = term.span().end;
        match term {
            Term::Entity(entity) => assert_eq!(Some(entity), mentions.next()),
            Term::Word(token) => assert!(!token.is_stopword() && token.entity().is_none()),
        }
    }
    assert_eq!(mentions.next(), None, "a mention of {text:?} is no term");
    page(text);
}

fn entities(doc: &Document<'_>, text: &str) {
    let spans: Vec<Span> = doc.entities().map(|entity| entity.span()).collect();
    let mut done = 0;
    for entity in doc.entities() {
        let span = entity.span();
        assert!(
            span.start >= done && span.end > span.start,
            "{span:?} of {text:?}"
        );
        assert_eq!(text.get(span.start..span.end), Some(entity.text()));
        assert!(entity.score().is_finite() && (0.0..=1.0).contains(&entity.score()));
        let own: Vec<_> = entity.tokens().collect();
        let (Some(first), Some(last)) = (own.first(), own.last()) else {
            panic!("{span:?} of {text:?} touches no token");
        };
        assert!(first.span().start <= span.start && span.start < first.span().end);
        assert!(last.span().start < span.end && span.end <= last.span().end);
        for token in &own {
            let first = token.entity();
            assert!(
                first.is_some_and(|e| e.span().start <= span.start),
                "{span:?} of {text:?}"
            );
        }
        // A name ends in a sentence: the two tokens at its ends are of the same one.
        let home = doc.sentences().find(|s| s.span().contains(first.span()));
        assert!(
            home.is_some_and(|s| s.span().contains(last.span())),
            "{span:?} of {text:?}"
        );
        let canonical = entity.canonical();
        assert!(spans.contains(&canonical.span()));
        assert_eq!(canonical.kind(), entity.kind());
        assert!(!entity.full_name().is_empty());
        let candidates: Vec<_> = entity.place_candidates().collect();
        assert!(entity.kind() == EntityKind::Place || candidates.is_empty());
        assert!(entity.place().is_none() || candidates.first() == entity.place().as_ref());
        assert_eq!(
            candidates.iter().collect::<HashSet<_>>().len(),
            candidates.len()
        );
        for region in candidates {
            assert_eq!(warta::Region::from_code(region.code()), Some(region));
            assert!(region.level() == RegionLevel::Province || region.parent().is_some());
        }
        done = span.end;
    }
}

/// The lines of a page are in order and lose nothing.
pub fn page(text: &str) {
    spans_cover(text, page_lines(text).iter().map(|line| line.span));
}
