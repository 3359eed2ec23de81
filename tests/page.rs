//! The roles of the lines of news pages.

use warta::{PageLine, page_lines};

/// Each row is a piece of the page: its role and its text. A dateline has no line of its own.
const PAGES: [&str; 5] = [
    "boilerplate\tBeranda » Berita » Pemerintahan
boilerplate\tDibaca : 1.204 kali | Bagikan ke Facebook  Twitter
headline\tPEMKAB SIKKA DAN 20 KABUPATEN SEPAKATI PERCEPATAN LAYANAN AIR
caption\tGambar mungkin berisi: 2 orang, orang berdiri dan dalam ruangan
dateline\tDINAS KOMINFO KAB.SIKKA—Kamis(24/04),
body\tpemerintah menjadi tuan rumah rapat air bersih yang dihadiri 21 perwakilan.
body\tRapat yg dibuka pukul 09.15 WITA itu di pimpin sekretaris daerah
caption\tGambar mungkin berisi: 12 orang, orang tersenyum
byline\tPenulis : Yuliana Bouk
byline\tEditor : Tim Humas
boilerplate\tBERITA TERKAIT
boilerplate\t- WAKIL BUPATI LEPAS 45 ATLET
boilerplate\tTinggalkan Balasan
boilerplate\tKomentar *
boilerplate\tBpk. Anton : mantap ibu kadis",
    "headline\tPolisi Sita Belasan Motor Curian di Kupang
byline\tOleh: Marsel Tolan
byline\tJumat, 17 Oktober 2025 10:30 WITA
caption\tIlustrasi garis polisi. (Foto: Dok. Istimewa)
dateline\tKUPANG, WARTA NUSA -
body\tPolisi menyita belasan motor curian, Kamis (16/10/2025).
body\t\"Semua sudah kami data,\" kata kapolres.
boilerplate\tBaca juga: Warga Temukan Motor di Sungai
headline\tDijual lewat Grup
body\tMotor itu dijual lewat grup percakapan.
boilerplate\tSCROLL TO CONTINUE WITH CONTENT
body\tPara pelaku kini ditahan.
byline\t(mtl/rk)
boilerplate\tTags: motor, kupang",
    "headline\tRupiah Menguat Lagi
dateline\tJakarta (WARTAKITA) -
body\tRupiah menguat 0,3 persen - tertinggi sejak Maret - pada penutupan Rabu.",
    "headline\tTim Tamu Menang Tipis
body\tTim tamu menang 2-1 - hasil yang tidak diduga - atas tuan rumah.",
    "body\tSatu kalimat saja tanpa judul.",
];

/// Writes the rows as the page they describe.
fn parse(page: &str) -> (String, Vec<(&str, &str)>) {
    let rows: Vec<(&str, &str)> = page
        .lines()
        .filter_map(|row| row.split_once('\t'))
        .collect();
    let mut text = String::new();
    for (role, piece) in &rows {
        text.push_str(piece);
        text.push_str(if *role == "dateline" { " " } else { "\n\n" });
    }
    (text, rows)
}

#[test]
fn every_line_of_these_pages_has_its_role() {
    for page in PAGES {
        let (text, expected) = parse(page);
        for text in [text.clone(), text.replace('\n', "\r\n")] {
            let lines = page_lines(&text);
            let found: Vec<(&str, &str)> = lines
                .iter()
                .map(|line| (line.role.name(), line.span.text(&text)))
                .collect();
            assert_eq!(found, expected);
        }
    }
}

#[test]
fn the_pieces_hold_everything_but_white_space_in_order() {
    let texts = [
        "",
        " \n\u{FEFF}\n",
        "—",
        "A — ",
        "A —— b",
        "\r\r\n x",
        "Kupang - \u{a0}",
        "é—É",
        "((((",
        "A, - ",
    ];
    let pages = PAGES.map(|page| parse(page).0);
    for text in texts.into_iter().chain(pages.iter().map(String::as_str)) {
        let mut done = 0;
        for PageLine { span, .. } in page_lines(text) {
            assert!(!span.is_empty(), "{text:?}");
            assert!(text[done..span.start].trim().is_empty(), "{text:?}");
            assert_eq!(
                text[span.start..span.end].trim(),
                &text[span.start..span.end]
            );
            done = span.end;
        }
        assert!(text[done..].trim().is_empty(), "{text:?}");
    }
}
