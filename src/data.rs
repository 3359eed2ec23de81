//! The tables compiled into the crate: the only `include_bytes!` and the only statics.
//!
//! Each is generated from `data/` by `cargo run --release -p warta-datagen`.
