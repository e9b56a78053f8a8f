//! Answers addresses outside `/api` from the built app: the file of that name, else the page, which finds its way by
//! the address itself.

use actix_web::http::header::{
    ACCEPT, ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
    VARY,
};
use actix_web::http::{Method, StatusCode};
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};

use super::refuse::no_such_call;
use crate::assets::{Assets, File};

const NOT_BUILT: &str = "<!doctype html><html lang=\"de\"><meta charset=\"utf-8\"><title>Lückenlos</title>\
<h1>Die Oberfläche ist in diesem Programm nicht enthalten</h1>\
<p>Der Server läuft, aber die Seiten wurden nicht gebaut. Bauen und starten: <code>cargo xtask serve</code></p>\
<p lang=\"en\">The server runs, but the app was not built into it. Build and start: <code>cargo xtask serve</code></p>";

/// Answers a request that no call took.
pub async fn answer(request: HttpRequest, assets: Data<Assets>) -> HttpResponse {
    if request.path() == "/api" || request.path().starts_with("/api/") {
        return no_such_call();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return HttpResponse::MethodNotAllowed()
            .insert_header(("Allow", "GET, HEAD"))
            .finish();
    }
    let path = request.path().trim_start_matches('/');
    if let Some(file) = assets.file(if path.is_empty() { "index.html" } else { path }) {
        return send(&request, file);
    }
    let wants_page = says(&request, ACCEPT.as_str(), "text/html");
    match assets.page() {
        _ if !wants_page => HttpResponse::NotFound().finish(),
        Some(page) => send(&request, page),
        None => HttpResponse::build(StatusCode::SERVICE_UNAVAILABLE)
            .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
            .insert_header((CACHE_CONTROL, "no-store"))
            .body(NOT_BUILT),
    }
}

fn send(request: &HttpRequest, file: &File) -> HttpResponse {
    let (encoding, ending, content) = match (&file.brotli, &file.gzip) {
        (Some(brotli), _) if says(request, ACCEPT_ENCODING.as_str(), "br") => {
            (Some("br"), "-br", brotli)
        }
        (_, Some(gzip)) if says(request, ACCEPT_ENCODING.as_str(), "gzip") => {
            (Some("gzip"), "-gz", gzip)
        }
        _ => (None, "", &file.plain),
    };
    let tag = format!("\"{}{ending}\"", file.tag);
    let is_known = request
        .headers()
        .get(IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|known| {
            known.split(',').any(|one| {
                let one = one.trim();
                one == "*" || one.trim_start_matches("W/") == tag
            })
        });
    let mut answer = HttpResponse::build(if is_known {
        StatusCode::NOT_MODIFIED
    } else {
        StatusCode::OK
    });
    answer
        .insert_header((ETAG, tag))
        .insert_header((VARY, "Accept-Encoding"))
        .insert_header((
            CACHE_CONTROL,
            if file.is_immutable {
                "public, max-age=31536000, immutable"
            } else {
                "no-cache"
            },
        ));
    if is_known {
        return answer.finish();
    }
    if let Some(encoding) = encoding {
        answer.insert_header((CONTENT_ENCODING, encoding));
    }
    answer.insert_header((CONTENT_TYPE, file.media_type));
    answer.body(match content {
        std::borrow::Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        std::borrow::Cow::Owned(bytes) => Bytes::copy_from_slice(bytes),
    })
}

/// Whether a header with a list of choices names this one and does not rule it out.
fn says(request: &HttpRequest, header: &str, choice: &str) -> bool {
    request
        .headers()
        .get_all(header)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|part| {
            let mut part = part.split(';').map(str::trim);
            part.next() == Some(choice)
                && !part.any(|weight| {
                    weight.strip_prefix("q=").is_some_and(|weight| {
                        !weight.is_empty() && weight.bytes().all(|byte| matches!(byte, b'0' | b'.'))
                    })
                })
        })
}
