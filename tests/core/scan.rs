//! The scan of a signed sheet: it is kept with the answer that names it and with no other, seen by whoever reads the answers, and
//! gone with the person.

use backend::check::{What, check};
use backend::decision::Stop;
use backend::exchange;
use shared::attachment::calls::ThisAttachment;
use shared::command::Command;
use shared::consent::{ConsentAnswer, ConsentKind, RecordConsent};
use shared::emergency::{EmergencyKind, OpenInEmergency};
use shared::exchange::{Envelope, HeldAnswer, Offer, Outcome, Refusal, SettleHeld};
use shared::kernel::{
    Actor, Attachment, AttachmentId, EmergencyId, EnvelopeId, FieldProblems, PersonId, ProblemCode,
    Role, Signature,
};

use crate::support::{
    Bench, ags, answer_to, at_post, coordinator, envelope, id, note, on_both, other_worker,
    reception, worker,
};
use crate::tamper::sql;

fn page(shade: u8) -> Attachment {
    Attachment::of(&harness::picture(60, 80, shade))
}

/// A yes to contact after the case, signed on a sheet of which this picture was taken.
pub(crate) fn scanned(n: u128, person: PersonId, scan: AttachmentId) -> Envelope {
    let call = RecordConsent {
        signature: Some(Signature::Scanned(scan)),
        ..answer_to(n, ConsentKind::Aftercare, ConsentAnswer::Given)
    };
    envelope(n, person, Command::RecordConsent(call))
}

/// Offers one envelope with pictures beside it.
pub(crate) fn send_with(
    bench: &Bench,
    actor: &Actor,
    envelope: Envelope,
    attachments: &[Attachment],
) -> Outcome {
    let offer = Offer {
        groups: vec![vec![envelope]],
        attachments: attachments.to_vec(),
        ..Offer::default()
    };
    let answer = exchange::offer_blocking(&bench.town, actor, &offer).unwrap();
    answer.outcomes[0].answer.clone()
}

/// A picture at a field: why it is none.
fn no(code: ProblemCode) -> Outcome {
    Outcome::Refused {
        because: Refusal::Fields,
        fields: FieldProblems::at("signature", code),
    }
}

/// The rows of pictures.
fn kept(bench: &Bench) -> usize {
    let table = bench.town.db().read_blocking(|conn| {
        let tables = backend::db::catalogue::tables(conn)?;
        let table = tables
            .iter()
            .find(|table| table.name == "attachment")
            .unwrap();
        backend::db::catalogue::rows(conn, table)
    });
    table.unwrap().len()
}

fn sees(bench: &Bench, actor: &Actor, person: PersonId, attachment: AttachmentId) -> bool {
    let this = ThisAttachment { person, attachment };
    let read = bench
        .town
        .read_blocking(&ags(), |tx| backend::attachment::read(tx, actor, this));
    match read {
        Ok(picture) => !picture.value().jpeg.is_empty() && picture.basis().is_some(),
        Err(stop) if stop.is_refusal() => false,
        Err(stop) => panic!("{stop}"),
    }
}

fn is_whole(bench: &Bench) {
    assert_eq!(check(&bench.town).unwrap().findings, []);
    assert_eq!(backend::replay::compare(&bench.town).unwrap(), []);
}

on_both! {
    fn a_scan_is_kept_with_the_answer_that_names_it_and_with_no_other(bench: &Bench) {
        let (person, _) = bench.case_at(10, "CARITAS-1", "CARITAS");
        let (one, other) = (page(1), page(2));
        // Without the picture the answer is not taken, and beside one that names another it is not kept.
        assert_eq!(send_with(bench, &worker(), scanned(20, person, one.id), &[]), no(ProblemCode::NoPicture));
        assert_eq!(send_with(bench, &worker(), scanned(21, person, one.id), std::slice::from_ref(&other)), no(ProblemCode::NoPicture));
        assert_eq!(kept(bench), 0);
        let both = [one.clone(), other.clone()];
        let yes = scanned(22, person, one.id);
        assert_eq!(send_with(bench, &worker(), yes.clone(), &both), Outcome::Applied);
        assert_eq!(kept(bench), 1);
        // Offered again it is the same answer, with and without the picture.
        assert_eq!(send_with(bench, &worker(), yes.clone(), &both), Outcome::Applied);
        assert_eq!(bench.send(&worker(), &yes), Outcome::Applied);
        // What is here needs not come again, and is kept once.
        assert_eq!(send_with(bench, &worker(), scanned(23, person, one.id), &[]), Outcome::Applied);
        assert_eq!(send_with(bench, &worker(), scanned(24, person, one.id), &both), Outcome::Applied);
        assert_eq!(kept(bench), 1);
        is_whole(bench);
    }

    /// That a picture is here is told to nobody who asks for it under another person.
    fn a_scan_of_somebody_else_is_no_scan_of_this_person(bench: &Bench) {
        let (person, _) = bench.case_at(10, "CARITAS-1", "CARITAS");
        let (stranger, _) = bench.case_at(40, "AWO-1", "AWO");
        let scan = page(1);
        assert_eq!(send_with(bench, &worker(), scanned(20, person, scan.id), std::slice::from_ref(&scan)), Outcome::Applied);
        assert_eq!(send_with(bench, &other_worker(), scanned(50, stranger, scan.id), &[]), no(ProblemCode::NoPicture));
        assert!(!sees(bench, &other_worker(), stranger, scan.id));
        // For the person of another worker the answer is what it is without a picture, and nothing is kept.
        for foreign in [scan.clone(), page(2)] {
            let outcome = send_with(bench, &other_worker(), scanned(60 + u128::from(foreign == scan), person, foreign.id), &[foreign]);
            assert_eq!(outcome, Outcome::refused(Refusal::NotFound));
        }
        assert_eq!(kept(bench), 1);
        // The same sheet may be handed in for two persons: each has their own.
        assert_eq!(send_with(bench, &other_worker(), scanned(51, stranger, scan.id), std::slice::from_ref(&scan)), Outcome::Applied);
        assert_eq!(kept(bench), 2);
        is_whole(bench);
    }

    fn a_scan_is_seen_by_who_reads_the_answers_and_by_nobody_else(bench: &Bench) {
        let (person, case) = bench.case_at(10, "CARITAS-1", "CARITAS");
        let scan = page(1);
        assert_eq!(send_with(bench, &worker(), scanned(20, person, scan.id), std::slice::from_ref(&scan)), Outcome::Applied);
        assert!(sees(bench, &worker(), person, scan.id));
        assert!(!sees(bench, &worker(), person, page(2).id), "a picture that nothing names");
        assert!(!sees(bench, &worker(), PersonId::from_uuid(id(99)), scan.id));
        let of = |role| Actor { roles: [role].into(), post: None, ..coordinator() };
        let others = [Role::Coordinator, Role::Administrator, Role::HeadOfBody, Role::Steering, Role::DataProtectionOfficer];
        for actor in others.map(of).into_iter().chain([reception(), other_worker(), at_post(other_worker(), "CARITAS", "CARITAS-2")]) {
            assert!(!sees(bench, &actor, person, scan.id), "{:?}", actor.roles);
        }
        // Whoever opens the file in an emergency reads the answers, and so this.
        let found = crate::counter::said(30, person, ConsentKind::FoundAtDesk, ConsentAnswer::Given);
        assert_eq!(bench.send(&worker(), &found), Outcome::Applied);
        let open = OpenInEmergency {
            emergency: EmergencyId::from_uuid(id(31)),
            kind: EmergencyKind::Danger,
            reason: "liegt bewusstlos im Flur".into(),
            hours: 4,
        };
        assert_eq!(bench.send(&other_worker(), &envelope(31, person, Command::OpenInEmergency(open))), Outcome::Applied);
        assert!(sees(bench, &other_worker(), person, scan.id));
        // It goes with the case.
        bench.assign(person, case, "DIAKONIE-1", "DIAKONIE");
        assert!(!sees(bench, &worker(), person, scan.id));
        assert!(sees(bench, &at_post(other_worker(), "DIAKONIE", "DIAKONIE-1"), person, scan.id));
    }

    fn a_scan_handed_in_without_a_session_waits_with_its_answer(bench: &Bench) {
        let (person, case) = bench.case_at(10, "CARITAS-1", "CARITAS");
        let scan = page(1);
        let hand_in = |envelope: &Envelope, attachments: &[Attachment]| {
            let handed_in = exchange::hand_in_blocking(&bench.town, &worker(), None, std::slice::from_ref(envelope), attachments);
            handed_in.unwrap().outcomes.remove(0).answer
        };
        assert_eq!(hand_in(&scanned(20, person, scan.id), &[]), no(ProblemCode::NoPicture));
        assert_eq!(hand_in(&scanned(21, person, scan.id), std::slice::from_ref(&scan)), Outcome::Held);
        assert_eq!(hand_in(&note(22, (person, case), "ohne Bild"), &[page(2)]), Outcome::Held);
        assert_eq!(kept(bench), 1);
        // Whoever settles it may look at it first, and accepts it as it was handed in.
        assert!(sees(bench, &worker(), person, scan.id));
        assert!(!sees(bench, &other_worker(), person, scan.id));
        let settle = SettleHeld { held: EnvelopeId::from_uuid(id(21)), answer: HeldAnswer::Accept {} };
        assert_eq!(bench.send(&worker(), &envelope(30, person, Command::SettleHeld(settle))), Outcome::Applied);
        assert!(sees(bench, &worker(), person, scan.id));
        is_whole(bench);
    }

    fn a_scan_that_is_gone_or_was_swapped_is_found(bench: &Bench) {
        let (person, _) = bench.case_at(10, "CARITAS-1", "CARITAS");
        let (one, other) = (page(1), page(2));
        for (n, scan) in [(20, &one), (21, &other)] {
            assert_eq!(send_with(bench, &worker(), scanned(n, person, scan.id), std::slice::from_ref(scan)), Outcome::Applied);
        }
        is_whole(bench);
        sql(bench, &format!("UPDATE attachment SET content = (SELECT content FROM attachment WHERE attachment_id = '{}')", one.id));
        let found = check(&bench.town).unwrap().findings;
        assert!(matches!(found.as_slice(), [one] if one.what == What::UnreadableValue && one.place.ends_with(&other.id.to_string())), "{found:?}");
        let this = ThisAttachment { person, attachment: other.id };
        let read = bench.town.read_blocking(&ags(), |tx| backend::attachment::read(tx, &worker(), this));
        assert!(matches!(read, Err(Stop::Failed(_))), "a swapped picture is never shown");
        sql(bench, &format!("DELETE FROM attachment WHERE attachment_id = '{}'", other.id));
        let found = check(&bench.town).unwrap().findings;
        assert!(matches!(found.as_slice(), [one] if one.what == What::MissingPicture && one.place.ends_with(&other.id.to_string())), "{found:?}");
    }
}
