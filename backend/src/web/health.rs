//! Whether the process lives and whether it can work, for whoever starts and stops servers. Says nothing else: the
//! details stand in the log.

use actix_web::HttpResponse;

/// The process answers.
pub async fn live() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body("live\n")
}
