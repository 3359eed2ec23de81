//! The scanner: one pass over the text that cuts it into tokens and sentences.

use super::{Clitics, RawSentence, RawToken, Scan, TokenKind};
use crate::span::Span;

/// Fills `out` with the tokens and sentences of `text`; what it held before is dropped.
pub(crate) fn scan(text: &str, out: &mut Scan) {
    use unicode_segmentation::UnicodeSegmentation;
    out.tokens.clear();
    out.sentences.clear();
    let mut first = 0;
    for (start, word) in text.split_word_bound_indices() {
        if word.trim().is_empty() {
            if word.contains('\n') && first < out.tokens.len() {
                close(out, &mut first);
            }
            continue;
        }
        let kind = if word.starts_with(char::is_alphabetic) {
            TokenKind::Word
        } else if word.starts_with(char::is_numeric) {
            TokenKind::Number
        } else {
            TokenKind::Punctuation
        };
        out.tokens.push(RawToken {
            span: Span::new(start, start + word.len()),
            kind,
            clitics: Clitics::default(),
        });
        if matches!(word, "." | "?" | "!") {
            close(out, &mut first);
        }
    }
    if first < out.tokens.len() {
        close(out, &mut first);
    }
}

fn close(out: &mut Scan, first: &mut usize) {
    if let (Some(a), Some(b)) = (out.tokens.get(*first), out.tokens.last()) {
        out.sentences.push(RawSentence {
            span: Span::new(a.span.start, b.span.end),
            first_token: *first,
            end_token: out.tokens.len(),
        });
        *first = out.tokens.len();
    }
}
