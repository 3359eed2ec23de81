//! The command-line contract of the examples, on the built programs.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use serde_json::{Value, json};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// What a program answered.
struct Answer {
    status: i32,
    out: String,
    err: String,
}

/// The example that `cargo test` has built beside this test.
fn example(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("the path of this test");
    let target = test.ancestors().nth(2).expect("target/PROFILE");
    let path = target
        .join("examples")
        .join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(path.exists(), "build it first: cargo build --examples");
    path
}

fn run(name: &str, arguments: &[&str], input: &[u8]) -> Answer {
    let mut child = Command::new(example(name))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the example starts");
    let mut stdin = child.stdin.take().expect("its input");
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        // A program that has found an error need not read the rest.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().expect("its output");
    writer.join().expect("the writer");
    Answer {
        status: output.status.code().expect("an exit status"),
        out: String::from_utf8(output.stdout).expect("UTF-8 on standard output"),
        err: String::from_utf8(output.stderr).expect("UTF-8 on standard error"),
    }
}

fn objects(out: &str) -> Vec<Value> {
    let parse = |line| serde_json::from_str(line).expect("one JSON object a line");
    out.lines().map(parse).collect()
}

/// Texts that real pages and careless programs hand over.
fn hard_texts() -> Vec<String> {
    let mut texts: Vec<String> = [
        "",
        "a",
        "é",
        "😀",
        " \t\r\n \u{a0}\u{3000}",
        "\0",
        "Kupang\0Belu\u{1}\u{7f}\u{85}",
        "Warga 😀👨‍👩‍👧 di Kupang 🇮🇩.",
        "قال الرئيس جوكو ويدودو في جاكرتا.",
        "总统佐科·维多多在雅加达说。",
        "Itu â€œtidak benarâ€\u{9d} katanya di Kupang Ã©.",
        "Baris satu.\r\nBaris dua di Belu.\r\n\r\nBaris tiga",
        "\u{FEFF}Bupati Belu datang.",
        "kese\u{AD}pakatan di Ku\u{AD}pang",
        "Ku\u{200D}pang\u{200B} dan \u{202E}Belu\u{202C}",
        "e\u{301}e\u{301} \u{301}",
        "\u{FFFD}\u{FFFD}",
        "......------''''\"\"\"\"((((",
        "\"",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.push("-".repeat(20_000));
    texts.push("Kab. ".repeat(4_000));
    texts.push("(".repeat(10_000) + &")".repeat(10_000));
    texts
}

/// Checks one answer line against the contract.
fn check(answer: &Value, id: &Value, text: &str) {
    assert_eq!(&answer["id"], id);
    let span = |item: &Value| {
        let at = |key: &str| item[key].as_u64().expect("an offset") as usize;
        let (start, end) = (at("start"), at("end"));
        let piece = text.get(start..end);
        (
            start,
            end,
            piece.unwrap_or_else(|| panic!("{start}..{end} is no piece of {text:?}")),
        )
    };
    let list = |value: &Value| value.as_array().expect("a list").clone();
    let mut done = 0;
    for token in list(&answer["tokens"]) {
        let (start, end, piece) = span(&token);
        assert!(!piece.is_empty());
        assert!(
            text[done..start].trim().is_empty(),
            "lost {:?}",
            &text[done..start]
        );
        assert!(token["kind"].is_string() && token["stem"].is_string());
        assert!(token["stopword"].is_boolean());
        if let Some(parts) = token.get("parts") {
            let parts: Vec<_> = list(parts).iter().map(span).collect();
            assert!(parts.len() > 1);
            assert_eq!((parts[0].0, parts[parts.len() - 1].1), (start, end));
            assert!(parts.windows(2).all(|pair| pair[0].1 == pair[1].0));
        }
        done = end;
    }
    assert!(text[done..].trim().is_empty());
    let mut done = 0;
    for sentence in list(&answer["sentences"]) {
        let (start, end, piece) = span(&sentence);
        assert!(start >= done && !piece.trim().is_empty());
        assert!(text[done..start].trim().is_empty());
        done = end;
    }
    assert!(text[done..].trim().is_empty());
    let mut done = 0;
    for entity in list(&answer["entities"]) {
        let (start, end, piece) = span(&entity);
        assert!(start >= done && end > start);
        assert_eq!(entity["text"], piece);
        let kind = entity["kind"].as_str().expect("a kind");
        assert!(["person", "place", "institution"].contains(&kind));
        let score = entity["score"].as_f64().expect("a score");
        assert!((0.0..=1.0).contains(&score));
        if let Some(place) = entity.get("place") {
            assert_eq!(kind, "place");
            let code = place["code"].as_str().expect("a code");
            let region = warta::Region::from_code(code).expect("an official code");
            assert_eq!(place["name"], region.name());
            assert_eq!(place["level"], region.level().name());
        }
        done = end;
    }
}

#[test]
fn each_line_is_answered_in_order_and_by_the_contract() {
    let texts = hard_texts();
    let mut input = String::new();
    for (id, text) in texts.iter().enumerate() {
        input += &json!({"id": id, "text": text, "more": [1, {"text": "x"}]}).to_string();
        input.push('\n');
    }
    let answer = run("analyze", &["--jsonl"], input.as_bytes());
    assert_eq!((answer.status, answer.err.as_str()), (0, ""));
    let answers = objects(&answer.out);
    assert_eq!(answers.len(), texts.len());
    for (id, (text, answer)) in texts.iter().zip(&answers).enumerate() {
        check(answer, &json!(id), text);
    }
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let mut input = String::new();
    for round in 0..70 {
        for text in hard_texts().iter().filter(|text| text.len() < 200) {
            input += &json!({"id": [round, text.len()], "text": text.repeat(40)}).to_string();
            input.push('\n');
        }
        input += "{\"id\": \"bad\"}\n";
    }
    // More than one batch, so that the threads take turns.
    assert!(input.len() > 512 << 10);
    let one = run("analyze", &["--jsonl", "--threads", "1"], input.as_bytes());
    assert_eq!(one.status, 1);
    for threads in ["2", "5"] {
        let many = run(
            "analyze",
            &["--jsonl", "--threads", threads],
            input.as_bytes(),
        );
        assert_eq!(many.status, 1);
        assert!(
            many.out == one.out && many.err == one.err,
            "{threads} threads"
        );
    }
}

#[test]
fn a_bad_line_is_named_and_the_others_are_answered() {
    let input = concat!(
        "{\"id\": 1, \"text\": \"Rumahnya di Kupang.\"}\n",
        "{\"id\": 2, \"text\": \n",
        "\n",
        "{\"id\": {\"a\": 3}, \"text\": 5}\n",
        "{\"id\": \"four\"}\n",
        "[1, 2]\n",
        "{\"id\": 6, \"text\": \"\\ud800\"}\n",
        "{\"text\": \"Tanpa nomor.\"}\n",
        "{\"id\": 12345678901234567890123, \"text\": \"Belu\"}\r\n",
        "{\"id\": null, \"text\": \"tanpa baris baru\"}",
    );
    let answer = run("analyze", &["--jsonl"], input.as_bytes());
    assert_eq!(answer.status, 1);
    let lines: Vec<&str> = answer.out.lines().collect();
    assert_eq!(lines.len(), 10);
    let bad = [2, 3, 4, 5, 6, 7];
    for (line, text) in (1..).zip(&lines) {
        let object: Value = serde_json::from_str(text).expect("JSON");
        assert_eq!(object.get("error").is_some(), bad.contains(&line), "{text}");
        let named = answer.err.contains(&format!("line {line}: "));
        assert_eq!(named, bad.contains(&line), "{}", answer.err);
    }
    assert!(
        lines[3].starts_with("{\"id\":{\"a\": 3},\"error\":"),
        "{}",
        lines[3]
    );
    assert!(lines[4].starts_with("{\"id\":\"four\",\"error\":"));
    assert!(lines[6].starts_with("{\"id\":6,\"error\":"));
    assert!(lines[8].starts_with("{\"id\":12345678901234567890123,\"sentences\""));
    assert!(lines[0].contains("\"parts\":[{\"start\":0,\"end\":5},{\"start\":5,\"end\":8}]"));
}

#[test]
fn invalid_utf8_is_an_error_with_its_place_and_status_2() {
    let folder = std::env::temp_dir().join(format!("warta-contract-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join("rusak.txt");
    std::fs::write(&file, b"Kupang \xC3\x28 Belu").expect("a file");
    let path = file.to_str().expect("a path in UTF-8");
    for (name, arguments) in [
        ("analyze", vec![path]),
        ("analyze", vec!["--json", path]),
        ("analyze", vec!["--html", path]),
        ("entities", vec![path]),
    ] {
        let answer = run(name, &arguments, b"");
        assert_eq!(answer.status, 2, "{name} {arguments:?}");
        assert!(
            answer.err.contains(path) && answer.err.contains("byte 7"),
            "{}",
            answer.err
        );
    }
    std::fs::remove_dir_all(&folder).expect("the folder goes");
    for name in ["analyze", "entities", "tokenize", "stem"] {
        let answer = run(name, &[], b"satu\ndua \xFF tiga\n");
        assert_eq!(answer.status, 2, "{name}");
        assert!(
            answer.err.contains("standard input"),
            "{name}: {}",
            answer.err
        );
        assert!(answer.err.contains("byte 9"), "{name}: {}", answer.err);
    }
    let input = b"{\"id\":1,\"text\":\"Belu\"}\n{\"id\":2,\"text\":\"\xFF\"}\n{\"id\":3,\"text\":\"Belu\"}\n";
    let answer = run("analyze", &["--jsonl"], input);
    assert_eq!(answer.status, 2);
    assert!(
        answer.err.contains("line 2: ") && answer.err.contains("byte 39"),
        "{}",
        answer.err
    );
    assert_eq!(answer.out.lines().count(), 3);
}

#[test]
fn a_bad_command_line_is_explained() {
    for arguments in [
        vec!["--jsnl"],
        vec!["--json", "--html"],
        vec!["--jsonl", "berita.txt"],
        vec!["--threads", "2"],
        vec!["--jsonl", "--threads", "0"],
        vec!["--model"],
        vec!["--model", "tidak-ada.bin", "--json"],
        vec!["tidak-ada.txt"],
    ] {
        let answer = run("analyze", &arguments, b"");
        assert_eq!(answer.status, 2, "{arguments:?}");
        assert!(
            answer.err.starts_with("error: "),
            "{arguments:?}: {}",
            answer.err
        );
        assert_eq!(answer.out, "");
    }
    let help = run("analyze", &["--help"], b"");
    assert!(help.status == 0 && help.out.starts_with("Usage: analyze"));
}

#[test]
fn a_model_that_is_none_is_refused() {
    let path = std::env::temp_dir().join(format!("warta-model-{}", std::process::id()));
    std::fs::write(&path, b"WRTA but nothing else").expect("a file");
    let name = path.to_str().expect("a path in UTF-8");
    let answer = run("analyze", &["--model", name], b"Bupati Belu datang.");
    std::fs::remove_file(&path).expect("the file goes");
    assert_eq!(answer.status, 2);
    assert!(answer.err.contains(name), "{}", answer.err);
}

#[test]
fn html_escapes_every_character_that_means_something() {
    let text = "Bupati <script>alert('Belu & \"Kupang\"')</script> Kupang</div>\0\r\nBelu";
    let answer = run("analyze", &["--html"], text.as_bytes());
    assert_eq!((answer.status, answer.err.as_str()), (0, ""));
    assert!(answer.out.starts_with("<!DOCTYPE html>") && answer.out.ends_with("</html>\n"));
    assert!(!answer.out.contains("<script") && !answer.out.contains('\0'));
    let (_, text_part) = answer
        .out
        .split_once("<div class=\"text\">")
        .expect("the text");
    let (text_part, _) = text_part.split_once("</div>").expect("its end");
    assert!(text_part.contains("&lt;script&gt;"));
    let mut plain = String::new();
    let mut inside = false;
    for c in text_part.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => plain.push(c),
            _ => {}
        }
    }
    for (escaped, c) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ] {
        plain = plain.replace(escaped, c);
    }
    assert_eq!(plain, text.replace('\0', "\u{FFFD}").replace("\r\n", "\n"));
    // Nothing is fetched from anywhere.
    for word in ["http://", "https://", "src=", "href=", "url(", "@import"] {
        assert!(!answer.out.contains(word), "{word}");
    }
}

#[test]
fn the_report_and_json_show_every_sample() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/texts");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .expect("the samples")
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .map(|path| path.to_str().expect("a path in UTF-8").to_owned())
        .collect();
    files.sort();
    assert!(files.len() >= 6);
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let report = run("analyze", &files, b"");
    assert_eq!((report.status, report.err.as_str()), (0, ""));
    let json = run("analyze", &[&["--json"], files.as_slice()].concat(), b"");
    let answers = objects(&json.out);
    assert_eq!(answers.len(), files.len());
    for (answer, file) in answers.iter().zip(&files) {
        let text = std::fs::read_to_string(file).expect("a sample");
        check(answer, &json!(file), &text);
        let named = |kind: &str| {
            let list = answer["entities"].as_array().expect("a list");
            list.iter().filter(|entity| entity["kind"] == kind).count()
        };
        for kind in ["person", "place", "institution"] {
            assert!(named(kind) >= 2, "{file}: {kind}");
        }
        assert!(report.out.contains(&format!("=== {file}")));
    }
    for heading in ["People: ", "Places: ", "Institutions: "] {
        assert_eq!(report.out.matches(heading).count(), files.len());
    }
}

#[test]
fn words_and_tokens_are_written_a_line_each() {
    let stems = run("stem", &[], "mempertanyakan\r\nRumah\n\n".as_bytes());
    assert_eq!(stems.out, "mempertanyakan\ttanya\nRumah\trumah\n\t\n");
    let tokens = run("tokenize", &[], "Rumahnya di Belu.".as_bytes());
    assert_eq!(
        tokens.out,
        "0\t8\tword\tRumahnya\n9\t11\tword\tdi\n12\t16\tword\tBelu\n16\t17\tpunctuation\t.\n"
    );
}
