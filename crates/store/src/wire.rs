//! The connection of a transaction, for what several nouns do inside theirs.

use sqlx::{PgConnection, SqliteConnection};

/// Either database's.
pub(crate) enum Wire<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

impl<'c> From<&'c mut SqliteConnection> for Wire<'c> {
    fn from(connection: &'c mut SqliteConnection) -> Self {
        Wire::Sqlite(connection)
    }
}

impl<'c> From<&'c mut PgConnection> for Wire<'c> {
    fn from(connection: &'c mut PgConnection) -> Self {
        Wire::Postgres(connection)
    }
}

/// Runs a query inside the transaction: `on_wire!(wire, |tx| sqlx::query(…).fetch_one(tx))`.
macro_rules! on_wire {
    ($wire:expr, |$tx:ident| $query:expr) => {
        match $wire {
            $crate::wire::Wire::Sqlite(connection) => {
                let $tx = &mut **connection;
                $query.await
            }
            $crate::wire::Wire::Postgres(connection) => {
                let $tx = &mut **connection;
                $query.await
            }
        }
    };
}
pub(crate) use on_wire;

/// Runs a statement inside the transaction and says how many rows it changed.
macro_rules! changing_on_wire {
    ($wire:expr, |$tx:ident| $query:expr) => {
        match $wire {
            $crate::wire::Wire::Sqlite(connection) => {
                let $tx = &mut **connection;
                $query.await.map(|done| done.rows_affected())
            }
            $crate::wire::Wire::Postgres(connection) => {
                let $tx = &mut **connection;
                $query.await.map(|done| done.rows_affected())
            }
        }
    };
}
pub(crate) use changing_on_wire;
