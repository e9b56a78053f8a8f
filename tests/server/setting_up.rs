//! The first account of a fresh installation.

use harness::Database;
use serde_json::{Value, json};

use crate::support::{MINUTE, Server, on_both};

fn first(token: &str, login: &str, password: &str) -> Value {
    json!({ "token": token, "login": login, "name": "Ada Beispiel", "password": password })
}

on_both! {
    async fn a_fresh_installation_has_no_account_until_the_token_is_used_once(database: Database) {
        let server = Server::empty(database, |_| {});
        let browser = server.browser("192.0.2.1");
        assert_eq!(browser.sign_in("admin", "admin").await.status, 401);
        let token = server
            .state()
            .signin
            .new_set_up_token("ki")
            .unwrap()
            .as_text();

        let made = browser
            .post("/api/set-up", &first(&token, "Ada", "ein langes Passwort"))
            .await;
        assert_eq!(made.status, 200, "{}", made.text());
        let session = browser.sign_in("ada", "ein langes Passwort").await.json();
        let session = &session["session"];
        assert_eq!(session["needs_factor"], true);
        assert_eq!(session["actor"]["roles"], json!(["administrator"]));
        assert_eq!(session["is_demo"], false);

        let again = browser
            .post("/api/set-up", &first(&token, "Bea", "ein langes Passwort"))
            .await;
        assert_eq!(again.status, 404);
    }

    async fn a_token_that_is_wrong_or_too_old_makes_no_account(database: Database) {
        let server = Server::empty(database, |_| {});
        let browser = server.browser("192.0.2.1");
        let token = server
            .state()
            .signin
            .new_set_up_token("ki")
            .unwrap()
            .as_text();
        for wrong in ["x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
            let answer = browser
                .post("/api/set-up", &first(wrong, "Ada", "ein langes Passwort"))
                .await;
            assert_eq!(answer.status, 404);
        }
        server.clock.pass(24 * 60 * MINUTE);
        let late = browser
            .post("/api/set-up", &first(&token, "Ada", "ein langes Passwort"))
            .await;
        assert_eq!(late.status, 404);
    }

    async fn a_short_password_is_refused_and_the_token_is_not_used_up(database: Database) {
        let server = Server::empty(database, |_| {});
        let browser = server.browser("192.0.2.1");
        let token = server
            .state()
            .signin
            .new_set_up_token("ki")
            .unwrap()
            .as_text();
        let short = browser
            .post("/api/set-up", &first(&token, "Ada", "kurz"))
            .await;
        assert_eq!(short.status, 422);
        assert_eq!(
            short.json()["fields"],
            json!({ "password": [{ "code": "too_short", "limits": { "min": 12 } }] })
        );
        let made = browser
            .post("/api/set-up", &first(&token, "Ada", "ein langes Passwort"))
            .await;
        assert_eq!(made.status, 200);
    }
}
