//! The commune that somebody means.

use bassin_kernel::{LocalizedText, Problem, text::fold};
use bassin_territory::{Atlas, Commune, Target};

use crate::{Site, rules::check_site};

/// How many namesakes are told.
const NAMESAKES: usize = 12;

/// A site whose commune, typed by its key, its code or its name, was found; a postcode tells namesakes apart.
///
/// # Errors
/// Every rule of a site that is not met; of a name that several communes have, which ones.
pub(crate) fn site(atlas: &Atlas, typed: &Site) -> Result<Site, Problem> {
    let found = commune(atlas, &typed.commune, &typed.postcode);
    let commune = found.clone().unwrap_or_else(|_| typed.commune.clone());
    check_site(&Site { commune, ..typed.clone() }, |key| atlas.row(key).is_some()).map_err(|mut problem| {
        let namesakes = found.err().unwrap_or_default();
        if let (Some(violation), false) =
            (problem.violations.iter_mut().find(|violation| violation.code == "site-commune"), namesakes.is_empty())
        {
            let list = namesakes.join(", ");
            violation.message = LocalizedText::new(
                format!("Plusieurs communes portent ce nom\u{202f}: donnez le code postal, ou écrivez le code de la bonne ({list})."),
                format!("Several communes have this name: give the postcode, or write the code of the right one ({list})."),
            );
            violation.suggestions = namesakes;
        }
        problem
    })
}

/// The key of the commune that was typed, or those of the namesakes when it is not plain which one.
fn commune(atlas: &Atlas, typed: &str, postcode: &str) -> Result<String, Vec<String>> {
    let typed = typed.trim();
    if let Some(found) = atlas.row(typed).and_then(|row| atlas.commune(row)) {
        return Ok(found.key());
    }
    let wanted = fold(typed);
    let named: Vec<&Commune> = atlas
        .search(typed, 50)
        .into_iter()
        .filter_map(|hit| match hit.target {
            Target::Commune(row) => atlas.commune(row),
            Target::Zone(..) => None,
        })
        .filter(|commune| fold(commune.name) == wanted || commune.dutch.is_some_and(|name| fold(name) == wanted) || commune.code == typed)
        .collect();
    let there: Vec<&&Commune> = named.iter().filter(|commune| commune.postal_codes().any(|code| code == postcode.trim())).collect();
    match (named.as_slice(), there.as_slice()) {
        ([only], _) => Ok(only.key()),
        (_, [only]) => Ok(only.key()),
        _ => Err(named.iter().take(NAMESAKES).map(|commune| commune.key()).collect()),
    }
}
