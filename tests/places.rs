//! Places in context and the regions they mean: `places.tsv`, one text a line.

use warta::{EntityKind, Region, RegionLevel, Resolution, Span, resolve_places};

/// A text whose places are marked `[Belu]` and whose institutions `{Pemkab Belu}`.
fn parse(marked: &str) -> (String, Vec<(Span, EntityKind)>) {
    let (mut text, mut mentions) = (String::new(), Vec::new());
    let mut start = 0;
    for c in marked.chars() {
        match c {
            '[' | '{' => start = text.len(),
            ']' => mentions.push((Span::new(start, text.len()), EntityKind::Place)),
            '}' => mentions.push((Span::new(start, text.len()), EntityKind::Institution)),
            '¶' => text.push('\n'),
            _ => text.push(c),
        }
    }
    (text, mentions)
}

/// The code of the region; `a|b` for candidates, in order of their codes; `-` for no region.
fn show(resolution: &Resolution) -> String {
    if let Some(region) = resolution.region {
        return region.code().to_owned();
    }
    let mut codes: Vec<&str> = resolution.candidates.iter().map(|r| r.code()).collect();
    codes.sort_unstable();
    match codes.as_slice() {
        [] => "-".to_owned(),
        [only] => format!("{only}?"),
        several => several.join("|"),
    }
}

#[test]
fn every_place_in_context_resolves_as_a_reader_would() {
    let mut tested = 0;
    let mut wrong = Vec::new();
    for (number, line) in include_str!("places.tsv").lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (expected, marked) = line.split_once('\t').expect("codes, tab, text");
        let (text, mentions) = parse(marked);
        let found = resolve_places(&text, &mentions);
        assert_eq!(found.len(), mentions.len());
        let found: Vec<String> = found
            .iter()
            .zip(&mentions)
            .filter(|(_, mention)| mention.1 == EntityKind::Place)
            .map(|(resolution, _)| show(resolution))
            .collect();
        let expected: Vec<&str> = expected.split(' ').collect();
        tested += expected.len();
        if found != expected {
            let number = number + 1;
            wrong.push(format!(
                "line {number}: {text}\n  expected {expected:?}\n  found    {found:?}"
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} texts wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(tested >= 120, "only {tested} mentions");
}

#[test]
fn the_table_has_every_region_of_2025() {
    let mut counts = [0; 4];
    for province in 11..=99 {
        let Some(province) = Region::from_code(&province.to_string()) else {
            continue;
        };
        assert_eq!(province.level(), RegionLevel::Province);
        assert_eq!(province.parent(), None);
        counts[0] += 1;
        for regency in 1..=99 {
            let code = format!("{}.{regency:02}", province.code());
            let Some(regency) = Region::from_code(&code) else {
                continue;
            };
            assert_eq!(regency.code(), code);
            assert_eq!(regency.parent(), Some(province));
            counts[if regency.level() == RegionLevel::City {
                2
            } else {
                1
            }] += 1;
            for district in 1..=99 {
                let code = format!("{code}.{district:02}");
                if let Some(district) = Region::from_code(&code) {
                    assert_eq!(district.level(), RegionLevel::District);
                    assert_eq!(district.parent(), Some(regency));
                    assert!(regency.contains(district) && province.contains(district));
                    assert!(!district.contains(regency));
                    assert!(Region::named(district.name()).any(|found| found == district));
                    counts[3] += 1;
                }
            }
            let loud = regency.name().to_uppercase();
            assert_eq!(Region::named(&loud).find(|r| *r == regency), Some(regency));
        }
    }
    assert_eq!(counts, [38, 416, 98, 7285]);
}

#[test]
fn no_code_that_is_not_in_the_table_is_a_region() {
    let wrong = [
        "",
        ".",
        "5",
        "053",
        "53.",
        "53.00",
        "53.04.00",
        "53.04.12.2001",
        "53,04",
        "+3",
        "五三",
        "99",
    ];
    for code in wrong {
        assert_eq!(Region::from_code(code), None, "{code:?}");
    }
}

#[test]
fn spans_that_are_none_of_the_text_resolve_to_nothing() {
    let mentions = [Span::new(0, 90), Span::new(1, 2), Span::new(500, 700)];
    let mentions = mentions.map(|span| (span, EntityKind::Place));
    for found in resolve_places("é Belu", &mentions) {
        assert_eq!(found, Resolution::default());
    }
}
