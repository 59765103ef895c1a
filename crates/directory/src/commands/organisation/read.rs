//! Finding sheets.

use std::collections::{HashMap, HashSet};

use bassin_database::problem;
use bassin_kernel::Problem;
use uuid::Uuid;

use crate::{Directory, Found, Organisation, Search, store::organisation as store};

/// How many sheets a page of a list shows.
pub(crate) const PAGE: u64 = 50;

impl Directory {
    /// An organisation, or the one its sheet was merged into.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn organisation(&self, id: Uuid) -> Result<Option<Organisation>, Problem> {
        store::by_id(self.database.read(), id).await.map_err(problem)
    }

    /// Several organisations, by the identifiers asked for: merged sheets are followed, unknown ones left out.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn organisations(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Organisation>, Problem> {
        store::many(self.database.read(), ids).await.map_err(problem)
    }

    /// A page of the organisations that answer a search.
    ///
    /// # Errors
    /// The perimeter cannot be read (every reason, on the field `perimeter`), or the store does not answer.
    pub async fn search_organisations(&self, search: &Search) -> Result<Found<Organisation>, Problem> {
        let ids = self.found_ids(search).await?;
        let size = usize::try_from(if search.size == 0 { PAGE } else { search.size }).unwrap_or(usize::MAX);
        let pages = ids.len().div_ceil(size).max(1);
        let page = usize::try_from(search.page).unwrap_or(usize::MAX).clamp(1, pages);
        let shown: Vec<Uuid> = ids.iter().skip((page - 1) * size).take(size).copied().collect();
        Ok(Found { items: self.in_order(&shown).await?, total: u64::try_from(ids.len()).unwrap_or(u64::MAX) })
    }

    /// Every organisation that answers a search.
    ///
    /// # Errors
    /// Those of [`Directory::search_organisations`].
    pub async fn all_organisations(&self, search: &Search) -> Result<Vec<Organisation>, Problem> {
        self.in_order(&self.found_ids(search).await?).await
    }

    async fn in_order(&self, ids: &[Uuid]) -> Result<Vec<Organisation>, Problem> {
        let mut sheets = self.organisations(ids).await?;
        Ok(ids.iter().filter_map(|id| sheets.remove(id)).collect())
    }

    async fn found_ids(&self, search: &Search) -> Result<Vec<Uuid>, Problem> {
        let mut ids = store::ids(self.database.read(), search).await.map_err(problem)?;
        if !search.perimeter.trim().is_empty() {
            let rows = self.territory.resolve(&search.perimeter).map_err(on_perimeter)?.rows;
            let atlas = self.territory.atlas();
            let sites = store::of_commune(self.database.read()).await.map_err(problem)?;
            let inside = sites.into_iter().filter(|(_, commune)| atlas.row(commune).is_some_and(|row| rows.contains(row)));
            let inside: HashSet<Uuid> = inside.map(|(organisation, _)| organisation).collect();
            ids.retain(|id| inside.contains(id));
        }
        Ok(ids)
    }
}

fn on_perimeter(mut problem: Problem) -> Problem {
    for violation in &mut problem.violations {
        violation.location.field = Some("perimeter".to_owned());
    }
    problem
}
