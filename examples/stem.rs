//! Reads one word a line from standard input and writes `word<TAB>stem`.
//!
//! `echo mempertanyakan | cargo run --release --example stem`
//!
//! Invalid UTF-8 is an error that names the byte position; the exit status is then 2.

use std::io::{self, BufRead, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever read our output has read enough.
        Err(Failure::Io(e)) if e.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Failure::Io(e)) => {
            eprintln!("stem: {e}");
            ExitCode::FAILURE
        }
        Err(Failure::NotUtf8(at)) => {
            eprintln!("stem: standard input: invalid UTF-8 at byte {at}");
            ExitCode::from(2)
        }
    }
}

enum Failure {
    Io(io::Error),
    /// Byte position in the whole input.
    NotUtf8(usize),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

fn run() -> Result<(), Failure> {
    let stemmer = warta::Stemmer::default();
    let mut input = io::stdin().lock();
    let mut output = io::BufWriter::new(io::stdout().lock());
    let mut line = Vec::new();
    let mut read = 0;
    while input.read_until(b'\n', &mut line)? > 0 {
        let text = match std::str::from_utf8(&line) {
            Ok(text) => text,
            Err(e) => {
                output.flush()?;
                return Err(Failure::NotUtf8(read + e.valid_up_to()));
            }
        };
        let word = text.trim_end_matches(['\n', '\r']);
        let word = if read == 0 {
            word.trim_start_matches('\u{FEFF}')
        } else {
            word
        };
        writeln!(output, "{word}\t{}", stemmer.stem(word))?;
        read += line.len();
        line.clear();
    }
    Ok(output.flush()?)
}
