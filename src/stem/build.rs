//! Makes the stem table from the lists in `data/`. Not part of the library as users build it.

use super::lexicon::{Entry, EntryKind, Lexicon};
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

/// The bytes of the table.
///
/// # Errors
/// Says which line of which list is wrong.
pub fn table(lists: &Lists<'_>) -> Result<Vec<u8>, String> {
    let roots: BTreeSet<&str> = lists.roots.iter().flat_map(|l| lines(l)).collect();
    let mut arena = String::new();
    let mut offset = BTreeMap::new();
    let mut place = |stem: &str| -> (u32, u32) {
        let at = *offset.entry(stem.to_owned()).or_insert_with(|| {
            arena.push_str(stem);
            arena.len() - stem.len()
        });
        (at as u32, stem.len() as u32)
    };
    let mut usage = BTreeMap::new();
    for line in lines(lists.usage) {
        let mut fields = line.split('\t');
        let parsed = (|| {
            let root = fields.next()?;
            let class: u32 = fields.next()?.parse().ok()?;
            let verbal: u32 = fields.next()?.parse().ok()?;
            Some((root, (class, verbal)))
        })();
        let (root, classes) = parsed.ok_or_else(|| format!("usage: bad line {line:?}"))?;
        usage.insert(root, classes);
    }
    let places: BTreeSet<&str> = lines(lists.places).collect();
    let mut words = BTreeMap::new();
    let mut add = |word: &str, stem: (u32, u32), kind, classes: (u32, u32)| {
        let is_place = places.contains(word);
        match Entry::new(stem.0, stem.1, kind, is_place, classes.0, classes.1) {
            Some(entry) => {
                words.insert(word.as_bytes().to_vec(), entry);
                Ok(())
            }
            None => Err(format!("{word}: the table has no room for its stem")),
        }
    };
    for &root in &roots {
        let classes = usage.get(root).copied().unwrap_or((0, 0));
        add(root, place(root), EntryKind::Root, classes)?;
    }
    let mut taken: BTreeSet<&str> = roots.clone();
    for line in lists.forms.iter().flat_map(|l| lines(l)) {
        let Some((form, root)) = line.split_once('\t') else {
            return Err(format!("forms: expected form<TAB>root, found {line:?}"));
        };
        if !roots.contains(root) {
            return Err(format!("forms: {form}: {root} is not listed as a root"));
        }
        if !taken.insert(form) {
            return Err(format!("forms: {form} is listed twice or is a root"));
        }
        add(form, place(root), EntryKind::Form, (0, 0))?;
    }
    for name in lines(lists.foreign) {
        if taken.insert(name) {
            add(name, place(name), EntryKind::Name, (0, 0))?;
        }
    }
    // Names that the rules would take for inflected words stay names, unless print uses the
    // inflected word.
    let seen: BTreeSet<&str> = lines(lists.seen).collect();
    for name in lines(lists.places).chain(lines(lists.names)) {
        if !seen.contains(name) && taken.insert(name) {
            add(name, place(name), EntryKind::Name, (0, 0))?;
        }
    }
    let payload = Lexicon::write(&arena, &words)?;
    let lexicon = Lexicon::read(&payload).map_err(|e| e.to_string())?;
    let mut derived = Vec::new();
    for &word in &seen {
        if taken.contains(word) {
            continue;
        }
        let best = Word::new(word.as_bytes()).and_then(|w| search::search(&lexicon, &w, None));
        match best {
            Some(best) => derived.push((word, lexicon.stem(best.entry).to_owned())),
            None => return Err(format!("seen: the rules know no root of {word:?}")),
        }
    }
    for (word, stem) in derived {
        let at = *offset.get(&stem).ok_or("a stem was lost")?;
        let entry = Entry::new(
            at as u32,
            stem.len() as u32,
            EntryKind::Derived,
            places.contains(word),
            0,
            0,
        );
        let entry = entry.ok_or_else(|| format!("{word}: the table has no room for its stem"))?;
        words.insert(word.as_bytes().to_vec(), entry);
    }
    Ok(seal(
        TableKind::Stem,
        DATA_VERSION,
        &Lexicon::write(&arena, &words)?,
    ))
}
