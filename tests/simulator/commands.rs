//! One generator per command. A later command joins by one more function here; the match below does not compile
//! without it. Most of what is made can be done; some of it is empty, longest, foreign or of yesterday on purpose.

use std::sync::OnceLock;

use shared::assignment::AssignCase;
use shared::case::{
    AppointmentDraft, AppointmentEnd, ChoiceReason, KeepPost, NextDate, PlanAppointment, SeeCase,
    SetNextDate, SettleAppointment,
};
use shared::command::{Command, CommandName};
use shared::consent::{ConsentAnswer, ConsentKind, RecordConsent};
use shared::contact::{AnswerMessage, MessageDraft, ReceiveMessage};
use shared::documentation::{AddNote, NoteDraft};
use shared::exchange::{Envelope, HeldAnswer, SettleHeld, Subject, is_case_work};
use shared::intake::{
    AttachSlip, CompleteIntake, DecideIntake, DetachSlip, EditIntake, FactDraft, IntakeDecision,
    IntakeDraft, Lane, LinkState, OtherCaseManagement, RecordFact, RecordSlip, SlipDraft,
    SlipOutcome, StartIntake,
};
use shared::kernel::{
    Actor, AppointmentId, CaseId, Code, ConsentId, Edits, EnvelopeId, FactId, ImpreciseDate,
    IntakeId, LinkId, MessageId, Moment, NoteId, PersonId, PostCode, Role, SlipId, UnitCode,
};
use shared::organisation::{LoadOrganisation, Organisation, files};
use shared::person::{
    EditPerson, LanguageSkill, LinkPersons, PersonDraft, RecordPerson, TellPersonsApart,
    UnlinkPersons,
};

use strum::IntoEnumIterator;

use crate::dice::Dice;
use crate::server::ags;

/// The posts of the programme, with their units.
pub(crate) const POSTS: [(&str, &str); 5] = [
    ("caritas-1", "caritas"),
    ("awo-1", "awo"),
    ("diakonie-1", "diakonie"),
    ("soziales-1", "soziales"),
    ("ki-1", "ki"),
];

/// As they stand in documents.
const NAMES: [&str; 8] = [
    "Al-Hassan",
    "Yılmaz",
    "Nguyễn",
    "O'Neill-Größmann",
    "Tesfay",
    "a",
    "Ñandú Łódź",
    "Kovalʹčuk",
];

/// As nobody types them on purpose, or where they do not belong.
const NASTY: [&str; 8] = [
    "",
    "محمد الحسن",
    "李",
    "👩‍👧‍👦",
    "e\u{301}",
    "a\u{202E}b",
    "a\0b",
    "\u{FFFF}",
];

/// How far an intake is, as its authors believe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Started,
    Completed,
    Decided,
}

/// A person as people know of them.
#[derive(Debug, Clone)]
pub(crate) struct KnownPerson {
    pub(crate) person: PersonId,
    pub(crate) unit: UnitCode,
    pub(crate) intake: Option<(IntakeId, Stage)>,
    pub(crate) case: Option<CaseId>,
    pub(crate) post: Option<PostCode>,
}

/// What people know of each other's work: ids they met. Some of it never reaches the server.
#[derive(Debug, Default, Clone)]
pub(crate) struct Known {
    pub(crate) persons: Vec<KnownPerson>,
    pub(crate) appointments: Vec<(PersonId, CaseId, AppointmentId)>,
    pub(crate) links: Vec<(PersonId, LinkId)>,
    pub(crate) slips: Vec<SlipId>,
    pub(crate) attached: Vec<(SlipId, PersonId)>,
    pub(crate) messages: Vec<MessageId>,
    /// Work on cases, with the post of its author: what is held when the case has moved on meanwhile.
    pub(crate) on_cases: Vec<(PersonId, EnvelopeId, Option<PostCode>)>,
}

impl Known {
    /// As [`Known::learn`], of an envelope.
    pub(crate) fn learn_of(&mut self, actor: &Actor, envelope: &Envelope) {
        if let (Some(person), true) = (envelope.subject.person(), is_case_work(&envelope.command)) {
            self.on_cases
                .push((person, envelope.id, actor.post.clone()));
        }
        self.learn(actor, &envelope.subject, &envelope.command);
    }

    /// Notes what a command makes known, whether or not it is ever done.
    pub(crate) fn learn(&mut self, actor: &Actor, subject: &Subject, command: &Command) {
        if let (Subject::Slip(slip), Command::RecordSlip(_)) = (subject, command) {
            self.slips.push(*slip);
        }
        if let (Subject::Slip(slip), Command::AttachSlip(to)) = (subject, command) {
            self.attached.push((*slip, to.person));
        }
        if let (Subject::Message(message), Command::ReceiveMessage(_)) = (subject, command) {
            self.messages.push(*message);
        }
        let Some(person) = subject.person() else {
            return;
        };
        if let Command::RecordPerson(_) = command {
            self.persons.push(KnownPerson {
                person,
                unit: actor.unit.clone(),
                intake: None,
                case: None,
                post: None,
            });
        }
        let Some(known) = self.persons.iter_mut().find(|one| one.person == person) else {
            return;
        };
        match command {
            Command::StartIntake(new) => known.intake = Some((new.intake, Stage::Started)),
            Command::CompleteIntake(done) => known.intake = Some((done.intake, Stage::Completed)),
            Command::DecideIntake(decided) => {
                known.intake = Some((decided.intake, Stage::Decided));
                if let IntakeDecision::Admit { case }
                | IntakeDecision::AdmitByException { case, .. } = decided.decision
                {
                    known.case = Some(case);
                }
            }
            Command::AssignCase(given) => known.post = Some(given.to.clone()),
            Command::PlanAppointment(new) => {
                self.appointments.push((person, new.case, new.appointment));
            }
            Command::LinkPersons(new) => self.links.push((person, new.link)),
            _ => {}
        }
    }
}

/// What a generator has at hand.
pub(crate) struct Hand<'a> {
    pub(crate) dice: &'a mut Dice,
    pub(crate) now: Moment,
    pub(crate) actor: &'a Actor,
    pub(crate) known: &'a Known,
    /// What this device last read of a person, with its own unsent edits on top.
    pub(crate) view: &'a dyn Fn(PersonId) -> PersonDraft,
}

impl Hand<'_> {
    /// One of the latest persons, most often of those this worker works with.
    fn known(&mut self, is_meant: impl Fn(&KnownPerson) -> bool) -> Option<&KnownPerson> {
        let is_anybody = self.dice.chance(80);
        let actor = self.actor;
        let able: Vec<&KnownPerson> = self
            .known
            .persons
            .iter()
            .rev()
            .filter(|one| is_meant(one) && (is_anybody || is_theirs(actor, one)))
            .take(6)
            .collect();
        self.dice.one(&able).copied()
    }

    fn person(&mut self) -> Option<PersonId> {
        self.known(|_| true).map(|one| one.person)
    }

    fn intake(&mut self, stage: Stage) -> Option<(PersonId, IntakeId)> {
        let is_any_stage = self.dice.chance(100);
        let in_stage = self
            .known(|one| {
                one.intake
                    .is_some_and(|(_, at)| at == stage || is_any_stage)
            })
            .cloned();
        let one = in_stage.or_else(|| self.known(|one| one.intake.is_some()).cloned())?;
        Some((one.person, one.intake?.0))
    }

    fn case(&mut self) -> Option<(PersonId, CaseId)> {
        let one = self.known(|one| one.case.is_some())?;
        Some((one.person, one.case?))
    }

    fn name(&mut self) -> String {
        match self.dice.below(100) {
            0 => "x".repeat(121),
            1..8 => (*self.dice.one(&NASTY).unwrap()).to_owned(),
            _ => (*self.dice.one(&NAMES).unwrap()).to_owned(),
        }
    }

    fn text(&mut self) -> String {
        match self.dice.below(30) {
            0 => String::new(),
            1 => "  \n\t".to_owned(),
            2 => "ß".repeat(2000),
            _ => format!(
                "Gespräch {} über Wohnung\nund Sprache",
                self.dice.below(1000)
            ),
        }
    }

    fn id(&mut self) -> [u8; 10] {
        self.dice.bytes()
    }

    fn born(&mut self) -> ImpreciseDate {
        match self.dice.below(8) {
            0 => ImpreciseDate::Year { year: 1988 },
            1 => ImpreciseDate::Month {
                year: 1990,
                month: 2,
            },
            2 => ImpreciseDate::SetByAuthority {
                on: jiff::civil::date(1990, 1, 1),
            },
            3 => ImpreciseDate::Day {
                on: jiff::civil::date(1992, 2, 29),
            },
            4 => ImpreciseDate::Estimated { year: 1970 },
            _ => ImpreciseDate::Day {
                on: jiff::civil::date(1991, 5, 17),
            },
        }
    }
}

/// Whether a worker believes that they may work with this person.
fn is_theirs(actor: &Actor, one: &KnownPerson) -> bool {
    match &one.post {
        Some(post) => actor.post.as_ref() == Some(post),
        None => actor.unit == one.unit || actor.is(Role::Coordinator),
    }
}

fn code(text: &str) -> Code {
    text.parse().unwrap()
}

/// What somebody in this role does next: mostly their own work, now and then anything.
pub(crate) fn choose(actor: &Actor, dice: &mut Dice) -> CommandName {
    use CommandName::*;
    const TAKING_IN: &[CommandName] = &[
        RecordPerson,
        RecordPerson,
        EditPerson,
        EditPerson,
        EditPerson,
        StartIntake,
        StartIntake,
        EditIntake,
        EditIntake,
        CompleteIntake,
        CompleteIntake,
        DecideIntake,
        DecideIntake,
        AssignCase,
        AssignCase,
        RecordConsent,
        LinkPersons,
        UnlinkPersons,
        TellPersonsApart,
        RecordSlip,
        AttachSlip,
        DetachSlip,
    ];
    const WORKING: &[CommandName] = &[
        AddNote,
        AddNote,
        AddNote,
        EditPerson,
        EditPerson,
        SeeCase,
        SetNextDate,
        PlanAppointment,
        PlanAppointment,
        SettleAppointment,
        SettleAppointment,
        RecordFact,
        RecordConsent,
        UnlinkPersons,
        SettleHeld,
        SettleHeld,
        KeepPost,
        ReceiveMessage,
    ];
    const COORDINATING: &[CommandName] = &[
        AssignCase,
        AssignCase,
        AssignCase,
        DecideIntake,
        LoadOrganisation,
        KeepPost,
        AnswerMessage,
    ];
    let own = match () {
        () if actor.is(Role::Coordinator) => COORDINATING,
        () if actor.is(Role::CaseManager) && dice.chance(700) => WORKING,
        () => TAKING_IN,
    };
    if dice.chance(100) {
        let all: Vec<_> = CommandName::iter().collect();
        *dice.one(&all).unwrap()
    } else {
        *dice.one(own).unwrap()
    }
}

/// Makes one command of this kind, with its subject; `None` where nothing is known yet that it could be about.
pub(crate) fn make(name: CommandName, hand: &mut Hand<'_>) -> Option<(Subject, Command)> {
    let of_person = |(person, command)| (Subject::Person(person), command);
    match name {
        CommandName::RecordPerson => Some(of_person(record_person(hand))),
        CommandName::EditPerson => edit_person(hand).map(of_person),
        CommandName::LinkPersons => link_persons(hand).map(of_person),
        CommandName::UnlinkPersons => unlink_persons(hand).map(of_person),
        CommandName::TellPersonsApart => tell_persons_apart(hand).map(of_person),
        CommandName::RecordConsent => record_consent(hand).map(of_person),
        CommandName::StartIntake => start_intake(hand).map(of_person),
        CommandName::EditIntake => edit_intake(hand).map(of_person),
        CommandName::CompleteIntake => complete_intake(hand).map(of_person),
        CommandName::DecideIntake => decide_intake(hand).map(of_person),
        CommandName::RecordFact => record_fact(hand).map(of_person),
        CommandName::AssignCase => assign_case(hand).map(of_person),
        CommandName::KeepPost => keep_post(hand).map(of_person),
        CommandName::SeeCase => see_case(hand).map(of_person),
        CommandName::SetNextDate => set_next_date(hand).map(of_person),
        CommandName::PlanAppointment => plan_appointment(hand).map(of_person),
        CommandName::SettleAppointment => settle_appointment(hand).map(of_person),
        CommandName::AddNote => add_note(hand).map(of_person),
        CommandName::RecordSlip => Some(record_slip(hand)),
        CommandName::AttachSlip => attach_slip(hand),
        CommandName::DetachSlip => detach_slip(hand),
        CommandName::LoadOrganisation => Some(load_organisation()),
        CommandName::SettleHeld => settle_held(hand).map(of_person),
        CommandName::ReceiveMessage => Some(receive_message(hand)),
        CommandName::AnswerMessage => Some(answer_message(hand)),
    }
}

/// Who offers a command of the opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opens {
    Reception,
    Coordinator,
}

/// What is there before anything goes wrong: the organisation, and a case at each post that came about as cases do.
pub(crate) fn opening(dice: &mut Dice, now: Moment) -> Vec<(Opens, Subject, Command)> {
    let (subject, command) = load_organisation();
    let mut opening = vec![(Opens::Coordinator, subject, command)];
    for (number, (post, _)) in POSTS.iter().enumerate() {
        let subject = Subject::Person(PersonId::born(now, dice.bytes()));
        let intake = IntakeId::born(now, dice.bytes());
        let case = CaseId::born(now, dice.bytes());
        let mut add = |who, command| opening.push((who, subject.clone(), command));
        let name = NAMES.get(number).copied().unwrap_or("Yılmaz");
        let born = ImpreciseDate::Day {
            on: jiff::civil::date(1991, 5, 17),
        };
        let draft = person_draft(now, name.to_owned(), "Amina".to_owned(), born);
        add(
            Opens::Reception,
            Command::RecordPerson(RecordPerson { draft }),
        );
        let draft = intake_draft(now, "sucht eine Wohnung".to_owned());
        add(
            Opens::Reception,
            Command::StartIntake(StartIntake { intake, draft }),
        );
        add(
            Opens::Reception,
            Command::CompleteIntake(CompleteIntake { intake }),
        );
        let decision = IntakeDecision::Admit { case };
        add(
            Opens::Reception,
            Command::DecideIntake(DecideIntake { intake, decision }),
        );
        add(
            Opens::Coordinator,
            Command::AssignCase(AssignCase {
                case,
                to: post.parse().unwrap(),
                because: Some(ChoiceReason::ClientChoice),
                reason: String::new(),
            }),
        );
    }
    opening
}

fn person_draft(
    now: Moment,
    family_name: String,
    given_name: String,
    born: ImpreciseDate,
) -> PersonDraft {
    let arrived = ImpreciseDate::Day {
        on: now.day().saturating_sub(jiff::Span::new().days(90)),
    };
    let mut draft = PersonDraft {
        family_name,
        given_name,
        born: Some(born),
        entered_germany: Some(arrived),
        arrived_in_town: Some(arrived),
        ..PersonDraft::default()
    };
    draft
        .languages
        .insert(code("ara"), LanguageSkill::default());
    draft.address.locality = town()
        .localities
        .first()
        .map(|locality| locality.code.clone());
    draft
}

fn intake_draft(now: Moment, concern: String) -> IntakeDraft {
    IntakeDraft {
        requested_on: Some(now.day()),
        route: Some(code("SELBST")),
        concern,
        urgency: Some(code("D3")),
        other_case_management: Some(OtherCaseManagement::None),
        ..IntakeDraft::default()
    }
}

fn record_person(hand: &mut Hand<'_>) -> (PersonId, Command) {
    let person = PersonId::born(hand.now, hand.id());
    let draft = person_draft(hand.now, hand.name(), hand.name(), hand.born());
    (person, Command::RecordPerson(RecordPerson { draft }))
}

fn edit_person(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let person = hand.person()?;
    let before = (hand.view)(person);
    let mut after = before.clone();
    for _ in 0..=hand.dice.below(2) {
        match hand.dice.below(7) {
            6 => {
                let moved = hand.dice.one(&town().localities);
                after.address.locality = moved.map(|locality| locality.code.clone());
            }
            0 => after.called = hand.name(),
            1 => after.contact.telephone = format!("0214 {}", hand.dice.below(10_000)),
            2 => after.address.street = format!("Kölner Straße {}", hand.dice.below(200)),
            3 => after.needs_interpreter = Some(hand.dice.chance(500)),
            4 => after.born = Some(hand.born()),
            _ => after.spoken_name = hand.name(),
        }
    }
    let edits = Edits::between(&before, &after).unwrap();
    if edits.is_empty() {
        return None;
    }
    Some((person, Command::EditPerson(EditPerson { edits })))
}

fn link_persons(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let (person, other) = (hand.person()?, hand.person()?);
    let command = Command::LinkPersons(LinkPersons {
        link: LinkId::born(hand.now, hand.id()),
        other,
        reason: "gleiche Telefonnummer".to_owned(),
    });
    Some((person, command))
}

fn unlink_persons(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let known = hand.known;
    let actor = hand.actor;
    let able: Vec<_> = known
        .links
        .iter()
        .filter(|(of, _)| {
            known
                .persons
                .iter()
                .any(|one| one.person == *of && is_theirs(actor, one))
        })
        .collect();
    let (person, link) = match hand.dice.one(&able) {
        Some(known) => **known,
        None => (hand.person()?, LinkId::born(hand.now, hand.id())),
    };
    let command = Command::UnlinkPersons(UnlinkPersons {
        link,
        reason: "zwei Brüder".to_owned(),
    });
    Some((person, command))
}

fn tell_persons_apart(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let (person, other) = (hand.person()?, hand.person()?);
    let reason = hand.name();
    let command = Command::TellPersonsApart(TellPersonsApart { other, reason });
    Some((person, command))
}

fn record_consent(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let person = hand.person()?;
    let kinds = [ConsentKind::FoundAtDesk, ConsentKind::CaseManagement];
    let answers = [
        ConsentAnswer::Given,
        ConsentAnswer::Given,
        ConsentAnswer::Refused,
        ConsentAnswer::Revoked,
    ];
    let command = Command::RecordConsent(RecordConsent {
        consent: ConsentId::born(hand.now, hand.id()),
        kind: *hand.dice.one(&kinds)?,
        answer: *hand.dice.one(&answers)?,
        text_version: "2026-1".to_owned(),
        language: code("ara"),
        explained: code("spoken"),
        answered_on: hand.now.day(),
    });
    Some((person, command))
}

fn start_intake(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let is_again = hand.dice.chance(100);
    let person = hand.known(|one| one.intake.is_none() || is_again)?.person;
    let draft = intake_draft(hand.now, hand.text());
    let intake = IntakeId::born(hand.now, hand.id());
    Some((person, Command::StartIntake(StartIntake { intake, draft })))
}

fn edit_intake(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let (person, intake) = hand.intake(Stage::Started)?;
    let before = IntakeDraft::default();
    let mut after = before.clone();
    after.other_case_management_at = format!("Stelle {}", hand.dice.below(9));
    after.screening.is_wanted = Some(hand.dice.chance(800));
    let edits = Edits::between(&before, &after).unwrap();
    Some((person, Command::EditIntake(EditIntake { intake, edits })))
}

fn complete_intake(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let (person, intake) = hand.intake(Stage::Started)?;
    Some((person, Command::CompleteIntake(CompleteIntake { intake })))
}

fn decide_intake(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let (person, intake) = hand.intake(Stage::Completed)?;
    let case = CaseId::born(hand.now, hand.id());
    let reason = "auf Wunsch".to_owned();
    let decision = match hand.dice.below(9) {
        0 => IntakeDecision::Counselled {},
        1 => IntakeDecision::Refer {
            office: "fluechtlingsrat".parse().unwrap(),
            reason,
        },
        2 => IntakeDecision::AskException { reason },
        3 => IntakeDecision::AdmitByException { case, reason },
        4 => IntakeDecision::RefuseException { reason },
        _ => IntakeDecision::Admit { case },
    };
    Some((
        person,
        Command::DecideIntake(DecideIntake { intake, decision }),
    ))
}

fn record_fact(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let person = hand.person()?;
    let draft = FactDraft {
        lane: Lane::Residence,
        value: Some(code("GEST")),
        begins: Some(ImpreciseDate::Year { year: 2026 }),
        ends: None,
        office: None,
        state: LinkState::Running,
        is_handover_confirmed: None,
        employment: None,
        residence_rule: None,
        identity: None,
        passport_until: None,
        applied_on: None,
        remark: hand.name(),
    };
    let fact = FactId::born(hand.now, hand.id());
    let command = Command::RecordFact(RecordFact {
        fact,
        corrects: None,
        draft,
    });
    Some((person, command))
}

fn assign_case(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    // Reception and coordinator look for those that nobody has; sometimes a case is moved.
    let is_move = hand.actor.is(Role::Coordinator) && hand.dice.chance(500);
    let known = hand.known;
    let able: Vec<&KnownPerson> = known
        .persons
        .iter()
        .filter(|one| one.case.is_some() && (one.post.is_none() || is_move))
        .collect();
    let one = *hand.dice.one(&able)?;
    let (person, case) = (one.person, one.case?);
    let to: PostCode = hand.dice.one(&POSTS)?.0.parse().unwrap();
    let command = Command::AssignCase(AssignCase {
        case,
        to,
        because: match hand.dice.below(12) {
            0 => None,
            1 => Some(ChoiceReason::Language),
            2 => Some(ChoiceReason::OnSite),
            _ => Some(ChoiceReason::Conflict),
        },
        reason: "kennt die Familie".to_owned(),
    });
    Some((person, command))
}

fn keep_post(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let (person, case) = hand.case()?;
    let reason = hand.name();
    Some((person, Command::KeepPost(KeepPost { case, reason })))
}

fn settle_held(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let (known, actor) = (hand.known, hand.actor);
    let late: Vec<_> = known
        .on_cases
        .iter()
        .rev()
        .filter(|(of, _, post)| {
            *post != actor.post
                && known
                    .persons
                    .iter()
                    .any(|one| one.person == *of && is_theirs(actor, one))
        })
        .take(6)
        .collect();
    let (person, held) = match hand.dice.one(&late) {
        Some((person, held, _)) => (*person, *held),
        // Somebody else settled it, or nobody ever wrote it.
        None => (hand.person()?, EnvelopeId::born(hand.now, hand.id())),
    };
    let answer = if hand.dice.chance(700) {
        HeldAnswer::Accept
    } else {
        HeldAnswer::Decline {
            reason: hand.name(),
        }
    };
    Some((person, Command::SettleHeld(SettleHeld { held, answer })))
}

fn receive_message(hand: &mut Hand<'_>) -> (Subject, Command) {
    let message = MessageId::born(hand.now, hand.id());
    let draft = MessageDraft {
        text: hand.text(),
        place: hand.name(),
        ..MessageDraft::default()
    };
    (
        Subject::Message(message),
        Command::ReceiveMessage(ReceiveMessage { draft }),
    )
}

fn answer_message(hand: &mut Hand<'_>) -> (Subject, Command) {
    let known = hand.known;
    let message = match hand.dice.one(&known.messages) {
        Some(message) => *message,
        None => MessageId::born(hand.now, hand.id()),
    };
    let note = hand.text();
    (
        Subject::Message(message),
        Command::AnswerMessage(AnswerMessage { note }),
    )
}

fn see_case(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let (person, case) = hand.case()?;
    Some((person, Command::SeeCase(SeeCase { case })))
}

fn set_next_date(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let (person, case) = hand.case()?;
    let on = hand
        .now
        .plus_millis(i64::try_from(hand.dice.below(60)).unwrap() * 86_400_000)
        .day();
    let next = if hand.dice.chance(800) {
        NextDate::Due {
            on,
            what: "Rückruf".to_owned(),
        }
    } else {
        NextDate::NoneBecause {
            reason: "wartet auf Bescheid".to_owned(),
            review_on: on,
        }
    };
    Some((person, Command::SetNextDate(SetNextDate { case, next })))
}

fn plan_appointment(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let (person, case) = hand.case()?;
    let appointment = AppointmentId::born(hand.now, hand.id());
    let draft = AppointmentDraft {
        starts_at: Some(hand.now.plus_millis(86_400_000)),
        contact: Some(code("HAUSBESUCH")),
        place: hand.name(),
        ..AppointmentDraft::default()
    };
    let command = Command::PlanAppointment(PlanAppointment {
        appointment,
        case,
        draft,
    });
    Some((person, command))
}

fn settle_appointment(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let known = hand.known;
    let actor = hand.actor;
    let able: Vec<_> = known
        .appointments
        .iter()
        .filter(|(of, ..)| {
            known
                .persons
                .iter()
                .any(|one| one.person == *of && is_theirs(actor, one))
        })
        .collect();
    let (person, case, appointment) = match hand.dice.one(&able) {
        Some(known) => **known,
        None => {
            let (person, case) = hand.case()?;
            (person, case, AppointmentId::born(hand.now, hand.id()))
        }
    };
    let ends = [AppointmentEnd::Kept, AppointmentEnd::Missed];
    let command = Command::SettleAppointment(SettleAppointment {
        appointment,
        case,
        end: *hand.dice.one(&ends)?,
    });
    Some((person, command))
}

fn add_note(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let (person, case) = hand.case()?;
    let draft = NoteDraft {
        occurred_on: Some(hand.now.day()),
        contact: Some(code("HAUSBESUCH")),
        text: hand.text(),
        ..NoteDraft::default()
    };
    let note = NoteId::born(hand.now, hand.id());
    Some((person, Command::AddNote(AddNote { note, case, draft })))
}

fn record_slip(hand: &mut Hand<'_>) -> (Subject, Command) {
    let slip = SlipId::born(hand.now, hand.id());
    let draft = SlipDraft {
        concern: hand.text(),
        fields_of_action: [code("H03")].into(),
        channel: Some(code("SERVICEPOINT")),
        urgency: Some(code("D4")),
        outcome: Some(SlipOutcome::Counselled),
        ..SlipDraft::default()
    };
    (
        Subject::Slip(slip),
        Command::RecordSlip(RecordSlip { draft }),
    )
}

fn attach_slip(hand: &mut Hand<'_>) -> Option<(Subject, Command)> {
    let known = hand.known;
    let slip = match hand.dice.one(&known.slips) {
        Some(slip) => *slip,
        // Of a colleague who told its number and never sent it.
        None => SlipId::born(hand.now, hand.id()),
    };
    let person = hand.person()?;
    Some((
        Subject::Slip(slip),
        Command::AttachSlip(AttachSlip { person }),
    ))
}

fn detach_slip(hand: &mut Hand<'_>) -> Option<(Subject, Command)> {
    let known = hand.known;
    let (slip, person) = match hand.dice.one(&known.attached) {
        Some(known) => *known,
        // Attached by a colleague who never sent it.
        None => (SlipId::born(hand.now, hand.id()), hand.person()?),
    };
    Some((
        Subject::Slip(slip),
        Command::DetachSlip(DetachSlip { person }),
    ))
}

fn load_organisation() -> (Subject, Command) {
    let organisation = town().clone();
    let command = Command::LoadOrganisation(LoadOrganisation { organisation });
    (Subject::Organisation(ags()), command)
}

/// The shipped town, read once.
fn town() -> &'static Organisation {
    static TOWN: OnceLock<Organisation> = OnceLock::new();
    TOWN.get_or_init(|| files::shipped().unwrap())
}
