//! How the databases would go about every statement of the requests that must be fast: by an index, never through a whole
//! table, never sorting what an index could give in order. The statements are those that the requests send, so that none
//! is forgotten.

use std::collections::BTreeSet;

use backend::db::Conn;
use diesel::prelude::*;
use diesel::sql_types::Text;
use harness::Database;

use crate::recorded::statements;
use crate::requests::{Crowded, a_record, twins};

/// Tables of which a municipality has one row, or a few.
const OF_ONE_ROW: [&str; 3] = ["organisation", "setting", "log_counter"];

#[derive(QueryableByName)]
struct SqliteStep {
    #[diesel(sql_type = Text)]
    detail: String,
}

#[derive(QueryableByName)]
struct PostgresStep {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    line: String,
}

/// The statements of the hot requests that read or change rows, each once.
fn hot(town: &Crowded) -> BTreeSet<String> {
    let (_, sent) = statements(|| {
        town.worklist();
        town.search("Mohammad Al-Hassan 1990");
        town.search(&town.letters());
        town.search("Zyxquark Vlimpf");
        town.search("LEV-2026-0007");
        town.offer("empfang", vec![a_record()]);
        town.offer("empfang", vec![a_record(), a_record()]);
        town.offer("caritas-1", town.notes(2));
        town.offer("empfang", twins());
        assert!(!town.notices("empfang").notices.is_empty());
        town.notices("caritas-1");
    });
    let verbs = ["SELECT", "UPDATE", "DELETE"];
    sent.into_iter()
        .filter(|sql| verbs.iter().any(|verb| sql.starts_with(verb)))
        .collect()
}

#[test]
fn no_hot_statement_reads_a_whole_table_or_sorts_on_sqlite() {
    let town = Crowded::with(Database::Sqlite, 12);
    let statements = hot(&town);
    assert!(statements.len() >= 12, "{statements:#?}");
    let mut plans = String::new();
    for sql in statements {
        let steps: Vec<SqliteStep> = town
            .town
            .db()
            .outside_transaction(|conn| match conn {
                Conn::Sqlite(conn) => {
                    Ok(diesel::sql_query(format!("EXPLAIN QUERY PLAN {sql}")).load(conn)?)
                }
                Conn::Postgres(_) => Ok(Vec::new()),
            })
            .unwrap();
        plans.push_str(&sql);
        plans.push('\n');
        for step in steps {
            // The list of values that a statement was given is no table, nor are the few rows that are counted.
            let is_list = ["SCAN json_each", "SCAN (subquery"]
                .iter()
                .any(|list| step.detail.starts_with(list));
            let is_scan = step.detail.starts_with("SCAN") && !is_list;
            // A municipality has many rows of every table but these.
            let is_of_all = step.detail.ends_with("(municipality=?)")
                && !OF_ONE_ROW
                    .iter()
                    .any(|table| step.detail.starts_with(&format!("SEARCH {table} ")));
            assert!(
                !is_scan && !is_of_all && !step.detail.contains("TEMP B-TREE"),
                "{sql}\n{}",
                step.detail
            );
            plans.push_str(&format!("    {}\n", step.detail));
        }
    }
    insta::assert_snapshot!(plans);
}

/// A small table is read as a whole because it is small, and sorted because that is quick. So both are made as dear as can
/// be: where one is left, no index could do it.
#[test]
fn every_hot_statement_has_an_index_on_postgres() {
    if !Database::Postgres.is_there() {
        return;
    }
    let town = Crowded::with(Database::Postgres, 12);
    let statements = hot(&town);
    assert!(statements.len() >= 12, "{statements:#?}");
    for sql in statements {
        let values = (1..)
            .take_while(|number| sql.contains(&format!("${number}")))
            .map(|_| "NULL")
            .collect::<Vec<_>>()
            .join(", ");
        let plan: Vec<PostgresStep> = town
            .town
            .db()
            .outside_transaction(|conn| {
                let Conn::Postgres(conn) = conn else {
                    return Ok(Vec::new());
                };
                use diesel::connection::SimpleConnection;
                conn.batch_execute(
                    "SET enable_seqscan = off; SET enable_sort = off; SET plan_cache_mode = force_generic_plan;
                     DEALLOCATE ALL",
                )?;
                conn.batch_execute(&format!("PREPARE hot AS {sql}"))?;
                let values = if values.is_empty() {
                    String::new()
                } else {
                    format!("({values})")
                };
                Ok(diesel::sql_query(format!("EXPLAIN (COSTS OFF) EXECUTE hot{values}")).load(conn)?)
            })
            .unwrap();
        assert!(!plan.is_empty());
        for PostgresStep { line } in &plan {
            assert!(
                !line.contains("Seq Scan") && !line.contains("Sort"),
                "{sql}\n{line}"
            );
        }
    }
}
