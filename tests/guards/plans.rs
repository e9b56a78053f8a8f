//! How the databases would go about every statement of the requests that must be fast: by an index, never through a whole
//! table, never sorting what an index could give in order. The statements are those that the requests send, so that none
//! is forgotten.

use std::collections::BTreeMap;

use backend::db::Conn;
use diesel::prelude::*;
use diesel::sql_types::Text;
use harness::Database;

use crate::many;
use crate::recorded::statements;
use crate::requests::{Crowded, a_record, twins};

/// Tables of which a municipality has one row, or a few.
const OF_ONE_ROW: [&str; 3] = ["organisation", "setting", "log_counter"];

/// Indexes that hold few of many rows, whatever the town: who reads one as a whole reads what is to be shown.
const OF_FEW: [&str; 2] = ["integration_case_pool", "integration_case_moved"];

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

/// A statement, and whether it may sort what it found.
type Hot = BTreeMap<String, bool>;

/// The statements of the hot requests that read or change rows, each once. Those that only a file asks may sort: they find
/// what there is about one person, however large the town.
fn hot(town: &Crowded) -> Hot {
    let (_, of_file) = statements(|| town.file());
    let (_, sent) = statements(|| {
        town.changed_worklist();
        town.session();
        town.pool();
        let name = town.whole_name();
        town.search(&name);
        town.search(&format!("{name} 1990"));
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
    let of_file = of_file.into_iter().map(|sql| (sql, true));
    let all = of_file.chain(sent.into_iter().map(|sql| (sql, false)));
    all.filter(|(sql, _)| verbs.iter().any(|verb| sql.starts_with(verb)))
        .collect()
}

/// The statements of a page that is opened now and then: the head of a body reads the cases of several posts, and they are put
/// in order after they were found. PostgreSQL plans them with the values that it is given: of lists that it does not know it
/// expects ten values, which are most of a town's units.
fn rare(town: &Crowded) -> Hot {
    let (_, sent) = statements(|| town.body());
    let selects = sent.into_iter().filter(|sql| sql.starts_with("SELECT"));
    selects.map(|sql| (sql, true)).collect()
}

#[test]
fn no_hot_statement_reads_a_whole_table_or_sorts_on_sqlite() {
    let town = Crowded::with(Database::Sqlite, 12);
    let mut statements = rare(&town);
    statements.extend(hot(&town));
    assert!(statements.len() >= 12, "{statements:#?}");
    let mut plans = String::new();
    for (sql, may_sort) in statements {
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
            // The list of values that a statement was given is no table, nor are rows of which only so many are taken.
            let is_list = ["SCAN json_each", "SCAN few", "SCAN wanted", "SCAN lead"]
                .iter()
                .any(|list| step.detail.starts_with(list));
            let is_scan = step.detail.starts_with("SCAN") && !is_list;
            // A municipality has many rows of every table but these.
            let is_of_few = OF_FEW
                .iter()
                .any(|index| step.detail.contains(&format!("INDEX {index} ")));
            let is_of_all = step.detail.ends_with("(municipality=?)")
                && !is_of_few
                && !OF_ONE_ROW
                    .iter()
                    .any(|table| step.detail.starts_with(&format!("SEARCH {table} ")));
            // Where an index gives the order, those that are equal in it may be sorted: they are few.
            let is_sorted = step.detail.contains("TEMP B-TREE")
                && !step.detail.contains("TEMP B-TREE FOR LAST TERM");
            assert!(
                !is_scan && !is_of_all && (may_sort || !is_sorted),
                "{sql}\n{}",
                step.detail
            );
            plans.push_str(&format!("    {}\n", step.detail));
        }
    }
    insta::assert_snapshot!(plans);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Planner {
    /// As it is.
    Free,
    /// Reading a table as a whole and sorting are made as dear as can be: where one is left, no index could do it.
    Bound,
}

/// How PostgreSQL goes about a statement whose values it does not know, line by line.
fn plan_on_postgres(town: &Crowded, sql: &str, planner: Planner) -> Vec<String> {
    let values: Vec<&str> = (1..)
        .take_while(|number| sql.contains(&format!("${number}")))
        .map(|_| "NULL")
        .collect();
    let steps: Vec<PostgresStep> = town
        .town
        .db()
        .outside_transaction(|conn| {
            let Conn::Postgres(conn) = conn else {
                return Ok(Vec::new());
            };
            use diesel::connection::SimpleConnection;
            if planner == Planner::Bound {
                conn.batch_execute("SET enable_seqscan = off; SET enable_sort = off")?;
            }
            conn.batch_execute("SET plan_cache_mode = force_generic_plan; DEALLOCATE ALL")?;
            conn.batch_execute(&format!("PREPARE hot AS {sql}"))?;
            let values = if values.is_empty() {
                String::new()
            } else {
                format!("({})", values.join(", "))
            };
            Ok(diesel::sql_query(format!("EXPLAIN (COSTS OFF) EXECUTE hot{values}")).load(conn)?)
        })
        .unwrap();
    assert!(!steps.is_empty());
    steps.into_iter().map(|step| step.line).collect()
}

/// Whether rows are sorted. Where an index gives the order, those that are equal in it may be ("Incremental Sort"): they are
/// few.
fn is_sorted(plan: &[String]) -> bool {
    plan.iter()
        .any(|line| line.trim_start().trim_start_matches("->").trim() == "Sort")
}

/// A small table is read as a whole because it is small, and sorted because that is quick.
#[test]
fn every_hot_statement_has_an_index_on_postgres() {
    if !Database::Postgres.is_there() {
        return;
    }
    let town = Crowded::with(Database::Postgres, 12);
    let mut statements = rare(&town);
    statements.extend(hot(&town));
    assert!(statements.len() >= 12, "{statements:#?}");
    for (sql, may_sort) in statements {
        let plan = plan_on_postgres(&town, &sql, Planner::Bound);
        let is_read_whole = plan.iter().any(|line| line.contains("Seq Scan"));
        assert!(
            !is_read_whole && (may_sort || !is_sorted(&plan)),
            "{sql}\n{plan:#?}"
        );
    }
}

/// That there is an index does not mean that it is taken: with as many rows as a town has it must be.
#[test]
fn postgres_takes_the_indexes_of_a_large_town() {
    if !Database::Postgres.is_there() {
        return;
    }
    let town = Crowded::with(Database::Postgres, 12);
    let statements = hot(&town);
    many::multiply(town.town.db());
    for (sql, may_sort) in statements {
        // All that is found is shown: whether it comes in order or is put in order is the planner's business.
        let may_sort = may_sort || !sql.contains(" LIMIT ");
        let plan = plan_on_postgres(&town, &sql, Planner::Free);
        let is_read_whole = plan.iter().any(|line| {
            let read = line.split("Seq Scan on ").nth(1);
            read.is_some_and(|rest| {
                many::COPIED.contains(&rest.split(' ').next().unwrap_or_default())
            })
        });
        assert!(
            !is_read_whole && (may_sort || !is_sorted(&plan)),
            "{sql}\n{plan:#?}"
        );
    }
}
