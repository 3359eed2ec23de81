//! The recogniser from outside: kinds and spans by the guidelines, canonical forms, names of the user.

use warta::{Analyzer, EntityKind, Recognizer, analyze};

/// A text, and its mentions as `kind:text` in order.
const CASES: &[(&str, &[&str])] = &[
    (
        "Bupati Belu bertemu Gubernur NTT di Kupang.",
        &["place:Belu", "place:NTT", "place:Kupang"],
    ),
    (
        "Penyidik Polres Belu menahan tersangka berinisial AS (32) di Atambua.",
        &["institution:Polres Belu", "person:AS", "place:Atambua"],
    ),
    (
        "Komisi Pemberantasan Korupsi (KPK) memeriksa Ketua DPRD Kota Kupang.",
        &[
            "institution:Komisi Pemberantasan Korupsi",
            "institution:KPK",
            "institution:DPRD Kota Kupang",
        ],
    ),
    (
        "Kepala daerah se-NTT berkumpul, kata Menteri Keuangan Sri Mulyani Indrawati.",
        &["place:NTT", "person:Sri Mulyani Indrawati"],
    ),
    (
        "Petugas TNI/Polri berjaga.",
        &["institution:TNI", "institution:Polri"],
    ),
    (
        "Harga beras di pasar itu naik lagi, kata seorang pedagang.",
        &[],
    ),
];

fn found(text: &str) -> Vec<String> {
    analyze(text)
        .entities()
        .map(|e| format!("{}:{}", e.kind().name(), e.text()))
        .collect()
}

#[test]
fn mentions_follow_the_guidelines() {
    for (text, want) in CASES {
        assert_eq!(found(text), *want, "{text}");
    }
}

#[test]
fn mentions_are_in_order_apart_and_scored() {
    for (text, _) in CASES {
        let doc = analyze(text);
        let mut last = 0;
        for entity in doc.entities() {
            assert!(entity.span().start >= last, "{text}");
            assert_eq!(
                text.get(entity.span().start..entity.span().end),
                Some(entity.text())
            );
            assert!((0.0..=1.0).contains(&entity.score()), "{text}");
            last = entity.span().end;
        }
    }
}

#[test]
fn short_forms_point_to_the_fullest_mention() {
    let doc = analyze(
        "Ketua koperasi itu, Markus Natsir Lamahala, mengundurkan diri. Menurut Natsir, keputusan \
         itu sudah bulat. Komisi Pemilihan Umum (KPU) belum menanggapi. KPU akan bersidang.",
    );
    let name_of = |text: &str| {
        let last = doc.entities().filter(|e| e.text() == text).last();
        last.map(|e| e.full_name().to_owned())
    };
    assert_eq!(name_of("Natsir").as_deref(), Some("Markus Natsir Lamahala"));
    assert_eq!(name_of("KPU").as_deref(), Some("Komisi Pemilihan Umum"));
}

/// The last mention with this text and the mention that it is a form of.
const FORMS: &[(&str, &[(&str, &str)])] = &[
    (
        "Pemprov DKI Jakarta menutup jalan itu. Warga menilai Pemprov lamban.",
        &[("Pemprov", "Pemprov DKI Jakarta")],
    ),
    (
        "Pemerintah Kota Makassar menata trotoar. Pemkot Makassar sudah mengirim alat. Menurut \
         Pemkot, warga setuju.",
        &[
            ("Pemkot Makassar", "Pemerintah Kota Makassar"),
            ("Pemkot", "Pemerintah Kota Makassar"),
        ],
    ),
    (
        "Hakim Pengadilan Negeri Jakarta Barat (PN Jakbar) menunda sidang. Juru bicara PN Jakarta \
         Barat membenarkan. Sidang di PN Jakbar ditunda.",
        &[
            ("PN Jakarta Barat", "Pengadilan Negeri Jakarta Barat"),
            ("PN Jakbar", "Pengadilan Negeri Jakarta Barat"),
        ],
    ),
    (
        "Pemerintah Provinsi Jawa Tengah membuka posko. Juru bicara Pemprov Jateng membenarkan.",
        &[("Pemprov Jateng", "Pemerintah Provinsi Jawa Tengah")],
    ),
    (
        "Kejaksaan Tinggi Sulawesi Selatan menahan tersangka. Penyidik Kejati Sulsel menyita uang.",
        &[("Kejati Sulsel", "Kejaksaan Tinggi Sulawesi Selatan")],
    ),
    (
        "Kepolisian Resor Kota Besar Medan menyita ganja. Kasat Narkoba Polrestabes Medan hadir.",
        &[("Polrestabes Medan", "Kepolisian Resor Kota Besar Medan")],
    ),
    (
        "Komisi Pemilihan Umum Kabupaten Alor menggelar pleno. Ketua KPU Alor hadir.",
        &[("KPU Alor", "Komisi Pemilihan Umum Kabupaten Alor")],
    ),
    (
        "Kementerian Pekerjaan Umum membangun jalan. Juru bicara Kementerian PU membenarkan.",
        &[("Kementerian PU", "Kementerian Pekerjaan Umum")],
    ),
    (
        "Partai Golkar menggelar rapat. Menurut kader Golkar, rapat lancar.",
        &[("Golkar", "Partai Golkar")],
    ),
    (
        "Partai Demokrasi Indonesia Perjuangan menggelar rapat. Ketua PDIP hadir. Kader PDI-P \
         juga. Ketua PDI Perjuangan pulang.",
        &[
            ("PDIP", "Partai Demokrasi Indonesia Perjuangan"),
            ("PDI-P", "Partai Demokrasi Indonesia Perjuangan"),
            ("PDI Perjuangan", "Partai Demokrasi Indonesia Perjuangan"),
        ],
    ),
    (
        "Perserikatan Bangsa-Bangsa mengirim bantuan. Juru bicara PBB membenarkan.",
        &[("PBB", "Perserikatan Bangsa-Bangsa")],
    ),
    (
        "PT Bank Central Asia Tbk menaikkan bunga. Direktur BCA hadir. Nasabah Bank BCA senang.",
        &[
            ("BCA", "PT Bank Central Asia Tbk"),
            ("Bank BCA", "PT Bank Central Asia Tbk"),
        ],
    ),
    // Two bodies of one name: without a designator it may be either.
    (
        "Dinas Kesehatan Kota Bima dan Dinas Kesehatan Kabupaten Bima bertemu. Kepala Dinkes Bima \
         hadir. Staf Dinkes Kota Bima pulang.",
        &[
            ("Dinkes Bima", "Dinkes Bima"),
            ("Dinkes Kota Bima", "Dinas Kesehatan Kota Bima"),
        ],
    ),
    // The province and its capital, the house of the nation and that of a regency.
    (
        "Rapat DPRD Kota Jambi batal. Ketua DPRD Jambi hadir. Anggota DPR RI menyusul, kata DPR.",
        &[("DPRD Jambi", "DPRD Jambi"), ("DPR", "DPR RI")],
    ),
];

#[test]
fn institutions_are_one_whether_written_out_or_not() {
    for (text, wants) in FORMS {
        let doc = analyze(text);
        for (short, full) in *wants {
            let last = doc.entities().filter(|e| e.text() == *short).last();
            let canonical = last.map(|e| e.canonical().text());
            assert_eq!(canonical, Some(*full), "{short} in {text}");
        }
    }
}

#[test]
fn a_canonical_mention_is_its_own_canonical() {
    for (text, _) in FORMS {
        for entity in analyze(text).entities() {
            let canonical = entity.canonical();
            assert_eq!(canonical.canonical().span(), canonical.span(), "{text}");
        }
    }
}

#[test]
fn names_of_the_user_are_found() {
    let text = "Manajemen Zentavia Quantum belum menjawab.";
    let recognizer =
        Recognizer::default().with_names(EntityKind::Institution, ["Zentavia Quantum"]);
    let analyzer = Analyzer::builder().recognizer(recognizer).build();
    let doc = analyzer.analyze(text);
    let all: Vec<_> = doc.entities().map(|e| (e.kind(), e.text())).collect();
    assert_eq!(all, [(EntityKind::Institution, "Zentavia Quantum")]);
}

#[test]
fn a_damaged_model_is_an_error() {
    for bytes in [&b""[..], b"WRTA", b"not a model at all, and long enough"] {
        assert!(Recognizer::from_bytes(bytes).is_err());
    }
}

#[test]
fn the_same_text_gives_the_same_mentions_in_every_thread_and_after_other_texts() {
    let texts: Vec<&str> = CASES.iter().map(|(text, _)| *text).collect();
    let alone: Vec<_> = texts.iter().map(|t| found(t)).collect();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let analyzer = Analyzer::default();
                let mut worker = warta::Worker::default();
                for _ in 0..3 {
                    for (text, want) in texts.iter().zip(&alone).rev() {
                        let doc = analyzer.analyze_with(&mut worker, text);
                        let got: Vec<_> = doc
                            .entities()
                            .map(|e| format!("{}:{}", e.kind().name(), e.text()))
                            .collect();
                        assert_eq!(&got, want);
                    }
                }
            });
        }
    });
}

#[test]
fn a_worker_shared_by_recognisers_mixes_nothing_up() {
    let text = "Manajemen Zentavia Quantum di Kupang belum menjawab.";
    let found = |analyzer: &Analyzer, worker: &mut warta::Worker| -> Vec<String> {
        let doc = analyzer.analyze_with(worker, text);
        doc.entities().map(|e| e.text().to_owned()).collect()
    };
    let plain = Analyzer::default();
    let without = found(&plain, &mut warta::Worker::default());
    let mut worker = warta::Worker::default();
    for name in ["Zentavia Quantum", "Zentavia", "Quantum"] {
        let recognizer = Recognizer::default().with_names(EntityKind::Institution, [name]);
        let analyzer = Analyzer::builder().recognizer(recognizer).build();
        let alone = found(&analyzer, &mut warta::Worker::default());
        assert!(alone.iter().any(|e| e == name), "{name}");
        assert_eq!(found(&analyzer, &mut worker), alone, "{name}");
        assert_eq!(found(&plain, &mut worker), without, "{name}");
    }
}
