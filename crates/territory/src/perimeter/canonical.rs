//! The shortest honest text and name for a set of communes.
//!
//! The rows alone decide, with the zones that the expression names as hints: `zone-emploi:4406` stays itself rather than a list of
//! EPCI. Whole zones are taken from the widest to the narrowest; a zone that lacks a few communes is written as a difference.

use bassin_kernel::{Language, LocalizedText, text};
use bassin_statistics::RowSet;

use crate::{atlas::Atlas, model::Commune};

/// What a canonical form adds and takes away.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Terms {
    plus: Cover,
    minus: Cover,
}

/// Zones and communes, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Cover {
    zones: Vec<(u32, u32)>,
    rows: Vec<u32>,
}

/// The terms of a set of rows, given the zones that its author named.
pub(super) fn terms(atlas: &Atlas, rows: &RowSet, hints: &[(u32, u32)]) -> Terms {
    let mut builder = Builder { atlas, wanted: rows, left: rows.clone(), terms: Terms::default() };
    let hinted: Vec<_> = hints.iter().filter_map(|&zone| Some((zone, zone_rows(atlas, zone)?))).collect();
    let (mut whole, cut): (Vec<_>, Vec<_>) = hinted.into_iter().partition(|(_, zone)| zone.is_subset(rows));
    whole.sort_by_key(|(zone, rows)| (std::cmp::Reverse(rows.len()), *zone));
    for (zone, zone_rows) in whole {
        builder.take_whole(zone, zone_rows, 1);
    }
    for (zone, zone_rows) in cut {
        builder.take_difference(zone, zone_rows);
    }
    for zone in touched(atlas, &builder.left) {
        if let Some(zone_rows) = zone_rows(atlas, zone) {
            builder.take_whole(zone, zone_rows, 2);
            builder.take_difference(zone, zone_rows);
        }
    }
    builder.finish()
}

/// The cover of a set of rows while it is being built.
struct Builder<'a> {
    atlas: &'a Atlas,
    wanted: &'a RowSet,
    left: RowSet,
    terms: Terms,
}

impl Builder<'_> {
    /// Takes a zone that is wholly inside, if it brings at least that many communes not yet covered.
    fn take_whole(&mut self, zone: (u32, u32), rows: &RowSet, least: u32) {
        if rows.is_subset(self.wanted) && self.left.intersection(rows).len() >= least {
            self.terms.plus.zones.push(zone);
            self.left = self.left.difference(rows);
        }
    }

    /// Takes a zone of which some communes are missing, when naming what is missing is shorter than naming what is there.
    fn take_difference(&mut self, zone: (u32, u32), rows: &RowSet) {
        let inside = self.left.intersection(rows);
        let missing = rows.difference(self.wanted);
        if missing.is_empty() || inside.len() <= missing.len() {
            return;
        }
        let missing = plain(self.atlas, &missing);
        if 1 + missing.len() < plain(self.atlas, &inside).len() {
            self.terms.plus.zones.push(zone);
            self.terms.minus.zones.extend(missing.zones);
            self.terms.minus.rows.extend(missing.rows);
            self.left = self.left.difference(rows);
        }
    }

    fn finish(mut self) -> Terms {
        self.terms.plus.rows.extend(self.left.iter());
        for cover in [&mut self.terms.plus, &mut self.terms.minus] {
            // In the order of the communes, so that a label goes from one country to the next.
            cover.zones.sort_unstable_by_key(|&zone| (zone_rows(self.atlas, zone).and_then(|rows| rows.iter().next()), zone));
            cover.zones.dedup();
            cover.rows.sort_unstable();
            cover.rows.dedup();
        }
        self.terms
    }
}

/// A cover by whole built-in zones and communes.
fn plain(atlas: &Atlas, rows: &RowSet) -> Cover {
    let mut builder = Builder { atlas, wanted: rows, left: rows.clone(), terms: Terms::default() };
    for zone in touched(atlas, rows) {
        if let Some(zone_rows) = zone_rows(atlas, zone) {
            builder.take_whole(zone, zone_rows, 2);
        }
    }
    builder.finish().plus
}

fn zone_rows(atlas: &Atlas, (zoning, zone): (u32, u32)) -> Option<&RowSet> {
    Some(&atlas.zoning_at(zoning)?.zones().get(zone as usize)?.rows)
}

/// The built-in zones that canonical forms may use, from the widest to the narrowest, where they hold some of the rows.
fn touched(atlas: &Atlas, rows: &RowSet) -> Vec<(u32, u32)> {
    let mut touched = Vec::new();
    for id in ["pays", "region", "province", "departement", "epci"] {
        let Some((position, zoning)) = (0..).zip(atlas.zonings()).find(|(_, zoning)| zoning.id() == id) else { continue };
        let mut zones: Vec<u32> = rows.iter().filter_map(|row| zoning.position_of(row)).collect();
        zones.dedup();
        zones.sort_unstable();
        zones.dedup();
        touched.extend(zones.into_iter().map(|zone| (position, zone)));
    }
    touched
}

/// A text that designates no commune, since every expression designates something.
const EMPTY: &str = "pays:FR - pays:FR";
/// How many terms a label spells out.
const SPELLED: usize = 3;

impl Terms {
    /// The canonical text.
    pub(super) fn text(&self, atlas: &Atlas) -> String {
        if self.plus.len() == 0 {
            return EMPTY.to_owned();
        }
        let mut text = self.plus.texts(atlas).join(" + ");
        for term in self.minus.texts(atlas) {
            text.push_str(" - ");
            text.push_str(&term);
        }
        text
    }

    /// What to call the set.
    pub(super) fn label(&self, atlas: &Atlas) -> LocalizedText {
        let label = |language| {
            if self.plus.len() == 0 {
                return match language {
                    Language::French => "Aucune commune".to_owned(),
                    Language::English => "No commune".to_owned(),
                };
            }
            let mut label = self.plus.label(atlas, language);
            if self.minus.len() > 0 {
                label.push_str(match language {
                    Language::French => " sauf ",
                    Language::English => " except ",
                });
                label.push_str(&self.minus.label(atlas, language));
            }
            label
        };
        LocalizedText::new(label(Language::French), label(Language::English))
    }
}

impl Cover {
    fn len(&self) -> usize {
        self.zones.len() + self.rows.len()
    }

    /// One text for each zone, and one for all the communes, which pasted codes form a list of.
    fn texts(&self, atlas: &Atlas) -> Vec<String> {
        let zones = self.zones.iter().filter_map(|&(zoning, zone)| {
            let zoning = atlas.zoning_at(zoning)?;
            Some(format!("{}:{}", zoning.id(), zoning.zones().get(zone as usize)?.code))
        });
        let mut texts: Vec<String> = zones.collect();
        let communes: Vec<String> = self.rows.iter().filter_map(|&row| atlas.commune(row)).map(Commune::key).collect();
        if !communes.is_empty() {
            texts.push(communes.join(" "));
        }
        texts
    }

    fn label(&self, atlas: &Atlas, language: Language) -> String {
        let mut names: Vec<String> = self.zones.iter().filter_map(|&zone| zone_label(atlas, zone, language)).collect();
        if self.rows.len() <= SPELLED {
            names.extend(self.rows.iter().filter_map(|&row| atlas.commune(row)).map(|commune| commune.name.to_owned()));
        } else {
            names.push(format!("{} communes", text::count(self.rows.len() as u64, language)));
        }
        let others = names.len().saturating_sub(SPELLED);
        if others > 1 {
            names.truncate(SPELLED);
            names.push(match language {
                Language::French => format!("{others} autres territoires"),
                Language::English => format!("{others} other territories"),
            });
        }
        names.join(" + ")
    }
}

/// Zones that bear the name of a town say what they are; the others are known by their names.
fn zone_label(atlas: &Atlas, (zoning, zone): (u32, u32), language: Language) -> Option<String> {
    let zoning = atlas.zoning_at(zoning)?;
    let name = zoning.zones().get(zone as usize)?.name.get(language);
    let plain = matches!(zoning.id(), "pays" | "region" | "province" | "departement" | "epci" | "ept");
    Some(if plain { name.to_owned() } else { format!("{name} ({})", zoning.header().singular.get(language)) })
}
