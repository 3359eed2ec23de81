//! Indonesian news text taken apart: sentences, tokens, clitics, stop words, stems, and the people,
//! places and institutions named, each with byte offsets into the untouched input.
//!
//! ```
//! let text = "Bupati Belu membuka pelatihan kader di Atambua. Pesertanya 40 orang.";
//! let doc = warta::analyze(text);
//!
//! let first = doc.sentences().next().unwrap();
//! assert_eq!(first.text(), "Bupati Belu membuka pelatihan kader di Atambua.");
//!
//! let stems: Vec<&str> = first.tokens().map(|token| token.stem()).collect();
//! assert_eq!(stems, ["bupati", "Belu", "buka", "latih", "kader", "di", "Atambua", "."]);
//!
//! let belu = doc.entities().next().unwrap();
//! assert_eq!(belu.span().text(text), "Belu");
//! assert_eq!(belu.kind(), warta::EntityKind::Place);
//! assert_eq!(belu.place().unwrap().name(), "Kabupaten Belu");
//! ```
//!
//! [`analyze`] runs every stage with its defaults. An [`Analyzer`] sets them, is shared between
//! threads by reference, and with a [`Worker`] analyses many texts without allocating for each. The
//! stages also work alone: [`tokenize`], [`sentences`], [`Stopwords`], [`Stemmer`], [`Recognizer`],
//! [`resolve_places`], [`page_lines`].
//!
//! Everything is compiled in; nothing is read from disk, network or environment. Analysing text never
//! fails and takes time linear in its length, whatever the text holds; offsets count UTF-8 bytes and
//! lie on character boundaries. The same input gives the same output on every machine.
//!
//! Features: `serde` (on by default) serialises documents and their parts.

mod data;
mod document;
#[cfg(not(feature = "internals"))]
#[allow(dead_code, reason = "some of it serves the workspace's tools alone")]
mod entity;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod entity;
mod error;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod format;
#[cfg(not(feature = "internals"))]
#[allow(dead_code, reason = "some of it serves the workspace's tools alone")]
mod format;
mod page;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod place;
#[cfg(not(feature = "internals"))]
mod place;
mod sentence;
mod span;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod stem;
#[cfg(not(feature = "internals"))]
mod stem;
mod stopword;
mod token;

pub use document::{
    Analyzer, AnalyzerBuilder, Document, DocumentToken, Entity, Sentence, Term, Worker, analyze,
};
pub use entity::{EntityKind, Recognizer};
pub use error::{Error, ErrorKind};
pub use page::{LineRole, PageLine, page_lines};
pub use place::{Region, RegionLevel, Resolution, resolve_places};
pub use sentence::{Sentences, sentences};
pub use span::Span;
pub use stem::{Analysis, Reading, Source, Stemmer};
pub use stopword::Stopwords;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub use token::table as token_table;
pub use token::{Split, Token, TokenKind, Tokenizer, Tokens, tokenize};

/// The examples of the README compile and hold.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

const fn assert_shareable<T: Send + Sync + 'static>() {}
const _: () = assert_shareable::<Analyzer>();
const _: () = assert_shareable::<Worker>();
const _: () = assert_shareable::<Document<'static>>();
