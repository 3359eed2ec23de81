//! Weights of the recogniser: the portable file and the table that recognition looks them up in.

use super::decode::Steps;
use super::labels::{LABELS, ROW, allowed};
use crate::error::Error;
use crate::format::{Checksum, Reader, TableKind, open, u16_at, u32_at};

/// Scores are whole numbers; this many make one natural-logarithm unit.
pub const SCALE: i32 = 32;

/// One weight for each label, the rest 0. Many features share a row.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(16))]
struct Row([i8; ROW]);

/// A block is all keys that share their first bits; it falls into as many shares, in order, as this
/// power of two: one for each bit of a word of `taken`.
const BLOCK: u32 = u64::BITS.trailing_zeros();

/// Shares of all keys in the smallest table, as a power of two.
const SMALLEST: u32 = 20;

/// For each feature this many shares at least: few keys that are none find their share taken.
const SHARES: usize = 12;

/// With more distinct rows than this, a model file has four bytes for the index of a row, else two.
const WIDE: usize = 1 << 16;

/// No block has more features. Honest keys are hashes and come nowhere near; a file made to crowd them
/// is refused, so that a look-up stays short.
const MOST: usize = 64;

/// A sum of weights, label by label.
pub type Scores = [i16; ROW];

/// Weights by feature, and of label pairs.
#[derive(Clone, Debug)]
pub struct Model {
    /// A slot for each feature, in the order of their keys: what its block does not say of the key,
    /// and in the lower bits the index of its row.
    slots: Vec<u32>,
    rows: Vec<Row>,
    /// A bit for each share of the keys: most features have no weight, and this array is small enough
    /// to say so from a near cache.
    taken: Vec<u64>,
    /// For each block the index of its first slot, and the number of all slots.
    first: Vec<u32>,
    /// Key to share.
    shift: u32,
    /// Lower bits of a slot.
    index_bits: u32,
    /// Weights of label pairs.
    pub steps: Steps,
    /// The transitions as chances, for probabilities.
    pub chances: Chances,
    /// Calibration: probability of a mention by its raw probability, in 16 steps, out of 10,000.
    pub calibration: [u16; 17],
}

/// A model without weights, which finds nothing.
impl Default for Model {
    fn default() -> Self {
        Self {
            slots: Vec::new(),
            rows: Vec::new(),
            taken: vec![0; 2],
            first: vec![0; 3],
            shift: 32 - 1 - BLOCK,
            index_bits: 1,
            steps: Steps::new([[0; ROW]; ROW]),
            chances: Chances::new(&[[0; ROW]; ROW]),
            calibration: [0; 17],
        }
    }
}

/// Features of one piece that may have weights: sifted first, added up after, so that neither loop
/// has to guess which way it goes.
#[derive(Clone, Copy, Debug)]
pub struct Sieve {
    keys: [u32; SIEVE],
    count: usize,
}

impl Sieve {
    /// Whether no feature of those sifted may have a weight.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// Features that wait in a sieve at most.
const SIEVE: usize = 64;

impl Default for Sieve {
    fn default() -> Self {
        Self {
            keys: [0; SIEVE],
            count: 0,
        }
    }
}

/// Scores as chances relative to the best.
#[derive(Clone, Debug)]
pub struct Chances {
    /// `exp(-n / SCALE)` for `n` from 0.
    powers: Vec<f32>,
    /// `steps[a][b]`: chance of label `b` after label `a`, relative to the likeliest pair.
    pub steps: [[f32; ROW]; ROW],
    /// `steps` with rows and columns exchanged.
    pub steps_back: [[f32; ROW]; ROW],
}

impl Chances {
    fn new(transitions: &[[i32; ROW]; ROW]) -> Self {
        // Repeated multiplication gives the same bits on every platform; `exp` does not.
        let x = 1.0f32 / SCALE as f32;
        let step = 1.0 - x + x * x / 2.0 - x * x * x / 6.0;
        let mut powers = Vec::with_capacity(16 * SCALE as usize);
        let mut value = 1.0f32;
        for _ in 0..16 * SCALE {
            powers.push(value);
            value *= step;
        }
        let mut chances = Self {
            powers,
            steps: [[0.0; ROW]; ROW],
            steps_back: [[0.0; ROW]; ROW],
        };
        let highest = transitions
            .iter()
            .flat_map(|row| row.iter().take(LABELS))
            .copied()
            .max()
            .unwrap_or(0);
        for (a, row) in transitions.iter().enumerate().take(LABELS) {
            for (b, weight) in row.iter().enumerate().take(LABELS) {
                if allowed(a, b) {
                    chances.steps[a][b] = chances.of(highest - weight);
                    chances.steps_back[b][a] = chances.steps[a][b];
                }
            }
        }
        chances
    }

    /// The chance of a score that is `below` the best.
    #[inline]
    pub fn of(&self, below: i32) -> f32 {
        usize::try_from(below)
            .ok()
            .and_then(|n| self.powers.get(n))
            .copied()
            .unwrap_or(0.0)
    }
}

/// The 32 bits of a feature that the model keeps.
#[inline]
pub fn key(feature: u64) -> u32 {
    (feature >> 32) as u32
}

impl Model {
    /// Reads a model file. Takes time linear in its length, and up to six times as much memory.
    ///
    /// # Errors
    /// When the bytes are no model of this format version.
    pub fn read(bytes: &[u8], checksum: Checksum) -> Result<Self, Error> {
        let payload = open(bytes, TableKind::Model, checksum)?;
        let mut reader = Reader::new(payload, "model");
        let labels = reader.u32()?;
        if labels as usize != LABELS {
            return Err(reader.corrupt(&format!("expected {LABELS} labels, found {labels}")));
        }
        let mut transitions = [[0; ROW]; ROW];
        for row in transitions.iter_mut().take(LABELS) {
            for weight in row.iter_mut().take(LABELS) {
                *weight = i32::from(reader.u16()? as i16);
            }
        }
        let mut calibration = [0u16; 17];
        for step in &mut calibration {
            *step = reader.u16()?.min(10_000);
        }
        let count = reader.u32()? as usize;
        let keys = reader.array(count, 4)?;
        let row_count = reader.u32()? as usize;
        let masks = reader.array(row_count, 2)?;
        let mut weights = reader.block()?;
        let wide = row_count > WIDE;
        let indices = reader.array(count, if wide { 4 } else { 2 })?;
        let damaged = reader.clone();
        reader.finish()?;
        let mut rows = Vec::with_capacity(row_count);
        for mask in masks.as_chunks::<2>().0 {
            let Some(row) = take_row(u16::from_le_bytes(*mask), &mut weights) else {
                return Err(damaged.corrupt("the weights of a row are none, or not there"));
            };
            rows.push(row);
        }
        if !weights.is_empty() {
            return Err(damaged.corrupt("more weights than its rows have"));
        }
        let log2 = |n: usize| n.next_power_of_two().trailing_zeros();
        let shares = log2(count * SHARES)
            .max(log2(row_count) + BLOCK)
            .clamp(SMALLEST, 31);
        let index_bits = shares - BLOCK;
        let blocks = 1usize << index_bits;
        let mut model = Self {
            slots: Vec::with_capacity(count),
            rows,
            taken: vec![0; blocks],
            first: Vec::with_capacity(blocks + 1),
            shift: 32 - shares,
            index_bits,
            steps: Steps::new(transitions),
            chances: Chances::new(&transitions),
            calibration,
        };
        let mut last = None;
        for at in 0..count {
            let key = u32_at(keys, at);
            if last.is_some_and(|last| last >= key) {
                return Err(damaged.corrupt("its features are not in order"));
            }
            last = Some(key);
            let index = if wide {
                u32_at(indices, at)
            } else {
                u32::from(u16_at(indices, at))
            };
            if index as usize >= row_count.min(blocks) {
                return Err(damaged.corrupt("a feature has a row that is not there"));
            }
            let share = key >> model.shift;
            let block = (share >> BLOCK) as usize;
            if block >= model.first.len() {
                // Empty blocks between begin, and end, here too.
                model.first.resize(block + 1, at as u32);
            }
            let begun = model.first.last().copied().unwrap_or(0) as usize;
            if at - begun >= MOST {
                return Err(damaged.corrupt("its features crowd in one place"));
            }
            if let Some(bits) = model.taken.get_mut(block) {
                *bits |= 1 << (share % u64::BITS);
            }
            model.slots.push(key << index_bits | index);
        }
        model.first.resize(blocks + 1, count as u32);
        Ok(model)
    }

    /// What the weights take in memory.
    #[cfg(test)]
    pub(crate) fn bytes(&self) -> usize {
        self.slots.capacity() * size_of::<u32>()
            + self.rows.capacity() * size_of::<Row>()
            + self.taken.capacity() * size_of::<u64>()
            + self.first.capacity() * size_of::<u32>()
    }

    /// Keeps `feature` in `sieve` for [`Self::add_sifted`] if it may have a weight. A full sieve is
    /// emptied into `scores`.
    #[inline]
    pub fn sift(&self, feature: u64, sieve: &mut Sieve, scores: &mut Scores) {
        let key = key(feature);
        let share = key >> self.shift;
        let bits = self
            .taken
            .get((share >> BLOCK) as usize)
            .copied()
            .unwrap_or(0);
        if sieve.count == SIEVE {
            self.add_sifted(sieve, scores);
        }
        if let Some(place) = sieve.keys.get_mut(sieve.count) {
            *place = key;
        }
        sieve.count += (bits >> (share % u64::BITS) & 1) as usize;
    }

    /// Adds the weights of the features in `sieve` to `scores`, and empties it.
    ///
    /// Finds all slots before it adds any: looking is mostly waiting for memory, and one wait is as
    /// long as many at once.
    pub fn add_sifted(&self, sieve: &mut Sieve, scores: &mut Scores) {
        let mut found = [0u32; SIEVE];
        let mut count = 0;
        for key in sieve.keys.iter().take(sieve.count) {
            let share = key >> self.shift;
            let block = (share >> BLOCK) as usize;
            let (Some(from), Some(bits)) = (self.first.get(block), self.taken.get(block)) else {
                continue;
            };
            // Mostly each share before has one feature, and the slot is this.
            let before = (bits & ((1 << (share % u64::BITS)) - 1)).count_ones();
            let wanted = key << self.index_bits >> self.index_bits;
            let mut place = from + before;
            let (mut own, mut index) = self.slot(place);
            if own < wanted {
                let end = self.first.get(block + 1).copied().unwrap_or(0);
                while own < wanted && place + 1 < end {
                    place += 1;
                    (own, index) = self.slot(place);
                }
            }
            if let Some(row) = found.get_mut(count) {
                *row = index;
            }
            count += usize::from(own == wanted);
        }
        sieve.count = 0;
        let mut sums = *scores;
        for index in found.iter().take(count) {
            let Some(row) = self.rows.get(*index as usize) else {
                continue;
            };
            for (sum, weight) in sums.iter_mut().zip(row.0) {
                *sum = sum.saturating_add(i16::from(weight));
            }
        }
        *scores = sums;
    }

    /// What a slot says of its key, and the index of its row.
    #[inline]
    fn slot(&self, place: u32) -> (u32, u32) {
        let slot = self.slots.get(place as usize).copied().unwrap_or(u32::MAX);
        (slot >> self.index_bits, slot & ((1 << self.index_bits) - 1))
    }

    /// Adds the weights of `feature` to `scores`.
    pub fn add(&self, feature: u64, scores: &mut Scores) {
        let mut sieve = Sieve::default();
        self.sift(feature, &mut sieve, scores);
        self.add_sifted(&mut sieve, scores);
    }
}

/// Takes a row off the front of `weights`: one for each bit of `mask`.
fn take_row(mask: u16, weights: &mut &[u8]) -> Option<Row> {
    if mask == 0 || mask >> LABELS != 0 {
        return None;
    }
    let mut row = Row::default();
    for (label, weight) in row.0.iter_mut().enumerate().take(LABELS) {
        if mask >> label & 1 == 1 {
            *weight = *weights.split_off_first()? as i8;
        }
    }
    Some(row)
}

/// A model file as it is written down.
#[cfg(test)]
#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) transitions: [[i16; LABELS]; LABELS],
    pub(crate) calibration: [u16; 17],
    pub(crate) rows: std::collections::BTreeMap<u32, [i8; LABELS]>,
}

#[cfg(test)]
impl Written {
    /// The contents of a sound file; panics on any other.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let payload = open(bytes, TableKind::Model, Checksum::Verify).expect("a model");
        let mut reader = Reader::new(payload, "model");
        assert_eq!(reader.u32().expect("labels") as usize, LABELS);
        let mut number = || reader.u16().expect("a number");
        let transitions = [(); LABELS].map(|()| [(); LABELS].map(|()| number() as i16));
        let calibration = [(); 17].map(|()| number());
        let count = reader.u32().expect("a count") as usize;
        let keys = reader.array(count, 4).expect("keys");
        let row_count = reader.u32().expect("a count") as usize;
        let masks = reader.array(row_count, 2).expect("masks");
        let mut weights = reader.block().expect("weights");
        let rows: Vec<[i8; LABELS]> = (0..row_count)
            .map(|at| {
                let row = take_row(u16_at(masks, at), &mut weights).expect("a row");
                *row.0.first_chunk().expect("a weight for each label")
            })
            .collect();
        assert!(row_count <= WIDE, "{row_count}");
        let indices = reader.array(count, 2).expect("indices");
        let rows = (0..count)
            .map(|at| (u32_at(keys, at), rows[usize::from(u16_at(indices, at))]))
            .collect();
        Self {
            transitions,
            calibration,
            rows,
        }
    }
}

/// The bytes of a model file. `rows` holds distinct keys, sorted, each with a weight.
#[cfg(any(test, feature = "internals"))]
pub fn write(
    transitions: &[[i16; LABELS]; LABELS],
    calibration: &[u16; 17],
    rows: &std::collections::BTreeMap<u32, [i8; LABELS]>,
    data_version: u32,
) -> Vec<u8> {
    let mut payload = Vec::new();
    payload.extend_from_slice(&(LABELS as u32).to_le_bytes());
    for weight in transitions.iter().flatten() {
        payload.extend_from_slice(&weight.to_le_bytes());
    }
    for step in calibration {
        payload.extend_from_slice(&step.to_le_bytes());
    }
    payload.extend_from_slice(&(rows.len() as u32).to_le_bytes());
    for key in rows.keys() {
        payload.extend_from_slice(&key.to_le_bytes());
    }
    // Most weights are nothing, and most features share their row with others: the distinct rows, the
    // most frequent first, with a bit for each label that has a weight.
    let mut shared = std::collections::BTreeMap::new();
    for row in rows.values() {
        *shared.entry(*row).or_insert(0usize) += 1;
    }
    let mut order: Vec<([i8; LABELS], usize)> = shared.iter().map(|(r, n)| (*r, *n)).collect();
    order.sort_by_key(|(row, count)| (std::cmp::Reverse(*count), *row));
    payload.extend_from_slice(&(order.len() as u32).to_le_bytes());
    let mut weights = Vec::new();
    for (index, (row, _)) in order.iter().enumerate() {
        let mut mask = 0u16;
        for (label, weight) in row.iter().enumerate().filter(|(_, weight)| **weight != 0) {
            mask |= 1 << label;
            weights.push(*weight as u8);
        }
        payload.extend_from_slice(&mask.to_le_bytes());
        shared.insert(*row, index);
    }
    payload.extend_from_slice(&(weights.len() as u32).to_le_bytes());
    payload.extend_from_slice(&weights);
    for row in rows.values() {
        let index = shared.get(row).copied().unwrap_or(0) as u32;
        if order.len() > WIDE {
            payload.extend_from_slice(&index.to_le_bytes());
        } else {
            payload.extend_from_slice(&(index as u16).to_le_bytes());
        }
    }
    crate::format::seal(TableKind::Model, data_version, &payload)
}
