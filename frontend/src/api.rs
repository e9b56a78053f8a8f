//! Sends a call declared in `shared` and returns its answer, or why there is none. Every request of the app to the
//! server goes through [`send`]; nothing here knows a feature.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use gloo::net::http::{Request, RequestBuilder, Response};
use serde::Serialize;
use serde_json::Value;
use shared::calls::{Call, Verb};
use shared::kernel::json;
use shared::kernel::problem::Reference;
use shared::kernel::{FieldProblems, Moment, Problem};
use web_sys::RequestCredentials;
use yew::Callback;

use crate::platform;

/// How long an answer may take before the app says that there is none. Long enough for a slow mobile network.
const PATIENCE_MILLIS: u32 = 20_000;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiFailure {
    /// The server could not be reached or did not answer in time. Nothing is known about whether it heard.
    Offline,
    /// The server answered with a problem.
    Problem(Problem),
    /// Something answered that is not this service, or another version of it.
    Unreadable,
}

impl ApiFailure {
    /// The key of the text that says what happened; each kind of failure has one in every language.
    #[must_use]
    pub const fn text_key(&self) -> &'static str {
        match self {
            Self::Offline => "failure-offline",
            Self::Unreadable => "failure-unreadable",
            Self::Problem(Problem::NotFound) => "failure-not-found",
            Self::Problem(Problem::NotAllowed { .. }) => "failure-not-allowed",
            Self::Problem(Problem::NotSignedIn) => "failure-not-signed-in",
            Self::Problem(Problem::TooMany { .. }) => "failure-too-many",
            Self::Problem(Problem::Fields { .. }) => "failure-fields",
            Self::Problem(Problem::Unavailable { .. }) => "failure-unavailable",
        }
    }

    /// The problems at fields, if that is what was answered.
    #[must_use]
    pub fn fields(&self) -> FieldProblems {
        match self {
            Self::Problem(Problem::Fields { fields }) => fields.clone(),
            _ => FieldProblems::default(),
        }
    }
}

/// After so long without a touch the app asks by itself: that does not lengthen the session of whoever left.
const UNTOUCHED_MILLIS: i64 = 60_000;

thread_local! {
    static TOUCHED_AT: Cell<i64> = const { Cell::new(0) };
    static ON_SIGNED_OUT: RefCell<Option<Callback<()>>> = const { RefCell::new(None) };
    static FOLLOWERS: RefCell<Vec<Weak<Callback<bool>>>> = const { RefCell::new(Vec::new()) };
    static WAS_REACHED: Cell<bool> = const { Cell::new(true) };
    static HAS_PROVIDER: Cell<bool> = const { Cell::new(false) };
    static LAST_ANSWER: Cell<Option<Moment>> = const { Cell::new(None) };
}

/// Is told whenever an answer says that nobody is signed in (any more).
pub fn on_signed_out(tell: Callback<()>) {
    ON_SIGNED_OUT.set(Some(tell));
}

/// Notes that somebody is at the keyboard or the screen.
pub fn touched() {
    TOUCHED_AT.set(platform::now().millis());
}

fn is_untouched() -> bool {
    platform::now().millis() - TOUCHED_AT.get() > UNTOUCHED_MILLIS
}

/// Whether the last call reached the server; `true` before the first.
#[must_use]
pub fn was_reached() -> bool {
    WAS_REACHED.get()
}

/// Whether the server said, with its last answer, that people can also sign in with a service of the town's own.
#[must_use]
pub fn has_provider() -> bool {
    HAS_PROVIDER.get()
}

/// When the server last answered a call of somebody who is there, by this device's clock.
#[must_use]
pub fn last_answer() -> Option<Moment> {
    LAST_ANSWER.get()
}

/// Is told after every call whether the server could be reached, for as long as the returned value is kept.
#[must_use]
pub fn follow_reached(tell: Callback<bool>) -> Rc<Callback<bool>> {
    let kept = Rc::new(tell);
    FOLLOWERS.with_borrow_mut(|followers| {
        followers.retain(|follower| follower.strong_count() > 0);
        followers.push(Rc::downgrade(&kept));
    });
    kept
}

fn note_reached(is_reached: bool) {
    WAS_REACHED.set(is_reached);
    if is_reached && !is_untouched() {
        LAST_ANSWER.set(Some(platform::now()));
    }
    let followers = FOLLOWERS.with_borrow(Clone::clone);
    for follower in followers.iter().filter_map(Weak::upgrade) {
        follower.emit(is_reached);
    }
}

/// Sends a call and waits for its answer.
///
/// # Errors
/// Why there is no answer.
pub async fn send<C: Call>(question: &C::Question) -> Result<C::Answer, ApiFailure> {
    let answered = fetch::<C>(question).await;
    note_reached(!matches!(answered, Err(ApiFailure::Offline)));
    if answered == Err(ApiFailure::Problem(Problem::NotSignedIn))
        && let Some(tell) = ON_SIGNED_OUT.with_borrow(Clone::clone)
    {
        tell.emit(());
    }
    let body = answered?;
    json::read(&body).map_err(|_| ApiFailure::Unreadable)
}

async fn fetch<C: Call>(question: &C::Question) -> Result<Vec<u8>, ApiFailure> {
    let patience = platform::Patience::of_millis(PATIENCE_MILLIS);
    let request = match C::VERB {
        Verb::Get => prepare(Request::get(&address(C::PATH, question)), &patience)
            .build()
            .map_err(|_| ApiFailure::Unreadable)?,
        Verb::Post => prepare(Request::post(C::PATH), &patience)
            .header("Content-Type", "application/json")
            .body(js_sys::Uint8Array::from(
                json::write(question)
                    .map_err(|_| ApiFailure::Unreadable)?
                    .as_slice(),
            ))
            .map_err(|_| ApiFailure::Unreadable)?,
    };
    let response = request.send().await.map_err(|_| ApiFailure::Offline)?;
    note_provider(&response);
    let body = response.binary().await.map_err(|_| ApiFailure::Offline)?;
    if response.ok() {
        Ok(body)
    } else {
        Err(failure(&response, &body))
    }
}

/// Every answer says it, so that the page for signing in knows it whichever came last.
fn note_provider(response: &Response) {
    HAS_PROVIDER.set(response.headers().get("x-lueckenlos-provider").is_some());
}

fn prepare(builder: RequestBuilder, patience: &platform::Patience) -> RequestBuilder {
    let builder = if is_untouched() {
        builder.header("X-Lueckenlos-Untouched", "1")
    } else {
        builder
    };
    builder
        .credentials(RequestCredentials::SameOrigin)
        .header("X-Lueckenlos", "1")
        .abort_signal(patience.signal().as_ref())
}

/// The path with the question as its query string. Absent fields are left out.
fn address<Q: Serialize>(path: &str, question: &Q) -> String {
    let Ok(Value::Object(fields)) = serde_json::to_value(question) else {
        return path.to_owned();
    };
    let mut address = path.to_owned();
    for (name, value) in fields {
        let value = match value {
            Value::Null => continue,
            Value::String(text) => text,
            other => other.to_string(),
        };
        address.push(if address.contains('?') { '&' } else { '?' });
        address.push_str(&platform::encode(&name));
        address.push('=');
        address.push_str(&platform::encode(&value));
    }
    address
}

/// What a refusing answer says; where its body is none of ours (a proxy's page), the status decides.
fn failure(response: &Response, body: &[u8]) -> ApiFailure {
    if let Ok(problem) = json::read(body) {
        return ApiFailure::Problem(problem);
    }
    let problem = match response.status() {
        401 => Problem::NotSignedIn,
        403 => Problem::NotAllowed {
            because: "role".to_owned(),
        },
        404 => Problem::NotFound,
        429 => Problem::TooMany { after_seconds: 60 },
        502..=504 => return ApiFailure::Offline,
        500.. => Problem::Unavailable {
            reference: Reference(String::new()),
        },
        _ => return ApiFailure::Unreadable,
    };
    ApiFailure::Problem(problem)
}
