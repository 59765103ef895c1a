//! A text document as DOCX: real headings, lists and tables that a word processor knows as such.

use std::io::Cursor;

use bassin_kernel::{Language, Problem};
use docx_rs::{
    AbstractNumbering, AlignmentType, BreakType, Docx, Footer, IndentLevel, Level, LevelJc, LevelText, LineSpacing, LineSpacingType,
    NumPages, NumberFormat, Numbering, NumberingId, PageMargin, PageNum, Paragraph, Run, RunFonts, Shading, SpecialIndentType, Start,
    Style, StyleType, Table, TableCell, TableCellBorderPosition, TableCellBorders, TableLayoutType, TableRow, WidthType, XMLDocx,
};

use super::{Bars, Block, Document, Levels, Signature, columns};

/// The width of the text, in twentieths of a point: A4 with margins of 2.4 cm.
const WIDTH: usize = 9_184;
const MARGIN: i32 = 1_361;
const INK: &str = "14213D";
const ACCENT: &str = "1F4E79";
const SOFT: &str = "5C677D";
const PALE: &str = "9DB2C9";
const TINT: &str = "F3F5F8";

/// The document as a DOCX file.
///
/// # Errors
/// The file could not be put together.
pub fn docx(document: &Document) -> Result<Vec<u8>, Problem> {
    let mut built = compose(document).build();
    complete(&mut built, document);
    let mut file = Cursor::new(Vec::new());
    built
        .pack(&mut file)
        .map_err(|_| Problem::unavailable("Le document n’a pas pu être composé.", "The document could not be put together."))?;
    Ok(file.into_inner())
}

fn compose(document: &Document) -> Docx {
    let mut docx = styled(Docx::new()).footer(foot(document)).add_paragraph(paragraph(&document.title).style("Title"));
    if !document.facts.is_empty() {
        docx = docx.add_table(facts(&document.facts)).add_paragraph(Paragraph::new());
    }
    let mut levels = Levels::default();
    document.blocks.iter().fold(docx, |docx, block| add(docx, block, &mut levels))
}

fn styled(docx: Docx) -> Docx {
    let heading = |level: usize, size: usize, above: u32| {
        Style::new(format!("Heading{level}"), StyleType::Paragraph)
            .name(format!("heading {level}"))
            .based_on("Normal")
            .next("Normal")
            .outline_lvl(level - 1)
            .q_format(true)
            .size(size)
            .bold()
            .color(ACCENT)
            .line_spacing(LineSpacing::new().before(above).after(120))
    };
    let plain = |id: &str, name: &str| Style::new(id, StyleType::Paragraph).name(name).based_on("Normal").q_format(true);
    let bullet = Level::new(0, Start::new(1), NumberFormat::new("bullet"), LevelText::new("–"), LevelJc::new("left"));
    docx.page_size(11_906, 16_838)
        .page_margin(PageMargin::new().top(1_247).bottom(1_417).left(MARGIN).right(MARGIN))
        .default_fonts(RunFonts::new().ascii("Georgia").hi_ansi("Georgia").cs("Times New Roman").east_asia("Georgia"))
        .default_size(21)
        .default_line_spacing(LineSpacing::new().after(120).line(276))
        .add_style(plain("Title", "Title").size(42).bold().color(INK).line_spacing(LineSpacing::new().after(240)))
        .add_style(heading(1, 28, 360))
        .add_style(heading(2, 23, 280))
        .add_style(heading(3, 21, 220).italic())
        .add_style(plain("Caption", "caption").size(19).bold().line_spacing(LineSpacing::new().before(200).after(100)))
        .add_style(plain("Remark", "Remark").size(19).color(SOFT).indent(Some(240), None, Some(240), None))
        .add_style(plain("Footer", "footer").size(16).color(SOFT))
        .add_abstract_numbering(AbstractNumbering::new(2).add_level(bullet.indent(
            Some(420),
            Some(SpecialIndentType::Hanging(280)),
            None,
            None,
        )))
        .add_numbering(Numbering::new(2, 2))
}

fn add(docx: Docx, block: &Block, levels: &mut Levels) -> Docx {
    match block {
        Block::Heading(_, text) if text.trim().is_empty() => docx,
        Block::Heading(level, text) => {
            docx.add_paragraph(paragraph(text).style(&format!("Heading{}", levels.next(*level))).keep_next(true))
        }
        Block::Paragraph(text) => text
            .split("\n\n")
            .filter(|part| !part.trim().is_empty())
            .fold(docx, |docx, part| docx.add_paragraph(paragraph(part.trim()).align(AlignmentType::Both))),
        Block::Remark(text) => docx.add_paragraph(paragraph(text).style("Remark")),
        Block::List(items) => {
            items.iter().fold(docx, |docx, item| docx.add_paragraph(paragraph(item).numbering(NumberingId::new(2), IndentLevel::new(0))))
        }
        Block::Facts(items) if items.is_empty() => docx,
        Block::Facts(items) => docx.add_table(facts(items)).add_paragraph(Paragraph::new()),
        Block::Table { header, .. } if header.is_empty() => docx,
        Block::Table { caption, header, rows } => {
            let titled = if caption.is_empty() { docx } else { docx.add_paragraph(paragraph(caption).style("Caption").keep_next(true)) };
            titled.add_table(table(header, rows)).add_paragraph(Paragraph::new())
        }
        Block::Bars(chart) if chart.bars.is_empty() => docx,
        Block::Bars(chart) => {
            let titled = docx.add_paragraph(paragraph(&chart.caption).style("Caption").keep_next(true));
            let said = if chart.sentence.is_empty() { titled } else { titled.add_paragraph(paragraph(&chart.sentence).keep_next(true)) };
            said.add_table(bars(chart)).add_paragraph(Paragraph::new())
        }
        Block::Signatures(boxes) if boxes.is_empty() => docx,
        Block::Signatures(boxes) => docx.add_table(signatures(boxes)).add_paragraph(Paragraph::new()),
        Block::Break => docx.add_paragraph(Paragraph::new().add_run(Run::new().add_break(BreakType::Page))),
    }
}

fn table(header: &[String], rows: &[Vec<String>]) -> Table {
    let columns = columns(header, rows);
    let widths: Vec<usize> = columns.iter().map(|column| part(column.share, WIDTH)).collect();
    let cell = |text: &str, index: usize| {
        let figures = columns.get(index).is_some_and(|column| column.figures);
        let set = paragraph(text).size(18).line_spacing(LineSpacing::new().after(0));
        let set = if figures { set.align(AlignmentType::Right) } else { set };
        (set, TableCell::new().width(widths.get(index).copied().unwrap_or_default(), WidthType::Dxa))
    };
    let heads = header.iter().enumerate().map(|(index, text)| {
        let (set, holder) = cell(text, index);
        holder.add_paragraph(set.bold()).shading(Shading::new().fill(TINT))
    });
    // Only heads are kept whole: `complete` makes of them heads repeated on each page.
    let mut all = vec![TableRow::new(heads.collect()).cant_split()];
    all.extend(rows.iter().map(|row| {
        let texts = row.iter().map(String::as_str).chain(std::iter::repeat(""));
        let cells = texts.take(columns.len()).enumerate().map(|(index, text)| {
            let (set, holder) = cell(text, index);
            holder.add_paragraph(set)
        });
        TableRow::new(cells.collect())
    }));
    Table::new(all).set_grid(widths.clone()).layout(TableLayoutType::Fixed).width(WIDTH, WidthType::Dxa)
}

/// Names and figures, and beneath each name its bar: an empty paragraph whose ground is coloured, cut where the figure ends.
fn bars(chart: &Bars) -> Table {
    let widths = [WIDTH - WIDTH / 5, WIDTH / 5];
    let set = |text: &str| paragraph(text).size(18).line_spacing(LineSpacing::new().after(40));
    let cell = |place: usize, content: Paragraph| {
        let side = if place == 0 { AlignmentType::Left } else { AlignmentType::Right };
        TableCell::new().width(widths.get(place).copied().unwrap_or_default(), WidthType::Dxa).add_paragraph(content.align(side))
    };
    let [name, figure] = &chart.heads;
    let head = |place: usize, text: &str| cell(place, set(text).bold()).shading(Shading::new().fill(TINT));
    let row = |bar: &super::Bar| {
        let named = cell(0, set(&bar.label));
        let named = match chart.share(bar) {
            Some(share) => named.add_paragraph(drawn(share, if bar.subject { ACCENT } else { PALE })),
            None => named,
        };
        TableRow::new(vec![named, cell(1, set(&bar.figure))])
    };
    let mut rows = vec![TableRow::new(vec![head(0, name), head(1, figure)]).cant_split()];
    rows.extend(chart.bars.iter().map(row));
    Table::new(rows).set_grid(widths.to_vec()).layout(TableLayoutType::Fixed).width(WIDTH, WidthType::Dxa)
}

/// A bar that takes a share of the width of the cell of names.
fn drawn(share: f64, color: &str) -> Paragraph {
    let room = WIDTH - WIDTH / 5 - 300;
    let cut = i32::try_from(room.saturating_sub(part(share, room))).unwrap_or_default();
    let spacing = LineSpacing::new().after(80).line(130).line_rule(LineSpacingType::Exact);
    let mut bar = Paragraph::new().size(4).line_spacing(spacing).indent(None, None, Some(cut), None);
    bar.property = bar.property.shading(Shading::new().fill(color));
    bar
}

fn facts(facts: &[(String, String)]) -> Table {
    let (label, value) = (WIDTH / 4, WIDTH - WIDTH / 4);
    let cell = |text: &str, width: usize, color: &str| {
        let set = paragraph(text).color(color).line_spacing(LineSpacing::new().after(60));
        TableCell::new().width(width, WidthType::Dxa).add_paragraph(set)
    };
    let rows = facts.iter().map(|(name, text)| TableRow::new(vec![cell(name, label, SOFT), cell(text, value, INK)]));
    Table::without_borders(rows.collect()).set_grid(vec![label, value]).layout(TableLayoutType::Fixed).width(WIDTH, WidthType::Dxa)
}

fn signatures(boxes: &[Signature]) -> Table {
    let half = WIDTH / 2;
    let cell = |signature: &Signature| {
        let line = |text: &str| paragraph(text).line_spacing(LineSpacing::new().after(40));
        let blank = Paragraph::new().line_spacing(LineSpacing::new().before(if signature.note.is_empty() { 1_100 } else { 200 }));
        TableCell::new()
            .width(half, WidthType::Dxa)
            .add_paragraph(line(&signature.name).bold())
            .add_paragraph(line(&signature.capacity).color(SOFT))
            .add_paragraph(blank)
            .add_paragraph(line(&signature.note).color(SOFT).size(17))
    };
    let rows = boxes.chunks(2).map(|pair| {
        let mut cells: Vec<TableCell> = pair.iter().map(cell).collect();
        if cells.len() < 2 {
            let empty = TableCellBorders::with_empty().set(docx_rs::TableCellBorder::new(TableCellBorderPosition::Left).color("auto"));
            cells.push(TableCell::new().width(half, WidthType::Dxa).add_paragraph(Paragraph::new()).set_borders(empty));
        }
        TableRow::new(cells)
    });
    Table::new(rows.collect()).set_grid(vec![half, half]).layout(TableLayoutType::Fixed).width(WIDTH, WidthType::Dxa)
}

fn foot(document: &Document) -> Footer {
    let pages = Paragraph::new()
        .style("Footer")
        .align(AlignmentType::Right)
        .add_page_num(PageNum::new())
        .add_run(Run::new().add_text(" / "))
        .add_num_pages(NumPages::new());
    Footer::new().add_paragraph(paragraph(&document.foot).style("Footer")).add_paragraph(pages)
}

/// A paragraph, with its line breaks and only the characters that XML accepts.
fn paragraph(text: &str) -> Paragraph {
    let mut run = Run::new();
    for (index, line) in text.lines().enumerate() {
        if index > 0 {
            run = run.add_break(BreakType::TextWrapping);
        }
        run = run.add_text(clean(line));
    }
    Paragraph::new().add_run(run)
}

fn clean(line: &str) -> String {
    line.chars().map(|c| if c == '\t' { ' ' } else { c }).filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a share of the width of a page")]
fn part(share: f64, of: usize) -> usize {
    (share * of as f64) as usize
}

/// What the library leaves out: heads of tables repeated on each page, the language of the text, title and language of the file.
/// Texts are escaped, so that what is replaced can only be what the library wrote.
fn complete(built: &mut XMLDocx, document: &Document) {
    let language = match document.language {
        Language::French => "fr-FR",
        Language::English => "en-GB",
    };
    replace(&mut built.document, "<w:cantSplit />", "<w:cantSplit/><w:tblHeader/>");
    replace(&mut built.styles, "</w:rPr></w:rPrDefault>", &format!("<w:lang w:val=\"{language}\"/></w:rPr></w:rPrDefault>"));
    let title = clean(&document.title).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    built.doc_props.core = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
         <cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{title}</dc:title><dc:creator>Bassin</dc:creator>\
         <dc:language>{language}</dc:language></cp:coreProperties>"
    )
    .into_bytes();
}

fn replace(part: &mut Vec<u8>, from: &str, to: &str) {
    *part = String::from_utf8_lossy(part).replace(from, to).into_bytes();
}
