//! How tables keep what is not searched: one row has the columns that queries and constraints need, and the rest as a sheet in JSON.

use sea_orm::{ActiveModelTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QuerySelect, Select};
use serde::{Serialize, de::DeserializeOwned};

/// An entity without relations.
macro_rules! table {
    ($name:literal $module:ident { $($(#[$attribute:meta])* $field:ident: $kind:ty),* $(,)? }) => {
        mod $module {
            use sea_orm::entity::prelude::*;

            #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
            #[sea_orm(table_name = $name)]
            pub struct Model {
                $($(#[$attribute])* pub $field: $kind),*
            }

            #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
            pub enum Relation {}

            impl ActiveModelBehavior for ActiveModel {}
        }
    };
}
pub(crate) use table;

/// A row, every column of which is written.
pub(crate) fn whole<M, A>(model: M) -> A
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait,
{
    model.into_active_model().reset_all()
}

/// A value as its sheet.
pub(crate) fn sheet<T: Serialize>(value: &T) -> Result<String, DbErr> {
    serde_json::to_string(value).map_err(|error| DbErr::Json(error.to_string()))
}

/// The value of a sheet.
pub(crate) fn read<T: DeserializeOwned>(sheet: &str) -> Result<T, DbErr> {
    serde_json::from_str(sheet).map_err(|error| DbErr::Json(error.to_string()))
}

/// The values of the sheets that a query finds, kept in `column`.
pub(crate) async fn all<E, T, C>(connection: &C, found: Select<E>, column: E::Column) -> Result<Vec<T>, DbErr>
where
    E: EntityTrait,
    T: DeserializeOwned,
    C: ConnectionTrait,
{
    let sheets: Vec<String> = found.select_only().column(column).into_tuple().all(connection).await?;
    sheets.iter().map(|sheet| read(sheet)).collect()
}

/// The value of the sheet that a query finds, if it finds one.
pub(crate) async fn one<E, T, C>(connection: &C, found: Select<E>, column: E::Column) -> Result<Option<T>, DbErr>
where
    E: EntityTrait,
    T: DeserializeOwned,
    C: ConnectionTrait,
{
    let sheet: Option<String> = found.select_only().column(column).into_tuple().one(connection).await?;
    sheet.map(|sheet| read(&sheet)).transpose()
}
