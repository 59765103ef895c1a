//! What is wrong with a statute's file: where, why, and what would do.

use std::ops::Range;

use bassin_kernel::{Violation, text::fold};

/// What was found in one file.
pub(super) struct Findings<'a> {
    file: &'a str,
    text: &'a str,
    pub(super) list: Vec<Violation>,
}

impl<'a> Findings<'a> {
    pub(super) const fn new(file: &'a str, text: &'a str) -> Self {
        Self { file, text, list: Vec::new() }
    }

    /// Adds what is wrong at a place of the text, about the key `path` (empty for the file as a whole).
    pub(super) fn add(&mut self, code: &str, at: &Range<usize>, path: &str, fr: &str, en: &str) -> &mut Violation {
        let line = self.line(at);
        let (key_fr, key_en) =
            if path.is_empty() { (String::new(), String::new()) } else { (format!("« {path} »\u{202f}: "), format!("“{path}”: ")) };
        let mut violation = Violation::new(
            format!("statute-{code}"),
            format!("{}, ligne {line}\u{202f}: {key_fr}{fr}", self.file),
            format!("{}, line {line}: {key_en}{en}", self.file),
        );
        violation.location.row = u64::try_from(line).ok();
        violation.location.field = (!path.is_empty()).then(|| path.to_owned());
        self.list.push(violation);
        let last = self.list.len() - 1;
        &mut self.list[last]
    }

    /// Adds a word that is not one of those accepted, with the nearest of them first.
    pub(super) fn unknown(&mut self, code: &str, at: &Range<usize>, path: &str, word: &str, accepted: &[&str]) {
        let french: Vec<String> = accepted.iter().map(|word| format!("« {word} »")).collect();
        let english: Vec<String> = accepted.iter().map(|word| format!("“{word}”")).collect();
        let (fr, en) = match code {
            "unknown-key" => ("cette clé n’existe pas ici", "this key does not exist here"),
            _ => ("ce mot n’est pas accepté", "this word is not accepted"),
        };
        let violation = self.add(
            code,
            at,
            path,
            &format!("« {word} »\u{202f}: {fr}. Sont acceptés\u{202f}: {}.", french.join(", ")),
            &format!("“{word}”: {en}. Accepted: {}.", english.join(", ")),
        );
        violation.suggestions = nearest(word, accepted);
    }

    fn line(&self, at: &Range<usize>) -> usize {
        self.text.as_bytes()[..at.start.min(self.text.len())].iter().filter(|byte| **byte == b'\n').count() + 1
    }
}

/// The accepted words that look like `word`, nearest first.
pub(super) fn nearest(word: &str, accepted: &[&str]) -> Vec<String> {
    let word = fold(word);
    let mut near: Vec<(usize, &str)> = accepted
        .iter()
        .map(|candidate| (distance(&word, &fold(candidate)), *candidate))
        .filter(|(distance, candidate)| {
            *distance * 5 <= candidate.chars().count() * 2 || (word.len() > 2 && fold(candidate).contains(&word))
        })
        .collect();
    near.sort_unstable();
    near.into_iter().map(|(_, candidate)| candidate.to_owned()).take(3).collect()
}

/// How many letters are added, left out or changed between two words.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (index, letter) in from.chars().enumerate() {
        let mut diagonal = index;
        row[0] = index + 1;
        for (column, other) in to.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *other);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_words_come_first() {
        assert_eq!(nearest("compositon", &["composition", "convention", "purpose"]), ["composition"]);
        assert_eq!(nearest("lycee", &["secondary-school", "adult-education"]), Vec::<String>::new());
        assert_eq!(nearest("school", &["secondary-school", "state-service"]), ["secondary-school"]);
    }
}
