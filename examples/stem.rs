//! Reads one word a line from standard input and writes `word<TAB>stem`.
//!
//! `echo mempertanyakan | cargo run --release --example stem`
//!
//! Invalid UTF-8 is an error that names the byte position; the exit status is then 2.

#[allow(dead_code, reason = "the other examples use the rest")]
mod common;

use common::{Failure, exit, invalid_utf8};
use std::io::{self, BufRead, BufWriter, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    exit(run())
}

fn run() -> Result<ExitCode, Failure> {
    let stemmer = warta::Stemmer::default();
    let mut input = io::stdin().lock();
    let mut out = BufWriter::new(io::stdout().lock());
    let mut line = Vec::new();
    let mut read = 0;
    while input.read_until(b'\n', &mut line)? > 0 {
        let text = match std::str::from_utf8(&line) {
            Ok(text) => text,
            Err(error) => {
                out.flush()?;
                let at = read + error.valid_up_to();
                return Err(Failure::Input(invalid_utf8("standard input", at)));
            }
        };
        let mut word = text.trim_end_matches(['\n', '\r']);
        if read == 0 {
            word = word.strip_prefix('\u{FEFF}').unwrap_or(word);
        }
        writeln!(out, "{word}\t{}", stemmer.stem(word))?;
        read += line.len();
        line.clear();
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
