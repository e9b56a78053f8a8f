//! Every command there is. Each belongs to a feature, which decides it; this list only names them.
//!
//! A command says what somebody did, in the words of the work. What it is about stands in the envelope's subject and is
//! not repeated here.

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use strum::{EnumDiscriminants, EnumIter, IntoStaticStr};

use crate::assignment::AssignCase;
use crate::case::{KeepPost, PlanAppointment, SeeCase, SetNextDate, SettleAppointment};
use crate::consent::RecordConsent;
use crate::contact::{AnswerMessage, ReceiveMessage};
use crate::disclosure::{Disclose, EndDisclosure};
use crate::documentation::AddNote;
use crate::emergency::{AnswerEmergency, EndEmergency, OpenForCheck, OpenInEmergency};
use crate::erasure::{AskErasure, ConfirmErasure, DeclineErasure, TakeBackErasure};
use crate::exchange::SettleHeld;
use crate::inquiry::{AnswerInquiry, SendInquiry};
use crate::intake::{
    AttachSlip, CompleteIntake, DecideIntake, DetachSlip, EditIntake, RecordFact, RecordSlip,
    StartIntake,
};
use crate::kernel::{AttachmentId, EachOnce};
use crate::organisation::LoadOrganisation;
use crate::person::{EditPerson, LinkPersons, RecordPerson, TellPersonsApart, UnlinkPersons};
use crate::reporting::IssueReport;

/// What is to be done. On the wire `{"do":"add_note","with":{…}}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, EnumDiscriminants)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    tag = "do",
    content = "with",
    rename_all = "snake_case",
    deny_unknown_fields
)]
#[strum_discriminants(
    name(CommandName),
    derive(Hash, PartialOrd, Ord, EnumIter, IntoStaticStr, Deserialize),
    serde(rename_all = "snake_case"),
    strum(serialize_all = "snake_case"),
    doc = "The names of all commands, for tables over them."
)]
pub enum Command {
    /// Records a person who was not known.
    RecordPerson(RecordPerson),
    /// Changes fields of a person.
    EditPerson(EditPerson),
    /// States that two persons are the same human being.
    LinkPersons(LinkPersons),
    /// Takes such a statement back.
    UnlinkPersons(UnlinkPersons),
    /// States that two persons who resemble each other are two human beings.
    TellPersonsApart(TellPersonsApart),
    /// Records what the client answered to a question of consent.
    RecordConsent(RecordConsent),
    /// Starts an intake.
    StartIntake(StartIntake),
    /// Changes fields of an intake.
    EditIntake(EditIntake),
    /// Declares the intake complete; the target group is decided and stored.
    CompleteIntake(CompleteIntake),
    /// Decides what follows from the intake: admission, referral, counselling.
    DecideIntake(DecideIntake),
    /// Adds a dated fact on a way lane.
    RecordFact(RecordFact),
    /// Gives a case to a post.
    AssignCase(AssignCase),
    /// Says, after a move, that the case stays with the post that has it.
    KeepPost(KeepPost),
    /// Says that the responsible worker has opened the case.
    SeeCase(SeeCase),
    /// Sets the next date of a case, or the dated reason why there is none.
    SetNextDate(SetNextDate),
    /// Plans an appointment.
    PlanAppointment(PlanAppointment),
    /// Says how an appointment ended: kept, missed, cancelled.
    SettleAppointment(SettleAppointment),
    /// Adds an entry to the documentation.
    AddNote(AddNote),
    /// Records that something of a case is told to an office or in a conference.
    Disclose(Disclose),
    /// Ends that after the client took their consent back.
    EndDisclosure(EndDisclosure),
    /// Records a contact slip.
    RecordSlip(RecordSlip),
    /// Attaches a contact slip to a person.
    AttachSlip(AttachSlip),
    /// Takes a contact slip away from the person it was attached to.
    DetachSlip(DetachSlip),
    /// Loads the organisation of the municipality from its files; done by the system.
    LoadOrganisation(LoadOrganisation),
    /// Accepts or declines held work.
    SettleHeld(SettleHeld),
    /// Takes a message of the contact form in.
    ReceiveMessage(ReceiveMessage),
    /// Says that a message was answered.
    AnswerMessage(AnswerMessage),
    /// Opens the file of somebody else's case in an emergency.
    OpenInEmergency(OpenInEmergency),
    /// Opens the file of a case of the own body to check it on cause.
    OpenForCheck(OpenForCheck),
    /// Ends either before its time.
    EndEmergency(EndEmergency),
    /// Says what the responsible worker thinks of either.
    AnswerEmergency(AnswerEmergency),
    /// Asks other units whether they know somebody.
    SendInquiry(SendInquiry),
    /// Answers such an inquiry about one person.
    AnswerInquiry(AnswerInquiry),
    /// Asks that a person be erased.
    AskErasure(AskErasure),
    /// Takes such a request back.
    TakeBackErasure(TakeBackErasure),
    /// Declines such a request.
    DeclineErasure(DeclineErasure),
    /// Confirms such a request: the person is erased.
    ConfirmErasure(ConfirmErasure),
    /// Issues the report about a quarter.
    IssueReport(IssueReport),
}

impl Command {
    /// The name of the command, for tables, logs and tests.
    #[must_use]
    pub fn name(&self) -> &'static str {
        CommandName::from(self).into()
    }

    /// The picture that it names.
    #[must_use]
    pub fn attachment(&self) -> Option<AttachmentId> {
        match self {
            Self::RecordConsent(call) => call.scan(),
            _ => None,
        }
    }
}

/// Written by hand, because what serde derives reads every command a second time from a buffer of its own, and that
/// second reader of every form would be a quarter of the wasm file.
impl<'de> Deserialize<'de> for Command {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Wire {
            #[serde(rename = "do")]
            name: CommandName,
            with: EachOnce,
        }
        fn read<T: DeserializeOwned, E: Error>(with: Value) -> Result<T, E> {
            T::deserialize(with).map_err(E::custom)
        }
        let Wire {
            name,
            with: EachOnce(with),
        } = Wire::deserialize(source)?;
        match name {
            CommandName::RecordPerson => read(with).map(Self::RecordPerson),
            CommandName::EditPerson => read(with).map(Self::EditPerson),
            CommandName::LinkPersons => read(with).map(Self::LinkPersons),
            CommandName::UnlinkPersons => read(with).map(Self::UnlinkPersons),
            CommandName::TellPersonsApart => read(with).map(Self::TellPersonsApart),
            CommandName::RecordConsent => read(with).map(Self::RecordConsent),
            CommandName::StartIntake => read(with).map(Self::StartIntake),
            CommandName::EditIntake => read(with).map(Self::EditIntake),
            CommandName::CompleteIntake => read(with).map(Self::CompleteIntake),
            CommandName::DecideIntake => read(with).map(Self::DecideIntake),
            CommandName::RecordFact => read(with).map(Self::RecordFact),
            CommandName::AssignCase => read(with).map(Self::AssignCase),
            CommandName::KeepPost => read(with).map(Self::KeepPost),
            CommandName::SeeCase => read(with).map(Self::SeeCase),
            CommandName::SetNextDate => read(with).map(Self::SetNextDate),
            CommandName::PlanAppointment => read(with).map(Self::PlanAppointment),
            CommandName::SettleAppointment => read(with).map(Self::SettleAppointment),
            CommandName::AddNote => read(with).map(Self::AddNote),
            CommandName::Disclose => read(with).map(Self::Disclose),
            CommandName::EndDisclosure => read(with).map(Self::EndDisclosure),
            CommandName::RecordSlip => read(with).map(Self::RecordSlip),
            CommandName::AttachSlip => read(with).map(Self::AttachSlip),
            CommandName::DetachSlip => read(with).map(Self::DetachSlip),
            CommandName::LoadOrganisation => read(with).map(Self::LoadOrganisation),
            CommandName::SettleHeld => read(with).map(Self::SettleHeld),
            CommandName::ReceiveMessage => read(with).map(Self::ReceiveMessage),
            CommandName::AnswerMessage => read(with).map(Self::AnswerMessage),
            CommandName::OpenInEmergency => read(with).map(Self::OpenInEmergency),
            CommandName::OpenForCheck => read(with).map(Self::OpenForCheck),
            CommandName::EndEmergency => read(with).map(Self::EndEmergency),
            CommandName::AnswerEmergency => read(with).map(Self::AnswerEmergency),
            CommandName::SendInquiry => read(with).map(Self::SendInquiry),
            CommandName::AnswerInquiry => read(with).map(Self::AnswerInquiry),
            CommandName::AskErasure => read(with).map(Self::AskErasure),
            CommandName::TakeBackErasure => read(with).map(Self::TakeBackErasure),
            CommandName::DeclineErasure => read(with).map(Self::DeclineErasure),
            CommandName::ConfirmErasure => read(with).map(Self::ConfirmErasure),
            CommandName::IssueReport => read(with).map(Self::IssueReport),
        }
    }
}
