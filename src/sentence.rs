//! Sentences as byte spans.

use crate::span::Span;
use crate::token::Blocks;

/// Splits `text` into sentences: byte spans without the white space around them.
///
/// Works block by block (blocks are separated by empty lines), so memory is bounded by the longest
/// block, and takes time linear in the length of `text`. [`Tokenizer`](crate::Tokenizer) states where a
/// sentence ends, and gives tokens and sentences in one pass.
///
/// ```
/// let text = "Hujan turun. Sungai meluap.";
/// let all: Vec<&str> = warta::sentences(text).map(|s| s.text(text)).collect();
/// assert_eq!(all, ["Hujan turun.", "Sungai meluap."]);
/// ```
pub fn sentences(text: &str) -> Sentences<'_> {
    Sentences {
        blocks: Blocks::new(text),
        next: 0,
    }
}

/// Iterator of [`sentences`].
#[derive(Clone, Debug)]
pub struct Sentences<'t> {
    blocks: Blocks<'t>,
    next: usize,
}

impl Iterator for Sentences<'_> {
    type Item = Span;

    #[inline]
    fn next(&mut self) -> Option<Span> {
        loop {
            if let Some(sentence) = self.blocks.scan.sentences.get(self.next) {
                self.next += 1;
                return Some(sentence.span);
            }
            self.next = 0;
            if !self.blocks.advance() {
                return None;
            }
        }
    }
}
