//! A linear-chain conditional random field, trained by AdaGrad one sentence at a time.
#![allow(
    clippy::needless_range_loop,
    reason = "labels index several tables at once"
)]

use crate::data::FirstLabels;
use warta::entity::labels::{LABELS, ROW, allowed, begins, ends};
use warta::entity::model::SCALE;

/// One row of weights or sums.
pub type Row = [f32; ROW];

/// The features of the pieces of one sentence, by number, and their labels.
#[derive(Default, Clone)]
pub struct Sentence {
    /// Numbers of all features, piece after piece.
    pub features: Vec<u32>,
    /// Index past the last feature of each piece.
    pub ends: Vec<u32>,
    /// Gold labels.
    pub labels: Vec<u8>,
    /// Weight of the sentence in training.
    pub weight: f32,
}

impl Sentence {
    fn of(&self, at: usize) -> &[u32] {
        let from = if at == 0 {
            0
        } else {
            self.ends[at - 1] as usize
        };
        &self.features[from..self.ends[at] as usize]
    }
}

/// Weights by feature number.
#[derive(Clone)]
pub struct Weights {
    /// Emission weights.
    pub rows: Vec<Row>,
    /// Weights of label pairs.
    pub transitions: [Row; ROW],
}

impl Weights {
    /// No weight for any of `features`.
    pub fn zero(features: usize) -> Self {
        Self {
            rows: vec![[0.0; ROW]; features],
            transitions: [[0.0; ROW]; ROW],
        }
    }

    /// Adds the weights of a model over the same features.
    pub fn add(&mut self, other: &Self) {
        for (to, from) in self.all().zip(
            other
                .rows
                .iter()
                .flatten()
                .chain(other.transitions.iter().flatten()),
        ) {
            *to += from;
        }
    }

    /// Multiplies every weight.
    pub fn scale(&mut self, by: f32) {
        for value in self.all() {
            *value *= by;
        }
    }

    fn all(&mut self) -> impl Iterator<Item = &mut f32> {
        self.rows
            .iter_mut()
            .flatten()
            .chain(self.transitions.iter_mut().flatten())
    }
}

/// Settings of the optimiser.
#[derive(Clone, Copy)]
pub struct Settings {
    /// Passes over the data.
    pub epochs: usize,
    /// Step size.
    pub rate: f32,
    /// Strength of the pull to zero.
    pub l2: f32,
    /// Strength of the soft threshold that makes weights exactly zero.
    pub l1: f32,
    /// Seed of the order of sentences.
    pub seed: u64,
}

/// A small generator with a fixed sequence on every platform.
pub struct Random(pub u64);

impl Random {
    /// The next number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n.max(1)
    }
}

struct Lattice {
    emissions: Vec<Row>,
    odds: Vec<Row>,
    alpha: Vec<Row>,
    beta: Vec<Row>,
    norms: Vec<f32>,
}

/// Trains on `sentences`; `tick` is called with the epoch and the mean loss after each pass.
pub fn train(
    sentences: &[&Sentence],
    features: usize,
    settings: Settings,
    mut tick: impl FnMut(usize, f64),
) -> Weights {
    let mut weights = Weights {
        rows: vec![[0.0; ROW]; features],
        transitions: [[0.0; ROW]; ROW],
    };
    let mut squares = vec![[1e-6f32; ROW]; features];
    let mut transition_squares = [[1e-6f32; ROW]; ROW];
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let mut random = Random(settings.seed);
    let mut lattice = Lattice {
        emissions: vec![],
        odds: vec![],
        alpha: vec![],
        beta: vec![],
        norms: vec![],
    };
    let averaged_from = settings.epochs * 3 / 5;
    let mut sum: Option<Weights> = None;
    let mut summed = 0.0f32;
    for epoch in 0..settings.epochs {
        for i in (1..order.len()).rev() {
            order.swap(i, random.below(i + 1));
        }
        let mut loss = 0.0f64;
        let mut steps = [[0f32; ROW]; ROW];
        let mut stale = 0;
        for (done, &which) in order.iter().enumerate() {
            let sentence = sentences[which];
            if sentence.labels.is_empty() || sentence.weight == 0.0 {
                continue;
            }
            if stale == 0 || done < 200 {
                for a in 0..LABELS {
                    for b in 0..LABELS {
                        steps[a][b] = if allowed(a, b) {
                            weights.transitions[a][b].exp()
                        } else {
                            0.0
                        };
                    }
                }
                stale = 8;
            }
            stale -= 1;
            loss += forward_backward(sentence, &weights, &steps, &mut lattice);
            let n = sentence.labels.len();
            for at in 0..n {
                // Expected minus observed.
                let mut gradient = [0f32; ROW];
                for l in 0..LABELS {
                    gradient[l] = lattice.alpha[at][l] * lattice.beta[at][l];
                }
                gradient[usize::from(sentence.labels[at])] -= 1.0;
                let mut norm = 0.0;
                for g in &mut gradient {
                    *g *= sentence.weight;
                    norm += g.abs();
                }
                if at > 0 {
                    for a in 0..LABELS {
                        for b in 0..LABELS {
                            if !allowed(a, b) {
                                continue;
                            }
                            let mut g = lattice.alpha[at - 1][a]
                                * steps[a][b]
                                * lattice.odds[at][b]
                                * lattice.beta[at][b]
                                / lattice.norms[at];
                            if usize::from(sentence.labels[at - 1]) == a
                                && usize::from(sentence.labels[at]) == b
                            {
                                g -= 1.0;
                            }
                            g *= sentence.weight;
                            transition_squares[a][b] += g * g;
                            weights.transitions[a][b] -=
                                settings.rate * g / transition_squares[a][b].sqrt();
                        }
                    }
                }
                if norm < 1e-3 {
                    continue;
                }
                for &feature in sentence.of(at) {
                    let row = &mut weights.rows[feature as usize];
                    let square = &mut squares[feature as usize];
                    for l in 0..ROW {
                        let g = gradient[l];
                        square[l] += g * g;
                        row[l] -= settings.rate * g / square[l].sqrt();
                    }
                }
            }
        }
        // The penalty of a feature must not depend on how often it is seen: once per pass.
        for (row, square) in weights.rows.iter_mut().zip(&squares) {
            for (weight, square) in row.iter_mut().zip(square) {
                let step = settings.rate / square.sqrt().max(0.1);
                let value = *weight / (1.0 + step * settings.l2);
                let cut = step * settings.l1;
                *weight = value.signum() * (value.abs() - cut).max(0.0);
            }
        }
        tick(epoch + 1, loss / sentences.len().max(1) as f64);
        if epoch >= averaged_from {
            sum.get_or_insert_with(|| Weights::zero(features))
                .add(&weights);
            summed += 1.0;
        }
    }
    match sum {
        Some(mut sum) => {
            sum.scale(1.0 / summed);
            sum
        }
        None => weights,
    }
}

fn emissions(sentence: &Sentence, weights: &Weights, out: &mut Vec<Row>) {
    out.clear();
    for at in 0..sentence.labels.len() {
        let mut sum = [0f32; ROW];
        for &feature in sentence.of(at) {
            for (a, b) in sum.iter_mut().zip(&weights.rows[feature as usize]) {
                *a += b;
            }
        }
        out.push(sum);
    }
}

fn forward_backward(
    sentence: &Sentence,
    weights: &Weights,
    steps: &[Row; ROW],
    lattice: &mut Lattice,
) -> f64 {
    let n = sentence.labels.len();
    emissions(sentence, weights, &mut lattice.emissions);
    lattice.odds.clear();
    let mut log_total = 0.0f64;
    let mut gold = 0.0f64;
    for at in 0..n {
        let row = &lattice.emissions[at];
        let top = row[..LABELS].iter().copied().fold(f32::MIN, f32::max);
        let mut odds = [0f32; ROW];
        for l in 0..LABELS {
            odds[l] = (row[l] - top).exp();
        }
        lattice.odds.push(odds);
        log_total += f64::from(top);
        let label = usize::from(sentence.labels[at]);
        gold += f64::from(row[label]);
        if at > 0 {
            gold += f64::from(weights.transitions[usize::from(sentence.labels[at - 1])][label]);
        }
    }
    lattice.alpha.clear();
    lattice.norms.clear();
    for at in 0..n {
        let mut now = [0f32; ROW];
        if at == 0 {
            for l in 0..LABELS {
                now[l] = if begins(l) { lattice.odds[0][l] } else { 0.0 };
            }
        } else {
            let before = lattice.alpha[at - 1];
            for a in 0..LABELS {
                let p = before[a];
                for b in 0..ROW {
                    now[b] += p * steps[a][b];
                }
            }
            for l in 0..ROW {
                now[l] *= lattice.odds[at][l];
            }
        }
        if at + 1 == n {
            for (l, value) in now.iter_mut().enumerate().take(LABELS) {
                if !ends(l) {
                    *value = 0.0;
                }
            }
        }
        let norm = now.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        for value in &mut now {
            *value /= norm;
        }
        log_total += f64::from(norm).ln();
        lattice.alpha.push(now);
        lattice.norms.push(norm);
    }
    lattice.beta.clear();
    lattice.beta.resize(n, [1.0; ROW]);
    for at in (0..n.saturating_sub(1)).rev() {
        let next = lattice.beta[at + 1];
        let mut scaled = [0f32; ROW];
        for l in 0..LABELS {
            let last = at + 2 == n;
            scaled[l] = if last && !ends(l) {
                0.0
            } else {
                next[l] * lattice.odds[at + 1][l] / lattice.norms[at + 1]
            };
        }
        let mut now = [0f32; ROW];
        for a in 0..LABELS {
            let mut sum = 0.0;
            for b in 0..LABELS {
                sum += steps[a][b] * scaled[b];
            }
            now[a] = sum;
        }
        lattice.beta[at] = now;
    }
    log_total - gold
}

/// Appends the best labels by `weights` and the scores behind them.
pub fn read(sentence: &Sentence, weights: &Weights, first: &mut FirstLabels) {
    let n = sentence.labels.len();
    let mut rows = Vec::new();
    emissions(sentence, weights, &mut rows);
    first.emissions.extend(rows.iter().map(|row| {
        row.map(|score| {
            (score * SCALE as f32)
                .round()
                .clamp(f32::from(i16::MIN), f32::from(i16::MAX)) as i16
        })
    }));
    let mut back: Vec<[u8; ROW]> = Vec::with_capacity(n);
    let mut score = [f32::MIN; ROW];
    for at in 0..n {
        let mut next = [f32::MIN; ROW];
        let mut from = [0u8; ROW];
        for b in 0..LABELS {
            if at == 0 {
                if begins(b) {
                    next[b] = rows[0][b];
                }
                continue;
            }
            for a in 0..LABELS {
                if allowed(a, b) && score[a] > f32::MIN {
                    let s = score[a] + weights.transitions[a][b];
                    if s > next[b] {
                        next[b] = s;
                        from[b] = a as u8;
                    }
                }
            }
            if next[b] > f32::MIN {
                next[b] += rows[at][b];
            }
        }
        back.push(from);
        score = next;
    }
    let mut label = (0..LABELS)
        .filter(|l| ends(*l))
        .max_by(|a, b| score[*a].total_cmp(&score[*b]))
        .unwrap_or(0) as u8;
    let mut labels = vec![0; n];
    for at in (0..n).rev() {
        labels[at] = label;
        label = back[at][usize::from(label)];
    }
    first.labels.extend(labels);
}
