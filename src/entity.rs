//! People, places and institutions named in a text.

pub(crate) mod canonical;
pub mod decode;
pub mod document;
pub mod features;
pub mod labels;
pub mod lexicon;
pub mod model;
#[cfg(test)]
mod oracle;
pub mod piece;

use crate::data;
use crate::error::Error;
use crate::format::Checksum;
use crate::span::Span;
use crate::token::Scan;
use canonical::{Canon, MentionPieces};
use decode::Decoder;
use document::{FirstReading, HashedMap};
use features::{Extractor, REACH, edge_feature, elsewhere_features, word_features};
use labels::{KINDS, ROW, label};
use lexicon::Gazetteer;
use model::{Model, Scores, Sieve};
use piece::{Casing, EMPTY_PHRASE, Piece, Shape, Spelling, Word, folded_hash, phrase_step, split};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The kind of thing a mention names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum EntityKind {
    /// A person, real or fictional; titles and degrees are outside the span.
    Person,
    /// A place: from a country to a street, and premises one goes to.
    Place,
    /// An institution: government bodies, companies, parties, clubs, media, schools, hospitals.
    Institution,
}

impl EntityKind {
    /// The name used in JSON and by the examples: `person`, `place`, `institution`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Place => "place",
            Self::Institution => "institution",
        }
    }
}

/// A mention as the recogniser leaves it: no text, so that a buffer of them can outlive the input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct RawEntity {
    /// The name's bytes; may leave out a clitic or a hyphenated affix of its first or last token.
    pub(crate) span: Span,
    pub(crate) kind: EntityKind,
    /// Estimated probability that span and kind are right.
    pub(crate) score: f32,
    /// Index of the first token it touches.
    pub(crate) first_token: usize,
    /// Index one past the last token it touches.
    pub(crate) end_token: usize,
    /// Index, in the list of mentions, of the fullest mention of the same entity; itself when alone.
    pub(crate) canonical: usize,
    /// What an acronym is known to stand for, where the document does not say it.
    pub(crate) full_name: Option<&'static str>,
}

/// Pieces of one text by sentence.
#[derive(Clone, Debug, Default)]
pub struct Pieces {
    /// All pieces, in order.
    pub all: Vec<Piece>,
    /// For each sentence: index past its last piece, and its casing.
    pub sentences: Vec<(usize, Casing)>,
}

/// Positions of the word window, left to right.
const WINDOW: usize = 2 * REACH + 1;
/// Longest text, in bytes, of a word kept in the cache.
const CACHED_LENGTH: usize = 23;
const CACHE_SLOTS: usize = 1 << 14;
/// Pieces that are read as one document; a longer text is read in parts of about this size, which
/// bounds memory and keeps time linear.
const BLOCK: usize = 1 << 15;
/// Added to the labels of a name that the user gave.
const USER_NAME_BONUS: i16 = 12 * model::SCALE as i16;

#[derive(Clone, Debug, Default)]
struct CachedWord {
    text: [u8; CACHED_LENGTH],
    /// Length of the text plus one; 0 for an empty slot.
    length: u8,
    casing: Casing,
    word: Word,
    scores: [Scores; WINDOW],
}

/// Buffers of recognition, reused between texts so that nothing is allocated once they have grown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scratch {
    pieces: Pieces,
    spans: Vec<(Span, usize, Shape)>,
    folded: String,
    cache: Vec<CachedWord>,
    /// The number of the recogniser that filled the cache; 0 for none.
    owner: u64,
    extractor: Extractor,
    emissions: Vec<Scores>,
    again: Vec<Scores>,
    labels: Vec<u8>,
    second: Vec<u8>,
    decoder: Decoder,
    reading: FirstReading,
    canon: Canon,
}

#[derive(Debug)]
struct Inner {
    /// Never given twice, unlike an address: a cache knows by it whose words it holds.
    number: u64,
    model: Arc<Model>,
    gazetteer: Gazetteer<'static>,
    edges: [Scores; WINDOW],
    /// Phrases of the user: kind index plus one (0 when only a beginning), and whether longer ones go on.
    names: HashedMap<(u8, bool)>,
}

/// Finds the mentions of people, places and institutions.
///
/// Cheap to clone; shared between threads. The default one is compiled into the crate.
///
/// ```
/// let document = warta::analyze("Bupati Belu bertemu Gubernur NTT di Kupang.");
/// let places: Vec<&str> = document.entities().map(|e| e.text()).collect();
/// assert_eq!(places, ["Belu", "NTT", "Kupang"]);
/// ```
#[derive(Clone, Debug)]
pub struct Recognizer {
    inner: Arc<Inner>,
}

impl Default for Recognizer {
    fn default() -> Self {
        data::RECOGNIZER.clone()
    }
}

impl Recognizer {
    /// A recogniser with the weights of `model`, a file written by the trainer.
    ///
    /// Takes some milliseconds; keeps about 2 MB.
    ///
    /// # Errors
    /// When the bytes are damaged, or of another format version.
    ///
    /// ```
    /// assert!(warta::Recognizer::from_bytes(b"not a model").is_err());
    /// ```
    pub fn from_bytes(model: &[u8]) -> Result<Self, Error> {
        let model = Model::read(model, Checksum::Verify)?;
        let gazetteer = Gazetteer::read(data::GAZETTEER, Checksum::Trust)?;
        Ok(Self::new(model, gazetteer))
    }

    pub(crate) fn new(model: Model, gazetteer: Gazetteer<'static>) -> Self {
        let mut edges = [[0; ROW]; WINDOW];
        for (at, scores) in edges.iter_mut().enumerate() {
            model.add(edge_feature(at as i32 - REACH as i32), scores);
        }
        Self::with(Arc::new(model), gazetteer, edges, HashedMap::default())
    }

    fn with(
        model: Arc<Model>,
        gazetteer: Gazetteer<'static>,
        edges: [Scores; WINDOW],
        names: HashedMap<(u8, bool)>,
    ) -> Self {
        static LAST: AtomicU64 = AtomicU64::new(0);
        Self {
            inner: Arc::new(Inner {
                number: LAST.fetch_add(1, Ordering::Relaxed) + 1,
                model,
                gazetteer,
                edges,
                names,
            }),
        }
    }

    /// The same recogniser that also knows `names` as names of `kind`.
    ///
    /// A name is found wherever its words stand with a capital first letter; letters' case is
    /// otherwise ignored. A longer mention around it wins.
    ///
    /// ```
    /// use warta::{Analyzer, EntityKind, Recognizer};
    ///
    /// let recognizer = Recognizer::default().with_names(EntityKind::Institution, ["Zentavia Nusa"]);
    /// let analyzer = Analyzer::builder().recognizer(recognizer).build();
    /// let document = analyzer.analyze("Harga saham Zentavia Nusa naik.");
    /// assert_eq!(document.entities().next().map(|e| e.text()), Some("Zentavia Nusa"));
    /// ```
    #[must_use]
    pub fn with_names<S: AsRef<str>>(
        &self,
        kind: EntityKind,
        names: impl IntoIterator<Item = S>,
    ) -> Self {
        let index = KINDS.iter().position(|k| *k == kind).unwrap_or(0) as u8 + 1;
        let mut known = self.inner.names.clone();
        for name in names {
            let words = name_words(name.as_ref());
            let mut state = EMPTY_PHRASE;
            for (at, word) in words.iter().enumerate() {
                state = phrase_step(state, *word);
                let (whole, opens) = known.entry(state).or_default();
                if at + 1 == words.len() {
                    *whole = index;
                } else {
                    *opens = true;
                }
            }
        }
        let inner = &*self.inner;
        Self::with(inner.model.clone(), inner.gazetteer, inner.edges, known)
    }

    /// Appends the mentions in `text`, in order and never overlapping.
    pub(crate) fn recognize(
        &self,
        text: &str,
        scan: &Scan,
        scratch: &mut Scratch,
        out: &mut Vec<RawEntity>,
    ) {
        if scratch.owner != self.inner.number {
            scratch.cache.clear();
            scratch.owner = self.inner.number;
        }
        let mut first = 0;
        while first < scan.sentences.len() {
            first = self.block(text, scan, first, scratch, out);
        }
    }

    /// Reads sentences from `first` on, as many as make a block; returns the next one.
    fn block(
        &self,
        text: &str,
        scan: &Scan,
        first: usize,
        scratch: &mut Scratch,
        out: &mut Vec<RawEntity>,
    ) -> usize {
        let inner = &*self.inner;
        let mut sieve = Sieve::default();
        scratch.pieces.all.clear();
        scratch.pieces.sentences.clear();
        scratch.emissions.clear();
        scratch.labels.clear();
        let mut next = first;
        for sentence in scan.sentences.iter().skip(first) {
            next += 1;
            let tokens = scan
                .tokens
                .get(sentence.first_token..sentence.end_token)
                .unwrap_or(&[]);
            let casing = list_spans(text, tokens, sentence.first_token, &mut scratch.spans);
            let from = scratch.pieces.all.len();
            inner.load(text, casing, scratch);
            let pieces = scratch.pieces.all.get(from..).unwrap_or(&[]);
            scratch.extractor.prepare(pieces, casing, &inner.gazetteer);
            for (at, scores) in scratch.emissions.iter_mut().skip(from).enumerate() {
                scratch
                    .extractor
                    .context_features(pieces, at, |f| inner.model.sift(f, &mut sieve, scores));
                inner.model.add_sifted(&mut sieve, scores);
            }
            inner.add_user_names(pieces, scratch.emissions.get_mut(from..).unwrap_or(&mut []));
            scratch
                .pieces
                .sentences
                .push((scratch.pieces.all.len(), casing));
            scratch.decoder.best(
                scratch.emissions.get(from..).unwrap_or(&[]),
                &inner.model.steps,
                &mut scratch.labels,
            );
            if scratch.pieces.all.len() >= BLOCK {
                break;
            }
        }
        inner.second_pass(text, scratch, out);
        next
    }
}

impl Inner {
    /// Adds the pieces of a sentence, and the word part of their scores.
    fn load(&self, text: &str, casing: Casing, scratch: &mut Scratch) {
        let Scratch {
            pieces,
            spans,
            folded,
            cache,
            emissions,
            ..
        } = scratch;
        let count = spans.len();
        let from = emissions.len();
        emissions.resize(from + count, [0; ROW]);
        if cache.is_empty() {
            cache.resize(CACHE_SLOTS, CachedWord::default());
        }
        for (at, (span, token, _)) in spans.iter().enumerate() {
            let word_text = span.text(text);
            let mut fresh = None;
            let cached = self.word(word_text, casing, cache, folded, &mut fresh);
            pieces.all.push(Piece {
                span: *span,
                token: *token,
                word: cached.word,
            });
            // Seen from the piece `REACH` to the right, the word is at place `-REACH`.
            for (index, scores) in cached.scores.iter().enumerate() {
                let target = (at + REACH).checked_sub(index).filter(|t| *t < count);
                if let Some(sum) = target.and_then(|t| emissions.get_mut(from + t)) {
                    add(sum, scores);
                }
            }
        }
        for (index, scores) in self.edges.iter().enumerate() {
            // Only the pieces next to an end look over it.
            let tail = count.saturating_sub(REACH).max(REACH);
            for at in (0..REACH.min(count)).chain(tail..count) {
                let outside = (at + index).checked_sub(REACH).is_none_or(|p| p >= count);
                if outside && let Some(sum) = emissions.get_mut(from + at) {
                    add(sum, scores);
                }
            }
        }
    }

    fn word<'c>(
        &self,
        text: &str,
        casing: Casing,
        cache: &'c mut [CachedWord],
        folded: &mut String,
        fresh: &'c mut Option<CachedWord>,
    ) -> &'c CachedWord {
        let bytes = text.as_bytes();
        let compute = |folded: &mut String| {
            let word = Word::new(text, casing, &self.gazetteer, folded);
            let spelling = Spelling::new(text, casing, folded);
            let mut scores = [[0; ROW]; WINDOW];
            let mut sieve = Sieve::default();
            for (at, scores) in scores.iter_mut().enumerate() {
                word_features(
                    &word,
                    &spelling,
                    at as i32 - REACH as i32,
                    &self.gazetteer,
                    |feature| self.model.sift(feature, &mut sieve, scores),
                );
                self.model.add_sifted(&mut sieve, scores);
            }
            let mut key = [0; CACHED_LENGTH];
            for (to, from) in key.iter_mut().zip(bytes) {
                *to = *from;
            }
            CachedWord {
                text: key,
                length: bytes.len().min(CACHED_LENGTH) as u8 + 1,
                casing,
                word,
                scores,
            }
        };
        if bytes.len() > CACHED_LENGTH {
            return fresh.insert(compute(folded));
        }
        let slot = (crate::format::hash(bytes) as usize ^ casing as usize) & (CACHE_SLOTS - 1);
        let Some(entry) = cache.get_mut(slot) else {
            return fresh.insert(compute(folded));
        };
        let hit = usize::from(entry.length) == bytes.len() + 1
            && entry.casing == casing
            && entry.text.get(..bytes.len()) == Some(bytes);
        if !hit {
            *entry = compute(folded);
        }
        entry
    }

    fn add_user_names(&self, pieces: &[Piece], emissions: &mut [Scores]) {
        if self.names.is_empty() {
            return;
        }
        let mut at = 0;
        while let Some(piece) = pieces.get(at) {
            let mut best = None;
            if piece.word.shape.is_capital() {
                let mut state = EMPTY_PHRASE;
                for (more, next) in pieces.iter().skip(at).enumerate() {
                    state = phrase_step(state, next.word.lower);
                    let Some((kind, opens)) = self.names.get(&state) else {
                        break;
                    };
                    if let Some(kind) = usize::from(*kind).checked_sub(1) {
                        best = Some((kind, more + 1));
                    }
                    if !opens {
                        break;
                    }
                }
            }
            if let Some((kind, length)) = best {
                for offset in 0..length {
                    let own = usize::from(label(kind, offset, length));
                    if let Some(score) = emissions
                        .get_mut(at + offset)
                        .and_then(|row| row.get_mut(own))
                    {
                        *score = score.saturating_add(USER_NAME_BONUS);
                    }
                }
                at += length;
            } else {
                at += 1;
            }
        }
    }

    /// Labels again with what the first pass found elsewhere in the document.
    fn second_pass(&self, text: &str, scratch: &mut Scratch, out: &mut Vec<RawEntity>) {
        let Scratch {
            pieces,
            emissions,
            again,
            labels,
            second,
            decoder,
            reading,
            canon,
            ..
        } = scratch;
        reading.collect(&pieces.all, emissions, labels);
        let mut from = 0;
        let base = out.len();
        canon.mentions.clear();
        second.clear();
        for &(to, _) in &pieces.sentences {
            let own = pieces.all.get(from..to).unwrap_or(&[]);
            again.clear();
            again.extend_from_slice(emissions.get(from..to).unwrap_or(&[]));
            let mut changed = false;
            let mut sieve = Sieve::default();
            let mut left = features::Elsewhere::default();
            let mut here = reading.elsewhere(&pieces.all, labels, from);
            for (offset, (piece, scores)) in own.iter().zip(again.iter_mut()).enumerate() {
                let right = if offset + 1 < own.len() {
                    reading.elsewhere(&pieces.all, labels, from + offset + 1)
                } else {
                    features::Elsewhere::default()
                };
                elsewhere_features(here, left, right, &piece.word, |feature| {
                    self.model.sift(feature, &mut sieve, scores);
                });
                changed |= !sieve.is_empty();
                self.model.add_sifted(&mut sieve, scores);
                left = here;
                here = right;
            }
            if changed {
                decoder.best(again, &self.model.steps, second);
            } else {
                second.extend_from_slice(labels.get(from..to).unwrap_or(&[]));
            }
            let decided = second.get(from..to).unwrap_or(&[]);
            decoder.weigh_mentions(
                again,
                &self.model.steps,
                &self.model.chances,
                decided,
                |kind, a, b, raw| {
                    let (Some(first), Some(last)) = (own.get(a), own.get(b - 1)) else {
                        return;
                    };
                    let span = trim(text, Span::new(first.span.start, last.span.end));
                    if span.is_empty() {
                        return;
                    }
                    // Trimming may have taken whole pieces off the ends.
                    let inside = |piece: &&Piece| piece.span.overlaps(span);
                    let named = own.get(a..b).unwrap_or(&[]);
                    let first = named.iter().find(inside).unwrap_or(first);
                    let last = named.iter().rev().find(inside).unwrap_or(last);
                    canon.mentions.push(MentionPieces {
                        from: from + a,
                        to: from + b,
                    });
                    out.push(RawEntity {
                        span,
                        kind: KINDS.get(kind).copied().unwrap_or(EntityKind::Person),
                        score: self.calibrate(raw),
                        first_token: first.token,
                        end_token: last.token + 1,
                        canonical: out.len(),
                        full_name: None,
                    });
                },
            );
            from = to;
        }
        let found = out.get_mut(base..).unwrap_or(&mut []);
        canon.link(text, found, base, &pieces.all, &self.gazetteer);
    }

    fn calibrate(&self, raw: f32) -> f32 {
        let steps = &self.model.calibration;
        let place = raw * (steps.len() - 1) as f32;
        let low = (place as usize).min(steps.len() - 2);
        let value = |at: usize| f32::from(steps.get(at).copied().unwrap_or(0)) / 10_000.0;
        let part = place - low as f32;
        value(low) * (1.0 - part) + value(low + 1) * part
    }
}

#[inline]
fn add(sum: &mut Scores, scores: &Scores) {
    for (to, from) in sum.iter_mut().zip(scores) {
        *to = to.saturating_add(*from);
    }
}

/// Lists the pieces of a sentence's tokens, and says how it uses capitals.
fn list_spans(
    text: &str,
    tokens: &[crate::token::RawToken],
    first_token: usize,
    spans: &mut Vec<(Span, usize, Shape)>,
) -> Casing {
    spans.clear();
    for (at, token) in tokens.iter().enumerate() {
        split(text, token, |span| {
            spans.push((span, first_token + at, Shape::of(span.text(text))));
        });
    }
    Casing::of(spans.iter().map(|(span, _, shape)| (*shape, span.len())))
}

/// A name begins and ends at a letter or digit, save for the bracket that closes one inside it.
fn trim(text: &str, span: Span) -> Span {
    let name = span.text(text);
    let head = name.trim_start_matches(|c: char| !c.is_alphanumeric());
    let start = span.end - head.len();
    let tail = if head.ends_with(')') && head.contains('(') {
        head
    } else {
        head.trim_end_matches(|c: char| !c.is_alphanumeric())
    };
    Span::new(start, start + tail.len())
}

/// The pieces of `text`, for training.
#[cfg(feature = "internals")]
pub fn pieces(text: &str, gazetteer: &Gazetteer<'_>) -> Pieces {
    let mut scan = Scan::default();
    crate::token::scan::scan(text, &mut scan);
    let mut spans = Vec::new();
    let mut folded = String::new();
    let mut result = Pieces::default();
    for sentence in &scan.sentences {
        let tokens = scan
            .tokens
            .get(sentence.first_token..sentence.end_token)
            .unwrap_or(&[]);
        let casing = list_spans(text, tokens, sentence.first_token, &mut spans);
        for (span, token, _) in &spans {
            result.all.push(Piece {
                span: *span,
                token: *token,
                word: Word::new(span.text(text), casing, gazetteer, &mut folded),
            });
        }
        result.sentences.push((result.all.len(), casing));
    }
    result
}

/// The words of a name, cut as a text is, each by its `folded_hash`.
pub fn name_words(name: &str) -> Vec<u64> {
    let mut scan = Scan::default();
    crate::token::scan::scan(name, &mut scan);
    let mut buffer = String::new();
    let mut words = Vec::new();
    for token in &scan.tokens {
        split(name, token, |span| {
            words.push(folded_hash(span.text(name), &mut buffer));
        });
    }
    words
}

/// The mentions in `text`: span, kind, score.
#[cfg(feature = "internals")]
pub fn recognized(recognizer: &Recognizer, text: &str) -> Vec<(Span, EntityKind, f32)> {
    let mut scan = Scan::default();
    crate::token::scan::scan(text, &mut scan);
    let mut out = Vec::new();
    recognizer.recognize(text, &scan, &mut Scratch::default(), &mut out);
    out.into_iter().map(|e| (e.span, e.kind, e.score)).collect()
}

/// The gazetteer compiled into the crate.
#[cfg(feature = "internals")]
pub fn embedded_gazetteer() -> &'static [u8] {
    data::GAZETTEER
}
