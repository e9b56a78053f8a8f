//! The person's form and its checks.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::kernel::text::{plain_line, plain_text};
use crate::kernel::{Code, FieldProblems, ImpreciseDate, LocalityCode};

/// What is known of a person, as typed; incomplete is normal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct PersonDraft {
    /// Family name, spelled as in the document (DIN 91379).
    #[validate(length(max = 120), custom(function = "plain_line"))]
    pub family_name: String,
    /// Given names, spelled as in the document (DIN 91379).
    #[validate(length(max = 120), custom(function = "plain_line"))]
    pub given_name: String,
    /// Name at birth, if another.
    #[validate(length(max = 120), custom(function = "plain_line"))]
    pub birth_name: String,
    /// The name they go by (Rufname).
    #[validate(length(max = 120), custom(function = "plain_line"))]
    pub called: String,
    /// The whole name as it was spoken at the desk, before any document was seen.
    #[validate(length(max = 200), custom(function = "plain_line"))]
    pub spoken_name: String,
    /// The whole name in the original script.
    #[validate(length(max = 200), custom(function = "plain_line"))]
    pub original_script: String,
    /// Further spellings seen in other papers, separated by semicolons.
    #[validate(length(max = 400), custom(function = "plain_line"))]
    pub other_spellings: String,
    /// The document the name was read from (passport, identity card, residence permit, none).
    pub document_kind: Option<Code>,
    /// Birth, with the precision it is known to.
    pub born: Option<ImpreciseDate>,
    /// Country of birth.
    pub birth_country: Option<Code>,
    /// Sex as stated: `m`, `w`, `d`, `none` (ohne Angabe).
    pub sex: Option<Code>,
    /// Nationalities; `XXA` stateless, `XXX` unclear.
    #[validate(length(max = 6))]
    pub nationalities: BTreeSet<Code>,
    /// Languages by code (ISO 639-3 or BCP 47), with reading ability.
    #[validate(length(max = 12))]
    pub languages: BTreeMap<Code, LanguageSkill>,
    /// Whether an interpreter is needed to talk with them; absent: not discussed.
    pub needs_interpreter: Option<bool>,
    /// Entry to Germany.
    pub entered_germany: Option<ImpreciseDate>,
    /// Departure after that entry, if they left again.
    pub left_germany: Option<ImpreciseDate>,
    /// Latest entry after a departure.
    pub re_entered_germany: Option<ImpreciseDate>,
    /// Arrival in Leverkusen.
    pub arrived_in_town: Option<ImpreciseDate>,
    /// Where they live or can be found.
    #[validate(nested)]
    pub address: Address,
    /// How they can be reached.
    #[validate(nested)]
    pub contact: Contact,
    /// The others in the household, under ids made where they were entered.
    #[validate(length(max = 30))]
    pub household: BTreeMap<String, HouseholdMember>,
}

/// How well somebody knows a language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct LanguageSkill {
    /// Whether they read it; absent: not discussed.
    pub reads: Option<bool>,
    /// Whether it is their first language.
    pub is_first: bool,
}

/// An address or shelter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Address {
    /// Kind of housing, from its list (Wohnen); `FRAUENHAUS` locks the address.
    pub housing: Option<Code>,
    /// Street and number.
    #[validate(length(max = 120), custom(function = "plain_line"))]
    pub street: String,
    /// Post code, five digits. It never decides the district.
    #[validate(length(max = 10), custom(function = "plain_line"))]
    pub post_code: String,
    /// Town.
    #[validate(length(max = 80), custom(function = "plain_line"))]
    pub town: String,
    /// The place as it was said: a Stadtteil, a smaller place, a shelter.
    #[validate(length(max = 80), custom(function = "plain_line"))]
    pub place: String,
    /// The Stadtteil that was derived or chosen; the district follows from it.
    pub locality: Option<LocalityCode>,
    /// Care of.
    #[validate(length(max = 120), custom(function = "plain_line"))]
    pub care_of: String,
    /// Whether the address is locked (Sperre): the district is kept, the address is hidden.
    pub is_locked: bool,
}

/// Ways to reach a person, and which of them is safe.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Contact {
    /// Telephone.
    #[validate(length(max = 40), custom(function = "plain_line"))]
    pub telephone: String,
    /// E-mail.
    #[validate(length(max = 120), custom(function = "plain_line"))]
    pub email: String,
    /// The way that is safe to use: `telephone`, `email`, `letter`, `in_person`, `via_care_of`, `none`.
    pub safe_way: Option<Code>,
    /// What to mind when reaching them.
    #[validate(length(max = 400), custom(function = "plain_text"))]
    pub hint: String,
}

/// Another member of the household.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct HouseholdMember {
    /// Name as said.
    #[validate(length(max = 120), custom(function = "plain_line"))]
    pub name: String,
    /// Relation to the person, from its list.
    pub relation: Option<Code>,
    /// Birth.
    pub born: Option<ImpreciseDate>,
    /// Whether they have a case of their own; absent: not known.
    pub has_case: Option<bool>,
}

impl PersonDraft {
    /// The checks of the fields that are filled; an incomplete form passes.
    #[must_use]
    pub fn field_problems(&self) -> FieldProblems {
        self.validate()
            .err()
            .map(FieldProblems::from)
            .unwrap_or_default()
    }
}
