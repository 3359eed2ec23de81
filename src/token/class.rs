//! Classes of bytes: what the scanner does at each.

/// What a byte begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Class {
    /// ASCII white space except the line feed.
    Space,
    /// The line feed.
    Line,
    /// A Latin letter.
    Letter,
    /// `0` to `9`.
    Digit,
    /// `.`, `?`, `!`: may end a sentence.
    Stop,
    /// The straight double quote.
    Quote,
    /// A mark that is a token of its own, always.
    Mark,
    /// A sign that is a token of its own, always: `$`, `%`.
    Sign,
    /// A sign or mark whose token depends on what follows: `#`, `@`, `&`, `-`, `(`.
    Special,
    /// A byte of a character outside ASCII.
    Wide,
    /// A control character.
    Control,
}

/// The class of every byte.
pub(crate) static CLASS: [Class; 256] = classes();

const fn classes() -> [Class; 256] {
    let mut table = [Class::Control; 256];
    let mut at = 0usize;
    while at < 256 {
        table[at] = match at as u8 {
            b'\n' => Class::Line,
            b' ' | b'\t' | 0x0B..=b'\r' => Class::Space,
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b'.' | b'?' | b'!' => Class::Stop,
            b'"' => Class::Quote,
            b',' | b';' | b':' | b')' | b'[' | b']' | b'{' | b'}' | b'/' | b'\\' => Class::Mark,
            b'$' | b'%' | b'+' | b'<' | b'>' | b'^' | b'|' => Class::Sign,
            b'-' | b'(' | b'\'' | b'`' | b'#' | b'@' | b'&' | b'_' | b'*' | b'=' | b'~' => {
                Class::Special
            }
            0x80..=0xFF => Class::Wide,
            _ => Class::Control,
        };
        at += 1;
    }
    table
}

/// How many bytes of `bytes` from `at` on are ASCII letters. Sixteen at a time: nearly every word is
/// over after one step, and no branch depends on its length.
#[inline]
pub(crate) fn letters(bytes: &[u8], at: usize) -> usize {
    let mut end = at;
    while let Some(chunk) = bytes.get(end..).and_then(<[u8]>::first_chunk::<16>) {
        let (first, second) = halves(chunk);
        let (first, second) = (others(first), others(second));
        if first | second != 0 {
            let (skipped, found) = if first != 0 { (0, first) } else { (8, second) };
            return end + skipped + (found.trailing_zeros() / 8) as usize - at;
        }
        end += 16;
    }
    while bytes.get(end).is_some_and(u8::is_ascii_alphabetic) {
        end += 1;
    }
    end - at
}

fn halves(chunk: &[u8; 16]) -> (u64, u64) {
    let both = u128::from_le_bytes(*chunk);
    (both as u64, (both >> 64) as u64)
}

/// The high bit of each byte of `eight` that is no ASCII letter.
#[inline]
const fn others(eight: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    let lower = (eight | (0x20 * ONES)) & !HIGH;
    let from_a = lower + (0x80 - b'a' as u64) * ONES;
    let past_z = lower + (0x80 - b'z' as u64 - 1) * ONES;
    !(from_a & !past_z & !eight) & HIGH
}
