//! Which words carry clitics.
//!
//! Listed words are decided in the table. For the others: `-nya` splits wherever it ends a word that is
//! no name; the rarer `-lah -kah -tah -pun -ku -mu` and `ku- kau-` split when what remains is a word.

use super::Clitics;
use super::table::{LONGEST, Words};

/// For every byte the clitics, a bit each, that may have it at some place, in either case.
type Bits = [u8; 256];

const fn bits(clitics: &[(u8, u8)]) -> Bits {
    let mut table = [0; 256];
    let mut at = 0;
    while at < clitics.len() {
        let (letter, bits) = clitics[at];
        table[letter as usize] |= bits;
        table[letter.to_ascii_uppercase() as usize] |= bits;
        at += 1;
    }
    table
}

const fn any_or(bits: u8, mut table: Bits) -> Bits {
    let mut at = 0;
    while at < 256 {
        table[at] |= bits;
        at += 1;
    }
    table
}

const NYA: u8 = 1;
const LAH: u8 = 2;
const KAH: u8 = 4;
const TAH: u8 = 8;
const PUN: u8 = 16;
const KU: u8 = 32;
const MU: u8 = 64;
const KAU: u8 = 1;

/// The third last, second last and last letter of a word.
static LAST: [Bits; 3] = [
    any_or(
        KU | MU,
        bits(&[
            (b'n', NYA),
            (b'l', LAH),
            (b'k', KAH),
            (b't', TAH),
            (b'p', PUN),
        ]),
    ),
    bits(&[
        (b'y', NYA),
        (b'a', LAH | KAH | TAH),
        (b'u', PUN),
        (b'k', KU),
        (b'm', MU),
    ]),
    bits(&[
        (b'a', NYA),
        (b'h', LAH | KAH | TAH),
        (b'n', PUN),
        (b'u', KU | MU),
    ]),
];
/// The first three letters.
static FIRST: [Bits; 3] = [
    bits(&[(b'k', KAU | KU)]),
    bits(&[(b'a', KAU), (b'u', KU)]),
    any_or(KU, bits(&[(b'u', KAU)])),
];

/// Whether the word `start..end` of `bytes` could carry a clitic. A cheap test, without a branch per
/// letter, that lets most words through; it may take the neighbours of a word of one or two letters
/// into account.
#[inline]
pub(crate) fn may_be_clitic(bytes: &[u8], start: usize, end: usize) -> bool {
    let found = |table: &[Bits; 3], three: Option<&[u8; 3]>| {
        three.map_or(0, |[a, b, c]| {
            let [first, second, third] = table;
            first[usize::from(*a)] & second[usize::from(*b)] & third[usize::from(*c)]
        })
    };
    let head = bytes.get(start..).and_then(<[u8]>::first_chunk);
    let tail = bytes.get(..end).and_then(<[u8]>::last_chunk);
    found(&FIRST, head) | found(&LAST, tail) != 0
}

/// [`may_be_clitic`] of a whole word: true for those that begin or end like a clitic.
pub(crate) fn looks_clitic(word: &[u8]) -> bool {
    may_be_clitic(word, 0, word.len())
}

const fn only(front: u8, inner: u8, outer: u8) -> Clitics {
    Clitics {
        front,
        inner,
        outer,
    }
}

/// The clitics of `word`. `opens_sentence` tells whether its capital may be owed to its place.
pub(crate) fn split(words: &Words, word: &[u8], opens_sentence: bool) -> Clitics {
    if !looks_clitic(word) || word.len() > LONGEST {
        return Clitics::default();
    }
    if let Some(decided) = words.get(word).clitics() {
        return decided;
    }
    let capital = word.first().is_some_and(u8::is_ascii_uppercase);
    let shouted = !word.iter().any(u8::is_ascii_lowercase);
    let may_be_name = capital && !shouted && !opens_sentence;
    if let Some(stem) = strip(word, b"nya") {
        // `NPLnya`: an acronym with a clitic in small letters.
        let acronym = stem.len() > 1 && stem.iter().all(u8::is_ascii_uppercase) && !shouted;
        let known = is_word(words, stem) || words.get(stem).is_name();
        if acronym || known || (!capital && stem.len() > 2) {
            // `kuberikan` is listed, and so is its first clitic.
            let front = match words.get(stem).clitics() {
                Some(decided) if !may_be_name => decided.front,
                _ => front(words, stem, capital),
            };
            return only(front, 3, 0);
        }
        return Clitics::default();
    }
    if may_be_name {
        return Clitics::default();
    }
    for clitic in [b"lah", b"kah", b"tah", b"pun"] {
        if let Some(stem) = strip(word, clitic) {
            if let Some(inner) = [b"nya".as_slice(), b"ku", b"mu"]
                .into_iter()
                .find(|c| strip(stem, c).is_some_and(|s| s.len() > 2 && is_word(words, s)))
            {
                return only(0, inner.len() as u8, 3);
            }
            return only(0, if is_word(words, stem) { 3 } else { 0 }, 0);
        }
    }
    for clitic in [b"ku", b"mu"] {
        if let Some(stem) = strip(word, clitic)
            && stem.len() > 2
            && is_word(words, stem)
        {
            return only(0, 2, 0);
        }
    }
    only(front(words, word, capital && !opens_sentence), 0, 0)
}

/// Length of `ku-` or `kau-` before a word of at least four letters.
fn front(words: &Words, word: &[u8], may_be_name: bool) -> u8 {
    if may_be_name || words.get(word).is_known() {
        return 0;
    }
    for clitic in [b"kau".as_slice(), b"ku"] {
        if let (Some(head), Some(rest)) = (word.get(..clitic.len()), word.get(clitic.len()..))
            && head.eq_ignore_ascii_case(clitic)
            && rest.len() > 3
            && is_word(words, rest)
        {
            return clitic.len() as u8;
        }
    }
    0
}

fn strip<'w>(word: &'w [u8], clitic: &[u8]) -> Option<&'w [u8]> {
    let at = word.len().checked_sub(clitic.len())?;
    let (stem, end) = word.split_at_checked(at)?;
    (end.eq_ignore_ascii_case(clitic) && stem.len() > 1).then_some(stem)
}

/// Whether `word` is listed, or is a listed word with common affixes.
pub(crate) fn is_word(words: &Words, word: &[u8]) -> bool {
    if words.get(word).is_known() {
        return true;
    }
    let bases = [
        Some(word),
        strip(word, b"kan"),
        strip(word, b"an"),
        strip(word, b"i"),
    ];
    bases.into_iter().flatten().any(|base| {
        base.len() > 3 && words.get(base).is_known()
            || PREFIXES.iter().any(|prefix| {
                base.get(..prefix.len())
                    .is_some_and(|head| head.eq_ignore_ascii_case(prefix))
                    && base
                        .get(prefix.len()..)
                        .is_some_and(|root| root.len() > 3 && words.get(root).is_known())
            })
    })
}

const PREFIXES: [&[u8]; 16] = [
    b"di", b"ter", b"ber", b"se", b"ke", b"per", b"memper", b"diper", b"mem", b"men", b"meng",
    b"me", b"pem", b"pen", b"peng", b"pe",
];
