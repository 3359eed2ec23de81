//! The recogniser once more, slow and plain: weights from a sorted map, every feature of every piece
//! looked up by itself, all labels and label pairs tried. The fast path has to decide the same.

use super::document::FirstReading;
use super::features::{
    Elsewhere, Extractor, REACH, edge_feature, elsewhere_features, word_features,
};
use super::labels::{LABELS, ROW, allowed, begins, ends};
use super::lexicon::Gazetteer;
use super::model::{Scores, Written, key};
use super::piece::{Spelling, Word};
use super::{Pieces, Recognizer, Scratch, list_spans};
use crate::data;
use crate::format::Checksum;
use crate::token::Scan;
use proptest::prelude::*;

impl Written {
    fn add(&self, feature: u64, scores: &mut Scores) {
        let row = self.rows.get(&key(feature)).into_iter().flatten();
        for (sum, weight) in scores.iter_mut().zip(row) {
            *sum += i16::from(*weight);
        }
    }

    /// The best labels: all of `LABELS` by `LABELS` steps at every piece.
    fn best(&self, scores: &[Scores]) -> Vec<u8> {
        const WORST: i32 = i32::MIN / 2;
        let mut table: Vec<Vec<(i32, usize)>> = Vec::new();
        for (at, own) in scores.iter().enumerate() {
            let mut row = vec![(WORST, 0); LABELS];
            for b in 0..LABELS {
                if at == 0 {
                    if begins(b) {
                        row[b] = (i32::from(own[b]), 0);
                    }
                    continue;
                }
                for (a, (before, _)) in table[at - 1].iter().copied().enumerate() {
                    if allowed(a, b) && before > WORST {
                        let score = before + i32::from(self.transitions[a][b]) + i32::from(own[b]);
                        if score > row[b].0 {
                            row[b] = (score, a);
                        }
                    }
                }
            }
            table.push(row);
        }
        let mut labels = vec![0u8; scores.len()];
        let Some(last) = table.last() else {
            return labels;
        };
        let mut label = 0;
        for other in 0..LABELS {
            if ends(other) && last[other].0 > last[label].0 {
                label = other;
            }
        }
        for at in (0..scores.len()).rev() {
            labels[at] = label as u8;
            label = table[at][label].1;
        }
        labels
    }
}

/// Scores of the first reading, and labels of both.
fn read_slowly(model: &Written, text: &str) -> (Vec<Scores>, Vec<u8>, Vec<u8>) {
    let gazetteer = Gazetteer::read(data::GAZETTEER, Checksum::Verify).expect("a gazetteer");
    let mut scan = Scan::default();
    crate::token::scan::scan(text, &mut scan);
    let (mut spans, mut folded) = (Vec::new(), String::new());
    let mut pieces = Pieces::default();
    let (mut scores, mut labels) = (Vec::new(), Vec::new());
    for sentence in &scan.sentences {
        let tokens = &scan.tokens[sentence.first_token..sentence.end_token];
        let casing = list_spans(text, tokens, sentence.first_token, &mut spans);
        let from = pieces.all.len();
        let mut spellings = Vec::new();
        for (span, token, _) in &spans {
            let word = span.text(text);
            spellings.push(Spelling::new(word, casing, &mut folded));
            pieces.all.push(super::piece::Piece {
                span: *span,
                token: *token,
                word: Word::new(word, casing, &gazetteer, &mut folded),
            });
        }
        let own = &pieces.all[from..];
        let mut extractor = Extractor::default();
        extractor.prepare(own, casing, &gazetteer);
        let mut rows = Vec::new();
        for at in 0..own.len() {
            let mut row = [0; ROW];
            for place in -(REACH as i64)..=REACH as i64 {
                match usize::try_from(at as i64 + place)
                    .ok()
                    .filter(|near| *near < own.len())
                {
                    Some(near) => word_features(
                        &own[near].word,
                        &spellings[near],
                        place as i32,
                        &gazetteer,
                        |feature| model.add(feature, &mut row),
                    ),
                    None => model.add(edge_feature(place as i32), &mut row),
                }
            }
            extractor.context_features(own, at, |feature| model.add(feature, &mut row));
            rows.push(row);
        }
        labels.extend(model.best(&rows));
        scores.extend(rows);
        pieces.sentences.push((pieces.all.len(), casing));
    }
    let mut reading = FirstReading::default();
    reading.collect(&pieces.all, &scores, &labels);
    let mut second = Vec::new();
    let mut from = 0;
    for (to, _) in &pieces.sentences {
        let elsewhere = |at: usize| {
            if (from..*to).contains(&at) {
                reading.elsewhere(&pieces.all, &labels, at)
            } else {
                Elsewhere::default()
            }
        };
        let rows: Vec<Scores> = (from..*to)
            .map(|at| {
                let mut row = scores[at];
                let left = at.checked_sub(1).map(elsewhere).unwrap_or_default();
                let (here, right) = (elsewhere(at), elsewhere(at + 1));
                elsewhere_features(here, left, right, &pieces.all[at].word, |feature| {
                    model.add(feature, &mut row);
                });
                row
            })
            .collect();
        second.extend(model.best(&rows));
        from = *to;
    }
    (scores, labels, second)
}

/// The lanes behind the labels hold nothing of meaning.
fn unpadded(mut scores: Scores) -> Scores {
    for lane in &mut scores[LABELS..] {
        *lane = 0;
    }
    scores
}

/// The same from the recogniser itself.
fn read_fast(
    recognizer: &Recognizer,
    text: &str,
    scratch: &mut Scratch,
) -> (Vec<Scores>, Vec<u8>, Vec<u8>) {
    let mut scan = Scan::default();
    crate::token::scan::scan(text, &mut scan);
    recognizer.recognize(text, &scan, scratch, &mut Vec::new());
    (
        scratch.emissions.iter().copied().map(unpadded).collect(),
        scratch.labels.clone(),
        scratch.second.clone(),
    )
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "Bupati",
            "Belu",
            "Kabupaten",
            "Kota",
            "Dinas",
            "Pendidikan",
            "dan",
            "KPK",
            "(KPK)",
            "PT",
            "Telkom",
            "Joko",
            "Widodo",
            "Prabowo-Gibran",
            "se-NTT",
            "di",
            "Jakarta",
            "kata",
            "Komisi",
            "Pemberantasan",
            "Korupsi",
            "(",
            ")",
            ",",
            "\"",
            ".",
            "\n\n",
            "Ketua",
            "Polres",
            "Liga",
            "1",
            "No.",
            "Jl.",
            "Sudirman",
            "bertemu",
            "DIDUGA",
            "Rp5",
            "miliar",
            "Jokowinya",
            "Persib",
        ])
        .prop_map(str::to_owned),
        "[A-Z][a-z]{1,9}",
        "[A-Z]{2,5}",
        "[a-z]{2,12}",
        "\\PC{1,4}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn decides_as_the_portable_model(words in prop::collection::vec(word(), 0..60)) {
        thread_local! {
            static MODEL: Written = Written::read(data::MODEL);
        }
        let text = words.join(" ");
        let slow = MODEL.with(|model| read_slowly(model, &text));
        // The second time every word comes from the cache.
        let mut scratch = Scratch::default();
        for _ in 0..2 {
            let fast = read_fast(&Recognizer::default(), &text, &mut scratch);
            prop_assert_eq!(&fast, &slow, "{}", text);
        }
    }
}
