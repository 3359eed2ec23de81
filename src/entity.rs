//! People, places and institutions named in a text.

use crate::span::Span;
use crate::token::Scan;

/// The kind of thing a mention names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum EntityKind {
    /// A person, real or fictional; titles and degrees are outside the span.
    Person,
    /// A place: from a country to a street, and premises one goes to.
    Place,
    /// An institution: government bodies, companies, parties, clubs, media, schools, hospitals.
    Institution,
}

impl EntityKind {
    /// The name used in JSON and by the examples: `person`, `place`, `institution`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Place => "place",
            Self::Institution => "institution",
        }
    }
}

/// A mention as the recogniser leaves it: no text, so that a buffer of them can outlive the input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct RawEntity {
    /// The name's bytes; may leave out a clitic or a hyphenated affix of its first or last token.
    pub(crate) span: Span,
    pub(crate) kind: EntityKind,
    /// Estimated probability that span and kind are right.
    pub(crate) score: f32,
    /// Index of the first token it touches.
    pub(crate) first_token: usize,
    /// Index one past the last token it touches.
    pub(crate) end_token: usize,
    /// Index, in the list of mentions, of the fullest mention of the same entity; itself when alone.
    pub(crate) canonical: usize,
}

/// Buffers of [`Recognizer::recognize`], reused between texts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scratch {}

/// Finds the mentions of people, places and institutions.
#[derive(Clone, Debug, Default)]
pub struct Recognizer {}

impl Recognizer {
    /// Appends the mentions in `text`, in order and never overlapping.
    pub(crate) fn recognize(
        &self,
        text: &str,
        scan: &Scan,
        scratch: &mut Scratch,
        out: &mut Vec<RawEntity>,
    ) {
        let _ = (self, text, scan, scratch, out);
    }
}
