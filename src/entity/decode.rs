//! The best label sequence of a sentence (Viterbi), and how sure a mention in it is.

use super::labels::{LABELS, ROW, allowed, mentions};
use super::model::{Chances, SCALE, Scores};

const WORST: i32 = i32::MIN / 4;

/// After this many pieces the sums of a stretch are counted anew from the best, which changes no choice:
/// so they stay far from the ends of `i32`, and the best from [`WORST`], whatever the weights are.
const RESTART: usize = 1024;

/// Labels after which the text is outside every mention.
const CLOSED: [usize; 7] = [0, 3, 4, 7, 8, 11, 12];
/// Labels that can follow those.
const OPENERS: [usize; 7] = [0, 1, 4, 5, 8, 9, 12];

/// Probability is shared out among the labellings of a stretch between pieces that would have to gain
/// this much to be part of a mention; what is left out weighs less than a fiftieth.
const CLEARLY: i32 = 4 * SCALE;

/// Weights of label pairs, split so that steps from and to the outside cost nothing: the weight of
/// `b` after `a` is `idle + after[a] + before[b] + rest[a][b]`, where `after` and `before` go to the
/// pieces and only two mentions side by side, or the inside of one, have a rest.
#[derive(Clone, Debug)]
pub struct Steps {
    /// What a closed label takes with it for the step behind it.
    after: [i32; ROW],
    /// What an opening label takes with it for the step before it.
    before: [i32; ROW],
    /// Both.
    own: [i32; ROW],
    rest: [[i32; ROW]; ROW],
    /// The highest rest between two mentions.
    highest: i32,
    /// `own`, and the most that a step inside a mention brings.
    most: [i32; ROW],
}

impl Steps {
    /// Splits `weights`, where `weights[a][b]` is the weight of label `b` after label `a`.
    pub fn new(weights: [[i32; ROW]; ROW]) -> Self {
        let idle = weights[0][0];
        let mut steps = Self {
            after: [0; ROW],
            before: [0; ROW],
            own: [0; ROW],
            rest: [[0; ROW]; ROW],
            highest: i32::MIN / 4,
            most: [i32::MIN / 4; ROW],
        };
        for a in CLOSED {
            steps.after[a] = weights[a][0] - idle;
        }
        for b in OPENERS {
            steps.before[b] = weights[0][b] - idle;
        }
        for (a, row) in weights.iter().enumerate().take(LABELS) {
            steps.own[a] = steps.after[a] + steps.before[a];
            for (b, weight) in row.iter().enumerate().take(LABELS) {
                steps.rest[a][b] = weight - idle - steps.after[a] - steps.before[b];
                if a != 0 && b != 0 && CLOSED.contains(&a) && OPENERS.contains(&b) {
                    steps.highest = steps.highest.max(steps.rest[a][b]);
                }
            }
        }
        for b in 1..LABELS {
            let inside = (1..LABELS).filter(|a| allowed(*a, b) && !CLOSED.contains(a));
            let most = inside.map(|a| steps.rest[a][b]).max().unwrap_or(0);
            steps.most[b] = steps.own[b] + most;
        }
        steps
    }

    /// Whether a piece is outside by far.
    #[inline]
    fn clear(&self, scores: &Scores) -> bool {
        let mut best = i32::MIN / 2;
        for (score, most) in scores.iter().zip(&self.most) {
            best = best.max(i32::from(*score) + most);
        }
        i32::from(scores[0]) - best >= CLEARLY
    }
}

/// Buffers of the decoder.
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    back: Vec<[u8; ROW]>,
    forward: Vec<[f32; ROW]>,
    backward: Vec<[f32; ROW]>,
    norms: Vec<f32>,
    odds: Vec<[f32; ROW]>,
}

/// A stretch of pieces between such as are clearly outside, or the sentence's ends.
#[derive(Clone, Copy)]
struct Stretch {
    from: usize,
    to: usize,
    /// Another piece stands before it.
    after_another: bool,
    /// Another piece stands behind it.
    before_another: bool,
}

/// The next stretch at or after piece `at`.
fn stretch(emissions: &[Scores], labels: &[u8], steps: &Steps, at: usize) -> Option<Stretch> {
    let clear = |at: usize| {
        labels.get(at).is_none_or(|label| *label == 0)
            && emissions.get(at).is_none_or(|scores| steps.clear(scores))
    };
    let end = emissions.len();
    let from = (at..end).find(|at| !clear(*at))?;
    let to = (from..end).find(|at| clear(*at)).unwrap_or(end);
    Some(Stretch {
        from,
        to,
        after_another: from > 0,
        before_another: to < end,
    })
}

impl Decoder {
    /// Appends the best labels for the `emissions` of a sentence to `labels`.
    pub fn best(&mut self, emissions: &[Scores], steps: &Steps, labels: &mut Vec<u8>) {
        self.back.clear();
        let mut row = [WORST; ROW];
        for (at, scores) in emissions.iter().enumerate() {
            let mut next = [WORST; ROW];
            let mut back = [0u8; ROW];
            if at == 0 {
                for b in OPENERS {
                    next[b] = i32::from(scores[b]) + steps.after[b];
                }
            } else {
                let ended = [3, 4, 7, 8, 11, 12].map(|a| row[a]);
                let ended = ended.into_iter().fold(WORST, i32::max);
                if ended.saturating_add(steps.highest.max(0)) < row[0] {
                    // Whatever comes next comes after the outside; mostly so.
                    for b in OPENERS {
                        next[b] = row[0] + i32::from(scores[b]) + steps.own[b];
                    }
                } else {
                    for b in OPENERS {
                        let (mut best, mut from) = (WORST, 0);
                        for a in CLOSED {
                            let score = row[a] + steps.rest[a][b];
                            if score > best {
                                (best, from) = (score, a as u8);
                            }
                        }
                        next[b] = best + i32::from(scores[b]) + steps.own[b];
                        back[b] = from;
                    }
                }
                for begin in [1, 5, 9] {
                    let inside = begin + 1;
                    for b in [inside, inside + 1] {
                        let begun = row[begin] + steps.rest[begin][b];
                        let gone_on = row[inside] + steps.rest[inside][b];
                        let from = if gone_on > begun { inside } else { begin };
                        let score = begun.max(gone_on) + i32::from(scores[b]) + steps.own[b];
                        next[b] = score.max(WORST);
                        back[b] = from as u8;
                    }
                }
            }
            row = next;
            if at % RESTART == RESTART - 1 {
                let best = row.iter().copied().max().unwrap_or(0);
                row = row.map(|score| (score - best).max(WORST));
            }
            self.back.push(back);
        }
        // No step follows the last label.
        let (mut last, mut best) = (0u8, i32::MIN);
        for label in CLOSED {
            let score = row[label] - steps.after[label];
            if score > best {
                (last, best) = (label as u8, score);
            }
        }
        let base = labels.len();
        labels.resize(base + emissions.len(), 0);
        for (slot, back) in labels.iter_mut().skip(base).zip(&self.back).rev() {
            *slot = last;
            last = back[usize::from(last) & (ROW - 1)];
        }
    }

    /// Calls `each` with kind, first piece, piece past the last, and probability of every mention in
    /// `labels`, the best labels of `emissions`.
    pub fn weigh_mentions(
        &mut self,
        emissions: &[Scores],
        steps: &Steps,
        chances: &Chances,
        labels: &[u8],
        mut each: impl FnMut(usize, usize, usize, f32),
    ) {
        if labels.iter().all(|label| *label == 0) {
            return;
        }
        let mut at = 0;
        while let Some(stretch) = stretch(emissions, labels, steps, at) {
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
            first[label] = if stretch.after_another {
                steps[0][label]
            } else {
                1.0
            };
        }
        for label in CLOSED {
            last[label] = if stretch.before_another {
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
            for (value, column) in scaled.iter().zip(&chances.steps_back) {
                for (sum, step) in now.iter_mut().zip(column) {
                    *sum += value * step;
                }
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
        let probability = value * behind;
        // Weights at the ends of their range leave nothing to divide by.
        if probability.is_nan() {
            0.0
        } else {
            probability.clamp(0.0, 1.0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::labels::{allowed, begins, ends};
    use super::*;

    /// The best score and labels of a sentence, in numbers that cannot overflow, by definition.
    fn slow(emissions: &[Scores], transitions: &[[i32; ROW]; ROW]) -> (i64, Vec<u8>) {
        let mut rows: Vec<[Option<(i64, usize)>; LABELS]> = Vec::new();
        for (at, scores) in emissions.iter().enumerate() {
            let mut row = [None; LABELS];
            for (b, best) in row.iter_mut().enumerate() {
                let own = i64::from(scores[b]);
                if at == 0 {
                    *best = begins(b).then_some((own, 0));
                    continue;
                }
                for a in (0..LABELS).filter(|a| allowed(*a, b)) {
                    let Some((before, _)) = rows[at - 1][a] else {
                        continue;
                    };
                    let score = before + i64::from(transitions[a][b]) + own;
                    if best.is_none_or(|(known, _)| score > known) {
                        *best = Some((score, a));
                    }
                }
            }
            rows.push(row);
        }
        let last = rows.last().unwrap();
        let closed = (0..LABELS).filter(|label| ends(*label));
        let scored = closed.filter_map(|label| Some((last[label]?.0, label)));
        let (score, mut label) = scored.max_by_key(|(score, _)| *score).unwrap();
        let mut labels = Vec::new();
        for row in rows.iter().rev() {
            labels.push(label as u8);
            label = row[label].unwrap().1;
        }
        labels.reverse();
        (score, labels)
    }

    fn score(emissions: &[Scores], transitions: &[[i32; ROW]; ROW], labels: &[u8]) -> i64 {
        let own = emissions.iter().zip(labels);
        let own: i64 = own
            .map(|(scores, l)| i64::from(scores[usize::from(*l)]))
            .sum();
        let steps = labels.windows(2);
        let steps: i64 = steps
            .map(|pair| i64::from(transitions[usize::from(pair[0])][usize::from(pair[1])]))
            .sum();
        own + steps
    }

    /// Numbers without a pattern, the same in every run.
    struct Numbers(u64);

    impl Numbers {
        fn next(&mut self, limit: i64) -> i64 {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (self.0 >> 33) as i64 % (2 * limit + 1) - limit
        }
    }

    #[test]
    fn the_labels_are_the_best_that_are_allowed() {
        let mut numbers = Numbers(1);
        let mut decoder = Decoder::default();
        // Weights as trained, and weights at the ends of their range over more pieces than `i32` counts.
        for (length, limit) in [
            (1, 99),
            (2, 99),
            (7, 60),
            (40, 200),
            (3_000, 90),
            (90_000, 32_767),
        ] {
            for _ in 0..if length > 1_000 { 1 } else { 90 } {
                let mut transitions = [[0; ROW]; ROW];
                for weight in transitions.iter_mut().flatten() {
                    *weight = numbers.next(limit) as i32;
                }
                let emissions: Vec<Scores> = (0..length)
                    .map(|_| {
                        let mut scores = [0i16; ROW];
                        for score in scores.iter_mut().take(LABELS) {
                            *score = numbers.next(limit) as i16;
                        }
                        // Some pieces are outside for sure, which cuts the text into stretches.
                        if numbers.next(2) > 0 {
                            scores[0] = scores[0].saturating_add((4 * limit).min(32_767) as i16);
                        }
                        scores
                    })
                    .collect();
                let mut labels = Vec::new();
                decoder.best(&emissions, &Steps::new(transitions), &mut labels);
                let (best, expected) = slow(&emissions, &transitions);
                assert_eq!(
                    score(&emissions, &transitions, &labels),
                    best,
                    "{length} pieces"
                );
                let chain = labels.windows(2);
                assert!(
                    chain
                        .clone()
                        .all(|p| allowed(usize::from(p[0]), usize::from(p[1])))
                );
                assert!(begins(usize::from(labels[0])) && ends(usize::from(labels[length - 1])));
                assert!(limit < 1_000 || labels == expected);
            }
        }
    }

    /// The probabilities of a sentence's mentions against the sum over every labelling of it.
    #[test]
    fn a_probability_is_the_share_of_the_labellings_that_have_the_mention() {
        let mut numbers = Numbers(7);
        let mut mentions = 0;
        for _ in 0..120 {
            let mut payload = [[0i16; LABELS]; LABELS];
            for weight in payload.iter_mut().flatten() {
                *weight = numbers.next(40) as i16;
            }
            let mut transitions = [[0; ROW]; ROW];
            for (to, from) in transitions.iter_mut().zip(&payload) {
                for (to, from) in to.iter_mut().zip(from) {
                    *to = i32::from(*from);
                }
            }
            let bytes = super::super::model::write(&payload, &[0; 17], &Default::default(), 1);
            let model =
                super::super::model::Model::read(&bytes, crate::format::Checksum::Verify).unwrap();
            let emissions: Vec<Scores> = (0..4)
                .map(|_| {
                    let mut scores = [0i16; ROW];
                    for score in scores.iter_mut().take(LABELS) {
                        *score = numbers.next(60) as i16;
                    }
                    if numbers.next(2) == 0 {
                        scores[0] = 60 + 2 * CLEARLY as i16;
                    }
                    scores
                })
                .collect();
            let mut decoder = Decoder::default();
            let mut labels = Vec::new();
            decoder.best(&emissions, &model.steps, &mut labels);
            let mut all = Vec::new();
            labellings(4, &mut Vec::new(), &mut all);
            let weight = |labels: &[u8]| {
                let units = score(&emissions, &transitions, labels) as f64 / f64::from(SCALE);
                units.exp()
            };
            let total: f64 = all.iter().map(|labels| weight(labels)).sum();
            decoder.weigh_mentions(
                &emissions,
                &model.steps,
                &model.chances,
                &labels,
                |_, from, to, found| {
                    mentions += 1;
                    let same = all
                        .iter()
                        .filter(|other| other[from..to] == labels[from..to]);
                    let expected = same.map(|labels| weight(labels)).sum::<f64>() / total;
                    // The chances are powers of a rounded step and end at a ten-millionth.
                    assert!(
                        (f64::from(found) - expected).abs() < 0.02,
                        "{found}, not {expected}"
                    );
                },
            );
        }
        assert!(mentions > 100, "{mentions}");
    }

    fn labellings(length: usize, begun: &mut Vec<u8>, all: &mut Vec<Vec<u8>>) {
        if begun.len() == length {
            if ends(usize::from(begun[length - 1])) {
                all.push(begun.clone());
            }
            return;
        }
        for label in 0..LABELS {
            let fits = match begun.last() {
                None => begins(label),
                Some(before) => allowed(usize::from(*before), label),
            };
            if fits {
                begun.push(label as u8);
                labellings(length, begun, all);
                begun.pop();
            }
        }
    }
}
