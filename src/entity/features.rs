//! Feature extraction, one and the same for training and recognition.
//!
//! A feature is a 64-bit hash of its template and what fills it. Two groups: those of a word alone,
//! seen from a window position (`word_features`; recognition sums their weights once per distinct
//! word), and those of the surroundings (`context_features`).

use super::lexicon::{Gazetteer, class};
use super::piece::{Casing, EMPTY_PHRASE, Piece, Shape, Spelling, Word, phrase_step};

/// How far the window of word features reaches on either side.
pub const REACH: usize = 2;
/// Longest gazetteer phrase, in pieces.
const LONGEST_PHRASE: usize = 10;

/// Feature templates. Their numbers are part of the model format.
#[derive(Clone, Copy)]
#[repr(u8)]
enum T {
    Lower = 1,
    Exact,
    Cluster,
    Coarse,
    Shape,
    Caps,
    Classes,
    ClassBit,
    Prefix,
    Suffix,
    Length,
    Edge,
    WordWord,
    ClusterCluster,
    Shapes,
    Match,
    MatchBit,
    MatchShape,
    MatchNear,
    RunHead,
    RunHeadWord,
    RunBefore,
    RunAfter,
    RunPlace,
    Place,
    Bracket,
    Definition,
    ElsewhereToken,
    ElsewherePhrase,
    ElsewhereNear,
    Mark,
    RunWords,
    Bias,
    ClassesShape,
    ElsewhereWhole,
    ElsewhereLeaning,
    ElsewhereDefined,
}

/// Templates left out of training and recognition, one bit each: for measuring what they bring.
#[cfg(feature = "internals")]
pub static LEFT_OUT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);

/// Groups of templates with a name, as bit sets of [`LEFT_OUT`].
#[cfg(feature = "internals")]
pub const GROUPS: &[(&str, u64)] = &[
    ("words", bits(&[T::Lower, T::Exact])),
    ("affixes", bits(&[T::Prefix, T::Suffix])),
    (
        "clusters",
        bits(&[T::Cluster, T::Coarse, T::ClusterCluster]),
    ),
    ("capital statistics", bits(&[T::Caps])),
    (
        "word classes",
        bits(&[T::Classes, T::ClassBit, T::ClassesShape]),
    ),
    ("word pairs", bits(&[T::WordWord])),
    (
        "longest matches",
        bits(&[T::Match, T::MatchBit, T::MatchShape, T::MatchNear]),
    ),
    (
        "runs of capitals",
        bits(&[
            T::RunHead,
            T::RunHeadWord,
            T::RunBefore,
            T::RunAfter,
            T::RunPlace,
            T::RunWords,
        ]),
    ),
    ("brackets", bits(&[T::Bracket, T::Definition])),
    (
        "rest of the document",
        bits(&[
            T::ElsewhereToken,
            T::ElsewherePhrase,
            T::ElsewhereNear,
            T::ElsewhereWhole,
            T::ElsewhereLeaning,
            T::ElsewhereDefined,
        ]),
    ),
];

#[cfg(feature = "internals")]
const fn bits(templates: &[T]) -> u64 {
    let mut set = 0;
    let mut at = 0;
    while at < templates.len() {
        set |= 1 << templates[at] as u64;
        at += 1;
    }
    set
}

#[inline]
fn feature(template: T, place: i32, content: u64) -> u64 {
    #[cfg(feature = "internals")]
    if LEFT_OUT.load(std::sync::atomic::Ordering::Relaxed) >> template as u64 & 1 == 1 {
        return 0;
    }
    // The halves of a product of twice the width, folded: one multiplication mixes every bit.
    let x = content ^ (template as u64) << 56 ^ ((place + 16) as u64) << 48;
    let product = u128::from(x ^ 0x6C62_272E_07BB_0142) * 0xD6E8_FEB8_6659_FD93;
    (product >> 64) as u64 ^ product as u64
}

#[inline]
fn join(a: u64, b: u64) -> u64 {
    (a.rotate_left(21) ^ b).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Position inside a match or a run: begin, inside, end, single.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Position {
    /// In none.
    #[default]
    None,
    /// First of several.
    Begin,
    /// Neither first nor last.
    Inside,
    /// Last of several.
    End,
    /// The only one.
    Single,
}

impl Position {
    fn of(at: usize, from: usize, to: usize) -> Self {
        match (at == from, at + 1 == to) {
            (true, true) => Self::Single,
            (true, false) => Self::Begin,
            (false, true) => Self::End,
            (false, false) => Self::Inside,
        }
    }
}

/// What a first reading of the same document says of a piece.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Elsewhere {
    /// What the same word mostly is elsewhere: 0 nothing known, 1 outside, 2 person, 3 place,
    /// 4 institution; plus 8 when that holds nearly always.
    pub token: u8,
    /// Kind (2 to 4) of the longest mention elsewhere that the word is in; 0 for none.
    pub phrase: u8,
    /// Where in that mention the word stands.
    pub position: Position,
    /// The word is a whole mention by itself elsewhere: its kind, or 0.
    pub whole: u8,
    /// What the scores of the word elsewhere lean to, as in `token`; plus 8 for each of three steps
    /// of clearness. 0 when the word is nowhere else.
    pub leaning: u8,
    /// What the words are that the document gives this acronym for, as in `token`; plus 8 when they
    /// are one mention as a whole. 0 for no such acronym.
    pub defined: u8,
}

/// What is known of a piece from its sentence.
#[derive(Clone, Copy, Debug, Default)]
struct Context {
    match_classes: u32,
    match_position: Position,
    definition: u8,
    in_bracket: bool,
    /// Index of its run; 0 for a word without capital.
    run: u32,
}

/// Words with capitals side by side.
#[derive(Clone, Copy, Debug, Default)]
struct Run {
    start: usize,
    end: usize,
    head: u64,
    head_classes: u32,
    tail: u64,
    before: u64,
    after: u64,
}

/// What stands where no word does.
const NONE: Word = Word {
    lower: 1,
    shape: Shape::Mark,
    length: 0,
    first: 0,
    mark: 1,
    info: super::lexicon::WordInfo {
        cluster: 0,
        caps: 0,
    },
    classes: 0,
    opens: false,
};

/// Extracts the features of one sentence; holds buffers.
#[derive(Clone, Debug, Default)]
pub struct Extractor {
    contexts: Vec<Context>,
    /// The first is none.
    runs: Vec<Run>,
    casing: Casing,
}

/// Features of `word` seen from `place` pieces to its left (negative: to its right).
#[inline]
pub fn word_features(
    word: &Word,
    spelling: &Spelling,
    place: i32,
    gazetteer: &Gazetteer<'_>,
    mut emit: impl FnMut(u64),
) {
    let shape = word.shape as u64;
    let caps = u64::from(word.info.caps);
    if word.mark != 0 {
        emit(feature(T::Mark, place, u64::from(word.mark)));
        return;
    }
    emit(feature(T::Lower, place, word.lower));
    emit(feature(T::Caps, place, shape << 4 | caps));
    if word.info.cluster != 0 {
        emit(feature(T::Cluster, place, u64::from(word.info.cluster)));
        let coarse = u64::from(gazetteer.coarse(word.info.cluster));
        emit(feature(T::Coarse, place, coarse << 8 | shape));
    }
    if word.classes != 0 {
        emit(feature(T::Classes, place, u64::from(word.classes)));
        let mut bits = word.classes;
        while bits != 0 {
            let bit = bits.trailing_zeros();
            emit(feature(T::ClassBit, place, u64::from(bit) << 8 | shape));
            bits &= bits - 1;
        }
    }
    if place.abs() <= 1 {
        emit(feature(T::Shape, place, shape));
        let [_, s3, _] = spelling.suffix;
        emit(feature(T::Suffix, place, join(s3, 3 << 8 | shape)));
    }
    if place == 0 {
        if spelling.exact != 0 {
            emit(feature(T::Exact, 0, spelling.exact));
        }
        let [s2, _, s4] = spelling.suffix;
        let [p2, p3, p4] = spelling.prefix;
        emit(feature(T::Suffix, 0, join(s2, 2 << 8 | shape)));
        emit(feature(T::Suffix, 0, join(s4, 4 << 8 | shape)));
        emit(feature(T::Prefix, 0, join(p2, 2 << 8 | shape)));
        emit(feature(T::Prefix, 0, join(p3, 3 << 8 | shape)));
        emit(feature(T::Prefix, 0, join(p4, 4 << 8 | shape)));
        emit(feature(
            T::Length,
            0,
            u64::from(word.length.min(12)) << 8 | shape,
        ));
        emit(feature(
            T::ClassesShape,
            0,
            u64::from(word.classes) << 8 | shape << 4 | caps,
        ));
    }
}

/// The feature of a window position outside the sentence.
#[inline]
pub fn edge_feature(place: i32) -> u64 {
    feature(T::Edge, place, 0)
}

impl Extractor {
    /// Looks at a sentence as a whole: longest gazetteer matches, runs of capitals, brackets.
    pub fn prepare(&mut self, pieces: &[Piece], casing: Casing, gazetteer: &Gazetteer<'_>) {
        self.casing = casing;
        self.contexts.clear();
        self.contexts.resize(pieces.len(), Context::default());
        self.match_phrases(pieces, gazetteer);
        self.find_runs(pieces);
        self.find_definitions(pieces);
    }

    fn match_phrases(&mut self, pieces: &[Piece], gazetteer: &Gazetteer<'_>) {
        let mut at = 0;
        while let Some(piece) = pieces.get(at) {
            if piece.word.shape == Shape::Lower || piece.word.shape == Shape::Mark {
                at += 1;
                continue;
            }
            let mut best = (0, piece.word.classes & !class::WORD_ONLY);
            if best.1 != 0 {
                best.0 = 1;
            }
            if piece.word.opens {
                let mut state = phrase_step(EMPTY_PHRASE, piece.word.lower);
                for (more, next) in pieces
                    .iter()
                    .skip(at + 1)
                    .take(LONGEST_PHRASE - 1)
                    .enumerate()
                {
                    state = phrase_step(state, next.word.lower);
                    let found = gazetteer.phrase(state);
                    let classes = found.classes & !class::WORD_ONLY;
                    if classes != 0 {
                        best = (more + 2, classes);
                    }
                    if !found.opens {
                        break;
                    }
                }
            }
            let (length, classes) = best;
            for (offset, context) in self.contexts.iter_mut().skip(at).take(length).enumerate() {
                context.match_classes = classes;
                context.match_position = Position::of(offset, 0, length);
            }
            at += length.max(1);
        }
    }

    fn find_runs(&mut self, pieces: &[Piece]) {
        let lower = |at: usize| pieces.get(at).map_or(NONE.lower, |p| p.word.lower);
        self.runs.clear();
        self.runs.push(Run::default());
        let mut start = 0;
        while let Some(head) = pieces.get(start) {
            let capitals = pieces.iter().skip(start);
            let length = capitals.take_while(|p| p.word.shape.is_capital()).count();
            let end = start + length;
            if length > 0 {
                for context in self.contexts.iter_mut().take(end).skip(start) {
                    context.run = self.runs.len() as u32;
                }
                self.runs.push(Run {
                    start,
                    end,
                    head: head.word.lower,
                    head_classes: head.word.classes,
                    tail: lower(end - 1),
                    before: start.checked_sub(1).map_or(NONE.lower, lower),
                    after: lower(end),
                });
            }
            start = end.max(start + 1);
        }
    }

    /// `Komisi Pemberantasan Korupsi (KPK)`: marks the words whose first letters spell the acronym.
    fn find_definitions(&mut self, pieces: &[Piece]) {
        const OPEN: u32 = '(' as u32;
        const CLOSE: u32 = ')' as u32;
        for at in 0..pieces.len() {
            let Some([open, name, close]) = pieces.get(at..at + 3) else {
                break;
            };
            if open.word.mark != OPEN || close.word.mark != CLOSE || !name.word.shape.is_capital() {
                continue;
            }
            if let Some(context) = self.contexts.get_mut(at + 1) {
                context.in_bracket = true;
            }
            if let Some(start) = defined_from(pieces, at + 1) {
                for (index, context) in self.contexts.iter_mut().enumerate().take(at).skip(start) {
                    context.definition = Position::of(index, start, at) as u8;
                }
                if let Some(context) = self.contexts.get_mut(at + 1) {
                    context.definition = 8;
                }
            }
        }
    }

    fn run(&self, context: Context) -> Run {
        self.runs
            .get(context.run as usize)
            .copied()
            .unwrap_or_default()
    }

    /// Features of piece `at` that depend on its surroundings.
    #[inline]
    pub fn context_features(&self, pieces: &[Piece], at: usize, mut emit: impl FnMut(u64)) {
        let word = |offset: i32| -> &Word {
            usize::try_from(at as i64 + i64::from(offset))
                .ok()
                .and_then(|i| pieces.get(i))
                .map_or(&NONE, |p| &p.word)
        };
        let context_at = |offset: i32| -> Context {
            usize::try_from(at as i64 + i64::from(offset))
                .ok()
                .and_then(|i| self.contexts.get(i))
                .copied()
                .unwrap_or_default()
        };
        let (w, left, right) = (word(0), word(-1), word(1));
        let context = context_at(0);
        let outline = |w: &Word| (w.shape as u64) << 3 | u64::from(w.info.caps);
        let cluster = |w: &Word| {
            if w.info.cluster != 0 {
                u64::from(w.info.cluster)
            } else {
                1 << 12 | (w.shape as u64) << 8 | u64::from(w.mark & 0xFF)
            }
        };
        let casing = self.casing as u64;

        // A lower-case word far from any name needs no more than its window of words.
        let near = |offset: i32| word(offset).shape.is_capital();
        if w.shape == Shape::Lower && !near(-1) && !near(1) && context.match_classes == 0 {
            return;
        }
        emit(feature(T::Bias, 0, casing));
        emit(feature(T::WordWord, -1, join(left.lower, w.lower)));
        emit(feature(T::WordWord, 1, join(w.lower, right.lower)));
        emit(feature(
            T::ClusterCluster,
            -1,
            cluster(left) << 16 | cluster(w),
        ));
        emit(feature(
            T::ClusterCluster,
            1,
            cluster(w) << 16 | cluster(right),
        ));
        emit(feature(
            T::Shapes,
            0,
            outline(left) << 16 | outline(w) << 8 | outline(right),
        ));

        if context.match_classes != 0 {
            let position = context.match_position as u64;
            let classes = u64::from(context.match_classes);
            emit(feature(T::Match, 0, classes << 4 | position));
            emit(feature(
                T::MatchShape,
                0,
                classes << 12 | outline(w) << 4 | position,
            ));
            let mut bits = context.match_classes;
            while bits != 0 {
                emit(feature(
                    T::MatchBit,
                    0,
                    u64::from(bits.trailing_zeros()) << 12 | outline(w) << 4 | position,
                ));
                bits &= bits - 1;
            }
        }
        for offset in [-2, -1, 1, 2] {
            let near = context_at(offset);
            if near.match_classes != 0 {
                emit(feature(
                    T::MatchNear,
                    offset,
                    u64::from(near.match_classes) << 8
                        | (near.match_position as u64) << 4
                        | context.match_position as u64,
                ));
            }
        }

        if context.run != 0 {
            let run = self.run(context);
            let from_start = (at - run.start).min(5) as u64;
            let to_end = (run.end - at).min(5) as u64;
            emit(feature(
                T::RunPlace,
                0,
                from_start << 8 | to_end << 4 | casing,
            ));
            emit(feature(T::RunBefore, from_start.min(3) as i32, run.before));
            emit(feature(T::RunAfter, to_end.min(3) as i32, run.after));
            if from_start > 0 {
                emit(feature(T::RunHeadWord, from_start.min(3) as i32, run.head));
                emit(feature(
                    T::RunHead,
                    0,
                    u64::from(run.head_classes) << 8 | from_start << 4 | to_end.min(2),
                ));
            }
            if to_end > 1 {
                emit(feature(T::RunWords, 0, join(run.tail, from_start)));
            }
        }
        if at == 0 {
            emit(feature(T::Place, 0, outline(w)));
        }
        if context.in_bracket {
            emit(feature(T::Bracket, 0, outline(w)));
            let before = context_at(-2);
            emit(feature(
                T::Bracket,
                1,
                u64::from(before.match_classes) << 8 | w.shape as u64,
            ));
            let head = match before.run {
                0 => word(-2).lower,
                _ => self.run(before).head,
            };
            emit(feature(T::Bracket, 2, join(head, w.shape as u64)));
        }
        if context.definition != 0 {
            let head = if context.definition == 8 { word(-2) } else { w };
            emit(feature(T::Definition, 0, u64::from(context.definition)));
            emit(feature(
                T::Definition,
                1,
                u64::from(context.definition) << 32 | u64::from(head.classes),
            ));
        }
    }
}

/// The first of the words that acronym `name` stands for, if it stands in brackets behind them.
///
/// The acronym's first letter has to begin a capitalised word not far to the left, and every word
/// from there to the bracket has to be capitalised, a connecting word, or a comma in a list.
pub fn defined_from(pieces: &[Piece], name: usize) -> Option<usize> {
    const OPEN: u32 = '(' as u32;
    const CLOSE: u32 = ')' as u32;
    const COMMA: u32 = ',' as u32;
    let bracket = name.checked_sub(1)?;
    let [open, acronym, close] = pieces.get(bracket..bracket + 3)? else {
        return None;
    };
    let letters = usize::from(acronym.word.length);
    if open.word.mark != OPEN
        || close.word.mark != CLOSE
        || !acronym.word.shape.is_capital()
        || !(2..=8).contains(&letters)
        || bracket < letters.min(2)
    {
        return None;
    }
    let mut start = None;
    let mut capitals = 0;
    for back in (bracket.saturating_sub(letters + 3)..bracket).rev() {
        let piece = pieces.get(back)?;
        let capital = piece.word.shape.is_capital();
        let linking = piece.word.shape == Shape::Lower && piece.word.length <= 5;
        let listing = letters >= 3 && piece.word.mark == COMMA;
        if !capital && !linking && !listing {
            break;
        }
        capitals += usize::from(capital);
        if capital
            && piece.word.first == acronym.word.first
            && capitals <= letters
            && capitals * 2 >= letters.min(4)
        {
            start = Some(back);
            if capitals == letters {
                break;
            }
        }
    }
    start
}

/// Features of what the rest of the document says of a piece and its neighbours.
#[inline]
pub fn elsewhere_features(
    here: Elsewhere,
    left: Elsewhere,
    right: Elsewhere,
    word: &Word,
    mut emit: impl FnMut(u64),
) {
    let shape = word.shape as u64;
    if here.token != 0 {
        emit(feature(T::ElsewhereToken, 0, u64::from(here.token)));
        emit(feature(
            T::ElsewhereToken,
            1,
            u64::from(here.token) << 8 | shape,
        ));
    }
    if here.phrase != 0 {
        let content = u64::from(here.phrase) << 8 | here.position as u64;
        emit(feature(T::ElsewherePhrase, 0, content));
        emit(feature(
            T::ElsewherePhrase,
            1,
            content << 16 | u64::from(left.phrase) << 8 | u64::from(right.phrase),
        ));
    }
    if here.whole != 0 {
        emit(feature(
            T::ElsewhereWhole,
            0,
            u64::from(here.whole) << 8 | shape,
        ));
    }
    if here.leaning != 0 {
        let content = u64::from(here.leaning);
        emit(feature(T::ElsewhereLeaning, 0, content));
        emit(feature(T::ElsewhereLeaning, 1, content << 8 | shape));
    }
    if here.defined != 0 {
        let content = u64::from(here.defined);
        emit(feature(T::ElsewhereDefined, 0, content));
        emit(feature(
            T::ElsewhereDefined,
            1,
            content << 8 | u64::from(here.leaning),
        ));
    }
    if left.token | right.token != 0 && word.shape.is_capital() {
        emit(feature(
            T::ElsewhereNear,
            0,
            u64::from(left.token) << 16 | u64::from(here.token) << 8 | u64::from(right.token),
        ));
    }
}
