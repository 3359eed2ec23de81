//! The binary layout of warta's tables: a header, and bounds-checked reading of what follows.
//!
//! Nothing here does input or output. Every read is checked, so damaged bytes give an [`Error`]
//! or a missing entry, never a panic. All numbers are little-endian, so a table is the same file on
//! every platform.
//!
//! | bytes | field |
//! |---|---|
//! | 0..4 | magic `WRTA` |
//! | 4..6 | format version |
//! | 6..8 | table kind |
//! | 8..12 | data version |
//! | 12..16 | payload length |
//! | 16..20 | CRC-32 of the payload |

use crate::error::{Error, ErrorKind};

const MAGIC: [u8; 4] = *b"WRTA";
const HEADER: usize = 20;
/// Raised whenever the layout of any table changes.
pub const FORMAT_VERSION: u16 = 2;

/// Which table a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum TableKind {
    /// Words, abbreviations and clitic decisions of the tokenizer.
    Token = 1,
    /// Roots and listed forms of the stemmer.
    Stem = 2,
    /// Names, institutions, acronyms, titles and triggers.
    Gazetteer = 3,
    /// Weights of the recogniser.
    Model = 4,
    /// Official regions.
    Region = 5,
    /// Word clusters of the recogniser.
    Cluster = 6,
}

/// Wraps `payload` in a header.
#[cfg(any(test, feature = "internals"))]
pub fn seal(kind: TableKind, data_version: u32, payload: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(HEADER + payload.len());
    out.extend_from_slice(&MAGIC);
    out.extend_from_slice(&FORMAT_VERSION.to_le_bytes());
    out.extend_from_slice(&(kind as u16).to_le_bytes());
    out.extend_from_slice(&data_version.to_le_bytes());
    out.extend_from_slice(&(payload.len() as u32).to_le_bytes());
    out.extend_from_slice(&crc32fast::hash(payload).to_le_bytes());
    out.extend_from_slice(payload);
    out
}

/// Whether to compare the payload with its CRC-32.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checksum {
    /// Compare: for bytes that come from outside the crate.
    Verify,
    /// Skip: for tables compiled into the crate, which the tests verify.
    Trust,
}

/// Checks the header of `bytes` and returns the payload.
///
/// # Errors
/// When magic, kind, version, length or (with [`Checksum::Verify`]) checksum do not fit.
pub fn open(bytes: &[u8], kind: TableKind, checksum: Checksum) -> Result<&[u8], Error> {
    let mut header = Reader::new(bytes, "table header");
    if header.bytes(4)? != MAGIC {
        return Err(
            header.corrupt("it does not begin with `WRTA`; give a table made by this crate")
        );
    }
    let version = header.u16()?;
    if version != FORMAT_VERSION {
        return Err(Error::new(
            ErrorKind::Version,
            format!(
                "table has format version {version}, this release reads {FORMAT_VERSION}; \
                 rebuild the table with the tools of this release"
            ),
        ));
    }
    let found = header.u16()?;
    if found != kind as u16 {
        return Err(header.corrupt(&format!(
            "expected a {kind:?} table (kind {}), found kind {found}",
            kind as u16
        )));
    }
    let _data_version = header.u32()?;
    let length = header.u32()? as usize;
    let sum = header.u32()?;
    let payload = bytes.get(HEADER..).unwrap_or(&[]);
    if payload.len() != length {
        return Err(header.corrupt(&format!(
            "its header promises {length} bytes of payload, found {}; the file was cut or extended",
            payload.len()
        )));
    }
    if checksum == Checksum::Verify && crc32fast::hash(payload) != sum {
        return Err(header.corrupt("its checksum does not fit; copy the file again"));
    }
    Ok(payload)
}

/// Reads numbers and slices off a byte slice, front to back.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
    what: &'static str,
}

impl<'a> Reader<'a> {
    /// A reader of `bytes`; `what` names them in errors.
    pub fn new(bytes: &'a [u8], what: &'static str) -> Self {
        Self { rest: bytes, what }
    }

    /// An error about these bytes.
    pub fn corrupt(&self, why: &str) -> Error {
        Error::new(
            ErrorKind::Corrupt,
            format!("{} is damaged: {why}", self.what),
        )
    }

    /// The next `n` bytes.
    pub fn bytes(&mut self, n: usize) -> Result<&'a [u8], Error> {
        match self.rest.split_at_checked(n) {
            Some((head, tail)) => {
                self.rest = tail;
                Ok(head)
            }
            None => Err(self.corrupt(&format!(
                "expected {n} more bytes, found {}",
                self.rest.len()
            ))),
        }
    }

    /// `count` items of `size` bytes each; an overflowing product is an error.
    pub fn array(&mut self, count: usize, size: usize) -> Result<&'a [u8], Error> {
        match count.checked_mul(size) {
            Some(n) => self.bytes(n),
            None => Err(self.corrupt("an array is longer than memory")),
        }
    }

    /// The next two bytes as a number.
    pub fn u16(&mut self) -> Result<u16, Error> {
        let b = self.bytes(2)?;
        Ok(u16_at(b, 0))
    }

    /// The next four bytes as a number.
    pub fn u32(&mut self) -> Result<u32, Error> {
        let b = self.bytes(4)?;
        Ok(u32_at(b, 0))
    }

    /// A slice preceded by its length in bytes.
    pub fn block(&mut self) -> Result<&'a [u8], Error> {
        let n = self.u32()? as usize;
        self.bytes(n)
    }

    /// Bytes not yet read.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// # Errors
    /// When bytes are left over.
    pub fn finish(self) -> Result<(), Error> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(self.corrupt(&format!("{} bytes are left over", self.rest.len())))
        }
    }
}

/// The `index`-th little-endian `u16` of `bytes`; 0 past the end.
#[inline]
pub fn u16_at(bytes: &[u8], index: usize) -> u16 {
    match bytes.get(index * 2..index * 2 + 2) {
        Some(&[a, b]) => u16::from_le_bytes([a, b]),
        _ => 0,
    }
}

/// The `index`-th little-endian `u32` of `bytes`; 0 past the end.
#[inline]
pub fn u32_at(bytes: &[u8], index: usize) -> u32 {
    match bytes.get(index * 4..index * 4 + 4) {
        Some(&[a, b, c, d]) => u32::from_le_bytes([a, b, c, d]),
        _ => 0,
    }
}

/// The hash that every table is built with. Part of the format: never change it without raising
/// [`FORMAT_VERSION`].
#[inline]
pub fn hash(bytes: &[u8]) -> u64 {
    const K: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut h = K ^ bytes.len() as u64;
    for chunk in bytes.as_chunks::<8>().0 {
        h = (h.rotate_left(23) ^ u64::from_le_bytes(*chunk)).wrapping_mul(K);
    }
    h = (h.rotate_left(23) ^ end(bytes)).wrapping_mul(K);
    h ^= h >> 32;
    h = h.wrapping_mul(0xD6E8_FEB8_6659_FD93);
    h ^ h >> 29
}

/// The last eight bytes, or all of fewer, as a number.
///
/// Read whole, over what was read before: a loop over the bytes behind the last eight would end
/// elsewhere in every word, which no processor foresees.
#[inline]
pub(crate) fn end(bytes: &[u8]) -> u64 {
    if let Some(end) = bytes.last_chunk::<8>() {
        u64::from_le_bytes(*end)
    } else if let (Some(start), Some(end)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        u64::from(u32::from_le_bytes(*start)) | u64::from(u32::from_le_bytes(*end)) << 32
    } else {
        let byte = |at: usize| u64::from(bytes.get(at).copied().unwrap_or(0));
        byte(0) | byte(bytes.len() / 2) << 8 | byte(bytes.len().saturating_sub(1)) << 16
    }
}

/// A read-only map from byte strings to `u32`, used in place on the bytes of a table: no parsing
/// when loaded, no allocation when asked.
///
/// Layout: entry count, log2 of the slot count, slots (`tag`, `entry + 1`; zero is empty),
/// key offsets (one more than entries), values, keys.
#[derive(Clone, Copy, Debug)]
pub struct WordMap<'a> {
    mask: u32,
    entries: u32,
    slots: &'a [u8],
    offsets: &'a [u8],
    values: &'a [u8],
    keys: &'a [u8],
}

impl<'a> WordMap<'a> {
    /// A map of no entries.
    pub const EMPTY: Self = Self {
        mask: 0,
        entries: 0,
        slots: &[],
        offsets: &[],
        values: &[],
        keys: &[],
    };

    /// Reads the map at the front of `reader`.
    ///
    /// # Errors
    /// When the sizes it states do not fit the bytes that are there.
    pub fn read(reader: &mut Reader<'a>) -> Result<Self, Error> {
        let entries = reader.u32()?;
        let log2 = reader.u32()?;
        if log2 > 28 || u64::from(entries) >= 1 << log2 {
            return Err(reader.corrupt("a word map has more entries than slots"));
        }
        let slots = reader.array(1 << log2, 8)?;
        let offsets = reader.array(entries as usize + 1, 4)?;
        let values = reader.array(entries as usize, 4)?;
        let keys = reader.block()?;
        Ok(Self {
            mask: (1u32 << log2) - 1,
            entries,
            slots,
            offsets,
            values,
            keys,
        })
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.entries as usize
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.entries == 0
    }

    /// The value of `key`.
    #[inline]
    pub fn get(&self, key: &[u8]) -> Option<u32> {
        self.find(key)
            .map(|entry| u32_at(self.values, entry as usize))
    }

    /// The entry number of `key`: stable for one table, `0..len()`.
    #[inline]
    pub fn find(&self, key: &[u8]) -> Option<u32> {
        self.find_hashed(key, hash(key))
    }

    /// [`WordMap::find`] with the hash already at hand.
    #[inline]
    pub fn find_hashed(&self, key: &[u8], h: u64) -> Option<u32> {
        let tag = (h >> 32) as u32;
        let mut at = h as u32 & self.mask;
        // A damaged table could be full: the bound keeps the search finite.
        for _ in 0..=self.mask {
            let entry = u32_at(self.slots, at as usize * 2 + 1);
            if entry == 0 {
                return None;
            }
            if u32_at(self.slots, at as usize * 2) == tag && self.key(entry - 1) == key {
                return Some(entry - 1);
            }
            at = (at + 1) & self.mask;
        }
        None
    }

    /// The key of an entry; empty when there is no such entry.
    #[inline]
    pub fn key(&self, entry: u32) -> &'a [u8] {
        let from = u32_at(self.offsets, entry as usize) as usize;
        let to = u32_at(self.offsets, entry as usize + 1) as usize;
        self.keys.get(from..to).unwrap_or(&[])
    }

    /// The value of an entry; 0 when there is no such entry.
    #[inline]
    pub fn value(&self, entry: u32) -> u32 {
        u32_at(self.values, entry as usize)
    }

    /// Serialises sorted, distinct keys.
    #[cfg(any(test, feature = "internals"))]
    pub fn write(pairs: &std::collections::BTreeMap<Vec<u8>, u32>, out: &mut Vec<u8>) {
        let log2 = (pairs.len() * 2)
            .max(2)
            .next_power_of_two()
            .trailing_zeros();
        let mask = (1usize << log2) - 1;
        let mut slots = vec![(0u32, 0u32); mask + 1];
        let mut offsets = vec![0u32];
        let mut keys = Vec::new();
        for (entry, key) in pairs.keys().enumerate() {
            let h = hash(key);
            let mut at = h as usize & mask;
            while slots.get(at).is_some_and(|s| s.1 != 0) {
                at = (at + 1) & mask;
            }
            if let Some(slot) = slots.get_mut(at) {
                *slot = ((h >> 32) as u32, entry as u32 + 1);
            }
            keys.extend_from_slice(key);
            offsets.push(keys.len() as u32);
        }
        out.extend_from_slice(&(pairs.len() as u32).to_le_bytes());
        out.extend_from_slice(&log2.to_le_bytes());
        for (tag, entry) in slots {
            out.extend_from_slice(&tag.to_le_bytes());
            out.extend_from_slice(&entry.to_le_bytes());
        }
        for offset in offsets {
            out.extend_from_slice(&offset.to_le_bytes());
        }
        for value in pairs.values() {
            out.extend_from_slice(&value.to_le_bytes());
        }
        out.extend_from_slice(&(keys.len() as u32).to_le_bytes());
        out.extend_from_slice(&keys);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn sample() -> (BTreeMap<Vec<u8>, u32>, Vec<u8>) {
        let pairs: BTreeMap<Vec<u8>, u32> = (0..500u32)
            .map(|n| (format!("kata{n}").into_bytes(), n * 7))
            .collect();
        let mut payload = Vec::new();
        WordMap::write(&pairs, &mut payload);
        (pairs, payload)
    }

    #[test]
    fn every_written_key_is_found_and_no_other() {
        let (pairs, payload) = sample();
        let mut reader = Reader::new(&payload, "sample");
        let map = WordMap::read(&mut reader).unwrap();
        reader.finish().unwrap();
        assert_eq!(map.len(), pairs.len());
        for (key, value) in &pairs {
            assert_eq!(map.get(key), Some(*value));
            let entry = map.find(key).unwrap();
            assert_eq!(map.key(entry), key.as_slice());
        }
        assert_eq!(map.get(b"kata500"), None);
        assert_eq!(map.get(b""), None);
    }

    #[test]
    fn every_flipped_byte_and_every_cut_of_a_sealed_table_is_an_error() {
        let (_, payload) = sample();
        let sealed = seal(TableKind::Stem, 1, &payload);
        assert!(open(&sealed, TableKind::Stem, Checksum::Verify).is_ok());
        assert!(open(&sealed, TableKind::Token, Checksum::Verify).is_err());
        for at in (0..sealed.len()).filter(|at| !(8..12).contains(at)) {
            let mut bad = sealed.clone();
            bad[at] ^= 0x41;
            assert!(
                open(&bad, TableKind::Stem, Checksum::Verify).is_err(),
                "byte {at}"
            );
        }
        for cut in 0..sealed.len() {
            assert!(open(&sealed[..cut], TableKind::Stem, Checksum::Verify).is_err());
        }
    }

    #[test]
    fn a_damaged_map_never_hangs_or_panics() {
        let (_, payload) = sample();
        for at in 0..payload.len() {
            let mut bad = payload.clone();
            bad[at] = 0xFF;
            if let Ok(map) = WordMap::read(&mut Reader::new(&bad, "sample")) {
                map.get(b"kata7");
                map.get(b"tidak ada");
            }
        }
    }
}
