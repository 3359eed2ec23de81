//! Words and numbers: where they end, which hyphens join them.

use super::super::class::{Class, letters};
use super::super::table::AbbreviationClass;
use super::super::{Clitics, TokenKind, clitic, hyphen, pattern, table};
use super::{Scanner, is_accent, is_invisible, is_plain_alphanumeric, is_plain_letter};
use unicode_segmentation::UnicodeSegmentation;

/// How far back, in bytes, an open quotation is looked for at a word like `Isra'`.
const LONGEST_QUOTED_WORDS: usize = 80;

impl Scanner<'_> {
    /// A token that begins with an ASCII letter, and the plain words that follow it after one space
    /// each.
    #[inline]
    pub(super) fn word(&mut self, mut start: usize) -> usize {
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
    pub(super) fn plain_word(&mut self, start: usize, end: usize) {
        let clitics = if clitic::may_be_clitic(self.bytes, start, end) {
            self.clitics(start, end)
        } else {
            Clitics::default()
        };
        self.push_clitics(start, end, TokenKind::Word, clitics);
    }

    /// The clitics of the word there, which looks as if it had some.
    #[inline(never)]
    fn clitics(&self, start: usize, end: usize) -> Clitics {
        let word = self.slice(start, end);
        clitic::split(&self.words, word, self.capital_by_place(start))
    }

    /// Whether a capital at `start`, if there is one, may be owed to its place.
    pub(super) fn capital_by_place(&self, start: usize) -> bool {
        !self.byte(start).is_ascii_uppercase() || self.opens_sentence()
    }

    /// A token that begins with letters and goes on with something else.
    #[inline(never)]
    pub(super) fn long_word(&mut self, start: usize, end: usize) -> usize {
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
        if pattern::is_currency(self.slice(start, end)) && self.class(end) == Class::Digit {
            self.push(start, end, TokenKind::Word);
            return end;
        }
        if let Some(end) = pattern::rank(self.bytes, start, end) {
            self.push(start, end, TokenKind::Word);
            return end;
        }
        if !self.is_glued_abbreviation(start, end)
            && let Some((end, kind)) = self.compound(start)
        {
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

    /// Whether `No.` stands there with the number directly behind it, or `Sp.` of a degree, whose next
    /// part may look like a top level: `Sp.JP`.
    pub(super) fn is_glued_abbreviation(&self, start: usize, end: usize) -> bool {
        let word = self.slice(start, end);
        self.byte(end) == b'.'
            && (word.eq_ignore_ascii_case(b"no") && self.class(end + 1) == Class::Digit
                || word == b"Sp" && self.byte(end + 1).is_ascii_uppercase())
    }

    /// An address or a decree number at `start`.
    fn compound(&mut self, start: usize) -> Option<(usize, TokenKind)> {
        if !self.chunk.covers(start) {
            self.chunk = pattern::Chunk::around(self.bytes, start);
        }
        pattern::compound(self.bytes, start, &self.chunk)
    }

    /// Whether a letter or digit stands at `at`.
    pub(super) fn word_goes_on(&self, at: usize) -> bool {
        match self.class(at) {
            Class::Letter | Class::Digit => true,
            Class::Wide => self.char(at).is_some_and(char::is_alphanumeric),
            _ => false,
        }
    }

    /// Where the letters, digits, inner apostrophes and combining marks from `at` on end.
    pub(super) fn segment(&self, start: usize) -> usize {
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
                            (1..3).contains(&(at - start))
                                && self.slice(start, at).iter().all(u8::is_ascii_uppercase)
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
                    let joins = at > start
                        && (is_invisible(c)
                            || is_accent(c) && self.char(before).is_some_and(|c| !is_invisible(c)));
                    if joins {
                        // What joins most often, without the tables of Unicode.
                    } else if is_plain_letter(c) {
                        after_letter = true;
                    } else if is_plain_alphanumeric(c) {
                        after_letter = false;
                    } else if matches!(c, '’' | '‘' | 'ʼ' | 'ʻ') {
                        if !(after_letter && self.letter_at(at + c.len_utf8())) {
                            return at;
                        }
                        after_letter = false;
                    } else {
                        let end = at + c.len_utf8();
                        let joined = self.text(before, end).graphemes(true).nth(1).is_none();
                        // A few letters of other scripts would take the space behind them along.
                        if at == start || !joined || c.is_whitespace() {
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

    pub(super) fn letter_at(&self, at: usize) -> bool {
        self.char(at).is_some_and(char::is_alphabetic)
    }

    /// A word of segments joined by hyphens or slashes.
    pub(super) fn composed_word(&mut self, start: usize) -> usize {
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
        if let Some(more) = pattern::figure(self.bytes, start, end) {
            end = more;
        }
        end += self.hamza(start, from, end);
        if self.byte(end) == b'.' && from == start && !self.word_goes_on(end + 1) {
            return self.word_before_stop(start, end);
        }
        // `se-Kab. Belu`
        if self.byte(end) == b'.'
            && self.slice(start, from).eq_ignore_ascii_case(b"se-")
            && self.words.get(self.slice(from, end)).class() == Some(AbbreviationClass::Title)
        {
            end += 1;
        }
        let kind = self.kind(start, end);
        let clitics = if from == start {
            self.clitics_of_marked(start, end)
        } else {
            self.clitics_of_composed(start, from, end)
        };
        self.push_clitics(start, end, kind, clitics);
        end
    }

    /// Bytes of the apostrophe at `end` that belongs to the Arabic word before it: none when an open
    /// quotation may end there.
    fn hamza(&self, start: usize, from: usize, end: usize) -> usize {
        let Some(c @ ('\'' | '’' | '‘' | '`' | 'ʼ')) = self.char(end) else {
            return 0;
        };
        let opened = || {
            let before = self.slice(start.saturating_sub(LONGEST_QUOTED_WORDS), start);
            let straight = before
                .windows(2)
                .any(|pair| matches!(pair, [b' ' | b'(', b'\'']));
            straight
                || before.first() == Some(&b'\'')
                || memchr::memmem::find(before, "‘".as_bytes()).is_some()
        };
        if pattern::ends_with_hamza(self.slice(from, end)) && !opened() {
            c.len_utf8()
        } else {
            0
        }
    }

    /// The clitics of a word that may hold soft hyphens and the like, which are passed over.
    fn clitics_of_marked(&self, start: usize, end: usize) -> Clitics {
        let word = self.slice(start, end);
        let by_place = self.capital_by_place(start);
        if word.is_ascii() {
            return clitic::split(&self.words, word, by_place);
        }
        let mut plain = [0u8; table::LONGEST];
        let mut length = 0;
        for c in self.text(start, end).chars().filter(|c| !is_invisible(*c)) {
            let Some(room) = plain.get_mut(length..length + c.len_utf8()) else {
                return Clitics::default();
            };
            c.encode_utf8(room);
            length += c.len_utf8();
        }
        let plain = plain.get(..length).unwrap_or(&[]);
        let clitics = clitic::split(&self.words, plain, by_place);
        let tail = usize::from(clitics.inner) + usize::from(clitics.outer);
        let head = usize::from(clitics.front);
        let whole = word.ends_with(plain.get(length - tail..).unwrap_or(&[]))
            && word.starts_with(plain.get(..head).unwrap_or(&[]));
        if whole { clitics } else { Clitics::default() }
    }

    /// The segment that a hyphen at `end` joins to the one from `from` on: its ends, and whether a line
    /// break lay between.
    pub(super) fn right_of_hyphen(
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
        let model = from == start
            && self.class(right) == Class::Digit
            && self.slice(from, end).iter().all(u8::is_ascii_digit)
            && self
                .last()
                .is_some_and(|(s, e, _)| pattern::is_aircraft_maker(self.slice(s, e)));
        if (phone || model) && !dash {
            return Some((right, right_end, false));
        }
        hyphen::joins(self.text(from, end), self.text(right, right_end), dash)
            .then_some((right, right_end, false))
    }

    /// A word broken at the end of a line: `kese-` / `pakatan`. It is one token when both halves
    /// together are a listed word or name, or a derived word while not both halves are words; and when
    /// the hyphen would join them in a line: `anak-` / `anak`, `anti-` / `korupsi`, `1990-` / `an`.
    pub(super) fn broken_word(
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
        if hyphen::joins_over_lines(left, rest) {
            return Some((right, right_end, true));
        }
        let mut whole = [0u8; table::LONGEST];
        let length = left.len() + rest.len();
        whole.get_mut(..left.len())?.copy_from_slice(left);
        whole.get_mut(left.len()..length)?.copy_from_slice(rest);
        let whole = whole.get(..length)?;
        let bare = |word| {
            let clitics = clitic::split(&self.words, word, true);
            let bare = word.len() - usize::from(clitics.inner) - usize::from(clitics.outer);
            word.get(..bare).unwrap_or(word)
        };
        let known = |word| clitic::is_word(&self.words, bare(word));
        let listed = self.words.get(bare(whole));
        let joined = listed.is_known()
            || listed.is_name()
            || known(whole) && !(self.words.get(left).is_known() && known(rest));
        joined.then_some((right, right_end, true))
    }

    /// Clitics of a hyphenated word: `hamba-Ku`, `kawan-kawannya`.
    pub(super) fn clitics_of_composed(&self, start: usize, from: usize, end: usize) -> Clitics {
        let right = self.text(from, end);
        if hyphen::is_superlative(self.slice(start, from), right.as_bytes()) {
            return Clitics::default();
        }
        if let Some(decided) = self.words.get(self.slice(start, end)).clitics() {
            return decided;
        }
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

    pub(super) fn kind(&self, start: usize, end: usize) -> TokenKind {
        if self.class(start) == Class::Letter {
            return TokenKind::Word;
        }
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

    pub(super) fn number(&mut self, start: usize) -> usize {
        let (end, plain) = pattern::number(self.bytes, start);
        if plain {
            match self.class(end) {
                Class::Space | Class::Line => {
                    self.push(start, end, TokenKind::Number);
                    return end;
                }
                Class::Stop | Class::Quote => {
                    if self.byte(end + 1).is_ascii_alphanumeric()
                        && let Some((end, kind)) = self.compound(start)
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
        if let Some((end, kind)) = self.compound(start) {
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
}
