//! Annotated texts: JSON Lines of `{"id", "text", "entities": [{"start", "end", "type"}]}`.

use serde::Deserialize;
use std::path::Path;
use warta::entity::labels::label;
use warta::entity::lexicon::Gazetteer;
use warta::entity::{Pieces, pieces};
use warta::{EntityKind, Span};

#[derive(Deserialize)]
struct Record {
    text: String,
    entities: Vec<Mention>,
}

#[derive(Deserialize)]
struct Mention {
    start: usize,
    end: usize,
    r#type: String,
}

/// A text with its gold mentions.
#[derive(Clone)]
pub struct Article {
    /// The text.
    pub text: String,
    /// Gold mentions in order.
    pub mentions: Vec<(Span, EntityKind)>,
}

/// An article cut and labelled.
pub struct Labelled {
    /// The pieces of the text.
    pub pieces: Pieces,
    /// Gold label of each piece.
    pub labels: Vec<u8>,
}

/// Reads every record of `path`.
///
/// # Errors
/// Names file, line and reason of the first bad record.
pub fn read(path: &Path) -> Result<Vec<Article>, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut all = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let bad = |why: String| format!("{}: line {}: {why}", path.display(), at + 1);
        let record: Record =
            serde_json::from_str(line).map_err(|e| bad(format!("not a record: {e}")))?;
        let mut mentions = Vec::new();
        let mut last = 0;
        let mut sorted = record.entities;
        sorted.sort_by_key(|m| m.start);
        for mention in sorted {
            let kind = match mention.r#type.as_str() {
                "PER" | "person" => EntityKind::Person,
                "LOC" | "place" => EntityKind::Place,
                "ORG" | "institution" => EntityKind::Institution,
                other => return Err(bad(format!("type {other:?}: expected PER, LOC or ORG"))),
            };
            let name = record
                .text
                .get(mention.start..mention.end)
                .filter(|n| !n.is_empty());
            if name.is_none() {
                return Err(bad(format!(
                    "mention {}..{} is no span of the text; offsets are UTF-8 bytes",
                    mention.start, mention.end
                )));
            }
            if mention.start < last {
                return Err(bad(format!(
                    "mention {}..{} overlaps the one before",
                    mention.start, mention.end
                )));
            }
            last = mention.end;
            mentions.push((Span::new(mention.start, mention.end), kind));
        }
        all.push(Article {
            text: record.text,
            mentions,
        });
    }
    Ok(all)
}

/// Cuts an article into pieces and gives each its gold label; a mention that does not begin and end
/// with pieces takes in those it touches.
pub fn labelled(article: &Article, gazetteer: &Gazetteer<'_>) -> Labelled {
    let pieces = pieces(&article.text, gazetteer);
    let mut labels = vec![0u8; pieces.all.len()];
    let mut from = 0;
    for &(to, _) in &pieces.sentences {
        let sentence = &pieces.all[from..to];
        for (span, kind) in &article.mentions {
            let first = sentence.iter().position(|p| p.span.overlaps(*span));
            let last = sentence.iter().rposition(|p| p.span.overlaps(*span));
            if let (Some(first), Some(last)) = (first, last) {
                let length = last + 1 - first;
                if (first..=last).all(|i| labels[from + i] == 0) {
                    for i in 0..length {
                        labels[from + first + i] = label(*kind as usize, i, length);
                    }
                }
            }
        }
        from = to;
    }
    Labelled { pieces, labels }
}
