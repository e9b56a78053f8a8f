//! A browser that another site sends here, by a link in its address bar: who it is, what it brings, and to which page of ours
//! it goes on. Such a request carries none of the cookies that let somebody in.

use std::future::{Ready, ready};

use actix_web::body::BoxBody;
use actix_web::dev::Payload;
use actix_web::http::header::{LOCATION, SET_COOKIE};
use actix_web::web::Query;
use actix_web::{Error, FromRequest, HttpRequest, HttpResponse, Responder};

use super::signed::{Stranger, cookie};
use super::{Backend, State};
use crate::db::Failure;
use crate::signin::provider::Brought;
use crate::signin::{PROVIDER_COOKIE, Token};

/// Somebody on their way back from the town's own sign-in service.
#[derive(Debug)]
pub struct Traveller {
    /// Who they are, as far as can be known.
    pub stranger: Stranger,
    /// By which the browser is known that went there.
    pub token: Option<Token>,
    /// What it brings; nothing, if that cannot be read.
    pub brought: Brought,
}

impl FromRequest for Traveller {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(state) = request.app_data::<State>() else {
            let missing = Failure::Broken("the server has no parts");
            return ready(Err(actix_web::error::ErrorInternalServerError(missing)));
        };
        ready(Ok(Self::of(request, state)))
    }
}

impl Traveller {
    fn of(request: &HttpRequest, state: &actix_web::web::Data<Backend>) -> Self {
        Self {
            stranger: Stranger::of(request, state),
            token: cookie(request, PROVIDER_COOKIE),
            brought: Query::from_query(request.query_string())
                .map(Query::into_inner)
                .unwrap_or_default(),
        }
    }
}

/// Sends a browser on to a page of ours, with cookies.
#[derive(Debug)]
pub struct Onward {
    /// The page's path, with its query.
    pub page: String,
    /// The values of the `Set-Cookie` headers.
    pub cookies: Vec<String>,
}

impl Responder for Onward {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut answer = HttpResponse::SeeOther();
        answer.insert_header((LOCATION, self.page));
        for cookie in self.cookies {
            answer.append_header((SET_COOKIE, cookie));
        }
        answer.finish()
    }
}
