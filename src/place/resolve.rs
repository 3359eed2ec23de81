//! Which region each mention of a place means.
//!
//! Every mention collects the regions of its name. Each gets points for its level, for a parent or
//! child named beside it, and for the regions that the document names elsewhere. First the mentions
//! that their own words decide are counted as evidence, then all are decided with it.

use super::{Designator, Levels, Region, RegionLevel, designator_of, designator_word};
use crate::data;
use crate::entity::{EntityKind, RawEntity};
use core::ops::Range;

/// Points of a region. Only their differences matter; see [`decide`].
mod points {
    /// A bare name is rather that of the larger region.
    pub(super) const PROVINCE: i32 = 6;
    pub(super) const REGENCY_OR_CITY: i32 = 5;
    pub(super) const DISTRICT: i32 = 2;
    /// The name is rather that of something else.
    pub(super) const DOUBTFUL: i32 = -1;
    /// A parent or child of it is named right beside.
    pub(super) const BESIDE: i32 = 8;
    /// The document names it without doubt, or a region in it.
    pub(super) const NAMED: i32 = 6;
    /// It was the last of those regions before this mention.
    pub(super) const NAMED_LAST: i32 = 2;
    /// The document names its regency or city.
    pub(super) const REGENCY_NAMED: i32 = 4;
    /// The document names its province or a place there.
    pub(super) const PROVINCE_NAMED: i32 = 2;
    /// For a district: the document names other provinces only.
    pub(super) const ELSEWHERE: i32 = -1;
    /// The head of its list, or the custom of the police, says that level.
    pub(super) const LEVEL_SUGGESTED: i32 = 3;
    /// A parent beside it or a country says that it is not the region.
    pub(super) const EXCLUDED: i32 = -100;
    /// The text begins with the name: a newspaper reports from cities.
    pub(super) const DATELINE: i32 = 8;
    /// Fewer than these and it is not the region.
    pub(super) const ENOUGH: i32 = 2;
    /// The best must lead the second by these.
    pub(super) const LEAD: i32 = 2;
}

/// What is known of the mentions of one text; indexed like the list of mentions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Resolutions {
    notes: Vec<Note>,
    candidates: Vec<Region>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Note {
    first: usize,
    length: usize,
    resolved: bool,
}

impl Resolutions {
    /// The region that mention `index` means, where that is known.
    pub(crate) fn region(&self, index: usize) -> Option<Region> {
        let note = self.notes.get(index).filter(|note| note.resolved)?;
        self.candidates.get(note.first).copied()
    }

    /// The regions that mention `index` may mean, the likeliest first.
    pub(crate) fn candidates(&self, index: usize) -> impl ExactSizeIterator<Item = Region> + Clone {
        let note = self.notes.get(index).copied().unwrap_or_default();
        let list = self.candidates.get(note.first..note.first + note.length);
        list.unwrap_or(&[]).iter().copied()
    }

    /// Empties it, keeping its memory.
    pub(crate) fn clear(&mut self) {
        self.notes.clear();
        self.candidates.clear();
    }
}

/// Buffers of [`resolve`], reused between texts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scratch {
    key: String,
    works: Vec<Work>,
    choices: Vec<Choice>,
    evidence: Evidence,
}

/// A mention in work.
#[derive(Clone, Copy, Debug, Default)]
struct Work {
    /// Its slice of the choices.
    first: usize,
    end: usize,
    /// Its own words or those before it fix its level.
    designated: bool,
    /// The level that it hands on to the names joined to it by commas and `dan`.
    list_levels: Levels,
    /// A list goes on from the mention before to this one.
    joined: bool,
}

impl Work {
    fn choices(self) -> Range<usize> {
        self.first..self.end
    }
}

/// A region that a mention may mean.
#[derive(Clone, Copy, Debug)]
struct Choice {
    region: Region,
    /// Its name is rather that of something else.
    doubtful: bool,
    points: i32,
}

impl Choice {
    fn suggest(&mut self, levels: Levels) {
        if levels.contains(self.region.level()) {
            self.points += points::LEVEL_SUGGESTED;
        }
    }

    /// Whether one region lies in the other.
    fn is_related(&self, other: &Self) -> bool {
        self.region.contains(other.region) || other.region.contains(self.region)
    }
}

/// What the document says of each region.
#[derive(Clone, Debug, Default)]
struct Evidence {
    /// For each region of the table.
    about: Vec<About>,
    /// Those that are not at their default, to reset them.
    touched: Vec<Region>,
}

#[derive(Clone, Copy, Debug, Default)]
struct About {
    /// It, or a region in it, is named without doubt.
    named: bool,
    /// One more than the last mention decided for it.
    last: usize,
}

impl Evidence {
    fn clear(&mut self) {
        for region in self.touched.drain(..) {
            if let Some(about) = self.about.get_mut(usize::from(region.index)) {
                *about = About::default();
            }
        }
        // Grows once, at the first text.
        self.about.resize(data::REGIONS.count, About::default());
    }

    fn is_empty(&self) -> bool {
        self.touched.is_empty()
    }

    fn about(&self, region: Region) -> About {
        let about = self.about.get(usize::from(region.index));
        about.copied().unwrap_or_default()
    }

    fn is_named(&self, region: Option<Region>) -> bool {
        region.is_some_and(|region| self.about(region).named)
    }

    fn change(&mut self, region: Region, change: impl FnOnce(&mut About)) {
        if let Some(about) = self.about.get_mut(usize::from(region.index)) {
            self.touched.push(region);
            change(about);
        }
    }

    /// Notes that `region`, and so each it lies in, is named without doubt.
    fn add(&mut self, region: Region) {
        let mut next = Some(region);
        while let Some(region) = next {
            if self.about(region).named {
                break;
            }
            self.change(region, |about| about.named = true);
            next = region.parent();
        }
    }

    /// What the document adds to the points of `region`.
    fn points(&self, region: Region) -> i32 {
        if self.about(region).named {
            return points::NAMED;
        }
        let parent = region.parent();
        if region.level() != RegionLevel::District {
            return if self.is_named(parent) {
                points::PROVINCE_NAMED
            } else {
                0
            };
        }
        if self.is_named(parent) {
            points::REGENCY_NAMED
        } else if self.is_named(parent.and_then(Region::parent)) {
            points::PROVINCE_NAMED
        } else if self.is_empty() {
            0
        } else {
            points::ELSEWHERE
        }
    }
}

/// Resolves the places among `mentions`, which are in order and do not overlap.
pub(crate) fn resolve(
    text: &str,
    mentions: &[RawEntity],
    scratch: &mut Scratch,
    out: &mut Resolutions,
) {
    out.clear();
    scratch.works.clear();
    scratch.choices.clear();
    scratch.evidence.clear();

    let mut previous = None;
    for (index, mention) in mentions.iter().enumerate() {
        let mut work = Work {
            first: scratch.choices.len(),
            end: scratch.choices.len(),
            ..Work::default()
        };
        if mention.kind == EntityKind::Place {
            collect(text, mention, scratch, &mut work);
            if let Some((before, _)) = previous.filter(|(_, at)| at + 1 == index) {
                let next = mentions.get(index + 1);
                exclude(text, [before, mention], next, scratch, &work);
                join(text, before, mention, scratch, &mut work);
            }
            previous = Some((mention, index));
        } else if mention.kind == EntityKind::Institution {
            learn(
                mention.span.text(text),
                &mut scratch.key,
                &mut scratch.evidence,
            );
        }
        scratch.works.push(work);
    }
    let Scratch {
        works,
        choices,
        evidence,
        ..
    } = scratch;
    for work in &*works {
        let choices = choices.get(work.choices()).unwrap_or(&[]);
        if let Some(best) = decide(choices)
            && (work.designated
                || best.points >= points::BESIDE
                || best.region.level() != RegionLevel::District)
        {
            evidence.add(best.region);
        }
    }
    for (index, work) in works.iter().enumerate() {
        let choices = choices.get_mut(work.choices()).unwrap_or_default();
        let last = |choice: &Choice| evidence.about(choice.region).last;
        let newest = choices.iter().map(last).max().unwrap_or(0);
        for choice in &mut *choices {
            choice.points += evidence.points(choice.region);
            if newest > 0 && evidence.about(choice.region).last == newest {
                choice.points += points::NAMED_LAST;
            }
        }
        let mut note = Note {
            first: out.candidates.len(),
            length: 1,
            resolved: true,
        };
        if let Some(best) = decide(choices) {
            evidence.change(best.region, |about| about.last = index + 1);
            out.candidates.push(best.region);
        } else {
            choices
                .sort_unstable_by_key(|choice| (core::cmp::Reverse(choice.points), choice.region));
            // What a likelier region beats outright is no candidate.
            let floor = choices.first().map_or(0, |best| best.points - points::LEAD);
            let possible = choices.iter();
            let possible = possible.filter(|choice| choice.points >= 0 && choice.points > floor);
            out.candidates.extend(possible.map(|choice| choice.region));
            note.length = out.candidates.len() - note.first;
            note.resolved = false;
        }
        out.notes.push(note);
    }
}

/// The region that has enough points, and leads every other or holds those it does not lead.
fn decide(choices: &[Choice]) -> Option<Choice> {
    let best = choices.iter().map(|choice| choice.points).max()?;
    if best < points::ENOUGH {
        return None;
    }
    let close = || {
        let close = choices.iter();
        close.filter(|choice| choice.points > best - points::LEAD)
    };
    let holds_rest = |choice: &&Choice| {
        let region = choice.region;
        close().all(|other| other.region == region || region.contains(other.region))
    };
    close().find(holds_rest).copied()
}

/// Collects the regions that `mention` may mean by its name and what stands before it.
fn collect(text: &str, mention: &RawEntity, scratch: &mut Scratch, work: &mut Work) {
    let Scratch { key, choices, .. } = scratch;
    let name = mention.span.text(text);
    let own = data::REGIONS.candidates(name, key, |region, doubtful| {
        let known = choices.get(work.first..).unwrap_or(&[]);
        // A name and its alias may lead to the same region.
        if known.iter().all(|known| known.region != region) {
            choices.push(Choice {
                region,
                doubtful,
                points: 0,
            });
        }
    });
    let designator = if own == Designator::None {
        let before = designator_before(text, mention.span.start);
        retain_from(choices, work.first, |choice| {
            before.allowed().contains(choice.region.level())
        });
        before
    } else {
        own
    };
    work.end = choices.len();
    work.designated = !matches!(designator, Designator::None | Designator::Other);
    work.list_levels = designator.suggested();
    for choice in choices.get_mut(work.choices()).unwrap_or_default() {
        choice.points = match choice.region.level() {
            _ if choice.doubtful && !work.designated => points::DOUBTFUL,
            RegionLevel::Province => points::PROVINCE,
            RegionLevel::Regency | RegionLevel::City => points::REGENCY_OR_CITY,
            RegionLevel::District => points::DISTRICT,
        };
        choice.suggest(work.list_levels);
    }
    let own = choices.get_mut(work.choices()).unwrap_or_default();
    // The custom of the police parts a regency from the city in its midst, not from one far away.
    if designator == Designator::Police {
        let provinces = own.first().map(|choice| choice.region.parent());
        if own
            .iter()
            .any(|choice| Some(choice.region.parent()) != provinces)
        {
            for choice in &mut *own {
                choice.points = points::REGENCY_OR_CITY;
            }
        }
    }
    if !work.designated && is_dateline(text, mention) {
        for choice in own {
            if choice.region.level() == RegionLevel::City {
                choice.points += points::DATELINE;
            }
        }
    }
}

/// Whether the mention opens its line and a dash ends the opening: `KUPANG - `, `Kupang (Antara) - `.
fn is_dateline(text: &str, mention: &RawEntity) -> bool {
    const REACH: usize = 40;
    let head = text.get(..mention.span.start).unwrap_or("");
    if !head.is_empty() && !head.ends_with('\n') {
        return false;
    }
    let reach = boundary_at(text, (mention.span.end + REACH).min(text.len()));
    let after = text.get(mention.span.end..reach).unwrap_or("");
    let line = after.split('\n').next().unwrap_or("");
    let dash = [" - ", " – ", " — ", " -- "]
        .iter()
        .filter_map(|dash| line.find(dash))
        .min();
    dash.is_some_and(|at| {
        at == 0 || line.starts_with([',', '(', ' ']) && line.get(..at).is_some_and(is_source)
    })
}

/// Whether this is what stands between place and dash of a dateline: `, Kompas.com`, ` (Antara)`.
fn is_source(text: &str) -> bool {
    let text = text.trim();
    text.strip_prefix(',')
        .is_some_and(|rest| !rest.contains(','))
        || text.starts_with('(') && text.ends_with(')')
}

/// Countries that stand behind the name of a place abroad that Indonesia has too.
const COUNTRIES: &[&str] = &[
    "Malaysia",
    "Singapura",
    "Brunei",
    "Brunei Darussalam",
    "Timor Leste",
    "Filipina",
    "Thailand",
    "Vietnam",
    "Kamboja",
    "Myanmar",
    "India",
    "Pakistan",
    "Tiongkok",
    "China",
    "Taiwan",
    "Jepang",
    "Korea Selatan",
    "Australia",
    "Selandia Baru",
    "Papua Nugini",
    "Arab Saudi",
    "Mesir",
    "Turki",
    "Belanda",
    "Inggris",
    "Prancis",
    "Jerman",
    "Italia",
    "Spanyol",
    "Portugal",
    "Rusia",
    "Suriname",
    "Amerika Serikat",
    "AS",
    "Kanada",
    "Meksiko",
    "Brasil",
    "Argentina",
];

/// Takes from a place what the parent named behind it excludes: `Kuningan, Jakarta`, `Malaka,
/// Malaysia`. Not where the two may be items of a list.
fn exclude(
    text: &str,
    [before, mention]: [&RawEntity; 2],
    next: Option<&RawEntity>,
    scratch: &mut Scratch,
    work: &Work,
) {
    let Scratch {
        key,
        works,
        choices,
        ..
    } = scratch;
    let Some(previous) = works.last().filter(|previous| !previous.joined) else {
        return;
    };
    let gap = text.get(before.span.end..mention.span.start).unwrap_or("");
    if !gap.starts_with([',', '(']) && !gap.starts_with(" (")
        || gap.contains('\n')
        || !is_beside(gap)
    {
        return;
    }
    // Both before a further item are of a list, unless the further one holds the second.
    let mut after = text.get(mention.span.end..).unwrap_or("").trim_start();
    if let Some(rest) = after.strip_prefix(',') {
        after = rest.trim_start();
    }
    let word = after.split(' ').next().unwrap_or("");
    if ["dan", "serta", "maupun", "atau", "hingga", "&", "/"].contains(&word) {
        return;
    }
    let own = choices.get(work.choices()).unwrap_or(&[]);
    let continues = next.is_some_and(|next| {
        next.kind == EntityKind::Place
            && text
                .get(mention.span.end..next.span.start)
                .is_some_and(is_list)
    });
    let abroad = own.is_empty() && COUNTRIES.contains(&mention.span.text(text));
    if !abroad {
        let large = |choice: &&Choice| choice.region.level() != RegionLevel::District;
        if !own.iter().any(|choice| large(&choice)) {
            return;
        }
        if continues {
            let next = next.map_or("", |next| next.span.text(text));
            let mut held = false;
            data::REGIONS.candidates(next, key, |region, _| {
                held |= own.iter().any(|choice| region.contains(choice.region));
            });
            if !held {
                return;
            }
        }
    }
    let Some((before, after)) = choices.split_at_mut_checked(work.first) else {
        return;
    };
    for choice in before.get_mut(previous.choices()).unwrap_or_default() {
        let larger = |parent: &Choice| parent.region.contains(choice.region);
        let spared = choice.region.level() == RegionLevel::Province
            || previous.designated && choice.region.level() != RegionLevel::District && !abroad;
        // Under a province or a designated parent, nothing else; under a bare regency or city, what
        // lies in another province.
        let other_province = |parent: &Choice| {
            let province = |region: Region| region.code().get(..2);
            province(parent.region) != province(choice.region)
        };
        let certain = work.designated
            || after
                .iter()
                .any(|parent| parent.region.level() == RegionLevel::Province);
        if !spared && !after.iter().any(larger) && (certain || after.iter().all(other_province)) {
            choice.points = points::EXCLUDED;
        }
    }
}

/// Keeps the choices from `first` on that `keep` accepts, and all before.
fn retain_from(choices: &mut Vec<Choice>, first: usize, keep: impl Fn(&Choice) -> bool) {
    let mut kept = first;
    for at in first..choices.len() {
        if choices.get(at).is_some_and(&keep) {
            choices.swap(kept, at);
            kept += 1;
        }
    }
    choices.truncate(kept);
}

/// Relates the place in `work` to the place mentioned just before it: as an item of the same list,
/// or as its parent or child.
fn join(
    text: &str,
    before: &RawEntity,
    mention: &RawEntity,
    scratch: &mut Scratch,
    work: &mut Work,
) {
    let Some(previous) = scratch.works.last_mut() else {
        return;
    };
    let gap = text.get(before.span.end..mention.span.start).unwrap_or("");
    if gap.len() > 40 || gap.contains('\n') {
        return;
    }
    let Scratch { choices, .. } = scratch;
    if is_beside(gap) {
        relate(choices, previous.choices(), work.choices(), is_list(gap));
    }
    if !is_list(gap) {
        return;
    }
    work.joined = true;
    if !previous.joined && previous.list_levels == Levels::NONE {
        let announced = announced_levels(text, before.span.start);
        previous.list_levels = announced;
        for choice in choices.get_mut(previous.choices()).unwrap_or_default() {
            choice.suggest(announced);
        }
    }
    if work.list_levels == Levels::NONE {
        work.list_levels = previous.list_levels;
        for choice in choices.get_mut(work.choices()).unwrap_or_default() {
            choice.suggest(work.list_levels);
        }
    }
}

/// Gives points to the choices of two neighbours of which one holds the other.
fn relate(choices: &mut [Choice], left: Range<usize>, right: Range<usize>, listed: bool) {
    let Some((before, after)) = choices.split_at_mut_checked(right.start) else {
        return;
    };
    let lefts = before.get_mut(left).unwrap_or_default();
    for a in &mut *lefts {
        if after.iter().any(|b| a.is_related(b)) {
            a.points += points::BESIDE;
        }
    }
    // In `Mamberamo Raya, Mamberamo Tengah` the second is a regency too, no district of the first.
    let is_peer = listed
        && after
            .iter()
            .any(|b| b.region.level() != RegionLevel::District);
    for b in after {
        if is_peer && b.region.level() == RegionLevel::District {
            continue;
        }
        if lefts.iter().any(|a| a.is_related(b)) {
            b.points += points::BESIDE;
        }
    }
}

/// Whether the text between two places lets one be the parent of the other: `, `, ` (`, ` di `,
/// `, kabupaten `.
fn is_beside(gap: &str) -> bool {
    let words = gap.trim_start_matches([',', '(', ' ', '\u{a0}']);
    let marked = gap.contains([',', '(']);
    let mut found = marked;
    for word in words
        .split([' ', '.', '\u{a0}'])
        .filter(|word| !word.is_empty())
    {
        match word {
            "di" | "wilayah" => found = true,
            _ if matches!(designator_word(word), Designator::Levels(_)) => {}
            _ => return false,
        }
    }
    found
}

/// Whether the text between two places joins them as items of a list.
fn is_list(gap: &str) -> bool {
    matches!(
        gap.trim_start_matches(',').trim(),
        "" | "dan" | "serta" | "maupun" | "atau" | "hingga" | "&" | "/" | "-" | "–"
    )
}

/// The levels that the sentence announces before its list of places at `start`: `kabupaten yang
/// hadir adalah`.
fn announced_levels(text: &str, start: usize) -> Levels {
    const REACH: usize = 100;
    let reach = boundary_at(text, start.saturating_sub(REACH));
    let before = text.get(reach..start).unwrap_or("");
    let sentence = before.rsplit(['\n', '.']).next().unwrap_or("");
    let mut words = sentence.rsplit(|c: char| !c.is_alphanumeric() && c != '/');
    let announced = words.find_map(|word| match word {
        "kabupaten" => Some(Levels::REGENCY),
        "kota" => Some(Levels::CITY),
        "kabupaten/kota" => Some(Levels::REGENCY_OR_CITY),
        "kecamatan" | "distrik" => Some(Levels::DISTRICT),
        "provinsi" => Some(Levels::PROVINCE),
        _ => None,
    });
    announced.unwrap_or(Levels::NONE)
}

/// Notes the region that the name of an institution holds: `Pemkab Belu`, `Dinas Kesehatan Kota
/// Kupang`, `Polres Malang Kota`, `Kejati Jawa Barat`.
fn learn(name: &str, key: &mut String, evidence: &mut Evidence) {
    let mut designated = false;
    for (at, _) in name.match_indices(' ').chain([(0, "")]) {
        let tail = name.get(at..).unwrap_or("").trim_start();
        let (designator, rest) = designator_of(tail);
        if matches!(designator, Designator::None | Designator::Other) {
            continue;
        }
        designated = true;
        let mut choices = [None; 2];
        data::REGIONS.candidates(rest, key, |region, _| {
            if designator.allowed().contains(region.level()) {
                let suggested = designator.suggested().contains(region.level());
                if let Some(slot) = choices.get_mut(usize::from(!suggested)) {
                    slot.get_or_insert(region);
                }
            }
        });
        if let Some(region) = choices.into_iter().flatten().next() {
            evidence.add(region);
        }
    }
    if designated {
        return;
    }
    // Without a designator only a province is certain enough.
    let mut end = name.len();
    for _ in 0..3 {
        let Some(space) = name.get(..end).and_then(|head| head.rfind(' ')) else {
            return;
        };
        end = space;
        let tail = name.get(space + 1..).unwrap_or("");
        data::REGIONS.candidates(tail, key, |region, _| {
            if region.level() == RegionLevel::Province {
                evidence.add(region);
            }
        });
    }
}

/// The designator or office that stands right before byte `start`: `kota `, `Wali Kota `, `Kec.`.
fn designator_before(text: &str, start: usize) -> Designator {
    let (word, at) = word_before(text, start);
    match designator_word(word) {
        Designator::Levels(_) if word.eq_ignore_ascii_case("kota") => {
            let (first, _) = word_before(text, at);
            if first.eq_ignore_ascii_case("ibu") {
                Designator::None
            } else {
                Designator::Levels(Levels::CITY)
            }
        }
        Designator::None if word.eq_ignore_ascii_case("metro") => {
            match designator_word(word_before(text, at).0) {
                Designator::Police => Designator::Police,
                _ => Designator::None,
            }
        }
        Designator::None => {
            let is = |nature: &&str| word.eq_ignore_ascii_case(nature);
            if ["gunung", "sungai", "danau", "bukit", "teluk", "lembah"]
                .iter()
                .any(is)
            {
                Designator::Other
            } else if is(&"pulau") {
                // An island may bear the name of a province (Bali), not that of its regency.
                Designator::Levels(Levels::PROVINCE)
            } else {
                Designator::None
            }
        }
        found => found,
    }
}

/// The word that ends before byte `end`, with only spaces and the dot of an abbreviation between,
/// and where it begins.
fn word_before(text: &str, end: usize) -> (&str, usize) {
    const REACH: usize = 24;
    let reach = boundary_at(text, end.saturating_sub(REACH));
    let before = text.get(reach..end).unwrap_or("");
    let mut head = before.trim_end_matches([' ', '\u{a0}']);
    if let Some(abbreviation) = head.strip_suffix('.') {
        head = abbreviation;
    }
    let letters = head.trim_end_matches(|c: char| c.is_alphabetic() || c == '/');
    let word = head.get(letters.len()..).unwrap_or("");
    // Only abbreviations have a dot: `Kab. Belu`, but not `oleh bupati. Belu`.
    if head.len() < before.trim_end().len() && word.len() > 5 {
        return ("", reach);
    }
    (word, reach + letters.len())
}

/// The first character boundary at or after byte `at`.
fn boundary_at(text: &str, at: usize) -> usize {
    let boundary = (at..text.len()).find(|&at| text.is_char_boundary(at));
    boundary.unwrap_or(text.len())
}
