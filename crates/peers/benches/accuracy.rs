//! How often each tool is right.

use crate::gold::{self, All, Cut, Gold};
use crate::tools::{Cutter, SENTENCES, STEMMERS, TOKENIZERS};
use std::collections::HashSet;

/// Prints the accuracy of every tool on every gold.
///
/// The golden files written for this project follow its own conventions, which the others never
/// promised to follow; the treebanks and the lists of words are other people's.
pub fn report() {
    let All {
        tokens,
        sentences,
        stems,
    } = gold::all();
    println!("\naccuracy: F1 of tokens by their spans; white space does not count");
    cutters(&tokens, TOKENIZERS);
    println!("\naccuracy: F1 of sentences by their spans");
    cutters(&sentences, SENTENCES);
    println!("\naccuracy: per cent of words with the right stem, words in lower case");
    let names = STEMMERS.iter().map(|tool| tool.name);
    header(names);
    for gold in &stems {
        print!("{:58}", format!("{} ({})", gold.name, gold.items.len()));
        for tool in STEMMERS {
            let right = gold.items.iter().filter(|(word, stem)| {
                let found = (tool.stem)(&word.to_lowercase());
                found.eq_ignore_ascii_case(stem)
            });
            let percent = 100.0 * right.count() as f64 / gold.items.len().max(1) as f64;
            print!("{percent:>22.2}");
        }
        println!();
    }
}

fn header(names: impl Iterator<Item = &'static str>) {
    print!("{:58}", "");
    for name in names {
        print!("{name:>22}");
    }
    println!();
}

fn cutters(all: &[Gold<Cut>], tools: &[Cutter]) {
    // One name for each way to cut: a tool timed in two ways cuts alike.
    let tools: Vec<&Cutter> = tools
        .iter()
        .filter(|tool| !tool.name.contains(','))
        .collect();
    header(tools.iter().map(|tool| tool.name));
    for gold in all {
        let pieces: usize = gold.items.iter().map(|cut| cut.pieces.len()).sum();
        print!("{:58}", format!("{} ({pieces})", gold.name));
        for tool in &tools {
            print!("{:>22.2}", 100.0 * f1(&gold.items, tool.spans));
        }
        println!();
    }
}

fn f1(gold: &[Cut], spans: fn(&str) -> Vec<std::ops::Range<usize>>) -> f64 {
    let (mut right, mut found, mut wanted) = (0, 0, 0);
    for cut in gold {
        let wants: HashSet<_> = cut.pieces.iter().cloned().collect();
        let finds = spans(&cut.text);
        right += finds.iter().filter(|span| wants.contains(span)).count();
        found += finds.len();
        wanted += wants.len();
    }
    2.0 * right as f64 / (found + wanted).max(1) as f64
}
