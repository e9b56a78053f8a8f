//! Every HTTP call, declared once: the backend registers it, the frontend sends it, the OpenAPI document and the tests
//! walk over it. A feature declares its own in its `calls.rs`; [`each`] lists them all.
//!
//! A `Get` sends its question as the query string and therefore never holds anything about a person but ids; a `Post`
//! sends it as JSON. Commands have one call only, [`crate::exchange::calls::OfferCommands`].

use serde::Serialize;
use serde::de::DeserializeOwned;

/// HTTP verb of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// Reads; the question is the query string.
    Get,
    /// Reads with a question that may name people, or acts; the question is JSON.
    Post,
}

/// Who may send a call at all. What they get is decided by `access::may`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Anybody.
    Public,
    /// Whoever gave their password, also while they still have to set up a second factor.
    Entering,
    /// Whoever is signed in.
    SignedIn,
}

/// A type that has a JSON schema where the `schema` feature is on, and any type where it is off.
#[cfg(feature = "schema")]
pub trait Described: schemars::JsonSchema {}
#[cfg(feature = "schema")]
impl<T: schemars::JsonSchema> Described for T {}
/// A type that has a JSON schema where the `schema` feature is on, and any type where it is off.
#[cfg(not(feature = "schema"))]
pub trait Described {}
#[cfg(not(feature = "schema"))]
impl<T> Described for T {}

/// One HTTP call: where it goes, what is asked, what is answered. Failures answer with [`crate::kernel::Problem`].
pub trait Call: 'static {
    /// What is asked.
    type Question: Serialize + DeserializeOwned + Described + 'static;
    /// What is answered.
    type Answer: Serialize + DeserializeOwned + Described + 'static;
    /// The verb.
    const VERB: Verb;
    /// The path, beginning with `/api/`.
    const PATH: &'static str;
    /// Who may send it.
    const AUDIENCE: Audience;
    /// A sentence for the OpenAPI document.
    const ABOUT: &'static str;
    /// The name, as in the code.
    const NAME: &'static str;
}

/// Declares a call: `call!(/// What it is for. Name, Get "/api/path", SignedIn, Question => Answer);`
#[macro_export]
macro_rules! call {
    ($(#[doc = $about:literal])+ $name:ident, $verb:ident $path:literal, $audience:ident, $question:ty => $answer:ty) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, Copy)]
        pub struct $name;

        impl $crate::calls::Call for $name {
            type Question = $question;
            type Answer = $answer;
            const VERB: $crate::calls::Verb = $crate::calls::Verb::$verb;
            const PATH: &'static str = $path;
            const AUDIENCE: $crate::calls::Audience = $crate::calls::Audience::$audience;
            const ABOUT: &'static str = concat!($($about),+);
            const NAME: &'static str = stringify!($name);
        }
    };
}

/// A question or answer without content.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// Does something with every call; the one list of them.
pub trait Visitor {
    /// Is called once per call.
    fn visit<C: Call>(&mut self, call: C);
}

/// Visits every call there is, feature by feature.
pub fn each(visitor: &mut impl Visitor) {
    visitor.visit(crate::exchange::calls::OfferCommands);
    visitor.visit(crate::exchange::calls::ListHeld);
    visitor.visit(crate::signin::calls::SignIn);
    visitor.visit(crate::signin::calls::SignOut);
    visitor.visit(crate::signin::calls::WhoAmI);
    visitor.visit(crate::signin::calls::SetUp);
    visitor.visit(crate::signin::calls::GiveFactor);
    visitor.visit(crate::signin::calls::ActIn);
    visitor.visit(crate::signin::calls::Confirm);
    visitor.visit(crate::signin::calls::ChangePassword);
    visitor.visit(crate::signin::calls::ListSessions);
    visitor.visit(crate::signin::calls::EndSession);
    visitor.visit(crate::signin::calls::EndOtherSessions);
    visitor.visit(crate::signin::calls::ReadFactors);
    visitor.visit(crate::signin::calls::BeginTotp);
    visitor.visit(crate::signin::calls::FinishTotp);
    visitor.visit(crate::signin::calls::RemoveTotp);
    visitor.visit(crate::signin::calls::BeginPasskey);
    visitor.visit(crate::signin::calls::FinishPasskey);
    visitor.visit(crate::signin::calls::RemovePasskey);
    visitor.visit(crate::signin::calls::AskPasskey);
    visitor.visit(crate::signin::calls::NewRecoveryCodes);
    visitor.visit(crate::signin::calls::ReadProvider);
    visitor.visit(crate::signin::calls::BeginProvider);
    visitor.visit(crate::signin::calls::ReadProviderLink);
    visitor.visit(crate::signin::calls::LinkProvider);
    visitor.visit(crate::signin::calls::UnlinkProvider);
    visitor.visit(crate::signin::calls::ReadInvitation);
    visitor.visit(crate::signin::calls::AcceptInvitation);
    visitor.visit(crate::signin::calls::ListAccounts);
    visitor.visit(crate::signin::calls::InviteAccount);
    visitor.visit(crate::signin::calls::InviteAgain);
    visitor.visit(crate::signin::calls::GrantRole);
    visitor.visit(crate::signin::calls::EndRole);
    visitor.visit(crate::signin::calls::CloseAccount);
    visitor.visit(crate::signin::calls::OpenAccount);
    visitor.visit(crate::signin::calls::UnlinkAccount);
    visitor.visit(crate::device::calls::LoseDevice);
    visitor.visit(crate::signin::calls::ListAccountEvents);
    visitor.visit(crate::device::calls::EnrolDevice);
    visitor.visit(crate::device::calls::OpenDevice);
    visitor.visit(crate::device::calls::AskDevice);
    visitor.visit(crate::device::calls::HandIn);
    visitor.visit(crate::person::calls::FindPersons);
    visitor.visit(crate::person::calls::ReadPerson);
    visitor.visit(crate::person::calls::ReadPersonCard);
    visitor.visit(crate::person::calls::ComparePersons);
    visitor.visit(crate::person::calls::ReadDoubles);
    visitor.visit(crate::person::calls::ReadDoubleNotices);
    visitor.visit(crate::attachment::calls::ReadAttachment);
    visitor.visit(crate::intake::calls::ReadIntakes);
    visitor.visit(crate::intake::calls::ReadSlips);
    visitor.visit(crate::intake::calls::ReadSlipsOf);
    visitor.visit(crate::intake::calls::ReadOpenIntakes);
    visitor.visit(crate::intake::calls::ReadExceptions);
    visitor.visit(crate::case::calls::Worklist);
    visitor.visit(crate::case::calls::AllCases);
    visitor.visit(crate::case::calls::ReadDeputised);
    visitor.visit(crate::case::calls::ReadCase);
    visitor.visit(crate::case::calls::ReadSight);
    visitor.visit(crate::case::calls::Pack);
    visitor.visit(crate::assignment::calls::Pool);
    visitor.visit(crate::assignment::calls::Propose);
    visitor.visit(crate::assignment::calls::FindCases);
    visitor.visit(crate::assignment::calls::ReadResponsibility);
    visitor.visit(crate::assignment::calls::ReadHandedOver);
    visitor.visit(crate::assignment::calls::ReadBody);
    visitor.visit(crate::organisation::calls::ReadOrganisation);
    visitor.visit(crate::organisation::calls::ReadOrganisationStanding);
    visitor.visit(crate::contact::calls::SendMessage);
    visitor.visit(crate::contact::calls::ListMessages);
    visitor.visit(crate::audit::calls::ListReaders);
    visitor.visit(crate::audit::calls::SearchReadings);
    visitor.visit(crate::audit::calls::ExportReadings);
    visitor.visit(crate::audit::calls::ReadWritings);
    visitor.visit(crate::audit::calls::ListAnomalies);
    visitor.visit(crate::audit::calls::ReadWhoRead);
    visitor.visit(crate::audit::changes::ReadChanges);
    visitor.visit(crate::emergency::calls::ReadEmergencies);
    visitor.visit(crate::emergency::calls::ReviewEmergencies);
    visitor.visit(crate::inquiry::calls::ReadInquiries);
    visitor.visit(crate::erasure::calls::ReadErasure);
    visitor.visit(crate::erasure::calls::ListErasures);
    visitor.visit(crate::reporting::calls::ReadReports);
}
