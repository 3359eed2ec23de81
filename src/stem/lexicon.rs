//! The stem table: every listed word with its root, found by one hash and one compare.
//!
//! Payload layout, all numbers little-endian:
//!
//! | field | size |
//! |---|---|
//! | arena: the stems, one after the other | block (length, bytes) |
//! | number of short words | 4 |
//! | filter: one bit per hash of a word that affixes can attach to | 2^18 bits |
//! | buckets: where the words of each hash begin in the short table, and its end | 2 × (2^16 + 1) |
//! | tags: a byte of the hash of each short word, so that few others are compared | 1 × words |
//! | short table: words of at most 16 bytes by hash, `key` (16, zero-padded) and `value` (4) | 20 × words |
//! | long table: the longer words | [`WordMap`] |
//!
//! A value holds where the stem lies in the arena (18 bits) and its length (6), what the word is
//! (2), whether it is a place name (1), and 5 bits more: of a root, how frequent it is (3) and how
//! frequent as a verb (2); of a form, where its stem begins in the form itself (31: nowhere), so
//! that the stem can be cut from the caller's word without touching the arena.

use crate::error::Error;
use crate::format::{Reader, WordMap, u16_at};

/// Longest word of the short table, in bytes.
pub(crate) const SHORT: usize = 16;
const SLOT: usize = 20;
/// The stem is no piece of the form.
const NOWHERE: u32 = 31;
const BUCKET_BITS: u32 = 16;
const BUCKETS: usize = 1 << BUCKET_BITS;
const FILTER_BITS: u32 = 18;
const FILTER_BYTES: usize = 1 << (FILTER_BITS - 3);

/// What a listed word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EntryKind {
    /// A root: its own stem, and affixes may attach to it.
    Root,
    /// A form whose stem was decided by hand.
    Form,
    /// A form whose stem the rules gave when the table was made; listed for speed only.
    Derived,
    /// A name or foreign word: its own stem; only clitics and prepositions attach to it.
    Name,
}

/// One listed word, without its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry(u32);

impl Entry {
    /// Packs the fields; `None` when one is too large for its bits.
    #[cfg(feature = "internals")]
    pub(crate) fn new(
        offset: u32,
        length: u32,
        kind: EntryKind,
        place: bool,
        more: u32,
    ) -> Option<Self> {
        (offset < 1 << 18 && length < 1 << 6 && more < 1 << 5).then_some(Self(
            offset | length << 18 | (kind as u32) << 24 | u32::from(place) << 26 | more << 27,
        ))
    }

    /// The frequency classes of a root, for [`Entry::new`].
    #[cfg(feature = "internals")]
    pub(crate) fn classes(usage: u32, verbal: u32) -> u32 {
        usage.min(7) | verbal.min(3) << 3
    }

    /// Where the stem of `form` begins in it, for [`Entry::new`].
    #[cfg(feature = "internals")]
    pub(crate) fn place_in(form: &str, stem: &str) -> u32 {
        form.find(stem)
            .map_or(NOWHERE, |at| (at as u32).min(NOWHERE))
    }

    /// The stem as a piece of `word`, the listed word itself in lower case.
    #[inline]
    pub(crate) fn cut(self, word: &str) -> Option<&str> {
        match self.kind() {
            EntryKind::Root | EntryKind::Name => Some(word),
            EntryKind::Form | EntryKind::Derived => {
                let from = self.0 >> 27;
                if from == NOWHERE {
                    return None;
                }
                word.get(from as usize..(from + (self.0 >> 18 & 0x3F)) as usize)
            }
        }
    }

    pub(crate) fn kind(self) -> EntryKind {
        match self.0 >> 24 & 3 {
            0 => EntryKind::Root,
            1 => EntryKind::Form,
            2 => EntryKind::Derived,
            _ => EntryKind::Name,
        }
    }

    /// Whether the word is also the name of a region.
    pub(crate) fn is_place(self) -> bool {
        self.0 >> 26 & 1 == 1
    }

    /// Logarithmic class of the root's frequency in news, 0 (unseen) to 7.
    pub(crate) fn usage(self) -> u32 {
        self.0 >> 27 & 7
    }

    /// Logarithmic class of the frequency of its `di-`, `ter-` and `ku-` forms, 0 (none) to 3.
    pub(crate) fn verbal(self) -> u32 {
        self.0 >> 30
    }

    #[inline]
    fn range(self) -> core::ops::Range<usize> {
        let from = (self.0 & 0x3_FFFF) as usize;
        from..from + (self.0 >> 18 & 0x3F) as usize
    }

    #[cfg(feature = "internals")]
    fn bits(self) -> u32 {
        self.0
    }
}

/// At most 16 bytes as one number; the unused high bytes are zero.
#[inline]
pub(crate) fn pack(word: &[u8]) -> u128 {
    let n = word.len();
    if let (Some(head), Some(tail)) = (word.first_chunk::<8>(), word.last_chunk::<8>()) {
        let low = u64::from_le_bytes(*head);
        let high = u64::from_le_bytes(*tail);
        if n == 8 {
            return u128::from(low);
        }
        return u128::from(low) | u128::from(high) << (8 * (n - 8));
    }
    if let (Some(head), Some(tail)) = (word.first_chunk::<4>(), word.last_chunk::<4>()) {
        let low = u64::from(u32::from_le_bytes(*head));
        let high = u64::from(u32::from_le_bytes(*tail));
        return u128::from(low | high << (8 * (n - 4)));
    }
    let mut packed = 0u32;
    for &byte in word.iter().rev() {
        packed = packed << 8 | u32::from(byte);
    }
    u128::from(packed)
}

/// Part of the table format.
#[inline]
pub(crate) fn hash_packed(key: u128) -> u64 {
    let low = key as u64 ^ 0x9E37_79B9_7F4A_7C15;
    let high = (key >> 64) as u64 ^ 0xD6E8_FEB8_6659_FD93;
    let product = u128::from(low) * u128::from(high);
    let folded = product as u64 ^ (product >> 64) as u64;
    folded.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ folded >> 32
}

/// The table, used in place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lexicon<'a> {
    arena: &'a str,
    filter: &'a [u8],
    buckets: &'a [u8],
    tags: &'a [u8],
    short: &'a [u8],
    long: WordMap<'a>,
}

impl<'a> Lexicon<'a> {
    /// Reads a payload.
    ///
    /// # Errors
    /// When sizes do not fit, or the stems are not UTF-8.
    pub(crate) fn read(payload: &'a [u8]) -> Result<Self, Error> {
        let mut reader = Reader::new(payload, "the stem table");
        let arena = core::str::from_utf8(reader.block()?)
            .map_err(|_| reader.corrupt("its stems are not UTF-8"))?;
        let words = reader.u32()?;
        let filter = reader.bytes(FILTER_BYTES)?;
        let buckets = reader.array(BUCKETS + 1, 2)?;
        let tags = reader.bytes(words as usize)?;
        let short = reader.array(words as usize, SLOT)?;
        let long = WordMap::read(&mut reader)?;
        reader.finish()?;
        Ok(Self {
            arena,
            filter,
            buckets,
            tags,
            short,
            long,
        })
    }

    /// A table of no words.
    pub(crate) const EMPTY: Self = Self {
        arena: "",
        filter: &[],
        buckets: &[],
        tags: &[],
        short: &[],
        long: WordMap::EMPTY,
    };

    /// Every word, in no order.
    #[cfg(test)]
    pub(crate) fn words(&self) -> impl Iterator<Item = Vec<u8>> {
        let short = self.short.chunks_exact(SLOT).filter_map(|slot| {
            let key = &slot[..SHORT];
            let length = key.iter().position(|&b| b == 0).unwrap_or(SHORT);
            (length > 0).then(|| key[..length].to_vec())
        });
        let long = (0..self.long.len() as u32).map(|entry| self.long.key(entry).to_vec());
        short.chain(long)
    }

    /// The stem that `entry` names.
    #[inline]
    pub(crate) fn stem(&self, entry: Entry) -> &'a str {
        self.arena.get(entry.range()).unwrap_or("")
    }

    /// Whether a word with this hash may be one that affixes attach to. No false negatives.
    #[inline]
    pub(crate) fn may_be_base(&self, h: u64) -> bool {
        let bit = (h >> (64 - FILTER_BITS)) as usize;
        self.filter
            .get(bit >> 3)
            .is_some_and(|byte| byte >> (bit & 7) & 1 == 1)
    }

    /// The entry of a word of at most [`SHORT`] bytes.
    #[inline]
    pub(crate) fn find_packed(&self, key: u128, h: u64) -> Option<Entry> {
        let bucket = bucket_of(h);
        let from = usize::from(u16_at(self.buckets, bucket));
        let to = usize::from(u16_at(self.buckets, bucket + 1));
        let tags = self.tags.get(from..to)?;
        for (at, _) in tags.iter().enumerate().filter(|&(_, &t)| t == tag_of(h)) {
            let slot = self.short.get((from + at) * SLOT..)?;
            let (found, value) = slot.split_first_chunk::<SHORT>()?;
            if u128::from_le_bytes(*found) == key {
                return value
                    .first_chunk::<4>()
                    .map(|v| Entry(u32::from_le_bytes(*v)));
            }
        }
        None
    }

    /// The entry of a word of any length.
    #[inline]
    pub(crate) fn find(&self, word: &[u8]) -> Option<Entry> {
        if word.len() <= SHORT {
            let key = pack(word);
            self.find_packed(key, hash_packed(key))
        } else {
            self.long.get(word).map(Entry)
        }
    }

    /// Serialises distinct words.
    ///
    /// # Errors
    /// When there are more short words than a bucket can point to.
    #[cfg(feature = "internals")]
    pub(crate) fn write(
        arena: &str,
        words: &std::collections::BTreeMap<Vec<u8>, Entry>,
    ) -> Result<Vec<u8>, String> {
        let mut filter = vec![0u8; FILTER_BYTES];
        let mut counts = vec![0u32; BUCKETS];
        let mut short = Vec::new();
        for (word, entry) in words.iter().filter(|(word, _)| word.len() <= SHORT) {
            let key = pack(word);
            let h = hash_packed(key);
            if entry.kind() != EntryKind::Derived {
                let bit = (h >> (64 - FILTER_BITS)) as usize;
                if let Some(byte) = filter.get_mut(bit >> 3) {
                    *byte |= 1 << (bit & 7);
                }
            }
            if let Some(count) = counts.get_mut(bucket_of(h)) {
                *count += 1;
            }
            short.push((bucket_of(h), key, entry.bits(), tag_of(h)));
        }
        if short.len() > usize::from(u16::MAX) {
            return Err(format!("{} short words: at most 65535 fit", short.len()));
        }
        short.sort_unstable();
        let long = words
            .iter()
            .filter(|(w, _)| w.len() > SHORT)
            .map(|(w, e)| (w.clone(), e.bits()))
            .collect();
        let mut out = Vec::new();
        out.extend_from_slice(&(arena.len() as u32).to_le_bytes());
        out.extend_from_slice(arena.as_bytes());
        out.extend_from_slice(&(short.len() as u32).to_le_bytes());
        out.extend_from_slice(&filter);
        let mut end = 0u32;
        out.extend_from_slice(&0u16.to_le_bytes());
        for count in counts {
            end += count;
            out.extend_from_slice(&(end as u16).to_le_bytes());
        }
        out.extend(short.iter().map(|&(_, _, _, tag)| tag));
        for (_, key, value, _) in short {
            out.extend_from_slice(&key.to_le_bytes());
            out.extend_from_slice(&value.to_le_bytes());
        }
        WordMap::write(&long, &mut out);
        Ok(out)
    }
}

/// The low bits of the hash; the filter uses the high ones.
#[inline]
fn bucket_of(h: u64) -> usize {
    h as usize & (BUCKETS - 1)
}

#[inline]
fn tag_of(h: u64) -> u8 {
    (h >> BUCKET_BITS) as u8
}
