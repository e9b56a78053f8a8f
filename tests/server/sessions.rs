//! Sessions and the limits of signing in.

use actix_web::test::TestRequest;
use backend::seed::DEMO_PASSWORD;
use backend::signin::store;
use backend::signin::{BROWSER_COOKIE, SESSION_COOKIE};
use harness::Database;
use serde_json::{Value, json};

use crate::support::{Answer, Browser, MINUTE, Server, on_both};

async fn is_in(browser: &Browser<'_>) -> bool {
    browser.get("/api/session").await.status == 200
}

/// What can be told apart from outside, except what differs with every answer.
fn seen(answer: &Answer) -> (u16, Value, Vec<String>) {
    let mut names: Vec<_> = answer.headers.keys().map(ToString::to_string).collect();
    names.sort();
    (answer.status.as_u16(), answer.json(), names)
}

on_both! {
    async fn signing_in_says_who_one_is_and_until_when(database: Database) {
        let server = Server::demo(database);
        let browser = server.browser("192.0.2.1");
        let answer = browser.sign_in(" Caritas ", DEMO_PASSWORD).await.json();
        assert_eq!(answer["step"], "signed_in");
        let answer = &answer["session"];
        assert_eq!(answer["actor"]["post"], "caritas-1");
        assert_eq!(answer["actor"]["roles"], json!(["case_manager"]));
        assert_eq!(answer["is_demo"], true);
        let now = answer["server_time"].as_i64().unwrap();
        assert_eq!(answer["idle_until"], now + 30 * MINUTE);
        assert_eq!(answer["ends_at"], now + 600 * MINUTE);
        assert_eq!(browser.get("/api/session").await.json(), *answer);
    }

    async fn the_cookie_is_for_this_server_and_no_script(database: Database) {
        let server = Server::demo(database);
        let answer = server
            .browser("192.0.2.1")
            .sign_in("awo", DEMO_PASSWORD)
            .await;
        let cookies: Vec<_> = answer
            .headers
            .get_all("set-cookie")
            .map(|cookie| cookie.to_str().unwrap().to_owned())
            .collect();
        assert_eq!(cookies.len(), 2);
        for cookie in &cookies {
            assert!(cookie.starts_with("__Host-lueckenlos"), "{cookie}");
            for attribute in ["Path=/", "Secure", "HttpOnly", "SameSite=Strict"] {
                assert!(cookie.contains(attribute), "{cookie}");
            }
            assert!(!cookie.contains("Domain"));
            let token = cookie.split(['=', ';']).nth(1).unwrap();
            // 256 bits.
            assert_eq!(token.len(), 43);
            assert!(!answer.text().contains(token));
        }
    }

    async fn a_session_ends_after_half_an_hour_without_a_request(database: Database) {
        let server = Server::demo(database);
        let browser = server.signed_in("awo").await;
        for _ in 0..4 {
            server.clock.pass(29 * MINUTE);
            assert!(is_in(&browser).await);
        }
        server.clock.pass(30 * MINUTE);
        assert!(!is_in(&browser).await);
        server.clock.pass(-10 * MINUTE);
        assert!(is_in(&browser).await, "only the time ended it");
    }

    async fn a_session_ends_after_ten_hours_in_any_case(database: Database) {
        let server = Server::demo(database);
        let browser = server.signed_in("awo").await;
        for _ in 0..29 {
            server.clock.pass(20 * MINUTE);
            assert!(is_in(&browser).await);
        }
        let last = browser.get("/api/session").await.json();
        assert_eq!(last["idle_until"], last["ends_at"]);
        server.clock.pass(20 * MINUTE);
        assert!(!is_in(&browser).await);
    }

    async fn signing_in_makes_a_new_token_and_the_old_one_is_dead(database: Database) {
        let server = Server::demo(database);
        let browser = server.signed_in("awo").await;
        let old = browser.cookie(SESSION_COOKIE).unwrap();
        browser.sign_in("awo", DEMO_PASSWORD).await;
        let new = browser.cookie(SESSION_COOKIE).unwrap();
        assert_ne!(old, new);
        let thief = server.browser("198.51.100.7");
        thief.set_cookie(SESSION_COOKIE, &old);
        assert!(!is_in(&thief).await);
        assert!(is_in(&browser).await);
    }

    async fn a_token_that_somebody_planted_is_never_taken_over(database: Database) {
        let server = Server::demo(database);
        let planted = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        let browser = server.browser("192.0.2.1");
        browser.set_cookie(SESSION_COOKIE, planted);
        browser.set_cookie(BROWSER_COOKIE, planted);
        browser.sign_in("awo", DEMO_PASSWORD).await;
        assert_ne!(browser.cookie(SESSION_COOKIE).unwrap(), planted);
        assert_ne!(browser.cookie(BROWSER_COOKIE).unwrap(), planted);
    }

    async fn after_signing_out_the_token_is_dead_everywhere(database: Database) {
        let server = Server::demo(database);
        let browser = server.signed_in("awo").await;
        let token = browser.cookie(SESSION_COOKIE).unwrap();
        assert_eq!(
            browser
                .post("/api/session/sign-out", &json!({}))
                .await
                .status,
            200
        );
        assert_eq!(browser.cookie(SESSION_COOKIE), None);
        browser.set_cookie(SESSION_COOKIE, &token);
        for path in ["/api/session", "/api/cases", "/api/organisation"] {
            assert_eq!(browser.get(path).await.status, 401, "{path}");
        }
    }

    async fn a_cookie_that_comes_twice_counts_as_none(database: Database) {
        let server = Server::demo(database);
        let browser = server.signed_in("awo").await;
        let token = browser.cookie(SESSION_COOKIE).unwrap();
        browser.forget_cookies();
        let twice = format!("{SESSION_COOKIE}={token}; {SESSION_COOKIE}={token}");
        let answer = browser
            .send(
                TestRequest::get()
                    .uri("/api/session")
                    .insert_header(("cookie", twice)),
            )
            .await;
        assert_eq!(answer.status, 401);
    }

    async fn disabling_an_account_ends_its_sessions_at_once(database: Database) {
        let server = Server::demo(database);
        let browser = server.signed_in("awo").await;
        disable(&server, "awo");
        assert!(!is_in(&browser).await);
    }
}

fn disable(server: &Server, login: &str) {
    let state = server.state();
    let municipality = &state.config.municipality;
    state
        .town
        .db()
        .write_blocking(|conn| {
            let account = store::find_account(conn, municipality, login)?.unwrap();
            let now = state.town.surroundings().now();
            store::update_closed(conn, municipality, account.account, Some(now))
        })
        .unwrap();
}

on_both! {
    async fn known_unknown_limited_and_disabled_names_cost_one_computation_and_look_alike(database: Database) {
        let server = Server::demo(database);
        disable(&server, "diakonie");
        // Reach the limit of one name from one network.
        for _ in 0..5 {
            server
                .browser("192.0.2.1")
                .sign_in("caritas", "falsch")
                .await;
            server
                .browser("192.0.2.1")
                .sign_in("niemand", "falsch")
                .await;
        }
        let hasher = &server.state().signin.hasher;
        let mut answers = Vec::new();
        for (login, password, network) in [
            ("awo", "falsch", "203.0.113.1"),
            ("nobody-here", "falsch", "203.0.114.1"),
            ("diakonie", DEMO_PASSWORD, "203.0.115.1"),
            // At the limit: with the right password too, and for a name that does not exist.
            ("caritas", DEMO_PASSWORD, "192.0.2.1"),
            ("niemand", "falsch", "192.0.2.1"),
        ] {
            let before = hasher.computed();
            let answer = server.browser(network).sign_in(login, password).await;
            assert_eq!(hasher.computed() - before, 1, "{login}");
            answers.push(seen(&answer));
        }
        assert_eq!(answers[0].0, 401);
        assert_eq!(answers[0].1, json!({ "problem": "not_signed_in" }));
        assert_eq!(answers[0], answers[1]);
        assert_eq!(answers[0], answers[2]);
        assert_eq!(answers[3].0, 429);
        assert_eq!(answers[3], answers[4]);
    }

    async fn guessing_one_password_is_slowed_and_waiting_helps(database: Database) {
        let server = Server::demo(database);
        let guesser = server.browser("198.51.100.7");
        let mut refused = 0;
        for _ in 0..20 {
            if guesser.sign_in("awo", "falsch").await.status == 429 {
                refused += 1;
            }
        }
        assert_eq!(refused, 15);
        let answer = guesser.sign_in("awo", DEMO_PASSWORD).await;
        assert_eq!(answer.status, 429);
        let wait: i64 = answer.header("retry-after").parse().unwrap();
        assert_eq!(answer.json()["after_seconds"], wait);
        server.clock.pass(wait * 1_000);
        assert_eq!(guesser.sign_in("awo", DEMO_PASSWORD).await.status, 200);
    }

    async fn nobody_can_lock_out_somebody_else(database: Database) {
        let server = Server::demo(database);
        // Somebody who has signed in from their tablet before.
        let owner = server.signed_in("awo").await;
        owner.post("/api/session/sign-out", &json!({})).await;
        // An attacker in the same network, and many all over the world.
        for _ in 0..30 {
            server.browser("192.0.2.99").sign_in("awo", "falsch").await;
        }
        for network in 0..60 {
            let attacker = format!("198.18.{network}.1");
            server.browser(&attacker).sign_in("awo", "falsch").await;
        }
        // The owner's tablet is let in at once, in the attacker's own network too.
        assert_eq!(owner.sign_in("awo", DEMO_PASSWORD).await.status, 200);
        // From a new device elsewhere, half a minute is the longest wait.
        let elsewhere = server.browser("203.0.113.50");
        if elsewhere.sign_in("awo", DEMO_PASSWORD).await.status == 429 {
            server.clock.pass(31_000);
            assert_eq!(elsewhere.sign_in("awo", DEMO_PASSWORD).await.status, 200);
        }
    }

    async fn one_password_tried_on_many_names_is_slowed_by_its_network(database: Database) {
        let server = Server::demo(database);
        let mut statuses = Vec::new();
        for name in 0..60 {
            let sprayer = server.browser("198.51.100.7");
            let answer = sprayer.sign_in(&format!("name{name}"), "Sommer2026!").await;
            statuses.push(answer.status.as_u16());
        }
        assert_eq!(statuses.iter().filter(|status| **status == 401).count(), 50);
        assert!(statuses[50..].iter().all(|status| *status == 429));
    }

    async fn a_known_browser_that_guesses_is_one_like_any_other(database: Database) {
        let server = Server::demo(database);
        let thief = server.signed_in("awo").await;
        let mut refused = 0;
        for _ in 0..40 {
            if thief.sign_in("awo", "falsch").await.status == 429 {
                refused += 1;
            }
        }
        assert!(refused >= 20, "{refused}");
    }

    async fn what_no_account_can_be_called_is_told_and_costs_no_computation(database: Database) {
        let server = Server::demo(database);
        let browser = server.browser("192.0.2.1");
        let computed = server.state().signin.hasher.computed();
        for (login, password, problem) in [
            ("", "x", json!({ "login": [{ "code": "missing" }] })),
            (" ", "x", json!({ "login": [{ "code": "missing" }] })),
            ("a\0wo", "x", json!({ "login": [{ "code": "control_character" }] })),
            ("awo\0", DEMO_PASSWORD, json!({ "login": [{ "code": "control_character" }] })),
            ("a\u{1}", "x", json!({ "login": [{ "code": "control_character" }] })),
            ("a\u{202E}wo", "x", json!({ "login": [{ "code": "direction_override" }] })),
            ("a\u{200B}wo", DEMO_PASSWORD, json!({ "login": [{ "code": "hidden_character" }] })),
            ("awo", "", json!({ "password": [{ "code": "missing" }] })),
            (
                &"x".repeat(121),
                "x",
                json!({ "login": [{ "code": "too_long", "limits": { "max": 120 } }] }),
            ),
            (
                "awo",
                &"x".repeat(257),
                json!({ "password": [{ "code": "too_long", "limits": { "max": 256 } }] }),
            ),
        ] {
            let answer = browser.sign_in(login, password).await;
            assert_eq!(answer.status, 422);
            assert_eq!(answer.json()["fields"], problem);
        }
        assert_eq!(server.state().signin.hasher.computed(), computed);
    }
}
