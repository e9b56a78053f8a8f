//! Every command there is. Each belongs to a feature, which decides it; this list only names them.
//!
//! A command says what somebody did, in the words of the work. What it is about stands in the envelope's subject and is
//! not repeated here.

use serde::{Deserialize, Serialize};
use strum::{EnumDiscriminants, EnumIter, IntoStaticStr};

use crate::assignment::AssignCase;
use crate::case::{PlanAppointment, SeeCase, SetNextDate, SettleAppointment};
use crate::consent::RecordConsent;
use crate::documentation::AddNote;
use crate::intake::{
    AttachSlip, CompleteIntake, DecideIntake, EditIntake, RecordFact, RecordSlip, StartIntake,
};
use crate::organisation::LoadOrganisation;
use crate::person::{EditPerson, LinkPersons, RecordPerson, UnlinkPersons};

/// What is to be done. On the wire `{"do":"add_note","with":{…}}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, EnumDiscriminants)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    tag = "do",
    content = "with",
    rename_all = "snake_case",
    deny_unknown_fields
)]
#[strum_discriminants(
    name(CommandName),
    derive(Hash, PartialOrd, Ord, EnumIter, IntoStaticStr),
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
    /// Records a contact slip.
    RecordSlip(RecordSlip),
    /// Attaches a contact slip to a person.
    AttachSlip(AttachSlip),
    /// Loads the organisation of the municipality from its files; done by the system.
    LoadOrganisation(LoadOrganisation),
}

impl Command {
    /// The name of the command, for tables, logs and tests.
    #[must_use]
    pub fn name(&self) -> &'static str {
        CommandName::from(self).into()
    }
}
