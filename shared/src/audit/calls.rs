//! Calls about the logs: for the data protection officer, who sees who read and changed and no content, and the sheet for
//! the client who asks.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::anomaly::AnomalyKind;
use super::{ReadingKind, Why};
use crate::call;
use crate::calls::Nothing;
use crate::case::calls::ThisCase;
use crate::disclosure::DataClass;
use crate::exchange::{Sequence, Subject};
use crate::kernel::{AccountId, Day, FieldProblems, Moment, PersonId, ProblemCode, Role, UnitCode};

/// How many lines are answered at once.
pub const LINES_MOST: u32 = 50;
/// The most lines that one export takes.
pub const EXPORTED_MOST: u32 = 5_000;
/// The most people that a line names; how many there were in all stands beside them.
pub const NAMED_MOST: usize = 5;
/// The longest window for what is out of the ordinary, in days.
pub const WINDOW_MOST: u16 = 31;

/// Somebody with an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reader {
    /// The account; the nil id is the service itself.
    pub account: AccountId,
    /// Name for showing; empty for the service itself and for an account that is gone.
    pub name: String,
    /// The unit; absent for the service itself.
    pub unit: Option<UnitCode>,
    /// What they are there.
    pub roles: BTreeSet<Role>,
}

/// Everybody who has or had an account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Readers {
    /// By name.
    pub readers: Vec<Reader>,
}

/// The place of a line in the log of reads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReadingKey {
    /// The month, `2026-11`.
    pub segment: String,
    /// The line in it, from one.
    pub line: u64,
}

/// Which lines are looked for; what is left out is not asked. The latest come first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ReadingSearch {
    /// About whom: a case number, or the id of a person. Never a name: the log knows none.
    pub whom: String,
    /// Who read.
    pub account: Option<AccountId>,
    /// From this day on.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub from: Option<Day>,
    /// Until this day, which counts.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub until: Option<Day>,
    /// Why, by its code.
    pub why: String,
    /// By which call, by its name.
    pub call: String,
    /// Only lines before this one; for going on.
    pub before: Option<ReadingKey>,
}

impl ReadingSearch {
    /// Whether it can be asked: the reason is one that there is, the call and the place are written like one.
    ///
    /// # Errors
    /// The fields that cannot be meant.
    pub fn check(&self) -> Result<(), FieldProblems> {
        let mut problems = FieldProblems::default();
        if !self.why.is_empty() && !Why::codes().any(|code| code == self.why) {
            problems.add("why", ProblemCode::UnknownCode);
        }
        if !self.call.chars().all(|char| char.is_ascii_alphanumeric()) {
            problems.add("call", ProblemCode::UnknownCode);
        }
        let is_month = |text: &str| {
            text.chars()
                .all(|char| char.is_ascii_digit() || char == '-')
        };
        if self
            .before
            .as_ref()
            .is_some_and(|key| !is_month(&key.segment))
        {
            problems.add("before", ProblemCode::Invalid);
        }
        if let (Some(from), Some(until)) = (self.from, self.until)
            && until < from
        {
            problems.add("until", ProblemCode::EndBeforeStart);
        }
        problems.or(())
    }
}

/// The same lines as a search found, to be taken away.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReadingExport {
    /// The search.
    pub search: ReadingSearch,
    /// How many of its lines, from the first; none is taken as one, more than 5,000 as 5,000.
    pub lines: u32,
}

/// A line of the log of reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReadingLine {
    /// Its place.
    pub key: ReadingKey,
    /// When.
    pub at: Moment,
    /// Who.
    pub who: Reader,
    /// The name of the call.
    pub call: String,
    /// What it shows.
    pub kind: ReadingKind,
    /// Why, each once.
    pub why: Vec<Why>,
    /// About whom: the first five; who was looked for comes first.
    pub whom: Vec<Subject>,
    /// About how many in all.
    pub count: u32,
    /// The case numbers of those of them who have a case: the log knows no names, and a number is what people say.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub numbers: BTreeMap<PersonId, String>,
}

impl ReadingLine {
    /// Whether it was refused: nothing was shown.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.why.iter().any(|why| why.is_refused())
    }
}

/// What a search found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FoundReadings {
    /// The lines, the latest first.
    pub lines: Vec<ReadingLine>,
    /// Where it goes on; absent: these were all.
    pub next: Option<ReadingKey>,
}

/// Which entries of the log of what was written are looked for. The latest come first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct WritingSearch {
    /// About whom, as in [`ReadingSearch::whom`].
    pub whom: String,
    /// Who wrote.
    pub account: Option<AccountId>,
    /// From this day on.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub from: Option<Day>,
    /// Until this day, which counts.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub until: Option<Day>,
    /// Only entries before this one; for going on.
    pub before: Option<Sequence>,
}

/// An entry of the log of what was written: who, when, what kind of work and which fields; no content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WritingLine {
    /// Its place in the log.
    pub sequence: Sequence,
    /// When the server wrote it down.
    pub at: Moment,
    /// Who.
    pub who: Reader,
    /// About whom.
    pub whom: Subject,
    /// The number of their case, if it is a person who has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The name of the command; absent: its content was erased.
    pub command: Option<String>,
    /// Paths of the fields that it names, without what stands in them.
    pub fields: Vec<String>,
    /// What became of it: `applied`, `conflict`, `held`, or why it was refused.
    pub outcome: String,
}

/// What a search in that log found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FoundWritings {
    /// The entries, the latest first.
    pub lines: Vec<WritingLine>,
    /// Where it goes on; absent: these were all.
    pub next: Option<Sequence>,
}

/// How far back is looked for what is out of the ordinary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AnomalyWindow {
    /// Days, today included; none is taken as today, more than 31 as 31.
    pub days: u16,
}

/// Something out of the ordinary, with whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AnomalyLine {
    /// What.
    pub kind: AnomalyKind,
    /// Who.
    pub who: Reader,
    /// The day.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub day: Day,
    /// The first line of it.
    pub first_at: Moment,
    /// The last line of it.
    pub last_at: Moment,
    /// How many it came to.
    pub count: u32,
    /// From how many on it counts.
    pub limit: u32,
}

/// What is out of the ordinary in a window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FoundAnomalies {
    /// Alarms first, then the latest.
    pub anomalies: Vec<AnomalyLine>,
    /// The first day that was looked at.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub since: Day,
    /// How many lines were looked at.
    pub lines: u32,
}

/// Who has seen a client's data, as the client is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WhoRead {
    /// The first day that the log still holds.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub since: Day,
    /// Today.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub until: Day,
    /// Day by day, the latest first.
    pub days: Vec<WhoReadOnDay>,
    /// What was told to others, the latest first.
    #[serde(default)]
    pub told: Vec<ToldOthers>,
}

/// What was told to others (Weitergabe), as the client is told: to whom, which kinds of data and what for, and not what they
/// were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ToldOthers {
    /// The day.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub day: Day,
    /// The offices, by name.
    pub offices: Vec<String>,
    /// The day of the conference in which the client was named; absent: outside of any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub conference_on: Option<Day>,
    /// Which data.
    pub classes: BTreeSet<DataClass>,
    /// What for, in the worker's words.
    pub purpose: String,
    /// Since when the client no longer agrees to it; absent: they still do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub revoked_on: Option<Day>,
}

/// Who has seen them on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WhoReadOnDay {
    /// The day.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub day: Day,
    /// One entry per person who read.
    pub readers: Vec<WhoReadOne>,
}

/// What somebody has seen on a day, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WhoReadOne {
    /// Who.
    pub who: Reader,
    /// What was seen, each once.
    pub what: BTreeSet<ReadingKind>,
    /// Why, each once.
    pub why: Vec<Why>,
}

call!(
    /// Lists who has or had an account, for whoever reads the logs.
    ListReaders, Get "/api/audit/readers", SignedIn, Nothing => Readers
);
call!(
    /// Finds lines of the log of reads, without content; that it was asked is logged too.
    SearchReadings, Post "/api/audit/readings", SignedIn, ReadingSearch => FoundReadings
);
call!(
    /// Answers the lines that a search found, to be taken away as a file; logged under its own name.
    ExportReadings, Post "/api/audit/readings/export", SignedIn, ReadingExport => FoundReadings
);
call!(
    /// Finds entries of the log of what was written: who, when, which fields, without content.
    ReadWritings, Post "/api/audit/writings", SignedIn, WritingSearch => FoundWritings
);
call!(
    /// Lists what in the log of reads is out of the ordinary.
    ListAnomalies, Get "/api/audit/anomalies", SignedIn, AnomalyWindow => FoundAnomalies
);
call!(
    /// Reads who has seen the data of a case's person, for the client who asks.
    ReadWhoRead, Get "/api/case/who-read", SignedIn, ThisCase => WhoRead
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_meant_is_told_at_its_field() {
        let wrong = ReadingSearch {
            why: "by the moon".to_owned(),
            call: "Read\0".to_owned(),
            from: Some(jiff::civil::date(2026, 11, 2)),
            until: Some(jiff::civil::date(2026, 11, 1)),
            before: Some(ReadingKey {
                segment: "';--".to_owned(),
                line: 1,
            }),
            ..ReadingSearch::default()
        };
        let problems = wrong.check().unwrap_err();
        for (field, code) in [
            ("why", ProblemCode::UnknownCode),
            ("call", ProblemCode::UnknownCode),
            ("until", ProblemCode::EndBeforeStart),
            ("before", ProblemCode::Invalid),
        ] {
            assert_eq!(problems.of(field)[0].code, code, "{field}");
        }
        let right = ReadingSearch {
            why: "refused".to_owned(),
            call: "ReadCase".to_owned(),
            from: wrong.until,
            until: wrong.from,
            ..ReadingSearch::default()
        };
        assert_eq!(right.check(), Ok(()));
        assert_eq!(ReadingSearch::default().check(), Ok(()));
    }
}
