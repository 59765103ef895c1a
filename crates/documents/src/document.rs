//! A text document, whatever its format: minutes, an attendance sheet, a convention, the sheet of a project.

mod columns;
mod docx;

use bassin_kernel::{Language, Problem};

pub use columns::{Column, columns};
pub use docx::docx;

/// A document: its title, what identifies it, its content from top to bottom. Texts are plain: line breaks are kept, nothing is markup.
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
    /// A paragraph; a blank line inside begins another.
    Paragraph(String),
    /// A remark set apart: a label such as “Demonstration”, a warning.
    Remark(String),
    /// A list.
    List(Vec<String>),
    /// Labels and their values.
    Facts(Vec<(String, String)>),
    /// A table with its caption.
    Table {
        /// What it shows.
        caption: String,
        /// The heads of its columns, repeated on each page.
        header: Vec<String>,
        /// Its rows, as long as the header: missing cells are empty, cells beyond it are dropped.
        rows: Vec<Vec<String>>,
    },
    /// Figures side by side.
    Bars(Bars),
    /// Boxes to sign in, or already signed.
    Signatures(Vec<Signature>),
    /// A new page.
    Break,
}

/// A chart that is also the table of its data: each figure is written beside its name, and drawn beneath it as a bar that begins at zero.
#[derive(Debug, Clone, PartialEq)]
pub struct Bars {
    /// What is shown.
    pub caption: String,
    /// What a reader should see.
    pub sentence: String,
    /// The heads of names and of figures.
    pub heads: [String; 2],
    /// What the whole width stands for.
    pub whole: f64,
    /// The figures.
    pub bars: Vec<Bar>,
}

/// A figure of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Its name.
    pub label: String,
    /// The figure; none when it is unknown.
    pub value: Option<f64>,
    /// The figure, or its absence, in words.
    pub figure: String,
    /// Whether it is what is looked at, to be told from what it is compared with.
    pub subject: bool,
}

impl Bars {
    /// The share of the width that a bar takes, from 0 to 1; none when its figure is unknown.
    #[must_use]
    pub fn share(&self, bar: &Bar) -> Option<f64> {
        let share = bar.value? / self.whole;
        share.is_finite().then(|| share.clamp(0.0, 1.0))
    }
}

/// A box to sign in: who, in what capacity, and what was signed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Signature {
    /// Who signs.
    pub name: String,
    /// In what capacity, for whom.
    pub capacity: String,
    /// What is said below: when and by what means it was signed. Empty: left to be signed by hand.
    pub note: String,
    /// The signature as it was drawn.
    pub drawing: Option<Drawing>,
}

impl Signature {
    /// A box left to be signed by hand.
    pub fn blank(name: impl Into<String>, capacity: impl Into<String>) -> Self {
        Self { name: name.into(), capacity: capacity.into(), ..Self::default() }
    }
}

/// Strokes drawn by hand: an SVG path without fill, in a frame that begins at 0, 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    width: u32,
    height: u32,
    path: String,
}

impl Drawing {
    /// Strokes in a frame of `width` by `height`. `None` when `path` is anything but the commands and the numbers of an SVG path, is empty or longer
    /// than 100,000 characters, or when the frame is empty.
    #[must_use]
    pub fn new(width: u32, height: u32, path: &str) -> Option<Self> {
        let known = |c: char| c.is_ascii_digit() || " ,.-+eMLHVCSQTAZmlhvcsqtaz".contains(c);
        let fits = (1..=10_000).contains(&width) && (1..=10_000).contains(&height) && path.len() <= 100_000;
        (fits && path.starts_with(['M', 'm']) && path.chars().all(known)).then(|| Self { width, height, path: path.to_owned() })
    }

    /// The drawing as an SVG image.
    #[must_use]
    pub fn svg(&self) -> String {
        let Self { width, height, path } = self;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\
             <path d=\"{path}\" fill=\"none\" stroke=\"#14213d\" stroke-width=\"2\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/></svg>"
        )
    }
}

/// Whoever can make a PDF out of a document: handed to the rooms by the program, so that none of them waits for the typesetter to be built.
pub trait Printer: Send + Sync + 'static {
    /// The document as a tagged PDF. Takes up to a few seconds for a long one: not for the threads that answer requests.
    ///
    /// # Errors
    /// The document could not be set.
    fn pdf(&self, document: &Document) -> Result<Vec<u8>, Problem>;
}

/// Headings that never skip a level, which assistive technologies rely on: the level at which each one is set.
#[derive(Debug, Default)]
pub struct Levels(u8);

impl Levels {
    /// The level of a heading meant at `level`: 1 to 3, one below the heading before it at most.
    pub fn next(&mut self, level: u8) -> u8 {
        self.0 = level.clamp(1, 3).min(self.0 + 1);
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_is_nothing_but_strokes() {
        assert!(Drawing::new(300, 100, "M10,10 L20.5,30 C1 2 3 4 5 6").is_some());
        for path in ["", "L1,1", "M0,0\"/><script>", "M0 0&", "M0 0 url(x)"] {
            assert!(Drawing::new(300, 100, path).is_none(), "{path}");
        }
        assert!(Drawing::new(0, 100, "M0 0").is_none());
    }

    #[test]
    fn bars_never_leave_their_frame() {
        let shares = |whole: f64| {
            let bar = |value| Bar { label: String::new(), value, figure: String::new(), subject: true };
            let bars = Bars { caption: String::new(), sentence: String::new(), heads: Default::default(), whole, bars: Vec::new() };
            [Some(-1.0), Some(25.0), Some(400.0), Some(f64::NAN), None].map(|value| bars.share(&bar(value)))
        };
        assert_eq!(shares(100.0), [Some(0.0), Some(0.25), Some(1.0), None, None]);
        assert_eq!(shares(0.0)[1], None, "nothing is a share of nothing");
    }

    #[test]
    fn headings_never_skip_a_level() {
        let mut levels = Levels::default();
        let set: Vec<u8> = [3, 3, 3, 1, 2, 9, 0].into_iter().map(|level| levels.next(level)).collect();
        assert_eq!(set, [1, 2, 3, 1, 2, 3, 1]);
    }
}
