//! What must hold when everything has come to rest, whatever went wrong before (reliability.md part 4). Each check has
//! its own idea of what is right and asks the product's code for nothing but the facts.

use std::collections::{BTreeMap, BTreeSet};

use backend::decision::Stop;
use backend::log::Head;
use pollster::block_on;
use shared::case::CaseFile;
use shared::device::{Entry, EntryState, Standing, overlay};
use shared::exchange::{Outcome, Subject};
use shared::intake::IntakeDraft;
use shared::intake::calls::SlipWindow;
use shared::intake::state::IntakeState;
use shared::kernel::{EnvelopeId, PersonId, Role};
use shared::person::PersonDraft;

use crate::device::{Device, Recorded, Remembered};
use crate::model::{Case, Person, Stage, Town};
use crate::people::{COORDINATOR, MORNING, actors};
use crate::server::{Logged, Server};

/// Of how many of those who were erased every read is tried; of the others, those that chance brings.
const ERASED_LOOKED_AT: usize = 3;

/// Every check. The packs were fetched just before.
pub(crate) fn all(devices: &[Device], server: &Server, log: &[Logged]) -> Vec<String> {
    let mut broken = Vec::new();
    broken.extend(numbered_without_gap(log));
    broken.extend(at_most_once(log));
    broken.extend(nothing_lost(devices, server, log));
    broken.extend(in_order(devices, log));
    let (town, unmerged) = Town::told_by(log);
    broken.extend(unmerged);
    broken.extend(nothing_overwritten(server, &town));
    broken.extend(slips_as_told(server, &town));
    broken.extend(messages_as_told(server, &town));
    broken.extend(held_as_told(server, &town));
    broken.extend(sound(server));
    broken.extend(packs_equal(devices, &town));
    broken.extend(nobody_is_shown_whom_we_erased(server, &town));
    broken
}

/// I9 to I12: the server's own check finds nothing: replay equals tables, chains hold, nobody is without a worker.
fn sound(server: &Server) -> Vec<String> {
    match backend::check::check(server.town()) {
        Ok(report) => report
            .findings
            .iter()
            .map(|finding| format!("check: {} {:?}", finding.place, finding.what))
            .collect(),
        Err(failure) => vec![format!("check could not be done: {failure}")],
    }
}

/// The log counts 1, 2, 3 …
fn numbered_without_gap(log: &[Logged]) -> Vec<String> {
    (1..)
        .zip(log)
        .filter(|(number, logged)| logged.sequence != *number)
        .map(|(number, logged)| format!("the log has {} at place {number}", logged.sequence))
        .take(1)
        .collect()
}

/// I2: one id stands in the log at most once.
fn at_most_once(log: &[Logged]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    log.iter()
        .filter(|logged| !seen.insert(logged.id))
        .map(|logged| format!("I2: {} is in the log twice", logged.id))
        .collect()
}

/// I1: what a device called saved is in the log with the outcome it shows, or on the device for a person to see.
fn nothing_lost(devices: &[Device], server: &Server, log: &[Logged]) -> Vec<String> {
    let in_log: BTreeMap<EnvelopeId, &Logged> =
        log.iter().map(|logged| (logged.id, logged)).collect();
    let mut broken = Vec::new();
    for (number, device) in devices.iter().enumerate() {
        let entries = device.outbox.entries();
        for remembered in &device.remembered {
            let entry = entries.iter().find(|entry| {
                entry.envelopes.first().map(|one| one.id)
                    == remembered.envelopes.first().map(|one| one.id)
            });
            for envelope in &remembered.envelopes {
                let logged = in_log.get(&envelope.id).copied();
                let lost = lost(
                    device,
                    remembered,
                    entry,
                    logged,
                    envelope.id,
                    server.restores,
                );
                if let Some(reason) = lost {
                    broken.push(format!(
                        "I1: device {number}, {} {}: {reason}",
                        envelope.command.name(),
                        envelope.id
                    ));
                }
            }
        }
    }
    broken
}

fn lost(
    device: &Device,
    remembered: &Remembered,
    entry: Option<&Entry>,
    logged: Option<&Logged>,
    id: EnvelopeId,
    restores: u32,
) -> Option<String> {
    if remembered.recorded == Recorded::NotKept {
        return (entry.is_some() || logged.is_some())
            .then(|| "was called not saved, and is there".to_owned());
    }
    if let Some(logged) = logged {
        if logged.author != device.actor.account {
            return Some("stands in the log under another author".to_owned());
        }
        let told = logged.content.as_ref();
        if told.is_some_and(|told| remembered.envelopes.iter().all(|one| *one != told.envelope)) {
            return Some("stands in the log with other content".to_owned());
        }
    }
    let Some(entry) = entry else {
        // Gone from the device: the server keeps it, a person gave it up, or the browser took the whole store away; then
        // only what had not been kept may be lost, or what a restored server lost as well.
        let is_kept = logged.is_some_and(Logged::was_kept);
        let may_be_lost = remembered
            .evicted
            .is_some_and(|evicted| !evicted.was_kept || evicted.restores < restores);
        return (!is_kept && !remembered.is_discarded && !may_be_lost)
            .then(|| format!("is gone from the device, and the log says {logged:?}"));
    };
    match &entry.state {
        EntryState::Confirmed { .. } => match logged {
            Some(logged)
                if entry
                    .answer_to(id)
                    .is_some_and(|answered| is_same_answer(&answered.answer, logged)) =>
            {
                None
            }
            other => Some(format!("is shown as confirmed, and the log says {other:?}")),
        },
        EntryState::OnDevice | EntryState::Sent => {
            Some("still waits although nothing is in its way".to_owned())
        }
        EntryState::NeedsYou { .. } | EntryState::Discarded { .. } => entry
            .answer_to(id)
            .is_none()
            .then(|| "needs somebody and does not say why".to_owned()),
    }
}

/// The answer on the device is the one in the log; a device that handed in without a session was not told the texts of
/// others. Of whoever was erased the log only says of which kind it was.
fn is_same_answer(here: &Outcome, logged: &Logged) -> bool {
    let Some(told) = &logged.content else {
        return Head::kind_of(here) == logged.kind;
    };
    match (here, &told.outcome) {
        (Outcome::Conflict { fields }, Outcome::Conflict { .. }) if fields.is_empty() => true,
        (here, logged) => here == logged,
    }
}

/// I7: what one device wrote about one subject is done in the order it was written. What is held is not done: whoever
/// accepts it sees when each was written, and a device without a session does not hear of a restore first.
fn in_order(devices: &[Device], log: &[Logged]) -> Vec<String> {
    let place: BTreeMap<EnvelopeId, u64> = log
        .iter()
        .filter(|logged| logged.kind != "held")
        .map(|logged| (logged.id, logged.sequence))
        .collect();
    let mut broken = Vec::new();
    for (number, device) in devices.iter().enumerate() {
        let mut written: Vec<&Remembered> = device
            .remembered
            .iter()
            .filter(|one| one.recorded == Recorded::Kept && !one.is_out_of_order)
            .collect();
        written.sort_by_key(|one| one.order);
        let mut last: BTreeMap<&Subject, u64> = BTreeMap::new();
        for envelope in written.iter().flat_map(|one| &one.envelopes) {
            let Some(sequence) = place.get(&envelope.id) else {
                continue;
            };
            let before = last.insert(&envelope.subject, *sequence);
            if before.is_some_and(|before| before > *sequence) {
                broken.push(format!(
                    "I7: device {number}: {} on {} came before what was written earlier",
                    envelope.id, envelope.subject
                ));
            }
        }
    }
    broken
}

/// I3: a value that somebody wrote is current, or was replaced by somebody who had seen it, or stands in a conflict: the
/// tables hold what the model made of the log.
fn nothing_overwritten(server: &Server, town: &Town) -> Vec<String> {
    server.read(|tx| {
        let mut broken = Vec::new();
        for (id, person) in &town.persons {
            let expected: PersonDraft = serde_json::from_value((*person.form).clone()).unwrap();
            let stored = backend::person::get_draft(tx, *id)?;
            if stored != expected {
                broken.push(format!(
                    "I3: {id} is stored as {stored:?}, and should be {expected:?}"
                ));
            }
            let mut stored = BTreeMap::new();
            for intake in backend::intake::list(tx, &Subject::Person(*id))? {
                stored.insert(intake.id, (intake.draft, stage(&intake.state)));
            }
            let expected: BTreeMap<_, _> = person
                .intakes
                .iter()
                .map(|(id, intake)| {
                    let draft: IntakeDraft =
                        serde_json::from_value((*intake.form).clone()).unwrap();
                    (*id, (draft, intake.stage))
                })
                .collect();
            if stored != expected {
                broken.push(format!(
                    "I3: intakes of {id} are stored as {stored:?}, and should be {expected:?}"
                ));
            }
        }
        Ok(broken)
    })
}

/// I3: every slip stands at the person it was attached to last, or at none.
fn slips_as_told(server: &Server, town: &Town) -> Vec<String> {
    let mut broken = Vec::new();
    let mut asked = BTreeSet::new();
    for actor in actors() {
        let is_desk = actor.is(Role::Reception) || actor.is(Role::CaseManager);
        if !is_desk || !asked.insert(actor.unit.clone()) {
            continue;
        }
        let window = SlipWindow { days: 366 };
        let listed = server.ask(|tx| backend::intake::latest_slips(tx, actor, window));
        let stored: BTreeMap<_, _> = match listed {
            Ok((slips, _)) => slips
                .slips
                .into_iter()
                .map(|line| (line.slip.slip, line.slip.person))
                .collect(),
            Err(stop) => {
                broken.push(format!("no slips for {}: {stop:?}", actor.name));
                continue;
            }
        };
        let expected: BTreeMap<_, _> = town
            .slips
            .iter()
            .filter(|(_, slip)| slip.unit == actor.unit)
            .map(|(id, slip)| (*id, slip.person))
            .collect();
        if stored != expected {
            broken.push(format!(
                "I3: slips of {} stand at {stored:?}, and should at {expected:?}",
                actor.unit
            ));
        }
    }
    broken
}

/// I3: every message is there, and answered if somebody said so.
fn messages_as_told(server: &Server, town: &Town) -> Vec<String> {
    let listed = server.ask(|tx| backend::contact::list(tx, &actors()[COORDINATOR]));
    let stored: BTreeMap<_, _> = match listed {
        Ok(listed) => listed
            .messages
            .iter()
            .map(|view| (view.message, view.answered.is_some()))
            .collect(),
        Err(stop) => return vec![format!("no messages: {stop:?}")],
    };
    if stored == town.messages {
        return Vec::new();
    }
    vec![format!(
        "I3: messages are stored as {stored:?}, and should be {:?}",
        town.messages
    )]
}

/// I3: what was held waits as it was written until somebody has settled it, and not longer.
fn held_as_told(server: &Server, town: &Town) -> Vec<String> {
    let mut expected: BTreeMap<&Subject, BTreeSet<EnvelopeId>> = BTreeMap::new();
    for (id, held) in &town.held {
        let waiting = expected.entry(&held.envelope.subject).or_default();
        if !held.is_settled {
            waiting.insert(*id);
        }
    }
    server.read(|tx| {
        let mut broken = Vec::new();
        for (subject, expected) in expected {
            let stored = backend::exchange::list_held(tx, subject)?;
            let is_as_written = stored.iter().all(|one| {
                let held = town.held.get(&one.envelope.id);
                held.is_some_and(|held| *held.envelope == one.envelope)
            });
            let stored: BTreeSet<_> = stored.iter().map(|one| one.envelope.id).collect();
            if stored != expected || !is_as_written {
                broken.push(format!(
                    "I3: of {subject} waits {stored:?}, and should {expected:?}"
                ));
            }
        }
        Ok(broken)
    })
}

const fn stage(state: &IntakeState) -> Stage {
    match state {
        IntakeState::Open => Stage::Started,
        IntakeState::Completed { .. } => Stage::Completed,
        IntakeState::ExceptionAsked { .. } => Stage::ExceptionAsked,
        IntakeState::ExceptionRefused { .. } => Stage::ExceptionRefused,
        IntakeState::Referred { .. } | IntakeState::Counselled { .. } => Stage::Ended,
        IntakeState::Admitted { .. } => Stage::Decided,
    }
}

/// I4: a pack holds the cases of its worker and no other, each as the log tells it; and what was confirmed changes
/// nothing of what the screen shows of it.
fn packs_equal(devices: &[Device], town: &Town) -> Vec<String> {
    let mut broken = Vec::new();
    for (number, device) in devices.iter().enumerate() {
        let Some(post) = &device.actor.post else {
            continue;
        };
        let files = block_on(device.packs.files()).unwrap();
        let packed: BTreeSet<_> = files.iter().map(|file| file.head.case).collect();
        let expected: BTreeSet<_> = town.cases_of(post).map(|(_, case, ..)| case).collect();
        if packed != expected {
            broken.push(format!(
                "I4: device {number} holds {packed:?}, and should {expected:?}"
            ));
        }
        let mut confirmed = device.outbox.entries();
        confirmed.retain(|entry| entry.standing() == Some(Standing::Confirmed));
        for (id, case_id, person, case) in town.cases_of(post) {
            let Some(file) = files.iter().find(|file| file.head.case == case_id) else {
                continue;
            };
            let found: Vec<&str> = not_as_told(file, person, case);
            if !found.is_empty() || file.head.person != id {
                broken.push(format!(
                    "I4: device {number} holds {case_id} with other {found:?}: {file:?}"
                ));
            }
            let shown = overlay(file, &confirmed, &device.actor);
            if shown != overlay(file, &[], &device.actor) {
                broken.push(format!(
                    "I4: device {number} shows {case_id} as {shown:?}, and the server has {file:?}"
                ));
            }
        }
    }
    broken
}

/// Whoever was erased is nobody for everybody; what devices hold of them the checks of packs and of what is lost look at.
fn nobody_is_shown_whom_we_erased(server: &Server, town: &Town) -> Vec<String> {
    let mut broken = Vec::new();
    if server.model.erased != town.erased {
        broken.push("those who were erased are others by the answers than by the log".to_owned());
    }
    let nobody = PersonId::born(MORNING, [0; 10]);
    let mut asked = BTreeSet::new();
    for actor in actors() {
        if !asked.insert(actor.account) {
            continue;
        }
        // The desk's answer is one without a name, as about anybody who is not to be found.
        let card = |person: PersonId| {
            let read = server.ask(|tx| backend::person::card(tx, actor, person));
            format!("{read:?}").replace(&person.to_string(), "the id")
        };
        let of_nobody = card(nobody);
        for erased in town.erased.iter().rev().take(ERASED_LOOKED_AT) {
            let reads = [
                server.ask(|tx| backend::person::read(tx, actor, *erased).map(drop)),
                server.ask(|tx| backend::person::of_person(tx, actor, *erased).map(drop)),
            ];
            let is_nobody =
                |read: &Result<(), Stop>| matches!(read, Err(Stop::NotFound | Stop::NotAllowed(_)));
            if !reads.iter().all(is_nobody) || card(*erased) != of_nobody {
                broken.push(format!(
                    "{} is shown {erased}, who was erased: {reads:?}, {}",
                    actor.name,
                    card(*erased)
                ));
            }
        }
    }
    broken
}

/// Which parts of a packed file are not what the log tells.
fn not_as_told(file: &CaseFile, person: &Person, case: &Case) -> Vec<&'static str> {
    let form: PersonDraft = serde_json::from_value((*person.form).clone()).unwrap();
    let notes: BTreeMap<_, _> = file
        .notes
        .iter()
        .filter_map(|note| Some((note.note, note.draft.as_ref()?.text.clone())))
        .collect();
    let appointments: BTreeMap<_, _> = file
        .appointments
        .iter()
        .map(|one| (one.appointment, one.end))
        .collect();
    let planned: BTreeMap<_, _> = case
        .appointments
        .iter()
        .map(|(id, one)| (*id, one.end))
        .collect();
    let facts: BTreeSet<_> = file.facts.iter().map(|fact| fact.fact).collect();
    let told = file.disclosures.iter();
    let disclosures: BTreeMap<_, _> = told
        .map(|one| (one.disclosure, one.end.is_some()))
        .collect();
    let consents: BTreeSet<_> = file.consents.iter().map(|one| one.consent).collect();
    let asked: BTreeSet<_> = person.consents.keys().copied().collect();
    let intake = file.intake.as_ref().map(|intake| {
        let told = person.intakes.get(&intake.intake);
        told.is_some_and(|told| {
            told.stage == stage(&intake.state)
                && serde_json::from_value::<IntakeDraft>((*told.form).clone())
                    .is_ok_and(|draft| draft == intake.draft)
        })
    });
    let had_it: BTreeSet<_> = file.history.posts.iter().map(|one| &one.post).collect();
    let parts = [
        ("person", file.person == form),
        ("posts", had_it == case.ever.iter().collect()),
        ("district", file.head.district == case.district),
        (
            "question after a move",
            file.head.check_by.is_some() == case.is_to_check,
        ),
        ("notes", notes == *case.notes),
        ("disclosures", disclosures == case.disclosures),
        ("appointments", appointments == planned),
        ("facts", facts == person.facts),
        ("consents", consents == asked),
        ("intake", intake == Some(true)),
        (
            "next date",
            case.next.is_none() || file.head.next == case.next,
        ),
    ];
    parts
        .into_iter()
        .filter_map(|(name, is_same)| (!is_same).then_some(name))
        .collect()
}
