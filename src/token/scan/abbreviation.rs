//! Abbreviations: which words keep the stop behind them, and whether a sentence ends there.

use super::super::class::{Class, letters};
use super::super::table::AbbreviationClass;
use super::super::{TokenKind, clitic, pattern};
use super::Scanner;

/// Longest abbreviation without inner stops, in bytes.
const LONGEST_ABBREVIATION: usize = 8;

/// Most parts, each with its stop, of a listed abbreviation: `S.S.T.P.`
const MOST_PARTS: usize = 4;

impl Scanner<'_> {
    /// The end, without its last stop, of an abbreviation with inner stops: `S.Pd.I`, `a.n`, `D.W`.
    /// Of a longer chain (`M.Natsir`, `KAB.BELU`) only what is an abbreviation, which then takes its
    /// stop.
    pub(super) fn dotted_abbreviation(&self, start: usize, first_end: usize) -> Option<usize> {
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
            end = from + 1;
            if self.byte(end).is_ascii_alphabetic() {
                end += letters(self.bytes, end);
            }
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
        // More initials than anything listed has.
        if singles == ends.len() && !self.word_goes_on(end) {
            return Some(end);
        }
        for &end in ends.get(..count.min(MOST_PARTS))?.iter().rev() {
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
    pub(super) fn word_before_stop(&mut self, start: usize, end: usize) -> usize {
        if self.takes_stop(start, end) {
            return self.finish_abbreviation(start, end);
        }
        let kind = self.kind(start, end);
        let word = self.slice(start, end);
        let clitics = clitic::split(&self.words, word, self.capital_by_place(start));
        self.push_clitics(start, end, kind, clitics);
        end
    }

    /// Whether the full stop at `end` belongs to the word before it.
    pub(super) fn takes_stop(&self, start: usize, end: usize) -> bool {
        let word = self.slice(start, end);
        if word.len() > LONGEST_ABBREVIATION
            || word.first().is_some_and(u8::is_ascii_digit)
            || self.byte(end + 1) == b'.'
        {
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
        let lower_next =
            spaced && next_class == Class::Letter && self.byte(next).is_ascii_lowercase();
        let bracket_next = self.byte(next) == b'(';
        match entry.class() {
            // `Biaya ditanggung PT. Mereka protes.`
            Some(AbbreviationClass::Title)
                if word.len() > 1
                    && word.iter().all(u8::is_ascii_uppercase)
                    && spaced
                    && capital_next
                    && self.begins_sentence(next) =>
            {
                return false;
            }
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
                    && (capital_next && !self.begins_sentence(next)
                        || next_class == Class::Digit
                        || lower_next
                        || bracket_next && self.slice(next, next + 5) == b"(Purn") =>
            {
                return true;
            }
            Some(AbbreviationClass::Number)
                if next_class == Class::Digit
                    || capital_next && self.roman_at(next)
                    || bracket_next && self.class(next + 1) == Class::Digit =>
            {
                return true;
            }
            _ => {}
        }
        // `MM.,`: between a stop and a comma no sentence ends.
        if self.byte(end + 1) == b',' && capital && word.len() > 1 {
            return word.len() < 5
                && (!entry.is_known() || word.iter().all(u8::is_ascii_uppercase));
        }
        if let &[letter] = word {
            return self.initial_takes_stop(letter, next, next_class, capital_next);
        }
        // `No. XI. B.`, `II. Pembahasan`
        if pattern::is_roman(word)
            && self.last().map_or_else(
                || word.iter().all(|b| matches!(b, b'I' | b'V' | b'X')),
                |(s, e, _)| self.slice(s, e) == b"No.",
            )
        {
            return spaced && capital_next;
        }
        // A short form in capitals, or an unlisted short abbreviation: the sentence goes on in lower
        // case.
        lower_next
            && word.len() < 5
            && (word.iter().all(u8::is_ascii_uppercase)
                || !entry.is_known() && !clitic::looks_clitic(word) && entry.class().is_none())
    }

    pub(super) fn initial_takes_stop(
        &self,
        letter: u8,
        next: usize,
        next_class: Class,
        capital_next: bool,
    ) -> bool {
        let before = self.last();
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
        let year = before.is_some_and(|(s, e, kind)| {
            kind == TokenKind::Number && matches!(e - s, 3 | 4) && matches!(letter, b'H' | b'M')
        });
        if year && (capital_next || next_class == Class::Line) || self.is_labelled() {
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
            let king = letter == b'X' && after_name && before.is_some() && self.known_at(next);
            return !king && (!self.begins_sentence(next) || after_name && !numeral);
        }
        match next_class {
            Class::Line => after_name,
            Class::Digit => false,
            _ => true,
        }
    }

    /// Whether the letter to come is a label and no initial, alone or in a list: `golongan darah O`,
    /// `kelas VI A`, `vitamin A, B, dan D`.
    fn is_labelled(&self) -> bool {
        const MOST: usize = 10;
        let sentence = self.out.tokens.get(self.first..).unwrap_or(&[]);
        // Whether a label may stand before: `saksi A`, but `saksi, A. Rahman`.
        let mut open = true;
        for token in sentence.iter().rev().take(MOST) {
            let word = self.slice(token.span.start - self.base, token.span.end - self.base);
            open = match word {
                b"," | b"/" | b"dan" | b"atau" | b"serta" => false,
                b"darah" | [b'A'..=b'Z'] => true,
                _ if pattern::is_roman(word) => true,
                _ => return open && pattern::is_label(word),
            };
        }
        false
    }

    /// Pushes an abbreviation that ends at `end`, with the stop there if there is one, and decides
    /// whether its sentence ends with it.
    pub(super) fn finish_abbreviation(&mut self, start: usize, end: usize) -> usize {
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
    pub(super) fn opener_at(&self, at: usize) -> bool {
        let end = at + letters(self.bytes, at);
        self.words.get(self.slice(at, end)).is_opener() && self.byte(end) != b'.'
    }

    /// Whether the word at `at` is likelier to begin a sentence than to go on a name: `Namun`, `Suaminya`.
    fn begins_sentence(&self, at: usize) -> bool {
        let end = at + letters(self.bytes, at);
        let word = self.slice(at, end);
        !matches!(self.byte(end), b'.' | b'\'' | b'`')
            && self.class(end) != Class::Wide
            && (self.words.get(word).is_opener()
                || word.ends_with(b"nya") && clitic::split(&self.words, word, true).inner == 3)
    }

    fn known_at(&self, at: usize) -> bool {
        let end = at + letters(self.bytes, at);
        self.words.get(self.slice(at, end)).is_known()
    }

    pub(super) fn roman_at(&self, at: usize) -> bool {
        let end = at + letters(self.bytes, at);
        pattern::is_roman(self.slice(at, end))
    }

    /// Whether an abbreviation with a stop stands at `at`.
    pub(super) fn abbreviation_at(&self, at: usize) -> bool {
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
}
