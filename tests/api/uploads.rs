//! What somebody hands in that is no text. A signature that was drawn on the screen is points and nothing else; of one on paper
//! there may be a picture, which travels beside its answer. Whatever is neither is refused, and nothing of it is stored; of a
//! picture nothing is kept but the picture.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use harness::{
    Client, Refused, a_person, envelope, now, on_both_databases, picture, random, with_part,
};
use serde_json::{Value, json};
use shared::attachment::calls::{ReadAttachment, ThisAttachment};
use shared::calls::Call as _;
use shared::command::Command;
use shared::exchange::calls::OfferCommands;
use shared::exchange::{Outcome, Refusal};
use shared::kernel::{Attachment, AttachmentId, ConsentId, FieldProblems, PersonId, ProblemCode};
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

/// A yes to a deputy at AWO, signed on the sheet of this picture.
fn scanned(id: AttachmentId) -> Command {
    serde_json::from_value(signed_by(&json!({"scanned": id}))).expect("a command")
}

/// What there is of a person's answers.
fn answers(client: &Client, person: PersonId) -> usize {
    let file = client.ask(ReadPerson, &ThisPerson { person });
    file.expect("the record").consents.len()
}

/// The picture as it is shown.
fn shown(client: &Client, person: PersonId, attachment: AttachmentId) -> Result<Vec<u8>, Refused> {
    let picture = client.ask(ReadAttachment, &ThisAttachment { person, attachment })?;
    Ok(STANDARD.decode(picture.jpeg).expect("base64"))
}

fn is_in(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|part| part == word)
}

/// Files that are no picture, or none that a device makes, with what is said about each.
fn disguised() -> Vec<(&'static str, Vec<u8>, ProblemCode)> {
    use ProblemCode::{PictureTooLarge, UnreadablePicture};
    let plain = picture(80, 60, 1);
    let end = [0xff, 0xd9];
    let mut flood = plain.clone();
    let frame = flood.windows(2).position(|pair| pair == [0xff, 0xc0]);
    flood[frame.expect("a frame") + 5..][..4].fill(0xff);
    // A frame header of enormous size and nothing behind it: a few bytes that would be gigabytes.
    let bomb = [
        &[
            0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0xff, 0xff, 0xff, 0xff, 3, 1, 0x11, 0, 2, 0x11, 0, 3,
            0x11, 0,
        ][..],
        &end,
    ]
    .concat();
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xff\xff\xff\xff\xff\xff\xff\x08\x06\0\0\0";
    let archive = [b"PK\x03\x04".as_slice(), &[0; 200], b"PK\x05\x06"].concat();
    let noughts = [&plain[..plain.len() - 2], &vec![0; 700 * 1024], &end].concat();
    vec![
        ("nothing", Vec::new(), UnreadablePicture),
        (
            "a page",
            b"<!doctype html><script>alert(1)</script>".to_vec(),
            UnreadablePicture,
        ),
        (
            "a page named as a picture",
            b"GIF89a/*<html><script>alert(1)</script>*/".to_vec(),
            UnreadablePicture,
        ),
        (
            "a drawing that is a page",
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec(),
            UnreadablePicture,
        ),
        (
            "a moving picture",
            b"GIF89a\x01\0\x01\0\0\xff\0,\0\0\0\0\x01\0\x01\0\0\x02\0;".to_vec(),
            UnreadablePicture,
        ),
        ("a picture of another kind", png.to_vec(), UnreadablePicture),
        (
            "a picture of another kind that is a page",
            [png.as_slice(), b"<html>"].concat(),
            UnreadablePicture,
        ),
        (
            "a newer kind of picture",
            b"\0\0\0\x20ftypavif\0\0\0\0".to_vec(),
            UnreadablePicture,
        ),
        (
            "a photograph of a telephone",
            b"\0\0\0\x18ftypheic\0\0\0\0".to_vec(),
            UnreadablePicture,
        ),
        (
            "a picture of the web",
            b"RIFF\x1a\0\0\0WEBPVP8L".to_vec(),
            UnreadablePicture,
        ),
        (
            "a picture of old",
            b"BM\x46\0\0\0\0\0".to_vec(),
            UnreadablePicture,
        ),
        (
            "a picture of scanners",
            b"II*\0\x08\0\0\0".to_vec(),
            UnreadablePicture,
        ),
        (
            "a document",
            b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript>>>>endobj".to_vec(),
            UnreadablePicture,
        ),
        (
            "a document of an office",
            archive.clone(),
            UnreadablePicture,
        ),
        (
            "an archive",
            [archive.as_slice(), &end].concat(),
            UnreadablePicture,
        ),
        (
            "an archive that ends in a picture",
            [archive.as_slice(), &plain].concat(),
            UnreadablePicture,
        ),
        (
            "a packed heap of noughts",
            b"\x1f\x8b\x08\0\0\0\0\0\0\x03".to_vec(),
            UnreadablePicture,
        ),
        (
            "a program",
            b"MZ\x90\0\x03\0\0\0".to_vec(),
            UnreadablePicture,
        ),
        (
            "another program",
            b"\x7fELF\x02\x01\x01\0".to_vec(),
            UnreadablePicture,
        ),
        (
            "a script",
            b"#!/bin/sh\nrm -rf /\n".to_vec(),
            UnreadablePicture,
        ),
        (
            "a name of a file",
            b"../../etc/passwd".to_vec(),
            UnreadablePicture,
        ),
        (
            "a name with an end in it",
            b"scan.jpg\0.html".to_vec(),
            UnreadablePicture,
        ),
        (
            "a beginning",
            [0xff, 0xd8, 0xff].to_vec(),
            UnreadablePicture,
        ),
        (
            "a beginning and an end",
            [0xff, 0xd8, 0xff, 0xd9].to_vec(),
            UnreadablePicture,
        ),
        (
            "half a picture",
            plain[..plain.len() / 2].to_vec(),
            UnreadablePicture,
        ),
        (
            "half a picture with an end",
            [&plain[..plain.len() / 8], &end].concat(),
            UnreadablePicture,
        ),
        (
            "a picture without its end",
            plain[..plain.len() - 2].to_vec(),
            UnreadablePicture,
        ),
        (
            "a picture behind a page",
            [b"<html>".as_slice(), &plain].concat(),
            UnreadablePicture,
        ),
        (
            "a flood of passes",
            [plain.as_slice(), &[0xff, 0xda].repeat(30), &end].concat(),
            UnreadablePicture,
        ),
        ("a flood of pixels", flood, PictureTooLarge),
        ("a bomb", bomb, UnreadablePicture),
        ("a wide picture", picture(1_601, 4, 1), PictureTooLarge),
        ("a tall picture", picture(4, 1_601, 1), PictureTooLarge),
        ("a heavy picture", noughts, PictureTooLarge),
    ]
}

on_both_databases! {
    fn what_is_no_picture_is_refused_by_its_answer_and_nothing_of_it_is_kept(town: &Town) {
        let desk = town.reception();
        let somebody = a_person().recorded_by(&desk);
        let disguised = disguised();
        assert!(disguised.len() > 30);
        for (about, bytes, code) in disguised {
            let attachment = Attachment::of(&bytes);
            let answered = desk.offer_with(&envelope(somebody.subject(), scanned(attachment.id)), std::slice::from_ref(&attachment));
            let expected = Outcome::Refused { because: Refusal::Fields, fields: FieldProblems::at("signature", code) };
            assert_eq!(answered.expect("an outcome").answer, expected, "{about}");
            assert!(shown(&desk, somebody.id, attachment.id).is_err(), "{about}");
        }
        // Bytes under the name of others, and what is no base64.
        let right = Attachment::of(&picture(20, 20, 1));
        for (about, jpeg, code) in [
            ("another picture", Attachment::of(&picture(20, 20, 2)).jpeg, ProblemCode::NoPicture),
            ("an address", "data:image/jpeg;base64,/9j/".to_owned(), ProblemCode::UnreadablePicture),
            ("a name of a file", "../../../var/lib/scan.jpg".to_owned(), ProblemCode::UnreadablePicture),
        ] {
            let swapped = Attachment { jpeg, ..right.clone() };
            let answered = desk.offer_with(&envelope(somebody.subject(), scanned(right.id)), &[swapped]);
            let expected = Outcome::Refused { because: Refusal::Fields, fields: FieldProblems::at("signature", code) };
            assert_eq!(answered.expect("an outcome").answer, expected, "{about}");
        }
        assert_eq!(answers(&desk, somebody.id), 0);
        still_serves(town);
        town.stop();
        town.check();
    }

    fn what_is_hidden_in_a_picture_does_not_come_out_again(town: &Town) {
        let desk = town.reception();
        let somebody = a_person().recorded_by(&desk);
        let plain = picture(320, 240, 1);
        let place = b"Exif\0\0MM\0*\0\0\0\x08 GPSLatitude 51.0459 Canon EOS";
        let hidden = with_part(&with_part(&plain, 0xe1, place), 0xfe, b"<?php system($_GET[0]); ?>");
        let hidden = with_part(&hidden, 0xe2, b"ICC_PROFILE\0\x01\x01 not a profile");
        let stuffed = [hidden.as_slice(), b"PK\x03\x04 word/document.xml <script>alert(1)</script>", &[0xff, 0xd9]].concat();
        let attachment = Attachment::of(&stuffed);
        let answered = desk.offer_with(&envelope(somebody.subject(), scanned(attachment.id)), std::slice::from_ref(&attachment));
        assert_eq!(answered.expect("an outcome").answer, Outcome::Applied);
        let kept = shown(&desk, somebody.id, attachment.id).expect("the picture");
        for word in [b"GPSLatitude".as_slice(), b"Canon", b"Exif", b"<?php", b"PK\x03\x04", b"<script>", b"ICC_PROFILE"] {
            assert!(is_in(&stuffed, word) && !is_in(&kept, word), "{}", String::from_utf8_lossy(word));
        }
        assert!(kept.starts_with(&[0xff, 0xd8, 0xff]) && kept.ends_with(&[0xff, 0xd9]));
        // It is an answer like every other one: no page, not for other pages, kept nowhere.
        let path = format!("{}?person={}&attachment={}", ReadAttachment::PATH, somebody.id, attachment.id);
        let answer = desk.send("GET", &path, None).expect("an answer");
        assert_eq!(answer.header("content-type"), Some("application/json"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert!(answer.header("content-security-policy").is_some_and(|policy| policy.starts_with("default-src 'none'")));
        town.stop();
        town.check();
    }

    fn a_scan_is_nobody_elses_whoever_asks_and_however_often(town: &Town) {
        let (desk, worker, coordinator) = (town.reception(), town.case_manager(), town.coordinator());
        let somebody = a_person().recorded_by(&desk);
        let other = a_person().named("Yusuf", "Beispiel").recorded_by(&desk);
        let attachment = Attachment::of(&picture(40, 40, 1));
        let beside = std::slice::from_ref(&attachment);
        let yes = envelope(somebody.subject(), scanned(attachment.id));
        // Whoever may not answer for the person hands in nothing.
        for stranger in [&worker, &coordinator] {
            let tried = envelope(somebody.subject(), scanned(attachment.id));
            let answer = stranger.offer_with(&tried, beside).expect("an outcome").answer;
            assert!(matches!(answer, Outcome::Refused { because: Refusal::NotFound | Refusal::NotAllowed, .. }), "{answer:?}");
        }
        assert!(shown(&desk, somebody.id, attachment.id).is_err());
        let first = desk.offer_with(&yes, beside).expect("an outcome");
        assert_eq!(first.answer, Outcome::Applied);
        // Again it is the same answer; a replay by another account is refused and tells nothing.
        assert_eq!(desk.offer_with(&yes, beside).expect("an outcome"), first);
        let replayed = worker.offer_with(&yes, beside).expect("an outcome").answer;
        assert_eq!(replayed, Outcome::refused(Refusal::ForeignEnvelope));
        assert!(shown(&desk, somebody.id, attachment.id).is_ok());
        for (client, person, scan) in [
            (&worker, somebody.id, attachment.id),
            (&coordinator, somebody.id, attachment.id),
            (&desk, other.id, attachment.id),
            (&desk, somebody.id, AttachmentId::of(b"another")),
            (&desk, PersonId::born(now(), random()), attachment.id),
        ] {
            assert!(shown(client, person, scan).is_err());
        }
        let path = format!("{}?person={}&attachment=", ReadAttachment::PATH, somebody.id);
        for name in ["", "..%2F..%2Fetc%2Fpasswd", "%00", &"0".repeat(63), &"A".repeat(64), &format!("{}.html", attachment.id)] {
            let answer = desk.send("GET", &format!("{path}{name}"), None).expect("an answer");
            assert_eq!((answer.status, &answer.json()["problem"]), (422, &json!("fields")), "{name}");
        }
        // More than there may be beside one offer, and a field that there is not.
        let many: Vec<Attachment> = (0..5).map(|shade| Attachment::of(&picture(8, 8, shade))).collect();
        assert!(matches!(desk.offer_with(&yes, &many), Err(Refused { status: 422, .. })));
        let mut named = json!({"groups": [[yes]], "attachments": [attachment]});
        named["attachments"][0]["name"] = json!("../../scan.html");
        let answer = desk.send("POST", OfferCommands::PATH, Some(&named.to_string())).expect("an answer");
        assert_eq!(answer.status, 422);
        town.stop();
        town.check();
    }

    /// Many hand in large pictures at once: each is read after the other, and the server does not grow by what they hold.
    fn many_pictures_at_once_are_read_one_after_the_other(town: &Town) {
        let desk = town.reception();
        let somebody = a_person().recorded_by(&desk);
        let large = Attachment::of(&picture(1_600, 1_600, 3));
        let first = desk.offer_with(&envelope(somebody.subject(), scanned(large.id)), std::slice::from_ref(&large));
        assert_eq!(first.expect("an outcome").answer, Outcome::Applied);
        let before = crate::hostile::peak(town);
        std::thread::scope(|scope| {
            let all: Vec<_> = (0..8).map(|shade| {
                let (desk, subject) = (&desk, somebody.subject());
                scope.spawn(move || {
                    // Every third one is the same picture.
                    let attachment = Attachment::of(&picture(1_600, 1_600, 10 + shade % 3));
                    let answered = desk.offer_with(&envelope(subject, scanned(attachment.id)), std::slice::from_ref(&attachment));
                    (attachment.id, answered.expect("an outcome").answer)
                })
            }).collect();
            for one in all {
                let (id, answer) = one.join().expect("an answer");
                assert_eq!(answer, Outcome::Applied);
                assert!(shown(&desk, somebody.id, id).is_ok());
            }
        });
        let grown = crate::hostile::peak(town).saturating_sub(before);
        assert!(grown < 64 * 1024, "{grown} KB more");
        assert_eq!(answers(&desk, somebody.id), 9);
        still_serves(town);
        town.stop();
        town.check();
    }
}
