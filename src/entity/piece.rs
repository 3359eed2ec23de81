//! Pieces: what the recogniser labels. A piece is a token, or a part of one where a name can begin
//! or end inside it (`se-NTT`, `Jokowi-Ma'ruf`, `Persibnya`).

use super::lexicon::{Gazetteer, WordInfo};
use crate::format::hash;
use crate::span::Span;
use crate::token::{RawToken, TokenKind};

/// Outline of a piece's letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[repr(u8)]
pub enum Shape {
    /// `kata`
    #[default]
    Lower,
    /// `Kata`
    Title,
    /// `KATA`, two letters or more
    Upper,
    /// `K`, `K.`
    Initial,
    /// `McKay`, `PLNnya`
    Mixed,
    /// `G20`, `U-23`, `A330`
    Alnum,
    /// Only digits and their marks
    Digits,
    /// Punctuation and symbols
    Mark,
    /// Letters without case
    Caseless,
    /// `KATA` on a line that is all in capitals, where capitals tell nothing
    Shouted,
    /// `Kata` on a line where every word has a capital
    Headline,
    /// `kepadaDetik`, `eFishery`: a small letter first, a capital later
    Camel,
}

/// How a sentence uses capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[repr(u8)]
pub enum Casing {
    /// Capitals begin names and sentences.
    #[default]
    Plain,
    /// All in capitals.
    Shouted,
    /// Every word of weight begins with a capital.
    Headline,
}

impl Casing {
    /// Looks at the outlines and lengths of a sentence's pieces.
    pub fn of(pieces: impl Iterator<Item = (Shape, usize)>) -> Self {
        let (mut upper, mut title, mut words) = (0usize, 0usize, 0usize);
        for (shape, length) in pieces {
            match shape {
                Shape::Upper | Shape::Initial => upper += 1,
                Shape::Title | Shape::Mixed => title += 1,
                Shape::Lower if length > 3 => {}
                _ => continue,
            }
            words += 1;
        }
        if upper >= 3 && upper * 10 >= words * 8 {
            Self::Shouted
        } else if title + upper >= 4 && title >= 2 && (title + upper) * 6 >= words * 5 {
            Self::Headline
        } else {
            Self::Plain
        }
    }
}

impl Shape {
    /// The outline of `text`.
    pub fn of(text: &str) -> Self {
        let (mut lower, mut upper, mut digit, mut other) = (0u32, 0u32, 0u32, 0u32);
        let mut first_upper = false;
        let mut seen_letter = false;
        for c in text.chars() {
            if c.is_ascii_lowercase() || (!c.is_ascii() && c.is_lowercase()) {
                lower += 1;
                seen_letter = true;
            } else if c.is_ascii_uppercase() || (!c.is_ascii() && c.is_uppercase()) {
                first_upper |= !seen_letter;
                upper += 1;
                seen_letter = true;
            } else if c.is_numeric() {
                digit += 1;
            } else if c.is_alphabetic() {
                other += 1;
            }
        }
        match (lower, upper, digit, other) {
            (0, 0, 0, 0) => Self::Mark,
            (0, 0, 0, _) => Self::Caseless,
            (0, 0, _, _) => Self::Digits,
            (_, 0, 0, _) => Self::Lower,
            (0, 1, 0, _) => Self::Initial,
            (0, _, 0, _) => Self::Upper,
            (_, 1, 0, _) if first_upper => Self::Title,
            (_, _, 0, _) if first_upper => Self::Mixed,
            (_, _, 0, _) => Self::Camel,
            _ => Self::Alnum,
        }
    }

    /// Whether a name could carry it: it has a capital letter.
    pub fn is_capital(self) -> bool {
        matches!(
            self,
            Self::Title
                | Self::Upper
                | Self::Initial
                | Self::Mixed
                | Self::Alnum
                | Self::Shouted
                | Self::Headline
        )
    }

    /// The outline as it counts on a line of this casing.
    pub fn on(self, casing: Casing) -> Self {
        match (self, casing) {
            (Self::Upper, Casing::Shouted) => Self::Shouted,
            (Self::Title, Casing::Headline) => Self::Headline,
            (shape, _) => shape,
        }
    }
}

/// One labelled unit with all that is known of it alone.
#[derive(Clone, Copy, Debug, Default)]
pub struct Piece {
    /// Its bytes.
    pub span: Span,
    /// Index of the token it is of.
    pub token: usize,
    /// What depends on its text alone.
    pub word: Word,
}

/// What depends on the text of a piece alone: computed once per distinct word.
#[derive(Clone, Copy, Debug, Default)]
pub struct Word {
    /// Hash of the lower-cased text without a final full stop.
    pub lower: u64,
    /// Letters' outline.
    pub shape: Shape,
    /// Length in characters, at most 255.
    pub length: u8,
    /// First letter, lower-cased: for matching initials with an acronym.
    pub first: u32,
    /// Whether the text is a single mark, and which.
    pub mark: u32,
    /// Cluster and capitalisation statistics.
    pub info: WordInfo,
    /// Gazetteer classes of the word by itself.
    pub classes: u32,
    /// Whether a longer gazetteer entry begins with the word.
    pub opens: bool,
}

/// Hashes of how a piece is spelt: needed for its features, not after.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spelling {
    /// The text as it stands; 0 where capitals tell nothing.
    pub exact: u64,
    /// The first 2, 3, 4 characters, lower-cased.
    pub prefix: [u64; 3],
    /// The last 2, 3, 4 characters, lower-cased.
    pub suffix: [u64; 3],
}

impl Word {
    /// Looks everything up. `buffer` is scratch space.
    pub fn new(text: &str, casing: Casing, gazetteer: &Gazetteer<'_>, buffer: &mut String) -> Self {
        let lower = folded_hash(text, buffer);
        let phrase = gazetteer.phrase(phrase_step(EMPTY_PHRASE, lower));
        let shape = Shape::of(text).on(casing);
        let mut chars = text.chars();
        let only = match (chars.next(), chars.next()) {
            (Some(c), None) => u32::from(c),
            _ => 0,
        };
        Self {
            lower,
            shape,
            length: text.chars().take(255).count() as u8,
            first: buffer.chars().next().map_or(0, u32::from),
            mark: if shape == Shape::Mark { only } else { 0 },
            info: gazetteer.word(lower),
            classes: phrase.classes,
            opens: phrase.opens,
        }
    }
}

impl Spelling {
    /// The spelling of `text`. `buffer` is scratch space.
    pub fn new(text: &str, casing: Casing, buffer: &mut String) -> Self {
        fold(text, buffer);
        let lower: &str = buffer;
        let mut spelling = Self {
            exact: match casing {
                Casing::Plain => hash(text.as_bytes()),
                _ => 0,
            },
            ..Self::default()
        };
        let sizes = [2usize, 3, 4];
        for ((prefix, suffix), n) in spelling
            .prefix
            .iter_mut()
            .zip(&mut spelling.suffix)
            .zip(sizes)
        {
            let head = lower.char_indices().nth(n).map_or(lower.len(), |(i, _)| i);
            let tail = lower.char_indices().rev().nth(n - 1).map_or(0, |(i, _)| i);
            *prefix = hash(lower.get(..head).unwrap_or("").as_bytes());
            *suffix = hash(lower.get(tail..).unwrap_or("").as_bytes());
        }
        spelling
    }
}

/// Lower-cases `text` into `out`, drops a final full stop after a letter, and writes every
/// apostrophe and every hyphen in one way.
pub fn fold(text: &str, out: &mut String) {
    out.clear();
    let body = match text.strip_suffix('.') {
        Some(body) if body.ends_with(char::is_alphabetic) => body,
        _ => text,
    };
    for c in body.chars() {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            '\u{2018}' | '\u{2019}' | '`' | '\u{02BC}' => out.push('\''),
            '\u{2010}' | '\u{2011}' | '\u{2013}' | '\u{2014}' => out.push('-'),
            '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{FEFF}' => {}
            _ => out.extend(c.to_lowercase()),
        }
    }
}

/// Hash of `text` as [`fold`] writes it, which is left in `buffer`: what a word is known by.
pub fn folded_hash(text: &str, buffer: &mut String) -> u64 {
    fold(text, buffer);
    hash(buffer.as_bytes())
}

/// The state of a phrase before its first word.
pub const EMPTY_PHRASE: u64 = 0x5741_5254_4121;

/// The state of a phrase that goes on with `word`.
pub fn phrase_step(state: u64, word: u64) -> u64 {
    let x = (state.rotate_left(17) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    x ^ x >> 31
}

/// Calls `each` with the span of every piece of `token`.
pub(crate) fn split(text: &str, token: &RawToken, mut each: impl FnMut(Span)) {
    let span = token.span;
    if token.kind != TokenKind::Word {
        each(span);
        return;
    }
    let Some(word) = text.as_bytes().get(span.start..span.end) else {
        return;
    };
    if word.iter().all(|b| b.is_ascii_lowercase() || *b == b'-') {
        each(span);
        return;
    }
    let whole = span.text(text);
    if !whole.chars().any(char::is_uppercase) {
        each(span);
        return;
    }
    // Enclitics of a capitalised word are outside a name: `Persibnya`.
    let enclitics = usize::from(token.clitics.inner) + usize::from(token.clitics.outer);
    let end = span.end.saturating_sub(enclitics).max(span.start);
    let end = if text.is_char_boundary(end) {
        end
    } else {
        span.end
    };
    let name = Span::new(span.start, end);
    let mut from = name.start;
    for (at, c) in name.text(text).char_indices() {
        if matches!(c, '-' | '/' | '\u{2010}' | '\u{2011}' | '\u{2013}') {
            let at = name.start + at;
            if at > from {
                each(Span::new(from, at));
            }
            each(Span::new(at, at + c.len_utf8()));
            from = at + c.len_utf8();
        }
    }
    if from < name.end {
        each(Span::new(from, name.end));
    }
}
