//! Tokens: words, numbers and marks with their byte spans, and the clitics inside a word.

mod class;
mod clitic;
mod hyphen;
mod layout;
mod pattern;
pub(crate) mod scan;
pub mod table;

use crate::span::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[non_exhaustive]
pub enum TokenKind {
    /// Letters, perhaps with digits, hyphens or apostrophes: `rumahnya`, `anak-anak`, `U-23`, `Plt.`
    Word,
    /// A number: `1.500.000,00`, `10.30`, `24/04`.
    Number,
    /// A punctuation mark.
    Punctuation,
    /// Any other visible character.
    Symbol,
    /// A web address.
    Url,
    /// An e-mail address.
    Email,
    /// `#IndonesiaMaju`.
    Hashtag,
    /// `@kemkominfo`.
    Handle,
}

impl TokenKind {
    /// The name used in JSON and by the examples: `word`, `number`, `punctuation` and so on.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Number => "number",
            Self::Punctuation => "punctuation",
            Self::Symbol => "symbol",
            Self::Url => "url",
            Self::Email => "email",
            Self::Hashtag => "hashtag",
            Self::Handle => "handle",
        }
    }
}

/// Lengths in bytes of the clitics at the two ends of a word; all zero for a whole word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Clitics {
    /// `ku-`, `kau-`.
    pub(crate) front: u8,
    /// The inner of two enclitics (`nya` of `rumahnyalah`), or the only one.
    pub(crate) inner: u8,
    /// The outer of two enclitics (`lah` of `rumahnyalah`).
    pub(crate) outer: u8,
}

impl Clitics {
    /// The parts of the word at `span`, in order; empty for a whole word.
    pub(crate) fn parts(self, span: Span) -> impl Iterator<Item = Span> + Clone {
        let stem_start = span.start + usize::from(self.front);
        let outer_start = span.end.saturating_sub(usize::from(self.outer));
        let inner_start = outer_start.saturating_sub(usize::from(self.inner));
        let all = [
            Span::new(span.start, stem_start),
            Span::new(stem_start, inner_start),
            Span::new(inner_start, outer_start),
            Span::new(outer_start, span.end),
        ];
        let split = self != Self::default();
        all.into_iter()
            .filter(move |part| split && !part.is_empty())
    }
}

/// One token as the scanner leaves it: no text, so that a buffer of them can outlive the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RawToken {
    pub(crate) span: Span,
    pub(crate) kind: TokenKind,
    pub(crate) clitics: Clitics,
}

/// One sentence as the scanner leaves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RawSentence {
    /// From the first byte of the first token to the last byte of the last.
    pub(crate) span: Span,
    /// Index of its first token.
    pub(crate) first_token: usize,
    /// Index one past its last token.
    pub(crate) end_token: usize,
}

/// Tokens and sentences of one text: the reusable buffers that the scanner fills.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scan {
    pub(crate) tokens: Vec<RawToken>,
    pub(crate) sentences: Vec<RawSentence>,
}

/// A token of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'t> {
    text: &'t str,
    raw: RawToken,
}

impl<'t> Token<'t> {
    /// The token's text, borrowed from the input.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Its byte span in the input.
    pub fn span(&self) -> Span {
        self.raw.span
    }

    /// What it is.
    pub fn kind(&self) -> TokenKind {
        self.raw.kind
    }

    /// The byte spans of its clitic parts (`rumah`, `nya`); nothing for a word without clitics.
    pub fn parts(&self) -> impl Iterator<Item = Span> + use<> {
        self.raw.clitics.parts(self.raw.span)
    }
}

/// Splits `text` into tokens. White space is never part of one and everything else is.
///
/// Takes time linear in the length of `text`.
///
/// ```
/// let words: Vec<&str> = warta::tokenize("Rumahnya di Kupang.").map(|t| t.text()).collect();
/// assert_eq!(words, ["Rumahnya", "di", "Kupang", "."]);
/// ```
pub fn tokenize(text: &str) -> Tokens<'_> {
    let mut scan = Scan::default();
    scan::scan(text, &mut scan);
    Tokens {
        text,
        tokens: scan.tokens.into_iter(),
    }
}

/// Iterator of [`tokenize`].
#[derive(Clone, Debug)]
pub struct Tokens<'t> {
    text: &'t str,
    tokens: std::vec::IntoIter<RawToken>,
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        let raw = self.tokens.next()?;
        Some(Token {
            text: raw.span.text(self.text),
            raw,
        })
    }
}
