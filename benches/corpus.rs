//! Indonesian news articles of any amount for the benchmarks, the same on every machine.
//!
//! The articles are composed from this project's own sentence templates, actions and fillers in
//! `texts/`; places and public bodies are real, people, companies and events are invented. They read like news
//! in what matters for timing (word forms, affixes, clitics, names, figures, quotations, sentence
//! lengths), not in what they tell. Accuracy must never be measured on them.

use std::collections::BTreeMap;

/// How the punctuation of the articles is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typography {
    /// ASCII only: `"`, `'`, ` - `, `--`, `...`.
    Ascii,
    /// The same words with curly quotes, dashes and ellipses, as edited pages have them.
    Typographic,
}

/// Composes whole articles until their ASCII form holds at least `bytes` bytes.
///
/// Both typographies give the same articles in the same order, so that timings on them compare;
/// the typographic ones are a little longer in bytes. Article *i* does not depend on `bytes`.
pub fn articles(bytes: usize, typography: Typography) -> Vec<String> {
    let material = Material::parse();
    let mut random = Random(0x5741_5254_4131);
    let mut written = 0;
    let mut articles = Vec::new();
    while written < bytes {
        let article = Writer::new(&material, &mut random).article();
        if article.is_empty() {
            break;
        }
        written += article.len();
        articles.push(match typography {
            Typography::Ascii => article,
            Typography::Typographic => typeset(&article),
        });
    }
    articles
}

/// Linear congruential generator (Knuth's MMIX constants); the weak low bits are dropped.
struct Random(u64);

impl Random {
    /// A number below `limit`, or 0 if `limit` is 0.
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize).checked_rem(limit).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included.
    fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    fn pick<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> Option<&'a T> {
        choices.get(self.below(choices.len())).copied()
    }
}

/// One thing that can be done, with the words that say so.
struct Action {
    active: String,
    passive: String,
    first_person: String,
    noun: String,
    objects: Vec<&'static str>,
}

impl Action {
    /// Reads `root|suffix|noun|objects`.
    fn parse(line: &'static str) -> Option<Self> {
        let mut fields = line.split('|');
        let (root, suffix, noun, objects) = (
            fields.next()?,
            fields.next()?,
            fields.next()?,
            fields.next()?,
        );
        let bare = root.trim_start_matches('+');
        Some(Self {
            active: format!("me{}{suffix}", nasalised(root)),
            passive: format!("di{bare}{suffix}"),
            first_person: format!("ku{bare}{suffix}"),
            noun: if noun == "=" {
                format!("pe{}an", nasalised(root))
            } else {
                noun.to_owned()
            },
            objects: objects.split(';').map(str::trim).collect(),
        })
    }
}

/// What follows `me-` or `pe-`: the nasal and the root, its first consonant melted away where
/// Indonesian spelling does so. A leading `+` protects the consonant.
fn nasalised(root: &str) -> String {
    let protected = root.starts_with('+');
    let root = root.trim_start_matches('+');
    let is_vowel = |letter: char| "aiueo".contains(letter);
    let mut letters = root.chars();
    let first = letters.next().unwrap_or_default();
    let melts = !protected && letters.next().is_some_and(is_vowel);
    if root.chars().filter(|&letter| is_vowel(letter)).count() == 1 {
        return format!("nge{root}");
    }
    let rest = root.get(first.len_utf8()..).unwrap_or_default();
    match first {
        'p' if melts => format!("m{rest}"),
        't' if melts => format!("n{rest}"),
        's' if melts => format!("ny{rest}"),
        'k' if melts => format!("ng{rest}"),
        'b' | 'f' | 'p' | 'v' => format!("m{root}"),
        'c' | 'd' | 'j' | 's' | 't' | 'z' => format!("n{root}"),
        'l' | 'm' | 'n' | 'r' | 'w' | 'y' => root.to_owned(),
        _ => format!("ng{root}"),
    }
}

/// What articles on one topic are made of.
#[derive(Default)]
struct Topic {
    name: &'static str,
    headlines: Vec<&'static str>,
    leads: Vec<&'static str>,
    statements: Vec<&'static str>,
    quotations: Vec<&'static str>,
    actions: Vec<Action>,
}

/// Everything in `texts/`, parsed.
struct Material {
    fillers: BTreeMap<&'static str, Vec<&'static str>>,
    common: Topic,
    topics: Vec<Topic>,
}

/// The lines of a source file that say something, each with the `[section]` it stands in.
fn sectioned(source: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut section = "";
    source.lines().map(str::trim).filter_map(move |line| {
        if let Some(name) = line
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            section = name;
            return None;
        }
        (!line.is_empty() && !line.starts_with('#')).then_some((section, line))
    })
}

impl Material {
    fn parse() -> Self {
        let mut fillers: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (slot, line) in sectioned(include_str!("texts/words.txt")) {
            fillers
                .entry(slot)
                .or_default()
                .extend(line.split(';').map(str::trim));
        }
        let mut topics: BTreeMap<&str, Topic> = BTreeMap::new();
        for (name, line) in sectioned(include_str!("texts/templates.txt")) {
            let topic = topics.entry(name).or_default();
            topic.name = name;
            match line.split_once(": ") {
                Some(("judul", text)) => topic.headlines.push(text),
                Some(("teras", text)) => topic.leads.push(text),
                Some(("isi", text)) => topic.statements.push(text),
                Some(("kutip", text)) => topic.quotations.push(text),
                _ => {}
            }
        }
        for (name, line) in sectioned(include_str!("texts/actions.txt")) {
            topics
                .entry(name)
                .or_default()
                .actions
                .extend(Action::parse(line));
        }
        let common = topics.remove("umum").unwrap_or_default();
        Self {
            fillers,
            common,
            topics: topics.into_values().collect(),
        }
    }
}

const BYLINES: [&str; 8] = [
    "({inisial}/{inisial2})",
    "Penulis: {tokoh2}\nEditor: {tokoh3}",
    "Pewarta: {tokoh2}\nCopyright (c) Warta {tahun}",
    "Baca juga: {judul}",
    "Baca juga: {judul}\nSimak juga: {judul}\n(***)",
    "Gambar mungkin berisi: {n} orang, orang berdiri dan luar ruangan\nTinggalkan Balasan\nAlamat email Anda tidak akan dipublikasikan. Ruas yang wajib ditandai *",
    "Foto: {tokoh3}/Warta\nIkuti kami di https://warta.example/{tahun}/{ratus} atau surel redaksi@warta.example #{hari}Warta",
    "",
];

/// Ways to write place and source before the first sentence; `{KOTA}` is the place in capitals.
const DATELINES: [&str; 8] = [
    "{KOTA} - ",
    "{KOTA}, WARTA.ID -- ",
    "{daerah} (Warta) - ",
    "{daerah}, Warta -- ",
    "WARTA.ID, {KOTA} - ",
    "{hari}, {tgl} | {jam}\n",
    "DINAS KOMINFO KAB.{KOTA}--{hari}({tgl}), ",
    "",
];

/// Writes one article: chooses topic, people and places once, then sentence after sentence.
struct Writer<'m, 'r> {
    material: &'m Material,
    topic: &'m Topic,
    /// Whether actions of no topic may come in, as they do in the common sentences only.
    digressing: bool,
    random: &'r mut Random,
    /// Slots that keep their filler throughout the article.
    fixed: BTreeMap<&'static str, String>,
    used: Vec<&'static str>,
}

impl<'m, 'r> Writer<'m, 'r> {
    fn new(material: &'m Material, random: &'r mut Random) -> Self {
        let topic = material
            .topics
            .get(random.below(material.topics.len()))
            .unwrap_or(&material.common);
        let mut writer = Self {
            material,
            topic,
            digressing: false,
            random,
            fixed: BTreeMap::new(),
            used: Vec::new(),
        };
        writer.fix_cast();
        writer
    }

    fn fix(&mut self, slot: &'static str, filler: impl Into<String>) {
        self.fixed.insert(slot, filler.into());
    }

    fn fix_cast(&mut self) {
        let (kab, prov) = self.filler("wilayah").split_once('|').unwrap_or_default();
        let daerah = bare_region(kab);
        self.fix("kab", kab);
        self.fix("prov", prov);
        self.fix("daerah", daerah);
        self.fix("KOTA", daerah.to_uppercase());
        self.fix("zona", time_zone(prov));
        for (slot, list) in [
            ("kec", "kecamatan"),
            ("desa", "desa"),
            ("instansi", "instansi"),
            ("pt", "pt"),
            ("negara", "negara"),
            ("hari", "hari"),
        ] {
            let filler = self.filler(list);
            self.fix(slot, filler);
        }
        for (slot, twin, list) in [
            ("negara2", "negara", "negara"),
            ("instansi2", "instansi", "instansi"),
        ] {
            let taken = self.fixed.get(twin).cloned().unwrap_or_default();
            let filler = self.filler_except(list, &taken);
            self.fix(slot, filler);
        }
        for (full, short, [office, introduced]) in [
            ("tokoh1", "panggil1", ["jabatan1", "resmi1"]),
            ("tokoh2", "panggil2", ["jabatan2", "resmi2"]),
            ("tokoh3", "panggil3", ["jabatan3", "resmi3"]),
        ] {
            let family = self.filler("belakang");
            let given = self.filler("depan");
            // `office~rank or degree`: the latter only goes before the name.
            let title = self.filler("jabatan");
            let title = self.expand(title);
            self.fix(
                introduced,
                format!("{} {given} {family}", title.replace('~', " ")),
            );
            self.fix(office, title.split('~').next().unwrap_or_default());
            self.fix(full, format!("{given} {family}"));
            self.fix(short, family);
        }
        let (day, month) = (self.random.between(1, 28), self.random.between(1, 11));
        let year = self.random.between(2019, 2025);
        let date = match self.random.below(3) {
            0 => format!("{day}/{month}"),
            1 => format!("{day:02}/{month:02}/{year}"),
            _ => format!("{day}/{month}/{year}"),
        };
        self.fix("tgl", date);
        let later = self.random.between(1, 28);
        let month = self.filler("bulan");
        self.fix("tgl2", format!("{later} {month} {year}"));
        for slot in ["inisial", "inisial2"] {
            let letters: String = (0..2)
                .filter_map(|_| char::from_u32('A' as u32 + self.random.below(26) as u32))
                .collect();
            self.fix(slot, letters);
        }
    }

    fn article(mut self) -> String {
        let mut article = self.headline();
        article.push_str("\n\n");
        let opening = self.random.pick(&DATELINES).unwrap_or_default();
        article.push_str(&self.expand(opening));
        let topic = self.topic;
        let lead = self.random.pick(&topic.leads).unwrap_or_default();
        article.push_str(&self.sentence(lead));

        let gap = if self.random.below(4) == 0 {
            "\n"
        } else {
            "\n\n"
        };
        let mut room = 2;
        for _ in 1..self.random.between(8, 15) {
            if room == 0 {
                article.push_str(gap);
                room = self.random.between(1, 3);
            } else {
                article.push(' ');
            }
            room -= 1;
            let template = self.next_template();
            article.push_str(&self.sentence(template));
        }
        let byline = self.random.pick(&BYLINES).unwrap_or_default();
        if !byline.is_empty() {
            article.push_str(gap);
            article.push_str(&self.expand(byline));
        }
        article.push('\n');
        article
    }

    fn headline(&mut self) -> String {
        self.digressing = false;
        let template = self.random.pick(&self.topic.headlines).unwrap_or_default();
        let headline = capitalised(&self.expand(template));
        if self.random.below(5) == 0 {
            headline.to_uppercase()
        } else {
            headline
        }
    }

    /// Three of five sentences belong to the topic, and two of five are quotations; none comes
    /// twice, as far as a few tries find another.
    fn next_template(&mut self) -> &'static str {
        let mut template = "";
        for _ in 0..12 {
            self.digressing = self.random.below(5) < 2;
            let source = if self.digressing {
                &self.material.common
            } else {
                self.topic
            };
            let quoted = self.random.below(5) < 2;
            let choices = if quoted {
                &source.quotations
            } else {
                &source.statements
            };
            template = self.random.pick(choices).unwrap_or_default();
            if !self.used.contains(&template) {
                break;
            }
        }
        self.used.push(template);
        template
    }

    fn sentence(&mut self, template: &str) -> String {
        capitalised(&self.expand(template))
    }

    /// Fills the slots. One action serves the whole template; a slot ending in `2` takes another.
    fn expand(&mut self, template: &str) -> String {
        let actions = [self.action(), self.action()];
        let objects = actions.map(|action| {
            let chosen = action.and_then(|action| self.random.pick(&action.objects));
            (action, chosen.unwrap_or_default())
        });
        let mut text = String::with_capacity(template.len() * 2);
        let mut rest = template;
        while let Some((before, (slot, after))) = rest
            .split_once('{')
            .and_then(|(before, inner)| Some((before, inner.split_once('}')?)))
        {
            text.push_str(before);
            text.push_str(&self.slot(slot, &objects));
            rest = after;
        }
        text.push_str(rest);
        text
    }

    fn slot(&mut self, slot: &str, actions: &[(Option<&'m Action>, &'static str); 2]) -> String {
        if let Some(fixed) = self.fixed.get(slot) {
            return fixed.clone();
        }
        if let Some(slot) = slot.strip_suffix('_') {
            return capitalised(&self.slot(slot, actions));
        }
        let lower = slot.to_lowercase();
        if lower != slot {
            return title_case(&self.slot(&lower, actions));
        }
        let [first, second] = actions;
        let (base, (action, object)) = match slot.strip_suffix('2') {
            Some(base) => (base, second),
            None => (slot, first),
        };
        if let Some(action) = action {
            match base {
                "me" => return action.active.clone(),
                "di" => return action.passive.clone(),
                "ku" => return action.first_person.clone(),
                "hal" => return action.noun.clone(),
                "obj" => return (*object).to_owned(),
                _ => {}
            }
        }
        let base = base.trim_end_matches(char::is_numeric);
        match base {
            "judul" => self.headline(),
            "tempat" => {
                bare_region(self.filler("wilayah").split('|').next().unwrap_or_default()).to_owned()
            }
            _ => self
                .figure(base)
                .unwrap_or_else(|| match self.filler(base) {
                    // Left visible, so that the test finds a misspelt slot.
                    "" => format!("{{{slot}}}"),
                    filler => filler.to_owned(),
                }),
        }
    }

    fn figure(&mut self, slot: &str) -> Option<String> {
        let random = &mut *self.random;
        Some(match slot {
            "n" => random.between(11, 99).to_string(),
            "ratus" => random.between(101, 999).to_string(),
            "ribu" => format!("{}.{:03}", random.between(1, 98), random.below(1000)),
            "ribukecil" => format!("{}.{}00", random.between(2, 9), random.below(10)),
            "puluhribu" => format!("{}.{}00", random.between(11, 95), random.below(10)),
            "saham" => format!("{}.{}0", random.between(1, 9), random.between(10, 99)),
            "juta" => format!("{},{} juta", random.between(1, 48), random.between(1, 9)),
            "menit" => random.between(2, 90).to_string(),
            "persenkecil" => format!("{},{} persen", random.between(1, 8), random.between(1, 9)),
            "umur" => random.between(17, 79).to_string(),
            "tahun" => random.between(2009, 2024).to_string(),
            "gempa" => format!("{},{}", random.between(4, 6), random.below(10)),
            "skor" => format!("{}-{}", random.between(2, 5), random.below(2)),
            "kecil" => random
                .pick(&[
                    "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan",
                ])?
                .to_owned(),
            "pasal" => format!(
                "{} ayat ({})",
                random.between(310, 480),
                random.between(1, 4)
            ),
            "nomor" => match random.below(3) {
                0 => format!(
                    "{} Tahun {}",
                    random.between(1, 99),
                    random.between(2009, 2025)
                ),
                1 => format!(
                    "188.45/{}/{}",
                    random.between(10, 900),
                    random.between(2019, 2025)
                ),
                _ => format!(
                    "{}/HK/{}",
                    random.between(10, 400),
                    random.between(2019, 2025)
                ),
            },
            "persen" => {
                let (whole, tenth) = (random.between(2, 97), random.between(1, 9));
                match random.below(3) {
                    0 => format!("{whole},{tenth}%"),
                    1 => format!("{whole} persen"),
                    _ => format!("{whole},{tenth} persen"),
                }
            }
            "uang" => match random.below(4) {
                0 => format!(
                    "Rp{},{} miliar",
                    random.between(1, 90),
                    random.between(1, 9)
                ),
                1 => format!("Rp{} juta", random.between(15, 950)),
                2 => format!("Rp {}.{}00.000", random.between(1, 90), random.below(10)),
                _ => format!(
                    "Rp{},{} triliun",
                    random.between(1, 9),
                    random.between(10, 99)
                ),
            },
            "jam" => {
                let (hour, minute) = (random.between(5, 22), random.below(12) * 5);
                let zone = self.fixed.get("zona").map_or("WIB", String::as_str);
                format!("{hour:02}.{minute:02} {zone}")
            }
            _ => return None,
        })
    }

    /// An action of the topic, or two times in three a common one where the writer digresses.
    fn action(&mut self) -> Option<&'m Action> {
        let common = self.digressing && self.random.below(3) < 2;
        let source = if common {
            &self.material.common
        } else {
            self.topic
        };
        source.actions.get(self.random.below(source.actions.len()))
    }

    /// A filler for the slot, the topic's own list first; empty if there is no such list.
    fn filler(&mut self, slot: &str) -> &'static str {
        let own = format!("{slot}.{}", self.topic.name);
        let fillers = &self.material.fillers;
        let choices = fillers.get(own.as_str()).or_else(|| fillers.get(slot));
        choices
            .and_then(|choices| self.random.pick(choices))
            .unwrap_or_default()
    }

    fn filler_except(&mut self, slot: &str, taken: &str) -> &'static str {
        let mut filler = self.filler(slot);
        for _ in 0..8 {
            if filler != taken {
                break;
            }
            filler = self.filler(slot);
        }
        filler
    }
}

/// `Kabupaten Belu` → `Belu`.
fn bare_region(region: &str) -> &str {
    let name = region
        .strip_prefix("Kabupaten ")
        .or_else(|| region.strip_prefix("Kota "));
    name.unwrap_or(region)
}

fn time_zone(province: &str) -> &'static str {
    const CENTRAL: [&str; 6] = [
        "Bali",
        "Nusa",
        "Sulawesi",
        "Gorontalo",
        "Kalimantan Timur",
        "Kalimantan Utara",
    ];
    if province.starts_with("Maluku") || province.starts_with("Papua") {
        "WIT"
    } else if province == "Kalimantan Selatan"
        || CENTRAL.iter().any(|start| province.starts_with(start))
    {
        "WITA"
    } else {
        "WIB"
    }
}

/// The text with its first letter in upper case, an opening quotation mark skipped.
fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let mut result = String::with_capacity(text.len());
    for letter in letters.by_ref() {
        if letter == '"' {
            result.push(letter);
        } else {
            result.extend(letter.to_uppercase());
            break;
        }
    }
    result.push_str(letters.as_str());
    result
}

fn title_case(text: &str) -> String {
    text.split(' ')
        .map(capitalised)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Turns ASCII punctuation into the marks an edited page has; the words stay as they are.
fn typeset(text: &str) -> String {
    let mut result = String::with_capacity(text.len() + text.len() / 16);
    let mut before = ' ';
    let mut rest = text.chars();
    while let Some(letter) = rest.next() {
        let tail = rest.as_str();
        let opens = before.is_whitespace() || "([-\"".contains(before);
        let follows_digit = before.is_ascii_digit();
        match letter {
            '"' => result.push(if opens { '“' } else { '”' }),
            '\'' => result.push(if opens { '‘' } else { '’' }),
            '.' if tail.starts_with("..") => {
                rest.nth(1);
                result.push('…');
            }
            '-' if tail.starts_with('-') => {
                rest.next();
                result.push('—');
            }
            '-' if before == ' ' && tail.starts_with(' ') => result.push('–'),
            '-' if follows_digit && tail.starts_with(|next: char| next.is_ascii_digit()) => {
                result.push('–');
            }
            _ => result.push(letter),
        }
        before = letter;
    }
    result
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_run_gives_the_same_articles() {
        let once = super::articles(50_000, super::Typography::Ascii);
        let again = super::articles(50_000, super::Typography::Ascii);
        assert_eq!(once, again);
        let more = super::articles(100_000, super::Typography::Ascii);
        assert!(more.starts_with(&once));
        assert_ne!(once.first(), once.get(1));
    }

    #[test]
    fn the_amount_asked_for_is_reached_by_less_than_one_article_more() {
        for bytes in [0, 1, 300_000] {
            let articles = super::articles(bytes, super::Typography::Ascii);
            let total: usize = articles.iter().map(String::len).sum();
            let last = articles.last().map_or(0, String::len);
            assert!(
                total >= bytes && (last == 0 || total - last < bytes),
                "{bytes}: {total}"
            );
        }
    }

    #[test]
    fn no_slot_is_left_unfilled() {
        for article in super::articles(1_000_000, super::Typography::Ascii) {
            assert!(!article.contains(['{', '}', '~']), "{article}");
        }
    }

    #[test]
    fn every_source_line_is_understood() {
        let material = super::Material::parse();
        let mut sentences = 0;
        let mut actions = 0;
        for topic in material.topics.iter().chain([&material.common]) {
            sentences += topic.leads.len() + topic.statements.len() + topic.quotations.len();
            actions += topic.actions.len();
            assert!(!topic.actions.is_empty(), "no actions for {:?}", topic.name);
            assert!(
                topic.name == "umum" || !topic.headlines.is_empty(),
                "{:?}",
                topic.name
            );
        }
        let headlines: usize = material
            .topics
            .iter()
            .map(|topic| topic.headlines.len())
            .sum();
        let lines = |source| super::sectioned(source).count();
        assert_eq!(
            sentences + headlines,
            lines(include_str!("texts/templates.txt"))
        );
        assert_eq!(actions, lines(include_str!("texts/actions.txt")));
        assert!(sentences >= 150);
        assert!(
            material
                .fillers
                .values()
                .flatten()
                .all(|filler| !filler.is_empty())
        );
    }

    #[test]
    fn three_hundred_kilobytes_hold_a_rich_vocabulary() {
        let text = super::articles(300_000, super::Typography::Ascii)
            .concat()
            .to_lowercase();
        let forms: std::collections::BTreeSet<_> = text
            .split(|letter: char| !letter.is_alphabetic() && letter != '-')
            .filter(|form| form.starts_with(char::is_alphabetic))
            .collect();
        let affixed = forms.iter().filter(|form| {
            ["me", "di", "ber", "ter", "pe", "ke", "se", "ku"]
                .iter()
                .any(|prefix| form.starts_with(prefix))
                || ["kan", "an", "i", "nya"]
                    .iter()
                    .any(|suffix| form.ends_with(suffix))
        });
        assert!(forms.len() >= 4_000, "{} word forms", forms.len());
        assert!(affixed.count() >= 1_500);
    }

    #[test]
    fn typographies_differ_in_punctuation_only() {
        let ascii = super::articles(300_000, super::Typography::Ascii);
        let typographic = super::articles(300_000, super::Typography::Typographic);
        assert_eq!(ascii.len(), typographic.len());
        for (plain, typeset) in ascii.iter().zip(&typographic) {
            assert!(plain.is_ascii(), "{plain}");
            let undone = typeset
                .replace(['“', '”'], "\"")
                .replace(['‘', '’'], "'")
                .replace('—', "--")
                .replace('–', "-")
                .replace('…', "...");
            assert_eq!(*plain, undone);
        }
        let marks = typographic.concat();
        for mark in ['“', '”', '’', '–', '—', '…'] {
            assert!(marks.contains(mark), "{mark} never occurs");
        }
        assert!(!marks.contains('"'));
    }

    #[test]
    fn prefixes_melt_as_spelling_wants() {
        for (root, active) in [
            ("baca", "membaca"),
            ("pantau", "memantau"),
            ("produksi", "memproduksi"),
            ("+perbaik", "memperbaik"),
            ("tata", "menata"),
            ("daftar", "mendaftar"),
            ("salur", "menyalur"),
            ("stabil", "menstabil"),
            ("kirim", "mengirim"),
            ("gusur", "menggusur"),
            ("umum", "mengumum"),
            ("lantik", "melantik"),
            ("cor", "mengecor"),
        ] {
            assert_eq!(format!("me{}", super::nasalised(root)), active);
        }
    }
}
