//! Documents as PDF, tagged for assistive technologies. The only crate that knows the typesetter, and only the program waits for it.

use bassin_documents::{Document, Printer};
use bassin_kernel::Problem;

/// The typesetter, with its fonts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Typesetter;

impl Printer for Typesetter {
    fn pdf(&self, _document: &Document) -> Result<Vec<u8>, Problem> {
        Err(Problem::unavailable("Le PDF n’a pas pu être composé.", "The PDF could not be composed."))
    }
}
