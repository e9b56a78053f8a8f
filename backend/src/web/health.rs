//! Whether the process lives and whether it can work, for whoever starts and stops servers. Says nothing else: the
//! details stand in the log.

use actix_web::HttpResponse;
use diesel::prelude::*;

use super::State;
use crate::db::Failure;

/// The process answers.
pub async fn live() -> HttpResponse {
    plain(HttpResponse::Ok(), "live\n")
}

/// The database answers too.
pub async fn ready(state: State) -> HttpResponse {
    let asked = state
        .town
        .db()
        .read(|conn| {
            diesel::select(diesel::dsl::sql::<diesel::sql_types::Integer>("1"))
                .get_result::<i32>(conn)
                .map_err(Failure::from)
        })
        .await;
    match asked {
        Ok(_) => plain(HttpResponse::Ok(), "ready\n"),
        Err(failure) => {
            tracing::warn!(%failure, "not ready");
            plain(HttpResponse::ServiceUnavailable(), "not ready\n")
        }
    }
}

fn plain(mut answer: actix_web::HttpResponseBuilder, text: &'static str) -> HttpResponse {
    answer.content_type("text/plain; charset=utf-8").body(text)
}
