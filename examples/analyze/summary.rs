//! The mentions of an article grouped by whom they name.

use std::collections::HashMap;
use warta::{Document, Entity, EntityKind, Region};

/// The kinds in the order of the summary, with their headings.
pub const KINDS: [(EntityKind, &str); 3] = [
    (EntityKind::Person, "People"),
    (EntityKind::Place, "Places"),
    (EntityKind::Institution, "Institutions"),
];

/// One person, place or institution of an article.
pub struct Named<'t> {
    pub kind: EntityKind,
    /// Its fullest name.
    pub name: &'t str,
    /// Other ways it is written, in order of appearance.
    pub variants: Vec<&'t str>,
    pub count: usize,
    /// The region that a place is.
    pub place: Option<Region>,
}

/// Groups the mentions of `doc`: the most frequent first, then in order of appearance.
///
/// Two mentions are of one when they share a canonical form in any case, or mean the same region.
pub fn names<'t>(doc: &Document<'t>) -> Vec<Named<'t>> {
    let mut names: Vec<Named<'t>> = Vec::new();
    let mut by_name = HashMap::new();
    let mut by_region = HashMap::new();
    for entity in doc.entities() {
        let name: Entity<'_, 't> = entity.canonical();
        let place = entity.place();
        let next = names.len();
        let at = match place {
            Some(region) => by_region.entry(region).or_insert(next),
            None => by_name
                .entry((name.kind(), name.text().to_lowercase()))
                .or_insert(next),
        };
        if *at == next {
            names.push(Named {
                kind: name.kind(),
                name: name.text(),
                variants: Vec::new(),
                count: 0,
                place,
            });
        }
        if let Some(named) = names.get_mut(*at) {
            named.count += 1;
            // A headline in capitals is no model of how the name is written.
            if is_loud(named.name) && entity.text().to_lowercase() == named.name.to_lowercase() {
                named.name = entity.text();
            }
            if entity.text() != named.name && !named.variants.contains(&entity.text()) {
                named.variants.push(entity.text());
            }
        }
    }
    names.sort_by_key(|named| std::cmp::Reverse(named.count));
    names
}

fn is_loud(name: &str) -> bool {
    !name.contains(char::is_lowercase)
}

/// The `limit` most frequent index terms outside the mentions, with their counts.
pub fn words<'d>(doc: &'d Document<'_>, limit: usize) -> Vec<(&'d str, usize)> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for term in doc.terms() {
        if let warta::Term::Word(token) = term
            && token.kind() == warta::TokenKind::Word
        {
            *counts.entry(token.stem()).or_default() += 1;
        }
    }
    let mut words: Vec<(&str, usize)> = counts.into_iter().collect();
    words.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    words.truncate(limit);
    words
}
