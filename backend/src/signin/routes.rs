//! The calls of signing in.

use actix_web::web::ServiceConfig;
use shared::calls::Nothing;
use shared::signin::calls::{SetUp, SignIn, SignOut, WhoAmI};
use shared::signin::{Credentials, FirstAccount, Session};

use super::service::{Caller, Current};
use super::{BROWSER_COOKIE, Cookies, SESSION_COOKIE, cookie, no_cookie};
use crate::web::{Fault, Signed, State, Stranger, calls};

/// A known browser is remembered for a year.
const BROWSER_SECONDS: i64 = 365 * 24 * 60 * 60;

/// Registers them.
pub fn register(routes: &mut ServiceConfig) {
    calls::public::<SignIn, _, _, _>(routes, sign_in);
    calls::signed::<SignOut, _, _, _>(routes, sign_out);
    calls::signed::<WhoAmI, _, _, _>(routes, who_am_i);
    calls::public::<SetUp, _, _, _>(routes, set_up);
}

async fn sign_in(
    state: State,
    stranger: Stranger,
    credentials: Credentials,
) -> Result<Cookies<Session>, Fault> {
    let caller = Caller {
        network: stranger.network,
        browser: stranger.browser,
        session: stranger.session,
    };
    let begun = state.signin.sign_in(credentials, caller).await?;
    let seconds = i64::from(state.config.session_max_minutes) * 60;
    let mut cookies = vec![cookie(SESSION_COOKIE, &begun.token, seconds)];
    if let Some(browser) = &begun.browser {
        cookies.push(cookie(BROWSER_COOKIE, browser, BROWSER_SECONDS));
    }
    Ok(Cookies {
        answer: session(&state, begun.current).await?,
        cookies,
    })
}

async fn sign_out(
    state: State,
    signed: Signed,
    Nothing {}: Nothing,
) -> Result<Cookies<Nothing>, Fault> {
    state.signin.sign_out(&signed.token).await?;
    Ok(Cookies {
        answer: Nothing {},
        cookies: vec![no_cookie(SESSION_COOKIE)],
    })
}

async fn who_am_i(state: State, signed: Signed, Nothing {}: Nothing) -> Result<Session, Fault> {
    session(
        &state,
        Current {
            actor: signed.actor,
            idle_until: signed.idle_until,
            ends_at: signed.ends_at,
        },
    )
    .await
}

async fn set_up(state: State, _stranger: Stranger, first: FirstAccount) -> Result<Nothing, Fault> {
    state.signin.set_up(first).await?;
    Ok(Nothing {})
}

async fn session(state: &State, current: Current) -> Result<Session, Fault> {
    Ok(Session {
        actor: current.actor,
        idle_until: current.idle_until,
        ends_at: current.ends_at,
        is_demo: state.is_demo().await?,
        server_time: state.town.surroundings().now(),
    })
}
