//! What is pasted from a spreadsheet: cells, numbers, and lines matched to indicators. Nothing is guessed: what cannot be read is told.

mod lines;

use bassin_kernel::text::fold;

pub use lines::{Filled, Pasted, Place, read};

/// A number as people write it, in French or in English, with what spreadsheets put around it: `1 234,5`, `1,234.5`, `12,5 %`. A share keeps
/// the number that is read: `12,5 %` is 12.5.
#[must_use]
pub fn number(text: &str) -> Option<f64> {
    let bare: String = text.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '\'' | '’')).collect();
    let bare = bare.replacen('−', "-", 1);
    let bare = bare.strip_suffix(['%', '€']).unwrap_or(&bare);
    let (sign, digits) = bare.strip_prefix(['+', '-']).map_or(("", bare), |digits| (if bare.starts_with('-') { "-" } else { "" }, digits));
    let plain = ungrouped(digits, '.', ',').or_else(|| ungrouped(digits, ',', '.')).unwrap_or_else(|| digits.replacen(',', ".", 1));
    let shown = plain.chars().all(|letter| letter.is_ascii_digit() || letter == '.') && plain.chars().any(|letter| letter.is_ascii_digit());
    format!("{sign}{plain}").parse().ok().filter(|value: &f64| shown && value.is_finite())
}

/// Digits whose marks cannot but part thousands, `1.234,5` or `1,234,567`: those marks are taken out. `1,234` has one, which is a decimal one.
fn ungrouped(digits: &str, thousands: char, decimal: char) -> Option<String> {
    let (whole, rest) = digits.split_once(decimal).map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let mut groups = whole.split(thousands);
    let first = groups.next().filter(|first| (1..=3).contains(&first.len()))?;
    let groups: Vec<&str> = groups.collect();
    let sure = groups.len() > usize::from(rest.is_none()) && groups.iter().all(|group| group.len() == 3);
    sure.then(|| format!("{first}{}.{}", groups.concat(), rest.unwrap_or_default()))
}

/// Yes or no, as people write it in a cell.
#[must_use]
pub fn flag(text: &str) -> Option<bool> {
    match fold(text).trim() {
        "oui" | "o" | "yes" | "y" | "x" | "1" | "vrai" | "true" => Some(true),
        "non" | "n" | "no" | "" | "0" | "faux" | "false" => Some(false),
        _ => None,
    }
}

/// The cells of what a spreadsheet copies: tabs between them, lines below each other, quotes around those that hold either. Empty lines stay,
/// so that lines keep their number.
#[must_use]
pub fn cells(text: &str) -> Vec<Vec<String>> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let (mut lines, mut rest) = (vec![Vec::new()], text.as_str());
    loop {
        let (cell, after) = quoted(rest).unwrap_or_else(|| {
            let (cell, after) = rest.split_at(rest.find(['\t', '\n']).unwrap_or(rest.len()));
            (cell.to_owned(), after)
        });
        if let Some(line) = lines.last_mut() {
            line.push(cell.trim().to_owned());
        }
        match after.chars().next() {
            Some('\t') => rest = after.get(1..).unwrap_or_default(),
            Some(_) => {
                lines.push(Vec::new());
                rest = after.get(1..).unwrap_or_default();
            }
            None => break,
        }
    }
    lines
}

/// A cell between quotes, and what follows it; nothing when its quotes do not close right before the next cell.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut inside = text.strip_prefix('"')?;
    let mut cell = String::new();
    loop {
        let (before, after) = inside.split_once('"')?;
        cell.push_str(before);
        match after.strip_prefix('"') {
            Some(next) => {
                cell.push('"');
                inside = next;
            }
            None => return (after.is_empty() || after.starts_with(['\t', '\n'])).then_some((cell, after)),
        }
    }
}

#[cfg(test)]
mod tests;
