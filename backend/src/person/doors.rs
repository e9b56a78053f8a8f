//! What opens somebody else's case to an actor, as far as `may` has to know it: that they stand in for its worker, opened it
//! in an emergency or to check it, or head the body whose case it is. Read for many cases at once, so that the statements it takes do not
//! depend on how many there are. Not here: what a door opens (`shared::access`).

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use shared::access::{Deputising, Facts};
use shared::kernel::{Actor, Day, PersonId, PostCode, Role, UnitCode};
use shared::organisation::Organisation;

use crate::case::Case;
use crate::db::Failure;
use crate::emergency::Opened;
use crate::tx::Tx;
use crate::{consent, emergency, organisation};

/// What opens the cases of others to one actor. Nothing does for whoever neither holds a post nor heads a body.
#[derive(Debug, Default)]
pub struct Doors {
    /// The actor's post, the town and the day.
    of: Option<(PostCode, Arc<Organisation>, Day)>,
    /// Who agreed that the actor's unit deputises.
    agreed: HashSet<PersonId>,
    /// What the actor opened on a reason, for a time that is not over.
    opened: Opened,
    /// The units of the body that the actor heads.
    headed: BTreeSet<UnitCode>,
}

impl Doors {
    /// Looks up how the actor stands to these cases. Their own cost nothing.
    ///
    /// # Errors
    /// If the database cannot answer.
    pub fn of<'c>(
        tx: &mut Tx<'_>,
        actor: &Actor,
        cases: impl IntoIterator<Item = &'c Case>,
    ) -> Result<Self, Failure> {
        let own = actor.post.as_ref().filter(|_| actor.is(Role::CaseManager));
        let headed = headed(tx, actor)?;
        let foreign: Vec<&Case> = cases
            .into_iter()
            .filter(|case| own.is_none() || case.post.as_ref() != own)
            .collect();
        let has_none = own.is_none() && headed.is_empty();
        if has_none || foreign.is_empty() {
            return Ok(Self {
                headed,
                ..Self::default()
            });
        }
        let opened = Self {
            opened: emergency::list_opened(tx, actor.account)?,
            headed,
            ..Self::default()
        };
        let Some(own) = own else {
            return Ok(opened);
        };
        let (town, today) = (organisation::current(tx)?, tx.now().day());
        let behind_the_wall: Vec<PersonId> = foreign
            .into_iter()
            .filter(|case| case.unit.as_ref() != Some(&actor.unit))
            .filter(|case| {
                let post = case.post.as_ref();
                post.and_then(|post| town.deputising(post, own, today)) == Some(Deputising::Active)
            })
            .map(|case| case.person)
            .collect();
        let agreed = consent::list_agreed_to_deputy(tx, &behind_the_wall, &actor.unit, today)?;
        Ok(Self {
            of: Some((own.clone(), town, today)),
            agreed,
            ..opened
        })
    }

    /// What a case itself and the absence of its worker say, where nothing about the person is asked.
    #[must_use]
    pub fn facts_of(&self, case: &Case) -> Facts {
        let facts = Facts {
            responsible_post: case.post.clone(),
            responsible_unit: case.unit.clone(),
            has_case: true,
            ..Facts::default()
        };
        self.complete(facts, Some(case))
    }

    /// The facts about a case, with what opens it to the actor.
    #[must_use]
    pub(super) fn complete(&self, facts: Facts, case: Option<&Case>) -> Facts {
        let unit = facts.responsible_unit.as_ref();
        let unit = unit.or(facts.recorded_by_unit.as_ref());
        let facts = Facts {
            is_of_own_body: unit.is_some_and(|unit| self.headed.contains(unit)),
            ..facts
        };
        let Some(case) = case else {
            return facts;
        };
        let facts = Facts {
            is_emergency_open: self.opened.in_emergency.contains(&case.person),
            is_check_open: self.opened.for_check.contains(&case.id),
            ..facts
        };
        let Some((own, town, today)) = &self.of else {
            return facts;
        };
        let post = case.post.as_ref();
        Facts {
            deputy: post.and_then(|post| town.deputising(post, own, *today)),
            is_deputy_agreed: self.agreed.contains(&case.person),
            ..facts
        }
    }
}

/// The units of the body that an actor heads; none for everybody else.
fn headed(tx: &mut Tx<'_>, actor: &Actor) -> Result<BTreeSet<UnitCode>, Failure> {
    if !actor.is(Role::HeadOfBody) {
        return Ok(BTreeSet::new());
    }
    let town = organisation::current(tx)?;
    Ok(town.units_of_body(&actor.unit, tx.now().day()))
}

/// Whether the actor ever had the file of a case as a deputy of one of these posts: what they wrote then is held for whoever
/// has the case now.
///
/// # Errors
/// If the database cannot answer.
pub fn was_deputy(
    tx: &mut Tx<'_>,
    actor: &Actor,
    case: &Case,
    posts: &[PostCode],
) -> Result<bool, Failure> {
    let Some(own) = &actor.post else {
        return Ok(false);
    };
    let (town, today) = (organisation::current(tx)?, tx.now().day());
    let stood_in = |post: &PostCode| {
        let mut absences = town.absences.iter();
        absences.any(|absence| {
            absence.post == *post
                && absence.deputy.as_ref() == Some(own)
                && absence.valid_from <= today
        })
    };
    let unit_of = |post: &PostCode| town.post_on(post, today).map(|post| post.unit.clone());
    let stood_in_for: Vec<&PostCode> = posts.iter().filter(|post| stood_in(post)).collect();
    if stood_in_for
        .iter()
        .any(|post| unit_of(post).as_ref() == Some(&actor.unit))
    {
        return Ok(true);
    }
    Ok(!stood_in_for.is_empty()
        && consent::was_ever_agreed_to_deputy(tx, case.person, &actor.unit)?)
}
