//! Signing in: accounts with roles that have dates, sessions kept by the server, second factors, limits that slow down
//! guessing without locking anybody out.
//!
//! The browser holds a random token in a `__Host-` cookie; the database holds its hash. A wrong name, a wrong password,
//! a limited and a closed account cost the same one password computation and give the same answer. Not here: what a
//! signed-in person may do (`shared::access`).

mod accounts;
mod events;
mod factors;
mod guessable;
pub mod leaked;
pub mod limits;
mod own;
mod passkeys;
pub mod password;
pub mod provider;
pub mod routes;
pub mod schema;
pub mod service;
pub mod store;
pub mod token;

pub use accounts::is_somebody;
pub use events::verify as verify_events;
pub use factors::reseal;
pub use token::Token;
/// The session's cookie.
pub const SESSION_COOKIE: &str = "__Host-lueckenlos";
/// The cookie of a browser in which somebody has signed in before.
pub const BROWSER_COOKIE: &str = "__Host-lueckenlos-browser";
/// The cookie of a browser that went to the town's own sign-in service.
pub const PROVIDER_COOKIE: &str = "__Host-lueckenlos-provider";

/// An answer that also sets cookies.
#[derive(Debug)]
pub struct Cookies<T> {
    /// The answer.
    pub answer: T,
    /// The values of the `Set-Cookie` headers.
    pub cookies: Vec<String>,
}

/// A cookie that only this server reads, only over a secure connection, and only for pages of its own.
#[must_use]
pub fn cookie(name: &str, token: &Token, max_age_seconds: i64) -> String {
    cookie_of(name, token, "Strict", max_age_seconds)
}

/// A cookie that also comes along when another site sends the browser to a page of ours, as the sign-in service does. It lets
/// nobody in.
#[must_use]
pub fn travel_cookie(name: &str, token: &Token, max_age_seconds: i64) -> String {
    cookie_of(name, token, "Lax", max_age_seconds)
}

fn cookie_of(name: &str, token: &Token, same_site: &str, max_age_seconds: i64) -> String {
    format!(
        "{name}={}; Path=/; Secure; HttpOnly; SameSite={same_site}; Max-Age={max_age_seconds}",
        token.as_text()
    )
}

/// Takes a cookie away.
#[must_use]
pub fn no_cookie(name: &str) -> String {
    format!("{name}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0")
}
