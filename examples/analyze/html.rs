//! One self-contained HTML page: the articles with their mentions coloured, and lists of them.

use crate::common::name_of;
use crate::summary::{KINDS, names};
use std::fmt;
use std::io::{self, Write};
use warta::Document;

const HEAD: &str = r#"<!DOCTYPE html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>warta: people, places and institutions</title>
<style>
:root { color-scheme: light dark; --paper: #fff; --ink: #1b1b1b; --faint: #5c5c5c; --line: #d4d4d4;
  --person: #fbd9bd; --place: #cdeac4; --institution: #cfe0fa; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #16181b; --ink: #e9e9e9; --faint: #a8a8a8; --line: #3d4045;
    --person: #6b3a12; --place: #1f5420; --institution: #1e4177; }
}
body { background: var(--paper); color: var(--ink); font: 1.05rem/1.65 Georgia, serif;
  max-width: 46rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1, h2, ul, .key, .figures { font-family: system-ui, sans-serif; }
h1 { font-size: 1.2rem; border-bottom: 1px solid var(--line); padding-bottom: .4rem; }
h2 { font-size: 1rem; margin: 1.2rem 0 .2rem; }
.figures, .also { color: var(--faint); font-size: .85rem; }
.text { white-space: pre-wrap; unicode-bidi: isolate; }
mark { color: inherit; border-radius: .2em; padding: .05em .15em; border-bottom: 2px solid; }
.person { background: var(--person); border-bottom-style: solid; }
.place { background: var(--place); border-bottom-style: dotted; }
.institution { background: var(--institution); border-bottom-style: double; }
ul { list-style: none; margin: 0; padding: 0; font-size: .9rem; columns: 2; column-gap: 2rem; }
li { break-inside: avoid; }
.count { display: inline-block; min-width: 2.2em; text-align: right; margin-right: .6em;
  color: var(--faint); font-variant-numeric: tabular-nums; }
@media (max-width: 36rem) { ul { columns: 1; } }
@media print {
  :root { --paper: #fff; --ink: #000; --faint: #444; --line: #999;
    --person: #fbd9bd; --place: #cdeac4; --institution: #cfe0fa; }
  body { max-width: none; margin: 0; font-size: 10.5pt; }
  mark, .key span { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  article + article { break-before: page; }
  h1, h2 { break-after: avoid; }
}
</style>
</head>
<body>
"#;

/// Writes what comes before the first article.
pub fn begin(out: &mut impl Write) -> io::Result<()> {
    out.write_all(HEAD.as_bytes())?;
    write!(out, "<p class=\"key\">")?;
    for (kind, heading) in KINDS {
        write!(out, "<mark class=\"{}\">{heading}</mark> ", kind.name())?;
    }
    writeln!(out, "</p>")
}

/// Writes one article: its mentions listed, then its text with the mentions coloured.
pub fn article(out: &mut impl Write, path: &str, doc: &Document<'_>) -> io::Result<()> {
    writeln!(out, "<article>\n<h1>{}</h1>", Escaped(name_of(path)))?;
    writeln!(
        out,
        "<p class=\"figures\">{} sentences, {} tokens, {} mentions</p>",
        doc.sentences().len(),
        doc.tokens().len(),
        doc.entities().len(),
    )?;
    let names = names(doc);
    for (kind, heading) in KINDS {
        let of_kind: Vec<_> = names.iter().filter(|named| named.kind == kind).collect();
        writeln!(out, "<h2>{heading} ({})</h2>\n<ul>", of_kind.len())?;
        for named in of_kind {
            let count = named.count;
            write!(out, "<li><span class=\"count\">{count}</span>")?;
            write!(out, "<mark class=\"{}\">", kind.name())?;
            write!(out, "{}</mark>", Escaped(named.name))?;
            for variant in &named.variants {
                write!(out, " <span class=\"also\">{}</span>", Escaped(variant))?;
            }
            if let Some(place) = named.place {
                let (code, name) = (place.code(), Escaped(place.name()));
                write!(out, " <span class=\"also\">{code} {name}</span>")?;
            }
            writeln!(out, "</li>")?;
        }
        writeln!(out, "</ul>")?;
    }
    writeln!(out, "<h2>Text</h2>")?;
    write!(out, "<div class=\"text\">")?;
    let mut done = 0;
    for entity in doc.entities() {
        let span = entity.span();
        let before = doc.text().get(done..span.start).unwrap_or("");
        let kind = entity.kind().name();
        write!(out, "{}<mark class=\"{kind}\" ", Escaped(before))?;
        write!(out, "title=\"{kind}, score {:.2}", entity.score())?;
        if entity.canonical() != entity {
            write!(out, ": {}", Escaped(entity.canonical().text()))?;
        }
        write!(out, "\">{}</mark>", Escaped(entity.text()))?;
        done = span.end;
    }
    let rest = doc.text().get(done..).unwrap_or("");
    writeln!(out, "{}</div>\n</article>", Escaped(rest))
}

/// Writes what comes after the last article.
pub fn end(out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "</body>\n</html>")
}

/// Text made safe for element content and quoted attributes. Control characters, which HTML
/// forbids, become U+FFFD.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let special = |c: char| {
            matches!(c, '&' | '<' | '>' | '"' | '\'') || c.is_control() && !matches!(c, '\n' | '\t')
        };
        let mut rest = self.0;
        while let Some(at) = rest.find(special) {
            let (plain, tail) = rest.split_at(at);
            f.write_str(plain)?;
            let mut chars = tail.chars();
            match chars.next() {
                Some('&') => f.write_str("&amp;")?,
                Some('<') => f.write_str("&lt;")?,
                Some('>') => f.write_str("&gt;")?,
                Some('"') => f.write_str("&quot;")?,
                Some('\'') => f.write_str("&#39;")?,
                Some('\r') if chars.as_str().starts_with('\n') => {}
                Some('\r') => f.write_str("\n")?,
                _ => f.write_str("\u{FFFD}")?,
            }
            rest = chars.as_str();
        }
        f.write_str(rest)
    }
}
