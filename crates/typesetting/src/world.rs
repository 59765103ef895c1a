//! What the typesetter sees: one template, one document, a few fonts. No disk, no network, no clock.

use std::sync::LazyLock;

use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

/// What never changes: read at the first document.
struct Shelf {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    template: Option<Source>,
    data: Option<FileId>,
}

static SHELF: LazyLock<Shelf> = LazyLock::new(|| {
    let fonts: Vec<Font> = typst_assets::fonts().flat_map(|data| Font::iter(Bytes::new(data))).collect();
    let file = |path: &str| VirtualPath::new(path).ok().map(|path| RootedPath::new(VirtualRoot::Project, path).intern());
    Shelf {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        template: file("/template.typ").map(|id| Source::new(id, include_str!("template.typ").to_owned())),
        data: file("/document.json"),
    }
});

/// Whether one of the fonts can show a character.
pub(crate) fn shows(character: char) -> bool {
    SHELF.fonts.iter().any(|font| font.info().coverage.contains(u32::from(character)))
}

/// Whether the main font can.
pub(crate) fn main_font_shows(character: char) -> bool {
    SHELF.fonts.first().is_some_and(|font| font.info().coverage.contains(u32::from(character)))
}

/// A document to set.
pub(crate) struct Desk {
    template: Source,
    data: FileId,
    document: Bytes,
}

impl Desk {
    /// A desk with what `document.json` holds. `None` if the template itself could not be named, which no document can cause.
    pub(crate) fn new(document: String) -> Option<Self> {
        Some(Self { template: SHELF.template.clone()?, data: SHELF.data?, document: Bytes::from_string(document) })
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &SHELF.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &SHELF.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data { Ok(self.document.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        SHELF.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
