//! The stemmer from outside: golden words, a generator of inflected forms, overrides, analyses.

#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use warta::{ErrorKind, Source, Stemmer};

fn file(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

#[test]
fn golden_words_have_their_stems() {
    let stemmer = Stemmer::default();
    let mut rows = 0;
    let mut wrong = Vec::new();
    for path in [
        "tests/golden/stem_affixes.tsv",
        "tests/golden/stem_special.tsv",
    ] {
        for line in file(path).lines().filter(|line| !line.starts_with('#')) {
            let [word, stem, rule] = line.split('\t').collect::<Vec<_>>()[..] else {
                panic!("{path}: {line}");
            };
            rows += 1;
            let found = stemmer.stem(word);
            if found != stem {
                wrong.push(format!("{word}: {found}, not {stem} ({rule})"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(rows > 3_000, "{rows}");
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'i' | 'u' | 'e' | 'o')
}

/// `root` behind `me` or `pe` with the nasal that its first letter asks for.
fn nasal(base: &str, root: &str) -> Option<String> {
    let mut letters = root.chars();
    let (first, second) = (letters.next()?, letters.next()?);
    let rest = letters.as_str();
    let syllables = root
        .split(|c| !is_vowel(c))
        .filter(|run| !run.is_empty())
        .count();
    Some(match first {
        _ if syllables == 1 => format!("{base}nge{root}"),
        c if is_vowel(c) => format!("{base}ng{root}"),
        'l' | 'r' | 'w' | 'y' | 'm' | 'n' => format!("{base}{root}"),
        'p' if is_vowel(second) => format!("{base}m{second}{rest}"),
        't' if is_vowel(second) => format!("{base}n{second}{rest}"),
        's' if is_vowel(second) => format!("{base}ny{second}{rest}"),
        'k' if is_vowel(second) => format!("{base}ng{second}{rest}"),
        'b' | 'f' | 'v' | 'p' => format!("{base}m{root}"),
        'c' | 'd' | 'j' | 'z' | 't' | 's' => format!("{base}n{root}"),
        'g' | 'h' | 'k' | 'q' => format!("{base}ng{root}"),
        _ => return None,
    })
}

/// Every inflection of `root` that the grammar allows, whether anybody says it or not.
fn inflections(root: &str) -> Vec<String> {
    let r = root.starts_with('r');
    let (ber, ter, per) = if r {
        ("be", "te", "pe")
    } else {
        ("ber", "ter", "per")
    };
    let mut forms = Vec::new();
    let mut verbs = vec![
        format!("di{root}"),
        format!("{ter}{root}"),
        format!("mem{per}{root}"),
        format!("di{per}{root}"),
    ];
    verbs.extend(nasal("me", root));
    for verb in verbs {
        forms.push(format!("{verb}kan"));
        if !root.ends_with('i') {
            forms.push(format!("{verb}i"));
        }
        forms.push(format!("{verb}kannya"));
        forms.push(verb);
    }
    if let Some(agent) = nasal("pe", root) {
        forms.push(format!("{agent}an"));
        forms.push(format!("{agent}annya"));
        forms.push(agent);
    }
    forms.extend([
        format!("{ber}{root}"),
        format!("{ber}{root}an"),
        format!("{per}{root}an"),
        format!("ke{root}an"),
        format!("ke{root}annya"),
        format!("se{root}"),
        format!("{root}kan"),
        format!("{root}an"),
        format!("{root}nya"),
        format!("{root}lah"),
        format!("{root}-{root}"),
        format!("{root}-{root}nya"),
        format!("ke{root}-{root}an"),
        format!("{ber}{root}-{root}"),
    ]);
    forms
}

#[test]
fn inflected_roots_go_back_to_their_root() {
    let stemmer = Stemmer::default();
    let lists = file("data/roots.txt") + &file("data/roots_extra.txt");
    let (mut right, mut all) = (0u32, 0u32);
    for root in lists
        .lines()
        .filter(|root| root.len() >= 3 && root.bytes().all(|byte| byte.is_ascii_lowercase()))
    {
        for form in inflections(root) {
            all += 1;
            right += u32::from(stemmer.stem(&form) == root);
        }
    }
    let share = f64::from(right) / f64::from(all);
    println!("{right} of {all}: {share}");
    assert!(all > 500_000, "{all}");
    // The rest are true ambiguities (`mengukur`: ukur, kukur) and forms that are words of their own.
    assert!(share > 0.985, "{right} of {all}: {share}");
}

#[test]
fn names_of_regions_stay_whole_inside_a_sentence() {
    let places = file("data/stem_places.txt");
    let mut names = 0;
    for place in places.lines().filter(|line| !line.starts_with('#')) {
        let (head, tail) = place.split_at(1);
        let text = format!("Hujan turun di {}{tail} sejak pagi.", head.to_uppercase());
        let document = warta::analyze(&text);
        let token = document
            .tokens()
            .find(|token| token.text().eq_ignore_ascii_case(place));
        if let Some(token) = token {
            assert_eq!(token.stem().to_lowercase(), place, "{text}");
            names += 1;
        }
    }
    assert!(names > 5_000, "{names}");
}

#[test]
fn overrides_come_and_go() {
    let mut stemmer = Stemmer::default();
    assert_eq!(stemmer.stem("pemerintahan"), "perintah");
    stemmer.override_stem("Pemerintahan", "pemerintah");
    stemmer.protect("makanan");
    assert_eq!(stemmer.stem("PEMERINTAHAN"), "pemerintah");
    assert_eq!(stemmer.stem("makanan"), "makanan");
    assert_eq!(stemmer.analyze("makanan").source(), Source::Overridden);
    assert_eq!(stemmer.stem("minuman"), "minum");
    // Only the word itself.
    assert_eq!(stemmer.stem("makanannya"), "makan");
    assert!(stemmer.remove_override("MAKANAN"));
    assert!(!stemmer.remove_override("makanan"));
    assert_eq!(stemmer.stem("makanan"), "makan");
    stemmer.override_stem("pemerintahan", "tata");
    assert_eq!(stemmer.stem("pemerintahan"), "tata");
    assert_eq!(Stemmer::default().stem("pemerintahan"), "perintah");
}

#[test]
fn overrides_load_whole_or_not_at_all() {
    let mut stemmer = Stemmer::default();
    stemmer
        .load_overrides("\u{FEFF}# comment\n\ndibantah\tbantah\r\nmakanan\tmakanan\n")
        .unwrap();
    assert_eq!(stemmer.stem("makanan"), "makanan");
    for (text, line) in [
        ("minuman\tminuman\nmakanan", "line 2"),
        ("minuman\tminuman\n\n\tx", "line 3"),
        ("minuman\t", "line 1"),
        ("minuman\tminum\tminum", "line 1"),
        ("minuman\tdua kata", "line 1"),
    ] {
        let error = stemmer.load_overrides(text).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Syntax);
        assert!(error.to_string().contains(line), "{error}");
        assert_eq!(stemmer.stem("minuman"), "minum");
    }
}

#[test]
fn analyses_name_the_affixes() {
    type Names = &'static [&'static str];
    let rows: &[(&str, &str, Names, Names, Names)] = &[
        ("mempertanyakan", "tanya", &["meN", "per"], &["kan"], &[]),
        (
            "keberhasilannya",
            "hasil",
            &["ke", "ber"],
            &["an"],
            &["nya"],
        ),
        ("kupukul", "pukul", &[], &[], &["ku"]),
        ("miliknyalah", "milik", &[], &[], &["nya", "lah"]),
        ("penyelidikan", "selidik", &["peN"], &["an"], &[]),
        ("meniru-nirukan", "tiru", &["meN"], &["kan"], &[]),
        ("dipasar", "pasar", &["di"], &[], &[]),
        ("bukain", "buka", &[], &["in"], &[]),
        ("rumah", "rumah", &[], &[], &[]),
    ];
    let stemmer = Stemmer::default();
    for (word, root, prefixes, suffixes, clitics) in rows {
        let analysis = stemmer.analyze(word);
        assert_eq!(analysis.root(), *root);
        assert_eq!(analysis.prefixes(), *prefixes, "{word}");
        assert_eq!(analysis.suffixes(), *suffixes, "{word}");
        assert_eq!(analysis.clitics(), *clitics, "{word}");
    }
    assert!(stemmer.analyze("meniru-nirukan").is_reduplicated());
    assert!(stemmer.analyze("sayur-mayur").is_reduplicated());
    assert!(!stemmer.analyze("se-NTT").is_reduplicated());
}

#[test]
fn analyses_say_where_the_root_comes_from() {
    let stemmer = Stemmer::default();
    for (word, source) in [
        ("rumah", Source::Listed),
        ("makanan", Source::Listed),
        ("dimalaysia", Source::Rule),
        ("menggorblakkan", Source::Guess),
        ("bramantyo", Source::Unchanged),
    ] {
        assert_eq!(stemmer.analyze(word).source(), source, "{word}");
    }
    let runners_up = stemmer.analyze("mengukur");
    assert_eq!(runners_up.root(), "ukur");
    assert!(
        runners_up
            .alternatives()
            .iter()
            .any(|r| r.root() == "kukur")
    );
    assert!(runners_up.alternatives().iter().all(|r| r.root() != "ukur"));
}

proptest! {
    #[test]
    fn any_text_has_a_stem(word in "\\PC{0,60}") {
        let stemmer = Stemmer::default();
        let stem = stemmer.stem(&word);
        let analysis = stemmer.analyze(&word);
        prop_assert_eq!(&*stem, analysis.root());
        prop_assert!(stem.len() <= word.to_lowercase().len() + 1);
    }

    #[test]
    fn words_of_affixes_have_a_stem(word in "((me|mem|ber|di|ke|se|per|ter|pen)-?){0,6}[a-z]{0,6}(-|kan|nya|i|an|lah){0,5}") {
        let stemmer = Stemmer::default();
        let stem = stemmer.stem(&word);
        let analysis = stemmer.analyze(&word);
        prop_assert_eq!(&*stem, analysis.root());
        let upper = word.to_uppercase();
        prop_assert_eq!(&*stem, &*stemmer.stem(&upper));
    }
}

#[test]
fn a_guess_needs_a_base_like_a_word() {
    let stemmer = Stemmer::default();
    for (word, stem) in [
        ("dizibukkan", "zibuk"),
        ("menzibukkan", "zibuk"),
        ("berzibuk-zibuk", "zibuk"),
        // Without a vowel, and too short.
        ("dibcdfkan", "dibcdfkan"),
        ("dizikan", "dizikan"),
        ("dizibkan", "dizibkan"),
    ] {
        assert_eq!(stemmer.stem(word), stem);
        assert_eq!(stemmer.analyze(word).root(), stem);
    }
}

#[test]
fn an_alternative_tells_its_affixes() {
    let analysis = Stemmer::default().analyze("beruang");
    let other = analysis.alternatives().iter().find(|r| r.root() == "uang");
    assert_eq!(other.unwrap().prefixes(), ["ber"]);
    assert!(other.unwrap().suffixes().is_empty() && other.unwrap().clitics().is_empty());
}

#[test]
fn odd_words_are_their_own_stems() {
    let stemmer = Stemmer::default();
    for word in [
        "", "-", "--", "di--", "-ber-", "\0", "a\0", "123", "😀", "東京", "بيت", "x-", "-x-",
    ] {
        let stem = stemmer.stem(word);
        assert!(stem.len() <= word.len(), "{word:?}: {stem:?}");
        assert_eq!(stem.is_empty(), word.is_empty(), "{word:?}");
    }
    assert_eq!(stemmer.stem("di--"), "di--");
    let long = "a".repeat(1 << 20);
    assert_eq!(stemmer.stem(&long), long);
    assert_eq!(stemmer.stem("rumah\u{AD}nya"), "rumah");
}

/// Built by `cargo test` next to this test.
fn example(name: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let target = test.parent().and_then(Path::parent).unwrap();
    target.join("examples").join(name)
}

fn run_example(input: &[u8]) -> std::process::Output {
    let mut child = Command::new(example("stem"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), input).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn the_example_writes_word_tab_stem() {
    let output = run_example(b"\xEF\xBB\xBFmakanan\r\nDibantah\n\nlari");
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "makanan\tmakan\nDibantah\tbantah\n\t\nlari\tlari\n"
    );
    assert!(output.status.success());
}

#[test]
fn the_example_names_the_byte_that_is_no_utf8() {
    let output = run_example(b"makan\nmi\xFFnum\n");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "makan\tmakan\n");
    assert!(String::from_utf8(output.stderr).unwrap().contains("byte 8"));
}
