//! The affixes of Indonesian: their spellings, what may stand beside what, and how likely each is.
//!
//! Costs are small integers that add up over an analysis; the cheapest analysis wins. They order
//! competing analyses of one word and mean nothing else.

/// A prefix, proclitic or preposition written on the word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Prefix {
    /// `me-`, `mem-`, `men-`, `meng-`, `meny-`, `menge-`
    Me,
    Di,
    Ter,
    Ber,
    Per,
    /// `pe-`, `pem-`, `pen-`, `peng-`, `peny-`, `penge-`
    Pe,
    Ke,
    Se,
    /// The negation inside `ketidakadilan`.
    Tidak,
    /// Informal bare nasal: `ngecek`, `nyari`, `nulis`.
    Nge,
    /// The first letter said twice: `dedaunan`, `tetua`.
    Echo,
    Ku,
    Kau,
}

impl Prefix {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Me => "meN",
            Self::Di => "di",
            Self::Ter => "ter",
            Self::Ber => "ber",
            Self::Per => "per",
            Self::Pe => "peN",
            Self::Ke => "ke",
            Self::Se => "se",
            Self::Tidak => "tidak",
            Self::Nge => "N",
            Self::Echo => "C",
            Self::Ku => "ku",
            Self::Kau => "kau",
        }
    }

    /// Whether the prefix makes a verb whose object or agent follows: it then takes -kan and -i.
    pub(crate) const fn is_verbal(self) -> bool {
        matches!(self, Self::Me | Self::Di | Self::Ter | Self::Ku | Self::Kau)
    }
}

/// Which letters may follow a spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    Any,
    /// One of these.
    In(&'static [u8]),
    /// A consonant, then `er`, then a consonant: `be|kerja`, `te|percaya`.
    ErCluster,
    /// A short word of one syllable: `menge|cek`.
    Syllable,
    /// `ajar` and what begins with it, after `bel-`, `pel-`.
    Ajar,
}

/// One spelling of one prefix, or of two that have grown together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spelling {
    /// Its letters as a number, for a comparison in one step, and how many they are.
    letters: u64,
    mask: u64,
    pub(crate) length: usize,
    pub(crate) prefix: Prefix,
    /// The second prefix, when its first letter was lost to the nasal: `menye|imbang` = meN + se.
    pub(crate) inner: Option<Prefix>,
    /// The letter of the base that the nasal replaced; 0 for none.
    pub(crate) lost: u8,
    pub(crate) next: Next,
    pub(crate) cost: u16,
}

impl Spelling {
    /// Whether the letters are the first of `window`.
    #[inline]
    pub(crate) const fn begins(&self, window: u64) -> bool {
        window & self.mask == self.letters
    }
}

const fn letters(text: &[u8]) -> u64 {
    match *text {
        [a] => a as u64,
        [a, ref rest @ ..] => a as u64 | letters(rest) << 8,
        [] => 0,
    }
}

const VOWELS: &[u8] = b"aiueo";

const fn plain(text: &'static [u8], prefix: Prefix, next: Next, cost: u16) -> Spelling {
    Spelling {
        letters: letters(text),
        mask: (1 << (8 * text.len())) - 1,
        length: text.len(),
        prefix,
        inner: None,
        lost: 0,
        next,
        cost,
    }
}

const fn lost(
    text: &'static [u8],
    prefix: Prefix,
    lost: u8,
    next: &'static [u8],
    cost: u16,
) -> Spelling {
    Spelling {
        letters: letters(text),
        mask: (1 << (8 * text.len())) - 1,
        length: text.len(),
        prefix,
        inner: None,
        lost,
        next: Next::In(next),
        cost,
    }
}

const fn grown(
    text: &'static [u8],
    prefix: Prefix,
    inner: Prefix,
    next: Next,
    cost: u16,
) -> Spelling {
    Spelling {
        letters: letters(text),
        mask: (1 << (8 * text.len())) - 1,
        length: text.len(),
        prefix,
        inner: Some(inner),
        lost: 0,
        next,
        cost,
    }
}

use Next::{Ajar, Any, ErCluster, In, Syllable};
use Prefix::{Ber, Di, Echo, Kau, Ke, Ku, Me, Nge, Pe, Per, Se, Ter, Tidak};

const M: &[Spelling] = &[
    plain(b"me", Me, In(b"lrwymn"), 6),
    plain(b"mem", Me, In(b"bfv"), 6),
    plain(b"mem", Me, In(b"p"), 8),
    lost(b"mem", Me, b'p', VOWELS, 6),
    lost(b"mem", Me, b'p', b"rl", 7),
    lost(b"mem", Me, b'f', VOWELS, 14),
    plain(b"men", Me, In(b"cdjz"), 6),
    plain(b"men", Me, In(b"st"), 8),
    lost(b"men", Me, b't', VOWELS, 6),
    lost(b"men", Me, b't', b"r", 7),
    plain(b"meng", Me, In(b"ghqx"), 6),
    plain(b"meng", Me, In(VOWELS), 6),
    plain(b"meng", Me, In(b"k"), 8),
    lost(b"meng", Me, b'k', VOWELS, 6),
    lost(b"meng", Me, b'k', b"rl", 7),
    lost(b"meny", Me, b's', VOWELS, 6),
    // meN + c is men-; print shows meny- now and then.
    lost(b"meny", Me, b'c', VOWELS, 16),
    plain(b"menge", Me, Syllable, 6),
    grown(b"menge", Me, Ke, Any, 16),
    grown(b"menye", Me, Se, Any, 16),
    grown(b"memer", Me, Per, Any, 12),
    grown(b"mener", Me, Ter, Any, 14),
    lost(b"m", Nge, b'p', VOWELS, 22),
];

const P: &[Spelling] = &[
    plain(b"pe", Pe, In(b"lrwymn"), 7),
    plain(b"pe", Pe, In(b"bcdfghjkpstvz"), 10),
    plain(b"pe", Pe, In(VOWELS), 16),
    plain(b"pem", Pe, In(b"bfv"), 7),
    plain(b"pem", Pe, In(b"p"), 9),
    lost(b"pem", Pe, b'p', VOWELS, 7),
    lost(b"pem", Pe, b'p', b"rl", 8),
    lost(b"pem", Pe, b'f', VOWELS, 15),
    plain(b"pen", Pe, In(b"cdjz"), 7),
    plain(b"pen", Pe, In(b"st"), 9),
    lost(b"pen", Pe, b't', VOWELS, 7),
    lost(b"pen", Pe, b't', b"r", 8),
    plain(b"peng", Pe, In(b"ghqx"), 7),
    plain(b"peng", Pe, In(VOWELS), 7),
    plain(b"peng", Pe, In(b"k"), 9),
    lost(b"peng", Pe, b'k', VOWELS, 7),
    lost(b"peng", Pe, b'k', b"rl", 8),
    lost(b"peny", Pe, b's', VOWELS, 7),
    plain(b"penge", Pe, Syllable, 7),
    grown(b"penge", Pe, Ke, Any, 17),
    grown(b"penye", Pe, Se, Any, 17),
    grown(b"pemer", Pe, Per, Any, 10),
    grown(b"peme", Pe, Per, In(b"r"), 12),
    // penglihatan; pengrajin is a common misspelling.
    plain(b"peng", Pe, In(b"lr"), 12),
    plain(b"per", Per, Any, 7),
    plain(b"pe", Per, In(b"r"), 8),
    plain(b"pe", Per, ErCluster, 8),
    plain(b"pel", Per, Ajar, 4),
];

const B: &[Spelling] = &[
    plain(b"ber", Ber, Any, 6),
    plain(b"be", Ber, In(b"r"), 6),
    plain(b"be", Ber, ErCluster, 6),
    plain(b"bel", Ber, Ajar, 4),
];

const T: &[Spelling] = &[
    plain(b"ter", Ter, Any, 6),
    plain(b"te", Ter, In(b"r"), 6),
    plain(b"te", Ter, ErCluster, 6),
    plain(b"tel", Ter, Ajar, 6),
    plain(b"tidak", Tidak, Any, 2),
    plain(b"tak", Tidak, Any, 6),
];

const D: &[Spelling] = &[plain(b"di", Di, Any, 6)];

const K: &[Spelling] = &[
    plain(b"ke", Ke, Any, 8),
    plain(b"ku", Ku, Any, 16),
    plain(b"kau", Kau, Any, 14),
];

const S: &[Spelling] = &[plain(b"se", Se, Any, 8)];

const N: &[Spelling] = &[
    plain(b"nge", Nge, Any, 12),
    plain(b"ng", Nge, In(b"aiueogh"), 14),
    lost(b"ng", Nge, b'k', VOWELS, 14),
    lost(b"ny", Nge, b's', VOWELS, 14),
    lost(b"ny", Nge, b'c', VOWELS, 14),
    plain(b"n", Nge, In(b"cdj"), 16),
    lost(b"n", Nge, b't', VOWELS, 18),
];

/// Whether some spelling has these first two letters. No false negatives.
#[inline]
pub(crate) fn may_begin(first: u8, second: u8) -> bool {
    match first {
        b'p' | b'b' | b's' => second == b'e',
        b'd' => second == b'i',
        b'k' => matches!(second, b'e' | b'u' | b'a'),
        b't' => matches!(second, b'e' | b'i' | b'a'),
        b'm' => matches!(second, b'e' | b'a' | b'i' | b'u' | b'o'),
        b'n' => true,
        _ => false,
    }
}

/// The spellings that begin with `letter`.
#[inline]
pub(crate) fn spellings(letter: u8) -> &'static [Spelling] {
    match letter {
        b'm' => M,
        b'p' => P,
        b'b' => B,
        b't' => T,
        b'd' => D,
        b'k' => K,
        b's' => S,
        b'n' => N,
        _ => &[],
    }
}

/// Whether `inner` may follow `outer` directly.
pub(crate) const fn may_follow(outer: Prefix, inner: Prefix) -> bool {
    match outer {
        Me => matches!(inner, Per | Ber | Ter),
        Di => matches!(inner, Per | Ber | Ter | Ke | Se),
        Ter => matches!(inner, Per | Ber | Ke | Se),
        Ku | Kau => matches!(inner, Per | Ber | Se | Ke),
        Ber => matches!(inner, Ke | Pe | Per | Se | Ter),
        Per => matches!(inner, Se | Ke),
        Pe => matches!(inner, Ber),
        Ke => matches!(inner, Ber | Ter | Pe | Per | Se | Tidak),
        Tidak => matches!(inner, Ber | Ter | Se | Me | Di),
        Se => matches!(inner, Pe | Per | Ke | Ber | Ter),
        Nge | Echo => false,
    }
}

/// A derivational suffix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Suffix {
    Kan,
    An,
    I,
    /// Informal `-in`: `bukain`.
    In_,
}

impl Suffix {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Kan => "kan",
            Self::An => "an",
            Self::I => "i",
            Self::In_ => "in",
        }
    }
}

/// What it costs to find `suffix` on a word with these prefixes; `None` where the language does
/// not combine them.
pub(crate) fn suffix_cost(prefixes: &[Prefix], suffix: Option<Suffix>) -> Option<u16> {
    use Suffix::{An, I, In_, Kan};
    let inner = prefixes.get(1).copied();
    Some(match (prefixes.first().copied(), suffix) {
        (None, None) => 0,
        (None, Some(Kan | An)) => 6,
        (None, Some(I)) => 10,
        (None, Some(In_)) => 18,
        // memberdayakan, mengemukakan: the second prefix needs the suffix.
        (Some(Me | Di | Ter | Ku | Kau), None) => match inner {
            Some(Ber | Ke) => 8,
            _ => 0,
        },
        (Some(Me | Di | Ter | Ku | Kau), Some(Kan)) => 4,
        (Some(Me | Di | Ter | Ku | Kau), Some(I)) => 6,
        (Some(Di), Some(In_)) => 14,
        (Some(Me | Di | Ter | Ku | Kau), Some(_)) => return None,
        (Some(Ber), None) => 0,
        (Some(Ber), Some(An)) => 6,
        (Some(Ber), Some(Kan)) => 9,
        (Some(Pe), None) => 0,
        (Some(Pe), Some(An)) => 3,
        (Some(Per), None) => 6,
        (Some(Per), Some(An)) => 2,
        (Some(Per), Some(Kan | I)) => 10,
        (Some(Ke), Some(An)) => 1,
        (Some(Ke), None) => 8,
        (Some(Ke), Some(Kan)) => 14,
        (Some(Se), None) => 0,
        (Some(Se), Some(An)) => 7,
        (Some(Tidak), _) => return None,
        (Some(Echo), None | Some(An)) => 0,
        (Some(Nge), None) => 0,
        (Some(Nge), Some(In_)) => 3,
        (Some(Nge), Some(Kan | I)) => 8,
        _ => return None,
    })
}

/// The enclitics that stand last: particles.
pub(crate) const PARTICLES: &[&str] = &["lah", "kah", "tah", "pun"];
/// The enclitics before them: possessor or object.
pub(crate) const PRONOUNS: &[&str] = &["nya", "ku", "mu"];

/// Elements that stand before a hyphen and leave the word after it its own: native affixes, and
/// loan prefixes that the hyphen shows to be added freely.
pub(crate) const BEFORE_HYPHEN: &[&[u8]] = &[
    b"anti", b"antar", b"ber", b"di", b"eks", b"ex", b"inter", b"intra", b"ke", b"kontra", b"mem",
    b"men", b"meng", b"me", b"multi", b"neo", b"nir", b"non", b"pan", b"para", b"pasca", b"per",
    b"pra", b"pro", b"semi", b"se", b"sub", b"super", b"ter", b"trans", b"ultra",
];

/// Elements that stand after a hyphen and belong to the word before it.
pub(crate) const AFTER_HYPHEN: &[&[u8]] = &[
    b"an", b"kan", b"i", b"in", b"nya", b"ku", b"mu", b"lah", b"kah", b"tah", b"pun",
];
