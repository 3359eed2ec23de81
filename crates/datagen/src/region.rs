//! `data/regions.tsv`, `region_aliases.tsv` and `region_doubtful.txt` to `region.bin`.
//!
//! Payload: region count; packed codes; text offsets (one more than regions); block of texts
//! (`code<TAB>name`); block of candidate lists (`u16`: length, then region indices); [`WordMap`] from
//! name key to the list's place in that block. A list's length has [`DOUBTFUL`] set where the name
//! is rather that of something else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use warta::format::{TableKind, WordMap, seal};
use warta::place::{DOUBTFUL, designator_of, fold_name};

/// Counts editions of the official table: 1 is the decree 300.2.2-2138 of 2025.
const DATA_VERSION: u32 = 1;

/// A district whose name begins so is rather the mountain or island itself.
const NATURAL: [&str; 8] = [
    "gunung ", "gn. ", "pulau ", "danau ", "teluk ", "ile ", "bukit ", "selat ",
];

/// Builds the table.
pub fn build(data: &Path) -> Result<Vec<u8>, String> {
    let mut regions: Vec<(u32, String, String)> = Vec::new();
    for (code, name) in pairs(&data.join("regions.tsv"))? {
        let packed = pack(&code).ok_or_else(|| format!("regions.tsv: bad code {code:?}"))?;
        let city = packed % 100 == 0 && packed / 100 % 100 >= 71;
        if city != name.starts_with("Kota ") && !is_district(packed) {
            return Err(format!(
                "regions.tsv: {code} {name}: the code says otherwise"
            ));
        }
        regions.push((packed, code, name));
    }
    regions.sort();
    let index: BTreeMap<&str, u16> = regions
        .iter()
        .enumerate()
        .map(|(at, (_, code, _))| (code.as_str(), at as u16))
        .collect();

    let mut lists: BTreeMap<String, BTreeSet<u16>> = BTreeMap::new();
    for (at, (packed, _, name)) in regions.iter().enumerate() {
        for spelling in spellings(name, is_district(*packed)) {
            lists.entry(spelling).or_default().insert(at as u16);
        }
    }
    for (alias, code) in pairs(&data.join("region_aliases.tsv"))? {
        let at = index
            .get(code.as_str())
            .ok_or_else(|| format!("region_aliases.tsv: {alias}: no region {code}"))?;
        if !lists.entry(key(&alias)).or_default().insert(*at) {
            return Err(format!(
                "region_aliases.tsv: {alias} is already a name of {code}"
            ));
        }
    }
    let doubtful = read(&data.join("region_doubtful.txt"))?;
    let mut doubtful: BTreeSet<String> = doubtful.lines().map(key).collect();
    for (packed, _, name) in &regions {
        let name = name.to_lowercase();
        if is_district(*packed) && NATURAL.iter().any(|nature| name.starts_with(nature)) {
            doubtful.insert(key(&name));
        }
    }
    if let Some(name) = doubtful.iter().find(|name| !lists.contains_key(*name)) {
        return Err(format!("region_doubtful.txt: no region is named {name}"));
    }

    let mut payload = Vec::new();
    let number = |n: usize| (n as u32).to_le_bytes();
    payload.extend_from_slice(&number(regions.len()));
    for (packed, _, _) in &regions {
        payload.extend_from_slice(&packed.to_le_bytes());
    }
    let mut texts = String::new();
    payload.extend_from_slice(&number(0));
    for (_, code, name) in &regions {
        texts.push_str(&format!("{code}\t{name}"));
        payload.extend_from_slice(&number(texts.len()));
    }
    payload.extend_from_slice(&number(texts.len()));
    payload.extend_from_slice(texts.as_bytes());

    let mut candidates: Vec<u16> = Vec::new();
    let mut places = BTreeMap::new();
    for (name, list) in &lists {
        places.insert(name.clone().into_bytes(), candidates.len() as u32);
        let flag = if doubtful.contains(name) { DOUBTFUL } else { 0 };
        candidates.push(list.len() as u16 | flag);
        candidates.extend(list);
    }
    payload.extend_from_slice(&number(candidates.len() * 2));
    for candidate in candidates {
        payload.extend_from_slice(&candidate.to_le_bytes());
    }
    WordMap::write(&places, &mut payload);
    Ok(seal(TableKind::Region, DATA_VERSION, &payload))
}

/// The keys under which a region is found.
fn spellings(name: &str, district: bool) -> Vec<String> {
    let bare = if district {
        name
    } else {
        designator_of(name).1
    };
    let mut all = vec![key(bare)];
    for (short, long) in [("Kep. ", "Kepulauan "), ("Gn. ", "Gunung ")] {
        if bare.contains(short) {
            all.push(key(&bare.replace(short, long)));
        }
    }
    // `Tiro/Truseb` and `Misool (Misool Utara)` are known by either name.
    if bare.contains(['/', '(']) {
        all.extend(bare.split(['/', '(']).map(key));
    }
    all
}

fn key(name: &str) -> String {
    let mut key = String::new();
    fold_name(name, &mut key);
    key
}

fn is_district(packed: u32) -> bool {
    !packed.is_multiple_of(100)
}

/// `53.04.12` to 530412, `53` to 530000.
fn pack(code: &str) -> Option<u32> {
    let mut packed = 0;
    let mut parts = code.split('.');
    for _ in 0..3 {
        let part = parts
            .next()
            .map_or(Some(0), |part| part.parse::<u32>().ok())?;
        packed = packed * 100 + part;
    }
    parts.next().is_none().then_some(packed)
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

/// The rows of a file of two columns, without its header.
fn pairs(path: &Path) -> Result<Vec<(String, String)>, String> {
    let rows = read(path)?;
    let rows = rows.lines().skip(1).map(|line| {
        let (a, b) = line
            .split_once('\t')
            .ok_or_else(|| format!("{}: no tab in {line:?}", path.display()))?;
        Ok((a.to_owned(), b.to_owned()))
    });
    rows.collect()
}
