//! How responsibility for a case came about, as rows: who had it since when and why, where the person lived since when.

use std::collections::HashMap;

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use shared::case::{CaseHistory, ChoiceReason, DistrictStretch, PostKept, PostStretch};
use shared::exchange::Subject;
use shared::kernel::{CaseId, Day, DistrictCode, Moment, PostCode};
use shared::organisation::Organisation;

use super::Case;
use crate::db::schema::{case_district, case_post};
use crate::db::{Failure, day, on_either, one, one_of, parse};
use crate::tx::Tx;

/// What is sealed of a choice.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Why {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    because: Option<ChoiceReason>,
    reason: String,
}

/// Seals why a post has a case; nothing where nobody said why.
pub(super) fn why(
    tx: &mut Tx<'_>,
    subject: &Subject,
    (case, post, since): (CaseId, &PostCode, Moment),
    because: Option<ChoiceReason>,
    reason: &str,
) -> Result<Option<Vec<u8>>, Failure> {
    if because.is_none() && reason.is_empty() {
        return Ok(None);
    }
    let why = Why {
        because,
        reason: reason.to_owned(),
    };
    let name = format!("{case}:{post}:{}", since.millis());
    tx.seal(subject, "case_post.reason", &name, &why).map(Some)
}

/// Writes down where the person lives from a day on. A second move on the same day takes the place of the first.
pub(super) fn live_in(
    tx: &mut Tx<'_>,
    case: CaseId,
    district: Option<&DistrictCode>,
    since: Day,
) -> Result<(), Failure> {
    let municipality = tx.municipality().to_owned();
    let district = district.map(DistrictCode::as_str);
    let again = diesel::update(case_district::table.find((
        &municipality,
        case.to_string(),
        since.to_string(),
    )))
    .set((
        case_district::district.eq(district),
        case_district::kept_at.eq(None::<i64>),
        case_district::kept.eq(None::<Vec<u8>>),
    ))
    .execute(tx.conn())?;
    if again == 0 {
        diesel::insert_into(case_district::table)
            .values((
                case_district::municipality.eq(&municipality),
                case_district::case_id.eq(case.to_string()),
                case_district::since.eq(since.to_string()),
                case_district::district.eq(district),
            ))
            .execute(tx.conn())?;
    }
    Ok(())
}

/// Writes down that the case stays where it is, beside the latest move.
pub(super) fn keep(
    tx: &mut Tx<'_>,
    subject: &Subject,
    case: CaseId,
    kept: &PostKept,
) -> Result<(), Failure> {
    let municipality = tx.municipality().to_owned();
    let since: String = case_district::table
        .filter(case_district::municipality.eq(&municipality))
        .filter(case_district::case_id.eq(case.to_string()))
        .order(case_district::since.desc())
        .select(case_district::since)
        .first(tx.conn())?;
    let sealed = tx.seal(
        subject,
        "case_district.kept",
        &format!("{case}:{since}"),
        kept,
    )?;
    one(
        diesel::update(case_district::table.find((municipality, case.to_string(), since)))
            .set((
                case_district::kept_at.eq(kept.at.millis()),
                case_district::kept.eq(sealed),
            ))
            .execute(tx.conn())?,
    )
}

/// Why the posts that have cases now have them; a case of which nobody said why is left out.
///
/// # Errors
/// If the database cannot answer or something is unreadable.
pub fn why_now(
    tx: &mut Tx<'_>,
    cases: &[&Case],
) -> Result<HashMap<CaseId, (Option<ChoiceReason>, String)>, Failure> {
    let municipality = tx.municipality().to_owned();
    let ids: Vec<String> = cases.iter().map(|case| case.id.to_string()).collect();
    let rows: Vec<(String, String, i64, Option<Vec<u8>>)> = on_either!(tx.conn(), conn => case_post::table
        .filter(case_post::municipality.eq(municipality))
        .filter(one_of(case_post::case_id, ids))
        .filter(case_post::until.is_null())
        .select((
            case_post::case_id,
            case_post::post,
            case_post::since,
            case_post::reason,
        ))
        .load(conn))?;
    let mut reasons = HashMap::new();
    for (id, post, since, sealed) in rows {
        let of = cases.iter().find(|case| case.id.to_string() == id);
        if let (Some(case), Some(sealed)) = (of, sealed) {
            let subject = Subject::Person(case.person);
            let why: Why = tx.open(
                &subject,
                "case_post.reason",
                &format!("{id}:{post}:{since}"),
                &sealed,
            )?;
            reasons.insert(case.id, (why.because, why.reason));
        }
    }
    Ok(reasons)
}

/// Reads both, oldest first.
///
/// # Errors
/// If the database cannot answer or something is unreadable.
pub fn read(tx: &mut Tx<'_>, town: &Organisation, case: &Case) -> Result<CaseHistory, Failure> {
    type PostRow = (String, i64, Option<i64>, Option<Vec<u8>>);
    type DistrictRow = (String, Option<String>, Option<Vec<u8>>);
    let subject = Subject::Person(case.person);
    let municipality = tx.municipality().to_owned();
    let posts: Vec<PostRow> = case_post::table
        .filter(case_post::municipality.eq(&municipality))
        .filter(case_post::case_id.eq(case.id.to_string()))
        .order((case_post::since, case_post::post))
        .select((
            case_post::post,
            case_post::since,
            case_post::until,
            case_post::reason,
        ))
        .load(tx.conn())?;
    let districts: Vec<DistrictRow> = case_district::table
        .filter(case_district::municipality.eq(&municipality))
        .filter(case_district::case_id.eq(case.id.to_string()))
        .order(case_district::since)
        .select((
            case_district::since,
            case_district::district,
            case_district::kept,
        ))
        .load(tx.conn())?;
    let mut history = CaseHistory::default();
    for (post, since, until, reason) in posts {
        let why: Why = match reason {
            Some(sealed) => {
                let name = format!("{}:{post}:{since}", case.id);
                tx.open(&subject, "case_post.reason", &name, &sealed)?
            }
            None => Why::default(),
        };
        let post: PostCode = parse(&post, "case_post.post")?;
        let since = Moment::from_millis(since);
        history.posts.push(PostStretch {
            name: town.name_on(&post, since.day()),
            post,
            since,
            until: until.map(Moment::from_millis),
            because: why.because,
            reason: why.reason,
        });
    }
    for (since, district, kept) in districts {
        let name = format!("{}:{since}", case.id);
        history.districts.push(DistrictStretch {
            district: district
                .map(|code| parse(&code, "case_district.district"))
                .transpose()?,
            kept: kept
                .map(|sealed| tx.open(&subject, "case_district.kept", &name, &sealed))
                .transpose()?,
            since: day(&since, "case_district.since")?,
        });
    }
    Ok(history)
}
