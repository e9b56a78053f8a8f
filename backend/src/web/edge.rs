//! The outermost layer: whatever happens further in, each answer leaves with the security headers, a request id and
//! one line in the log. The line holds method, route, status, duration and account id; never a body, a query string, a
//! name or a path that somebody typed.

use std::time::Instant;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{CACHE_CONTROL, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage};
use shared::kernel::AccountId;
use tracing::Instrument;

use super::refuse::Refused;
use super::{State, origin};
use crate::clock::hex;

/// Headers that every answer carries, made once at start.
#[derive(Debug, Clone)]
pub struct EdgeHeaders(Vec<(HeaderName, HeaderValue)>);

impl EdgeHeaders {
    /// The headers for this page policy; `is_https` adds the order to come by https only.
    ///
    /// # Errors
    /// If the policy holds characters that no header may.
    pub fn new(
        policy: &str,
        is_https: bool,
    ) -> Result<Self, actix_web::http::header::InvalidHeaderValue> {
        let fixed = |name: &'static str, value: &'static str| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        };
        let mut headers = vec![
            (
                HeaderName::from_static("content-security-policy"),
                HeaderValue::from_str(policy)?,
            ),
            fixed("reporting-endpoints", "csp=\"/csp-reports\""),
            fixed("cross-origin-opener-policy", "same-origin"),
            fixed("cross-origin-resource-policy", "same-origin"),
            fixed("x-content-type-options", "nosniff"),
            fixed("x-frame-options", "DENY"),
            fixed("referrer-policy", "no-referrer"),
            fixed(
                "permissions-policy",
                "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), \
                 gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(), xr-spatial-tracking=()",
            ),
        ];
        if is_https {
            headers.push(fixed(
                "strict-transport-security",
                "max-age=63072000; includeSubDomains",
            ));
        }
        Ok(Self(headers))
    }

    /// The headers, one by one, for answers that are written by hand.
    pub(super) fn lines(&self) -> impl Iterator<Item = (&HeaderName, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name, value.to_str().unwrap_or_default()))
    }

    fn put_on(&self, headers: &mut HeaderMap) {
        for (name, value) in &self.0 {
            headers.insert(name.clone(), value.clone());
        }
        // What does not say how long it holds is an answer of the moment: never kept.
        if !headers.contains_key(CACHE_CONTROL) {
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
    }
}

/// Names one request in log and answer. Made here; what a sender claims is not taken over.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

/// The account that asked, put into the request by the layer that checks the session, for the log.
#[derive(Debug, Clone, Copy)]
pub struct AskedBy(pub AccountId);

/// The layer itself.
///
/// # Errors
/// Only what a layer further in hands out as an error without an answer; ours do not.
pub async fn edge<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let began = Instant::now();
    let id = request
        .app_data::<State>()
        .and_then(|state| state.town.surroundings().random::<8>().ok())
        .map_or_else(|| "0".repeat(16), |bytes| hex(&bytes));
    let headers = request.app_data::<Data<EdgeHeaders>>().cloned();
    let method = request.method().clone();
    request.extensions_mut().insert(RequestId(id.clone()));
    let span = tracing::info_span!("request", id = %id);
    let mut response = if origin::names_a_host(request.request()) {
        next.call(request)
            .instrument(span)
            .await?
            .map_into_left_body()
    } else {
        request
            .into_response(Refused::unreadable().answer())
            .map_into_right_body()
    };
    if let Some(headers) = headers {
        headers.put_on(response.headers_mut());
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        response
            .headers_mut()
            .insert(HeaderName::from_static("x-request-id"), id);
    }
    let asked_by = response
        .request()
        .extensions()
        .get::<AskedBy>()
        .map(|AskedBy(account)| account.to_string());
    tracing::info!(
        request = %id,
        method = %method,
        route = response.request().match_pattern().as_deref().unwrap_or("app"),
        status = response.status().as_u16(),
        micros = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX),
        account = asked_by.as_deref().unwrap_or("-"),
        "answered"
    );
    Ok(response)
}
