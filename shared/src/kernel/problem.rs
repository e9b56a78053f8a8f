//! What can be wrong, in one language for form, command and API: codes travel, sentences do not.
//!
//! No value that somebody typed is ever repeated in a problem; here it would be personal data.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumString, IntoStaticStr};

/// Where in a form a problem stands: names joined by dots, `household.2.born`.
pub type FieldPath = String;

/// Every reason for which a value is refused. Each has a text in every language of the interface.
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
    EnumString,
    IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ProblemCode {
    /// Something is needed here before the form can be completed.
    Missing,
    /// More characters than `max`.
    TooLong,
    /// Fewer characters than `min`.
    TooShort,
    /// More entries than `max`.
    TooMany,
    /// A control character, which no keyboard types on purpose.
    ControlCharacter,
    /// A character that turns the reading direction of what follows.
    DirectionOverride,
    /// A character that shows nothing where it stands: it makes two equal names unequal.
    HiddenCharacter,
    /// An accent or vowel sign without a letter to stand on, or more of them than any script puts on one.
    LoneMark,
    /// Letters outside DIN 91379, where the name as in a document is asked.
    WrongScript,
    /// No letter at all, where a name is asked.
    NoLetter,
    /// No such day in the calendar.
    ImpossibleDate,
    /// A day before any that can be meant here.
    TooEarly,
    /// A day that has not come yet.
    InFuture,
    /// A day that is over, where one that is still to come is asked.
    InPast,
    /// A day further ahead than anybody plans.
    TooFar,
    /// An end that lies before its beginning.
    EndBeforeStart,
    /// A day before the person was born.
    BeforeBirth,
    /// A day before the person entered Germany.
    BeforeEntry,
    /// A day before the person left Germany.
    BeforeDeparture,
    /// A code that is not on its list on that day.
    UnknownCode,
    /// Not an e-mail address.
    NotAnEmail,
    /// Not a telephone number.
    NotATelephone,
    /// Not a post code of five digits.
    NotAPostCode,
    /// Neither the number of a case nor the id of a person.
    UnknownNumber,
    /// Not a number, or one outside `min` and `max`.
    OutOfRange,
    /// The same entry twice.
    Duplicate,
    /// A reason is needed with this choice.
    ReasonNeeded,
    /// Two answers that exclude each other.
    Contradiction,
    /// A part of the client's name, where the reader is shown none.
    NamesClient,
    /// A password that is guessed soon: it is known, or made of what everybody knows about its owner.
    EasyToGuess,
    /// A password stands in a list of leaked ones.
    Leaked,
    /// A password that is not the one that holds, or a code that is not the one that is shown now.
    NotRight,
    /// What the client does not allow to be written down.
    NotConsented,
    /// What the client has not agreed to, where nothing is done without their yes.
    NoConsent,
    /// A field that this form does not have.
    UnknownField,
    /// A value of another kind than this field holds.
    WrongType,
    /// A picture that did not come along, or got lost on the way.
    NoPicture,
    /// Not a picture that can be read: another kind of file, or damaged.
    UnreadablePicture,
    /// A picture of more bytes or pixels than a page needs.
    PictureTooLarge,
    /// Not usable, for a reason that has no code of its own.
    Invalid,
}

impl ProblemCode {
    /// The code as it is written on the wire and in the text files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// One thing that is wrong with one field, with the limits it broke (`max`, `min`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FieldProblem {
    /// What is wrong.
    pub code: ProblemCode,
    /// The limits that were broken, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub limits: BTreeMap<String, i64>,
}

impl FieldProblem {
    /// A problem with the one limit that was broken, `max` or `min`.
    #[must_use]
    pub fn limited(code: ProblemCode, name: &str, limit: usize) -> Self {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        Self {
            code,
            limits: [(name.to_owned(), limit)].into(),
        }
    }
}

impl From<ProblemCode> for FieldProblem {
    fn from(code: ProblemCode) -> Self {
        Self {
            code,
            limits: BTreeMap::new(),
        }
    }
}

/// All problems of a form, sorted by field. Empty means that nothing is wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct FieldProblems(BTreeMap<FieldPath, Vec<FieldProblem>>);

impl FieldProblems {
    /// One problem at one field.
    #[must_use]
    pub fn at(path: impl Into<FieldPath>, problem: impl Into<FieldProblem>) -> Self {
        let mut problems = Self::default();
        problems.add(path, problem);
        problems
    }

    /// Notes one more problem; the same one twice is noted once.
    pub fn add(&mut self, path: impl Into<FieldPath>, problem: impl Into<FieldProblem>) {
        let at = self.0.entry(path.into()).or_default();
        let problem = problem.into();
        if !at.contains(&problem) {
            at.push(problem);
            at.sort();
        }
    }

    /// Takes over the problems of a part of the form that stands under `prefix`.
    pub fn add_under(&mut self, prefix: &str, part: Self) {
        for (path, problems) in part.0 {
            let path = if prefix.is_empty() {
                path
            } else if path.is_empty() {
                prefix.to_owned()
            } else {
                format!("{prefix}.{path}")
            };
            for problem in problems {
                self.add(path.clone(), problem);
            }
        }
    }

    /// Leaves out what was noted of one field: something else is to be said there.
    pub fn forget(&mut self, path: &str) {
        self.0.remove(path);
    }

    /// The problems of one field.
    #[must_use]
    pub fn of(&self, path: &str) -> &[FieldProblem] {
        self.0.get(path).map_or(&[], Vec::as_slice)
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every field with its problems, in the order of the paths.
    pub fn iter(&self) -> impl Iterator<Item = (&FieldPath, &[FieldProblem])> {
        self.0
            .iter()
            .map(|(path, problems)| (path, problems.as_slice()))
    }

    /// `Ok(value)` if nothing is wrong.
    ///
    /// # Errors
    /// The problems, if there are any.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() {
            Ok(value)
        } else {
            Err(self)
        }
    }
}

/// Flattens what the validator crate found. Its own error type does not travel: it repeats the typed value, and lists
/// come back from JSON as another variant.
impl From<validator::ValidationErrors> for FieldProblems {
    fn from(errors: validator::ValidationErrors) -> Self {
        fn walk(prefix: &str, errors: &validator::ValidationErrors, into: &mut FieldProblems) {
            for (field, kind) in errors.errors() {
                let path = match (prefix, field.as_ref()) {
                    ("", field) => field.to_owned(),
                    (prefix, "__all__") => prefix.to_owned(),
                    (prefix, field) => format!("{prefix}.{field}"),
                };
                match kind {
                    validator::ValidationErrorsKind::Field(found) => {
                        for error in found {
                            into.add(path.clone(), FieldProblem::from(error));
                        }
                    }
                    validator::ValidationErrorsKind::Struct(inner) => walk(&path, inner, into),
                    validator::ValidationErrorsKind::List(items) => {
                        for (index, inner) in items {
                            walk(&format!("{path}.{index}"), inner, into);
                        }
                    }
                }
            }
        }
        let mut problems = Self::default();
        walk("", &errors, &mut problems);
        problems
    }
}

impl From<&validator::ValidationError> for FieldProblem {
    fn from(error: &validator::ValidationError) -> Self {
        let limit = |name: &str| error.params.get(name).and_then(serde_json::Value::as_i64);
        let limited = |code, name: &str| Self {
            code,
            limits: limit(name)
                .map(|value| (name.to_owned(), value))
                .into_iter()
                .collect(),
        };
        match error.code.as_ref() {
            "required" => ProblemCode::Missing.into(),
            "range" => Self {
                code: ProblemCode::OutOfRange,
                limits: ["min", "max"]
                    .into_iter()
                    .filter_map(|name| Some((name.to_owned(), limit(name)?)))
                    .collect(),
            },
            "length" => {
                let (size, is_text) = match error.params.get("value") {
                    Some(serde_json::Value::String(text)) => (text.chars().count(), true),
                    Some(serde_json::Value::Array(items)) => (items.len(), false),
                    Some(serde_json::Value::Object(fields)) => (fields.len(), false),
                    _ => (0, true),
                };
                match (limit("min"), size) {
                    (Some(min), 0) if min > 0 => ProblemCode::Missing.into(),
                    (Some(min), size) if i64::try_from(size).is_ok_and(|size| size < min) => {
                        limited(ProblemCode::TooShort, "min")
                    }
                    _ if is_text => limited(ProblemCode::TooLong, "max"),
                    _ => limited(ProblemCode::TooMany, "max"),
                }
            }
            code => code.parse().unwrap_or(ProblemCode::Invalid).into(),
        }
    }
}

/// Why a read was not answered. Commands answer with `exchange::Outcome` instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum Problem {
    /// Not there, or not for this person to see: the two answer alike.
    #[error("not found")]
    NotFound,
    /// Seen, but not to be done by this person; `because` is the code of the reason that the screen shows.
    #[error("not allowed: {because}")]
    NotAllowed {
        /// Code of the reason, see `access::Reason`.
        because: String,
    },
    /// Nobody is signed in, or the session has ended.
    #[error("not signed in")]
    NotSignedIn,
    /// Too many tries; the next is possible after `after_seconds`.
    #[error("too many tries")]
    TooMany {
        /// Seconds to wait.
        after_seconds: u32,
    },
    /// The question itself is wrong, at these fields.
    #[error("problems at fields")]
    Fields {
        /// Where and what.
        fields: FieldProblems,
    },
    /// The service cannot answer now; trying again is right.
    #[error("unavailable, reference {reference}")]
    Unavailable {
        /// Names the line in the server's log that holds the cause.
        reference: Reference,
    },
}

/// Names one line in the server's log, so that a person can say which failure they saw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Reference(pub String);

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_are_sorted_and_never_doubled() {
        let mut problems = FieldProblems::at("b", ProblemCode::Missing);
        problems.add("a", ProblemCode::TooLong);
        problems.add("b", ProblemCode::Missing);
        let paths: Vec<_> = problems
            .iter()
            .map(|(path, found)| (path.as_str(), found.len()))
            .collect();
        assert_eq!(paths, [("a", 1), ("b", 1)]);
    }

    #[test]
    fn a_part_stands_under_its_prefix() {
        let mut problems = FieldProblems::default();
        problems.add_under(
            "household.2",
            FieldProblems::at("born", ProblemCode::ImpossibleDate),
        );
        assert_eq!(
            problems.of("household.2.born")[0].code,
            ProblemCode::ImpossibleDate
        );
    }
}
