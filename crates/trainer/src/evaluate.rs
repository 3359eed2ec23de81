//! Precision, recall and F1 of exact spans and kinds.

use crate::corpus::Article;
use std::collections::{BTreeMap, BTreeSet};
use warta::{EntityKind, Recognizer};

/// Counts of one kind.
#[derive(Default, Clone, Copy)]
pub struct Counts {
    /// Gold and predicted.
    pub right: usize,
    /// Predicted.
    pub predicted: usize,
    /// Gold.
    pub gold: usize,
}

impl Counts {
    /// Precision, recall, F1 in per cent.
    pub fn figures(self) -> (f64, f64, f64) {
        let share = |a: usize, b: usize| {
            if b == 0 {
                0.0
            } else {
                100.0 * a as f64 / b as f64
            }
        };
        let (p, r) = (
            share(self.right, self.predicted),
            share(self.right, self.gold),
        );
        (
            p,
            r,
            if p + r == 0.0 {
                0.0
            } else {
                2.0 * p * r / (p + r)
            },
        )
    }

    fn add(&mut self, other: Counts) {
        self.right += other.right;
        self.predicted += other.predicted;
        self.gold += other.gold;
    }
}

/// What an evaluation found.
#[derive(Default)]
pub struct Report {
    /// Counts per kind.
    pub kinds: BTreeMap<EntityKind, Counts>,
    /// How often each error occurred, with an example.
    pub errors: BTreeMap<String, (usize, String)>,
    /// Gold kind and found kind of spans with the same ends; `none` for no such span.
    pub pairs: BTreeMap<(&'static str, &'static str), usize>,
    /// Score and correctness of every predicted mention.
    pub scores: Vec<(f32, bool)>,
}

impl Report {
    /// All kinds together.
    pub fn micro(&self) -> Counts {
        let mut sum = Counts::default();
        for counts in self.kinds.values() {
            sum.add(*counts);
        }
        sum
    }

    /// One line: micro F1, then each kind's.
    pub fn line(&self) -> String {
        let (p, r, f) = self.micro().figures();
        let mut line = format!("P {p:.2} R {r:.2} F1 {f:.2}");
        for (kind, counts) in &self.kinds {
            line.push_str(&format!("  {} {:.2}", kind.name(), counts.figures().2));
        }
        line
    }
}

/// The calibration that leaves probabilities as they are.
pub const IDENTITY: [u16; 17] = {
    let mut steps = [0; 17];
    let mut at = 0;
    while at < 17 {
        steps[at] = (at * 10_000 / 16) as u16;
        at += 1;
    }
    steps
};

impl Report {
    /// Takes in another report.
    pub fn merge(&mut self, other: Report) {
        for (kind, counts) in other.kinds {
            self.kinds.entry(kind).or_default().add(counts);
        }
        for (name, (count, example)) in other.errors {
            self.errors.entry(name).or_insert((0, example)).0 += count;
        }
        for (pair, count) in other.pairs {
            *self.pairs.entry(pair).or_default() += count;
        }
        self.scores.extend(other.scores);
    }

    /// Share of right mentions near each of 17 evenly spaced raw scores, never falling.
    pub fn calibration(&self) -> [u16; 17] {
        // Few mentions near a step leave it close to where it was.
        const PRIOR: f64 = 3.0;
        let mut steps = [0u16; 17];
        let mut highest = 0.0f64;
        for (at, step) in steps.iter_mut().enumerate() {
            let centre = at as f64 / 16.0;
            let (mut right, mut all) = (PRIOR * centre, PRIOR);
            for (score, correct) in &self.scores {
                let weight = (1.0 - 16.0 * (f64::from(*score) - centre).abs()).max(0.0);
                right += weight * f64::from(u8::from(*correct));
                all += weight;
            }
            highest = highest.max(right / all);
            *step = (highest * 10_000.0).round() as u16;
        }
        steps
    }

    /// Mean score and share of right mentions, by tenths of the score.
    pub fn reliability(&self) -> String {
        let mut out = String::from("  score       mentions  mean score  right\n");
        for tenth in 0..10 {
            let own: Vec<_> = self
                .scores
                .iter()
                .filter(|(s, _)| ((s * 10.0) as usize).min(9) == tenth)
                .collect();
            if own.is_empty() {
                continue;
            }
            let mean = own.iter().map(|(s, _)| f64::from(*s)).sum::<f64>() / own.len() as f64;
            let right = own.iter().filter(|(_, r)| *r).count() as f64 / own.len() as f64;
            out.push_str(&format!(
                "  {:.1} to {:.1}  {:8}      {mean:.3}  {right:.3}\n",
                tenth as f64 / 10.0,
                (tenth + 1) as f64 / 10.0,
                own.len()
            ));
        }
        out
    }

    /// How often spans of one kind were found as another, or not at all.
    pub fn confusion(&self) -> String {
        let mut out = String::from("  confusion (gold, found):");
        for ((gold, found), count) in &self.pairs {
            out.push_str(&format!(" {gold}/{found} {count}"));
        }
        out.push('\n');
        out
    }
}

/// Compares the recogniser's mentions with the gold ones.
pub fn evaluate(recognizer: &Recognizer, articles: &[Article]) -> Report {
    let mut report = Report::default();
    for article in articles {
        let found = warta::entity::recognized(recognizer, &article.text);
        let predicted: BTreeSet<_> = found.iter().map(|(s, k, _)| (s.start, s.end, *k)).collect();
        let gold: BTreeSet<_> = article
            .mentions
            .iter()
            .map(|(s, k)| (s.start, s.end, *k))
            .collect();
        for (span, kind, score) in &found {
            report
                .scores
                .push((*score, gold.contains(&(span.start, span.end, *kind))));
        }
        for item in &gold {
            report.kinds.entry(item.2).or_default().gold += 1;
        }
        for item in &predicted {
            let counts = report.kinds.entry(item.2).or_default();
            counts.predicted += 1;
            counts.right += usize::from(gold.contains(item));
        }
        let text = &article.text;
        let around = |a: usize, b: usize| {
            let from = (a.saturating_sub(40)..=a)
                .find(|i| text.is_char_boundary(*i))
                .unwrap_or(a);
            let to = (b..=(b + 40).min(text.len()))
                .rev()
                .find(|i| text.is_char_boundary(*i))
                .unwrap_or(b);
            format!("{}[{}]{}", &text[from..a], &text[a..b], &text[b..to]).replace('\n', "⏎")
        };
        for item in &gold {
            let found = predicted.iter().find(|p| (p.0, p.1) == (item.0, item.1));
            *report
                .pairs
                .entry((item.2.name(), found.map_or("none", |p| p.2.name())))
                .or_default() += 1;
        }
        for item in &predicted {
            if !gold.iter().any(|g| (g.0, g.1) == (item.0, item.1)) {
                *report.pairs.entry(("none", item.2.name())).or_default() += 1;
            }
        }
        for item in gold.difference(&predicted) {
            let other = predicted.iter().find(|p| p.0 < item.1 && item.0 < p.1);
            let class = match other {
                None => format!("missed {}", item.2.name()),
                Some(p) if (p.0, p.1) == (item.0, item.1) => {
                    format!("{} taken for {}", item.2.name(), p.2.name())
                }
                Some(p) if p.2 == item.2 => {
                    format!("{} with wrong ends: {}", item.2.name(), &text[p.0..p.1])
                }
                Some(p) => format!(
                    "{} with wrong ends and kind {}: {}",
                    item.2.name(),
                    p.2.name(),
                    &text[p.0..p.1]
                ),
            };
            let entry = report
                .errors
                .entry(format!("{class} | {}", &text[item.0..item.1]))
                .or_default();
            entry.0 += 1;
            entry.1 = around(item.0, item.1);
        }
        for item in predicted.difference(&gold) {
            if !gold.iter().any(|g| g.0 < item.1 && item.0 < g.1) {
                let entry = report
                    .errors
                    .entry(format!(
                        "spurious {} | {}",
                        item.2.name(),
                        &text[item.0..item.1]
                    ))
                    .or_default();
                entry.0 += 1;
                entry.1 = around(item.0, item.1);
            }
        }
    }
    report
}
