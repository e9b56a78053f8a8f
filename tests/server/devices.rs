//! Enrolled devices: their secret for their owner only, unsent work taken without a session.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use harness::Database;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use p256::pkcs8::EncodePublicKey;
use serde_json::{Value, json};
use shared::kernel::canonical;

use crate::support::{Answer, Browser, Server, on_both};

pub(crate) const DEVICE: &str = "0190a0a0-0000-7000-8000-000000000001";
const OTHER: &str = "0190a0a0-0000-7000-8000-000000000002";

pub(crate) fn key(n: u8) -> SigningKey {
    SigningKey::from_slice(&[n; 32]).unwrap()
}

fn public(key: &SigningKey) -> String {
    STANDARD.encode(key.verifying_key().to_public_key_der().unwrap())
}

pub(crate) async fn enrol(browser: &Browser<'_>, device: &str, key: &SigningKey) -> Answer {
    browser
        .post(
            "/api/device/enrol",
            &json!({ "device": device, "public_key": public(key), "label": "Tablet 3" }),
        )
        .await
}

pub(crate) async fn open(browser: &Browser<'_>, device: &str) -> Answer {
    browser
        .post("/api/device/open", &json!({ "device": device }))
        .await
}

/// A note about somebody, as a tablet would have it left.
fn envelope(n: u32, device: &str) -> Value {
    json!({
        "id": format!("0190a0a0-0000-7000-8000-0000000001{n:02}"),
        "format": 1,
        "subject": "slip:0190a0a0-0000-7000-8000-000000000900",
        "authored_at": 1_795_000_000_000_i64,
        "device": device,
        "command": { "do": "attach_slip", "with": { "person": "0190a0a0-0000-7000-8000-000000000901" } },
    })
}

fn handed_in(device: &str, key: &SigningKey, envelopes: &[Value]) -> Value {
    handed_in_knowing(None, device, key, envelopes)
}

/// Signed by a device that last heard of this epoch.
fn handed_in_knowing(
    epoch: Option<&str>,
    device: &str,
    key: &SigningKey,
    envelopes: &[Value],
) -> Value {
    let mut signed =
        json!({ "device": device, "envelopes": envelopes, "signed_at": 1_795_000_000_000_i64 });
    if let Some(epoch) = epoch {
        signed["epoch"] = epoch.into();
    }
    // The server signs over its own reading of the envelopes: what is absent stays absent.
    let envelopes: Vec<shared::exchange::Envelope> =
        serde_json::from_value(signed["envelopes"].clone()).unwrap();
    let mut read = signed.clone();
    read["envelopes"] = json!(envelopes);
    let canonical = canonical::bytes(&read).unwrap();
    let signature: Signature = key.sign(&canonical);
    let mut handed_in = signed;
    handed_in["signature"] = STANDARD.encode(signature.to_bytes()).into();
    handed_in
}

on_both! {
    async fn the_secret_is_the_same_each_time_and_for_the_owner_only(database: Database) {
        let server = Server::demo(database);
        let owner = server.signed_in("awo").await;
        assert_eq!(enrol(&owner, DEVICE, &key(1)).await.status, 200);
        let first = open(&owner, DEVICE).await.json();
        assert_eq!(
            STANDARD
                .decode(first["secret"].as_str().unwrap())
                .unwrap()
                .len(),
            32
        );
        assert_eq!(first["packed_cases_max"], 15);
        assert_eq!(first["pack_hours"], 72);
        // Enrolling again changes nothing.
        assert_eq!(enrol(&owner, DEVICE, &key(1)).await.status, 200);
        assert_eq!(open(&owner, DEVICE).await.json(), first);

        let stranger = server.signed_in("caritas").await;
        let foreign = open(&stranger, DEVICE).await;
        let unknown = open(&stranger, OTHER).await;
        assert_eq!(foreign.status, 404);
        assert_eq!(foreign.json(), unknown.json());
        // Nor can somebody else take the device over, or its owner change its key.
        assert_eq!(enrol(&stranger, DEVICE, &key(2)).await.status, 404);
        assert_eq!(enrol(&owner, DEVICE, &key(2)).await.status, 404);
        assert_eq!(open(&owner, DEVICE).await.json(), first);
    }

    async fn an_enrolment_is_checked(database: Database) {
        let server = Server::demo(database);
        let owner = server.signed_in("awo").await;
        let answer = owner
            .post(
                "/api/device/enrol",
                &json!({ "device": DEVICE, "public_key": "AAAA", "label": "a\u{202E}b" }),
            )
            .await;
        assert_eq!(answer.status, 422);
        assert_eq!(
            answer.json()["fields"],
            json!({ "label": [{ "code": "direction_override" }], "public_key": [{ "code": "invalid" }] })
        );
    }

    async fn unsent_work_is_taken_without_a_session_and_held_once(database: Database) {
        let server = Server::demo(database);
        let owner = server.signed_in("awo").await;
        enrol(&owner, DEVICE, &key(1)).await;
        owner.post("/api/session/sign-out", &json!({})).await;
        let tablet = server.browser("198.51.100.7");
        let work = handed_in(DEVICE, &key(1), &[envelope(1, DEVICE), envelope(2, DEVICE)]);

        let first = tablet.post("/api/device/hand-in", &work).await;
        assert_eq!(first.status, 200, "{}", first.text());
        let first = first.json();
        let outcomes: Vec<_> = first["outcomes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|answered| answered["answer"].clone())
            .collect();
        assert_eq!(
            outcomes,
            [json!({ "outcome": "held" }), json!({ "outcome": "held" })]
        );
        // The same again gets the same answer.
        assert_eq!(
            tablet.post("/api/device/hand-in", &work).await.json(),
            first
        );
    }

    async fn a_device_that_hands_in_hears_of_a_restore_before_anything_is_held(database: Database) {
        let server = Server::demo(database);
        let owner = server.signed_in("awo").await;
        enrol(&owner, DEVICE, &key(1)).await;
        let tablet = server.browser("198.51.100.7");
        let before = "0190a0a0-0000-7000-8000-00000000dead";
        let work = [envelope(1, DEVICE)];
        let told = tablet
            .post("/api/device/hand-in", &handed_in_knowing(Some(before), DEVICE, &key(1), &work))
            .await;
        assert_eq!(told.status, 200, "{}", told.text());
        assert_eq!(told.json()["outcomes"], json!([]));
        let epoch = told.json()["epoch"].as_str().unwrap().to_owned();
        assert_ne!(epoch, before);

        // What it knew is signed with the rest: nobody on the way can keep it from hearing of the restore.
        let mut changed = handed_in_knowing(Some(before), DEVICE, &key(1), &work);
        changed["epoch"] = epoch.as_str().into();
        assert_eq!(tablet.post("/api/device/hand-in", &changed).await.status, 404);

        let again = handed_in_knowing(Some(&epoch), DEVICE, &key(1), &work);
        let held = tablet.post("/api/device/hand-in", &again).await.json();
        assert_eq!(held["outcomes"][0]["answer"], json!({ "outcome": "held" }));
        assert_eq!(held["epoch"], json!(epoch));
    }

    async fn work_that_the_device_did_not_sign_is_refused_like_an_unknown_device(database: Database) {
        let server = Server::demo(database);
        let owner = server.signed_in("awo").await;
        enrol(&owner, DEVICE, &key(1)).await;
        let tablet = server.browser("198.51.100.7");
        let right = handed_in(DEVICE, &key(1), &[envelope(1, DEVICE)]);

        let mut changed = right.clone();
        changed["envelopes"][0]["authored_at"] = 1.into();
        let mut later = right.clone();
        later["signed_at"] = 1_795_000_000_001_i64.into();
        let mut no_signature = right.clone();
        no_signature["signature"] = "AAAA".into();
        for work in [
            handed_in(DEVICE, &key(2), &[envelope(1, DEVICE)]),
            handed_in(OTHER, &key(1), &[envelope(1, OTHER)]),
            // Signed by the device, but written on another one.
            handed_in(DEVICE, &key(1), &[envelope(1, OTHER)]),
            changed,
            later,
            no_signature,
        ] {
            let answer = tablet.post("/api/device/hand-in", &work).await;
            assert_eq!(answer.status, 404);
            assert_eq!(answer.json(), json!({ "problem": "not_found" }));
        }
        assert_eq!(tablet.post("/api/device/hand-in", &right).await.status, 200);
    }

    async fn a_lost_device_hands_its_work_in_reads_nothing_and_is_told(database: Database) {
        let server = Server::demo(database);
        let owner = server.signed_in("awo").await;
        enrol(&owner, DEVICE, &key(1)).await;
        let tablet = server.browser("198.51.100.7");
        let ask = async |device: &str| {
            let answer = tablet.post("/api/device/standing", &json!({ "device": device })).await;
            answer.json()["gives_up"].clone()
        };
        assert_eq!((ask(DEVICE).await, ask(OTHER).await), (json!(false), json!(false)));

        let admin = server.signed_in("admin").await;
        let accounts = admin.get("/api/accounts").await.json();
        let accounts = accounts["accounts"].as_array().unwrap();
        let awo = accounts.iter().find(|line| line["login"] == "awo").unwrap();
        assert_eq!(awo["devices"][0]["label"], "Tablet 3");
        let lost = json!({ "device": awo["devices"][0]["device"] });
        assert_eq!(admin.post("/api/accounts/lose-device", &lost).await.status, 200);
        assert_eq!(admin.post("/api/accounts/lose-device", &json!({ "device": OTHER })).await.status, 404);

        assert_eq!(ask(DEVICE).await, json!(true));
        assert_eq!(owner.get("/api/session").await.status, 401);
        let work = handed_in(DEVICE, &key(1), &[envelope(1, DEVICE)]);
        let held = tablet.post("/api/device/hand-in", &work).await.json();
        assert_eq!(held["outcomes"][0]["answer"], json!({ "outcome": "held" }));
        // Its owner, in a new session, gets another device; this one opens no more.
        let owner = server.signed_in("awo").await;
        assert_eq!(open(&owner, DEVICE).await.status, 404);
        assert_eq!(enrol(&owner, DEVICE, &key(1)).await.status, 404);
        assert_eq!(enrol(&owner, OTHER, &key(2)).await.status, 200);
    }
}
