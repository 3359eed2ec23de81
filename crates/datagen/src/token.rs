//! The tokenizer's table: known words, clitic decisions, abbreviations and sentence openers.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use warta::format::{self, TableKind};
use warta::token_table::{self as table, AbbreviationClass};

const DATA_VERSION: u32 = 1;
const ENCLITICS: [&str; 7] = ["nya", "lah", "kah", "tah", "pun", "ku", "mu"];
const PROCLITICS: [&str; 2] = ["kau", "ku"];

/// Builds the table from `roots.txt`, `forms.tsv`, `clitics.tsv`, `abbreviations.tsv`,
/// `sentence_openers.txt`, `stem_cities.txt` and `clitic_hosts.txt`.
pub fn build(data: &Path) -> Result<Vec<u8>, String> {
    let mut values: BTreeMap<Vec<u8>, u32> = BTreeMap::new();
    let roots = read(data, "roots.txt")? + &read(data, "roots_extra.txt")?;
    let forms = read(data, "forms.tsv")? + &read(data, "forms_extra.tsv")?;
    // Root of every listed word, roots included.
    let mut root_of: HashMap<&str, &str> = HashMap::new();
    for (form, root) in pairs(&forms) {
        root_of.insert(form, root);
    }
    for root in roots.lines() {
        root_of.insert(root, root);
    }
    for (&word, &root) in &root_of {
        let clitics = if word == root {
            [0; 3]
        } else {
            split(word, root, &root_of)
        };
        *values.entry(word.as_bytes().to_vec()).or_default() |=
            table::KNOWN | table::DECIDED | table::pack_clitics(clitics);
    }
    for (word, parts) in pairs(&read(data, "clitics.tsv")?).skip(1) {
        let entry = values.entry(word.as_bytes().to_vec()).or_default();
        *entry &= !table::CLITICS;
        *entry |= table::DECIDED | table::pack_clitics(lengths(word, parts)?);
    }
    for (word, class) in pairs(&read(data, "abbreviations.tsv")?).skip(1) {
        let class = AbbreviationClass::from_name(class)
            .ok_or_else(|| format!("abbreviations.tsv: unknown class {class:?} of {word:?}"))?;
        *values.entry(word.as_bytes().to_vec()).or_default() |= class.pack();
    }
    for word in read(data, "sentence_openers.txt")?.lines() {
        *values.entry(word.as_bytes().to_vec()).or_default() |= table::OPENER;
    }
    for list in ["stem_cities.txt", "clitic_hosts.txt"] {
        for name in read(data, list)?
            .lines()
            .filter(|n| !n.starts_with('#') && n.len() > 3)
        {
            *values.entry(name.as_bytes().to_vec()).or_default() |= table::NAME;
        }
    }
    values.retain(|word, _| word.len() <= table::LONGEST);
    Ok(format::seal(
        TableKind::Token,
        DATA_VERSION,
        &table::write(&values)?,
    ))
}

fn read(data: &Path, file: &str) -> Result<String, String> {
    crate::table::read(&data.join(file))
}

fn pairs(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines().filter_map(|line| line.split_once('\t'))
}

/// Lengths of the clitics of a listed form: what is left without them must be listed under the same
/// root, so that `melangkah` (root `langkah`) stays whole although it ends like a clitic.
fn split(word: &str, root: &str, root_of: &HashMap<&str, &str>) -> [u8; 3] {
    let same_root = |rest: &str| root_of.get(rest).is_some_and(|r| *r == root);
    for outer in ENCLITICS.into_iter().chain([""]) {
        let Some(rest) = word.strip_suffix(outer) else {
            continue;
        };
        for inner in ["nya", "ku", "mu", ""] {
            let Some(rest) = rest.strip_suffix(inner) else {
                continue;
            };
            if outer.is_empty() && !inner.is_empty() {
                continue;
            }
            for front in PROCLITICS.into_iter().chain([""]) {
                let Some(stem) = rest.strip_prefix(front) else {
                    continue;
                };
                let whole = front.is_empty() && outer.is_empty();
                if !whole && same_root(stem) {
                    let (inner, outer) = if inner.is_empty() {
                        (outer, "")
                    } else {
                        (inner, outer)
                    };
                    return [front.len() as u8, inner.len() as u8, outer.len() as u8];
                }
            }
        }
    }
    // `nya` is never part of an affix: what remains need not be listed.
    if word.ends_with("nya") && !root.ends_with("nya") && word.len() > 5 {
        return [0, 3, 0];
    }
    [0; 3]
}

/// Lengths of the clitics in a decision written `ku|baca`, `rumah|nya|lah` or `biasanya`.
fn lengths(word: &str, parts: &str) -> Result<[u8; 3], String> {
    let all: Vec<&str> = parts.split('|').collect();
    let wrong = || format!("clitics.tsv: {parts:?} is no way to split {word:?}");
    if all.concat() != word {
        return Err(wrong());
    }
    let len = |part: &str| part.len() as u8;
    match all.as_slice() {
        [_] => Ok([0; 3]),
        [front, _] if PROCLITICS.contains(front) => Ok([len(front), 0, 0]),
        [_, inner] if ENCLITICS.contains(inner) => Ok([0, len(inner), 0]),
        [front, _, inner] if PROCLITICS.contains(front) && ENCLITICS.contains(inner) => {
            Ok([len(front), len(inner), 0])
        }
        [_, inner, outer] if ENCLITICS.contains(inner) && ENCLITICS.contains(outer) => {
            Ok([0, len(inner), len(outer)])
        }
        _ => Err(wrong()),
    }
}
