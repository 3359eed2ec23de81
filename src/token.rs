//! Tokens: words, numbers and marks with their byte spans, and the clitics inside a word.

mod class;
pub(crate) mod clitic;
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
    #[inline]
    fn of(text: &'t str, raw: RawToken) -> Self {
        Self {
            text: raw.span.text(text),
            raw,
        }
    }

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
/// Works block by block (blocks are separated by empty lines), so memory is bounded by the longest
/// block, and takes time linear in the length of `text`. See [`Tokenizer`] for the conventions, and for
/// a form that keeps its buffers between texts.
///
/// ```
/// let words: Vec<&str> = warta::tokenize("Rumahnya di Kupang.").map(|t| t.text()).collect();
/// assert_eq!(words, ["Rumahnya", "di", "Kupang", "."]);
/// ```
pub fn tokenize(text: &str) -> Tokens<'_> {
    Tokens {
        text,
        blocks: Blocks::new(text),
        next: 0,
    }
}

/// Iterator of [`tokenize`].
#[derive(Clone, Debug)]
pub struct Tokens<'t> {
    text: &'t str,
    blocks: Blocks<'t>,
    next: usize,
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    #[inline]
    fn next(&mut self) -> Option<Token<'t>> {
        loop {
            if let Some(&raw) = self.blocks.scan.tokens.get(self.next) {
                self.next += 1;
                return Some(Token::of(self.text, raw));
            }
            self.next = 0;
            if !self.blocks.advance() {
                return None;
            }
        }
    }
}

/// The blocks of a text, scanned one at a time into the same buffers.
#[derive(Clone, Debug)]
pub(crate) struct Blocks<'t> {
    text: &'t str,
    from: usize,
    pub(crate) scan: Scan,
}

impl<'t> Blocks<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self {
            text,
            from: 0,
            scan: Scan::default(),
        }
    }

    /// Scans the next block; false, with empty buffers, when there is none.
    pub(crate) fn advance(&mut self) -> bool {
        self.scan.tokens.clear();
        self.scan.sentences.clear();
        if self.from >= self.text.len() {
            return false;
        }
        self.from = scan::scan_block(self.text, self.from, &mut self.scan);
        true
    }
}

/// Splits texts into tokens and sentences in one pass, keeping its buffers between texts: once they
/// have grown, nothing is allocated.
///
/// The conventions are those of the Indonesian treebanks of Universal Dependencies:
///
/// - A word with its clitics is one token; [`Token::parts`] has the parts (`rumah|nya`, `ku|baca`).
/// - Reduplications, prefixes with a hyphen, numbers with an affix and model names are one token
///   (`anak-anak`, `se-NTT`, `ke-20`, `1990-an`, `COVID-19`); names and numbers joined by a hyphen or
///   slash are several (`Prabowo`, `-`, `Gibran`; `5`, `-`, `10`).
/// - Abbreviations keep their stop (`Plt.`, `S.T.`, `No.`); the stop that ends a sentence is a token.
///   A company's `Tbk.` or `Ltd.` gives its stop to the sentence when the sentence ends there.
/// - Web and e-mail addresses, hashtags, handles, decree numbers, dates are one token each.
/// - A sentence in a quotation does not end the sentence around it, as long as the quotation closes
///   within 500 bytes and its paragraph.
///
/// What layout did to a text is mended by evidence, offsets staying those of the input:
///
/// - An empty line ends a sentence. A line break ends one where lines are paragraphs (after a headline
///   or caption, between the items of a list), and does not in text wrapped at a margin, which shows by
///   lines that break off in mid-sentence where the next word would not have fitted. A headline wrapped
///   over two lines leaves no such trace and is cut.
/// - A word broken by a hyphen at a line's end (`kese-`, `pakatan`) is one token over the break when the
///   joined word is known and its halves are not both words.
/// - A stop without its space (`datang.Ia`) is found between a word in small letters and a capital; an
///   abbreviation glued to its name (`KAB.BELU`, `Jl.Sudirman`) comes apart behind its stop.
/// - A soft hyphen and the zero-width characters belong to the word around them.
///
/// ```
/// let mut tokenizer = warta::Tokenizer::default();
/// let text = "Plt. Bupati Belu datang. Ia disambut warganya.";
/// let found = tokenizer.split(text);
/// assert_eq!(found.sentences().count(), 2);
/// let with_parts = found.tokens().find(|t| t.parts().count() > 0);
/// assert_eq!(with_parts.map(|t| t.text()), Some("warganya"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Tokenizer {
    scan: Scan,
}

impl Tokenizer {
    /// Splits `text`. Takes time linear in its length.
    pub fn split<'s, 't>(&'s mut self, text: &'t str) -> Split<'s, 't> {
        scan::scan(text, &mut self.scan);
        Split {
            text,
            scan: &self.scan,
        }
    }
}

/// What [`Tokenizer::split`] found in a text.
#[derive(Clone, Copy, Debug)]
pub struct Split<'s, 't> {
    text: &'t str,
    scan: &'s Scan,
}

impl<'s, 't> Split<'s, 't> {
    /// The tokens, in order.
    pub fn tokens(self) -> impl ExactSizeIterator<Item = Token<'t>> + 's
    where
        't: 's,
    {
        let text = self.text;
        self.scan
            .tokens
            .iter()
            .map(move |raw| Token::of(text, *raw))
    }

    /// The byte spans of the sentences, in order.
    pub fn sentences(self) -> impl ExactSizeIterator<Item = Span> + 's {
        self.scan.sentences.iter().map(|s| s.span)
    }
}
