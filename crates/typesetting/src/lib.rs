//! Documents as PDF, tagged for assistive technologies (PDF/UA-1). The only crate that knows the typesetter, and only the program waits for it.
//!
//! Texts are handed to the template as values, never as markup. Fonts are embedded: a document looks the same everywhere. What no font shows is
//! replaced by a mark, so that no text, however strange, prevents a document from being made.

mod data;
mod world;

use bassin_documents::{Document, Printer};
use bassin_kernel::Problem;
use typst::{diag::SourceDiagnostic, ecow::EcoVec, foundations::Smart};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::{data::Writer, world::Desk};

/// The typesetter, with its fonts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Typesetter;

impl Printer for Typesetter {
    fn pdf(&self, document: &Document) -> Result<Vec<u8>, Problem> {
        let first = set(&Writer { shows: world::shows }.document(document));
        // A sequence of characters may be shown by no single font although each of them is: what remains is then left to the main font.
        let set = first.or_else(|_| set(&Writer { shows: world::main_font_shows }.document(document)));
        set.map_err(|refusals| {
            tracing::error!(?refusals, "a document could not be set");
            Problem::unavailable("Le PDF n’a pas pu être composé.", "The PDF could not be composed.")
        })
    }
}

fn set(document: &str) -> Result<Vec<u8>, EcoVec<SourceDiagnostic>> {
    let desk = Desk::new(document.to_owned()).ok_or_else(EcoVec::new)?;
    let pages = typst::compile(&desk).output?;
    let options = PdfOptions { creator: Smart::Custom(Some("Bassin".to_owned())), standards: standard(), ..PdfOptions::default() };
    let pdf = typst_pdf::pdf(&pages, &options);
    // What was remembered of this document serves no other one; what was remembered of the template serves the next ones.
    typst::comemo::evict(3);
    pdf
}

fn standard() -> PdfStandards {
    PdfStandards::new(&[PdfStandard::Ua_1]).unwrap_or_default()
}
