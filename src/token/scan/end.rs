//! Where sentences end: at stops, in quotations, at line breaks.

use super::super::TokenKind;
use super::super::class::letters;
use super::super::layout::Layout;
use super::Scanner;

impl Scanner<'_> {
    /// A full stop, question or exclamation mark or ellipsis, with the quotes and brackets that close
    /// after it.
    pub(super) fn stop(&mut self, start: usize) -> usize {
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
    pub(super) fn closers(&mut self, mut at: usize) -> usize {
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
    pub(super) fn ends_before(&self, next: usize, spaced: bool, stop: char, closed: bool) -> bool {
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
    pub(super) fn glued_end(&self, next: usize, c: char, stop: char) -> bool {
        if stop == '…' {
            return false;
        }
        if matches!(c, '“' | '"') {
            return self
                .char(next + c.len_utf8())
                .is_some_and(char::is_uppercase);
        }
        if !c.is_uppercase() {
            return false;
        }
        // The token before the stop: its last letter is small, or it is a number or a mark.
        let sentence = self.out.tokens.get(self.first..).unwrap_or(&[]);
        let Some(before) = sentence
            .iter()
            .rev()
            .find(|t| t.kind != TokenKind::Punctuation)
        else {
            return false;
        };
        let text = self.text(before.span.start - self.base, before.span.end - self.base);
        stop != '.'
            || !text.chars().next_back().is_some_and(char::is_uppercase)
            || self.ends_after_acronym(text.as_bytes(), next)
    }

    /// `DPRD.Semua`, `WIB.Warga`: behind a short acronym, which may abbreviate what follows, only before
    /// a word that is no name.
    fn ends_after_acronym(&self, acronym: &[u8], next: usize) -> bool {
        let end = next + letters(self.bytes, next);
        let word = self.slice(next, end);
        acronym.len() > 1
            && acronym.iter().all(u8::is_ascii_uppercase)
            && word.get(1).is_some_and(u8::is_ascii_lowercase)
            && (acronym.len() > 3 && self.words.get(acronym).class().is_none()
                || self.words.get(word).is_known())
    }

    /// `2.904. 678`: a thousands mark with a stray space behind it.
    pub(super) fn splits_thousands(&self, next: usize) -> bool {
        self.number_before_stop()
            && self.slice(next, next + 3).iter().all(u8::is_ascii_digit)
            && !self.byte(next + 3).is_ascii_digit()
    }

    pub(super) fn number_before_stop(&self) -> bool {
        let tokens = self.out.tokens.get(self.first..).unwrap_or(&[]);
        tokens
            .len()
            .checked_sub(2)
            .and_then(|at| tokens.get(at))
            .is_some_and(|t| t.kind == TokenKind::Number)
    }

    /// The next byte that is no white space, and whether a line break that ends a sentence lies before.
    pub(super) fn next_visible(&self, mut at: usize) -> (usize, bool) {
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

    pub(super) fn line(&mut self, at: usize) -> usize {
        if self.is_hard_break(at) {
            self.close();
            self.keep_until = self.keep_until.min(at);
            self.quote_end = self.quote_end.min(at);
        }
        self.line_start = at + 1;
        at + 1
    }

    /// The line structure, found out when the first line break asks for it.
    pub(super) fn layout(&self) -> &Layout {
        self.layout.get_or_init(|| Layout::of(self.bytes))
    }

    pub(super) fn is_hard_break(&self, feed: usize) -> bool {
        self.layout().is_hard(self.bytes, self.line_start, feed)
    }
}
