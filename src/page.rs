//! The roles of the lines of a news page that was copied or scraped as plain text.

use crate::span::Span;
use once_cell::sync::Lazy;
use regex::Regex;

/// What a piece of a news page is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[non_exhaustive]
pub enum LineRole {
    /// The headline, or a heading between paragraphs.
    Headline,
    /// Place and medium at the head of the first paragraph: `KUPANG, WARTA NUSA - `.
    Dateline,
    /// Who wrote it, and when it appeared.
    Byline,
    /// What a picture shows and whose it is.
    Caption,
    /// A paragraph of the article.
    Body,
    /// What the site adds: navigation, counters, links to other articles, the form for comments.
    Boilerplate,
}

impl LineRole {
    /// The name used in JSON: `headline`, `dateline`, `byline`, `caption`, `body`, `boilerplate`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Dateline => "dateline",
            Self::Byline => "byline",
            Self::Caption => "caption",
            Self::Body => "body",
            Self::Boilerplate => "boilerplate",
        }
    }
}

/// A line of a news page, or a part of one where its head is the dateline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct PageLine {
    /// Its bytes, without the white space around it; never empty.
    pub span: Span,
    /// What it is for.
    pub role: LineRole,
}

/// Tells the roles of the lines of `text`, in order; blank lines are left out.
///
/// A stage of its own: nothing else in the crate depends on it. The rules know the usual phrases of
/// Indonesian news sites and agencies; a line that fits none is body. Takes time linear in the
/// length of `text`; the expressions are compiled at the first call, in some milliseconds.
///
/// ```
/// use warta::{LineRole, page_lines};
///
/// let text = "Beranda » Daerah\nBupati Belu Buka Pasar\nATAMBUA, WARTA NUSA - Pasar itu dibuka.\n\
///             Baca juga: Harga Cabai Turun";
/// let roles: Vec<LineRole> = page_lines(text).iter().map(|line| line.role).collect();
/// use LineRole::*;
/// assert_eq!(roles, [Boilerplate, Headline, Dateline, Body, Boilerplate]);
/// ```
pub fn page_lines(text: &str) -> Vec<PageLine> {
    let rules = &*RULES;
    let mut lines = Vec::new();
    let mut progress = Progress::Head;
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        // Blank lines in one go, also those with the no-break space.
        while let Some(&byte) = bytes.get(at) {
            at += match byte {
                _ if byte.is_ascii_whitespace() => 1,
                0xC2 if bytes.get(at + 1) == Some(&0xA0) => 2,
                _ => break,
            };
        }
        let blank = text.get(at..).unwrap_or("");
        let rest = blank.trim_start();
        at += blank.len() - rest.len();
        if rest.is_empty() {
            return lines;
        }
        let start = at;
        let whole = rest.split('\n').next().unwrap_or(rest);
        at += whole.len();
        let line = whole.trim_end();
        let span = Span::new(start, start + line.len());
        let role = rules.role(line, progress);
        match role {
            LineRole::Body if progress != Progress::Body => {
                progress = Progress::Body;
                let dateline = rules.dateline(line);
                for (from, to, role) in [
                    (0, dateline, LineRole::Dateline),
                    (dateline, line.len(), LineRole::Body),
                ] {
                    let piece = line.get(from..to).unwrap_or("");
                    let from = start + from + (piece.len() - piece.trim_start().len());
                    let span = Span::new(from, from + piece.trim().len());
                    if !span.is_empty() {
                        lines.push(PageLine { span, role });
                    }
                }
                continue;
            }
            LineRole::Headline if progress == Progress::Head => progress = Progress::Headline,
            LineRole::Boilerplate if rules.end.is_match(line) => progress = Progress::End,
            _ => {}
        }
        lines.push(PageLine { span, role });
    }
}

/// How far the page has been read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    /// Before the headline.
    Head,
    /// After the headline, before the first paragraph.
    Headline,
    /// In the article.
    Body,
    /// Past the article: only what the site adds comes now.
    End,
}

/// Longest headline, in bytes.
const LONGEST_HEADLINE: usize = 220;
/// Longest heading between paragraphs, in bytes.
const LONGEST_HEADING: usize = 80;
/// Longest dateline, in bytes.
const LONGEST_DATELINE: usize = 80;
/// A line longer than this is a paragraph, whatever it begins with.
const LONGEST_BYLINE: usize = 160;

static RULES: Lazy<Rules> = Lazy::new(Rules::new);

/// An expression of this file, which the tests compile; one that were wrong would match nothing.
struct Pattern(Option<Regex>);

impl Pattern {
    fn new(pattern: &str) -> Self {
        Self(Regex::new(pattern).ok())
    }

    fn is_match(&self, line: &str) -> bool {
        self.0.as_ref().is_some_and(|regex| regex.is_match(line))
    }

    /// Where the first match ends.
    fn end(&self, line: &str) -> Option<usize> {
        Some(self.0.as_ref()?.find(line)?.end())
    }
}

struct Rules {
    site: Pattern,
    end: Pattern,
    byline: Pattern,
    caption: Pattern,
    dash: Pattern,
    day: Pattern,
}

impl Rules {
    fn new() -> Self {
        Self {
            site: Pattern::new(
                r"(?xi)
                ^(beranda|home)\s*([»>/|›]|$)
                | [»›] .* [»›]
                | ^(di)?(baca|lihat|dilihat)\s*:?\s*[\d.,]+\s*(kali|x|views?)
                | ^[\d.,]+\s*(kali\s+)?(dibaca|dilihat|pembaca|views?|shares?|komentar)\b
                | ^(bagikan|share|sebarkan|ikuti\s+kami|follow)\b
                | ^(baca|lihat|simak|tonton|saksikan)\s+(juga|selengkapnya|video|berita\s+lain)
                | ^\[?\s*gambas\s*:
                | ^(advertisement|iklan|scroll\s+to\s+continue|lanjutkan\s+membaca)\b
                | ^(tags?|topik|label|kategori|kata\s+kunci)\s*:
                | ^(copyright|hak\s+cipta|©|\(c\)\s)
                | ^(download|unduh|dapatkan)\s+(aplikasi|berita)
                | ^halaman\s*:?\s*\d+
                | ^(cetak|print|login|masuk|daftar|menu|cari)$
                | \ball\s+rights\s+reserved\b",
            ),
            end: Pattern::new(
                r"(?xi)
                ^(berita|artikel)\s+(terkait|lainnya|terbaru|terpopuler|populer)
                | ^(terpopuler|terkini|rekomendasi\s+untuk\s+anda|related\s+posts?)\b
                | ^(tinggalkan|berikan|tulis|kirim)\s+(balasan|komentar|tanggapan)
                | ^leave\s+a\s+(reply|comment)
                | ^(alamat\s+)?(e-?mail)\s+anda\s+tidak\s+akan\s+dipublikasikan
                | ^\d+\s+(komentar|comments?)$",
            ),
            byline: Pattern::new(
                r"(?xi)
                ^(penulis|editor|reporter|pewarta|wartawan|kontributor|redaktur|penyunting
                  |laporan|sumber|publisher)(\s*/\s*\w+)?\s*:
                | ^(oleh|by)\s*:?\s+\p{Lu}[^.]*$
                | ^(senin|selasa|rabu|kamis|jum'?at|sabtu|minggu)\s*,?\s*\(?\d{1,2}[\s/-]
                  [^.]*\d{2,4}\)?[\s,|]*(\d{1,2}[:.]\d{2}\s*(wib|wita|wit)?)?$
                | ^(diterbitkan|dipublikasikan|tayang|diperbarui|updated?|posted)\b.*\d
                | ^\([\p{L}.]{2,15}(\s*[/,]\s*[\p{L}.]{2,15})*\)$",
            ),
            caption: Pattern::new(
                r"(?xi)
                ^gambar\s+mungkin\s+berisi
                | ^(keterangan\s+)?(foto|gambar|ilustrasi|infografis)\b.{0,40}?[:(/]
                | ^(ilustrasi|infografis)\s
                | ^(dok|dokumentasi|photo|image)\b\s*[.:]
                | \(\s*(foto|dok|dokumentasi|ist|istimewa|ilustrasi)\b[^)]*\)\.?$
                | \bfoto\s*:\s*[^.]*$",
            ),
            dash: Pattern::new(r"^[^—–\n]{2,80}?(\s*(—|–|--+)|\s-\s|,\s*-)\s*"),
            day: Pattern::new(
                r"(?xi)^(senin|selasa|rabu|kamis|jum'?at|sabtu|minggu)\s*,?\s*
                (\(?\d{1,2}[/-]\d{1,2}([/-]\d{2,4})?\)?)?\s*(,|—|–|-)",
            ),
        }
    }

    fn role(&self, line: &str, progress: Progress) -> LineRole {
        if progress == Progress::End {
            return LineRole::Boilerplate;
        }
        let short = line.len() <= LONGEST_BYLINE;
        if short && (self.site.is_match(line) || self.end.is_match(line)) {
            return LineRole::Boilerplate;
        }
        // Captions are often whole sentences.
        if line.len() <= 2 * LONGEST_BYLINE && self.caption.is_match(line) {
            return LineRole::Caption;
        }
        if short && self.byline.is_match(line) {
            return LineRole::Byline;
        }
        let closed = line.ends_with(['.', '!', '?', '"', '”', ':', ';', ',']);
        match progress {
            Progress::Head if line.len() <= LONGEST_HEADLINE && !line.ends_with(['.', ';']) => {
                LineRole::Headline
            }
            Progress::Body if line.len() <= LONGEST_HEADING && !closed && is_capitalised(line) => {
                LineRole::Headline
            }
            _ => LineRole::Body,
        }
    }

    /// Bytes of the dateline at the head of the first paragraph; 0 when it has none.
    fn dateline(&self, line: &str) -> usize {
        let limit = 2 * LONGEST_DATELINE;
        let head = (limit..limit + 4).find_map(|end| line.get(..end));
        let Some(end) = self.dash.end(head.unwrap_or(line)) else {
            return 0;
        };
        let head = line.get(..end).unwrap_or("");
        let words = head.trim_end_matches(['—', '–', '-', ' ']);
        if words.len() > LONGEST_DATELINE || !is_capitalised(words) {
            return 0;
        }
        let rest = line.get(end..).unwrap_or("");
        end + self.day.end(rest).unwrap_or(0)
    }
}

/// Whether the words begin with capitals, small function words aside: `Polisi Sita Motor di Kupang`.
fn is_capitalised(line: &str) -> bool {
    let mut capitals = 0;
    for word in line.split(|c: char| !c.is_alphanumeric()) {
        match word.chars().next() {
            None => {}
            Some(first) if first.is_uppercase() => capitals += 1,
            Some(first) if first.is_numeric() => {}
            // `KOMPAS.com` is one name.
            _ if matches!(
                word,
                "di" | "ke"
                    | "dari"
                    | "dan"
                    | "yang"
                    | "untuk"
                    | "pada"
                    | "dengan"
                    | "dalam"
                    | "oleh"
                    | "lewat"
                    | "atas"
                    | "bagi"
                    | "tak"
                    | "hingga"
                    | "soal"
                    | "usai"
                    | "com"
                    | "id"
                    | "co"
                    | "net"
                    | "se"
            ) => {}
            Some(_) => return false,
        }
    }
    capitals > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_expression_compiles() {
        let Rules {
            site,
            end,
            byline,
            caption,
            dash,
            day,
        } = Rules::new();
        for pattern in [site, end, byline, caption, dash, day] {
            assert!(pattern.0.is_some());
        }
    }
}
