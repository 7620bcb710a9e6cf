//! One SQL text, two typed pools: these macros write a query out once for each.

/// Runs a reading query: `on_reader!(self.store, |pool| sqlx::query(…).fetch_all(pool))`.
macro_rules! on_reader {
    ($store:expr, |$pool:ident| $query:expr) => {
        match $store.pools() {
            $crate::dialect::Pools::Sqlite { read: $pool, .. } => $crate::dialect::within($query).await,
            $crate::dialect::Pools::Postgres($pool) => $crate::dialect::within($query).await,
        }
    };
}

/// Runs a single writing statement that returns rows. Always with `fetch_all`: for `fetch_optional` the
/// driver stops at the first row, and a commit of SQLite that fails after it would go unnoticed.
macro_rules! on_writer {
    ($store:expr, |$pool:ident| $query:expr) => {{
        let outcome = match $store.pools() {
            $crate::dialect::Pools::Sqlite { together: $pool, .. } => $crate::dialect::within($query).await,
            $crate::dialect::Pools::Postgres($pool) => $crate::dialect::within($query).await,
        };
        $store.written();
        outcome
    }};
}

/// Runs a single writing statement and says how many rows it changed.
macro_rules! changing {
    ($store:expr, |$pool:ident| $query:expr) => {{
        let outcome = match $store.pools() {
            $crate::dialect::Pools::Sqlite { together: $pool, .. } => {
                $crate::dialect::within($query).await.map(|done| done.rows_affected())
            }
            $crate::dialect::Pools::Postgres($pool) => {
                $crate::dialect::within($query).await.map(|done| done.rows_affected())
            }
        };
        $store.written();
        outcome
    }};
}

/// Runs several statements as one: `in_transaction!(self.store, |tx| { …fetch_one(&mut *tx)…; Ok(value) })`.
/// An error inside rolls everything back. Boxed, so that whoever awaits it does not carry the room for both databases.
macro_rules! in_transaction {
    ($store:expr, |$tx:ident| $body:block) => {
        Box::pin(async {
            match $store.pools() {
                $crate::dialect::Pools::Sqlite { write, .. } => {
                    let mut transaction =
                        $crate::dialect::within(write.begin_with($crate::dialect::SQLITE_BEGIN)).await?;
                    let outcome = $crate::dialect::within_transaction(async {
                        let $tx = &mut *transaction;
                        $body
                    })
                    .await;
                    $crate::dialect::finish($store, transaction, outcome).await
                }
                $crate::dialect::Pools::Postgres(pool) => {
                    let mut transaction = $crate::dialect::within(pool.begin()).await?;
                    let outcome = $crate::dialect::within_transaction(async {
                        let $tx = &mut *transaction;
                        $body
                    })
                    .await;
                    $crate::dialect::finish($store, transaction, outcome).await
                }
            }
        })
        .await
    };
}
