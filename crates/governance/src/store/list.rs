//! Lists: a page of the rows that answer, how many there are, the years all of them are of.

use bassin_kernel::text;
use sea_orm::sea_query::{Expr, NullOrdering, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, Order, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::codec::all;
use crate::{LIST_PAGE, ListOrder, Listed, Listing, Reach};

/// The columns by which a table is listed. Its rows have a column `dated`: the day they are of.
pub(crate) struct By<C> {
    /// The identifier.
    pub id: C,
    /// The whole, as JSON.
    pub sheet: C,
    /// The words that are searched, folded; the title comes first.
    pub folded: C,
    /// The day.
    pub dated: C,
    /// The date something is expected or ends.
    pub due: C,
    /// The rank of the state.
    pub state: SimpleExpr,
}

/// A part of the rows of `readable` that answer what is asked; `narrowed` holds what is proper to the table.
pub(crate) async fn listed<E, T, D>(
    connection: &D,
    readable: Select<E>,
    mut narrowed: Condition,
    by: By<E::Column>,
    asked: &Listing,
) -> Result<Listed<T>, DbErr>
where
    E: EntityTrait<Model: FromQueryResult + Send + Sync>,
    T: DeserializeOwned,
    D: ConnectionTrait,
{
    let years = readable.clone().select_only().expr_as(Expr::cust("SUBSTR(dated, 1, 4)"), "year").distinct();
    let mut years: Vec<String> = years.into_tuple().all(connection).await?;
    years.sort_unstable_by(|a, b| b.cmp(a));
    for word in text::fold(&asked.words).split_whitespace() {
        narrowed = narrowed.add(by.folded.contains(word));
    }
    if !asked.year.is_empty() {
        narrowed = narrowed.add(by.dated.starts_with(format!("{}-", asked.year)));
    }
    let found = readable.filter(narrowed);
    let total = found.clone().count(connection).await?;
    let found = match asked.order {
        ListOrder::Latest => found.order_by_desc(by.dated),
        ListOrder::Oldest => found.order_by_asc(by.dated).order_by_asc(by.id),
        ListOrder::Title => found.order_by_asc(by.folded),
        ListOrder::State => found.order_by_asc(by.state).order_by_asc(by.folded),
        ListOrder::Due => found.order_by_with_nulls(by.due, Order::Asc, NullOrdering::Last),
    };
    let found = found.order_by_desc(by.id);
    let found = match asked.page {
        // A page beyond the last is the last, as the pager says.
        Some(page) => found.offset((page.clamp(1, total.div_ceil(LIST_PAGE).max(1)) - 1) * LIST_PAGE).limit(LIST_PAGE),
        None => found,
    };
    Ok(Listed { items: all(connection, found, by.sheet).await?, total, years })
}

/// The rank of a state among all of them.
pub(crate) fn rank<C: ColumnTrait>(state: C, codes: impl IntoIterator<Item = &'static str>) -> SimpleExpr {
    let mut rank = Expr::case(state.eq(""), -1);
    for (position, code) in (0_i64..).zip(codes) {
        rank = rank.case(state.eq(code), position);
    }
    rank.into()
}

/// Words by which rows are marked, to be found one by one: the identifiers of those whom an act concerns, codes.
pub(crate) fn marks(words: impl IntoIterator<Item = String>) -> String {
    let mut marks = String::from(" ");
    for word in words {
        marks.push_str(&word);
        marks.push(' ');
    }
    marks
}

/// The rows that have a mark.
pub(crate) fn marked<C: ColumnTrait>(column: C, word: &str) -> SimpleExpr {
    column.contains(format!(" {word} "))
}

/// The rows that concern somebody within a reach.
pub(crate) fn within<C: ColumnTrait>(column: C, reach: &Reach) -> Condition {
    match reach {
        Reach::Everywhere => Condition::all(),
        Reach::Only(ids) if ids.is_empty() => Condition::all().add(Expr::cust("1 = 0")),
        Reach::Only(ids) => ids.iter().fold(Condition::any(), |any, id: &Uuid| any.add(marked(column, &id.to_string()))),
    }
}
