//! One box for communes and zones: by name, code or postal code, without minding accents, case or small typing errors.
//!
//! Names are folded once; a query then compares slices and allocates nothing for the candidates it discards.

use std::{borrow::Cow, cmp::Reverse};

use bassin_kernel::{LocalizedText, text::fold};

use crate::{
    atlas::Atlas,
    model::{Country, Zone, Zoning},
};

/// Something found, with the text that designates it in an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub target: Target,
    /// What to type to designate it: `commune:FR-67482`, `zone-emploi:4406`.
    pub reference: String,
    /// Its name.
    pub name: LocalizedText,
    /// What tells it from its namesakes: its département or province, or the kind of zone.
    pub context: LocalizedText,
}

/// What a name or a code designates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// The commune at that row.
    Commune(u32),
    /// A zone: positions of the zoning in the atlas and of the zone in the zoning.
    Zone(u32, u32),
}

#[derive(Debug)]
struct Entry {
    folded: Cow<'static, str>,
    letters: u32,
    target: Target,
    /// A former or delegated commune: it gives way to those of today.
    former: bool,
}

/// Every name, in the order of the folded names.
#[derive(Debug)]
pub(crate) struct Index(Vec<Entry>);

/// One bit for each letter present: two names that differ by two letters differ by four bits at most.
fn letters(folded: &str) -> u32 {
    folded.bytes().fold(0, |bits, byte| match byte {
        b'a'..=b'z' => bits | 1 << (byte - b'a'),
        b'0'..=b'9' => bits | 1 << 26,
        _ => bits,
    })
}

/// Words that open a zone's official name and that nobody types.
const OPENINGS: [&str; 11] =
    ["province du ", "province de ", "province d ", "province of ", "provincie ", "region de ", "region ", "cc ", "ca ", "cu ", "vlaams "];

impl Index {
    pub(crate) fn new(atlas: &Atlas) -> Self {
        let mut entries = Vec::with_capacity(45_000);
        let mut push = |folded: Cow<'static, str>, target, former| {
            if !folded.is_empty() {
                entries.push(Entry { letters: letters(&folded), folded, target, former });
            }
        };
        for (row, commune) in (0..).zip(atlas.communes()) {
            push(commune.folded.into(), Target::Commune(row), false);
            if commune.dutch_folded != commune.folded {
                push(commune.dutch_folded.into(), Target::Commune(row), false);
            }
        }
        for former in atlas.all_former() {
            if let Some(row) = atlas.row_of(Country::France, former.commune) {
                push(former.folded.into(), Target::Commune(row), true);
            }
        }
        for (zoning, content) in (0..).zip(atlas.zonings()) {
            for (position, zone) in (0..).zip(content.zones()) {
                for name in names(zone) {
                    push(name.into(), Target::Zone(zoning, position), false);
                }
            }
        }
        entries.sort_unstable_by(|a, b| (a.folded.as_ref(), a.target).cmp(&(b.folded.as_ref(), b.target)));
        Self(entries)
    }

    /// The targets of exactly that folded name: those of today, or else the former ones.
    pub(crate) fn exact(&self, folded: &str) -> Vec<Target> {
        let start = self.0.partition_point(|entry| entry.folded.as_ref() < folded);
        let same = || self.0.iter().skip(start).take_while(|entry| entry.folded == folded);
        let mut targets: Vec<Target> = same().filter(|entry| !entry.former).map(|entry| entry.target).collect();
        let communes = targets.iter().any(|target| matches!(target, Target::Commune(_)));
        if !communes {
            targets.extend(same().filter(|entry| entry.former).map(|entry| entry.target));
        }
        targets.dedup();
        targets
    }
}

/// The folded names of a zone, with and without the words that open official names.
fn names(zone: &Zone) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(2);
    let official = [&zone.name.fr, &zone.name.en].into_iter().chain(&zone.other_names);
    for name in official {
        let folded = fold(name);
        if let Some(short) = OPENINGS.iter().find_map(|opening| folded.strip_prefix(opening)) {
            names.push(short.to_owned());
        }
        names.push(folded);
    }
    names.sort_unstable();
    names.dedup();
    names
}

/// How a candidate answers the query, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tier {
    Code,
    Exact,
    Start,
    Words,
    Typo(u8),
}

impl Atlas {
    /// The communes and zones that answer a query, best first: codes, exact names, beginnings of names, beginnings of words, then
    /// names within a typing error or two. Among equals, wide zones and populous communes come first.
    #[must_use]
    pub fn search(&self, query: &str, limit: usize) -> Vec<Hit> {
        let folded = saints(&fold(query));
        if folded.is_empty() || limit == 0 {
            return Vec::new();
        }
        let mut found: Vec<(Tier, Target)> = Vec::new();
        if query.contains(|c: char| c.is_ascii_digit()) {
            self.by_code(query.trim(), &mut found);
        }
        self.by_name(&folded, &mut found);
        if found.len() < limit.min(5) {
            self.by_likeness(&folded, &mut found);
        }
        let mut ranked: Vec<_> = found.into_iter().map(|(tier, target)| (tier, self.rank(tier, target), target)).collect();
        ranked.sort_unstable();
        let mut seen = std::collections::HashSet::new();
        ranked
            .into_iter()
            .map(|(_, _, target)| target)
            .filter(|target| seen.insert(*target))
            .take(limit)
            .filter_map(|target| self.hit(target))
            .collect()
    }

    /// The targets whose name is exactly that one.
    pub(crate) fn named(&self, name: &str) -> Vec<Target> {
        self.names().exact(&saints(&fold(name)))
    }

    fn by_code(&self, code: &str, found: &mut Vec<(Tier, Target)>) {
        let rows = Country::ALL.into_iter().filter_map(|country| self.row_of(country, code)).chain(self.row(code));
        found.extend(rows.map(|row| (Tier::Code, Target::Commune(row))));
        for (zoning, content) in (0..).zip(self.zonings()) {
            found.extend(content.position(code).map(|zone| (Tier::Code, Target::Zone(zoning, zone))));
        }
        found.extend(self.with_postal_code(code).map(|row| (Tier::Start, Target::Commune(row))));
    }

    /// The rows of the communes that share a postal code.
    pub(crate) fn with_postal_code<'a>(&'a self, code: &'a str) -> impl Iterator<Item = u32> + 'a {
        let rows = (0..).zip(self.communes());
        rows.filter(move |(_, commune)| code.len() >= 4 && commune.postal.split(' ').any(|postal| postal == code)).map(|(row, _)| row)
    }

    fn by_name(&self, query: &str, found: &mut Vec<(Tier, Target)>) {
        let wanted = letters(query);
        for entry in &self.names().0 {
            if wanted & !entry.letters != 0 {
                continue;
            }
            let tier = match entry.folded.strip_prefix(query) {
                Some("") if !entry.former => Tier::Exact,
                Some(_) => Tier::Start,
                None if words_start(&entry.folded, query) => Tier::Words,
                None => continue,
            };
            found.push((tier, entry.target));
        }
    }

    fn by_likeness(&self, query: &str, found: &mut Vec<(Tier, Target)>) {
        let errors = match query.len() {
            0..=3 => return,
            4..=6 => 1,
            _ => 2,
        };
        let wanted = letters(query);
        for entry in &self.names().0 {
            let near = query.len().abs_diff(entry.folded.len()) <= errors && (wanted ^ entry.letters).count_ones() as usize <= 2 * errors;
            if near && let Some(distance) = distance(query.as_bytes(), entry.folded.as_bytes(), errors) {
                found.push((Tier::Typo(distance), entry.target));
            }
        }
    }

    /// Among answers of the same tier: an exact name is first a commune's; otherwise wide zones first. Then population.
    fn rank(&self, tier: Tier, target: Target) -> (u8, Reverse<u64>) {
        let population = |row: u32| u64::from(self.commune(row).and_then(|commune| commune.population).unwrap_or_default());
        match target {
            Target::Commune(row) => (if tier <= Tier::Exact { 0 } else { 4 }, Reverse(population(row))),
            Target::Zone(zoning, zone) => {
                let communes =
                    self.zoning_at(zoning).and_then(|zoning| zoning.zones().get(zone as usize)).map_or(0, |zone| zone.rows.len());
                // The built-in order goes from countries to EPCI; imported zonings follow.
                (1 + u8::try_from(zoning).unwrap_or(u8::MAX - 4).min(250) + if zoning >= 4 { 1 } else { 0 }, Reverse(u64::from(communes)))
            }
        }
    }

    /// What a reader needs to know of a target.
    pub(crate) fn hit(&self, target: Target) -> Option<Hit> {
        match target {
            Target::Commune(row) => {
                let commune = self.commune(row)?;
                let name = match commune.dutch {
                    Some(dutch) => LocalizedText::same(format!("{} ({dutch})", commune.name)),
                    None => LocalizedText::same(commune.name),
                };
                let around = ["departement", "province", "region"].into_iter().find_map(|zoning| self.zone_of(row, zoning));
                let context = around.map(|zone| zone.name.clone()).unwrap_or_default();
                Some(Hit { target, reference: format!("commune:{}", commune.key()), name, context })
            }
            Target::Zone(zoning, zone) => {
                let zoning: &Zoning = self.zoning_at(zoning)?;
                let zone = zoning.zones().get(zone as usize)?;
                let reference = format!("{}:{}", zoning.id(), zone.code);
                Some(Hit { target, reference, name: zone.name.clone(), context: zoning.header().singular.clone() })
            }
        }
    }
}

/// `st` and `ste` at the beginning of a name or of a word of it are `saint` and `sainte`.
fn saints(folded: &str) -> String {
    let mut words: Vec<&str> = folded.split(' ').collect();
    let count = words.len();
    for word in words.iter_mut().take(count.saturating_sub(1)) {
        *word = match *word {
            "st" => "saint",
            "ste" => "sainte",
            other => other,
        };
    }
    words.join(" ")
}

/// Whether every word of the query begins a word of the name, in order.
fn words_start(name: &str, query: &str) -> bool {
    let mut words = name.split(' ');
    query.split(' ').all(|wanted| words.any(|word| word.starts_with(wanted)))
}

/// The number of letters to insert, remove, replace or swap with the next to go from one name to the other, up to `most`.
/// [`strsim`]'s functions allocate at each call; names are short, so two rows on the stack do.
fn distance(a: &[u8], b: &[u8], most: usize) -> Option<u8> {
    const LONGEST: usize = 64;
    if a.len() >= LONGEST || b.len() >= LONGEST {
        return None;
    }
    let mut before = [0_u8; LONGEST];
    let mut last = [0_u8; LONGEST];
    let mut row = [0_u8; LONGEST];
    for (cell, value) in last.iter_mut().zip(0..) {
        *cell = value;
    }
    for (i, &left) in a.iter().enumerate() {
        row[0] = last[0] + 1;
        let mut least = row[0];
        for (j, &right) in b.iter().enumerate() {
            let mut best = (last[j] + u8::from(left != right)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && left == b[j - 1] && a[i - 1] == right {
                best = best.min(before[j - 1] + 1);
            }
            row[j + 1] = best;
            least = least.min(best);
        }
        if usize::from(least) > most {
            return None;
        }
        before = last;
        last = row;
    }
    (usize::from(last[b.len()]) <= most).then_some(last[b.len()])
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;

    static ATLAS: LazyLock<Atlas> = LazyLock::new(Atlas::reference);

    fn first(query: &str) -> String {
        ATLAS.search(query, 10).into_iter().next().map(|hit| hit.reference).unwrap_or_default()
    }

    #[test]
    fn the_expected_answer_comes_first() {
        for (query, reference) in [
            ("Strasbourg", "commune:FR-67482"),
            ("strasbourg ", "commune:FR-67482"),
            ("strasb", "commune:FR-67482"),
            ("Strassbourg", "commune:FR-67482"),
            ("starsbourg", "commune:FR-67482"),
            ("67482", "commune:FR-67482"),
            ("FR-67482", "commune:FR-67482"),
            ("67000", "commune:FR-67482"),
            ("bas rhin", "departement:67"),
            ("grand est", "region:44"),
            ("wallonne", "region:BE-03000"),
            ("province du luxembourg", "province:80000"),
            ("Antwerpen", "commune:BE-11002"),
            ("hay les roses", "commune:FR-94038"),
            ("st denis", "commune:FR-97411"),
            ("bar duc", "commune:FR-55029"),
            ("eurometropole de strasbourg", "epci:246700488"),
            ("200067205", "epci:200067205"),
        ] {
            assert_eq!(first(query), reference, "{query}");
        }
    }

    #[test]
    fn nothing_is_found_for_nothing() {
        assert_eq!(ATLAS.search("", 10), []);
        assert_eq!(ATLAS.search("strasbourg", 0), []);
        assert_eq!(ATLAS.search("zzzzzzzzzzzz", 10), []);
    }

    #[test]
    fn distances_are_those_of_the_reference() {
        for (a, b) in [("metz", "mets"), ("nancy", "nnacy"), ("reims", "rems"), ("colmar", "colmarr"), ("metz", "nancy")] {
            let expected = strsim::osa_distance(a, b);
            assert_eq!(
                distance(a.as_bytes(), b.as_bytes(), 2).map(usize::from),
                Some(expected).filter(|distance| *distance <= 2),
                "{a} {b}"
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn distance_agrees_with_the_reference(a in "[a-d]{1,9}", b in "[a-d]{1,9}", most in 0..4_usize) {
            let expected = strsim::osa_distance(&a, &b);
            prop_assert_eq!(distance(a.as_bytes(), b.as_bytes(), most).map(usize::from), Some(expected).filter(|distance| *distance <= most));
        }

        #[test]
        fn every_commune_is_found_by_its_key_and_name(row in 0..ATLAS.len()) {
            let commune = ATLAS.commune(row).unwrap();
            prop_assert_eq!(first(&commune.key()), format!("commune:{}", commune.key()));
            let hits = ATLAS.search(commune.name, 400);
            prop_assert!(hits.iter().any(|hit| hit.target == Target::Commune(row)), "{}", commune.name);
        }
    }
}
