//! The commune that somebody means.

use bassin_kernel::text::fold;
use bassin_territory::{Atlas, Target};

/// The key of the commune typed by its key, its code or its name; a postcode tells namesakes apart. Nothing when it is not plain which one.
pub(crate) fn commune(atlas: &Atlas, typed: &str, postcode: &str) -> Option<String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    if let Some(row) = atlas.row(typed) {
        return atlas.commune(row).map(bassin_territory::Commune::key);
    }
    let wanted = fold(typed);
    let named: Vec<&bassin_territory::Commune> = atlas
        .search(typed, 50)
        .into_iter()
        .filter_map(|hit| match hit.target {
            Target::Commune(row) => atlas.commune(row),
            Target::Zone(..) => None,
        })
        .filter(|commune| fold(commune.name) == wanted || commune.dutch.is_some_and(|name| fold(name) == wanted) || commune.code == typed)
        .collect();
    if let [only] = named.as_slice() {
        return Some(only.key());
    }
    let mut there = named.iter().filter(|commune| commune.postal_codes().any(|code| code == postcode.trim()));
    there.next().filter(|_| there.next().is_none()).map(|commune| commune.key())
}
