//! Mentions kept apart from texts that are not ours to hand on: rows of `id start end type`, without
//! start, end and type for a text that names nothing.

use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

#[derive(Serialize)]
struct Record<'a> {
    id: &'a str,
    text: &'a str,
    entities: Vec<Mention<'a>>,
}

#[derive(Serialize)]
struct Mention<'a> {
    start: usize,
    end: usize,
    r#type: &'a str,
}

/// The texts of `source` that `mentions` has rows for, with their mentions, as JSON Lines.
///
/// In JSON Lines a text has the `id` of its row; in plain text `12+3` is the three lines from line 12.
///
/// # Errors
/// Names file, line and reason of the first bad row.
pub fn join(mentions: &Path, source: &Path) -> Result<String, String> {
    let rows = read(mentions)?;
    let text = read(source)?;
    let texts = Texts::of(source, &text)?;
    let mut documents: BTreeMap<(usize, &str), Vec<Mention<'_>>> = BTreeMap::new();
    let mut order: HashMap<&str, usize> = HashMap::new();
    for (at, row) in rows.lines().enumerate().skip(1) {
        let bad = |why: &str| format!("{}: line {}: {why}", mentions.display(), at + 1);
        let mut columns = row.split('\t');
        let id = columns.next().unwrap_or("");
        let next = order.len();
        let place = *order.entry(id).or_insert(next);
        let document = documents.entry((place, id)).or_default();
        let (Some(start), Some(end), Some(kind)) = (columns.next(), columns.next(), columns.next())
        else {
            return Err(bad("expected id, start, end, type"));
        };
        if start.is_empty() {
            continue;
        }
        let number = |text: &str| {
            text.parse()
                .map_err(|e| bad(&format!("{text:?} is no offset: {e}")))
        };
        document.push(Mention {
            start: number(start)?,
            end: number(end)?,
            r#type: kind,
        });
    }
    let mut out = String::new();
    for ((_, id), entities) in documents {
        let text = texts
            .get(id)
            .ok_or_else(|| format!("{}: has no text {id:?}", source.display()))?;
        let record = Record {
            id,
            text: &text,
            entities,
        };
        out += &serde_json::to_string(&record).map_err(|e| e.to_string())?;
        out.push('\n');
    }
    Ok(out)
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

enum Texts<'a> {
    Lines(Vec<&'a str>),
    Records(HashMap<String, String>),
}

impl<'a> Texts<'a> {
    fn of(path: &Path, text: &'a str) -> Result<Self, String> {
        if path.extension().is_none_or(|e| e != "jsonl") {
            return Ok(Self::Lines(text.split('\n').collect()));
        }
        let mut records = HashMap::new();
        for (at, line) in text.lines().enumerate() {
            let record: Value = serde_json::from_str(line)
                .map_err(|e| format!("{}: line {}: {e}", path.display(), at + 1))?;
            let field = |name: &str| record.get(name).and_then(Value::as_str).map(str::to_owned);
            if let (Some(id), Some(text)) = (field("id"), field("text")) {
                records.insert(id, text);
            }
        }
        Ok(Self::Records(records))
    }

    fn get(&self, id: &str) -> Option<String> {
        match self {
            Self::Records(records) => records.get(id).cloned(),
            Self::Lines(lines) => {
                let (first, count) = id.split_once('+')?;
                let first = first.parse::<usize>().ok()?.checked_sub(1)?;
                let count: usize = count.parse().ok()?;
                Some(lines.get(first..first.checked_add(count)?)?.join("\n"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_meet_their_texts_again() {
        let folder = std::env::temp_dir().join(format!("warta-standoff-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.join(name);
            std::fs::write(&path, text).unwrap();
            path
        };
        let plain = write("plain.txt", "satu\nBupati Belu\ntiba\nsepi\n");
        let rows = write(
            "rows.tsv",
            "id\tstart\tend\ttype\n2+2\t7\t11\tLOC\n4+1\t\t\t\n",
        );
        assert_eq!(
            join(&rows, &plain).unwrap(),
            "{\"id\":\"2+2\",\"text\":\"Bupati Belu\\ntiba\",\"entities\":[{\"start\":7,\"end\":11,\"type\":\"LOC\"}]}\n\
             {\"id\":\"4+1\",\"text\":\"sepi\",\"entities\":[]}\n"
        );
        let records = write("records.jsonl", "{\"id\": \"a\", \"text\": \"Belu\"}\n");
        let rows = write("more.tsv", "id\tstart\tend\ttype\nb\t0\t4\tLOC\n");
        assert!(join(&rows, &records).unwrap_err().contains("no text \"b\""));
        let rows = write("bad.tsv", "id\tstart\tend\ttype\na\tx\t4\tLOC\n");
        assert!(join(&rows, &records).unwrap_err().contains("line 2"));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
