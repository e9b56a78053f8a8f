//! Takes a browser's word that a page broke the content security policy. Only the directive's name is kept, in the log:
//! the rest of a report may hold addresses and script text.

use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::HttpResponse;
use actix_web::web::Payload;

use super::question::{self, Unread};

/// More than this is not written down one by one: anybody may send reports.
const WRITTEN_MAX: u64 = 1_000;
const REPORT_MAX: usize = 32 * 1024;
static TAKEN: AtomicU64 = AtomicU64::new(0);

/// Takes a batch of reports.
pub async fn take_reports(mut payload: Payload) -> HttpResponse {
    let Ok(body) = question::body(&mut payload, REPORT_MAX).await else {
        let mut answer = HttpResponse::BadRequest().finish();
        Unread::put_on(payload, &mut answer);
        return answer;
    };
    if TAKEN.fetch_add(1, Ordering::Relaxed) < WRITTEN_MAX {
        let directives = serde_json::from_slice::<serde_json::Value>(&body)
            .ok()
            .map(|reports| directives(&reports))
            .unwrap_or_default();
        tracing::warn!(?directives, "a page broke its security policy");
    }
    HttpResponse::NoContent().finish()
}

fn directives(reports: &serde_json::Value) -> Vec<&'static str> {
    const KNOWN: [&str; 10] = [
        "connect-src",
        "default-src",
        "font-src",
        "img-src",
        "require-trusted-types-for",
        "script-src",
        "style-src",
        "style-src-attr",
        "trusted-types",
        "worker-src",
    ];
    reports
        .as_array()
        .map(|reports| {
            reports
                .iter()
                .filter_map(|report| report.pointer("/body/effectiveDirective")?.as_str())
                .map(|directive| {
                    KNOWN
                        .into_iter()
                        .find(|known| *known == directive)
                        .unwrap_or("other")
                })
                .collect()
        })
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn of_a_report_only_the_directive_is_kept() {
        let reports = json!([
            { "type": "csp-violation", "url": "https://a/fall/1", "body": { "effectiveDirective": "img-src" } },
            { "body": { "effectiveDirective": "Amira Haddad" } },
            { "body": {} },
        ]);
        assert_eq!(directives(&reports), ["img-src", "other"]);
        assert!(directives(&json!("x")).is_empty());
    }
}
