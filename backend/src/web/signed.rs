//! Who sends a request: somebody signed in, by the session's cookie, or a stranger.

use actix_web::HttpRequest;
use actix_web::http::header::{COOKIE, HeaderName, USER_AGENT};
use shared::kernel::{Actor, Problem};
use shared::signin::sessions::browser_of;

use super::{Fault, State, origin};
use crate::signin::service::{Caller, Current};
use crate::signin::{BROWSER_COOKIE, SESSION_COOKIE, Token};

/// A signed-in actor. Only a session that holds makes one.
#[derive(Debug, Clone)]
pub struct Signed {
    /// Who it is.
    pub actor: Actor,
    /// Their session.
    pub current: Current,
    /// The session's token.
    pub token: Token,
    /// Where the page came from.
    pub origin: Option<String>,
}

impl Signed {
    /// The token of a session that a request names; whether it holds is another matter.
    ///
    /// # Errors
    /// `NotSignedIn` if it names none.
    pub(super) fn token(request: &HttpRequest) -> Result<Token, Fault> {
        Ok(cookie(request, SESSION_COOKIE).ok_or(Problem::NotSignedIn)?)
    }

    /// Reads the session of a request.
    ///
    /// # Errors
    /// `NotSignedIn` if there is none that holds.
    pub(super) async fn of(request: &HttpRequest, state: &State) -> Result<Self, Fault> {
        let token = Self::token(request)?;
        let current = state.signin.current(&token, is_used(request)).await?;
        Ok(Self {
            actor: current.actor.clone(),
            current,
            token,
            origin: origin::page_origin(request, &state.config),
        })
    }
}

/// The header with which the app says that nobody has touched it for a while: it asks by itself, to show what is new.
const UNTOUCHED_HEADER: HeaderName = HeaderName::from_static("x-lueckenlos-untouched");

/// Whether somebody uses the session with this request, or the app asks by itself. Who leaves a window open is signed out
/// all the same.
pub(super) fn is_used(request: &HttpRequest) -> bool {
    !request.headers().contains_key(UNTOUCHED_HEADER)
}

/// Anybody, with what is known of where they come from.
#[derive(Debug, Clone)]
pub struct Stranger {
    /// The network the request came from.
    pub network: String,
    /// What the browser keeps of an earlier sign-in.
    pub browser: Option<Token>,
    /// The session's token that came along, whether or not it holds.
    pub session: Option<Token>,
    /// Browser and system, as its owner knows them.
    pub browser_name: String,
    /// Where the page came from.
    pub origin: Option<String>,
}

impl Stranger {
    pub(super) fn of(request: &HttpRequest, state: &State) -> Self {
        Self {
            network: origin::network(origin::sender(request, &state.config)),
            browser: cookie(request, BROWSER_COOKIE),
            session: cookie(request, SESSION_COOKIE),
            browser_name: request
                .headers()
                .get(USER_AGENT)
                .and_then(|value| value.to_str().ok())
                .map(browser_of)
                .unwrap_or_default(),
            origin: origin::page_origin(request, &state.config),
        }
    }

    /// The same as signing in knows it.
    #[must_use]
    pub fn caller(self) -> Caller {
        Caller {
            network: self.network,
            browser: self.browser,
            browser_name: self.browser_name,
            session: self.session,
            origin: self.origin,
        }
    }
}

/// The token in a cookie of ours. A name that comes twice counts as none: one of them is not ours.
pub(super) fn cookie(request: &HttpRequest, name: &str) -> Option<Token> {
    let mut found = request
        .headers()
        .get_all(COOKIE)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(key, _)| *key == name);
    match (found.next(), found.next()) {
        (Some((_, value)), None) => Token::read(value),
        _ => None,
    }
}
