//! The scanner: one pass over the text that cuts it into tokens and sentences.
//!
//! The text falls into blocks at empty lines. A block is scanned without a look at its neighbours, so
//! a text's analysis is that of its blocks put side by side. Inside a block the byte under the cursor
//! chooses what to do; plain words, the bulk of any text, take the shortest way.
//!
//! Every look ahead is bounded by a constant, so time is linear in the length of the text.

use super::class::{CLASS, Class, letters};
use super::layout::Layout;
use super::table::{AbbreviationClass, Words};
use super::{Clitics, RawSentence, RawToken, Scan, TokenKind, clitic, hyphen, pattern};
use crate::data::WORDS;
use crate::span::Span;
use core::cell::OnceCell;
use memchr::memchr;
use unicode_segmentation::UnicodeSegmentation;

/// Longest quotation, in bytes, that is kept in one sentence.
const LONGEST_QUOTE: usize = 500;
/// Longest abbreviation without inner stops, in bytes.
const LONGEST_ABBREVIATION: usize = 8;
/// Longest bracketed remark, in bytes, that is kept in one sentence.
const LONGEST_REMARK: usize = 200;

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
    let end = block_end(text.as_bytes(), from);
    let block = text.get(from..end).unwrap_or("");
    let first = out.tokens.len();
    let mut scanner = Scanner {
        words: *WORDS,
        block,
        bytes: block.as_bytes(),
        base: from,
        first,
        keep_until: 0,
        quote_end: 0,
        line_start: 0,
        layout: OnceCell::new(),
        out,
    };
    scanner.run();
    scanner.close();
    end
}

/// Where the block that begins at `from` ends: before the line feed that an empty line follows.
fn block_end(bytes: &[u8], from: usize) -> usize {
    let blank = |b: &u8| matches!(CLASS[usize::from(*b)], Class::Space);
    let mut at = from;
    while bytes.get(at).is_some_and(|b| blank(b) || *b == b'\n') {
        at += 1;
    }
    while let Some(feed) = bytes.get(at..).and_then(|rest| memchr(b'\n', rest)) {
        let feed = at + feed;
        at = feed + 1;
        loop {
            match bytes.get(at) {
                Some(b'\n') | None => return feed,
                Some(b) if blank(b) => at += 1,
                // The no-break space, which scraped pages leave on empty lines.
                Some(0xC2) if bytes.get(at + 1) == Some(&0xA0) => at += 2,
                Some(_) => break,
            }
        }
    }
    bytes.len()
}

struct Scanner<'a> {
    words: Words,
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

    // ---- words

    /// A token that begins with an ASCII letter, and the plain words that follow it after one space
    /// each.
    #[inline]
    fn word(&mut self, mut start: usize) -> usize {
        loop {
            let end = start + letters(self.bytes, start);
            if self.byte(end) != b' ' {
                match self.class(end) {
                    Class::Line | Class::Quote | Class::Space => {}
                    Class::Mark if !matches!(self.byte(end), b':' | b'/') => {}
                    _ => return self.long_word(start, end),
                }
                self.plain_word(start, end);
                return end;
            }
            self.plain_word(start, end);
            start = end + 1;
            if !self.byte(start).is_ascii_alphabetic() {
                return start;
            }
        }
    }

    #[inline]
    fn plain_word(&mut self, start: usize, end: usize) {
        let word = self.slice(start, end);
        let clitics = if clitic::looks_clitic(word) {
            clitic::split(&self.words, word, self.opens_sentence())
        } else {
            Clitics::default()
        };
        self.push_clitics(start, end, TokenKind::Word, clitics);
    }

    /// A token that begins with letters and goes on with something else.
    #[inline(never)]
    fn long_word(&mut self, start: usize, end: usize) -> usize {
        let next = self.byte(end);
        // The commonest case first: the last word of a sentence.
        if next == b'.' && !self.word_goes_on(end + 1) {
            return self.word_before_stop(start, end);
        }
        if (next == b':'
            && self.slice(end, end + 3) == b"://"
            && pattern::is_scheme(self.slice(start, end))
            || next == b'.' && self.slice(start, end).eq_ignore_ascii_case(b"www"))
            && let Some(end) = pattern::url(self.bytes, start)
        {
            self.push(start, end, TokenKind::Url);
            return end;
        }
        if self.slice(start, end) == b"Rp" && self.class(end) == Class::Digit {
            self.push(start, end, TokenKind::Word);
            return end;
        }
        if let Some((end, kind)) = pattern::compound(self.bytes, start) {
            self.push(start, end, kind);
            return end;
        }
        if next == b'.'
            && let Some(end) = self.dotted_abbreviation(start, end)
        {
            return self.finish_abbreviation(start, end);
        }
        self.composed_word(start)
    }

    /// Whether a letter or digit stands at `at`.
    fn word_goes_on(&self, at: usize) -> bool {
        match self.class(at) {
            Class::Letter | Class::Digit => true,
            Class::Wide => self.char(at).is_some_and(char::is_alphanumeric),
            _ => false,
        }
    }

    /// Where the letters, digits, inner apostrophes and combining marks from `at` on end.
    fn segment(&self, start: usize) -> usize {
        let mut at = start;
        let mut before = start;
        let mut after_letter = false;
        loop {
            let here = at;
            match self.class(at) {
                Class::Letter => {
                    at += letters(self.bytes, at);
                    after_letter = true;
                }
                Class::Digit => {
                    at += 1;
                    after_letter = false;
                }
                Class::Special => {
                    let join = match self.byte(at) {
                        b'\'' | b'`' => after_letter && self.letter_at(at + 1),
                        b'_' => at > start && self.word_goes_on(at + 1),
                        b'&' => {
                            at == start + 1
                                && self.byte(start).is_ascii_uppercase()
                                && self.byte(at + 1).is_ascii_uppercase()
                                && !self.byte(at + 2).is_ascii_alphanumeric()
                        }
                        _ => false,
                    };
                    if !join {
                        return at;
                    }
                    at += 1;
                    after_letter = false;
                }
                Class::Wide => {
                    let Some(c) = self.char(at) else { return at };
                    if is_plain_alphanumeric(c) {
                        after_letter = c.is_alphabetic();
                    } else if matches!(c, '’' | '‘' | 'ʼ' | 'ʻ') {
                        if !(after_letter && self.letter_at(at + c.len_utf8())) {
                            return at;
                        }
                        after_letter = false;
                    } else {
                        let end = at + c.len_utf8();
                        let joined = is_invisible(c)
                            || self.text(before, end).graphemes(true).nth(1).is_none();
                        if at == start || !joined {
                            return at;
                        }
                    }
                    at += c.len_utf8();
                }
                _ => return at,
            }
            before = if self.byte(at - 1).is_ascii() {
                at - 1
            } else {
                here
            };
        }
    }

    fn letter_at(&self, at: usize) -> bool {
        self.char(at).is_some_and(char::is_alphabetic)
    }

    /// A word of segments joined by hyphens or slashes.
    fn composed_word(&mut self, start: usize) -> usize {
        let mut end = self.segment(start);
        let mut from = start;
        while let Some((right, right_end, break_joined)) = self.right_of_hyphen(start, from, end) {
            from = right;
            end = right_end;
            if break_joined {
                break;
            }
        }
        if from == start && self.byte(end) == b'/' {
            let right_end = self.segment(end + 1);
            if pattern::slash_joins(self.slice(start, end), self.slice(end + 1, right_end))
                && self.byte(right_end) != b'/'
            {
                end = right_end;
                from = end;
            }
        }
        if self.byte(end) == b'.' && from == start && !self.word_goes_on(end + 1) {
            return self.word_before_stop(start, end);
        }
        let kind = self.kind(start, end);
        let clitics = if from == start {
            let word = self.slice(start, end);
            clitic::split(&self.words, word, self.opens_sentence())
        } else {
            self.clitics_of_composed(start, from, end)
        };
        self.push_clitics(start, end, kind, clitics);
        end
    }

    /// The segment that a hyphen at `end` joins to the one from `from` on: its ends, and whether a line
    /// break lay between.
    fn right_of_hyphen(
        &self,
        start: usize,
        from: usize,
        end: usize,
    ) -> Option<(usize, usize, bool)> {
        let c = self.char(end)?;
        let dash = match c {
            '-' | '\u{2010}' | '\u{2011}' => false,
            '–' => true,
            _ => return None,
        };
        let right = end + c.len_utf8();
        if self.byte(right) == b'\n' || self.byte(right) == b'\r' {
            return self.broken_word(start, from, end, right);
        }
        let right_end = self.segment(right);
        if right_end == right {
            return None;
        }
        // `0812-3456-7890`
        let phone = self.byte(start) == b'0'
            && end - start > 2
            && [self.slice(from, end), self.slice(right, right_end)]
                .iter()
                .all(|part| part.iter().all(u8::is_ascii_digit));
        if phone && !dash {
            return Some((right, right_end, false));
        }
        hyphen::joins(self.text(from, end), self.text(right, right_end), dash)
            .then_some((right, right_end, false))
    }

    /// A word broken at the end of a line: `kese-` / `pakatan`. It is one token when both halves
    /// together are a known word and not both halves are, or when they are the same word twice.
    fn broken_word(
        &self,
        start: usize,
        from: usize,
        end: usize,
        feed: usize,
    ) -> Option<(usize, usize, bool)> {
        let mut right = feed;
        while matches!(self.byte(right), b'\r' | b'\n' | b' ' | b'\t') && right < feed + 8 {
            right += 1;
        }
        let right_end = right + letters(self.bytes, right);
        let (left, rest) = (self.slice(from, end), self.slice(right, right_end));
        if from != start || !rest.first().is_some_and(u8::is_ascii_lowercase) {
            return None;
        }
        let mut whole = [0u8; super::table::LONGEST];
        let length = left.len() + rest.len();
        whole.get_mut(..left.len())?.copy_from_slice(left);
        whole.get_mut(left.len()..length)?.copy_from_slice(rest);
        let known = |word: &[u8]| {
            let clitics = clitic::split(&self.words, word, true);
            let bare = word.len() - usize::from(clitics.inner) - usize::from(clitics.outer);
            clitic::is_word(&self.words, word.get(..bare).unwrap_or(word))
        };
        let one_word =
            known(whole.get(..length)?) && !(self.words.get(left).is_known() && known(rest));
        (one_word || left.eq_ignore_ascii_case(rest)).then_some((right, right_end, true))
    }

    /// Clitics of a hyphenated word: `hamba-Ku`, `kawan-kawannya`.
    fn clitics_of_composed(&self, start: usize, from: usize, end: usize) -> Clitics {
        if let Some(decided) = self.words.get(self.slice(start, end)).clitics() {
            return decided;
        }
        let right = self.text(from, end);
        if hyphen::is_clitic(right) {
            return Clitics {
                inner: right.len() as u8,
                ..Clitics::default()
            };
        }
        Clitics {
            front: 0,
            ..clitic::split(&self.words, right.as_bytes(), false)
        }
    }

    fn kind(&self, start: usize, end: usize) -> TokenKind {
        let text = self.text(start, end);
        if text.bytes().all(|b| b.is_ascii_digit())
            || !text.bytes().any(|b| b.is_ascii_alphabetic())
                && !text.chars().any(char::is_alphabetic)
        {
            TokenKind::Number
        } else {
            TokenKind::Word
        }
    }

    // ---- abbreviations

    /// The end, without its last stop, of an abbreviation with inner stops: `S.Pd.I`, `a.n`, `D.W`.
    /// Of a longer chain (`M.Natsir`, `KAB.BELU`) only what is an abbreviation, which then takes its
    /// stop.
    fn dotted_abbreviation(&self, start: usize, first_end: usize) -> Option<usize> {
        let mut ends = [0usize; 6];
        let mut count = 0;
        let mut singles = 0;
        let mut end = first_end;
        let mut from = start;
        loop {
            *ends.get_mut(count)? = end;
            count += 1;
            if end - from == 1 && singles + 1 == count {
                singles = count;
            }
            if self.byte(end) != b'.'
                || !self.byte(end + 1).is_ascii_alphabetic()
                || count == ends.len()
            {
                break;
            }
            from = end + 1;
            end = from + letters(self.bytes, from);
            if self.byte(end) == b'-' {
                // `Sp.PD-KGEH`
                let more = letters(self.bytes, end + 1);
                if more > 0
                    && self
                        .words
                        .get(self.slice(start, end + 1 + more))
                        .class()
                        .is_some()
                {
                    end += 1 + more;
                }
            }
        }
        for &end in ends.get(..count)?.iter().rev() {
            let glued = self.byte(end) == b'.' && self.word_goes_on(end + 1);
            let class = self.words.get(self.slice(start, end)).class();
            let dotted = end != first_end;
            let fits = match class {
                Some(AbbreviationClass::Title) => true,
                Some(AbbreviationClass::Number) => self.byte(end + 1).is_ascii_digit() || dotted,
                Some(AbbreviationClass::Name | AbbreviationClass::Cased) => {
                    dotted
                        || self.byte(end + 1).is_ascii_uppercase()
                            && self.byte(start).is_ascii_uppercase()
                }
                Some(_) => dotted || glued && self.byte(end + 1).is_ascii_uppercase(),
                None => false,
            };
            if fits && !self.word_goes_on(end) {
                return Some(end);
            }
        }
        // A run of single letters: initials.
        let end = *ends.get(singles.checked_sub(1)?)?;
        if singles == count && count > 1 && !self.word_goes_on(end) {
            return Some(end);
        }
        // `M.Natsir`, `A.M.Fatwa`, and no lower case: `a.telah` is an item of a list.
        let capitals = self
            .slice(start, end)
            .iter()
            .all(|b| b.is_ascii_uppercase() || *b == b'.');
        (capitals && self.byte(end) == b'.').then_some(end)
    }

    /// A word directly before a full stop that ends the chunk.
    fn word_before_stop(&mut self, start: usize, end: usize) -> usize {
        if self.takes_stop(start, end) {
            return self.finish_abbreviation(start, end);
        }
        let kind = self.kind(start, end);
        let word = self.slice(start, end);
        let clitics = clitic::split(&self.words, word, self.opens_sentence());
        self.push_clitics(start, end, kind, clitics);
        end
    }

    /// Whether the full stop at `end` belongs to the word before it.
    fn takes_stop(&self, start: usize, end: usize) -> bool {
        let word = self.slice(start, end);
        if word.len() > LONGEST_ABBREVIATION || self.byte(end + 1) == b'.' {
            return false;
        }
        let entry = self.words.get(word);
        let (next, broken) = self.next_visible(end + 1);
        let spaced = next > end + 1;
        let next_class = if broken {
            Class::Line
        } else {
            self.class(next)
        };
        let capital_next = !broken && self.char(next).is_some_and(char::is_uppercase);
        let capital = self.byte(start).is_ascii_uppercase();
        match entry.class() {
            Some(
                AbbreviationClass::Title | AbbreviationClass::Tail | AbbreviationClass::Degree,
            ) => {
                return true;
            }
            // Followed by more of the name, a bracket or lower case; else the stop ends the sentence.
            Some(AbbreviationClass::Company) => {
                return next_class != Class::Line
                    && !(spaced && (capital_next || next_class == Class::Quote))
                    || self.abbreviation_at(next);
            }
            Some(AbbreviationClass::Name | AbbreviationClass::Cased)
                if capital
                    && (entry.class() == Some(AbbreviationClass::Name)
                        || word.iter().any(u8::is_ascii_lowercase))
                    && (capital_next && !self.opener_at(next) || next_class == Class::Digit) =>
            {
                return true;
            }
            Some(AbbreviationClass::Number)
                if next_class == Class::Digit || capital_next && self.roman_at(next) =>
            {
                return true;
            }
            _ => {}
        }
        if let &[letter] = word {
            return self.initial_takes_stop(letter, next, next_class, capital_next);
        }
        // `No. XI. B.`
        if pattern::is_roman(word)
            && self
                .last()
                .is_some_and(|(s, e, _)| self.slice(s, e) == b"No.")
        {
            return spaced && capital_next;
        }
        // An unlisted short abbreviation: the sentence goes on in lower case.
        spaced
            && word.len() < 5
            && self.byte(next).is_ascii_lowercase()
            && next_class == Class::Letter
            && !entry.is_known()
            && !clitic::looks_clitic(word)
            && entry.class().is_none()
    }

    fn initial_takes_stop(
        &self,
        letter: u8,
        next: usize,
        next_class: Class,
        capital_next: bool,
    ) -> bool {
        let before = self.last();
        let labelled = before.is_some_and(|(s, e, _)| pattern::is_label(self.slice(s, e)));
        if letter.is_ascii_lowercase() {
            // `a. telah membayar; b. membayar`
            let item = match before {
                None => true,
                Some((s, e, _)) => {
                    matches!(self.slice(s, e), b";" | b":" | b"," | b"dan" | b"atau")
                }
            };
            return item && next_class != Class::Line;
        }
        if labelled {
            return false;
        }
        let after_name = before.is_none_or(|(s, e, kind)| {
            kind == TokenKind::Word
                && self.byte(s).is_ascii_uppercase()
                && !self.words.get(self.slice(s, e)).is_known()
        });
        if capital_next {
            // A Roman numeral after a name: `Hamengku Buwono X.`
            let numeral = matches!(letter, b'I' | b'V' | b'X');
            return !self.opener_at(next) || after_name && !numeral;
        }
        match next_class {
            Class::Line => after_name,
            Class::Digit => false,
            _ => true,
        }
    }

    /// Pushes an abbreviation that ends at `end`, with the stop there if there is one, and decides
    /// whether its sentence ends with it.
    fn finish_abbreviation(&mut self, start: usize, end: usize) -> usize {
        let stop = self.byte(end) == b'.';
        let word = self.slice(start, end);
        let class = self.words.get(word).class();
        let mut initials = class.is_none();
        let after = end + usize::from(stop);
        self.push(start, after, TokenKind::Word);
        if !stop {
            return after;
        }
        if let (None, &[letter]) = (class, word) {
            initials = letter.is_ascii_uppercase();
        }
        let (next, broken) = self.next_visible(after);
        if broken || next >= self.bytes.len() || next < self.keep_until {
            return after;
        }
        let capital_next = self.char(next).is_some_and(char::is_uppercase);
        let ends = match class {
            Some(AbbreviationClass::Tail) => {
                capital_next && next > after && !self.abbreviation_at(next)
                    || matches!(self.char(next), Some('"' | '“')) && next > after
            }
            Some(AbbreviationClass::Degree) => {
                capital_next && next > after && !self.abbreviation_at(next)
            }
            Some(_) => false,
            None => initials && capital_next && self.opener_at(next),
        };
        // An enumerating letter opens its sentence and ends nothing.
        if ends && self.out.tokens.len() > self.first + 1 {
            self.close();
        }
        after
    }

    /// Whether the word at `at` begins sentences and is no name.
    fn opener_at(&self, at: usize) -> bool {
        let end = at + letters(self.bytes, at);
        self.words.get(self.slice(at, end)).is_opener() && self.byte(end) != b'.'
    }

    fn roman_at(&self, at: usize) -> bool {
        let end = at + letters(self.bytes, at);
        pattern::is_roman(self.slice(at, end))
    }

    /// Whether an abbreviation with a stop stands at `at`.
    fn abbreviation_at(&self, at: usize) -> bool {
        let end = at + letters(self.bytes, at);
        if self.byte(end) != b'.' {
            return false;
        }
        let class = self.words.get(self.slice(at, end)).class();
        matches!(
            class,
            Some(AbbreviationClass::Tail | AbbreviationClass::Degree | AbbreviationClass::Company)
        ) || end == at + 1 && self.byte(end + 1).is_ascii_alphabetic()
            || end == at + 2 && self.slice(at, end) == b"Sp"
    }

    // ---- numbers

    fn number(&mut self, start: usize) -> usize {
        let (end, plain) = pattern::number(self.bytes, start);
        if plain {
            match self.class(end) {
                Class::Space | Class::Line | Class::Sign => {
                    self.push(start, end, TokenKind::Number);
                    return end;
                }
                Class::Stop | Class::Quote => {
                    if self.byte(end + 1).is_ascii_alphanumeric()
                        && let Some((end, kind)) = pattern::compound(self.bytes, start)
                    {
                        self.push(start, end, kind);
                        return end;
                    }
                    self.push(start, end, TokenKind::Number);
                    return end;
                }
                _ => {}
            }
        }
        if let Some((end, kind)) = pattern::compound(self.bytes, start) {
            self.push(start, end, kind);
            return end;
        }
        if let Some(end) = pattern::date(self.bytes, start) {
            self.push(start, end, TokenKind::Number);
            return end;
        }
        if let Some(end) = pattern::file_number(self.bytes, start) {
            self.push(start, end, TokenKind::Number);
            return end;
        }
        if plain {
            return self.composed_word(start);
        }
        self.push(start, end, TokenKind::Number);
        end
    }

    // ---- marks

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
        let mut depth = 0usize;
        for (offset, byte) in self.slice(at, limit).iter().enumerate() {
            match byte {
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        self.keep_until = at + offset + 1;
                        return;
                    }
                }
                b'\n' => return,
                _ => {}
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
        let length = if c.is_alphanumeric() {
            rest.find(|c: char| !(c >= LATE_SCRIPTS && c.is_alphanumeric()))
                .unwrap_or(rest.len())
        } else {
            rest.graphemes(true).next().map_or(0, str::len)
        };
        let end = at + length.max(c.len_utf8());
        let kind = if c.is_alphanumeric() {
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

    // ---- sentence ends

    /// A full stop, question or exclamation mark or ellipsis, with the quotes and brackets that close
    /// after it.
    fn stop(&mut self, start: usize) -> usize {
        let mut at = start;
        let mut last = self.char(at).unwrap_or('.');
        let numbered = last == '.'
            && self.out.tokens.len() == self.first + 1
            && self
                .last()
                .is_some_and(|(_, _, kind)| kind == TokenKind::Number);
        loop {
            let c = self.char(at).unwrap_or(' ');
            if c == '.' {
                let mut end = at + 1;
                while self.byte(end) == b'.' {
                    end += 1;
                }
                // Three stops and more are an ellipsis; two are a slip.
                if end - at > 2 {
                    self.push(at, end, TokenKind::Punctuation);
                    last = '…';
                } else {
                    for dot in at..end {
                        self.push(dot, dot + 1, TokenKind::Punctuation);
                    }
                    last = '.';
                }
                at = end;
            } else if matches!(c, '?' | '!' | '…') {
                let end = at + c.len_utf8();
                self.push(at, end, TokenKind::Punctuation);
                last = if matches!(last, '?') && c == '!' {
                    '?'
                } else {
                    c
                };
                at = end;
            } else {
                break;
            }
        }
        let stop_end = at;
        at = self.closers(at);
        if at < self.keep_until {
            return at;
        }
        let closed = at > stop_end;
        let (next, broken) = self.next_visible(at);
        if broken {
            // The line's end decides.
            return at;
        }
        if !numbered && self.ends_before(next, next > at, last, closed) {
            self.close();
        }
        at
    }

    /// Pushes the quotes and brackets that close at `at`.
    fn closers(&mut self, mut at: usize) -> usize {
        loop {
            let Some(c) = self.char(at) else { return at };
            let closes = match c {
                ')' | ']' | '}' | '”' | '’' | '»' => true,
                '"' => at < self.quote_end || !self.word_goes_on(at + 1),
                '\'' => !self.word_goes_on(at + 1),
                _ => false,
            };
            if !closes {
                return at;
            }
            let mut end = at + c.len_utf8();
            while c == '\'' && self.byte(end) == b'\'' {
                end += 1;
            }
            self.push(at, end, TokenKind::Punctuation);
            at = end;
        }
    }

    /// Whether a sentence ends between a stop and what stands at `next`.
    fn ends_before(&self, next: usize, spaced: bool, stop: char, closed: bool) -> bool {
        let Some(c) = self.char(next) else {
            return true;
        };
        if !spaced {
            return self.glued_end(next, c, stop);
        }
        if c.is_lowercase() {
            return match stop {
                '.' => !closed && !self.number_before_stop(),
                '?' => !closed,
                _ => false,
            };
        }
        if c.is_alphabetic() {
            return true;
        }
        if c.is_numeric() {
            return !(stop == '.' && self.splits_thousands(next));
        }
        match c {
            '"' | '“' | '‘' | '\'' | '`' => true,
            '(' | '[' => self
                .char(next + 1)
                .is_some_and(|c| c.is_uppercase() || c.is_numeric()),
            '-' | '–' | '—' | ',' | ';' | ':' | '.' | '?' | '!' | ')' | ']' | '}' | '”' | '’'
            | '/' | '…' => false,
            _ => true,
        }
    }

    /// `datang.Ia`, `"…siap."Ia`, `turun.“Kami`: the space after the stop was lost.
    fn glued_end(&self, next: usize, c: char, stop: char) -> bool {
        if stop == '…' {
            return false;
        }
        if matches!(c, '“' | '"') {
            return self
                .char(next + c.len_utf8())
                .is_some_and(char::is_uppercase);
        }
        c.is_uppercase() && {
            // The token before the stop: its last letter is small, or it is a number or a mark.
            let before = self
                .out
                .tokens
                .iter()
                .rev()
                .find(|t| t.kind != TokenKind::Punctuation);
            before.is_some_and(|t| {
                let text = self.text(
                    t.span.start.saturating_sub(self.base),
                    t.span.end.saturating_sub(self.base),
                );
                text.chars().next_back().is_some_and(|c| !c.is_uppercase()) || stop != '.'
            })
        }
    }

    /// `2.904. 678`: a thousands mark with a stray space behind it.
    fn splits_thousands(&self, next: usize) -> bool {
        self.number_before_stop()
            && self.slice(next, next + 3).iter().all(u8::is_ascii_digit)
            && !self.byte(next + 3).is_ascii_digit()
    }

    fn number_before_stop(&self) -> bool {
        let tokens = self.out.tokens.get(self.first..).unwrap_or(&[]);
        tokens
            .len()
            .checked_sub(2)
            .and_then(|at| tokens.get(at))
            .is_some_and(|t| t.kind == TokenKind::Number)
    }

    /// The next byte that is no white space, and whether a line break that ends a sentence lies before.
    fn next_visible(&self, mut at: usize) -> (usize, bool) {
        let mut broken = false;
        while let Some(c) = self.char(at) {
            if c == '\n' {
                broken |= self.is_hard_break(at);
            } else if !c.is_whitespace() {
                break;
            }
            at += c.len_utf8();
        }
        (at, broken)
    }

    // ---- lines

    fn line(&mut self, at: usize) -> usize {
        if self.is_hard_break(at) {
            self.close();
            self.keep_until = self.keep_until.min(at);
            self.quote_end = self.quote_end.min(at);
        }
        self.line_start = at + 1;
        at + 1
    }

    /// The line structure, found out when the first line break asks for it.
    fn layout(&self) -> &Layout {
        self.layout.get_or_init(|| Layout::of(self.bytes))
    }

    fn is_hard_break(&self, feed: usize) -> bool {
        self.layout().is_hard(self.bytes, self.line_start, feed)
    }
}

/// From here on come the scripts of East Asia.
const LATE_SCRIPTS: char = '\u{2E80}';

/// Letters and digits of scripts that put spaces between words.
fn is_plain_alphanumeric(c: char) -> bool {
    c < LATE_SCRIPTS && c.is_alphanumeric()
}

/// The soft hyphen and the zero-width characters: part of the word around them.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}'
    )
}
