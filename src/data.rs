//! The tables compiled into the crate: the only `include_bytes!` and the only statics.
//!
//! Each is generated from `data/` by `cargo run --release -p warta-datagen`.

use crate::entity::Recognizer;
use crate::entity::lexicon::Gazetteer;
use crate::entity::model::Model;
use crate::format::{Checksum, TableKind, open};
use crate::place::Regions;
use crate::stem::Lexicon;
use crate::token::table::Words;
use once_cell::sync::Lazy;

pub(crate) static STEM_TABLE: &[u8] = include_bytes!("data/stem.bin");

static STEMS: Lazy<Lexicon<'static>> = Lazy::new(|| {
    open(STEM_TABLE, TableKind::Stem, Checksum::Trust)
        .and_then(Lexicon::read)
        .unwrap_or(Lexicon::EMPTY)
});

/// The stemmer's lexicon.
#[inline]
pub(crate) fn stems() -> &'static Lexicon<'static> {
    &STEMS
}

/// Names, institutions, acronyms, titles, triggers, and word statistics.
pub(crate) static GAZETTEER: &[u8] = include_bytes!("data/gazetteer.bin");
pub(crate) static MODEL: &[u8] = include_bytes!("data/model.bin");

/// The recogniser of the crate.
pub(crate) static RECOGNIZER: Lazy<Recognizer> = Lazy::new(|| {
    let model = Model::read(MODEL, Checksum::Trust).unwrap_or_default();
    let gazetteer = Gazetteer::read(GAZETTEER, Checksum::Trust).unwrap_or(Gazetteer::EMPTY);
    Recognizer::new(model, gazetteer)
});

static REGION_TABLE: &[u8] = include_bytes!("data/region.bin");

/// The official regions.
pub(crate) static REGIONS: Lazy<Regions<'static>> =
    Lazy::new(|| Regions::read(REGION_TABLE, Checksum::Trust).unwrap_or(Regions::EMPTY));

static TOKEN_TABLE: &[u8] = include_bytes!("data/token.bin");

/// Words, abbreviations and clitic decisions of the tokenizer.
pub(crate) static WORDS: Lazy<Words<'static>> =
    Lazy::new(|| Words::read(TOKEN_TABLE, Checksum::Trust).unwrap_or(Words::EMPTY));

#[cfg(test)]
mod damage;
