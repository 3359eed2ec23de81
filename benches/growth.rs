//! How cost grows with the length of a text, and with its strangeness.

use crate::corpus::{Typography, articles};
use crate::harness::{Table, Work, time_rounds};
use std::time::Duration;
use warta::{Analyzer, Tokenizer, Worker};

/// A pass over a text, which keeps its buffers; gives the number of items found.
type Pass = Box<dyn FnMut(&str) -> usize>;

/// A stage that takes any text, by name, and how it begins.
type Stage = (&'static str, fn() -> Pass);

const DOCUMENT: &str = "whole document";

const STAGES: [Stage; 4] = [
    ("tokens one by one", || {
        Box::new(|text| warta::tokenize(text).count())
    }),
    ("tokens and sentences", || {
        let mut tokenizer = Tokenizer::default();
        Box::new(move |text| tokenizer.split(text).tokens().len())
    }),
    ("page lines", || {
        Box::new(|text| warta::page_lines(text).len())
    }),
    (DOCUMENT, || {
        let analyzer = Analyzer::default();
        let mut worker = Worker::default();
        Box::new(move |text| analyzer.analyze_with(&mut worker, text).tokens().len())
    }),
];

const KILO: usize = 1_000;
/// Length of the strange texts.
const STRANGE: usize = 300 * KILO;
const LARGEST: usize = 100_000 * KILO;
/// Most that a byte of any text may cost, as a multiple of a byte of news. For the whole document that
/// decides. In a stage alone, a text passes too where its tokens (or lines) cost no more than this
/// multiple of those of news; such texts are named, since their bytes do cost more.
const DEAREST: f64 = 3.0;
/// Most that a byte of a long text may cost, as a multiple of a byte of one a tenth as long. Above 1 for
/// the caches of the processor, which a short text does not leave.
const STEEPEST: f64 = 2.0;

/// `bytes` of generated news, in paragraphs.
fn news(bytes: usize) -> String {
    let mut text = articles(bytes, Typography::Ascii).join("\n\n");
    text.truncate(bytes);
    text
}

/// Texts that no editor would print, each of about `bytes` bytes.
fn strange_texts(bytes: usize) -> Vec<(&'static str, String)> {
    let fill = |piece: &str| piece.repeat((bytes / piece.len()).max(1));
    let half = bytes / 2;
    vec![
        ("one endless word", fill("a")),
        ("one endless word of syllables", fill("membuka")),
        ("one endless capital word", fill("JAKARTA")),
        ("one endless number", fill("1")),
        ("grouped digits without end", fill("1.000")),
        ("digits and letters in turn", fill("1a")),
        ("hyphens", fill("-")),
        ("hyphens apart", fill("- ")),
        ("hyphenated without end", fill("anak-")),
        ("a reduplication without end", fill("se-")),
        ("slashes", fill("dan/")),
        ("dotted without end", fill("a.")),
        ("capitals with stops", fill("A.B.")),
        ("stops", fill(".")),
        ("stops apart", fill(". ")),
        ("question marks", fill("?!")),
        ("nested brackets", "(".repeat(half) + &")".repeat(half)),
        ("open brackets", fill("( ")),
        ("short brackets", fill("(a) ")),
        ("abbreviations", fill("Plt. ")),
        ("abbreviations and names", fill("dr. Rina ")),
        ("degrees", fill("S.T., M.Si., ")),
        ("straight quotes", fill("\"")),
        ("straight quotes apart", fill("\" a")),
        ("open curly quotes", fill("“ya ")),
        ("apostrophes", fill("a'")),
        ("ampersands", fill("&a;")),
        ("at signs", fill("a@b")),
        ("addresses", fill("https://a.id/b ")),
        (
            "one endless address",
            "https://a.id/".to_owned() + &fill("b/"),
        ),
        ("hashtags", fill("#a")),
        ("all capitals", news(bytes).to_uppercase()),
        (
            "every word capitalised",
            fill("Bupati Belu Joko Kota Malang "),
        ),
        ("names joined by hyphens", fill("Belu-Malang-")),
        ("one name again and again", fill("Malang ")),
        ("clitics without end", fill("nyalah")),
        ("spaces", fill(" ")),
        ("empty lines", fill("\n")),
        ("one word a line", fill("kata\n")),
        ("one capital word a line", fill("Kota\n")),
        ("broken words", fill("kese-\n")),
        ("no-break spaces", fill("\u{A0}")),
        ("Chinese", fill("\u{65B0}\u{95FB}")),
        ("emoji", fill("\u{1F600}")),
        ("joined emoji", fill("\u{1F469}\u{200D}")),
        ("flags", fill("\u{1F1EE}\u{1F1E9}")),
        ("combining marks", "a".to_owned() + &fill("\u{301}")),
        ("combining marks alone", fill("\u{301}")),
        ("letters with marks", fill("e\u{301}")),
        ("zero-width joiners", fill("\u{200D}")),
        ("soft hyphens", fill("a\u{AD}")),
        ("Cyrillic without end", fill("\u{43D}\u{43E}")),
        ("capitals that grow when lowered", fill("\u{130}")),
        ("ellipses", fill("…")),
        ("dashes", fill("–")),
        ("control characters", fill("\u{1}")),
    ]
}

/// Short strange texts come out whole from every stage.
pub fn check() {
    for (name, text) in strange_texts(2 * KILO) {
        let visible = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
        let document = warta::analyze(&text);
        let covered: usize = document.tokens().map(|token| visible(token.text())).sum();
        assert_eq!(covered, visible(&text), "{name}");
        let tokens = warta::tokenize(&text).map(|token| token.span());
        assert!(
            document.tokens().map(|token| token.span()).eq(tokens),
            "{name}"
        );
    }
}

/// Time and memory from 1 kB to 100 MB; tells what grew faster than the text.
pub fn time(table: &mut Table) -> Vec<String> {
    let mut faults = Vec::new();
    println!("\ngrowth of time and memory");
    println!(
        "{:40} {:>12} {:>9} {:>12} {:>12}",
        "", "ms", "ns/byte", "peak kB", "peak/length"
    );
    let text = news(LARGEST);
    for (stage, start) in STAGES {
        let mut shorter: Option<(f64, f64)> = None;
        let mut bytes = KILO;
        while bytes <= LARGEST {
            let text = text.get(..bytes).unwrap_or(&text);
            let name = format!("growth, {stage}, {}", size(bytes));
            let peak = allocation_counter::measure(|| {
                start()(text);
            })
            .bytes_max as f64;
            let mut pass = start();
            let work = Work::new(name.clone(), bytes, || pass(text));
            let rounds = (LARGEST / 5 / bytes).clamp(2, 21);
            let least = Duration::from_millis(2 * u64::from(bytes < LARGEST / 10));
            let mut works = [work];
            let times = time_rounds(&mut works, rounds, least);
            let ([work], [times]) = (&works, times.as_slice()) else {
                continue;
            };
            let cost = (times.median() / bytes as f64, peak / bytes as f64);
            println!(
                "{name:40} {:>12.3} {:>9.2} {:>12.0} {:>12.2}",
                times.median() * 1e3,
                cost.0 * 1e9,
                peak / 1e3,
                cost.1
            );
            let rates = (
                bytes as f64 / times.median() / 1e6,
                work.items as f64 / times.median(),
            );
            table.record(&name, "ms", times, 1e3, Some(rates), None);
            table.record(
                &format!("{name}, peak"),
                "kB",
                &peak.into(),
                1e-3,
                None,
                None,
            );
            if let Some(shorter) = shorter {
                for (what, cost, shorter) in
                    [("time", cost.0, shorter.0), ("memory", cost.1, shorter.1)]
                {
                    if cost > shorter * STEEPEST {
                        faults.push(format!(
                            "{name}: {what} of a byte is {:.1} times that of a text a tenth as long",
                            cost / shorter
                        ));
                    }
                }
            }
            // A shorter text is read from near caches again and again, which says nothing of growth.
            shorter = (bytes >= 10 * KILO).then_some(cost);
            bytes *= 10;
        }
    }
    faults
}

/// Strange texts against news of the same length; tells which cost too much.
pub fn pathological(table: &mut Table) -> Vec<String> {
    let mut faults = Vec::new();
    println!(
        "\ncost of a byte as a multiple of a byte of news, texts of {}",
        size(STRANGE)
    );
    print!("{:34}", "");
    for (stage, _) in STAGES {
        print!("{stage:>22}");
    }
    println!();
    let mut notes = Vec::new();
    let news = news(STRANGE);
    let texts = strange_texts(STRANGE);
    let mut multiples = vec![Vec::new(); texts.len()];
    for (stage, start) in STAGES {
        for ((name, text), multiples) in texts.iter().zip(&mut multiples) {
            let work = |text| {
                let mut pass = start();
                let name = format!("strange, {stage}, {name}");
                Work::new(name, str::len(text), move || 1 + pass(text))
            };
            let mut works = [work(&news), work(text)];
            let times = time_rounds(&mut works, 7, Duration::ZERO);
            let [normal, strange] = &works;
            let [normal_times, times] = times.as_slice() else {
                continue;
            };
            let times = times.paired(normal_times, |strange, normal| strange / normal);
            let of = |normal: usize, strange: usize| {
                times.paired(&times, |ratio, _| ratio * normal as f64 / strange as f64)
            };
            let byte = of(normal.bytes, strange.bytes);
            let item = of(normal.items, strange.items).quantile(0.1);
            let name = &strange.name;
            table.record(name, "times news", &byte, 1.0, None, None);
            multiples.push(byte.median());
            // Only what is too dear in nearly every round is a fault.
            let low = byte.quantile(0.1);
            let said = format!(
                "{name}: {:.1} times a byte of news, {item:.1} times an item",
                byte.median()
            );
            if low > DEAREST && (item > DEAREST || stage == DOCUMENT) {
                faults.push(said);
            } else if byte.median() > DEAREST {
                notes.push(said);
            }
        }
    }
    for ((name, _), multiples) in texts.iter().zip(multiples) {
        print!("{name:34}");
        for multiple in multiples {
            print!("{multiple:>22.2}");
        }
        println!();
    }
    for note in notes {
        println!("over {DEAREST} per byte: {note}");
    }
    faults
}

fn size(bytes: usize) -> String {
    match bytes / KILO {
        kilo @ 0..1000 => format!("{kilo} kB"),
        kilo => format!("{} MB", kilo / KILO),
    }
}
