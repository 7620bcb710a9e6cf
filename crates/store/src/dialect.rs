//! The few places where SQLite and PostgreSQL differ: how they are opened and tuned, how a writing
//! transaction begins, what they tell of themselves, and how their error codes read.

use crate::error::{StoreError, StoreErrorKind};
use crate::together::Together;
use log::LevelFilter;
use sqlx::error::DatabaseError;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, PgPool, SqliteConnection, SqlitePool};
use std::future::{Future, ready};
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

/// The two databases.
pub(crate) enum Pools {
    /// Readers and the one writer are apart: in WAL mode readers never wait for the writer, and writers
    /// queue fairly in our pool instead of polling SQLite's lock.
    Sqlite {
        read: SqlitePool,
        write: SqlitePool,
        /// The same writer, for single statements.
        together: Together,
    },
    Postgres(PgPool),
}

/// Takes SQLite's write lock at once: a transaction that upgrades later can fail in its middle.
pub(crate) const SQLITE_BEGIN: &str = "BEGIN IMMEDIATE";

/// Its version and its size in bytes.
pub(crate) const SQLITE_ITSELF: &str = "SELECT sqlite_version(), \
    (SELECT page_count FROM pragma_page_count()) * (SELECT page_size FROM pragma_page_size())";
pub(crate) const POSTGRES_ITSELF: &str =
    "SELECT current_setting('server_version'), pg_database_size(current_database())";

/// How long to wait for a lock or a free connection before saying "busy".
const PATIENCE: Duration = Duration::from_secs(5);
/// No statement or transaction takes longer, whatever the database does.
const DEADLINE: Duration = Duration::from_secs(20);
/// A PostgreSQL connection that rested longer is tested before it is used again.
const TRUSTED_REST: Duration = Duration::from_secs(2);
/// Above the number of different SQL texts, filters of pages included.
const STATEMENTS: usize = 500;
/// Whoever waits long for a connection says so only on demand: when there is too much to do, everybody does.
const WAITED: LevelFilter = LevelFilter::Debug;
const READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 16;

static MIGRATOR: sqlx::migrate::Migrator = {
    let mut migrator = sqlx_macros::migrate!("./migrations");
    // During an upgrade the older version may restart on the newer schema.
    migrator.ignore_missing = true;
    migrator
};

/// All that this program knows, in their order.
pub(crate) fn migrations() -> &'static [sqlx::migrate::Migration] {
    &MIGRATOR.migrations
}

/// Opens the database and brings its schema up to date.
pub(crate) async fn open(url: &str) -> Result<Pools, StoreError> {
    if url.starts_with("sqlite:") {
        open_sqlite(url).await
    } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
        open_postgres(url).await
    } else {
        Err(StoreError::new(StoreErrorKind::Other, "the database's URL is neither sqlite: nor postgres:"))
    }
}

async fn open_sqlite(url: &str) -> Result<Pools, StoreError> {
    let in_memory = url.contains(":memory:");
    let options = SqliteConnectOptions::from_str(url)?
        .create_if_missing(true)
        .foreign_keys(true)
        .busy_timeout(PATIENCE)
        .statement_cache_capacity(STATEMENTS)
        .pragma("cache_size", "-16000")
        .pragma("temp_store", "MEMORY");
    if in_memory {
        // Such a database lives in its connection, so there is exactly one.
        let pool = sqlite_pool(1).connect_with(options).await?;
        MIGRATOR.run(&pool).await?;
        return Ok(sqlite(pool.clone(), pool));
    }
    prepare_file(options.get_filename())?;
    // FULL: an acknowledged write must outlive a power cut. An intent lost after its vendor call would
    // be a meeting nobody knows of; in WAL mode NORMAL may lose the last transactions.
    let options = options
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("journal_size_limit", "67108864");
    let write = sqlite_pool(1).before_acquire(|connection, _| Box::pin(ready(Ok(is_at_rest(connection)))));
    let write = write.connect_with(options.clone().optimize_on_close(true, 400)).await?;
    MIGRATOR.run(&write).await?;
    let read = sqlite_pool(READERS).connect_with(options.pragma("query_only", "ON")).await?;
    Ok(sqlite(read, write))
}

/// One connection to a database as it is, its rows not held against each other.
pub(crate) async fn sqlite_alone(url: &str) -> Result<sqlx::SqliteConnection, StoreError> {
    let options = SqliteConnectOptions::from_str(url)?
        .create_if_missing(true)
        .foreign_keys(false)
        .busy_timeout(PATIENCE)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    prepare_file(options.get_filename())?;
    Ok(sqlx::SqliteConnection::connect_with(&options).await?)
}

/// One connection to a database as it is, that waits for as long as it takes.
pub(crate) async fn postgres_alone(url: &str) -> Result<sqlx::PgConnection, StoreError> {
    let options = PgConnectOptions::from_str(url)?.application_name("portico");
    within(sqlx::PgConnection::connect_with(&options)).await
}

fn sqlite(read: SqlitePool, write: SqlitePool) -> Pools {
    Pools::Sqlite { read, together: Together::new(write.clone()), write }
}

/// SQLite's connections never go stale, so they are kept for good and never tested.
fn sqlite_pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .min_connections(connections)
        .max_connections(connections)
        .max_lifetime(None)
        .idle_timeout(None)
        .test_before_acquire(false)
        .acquire_timeout(PATIENCE)
        .acquire_slow_level(WAITED)
}

/// A disk that is full or fails makes SQLite end a transaction by itself. The driver goes on counting it, since neither
/// commit nor rollback finds it any more, and would refuse every later one: such a connection is to be replaced.
fn is_at_rest(connection: &SqliteConnection) -> bool {
    !connection.is_in_transaction()
}

/// Creates folder and file so that only their owner can read them. SQLite gives its WAL the same mode.
fn prepare_file(path: &Path) -> Result<(), StoreError> {
    let trouble = |_| StoreError::new(StoreErrorKind::Unavailable, "the database's file cannot be created");
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        private_folder(folder).map_err(trouble)?;
    }
    private_file(path).map_err(trouble)
}

/// Creates a folder, and those above it, with mode 0700.
pub(crate) fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn private_file(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

async fn open_postgres(url: &str) -> Result<Pools, StoreError> {
    let options =
        PgConnectOptions::from_str(url)?.application_name("portico").statement_cache_capacity(STATEMENTS);
    migrate_postgres(&options).await?;
    let bounded = options.options([("statement_timeout", "15s"), ("lock_timeout", "5s")]);
    let pool = PgPoolOptions::new()
        .max_connections(POSTGRES_CONNECTIONS)
        .acquire_timeout(PATIENCE)
        .acquire_slow_level(WAITED)
        .test_before_acquire(false)
        .before_acquire(|connection, meta| {
            Box::pin(async move {
                if meta.idle_for > TRUSTED_REST {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .connect_with(bounded)
        .await?;
    Ok(Pools::Postgres(pool))
}

/// On a connection of its own, because a migration may take longer than any query.
async fn migrate_postgres(options: &PgConnectOptions) -> Result<(), StoreError> {
    let mut connection = within(sqlx::PgConnection::connect_with(options)).await?;
    MIGRATOR.run(&mut connection).await?;
    connection.close().await?;
    Ok(())
}

/// A query within the deadline.
pub(crate) async fn within<T>(query: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, StoreError> {
    within_transaction(async { query.await.map_err(StoreError::from) }).await
}

/// The statements of a transaction within the deadline.
pub(crate) async fn within_transaction<T>(
    work: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, StoreError> {
    let late = |_| StoreError::new(StoreErrorKind::Unavailable, "no answer within the deadline");
    tokio::time::timeout(DEADLINE, work).await.map_err(late)?
}

/// Commits what went well and rolls back what did not.
pub(crate) async fn finish<DB: sqlx::Database, T>(
    store: &crate::Store,
    transaction: sqlx::Transaction<'static, DB>,
    outcome: Result<T, StoreError>,
) -> Result<T, StoreError> {
    match outcome {
        Ok(value) => {
            let committed = within(transaction.commit()).await;
            store.written();
            committed.map(|()| value)
        }
        Err(error) => {
            // If even this fails, the database has ended it by itself, and the connection is not used again.
            let _ = within(transaction.rollback()).await;
            Err(error)
        }
    }
}

/// Reads the error code of either database.
pub(crate) fn classify(error: &dyn DatabaseError) -> StoreError {
    let code = error.code().map(|code| code.into_owned());
    let kind = if error.is_unique_violation() {
        StoreErrorKind::Conflict
    } else if error.try_downcast_ref::<sqlx::postgres::PgDatabaseError>().is_some() {
        postgres_kind(code.as_deref().unwrap_or_default())
    } else {
        sqlite_kind(code.as_deref().and_then(|code| code.parse().ok()).unwrap_or_default())
    };
    StoreError::new(kind, describe(error, kind)).with_code(code)
}

/// What may be said: names of constraints, tables and columns. PostgreSQL's messages quote values when data
/// are at fault (class 22), so only those about the statement itself (class 42) are passed on.
fn describe(error: &dyn DatabaseError, kind: StoreErrorKind) -> String {
    if let Some(constraint) = error.constraint() {
        return constraint.to_owned();
    }
    match error.try_downcast_ref::<sqlx::sqlite::SqliteError>() {
        Some(sqlite) => sqlite.message().to_owned(),
        None if error.code().is_some_and(|code| code.starts_with("42")) => error.message().to_owned(),
        None => format!("{kind:?}"),
    }
}

/// SQLite's primary result code is the low byte of the extended one.
fn sqlite_kind(code: i64) -> StoreErrorKind {
    match code & 0xff {
        5 | 6 => StoreErrorKind::Busy,
        13 => StoreErrorKind::Full,
        8 | 10 | 14 | 15 | 23 => StoreErrorKind::Unavailable,
        11 | 26 => StoreErrorKind::Corrupt,
        _ => StoreErrorKind::Other,
    }
}

fn postgres_kind(code: &str) -> StoreErrorKind {
    match code {
        "55P03" | "40001" | "40P01" | "57014" | "53300" => StoreErrorKind::Busy,
        "53100" | "53200" | "53400" => StoreErrorKind::Full,
        "XX001" | "XX002" => StoreErrorKind::Corrupt,
        "25006" => StoreErrorKind::Unavailable,
        _ if code.starts_with("08") || code.starts_with("57P") || code.starts_with("58") => {
            StoreErrorKind::Unavailable
        }
        _ => StoreErrorKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_both_databases_read_alike() {
        // SQLITE_BUSY, SQLITE_BUSY_SNAPSHOT, SQLITE_FULL, SQLITE_IOERR_WRITE, SQLITE_CORRUPT.
        let sqlite = [5, 517, 13, 778, 11].map(sqlite_kind);
        let postgres = ["55P03", "40001", "53100", "57P01", "XX001"].map(postgres_kind);
        assert_eq!(sqlite, postgres);
        assert_eq!(sqlite_kind(1), StoreErrorKind::Other);
        assert_eq!(postgres_kind("42601"), StoreErrorKind::Other);
    }
}
