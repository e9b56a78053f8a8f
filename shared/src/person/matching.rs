//! Are two people the same? (domain.md 9a)
//!
//! Not here: how single names are compared ([`super::name`]); who may see the answer ([`crate::access`]).

use super::name::{Agreement, Name, Pairing, Place};
use crate::kernel::{Day, ImpreciseDate};

use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};

/// How sure it is that two records, or a record and what was typed, mean the same human being.
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
pub enum Verdict {
    /// Different people.
    Different,
    /// Possibly the same: a person decides.
    Possible,
    /// Likely the same.
    Likely,
}

/// Why a record hit, in a form the screen can put into words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MatchReason {
    /// What matched or differed.
    pub kind: MatchKind,
    /// What was typed, where that helps (`Muhamed`).
    pub typed: String,
    /// What is on record (`Mohammad`).
    pub found: String,
}

/// Kinds of agreement and difference.
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
pub enum MatchKind {
    /// The name part is the same, letter by letter.
    NameSame,
    /// The name part is the same name in another spelling, script or language form.
    NameSpelling,
    /// A diminutive of the name.
    NameDiminutive,
    /// A near name.
    NameNear,
    /// The beginning of the name was typed.
    NameBeginning,
    /// Given and family name stand in another order.
    NamesSwapped,
    /// The same full date of birth.
    BirthSame,
    /// The same year of birth.
    BirthYear,
    /// Day and month exchanged.
    BirthSwapped,
    /// A slip of one place or one year.
    BirthNear,
    /// 1 January: says little.
    BirthFirstOfJanuary,
    /// The case number.
    Number,
}

/// The part of a person's form that people are looked for, compared and shown in a list by. Read from the stored form,
/// it passes over all the rest: a search opens hundreds of forms and shows a few.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct NamesAndBirth {
    /// Family name, as in the document.
    pub family_name: String,
    /// Given names, as in the document.
    pub given_name: String,
    /// Name at birth, if another.
    pub birth_name: String,
    /// The name they go by.
    pub called: String,
    /// The whole name as it was spoken.
    pub spoken_name: String,
    /// The whole name in the original script.
    pub original_script: String,
    /// Further spellings, separated by semicolons.
    pub other_spellings: String,
    /// Birth, with the precision it is known to.
    pub born: Option<ImpreciseDate>,
}

impl NamesAndBirth {
    /// The name to show; empty if none is known.
    #[must_use]
    pub fn shown_name(&self) -> String {
        let names = [
            &self.spoken_name,
            &self.called,
            &self.original_script,
            &self.birth_name,
        ];
        name_to_show(&self.given_name, &self.family_name, names)
    }
}

/// Given and family name as in the document, else the first of the others that is known.
pub(super) fn name_to_show(given: &str, family: &str, others: [&String; 4]) -> String {
    let document = [given.trim(), family.trim()].join(" ");
    std::iter::once(document.trim())
        .chain(others.into_iter().map(|name| name.trim()))
        .find(|name| !name.is_empty())
        .unwrap_or_default()
        .to_owned()
}

/// What two people are compared by: every name somebody wrote down for them, and their birth.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Identity {
    pub(super) names: Vec<Name>,
    /// Birth.
    pub born: Option<ImpreciseDate>,
}

/// The answer, with its reasons in the order of the names, the birth last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// How sure it is.
    pub verdict: Verdict,
    /// Why. `typed` is what the first of the two has, `found` the second.
    pub reasons: Vec<MatchReason>,
}

/// No person is compared by more names than this.
const MOST_NAMES: usize = 8;

impl Identity {
    /// From the person's form: the name in the document (also with the birth name, also with the name they go by), as
    /// spoken, in the original script, and other spellings. A single word does not stand for a whole name if a fuller
    /// one is known.
    #[must_use]
    pub fn of(person: &NamesAndBirth) -> Self {
        let given = (person.given_name.as_str(), Place::Given);
        let called = (person.called.as_str(), Place::Given);
        let family = (person.family_name.as_str(), Place::Family);
        let birth = (person.birth_name.as_str(), Place::Family);
        let mut names = vec![Name::of(&[given, family])];
        let mut add = |is_there: bool, texts: &[(&str, Place)]| {
            if is_there && names.len() < MOST_NAMES {
                let name = Name::of(texts);
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        };
        add(!birth.0.trim().is_empty(), &[given, birth]);
        add(!called.0.trim().is_empty(), &[called, family]);
        for text in [&person.spoken_name, &person.original_script] {
            add(!text.trim().is_empty(), &[(text.as_str(), Place::Whole)]);
        }
        for text in person.other_spellings.split(';') {
            add(!text.trim().is_empty(), &[(text, Place::Whole)]);
        }
        names.retain(|name| !name.parts.is_empty());
        if names.iter().any(|name| name.parts.len() > 1) {
            names.retain(|name| name.parts.len() > 1);
        }
        Self {
            names,
            born: person.born,
        }
    }
}

/// Whether two people are the same: *likely* if every part of the name is the same name and both births are the same
/// full date other than 1 January; *different* if a name is another name or the births disagree; else *possible*. The
/// verdict does not depend on the order of the two.
#[must_use]
pub fn same_person(a: &Identity, b: &Identity) -> Judgement {
    let names = same_name(a, b);
    let birth = same_birth(a.born, b.born);
    let verdict = match (names.agreement, &birth) {
        (Agreement::None, _) | (_, BirthMatch::Different) => Verdict::Different,
        (Agreement::Full, BirthMatch::Same) => Verdict::Likely,
        _ => Verdict::Possible,
    };
    let mut reasons = names.reasons;
    if let Some(kind) = birth.kind() {
        let shown =
            |born: Option<ImpreciseDate>| born.map(ImpreciseDate::shown).unwrap_or_default();
        reasons.push(MatchReason {
            kind,
            typed: shown(a.born),
            found: shown(b.born),
        });
    }
    Judgement { verdict, reasons }
}

/// Whether two births are those of two people, whatever their names: then [`same_person`] says that they are different.
#[must_use]
pub fn births_disagree(a: Option<ImpreciseDate>, b: Option<ImpreciseDate>) -> bool {
    same_birth(a, b) == BirthMatch::Different
}

/// How the names of two people agree at their best.
struct NameMatch {
    agreement: Agreement,
    reasons: Vec<MatchReason>,
}

fn same_name(a: &Identity, b: &Identity) -> NameMatch {
    let mut best: Option<(&Name, &Name, Pairing)> = None;
    for one in &a.names {
        for two in &b.names {
            if let Some(pairing) = one.pair_with(two, |_, one, two| one.compare(two))
                && best
                    .as_ref()
                    .is_none_or(|(.., best)| rank(&pairing) > rank(best))
            {
                best = Some((one, two, pairing));
            }
        }
    }
    match best {
        Some((one, two, pairing)) => NameMatch {
            reasons: reasons_of(one, two, &pairing),
            agreement: pairing.agreement,
        },
        // A name that is missing contradicts nothing; neither does a given name a family name.
        None if a.names.is_empty() || b.names.is_empty() || are_apart(a, b) => NameMatch {
            agreement: Agreement::FirstHasMore,
            reasons: Vec::new(),
        },
        None => NameMatch {
            agreement: Agreement::None,
            reasons: Vec::new(),
        },
    }
}

/// Orders pairings; who of the two has more does not matter.
fn rank(pairing: &Pairing) -> (u8, u32) {
    let rank = match pairing.agreement {
        Agreement::None => 0,
        Agreement::FirstHasMore | Agreement::SecondHasMore => 1,
        Agreement::Near => 2,
        Agreement::Full => 3,
    };
    (rank, pairing.score)
}

/// Whether one is known by given names only and the other by a family name only.
fn are_apart(a: &Identity, b: &Identity) -> bool {
    let only = |identity: &Identity, place: Place| {
        identity
            .names
            .iter()
            .all(|name| name.parts.iter().all(|part| part.place == place))
    };
    (only(a, Place::Given) && only(b, Place::Family))
        || (only(a, Place::Family) && only(b, Place::Given))
}

/// The reasons for the screen.
pub(super) fn reasons_of(one: &Name, two: &Name, pairing: &Pairing) -> Vec<MatchReason> {
    let mut reasons = Vec::new();
    let mut is_swapped = false;
    for &(kind, mine, theirs) in &pairing.matches {
        let place = |name: &Name, at: usize| name.parts.get(at).map(|part| part.place);
        is_swapped |= matches!(
            (place(one, mine.at), place(two, theirs.at)),
            (Some(Place::Given), Some(Place::Family)) | (Some(Place::Family), Some(Place::Given))
        );
        reasons.push(MatchReason {
            kind,
            typed: one.text_of(mine),
            found: two.text_of(theirs),
        });
    }
    if is_swapped {
        reasons.push(MatchReason {
            kind: MatchKind::NamesSwapped,
            typed: String::new(),
            found: String::new(),
        });
    }
    reasons
}

/// How two births agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BirthMatch {
    /// The same full date, and not a 1 January.
    Same,
    /// They may be the same, for this reason.
    Weak(MatchKind),
    /// One is not known.
    Unknown,
    /// They disagree.
    Different,
}

impl BirthMatch {
    pub(super) const fn kind(self) -> Option<MatchKind> {
        match self {
            Self::Same => Some(MatchKind::BirthSame),
            Self::Weak(kind) => Some(kind),
            Self::Unknown | Self::Different => None,
        }
    }
}

/// Compares two births. A day that an authority set says no more than its year if it is a 1 January, and is no proof
/// otherwise. An estimated year may be two years off.
pub(super) fn same_birth(a: Option<ImpreciseDate>, b: Option<ImpreciseDate>) -> BirthMatch {
    let (Some(a), Some(b)) = (a, b) else {
        return BirthMatch::Unknown;
    };
    let is_estimated = |date| matches!(date, ImpreciseDate::Estimated { .. });
    if is_estimated(a) || is_estimated(b) {
        return years(a, b, 2, MatchKind::BirthYear);
    }
    if a.is_first_of_january() || b.is_first_of_january() {
        return if a.year() == b.year() {
            BirthMatch::Weak(MatchKind::BirthFirstOfJanuary)
        } else {
            years(a, b, 1, MatchKind::BirthNear)
        };
    }
    match (a.day(), b.day()) {
        (Some(one), Some(two)) => {
            let is_set = |date| matches!(date, ImpreciseDate::SetByAuthority { .. });
            if one != two {
                days(one, two)
            } else if is_set(a) || is_set(b) {
                BirthMatch::Weak(MatchKind::BirthSame)
            } else {
                BirthMatch::Same
            }
        }
        _ => months(a, b),
    }
}

fn years(a: ImpreciseDate, b: ImpreciseDate, tolerance: i16, kind: MatchKind) -> BirthMatch {
    let (one, two) = (a.year(), b.year());
    if one == two {
        BirthMatch::Weak(kind)
    } else if (one - two).abs() <= tolerance || has_one_slip(&digits(&[one]), &digits(&[two])) {
        BirthMatch::Weak(MatchKind::BirthNear)
    } else {
        BirthMatch::Different
    }
}

/// Two full dates that are not the same.
fn days(one: Day, two: Day) -> BirthMatch {
    let parts = |day: Day| [day.year(), i16::from(day.month()), i16::from(day.day())];
    if one.year() == two.year() && one.month() == two.day() && one.day() == two.month() {
        BirthMatch::Weak(MatchKind::BirthSwapped)
    } else if has_one_slip(&digits(&parts(one)), &digits(&parts(two)))
        || ((one.year() - two.year()).abs() == 1
            && one.month() == two.month()
            && one.day() == two.day())
    {
        BirthMatch::Weak(MatchKind::BirthNear)
    } else {
        BirthMatch::Different
    }
}

/// Two dates of which one is known to the month or the year only.
fn months(a: ImpreciseDate, b: ImpreciseDate) -> BirthMatch {
    let month = |date: ImpreciseDate| match date {
        ImpreciseDate::Month { month, .. } => Some(month),
        other => other.day().map(Day::month),
    };
    let by_year = years(a, b, 1, MatchKind::BirthYear);
    match (month(a), month(b)) {
        (Some(one), Some(two)) if one != two => {
            let is_slip = has_one_slip(&digits(&[i16::from(one)]), &digits(&[i16::from(two)]));
            if a.year() == b.year() && is_slip {
                BirthMatch::Weak(MatchKind::BirthNear)
            } else {
                BirthMatch::Different
            }
        }
        _ => by_year,
    }
}

/// The digits as they are written, two places at least for each number.
fn digits(numbers: &[i16]) -> Vec<u8> {
    numbers
        .iter()
        .flat_map(|number| format!("{number:02}").into_bytes())
        .collect()
}

/// Whether exactly one place differs.
fn has_one_slip(one: &[u8], two: &[u8]) -> bool {
    one.len() == two.len() && one.iter().zip(two).filter(|(a, b)| a != b).count() == 1
}
