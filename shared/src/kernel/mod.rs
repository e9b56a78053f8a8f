//! The small things every feature uses: ids, codes, dates, problems, the signed-in actor, edits and their merge.
//!
//! Not here: anything about people, cases or forms.

pub mod actor;
pub mod attachment;
pub mod canonical;
pub mod code;
pub mod date;
pub mod each_once;
pub mod edit;
pub mod id;
pub mod json;
pub mod lists;
pub mod moment;
pub mod problem;
pub mod sheet;
pub mod signature;
pub mod text;
pub mod working_days;

pub use actor::{Actor, Role};
pub use attachment::{Attachment, AttachmentId};
pub use code::{
    Ags, BodyCode, Code, DistrictCode, LocalityCode, OfficeCode, PostCode, UnitCode, UnreadableCode,
};
pub use date::{Day, ImpreciseDate};
pub use each_once::EachOnce;
pub use edit::{Edits, FieldConflict, FieldEdit, SettledConflict, Settlement, Wrote, merge};
pub use id::{
    AccountId, AppointmentId, CaseId, ConsentId, DeviceId, DisclosureId, EmergencyId, EnvelopeId,
    Epoch, ErasureId, FactId, GrantId, InquiryId, IntakeId, LinkId, MessageId, NoteId, PasskeyId,
    PersonId, SessionId, SlipId,
};
pub use moment::Moment;
pub use problem::{FieldPath, FieldProblem, FieldProblems, Problem, ProblemCode};
pub use signature::{Signature, Stroke, StrokePoint};
