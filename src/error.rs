//! The one error type of the crate.

use core::fmt;

/// What went wrong; see [`Error::kind`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A binary table or model is damaged, cut short, or not of this crate.
    Corrupt,
    /// A binary table or model is of a format version this release cannot read.
    Version,
    /// A text file that the caller supplied (overrides, word lists) has a bad line.
    Syntax,
}

/// An error of loading a model, a table or a list. Analysing text never fails.
///
/// The message says what was expected, what was found and what to do.
///
/// ```
/// let error = warta::Stemmer::default().load_overrides("makanan\tmakan\nminuman").unwrap_err();
/// assert_eq!(error.kind(), warta::ErrorKind::Syntax);
/// assert!(error.to_string().contains("line 2"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    message: String,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
        }
    }

    /// The class of the error.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
