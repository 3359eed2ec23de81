//! Any bytes as words and as a list of overrides.
#![no_main]

#[path = "../../tests/checks/mod.rs"]
mod checks;

use libfuzzer_sys::fuzz_target;
use warta::Stemmer;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let stemmer = Stemmer::default();
    checks::stem(&stemmer, &text);
    for word in text.split_whitespace() {
        checks::stem(&stemmer, word);
    }
    checks::overrides(&text);
});
