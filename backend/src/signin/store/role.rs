//! The rows of roles: what an account is, in which unit, from which day until which.

use diesel::prelude::*;
use shared::kernel::{AccountId, Actor, Ags, Day, GrantId};
use shared::signin::accounts::{HeldRole, NewRole};

use super::super::schema::signin_role;
use crate::db::{Conn, Failure, day, parse};

/// Adds a role, as stored, to what an actor is.
pub(super) fn take(actor: &mut Actor, role: &str, post: Option<&str>) -> Result<(), Failure> {
    actor.roles.insert(parse(role, "signin_role.role")?);
    if let Some(post) = post {
        actor.post = Some(parse(post, "signin_role.post")?);
    }
    Ok(())
}

/// Writes a role.
///
/// # Errors
/// If the database cannot answer.
pub fn insert_role(
    conn: &mut Conn,
    municipality: &Ags,
    account: AccountId,
    grant: GrantId,
    role: &NewRole,
) -> Result<(), Failure> {
    use signin_role as r;
    diesel::insert_into(r::table)
        .values((
            r::municipality.eq(municipality.as_str()),
            r::grant_id.eq(grant.to_string()),
            r::account_id.eq(account.to_string()),
            r::role.eq(<&'static str>::from(role.role)),
            r::unit.eq(role.unit.as_str()),
            r::post.eq(role.post.as_ref().map(AsRef::<str>::as_ref)),
            r::valid_from.eq(role.valid_from.to_string()),
            r::valid_until.eq(role.valid_until.map(|day| day.to_string())),
        ))
        .execute(conn)?;
    Ok(())
}

/// Sets the last day of a role.
///
/// # Errors
/// If the database cannot answer.
pub fn update_role_end(
    conn: &mut Conn,
    municipality: &Ags,
    grant: GrantId,
    last: Day,
) -> Result<(), Failure> {
    use signin_role as r;
    diesel::update(r::table.find((municipality.as_str(), grant.to_string())))
        .set(r::valid_until.eq(Some(last.to_string())))
        .execute(conn)?;
    Ok(())
}

type Row = (
    String,
    String,
    String,
    String,
    Option<String>,
    String,
    Option<String>,
);

fn held(row: Row) -> Result<(AccountId, HeldRole), Failure> {
    let (grant, account, role, unit, post, valid_from, valid_until) = row;
    let role = HeldRole {
        grant: parse(&grant, "signin_role.grant_id")?,
        role: parse(&role, "signin_role.role")?,
        unit: parse(&unit, "signin_role.unit")?,
        post: post
            .map(|post| parse(&post, "signin_role.post"))
            .transpose()?,
        valid_from: day(&valid_from, "signin_role.valid_from")?,
        valid_until: valid_until
            .map(|until| day(&until, "signin_role.valid_until"))
            .transpose()?,
    };
    Ok((parse(&account, "signin_role.account_id")?, role))
}

type Columns = (
    signin_role::grant_id,
    signin_role::account_id,
    signin_role::role,
    signin_role::unit,
    signin_role::post,
    signin_role::valid_from,
    signin_role::valid_until,
);

const COLUMNS: Columns = (
    signin_role::grant_id,
    signin_role::account_id,
    signin_role::role,
    signin_role::unit,
    signin_role::post,
    signin_role::valid_from,
    signin_role::valid_until,
);

/// Finds a role and whose it is.
///
/// # Errors
/// If the database cannot answer.
pub fn find_role(
    conn: &mut Conn,
    municipality: &Ags,
    grant: GrantId,
) -> Result<Option<(AccountId, HeldRole)>, Failure> {
    let found: Option<Row> = signin_role::table
        .find((municipality.as_str(), grant.to_string()))
        .select(COLUMNS)
        .first(conn)
        .optional()?;
    found.map(held).transpose()
}

/// The roles of an account, also those that ended, by unit and role.
///
/// # Errors
/// If the database cannot answer.
pub fn list_roles_of(
    conn: &mut Conn,
    municipality: &Ags,
    account: AccountId,
) -> Result<Vec<HeldRole>, Failure> {
    use signin_role as r;
    let rows: Vec<Row> = r::table
        .filter(r::municipality.eq(municipality.as_str()))
        .filter(r::account_id.eq(account.to_string()))
        .order((r::unit, r::role, r::valid_from, r::grant_id))
        .select(COLUMNS)
        .load(conn)?;
    rows.into_iter()
        .map(|row| held(row).map(|(_, role)| role))
        .collect()
}

/// The roles of all accounts, also those that ended.
///
/// # Errors
/// If the database cannot answer.
pub fn list_roles(
    conn: &mut Conn,
    municipality: &Ags,
) -> Result<Vec<(AccountId, HeldRole)>, Failure> {
    use signin_role as r;
    let rows: Vec<Row> = r::table
        .filter(r::municipality.eq(municipality.as_str()))
        .order((r::valid_from.desc(), r::unit, r::role, r::grant_id))
        .select(COLUMNS)
        .load(conn)?;
    rows.into_iter().map(held).collect()
}
