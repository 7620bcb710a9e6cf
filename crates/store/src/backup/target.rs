//! A database that a backup is restored into, inside one transaction.

use super::format::{Table, Type};
use super::schema::{self, POSTGRES_COLUMNS, POSTGRES_REFERENCES, SQLITE_COLUMNS, SQLITE_REFERENCES};
use super::{BackupError, unreadable};
use serde_json::Value;
use sqlx::migrate::Migrator;
use sqlx::{AssertSqlSafe, PgConnection, SqliteConnection};

/// What restoring needs of a connection.
pub(super) trait Target {
    /// Our tables that stand there.
    async fn tables(&mut self) -> Result<Vec<Table>, BackupError>;
    async fn run(&mut self, sql: String) -> Result<(), BackupError>;
    async fn number(&mut self, sql: String) -> Result<i64, BackupError>;
    async fn migrate(&mut self, migrator: &Migrator) -> Result<(), BackupError>;
    async fn insert(&mut self, table: &Table, rows: &[Vec<Value>]) -> Result<(), BackupError>;
    /// Does every row find those it refers to?
    async fn check_references(&mut self) -> Result<(), BackupError>;
}

/// Neither database takes more values in one statement.
const MOST_VALUES: usize = 30_000;

/// So many rows go into one statement.
pub(super) fn rows_at_once(table: &Table) -> usize {
    (MOST_VALUES / table.columns.len().max(1)).min(200)
}

/// `INSERT INTO … VALUES ($1, $2), ($3, $4)`
fn insertion(table: &Table, rows: usize) -> String {
    let columns: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    let width = columns.len();
    let row = |row: usize| {
        let places: Vec<String> = (1..=width).map(|place| format!("${}", row * width + place)).collect();
        format!("({})", places.join(", "))
    };
    let rows: Vec<String> = (0..rows).map(row).collect();
    format!("INSERT INTO {} ({}) VALUES {}", table.table, columns.join(", "), rows.join(", "))
}

/// Binds each value as the type of its column, so that an absent one has a type too.
macro_rules! bind_all {
    ($query:expr, $table:expr, $rows:expr, $text:expr) => {{
        let mut query = $query;
        for row in $rows {
            for (value, column) in row.iter().zip(&$table.columns) {
                query = match column.holds {
                    Type::Text => query.bind(value.as_str().map($text)),
                    Type::Bigint => query.bind(value.as_i64()),
                    Type::Boolean => query.bind(value.as_bool()),
                };
            }
        }
        query
    }};
}

macro_rules! target {
    ($connection:ty, $columns:expr, $references:expr, $text:expr, |$this:ident| $check:expr) => {
        impl Target for $connection {
            async fn tables(&mut self) -> Result<Vec<Table>, BackupError> {
                let columns = sqlx::query_as($columns).fetch_all(&mut *self).await?;
                let references: Vec<_> = sqlx::query_as($references).fetch_all(&mut *self).await?;
                schema::tables(columns, &references)
            }

            async fn run(&mut self, sql: String) -> Result<(), BackupError> {
                sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *self).await?;
                Ok(())
            }

            async fn number(&mut self, sql: String) -> Result<i64, BackupError> {
                Ok(sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut *self).await?)
            }

            async fn migrate(&mut self, migrator: &Migrator) -> Result<(), BackupError> {
                Ok(migrator.run(&mut *self).await.map_err(crate::StoreError::from)?)
            }

            async fn insert(&mut self, table: &Table, rows: &[Vec<Value>]) -> Result<(), BackupError> {
                let query = sqlx::query(AssertSqlSafe(insertion(table, rows.len())));
                bind_all!(query, table, rows, $text).execute(&mut *self).await?;
                Ok(())
            }

            async fn check_references(&mut self) -> Result<(), BackupError> {
                let $this = self;
                $check
            }
        }
    };
}

target!(SqliteConnection, SQLITE_COLUMNS, SQLITE_REFERENCES, str::to_owned, |this| {
    let broken: Option<(String,)> = sqlx::query_as("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1")
        .fetch_optional(&mut *this)
        .await?;
    match broken {
        Some((table,)) => Err(unreadable(format!("{table} refers to something that is not in the backup"))),
        None => Ok(()),
    }
});

// PostgreSQL looks at each row as it comes. It has no NUL in texts; SQLite takes one from whoever sends it.
target!(
    PgConnection,
    POSTGRES_COLUMNS,
    POSTGRES_REFERENCES,
    |text: &str| text.replace('\0', "\u{fffd}"),
    |_this| Ok(())
);
