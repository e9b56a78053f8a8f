//! As many rows as a town has, made in the database itself from those of a few people: PostgreSQL decides by how many
//! there are whether it takes an index.

use backend::db::{Conn, Db, catalogue};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

/// Copies of everybody. Twelve people become some four thousand.
const COPIES: usize = 300;
/// Copies of the one pair that resembles each other: a town has thousands.
const PAIRS: usize = 40 * COPIES;

/// Tables whose rows are copied: those that hang on a person and of which the few people have any.
pub(crate) const COPIED: [&str; 12] = [
    "subject_key",
    "log_entry",
    "person",
    "person_token",
    "person_double",
    "consent",
    "intake",
    "integration_case",
    "case_post",
    "case_district",
    "appointment",
    "note",
];

/// Copies the rows of a PostgreSQL town, each time under other ids that hang together as the originals do, and lets the
/// database count them.
pub(crate) fn multiply(db: &Db) {
    db.outside_transaction(|conn| {
        let tables = catalogue::tables(conn)?;
        let Conn::Postgres(conn) = conn else {
            return Ok(());
        };
        // The copies of a case belong to the copies of its person: there is nothing that a check could find.
        conn.batch_execute("SET session_replication_role = replica")?;
        for name in COPIED {
            let table = tables.iter().find(|table| table.name == name).unwrap();
            let columns: Vec<&str> = table
                .columns
                .iter()
                .map(|column| column.name.as_str())
                .collect();
            let values: Vec<String> = columns.iter().map(|column| copied(name, column)).collect();
            let copies = if name == "person_double" {
                PAIRS
            } else {
                COPIES
            };
            let copied = diesel::sql_query(format!(
                "INSERT INTO {name} ({}) SELECT {} FROM {name}, generate_series(1, {copies}) AS copy",
                columns.join(", "),
                values.join(", ")
            ))
            .execute(conn)?;
            assert!(copied >= COPIES, "{name} holds nothing to copy");
        }
        conn.batch_execute("SET session_replication_role = DEFAULT; ANALYZE")?;
        Ok(())
    })
    .unwrap();
}

/// What a column holds in a copy.
fn copied(table: &str, column: &str) -> String {
    let id = |from: &str| format!("md5({from} || copy)::uuid::text");
    match column {
        "subject" => format!("'person:' || {}", id("substr(subject, 8)")),
        "sequence" => "sequence + copy * 1000000".to_owned(),
        "number" => "number || '-' || copy".to_owned(),
        // Every tenth has the names of the original, the others names that few have.
        "token" => "CASE WHEN copy % 10 = 0 THEN token ELSE token # (copy * 7919) END".to_owned(),
        // Of most pairs somebody has said that they are two.
        "apart_at" => "CASE WHEN copy % 10 = 0 THEN apart_at ELSE found_at + copy END".to_owned(),
        // A few dozen cases to each post, and now and then one in the pool or to be looked at after a move.
        "post" if table == "integration_case" => {
            "CASE WHEN copy % 97 = 0 THEN NULL ELSE post || '-' || copy % 100 END".to_owned()
        }
        "check_by" => "CASE WHEN copy % 89 = 0 THEN '2026-12-01' ELSE check_by END".to_owned(),
        id_column if id_column.ends_with("_id") => id(id_column),
        other => other.to_owned(),
    }
}
