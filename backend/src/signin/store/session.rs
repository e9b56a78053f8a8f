//! The rows of sessions. A token lies here as its hash; the session's id lets nobody in.

use diesel::prelude::*;
use shared::kernel::{AccountId, Actor, Ags, Day, Moment, SessionId, UnitCode};
use strum::{EnumString, IntoStaticStr};

use super::super::schema::{
    signin_account, signin_challenge, signin_invitation, signin_limit, signin_provider_attempt,
    signin_role, signin_session, signin_set_up,
};
use crate::db::{Conn, Failure, parse};

/// How far a session is let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum SessionStanding {
    /// The password was right; the second factor was not given yet.
    Waiting,
    /// A second factor has to be set up before anything else.
    Limited,
    /// All of what its account may.
    Whole,
}

/// A session as stored.
#[derive(Debug, Clone)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Whose it is, with the roles that hold today in the unit it acts in.
    pub actor: Actor,
    /// Other units in which the account is something today, sorted.
    pub elsewhere: Vec<UnitCode>,
    /// How far it is let in.
    pub standing: SessionStanding,
    /// When it began.
    pub began_at: Moment,
    /// When it was last used, to the minute.
    pub seen_at: Moment,
    /// When the password or a factor was last given.
    pub confirmed_at: Moment,
}

/// A session that begins.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// Its id.
    pub id: SessionId,
    /// The hash of its token.
    pub token: String,
    /// Whose it is.
    pub account: AccountId,
    /// The unit it acts in.
    pub unit: UnitCode,
    /// How far it is let in.
    pub standing: SessionStanding,
    /// Browser and system, as its owner knows them.
    pub browser: String,
}

/// A session as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// Its id.
    pub id: SessionId,
    /// The hash of its token.
    pub token: String,
    /// The unit it acts in.
    pub unit: UnitCode,
    /// Browser and system.
    pub browser: String,
    /// When it began.
    pub began_at: Moment,
    /// When it was last used.
    pub seen_at: Moment,
}

/// Finds the session of a token with its account's roles of today, in one statement; none if the account is closed or has
/// no role in the unit any more.
///
/// # Errors
/// If the database cannot answer.
pub fn find_session(
    conn: &mut Conn,
    municipality: &Ags,
    token: &str,
    today: Day,
) -> Result<Option<Session>, Failure> {
    use {signin_account as a, signin_role as r, signin_session as s};
    type Row = (
        (String, String, String, String, String, i64, i64, i64),
        (String, String, Option<String>),
    );
    let today = today.to_string();
    let rows: Vec<Row> = s::table
        .inner_join(
            a::table.on(a::municipality
                .eq(s::municipality)
                .and(a::account_id.eq(s::account_id))),
        )
        .inner_join(
            r::table.on(r::municipality
                .eq(s::municipality)
                .and(r::account_id.eq(s::account_id))),
        )
        .filter(s::municipality.eq(municipality.as_str()))
        .filter(s::token.eq(token))
        .filter(a::disabled_at.is_null())
        .filter(r::valid_from.le(&today))
        .filter(r::valid_until.is_null().or(r::valid_until.ge(&today)))
        .select((
            (
                s::session_id,
                s::account_id,
                a::name,
                s::unit,
                s::standing,
                s::began_at,
                s::seen_at,
                s::confirmed_at,
            ),
            (r::unit, r::role, r::post),
        ))
        .load(conn)?;
    let Some(((id, account, name, unit, standing, began_at, seen_at, confirmed_at), _)) =
        rows.first().cloned()
    else {
        return Ok(None);
    };
    let mut actor = Actor {
        account: parse(&account, "signin_session.account_id")?,
        municipality: municipality.clone(),
        unit: parse(&unit, "signin_session.unit")?,
        roles: Default::default(),
        post: None,
        name,
    };
    let mut elsewhere = Vec::new();
    for (_, (role_unit, role, post)) in rows {
        if role_unit == unit {
            super::role::take(&mut actor, &role, post.as_deref())?;
        } else {
            elsewhere.push(parse(&role_unit, "signin_role.unit")?);
        }
    }
    // They are few: sorted here, the statement needs no sorting.
    elsewhere.sort();
    elsewhere.dedup();
    if actor.roles.is_empty() {
        return Ok(None);
    }
    Ok(Some(Session {
        id: parse(&id, "signin_session.session_id")?,
        actor,
        elsewhere,
        standing: parse(&standing, "signin_session.standing")?,
        began_at: Moment::from_millis(began_at),
        seen_at: Moment::from_millis(seen_at),
        confirmed_at: Moment::from_millis(confirmed_at),
    }))
}

/// Writes a new session, and that its account acted in this unit last.
///
/// # Errors
/// If the database cannot answer.
pub fn insert_session(
    conn: &mut Conn,
    municipality: &Ags,
    session: &NewSession,
    now: Moment,
) -> Result<(), Failure> {
    use signin_session as s;
    diesel::insert_into(s::table)
        .values((
            s::municipality.eq(municipality.as_str()),
            s::token.eq(&session.token),
            s::session_id.eq(session.id.to_string()),
            s::account_id.eq(session.account.to_string()),
            s::unit.eq(session.unit.as_str()),
            s::standing.eq(<&'static str>::from(session.standing)),
            s::browser.eq(&session.browser),
            s::began_at.eq(now.millis()),
            s::seen_at.eq(now.millis()),
            s::confirmed_at.eq(now.millis()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Goes on with a session under another token, with another standing or in another unit; answers whether it was there. It
/// began when it began.
///
/// # Errors
/// If the database cannot answer.
pub fn renew_session(
    conn: &mut Conn,
    municipality: &Ags,
    old: &str,
    session: &NewSession,
    now: Moment,
) -> Result<bool, Failure> {
    use signin_session as s;
    let renewed = diesel::update(s::table.find((municipality.as_str(), old)))
        .set((
            s::token.eq(&session.token),
            s::unit.eq(session.unit.as_str()),
            s::standing.eq(<&'static str>::from(session.standing)),
            s::seen_at.eq(now.millis()),
        ))
        .execute(conn)?;
    Ok(renewed == 1)
}

/// Puts a session under another token; answers whether it was there.
///
/// # Errors
/// If the database cannot answer.
pub fn rename_session(
    conn: &mut Conn,
    municipality: &Ags,
    old: &str,
    new: &str,
) -> Result<bool, Failure> {
    use signin_session as s;
    let renamed = diesel::update(s::table.find((municipality.as_str(), old)))
        .set(s::token.eq(new))
        .execute(conn)?;
    Ok(renamed == 1)
}

/// Notes that the password or a factor was given just now, in this session.
///
/// # Errors
/// If the database cannot answer.
pub fn update_confirmed(
    conn: &mut Conn,
    municipality: &Ags,
    token: &str,
    now: Moment,
) -> Result<(), Failure> {
    use signin_session as s;
    diesel::update(s::table.find((municipality.as_str(), token)))
        .set(s::confirmed_at.eq(now.millis()))
        .execute(conn)?;
    Ok(())
}

/// Notes that a session was used.
///
/// # Errors
/// If the database cannot answer.
pub fn update_seen(
    conn: &mut Conn,
    municipality: &Ags,
    token: &str,
    now: Moment,
) -> Result<(), Failure> {
    diesel::update(signin_session::table.find((municipality.as_str(), token)))
        .filter(signin_session::seen_at.lt(now.millis()))
        .set(signin_session::seen_at.eq(now.millis()))
        .execute(conn)?;
    Ok(())
}

/// The sessions of an account that were let in and used since, the one used last first.
///
/// # Errors
/// If the database cannot answer.
pub fn list_sessions(
    conn: &mut Conn,
    municipality: &Ags,
    account: AccountId,
    seen_since: Moment,
) -> Result<Vec<SessionRow>, Failure> {
    use signin_session as s;
    type Row = (String, String, String, String, i64, i64);
    let rows: Vec<Row> = s::table
        .filter(s::municipality.eq(municipality.as_str()))
        .filter(s::account_id.eq(account.to_string()))
        .filter(s::standing.ne(<&'static str>::from(SessionStanding::Waiting)))
        .filter(s::seen_at.gt(seen_since.millis()))
        .order((s::seen_at.desc(), s::session_id))
        .select((
            s::session_id,
            s::token,
            s::unit,
            s::browser,
            s::began_at,
            s::seen_at,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, token, unit, browser, began_at, seen_at)| {
            Ok(SessionRow {
                id: parse(&id, "signin_session.session_id")?,
                token,
                unit: parse(&unit, "signin_session.unit")?,
                browser,
                began_at: Moment::from_millis(began_at),
                seen_at: Moment::from_millis(seen_at),
            })
        })
        .collect()
}

/// Whether a session of an account holds as a whole one, by its id: used since one moment, begun since another.
///
/// # Errors
/// If the database cannot answer.
pub fn is_session_there(
    conn: &mut Conn,
    municipality: &Ags,
    (account, session): (AccountId, SessionId),
    (seen_since, began_since): (Moment, Moment),
) -> Result<bool, Failure> {
    use signin_session as s;
    let found: Option<String> = s::table
        .filter(s::municipality.eq(municipality.as_str()))
        .filter(s::account_id.eq(account.to_string()))
        .filter(s::session_id.eq(session.to_string()))
        .filter(s::standing.eq(<&'static str>::from(SessionStanding::Whole)))
        .filter(s::seen_at.gt(seen_since.millis()))
        .filter(s::began_at.gt(began_since.millis()))
        .select(s::session_id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// When any session of each account was last used, since a moment.
///
/// # Errors
/// If the database cannot answer.
pub fn list_seen(
    conn: &mut Conn,
    municipality: &Ags,
    seen_since: Moment,
) -> Result<Vec<(AccountId, Moment)>, Failure> {
    use signin_session as s;
    let rows: Vec<(String, i64)> = s::table
        .filter(s::municipality.eq(municipality.as_str()))
        .filter(s::seen_at.gt(seen_since.millis()))
        .order(s::seen_at)
        .select((s::account_id, s::seen_at))
        .load(conn)?;
    rows.into_iter()
        .map(|(account, seen_at)| {
            Ok((
                parse(&account, "signin_session.account_id")?,
                Moment::from_millis(seen_at),
            ))
        })
        .collect()
}

/// Ends a session.
///
/// # Errors
/// If the database cannot answer.
pub fn delete_session(conn: &mut Conn, municipality: &Ags, token: &str) -> Result<(), Failure> {
    diesel::delete(signin_session::table.find((municipality.as_str(), token))).execute(conn)?;
    Ok(())
}

/// Which sessions of an account are to end.
#[derive(Debug, Clone, Copy)]
pub enum Ending<'a> {
    /// All.
    All,
    /// This one.
    One(SessionId),
    /// All but the one of this token.
    AllBut(&'a str),
    /// Those that act in a unit.
    In(&'a UnitCode),
}

/// Ends sessions of an account; answers how many.
///
/// # Errors
/// If the database cannot answer.
pub fn delete_sessions(
    conn: &mut Conn,
    municipality: &Ags,
    account: AccountId,
    which: Ending<'_>,
) -> Result<usize, Failure> {
    use signin_session as s;
    let all = s::table
        .filter(s::municipality.eq(municipality.as_str()))
        .filter(s::account_id.eq(account.to_string()));
    Ok(match which {
        Ending::All => diesel::delete(all).execute(conn)?,
        Ending::One(id) => {
            diesel::delete(all.filter(s::session_id.eq(id.to_string()))).execute(conn)?
        }
        Ending::AllBut(token) => diesel::delete(all.filter(s::token.ne(token))).execute(conn)?,
        Ending::In(unit) => diesel::delete(all.filter(s::unit.eq(unit.as_str()))).execute(conn)?,
    })
}

/// Ends every session and makes every one-time token unusable, in all municipalities: what a restored copy says about them
/// is of yesterday.
///
/// # Errors
/// If the database cannot answer.
pub fn forget_who_is_in(conn: &mut Conn) -> Result<(), Failure> {
    diesel::delete(signin_session::table).execute(conn)?;
    diesel::delete(signin_set_up::table).execute(conn)?;
    diesel::delete(signin_invitation::table).execute(conn)?;
    diesel::delete(signin_challenge::table).execute(conn)?;
    diesel::delete(signin_provider_attempt::table).execute(conn)?;
    Ok(())
}

/// Removes sessions that nobody can use any more, and limits that hold nobody back.
///
/// # Errors
/// If the database cannot answer.
pub fn delete_outlived(
    conn: &mut Conn,
    municipality: &Ags,
    seen_before: Moment,
    tried_before: Moment,
) -> Result<(), Failure> {
    diesel::delete(
        signin_session::table
            .filter(signin_session::municipality.eq(municipality.as_str()))
            .filter(signin_session::seen_at.lt(seen_before.millis())),
    )
    .execute(conn)?;
    diesel::delete(
        signin_challenge::table
            .filter(signin_challenge::municipality.eq(municipality.as_str()))
            .filter(signin_challenge::until.lt(seen_before.millis())),
    )
    .execute(conn)?;
    diesel::delete(
        signin_provider_attempt::table
            .filter(signin_provider_attempt::municipality.eq(municipality.as_str()))
            .filter(signin_provider_attempt::began_at.lt(seen_before.millis())),
    )
    .execute(conn)?;
    diesel::delete(
        signin_limit::table
            .filter(signin_limit::municipality.eq(municipality.as_str()))
            .filter(signin_limit::since.lt(tried_before.millis())),
    )
    .execute(conn)?;
    Ok(())
}
