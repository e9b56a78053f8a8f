//! What is there of somebody who was erased, for `lueckenlos check`: rows that were put back by hand, or a whole database from
//! before that no start has gone over yet. It only looks; [`carry_out`](super::carry_out) erases again.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel::sql_types::Text;
use shared::exchange::Subject;

use super::journal::Verdict;
use super::store;
use crate::db::schema::subject_key;
use crate::db::{Conn, Failure, parse};
use crate::tx::Tx;

/// Whose content the rows of each table are, as SQL that gives a content subject or nothing. A table stands here as often as
/// its rows name somebody. A test compares this with [`REACHED`](super::REACHED).
pub const NAMED: [(&str, &str); 26] = [
    ("person", PERSON),
    ("person_token", PERSON),
    ("person_conflict", PERSON),
    ("person_link", PERSON),
    ("person_link", OTHER),
    ("person_double", "'person:' || one_id"),
    ("person_double", OTHER),
    ("consent", PERSON),
    ("attachment", PERSON),
    ("intake", PERSON),
    ("lane_fact", PERSON),
    ("integration_case", PERSON),
    ("case_post", OF_CASE),
    ("case_district", OF_CASE),
    ("appointment", PERSON),
    ("note", PERSON),
    ("disclosure", PERSON),
    ("emergency_access", PERSON),
    ("erasure_request", PERSON),
    ("slip", PERSON),
    ("slip", "'slip:' || slip_id"),
    ("slip_field", "'slip:' || slip_id"),
    ("inquiry", INQUIRY),
    ("inquiry_person", PERSON),
    ("inquiry_person", INQUIRY),
    ("held_envelope", "subject"),
];

const PERSON: &str = "'person:' || person_id";
const OTHER: &str = "'person:' || other_id";
const INQUIRY: &str = "'inquiry:' || inquiry_id";
/// Posts and districts name the case alone.
const OF_CASE: &str = "(SELECT 'person:' || owned.person_id FROM integration_case owned
    WHERE owned.municipality = here.municipality AND owned.case_id = here.case_id)";

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    subject: String,
}

/// Where something is there of those who were erased, by the database or by the journal: the table and the subject.
///
/// # Errors
/// If the database cannot answer.
pub fn left(tx: &mut Tx<'_>, journal: &[Verdict]) -> Result<Vec<(&'static str, Subject)>, Failure> {
    let mut found = Vec::new();
    let mut erased: BTreeSet<Subject> = store::list_all_done(tx)?
        .iter()
        .flat_map(Verdict::subjects)
        .collect();
    let here = journal
        .iter()
        .filter(|verdict| verdict.municipality == *tx.ags());
    erased.extend(here.flat_map(Verdict::subjects));
    if erased.is_empty() {
        return Ok(found);
    }
    found.extend(with_a_key(tx, &erased)?.map(|subject| ("subject_key", subject)));
    for (table, whose) in NAMED {
        let query = diesel::sql_query(format!(
            "SELECT DISTINCT named.subject FROM (
                 SELECT {whose} AS subject FROM {table} here WHERE here.municipality = $1
             ) named WHERE named.subject IS NOT NULL ORDER BY named.subject"
        ))
        .bind::<Text, _>(tx.municipality().to_owned());
        let rows: Vec<Row> = match tx.conn() {
            Conn::Sqlite(conn) => query.load(conn)?,
            Conn::Postgres(conn) => query.load(conn)?,
        };
        let subjects = rows.into_iter().filter_map(|row| row.subject.parse().ok());
        found.extend(
            subjects
                .filter(|subject| erased.contains(subject))
                .map(|subject| (table, subject)),
        );
    }
    Ok(found)
}

/// Those of them whose key is there again.
fn with_a_key(
    tx: &mut Tx<'_>,
    erased: &BTreeSet<Subject>,
) -> Result<impl Iterator<Item = Subject>, Failure> {
    let held: Vec<String> = subject_key::table
        .filter(subject_key::municipality.eq(tx.municipality().to_owned()))
        .filter(subject_key::wrapped.is_not_null())
        .order(subject_key::subject)
        .select(subject_key::subject)
        .load(tx.conn())?;
    let held = held
        .iter()
        .map(|name| parse::<Subject>(name, "subject_key.subject"))
        .filter_map(Result::ok)
        .filter(|subject| erased.contains(subject))
        .collect::<Vec<_>>();
    Ok(held.into_iter())
}
