//! What one part of a document says of another: a name introduced in full decides its later short
//! forms, and mentions of one thing share a canonical form.

use super::features::{Elsewhere, Position};
use super::labels::mentions;
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

#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    /// Occurrences labelled outside, person, place, institution.
    labels: [u16; 4],
    /// Occurrences as a whole mention of each kind.
    whole: [u16; 3],
    longest: [Longest; 2],
}

/// A first reading of a document, word by word.
#[derive(Clone, Debug, Default)]
pub struct FirstReading {
    words: HashedMap<Seen>,
    /// For each piece the number of its mention plus one; 0 outside.
    mention: Vec<u32>,
}

impl FirstReading {
    /// Takes in the labels that a first pass gave to `pieces`.
    pub fn collect(&mut self, pieces: &[Piece], labels: &[u8]) {
        self.words.clear();
        self.mention.clear();
        self.mention.resize(pieces.len(), 0);
        for (piece, label) in pieces.iter().zip(labels) {
            if piece.word.shape.is_capital() {
                let seen = self.words.entry(piece.word.lower).or_default();
                let kind = usize::from(label.div_ceil(4));
                if let Some(count) = seen.labels.get_mut(kind) {
                    *count = count.saturating_add(1);
                }
            }
        }
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
        let mut result = Elsewhere::default();
        if total == 0 {
            return result;
        }
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
