//! The calls of signing in, of one's own account and of managing accounts.

use actix_web::web::ServiceConfig;
use shared::calls::Nothing;
use shared::device::calls::{LoseDevice, ThisDevice};
use shared::organisation::Organisation;
use shared::signin::accounts::{
    Accounts, GrantTo, Invitation, InvitationCode, Invited, Invitee, NewAccount, NewCode, RoleEnd,
    ThisAccount,
};
use shared::signin::calls::{
    AcceptInvitation, ActIn, AskPasskey, BeginPasskey, BeginProvider, BeginTotp, ChangePassword,
    CloseAccount, Confirm, EndOtherSessions, EndRole, EndSession, FinishPasskey, FinishTotp,
    GiveFactor, GrantRole, InviteAccount, InviteAgain, LinkProvider, ListAccountEvents,
    ListAccounts, ListSessions, NewRecoveryCodes, OpenAccount, ReadFactors, ReadInvitation,
    ReadProvider, ReadProviderLink, RemovePasskey, RemoveTotp, SetUp, SignIn, SignOut,
    UnlinkAccount, UnlinkProvider, WhoAmI,
};
use shared::signin::events::{AccountEvents, EventsWish};
use shared::signin::factors::{
    Factors, NewPasskey, PasskeyOptions, RecoveryCodes, ThisPasskey, TotpCode, TotpSecret,
};
use shared::signin::provider::{CameBack, ProviderAddress, ProviderLink, ProviderStanding};
use shared::signin::sessions::{Sessions, ThisSession, ThisUnit};
use shared::signin::{
    ChangedPassword, Confirmation, Credentials, FirstAccount, SecondFactor, Session, SignInAnswer,
};

use super::provider::{AWAY_MINUTES, Arrival, SetOut};
use super::service::{Begun, Current, Entered};
use super::{
    BROWSER_COOKIE, Cookies, PROVIDER_COOKIE, SESSION_COOKIE, Token, cookie, no_cookie,
    travel_cookie,
};
use crate::db::Failure;
use crate::openapi;
use crate::web::{Fault, Onward, Signed, State, Stranger, Traveller, calls};

/// A known browser is remembered for a year.
const BROWSER_SECONDS: i64 = 365 * 24 * 60 * 60;

/// Registers them.
pub fn register(routes: &mut ServiceConfig) {
    calls::public::<SignIn, _, _, _>(routes, sign_in);
    calls::public::<GiveFactor, _, _, _>(routes, give_factor);
    calls::entering::<SignOut, _, _, _>(routes, sign_out);
    calls::entering::<WhoAmI, _, _, _>(routes, who_am_i);
    calls::public::<SetUp, _, _, _>(routes, set_up);
    calls::entering::<Confirm, _, _, _>(routes, confirm);
    calls::entering::<ChangePassword, _, _, _>(routes, change_password);
    calls::signed::<ListSessions, _, _, _>(routes, list_sessions);
    calls::signed::<EndSession, _, _, _>(routes, end_session);
    calls::signed::<EndOtherSessions, _, _, _>(routes, end_other_sessions);
    calls::signed::<ActIn, _, _, _>(routes, act_in);
    calls::entering::<ReadFactors, _, _, _>(routes, read_factors);
    calls::entering::<BeginTotp, _, _, _>(routes, begin_totp);
    calls::entering::<FinishTotp, _, _, _>(routes, finish_totp);
    calls::entering::<RemoveTotp, _, _, _>(routes, remove_totp);
    calls::entering::<BeginPasskey, _, _, _>(routes, begin_passkey);
    calls::entering::<FinishPasskey, _, _, _>(routes, finish_passkey);
    calls::entering::<RemovePasskey, _, _, _>(routes, remove_passkey);
    calls::public::<AskPasskey, _, _, _>(routes, ask_passkey);
    calls::entering::<NewRecoveryCodes, _, _, _>(routes, new_recovery_codes);
    calls::public::<ReadProvider, _, _, _>(routes, read_provider);
    calls::public::<BeginProvider, _, _, _>(routes, begin_provider);
    calls::outside_of_calls(routes, &openapi::BACK, come_back);
    calls::signed::<ReadProviderLink, _, _, _>(routes, read_provider_link);
    calls::signed::<LinkProvider, _, _, _>(routes, link_provider);
    calls::signed::<UnlinkProvider, _, _, _>(routes, unlink_provider);
    calls::public::<ReadInvitation, _, _, _>(routes, read_invitation);
    calls::public::<AcceptInvitation, _, _, _>(routes, accept_invitation);
    calls::signed::<ListAccounts, _, _, _>(routes, list_accounts);
    calls::signed::<InviteAccount, _, _, _>(routes, invite);
    calls::signed::<InviteAgain, _, _, _>(routes, invite_again);
    calls::signed::<GrantRole, _, _, _>(routes, grant);
    calls::signed::<EndRole, _, _, _>(routes, end_role);
    calls::signed::<CloseAccount, _, _, _>(routes, close_account);
    calls::signed::<OpenAccount, _, _, _>(routes, open_account);
    calls::signed::<UnlinkAccount, _, _, _>(routes, unlink_account);
    calls::signed::<LoseDevice, _, _, _>(routes, lose_device);
    calls::signed::<ListAccountEvents, _, _, _>(routes, list_account_events);
}

async fn sign_in(
    state: State,
    stranger: Stranger,
    credentials: Credentials,
) -> Result<Cookies<SignInAnswer>, Fault> {
    match state.signin.sign_in(credentials, stranger.caller()).await? {
        Entered::Begun(begun) => {
            let Cookies { answer, cookies } = begin(&state, begun).await?;
            Ok(Cookies {
                answer: SignInAnswer::SignedIn { session: answer },
                cookies,
            })
        }
        Entered::Waits { token, until, ways } => Ok(Cookies {
            answer: SignInAnswer::SecondFactor {
                until,
                has_totp: ways.has_totp,
                has_passkey: ways.has_passkey,
            },
            cookies: vec![cookie(SESSION_COOKIE, &token, seconds(&state))],
        }),
    }
}

async fn give_factor(
    state: State,
    stranger: Stranger,
    factor: SecondFactor,
) -> Result<Cookies<Session>, Fault> {
    let begun = state.signin.give_factor(factor, stranger.caller()).await?;
    begin(&state, begun).await
}

fn seconds(state: &State) -> i64 {
    i64::from(state.config.session_max_minutes) * 60
}

/// The answer with which a session begins or goes on under a new token.
async fn begin(state: &State, begun: Begun) -> Result<Cookies<Session>, Fault> {
    let cookies = cookies(state, &begun);
    Ok(Cookies {
        answer: session(state, begun.current).await?,
        cookies,
    })
}

fn cookies(state: &State, begun: &Begun) -> Vec<String> {
    let mut cookies = vec![cookie(SESSION_COOKIE, &begun.token, seconds(state))];
    if let Some(browser) = &begun.browser {
        cookies.push(cookie(BROWSER_COOKIE, browser, BROWSER_SECONDS));
    }
    cookies
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
    session(&state, signed.current).await
}

async fn set_up(state: State, _stranger: Stranger, first: FirstAccount) -> Result<Nothing, Fault> {
    state.signin.set_up(first).await?;
    Ok(Nothing {})
}

async fn session(state: &State, current: Current) -> Result<Session, Fault> {
    Ok(Session {
        actor: current.actor,
        elsewhere: current.elsewhere,
        needs_factor: current.needs_factor,
        idle_until: current.idle_until,
        ends_at: current.ends_at,
        is_demo: state.is_demo().await?,
        server_time: state.town.surroundings().now(),
    })
}

/// An answer with which the session goes on under a new token.
fn under<T>(state: &State, answer: T, token: &Token) -> Cookies<T> {
    Cookies {
        answer,
        cookies: vec![cookie(SESSION_COOKIE, token, seconds(state))],
    }
}

async fn confirm(
    state: State,
    signed: Signed,
    given: Confirmation,
) -> Result<Cookies<Nothing>, Fault> {
    let token = state
        .signin
        .confirm(&signed.current, &signed.token, given, signed.origin)
        .await?;
    Ok(under(&state, Nothing {}, &token))
}

async fn change_password(
    state: State,
    signed: Signed,
    changed: ChangedPassword,
) -> Result<Cookies<Nothing>, Fault> {
    let token = state
        .signin
        .change_password(&signed.current, &signed.token, changed)
        .await?;
    Ok(under(&state, Nothing {}, &token))
}

async fn list_sessions(
    state: State,
    signed: Signed,
    Nothing {}: Nothing,
) -> Result<Sessions, Fault> {
    state.signin.list_sessions(&signed.current).await
}

async fn end_session(state: State, signed: Signed, this: ThisSession) -> Result<Nothing, Fault> {
    state
        .signin
        .end_sessions(&signed.current, &signed.token, Some(this.session))
        .await?;
    Ok(Nothing {})
}

async fn end_other_sessions(
    state: State,
    signed: Signed,
    Nothing {}: Nothing,
) -> Result<Nothing, Fault> {
    state
        .signin
        .end_sessions(&signed.current, &signed.token, None)
        .await?;
    Ok(Nothing {})
}

async fn act_in(state: State, signed: Signed, this: ThisUnit) -> Result<Cookies<Session>, Fault> {
    let begun = state
        .signin
        .act_in(&signed.current, &signed.token, this.unit)
        .await?;
    begin(&state, begun).await
}

async fn read_factors(state: State, signed: Signed, Nothing {}: Nothing) -> Result<Factors, Fault> {
    state.signin.factors(&signed.current).await
}

async fn begin_totp(
    state: State,
    signed: Signed,
    Nothing {}: Nothing,
) -> Result<TotpSecret, Fault> {
    state.signin.begin_totp(&signed.current).await
}

async fn finish_totp(
    state: State,
    signed: Signed,
    given: TotpCode,
) -> Result<Cookies<RecoveryCodes>, Fault> {
    let (codes, token) = state
        .signin
        .finish_totp(&signed.current, &signed.token, given.code)
        .await?;
    Ok(under(&state, codes, &token))
}

async fn remove_totp(state: State, signed: Signed, Nothing {}: Nothing) -> Result<Nothing, Fault> {
    state.signin.remove_totp(&signed.current).await?;
    Ok(Nothing {})
}

async fn begin_passkey(
    state: State,
    signed: Signed,
    Nothing {}: Nothing,
) -> Result<PasskeyOptions, Fault> {
    state
        .signin
        .begin_passkey(&signed.current, signed.origin)
        .await
}

async fn finish_passkey(
    state: State,
    signed: Signed,
    new: NewPasskey,
) -> Result<Cookies<RecoveryCodes>, Fault> {
    let (codes, token) = state
        .signin
        .finish_passkey(&signed.current, &signed.token, signed.origin, new)
        .await?;
    Ok(under(&state, codes, &token))
}

async fn remove_passkey(state: State, signed: Signed, this: ThisPasskey) -> Result<Nothing, Fault> {
    state
        .signin
        .remove_passkey(&signed.current, this.passkey)
        .await?;
    Ok(Nothing {})
}

async fn ask_passkey(
    state: State,
    stranger: Stranger,
    Nothing {}: Nothing,
) -> Result<PasskeyOptions, Fault> {
    state
        .signin
        .ask_passkey(stranger.session, stranger.origin)
        .await
}

async fn new_recovery_codes(
    state: State,
    signed: Signed,
    Nothing {}: Nothing,
) -> Result<RecoveryCodes, Fault> {
    state.signin.new_recovery_codes(&signed.current).await
}

async fn read_provider(
    state: State,
    stranger: Stranger,
    Nothing {}: Nothing,
) -> Result<ProviderStanding, Fault> {
    state.signin.provider_standing(stranger.session).await
}

async fn begin_provider(
    state: State,
    stranger: Stranger,
    Nothing {}: Nothing,
) -> Result<Cookies<ProviderAddress>, Fault> {
    Ok(sent(state.signin.set_out(&stranger.caller()).await?))
}

/// The answer with which a browser sets out to the sign-in service.
fn sent(set_out: SetOut) -> Cookies<ProviderAddress> {
    Cookies {
        cookies: vec![travel_cookie(
            PROVIDER_COOKIE,
            &set_out.token,
            AWAY_MINUTES * 60,
        )],
        answer: set_out.address,
    }
}

/// Takes a browser back from the sign-in service, and sends it on to a page of ours. The session's cookie is set here and not
/// read: what another site sent here has none.
async fn come_back(state: State, traveller: Traveller) -> Onward {
    let Traveller {
        stranger,
        token,
        brought,
    } = traveller;
    let arrival = state
        .signin
        .come_back(stranger.caller(), token, brought)
        .await;
    // An address that somebody made up does not take the cookie away from whoever is still on their way.
    let is_over = !matches!(
        arrival,
        Arrival::Told {
            word: CameBack::Expired,
            ..
        }
    );
    let (page, mut cookies) = match arrival {
        Arrival::Entered(Entered::Begun(begun)) => ("/".to_owned(), cookies(&state, &begun)),
        Arrival::Entered(Entered::Waits { token, .. }) => (
            said_on("/anmelden", CameBack::Factor),
            vec![cookie(SESSION_COOKIE, &token, seconds(&state))],
        ),
        Arrival::Told { word, is_link } => {
            let page = if is_link { "/konto" } else { "/anmelden" };
            (said_on(page, word), Vec::new())
        }
    };
    if is_over {
        cookies.push(no_cookie(PROVIDER_COOKIE));
    }
    Onward { page, cookies }
}

/// The address of a page that says what came of it.
fn said_on(page: &str, word: CameBack) -> String {
    let word: &'static str = word.into();
    format!("{page}?{}={word}", CameBack::PARAMETER)
}

async fn read_provider_link(
    state: State,
    signed: Signed,
    Nothing {}: Nothing,
) -> Result<ProviderLink, Fault> {
    state.signin.provider_link(&signed.current).await
}

async fn link_provider(
    state: State,
    signed: Signed,
    Nothing {}: Nothing,
) -> Result<Cookies<ProviderAddress>, Fault> {
    let set_out = state
        .signin
        .set_out_to_link(&signed.current, signed.origin.as_deref())
        .await?;
    Ok(sent(set_out))
}

async fn unlink_provider(
    state: State,
    signed: Signed,
    Nothing {}: Nothing,
) -> Result<Nothing, Fault> {
    state.signin.unlink(&signed.current).await?;
    Ok(Nothing {})
}

async fn read_invitation(
    state: State,
    stranger: Stranger,
    typed: InvitationCode,
) -> Result<Invitee, Fault> {
    state
        .signin
        .read_invitation(&stranger.network, &typed.code)
        .await
}

async fn accept_invitation(
    state: State,
    stranger: Stranger,
    accepted: Invitation,
) -> Result<Nothing, Fault> {
    state
        .signin
        .accept_invitation(&stranger.network, accepted)
        .await?;
    Ok(Nothing {})
}

async fn list_accounts(
    state: State,
    signed: Signed,
    Nothing {}: Nothing,
) -> Result<Accounts, Fault> {
    state.signin.list_accounts(&signed.current).await
}

/// The organisation that holds: roles are in units and on posts of it.
async fn organisation(state: &State, signed: &Signed) -> Result<Organisation, Fault> {
    let read = |tx: &mut crate::tx::Tx<'_>, _: &shared::kernel::Actor| {
        Ok::<_, Failure>((*crate::organisation::current(tx)?).clone())
    };
    Ok(state.read_as(signed.actor.clone(), read).await?)
}

async fn invite(state: State, signed: Signed, new: NewAccount) -> Result<Invited, Fault> {
    let organisation = organisation(&state, &signed).await?;
    state
        .signin
        .invite(&signed.current, new, &organisation)
        .await
}

async fn invite_again(state: State, signed: Signed, wish: NewCode) -> Result<Invited, Fault> {
    state.signin.invite_again(&signed.current, wish).await
}

async fn grant(state: State, signed: Signed, to: GrantTo) -> Result<Nothing, Fault> {
    let organisation = organisation(&state, &signed).await?;
    state
        .signin
        .grant(&signed.current, to, &organisation)
        .await?;
    Ok(Nothing {})
}

async fn end_role(state: State, signed: Signed, end: RoleEnd) -> Result<Nothing, Fault> {
    state.signin.end_role(&signed.current, end).await?;
    Ok(Nothing {})
}

async fn close_account(state: State, signed: Signed, this: ThisAccount) -> Result<Nothing, Fault> {
    state
        .signin
        .close_account(&signed.current, this.account, true)
        .await?;
    Ok(Nothing {})
}

async fn open_account(state: State, signed: Signed, this: ThisAccount) -> Result<Nothing, Fault> {
    state
        .signin
        .close_account(&signed.current, this.account, false)
        .await?;
    Ok(Nothing {})
}

async fn unlink_account(state: State, signed: Signed, this: ThisAccount) -> Result<Nothing, Fault> {
    state
        .signin
        .unlink_account(&signed.current, this.account)
        .await?;
    Ok(Nothing {})
}

async fn lose_device(state: State, signed: Signed, this: ThisDevice) -> Result<Nothing, Fault> {
    state
        .signin
        .lose_device(&signed.current, this.device)
        .await?;
    Ok(Nothing {})
}

async fn list_account_events(
    state: State,
    signed: Signed,
    wish: EventsWish,
) -> Result<AccountEvents, Fault> {
    state
        .signin
        .list_account_events(&signed.current, wish)
        .await
}
