//! The slow way to the same tokens: regular expressions and Unicode segmentation where the scanner
//! has byte classes, eight letters at a time and short cuts. The lexical decisions (abbreviations,
//! hyphens, clitics, sentence ends) are the scanner's own; how the text falls into pieces is found anew.

use super::super::{Scan, TokenKind, clitic, hyphen, pattern};
use super::{Scanner, scan};
use crate::data::WORDS;
use once_cell::sync::Lazy;
use proptest::prelude::*;
use regex::Regex;
use std::cell::OnceCell;
use unicode_segmentation::UnicodeSegmentation;

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap()
}

macro_rules! patterns {
    ($($name:ident = $pattern:expr;)*) => {
        $(static $name: Lazy<Regex> = Lazy::new(|| regex(&$pattern));)*
    };
}

const TOP: &str = "com|id|co|net|org|go|ac|sch|desa|mil|web|my|sg|uk|au|jp|tv|info|news|io|gov|edu|biz|xyz|online|site";
const FILE: &str = "pdf|html|htm|php|jpg|jpeg|png|mp3|mp4|doc|docx|xls|xlsx|js|apk|zip|rar|ppt|pptx|txt|csv|gif|exe";
const LABELS: &str = r"\A(?:[A-Za-z0-9][A-Za-z0-9_]*(?:-[A-Za-z0-9][A-Za-z0-9_]*)*\.)+";

patterns! {
    BLANK = r"\n[ \t\r\x0B\x0C\u{A0}]*(?:\n|\z)";
    LETTERS = r"\A[A-Za-z]+";
    URL = r#"\A(?:(?i:https?|ftp)://|(?i:www)\.)[!-~&&[^"<>`\\^{|}]]*"#;
    EMAIL = r"\A[A-Za-z0-9_]+(?:[.+-][A-Za-z0-9_]+)*@[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*";
    HOST = format!(
        r"{LABELS}(?:({TOP}|{})|({FILE}|{}))(?:[^A-Za-z0-9_]|\z)",
        TOP.to_uppercase(), FILE.to_uppercase()
    );
    SHORT = format!(r"{LABELS}(?:ly|me|be|gl|LY|ME|BE|GL)/[A-Za-z0-9]");
    SEGMENTS = r"\A[A-Za-z0-9]+(?:(?:\./|[/.-])[A-Za-z0-9]+)*";
    RATE = r"\A[0-9]{1,3}(?:\.[0-9]{3})*/[A-Za-z][A-Za-z0-9]*\z";
    ROMAN_YEAR = r"\A[IVXLCDM]{1,7}/[0-9]{4}\z";
    NUMBER = r"\A[0-9]+(?:[.,:][0-9]+)*";
    VERSE = r"\A[0-9]+(?:[.,:][0-9]+)*:[0-9]+-[0-9]{1,2}(?:[.,:]?[^0-9]|[.,:]?\z)";
    DATE = r"\A(?:[0-9]{1,2}/[0-9]{1,2}/(?:[0-9]{4}|[0-9]{2})|[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}-[0-9]{1,2}-[0-9]{4})(?:[^0-9]|\z)";
    FRACTION = r"\A(?:[0-9]{1,3}/[0-9]{1,3}|[0-9]{1,4}/[0-9]{4})(?:[^0-9A-Za-z]|\z)";
    SEASON = r"\A[0-9]{2}([0-9]{2})/([0-9]{2})(?:[^0-9A-Za-z]|\z)";
    ARCHIVE = r"\A[0-9]+((?:\.[0-9]+){3,})-[0-9]+(?:[-/][0-9]+)*";
    FILE_NUMBER = r"\A[0-9]+(?:[./][0-9]+)*";
    HANDLE = r"\A@[A-Za-z0-9_][A-Za-z0-9_.]*";
    ENTITY = r"\A&[A-Za-z0-9#]{2,9};";
}

/// [`scan`], the slow way.
fn slow_scan(text: &str, out: &mut Scan) {
    out.tokens.clear();
    out.sentences.clear();
    let mut from = 0;
    while from < text.len() {
        // Empty lines before the block are passed over.
        let lead = text[from..]
            .find(|c: char| !matches!(c, ' ' | '\t' | '\r' | '\n' | '\u{B}' | '\u{C}'))
            .map_or(text.len(), |at| from + at);
        let end = BLANK.find_at(text, lead).map_or(text.len(), |m| m.start());
        let block = &text[lead..end];
        let mut scanner = Scanner {
            words: *WORDS,
            block,
            bytes: block.as_bytes(),
            base: lead,
            first: out.tokens.len(),
            keep_until: 0,
            quote_end: 0,
            line_start: 0,
            layout: OnceCell::new(),
            chunk: pattern::Chunk::default(),
            out,
        };
        let mut at = 0;
        while at < block.len() {
            at = scanner.slow_token(at);
        }
        scanner.close();
        from = end;
    }
}

/// Length of the first segment of `text`: letters and digits with what joins them.
fn slow_segment(text: &str) -> usize {
    let plain = |c: char| c < '\u{2E80}' && c.is_alphanumeric();
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let alphabetic = |i: usize| chars.get(i).is_some_and(|c| c.1.is_alphabetic());
    let alphanumeric = |i: usize| chars.get(i).is_some_and(|c| c.1.is_alphanumeric());
    let mut i = 0;
    while let Some(&(at, c)) = chars.get(i) {
        // Marks and invisible characters do not come between a letter and its apostrophe.
        let after_letter = text[..at]
            .chars()
            .rev()
            .find(|c| c.is_ascii() || plain(*c) || matches!(c, '’' | '‘' | 'ʼ' | 'ʻ'))
            .is_some_and(char::is_alphabetic);
        let joins = plain(c)
            || matches!(c, '\'' | '`' | '’' | '‘' | 'ʼ' | 'ʻ') && after_letter && alphabetic(i + 1)
            || c == '_' && i > 0 && alphanumeric(i + 1)
            || c == '&'
                && (1..3).contains(&i)
                && chars[..i].iter().all(|c| c.1.is_ascii_uppercase())
                && chars.get(i + 1).is_some_and(|c| c.1.is_ascii_uppercase())
                && !chars
                    .get(i + 2)
                    .is_some_and(|c| c.1.is_ascii_alphanumeric())
            || i > 0
                && !c.is_ascii()
                && !matches!(c, '’' | '‘' | 'ʼ' | 'ʻ')
                && !c.is_whitespace()
                && (matches!(
                    c,
                    '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}'
                ) || text[chars[i - 1].0..at + c.len_utf8()]
                    .graphemes(true)
                    .count()
                    == 1);
        if !joins {
            return at;
        }
        i += 1;
    }
    text.len()
}

fn slow_url(text: &str) -> Option<usize> {
    let found = URL.find(text)?;
    let mut url = found.as_str();
    loop {
        let closers = url.matches(')').count() > url.matches('(').count();
        let trimmed =
            url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', ']', '*', '_', '(']);
        let trimmed = if closers && trimmed.ends_with(')') {
            &trimmed[..trimmed.len() - 1]
        } else {
            trimmed
        };
        if trimmed == url {
            break;
        }
        url = trimmed;
    }
    let body = url.find("://").map_or(4, |at| at + 3);
    (url.len() > body).then_some(url.len())
}

fn slow_compound(text: &str) -> Option<(usize, TokenKind)> {
    if let Some(found) = EMAIL.find(text)
        && let Some((local, host)) = found.as_str().split_once('@')
        && host.contains('.')
    {
        let glued = regex(&format!(r"\A[^.]*(?:\.[^.]+)*?\.({TOP})\.[A-Z]"));
        let end = glued
            .captures(host)
            .map_or(host.len(), |found| found.get(1).unwrap().end());
        return Some((local.len() + 1 + end, TokenKind::Email));
    }
    if SHORT.is_match(text) {
        return pattern::url(text.as_bytes(), 0).map(|end| (end, TokenKind::Url));
    }
    if let Some(found) = HOST.captures(text) {
        let last = found.get(1).or_else(|| found.get(2)).unwrap();
        let rest = &text.as_bytes()[last.end()..];
        let path = rest.len() > 1 && rest[0] == b'/' && rest[1].is_ascii_alphanumeric();
        if last.start() > 2 || path && found.get(1).is_some() {
            return match found.get(1) {
                Some(_) if path => {
                    pattern::url(text.as_bytes(), 0).map(|end| (end, TokenKind::Url))
                }
                Some(_) => Some((last.end(), TokenKind::Url)),
                None => Some((last.end(), TokenKind::Word)),
            };
        }
    }
    let number = SEGMENTS.find(text)?.as_str();
    let single = number.replace("./", ".");
    let parts: Vec<&str> = single.split(['/', '.', '-']).collect();
    let all = |part: &str, test: fn(char) -> bool| part.chars().all(test);
    let digits = |part: &&&str| all(part, |c| c.is_ascii_digit());
    let capitals = |part: &&&str| all(part, |c| c.is_ascii_uppercase()) && part.len() <= 8;
    let short = |part: &&&str| {
        part.len() <= 8
            && part.starts_with(|c: char| c.is_ascii_uppercase())
            && all(&part[1..], |c| c.is_ascii_lowercase())
    };
    let fits = parts
        .iter()
        .all(|part| digits(&part) || capitals(&part) || short(&part));
    let dated = parts.len() > 3
        || number.starts_with(|c: char| c.is_ascii_digit())
        || number.ends_with(|c: char| c.is_ascii_digit());
    let decree = parts.len() > 2
        && number.contains(['/', '.'])
        && (parts.iter().filter(digits).count() > 0 && parts.iter().filter(capitals).count() > 0
            || parts.iter().filter(digits).count() > 1
                && number.contains(|c: char| c.is_ascii_alphabetic())
                && !number.contains(['.', '-'])
                && number.len() > 2
                && all(&number[..3], |c| c.is_ascii_digit()))
        && dated
        && !RATE.is_match(number);
    (fits && (decree || ROMAN_YEAR.is_match(number))).then_some((number.len(), TokenKind::Word))
}

/// The end of a number, and whether it is digits alone.
fn slow_number(text: &str) -> (usize, bool) {
    let number = NUMBER.find(text).unwrap().as_str();
    let plain = number.bytes().all(|b| b.is_ascii_digit());
    let clock = number
        .rfind([':', '.', ','])
        .is_some_and(|at| number.as_bytes()[at] == b':');
    if clock && VERSE.is_match(text) {
        let verse = regex(r"\A[0-9]+(?:[.,:][0-9]+)*-[0-9]+");
        let end = verse.find(text).unwrap().end();
        let after = &text[end..];
        if end - number.len() < 4 && !regex(r"\A[.,:][0-9]").is_match(after) {
            return (end, false);
        }
    }
    (number.len(), plain)
}

fn slow_date(text: &str) -> Option<usize> {
    let goes_on = regex(r"\A[/.,-][0-9]");
    for shape in [&*DATE, &*FRACTION] {
        if let Some(found) = shape.find(text) {
            let digits = found
                .as_str()
                .trim_end_matches(|c: char| !c.is_ascii_digit());
            let third = digits.matches(['/', '-']).count() > 1;
            // The letters behind a day and month are looked at before the year is.
            if !goes_on.is_match(&text[digits.len()..])
                && (third || shape.as_str() != DATE.as_str())
            {
                return Some(digits.len());
            }
        }
    }
    let season = SEASON.captures(text)?;
    let [first, second] = [1, 2].map(|at| season[at].parse::<u32>().unwrap());
    ((first + 1) % 100 == second && !goes_on.is_match(&text[7..])).then_some(7)
}

fn slow_archive(text: &str) -> Option<usize> {
    let found = ARCHIVE.captures(text)?;
    let thousands = found[1].split('.').skip(1).all(|group| group.len() == 3);
    let end = found[0].len();
    let open = regex(r"\A(?:[A-Za-z]|[.,:/-][0-9])").is_match(&text[end..]);
    (!thousands && !open).then_some(end)
}

impl Scanner<'_> {
    fn slow_token(&mut self, at: usize) -> usize {
        let text = &self.block[at..];
        let c = text.chars().next().unwrap();
        let single = at + c.len_utf8();
        match c {
            '\n' => self.line(at),
            _ if c.is_whitespace() => single,
            '.' | '?' | '!' | '…' => self.stop(at),
            '"' => self.quote(at),
            'a'..='z' | 'A'..='Z' => self.slow_word(at),
            '0'..='9' => self.slow_number(at),
            '#' | '@' | '&' => {
                let matched = |shape: &Regex| shape.find(text).map_or("", |m| m.as_str());
                let (found, kind) = match c {
                    '#' => {
                        let end = text[1..]
                            .find(|c: char| !c.is_alphanumeric() && c != '_')
                            .map_or(text.len(), |end| end + 1);
                        (&text[..end], TokenKind::Hashtag)
                    }
                    '@' => (matched(&HANDLE).trim_end_matches('.'), TokenKind::Handle),
                    _ => (matched(&ENTITY), TokenKind::Symbol),
                };
                let found = if c == '#' && !found.contains(char::is_alphabetic) {
                    ""
                } else {
                    found
                };
                if found.len() > 1 {
                    self.push(at, at + found.len(), kind);
                    at + found.len()
                } else {
                    self.push(at, single, TokenKind::Symbol);
                    single
                }
            }
            '-' | '\'' | '`' | '_' | '*' | '=' | '~' => {
                let run = text.len() - text.trim_start_matches(c).len();
                let kind = if matches!(c, '=' | '~') {
                    TokenKind::Symbol
                } else {
                    TokenKind::Punctuation
                };
                self.push(at, at + run, kind);
                at + run
            }
            '(' => {
                self.open_remark(at);
                self.push(at, single, TokenKind::Punctuation);
                single
            }
            ',' | ';' | ':' | ')' | '[' | ']' | '{' | '}' | '/' | '\\' => {
                self.push(at, single, TokenKind::Punctuation);
                single
            }
            _ if c.is_ascii() => {
                self.push(at, single, TokenKind::Symbol);
                single
            }
            _ => self.wide(at),
        }
    }

    fn slow_word(&mut self, at: usize) -> usize {
        let text = &self.block[at..];
        let letters = LETTERS.find(text).unwrap().as_str();
        let rest = &text[letters.len()..];
        let end = at + letters.len();
        let continued = |rest: &str| rest.chars().next().is_some_and(char::is_alphanumeric);
        if rest.starts_with('.') && !continued(&rest[1..]) {
            return self.word_before_stop(at, end);
        }
        if let Some(length) = slow_url(text)
            .filter(|_| letters.eq_ignore_ascii_case("www") || rest.starts_with("://"))
        {
            self.push(at, at + length, TokenKind::Url);
            return at + length;
        }
        if pattern::is_currency(letters.as_bytes())
            && rest.starts_with(|c: char| c.is_ascii_digit())
        {
            self.push(at, end, TokenKind::Word);
            return end;
        }
        if let Some(rank) = regex(r"\A[IV]{1,3}[./][a-e](?:[\x00-\x7F--[A-Za-z0-9]]|\z)").find(text)
        {
            let end = at + rank.as_str().find(['.', '/']).unwrap_or(0) + 2;
            self.push(at, end, TokenKind::Word);
            return end;
        }
        if !self.is_glued_abbreviation(at, end)
            && pattern::may_be_compound(self.bytes, at)
            && let Some((length, kind)) = slow_compound(text)
        {
            self.push(at, at + length, kind);
            return at + length;
        }
        if rest.starts_with('.')
            && let Some(end) = self.dotted_abbreviation(at, end)
        {
            return self.finish_abbreviation(at, end);
        }
        self.composed_word(at)
    }

    fn slow_number(&mut self, at: usize) -> usize {
        let text = &self.block[at..];
        let (length, plain) = slow_number(text);
        if pattern::may_be_compound(self.bytes, at)
            && let Some((length, kind)) = slow_compound(text)
        {
            self.push(at, at + length, kind);
            return at + length;
        }
        let whole = FILE_NUMBER.find(text).map_or("", |m| m.as_str());
        let closed = !text[whole.len()..]
            .starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '/'));
        let filed = (whole.matches('/').count() > 1 && closed).then_some(whole.len());
        if let Some(length) = slow_date(text).or(slow_archive(text)).or(filed) {
            self.push(at, at + length, TokenKind::Number);
            return at + length;
        }
        if plain {
            return self.composed_word(at);
        }
        self.push(at, at + length, TokenKind::Number);
        at + length
    }
}

fn same(text: &str) -> Result<(), TestCaseError> {
    let (mut fast, mut slow) = (Scan::default(), Scan::default());
    scan(text, &mut fast);
    slow_scan(text, &mut slow);
    let shown = |scan: &Scan| -> Vec<_> {
        scan.tokens
            .iter()
            .map(|t| (t.span.text(text).to_owned(), t.kind, t.clitics))
            .collect()
    };
    prop_assert_eq!(shown(&fast), shown(&slow));
    prop_assert_eq!(fast.tokens, slow.tokens);
    prop_assert_eq!(fast.sentences, slow.sentences);
    Ok(())
}

#[test]
fn letters_and_accents_are_those_of_unicode() {
    for c in '\0'..=char::MAX {
        let plain = c < super::LATE_SCRIPTS && c.is_alphabetic();
        assert_eq!(super::is_plain_letter(c), plain, "{c:?}");
        if super::is_accent(c) {
            assert!(!c.is_alphanumeric(), "{c:?}");
            assert_eq!(format!("a{c}").graphemes(true).count(), 1, "{c:?}");
        }
    }
}

#[test]
fn pictures_and_flags_end_where_unicode_says() {
    let some = [
        'a',
        '\n',
        '\u{1F3FB}',
        '\u{200D}',
        '\u{FE0F}',
        '\u{1F1EE}',
        '\u{1F600}',
    ];
    for c in '\u{1F1E0}'..='\u{1F6FF}' {
        for text in some
            .iter()
            .flat_map(|a| some.iter().map(move |b| format!("{c}{a}{b}")))
        {
            if let Some(length) = super::picture(&text) {
                let first = text.graphemes(true).next().map(str::len);
                assert_eq!(Some(length), first, "{text:?}");
            }
        }
    }
}

#[test]
fn the_golden_texts_are_scanned_alike() {
    let texts = include_str!("../../../tests/golden/tokens.txt");
    let sentences = include_str!("../../../tests/golden/hard_sentences.txt");
    for line in texts.lines().chain(sentences.lines()) {
        same(&line.replace("\\n", "\n").replace('‖', "")).unwrap();
    }
}

/// Pieces that meet in odd ways when put side by side.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Z]{1,9}",
        4 => prop::sample::select(vec![
            " ", " ", " ", ". ", ".", ",", "-", "/", ":", "'", "’", "\"", "“", "”", "(", ")", "\n",
            "\n\n", "@", "#", "&", "_", "Rp", "www.", "http://", ".com", ".id", "Dr", "No", "dll",
            "rumahnya", "anak-anak", "A.", "S.T", "…", "–", "—", "\u{AD}", "\u{301}", "é", "中", "٣",
            "²", "a.id", "B.1-", "b@c.co.id/", "😀", "\u{A0}", "\u{200B}", "?", "!", "%", "°C", "''", "--", "\r\n",
        ]).prop_map(str::to_owned),
        3 => "[0-9]{1,5}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..14).prop_map(|all| all.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn texts_of_pieces_are_scanned_alike(text in pieces()) {
        same(&text)?;
    }

    #[test]
    fn any_text_is_scanned_alike(text in any::<String>()) {
        same(&text)?;
    }

    #[test]
    fn any_ascii_is_scanned_alike(text in "[ -~\n]{0,60}") {
        same(&text)?;
    }

    #[test]
    fn any_figures_are_scanned_alike(text in "[0-9A-Zab./:,@-]{0,24}") {
        same(&text)?;
    }

    #[test]
    fn any_long_chunk_is_scanned_alike(text in "[0-9AZab./@-]{50,120}") {
        same(&text)?;
    }

    #[test]
    fn segments_end_alike(text in pieces()) {
        let mut out = Scan::default();
        for (at, c) in text.char_indices() {
            // Where the scanner begins a segment: at a letter or digit.
            if !(c < '\u{2E80}' && c.is_alphanumeric()) {
                continue;
            }
            let scanner = Scanner {
                words: *WORDS,
                block: &text,
                bytes: text.as_bytes(),
                base: 0,
                first: 0,
                keep_until: 0,
                quote_end: 0,
                line_start: 0,
                layout: OnceCell::new(),
                chunk: pattern::Chunk::default(),
                out: &mut out,
            };
            prop_assert_eq!(scanner.segment(at) - at, slow_segment(&text[at..]), "{:?}", &text[at..]);
        }
    }

    #[test]
    fn no_word_with_a_clitic_is_let_through(word in "(kau|ku|K)?[a-z]{0,5}(nya|lah|kah|tah|pun|ku|mu|NYA)?") {
        let lower = word.to_lowercase();
        let may = word.len() > 2
            && (["ku", "kau"].iter().any(|c| lower.starts_with(c))
                || ["nya", "lah", "kah", "tah", "pun", "ku", "mu"].iter().any(|c| lower.ends_with(c)));
        prop_assert_eq!(clitic::looks_clitic(word.as_bytes()), may);
    }

    #[test]
    fn hyphens_join_whatever_stands_beside_them(left in "\\PC{0,6}", right in "\\PC{0,6}") {
        // No panic, and a word doubled is always joined.
        hyphen::joins(&left, &right, false);
        prop_assert!(left.len() < 2 || left.len() > 40 || hyphen::joins(&left, &left, true));
    }
}
