//! The effects that commands were decided to have. They stand in the log, so that a later rule or code list does not
//! change the past; applying them to an empty database gives the same tables.
//!
//! An effect names everything it changes, with its values: applying one decides nothing. Names and shapes stay readable
//! for ever: fields are added as optional, a changed meaning gets a new variant.

use serde::{Deserialize, Serialize};
use shared::exchange::Subject;

use crate::case::CaseEffect;
use crate::consent::ConsentEffect;
use crate::contact::ContactEffect;
use crate::db::Failure;
use crate::disclosure::DisclosureEffect;
use crate::documentation::DocumentationEffect;
use crate::emergency::EmergencyEffect;
use crate::erasure::ErasureEffect;
use crate::exchange::ExchangeEffect;
use crate::inquiry::InquiryEffect;
use crate::intake::IntakeEffect;
use crate::organisation::OrganisationEffect;
use crate::person::PersonEffect;
use crate::reporting::ReportEffect;
use crate::tx::Tx;

/// One change of the tables, by the feature that owns them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", content = "effect", rename_all = "snake_case")]
pub enum Effect {
    /// On persons, their links and conflicts.
    Person(PersonEffect),
    /// On consents.
    Consent(ConsentEffect),
    /// On cases and appointments.
    Case(CaseEffect),
    /// On intakes, facts on the lanes and slips.
    Intake(IntakeEffect),
    /// On the organisation.
    Organisation(OrganisationEffect),
    /// On messages by the contact form.
    Contact(ContactEffect),
    /// On the documentation.
    Documentation(DocumentationEffect),
    /// On what was told to others.
    Disclosure(DisclosureEffect),
    /// On accesses in an emergency.
    Emergency(EmergencyEffect),
    /// On inquiries across units.
    Inquiry(InquiryEffect),
    /// On what the exchange itself keeps.
    Exchange(ExchangeEffect),
    /// On requests to erase a person, and on erasures.
    Erasure(ErasureEffect),
    /// On reports for the steering group.
    Report(ReportEffect),
}

/// Applies an effect; the one way in which tables of the work change.
///
/// # Errors
/// If a statement fails.
pub fn apply(tx: &mut Tx<'_>, subject: &Subject, effect: &Effect) -> Result<(), Failure> {
    match effect {
        Effect::Person(effect) => crate::person::apply(tx, subject, effect),
        Effect::Consent(effect) => crate::consent::apply(tx, subject, effect),
        Effect::Contact(effect) => crate::contact::apply(tx, subject, effect),
        Effect::Case(effect) => crate::case::apply(tx, subject, effect),
        Effect::Documentation(effect) => crate::documentation::apply(tx, subject, effect),
        Effect::Disclosure(effect) => crate::disclosure::apply(tx, subject, effect),
        Effect::Emergency(effect) => crate::emergency::apply(tx, subject, effect),
        Effect::Inquiry(effect) => crate::inquiry::apply(tx, subject, effect),
        Effect::Intake(effect) => crate::intake::apply(tx, subject, effect),
        Effect::Organisation(effect) => crate::organisation::apply(tx, effect),
        Effect::Exchange(effect) => crate::exchange::apply(tx, subject, effect),
        Effect::Erasure(effect) => crate::erasure::apply(tx, subject, effect),
        Effect::Report(effect) => crate::reporting::apply(tx, effect),
    }
}
