//! Both databases have the same tables with the same columns, by their own catalogues; and PostgreSQL keeps no samples of what
//! is sealed.

use std::collections::BTreeMap;
use std::fs;

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use harness::{Database, Town};

/// A column as both catalogues can say it: whether it may be empty, and which of the shared kinds it is.
#[derive(Debug, PartialEq, Eq)]
struct Column {
    kind: &'static str,
    may_be_empty: bool,
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    at: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Bool)]
    may_be_empty: bool,
}

/// The kinds that both databases share, whatever each calls them.
fn kind(own_name: &str) -> &'static str {
    match own_name.to_ascii_lowercase().as_str() {
        "text" | "character varying" => "text",
        "integer" | "bigint" | "int" => "number",
        "boolean" | "bool" => "yes or no",
        "blob" | "bytea" | "binary" => "bytes",
        "real" | "double" | "double precision" => "fraction",
        other => panic!("`{other}` is no kind of column that both databases share"),
    }
}

/// All tables, whichever of the town's files holds them: the read log has one of its own.
fn on_sqlite(town: &Town) -> BTreeMap<String, Column> {
    let files = fs::read_dir(town.folder())
        .expect("the town's folder")
        .map(|entry| entry.expect("an entry").path());
    let mut all = BTreeMap::new();
    for file in files.filter(|file| {
        fs::read(file)
            .expect("a file")
            .starts_with(b"SQLite format 3")
    }) {
        let mut database =
            SqliteConnection::establish(&file.to_string_lossy()).expect("the database");
        database
            .batch_execute("pragma query_only = on")
            .expect("reading only");
        let rows = diesel::sql_query(
            "select t.name || '.' || c.name as at, c.type as kind, c.\"notnull\" = 0 and c.pk = 0 as may_be_empty \
             from sqlite_schema t join pragma_table_info(t.name) c \
             where t.type = 'table' and t.name not like 'sqlite_%' and t.name not like '\\_\\_diesel%' escape '\\'",
        );
        all.extend(columns(rows.load(&mut database).expect("the catalogue")));
    }
    all
}

fn on_postgres(town: &Town) -> BTreeMap<String, Column> {
    let rows = town.run_sql_on_postgres(
        "select table_name || '.' || column_name || ' ' || replace(data_type, ' ', '_') || ' ' || is_nullable \
         from information_schema.columns where table_schema = 'public' and table_name not like '\\_\\_diesel%'",
    );
    let rows = rows.lines().map(|line| {
        let words: Vec<&str> = line.split(' ').collect();
        let [at, kind, may_be_empty] = words.as_slice() else {
            panic!("three words: {line}");
        };
        Found {
            at: (*at).to_owned(),
            kind: kind.replace('_', " "),
            may_be_empty: *may_be_empty == "YES",
        }
    });
    columns(rows.collect())
}

fn columns(rows: Vec<Found>) -> BTreeMap<String, Column> {
    let columns = rows.into_iter().map(|row| {
        let column = Column {
            kind: kind(&row.kind),
            may_be_empty: row.may_be_empty,
        };
        (row.at, column)
    });
    columns.collect()
}

#[test]
fn both_databases_have_the_same_tables_and_columns() {
    if !Database::Postgres.is_there() {
        return;
    }
    let sqlite = on_sqlite(&Town::empty(Database::Sqlite));
    let postgres = on_postgres(&Town::empty(Database::Postgres));
    assert!(sqlite.len() > 20, "{} columns", sqlite.len());
    let differences: Vec<String> = sqlite
        .keys()
        .chain(postgres.keys())
        .filter(|at| sqlite.get(*at) != postgres.get(*at))
        .map(|at| {
            format!(
                "{at}: SQLite {:?}, PostgreSQL {:?}",
                sqlite.get(at),
                postgres.get(at)
            )
        })
        .collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// Samples outlive the row they were taken of, and are reached by no step that rewrites the table: the key of somebody who was
/// erased would stay in them. A new column of bytes gets `SET STATISTICS 0` in its migration.
#[test]
fn postgres_keeps_no_samples_of_what_is_sealed() {
    if !Database::Postgres.is_there() {
        return;
    }
    let town = Town::on(Database::Postgres);
    town.run_sql_on_postgres("ANALYZE");
    let kept = |what: &str| {
        let found = town.run_sql_on_postgres(&format!(
            "select c.relname || '.' || a.attname from pg_statistic s \
             join pg_attribute a on a.attrelid = s.starelid and a.attnum = s.staattnum \
             join pg_class c on c.oid = a.attrelid \
             where c.relnamespace = 'public'::regnamespace and a.atttypid {what} 'bytea'::regtype order by 1"
        ));
        found.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(kept("<>").len() > 20, "it did take samples");
    assert_eq!(kept("="), Vec::<String>::new());
    // A table that is still empty has no samples yet: what is set for its columns counts.
    let unset = town.run_sql_on_postgres(
        "select a.attrelid::regclass || '.' || a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid \
         where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 \
             and a.atttypid = 'bytea'::regtype and a.attstattarget is distinct from 0 order by 1",
    );
    assert_eq!(unset.trim(), "");
}
