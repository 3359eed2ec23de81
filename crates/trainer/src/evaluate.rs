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
