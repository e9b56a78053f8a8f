//! The rows of inquiries.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use shared::exchange::Subject;
use shared::inquiry::{InquiryAnswer, InquiryDraft};
use shared::kernel::{AccountId, Day, InquiryId, Moment, PersonId, UnitCode};

use crate::db::schema::{inquiry, inquiry_person};
use crate::db::{Failure, day, one, parse};
use crate::tx::Tx;

/// What can change about inquiries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "with", rename_all = "snake_case")]
pub enum InquiryEffect {
    /// An inquiry was sent.
    Sent {
        /// Who asks.
        by: Asker,
        /// When.
        at: Moment,
        /// The last day for the answers.
        due_on: Day,
        /// Whom they are asked about.
        draft: Box<InquiryDraft>,
        /// Those who may be meant.
        persons: Vec<PersonId>,
    },
    /// It was answered about one of these.
    Answered {
        /// The person.
        person: PersonId,
        /// The answer.
        answer: InquiryAnswer,
        /// Who answers, and what they say besides.
        by: Answerer,
        /// When.
        at: Moment,
    },
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asker {
    /// Their account.
    pub account: AccountId,
    /// Their unit.
    pub unit: UnitCode,
    /// Their name.
    pub name: String,
    /// Their telephone, if they hold a post that has one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub telephone: String,
}

/// Who answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answerer {
    /// Their name.
    pub name: String,
    /// Their unit.
    pub unit: UnitCode,
    /// Their telephone, if they hold a post that has one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub telephone: String,
    /// What they say besides.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// What is sealed of an inquiry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Content {
    name: String,
    telephone: String,
    draft: InquiryDraft,
}

/// Applies an effect.
///
/// # Errors
/// If a statement fails.
pub fn apply(tx: &mut Tx<'_>, subject: &Subject, effect: &InquiryEffect) -> Result<(), Failure> {
    let id = subject
        .inquiry()
        .ok_or(Failure::Broken("an inquiry of another subject"))?
        .to_string();
    let municipality = tx.municipality().to_owned();
    match effect {
        InquiryEffect::Sent {
            by,
            at,
            due_on,
            draft,
            persons,
        } => {
            let content = Content {
                name: by.name.clone(),
                telephone: by.telephone.clone(),
                draft: (**draft).clone(),
            };
            let content = tx.seal(subject, "inquiry.content", &id, &content)?;
            diesel::insert_into(inquiry::table)
                .values((
                    inquiry::municipality.eq(&municipality),
                    inquiry::inquiry_id.eq(&id),
                    inquiry::account_id.eq(by.account.to_string()),
                    inquiry::unit.eq(by.unit.as_str()),
                    inquiry::sent_at.eq(at.millis()),
                    inquiry::due_on.eq(due_on.to_string()),
                    inquiry::content.eq(content),
                ))
                .execute(tx.conn())?;
            for person in persons {
                diesel::insert_into(inquiry_person::table)
                    .values((
                        inquiry_person::municipality.eq(&municipality),
                        inquiry_person::inquiry_id.eq(&id),
                        inquiry_person::person_id.eq(person.to_string()),
                    ))
                    .execute(tx.conn())?;
            }
        }
        InquiryEffect::Answered {
            person,
            answer,
            by,
            at,
        } => {
            let person = person.to_string();
            let place = format!("{id}:{person}");
            let content = tx.seal(subject, "inquiry_person.content", &place, by)?;
            one(
                diesel::update(inquiry_person::table.find((municipality, id, person)))
                    .set((
                        inquiry_person::answer.eq(<&'static str>::from(answer)),
                        inquiry_person::answered_at.eq(at.millis()),
                        inquiry_person::content.eq(content),
                    ))
                    .execute(tx.conn())?,
            )?;
        }
    }
    Ok(())
}

/// An inquiry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Inquiry {
    pub(super) id: InquiryId,
    pub(super) by: Asker,
    pub(super) sent_at: Moment,
    pub(super) due_on: Day,
    pub(super) draft: InquiryDraft,
}

/// What was answered about one of those whom an inquiry may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answered {
    pub(super) person: PersonId,
    pub(super) answer: InquiryAnswer,
    pub(super) by: Answerer,
    pub(super) at: Moment,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = inquiry)]
struct Row {
    inquiry_id: String,
    account_id: String,
    unit: String,
    sent_at: i64,
    due_on: String,
    content: Vec<u8>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = inquiry_person)]
struct PersonRow {
    inquiry_id: String,
    person_id: String,
    answer: Option<String>,
    answered_at: Option<i64>,
    content: Option<Vec<u8>>,
}

fn read(tx: &mut Tx<'_>, row: Row) -> Result<Inquiry, Failure> {
    let id: InquiryId = parse(&row.inquiry_id, "inquiry.inquiry_id")?;
    let content: Content = tx.open(
        &Subject::Inquiry(id),
        "inquiry.content",
        &row.inquiry_id,
        &row.content,
    )?;
    Ok(Inquiry {
        id,
        by: Asker {
            account: parse(&row.account_id, "inquiry.account_id")?,
            unit: parse(&row.unit, "inquiry.unit")?,
            name: content.name,
            telephone: content.telephone,
        },
        sent_at: Moment::from_millis(row.sent_at),
        due_on: day(&row.due_on, "inquiry.due_on")?,
        draft: content.draft,
    })
}

fn read_answer(tx: &mut Tx<'_>, row: &PersonRow) -> Result<Option<Answered>, Failure> {
    let (Some(answer), Some(at), Some(content)) = (&row.answer, row.answered_at, &row.content)
    else {
        return Ok(None);
    };
    let id: InquiryId = parse(&row.inquiry_id, "inquiry_person.inquiry_id")?;
    let place = format!("{}:{}", row.inquiry_id, row.person_id);
    Ok(Some(Answered {
        person: parse(&row.person_id, "inquiry_person.person_id")?,
        answer: parse(answer, "inquiry_person.answer")?,
        by: tx.open(
            &Subject::Inquiry(id),
            "inquiry_person.content",
            &place,
            content,
        )?,
        at: Moment::from_millis(at),
    }))
}

/// Looks for an inquiry.
pub(super) fn find(tx: &mut Tx<'_>, id: InquiryId) -> Result<Option<Inquiry>, Failure> {
    let row: Option<Row> = inquiry::table
        .find((tx.municipality().to_owned(), id.to_string()))
        .select(Row::as_select())
        .first(tx.conn())
        .optional()?;
    row.map(|row| read(tx, row)).transpose()
}

/// Whether an inquiry asks about a person, and whether that was answered; absent: it does not.
pub(super) fn is_answered(
    tx: &mut Tx<'_>,
    id: InquiryId,
    person: PersonId,
) -> Result<Option<bool>, Failure> {
    let key = (
        tx.municipality().to_owned(),
        id.to_string(),
        person.to_string(),
    );
    let answer: Option<Option<String>> = inquiry_person::table
        .find(key)
        .select(inquiry_person::answer)
        .first(tx.conn())
        .optional()?;
    Ok(answer.map(|answer| answer.is_some()))
}

/// The inquiries that may mean a person, answered or not.
///
/// # Errors
/// If the database cannot answer.
pub fn list_about(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<InquiryId>, Failure> {
    let ids: Vec<String> = inquiry_person::table
        .filter(inquiry_person::municipality.eq(tx.municipality().to_owned()))
        .filter(inquiry_person::person_id.eq(person.to_string()))
        .order(inquiry_person::inquiry_id)
        .select(inquiry_person::inquiry_id)
        .load(tx.conn())?;
    ids.iter()
        .map(|id| parse(id, "inquiry_person.inquiry_id"))
        .collect()
}

/// Those that wait for an answer, each with who may be meant; what is due first comes first.
pub(super) fn list_waiting(
    tx: &mut Tx<'_>,
    most: i64,
) -> Result<Vec<(Inquiry, PersonId)>, Failure> {
    let of_inquiry = inquiry::municipality
        .eq(inquiry_person::municipality)
        .and(inquiry::inquiry_id.eq(inquiry_person::inquiry_id));
    let rows: Vec<(Row, String)> = inquiry_person::table
        .inner_join(inquiry::table.on(of_inquiry))
        .filter(inquiry_person::municipality.eq(tx.municipality().to_owned()))
        .filter(inquiry_person::answered_at.is_null())
        .order((
            inquiry::due_on,
            inquiry::sent_at,
            inquiry_person::inquiry_id,
            inquiry_person::person_id,
        ))
        .limit(most)
        .select((Row::as_select(), inquiry_person::person_id))
        .load(tx.conn())?;
    rows.into_iter()
        .map(|(row, person)| {
            let person = parse(&person, "inquiry_person.person_id")?;
            Ok((read(tx, row)?, person))
        })
        .collect()
}

/// An inquiry, with one entry per person it may mean: what was answered about them.
pub(super) type WithAnswers = (Inquiry, Vec<Option<Answered>>);

/// What an account asked since a moment, the latest first.
pub(super) fn list_own(
    tx: &mut Tx<'_>,
    account: AccountId,
    since: Moment,
) -> Result<Vec<WithAnswers>, Failure> {
    let rows: Vec<Row> = inquiry::table
        .filter(inquiry::municipality.eq(tx.municipality().to_owned()))
        .filter(inquiry::account_id.eq(account.to_string()))
        .filter(inquiry::sent_at.ge(since.millis()))
        .order((inquiry::sent_at.desc(), inquiry::inquiry_id))
        .select(Row::as_select())
        .load(tx.conn())?;
    let of_inquiry = inquiry::municipality
        .eq(inquiry_person::municipality)
        .and(inquiry::inquiry_id.eq(inquiry_person::inquiry_id));
    let persons: Vec<PersonRow> = inquiry_person::table
        .inner_join(inquiry::table.on(of_inquiry))
        .filter(inquiry::municipality.eq(tx.municipality().to_owned()))
        .filter(inquiry::account_id.eq(account.to_string()))
        .filter(inquiry::sent_at.ge(since.millis()))
        .order((inquiry_person::inquiry_id, inquiry_person::person_id))
        .select(PersonRow::as_select())
        .load(tx.conn())?;
    let mut answers: BTreeMap<String, Vec<Option<Answered>>> = BTreeMap::new();
    for row in persons {
        let answered = read_answer(tx, &row)?;
        answers.entry(row.inquiry_id).or_default().push(answered);
    }
    rows.into_iter()
        .map(|row| {
            let answers = answers.remove(&row.inquiry_id).unwrap_or_default();
            Ok((read(tx, row)?, answers))
        })
        .collect()
}

/// Who sent an inquiry when, since a moment; the oldest first.
///
/// # Errors
/// If the database cannot answer.
pub fn list_sent_since(
    tx: &mut Tx<'_>,
    since: Moment,
) -> Result<Vec<(AccountId, Moment)>, Failure> {
    let rows: Vec<(String, i64)> = inquiry::table
        .filter(inquiry::municipality.eq(tx.municipality().to_owned()))
        .filter(inquiry::sent_at.ge(since.millis()))
        .order((inquiry::sent_at, inquiry::inquiry_id))
        .select((inquiry::account_id, inquiry::sent_at))
        .load(tx.conn())?;
    rows.into_iter()
        .map(|(account, at)| {
            let account = parse(&account, "inquiry.account_id")?;
            Ok((account, Moment::from_millis(at)))
        })
        .collect()
}

/// How many an account sent since a moment.
pub(super) fn count_sent(
    tx: &mut Tx<'_>,
    account: AccountId,
    since: Moment,
) -> Result<i64, Failure> {
    Ok(inquiry::table
        .filter(inquiry::municipality.eq(tx.municipality().to_owned()))
        .filter(inquiry::account_id.eq(account.to_string()))
        .filter(inquiry::sent_at.ge(since.millis()))
        .count()
        .get_result(tx.conn())?)
}
