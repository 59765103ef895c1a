//! Tables of the `organisation` part: sheets, their identifiers and their sites; corrections proposed; merges of duplicates.

pub(crate) mod correction;
pub(crate) mod merged;
mod read;
mod table;
mod write;

pub(crate) use read::{by_id, exact, holder, ids, many, named, near_names, of_commune};
pub(crate) use sea_orm::ConnectionTrait as Connection;
pub(crate) use table::migrations;
pub(crate) use write::{insert, remove, update};

use uuid::Uuid;

/// How many merges may follow one another: more would be a circle.
pub(crate) const MERGES: usize = 32;
/// How many identifiers one query may name.
pub(crate) const BATCH: usize = 500;

/// An identifier as the store keeps it.
pub(crate) fn uuid(text: &str) -> Uuid {
    text.parse().unwrap_or_default()
}

/// What search compares: every word preceded by a blank, so that the beginning of a word is `% word%`.
pub(crate) fn searched<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    texts.into_iter().map(bassin_kernel::text::fold).filter(|text| !text.is_empty()).map(|text| format!(" {text}")).collect()
}

/// The patterns of the words of a query.
pub(crate) fn patterns(query: &str) -> Vec<String> {
    let folded = bassin_kernel::text::fold(query);
    folded.split(' ').filter(|word| !word.is_empty()).take(12).map(|word| format!("% {word}%")).collect()
}
