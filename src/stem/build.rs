//! Makes the stem table from the lists in `data/`. Not part of the library as users build it.

use super::lexicon::{Entry, EntryKind, Lexicon};
use super::resolve::resolve;
use super::search::{self, Word};
use crate::format::{TableKind, seal};
use std::collections::{BTreeMap, BTreeSet};

/// Raised when the lists change what the table says.
const DATA_VERSION: u32 = 1;

/// The lists a stem table is made from, each one entry a line; `#` begins a comment line.
#[derive(Clone, Copy, Debug)]
pub struct Lists<'t> {
    /// Roots.
    pub roots: &'t [&'t str],
    /// `form<TAB>root`, decided by hand.
    pub forms: &'t [&'t str],
    /// `root<TAB>frequency class 0-7<TAB>verb class 0-3`.
    pub usage: &'t str,
    /// Words of the names of countries, provinces, regencies and cities.
    pub cities: &'t str,
    /// Foreign words and names that are their own stems, decided one by one.
    pub foreign: &'t str,
    /// Given names and acronyms: their own stems where `seen` does not know the word.
    pub names: &'t str,
    /// Words of the names of regions; as for `names`.
    pub places: &'t str,
    /// Words seen in print, the rules' answer for which is stored.
    pub seen: &'t str,
}

fn lines(list: &str) -> impl Iterator<Item = &str> {
    list.lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
}

/// A table in the making.
struct Draft<'t> {
    /// Stems, one after the other.
    arena: String,
    /// Where each stem begins.
    offsets: BTreeMap<String, usize>,
    words: BTreeMap<Vec<u8>, Entry>,
    places: BTreeSet<&'t str>,
}

impl Draft<'_> {
    fn add(
        &mut self,
        word: &str,
        stem: &str,
        kind: EntryKind,
        (usage, verbal): (u32, u32),
    ) -> Result<(), String> {
        let at = match self.offsets.get(stem) {
            Some(&at) => at,
            None => {
                let at = self.arena.len();
                self.arena.push_str(stem);
                self.offsets.insert(stem.to_owned(), at);
                at
            }
        };
        let is_place = self.places.contains(word);
        let (at, length) = (at as u32, stem.len() as u32);
        let more = match kind {
            EntryKind::Root | EntryKind::Name => Entry::classes(usage, verbal),
            EntryKind::Form | EntryKind::Derived => Entry::place_in(word, stem),
        };
        let entry = Entry::new(at, length, kind, is_place, more)
            .ok_or_else(|| format!("{word}: the table has no room for its stem"))?;
        match self.words.insert(word.as_bytes().to_vec(), entry) {
            None => Ok(()),
            Some(_) => Err(format!("{word} is listed twice")),
        }
    }

    fn has(&self, word: &str) -> bool {
        self.words.contains_key(word.as_bytes())
    }

    fn payload(&self) -> Result<Vec<u8>, String> {
        Lexicon::write(&self.arena, &self.words)
    }
}

/// `root<TAB>class<TAB>class` lines.
fn usage_classes(list: &str) -> Result<BTreeMap<&str, (u32, u32)>, String> {
    let parse = |line| {
        let mut fields = str::split(line, '\t');
        let root = fields.next()?;
        let usage = fields.next()?.parse().ok()?;
        Some((root, (usage, fields.next()?.parse().ok()?)))
    };
    lines(list)
        .map(|line| parse(line).ok_or_else(|| format!("usage: bad line {line:?}")))
        .collect()
}

/// The bytes of the table.
///
/// # Errors
/// Says which line of which list is wrong.
pub fn table(lists: &Lists<'_>) -> Result<Vec<u8>, String> {
    let unused = (0, 0);
    let usage = usage_classes(lists.usage)?;
    let mut draft = Draft {
        arena: String::new(),
        offsets: BTreeMap::new(),
        words: BTreeMap::new(),
        places: lines(lists.places).collect(),
    };
    for root in lists.roots.iter().flat_map(|list| lines(list)) {
        let classes = usage.get(root).copied().unwrap_or(unused);
        draft.add(root, root, EntryKind::Root, classes)?;
    }
    let roots: BTreeSet<String> = draft.offsets.keys().cloned().collect();
    for line in lists.forms.iter().flat_map(|list| lines(list)) {
        match line.split_once('\t') {
            Some((form, root)) if roots.contains(root) => {
                draft.add(form, root, EntryKind::Form, unused)?;
            }
            _ => {
                return Err(format!(
                    "forms: expected form<TAB>listed root, found {line:?}"
                ));
            }
        }
    }
    for name in lines(lists.cities) {
        if !draft.has(name) {
            draft.add(name, name, EntryKind::Name, unused)?;
        }
    }

    // Of the other names only those are kept that the rules would take for inflected words, unless
    // print uses the inflected word.
    let seen: BTreeSet<&str> = lines(lists.seen).collect();
    let others = lines(lists.places).chain(lines(lists.names));
    let candidates = lines(lists.foreign).chain(others.filter(|name| !seen.contains(name)));
    let payload = draft.payload()?;
    let lexicon = Lexicon::read(&payload).map_err(|e| e.to_string())?;
    for name in candidates {
        let root = super::root_text(resolve(&lexicon, name.as_bytes()), name);
        if root != name && !draft.has(name) {
            draft.add(name, name, EntryKind::Name, unused)?;
        }
    }

    let payload = draft.payload()?;
    let lexicon = Lexicon::read(&payload).map_err(|e| e.to_string())?;
    for word in seen {
        if draft.has(word) {
            continue;
        }
        let best = Word::new(word.as_bytes())
            .and_then(|word| search::search(&lexicon, word, None))
            .ok_or_else(|| format!("seen: the rules know no root of {word:?}"))?;
        draft.add(word, lexicon.stem(best.entry), EntryKind::Derived, unused)?;
    }
    Ok(seal(TableKind::Stem, DATA_VERSION, &draft.payload()?))
}
