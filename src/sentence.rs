//! Sentences as byte spans.

use crate::span::Span;
use crate::token::{RawSentence, Scan, scan};

/// Splits `text` into sentences: byte spans without the white space around them.
///
/// ```
/// let text = "Hujan turun. Sungai meluap.";
/// let all: Vec<&str> = warta::sentences(text).map(|s| s.text(text)).collect();
/// assert_eq!(all, ["Hujan turun.", "Sungai meluap."]);
/// ```
pub fn sentences(text: &str) -> Sentences {
    let mut found = Scan::default();
    scan::scan(text, &mut found);
    Sentences {
        sentences: found.sentences.into_iter(),
    }
}

/// Iterator of [`sentences`].
#[derive(Clone, Debug)]
pub struct Sentences {
    sentences: std::vec::IntoIter<RawSentence>,
}

impl Iterator for Sentences {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        self.sentences.next().map(|s| s.span)
    }
}
