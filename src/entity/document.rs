//! What one part of a document says of another: a name introduced in full decides its later short
//! forms, and mentions of one thing share a canonical form.

use super::features::{Elsewhere, Position, defined_from};
use super::labels::{LABELS, mentions};
use super::model::{SCALE, Scores};
use super::piece::Piece;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Keys are hashes already.
#[derive(Clone, Debug, Default)]
pub struct Passthrough(u64);

impl Hasher for Passthrough {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// A map keyed by hashes.
pub type HashedMap<V> = HashMap<u64, V, BuildHasherDefault<Passthrough>>;

#[derive(Clone, Copy, Debug, Default)]
struct Longest {
    mention: u32,
    length: u16,
    kind: u8,
    position: Position,
}

/// How far the scores of a piece lean to outside, person, place, institution: 0 for the best, less
/// for the others.
type Leaning = [i32; 4];

/// A lead beyond this says no more.
const FURTHEST: i32 = 8 * SCALE;

fn leaning(scores: &Scores) -> Leaning {
    let mut best = [i32::from(scores[0]), i32::MIN, i32::MIN, i32::MIN];
    for (label, score) in scores.iter().enumerate().take(LABELS).skip(1) {
        let kind = &mut best[label.div_ceil(4)];
        *kind = (*kind).max(i32::from(*score));
    }
    let top = best.iter().copied().max().unwrap_or(0);
    best.map(|score| (score - top).max(-FURTHEST))
}

#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    /// Occurrences labelled outside, person, place, institution.
    labels: [u16; 4],
    /// Occurrences as a whole mention of each kind.
    whole: [u16; 3],
    longest: [Longest; 2],
    /// Sum over all occurrences.
    leaning: Leaning,
    /// What the words are that a bracket behind them gives this acronym for; as [`Elsewhere::defined`].
    defined: u8,
}

/// A first reading of a document, word by word.
#[derive(Clone, Debug, Default)]
pub struct FirstReading {
    words: HashedMap<Seen>,
    /// For each piece the number of its mention plus one; 0 outside.
    mention: Vec<u32>,
    leanings: Vec<Leaning>,
}

impl FirstReading {
    /// Takes in the scores and labels that a first pass gave to `pieces`.
    pub fn collect(&mut self, pieces: &[Piece], emissions: &[Scores], labels: &[u8]) {
        self.words.clear();
        self.mention.clear();
        self.mention.resize(pieces.len(), 0);
        self.leanings.clear();
        self.leanings.resize(pieces.len(), [0; 4]);
        let slots = self.leanings.iter_mut().zip(emissions);
        for ((piece, label), (slot, scores)) in pieces.iter().zip(labels).zip(slots) {
            if piece.word.shape.is_capital() {
                let seen = self.words.entry(piece.word.lower).or_default();
                let kind = usize::from(label.div_ceil(4));
                if let Some(count) = seen.labels.get_mut(kind) {
                    *count = count.saturating_add(1);
                }
                *slot = leaning(scores);
                for (sum, own) in seen.leaning.iter_mut().zip(*slot) {
                    *sum = sum.saturating_add(own);
                }
            }
        }
        self.find_definitions(pieces, labels);
        let mut number = 0u32;
        let (words, mention) = (&mut self.words, &mut self.mention);
        mentions(labels, |kind, from, to| {
            number += 1;
            for at in from..to {
                if let Some(slot) = mention.get_mut(at) {
                    *slot = number;
                }
                let Some(seen) = pieces.get(at).and_then(|p| words.get_mut(&p.word.lower)) else {
                    continue;
                };
                if to - from == 1 {
                    if let Some(count) = seen.whole.get_mut(kind) {
                        *count = count.saturating_add(1);
                    }
                    continue;
                }
                let this = Longest {
                    mention: number,
                    length: (to - from).min(100) as u16,
                    kind: kind as u8 + 2,
                    position: position(at, from, to),
                };
                let [first, second] = &mut seen.longest;
                if this.length > first.length {
                    *second = *first;
                    *first = this;
                } else if this.length > second.length && this.mention != first.mention {
                    *second = this;
                }
            }
        });
    }

    fn find_definitions(&mut self, pieces: &[Piece], labels: &[u8]) {
        for at in 1..pieces.len() {
            let Some(start) = defined_from(pieces, at) else {
                continue;
            };
            let label = |at: usize| labels.get(at).copied().unwrap_or(0);
            // The words end two pieces before the acronym, at the bracket.
            let kind = label(at.saturating_sub(2)).div_ceil(4);
            let whole = kind != 0 && (label(start) == kind * 4 - 3 || label(start) == kind * 4);
            if let Some(seen) = pieces
                .get(at)
                .and_then(|p| self.words.get_mut(&p.word.lower))
                && seen.defined == 0
            {
                seen.defined = kind + 1 + if whole { 8 } else { 0 };
            }
        }
    }

    /// Whether anything said of piece `at` elsewhere could change its label.
    #[inline]
    pub fn elsewhere(&self, pieces: &[Piece], labels: &[u8], at: usize) -> Elsewhere {
        let Some(piece) = pieces.get(at) else {
            return Elsewhere::default();
        };
        if !piece.word.shape.is_capital() {
            return Elsewhere::default();
        }
        let Some(seen) = self.words.get(&piece.word.lower) else {
            return Elsewhere::default();
        };
        let own_label = labels.get(at).copied().unwrap_or(0);
        let own = usize::from(own_label.div_ceil(4));
        let own_mention = self.mention.get(at).copied().unwrap_or(0);
        let mut counts = seen.labels;
        if let Some(count) = counts.get_mut(own) {
            *count = count.saturating_sub(1);
        }
        let total: u32 = counts.iter().map(|c| u32::from(*c)).sum();
        let mut result = Elsewhere {
            defined: seen.defined,
            ..Elsewhere::default()
        };
        if total == 0 {
            return result;
        }
        result.leaning = self.lean(seen, at, total as i32);
        let mut top = 0;
        for (kind, count) in counts.iter().enumerate() {
            if *count > counts.get(top).copied().unwrap_or(0) {
                top = kind;
            }
        }
        let sure = u32::from(counts.get(top).copied().unwrap_or(0)) * 5 > total * 4;
        result.token = top as u8 + 1 + if sure { 8 } else { 0 };
        let longest = seen
            .longest
            .iter()
            .find(|l| l.length > 0 && (l.mention != own_mention || own_mention == 0));
        if let Some(longest) = longest {
            result.phrase = longest.kind;
            result.position = longest.position;
        }
        let mut whole = seen.whole;
        if own_label != 0
            && (own_label - 1) % 4 == 3
            && let Some(count) = whole.get_mut(usize::from((own_label - 1) / 4))
        {
            *count = count.saturating_sub(1);
        }
        let most = whole.iter().copied().max().unwrap_or(0);
        if most > 0 {
            result.whole = whole.iter().position(|c| *c == most).unwrap_or(0) as u8 + 2;
        }
        result
    }

    /// What the scores of the other `total` occurrences lean to, and how clearly.
    fn lean(&self, seen: &Seen, at: usize, total: i32) -> u8 {
        let own = self.leanings.get(at).copied().unwrap_or_default();
        let mut others = seen.leaning;
        for (sum, own) in others.iter_mut().zip(own) {
            *sum = (*sum - own) / total;
        }
        let mut order = [0usize, 1, 2, 3];
        order.sort_by_key(|kind| (-others[*kind], *kind));
        let [first, second, ..] = order;
        let lead = (others[first] - others[second]) / SCALE;
        let clearness = match lead {
            0 => 0,
            1..=2 => 1,
            3..=4 => 2,
            _ => 3,
        };
        first as u8 + 1 + clearness * 8
    }
}

fn position(at: usize, from: usize, to: usize) -> Position {
    if at == from {
        Position::Begin
    } else if at + 1 == to {
        Position::End
    } else {
        Position::Inside
    }
}
