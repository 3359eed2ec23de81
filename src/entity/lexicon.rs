//! What the recogniser knows of words and phrases before it reads a text: gazetteer classes, word
//! clusters, and how often a word is written with a capital. One table, used in place.

use super::EntityKind;
#[cfg(any(test, feature = "internals"))]
use super::piece::{EMPTY_PHRASE, phrase_step};
use crate::error::Error;
use crate::format::{Checksum, Reader, TableKind, open, u32_at};

/// Classes of gazetteer entries, one bit each.
pub mod class {
    /// Provinces, regencies, cities.
    pub const REGION: u32 = 1 << 0;
    /// Districts of the official table.
    pub const DISTRICT: u32 = 1 << 1;
    /// Countries, continents, world regions.
    pub const COUNTRY: u32 = 1 << 2;
    /// Cities of the world and of Indonesia.
    pub const CITY: u32 = 1 << 3;
    /// Mountains, islands, rivers, seas.
    pub const NATURE: u32 = 1 << 4;
    /// Buildings, airports, stadiums, streets, and other sites.
    pub const SITE: u32 = 1 << 5;
    /// Ministries, agencies, legislatures, courts.
    pub const GOVERNMENT: u32 = 1 << 6;
    /// Police and military bodies.
    pub const FORCE: u32 = 1 << 7;
    /// Parties, mass organisations, unions.
    pub const PARTY: u32 = 1 << 8;
    /// Companies and banks.
    pub const COMPANY: u32 = 1 << 9;
    /// Universities, schools, hospitals.
    pub const SCHOOL: u32 = 1 << 10;
    /// Clubs and sports bodies.
    pub const CLUB: u32 = 1 << 11;
    /// Media.
    pub const MEDIA: u32 = 1 << 12;
    /// International bodies.
    pub const INTERNATIONAL: u32 = 1 << 13;
    /// Acronyms of institutions.
    pub const ACRONYM_ORG: u32 = 1 << 14;
    /// Acronyms of places.
    pub const ACRONYM_LOC: u32 = 1 << 15;
    /// Short names of people.
    pub const ACRONYM_PER: u32 = 1 << 16;
    /// Acronyms that name no entity.
    pub const ACRONYM_NONE: u32 = 1 << 17;
    /// Full names of known people.
    pub const PERSON: u32 = 1 << 18;
    /// Given names.
    pub const GIVEN: u32 = 1 << 19;
    /// Family names.
    pub const FAMILY: u32 = 1 << 20;
    /// Titles before a name.
    pub const TITLE: u32 = 1 << 21;
    /// Titles and degrees after a name.
    pub const DEGREE: u32 = 1 << 22;
    /// First words of institutions' names.
    pub const HEAD_ORG: u32 = 1 << 23;
    /// First words of places' names.
    pub const HEAD_LOC: u32 = 1 << 24;
    /// Last words of institutions' names.
    pub const TAIL_ORG: u32 = 1 << 25;
    /// Last words of places' names.
    pub const TAIL_LOC: u32 = 1 << 26;
    /// Words before a person's name.
    pub const HEAD_PER: u32 = 1 << 27;
    /// Products, events, laws, programmes, works, languages: capitalised, but no entity.
    pub const NO_ENTITY: u32 = 1 << 28;
    /// First words of such names.
    pub const HEAD_NONE: u32 = 1 << 29;
    /// The classes of single words; they take no part in longest matches.
    pub const WORD_ONLY: u32 = TITLE
        | DEGREE
        | HEAD_ORG
        | HEAD_LOC
        | HEAD_NONE
        | TAIL_ORG
        | TAIL_LOC
        | HEAD_PER
        | GIVEN
        | FAMILY;
    /// The classes of places.
    pub const PLACES: u32 = REGION | DISTRICT | COUNTRY | CITY | NATURE | SITE | ACRONYM_LOC;
    /// The classes of institutions.
    pub const INSTITUTIONS: u32 =
        GOVERNMENT | FORCE | PARTY | COMPANY | SCHOOL | CLUB | MEDIA | INTERNATIONAL | ACRONYM_ORG;
    /// The classes of people.
    pub const PEOPLE: u32 = PERSON | ACRONYM_PER;
}

/// Cluster and capitalisation statistics of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordInfo {
    /// Number of the word's cluster plus one; 0 when the word has none.
    pub cluster: u16,
    /// How often the word is written with a capital inside a sentence: 1 (never) to 6 (always);
    /// 7 for a word of the stemmer's lexicon without statistics; 0 when nothing is known.
    pub caps: u8,
}

/// What the gazetteer says of a phrase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Phrase {
    /// Classes of the phrase itself, see [`class`].
    pub classes: u32,
    /// Whether some entry goes on from here.
    pub opens: bool,
}

const OPENS: u32 = 1 << 31;

/// Slots of one 32-bit word: 20 bits of hash, 12 bits of value; all zero is empty.
#[derive(Clone, Copy, Debug)]
struct Slots<'a> {
    bytes: &'a [u8],
    mask: u32,
}

impl<'a> Slots<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, Error> {
        let log2 = reader.u32()?;
        if log2 > 24 {
            return Err(reader.corrupt("a slot table is too large"));
        }
        Ok(Self {
            bytes: reader.array(1 << log2, 4)?,
            mask: (1 << log2) - 1,
        })
    }

    #[inline]
    fn get(&self, hash: u64) -> u32 {
        let tag = tag(hash);
        let mut at = hash as u32 & self.mask;
        for _ in 0..=self.mask {
            let slot = u32_at(self.bytes, at as usize);
            if slot == 0 {
                return 0;
            }
            if slot >> 12 == tag {
                return slot & 0xFFF;
            }
            at = (at + 1) & self.mask;
        }
        0
    }
}

fn tag(hash: u64) -> u32 {
    ((hash >> 40) as u32 & 0xF_FFFF).max(1)
}

/// The gazetteer and word statistics.
#[derive(Clone, Copy, Debug)]
pub struct Gazetteer<'a> {
    words: Slots<'a>,
    phrases: Slots<'a>,
    combinations: &'a [u8],
    clusters: &'a [u8],
    /// Upper half of an acronym's hash and place of its full name, sorted.
    acronyms: &'a [u8],
    full_names: &'a [u8],
}

impl<'a> Gazetteer<'a> {
    /// A gazetteer that knows nothing.
    pub const EMPTY: Self = Self {
        words: Slots {
            bytes: &[],
            mask: 0,
        },
        phrases: Slots {
            bytes: &[],
            mask: 0,
        },
        combinations: &[],
        clusters: &[],
        acronyms: &[],
        full_names: &[],
    };

    /// Reads a table.
    ///
    /// # Errors
    /// When the bytes are no gazetteer of this format version.
    pub fn read(bytes: &'a [u8], checksum: Checksum) -> Result<Self, Error> {
        let payload = open(bytes, TableKind::Gazetteer, checksum)?;
        let mut reader = Reader::new(payload, "gazetteer");
        let words = Slots::read(&mut reader)?;
        let phrases = Slots::read(&mut reader)?;
        let combinations = reader.block()?;
        let clusters = reader.block()?;
        let acronyms = reader.block()?;
        let full_names = reader.block()?;
        reader.finish()?;
        Ok(Self {
            words,
            phrases,
            combinations,
            clusters,
            acronyms,
            full_names,
        })
    }

    /// Statistics of the word with this lower-cased hash.
    #[inline]
    pub fn word(&self, lower: u64) -> WordInfo {
        let value = self.words.get(lower);
        WordInfo {
            cluster: (value >> 3) as u16,
            caps: (value & 7) as u8,
        }
    }

    /// Number of the coarse cluster of a fine one.
    #[inline]
    pub fn coarse(&self, cluster: u16) -> u8 {
        self.clusters
            .get(usize::from(cluster))
            .copied()
            .unwrap_or(0)
    }

    /// What the acronym with this lower-cased hash stands for, when it names a thing of `kind`.
    pub fn full_name(&self, lower: u64, kind: EntityKind) -> Option<&'a str> {
        let want = acronym_key(lower, kind);
        let (mut low, mut high) = (0, self.acronyms.len() / 8);
        while low < high {
            let middle = low + (high - low) / 2;
            if u32_at(self.acronyms, middle * 2) < want {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if u32_at(self.acronyms, low * 2) != want {
            return None;
        }
        let at = u32_at(self.acronyms, low * 2 + 1) as usize;
        let length = usize::from(*self.full_names.get(at)?);
        let bytes = self.full_names.get(at + 1..at + 1 + length)?;
        core::str::from_utf8(bytes).ok()
    }

    /// Classes of the phrase with this state (see `phrase_step`).
    #[inline]
    pub fn phrase(&self, state: u64) -> Phrase {
        let value = self.phrases.get(state);
        if value == 0 {
            return Phrase::default();
        }
        let bits = u32_at(self.combinations, value as usize);
        Phrase {
            classes: bits & !OPENS,
            opens: bits & OPENS != 0,
        }
    }
}

fn acronym_key(lower: u64, kind: EntityKind) -> u32 {
    (lower >> 32) as u32 ^ (kind as u32 + 1).wrapping_mul(0x9E37_79B9)
}

/// Builds a gazetteer table.
#[cfg(any(test, feature = "internals"))]
#[derive(Debug, Default)]
pub struct GazetteerBuilder {
    words: std::collections::BTreeMap<u64, u32>,
    phrases: std::collections::BTreeMap<u64, u32>,
    coarse: Vec<u8>,
    acronyms: std::collections::BTreeMap<u32, String>,
}

#[cfg(any(test, feature = "internals"))]
impl GazetteerBuilder {
    /// Gives the word with lower-cased hash `lower` a cluster (plus one) and a capital bucket.
    pub fn word(&mut self, lower: u64, info: WordInfo) {
        let value = u32::from(info.cluster) << 3 | u32::from(info.caps);
        if value != 0 {
            self.words.insert(lower, value);
        }
    }

    /// The coarse cluster of each fine cluster plus one.
    pub fn coarse(&mut self, of: Vec<u8>) {
        self.coarse = of;
    }

    /// Gives an acronym its full name; the first one stays.
    pub fn acronym(&mut self, lower: u64, kind: EntityKind, full_name: &str) {
        if full_name.len() <= 255 {
            self.acronyms
                .entry(acronym_key(lower, kind))
                .or_insert_with(|| full_name.to_owned());
        }
    }

    /// Adds `classes` to the phrase of these lower-cased word hashes.
    pub fn phrase(&mut self, words: &[u64], classes: u32) {
        let mut state = EMPTY_PHRASE;
        for (at, word) in words.iter().enumerate() {
            state = phrase_step(state, *word);
            *self.phrases.entry(state).or_default() |= if at + 1 == words.len() {
                classes
            } else {
                OPENS
            };
        }
    }

    /// The table.
    ///
    /// # Errors
    /// When there are more combinations of classes, or more clusters, than the format holds.
    pub fn build(&self, data_version: u32) -> Result<Vec<u8>, String> {
        let mut combinations = vec![0u32];
        let mut phrases = Vec::new();
        let mut numbers = std::collections::BTreeMap::new();
        for (state, bits) in &self.phrases {
            let number = *numbers.entry(*bits).or_insert_with(|| {
                combinations.push(*bits);
                combinations.len() as u32 - 1
            });
            phrases.push((*state, number));
        }
        if combinations.len() > 0xFFF {
            return Err(format!(
                "{} class combinations, the format holds 4,095",
                combinations.len()
            ));
        }
        let words: Vec<(u64, u32)> = self.words.iter().map(|(h, v)| (*h, *v)).collect();
        if words.iter().any(|w| w.1 > 0xFFF) {
            return Err("a cluster number is above 510".to_owned());
        }
        let mut payload = Vec::new();
        write_slots(&words, &mut payload);
        write_slots(&phrases, &mut payload);
        payload.extend_from_slice(&(combinations.len() as u32 * 4).to_le_bytes());
        for bits in combinations {
            payload.extend_from_slice(&bits.to_le_bytes());
        }
        payload.extend_from_slice(&(self.coarse.len() as u32).to_le_bytes());
        payload.extend_from_slice(&self.coarse);
        let mut names = Vec::new();
        payload.extend_from_slice(&(self.acronyms.len() as u32 * 8).to_le_bytes());
        for (key, name) in &self.acronyms {
            payload.extend_from_slice(&key.to_le_bytes());
            payload.extend_from_slice(&(names.len() as u32).to_le_bytes());
            names.push(name.len() as u8);
            names.extend_from_slice(name.as_bytes());
        }
        payload.extend_from_slice(&(names.len() as u32).to_le_bytes());
        payload.extend_from_slice(&names);
        Ok(crate::format::seal(
            TableKind::Gazetteer,
            data_version,
            &payload,
        ))
    }
}

#[cfg(any(test, feature = "internals"))]
fn write_slots(items: &[(u64, u32)], out: &mut Vec<u8>) {
    let log2 = (items.len() * 4 / 3)
        .max(2)
        .next_power_of_two()
        .trailing_zeros();
    let mask = (1usize << log2) - 1;
    let mut slots = vec![0u32; mask + 1];
    for (hash, value) in items {
        let mut at = *hash as usize & mask;
        while slots.get(at).is_some_and(|s| *s != 0) {
            at = (at + 1) & mask;
        }
        if let Some(slot) = slots.get_mut(at) {
            *slot = tag(*hash) << 12 | value;
        }
    }
    out.extend_from_slice(&log2.to_le_bytes());
    for slot in slots {
        out.extend_from_slice(&slot.to_le_bytes());
    }
}
