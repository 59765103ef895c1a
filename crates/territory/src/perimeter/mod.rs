//! Perimeters: sets of communes that anyone can type.
//!
//! ```text
//! expression  = term { ("+" | "-") term }            union, difference: from left to right
//! term        = list { "&" list }                    intersection binds tighter
//! list        = operand { separator operand }        codes pasted one after the other: their union, binding tightest
//! operand     = "(" expression ")" | reference | code
//! reference   = zoning ":" value                     departement:67   region:"Grand Est"   commune:FR-67482   perimetre:my-basin
//! code        = [ "FR-" | "BE-" ] national code      67482   BE-53053
//! ```
//! Separators are blanks, commas, semicolons, vertical bars, and quotes around codes. Case and accents do not matter. A hyphen
//! inside a word belongs to the word; elsewhere it is the difference.

mod canonical;
mod lexer;
mod mistake;
mod parser;
mod resolve;

use bassin_kernel::LocalizedText;
use bassin_statistics::RowSet;

pub use parser::{Expression, parse};

use crate::{
    atlas::Atlas,
    model::{Covering, Zoning},
};

/// How many violations of one expression are spelled out; the others are counted.
const LISTED: usize = 100;

/// A resolved set of communes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Perimeter {
    /// The shortest text found that gives the same communes: stable, re-typeable, fit for an address.
    pub canonical: String,
    /// What to call it.
    pub label: LocalizedText,
    /// Its communes.
    pub rows: RowSet,
    /// What was written and stands for a commune of today under another code or name.
    pub replaced: Vec<Replaced>,
    /// The ids of the zonings that the expression names.
    pub zonings: Vec<String>,
}

/// A former, delegated or associated commune, or an arrondissement, that was written in an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// As written.
    pub written: String,
    /// The row of the commune of today.
    pub row: u32,
}

impl Perimeter {
    /// Whether it holds no commune.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// What a reader should know of it: the warnings of the zonings it names, and what stands for communes of today under other
    /// names or codes.
    #[must_use]
    pub fn notes(&self, atlas: &Atlas) -> Vec<LocalizedText> {
        let mut notes = Vec::new();
        for id in &self.zonings {
            notes.extend(atlas.zoning(id).and_then(|zoning| zoning.header().note.clone()));
        }
        for Replaced { written, row } in &self.replaced {
            let name = atlas.commune(*row).map_or("", |commune| commune.name);
            notes.push(LocalizedText::new(
                format!("«\u{202f}{written}\u{202f}» n’est pas une commune d’aujourd’hui\u{202f}: le périmètre prend toute la commune «\u{202f}{name}\u{202f}»."),
                format!("“{written}” is not a commune of today: the perimeter takes the whole commune “{name}”."),
            ));
        }
        notes
    }

    /// How it lies on a zoning.
    #[must_use]
    pub fn covering(&self, zoning: &Zoning) -> Covering {
        zoning.covering(&self.rows)
    }
}

#[cfg(test)]
mod tests;
