//! Reading the tab-separated sources.

use std::path::Path;

/// Cells of one line.
pub struct Row(Vec<String>);

impl Row {
    /// Cell number `at`; empty when the line has no such cell.
    pub fn get(&self, at: usize) -> &str {
        self.0.get(at).map_or("", String::as_str)
    }
}

/// The lines of a file, in its order.
pub type Rows = Vec<Row>;

/// The text of a file.
pub fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

/// The rows of a tab-separated file with a header line.
pub fn rows(path: &Path) -> Result<Rows, String> {
    let mut all = headless_rows(path)?;
    if !all.is_empty() {
        all.remove(0);
    }
    Ok(all)
}

/// The rows of a tab-separated file without a header line.
pub fn headless_rows(path: &Path) -> Result<Rows, String> {
    Ok(read(path)?
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| Row(line.split('\t').map(str::to_owned).collect()))
        .collect())
}
