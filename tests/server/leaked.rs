//! Passwords that leaked somewhere cannot be chosen, wherever one is chosen.

use std::fs;

use harness::Database;
use serde_json::{Value, json};
use sha1::{Digest, Sha1};

use crate::identity::{codes, does};
use crate::support::{Server, on_both};

/// As good as any, had nobody else had it.
const LEAKED: &str = "Kastanie Schraube Mittwoch";
const PASSWORD: &str = "Regen Brille Dachboden";

fn listed(password: &str) -> String {
    let digest: String = Sha1::digest(password.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02X}"))
        .collect();
    format!("{digest}:3\r\n")
}

on_both! {
    async fn a_leaked_password_is_refused_wherever_one_is_chosen(database: Database) {
        let list = tempfile::NamedTempFile::new().unwrap();
        let mut lines = [LEAKED, "hallo", "passwort", "schatz"].map(listed);
        lines.sort();
        fs::write(list.path(), lines.concat()).unwrap();
        let server = Server::empty(database, |config| {
            config.leaked_passwords = Some(list.path().into());
            config.second_factor = backend::signin::service::FactorRule::Roles([].into());
        });
        let browser = server.browser("192.0.2.1");
        // Each way to a password: the field that it is typed in, and the call with one.
        let token = server.state().signin.new_set_up_token("ki").unwrap().as_text();
        let first = |new: &str| json!({ "token": token, "login": "ada", "name": "Ada Beispiel", "password": new });
        let refused_once = async |path: &str, field: &str, with: &dyn Fn(&str) -> Value| {
            assert_eq!(codes(&browser.post(path, &with(LEAKED)).await, field), ["leaked"], "{path}");
            does(&browser, path, &with(PASSWORD)).await;
        };
        refused_once("/api/set-up", "password", &first).await;
        browser.sign_in("ada", PASSWORD).await;
        refused_once("/api/session/password", "new", &|new| json!({ "current": PASSWORD, "new": new })).await;
        let role = json!({ "role": "administrator", "unit": "ki", "post": null, "valid_from": "2026-11-18", "valid_until": null });
        let new = json!({ "login": "neu", "name": "Nele Beispiel", "role": role });
        let invited = does(&browser, "/api/accounts/invite", &new).await;
        refused_once("/api/invitation/accept", "password", &|new| json!({ "code": invited["code"], "password": new })).await;

        // A list that is gone refuses everything: nobody knows what stood in it.
        list.close().unwrap();
        let change = json!({ "current": PASSWORD, "new": "Ziegel Wolle Laterne" });
        assert_eq!(browser.post("/api/session/password", &change).await.status, 500);
    }
}
