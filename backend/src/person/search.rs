//! Finding persons by what is typed, over blinded tokens (docs/decisions/2026-11-23-search-by-blinded-tokens.md).
//!
//! What a person's names and birth become as tokens, and how hits are ranked, is `shared::person::search`'s; here tokens
//! are blinded, stored, intersected by equality and capped, and each hit is shown as far as the actor may see it.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use shared::access::{Action, Basis, Decision, Facts, may};
use shared::exchange::Subject;
use shared::kernel::{Actor, PersonId};
use shared::organisation::Organisation;
use shared::person::PersonDraft;
use shared::person::calls::{DeskHit, Hit, PersonHits, PersonSearch};
use shared::person::matching::{MatchKind, MatchReason, Verdict};
use shared::person::search::{Query, Ranked, TokenChoice, index_tokens, rank};

use super::store;
use crate::db::schema::{integration_case, person_token};
use crate::db::{Failure, parse};
use crate::decision::Stop;
use crate::tx::Tx;

diesel::alias!(
    const OTHERS: Alias<OtherToken> = person_token as other_token;
);

/// Persons that are looked at per query; half the town is called Mohammad.
const CANDIDATES: usize = 200;
/// Hits that are shown.
const HITS: usize = 20;
/// The longest text that is looked for.
const TEXT_MAX: usize = 200;

/// Makes the tokens of a person anew.
///
/// # Errors
/// If a statement fails.
pub(super) fn index(tx: &mut Tx<'_>, id: PersonId, draft: &PersonDraft) -> Result<(), Failure> {
    let municipality = tx.municipality().to_owned();
    let person = id.to_string();
    let new: BTreeSet<i64> = index_tokens(draft)
        .iter()
        .map(|token| blind(tx, &token.to_string()))
        .collect();
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
    for token in new.difference(&old) {
        diesel::insert_into(person_token::table)
            .values((
                person_token::municipality.eq(&municipality),
                person_token::token.eq(token),
                person_token::person_id.eq(&person),
            ))
            .execute(tx.conn())?;
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
    let (ids, is_cut) = candidates(tx, &query)?;
    let mut ranked: Vec<(PersonId, PersonDraft, Ranked)> = Vec::new();
    for id in ids {
        let draft = store::get_draft(tx, id)?;
        if let Some(found) = rank(&query, &draft) {
            ranked.push((id, draft, found));
        }
    }
    if let Some(id) = by_number(tx, &query)? {
        let draft = store::get_draft(tx, id)?;
        ranked.retain(|(other, ..)| *other != id);
        let reason = MatchReason {
            kind: MatchKind::Number,
            typed: text.trim().to_owned(),
            found: text.trim().to_owned(),
        };
        ranked.push((
            id,
            draft,
            Ranked {
                verdict: Verdict::Likely,
                reasons: vec![reason],
                score: u32::MAX,
            },
        ));
    }
    ranked.sort_by(|(a_id, _, a), (b_id, _, b)| {
        b.verdict
            .cmp(&a.verdict)
            .then(b.score.cmp(&a.score))
            .then(a_id.cmp(b_id))
    });
    show(tx, actor, ranked, is_cut)
}

fn show(
    tx: &mut Tx<'_>,
    actor: &Actor,
    ranked: Vec<(PersonId, PersonDraft, Ranked)>,
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
    let town = crate::organisation::current(tx)?;
    for (id, draft, ranked) in ranked {
        let facts = super::facts_of(tx, actor, id)?;
        let Decision::Yes(basis) = may(actor, Action::SeeDeskHit, &facts) else {
            // However many there are, the blind hit is one: a count would say more than "ask".
            is_blind = is_blind || ranked.verdict >= Verdict::Possible;
            continue;
        };
        if found.hits.hits.len() == HITS {
            found.hits.is_cut = true;
            break;
        }
        found.shown.insert(Subject::Person(id), basis);
        let why = (ranked.verdict, ranked.reasons);
        let hit = desk_hit(tx, actor, &town, (id, &draft, &facts), why)?;
        found.hits.hits.push(Hit::Known(Box::new(hit)));
    }
    if is_blind {
        found.hits.hits.push(Hit::Blind);
    }
    Ok(found)
}

/// What the desk sees of a person whom this actor may see.
pub(super) fn desk_hit(
    tx: &mut Tx<'_>,
    actor: &Actor,
    town: &Organisation,
    (id, draft, facts): (PersonId, &PersonDraft, &Facts),
    (verdict, reasons): (Verdict, Vec<MatchReason>),
) -> Result<DeskHit, Failure> {
    let case = crate::case::find_current(tx, id)?;
    let may_open_case = may(actor, Action::ReadCase, facts).is_yes();
    let today = tx.now().day();
    Ok(DeskHit {
        person: id,
        name: draft.shown_name(),
        original_script: draft.original_script.clone(),
        born: draft.born,
        case: case.as_ref().filter(|_| may_open_case).map(|case| case.id),
        number: case.as_ref().map(|case| case.number.clone()),
        responsible: case
            .as_ref()
            .and_then(|case| crate::case::responsible(town, case, today)),
        next_on: case.as_ref().and_then(|case| case.next_on),
        verdict,
        reasons,
        may_open: may(actor, Action::ReadPerson, facts).is_yes(),
    })
}

/// Persons that carry a token of every typed word; if there are none, those that carry all but one.
pub(super) fn candidates(tx: &mut Tx<'_>, query: &Query) -> Result<(Vec<PersonId>, bool), Failure> {
    let (mut found, mut is_cut) = intersect(tx, &query.tokens())?;
    if found.is_empty() {
        for choices in query.relaxed() {
            let (more, more_is_cut) = intersect(tx, &choices)?;
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

/// Persons with one alternative of every choice: the first choice is read by its index, each of the others probed by the
/// key, never more than [`CANDIDATES`].
fn intersect(tx: &mut Tx<'_>, choices: &[TokenChoice]) -> Result<(Vec<PersonId>, bool), Failure> {
    let mut blinded: Vec<Vec<i64>> = choices
        .iter()
        .map(|choice| {
            choice
                .alternatives
                .iter()
                .map(|token| blind(tx, &token.to_string()))
                .collect()
        })
        .collect();
    // The longer the token, the rarer: a whole name before the beginning of one.
    let weight = |choice: &TokenChoice| {
        choice
            .alternatives
            .iter()
            .map(|token| token.to_string().len())
            .min()
            .unwrap_or(0)
    };
    let mut order: Vec<usize> = (0..choices.len()).collect();
    order.sort_by_key(|place| std::cmp::Reverse(choices.get(*place).map_or(0, weight)));
    let mut ordered: Vec<Vec<i64>> = order
        .iter()
        .filter_map(|place| blinded.get_mut(*place).map(std::mem::take))
        .collect();
    if ordered.is_empty() {
        return Ok((Vec::new(), false));
    }
    let first = ordered.remove(0);
    let municipality = tx.municipality().to_owned();
    let mut select = person_token::table
        .filter(person_token::municipality.eq(municipality.clone()))
        .filter(person_token::token.eq_any(first))
        .select(person_token::person_id)
        .distinct()
        .limit(i64::try_from(CANDIDATES + 1).unwrap_or(i64::MAX))
        .into_boxed();
    for tokens in ordered {
        select = select.filter(diesel::dsl::exists(
            OTHERS
                .filter(
                    OTHERS
                        .field(person_token::municipality)
                        .eq(municipality.clone()),
                )
                .filter(
                    OTHERS
                        .field(person_token::person_id)
                        .eq(person_token::person_id),
                )
                .filter(OTHERS.field(person_token::token).eq_any(tokens)),
        ));
    }
    let mut ids: Vec<String> = select.load(tx.conn())?;
    let is_cut = ids.len() > CANDIDATES;
    ids.truncate(CANDIDATES);
    let ids = ids
        .iter()
        .map(|id| parse(id, "person_token.person_id"))
        .collect::<Result<_, _>>()?;
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
