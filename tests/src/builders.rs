//! What a test needs to be there before it begins, said in one line each.

use shared::command::Command;
use shared::exchange::{Envelope, FORMAT, Subject};
use shared::kernel::{DeviceId, EnvelopeId, ImpreciseDate, Moment, PersonId};
use shared::person::{PersonDraft, RecordPerson};

use crate::Client;

/// The machine's clock.
///
/// # Panics
/// If it stands before 1970.
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "the tests stand for people, who have clocks"
)]
pub fn now() -> Moment {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let millis = since.expect("a clock after 1970").as_millis();
    Moment::from_millis(i64::try_from(millis).expect("a clock of this age of the world"))
}

/// Random bytes for an id.
#[must_use]
pub fn random() -> [u8; 10] {
    rand::random()
}

/// An envelope around a command, made here and now on a device of its own.
#[must_use]
pub fn envelope(subject: Subject, command: Command) -> Envelope {
    Envelope {
        id: EnvelopeId::born(now(), random()),
        format: FORMAT,
        subject,
        based_on: None,
        authored_at: now(),
        device: DeviceId::born(now(), random()),
        command,
    }
}

/// A person to be recorded.
#[derive(Debug, Clone)]
pub struct APerson {
    /// Their id.
    pub id: PersonId,
    /// What is known of them.
    pub draft: PersonDraft,
}

/// Somebody with a name, a birth year and a place in town; a different one each time.
#[must_use]
pub fn a_person() -> APerson {
    let id = PersonId::born(now(), random());
    let mut draft = PersonDraft {
        family_name: format!("Beispiel{}", letters(&random())),
        given_name: "Amina".to_owned(),
        born: Some(ImpreciseDate::Year { year: 1990 }),
        ..PersonDraft::default()
    };
    draft.address.place = "Opladen".to_owned();
    APerson { id, draft }
}

impl APerson {
    /// With another name.
    #[must_use]
    pub fn named(mut self, given: &str, family: &str) -> Self {
        given.clone_into(&mut self.draft.given_name);
        family.clone_into(&mut self.draft.family_name);
        self
    }

    /// The subject of everything about them.
    #[must_use]
    pub fn subject(&self) -> Subject {
        Subject::Person(self.id)
    }

    /// Has them recorded.
    #[must_use]
    pub fn recorded_by(self, client: &Client) -> Self {
        let draft = self.draft.clone();
        client.must(
            self.subject(),
            Command::RecordPerson(RecordPerson { draft }),
        );
        self
    }
}

fn letters(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|byte| char::from(b'a' + byte % 26))
        .collect()
}
