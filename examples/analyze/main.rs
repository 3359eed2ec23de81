//! Takes news articles apart and shows what is in them.
//!
//! ```sh
//! cargo run --release --example analyze -- examples/texts/crime.txt
//! ```

#[path = "../common/mod.rs"]
mod common;
mod html;
mod jsonl;
mod report;
mod summary;

use common::{Failure, exit, read_text};
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;
use warta::{Analyzer, Recognizer, Worker};

const USAGE: &str = "\
Usage: analyze [--json | --html] [--model FILE] [FILE...]
       analyze --jsonl [--model FILE] [--threads N]

Reads each FILE (or standard input, also named -) as one article and prints a readable report.
  --json       one JSON object per article instead, a line each
  --html       one self-contained HTML page instead
  --jsonl      read JSON Lines {\"id\": any, \"text\": string} from standard input instead, and write
               one JSON line for each
  --threads N  threads of --jsonl; as many as the machine has cores if not given
  --model FILE use the recogniser model in FILE instead of the built-in one
";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Output {
    Report,
    Json,
    Html,
    JsonLines,
}

struct Arguments {
    output: Output,
    model: Option<String>,
    threads: Option<usize>,
    files: Vec<String>,
}

impl Arguments {
    /// `None` when help was asked for.
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Option<Self>, Failure> {
        let mut parsed = Self {
            output: Output::Report,
            model: None,
            threads: None,
            files: Vec::new(),
        };
        let mut options_end = false;
        while let Some(argument) = arguments.next() {
            if options_end || argument == "-" || !argument.starts_with('-') {
                parsed.files.push(argument);
                continue;
            }
            let mut value = |what: &str| {
                let missing = || Failure::Input(format!("{argument} needs {what}\n\n{USAGE}"));
                arguments.next().ok_or_else(missing)
            };
            match argument.as_str() {
                "--json" => parsed.set_output(Output::Json)?,
                "--html" => parsed.set_output(Output::Html)?,
                "--jsonl" => parsed.set_output(Output::JsonLines)?,
                "--model" => parsed.model = Some(value("a file")?),
                "--threads" => {
                    let number = value("a number")?;
                    let threads = number.parse().ok().filter(|n| (1..=1024).contains(n));
                    parsed.threads = Some(threads.ok_or_else(|| {
                        Failure::Input(format!("--threads: expected 1 to 1024, found {number:?}"))
                    })?);
                }
                "--" => options_end = true,
                "--help" | "-h" => return Ok(None),
                _ => {
                    let message = format!("unknown option {argument}\n\n{USAGE}");
                    return Err(Failure::Input(message));
                }
            }
        }
        if parsed.output == Output::JsonLines && !parsed.files.is_empty() {
            return Err(Failure::Input(format!(
                "--jsonl reads standard input and takes no FILE\n\n{USAGE}"
            )));
        }
        if parsed.output != Output::JsonLines && parsed.threads.is_some() {
            return Err(Failure::Input(format!(
                "--threads goes with --jsonl\n\n{USAGE}"
            )));
        }
        if parsed.files.is_empty() {
            parsed.files.push("-".to_owned());
        }
        Ok(Some(parsed))
    }

    fn set_output(&mut self, output: Output) -> Result<(), Failure> {
        if self.output != Output::Report && self.output != output {
            return Err(Failure::Input(format!(
                "only one of --json, --html, --jsonl can be given\n\n{USAGE}"
            )));
        }
        self.output = output;
        Ok(())
    }
}

fn main() -> ExitCode {
    exit(run())
}

fn run() -> Result<ExitCode, Failure> {
    let Some(arguments) = Arguments::parse(std::env::args().skip(1))? else {
        print!("{USAGE}");
        return Ok(ExitCode::SUCCESS);
    };
    let analyzer = analyzer(arguments.model.as_deref())?;
    if arguments.output == Output::JsonLines {
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        let threads = arguments.threads.unwrap_or_else(cores);
        let status = jsonl::run(&analyzer, threads, io::stdin(), io::stdout(), io::stderr());
        return status.map(ExitCode::from);
    }
    let mut out = BufWriter::new(io::stdout().lock());
    let mut worker = Worker::default();
    let mut code = ExitCode::SUCCESS;
    if arguments.output == Output::Html {
        html::begin(&mut out)?;
    }
    for path in &arguments.files {
        let text = match read_text(path) {
            Ok(text) => text,
            Err(failure) => {
                // The other articles are still worth reading.
                eprintln!("error: {failure}");
                code = ExitCode::from(2);
                continue;
            }
        };
        let doc = analyzer.analyze_with(&mut worker, &text);
        match arguments.output {
            Output::Json => jsonl::write_line(&mut out, path, &doc)?,
            Output::Html => html::article(&mut out, path, &doc)?,
            Output::Report | Output::JsonLines => report::article(&mut out, path, &doc)?,
        }
    }
    if arguments.output == Output::Html {
        html::end(&mut out)?;
    }
    out.flush()?;
    Ok(code)
}

fn analyzer(model: Option<&str>) -> Result<Analyzer, Failure> {
    let Some(path) = model else {
        return Ok(Analyzer::default());
    };
    let named = |error: &dyn std::fmt::Display| Failure::Input(format!("{path}: {error}"));
    let bytes = std::fs::read(path).map_err(|error| named(&error))?;
    let recognizer = Recognizer::from_bytes(&bytes).map_err(|error| named(&error))?;
    Ok(Analyzer::builder().recognizer(recognizer).build())
}
