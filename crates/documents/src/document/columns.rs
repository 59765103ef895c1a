//! How wide the columns of a table should be, and which hold figures.

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// Its share of the width: shares add up to 1.
    pub share: f64,
    /// Whether it holds figures, which are aligned on the right.
    pub figures: bool,
}

/// How many characters fit on the width of a page in the size of tables, and how many of them the space around a cell takes.
const LINE: f64 = 100.0;
const AROUND: f64 = 2.5;

/// The columns of a table, from what its cells hold: each as wide as its longest word asks, then what is left to those whose texts are long.
#[must_use]
pub fn columns(header: &[String], rows: &[Vec<String>]) -> Vec<Column> {
    let needs: Vec<Need> = header.iter().enumerate().map(|(index, head)| need(head, rows, index)).collect();
    let least: f64 = needs.iter().map(|need| need.least).sum();
    let more: f64 = needs.iter().map(|need| need.more).sum();
    let left = (LINE - least).max(0.0);
    let weight = |need: &Need| if more > 0.0 { need.least + left * need.more / more } else { need.least };
    let total: f64 = needs.iter().map(weight).sum();
    needs.iter().map(|need| Column { share: weight(need) / total, figures: need.figures }).collect()
}

/// What a column asks for, in characters.
struct Need {
    least: f64,
    more: f64,
    figures: bool,
}

#[expect(clippy::cast_precision_loss, reason = "lengths of cells stay far below 2^53")]
fn need(head: &str, rows: &[Vec<String>], index: usize) -> Need {
    let cells: Vec<&str> = rows.iter().filter_map(|row| row.get(index)).map(String::as_str).collect();
    // A no-break space holds what is around it together. Heads are bold: a fifth wider.
    let longest = |text: &str| text.split([' ', '\n']).map(|word| word.chars().count()).max().unwrap_or(0);
    let longest = cells.iter().map(|cell| longest(cell)).chain([(longest(head) * 6).div_ceil(5)]).max().unwrap_or(0).clamp(3, 18);
    let mean = cells.iter().map(|cell| cell.chars().count()).sum::<usize>() / cells.len().max(1);
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    let figures = filled > 0 && cells.iter().all(|cell| is_figure(cell));
    Need { least: longest as f64 + AROUND, more: mean.min(60).saturating_sub(longest) as f64, figures }
}

/// A figure as it is written in French or in English, with its unit; an empty cell and a dash stand for its absence. A number such as 1.2.1 is a
/// name, not a figure.
fn is_figure(cell: &str) -> bool {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let known = |c: char| c.is_ascii_digit() || c.is_whitespace() || " \u{202f}\u{a0},.+−-–%€".contains(c);
    cell.chars().all(known) && cell.matches('.').count() < 2 && (digits > 0 || cell.chars().count() <= 1)
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
        let numbered = columns(&["Numéro".to_owned()], &[vec!["1.2.1".to_owned()], vec!["3.5.3".to_owned()]]);
        assert!(!numbered[0].figures, "the number of an action is its name");
        assert!(columns(&[], &[]).is_empty());
    }

    #[test]
    fn no_column_is_narrower_than_its_longest_word() {
        let header = ["Numéro", "Action", "Pilotes", "État déclaré", "Santé", "Avancement", "Reports de date"].map(str::to_owned);
        let long = "Installer un réseau des producteurs d’études sur le champ emploi-formation".to_owned();
        let words = |text: &str| text.to_owned();
        let row =
            vec![words("1.1.1"), long, words("OREF, SGARE"), words("En\u{a0}cours"), words("Inconnue"), words("67\u{a0}%"), String::new()];
        let found = columns(&header, &[row]);
        for (column, longest) in found.iter().zip([8.0, 17.0, 9.0, 9.0, 8.0, 12.0, 9.0]) {
            assert!(column.share * LINE > longest, "{column:?} holds a word of {longest} characters");
        }
        assert!(found[1].share > 0.28, "the text takes what is left");
    }
}
