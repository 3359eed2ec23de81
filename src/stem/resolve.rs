//! From a lower-case word to its root: the table first, then the rules, then the parts of a
//! hyphenated word, then a guess.

use super::affix::{AFTER_HYPHEN, BEFORE_HYPHEN};
use super::lexicon::{EntryKind, Lexicon};
use super::search::{self, LONGEST, Word};

/// How a root was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[non_exhaustive]
pub enum Source {
    /// The word is listed with its root.
    Listed,
    /// The caller gave the root, or protected the word.
    Overridden,
    /// Affix rules lead to a listed root.
    Rule,
    /// The root is not listed; the affixes alone speak for it.
    Guess,
    /// Nothing is known about the word: it is its own root.
    Unchanged,
}

/// Where the letters of a root are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Root<'l> {
    /// In the table.
    Listed(&'l str),
    /// In the word itself, with a lost letter before them (0 for none).
    Part { lost: u8, start: usize, end: usize },
}

/// A root and how it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Resolved<'l> {
    pub(crate) root: Root<'l>,
    pub(crate) source: Source,
}

impl<'l> Resolved<'l> {
    fn listed(stem: &'l str, source: Source) -> Self {
        Self {
            root: Root::Listed(stem),
            source,
        }
    }

    fn part(start: usize, end: usize, source: Source) -> Self {
        Self {
            root: Root::Part {
                lost: 0,
                start,
                end,
            },
            source,
        }
    }

    fn shifted(mut self, by: usize) -> Self {
        if let Root::Part { start, end, .. } = &mut self.root {
            *start += by;
            *end += by;
        }
        self
    }
}

/// The root of `lower`, a word in lower case.
pub(crate) fn resolve<'l>(lexicon: &'l Lexicon<'l>, lower: &[u8]) -> Resolved<'l> {
    listed(lexicon, lower).unwrap_or_else(|| resolve_unlisted(lexicon, lower))
}

/// The root of a word that is known not to be in the table.
pub(crate) fn resolve_unlisted<'l>(lexicon: &'l Lexicon<'l>, lower: &[u8]) -> Resolved<'l> {
    let unchanged = Resolved::part(0, lower.len(), Source::Unchanged);
    let word = Word::new(lower);
    if let Some(word) = word
        && let Some(best) = search::search(lexicon, word, None)
    {
        return Resolved::listed(lexicon.stem(best.entry), Source::Rule);
    }
    if !lower.iter().all(u8::is_ascii_lowercase) {
        if lower.len() > LONGEST * 2 {
            return unchanged;
        }
        let found = match lower.iter().position(|&b| b == b'-') {
            Some(at) => Some(hyphenated(lexicon, lower, at).unwrap_or(unchanged)),
            None => marked(lexicon, lower),
        };
        if let Some(mut found) = found {
            // Marks alone are no root: `di--`.
            if let Root::Part { start, end, .. } = found.root
                && !lower.get(start..end).unwrap_or(&[]).iter().any(is_letter)
            {
                return unchanged;
            }
            // A part is listed, not the word.
            if found.source == Source::Listed {
                found.source = Source::Rule;
            }
            return found;
        }
    }
    match word.and_then(search::guess) {
        Some(guess) => Resolved {
            root: Root::Part {
                lost: guess.lost,
                start: guess.start,
                end: usize::from(guess.ending.base),
            },
            source: Source::Guess,
        },
        None => unchanged,
    }
}

/// A letter or digit, or a byte of a character outside ASCII.
fn is_letter(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

fn listed<'l>(lexicon: &'l Lexicon<'l>, lower: &[u8]) -> Option<Resolved<'l>> {
    let entry = lexicon.find(lower)?;
    let source = match entry.kind() {
        EntryKind::Derived => Source::Rule,
        _ => Source::Listed,
    };
    Some(Resolved::listed(lexicon.stem(entry), source))
}

fn by_rule<'l>(lexicon: &'l Lexicon<'l>, lower: &[u8]) -> Option<Resolved<'l>> {
    let word = Word::new(lower)?;
    let best = search::search(lexicon, word, None)?;
    Some(Resolved::listed(lexicon.stem(best.entry), Source::Rule))
}

/// By the table, or by rules that lead to the table.
fn known<'l>(lexicon: &'l Lexicon<'l>, lower: &[u8]) -> Option<Resolved<'l>> {
    listed(lexicon, lower).or_else(|| by_rule(lexicon, lower))
}

/// Digits with a suffix (`1990an`), a doubling written with 2 (`anak2nya`), an apostrophe (`jum'at`).
fn marked<'l>(lexicon: &'l Lexicon<'l>, lower: &[u8]) -> Option<Resolved<'l>> {
    let digits = lower.iter().take_while(|b| b.is_ascii_digit()).count();
    if digits > 0 {
        let rest = lower.get(digits..)?;
        return AFTER_HYPHEN
            .contains(&rest)
            .then(|| Resolved::part(0, digits, Source::Rule));
    }
    let mark = lower.iter().position(|b| matches!(b, b'2' | b'\''))?;
    let (before, after) = (lower.get(..mark)?, lower.get(mark + 1..)?);
    let mut joined = Joined::default();
    joined.push(before)?;
    joined.push(after)?;
    known(lexicon, joined.bytes())
}

/// A short text put together on the stack.
struct Joined {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Default for Joined {
    fn default() -> Self {
        Self {
            bytes: [0; LONGEST],
            length: 0,
        }
    }
}

impl Joined {
    fn push(&mut self, more: &[u8]) -> Option<()> {
        let end = self.length + more.len();
        self.bytes.get_mut(self.length..end)?.copy_from_slice(more);
        self.length = end;
        Some(())
    }

    fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or(&[])
    }
}

/// A word with its first hyphen at `at`.
fn hyphenated<'l>(lexicon: &'l Lexicon<'l>, lower: &[u8], at: usize) -> Option<Resolved<'l>> {
    let first = lower.get(..at)?;
    let rest = lower.get(at + 1..)?;
    if rest.is_empty() {
        return Some(resolve(lexicon, first));
    }
    if first.is_empty() {
        return Some(resolve(lexicon, rest).shifted(1));
    }
    // A word broken at the end of a printed line: `kese-pakatan`.
    let broken = || {
        let mut joined = Joined::default();
        joined.push(first)?;
        joined.push(rest)?;
        known(lexicon, joined.bytes())
    };
    if AFTER_HYPHEN.contains(&rest) {
        let found = resolve(lexicon, first);
        if found.source == Source::Unchanged
            && let Some(whole) = broken()
        {
            return Some(whole);
        }
        return Some(assured(found));
    }
    // An enclitic on a listed doubling: `kupu-kupunya`.
    for clitic in [b"nya".as_slice(), b"ku", b"mu", b"lah", b"kah", b"pun"] {
        if let Some(stripped) = lower.strip_suffix(clitic)
            && let Some(entry) = lexicon.find(stripped)
        {
            return Some(Resolved::listed(lexicon.stem(entry), Source::Rule));
        }
    }
    if let Some(found) = doubled(lexicon, first, rest) {
        return Some(found);
    }
    let listed = |word: &[u8]| lexicon.find(word).is_some();
    if BEFORE_HYPHEN.contains(&first) {
        if !listed(rest)
            && let Some(found) = broken()
        {
            return Some(found);
        }
        return Some(assured(resolve(lexicon, rest).shifted(at + 1)));
    }
    if !(listed(first) && listed(rest))
        && let Some(found) = broken()
    {
        return Some(found);
    }
    // A prefix on a compound or doubling: `ber-foya-foya` was handled above; `seadil-adilnya` too.
    None
}

/// A hyphen shows the affix, so that the rest is as good as listed.
fn assured(mut found: Resolved<'_>) -> Resolved<'_> {
    if found.source == Source::Unchanged {
        found.source = Source::Rule;
    }
    found
}

/// `first-rest` as a doubling, with affixes on either half or a changed sound.
fn doubled<'l>(lexicon: &'l Lexicon<'l>, first: &[u8], rest: &[u8]) -> Option<Resolved<'l>> {
    if first == rest {
        return Some(assured(resolve(lexicon, first)));
    }
    // Halves that overlap: `meniru-nirukan` is `menirukan` with its middle said twice.
    let overlap = (2..=first.len().min(rest.len()))
        .rev()
        .find(|&n| first.get(first.len() - n..) == rest.get(..n));
    if let Some(n) = overlap {
        // What is said twice may be listed so: `keabu-abuan`.
        let said = rest.get(..n)?;
        let mut twice = Joined::default();
        twice.push(said)?;
        twice.push(b"-")?;
        twice.push(said)?;
        if let Some(found) = listed(lexicon, twice.bytes())
            && found.root == Root::Listed(core::str::from_utf8(twice.bytes()).ok()?)
        {
            return Some(found);
        }
        let mut joined = Joined::default();
        joined.push(first)?;
        joined.push(rest.get(n..)?)?;
        if let Some(found) = known(lexicon, joined.bytes()) {
            return Some(found);
        }
        // The affix goes around both halves of a doubling that is listed only so: `ke-kanak-kanak-an`.
        if let Some(found) = known(lexicon, first).or_else(|| known(lexicon, rest)) {
            return Some(found);
        }
        // Unknown base, but said twice: what is said twice is the base.
        if n >= 4 {
            return Some(Resolved::part(first.len() - n, first.len(), Source::Guess));
        }
    }
    let one = known(lexicon, first);
    let other = known(lexicon, rest);
    match (one, other) {
        (Some(a), Some(b)) => {
            if a.root == b.root {
                return Some(a);
            }
            if sounds_doubled(a.root, b.root) {
                return Some(a);
            }
            None
        }
        (Some(a), None) => match a.root {
            Root::Listed(stem) if echoes(stem.as_bytes(), rest) => Some(a),
            _ => None,
        },
        (None, Some(b)) => match b.root {
            Root::Listed(stem) if echoes(stem.as_bytes(), first) => {
                Some(b.shifted(first.len() + 1))
            }
            _ => None,
        },
        (None, None) => None,
    }
}

fn sounds_doubled(a: Root<'_>, b: Root<'_>) -> bool {
    match (a, b) {
        (Root::Listed(a), Root::Listed(b)) => echoes(a.as_bytes(), b.as_bytes()),
        _ => false,
    }
}

/// Whether `echo` is `root` with other vowels (`gerak-gerik`) or another beginning (`sayur-mayur`),
/// perhaps with an enclitic or suffix of its own.
pub(crate) fn echoes(root: &[u8], echo: &[u8]) -> bool {
    let is_vowel = |b: &u8| matches!(b, b'a' | b'i' | b'u' | b'e' | b'o');
    let tails: &[&[u8]] = &[b"", b"nya", b"an", b"annya", b"kan", b"i", b"mu", b"ku"];
    tails.iter().any(|tail| {
        let Some(echo) = echo.strip_suffix(*tail) else {
            return false;
        };
        if echo.len() != root.len() || root.len() < 4 {
            return false;
        }
        let same_consonants = root
            .iter()
            .zip(echo)
            .all(|(r, e)| r == e || (is_vowel(r) && is_vowel(e)));
        // All but the first consonant the same: rhyme.
        let rhyme = root.get(1..) == echo.get(1..);
        same_consonants || rhyme
    })
}
