//! What somebody hands in that is no text. There is no upload of files; nearest to one is a signature that was drawn on the
//! screen, and it is points and nothing else: pictures, documents, archives and heaps of points are refused, and nothing of
//! them is stored.

use harness::{a_person, now, on_both_databases, random};
use serde_json::{Value, json};
use shared::calls::Call as _;
use shared::command::Command;
use shared::exchange::calls::OfferCommands;
use shared::exchange::{Outcome, Refusal};
use shared::kernel::ConsentId;
use shared::person::calls::{ReadPerson, ThisPerson};

use crate::socket::still_serves;

/// An answer to a question of consent, with this for a signature.
fn signed_by(signature: &Value) -> Value {
    json!({"do": "record_consent", "with": {
        "consent": ConsentId::born(now(), random()), "kind": "deputy", "answer": "given", "text_version": "2026-1",
        "language": "ara", "explained": "spoken", "answered_on": now().day(), "receiver": {"unit": "awo"},
        "signature": signature,
    }})
}

/// Points in a row, as many as are asked for.
fn drawn(points: usize) -> Value {
    json!({"drawn": [vec![[1, 1]; points]]})
}

on_both_databases! {
    fn what_is_no_signature_is_refused_and_not_stored(town: &Town) {
        let desk = town.reception();
        let somebody = a_person().recorded_by(&desk);
        let known: Command = serde_json::from_value(signed_by(&json!("paper"))).expect("a command");
        let mut envelope = json!(harness::envelope(somebody.subject(), known));
        let mut refused = 0;
        for (about, signature) in [
            ("a drawing that is a page", json!({"drawn": "<svg onload=alert(1)>"})),
            ("a picture", json!("data:image/png;base64,iVBORw0KGgo=")),
            ("a picture that is a page", json!("data:text/html,<script>alert(1)</script>")),
            ("a document", json!({"drawn": "JVBERi0xLjcK"})),
            ("an archive", json!({"drawn": "UEsDBBQAAAAI"})),
            ("a packed heap of noughts", json!({"drawn": "H4sIAAAAAAAA"})),
            ("a file", json!({"file": "../../etc/passwd"})),
            ("an address", json!({"url": "http://169.254.169.254/"})),
            ("both", json!({"drawn": [[[1, 1], [2, 2]]], "paper": true})),
            ("another letter", json!("PAPER")),
            ("nothing at all", json!({})),
            ("a list", json!([])),
            ("a truth", json!(true)),
            ("no stroke", json!({"drawn": []})),
            ("empty strokes", json!({"drawn": [[], [], []]})),
            ("a tap", drawn(1)),
            ("points of one number", json!({"drawn": [[[1], [2]]]})),
            ("points of three numbers", json!({"drawn": [[[1, 1, 1], [2, 2, 2]]]})),
            ("points with names", json!({"drawn": [[{"x": 1, "y": 1}, {"x": 2, "y": 2}]]})),
            ("less than nothing", json!({"drawn": [[[-1, 1], [2, 2]]]})),
            ("fractions", json!({"drawn": [[[1.5, 1], [2, 2]]]})),
            ("outside of the field", json!({"drawn": [[[1, 1], [1_001, 1]]]})),
            ("beyond every number", json!({"drawn": [[[1, 1], [1e300, 1]]]})),
            ("text for points", json!({"drawn": [["=1+1", "' OR 1=1 --"]]})),
            ("strokes in strokes", json!({"drawn": [[[[1, 1], [2, 2]]]]})),
            ("too many points", drawn(2_001)),
            ("a heap of points", drawn(500_000)),
            ("too many strokes", json!({"drawn": vec![[[1, 1], [2, 2]]; 101]})),
            ("a megabyte of strokes", json!({"drawn": vec![[[1, 1], [2, 2]]; 70_000]})),
        ] {
            envelope["command"] = signed_by(&signature);
            envelope["id"] = json!(shared::kernel::EnvelopeId::born(now(), random()));
            let offer = json!({"groups": [[envelope]]}).to_string();
            let answer = desk.send("POST", OfferCommands::PATH, Some(&offer)).expect("an answer");
            match answer.status {
                400 | 413 | 422 => assert_eq!(answer.json()["problem"], "fields", "{about}"),
                200 => {
                    let outcome: Outcome = serde_json::from_value(answer.json()["outcomes"][0]["answer"].clone()).expect("an outcome");
                    let is_refused = matches!(&outcome, Outcome::Refused { because: Refusal::Fields, fields } if !fields.of("signature").is_empty());
                    assert!(is_refused, "{about}: {outcome:?}");
                }
                status => panic!("{about}: {status} {}", answer.body),
            }
            refused += 1;
        }
        assert!(refused > 20);
        let file = desk.ask(ReadPerson, &ThisPerson { person: somebody.id }).expect("the record");
        assert!(file.consents.is_empty(), "{:?}", file.consents);
        still_serves(town);
        town.stop();
        town.check();
    }
}
