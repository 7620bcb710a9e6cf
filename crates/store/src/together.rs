//! SQLite's one writer: single statements that come at the same moment share a commit.
//!
//! A commit waits for the disk (`synchronous = FULL`), which takes a hundred times longer than a statement. So
//! whoever comes while the writer is busy waits, and all who wait then share a transaction. Nobody hears of a
//! statement before it is committed, and each stands or falls by itself: one that breaks a constraint undoes
//! nothing but itself, and when anything else goes wrong, all is undone and each is tried alone.

use crate::desk::{Desk, Wish};
use crate::dialect::SQLITE_BEGIN;
use futures::future::BoxFuture;
use futures::stream::{self, BoxStream, StreamExt, TryStreamExt};
use sqlx::error::ErrorKind;
use sqlx::sqlite::{SqliteArguments, SqliteQueryResult, SqliteRow, SqliteStatement, SqliteTypeInfo};
use sqlx::{Either, Error, Execute, Executor, SqlStr, Sqlite, SqliteConnection, SqlitePool};

type Step = Either<SqliteQueryResult, SqliteRow>;
type Outcome = Result<Vec<Step>, Error>;

/// A statement with its values.
struct Statement {
    sql: SqlStr,
    arguments: SqliteArguments,
}

/// Executes single statements, together where many come at once. Transactions take the pool itself.
#[derive(Clone)]
pub(crate) struct Together {
    pool: SqlitePool,
    desk: Desk<(), Statement, Outcome>,
}

impl std::fmt::Debug for Together {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Together")
    }
}

impl Together {
    pub fn new(pool: SqlitePool) -> Self {
        Self { pool, desk: Desk::default() }
    }

    fn run(&self, statement: Result<Statement, Error>) -> BoxFuture<'static, Outcome> {
        let this = self.clone();
        Box::pin(async move {
            let pool = this.pool.clone();
            let serve = move |wishes| serve(pool.clone(), wishes);
            this.desk.ask((), statement?, serve).await.unwrap_or(Err(Error::WorkerCrashed))
        })
    }
}

impl Statement {
    fn of<'q>(mut query: impl Execute<'q, Sqlite>) -> Result<Self, Error> {
        let arguments = query.take_arguments().map_err(Error::Encode)?.unwrap_or_default();
        Ok(Self { sql: query.sql(), arguments })
    }

    async fn run(&self, connection: &mut SqliteConnection) -> Outcome {
        let query = sqlx::query_with(self.sql.clone(), self.arguments.clone());
        connection.fetch_many(query).try_collect().await
    }
}

async fn serve(pool: SqlitePool, wishes: Vec<Wish<Statement, Outcome>>) {
    let mut connection = match pool.acquire().await {
        Ok(connection) => connection,
        Err(error) => return refuse(wishes, &error),
    };
    let outcomes = match wishes.len() {
        1 => None,
        _ => match in_one_commit(&mut connection, &wishes).await {
            Ok(outcomes) => outcomes,
            Err(error) => return refuse(wishes, &error),
        },
    };
    match outcomes {
        Some(outcomes) => {
            // Whoever has heard may come again, and then needs no longer wait for the others here.
            drop(connection);
            wishes.into_iter().zip(outcomes).for_each(|(wish, outcome)| wish.grant(outcome));
        }
        None => {
            for wish in wishes {
                let outcome = wish.what.run(&mut connection).await;
                wish.grant(outcome);
            }
        }
    }
}

/// `None`: it did not work, and nothing was done.
///
/// # Errors
/// No transaction could begin.
async fn in_one_commit(
    connection: &mut SqliteConnection,
    wishes: &[Wish<Statement, Outcome>],
) -> Result<Option<Vec<Outcome>>, Error> {
    sqlx::query(SQLITE_BEGIN).execute(&mut *connection).await?;
    let mut outcomes = Vec::with_capacity(wishes.len());
    for wish in wishes {
        let outcome = wish.what.run(connection).await;
        if outcome.as_ref().is_err_and(|error| !is_its_own(error)) {
            undo(connection).await;
            return Ok(None);
        }
        outcomes.push(outcome);
    }
    if let Err(error) = sqlx::query("COMMIT").execute(&mut *connection).await {
        tracing::warn!(%error, "what was written together could not be committed, so each is tried alone");
        undo(connection).await;
        return Ok(None);
    }
    Ok(Some(outcomes))
}

/// Does the error undo nothing but the statement that met with it?
fn is_its_own(error: &Error) -> bool {
    error.as_database_error().is_some_and(|error| !matches!(error.kind(), ErrorKind::Other))
}

/// SQLite may have rolled back by itself: then there is nothing to undo, and it says so.
async fn undo(connection: &mut SqliteConnection) {
    let _ = sqlx::query("ROLLBACK").execute(connection).await;
}

fn refuse(wishes: Vec<Wish<Statement, Outcome>>, error: &Error) {
    tracing::warn!(%error, statements = wishes.len(), "nothing can be written");
    for wish in wishes {
        wish.grant(Err(match error {
            Error::PoolTimedOut => Error::PoolTimedOut,
            Error::PoolClosed => Error::PoolClosed,
            _ => Error::BeginFailed,
        }));
    }
}

impl<'c> Executor<'c> for &'_ Together {
    type Database = Sqlite;

    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> BoxStream<'e, Result<Step, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Sqlite>,
    {
        let steps = self.run(Statement::of(query));
        stream::once(async move { Ok::<_, Error>(stream::iter(steps.await?).map(Ok)) }).try_flatten().boxed()
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<Option<SqliteRow>, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Sqlite>,
    {
        let steps = self.run(Statement::of(query));
        Box::pin(async move { Ok(steps.await?.into_iter().find_map(Either::right)) })
    }

    fn prepare_with<'e>(
        self,
        sql: SqlStr,
        parameters: &'e [SqliteTypeInfo],
    ) -> BoxFuture<'e, Result<SqliteStatement, Error>>
    where
        'c: 'e,
    {
        self.pool.prepare_with(sql, parameters)
    }
}
