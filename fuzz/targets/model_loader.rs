//! Any bytes as a model file; behind a valid header, so that the checksum hides nothing; and as changes
//! to the model of the crate. What loads must read a text to its end, and the same twice.
#![no_main]

#[path = "../../tests/checks/mod.rs"]
mod checks;

use checks::Facts;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use warta::format::{TableKind, open, seal, Checksum};
use warta::{Analyzer, Recognizer, Stemmer, Stopwords};

static MODEL: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let model = include_bytes!("../../src/data/model.bin");
    let payload = open(model, TableKind::Model, Checksum::Verify);
    payload.expect("the model is intact").to_vec()
});
static STOPWORDS: LazyLock<Stopwords> = LazyLock::new(Stopwords::search);
static STEMMER: LazyLock<Stemmer> = LazyLock::new(Stemmer::default);

const TEXT: &str = "Bupati Belu Buka Pasar\n\nATAMBUA - Bupati Belu Andreas Mau (52) dan Wali Kota \
    Kupang, dr. Maria T. Nalle, S.Sos., membuka Pasar Baru milik PT Sorgum Jaya Tbk. di Kecamatan \
    Lamaknen, Kabupaten Belu, se-NTT. Persibnya kalah! KPK (Komisi Pemberantasan Korupsi) diam. \
    Jokowi-Ma'ruf";

fn read(model: &[u8]) {
    let Ok(recognizer) = Recognizer::from_bytes(model) else {
        return;
    };
    let analyzer = Analyzer::builder().recognizer(recognizer).build();
    let doc = analyzer.analyze(TEXT);
    checks::document(&doc, &STOPWORDS, &STEMMER);
    assert_eq!(Facts::of(&doc), Facts::of(&analyzer.analyze(TEXT)));
}

fuzz_target!(|data: &[u8]| {
    let Some((&way, data)) = data.split_first() else {
        return;
    };
    match way {
        0..200 => read(&seal(TableKind::Model, 1, data)),
        200..216 => read(data),
        // Four bytes each: where, and what.
        216.. => {
            let mut model = MODEL.clone();
            for change in data.chunks_exact(4) {
                let at = u32::from_le_bytes([change[0], change[1], change[2], 0]) as usize;
                let length = model.len();
                model[at % length] = change[3];
            }
            read(&seal(TableKind::Model, 1, &model));
        }
    }
});
