//! What line breaks mean in a block: whether its lines are paragraphs or wrapped text.

use memchr::memchr_iter;

/// Least bytes of a line that breaks off in mid-sentence, to prove that text is wrapped.
const SHORTEST_PROOF: usize = 20;
/// Least bytes of every line of a paragraph that is taken for wrapped without such a proof: less is
/// rather a caption.
const SHORTEST_FILLED: usize = 45;

/// The line structure of a block.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    /// Length in bytes of the longest line.
    width: usize,
    /// Lines are cut where the next word would have passed the margin.
    wrapped: bool,
}

impl Layout {
    /// Looks at every line of `block`.
    ///
    /// Text is wrapped when some line breaks off in mid-sentence right at the margin: it does not end
    /// like a sentence, the next begins in lower case, and the next word would not have fitted. Without
    /// such a line it is wrapped when every line but the last is filled, some of them in mid-sentence,
    /// and the last ends like a sentence: a paragraph whose lines happen to begin with names.
    pub(crate) fn of(block: &[u8]) -> Self {
        let mut width = 0;
        let mut start = 0;
        for feed in memchr_iter(b'\n', block).chain([block.len()]) {
            width = width.max(feed - start);
            start = feed + 1;
        }
        let mut layout = Self {
            width,
            wrapped: false,
        };
        let (mut all_full, mut some_unfinished) = (true, false);
        start = 0;
        for feed in memchr_iter(b'\n', block) {
            let line = block.get(start..feed).unwrap_or(&[]).trim_ascii_end();
            start = feed + 1;
            if line.len() < SHORTEST_PROOF {
                all_full = false;
                continue;
            }
            let next = block.get(feed + 1..).unwrap_or(&[]).trim_ascii_start();
            let full = layout.is_full(line, next) && !is_item(next);
            let unfinished = !ends_sentence(line);
            if full && unfinished && next.first().is_some_and(u8::is_ascii_lowercase) {
                layout.wrapped = true;
                return layout;
            }
            all_full &= full && line.len() >= SHORTEST_FILLED;
            some_unfinished |= unfinished;
        }
        let last = block.get(start..).unwrap_or(&[]).trim_ascii_end();
        layout.wrapped = all_full && some_unfinished && ends_sentence(last);
        layout
    }

    /// Whether the text is wrapped at a margin.
    pub(crate) const fn is_wrapped(&self) -> bool {
        self.wrapped
    }

    /// Whether the first word of `next` would not have fitted into `line`.
    fn is_full(&self, line: &[u8], next: &[u8]) -> bool {
        let word = next
            .iter()
            .take(40)
            .take_while(|b| !b.is_ascii_whitespace())
            .count();
        line.len() + 1 + word + 2 > self.width
    }

    /// Whether the line break at `feed`, of the line that begins at `start`, ends a sentence whatever
    /// stands before it.
    pub(crate) fn is_hard(&self, block: &[u8], start: usize, feed: usize) -> bool {
        let line = block.get(start..feed).unwrap_or(&[]).trim_ascii_end();
        let rest = block.get(feed + 1..).unwrap_or(&[]).trim_ascii_start();
        if is_item(rest) {
            return true;
        }
        match line.last() {
            None => return false,
            Some(b',') => return false,
            _ => {}
        }
        if self.wrapped {
            return !self.is_full(line, rest);
        }
        // A line that goes on in lower case was cut at random, unless it stands like a headline over a
        // long paragraph.
        let lower = rest.first().is_some_and(u8::is_ascii_lowercase);
        if lower && !ends_sentence(line) {
            let next_line = rest.iter().take(200).take_while(|b| **b != b'\n').count();
            return next_line > 2 * line.len() && next_line > 120;
        }
        true
    }
}

fn ends_sentence(line: &[u8]) -> bool {
    let line = match line {
        [head @ .., b'"' | b'\'' | b')'] => head,
        [head @ .., 0xE2, 0x80, 0x9D | 0x99] => head,
        _ => line,
    };
    matches!(line.last(), Some(b'.' | b'?' | b'!' | b':' | b';') | None)
        || line.ends_with("…".as_bytes())
}

/// A bullet, `1.`, `a)`: an item of a list.
fn is_item(line: &[u8]) -> bool {
    match *line {
        [b'-' | b'*' | b'+', b' ' | b'\t', ..] | [0xE2, 0x80, 0xA2 | 0x93 | 0x94, ..] => true,
        [a, b'.' | b')', b' ' | b'\t', ..] => a.is_ascii_alphanumeric(),
        [a, b, b'.' | b')', b' ' | b'\t', ..] => a.is_ascii_digit() && b.is_ascii_digit(),
        _ => false,
    }
}
