//! What the shared macros of `templates/macros.html` draw: columns, pagers.

use crate::reader::Reader;

/// Whether a table is sorted by a column, and which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Not by this column.
    #[default]
    None,
    /// From the least to the most.
    Ascending,
    /// From the most to the least.
    Descending,
}

/// The head of a column.
#[derive(Debug, Clone, Default)]
pub struct Column {
    /// Its name.
    pub label: String,
    /// The unit of its figures; empty without.
    pub unit: String,
    /// Whether it holds figures, aligned on the right.
    pub numeric: bool,
    /// The address of the same table sorted by it (the other way round when it already is).
    pub sorted_at: Option<String>,
    /// How the table is sorted by it now.
    pub sort: Sort,
}

impl Column {
    /// A column of words.
    pub fn words(label: impl Into<String>) -> Self {
        Self { label: label.into(), ..Self::default() }
    }

    /// A column of figures.
    pub fn figures(label: impl Into<String>, unit: impl Into<String>) -> Self {
        Self { label: label.into(), unit: unit.into(), numeric: true, ..Self::default() }
    }

    /// The same, sorted by a link.
    #[must_use]
    pub fn sorted_at(mut self, address: impl Into<String>, sort: Sort) -> Self {
        self.sorted_at = Some(address.into());
        self.sort = sort;
        self
    }

    /// The value of `aria-sort`, for a column the table is sorted by.
    #[must_use]
    pub const fn aria_sort(&self) -> Option<&'static str> {
        match self.sort {
            Sort::None => None,
            Sort::Ascending => Some("ascending"),
            Sort::Descending => Some("descending"),
        }
    }

    /// What the link says to those who do not see the arrow.
    #[must_use]
    pub fn hint(&self, reader: &Reader) -> String {
        match self.sort {
            Sort::None => reader.t_with("sort-by", &[("column", self.label.as_str().into())]),
            Sort::Ascending => reader.t("sorted-ascending"),
            Sort::Descending => reader.t("sorted-descending"),
        }
    }
}

/// Where one is in a list of several pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pager {
    /// The page shown, from 1.
    pub page: u64,
    /// How many there are, at least 1.
    pub pages: u64,
    /// The address of the page before.
    pub previous: Option<String>,
    /// The address of the page after.
    pub next: Option<String>,
}

impl Pager {
    /// The pager of `total` items, `size` a page, at `page`; `address` gives the address of a page. A page beyond the last is the last.
    pub fn new(page: u64, size: u64, total: u64, address: impl Fn(u64) -> String) -> Self {
        let pages = total.div_ceil(size.max(1)).max(1);
        let page = page.clamp(1, pages);
        Self { page, pages, previous: (page > 1).then(|| address(page - 1)), next: (page < pages).then(|| address(page + 1)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pagers_stay_within_their_bounds() {
        let pager = |page, total| Pager::new(page, 20, total, |page| format!("?page={page}"));
        assert_eq!(pager(2, 45), Pager { page: 2, pages: 3, previous: Some("?page=1".into()), next: Some("?page=3".into()) });
        assert_eq!(pager(99, 40), Pager { page: 2, pages: 2, previous: Some("?page=1".into()), next: None });
        assert_eq!(pager(0, 0), Pager { page: 1, pages: 1, previous: None, next: None });
    }
}
