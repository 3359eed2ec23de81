//! The tables compiled into the crate: the only `include_bytes!` and the only statics.
//!
//! Each is generated from `data/` by `cargo run --release -p warta-datagen`.

use crate::format::{Checksum, TableKind, open};
use crate::stem::Lexicon;
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
