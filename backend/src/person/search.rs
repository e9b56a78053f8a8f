//! Finding persons by what is typed, over blinded tokens (docs/decisions/2026-11-23-search-by-blinded-tokens.md).
//!
//! What a person's names and birth become as tokens, and how hits are ranked, is `shared::person::search`'s; here tokens
//! are blinded, stored, intersected by equality and capped, and each hit is shown as far as the actor may see it.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use shared::access::{Action, Basis, Decision, Facts, may};
use shared::exchange::Subject;
use shared::kernel::{Actor, Day, PersonId};
use shared::organisation::Organisation;
use shared::person::PersonDraft;
use shared::person::calls::{DeskHit, Hit, PersonHits, PersonSearch};
use shared::person::matching::{MatchKind, MatchReason, Verdict};
use shared::person::search::{Query, Ranked, TokenChoice, index_tokens, rank};

use super::{Person, service, store};
use crate::case::Case;
use crate::db::schema::{integration_case, person_token};
use crate::db::{Conn, Failure, on_either, one_of, parse};
use crate::decision::Stop;
use crate::tx::Tx;

diesel::alias!(
    const OTHERS: Alias<OtherToken> = person_token as other_token;
);

/// Persons that are looked at per query; half the town is called Mohammad.
const CANDIDATES: usize = 200;
/// Persons that are looked at where a single word was typed: there are thousands with a frequent name, and none of them
/// fits better than another.
const ENOUGH_OF_ONE_WORD: usize = 60;
/// Hits that are shown.
const HITS: usize = 20;
/// The longest text that is looked for.
const TEXT_MAX: usize = 200;

/// Makes the tokens of a person who was just recorded.
///
/// # Errors
/// If a statement fails.
pub(super) fn index(tx: &mut Tx<'_>, id: PersonId, draft: &PersonDraft) -> Result<(), Failure> {
    insert_tokens(
        tx,
        id,
        &tokens_of(tx, draft).into_iter().collect::<Vec<_>>(),
    )
}

fn tokens_of(tx: &Tx<'_>, draft: &PersonDraft) -> BTreeSet<i64> {
    index_tokens(draft)
        .iter()
        .map(|token| blind(tx, &token.to_string()))
        .collect()
}

/// Makes the tokens of a person anew.
///
/// # Errors
/// If a statement fails.
pub(super) fn index_again(
    tx: &mut Tx<'_>,
    id: PersonId,
    draft: &PersonDraft,
) -> Result<(), Failure> {
    let municipality = tx.municipality().to_owned();
    let person = id.to_string();
    let new = tokens_of(tx, draft);
    let old: BTreeSet<i64> = person_token::table
        .filter(person_token::municipality.eq(&municipality))
        .filter(person_token::person_id.eq(&person))
        .select(person_token::token)
        .load(tx.conn())?
        .into_iter()
        .collect();
    for gone in old.difference(&new) {
        diesel::delete(person_token::table.find((&municipality, gone, &person)))
            .execute(tx.conn())?;
    }
    insert_tokens(tx, id, &new.difference(&old).copied().collect::<Vec<_>>())
}

fn insert_tokens(tx: &mut Tx<'_>, id: PersonId, tokens: &[i64]) -> Result<(), Failure> {
    let municipality = tx.municipality().to_owned();
    let person = id.to_string();
    match tx.conn() {
        Conn::Sqlite(conn) => {
            for token in tokens {
                diesel::insert_into(person_token::table)
                    .values((
                        person_token::municipality.eq(&municipality),
                        person_token::token.eq(token),
                        person_token::person_id.eq(&person),
                    ))
                    .execute(conn)?;
            }
        }
        // Each statement is a round trip there.
        Conn::Postgres(conn) => {
            diesel::sql_query(
                "INSERT INTO person_token (municipality, token, person_id)
                 SELECT $1, token, $2 FROM unnest($3) AS token",
            )
            .bind::<Text, _>(&municipality)
            .bind::<Text, _>(&person)
            .bind::<Array<BigInt>, _>(tokens)
            .execute(conn)?;
        }
    }
    Ok(())
}

/// A token under the key that lies outside the database, as a number that only equality can find.
fn blind(tx: &Tx<'_>, token: &str) -> i64 {
    // A key of any length is accepted, so this cannot fail; a constant would only make the search find nothing.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(tx.vault().search_key()) else {
        return 0;
    };
    mac.update(tx.municipality().as_bytes());
    mac.update(b"/");
    mac.update(token.as_bytes());
    let bytes = mac.finalize().into_bytes();
    let mut first = [0_u8; 8];
    first
        .iter_mut()
        .zip(bytes)
        .for_each(|(to, from)| *to = from);
    i64::from_be_bytes(first)
}

/// What was found, and the basis on which each person stands in it.
#[derive(Debug, Default)]
pub struct Found {
    /// The answer.
    pub hits: PersonHits,
    /// Whom it shows, and why the actor may see them.
    pub shown: BTreeMap<Subject, Basis>,
}

/// Finds persons by names in any spelling, birth or case number.
///
/// # Errors
/// If the actor may not search, or the database cannot answer.
pub fn find(tx: &mut Tx<'_>, actor: &Actor, search: &PersonSearch) -> Result<Found, Stop> {
    if let Decision::No(reason) = may(actor, Action::FindPerson, &Facts::default()) {
        return Err(Stop::NotAllowed(reason));
    }
    let text: String = search.text.chars().take(TEXT_MAX).collect();
    let query = Query::parse(&text, tx.now().day());
    if query.is_empty() {
        return Ok(Found::default());
    }
    let (mut ids, is_cut) = candidates(tx, &query)?;
    let numbered = by_number(tx, &query)?;
    ids.extend(numbered.filter(|id| !ids.contains(id)));
    if ids.is_empty() {
        return Ok(Found::default());
    }
    let mut ranked = Vec::new();
    for (person, draft) in store::list_with_drafts(tx, &ids)? {
        let found = if numbered == Some(person.id) {
            Some(Ranked {
                verdict: Verdict::Likely,
                reasons: vec![MatchReason {
                    kind: MatchKind::Number,
                    typed: text.trim().to_owned(),
                    found: text.trim().to_owned(),
                }],
                score: u32::MAX,
            })
        } else {
            rank(&query, &draft)
        };
        ranked.extend(found.map(|ranked| Candidate {
            person,
            draft,
            ranked,
        }));
    }
    ranked.sort_by(|a, b| {
        b.ranked
            .verdict
            .cmp(&a.ranked.verdict)
            .then(b.ranked.score.cmp(&a.ranked.score))
            .then(a.person.id.cmp(&b.person.id))
    });
    show(tx, actor, ranked, is_cut)
}

/// Somebody who fits what was typed.
struct Candidate {
    person: Person,
    draft: PersonDraft,
    ranked: Ranked,
}

/// Shows of each as much as the actor may see. All open cases are read at once: how many statements a search takes does
/// not depend on how many it finds.
fn show(
    tx: &mut Tx<'_>,
    actor: &Actor,
    candidates: Vec<Candidate>,
    is_cut: bool,
) -> Result<Found, Stop> {
    let mut found = Found {
        hits: PersonHits {
            hits: Vec::new(),
            is_cut,
        },
        shown: BTreeMap::new(),
    };
    let mut is_blind = false;
    let (town, today) = (crate::organisation::current(tx)?, tx.now().day());
    let ids: Vec<PersonId> = candidates
        .iter()
        .map(|candidate| candidate.person.id)
        .collect();
    let cases = crate::case::list_current(tx, &ids)?;
    for candidate in candidates {
        let Candidate {
            person,
            draft,
            ranked,
        } = candidate;
        let case = cases.get(&person.id);
        let facts = service::facts_with(actor, &person, case);
        let Decision::Yes(basis) = may(actor, Action::SeeDeskHit, &facts) else {
            // However many there are, the blind hit is one: a count would say more than "ask".
            is_blind = is_blind || ranked.verdict >= Verdict::Possible;
            continue;
        };
        if found.hits.hits.len() == HITS {
            found.hits.is_cut = true;
            break;
        }
        let seen = Seen {
            id: person.id,
            draft: &draft,
            facts: &facts,
            case,
        };
        let why = (ranked.verdict, ranked.reasons);
        found.shown.insert(Subject::Person(person.id), basis);
        let hit = desk_hit(actor, (&town, today), &seen, why);
        found.hits.hits.push(Hit::Known(Box::new(hit)));
    }
    if is_blind {
        found.hits.hits.push(Hit::Blind);
    }
    Ok(found)
}

/// A person whom the actor may see at the desk, with what was read about them.
pub(super) struct Seen<'a> {
    pub(super) id: PersonId,
    pub(super) draft: &'a PersonDraft,
    pub(super) facts: &'a Facts,
    pub(super) case: Option<&'a Case>,
}

/// What the desk sees of a person whom this actor may see, in a town on a day.
pub(super) fn desk_hit(
    actor: &Actor,
    (town, today): (&Organisation, Day),
    seen: &Seen<'_>,
    (verdict, reasons): (Verdict, Vec<MatchReason>),
) -> DeskHit {
    let case = seen.case;
    let may_open_case = may(actor, Action::ReadCase, seen.facts).is_yes();
    DeskHit {
        person: seen.id,
        name: seen.draft.shown_name(),
        original_script: seen.draft.original_script.clone(),
        born: seen.draft.born,
        case: case.filter(|_| may_open_case).map(|case| case.id),
        number: case.map(|case| case.number.clone()),
        responsible: case.and_then(|case| crate::case::responsible(town, case, today)),
        next_on: case.and_then(|case| case.next_on),
        verdict,
        reasons,
        may_open: may(actor, Action::ReadPerson, seen.facts).is_yes(),
    }
}

/// Persons that carry a token of every typed word; if there are none, those that carry all but one.
pub(super) fn candidates(tx: &mut Tx<'_>, query: &Query) -> Result<(Vec<PersonId>, bool), Failure> {
    let (mut found, mut is_cut) = intersect(tx, &query.tokens())?;
    if found.is_empty() {
        for choices in query.relaxed() {
            let (more, more_is_cut) = probe(tx, &choices, CANDIDATES)?;
            found.extend(more);
            is_cut = is_cut || more_is_cut;
        }
        let mut seen = BTreeSet::new();
        found.retain(|id| seen.insert(*id));
        is_cut = is_cut || found.len() > CANDIDATES;
        found.truncate(CANDIDATES);
    }
    Ok((found, is_cut))
}

/// Persons with one alternative of every choice. A single word is looked for by its most telling token first, so that who
/// has the very name is not lost among those whose names only begin like it.
fn intersect(tx: &mut Tx<'_>, choices: &[TokenChoice]) -> Result<(Vec<PersonId>, bool), Failure> {
    let [word] = choices else {
        return probe(tx, choices, CANDIDATES);
    };
    let mut found: Vec<PersonId> = Vec::new();
    for token in &word.alternatives {
        let only = TokenChoice {
            alternatives: vec![token.clone()],
        };
        let (more, _) = probe(tx, &[only], ENOUGH_OF_ONE_WORD + 1)?;
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

/// Persons with one alternative of every choice: the first choice is read by its index, each of the others probed by the
/// key, never more than `most`. Answers also whether there are more.
fn probe(
    tx: &mut Tx<'_>,
    choices: &[TokenChoice],
    most: usize,
) -> Result<(Vec<PersonId>, bool), Failure> {
    // The longer the token, the rarer: a whole name before the beginning of one.
    let weight = |choice: &&TokenChoice| {
        let lengths = choice.alternatives.iter();
        std::cmp::Reverse(lengths.map(|token| token.to_string().len()).min())
    };
    let mut ordered: Vec<&TokenChoice> = choices.iter().collect();
    ordered.sort_by_key(weight);
    let mut blinded = ordered.into_iter().map(|choice| {
        let tokens = choice.alternatives.iter();
        tokens
            .map(|token| blind(tx, &token.to_string()))
            .collect::<Vec<i64>>()
    });
    let Some(first) = blinded.next() else {
        return Ok((Vec::new(), false));
    };
    let others: Vec<Vec<i64>> = blinded.collect();
    // Somebody may have several of the first choice's tokens, and comes once for each.
    let limit = i64::try_from((most + 1) * first.len()).unwrap_or(i64::MAX);
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
    let mut seen = BTreeSet::new();
    let mut ids: Vec<PersonId> = Vec::new();
    for id in &found {
        if seen.insert(id) {
            ids.push(parse(id, "person_token.person_id")?);
        }
    }
    let is_cut = ids.len() > most;
    ids.truncate(most);
    Ok((ids, is_cut))
}

fn by_number(tx: &mut Tx<'_>, query: &Query) -> Result<Option<PersonId>, Failure> {
    let Some(number) = &query.number else {
        return Ok(None);
    };
    let municipality = tx.municipality().to_owned();
    let person: Option<String> = integration_case::table
        .filter(integration_case::municipality.eq(municipality))
        .filter(integration_case::number.eq(number.to_string()))
        .select(integration_case::person_id)
        .first(tx.conn())
        .optional()?;
    person
        .map(|person| parse(&person, "integration_case.person_id"))
        .transpose()
}
