//! Texts and words with the right answer.

use serde::Deserialize;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A text and the pieces it should be cut into.
pub struct Cut {
    pub text: String,
    pub pieces: Vec<Range<usize>>,
}

/// Gold under one name.
pub struct Gold<T> {
    pub name: String,
    pub items: Vec<T>,
}

/// Where the project's tests keep their golden files: written for this project.
const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/golden");
/// Gold of others, which is measured on and never shipped.
const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");

fn read(path: &Path) -> Option<String> {
    let read = std::fs::read_to_string(path);
    if read.is_err() {
        println!("SKIPPED: {} is not there", path.file_name()?.display());
    }
    read.ok()
}

fn lines(source: &str) -> impl Iterator<Item = &str> {
    let lines = source.lines();
    lines.filter(|line| !line.is_empty() && !line.starts_with("# "))
}

/// Finds `pieces` one after the other in `text`.
fn locate<'p>(text: &str, pieces: impl Iterator<Item = &'p str>) -> Option<Vec<Range<usize>>> {
    let mut from = 0;
    pieces
        .map(|piece| {
            let start = from + text.get(from..)?.find(piece)?;
            from = start + piece.len();
            Some(start..from)
        })
        .collect()
}

#[derive(Deserialize)]
struct Treebank {
    text: String,
    tokens: Vec<Piece>,
    sentences: Vec<Piece>,
    words: Vec<Word>,
}

#[derive(Deserialize)]
struct Piece {
    start: usize,
    end: usize,
}

#[derive(Deserialize)]
struct Word {
    start: usize,
    end: usize,
    lemma: String,
    upos: String,
}

fn treebanks() -> Vec<Gold<Treebank>> {
    let eval: PathBuf = [SHARED, "eval"].iter().collect();
    let Ok(folder) = std::fs::read_dir(&eval) else {
        println!("SKIPPED: no treebanks beside the repository");
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = folder
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    files.retain(|file| {
        file.extension()
            .is_some_and(|extension| extension == "jsonl")
    });
    files.sort();
    files
        .iter()
        .filter_map(|file| {
            let items = lines(&read(file)?)
                .map(serde_json::from_str)
                .collect::<Result<_, _>>()
                .inspect_err(|error| println!("SKIPPED: {}: {error}", file.display()))
                .ok()?;
            let name = file.file_stem()?.to_string_lossy().into_owned();
            Some(Gold { name, items })
        })
        .collect()
}

fn cuts(treebank: &Gold<Treebank>, pieces: fn(&Treebank) -> &[Piece]) -> Gold<Cut> {
    let cut = |text: &Treebank| Cut {
        text: text.text.clone(),
        pieces: pieces(text).iter().map(|p| p.start..p.end).collect(),
    };
    Gold {
        name: treebank.name.clone(),
        items: treebank.items.iter().map(cut).collect(),
    }
}

/// A word and its stem.
pub type Pair = (String, String);

/// All gold there is.
pub struct All {
    pub tokens: Vec<Gold<Cut>>,
    pub sentences: Vec<Gold<Cut>>,
    pub stems: Vec<Gold<Pair>>,
}

/// Reads all gold, and says what is not there.
pub fn all() -> All {
    let golden = |file: &str| read(&Path::new(GOLDEN).join(file)).unwrap_or_default();
    let own_tokens = lines(&golden("tokens.txt"))
        .filter_map(|line| {
            let (text, tokens) = line.split_once('\t')?;
            let tokens: Vec<String> = tokens
                .split(' ')
                .map(|token| token.replace('|', ""))
                .collect();
            let pieces = locate(text, tokens.iter().map(String::as_str))?;
            let text = text.to_owned();
            Some(Cut { text, pieces })
        })
        .collect();
    let own_sentences = lines(&golden("hard_sentences.txt"))
        .filter_map(|line| {
            let marked = line.replace("\\n", "\n").replace("\\r", "\r");
            let text = marked.replace('‖', "");
            let pieces = locate(&text, marked.split('‖').map(str::trim))?;
            Some(Cut { text, pieces })
        })
        .collect();
    let own = |what: &str| format!("{what}, written for this project");
    let mut tokens = vec![Gold {
        name: own("golden tokens"),
        items: own_tokens,
    }];
    let mut sentences = vec![Gold {
        name: own("hard sentence ends"),
        items: own_sentences,
    }];
    let mut stems = Vec::new();
    for file in ["stem_affixes.tsv", "stem_special.tsv"] {
        stems.push(pairs(own(file), &golden(file)));
    }
    for treebank in treebanks() {
        tokens.push(cuts(&treebank, |text| &text.tokens));
        sentences.push(cuts(&treebank, |text| &text.sentences));
        stems.push(lemmas(&treebank));
    }
    for file in ["reported_wrong.tsv", "sastrawi_functional_tests.tsv"] {
        if let Some(source) = read(&Path::new(SHARED).join("stem").join(file)) {
            stems.push(pairs(file.to_owned(), &source));
        }
    }
    All {
        tokens,
        sentences,
        stems,
    }
}

/// Word and stem of each line.
fn pairs(name: String, source: &str) -> Gold<Pair> {
    let pair = |line: &str| {
        let mut fields = line.split('\t');
        Some((fields.next()?.to_owned(), fields.next()?.to_owned()))
    };
    let items = lines(source)
        .filter_map(pair)
        .filter(|(word, _)| word != "word")
        .collect();
    Gold { name, items }
}

/// The content words of a treebank with their lemmas, as they occur.
fn lemmas(treebank: &Gold<Treebank>) -> Gold<Pair> {
    let items = treebank
        .items
        .iter()
        .flat_map(|text| text.words.iter().map(|word| (text.text.as_str(), word)))
        .filter(|(_, word)| matches!(word.upos.as_str(), "NOUN" | "VERB" | "ADJ" | "ADV"))
        .filter_map(|(text, word)| {
            let form = text.get(word.start..word.end)?.to_lowercase();
            Some((form, word.lemma.to_lowercase()))
        })
        .collect();
    Gold {
        name: format!("{}, lemmas of content words", treebank.name),
        items,
    }
}
