//! The floor: the same SQL in this process, on the same database, without anything around it. Statements are prepared once
//! per connection, as ours are.

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::time::{Duration, Instant};

use backend::case::IsOpen;
use backend::db::schema::{
    integration_case, log_counter, log_entry, note, person, person_token, subject_key,
    worklist as worklist_state,
};
use backend::db::{Conn, Db, Failure, Place, one_of};
use backend::tx::Town;
use diesel::prelude::*;
use harness::crowd_town;
use shared::kernel::PostCode;
use shared::person::search::Query;

use crate::load::Load;

/// Where bare rows are written, beside everything that is real.
const NOWHERE: &str = "99999999";

/// Runs the same expression on either database.
macro_rules! either {
    ($conn:expr, $inner:ident => $run:expr) => {
        match $conn {
            Conn::Sqlite($inner) => $run,
            Conn::Postgres($inner) => $run,
        }
    };
}

/// The database, opened as the server opens it.
pub(crate) fn open(url: &str, connections: u32) -> Db {
    let place: Place = url.parse().expect("an address");
    Db::open(place, connections)
}

type Line = (
    (String, String, String, Option<String>, String, String),
    (
        Option<i64>,
        Option<i64>,
        Option<String>,
        Option<Vec<u8>>,
        Vec<u8>,
    ),
);

/// The list of 50 of a post: the one query, its rows taken over.
pub(crate) fn worklist(conn: &mut Conn, post: &PostCode) -> Result<usize, Failure> {
    let lines: Vec<Line> = either!(conn, conn => integration_case::table
        .inner_join(person::table.on(person::municipality
            .eq(integration_case::municipality)
            .and(person::person_id.eq(integration_case::person_id))))
        .filter(integration_case::municipality.eq(crowd_town().as_str()))
        .filter(integration_case::post.eq(post.as_str()))
        .filter(IsOpen)
        .order((
            integration_case::seen_at.is_not_null().asc(),
            integration_case::next_on.is_null().asc(),
            integration_case::next_on.asc(),
            integration_case::case_id.asc(),
        ))
        .limit(50)
        .select((
            (
                integration_case::case_id,
                integration_case::number,
                integration_case::person_id,
                integration_case::district,
                integration_case::state,
                integration_case::opened_on,
            ),
            (
                integration_case::assigned_at,
                integration_case::seen_at,
                integration_case::next_on,
                integration_case::next_date,
                person::draft,
            ),
        ))
        .load(conn))?;
    Ok(lines.len())
}

/// Lets the list of a post be another than before, as a change of one of its lines does.
pub(crate) fn change_list(db: &Db, post: &PostCode) {
    let state = uuid::Uuid::new_v4().to_string();
    let changed = db.write_blocking(|conn| {
        let row = worklist_state::table.find((crowd_town().as_str().to_owned(), post.as_str()));
        Ok::<_, Failure>(either!(conn, conn => diesel::update(row)
            .set(worklist_state::state.eq(&state))
            .execute(conn))?)
    });
    assert_eq!(changed.expect("the list changes"), 1);
}

/// Asks as fast as it goes, on so many connections at once.
pub(crate) fn load(
    db: &Db,
    connections: usize,
    lasting: Duration,
    ask: impl Fn(&mut Conn, usize, usize) -> Result<usize, Failure> + Sync,
) -> Load {
    let began = Instant::now();
    let mut took = Vec::new();
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..connections)
            .map(|connection| {
                let (db, ask) = (db.clone(), &ask);
                scope.spawn(move || {
                    let mut took = Vec::new();
                    db.outside_transaction(|conn| {
                        let mut turn = 0;
                        while began.elapsed() < lasting {
                            let asked = Instant::now();
                            ask(conn, connection, turn)?;
                            took.push(asked.elapsed());
                            turn += 1;
                        }
                        Ok(())
                    })
                    .expect("bare SQL");
                    took
                })
            })
            .collect();
        for one in all {
            took.append(&mut one.join().expect("bare SQL"));
        }
    });
    took.sort_unstable();
    Load {
        took,
        lasted: began.elapsed(),
        ..Load::default()
    }
}

/// What a typed text asks for, as the server stores it: the lists of tokens of which who is meant carries one each, and
/// where nobody does, the same with one list left out. The rarest list leads; finding that out is not measured.
pub(crate) struct Question {
    tries: Vec<Vec<Vec<i64>>>,
    most: i64,
}

impl Question {
    /// Of a text that is typed on this day.
    pub(crate) fn of(town: &Town, text: &str) -> Self {
        town.read_blocking(&crowd_town(), |tx| {
            let query = Query::parse(text, harness::now().day());
            let lists = backend::person::asked(tx, &query);
            let mut counted = Vec::new();
            for list in lists {
                let carriers: i64 = either!(tx.conn(), conn => person_token::table
                    .filter(person_token::municipality.eq(crowd_town().as_str()))
                    .filter(one_of(person_token::token, list.clone()))
                    .count()
                    .get_result(conn))?;
                counted.push((carriers, list));
            }
            counted.sort();
            let lists: Vec<Vec<i64>> = counted.into_iter().map(|(_, list)| list).collect();
            let mut tries = vec![lists.clone()];
            if lists.len() > 1 {
                tries.extend((0..lists.len()).map(|left_out| {
                    let mut fewer = lists.clone();
                    fewer.remove(left_out);
                    fewer
                }));
            }
            // As many forms as the server looks at.
            let most = if lists.len() == 1 { 60 } else { 200 };
            Ok::<_, Failure>(Self { tries, most })
        })
        .expect("what a text asks for")
    }
}

diesel::alias!(
    const OTHERS: Alias<OtherToken> = person_token as other_token;
);

/// The forms of those who carry what is asked for, unopened.
pub(crate) fn search(conn: &mut Conn, question: &Question) -> Result<usize, Failure> {
    let Some((whole, fewer)) = question.tries.split_first() else {
        return Ok(0);
    };
    let mut found = carriers(conn, whole, question.most)?;
    if found == 0 {
        for lists in fewer {
            found += carriers(conn, lists, question.most)?;
        }
    }
    Ok(found)
}

fn carriers(conn: &mut Conn, lists: &[Vec<i64>], most: i64) -> Result<usize, Failure> {
    let Some((rarest, others)) = lists.split_first() else {
        return Ok(0);
    };
    let town = crowd_town();
    let town = town.as_str();
    let forms: Vec<Vec<u8>> = either!(conn, conn => {
        let mut select = person_token::table
            .inner_join(person::table.on(person::municipality
                .eq(person_token::municipality)
                .and(person::person_id.eq(person_token::person_id))))
            .filter(person_token::municipality.eq(town))
            .filter(one_of(person_token::token, rarest.clone()))
            .select(person::draft)
            .limit(most)
            .into_boxed();
        for tokens in others {
            select = select.filter(diesel::dsl::exists(OTHERS
                .filter(OTHERS.field(person_token::municipality).eq(town))
                .filter(OTHERS.field(person_token::person_id).eq(person_token::person_id))
                .filter(one_of(OTHERS.field(person_token::token), tokens.clone()))));
        }
        select.load(conn)
    })?;
    Ok(forms.len())
}

/// The rows of one recorded person, durable: key, person, 23 search tokens, log entry, counter.
pub(crate) fn record(db: &Db, turn: i64) -> Duration {
    let id = uuid::Uuid::now_v7().to_string();
    let subject = format!("person:{id}");
    let (form, entry) = (vec![7_u8; 700], vec![9_u8; 2_000]);
    let asked = Instant::now();
    db.write_blocking(|conn| {
        count(conn, turn)?;
        insert_key(conn, &subject)?;
        either!(conn, conn => diesel::insert_into(person::table)
            .values((
                person::municipality.eq(NOWHERE),
                person::person_id.eq(&id),
                person::recorded_by_unit.eq("service-point"),
                person::recorded_by_account.eq(&id),
                person::recorded_at.eq(turn),
                person::is_found_at_desk.eq(false),
                person::is_protected.eq(false),
                person::district.eq("1"),
                person::draft.eq(&form),
            ))
            .execute(conn))?;
        let tokens: Vec<i64> = (0..23_i64)
            .map(|number| (turn * 31 + number).wrapping_mul(0x5851_F42D_4C95_7F2D))
            .collect();
        match conn {
            Conn::Sqlite(conn) => {
                for token in tokens {
                    diesel::insert_into(person_token::table)
                        .values((
                            person_token::municipality.eq(NOWHERE),
                            person_token::token.eq(token),
                            person_token::person_id.eq(&id),
                        ))
                        .execute(conn)?;
                }
            }
            Conn::Postgres(conn) => {
                let rows: Vec<_> = tokens
                    .into_iter()
                    .map(|token| {
                        (
                            person_token::municipality.eq(NOWHERE),
                            person_token::token.eq(token),
                            person_token::person_id.eq(&id),
                        )
                    })
                    .collect();
                diesel::insert_into(person_token::table)
                    .values(rows)
                    .execute(conn)?;
            }
        }
        insert_entry(conn, turn, &subject, &entry)
    })
    .expect("bare rows");
    asked.elapsed()
}

/// The rows of one note, durable: note, log entry, counter.
pub(crate) fn note(db: &Db, turn: i64) -> Duration {
    notes(db, turn, 1)
}

/// The rows of a day: 48 notes with their log entries, durable at once.
pub(crate) fn day(db: &Db, first: i64) -> Duration {
    notes(db, first, 48)
}

fn notes(db: &Db, first: i64, many: i64) -> Duration {
    let (content, entry) = (vec![7_u8; 300], vec![9_u8; 1_200]);
    // A case that is there: a note hangs on one.
    let (case, person): (String, String) = db
        .read_blocking(|conn| {
            Ok::<_, Failure>(
                integration_case::table
                    .filter(integration_case::municipality.eq(crowd_town().as_str()))
                    .select((integration_case::case_id, integration_case::person_id))
                    .first(conn)?,
            )
        })
        .expect("a case");
    let subject = format!("person:{}", uuid::Uuid::now_v7());
    // Whoever is written about has a key already.
    db.write_blocking(|conn| insert_key(conn, &subject))
        .expect("a key");
    let asked = Instant::now();
    db.write_blocking(|conn| {
        count(conn, first)?;
        for turn in first..first + many {
            let id = uuid::Uuid::now_v7().to_string();
            either!(conn, conn => diesel::insert_into(note::table)
                .values((
                    note::municipality.eq(crowd_town().as_str()),
                    note::note_id.eq(&id),
                    note::case_id.eq(&case),
                    note::person_id.eq(&person),
                    note::author.eq(&id),
                    note::authored_at.eq(turn),
                    note::occurred_on.eq("2026-11-20"),
                    note::contact.eq("TEL"),
                    note::is_confidential.eq(false),
                    note::content.eq(&content),
                ))
                .execute(conn))?;
            insert_entry(conn, turn, &subject, &entry)?;
        }
        Ok::<_, Failure>(())
    })
    .expect("bare rows");
    asked.elapsed()
}

fn count(conn: &mut Conn, to: i64) -> Result<(), Failure> {
    let changed = either!(conn, conn => diesel::update(log_counter::table.find(NOWHERE))
        .set(log_counter::last.eq(to))
        .execute(conn))?;
    if changed == 0 {
        either!(conn, conn => diesel::insert_into(log_counter::table)
            .values((log_counter::municipality.eq(NOWHERE), log_counter::last.eq(to)))
            .execute(conn))?;
    }
    Ok(())
}

fn insert_key(conn: &mut Conn, subject: &str) -> Result<(), Failure> {
    either!(conn, conn => diesel::insert_into(subject_key::table)
        .values((
            subject_key::municipality.eq(NOWHERE),
            subject_key::subject.eq(subject),
            subject_key::wrapped.eq(Some(vec![5_u8; 61])),
            subject_key::kek.eq("bare"),
            subject_key::made_at.eq(0_i64),
            subject_key::erased_at.eq(None::<i64>),
        ))
        .execute(conn))?;
    Ok(())
}

fn insert_entry(
    conn: &mut Conn,
    sequence: i64,
    subject: &str,
    content: &[u8],
) -> Result<(), Failure> {
    let id = uuid::Uuid::now_v7().to_string();
    either!(conn, conn => diesel::insert_into(log_entry::table)
        .values((
            log_entry::municipality.eq(NOWHERE),
            log_entry::sequence.eq(sequence),
            log_entry::envelope_id.eq(&id),
            log_entry::subject.eq(subject),
            log_entry::author.eq(&id),
            log_entry::device.eq(&id),
            log_entry::format.eq(1),
            log_entry::authored_at.eq(sequence),
            log_entry::received_at.eq(sequence),
            log_entry::outcome_kind.eq("applied"),
            log_entry::content.eq(Some(content)),
            log_entry::content_mac.eq(vec![1_u8; 32]),
            log_entry::chain_previous.eq(vec![2_u8; 32]),
            log_entry::chain_mac.eq(vec![3_u8; 32]),
        ))
        .execute(conn))?;
    Ok(())
}

/// What one flush to this disk takes, in the middle: 4 KB written and flushed, a hundred times.
pub(crate) fn flush(folder: &Path) -> Duration {
    let file = File::create(folder.join("flushed")).expect("a file");
    let block = [1_u8; 4_096];
    let mut took: Vec<Duration> = (0..100_u64)
        .map(|turn| {
            let asked = Instant::now();
            file.write_all_at(&block, turn * 4_096).expect("a write");
            file.sync_data().expect("a flush");
            asked.elapsed()
        })
        .collect();
    took.sort_unstable();
    took.get(took.len() / 2).copied().unwrap_or_default()
}
