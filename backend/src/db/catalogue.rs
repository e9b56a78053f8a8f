//! What tables there are, asked from the database itself, and their rows as text that is the same on both databases.
//! For replay and `check`, which must not forget a table that somebody adds.

use diesel::prelude::*;
use diesel::sql_types::Text;

use super::{Conn, Failure};

/// One table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns, by name.
    pub columns: Vec<Column>,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Bytes.
    Bytes,
    /// Yes or no.
    Truth,
    /// Text or a number.
    Plain,
}

#[derive(QueryableByName)]
struct ColumnRow {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    kind: String,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

const SQLITE_COLUMNS: &str = "SELECT m.name AS table_name, c.name AS column_name, c.type AS kind
    FROM sqlite_master m JOIN pragma_table_info(m.name) c
    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
    ORDER BY m.name, c.name";

const POSTGRES_COLUMNS: &str =
    "SELECT c.table_name::text, c.column_name::text, c.data_type::text AS kind
    FROM information_schema.columns c
    JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
    ORDER BY c.table_name COLLATE \"C\", c.column_name COLLATE \"C\"";

/// All tables, by name, with their columns by name.
///
/// # Errors
/// If the database cannot answer.
pub fn tables(conn: &mut Conn) -> Result<Vec<Table>, Failure> {
    let columns: Vec<ColumnRow> = match conn {
        Conn::Sqlite(conn) => diesel::sql_query(SQLITE_COLUMNS).load(conn)?,
        Conn::Postgres(conn) => diesel::sql_query(POSTGRES_COLUMNS).load(conn)?,
    };
    let mut tables: Vec<Table> = Vec::new();
    for row in columns {
        let kind = match row.kind.to_ascii_lowercase().as_str() {
            "blob" | "bytea" => Kind::Bytes,
            "boolean" => Kind::Truth,
            _ => Kind::Plain,
        };
        let column = Column {
            name: row.column_name,
            kind,
        };
        match tables.last_mut() {
            Some(table) if table.name == row.table_name => table.columns.push(column),
            _ => tables.push(Table {
                name: row.table_name,
                columns: vec![column],
            }),
        }
    }
    Ok(tables)
}

/// All rows of a table, sorted, each a line of `column=value` that is the same on both databases.
///
/// # Errors
/// If the database cannot answer.
pub fn rows(conn: &mut Conn, table: &Table) -> Result<Vec<String>, Failure> {
    let cell = |column: &Column, is_postgres: bool| {
        let name = &column.name;
        let text = match (column.kind, is_postgres) {
            // SQLite keeps a kind per value, whatever the column says.
            (_, false) => format!(
                "CASE typeof(\"{name}\") WHEN 'blob' THEN hex(\"{name}\") ELSE CAST(\"{name}\" AS TEXT) END"
            ),
            (Kind::Bytes, true) => format!("upper(encode(\"{name}\", 'hex'))"),
            (Kind::Truth, true) => format!("CAST(CAST(\"{name}\" AS INTEGER) AS TEXT)"),
            (Kind::Plain, true) => format!("CAST(\"{name}\" AS TEXT)"),
        };
        format!("'{name}=' || CASE WHEN \"{name}\" IS NULL THEN '-' ELSE '''' || {text} END")
    };
    let is_postgres = conn.is_postgres();
    let line = table
        .columns
        .iter()
        .map(|column| cell(column, is_postgres))
        .collect::<Vec<_>>()
        .join(" || ' ' || ");
    let query = diesel::sql_query(format!("SELECT {line} AS line FROM \"{}\"", table.name));
    let lines: Vec<Line> = match conn {
        Conn::Sqlite(conn) => query.load(conn)?,
        Conn::Postgres(conn) => query.load(conn)?,
    };
    let mut lines: Vec<String> = lines.into_iter().map(|row| row.line).collect();
    lines.sort_unstable();
    Ok(lines)
}

/// What the database itself finds wrong with its pages and foreign keys; empty if nothing. PostgreSQL checks foreign
/// keys at every write and has no call for the rest.
///
/// # Errors
/// If the database cannot answer.
pub fn own_findings(conn: &mut Conn) -> Result<Vec<String>, Failure> {
    let Conn::Sqlite(conn) = conn else {
        return Ok(Vec::new());
    };
    let pages: Vec<Line> =
        diesel::sql_query("SELECT integrity_check AS line FROM pragma_integrity_check")
            .load(conn)?;
    let keys: Vec<Line> = diesel::sql_query(
        "SELECT 'foreign key ' || \"table\" || ' -> ' || parent AS line FROM pragma_foreign_key_check",
    )
    .load(conn)?;
    Ok(pages
        .into_iter()
        .chain(keys)
        .map(|row| row.line)
        .filter(|line| line != "ok")
        .collect())
}
