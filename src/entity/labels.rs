//! The thirteen labels: outside, and begin, inside, end, single of each kind.

use super::EntityKind;

/// Number of labels.
pub const LABELS: usize = 13;
/// A row of weights or scores, padded to sixteen.
pub const ROW: usize = 16;

/// The kinds in label order.
pub const KINDS: [EntityKind; 3] = [
    EntityKind::Person,
    EntityKind::Place,
    EntityKind::Institution,
];

/// Whether a mention can go on, or the text between mentions, from label `a` to label `b`.
pub fn allowed(a: usize, b: usize) -> bool {
    let open_after = |l: usize| l != 0 && matches!((l - 1) % 4, 0 | 1);
    let goes_on = |l: usize| l != 0 && matches!((l - 1) % 4, 1 | 2);
    match (open_after(a), goes_on(b)) {
        (true, true) => (a - 1) / 4 == (b - 1) / 4,
        (false, false) => true,
        _ => false,
    }
}

/// Whether a sentence can begin with `label`.
pub fn begins(label: usize) -> bool {
    allowed(0, label)
}

/// Whether a sentence can end with `label`.
pub fn ends(label: usize) -> bool {
    allowed(label, 0)
}

/// Labels of a mention of `kind` (index in [`KINDS`]) over `length` pieces, piece `at`.
pub fn label(kind: usize, at: usize, length: usize) -> u8 {
    let base = 1 + 4 * kind as u8;
    match (at == 0, at + 1 == length) {
        (true, true) => base + 3,
        (true, false) => base,
        (false, true) => base + 2,
        (false, false) => base + 1,
    }
}

/// Calls `each` with kind index and piece range of every mention in `labels`.
pub fn mentions(labels: &[u8], mut each: impl FnMut(usize, usize, usize)) {
    let mut start = 0;
    for (at, &label) in labels.iter().enumerate() {
        if label == 0 {
            continue;
        }
        let kind = usize::from((label - 1) / 4);
        match (label - 1) % 4 {
            0 => start = at,
            1 => {}
            2 => each(kind, start, at + 1),
            _ => each(kind, at, at + 1),
        }
    }
}
