//! The crates that are compared, each behind the same few functions.

use charabia::{Tokenizer, TokenizerBuilder};
use icu_segmenter::{SentenceSegmenter, WordSegmenter};
use std::ops::Range;
use std::sync::LazyLock;
use unicode_segmentation::UnicodeSegmentation;

/// Cuts texts into tokens or sentences.
pub struct Cutter {
    pub name: &'static str,
    /// What is timed, which is the cheapest way to ask.
    pub timed: &'static str,
    pub count: fn(&str) -> usize,
    /// The pieces without the white space around them.
    pub spans: fn(&str) -> Vec<Range<usize>>,
}

static CHARABIA: LazyLock<Tokenizer<'static>> = LazyLock::new(|| {
    let builder: TokenizerBuilder<'static, Vec<u8>> = TokenizerBuilder::default();
    builder.into_tokenizer()
});

pub const TOKENIZERS: &[Cutter] = &[
    Cutter {
        name: "warta",
        timed: "warta tokens",
        count: |text| warta::tokenize(text).count(),
        spans: |text| warta::tokenize(text).map(|t| t.span().into()).collect(),
    },
    Cutter {
        name: "unicode-segmentation",
        timed: "unicode-segmentation words",
        count: |text| text.unicode_words().count(),
        spans: |text| {
            let pieces = text.split_word_bound_indices();
            visible(
                text,
                pieces.map(|(start, piece)| start..start + piece.len()),
            )
        },
    },
    Cutter {
        name: "charabia",
        timed: "charabia tokens",
        count: |text| CHARABIA.tokenize(text).count(),
        spans: |text| {
            let tokens = CHARABIA.segment(text);
            visible(text, tokens.map(|token| token.byte_start..token.byte_end))
        },
    },
    Cutter {
        name: "charabia, no normalising",
        timed: "charabia segments",
        count: |text| CHARABIA.segment(text).count(),
        spans: |text| {
            let tokens = CHARABIA.segment(text);
            visible(text, tokens.map(|token| token.byte_start..token.byte_end))
        },
    },
    Cutter {
        name: "icu_segmenter",
        timed: "icu_segmenter words",
        count: |text| words().segment_str(text).count(),
        spans: |text| visible(text, between(words().segment_str(text))),
    },
];

pub const SENTENCES: &[Cutter] = &[
    Cutter {
        name: "warta",
        timed: "warta sentences",
        count: |text| warta::sentences(text).count(),
        spans: |text| warta::sentences(text).map(Into::into).collect(),
    },
    Cutter {
        name: "unicode-segmentation",
        timed: "unicode-segmentation sentences",
        count: |text| text.unicode_sentences().count(),
        spans: |text| {
            let pieces = text.split_sentence_bound_indices();
            visible(
                text,
                pieces.map(|(start, piece)| start..start + piece.len()),
            )
        },
    },
    Cutter {
        name: "icu_segmenter",
        timed: "icu_segmenter sentences",
        count: |text| sentences().segment_str(text).count(),
        spans: |text| visible(text, between(sentences().segment_str(text))),
    },
];

fn words() -> icu_segmenter::WordSegmenterBorrowed<'static> {
    WordSegmenter::new_for_non_complex_scripts(Default::default())
}

fn sentences() -> icu_segmenter::SentenceSegmenterBorrowed<'static> {
    SentenceSegmenter::new(Default::default())
}

/// The pieces between break points.
fn between(breaks: impl Iterator<Item = usize>) -> impl Iterator<Item = Range<usize>> {
    let mut last = 0;
    breaks.map(move |at| std::mem::replace(&mut last, at)..at)
}

/// The pieces without white space around them, and without those that are nothing else.
fn visible(text: &str, pieces: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    pieces
        .filter_map(|piece| {
            let whole = text.get(piece.clone())?;
            let start = piece.start + (whole.len() - whole.trim_start().len());
            let end = start + whole.trim().len();
            (start < end).then_some(start..end)
        })
        .collect()
}

/// Stems all words and adds up the lengths of the stems.
pub type StemAll = Box<dyn Fn(&[String]) -> usize>;

/// Stems words.
pub struct StemmerTool {
    pub name: &'static str,
    pub start: fn() -> StemAll,
    pub stem: fn(&str) -> String,
}

static SASTRAWI: LazyLock<sastrawi::Dictionary> = LazyLock::new(sastrawi::Dictionary::new);

fn snowball() -> snowball_stemmers_rs::Stemmer {
    snowball_stemmers_rs::Stemmer::create(snowball_stemmers_rs::Algorithm::Indonesian)
}

fn frostem() -> frostem::Stemmer {
    frostem::Stemmer::new(frostem::Algorithm::Indonesian)
}

pub const STEMMERS: &[StemmerTool] = &[
    StemmerTool {
        name: "warta",
        start: || {
            let stemmer = warta::Stemmer::default();
            Box::new(move |words| words.iter().map(|word| stemmer.stem(word).len()).sum())
        },
        stem: |word| warta::Stemmer::default().stem(word).into_owned(),
    },
    StemmerTool {
        name: "snowball_stemmers_rs",
        start: || {
            let stemmer = snowball();
            Box::new(move |words| words.iter().map(|word| stemmer.stem(word).len()).sum())
        },
        stem: |word| snowball().stem(word).into_owned(),
    },
    StemmerTool {
        name: "frostem",
        start: || {
            let stemmer = frostem();
            Box::new(move |words| words.iter().map(|word| stemmer.stem(word).len()).sum())
        },
        stem: |word| frostem().stem(word).into_owned(),
    },
    StemmerTool {
        name: "sastrawi-rs",
        start: || {
            let stemmer = sastrawi::Stemmer::new(&SASTRAWI);
            Box::new(move |words| {
                let stems = words.iter().map(|word| stemmer.stem_word(word).len());
                stems.sum()
            })
        },
        stem: |word| {
            let stemmer = sastrawi::Stemmer::new(&SASTRAWI);
            stemmer.stem_word(word).into_owned()
        },
    },
];
