//! Who may do what: one decision for screen and server (design 3.10). Default no.
//!
//! Screens hide and servers refuse by calling [`may`]; the table role × action × relation in
//! `shared/tests/access-table.txt` is written by hand, and the code is tested against it.

use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};

use crate::kernel::{Actor, PostCode, Role, UnitCode};

/// Everything somebody can want to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Action {
    /// Search for a person by name, birth or number; what is shown of a hit depends on the relation.
    FindPerson,
    /// See the desk's projection of a person: name, birth, responsible worker, unit, telephone, next date.
    SeeDeskHit,
    /// Record a person who was not known, with an intake or without.
    RecordPerson,
    /// Read the desk's part of the form.
    ReadPerson,
    /// Change the desk's part of the form.
    EditPerson,
    /// Compare two persons, link them, take the link back, or say that they are two.
    LinkPersons,
    /// Record an answer on consent.
    RecordConsent,
    /// Take down that the client takes a consent back: whoever may read the person does it for them.
    RevokeConsent,
    /// Start, change, complete an intake.
    WorkIntake,
    /// Decide what follows from an intake, save by exception.
    DecideIntake,
    /// Admit by exception, or refuse to; see what is asked for, without a name.
    GrantException,
    /// Read or write facts on the lanes: residence status, livelihood, health.
    WorkLanes,
    /// See the cases that nobody is responsible for, and how many each post has; without a name.
    SeePool,
    /// Give a case to a post.
    AssignCase,
    /// Read the whole file of a case.
    ReadCase,
    /// Add to the documentation, plan and settle appointments, set the next date.
    WorkCase,
    /// See responsible worker, district, phase, dates and warnings, without content.
    SeeCaseHead,
    /// Record a contact slip.
    RecordSlip,
    /// Read contact slips of the own unit.
    ReadSlip,
    /// Attach a slip to a person, or take that back.
    AttachSlip,
    /// See work that was held and accept or decline it.
    SettleHeld,
    /// Say after a move that a case stays with its post.
    KeepPost,
    /// Be told where a case went that the own post had until lately.
    SeeHandover,
    /// Take a message of the contact form in. The service alone does, for whoever writes: by the form's own call, which
    /// counts how many come from one network.
    ReceiveMessage,
    /// Read messages of the contact form and answer them.
    AnswerMessage,
    /// Read the organisation: districts, units, posts, offices.
    ReadOrganisation,
    /// Change the organisation.
    ChangeOrganisation,
    /// Manage accounts.
    ManageAccounts,
    /// Read the logs: who read and who changed, without content.
    ReadAudit,
    /// Tell a client who has seen their data.
    ReadWhoRead,
    /// Read what was changed about a person, by whom and when: as much of it as the actor reads of what stands there now.
    ReadChanges,
    /// Open the file of somebody else's case in an emergency, for a few hours.
    OpenInEmergency,
    /// Open the file of a case of the own body to check it on cause, for some days.
    OpenForCheck,
    /// End either before its time.
    EndEmergency,
    /// Be told of either, and say what to think of it.
    AnswerEmergency,
    /// Ask the other units whether they know somebody whose card says only that somebody may.
    SendInquiry,
    /// Answer such an inquiry about a person.
    AnswerInquiry,
    /// See which inquiries nobody answered in time; between whom, without a name.
    SeeLateInquiries,
    /// Ask that a person be erased, see what stands about it, take it back.
    AskErasure,
    /// Confirm or decline that a person is erased, and see which requests wait and what was carried out; without a name.
    DecideErasure,
    /// See what the own legal body carries: its posts and their load, and which of its cases somebody should look at; without
    /// a name.
    SeeBody,
    /// Read the reports for the steering group: numbers that can name nobody.
    ReadReports,
    /// Issue such a report.
    IssueReport,
}

/// What `may` needs to know of the subject; all of it stands in clear columns, no content is read to decide.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The post that is responsible for the person's case, if there is a case with one.
    pub responsible_post: Option<PostCode>,
    /// The unit of that post.
    pub responsible_unit: Option<UnitCode>,
    /// The unit that recorded the subject.
    pub recorded_by_unit: Option<UnitCode>,
    /// Whether the actor recorded the subject themselves.
    pub is_recorded_by_actor: bool,
    /// Whether there is a case.
    pub has_case: bool,
    /// Whether the client agreed to be found at the Service-Point (consent E0).
    pub is_found_at_desk: bool,
    /// Whether the address is locked.
    pub is_protected: bool,
    /// Whether the actor's post had the case in the last days in which its giver is still told of it (Z9).
    pub was_responsible: bool,
    /// How the actor's post stands in for the responsible one; absent if it was never named for that.
    pub deputy: Option<Deputising>,
    /// Whether the client agreed that the actor's unit deputises (consent E5); asked only where another unit is
    /// responsible.
    pub is_deputy_agreed: bool,
    /// Whether the actor has opened the file in an emergency, for hours that are not over.
    pub is_emergency_open: bool,
    /// Whether the actor has opened the file of this case to check it, for days that are not over. Asked for heads of bodies
    /// only.
    pub is_check_open: bool,
    /// Whether the actor is the one who asked that the person be erased: then another account decides.
    pub is_asked_by_actor: bool,
    /// Whether the unit that is responsible belongs to the actor's legal body; where nobody is, the unit that recorded the
    /// person. Asked for heads of bodies only.
    pub is_of_own_body: bool,
}

/// How a post stands in for another whose holder is away (Vertretung). Access opens and closes with the absence, by itself.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    EnumIter,
    IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Deputising {
    /// The absence is over.
    Ended,
    /// Named for an absence that has not begun.
    Ahead,
    /// The holder is away today.
    Active,
}

/// Why something is allowed; stands in the read log.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, EnumIter, IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Basis {
    /// The role alone allows it.
    Role,
    /// The actor is responsible for the case.
    Responsible,
    /// The actor's unit recorded the person, and no case has a worker yet.
    OwnIntake,
    /// The client agreed to be found at the desk.
    Consent,
    /// The coordinator's task.
    Coordination,
    /// The actor had the case until lately.
    Former,
    /// The data protection officer looks at the logs; no content comes along.
    Oversight,
    /// The actor deputises for the responsible worker, who is away.
    Deputy,
    /// The actor opened the file in an emergency; the responsible worker and the data protection officer were told.
    Emergency,
    /// The actor heads the legal body whose case it is: load and warnings, no content.
    HeadOfBody,
    /// The actor heads that body and opened the file to check it on cause; the responsible worker and the data protection
    /// officer were told.
    FileCheck,
}

/// Why something is not allowed; the screen has a text for each.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, EnumIter, IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Reason {
    /// The role does not include it.
    Role,
    /// Another worker is responsible.
    NotResponsible,
    /// Another unit's.
    OtherUnit,
    /// The client did not agree.
    NoConsent,
    /// The address is locked.
    Protected,
    /// There is no case yet.
    NoCase,
    /// A case that has a worker changes hands by a handover (Fallübergabe, Z8), or by the coordinator.
    NeedsHandover,
    /// The actor is named as deputy; access opens when the absence begins.
    DeputyAhead,
    /// The absence is over, and the deputy's access with it.
    DeputyEnded,
    /// The responsible worker is away, but the client did not agree that another unit deputises (consent E5).
    NoDeputyConsent,
    /// A deputy works the case, but leaves this to the responsible worker.
    NotForDeputy,
    /// A file that was opened in an emergency, or to check it, is open for reading.
    ReadOnly,
    /// The file is open to the actor already.
    OpenAlready,
    /// Nobody decides on their own request.
    OwnRequest,
    /// The actor was shown more people of others than anybody's work asks for; it is counted, and no decision of [`may`].
    TooManyPeople,
}

/// The decision, with its basis or reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Allowed, on this basis.
    Yes(Basis),
    /// Not allowed, for this reason.
    No(Reason),
}

impl Decision {
    /// Whether it is allowed.
    #[must_use]
    pub const fn is_yes(self) -> bool {
        matches!(self, Self::Yes(_))
    }
}

/// Decides whether the actor may do this to the subject. The municipality is not asked here: no query crosses it.
#[must_use]
pub fn may(actor: &Actor, action: Action, facts: &Facts) -> Decision {
    let is = |role| actor.is(role);
    let is_responsible = is(Role::CaseManager)
        && facts.responsible_post.is_some()
        && facts.responsible_post == actor.post;
    let is_own_intake = facts.responsible_post.is_none()
        && (is(Role::Reception) || is(Role::CaseManager))
        && facts.recorded_by_unit.as_ref() == Some(&actor.unit);
    let is_in_pool = facts.has_case && facts.responsible_post.is_none();
    let works_with_people = is(Role::Reception) || is(Role::CaseManager);
    let deputy = facts.deputy.filter(|_| is(Role::CaseManager));
    let is_named_today = deputy == Some(Deputising::Active);
    let is_of_unit = facts.responsible_unit.as_ref() == Some(&actor.unit);
    // Within a unit the absence opens the file; across the wall the client has to have agreed.
    let is_deputy = is_named_today && (is_of_unit || facts.is_deputy_agreed);
    // An address that was locked since closes the file again.
    let is_emergency = is(Role::CaseManager) && facts.is_emergency_open && !facts.is_protected;
    let is_headed = is(Role::HeadOfBody) && facts.has_case && facts.is_of_own_body;
    // So does a case that has gone to another body since.
    let is_check = is_headed && facts.is_check_open && !facts.is_protected;
    let strangers = || {
        if facts
            .responsible_unit
            .as_ref()
            .is_some_and(|unit| *unit != actor.unit)
        {
            Reason::OtherUnit
        } else {
            Reason::NotResponsible
        }
    };
    let other = || match deputy {
        Some(Deputising::Active) if is_deputy => Reason::NotForDeputy,
        _ if is_emergency || is_check => Reason::ReadOnly,
        Some(Deputising::Ahead) => Reason::DeputyAhead,
        Some(Deputising::Ended) => Reason::DeputyEnded,
        Some(Deputising::Active) => Reason::NoDeputyConsent,
        None => strangers(),
    };
    let by_role = |allowed: bool| {
        if allowed {
            Decision::Yes(Basis::Role)
        } else {
            Decision::No(Reason::Role)
        }
    };
    match action {
        Action::FindPerson
        | Action::RecordPerson
        | Action::RecordSlip
        | Action::ReadSlip
        | Action::AttachSlip
        | Action::SendInquiry => by_role(works_with_people),
        Action::SeeDeskHit => match () {
            () if !works_with_people => Decision::No(Reason::Role),
            () if is_responsible => Decision::Yes(Basis::Responsible),
            () if is_deputy => Decision::Yes(Basis::Deputy),
            () if facts.is_protected => Decision::No(Reason::Protected),
            () if is_own_intake => Decision::Yes(Basis::OwnIntake),
            // Dates and contact are a deputy's also without consent E5.
            () if is_named_today => Decision::Yes(Basis::Deputy),
            () if is_emergency => Decision::Yes(Basis::Emergency),
            () if facts.is_found_at_desk => Decision::Yes(Basis::Consent),
            () => Decision::No(Reason::NoConsent),
        },
        Action::ReadPerson
        | Action::EditPerson
        | Action::WorkIntake
        | Action::RevokeConsent
        | Action::AnswerInquiry => match () {
            () if is_responsible => Decision::Yes(Basis::Responsible),
            () if is_own_intake => Decision::Yes(Basis::OwnIntake),
            () if is_deputy => Decision::Yes(Basis::Deputy),
            () if !works_with_people => Decision::No(Reason::Role),
            () => Decision::No(other()),
        },
        Action::RecordConsent | Action::DecideIntake | Action::SettleHeld | Action::LinkPersons => {
            match () {
                () if is_responsible => Decision::Yes(Basis::Responsible),
                () if is_own_intake => Decision::Yes(Basis::OwnIntake),
                () if !works_with_people => Decision::No(Reason::Role),
                () => Decision::No(other()),
            }
        }
        Action::WorkLanes => match () {
            () if is_responsible => Decision::Yes(Basis::Responsible),
            () if is(Role::CaseManager) && is_own_intake => Decision::Yes(Basis::OwnIntake),
            () if is_deputy => Decision::Yes(Basis::Deputy),
            () if !is(Role::CaseManager) => Decision::No(Reason::Role),
            () => Decision::No(other()),
        },
        Action::GrantException | Action::SeePool | Action::SeeLateInquiries => match () {
            () if is(Role::Coordinator) => Decision::Yes(Basis::Coordination),
            () => Decision::No(Reason::Role),
        },
        Action::AssignCase => match () {
            () if is(Role::Coordinator) => Decision::Yes(Basis::Coordination),
            () if !works_with_people => Decision::No(Reason::Role),
            () if !facts.has_case => Decision::No(Reason::NoCase),
            () if is_responsible => Decision::No(Reason::NeedsHandover),
            () if is_own_intake => Decision::Yes(Basis::OwnIntake),
            () => Decision::No(other()),
        },
        Action::ReadCase | Action::WorkCase => match () {
            () if is_responsible => Decision::Yes(Basis::Responsible),
            () if is_deputy => Decision::Yes(Basis::Deputy),
            () if is_emergency && action == Action::ReadCase => Decision::Yes(Basis::Emergency),
            () if is_check && action == Action::ReadCase => Decision::Yes(Basis::FileCheck),
            () if !is(Role::CaseManager) => Decision::No(Reason::Role),
            () if !facts.has_case => Decision::No(Reason::NoCase),
            () => Decision::No(other()),
        },
        Action::SeeCaseHead => match () {
            () if is_responsible => Decision::Yes(Basis::Responsible),
            () if is(Role::Coordinator) => Decision::Yes(Basis::Coordination),
            () if is_named_today => Decision::Yes(Basis::Deputy),
            () if is_emergency => Decision::Yes(Basis::Emergency),
            () if is_check => Decision::Yes(Basis::FileCheck),
            () if is_headed => Decision::Yes(Basis::HeadOfBody),
            () if !is(Role::CaseManager) => Decision::No(Reason::Role),
            () => Decision::No(other()),
        },
        Action::KeepPost => match () {
            () if is_responsible => Decision::Yes(Basis::Responsible),
            () if is(Role::Coordinator) => Decision::Yes(Basis::Coordination),
            () if !is(Role::CaseManager) => Decision::No(Reason::Role),
            () => Decision::No(other()),
        },
        Action::SeeHandover => match () {
            () if !is(Role::CaseManager) => Decision::No(Reason::Role),
            () if facts.was_responsible => Decision::Yes(Basis::Former),
            () => Decision::No(Reason::NotResponsible),
        },
        Action::ReadOrganisation => Decision::Yes(Basis::Role),
        Action::ReceiveMessage => by_role(actor.is_system()),
        Action::AnswerMessage => by_role(is(Role::Coordinator) || is(Role::Administrator)),
        Action::ChangeOrganisation => by_role(is(Role::Coordinator)),
        Action::ManageAccounts => by_role(is(Role::Administrator)),
        Action::ReadReports => by_role(is(Role::Steering) || is(Role::Coordinator)),
        Action::IssueReport => by_role(is(Role::Coordinator)),
        Action::SeeBody => by_role(is(Role::HeadOfBody)),
        Action::ReadAudit => match () {
            () if is(Role::DataProtectionOfficer) => Decision::Yes(Basis::Oversight),
            () => Decision::No(Reason::Role),
        },
        Action::OpenInEmergency => match () {
            () if !is(Role::CaseManager) => Decision::No(Reason::Role),
            () if !facts.has_case => Decision::No(Reason::NoCase),
            () if is_responsible || is_deputy || is_emergency => Decision::No(Reason::OpenAlready),
            // Nobody is found by it: only whom the actor may see anyway, and never behind a locked address.
            () => match may(actor, Action::SeeDeskHit, facts) {
                Decision::Yes(_) if facts.is_protected => Decision::No(Reason::Protected),
                decision => decision,
            },
        },
        Action::OpenForCheck => match () {
            () if !is(Role::HeadOfBody) => Decision::No(Reason::Role),
            () if !facts.has_case => Decision::No(Reason::NoCase),
            () if !is_headed => Decision::No(Reason::OtherUnit),
            () if is_responsible || is_deputy || is_check => Decision::No(Reason::OpenAlready),
            () if facts.is_protected => Decision::No(Reason::Protected),
            () => Decision::Yes(Basis::HeadOfBody),
        },
        Action::EndEmergency => match () {
            () if is_responsible => Decision::Yes(Basis::Responsible),
            () if is(Role::Coordinator) => Decision::Yes(Basis::Coordination),
            () if is_emergency => Decision::Yes(Basis::Emergency),
            () if is_check => Decision::Yes(Basis::FileCheck),
            () if !is(Role::CaseManager) => Decision::No(Reason::Role),
            () => Decision::No(other()),
        },
        Action::AnswerEmergency => match () {
            () if is_responsible => Decision::Yes(Basis::Responsible),
            () if is(Role::Coordinator) && facts.responsible_post.is_none() => {
                Decision::Yes(Basis::Coordination)
            }
            () if !is(Role::CaseManager) => Decision::No(Reason::Role),
            () => Decision::No(other()),
        },
        Action::ReadWhoRead => match () {
            () if is_responsible => Decision::Yes(Basis::Responsible),
            () if !is(Role::CaseManager) => Decision::No(Reason::Role),
            () if !facts.has_case => Decision::No(Reason::NoCase),
            () => Decision::No(other()),
        },
        Action::ReadChanges => match () {
            () if is_responsible => Decision::Yes(Basis::Responsible),
            () if is_own_intake => Decision::Yes(Basis::OwnIntake),
            () if is_deputy => Decision::Yes(Basis::Deputy),
            () if is_emergency => Decision::Yes(Basis::Emergency),
            () if is_check => Decision::Yes(Basis::FileCheck),
            () if !works_with_people => Decision::No(Reason::Role),
            () => Decision::No(other()),
        },
        Action::AskErasure => match () {
            () if is_responsible => Decision::Yes(Basis::Responsible),
            () if is_own_intake => Decision::Yes(Basis::OwnIntake),
            () if is(Role::Coordinator) && is_in_pool => Decision::Yes(Basis::Coordination),
            () if !works_with_people => Decision::No(Reason::Role),
            () => Decision::No(other()),
        },
        Action::DecideErasure => match () {
            () if !is(Role::Coordinator) => Decision::No(Reason::Role),
            () if facts.is_asked_by_actor => Decision::No(Reason::OwnRequest),
            () => Decision::Yes(Basis::Coordination),
        },
    }
}
