//! The readable report: what is named, how often, what the article is about, and each sentence.

use crate::common::name_of;
use crate::summary::{KINDS, names, words};
use std::io::{self, Write};
use warta::{Document, LineRole, Sentence, TokenKind, page_lines};

/// Writes the report of one article.
pub fn article(out: &mut impl Write, path: &str, doc: &Document<'_>) -> io::Result<()> {
    let of_words = |t: &warta::DocumentToken<'_, '_>| t.kind() == TokenKind::Word;
    writeln!(out, "=== {}", name_of(path))?;
    writeln!(
        out,
        "{} bytes, {} sentences, {} tokens, {} words, {} mentions",
        doc.text().len(),
        doc.sentences().len(),
        doc.tokens().len(),
        doc.tokens().filter(of_words).count(),
        doc.entities().len(),
    )?;
    let lines = page_lines(doc.text());
    let headline = lines.iter().find(|line| line.role == LineRole::Headline);
    if let Some(line) = headline {
        writeln!(out, "{}", one_line(line.span.text(doc.text())))?;
    }
    let names = names(doc);
    for (kind, heading) in KINDS {
        let of_kind: Vec<_> = names.iter().filter(|named| named.kind == kind).collect();
        let mentions: usize = of_kind.iter().map(|named| named.count).sum();
        writeln!(out, "\n{heading}: {}, {mentions} mentions", of_kind.len())?;
        for named in of_kind {
            write!(out, "{:>5}  {}", named.count, one_line(named.name))?;
            if !named.variants.is_empty() {
                write!(out, "  (also: {})", one_line(&named.variants.join("; ")))?;
            }
            if let Some(place) = named.place {
                write!(out, "  {} {}", place.code(), place.name())?;
            }
            writeln!(out)?;
        }
    }
    writeln!(out, "\nMost frequent words, by root")?;
    let words = words(doc, 20);
    let words: Vec<String> = words
        .iter()
        .map(|(word, n)| format!("{word} {n}"))
        .collect();
    writeln!(out, "       {}", words.join(", "))?;
    writeln!(
        out,
        "\nSentences, with [names] marked and the roots of their other words below"
    )?;
    for (index, sentence) in doc.sentences().enumerate() {
        writeln!(out, "{:>5}  {}", index + 1, one_line(&marked(&sentence)))?;
        let roots: Vec<&str> = sentence
            .tokens()
            .filter(|t| t.kind() == TokenKind::Word && t.entity().is_none())
            .map(|t| t.stem())
            .collect();
        writeln!(out, "       > {}", roots.join(" "))?;
    }
    writeln!(out)
}

/// The sentence with its mentions in brackets: `Bupati [Belu: place] datang.`
fn marked(sentence: &Sentence<'_, '_>) -> String {
    let (text, start) = (sentence.text(), sentence.span().start);
    let mut marked = String::with_capacity(text.len() * 2);
    let mut done = 0;
    let mut last = None;
    for entity in sentence.tokens().filter_map(|token| token.entity()) {
        if last.replace(entity) == Some(entity) {
            continue;
        }
        let from = entity.span().start.saturating_sub(start);
        marked.push_str(text.get(done..from).unwrap_or(""));
        marked.push('[');
        marked.push_str(entity.text());
        marked.push_str(": ");
        marked.push_str(entity.kind().name());
        marked.push(']');
        done = entity.span().end.saturating_sub(start);
    }
    marked.push_str(text.get(done..).unwrap_or(""));
    marked
}

/// `text` without line breaks and other control characters, which would break up the report or
/// command the terminal.
fn one_line(text: &str) -> String {
    let visible = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().map(visible).collect()
}
