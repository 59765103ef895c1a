//! How long texts are written (minutes, decisions, conventions): plain text with a blank line between paragraphs, `## ` before a heading, `- ` before
//! an item of a list. Pages and documents show the same.

use bassin_documents::Block;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    Heading(String),
    Paragraph(String),
    List(Vec<String>),
}

/// The pieces of a text, in order.
pub(crate) fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(heading) = line.strip_prefix("## ") {
            pieces.push(Piece::Heading(heading.to_owned()));
        } else if let Some(item) = line.strip_prefix("- ") {
            match pieces.last_mut() {
                Some(Piece::List(items)) => items.push(item.to_owned()),
                _ => pieces.push(Piece::List(vec![item.to_owned()])),
            }
        } else {
            pieces.push(Piece::Paragraph(line.to_owned()));
        }
    }
    pieces
}

/// A text as blocks of a document, its headings of a level.
pub(crate) fn blocks(text: &str, level: u8) -> impl Iterator<Item = Block> {
    pieces(text).into_iter().map(move |piece| match piece {
        Piece::Heading(text) => Block::Heading(level, text),
        Piece::Paragraph(text) => Block::Paragraph(text),
        Piece::List(items) => Block::List(items),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_lists_and_paragraphs_are_told_apart() {
        let text = "## Article 1\n\nLes parties partagent :\n- la cabine ;\n- le four.\r\n\r\n##Sans espace";
        let expected = [
            Piece::Heading("Article 1".to_owned()),
            Piece::Paragraph("Les parties partagent :".to_owned()),
            Piece::List(vec!["la cabine ;".to_owned(), "le four.".to_owned()]),
            Piece::Paragraph("##Sans espace".to_owned()),
        ];
        assert_eq!(pieces(text), expected);
        assert_eq!(blocks(text, 2).next(), Some(Block::Heading(2, "Article 1".to_owned())));
    }
}
