//! The best label sequence of a sentence (Viterbi), and how sure a mention in it is.

use super::labels::{LABELS, ROW, allowed, begins, ends};
use super::model::{SCALE, Scores};

const WORST: i32 = i32::MIN / 4;

/// Buffers of the decoder.
#[derive(Clone, Debug)]
pub struct Decoder {
    /// Labels that may precede each label, as a bit set.
    from: [u16; LABELS],
    back: Vec<[u8; ROW]>,
    forward: Vec<[f32; ROW]>,
    backward: Vec<[f32; ROW]>,
    norms: Vec<f32>,
    odds: Vec<[f32; ROW]>,
    steps: [[f32; ROW]; ROW],
    /// `exp(-n / SCALE)` for `n` from 0.
    powers: Vec<f32>,
}

impl Default for Decoder {
    fn default() -> Self {
        let mut from = [0u16; LABELS];
        for (b, set) in from.iter_mut().enumerate() {
            for a in 0..LABELS {
                *set |= u16::from(allowed(a, b)) << a;
            }
        }
        // Repeated multiplication gives the same bits on every platform; `exp` does not.
        let step = 1.0f32 - 1.0 / SCALE as f32 + 0.5 / (SCALE * SCALE) as f32
            - 1.0 / (6 * SCALE * SCALE * SCALE) as f32;
        let mut powers = Vec::with_capacity(16 * SCALE as usize);
        let mut value = 1.0f32;
        for _ in 0..16 * SCALE {
            powers.push(value);
            value *= step;
        }
        Self {
            from,
            back: Vec::new(),
            forward: Vec::new(),
            backward: Vec::new(),
            norms: Vec::new(),
            odds: Vec::new(),
            steps: [[0.0; ROW]; ROW],
            powers,
        }
    }
}

impl Decoder {
    /// Appends the best labels for `emissions` to `labels`.
    pub fn best(
        &mut self,
        emissions: &[Scores],
        transitions: &[[i32; ROW]; ROW],
        labels: &mut Vec<u8>,
    ) {
        self.back.clear();
        let mut row = [WORST; ROW];
        for (at, scores) in emissions.iter().enumerate() {
            let mut next = [WORST; ROW];
            let mut back = [0u8; ROW];
            for b in 0..LABELS {
                let emission = i32::from(scores[b]);
                if at == 0 {
                    if begins(b) {
                        next[b] = emission;
                    }
                    continue;
                }
                let mut best = WORST;
                let mut set = self.from[b];
                while set != 0 {
                    let a = set.trailing_zeros() as usize & (ROW - 1);
                    set &= set - 1;
                    let score = row[a] + transitions[a][b];
                    if score > best {
                        best = score;
                        back[b] = a as u8;
                    }
                }
                next[b] = (best + emission).max(WORST);
            }
            row = next;
            self.back.push(back);
        }
        let mut last = 0u8;
        let mut best = WORST;
        for (label, score) in row.iter().enumerate().take(LABELS) {
            if ends(label) && *score > best {
                best = *score;
                last = label as u8;
            }
        }
        let from = labels.len();
        labels.resize(from + emissions.len(), 0);
        for (slot, back) in labels.iter_mut().skip(from).zip(&self.back).rev() {
            *slot = last;
            last = back[usize::from(last) & (ROW - 1)];
        }
    }

    fn power(&self, below: i32) -> f32 {
        usize::try_from(below)
            .ok()
            .and_then(|n| self.powers.get(n))
            .copied()
            .unwrap_or(0.0)
    }

    /// Readies [`Decoder::probability`] for this sentence (forward and backward sums).
    pub fn weigh(&mut self, emissions: &[Scores], transitions: &[[i32; ROW]; ROW]) {
        let highest = transitions
            .iter()
            .flat_map(|row| row.iter().take(LABELS))
            .copied()
            .max()
            .unwrap_or(0);
        let mut steps = [[0f32; ROW]; ROW];
        for (a, row) in steps.iter_mut().enumerate().take(LABELS) {
            for (b, odds) in row.iter_mut().enumerate().take(LABELS) {
                if allowed(a, b) {
                    *odds = self.power(highest - transitions[a][b]);
                }
            }
        }
        self.odds.clear();
        for scores in emissions {
            let top = scores.iter().take(LABELS).copied().max().unwrap_or(0);
            let mut odds = [0f32; ROW];
            for (to, score) in odds.iter_mut().zip(scores).take(LABELS) {
                *to = self.power(i32::from(top) - i32::from(*score));
            }
            self.odds.push(odds);
        }
        self.forward.clear();
        self.norms.clear();
        let mut previous = [0f32; ROW];
        for (at, odds) in self.odds.iter().enumerate() {
            let mut now = [0f32; ROW];
            for b in 0..LABELS {
                let mut sum = 0.0;
                if at == 0 {
                    sum = f32::from(u8::from(begins(b)));
                } else {
                    for a in 0..LABELS {
                        sum += previous[a] * steps[a][b];
                    }
                }
                now[b] = sum * odds[b];
            }
            let norm = now.iter().sum::<f32>().max(f32::MIN_POSITIVE);
            for value in &mut now {
                *value /= norm;
            }
            self.forward.push(now);
            self.norms.push(norm);
            previous = now;
        }
        self.backward.clear();
        self.backward.resize(emissions.len(), [0f32; ROW]);
        let mut next = [0f32; ROW];
        for at in (0..emissions.len()).rev() {
            let mut now = [0f32; ROW];
            if at + 1 == emissions.len() {
                for (label, value) in now.iter_mut().enumerate().take(LABELS) {
                    *value = f32::from(u8::from(ends(label)));
                }
            } else {
                let odds = self.odds.get(at + 1).copied().unwrap_or_default();
                let norm = self.norms.get(at + 1).copied().unwrap_or(1.0);
                for a in 0..LABELS {
                    let mut sum = 0.0;
                    for b in 0..LABELS {
                        sum += steps[a][b] * odds[b] * next[b];
                    }
                    now[a] = sum / norm;
                }
            }
            if let Some(slot) = self.backward.get_mut(at) {
                *slot = now;
            }
            next = now;
        }
        // The sequences that may not end in their last label have been counted into the last norm.
        let total: f32 = match (self.forward.last(), self.backward.last()) {
            (Some(f), Some(b)) => f.iter().zip(b).map(|(x, y)| x * y).sum(),
            _ => 1.0,
        };
        if total > 0.0 {
            for value in self.backward.iter_mut().flatten() {
                *value /= total;
            }
        }
        self.steps = steps;
    }

    /// The model's probability that pieces `from..to` of the sentence are one mention with these
    /// labels.
    pub fn probability(&self, labels: &[u8], from: usize, to: usize) -> f32 {
        let label = |at: usize| usize::from(labels.get(at).copied().unwrap_or(0)) & (ROW - 1);
        let mut value = self.forward.get(from).map_or(0.0, |row| row[label(from)]);
        for at in from + 1..to {
            let step = self.steps[label(at - 1)][label(at)];
            let odds = self.odds.get(at).map_or(0.0, |row| row[label(at)]);
            value *= step * odds / self.norms.get(at).copied().unwrap_or(1.0);
        }
        let last = self
            .backward
            .get(to.saturating_sub(1))
            .map_or(0.0, |row| row[label(to.saturating_sub(1))]);
        (value * last).clamp(0.0, 1.0)
    }
}
