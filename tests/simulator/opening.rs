//! The town before anything goes wrong: records of every kind in every stage, made by commands like everything else.
//! Made once per process; every run begins from a copy.

use std::sync::OnceLock;

use pollster::block_on;
use shared::assignment::AssignCase;
use shared::case::{AppointmentDraft, ChoiceReason, PlanAppointment};
use shared::command::Command;
use shared::consent::{ConsentAnswer, ConsentKind, Receiver, RecordConsent};
use shared::contact::{MessageDraft, ReceiveMessage};
use shared::device::{Net, NetFailure, RoundEnd};
use shared::disclosure::{DataClass, Disclose, DisclosureDraft};
use shared::documentation::{AddNote, NoteDraft};
use shared::emergency::{CheckCause, EmergencyKind, OpenForCheck, OpenInEmergency};
use shared::exchange::{Offer, OfferAnswer, Outcome, Subject};
use shared::inquiry::{InquiryDraft, SendInquiry};
use shared::intake::{
    AttachSlip, CompleteIntake, DecideIntake, IntakeDecision, RecordSlip, SlipDraft, SlipOutcome,
    StartIntake,
};
use shared::kernel::{
    Actor, AppointmentId, CaseId, ConsentId, DeviceId, DisclosureId, Edits, EmergencyId,
    EnvelopeId, FieldEdit, ImpreciseDate, InquiryId, IntakeId, LinkId, MessageId, NoteId, PersonId,
    Signature, SlipId,
};
use shared::person::{EditPerson, LinkPersons, PersonDraft, RecordPerson};
use std::cell::RefCell;

use crate::commands::{intake_draft, load_organisation, person_draft, town};
use crate::device::{Content, Device};
use crate::dice::Dice;
use crate::people::{COORDINATOR, DESK, FIRST_WORKER, HEAD, MORNING, POSTS, SERVICE, actors};
use crate::server::{Server, Start};

/// A town to begin from.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) server: Start,
    /// What each device holds, and its id.
    pub(crate) devices: Vec<(DeviceId, Content)>,
}

/// The town to begin from.
pub(crate) fn opened() -> &'static Opened {
    static OPENED: OnceLock<Opened> = OnceLock::new();
    OPENED.get_or_init(open)
}

/// A wire on which nothing happens.
struct Calm<'a> {
    server: &'a RefCell<Server>,
    actor: &'a Actor,
}

impl Net for Calm<'_> {
    async fn offer(&self, offer: Offer) -> Result<OfferAnswer, NetFailure> {
        let mut server = self.server.borrow_mut();
        server
            .offer(self.actor, &offer)
            .map_err(|_| NetFailure::Unavailable)
    }
}

fn open() -> Opened {
    let server = RefCell::new(Server::empty(MORNING));
    let mut dice = Dice::seeded(3);
    let mut devices: Vec<Device> = actors()
        .iter()
        .map(|actor| {
            let id = DeviceId::born(MORNING, dice.bytes());
            Device::new(actor.clone(), id, &Vec::new())
        })
        .collect();
    let send = |devices: &mut Vec<Device>| {
        for device in devices {
            let actor = device.actor.clone();
            let net = Calm {
                server: &server,
                actor: &actor,
            };
            let round = block_on(device.outbox.drain(&net, MORNING)).unwrap();
            assert_eq!(
                (&round.end, round.needs_you),
                (&RoundEnd::Done, 0),
                "the opening is done"
            );
        }
    };
    let story = story(&mut dice);
    for (who, subject, command) in story.offered {
        let id = EnvelopeId::born(MORNING, dice.bytes());
        let device = &mut devices[who];
        let envelope = device.envelope(id, subject, command, MORNING);
        device.record(vec![envelope], MORNING, false);
        send(&mut devices);
    }
    for (who, subject, command) in story.handed_in {
        let id = EnvelopeId::born(MORNING, dice.bytes());
        let device = &devices[who];
        let envelope = device.envelope(id, subject, command, MORNING);
        let answer = server
            .borrow_mut()
            .hand_in(&device.actor, None, &[envelope]);
        let answer = answer.unwrap().outcomes.pop().unwrap().answer;
        assert_eq!(answer, Outcome::Held, "the opening is handed in");
    }
    // Everything is backed up, and the devices know it.
    server.borrow_mut().back_up();
    send(&mut devices);
    let devices = devices
        .iter()
        .map(|device| (device.id, device.store.content()))
        .collect();
    Opened {
        server: server.into_inner().into_start(),
        devices,
    }
}

/// Who does what, on which device.
type Deeds = Vec<(usize, Subject, Command)>;

/// What happened before.
struct Story {
    offered: Deeds,
    /// Of devices whose session was over.
    handed_in: Deeds,
}

fn story(dice: &mut Dice) -> Story {
    let mut handed_in = Vec::new();
    let (subject, command) = load_organisation();
    let mut story = vec![(COORDINATOR, subject, command)];
    let mut taken_in = Vec::new();
    for (number, (post, _)) in POSTS.iter().enumerate() {
        let worker = FIRST_WORKER + number;
        let case = CaseId::born(MORNING, dice.bytes());
        let (person, intake) = person_with_intake(dice, &mut story, DESK, 90);
        let mut add = |who, command| story.push((who, Subject::Person(person), command));
        add(DESK, Command::CompleteIntake(CompleteIntake { intake }));
        let decision = IntakeDecision::Admit { case };
        add(
            DESK,
            Command::DecideIntake(DecideIntake { intake, decision }),
        );
        // Each case had another worker before.
        let before = POSTS[(number + 1) % POSTS.len()].0;
        for to in [before, post] {
            let to = to.parse().unwrap();
            let assign = AssignCase {
                case,
                to,
                because: Some(ChoiceReason::ClientChoice),
                reason: String::new(),
            };
            add(COORDINATOR, Command::AssignCase(assign));
        }
        // Who had it before was there once more, and writes it down: it is held for the one who has it now.
        let former = FIRST_WORKER + (number + 1) % POSTS.len();
        add(former, late_note(dice.bytes(), case));
        // The Jobcenter was told with the client's consent, which every second one took back.
        add(worker, sharing(dice.bytes(), ConsentAnswer::Given));
        add(worker, told_jobcenter(dice.bytes(), case));
        if number % 2 == 1 {
            add(worker, sharing(dice.bytes(), ConsentAnswer::Revoked));
        }
        // The person moves, and nobody has looked yet whether the case stays.
        add(worker, move_away());
        for days in [0, 6] {
            let draft = AppointmentDraft {
                starts_at: Some(MORNING.plus_millis(days * 86_400_000)),
                contact: Some("HAUSBESUCH".parse().unwrap()),
                ..AppointmentDraft::default()
            };
            let appointment = AppointmentId::born(MORNING, dice.bytes());
            add(
                worker,
                Command::PlanAppointment(PlanAppointment {
                    appointment,
                    case,
                    draft,
                }),
            );
        }
        // Two others opened the file in an emergency, and nobody has answered yet.
        for stranger in [2, 3] {
            let stranger = FIRST_WORKER + (number + stranger) % POSTS.len();
            add(stranger, emergency(dice.bytes()));
        }
        // The head of the city checks its files, and nobody has answered that either.
        if ["soziales-1", "ki-1"].contains(post) {
            add(HEAD, file_check(dice.bytes(), case));
        }
        // Whom nobody finds at the desk two others ask about.
        let hidden = PersonId::born(MORNING, dice.bytes());
        let named = format!("Layla {}", ["Eins", "Zwei", "Drei", "Vier", "Fünf"][number]);
        let draft = hidden_draft(&named);
        let record = Command::RecordPerson(RecordPerson { draft });
        story.push((worker, Subject::Person(hidden), record));
        for stranger in [2, 3] {
            let stranger = FIRST_WORKER + (number + stranger) % POSTS.len();
            let subject = Subject::Inquiry(InquiryId::born(MORNING, dice.bytes()));
            story.push((stranger, subject, inquiry(&named)));
        }
        // Somebody whom the worker took in and has not finished with.
        let (unfinished, _) = person_with_intake(dice, &mut story, worker, 90);
        slip(dice, &mut story, worker);
        let attached = slip(dice, &mut story, worker);
        let attach = Command::AttachSlip(AttachSlip { person: unfinished });
        story.push((worker, attached, attach));
        message(dice, &mut story);
        // Two wrote down another telephone; what was written first comes late.
        let subject = Subject::Person(unfinished);
        story.push((
            worker,
            subject.clone(),
            edit("contact.telephone", "", "0214 1"),
        ));
        handed_in.push((worker, subject, edit("contact.telephone", "", "0214 2")));
        taken_in.push(person);
    }
    for days_here in [90, 4_000, 4_000] {
        let (person, intake) = person_with_intake(dice, &mut story, DESK, days_here);
        let subject = Subject::Person(person);
        let complete = Command::CompleteIntake(CompleteIntake { intake });
        story.push((DESK, subject, complete));
        slip(dice, &mut story, DESK);
        taken_in.push(person);
    }
    // For whom an exception is asked; to the last two it was refused, and the coordinator may take that back.
    for number in 0..5 {
        let (person, intake) = person_with_intake(dice, &mut story, DESK, 4_000);
        let reason = "ohne Hilfe geht die Wohnung verloren".to_owned();
        let decision = IntakeDecision::AskException {
            reason,
            is_no_name: true,
        };
        for command in [
            Command::CompleteIntake(CompleteIntake { intake }),
            Command::DecideIntake(DecideIntake { intake, decision }),
        ] {
            story.push((DESK, Subject::Person(person), command));
        }
        if number >= 3 {
            let reason = "Angebote vor Ort genügen".to_owned();
            let decision = IntakeDecision::RefuseException { reason };
            let command = Command::DecideIntake(DecideIntake { intake, decision });
            story.push((COORDINATOR, Subject::Person(person), command));
        }
    }
    let pairs: Vec<(PersonId, PersonId)> = taken_in
        .iter()
        .rev()
        .zip(taken_in.iter().rev().skip(1))
        .take(2)
        .map(|(one, other)| (*one, *other))
        .collect();
    for (person, other) in pairs {
        let link = LinkId::born(MORNING, dice.bytes());
        let reason = "gleiche Telefonnummer".to_owned();
        let command = Command::LinkPersons(LinkPersons {
            link,
            other,
            reason,
        });
        story.push((DESK, Subject::Person(person), command));
    }
    Story {
        offered: story,
        handed_in,
    }
}

fn person_with_intake(
    dice: &mut Dice,
    story: &mut Deeds,
    who: usize,
    days_here: i64,
) -> (PersonId, IntakeId) {
    let person = PersonId::born(MORNING, dice.bytes());
    let intake = IntakeId::born(MORNING, dice.bytes());
    let born = ImpreciseDate::Day {
        on: jiff::civil::date(1991, 5, 17),
    };
    let names = ["Al-Hassan", "Yılmaz", "Tesfay", "Nguyễn"];
    let name = (*dice.one(&names).unwrap()).to_owned();
    let draft = person_draft(MORNING, name, "Amina".to_owned(), born, days_here);
    let mut agreed_to =
        |kind| Command::RecordConsent(answered(dice.bytes(), kind, ConsentAnswer::Given));
    let draft_of_intake = intake_draft(MORNING, "sucht eine Wohnung".to_owned());
    for command in [
        Command::RecordPerson(RecordPerson { draft }),
        agreed_to(ConsentKind::FoundAtDesk),
        agreed_to(ConsentKind::CaseManagement),
        Command::StartIntake(StartIntake {
            intake,
            draft: draft_of_intake,
        }),
    ] {
        story.push((who, Subject::Person(person), command));
    }
    (person, intake)
}

fn answered(id: [u8; 10], kind: ConsentKind, answer: ConsentAnswer) -> RecordConsent {
    RecordConsent {
        consent: ConsentId::born(MORNING, id),
        kind,
        answer,
        text_version: "2026-1".to_owned(),
        language: "ara".parse().unwrap(),
        explained: "spoken".parse().unwrap(),
        answered_on: MORNING.day(),
        receiver: None,
        until: None,
        interpreter: String::new(),
        signature: None,
    }
}

fn sharing(id: [u8; 10], answer: ConsentAnswer) -> Command {
    Command::RecordConsent(RecordConsent {
        receiver: Some(Receiver::Office("jobcenter".parse().unwrap())),
        signature: (answer == ConsentAnswer::Given).then_some(Signature::Paper),
        ..answered(id, ConsentKind::Sharing, answer)
    })
}

fn told_jobcenter(id: [u8; 10], case: CaseId) -> Command {
    Command::Disclose(Disclose {
        disclosure: DisclosureId::born(MORNING, id),
        case,
        draft: DisclosureDraft {
            offices: vec!["jobcenter".parse().unwrap()],
            classes: [DataClass::Work].into(),
            purpose: "Antrag auf Bürgergeld".to_owned(),
            ..DisclosureDraft::default()
        },
    })
}

fn emergency(id: [u8; 10]) -> Command {
    Command::OpenInEmergency(OpenInEmergency {
        emergency: EmergencyId::born(MORNING, id),
        kind: EmergencyKind::Deadline,
        reason: "morgen wird die Wohnung geräumt".to_owned(),
        hours: 24,
    })
}

fn file_check(id: [u8; 10], case: CaseId) -> Command {
    Command::OpenForCheck(OpenForCheck {
        emergency: EmergencyId::born(MORNING, id),
        case,
        cause: CheckCause::Supervision,
        reason: "Stichprobe der Fachaufsicht".to_owned(),
        days: 7,
    })
}

fn hidden_draft(given_name: &str) -> PersonDraft {
    let born = ImpreciseDate::Day {
        on: jiff::civil::date(1975, 2, 3),
    };
    person_draft(
        MORNING,
        "Haddad".to_owned(),
        given_name.to_owned(),
        born,
        90,
    )
}

fn inquiry(given_name: &str) -> Command {
    let PersonDraft {
        family_name,
        given_name,
        born,
        ..
    } = hidden_draft(given_name);
    Command::SendInquiry(SendInquiry {
        draft: InquiryDraft {
            family_name,
            given_name,
            born,
            reason: "spricht von einer Beratung".to_owned(),
            is_agreed: true,
        },
    })
}

fn late_note(id: [u8; 10], case: CaseId) -> Command {
    let draft = NoteDraft {
        occurred_on: Some(MORNING.day()),
        contact: Some("HAUSBESUCH".parse().unwrap()),
        text: "Schlüssel übergeben".to_owned(),
        ..NoteDraft::default()
    };
    let note = NoteId::born(MORNING, id);
    Command::AddNote(AddNote { note, case, draft })
}

/// From the first Stadtteil, where everybody lives, to one in another district.
fn move_away() -> Command {
    let localities = &town().localities;
    let from = localities.first().unwrap();
    let to = localities
        .iter()
        .find(|to| to.district != from.district)
        .unwrap();
    edit("address.locality", from.code.as_str(), to.code.as_str())
}

fn edit(path: &str, saw: &str, wrote: &str) -> Command {
    let edit = FieldEdit {
        saw: saw.into(),
        wrote: wrote.into(),
    };
    let edits = Edits([(path.to_owned(), edit)].into());
    Command::EditPerson(EditPerson { edits })
}

fn message(dice: &mut Dice, story: &mut Deeds) {
    let draft = MessageDraft {
        text: "Der Knopf ist ohne Maus nicht zu erreichen.".to_owned(),
        ..MessageDraft::default()
    };
    let subject = Subject::Message(MessageId::born(MORNING, dice.bytes()));
    story.push((
        SERVICE,
        subject,
        Command::ReceiveMessage(ReceiveMessage { draft }),
    ));
}

fn slip(dice: &mut Dice, story: &mut Deeds, who: usize) -> Subject {
    let draft = SlipDraft {
        concern: "Brief nicht verstanden".to_owned(),
        fields_of_action: ["H03".parse().unwrap()].into(),
        channel: Some("SERVICEPOINT".parse().unwrap()),
        urgency: Some("D4".parse().unwrap()),
        outcome: Some(SlipOutcome::Counselled),
        ..SlipDraft::default()
    };
    let subject = Subject::Slip(SlipId::born(MORNING, dice.bytes()));
    let record = Command::RecordSlip(RecordSlip { draft });
    story.push((who, subject.clone(), record));
    subject
}
