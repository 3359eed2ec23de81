//! Which hyphens join: reduplication, prefixes, numbers with an affix; not names and ranges.

/// Prefixes that stay with the word after their hyphen, whatever its case.
const PREFIXES: [&str; 65] = [
    "non", "pro", "anti", "pasca", "pra", "se", "ke", "eks", "ex", "sub", "multi", "antar", "semi",
    "kontra", "super", "ultra", "inter", "mini", "bi", "tri", "al", "el", "ar", "as", "at", "an",
    "ash", "az", "ad", "asy", "di", "ber", "me", "mem", "men", "meng", "per", "ter", "pe", "post",
    "co", "neo", "intra", "trans", "mega", "mikro", "makro", "adi", "maha", "de", "self", "kuasi",
    "nir", "tuna", "infra", "auto", "anglo", "eko", "serba", "pan", "pseudo", "wi", "pem", "pen",
    "peng",
];

const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maret",
    "april",
    "mei",
    "juni",
    "juli",
    "agustus",
    "september",
    "oktober",
    "november",
    "desember",
];

/// Longest half, in bytes, that is compared for reduplication.
const LONGEST: usize = 40;

/// Whether the word parts before and after a hyphen are one token. `dash` is true for an en dash,
/// which joins reduplicated words only.
pub(crate) fn joins(left: &str, right: &str, dash: bool) -> bool {
    if reduplicates(left.as_bytes(), right.as_bytes()) {
        return true;
    }
    if dash {
        return false;
    }
    let first_left = left.bytes().next().unwrap_or(b' ');
    let first_right = right.bytes().next().unwrap_or(b' ');
    let digits_left = left.bytes().all(|b| b.is_ascii_digit());
    if first_right.is_ascii_digit() {
        // `COVID-19`, `U-23`, `A330-900`; but `5-10`, `April-14`.
        return !digits_left && !MONTHS.iter().any(|m| left.eq_ignore_ascii_case(m));
    }
    if first_left.is_ascii_digit() {
        return true; // `1990-an`, `17-Mar`
    }
    // `AS-Iran` and `PAN-PPP`, but `as-Salam` and `pan-Arab`.
    if PREFIXES.iter().any(|p| left.eq_ignore_ascii_case(p)) && !matches!(left, "AS" | "PAN") {
        return true;
    }
    let capital_left = left.chars().next().is_some_and(char::is_uppercase);
    let capital_right = right.chars().next().is_some_and(char::is_uppercase);
    let acronym_left = left.len() > 1 && left.bytes().all(|b| b.is_ascii_uppercase());
    match (capital_left, capital_right) {
        // `APBD-nya`: the treebank cuts a clitic off an acronym.
        (true, false) => !(acronym_left && is_clitic(right)),
        (false, false) => true,
        (false, true) => left.len() == 1 || is_clitic(right),
        // `APBN-P`, `E-KTP`, `Cris-K2`; but `TNI-Polri`, `E-Net`.
        (true, true) => {
            let acronym_right = right.bytes().all(|b| b.is_ascii_uppercase());
            let model = right.len() < 5 && right.bytes().any(|b| b.is_ascii_digit());
            is_clitic(right) && !acronym_left && !acronym_right
                || right.starts_with("CoV") && acronym_left // `SARS-CoV`
                || acronym_left && right.len() == 1 || left.len() == 1 && acronym_right || model
        }
    }
}

/// Whether a hyphen at the end of a line stays in the word that goes on with `right`, which is in small
/// letters.
pub(crate) fn joins_over_lines(left: &[u8], right: &[u8]) -> bool {
    let figure = left.iter().all(u8::is_ascii_digit);
    let acronym = left.len() > 1 && left.iter().all(u8::is_ascii_uppercase);
    let clitic = [b"nya".as_slice(), b"ku", b"mu"].contains(&right);
    left.eq_ignore_ascii_case(right)
        || figure && right == b"an"
        || clitic && !figure && !acronym
        || PREFIXES
            .iter()
            .any(|p| left.eq_ignore_ascii_case(p.as_bytes()))
}

/// `secepat-cepatnya`, of which `left` holds the hyphen: whole like other adverbs with `se-`.
pub(crate) fn is_superlative(left: &[u8], right: &[u8]) -> bool {
    let root = left
        .split_at_checked(2)
        .filter(|(se, _)| se.eq_ignore_ascii_case(b"se"))
        .and_then(|(_, rest)| rest.strip_suffix(b"-"));
    root.is_some_and(|root| root.len() > 2) && root == right.strip_suffix(b"nya")
}

/// A clitic after a hyphen, as in `hamba-Ku`, `Jokowi-lah`.
pub(crate) fn is_clitic(part: &str) -> bool {
    ["nya", "ku", "mu", "lah", "kah", "pun"]
        .iter()
        .any(|c| part.eq_ignore_ascii_case(c))
}

/// `anak-anak`, `kawan-kawannya`, `kehati-hatian`, `berlarut-larut`, `terus-menerus`.
fn reduplicates(left: &[u8], right: &[u8]) -> bool {
    if left.len() < 2 || right.len() < 2 || left.len() > LONGEST || right.len() > LONGEST {
        return false;
    }
    let starts = |whole: &[u8], head: &[u8]| {
        whole
            .get(..head.len())
            .is_some_and(|h| h.eq_ignore_ascii_case(head))
    };
    let ends = |whole: &[u8], tail: &[u8]| {
        whole
            .len()
            .checked_sub(tail.len())
            .and_then(|at| whole.get(at..))
            .is_some_and(|t| t.eq_ignore_ascii_case(tail))
    };
    if (left.len() > 2 || left.len() == right.len()) && starts(right, left)
        || right.len() > 2 && ends(left, right)
    {
        return true;
    }
    // The left half carries a prefix: some tail of it, three letters at least, begins the right half.
    (1..=4).any(|cut| {
        left.get(cut..)
            .is_some_and(|root| root.len() > 2 && starts(right, root))
    })
}
