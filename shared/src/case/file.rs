//! What a case manager sees of a case, and what a tablet packs.

use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumString, IntoStaticStr};

use super::{AppointmentDraft, AppointmentView, CaseHistory, NextDate};
use crate::consent::RecordConsent;
use crate::disclosure::DisclosureView;
use crate::documentation::NoteView;
use crate::exchange::Sequence;
use crate::intake::state::{IntakeState, IntakeStateName};
use crate::intake::{IntakeDraft, RecordFact};
use crate::kernel::{
    CaseId, Day, DistrictCode, FieldConflict, IntakeId, Moment, OfficeCode, PersonId, PostCode,
    SettledConflict, UnitCode,
};
use crate::person::PersonDraft;

/// Whether a case is open.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    EnumIter,
    EnumString,
    IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum CaseState {
    /// Being worked.
    Open,
    /// Resting, with a date to look again (ruhend).
    Resting,
    /// Closed.
    Closed,
}

/// Who is responsible for a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Responsible {
    /// The post.
    pub post: PostCode,
    /// Its unit.
    pub unit: UnitCode,
    /// Who holds the post now.
    pub name: String,
    /// Their telephone at work.
    pub telephone: String,
}

/// One line of a worklist: what is needed to know which case it is and what is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CaseHead {
    /// The case.
    pub case: CaseId,
    /// Whose it is.
    pub person: PersonId,
    /// The number that people use, `LEV-2026-0173`.
    pub number: String,
    /// Name for showing.
    pub name: String,
    /// Name in the original script, if known.
    pub original_script: String,
    /// The district, if one could be derived.
    pub district: Option<DistrictCode>,
    /// State.
    pub state: CaseState,
    /// Who is responsible; absent: in the coordinator's pool.
    pub responsible: Option<Responsible>,
    /// When the case came to the one who is responsible now.
    pub assigned_at: Option<Moment>,
    /// Whether the one who is responsible has opened it since.
    pub is_new: bool,
    /// The next date.
    pub next: Option<NextDate>,
    /// The next appointment.
    pub appointment: Option<AppointmentView>,
    /// The person moved to another district: until this day somebody looks whether the case stays (Z4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub check_by: Option<Day>,
    /// The client took back their consent to case management on this day, and has not given it again since (E1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub revoked_on: Option<Day>,
    /// The client took back on this day that another unit deputises (E5), in an absence that is now or ended lately: what
    /// was planned meanwhile has to be looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub deputy_revoked_on: Option<Day>,
    /// The client took back on this day what something that was told to others stands on (E2, E3, E4), and nobody has settled
    /// yet whether those are asked to use it no longer; of several the first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub disclosure_revoked_on: Option<Day>,
    /// Since this day the client does not allow that health, religion and the like are written down (E2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub unwritten_since: Option<Day>,
    /// Opened on.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub opened_on: Day,
}

impl CaseHead {
    /// What is left where only dates and contact are to be seen: whose case it is, who is responsible, when something is due
    /// and when the next appointment begins, without what either is about and where.
    #[must_use]
    pub fn dates_only(self) -> Self {
        let next = self.next.map(|next| NextDate::Due {
            on: next.on(),
            what: String::new(),
        });
        let appointment = self.appointment.map(|view| AppointmentView {
            draft: AppointmentDraft {
                starts_at: view.draft.starts_at,
                contact: view.draft.contact,
                ..AppointmentDraft::default()
            },
            ..view
        });
        Self {
            next,
            appointment,
            check_by: None,
            revoked_on: None,
            deputy_revoked_on: None,
            disclosure_revoked_on: None,
            unwritten_since: None,
            ..self
        }
    }
}

/// The whole file of a case as its case manager sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CaseFile {
    /// The head.
    pub head: CaseHead,
    /// The last sequence of the person that this file reflects.
    pub sequence: Sequence,
    /// The person.
    pub person: PersonDraft,
    /// The intake that led to the case.
    pub intake: Option<IntakeFile>,
    /// Facts on the lanes, oldest first.
    pub facts: Vec<RecordFact>,
    /// Answers on consent, oldest first.
    pub consents: Vec<RecordConsent>,
    /// Appointments, by beginning.
    pub appointments: Vec<AppointmentView>,
    /// Documentation, newest first.
    pub notes: Vec<NoteView>,
    /// What was told to others, newest first.
    #[serde(default)]
    pub disclosures: Vec<DisclosureView>,
    /// Fields on which two people wrote differently and nobody has decided yet.
    pub conflicts: Vec<FieldConflict>,
    /// Fields on which two people had written differently, and how that was decided; the last decision first.
    #[serde(default)]
    pub settled: Vec<SettledConflict>,
    /// Who was responsible, and where the person lived.
    #[serde(default)]
    pub history: CaseHistory,
}

/// An intake with what was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IntakeFile {
    /// The intake.
    pub intake: IntakeId,
    /// What was typed.
    pub draft: IntakeDraft,
    /// Where it stands, with the stored answer of the target-group rule and what was decided.
    pub state: IntakeState,
}

/// How the latest intake of somebody without an open case stands, for those who may go on with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LatestIntake {
    /// Where it stands.
    pub state: IntakeStateName,
    /// The day it came to stand there; absent while it is open, and where that was not written down.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub on: Option<Day>,
    /// The office that was referred to; told on the person's page only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<OfficeCode>,
    /// Why it ended like that; told on the person's page only.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}
