//! The official regions of Indonesia, and which of them a mention of a place names.

use crate::data;
use crate::entity::{EntityKind, RawEntity};
use crate::error::Error;
use crate::format::{Checksum, Reader, TableKind, WordMap, open, u16_at, u32_at};
use crate::span::Span;
use core::fmt;

mod resolve;

pub(crate) use resolve::{Resolutions, Scratch, resolve};

/// A level of the official division.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[non_exhaustive]
pub enum RegionLevel {
    /// Provinsi.
    Province,
    /// Kabupaten.
    Regency,
    /// Kota: the same rank as a regency.
    City,
    /// Kecamatan; distrik in Papua, kapanewon and kemantren in Yogyakarta.
    District,
}

impl RegionLevel {
    /// The name used in JSON and by the examples: `province`, `regency`, `city`, `district`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::Regency => "regency",
            Self::City => "city",
            Self::District => "district",
        }
    }

    const fn mask(self) -> Levels {
        Levels(match self {
            Self::Province => 1,
            Self::Regency => 2,
            Self::City => 4,
            Self::District => 8,
        })
    }
}

/// A set of levels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Levels(u8);

impl Levels {
    const NONE: Self = Self(0);
    const ALL: Self = Self(15);
    const PROVINCE: Self = RegionLevel::Province.mask();
    const REGENCY: Self = RegionLevel::Regency.mask();
    const CITY: Self = RegionLevel::City.mask();
    const DISTRICT: Self = RegionLevel::District.mask();
    const REGENCY_OR_CITY: Self = Self(Self::REGENCY.0 | Self::CITY.0);

    const fn contains(self, level: RegionLevel) -> bool {
        self.0 & level.mask().0 != 0
    }
}

/// A province, regency, city or district of Indonesia: 38, 416, 98 and 7,285 of them, by the decree
/// of the Minister of Home Affairs 300.2.2-2138 of 2025.
///
/// A small copyable handle; everything it tells lies in the crate.
///
/// ```
/// use warta::{Region, RegionLevel};
///
/// let belu = Region::from_code("53.04").unwrap();
/// assert_eq!(belu.name(), "Kabupaten Belu");
/// assert_eq!(belu.level(), RegionLevel::Regency);
/// assert_eq!(belu.parent().unwrap().name(), "Nusa Tenggara Timur");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Region {
    index: u16,
}

impl Region {
    /// The region of an official code, written as `53`, `53.04` or `53.04.12`.
    pub fn from_code(code: &str) -> Option<Self> {
        let table = &*data::REGIONS;
        let mut parts = code.split('.');
        let mut packed = 0;
        for position in 0..3 {
            let part = match parts.next() {
                Some(part) if part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()) => {
                    part.parse::<u32>().ok()?
                }
                None if position > 0 => 0,
                _ => return None,
            };
            packed = packed * 100 + part;
        }
        let region = table.find(packed)?;
        // Not `53.00`, and nothing after the third part.
        (region.code() == code).then_some(region)
    }

    /// Every region with that name, official or in common use (`NTT`, `Jabar`, `Solo`, `TTS`),
    /// without regard to case, spaces and hyphens. A designator narrows it: `Kota Kupang`,
    /// `Kab. Kupang`.
    ///
    /// ```
    /// use warta::Region;
    ///
    /// let found: Vec<&str> = Region::named("kupang").map(|r| r.name()).collect();
    /// assert_eq!(found, ["Kabupaten Kupang", "Kota Kupang"]);
    /// assert_eq!(Region::named("Kab. Kupang").count(), 1);
    /// ```
    pub fn named(name: &str) -> impl Iterator<Item = Region> + use<> {
        let mut found = Vec::new();
        data::REGIONS.candidates(name, &mut String::new(), |region, _| found.push(region));
        found.sort();
        found.dedup();
        found.into_iter()
    }

    /// Its official code: `53`, `53.04`, `53.04.12`.
    pub fn code(self) -> &'static str {
        data::REGIONS.text(self).0
    }

    /// Its name in the official table: `Nusa Tenggara Timur`, `Kabupaten Belu`, `Kota Kupang`,
    /// `Tasifeto Barat`.
    pub fn name(self) -> &'static str {
        data::REGIONS.text(self).1
    }

    /// Its level.
    pub fn level(self) -> RegionLevel {
        let packed = data::REGIONS.packed(self);
        match (packed % 100, packed / 100 % 100) {
            (1.., _) => RegionLevel::District,
            (0, 0) => RegionLevel::Province,
            (0, 71..) => RegionLevel::City,
            (0, _) => RegionLevel::Regency,
        }
    }

    /// The region it belongs to; none for a province.
    pub fn parent(self) -> Option<Region> {
        let packed = data::REGIONS.packed(self);
        match self.level() {
            RegionLevel::Province => None,
            RegionLevel::Regency | RegionLevel::City => {
                data::REGIONS.find(packed / 10_000 * 10_000)
            }
            RegionLevel::District => data::REGIONS.find(packed / 100 * 100),
        }
    }

    /// Whether `other` lies in this region; no region lies in itself.
    pub fn contains(self, other: Region) -> bool {
        let (own, other) = (data::REGIONS.packed(self), data::REGIONS.packed(other));
        let size = match self.level() {
            RegionLevel::Province => 10_000,
            RegionLevel::Regency | RegionLevel::City => 100,
            RegionLevel::District => 1,
        };
        own != other && own / size == other / size
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code(), self.name())
    }
}

/// Serialises as an object of `code`, `level` and `name`.
#[cfg(feature = "serde")]
impl serde::Serialize for Region {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut object = serializer.serialize_struct("Region", 3)?;
        object.serialize_field("code", self.code())?;
        object.serialize_field("level", self.level().name())?;
        object.serialize_field("name", self.name())?;
        object.end()
    }
}

/// What [`resolve_places`] finds out about one mention.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Resolution {
    /// The region that is meant, where the text tells.
    pub region: Option<Region>,
    /// The regions that may be meant, the likeliest first: one where `region` is known, none where
    /// the mention names no region.
    pub candidates: Vec<Region>,
}

/// Tells which region each of `mentions` names, for mentions found by other means than this crate.
///
/// `mentions` are byte spans in `text` with their kinds, in order and not overlapping; the answer
/// has one item for each. Only places resolve; institutions (`Pemkab Belu`) help to tell which
/// place is meant. Evidence, strongest first: a designator or office at the name (`Kabupaten`,
/// `Wali Kota`), a parent or child named beside it, the other places of the text. Takes time linear
/// in the length of the text.
///
/// ```
/// use warta::{EntityKind::Place, Span, resolve_places};
///
/// let text = "Banjir di Lengkong, Bandung, Jawa Barat.";
/// let mentions = ["Lengkong", "Bandung", "Jawa Barat"].map(|name| {
///     let start = text.find(name).unwrap();
///     (Span::new(start, start + name.len()), Place)
/// });
/// let names: Vec<&str> = resolve_places(text, &mentions)
///     .iter()
///     .filter_map(|found| Some(found.region?.name()))
///     .collect();
/// // The district tells that the city is meant, not Kabupaten Bandung.
/// assert_eq!(names, ["Lengkong", "Kota Bandung", "Jawa Barat"]);
/// ```
pub fn resolve_places(text: &str, mentions: &[(Span, EntityKind)]) -> Vec<Resolution> {
    let raw: Vec<RawEntity> = mentions
        .iter()
        .enumerate()
        .map(|(index, &(span, kind))| RawEntity {
            span,
            kind,
            score: 1.0,
            first_token: 0,
            end_token: 0,
            canonical: index,
            full_name: None,
        })
        .collect();
    let mut found = Resolutions::default();
    resolve(text, &raw, &mut Scratch::default(), &mut found);
    (0..raw.len())
        .map(|index| Resolution {
            region: found.region(index),
            candidates: found.candidates(index).collect(),
        })
        .collect()
}

/// Set in the length of a candidate list whose name is rather that of something else.
pub const DOUBTFUL: u16 = 1 << 15;

/// No name of a region is longer, in bytes, with its designator and careless spaces. Keeps the look-up
/// of a mention that runs on and on cheap.
const LONGEST_NAME: usize = 128;

/// The table of the regions, read in place.
#[derive(Clone, Debug)]
pub(crate) struct Regions<'a> {
    count: usize,
    codes: &'a [u8],
    offsets: &'a [u8],
    texts: &'a [u8],
    lists: &'a [u8],
    names: WordMap<'a>,
}

impl<'a> Regions<'a> {
    /// A table without regions.
    pub(crate) const EMPTY: Self = Self {
        count: 0,
        codes: &[],
        offsets: &[],
        texts: &[],
        lists: &[],
        names: WordMap::EMPTY,
    };

    /// # Errors
    /// When the bytes are no whole table of regions.
    pub(crate) fn read(bytes: &'a [u8], checksum: Checksum) -> Result<Self, Error> {
        let mut reader = Reader::new(open(bytes, TableKind::Region, checksum)?, "region table");
        let count = reader.u32()? as usize;
        if count > usize::from(u16::MAX) {
            return Err(reader.corrupt("it has more regions than fit"));
        }
        let codes = reader.array(count, 4)?;
        let offsets = reader.array(count + 1, 4)?;
        let texts = reader.block()?;
        let lists = reader.block()?;
        let names = WordMap::read(&mut reader)?;
        reader.finish()?;
        Ok(Self {
            count,
            codes,
            offsets,
            texts,
            lists,
            names,
        })
    }

    /// Asks for all that a table other than the crate's own can be asked for.
    #[cfg(test)]
    pub(crate) fn touch(&self, name: &str) {
        let mut found = Vec::new();
        self.candidates(name, &mut String::new(), |region, _| found.push(region));
        for region in found {
            let (code, name) = self.text(region);
            core::hint::black_box((code.len(), name.len(), self.find(self.packed(region))));
        }
    }

    fn packed(&self, region: Region) -> u32 {
        u32_at(self.codes, usize::from(region.index))
    }

    fn text(&self, region: Region) -> (&'a str, &'a str) {
        let index = usize::from(region.index);
        let (from, to) = (
            u32_at(self.offsets, index) as usize,
            u32_at(self.offsets, index + 1) as usize,
        );
        let text = self.texts.get(from..to).unwrap_or(&[]);
        let text = core::str::from_utf8(text).unwrap_or("");
        text.split_once('\t').unwrap_or(("", ""))
    }

    fn find(&self, packed: u32) -> Option<Region> {
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = low.midpoint(high);
            match u32_at(self.codes, middle).cmp(&packed) {
                core::cmp::Ordering::Less => low = middle + 1,
                core::cmp::Ordering::Greater => high = middle,
                core::cmp::Ordering::Equal => {
                    return Some(Region {
                        index: middle as u16,
                    });
                }
            }
        }
        None
    }

    /// The official name, without its designator, of the one province, regency or city that `name`
    /// means: `Jawa Barat` for `Jabar`.
    pub(crate) fn official_name(&self, name: &str, key: &mut String) -> Option<&'a str> {
        if name.len() > LONGEST_NAME {
            return None;
        }
        fold_name(name, key);
        let list = self.names.get(key.as_bytes())? as usize;
        let mut large = (0..usize::from(u16_at(self.lists, list) & !DOUBTFUL))
            .map(|at| Region {
                index: u16_at(self.lists, list + 1 + at),
            })
            .filter(|region| self.packed(*region).is_multiple_of(100));
        let only = large.next().filter(|_| large.next().is_none())?;
        Some(designator_of(self.text(only).1).1)
    }

    /// Gives each region that `name` may mean, with whether the name is doubtful, and returns the
    /// levels that its own designator allows (`Kabupaten Belu`, `Malang Kota`).
    ///
    /// `key` is a buffer.
    fn candidates(
        &self,
        name: &str,
        key: &mut String,
        mut each: impl FnMut(Region, bool),
    ) -> Designator {
        if name.len() > LONGEST_NAME {
            return Designator::None;
        }
        let mut look_up = |name: &str, allowed: Option<Levels>| {
            fold_name(name, key);
            let Some(list) = self.names.get(key.as_bytes()) else {
                return;
            };
            let list = list as usize;
            let length = u16_at(self.lists, list);
            for at in 0..usize::from(length & !DOUBTFUL) {
                let region = Region {
                    index: u16_at(self.lists, list + 1 + at),
                };
                if allowed.is_none_or(|levels| levels.contains(region.level())) {
                    each(region, length & DOUBTFUL != 0);
                }
            }
        };
        // `Kota Baru` may be a name as a whole.
        look_up(name, None);
        let (designator, rest) = designator_of(name);
        match designator {
            Designator::None => {
                // `Malang Kota`, as the police calls the city.
                if let Some(rest) = strip_last_word(name, "kota") {
                    look_up(rest, Some(Levels::CITY));
                    return Designator::Levels(Levels::CITY);
                }
            }
            _ => look_up(rest, Some(designator.allowed())),
        }
        designator
    }
}

/// What stands before a name and tells of what level it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Designator {
    /// Nothing that tells.
    None,
    /// It is a region of one of these levels.
    Levels(Levels),
    /// A police unit of a regency or city. Where both have one, that of the city is named
    /// `Malang Kota`.
    Police,
    /// It is a village, street, mountain or the like, which is no region.
    Other,
}

impl Designator {
    /// The levels that the named region can have.
    const fn allowed(self) -> Levels {
        match self {
            Self::None => Levels::ALL,
            Self::Levels(levels) => levels,
            Self::Police => Levels::REGENCY_OR_CITY,
            Self::Other => Levels::NONE,
        }
    }

    /// The levels that it rather has.
    const fn suggested(self) -> Levels {
        match self {
            Self::Levels(levels) => levels,
            Self::Police => Levels::REGENCY,
            Self::None | Self::Other => Levels::NONE,
        }
    }
}

/// Splits the designator off the front of a capitalised name: `Kab. Belu`, `Kota Administrasi
/// Jakarta Pusat`.
pub fn designator_of(name: &str) -> (Designator, &str) {
    let is_inner = |c: char| c.is_alphabetic() || c == '/';
    let end = name.find(|c| !is_inner(c)).unwrap_or(name.len());
    let (word, rest) = name.split_at(end);
    let designator = designator_word(word);
    if designator == Designator::None {
        return (designator, name);
    }
    let mut rest = rest.trim_start_matches(['.', ' ', '\u{a0}']);
    for kind in ["Administrasi ", "Adm. ", "ADMINISTRASI "] {
        rest = rest.strip_prefix(kind).unwrap_or(rest);
    }
    if rest.is_empty() {
        return (Designator::None, name);
    }
    (designator, rest)
}

/// What a word before a name says of its level: designators, and offices and bodies of a level.
fn designator_word(word: &str) -> Designator {
    // The longest is `kabupaten/kota`.
    let mut folded = [0u8; 16];
    let Some(folded) = folded.get_mut(..word.len()) else {
        return Designator::None;
    };
    folded.copy_from_slice(word.as_bytes());
    folded.make_ascii_lowercase();
    let levels = match &*folded {
        b"provinsi" | b"propinsi" | b"prov" | b"prop" | b"gubernur" | b"wagub" | b"pemprov"
        | b"kapolda" | b"polda" => Levels::PROVINCE,
        b"kabupaten" | b"kab" | b"bupati" | b"wabup" | b"pemkab" => Levels::REGENCY,
        b"kota" | b"kotamadya" | b"walikota" | b"wawali" | b"pemkot" | b"polrestabes"
        | b"kapolrestabes" => Levels::CITY,
        b"kabupaten/kota" | b"kab/kota" => Levels::REGENCY_OR_CITY,
        b"polres" | b"polresta" | b"kapolres" | b"kapolresta" => return Designator::Police,
        b"kecamatan" | b"kec" | b"camat" | b"distrik" | b"kapanewon" | b"kemantren" | b"panewu"
        | b"polsek" | b"kapolsek" | b"koramil" | b"danramil" => Levels::DISTRICT,
        b"desa" | b"kelurahan" | b"kel" | b"kampung" | b"kampong" | b"dusun" | b"nagari"
        | b"jorong" | b"gampong" | b"pekon" | b"kalurahan" | b"lurah" | b"kades" | b"jalan"
        | b"jl" | b"jln" | b"gang" | b"gg" | b"pantai" | b"stasiun" | b"terminal" | b"bandara"
        | b"pelabuhan" | b"hotel" | b"waduk" | b"bendungan" | b"perumahan" | b"kompleks"
        | b"rt" | b"rw" | b"tol" | b"selat" | b"laut" | b"samudra" | b"samudera" => {
            return Designator::Other;
        }
        _ => return Designator::None,
    };
    Designator::Levels(levels)
}

/// `name` without a last word `word`, which may be in any case.
fn strip_last_word<'a>(name: &'a str, word: &str) -> Option<&'a str> {
    let (rest, last) = name.rsplit_once(' ')?;
    last.eq_ignore_ascii_case(word).then_some(rest.trim_end())
}

/// Writes to `key` what stays of a name without case, spaces, hyphens, dots and apostrophes.
pub fn fold_name(name: &str, key: &mut String) {
    key.clear();
    for c in name.chars() {
        if c.is_ascii() {
            if c.is_ascii_alphanumeric() {
                key.push(c.to_ascii_lowercase());
            }
        } else if c.is_alphanumeric() {
            key.extend(c.to_lowercase());
        }
    }
}
