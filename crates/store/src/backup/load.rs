//! Restoring: all of it in one transaction, or nothing.

use super::check::check;
use super::format::{Line, Reader, Summary, Table};
use super::schema;
use super::target::{Target, rows_at_once};
use super::{BackupError, LEFT_OUT, unreadable};
use crate::dialect;
use crate::leases::SERVING;
use portico_domain::refusals::{Kind, Refusal};
use portico_domain::time::Timestamp;
use sqlx::Connection;
use sqlx::migrate::Migrator;
use std::io::{Read, Seek};

/// What a restored database would lie over.
const OCCUPIED: &str = "the database is not empty; --replace throws away what is in it";
const IN_USE: &str =
    "a server is running on the database, or was killed less than two minutes ago; stop it, or wait";
/// No recording is deleted by itself for so long after a restore: two days.
const LOOK_SECONDS: i64 = 2 * 86_400;
/// Tables that hold something as soon as anybody has used the database.
const TELLING: [&str; 4] = ["people", "connections", "meetings", "audit"];

/// Restores a backup into the database at `url`. The whole file is read and checked first. `replace`: what is
/// there is thrown away, unless a server runs on it.
///
/// # Errors
/// [`BackupError::Unreadable`], also for a backup of a later version; [`BackupError::Occupied`]; the database
/// does not answer. Nothing was changed then.
pub async fn restore(
    url: &str,
    mut from: impl Read + Seek,
    replace: bool,
    now: Timestamp,
) -> Result<Summary, BackupError> {
    let summary = check(&mut from)?;
    let (made, known) = (summary.head.migration, schema::last_migration());
    if made > known {
        let version = &summary.head.version;
        return Err(unreadable(format!(
            "it was made by a later Portico ({version}, schema {made}); this one knows schema {known}"
        )));
    }
    from.rewind()?;
    let mut reader = Reader::begin(from)?;
    let restored = if url.starts_with("sqlite:") {
        let mut connection = dialect::sqlite_alone(url).await?;
        let mut transaction = connection.begin_with(dialect::SQLITE_BEGIN).await?;
        fill(&mut *transaction, &mut reader, made, replace, now).await?;
        transaction.commit().await?;
        connection.close().await
    } else {
        let mut connection = dialect::postgres_alone(url).await?;
        let mut transaction = connection.begin().await?;
        fill(&mut *transaction, &mut reader, made, replace, now).await?;
        transaction.commit().await?;
        connection.close().await
    };
    restored?;
    Ok(summary)
}

async fn fill<T: Target, R: Read>(
    target: &mut T,
    reader: &mut Reader<R>,
    migration: i64,
    replace: bool,
    now: Timestamp,
) -> Result<(), BackupError> {
    clear(target, replace, now).await?;
    // The schema of the backup first, so that later migrations change its rows as they would have there.
    target.migrate(&migrations_up_to(migration)).await?;
    let tables = target.tables().await?;
    let names = tables.iter().rev().map(|table| format!("DELETE FROM {}", table.table));
    target.run(names.collect::<Vec<_>>().join("; ")).await?;
    load(target, reader, &tables).await?;
    target.migrate(&migrations_up_to(i64::MAX)).await?;
    target.run(hold_back_deletions(now)).await?;
    target.run(close_changes(now)?).await?;
    target.check_references().await
}

/// What a backup says of when recordings go may have been taken back since it was made, and their vendor is the real
/// one even if this is a rehearsal; so nothing goes before somebody has had time to look.
fn hold_back_deletions(now: Timestamp) -> String {
    let until = now.plus_seconds(LOOK_SECONDS).millis();
    format!(
        "UPDATE recordings SET delete_next_at = {until} \
         WHERE delete_at IS NOT NULL AND deleted_at IS NULL AND delete_next_at < {until}"
    )
}

/// Changes that had no answer when the backup was made would be sent again, and undo what was done since at a vendor
/// that is the real one even if this is a rehearsal. Nobody knows what became of them, so that is what they say.
/// What was to be made is only looked for.
fn close_changes(now: Timestamp) -> Result<String, BackupError> {
    let untold = serde_json::to_string(&Refusal::of(Kind::Unconfirmed));
    let untold = untold.map_err(|error| unreadable(error.to_string()))?.replace('\'', "''");
    let at = now.millis();
    Ok(format!(
        "UPDATE intents SET state = 'refused', result = '{untold}', updated_at = {at}, secrets_sealed = NULL \
         WHERE state IN ('pending', 'unknown') AND action NOT IN ('meeting.schedule', 'series.schedule')"
    ))
}

/// Takes away what is there, if it may.
async fn clear<T: Target>(target: &mut T, replace: bool, now: Timestamp) -> Result<(), BackupError> {
    let tables = target.tables().await?;
    let stands = |name: &str| tables.iter().any(|table| table.table == name);
    if !replace {
        for name in TELLING.into_iter().filter(|name| stands(name)) {
            if target.number(format!("SELECT COUNT(*) FROM {name}")).await? > 0 {
                return Err(BackupError::Occupied(OCCUPIED));
            }
        }
    }
    if stands("leases") {
        let held = format!(
            "SELECT COUNT(*) FROM leases WHERE name LIKE '{SERVING}%' AND expires_at > {}",
            now.millis()
        );
        if target.number(held).await? > 0 {
            return Err(BackupError::Occupied(IN_USE));
        }
    }
    if tables.is_empty() {
        return Ok(());
    }
    let gone = tables.iter().rev().map(|table| format!("DROP TABLE {}", table.table));
    let gone = gone.chain(["DROP TABLE IF EXISTS _sqlx_migrations".to_owned()]);
    target.run(gone.collect::<Vec<_>>().join("; ")).await
}

/// Puts the rows in and counts them.
async fn load<T: Target, R: Read>(
    target: &mut T,
    reader: &mut Reader<R>,
    known: &[Table],
) -> Result<(), BackupError> {
    let mut current: Option<(Table, u64)> = None;
    let mut rows = Vec::new();
    loop {
        match reader.next()? {
            Line::Table(table) => {
                current = Some((fitting(table, known)?, 0));
            }
            Line::Row(row) => {
                let (table, count) = current.as_mut().ok_or_else(|| unreadable("a row without a table"))?;
                rows.push(row);
                *count += 1;
                if rows.len() >= rows_at_once(table) {
                    target.insert(table, &rows).await?;
                    rows.clear();
                }
            }
            Line::EndOfTable => {
                let (table, count) = current.take().ok_or_else(|| unreadable("an end without a table"))?;
                if !rows.is_empty() {
                    target.insert(&table, &rows).await?;
                    rows.clear();
                }
                let there = target.number(format!("SELECT COUNT(*) FROM {}", table.table)).await?;
                if u64::try_from(there) != Ok(count) {
                    let name = &table.table;
                    return Err(unreadable(format!("{name} has {there} rows in the place of {count}")));
                }
            }
            Line::End(_) => return Ok(()),
        }
    }
}

/// The table of the file, if the schema has it just so: its names go into statements.
fn fitting(table: Table, known: &[Table]) -> Result<Table, BackupError> {
    let name = &table.table;
    let there = known.iter().find(|it| it.table == *name && !LEFT_OUT.contains(&it.table.as_str()));
    let there = there.ok_or_else(|| unreadable(format!("its schema has no table {name:?}")))?;
    let fits = table.columns.iter().all(|column| there.columns.contains(column));
    if fits {
        Ok(table)
    } else {
        Err(unreadable(format!("the columns of {name} are not those of its schema")))
    }
}

fn migrations_up_to(version: i64) -> Migrator {
    let wanted = dialect::migrations().iter().filter(|migration| migration.version <= version);
    let mut migrator = Migrator::with_migrations(wanted.cloned().collect());
    migrator.set_ignore_missing(true);
    migrator
}
