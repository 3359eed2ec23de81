//! Roots of words.

mod affix;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod build;
mod lexicon;
mod resolve;
mod search;

use crate::data;
use crate::error::{Error, ErrorKind};
use affix::Prefix;
pub(crate) use lexicon::Lexicon;
use lexicon::SHORT;
pub use resolve::Source;
use resolve::{Resolved, Root};
use search::{Candidate, LONGEST, Word};
use std::borrow::Cow;
use std::collections::HashMap;

/// Finds the root of a word: `mempertanyakan` → `tanya`.
///
/// A lone word is read without regard to case and its root is given in lower case; a
/// document leaves the words of names alone. What counts as the root is
/// written down in `docs/stemming.md`.
///
/// The tables are compiled into the crate and shared: a `Stemmer` without overrides is a few words
/// of memory, costs nothing to make, and can be shared between threads.
///
/// ```
/// use warta::Stemmer;
///
/// let stemmer = Stemmer::default();
/// assert_eq!(stemmer.stem("mempertanyakan"), "tanya");
/// assert_eq!(stemmer.stem("Keberhasilannya"), "hasil");
/// assert_eq!(stemmer.stem("kupu-kupu"), "kupu-kupu");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Stemmer {
    /// Lower-case word to lower-case stem.
    overrides: HashMap<Box<str>, Box<str>>,
}

impl Stemmer {
    /// The root of `word`, in lower case.
    ///
    /// Never fails: a word about which nothing is known is its own root. Takes time linear in the
    /// length of `word`; borrows from the tables or from `word` wherever it can.
    ///
    /// ```
    /// let stemmer = warta::Stemmer::default();
    /// assert_eq!(stemmer.stem("menyanyikan"), "nyanyi");
    /// assert_eq!(stemmer.stem("berlari-larian"), "lari");
    /// ```
    pub fn stem<'a>(&'a self, word: &'a str) -> Cow<'a, str> {
        let (lower, resolved) = match self.look_up(word) {
            LookUp::Stem(stem) => return Cow::Borrowed(stem),
            LookUp::Unlisted(lower) => {
                let resolved = resolve::resolve_unlisted(data::stems(), lower.bytes());
                (lower, resolved)
            }
            LookUp::NotTried => {
                let lower = Lower::new(word);
                if let Some(stem) = self.overridden(lower.text()) {
                    return Cow::Borrowed(stem);
                }
                let resolved = resolve::resolve(data::stems(), lower.bytes());
                (lower, resolved)
            }
        };
        match resolved.root {
            Root::Listed(stem) => Cow::Borrowed(stem),
            Root::Part {
                lost: 0,
                start,
                end,
            } => match (&lower, lower.text().get(start..end)) {
                (Lower::Same(text), _) => Cow::Borrowed(text.get(start..end).unwrap_or(text)),
                (_, Some(part)) => Cow::Owned(part.to_owned()),
                (_, None) => Cow::Owned(lower.text().to_owned()),
            },
            Root::Part { lost, start, end } => {
                let part = lower.text().get(start..end).unwrap_or("");
                let mut stem = String::with_capacity(part.len() + 1);
                stem.push(char::from(lost));
                stem.push_str(part);
                Cow::Owned(stem)
            }
        }
    }

    /// Appends the root of `word` to `out`: [`Stemmer::stem`] without an allocation of its own for
    /// words of ASCII letters.
    pub(crate) fn stem_into(&self, word: &str, out: &mut String) {
        let lower = match self.look_up(word) {
            LookUp::Stem(stem) => {
                out.push_str(stem);
                return;
            }
            LookUp::Unlisted(lower) => lower,
            LookUp::NotTried => Lower::new(word),
        };
        if let Some(stem) = self.overridden(lower.text()) {
            out.push_str(stem);
            return;
        }
        match resolve::resolve(data::stems(), lower.bytes()).root {
            Root::Listed(stem) => out.push_str(stem),
            Root::Part { lost, start, end } => {
                if lost != 0 {
                    out.push(char::from(lost));
                }
                out.push_str(lower.text().get(start..end).unwrap_or(""));
            }
        }
    }

    /// Root, affixes and clitics of `word`, how the root was found, and what else it could be.
    ///
    /// Made for people to read; it allocates, and takes several times as long as [`Stemmer::stem`].
    ///
    /// ```
    /// let analysis = warta::Stemmer::default().analyze("keberhasilannya");
    /// assert_eq!(analysis.root(), "hasil");
    /// assert_eq!(analysis.prefixes(), ["ke", "ber"]);
    /// assert_eq!(analysis.suffixes(), ["an"]);
    /// assert_eq!(analysis.clitics(), ["nya"]);
    /// ```
    pub fn analyze(&self, word: &str) -> Analysis {
        let lower = Lower::new(word);
        let text = lower.text();
        let lexicon = data::stems();
        let resolved = resolve::resolve(lexicon, text.as_bytes());
        let (root, source) = match self.overridden(text) {
            Some(stem) => (stem.to_owned(), Source::Overridden),
            None => (root_text(resolved, text), resolved.source),
        };
        let mut readings = readings(lexicon, text);
        let mut chosen = match readings.iter().position(|reading| reading.root == root) {
            Some(at) if root != text => readings.remove(at),
            _ => Reading {
                root: root.clone(),
                ..Reading::default()
            },
        };
        if source == Source::Guess
            && let Some(guess) = Word::new(text.as_bytes()).and_then(search::guess)
        {
            chosen.prefixes = guess.prefix.map(Prefix::name).into_iter().collect();
            chosen.set_ending(text, guess.ending);
        }
        readings.retain(|reading| reading.root != root);
        Analysis {
            reading: chosen,
            source,
            reduplicated: text.contains('-') && is_doubling(text, &root),
            alternatives: readings,
        }
    }

    /// From now on `stem` is the root of `word`, whatever the tables say. Case does not matter.
    ///
    /// It holds for the word exactly as written here; its inflected forms keep their own roots.
    ///
    /// ```
    /// let mut stemmer = warta::Stemmer::default();
    /// stemmer.override_stem("pelaku", "pelaku");
    /// assert_eq!(stemmer.stem("Pelaku"), "pelaku");
    /// assert!(stemmer.remove_override("pelaku"));
    /// assert_eq!(stemmer.stem("Pelaku"), "laku");
    /// ```
    pub fn override_stem(&mut self, word: &str, stem: &str) -> &mut Self {
        self.overrides.insert(
            Lower::new(word).text().into(),
            Lower::new(stem).text().into(),
        );
        self
    }

    /// From now on `word` is its own root.
    ///
    /// ```
    /// let mut stemmer = warta::Stemmer::default();
    /// stemmer.protect("perumnas");
    /// assert_eq!(stemmer.stem("Perumnas"), "perumnas");
    /// ```
    pub fn protect(&mut self, word: &str) -> &mut Self {
        self.override_stem(word, word)
    }

    /// Takes back [`Stemmer::override_stem`] or [`Stemmer::protect`]; false when there was nothing
    /// to take back.
    pub fn remove_override(&mut self, word: &str) -> bool {
        self.overrides.remove(Lower::new(word).text()).is_some()
    }

    /// Loads overrides from text, `word<TAB>stem` on each line; `word<TAB>word` protects a word.
    /// Empty lines and lines that begin with `#` are skipped. Either all lines are loaded or none.
    ///
    /// # Errors
    /// Names the first line that is not two words with a tab between them.
    ///
    /// ```
    /// let mut stemmer = warta::Stemmer::default();
    /// stemmer.load_overrides("# ours\ndibantah\tbantah\nperumnas\tperumnas\n")?;
    /// assert_eq!(stemmer.stem("dibantah"), "bantah");
    /// # Ok::<(), warta::Error>(())
    /// ```
    pub fn load_overrides(&mut self, lines: &str) -> Result<(), Error> {
        let is_word = |field: &str| !field.is_empty() && !field.contains(char::is_whitespace);
        let mut loaded = Vec::new();
        for (at, line) in lines.lines().enumerate() {
            let line = line.trim_start_matches('\u{FEFF}');
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            match line.split_once('\t') {
                Some((word, stem)) if is_word(word) && is_word(stem) => loaded.push((word, stem)),
                _ => {
                    return Err(Error::new(
                        ErrorKind::Syntax,
                        format!("line {}: expected word<TAB>stem, found {line:?}", at + 1),
                    ));
                }
            }
        }
        for (word, stem) in loaded {
            self.override_stem(word, stem);
        }
        Ok(())
    }

    #[inline]
    fn look_up<'w>(&self, word: &'w str) -> LookUp<'w> {
        if self.overrides.is_empty() {
            lookup(word)
        } else {
            LookUp::NotTried
        }
    }

    #[inline]
    fn overridden(&self, lower: &str) -> Option<&str> {
        if self.overrides.is_empty() {
            return None;
        }
        self.overrides.get(lower).map(|stem| &**stem)
    }
}

/// Whether `word` is written as a name and is a word of the name of a region, so that inside a
/// sentence it is not to be stemmed: `Serangan`, `Perbaungan`.
pub(crate) fn is_region_name(word: &str) -> bool {
    word.as_bytes().first().is_some_and(u8::is_ascii_uppercase)
        && data::stems()
            .find(Lower::new(word).text().as_bytes())
            .is_some_and(|entry| entry.is_place())
}

/// What the first glance into the table gives.
enum LookUp<'w> {
    Stem(&'w str),
    Unlisted(Lower<'w>),
    /// Too long, or not ASCII, or overrides come first.
    NotTried,
}

/// Looks up an ASCII word of at most 16 bytes, in any case: one hash, one compare.
#[inline]
fn lookup(word: &str) -> LookUp<'_> {
    const HIGH: u128 = 0x8080_8080_8080_8080_8080_8080_8080_8080;
    const ONES: u128 = HIGH >> 7;
    let bytes = word.as_bytes();
    // A NUL at the end would be taken for padding.
    if bytes.len() > SHORT || bytes.last().is_none_or(|&last| last == 0) {
        return LookUp::NotTried;
    }
    let key = lexicon::pack(bytes);
    if key & HIGH != 0 {
        return LookUp::NotTried;
    }
    // Bytes are below 128, so neither sum carries into its neighbour.
    let from_a = key + ONES * (0x80 - b'A' as u128);
    let past_z = key + ONES * (0x7F - b'Z' as u128);
    let lower = key | (from_a & !past_z & HIGH) >> 2;
    let stems = data::stems();
    match stems.find_packed(lower, lexicon::hash_packed(lower)) {
        Some(entry) => {
            let piece = if lower == key { entry.cut(word) } else { None };
            LookUp::Stem(piece.unwrap_or_else(|| stems.stem(entry)))
        }
        None if lower == key => LookUp::Unlisted(Lower::Same(word)),
        None => {
            let mut bytes = [0; LONGEST];
            if let Some(head) = bytes.first_chunk_mut::<SHORT>() {
                *head = lower.to_le_bytes();
            }
            LookUp::Unlisted(Lower::Short {
                bytes,
                length: word.len(),
            })
        }
    }
}

/// A word in lower case, without marks that are no letters of it.
enum Lower<'w> {
    Same(&'w str),
    Short { bytes: [u8; LONGEST], length: usize },
    Long(String),
}

impl<'w> Lower<'w> {
    fn new(word: &'w str) -> Self {
        let mut capitals = false;
        for byte in word.bytes() {
            if !byte.is_ascii() {
                return Self::Long(fold(word));
            }
            capitals |= byte.is_ascii_uppercase();
        }
        if !capitals {
            return Self::Same(word);
        }
        let mut bytes = [0; LONGEST];
        match bytes.get_mut(..word.len()) {
            Some(buffer) => {
                buffer.copy_from_slice(word.as_bytes());
                buffer.make_ascii_lowercase();
                Self::Short {
                    bytes,
                    length: word.len(),
                }
            }
            None => Self::Long(word.to_ascii_lowercase()),
        }
    }

    #[inline]
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Same(word) => word.as_bytes(),
            Self::Short { bytes, length } => bytes.get(..*length).unwrap_or(&[]),
            Self::Long(word) => word.as_bytes(),
        }
    }

    fn text(&self) -> &str {
        match self {
            Self::Same(word) => word,
            Self::Short { .. } => core::str::from_utf8(self.bytes()).unwrap_or(""),
            Self::Long(word) => word,
        }
    }
}

/// Lower case, with the hyphens and apostrophes of print made plain, and soft hyphens and
/// zero-width characters dropped.
fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' => {}
            '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' => out.push('-'),
            '\u{2018}' | '\u{2019}' | '\u{02BC}' | '\u{02BB}' | '`' => out.push('\''),
            '\u{B2}' => out.push('2'),
            _ => out.extend(c.to_lowercase()),
        }
    }
    out
}

fn root_text(resolved: Resolved<'_>, lower: &str) -> String {
    match resolved.root {
        Root::Listed(stem) => stem.to_owned(),
        Root::Part { lost, start, end } => {
            let mut root = String::new();
            if lost != 0 {
                root.push(char::from(lost));
            }
            root.push_str(lower.get(start..end).unwrap_or(lower));
            root
        }
    }
}

/// The root of a lower-case word by a table other than the crate's own.
#[cfg(test)]
pub(crate) fn root_by(lexicon: &Lexicon<'_>, word: &str) -> String {
    root_text(resolve::resolve(lexicon, word.as_bytes()), word)
}

/// One way to read a word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Reading {
    root: String,
    prefixes: Vec<&'static str>,
    suffixes: Vec<&'static str>,
    clitics: Vec<&'static str>,
}

impl Reading {
    /// The root.
    pub fn root(&self) -> &str {
        &self.root
    }

    /// Prefixes by name, outermost first: `["meN", "per"]` of `mempertanyakan`.
    pub fn prefixes(&self) -> &[&'static str] {
        &self.prefixes
    }

    /// Derivational suffixes: `["kan"]` of `mempertanyakan`.
    pub fn suffixes(&self) -> &[&'static str] {
        &self.suffixes
    }

    /// Proclitic and enclitics in the order of the word: `["ku"]`, `["nya", "lah"]`.
    pub fn clitics(&self) -> &[&'static str] {
        &self.clitics
    }
}

impl Reading {
    fn of(candidate: &Candidate, stem: &str, word: &str) -> Self {
        let mut reading = Self {
            root: stem.to_owned(),
            ..Self::default()
        };
        for &prefix in candidate.prefixes.list() {
            if matches!(prefix, Prefix::Ku | Prefix::Kau) {
                reading.clitics.push(prefix.name());
            } else {
                reading.prefixes.push(prefix.name());
            }
        }
        reading.set_ending(word, candidate.ending);
        reading
    }

    fn set_ending(&mut self, word: &str, ending: search::Ending) {
        self.suffixes.extend(ending.suffix.map(affix::Suffix::name));
        let pieces = [
            word.get(usize::from(ending.suffixed)..usize::from(ending.pronoun)),
            word.get(usize::from(ending.pronoun)..),
        ];
        for piece in pieces.into_iter().flatten() {
            let named = affix::PRONOUNS.iter().chain(affix::PARTICLES);
            self.clitics
                .extend(named.filter(|clitic| **clitic == piece).copied());
        }
    }
}

/// What [`Stemmer::analyze`] finds out about a word.
///
/// ```
/// let analysis = warta::Stemmer::default().analyze("beruang");
/// assert_eq!(analysis.root(), "beruang");
/// // "has money" is a runner-up.
/// assert!(analysis.alternatives().iter().any(|reading| reading.root() == "uang"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Analysis {
    #[cfg_attr(feature = "serde", serde(flatten))]
    reading: Reading,
    source: Source,
    reduplicated: bool,
    alternatives: Vec<Reading>,
}

impl Analysis {
    /// The root: what [`Stemmer::stem`] gives.
    pub fn root(&self) -> &str {
        &self.reading.root
    }

    /// Prefixes by name, outermost first. `meN` and `peN` stand for all their spellings.
    pub fn prefixes(&self) -> &[&'static str] {
        &self.reading.prefixes
    }

    /// Derivational suffixes: `kan`, `an`, `i`, `in`.
    pub fn suffixes(&self) -> &[&'static str] {
        &self.reading.suffixes
    }

    /// Proclitic and enclitics in the order of the word: `ku`, `kau`; `nya`, `lah` and so on.
    pub fn clitics(&self) -> &[&'static str] {
        &self.reading.clitics
    }

    /// Whether the root is said twice in the word: `berlari-lari`, `sayur-mayur`.
    pub fn is_reduplicated(&self) -> bool {
        self.reduplicated
    }

    /// How the root was found.
    pub fn source(&self) -> Source {
        self.source
    }

    /// The other roots that affixes could lead to, likeliest first, each with its likeliest reading.
    pub fn alternatives(&self) -> &[Reading] {
        &self.alternatives
    }
}

/// Every reading of `word` around a listed base, one for each root, likeliest first.
fn readings(lexicon: &Lexicon<'_>, word: &str) -> Vec<Reading> {
    let joined = join_doubling(word);
    let text = joined.as_deref().unwrap_or(word);
    let mut found = Vec::new();
    if let Some(word) = Word::new(text.as_bytes()) {
        search::search(lexicon, word, Some(&mut found));
    }
    // A reading that stops at a listed form explains less than one that goes down to its root.
    found.sort_by_key(|candidate| {
        let stops = candidate.entry.kind() != lexicon::EntryKind::Root;
        (stops, candidate.cost, candidate.start)
    });
    let mut readings: Vec<Reading> = Vec::new();
    for candidate in &found {
        let stem = lexicon.stem(candidate.entry);
        if readings.iter().all(|reading| reading.root != stem) {
            readings.push(Reading::of(candidate, stem, text));
        }
    }
    readings
}

/// `meniru-nirukan` as `menirukan`, `rumah-rumahnya` as `rumahnya`: the doubling undone.
fn join_doubling(word: &str) -> Option<String> {
    // No joined word of more letters is searched, and finding the overlap is not linear.
    if word.len() > 2 * LONGEST {
        return None;
    }
    let (first, rest) = word.split_once('-')?;
    let overlap = (1..=first.len().min(rest.len()))
        .rev()
        .find(|&n| first.as_bytes().get(first.len() - n..) == rest.as_bytes().get(..n))?;
    Some(format!("{first}{}", rest.get(overlap..)?))
}

/// Whether the two sides of the hyphen are one root said twice, and not a compound.
fn is_doubling(word: &str, root: &str) -> bool {
    let Some((first, rest)) = word.split_once('-') else {
        return false;
    };
    let similar = |side: &str| {
        let tail = root.get(1..).unwrap_or(root);
        side.contains(tail)
    };
    if first == rest || (similar(first) && similar(rest)) {
        return true;
    }
    resolve::echoes(first.as_bytes(), rest.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{Checksum, TableKind, open};
    use lexicon::EntryKind;

    #[test]
    fn the_compiled_table_is_whole() {
        open(data::STEM_TABLE, TableKind::Stem, Checksum::Verify).unwrap();
        assert!(data::stems().find(b"makan").is_some());
    }

    #[test]
    fn what_the_table_lists_for_speed_is_what_the_rules_say() {
        let lexicon = data::stems();
        let mut checked = 0;
        for word in lexicon.words() {
            let entry = lexicon.find(&word).unwrap();
            if entry.kind() == EntryKind::Derived {
                let best = Word::new(&word).and_then(|w| search::search(lexicon, w, None));
                assert_eq!(
                    best.map(|b| lexicon.stem(b.entry)),
                    Some(lexicon.stem(entry)),
                    "{}",
                    String::from_utf8_lossy(&word)
                );
                checked += 1;
            }
        }
        assert!(checked > 1_000, "{checked}");
    }

    #[test]
    fn the_rules_alone_find_nearly_every_stem_decided_by_hand() {
        let lexicon = data::stems();
        let (mut right, mut wrong) = (0, Vec::new());
        for word in lexicon.words() {
            let entry = lexicon.find(&word).unwrap();
            if entry.kind() != EntryKind::Form || word.contains(&b'-') {
                continue;
            }
            let mut found = Vec::new();
            search::search(lexicon, Word::new(&word).unwrap(), Some(&mut found));
            let best = found
                .iter()
                .filter(|candidate| candidate.entry.kind() == EntryKind::Root)
                .min_by_key(|candidate| candidate.cost)
                .map(|candidate| lexicon.stem(candidate.entry));
            if best == Some(lexicon.stem(entry)) {
                right += 1;
            } else {
                wrong.push((String::from_utf8(word).unwrap(), lexicon.stem(entry), best));
            }
        }
        wrong.sort();
        let share = f64::from(right) / (f64::from(right) + wrong.len() as f64);
        assert!(share > 0.985, "{share}: {wrong:?}");
    }

    #[test]
    fn capitals_make_a_region_of_a_word() {
        assert!(is_region_name("Serangan"));
        assert!(!is_region_name("serangan"));
        assert!(!is_region_name("Perusahaan"));
    }

    #[test]
    fn writing_into_a_string_gives_the_same_stem() {
        let mut stemmer = Stemmer::default();
        stemmer.override_stem("dibantah", "bantah");
        for word in [
            "",
            "Makanan",
            "dibantah",
            "Dibantah",
            "mengunggah",
            "MENGUNGGAHNYA",
            "memblorkan",
            "Memborbakan",
            "kupu-kupu",
            "caf\u{e9}nya",
            "\0",
            "a\0",
            "se-NTT",
        ] {
            let mut out = String::from("x");
            stemmer.stem_into(word, &mut out);
            assert_eq!(out.strip_prefix('x'), Some(&*stemmer.stem(word)));
        }
    }
}
