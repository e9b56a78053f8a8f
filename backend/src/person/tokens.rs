//! The rows of blinded search tokens (docs/decisions/2026-11-23-search-by-blinded-tokens.md): made from a person's names
//! and birth, and asked for by equality.
//!
//! What a person and a query become as tokens is `shared::person::search`'s. Not here: who of the candidates is meant
//! ([`super::search`]), and making the tokens of an older algorithm anew ([`super::renewal`]).

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use diesel::prelude::*;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use shared::kernel::PersonId;
use shared::person::doubles::Lookup;
use shared::person::matching::NamesAndBirth;
use shared::person::search::{Query, Token, TokenChoice, index_tokens};
use shared::person::two_words::TypedPairs;

use super::token_sql::{Carriers, Count, InRanges, Insert};
use crate::db::schema::person_token;
use crate::db::{Failure, on_either, one_of, parse};
use crate::tx::Tx;

/// The part of a joined key that the birth makes; the rest is made by the words.
const EVERY_BIRTH: i64 = 0xFFFF_FFFF;
/// Persons that are looked at per query; half the town is called Mohammad.
const CANDIDATES: usize = 200;
/// Persons that are looked at where a single word was typed: there are thousands with a frequent name, and none of them
/// fits better than another.
const ENOUGH_OF_ONE_WORD: usize = 60;
/// So many rows show whether there are more than are enough.
const ROWS_OF_ONE_WORD: i64 = 61;
/// So many carriers of the rarest word are looked at where each word is frequent. Beyond that only those are found who
/// carry two of the words whole.
const LOOKED_AT: i64 = 800;
/// So far the carriers of a token are counted: it is enough to see which of the typed words is rare.
const COUNTED: i64 = LOOKED_AT + 1;
/// So many who carry all words whole are enough: nobody reads on to those whose names only begin like them.
const ENOUGH_OF_ALL_WORDS: usize = 20;
/// So many keys of two words are read: somebody has two for each pair, and there are several ways to write a name.
const KEYS_READ: i64 = 2_000;

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
        tokens: tokens.into(),
    };
    on_either!(tx.conn(), conn => insert.execute(conn))?;
    Ok(())
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

    /// Joined keys of the same words lie beside each other, whatever the birth: see [`Self::every_birth`].
    fn blind(&self, token: &Token) -> i64 {
        let number = self.number(&token.to_string());
        token.words().map_or(number, |words| {
            self.every_birth(words) | (number & EVERY_BIRTH)
        })
    }

    /// Where the joined keys of these words begin; they reach as far as [`EVERY_BIRTH`].
    fn every_birth(&self, words: &str) -> i64 {
        self.number(words) & !EVERY_BIRTH
    }

    fn number(&self, text: &str) -> i64 {
        let Some(mut mac) = self.0.clone() else {
            return 0;
        };
        mac.update(text.as_bytes());
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
pub fn asked(tx: &Tx<'_>, query: &Query) -> Vec<Vec<i64>> {
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

/// Persons that carry every typed word whole, and where those are few, also persons that carry a token of every word; if there
/// are none, those that carry all but one. Whether more would have been found beside them.
///
/// # Errors
/// If the database cannot answer.
pub(super) fn candidates(tx: &mut Tx<'_>, query: &Query) -> Result<(Vec<PersonId>, bool), Failure> {
    let mut asked = asked(tx, query);
    if asked.len() == 1 {
        return of_one_word(tx, asked.remove(0));
    }
    let (mut found, mut is_cut) = of_whole_words(tx, query)?;
    if found.len() >= ENOUGH_OF_ALL_WORDS {
        return Ok((found, is_cut));
    }
    let wanted = counted(tx, asked)?;
    let (more, more_is_cut) = probe(tx, wanted.clone())?;
    found.extend(more);
    is_cut |= more_is_cut;
    if found.is_empty() {
        // A part that is not on record, or one with a slip in its first letters; what was typed last first.
        for left_out in (0..wanted.len()).rev() {
            let mut fewer = wanted.clone();
            fewer.remove(left_out);
            let (more, more_is_cut) = probe(tx, fewer)?;
            found.extend(more);
            is_cut |= more_is_cut;
        }
    }
    let mut seen = HashSet::new();
    found.retain(|id| seen.insert(*id));
    is_cut |= found.len() > CANDIDATES;
    found.truncate(CANDIDATES);
    Ok((found, is_cut))
}

/// Persons that carry every typed word whole, and nothing that speaks against the typed birth: found by every two of the
/// words together, so that it does not matter how frequent each of them is.
fn of_whole_words(tx: &mut Tx<'_>, query: &Query) -> Result<(Vec<PersonId>, bool), Failure> {
    let typed = TypedPairs::of(query);
    let blinding = Blinding::of(tx);
    let mut places: BTreeMap<i64, u8> = BTreeMap::new();
    for pair in &typed.pairs {
        let keys: Vec<i64> = if typed.births.is_empty() {
            pair.words
                .iter()
                .map(|words| blinding.every_birth(words))
                .collect()
        } else {
            blinding.all(&typed.with_birth(pair))
        };
        for key in keys {
            *places.entry(key).or_default() |= pair.places;
        }
    }
    if places.is_empty() {
        return Ok((Vec::new(), false));
    }
    let ranges = InRanges {
        municipality: tx.municipality().to_owned(),
        starts: places.keys().copied().collect::<Vec<i64>>().into(),
        width: if typed.births.is_empty() {
            EVERY_BIRTH
        } else {
            0
        },
        most: KEYS_READ,
    };
    let rows: Vec<(i64, String)> = on_either!(tx.conn(), conn => ranges.load(conn))?;
    let mut is_cut = i64::try_from(rows.len()).is_ok_and(|rows| rows >= KEYS_READ);
    let mut carried: BTreeMap<&str, u8> = BTreeMap::new();
    for (key, person) in &rows {
        *carried.entry(person).or_default() |= places.get(key).copied().unwrap_or_default();
    }
    let all = typed.all_places();
    carried.retain(|_, places| *places == all);
    is_cut |= carried.len() > CANDIDATES;
    let found = carried
        .keys()
        .take(CANDIDATES)
        .map(|id| parse(id, "person_token.person_id"))
        .collect::<Result<_, _>>()?;
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
        found.extend(carriers(tx, keys, Vec::new(), LOOKED_AT)?);
    }
    if !dates.is_empty() && !words.is_empty() {
        found.extend(carriers(tx, dates, vec![words], LOOKED_AT)?);
    }
    Ok(found.into_iter().take(CANDIDATES).collect())
}

/// A single word is looked for by its most telling token first, so that who has the very name is not lost among those
/// whose names only begin like it.
fn of_one_word(tx: &mut Tx<'_>, word: Vec<i64>) -> Result<(Vec<PersonId>, bool), Failure> {
    let mut found: Vec<PersonId> = Vec::new();
    for token in word {
        let more = carriers(tx, vec![token], Vec::new(), ROWS_OF_ONE_WORD)?;
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
/// many are called Mohammad.
fn probe(tx: &mut Tx<'_>, mut wanted: Vec<Wanted>) -> Result<(Vec<PersonId>, bool), Failure> {
    if wanted.iter().any(|one| one.carriers == 0) {
        return Ok((Vec::new(), false));
    }
    wanted.sort_by_key(|one| one.carriers);
    let is_frequent = wanted.first().is_some_and(|one| one.carriers > LOOKED_AT);
    let mut wanted = wanted.into_iter().map(|one| one.tokens);
    let Some(rarest) = wanted.next() else {
        return Ok((Vec::new(), false));
    };
    let others: Vec<_> = wanted.collect();
    let is_one_word = others.is_empty();
    let mut found = carriers(tx, rarest, others, LOOKED_AT)?;
    let is_cut = is_frequent || found.len() > CANDIDATES;
    // Of a single frequent word nobody fits better than another, however many are looked at.
    found.truncate(if is_cut && is_one_word {
        ENOUGH_OF_ONE_WORD
    } else {
        CANDIDATES
    });
    Ok((found, is_cut))
}

/// Persons with one of the first tokens, of whom at most so many rows are looked at, and one of each other list; in the order
/// of the index.
fn carriers(
    tx: &mut Tx<'_>,
    first: Vec<i64>,
    others: Vec<Vec<i64>>,
    most: i64,
) -> Result<Vec<PersonId>, Failure> {
    let carriers = Carriers {
        municipality: tx.municipality().to_owned(),
        first: first.into(),
        most,
        others: others.into_iter().map(Into::into).collect(),
    };
    let found: Vec<String> = on_either!(tx.conn(), conn => carriers.load(conn))?;
    let mut seen = HashSet::with_capacity(found.len());
    found
        .iter()
        .filter(|id| seen.insert(id.as_str()))
        .map(|id| parse(id, "person_token.person_id"))
        .collect()
}

/// With how many carry a token of each word: one statement for all of them.
fn counted(tx: &mut Tx<'_>, asked: Vec<Vec<i64>>) -> Result<Vec<Wanted>, Failure> {
    let all: BTreeSet<i64> = asked.iter().flatten().copied().collect();
    let tokens: Vec<i64> = all.into_iter().collect();
    let count = Count {
        municipality: tx.municipality().to_owned(),
        tokens: tokens.into(),
        most: COUNTED,
    };
    let counts: Vec<(i64, i64)> = on_either!(tx.conn(), conn => count.load(conn))?;
    let counts: HashMap<i64, i64> = counts.into_iter().collect();
    let wanted = |tokens: Vec<i64>| Wanted {
        carriers: tokens.iter().filter_map(|token| counts.get(token)).sum(),
        tokens,
    };
    Ok(asked.into_iter().map(wanted).collect())
}
