//! Uses a recogniser of your own: `cargo run --release --example custom_model -- MODEL [NAMES]`.
//!
//! MODEL is a file written by the trainer (see docs/entities.md). NAMES, if given, holds one name of
//! an institution a line. Reads a text from standard input and prints `start<TAB>end<TAB>kind<TAB>text`.

use std::io::Read;
use std::process::ExitCode;
use warta::{Analyzer, EntityKind, Recognizer};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("custom_model: {why}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<(), String> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments
        .next()
        .ok_or("expected the path of a model file as first argument")?;
    let model = std::fs::read(&path).map_err(|e| format!("{path}: {e}"))?;
    let mut recognizer = Recognizer::from_bytes(&model).map_err(|e| format!("{path}: {e}"))?;
    if let Some(path) = arguments.next() {
        let names = std::fs::read_to_string(&path).map_err(|e| format!("{path}: {e}"))?;
        recognizer = recognizer.with_names(EntityKind::Institution, names.lines());
    }
    let mut text = String::new();
    std::io::stdin()
        .read_to_string(&mut text)
        .map_err(|e| format!("standard input: {e}"))?;
    let analyzer = Analyzer::builder().recognizer(recognizer).build();
    for entity in analyzer.analyze(&text).entities() {
        let span = entity.span();
        println!(
            "{}\t{}\t{}\t{}",
            span.start,
            span.end,
            entity.kind().name(),
            entity.text()
        );
    }
    Ok(())
}
