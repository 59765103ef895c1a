//! How tables keep what is not searched: one row has the columns that queries and constraints need, and the rest as a sheet in JSON.

use sea_orm::DbErr;
use serde::{Serialize, de::DeserializeOwned};

/// An entity without relations.
macro_rules! table {
    ($name:literal $module:ident { $($(#[$attribute:meta])* $field:ident: $kind:ty),* $(,)? }) => {
        pub(super) mod $module {
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

/// A value as its sheet.
pub(crate) fn sheet<T: Serialize>(value: &T) -> Result<String, DbErr> {
    serde_json::to_string(value).map_err(|error| DbErr::Json(error.to_string()))
}

/// The value of a sheet.
pub(crate) fn read<T: DeserializeOwned>(sheet: &str) -> Result<T, DbErr> {
    serde_json::from_str(sheet).map_err(|error| DbErr::Json(error.to_string()))
}
