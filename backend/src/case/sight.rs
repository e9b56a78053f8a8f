//! Who sees a case and why, asked of the same decision that every read asks: once for each part that somebody can have.

use std::collections::BTreeSet;

use shared::access::{Action, Basis, Decision, Deputising, Facts, Reason, may};
use shared::assignment::TOLD_DAYS;
use shared::case::{CaseSight, SeenBy, Sight, SightPart};
use shared::consent::{ConsentKind, Receiver, RecordConsent, is_in_force, latest_to};
use shared::kernel::{AccountId, Actor, CaseId, Day, PersonId, PostCode, Role, UnitCode};
use shared::organisation::{Organisation, Post, valid_on};

use super::read::at_post;
use super::{Case, history, open_for};
use crate::decision::{Permitted, Stop};
use crate::emergency::OpenAccess;
use crate::tx::Tx;
use crate::{consent, emergency, organisation, person};

/// Everybody who sees a case, the most first; and whom it is about.
///
/// # Errors
/// If the case is not for the actor to read, or the database cannot answer.
pub fn sight(
    tx: &mut Tx<'_>,
    actor: &Actor,
    case: CaseId,
) -> Result<(PersonId, Permitted<CaseSight>), Stop> {
    let opened = open_for(tx, actor, Action::ReadCase, None, case)?;
    let (town, today) = (organisation::current(tx)?, tx.now().day());
    let facts = person::facts_about(tx, actor, opened.person, &opened)?;
    let consents = consent::list_of_person(tx, opened.person)?;
    let left = lately_left(tx, &town, &opened)?;
    let asked = Asked {
        town: &town,
        today,
        case: &opened,
        consents: &consents,
        facts,
        by: actor,
    };
    let mut seen_by: Vec<SeenBy> = Vec::new();
    for post in valid_on(&town.posts, today) {
        seen_by.extend(asked.post(post, left.contains(&post.code)));
    }
    let named: BTreeSet<UnitCode> = seen_by
        .iter()
        .filter(|line| matches!(line.part, SightPart::Responsible | SightPart::Deputy))
        .filter_map(|line| line.unit.clone())
        .collect();
    seen_by.extend(asked.agreed_units(&named));
    for access in emergency::open_of_case(tx, &opened)? {
        seen_by.push(asked.who_opened(access));
    }
    seen_by.push(asked.role(SightPart::Coordination, Role::Coordinator));
    seen_by.push(asked.head_of_body());
    seen_by.push(asked.role(SightPart::Desk, Role::Reception));
    seen_by.sort_by_key(|line| line.part as u8);
    let person = opened.person;
    Ok((person, opened.map(|_| CaseSight { seen_by })))
}

/// The posts that had the case until lately and are still told where it went.
fn lately_left(
    tx: &mut Tx<'_>,
    town: &Organisation,
    case: &Case,
) -> Result<BTreeSet<PostCode>, Stop> {
    const DAY_MILLIS: i64 = 86_400_000;
    let since = tx.now().plus_millis(-TOLD_DAYS * DAY_MILLIS);
    let stretches = history::read(tx, town, case)?.posts;
    Ok(stretches
        .into_iter()
        .filter(|stretch| stretch.until.is_some_and(|until| until >= since))
        .map(|stretch| stretch.post)
        .filter(|post| case.post.as_ref() != Some(post))
        .collect())
}

/// A case about which is asked, and what is known of it.
struct Asked<'a> {
    town: &'a Organisation,
    today: Day,
    case: &'a Case,
    consents: &'a [RecordConsent],
    facts: Facts,
    by: &'a Actor,
}

impl Asked<'_> {
    /// Somebody with a role, as `may` sees them.
    fn somebody(&self, role: Role, unit: UnitCode, post: Option<PostCode>) -> Actor {
        Actor {
            account: AccountId::from_uuid(uuid::Uuid::nil()),
            municipality: self.by.municipality.clone(),
            unit,
            roles: [role].into(),
            post,
            name: String::new(),
        }
    }

    fn is_agreed(&self, unit: &UnitCode) -> bool {
        let receiver = Receiver::Unit(unit.clone());
        is_in_force(
            self.consents,
            ConsentKind::Deputy,
            Some(&receiver),
            self.today,
        )
    }

    /// What whoever holds a post sees, if it is more than anybody's.
    fn post(&self, post: &Post, is_former: bool) -> Option<SeenBy> {
        let responsible = self.case.post.as_ref();
        let deputy = responsible.and_then(|of| self.town.deputising(of, &post.code, self.today));
        let facts = Facts {
            deputy,
            is_deputy_agreed: self.is_agreed(&post.unit),
            was_responsible: is_former,
            ..self.nobodys()
        };
        let part = match deputy {
            _ if responsible == Some(&post.code) => SightPart::Responsible,
            Some(Deputising::Active | Deputising::Ahead) => SightPart::Deputy,
            _ if is_former => SightPart::Former,
            _ => return None,
        };
        let actor = self.somebody(
            Role::CaseManager,
            post.unit.clone(),
            Some(post.code.clone()),
        );
        let (from, until) = match part {
            SightPart::Deputy => self.absence_of(&post.code),
            _ => (None, None),
        };
        let holder = at_post(self.town, post.code.clone(), post.unit.clone(), self.today);
        Some(SeenBy {
            name: holder.name,
            unit: Some(holder.unit),
            from,
            until,
            ..look(part, &actor, &facts)
        })
    }

    /// From when until when a post deputises: in the absence that is now, or in the next one.
    fn absence_of(&self, deputy: &PostCode) -> (Option<Day>, Option<Day>) {
        let absences = self.town.absences.iter().filter(|absence| {
            Some(&absence.post) == self.case.post.as_ref()
                && absence.deputy.as_ref() == Some(deputy)
                && absence.valid_until.is_none_or(|until| self.today <= until)
        });
        absences
            .min_by_key(|absence| absence.valid_from)
            .map_or((None, None), |absence| {
                (Some(absence.valid_from), absence.valid_until)
            })
    }

    /// The units that the client agreed to, as far as none of their posts is named now.
    fn agreed_units(&self, named: &BTreeSet<UnitCode>) -> Vec<SeenBy> {
        valid_on(&self.town.units, self.today)
            .filter(|unit| !named.contains(&unit.code) && self.is_agreed(&unit.code))
            .map(|unit| {
                let receiver = Receiver::Unit(unit.code.clone());
                let answer = latest_to(self.consents, ConsentKind::Deputy, Some(&receiver));
                SeenBy {
                    part: SightPart::Unit,
                    name: String::new(),
                    unit: Some(unit.code.clone()),
                    sight: Sight::Nothing,
                    basis: None,
                    reason: Some(Reason::DeputyAhead),
                    from: None,
                    until: answer.and_then(|answer| answer.until),
                    until_at: None,
                }
            })
            .collect()
    }

    /// What somebody sees who opened the file in an emergency, or to check it.
    fn who_opened(&self, access: OpenAccess) -> SeenBy {
        let (part, role) = if access.cause.is_check() {
            (SightPart::Check, Role::HeadOfBody)
        } else {
            (SightPart::Emergency, Role::CaseManager)
        };
        let facts = Facts {
            is_emergency_open: !access.cause.is_check(),
            is_check_open: access.cause.is_check(),
            is_of_own_body: self.is_of_body(&access.unit),
            ..self.nobodys()
        };
        let actor = self.somebody(role, access.unit.clone(), None);
        SeenBy {
            name: access.name,
            unit: Some(access.unit),
            until_at: Some(access.ends_at),
            ..look(part, &actor, &facts)
        }
    }

    /// The facts without what holds for one actor alone.
    fn nobodys(&self) -> Facts {
        Facts {
            deputy: None,
            is_deputy_agreed: false,
            is_recorded_by_actor: false,
            is_emergency_open: false,
            is_check_open: false,
            ..self.facts.clone()
        }
    }

    /// Whether the case belongs to the body of a unit.
    fn is_of_body(&self, unit: &UnitCode) -> bool {
        let of_case = self.facts.responsible_unit.as_ref();
        let of_case = of_case.or(self.facts.recorded_by_unit.as_ref());
        let units = self.town.units_of_body(unit, self.today);
        of_case.is_some_and(|unit| units.contains(unit))
    }

    /// What the head of the body sees whose case it is.
    fn head_of_body(&self) -> SeenBy {
        let unit = self.case.unit.clone();
        let of = unit.clone().unwrap_or_else(|| self.by.unit.clone());
        let facts = Facts {
            is_of_own_body: true,
            ..self.nobodys()
        };
        SeenBy {
            unit,
            ..look(
                SightPart::Head,
                &self.somebody(Role::HeadOfBody, of, None),
                &facts,
            )
        }
    }

    /// What everybody with a role sees, wherever they work.
    fn role(&self, part: SightPart, role: Role) -> SeenBy {
        let desk = valid_on(&self.town.units, self.today).find(|unit| unit.is_desk);
        let unit = desk.map_or_else(|| self.by.unit.clone(), |desk| desk.code.clone());
        look(part, &self.somebody(role, unit, None), &self.nobodys())
    }
}

/// How much an actor sees, asked from the whole file downwards.
fn look(part: SightPart, actor: &Actor, facts: &Facts) -> SeenBy {
    let asked = [
        (Action::ReadCase, Sight::Whole),
        (Action::SeeDeskHit, Sight::Dates),
        (Action::SeeCaseHead, Sight::Head),
        (Action::SeeHandover, Sight::Handover),
    ];
    let answers = asked.map(|(action, sight)| (may(actor, action, facts), sight));
    let seen = answers.iter().find_map(|(decision, sight)| match decision {
        Decision::Yes(basis) => Some((*basis, *sight)),
        Decision::No(_) => None,
    });
    let refused = |at: usize| match answers.get(at) {
        Some((Decision::No(reason), _)) => Some(*reason),
        _ => None,
    };
    // For a search the rule is consent E0; for everybody else that of the file.
    let reason = match part {
        SightPart::Desk => refused(1),
        SightPart::Deputy => refused(0),
        _ => None,
    };
    let (basis, sight): (Option<Basis>, Sight) = seen
        .map_or((None, Sight::Nothing), |(basis, sight)| {
            (Some(basis), sight)
        });
    SeenBy {
        part,
        name: String::new(),
        unit: None,
        sight,
        basis,
        reason,
        from: None,
        until: None,
        until_at: None,
    }
}
