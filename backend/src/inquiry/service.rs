//! What is decided about inquiries, and who is told of them.

use shared::access::{Action, Basis, Decision, may};
use shared::consent::{ConsentAnswer, ConsentKind, RecordConsent, latest};
use shared::exchange::{Envelope, Refusal, Subject};
use shared::inquiry::calls::{
    AskedInquiry, Inquiries, InquiryContact, InquiryStanding, LateInquiry, OwnInquiry,
};
use shared::inquiry::{AnswerInquiry, InquiryAnswer, MOST_IN_A_DAY, SendInquiry, due_on};
use shared::kernel::{Actor, Day, Moment, PersonId};
use shared::organisation::Organisation;

use super::store::{self, Answered, Answerer, Asker, Inquiry, InquiryEffect};
use crate::decision::{Decided, Permitted, Standing, Stop, allowed};
use crate::effect::Effect;
use crate::tx::Tx;
use crate::{case, consent, organisation, person};

/// How many that wait are looked at; what is due first comes first.
const WAITING_MOST: i64 = 500;
/// How long the one who asked is shown how it stands.
const SHOWN_MILLIS: i64 = 30 * 86_400_000;
const DAY_MILLIS: i64 = 86_400_000;

/// Asks those who work with somebody like this, or took them in, as far as the actor may not see them anyway. An inquiry that
/// reaches nobody is taken like any other, so that names that are tried in vain count too.
///
/// # Errors
/// If the actor may not, asks too often, or fields are wrong.
pub fn send(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &SendInquiry,
) -> Result<Decided, Stop> {
    let inquiry = envelope
        .subject
        .inquiry()
        .ok_or(Stop::Refused(Refusal::WrongSubject))?;
    let basis = allowed(actor, Action::SendInquiry)?;
    let (now, today) = (tx.now(), tx.now().day());
    call.draft.check(today)?;
    if store::find(tx, inquiry)?.is_some() {
        return Err(Refusal::AlreadyThere.into());
    }
    let since = now.plus_millis(-DAY_MILLIS);
    if store::count_sent(tx, actor.account, since)? >= i64::from(MOST_IN_A_DAY) {
        return Err(Refusal::TooMany.into());
    }
    let mut persons: Vec<PersonId> = Vec::new();
    for (resembling, _) in person::resembling(tx, &call.draft.as_person())? {
        let facts = person::facts_of(tx, actor, resembling)?;
        if !person::is_seen(actor, &facts) {
            persons.push(resembling);
        }
    }
    let town = organisation::current(tx)?;
    let permitted = Permitted::by((), Standing::Present(basis));
    Ok(permitted.applied(vec![Effect::Inquiry(InquiryEffect::Sent {
        by: Asker {
            account: actor.account,
            unit: actor.unit.clone(),
            name: actor.name.clone(),
            telephone: telephone_of(&town, actor, now),
        },
        at: now,
        due_on: due_on(today),
        draft: Box::new(call.draft.clone()),
        persons,
    })]))
}

/// Answers about one person.
///
/// # Errors
/// If the person is not the actor's to answer about, was not asked about, or was answered about already.
pub fn answer(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &AnswerInquiry,
) -> Result<Decided, Stop> {
    let inquiry = envelope
        .subject
        .inquiry()
        .ok_or(Stop::Refused(Refusal::WrongSubject))?;
    call.check()?;
    let person = person::open_for(tx, actor, Action::AnswerInquiry, call.person)?;
    let is_answered = store::is_answered(tx, inquiry, call.person)?.ok_or(Stop::NotFound)?;
    if is_answered {
        return Err(Refusal::WrongState.into());
    }
    let (town, at) = (organisation::current(tx)?, tx.now());
    Ok(
        person.applied(vec![Effect::Inquiry(InquiryEffect::Answered {
            person: call.person,
            answer: call.answer,
            by: Answerer {
                name: actor.name.clone(),
                unit: actor.unit.clone(),
                telephone: telephone_of(&town, actor, at),
                note: call.note.trim().to_owned(),
            },
            at,
        })]),
    )
}

/// Where somebody can be called at work.
fn telephone_of(town: &Organisation, actor: &Actor, now: Moment) -> String {
    let post = actor.post.as_ref();
    let holder = post.and_then(|post| town.holder_on(post, now.day()));
    holder.map_or_else(String::new, |holder| holder.telephone.clone())
}

/// What concerns the actor: what they have to answer, what they asked, and for the coordinator what is late.
///
/// # Errors
/// If the actor neither works with people nor coordinates.
pub fn read(tx: &mut Tx<'_>, actor: &Actor) -> Result<(Inquiries, Vec<(Subject, Basis)>), Stop> {
    let is_late_seen = allowed(actor, Action::SeeLateInquiries).is_ok();
    let own = match allowed(actor, Action::SendInquiry) {
        Err(_) if is_late_seen => None,
        decided => Some(decided?),
    };
    let today = tx.now().day();
    let mut answer = Inquiries::default();
    let mut shown = Vec::new();
    for (inquiry, person) in store::list_waiting(tx, WAITING_MOST)? {
        let subject = Subject::Inquiry(inquiry.id);
        let facts = person::facts_of(tx, actor, person)?;
        if let Decision::Yes(basis) = may(actor, Action::AnswerInquiry, &facts) {
            shown.extend([(Subject::Person(person), basis), (subject, basis)]);
            answer
                .to_answer
                .push(asked(tx, inquiry, person, facts.is_protected)?);
        } else if is_late_seen && inquiry.due_on < today {
            shown.push((subject, Basis::Coordination));
            answer.late.push(late(tx, inquiry, person)?);
        }
    }
    if let Some(basis) = own {
        let since = tx.now().plus_millis(-SHOWN_MILLIS);
        for (inquiry, answers) in store::list_own(tx, actor.account, since)? {
            shown.push((Subject::Inquiry(inquiry.id), basis));
            // Who was told that somebody is known, and by whom, has learnt something about them: it stands in their log.
            let known = answers
                .iter()
                .flatten()
                .filter(|given| given.answer == InquiryAnswer::Known);
            shown.extend(known.map(|given| (Subject::Person(given.person), basis)));
            answer.own.push(stands(inquiry, &answers));
        }
    }
    Ok((answer, shown))
}

/// One that waits, as whoever answers sees it.
fn asked(
    tx: &mut Tx<'_>,
    inquiry: Inquiry,
    person: PersonId,
    is_protected: bool,
) -> Result<AskedInquiry, Stop> {
    Ok(AskedInquiry {
        inquiry: inquiry.id,
        draft: inquiry.draft,
        by_name: inquiry.by.name,
        by_unit: inquiry.by.unit,
        by_telephone: inquiry.by.telephone,
        sent_at: inquiry.sent_at,
        due_on: inquiry.due_on,
        person,
        name: person::get_draft(tx, person)?.shown_name(),
        is_protected,
        unfound_since: unfound_since(&consent::list_of_person(tx, person)?),
    })
}

/// Since when a client does not want to be found, by their latest answer.
fn unfound_since(answers: &[RecordConsent]) -> Option<Day> {
    latest(answers, ConsentKind::FoundAtDesk)
        .filter(|answer| answer.answer != ConsentAnswer::Given)
        .map(|answer| answer.answered_on)
}

/// One that is late, as the coordinator sees it.
fn late(tx: &mut Tx<'_>, inquiry: Inquiry, person: PersonId) -> Result<LateInquiry, Stop> {
    let (town, today) = (organisation::current(tx)?, tx.now().day());
    let case = case::find_current(tx, person)?;
    let responsible = case
        .as_ref()
        .and_then(|case| case::responsible(&town, case, today));
    let unit = match &responsible {
        Some(who) => who.unit.clone(),
        None => person::unit_of(tx, person)?,
    };
    let (name, telephone) =
        responsible.map_or_else(Default::default, |who| (who.name, who.telephone));
    Ok(LateInquiry {
        inquiry: inquiry.id,
        by_unit: inquiry.by.unit,
        sent_at: inquiry.sent_at,
        due_on: inquiry.due_on,
        unit,
        name,
        telephone,
    })
}

/// How an own inquiry stands. How many were asked is not told: it would say of how many people a name reminds.
fn stands(inquiry: Inquiry, answers: &[Option<Answered>]) -> OwnInquiry {
    let given = || answers.iter().flatten();
    let has = |answer: InquiryAnswer| given().any(|given| given.answer == answer);
    let standing = match () {
        // A search with the same words says no more.
        () if answers.is_empty() => InquiryStanding::Nobody,
        () if has(InquiryAnswer::Known) => InquiryStanding::Known,
        () if answers.iter().any(Option::is_none) => InquiryStanding::Waiting,
        () if has(InquiryAnswer::NoInformation) => InquiryStanding::NoInformation,
        () => InquiryStanding::NotTheSame,
    };
    let answered_at = match standing {
        InquiryStanding::Waiting | InquiryStanding::Nobody => None,
        InquiryStanding::Known | InquiryStanding::NotTheSame | InquiryStanding::NoInformation => {
            given().map(|given| given.at).max()
        }
    };
    let known_by = given()
        .filter(|given| given.answer == InquiryAnswer::Known)
        .map(|given| InquiryContact {
            name: given.by.name.clone(),
            unit: given.by.unit.clone(),
            telephone: given.by.telephone.clone(),
            note: given.by.note.clone(),
            at: given.at,
        });
    OwnInquiry {
        inquiry: inquiry.id,
        draft: inquiry.draft,
        sent_at: inquiry.sent_at,
        due_on: inquiry.due_on,
        standing,
        answered_at,
        known_by: known_by.collect(),
    }
}
