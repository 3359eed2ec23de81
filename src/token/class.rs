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

/// How many bytes of `bytes` from `at` on are ASCII letters. Eight at a time: most words are over
/// after one step, without a branch per letter.
#[inline]
pub(crate) fn letters(bytes: &[u8], at: usize) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    let mut end = at;
    while let Some(chunk) = bytes.get(end..end + 8) {
        let mut eight = [0u8; 8];
        eight.copy_from_slice(chunk);
        let word = u64::from_le_bytes(eight);
        let lower = (word | (0x20 * ONES)) & !HIGH;
        let from_a = lower + (0x80 - b'a' as u64) * ONES;
        let past_z = lower + (0x80 - b'z' as u64 - 1) * ONES;
        let other = !(from_a & !past_z & !word) & HIGH;
        if other != 0 {
            return end + (other.trailing_zeros() / 8) as usize - at;
        }
        end += 8;
    }
    while bytes.get(end).is_some_and(u8::is_ascii_alphabetic) {
        end += 1;
    }
    end - at
}
