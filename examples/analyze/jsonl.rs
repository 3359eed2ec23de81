//! JSON output, and JSON Lines in and out with bounded memory on several threads.

use crate::common::{Failure, invalid_utf8};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use warta::{Analyzer, Document, Worker};

/// Lines are handed to a thread in batches of about this many bytes.
const BATCH: usize = 256 << 10;

/// An input line. Both fields stay as written: an `id` comes back to the letter, and a bad `text`
/// does not hide the `id`.
#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    text: Option<&'a RawValue>,
}

#[derive(Serialize)]
struct Analysis<'a, I> {
    id: I,
    #[serde(flatten)]
    doc: &'a Document<'a>,
}

#[derive(Serialize)]
struct Refusal<'a> {
    id: Option<&'a RawValue>,
    error: &'a str,
}

/// Writes the JSON object of one article and a line feed.
pub fn write_line(out: &mut impl Write, id: impl Serialize, doc: &Document<'_>) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Analysis { id, doc })?;
    out.write_all(b"\n")
}

/// Answers each line of `input` by one in `out`, in the same order; says in `messages` what is wrong
/// with the bad ones. Gives the exit status.
///
/// Every thread takes a batch of lines, answers it, waits for its turn and writes. So memory is
/// bounded by the number of threads and the longest line, and the output is the same for any
/// number of threads. A batch is never longer than what has arrived: a program that waits for the
/// answer to its last line gets it.
pub fn run(
    analyzer: &Analyzer,
    threads: usize,
    input: impl Read + Send,
    out: impl Write + Send,
    messages: impl Write + Send,
) -> Result<u8, Failure> {
    let input = Mutex::new(Input {
        reader: BufReader::with_capacity(BATCH, input),
        batches: 0,
        lines: 0,
        bytes: 0,
    });
    let output = Turns {
        state: Mutex::new(Output {
            out,
            messages,
            next: 0,
            failure: None,
            bad_lines: 0,
            invalid_utf8: false,
        }),
        advanced: Condvar::new(),
    };
    std::thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(|| answer(analyzer, &input, &output));
        }
        answer(analyzer, &input, &output);
    });
    let end = output.state.into_inner();
    let mut end = end.unwrap_or_else(PoisonError::into_inner);
    if let Some(failure) = end.failure {
        return Err(failure);
    }
    if end.bad_lines > 0 {
        // Nobody may be listening any more; the status tells it too.
        let _ = writeln!(end.messages, "error: {} bad lines", end.bad_lines);
    }
    Ok(match (end.invalid_utf8, end.bad_lines) {
        (true, _) => 2,
        (false, 1..) => 1,
        (false, 0) => 0,
    })
}

struct Input<R> {
    reader: BufReader<R>,
    batches: u64,
    lines: u64,
    bytes: u64,
}

/// Whole lines of the input and where they stand in it.
#[derive(Default)]
struct Batch {
    number: u64,
    lines: Vec<u8>,
    first_line: u64,
    first_byte: u64,
}

impl<R: Read> Input<R> {
    /// Reads the next batch; `false` at the end of the input.
    fn read(&mut self, batch: &mut Batch) -> io::Result<bool> {
        batch.lines.clear();
        batch.number = self.batches;
        batch.first_line = self.lines;
        batch.first_byte = self.bytes;
        loop {
            self.reader.read_until(b'\n', &mut batch.lines)?;
            if batch.lines.is_empty() {
                return Ok(false);
            }
            self.lines += 1;
            if batch.lines.len() >= BATCH || !self.reader.buffer().contains(&b'\n') {
                break;
            }
        }
        self.batches += 1;
        self.bytes += batch.lines.len() as u64;
        Ok(true)
    }
}

/// Who may write: the batches in their order.
struct Turns<O, M> {
    state: Mutex<Output<O, M>>,
    advanced: Condvar,
}

struct Output<O, M> {
    out: O,
    messages: M,
    /// Number of the batch whose turn it is.
    next: u64,
    /// Ends the work of every thread.
    failure: Option<Failure>,
    bad_lines: u64,
    invalid_utf8: bool,
}

impl<O: Write, M: Write> Turns<O, M> {
    fn lock(&self) -> MutexGuard<'_, Output<O, M>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the turn of batch `number`.
    fn wait(&self, number: u64) -> MutexGuard<'_, Output<O, M>> {
        self.advanced
            .wait_while(self.lock(), |output| {
                output.next != number && output.failure.is_none()
            })
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn fail(&self, error: io::Error) {
        self.lock().failure.get_or_insert(error.into());
        self.advanced.notify_all();
    }
}

/// The work of one thread: batch after batch until the input ends or something fails.
fn answer(
    analyzer: &Analyzer,
    input: &Mutex<Input<impl Read>>,
    output: &Turns<impl Write, impl Write>,
) {
    let mut worker = Worker::default();
    let mut batch = Batch::default();
    let mut answers = Answers::default();
    loop {
        let read = {
            let mut input = input.lock().unwrap_or_else(PoisonError::into_inner);
            input.read(&mut batch)
        };
        match read {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => return output.fail(error),
        }
        answers.clear();
        if let Err(error) = answers.fill(analyzer, &mut worker, &batch) {
            return output.fail(error);
        }
        let mut turn = output.wait(batch.number);
        if turn.failure.is_some() {
            return;
        }
        if let Err(error) = answers.write(&mut turn) {
            drop(turn);
            return output.fail(error);
        }
        turn.bad_lines += answers.bad_lines;
        turn.invalid_utf8 |= answers.invalid_utf8;
        turn.next += 1;
        drop(turn);
        output.advanced.notify_all();
    }
}

/// The answers to a batch, until it is their turn to be written.
#[derive(Default)]
struct Answers {
    lines: Vec<u8>,
    messages: String,
    bad_lines: u64,
    invalid_utf8: bool,
}

impl Answers {
    fn clear(&mut self) {
        self.lines.clear();
        self.messages.clear();
        self.bad_lines = 0;
        self.invalid_utf8 = false;
    }

    fn fill(&mut self, analyzer: &Analyzer, worker: &mut Worker, batch: &Batch) -> io::Result<()> {
        let mut start = batch.first_byte;
        for (number, line) in
            (batch.first_line + 1..).zip(batch.lines.split_inclusive(|&b| b == b'\n'))
        {
            match std::str::from_utf8(line) {
                Ok(line) => self.answer(analyzer, worker, number, line)?,
                Err(error) => {
                    let at = start as usize + error.valid_up_to();
                    self.invalid_utf8 = true;
                    self.refuse(number, None, &invalid_utf8("standard input", at))?;
                }
            }
            start += line.len() as u64;
        }
        Ok(())
    }

    fn answer(
        &mut self,
        analyzer: &Analyzer,
        worker: &mut Worker,
        number: u64,
        line: &str,
    ) -> io::Result<()> {
        // A byte-order mark is part of the encoding of the stream, not of its first line.
        let line = if number == 1 {
            line.strip_prefix('\u{FEFF}').unwrap_or(line)
        } else {
            line
        };
        let Line { id, text } = match serde_json::from_str(line.trim_end()) {
            Ok(line) => line,
            Err(error) => return self.refuse(number, None, &reason(&error)),
        };
        let Some(text) = text else {
            return self.refuse(number, id, "no field \"text\"");
        };
        match serde_json::from_str::<std::borrow::Cow<'_, str>>(text.get()) {
            Ok(text) => write_line(&mut self.lines, id, &analyzer.analyze_with(worker, &text)),
            Err(error) => self.refuse(number, id, &format!("field \"text\": {}", reason(&error))),
        }
    }

    fn refuse(&mut self, number: u64, id: Option<&RawValue>, error: &str) -> io::Result<()> {
        use std::fmt::Write as _;
        self.bad_lines += 1;
        writeln!(self.messages, "error: line {number}: {error}").map_err(io::Error::other)?;
        serde_json::to_writer(&mut self.lines, &Refusal { id, error })?;
        self.lines.push(b'\n');
        Ok(())
    }

    fn write(&self, to: &mut Output<impl Write, impl Write>) -> io::Result<()> {
        // As above: the answers matter more than what is said of them.
        let _ = to.messages.write_all(self.messages.as_bytes());
        to.out.write_all(&self.lines)?;
        to.out.flush()
    }
}

/// The parser's message with the column alone: its line is always the first.
fn reason(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let what = message.split(" at line ").next().unwrap_or_default();
    format!("{what} at column {}", error.column())
}
