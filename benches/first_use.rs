//! What the first call costs, when the tables are made ready. That happens once in a process, so each
//! measurement runs in a process of its own.

use crate::harness::{Table, Times};
use cpu_time::ThreadTime;
use std::hint::black_box;
use std::process::{Command, ExitCode};

/// The argument by which this program is asked for one measurement.
pub const FLAG: &str = "--first-use";

const STAGES: [&str; 4] = ["tokens", "stems", "stop words", "whole document"];
const PROCESSES: usize = 15;
const TEXT: &str = "Bupati Belu membuka pelatihan kader di Atambua.";

/// Prints the nanoseconds of the first call of `stage` and of the second, and the bytes kept.
pub fn run(stage: &str) -> ExitCode {
    let call: fn() -> usize = match stage {
        "tokens" => || warta::tokenize(TEXT).count(),
        "stems" => || warta::Stemmer::default().stem("pelatihan").len(),
        "stop words" => || usize::from(warta::Stopwords::default().contains("di")),
        "whole document" => || warta::analyze(TEXT).entities().len(),
        _ => return ExitCode::FAILURE,
    };
    let mut time = 0;
    let counted = allocation_counter::measure(|| {
        let begin = ThreadTime::now();
        black_box(call());
        time = begin.elapsed().as_nanos();
    });
    println!("{time} {}", counted.bytes_current);
    ExitCode::SUCCESS
}

/// Adds the first calls of every stage to `table`.
pub fn time(table: &mut Table) {
    let Ok(program) = std::env::current_exe() else {
        return;
    };
    table.section("first use in a process");
    for stage in STAGES {
        let measured: Vec<(f64, f64)> = (0..PROCESSES)
            .filter_map(|_| {
                let output = Command::new(&program).args([FLAG, stage]).output().ok()?;
                let text = String::from_utf8(output.stdout).ok()?;
                let (time, bytes) = text.trim().split_once(' ')?;
                Some((time.parse().ok()?, bytes.parse().ok()?))
            })
            .collect();
        assert_eq!(measured.len(), PROCESSES, "first use of {stage} failed");
        let times: Times = measured.iter().map(|(time, _)| *time).collect();
        let kept: Times = measured.iter().map(|(_, bytes)| *bytes).collect();
        table.row(
            &format!("first use, {stage}"),
            "ms",
            &times,
            1e-6,
            None,
            None,
        );
        table.row(
            &format!("kept after it, {stage}"),
            "MB",
            &kept,
            1e-6,
            None,
            None,
        );
    }
}
