//! What changed from one version of a text to the next, word by word.

use similar::{Algorithm, ChangeTag, TextDiff};

/// Words of a text beyond which versions are compared line by line: a comparison must never keep a page waiting.
const MOST_WORDS: usize = 20_000;

/// A piece of a text that two versions share, or that one of them only has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Which version has it.
    pub change: Change,
    /// Its words.
    pub text: String,
}

/// Which version has a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Both.
    None,
    /// The later one.
    Added,
    /// The earlier one.
    Removed,
}

impl Piece {
    /// Its element, for the macro that shows it.
    #[must_use]
    pub const fn element(&self) -> &'static str {
        match self.change {
            Change::None => "span",
            Change::Added => "ins",
            Change::Removed => "del",
        }
    }
}

/// The differences between two versions of a text, pieces of a kind joined.
#[must_use]
pub fn differences(before: &str, after: &str) -> Vec<Piece> {
    let long = [before, after].iter().any(|text| text.split_whitespace().count() > MOST_WORDS);
    let mut config = TextDiff::configure();
    let config = config.algorithm(Algorithm::Patience);
    let diff = if long { config.diff_lines(before, after) } else { config.diff_words(before, after) };
    let mut pieces: Vec<Piece> = Vec::new();
    for change in diff.iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => Change::None,
            ChangeTag::Insert => Change::Added,
            ChangeTag::Delete => Change::Removed,
        };
        match pieces.last_mut() {
            Some(piece) if piece.change == kind => piece.text.push_str(change.value()),
            _ => pieces.push(Piece { change: kind, text: change.value().to_owned() }),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_added_and_removed_are_told_apart() {
        let pieces = differences("Le pôle se réunit deux fois par an.", "Le pôle se réunit quatre fois par an, au moins.");
        let told: Vec<(Change, &str)> = pieces.iter().map(|piece| (piece.change, piece.text.as_str())).collect();
        assert_eq!(told[..3], [(Change::None, "Le pôle se réunit "), (Change::Removed, "deux"), (Change::Added, "quatre")]);
        assert!(told.iter().any(|(change, text)| *change == Change::Added && text.contains("au moins.")), "{told:?}");
    }

    proptest! {
        #[test]
        fn both_versions_are_found_again(before in "[a-c \\n]{0,60}", after in "[a-c \\n]{0,60}") {
            let pieces = differences(&before, &after);
            let version = |other: Change| pieces.iter().filter(|piece| piece.change != other).map(|piece| piece.text.as_str()).collect::<String>();
            prop_assert_eq!(version(Change::Added), before);
            prop_assert_eq!(version(Change::Removed), after);
        }
    }
}
