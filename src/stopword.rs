//! Stop words: the words too common to tell texts apart.

use crate::format::hash;
use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

/// A set of stop words, without regard to case.
///
/// Decides on whole tokens, never on parts of words. Negation (`tidak`, `bukan`, `belum`, `jangan`,
/// `tanpa`, `tak` and their spoken and inflected forms) is in none of the built-in lists: leaving it
/// out of a text turns its meaning round. Add it with [`Stopwords::add`] where that is wanted.
///
/// | list | made for | origin |
/// |---|---|---|
/// | [`Stopwords::search`] | search: function words only (the default) | written for this crate |
/// | [`Stopwords::topic`] | topics and clouds: also the common verbs, times and measures of news | written for this crate |
/// | [`Stopwords::package_stop_words`] | comparison | the Indonesian list of the Python package `stop-words` 2025.11.4, BSD-3-Clause, without its negation |
///
/// ```
/// use warta::Stopwords;
///
/// let mut stopwords = Stopwords::search();
/// assert!(stopwords.contains("Yang"));
/// assert!(!stopwords.contains("tidak"));
/// stopwords.add("konon");
/// stopwords.remove("yang");
/// assert!(stopwords.contains("konon") && !stopwords.contains("yang"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stopwords {
    words: HashSet<Box<str>, BuildHasherDefault<WordHasher>>,
    /// Bytes of the longest word: longer tokens need no look-up.
    longest: usize,
}

const SEARCH: &str = include_str!("data/stopwords_search.txt");
const TOPIC: &str = include_str!("data/stopwords_topic.txt");
const PACKAGE: &str = include_str!("data/stopwords_stop-words.txt");

/// Never a stop word of a built-in list.
const NEGATION: [&str; 26] = [
    "tidak",
    "tak",
    "bukan",
    "belum",
    "jangan",
    "tanpa",
    "tiada",
    "tidaklah",
    "tidakkah",
    "taklah",
    "bukanlah",
    "bukankah",
    "bukannya",
    "belumlah",
    "belumkah",
    "janganlah",
    "jangankan",
    "enggak",
    "enggaknya",
    "nggak",
    "ngga",
    "gak",
    "ga",
    "ndak",
    "tdk",
    "kagak",
];

impl Default for Stopwords {
    /// [`Stopwords::search`].
    fn default() -> Self {
        Self::search()
    }
}

impl Stopwords {
    /// No words.
    pub fn none() -> Self {
        Self {
            words: HashSet::default(),
            longest: 0,
        }
    }

    /// Function words: nothing that one would search for.
    pub fn search() -> Self {
        Self::built_in(&[SEARCH])
    }

    /// [`Stopwords::search`] and the words that every news article has: for topics, clouds and keywords.
    pub fn topic() -> Self {
        Self::built_in(&[SEARCH, TOPIC])
    }

    /// The Indonesian list of the Python package `stop-words`, without its negation.
    pub fn package_stop_words() -> Self {
        Self::built_in(&[PACKAGE])
    }

    /// The built-in list of this name: `search`, `topic`, `stop-words` or `none`.
    ///
    /// ```
    /// assert!(warta::Stopwords::named("topic").is_some());
    /// assert!(warta::Stopwords::named("?").is_none());
    /// ```
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "search" => Some(Self::search()),
            "topic" => Some(Self::topic()),
            "stop-words" => Some(Self::package_stop_words()),
            "none" => Some(Self::none()),
            _ => None,
        }
    }

    fn built_in(lists: &[&str]) -> Self {
        lists
            .iter()
            .flat_map(|list| list.lines())
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .filter(|line| !NEGATION.contains(line))
            .collect()
    }

    /// Whether `token` is a stop word in any case. Allocates only for capitals beside letters
    /// other than ASCII.
    pub fn contains(&self, token: &str) -> bool {
        // Lower-casing can shorten a word, never to less than a third.
        if token.len() > self.longest.saturating_mul(3) {
            return false;
        }
        let plain = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
        if token.bytes().all(plain) || !token.chars().any(char::is_uppercase) {
            return self.words.contains(token);
        }
        let mut buffer = [0u8; 48];
        if token.is_ascii()
            && let Some(lower) = buffer.get_mut(..token.len())
        {
            lower.copy_from_slice(token.as_bytes());
            lower.make_ascii_lowercase();
            return core::str::from_utf8(lower).is_ok_and(|lower| self.words.contains(lower));
        }
        self.words.contains(token.to_lowercase().as_str())
    }

    /// Adds a word; false when it was there.
    pub fn add(&mut self, word: &str) -> bool {
        let lower = word.to_lowercase();
        self.longest = self.longest.max(lower.len());
        self.words.insert(lower.into())
    }

    /// Removes a word; false when it was not there.
    pub fn remove(&mut self, word: &str) -> bool {
        self.words.remove(word.to_lowercase().as_str())
    }

    /// The words, sorted.
    pub fn words(&self) -> Vec<&str> {
        let mut words: Vec<&str> = self.words.iter().map(|word| &**word).collect();
        words.sort_unstable();
        words
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}

/// The crate's hash of words: the one of the library is slower, and nothing here needs its defence
/// against chosen keys.
#[derive(Clone, Copy, Debug, Default)]
struct WordHasher(u64);

impl Hasher for WordHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = self.0.rotate_left(5) ^ hash(bytes);
    }

    // What ends a string in the hash of a `str` tells nothing apart here.
    fn write_u8(&mut self, _: u8) {}
}

/// A set of exactly these words.
///
/// ```
/// let stopwords: warta::Stopwords = ["Dan", "atau"].into_iter().collect();
/// assert!(stopwords.contains("dan"));
/// assert!(!stopwords.contains("yang"));
/// ```
impl<S: AsRef<str>> FromIterator<S> for Stopwords {
    fn from_iter<I: IntoIterator<Item = S>>(words: I) -> Self {
        let mut set = Self::none();
        set.extend(words);
        set
    }
}

impl<S: AsRef<str>> Extend<S> for Stopwords {
    fn extend<I: IntoIterator<Item = S>>(&mut self, words: I) {
        for word in words {
            self.add(word.as_ref());
        }
    }
}
