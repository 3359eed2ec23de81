//! Trains and measures the recogniser of warta.

mod augment;
mod corpus;
mod crf;
mod data;
mod evaluate;
mod standoff;
mod statistics;

use crf::{Sentence, Settings, Weights};
use data::{Dictionary, Document, FirstLabels, Source};
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
warta-trainer join --output FILE MENTIONS TEXT
    puts mentions that are kept apart (crates/trainer/data/*.tsv) to their texts, as JSON Lines
warta-trainer train --output MODEL [options] DATA[@CONVENTION][=WEIGHT]...
    trains on annotated JSON Lines
warta-trainer evaluate [--model MODEL] [--errors N] DATA...
    figures per kind and file, confusion, calibration, and the most frequent errors with context
warta-trainer cross-validate [options] [--rounds N] TEST DATA[@CONVENTION][=WEIGHT]...
    each article of TEST judged by a model trained on the rest of TEST and on DATA
warta-trainer ablate [options] TEST DATA[@CONVENTION][=WEIGHT]...
    F1 on TEST without each group of features in turn
options of training:
    --gazetteer FILE     default: the one compiled in
    --data DIR           lists of names for altered copies; default: data
    --convention NAME    the model shall follow DATA@NAME where its annotation differs from the rest
    --calibrate FILE     annotated texts, not trained on, that the scores are calibrated on
    --epochs N --rate X --l1 X --l2 X --seed N --models N     of the optimiser; models are averaged
    --least N            features seen less often are dropped
    --rows N             most features kept
    --folds N            for the first reading of each training document
    --copies N --copy-weight X --recased PERCENT               altered copies
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
    convention: Option<String>,
    data: Option<PathBuf>,
    calibrate: Option<Vec<PathBuf>>,
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
            Long("calibrate") => options
                .calibrate
                .get_or_insert_default()
                .push(parser.value().map_err(text)?.into()),
            Long("convention") => {
                options.convention = Some(parser.value().map_err(text)?.parse().map_err(text)?);
            }
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
        "join" => run_join(&options),
        "statistics" => run_statistics(&options),
        "train" => run_train(&options),
        "evaluate" => run_evaluate(&options),
        "cross-validate" => run_cross_validate(&options),
        "ablate" => run_ablate(&options),
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

fn run_join(options: &Options) -> Result<(), String> {
    let [mentions, texts] = options.files.as_slice() else {
        return Err("give MENTIONS TEXT".to_owned());
    };
    let joined = standoff::join(Path::new(mentions), Path::new(texts))?;
    write_file(&options.output, joined.as_bytes())
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
        for (kind, counts) in &report.kinds {
            let (p, r, f) = counts.figures();
            println!(
                "  {:<12} P {p:6.2}  R {r:6.2}  F1 {f:6.2}  ({} gold, {} found)",
                kind.name(),
                counts.gold,
                counts.predicted
            );
        }
        print!("{}", report.confusion());
        print!("{}", report.reliability());
        print_errors(&report, options);
    }
    Ok(())
}

fn run_train(options: &Options) -> Result<(), String> {
    let gazetteer_bytes = gazetteer_bytes(options)?;
    let gazetteer = read_gazetteer(&gazetteer_bytes)?;
    let (sources, convention) = sources_of(&options.files, options)?;
    let model = train(sources, convention, &gazetteer, options)?;
    write_file(&options.output, &model)
}

fn read_gazetteer(bytes: &[u8]) -> Result<Gazetteer<'_>, String> {
    Gazetteer::read(bytes, Checksum::Verify).map_err(|e| e.to_string())
}

/// Reads `FILE[@CONVENTION][=WEIGHT]`; `conventions` names those seen.
fn read_sources(files: &[String], conventions: &mut Vec<String>) -> Result<Vec<Source>, String> {
    let mut sources = Vec::new();
    for file in files {
        let (path, weight) = match file.split_once('=') {
            Some((path, weight)) => (
                path,
                weight.parse().map_err(|e| format!("{file}: weight: {e}"))?,
            ),
            None => (file.as_str(), 1.0),
        };
        let (path, convention) = match path.split_once('@') {
            Some((path, name)) => (path, number_of(name, conventions)?),
            None => (path, 0),
        };
        for article in corpus::read(Path::new(path))? {
            let original = sources.len();
            sources.push(Source {
                article,
                weight,
                original,
                convention,
            });
        }
    }
    Ok(sources)
}

/// The number of a convention, from 1 in the order they are first named.
fn number_of(name: &str, conventions: &mut Vec<String>) -> Result<data::Convention, String> {
    let at = conventions
        .iter()
        .position(|known| known == name)
        .unwrap_or_else(|| {
            conventions.push(name.to_owned());
            conventions.len() - 1
        });
    u8::try_from(at + 1).map_err(|_| "at most 255 conventions can be told apart".to_owned())
}

fn recognizer_of(model: &[u8]) -> Result<Recognizer, String> {
    Recognizer::from_bytes(model).map_err(|e| e.to_string())
}

/// The texts of `files`, and the number of the convention that the model shall follow.
fn sources_of(
    files: &[String],
    options: &Options,
) -> Result<(Vec<Source>, data::Convention), String> {
    let mut conventions = Vec::new();
    let sources = read_sources(files, &mut conventions)?;
    let convention = match &options.convention {
        None => 0,
        Some(name) => conventions
            .iter()
            .position(|known| known == name)
            .map(|at| at as data::Convention + 1)
            .ok_or_else(|| format!("--convention {name}: no DATA@{name} is given"))?,
    };
    Ok((sources, convention))
}

fn first_and_rest(options: &Options) -> Result<(usize, Vec<Source>, data::Convention), String> {
    let first = options.files.first().ok_or("give TEST DATA...")?;
    let test = read_sources(std::slice::from_ref(first), &mut Vec::new())?.len();
    let (all, convention) = sources_of(&options.files, options)?;
    Ok((test, all, convention))
}

fn run_cross_validate(options: &Options) -> Result<(), String> {
    let gazetteer_bytes = warta::entity::embedded_gazetteer();
    let gazetteer = read_gazetteer(gazetteer_bytes)?;
    let (tested, all, convention) = first_and_rest(options)?;
    let (test, rest) = all.split_at(tested);
    let rounds = options.number("rounds", 5.0) as usize;
    let mut total = evaluate::Report::default();
    for round in 0..rounds {
        let mut sources = rest.to_vec();
        let mut held_out = Vec::new();
        for (at, source) in test.iter().enumerate() {
            if at % rounds == round {
                held_out.push(source.article.clone());
            } else {
                sources.push(source.clone());
            }
        }
        for (at, source) in sources.iter_mut().enumerate() {
            source.original = at;
        }
        let model = train(sources, convention, &gazetteer, options)?;
        let report = evaluate::evaluate(&recognizer_of(&model)?, &held_out);
        println!("round {}: {}", round + 1, report.line());
        total.merge(report);
    }
    println!("all: {}", total.line());
    print_errors(&total, options);
    Ok(())
}

fn run_ablate(options: &Options) -> Result<(), String> {
    use std::sync::atomic::Ordering;
    let gazetteer = read_gazetteer(warta::entity::embedded_gazetteer())?;
    let (tested, all, convention) = first_and_rest(options)?;
    let (test, rest) = all.split_at(tested);
    let test: Vec<_> = test.iter().map(|s| s.article.clone()).collect();
    let all = [("nothing", 0)];
    for (name, set) in all.iter().chain(warta::entity::features::GROUPS) {
        warta::entity::features::LEFT_OUT.store(*set, Ordering::Relaxed);
        let model = train(rest.to_vec(), convention, &gazetteer, options)?;
        let report = evaluate::evaluate(&recognizer_of(&model)?, &test);
        println!("without {name}: {}", report.line());
    }
    Ok(())
}

fn print_errors(report: &evaluate::Report, options: &Options) {
    let mut errors: Vec<_> = report.errors.iter().collect();
    errors.sort_by_key(|(name, (count, _))| (std::cmp::Reverse(*count), name.as_str()));
    for (name, (count, example)) in errors
        .into_iter()
        .take(options.number("errors", 0.0) as usize)
    {
        println!("  {count:3}  {name}\n         {example}");
    }
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
                convention: source.convention,
            });
        }
        for article in augment::recased(&source.article, share, gazetteer, &mut random) {
            more.push(Source {
                article,
                weight: source.weight * weight,
                original: source.original,
                convention: source.convention,
            });
        }
    }
    sources.extend(more);
    Ok(())
}

fn train(
    mut sources: Vec<Source>,
    convention: data::Convention,
    gazetteer: &Gazetteer<'_>,
    options: &Options,
) -> Result<Vec<u8>, String> {
    augment(&mut sources, gazetteer, options)?;
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
            Some(first) => {
                for mut sentence in data::with_elsewhere(document, first, &mut dictionary) {
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
    let mut weights = average(
        &all,
        dictionary.hashes.len(),
        settings,
        options.number("models", 2.0) as usize,
    );
    dictionary.fold(&mut weights, convention);
    let rows = options.number("rows", 250_000.0) as usize;
    let model = quantise(&weights, &dictionary, rows, &evaluate::IDENTITY);
    let Some(file) = &options.calibrate else {
        return Ok(model);
    };
    let mut report = evaluate::Report::default();
    for file in file {
        report.merge(evaluate::evaluate(
            &recognizer_of(&model)?,
            &corpus::read(file)?,
        ));
    }
    Ok(quantise(&weights, &dictionary, rows, &report.calibration()))
}

/// The mean of several models that see the sentences in different orders: steadier than each.
fn average(sentences: &[&Sentence], features: usize, settings: Settings, models: usize) -> Weights {
    let progress = bar(settings.epochs * models, "training");
    let one = |number: usize| {
        let seed = settings.seed + 1000 * number as u64;
        crf::train(
            sentences,
            features,
            Settings { seed, ..settings },
            |_, loss| {
                progress.inc(1);
                progress.set_message(format!("loss {loss:.3}"));
            },
        )
    };
    let mut sum: Option<Weights> = None;
    for pair in (0..models.max(1)).collect::<Vec<_>>().chunks(2) {
        std::thread::scope(|scope| {
            let running: Vec<_> = pair.iter().map(|&n| scope.spawn(move || one(n))).collect();
            for handle in running {
                let Ok(weights) = handle.join() else { continue };
                match &mut sum {
                    Some(sum) => sum.add(&weights),
                    None => sum = Some(weights),
                }
            }
        });
    }
    progress.finish();
    let mut sum = sum.unwrap_or_else(|| Weights::zero(features));
    sum.scale(1.0 / models.max(1) as f32);
    sum
}

/// First-pass labels of every document, each by a model that has not seen it.
fn jackknife(
    documents: &[Document],
    features: usize,
    folds: usize,
    settings: Settings,
) -> BTreeMap<usize, FirstLabels> {
    let settings = Settings {
        epochs: (settings.epochs / 2).max(3),
        ..settings
    };
    let progress = bar(folds * settings.epochs, "jackknife");
    let fold = |fold: usize| -> Vec<(usize, FirstLabels)> {
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
                let mut first = FirstLabels::default();
                for sentence in &d.sentences {
                    crf::read(sentence, &weights, &mut first);
                }
                (at, first)
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
fn quantise(
    weights: &Weights,
    dictionary: &Dictionary,
    most: usize,
    calibration: &[u16; 17],
) -> Vec<u8> {
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
    write(&transitions, calibration, &rows, 1)
}
