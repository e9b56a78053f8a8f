//! The rows of persons.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use shared::exchange::Subject;
use shared::kernel::{AccountId, DistrictCode, Moment, PersonId, UnitCode};
use shared::person::PersonDraft;

use super::Person;
use crate::db::schema::person;
use crate::db::{Failure, parse};
use crate::tx::Tx;

/// What can change about a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PersonEffect {
    /// A person was recorded.
    Recorded {
        /// The unit that did.
        unit: UnitCode,
        /// The account that did.
        account: AccountId,
        /// When.
        at: Moment,
        /// Whether the address is locked.
        is_protected: bool,
        /// The district the address lies in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        district: Option<DistrictCode>,
        /// The form.
        draft: Box<PersonDraft>,
    },
}

/// Applies an effect.
///
/// # Errors
/// If a statement fails.
pub fn apply(tx: &mut Tx<'_>, subject: &Subject, effect: &PersonEffect) -> Result<(), Failure> {
    let id = subject
        .person()
        .ok_or(Failure::Broken("a person's effect on another subject"))?;
    match effect {
        PersonEffect::Recorded {
            unit,
            account,
            at,
            is_protected,
            district,
            draft,
        } => {
            let draft = tx.seal(subject, "person.draft", &id.to_string(), draft)?;
            diesel::insert_into(person::table)
                .values((
                    person::municipality.eq(tx.municipality().to_owned()),
                    person::person_id.eq(id.to_string()),
                    person::recorded_by_unit.eq(unit.as_str()),
                    person::recorded_by_account.eq(account.to_string()),
                    person::recorded_at.eq(at.millis()),
                    person::is_found_at_desk.eq(false),
                    person::is_protected.eq(is_protected),
                    person::district.eq(district.as_ref().map(DistrictCode::as_str)),
                    person::draft.eq(draft),
                ))
                .execute(tx.conn())?;
        }
    }
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = person)]
struct PersonRow {
    person_id: String,
    recorded_by_unit: String,
    recorded_by_account: String,
    is_found_at_desk: bool,
    is_protected: bool,
    district: Option<String>,
}

impl TryFrom<PersonRow> for Person {
    type Error = Failure;

    fn try_from(row: PersonRow) -> Result<Self, Failure> {
        Ok(Self {
            id: parse(&row.person_id, "person.person_id")?,
            recorded_by_unit: parse(&row.recorded_by_unit, "person.recorded_by_unit")?,
            recorded_by_account: parse(&row.recorded_by_account, "person.recorded_by_account")?,
            is_found_at_desk: row.is_found_at_desk,
            is_protected: row.is_protected,
            district: row
                .district
                .map(|code| parse(&code, "person.district"))
                .transpose()?,
        })
    }
}

/// Looks for what stands in clear about a person.
pub(super) fn find(tx: &mut Tx<'_>, id: PersonId) -> Result<Option<Person>, Failure> {
    person::table
        .find((tx.municipality().to_owned(), id.to_string()))
        .select(PersonRow::as_select())
        .first(tx.conn())
        .optional()?
        .map(Person::try_from)
        .transpose()
}
