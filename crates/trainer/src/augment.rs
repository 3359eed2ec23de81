//! Altered copies of training articles, so that unseen names and careless typing cost little:
//! mentions replaced by others of their kind, and sentences in all capitals, in headline case, or in
//! lower case.

use crate::corpus::Article;
use crate::crf::Random;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use warta::entity::lexicon::Gazetteer;
use warta::entity::pieces;
use warta::{EntityKind, Span};

/// Names to put in, from the reviewed lists in `data/`.
pub struct Names {
    given: Vec<String>,
    family: Vec<String>,
    /// Provinces, regencies and cities without their designator.
    regions: Vec<String>,
    districts: Vec<String>,
    world: Vec<String>,
    sites: Vec<String>,
    /// Institutions by their kind in the list.
    institutions: BTreeMap<String, Vec<String>>,
    kind_of: BTreeMap<String, String>,
    company_words: Vec<String>,
    known_regions: BTreeSet<String>,
}

fn column(path: &Path, at: usize) -> Result<Vec<Vec<String>>, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(text
        .lines()
        .skip(1)
        .map(|l| l.split('\t').map(str::to_owned).collect::<Vec<_>>())
        .filter(|c| c.len() > at && !c[at].is_empty())
        .collect())
}

impl Names {
    /// Reads the lists below `data`.
    ///
    /// # Errors
    /// Names the file that cannot be read.
    pub fn read(data: &Path) -> Result<Self, String> {
        let first = |file: &str| -> Result<Vec<String>, String> {
            Ok(column(&data.join(file), 0)?
                .into_iter()
                .map(|c| c[0].clone())
                .collect())
        };
        let (mut regions, mut districts) = (Vec::new(), Vec::new());
        for row in column(&data.join("regions.tsv"), 1)? {
            let name = row[1].as_str();
            let bare = name
                .strip_prefix("Kabupaten ")
                .or(name.strip_prefix("Kota "))
                .unwrap_or(name)
                .to_owned();
            if row[0].matches('.').count() >= 2 {
                districts.push(bare)
            } else {
                regions.push(bare)
            }
        }
        let (mut world, mut sites) = (Vec::new(), Vec::new());
        for row in column(&data.join("gazetteers/places_extra.tsv"), 1)? {
            match row[1].as_str() {
                "world_city" | "country" => world.push(row[0].clone()),
                "building" | "stadium" | "airport" | "hotel" | "mall" | "tourist_site"
                | "market" | "harbour" => {
                    sites.push(row[0].clone());
                }
                _ => {}
            }
        }
        let mut institutions: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut kind_of = BTreeMap::new();
        let mut words = BTreeSet::new();
        for row in column(&data.join("gazetteers/institutions.tsv"), 2)? {
            institutions
                .entry(row[2].clone())
                .or_default()
                .push(row[0].clone());
            kind_of.insert(row[0].clone(), row[2].clone());
            if row[2] == "company" {
                words.extend(
                    row[0]
                        .split(' ')
                        .filter(|w| w.len() > 3 && w.chars().all(char::is_alphabetic))
                        .map(str::to_owned),
                );
            }
        }
        let mut known_regions: BTreeSet<String> = regions.iter().cloned().collect();
        known_regions.extend(districts.iter().cloned());
        Ok(Self {
            given: first("gazetteers/given_names.tsv")?,
            family: first("gazetteers/family_names.tsv")?,
            regions,
            districts,
            world,
            sites,
            institutions,
            kind_of,
            company_words: words.into_iter().collect(),
            known_regions,
        })
    }
}

fn pick<'a>(list: &'a [String], random: &mut Random) -> &'a str {
    list.get(random.below(list.len()))
        .map_or("", String::as_str)
}

const DESIGNATORS: [&str; 14] = [
    "Kabupaten",
    "Kab.",
    "Kota",
    "Kecamatan",
    "Desa",
    "Kelurahan",
    "Provinsi",
    "Pulau",
    "Jalan",
    "Jl.",
    "Distrik",
    "Kampung",
    "Dusun",
    "Gunung",
];

/// A copy of `article` with most mentions replaced, each name everywhere in the same way.
pub fn replaced(article: &Article, names: &Names, random: &mut Random) -> Article {
    let mut tokens: BTreeMap<String, String> = BTreeMap::new();
    let mut whole: BTreeMap<String, String> = BTreeMap::new();
    let mut text = String::with_capacity(article.text.len() + 64);
    let mut mentions = Vec::new();
    let mut done = 0;
    for (span, kind) in &article.mentions {
        text.push_str(&article.text[done..span.start]);
        let old = &article.text[span.start..span.end];
        let new = match kind {
            EntityKind::Person => person(old, names, &mut tokens, random),
            EntityKind::Place => {
                if !whole.contains_key(old) {
                    let new = place(old, names, random);
                    whole.insert(old.to_owned(), new);
                }
                whole[old].clone()
            }
            EntityKind::Institution => {
                if !whole.contains_key(old) {
                    let bracketed = article.text[..span.start].ends_with('(');
                    let new = institution(old, bracketed, names, random);
                    whole.insert(old.to_owned(), new);
                }
                whole[old].clone()
            }
        };
        let start = text.len();
        text.push_str(&new);
        mentions.push((Span::new(start, text.len()), *kind));
        done = span.end;
    }
    text.push_str(&article.text[done..]);
    Article { text, mentions }
}

fn person(
    old: &str,
    names: &Names,
    tokens: &mut BTreeMap<String, String>,
    random: &mut Random,
) -> String {
    let mut out = Vec::new();
    for (at, token) in old.split(' ').enumerate() {
        let letters = token.chars().count();
        let plain = token.chars().all(char::is_alphabetic) && letters > 2;
        if !plain || !token.starts_with(char::is_uppercase) {
            out.push(token.to_owned());
            continue;
        }
        let shouted = token.chars().all(char::is_uppercase);
        let key = token.to_lowercase();
        if !tokens.contains_key(&key) {
            let list = if at == 0 { &names.given } else { &names.family };
            let new = if random.below(5) == 0 {
                token.to_owned()
            } else {
                pick(list, random).to_owned()
            };
            tokens.insert(key.clone(), new);
        }
        let new = tokens[&key].clone();
        out.push(if shouted { new.to_uppercase() } else { new });
    }
    out.join(" ")
}

fn place(old: &str, names: &Names, random: &mut Random) -> String {
    if old.chars().all(char::is_uppercase) || random.below(4) == 0 {
        return old.to_owned();
    }
    if let Some((head, _)) = old.split_once(' ').filter(|(h, _)| DESIGNATORS.contains(h)) {
        let list = match head {
            "Kabupaten" | "Kab." | "Kota" | "Provinsi" => &names.regions,
            "Jalan" | "Jl." => &names.family,
            _ => &names.districts,
        };
        return format!("{head} {}", pick(list, random));
    }
    if names.known_regions.contains(old) {
        let list = if random.below(2) == 0 {
            &names.regions
        } else {
            &names.districts
        };
        return pick(list, random).to_owned();
    }
    if names.world.iter().any(|w| w == old) {
        return pick(&names.world, random).to_owned();
    }
    if names.sites.iter().any(|w| w == old) {
        return pick(&names.sites, random).to_owned();
    }
    old.to_owned()
}

fn institution(old: &str, bracketed: bool, names: &Names, random: &mut Random) -> String {
    if random.below(3) == 0 {
        return old.to_owned();
    }
    let words: Vec<&str> = old.split(' ').collect();
    for from in 1..words.len() {
        let tail = words[from..].join(" ");
        if names.known_regions.contains(&tail) {
            return format!(
                "{} {}",
                words[..from].join(" "),
                pick(&names.regions, random)
            );
        }
    }
    if matches!(words.first(), Some(&"PT" | &"PT." | &"CV")) && words.len() > 1 {
        let mut new = vec![words[0].to_owned()];
        for _ in 0..1 + random.below(3) {
            new.push(pick(&names.company_words, random).to_owned());
        }
        if matches!(words.last(), Some(&"Tbk" | &"Tbk." | &"(Persero)")) {
            new.push((*words.last().unwrap_or(&"")).to_owned());
        }
        return new.join(" ");
    }
    if let Some(kind) = names.kind_of.get(old)
        && let Some(list) = names.institutions.get(kind)
    {
        return pick(list, random).to_owned();
    }
    let acronym = words.len() == 1
        && (3..=6).contains(&old.len())
        && old.bytes().all(|b| b.is_ascii_uppercase());
    if acronym && !bracketed && random.below(2) == 0 {
        const CONSONANTS: &[u8] = b"BDGHJKLMNPRSTW";
        const ALL: &[u8] = b"ABDEGHIJKLMNOPRSTUW";
        return (0..old.len())
            .map(|at| {
                char::from(if at % 2 == 0 {
                    CONSONANTS[random.below(CONSONANTS.len())]
                } else {
                    ALL[random.below(ALL.len())]
                })
            })
            .collect();
    }
    old.to_owned()
}

const SMALL_WORDS: [&str; 22] = [
    "di", "ke", "dari", "yang", "dan", "untuk", "pada", "dengan", "dalam", "oleh", "atas", "bagi",
    "saat", "usai", "akan", "para", "atau", "serta", "jadi", "soal", "tak", "bin",
];

/// Some of the article's sentences in all capitals, headline case or lower case, one article each.
pub fn recased(
    article: &Article,
    share: usize,
    gazetteer: &Gazetteer<'_>,
    random: &mut Random,
) -> Vec<Article> {
    let cut = pieces(&article.text, gazetteer);
    let mut out = Vec::new();
    let mut from = 0;
    for (number, &(to, _)) in cut.sentences.iter().enumerate() {
        let own = &cut.all[from..to];
        from = to;
        let (Some(first), Some(last)) = (own.first(), own.last()) else {
            continue;
        };
        let (start, end) = (first.span.start, last.span.end);
        let sentence = &article.text[start..end];
        let headline = number == 0;
        let chosen = random.below(100) < if headline { 50 } else { share };
        if !chosen || !sentence.is_ascii() || sentence.len() > 200 || own.len() < 4 {
            continue;
        }
        let mentions: Vec<_> = article
            .mentions
            .iter()
            .filter(|(s, _)| start <= s.start && s.end <= end)
            .map(|(s, k)| (Span::new(s.start - start, s.end - start), *k))
            .collect();
        let text = match random.below(9) {
            0..=3 => sentence.to_ascii_uppercase(),
            4..=7 => headline_case(sentence),
            _ => sentence.to_ascii_lowercase(),
        };
        out.push(Article { text, mentions });
    }
    out
}

fn headline_case(sentence: &str) -> String {
    let mut out = String::with_capacity(sentence.len());
    let mut word = String::new();
    for c in sentence.chars().chain([' ']) {
        if c.is_alphanumeric() || c == '.' {
            word.push(c);
            continue;
        }
        if !SMALL_WORDS.contains(&word.as_str())
            && let Some(head) = word.get_mut(0..1)
        {
            head.make_ascii_uppercase();
        }
        out.push_str(&word);
        word.clear();
        out.push(c);
    }
    out.pop();
    out
}
