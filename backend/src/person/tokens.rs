//! The rows of blinded search tokens (docs/decisions/2026-11-23-search-by-blinded-tokens.md): made from a person's names
//! and birth, and asked for by equality.
//!
//! What a person and a query become as tokens is `shared::person::search`'s. Not here: who of the candidates is meant
//! ([`super::search`]), and making the tokens of an older algorithm anew ([`super::renewal`]).

use std::collections::{BTreeSet, HashMap, HashSet};

use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Text};
use diesel::sqlite::{Sqlite, SqliteConnection};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use shared::kernel::PersonId;
use shared::person::doubles::Lookup;
use shared::person::matching::NamesAndBirth;
use shared::person::search::{self, Token, TokenChoice, index_tokens};

use crate::db::schema::person_token;
use crate::db::{Failure, on_either, one_of, parse};
use crate::tx::Tx;

diesel::alias!(
    const OTHERS: Alias<OtherToken> = person_token as other_token;
);

/// Persons that are looked at per query; half the town is called Mohammad.
const CANDIDATES: usize = 200;
/// Persons that are looked at where a single word was typed: there are thousands with a frequent name, and none of them
/// fits better than another.
const ENOUGH_OF_ONE_WORD: usize = 60;
/// So far the carriers of a token are counted: it is enough to see which of the typed words is rare.
const COUNTED: i64 = 400;

/// Makes the tokens of a person who was just recorded.
///
/// # Errors
/// If a statement fails.
pub(super) fn insert(tx: &mut Tx<'_>, id: PersonId, person: &NamesAndBirth) -> Result<(), Failure> {
    let tokens = tokens_of(tx, person).into_iter().collect();
    insert_tokens(tx, id, tokens)
}

/// Makes the tokens of a person anew; answers whether they were others.
///
/// # Errors
/// If a statement fails.
pub(super) fn renew(
    tx: &mut Tx<'_>,
    id: PersonId,
    person: &NamesAndBirth,
) -> Result<bool, Failure> {
    let new = tokens_of(tx, person);
    let old = list_of(tx, id)?;
    let gone: Vec<i64> = old.difference(&new).copied().collect();
    let missing: Vec<i64> = new.difference(&old).copied().collect();
    if !gone.is_empty() {
        let (municipality, person) = (tx.municipality().to_owned(), id.to_string());
        on_either!(tx.conn(), conn => diesel::delete(person_token::table
            .filter(person_token::municipality.eq(municipality))
            .filter(one_of(person_token::token, gone))
            .filter(person_token::person_id.eq(person)))
            .execute(conn))?;
    }
    if !missing.is_empty() {
        insert_tokens(tx, id, missing)?;
    }
    Ok(new != old)
}

/// The tokens that a person should be stored under.
pub(super) fn tokens_of(tx: &Tx<'_>, person: &NamesAndBirth) -> BTreeSet<i64> {
    let blinding = Blinding::of(tx);
    index_tokens(person)
        .iter()
        .map(|token| blinding.blind(token))
        .collect()
}

/// The tokens that a person is stored under.
///
/// # Errors
/// If the database cannot answer.
pub(super) fn list_of(tx: &mut Tx<'_>, id: PersonId) -> Result<BTreeSet<i64>, Failure> {
    let tokens: Vec<i64> = person_token::table
        .filter(person_token::municipality.eq(tx.municipality().to_owned()))
        .filter(person_token::person_id.eq(id.to_string()))
        .select(person_token::token)
        .load(tx.conn())?;
    Ok(tokens.into_iter().collect())
}

fn insert_tokens(tx: &mut Tx<'_>, id: PersonId, tokens: Vec<i64>) -> Result<(), Failure> {
    let insert = Insert {
        municipality: tx.municipality().to_owned(),
        person: id.to_string(),
        list: as_list(&tokens),
        tokens,
    };
    on_either!(tx.conn(), conn => insert.execute(conn))?;
    Ok(())
}

/// Stores a person under all their tokens in one statement, which stays prepared: they are about twenty-five.
struct Insert {
    municipality: String,
    person: String,
    tokens: Vec<i64>,
    list: String,
}

impl QueryId for Insert {
    type QueryId = Self;

    const HAS_STATIC_QUERY_ID: bool = true;
}

impl RunQueryDsl<SqliteConnection> for Insert {}
impl RunQueryDsl<PgConnection> for Insert {}

impl QueryFragment<Sqlite> for Insert {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql("INSERT INTO person_token (municipality, token, person_id) SELECT ");
        out.push_bind_param::<Text, _>(&self.municipality)?;
        out.push_sql(", value, ");
        out.push_bind_param::<Text, _>(&self.person)?;
        out.push_sql(" FROM json_each(");
        out.push_bind_param::<Text, _>(&self.list)?;
        out.push_sql(")");
        Ok(())
    }
}

impl QueryFragment<Pg> for Insert {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("INSERT INTO person_token (municipality, token, person_id) SELECT ");
        out.push_bind_param::<Text, _>(&self.municipality)?;
        out.push_sql(", token, ");
        out.push_bind_param::<Text, _>(&self.person)?;
        out.push_sql(" FROM unnest(");
        out.push_bind_param::<Array<BigInt>, _>(&self.tokens)?;
        out.push_sql("::bigint[]) AS token");
        Ok(())
    }
}

/// Numbers as SQLite takes a list of them.
fn as_list(tokens: &[i64]) -> String {
    let numbers: Vec<String> = tokens.iter().map(i64::to_string).collect();
    format!("[{}]", numbers.join(","))
}

/// Puts tokens under the key that lies outside the database: they become numbers that only equality can find.
struct Blinding(Option<Hmac<Sha256>>);

impl Blinding {
    fn of(tx: &Tx<'_>) -> Self {
        // A key of any length is accepted, so this cannot fail; a constant would only make the search find nothing.
        let mut mac = Hmac::<Sha256>::new_from_slice(tx.vault().search_key()).ok();
        if let Some(mac) = &mut mac {
            mac.update(tx.municipality().as_bytes());
            mac.update(b"/");
        }
        Self(mac)
    }

    fn blind(&self, token: &Token) -> i64 {
        let Some(mut mac) = self.0.clone() else {
            return 0;
        };
        mac.update(token.to_string().as_bytes());
        let bytes = mac.finalize().into_bytes();
        let mut first = [0_u8; 8];
        first
            .iter_mut()
            .zip(bytes)
            .for_each(|(to, from)| *to = from);
        i64::from_be_bytes(first)
    }

    fn all<'a>(&self, tokens: impl IntoIterator<Item = &'a Token>) -> Vec<i64> {
        tokens.into_iter().map(|token| self.blind(token)).collect()
    }
}

/// For each typed word, and birth, the tokens of which who is meant carries one; the most telling first.
#[must_use]
pub fn asked(tx: &Tx<'_>, query: &search::Query) -> Vec<Vec<i64>> {
    let choices = query.tokens();
    let is_one = choices.len() == 1;
    let blinding = Blinding::of(tx);
    let blinded = |choice: &TokenChoice| {
        if is_one {
            blinding.all(&choice.alternatives)
        } else {
            blinding.all(choice.enough())
        }
    };
    choices.iter().map(blinded).collect()
}

/// A typed word, or birth.
#[derive(Clone)]
struct Wanted {
    tokens: Vec<i64>,
    /// How many carry one of them, counted so far as it matters.
    carriers: i64,
}

/// Persons that carry a token of every typed word; if there are none, those that carry all but one. Whether more would
/// have been found beside them.
///
/// # Errors
/// If the database cannot answer.
pub(super) fn candidates(
    tx: &mut Tx<'_>,
    query: &search::Query,
) -> Result<(Vec<PersonId>, bool), Failure> {
    let mut asked = asked(tx, query);
    if asked.len() == 1 {
        return of_one_word(tx, asked.remove(0));
    }
    let wanted = counted(tx, asked)?;
    let (mut found, mut is_cut) = probe(tx, wanted.clone())?;
    if found.is_empty() {
        // A part that is not on record, or one with a slip in its first letters; what was typed last first.
        for left_out in (0..wanted.len()).rev() {
            let mut fewer = wanted.clone();
            fewer.remove(left_out);
            let (more, more_is_cut) = probe(tx, fewer)?;
            found.extend(more);
            is_cut |= more_is_cut;
        }
        let mut seen = HashSet::new();
        found.retain(|id| seen.insert(*id));
        is_cut |= found.len() > CANDIDATES;
        found.truncate(CANDIDATES);
    }
    Ok((found, is_cut))
}

/// Persons who may be the same human being as one with these names and this birth. What it costs depends on how many there
/// are, not on how large the town is or how frequent each word of the name.
///
/// # Errors
/// If the database cannot answer.
pub(super) fn resembling(
    tx: &mut Tx<'_>,
    person: &NamesAndBirth,
) -> Result<BTreeSet<PersonId>, Failure> {
    let Lookup { keys, by_birth } = Lookup::of(person, tx.now().day());
    let blinding = Blinding::of(tx);
    let keys = blinding.all(&keys);
    let (dates, words) = (blinding.all(&by_birth.dates), blinding.all(&by_birth.words));
    let mut found = BTreeSet::new();
    if !keys.is_empty() {
        found.extend(carriers(tx, keys, Vec::new(), CANDIDATES)?);
    }
    if !dates.is_empty() && !words.is_empty() {
        found.extend(carriers(tx, dates, vec![words], CANDIDATES)?);
    }
    Ok(found)
}

/// A single word is looked for by its most telling token first, so that who has the very name is not lost among those
/// whose names only begin like it.
fn of_one_word(tx: &mut Tx<'_>, word: Vec<i64>) -> Result<(Vec<PersonId>, bool), Failure> {
    let mut found: Vec<PersonId> = Vec::new();
    for token in word {
        let more = carriers(tx, vec![token], Vec::new(), ENOUGH_OF_ONE_WORD + 1)?;
        for id in more {
            if !found.contains(&id) {
                found.push(id);
            }
        }
        if found.len() > ENOUGH_OF_ONE_WORD {
            found.truncate(ENOUGH_OF_ONE_WORD);
            return Ok((found, true));
        }
    }
    Ok((found, false))
}

/// Persons with a token of each, as many as are looked at. The rarest word leads: what it costs does not grow with how
/// many are called Mohammad, unless everything that was typed is as frequent.
fn probe(tx: &mut Tx<'_>, mut wanted: Vec<Wanted>) -> Result<(Vec<PersonId>, bool), Failure> {
    if wanted.iter().any(|one| one.carriers == 0) {
        return Ok((Vec::new(), false));
    }
    wanted.sort_by_key(|one| one.carriers);
    let mut wanted = wanted.into_iter().map(|one| one.tokens);
    let Some(rarest) = wanted.next() else {
        return Ok((Vec::new(), false));
    };
    let others: Vec<_> = wanted.collect();
    let is_one_word = others.is_empty();
    let mut found = carriers(tx, rarest, others, CANDIDATES + 1)?;
    let is_cut = found.len() > CANDIDATES;
    // Of a single frequent word nobody fits better than another, however many are looked at.
    found.truncate(if is_cut && is_one_word {
        ENOUGH_OF_ONE_WORD
    } else {
        CANDIDATES
    });
    Ok((found, is_cut))
}

/// Persons with one of the first tokens and one of each other list, at most so many, in the order of the index.
fn carriers(
    tx: &mut Tx<'_>,
    first: Vec<i64>,
    others: Vec<Vec<i64>>,
    most: usize,
) -> Result<Vec<PersonId>, Failure> {
    // Somebody may have several of the first tokens, and comes once for each.
    let limit = i64::try_from(most * first.len()).unwrap_or(i64::MAX);
    let municipality = tx.municipality().to_owned();
    let found: Vec<String> = on_either!(tx.conn(), conn => {
        let mut select = person_token::table
            .filter(person_token::municipality.eq(municipality.clone()))
            .filter(one_of(person_token::token, first))
            .select(person_token::person_id)
            .limit(limit)
            .into_boxed();
        for tokens in others {
            let other = OTHERS
                .filter(OTHERS.field(person_token::municipality).eq(municipality.clone()))
                .filter(OTHERS.field(person_token::person_id).eq(person_token::person_id))
                .filter(one_of(OTHERS.field(person_token::token), tokens));
            select = select.filter(diesel::dsl::exists(other));
        }
        select.load(conn)
    })?;
    let mut seen = HashSet::with_capacity(found.len());
    found
        .iter()
        .filter(|id| seen.insert(id.as_str()))
        .take(most)
        .map(|id| parse(id, "person_token.person_id"))
        .collect()
}

/// How many carry each token, counted so far as it matters: one statement, which stays prepared.
struct Count {
    municipality: String,
    tokens: Vec<i64>,
    list: String,
}

impl Query for Count {
    /// The token and its carriers.
    type SqlType = (BigInt, BigInt);
}

impl QueryId for Count {
    type QueryId = Self;

    const HAS_STATIC_QUERY_ID: bool = true;
}

impl RunQueryDsl<SqliteConnection> for Count {}
impl RunQueryDsl<PgConnection> for Count {}

impl QueryFragment<Sqlite> for Count {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql(
            "SELECT value, (SELECT count(*) FROM (SELECT 1 FROM person_token WHERE municipality = ",
        );
        out.push_bind_param::<Text, _>(&self.municipality)?;
        out.push_sql(" AND token = value LIMIT ");
        out.push_bind_param::<BigInt, _>(&COUNTED)?;
        out.push_sql(")) FROM json_each(");
        out.push_bind_param::<Text, _>(&self.list)?;
        out.push_sql(")");
        Ok(())
    }
}

impl QueryFragment<Pg> for Count {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            "SELECT wanted.token, (SELECT count(*) FROM (SELECT 1 FROM person_token WHERE municipality = ",
        );
        out.push_bind_param::<Text, _>(&self.municipality)?;
        out.push_sql(" AND token = wanted.token LIMIT ");
        out.push_bind_param::<BigInt, _>(&COUNTED)?;
        out.push_sql(") AS few) FROM unnest(");
        out.push_bind_param::<Array<BigInt>, _>(&self.tokens)?;
        out.push_sql("::bigint[]) AS wanted (token)");
        Ok(())
    }
}

/// With how many carry a token of each word: one statement for all of them.
fn counted(tx: &mut Tx<'_>, asked: Vec<Vec<i64>>) -> Result<Vec<Wanted>, Failure> {
    let all: BTreeSet<i64> = asked.iter().flatten().copied().collect();
    let tokens: Vec<i64> = all.into_iter().collect();
    let count = Count {
        municipality: tx.municipality().to_owned(),
        list: as_list(&tokens),
        tokens,
    };
    let counts: Vec<(i64, i64)> = on_either!(tx.conn(), conn => count.load(conn))?;
    let counts: HashMap<i64, i64> = counts.into_iter().collect();
    let wanted = |tokens: Vec<i64>| Wanted {
        carriers: tokens.iter().filter_map(|token| counts.get(token)).sum(),
        tokens,
    };
    Ok(asked.into_iter().map(wanted).collect())
}
