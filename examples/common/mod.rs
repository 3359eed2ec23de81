//! What the examples share: reading articles, and failing with a message and an exit status.

use std::fmt;
use std::io::{self, Read};
use std::process::ExitCode;

/// Why an example stops, and with which exit status.
#[derive(Debug)]
pub enum Failure {
    /// The command line or the input is not what the example takes: status 2.
    Input(String),
    /// The reader of the output has gone, as `head` does: nothing is left to say.
    OutputClosed,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(message) => f.write_str(message),
            Self::OutputClosed => f.write_str("the output was closed"),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::OutputClosed
        } else {
            Self::Input(error.to_string())
        }
    }
}

/// Says on standard error what went wrong, if anything, and gives the exit status.
pub fn exit(outcome: Result<ExitCode, Failure>) -> ExitCode {
    match outcome {
        Ok(code) => code,
        Err(Failure::OutputClosed) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::from(2)
        }
    }
}

/// The name by which messages call the file `path`; `-` is standard input.
pub fn name_of(path: &str) -> &str {
    if path == "-" { "standard input" } else { path }
}

/// Reads the whole of the file `path`, or of standard input for `-`.
pub fn read_text(path: &str) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let read = if path == "-" {
        io::stdin().lock().read_to_end(&mut bytes).map(|_| ())
    } else {
        std::fs::read(path).map(|all| bytes = all)
    };
    read.map_err(|error| Failure::Input(format!("{}: {error}", name_of(path))))?;
    String::from_utf8(bytes).map_err(|error| {
        let error = error.utf8_error();
        Failure::Input(invalid_utf8(name_of(path), error.valid_up_to()))
    })
}

/// The message for input that is not UTF-8; `at` counts bytes from 0.
pub fn invalid_utf8(name: &str, at: usize) -> String {
    format!("{name}: invalid UTF-8 at byte {at}; convert the input to UTF-8 first")
}
