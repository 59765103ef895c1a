//! Lists of acts: filters in the address, columns that sort by link, pages, the same rows as CSV.

use axum::response::Response;
use bassin_documents::write::{self, Value};
use bassin_kernel::address;
use bassin_web::{Choice, Column, Failure, Field, Link, Pager, Reader, Sort};
use serde::Deserialize;

use super::{
    act::{Act, Content, Section, Table},
    project::download,
    tabs,
};
use crate::{Body, Governance, LIST_PAGE, ListOrder, ListSide, Listing};

/// What an address asks of a list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    #[serde(alias = "q")]
    texte: String,
    etat: String,
    annee: String,
    nature: String,
    sens: String,
    tri: String,
    page: String,
}

impl Asked {
    /// A page of the list.
    pub(super) fn listing(&self) -> Listing {
        Listing { page: Some(self.page.parse().unwrap_or(1)), ..self.whole() }
    }

    /// The whole list.
    pub(super) fn whole(&self) -> Listing {
        Listing {
            words: self.texte.clone(),
            state: self.etat.clone(),
            year: self.annee.clone(),
            kind: self.nature.clone(),
            side: match self.sens.as_str() {
                "agit" => Some(ListSide::Acts),
                "attend" => Some(ListSide::Waits),
                _ => None,
            },
            order: match self.tri.as_str() {
                "ancien" => ListOrder::Oldest,
                "titre" => ListOrder::Title,
                "etat" => ListOrder::State,
                "echeance" => ListOrder::Due,
                _ => ListOrder::Latest,
            },
            page: None,
        }
    }

    fn address(&self, path: &str, order: &str, page: u64) -> String {
        let page = if page > 1 { page.to_string() } else { String::new() };
        let pairs = [
            ("texte", self.texte.as_str()),
            ("etat", &self.etat),
            ("annee", &self.annee),
            ("nature", &self.nature),
            ("sens", &self.sens),
            ("tri", order),
            ("page", &page),
        ];
        let given: Vec<(&str, &str)> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        if given.is_empty() { path.to_owned() } else { address(path, &given) }
    }

    /// A column by which a link sorts the list: `order` is its word in the address.
    pub(super) fn column(&self, r: &Reader, path: &str, key: &str, order: &str) -> Column {
        let sort = if self.tri == order { Sort::Ascending } else { Sort::None };
        Column::words(r.t(key)).sorted_at(self.address(path, if self.tri == order { "" } else { order }, 1), sort)
    }

    /// The column of dates: the latest first unless asked otherwise.
    pub(super) fn dates(&self, r: &Reader, path: &str, key: &str) -> Column {
        let (sort, other) = match self.tri.as_str() {
            "" => (Sort::Descending, "ancien"),
            "ancien" => (Sort::Ascending, ""),
            _ => (Sort::None, ""),
        };
        Column::words(r.t(key)).sorted_at(self.address(path, other, 1), sort)
    }

    /// The fields every list has: words and state.
    pub(super) fn fields(&self, r: &Reader, states: Vec<Choice>) -> Vec<Field> {
        vec![
            Field::text("texte").label(r.t("decision-filter-text")).value(&self.texte),
            select(r, "etat", "decision-state", "decision-every-state", states, &self.etat),
        ]
    }

    /// A field for the code proper to the list.
    pub(super) fn kinds(&self, r: &Reader, label: &str, every: &str, kinds: Vec<Choice>) -> Field {
        select(r, "nature", label, every, kinds, &self.nature)
    }

    /// A field for the side of the body: what it has to do, what it waits for.
    pub(super) fn sides(&self, r: &Reader, every: &str, [acts, waits]: [&str; 2]) -> Field {
        let sides = vec![Choice::new("agit", r.t(acts)), Choice::new("attend", r.t(waits))];
        select(r, "sens", "decision-side", every, sides, &self.sens)
    }
}

fn select(r: &Reader, name: &str, label: &str, every: &str, choices: Vec<Choice>, value: &str) -> Field {
    let every = std::iter::once(Choice::new("", r.t(every)));
    Field::select(name).label(r.t(label)).choices(every.chain(choices)).value(value)
}

/// A list, with what it has of its own.
pub(super) struct List<'a> {
    /// Its address.
    pub path: &'a str,
    /// Its title.
    pub title: String,
    /// What it holds.
    pub lede: String,
    /// What is said when there is nothing at all: what this is, who begins.
    pub empty: (String, String),
    /// What comes first, whatever the list holds.
    pub notes: Vec<Content>,
    /// Where something new is begun, for those who may.
    pub new: Option<Link>,
    /// The fields it is narrowed by, years apart.
    pub filters: Vec<Field>,
    /// The page of rows.
    pub table: Table,
    /// How many rows there are in all.
    pub total: u64,
    /// The years there are.
    pub years: Vec<String>,
}

impl List<'_> {
    /// Its page: a tab of `body` when there is one.
    pub(super) async fn page(
        mut self,
        governance: &Governance,
        r: &Reader,
        asked: &Asked,
        body: Option<(&Body, &str)>,
    ) -> Result<Response, Failure> {
        let mut buttons = Vec::from_iter(self.new.take());
        let mut content = self.notes;
        if self.years.is_empty() {
            content.push(Content::Note("", self.empty.0, self.empty.1));
        } else {
            buttons.push(Link::new(r.t("decision-csv"), asked.address(&format!("{}.csv", self.path), &asked.tri, 1)));
            let years = self.years.iter().map(|year| Choice::new(year, year)).collect();
            self.filters.push(select(r, "annee", "decision-year", "decision-every-year", years, &asked.annee));
            if !asked.tri.is_empty() {
                self.filters.push(Field::hidden("tri", &asked.tri));
            }
            content.push(Content::Filter(self.filters, r.t("decision-filter")));
            content.push(if self.total == 0 { Content::Says(r.t("decision-no-match")) } else { Content::Table(self.table) });
            let page = asked.page.parse().unwrap_or(1);
            content.push(Content::Pager(Pager::new(page, LIST_PAGE, self.total, |page| asked.address(self.path, &asked.tri, page))));
        }
        let act = Act {
            kicker: String::new(),
            title: self.title,
            tags: Vec::new(),
            lede: self.lede,
            buttons,
            sections: vec![Section::new("list", String::new(), content)],
        };
        match body {
            Some((body, tab)) => act.page(r, &tabs::header(governance, r, body, tab).await?, tabs::trail(r, body), None),
            None => act.page(r, "", Vec::new(), None),
        }
    }
}

/// A table as a file: dates and states as the page says them, the former in figures.
pub(super) fn csv(r: &Reader, name: &str, table: &Table) -> Response {
    let headers: Vec<String> = table.columns.iter().map(|column| column.label.clone()).collect();
    let rows: Vec<Vec<Value>> = table.rows.iter().map(|row| row.iter().map(|cell| Value::Text(cell.value())).collect()).collect();
    download(write::csv(&headers, &rows, r.language), "text/csv; charset=utf-8", &format!("{name}.csv"))
}
