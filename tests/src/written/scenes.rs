//! The people of the walk: one for each relation that somebody can stand in to them, each with a word of its own in every
//! field, and days and codes that nobody else has. The work is done by those who do it in the product.

use jiff::Span;
use jiff::civil::date;
use serde_json::{Value, json};
use shared::case::AppointmentDraft;
use shared::command::Command;
use shared::contact::MessageDraft;
use shared::contact::calls::SendMessage;
use shared::disclosure::DisclosureDraft;
use shared::documentation::NoteDraft;
use shared::exchange::{Outcome, Subject};
use shared::intake::{FactDraft, IntakeDraft, SlipDraft};
use shared::kernel::lists::List;
use shared::kernel::{
    AppointmentId, Attachment, CaseId, ConsentId, Day, DisclosureId, EmergencyId, EnvelopeId,
    ErasureId, FactId, InquiryId, IntakeId, MessageId, Moment, NoteId, PersonId, SlipId,
};
use shared::person::PersonDraft;

use super::canaries::Canaries;
use crate::{Client, Town, envelope, now, picture, random};

/// Somebody, with all that was written about them.
#[derive(Debug, Clone)]
pub struct Scene {
    /// Its name in the tables.
    pub name: &'static str,
    /// Who it is about.
    pub person: PersonId,
    /// Their case.
    pub case: Option<CaseId>,
    /// The name somebody searches for.
    pub search: String,
    /// Their day of birth, as somebody types it.
    pub born: String,
    /// The envelopes with which it was made: others offer them again.
    pub envelopes: Vec<Value>,
}

/// How somebody is to be made.
struct Wish {
    name: &'static str,
    /// The login of whoever takes them in.
    by: &'static str,
    is_found: bool,
    is_locked: bool,
    /// The posts they are given to, one after another; none: no intake is decided.
    posts: Option<&'static [&'static str]>,
}

const WISHES: [Wish; 10] = [
    // A case of the Caritas, to be found at the desk.
    Wish {
        name: "case",
        by: "caritas",
        is_found: true,
        is_locked: false,
        posts: Some(&["caritas-1"]),
    },
    // The same without consent E0.
    Wish {
        name: "hidden",
        by: "caritas",
        is_found: false,
        is_locked: false,
        posts: Some(&["caritas-1"]),
    },
    // The same with a locked address.
    Wish {
        name: "protected",
        by: "caritas",
        is_found: true,
        is_locked: true,
        posts: Some(&["caritas-1"]),
    },
    // Taken in at the desk, nobody is responsible yet.
    Wish {
        name: "pool",
        by: "empfang",
        is_found: true,
        is_locked: false,
        posts: Some(&[]),
    },
    // An intake of the desk that is not decided.
    Wish {
        name: "intake",
        by: "empfang",
        is_found: false,
        is_locked: false,
        posts: None,
    },
    // The Caritas had it, the AWO has it now.
    Wish {
        name: "handed_over",
        by: "caritas",
        is_found: false,
        is_locked: false,
        posts: Some(&["caritas-1", "awo-1"]),
    },
    // The worker is away this week, another unit deputises, and the client agreed to it (E5).
    Wish {
        name: "deputised",
        by: "soziales",
        is_found: false,
        is_locked: false,
        posts: Some(&["soziales-1"]),
    },
    // The same, and the client took that back.
    Wish {
        name: "revoked",
        by: "soziales",
        is_found: false,
        is_locked: false,
        posts: Some(&["soziales-1"]),
    },
    // A case of the Caritas that the AWO opened in an emergency.
    Wish {
        name: "opened",
        by: "caritas",
        is_found: true,
        is_locked: false,
        posts: Some(&["caritas-1"]),
    },
    // A case of the Caritas that nobody finds, and about whom the desk asks.
    Wish {
        name: "asked",
        by: "caritas",
        is_found: false,
        is_locked: false,
        posts: Some(&["caritas-1"]),
    },
];

/// What the client says about the deputy, one after another, for the scenes in which one is asked about.
fn about_deputy(scene: &str) -> &'static [&'static str] {
    match scene {
        "deputised" => &["given"],
        "revoked" => &["given", "revoked"],
        _ => &[],
    }
}

/// Somebody does a command; what was sent is kept.
/// The picture of the sheets that are signed on paper in the scenes.
#[must_use]
pub fn scan() -> Attachment {
    Attachment::of(&picture(30, 40, 90))
}

fn does(client: &Client, subject: &Subject, command: Value, kept: &mut Vec<Value>) {
    let command: Command =
        serde_json::from_value(command.clone()).unwrap_or_else(|why| panic!("{why}: {command}"));
    let envelope = envelope(subject.clone(), command);
    kept.push(json!(envelope));
    let scan = envelope.command.attachment().map(|_| scan());
    let answered = client
        .offer_with(&envelope, scan.as_slice())
        .expect("an outcome");
    assert_eq!(answered.answer, Outcome::Applied, "{envelope:?}");
}

fn of_person(path: &str) -> &'static str {
    match path.split('.').next() {
        Some("address") => "address",
        Some("contact") => "contact",
        Some("household") => "household",
        _ => "name",
    }
}

/// Makes everybody.
///
/// # Panics
/// If a command of a scene is not applied.
pub fn set(town: &Town, canaries: &mut Canaries) -> Vec<Scene> {
    let coordinator = town.coordinator();
    WISHES
        .iter()
        .map(|wish| make(town, &coordinator, wish, canaries))
        .collect()
}

/// One more, with everything that can be written about somebody, of a unit of which nobody else is; by name and year of birth
/// they may be the one of the case.
///
/// # Panics
/// If a command is not applied.
pub fn foreigner(town: &Town, scenes: &[Scene], canaries: &mut Canaries) -> Scene {
    let wish = Wish {
        name: "foreigner",
        by: "diakonie",
        is_found: false,
        is_locked: false,
        posts: Some(&["diakonie-1"]),
    };
    let mut foreigner = make(town, &town.coordinator(), &wish, canaries);
    let draft_of = |scene: &Scene| {
        let mut sent = scene.envelopes.iter();
        let recorded = sent.find(|sent| sent["command"]["do"] == "record_person");
        recorded.expect("a record")["command"]["with"]["draft"].clone()
    };
    let like = scenes.iter().find(|scene| scene.name == "case");
    let (saw, like) = (draft_of(&foreigner), draft_of(like.expect("a case")));
    let mut edits = json!({});
    for name in ["family_name", "given_name"] {
        edits[name] = json!({"saw": saw[name], "wrote": like[name]});
    }
    // Of a birth by its year a person has to decide.
    let year = like["born"]["on"].as_str().and_then(|day| day.get(..4));
    let year: i16 = year.and_then(|year| year.parse().ok()).expect("a year");
    let born = json!({"precision": "year", "year": year});
    edits["born"] = json!({"saw": saw["born"], "wrote": born});
    let subject = Subject::Person(foreigner.person);
    let edit = json!({"do": "edit_person", "with": {"edits": edits}});
    does(
        &town.person("diakonie"),
        &subject,
        edit,
        &mut foreigner.envelopes,
    );
    foreigner
}

/// The head of the city opens the file of the one who took the consent back, to check it.
///
/// # Panics
/// If there is nobody like that, or it is not opened.
pub fn check(town: &Town, scenes: &mut [Scene], canaries: &mut Canaries) {
    let mut scenes = scenes.iter_mut();
    let scene = scenes.find(|scene| scene.name == "revoked");
    let scene = scene.expect("a case of the city");
    let reason = canaries.word(scene.name, "emergency", "open_for_check.reason");
    let open = json!({
        "emergency": EmergencyId::born(now(), random()), "case": scene.case, "cause": "complaint", "days": 7,
        "reason": format!("{reason} ruft nicht zurück"),
    });
    let open = json!({"do": "open_for_check", "with": open});
    let subject = Subject::Person(scene.person);
    does(
        &town.person("leitung"),
        &subject,
        open,
        &mut scene.envelopes,
    );
}

fn make(town: &Town, coordinator: &Client, wish: &Wish, canaries: &mut Canaries) -> Scene {
    let by = town.person(wish.by);
    let scene = wish.name;
    let mut envelopes = Vec::new();
    let person = PersonId::born(now(), random());
    let subject = Subject::Person(person);
    let marks = &mut canaries.marks;
    let born = marks.day((scene, "born", "born"), date(1940, 1, 2), &[years(18)]);
    let mut on = |class, path, from: Day, follow: &[Span]| json!({"precision": "day", "on": marks.day((scene, class, path), from, follow)});
    let draft = json!({
        "born": {"precision": "day", "on": born},
        "sex": "m",
        "document_kind": "passport",
        "entered_germany": on("entry", "entered_germany", date(1996, 1, 2), &[]),
        "left_germany": on("entry", "left_germany", date(1999, 1, 2), &[]),
        "re_entered_germany": on("entry", "re_entered_germany", ago(1_500), &[years(5)]),
        "arrived_in_town": on("entry", "arrived_in_town", ago(1_300), &[]),
        "address": {"housing": "GU", "post_code": "51379", "town": "Leverkusen", "locality": "opladen", "is_locked": wish.is_locked},
        "contact": {"safe_way": "telephone"},
        "household": {"m1": {
            "relation": "child", "has_case": false, "born": on("relatives_born", "household.m1.born", date(1952, 1, 2), &[]),
        }},
        "languages": {marks.code((scene, "language", "languages"), List::Language): {"reads": true, "is_first": true}},
        "birth_country": marks.code((scene, "country", "birth_country"), List::State),
        "nationalities": [marks.code((scene, "country", "nationalities"), List::State)],
    });
    let mut draft = canaries.fill::<PersonDraft>(scene, draft, of_person);
    // A place that nobody knows would be asked about; the locality says it.
    draft["address"]["place"] = json!("Opladen");
    let search = format!(
        "{} {}",
        draft["given_name"].as_str().expect("a name"),
        draft["family_name"].as_str().expect("a name")
    );
    canaries.marks.are_in::<PersonDraft>(&draft);
    let record = json!({"do": "record_person", "with": {"draft": draft}});
    does(&by, &subject, record, &mut envelopes);
    let explained_in = canaries.marks.code(
        (scene, "consent_language", "record_consent.language"),
        List::Language,
    );
    for (kind, answer) in [
        ("case_management", "given"),
        (
            "found_at_desk",
            if wish.is_found { "given" } else { "refused" },
        ),
    ] {
        let consent = consent(scene, explained_in, (kind, answer), canaries);
        let record = json!({"do": "record_consent", "with": consent});
        does(&by, &subject, record, &mut envelopes);
    }
    let intake = IntakeId::born(now(), random());
    let form = json!({
        "requested_on": canaries.marks.day((scene, "requested_on", "requested_on"), ago(400), &[]),
        "route": "JOBCENTER", "fields_of_action": ["H04"], "urgency": "D2",
        "other_case_management": "none", "information_sheet": "info-2026-1",
        "information_language": canaries.marks.code((scene, "sheet_language", "information_language"), List::Language),
        "screening": {"has_complex_need": true, "is_wanted": true},
    });
    let mut form = canaries.fill::<IntakeDraft>(scene, form, |_| "intake");
    for code in ["information_sheet", "other_case_management_at"] {
        form[code] = json!(if code == "information_sheet" {
            "info-2026-1"
        } else {
            ""
        });
    }
    canaries.marks.are_in::<IntakeDraft>(&form);
    let start = json!({"do": "start_intake", "with": {"intake": intake, "draft": form}});
    does(&by, &subject, start, &mut envelopes);
    let slip = SlipId::born(now(), random());
    let concern = json!({
        "fields_of_action": ["H02"], "channel": "SERVICEPOINT", "urgency": "D2", "outcome": "referred", "office": "jobcenter",
        "language": canaries.marks.code((scene, "slip_language", "language"), List::Language),
    });
    let concern = canaries.fill::<SlipDraft>(scene, concern, |_| "slip");
    canaries.marks.are_in::<SlipDraft>(&concern);
    let record = json!({"do": "record_slip", "with": {"draft": concern}});
    does(&by, &Subject::Slip(slip), record, &mut envelopes);
    let attach = json!({"do": "attach_slip", "with": {"person": person}});
    does(&by, &Subject::Slip(slip), attach, &mut envelopes);
    let case = wish.posts.map(|posts| {
        let complete = json!({"do": "complete_intake", "with": {"intake": intake}});
        does(&by, &subject, complete, &mut envelopes);
        let case = CaseId::born(now(), random());
        let admit = json!({"kind": "admit", "case": case});
        let decide = json!({"do": "decide_intake", "with": {"intake": intake, "decision": admit}});
        does(&by, &subject, decide, &mut envelopes);
        for post in posts {
            let reason = canaries.word(scene, "reason", "assign_case.reason");
            let assign = json!({"case": case, "to": post, "because": "conflict", "reason": reason});
            let assign = json!({"do": "assign_case", "with": assign});
            does(coordinator, &subject, assign, &mut envelopes);
            let login = post.split('-').next().expect("a post");
            work(town, login, &subject, case, scene, canaries, &mut envelopes);
        }
        for answer in about_deputy(scene) {
            let mut consent = consent(scene, explained_in, ("deputy", answer), canaries);
            consent["explained"] = json!("spoken");
            consent["receiver"] = json!({"unit": "ki"});
            if *answer == "given" {
                consent["signature"] = json!({"scanned": scan().id});
            }
            let record = json!({"do": "record_consent", "with": consent});
            does(&by, &subject, record, &mut envelopes);
        }
        case
    });
    match scene {
        "opened" => {
            let reason = canaries.word(scene, "emergency", "open_in_emergency.reason");
            let open = json!({
                "emergency": EmergencyId::born(now(), random()), "kind": "danger", "hours": 24,
                "reason": format!("{reason} liegt im Flur"),
            });
            let open = json!({"do": "open_in_emergency", "with": open});
            does(&town.person("awo"), &subject, open, &mut envelopes);
        }
        "asked" => {
            let reason = canaries.word(scene, "inquiry", "send_inquiry.reason");
            let asked = json!({
                "family_name": draft["family_name"], "given_name": draft["given_name"], "born": draft["born"],
                "reason": reason, "is_agreed": true,
            });
            let ask = json!({"do": "send_inquiry", "with": {"draft": asked}});
            let inquiry = Subject::Inquiry(InquiryId::born(now(), random()));
            does(&town.person("empfang"), &inquiry, ask, &mut envelopes);
        }
        _ => {}
    }
    let asker = wish.posts.and_then(|posts| posts.last());
    let asker = asker.and_then(|post| post.split('-').next());
    let remark = canaries.word(scene, "erasure", "ask_erasure.remark");
    let ask = json!({"erasure": ErasureId::born(now(), random()), "reason": "recorded_in_error", "remark": remark});
    does(
        &town.person(asker.unwrap_or(wish.by)),
        &subject,
        json!({"do": "ask_erasure", "with": ask}),
        &mut envelopes,
    );
    Scene {
        name: scene,
        person,
        case,
        search,
        born: born.strftime("%d.%m.%Y").to_string(),
        envelopes,
    }
}

/// An answer about a purpose, on a day of its own.
fn consent(
    scene: &'static str,
    language: &str,
    (kind, answer): (&str, &str),
    canaries: &mut Canaries,
) -> Value {
    json!({
        "consent": ConsentId::born(now(), random()), "kind": kind, "answer": answer, "text_version": "2026-1",
        "language": language, "explained": "interpreter",
        "answered_on": canaries.marks.day((scene, "answered_on", "answered_on"), date(1991, 1, 2), &[]),
    })
}

fn years(number: i32) -> Span {
    Span::new().years(number)
}

/// So many days before today.
fn ago(days: i32) -> Day {
    now().day().saturating_sub(Span::new().days(days))
}

/// What a case manager writes in a case.
fn work(
    town: &Town,
    login: &str,
    subject: &Subject,
    case: CaseId,
    scene: &'static str,
    canaries: &mut Canaries,
    envelopes: &mut Vec<Value>,
) {
    let worker = town.person(login);
    let marks = &mut canaries.marks;
    let mut on = |path, from| marks.day((scene, "fact_days", path), from, &[]);
    let fact = json!({
        "lane": "residence", "begins": {"precision": "day", "on": on("begins", date(1984, 1, 2))},
        "ends": on("ends", date(2061, 1, 2)), "passport_until": on("passport_until", date(2071, 1, 2)),
        "applied_on": on("applied_on", date(1976, 1, 2)), "state": "running", "office": "jobcenter",
        "employment": "allowed", "residence_rule": "P12A", "identity": "settled",
        "value": marks.code((scene, "status", "value"), List::ResidenceStatus),
    });
    let fact = canaries.fill::<FactDraft>(scene, fact, |_| "fact");
    canaries.marks.are_in::<FactDraft>(&fact);
    let fact = json!({"fact": FactId::born(now(), random()), "draft": fact});
    does(
        &worker,
        subject,
        json!({"do": "record_fact", "with": fact}),
        envelopes,
    );
    let note = json!({
        "occurred_on": canaries.marks.day((scene, "noted_on", "occurred_on"), date(1994, 1, 2), &[]),
        "contact": "HAUSBESUCH", "minutes": 45, "fields_of_action": ["H01"], "is_confidential": false,
    });
    let note = canaries.fill::<NoteDraft>(scene, note, |_| "note");
    canaries.marks.are_in::<NoteDraft>(&note);
    let note = json!({"note": NoteId::born(now(), random()), "case": case, "draft": note});
    does(
        &worker,
        subject,
        json!({"do": "add_note", "with": note}),
        envelopes,
    );
    told_others(scene, case, (&worker, subject), canaries, envelopes);
    let starts_on = canaries
        .marks
        .day((scene, "starts_at", "starts_at"), ago(-300), &[]);
    let starts_at = Moment::when_local_is(starts_on.at(9, 30, 0, 0));
    let planned = json!({"starts_at": starts_at, "contact": "HAUSBESUCH", "interpreter": "open"});
    let planned = canaries.fill::<AppointmentDraft>(scene, planned, |_| "appointment");
    let planned = json!({"appointment": AppointmentId::born(now(), random()), "case": case, "draft": planned});
    does(
        &worker,
        subject,
        json!({"do": "plan_appointment", "with": planned}),
        envelopes,
    );
    let what = canaries.word(scene, "next", "next_date.what");
    let due_on = canaries
        .marks
        .day((scene, "due_on", "next.on"), ago(-40), &[]);
    let next = json!({"case": case, "next": {"kind": "due", "on": due_on, "what": what}});
    does(
        &worker,
        subject,
        json!({"do": "set_next_date", "with": next}),
        envelopes,
    );
}

/// Somebody writes by the contact form.
///
/// # Panics
/// If the message is not taken.
pub fn message(town: &Town, canaries: &mut Canaries) {
    let draft =
        canaries.fill::<MessageDraft>("message", json!({"topic": "barrier"}), |_| "message");
    let sent = json!({"message": MessageId::born(now(), random()), "draft": draft});
    let answer = town.stranger().send_call::<SendMessage>(&sent);
    assert_eq!(answer.expect("an answer").status, 200);
}

/// An id that was never used.
#[must_use]
pub fn nobody() -> EnvelopeId {
    EnvelopeId::born(now(), random())
}

/// An office is told of the case, with the client's consent.
fn told_others(
    scene: &'static str,
    case: CaseId,
    (worker, subject): (&Client, &Subject),
    canaries: &mut Canaries,
    envelopes: &mut Vec<Value>,
) {
    let consent = json!({
        "consent": ConsentId::born(now(), random()), "kind": "sharing", "answer": "given", "text_version": "2026-1",
        "language": "deu", "explained": "spoken", "answered_on": now().day(), "receiver": {"office": "jobcenter"},
        "signature": "paper",
    });
    does(
        worker,
        subject,
        json!({"do": "record_consent", "with": consent}),
        envelopes,
    );
    let draft = json!({"offices": ["jobcenter"], "classes": ["contact", "work"]});
    let draft = canaries.fill::<DisclosureDraft>(scene, draft, |_| "disclosure");
    let told =
        json!({"disclosure": DisclosureId::born(now(), random()), "case": case, "draft": draft});
    does(
        worker,
        subject,
        json!({"do": "disclose", "with": told}),
        envelopes,
    );
}
