//! Appending to the log: lines that come at the same moment are written in one transaction.

use super::{Audit, line_columns};
use crate::desk::{Desk, Wish, served};
use crate::{Result, Store};
use portico_domain::audit::AuditLine;
use portico_domain::ids::PersonId;

/// Makes the MAC of a line, from its number, the MAC before it, and the line.
type Mac = Box<dyn Fn(i64, &str, &AuditLine) -> String + Send + Sync>;

/// The number that the line got.
pub(crate) type LineDesk = Desk<(), (AuditLine, Mac), Result<i64>>;

impl Audit<'_> {
    /// Appends a line. `mac` makes its MAC from its number, the MAC before it, and the line.
    ///
    /// # Errors
    /// The database does not answer: then what the line tells of must not happen.
    pub async fn append(
        &self,
        line: &AuditLine,
        mac: impl Fn(i64, &str, &AuditLine) -> String + Send + Sync + 'static,
    ) -> Result<i64> {
        let store = self.store.clone();
        let serve = move |wishes| write(store.clone(), wishes);
        let line = (line.clone(), Box::new(mac) as Mac);
        served(self.store.desks().lines.ask((), line, serve)).await
    }

    /// Appends lines, and says which number the first of them got.
    async fn append_all(&self, lines: &[&(AuditLine, Mac)]) -> Result<i64> {
        // Locks the head until the end of the transaction, so appends form a queue on both databases.
        const NEXT: &str = "UPDATE audit_head SET seq = seq + $1 WHERE id = 1 RETURNING seq - $1, mac";
        const INSERT: &str =
            concat!("INSERT INTO audit (", line_columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
        const HEAD: &str = "UPDATE audit_head SET mac = $1 WHERE id = 1";
        let many = i64::try_from(lines.len()).unwrap_or(i64::MAX);
        in_transaction!(self.store, |tx| {
            let (last, mut previous): (i64, String) =
                sqlx::query_as(NEXT).bind(many).fetch_one(&mut *tx).await?;
            for (seq, (line, mac)) in (last + 1..).zip(lines) {
                let mac = mac(seq, &previous, line);
                sqlx::query(INSERT)
                    .bind(seq)
                    .bind(line.at.millis())
                    .bind(line.person.as_ref().map(PersonId::as_str))
                    .bind(&line.action)
                    .bind(&line.subject)
                    .bind(&line.outcome)
                    .bind(&line.detail)
                    .bind(&previous)
                    .bind(&mac)
                    .execute(&mut *tx)
                    .await?;
                previous = mac;
            }
            sqlx::query(HEAD).bind(&previous).execute(&mut *tx).await?;
            Ok(last + 1)
        })
    }
}

/// One line that cannot be written does not keep the others out.
async fn write(store: Store, wishes: Vec<Wish<(AuditLine, Mac), Result<i64>>>) {
    let lines: Vec<_> = wishes.iter().map(|wish| &wish.what).collect();
    let written = store.audit().append_all(&lines).await;
    let apart = wishes.len() > 1 && written.as_ref().is_err_and(|error| !error.is_transient());
    for (nth, wish) in (0..).zip(wishes) {
        let outcome = match apart {
            true => store.audit().append_all(&[&wish.what]).await,
            false => written.clone().map(|first| first + nth),
        };
        wish.grant(outcome);
    }
}
