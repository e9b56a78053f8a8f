//! Persons who may have been taken in twice: found when one arrives or is changed, told to those who took them in, put
//! side by side for whoever decides (docs/decisions/2026-11-26-taken-in-twice.md).
//!
//! Whether two are the same is judged by `shared::person::matching`; here candidates are looked up by the keys of
//! `shared::person::doubles`, pairs are kept, and each is shown as far as the actor may see it.

use std::collections::BTreeMap;

use shared::access::{Action, Basis, Decision, Facts, Reason, may};
use shared::exchange::Subject;
use shared::kernel::{Actor, PersonId};
use shared::person::PersonDraft;
use shared::person::calls::{
    ComparedPerson, DoubleNotice, DoubleNotices, Hit, LinkedPerson, PersonComparison,
    PersonDoubles, PersonLink, TwoPersons,
};
use shared::person::comparison::{compared_part, desk_part, is_worth_telling};
use shared::person::matching::{Identity, MatchReason, Verdict, births_disagree, same_person};

use super::{PersonEffect, pairs, search, service, store, tokens};
use crate::db::Failure;
use crate::decision::{Stop, allowed};
use crate::effect::Effect;
use crate::organisation;
use crate::tx::Tx;

/// Pairs that are kept for one arrival, the likely ones first: more than these help nobody to decide.
const PAIRS: usize = 5;
/// Notices on a start page.
const NOTICES: usize = 20;

/// How long a start page says that somebody may be known elsewhere: nobody there can answer it. At the person it stays.
const BLIND_MILLIS: i64 = 14 * 86_400_000;

/// An answer, and whom it shows on which basis.
#[derive(Debug)]
pub struct Shown<T> {
    /// The answer.
    pub answer: T,
    /// Whom it shows, and why the actor may see them.
    pub shown: BTreeMap<Subject, Basis>,
    /// Who was asked for and is there, and why the actor may not see them.
    pub withheld: BTreeMap<Subject, Reason>,
}

/// Whom a person resembles who is recorded now. They stand in no pair yet.
pub(super) fn of_new(
    tx: &mut Tx<'_>,
    id: PersonId,
    draft: &PersonDraft,
) -> Result<Vec<Effect>, Failure> {
    let at = tx.now();
    let found = look(tx, Some(id), draft)?.into_iter();
    Ok(found
        .map(|(other, verdict)| Effect::Person(PersonEffect::Resembles { other, verdict, at }))
        .collect())
}

/// What changes about whom a person resembles, when they are changed to this form.
pub(super) fn changes(
    tx: &mut Tx<'_>,
    id: PersonId,
    draft: &PersonDraft,
) -> Result<Vec<Effect>, Failure> {
    let found = look(tx, Some(id), draft)?;
    let known = pairs::list_of(tx, id)?;
    let mut effects = Vec::new();
    for (other, verdict) in &found {
        let is_news = known
            .iter()
            .find(|pair| pair.other == *other)
            .is_none_or(|pair| !pair.is_told_apart && pair.verdict != *verdict);
        if is_news {
            effects.push(PersonEffect::Resembles {
                other: *other,
                verdict: *verdict,
                at: tx.now(),
            });
        }
    }
    for pair in known {
        if !pair.is_told_apart && !found.iter().any(|(other, _)| *other == pair.other) {
            effects.push(PersonEffect::ResemblesNoMore { other: pair.other });
        }
    }
    Ok(effects.into_iter().map(Effect::Person).collect())
}

/// Whom somebody resembles who is known by this form alone, the surest first.
///
/// # Errors
/// If the database cannot answer or something is unreadable.
pub fn resembling(
    tx: &mut Tx<'_>,
    draft: &PersonDraft,
) -> Result<Vec<(PersonId, Verdict)>, Failure> {
    look(tx, None, draft)
}

/// Those who resemble a person, the surest first; the person is not one of them.
fn look(
    tx: &mut Tx<'_>,
    id: Option<PersonId>,
    draft: &PersonDraft,
) -> Result<Vec<(PersonId, Verdict)>, Failure> {
    let names = draft.names_and_birth();
    let own = Identity::of(&names);
    let mut candidates = tokens::resembling(tx, &names)?;
    if let Some(id) = id {
        candidates.remove(&id);
    }
    if candidates.is_empty() {
        return Ok(Vec::new());
    }
    let candidates: Vec<PersonId> = candidates.into_iter().collect();
    let mut found = Vec::new();
    for (other, names) in store::list_with_names(tx, &candidates)? {
        // Most of those with the same names were born on another day, and their names need not be laid side by side.
        if births_disagree(own.born, names.born) {
            continue;
        }
        let judgement = same_person(&own, &Identity::of(&names));
        if is_worth_telling(&judgement) {
            found.push((judgement.verdict, judgement.reasons.len(), other.id));
        }
    }
    found.sort_by(|(a, a_reasons, a_id), (b, b_reasons, b_id)| {
        (b, b_reasons).cmp(&(a, a_reasons)).then(b_id.cmp(a_id))
    });
    found.truncate(PAIRS);
    Ok(found
        .into_iter()
        .map(|(verdict, _, other)| (other, verdict))
        .collect())
}

/// Who else may be the same human being as a person.
///
/// # Errors
/// If the person is not the actor's to compare.
pub fn of_person(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: PersonId,
) -> Result<Shown<PersonDoubles>, Stop> {
    let opened = service::open_for(tx, actor, Action::LinkPersons, id)?;
    let mut view = View::of(actor);
    view.note(id, opened.basis());
    let own = store::get_draft(tx, id)?;
    let links = store::list_links(tx, id)?;
    let mut linked = Vec::new();
    for link in &links {
        let other = if link.person == id {
            link.other
        } else {
            link.person
        };
        let hit = view.hit(tx, other, &own)?;
        linked.push(LinkedPerson {
            link: link.link,
            reason: if hit == Hit::Blind {
                String::new()
            } else {
                link.reason.clone()
            },
            other: hit,
        });
    }
    let mut possible = Vec::new();
    for pair in pairs::list_of(tx, id)? {
        if pair.is_told_apart || links.iter().any(|link| link.joins(id, pair.other)) {
            continue;
        }
        let hit = view.hit(tx, pair.other, &own)?;
        // However many there are elsewhere, the blind hit is one: a count would say more than "ask".
        if hit != Hit::Blind || !possible.contains(&Hit::Blind) {
            possible.push(hit);
        }
    }
    let hits = linked.iter_mut().map(|linked| &mut linked.other);
    let through = view.standings.tell(tx, actor, hits.chain(&mut possible))?;
    view.shown.extend(through);
    Ok(view.showing(PersonDoubles {
        sequence: crate::log::last_of(tx, &Subject::Person(id))?,
        linked,
        possible,
    }))
}

/// The persons of the one who asks that may have been taken in twice, latest first: those they are responsible for, and
/// those their unit took in while nobody is.
///
/// # Errors
/// If the actor does not work with people.
pub fn notices(tx: &mut Tx<'_>, actor: &Actor) -> Result<Shown<DoubleNotices>, Stop> {
    allowed(actor, Action::FindPerson)?;
    let mut view = View::of(actor);
    let oldest_blind = tx.now().plus_millis(-BLIND_MILLIS);
    let mut notices: Vec<DoubleNotice> = Vec::new();
    for (mine, other, found_at) in pairs::list_open(tx, actor)? {
        if notices.len() == NOTICES {
            break;
        }
        let opened = match service::open_for(tx, actor, Action::LinkPersons, mine) {
            Ok(opened) => opened,
            Err(stop) if stop.is_refusal() => continue,
            Err(stop) => return Err(stop),
        };
        let is_linked = store::list_links(tx, mine)?
            .iter()
            .any(|link| link.joins(mine, other));
        let is_said = notices.iter().any(|notice| {
            let is_turned = matches!(&notice.other, Hit::Known(hit) if hit.person == mine);
            (notice.person == other && is_turned)
                || (notice.person == mine && notice.other == Hit::Blind)
        });
        if is_linked || is_said {
            continue;
        }
        let draft = store::get_draft(tx, mine)?;
        let hit = view.hit(tx, other, &draft)?;
        if hit == Hit::Blind && found_at < oldest_blind {
            continue;
        }
        view.note(mine, opened.basis());
        notices.push(DoubleNotice {
            person: mine,
            name: draft.shown_name(),
            other: hit,
            found_at,
        });
    }
    let hits = notices.iter_mut().map(|notice| &mut notice.other);
    let through = view.standings.tell(tx, actor, hits)?;
    view.shown.extend(through);
    Ok(view.showing(DoubleNotices { notices }))
}

/// Two persons side by side: of the other as much as the actor may see.
///
/// # Errors
/// If the first is not the actor's to link, or nothing of the other is theirs to see.
pub fn compare(
    tx: &mut Tx<'_>,
    actor: &Actor,
    two: TwoPersons,
) -> Result<Shown<PersonComparison>, Stop> {
    let opened = service::open_for(tx, actor, Action::LinkPersons, two.person)?;
    if two.other == two.person {
        return Err(Stop::NotFound);
    }
    let mut view = View::of(actor);
    view.note(two.person, opened.basis());
    // Whether the other is there at all is for those to know who may see them: `side` answers alike where not.
    let other = store::find(tx, two.other)?.ok_or(Stop::NotFound)?;
    let draft = store::get_draft(tx, two.person)?;
    let other_draft = store::get_draft(tx, other.id)?;
    let identity = |draft: &PersonDraft| Identity::of(&draft.names_and_birth());
    let judgement = same_person(&identity(&draft), &identity(&other_draft));
    let one = view.side(tx, two.person, &draft)?;
    let other = view.side(tx, two.other, &other_draft)?;
    let link = store::list_links(tx, two.person)?
        .into_iter()
        .find(|link| link.joins(two.person, two.other))
        .map(|link| PersonLink {
            link: link.link,
            other: two.other,
            reason: link.reason,
        });
    let is_told_apart = pairs::list_of(tx, two.person)?
        .iter()
        .any(|pair| pair.other == two.other && pair.is_told_apart);
    Ok(view.showing(PersonComparison {
        sequence: crate::log::last_of(tx, &Subject::Person(two.person))?,
        one,
        other,
        verdict: judgement.verdict,
        reasons: judgement.reasons,
        link,
        is_told_apart,
    }))
}

/// What one actor is shown, while it is put together.
struct View<'a> {
    actor: &'a Actor,
    shown: BTreeMap<Subject, Basis>,
    standings: search::Standings,
}

impl<'a> View<'a> {
    fn of(actor: &'a Actor) -> Self {
        Self {
            actor,
            shown: BTreeMap::new(),
            standings: search::Standings::default(),
        }
    }

    fn note(&mut self, id: PersonId, basis: Option<Basis>) {
        if let Some(basis) = basis {
            self.shown.insert(Subject::Person(id), basis);
        }
    }

    fn showing<T>(self, answer: T) -> Shown<T> {
        Shown {
            answer,
            shown: self.shown,
            withheld: BTreeMap::new(),
        }
    }

    /// The basis on which anything of a person is shown, and whether the form is.
    fn sight(&self, facts: &Facts) -> Option<(Basis, bool)> {
        match may(self.actor, Action::ReadPerson, facts) {
            Decision::Yes(basis) => Some((basis, true)),
            Decision::No(_) => match may(self.actor, Action::SeeDeskHit, facts) {
                Decision::Yes(basis) => Some((basis, false)),
                Decision::No(_) => None,
            },
        }
    }

    /// The other of two as the desk sees them, or the blind hit; why they resemble each other is told only of those seen.
    fn hit(&mut self, tx: &mut Tx<'_>, other: PersonId, own: &PersonDraft) -> Result<Hit, Stop> {
        let facts = service::facts_of(tx, self.actor, other)?;
        let Some((basis, _)) = self.sight(&facts) else {
            return Ok(Hit::Blind);
        };
        self.note(other, Some(basis));
        let names = store::get_draft(tx, other)?.names_and_birth();
        let judged = same_person(&Identity::of(&own.names_and_birth()), &Identity::of(&names));
        let why: (Verdict, Vec<MatchReason>) = (judged.verdict, judged.reasons);
        let actor = self.actor;
        let case = crate::case::find_current(tx, other)?;
        let (town, today) = (organisation::current(tx)?, tx.now().day());
        let seen = search::Seen {
            id: other,
            names: &names,
            facts: &facts,
            case: case.as_ref(),
        };
        let hit = search::desk_hit(actor, (&town, today), &seen, why);
        self.standings.note(other, case.as_ref(), facts);
        Ok(Hit::Known(Box::new(hit)))
    }

    /// One side of a comparison.
    fn side(
        &mut self,
        tx: &mut Tx<'_>,
        id: PersonId,
        draft: &PersonDraft,
    ) -> Result<ComparedPerson, Stop> {
        let facts = service::facts_of(tx, self.actor, id)?;
        let (basis, is_whole) = self
            .sight(&facts)
            .ok_or_else(|| withheld(self.actor, id, &facts))?;
        self.note(id, Some(basis));
        let case = crate::case::find_current(tx, id)?;
        let may_open_case = may(self.actor, Action::ReadCase, &facts).is_yes();
        let today = tx.now().day();
        let town = organisation::current(tx)?;
        Ok(ComparedPerson {
            person: id,
            is_whole,
            draft: if is_whole {
                compared_part(draft)
            } else {
                desk_part(draft)
            },
            number: case.as_ref().map(|case| case.number.clone()),
            case: case.as_ref().filter(|_| may_open_case).map(|case| case.id),
            responsible: case
                .as_ref()
                .and_then(|case| crate::case::responsible(&town, case, today)),
        })
    }
}

/// Why nothing of somebody is shown.
fn withheld(actor: &Actor, id: PersonId, facts: &Facts) -> Stop {
    match may(actor, Action::SeeDeskHit, facts) {
        Decision::No(because) => Stop::Withheld {
            whose: Subject::Person(id),
            because,
            is_seen: false,
        },
        Decision::Yes(_) => Stop::NotFound,
    }
}
