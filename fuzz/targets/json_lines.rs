//! Any bytes as the input of `analyze --jsonl`: one line out for each line in, the same for any number
//! of threads and however the input arrives.
#![no_main]

#[path = "../../examples/common/mod.rs"]
#[allow(dead_code, reason = "the reader of JSON Lines needs some of it")]
mod common;
#[path = "../../examples/analyze/jsonl.rs"]
#[allow(dead_code, reason = "the whole file is the example's, one function of it the reader")]
mod jsonl;

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use std::io::{self, Read};
use std::sync::LazyLock;
use warta::Analyzer;

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(Analyzer::default);

/// Hands over at most `size` bytes at a time, so that the lines make several batches.
struct Chunks<'a> {
    rest: &'a [u8],
    size: usize,
}

impl Read for Chunks<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let size = self.size.min(buffer.len()).min(self.rest.len());
        let (now, later) = self.rest.split_at(size);
        buffer[..size].copy_from_slice(now);
        self.rest = later;
        Ok(size)
    }
}

fn run(input: &[u8], threads: usize, size: usize) -> (u8, Vec<u8>, String) {
    let (mut out, mut messages) = (Vec::new(), Vec::new());
    let input = Chunks { rest: input, size };
    let status = jsonl::run(&ANALYZER, threads, input, &mut out, &mut messages);
    let messages = String::from_utf8(messages).expect("messages are UTF-8");
    (status.expect("nothing fails in memory"), out, messages)
}

fuzz_target!(|data: &[u8]| {
    let Some((&size, input)) = data.split_first() else {
        return;
    };
    let (status, out, messages) = run(input, 1, input.len().max(1));
    let again = run(input, 2, usize::from(size) + 1);
    assert!(again == (status, out.clone(), messages.clone()), "threads change the answers");

    let lines_in: Vec<&[u8]> = input.split_inclusive(|b| *b == b'\n').collect();
    let lines_out: Vec<&[u8]> = out.split_inclusive(|b| *b == b'\n').collect();
    assert_eq!(lines_in.len(), lines_out.len());
    let mut bad = 0;
    for (given, answer) in lines_in.iter().zip(&lines_out) {
        let answer: Value = serde_json::from_slice(answer).expect("an answer is JSON");
        let given = given.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(given);
        let parsed = serde_json::from_slice::<Value>(given).ok();
        if answer.get("error").is_some() {
            bad += 1;
        } else if let Some(given) = parsed {
            // Numbers too long for `Value` come back by letter, which it cannot tell.
            assert_eq!(answer["id"], given["id"]);
            let text = given["text"].as_str().expect("only texts are answered");
            let done = answer["tokens"].as_array().and_then(|tokens| tokens.last());
            let end = done.and_then(|token| token["end"].as_u64()).unwrap_or(0) as usize;
            assert!(text[end..].trim().is_empty());
        }
    }
    assert_eq!(messages.matches("error: line ").count(), bad);
    assert_eq!(status != 0, bad > 0);
});
