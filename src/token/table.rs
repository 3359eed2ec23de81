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
//! | 12..16 | class of abbreviation |

use super::Clitics;
use crate::error::Error;
use crate::format::{self, Checksum, Reader, TableKind, WordMap};

/// The word is an Indonesian root or form.
pub const KNOWN: u32 = 1;
/// The table says which clitics the word has.
pub const DECIDED: u32 = 1 << 1;
/// The bits of the clitic decision.
#[cfg(feature = "internals")]
pub const CLITICS: u32 = 0xFC;
/// A closed-class word that begins sentences.
pub const OPENER: u32 = 1 << 8;
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
    /// Only when capitalised and before a capitalised word (`Kol. Laut`).
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
}

impl AbbreviationClass {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Title, "title"),
        (Self::Name, "name"),
        (Self::Number, "number"),
        (Self::Tail, "tail"),
        (Self::Degree, "degree"),
        (Self::Company, "company"),
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
pub(crate) const LONGEST: usize = 40;

/// The loaded table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words {
    map: Option<WordMap<'static>>,
}

impl Words {
    /// Without any word: what damaged bytes would give.
    pub(crate) const EMPTY: Self = Self { map: None };

    pub(crate) fn read(bytes: &'static [u8], checksum: Checksum) -> Result<Self, Error> {
        let mut reader = Reader::new(
            format::open(bytes, TableKind::Token, checksum)?,
            "token table",
        );
        let map = WordMap::read(&mut reader)?;
        reader.finish()?;
        Ok(Self { map: Some(map) })
    }

    /// What is known about `word`, whose ASCII letters may be in any case.
    #[inline]
    pub(crate) fn get(&self, word: &[u8]) -> Entry {
        let mut lower = [0u8; LONGEST];
        match (self.map, lower.get_mut(..word.len())) {
            (Some(map), Some(lower)) => {
                lower.copy_from_slice(word);
                lower.make_ascii_lowercase();
                Entry(map.get(lower).unwrap_or(0))
            }
            _ => Entry::default(),
        }
    }
}
