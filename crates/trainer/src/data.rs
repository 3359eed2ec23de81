//! From annotated articles to numbered features.

use crate::corpus::{Article, labelled};
use crate::crf::{Sentence, Weights};
use std::collections::HashMap;
use warta::entity::document::{FirstReading, HashedMap};
use warta::entity::features::{
    Elsewhere, Extractor, REACH, edge_feature, elsewhere_features, word_features,
};
use warta::entity::lexicon::Gazetteer;
use warta::entity::model::Scores;
use warta::entity::piece::{Piece, Spelling};

/// An article as the optimiser sees it.
pub struct Document {
    /// Cut and labelled text.
    pub pieces: Vec<Piece>,
    /// Numbered features of each sentence.
    pub sentences: Vec<Sentence>,
    /// An altered copy of another article: never a test case, left out with its original.
    pub original: usize,
    convention: Convention,
}

/// A convention of annotation with a name of its own; 0 is the common one.
pub type Convention = u8;

/// Numbers of features. Texts of another convention have every feature twice: the one shared by all
/// texts, and a copy that learns where the convention differs.
#[derive(Default)]
pub struct Dictionary {
    numbers: HashedMap<u32>,
    /// The hash behind each number.
    pub hashes: Vec<u64>,
    /// For each number the convention it belongs to and the number of the shared feature.
    copies: Vec<(Convention, u32)>,
}

impl Dictionary {
    fn number(&mut self, hash: u64, convention: Convention, shared: Option<u32>) -> u32 {
        let next = self.hashes.len() as u32;
        *self.numbers.entry(hash).or_insert_with(|| {
            self.hashes.push(hash);
            self.copies.push((convention, shared.unwrap_or(next)));
            next
        })
    }

    /// Appends the numbers of `hash` in a text of `convention`.
    fn push(&mut self, hash: u64, convention: Convention, features: &mut Vec<u32>) {
        let shared = self.number(hash, 0, None);
        features.push(shared);
        if convention != 0 {
            features.push(self.number(copy_of(hash, convention), convention, Some(shared)));
        }
    }

    /// The weights for texts of `convention`, as weights of shared features alone.
    pub fn fold(&self, weights: &mut Weights, convention: Convention) {
        for (number, &(own, shared)) in self.copies.iter().enumerate() {
            if own == 0 {
                continue;
            }
            let row = std::mem::take(&mut weights.rows[number]);
            if own == convention {
                for (to, from) in weights.rows[shared as usize].iter_mut().zip(row) {
                    *to += from;
                }
            }
        }
    }
}

fn copy_of(hash: u64, convention: Convention) -> u64 {
    (hash ^ u64::from(convention)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// An article and how it takes part.
#[derive(Clone)]
pub struct Source {
    /// The article.
    pub article: Article,
    /// Weight.
    pub weight: f32,
    /// Number of the article that this one is an altered copy of, or its own.
    pub original: usize,
    /// Convention of its annotation.
    pub convention: Convention,
}

/// Extracts and numbers the features of `sources`; those seen fewer than `least` times are dropped.
pub fn documents(
    sources: &[Source],
    gazetteer: &Gazetteer<'_>,
    least: u32,
    mut tick: impl FnMut(),
) -> (Vec<Document>, Dictionary) {
    let mut extractor = Extractor::default();
    let mut folded = String::new();
    let mut raw: Vec<(Document, Vec<Vec<u64>>)> = Vec::new();
    let mut counts: HashedMap<u32> = HashMap::default();
    for source in sources {
        let cut = labelled(&source.article, gazetteer);
        let mut from = 0;
        let mut sentences = Vec::new();
        let mut hashes = Vec::new();
        for &(to, casing) in &cut.pieces.sentences {
            let own = &cut.pieces.all[from..to];
            extractor.prepare(own, casing, gazetteer);
            let spellings: Vec<Spelling> = own
                .iter()
                .map(|p| Spelling::new(p.span.text(&source.article.text), casing, &mut folded))
                .collect();
            let mut sentence = Sentence {
                weight: source.weight,
                labels: cut.labels[from..to].to_vec(),
                ..Sentence::default()
            };
            let mut features: Vec<u64> = Vec::new();
            for at in 0..own.len() {
                for place in -(REACH as i32)..=REACH as i32 {
                    let target = at as i64 + i64::from(place);
                    match usize::try_from(target).ok().and_then(|t| own.get(t)) {
                        Some(piece) => word_features(
                            &piece.word,
                            &spellings[target as usize],
                            place,
                            gazetteer,
                            |f| features.push(f),
                        ),
                        None => features.push(edge_feature(place)),
                    }
                }
                extractor.context_features(own, at, |f| features.push(f));
                sentence.ends.push(features.len() as u32);
            }
            for feature in &features {
                *counts.entry(*feature).or_default() += 1;
            }
            hashes.push(features);
            sentences.push(sentence);
            from = to;
        }
        raw.push((
            Document {
                pieces: cut.pieces.all,
                sentences,
                original: source.original,
                convention: source.convention,
            },
            hashes,
        ));
        tick();
    }
    let mut dictionary = Dictionary::default();
    let documents = raw
        .into_iter()
        .map(|(mut document, hashes)| {
            for (sentence, features) in document.sentences.iter_mut().zip(hashes) {
                let mut ends = Vec::with_capacity(sentence.ends.len());
                let mut from = 0;
                for &end in &sentence.ends {
                    for feature in &features[from..end as usize] {
                        if counts.get(feature).copied().unwrap_or(0) >= least {
                            dictionary.push(*feature, document.convention, &mut sentence.features);
                        }
                    }
                    from = end as usize;
                    ends.push(sentence.features.len() as u32);
                }
                sentence.ends = ends;
            }
            document
        })
        .collect();
    (documents, dictionary)
}

/// What a first reading made of a document.
#[derive(Default)]
pub struct FirstLabels {
    /// Scores of each piece.
    pub emissions: Vec<Scores>,
    /// Labels of each piece.
    pub labels: Vec<u8>,
}

/// The sentences of `document` with the features of what the first reading says elsewhere in it.
pub fn with_elsewhere(
    document: &Document,
    first: &FirstLabels,
    dictionary: &mut Dictionary,
) -> Vec<Sentence> {
    let labels = &first.labels;
    let mut reading = FirstReading::default();
    reading.collect(&document.pieces, &first.emissions, labels);
    let mut from = 0;
    let mut all = Vec::new();
    for sentence in &document.sentences {
        let n = sentence.labels.len();
        let at = |i: usize| {
            if i < n {
                reading.elsewhere(&document.pieces, labels, from + i)
            } else {
                Elsewhere::default()
            }
        };
        let mut richer = Sentence {
            weight: sentence.weight,
            labels: sentence.labels.clone(),
            ..Sentence::default()
        };
        let mut start = 0;
        for i in 0..n {
            let end = sentence.ends[i] as usize;
            richer
                .features
                .extend_from_slice(&sentence.features[start..end]);
            start = end;
            let left = if i > 0 {
                at(i - 1)
            } else {
                Elsewhere::default()
            };
            elsewhere_features(
                at(i),
                left,
                at(i + 1),
                &document.pieces[from + i].word,
                |f| {
                    dictionary.push(f, document.convention, &mut richer.features);
                },
            );
            richer.ends.push(richer.features.len() as u32);
        }
        all.push(richer);
        from += n;
    }
    all
}
