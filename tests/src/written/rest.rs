//! What the scenes do not write: every other command that carries a text, once, with a word of its own in each.

use serde_json::{Value, json};
use shared::command::Command;
use shared::contact::MessageDraft;
use shared::contact::calls::SendMessage;
use shared::exchange::{Outcome, Subject};
use shared::intake::IntakeDraft;
use shared::kernel::{CaseId, ConsentId, IntakeId, LinkId, MessageId, NoteId, PersonId};

use super::canaries::Canaries;
use super::scenes::Scene;
use crate::{Client, Town, envelope, now, random};

/// Sends commands and keeps what was sent.
struct Writer {
    sent: Vec<Value>,
}

impl Writer {
    fn does(
        &mut self,
        client: &Client,
        subject: &Subject,
        command: Value,
        expected: fn(&Outcome) -> bool,
    ) {
        let read: Command = serde_json::from_value(command.clone()).expect("a command");
        let answered = client
            .offer_one(&envelope(subject.clone(), read))
            .expect("an outcome");
        assert!(
            expected(&answered.answer),
            "{command}: {:?}",
            answered.answer
        );
        self.sent.push(command);
    }
}

fn applied(outcome: &Outcome) -> bool {
    *outcome == Outcome::Applied
}

fn scene<'s>(scenes: &'s [Scene], name: &str) -> (&'s Scene, Subject) {
    let scene = scenes
        .iter()
        .find(|scene| scene.name == name)
        .expect("a scene");
    (scene, Subject::Person(scene.person))
}

/// Everything with a text that the scenes do not write; answers with the commands that were sent.
///
/// # Panics
/// If a command is not answered as it is expected.
pub fn the_rest(town: &Town, scenes: &[Scene], canaries: &mut Canaries) -> Vec<Value> {
    let mut writer = Writer { sent: Vec::new() };
    let mut word = |at: &str| canaries.word("stolen", "stolen", at);
    let (caritas, coordinator, awo) = (
        town.case_manager(),
        town.coordinator(),
        town.other_case_manager(),
    );
    let today = now().day();
    let ((one, person), (other, _)) = (scene(scenes, "case"), scene(scenes, "hidden"));
    let case = one.case.expect("a case");

    // The same field, written by two who saw the same: both stay.
    for answer in [applied as fn(&Outcome) -> bool, |outcome| {
        matches!(outcome, Outcome::Conflict { .. })
    }] {
        let edit = json!({"called": {"saw": one_called(one), "wrote": word("edit_person.called")}});
        writer.does(
            &caritas,
            &person,
            json!({"do": "edit_person", "with": {"edits": edit}}),
            answer,
        );
    }
    let apart = json!({"other": other.person, "reason": word("tell_persons_apart.reason")});
    writer.does(
        &caritas,
        &person,
        json!({"do": "tell_persons_apart", "with": apart}),
        applied,
    );
    let link = LinkId::born(now(), random());
    let linked =
        json!({"link": link, "other": other.person, "reason": word("link_persons.reason")});
    writer.does(
        &caritas,
        &person,
        json!({"do": "link_persons", "with": linked}),
        applied,
    );
    let unlinked = json!({"link": link, "reason": word("unlink_persons.reason")});
    writer.does(
        &caritas,
        &person,
        json!({"do": "unlink_persons", "with": unlinked}),
        applied,
    );
    let consent = json!({
        "consent": ConsentId::born(now(), random()), "kind": "case_management", "answer": "given", "language": "ara",
        "explained": "interpreter", "answered_on": today, "text_version": word("record_consent.text_version"),
        "interpreter": word("record_consent.interpreter"),
    });
    writer.does(
        &caritas,
        &person,
        json!({"do": "record_consent", "with": consent}),
        applied,
    );
    let none =
        json!({"kind": "none_because", "reason": word("set_next_date.reason"), "review_on": today});
    writer.does(
        &caritas,
        &person,
        json!({"do": "set_next_date", "with": {"case": case, "next": none}}),
        applied,
    );

    // Moved to a district of others, and kept.
    let moved = json!({
        "address.locality": {"saw": "opladen", "wrote": "schlebusch"},
        "address.place": {"saw": "Opladen", "wrote": word("edit_person.place")},
    });
    writer.does(
        &caritas,
        &person,
        json!({"do": "edit_person", "with": {"edits": moved}}),
        applied,
    );
    let kept = json!({"case": case, "reason": word("keep_post.reason")});
    writer.does(
        &caritas,
        &person,
        json!({"do": "keep_post", "with": kept}),
        applied,
    );

    // What is answered to a file opened in an emergency, and to an inquiry.
    let sent = |scene: &Scene, name: &str| {
        let mut all = scene.envelopes.iter();
        let found = all.find(|sent| sent["command"]["do"] == name);
        found.expect("an envelope").clone()
    };
    let (opened, subject) = scene(scenes, "opened");
    let note = word("answer_emergency.note");
    let questioned = json!({
        "emergency": sent(opened, "open_in_emergency")["command"]["with"]["emergency"], "verdict": "questioned", "note": note,
    });
    writer.does(
        &caritas,
        &subject,
        json!({"do": "answer_emergency", "with": questioned}),
        applied,
    );
    let (asked, _) = scene(scenes, "asked");
    let note = word("answer_inquiry.note");
    let known = json!({"person": asked.person, "answer": "known", "note": note});
    let inquiry: Subject =
        serde_json::from_value(sent(asked, "send_inquiry")["subject"].clone()).expect("a subject");
    writer.does(
        &caritas,
        &inquiry,
        json!({"do": "answer_inquiry", "with": known}),
        applied,
    );

    // Asked to be erased, and declined.
    let (stays, subject) = scene(scenes, "hidden");
    let asked = sent(stays, "ask_erasure");
    let reason = word("decline_erasure.reason");
    let declined = json!({"erasure": asked["command"]["with"]["erasure"], "reason": reason});
    writer.does(
        &coordinator,
        &subject,
        json!({"do": "decline_erasure", "with": declined}),
        applied,
    );

    // A note that came when the case had gone: held, and declined.
    let (gone, subject) = scene(scenes, "handed_over");
    let text = word("add_note.held");
    let note = json!({
        "note": NoteId::born(now(), random()), "case": gone.case,
        "draft": {"occurred_on": today, "contact": "HAUSBESUCH", "minutes": 5, "fields_of_action": ["H01"], "is_confidential": false, "text": text},
    });
    let note: Command =
        serde_json::from_value(json!({"do": "add_note", "with": note})).expect("a note");
    let late = envelope(subject.clone(), note);
    assert_eq!(
        caritas.offer_one(&late).expect("an outcome").answer,
        Outcome::Held
    );
    let declined = json!({"held": late.id, "answer": {"kind": "decline", "reason": word("settle_held.reason")}});
    writer.does(
        &awo,
        &subject,
        json!({"do": "settle_held", "with": declined}),
        applied,
    );

    // What becomes of intakes, with its reason: referred and taken back, counselled; refused and granted by exception.
    let (pending, subject) = scene(scenes, "intake");
    let intake = pending
        .envelopes
        .iter()
        .find_map(|sent| sent["command"]["with"]["intake"].as_str())
        .expect("an intake");
    let desk = town.reception();
    let corrected = json!({"urgency_reason": {"saw": null, "wrote": word("edit_intake")}});
    let edited = json!({"intake": intake, "edits": corrected});
    writer.does(
        &desk,
        &subject,
        json!({"do": "edit_intake", "with": edited}),
        |outcome| matches!(outcome, Outcome::Applied | Outcome::Conflict { .. }),
    );
    writer.does(
        &desk,
        &subject,
        json!({"do": "complete_intake", "with": {"intake": intake}}),
        applied,
    );
    for decision in [
        json!({"kind": "refer", "office": "jobcenter", "reason": word("decide_intake.refer")}),
        json!({"kind": "take_back"}),
        json!({"kind": "counselled", "reason": word("decide_intake.counselled")}),
    ] {
        let decided = json!({"intake": intake, "decision": decision});
        writer.does(
            &desk,
            &subject,
            json!({"do": "decide_intake", "with": decided}),
            applied,
        );
    }
    let (subject, intake) = outside(&mut writer, &caritas, canaries);
    let mut word = |at: &str| canaries.word("stolen", "stolen", at);
    let exception = CaseId::born(now(), random());
    for (by, decision) in [
        (
            &caritas,
            json!({"kind": "ask_exception", "reason": word("decide_intake.ask")}),
        ),
        (
            &coordinator,
            json!({"kind": "refuse_exception", "reason": word("decide_intake.refuse")}),
        ),
        (&coordinator, json!({"kind": "take_back_refusal"})),
        (
            &coordinator,
            json!({"kind": "admit_by_exception", "case": exception, "reason": word("decide_intake.admit")}),
        ),
    ] {
        let decided = json!({"intake": intake, "decision": decision});
        writer.does(
            by,
            &subject,
            json!({"do": "decide_intake", "with": decided}),
            applied,
        );
    }

    let message = MessageId::born(now(), random());
    let draft = canaries.fill::<MessageDraft>("stolen", json!({"topic": "barrier"}), |_| "message");
    let sent = town
        .stranger()
        .send_call::<SendMessage>(&json!({"message": message, "draft": draft}));
    assert_eq!(sent.expect("an answer").status, 200);
    let answer = json!({"note": canaries.word("stolen", "stolen", "answer_message.note")});
    writer.does(
        &coordinator,
        &Subject::Message(message),
        json!({"do": "answer_message", "with": answer}),
        applied,
    );
    writer.sent
}

/// What was recorded as the name somebody is called by.
fn one_called(scene: &Scene) -> &Value {
    let recorded = scene
        .envelopes
        .iter()
        .find(|sent| sent["command"]["do"] == "record_person");
    &recorded.expect("a record")["command"]["with"]["draft"]["called"]
}

/// Somebody whom the rule does not admit, with an intake that is complete.
fn outside(writer: &mut Writer, by: &Client, canaries: &mut Canaries) -> (Subject, IntakeId) {
    let subject = Subject::Person(PersonId::born(now(), random()));
    let intake = IntakeId::born(now(), random());
    let draft = json!({
        "family_name": canaries.word("stolen", "stolen", "family_name"), "given_name": canaries.word("stolen", "stolen", "given_name"),
        "born": {"precision": "year", "year": 1990}, "entered_germany": {"precision": "year", "year": 2008},
        "languages": {"som": {}}, "address": {"place": "Opladen", "locality": "opladen"},
    });
    writer.does(
        by,
        &subject,
        json!({"do": "record_person", "with": {"draft": draft}}),
        applied,
    );
    let consent = json!({
        "consent": ConsentId::born(now(), random()), "kind": "case_management", "answer": "given", "text_version": "2026-1",
        "language": "som", "explained": "spoken", "answered_on": now().day(),
    });
    writer.does(
        by,
        &subject,
        json!({"do": "record_consent", "with": consent}),
        applied,
    );
    let form = json!({"requested_on": now().day(), "urgency": "D3"});
    let mut form = canaries.fill::<IntakeDraft>("stolen", form, |_| "intake");
    for code in ["information_sheet", "other_case_management_at"] {
        form[code] = json!("");
    }
    let start = json!({"intake": intake, "draft": form});
    writer.does(
        by,
        &subject,
        json!({"do": "start_intake", "with": start}),
        applied,
    );
    writer.does(
        by,
        &subject,
        json!({"do": "complete_intake", "with": {"intake": intake}}),
        applied,
    );
    (subject, intake)
}
