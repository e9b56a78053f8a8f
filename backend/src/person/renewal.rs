//! Search tokens that an older algorithm made, made anew: by the server while it works, or by `lueckenlos migrate`.
//!
//! It goes through the persons in short transactions; each leaves some of them with the tokens and the version of today,
//! or all as they were. Whoever is killed in the middle goes on there at the next start. What a token is says
//! [`super::tokens`]; whether all are as they should be is asked by `check`.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use diesel::sql_types::Text;
use shared::exchange::Subject;
use shared::kernel::Ags;
use shared::person::search::ALGORITHM_VERSION;

use super::{store, tokens};
use crate::db::schema::{person, person_token};
use crate::db::{Conn, Failure, on_either, one_of, parse};
use crate::log::Numbering;
use crate::tx::{Town, Tx};

/// The version that new tokens have.
pub(super) const CURRENT: i32 = ALGORITHM_VERSION as i32;

/// The version of persons without tokens.
const NO_VERSION: i32 = 0;

/// Persons in one transaction: whoever writes meanwhile waits for them, some ten milliseconds.
const BATCH: i64 = 25;
/// Persons that are compared with their tokens at once; nobody waits for that.
const PAGE: i64 = 500;

/// How far the renewal has come.
#[derive(Debug, Default)]
pub struct Renewal {
    /// Persons whose tokens are of today now.
    pub renewed: u64,
    /// Persons whose form cannot be read. They keep their tokens; `check` names them.
    pub unreadable: u64,
    /// The version and the person that were looked at last.
    after: Option<(i32, String)>,
}

/// Makes the tokens of all anew that are of another version.
///
/// # Errors
/// If the database cannot answer; what was done until then is done.
pub fn renew_all(town: &Town, municipality: &Ags) -> Result<Renewal, Failure> {
    let mut renewal = Renewal::default();
    while renew_some(town, municipality, &mut renewal)? {}
    Ok(renewal)
}

/// Takes all tokens away, of all municipalities, because the key that blinded them goes out of use. The renewal makes them
/// anew; until it is done, those persons are not found.
///
/// # Errors
/// If the database cannot answer.
pub fn forget_tokens(conn: &mut Conn) -> Result<(), Failure> {
    diesel::delete(person_token::table).execute(conn)?;
    diesel::update(person::table)
        .set(person::search_version.eq(NO_VERSION))
        .execute(conn)?;
    Ok(())
}

/// Makes the tokens of some more persons anew. Answers whether there were any.
///
/// # Errors
/// If the database cannot answer; then these persons are as they were, and the same call goes on with them.
pub fn renew_some(town: &Town, municipality: &Ags, renewal: &mut Renewal) -> Result<bool, Failure> {
    let after = renewal.after.clone();
    let next = town.read_blocking(municipality, |tx| next(tx, after.as_ref()))?;
    let Some((version, ids)) = next else {
        return Ok(false);
    };
    let done = town.write_blocking(municipality, |tx| renew_these(tx, &ids))?;
    renewal.renewed += done.renewed;
    renewal.unreadable += done.unreadable;
    renewal.after = ids.last().map(|last| (version, last.clone()));
    Ok(true)
}

/// The next persons of another version than today's, in the order of the index.
fn next(
    tx: &mut Tx<'_>,
    after: Option<&(i32, String)>,
) -> Result<Option<(i32, Vec<String>)>, Failure> {
    let mut at = after.cloned();
    loop {
        let (version, last) = match at {
            Some(at) => at,
            None => match next_version(tx, i32::MIN)? {
                Some(version) => (version, String::new()),
                None => return Ok(None),
            },
        };
        let ids: Vec<String> = person::table
            .filter(person::municipality.eq(tx.municipality().to_owned()))
            .filter(person::search_version.eq(version))
            .filter(person::person_id.gt(&last))
            .order(person::person_id)
            .limit(BATCH)
            .select(person::person_id)
            .load(tx.conn())?;
        if !ids.is_empty() {
            return Ok(Some((version, ids)));
        }
        at = next_version(tx, version)?.map(|version| (version, String::new()));
        if at.is_none() {
            return Ok(None);
        }
    }
}

/// The lowest version above this one, today's left out: also tokens of a newer program are made anew by an older one.
fn next_version(tx: &mut Tx<'_>, above: i32) -> Result<Option<i32>, Failure> {
    let found: Option<i32> = person::table
        .filter(person::municipality.eq(tx.municipality().to_owned()))
        .filter(person::search_version.gt(above))
        .order(person::search_version)
        .select(person::search_version)
        .first(tx.conn())
        .optional()?;
    match found {
        Some(CURRENT) => next_version(tx, CURRENT),
        found => Ok(found),
    }
}

fn renew_these(tx: &mut Tx<'_>, ids: &[String]) -> Result<Renewal, Failure> {
    // Nobody changes a form between its being read here and its tokens being written.
    let _numbering = Numbering::take(tx)?;
    let (municipality, wanted) = (tx.municipality().to_owned(), ids.to_vec());
    let rows: Vec<(String, Vec<u8>)> = on_either!(tx.conn(), conn => person::table
        .filter(person::municipality.eq(municipality))
        .filter(one_of(person::person_id, wanted))
        .filter(person::search_version.ne(CURRENT))
        .select((person::person_id, person::draft))
        .load(conn))?;
    look_up_keys(tx, &rows)?;
    let mut done = Renewal::default();
    let mut renewed = Vec::with_capacity(rows.len());
    for (id, sealed) in rows {
        match store::open_names(tx, &id, &sealed) {
            Ok(names) => {
                tokens::renew(tx, parse(&id, "person.person_id")?, &names)?;
                renewed.push(id);
            }
            Err(Failure::Unreadable(_)) => {
                tracing::warn!(person = %id, "the search tokens cannot be made anew: the form is unreadable");
                done.unreadable += 1;
            }
            Err(failure) => return Err(failure),
        }
    }
    done.renewed = renewed.len() as u64;
    let municipality = tx.municipality().to_owned();
    on_either!(tx.conn(), conn => diesel::update(person::table
        .filter(person::municipality.eq(municipality))
        .filter(one_of(person::person_id, renewed)))
        .set(person::search_version.eq(CURRENT))
        .execute(conn))?;
    Ok(done)
}

fn look_up_keys(tx: &mut Tx<'_>, rows: &[(String, Vec<u8>)]) -> Result<(), Failure> {
    let subjects: Vec<Subject> = rows
        .iter()
        .map(|(id, _)| Ok(Subject::Person(parse(id, "person.person_id")?)))
        .collect::<Result<_, Failure>>()?;
    tx.look_up_keys(&subjects)
}

/// What is wrong with the tokens of a municipality.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Misfiled {
    /// How many persons have tokens of another version.
    pub outdated: u64,
    /// Persons whose tokens are not what the algorithm of today makes of their form, though they say so.
    pub wrong: Vec<String>,
    /// Names of persons that have tokens and are not there.
    pub strangers: Vec<String>,
}

/// Compares all tokens with the persons. Forms that cannot be read are passed over: the check of what is sealed names
/// them.
///
/// # Errors
/// If the database cannot answer.
pub fn misfiled(tx: &mut Tx<'_>) -> Result<Misfiled, Failure> {
    let mut misfiled = Misfiled::default();
    let mut after = String::new();
    loop {
        let rows: Vec<(String, Vec<u8>, i32)> = person::table
            .filter(person::municipality.eq(tx.municipality().to_owned()))
            .filter(person::person_id.gt(&after))
            .order(person::person_id)
            .limit(PAGE)
            .select((person::person_id, person::draft, person::search_version))
            .load(tx.conn())?;
        let Some((last, ..)) = rows.last() else {
            break;
        };
        after.clone_from(last);
        let (current, outdated): (Vec<_>, Vec<_>) = rows
            .into_iter()
            .partition(|(.., version)| *version == CURRENT);
        misfiled.outdated += outdated.len() as u64;
        let current: Vec<_> = current
            .into_iter()
            .map(|(id, sealed, _)| (id, sealed))
            .collect();
        let mut there = stored(tx, &current)?;
        look_up_keys(tx, &current)?;
        for (id, sealed) in current {
            let names = match store::open_names(tx, &id, &sealed) {
                Ok(names) => names,
                Err(Failure::Unreadable(_)) => continue,
                Err(failure) => return Err(failure),
            };
            let right: HashSet<i64> = tokens::tokens_of(tx, &names).into_iter().collect();
            if there.remove(&id).unwrap_or_default() != right {
                misfiled.wrong.push(id);
            }
        }
    }
    misfiled.strangers = strangers(tx)?;
    Ok(misfiled)
}

/// The tokens that these persons are stored under.
fn stored(
    tx: &mut Tx<'_>,
    persons: &[(String, Vec<u8>)],
) -> Result<HashMap<String, HashSet<i64>>, Failure> {
    let municipality = tx.municipality().to_owned();
    let ids: Vec<String> = persons.iter().map(|(id, _)| id.clone()).collect();
    let rows: Vec<(String, i64)> = on_either!(tx.conn(), conn => person_token::table
        .filter(person_token::municipality.eq(municipality))
        .filter(one_of(person_token::person_id, ids))
        .select((person_token::person_id, person_token::token))
        .load(conn))?;
    let mut tokens: HashMap<String, HashSet<i64>> = HashMap::new();
    for (id, token) in rows {
        tokens.entry(id).or_default().insert(token);
    }
    Ok(tokens)
}

fn strangers(tx: &mut Tx<'_>) -> Result<Vec<String>, Failure> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        person_id: String,
    }
    let query = diesel::sql_query(
        "SELECT DISTINCT person_id FROM person_token
         WHERE municipality = $1 AND NOT EXISTS (SELECT 1 FROM person
             WHERE person.municipality = person_token.municipality AND person.person_id = person_token.person_id)
         ORDER BY person_id",
    )
    .bind::<Text, _>(tx.municipality().to_owned());
    let rows: Vec<Row> = on_either!(tx.conn(), conn => query.load(conn))?;
    Ok(rows.into_iter().map(|row| row.person_id).collect())
}
