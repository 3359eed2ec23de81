//! The tokenizer's table: what it knows about words, one number each.
//!
//! The table is generated from `data/` (see `crates/datagen/src/token.rs`). Every listed word maps to
//! a `u32` of flags:
//!
//! | bits | meaning |
//! |---|---|
//! | 0 | an Indonesian word: a root or a listed form |
//! | 1 | its clitics are decided by the table |
//! | 2..4, 4..6, 6..8 | the decision: bytes of front, inner and outer clitic |
//! | 8 | begins sentences and is no name |
//! | 9 | a name, or a word of one, that takes clitics |
//! | 12..16 | class of abbreviation |

use super::Clitics;
use crate::error::Error;
use crate::format::{self, Checksum, Reader, TableKind};

/// The word is an Indonesian root or form.
pub const KNOWN: u32 = 1;
/// The table says which clitics the word has.
pub const DECIDED: u32 = 1 << 1;
/// The bits of the clitic decision.
#[cfg(feature = "internals")]
pub const CLITICS: u32 = 0xFC;
/// A closed-class word that begins sentences.
pub const OPENER: u32 = 1 << 8;
/// A name, or a word of one.
pub const NAME: u32 = 1 << 9;
const CLASS_SHIFT: u32 = 12;

/// Packs the lengths of front, inner and outer clitic (each 0, 2 or 3 bytes).
#[cfg(feature = "internals")]
pub const fn pack_clitics(lengths: [u8; 3]) -> u32 {
    let [front, inner, outer] = lengths;
    (front as u32 & 3) << 2 | (inner as u32 & 3) << 4 | (outer as u32 & 3) << 6
}

/// How an abbreviation behaves before a full stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum AbbreviationClass {
    /// Stands before a name or number: always with its stop, never ends a sentence (`Plt.`, `Jl.`).
    Title = 1,
    /// Only when capitalised and before a number, a small letter, or a capitalised word that is not likelier
    /// to begin a sentence (`Letkol. Budi`, but `Letkol. Ia`).
    Name = 2,
    /// Only before a number (`hlm. 5`, `Des. 2020`).
    Number = 3,
    /// Always with its stop; a capitalised word after it begins a sentence (`dll.`, `Tbk.`).
    Tail = 4,
    /// Like [`Self::Tail`], but further degrees may follow (`S.T.`).
    Degree = 5,
    /// A legal form after a company's name, often without a stop: a stop that also ends the sentence is
    /// a token of its own (`Tbk.`).
    Company = 6,
    /// Like [`Self::Name`], but all capitals are an acronym (`Sr.`, but `SR`).
    Cased = 7,
}

impl AbbreviationClass {
    const ALL: [(Self, &'static str); 7] = [
        (Self::Title, "title"),
        (Self::Name, "name"),
        (Self::Number, "number"),
        (Self::Tail, "tail"),
        (Self::Degree, "degree"),
        (Self::Company, "company"),
        (Self::Cased, "cased"),
    ];

    /// The class with this name in `abbreviations.tsv`.
    #[cfg(feature = "internals")]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, n)| *n == name).map(|(c, _)| *c)
    }

    /// Its bits in a table value.
    #[cfg(feature = "internals")]
    pub const fn pack(self) -> u32 {
        (self as u32) << CLASS_SHIFT
    }
}

/// What the table says about a word; all zero for an unlisted one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Entry(u32);

impl Entry {
    pub(crate) const fn is_known(self) -> bool {
        self.0 & KNOWN != 0
    }

    pub(crate) const fn is_opener(self) -> bool {
        self.0 & OPENER != 0
    }

    pub(crate) const fn is_name(self) -> bool {
        self.0 & NAME != 0
    }

    /// The decision about its clitics, if there is one.
    pub(crate) const fn clitics(self) -> Option<Clitics> {
        if self.0 & DECIDED == 0 {
            return None;
        }
        Some(Clitics {
            front: (self.0 >> 2 & 3) as u8,
            inner: (self.0 >> 4 & 3) as u8,
            outer: (self.0 >> 6 & 3) as u8,
        })
    }

    pub(crate) fn class(self) -> Option<AbbreviationClass> {
        let bits = self.0 >> CLASS_SHIFT & 0xF;
        AbbreviationClass::ALL
            .iter()
            .map(|(class, _)| *class)
            .find(|class| *class as u32 == bits)
    }
}

/// Longest word, in bytes, that is looked up; longer ones are not in the table.
pub const LONGEST: usize = 40;

/// Bits of a slot that hold the value; the others hold the fingerprint.
const VALUE_BITS: u32 = 16;

/// The loaded table: an open-addressed array of slots, used in place. A slot is the upper 48 bits of a
/// word's [`hash`] over its 16-bit value, zero when empty. Keys are not stored: a word that is not in
/// the table is taken for one that is once in some hundred billion look-ups, and a look-up touches one
/// cache line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words<'a> {
    slots: &'a [u8],
    mask: usize,
}

impl<'a> Words<'a> {
    /// Without any word: what damaged bytes would give.
    pub(crate) const EMPTY: Self = Self {
        slots: &[],
        mask: 0,
    };

    pub(crate) fn read(bytes: &'a [u8], checksum: Checksum) -> Result<Self, Error> {
        let mut reader = Reader::new(
            format::open(bytes, TableKind::Token, checksum)?,
            "token table",
        );
        let log2 = reader.u32()?;
        if log2 > 24 {
            return Err(reader.corrupt("it promises more slots than any release has"));
        }
        let slots = reader.array(1 << log2, 8)?;
        reader.finish()?;
        Ok(Self {
            slots,
            mask: (1 << log2) - 1,
        })
    }

    fn slot(&self, at: usize) -> u64 {
        match self.slots.get(at * 8..at * 8 + 8) {
            Some(&[a, b, c, d, e, f, g, h]) => u64::from_le_bytes([a, b, c, d, e, f, g, h]),
            _ => 0,
        }
    }

    /// What is known about `word`, whose ASCII letters may be in any case.
    #[inline]
    pub(crate) fn get(&self, word: &[u8]) -> Entry {
        if word.len() > LONGEST {
            return Entry::default();
        }
        let h = hash(word);
        let mut at = h as usize & self.mask;
        // A damaged table could be full: the bound keeps the search finite.
        for _ in 0..=self.mask {
            let slot = self.slot(at);
            if (slot ^ h) >> VALUE_BITS == 0 {
                return Entry(slot as u32 & 0xFFFF);
            }
            if slot == 0 {
                break;
            }
            at = (at + 1) & self.mask;
        }
        Entry::default()
    }
}

/// The hash of a word, the same for both cases of its ASCII letters. Part of the table's format.
pub fn hash(word: &[u8]) -> u64 {
    const K: u64 = 0x9E37_79B9_7F4A_7C15;
    const SMALL: u64 = 0x2020_2020_2020_2020;
    let mut h = K ^ word.len() as u64;
    let mut mix = |eight: u64| {
        h = (h.rotate_left(23) ^ (eight | SMALL)).wrapping_mul(K);
        h ^= h >> 32;
    };
    for chunk in word.as_chunks::<8>().0 {
        mix(u64::from_le_bytes(*chunk));
    }
    mix(crate::format::end(word));
    h = h.wrapping_mul(0xD6E8_FEB8_6659_FD93);
    h ^ h >> 29
}

/// Serialises the values of words; at most half of the slots are taken.
///
/// # Errors
/// When two words have one fingerprint, or a value does not fit.
#[cfg(feature = "internals")]
pub fn write(values: &std::collections::BTreeMap<Vec<u8>, u32>) -> Result<Vec<u8>, String> {
    let log2 = (values.len() * 2)
        .next_power_of_two()
        .trailing_zeros()
        .max(1);
    let mask = (1usize << log2) - 1;
    let mut slots = vec![0u64; mask + 1];
    for (word, value) in values {
        let shown = String::from_utf8_lossy(word);
        if *value == 0 || *value >> VALUE_BITS != 0 || word.len() > LONGEST {
            return Err(format!("{shown:?} or its value {value:#x} does not fit"));
        }
        let h = hash(word);
        let mut at = h as usize & mask;
        while let Some(slot) = slots.get(at).filter(|slot| **slot != 0) {
            if (slot ^ h) >> VALUE_BITS == 0 {
                return Err(format!("{shown:?} has the fingerprint of another word"));
            }
            at = (at + 1) & mask;
        }
        if let Some(slot) = slots.get_mut(at) {
            *slot = h >> VALUE_BITS << VALUE_BITS | u64::from(*value);
        }
    }
    let mut payload = log2.to_le_bytes().to_vec();
    payload.extend(slots.iter().flat_map(|slot| slot.to_le_bytes()));
    Ok(payload)
}
