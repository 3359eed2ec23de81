//! warta beside the crates that do the same work: `cargo bench -p warta-peers`.
//!
//! Speed: the same texts, one thread, one process, in turn; a ratio is the median of the ratios within
//! each round. Accuracy: every tokenizer, sentence splitter and stemmer against the same gold. Results
//! are printed and written to `target/bench/peers.tsv`. `cargo test -p warta-peers --benches` only
//! checks that every peer works.

mod accuracy;
#[path = "../../../benches/corpus.rs"]
mod corpus;
mod gold;
#[path = "../../../benches/harness.rs"]
#[allow(dead_code, reason = "shared with the benchmark of the library")]
mod harness;
#[path = "../../../benches/samples.rs"]
mod samples;
mod tools;

use harness::{Table, Times, Work};
use samples::Texts;
use std::process::ExitCode;
use tools::{SENTENCES, STEMMERS, TOKENIZERS};

fn main() -> ExitCode {
    let timed = std::env::args().any(|argument| argument == "--bench");
    let all = Texts::all(if timed { 600_000 } else { 20_000 });
    let mut table = Table::new("peers.tsv");
    let [samples, ..] = &all;
    let mut works = work_on_texts(samples);
    works.extend(work_on_words(samples));
    assert!(works.iter().all(|work| work.items > 0));
    if !timed {
        println!("every peer works; `cargo bench` also takes the time");
        return ExitCode::SUCCESS;
    }
    for texts in &all {
        table.section(&format!("{}, {} bytes", texts.name, texts.bytes()));
        compare(work_on_texts(texts), texts, &mut table);
        if texts.name != "typographic" {
            compare(work_on_words(texts), texts, &mut table);
        }
    }
    accuracy::report();
    match table.write(env!("CARGO_TARGET_TMPDIR")) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("peers.tsv: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What is compared: our work, the peer's, and the ratio of speeds that we want to reach.
const WANTED: [(&str, &str, f64); 9] = [
    ("warta tokens", "unicode-segmentation words", 1.3),
    ("warta tokens", "charabia tokens", 8.0),
    (
        "warta tokens and sentences",
        "unicode-segmentation words",
        0.8,
    ),
    ("warta sentences", "icu_segmenter sentences", 1.5),
    (
        "warta stems of running words",
        "snowball_stemmers_rs stems of running words",
        1.3,
    ),
    (
        "warta stems of distinct words",
        "snowball_stemmers_rs stems of distinct words",
        1.0,
    ),
    (
        "warta stems of running words",
        "frostem stems of running words",
        1.3,
    ),
    (
        "warta stems of running words",
        "sastrawi-rs stems of running words",
        8.0,
    ),
    (
        "warta stems of distinct words",
        "sastrawi-rs stems of distinct words",
        8.0,
    ),
];

fn compare(mut works: Vec<Work<'_>>, texts: &Texts, table: &mut Table) {
    let times = harness::time(&mut works);
    for (work, times) in works.iter().zip(&times) {
        let label = format!("{}, {}", work.name, texts.name);
        let rate = work.bytes as f64 / times.median() / 1e6;
        let items = work.items as f64 / times.median();
        table.row(&label, "ms", times, 1e3, Some((rate, items)), None);
    }
    let of = |name: &str| works.iter().zip(&times).find(|(work, _)| work.name == name);
    for (own, peer, wanted) in WANTED {
        if let (Some((_, own_times)), Some((_, peer_times))) = (of(own), of(peer)) {
            let ratio: Times = own_times.paired(peer_times, |own, peer| peer / own);
            let verdict = if ratio.median() >= wanted {
                "reached"
            } else {
                "MISSED"
            };
            println!(
                "  {own} : {peer} = {:.2} ({:.2} .. {:.2}), wanted {wanted}: {verdict}",
                ratio.median(),
                ratio.quantile(0.1),
                ratio.quantile(0.9),
            );
            let label = format!("{own} : {peer}, {}", texts.name);
            table.record(&label, "times", &ratio, 1.0, None, None);
        }
    }
}

fn work_on_texts(texts: &Texts) -> Vec<Work<'_>> {
    let over = |what: &str, count: fn(&str) -> usize| {
        Work::new(what.to_owned(), texts.bytes(), move || {
            texts.articles.iter().map(|text| count(text)).sum()
        })
    };
    let mut tokenizer = warta::Tokenizer::default();
    let mut works = vec![Work::new(
        "warta tokens and sentences".to_owned(),
        texts.bytes(),
        move || {
            let each = texts.articles.iter();
            each.map(|text| tokenizer.split(text).tokens().len()).sum()
        },
    )];
    let tokenizers = TOKENIZERS.iter().map(|tool| over(tool.timed, tool.count));
    works.extend(tokenizers);
    works.extend(SENTENCES.iter().map(|tool| over(tool.timed, tool.count)));
    works
}

fn work_on_words(texts: &Texts) -> Vec<Work<'static>> {
    let mut works = Vec::new();
    for (what, words) in [
        ("running words", texts.words()),
        ("distinct words", texts.distinct_words()),
    ] {
        for tool in STEMMERS {
            let words = words.clone();
            let bytes = words.iter().map(String::len).sum();
            let stem_length = (tool.start)();
            let name = format!("{} stems of {what}", tool.name);
            let items = words.len();
            // The pass gives the length of all stems, so that none can be left out.
            let work = Work::new(name, bytes, move || stem_length(&words)).of_items(items);
            works.push(work);
        }
    }
    works
}
