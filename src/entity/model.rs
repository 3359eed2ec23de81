//! Weights of the recogniser: the portable file and the table that recognition looks them up in.

use super::decode::Steps;
use super::labels::{LABELS, ROW, allowed};
use crate::error::Error;
use crate::format::{Checksum, Reader, TableKind, open, u32_at};

/// Scores are whole numbers; this many make one natural-logarithm unit.
pub const SCALE: i32 = 32;

/// One feature's weight for each label; the last three bytes hold the lower 24 bits of its key. The
/// upper bits choose the slot. Keys that agree in 24 bits are more than [`LONGEST_REACH`] slots apart,
/// so that a slot found is the feature's own.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(16))]
struct Slot([i8; ROW]);

impl Slot {
    fn set_key(&mut self, key: u32) {
        let [a, b, c, _] = key.to_le_bytes();
        [self.0[13], self.0[14], self.0[15]] = [a as i8, b as i8, c as i8];
    }

    #[inline]
    fn has_key(&self, key: u32) -> bool {
        let [a, b, c, _] = key.to_le_bytes();
        [self.0[13], self.0[14], self.0[15]] == [a as i8, b as i8, c as i8]
    }
}

/// The smallest table, as a power of two.
const SMALLEST: u32 = 16;

/// No feature lies further, in slots, behind the one that its key asks for. Honest keys are hashes and
/// come nowhere near; a file made to crowd them is refused, so that a look-up stays short.
const LONGEST_REACH: usize = (1 << (SMALLEST - 8)) - 1;

/// A sum of weights, label by label.
pub type Scores = [i16; ROW];

/// Weights by feature, and of label pairs.
#[derive(Clone, Debug)]
pub struct Model {
    /// One for each beginning of a key, and [`LONGEST_REACH`] more: nothing wraps round.
    slots: Vec<Slot>,
    /// A byte of the key for each slot, 0 for an empty one: most features have no weight, and this
    /// array is small enough to say so from a near cache.
    tags: Vec<u8>,
    shift: u32,
    /// How far, in slots, a feature lies behind its place at most.
    reach: usize,
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
            slots: vec![Slot::default(); 2],
            tags: vec![0; 2],
            shift: 31,
            reach: 0,
            steps: Steps::new([[0; ROW]; ROW]),
            chances: Chances::new(&[[0; ROW]; ROW]),
            calibration: [0; 17],
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
    /// Reads a model file. Takes time linear in its length, and up to three times as much memory.
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
        let weights = reader.array(count, LABELS)?;
        let damaged = reader.clone();
        reader.finish()?;
        let log2 = (count * 4 / 3)
            .next_power_of_two()
            .trailing_zeros()
            .max(SMALLEST);
        let mut model = Self {
            slots: vec![Slot::default(); (1 << log2) + LONGEST_REACH],
            tags: vec![0; (1 << log2) + LONGEST_REACH],
            shift: 32 - log2,
            reach: 0,
            steps: Steps::new(transitions),
            chances: Chances::new(&transitions),
            calibration,
        };
        let mut last = None;
        let mut free = 0;
        for (at, row) in weights.chunks_exact(LABELS).enumerate() {
            let key = u32_at(keys, at);
            if last.is_some_and(|last| last >= key) {
                return Err(damaged.corrupt("its features are not in order"));
            }
            last = Some(key);
            // As keys ascend, every slot from `free` on is empty.
            let place = (key >> model.shift) as usize;
            let slot = place.max(free);
            free = slot + 1;
            model.reach = model.reach.max(slot - place);
            if model.reach > LONGEST_REACH {
                return Err(damaged.corrupt("its features crowd in one place"));
            }
            model.fill(slot, key, row);
        }
        Ok(model)
    }

    fn fill(&mut self, at: usize, key: u32, row: &[u8]) {
        let (Some(slot), Some(tag)) = (self.slots.get_mut(at), self.tags.get_mut(at)) else {
            return;
        };
        for (to, from) in slot.0.iter_mut().zip(row) {
            *to = *from as i8;
        }
        slot.set_key(key);
        *tag = tag_of(key);
    }

    /// What the weights take in memory.
    #[cfg(test)]
    pub(crate) fn bytes(&self) -> usize {
        self.slots.capacity() * size_of::<Slot>() + self.tags.capacity()
    }

    /// Adds the weights of `feature` to `scores`.
    #[inline]
    pub fn add(&self, feature: u64, scores: &mut Scores) {
        let key = key(feature);
        let wanted = tag_of(key);
        let place = (key >> self.shift) as usize;
        let tags = self.tags.get(place..=place + self.reach).unwrap_or(&[]);
        for (away, tag) in tags.iter().enumerate() {
            if *tag == 0 {
                return;
            }
            if *tag == wanted
                && let Some(slot) = self.slots.get(place + away)
                && slot.has_key(key)
            {
                for (sum, weight) in scores.iter_mut().zip(slot.0) {
                    *sum = sum.saturating_add(i16::from(weight));
                }
                return;
            }
        }
    }
}

/// Never 0.
#[inline]
fn tag_of(key: u32) -> u8 {
    (key as u8).max(1)
}

/// The bytes of a model file. `rows` holds distinct keys, sorted.
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
    for row in rows.values() {
        payload.extend(row.iter().map(|w| *w as u8));
    }
    crate::format::seal(TableKind::Model, data_version, &payload)
}
