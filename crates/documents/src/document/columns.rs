//! How wide the columns of a table should be, and which hold figures.

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// Its share of the width: shares add up to 1.
    pub share: f64,
    /// Whether it holds figures, which are aligned on the right.
    pub figures: bool,
}

/// The columns of a table, from what its cells hold: wide enough for the longest word, then for the usual length.
#[must_use]
pub fn columns(header: &[String], rows: &[Vec<String>]) -> Vec<Column> {
    let weights: Vec<(f64, bool)> = header.iter().enumerate().map(|(index, head)| weigh(head, rows, index)).collect();
    let total: f64 = weights.iter().map(|(weight, _)| weight).sum();
    weights.into_iter().map(|(weight, figures)| Column { share: weight / total, figures }).collect()
}

#[expect(clippy::cast_precision_loss, reason = "lengths of cells stay far below 2^53")]
fn weigh(head: &str, rows: &[Vec<String>], index: usize) -> (f64, bool) {
    let cells: Vec<&str> = rows.iter().filter_map(|row| row.get(index)).map(String::as_str).collect();
    let longest = cells.iter().chain([&head]).flat_map(|cell| cell.split_whitespace()).map(|word| word.chars().count()).max().unwrap_or(0);
    let mean = cells.iter().map(|cell| cell.chars().count()).sum::<usize>() / cells.len().max(1);
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    let figures = filled > 0 && cells.iter().all(|cell| is_figure(cell));
    (longest.clamp(4, 18).max(mean.min(48)) as f64, figures)
}

/// A figure as it is written in French or in English, with its unit; an empty cell and a dash stand for its absence.
fn is_figure(cell: &str) -> bool {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let known = |c: char| c.is_ascii_digit() || c.is_whitespace() || " \u{202f}\u{a0},.+−-–%€".contains(c);
    cell.chars().all(known) && (digits > 0 || cell.chars().count() <= 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_of_figures_is_known_and_a_column_of_text_is_wider() {
        let header = ["Ligne".to_owned(), "Montant".to_owned(), "Vide".to_owned()];
        let row = |text: &str, amount: &str| vec![text.to_owned(), amount.to_owned(), String::new()];
        let rows = [row("Achat d’une machine à commande numérique pour le plateau", "12\u{202f}500,00 €"), row("Transport", "–")];
        let found = columns(&header, &rows);
        assert_eq!(found.iter().map(|column| column.figures).collect::<Vec<_>>(), [false, true, false]);
        assert!(found[0].share > found[1].share);
        assert!((found.iter().map(|column| column.share).sum::<f64>() - 1.0).abs() < 1e-9);
        assert!(columns(&[], &[]).is_empty());
    }
}
