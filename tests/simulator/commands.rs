//! One generator per command. A later command joins by one more function here; the match below does not compile
//! without it.
//!
//! A generator asks the model what is there, on the server and in this device's own outbox, and makes something that
//! can be done; now and then something that cannot: empty, longest, foreign, unknown, of yesterday.

use std::sync::OnceLock;

use shared::assignment::AssignCase;
use shared::case::{
    AppointmentDraft, AppointmentEnd, ChoiceReason, KeepPost, NextDate, PlanAppointment, SeeCase,
    SetNextDate, SettleAppointment,
};
use shared::command::{Command, CommandName};
use shared::consent::{ConsentAnswer, ConsentKind, Receiver, RecordConsent};
use shared::contact::{AnswerMessage, MessageDraft, ReceiveMessage};
use shared::disclosure::{DataClass, Disclose, DisclosureDraft, DisclosureEnd, EndDisclosure};
use shared::documentation::{AddNote, NoteDraft};
use shared::emergency::{
    AnswerEmergency, CheckCause, DAYS, EmergencyKind, EmergencyVerdict, EndEmergency, HOURS,
    OpenForCheck, OpenInEmergency,
};
use shared::erasure::{AskErasure, ConfirmErasure, DeclineErasure, ErasureReason, TakeBackErasure};
use shared::exchange::{HeldAnswer, SettleHeld, Subject};
use shared::inquiry::{AnswerInquiry, InquiryAnswer, InquiryDraft, SendInquiry};
use shared::intake::{
    AttachSlip, CompleteIntake, DecideIntake, DetachSlip, EditIntake, FactDraft, IntakeDecision,
    IntakeDraft, Lane, OtherCaseManagement, RecordFact, RecordSlip, SlipDraft, SlipOutcome,
    StartIntake,
};
use shared::kernel::{
    Actor, AppointmentId, CaseId, Code, ConsentId, DisclosureId, Edits, EmergencyId, EnvelopeId,
    ErasureId, FactId, ImpreciseDate, InquiryId, IntakeId, LinkId, MessageId, Moment, NoteId,
    PersonId, PostCode, Role, Signature, SlipId, Stroke, StrokePoint,
};
use shared::organisation::{LoadOrganisation, Organisation, files};
use shared::person::{
    EditPerson, LanguageSkill, LinkPersons, PersonDraft, RecordPerson, TellPersonsApart,
    UnlinkPersons,
};
use shared::reporting::IssueReport;
use strum::IntoEnumIterator;

use crate::dice::Dice;
use crate::model::{Case, Held, Person, Stage, Town};
use crate::people::POSTS;
use crate::server::ags;

const DAY: i64 = 86_400_000;

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

/// What a device last read of forms, with its own unsent edits on top.
pub(crate) trait Screen {
    fn person(&self, person: PersonId) -> PersonDraft;
    fn intake(&self, person: PersonId, intake: IntakeId) -> IntakeDraft;
}

/// What a generator has at hand.
pub(crate) struct Hand<'a> {
    pub(crate) dice: &'a mut Dice,
    pub(crate) now: Moment,
    pub(crate) actor: &'a Actor,
    /// What is there, as this worker can know it: the server's state with what waits on their device on top.
    pub(crate) town: &'a Town,
    pub(crate) screen: &'a dyn Screen,
}

impl<'a> Hand<'a> {
    /// One of the persons for whom this holds; most often one this worker may work with.
    fn one(&mut self, is_meant: impl Fn(&Person) -> bool) -> Option<(PersonId, &'a Person)> {
        let is_anybody = self.dice.chance(80);
        let (town, actor) = (self.town, self.actor);
        let able: Vec<(PersonId, &'a Person)> = town
            .persons
            .iter()
            .rev()
            .filter(|(_, one)| is_meant(one) && (is_anybody || one.is_for(actor)))
            .map(|(id, one)| (*id, one))
            // People work with a few at a time, so that two tablets meet at one person.
            .take(8)
            .collect();
        self.dice.one(&able).copied()
    }

    fn person(&mut self) -> Option<PersonId> {
        match self.dice.below(1000) {
            0..15 => return Some(PersonId::born(self.now, self.id())),
            // Somebody who is still on the screen of a device that has not heard of it.
            15..45 => {
                let erased: Vec<PersonId> = self.town.erased.iter().copied().collect();
                if let Some(erased) = self.dice.one(&erased) {
                    return Some(*erased);
                }
            }
            _ => {}
        }
        self.one(|_| true).map(|(id, _)| id)
    }

    fn intake(&mut self, at: &[Stage]) -> Option<(PersonId, &'a Person, IntakeId)> {
        let is_any_stage = self.dice.chance(80);
        let fits = |stage| is_any_stage || at.contains(&stage);
        let (id, person) = self.one(|one| one.intakes.values().any(|intake| fits(intake.stage)))?;
        let able: Vec<IntakeId> = person
            .intakes
            .iter()
            .filter(|(_, intake)| fits(intake.stage))
            .map(|(id, _)| *id)
            .collect();
        Some((id, person, *self.dice.one(&able)?))
    }

    /// A case of this worker; sometimes one that was theirs once, or is somebody else's.
    fn case(&mut self) -> Option<(PersonId, CaseId)> {
        self.case_with(|_| true)
    }

    fn case_with(&mut self, is_meant: impl Fn(&Case) -> bool) -> Option<(PersonId, CaseId)> {
        self.case_of(|_| true, is_meant)
    }

    /// As [`Self::case_with`], of one of those for whom something holds.
    fn case_of(
        &mut self,
        is_whose: impl Fn(&Person) -> bool,
        is_meant: impl Fn(&Case) -> bool,
    ) -> Option<(PersonId, CaseId)> {
        let (town, actor) = (self.town, self.actor);
        let (is_former, is_anybodys) = (self.dice.chance(150), self.dice.chance(120));
        let able: Vec<(PersonId, CaseId)> = town
            .persons
            .iter()
            .rev()
            .filter_map(|(id, person)| {
                let case_id = person.case?;
                let case = person.cases.get(&case_id)?;
                let was_theirs = is_former
                    && actor
                        .post
                        .as_ref()
                        .is_some_and(|post| case.ever.contains(post));
                let fits = is_anybodys || was_theirs || person.is_case_of(actor);
                (fits && is_whose(person) && is_meant(case)).then_some((*id, case_id))
            })
            .take(8)
            .collect();
        self.dice.one(&able).copied()
    }

    fn name(&mut self) -> String {
        match self.dice.below(100) {
            0 => "x".repeat(121),
            1..6 => (*self.dice.one(&NASTY).unwrap()).to_owned(),
            _ => (*self.dice.one(&NAMES).unwrap()).to_owned(),
        }
    }

    /// What somebody writes; no two write the same, so that a word found where it does not belong tells whose it is.
    fn text(&mut self) -> String {
        match self.dice.below(30) {
            0 => String::new(),
            1 => "  \n\t".to_owned(),
            2 => "ß".repeat(2000),
            _ => format!("Gespräch {} über Wohnung\nund Sprache", self.dice.next()),
        }
    }

    fn id(&mut self) -> [u8; 10] {
        self.dice.bytes()
    }

    fn days(&mut self, from: i64, span: usize) -> Moment {
        let days = from + i64::try_from(self.dice.below(span)).unwrap();
        self.now.plus_millis(days * DAY)
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

fn code(text: &str) -> Code {
    text.parse().unwrap()
}

/// Whether the role includes this kind of work at all.
pub(crate) fn is_work_of(actor: &Actor, name: CommandName) -> bool {
    use CommandName::*;
    let works_with_people = actor.is(Role::Reception) || actor.is(Role::CaseManager);
    match name {
        LoadOrganisation | AnswerMessage | DeclineErasure | ConfirmErasure | IssueReport => {
            actor.is(Role::Coordinator)
        }
        // Reception and case managers decide; what is an exception the coordinator decides.
        DecideIntake => works_with_people || actor.is(Role::Coordinator),
        KeepPost => actor.is(Role::Coordinator) || actor.is(Role::CaseManager),
        ReceiveMessage => actor.is_system(),
        OpenInEmergency | AnswerEmergency => actor.is(Role::CaseManager),
        OpenForCheck => actor.is(Role::HeadOfBody),
        EndEmergency => {
            let roles = [Role::Coordinator, Role::CaseManager, Role::HeadOfBody];
            roles.into_iter().any(|role| actor.is(role))
        }
        AssignCase => actor.is(Role::Coordinator) || actor.is(Role::Reception),
        SeeCase | SetNextDate | PlanAppointment | SettleAppointment | AddNote | RecordFact
        | Disclose | EndDisclosure => actor.is(Role::CaseManager),
        _ => works_with_people,
    }
}

const fn is_about_erasing(name: CommandName) -> bool {
    matches!(
        name,
        CommandName::AskErasure
            | CommandName::TakeBackErasure
            | CommandName::DeclineErasure
            | CommandName::ConfirmErasure
    )
}

/// What somebody in this role does next: mostly their own work, now and then anything.
pub(crate) fn choose(actor: &Actor, dice: &mut Dice) -> CommandName {
    use CommandName::*;
    const OFTEN: [CommandName; 6] = [
        EditPerson,
        EditIntake,
        AddNote,
        RecordPerson,
        CompleteIntake,
        PlanAppointment,
    ];
    // What others have to begin, and would seldom be there when the dice come to the answer.
    const BETWEEN_TWO: [CommandName; 10] = [
        OpenInEmergency,
        OpenForCheck,
        EndEmergency,
        AnswerEmergency,
        SendInquiry,
        AnswerInquiry,
        SettleHeld,
        DecideIntake,
        Disclose,
        EndDisclosure,
    ];
    let all: Vec<CommandName> = CommandName::iter().collect();
    for _ in 0..20 {
        let of: &[CommandName] = match () {
            () if dice.chance(250) => &OFTEN,
            () if dice.chance(200) => &BETWEEN_TWO,
            () => &all,
        };
        let name = *dice.one(of).unwrap();
        // Seldom, so that what people do all day is not done less.
        if is_about_erasing(name) && !dice.chance(400) {
            continue;
        }
        // Whoever was erased is nobody's work any more.
        if name == ConfirmErasure && !dice.chance(500) {
            continue;
        }
        if is_work_of(actor, name) || dice.chance(40) {
            return name;
        }
    }
    EditPerson
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
        CommandName::Disclose => disclose(hand).map(of_person),
        CommandName::EndDisclosure => end_disclosure(hand).map(of_person),
        CommandName::RecordSlip => Some(record_slip(hand)),
        CommandName::AttachSlip => attach_slip(hand),
        CommandName::DetachSlip => detach_slip(hand),
        CommandName::SettleHeld => settle_held(hand),
        CommandName::ReceiveMessage => Some(receive_message(hand)),
        CommandName::AnswerMessage => Some(answer_message(hand)),
        CommandName::OpenInEmergency => open_in_emergency(hand).map(of_person),
        CommandName::OpenForCheck => open_for_check(hand).map(of_person),
        CommandName::EndEmergency => end_emergency(hand).map(of_person),
        CommandName::AnswerEmergency => answer_emergency(hand).map(of_person),
        CommandName::SendInquiry => send_inquiry(hand),
        CommandName::AnswerInquiry => answer_inquiry(hand),
        CommandName::LoadOrganisation => Some(load_organisation()),
        CommandName::AskErasure => ask_erasure(hand).map(of_person),
        CommandName::TakeBackErasure => take_back_erasure(hand).map(of_person),
        CommandName::DeclineErasure => decline_erasure(hand).map(of_person),
        CommandName::ConfirmErasure => confirm_erasure(hand),
        CommandName::IssueReport => Some(issue_report(hand)),
    }
}

pub(crate) fn person_draft(
    now: Moment,
    family_name: String,
    given_name: String,
    born: ImpreciseDate,
    days_here: i64,
) -> PersonDraft {
    let arrived = ImpreciseDate::Day {
        on: now.plus_millis(-days_here * DAY).day(),
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

/// Whether the person came so long ago that they are outside the target group.
fn came_long_ago(person: &Person) -> bool {
    person
        .form
        .pointer("/entered_germany/on")
        .and_then(|on| on.as_str())
        .is_some_and(|on| on < "2018")
}

pub(crate) fn intake_draft(now: Moment, concern: String) -> IntakeDraft {
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
    // Somebody who knows an id from elsewhere records the person a second time.
    let person = match hand.one(|_| true) {
        Some((id, _)) if hand.dice.chance(60) => id,
        _ => PersonId::born(hand.now, hand.id()),
    };
    let days_here = if hand.dice.chance(250) { 4_000 } else { 90 };
    let draft = person_draft(hand.now, hand.name(), hand.name(), hand.born(), days_here);
    (person, Command::RecordPerson(RecordPerson { draft }))
}

fn edit_person(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let person = hand.person()?;
    let before = hand.screen.person(person);
    let mut after = before.clone();
    for _ in 0..=hand.dice.below(2) {
        match hand.dice.below(10) {
            0 => after.called = hand.name(),
            1 => after.contact.telephone = format!("0214 {}", hand.dice.below(10_000)),
            2 => after.address.street = format!("Kölner Straße {}", hand.dice.below(200)),
            3 => after.needs_interpreter = Some(hand.dice.chance(500)),
            4 => after.born = Some(hand.born()),
            5 => after.address.is_locked = hand.dice.chance(300),
            6 => after.address.post_code = "4711".to_owned(),
            7 | 8 => {
                let moved_to = hand.dice.one(&town().localities);
                after.address.locality = moved_to.map(|locality| locality.code.clone());
            }
            _ => after.spoken_name = hand.name(),
        }
    }
    let edits = Edits::between(&before, &after).unwrap();
    (!edits.is_empty()).then_some((person, Command::EditPerson(EditPerson { edits })))
}

/// Two persons of whom nobody has said that they are the same; now and then any two, or one twice.
fn two_persons(hand: &mut Hand<'_>) -> Option<(PersonId, PersonId)> {
    let (person, of) = hand.one(|_| true)?;
    let is_careless = hand.dice.chance(150);
    let (town, actor) = (hand.town, hand.actor);
    let able: Vec<PersonId> = town
        .persons
        .iter()
        .rev()
        .filter(|(id, other)| {
            is_careless
                || (**id != person
                    && !of.is_linked_to(**id)
                    && (other.is_for(actor) || other.is_shown_to(actor)))
        })
        .map(|(id, _)| *id)
        .take(8)
        .collect();
    Some((person, *hand.dice.one(&able)?))
}

fn link_persons(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let (person, other) = two_persons(hand)?;
    let command = Command::LinkPersons(LinkPersons {
        link: LinkId::born(hand.now, hand.id()),
        other,
        reason: "gleiche Telefonnummer".to_owned(),
    });
    Some((person, command))
}

fn tell_persons_apart(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let (person, other) = two_persons(hand)?;
    let reason = hand.name();
    let command = Command::TellPersonsApart(TellPersonsApart { other, reason });
    Some((person, command))
}

fn unlink_persons(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let is_careless = hand.dice.chance(150);
    let linked = hand.one(|one| {
        one.links
            .values()
            .any(|link| is_careless || !link.is_undone)
    });
    let (person, link) = match linked {
        Some((id, person)) => {
            let able: Vec<LinkId> = person
                .links
                .iter()
                .filter(|(_, link)| is_careless || !link.is_undone)
                .map(|(id, _)| *id)
                .collect();
            (id, *hand.dice.one(&able)?)
        }
        None => (hand.person()?, LinkId::born(hand.now, hand.id())),
    };
    let command = Command::UnlinkPersons(UnlinkPersons {
        link,
        reason: "zwei Brüder".to_owned(),
    });
    Some((person, command))
}

fn record_consent(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    // Most often the question is asked while somebody is taken in.
    let asked = hand.one(|one| one.case.is_none() && !one.intakes.is_empty() && !one.agrees());
    let person = match asked {
        Some((person, _)) if hand.dice.chance(600) => person,
        _ => hand.person()?,
    };
    let kinds = [
        ConsentKind::FoundAtDesk,
        ConsentKind::FoundAtDesk,
        ConsentKind::CaseManagement,
        ConsentKind::CaseManagement,
        ConsentKind::Deputy,
        ConsentKind::Sharing,
        ConsentKind::Aftercare,
    ];
    let answers = [
        ConsentAnswer::Given,
        ConsentAnswer::Given,
        ConsentAnswer::Refused,
        ConsentAnswer::Revoked,
    ];
    // An answer of tomorrow is a slip of the pen, an older one a sheet that was found again.
    let answered_on = match hand.dice.below(10) {
        0 => hand.days(10, 5),
        1 => hand.days(-9, 5),
        _ => hand.now,
    };
    let kind = *hand.dice.one(&kinds)?;
    let answer = *hand.dice.one(&answers)?;
    let receivers = [
        Receiver::Unit(
            ["awo", "caritas", "gibtsnicht"][hand.dice.below(3)]
                .parse()
                .ok()?,
        ),
        Receiver::Office("jobcenter".parse().ok()?),
    ];
    // Now and then somebody else's receiver, or none.
    let receiver = match (kind, hand.dice.below(20)) {
        (_, 0) => None,
        (_, 1) => hand.dice.one(&receivers).cloned(),
        (ConsentKind::Deputy, _) => receivers.first().cloned(),
        (ConsentKind::Sharing, _) => receivers.last().cloned(),
        _ => None,
    };
    let is_signed = answer == ConsentAnswer::Given && !kind.is_asked_at_intake();
    let line = Stroke(vec![StrokePoint(1, 2), StrokePoint(900, 299)]);
    let signature = match hand.dice.below(10) {
        0 => Some(Signature::Drawn(Vec::new())),
        1..5 => Some(Signature::Drawn(vec![line; 1 + hand.dice.below(120)])),
        _ => Some(Signature::Paper),
    };
    let until = (is_signed && hand.dice.chance(300)).then(|| hand.days(30, 60).day());
    let command = Command::RecordConsent(RecordConsent {
        consent: ConsentId::born(hand.now, hand.id()),
        kind,
        answer,
        text_version: "2026-1".to_owned(),
        language: code("ara"),
        explained: code("spoken"),
        answered_on: answered_on.day(),
        receiver,
        until,
        interpreter: String::new(),
        signature: signature.filter(|_| is_signed),
    });
    Some((person, command))
}

fn start_intake(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let is_again = hand.dice.chance(60);
    let (person, of) = hand.one(|one| {
        let is_open = |stage| stage < Stage::Decided;
        is_again
            || (one.case.is_none() && !one.intakes.values().any(|intake| is_open(intake.stage)))
    })?;
    let again = of.intakes.keys().next().copied();
    let intake = match again {
        Some(intake) if hand.dice.chance(100) => intake,
        _ => IntakeId::born(hand.now, hand.id()),
    };
    let mut draft = intake_draft(hand.now, hand.text());
    if hand.dice.chance(50) {
        draft.requested_on = Some(hand.days(10, 5).day());
    }
    Some((person, Command::StartIntake(StartIntake { intake, draft })))
}

fn edit_intake(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let (person, _, intake) = hand.intake(&[Stage::Started, Stage::Completed])?;
    let before = hand.screen.intake(person, intake);
    let mut after = before.clone();
    for _ in 0..=hand.dice.below(2) {
        match hand.dice.below(7) {
            0 => {
                after.other_case_management = Some(OtherCaseManagement::Yes);
                after.other_case_management_at = format!("Stelle {}", hand.dice.below(9));
            }
            1 => after.screening.is_wanted = Some(hand.dice.chance(800)),
            2 => after.screening.has_complex_need = Some(hand.dice.chance(500)),
            3 => after.urgency = Some(code(["D3", "D4"][hand.dice.below(2)])),
            4 => after.requested_on = Some(hand.days(-3, 6).day()),
            5 => {
                after.fields_of_action.insert(code("H03"));
            }
            _ => after.concern = hand.text(),
        }
    }
    let edits = Edits::between(&before, &after).unwrap();
    (!edits.is_empty()).then_some((person, Command::EditIntake(EditIntake { intake, edits })))
}

fn complete_intake(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let (person, _, intake) = hand.intake(&[Stage::Started, Stage::ExceptionRefused])?;
    Some((person, Command::CompleteIntake(CompleteIntake { intake })))
}

fn decide_intake(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    if hand.actor.is(Role::Coordinator)
        && let Some(decided) = decide_exception(hand)
    {
        return Some(decided);
    }
    // Somebody ended the wrong one, and takes that back.
    if hand.dice.chance(150)
        && let Some((person, _, intake)) = hand.intake(&[Stage::Ended])
    {
        let decision = IntakeDecision::TakeBack {};
        let command = Command::DecideIntake(DecideIntake { intake, decision });
        return Some((person, command));
    }
    let (person, of, intake) = hand.intake(&[
        Stage::Completed,
        Stage::ExceptionAsked,
        Stage::ExceptionRefused,
    ])?;
    let case = CaseId::born(hand.now, hand.id());
    let reason = if hand.dice.chance(900) {
        "auf Wunsch".to_owned()
    } else {
        String::new()
    };
    let decision = match hand.dice.below(10) {
        0 => IntakeDecision::Counselled { reason },
        1 => IntakeDecision::Refer {
            office: "fluechtlingsrat".parse().unwrap(),
            reason,
        },
        2 => IntakeDecision::AdmitByException { case, reason },
        _ if came_long_ago(of) => IntakeDecision::AskException {
            reason,
            is_no_name: true,
        },
        _ => IntakeDecision::Admit { case },
    };
    // Whoever has not agreed is seldom admitted all the same, by a screen that does not know the answer yet.
    let decision = if decision.needs_consent() && !of.agrees() && hand.dice.chance(900) {
        IntakeDecision::Counselled {
            reason: "möchte noch überlegen".to_owned(),
        }
    } else {
        decision
    };
    let command = Command::DecideIntake(DecideIntake { intake, decision });
    Some((person, command))
}

/// The coordinator's answer to one who asks for an exception, whosever person it is; now and then a refusal is taken back.
fn decide_exception(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let town = hand.town;
    let at = |stage: Stage| -> Vec<(PersonId, IntakeId)> {
        town.persons
            .iter()
            .rev()
            .flat_map(|(id, person)| {
                let intakes = person.intakes.iter();
                let at = intakes.filter(move |(_, intake)| intake.stage == stage);
                at.map(move |(intake, _)| (*id, *intake))
            })
            .take(8)
            .collect()
    };
    let refused = at(Stage::ExceptionRefused);
    if hand.dice.chance(500)
        && let Some((person, intake)) = hand.dice.one(&refused).copied()
    {
        let decision = IntakeDecision::TakeBackRefusal {};
        let command = Command::DecideIntake(DecideIntake { intake, decision });
        return Some((person, command));
    }
    let (person, intake) = *hand.dice.one(&at(Stage::ExceptionAsked))?;
    let reason = if hand.dice.chance(900) {
        "Angebote vor Ort genügen".to_owned()
    } else {
        String::new()
    };
    let decision = if hand.dice.chance(600) {
        IntakeDecision::RefuseException { reason }
    } else {
        let case = CaseId::born(hand.now, hand.id());
        IntakeDecision::AdmitByException { case, reason }
    };
    let command = Command::DecideIntake(DecideIntake { intake, decision });
    Some((person, command))
}

fn record_fact(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let (person, of) = hand.one(|_| true)?;
    let (lane, value) = [
        (Lane::Residence, "GEST"),
        (Lane::Residence, "GEST"),
        (Lane::Housing, "KEIN_CODE"),
    ][hand.dice.below(3)];
    let corrects = of.facts.iter().next_back().copied();
    let draft = FactDraft {
        value: Some(code(value)),
        begins: Some(ImpreciseDate::Year { year: 2026 }),
        remark: hand.name(),
        ..FactDraft::blank(lane)
    };
    let fact = FactId::born(hand.now, hand.id());
    let command = Command::RecordFact(RecordFact {
        fact,
        corrects: corrects.filter(|_| hand.dice.chance(400)),
        draft,
    });
    Some((person, command))
}

fn assign_case(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    // Reception and coordinator look for those that nobody has; sometimes a case is moved.
    let is_move = hand.dice.chance(if hand.actor.is(Role::Coordinator) {
        500
    } else {
        100
    });
    let town = hand.town;
    let able: Vec<(PersonId, CaseId)> = town
        .persons
        .iter()
        .rev()
        .filter_map(|(id, person)| {
            let case = person.case?;
            (person.post().is_none() || is_move).then_some((*id, case))
        })
        .take(8)
        .collect();
    let (person, case) = *hand.dice.one(&able)?;
    let to: PostCode = if hand.dice.chance(50) {
        "gibt-es-nicht-1".parse().unwrap()
    } else {
        hand.dice.one(&POSTS)?.0.parse().unwrap()
    };
    // Without a reason it goes to a post of the district alone; a reason that is not so is refused.
    let because = match hand.dice.below(12) {
        0 => None,
        1 => Some(ChoiceReason::Language),
        2 => Some(ChoiceReason::OnSite),
        3..6 => Some(ChoiceReason::Household),
        6..9 => Some(ChoiceReason::Conflict),
        9 => Some(ChoiceReason::Load),
        _ => Some(ChoiceReason::ClientChoice),
    };
    let command = Command::AssignCase(AssignCase {
        case,
        to,
        because,
        reason: "kennt die Familie".to_owned(),
    });
    Some((person, command))
}

fn keep_post(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let is_careless = hand.dice.chance(150);
    let (town, actor) = (hand.town, hand.actor);
    let able: Vec<(PersonId, CaseId)> = town
        .persons
        .iter()
        .rev()
        .filter_map(|(id, person)| {
            let case_id = person.case?;
            let is_asked = person.cases.get(&case_id)?.is_to_check
                && (actor.is(Role::Coordinator) || person.is_case_of(actor));
            (is_asked || is_careless).then_some((*id, case_id))
        })
        .take(8)
        .collect();
    let (person, case) = match hand.dice.one(&able) {
        Some(asked) => *asked,
        // Nobody moved, or somebody else has answered.
        None => hand.case()?,
    };
    let reason = hand.name();
    Some((person, Command::KeepPost(KeepPost { case, reason })))
}

fn see_case(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let (person, case) = hand.case()?;
    Some((person, Command::SeeCase(SeeCase { case })))
}

fn set_next_date(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let (person, case) = hand.case()?;
    let on = hand.days(0, 60).day();
    let what = match hand.dice.below(10) {
        0 => String::new(),
        1 => "a\u{202E}b".to_owned(),
        _ => format!("Rückruf {}", hand.dice.below(100)),
    };
    let next = if hand.dice.chance(800) {
        NextDate::Due { on, what }
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
        // Now and then a slip of the finger: a day that is over. That is refused, and stays so.
        starts_at: hand.dice.chance(950).then(|| {
            let from = if hand.dice.chance(30) { -4 } else { 0 };
            hand.days(from, 9)
        }),
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
    let is_again = hand.dice.chance(100);
    let (person, case) = hand
        .case_with(|case| {
            case.appointments
                .values()
                .any(|one| is_again || one.end.is_none())
        })
        .or_else(|| hand.case())?;
    let able: Vec<(AppointmentId, Moment)> = hand
        .town
        .persons
        .get(&person)
        .and_then(|person| person.cases.get(&case))?
        .appointments
        .iter()
        .filter(|(_, one)| is_again || one.end.is_none())
        .map(|(id, one)| (*id, one.starts_at))
        .collect();
    let (appointment, starts_at) = hand
        .dice
        .one(&able)
        .copied()
        .unwrap_or_else(|| (AppointmentId::born(hand.now, [7; 10]), hand.now));
    let ends = [AppointmentEnd::Kept, AppointmentEnd::Missed];
    let end = if starts_at.day() <= hand.now.day() || hand.dice.chance(150) {
        *hand.dice.one(&ends)?
    } else {
        let ends = [AppointmentEnd::CancelledByClient, AppointmentEnd::Moved];
        *hand.dice.one(&ends)?
    };
    let command = Command::SettleAppointment(SettleAppointment {
        appointment,
        case,
        end,
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

/// Mostly what the client agreed to, as far as this worker knows; now and then without asking.
fn disclose(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let is_careless = hand.dice.chance(150);
    let (person, case) = hand.case_of(|one| is_careless || one.shares(), |_| true)?;
    let offices = if hand.dice.chance(50) {
        Vec::new()
    } else {
        vec!["jobcenter".parse().ok()?]
    };
    let draft = DisclosureDraft {
        offices,
        conference_on: hand.dice.chance(50).then(|| hand.days(-2, 4).day()),
        classes: [DataClass::Work].into(),
        purpose: "Antrag auf Bürgergeld".to_owned(),
        message: hand.text(),
    };
    let disclosure = DisclosureId::born(hand.now, hand.id());
    let call = Disclose {
        disclosure,
        case,
        draft,
    };
    Some((person, Command::Disclose(call)))
}

/// Mostly one that lost its consent; now and then any.
fn end_disclosure(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let is_careless = hand.dice.chance(150);
    let is_open = |case: &Case| case.disclosures.values().any(|is_ended| !is_ended);
    let (person, case) = hand.case_of(|one| is_careless || !one.shares(), is_open)?;
    let of_case = &hand
        .town
        .persons
        .get(&person)?
        .cases
        .get(&case)?
        .disclosures;
    let open: Vec<DisclosureId> = of_case
        .iter()
        .filter(|(_, is_ended)| is_careless || !**is_ended)
        .map(|(id, _)| *id)
        .collect();
    let ends: Vec<DisclosureEnd> = DisclosureEnd::iter().collect();
    let call = EndDisclosure {
        disclosure: *hand.dice.one(&open)?,
        case,
        end: *hand.dice.one(&ends)?,
    };
    Some((person, Command::EndDisclosure(call)))
}

fn record_slip(hand: &mut Hand<'_>) -> (Subject, Command) {
    let slip = SlipId::born(hand.now, hand.id());
    let draft = SlipDraft {
        concern: hand.text(),
        fields_of_action: [code("H03")].into(),
        channel: Some(code("SERVICEPOINT")),
        urgency: hand.dice.chance(950).then(|| code("D4")),
        outcome: Some(SlipOutcome::Counselled),
        ..SlipDraft::default()
    };
    (
        Subject::Slip(slip),
        Command::RecordSlip(RecordSlip { draft }),
    )
}

fn attach_slip(hand: &mut Hand<'_>) -> Option<(Subject, Command)> {
    let is_careless = hand.dice.chance(150);
    let (town, actor) = (hand.town, hand.actor);
    let able: Vec<SlipId> = town
        .slips
        .iter()
        .filter(|(_, slip)| is_careless || (slip.unit == actor.unit && slip.person.is_none()))
        .map(|(id, _)| *id)
        .collect();
    let slip = match hand.dice.one(&able) {
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
    let is_careless = hand.dice.chance(150);
    let (town, actor) = (hand.town, hand.actor);
    let able: Vec<(SlipId, PersonId)> = town
        .slips
        .iter()
        .filter_map(|(id, slip)| {
            let at = slip.person?;
            let is_for = town.persons.get(&at).is_some_and(|one| one.is_for(actor));
            (is_careless || (slip.unit == actor.unit && is_for)).then_some((*id, at))
        })
        .collect();
    let (slip, mut person) = match hand.dice.one(&able) {
        Some(attached) => *attached,
        // Attached by a colleague who never sent it.
        None => (SlipId::born(hand.now, hand.id()), hand.person()?),
    };
    if hand.dice.chance(60) {
        // It stands at somebody else by now.
        person = hand.person()?;
    }
    Some((
        Subject::Slip(slip),
        Command::DetachSlip(DetachSlip { person }),
    ))
}

fn settle_held(hand: &mut Hand<'_>) -> Option<(Subject, Command)> {
    let is_careless = hand.dice.chance(150);
    let (town, actor) = (hand.town, hand.actor);
    let able: Vec<(EnvelopeId, &Held)> = town
        .held
        .iter()
        .rev()
        .filter(|(_, held)| is_careless || (!held.is_settled && town.may_settle(actor, held)))
        .map(|(id, held)| (*id, held))
        .take(8)
        .collect();
    let (held, subject, can_be_accepted) = match hand.dice.one(&able) {
        Some((id, held)) => {
            let late = &held.envelope;
            let is_answer = matches!(late.command, Command::SettleHeld(_));
            (*id, late.subject.clone(), !is_answer)
        }
        // Nobody ever wrote it.
        None => {
            let id = EnvelopeId::born(hand.now, hand.id());
            (id, Subject::Person(hand.person()?), true)
        }
    };
    let answer = if hand.dice.chance(if can_be_accepted { 750 } else { 150 }) {
        HeldAnswer::Accept {}
    } else {
        HeldAnswer::Decline {
            reason: hand.name(),
        }
    };
    Some((subject, Command::SettleHeld(SettleHeld { held, answer })))
}

fn receive_message(hand: &mut Hand<'_>) -> (Subject, Command) {
    let known: Vec<MessageId> = hand.town.messages.keys().copied().collect();
    let message = match hand.dice.one(&known) {
        // Sent again.
        Some(known) if hand.dice.chance(60) => *known,
        _ => MessageId::born(hand.now, hand.id()),
    };
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
    let is_careless = hand.dice.chance(150);
    let able: Vec<MessageId> = hand
        .town
        .messages
        .iter()
        .filter(|(_, is_answered)| is_careless || !**is_answered)
        .map(|(id, _)| *id)
        .collect();
    let message = match hand.dice.one(&able) {
        Some(message) => *message,
        None => MessageId::born(hand.now, hand.id()),
    };
    let note = hand.text();
    (
        Subject::Message(message),
        Command::AnswerMessage(AnswerMessage { note }),
    )
}

/// Somebody else's case whose person is seen at the desk; now and then any.
fn open_in_emergency(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let is_careless = hand.dice.chance(80);
    let (town, actor) = (hand.town, hand.actor);
    let able: Vec<PersonId> = town
        .persons
        .iter()
        .rev()
        .filter(|(_, one)| {
            let is_foreign = one.case.is_some() && one.is_shown_to(actor) && !one.is_case_of(actor);
            is_foreign || is_careless
        })
        .map(|(id, _)| *id)
        .take(8)
        .collect();
    let call = OpenInEmergency {
        emergency: EmergencyId::born(hand.now, hand.id()),
        kind: EmergencyKind::Danger,
        reason: if is_careless {
            hand.name()
        } else {
            "liegt bewusstlos im Flur, der Notarzt fragt".to_owned()
        },
        hours: *hand.dice.one(&HOURS)?,
    };
    Some((*hand.dice.one(&able)?, Command::OpenInEmergency(call)))
}

/// A case of the head's body, of which only the server knows whether it is; now and then one that never was.
fn open_for_check(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let is_careless = hand.dice.chance(80);
    let town = hand.town;
    let able: Vec<(PersonId, CaseId)> = town
        .persons
        .iter()
        .rev()
        .filter_map(|(id, one)| Some((*id, one.case?)))
        .filter(|(id, _)| {
            let post = town.persons.get(id).and_then(Person::post);
            is_careless || post.is_some_and(|post| ["soziales-1", "ki-1"].contains(&post.as_str()))
        })
        .take(8)
        .collect();
    let (person, case) = *hand.dice.one(&able)?;
    let call = OpenForCheck {
        emergency: EmergencyId::born(hand.now, hand.id()),
        case: if is_careless {
            CaseId::born(hand.now, hand.id())
        } else {
            case
        },
        cause: CheckCause::Complaint,
        reason: "Beschwerde: Seit März ruft niemand zurück".to_owned(),
        days: *hand.dice.one(&DAYS)?,
    };
    Some((person, Command::OpenForCheck(call)))
}

/// An access to the file of a person, one that was answered or one that was not.
fn emergency(hand: &mut Hand<'_>, is_answered: Option<bool>) -> Option<(PersonId, EmergencyId)> {
    let (town, actor) = (hand.town, hand.actor);
    let is_anybodys = hand.dice.chance(120);
    let able: Vec<(PersonId, EmergencyId)> =
        town.persons
            .iter()
            .rev()
            .filter(|(_, one)| is_anybodys || actor.is(Role::Coordinator) || one.is_case_of(actor))
            .flat_map(|(id, one)| {
                let fits = one.emergencies.iter().filter(move |(_, answered)| {
                    is_answered.is_none_or(|wanted| wanted == **answered)
                });
                fits.map(|(emergency, _)| (*id, *emergency))
            })
            .take(8)
            .collect();
    match hand.dice.one(&able) {
        Some(known) => Some(*known),
        // Of a colleague who told of it and never sent it.
        None if hand.dice.chance(80) => {
            Some((hand.person()?, EmergencyId::born(hand.now, hand.id())))
        }
        None => None,
    }
}

fn end_emergency(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let (person, emergency) = emergency(hand, None)?;
    Some((person, Command::EndEmergency(EndEmergency { emergency })))
}

fn answer_emergency(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let is_careless = hand.dice.chance(120);
    let (person, emergency) = emergency(hand, (!is_careless).then_some(false))?;
    let (verdict, note) = if hand.dice.chance(300) {
        (EmergencyVerdict::Questioned, hand.name())
    } else {
        (EmergencyVerdict::Understood, String::new())
    };
    let call = AnswerEmergency {
        emergency,
        verdict,
        note,
    };
    Some((person, Command::AnswerEmergency(call)))
}

/// About somebody whom the one who asks does not see; now and then about anybody, or nobody.
fn send_inquiry(hand: &mut Hand<'_>) -> Option<(Subject, Command)> {
    let is_careless = hand.dice.chance(80);
    let (town, actor) = (hand.town, hand.actor);
    let able: Vec<PersonId> = town
        .persons
        .iter()
        .rev()
        .filter(|(_, one)| is_careless || !(one.is_for(actor) || one.is_shown_to(actor)))
        .map(|(id, _)| *id)
        .take(8)
        .collect();
    let person = *hand.dice.one(&able)?;
    let form: PersonDraft =
        serde_json::from_value((*town.persons.get(&person)?.form).clone()).ok()?;
    let draft = InquiryDraft {
        family_name: if is_careless && hand.dice.chance(500) {
            hand.name()
        } else {
            form.family_name
        },
        given_name: form.given_name,
        born: form.born,
        reason: "sitzt bei uns und spricht von einer Beratung".to_owned(),
        is_agreed: !is_careless || hand.dice.chance(500),
    };
    let inquiry = InquiryId::born(hand.now, hand.id());
    Some((
        Subject::Inquiry(inquiry),
        Command::SendInquiry(SendInquiry { draft }),
    ))
}

fn answer_inquiry(hand: &mut Hand<'_>) -> Option<(Subject, Command)> {
    let is_careless = hand.dice.chance(150);
    let (town, actor) = (hand.town, hand.actor);
    let able: Vec<(InquiryId, PersonId)> = town
        .inquiries
        .iter()
        .rev()
        .flat_map(|(id, inquiry)| {
            inquiry
                .meant
                .iter()
                .map(move |person| (*id, inquiry, *person))
        })
        .filter(|(_, inquiry, person)| {
            let is_theirs = town
                .persons
                .get(person)
                .is_some_and(|one| one.is_for(actor));
            is_careless || (is_theirs && !inquiry.answered.contains(person))
        })
        .map(|(id, _, person)| (id, person))
        .take(8)
        .collect();
    let (inquiry, person) = match hand.dice.one(&able) {
        Some(asked) => *asked,
        None if hand.dice.chance(80) => (InquiryId::born(hand.now, hand.id()), hand.person()?),
        None => return None,
    };
    let (answer, note) = match hand.dice.below(3) {
        0 => (InquiryAnswer::Known, hand.name()),
        1 => (InquiryAnswer::NotTheSame, String::new()),
        _ => (InquiryAnswer::NoInformation, String::new()),
    };
    let call = AnswerInquiry {
        person,
        answer,
        note,
    };
    Some((Subject::Inquiry(inquiry), Command::AnswerInquiry(call)))
}

fn ask_erasure(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let is_careless = hand.dice.chance(150);
    let (person, _) = hand.one(|one| is_careless || one.asked().is_none())?;
    let reasons: Vec<ErasureReason> = ErasureReason::iter().collect();
    let call = AskErasure {
        erasure: ErasureId::born(hand.now, hand.id()),
        reason: *hand.dice.one(&reasons)?,
        remark: hand.name(),
    };
    Some((person, Command::AskErasure(call)))
}

/// A person about whom a request waits, and the request; now and then one that does not.
fn request(hand: &mut Hand<'_>, is_theirs: bool) -> Option<(PersonId, ErasureId)> {
    let is_careless = hand.dice.chance(100);
    let able: Vec<(PersonId, ErasureId)> = hand
        .town
        .persons
        .iter()
        .filter(|(_, one)| !is_theirs || one.is_for(hand.actor))
        .filter_map(|(id, one)| Some((*id, one.asked()?)))
        .collect();
    match hand.dice.one(&able).filter(|_| !is_careless) {
        Some(one) => Some(*one),
        None => Some((hand.person()?, ErasureId::born(hand.now, hand.id()))),
    }
}

fn take_back_erasure(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let (person, erasure) = request(hand, true)?;
    Some((
        person,
        Command::TakeBackErasure(TakeBackErasure { erasure }),
    ))
}

fn decline_erasure(hand: &mut Hand<'_>) -> Option<(PersonId, Command)> {
    let (person, erasure) = request(hand, false)?;
    let reason = hand.name();
    Some((
        person,
        Command::DeclineErasure(DeclineErasure { erasure, reason }),
    ))
}

fn confirm_erasure(hand: &mut Hand<'_>) -> Option<(Subject, Command)> {
    let is_waiting = |person: &Person| person.asked().is_some();
    if !hand.town.persons.values().any(is_waiting) && !hand.dice.chance(200) {
        return None;
    }
    let (person, erasure) = request(hand, false)?;
    Some((
        Subject::Erasure(erasure),
        Command::ConfirmErasure(ConfirmErasure { person }),
    ))
}

pub(crate) fn load_organisation() -> (Subject, Command) {
    let organisation = town().clone();
    let command = Command::LoadOrganisation(LoadOrganisation { organisation });
    (Subject::Organisation(ags()), command)
}

/// A report about a quarter long ago, or about one that has not come yet.
fn issue_report(hand: &mut Hand<'_>) -> (Subject, Command) {
    let year = 2000 + hand.dice.below(30);
    let quarter = format!("{year}-Q{}", 1 + hand.dice.below(4));
    let quarter = quarter.parse().unwrap();
    let command = Command::IssueReport(IssueReport { quarter });
    (Subject::Organisation(ags()), command)
}

/// The shipped town, read once.
pub(crate) fn town() -> &'static Organisation {
    static TOWN: OnceLock<Organisation> = OnceLock::new();
    TOWN.get_or_init(|| files::shipped().unwrap())
}
