//! The contact slips of the last days as they look on a device: those that the server told of, with what waits here on
//! top; without a network those that lie here.

use std::collections::BTreeMap;

use super::entry::{Entry, Standing};
use super::overlay::Shown;
use crate::command::Command;
use crate::exchange::Subject;
use crate::intake::SlipView;
use crate::intake::calls::SlipLine;
use crate::kernel::{Actor, SlipId};

/// Lays what the outbox holds about slips over those that are known, latest first. What was attached here shows no name:
/// the server says whom its reader may see.
#[must_use]
pub fn overlay_slips(known: &[SlipLine], entries: &[Entry], actor: &Actor) -> Vec<Shown<SlipLine>> {
    let mut slips: BTreeMap<SlipId, Shown<SlipLine>> = known
        .iter()
        .map(|line| {
            (
                line.slip.slip,
                Shown::new(line.clone(), Standing::Confirmed),
            )
        })
        .collect();
    for entry in entries {
        let Some(standing) = entry.standing() else {
            continue;
        };
        for envelope in &entry.envelopes {
            let Subject::Slip(slip) = envelope.subject else {
                continue;
            };
            if let Command::RecordSlip(record) = &envelope.command {
                slips.entry(slip).or_insert_with(|| {
                    let line = SlipLine {
                        slip: SlipView {
                            slip,
                            authored_at: envelope.authored_at,
                            unit: actor.unit.clone(),
                            person: None,
                            draft: record.draft.clone(),
                        },
                        name: None,
                    };
                    Shown::new(line, standing)
                });
            }
            let Some(shown) = slips.get_mut(&slip) else {
                continue;
            };
            // What the server has confirmed it has told of, if it could be asked.
            let is_told = standing == Standing::Confirmed && !known.is_empty();
            match &envelope.command {
                Command::AttachSlip(attach) if !is_told => {
                    shown.value.slip.person = Some(attach.person);
                    shown.standing = shown.standing.max(standing);
                }
                Command::DetachSlip(detach)
                    if !is_told && shown.value.slip.person == Some(detach.person) =>
                {
                    shown.value.slip.person = None;
                    shown.value.name = None;
                    shown.standing = shown.standing.max(standing);
                }
                _ => {}
            }
        }
    }
    let mut shown: Vec<_> = slips.into_values().collect();
    shown.sort_by_key(|shown| {
        std::cmp::Reverse((shown.value.slip.authored_at, shown.value.slip.slip))
    });
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::EntryState;
    use crate::exchange::{Envelope, FORMAT};
    use crate::intake::{AttachSlip, DetachSlip, RecordSlip, SlipDraft};
    use crate::kernel::{AccountId, DeviceId, EnvelopeId, Moment, PersonId, Role};

    const NOW: Moment = Moment::from_millis(1_795_420_800_000);

    fn actor() -> Actor {
        Actor {
            account: AccountId::born(NOW, [3; 10]),
            municipality: "05316000".parse().unwrap(),
            unit: "service-point".parse().unwrap(),
            roles: [Role::Reception].into(),
            post: None,
            name: "Mara".into(),
        }
    }

    fn slip(n: u8) -> SlipId {
        SlipId::born(NOW, [n; 10])
    }

    fn entry(order: u8, of: u8, command: Command) -> Entry {
        Entry {
            order: u64::from(order),
            envelopes: vec![Envelope {
                id: EnvelopeId::born(NOW, [order; 10]),
                format: FORMAT,
                subject: Subject::Slip(slip(of)),
                based_on: None,
                authored_at: NOW.plus_millis(i64::from(order)),
                device: DeviceId::born(NOW, [4; 10]),
                command,
            }],
            recorded_at: NOW,
            state: EntryState::OnDevice,
            tries: 0,
            last_try: None,
            last_failure: None,
        }
    }

    fn written(concern: &str) -> Command {
        let draft = SlipDraft {
            concern: concern.into(),
            ..SlipDraft::default()
        };
        Command::RecordSlip(RecordSlip { draft })
    }

    #[test]
    fn what_lies_here_is_shown_latest_first_and_says_where_it_stands() {
        let person = PersonId::born(NOW, [9; 10]);
        let entries = [
            entry(1, 1, written("Brief")),
            entry(2, 2, written("Kurs")),
            entry(3, 1, Command::AttachSlip(AttachSlip { person })),
        ];
        let shown = overlay_slips(&[], &entries, &actor());
        let concerns: Vec<_> = shown
            .iter()
            .map(|one| (one.value.slip.draft.concern.as_str(), one.standing))
            .collect();
        assert_eq!(
            concerns,
            [("Kurs", Standing::OnDevice), ("Brief", Standing::OnDevice)]
        );
        assert_eq!(shown[1].value.slip.person, Some(person));
        assert_eq!(shown[0].value.slip.unit, actor().unit);
    }

    #[test]
    fn what_the_server_told_of_is_there_once_with_what_waits_on_top() {
        let person = PersonId::born(NOW, [9; 10]);
        let known = SlipLine {
            slip: SlipView {
                slip: slip(1),
                authored_at: NOW,
                unit: actor().unit,
                person: Some(person),
                draft: SlipDraft::default(),
            },
            name: Some("Mohammad Al-Hassan".into()),
        };
        let entries = [
            entry(1, 1, written("Brief")),
            entry(2, 1, Command::DetachSlip(DetachSlip { person })),
        ];
        let shown = overlay_slips(std::slice::from_ref(&known), &entries, &actor());
        assert_eq!(shown.len(), 1);
        assert_eq!(
            (shown[0].value.slip.person, &shown[0].value.name),
            (None, &None)
        );
        assert_eq!(shown[0].standing, Standing::OnDevice);
    }
}
