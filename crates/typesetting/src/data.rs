//! A document as the values that the template lays out.

use bassin_documents::{Bars, Block, Document, Levels, Signature, columns};
use bassin_kernel::Language;
use serde_json::{Value, json};

/// How many characters fit in the width of a page, roughly: words longer than a column may be broken anywhere.
const LINE: f64 = 70.0;
/// The same in tables, which are set smaller.
const TABLE: f64 = 100.0;
/// The same for headings and for the title, which are larger.
const HEADING: f64 = 46.0;
const TITLE: f64 = 32.0;
/// The replacement of what no font shows.
const UNKNOWN: char = '□';

/// Writes documents as values, with the characters that `shows` accepts.
pub(crate) struct Writer {
    pub(crate) shows: fn(char) -> bool,
}

impl Writer {
    /// The document as JSON.
    pub(crate) fn document(&self, document: &Document) -> String {
        let mut levels = Levels::default();
        let blocks: Vec<Value> = document.blocks.iter().flat_map(|block| self.block(block, &mut levels, document.language)).collect();
        json!({
            // A document without a title has no name in the reader's window, and is refused by the standard.
            "title": if document.title.trim().is_empty() { "–".to_owned() } else { self.lines(&document.title, TITLE).join(" ") },
            "language": document.language.code(),
            "region": match document.language { Language::French => "FR", Language::English => "GB" },
            "facts": self.facts(&document.facts),
            "blocks": blocks,
            "foot": self.lines(&document.foot, LINE),
        })
        .to_string()
    }

    fn block(&self, block: &Block, levels: &mut Levels, language: Language) -> Vec<Value> {
        match block {
            // An empty heading is refused by the standard, and says nothing.
            Block::Heading(_, text) if text.trim().is_empty() => Vec::new(),
            Block::Heading(level, text) => {
                vec![json!({"kind": "heading", "level": levels.next(*level), "text": self.lines(text, HEADING)})]
            }
            Block::Paragraph(text) => paragraphs(text).map(|text| json!({"kind": "paragraph", "text": self.lines(text, LINE)})).collect(),
            Block::Remark(text) => vec![json!({"kind": "remark", "text": self.lines(text, LINE)})],
            Block::List(items) if items.is_empty() => Vec::new(),
            Block::List(items) => {
                let items: Vec<Value> = items.iter().map(|item| json!({"lines": self.lines(item, LINE)})).collect();
                vec![json!({"kind": "list", "items": items})]
            }
            Block::Facts(facts) => vec![json!({"kind": "facts", "items": self.facts(facts)})],
            Block::Table { header, .. } if header.is_empty() => Vec::new(),
            Block::Table { caption, header, rows } => vec![self.table(caption, header, rows)],
            Block::Bars(chart) if chart.bars.is_empty() => Vec::new(),
            Block::Bars(chart) => vec![self.bars(chart)],
            Block::Signatures(boxes) => {
                let boxes: Vec<Value> = boxes.iter().map(|signature| self.signature(signature, language)).collect();
                vec![json!({"kind": "signatures", "boxes": boxes})]
            }
            Block::Break => vec![json!({"kind": "break"})],
        }
    }

    fn facts(&self, facts: &[(String, String)]) -> Vec<Value> {
        facts.iter().map(|(label, value)| json!({"label": self.lines(label, 24.0), "value": self.lines(value, 52.0)})).collect()
    }

    fn table(&self, caption: &str, header: &[String], rows: &[Vec<String>]) -> Value {
        let columns = columns(header, rows);
        let cell = |text: &str, share: f64| self.lines(text, TABLE * share);
        let body: Vec<Vec<Value>> = rows
            .iter()
            .map(|row| {
                let texts = row.iter().map(String::as_str).chain(std::iter::repeat(""));
                columns.iter().zip(texts).map(|(column, text)| json!({"lines": cell(text, column.share)})).collect()
            })
            .collect();
        json!({
            "kind": "table",
            "caption": if caption.is_empty() { Vec::new() } else { self.lines(caption, LINE) },
            "columns": columns.iter().map(|column| json!({"share": column.share, "figures": column.figures})).collect::<Vec<_>>(),
            "header": header.iter().zip(&columns).map(|(text, column)| cell(text, column.share)).collect::<Vec<_>>(),
            "rows": body,
        })
    }

    fn bars(&self, chart: &Bars) -> Value {
        let rows: Vec<Value> = chart
            .bars
            .iter()
            .map(|bar| {
                json!({
                    "label": self.lines(&bar.label, TABLE * 0.7),
                    "figure": self.lines(&bar.figure, TABLE * 0.2),
                    "share": chart.share(bar),
                    "subject": bar.subject,
                })
            })
            .collect();
        let [name, figure] = &chart.heads;
        json!({
            "kind": "bars",
            "caption": self.lines(&chart.caption, LINE),
            "sentence": if chart.sentence.is_empty() { Vec::new() } else { self.lines(&chart.sentence, LINE) },
            "heads": [self.lines(name, TABLE * 0.7), self.lines(figure, TABLE * 0.2)],
            "rows": rows,
        })
    }

    fn signature(&self, signature: &Signature, language: Language) -> Value {
        let alternative = match language {
            Language::French => format!("Signature de {}", signature.name),
            Language::English => format!("Signature of {}", signature.name),
        };
        json!({
            "name": self.lines(&signature.name, 32.0),
            "capacity": self.lines(&signature.capacity, 36.0),
            "note": if signature.note.is_empty() { Vec::new() } else { self.lines(&signature.note, 36.0) },
            "drawing": signature.drawing.as_ref().map(bassin_documents::Drawing::svg),
            "alternative": alternative,
        })
    }

    /// The lines of a text, each with only what can be shown, and words longer than `width` characters that may be broken.
    fn lines(&self, text: &str, width: f64) -> Vec<String> {
        // An empty text is one empty line.
        text.split('\n').map(|line| breakable(&self.shown(line), width)).collect()
    }

    /// A text without what no font shows: one mark for each sequence of such characters, nothing for what is invisible anyway.
    fn shown(&self, line: &str) -> String {
        let mut shown = String::with_capacity(line.len());
        for character in line.chars() {
            match character {
                '\t' => shown.push(' '),
                c if c.is_control() || is_invisible(c) => {}
                c if (self.shows)(c) && !is_private(c) => shown.push(c),
                _ if shown.ends_with(UNKNOWN) => {}
                _ => shown.push(UNKNOWN),
            }
        }
        shown
    }
}

fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty())
}

/// Joiners, marks of direction, variation selectors: they change how others look and are nothing by themselves.
const fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e01ef}')
}

const fn is_private(character: char) -> bool {
    matches!(character, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// The same text, where a word longer than `width` characters may be broken after each run of that length.
fn breakable(line: &str, width: f64) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a positive width of at most a few hundred characters")]
    let width = width.max(6.0) as usize;
    let mut text = String::with_capacity(line.len());
    let mut run = 0;
    for character in line.chars() {
        run = if character.is_whitespace() { 0 } else { run + 1 };
        if run > width {
            text.push('\u{200b}');
            run = 1;
        }
        text.push(character);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_may_be_broken_and_others_are_left_alone() {
        assert_eq!(breakable("abcdefgh ij", 6.0), "abcdef\u{200b}gh ij");
        assert_eq!(breakable("des mots courts", 6.0), "des mots courts");
    }

    #[test]
    fn what_cannot_be_shown_is_marked_once() {
        let writer = Writer { shows: |c| c.is_ascii() };
        assert_eq!(writer.lines("a🙂\u{fe0f}🙂b\u{7}\tc\nd", 80.0), ["a□b c", "d"]);
        assert_eq!(writer.lines("", 80.0), [""]);
    }
}
