//! What must hold when everything has come to rest, whatever went wrong before (reliability.md part 4). Each check has
//! its own idea of what is right and asks the product's code for nothing but the facts.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use shared::command::Command;
use shared::device::{Entry, EntryState};
use shared::exchange::{Outcome, Subject};
use shared::kernel::{Actor, EnvelopeId, PersonId};
use shared::person::PersonDraft;

use crate::device::{Device, Recorded, Remembered};
use crate::server::{Logged, Server};

/// What this actor may read of a person now.
pub(crate) fn read_person(server: &Server, actor: &Actor, person: PersonId) -> Option<PersonDraft> {
    server
        .town()
        .read_blocking(&crate::server::ags(), |tx| {
            backend::person::read(tx, actor, person)
        })
        .ok()
        .map(|file| file.into_value().draft)
}

/// Every check.
pub(crate) fn all(devices: &[Device], server: &Server, log: &[Logged]) -> Vec<String> {
    let mut broken = Vec::new();
    broken.extend(numbered_without_gap(log));
    broken.extend(at_most_once(log));
    broken.extend(nothing_lost(devices, log));
    broken.extend(in_order(devices, log));
    broken.extend(nothing_overwritten(server, log));
    broken.extend(sound(server));
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
        .filter(|logged| !seen.insert(logged.envelope.id))
        .map(|logged| format!("I2: {} is in the log twice", logged.envelope.id))
        .collect()
}

/// I1: what a device called saved is in the log with the outcome it shows, or on the device for a person to see.
fn nothing_lost(devices: &[Device], log: &[Logged]) -> Vec<String> {
    let in_log: BTreeMap<EnvelopeId, &Logged> = log
        .iter()
        .map(|logged| (logged.envelope.id, logged))
        .collect();
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
                if let Some(reason) = lost(device, remembered, entry, logged, envelope.id) {
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
) -> Option<String> {
    if remembered.recorded == Recorded::NotKept {
        return (entry.is_some() || logged.is_some())
            .then(|| "was called not saved, and is there".to_owned());
    }
    if let Some(logged) = logged {
        if logged.author != device.actor.account {
            return Some("stands in the log under another author".to_owned());
        }
        if remembered
            .envelopes
            .iter()
            .all(|one| *one != logged.envelope)
        {
            return Some("stands in the log with other content".to_owned());
        }
    }
    let Some(entry) = entry else {
        // Gone from the device: the server keeps it, or a person gave it up.
        let is_kept = logged.is_some_and(|logged| logged.outcome.keeps_content());
        return (!is_kept && !remembered.is_discarded)
            .then(|| format!("is gone from the device, and the log says {logged:?}"));
    };
    match &entry.state {
        EntryState::Confirmed { .. } => match logged {
            Some(logged)
                if entry.answer_to(id).map(|answered| &answered.answer)
                    == Some(&logged.outcome) =>
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

/// I7: what one device wrote about one subject stands in the log in the order it was written.
fn in_order(devices: &[Device], log: &[Logged]) -> Vec<String> {
    let place: BTreeMap<EnvelopeId, u64> = log
        .iter()
        .map(|logged| (logged.envelope.id, logged.sequence))
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

/// I3: a value that somebody wrote is current, or was replaced by somebody who had seen it, or stands in a conflict.
/// The log is read again with the table of domain.md 9a, field by field, and must say the same as the server did.
fn nothing_overwritten(server: &Server, log: &[Logged]) -> Vec<String> {
    let mut forms: BTreeMap<PersonId, Value> = BTreeMap::new();
    let mut broken = Vec::new();
    for logged in log {
        let Some(person) = logged.envelope.subject.person() else {
            continue;
        };
        if matches!(logged.outcome, Outcome::Refused { .. } | Outcome::Held) {
            continue;
        }
        match &logged.envelope.command {
            Command::RecordPerson(new) => {
                forms.insert(person, serde_json::to_value(&new.draft).unwrap());
            }
            Command::EditPerson(edit) => {
                let form = forms.entry(person).or_default();
                let mut expected = BTreeSet::new();
                for (path, field) in &edit.edits.0 {
                    let pointer = format!("/{}", path.replace('.', "/"));
                    let current = form.pointer(&pointer).cloned().unwrap_or_default();
                    if field.wrote == field.saw || field.wrote == current {
                        continue;
                    }
                    if current == field.saw {
                        put(form, path, field.wrote.clone());
                    } else {
                        expected.insert(path.clone());
                    }
                }
                let found: BTreeSet<_> = match &logged.outcome {
                    Outcome::Conflict { fields } => {
                        fields.iter().map(|field| field.path.clone()).collect()
                    }
                    _ => BTreeSet::new(),
                };
                if found != expected {
                    broken.push(format!(
                        "I3: {} has conflicts at {found:?}, and should at {expected:?}",
                        logged.envelope.id
                    ));
                }
            }
            _ => {}
        }
    }
    for (person, form) in forms {
        let expected: PersonDraft = serde_json::from_value(form).unwrap();
        let stored = server.read(|tx| backend::person::get_draft(tx, person));
        if stored != expected {
            broken.push(format!(
                "I3: {person} is stored as {stored:?}, and should be {expected:?}"
            ));
        }
    }
    broken
}

fn put(form: &mut Value, path: &str, value: Value) {
    let mut at = form;
    for name in path.split('.') {
        if !at.is_object() {
            *at = Value::Object(serde_json::Map::new());
        }
        at = at
            .as_object_mut()
            .unwrap()
            .entry(name)
            .or_insert(Value::Null);
    }
    *at = value;
}
