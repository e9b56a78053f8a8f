//! Passwords that leaked somewhere cannot be chosen, wherever one is chosen.

use std::fs;

use backend::config::Config;
use backend::seed::DEMO_PASSWORD;
use harness::Database;
use serde_json::{Value, json};
use sha1::{Digest, Sha1};
use tempfile::NamedTempFile;

use crate::identity::{codes, does};
use crate::support::{Browser, Server, on_both};

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

/// A list with the leaked one among others.
fn list() -> NamedTempFile {
    let list = NamedTempFile::new().unwrap();
    let mut lines = [LEAKED, "hallo", "passwort", "schatz"].map(listed);
    lines.sort();
    fs::write(list.path(), lines.concat()).unwrap();
    list
}

/// That a call takes any password but the leaked one, and says so at the field where it is typed.
async fn refuses(browser: &Browser<'_>, path: &str, field: &str, with: impl Fn(&str) -> Value) {
    let refused = browser.post(path, &with(LEAKED)).await;
    assert_eq!(codes(&refused, field), ["leaked"], "{path}");
    does(browser, path, &with(PASSWORD)).await;
}

on_both! {
    async fn a_leaked_password_is_refused_wherever_one_is_chosen(database: Database) {
        let list = list();
        let set = |config: &mut Config| config.leaked_passwords = Some(list.path().into());
        let server = Server::empty(database, set);
        let token = server.state().signin.new_set_up_token("ki").unwrap().as_text();
        refuses(&server.browser("192.0.2.1"), "/api/set-up", "password", |new| {
            json!({ "token": token, "login": "ada", "name": "Ada Beispiel", "password": new })
        })
        .await;

        let server = Server::demo_with(database, set);
        let admin = server.signed_in("admin").await;
        let role = server.reception("service-point", 0);
        let new = json!({ "login": "neu", "name": "Nele Beispiel", "role": role });
        let invited = does(&admin, "/api/accounts/invite", &new).await;
        let newcomer = server.browser("203.0.113.9");
        refuses(&newcomer, "/api/invitation/accept", "password", |new| {
            json!({ "code": invited["code"], "password": new })
        })
        .await;
        refuses(&admin, "/api/session/password", "new", |new| {
            json!({ "current": DEMO_PASSWORD, "new": new })
        })
        .await;

        // A list that is gone refuses everything: nobody knows what stood in it.
        list.close().unwrap();
        let change = json!({ "current": PASSWORD, "new": "Ziegel Wolle Laterne" });
        assert_eq!(admin.post("/api/session/password", &change).await.status, 503);
    }
}
