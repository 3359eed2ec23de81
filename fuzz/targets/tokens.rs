//! Any bytes as text, cut into tokens.
#![no_main]

#[path = "../../tests/checks/mod.rs"]
mod checks;

use libfuzzer_sys::fuzz_target;
use std::cell::RefCell;
use warta::Tokenizer;

thread_local!(static KEPT: RefCell<Tokenizer> = RefCell::default());

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    KEPT.with_borrow_mut(|kept| checks::tokens(&text, kept));
});
