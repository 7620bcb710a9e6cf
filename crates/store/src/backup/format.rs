//! The lines of a backup, written and read.

use super::{BackupError, unreadable};
use crate::store::KEY_CHECK;
use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use portico_domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::io::{BufRead, BufReader, Read, Write};

const FORMAT: u32 = 1;
/// Of one row; nothing that Portico stores comes near.
const LONGEST_LINE: u64 = 256 * 1024 * 1024;

/// The first line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The version of this format.
    pub portico_backup: u32,
    /// The version of Portico that made it.
    pub version: String,
    /// Milliseconds since 1970.
    pub made_at: Timestamp,
    /// The number of the last migration of its schema.
    pub migration: i64,
    /// `sqlite` or `postgres`.
    pub database: String,
}

impl Head {
    pub(super) fn new(made_at: Timestamp, migration: i64, database: &str) -> Self {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        Self { portico_backup: FORMAT, version, made_at, migration, database: database.to_owned() }
    }
}

/// What is in a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    pub head: Head,
    pub tables: u64,
    pub rows: u64,
    /// What only the master key of the installation opens that made it.
    pub(super) key_check: Option<String>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Type {
    Text,
    Bigint,
    Boolean,
}

impl Type {
    /// As either database calls it.
    pub fn of(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "text" => Some(Type::Text),
            "bigint" => Some(Type::Bigint),
            "boolean" => Some(Type::Boolean),
            _ => None,
        }
    }

    pub fn takes(self, value: &Value) -> bool {
        match value {
            Value::Null => true,
            Value::String(_) => self == Type::Text,
            Value::Number(number) => self == Type::Bigint && number.is_i64(),
            Value::Bool(_) => self == Type::Boolean,
            Value::Array(_) | Value::Object(_) => false,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Column {
    pub name: String,
    #[serde(rename = "type")]
    pub holds: Type,
}

/// The line before the rows of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Table {
    pub table: String,
    pub columns: Vec<Column>,
}

/// The line behind them.
#[derive(Serialize, Deserialize)]
struct TableEnd {
    rows: u64,
}

/// The last line.
#[derive(Serialize, Deserialize)]
struct End {
    tables: u64,
    rows: u64,
    /// Of all lines before, uncompressed, in hexadecimal digits.
    sha256: String,
}

/// Finds the row of the settings that only the right key opens.
#[derive(Default)]
struct KeyCheck {
    /// Where the table has keys and values, while it goes by.
    places: Option<(usize, usize)>,
    found: Option<String>,
}

impl KeyCheck {
    fn enter(&mut self, table: &Table) {
        let place = |name: &str| table.columns.iter().position(|column| column.name == name);
        let settings = table.table == KEY_CHECK.table;
        self.places = place("key").zip(place(KEY_CHECK.column)).filter(|_| settings);
    }

    fn see(&mut self, row: &[Value]) {
        let text = |place: usize| row.get(place).and_then(Value::as_str);
        if let Some((key, value)) = self.places
            && text(key) == Some(KEY_CHECK.row)
        {
            self.found = text(value).map(str::to_owned);
        }
    }
}

/// Writes the lines.
pub(super) struct Lines<W: Write> {
    out: GzEncoder<W>,
    sum: Sha256,
    head: Head,
    tables: u64,
    rows: u64,
    rows_here: u64,
    key_check: KeyCheck,
}

impl<W: Write> Lines<W> {
    pub fn begin(out: W, head: Head) -> Result<Self, BackupError> {
        let out = GzEncoder::new(out, Compression::default());
        let (sum, key_check) = (Sha256::new(), KeyCheck::default());
        let mut lines = Self { out, sum, tables: 0, rows: 0, rows_here: 0, head: head.clone(), key_check };
        lines.line(&head)?;
        Ok(lines)
    }

    pub fn table(&mut self, table: &Table) -> Result<(), BackupError> {
        (self.tables, self.rows_here) = (self.tables + 1, 0);
        self.key_check.enter(table);
        self.line(table)
    }

    pub fn row(&mut self, values: &[Value]) -> Result<(), BackupError> {
        self.rows_here += 1;
        self.key_check.see(values);
        self.line(values)
    }

    pub fn end_table(&mut self) -> Result<(), BackupError> {
        self.rows += self.rows_here;
        self.line(&TableEnd { rows: self.rows_here })
    }

    pub fn end(mut self) -> Result<Summary, BackupError> {
        let sha256 = hex(&self.sum.clone().finalize());
        self.line(&End { tables: self.tables, rows: self.rows, sha256 })?;
        self.out.finish()?.flush()?;
        let key_check = self.key_check.found;
        Ok(Summary { head: self.head, tables: self.tables, rows: self.rows, key_check })
    }

    fn line(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), BackupError> {
        let mut line = serde_json::to_vec(value).map_err(|error| unreadable(error.to_string()))?;
        line.push(b'\n');
        self.sum.update(&line);
        Ok(self.out.write_all(&line)?)
    }
}

/// What stands on a line.
pub(super) enum Line {
    Table(Table),
    Row(Vec<Value>),
    EndOfTable,
    /// The sums are right.
    End(Summary),
}

/// Reads the lines, and holds them against their sums.
pub(super) struct Reader<R: Read> {
    lines: BufReader<MultiGzDecoder<R>>,
    sum: Sha256,
    head: Head,
    columns: Option<Vec<Column>>,
    tables: u64,
    rows: u64,
    rows_here: u64,
    key_check: KeyCheck,
}

impl<R: Read> Reader<R> {
    pub fn begin(from: R) -> Result<Self, BackupError> {
        let mut lines = BufReader::new(MultiGzDecoder::new(from));
        let line = next_line(&mut lines).map_err(|_| unreadable("this is no backup of Portico"))?;
        let head: Head =
            serde_json::from_slice(&line).map_err(|_| unreadable("this is no backup of Portico"))?;
        if head.portico_backup != FORMAT {
            let (format, version) = (head.portico_backup, &head.version);
            return Err(unreadable(format!(
                "it is of format {format}, made by Portico {version}; this one reads {FORMAT}"
            )));
        }
        let sum = Sha256::new_with_prefix(&line);
        let key_check = KeyCheck::default();
        Ok(Self { lines, sum, head, columns: None, tables: 0, rows: 0, rows_here: 0, key_check })
    }

    pub fn next(&mut self) -> Result<Line, BackupError> {
        let line = next_line(&mut self.lines)?;
        let before = self.sum.clone();
        self.sum.update(&line);
        if line.first() == Some(&b'[') {
            return self.row(&line);
        }
        match (self.columns.take().is_some(), read::<Table>(&line)) {
            (true, _) => {
                let end: TableEnd = read(&line).ok_or_else(damaged)?;
                if end.rows != self.rows_here {
                    return Err(damaged());
                }
                self.rows += end.rows;
                Ok(Line::EndOfTable)
            }
            (false, Some(table)) => {
                (self.tables, self.rows_here) = (self.tables + 1, 0);
                self.columns = Some(table.columns.clone());
                self.key_check.enter(&table);
                Ok(Line::Table(table))
            }
            (false, None) => self.end(&line, before),
        }
    }

    fn row(&mut self, line: &[u8]) -> Result<Line, BackupError> {
        let values: Vec<Value> = read(line).ok_or_else(damaged)?;
        let columns = self.columns.as_ref().ok_or_else(damaged)?;
        let fits = values.len() == columns.len()
            && values.iter().zip(columns).all(|(value, column)| column.holds.takes(value));
        if !fits {
            return Err(damaged());
        }
        self.rows_here += 1;
        self.key_check.see(&values);
        Ok(Line::Row(values))
    }

    fn end(&mut self, line: &[u8], before: Sha256) -> Result<Line, BackupError> {
        let end: End = read(line).ok_or_else(damaged)?;
        if (end.tables, end.rows) != (self.tables, self.rows) || end.sha256 != hex(&before.finalize()) {
            return Err(damaged());
        }
        // The end of the gzip around it, and nothing more.
        let rest =
            self.lines.fill_buf().map_err(|error| unreadable(format!("the file is not whole: {error}")))?;
        if !rest.is_empty() {
            return Err(damaged());
        }
        let (head, key_check) = (self.head.clone(), self.key_check.found.clone());
        Ok(Line::End(Summary { head, tables: end.tables, rows: end.rows, key_check }))
    }
}

fn read<T: serde::de::DeserializeOwned>(line: &[u8]) -> Option<T> {
    serde_json::from_slice(line).ok()
}

fn damaged() -> BackupError {
    unreadable("the file is damaged: what it holds does not fit its own sums")
}

fn next_line(lines: &mut impl BufRead) -> Result<Vec<u8>, BackupError> {
    let mut line = Vec::new();
    let read = lines.take(LONGEST_LINE).read_until(b'\n', &mut line);
    // A file that was cut off, or is no gzip, is noticed here first.
    read.map_err(|error| unreadable(format!("the file is not whole: {error}")))?;
    if line.last() != Some(&b'\n') {
        return Err(unreadable("the file is not whole: it ends too early"));
    }
    Ok(line)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
