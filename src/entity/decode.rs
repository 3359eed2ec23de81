//! The best label sequence of a sentence (Viterbi), and how sure a mention in it is.

use super::labels::{LABELS, ROW, mentions};
use super::model::{Chances, SCALE, Scores};

const WORST: i32 = i32::MIN / 4;

/// A piece whose outside score leads every other by this much is outside, whatever its neighbours
/// are. It cuts a sentence into short stretches worth decoding; three pieces in four are such.
pub const SURE: i16 = 7 * SCALE as i16;

/// Labels after which the text is outside every mention.
const CLOSED: [usize; 7] = [0, 3, 4, 7, 8, 11, 12];
/// Labels that can follow those.
const OPENERS: [usize; 7] = [0, 1, 4, 5, 8, 9, 12];

/// Buffers of the decoder.
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    back: Vec<[u8; ROW]>,
    forward: Vec<[f32; ROW]>,
    backward: Vec<[f32; ROW]>,
    norms: Vec<f32>,
    odds: Vec<[f32; ROW]>,
}

fn is_sure(scores: &Scores) -> bool {
    let (outside, others) = (scores[0], scores.get(1..LABELS).unwrap_or(&[]));
    others.iter().all(|s| outside >= s.saturating_add(SURE))
}

/// A stretch of pieces between sure ones or the sentence's ends.
#[derive(Clone, Copy)]
struct Stretch {
    from: usize,
    to: usize,
    /// A sure piece stands before it.
    after_sure: bool,
    /// A sure piece stands behind it.
    before_sure: bool,
}

/// The next stretch at or after piece `at`.
fn stretch(emissions: &[Scores], at: usize) -> Option<Stretch> {
    let rest = emissions.get(at..)?;
    let from = at + rest.iter().position(|s| !is_sure(s))?;
    let length = emissions.get(from..)?.iter().position(is_sure);
    let to = length.map_or(emissions.len(), |n| from + n);
    Some(Stretch {
        from,
        to,
        after_sure: from > 0,
        before_sure: to < emissions.len(),
    })
}

impl Decoder {
    /// Appends the best labels for `emissions` to `labels`.
    pub fn best(
        &mut self,
        emissions: &[Scores],
        transitions: &[[i32; ROW]; ROW],
        labels: &mut Vec<u8>,
    ) {
        let base = labels.len();
        labels.resize(base + emissions.len(), 0);
        let Some(labels) = labels.get_mut(base..) else {
            return;
        };
        let mut at = 0;
        while let Some(stretch) = stretch(emissions, at) {
            at = stretch.to;
            if let (Some(own), Some(out)) = (
                emissions.get(stretch.from..stretch.to),
                labels.get_mut(stretch.from..stretch.to),
            ) {
                self.viterbi(own, stretch, transitions, out);
            }
        }
    }

    fn viterbi(
        &mut self,
        emissions: &[Scores],
        stretch: Stretch,
        transitions: &[[i32; ROW]; ROW],
        labels: &mut [u8],
    ) {
        self.back.clear();
        let mut row = [WORST; ROW];
        for (at, scores) in emissions.iter().enumerate() {
            let mut next = [WORST; ROW];
            let mut back = [0u8; ROW];
            if at == 0 {
                for b in OPENERS {
                    let step = if stretch.after_sure {
                        transitions[0][b]
                    } else {
                        0
                    };
                    next[b] = step + i32::from(scores[b]);
                }
            } else {
                for b in OPENERS {
                    let (mut best, mut from) = (WORST, 0);
                    for a in CLOSED {
                        let score = row[a] + transitions[a][b];
                        if score > best {
                            (best, from) = (score, a as u8);
                        }
                    }
                    next[b] = best + i32::from(scores[b]);
                    back[b] = from;
                }
                for begin in [1, 5, 9] {
                    let inside = begin + 1;
                    for b in [inside, inside + 1] {
                        let begun = row[begin] + transitions[begin][b];
                        let gone_on = row[inside] + transitions[inside][b];
                        let from = if gone_on > begun { inside } else { begin };
                        next[b] = (begun.max(gone_on) + i32::from(scores[b])).max(WORST);
                        back[b] = from as u8;
                    }
                }
            }
            row = next;
            self.back.push(back);
        }
        let (mut last, mut best) = (0u8, WORST);
        for label in CLOSED {
            let step = if stretch.before_sure {
                transitions[label][0]
            } else {
                0
            };
            if row[label] + step > best {
                (last, best) = (label as u8, row[label] + step);
            }
        }
        for (slot, back) in labels.iter_mut().zip(&self.back).rev() {
            *slot = last;
            last = back[usize::from(last) & (ROW - 1)];
        }
    }

    /// Calls `each` with kind, first piece, piece past the last, and probability of every mention in
    /// `labels`, the best labels of `emissions`.
    pub fn weigh_mentions(
        &mut self,
        emissions: &[Scores],
        chances: &Chances,
        labels: &[u8],
        mut each: impl FnMut(usize, usize, usize, f32),
    ) {
        let mut at = 0;
        while let Some(stretch) = stretch(emissions, at) {
            at = stretch.to;
            let (Some(own), Some(labels)) = (
                emissions.get(stretch.from..stretch.to),
                labels.get(stretch.from..stretch.to),
            ) else {
                return;
            };
            if labels.iter().all(|label| *label == 0) {
                continue;
            }
            self.weigh(own, stretch, chances);
            mentions(labels, |kind, from, to| {
                let probability = self.probability(labels, from, to, &chances.steps);
                each(kind, stretch.from + from, stretch.from + to, probability);
            });
        }
    }

    /// Forward and backward sums of a stretch.
    fn weigh(&mut self, emissions: &[Scores], stretch: Stretch, chances: &Chances) {
        let steps = &chances.steps;
        self.odds.clear();
        for scores in emissions {
            let top = scores.iter().take(LABELS).copied().max().unwrap_or(0);
            let mut odds = [0f32; ROW];
            for (to, score) in odds.iter_mut().zip(scores).take(LABELS) {
                *to = chances.of(i32::from(top) - i32::from(*score));
            }
            self.odds.push(odds);
        }
        let mut first = [0f32; ROW];
        let mut last = [0f32; ROW];
        for label in OPENERS {
            first[label] = if stretch.after_sure {
                steps[0][label]
            } else {
                1.0
            };
        }
        for label in CLOSED {
            last[label] = if stretch.before_sure {
                steps[label][0]
            } else {
                1.0
            };
        }
        self.forward.clear();
        self.norms.clear();
        let mut previous = first;
        for (at, odds) in self.odds.iter().enumerate() {
            let mut now = if at == 0 { first } else { [0f32; ROW] };
            if at > 0 {
                for (p, row) in previous.iter().zip(steps) {
                    for (sum, step) in now.iter_mut().zip(row) {
                        *sum += p * step;
                    }
                }
            }
            for (value, odds) in now.iter_mut().zip(odds) {
                *value *= odds;
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
        self.backward.resize(emissions.len(), last);
        let mut next = last;
        for at in (0..emissions.len().saturating_sub(1)).rev() {
            let odds = self.odds.get(at + 1).copied().unwrap_or_default();
            let norm = self.norms.get(at + 1).copied().unwrap_or(1.0);
            let mut scaled = next;
            for (value, odds) in scaled.iter_mut().zip(&odds) {
                *value *= odds / norm;
            }
            let mut now = [0f32; ROW];
            for (sum, row) in now.iter_mut().zip(steps) {
                *sum = row
                    .iter()
                    .zip(&scaled)
                    .map(|(step, value)| step * value)
                    .sum();
            }
            if let Some(slot) = self.backward.get_mut(at) {
                *slot = now;
            }
            next = now;
        }
        // The norms do not know how the stretch may end.
        let total: f32 = self
            .forward
            .last()
            .map_or(1.0, |row| row.iter().zip(&last).map(|(x, y)| x * y).sum());
        if total > 0.0 {
            for value in self.backward.iter_mut().flatten() {
                *value /= total;
            }
        }
    }

    /// The model's probability that pieces `from..to` of the weighed stretch are one mention with
    /// these labels.
    fn probability(&self, labels: &[u8], from: usize, to: usize, steps: &[[f32; ROW]; ROW]) -> f32 {
        let label = |at: usize| usize::from(labels.get(at).copied().unwrap_or(0)) & (ROW - 1);
        let mut value = self.forward.get(from).map_or(0.0, |row| row[label(from)]);
        for at in from + 1..to {
            let odds = self.odds.get(at).map_or(0.0, |row| row[label(at)]);
            let norm = self.norms.get(at).copied().unwrap_or(1.0);
            value *= steps[label(at - 1)][label(at)] * odds / norm;
        }
        let last = to.saturating_sub(1);
        let behind = self.backward.get(last).map_or(0.0, |row| row[label(last)]);
        (value * behind).clamp(0.0, 1.0)
    }
}
