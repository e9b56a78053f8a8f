//! What a device reads: the desk's form, intakes, worklist, search, pool, and the pack. Each answer is held against the
//! model's idea of who may see what (I5), and must not be older than what was shown before (I8).

use std::collections::BTreeSet;

use backend::decision::Stop;
use pollster::block_on;
use shared::access::Action;
use shared::case::calls::PackWish;
use shared::device::PackedLists;
use shared::exchange::Subject;
use shared::kernel::{Actor, CaseId, Epoch, Moment, PersonId, Role};
use shared::person::calls::{Hit, PersonSearch};

use crate::device::Device;
use crate::model::Person;
use crate::server::Server;

/// For how long a pack is readable without contact.
const PACK_HOURS: u32 = 72;

/// Reads forms and lists. `actor` is who the server takes them for now.
pub(crate) fn look(
    device: &mut Device,
    server: &Server,
    actor: &Actor,
    persons: &[PersonId],
    text: &str,
) -> Vec<String> {
    let mut broken = Vec::new();
    let epoch = server.epoch();
    let town = &server.model;
    let is_for = |person: &PersonId| {
        town.persons
            .get(person)
            .is_some_and(|one| one.is_for(actor))
    };
    let is_seen = |person: &PersonId| {
        let is_shown = |one: &Person| one.is_for(actor) || one.is_shown_to(actor);
        town.persons.get(person).is_some_and(is_shown)
    };
    let may_be_seen = |person: &PersonId| {
        let is_shown = |one: &Person| one.is_for(actor) || one.may_be_shown_to(actor);
        town.persons.get(person).is_some_and(is_shown)
    };
    for person in persons {
        match server.ask(|tx| backend::person::read(tx, actor, *person)) {
            Ok(file) => {
                let file = file.into_value();
                if !is_for(person) || !file.linked.iter().all(|link| may_be_seen(&link.other)) {
                    broken.push(format!("I5: {} reads {person}: {file:?}", actor.name));
                }
                broken.extend(newer(device, *person, epoch, file.sequence));
                device.read.insert(*person, file.draft);
                // Nobody is told again of two of whom somebody said that they are two.
                if let Ok(doubles) = server.ask(|tx| backend::person::of_person(tx, actor, *person))
                {
                    let is_apart = |other: &PersonId| {
                        town.persons
                            .get(person)
                            .is_some_and(|one| one.apart.contains(other))
                    };
                    for hit in doubles.answer.possible {
                        if let Hit::Known(hit) = hit
                            && (is_apart(&hit.person) || !may_be_seen(&hit.person))
                        {
                            broken.push(format!("I5: {person} is said to be {}", hit.person));
                        }
                    }
                }
            }
            Err(stop) => {
                let is_right = match stop {
                    Stop::NotFound | Stop::Withheld { is_seen: false, .. } => !is_seen(person),
                    Stop::NotAllowed(_) | Stop::Withheld { .. } => !is_for(person),
                    _ => false,
                };
                if !is_right {
                    broken.push(format!(
                        "{} asks for {person} and gets {stop:?}",
                        actor.name
                    ));
                }
            }
        }
        let intakes = server.ask(|tx| {
            backend::person::open_for(tx, actor, Action::WorkIntake, *person)?;
            Ok(backend::intake::list(tx, &Subject::Person(*person))?)
        });
        if let Ok(intakes) = intakes {
            if !is_for(person) {
                broken.push(format!("I5: {} reads intakes of {person}", actor.name));
            }
            for intake in intakes {
                device.read_intakes.insert(intake.id, intake.draft);
            }
        }
    }
    let mut shown = Vec::new();
    if let Ok(list) = server.ask(|tx| backend::case::worklist(tx, actor)) {
        let list = list.into_value();
        let anew = server.ask_anew(|tx| backend::case::worklist(tx, actor));
        if anew.is_ok_and(|anew| anew.into_value() != list) {
            broken.push(format!(
                "{} is shown a list that was kept too long",
                actor.name
            ));
        }
        for head in &list.cases {
            let is_theirs = |one: &Person| {
                let case = one.cases.get(&head.case);
                case.is_some_and(|case| case.post.is_some() && case.post == actor.post)
            };
            if !town.persons.get(&head.person).is_some_and(is_theirs) {
                shown.push(head.person);
            }
        }
    }
    if let Ok(pool) = server.ask(|tx| backend::assignment::pool(tx, actor)) {
        let heads = || pool.cases.iter().chain(&pool.to_check);
        if !actor.is(Role::Coordinator) || heads().any(|head| !head.name.is_empty()) {
            shown.extend(heads().map(|head| head.person));
        }
        let erased = heads().map(|head| head.person);
        shown.extend(erased.filter(|person| town.erased.contains(person)));
        let listed: BTreeSet<CaseId> = pool.to_check.iter().map(|head| head.case).collect();
        let to_check: BTreeSet<CaseId> = town
            .persons
            .values()
            .flat_map(|person| &person.cases)
            .filter(|(_, case)| case.is_to_check)
            .map(|(id, _)| *id)
            .collect();
        if listed != to_check {
            broken.push(format!(
                "after moves the coordinator is asked about {listed:?}, and should about {to_check:?}"
            ));
        }
    }
    if let Ok(requests) = server.ask(|tx| backend::erasure::list(tx, actor)) {
        let asked = requests.open.iter().map(|request| request.person);
        shown.extend(asked.filter(|person| !town.persons.contains_key(person)));
    }
    match server.ask(|tx| backend::exchange::list(tx, actor)) {
        Ok(listed) => {
            for entry in listed.work.to_settle {
                let id = entry.envelope.id;
                if !town
                    .held
                    .get(&id)
                    .is_some_and(|held| !held.is_settled && town.may_settle(actor, held))
                {
                    broken.push(format!("I5: {} may settle {id}", actor.name));
                }
            }
        }
        Err(stop) => broken.push(format!("no held work for {}: {stop:?}", actor.name)),
    }
    let search = PersonSearch {
        text: text.to_owned(),
    };
    if let Ok(found) = server.ask(|tx| backend::person::find(tx, actor, &search)) {
        for hit in found.hits.hits {
            if let Hit::Known(hit) = hit
                && !town
                    .persons
                    .get(&hit.person)
                    .is_some_and(|one| one.may_be_shown_to(actor))
            {
                shown.push(hit.person);
            }
        }
    }
    broken.extend(
        shown
            .into_iter()
            .map(|person| format!("I5: {} is shown {person}", actor.name)),
    );
    broken
}

/// Fetches the pack anew, as the app does while it is open: all cases that were ever heard of are asked for, also those
/// of others. `reader` is who the server takes them for; it is somebody else only where that mistake is made on purpose.
pub(crate) fn pack(
    device: &mut Device,
    server: &Server,
    actor: &Actor,
    reader: &Actor,
    now: Moment,
) -> Vec<String> {
    let mut broken = Vec::new();
    let epoch = server.epoch();
    let wish = PackWish {
        chosen: server
            .model
            .persons
            .values()
            .flat_map(|person| person.cases.keys().copied())
            .collect(),
    };
    match server.ask(|tx| backend::case::pack(tx, reader, &wish)) {
        Ok(pack) => {
            let pack = pack.into_value();
            for file in &pack.files {
                let head = &file.head;
                let case = server
                    .model
                    .persons
                    .get(&head.person)
                    .and_then(|person| person.cases.get(&head.case));
                if !case.is_some_and(|case| case.post.is_some() && case.post == actor.post) {
                    broken.push(format!("I5: {} packs {}", actor.name, head.case));
                }
                broken.extend(newer(device, head.person, epoch, file.sequence));
                device.read.insert(head.person, file.person.clone());
                device.read_intakes(file.intake.iter());
            }
            let before = block_on(device.packs.files()).unwrap();
            let lists = PackedLists::default();
            let kept =
                block_on(
                    device
                        .packs
                        .replace(&device.actor, &pack, &lists, PACK_HOURS, now),
                );
            // Killed or not: the pack is the one before or the new one, never half of each.
            let after = block_on(device.packs.files()).unwrap();
            let is_whole = match kept {
                Ok(_) => same(&after, &pack.files),
                Err(_) => same(&after, &before) || same(&after, &pack.files),
            };
            if !is_whole {
                broken.push(format!("I4: half a pack is there after {kept:?}"));
            }
        }
        // The right was withdrawn: nothing stays readable here.
        Err(Stop::NotAllowed(_)) => {
            if block_on(device.packs.wipe()).is_ok()
                && !block_on(device.packs.files()).unwrap().is_empty()
            {
                broken.push("I5: a wiped pack can be read".to_owned());
            }
        }
        Err(stop) => broken.push(format!("no pack for {}: {stop:?}", actor.name)),
    }
    broken
}

fn same(one: &[shared::case::CaseFile], other: &[shared::case::CaseFile]) -> bool {
    one.len() == other.len() && one.iter().all(|file| other.contains(file))
}

/// I8: within one life of the database nobody is shown an older state than before.
fn newer(device: &mut Device, person: PersonId, epoch: Epoch, sequence: u64) -> Option<String> {
    let before = device.seen.insert(person, (epoch, sequence));
    before
        .filter(|(then, earlier)| *then == epoch && *earlier > sequence)
        .map(|(_, earlier)| format!("I8: {person} went from {earlier} back to {sequence}"))
}
