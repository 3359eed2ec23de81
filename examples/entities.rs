//! Lists the people, places and institutions named in articles, a mention a line:
//! `start<TAB>end<TAB>kind<TAB>score<TAB>text`, offsets in bytes.
//!
//! ```sh
//! cargo run --release --example entities -- examples/texts/crime.txt
//! ```

mod common;

use common::{Failure, exit, read_text};
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    exit(run())
}

fn run() -> Result<ExitCode, Failure> {
    let mut files: Vec<String> = std::env::args().skip(1).collect();
    if files.is_empty() {
        files.push("-".to_owned());
    }
    let mut out = BufWriter::new(io::stdout().lock());
    for path in &files {
        let text = read_text(path)?;
        for entity in warta::analyze(&text).entities() {
            let span = entity.span();
            // A name that runs over a line break stays on one line here.
            let name = entity.text().replace(char::is_control, " ");
            writeln!(
                out,
                "{}\t{}\t{}\t{:.2}\t{name}",
                span.start,
                span.end,
                entity.kind().name(),
                entity.score(),
            )?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
