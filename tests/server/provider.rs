//! Signing in with the town's own sign-in service: linking, coming back, and everything that a service, a browser or
//! somebody in between can do wrongly on the way.

use std::time::Duration;

use actix_web::test::TestRequest;
use backend::config::oidc::Oidc;
use backend::config::{Config, Origin};
use backend::db::{Failure, catalogue};
use backend::seed::DEMO_PASSWORD;
use backend::signin::provider::BACK;
use backend::signin::{PROVIDER_COOKIE, SESSION_COOKIE};
use harness::{CLIENT, CertifiedProvider, Database, Lie, Person, SignInService, Trouble};
use serde_json::{Value, json};
use strum::IntoEnumIterator as _;

use crate::identity::{does, set_up, totp};
use crate::support::{Answer, Browser, MINUTE, Server, on_both};

const BEGIN: &str = "/api/session/provider/begin";
const LINK: &str = "/api/factors/provider/link";
/// When the clock of a test stands still at first, in seconds.
const NOW: i64 = 1_795_000_000;

fn settings(service: &SignInService, counts: &[&str]) -> Oidc {
    Oidc {
        issuer: service.issuer().to_owned(),
        client_id: CLIENT.to_owned(),
        client_secret_file: None,
        name: "Stadtkonto".to_owned(),
        name_english: "Town account".to_owned(),
        ca_file: None,
        counts_as_factor: counts.iter().map(|&word| word.to_owned()).collect(),
        patience: Duration::from_secs(20),
    }
}

/// The demo town with a sign-in service.
fn with(database: Database, service: &SignInService, counts: &[&str]) -> Server {
    Server::demo_with(database, use_service(settings(service, counts)))
}

/// Settings with a sign-in service, and the address to which it sends browsers back.
fn use_service(service: Oidc) -> impl FnOnce(&mut Config) {
    |config| {
        config.public_origin = Some(Origin::read("https://kim.example.org").unwrap());
        config.oidc = Some(service);
    }
}

/// A request as browsers send it that another site sent here: without the cookies that let somebody in.
async fn sent_back(browser: &Browser<'_>, path: &str) -> Answer {
    let kept = browser.cookie(SESSION_COOKIE);
    browser.drop_cookie(SESSION_COOKIE);
    let answer = browser.get(path).await;
    // Where the answer set none, the browser still has its own.
    if let (Some(kept), None) = (kept, browser.cookie(SESSION_COOKIE)) {
        browser.set_cookie(SESSION_COOKIE, &kept);
    }
    answer
}

/// A browser sets out, somebody signs in at the service, and the browser is back.
async fn travels(
    browser: &Browser<'_>,
    service: &SignInService,
    path: &str,
    person: Person,
) -> Answer {
    let set_out = does(browser, path, &json!({})).await;
    let back = service.signs_in(set_out["address"].as_str().unwrap(), person);
    sent_back(browser, &back).await
}

async fn links(browser: &Browser<'_>, service: &SignInService, subject: &str) {
    let answer = travels(browser, service, LINK, Person::new(subject)).await;
    assert_eq!(page(&answer), "/konto?anmeldedienst=linked");
}

async fn enters(browser: &Browser<'_>, service: &SignInService, subject: &str) -> Answer {
    travels(browser, service, BEGIN, Person::new(subject)).await
}

/// The page that a browser is sent on to.
fn page(answer: &Answer) -> &str {
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(answer.body.is_empty());
    answer.header("location")
}

/// What the page for signing in says.
fn word(answer: &Answer) -> &str {
    page(answer)
        .strip_prefix("/anmelden?anmeldedienst=")
        .unwrap_or("")
}

async fn who(browser: &Browser<'_>) -> Option<String> {
    let answer = browser.get("/api/session").await;
    (answer.status == 200).then(|| answer.json()["actor"]["name"].as_str().unwrap().to_owned())
}

async fn line_of(admin: &Browser<'_>, login: &str) -> Value {
    let all = admin.get("/api/accounts").await.json();
    let all = all["accounts"].as_array().unwrap();
    all.iter()
        .find(|line| line["login"] == login)
        .unwrap()
        .clone()
}

async fn latest_changes(admin: &Browser<'_>, many: usize) -> Vec<String> {
    let all = admin.get("/api/accounts/events").await.json();
    let all = all["events"].as_array().unwrap().iter().take(many);
    all.map(|line| line["event"]["what"].as_str().unwrap().to_owned())
        .collect()
}

fn because(answer: &Answer) -> String {
    assert_eq!(answer.status, 403, "{}", answer.text());
    answer.json()["because"].as_str().unwrap().to_owned()
}

on_both! {
    async fn who_has_linked_their_account_signs_in_by_the_service(database: Database) {
        let service = SignInService::at(NOW);
        let server = with(database, &service, &[]);
        let browser = server.signed_in("awo").await;
        let name = who(&browser).await;
        let link = browser.get("/api/factors/provider").await.json();
        assert_eq!(link, json!({ "provider": { "german": "Stadtkonto", "english": "Town account" }, "linked_at": null, "used_at": null }));
        links(&browser, &service, "maria-17").await;
        assert_eq!(who(&browser).await, name, "the session that asked goes on");
        let link = browser.get("/api/factors/provider").await.json();
        assert!(link["linked_at"].is_i64() && link["used_at"].is_null(), "{link}");

        does(&browser, "/api/session/sign-out", &json!({})).await;
        assert_eq!(who(&browser).await, None);
        assert_eq!(browser.get("/api/session").await.header("x-lueckenlos-provider"), "1");
        let standing = browser.get("/api/session/provider").await.json();
        assert_eq!(standing, json!({ "provider": { "german": "Stadtkonto", "english": "Town account" }, "waits": null }));
        let answer = enters(&browser, &service, "maria-17").await;
        assert_eq!(page(&answer), "/");
        assert_eq!(who(&browser).await, name);
        let link = browser.get("/api/factors/provider").await.json();
        assert!(link["used_at"].is_i64(), "{link}");
        let cookies: Vec<_> = answer.headers.get_all("set-cookie").map(|one| one.to_str().unwrap()).collect();
        assert!(cookies.iter().any(|one| one.starts_with(SESSION_COOKIE) && one.contains("SameSite=Strict")), "{cookies:?}");
        assert!(cookies.iter().any(|one| one.starts_with(PROVIDER_COOKIE) && one.contains("Max-Age=0")), "{cookies:?}");
    }

    async fn a_browser_takes_along_what_only_it_and_the_server_can_make(database: Database) {
        let service = SignInService::at(NOW);
        let server = with(database, &service, &[]);
        let browser = server.browser("192.0.2.1");
        let answer = browser.post(BEGIN, &json!({})).await;
        let cookie = answer.header("set-cookie");
        for attribute in ["__Host-lueckenlos-provider=", "Path=/", "Secure", "HttpOnly", "SameSite=Lax", "Max-Age=600"] {
            assert!(cookie.contains(attribute), "{cookie}");
        }
        let token = browser.cookie(PROVIDER_COOKIE).unwrap();
        let address = answer.json()["address"].as_str().unwrap().to_owned();
        assert!(!address.contains(&token));
        assert!(!address.contains("prompt="), "who is signed in there need not do it again");
        // Another page's form, or its link, begins nothing.
        let foreign = TestRequest::post().uri(BEGIN).insert_header(("content-type", "application/json")).set_payload("{}");
        assert_eq!(because(&browser.send(foreign).await), "foreign_page");
        assert_eq!(browser.get(BEGIN).await.status, 405);
        // Two go with different things.
        let other = does(&server.browser("192.0.2.1"), BEGIN, &json!({})).await;
        assert_ne!(other["address"], address.as_str());
    }

    async fn nobody_is_found_by_a_name_or_an_address(database: Database) {
        let service = SignInService::at(NOW);
        let server = with(database, &service, &[]);
        let browser = server.browser("192.0.2.1");
        let person = Person::new("awo")
            .with("email", json!("awo"))
            .with("email_verified", json!(true))
            .with("preferred_username", json!("awo"))
            .with("name", json!("Abdul Weber (Demo)"));
        let answer = travels(&browser, &service, BEGIN, person).await;
        assert_eq!(word(&answer), "unknown");
        assert_eq!(who(&browser).await, None);
        assert_eq!(browser.cookie(SESSION_COOKIE), None);
    }

    async fn a_service_that_lies_lets_nobody_in(database: Database) {
        let service = SignInService::at(NOW);
        let server = with(database, &service, &[]);
        let owner = server.signed_in("awo").await;
        links(&owner, &service, "maria-17").await;
        for lie in Lie::iter() {
            let browser = server.browser("192.0.2.1");
            service.lie(Some(lie));
            let answer = enters(&browser, &service, "maria-17").await;
            assert_eq!(word(&answer), "not_right", "{lie:?}");
            assert_eq!(browser.cookie(SESSION_COOKIE), None, "{lie:?}");
            // Nor is anything linked by it.
            let answer = travels(&owner, &service, LINK, Person::new("another")).await;
            assert_eq!(page(&answer), "/konto?anmeldedienst=not_right", "{lie:?}");
        }
        service.lie(None);
        assert_eq!(page(&enters(&server.browser("192.0.2.1"), &service, "maria-17").await), "/");
        assert_eq!(word(&enters(&server.browser("192.0.2.1"), &service, "another").await), "unknown");
    }

    async fn what_came_back_counts_once_in_its_browser_and_for_ten_minutes(database: Database) {
        let service = SignInService::at(NOW);
        let server = with(database, &service, &[]);
        links(&server.signed_in("awo").await, &service, "maria-17").await;
        let set_out = async |browser: &Browser<'_>| {
            let set_out = does(browser, BEGIN, &json!({})).await;
            service.signs_in(set_out["address"].as_str().unwrap(), Person::new("maria-17"))
        };
        let browser = server.browser("192.0.2.1");
        let token = async |browser: &Browser<'_>| browser.cookie(PROVIDER_COOKIE).unwrap();

        // Somebody else's browser brings it, with no cookie and with one of its own.
        let back = set_out(&browser).await;
        let thief = server.browser("198.51.100.7");
        assert_eq!(word(&sent_back(&thief, &back).await), "expired");
        let own = set_out(&thief).await;
        assert_eq!(word(&sent_back(&thief, &back).await), "expired");
        assert_eq!(who(&thief).await, None);
        // Their way is spoiled by nothing that was made up, and neither is the owner's.
        let cookie = token(&browser).await;
        let made_up = format!("{BACK}?code=x&state=AAAA");
        assert_eq!(word(&sent_back(&browser, &made_up).await), "expired");
        assert_eq!(page(&sent_back(&browser, &back).await), "/");
        assert_ne!(own, back);

        // Once more.
        let again = server.browser("192.0.2.1");
        again.set_cookie(PROVIDER_COOKIE, &cookie);
        assert_eq!(word(&sent_back(&again, &back).await), "expired");
        assert_eq!(who(&again).await, None);

        // Too late.
        let slow = server.browser("192.0.2.1");
        let back = set_out(&slow).await;
        server.clock.pass(10 * MINUTE);
        service.pass(600);
        assert_eq!(word(&sent_back(&slow, &back).await), "expired");

        // Another code than the one that was given to this browser.
        let (one, two) = (server.browser("192.0.2.1"), server.browser("192.0.2.1"));
        let (first, second) = (set_out(&one).await, set_out(&two).await);
        let of = |back: &str, name: &str| {
            let query = back.split_once('?').unwrap().1;
            query.split('&').find_map(|pair| pair.strip_prefix(name)).unwrap().to_owned()
        };
        let mixed = format!("{BACK}?code={}&state={}", of(&first, "code="), of(&second, "state="));
        assert_eq!(word(&sent_back(&two, &mixed).await), "not_right");
        assert_eq!(who(&two).await, None);
    }

    async fn what_comes_back_without_a_code_is_said_in_words(database: Database) {
        let service = SignInService::at(NOW);
        let server = with(database, &service, &[]);
        for (brought, said) in [
            ("error=access_denied&error_description=Maria%20said%20no", "refused"),
            ("error=login_required", "refused"),
            ("error=server_error", "away"),
            ("error=temporarily_unavailable", "away"),
            ("error=%3Cscript%3E", "away"),
            ("code=", "not_right"),
            ("code=x&iss=https%3A%2F%2Flogin.example.org", "not_right"),
        ] {
            let browser = server.browser("192.0.2.1");
            let set_out = does(&browser, BEGIN, &json!({})).await;
            let back = service.signs_in(set_out["address"].as_str().unwrap(), Person::new("maria-17"));
            let state = back.split_once("state=").unwrap().1;
            let (before, token) = (service.asked(), browser.cookie(PROVIDER_COOKIE).unwrap());
            let answer = sent_back(&browser, &format!("{BACK}?{brought}&state={state}")).await;
            assert_eq!(word(&answer), said, "{brought}");
            assert_eq!(service.asked(), before, "nothing was exchanged: {brought}");
            // It is over with that, for a cookie that was copied too.
            browser.set_cookie(PROVIDER_COOKIE, &token);
            let answer = sent_back(&browser, &back).await;
            assert_eq!(word(&answer), "expired", "{brought}");
        }
        let stranger = server.browser("192.0.2.1");
        assert_eq!(word(&sent_back(&stranger, BACK).await), "expired");
    }

    async fn our_own_second_factor_is_asked_after_the_service(database: Database) {
        let service = SignInService::at(NOW);
        let server = with(database, &service, &[]);
        let owner = server.signed_in("awo").await;
        let (app, _) = set_up(&server, &owner).await;
        links(&owner, &service, "maria-17").await;
        // No code of the app counts twice.
        server.clock.pass(MINUTE);
        service.pass(60);
        let browser = server.browser("192.0.2.1");
        let person = Person::new("maria-17").with("amr", json!(["pwd", "otp"])).with("acr", json!("gold"));
        let answer = travels(&browser, &service, BEGIN, person).await;
        assert_eq!(word(&answer), "factor");
        assert_eq!(who(&browser).await, None);
        let standing = browser.get("/api/session/provider").await.json();
        assert_eq!(standing["waits"], json!({ "has_totp": true, "has_passkey": false }));
        assert_eq!(browser.post("/api/session/factor", &totp("000000")).await.status, 422);
        does(&browser, "/api/session/factor", &totp(&app.shows(&server))).await;
        assert!(who(&browser).await.is_some());
        let standing = browser.get("/api/session/provider").await.json();
        assert_eq!(standing["waits"], Value::Null);
    }

    async fn the_services_word_is_a_second_factor_where_the_town_says_so_and_it_was_given_now(database: Database) {
        let service = SignInService::at(NOW);
        let server = with(database, &service, &["otp", "gold"]);
        let owner = server.signed_in("awo").await;
        set_up(&server, &owner).await;
        links(&owner, &service, "maria-17").await;
        let asked = does(&server.browser("192.0.2.1"), BEGIN, &json!({})).await;
        let asked = asked["address"].as_str().unwrap();
        assert!(asked.contains("prompt=login") && asked.contains("max_age=0"), "{asked}");
        let maria = || Person::new("maria-17");
        for (person, said) in [
            (maria().with("amr", json!(["pwd", "otp"])), "/"),
            (maria().with("acr", json!("gold")), "/"),
            (maria().with("amr", json!(["pwd"])).with("acr", json!("silver")), "/anmelden?anmeldedienst=factor"),
            (maria(), "/anmelden?anmeldedienst=factor"),
            // Who was signed in there before, perhaps at this desk, has given nothing now.
            (maria().with("amr", json!(["otp"])).with("auth_time", json!(NOW - 3_600)), "/anmelden?anmeldedienst=not_right"),
            (maria().with("amr", json!(["otp"])).with("auth_time", Value::Null), "/anmelden?anmeldedienst=not_right"),
        ] {
            let browser = server.browser("192.0.2.1");
            let claims = format!("{:?}", person.claims);
            let answer = travels(&browser, &service, BEGIN, person).await;
            assert_eq!(page(&answer), said, "{claims}");
            assert_eq!(who(&browser).await.is_some(), said == "/", "{claims}");
        }
    }

    async fn linking_asks_for_a_password_and_a_session_that_holds(database: Database) {
        let service = SignInService::at(NOW);
        let server = with(database, &service, &[]);
        let browser = server.signed_in("awo").await;
        // The service asks whoever sits there to sign in anew.
        let set_out = does(&browser, LINK, &json!({})).await;
        let address = set_out["address"].as_str().unwrap();
        assert!(address.contains("prompt=login") && address.contains("max_age=0"), "{address}");
        let before = Person::new("maria-17").with("auth_time", json!(NOW - 3_600));
        let answer = sent_back(&browser, &service.signs_in(address, before)).await;
        assert_eq!(page(&answer), "/konto?anmeldedienst=not_right");

        // Signed out on the way.
        let set_out = does(&browser, LINK, &json!({})).await;
        let back = service.signs_in(set_out["address"].as_str().unwrap(), Person::new("maria-17"));
        does(&browser, "/api/session/sign-out", &json!({})).await;
        assert_eq!(page(&sent_back(&browser, &back).await), "/konto?anmeldedienst=expired");
        assert_eq!(word(&enters(&browser, &service, "maria-17").await), "unknown");

        // The password was given too long ago.
        let browser = server.signed_in("awo").await;
        server.clock.pass(5 * MINUTE + 1);
        for path in [LINK, "/api/factors/provider/unlink"] {
            assert_eq!(because(&browser.post(path, &json!({})).await), "confirm", "{path}");
        }
        let stranger = server.browser("192.0.2.1");
        assert_eq!(stranger.post(LINK, &json!({})).await.status, 401);
    }

    async fn whom_the_service_still_knew_gives_the_password_before_changing_anything(database: Database) {
        let service = SignInService::at(NOW);
        let server = with(database, &service, &["otp"]);
        links(&server.signed_in("admin").await, &service, "maria-17").await;
        let browser = server.browser("192.0.2.1");
        assert_eq!(page(&enters(&browser, &service, "maria-17").await), "/");
        let account = json!({ "account": line_of(&browser, "awo").await["account"] });
        for (path, body) in [(LINK, json!({})), ("/api/factors/totp", json!({})), ("/api/accounts/unlink", account)] {
            assert_eq!(because(&browser.post(path, &body).await), "confirm", "{path}");
        }
        does(&browser, "/api/session/confirm", &json!({ "password": DEMO_PASSWORD })).await;
        does(&browser, LINK, &json!({})).await;
        // A factor that was given there just now is as good as one given here.
        let browser = server.browser("192.0.2.1");
        let person = Person::new("maria-17").with("amr", json!(["otp"]));
        assert_eq!(page(&travels(&browser, &service, BEGIN, person).await), "/");
        does(&browser, LINK, &json!({})).await;
    }

    async fn one_person_at_the_service_is_one_account_here(database: Database) {
        let service = SignInService::at(NOW);
        let server = with(database, &service, &[]);
        let (awo, caritas) = (server.signed_in("awo").await, server.signed_in("caritas").await);
        links(&awo, &service, "maria-17").await;
        let answer = travels(&caritas, &service, LINK, Person::new("maria-17")).await;
        assert_eq!(page(&answer), "/konto?anmeldedienst=taken");
        assert_eq!(caritas.get("/api/factors/provider").await.json()["linked_at"], Value::Null);
        // Linked once more, and to somebody else, by its owner: the earlier link is gone.
        links(&awo, &service, "maria-17").await;
        links(&awo, &service, "maria-18").await;
        assert_eq!(word(&enters(&server.browser("192.0.2.1"), &service, "maria-17").await), "unknown");
        assert_eq!(page(&enters(&server.browser("192.0.2.1"), &service, "maria-18").await), "/");
    }

    async fn a_link_ends_by_its_owner_by_an_administrator_and_with_the_account(database: Database) {
        let service = SignInService::at(NOW);
        let server = with(database, &service, &[]);
        let (awo, admin) = (server.signed_in("awo").await, server.signed_in("admin").await);
        let line = line_of(&admin, "awo").await;
        let account = json!({ "account": line["account"] });
        assert_eq!(line["is_linked"], false);
        let is_out = async || word(&enters(&server.browser("192.0.2.1"), &service, "maria-17").await) == "unknown";

        links(&awo, &service, "maria-17").await;
        assert_eq!(line_of(&admin, "awo").await["is_linked"], true);
        does(&awo, "/api/factors/provider/unlink", &json!({})).await;
        assert!(is_out().await);
        assert_eq!(latest_changes(&admin, 2).await, ["provider_unlinked", "provider_linked"]);
        // There is nothing to end any more, and nothing to write down.
        does(&awo, "/api/factors/provider/unlink", &json!({})).await;
        assert_eq!(latest_changes(&admin, 2).await, ["provider_unlinked", "provider_linked"]);

        links(&awo, &service, "maria-17").await;
        assert_eq!(because(&awo.post("/api/accounts/unlink", &account).await), "role");
        does(&admin, "/api/accounts/unlink", &account).await;
        assert!(is_out().await);
        assert_eq!(latest_changes(&admin, 1).await, ["provider_unlinked"]);
        let nobody = json!({ "account": "0190a0a0-0000-7000-8000-000000000001" });
        assert_eq!(admin.post("/api/accounts/unlink", &nobody).await.status, 404);

        links(&awo, &service, "maria-17").await;
        does(&admin, "/api/accounts/close", &account).await;
        assert_eq!(latest_changes(&admin, 2).await, ["closed", "provider_unlinked"]);
        assert!(is_out().await);
        does(&admin, "/api/accounts/open", &account).await;
        assert!(is_out().await, "opening brings no link back");

        // Who lost everything begins anew, without the link too.
        let awo = server.signed_in("awo").await;
        links(&awo, &service, "maria-17").await;
        let again = json!({ "account": account["account"], "forgets_factors": true });
        does(&admin, "/api/accounts/invite-again", &again).await;
        assert!(is_out().await);
    }

    async fn somebody_without_a_role_today_is_told_so(database: Database) {
        let service = SignInService::at(NOW);
        let server = with(database, &service, &[]);
        let (awo, admin) = (server.signed_in("awo").await, server.signed_in("admin").await);
        links(&awo, &service, "maria-17").await;
        let line = line_of(&admin, "awo").await;
        let today = server.state().town.surroundings().now().day().to_string();
        for role in line["roles"].as_array().unwrap() {
            let end = json!({ "grant": role["grant"], "from": today });
            does(&admin, "/api/accounts/end-role", &end).await;
        }
        let browser = server.browser("192.0.2.1");
        assert_eq!(word(&enters(&browser, &service, "maria-17").await), "closed");
        assert_eq!(who(&browser).await, None);
    }

    async fn a_new_session_begins_and_the_one_before_ends(database: Database) {
        let service = SignInService::at(NOW);
        let server = with(database, &service, &[]);
        let browser = server.signed_in("awo").await;
        links(&browser, &service, "maria-17").await;
        let old = browser.cookie(SESSION_COOKIE).unwrap();
        assert_eq!(page(&enters(&browser, &service, "maria-17").await), "/");
        assert_ne!(browser.cookie(SESSION_COOKIE).unwrap(), old);
        let thief = server.browser("198.51.100.7");
        thief.set_cookie(SESSION_COOKIE, &old);
        assert_eq!(who(&thief).await, None);
        // A token that somebody planted is not taken over.
        let planted = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        let browser = server.browser("192.0.2.1");
        browser.set_cookie(SESSION_COOKIE, planted);
        assert_eq!(page(&enters(&browser, &service, "maria-17").await), "/");
        assert_ne!(browser.cookie(SESSION_COOKIE).unwrap(), planted);
    }

    async fn a_network_goes_to_the_service_so_often_and_then_waits(database: Database) {
        let service = SignInService::at(NOW);
        let server = with(database, &service, &[]);
        links(&server.signed_in("awo").await, &service, "maria-17").await;
        // Right ones count no more.
        for _ in 0..3 {
            let browser = server.browser("192.0.2.1");
            assert_eq!(page(&enters(&browser, &service, "maria-17").await), "/");
        }
        let browser = server.browser("192.0.2.1");
        for _ in 0..50 {
            does(&browser, BEGIN, &json!({})).await;
        }
        let asked = service.asked();
        let answer = browser.post(BEGIN, &json!({})).await;
        assert_eq!(answer.status, 429);
        assert_eq!(service.asked(), asked, "the service is left alone");
        does(&server.browser("203.0.113.1"), BEGIN, &json!({})).await;
    }

    async fn who_somebody_is_at_the_service_stands_in_no_table(database: Database) {
        let service = SignInService::at(NOW);
        let server = with(database, &service, &[]);
        let browser = server.signed_in("awo").await;
        links(&browser, &service, "maria-17").await;
        does(&browser, BEGIN, &json!({})).await;
        let (token, rows) = (browser.cookie(PROVIDER_COOKIE).unwrap(), every_row(&server));
        assert!(rows.iter().any(|row| row.contains(service.issuer())), "the link is there");
        for secret in ["maria-17", token.as_str()] {
            assert!(!rows.iter().any(|row| row.contains(secret)), "{secret}");
        }
    }

    async fn without_settings_there_is_no_such_way_in(database: Database) {
        let server = Server::demo(database);
        let stranger = server.browser("192.0.2.1");
        assert_eq!(stranger.get("/api/session").await.header("x-lueckenlos-provider"), "");
        let browser = server.signed_in("awo").await;
        let standing = browser.get("/api/session/provider").await.json();
        assert_eq!(standing, json!({ "provider": null, "waits": null }));
        let link = browser.get("/api/factors/provider").await.json();
        assert_eq!(link, json!({ "provider": null, "linked_at": null, "used_at": null }));
        for path in [BEGIN, LINK] {
            assert_eq!(browser.post(path, &json!({})).await.status, 404, "{path}");
        }
        assert_eq!(word(&sent_back(&browser, &format!("{BACK}?code=a&state=b")).await), "failed");
    }
}

/// Everything that the database holds, row by row.
fn every_row(server: &Server) -> Vec<String> {
    let all = server.state().town.db().read_blocking(|conn| {
        let mut rows = Vec::new();
        for table in catalogue::tables(conn)? {
            rows.extend(catalogue::rows(conn, &table)?);
        }
        Ok::<_, Failure>(rows)
    });
    all.unwrap()
}

#[actix_web::test]
async fn a_service_in_trouble_holds_nobody_up() {
    for trouble in Trouble::iter() {
        let service = SignInService::at(NOW);
        let hurried = Oidc {
            patience: Duration::from_millis(500),
            ..settings(&service, &[])
        };
        let server = Server::demo_with(Database::Sqlite, use_service(hurried));
        let linked = server.signed_in("awo").await;
        service.trouble(Some(("/openid-configuration", trouble)));
        let answer = server.browser("192.0.2.1").post(BEGIN, &json!({})).await;
        assert_eq!(because(&answer), "provider_away", "{trouble:?}");
        assert_eq!(
            because(&linked.post(LINK, &json!({})).await),
            "provider_away",
            "{trouble:?}"
        );
        for end in ["/keys", "/token"] {
            service.trouble(None);
            let browser = server.browser("192.0.2.1");
            let set_out = does(&browser, BEGIN, &json!({})).await;
            let back = service.signs_in(
                set_out["address"].as_str().unwrap(),
                Person::new("maria-17"),
            );
            service.trouble(Some((end, trouble)));
            assert_eq!(
                word(&sent_back(&browser, &back).await),
                "away",
                "{trouble:?} {end}"
            );
            assert_eq!(who(&browser).await, None);
        }
        // Who has a password gets in as ever.
        assert_eq!(linked.sign_in("awo", DEMO_PASSWORD).await.status, 200);
    }
}

#[actix_web::test]
async fn a_service_that_calls_itself_otherwise_is_none() {
    let service = SignInService::at(NOW);
    let other = Oidc {
        issuer: format!("{}/", service.issuer()),
        ..settings(&service, &[])
    };
    let server = Server::demo_with(Database::Sqlite, use_service(other));
    let answer = server.browser("192.0.2.1").post(BEGIN, &json!({})).await;
    assert_eq!(because(&answer), "provider_away");
}

on_both! {
    async fn a_certified_provider_vouches_for_people_and_a_wrong_secret_for_nobody(database: Database) {
        const SECRET: &str = "between the two of us";
        if !CertifiedProvider::is_there() {
            return;
        }
        let back_to = format!("https://kim.example.org{BACK}");
        let provider = CertifiedProvider::start(&back_to, "maria-17", SECRET);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret");
        let served = |secret: &str| {
            std::fs::write(&file, format!("{secret}\n")).unwrap();
            let service = Oidc {
                issuer: provider.issuer().to_owned(),
                client_id: CLIENT.to_owned(),
                client_secret_file: Some(file.clone()),
                name: "Stadtkonto".to_owned(),
                name_english: "Town account".to_owned(),
                ca_file: None,
                counts_as_factor: Default::default(),
                patience: Duration::from_secs(20),
            };
            let server = Server::demo_with(database, use_service(service));
            // It goes by the machine's clock.
            let (its, own) = (harness::now(), server.state().town.surroundings().now());
            server.clock.pass(its.millis() - own.millis());
            server
        };
        let travels = async |browser: &Browser<'_>, path: &str| {
            let address = does(browser, path, &json!({})).await["address"].as_str().unwrap().to_owned();
            let back = provider.lead(&address, &back_to);
            assert!(back.contains("&iss="), "it says who it is: {back}");
            sent_back(browser, back.strip_prefix("https://kim.example.org").unwrap()).await
        };
        let server = served(SECRET);
        let owner = server.signed_in("awo").await;
        assert_eq!(page(&travels(&owner, LINK).await), "/konto?anmeldedienst=linked");
        let browser = server.browser("192.0.2.1");
        assert_eq!(page(&travels(&browser, BEGIN).await), "/");
        assert_eq!(who(&browser).await, who(&owner).await);

        let server = served("another");
        let owner = server.signed_in("awo").await;
        assert_eq!(page(&travels(&owner, LINK).await), "/konto?anmeldedienst=not_right");
    }
}
