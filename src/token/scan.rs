//! The scanner: one pass over the text that cuts it into tokens and sentences.
//!
//! The text falls into blocks at empty lines. A block is scanned without a look at its neighbours, so
//! a text's analysis is that of its blocks put side by side. Inside a block the byte under the cursor
//! chooses what to do; plain words, the bulk of any text, take the shortest way.
//!
//! Every look ahead is bounded by a constant, so time is linear in the length of the text.

mod abbreviation;
mod end;
#[cfg(test)]
mod oracle;
mod word;

use super::class::{CLASS, Class};
use super::layout::Layout;
use super::table::Words;
use super::{Clitics, RawSentence, RawToken, Scan, TokenKind, pattern};
use crate::data::WORDS;
use crate::span::Span;
use core::cell::OnceCell;
use memchr::{memchr, memchr3_iter};
use unicode_segmentation::UnicodeSegmentation;

/// A little less than the bytes of a token of news with the space before it.
const BYTES_PER_TOKEN: usize = 5;
/// Longest quotation, in bytes, that is kept in one sentence.
const LONGEST_QUOTE: usize = 500;
/// Longest bracketed remark, in bytes, that is kept in one sentence.
const LONGEST_REMARK: usize = 200;
/// Most brackets in each other that are kept so.
const DEEPEST_REMARK: usize = 4;

/// Fills `out` with the tokens and sentences of `text`; what it held before is dropped.
pub(crate) fn scan(text: &str, out: &mut Scan) {
    out.tokens.clear();
    out.sentences.clear();
    let mut from = 0;
    while from < text.len() {
        from = scan_block(text, from, out);
    }
}

/// Appends the tokens and sentences of the block that begins at `from`; returns where it ends.
pub(crate) fn scan_block(text: &str, from: usize, out: &mut Scan) -> usize {
    let (start, end) = block_at(text.as_bytes(), from);
    let block = text.get(start..end).unwrap_or("");
    let first = out.tokens.len();
    // What news needs, in one go; a text of shorter tokens makes the buffer grow as usual.
    out.tokens.reserve(block.len() / BYTES_PER_TOKEN + 1);
    let mut scanner = Scanner {
        words: *WORDS,
        block,
        bytes: block.as_bytes(),
        base: start,
        first,
        keep_until: 0,
        quote_end: 0,
        line_start: 0,
        layout: OnceCell::new(),
        chunk: pattern::Chunk::default(),
        out,
    };
    scanner.run();
    scanner.close();
    end
}

/// The next block: from the first visible byte at or after `from` to before the line feed that an empty
/// line follows.
fn block_at(bytes: &[u8], from: usize) -> (usize, usize) {
    let blank = |b: &u8| matches!(CLASS[usize::from(*b)], Class::Space);
    let mut at = from;
    while bytes.get(at).is_some_and(|b| blank(b) || *b == b'\n') {
        at += 1;
    }
    let start = at;
    while let Some(feed) = bytes.get(at..).and_then(|rest| memchr(b'\n', rest)) {
        let feed = at + feed;
        at = feed + 1;
        loop {
            match bytes.get(at) {
                Some(b'\n') | None => return (start, feed),
                Some(b) if blank(b) => at += 1,
                // The no-break space, which scraped pages leave on empty lines.
                Some(0xC2) if bytes.get(at + 1) == Some(&0xA0) => at += 2,
                Some(_) => break,
            }
        }
    }
    (start, bytes.len())
}

struct Scanner<'a> {
    words: Words<'static>,
    block: &'a str,
    bytes: &'a [u8],
    /// Where the block lies in the text.
    base: usize,
    /// Index of the first token of the open sentence.
    first: usize,
    /// No sentence ends before this byte: the end of a quotation or remark.
    keep_until: usize,
    /// Where the straight quote that closes the open quotation ends.
    quote_end: usize,
    line_start: usize,
    layout: OnceCell<Layout>,
    /// The last run of bytes in which an address was looked for.
    chunk: pattern::Chunk,
    out: &'a mut Scan,
}

impl<'a> Scanner<'a> {
    /// The byte at `at`; NUL past the end.
    #[inline]
    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    #[inline]
    fn class(&self, at: usize) -> Class {
        self.bytes
            .get(at)
            .map_or(Class::Line, |b| CLASS[usize::from(*b)])
    }

    fn char(&self, at: usize) -> Option<char> {
        match self.bytes.get(at) {
            Some(b) if b.is_ascii() => Some(char::from(*b)),
            Some(_) => self.block.get(at..)?.chars().next(),
            None => None,
        }
    }

    fn slice(&self, start: usize, end: usize) -> &'a [u8] {
        self.bytes.get(start..end).unwrap_or(&[])
    }

    fn text(&self, start: usize, end: usize) -> &'a str {
        self.block.get(start..end).unwrap_or("")
    }

    #[inline]
    fn push(&mut self, start: usize, end: usize, kind: TokenKind) {
        self.push_clitics(start, end, kind, Clitics::default());
    }

    #[inline]
    fn push_clitics(&mut self, start: usize, end: usize, kind: TokenKind, clitics: Clitics) {
        self.out.tokens.push(RawToken {
            span: Span {
                start: self.base + start,
                end: self.base + end,
            },
            kind,
            clitics,
        });
    }

    fn at_sentence_start(&self) -> bool {
        self.out.tokens.len() == self.first
    }

    /// Whether a capital here may be owed to its place: only marks stand before it in the sentence.
    fn opens_sentence(&self) -> bool {
        self.out
            .tokens
            .get(self.first..)
            .unwrap_or(&[])
            .iter()
            .rev()
            .all(|t| t.kind == TokenKind::Punctuation)
            || self
                .out
                .tokens
                .last()
                .is_some_and(|t| self.ends_with_quote(t.span))
    }

    fn ends_with_quote(&self, span: Span) -> bool {
        matches!(
            self.text(span.start - self.base, span.end - self.base),
            "\"" | "“" | "‘" | ":" | "'"
        )
    }

    /// The last token's place in the block, if it belongs to the open sentence.
    fn last(&self) -> Option<(usize, usize, TokenKind)> {
        if self.at_sentence_start() {
            return None;
        }
        let last = self.out.tokens.last()?;
        Some((
            last.span.start - self.base,
            last.span.end - self.base,
            last.kind,
        ))
    }

    fn close(&mut self) {
        let Some(open) = self.out.tokens.get(self.first..) else {
            return;
        };
        if let (Some(a), Some(b)) = (open.first(), open.last()) {
            let sentence = RawSentence {
                span: Span::new(a.span.start, b.span.end),
                first_token: self.first,
                end_token: self.out.tokens.len(),
            };
            self.out.sentences.push(sentence);
            self.first = self.out.tokens.len();
        }
    }

    fn run(&mut self) {
        let mut at = 0;
        while let Some(&byte) = self.bytes.get(at) {
            at = match CLASS[usize::from(byte)] {
                Class::Space => at + 1,
                Class::Letter => self.word(at),
                Class::Mark => {
                    self.push(at, at + 1, TokenKind::Punctuation);
                    at + 1
                }
                Class::Stop => self.stop(at),
                Class::Digit => self.number(at),
                Class::Wide => self.wide(at),
                Class::Quote => self.quote(at),
                Class::Line => self.line(at),
                Class::Sign | Class::Control => {
                    self.push(at, at + 1, TokenKind::Symbol);
                    at + 1
                }
                Class::Special => self.special(at),
            };
        }
    }

    fn special(&mut self, at: usize) -> usize {
        let byte = self.byte(at);
        let end = match byte {
            b'#' => pattern::hashtag(self.block, at),
            b'@' => pattern::handle(self.bytes, at),
            b'&' => pattern::html_entity(self.bytes, at),
            _ => None,
        };
        let kind = match byte {
            b'#' => TokenKind::Hashtag,
            b'@' => TokenKind::Handle,
            _ => TokenKind::Symbol,
        };
        if let Some(end) = end {
            self.push(at, end, kind);
            return end;
        }
        if byte == b'(' {
            self.open_remark(at);
        }
        // A run of one mark is one token: `--`, ``` `` ```, `***`; brackets and quotes stand alone.
        let mut end = at + 1;
        if !matches!(byte, b'(' | b'#' | b'@' | b'&') {
            while self.byte(end) == byte {
                end += 1;
            }
        }
        let kind = match byte {
            b'-' | b'(' | b'\'' | b'`' | b'_' | b'*' => TokenKind::Punctuation,
            _ => TokenKind::Symbol,
        };
        self.push(at, end, kind);
        end
    }

    /// Keeps a short remark in brackets inside its sentence.
    fn open_remark(&mut self, at: usize) {
        if at < self.keep_until {
            return;
        }
        let limit = (at + LONGEST_REMARK).min(self.bytes.len());
        let remark = self.slice(at, limit);
        let mut depth = 0;
        for offset in memchr3_iter(b'(', b')', b'\n', remark) {
            match remark.get(offset) {
                Some(b'(') if depth < DEEPEST_REMARK => depth += 1,
                Some(b')') if depth > 1 => depth -= 1,
                Some(b')') => {
                    self.keep_until = at + offset + 1;
                    return;
                }
                _ => return,
            }
        }
    }

    /// A straight quote. One that opens a quotation of moderate length keeps it in one sentence.
    fn quote(&mut self, at: usize) -> usize {
        self.push(at, at + 1, TokenKind::Punctuation);
        if at + 1 == self.quote_end || at < self.quote_end {
            return at + 1;
        }
        let opens = !matches!(self.class(at + 1), Class::Space | Class::Line)
            && (at == 0
                || matches!(self.class(at - 1), Class::Space | Class::Line)
                || matches!(self.byte(at - 1), b'(' | b'[' | b'-' | b'\'')
                // `bertanya,"Siapa`
                || matches!(self.byte(at - 1), b',' | b':') && self.byte(at + 1).is_ascii_uppercase()
                || self.class(at - 1) == Class::Wide);
        if opens && let Some(close) = self.closing_quote(at) {
            self.quote_end = close + 1;
            self.keep_until = self.keep_until.max(close + 1);
        }
        at + 1
    }

    fn closing_quote(&self, at: usize) -> Option<usize> {
        let limit = (at + LONGEST_QUOTE).min(self.bytes.len());
        let rest = self.slice(at + 1, limit);
        let close = at + 1 + memchr(b'"', rest)?;
        let before = self.class(close - 1);
        let after = self.class(close + 1);
        let closes = !matches!(before, Class::Space | Class::Line)
            || !matches!(after, Class::Letter | Class::Digit | Class::Wide)
            || self.byte(close - 2) == b',' && self.byte(close + 1).is_ascii_lowercase();
        (closes && !self.crosses_hard_break(at, close)).then_some(close)
    }

    /// A curly quote that opens a quotation of moderate length keeps it in one sentence.
    fn open_curly(&mut self, at: usize) {
        if at < self.keep_until {
            return;
        }
        let mut limit = (at + LONGEST_QUOTE).min(self.bytes.len());
        while !self.block.is_char_boundary(limit) {
            limit -= 1;
        }
        let rest = self.text(at + '“'.len_utf8(), limit);
        if let Some((offset, c)) = rest
            .char_indices()
            .find(|(_, c)| matches!(c, '”' | '“' | '"'))
        {
            let close = at + '“'.len_utf8() + offset;
            if c != '“' && !self.crosses_hard_break(at, close) {
                self.keep_until = self.keep_until.max(close + c.len_utf8());
                if c == '"' {
                    self.quote_end = close + 1;
                }
            }
        }
    }

    fn crosses_hard_break(&self, from: usize, to: usize) -> bool {
        memchr(b'\n', self.slice(from, to)).is_some() && !self.layout().is_wrapped()
    }

    /// A token that begins outside ASCII.
    fn wide(&mut self, at: usize) -> usize {
        let Some(c) = self.char(at) else {
            return at + 1;
        };
        let end = at + c.len_utf8();
        match c {
            '“' | '”' | '‘' | '’' | '–' | '—' | '«' | '»' | '•' | '·' | '‚' | '„' | '‹' | '›'
            | '―' => {
                self.push(at, end, TokenKind::Punctuation);
                if c == '“' {
                    self.open_curly(at);
                }
                end
            }
            '…' => self.stop(at),
            _ if c.is_whitespace() => end,
            _ if is_plain_alphanumeric(c) => self.composed_word(at),
            _ => self.rare(at, c),
        }
    }

    /// A run of a script without spaces, as the treebanks leave it; else a user-perceived character.
    #[inline(never)]
    fn rare(&mut self, at: usize, c: char) -> usize {
        let rest = self.block.get(at..).unwrap_or("");
        if let Some(length) = picture(rest) {
            self.push(at, at + length, TokenKind::Symbol);
            return at + length;
        }
        let in_word = c.is_alphanumeric();
        let length = if in_word {
            rest.find(|c: char| !(c >= LATE_SCRIPTS && c.is_alphanumeric()))
                .unwrap_or(rest.len())
        } else {
            // A few marks (U+06DD) take what follows along, be it a space.
            let first = rest.graphemes(true).next().unwrap_or("");
            first.find(char::is_whitespace).unwrap_or(first.len())
        };
        let end = at + length.max(c.len_utf8());
        let kind = if in_word {
            TokenKind::Word
        } else if matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}' | '\u{3001}'..='\u{3003}' | '¡' | '¿' | '§' | '¶')
        {
            TokenKind::Punctuation
        } else if c == '°' && matches!(self.byte(end), b'C' | b'F') && !self.word_goes_on(end + 1)
        {
            self.push(at, end + 1, TokenKind::Symbol);
            return end + 1;
        } else {
            TokenKind::Symbol
        };
        self.push(at, end, kind);
        end
    }
}

/// From here on come the scripts of East Asia.
const LATE_SCRIPTS: char = '\u{2E80}';

/// Letters and digits of scripts that put spaces between words.
fn is_plain_alphanumeric(c: char) -> bool {
    is_plain_letter(c) || c < LATE_SCRIPTS && c.is_numeric()
}

/// Letters of such scripts; those of Latin, Greek and Cyrillic without a look into the tables of Unicode.
fn is_plain_letter(c: char) -> bool {
    matches!(c, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ˁ' | 'Σ'..='ϵ' | 'Ϸ'..='ҁ' | 'Ҋ'..='ԯ')
        || c < LATE_SCRIPTS && c.is_alphabetic()
}

/// The common combining marks that are no letters: of one user-perceived character with whatever stands
/// before, control characters aside.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{344}' | '\u{346}'..='\u{362}')
}

/// Length of the picture or flag that `text` begins with, if what follows cannot belong to it: the commonest
/// cases without the tables of Unicode.
fn picture(text: &str) -> Option<usize> {
    let mut chars = text.chars();
    let c = chars.next()?;
    let length = if is_picture(c) {
        c.len_utf8()
    } else if is_flag(c) && chars.next().is_some_and(is_flag) {
        2 * c.len_utf8()
    } else {
        return None;
    };
    let apart = |c: char| c.is_ascii() || is_picture(c) || is_flag(c);
    chars.next().is_none_or(apart).then_some(length)
}

fn is_picture(c: char) -> bool {
    matches!(c, '\u{1F300}'..='\u{1F3FA}' | '\u{1F400}'..='\u{1F64F}')
}

/// Half of a flag.
fn is_flag(c: char) -> bool {
    matches!(c, '\u{1F1E6}'..='\u{1F1FF}')
}

/// The soft hyphen and the zero-width characters: part of the word around them.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}'
    )
}
