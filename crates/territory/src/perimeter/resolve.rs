//! From an expression to communes. Everything unknown or ambiguous is reported at once, with what would be accepted instead.

use std::collections::HashMap;

use bassin_kernel::{Kind, Problem, Violation, text::slug};
use bassin_statistics::RowSet;

use super::{Expression, LISTED, Perimeter, Replaced, canonical, lexer::Reference, mistake::Mistake, parser, parser::Step};
use crate::{atlas::Atlas, model::Country, search::Target};

/// The words before the colon that designate one commune.
const COMMUNE: [&str; 9] = ["commune", "communes", "municipality", "municipalities", "municipalite", "com", "insee", "nis", "gemeente"];
/// The words before the colon that designate a saved perimeter.
const SAVED: [&str; 4] = ["perimetre", "perimetres", "perimeter", "perimeters"];

impl Atlas {
    /// Resolves an expression that names no saved perimeter.
    ///
    /// # Errors
    /// What is not well formed, or everything that is unknown or ambiguous, each with its offset and suggestions.
    pub fn resolve(&self, text: &str) -> Result<Perimeter, Problem> {
        self.resolve_with(text, &HashMap::new())
    }

    /// The same, where `perimetre:slug` stands for the expression that `saved` gives for that slug.
    ///
    /// # Errors
    /// As [`Self::resolve`].
    pub fn resolve_with(&self, text: &str, saved: &HashMap<String, String>) -> Result<Perimeter, Problem> {
        let expression = parser::parse(text)?;
        let mut resolver = Resolver { atlas: self, saved, zones: Vec::new(), replaced: Vec::new(), violations: Vec::new(), unlisted: 0 };
        let rows = resolver.evaluate(&expression);
        if !resolver.violations.is_empty() {
            return Err(Problem { kind: Kind::Invalid, violations: resolver.violations, unlisted: resolver.unlisted });
        }
        let Resolver { mut zones, replaced, .. } = resolver;
        zones.sort_unstable();
        zones.dedup();
        let terms = canonical::terms(self, &rows, &zones);
        zones.dedup_by_key(|zone| zone.0);
        let zonings = zones.iter().filter_map(|&(zoning, _)| self.zoning_at(zoning)).map(|zoning| zoning.id().to_owned()).collect();
        Ok(Perimeter { canonical: terms.text(self), label: terms.label(self), rows, replaced, zonings })
    }

    /// The perimeter of a set of rows, as picked in lists or on a map.
    #[must_use]
    pub fn perimeter(&self, rows: RowSet) -> Perimeter {
        let terms = canonical::terms(self, &rows, &[]);
        Perimeter { canonical: terms.text(self), label: terms.label(self), rows, replaced: Vec::new(), zonings: Vec::new() }
    }
}

struct Resolver<'a> {
    atlas: &'a Atlas,
    saved: &'a HashMap<String, String>,
    /// The zones that the expression names: its canonical form prefers them.
    zones: Vec<(u32, u32)>,
    replaced: Vec<Replaced>,
    violations: Vec<Violation>,
    unlisted: u64,
}

impl Resolver<'_> {
    fn evaluate(&mut self, expression: &Expression) -> RowSet {
        let mut stack: Vec<Operand> = Vec::new();
        for step in &expression.steps {
            if let Step::Item { offset, reference } = step {
                stack.push(self.item(*offset, reference));
                continue;
            }
            let (Some(right), Some(left)) = (stack.pop(), stack.pop()) else { continue };
            stack.push(match (step, left, right) {
                // Pasted codes: rows pile up and are sorted once.
                (Step::Union, Operand::Loose(mut left), Operand::Loose(right)) => {
                    left.extend(right);
                    Operand::Loose(left)
                }
                (Step::Union, left, right) => Operand::Set(left.set().union(&right.set())),
                (Step::Difference, left, right) => Operand::Set(left.set().difference(&right.set())),
                (_, left, right) => Operand::Set(left.set().intersection(&right.set())),
            });
        }
        stack.pop().map(Operand::set).unwrap_or_default()
    }

    fn item(&mut self, offset: usize, reference: &Reference) -> Operand {
        let found = match reference {
            Reference::Bare(word) => self.bare(word).map(|row| Operand::Loose(vec![row])),
            Reference::Named { kind, value } => self.named(kind, value),
        };
        found.unwrap_or_else(|mistake| {
            // Suggestions cost a search each: beyond the listed violations, mistakes are only counted.
            if self.violations.len() < LISTED {
                self.violations.push(mistake.explain(self.atlas, self.saved).at_offset(offset));
            } else {
                self.unlisted += 1;
            }
            Operand::Loose(Vec::new())
        })
    }

    /// The commune of a bare code, with or without its country.
    fn bare(&mut self, word: &str) -> Result<u32, Mistake> {
        self.code(word).map_err(|ambiguous| match ambiguous {
            Some(rows) => Mistake::AmbiguousCode { code: word.to_owned(), rows },
            None => Mistake::UnknownCode(word.to_owned()),
        })
    }

    /// The row of a code; the rows it may stand for when both countries have it.
    fn code(&mut self, word: &str) -> Result<u32, Option<[u32; 2]>> {
        let (found, current) = match word.split_once('-').and_then(|(country, code)| Some((Country::from_code(country)?, code))) {
            Some((country, code)) => (self.atlas.locate(country, code, None).row(), self.atlas.row_of(country, code)),
            None => {
                let rows = Country::ALL.map(|country| self.atlas.locate(country, word, None).row());
                if let [Some(french), Some(belgian)] = rows {
                    return Err(Some([french, belgian]));
                }
                let current = Country::ALL.into_iter().find_map(|country| self.atlas.row_of(country, word));
                (rows.into_iter().flatten().next(), current)
            }
        };
        let row = found.ok_or(None)?;
        if current.is_none() {
            self.replaced.push(Replaced { written: word.to_owned(), row });
        }
        Ok(row)
    }

    fn named(&mut self, kind: &str, value: &str) -> Result<Operand, Mistake> {
        let word = slug(kind);
        if COMMUNE.contains(&word.as_str()) {
            return self.commune(value).map(|row| Operand::Loose(vec![row]));
        }
        if SAVED.contains(&word.as_str()) {
            return self.saved(value);
        }
        let zoning = (0..)
            .zip(self.atlas.zonings())
            .find(|(_, zoning)| slug(zoning.id()) == word || zoning.header().aliases.iter().any(|alias| slug(alias) == word));
        let Some((position, zoning)) = zoning else { return Err(Mistake::UnknownKind(kind.to_owned())) };
        let zone = match zoning.position(value) {
            Some(zone) => zone,
            None => {
                let named = self.atlas.named(value).into_iter();
                let zones: Vec<Target> = named.filter(|target| matches!(target, Target::Zone(zoning, _) if *zoning == position)).collect();
                match zones.as_slice() {
                    [Target::Zone(_, zone)] => *zone,
                    [] => return Err(Mistake::UnknownZone { zoning: position, value: value.to_owned() }),
                    _ => return Err(Mistake::AmbiguousName { value: value.to_owned(), targets: zones }),
                }
            }
        };
        self.zones.push((position, zone));
        Ok(Operand::Set(zoning.zones().get(zone as usize).map(|zone| zone.rows.clone()).unwrap_or_default()))
    }

    fn commune(&mut self, value: &str) -> Result<u32, Mistake> {
        match self.code(value) {
            Ok(row) => return Ok(row),
            Err(Some(rows)) => return Err(Mistake::AmbiguousCode { code: value.to_owned(), rows }),
            Err(None) => {}
        }
        let named = self.atlas.named(value);
        let targets: Vec<Target> = named.into_iter().filter(|target| matches!(target, Target::Commune(_))).collect();
        match targets.as_slice() {
            [Target::Commune(row)] => {
                let today = self.atlas.commune(*row).is_some_and(|commune| slug(commune.name) == slug(value) || commune.dutch.is_some());
                if !today {
                    self.replaced.push(Replaced { written: value.to_owned(), row: *row });
                }
                Ok(*row)
            }
            [] => Err(Mistake::UnknownCommune(value.to_owned())),
            _ => Err(Mistake::AmbiguousName { value: value.to_owned(), targets }),
        }
    }

    /// A saved perimeter: its expression names no other, so this goes one level deep.
    fn saved(&mut self, value: &str) -> Result<Operand, Mistake> {
        let Some(text) = self.saved.get(&slug(value)) else { return Err(Mistake::UnknownSaved(value.to_owned())) };
        let expression = parser::parse(text).map_err(|_| Mistake::BrokenSaved(value.to_owned()))?;
        let nothing = HashMap::new();
        let mut inner =
            Resolver { atlas: self.atlas, saved: &nothing, zones: Vec::new(), replaced: Vec::new(), violations: Vec::new(), unlisted: 0 };
        let rows = inner.evaluate(&expression);
        if !inner.violations.is_empty() {
            return Err(Mistake::BrokenSaved(value.to_owned()));
        }
        self.zones.extend(inner.zones);
        self.replaced.extend(inner.replaced);
        Ok(Operand::Set(rows))
    }
}

/// Communes under evaluation: loose rows pile up while codes are pasted, and are sorted once.
enum Operand {
    Loose(Vec<u32>),
    Set(RowSet),
}

impl Operand {
    fn set(self) -> RowSet {
        match self {
            Self::Loose(rows) => RowSet::from_rows(rows),
            Self::Set(rows) => rows,
        }
    }
}
