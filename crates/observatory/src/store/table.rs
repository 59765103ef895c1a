//! The table `dataset_version`.

pub(super) mod dataset_version {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "dataset_version")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub dataset: String,
        pub number: i64,
        pub active: bool,
        pub file_name: String,
        pub file_sha256: String,
        pub file_bytes: i64,
        pub data_rows: i64,
        pub figures: i64,
        pub descriptor: String,
        pub descriptor_sha256: String,
        pub geography: String,
        pub blocks: String,
        pub labels: String,
        pub report: String,
        pub imported_at: i64,
        pub imported_by: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
