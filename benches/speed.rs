//! Speed and memory of every stage: `cargo bench`.
//!
//! The answers are checked first, always; `cargo test --benches` stops there. Results are printed and
//! written to `target/bench/results.tsv`. Fails when a text that should cost no more than news does, or
//! when cost grows faster than length.

mod answers;
mod corpus;
mod first_use;
mod growth;
mod harness;
mod samples;

use harness::{Table, Work};
use samples::Texts;
use std::process::ExitCode;
use warta::{Analyzer, Stemmer, Stopwords, Tokenizer, Worker};

/// Bytes of generated articles in each typography.
const BYTES: usize = 600_000;

/// What can be asked for alone.
const PARTS: [&str; 4] = ["stages", "loading", "strange", "growth"];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, stage] = arguments.as_slice()
        && flag == first_use::FLAG
    {
        return first_use::run(stage);
    }
    let timed = arguments.iter().any(|argument| argument == "--bench");
    let all = Texts::all(if timed { BYTES } else { 40_000 });
    answers::check(&all);
    growth::check();
    if !timed {
        println!("answers checked; `cargo bench` also takes the time");
        return ExitCode::SUCCESS;
    }
    // `cargo bench -- strange` runs that part alone.
    let named = |part: &str| arguments.iter().any(|argument| argument == part);
    let all_parts = !PARTS.iter().any(|part| named(part));
    let wanted = |part: &str| all_parts || named(part);
    let mut table = Table::new("results.tsv");
    let mut faults = Vec::new();
    if wanted("stages") {
        for texts in &all {
            stages(texts, &mut table);
        }
    }
    if wanted("loading") {
        first_use::time(&mut table);
    }
    if wanted("strange") {
        faults.extend(growth::pathological(&mut table));
    }
    if wanted("growth") {
        faults.extend(growth::time(&mut table));
    }
    if let Err(error) = table.write(env!("CARGO_TARGET_TMPDIR")) {
        faults.push(format!("results.tsv: {error}"));
    }
    for fault in &faults {
        eprintln!("FAULT: {fault}");
    }
    ExitCode::from(u8::from(!faults.is_empty()))
}

/// Every stage on `texts`, timed in turn.
fn stages(texts: &Texts, table: &mut Table) {
    let analyzer = Analyzer::default();
    let mut worker = Worker::default();
    let mut tokenizer = Tokenizer::default();
    let stopwords = Stopwords::default();
    let stemmer = Stemmer::default();
    let words = texts.words();
    let distinct = texts.distinct_words();
    let bytes = texts.bytes();
    let tokens: usize = texts
        .articles
        .iter()
        .map(|text| warta::tokenize(text).count())
        .sum();
    let length = |words: &[String]| words.iter().map(String::len).sum::<usize>();
    let articles = || texts.articles.iter().map(String::as_str);
    let name = |what: &str| format!("{what}, {}", texts.name);
    let mut works = vec![
        Work::new(name("tokens"), bytes, || {
            articles().map(|text| warta::tokenize(text).count()).sum()
        }),
        Work::new(name("sentences"), bytes, || {
            articles().map(|text| warta::sentences(text).count()).sum()
        }),
        Work::new(name("tokens and sentences"), bytes, || {
            articles()
                .map(|text| tokenizer.split(text).tokens().len())
                .sum()
        }),
        Work::new(name("stop words"), length(&words), || {
            words
                .iter()
                .map(|word| usize::from(stopwords.contains(word)))
                .sum()
        })
        .of_items(words.len()),
        Work::new(name("stems of running words"), length(&words), || {
            words.iter().map(|word| stemmer.stem(word).len()).sum()
        })
        .of_items(words.len()),
        Work::new(name("stems of distinct words"), length(&distinct), || {
            distinct.iter().map(|word| stemmer.stem(word).len()).sum()
        })
        .of_items(distinct.len()),
        Work::new(name("whole document"), bytes, || {
            articles()
                .map(|text| analyzer.analyze_with(&mut worker, text).tokens().len())
                .sum()
        }),
    ];
    let allocations: Vec<f64> = works
        .iter_mut()
        .map(|work| {
            let counted = allocation_counter::measure(|| {
                (work.run)();
            });
            counted.count_total as f64 * 1e3 / tokens as f64
        })
        .collect();
    table.section(&format!(
        "{}: {} articles, {bytes} bytes, {tokens} tokens, {} words, {} distinct",
        texts.name,
        texts.articles.len(),
        words.len(),
        distinct.len()
    ));
    let times = harness::time(&mut works);
    for ((work, times), allocations) in works.iter().zip(&times).zip(allocations) {
        table.add(work, times, Some(allocations));
    }
    if let [_, _, scan, stopwords, stems, _, document] = times.as_slice() {
        let rest = document
            .paired(scan, |document, scan| document - scan)
            .paired(stopwords, |rest, stopwords| rest - stopwords)
            .paired(stems, |rest, stems| rest - stems);
        let rates = (
            bytes as f64 / rest.median() / 1e6,
            tokens as f64 / rest.median(),
        );
        let label = name("entities and places (document less the above)");
        table.row(&label, "ms", &rest, 1e3, Some(rates), None);
    }
}
