//! Tables and columns as the databases tell of them.

use super::format::{Column, Table, Type};
use super::{BackupError, unreadable};
use std::collections::BTreeSet;

/// A column of some table, in the order of the columns.
pub(super) type ColumnRow = (String, String, String);
/// A table, and one that it refers to.
pub(super) type Reference = (String, String);

pub(super) const SQLITE_COLUMNS: &str = "SELECT t.name, c.name, c.type FROM sqlite_master t, \
    pragma_table_info(t.name) c WHERE t.type = 'table' ORDER BY t.name, c.cid";
pub(super) const SQLITE_REFERENCES: &str = "SELECT t.name, f.\"table\" FROM sqlite_master t, \
    pragma_foreign_key_list(t.name) f WHERE t.type = 'table'";
pub(super) const POSTGRES_COLUMNS: &str = "SELECT CAST(c.table_name AS TEXT), CAST(c.column_name AS TEXT), \
    CAST(c.data_type AS TEXT) FROM information_schema.columns c JOIN information_schema.tables t \
    ON t.table_schema = c.table_schema AND t.table_name = c.table_name \
    WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' \
    ORDER BY c.table_name, c.ordinal_position";
pub(super) const POSTGRES_REFERENCES: &str = "SELECT CAST(a.relname AS TEXT), CAST(b.relname AS TEXT) \
    FROM pg_constraint f JOIN pg_class a ON a.oid = f.conrelid JOIN pg_class b ON b.oid = f.confrelid \
    WHERE f.contype = 'f' AND a.relnamespace = CAST(current_schema() AS regnamespace)";

/// The tables of ours among these, each after those it refers to.
pub(super) fn tables(columns: Vec<ColumnRow>, references: &[Reference]) -> Result<Vec<Table>, BackupError> {
    let ours = ours();
    let mut waiting: Vec<Table> = Vec::new();
    for (table, name, holds) in columns {
        if !ours.contains(table.as_str()) {
            continue;
        }
        let holds = Type::of(&holds)
            .ok_or_else(|| unreadable(format!("{table}.{name} is {holds}, which no backup can hold")))?;
        if waiting.last().is_none_or(|last| last.table != table) {
            waiting.push(Table { table: table.clone(), columns: Vec::new() });
        }
        if let Some(last) = waiting.last_mut() {
            last.columns.push(Column { name, holds });
        }
    }
    Ok(ordered(waiting, references))
}

fn ordered(mut waiting: Vec<Table>, references: &[Reference]) -> Vec<Table> {
    let mut ordered: Vec<Table> = Vec::new();
    while !waiting.is_empty() {
        let names: BTreeSet<String> = waiting.iter().map(|table| table.table.clone()).collect();
        let held_up = |table: &Table| {
            references.iter().any(|(from, to)| *from == table.table && from != to && names.contains(to))
        };
        let next = waiting.iter().position(|table| !held_up(table)).unwrap_or(0);
        ordered.push(waiting.remove(next));
    }
    ordered
}

/// The tables that our migrations make. Others may live beside them in a schema of PostgreSQL.
pub(super) fn ours() -> BTreeSet<&'static str> {
    const MADE: &str = "CREATE TABLE ";
    let migrations = crate::dialect::migrations().iter();
    let statements = migrations.flat_map(|migration| migration.sql.as_str().lines());
    let named = statements.filter_map(|line| line.strip_prefix(MADE)?.split([' ', '(']).next());
    named.collect()
}

/// The number of the last migration that this program knows.
pub(super) fn last_migration() -> i64 {
    crate::dialect::migrations().iter().map(|migration| migration.version).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::LEFT_OUT;
    use super::*;

    #[test]
    fn what_is_left_out_exists() {
        let ours = ours();
        for table in LEFT_OUT {
            assert!(ours.contains(table), "{table} was renamed or dropped");
        }
        assert!(ours.contains("meetings") && ours.contains("audit_head"), "{ours:?}");
    }

    #[test]
    fn tables_come_after_those_they_refer_to() {
        let table = |name: &str| Table { table: name.to_owned(), columns: Vec::new() };
        let refers = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        let references = [refers("a", "b"), refers("b", "c"), refers("c", "c")];
        let names: Vec<String> = ordered(["a", "b", "c"].map(table).to_vec(), &references)
            .into_iter()
            .map(|it| it.table)
            .collect();
        assert_eq!(names, ["c", "b", "a"]);
    }
}
