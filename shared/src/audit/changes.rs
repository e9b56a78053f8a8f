//! What was changed about a person (Änderungsverlauf): piece by piece of work, who did it and when, and at each field what
//! stood there before and what after. For whoever may read the record anyway. Not here: how it is read out of the log, which
//! is the server's.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::calls::Reader;
use crate::call;
use crate::case::{AppointmentDraft, AppointmentEnd, NextDate};
use crate::consent::{ConsentAnswer, ConsentKind, Receiver};
use crate::disclosure::{DisclosureDraft, DisclosureEnd};
use crate::exchange::Sequence;
use crate::intake::FactDraft;
use crate::intake::state::IntakeStateName;
use crate::kernel::edit::lies_under;
use crate::kernel::{
    Day, DistrictCode, FieldPath, FieldProblems, IntakeId, Moment, PersonId, PostCode, ProblemCode,
    Wrote,
};

/// How many pieces of work are answered at once.
pub const CHANGES_MOST: usize = 30;
/// The longest path of a field that can be asked for.
const FIELD_MAX: usize = 120;
/// How far the clock of a device may be from the server's before both are told. A piece of work that was sent at once stays
/// below.
const APART_MILLIS: i64 = 5 * 60_000;

/// Whose changes are looked for, and which.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeSearch {
    /// The person.
    pub person: PersonId,
    /// Only changes of this field, or of those that lie in it, as [`Change::path`] names them; empty: of all.
    #[serde(default)]
    pub field: String,
    /// Only work before this place in the log; for going on.
    #[serde(default)]
    pub before: Option<Sequence>,
}

impl ChangeSearch {
    /// Whether it can be asked: the field is written like one.
    ///
    /// # Errors
    /// `UnknownCode` at `field`.
    pub fn check(&self) -> Result<(), FieldProblems> {
        let is_of_path =
            |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-' | '.');
        if self.field.len() > FIELD_MAX || !self.field.chars().all(is_of_path) {
            return Err(FieldProblems::at("field", ProblemCode::UnknownCode));
        }
        Ok(())
    }

    /// Whether a change is one that is looked for.
    #[must_use]
    pub fn fits(&self, change: &Change) -> bool {
        let (asked, path) = (self.field.as_str(), change.path());
        asked.is_empty()
            || asked == path
            || lies_under(&path, asked)
            || (change.is_of_form() && lies_under(asked, &path))
    }
}

/// A piece of work and what it changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeLine {
    /// Its place in the log: what is further on came to the server later.
    pub sequence: Sequence,
    /// When the server wrote it down.
    pub at: Moment,
    /// When it was done, by the clock of the device; absent where that is the same but for a few minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authored_at: Option<Moment>,
    /// Who.
    pub who: Reader,
    /// The name of the command.
    pub command: String,
    /// Who had written it, where it was handed in late (nachgereicht) and accepted by `who`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed_in: Option<Wrote>,
    /// What it changed.
    pub changes: Vec<Change>,
}

impl ChangeLine {
    /// The time by the device's clock, where it is worth telling beside the server's.
    #[must_use]
    pub fn told_apart(at: Moment, authored_at: Moment) -> Option<Moment> {
        let apart = at.millis().abs_diff(authored_at.millis());
        (apart > APART_MILLIS.unsigned_abs()).then_some(authored_at)
    }
}

/// One thing that is other than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
pub enum Change {
    /// A field of the person's form or, under `intake.` and its id, of an intake's.
    Field {
        /// The field.
        path: FieldPath,
        /// What stood there before this piece of work; `null`: nothing.
        from: Value,
        /// What stood there after it.
        to: Value,
    },
    /// Somebody else had written the same field meanwhile: what stood there stays until somebody decides.
    Waiting {
        /// The field.
        path: FieldPath,
        /// What stays.
        stays: Value,
        /// What was written and waits.
        wrote: Value,
    },
    /// It was decided what holds at a field that two had filled in differently.
    Decided {
        /// The field.
        path: FieldPath,
        /// What stood there before.
        from: Value,
        /// What holds since.
        to: Value,
        /// The texts that were not chosen.
        not_chosen: Vec<Value>,
    },
    /// An intake moved on.
    IntakeState {
        /// Which.
        intake: IntakeId,
        /// Where it stood; absent: it began.
        from: Option<IntakeStateName>,
        /// Where it stands since.
        to: IntakeStateName,
    },
    /// The client answered a question of consent.
    Consent {
        /// The question.
        kind: ConsentKind,
        /// Who receives, where the purpose names one.
        receiver: Option<Receiver>,
        /// The answer that counted before.
        from: Option<ConsentAnswer>,
        /// The answer.
        to: ConsentAnswer,
        /// The day of the answer.
        #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
        answered_on: Day,
        /// Whether it counted from then on; an older answer that was written down late does not.
        counts: bool,
    },
    /// A fact was added on a lane.
    Fact {
        /// The fact that it corrects, as it stood; absent: it corrects none.
        from: Option<Box<FactDraft>>,
        /// The fact.
        to: Box<FactDraft>,
    },
    /// The next step of the case was set.
    NextDate {
        /// What it was.
        from: Option<NextDate>,
        /// What it is since.
        to: NextDate,
    },
    /// An appointment was planned, or ended.
    Appointment {
        /// When, where, with whom.
        draft: Box<AppointmentDraft>,
        /// How it ended; absent: it was planned.
        end: Option<AppointmentEnd>,
    },
    /// The case was opened.
    CaseOpened {
        /// Where the person lived, if that could be derived.
        district: Option<DistrictCode>,
    },
    /// The case went to a post.
    Responsible {
        /// Who had it; absent: nobody.
        from: Option<AtPost>,
        /// Who has it since.
        to: AtPost,
    },
    /// The person moved to another district.
    District {
        /// Where they lived.
        from: Option<DistrictCode>,
        /// Where they live since.
        to: Option<DistrictCode>,
    },
    /// Somebody looked after a move, and the case stayed.
    PostKept,
    /// An entry was added to the documentation. What it says stands there.
    Note {
        /// When the entry was written that it corrects; absent: it corrects none.
        corrects: Option<Moment>,
    },
    /// Something was told to others, or that ended after the client took back what it stood on.
    Disclosure {
        /// To whom, what and what for.
        draft: Box<DisclosureDraft>,
        /// How it ended; absent: it was told.
        end: Option<DisclosureEnd>,
    },
    /// The person was held to be the same human being as another, or no longer, or not.
    Link {
        /// Which of the three.
        said: SaidOfTwo,
    },
}

/// What somebody said of a person and another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum SaidOfTwo {
    /// They are one.
    Same,
    /// That they are one was wrong.
    SameNoMore,
    /// They are two.
    Two,
}

/// A post, and who held it then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AtPost {
    /// The post.
    pub post: PostCode,
    /// Who held it when the case came there; the code where it was vacant.
    pub name: String,
}

impl Change {
    /// Under which name it is asked for: the path of a field; of everything else what it is about.
    #[must_use]
    pub fn path(&self) -> FieldPath {
        match self {
            Self::Field { path, .. } | Self::Waiting { path, .. } | Self::Decided { path, .. } => {
                path.clone()
            }
            Self::IntakeState { intake, .. } => format!("intake.{intake}"),
            Self::Consent { kind, .. } => format!("consent.{}", <&str>::from(kind)),
            Self::Fact { to, .. } => format!("fact.{}", <&str>::from(to.lane)),
            Self::NextDate { .. } => "next_date".to_owned(),
            Self::Appointment { .. } => "appointment".to_owned(),
            Self::CaseOpened { .. } | Self::Responsible { .. } | Self::PostKept => {
                "responsible".to_owned()
            }
            Self::District { .. } => "district".to_owned(),
            Self::Note { .. } => "note".to_owned(),
            Self::Disclosure { .. } => "disclosure".to_owned(),
            Self::Link { .. } => "link".to_owned(),
        }
    }

    /// Whether it is a field of a form, which may have been written as a whole with what lies in it.
    const fn is_of_form(&self) -> bool {
        matches!(
            self,
            Self::Field { .. } | Self::Waiting { .. } | Self::Decided { .. }
        )
    }
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FoundChanges {
    /// The pieces of work, the latest first.
    pub lines: Vec<ChangeLine>,
    /// Where it goes on; absent: these were all.
    pub next: Option<Sequence>,
}

call!(
    /// Reads what was changed about a person, by whom and when, with what stood there before.
    ReadChanges, Post "/api/audit/changes", SignedIn, ChangeSearch => FoundChanges
);

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn asked(field: &str) -> ChangeSearch {
        ChangeSearch {
            person: PersonId::from_uuid(uuid::Uuid::from_u128(1)),
            field: field.to_owned(),
            before: None,
        }
    }

    fn field(path: &str) -> Change {
        Change::Field {
            path: path.to_owned(),
            from: json!(null),
            to: json!("x"),
        }
    }

    #[test]
    fn a_field_is_asked_for_with_what_lies_in_it_and_what_it_lies_in() {
        let telephone = asked("contact.telephone");
        for (change, fits) in [
            (field("contact.telephone"), true),
            (field("contact"), true),
            (field("contact.telephone.x"), true),
            (field("contact.email"), false),
            (field("contact.telephones"), false),
            (Change::PostKept, false),
        ] {
            assert_eq!(telephone.fits(&change), fits, "{change:?}");
            assert!(asked("").fits(&change));
        }
        let revoked = Change::Consent {
            kind: ConsentKind::Deputy,
            receiver: None,
            from: None,
            to: ConsentAnswer::Revoked,
            answered_on: jiff::civil::date(2026, 11, 27),
            counts: true,
        };
        assert!(asked("consent").fits(&revoked));
        assert!(asked("consent.deputy").fits(&revoked));
        assert!(!asked("consent.sharing").fits(&revoked));
        assert!(!asked("consent.deputy.x").fits(&revoked));
    }

    #[test]
    fn what_is_no_path_is_told_at_its_field() {
        for right in [
            "",
            "address",
            "contact.telephone",
            "household.0190a0a0-0000-7000.name",
        ] {
            assert_eq!(asked(right).check(), Ok(()), "{right}");
        }
        for wrong in ["/address", "a b", "'; --", "ä", &"x".repeat(121)] {
            let problems = asked(wrong).check().unwrap_err();
            assert_eq!(problems.of("field")[0].code, ProblemCode::UnknownCode);
        }
    }

    #[test]
    fn the_clock_of_the_device_is_told_where_it_differs_in_either_direction() {
        let at = Moment::from_millis(1_795_683_600_000);
        let minutes = |n: i64| at.plus_millis(n * 60_000);
        for (minute, is_told) in [(0, false), (-5, false), (5, false), (-6, true), (6, true)] {
            let told = ChangeLine::told_apart(at, minutes(minute));
            assert_eq!(told, is_told.then(|| minutes(minute)), "{minute}");
        }
    }
}
