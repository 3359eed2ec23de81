//! Tokens with a shape of their own: addresses, numbers, dates, decree numbers.
//!
//! Each function looks at most a fixed number of bytes ahead, except those that return a token as long
//! as what they looked at.

use super::TokenKind;

/// Longest address or decree number, in bytes.
const LONGEST: usize = 100;

fn at(bytes: &[u8], index: usize) -> u8 {
    bytes.get(index).copied().unwrap_or(0)
}

fn slice(bytes: &[u8], start: usize, end: usize) -> &[u8] {
    bytes.get(start..end).unwrap_or(&[])
}

fn run(bytes: &[u8], start: usize, longest: usize, part: impl Fn(u8) -> bool) -> usize {
    let window = slice(bytes, start, start.saturating_add(longest).min(bytes.len()));
    start + window.iter().take_while(|b| part(**b)).count()
}

fn digits(bytes: &[u8], start: usize) -> usize {
    run(bytes, start, usize::MAX, |b| b.is_ascii_digit())
}

/// Whether `word` is the scheme of a web address.
pub(crate) fn is_scheme(word: &[u8]) -> bool {
    [b"http".as_slice(), b"https", b"ftp"]
        .iter()
        .any(|s| word.eq_ignore_ascii_case(s))
}

/// The end of the web address at `start`: up to white space or a quote, without the marks that close
/// the sentence around it.
pub(crate) fn url(bytes: &[u8], start: usize) -> Option<usize> {
    let mut end = run(bytes, start, usize::MAX, |b| {
        b.is_ascii_graphic()
            && !matches!(
                b,
                b'"' | b'<' | b'>' | b'`' | b'\\' | b'^' | b'{' | b'|' | b'}'
            )
    });
    let mut open = slice(bytes, start, end)
        .iter()
        .filter(|b| **b == b'(')
        .count();
    let mut closed = slice(bytes, start, end)
        .iter()
        .filter(|b| **b == b')')
        .count();
    while end > start {
        match at(bytes, end - 1) {
            b'.' | b',' | b';' | b':' | b'!' | b'?' | b'\'' | b']' | b'*' | b'_' => {}
            b')' if closed > open => closed -= 1,
            b'(' => open -= 1,
            _ => break,
        }
        end -= 1;
    }
    let address = slice(bytes, start, end);
    let body = address
        .windows(3)
        .position(|w| w == b"://")
        .map_or(4, |colon| colon + 3);
    (address.len() > body).then_some(end)
}

/// What a byte tells about the chunk it stands in; 0 ends the chunk.
static HINT: [u8; 256] = hints();

const PART: u8 = 1;
const UPPER: u8 = 2;
const DIGIT: u8 = 4;
/// A label that ends a host or file name.
const TOP: u8 = 8;
const AT: u8 = 16;
const JOINT: u8 = 32;

const fn hints() -> [u8; 256] {
    let mut table = [0u8; 256];
    let mut at = 0usize;
    while at < 256 {
        table[at] = match at as u8 {
            b'a'..=b'z' | b'_' | b'+' => PART,
            b'A'..=b'Z' => PART | UPPER,
            b'0'..=b'9' => PART | DIGIT,
            b'.' => PART | JOINT,
            b'@' => PART | AT,
            b'-' | b'/' => PART | JOINT,
            _ => 0,
        };
        at += 1;
    }
    table
}

/// A run of bytes that addresses and decree numbers are made of, and what is in it. Kept from token to
/// token, so that a long run is looked at once.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Chunk {
    /// Where it begins, or further back than any address in it may begin.
    start: usize,
    end: usize,
    seen: u8,
}

impl Chunk {
    /// Whether it covers `at`; the next one does not begin before.
    pub(crate) const fn covers(&self, at: usize) -> bool {
        at < self.end
    }

    /// The run around `at`.
    pub(crate) fn around(bytes: &[u8], at: usize) -> Self {
        let inside = |byte: &u8| HINT[usize::from(*byte)] != 0;
        let before = slice(bytes, at.saturating_sub(DEEPEST + 1), at);
        let start = at - before.iter().rev().take_while(|b| inside(b)).count();
        let (mut end, mut seen) = (at, 0);
        while let Some(byte) = bytes.get(end).filter(|b| inside(b)) {
            seen |= HINT[usize::from(*byte)];
            end += 1;
            if *byte == b'.' {
                let label_end = run(bytes, end, LONGEST_LABEL + 1, |b| b.is_ascii_alphanumeric());
                let label = slice(bytes, end, label_end);
                if is_one_of(label, &TOP_LEVELS)
                    || is_one_of(label, &FILE_SUFFIXES)
                    || is_one_of(label, &SHORTENERS)
                {
                    seen |= TOP;
                }
            }
        }
        Self { start, end, seen }
    }
}

/// Furthest that an address or decree number begins behind the start of its chunk: what follows other
/// tokens without a space for longer is no text.
const DEEPEST: usize = 64;

/// Whether addresses and decree numbers are looked for at `at`.
#[cfg(test)]
pub(crate) fn may_be_compound(bytes: &[u8], at: usize) -> bool {
    let before = bytes.get(..at).unwrap_or(&[]);
    let inside = |b: &&u8| HINT[usize::from(**b)] != 0;
    before.iter().rev().take_while(inside).count() <= DEEPEST
}

/// An e-mail address, a host name or a decree number at `start`, which lies in `chunk`.
pub(crate) fn compound(bytes: &[u8], start: usize, chunk: &Chunk) -> Option<(usize, TokenKind)> {
    let seen = chunk.seen;
    if start - chunk.start > DEEPEST {
        return None;
    }
    if seen & AT != 0
        && let Some(end) = email(bytes, start)
    {
        return Some((end, TokenKind::Email));
    }
    if seen & TOP != 0
        && let Some(found) = host(bytes, start)
    {
        return Some(found);
    }
    let numbered = UPPER | DIGIT | JOINT;
    if seen & numbered == numbered {
        return decree_number(bytes, start).map(|end| (end, TokenKind::Word));
    }
    None
}

/// Parts joined by single marks, an at sign, and labels with a stop among them.
fn email(bytes: &[u8], start: usize) -> Option<usize> {
    let chain = |from: usize, part: fn(u8) -> bool, joint: fn(u8) -> bool| {
        let limit = from + LONGEST;
        let mut end = from;
        loop {
            end = run(bytes, end, LONGEST, part);
            if end > limit || !joint(at(bytes, end)) || !part(at(bytes, end + 1)) {
                return end;
            }
            end += 1;
        }
    };
    let local = chain(
        start,
        |b| b.is_ascii_alphanumeric() || b == b'_',
        |b| matches!(b, b'.' | b'+' | b'-'),
    );
    if at(bytes, local) != b'@' || !at(bytes, local + 1).is_ascii_alphanumeric() {
        return None;
    }
    let end = chain(
        local + 1,
        |b| b.is_ascii_alphanumeric(),
        |b| matches!(b, b'.' | b'-'),
    );
    let mut label = local + 1;
    while let Some(length) = slice(bytes, label, end).iter().position(|b| *b == b'.') {
        // A sentence that follows without a space: `info@belu.go.id.Telepon`.
        if label > local + 1
            && is_one_of(slice(bytes, label, label + length), &TOP_LEVELS)
            && at(bytes, label).is_ascii_lowercase()
            && at(bytes, label + length + 1).is_ascii_uppercase()
        {
            return Some(label + length);
        }
        label += length + 1;
    }
    (label > local + 1).then_some(end)
}

/// Last labels of host names met in news.
static TOP_LEVELS: [u64; 26] = packed([
    "com", "id", "co", "net", "org", "go", "ac", "sch", "desa", "mil", "web", "my", "sg", "uk",
    "au", "jp", "tv", "info", "news", "io", "gov", "edu", "biz", "xyz", "online", "site",
]);

/// Last labels of services that shorten addresses: only with a path behind them, as in `bit.ly/x`.
static SHORTENERS: [u64; 4] = packed(["ly", "me", "be", "gl"]);

static FILE_SUFFIXES: [u64; 23] = packed([
    "pdf", "html", "htm", "php", "jpg", "jpeg", "png", "mp3", "mp4", "doc", "docx", "xls", "xlsx",
    "js", "apk", "zip", "rar", "ppt", "pptx", "txt", "csv", "gif", "exe",
]);

/// Bytes of the longest label in these lists.
const LONGEST_LABEL: usize = 6;

/// Each word as the number of its bytes, to be compared at once.
const fn packed<const N: usize>(words: [&str; N]) -> [u64; N] {
    let mut numbers = [0; N];
    let mut at = 0;
    while at < N {
        let word = words[at].as_bytes();
        assert!(word.len() <= LONGEST_LABEL);
        let mut letter = 0;
        while letter < word.len() {
            numbers[at] = numbers[at] << 8 | word[letter] as u64;
            letter += 1;
        }
        at += 1;
    }
    numbers
}

fn is_one_of(label: &[u8], list: &[u64]) -> bool {
    if !(2..=LONGEST_LABEL).contains(&label.len()) {
        return false;
    }
    let one_case =
        !label.iter().any(u8::is_ascii_uppercase) || !label.iter().any(u8::is_ascii_lowercase);
    let pack = |number, byte: &u8| number << 8 | u64::from(byte.to_ascii_lowercase());
    one_case && list.contains(&label.iter().fold(0, pack))
}

/// `detik.com`, `kominfo.go.id/berita`, `laporan.pdf`: labels joined by stops, up to the last that is
/// a known top level or file suffix.
fn host(bytes: &[u8], start: usize) -> Option<(usize, TokenKind)> {
    let limit = start.saturating_add(LONGEST).min(bytes.len());
    let mut label = start;
    let mut end = start;
    let mut found = None;
    while end < limit {
        end = run(bytes, end, limit - end, |b| {
            b.is_ascii_alphanumeric() || b == b'_'
        });
        if label > start && !at(bytes, end).is_ascii_alphanumeric() {
            let last = slice(bytes, label, end);
            let path = at(bytes, end) == b'/' && at(bytes, end + 1).is_ascii_alphanumeric();
            // Two letters at least stand before the last label: `a.id` is none, but `s.id/x` is.
            let long = label > start + 2;
            if (long || path) && is_one_of(last, &TOP_LEVELS)
                || path && is_one_of(last, &SHORTENERS)
            {
                found = Some((end, TokenKind::Url));
            } else if long && is_one_of(last, &FILE_SUFFIXES) {
                found = Some((end, TokenKind::Word));
            }
        }
        let joint = at(bytes, end);
        if !matches!(joint, b'.' | b'-') || !at(bytes, end + 1).is_ascii_alphanumeric() {
            break;
        }
        end += 1;
        if joint == b'.' {
            label = end;
        }
    }
    let (end, kind) = found?;
    if kind == TokenKind::Url
        && at(bytes, end) == b'/'
        && at(bytes, end + 1).is_ascii_alphanumeric()
    {
        return url(bytes, start).map(|end| (end, kind));
    }
    Some((end, kind))
}

/// `34/PMK.011/2007`, `M.HH-06.AH.11.01`, `Kep-176/KM.10/7`: segments of digits, of capitals, or of a
/// capital and up to seven letters, with two separators at least, some digits and some capitals. After a
/// number of three digits a name will do: `005/1234/Setda`.
fn decree_number(bytes: &[u8], start: usize) -> Option<usize> {
    let mut segment = start;
    let mut end;
    let (mut separators, mut numbers, mut capitals, mut names) = (0, 0, 0, 0);
    let (mut strong, mut slashes) = (false, true);
    loop {
        end = run(bytes, segment, LONGEST, |b| b.is_ascii_alphanumeric());
        let part = slice(bytes, segment, end);
        if part.iter().all(u8::is_ascii_digit) {
            numbers += 1;
        } else if part.iter().all(u8::is_ascii_uppercase) && part.len() <= 8 {
            capitals += 1;
        } else if part.len() > 8
            || !part.first().is_some_and(u8::is_ascii_uppercase)
            || !part.iter().skip(1).all(u8::is_ascii_lowercase)
        {
            return None;
        } else {
            names += 1;
        }
        let separator = at(bytes, end);
        let width = if slice(bytes, end, end + 2) == b"./" {
            2
        } else {
            1
        };
        if !matches!(separator, b'/' | b'.' | b'-')
            || !at(bytes, end + width).is_ascii_alphanumeric()
        {
            break;
        }
        strong |= separator != b'-';
        slashes &= separator == b'/';
        separators += 1;
        segment = end + width;
        if end - start > LONGEST {
            return None;
        }
    }
    let roman_year = separators == 1
        && at(bytes, segment - 1) == b'/'
        && is_roman(slice(bytes, start, segment - 1))
        && end - segment == 4
        && numbers == 1;
    let dated =
        separators > 2 || at(bytes, start).is_ascii_digit() || at(bytes, end - 1).is_ascii_digit();
    let filed = slashes
        && slice(bytes, start, start + 3)
            .iter()
            .all(u8::is_ascii_digit);
    let decree = separators > 1
        && strong
        && dated
        && (numbers > 0 && capitals > 0 || numbers > 1 && names > 0 && filed)
        && !is_rate(bytes, start, segment);
    (roman_year || decree).then_some(end)
}

/// Whether an amount stands before the slash that ends at `unit`: `15.900/USD`.
fn is_rate(bytes: &[u8], start: usize, unit: usize) -> bool {
    let slash = unit.saturating_sub(1);
    let mut groups = slice(bytes, start, slash).split(|b| *b == b'.');
    let digits = |group: &[u8]| group.iter().all(u8::is_ascii_digit);
    at(bytes, slash) == b'/'
        && !at(bytes, unit).is_ascii_digit()
        && groups
            .next()
            .is_some_and(|first| first.len() < 4 && digits(first))
        && groups.all(|group| group.len() == 3 && digits(group))
}

/// Marks of currencies that stand before an amount without a space.
pub(crate) fn is_currency(word: &[u8]) -> bool {
    matches!(
        word,
        b"Rp" | b"RP" | b"RM" | b"IDR" | b"USD" | b"SGD" | b"MYR" | b"EUR" | b"AUD"
    )
}

/// Makers whose models are numbers joined by a hyphen: `Boeing 737-800`.
pub(crate) fn is_aircraft_maker(word: &[u8]) -> bool {
    matches!(
        word,
        b"Boeing" | b"ATR" | b"Airbus" | b"Casa" | b"CASA" | b"CRJ" | b"Embraer" | b"Cessna"
    )
}

/// The end of the figure that a word and the mark at its `end` begin: `PM2,5`, `ke-1.000`.
pub(crate) fn figure(bytes: &[u8], start: usize, end: usize) -> Option<usize> {
    let goes_on =
        |end: usize| matches!(at(bytes, end), b'.' | b',') && at(bytes, end + 1).is_ascii_digit();
    if !goes_on(end) {
        return None;
    }
    let word = slice(bytes, start, end);
    if word
        .get(..3)
        .is_some_and(|head| head.eq_ignore_ascii_case(b"ke-"))
    {
        let mut more = end;
        while goes_on(more) {
            more = digits(bytes, more + 1);
        }
        return word.iter().skip(3).all(u8::is_ascii_digit).then_some(more);
    }
    let capitals = word.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let short = |length: usize| (1..3).contains(&length);
    let more = digits(bytes, end + 1);
    let after = at(bytes, more);
    (short(capitals)
        && short(word.len() - capitals)
        && word.iter().skip(capitals).all(u8::is_ascii_digit)
        && short(more - end - 1)
        && !after.is_ascii_alphabetic()
        && !(matches!(after, b'.' | b',' | b':' | b'/' | b'-')
            && at(bytes, more + 1).is_ascii_digit()))
    .then_some(more)
}

/// The end of the rank `II.b` or `III/d` whose Roman numeral is at `start..end`.
pub(crate) fn rank(bytes: &[u8], start: usize, end: usize) -> Option<usize> {
    let numeral = slice(bytes, start, end);
    let joined = matches!(at(bytes, end), b'.' | b'/') && matches!(at(bytes, end + 1), b'a'..=b'e');
    let whole = numeral.len() < 4 && numeral.iter().all(|b| matches!(b, b'I' | b'V'));
    let after = at(bytes, end + 2);
    (joined && whole && after.is_ascii() && !after.is_ascii_alphanumeric()).then_some(end + 2)
}

/// Words written with an apostrophe at their end: `Isra' Mi'raj`, `Masjid Jami'`.
pub(crate) fn ends_with_hamza(word: &[u8]) -> bool {
    [
        b"isra".as_slice(),
        b"jami",
        b"nisa",
        b"anbiya",
        b"syu'ara",
        b"tabi",
        b"wara",
        b"tawadhu",
        b"tawadu",
        b"khusyu",
        b"ruku",
        b"wudhu",
        b"ijma",
    ]
    .iter()
    .any(|w| word.eq_ignore_ascii_case(w))
}

/// Whether a slash joins two parts of a word: `d/a`, `s/d`, `C/O`.
pub(crate) fn slash_joins(left: &[u8], right: &[u8]) -> bool {
    left.len() == 1 && right.len() == 1 && left.iter().chain(right).all(u8::is_ascii_alphabetic)
}

/// Whether `word` is a Roman numeral in capitals.
pub(crate) fn is_roman(word: &[u8]) -> bool {
    !word.is_empty()
        && word.len() < 8
        && word
            .iter()
            .all(|b| matches!(b, b'I' | b'V' | b'X' | b'L' | b'C' | b'D' | b'M'))
}

/// Words before a single letter that is a label and no initial: `Kelas X.`, `vitamin C.`
pub(crate) fn is_label(word: &[u8]) -> bool {
    const LABELS: &[&str] = &[
        "kelas",
        "kelompok",
        "juara",
        "platform",
        "wilayah",
        "blok",
        "grup",
        "tipe",
        "seri",
        "liga",
        "vitamin",
        "golongan",
        "kategori",
        "gedung",
        "zona",
        "plan",
        "hepatitis",
        "paket",
        "pasal",
        "bab",
        "lampiran",
        "pos",
        "tim",
        "pot",
        "kubu",
        "nilai",
        "huruf",
        "terminal",
        "pintu",
        "kamar",
        "tribun",
        "serie",
        "piala",
        "model",
        "poin",
        "jalur",
        "galian",
        "inisial",
        "berinisial",
        "tersangka",
        "saksi",
        "korban",
        "influenza",
        "rencana",
    ];
    LABELS
        .iter()
        .any(|l| word.eq_ignore_ascii_case(l.as_bytes()))
}

/// The end of the number at `start`, with its decimal and thousands marks and clock colons; and whether
/// it is digits alone.
pub(crate) fn number(bytes: &[u8], start: usize) -> (usize, bool) {
    let mut end = digits(bytes, start);
    let mut plain = true;
    let mut colon = false;
    loop {
        let mark = at(bytes, end);
        if !matches!(mark, b'.' | b',' | b':') || !at(bytes, end + 1).is_ascii_digit() {
            break;
        }
        colon = mark == b':';
        plain = false;
        end = digits(bytes, end + 1);
    }
    // Chapter and verses: `19:4-6`; but `10:30-12:00` is a range.
    if colon && at(bytes, end) == b'-' && at(bytes, end + 1).is_ascii_digit() {
        let verse = digits(bytes, end + 1);
        let clock =
            matches!(at(bytes, verse), b':' | b'.' | b',') && at(bytes, verse + 1).is_ascii_digit();
        if !clock && verse - end < 4 {
            return (verse, false);
        }
    }
    (end, plain)
}

/// The end of a date, season, fraction or law number at `start`: `24/04`, `21/10/2025`, `2024/25`,
/// `120/80`, `12/2020`, `2025-10-21`.
pub(crate) fn date(bytes: &[u8], start: usize) -> Option<usize> {
    let first = digits(bytes, start);
    let separator = at(bytes, first);
    let second = digits(bytes, first + 1);
    let (a, b) = (first - start, second.saturating_sub(first + 1));
    if b == 0 || b > 4 || at(bytes, second).is_ascii_alphabetic() {
        return None;
    }
    let goes_on = |end: usize| {
        matches!(at(bytes, end), b'/' | b'-' | b'.' | b',') && at(bytes, end + 1).is_ascii_digit()
    };
    if at(bytes, second) == separator && at(bytes, second + 1).is_ascii_digit() {
        let third = digits(bytes, second + 1);
        let c = third.saturating_sub(second + 1);
        let shape = match separator {
            b'/' => a <= 2 && b <= 2 && (c == 4 || c == 2) || a == 4 && b <= 2 && c <= 2,
            b'-' => a == 4 && b == 2 && c == 2 || a <= 2 && b <= 2 && c == 4,
            _ => false,
        };
        return (shape && !goes_on(third)).then_some(third);
    }
    // A season: `2024/25`.
    let follows = || {
        let value = |from: usize| {
            let [tens, ones] = [at(bytes, from), at(bytes, from + 1)].map(|d| u32::from(d - b'0'));
            tens * 10 + ones
        };
        (value(start + 2) + 1) % 100 == value(first + 1)
    };
    let shape = a <= 3 && b <= 3 || b == 4 && a <= 4 || a == 4 && b == 2 && follows();
    (separator == b'/' && shape && !goes_on(second)).then_some(second)
}

/// The end of the file number at `start`: digits and stops with two slashes at least, or with three
/// stops and a hyphen: `188.45/712/013/2025`, `100.2.1.3-1287`.
pub(crate) fn file_number(bytes: &[u8], start: usize) -> Option<usize> {
    let joined = |end: usize, marks: &[u8]| {
        marks.contains(&at(bytes, end)) && at(bytes, end + 1).is_ascii_digit()
    };
    let (mut end, mut stops, mut thousands) = (digits(bytes, start), 0, true);
    while joined(end, b".") && stops < LONGEST {
        let next = digits(bytes, end + 1);
        thousands &= next - end == 4;
        stops += 1;
        end = next;
    }
    if stops > 2 && !thousands && joined(end, b"-") {
        while joined(end, b"-/") && end - start < LONGEST {
            end = digits(bytes, end + 1);
        }
        let open = at(bytes, end).is_ascii_alphabetic() || joined(end, b".,:-/");
        return (!open).then_some(end);
    }
    let end = run(bytes, start, LONGEST, |b| {
        b.is_ascii_digit() || matches!(b, b'.' | b'/')
    });
    let number = slice(bytes, start, end);
    let slashes = number.iter().filter(|b| **b == b'/').count();
    let tight = !number
        .windows(2)
        .any(|pair| pair.iter().all(|b| !b.is_ascii_digit()));
    let closed =
        number.last().is_some_and(u8::is_ascii_digit) && !at(bytes, end).is_ascii_alphanumeric();
    (slashes > 1 && tight && closed).then_some(end)
}

/// The end of the hashtag at `start`, which needs a letter.
pub(crate) fn hashtag(text: &str, start: usize) -> Option<usize> {
    let rest = text.get(start + 1..)?;
    let length: usize = rest
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .map(char::len_utf8)
        .sum();
    rest.get(..length)?
        .contains(char::is_alphabetic)
        .then_some(start + 1 + length)
}

/// The end of the handle at `start`.
pub(crate) fn handle(bytes: &[u8], start: usize) -> Option<usize> {
    let mut end = run(bytes, start + 1, usize::MAX, |b| {
        b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.')
    });
    while end > start + 1 && at(bytes, end - 1) == b'.' {
        end -= 1;
    }
    (end > start + 1 && at(bytes, start + 1) != b'.').then_some(end)
}

/// The end of the HTML character reference at `start`: `&amp;`, `&#8217;`.
pub(crate) fn html_entity(bytes: &[u8], start: usize) -> Option<usize> {
    let end = run(bytes, start + 1, 9, |b| {
        b.is_ascii_alphanumeric() || b == b'#'
    });
    (end > start + 2 && at(bytes, end) == b';').then_some(end + 1)
}
