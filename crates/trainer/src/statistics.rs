//! Word statistics of plain text: clusters by exchange (Martin, Liermann, Ney 1998) and how often a
//! word is written with a capital.

use std::collections::HashMap;
use warta::entity::lexicon::Gazetteer;
use warta::entity::piece::{Casing, Shape, fold};

/// Fine clusters; their numbers plus one have to fit nine bits.
const FINE: usize = 500;
/// Coarse clusters.
const COARSE: usize = 60;
/// Words seen less often get no cluster.
const LEAST: u32 = 3;

/// The lines of `word<TAB>cluster<TAB>coarse<TAB>caps`, from the most frequent word on.
pub fn compute(texts: &[String], gazetteer: &Gazetteer<'_>) -> String {
    let mut sentences: Vec<Vec<String>> = Vec::new();
    let mut capital: HashMap<String, (u32, u32)> = HashMap::new();
    let mut folded = String::new();
    for text in texts {
        let pieces = warta::entity::pieces(text, gazetteer);
        let mut from = 0;
        for (to, casing) in pieces.sentences {
            let mut sentence = Vec::new();
            for (at, piece) in pieces.all[from..to].iter().enumerate() {
                let word = piece.span.text(text);
                fold(word, &mut folded);
                let shape = Shape::of(word);
                if casing == Casing::Plain
                    && at > 0
                    && shape != Shape::Mark
                    && shape != Shape::Digits
                {
                    let before = pieces.all[from + at - 1].span.text(text);
                    let opens = matches!(before, "\"" | "“" | ":" | "-" | "—" | "." | "'");
                    if !opens {
                        let entry = capital.entry(folded.clone()).or_default();
                        entry.0 += u32::from(shape.is_capital());
                        entry.1 += 1;
                    }
                }
                sentence.push(if shape == Shape::Digits {
                    "0".to_owned()
                } else {
                    folded.clone()
                });
            }
            sentences.push(sentence);
            from = to;
        }
    }
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for word in sentences.iter().flatten() {
        *counts.entry(word).or_default() += 1;
    }
    let mut vocabulary: Vec<(&str, u32)> =
        counts.into_iter().filter(|(_, n)| *n >= LEAST).collect();
    vocabulary.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let number: HashMap<&str, u32> = vocabulary
        .iter()
        .enumerate()
        .map(|(i, (w, _))| (*w, i as u32))
        .collect();
    let unknown = vocabulary.len() as u32;
    let edge = unknown + 1;
    let mut bigrams: HashMap<(u32, u32), u32> = HashMap::new();
    for sentence in &sentences {
        let mut last = edge;
        for word in sentence
            .iter()
            .map(|w| number.get(w.as_str()).copied().unwrap_or(unknown))
            .chain([edge])
        {
            *bigrams.entry((last, word)).or_default() += 1;
            last = word;
        }
    }
    let fine = exchange(&bigrams, vocabulary.len(), FINE, 12);
    let mut of_clusters: HashMap<(u32, u32), u32> = HashMap::new();
    let cluster_of = |w: u32| {
        if (w as usize) < vocabulary.len() {
            fine[w as usize] as u32
        } else {
            FINE as u32 + (w - unknown)
        }
    };
    for ((a, b), n) in &bigrams {
        *of_clusters
            .entry((cluster_of(*a), cluster_of(*b)))
            .or_default() += n;
    }
    let coarse = exchange(&of_clusters, FINE, COARSE, 25);
    let mut out = String::from("word\tcluster\tcoarse\tcaps\n");
    for (at, (word, _)) in vocabulary.iter().enumerate() {
        let (upper, all) = capital.get(*word).copied().unwrap_or_default();
        let caps = if all < 3 {
            0
        } else {
            match f64::from(upper) / f64::from(all) {
                share if share < 0.02 => 1,
                share if share < 0.15 => 2,
                share if share < 0.5 => 3,
                share if share < 0.85 => 4,
                share if share < 0.98 => 5,
                _ => 6,
            }
        };
        out.push_str(&format!(
            "{word}\t{}\t{}\t{caps}\n",
            fine[at] + 1,
            coarse[fine[at]] + 1
        ));
    }
    out
}

/// Moves words between classes while the likelihood of the class bigrams grows. Items numbered from
/// `words` on stay in a class of their own.
fn exchange(
    bigrams: &HashMap<(u32, u32), u32>,
    words: usize,
    classes: usize,
    rounds: usize,
) -> Vec<usize> {
    let total = classes + 2;
    let mut after: Vec<Vec<(u32, u32)>> = vec![Vec::new(); words + 2];
    let mut before: Vec<Vec<(u32, u32)>> = vec![Vec::new(); words + 2];
    let mut sorted: Vec<_> = bigrams.iter().collect();
    sorted.sort();
    for (&(a, b), &n) in sorted {
        after[a as usize].push((b, n));
        before[b as usize].push((a, n));
    }
    let mut class: Vec<usize> = (0..words)
        .map(|w| w % classes)
        .chain([classes, classes + 1])
        .collect();
    let mut pair = vec![0i64; total * total];
    let (mut left, mut right) = (vec![0i64; total], vec![0i64; total]);
    for (&(a, b), &n) in bigrams {
        let (a, b, n) = (class[a as usize], class[b as usize], i64::from(n));
        pair[a * total + b] += n;
        left[a] += n;
        right[b] += n;
    }
    let xlogx: Vec<f64> = (0..1 << 22)
        .map(|n| {
            if n == 0 {
                0.0
            } else {
                f64::from(n) * f64::from(n).ln()
            }
        })
        .collect();
    let f = |n: i64| {
        xlogx
            .get(n as usize)
            .copied()
            .unwrap_or_else(|| n as f64 * (n as f64).ln())
    };
    let mut out_counts = vec![0i64; total];
    let mut in_counts = vec![0i64; total];
    for _ in 0..rounds {
        let mut moved = 0;
        for word in 0..words {
            let own = class[word];
            out_counts.fill(0);
            in_counts.fill(0);
            let (mut out_sum, mut in_sum, mut own_pair) = (0i64, 0i64, 0i64);
            for &(b, n) in &after[word] {
                out_sum += i64::from(n);
                if b as usize == word {
                    own_pair += i64::from(n);
                } else {
                    out_counts[class[b as usize]] += i64::from(n);
                }
            }
            for &(a, n) in &before[word] {
                in_sum += i64::from(n);
                if a as usize != word {
                    in_counts[class[a as usize]] += i64::from(n);
                }
            }
            // Take the word out of its class.
            let outs: Vec<(usize, i64)> = out_counts
                .iter()
                .copied()
                .enumerate()
                .filter(|x| x.1 != 0)
                .collect();
            let ins: Vec<(usize, i64)> = in_counts
                .iter()
                .copied()
                .enumerate()
                .filter(|x| x.1 != 0)
                .collect();
            for &(c, n) in &outs {
                pair[own * total + c] -= n;
            }
            for &(c, n) in &ins {
                pair[c * total + own] -= n;
            }
            pair[own * total + own] -= own_pair;
            left[own] -= out_sum;
            right[own] -= in_sum;
            let (mut best, mut best_gain) = (own, f64::MIN);
            for k in 0..classes {
                let mut gain =
                    f(left[k]) - f(left[k] + out_sum) + f(right[k]) - f(right[k] + in_sum);
                let mut diagonal = own_pair;
                for &(c, n) in &outs {
                    if c == k {
                        diagonal += n;
                    } else {
                        let x = pair[k * total + c];
                        gain += f(x + n) - f(x);
                    }
                }
                for &(c, n) in &ins {
                    if c == k {
                        diagonal += n;
                    } else {
                        let x = pair[c * total + k];
                        gain += f(x + n) - f(x);
                    }
                }
                let x = pair[k * total + k];
                gain += f(x + diagonal) - f(x);
                if gain > best_gain + 1e-9 {
                    best_gain = gain;
                    best = k;
                }
            }
            for &(c, n) in &outs {
                pair[best * total + c] += n;
            }
            for &(c, n) in &ins {
                pair[c * total + best] += n;
            }
            pair[best * total + best] += own_pair;
            left[best] += out_sum;
            right[best] += in_sum;
            if best != own {
                class[word] = best;
                moved += 1;
            }
        }
        eprintln!("clusters: {moved} words moved");
        if moved == 0 {
            break;
        }
    }
    class.truncate(words);
    class
}
