//! The texts that are timed.

use crate::corpus::{Typography, articles};

/// The sample articles of the examples.
const SAMPLES: [&str; 9] = [
    include_str!("../examples/texts/court.txt"),
    include_str!("../examples/texts/crime.txt"),
    include_str!("../examples/texts/disaster.txt"),
    include_str!("../examples/texts/economy.txt"),
    include_str!("../examples/texts/football.txt"),
    include_str!("../examples/texts/health.txt"),
    include_str!("../examples/texts/national_politics.txt"),
    include_str!("../examples/texts/regional_government.txt"),
    include_str!("../examples/texts/world.txt"),
];

/// Articles that are timed together.
pub struct Texts {
    pub name: &'static str,
    pub articles: Vec<String>,
}

impl Texts {
    /// The sample articles, and `bytes` of generated ones in both typographies.
    pub fn all(bytes: usize) -> [Self; 3] {
        [
            Self {
                name: "samples",
                articles: SAMPLES.map(str::to_owned).to_vec(),
            },
            Self {
                name: "ascii",
                articles: articles(bytes, Typography::Ascii),
            },
            Self {
                name: "typographic",
                articles: articles(bytes, Typography::Typographic),
            },
        ]
    }

    /// Length of all articles together.
    pub fn bytes(&self) -> usize {
        self.articles.iter().map(String::len).sum()
    }

    /// The words of all articles in lower case, as they come.
    pub fn words(&self) -> Vec<String> {
        let tokens = self.articles.iter().flat_map(|text| warta::tokenize(text));
        tokens
            .filter(|token| token.kind() == warta::TokenKind::Word)
            .map(|token| token.text().to_lowercase())
            .collect()
    }

    /// Each word once, in order of the alphabet.
    pub fn distinct_words(&self) -> Vec<String> {
        let mut words = self.words();
        words.sort_unstable();
        words.dedup();
        words
    }
}
