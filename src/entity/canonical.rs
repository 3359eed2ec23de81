//! Mentions of one entity share a canonical form: the fullest mention of it in the document.
//!
//! Institutions are compared by their names written out: `Pemkot Surabaya` is `Pemerintah Kota
//! Surabaya`, `PN Jaksel` is `Pengadilan Negeri Jakarta Selatan`. What an acronym stands for comes from
//! the gazetteer, what a region's short name stands for from the table of regions.

use super::document::HashedMap;
use super::lexicon::{Gazetteer, class};
use super::piece::{EMPTY_PHRASE, Piece, Shape, folded_hash, phrase_step};
use super::{EntityKind, RawEntity};
use crate::data;
use crate::format::hash;
use core::ops::Range;
use once_cell::sync::Lazy;

/// Longer names offer no parts, which bounds the work.
const LONGEST: usize = 10;

/// Acronyms have as many letters or more, to be told by the initials of a name.
const FEWEST_INITIALS: usize = 3;

/// A mention as pieces of the block.
#[derive(Clone, Copy, Debug)]
pub struct MentionPieces {
    /// Index of its first piece.
    pub from: usize,
    /// Index past its last piece.
    pub to: usize,
}

/// Words that the names of institutions are compared by.
struct Marks {
    company: u64,
    party: u64,
    bank: u64,
    indonesia: u64,
    regional: u64,
    /// Behind `Daerah` they begin the name of a province.
    special: [u64; 2],
    /// Left out: forms of companies, and `Administrasi` of the cities of Jakarta.
    silent: [u64; 4],
    /// Left out at the end of a name, as in `DPR RI`.
    republic: [u64; 2],
    /// May be left out inside a name.
    designators: [u64; 3],
    /// Names both of a province and of a city or regency there: the designator tells which.
    shared: [u64; 4],
    /// Heads behind which the short forms stand.
    offices: [u64; 2],
    /// Short forms in the names of ministries and agencies, and their words.
    portfolios: Vec<(u64, Vec<u64>)>,
}

static MARKS: Lazy<Marks> = Lazy::new(|| {
    let word = |word: &str| hash(word.as_bytes());
    let portfolio =
        |(short, long): (&str, &str)| (word(short), long.split(' ').map(word).collect());
    Marks {
        company: word("pt"),
        party: word("partai"),
        bank: word("bank"),
        indonesia: word("indonesia"),
        regional: word("daerah"),
        special: ["khusus", "istimewa"].map(word),
        silent: ["tbk", "persero", "administrasi", "perseroda"].map(word),
        republic: ["ri", "republik"].map(word),
        designators: ["kabupaten", "kota", "provinsi"].map(word),
        shared: ["jambi", "bengkulu", "gorontalo", "yogyakarta"].map(word),
        offices: ["kementerian", "dinas"].map(word),
        portfolios: [
            ("pu", "pekerjaan umum"),
            ("pupr", "pekerjaan umum dan perumahan rakyat"),
            ("esdm", "energi dan sumber daya mineral"),
            ("lh", "lingkungan hidup"),
            ("lhk", "lingkungan hidup dan kehutanan"),
            ("ham", "hak asasi manusia"),
            ("bumn", "badan usaha milik negara"),
            ("ukm", "usaha kecil dan menengah"),
        ]
        .map(portfolio)
        .into(),
    }
});

/// A name as it is compared with others.
#[derive(Clone, Debug, Default)]
struct Name {
    /// Its words, in [`Canon::words`].
    words: Range<usize>,
    /// Number of words that its first word stands for.
    head: usize,
    /// Those words as a phrase.
    phrase: u64,
    /// The same without the designators inside it.
    loose: u64,
}

/// Buffers of [`Canon::link`].
#[derive(Clone, Debug, Default)]
pub struct Canon {
    /// Pieces of each mention of the block, in order.
    pub mentions: Vec<MentionPieces>,
    /// Words of all names, as hashes.
    words: Vec<u64>,
    names: Vec<Name>,
    /// A name without designators to the one name with them; `None` when there are several.
    designated: HashedMap<Option<u64>>,
    /// Whole name of a kind to the fullest mention of it.
    whole: HashedMap<usize>,
    /// Part of a longer name to that name's mention; `None` when several names have the part.
    part: HashedMap<Option<usize>>,
    /// Acronym to the mention that it was put in brackets behind.
    defined: HashedMap<usize>,
    /// Initials to the mention that has them; `None` when several names have.
    initials: HashedMap<Option<usize>>,
    folded: String,
}

impl Canon {
    /// Sets `canonical` and `full_name` of `entities`, whose pieces are in `self.mentions`.
    /// `base` is the index of the first of them in the document's list.
    pub fn link(
        &mut self,
        text: &str,
        entities: &mut [RawEntity],
        base: usize,
        pieces: &[Piece],
        gazetteer: &Gazetteer<'static>,
    ) {
        self.words.clear();
        self.names.clear();
        self.designated.clear();
        self.whole.clear();
        self.part.clear();
        self.defined.clear();
        self.initials.clear();
        let count = entities.len().min(self.mentions.len());
        for (at, entity) in entities.iter().enumerate().take(count) {
            let name = self.name(text, at, entity.kind, pieces, gazetteer);
            if name.loose != name.phrase {
                let known = self
                    .designated
                    .entry(name.loose)
                    .or_insert(Some(name.phrase));
                *known = known.filter(|known| *known == name.phrase);
            }
            self.names.push(name);
        }
        for (at, entity) in entities.iter().enumerate().take(count) {
            let group = salted(self.group(at), entity.kind);
            let fullest = self.whole.get(&group).copied();
            let fuller = |other| {
                entity.kind == EntityKind::Institution && is_longer(&self.mentions, at, other)
            };
            if fullest.is_none_or(fuller) {
                self.whole.insert(group, at);
            }
        }
        for at in 0..count {
            self.offer_parts(at, entities, pieces);
            self.note_bracket(at, entities, pieces);
            if entities
                .get(at)
                .is_some_and(|e| e.kind == EntityKind::Institution)
            {
                self.note_initials(text, at, pieces);
            }
        }
        for at in 0..count {
            let Some(kind) = entities.get(at).map(|e| e.kind) else {
                continue;
            };
            let words = self.pieces(at, pieces);
            let known = match words {
                [word] => gazetteer.full_name(word.word.lower, kind),
                _ => None,
            };
            let target = self.target(at, kind, words);
            // What the document itself says goes before what is known in general.
            let said = is_longer(&self.mentions, target, at);
            if let Some(entity) = entities.get_mut(at) {
                entity.canonical = base + target;
                entity.full_name = known.filter(|_| !said);
            }
        }
        // Further steps, so that a chain (`KPK` to a short form to the full name) ends at its end.
        for _ in 0..2 {
            for at in 0..count {
                let next = entities
                    .get(at)
                    .and_then(|e| e.canonical.checked_sub(base))
                    .and_then(|target| entities.get(target))
                    .map(|e| e.canonical);
                if let (Some(entity), Some(next)) = (entities.get_mut(at), next) {
                    entity.canonical = next;
                }
            }
        }
    }

    fn pieces<'p>(&self, at: usize, pieces: &'p [Piece]) -> &'p [Piece] {
        let mention = self.mentions.get(at);
        mention
            .and_then(|m| pieces.get(m.from..m.to))
            .unwrap_or(&[])
    }

    /// The words of the name of mention `at`: written out when it is an institution.
    fn words(&self, at: usize) -> &[u64] {
        let name = self.names.get(at);
        name.and_then(|name| self.words.get(name.words.clone()))
            .unwrap_or(&[])
    }

    /// What all mentions of one name share: the designator may be missing where only one is possible.
    fn group(&self, at: usize) -> u64 {
        let Some(name) = self.names.get(at) else {
            return 0;
        };
        match self.designated.get(&name.loose) {
            Some(None) => name.phrase,
            _ => name.loose,
        }
    }

    /// The mention that mention `at` is a form of.
    fn target(&self, at: usize, kind: EntityKind, pieces: &[Piece]) -> usize {
        let written = salted(phrase(pieces), kind);
        let own = salted(self.names.get(at).map_or(0, |name| name.phrase), kind);
        let whole = self.whole.get(&salted(self.group(at), kind)).copied();
        let part = |key: u64| self.part.get(&key).copied().flatten();
        let by_initials = || match (kind, pieces) {
            (EntityKind::Institution, [acronym]) if acronym.word.shape == Shape::Upper => {
                self.initials.get(&acronym.word.lower).copied().flatten()
            }
            // `Bank BCA`, where the head says the first letter again.
            (EntityKind::Institution, [head, acronym])
                if head.word.lower == MARKS.bank
                    && acronym.word.shape == Shape::Upper
                    && head.word.first == acronym.word.first =>
            {
                self.initials.get(&acronym.word.lower).copied().flatten()
            }
            _ => None,
        };
        self.defined
            .get(&written)
            .copied()
            .or_else(by_initials)
            .or_else(|| whole.filter(|&whole| is_longer(&self.mentions, whole, at)))
            .or_else(|| part(own))
            .or_else(|| part(written))
            .or(whole)
            .unwrap_or(at)
    }

    /// Writes the words of mention `at` behind `self.words`.
    fn name(
        &mut self,
        text: &str,
        at: usize,
        kind: EntityKind,
        pieces: &[Piece],
        gazetteer: &Gazetteer<'static>,
    ) -> Name {
        let pieces = self.pieces(at, pieces);
        let first = self.words.len();
        let mut head = 1;
        if kind == EntityKind::Institution {
            head = self.write_out(text, pieces, gazetteer);
        }
        if self.words.len() == first {
            self.words.extend(pieces.iter().map(|p| p.word.lower));
        }
        let words = self.words.get(first..).unwrap_or(&[]);
        let phrase = phrase_of(words);
        let mut loose = phrase;
        if kind == EntityKind::Institution
            && words.iter().any(|word| MARKS.designators.contains(word))
        {
            loose = EMPTY_PHRASE;
            for (index, word) in words.iter().enumerate() {
                let rest = words.get(index + 1..).unwrap_or(&[]);
                let tells = match rest {
                    [] => true,
                    [region] => MARKS.shared.contains(region),
                    _ => false,
                };
                if index == 0 || tells || !MARKS.designators.contains(word) {
                    loose = phrase_step(loose, *word);
                }
            }
        }
        Name {
            words: first..self.words.len(),
            head,
            phrase,
            loose,
        }
    }

    /// Writes the name of an institution out, without what may be left out of it: `PT`, `RI`, marks.
    /// Returns the number of words that its first word stands for.
    fn write_out(
        &mut self,
        text: &str,
        mut pieces: &[Piece],
        gazetteer: &Gazetteer<'static>,
    ) -> usize {
        let first = self.words.len();
        let mut head_length = 1;
        if let [head, rest @ ..] = pieces
            && head.word.lower == MARKS.company
            && !rest.is_empty()
        {
            pieces = rest;
        }
        while let [rest @ .., last] = pieces
            && rest.len() > 1
            && MARKS.silent.contains(&last.word.lower)
        {
            pieces = rest;
        }
        match pieces {
            [rest @ .., republic]
                if !rest.is_empty() && republic.word.lower == MARKS.republic[0] =>
            {
                pieces = rest;
            }
            [rest @ .., republic, indonesia]
                if !rest.is_empty()
                    && republic.word.lower == MARKS.republic[1]
                    && indonesia.word.lower == MARKS.indonesia =>
            {
                pieces = rest;
            }
            _ => {}
        }
        // `PDI-P` is `PDIP`.
        if let [left, hyphen, right] = pieces
            && hyphen.word.mark == u32::from('-')
            && right.word.length == 1
        {
            let joined = [left.span.text(text), right.span.text(text)].concat();
            if let Some(long) = gazetteer.full_name(
                folded_hash(&joined, &mut self.folded),
                EntityKind::Institution,
            ) {
                self.write_long(long, 1, gazetteer);
                return self.words.len() - first;
            }
        }
        let end = pieces.last().map_or(0, |last| last.span.end);
        for (index, piece) in pieces.iter().enumerate() {
            let word = piece.word.lower;
            if piece.word.mark != 0 || index > 0 && MARKS.silent.contains(&word) {
                continue;
            }
            if index == 0 {
                match gazetteer.full_name(word, EntityKind::Institution) {
                    Some(long) => self.write_long(long, 1, gazetteer),
                    None => self.words.push(word),
                }
                head_length = self.words.len() - first;
                continue;
            }
            let tail = text.get(piece.span.start..end).unwrap_or("");
            if let Some(official) = data::REGIONS.official_name(tail, &mut self.folded) {
                self.write_long(official, 0, gazetteer);
                return head_length;
            }
            let head = pieces.first().map_or(0, |head| head.word.lower);
            let portfolio = MARKS.portfolios.iter().find(|(short, _)| *short == word);
            match portfolio.filter(|_| MARKS.offices.contains(&head)) {
                Some((_, long)) => self.words.extend(long),
                None => self.words.push(word),
            }
        }
        head_length
    }

    /// Writes the words of `name`, the first of them written out as often as `deep` says.
    fn write_long(&mut self, name: &str, deep: usize, gazetteer: &Gazetteer<'static>) {
        let first = self.words.len();
        for word in name.split([' ', '/']).filter(|word| !word.is_empty()) {
            let word = folded_hash(word, &mut self.folded);
            let long = gazetteer.full_name(word, EntityKind::Institution);
            match long.filter(|_| deep > 0 && self.words.len() == first) {
                Some(long) => self.write_long(long, deep - 1, gazetteer),
                None => self.words.push(word),
            }
        }
    }

    /// Offers the parts of the name of mention `at` that stand for it.
    fn offer_parts(&mut self, at: usize, entities: &[RawEntity], pieces: &[Piece]) {
        let Some(kind) = entities.get(at).map(|entity| entity.kind) else {
            return;
        };
        let written = self.pieces(at, pieces);
        let length = self.words(at).len();
        if length.max(written.len()) < 2 || length > LONGEST {
            return;
        }
        match kind {
            // Any one name, or the name without its first or last words.
            EntityKind::Person => {
                for from in 0..length {
                    if written.get(from).is_some_and(|w| w.word.length > 1) {
                        self.offer_words(at, kind, from..from + 1);
                    }
                }
                for from in 0..length {
                    for to in from + 2..=length {
                        if to - from < length {
                            self.offer_words(at, kind, from..to);
                        }
                    }
                }
            }
            // The name without its designator: `Belu` of `Kabupaten Belu`.
            EntityKind::Place => {
                if written
                    .first()
                    .is_some_and(|w| w.word.classes & class::HEAD_LOC != 0)
                {
                    self.offer_words(at, kind, 1..length);
                }
            }
            // The first words (`Polres` of `Polres Belu`), and what follows `Partai`.
            EntityKind::Institution => {
                // `DPR` is no short form of `DPRD Belu`, nor of that name written out; but `Pemprov` is
                // one of `Pemprov DKI Jakarta`, of the Daerah Khusus.
                let head = self.names.get(at).map_or(1, |name| name.head);
                for to in head.max(1)..length {
                    let regional = self.words(at).get(to) == Some(&MARKS.regional);
                    let next = self.words(at).get(to + 1);
                    if !regional || next.is_some_and(|next| MARKS.special.contains(next)) {
                        self.offer_words(at, kind, 0..to);
                    }
                }
                if self.words(at).first() == Some(&MARKS.party) {
                    self.offer_words(at, kind, 1..length);
                }
            }
        }
    }

    /// Notes a mention in brackets behind mention `at`: `Komisi Pemberantasan Korupsi (KPK)`.
    fn note_bracket(&mut self, at: usize, entities: &[RawEntity], pieces: &[Piece]) {
        let (Some(mention), Some(next)) = (self.mentions.get(at), self.mentions.get(at + 1)) else {
            return;
        };
        let is_mark = |index: usize, mark: char| {
            let piece = pieces.get(index);
            piece.is_some_and(|p| p.word.mark == u32::from(mark))
        };
        let (Some(entity), Some(other)) = (entities.get(at), entities.get(at + 1)) else {
            return;
        };
        if mention.to > mention.from + 1
            && is_mark(mention.to, '(')
            && is_mark(next.to, ')')
            && entity.kind == other.kind
            && next.from == mention.to + 1
            && next.to == next.from + 1
        {
            let own = phrase(self.pieces(at + 1, pieces));
            self.defined.entry(salted(own, entity.kind)).or_insert(at);
        }
    }

    /// Notes the initials of the institution at `at`, each half of `Bangsa-Bangsa` counted.
    fn note_initials(&mut self, text: &str, at: usize, pieces: &[Piece]) {
        self.folded.clear();
        let mut letters = 0;
        let mut words = 0;
        for piece in self
            .mentions
            .get(at)
            .and_then(|m| pieces.get(m.from..m.to))
            .unwrap_or(&[])
        {
            let word = piece.word.lower;
            if piece.word.shape == Shape::Upper
                || !piece.word.shape.is_capital()
                || words == 0 && word == MARKS.company
                || MARKS.silent.contains(&word)
            {
                continue;
            }
            words += 1;
            for half in piece.span.text(text).split('-') {
                self.folded
                    .extend(half.chars().take(1).flat_map(char::to_lowercase));
                letters += 1;
            }
        }
        if words < 2 || letters < FEWEST_INITIALS {
            return;
        }
        let initials = hash(self.folded.as_bytes());
        let known = self.initials.get(&initials).copied();
        let value = match known {
            None => Some(at),
            Some(old) => old.filter(|&old| self.group(old) == self.group(at)),
        };
        self.initials.insert(initials, value);
    }

    /// Offers a run of the words of mention `at`.
    fn offer_words(&mut self, at: usize, kind: EntityKind, run: Range<usize>) {
        let own = phrase_of(self.words(at).get(run).unwrap_or(&[]));
        self.offer(salted(own, kind), at);
    }

    /// Notes that the mention `at` has this part, unless another name has it too.
    fn offer(&mut self, part: u64, at: usize) {
        match self.part.get(&part).copied() {
            None => {
                self.part.insert(part, Some(at));
            }
            Some(Some(old)) if old != at => {
                let (old_words, new_words) = (self.words(old), self.words(at));
                let value = if self.group(old) == self.group(at) || within(new_words, old_words) {
                    Some(old)
                } else if within(old_words, new_words) {
                    Some(at)
                } else {
                    None
                };
                self.part.insert(part, value);
            }
            Some(_) => {}
        }
    }
}

fn is_longer(mentions: &[MentionPieces], a: usize, b: usize) -> bool {
    let length = |at: usize| mentions.get(at).map_or(0, |m| m.to - m.from);
    length(a) > length(b)
}

/// Whether every word of `short` is in `long`.
fn within(short: &[u64], long: &[u64]) -> bool {
    short.len() < long.len() && short.iter().all(|word| long.contains(word))
}

fn phrase(words: &[Piece]) -> u64 {
    words
        .iter()
        .fold(EMPTY_PHRASE, |state, p| phrase_step(state, p.word.lower))
}

fn phrase_of(words: &[u64]) -> u64 {
    words
        .iter()
        .fold(EMPTY_PHRASE, |state, &word| phrase_step(state, word))
}

fn salted(phrase: u64, kind: EntityKind) -> u64 {
    phrase ^ (kind as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}
