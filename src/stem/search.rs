//! Every way to read a word as affixes around a listed word, and the cheapest of them.

use super::affix::{self, Next, Prefix, Spelling, Suffix};
use super::lexicon::{Entry, EntryKind, Lexicon, SHORT, hash_packed, pack};

/// Longest word that is searched, in bytes. Longer ones are not words of the language.
pub(crate) const LONGEST: usize = 40;
/// Three for each of: nothing, particle, pronoun, both.
const MOST_ENDINGS: usize = 12;
/// Most prefixes on one base.
pub(crate) const MOST_PREFIXES: usize = 3;

/// A lower-case word. One of at most 16 bytes is also held as a number, so that its pieces are made
/// by shifting in a register: copies to memory and back would cost more than all the look-ups.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word<'w> {
    text: &'w [u8],
    packed: u128,
}

impl<'w> Word<'w> {
    /// `None` for a word that is empty or too long.
    #[inline]
    pub(crate) fn new(lower: &'w [u8]) -> Option<Self> {
        if lower.is_empty() || lower.len() > LONGEST {
            return None;
        }
        let packed = if lower.len() <= SHORT { pack(lower) } else { 0 };
        Some(Self {
            text: lower,
            packed,
        })
    }

    pub(crate) fn bytes(&self) -> &'w [u8] {
        self.text
    }

    #[inline]
    fn len(&self) -> usize {
        self.text.len()
    }

    #[inline]
    fn at(&self, index: usize) -> u8 {
        self.text.get(index).copied().unwrap_or(0)
    }

    /// The bytes from `index`, at least 8 of them where there are so many, as one number.
    #[inline]
    fn window(&self, index: usize) -> u64 {
        if self.len() <= SHORT {
            return (self.packed >> (8 * index.min(SHORT - 1))) as u64;
        }
        let rest = self.text.get(index..).unwrap_or(&[]);
        pack(rest.get(..8).unwrap_or(rest)) as u64
    }

    #[inline]
    fn slice(&self, start: usize, end: usize) -> &'w [u8] {
        self.text.get(start..end).unwrap_or(&[])
    }

    /// The entry of `lost` (when not 0) followed by `start..end`.
    #[inline]
    fn find(&self, lexicon: &Lexicon<'_>, lost: u8, start: usize, end: usize) -> Option<Entry> {
        let length = end.checked_sub(start)? + usize::from(lost != 0);
        if length > SHORT || start >= end {
            return self.find_long(lexicon, lost, start, end);
        }
        let mut key = if self.len() <= SHORT {
            self.packed >> (8 * start)
        } else {
            pack(self.slice(start, end))
        };
        if lost != 0 {
            key = key << 8 | u128::from(lost);
        }
        key &= u128::MAX >> (8 * (SHORT - length));
        let h = hash_packed(key);
        if !lexicon.may_be_base(h) {
            return None;
        }
        lexicon.find_packed(key, h)
    }

    #[cold]
    fn find_long(
        &self,
        lexicon: &Lexicon<'_>,
        lost: u8,
        start: usize,
        end: usize,
    ) -> Option<Entry> {
        let mut whole = [0u8; LONGEST + 1];
        let (first, rest) = whole.split_first_mut()?;
        *first = lost;
        let piece = self.text.get(start..end)?;
        rest.get_mut(..piece.len())?.copy_from_slice(piece);
        let from = usize::from(lost == 0);
        lexicon.find(whole.get(from..=piece.len())?)
    }
}

/// One way to peel the end of the word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Ending {
    /// Where the base ends.
    pub(crate) base: u8,
    /// Where the derivational suffix ends.
    pub(crate) suffixed: u8,
    /// Where the pronoun ends; a particle fills the rest.
    pub(crate) pronoun: u8,
    pub(crate) suffix: Option<Suffix>,
    cost: u8,
}

/// The prefixes of an analysis, outermost first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Prefixes {
    list: [Prefix; MOST_PREFIXES],
    count: usize,
}

impl Prefixes {
    const NONE: Self = Self {
        list: [Prefix::Di; MOST_PREFIXES],
        count: 0,
    };

    pub(crate) fn list(&self) -> &[Prefix] {
        self.list.get(..self.count).unwrap_or(&[])
    }

    fn with(mut self, prefix: Prefix) -> Option<Self> {
        *self.list.get_mut(self.count)? = prefix;
        self.count += 1;
        Some(self)
    }
}

/// One analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) entry: Entry,
    pub(crate) prefixes: Prefixes,
    pub(crate) ending: Ending,
    pub(crate) lost: u8,
    pub(crate) start: usize,
    pub(crate) cost: u16,
}

/// Analyses dearer than this are worse than none.
const DEAREST: u16 = 60;

struct Search<'l, 'w, 'f> {
    lexicon: &'l Lexicon<'l>,
    word: Word<'w>,
    endings: [Ending; MOST_ENDINGS],
    count: usize,
    /// Whether the base must be of one syllable.
    one_syllable: bool,
    best: Option<Candidate>,
    found: Option<&'f mut Vec<Candidate>>,
}

/// The cheapest analysis with at least one affix; all of them into `found`, when given.
pub(crate) fn search(
    lexicon: &Lexicon<'_>,
    word: Word<'_>,
    found: Option<&mut Vec<Candidate>>,
) -> Option<Candidate> {
    if !may_have_affix(word.bytes()) && !copies_letter(word.bytes()) {
        return None;
    }
    let mut search = Search {
        lexicon,
        word,
        endings: [Ending::default(); MOST_ENDINGS],
        count: 0,
        one_syllable: false,
        best: None,
        found,
    };
    search.peel_endings();
    search.bases(0, 0, Prefixes::NONE, 0);
    search.prefixes(0, Prefixes::NONE, 0);
    search.copied_letter();
    search.best
}

/// Whether the word begins like `dedaunan`.
#[inline]
fn copies_letter(word: &[u8]) -> bool {
    matches!(*word, [first, b'e', second, _, _, ..] if first == second)
}

/// Whether a prefix begins or an ending closes with the right letter. No false negatives.
#[inline]
fn may_have_affix(word: &[u8]) -> bool {
    matches!(*word, [first, second, ..] if affix::may_begin(first, second))
        || matches!(
            word,
            [.., b'n' | b'i']
                | [.., b'n', b'y', b'a']
                | [.., b'k' | b'm', b'u']
                | [.., b'l' | b'k' | b't', b'a', b'h']
        )
}

impl Search<'_, '_, '_> {
    fn peel_endings(&mut self) {
        let length = self.word.len();
        self.suffixes(length, length, 0);
        self.pronouns(length, 0);
        let cost = match self.word.bytes() {
            [_, _, .., b'l' | b'k', b'a', b'h'] | [_, _, .., b'p', b'u', b'n'] => 5,
            // -tah is bookish and stands on question words.
            [_, _, .., b't', b'a', b'h'] => 16,
            _ => return,
        };
        self.suffixes(length - 3, length - 3, cost);
        self.pronouns(length - 3, cost);
    }

    fn pronouns(&mut self, end: usize, cost: u8) {
        let (length, more) = match self.word.slice(0, end) {
            [_, _, .., b'n', b'y', b'a'] => (3, 4),
            [_, _, .., b'k' | b'm', b'u'] => (2, 6),
            _ => return,
        };
        self.suffixes(end - length, end, cost + more);
    }

    fn suffixes(&mut self, end: usize, pronoun: usize, cost: u8) {
        let bytes = self.word.slice(0, end);
        let mut push = |base: usize, suffix| {
            if let Some(slot) = self.endings.get_mut(self.count) {
                *slot = Ending {
                    base: base as u8,
                    suffixed: end as u8,
                    pronoun: pronoun as u8,
                    suffix,
                    cost,
                };
                self.count += 1;
            }
        };
        push(end, None);
        match bytes {
            [.., b'k', b'a', b'n'] => {
                push(end - 3, Some(Suffix::Kan));
                push(end - 2, Some(Suffix::An));
            }
            [.., b'a', b'n'] => push(end - 2, Some(Suffix::An)),
            [.., b'i', b'n'] => push(end - 2, Some(Suffix::In_)),
            [.., b'i'] => push(end - 1, Some(Suffix::I)),
            _ => {}
        }
    }

    fn prefixes(&mut self, at: usize, outer: Prefixes, cost: u16) {
        if outer.count >= MOST_PREFIXES || self.word.len() < at + 4 {
            return;
        }
        let window = self.word.window(at);
        if !affix::may_begin(window as u8, (window >> 8) as u8) {
            return;
        }
        for spelling in affix::spellings(window as u8) {
            if !spelling.begins(window) || !self.fits(at, outer, spelling) {
                continue;
            }
            let Some(mut chain) = outer.with(spelling.prefix) else {
                continue;
            };
            if let Some(inner) = spelling.inner {
                match chain.with(inner) {
                    Some(longer) => chain = longer,
                    None => continue,
                }
            }
            let start = at + spelling.length;
            let total = cost + spelling.cost;
            self.one_syllable = spelling.next == Next::Syllable;
            self.bases(start, spelling.lost, chain, total);
            self.one_syllable = false;
            if spelling.lost == 0 {
                self.prefixes(start, chain, total);
            }
        }
    }

    fn copied_letter(&mut self) {
        if copies_letter(self.word.bytes())
            && let Some(chain) = Prefixes::NONE.with(Prefix::Echo)
        {
            self.bases(2, 0, chain, 12);
        }
    }

    fn fits(&self, at: usize, outer: Prefixes, spelling: &Spelling) -> bool {
        let start = at + spelling.length;
        match outer.list().last() {
            Some(&last) => {
                if !affix::may_follow(last, spelling.prefix) {
                    return false;
                }
            }
            None => {
                if spelling.prefix == Prefix::Tidak {
                    return false;
                }
            }
        }
        let vowel = |b: u8| matches!(b, b'a' | b'i' | b'u' | b'e' | b'o');
        let next = self.word.at(start);
        match spelling.next {
            Next::Any => true,
            Next::In(letters) => letters.contains(&next),
            Next::ErCluster => {
                next.is_ascii_lowercase()
                    && !vowel(next)
                    && self.word.slice(start + 1, start + 3) == b"er"
                    && !vowel(self.word.at(start + 3))
            }
            // The rest is seen once the ending is off.
            Next::Syllable => !vowel(next),
            Next::Ajar => self.word.window(start) as u32 == u32::from_le_bytes(*b"ajar"),
        }
    }

    /// Tries every ending with the base that begins at `start`.
    fn bases(&mut self, start: usize, lost: u8, prefixes: Prefixes, cost: u16) {
        for at in 0..self.count {
            let Some(&ending) = self.endings.get(at) else {
                return;
            };
            let base = usize::from(ending.base);
            let bare = prefixes.count == 0 && base == self.word.len();
            let length = base.saturating_sub(start) + usize::from(lost != 0);
            if bare || length < 2 || self.one_syllable && !is_syllable(self.word.slice(start, base))
            {
                continue;
            }
            // Careless writing drops one k of two: `tunjukan` for `tunjukkan`.
            let dropped = ending.suffix == Some(Suffix::An)
                && self.word.at(base.wrapping_sub(1)) == b'k'
                && prefixes.list().first().is_some_and(|p| p.is_verbal());
            let more = if dropped {
                12
            } else {
                match affix::suffix_cost(prefixes.list(), ending.suffix) {
                    Some(more) => more,
                    None => continue,
                }
            };
            let Some(entry) = self.word.find(self.lexicon, lost, start, base) else {
                continue;
            };
            let Some(mut extra) = base_cost(entry, length, prefixes.list(), ending.suffix) else {
                continue;
            };
            // `per|ancang|an` or `pe|rancang|an`: the verb decides.
            if prefixes.list().last() == Some(&Prefix::Per)
                && matches!(self.word.at(start), b'a' | b'i' | b'u' | b'e' | b'o')
            {
                extra += (3 - entry.verbal() as u16) * 2;
            }
            let candidate = Candidate {
                entry,
                prefixes,
                ending,
                lost,
                start,
                cost: cost + u16::from(ending.cost) + more + extra,
            };
            if candidate.cost > DEAREST {
                continue;
            }
            if self.best.is_none_or(|best| candidate.cost < best.cost) {
                self.best = Some(candidate);
            }
            if let Some(found) = &mut self.found {
                found.push(candidate);
            }
        }
    }
}

fn is_syllable(base: &[u8]) -> bool {
    let vowels = base
        .iter()
        .filter(|b| matches!(b, b'a' | b'i' | b'u' | b'e' | b'o'));
    vowels.count() == 1
}

/// What it costs to have `entry` inside these affixes; `None` where it cannot be.
fn base_cost(
    entry: Entry,
    length: usize,
    prefixes: &[Prefix],
    suffix: Option<Suffix>,
) -> Option<u16> {
    let short = match length {
        2 if !prefixes.is_empty() => return None,
        2 => 14,
        3 => 4,
        _ => 0,
    };
    match entry.kind() {
        EntryKind::Root => {
            let rare = (7 - entry.usage() as u16) * 2;
            // Between two bases of a verb, the one that the other voice is seen with.
            let still = match prefixes.first() {
                Some(p) if p.is_verbal() || matches!(p, Prefix::Pe) => {
                    (3 - entry.verbal() as u16) * 2
                }
                _ => 0,
            };
            Some(rare + still + short)
        }
        EntryKind::Form => match (prefixes, suffix) {
            ([], None) => Some(0),
            ([Prefix::Ber | Prefix::Se | Prefix::Ku], None) => Some(4),
            ([Prefix::Di | Prefix::Ke], None) => Some(12),
            _ => None,
        },
        EntryKind::Name => match (prefixes, suffix) {
            ([], None) => Some(8 + short),
            ([Prefix::Di | Prefix::Ke | Prefix::Se], None) if length >= 4 => Some(16),
            _ => None,
        },
        EntryKind::Derived => None,
    }
}

/// A guess at the root of a word whose base is not listed: `lost` before `start..end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Guess {
    pub(crate) prefix: Option<Prefix>,
    pub(crate) lost: u8,
    pub(crate) start: usize,
    pub(crate) ending: Ending,
}

/// A prefix and a suffix that belong together: spelling, prefix, lost letter, what may follow, suffix.
type Circumfix = (&'static [u8], Prefix, u8, &'static [u8], Suffix);

const CIRCUMFIXES: &[Circumfix] = &[
    (b"memper", Prefix::Me, 0, b"", Suffix::Kan),
    (b"mem", Prefix::Me, 0, b"bfvp", Suffix::Kan),
    (b"mem", Prefix::Me, b'p', b"aiueo", Suffix::Kan),
    (b"men", Prefix::Me, 0, b"cdjzst", Suffix::Kan),
    (b"men", Prefix::Me, b't', b"aiueo", Suffix::Kan),
    (b"meng", Prefix::Me, 0, b"ghkqaiueo", Suffix::Kan),
    (b"meny", Prefix::Me, b's', b"aiueo", Suffix::Kan),
    (b"me", Prefix::Me, 0, b"lrwym", Suffix::Kan),
    (b"di", Prefix::Di, 0, b"", Suffix::Kan),
    (b"pem", Prefix::Pe, 0, b"bfvp", Suffix::An),
    (b"pem", Prefix::Pe, b'p', b"aiueo", Suffix::An),
    (b"pen", Prefix::Pe, 0, b"cdjzst", Suffix::An),
    (b"pen", Prefix::Pe, b't', b"aiueo", Suffix::An),
    (b"peng", Prefix::Pe, 0, b"ghkqaiueo", Suffix::An),
    (b"peny", Prefix::Pe, b's', b"aiueo", Suffix::An),
    (b"ke", Prefix::Ke, 0, b"", Suffix::An),
];

/// Reads an unknown word where its affixes alone are evidence: a prefix and a suffix that belong
/// together, or a clitic behind a word of some length.
pub(crate) fn guess(word: Word<'_>) -> Option<Guess> {
    let bytes = word.bytes();
    let length = bytes.len();
    let pronoun = match bytes {
        [.., b'p', b'u', b'n'] if length >= 7 => length - 3,
        _ => length,
    };
    let suffixed = match word.slice(0, pronoun) {
        [.., b'n', b'y', b'a'] => pronoun - 3,
        _ => pronoun,
    };
    let body = word.slice(0, suffixed);
    if suffixed == length && !body.ends_with(b"an") {
        return None;
    }
    for &(text, prefix, lost, next, suffix) in CIRCUMFIXES {
        let Some(after) = body.strip_prefix(text) else {
            continue;
        };
        let Some(&first) = after.first() else {
            continue;
        };
        if !next.is_empty() && !next.contains(&first) {
            continue;
        }
        let (base, tail) = match suffix {
            Suffix::Kan => (after.strip_suffix(b"kan"), 3),
            _ => (after.strip_suffix(b"an"), 2),
        };
        if base.is_some_and(|b| b.len() >= 4 && is_word(b)) {
            return Some(Guess {
                prefix: Some(prefix),
                lost,
                start: text.len(),
                ending: Ending {
                    base: (suffixed - tail) as u8,
                    suffixed: suffixed as u8,
                    pronoun: pronoun as u8,
                    suffix: Some(suffix),
                    cost: 0,
                },
            });
        }
    }
    if suffixed < length && suffixed >= 4 && is_word(body) {
        return Some(Guess {
            prefix: None,
            lost: 0,
            start: 0,
            ending: Ending {
                base: suffixed as u8,
                suffixed: suffixed as u8,
                pronoun: pronoun as u8,
                suffix: None,
                cost: 0,
            },
        });
    }
    None
}

/// Whether these are letters, vowels and others: not an abbreviation or noise.
fn is_word(base: &[u8]) -> bool {
    let vowels = base
        .iter()
        .filter(|b| matches!(b, b'a' | b'i' | b'u' | b'e' | b'o'))
        .count();
    vowels >= 1 && vowels < base.len() && base.iter().all(u8::is_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_found_wherever_it_stands() {
        let lexicon = crate::data::stems();
        let tangis = lexicon.find(b"tangis");
        assert!(tangis.is_some());
        for (text, start) in [("menangis", 3), ("mmmmmmmmmmmmmmmmmmmmangis", 20)] {
            let word = Word::new(text.as_bytes()).unwrap();
            assert_eq!(word.find(lexicon, b't', start, text.len()), tangis);
            assert_eq!(word.find(lexicon, 0, start, text.len()), None);
            assert_eq!(word.window(start) as u32, u32::from_le_bytes(*b"angi"));
        }
        assert!(Word::new(b"").is_none());
        assert!(Word::new(&[b'a'; LONGEST + 1]).is_none());
        let longest = [b'a'; LONGEST];
        let word = Word::new(&longest).unwrap();
        assert_eq!(word.find(lexicon, b'a', 0, LONGEST), None);
    }
}
