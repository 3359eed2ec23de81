//! The stem table.

use std::path::Path;
use warta::stem::build::{Lists, table};

/// Reads the lists and makes the table.
pub fn build(data: &Path) -> Result<Vec<u8>, String> {
    let read =
        |file: &str| std::fs::read_to_string(data.join(file)).map_err(|e| format!("{file}: {e}"));
    let roots = [read("roots.txt")?, read("roots_extra.txt")?];
    let forms = [read("forms.tsv")?, read("forms_extra.tsv")?];
    table(&Lists {
        roots: &roots.each_ref().map(String::as_str),
        forms: &forms.each_ref().map(String::as_str),
        usage: &read("root_usage.tsv")?,
        cities: &read("stem_cities.txt")?,
        foreign: &read("not_indonesian.txt")?,
        names: &read("stem_names.txt")?,
        places: &read("stem_places.txt")?,
        seen: &read("stem_seen.txt")?,
    })
}
