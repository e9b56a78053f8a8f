//! The rows of persons.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use shared::exchange::Subject;
use shared::kernel::edit::set_fields;
use shared::kernel::{
    AccountId, DistrictCode, EnvelopeId, FieldConflict, FieldPath, LinkId, Moment, PersonId,
    Settlement, UnitCode,
};
use shared::person::PersonDraft;
use shared::person::matching::{NamesAndBirth, Verdict};

use super::{Person, disagreement, pairs, renewal, tokens};
use crate::db::schema::{person, person_link};
use crate::db::{Failure, on_either, one, one_of, parse};
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
    /// Fields were changed.
    Edited {
        /// The envelope that did it.
        envelope: EnvelopeId,
        /// The new values, by field.
        values: BTreeMap<FieldPath, serde_json::Value>,
        /// Fields on which two people wrote differently.
        conflicts: Vec<FieldConflict>,
        /// Fields at which what waited was decided.
        settled: BTreeSet<FieldPath>,
        /// How it was decided, by field.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        settlements: BTreeMap<FieldPath, Settlement>,
        /// Whether the address is locked now.
        is_protected: bool,
        /// The district the address lies in now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        district: Option<DistrictCode>,
    },
    /// Two people wrote differently in another form about the person, or what waited there was decided.
    Disagreed {
        /// The envelope that did it.
        envelope: EnvelopeId,
        /// The fields, under the name of their form.
        conflicts: Vec<FieldConflict>,
        /// Fields at which what waited was decided.
        settled: BTreeSet<FieldPath>,
        /// How it was decided, by field.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        settlements: BTreeMap<FieldPath, Settlement>,
    },
    /// Another person is held to be the same.
    Linked {
        /// The statement.
        link: LinkId,
        /// The other person.
        other: PersonId,
        /// When.
        at: Moment,
        /// Why.
        reason: String,
    },
    /// The statement was taken back.
    Unlinked {
        /// The statement.
        link: LinkId,
        /// When.
        at: Moment,
    },
    /// Another person resembles them.
    Resembles {
        /// The other person.
        other: PersonId,
        /// How sure it is that they are the same.
        verdict: Verdict,
        /// When it was found.
        at: Moment,
    },
    /// They no longer do: one of the two was changed.
    ResemblesNoMore {
        /// The other person.
        other: PersonId,
    },
    /// Somebody said that they are two.
    ToldApart {
        /// The other person.
        other: PersonId,
        /// When.
        at: Moment,
    },
    /// The answer whether they want to be found at the Service-Point changed.
    FoundAtDesk {
        /// The answer that counts now.
        is_found: bool,
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
            let sealed = tx.seal(subject, "person.draft", &id.to_string(), draft)?;
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
                    person::draft.eq(sealed),
                    person::search_version.eq(renewal::CURRENT),
                ))
                .execute(tx.conn())?;
            tokens::insert(tx, id, &draft.names_and_birth())?;
        }
        PersonEffect::Edited {
            envelope,
            values,
            conflicts,
            settled,
            settlements,
            is_protected,
            district,
        } => {
            let draft = set_fields(&get_draft(tx, id)?, values)
                .map_err(|_| Failure::Broken("an edit that fits no form"))?;
            let sealed = tx.seal(subject, "person.draft", &id.to_string(), &draft)?;
            one(diesel::update(
                person::table.find((tx.municipality().to_owned(), id.to_string())),
            )
            .set((
                person::draft.eq(sealed),
                person::is_protected.eq(is_protected),
                person::district.eq(district.as_ref().map(DistrictCode::as_str)),
                person::search_version.eq(renewal::CURRENT),
            ))
            .execute(tx.conn())?)?;
            tokens::renew(tx, id, &draft.names_and_birth())?;
            disagreement::settle(tx, id, settled, settlements)?;
            disagreement::insert(tx, id, *envelope, conflicts)?;
        }
        PersonEffect::Disagreed {
            envelope,
            conflicts,
            settled,
            settlements,
        } => {
            disagreement::settle(tx, id, settled, settlements)?;
            disagreement::insert(tx, id, *envelope, conflicts)?;
        }
        PersonEffect::Linked {
            link,
            other,
            at,
            reason,
        } => {
            let reason = tx.seal(subject, "person_link.reason", &link.to_string(), reason)?;
            diesel::insert_into(person_link::table)
                .values((
                    person_link::municipality.eq(tx.municipality().to_owned()),
                    person_link::link_id.eq(link.to_string()),
                    person_link::person_id.eq(id.to_string()),
                    person_link::other_id.eq(other.to_string()),
                    person_link::linked_at.eq(at.millis()),
                    person_link::reason.eq(reason),
                ))
                .execute(tx.conn())?;
        }
        PersonEffect::Unlinked { link, at } => {
            one(diesel::update(
                person_link::table.find((tx.municipality().to_owned(), link.to_string())),
            )
            .set(person_link::unlinked_at.eq(at.millis()))
            .execute(tx.conn())?)?;
        }
        PersonEffect::Resembles { other, verdict, at } => {
            pairs::put(tx, id, *other, *verdict, *at)?;
        }
        PersonEffect::ResemblesNoMore { other } => pairs::take_away(tx, id, *other)?,
        PersonEffect::ToldApart { other, at } => pairs::tell_apart(tx, id, *other, *at)?,
        PersonEffect::FoundAtDesk { is_found } => {
            one(diesel::update(
                person::table.find((tx.municipality().to_owned(), id.to_string())),
            )
            .set(person::is_found_at_desk.eq(is_found))
            .execute(tx.conn())?)?;
        }
    }
    Ok(())
}

/// The form of a person who is there.
///
/// # Errors
/// If they are not, or the form is unreadable.
pub fn get_draft(tx: &mut Tx<'_>, id: PersonId) -> Result<PersonDraft, Failure> {
    let sealed: Vec<u8> = person::table
        .find((tx.municipality().to_owned(), id.to_string()))
        .select(person::draft)
        .first(tx.conn())?;
    tx.open(
        &Subject::Person(id),
        "person.draft",
        &id.to_string(),
        &sealed,
    )
}

/// Opens forms that were read together with something else, each beside its person; their keys are looked up at once.
///
/// # Errors
/// If a form is unreadable or the database cannot answer.
pub fn open_drafts(
    tx: &mut Tx<'_>,
    sealed: &[(PersonId, Vec<u8>)],
) -> Result<Vec<PersonDraft>, Failure> {
    let subjects: Vec<Subject> = sealed.iter().map(|(id, _)| Subject::Person(*id)).collect();
    tx.look_up_keys(&subjects)?;
    sealed
        .iter()
        .zip(&subjects)
        .map(|((id, draft), subject)| tx.open(subject, "person.draft", &id.to_string(), draft))
        .collect()
}

/// Persons with their names and births, in no order; who is not there is left out.
///
/// # Errors
/// If a form is unreadable or the database cannot answer.
pub fn list_with_names(
    tx: &mut Tx<'_>,
    ids: &[PersonId],
) -> Result<Vec<(Person, NamesAndBirth)>, Failure> {
    let municipality = tx.municipality().to_owned();
    let wanted: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let rows: Vec<(PersonRow, Vec<u8>)> = on_either!(tx.conn(), conn => person::table
        .filter(person::municipality.eq(municipality))
        .filter(one_of(person::person_id, wanted))
        .select((PersonRow::as_select(), person::draft))
        .load(conn))?;
    let subjects: Vec<Subject> = ids.iter().map(|id| Subject::Person(*id)).collect();
    tx.look_up_keys(&subjects)?;
    rows.into_iter()
        .map(|(row, sealed)| {
            let names = open_names(tx, &row.person_id, &sealed)?;
            Ok((Person::try_from(row)?, names))
        })
        .collect()
}

/// The names and the birth in a sealed form.
///
/// # Errors
/// If the form is unreadable.
pub(super) fn open_names(
    tx: &mut Tx<'_>,
    id: &str,
    sealed: &[u8],
) -> Result<NamesAndBirth, Failure> {
    let subject = Subject::Person(parse(id, "person.person_id")?);
    tx.open(&subject, "person.draft", id, sealed)
}

/// The form of a person, if they are there.
///
/// # Errors
/// If the database cannot answer or the form is unreadable.
pub fn find_draft(tx: &mut Tx<'_>, id: PersonId) -> Result<Option<PersonDraft>, Failure> {
    match find(tx, id)? {
        Some(_) => get_draft(tx, id).map(Some),
        None => Ok(None),
    }
}

/// A statement that two persons are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    /// The statement.
    pub(super) link: LinkId,
    /// The person it was made about.
    pub(super) person: PersonId,
    /// The other.
    pub(super) other: PersonId,
    /// Whether it was taken back.
    pub(super) is_undone: bool,
    /// Why.
    pub(super) reason: String,
}

impl Link {
    /// Whether it joins these two, in either order.
    pub(super) fn joins(&self, one: PersonId, other: PersonId) -> bool {
        (self.person, self.other) == (one, other) || (self.other, self.person) == (one, other)
    }
}

type LinkRow = (String, String, String, Option<i64>, Vec<u8>);

fn link_of(
    tx: &mut Tx<'_>,
    (link, person, other, unlinked_at, reason): LinkRow,
) -> Result<Link, Failure> {
    let person = parse(&person, "person_link.person_id")?;
    Ok(Link {
        reason: tx.open(
            &Subject::Person(person),
            "person_link.reason",
            &link,
            &reason,
        )?,
        link: parse(&link, "person_link.link_id")?,
        person,
        other: parse(&other, "person_link.other_id")?,
        is_undone: unlinked_at.is_some(),
    })
}

/// Looks for a statement, also one that was taken back.
pub(super) fn find_link(tx: &mut Tx<'_>, id: LinkId) -> Result<Option<Link>, Failure> {
    let row: Option<LinkRow> = person_link::table
        .find((tx.municipality().to_owned(), id.to_string()))
        .select((
            person_link::link_id,
            person_link::person_id,
            person_link::other_id,
            person_link::unlinked_at,
            person_link::reason,
        ))
        .first(tx.conn())
        .optional()?;
    row.map(|row| link_of(tx, row)).transpose()
}

/// The statements about a person that hold, oldest first. They are few, and sorted here.
pub(super) fn list_links(tx: &mut Tx<'_>, id: PersonId) -> Result<Vec<Link>, Failure> {
    let links = person_link::table
        .filter(person_link::municipality.eq(tx.municipality().to_owned()))
        .filter(person_link::unlinked_at.is_null())
        .select((
            person_link::linked_at,
            (
                person_link::link_id,
                person_link::person_id,
                person_link::other_id,
                person_link::unlinked_at,
                person_link::reason,
            ),
        ));
    // One statement per side: an index leads to each.
    let mut rows: Vec<(i64, LinkRow)> = links
        .clone()
        .filter(person_link::person_id.eq(id.to_string()))
        .load(tx.conn())?;
    rows.extend(
        links
            .filter(person_link::other_id.eq(id.to_string()))
            .load::<(i64, LinkRow)>(tx.conn())?,
    );
    rows.sort_by(|(at, (link, ..)), (b_at, (b_link, ..))| (at, link).cmp(&(b_at, b_link)));
    rows.into_iter().map(|(_, row)| link_of(tx, row)).collect()
}

/// With whom each of some persons is linked, both ways round, whoever was linked last coming last.
pub(super) fn list_linked(
    tx: &mut Tx<'_>,
    ids: &[PersonId],
) -> Result<Vec<(PersonId, PersonId)>, Failure> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let municipality = tx.municipality().to_owned();
    let wanted: Vec<String> = ids.iter().map(ToString::to_string).collect();
    type Found = (i64, String, String);
    let columns = (
        person_link::linked_at,
        person_link::person_id,
        person_link::other_id,
    );
    // One statement per side: an index leads to each.
    let mut rows: Vec<Found> = on_either!(tx.conn(), conn => person_link::table
        .filter(person_link::municipality.eq(municipality.clone()))
        .filter(one_of(person_link::person_id, wanted.clone()))
        .filter(person_link::unlinked_at.is_null())
        .select(columns)
        .load(conn))?;
    let turned: Vec<Found> = on_either!(tx.conn(), conn => person_link::table
        .filter(person_link::municipality.eq(municipality))
        .filter(one_of(person_link::other_id, wanted))
        .filter(person_link::unlinked_at.is_null())
        .select(columns)
        .load(conn))?;
    rows.extend(turned.into_iter().map(|(at, one, other)| (at, other, one)));
    rows.sort();
    rows.into_iter()
        .map(|(_, one, other)| {
            Ok((
                parse(&one, "person_link.person_id")?,
                parse(&other, "person_link.other_id")?,
            ))
        })
        .collect()
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
