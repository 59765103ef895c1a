//! A text document, whatever its format: minutes, an attendance sheet, a convention.

use bassin_kernel::{Language, Problem};

/// A document: its title, what identifies it, its content from top to bottom.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Its title.
    pub title: String,
    /// Its language.
    pub language: Language,
    /// What identifies it, label and value: body, date, place, state.
    pub facts: Vec<(String, String)>,
    /// Its content.
    pub blocks: Vec<Block>,
    /// What every page says at its foot: who made it, when, a digest.
    pub foot: String,
}

/// A piece of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading, of level 1 to 3 below the title.
    Heading(u8, String),
    /// A paragraph.
    Paragraph(String),
    /// A remark set apart: a label such as “Demonstration”, a warning.
    Remark(String),
    /// A list.
    List(Vec<String>),
    /// A table with its caption.
    Table {
        /// What it shows.
        caption: String,
        /// The heads of its columns.
        header: Vec<String>,
        /// Its rows, as long as the header.
        rows: Vec<Vec<String>>,
    },
    /// Boxes to sign in by hand: who, in what capacity.
    Signatures(Vec<(String, String)>),
    /// A new page.
    Break,
}

/// Whoever can make a PDF out of a document: handed to the rooms by the program, so that none of them waits for the typesetter to be built.
pub trait Printer: Send + Sync + 'static {
    /// The document as a tagged PDF.
    ///
    /// # Errors
    /// The document could not be set.
    fn pdf(&self, document: &Document) -> Result<Vec<u8>, Problem>;
}
