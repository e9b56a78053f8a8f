//! A day's work in which every command is done and every call is answered at least once, made of the types that the
//! product itself sends. What was asked and answered is kept: for the count, for judging each answer against the API
//! document, and as a point from which random questions begin.

use anyhow::{Context as _, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use harness::{APerson, Answer, Authenticator, Client, Town, a_person, now, random};
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use p256::pkcs8::EncodePublicKey as _;
use serde::Serialize;
use serde_json::{Value, json};
use shared::assignment::AssignCase;
use shared::assignment::calls::{
    CaseSearch, FindCases, Pool, Propose, ReadBody, ReadHandedOver, ReadResponsibility,
};
use shared::attachment::calls::{ReadAttachment, ThisAttachment};
use shared::audit::calls::{
    AnomalyWindow, ExportReadings, ListAnomalies, ListReaders, ReadWhoRead, ReadWritings,
    ReadingExport, ReadingSearch, SearchReadings, WritingSearch,
};
use shared::audit::changes::{ChangeSearch, ReadChanges};
use shared::calls::{Call, Nothing};
use shared::case::calls::{
    AllCases, Pack, PackWish, ReadCase, ReadDeputised, ReadSight, ThisCase, Worklist,
};
use shared::case::{
    AppointmentDraft, AppointmentEnd, ChoiceReason, KeepPost, NextDate, PlanAppointment, SeeCase,
    SetNextDate, SettleAppointment,
};
use shared::command::Command;
use shared::consent::{ConsentAnswer, ConsentKind, Receiver, RecordConsent};
use shared::contact::calls::{ListMessages, NewMessage, SendMessage};
use shared::contact::{AnswerMessage, MessageDraft};
use shared::device::calls::{AskDevice, EnrolDevice, HandIn, LoseDevice, OpenDevice, ThisDevice};
use shared::device::{Enrolment, HandedIn};
use shared::disclosure::{DataClass, Disclose, DisclosureDraft, DisclosureEnd, EndDisclosure};
use shared::documentation::{AddNote, NoteDraft};
use shared::emergency::calls::{ReadEmergencies, ReviewEmergencies};
use shared::emergency::{
    AnswerEmergency, CheckCause, EmergencyKind, EmergencyVerdict, EndEmergency, OpenForCheck,
    OpenInEmergency,
};
use shared::erasure::calls::{ListErasures, ReadErasure, WhoseErasure};
use shared::erasure::{AskErasure, ConfirmErasure, DeclineErasure, ErasureReason, TakeBackErasure};
use shared::exchange::calls::{ListHeld, OfferCommands};
use shared::exchange::{Envelope, HeldAnswer, Offer, OfferAnswer, Outcome, SettleHeld, Subject};
use shared::inquiry::calls::ReadInquiries;
use shared::inquiry::{AnswerInquiry, InquiryAnswer, InquiryDraft, SendInquiry};
use shared::intake::calls::{
    ReadExceptions, ReadIntakes, ReadOpenIntakes, ReadSlips, ReadSlipsOf, SlipWindow,
};
use shared::intake::{
    AttachSlip, CompleteIntake, DecideIntake, DetachSlip, EditIntake, FactDraft, IntakeDecision,
    IntakeDraft, Lane, OtherCaseManagement, RecordFact, RecordSlip, SlipDraft, SlipOutcome,
    StartIntake,
};
use shared::kernel::{
    AppointmentId, Attachment, CaseId, Code, ConsentId, DeviceId, DisclosureId, Edits, EmergencyId,
    ErasureId, FactId, ImpreciseDate, InquiryId, IntakeId, LinkId, MessageId, NoteId, OfficeCode,
    PersonId, Role, SlipId, canonical,
};
use shared::organisation::calls::{ReadOrganisation, ReadOrganisationStanding};
use shared::organisation::{LoadOrganisation, Organisation};
use shared::person::calls::{
    ComparePersons, DoubleNotices, FindPersons, PersonSearch, ReadDoubleNotices, ReadDoubles,
    ReadPerson, ReadPersonCard, ThisPerson, TwoPersons,
};
use shared::person::{
    EditPerson, LanguageSkill, LinkPersons, PersonDraft, RecordPerson, TellPersonsApart,
    UnlinkPersons,
};
use shared::reporting::IssueReport;
use shared::reporting::calls::ReadReports;
use shared::signin::accounts::{
    GrantTo, Invitation, InvitationCode, NewAccount, NewCode, RoleDraft, RoleEnd, ThisAccount,
};
use shared::signin::calls::{
    AcceptInvitation, ActIn, AskPasskey, BeginPasskey, BeginProvider, BeginTotp, ChangePassword,
    CloseAccount, Confirm, EndOtherSessions, EndRole, EndSession, FinishPasskey, FinishTotp,
    GiveFactor, GrantRole, InviteAccount, InviteAgain, LinkProvider, ListAccountEvents,
    ListAccounts, ListSessions, NewRecoveryCodes, OpenAccount, ReadFactors, ReadInvitation,
    ReadProvider, ReadProviderLink, RemovePasskey, RemoveTotp, SetUp, SignIn, SignOut,
    UnlinkAccount, UnlinkProvider, WhoAmI,
};
use shared::signin::events::EventsWish;
use shared::signin::factors::{NewPasskey, ThisPasskey, TotpCode};
use shared::signin::sessions::{ThisSession, ThisUnit};
use shared::signin::{ChangedPassword, Confirmation, Credentials, FirstAccount, SecondFactor};
use totp_rs::{Builder, Secret};

/// Who works: the name in the tables, and the account of the demo town.
pub(crate) const PEOPLE: [(&str, &str); 7] = [
    ("reception", "empfang"),
    ("case manager", "caritas"),
    ("coordinator", "koordination"),
    ("administrator", "admin"),
    ("data protection officer", "dsb"),
    ("head of a body", "leitung"),
    ("steering group", "steuerung"),
];
/// Calls that give a session another token.
const RENEWING: [&str; 5] = [
    "ActIn",
    "ChangePassword",
    "Confirm",
    "FinishPasskey",
    "FinishTotp",
];
/// Somebody without an account.
pub(crate) const STRANGER: &str = "stranger";

/// One question and what was answered.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Exchange {
    pub(crate) operation: &'static str,
    pub(crate) who: &'static str,
    pub(crate) question: Value,
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) answer: String,
    /// The commands that were offered, with their outcomes.
    pub(crate) commands: Vec<(String, String)>,
}

/// The walk so far.
pub(crate) struct Walk<'a> {
    town: &'a Town,
    people: Vec<(&'static str, Client)>,
    pub(crate) exchanges: Vec<Exchange>,
}

fn code(text: &str) -> Code {
    text.parse().expect("a code")
}

/// What a client says yes to at the counter.
fn agreed_to(kind: ConsentKind) -> Command {
    answered(kind, ConsentAnswer::Given)
}

/// What a client answers at the counter.
fn answered(kind: ConsentKind, answer: ConsentAnswer) -> Command {
    Command::RecordConsent(RecordConsent {
        consent: ConsentId::born(now(), random()),
        kind,
        answer,
        text_version: "2026-1".to_owned(),
        language: code("ara"),
        explained: code("interpreter"),
        answered_on: now().day(),
        receiver: None,
        until: None,
        interpreter: String::new(),
        signature: None,
    })
}

/// A form of somebody who asks for help and has no other case manager.
fn intake_draft() -> IntakeDraft {
    IntakeDraft {
        requested_on: Some(now().day()),
        route: Some(code("SELBST")),
        concern: "sucht eine Wohnung".to_owned(),
        urgency: Some(code("D3")),
        other_case_management: Some(OtherCaseManagement::None),
        ..IntakeDraft::default()
    }
}

impl<'a> Walk<'a> {
    /// Everybody is signed in, nothing is done yet.
    pub(crate) fn new(town: &'a Town) -> Self {
        let signed_in = PEOPLE.map(|(who, login)| (who, town.person(login)));
        let mut people = signed_in.to_vec();
        people.push((STRANGER, town.stranger()));
        Self {
            town,
            people,
            exchanges: Vec::new(),
        }
    }

    /// Sends a call and keeps what came back.
    fn ask<C: Call>(&mut self, who: &'static str, question: &C::Question) -> Result<Answer> {
        let (_, client) = self
            .people
            .iter_mut()
            .find(|(name, _)| *name == who)
            .with_context(|| format!("nobody is the {who}"))?;
        let question = serde_json::to_value(question)?;
        let answer = client.send_call::<C>(&question)?;
        // A session goes on under another token.
        if answer.status == 200 && RENEWING.contains(&C::NAME) {
            client.keep_cookies(&answer.headers);
        }
        self.exchanges.push(Exchange {
            operation: C::NAME,
            who,
            commands: commands(&question, &answer),
            question,
            status: answer.status,
            headers: answer.headers.clone(),
            answer: answer.body.clone(),
        });
        Ok(answer)
    }

    /// Sends a call that must be answered.
    fn must<C: Call>(&mut self, who: &'static str, question: &C::Question) -> Result<C::Answer> {
        let answer = self.ask::<C>(who, question)?;
        if answer.status != 200 {
            bail!("{} as {who}: {} {}", C::NAME, answer.status, answer.body);
        }
        serde_json::from_str(&answer.body).with_context(|| format!("the answer to {}", C::NAME))
    }

    /// Sends a call that this person may not send.
    fn must_not<C: Call>(&mut self, who: &'static str, question: &C::Question) -> Result<()> {
        let answer = self.ask::<C>(who, question)?;
        if !(400..500).contains(&answer.status) {
            bail!("{} as {who}: {} {}", C::NAME, answer.status, answer.body);
        }
        Ok(())
    }

    /// Does a command that must be applied.
    fn does(&mut self, who: &'static str, subject: &Subject, command: Command) -> Result<()> {
        let name = command.name();
        let outcome = self.offer(who, subject, command)?;
        if outcome != Outcome::Applied {
            bail!("{name} as {who}: {outcome:?}");
        }
        Ok(())
    }

    fn offer(&mut self, who: &'static str, subject: &Subject, command: Command) -> Result<Outcome> {
        let offer = Offer {
            groups: vec![vec![harness::envelope(subject.clone(), command)]],
            ..Offer::default()
        };
        let answer: OfferAnswer = self.must::<OfferCommands>(who, &offer)?;
        let answered = answer.outcomes.into_iter().next();
        Ok(answered.context("one outcome per envelope")?.answer)
    }

    /// Walks the whole day.
    pub(crate) fn all(&mut self) -> Result<()> {
        let organisation = self.must::<ReadOrganisation>("coordinator", &Nothing {})?;
        self.organisation(organisation.clone())?;
        self.reports()?;
        let somebody = self.people_at_the_desk(&organisation)?;
        let person = somebody.id;
        self.slips(person)?;
        let case = self.intake(person)?;
        self.exception(&organisation)?;
        self.emergencies(&somebody)?;
        self.checks(case, &somebody)?;
        self.assignment(case, person)?;
        self.case(case, person)?;
        self.a_move(case, &somebody, &organisation)?;
        self.inquiries(&somebody)?;
        self.messages()?;
        let handed_in = self.devices(case, person)?;
        self.held(case, &handed_in)?;
        self.logs(case, person)?;
        self.erasures()?;
        self.accounts()
    }

    fn organisation(&mut self, organisation: Organisation) -> Result<()> {
        let ags = self.town.coordinator().actor().municipality.clone();
        self.does(
            "coordinator",
            &Subject::Organisation(ags),
            Command::LoadOrganisation(LoadOrganisation { organisation }),
        )
    }

    fn reports(&mut self) -> Result<()> {
        let ags = self.town.coordinator().actor().municipality.clone();
        let subject = Subject::Organisation(ags);
        let quarter = "2020-Q3".parse().context("a quarter")?;
        let issue = Command::IssueReport(IssueReport { quarter });
        self.does("coordinator", &subject, issue)?;
        self.must::<ReadReports>("coordinator", &Nothing {})?;
        self.must::<ReadReports>("steering group", &Nothing {})?;
        self.must_not::<ReadReports>("head of a body", &Nothing {})
    }

    fn people_at_the_desk(&mut self, town: &Organisation) -> Result<APerson> {
        let arrived = ImpreciseDate::Day {
            on: now().day().saturating_sub(jiff::Span::new().days(90)),
        };
        let record = |_| {
            let mut person = a_person();
            let draft = &mut person.draft;
            draft.born = Some(ImpreciseDate::Day {
                on: jiff::civil::date(1991, 5, 17),
            });
            draft.entered_germany = Some(arrived);
            draft.arrived_in_town = Some(arrived);
            draft
                .languages
                .insert(code("ara"), LanguageSkill::default());
            draft.address.place = String::new();
            draft.address.locality = town.localities.first().map(|one| one.code.clone());
            person
        };
        let [one, mut other] = [0, 1].map(record);
        // The same form, filled in at two desks.
        other.draft = one.draft.clone();
        for person in [&one, &other] {
            let draft = person.draft.clone();
            let command = Command::RecordPerson(RecordPerson { draft });
            self.does("reception", &person.subject(), command)?;
        }
        let subject = one.subject();
        let mut after = one.draft.clone();
        after.called = "Mina".to_owned();
        let edits = Edits::between(&one.draft, &after)?;
        self.does(
            "reception",
            &subject,
            Command::EditPerson(EditPerson { edits }),
        )?;
        // The same field, by somebody who saw it before the change: both texts stay.
        after.called = "Ami".to_owned();
        let edits = Edits::between(&one.draft, &after)?;
        let command = Command::EditPerson(EditPerson { edits });
        if !matches!(
            self.offer("reception", &subject, command)?,
            Outcome::Conflict { .. }
        ) {
            bail!("two values for one field are a conflict");
        }
        self.doubles(&one, other.id)?;
        self.does("reception", &subject, agreed_to(ConsentKind::FoundAtDesk))?;
        let wrong = PersonDraft {
            given_name: "a\u{202E}b".to_owned(),
            ..one.draft.clone()
        };
        let command = Command::RecordPerson(RecordPerson { draft: wrong });
        let nobody = Subject::Person(PersonId::born(now(), random()));
        if !matches!(
            self.offer("reception", &nobody, command)?,
            Outcome::Refused { .. }
        ) {
            bail!("a name that turns the reading direction is refused");
        }
        let text = one.draft.family_name.clone();
        for who in ["reception", "case manager"] {
            let search = PersonSearch { text: text.clone() };
            self.must::<FindPersons>(who, &search)?;
        }
        let search = PersonSearch { text };
        self.must_not::<FindPersons>("coordinator", &search)?;
        let this = ThisPerson { person: one.id };
        self.must::<ReadPerson>("reception", &this)?;
        self.must::<ReadPersonCard>("reception", &this)?;
        self.must_not::<ReadPersonCard>("administrator", &this)?;
        Ok(one)
    }

    /// Somebody who was taken in twice, as it seems: side by side, said to be one, said to be two.
    fn doubles(&mut self, one: &APerson, other: PersonId) -> Result<()> {
        const DESK: &str = "reception";
        let subject = one.subject();
        let this = ThisPerson { person: one.id };
        let two = TwoPersons {
            person: one.id,
            other,
        };
        let is_told = |told: DoubleNotices| {
            let both = [one.id, other];
            told.notices.iter().any(|it| both.contains(&it.person))
        };
        if !is_told(self.must::<ReadDoubleNotices>(DESK, &Nothing {})?) {
            bail!("the desk is told of a person whom it took in twice");
        }
        self.must::<ReadDoubles>(DESK, &this)?;
        self.must::<ComparePersons>(DESK, &two)?;
        let link = LinkId::born(now(), random());
        self.does(
            DESK,
            &subject,
            Command::LinkPersons(LinkPersons {
                link,
                other,
                reason: "gleiche Telefonnummer".to_owned(),
            }),
        )?;
        let linked = self.must::<ReadDoubles>(DESK, &this)?.linked;
        if linked.len() != 1 {
            bail!("who was linked stands as linked: {linked:?}");
        }
        self.must::<ComparePersons>(DESK, &two)?;
        self.does(
            DESK,
            &subject,
            Command::UnlinkPersons(UnlinkPersons {
                link,
                reason: "zwei Schwestern".to_owned(),
            }),
        )?;
        self.does(
            DESK,
            &subject,
            Command::TellPersonsApart(TellPersonsApart {
                other,
                reason: "beide waren da".to_owned(),
            }),
        )?;
        let compared = self.must::<ComparePersons>(DESK, &two)?;
        if !compared.is_told_apart {
            bail!("who was told apart stands as told apart");
        }
        if is_told(self.must::<ReadDoubleNotices>(DESK, &Nothing {})?) {
            bail!("nobody is told again of two who were told apart");
        }
        self.must_not::<ReadDoubles>("coordinator", &this)?;
        self.must_not::<ComparePersons>("administrator", &two)
    }

    fn slips(&mut self, person: PersonId) -> Result<()> {
        let slip = Subject::Slip(SlipId::born(now(), random()));
        let draft = SlipDraft {
            concern: "sucht einen Sprachkurs".to_owned(),
            fields_of_action: [code("H03")].into(),
            channel: Some(code("SERVICEPOINT")),
            urgency: Some(code("D4")),
            outcome: Some(SlipOutcome::Counselled),
            ..SlipDraft::default()
        };
        self.does(
            "reception",
            &slip,
            Command::RecordSlip(RecordSlip { draft }),
        )?;
        self.does(
            "reception",
            &slip,
            Command::AttachSlip(AttachSlip { person }),
        )?;
        self.must::<ReadSlips>("reception", &SlipWindow { days: 14 })?;
        let at_person = self.must::<ReadSlipsOf>("reception", &ThisPerson { person })?;
        if at_person.slips.len() != 1 {
            bail!("the slip stands at the person");
        }
        self.must_not::<ReadSlipsOf>("coordinator", &ThisPerson { person })?;
        self.does(
            "reception",
            &slip,
            Command::DetachSlip(DetachSlip { person }),
        )?;
        self.must::<ReadSlips>("reception", &SlipWindow { days: 0 })?;
        self.must::<ReadSlips>("case manager", &SlipWindow { days: 366 })?;
        self.must_not::<ReadSlips>("administrator", &SlipWindow { days: 0 })
    }

    fn intake(&mut self, person: PersonId) -> Result<CaseId> {
        let subject = Subject::Person(person);
        let intake = IntakeId::born(now(), random());
        let draft = intake_draft();
        let mut after = draft.clone();
        after.screening.is_wanted = Some(true);
        let edits = Edits::between(&draft, &after)?;
        let case = CaseId::born(now(), random());
        let decision = IntakeDecision::Admit { case };
        for command in [
            agreed_to(ConsentKind::CaseManagement),
            Command::StartIntake(StartIntake { intake, draft }),
            Command::EditIntake(EditIntake { intake, edits }),
            Command::CompleteIntake(CompleteIntake { intake }),
            Command::DecideIntake(DecideIntake { intake, decision }),
        ] {
            self.does("reception", &subject, command)?;
        }
        self.must::<ReadIntakes>("reception", &ThisPerson { person })?;
        Ok(case)
    }

    /// Somebody outside the target group: an exception is asked for and refused.
    fn exception(&mut self, town: &Organisation) -> Result<()> {
        let mut somebody = a_person();
        let draft = &mut somebody.draft;
        draft.entered_germany = Some(ImpreciseDate::Year { year: 2008 });
        draft.arrived_in_town = Some(ImpreciseDate::Year { year: 2009 });
        draft
            .languages
            .insert(code("ara"), LanguageSkill::default());
        draft.address.locality = town.localities.first().map(|one| one.code.clone());
        let subject = somebody.subject();
        let intake = IntakeId::born(now(), random());
        let decide = |decision| Command::DecideIntake(DecideIntake { intake, decision });
        let ask = IntakeDecision::AskException {
            reason: "keine andere Stelle ist zuständig".to_owned(),
            is_no_name: true,
        };
        for command in [
            Command::RecordPerson(RecordPerson {
                draft: somebody.draft.clone(),
            }),
            agreed_to(ConsentKind::CaseManagement),
            Command::StartIntake(StartIntake {
                intake,
                draft: intake_draft(),
            }),
            Command::CompleteIntake(CompleteIntake { intake }),
            decide(ask),
        ] {
            self.does("reception", &subject, command)?;
        }
        self.must_not::<ReadExceptions>("reception", &Nothing {})?;
        let asked = self.must::<ReadExceptions>("coordinator", &Nothing {})?;
        if !asked.requests.iter().any(|one| one.intake == intake) {
            bail!("what was asked for waits for the coordinator");
        }
        let refuse = IntakeDecision::RefuseException {
            reason: "die Migrationsberatung hat Plätze".to_owned(),
        };
        self.does("coordinator", &subject, decide(refuse.clone()))?;
        let take_back = decide(IntakeDecision::TakeBackRefusal {});
        self.does("coordinator", &subject, take_back)?;
        self.does("coordinator", &subject, decide(refuse))?;
        let answered = self.must::<ReadExceptions>("coordinator", &Nothing {})?;
        if !answered
            .refused
            .iter()
            .any(|one| one.request.intake == intake)
        {
            bail!("what was refused can be taken back from the list");
        }
        let counselled = IntakeDecision::Counselled {
            reason: "möchte noch überlegen".to_owned(),
        };
        self.does("reception", &subject, decide(counselled))?;
        let person = somebody.id;
        let card = self.must::<ReadPersonCard>("reception", &ThisPerson { person })?;
        if !card.may_take_in {
            bail!("who comes back after counselling can be taken in again");
        }
        self.does("reception", &subject, decide(IntakeDecision::TakeBack {}))?;
        let open = self.must::<ReadOpenIntakes>("reception", &Nothing {})?;
        if !open.intakes.iter().any(|one| one.intake == intake) {
            bail!("what is not decided waits to be finished");
        }
        self.must_not::<ReadOpenIntakes>("coordinator", &Nothing {})?;
        let person = somebody.id;
        self.must::<ReadIntakes>("reception", &ThisPerson { person })?;
        Ok(())
    }

    fn assignment(&mut self, case: CaseId, person: PersonId) -> Result<()> {
        self.must::<Pool>("coordinator", &Nothing {})?;
        self.must_not::<Pool>("administrator", &Nothing {})?;
        self.must::<Propose>("coordinator", &ThisCase { case })?;
        self.must::<Propose>("reception", &ThisCase { case })?;
        self.does(
            "coordinator",
            &Subject::Person(person),
            Command::AssignCase(AssignCase {
                case,
                to: "caritas-1".parse()?,
                because: Some(ChoiceReason::ClientChoice),
                reason: "kennt die Kollegin vom Sprachcafé".to_owned(),
            }),
        )?;
        let found = self.must::<FindCases>(
            "coordinator",
            &CaseSearch {
                post: Some("caritas-1".parse()?),
                number: String::new(),
            },
        )?;
        if found.cases.is_empty() || found.posts.is_empty() {
            bail!("the coordinator finds the cases of a post");
        }
        self.must_not::<FindCases>("reception", &CaseSearch::default())?;
        self.must::<ReadResponsibility>("coordinator", &ThisCase { case })?;
        self.must::<ReadResponsibility>("case manager", &ThisCase { case })?;
        self.must_not::<ReadResponsibility>("reception", &ThisCase { case })?;
        self.must::<ReadHandedOver>("case manager", &Nothing {})?;
        self.must_not::<ReadHandedOver>("coordinator", &Nothing {})?;
        self.must::<ReadBody>("head of a body", &Nothing {})?;
        self.must_not::<ReadBody>("coordinator", &Nothing {})?;
        // The case is the Caritas's, and the head the city's.
        self.must_not::<ReadResponsibility>("head of a body", &ThisCase { case })
    }

    fn case(&mut self, case: CaseId, person: PersonId) -> Result<()> {
        const WORKER: &str = "case manager";
        let subject = Subject::Person(person);
        let appointment = AppointmentId::born(now(), random());
        let next = NextDate::Due {
            on: now().day(),
            what: "Rückruf".to_owned(),
        };
        let planned = AppointmentDraft {
            starts_at: Some(now().plus_millis(86_400_000)),
            contact: Some(code("HAUSBESUCH")),
            ..AppointmentDraft::default()
        };
        let note = NoteDraft {
            occurred_on: Some(now().day()),
            contact: Some(code("HAUSBESUCH")),
            text: "Gespräch über Wohnung\nund Sprache".to_owned(),
            ..NoteDraft::default()
        };
        let fact = FactDraft {
            value: Some(code("GEST")),
            begins: Some(ImpreciseDate::Year { year: 2025 }),
            ..FactDraft::blank(Lane::Residence)
        };
        let end = AppointmentEnd::CancelledByClient;
        for command in [
            Command::SeeCase(SeeCase { case }),
            Command::SetNextDate(SetNextDate { case, next }),
            Command::PlanAppointment(PlanAppointment {
                appointment,
                case,
                draft: planned,
            }),
            Command::SettleAppointment(SettleAppointment {
                appointment,
                case,
                end,
            }),
            Command::AddNote(AddNote {
                note: NoteId::born(now(), random()),
                case,
                draft: note,
            }),
            Command::RecordFact(RecordFact {
                fact: FactId::born(now(), random()),
                corrects: None,
                draft: fact,
            }),
        ] {
            self.does(WORKER, &subject, command)?;
        }
        self.must::<Worklist>(WORKER, &Nothing {})?;
        self.must_not::<Worklist>("reception", &Nothing {})?;
        self.must::<AllCases>(WORKER, &Nothing {})?;
        self.must_not::<AllCases>("reception", &Nothing {})?;
        self.must::<ReadCase>(WORKER, &ThisCase { case })?;
        self.must_not::<ReadCase>("coordinator", &ThisCase { case })?;
        self.must::<ReadSight>(WORKER, &ThisCase { case })?;
        self.must_not::<ReadSight>("coordinator", &ThisCase { case })?;
        self.must::<ReadDeputised>(WORKER, &Nothing {})?;
        self.must_not::<ReadDeputised>("reception", &Nothing {})?;
        self.must::<Pack>(WORKER, &PackWish { chosen: vec![case] })?;
        self.must::<ReadPerson>(WORKER, &ThisPerson { person })?;
        self.must::<ReadIntakes>(WORKER, &ThisPerson { person })?;
        self.must_not::<ReadPerson>("coordinator", &ThisPerson { person })?;
        self.disclosures(case, &subject)?;
        self.on_paper(&subject, person)
    }

    /// Something is told to an office with the client's consent; they take it back, and that is settled.
    fn disclosures(&mut self, case: CaseId, subject: &Subject) -> Result<()> {
        let office: OfficeCode = "jobcenter".parse()?;
        let said = |answer| match answered(ConsentKind::Sharing, answer) {
            Command::RecordConsent(said) => Command::RecordConsent(RecordConsent {
                receiver: Some(Receiver::Office("jobcenter".parse().expect("an office"))),
                interpreter: "Rima Beispiel".to_owned(),
                signature: (answer == ConsentAnswer::Given)
                    .then_some(shared::kernel::Signature::Paper),
                ..said
            }),
            other => other,
        };
        let disclosure = DisclosureId::born(now(), random());
        let draft = DisclosureDraft {
            offices: vec![office],
            classes: [DataClass::Work].into(),
            purpose: "Antrag auf Bürgergeld".to_owned(),
            ..DisclosureDraft::default()
        };
        for command in [
            said(ConsentAnswer::Given),
            Command::Disclose(Disclose {
                disclosure,
                case,
                draft,
            }),
            said(ConsentAnswer::Revoked),
            Command::EndDisclosure(EndDisclosure {
                disclosure,
                case,
                end: DisclosureEnd::ReceiverTold,
            }),
        ] {
            self.does("case manager", subject, command)?;
        }
        Ok(())
    }

    /// The client signs a sheet, of which a picture travels beside the answer.
    fn on_paper(&mut self, subject: &Subject, person: PersonId) -> Result<()> {
        let scan = Attachment::of(&harness::picture(60, 80, 1));
        let Command::RecordConsent(yes) = agreed_to(ConsentKind::Aftercare) else {
            bail!("an answer is another command");
        };
        let signed = Command::RecordConsent(RecordConsent {
            interpreter: "Rima Beispiel".to_owned(),
            signature: Some(shared::kernel::Signature::Scanned(scan.id)),
            ..yes
        });
        let attachment = scan.id;
        let offer = Offer {
            groups: vec![vec![harness::envelope(subject.clone(), signed)]],
            attachments: vec![scan],
            ..Offer::default()
        };
        let answer: OfferAnswer = self.must::<OfferCommands>("case manager", &offer)?;
        let answered = answer.outcomes.into_iter().next();
        if answered.map(|one| one.answer) != Some(Outcome::Applied) {
            bail!("an answer on paper was not taken");
        }
        let this = ThisAttachment { person, attachment };
        self.must::<ReadAttachment>("case manager", &this)?;
        self.must_not::<ReadAttachment>("coordinator", &this)
    }

    /// The person moves to another district, and the case stays where it is.
    fn a_move(&mut self, case: CaseId, person: &APerson, town: &Organisation) -> Result<()> {
        let mut localities = town.localities.iter();
        let from = localities.next().context("a locality")?;
        let to = localities
            .find(|one| one.district != from.district)
            .context("a locality of another district")?;
        let mut after = person.draft.clone();
        after.address.locality = Some(to.code.clone());
        let edits = Edits::between(&person.draft, &after)?;
        self.does(
            "case manager",
            &person.subject(),
            Command::EditPerson(EditPerson { edits }),
        )?;
        let pool = self.must::<Pool>("coordinator", &Nothing {})?;
        if !pool.to_check.iter().any(|head| head.case == case) {
            bail!("after a move somebody is asked to look");
        }
        self.does(
            "case manager",
            &person.subject(),
            Command::KeepPost(KeepPost {
                case,
                reason: "gute Beziehung".to_owned(),
            }),
        )?;
        self.must::<ReadCase>("case manager", &ThisCase { case })?;
        Ok(())
    }

    /// A worker opens the file of a case that nobody has yet, in an emergency; the coordinator is told and answers.
    fn emergencies(&mut self, person: &APerson) -> Result<()> {
        let emergency = EmergencyId::born(now(), random());
        let open = OpenInEmergency {
            emergency,
            kind: EmergencyKind::Child,
            reason: "Das Kind ist allein in der Wohnung.".to_owned(),
            hours: 1,
        };
        let subject = person.subject();
        self.does("case manager", &subject, Command::OpenInEmergency(open))?;
        let open = self.must::<ReadEmergencies>("case manager", &Nothing {})?;
        let told = self.must::<ReadEmergencies>("coordinator", &Nothing {})?;
        if open.open.len() != 1 || told.to_answer.len() != 1 {
            bail!("an emergency is told to both: {open:?} {told:?}");
        }
        self.must_not::<ReadEmergencies>("reception", &Nothing {})?;
        let answer = AnswerEmergency {
            emergency,
            verdict: EmergencyVerdict::Questioned,
            note: "Das Jugendamt war schon da.".to_owned(),
        };
        self.does("coordinator", &subject, Command::AnswerEmergency(answer))?;
        let end = EndEmergency { emergency };
        self.does("case manager", &subject, Command::EndEmergency(end))?;
        self.must::<ReviewEmergencies>("data protection officer", &Nothing {})?;
        self.must_not::<ReviewEmergencies>("case manager", &Nothing {})
    }

    /// The head of the city checks the file of the same case, which its desk took in.
    fn checks(&mut self, case: CaseId, person: &APerson) -> Result<()> {
        const HEAD: &str = "head of a body";
        let this = ThisCase { case };
        let known = self.must::<ReadResponsibility>("coordinator", &this)?;
        let search = CaseSearch {
            post: None,
            number: known.head.number,
        };
        let found = self.must::<FindCases>(HEAD, &search)?;
        if found.cases.len() != 1 {
            bail!("the head finds a case of the own body: {found:?}");
        }
        self.must_not::<ReadCase>(HEAD, &this)?;
        let emergency = EmergencyId::born(now(), random());
        let subject = person.subject();
        let open = OpenForCheck {
            emergency,
            case,
            cause: CheckCause::Authority,
            reason: "Das Gericht fragt nach der Beratung.".to_owned(),
            days: 1,
        };
        self.does(HEAD, &subject, Command::OpenForCheck(open))?;
        self.must::<ReadCase>(HEAD, &this)?;
        let open = self.must::<ReadEmergencies>(HEAD, &Nothing {})?;
        let told = self.must::<ReadEmergencies>("coordinator", &Nothing {})?;
        if open.open.len() != 1 || told.to_answer.len() != 1 {
            bail!("a check is told to both: {open:?} {told:?}");
        }
        let end = EndEmergency { emergency };
        self.does(HEAD, &subject, Command::EndEmergency(end))?;
        self.must_not::<ReadCase>(HEAD, &this)
    }

    /// Reception asks about somebody whom it does not find, and is answered.
    fn inquiries(&mut self, person: &APerson) -> Result<()> {
        let hidden = answered(ConsentKind::FoundAtDesk, ConsentAnswer::Revoked);
        self.does("case manager", &person.subject(), hidden)?;
        let inquiry = Subject::Inquiry(InquiryId::born(now(), random()));
        let draft = InquiryDraft {
            family_name: person.draft.family_name.clone(),
            given_name: person.draft.given_name.clone(),
            born: person.draft.born,
            reason: "Sitzt bei uns.".to_owned(),
            is_agreed: true,
        };
        self.does(
            "reception",
            &inquiry,
            Command::SendInquiry(SendInquiry { draft }),
        )?;
        let waiting = self.must::<ReadInquiries>("case manager", &Nothing {})?;
        if waiting.to_answer.len() != 1 {
            bail!("whoever works with them is asked: {waiting:?}");
        }
        let answer = AnswerInquiry {
            person: person.id,
            answer: InquiryAnswer::Known,
            note: "Bitte anrufen.".to_owned(),
        };
        self.does("case manager", &inquiry, Command::AnswerInquiry(answer))?;
        self.must::<ReadInquiries>("reception", &Nothing {})?;
        self.must::<ReadInquiries>("coordinator", &Nothing {})?;
        self.must_not::<ReadInquiries>("administrator", &Nothing {})?;
        Ok(())
    }

    /// Somebody without an account writes, and is answered.
    fn messages(&mut self) -> Result<()> {
        let sent = NewMessage {
            message: MessageId::born(now(), random()),
            draft: MessageDraft {
                text: "Der Knopf „Sichern“ ist ohne Maus nicht zu erreichen.".to_owned(),
                place: "Kontaktzettel".to_owned(),
                reply_to: "m.beispiel@example.org".to_owned(),
                ..MessageDraft::default()
            },
        };
        let at = self.exchanges.len();
        self.must::<SendMessage>(STRANGER, &sent)?;
        let mut other = sent.clone();
        other.draft.text = "etwas anderes".to_owned();
        self.must_not::<SendMessage>(STRANGER, &other)?;
        self.must_not::<ListMessages>("reception", &Nothing {})?;
        let listed = self.must::<ListMessages>("coordinator", &Nothing {})?;
        let [there] = listed.messages.as_slice() else {
            bail!("one message came: {listed:?}");
        };
        if (there.message, &there.draft) != (sent.message, &sent.draft) {
            bail!("the message came as it was written: {there:?}");
        }
        // The service does this command for whoever wrote: it stands in no offer, but what it did was just read.
        self.exchanges[at].commands = vec![("receive_message".to_owned(), "applied".to_owned())];
        let answer = AnswerMessage {
            note: "Behoben.\nDanke gesagt.".to_owned(),
        };
        self.does(
            "coordinator",
            &Subject::Message(sent.message),
            Command::AnswerMessage(answer),
        )?;
        self.must::<ListMessages>("administrator", &Nothing {})?;
        Ok(())
    }

    /// Somebody recorded in error is erased by two; before that it was declined and taken back.
    fn erasures(&mut self) -> Result<()> {
        const ASKS: &str = "case manager";
        let somebody = a_person();
        let (person, of_person) = (somebody.id, somebody.subject());
        let record = Command::RecordPerson(RecordPerson {
            draft: somebody.draft,
        });
        self.does(ASKS, &of_person, record)?;
        let whose = WhoseErasure {
            person: Some(person),
            case: None,
        };
        let ask = |erasure| {
            Command::AskErasure(AskErasure {
                erasure,
                reason: ErasureReason::RecordedInError,
                remark: "zweiter Eintrag".to_owned(),
            })
        };
        self.must::<ReadErasure>(ASKS, &whose)?;
        self.must_not::<ReadErasure>("reception", &whose)?;
        self.must_not::<ListErasures>(ASKS, &Nothing {})?;
        let first = ErasureId::born(now(), random());
        self.does(ASKS, &of_person, ask(first))?;
        let listed = self.must::<ListErasures>("coordinator", &Nothing {})?;
        if listed.open.iter().all(|open| open.erasure != first) {
            bail!("what was asked for waits: {listed:?}");
        }
        let decline = Command::DeclineErasure(DeclineErasure {
            erasure: first,
            reason: "Die Frist läuft noch".to_owned(),
        });
        self.does("coordinator", &of_person, decline)?;
        let second = ErasureId::born(now(), random());
        self.does(ASKS, &of_person, ask(second))?;
        let take_back = Command::TakeBackErasure(TakeBackErasure { erasure: second });
        self.does(ASKS, &of_person, take_back)?;
        let third = ErasureId::born(now(), random());
        self.does(ASKS, &of_person, ask(third))?;
        let confirm = Command::ConfirmErasure(ConfirmErasure { person });
        self.does("coordinator", &Subject::Erasure(third), confirm)?;
        self.must_not::<ReadPerson>(ASKS, &ThisPerson { person })?;
        let told = self.must::<ReadErasure>(ASKS, &whose)?;
        if told.erased_on.is_none() {
            bail!("who asked is told that it was done: {told:?}");
        }
        let listed = self.must::<ListErasures>("coordinator", &Nothing {})?;
        if listed.done.iter().all(|done| done.erasure != third) {
            bail!("what was done is listed: {listed:?}");
        }
        Ok(())
    }

    /// A device for each who has one, which hands in work after its session has ended. Answers with what was handed in.
    fn devices(&mut self, case: CaseId, person: PersonId) -> Result<Vec<(&'static str, Envelope)>> {
        let mut all = Vec::new();
        let key = SigningKey::from_slice(&[7; 32])?;
        for (who, _) in PEOPLE {
            let device = DeviceId::born(now(), random());
            let enrolment = Enrolment {
                device,
                public_key: STANDARD.encode(key.verifying_key().to_public_key_der()?),
                label: "Tablet 3".to_owned(),
            };
            self.must::<EnrolDevice>(who, &enrolment)?;
            self.must::<OpenDevice>(who, &ThisDevice { device })?;
            let mut commands = vec![(
                PersonId::born(now(), random()),
                Command::RecordPerson(RecordPerson {
                    draft: a_person().draft,
                }),
            )];
            if who == "case manager" {
                let draft = NoteDraft {
                    occurred_on: Some(now().day()),
                    contact: Some(code("HAUSBESUCH")),
                    text: "Ohne Netz geschrieben".to_owned(),
                    ..NoteDraft::default()
                };
                let note = NoteId::born(now(), random());
                commands.push((person, Command::AddNote(AddNote { note, case, draft })));
            }
            let envelopes: Vec<Envelope> = commands
                .into_iter()
                .map(|(person, command)| Envelope {
                    device,
                    ..harness::envelope(Subject::Person(person), command)
                })
                .collect();
            let handed_in = handed_in(&key, device, envelopes.clone())?;
            self.must::<HandIn>(STRANGER, &handed_in)?;
            all.extend(envelopes.into_iter().map(|envelope| (who, envelope)));
        }
        let device = DeviceId::born(now(), random());
        self.must_not::<OpenDevice>("case manager", &ThisDevice { device })?;
        Ok(all)
    }

    /// Those who had no session settle what they handed in: the desk takes its person in, the case manager accepts the
    /// note and declines the person.
    fn held(&mut self, case: CaseId, handed_in: &[(&'static str, Envelope)]) -> Result<()> {
        for (who, envelope) in handed_in {
            let answer = match (*who, &envelope.command) {
                ("reception", _) | ("case manager", Command::AddNote(_)) => HeldAnswer::Accept {},
                ("case manager", _) => HeldAnswer::Decline {
                    reason: "steht schon in der Kartei".to_owned(),
                },
                _ => continue,
            };
            let work = self.must::<ListHeld>(who, &Nothing {})?;
            if !work
                .to_settle
                .iter()
                .any(|entry| entry.envelope == *envelope)
            {
                bail!("what was handed in waits for the {who}");
            }
            let held = envelope.id;
            self.does(
                who,
                &envelope.subject,
                Command::SettleHeld(SettleHeld { held, answer }),
            )?;
        }
        for (who, _) in PEOPLE {
            self.must::<ListHeld>(who, &Nothing {})?;
        }
        self.must_not::<ListHeld>(STRANGER, &Nothing {})?;
        self.must::<ReadCase>("case manager", &ThisCase { case })?;
        Ok(())
    }

    /// Who read and who changed: for the officer by the id, for the client by their worker.
    fn logs(&mut self, case: CaseId, person: PersonId) -> Result<()> {
        const OFFICER: &str = "data protection officer";
        let search = ReadingSearch {
            whom: person.to_string(),
            ..ReadingSearch::default()
        };
        let found = self.must::<SearchReadings>(OFFICER, &search)?;
        if found.lines.is_empty() || found.lines.iter().any(|line| line.whom.is_empty()) {
            bail!("what was read of somebody is found under their id");
        }
        let nobody = ReadingSearch {
            whom: "LEV-1999-0001".to_owned(),
            ..ReadingSearch::default()
        };
        self.must_not::<SearchReadings>(OFFICER, &nobody)?;
        // From the first line that was seen on: that it was searched for is a line meanwhile, too.
        let mut latest = found.lines[0].key.clone();
        latest.line += 1;
        let search = ReadingSearch {
            before: Some(latest),
            ..search
        };
        let export = ReadingExport { search, lines: 3 };
        let exported = self.must::<ExportReadings>(OFFICER, &export)?;
        if exported.lines[..] != found.lines[..exported.lines.len()] {
            bail!("what is taken away is what was found");
        }
        let writings = WritingSearch {
            whom: person.to_string(),
            ..WritingSearch::default()
        };
        let written = self.must::<ReadWritings>(OFFICER, &writings)?;
        if !written.lines.iter().any(|line| line.fields == ["called"]) {
            bail!("an edit names its field: {written:?}");
        }
        let window = AnomalyWindow { days: 7 };
        self.must::<ListAnomalies>(OFFICER, &window)?;
        self.must::<ListReaders>(OFFICER, &Nothing {})?;
        let told = self.must::<ReadWhoRead>("case manager", &ThisCase { case })?;
        if told.days.is_empty() {
            bail!("the client is told who has seen their data");
        }
        let search = ChangeSearch {
            person,
            field: String::new(),
            before: None,
        };
        let changed = self.must::<ReadChanges>("case manager", &search)?;
        let paths = changed.lines.iter().flat_map(|line| &line.changes);
        if !paths.into_iter().any(|change| change.path() == "called") {
            bail!("an edit says what stood there before: {changed:?}");
        }
        let unknown = ChangeSearch {
            field: "/called".to_owned(),
            ..search.clone()
        };
        self.must_not::<ReadChanges>("case manager", &unknown)?;
        for who in ["reception", "coordinator", "administrator", OFFICER] {
            self.must_not::<ReadChanges>(who, &search)?;
        }
        for who in ["case manager", "coordinator", "administrator"] {
            self.must_not::<ListReaders>(who, &Nothing {})?;
            self.must_not::<SearchReadings>(who, &ReadingSearch::default())?;
            self.must_not::<ExportReadings>(who, &export)?;
            self.must_not::<ReadWritings>(who, &writings)?;
            self.must_not::<ListAnomalies>(who, &window)?;
        }
        for who in ["reception", "coordinator", OFFICER] {
            self.must_not::<ReadWhoRead>(who, &ThisCase { case })?;
        }
        Ok(())
    }

    fn accounts(&mut self) -> Result<()> {
        for (who, _) in PEOPLE {
            self.must::<WhoAmI>(who, &Nothing {})?;
            self.must::<ReadOrganisation>(who, &Nothing {})?;
            self.must::<ReadOrganisationStanding>(who, &Nothing {})?;
        }
        let credentials = |password: &str| Credentials {
            login: "admin".to_owned(),
            password: password.to_owned(),
        };
        self.must::<SignIn>(STRANGER, &credentials(backend::seed::DEMO_PASSWORD))?;
        self.must_not::<SignIn>(STRANGER, &credentials("not the password"))?;
        let printed = self.town.run(&["create-admin"]).stdout;
        let printed = String::from_utf8(printed)?;
        let token = printed.split_whitespace().last().context("a token")?;
        let first = FirstAccount {
            token: token.to_owned(),
            login: "ada".to_owned(),
            name: "Ada Beispiel".to_owned(),
            password: "ein langes Passwort".to_owned(),
        };
        self.must::<SetUp>(STRANGER, &first)?;
        self.must_not::<SetUp>(STRANGER, &first)?;
        self.managing()?;
        for (who, login) in PEOPLE {
            // In a session of its own: the others are needed yet.
            self.people.push(("leaving", self.town.person(login)));
            self.must::<SignOut>("leaving", &Nothing {})?;
            self.people.retain(|(name, _)| *name != "leaving");
            if let Some(exchange) = self.exchanges.last_mut() {
                exchange.who = who;
            }
        }
        self.must_not::<WhoAmI>(STRANGER, &Nothing {})
    }

    /// The newcomer makes a passkey, signs in with it, and takes it away.
    fn passkeys(&mut self, credentials: &Credentials) -> Result<()> {
        // Browsers make passkeys for names, never for addresses; the server is both.
        let origin = self.town.address().replace("127.0.0.1", "localhost");
        let mut passkey = Authenticator::new(5, &origin);
        for (name, client) in &mut self.people {
            if *name == "newcomer" {
                *client = client.at(&origin);
            }
        }
        let options = self.must::<BeginPasskey>("newcomer", &Nothing {})?.options;
        let new = NewPasskey {
            label: "Tablet".to_owned(),
            credential: passkey.make(&options),
        };
        self.must::<FinishPasskey>("newcomer", &new)?;
        self.must::<SignIn>(STRANGER, credentials)?;
        let mut waiting = self.town.stranger().at(&origin);
        waiting.keep_cookies(&self.exchanges.last().context("an answer")?.headers);
        self.people.push(("with a passkey", waiting));
        let options = self
            .must::<AskPasskey>("with a passkey", &Nothing {})?
            .options;
        let factor = SecondFactor::Passkey {
            credential: passkey.sign(&options),
        };
        self.must::<GiveFactor>("with a passkey", &factor)?;
        self.people.retain(|(name, _)| *name != "with a passkey");
        let factors = self.must::<ReadFactors>("newcomer", &Nothing {})?;
        let made = factors.passkeys.first().context("a passkey")?;
        let this = ThisPasskey {
            passkey: made.passkey,
        };
        self.must::<RemovePasskey>("newcomer", &this)?;
        Ok(())
    }

    /// The administrator's day: somebody is invited, gets another role, loses a device, is shut out and let in again; and
    /// what everybody does with their own account.
    fn managing(&mut self) -> Result<()> {
        let today = now().day();
        let role = |role: Role, unit: &str| -> Result<RoleDraft> {
            Ok(RoleDraft {
                role: Some(role),
                unit: Some(unit.parse()?),
                post: None,
                valid_from: Some(today),
                valid_until: None,
            })
        };
        let new = NewAccount {
            login: "neu".to_owned(),
            name: "Nele Beispiel".to_owned(),
            role: role(Role::Reception, "service-point")?,
        };
        let invited = self.must::<InviteAccount>("administrator", &new)?;
        let this = ThisAccount {
            account: invited.account,
        };
        let again = NewCode {
            account: invited.account,
            forgets_factors: true,
        };
        let code = self.must::<InviteAgain>("administrator", &again)?.code;
        let typed = InvitationCode { code: code.clone() };
        self.must::<ReadInvitation>(STRANGER, &typed)?;
        let password = "Regen Brille Dachboden".to_owned();
        let accepted = Invitation {
            code,
            password: password.clone(),
        };
        self.must::<AcceptInvitation>(STRANGER, &accepted)?;
        self.must_not::<AcceptInvitation>(STRANGER, &accepted)?;
        let more = GrantTo {
            account: invited.account,
            role: role(Role::Coordinator, "ki")?,
        };
        self.must::<GrantRole>("administrator", &more)?;
        self.must_not::<GrantRole>("coordinator", &more)?;

        let mut newcomer = self.town.stranger();
        newcomer
            .sign_in("neu", &password)
            .map_err(|refused| anyhow::anyhow!("signing in: {}", refused.body))?;
        self.people.push(("newcomer", newcomer));
        self.must::<ListSessions>("newcomer", &Nothing {})?;
        self.must::<Confirm>(
            "newcomer",
            &Confirmation {
                password: password.clone(),
                factor: None,
            },
        )?;
        self.must::<EndOtherSessions>("newcomer", &Nothing {})?;
        let changed = ChangedPassword {
            current: password,
            new: "Kastanie Schraube Mittwoch".to_owned(),
        };
        self.must::<ChangePassword>("newcomer", &changed)?;
        let mut second = self.town.stranger();
        second
            .sign_in("neu", &changed.new)
            .map_err(|refused| anyhow::anyhow!("signing in: {}", refused.body))?;
        let sessions = self.must::<ListSessions>("newcomer", &Nothing {})?.sessions;
        let other = sessions
            .iter()
            .find(|line| !line.is_this)
            .context("a second session")?;
        self.must::<EndSession>(
            "newcomer",
            &ThisSession {
                session: other.session,
            },
        )?;

        let secret = self.must::<BeginTotp>("newcomer", &Nothing {})?;
        let secret = Secret::try_from_base32(&secret.secret)
            .map_err(|_| anyhow::anyhow!("the secret is no base32"))?;
        let app = Builder::new().with_secret(secret).build()?;
        let shown = |at: u64| TotpCode {
            code: app.generate(at).to_string(),
        };
        let seconds = u64::try_from(now().millis() / 1_000)?;
        let codes = self.must::<FinishTotp>("newcomer", &shown(seconds))?.codes;
        self.must::<ReadFactors>("newcomer", &Nothing {})?;
        self.must::<NewRecoveryCodes>("newcomer", &Nothing {})?;
        let credentials = Credentials {
            login: "neu".to_owned(),
            password: changed.new,
        };
        self.must::<SignIn>(STRANGER, &credentials)?;
        let mut waiting = self.town.stranger();
        waiting.keep_cookies(&self.exchanges.last().context("an answer")?.headers);
        self.people.push(("waiting", waiting));
        // The next step's code is right already: clocks differ by as much.
        let factor = SecondFactor::Totp {
            code: shown(seconds + 30).code,
        };
        self.must::<GiveFactor>("waiting", &factor)?;
        let lost = SecondFactor::Recovery {
            code: codes.first().context("a code")?.clone(),
        };
        self.must_not::<GiveFactor>(STRANGER, &lost)?;
        self.must::<RemoveTotp>("newcomer", &Nothing {})?;
        self.must::<ReadProvider>(STRANGER, &Nothing {})?;
        self.must::<BeginProvider>(STRANGER, &Nothing {})?;
        self.must::<ReadProviderLink>("newcomer", &Nothing {})?;
        self.must::<LinkProvider>("newcomer", &Nothing {})?;
        self.must::<UnlinkProvider>("newcomer", &Nothing {})?;
        self.must::<UnlinkAccount>("administrator", &this)?;
        self.passkeys(&credentials)?;

        self.must::<ListAccountEvents>("administrator", &EventsWish::default())?;
        let accounts = self
            .must::<ListAccounts>("administrator", &Nothing {})?
            .accounts;
        self.must_not::<ListAccounts>("case manager", &Nothing {})?;
        let line = accounts
            .iter()
            .find(|line| line.account == invited.account)
            .context("the account")?;
        let grant = line
            .roles
            .iter()
            .find(|role| role.role == Role::Reception)
            .context("a role")?
            .grant;
        // A device of the newcomer's own: the sessions of the others are needed yet.
        let key = SigningKey::from_slice(&[9; 32])?;
        let device = DeviceId::born(now(), random());
        let enrolment = Enrolment {
            device,
            public_key: STANDARD.encode(key.verifying_key().to_public_key_der()?),
            label: "Tablet 4".to_owned(),
        };
        self.must::<EnrolDevice>("newcomer", &enrolment)?;
        self.must::<ActIn>(
            "newcomer",
            &ThisUnit {
                unit: "service-point".parse()?,
            },
        )?;
        self.must::<EndRole>("administrator", &RoleEnd { grant, from: today })?;
        self.must::<CloseAccount>("administrator", &this)?;
        self.must::<OpenAccount>("administrator", &this)?;
        self.must::<AskDevice>(STRANGER, &ThisDevice { device })?;
        self.must::<LoseDevice>("administrator", &ThisDevice { device })?;
        self.people
            .retain(|(name, _)| !["newcomer", "waiting"].contains(name));
        Ok(())
    }
}

fn handed_in(key: &SigningKey, device: DeviceId, envelopes: Vec<Envelope>) -> Result<HandedIn> {
    let signed_at = now();
    let signed = canonical::bytes(&json!({
        "device": device, "envelopes": envelopes, "signed_at": signed_at,
    }))?;
    let signature: Signature = key.sign(&signed);
    Ok(HandedIn {
        device,
        epoch: None,
        signed_at,
        envelopes,
        attachments: Vec::new(),
        signature: STANDARD.encode(signature.to_bytes()),
    })
}

/// The commands in an offer, each with the outcome that the answer holds for it.
fn commands(question: &Value, answer: &Answer) -> Vec<(String, String)> {
    let offered = question["groups"].as_array().into_iter().flatten();
    let offered = offered.flat_map(|group| group.as_array().into_iter().flatten());
    let answer = answer.json();
    let outcomes = answer["outcomes"].as_array().into_iter().flatten();
    offered
        .zip(outcomes)
        .map(|(envelope, answered)| {
            let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            (
                word(&envelope["command"]["do"]),
                word(&answered["answer"]["outcome"]),
            )
        })
        .collect()
}
