//! Writing a backup while servers run: one reading transaction sees one moment.

use super::format::{Column, Head, Lines, Summary, Table, Type};
use super::schema::{self, POSTGRES_COLUMNS, POSTGRES_REFERENCES, SQLITE_COLUMNS, SQLITE_REFERENCES};
use super::{BackupError, LEFT_OUT, unreadable};
use crate::Store;
use crate::dialect::Pools;
use futures::TryStreamExt;
use portico_domain::time::Timestamp;
use serde_json::Value;
use sqlx::{AssertSqlSafe, ColumnIndex, Connection, Database, Decode, Row};
use std::io::Write;

/// One moment for all statements of the transaction.
const POSTGRES_BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
/// A large table takes longer than any other statement may.
const POSTGRES_PATIENCE: &str = "SET LOCAL statement_timeout = 0";
/// It may have tables that this program does not know.
const LATER: &str = "the database is that of a later Portico, which alone can back it up";
const LAST_MIGRATION: &str = "SELECT MAX(version) FROM _sqlx_migrations WHERE success";

impl Store {
    /// Writes everything as it stands at one moment. Servers go on meanwhile.
    ///
    /// # Errors
    /// The database does not answer, or `out` cannot be written.
    pub async fn back_up(&self, out: impl Write, now: Timestamp) -> Result<Summary, BackupError> {
        macro_rules! written {
            ($transaction:expr, $name:literal, $columns:expr, $references:expr) => {{
                let mut transaction = $transaction;
                let columns = sqlx::query_as($columns).fetch_all(&mut *transaction).await?;
                let references: Vec<_> = sqlx::query_as($references).fetch_all(&mut *transaction).await?;
                let migration: i64 = sqlx::query_scalar(LAST_MIGRATION).fetch_one(&mut *transaction).await?;
                if migration > schema::last_migration() {
                    return Err(unreadable(LATER));
                }
                let mut lines = Lines::begin(out, Head::new(now, migration, $name))?;
                for table in schema::tables(columns, &references)? {
                    if LEFT_OUT.contains(&table.table.as_str()) {
                        continue;
                    }
                    lines.table(&table)?;
                    let mut rows = sqlx::query(AssertSqlSafe(select(&table))).fetch(&mut *transaction);
                    while let Some(row) = rows.try_next().await? {
                        lines.row(&cells(&row, &table.columns)?)?;
                    }
                    drop(rows);
                    lines.end_table()?;
                }
                transaction.rollback().await?;
                lines.end()
            }};
        }
        match self.pools() {
            Pools::Sqlite { read, .. } => {
                let mut connection = read.acquire().await?;
                written!(connection.begin().await?, "sqlite", SQLITE_COLUMNS, SQLITE_REFERENCES)
            }
            Pools::Postgres(pool) => {
                let mut transaction = pool.begin_with(POSTGRES_BEGIN).await?;
                sqlx::query(POSTGRES_PATIENCE).execute(&mut *transaction).await?;
                written!(transaction, "postgres", POSTGRES_COLUMNS, POSTGRES_REFERENCES)
            }
        }
    }
}

/// All rows, in an order that is the same on both databases.
fn select(table: &Table) -> String {
    let columns: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    format!("SELECT {} FROM {} ORDER BY 1", columns.join(", "), table.table)
}

fn cells<'r, R>(row: &'r R, columns: &[Column]) -> Result<Vec<Value>, sqlx::Error>
where
    R: Row,
    usize: ColumnIndex<R>,
    Option<String>: Decode<'r, R::Database> + sqlx::Type<R::Database>,
    Option<i64>: Decode<'r, R::Database> + sqlx::Type<R::Database>,
    Option<bool>: Decode<'r, R::Database> + sqlx::Type<R::Database>,
    R::Database: Database,
{
    let cell = |(at, column): (usize, &Column)| {
        Ok(match column.holds {
            Type::Text => row.try_get::<Option<String>, _>(at)?.map(Value::from),
            Type::Bigint => row.try_get::<Option<i64>, _>(at)?.map(Value::from),
            Type::Boolean => row.try_get::<Option<bool>, _>(at)?.map(Value::from),
        }
        .unwrap_or(Value::Null))
    };
    columns.iter().enumerate().map(cell).collect()
}
