//! Builds `src/data/*.bin` from `data/`.
//!
//! `cargo run --release -p warta-datagen` writes the tables, `-- --check` compares byte for byte.

mod gazetteer;
mod region;
mod stem;
mod table;
mod token;

use std::path::Path;
use std::process::ExitCode;

/// A table: the file under `src/data/` and the function that makes its bytes from `data/`.
type Table = (&'static str, fn(&Path) -> Result<Vec<u8>, String>);

/// Every table. A new one is a module of this crate with a `build` function, and a line here.
const TABLES: &[Table] = &[
    ("gazetteer.bin", gazetteer::build),
    ("region.bin", region::build),
    ("stem.bin", stem::build),
    ("stopwords_search.txt", |data| {
        copy(data, "stopwords/search.txt")
    }),
    ("stopwords_topic.txt", |data| {
        copy(data, "stopwords/topic.txt")
    }),
    ("stopwords_stop-words.txt", |data| {
        copy(data, "stopwords/stop-words.txt")
    }),
    ("token.bin", token::build),
];

/// A list that the library reads as it is.
fn copy(data: &Path, file: &str) -> Result<Vec<u8>, String> {
    std::fs::read(data.join(file)).map_err(|e| format!("{file}: {e}"))
}

fn main() -> ExitCode {
    let check = std::env::args().any(|argument| argument == "--check");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut failed = false;
    for (file, build) in TABLES {
        let path = root.join("src/data").join(file);
        let outcome = build(&root.join("data")).and_then(|bytes| {
            if check {
                let old = std::fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
                if old == bytes {
                    Ok(bytes.len())
                } else {
                    Err(
                        "differs from what data/ gives; run `cargo run --release -p warta-datagen`"
                            .to_owned(),
                    )
                }
            } else {
                std::fs::write(&path, &bytes).map_err(|e| format!("{}: {e}", path.display()))?;
                Ok(bytes.len())
            }
        });
        match outcome {
            Ok(length) => println!(
                "{file}: {length} bytes, {}",
                if check { "up to date" } else { "written" }
            ),
            Err(why) => {
                eprintln!("{file}: {why}");
                failed = true;
            }
        }
    }
    ExitCode::from(u8::from(failed))
}
