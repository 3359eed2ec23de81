//! Times pieces of work against each other and writes the results as a table.
//!
//! The pieces of a group are timed in turn, round after round, so that whatever else the machine does
//! meets all of them alike; ratios are taken within a round. Each piece gives the number of items it
//! found, which must be the expected one at every pass.
//!
//! Time is processor time of the one thread: waiting while other programs run does not count.

use cpu_time::ThreadTime;
use std::hint::black_box;
use std::path::PathBuf;
use std::time::Duration;

/// How often each piece of a group is timed.
const ROUNDS: usize = 31;
/// Shortest time of one measurement; quicker pieces are repeated within it.
const LEAST: Duration = Duration::from_millis(4);

/// A piece of work that can be repeated.
pub struct Work<'a> {
    pub name: String,
    /// Bytes of text it reads.
    pub bytes: usize,
    /// Items it works on: tokens, sentences, words.
    pub items: usize,
    /// What every pass has to give.
    answer: usize,
    pub run: Box<dyn FnMut() -> usize + 'a>,
}

impl<'a> Work<'a> {
    /// Runs the piece once to learn what every later pass must give: the number of items, if
    /// [`Work::of_items`] does not say otherwise.
    pub fn new(name: String, bytes: usize, mut run: impl FnMut() -> usize + 'a) -> Self {
        let answer = run();
        assert!(answer > 0, "{name} finds nothing");
        Self {
            name,
            bytes,
            items: answer,
            answer,
            run: Box::new(run),
        }
    }

    /// The same work with another number of items than what a pass gives.
    pub fn of_items(mut self, items: usize) -> Self {
        self.items = items;
        self
    }

    /// Seconds of one pass, averaged over `passes`.
    fn time(&mut self, passes: u32) -> f64 {
        let begin = ThreadTime::now();
        for _ in 0..passes {
            let found = black_box((self.run)());
            assert_eq!(found, self.answer, "{} changed its answer", self.name);
        }
        begin.elapsed().as_secs_f64() / f64::from(passes)
    }
}

/// Seconds of one pass, one value for each round.
#[derive(Clone, Debug)]
pub struct Times(Vec<f64>);

impl Times {
    pub fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    /// The value below which the fraction `q` of the rounds lies.
    pub fn quantile(&self, q: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let at = (sorted.len().saturating_sub(1) as f64 * q).round() as usize;
        sorted.get(at).copied().unwrap_or(f64::NAN)
    }

    /// Round by round, `combine` of this and `other`.
    pub fn paired(&self, other: &Self, combine: impl Fn(f64, f64) -> f64) -> Self {
        let pairs = self.0.iter().zip(&other.0);
        Self(pairs.map(|(a, b)| combine(*a, *b)).collect())
    }
}

/// Times the pieces in turn.
pub fn time(works: &mut [Work<'_>]) -> Vec<Times> {
    time_rounds(works, ROUNDS, LEAST)
}

/// Times the pieces in turn, `rounds` times for at least `least` each.
pub fn time_rounds(works: &mut [Work<'_>], rounds: usize, least: Duration) -> Vec<Times> {
    let passes: Vec<u32> = works
        .iter_mut()
        .map(|work| {
            if least.is_zero() {
                return 1;
            }
            let once = work.time(1).min(work.time(1)).max(1e-9);
            (least.as_secs_f64() / once).ceil().clamp(1.0, 1e6) as u32
        })
        .collect();
    let mut times = vec![Times(Vec::with_capacity(rounds)); works.len()];
    for _ in 0..rounds {
        for ((work, passes), times) in works.iter_mut().zip(&passes).zip(&mut times) {
            times.0.push(work.time(*passes));
        }
    }
    times
}

/// A table of results, printed row by row and written to `target/bench/` as tab-separated values.
pub struct Table {
    name: &'static str,
    rows: String,
}

/// The columns: times in `unit`, the median of all rounds and their tenth and ninetieth percentile;
/// a dash where a column says nothing.
const HEADER: [&str; 8] = [
    "name",
    "unit",
    "median",
    "low",
    "high",
    "MB/s",
    "items/s",
    "allocations per 1000 tokens",
];

impl Table {
    /// A table to be written as `target/bench/<name>`.
    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            rows: HEADER.join("\t") + "\n",
        }
    }

    /// Starts a part of the printed table.
    pub fn section(&self, title: &str) {
        println!("\n{title}");
        println!(
            "{:60} {:>10} {:>22} {:>9} {:>9} {:>9}",
            "", "median", "10 % .. 90 %", "MB/s", "M items/s", "allocs/1k"
        );
    }

    /// Adds the times of `work`.
    pub fn add(&mut self, work: &Work<'_>, times: &Times, allocations: Option<f64>) {
        let median = times.median();
        let (megabytes, items) = (work.bytes as f64 / median / 1e6, work.items as f64 / median);
        self.row(
            &work.name,
            "ms",
            times,
            1e3,
            Some((megabytes, items)),
            allocations,
        );
    }

    /// Prints and records a row whose values are `scale` times those of `values`, in `unit`. `rates`
    /// are megabytes and items a second.
    pub fn row(
        &mut self,
        name: &str,
        unit: &str,
        values: &Times,
        scale: f64,
        rates: Option<(f64, f64)>,
        allocations: Option<f64>,
    ) {
        let [median, low, high] = [0.5, 0.1, 0.9].map(|q| values.quantile(q) * scale);
        println!(
            "{name:60} {:>10} {:>22} {:>9} {:>9} {:>9}",
            format!("{median:.3} {unit}"),
            format!("{low:.3} .. {high:.3}"),
            or_dash(rates.map(|r| r.0), 2),
            or_dash(rates.map(|r| r.1 / 1e6), 2),
            or_dash(allocations, 2),
        );
        self.record(name, unit, values, scale, rates, allocations);
    }

    /// [`Table::row`] without printing.
    pub fn record(
        &mut self,
        name: &str,
        unit: &str,
        values: &Times,
        scale: f64,
        rates: Option<(f64, f64)>,
        allocations: Option<f64>,
    ) {
        let [median, low, high] = [0.5, 0.1, 0.9].map(|q| values.quantile(q) * scale);
        let (megabytes, items) = (rates.map(|r| r.0), rates.map(|r| r.1));
        self.rows += &format!(
            "{name}\t{unit}\t{median:.4}\t{low:.4}\t{high:.4}\t{}\t{}\t{}\n",
            or_dash(megabytes, 2),
            or_dash(items, 0),
            or_dash(allocations, 3),
        );
    }

    /// Writes the table and says where.
    pub fn write(&self, target: &str) -> std::io::Result<()> {
        let folder = PathBuf::from(target).with_file_name("bench");
        std::fs::create_dir_all(&folder)?;
        let file = folder.join(self.name);
        std::fs::write(&file, &self.rows)?;
        println!("\nwritten to {}", file.display());
        Ok(())
    }
}

fn or_dash(value: Option<f64>, digits: usize) -> String {
    value.map_or("-".to_owned(), |value| format!("{value:.digits$}"))
}

impl From<f64> for Times {
    /// A value measured once.
    fn from(value: f64) -> Self {
        Self(vec![value])
    }
}

impl FromIterator<f64> for Times {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}
