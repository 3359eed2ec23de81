//! Mentions of one entity share a canonical form: the fullest mention of it in the document.

use super::document::HashedMap;
use super::lexicon::{Gazetteer, class};
use super::piece::{EMPTY_PHRASE, Piece, folded_hash, phrase_step};
use super::{EntityKind, RawEntity};

/// Longer names offer no parts, which bounds the work.
const LONGEST: usize = 10;

/// A mention as pieces of the block.
#[derive(Clone, Copy, Debug)]
pub struct MentionPieces {
    /// Index of its first piece.
    pub from: usize,
    /// Index past its last piece.
    pub to: usize,
}

/// Buffers of [`Canon::link`].
#[derive(Clone, Debug, Default)]
pub struct Canon {
    /// Pieces of each mention of the block, in order.
    pub mentions: Vec<MentionPieces>,
    /// Whole phrase of a kind to the first mention that is it.
    whole: HashedMap<usize>,
    /// Part of a longer name to that name's mention; `None` when several names have the part.
    part: HashedMap<Option<usize>>,
    /// Acronym to the mention that it was put in brackets behind.
    defined: HashedMap<usize>,
    folded: String,
}

impl Canon {
    /// Sets `canonical` and `full_name` of `entities`, whose pieces are in `self.mentions`.
    /// `base` is the index of the first of them in the document's list.
    pub fn link(
        &mut self,
        entities: &mut [RawEntity],
        base: usize,
        pieces: &[Piece],
        gazetteer: &Gazetteer<'static>,
    ) {
        self.whole.clear();
        self.part.clear();
        self.defined.clear();
        for (at, entity) in entities.iter().enumerate() {
            let Some(mention) = self.mentions.get(at).copied() else {
                break;
            };
            let words = pieces.get(mention.from..mention.to).unwrap_or(&[]);
            self.whole
                .entry(salted(phrase(words), entity.kind))
                .or_insert(at);
            if words.len() < 2 || words.len() > LONGEST {
                continue;
            }
            match entity.kind {
                // Any one name, or the name without its first or last words.
                EntityKind::Person => {
                    for word in words.iter().filter(|w| w.word.length > 1) {
                        self.offer(
                            salted(phrase_step(EMPTY_PHRASE, word.word.lower), entity.kind),
                            at,
                            pieces,
                        );
                    }
                    for from in 0..words.len() {
                        for to in from + 2..=words.len() {
                            if to - from < words.len() {
                                let own = phrase(words.get(from..to).unwrap_or(&[]));
                                self.offer(salted(own, entity.kind), at, pieces);
                            }
                        }
                    }
                }
                // The name without its designator: `Belu` of `Kabupaten Belu`.
                EntityKind::Place => {
                    if words
                        .first()
                        .is_some_and(|w| w.word.classes & class::HEAD_LOC != 0)
                    {
                        let own = phrase(words.get(1..).unwrap_or(&[]));
                        self.offer(salted(own, entity.kind), at, pieces);
                    }
                }
                // The first words (`Polres` of `Polres Belu`), and what follows `PT`.
                EntityKind::Institution => {
                    for to in 1..words.len() {
                        let own = phrase(words.get(..to).unwrap_or(&[]));
                        self.offer(salted(own, entity.kind), at, pieces);
                    }
                    let company = words
                        .first()
                        .is_some_and(|w| w.word.lower == company_head());
                    for to in if company { 2..words.len() + 1 } else { 0..0 } {
                        let own = phrase(words.get(1..to).unwrap_or(&[]));
                        self.offer(salted(own, entity.kind), at, pieces);
                    }
                }
            }
            // `Komisi Pemberantasan Korupsi (KPK)`: the bracket names the mention before it.
            if let Some(next) = self.mentions.get(at + 1) {
                let bracket = pieces
                    .get(mention.to)
                    .is_some_and(|p| p.word.mark == u32::from('('));
                let closed = pieces
                    .get(next.to)
                    .is_some_and(|p| p.word.mark == u32::from(')'));
                let same = entities.get(at + 1).is_some_and(|e| e.kind == entity.kind);
                if bracket
                    && closed
                    && same
                    && next.from == mention.to + 1
                    && next.to == next.from + 1
                {
                    let own = phrase(pieces.get(next.from..next.to).unwrap_or(&[]));
                    self.defined.entry(salted(own, entity.kind)).or_insert(at);
                }
            }
        }
        for at in 0..entities.len() {
            let (Some(entity), Some(mention)) = (entities.get(at), self.mentions.get(at)) else {
                continue;
            };
            let words = pieces.get(mention.from..mention.to).unwrap_or(&[]);
            let own = salted(phrase(words), entity.kind);
            let known = match words {
                [word] => gazetteer.full_name(word.word.lower, entity.kind),
                _ => None,
            };
            let target = self
                .defined
                .get(&own)
                .copied()
                .or_else(|| {
                    let name = phrase_of_text(known?, &mut self.folded);
                    self.whole.get(&salted(name, entity.kind)).copied()
                })
                .or_else(|| self.part.get(&own).copied().flatten())
                .or_else(|| self.whole.get(&own).copied())
                .unwrap_or(at);
            if let Some(entity) = entities.get_mut(at) {
                entity.canonical = base + target;
                // What the document itself says goes before what is known in general.
                let said = is_longer(&self.mentions, target, at);
                entity.full_name = known.filter(|_| !said);
            }
        }
        // One more step, so that a chain (`KPK` to a short form to the full name) ends at its end.
        for at in 0..entities.len() {
            let next = entities
                .get(at)
                .and_then(|e| e.canonical.checked_sub(base))
                .and_then(|target| entities.get(target))
                .map(|e| e.canonical);
            if let (Some(entity), Some(next)) = (entities.get_mut(at), next) {
                entity.canonical = next;
            }
        }
    }

    /// Notes that the mention `at` has this part, unless another name has it too.
    fn offer(&mut self, part: u64, at: usize, pieces: &[Piece]) {
        let words = |index: usize| {
            self.mentions
                .get(index)
                .and_then(|m| pieces.get(m.from..m.to))
                .unwrap_or(&[])
        };
        match self.part.get(&part).copied() {
            None => {
                self.part.insert(part, Some(at));
            }
            Some(Some(old)) if old != at => {
                let (old_words, new_words) = (words(old), words(at));
                let value =
                    if phrase(old_words) == phrase(new_words) || within(new_words, old_words) {
                        Some(old)
                    } else if within(old_words, new_words) {
                        Some(at)
                    } else {
                        None
                    };
                self.part.insert(part, value);
            }
            Some(_) => {}
        }
    }
}

fn is_longer(mentions: &[MentionPieces], a: usize, b: usize) -> bool {
    let length = |at: usize| mentions.get(at).map_or(0, |m| m.to - m.from);
    length(a) > length(b)
}

/// Whether every word of `short` is in `long`.
fn within(short: &[Piece], long: &[Piece]) -> bool {
    short.len() < long.len()
        && short
            .iter()
            .all(|s| long.iter().any(|l| l.word.lower == s.word.lower))
}

fn phrase(words: &[Piece]) -> u64 {
    words
        .iter()
        .fold(EMPTY_PHRASE, |state, p| phrase_step(state, p.word.lower))
}

fn phrase_of_text(name: &str, buffer: &mut String) -> u64 {
    name.split(' ').fold(EMPTY_PHRASE, |state, word| {
        phrase_step(state, folded_hash(word, buffer))
    })
}

fn salted(phrase: u64, kind: EntityKind) -> u64 {
    phrase ^ (kind as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

fn company_head() -> u64 {
    crate::format::hash(b"pt")
}
