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

/// One of the pages about the same thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// Its name.
    pub label: String,
    /// Its address.
    pub address: String,
    /// Whether it is the page shown.
    pub current: bool,
    /// How many things await there; 0 shows nothing.
    pub count: u64,
}

impl Tab {
    /// A tab.
    pub fn new(label: impl Into<String>, address: impl Into<String>, current: bool) -> Self {
        Self { label: label.into(), address: address.into(), current, count: 0 }
    }

    /// How many things await there, in figures; nothing when none does.
    #[must_use]
    pub fn awaiting(&self, reader: &Reader) -> Option<String> {
        (self.count > 0).then(|| reader.count(self.count))
    }

    /// The same, with how many things await there.
    #[must_use]
    pub const fn count(mut self, count: u64) -> Self {
        self.count = count;
        self
    }
}

/// A moment of a story: what happened, what is due.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moment {
    /// The day for machines: `2026-11-22`; empty when it is not known.
    pub day: String,
    /// When, in words.
    pub when: String,
    /// What.
    pub title: String,
    /// Where it leads; empty without.
    pub address: String,
    /// More about it; empty without.
    pub detail: String,
    /// `done`, `now`, `due` or `late`.
    pub state: &'static str,
}

/// How far a bounded period has run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Progress {
    /// What is shown above its beginning.
    pub from: String,
    /// What is shown above its end.
    pub to: String,
    /// What is shown below: the sentence that says it all.
    pub sentence: String,
    /// The part elapsed, from 0 to 1.
    pub elapsed: f64,
    /// From which part on something is due (an evaluation), from 0 to 1.
    pub due: Option<f64>,
}

impl Progress {
    /// The length elapsed, out of 1,000.
    #[must_use]
    pub fn done(&self) -> f64 {
        (self.elapsed.clamp(0.0, 1.0) * 980.0).round()
    }

    /// Where what is due begins and how long it lasts, out of 1,000.
    #[must_use]
    pub fn awaited(&self) -> Option<(f64, f64)> {
        let start = (self.due?.clamp(0.0, 1.0) * 980.0).round();
        Some((start + 10.0, (980.0 - start).max(10.0)))
    }
}

/// A seat, and who holds it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeatCard {
    /// The name of the seat; empty when its component says it all.
    pub title: String,
    /// Who holds it; empty when it is vacant.
    pub holder: String,
    /// Where the holder's page is; empty without.
    pub address: String,
    /// For whom, until when, with which voice.
    pub detail: String,
    /// `good`, `warn`, `bad`, or empty.
    pub kind: &'static str,
    /// The state in words; empty when there is nothing to say.
    pub state: String,
}

/// The seats of a component.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeatGroup {
    /// The component.
    pub name: String,
    /// What the statute asks of it; empty without.
    pub rule: String,
    /// `good`, `warn` or `bad`.
    pub kind: &'static str,
    /// How it stands, in words: `3 sièges`, `1 siège, 1 vacant`.
    pub state: String,
    /// Its seats.
    pub seats: Vec<SeatCard>,
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
