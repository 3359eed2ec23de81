//! Prints a token a line: `start<TAB>end<TAB>kind<TAB>text`, offsets in bytes.
//!
//! `cargo run --release --example tokenize -- [FILE...]` reads each FILE, or standard input.
//!
//! A token that spans a line break (a word broken by a hyphen) is shown with `\\n` for the break.
//! Invalid UTF-8 is an error that names the file and the byte position; the exit status is then 2.

#[allow(dead_code, reason = "the other examples use the rest")]
mod common;

use common::Failure;
use std::io::{self, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    common::exit(run())
}

fn run() -> Result<ExitCode, Failure> {
    let mut files: Vec<String> = std::env::args().skip(1).collect();
    if files.is_empty() {
        files.push("-".to_owned());
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    for file in files {
        let text = common::read_text(&file)?;
        for token in warta::tokenize(&text) {
            let span = token.span();
            let kind = token.kind().name();
            let shown = token.text().replace('\n', "\\n").replace('\r', "\\r");
            writeln!(out, "{}\t{}\t{kind}\t{shown}", span.start, span.end)?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
