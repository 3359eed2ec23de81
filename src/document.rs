//! The whole analysis of one text: every stage in one pass, its results, and views of them.

use crate::entity::{self, EntityKind, RawEntity, Recognizer};
use crate::place::{self, Region, Resolutions};
use crate::span::Span;
use crate::stem::{Stemmer, is_region_name};
use crate::stopword::Stopwords;
use crate::token::{RawToken, Scan, TokenKind, scan};
use once_cell::sync::Lazy;
use std::ops::Range;

/// Analyses `text` with [`Analyzer::default`], which is built at the first call and then shared.
///
/// Takes time linear in the length of `text` and never fails, whatever the text holds.
///
/// ```
/// let doc = warta::analyze("Bupati membuka pelatihan. Peserta bertanya.");
/// let sentences: Vec<&str> = doc.sentences().map(|s| s.text()).collect();
/// assert_eq!(sentences, ["Bupati membuka pelatihan.", "Peserta bertanya."]);
/// ```
pub fn analyze(text: &str) -> Document<'_> {
    static DEFAULT: Lazy<Analyzer> = Lazy::new(Analyzer::default);
    DEFAULT.analyze(text)
}

/// The stages with their settings. Immutable and `Send + Sync`: build one, share it by reference.
///
/// ```
/// use warta::{Analyzer, Stemmer};
///
/// let mut stemmer = Stemmer::default();
/// stemmer.load_overrides("dibantah\tbantah")?;
/// let analyzer = Analyzer::builder().stemmer(stemmer).build();
/// let doc = analyzer.analyze("Kabar itu dibantah.");
/// assert_eq!(doc.tokens().nth(2).unwrap().stem(), "bantah");
/// # Ok::<(), warta::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Analyzer {
    stopwords: Stopwords,
    stemmer: Stemmer,
    recognizer: Recognizer,
}

/// Sets the stages of an [`Analyzer`]; what is not set stays at its default.
#[derive(Clone, Debug, Default)]
pub struct AnalyzerBuilder {
    analyzer: Analyzer,
}

impl AnalyzerBuilder {
    /// The list that decides [`DocumentToken::is_stopword`].
    #[must_use]
    pub fn stopwords(mut self, stopwords: Stopwords) -> Self {
        self.analyzer.stopwords = stopwords;
        self
    }

    /// The stemmer to use.
    #[must_use]
    pub fn stemmer(mut self, stemmer: Stemmer) -> Self {
        self.analyzer.stemmer = stemmer;
        self
    }

    /// The recogniser of names to use.
    #[must_use]
    pub fn recognizer(mut self, recognizer: Recognizer) -> Self {
        self.analyzer.recognizer = recognizer;
        self
    }

    /// The finished analyzer.
    pub fn build(self) -> Analyzer {
        self.analyzer
    }
}

impl Analyzer {
    /// Starts from the default stages.
    pub fn builder() -> AnalyzerBuilder {
        AnalyzerBuilder::default()
    }

    /// Analyses `text` into a document that owns its results and borrows the text.
    ///
    /// Takes time linear in the length of `text`. Many texts in a row: [`Analyzer::analyze_with`].
    pub fn analyze<'t>(&self, text: &'t str) -> Document<'t> {
        let mut worker = Worker::default();
        self.run(text, &mut worker);
        Document {
            text,
            results: Held::Owned(Box::new(worker.results)),
        }
    }

    /// Like [`Analyzer::analyze`], with buffers that are kept from text to text: once they have
    /// grown to the size of the longest text, no token costs an allocation.
    ///
    /// ```
    /// let analyzer = warta::Analyzer::default();
    /// let mut worker = warta::Worker::default();
    /// for text in ["Air naik.", "Warga mengungsi ke balai desa."] {
    ///     let doc = analyzer.analyze_with(&mut worker, text);
    ///     assert_eq!(doc.sentences().len(), 1);
    /// }
    /// ```
    pub fn analyze_with<'a>(&self, worker: &'a mut Worker, text: &'a str) -> Document<'a> {
        self.run(text, worker);
        Document {
            text,
            results: Held::Borrowed(&worker.results),
        }
    }

    fn run(&self, text: &str, worker: &mut Worker) {
        let Worker {
            results,
            entity,
            place,
        } = worker;
        results.clear();
        scan::scan(text, &mut results.scan);
        self.recognizer
            .recognize(text, &results.scan, entity, &mut results.entities);
        place::resolve(text, &results.entities, place, &mut results.places);
        results.part_regions();
        results
            .notes
            .resize(results.scan.tokens.len(), TokenNote::default());
        for (index, entity) in results.entities.iter().enumerate() {
            let tokens = entity.first_token..entity.end_token;
            for note in results.notes.get_mut(tokens).unwrap_or_default() {
                note.entity.get_or_insert(index);
            }
        }
        self.annotate(text, results);
    }

    /// Marks the stop words, and stems the words outside the mentions.
    fn annotate(&self, text: &str, results: &mut Results) {
        let Results {
            scan,
            notes,
            entities,
            stems,
            ..
        } = results;
        for sentence in &scan.sentences {
            let range = sentence.first_token..sentence.end_token;
            let (Some(tokens), Some(notes)) =
                (scan.tokens.get(range.clone()), notes.get_mut(range))
            else {
                continue;
            };
            // Looked up only once a word asks for it.
            let mut casing = None;
            for (index, (token, note)) in tokens.iter().zip(notes).enumerate() {
                let word = token.span.text(text);
                note.stem = StemAt::Text(token.span);
                note.is_stopword = self.stopwords.contains(word);
                if let Some(entity) = note.entity.and_then(|index| entities.get(index)) {
                    note.stem = StemAt::Text(inside(token.span, entity.span));
                    continue;
                }
                if token.kind != TokenKind::Word {
                    continue;
                }
                let casing = || *casing.get_or_insert_with(|| Casing::of(text, tokens));
                if is_name(word, index == 0, casing) {
                    continue;
                }
                let start = stems.len();
                self.stemmer.stem_into(word, stems);
                if stems.get(start..) == Some(word) {
                    stems.truncate(start);
                } else {
                    note.stem = StemAt::Arena(Span::new(start, stems.len()));
                }
            }
        }
    }
}

/// Whether a word outside every mention is an acronym (`APBD`) or the name of a region, neither of
/// which has a root. Where the sentence capitalises all its words, capitals tell nothing.
fn is_name(word: &str, first: bool, casing: impl FnOnce() -> Casing) -> bool {
    if !word.starts_with(char::is_uppercase) {
        return false;
    }
    if is_all_capitals(word) {
        return casing() != Casing::Capitals;
    }
    !first && is_region_name(word) && casing() == Casing::Plain
}

/// The part of `token` that `entity` covers: `NTT` of `se-NTT`.
fn inside(token: Span, entity: Span) -> Span {
    Span::new(token.start.max(entity.start), token.end.min(entity.end))
}

/// Two or more capitals and no small letter: `APBD`.
fn is_all_capitals(word: &str) -> bool {
    let mut capitals = 0;
    for c in word.chars() {
        if c.is_lowercase() {
            return false;
        }
        capitals += usize::from(c.is_uppercase());
    }
    capitals > 1
}

/// How most words of a sentence are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Casing {
    Plain,
    /// `Bupati Belu Buka Pelatihan`.
    Title,
    /// `BUPATI BELU BUKA PELATIHAN`.
    Capitals,
}

impl Casing {
    fn of(text: &str, tokens: &[RawToken]) -> Self {
        let (mut words, mut initial, mut capitals) = (0, 0, 0);
        for token in tokens.iter().filter(|t| t.kind == TokenKind::Word) {
            let word = token.span.text(text);
            words += 1;
            if is_all_capitals(word) {
                capitals += 1;
            } else if word.starts_with(char::is_uppercase) {
                initial += 1;
            }
        }
        if capitals * 2 > words {
            Self::Capitals
        } else if (capitals + initial) * 3 > words * 2 {
            Self::Title
        } else {
            Self::Plain
        }
    }
}

/// Buffers of [`Analyzer::analyze_with`]: one per thread, kept from text to text.
#[derive(Clone, Debug, Default)]
pub struct Worker {
    results: Results,
    entity: entity::Scratch,
    place: place::Scratch,
}

/// The results of one text, in flat vectors and without the text.
#[derive(Clone, Debug, Default)]
struct Results {
    scan: Scan,
    /// One for each token.
    notes: Vec<TokenNote>,
    entities: Vec<RawEntity>,
    places: Resolutions,
    /// Stems that are not a piece of the text, one after the other.
    stems: String,
}

impl Results {
    /// Empties the buffers, keeping their memory.
    fn clear(&mut self) {
        self.notes.clear();
        self.entities.clear();
        self.stems.clear();
    }
}

impl Results {
    /// Parts mentions of one name that mean different regions, as `Kupang` the regency and `Kota
    /// Kupang`: neither is the fuller form of the other.
    fn part_regions(&mut self) {
        for (index, entity) in self.entities.iter_mut().enumerate() {
            let (own, fullest) = (
                self.places.region(index),
                self.places.region(entity.canonical),
            );
            if own.is_some() && fullest.is_some() && own != fullest {
                entity.canonical = index;
            }
        }
    }
}

/// What the stages after the scanner say about a token.
#[derive(Clone, Copy, Debug, Default)]
struct TokenNote {
    stem: StemAt,
    is_stopword: bool,
    /// Index of the mention it belongs to.
    entity: Option<usize>,
}

/// Where a stem is written.
#[derive(Clone, Copy, Debug)]
enum StemAt {
    /// In the analysed text.
    Text(Span),
    /// In [`Results::stems`].
    Arena(Span),
}

impl Default for StemAt {
    fn default() -> Self {
        Self::Text(Span::default())
    }
}

/// Results that a document owns, or borrows from a [`Worker`].
#[derive(Clone, Debug)]
enum Held<'a> {
    Owned(Box<Results>),
    Borrowed(&'a Results),
}

impl Held<'_> {
    fn get(&self) -> &Results {
        match self {
            Self::Owned(results) => results,
            Self::Borrowed(results) => results,
        }
    }
}

/// An analysed text. Every offset in it counts UTF-8 **bytes** of that text.
///
/// With feature `serde` it serialises as an object of `sentences`, `tokens` and `entities`.
#[derive(Clone, Debug)]
pub struct Document<'t> {
    text: &'t str,
    results: Held<'t>,
}

impl<'t> Document<'t> {
    /// The text as it was given.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The sentences in order.
    pub fn sentences(&self) -> impl ExactSizeIterator<Item = Sentence<'_, 't>> + Clone {
        (0..self.results.get().scan.sentences.len()).map(|index| Sentence { doc: self, index })
    }

    /// The tokens in order. White space is in no token, everything else is.
    pub fn tokens(&self) -> impl ExactSizeIterator<Item = DocumentToken<'_, 't>> + Clone {
        self.tokens_at(0..self.results.get().scan.tokens.len())
    }

    /// The people, places and institutions named, in order and never overlapping.
    pub fn entities(&self) -> impl ExactSizeIterator<Item = Entity<'_, 't>> + Clone {
        (0..self.results.get().entities.len()).map(|index| Entity { doc: self, index })
    }

    /// The index terms in order: each mention as a whole, and the stem of each other word, number,
    /// address and hashtag that is no stop word.
    ///
    /// ```
    /// let doc = warta::analyze("Bupati Belu membuka pelatihan itu.");
    /// let terms: Vec<&str> = doc.terms().map(|term| term.text()).collect();
    /// assert_eq!(terms, ["bupati", "Belu", "buka", "latih"]);
    /// ```
    pub fn terms(&self) -> impl Iterator<Item = Term<'_, 't>> + Clone {
        self.tokens().flat_map(|token| {
            // A mention counts once, at its first token.
            let begin_here = self
                .mentions_from(token.entity().map(|entity| entity.index))
                .map(|entity| (entity, entity.raw().first_token))
                .take_while(move |(_, first)| *first <= token.index)
                .filter(move |(_, first)| *first == token.index)
                .map(|(entity, _)| Term::Entity(entity));
            let marks = matches!(token.kind(), TokenKind::Punctuation | TokenKind::Symbol);
            let is_term = token.entity().is_none() && !marks && !token.is_stopword();
            begin_here.chain(is_term.then_some(Term::Word(token)))
        })
    }

    fn tokens_at(
        &self,
        range: Range<usize>,
    ) -> impl ExactSizeIterator<Item = DocumentToken<'_, 't>> + Clone {
        range.map(|index| DocumentToken { doc: self, index })
    }

    /// The mentions from number `first` on; none without one.
    fn mentions_from(&self, first: Option<usize>) -> impl Iterator<Item = Entity<'_, 't>> + Clone {
        let all = self.results.get().entities.len();
        (first.unwrap_or(all)..all).map(|index| Entity { doc: self, index })
    }

    fn raw_token(&self, index: usize) -> RawToken {
        let token = self.results.get().scan.tokens.get(index);
        token.copied().unwrap_or(RawToken {
            span: Span::default(),
            kind: TokenKind::Symbol,
            clitics: Default::default(),
        })
    }

    fn note(&self, index: usize) -> TokenNote {
        let note = self.results.get().notes.get(index);
        note.copied().unwrap_or_default()
    }
}

/// A sentence of a [`Document`].
#[derive(Clone, Copy, Debug)]
pub struct Sentence<'d, 't> {
    doc: &'d Document<'t>,
    index: usize,
}

impl<'d, 't> Sentence<'d, 't> {
    /// Its text, without the white space around it.
    pub fn text(&self) -> &'t str {
        self.span().text(self.doc.text)
    }

    /// Its byte span.
    pub fn span(&self) -> Span {
        let sentence = self.doc.results.get().scan.sentences.get(self.index);
        sentence.map_or(Span::default(), |s| s.span)
    }

    /// Its tokens in order; never none.
    pub fn tokens(
        &self,
    ) -> impl ExactSizeIterator<Item = DocumentToken<'d, 't>> + Clone + use<'d, 't> {
        let sentence = self.doc.results.get().scan.sentences.get(self.index);
        let range = sentence.map_or(0..0, |s| s.first_token..s.end_token);
        self.doc.tokens_at(range)
    }
}

/// A token of a [`Document`].
#[derive(Clone, Copy, Debug)]
pub struct DocumentToken<'d, 't> {
    doc: &'d Document<'t>,
    index: usize,
}

impl<'d, 't> DocumentToken<'d, 't> {
    /// Its text, as written.
    pub fn text(&self) -> &'t str {
        self.span().text(self.doc.text)
    }

    /// Its byte span.
    pub fn span(&self) -> Span {
        self.doc.raw_token(self.index).span
    }

    /// What it is.
    pub fn kind(&self) -> TokenKind {
        self.doc.raw_token(self.index).kind
    }

    /// Whether it stands in the analyzer's list of stop words, wherever it occurs.
    pub fn is_stopword(&self) -> bool {
        self.doc.note(self.index).is_stopword
    }

    /// The root of a word, in lower case.
    ///
    /// As written instead: a token that is no word, an acronym (all capitals where its sentence is
    /// not), a region's name, and what belongs to a mention, without the affix or clitic that the mention leaves
    /// out (`NTT` of `se-NTT`).
    pub fn stem(&self) -> &'d str {
        match self.doc.note(self.index).stem {
            StemAt::Text(span) => span.text(self.doc.text),
            StemAt::Arena(span) => span.text(&self.doc.results.get().stems),
        }
    }

    /// The byte spans of its clitic parts (`rumah`, `nya`); nothing for a word without clitics.
    pub fn parts(&self) -> impl Iterator<Item = Span> + Clone + use<> {
        let raw = self.doc.raw_token(self.index);
        raw.clitics.parts(raw.span)
    }

    /// The mention it belongs to: the first where it holds parts of two (`Azh` and `Azhar` of `Azh-Azhar`).
    pub fn entity(&self) -> Option<Entity<'d, 't>> {
        let index = self.doc.note(self.index).entity?;
        Some(Entity {
            doc: self.doc,
            index,
        })
    }
}

/// A person, place or institution named in a [`Document`].
#[derive(Clone, Copy, Debug)]
pub struct Entity<'d, 't> {
    doc: &'d Document<'t>,
    index: usize,
}

impl<'d, 't> Entity<'d, 't> {
    fn raw(&self) -> RawEntity {
        let raw = self.doc.results.get().entities.get(self.index);
        raw.copied().unwrap_or(RawEntity {
            span: Span::default(),
            kind: EntityKind::Institution,
            score: 0.0,
            first_token: 0,
            end_token: 0,
            canonical: self.index,
            full_name: None,
        })
    }

    /// The name as written here.
    pub fn text(&self) -> &'t str {
        self.span().text(self.doc.text)
    }

    /// Its byte span; it may begin or end inside a token (`NTT` in `se-NTT`).
    pub fn span(&self) -> Span {
        self.raw().span
    }

    /// Whether it is a person, a place or an institution.
    pub fn kind(&self) -> EntityKind {
        self.raw().kind
    }

    /// The estimated probability, 0 to 1, that span and kind are right.
    pub fn score(&self) -> f32 {
        self.raw().score
    }

    /// The tokens it touches.
    pub fn tokens(
        &self,
    ) -> impl ExactSizeIterator<Item = DocumentToken<'d, 't>> + Clone + use<'d, 't> {
        let raw = self.raw();
        self.doc.tokens_at(raw.first_token..raw.end_token)
    }

    /// The official region that a place names, where the text tells which.
    pub fn place(&self) -> Option<Region> {
        self.doc.results.get().places.region(self.index)
    }

    /// The regions that a place may name, the likeliest first: one where [`Entity::place`] is
    /// known, several where the text does not tell (`Malang`: regency or city?), none where it is
    /// no region.
    pub fn place_candidates(&self) -> impl ExactSizeIterator<Item = Region> + Clone + use<'d, 't> {
        self.doc.results.get().places.candidates(self.index)
    }

    /// The fullest mention of the same entity in this document: itself when it is alone.
    pub fn canonical(&self) -> Entity<'d, 't> {
        Entity {
            doc: self.doc,
            index: self.raw().canonical,
        }
    }

    /// The fullest name known of the entity: that of [`Entity::canonical`], or what an acronym is
    /// known to stand for where the document never says it.
    ///
    /// ```
    /// let doc = warta::analyze("Penyidik KPK memeriksa saksi di Kupang.");
    /// let names: Vec<&str> = doc.entities().map(|e| e.full_name()).collect();
    /// assert_eq!(names, ["Komisi Pemberantasan Korupsi", "Kupang"]);
    /// ```
    pub fn full_name(&self) -> &'t str {
        let canonical = self.canonical();
        canonical.raw().full_name.unwrap_or(canonical.text())
    }
}

impl PartialEq for Entity<'_, '_> {
    /// The same mention of the same document.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.doc, other.doc) && self.index == other.index
    }
}

impl Eq for Entity<'_, '_> {}

/// An index term of a [`Document`].
#[derive(Clone, Copy, Debug)]
pub enum Term<'d, 't> {
    /// A whole mention, to be indexed as written.
    Entity(Entity<'d, 't>),
    /// A token outside every mention, to be indexed by its stem.
    Word(DocumentToken<'d, 't>),
}

impl<'d> Term<'d, '_> {
    /// What to put into the index.
    pub fn text(&self) -> &'d str {
        match self {
            Self::Entity(entity) => entity.text(),
            Self::Word(token) => token.stem(),
        }
    }

    /// The byte span it comes from.
    pub fn span(&self) -> Span {
        match self {
            Self::Entity(entity) => entity.span(),
            Self::Word(token) => token.span(),
        }
    }
}

#[cfg(feature = "serde")]
mod serialize {
    use super::{Document, DocumentToken, Entity, Sentence};
    use serde::ser::{Serialize, SerializeStruct, Serializer};

    /// Serialises an iterator as a sequence.
    struct Seq<I>(I);

    impl<I: Iterator<Item: Serialize> + Clone> Serialize for Seq<I> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_seq(self.0.clone())
        }
    }

    impl Serialize for Document<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut object = serializer.serialize_struct("Document", 3)?;
            object.serialize_field("sentences", &Seq(self.sentences()))?;
            object.serialize_field("tokens", &Seq(self.tokens()))?;
            object.serialize_field("entities", &Seq(self.entities()))?;
            object.end()
        }
    }

    impl Serialize for Sentence<'_, '_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            self.span().serialize(serializer)
        }
    }

    impl Serialize for DocumentToken<'_, '_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let parts = Seq(self.parts());
            let split = parts.0.clone().next().is_some();
            let mut object = serializer.serialize_struct("Token", 5 + usize::from(split))?;
            object.serialize_field("start", &self.span().start)?;
            object.serialize_field("end", &self.span().end)?;
            object.serialize_field("kind", self.kind().name())?;
            object.serialize_field("stem", self.stem())?;
            object.serialize_field("stopword", &self.is_stopword())?;
            if split {
                object.serialize_field("parts", &parts)?;
            }
            object.end()
        }
    }

    impl Serialize for Entity<'_, '_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let place = self.place();
            let fields = 5 + usize::from(place.is_some());
            let mut object = serializer.serialize_struct("Entity", fields)?;
            object.serialize_field("start", &self.span().start)?;
            object.serialize_field("end", &self.span().end)?;
            object.serialize_field("kind", self.kind().name())?;
            object.serialize_field("text", self.text())?;
            // Four decimals say all that the estimate is worth.
            object.serialize_field("score", &((self.score() * 1e4).round() / 1e4))?;
            if let Some(place) = place {
                object.serialize_field("place", &place)?;
            }
            object.end()
        }
    }
}
