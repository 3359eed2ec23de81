//! What line breaks mean in a block: whether its lines are paragraphs or wrapped text.

use memchr::memchr_iter;

/// Least bytes of a line that breaks off in mid-sentence, to prove that text is wrapped.
const SHORTEST_PROOF: usize = 20;
/// Least bytes of every line of a paragraph that is taken for wrapped without such a proof: less is
/// rather a caption.
const SHORTEST_FILLED: usize = 45;

/// How the lines of a block came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fill {
    /// Each line is a paragraph, or a piece cut at random.
    Paragraphs,
    /// Lines are cut where the next word would have passed the margin.
    Margin,
    /// Lines are cut somewhere before the margin, as in text once set in proportional type.
    Ragged,
}

/// The line structure of a block.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    /// Length in bytes of the longest line.
    width: usize,
    fill: Fill,
}

impl Layout {
    /// Looks at every line of `block`.
    ///
    /// Text is wrapped when some line breaks off in mid-sentence right at the margin: it does not end
    /// like a sentence, the next begins in lower case, and the next word would not have fitted. Without
    /// such a line it is wrapped when every line but the last is filled, some of them in mid-sentence,
    /// and the last ends like a sentence: a paragraph whose lines happen to begin with names. It is
    /// wrapped raggedly when a line breaks off in mid-sentence before the margin, and most lines are of
    /// like length and have no stop.
    pub(crate) fn of(block: &[u8]) -> Self {
        let mut width = 0;
        let mut start = 0;
        for feed in memchr_iter(b'\n', block).chain([block.len()]) {
            width = width.max(feed - start);
            start = feed + 1;
        }
        let mut layout = Self {
            width,
            fill: Fill::Paragraphs,
        };
        let (mut all_full, mut proved, mut early) = (true, false, false);
        let (mut breaks, mut long, mut unstopped) = (0, 0, 0);
        start = 0;
        for feed in memchr_iter(b'\n', block) {
            let line = block.get(start..feed).unwrap_or(&[]).trim_ascii_end();
            start = feed + 1;
            breaks += 1;
            if line.len() < SHORTEST_PROOF {
                all_full = false;
                continue;
            }
            let next = block.get(feed + 1..).unwrap_or(&[]).trim_ascii_start();
            let full = layout.is_full(line, next) && !opens_line(next);
            let unfinished = !ends_sentence(line);
            if unfinished && next.first().is_some_and(u8::is_ascii_lowercase) && !is_item(next) {
                proved |= full;
                early |= !full && layout.is_long(line);
            }
            all_full &= full && line.len() >= SHORTEST_FILLED;
            long += usize::from(layout.is_long(line));
            unstopped += usize::from(unfinished);
        }
        let last = block.get(start..).unwrap_or(&[]).trim_ascii_end();
        if early && 3 * long >= 2 * breaks && 2 * unstopped > breaks {
            layout.fill = Fill::Ragged;
        } else if proved || all_full && unstopped > 0 && ends_sentence(last) {
            layout.fill = Fill::Margin;
        }
        layout
    }

    /// Whether the text is wrapped.
    pub(crate) const fn is_wrapped(&self) -> bool {
        !matches!(self.fill, Fill::Paragraphs)
    }

    /// Whether `line` is of like length with the longest.
    const fn is_long(&self, line: &[u8]) -> bool {
        5 * line.len() >= 3 * self.width
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
        // `Indonesia-` / `Australia`, `22.00-` / `23.00`
        if ends_in_hyphen(line) {
            return false;
        }
        if opens_line(rest) {
            return true;
        }
        if matches!(line.last(), None | Some(b',')) {
            return false;
        }
        // A line that goes on in lower case was cut at random, unless it stands like a headline over a
        // long paragraph.
        let lower = rest.first().is_some_and(u8::is_ascii_lowercase);
        if lower && !ends_sentence(line) {
            let next_line = rest.iter().take(200).take_while(|b| **b != b'\n').count();
            return !self.is_wrapped() && next_line > 2 * line.len() && next_line > 120;
        }
        match self.fill {
            Fill::Paragraphs => true,
            Fill::Margin => !self.is_full(line, rest),
            Fill::Ragged => !self.is_long(line),
        }
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

/// A hyphen or en dash right behind a letter or digit.
fn ends_in_hyphen(line: &[u8]) -> bool {
    let ([head @ .., b'-'] | [head @ .., 0xE2, 0x80, 0x93]) = line else {
        return false;
    };
    head.last().is_some_and(u8::is_ascii_alphanumeric)
}

/// `POS-KUPANG.COM, ATAMBUA - `: a word in capitals, then a comma or bracket and a dash.
fn is_dateline(line: &[u8]) -> bool {
    const LONGEST: usize = 60;
    let head = line.get(..LONGEST.min(line.len())).unwrap_or(&[]);
    // Most lines begin with another word, which costs less to see than that they have no dash.
    let end = head.iter().position(u8::is_ascii_whitespace);
    let name = head.get(..end.unwrap_or(0)).unwrap_or(&[]);
    if name.len() < 4
        || !name.first().is_some_and(u8::is_ascii_uppercase)
        || name.iter().any(u8::is_ascii_lowercase)
        || head.get(name.len()) != Some(&b' ')
    {
        return false;
    }
    let dash = memchr::memmem::find(head, b" - ")
        .or_else(|| memchr::memmem::find(head, " – ".as_bytes()))
        .or_else(|| memchr::memmem::find(head, " — ".as_bytes()));
    let Some(head) = dash.and_then(|dash| head.get(..dash)) else {
        return false;
    };
    let mut words = head.split(|b| *b == b' ').filter(|word| !word.is_empty());
    words.all(|word| word.iter().any(u8::is_ascii_uppercase))
        && head.iter().any(|b| matches!(b, b',' | b'('))
}

/// Whether the line cannot go on a sentence of the line before: an item of a list or a dateline.
fn opens_line(line: &[u8]) -> bool {
    is_item(line) || is_dateline(line)
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
