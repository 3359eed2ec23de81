//! Roots of words.

use crate::error::{Error, ErrorKind};
use std::borrow::Cow;
use std::collections::HashMap;

/// Finds the root of a word.
#[derive(Clone, Debug, Default)]
pub struct Stemmer {
    overrides: HashMap<String, String>,
}

impl Stemmer {
    /// The root of `word`, in lower case.
    pub fn stem<'a>(&'a self, word: &'a str) -> Cow<'a, str> {
        if let Some(stem) = self.overrides.get(word) {
            return Cow::Borrowed(stem);
        }
        if word.bytes().all(|b| b.is_ascii_lowercase()) {
            Cow::Borrowed(word)
        } else {
            Cow::Owned(word.to_lowercase())
        }
    }

    /// Loads `word<TAB>stem` lines.
    ///
    /// # Errors
    /// Names the first line without a tab.
    pub fn load_overrides(&mut self, lines: &str) -> Result<(), Error> {
        for (at, line) in lines.lines().enumerate() {
            let Some((word, stem)) = line.split_once('\t') else {
                return Err(Error::new(
                    ErrorKind::Syntax,
                    format!("line {}: expected word<TAB>stem, found {line:?}", at + 1),
                ));
            };
            self.overrides.insert(word.to_owned(), stem.to_owned());
        }
        Ok(())
    }
}
