//! Trains and measures the recogniser of warta.

mod augment;
mod corpus;
mod crf;
mod data;
mod evaluate;
mod statistics;

use crf::{Sentence, Settings, Weights};
use data::{Dictionary, Document, Source};
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use warta::Recognizer;
use warta::entity::labels::LABELS;
use warta::entity::lexicon::Gazetteer;
use warta::entity::model::{SCALE, key, write};
use warta::format::Checksum;

const USAGE: &str = "\
warta-trainer statistics --output FILE TEXT...
    clusters and capital statistics of plain texts or JSON Lines
warta-trainer train --output MODEL [options] DATA[=WEIGHT]...
    trains on annotated JSON Lines
warta-trainer evaluate --model MODEL [--errors N] DATA...
    figures per kind and file, and the most frequent errors
options of train: --gazetteer FILE  --epochs N  --rate X  --l1 X  --l2 X  --least N  --rows N  --folds N  --seed N
";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("warta-trainer: {why}");
            ExitCode::FAILURE
        }
    }
}

#[derive(Default)]
struct Options {
    command: String,
    output: Option<PathBuf>,
    model: Option<PathBuf>,
    gazetteer: Option<PathBuf>,
    data: Option<PathBuf>,
    files: Vec<String>,
    numbers: BTreeMap<String, f64>,
}

impl Options {
    fn number(&self, name: &str, default: f64) -> f64 {
        self.numbers.get(name).copied().unwrap_or(default)
    }
}

fn options() -> Result<Options, String> {
    use lexopt::prelude::*;
    let mut parser = lexopt::Parser::from_env();
    let mut options = Options::default();
    let text = |e: lexopt::Error| e.to_string();
    while let Some(argument) = parser.next().map_err(text)? {
        match argument {
            Long("output") => options.output = Some(parser.value().map_err(text)?.into()),
            Long("model") => options.model = Some(parser.value().map_err(text)?.into()),
            Long("gazetteer") => options.gazetteer = Some(parser.value().map_err(text)?.into()),
            Long("data") => options.data = Some(parser.value().map_err(text)?.into()),
            Long(name) => {
                let name = name.to_owned();
                let value: f64 = parser.value().map_err(text)?.parse().map_err(text)?;
                options.numbers.insert(name, value);
            }
            Value(value) if options.command.is_empty() => {
                options.command = value.to_string_lossy().into_owned();
            }
            Value(value) => options.files.push(value.to_string_lossy().into_owned()),
            other => return Err(format!("{:?}\n{USAGE}", other)),
        }
    }
    Ok(options)
}

fn run() -> Result<(), String> {
    let options = options()?;
    match options.command.as_str() {
        "statistics" => run_statistics(&options),
        "train" => run_train(&options),
        "evaluate" => run_evaluate(&options),
        _ => Err(format!("expected a command\n{USAGE}")),
    }
}

fn write_file(path: &Option<PathBuf>, bytes: &[u8]) -> Result<(), String> {
    let path = path.as_ref().ok_or("give --output FILE")?;
    std::fs::write(path, bytes).map_err(|e| format!("{}: {e}", path.display()))
}

fn bar(length: usize, what: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(length as u64);
    if let Ok(style) =
        ProgressStyle::with_template("{prefix:>12} {bar:30} {pos}/{len} {eta} left {msg}")
    {
        bar.set_style(style);
    }
    bar.set_prefix(what);
    bar
}

fn gazetteer_bytes(options: &Options) -> Result<Vec<u8>, String> {
    match &options.gazetteer {
        Some(path) => std::fs::read(path).map_err(|e| format!("{}: {e}", path.display())),
        None => Ok(warta::entity::embedded_gazetteer().to_vec()),
    }
}

fn run_statistics(options: &Options) -> Result<(), String> {
    let mut texts = Vec::new();
    for file in &options.files {
        if file.ends_with(".jsonl") {
            texts.extend(corpus::read(Path::new(file))?.into_iter().map(|a| a.text));
        } else {
            texts.push(std::fs::read_to_string(file).map_err(|e| format!("{file}: {e}"))?);
        }
    }
    let mut builder = warta::entity::lexicon::GazetteerBuilder::default();
    builder.coarse(vec![0]);
    let empty = builder.build(0)?;
    let gazetteer = Gazetteer::read(&empty, Checksum::Verify).map_err(|e| e.to_string())?;
    write_file(
        &options.output,
        statistics::compute(&texts, &gazetteer).as_bytes(),
    )
}

fn run_evaluate(options: &Options) -> Result<(), String> {
    let recognizer = match &options.model {
        Some(path) => {
            let bytes = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
            Recognizer::from_bytes(&bytes).map_err(|e| format!("{}: {e}", path.display()))?
        }
        None => Recognizer::default(),
    };
    for file in &options.files {
        let report = evaluate::evaluate(&recognizer, &corpus::read(Path::new(file))?);
        println!("{file}: {}", report.line());
        let mut errors: Vec<_> = report.errors.iter().collect();
        errors.sort_by_key(|(name, (count, _))| (std::cmp::Reverse(*count), name.as_str()));
        for (name, (count, example)) in errors
            .into_iter()
            .take(options.number("errors", 0.0) as usize)
        {
            println!("  {count:3}  {name}\n         {example}");
        }
    }
    Ok(())
}

fn run_train(options: &Options) -> Result<(), String> {
    let gazetteer_bytes = gazetteer_bytes(options)?;
    let gazetteer =
        Gazetteer::read(&gazetteer_bytes, Checksum::Verify).map_err(|e| e.to_string())?;
    let mut sources = Vec::new();
    for file in &options.files {
        let (path, weight) = match file.split_once('=') {
            Some((path, weight)) => (
                path,
                weight.parse().map_err(|e| format!("{file}: weight: {e}"))?,
            ),
            None => (file.as_str(), 1.0),
        };
        for article in corpus::read(Path::new(path))? {
            let original = sources.len();
            sources.push(Source {
                article,
                weight,
                original,
            });
        }
    }
    augment(&mut sources, &gazetteer, options)?;
    let model = train(sources, &gazetteer, options)?;
    write_file(&options.output, &model)
}

/// Adds altered copies of every article.
fn augment(
    sources: &mut Vec<Source>,
    gazetteer: &Gazetteer<'_>,
    options: &Options,
) -> Result<(), String> {
    let data = options
        .data
        .clone()
        .unwrap_or_else(|| PathBuf::from("data"));
    let names = augment::Names::read(&data)?;
    let mut random = crf::Random(options.number("seed", 7.0) as u64);
    let copies = options.number("copies", 1.0) as usize;
    let share = options.number("recased", 8.0) as usize;
    let weight = options.number("copy-weight", 0.5) as f32;
    let mut more = Vec::new();
    for source in sources.iter() {
        for _ in 0..copies {
            let article = augment::replaced(&source.article, &names, &mut random);
            more.push(Source {
                article,
                weight: source.weight * weight,
                original: source.original,
            });
        }
        for article in augment::recased(&source.article, share, gazetteer, &mut random) {
            more.push(Source {
                article,
                weight: source.weight * weight,
                original: source.original,
            });
        }
    }
    sources.extend(more);
    Ok(())
}

fn train(
    sources: Vec<Source>,
    gazetteer: &Gazetteer<'_>,
    options: &Options,
) -> Result<Vec<u8>, String> {
    let settings = Settings {
        epochs: options.number("epochs", 12.0) as usize,
        rate: options.number("rate", 0.15) as f32,
        l2: options.number("l2", 0.0) as f32,
        l1: options.number("l1", 0.02) as f32,
        seed: options.number("seed", 7.0) as u64,
    };
    let progress = bar(sources.len(), "features");
    let (documents, mut dictionary) = data::documents(
        &sources,
        gazetteer,
        options.number("least", 2.0) as u32,
        || progress.inc(1),
    );
    progress.finish();
    eprintln!(
        "{} documents, {} pieces, {} features",
        documents.len(),
        documents.iter().map(|d| d.pieces.len()).sum::<usize>(),
        dictionary.hashes.len()
    );
    let folds = options.number("folds", 5.0) as usize;
    let first = if folds > 1 {
        jackknife(&documents, dictionary.hashes.len(), folds, settings)
    } else {
        BTreeMap::new()
    };
    let mut richer: Vec<Sentence> = Vec::new();
    let mut plain: Vec<Sentence> = Vec::new();
    for (at, document) in documents.iter().enumerate() {
        match first.get(&at) {
            Some(labels) => {
                for mut sentence in data::with_elsewhere(document, labels, &mut dictionary) {
                    sentence.weight *= 0.6;
                    richer.push(sentence);
                }
                for sentence in &document.sentences {
                    let mut sentence = sentence.clone();
                    sentence.weight *= 0.4;
                    plain.push(sentence);
                }
            }
            None => plain.extend(document.sentences.iter().cloned()),
        }
    }
    let all: Vec<&Sentence> = plain.iter().chain(&richer).collect();
    let progress = bar(settings.epochs, "training");
    let weights = crf::train(&all, dictionary.hashes.len(), settings, |_, loss| {
        progress.inc(1);
        progress.set_message(format!("loss {loss:.3}"));
    });
    progress.finish();
    Ok(quantise(
        &weights,
        &dictionary,
        options.number("rows", 100_000.0) as usize,
    ))
}

/// First-pass labels of every document, each by a model that has not seen it.
fn jackknife(
    documents: &[Document],
    features: usize,
    folds: usize,
    settings: Settings,
) -> BTreeMap<usize, Vec<u8>> {
    let settings = Settings {
        epochs: (settings.epochs / 2).max(3),
        ..settings
    };
    let progress = bar(folds * settings.epochs, "jackknife");
    let fold = |fold: usize| -> Vec<(usize, Vec<u8>)> {
        let sentences: Vec<&Sentence> = documents
            .iter()
            .filter(|d| d.original % folds != fold)
            .flat_map(|d| &d.sentences)
            .collect();
        let weights = crf::train(&sentences, features, settings, |_, _| progress.inc(1));
        documents
            .iter()
            .enumerate()
            .filter(|(_, d)| d.original % folds == fold && d.sentences.len() > 1)
            .map(|(at, d)| {
                (
                    at,
                    d.sentences
                        .iter()
                        .flat_map(|s| crf::best(s, &weights))
                        .collect(),
                )
            })
            .collect()
    };
    let mut all = BTreeMap::new();
    // Two at a time: each needs a core of its own, and the result does not depend on the order.
    for pair in (0..folds).collect::<Vec<_>>().chunks(2) {
        std::thread::scope(|scope| {
            let running: Vec<_> = pair.iter().map(|&f| scope.spawn(move || fold(f))).collect();
            for handle in running {
                if let Ok(labels) = handle.join() {
                    all.extend(labels);
                }
            }
        });
    }
    progress.finish();
    all
}

/// Keeps the `most` weightiest features, as whole numbers.
fn quantise(weights: &Weights, dictionary: &Dictionary, most: usize) -> Vec<u8> {
    let mut ranked: Vec<(f32, usize)> = weights
        .rows
        .iter()
        .enumerate()
        .map(|(at, row)| (row.iter().map(|w| w * w).sum::<f32>(), at))
        .filter(|(size, _)| *size > 0.0)
        .collect();
    eprintln!("{} features with weight", ranked.len());
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut rows: BTreeMap<u32, [i8; LABELS]> = BTreeMap::new();
    for (_, at) in ranked.into_iter().take(most) {
        let mut row = [0i8; LABELS];
        for (to, from) in row.iter_mut().zip(weights.rows[at]) {
            *to = (from * SCALE as f32).round().clamp(-127.0, 127.0) as i8;
        }
        if row.iter().any(|w| *w != 0) {
            rows.entry(key(dictionary.hashes[at])).or_insert(row);
        }
    }
    let mut transitions = [[0i16; LABELS]; LABELS];
    for (a, row) in transitions.iter_mut().enumerate() {
        for (b, weight) in row.iter_mut().enumerate() {
            *weight = (weights.transitions[a][b] * SCALE as f32)
                .round()
                .clamp(-3000.0, 3000.0) as i16;
        }
    }
    let mut calibration = [0u16; 17];
    for (at, step) in calibration.iter_mut().enumerate() {
        *step = (at * 10_000 / 16) as u16;
    }
    write(&transitions, &calibration, &rows, 1)
}
