//! Prints a token a line: `start<TAB>end<TAB>kind<TAB>text`, offsets in bytes.
//!
//! `cargo run --release --example tokenize -- [FILE...]` reads each FILE, or standard input.

use std::io::{self, Read, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let files: Vec<String> = std::env::args().skip(1).collect();
    let names = if files.is_empty() {
        vec!["-".to_owned()]
    } else {
        files
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    for name in names {
        match read(&name).and_then(|text| print(&text, &mut out).map_err(|e| e.to_string())) {
            Ok(()) => {}
            Err(why) => {
                let _ = out.flush();
                eprintln!("tokenize: {why}");
                return ExitCode::from(2);
            }
        }
    }
    match out.flush() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("tokenize: {why}");
            ExitCode::from(2)
        }
    }
}

/// The text of a file, or of standard input for `-`.
fn read(name: &str) -> Result<String, String> {
    let (shown, bytes) = if name == "-" {
        let mut bytes = Vec::new();
        let outcome = io::stdin().lock().read_to_end(&mut bytes);
        ("standard input", outcome.map(|_| bytes))
    } else {
        (name, std::fs::read(name))
    };
    let bytes = bytes.map_err(|e| format!("{shown}: {e}"))?;
    String::from_utf8(bytes).map_err(|e| {
        format!(
            "{shown}: invalid UTF-8 at byte {}; convert the file to UTF-8",
            e.utf8_error().valid_up_to()
        )
    })
}

fn print(text: &str, out: &mut impl Write) -> io::Result<()> {
    for token in warta::tokenize(text) {
        let span = token.span();
        let kind = token.kind().name();
        // A word broken over two lines holds a line feed; one line a token is the contract.
        let shown = token.text().replace('\n', "\\n").replace('\r', "\\r");
        writeln!(out, "{}\t{}\t{kind}\t{shown}", span.start, span.end)?;
    }
    Ok(())
}
