//! Tables and models that are damaged: an error or a wrong answer, never a panic or a hang.
//!
//! Checking a table takes milliseconds, so the everyday tests try some of the places, always the same
//! ones. The tests that try all are ignored; run them after a change of a format:
//!
//! ```sh
//! cargo test --release --lib damage -- --ignored
//! ```

use super::{GAZETTEER, MODEL, REGION_TABLE, STEM_TABLE, TOKEN_TABLE};
use crate::Recognizer;
use crate::entity::EntityKind;
use crate::entity::features::{Extractor, edge_feature, word_features};
use crate::entity::labels::LABELS;
use crate::entity::lexicon::{Gazetteer, WordInfo, class};
use crate::entity::model::{self, Model, Written};
use crate::entity::piece::{Casing, EMPTY_PHRASE, Piece, Spelling, Word, folded_hash, phrase_step};
use crate::error::ErrorKind;
use crate::format::{Checksum, TableKind, WordMap, hash, open, seal, u32_at};
use crate::place::Regions;
use crate::stem::{Lexicon, root_by};
use crate::token::table::Words;
use crate::token::{clitic, scan};
use crate::{Analyzer, Worker};
use std::collections::{BTreeMap, BTreeSet};

const HEADER: usize = 20;
const DATA_VERSION: std::ops::Range<usize> = 8..12;
const TEXT: &str = "Bupati Belu Andreas Mau (52) dan Wali Kota Kupang, dr. Maria T. Nalle, membuka \
    Pasar Baru PT Sorgum Jaya Tbk. di Kecamatan Lamaknen, se-NTT. KPK diam di Jakarta.";
const WORDS: [&str; 12] = [
    "mempertanyakan",
    "rumahnyalah",
    "kubaca",
    "Plt",
    "belu",
    "kpk",
    "pertanggungjawabannya",
    "anak-anak",
    "x",
    "keberhasilannya",
    "kabupaten",
    "dll",
];

/// What a byte may turn into.
const OTHERS: [fn(u8) -> u8; 4] = [|b| b ^ 1, |b| b ^ 0x80, |b| !b, |b| b.wrapping_add(1)];

/// Places in a table of this size: each of the first ones, then one in `step`.
fn places(size: usize, step: usize) -> impl Iterator<Item = usize> {
    let dense = if step == 1 { size } else { 32 };
    (0..dense.min(size)).chain((dense..size).step_by(step))
}

/// Calls `look` with `table` changed at each place in turn.
fn each_damage(table: &[u8], step: usize, mut look: impl FnMut(&[u8], usize)) {
    let mut bad = table.to_vec();
    for at in places(table.len(), step) {
        let right = bad[at];
        for other in OTHERS {
            bad[at] = other(right);
            look(&bad, at);
        }
        bad[at] = right;
    }
}

/// Every change and every cut is refused where the checksum is looked at.
fn is_refused(
    table: &[u8],
    step: usize,
    kind: TableKind,
    open_table: impl Fn(&[u8], TableKind) -> bool,
) {
    assert!(open_table(table, kind), "{kind:?} is whole");
    each_damage(table, step, |bad, at| {
        let opened = open_table(bad, kind);
        assert_eq!(opened, DATA_VERSION.contains(&at), "{kind:?}, byte {at}");
    });
    for cut in places(table.len(), step) {
        assert!(!open_table(&table[..cut], kind), "{kind:?}, cut at {cut}");
    }
    let mut longer = table.to_vec();
    longer.push(0);
    assert!(!open_table(&longer, kind));
}

fn opens(table: &[u8], kind: TableKind) -> bool {
    open(table, kind, Checksum::Verify).is_ok()
}

const TABLES: [(&[u8], TableKind); 5] = [
    (TOKEN_TABLE, TableKind::Token),
    (STEM_TABLE, TableKind::Stem),
    (GAZETTEER, TableKind::Gazetteer),
    (REGION_TABLE, TableKind::Region),
    (MODEL, TableKind::Model),
];

#[test]
fn damage_is_noticed_by_the_checksum() {
    for (table, kind) in TABLES {
        is_refused(table, 300_007, kind, opens);
    }
    let small = small_model();
    is_refused(&small, 1, TableKind::Model, |bytes, _| {
        Recognizer::from_bytes(bytes).is_ok()
    });
}

#[test]
#[ignore = "takes minutes"]
fn damage_anywhere_is_noticed_by_the_checksum() {
    for (table, kind) in TABLES {
        is_refused(table, 1, kind, opens);
    }
}

/// Where a length or a count stands in a table, and its honest value.
fn lengths(table: &[u8], kind: TableKind) -> Vec<usize> {
    let at = |place: usize| u32_at(&table[place..], 0) as usize;
    let map = |start: usize| {
        let (entries, log2) = (at(start), at(start + 4));
        let keys = start + 8 + (8 << log2) + 4 * (entries + 1) + 4 * entries;
        [start, start + 4, keys]
    };
    match kind {
        TableKind::Token => vec![HEADER],
        TableKind::Model => vec![HEADER, HEADER + 4 + 2 * LABELS * LABELS + 34],
        TableKind::Stem => {
            let words = HEADER + 4 + at(HEADER);
            let long = words + 4 + (1 << 15) + 2 * ((1 << 16) + 1) + 21 * at(words);
            [vec![HEADER, words], map(long).to_vec()].concat()
        }
        TableKind::Region => {
            let texts = HEADER + 4 + 4 * at(HEADER) + 4 * (at(HEADER) + 1);
            let lists = texts + 4 + at(texts);
            let names = lists + 4 + at(lists);
            [vec![HEADER, texts, lists], map(names).to_vec()].concat()
        }
        TableKind::Gazetteer => {
            let phrases = HEADER + 4 + (4 << at(HEADER));
            let mut found = vec![HEADER, phrases, phrases + 4 + (4 << at(phrases))];
            for block in 2..5 {
                let last = found[block];
                found.push(last + 4 + at(last));
            }
            found
        }
        TableKind::Cluster => vec![],
    }
}

fn reads(table: &[u8], kind: TableKind) -> bool {
    match kind {
        TableKind::Token => Words::read(table, Checksum::Trust).is_ok(),
        TableKind::Stem => open(table, kind, Checksum::Trust)
            .and_then(Lexicon::read)
            .is_ok(),
        TableKind::Gazetteer => Gazetteer::read(table, Checksum::Trust).is_ok(),
        TableKind::Region => Regions::read(table, Checksum::Trust).is_ok(),
        TableKind::Model => Model::read(table, Checksum::Trust).is_ok(),
        TableKind::Cluster => false,
    }
}

/// No length but the right one goes with the rest of the file, so memory for another is never asked for.
#[test]
fn a_length_at_its_extremes_is_an_error() {
    for (table, kind) in TABLES {
        assert!(reads(table, kind), "{kind:?} is whole");
        for at in lengths(table, kind) {
            let right = u32_at(&table[at..], 0);
            let mut bad = table.to_vec();
            for wrong in [
                0,
                1,
                24,
                28,
                29,
                31,
                32,
                63,
                64,
                0xFFFF,
                1 << 28,
                0x0F0F_0F0F,
                i32::MAX as u32,
                1 << 31,
                u32::MAX / 4,
                u32::MAX / 8 + 1,
                u32::MAX - 1,
                u32::MAX,
                right + 1,
                right.wrapping_sub(1),
                right * 2,
            ] {
                if wrong == right {
                    continue;
                }
                bad[at..at + 4].copy_from_slice(&wrong.to_le_bytes());
                assert!(!reads(&bad, kind), "{kind:?}: {wrong} at {at}");
            }
        }
    }
}

/// Cut behind a header that agrees with what is left, so that the reader itself has to notice.
#[test]
fn a_table_cut_short_behind_a_fitting_header_is_an_error() {
    for (table, kind) in TABLES {
        for cut in places(table.len() - HEADER, 9_973) {
            let bad = seal(kind, 1, &table[HEADER..HEADER + cut]);
            assert!(!reads(&bad, kind), "{kind:?}, cut at {cut}");
        }
        let longer = seal(kind, 1, &[&table[HEADER..], &[0]].concat());
        assert!(!reads(&longer, kind));
    }
    let small = small_model();
    for cut in 0..small.len() - HEADER {
        let bad = seal(TableKind::Model, 1, &small[HEADER..HEADER + cut]);
        assert!(Recognizer::from_bytes(&bad).is_err(), "cut at {cut}");
    }
}

fn look_up_tokens(table: &[u8]) {
    let Ok(words) = Words::read(table, Checksum::Trust) else {
        return;
    };
    for word in WORDS {
        let clitics = clitic::split(&words, word.as_bytes(), false);
        std::hint::black_box((clitics, words.get(word.as_bytes()).class()));
    }
}

fn look_up_stems(table: &[u8]) {
    let payload = open(table, TableKind::Stem, Checksum::Trust);
    let Ok(lexicon) = payload.and_then(Lexicon::read) else {
        return;
    };
    for word in WORDS {
        std::hint::black_box(root_by(&lexicon, word));
        if let Some(entry) = lexicon.find(word.as_bytes()) {
            std::hint::black_box(entry.cut(word));
        }
    }
}

fn look_up_names(table: &[u8]) {
    let Ok(gazetteer) = Gazetteer::read(table, Checksum::Trust) else {
        return;
    };
    let mut buffer = String::new();
    for word in WORDS {
        let lower = folded_hash(word, &mut buffer);
        let info: WordInfo = gazetteer.word(lower);
        std::hint::black_box((info, gazetteer.coarse(info.cluster)));
        std::hint::black_box(
            gazetteer.phrase(phrase_step(EMPTY_PHRASE, lower)).classes & class::PLACES,
        );
        for kind in [
            EntityKind::Person,
            EntityKind::Place,
            EntityKind::Institution,
        ] {
            std::hint::black_box(gazetteer.full_name(lower, kind));
        }
    }
}

fn look_up_regions(table: &[u8]) {
    let Ok(regions) = Regions::read(table, Checksum::Trust) else {
        return;
    };
    for name in ["Belu", "Kota Kupang", "NTT", "kab. malang", "x"] {
        regions.touch(name);
    }
}

/// Looks up words in every table, damaged step by step, without a checksum in the way.
fn damaged_tables_answer(step: usize) {
    each_damage(TOKEN_TABLE, step, |bad, _| look_up_tokens(bad));
    each_damage(STEM_TABLE, step * 8, |bad, _| look_up_stems(bad));
    each_damage(GAZETTEER, step, |bad, _| look_up_names(bad));
    each_damage(REGION_TABLE, step, |bad, _| look_up_regions(bad));
}

#[test]
fn a_damaged_table_answers_or_is_refused() {
    damaged_tables_answer(9_973);
}

#[test]
#[ignore = "takes minutes"]
fn a_table_damaged_anywhere_answers_or_is_refused() {
    damaged_tables_answer(1);
}

/// Tables whose every slot is taken: a search for what is not there must end.
#[test]
fn a_full_table_ends_every_search() {
    let log2 = 12u32;
    let full = [&log2.to_le_bytes()[..], &vec![0xA5; 8 << log2]].concat();
    look_up_tokens(&seal(TableKind::Token, 1, &full));
    let slots = [&log2.to_le_bytes()[..], &vec![0xA5; 4 << log2]].concat();
    let names = [&slots[..], &slots, &[0; 16]].concat();
    look_up_names(&seal(TableKind::Gazetteer, 1, &names));
    let pairs: BTreeMap<Vec<u8>, u32> =
        (0..200u32).map(|n| (n.to_le_bytes().to_vec(), n)).collect();
    let mut map = Vec::new();
    WordMap::write(&pairs, &mut map);
    let slots = 8 << u32_at(&map, 1);
    for slot in map[8..8 + slots].chunks_exact_mut(8) {
        slot.copy_from_slice(&[1, 2, 3, 4, 5, 0, 0, 0]);
    }
    let read = WordMap::read(&mut crate::format::Reader::new(&map, "map")).unwrap();
    assert_eq!(read.find_hashed(b"kupang", hash(b"kupang")), None);
}

/// A model of the features that [`TEXT`] has, cut out of the model of the crate.
fn small_model() -> Vec<u8> {
    let gazetteer = Gazetteer::read(GAZETTEER, Checksum::Trust).unwrap();
    let mut wanted = BTreeSet::new();
    let mut want = |feature| {
        wanted.insert(model::key(feature));
    };
    let mut buffer = String::new();
    let mut tokens = crate::token::Scan::default();
    scan::scan(TEXT, &mut tokens);
    let pieces: Vec<Piece> = tokens
        .tokens
        .iter()
        .map(|token| Piece {
            span: token.span,
            token: 0,
            word: Word::new(
                token.span.text(TEXT),
                Casing::Plain,
                &gazetteer,
                &mut buffer,
            ),
        })
        .collect();
    let mut extractor = Extractor::default();
    extractor.prepare(&pieces, Casing::Plain, &gazetteer);
    for (at, piece) in pieces.iter().enumerate() {
        let spelling = Spelling::new(piece.span.text(TEXT), Casing::Plain, &mut buffer);
        for place in -1..=1 {
            word_features(&piece.word, &spelling, place, &gazetteer, &mut want);
            want(edge_feature(place));
        }
        extractor.context_features(&pieces, at, &mut want);
    }
    let Written {
        transitions,
        calibration,
        mut rows,
    } = Written::read(MODEL);
    rows.retain(|key, _| wanted.contains(key));
    assert!(rows.len() > 100, "{}", rows.len());
    model::write(&transitions, &calibration, &rows, 1)
}

/// Reads a text with a model: the mentions lie in it, in order, with a probability each.
fn recognize(model: &[u8], worker: &mut Worker, text: &str) -> bool {
    let Ok(recognizer) = Recognizer::from_bytes(model) else {
        return false;
    };
    let analyzer = Analyzer::builder().recognizer(recognizer).build();
    let doc = analyzer.analyze_with(worker, text);
    let mut done = 0;
    for entity in doc.entities() {
        let span = entity.span();
        assert!(span.start >= done && span.end > span.start && span.end <= text.len());
        assert!((0.0..=1.0).contains(&entity.score()), "{}", entity.score());
        assert!(entity.tokens().len() > 0);
        done = span.end;
    }
    true
}

fn damaged_models_recognize(step: usize) {
    let small = small_model();
    let mut worker = Worker::default();
    assert!(recognize(&small, &mut worker, TEXT));
    let mut loaded = 0;
    each_damage(&small[HEADER..], step, |payload, _| {
        let bad = seal(TableKind::Model, 1, payload);
        loaded += usize::from(recognize(&bad, &mut worker, TEXT));
    });
    assert!(loaded > 100, "{loaded}");
}

#[test]
fn a_damaged_model_that_loads_reads_a_text_to_its_end() {
    damaged_models_recognize(97);
}

#[test]
#[ignore = "takes minutes"]
fn a_model_damaged_anywhere_that_loads_reads_a_text_to_its_end() {
    damaged_models_recognize(1);
}

fn model_of(keys: impl Iterator<Item = u32>, weight: i8, transition: i16) -> Vec<u8> {
    let rows = keys.map(|key| (key, [weight; LABELS])).collect();
    model::write(&[[transition; LABELS]; LABELS], &[10_000; 17], &rows, 1)
}

/// Loading and look-ups take time by the file's length, however its keys are chosen.
#[test]
fn a_model_made_to_be_slow_is_refused() {
    let error = |model: &[u8]| Recognizer::from_bytes(model).map(|_| ()).unwrap_err();
    // Neighbours all ask for the same slot.
    let crowded = error(&model_of(0..200_000, 1, 0));
    assert_eq!(crowded.kind(), ErrorKind::Corrupt);
    assert!(crowded.to_string().contains("crowd"), "{crowded}");
    // Twice the same key, and keys that do not ascend.
    for keys in [[7u32, 7], [9, 8]] {
        let mut payload = model_of([1u32, 2].into_iter(), 1, 0)[HEADER..].to_vec();
        // Behind the keys of both: one row, its length, and two indices to it.
        let at = payload.len() - 2 * 4 - (4 + 2 + 4 + LABELS) - 2 * 2;
        payload[at..at + 4].copy_from_slice(&keys[0].to_le_bytes());
        payload[at + 4..at + 8].copy_from_slice(&keys[1].to_le_bytes());
        let unordered = error(&seal(TableKind::Model, 1, &payload));
        assert!(unordered.to_string().contains("order"), "{unordered}");
    }
}

#[test]
fn a_model_takes_memory_by_the_size_of_its_file() {
    const SMALLEST_TABLE: usize = 220_000;
    let small = small_model();
    let spread = model_of((0..40_000u32).map(|n| n.wrapping_mul(107_374)), 1, 0);
    // No two features share a row.
    let mut rows = BTreeMap::new();
    for n in 0..40_000u32 {
        let mut row = [0; LABELS];
        [row[0], row[1], row[2]] = [1, (n % 200) as i8, (n / 200) as i8];
        rows.insert(n.wrapping_mul(107_374), row);
    }
    let distinct = model::write(&[[0; LABELS]; LABELS], &[10_000; 17], &rows, 1);
    for file in [MODEL, &small, &spread, &distinct] {
        let model = Model::read(file, Checksum::Verify).unwrap();
        assert!(
            model.bytes() <= 6 * file.len() + SMALLEST_TABLE,
            "{} of {}",
            model.bytes(),
            file.len()
        );
    }
}

/// Weights at the ends of their range, on a sentence so long that their sum passes 32 bits.
#[test]
fn extreme_weights_stay_countable() {
    let long = format!("Warga {}", "Belu dan Kupang, ".repeat(40_000));
    let mut worker = Worker::default();
    for transition in [i16::MIN, i16::MAX] {
        for weight in [i8::MIN, i8::MAX] {
            let keys = (0..40_000u32).map(|n| n.wrapping_mul(107_374));
            let model = model_of(keys, weight, transition);
            assert!(recognize(&model, &mut worker, &long));
        }
    }
    // Each step as unlike the next as can be.
    let mut transitions = [[0i16; LABELS]; LABELS];
    for (at, weight) in transitions.iter_mut().flatten().enumerate() {
        *weight = if at % 2 == 0 { i16::MIN } else { i16::MAX };
    }
    let model = model::write(&transitions, &[10_000; 17], &BTreeMap::new(), 1);
    assert!(recognize(&model, &mut worker, &long));
}
