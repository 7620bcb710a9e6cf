//! Every place where sealed values stand. A column whose name ends in `_sealed` must be listed here: a
//! rotation would leave out what is not, and take its key away.

use super::Place;
use crate::sql::Query;

/// A column that holds sealed values.
pub(crate) struct SealedColumn {
    pub table: &'static str,
    /// What names its rows, and binds a value to its row.
    pub row: &'static str,
    pub column: &'static str,
    /// Which of its values are sealed, where others stand beside them.
    pub only: &'static str,
}

const fn sealed(table: &'static str, column: &'static str) -> SealedColumn {
    SealedColumn { table, row: "id", column, only: "" }
}

pub(crate) const SEALED: &[SealedColumn] = &[
    SealedColumn { table: "settings", row: "key", column: "value", only: " AND value LIKE 'v1.%'" },
    sealed("connections", "secret_sealed"),
    sealed("connections", "more_secrets_sealed"),
    sealed("meetings", "password_sealed"),
    sealed("meetings", "told_sealed"),
    sealed("join_links", "slug_sealed"),
    sealed("recording_links", "slug_sealed"),
    sealed("intents", "secrets_sealed"),
    sealed("webhooks", "secret_sealed"),
    sealed("webhooks", "former_sealed"),
];

impl SealedColumn {
    pub fn place<'a>(&self, row: &'a str) -> Place<'a> {
        Place { table: self.table, row, column: self.column }
    }

    /// Row and value of those that are sealed, after a row that is to be bound next.
    pub fn select(&self) -> Query {
        let mut query = Query::new("SELECT ");
        query.push(self.row).push(", ").push(self.column).push(" FROM ").push(self.table).push(" WHERE ");
        query.push(self.column).push(" IS NOT NULL").push(self.only).push(" AND ").push(self.row).push(" > ");
        query
    }

    /// Another value ($1) for a row ($2), if it is still as it was ($3).
    pub fn update(&self) -> String {
        let Self { table, row, column, .. } = self;
        format!("UPDATE {table} SET {column} = $1 WHERE {row} = $2 AND {column} = $3")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;
    use crate::dialect::Pools;
    use std::collections::BTreeSet;

    #[tokio::test]
    async fn every_sealed_column_of_the_schema_is_listed() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let Pools::Sqlite { read, .. } = store.pools() else { panic!("opened as SQLite") };
        let schema: Vec<(String, String)> = sqlx::query_as(
            "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c \
             WHERE t.type = 'table' AND c.name LIKE '%sealed%'",
        )
        .fetch_all(read)
        .await
        .unwrap();
        let listed: BTreeSet<(String, String)> =
            SEALED.iter().map(|it| (it.table.to_owned(), it.column.to_owned())).collect();
        assert!(schema.len() > 5, "{schema:?}");
        for column in schema {
            assert!(listed.contains(&column), "{column:?} is missing in seal/columns.rs");
        }
        for column in SEALED {
            let mut query = column.select();
            query.bind("");
            let sql = sqlx::AssertSqlSafe(query.sql);
            sqlx::query(sql).bind("").fetch_all(read).await.unwrap_or_else(|_| panic!("{}", column.column));
        }
    }
}
