//! Accounts, their roles with dates, invitations, second factors, sessions as their owner sees them.

use actix_web::http::StatusCode;
use backend::seed::DEMO_PASSWORD;
use backend::signin::{SESSION_COOKIE, verify_events};
use diesel::prelude::*;
use harness::{Authenticator, Database};
use serde_json::{Value, json};
use totp_rs::{Builder, Secret, Totp};

use crate::support::{Answer, Browser, MINUTE, Server, on_both};

const DAY: i64 = 24 * 60 * MINUTE;
const PASSWORD: &str = "Regen Brille Dachboden";

impl Server {
    /// The day it is there.
    fn day(&self, later: i64) -> String {
        let now = self.state().town.surroundings().now();
        now.plus_millis(later * DAY).day().to_string()
    }

    pub(crate) fn reception(&self, unit: &str, from: i64) -> Value {
        json!({ "role": "reception", "unit": unit, "post": null, "valid_from": self.day(from), "valid_until": null })
    }
}

pub(crate) async fn does(browser: &Browser<'_>, path: &str, body: &Value) -> Value {
    let answer = browser.post(path, body).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
    answer.json()
}

pub(crate) fn codes(answer: &Answer, field: &str) -> Vec<String> {
    assert_eq!(answer.status, 422, "{}", answer.text());
    answer.json()["fields"][field]
        .as_array()
        .into_iter()
        .flatten()
        .map(|problem| problem["code"].as_str().unwrap_or_default().to_owned())
        .collect()
}

fn refused_because(answer: &Answer) -> String {
    assert_eq!(answer.status, 403, "{}", answer.text());
    answer.json()["because"].as_str().unwrap().to_owned()
}

/// Somebody new at the reception of a unit, who has their password.
async fn newcomer(server: &Server, admin: &Browser<'_>, role: Value) -> String {
    let new = json!({ "login": "Neu.Beispiel", "name": "Nele Beispiel", "role": role });
    let invited = does(admin, "/api/accounts/invite", &new).await;
    let accepted = json!({ "code": invited["code"], "password": PASSWORD });
    let stranger = server.browser("203.0.113.9");
    does(&stranger, "/api/invitation/accept", &accepted).await;
    invited["account"].as_str().unwrap().to_owned()
}

async fn grants_of(admin: &Browser<'_>, account: &str) -> Vec<Value> {
    let all = admin.get("/api/accounts").await.json();
    let all = all["accounts"].as_array().unwrap();
    let line = all.iter().find(|line| line["account"] == account).unwrap();
    line["roles"].as_array().unwrap().clone()
}

async fn status(browser: &Browser<'_>) -> StatusCode {
    browser.get("/api/session").await.status
}

on_both! {
    async fn an_invitation_gives_a_password_once_and_for_a_week(database: Database) {
        let server = Server::demo(database);
        let admin = server.signed_in("admin").await;
        let new = json!({ "login": " Neu.Beispiel ", "name": "Nele Beispiel", "role": server.reception("service-point", 0) });
        let invited = does(&admin, "/api/accounts/invite", &new).await;
        let stranger = server.browser("203.0.113.9");
        let code = |typed: &str| json!({ "code": typed });
        // Typed from paper.
        let typed = invited["code"].as_str().unwrap().to_lowercase().replace('-', " ");
        let invitee = does(&stranger, "/api/invitation", &code(&typed)).await;
        assert_eq!(invitee, json!({ "login": "neu.beispiel", "name": "Nele Beispiel" }));
        assert_eq!(stranger.post("/api/invitation", &code("ABCD-EFGH")).await.status, 404);

        let accept = |password: &str| json!({ "code": typed, "password": password });
        let short = stranger.post("/api/invitation/accept", &accept("kurz")).await;
        assert_eq!(codes(&short, "password"), ["too_short"]);
        for easy in ["Leverkusen2026", "nele.beispiel1"] {
            let answer = stranger.post("/api/invitation/accept", &accept(easy)).await;
            assert_eq!(codes(&answer, "password"), ["easy_to_guess"], "{easy}");
        }
        assert_eq!(stranger.sign_in("neu.beispiel", "").await.status, 422);
        assert_eq!(stranger.sign_in("neu.beispiel", PASSWORD).await.status, 401);
        does(&stranger, "/api/invitation/accept", &accept(PASSWORD)).await;
        assert_eq!(stranger.post("/api/invitation/accept", &accept(PASSWORD)).await.status, 404);
        let session = stranger.sign_in("neu.beispiel", PASSWORD).await.json();
        assert_eq!(session["session"]["actor"]["roles"], json!(["reception"]));

        // The name is taken, and an account whose code ran out is invited again.
        let taken = admin.post("/api/accounts/invite", &new).await;
        assert_eq!(codes(&taken, "login"), ["duplicate"]);
        let late = json!({ "login": "spaet", "name": "Sven Beispiel", "role": server.reception("service-point", 0) });
        let late = does(&admin, "/api/accounts/invite", &late).await;
        server.clock.pass(7 * DAY);
        let answer = stranger.post("/api/invitation", &code(late["code"].as_str().unwrap())).await;
        assert_eq!(answer.status, 404);
        let admin = server.signed_in("admin").await;
        let again = does(&admin, "/api/accounts/invite-again", &json!({ "account": late["account"], "forgets_factors": false })).await;
        let invitee = does(&stranger, "/api/invitation", &code(again["code"].as_str().unwrap())).await;
        assert_eq!(invitee["login"], "spaet");
    }

    /// What was printed is a sheet about the account: it says who signs in and from when on, and is worth nothing once the
    /// role it was for is ended.
    async fn an_invitation_names_the_account_and_ends_with_its_last_role(database: Database) {
        let server = Server::demo(database);
        let admin = server.signed_in("admin").await;
        let new = json!({ "login": "Neu.Beispiel", "name": "Nele Beispiel", "role": server.reception("service-point", 1) });
        let invited = does(&admin, "/api/accounts/invite", &new).await;
        assert_eq!((&invited["login"], &invited["begins"]), (&json!("neu.beispiel"), &json!(server.day(1))));
        let account = invited["account"].as_str().unwrap().to_owned();
        let again = does(&admin, "/api/accounts/invite-again", &json!({ "account": account, "forgets_factors": false })).await;
        assert_eq!((&again["login"], &again["begins"]), (&json!("neu.beispiel"), &json!(server.day(1))));

        let grant = grants_of(&admin, &account).await[0]["grant"].clone();
        does(&admin, "/api/accounts/end-role", &json!({ "grant": grant, "from": server.day(0) })).await;
        let stranger = server.browser("203.0.113.9");
        let answer = stranger.post("/api/invitation", &json!({ "code": again["code"] })).await;
        assert_eq!(answer.status, 404);
        let accept = json!({ "code": again["code"], "password": PASSWORD });
        assert_eq!(stranger.post("/api/invitation/accept", &accept).await.status, 404);
        let nothing_left = does(&admin, "/api/accounts/invite-again", &json!({ "account": account, "forgets_factors": false })).await;
        assert_eq!(nothing_left["begins"], Value::Null);
    }

    async fn an_invitation_says_what_is_wrong_at_its_fields(database: Database) {
        let server = Server::demo(database);
        let admin = server.signed_in("admin").await;
        let nothing = json!({ "login": "", "name": "", "role":
            { "role": null, "unit": null, "post": null, "valid_from": null, "valid_until": null } });
        let answer = admin.post("/api/accounts/invite", &nothing).await;
        for field in ["login", "name", "role.role", "role.unit", "role.valid_from"] {
            assert_eq!(codes(&answer, field), ["missing"], "{field}");
        }
        let wrong = json!({ "login": "ab", "name": "N\u{202E}ele", "role":
            { "role": "case_manager", "unit": "awo", "post": "caritas-1", "valid_from": server.day(0), "valid_until": server.day(-1) } });
        let answer = admin.post("/api/accounts/invite", &wrong).await;
        assert_eq!(codes(&answer, "login"), ["too_short"]);
        assert_eq!(codes(&answer, "name"), ["direction_override"]);
        assert_eq!(codes(&answer, "role.post"), ["unknown_code"]);
        assert_eq!(codes(&answer, "role.valid_until"), ["end_before_start"]);
    }

    async fn a_role_begins_and_ends_on_its_day(database: Database) {
        let server = Server::demo(database);
        let admin = server.signed_in("admin").await;
        newcomer(&server, &admin, server.reception("service-point", 1)).await;
        let browser = server.browser("203.0.113.1");
        // Only who has the password is told that the account is nothing today.
        let early = browser.sign_in("neu.beispiel", PASSWORD).await;
        assert_eq!(refused_because(&early), "no_role_today");
        let guessed = browser.sign_in("neu.beispiel", "ein anderes Passwort").await;
        assert_eq!(guessed.status, 401);
        server.clock.pass(DAY);
        assert_eq!(browser.sign_in("neu.beispiel", PASSWORD).await.status, 200);
        let admin = server.signed_in("admin").await;
        let all = admin.get("/api/accounts").await.json();
        let account = all["accounts"].as_array().unwrap().iter()
            .find(|line| line["login"] == "neu.beispiel").unwrap()["account"].as_str().unwrap().to_owned();
        let grant = grants_of(&admin, &account).await[0]["grant"].clone();

        let end = |from: String| json!({ "grant": grant, "from": from });
        let past = admin.post("/api/accounts/end-role", &end(server.day(-1))).await;
        assert_eq!(codes(&past, "from"), ["in_past"]);
        does(&admin, "/api/accounts/end-role", &end(server.day(1))).await;
        assert_eq!(status(&browser).await, 200);
        // Without anybody doing anything more: at midnight.
        server.clock.pass(DAY);
        let browser_again = server.browser("203.0.113.1");
        let late = browser_again.sign_in("neu.beispiel", PASSWORD).await;
        assert_eq!(refused_because(&late), "no_role_today");
    }

    async fn a_role_that_ends_today_ends_at_once_with_its_sessions(database: Database) {
        let server = Server::demo(database);
        let admin = server.signed_in("admin").await;
        let account = newcomer(&server, &admin, server.reception("service-point", 0)).await;
        let browser = server.browser("203.0.113.1");
        browser.sign_in("neu.beispiel", PASSWORD).await;
        assert_eq!(status(&browser).await, 200);
        let grant = grants_of(&admin, &account).await[0]["grant"].clone();
        does(&admin, "/api/accounts/end-role", &json!({ "grant": grant, "from": server.day(0) })).await;
        assert_eq!(status(&browser).await, 401);
        assert_eq!(refused_because(&browser.sign_in("neu.beispiel", PASSWORD).await), "no_role_today");
        let again = admin.post("/api/accounts/end-role", &json!({ "grant": grant, "from": server.day(0) })).await;
        assert_eq!(again.status, 404, "what has ended does not end again");
    }

    async fn one_person_is_something_in_two_units_and_acts_in_one_of_them(database: Database) {
        let server = Server::demo(database);
        let admin = server.signed_in("admin").await;
        let account = newcomer(&server, &admin, server.reception("service-point", 0)).await;
        let post = json!({ "role": "case_manager", "unit": "awo", "post": "awo-1", "valid_from": server.day(0), "valid_until": null });
        let grant = json!({ "account": account, "role": post });
        does(&admin, "/api/accounts/grant", &grant).await;
        let twice = admin.post("/api/accounts/grant", &grant).await;
        assert_eq!(codes(&twice, "role.role"), ["duplicate"]);

        let browser = server.browser("203.0.113.1");
        let session = browser.sign_in("neu.beispiel", PASSWORD).await.json()["session"].clone();
        assert_eq!(session["actor"]["unit"], "service-point");
        assert_eq!(session["actor"]["roles"], json!(["reception"]));
        assert_eq!(session["elsewhere"], json!(["awo"]));
        assert_eq!(browser.get("/api/cases").await.status, 403);

        let before = browser.cookie(SESSION_COOKIE).unwrap();
        let session = does(&browser, "/api/session/act-in", &json!({ "unit": "awo" })).await;
        assert_eq!(session["actor"]["unit"], "awo");
        assert_eq!(session["actor"]["post"], "awo-1");
        assert_eq!(session["actor"]["roles"], json!(["case_manager"]));
        assert_eq!(browser.get("/api/cases").await.status, 200);
        let old = server.browser("203.0.113.1");
        old.set_cookie(SESSION_COOKIE, &before);
        assert_eq!(status(&old).await, 401, "the token of before is dead");
        let nowhere = browser.post("/api/session/act-in", &json!({ "unit": "caritas" })).await;
        assert_eq!(nowhere.status, 404);
        // The next session begins where the last one was.
        let next = server.browser("203.0.113.1");
        let session = next.sign_in("neu.beispiel", PASSWORD).await.json()["session"].clone();
        assert_eq!(session["actor"]["unit"], "awo");
    }

    async fn sessions_are_listed_and_ended_by_their_owner_only(database: Database) {
        let server = Server::demo(database);
        let (here, there) = (server.signed_in("awo").await, server.signed_in("awo").await);
        let other = server.signed_in("caritas").await;
        let list = here.get("/api/sessions").await.json();
        let list = list["sessions"].as_array().unwrap();
        assert_eq!(list.len(), 2);
        assert_eq!((&list[0]["is_this"], &list[1]["is_this"]), (&json!(true), &json!(false)));
        let theirs = json!({ "session": list[1]["session"] });
        assert_eq!(other.post("/api/sessions/end", &theirs).await.status, 404);
        assert_eq!(status(&there).await, 200);
        does(&here, "/api/sessions/end", &theirs).await;
        assert_eq!(status(&there).await, 401);
        assert_eq!(status(&here).await, 200);

        let third = server.signed_in("awo").await;
        does(&here, "/api/sessions/end-others", &json!({})).await;
        assert_eq!((status(&third).await, status(&here).await), (StatusCode::UNAUTHORIZED, StatusCode::OK));
        assert_eq!(status(&other).await, 200);
    }

    async fn a_changed_password_ends_all_other_sessions(database: Database) {
        let server = Server::demo(database);
        let (here, there) = (server.signed_in("awo").await, server.signed_in("awo").await);
        let change = |current: &str, new: &str| json!({ "current": current, "new": new });
        let path = "/api/session/password";
        let wrong = here.post(path, &change("falsch", PASSWORD)).await;
        assert_eq!(codes(&wrong, "current"), ["not_right"]);
        let easy = here.post(path, &change(DEMO_PASSWORD, "123456789012")).await;
        assert_eq!(codes(&easy, "new"), ["easy_to_guess"]);
        assert_eq!(status(&there).await, 200);
        does(&here, path, &change(DEMO_PASSWORD, PASSWORD)).await;
        assert_eq!((status(&there).await, status(&here).await), (StatusCode::UNAUTHORIZED, StatusCode::OK));
        assert_eq!(there.sign_in("awo", DEMO_PASSWORD).await.status, 401);
        assert_eq!(there.sign_in("awo", PASSWORD).await.status, 200);
        // Guessing it in a session that was left open is slowed down as well.
        for _ in 0..6 {
            here.post(path, &change("falsch", PASSWORD)).await;
        }
        assert_eq!(here.post(path, &change(PASSWORD, PASSWORD)).await.status, 429);
    }

    async fn rights_change_only_after_a_password_given_just_now(database: Database) {
        let server = Server::demo(database);
        let admin = server.signed_in("admin").await;
        server.clock.pass(5 * MINUTE + 1);
        let new = json!({ "login": "neu", "name": "Nele Beispiel", "role": server.reception("service-point", 0) });
        let late = admin.post("/api/accounts/invite", &new).await;
        assert_eq!(refused_because(&late), "confirm");
        let wrong = admin.post("/api/session/confirm", &json!({ "password": "falsch" })).await;
        assert_eq!(codes(&wrong, "password"), ["not_right"]);
        does(&admin, "/api/session/confirm", &json!({ "password": DEMO_PASSWORD })).await;
        does(&admin, "/api/accounts/invite", &new).await;
    }

    async fn nobody_but_an_administrator_manages_accounts(database: Database) {
        let server = Server::demo(database);
        let admin = server.signed_in("admin").await;
        let all = admin.get("/api/accounts").await.json();
        let account = all["accounts"][0]["account"].clone();
        let grant = all["accounts"][0]["roles"][0]["grant"].clone();
        let new = json!({ "login": "neu", "name": "Nele Beispiel", "role": server.reception("service-point", 0) });
        for login in ["empfang", "caritas", "koordination"] {
            let browser = server.signed_in(login).await;
            for path in ["/api/accounts", "/api/accounts/events"] {
                assert_eq!(refused_because(&browser.get(path).await), "role", "{login} {path}");
            }
            for (path, body) in [
                ("/api/accounts/invite", new.clone()),
                ("/api/accounts/invite-again", json!({ "account": account, "forgets_factors": true })),
                ("/api/accounts/grant", json!({ "account": account, "role": new["role"] })),
                ("/api/accounts/end-role", json!({ "grant": grant, "from": server.day(0) })),
                ("/api/accounts/close", json!({ "account": account })),
                ("/api/accounts/open", json!({ "account": account })),
                ("/api/accounts/lose-device", json!({ "device": "0190a0a0-0000-7000-8000-000000000001" })),
            ] {
                let answer = browser.post(path, &body).await;
                assert_eq!(refused_because(&answer), "role", "{login} {path}");
            }
        }
        let after = admin.get("/api/accounts").await.json();
        let kept = |all: &Value| {
            let lines = all["accounts"].as_array().unwrap().iter();
            lines.map(|line| (line["login"].clone(), line["roles"].clone())).collect::<Vec<_>>()
        };
        assert_eq!(kept(&after), kept(&all), "nothing changed");
    }

    async fn the_last_administrator_stays_and_a_closed_account_is_out(database: Database) {
        let server = Server::demo(database);
        let admin = server.signed_in("admin").await;
        let all = admin.get("/api/accounts").await.json();
        let line = |login: &str| {
            all["accounts"].as_array().unwrap().iter().find(|line| line["login"] == login).unwrap().clone()
        };
        let own = line("admin");
        let closed = admin.post("/api/accounts/close", &json!({ "account": own["account"] })).await;
        assert_eq!(codes(&closed, "account"), ["contradiction"]);
        let ended = json!({ "grant": own["roles"][0]["grant"], "from": server.day(0) });
        assert_eq!(codes(&admin.post("/api/accounts/end-role", &ended).await, "from"), ["contradiction"]);
        assert_eq!(status(&admin).await, 200);

        let awo = server.signed_in("awo").await;
        let account = json!({ "account": line("awo")["account"] });
        does(&admin, "/api/accounts/close", &account).await;
        assert_eq!(status(&awo).await, 401);
        assert_eq!(awo.sign_in("awo", DEMO_PASSWORD).await.status, 401);
        let again = json!({ "account": account["account"], "forgets_factors": false });
        assert_eq!(admin.post("/api/accounts/invite-again", &again).await.status, 404);
        does(&admin, "/api/accounts/open", &account).await;
        assert_eq!(awo.sign_in("awo", DEMO_PASSWORD).await.status, 200);
    }

    async fn what_is_changed_about_accounts_is_listed_and_cannot_be_changed_after(database: Database) {
        let server = Server::demo(database);
        let admin = server.signed_in("admin").await;
        let account = newcomer(&server, &admin, server.reception("service-point", 0)).await;
        let events = admin.get("/api/accounts/events").await.json();
        let events = events["events"].as_array().unwrap();
        let what: Vec<&str> = events.iter().map(|line| line["event"]["what"].as_str().unwrap()).collect();
        assert_eq!(what, ["invitation_accepted", "role_granted", "made"]);
        assert!(events.iter().all(|line| line["account"] == account.as_str()));
        let text = serde_json::to_string(events).unwrap();
        assert!(!text.contains("Nele") && !text.contains("neu.beispiel"), "ids only: {text}");

        let state = server.state();
        let (db, vault, town) = (state.town.db(), state.town.vault(), &state.config.municipality);
        assert_eq!(verify_events(db, vault, town).unwrap(), Ok(3));
        for (change, back, at) in [
            (
                "UPDATE signin_event SET event = replace(event, 'reception', 'coordinator') WHERE number = 2",
                "UPDATE signin_event SET event = replace(event, 'coordinator', 'reception') WHERE number = 2",
                2,
            ),
            (
                "UPDATE signin_event SET number = 12 WHERE number = 1",
                "UPDATE signin_event SET number = 1 WHERE number = 12",
                1,
            ),
        ] {
            run(&server, change);
            assert_eq!(verify_events(db, vault, town).unwrap(), Err(at), "{change}");
            run(&server, back);
            assert_eq!(verify_events(db, vault, town).unwrap(), Ok(3));
        }
    }
}

fn run(server: &Server, sql: &str) {
    server
        .state()
        .town
        .db()
        .write_blocking(|conn| {
            diesel::sql_query(sql.to_owned()).execute(conn)?;
            Ok::<_, backend::db::Failure>(())
        })
        .unwrap();
}

/// An authenticator app with the account's secret.
pub(crate) struct App(Totp);

impl App {
    fn of(secret: &Value) -> Self {
        let secret = Secret::try_from_base32(secret["secret"].as_str().unwrap()).unwrap();
        Self(Builder::new().with_secret(secret).build().unwrap())
    }

    pub(crate) fn shows(&self, server: &Server) -> String {
        let now = server.state().town.surroundings().now().millis() / 1_000;
        self.0.generate(u64::try_from(now).unwrap()).to_string()
    }
}

/// Sets an authenticator app up; answers it and the recovery codes.
pub(crate) async fn set_up(server: &Server, browser: &Browser<'_>) -> (App, Vec<String>) {
    let secret = does(browser, "/api/factors/totp", &json!({})).await;
    let address = secret["address"].as_str().unwrap();
    assert!(address.starts_with("otpauth://totp/"), "{address}");
    let rows = secret["picture"].as_array().unwrap();
    assert!(
        rows.len() > 20
            && rows
                .iter()
                .all(|row| row.as_str().unwrap().len() == rows.len())
    );
    let app = App::of(&secret);
    let wrong = browser
        .post("/api/factors/totp/finish", &json!({ "code": "000000" }))
        .await;
    assert_eq!(codes(&wrong, "code"), ["not_right"]);
    let given = json!({ "code": app.shows(server) });
    let codes = does(browser, "/api/factors/totp/finish", &given).await;
    let codes = codes["codes"].as_array().unwrap();
    assert_eq!(codes.len(), 10);
    let codes = codes.iter().map(|code| code.as_str().unwrap().to_owned());
    (app, codes.collect())
}

pub(crate) fn totp(code: &str) -> Value {
    json!({ "way": "totp", "code": code })
}

pub(crate) const GIVE: &str = "/api/session/factor";

on_both! {
    async fn an_account_with_an_app_is_let_in_only_with_a_code_of_it(database: Database) {
        let server = Server::demo(database);
        let browser = server.signed_in("awo").await;
        let (app, _) = set_up(&server, &browser).await;
        let factors = browser.get("/api/factors").await.json();
        assert_eq!(factors, json!({ "has_totp": true, "passkeys": [], "recovery_left": 10, "is_required": false }));

        let next = server.browser("203.0.113.1");
        let answer = next.sign_in("awo", DEMO_PASSWORD).await.json();
        assert_eq!(answer["step"], "second_factor");
        let waiting = next.cookie(SESSION_COOKIE).unwrap();
        for path in ["/api/session", "/api/cases", "/api/sessions", "/api/factors"] {
            assert_eq!(next.get(path).await.status, 401, "{path} before the factor");
        }
        // The code that set the app up counts no second time.
        assert_eq!(codes(&next.post(GIVE, &totp(&app.shows(&server))).await, "code"), ["not_right"]);
        server.clock.pass(30_000);
        let shown = app.shows(&server);
        let spaced = format!("{} {}", &shown[..3], &shown[3..]);
        let session = does(&next, GIVE, &totp(&spaced)).await;
        assert_eq!(session["actor"]["unit"], "awo");
        assert_eq!(next.get("/api/cases").await.status, 200);
        let old = server.browser("203.0.113.1");
        old.set_cookie(SESSION_COOKIE, &waiting);
        assert_eq!(status(&old).await, 401, "the token of the wait is dead");
        assert_eq!(old.post(GIVE, &totp(&shown)).await.status, 401);
    }

    async fn a_factor_is_waited_for_ten_minutes_and_guessed_a_few_times(database: Database) {
        let server = Server::demo(database);
        let (app, _) = set_up(&server, &server.signed_in("awo").await).await;
        let slow = server.browser("203.0.113.1");
        slow.sign_in("awo", DEMO_PASSWORD).await;
        server.clock.pass(10 * MINUTE);
        assert_eq!(slow.post(GIVE, &totp(&app.shows(&server))).await.status, 401);

        let guesser = server.browser("203.0.113.2");
        guesser.sign_in("awo", DEMO_PASSWORD).await;
        // One wrong code was typed while the app was set up.
        for _ in 0..4 {
            assert_eq!(guesser.post(GIVE, &totp("000000")).await.status, 422);
        }
        let answer = guesser.post(GIVE, &totp(&app.shows(&server))).await;
        assert_eq!(answer.status, 429, "{}", answer.text());
        server.clock.pass(2 * MINUTE);
        does(&guesser, GIVE, &totp(&app.shows(&server))).await;
    }

    async fn a_recovery_code_lets_in_once_and_is_replaced_with_all_others(database: Database) {
        let server = Server::demo(database);
        let browser = server.signed_in("awo").await;
        let (_, codes_then) = set_up(&server, &browser).await;
        let recovery = |code: &str| json!({ "way": "recovery", "code": code });
        let next = server.browser("203.0.113.1");
        next.sign_in("awo", DEMO_PASSWORD).await;
        does(&next, GIVE, &recovery(&codes_then[3].to_lowercase())).await;
        assert_eq!(next.get("/api/factors").await.json()["recovery_left"], 9);
        let again = server.browser("203.0.113.1");
        again.sign_in("awo", DEMO_PASSWORD).await;
        assert_eq!(codes(&again.post(GIVE, &recovery(&codes_then[3])).await, "code"), ["not_right"]);
        let fresh = does(&next, "/api/factors/recovery", &json!({})).await;
        assert_eq!(fresh["codes"].as_array().unwrap().len(), 10);
        assert_eq!(codes(&again.post(GIVE, &recovery(&codes_then[4])).await, "code"), ["not_right"]);
        does(&again, GIVE, &recovery(fresh["codes"][0].as_str().unwrap())).await;
    }

    async fn factors_change_only_after_password_and_factor_were_given_just_now(database: Database) {
        let server = Server::demo(database);
        let browser = server.signed_in("awo").await;
        let (_, recovery) = set_up(&server, &browser).await;
        server.clock.pass(6 * MINUTE);
        for path in ["/api/factors/totp/remove", "/api/factors/recovery", "/api/factors/totp"] {
            assert_eq!(refused_because(&browser.post(path, &json!({})).await), "confirm", "{path}");
        }
        let change = json!({ "current": DEMO_PASSWORD, "new": PASSWORD });
        assert_eq!(refused_because(&browser.post("/api/session/password", &change).await), "confirm");
        let confirm = |password: &str, code: &str| {
            let factor = json!({ "way": "recovery", "code": code });
            json!({ "password": password, "factor": factor })
        };
        let path = "/api/session/confirm";
        for (given, field, code) in [
            (json!({ "password": DEMO_PASSWORD }), "factor", "missing"),
            (confirm(DEMO_PASSWORD, "0000-0000-0000"), "factor", "not_right"),
            (confirm("falsch", &recovery[0]), "password", "not_right"),
        ] {
            assert_eq!(codes(&browser.post(path, &given).await, field), [code]);
            assert_eq!(refused_because(&browser.post("/api/factors/totp/remove", &json!({})).await), "confirm");
        }
        does(&browser, path, &confirm(DEMO_PASSWORD, &recovery[0])).await;
        assert_eq!(refused_because(&browser.post("/api/factors/totp", &json!({})).await), "has_factor");
        does(&browser, "/api/factors/totp/remove", &json!({})).await;
        assert_eq!(browser.get("/api/factors").await.json()["recovery_left"], 0);
        assert_eq!(refused_because(&browser.post("/api/factors/recovery", &json!({})).await), "no_factor");
        let next = server.browser("203.0.113.1");
        assert_eq!(next.sign_in("awo", DEMO_PASSWORD).await.json()["step"], "signed_in");
    }

    async fn where_a_factor_is_required_nothing_else_works_before_it_is_there(database: Database) {
        let server = Server::empty(database, |_| {});
        let token = server.state().signin.new_set_up_token("ki").unwrap().as_text();
        let first = json!({ "token": token, "login": "ada", "name": "Ada Beispiel", "password": PASSWORD });
        let browser = server.browser("192.0.2.1");
        does(&browser, "/api/set-up", &first).await;
        let session = browser.sign_in("ada", PASSWORD).await.json()["session"].clone();
        assert_eq!(session["needs_factor"], true);
        for path in ["/api/accounts", "/api/organisation", "/api/messages", "/api/sessions"] {
            assert_eq!(refused_because(&browser.get(path).await), "needs_factor", "{path}");
        }
        let (app, _) = set_up(&server, &browser).await;
        assert_eq!(browser.get("/api/session").await.json()["needs_factor"], false);
        assert_eq!(browser.get("/api/accounts").await.status, 200);
        assert_eq!(browser.get("/api/factors").await.json()["is_required"], true);
        // Whoever takes it away sets one up before anything else in the next session.
        does(&browser, "/api/factors/totp/remove", &json!({})).await;
        server.clock.pass(30_000);
        let next = server.browser("192.0.2.1");
        let session = next.sign_in("ada", PASSWORD).await.json()["session"].clone();
        assert_eq!(session["needs_factor"], true);
        drop(app);
    }

    async fn who_lost_the_password_is_invited_again_and_who_lost_all_begins_anew(database: Database) {
        let server = Server::demo(database);
        let browser = server.signed_in("awo").await;
        let (app, _) = set_up(&server, &browser).await;
        let admin = server.signed_in("admin").await;
        let all = admin.get("/api/accounts").await.json();
        let line = all["accounts"].as_array().unwrap().iter().find(|line| line["login"] == "awo").unwrap();
        assert_eq!(line["has_factor"], true);
        let wish = |forgets: bool| json!({ "account": line["account"], "forgets_factors": forgets });
        for (forgets, step) in [(false, "second_factor"), (true, "signed_in")] {
            let invited = does(&admin, "/api/accounts/invite-again", &wish(forgets)).await;
            assert_eq!(status(&browser).await, 401);
            assert_eq!(browser.sign_in("awo", DEMO_PASSWORD).await.status, 401);
            let accept = json!({ "code": invited["code"], "password": PASSWORD });
            does(&browser, "/api/invitation/accept", &accept).await;
            assert_eq!(browser.sign_in("awo", PASSWORD).await.json()["step"], step);
        }
        drop(app);
    }

    async fn who_began_with_the_password_alone_is_out_once_its_owner_has_a_factor(database: Database) {
        let server = Server::empty(database, |_| {});
        let token = server.state().signin.new_set_up_token("ki").unwrap().as_text();
        let first = json!({ "token": token, "login": "ada", "name": "Ada Beispiel", "password": PASSWORD });
        let owner = server.browser("192.0.2.1");
        does(&owner, "/api/set-up", &first).await;
        let thief = server.browser("203.0.113.2");
        for browser in [&owner, &thief] {
            browser.sign_in("ada", PASSWORD).await;
        }
        let before = owner.cookie(SESSION_COOKIE).unwrap();
        set_up(&server, &owner).await;
        assert_eq!(owner.get("/api/accounts").await.status, 200);
        assert_eq!(status(&thief).await, 401);
        thief.set_cookie(SESSION_COOKIE, &before);
        assert_eq!(status(&thief).await, 401, "the token of before is dead");
    }

    async fn a_session_goes_on_under_a_new_token_whenever_the_password_is_given(database: Database) {
        let server = Server::demo(database);
        let browser = server.signed_in("awo").await;
        for (path, body) in [
            ("/api/session/confirm", json!({ "password": DEMO_PASSWORD })),
            ("/api/session/password", json!({ "current": DEMO_PASSWORD, "new": PASSWORD })),
        ] {
            let before = browser.cookie(SESSION_COOKIE).unwrap();
            does(&browser, path, &body).await;
            assert_eq!(status(&browser).await, 200, "{path}");
            let old = server.browser("203.0.113.2");
            old.set_cookie(SESSION_COOKIE, &before);
            assert_eq!(status(&old).await, 401, "{path}");
        }
    }

    async fn a_window_that_nobody_touches_lengthens_no_session(database: Database) {
        let server = Server::demo(database);
        let browser = server.signed_in("awo").await;
        let untouched = || {
            actix_web::test::TestRequest::get()
                .uri("/api/cases")
                .insert_header(("x-lueckenlos-untouched", "1"))
        };
        for _ in 0..2 {
            server.clock.pass(14 * MINUTE);
            assert_eq!(browser.send(untouched()).await.status, 200);
        }
        server.clock.pass(2 * MINUTE);
        assert_eq!(browser.send(untouched()).await.status, 401);
    }

    async fn a_password_may_be_long_holds_for_years_and_is_compared_exactly(database: Database) {
        let server = Server::demo(database);
        let browser = server.signed_in("awo").await;
        let long = "Regen Brille Dachboden Mittwoch Kastanie Schraube Ziegel Wolle 1";
        assert_eq!(long.chars().count(), 64);
        let change = json!({ "current": DEMO_PASSWORD, "new": long });
        does(&browser, "/api/session/password", &change).await;
        let other = server.browser("203.0.113.1");
        for wrong in [
            long.to_lowercase(),
            format!("{long} "),
            format!(" {long}"),
            long.replace("Wolle 1", "Wolle 2"),
            long[..63].to_owned(),
        ] {
            assert_eq!(other.sign_in("awo", &wrong).await.status, 401, "{wrong:?}");
            server.clock.pass(60 * MINUTE + 1);
        }
        server.clock.pass(3 * 365 * DAY);
        assert_eq!(other.sign_in("awo", long).await.status, 200);
    }

    async fn an_old_code_of_the_app_is_worth_nothing(database: Database) {
        let server = Server::demo(database);
        let (app, _) = set_up(&server, &server.signed_in("awo").await).await;
        server.clock.pass(10 * MINUTE);
        let old = app.shows(&server);
        server.clock.pass(61_000);
        let next = server.browser("203.0.113.1");
        next.sign_in("awo", DEMO_PASSWORD).await;
        assert_eq!(codes(&next.post(GIVE, &totp(&old)).await, "code"), ["not_right"]);
    }

    async fn the_demo_town_is_not_put_beside_people_who_work_here(database: Database) {
        let server = Server::empty(database, |_| {});
        let token = server.state().signin.new_set_up_token("ki").unwrap().as_text();
        let first = json!({ "token": token, "login": "ada", "name": "Ada Beispiel", "password": PASSWORD });
        does(&server.browser("192.0.2.1"), "/api/set-up", &first).await;
        let (town, municipality) = (&server.state().town, &server.state().config.municipality);
        let refused = backend::seed::seed_demo(town, municipality).unwrap_err();
        assert!(refused.to_string().contains("empty database"), "{refused}");
        assert_eq!(server.browser("192.0.2.2").sign_in("admin", DEMO_PASSWORD).await.status, 401);
    }
}

/// Where the test's browser says it is.
const ORIGIN: &str = "http://localhost:8080";

/// Sends a write as the app does, from its page.
async fn from_page(browser: &Browser<'_>, path: &str, body: &Value) -> Answer {
    let request = Browser::write(path)
        .insert_header(("host", "localhost:8080"))
        .insert_header(("origin", ORIGIN));
    browser.send(request.set_payload(body.to_string())).await
}

/// Makes a passkey; answers it and the recovery codes.
async fn make_passkey(browser: &Browser<'_>, number: u8) -> (Authenticator, Value) {
    let mut passkey = Authenticator::new(number, ORIGIN);
    let asked = from_page(browser, "/api/factors/passkey", &json!({})).await;
    assert_eq!(asked.status, 200, "{}", asked.text());
    let options = asked.json()["options"].clone();
    assert_eq!(options["rp"]["id"], "localhost");
    assert_eq!(
        options["authenticatorSelection"]["userVerification"],
        "required"
    );
    let new = json!({ "label": "Tablet", "credential": passkey.make(&options) });
    let made = from_page(browser, "/api/factors/passkey/finish", &new).await;
    assert_eq!(made.status, 200, "{}", made.text());
    (passkey, made.json()["codes"].clone())
}

async fn ask_passkey(browser: &Browser<'_>) -> Value {
    let asked = from_page(browser, "/api/session/passkey", &json!({})).await;
    assert_eq!(asked.status, 200, "{}", asked.text());
    asked.json()["options"].clone()
}

fn signed(credential: Value) -> Value {
    json!({ "way": "passkey", "credential": credential })
}

on_both! {
    async fn a_passkey_lets_in_after_the_password_and_signs_nothing_twice(database: Database) {
        let server = Server::demo(database);
        let browser = server.signed_in("awo").await;
        let (mut passkey, recovery) = make_passkey(&browser, 1).await;
        assert_eq!(recovery.as_array().unwrap().len(), 10);
        let factors = browser.get("/api/factors").await.json();
        assert_eq!((&factors["has_totp"], &factors["passkeys"][0]["label"]), (&json!(false), &json!("Tablet")));

        let next = server.browser("203.0.113.1");
        let answer = next.sign_in("awo", DEMO_PASSWORD).await.json();
        assert_eq!((&answer["step"], &answer["has_passkey"], &answer["has_totp"]), (&json!("second_factor"), &json!(true), &json!(false)));
        let options = ask_passkey(&next).await;
        let right = signed(passkey.sign(&options));
        let answer = from_page(&next, GIVE, &right).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(next.get("/api/cases").await.status, 200);

        // What was signed once opens no other sign-in, and nothing is signed that was not asked for.
        let thief = server.browser("203.0.113.2");
        thief.sign_in("awo", DEMO_PASSWORD).await;
        assert_eq!(codes(&from_page(&thief, GIVE, &right).await, "code"), ["not_right"]);
        ask_passkey(&thief).await;
        assert_eq!(codes(&from_page(&thief, GIVE, &right).await, "code"), ["not_right"]);
    }

    async fn a_passkey_of_another_key_page_or_hour_lets_nobody_in(database: Database) {
        let server = Server::demo(database);
        let (mut passkey, _) = make_passkey(&server.signed_in("awo").await, 1).await;
        let next = server.browser("203.0.113.1");
        next.sign_in("awo", DEMO_PASSWORD).await;

        let mut other = Authenticator::new(2, ORIGIN);
        let wrong_key = signed(other.sign(&ask_passkey(&next).await));
        assert_eq!(codes(&from_page(&next, GIVE, &wrong_key).await, "code"), ["not_right"]);

        passkey.origin = "http://localhost.example.org:8080".to_owned();
        let wrong_page = signed(passkey.sign(&ask_passkey(&next).await));
        assert_eq!(codes(&from_page(&next, GIVE, &wrong_page).await, "code"), ["not_right"]);

        passkey.origin = ORIGIN.to_owned();
        let late = signed(passkey.sign(&ask_passkey(&next).await));
        server.clock.pass(5 * MINUTE);
        assert_eq!(codes(&from_page(&next, GIVE, &late).await, "code"), ["not_right"]);
        let right = signed(passkey.sign(&ask_passkey(&next).await));
        assert_eq!(from_page(&next, GIVE, &right).await.status, 200);
    }

    async fn a_passkey_is_taken_away_by_its_owner_and_with_the_last_factor_the_codes(database: Database) {
        let server = Server::demo(database);
        let browser = server.signed_in("awo").await;
        make_passkey(&browser, 1).await;
        let (_, more) = make_passkey(&browser, 2).await;
        assert_eq!(more, json!([]), "codes are there already");
        let passkeys = browser.get("/api/factors").await.json()["passkeys"].clone();
        let one = json!({ "passkey": passkeys[0]["passkey"] });
        let stranger = server.signed_in("caritas").await;
        assert_eq!(stranger.post("/api/factors/passkey/remove", &one).await.status, 404);
        does(&browser, "/api/factors/passkey/remove", &one).await;
        assert_eq!(browser.get("/api/factors").await.json()["recovery_left"], 10);
        does(&browser, "/api/factors/passkey/remove", &json!({ "passkey": passkeys[1]["passkey"] })).await;
        assert_eq!(browser.get("/api/factors").await.json()["recovery_left"], 0);
        server.clock.pass(6 * MINUTE);
        assert_eq!(refused_because(&from_page(&browser, "/api/factors/passkey", &json!({})).await), "confirm");
    }

    async fn a_passkey_signs_once_more_for_what_changes_factors(database: Database) {
        let server = Server::demo(database);
        let browser = server.signed_in("awo").await;
        let (mut passkey, _) = make_passkey(&browser, 1).await;
        server.clock.pass(6 * MINUTE);
        let factor = signed(passkey.sign(&ask_passkey(&browser).await));
        let given = json!({ "password": DEMO_PASSWORD, "factor": factor });
        let path = "/api/session/confirm";
        assert_eq!(from_page(&browser, path, &given).await.status, 200);
        does(&browser, "/api/sessions/end-others", &json!({})).await;
        assert_eq!(codes(&from_page(&browser, path, &given).await, "factor"), ["not_right"], "it signs once");
        server.clock.pass(30 * MINUTE);
        let asked = from_page(&browser, "/api/session/passkey", &json!({})).await;
        assert_eq!(asked.status, 401, "a session that has ended is asked nothing");
    }

    async fn what_is_no_passkey_is_refused_at_its_field(database: Database) {
        let server = Server::demo(database);
        let browser = server.signed_in("awo").await;
        let path = "/api/factors/passkey/finish";
        let unnamed = json!({ "label": " ", "credential": {} });
        assert_eq!(codes(&from_page(&browser, path, &unnamed).await, "label"), ["missing"]);
        // Nothing was asked for.
        let mut passkey = Authenticator::new(1, ORIGIN);
        let options = json!({ "rp": { "id": "localhost" }, "challenge": "AAAA" });
        for credential in [json!({}), json!("x"), passkey.make(&options)] {
            let new = json!({ "label": "Tablet", "credential": credential });
            assert_eq!(codes(&from_page(&browser, path, &new).await, "credential"), ["not_right"]);
        }
        // An address without a name has no passkeys: browsers do not make any there.
        let bare = Browser::write("/api/factors/passkey").insert_header(("host", "127.0.0.1:8080"));
        assert_eq!(refused_because(&browser.send(bare.set_payload("{}")).await), "no_passkeys");
    }
}
