//! Registers the calls that `shared` declares. A route is `async fn(State, Signed, Question) -> Result<Answer, Fault>`, or
//! `fn(&mut Tx, &Actor, Question)` where it only reads; everything between it and HTTP happens here, the same for each: own
//! page, session, question, read log, answer.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use actix_web::http::header::{ContentType, HeaderName, HeaderValue, SET_COOKIE};
use actix_web::web::{self, Data, Payload, ServiceConfig};
use actix_web::{FromRequest, Handler, HttpMessage, HttpRequest, HttpResponse, Responder, Route};
use futures::FutureExt;
use serde::Serialize;
use shared::audit::calls::Readers;
use shared::calls::{Audience, Call, Nothing, Verb};
use shared::device::DeviceSecret;
use shared::device::calls::DeviceStanding;
use shared::kernel::problem::Reference;
use shared::kernel::{AccountId, Actor, Problem};
use shared::organisation::Organisation;
use shared::organisation::calls::OrganisationStanding;
use shared::reporting::calls::Reports;
use shared::signin::accounts::{Accounts, Invited, Invitee};
use shared::signin::events::AccountEvents;
use shared::signin::factors::{Factors, PasskeyOptions, RecoveryCodes, TotpSecret};
use shared::signin::provider::{ProviderAddress, ProviderLink, ProviderStanding};
use shared::signin::sessions::Sessions;
use shared::signin::{Session, SignInAnswer};

use super::edge::{AskedBy, RequestId};
use super::question::Unread;
use super::refuse::{Refused, wrong_verb};
use super::signed::{self, Signed, Stranger};
use super::{Fault, State, origin, question};
use crate::audit::{Line, Personal, Recorded};
use crate::db::Failure;
use crate::kept::Written;
use crate::openapi::Outside;
use crate::signin::Cookies;
use crate::signin::service::Current;
use crate::tx::Tx;

/// With every answer: people can also sign in with the town's own sign-in service. The page for signing in learns it by what
/// was asked anyway.
const PROVIDER_HEADER: HeaderName = HeaderName::from_static("x-lueckenlos-provider");
/// The largest body of an ordinary question.
const SMALL: usize = 64 * 1024;
/// The largest offer of commands: a few days' work.
const LARGE: usize = 4 * 1024 * 1024;

/// How much a call may be sent.
#[must_use]
pub fn body_max<C: Call>() -> usize {
    match C::NAME {
        "OfferCommands" | "HandIn" => LARGE,
        "Pack" => 4 * SMALL,
        _ => SMALL,
    }
}

/// What a route may return for a call that answers with `T`.
pub trait Reply<T> {
    /// The answer, its line for the read log and the cookies that go with it.
    fn open(self) -> Opened<T>;
}

/// A reply taken apart; only this layer does so.
#[derive(Debug)]
pub struct Opened<T> {
    answer: Answer<T>,
    line: Option<Line>,
    cookies: Vec<String>,
}

#[derive(Debug)]
enum Answer<T> {
    Fresh(T),
    Written(Arc<Written<T>>),
}

/// Answers without anything about a client. This list is reviewed: whatever is not on it must be returned as
/// [`Personal`] and leaves only after its line stands in the read log.
pub trait NotPersonal {}
impl NotPersonal for Nothing {}
impl NotPersonal for Session {}
impl NotPersonal for SignInAnswer {}
impl NotPersonal for Sessions {}
impl NotPersonal for Factors {}
impl NotPersonal for TotpSecret {}
impl NotPersonal for PasskeyOptions {}
impl NotPersonal for RecoveryCodes {}
impl NotPersonal for ProviderStanding {}
impl NotPersonal for ProviderAddress {}
impl NotPersonal for ProviderLink {}
impl NotPersonal for Accounts {}
impl NotPersonal for Invited {}
impl NotPersonal for Invitee {}
impl NotPersonal for AccountEvents {}
impl NotPersonal for DeviceSecret {}
impl NotPersonal for DeviceStanding {}
impl NotPersonal for Organisation {}
impl NotPersonal for OrganisationStanding {}
impl NotPersonal for Readers {}
impl NotPersonal for Reports {}

impl<T: NotPersonal> Reply<T> for T {
    fn open(self) -> Opened<T> {
        Opened {
            answer: Answer::Fresh(self),
            line: None,
            cookies: Vec::new(),
        }
    }
}

impl<T> Reply<T> for Personal<T> {
    fn open(self) -> Opened<T> {
        let (answer, line) = self.open();
        Opened {
            answer: Answer::Fresh(answer),
            line,
            cookies: Vec::new(),
        }
    }
}

impl<T> Reply<T> for Personal<Arc<Written<T>>> {
    fn open(self) -> Opened<T> {
        let (answer, line) = self.open();
        Opened {
            answer: Answer::Written(answer),
            line,
            cookies: Vec::new(),
        }
    }
}

impl<T: NotPersonal> Reply<T> for Cookies<T> {
    fn open(self) -> Opened<T> {
        Opened {
            answer: Answer::Fresh(self.answer),
            line: None,
            cookies: self.cookies,
        }
    }
}

/// Registers a call that only the signed-in may send.
pub fn signed<C, H, F, R>(routes: &mut ServiceConfig, handler: H)
where
    C: Call,
    H: Fn(State, Signed, C::Question) -> F + Clone + 'static,
    F: Future<Output = Result<R, Fault>> + 'static,
    R: Reply<C::Answer>,
{
    const {
        assert!(matches!(C::AUDIENCE, Audience::SignedIn));
    }
    answer_signed::<C, _, _, _>(routes, let_in, handler);
}

/// Registers a call that also those may send who still have to set up a second factor.
pub fn entering<C, H, F, R>(routes: &mut ServiceConfig, handler: H)
where
    C: Call,
    H: Fn(State, Signed, C::Question) -> F + Clone + 'static,
    F: Future<Output = Result<R, Fault>> + 'static,
    R: Reply<C::Answer>,
{
    const {
        assert!(matches!(C::AUDIENCE, Audience::Entering));
    }
    answer_signed::<C, _, _, _>(routes, |_| Ok(()), handler);
}

/// Whether a session is let in as far as the work. Who still has to set up a second factor is not.
fn let_in(current: &Current) -> Result<(), Problem> {
    if current.needs_factor {
        return Err(Problem::NotAllowed {
            because: "needs_factor".to_owned(),
        });
    }
    Ok(())
}

fn answer_signed<C, H, F, R>(
    routes: &mut ServiceConfig,
    let_in: fn(&Current) -> Result<(), Problem>,
    handler: H,
) where
    C: Call,
    H: Fn(State, Signed, C::Question) -> F + Clone + 'static,
    F: Future<Output = Result<R, Fault>> + 'static,
    R: Reply<C::Answer>,
{
    register::<C>(
        routes,
        async move |state: State, request: HttpRequest, payload: &mut Payload| {
            let signed = Signed::of(&request, &state).await?;
            let_in(&signed.current).map_err(Fault::from)?;
            request
                .extensions_mut()
                .insert(AskedBy(signed.actor.account));
            let account = signed.actor.account;
            let question = ask::<C>(&request, payload).await?;
            let reply = handler(state.clone(), signed, question).await;
            logged::<C, _>(&state, &request, account, reply).await
        },
    );
}

/// Registers a call of the signed-in that only reads, its question in the address. Session and content are read in one
/// transaction: one way to the database instead of two, and nothing can change between the two looks.
pub fn read<C, H, R>(routes: &mut ServiceConfig, handler: H)
where
    C: Call,
    C::Question: Send,
    H: FnOnce(&mut Tx<'_>, &Actor, C::Question) -> Result<R, Fault> + Clone + Send + 'static,
    R: Reply<C::Answer> + Send + 'static,
{
    const {
        assert!(matches!(C::AUDIENCE, Audience::SignedIn));
        assert!(matches!(C::VERB, Verb::Get));
    }
    register::<C>(
        routes,
        async move |state: State, request: HttpRequest, payload: &mut Payload| {
            let token = Signed::token(&request)?;
            let question = match ask::<C>(&request, payload).await {
                Ok(question) => question,
                Err(refused) => {
                    // Who is not signed in is told that, and nothing about their question.
                    Signed::of(&request, &state).await?;
                    return Err(refused.into());
                }
            };
            let (handler, signin) = (handler.clone(), state.signin.clone());
            let (account, used, reply) = state
                .town
                .read(signin.municipality.clone(), move |tx| {
                    let (current, used) = signin.current_in(tx.conn(), &token)?;
                    let_in(&current)?;
                    let reply = handler(tx, &current.actor, question);
                    Ok::<_, Fault>((current.actor.account, used, reply))
                })
                .await?;
            request.extensions_mut().insert(AskedBy(account));
            let used = used.filter(|_| signed::is_used(&request));
            state.signin.note(used).await?;
            logged::<C, _>(&state, &request, account, reply).await
        },
    );
}

/// The answer to somebody signed in, after its line stands in the read log; also the answer that they may not see
/// somebody.
async fn logged<C: Call, R: Reply<C::Answer>>(
    state: &State,
    request: &HttpRequest,
    account: AccountId,
    reply: Result<R, Fault>,
) -> Result<HttpResponse, Halt> {
    let id = request_id(request);
    let opened = match reply {
        Ok(reply) => reply.open(),
        Err(Fault::Withheld { problem, line }) => {
            state.reads.record(account, C::NAME, &id, line).await?;
            return Err(Fault::Problem(problem).into());
        }
        // Who asks for ids that are not there waits as long as who asks for somebody they may not see, and learns nothing
        // from the clock.
        Err(fault @ Fault::Problem(Problem::NotFound)) => {
            let line = Line::of_nobody();
            state.reads.record(account, C::NAME, &id, line).await?;
            return Err(fault.into());
        }
        Err(fault) => return Err(fault.into()),
    };
    if let Some(line) = opened.line {
        match state.reads.record(account, C::NAME, &id, line).await? {
            Recorded::Written => {}
            Recorded::TooMany { after_seconds } => {
                return Err(Fault::Problem(Problem::TooMany { after_seconds }).into());
            }
        }
    }
    Ok(answer(&opened.answer, &opened.cookies))
}

/// Registers a call that anybody may send.
pub fn public<C, H, F, R>(routes: &mut ServiceConfig, handler: H)
where
    C: Call,
    H: Fn(State, Stranger, C::Question) -> F + Clone + 'static,
    F: Future<Output = Result<R, Fault>> + 'static,
    R: Reply<C::Answer>,
{
    const {
        assert!(matches!(C::AUDIENCE, Audience::Public));
    }
    register::<C>(
        routes,
        async move |state: State, request: HttpRequest, payload: &mut Payload| {
            let stranger = Stranger::of(&request, &state);
            let question = ask::<C>(&request, payload).await?;
            let opened = handler(state, stranger, question).await?.open();
            if opened.line.is_some() {
                return Err(Failure::Broken("a stranger was to be shown personal data").into());
            }
            Ok(answer(&opened.answer, &opened.cookies))
        },
    );
}

fn register<C: Call>(
    routes: &mut ServiceConfig,
    serve: impl AsyncFn(State, HttpRequest, &mut Payload) -> Result<HttpResponse, Halt>
    + Clone
    + 'static,
) {
    let (route, verb) = route_and_name(C::VERB);
    let route = route.to(
        move |state: Data<super::Backend>, request: HttpRequest, mut payload: Payload| {
            let serve = serve.clone();
            async move {
                let id = request_id(&request);
                let has_provider = state.config.oidc.is_some();
                if C::VERB == Verb::Post
                    && let Err(refused) = origin::from_own_page(&request, &state.config)
                {
                    let mut answer = refused.answer();
                    Unread::put_on(payload, &mut answer);
                    return answer;
                }
                // A panic is a defect of ours: it ends this request, not the connection, and says nothing of itself.
                let mut answer = AssertUnwindSafe(serve(state, request, &mut payload))
                    .catch_unwind()
                    .await
                    .unwrap_or(Err(Halt::Fault(Failure::Broken("a route panicked").into())))
                    .unwrap_or_else(|halt| halt.refused::<C>(id).answer());
                if !answer.status().is_success() {
                    Unread::put_on(payload, &mut answer);
                }
                if has_provider {
                    let there_is_one = HeaderValue::from_static("1");
                    answer.headers_mut().insert(PROVIDER_HEADER, there_is_one);
                }
                answer
            }
        },
    );
    routes.service(
        web::resource(C::PATH)
            .route(route)
            .default_service(web::to(move || async move { wrong_verb(verb) })),
    );
}

/// Registers what is no call: health, reports of browsers, the API document. It stands in the document all the same.
pub fn outside_of_calls<F, Args>(routes: &mut ServiceConfig, what: &Outside, handler: F)
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    let (route, verb) = route_and_name(what.verb);
    routes.service(
        web::resource(what.path)
            .route(route.to(handler))
            .default_service(web::to(move || async move { wrong_verb(verb) })),
    );
}

fn route_and_name(verb: Verb) -> (Route, &'static str) {
    match verb {
        Verb::Get => (web::get(), "GET"),
        Verb::Post => (web::post(), "POST"),
    }
}

async fn ask<C: Call>(
    request: &HttpRequest,
    payload: &mut Payload,
) -> Result<C::Question, Refused> {
    match C::VERB {
        Verb::Get => question::from_query(request.query_string()),
        Verb::Post => question::from_json(&question::body(payload, body_max::<C>()).await?),
    }
}

fn answer<T: Serialize>(value: &Answer<T>, cookies: &[String]) -> HttpResponse {
    let mut answer = HttpResponse::Ok();
    for cookie in cookies {
        answer.append_header((SET_COOKIE, cookie.as_str()));
    }
    match value {
        Answer::Fresh(value) => answer.json(value),
        Answer::Written(written) => answer
            .content_type(ContentType::json())
            .body(written.json()),
    }
}

fn request_id(request: &HttpRequest) -> String {
    request
        .extensions()
        .get::<RequestId>()
        .map(|RequestId(id)| id.clone())
        .unwrap_or_default()
}

/// Why there is no answer, from this layer or from the route.
enum Halt {
    Refused(Refused),
    Fault(Fault),
}

impl From<Refused> for Halt {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl From<Fault> for Halt {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<Failure> for Halt {
    fn from(failure: Failure) -> Self {
        Self::Fault(failure.into())
    }
}

impl Halt {
    /// What people are told; the cause of a failure stands in the log under the request's id, and nowhere else.
    fn refused<C: Call>(self, id: String) -> Refused {
        match self {
            Self::Refused(refused) => refused,
            Self::Fault(Fault::Problem(problem) | Fault::Withheld { problem, .. }) => {
                problem.into()
            }
            Self::Fault(Fault::Failure(failure)) => {
                if failure.passes() {
                    tracing::warn!(reference = %id, call = C::NAME, %failure, "unavailable");
                } else {
                    tracing::error!(reference = %id, call = C::NAME, %failure, "unavailable");
                }
                Problem::Unavailable {
                    reference: Reference(id),
                }
                .into()
            }
        }
    }
}
