//! The vectors past the form: as commands over HTTP to the real server, on both databases. What `shared` refuses is
//! refused with the same codes at the same fields, what no page sends gets a problem document, nothing is stored.

use std::collections::{BTreeMap, BTreeSet};

use harness::{Client, Town, envelope, now, on_both_databases, random};
use serde_json::{Value, json};
use shared::calls::Nothing;
use shared::case::calls::{ReadCase, ThisCase};
use shared::command::Command;
use shared::contact::calls::{ListMessages, SendMessage};
use shared::erasure::calls::ListErasures;
use shared::exchange::calls::ListHeld;
use shared::exchange::{Envelope, Outcome, Refusal, Subject};
use shared::intake::calls::{ReadIntakes, ReadSlips, SlipWindow};
use shared::kernel::{
    AppointmentId, CaseId, ConsentId, Day, DisclosureId, EnvelopeId, ErasureId, FactId, InquiryId,
    IntakeId, LinkId, MessageId, NoteId, PersonId, Problem, SlipId,
};
use shared::organisation::Organisation;
use shared::person::calls::{ReadDoubles, ReadPerson, ThisPerson};

use crate::checked::town as shipped;
use crate::forms::{Answer, Form, SOME_ID, forms};
use crate::vectors::{Vector, vectors};

/// What must be there before anything about it can be refused.
struct Scene<'t> {
    worker: Client,
    coordinator: Client,
    /// Somebody with a case at the worker's post.
    person: PersonId,
    intake: IntakeId,
    case: CaseId,
    /// Somebody whose intake waits for a decision.
    undecided: PersonId,
    waiting: IntakeId,
    /// A note on the case by somebody who had it before.
    held: EnvelopeId,
    /// Somebody wrote without an account.
    message: MessageId,
    /// The worker asked that their client be erased.
    erasure: ErasureId,
    town: Organisation,
    today: Day,
    server: &'t Town,
}

/// An offer that is about to be made, and what is expected.
struct Try {
    label: String,
    subject: Subject,
    command: Value,
    expected: Answer,
    by_coordinator: bool,
}

impl<'t> Scene<'t> {
    fn set(server: &'t Town) -> Self {
        let scene = Self {
            worker: server.case_manager(),
            coordinator: server.coordinator(),
            person: PersonId::born(now(), random()),
            intake: IntakeId::born(now(), random()),
            case: CaseId::born(now(), random()),
            undecided: PersonId::born(now(), random()),
            waiting: IntakeId::born(now(), random()),
            held: EnvelopeId::born(now(), random()),
            message: MessageId::born(now(), random()),
            erasure: ErasureId::born(now(), random()),
            town: shipped(),
            today: now().day(),
            server,
        };
        let all = forms();
        let right = |name: &str| {
            let form = all.iter().find(|form| form.name == name);
            form.expect("a form of this name").right.clone()
        };
        for (person, intake) in [
            (scene.person, scene.intake),
            (scene.undecided, scene.waiting),
        ] {
            let subject = Subject::Person(person);
            let mut agrees = right("consent");
            agrees["consent"] = json!(ConsentId::born(now(), random()));
            agrees["kind"] = json!("case_management");
            for of_a_deputy in ["receiver", "until", "interpreter", "signature"] {
                agrees.as_object_mut().expect("a form").remove(of_a_deputy);
            }
            let mut shares = right("consent");
            shares["consent"] = json!(ConsentId::born(now(), random()));
            shares["kind"] = json!("sharing");
            shares["receiver"] = json!({"office": "jobcenter"});
            let commands = [
                json!({"do": "record_person", "with": {"draft": right("person")}}),
                json!({"do": "record_consent", "with": agrees}),
                json!({"do": "record_consent", "with": shares}),
                json!({"do": "start_intake", "with": {"intake": intake, "draft": right("intake")}}),
                json!({"do": "complete_intake", "with": {"intake": intake}}),
            ];
            for command in commands {
                scene.worker.must(subject.clone(), read(command));
            }
        }
        let admit = json!({"kind": "admit", "case": scene.case});
        let subject = Subject::Person(scene.person);
        scene.worker.must(
            subject.clone(),
            read(
                json!({"do": "decide_intake", "with": {"intake": scene.intake, "decision": admit}}),
            ),
        );
        // To another post for the client's sake, and from there to the one of the district.
        for (to, because) in [
            ("awo-1", json!("client_choice")),
            ("caritas-1", json!("conflict")),
        ] {
            let assign = json!({"case": scene.case, "to": to, "because": because});
            let assign = json!({"do": "assign_case", "with": assign});
            scene.coordinator.must(subject.clone(), read(assign));
        }
        let note = json!({
            "note": NoteId::born(now(), random()), "case": scene.case, "draft": right("note"),
        });
        let mut late = envelope(subject, read(json!({"do": "add_note", "with": note})));
        late.id = scene.held;
        let answered = server.other_case_manager().offer_one(&late);
        assert_eq!(answered.expect("an outcome").answer, Outcome::Held);
        let sent = json!({"message": scene.message, "draft": right("message")});
        let sent = server.stranger().send_call::<SendMessage>(&sent);
        assert_eq!(sent.expect("an answer").status, 200);
        let mut ask = right("request to erase");
        ask["erasure"] = json!(scene.erasure);
        let ask = json!({"do": "ask_erasure", "with": ask});
        scene.worker.must(Subject::Person(scene.person), read(ask));
        scene
    }

    /// The command that carries a form, with ids of its own around it, and what it is about.
    fn command(&self, form: &Form, value: Value) -> (Subject, Value) {
        let fresh = |id: String| Value::String(id);
        let mut with = match form.command {
            "record_person" => json!({}),
            "start_intake" => json!({"intake": IntakeId::born(now(), random())}),
            "record_fact" => json!({"fact": FactId::born(now(), random())}),
            "add_note" => json!({"note": NoteId::born(now(), random()), "case": self.case}),
            "disclose" => {
                json!({"disclosure": DisclosureId::born(now(), random()), "case": self.case})
            }
            "set_next_date" => json!({"case": self.case}),
            "plan_appointment" => {
                json!({"appointment": AppointmentId::born(now(), random()), "case": self.case})
            }
            "decide_intake" => json!({"intake": self.waiting}),
            "settle_held" => json!({"held": self.held}),
            _ => json!({}),
        };
        if form.within.is_empty() {
            with = value;
        } else {
            with[form.within] = value;
        }
        // Ids that are right are made new or name what is there.
        if let Some(fields) = with.as_object_mut() {
            for (name, id) in fields.iter_mut().filter(|(_, id)| **id == json!(SOME_ID)) {
                *id = fresh(match name.as_str() {
                    "case" => self.case.to_string(),
                    "consent" => ConsentId::born(now(), random()).to_string(),
                    "link" => LinkId::born(now(), random()).to_string(),
                    "other" => self.undecided.to_string(),
                    "person" => self.person.to_string(),
                    "erasure" if form.command == "decline_erasure" => self.erasure.to_string(),
                    _ => AppointmentId::born(now(), random()).to_string(),
                });
            }
        }
        let subject = match form.command {
            "record_person" => Subject::Person(PersonId::born(now(), random())),
            "record_slip" | "attach_slip" | "detach_slip" => {
                Subject::Slip(SlipId::born(now(), random()))
            }
            "receive_message" => Subject::Message(MessageId::born(now(), random())),
            "answer_message" => Subject::Message(self.message),
            "send_inquiry" | "answer_inquiry" => Subject::Inquiry(InquiryId::born(now(), random())),
            "decide_intake" => Subject::Person(self.undecided),
            _ => Subject::Person(self.person),
        };
        (subject, json!({"do": form.command, "with": with}))
    }

    /// Every vector of a form as a whole form, and as edits where it is edited.
    fn tries(&self, form: &Form) -> Vec<Try> {
        let mut tries = Vec::new();
        let by_coordinator = matches!(
            form.command,
            "assign_case" | "answer_message" | "decline_erasure"
        ) || matches!(
            form.name,
            "decision (exception)" | "decision (refuse an exception)"
        );
        for vector in vectors(form, self.today) {
            let label = format!("{} {}: {}", form.name, vector.path(), vector.badness);
            let expected = vector.checked(form, self.today, &self.town);
            if expected != Answer::Taken {
                let (subject, command) = self.command(form, vector.in_form(form));
                tries.push(Try {
                    label: label.clone(),
                    subject,
                    command,
                    expected,
                    by_coordinator,
                });
            }
            tries.extend(self.as_edit(form, &vector, &label));
        }
        tries
    }

    fn as_edit(&self, form: &Form, vector: &Vector, label: &str) -> Option<Try> {
        let edit = form.edit.filter(|_| !vector.field.is_empty())?;
        let edits = vector.as_edits(form);
        let expected = edit(&form.right, &edits, self.today, &self.town);
        let command = match form.command {
            "record_person" => json!({"do": "edit_person", "with": {"edits": edits}}),
            _ => json!({"do": "edit_intake", "with": {"intake": self.intake, "edits": edits}}),
        };
        (expected != Answer::Taken).then(|| Try {
            label: format!("{label}, as an edit"),
            subject: Subject::Person(self.person),
            command,
            expected,
            by_coordinator: false,
        })
    }

    /// What can be seen of everything that the vectors are about.
    fn seen(&self) -> Value {
        let person = |person| {
            let file = self.worker.ask(ReadPerson, &ThisPerson { person });
            let mut file = json!(file.expect("the person can be read"));
            file["sequence"] = json!(0);
            file
        };
        let case = self.worker.ask(ReadCase, &ThisCase { case: self.case });
        let mut case = json!(case.expect("the case can be read"));
        case["sequence"] = json!(0);
        let doubles = self.worker.ask(
            ReadDoubles,
            &ThisPerson {
                person: self.person,
            },
        );
        let mut doubles = json!(doubles.expect("the doubles can be read"));
        doubles["sequence"] = json!(0);
        let intakes = |person| json!(self.worker.ask(ReadIntakes, &ThisPerson { person }).ok());
        json!({
            "person": person(self.person),
            "undecided": person(self.undecided),
            "case": case,
            "intakes": [intakes(self.person), intakes(self.undecided)],
            "slips": json!(self.worker.ask(ReadSlips, &SlipWindow { days: 366 }).ok()),
            "doubles": doubles,
            "held": json!(self.worker.ask(ListHeld, &Nothing {}).ok()),
            "erasures": json!(self.coordinator.ask(ListErasures, &Nothing {}).ok()),
            "messages": json!(self.coordinator.ask(ListMessages, &Nothing {}).ok()),
        })
    }

    fn client(&self, by_coordinator: bool) -> &Client {
        if by_coordinator {
            &self.coordinator
        } else {
            &self.worker
        }
    }

    /// Sends a command as a program would that knows no types, and gives status and body.
    fn send_raw(&self, client: &Client, subject: &Subject, command: &str) -> (u16, Value) {
        let known = read(json!({"do": "record_person", "with": {"draft": {}}}));
        let mut template = json!(envelope(subject.clone(), known));
        template["command"] = json!("THE COMMAND");
        let body = json!({"groups": [[template]]})
            .to_string()
            .replace("\"THE COMMAND\"", command);
        let answer = client.send("POST", "/api/commands", Some(&body));
        let answer = answer.expect("the server answers");
        (answer.status, answer.json())
    }
}

fn read(command: Value) -> Command {
    serde_json::from_value(command).expect("a command")
}

on_both_databases! {
    fn what_the_form_refuses_the_server_refuses_too_and_nothing_is_stored(town: &Town) {
        let scene = Scene::set(town);
        let before = scene.seen();
        let (unreadable, refused): (Vec<Try>, Vec<Try>) = forms()
            .iter()
            // What comes by the contact form nobody offers: it has a call, and a test below, of its own.
            .filter(|form| form.command != "receive_message")
            .flat_map(|form| scene.tries(form))
            .partition(|one| one.expected == Answer::Unreadable);
        assert!(refused.len() > 300 && unreadable.len() > 300);

        let mut wrong = Vec::new();
        for by_coordinator in [false, true] {
            let mut expected: BTreeMap<EnvelopeId, &Try> = BTreeMap::new();
            let mut envelopes: Vec<Envelope> = Vec::new();
            for one in refused.iter().filter(|one| one.by_coordinator == by_coordinator) {
                let envelope = envelope(one.subject.clone(), read(one.command.clone()));
                expected.insert(envelope.id, one);
                envelopes.push(envelope);
            }
            for batch in envelopes.chunks(100) {
                let answer = scene.client(by_coordinator).offer(batch).expect("an answer");
                for answered in answer.outcomes {
                    let one = expected[&answered.id];
                    let is = match &answered.answer {
                        Outcome::Refused { because: Refusal::Fields, fields } => Answer::from(fields.clone()),
                        _ => Answer::Taken,
                    };
                    if is != one.expected {
                        wrong.push(format!("{}: {:?}, not {:?}", one.label, answered.answer, one.expected));
                    }
                }
            }
        }
        for one in &unreadable {
            let client = scene.client(one.by_coordinator);
            let (status, body) = scene.send_raw(client, &one.subject, &one.command.to_string());
            let is_problem = serde_json::from_value::<Problem>(body.clone()).is_ok();
            if !matches!(status, 400 | 422) || !is_problem {
                wrong.push(format!("{}: {status} {body}", one.label));
            }
        }
        assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
        assert_eq!(scene.seen(), before);
        let recorded: BTreeSet<PersonId> = refused.iter().filter_map(|one| one.subject.person()).collect();
        for person in recorded.into_iter().filter(|one| ![scene.person, scene.undecided].contains(one)) {
            let answer = scene.worker.ask(ReadPerson, &ThisPerson { person });
            assert_eq!(answer.expect_err("nobody was recorded").status, 404);
        }
        scene.server.check();
    }

    /// The contact form is sent by people without an account, in a call of its own.
    fn what_the_contact_form_refuses_is_refused_at_its_field_and_nobody_gets_it(town: &Town) {
        let (stranger, coordinator) = (town.stranger(), town.coordinator());
        let today = now().day();
        let organisation = shipped();
        let form = forms().into_iter().find(|form| form.name == "message").expect("the form");
        let mut refused = 0;
        for vector in vectors(&form, today) {
            let expected = vector.checked(&form, today, &organisation);
            if expected == Answer::Taken {
                continue;
            }
            refused += 1;
            let sent = json!({"message": MessageId::born(now(), random()), "draft": vector.in_form(&form)});
            let answer = stranger.send_call::<SendMessage>(&sent).expect("an answer");
            let at = format!("{}: {} {}", vector.path(), vector.badness, answer.body);
            let problem = serde_json::from_value::<Problem>(answer.json());
            let Ok(Problem::Fields { fields }) = problem else { panic!("{at}") };
            if expected == Answer::Unreadable {
                assert!(matches!(answer.status, 400 | 422), "{at}");
            } else {
                assert_eq!((answer.status, Answer::from(fields)), (422, expected), "{at}");
            }
        }
        assert!(refused > 30);
        let listed = coordinator.ask(ListMessages, &Nothing {}).expect("messages");
        assert_eq!(listed.messages, []);
    }

    fn what_is_no_form_at_all_is_a_problem_document_and_never_a_failure(town: &Town) {
        let scene = Scene::set(town);
        for form in forms() {
            let (subject, command) = scene.command(&form, form.right.clone());
            let text = command.to_string();
            let client = scene.client(form.command == "assign_case");
            let field = form.right.as_object().and_then(|fields| fields.keys().next()).expect("a field");
            let twice = text.replacen(&format!("\"{field}\":"), &format!("\"{field}\":null,\"{field}\":"), 1);
            let nested = |depth: usize| {
                let nest = format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
                text.replacen(&format!("\"{field}\":"), &format!("\"{field}\":{nest},\"x\":"), 1)
            };
            let long = format!("[{}]", vec!["{}"; 100_000].join(","));
            for (badness, command) in [
                ("a name twice", twice),
                ("nested deep", nested(60)),
                ("nested deeper than JSON is read", nested(5_000)),
                ("a long list", text.replacen(&format!("\"{field}\":"), &format!("\"{field}\":{long},\"x\":"), 1)),
                ("a command that nobody knows", text.replacen(form.command, "erase_everything", 1)),
                ("broken off", text[..text.len() / 2].to_owned()),
            ] {
                let (status, body) = scene.send_raw(client, &subject, &command);
                assert!(matches!(status, 400 | 422), "{} {badness}: {status} {body}", form.name);
                let problem = serde_json::from_value::<Problem>(body.clone());
                assert!(problem.is_ok(), "{} {badness}: {body}", form.name);
                if badness == "a name twice" {
                    assert!(body.to_string().contains("duplicate"), "{}: {body}", form.name);
                }
            }
        }
    }

    /// A path without an end would build what nothing can take apart again; a thousand edits what nobody typed.
    fn edits_are_no_deeper_and_no_more_than_a_form(town: &Town) {
        let scene = Scene::set(town);
        let subject = Subject::Person(scene.person);
        let edit = |edits: BTreeMap<String, Value>| {
            let command = json!({"do": "edit_person", "with": {"edits": edits}});
            let outcome = scene.worker.command(subject.clone(), read(command)).expect("an outcome");
            let Outcome::Refused { because: Refusal::Fields, fields } = outcome else {
                panic!("refused at its fields: {outcome:?}");
            };
            fields.iter().map(|(_, found)| found[0].code.as_str()).collect::<Vec<_>>()
        };
        let written = || json!({"saw": null, "wrote": "x"});
        let deep = format!("household{}", ".a".repeat(200_000));
        assert_eq!(edit([(deep, written())].into()), ["unknown_field"]);
        let many = (0..1_000).map(|n| (format!("household.m{n}.name"), written()));
        assert_eq!(edit(many.collect()), ["too_many"]);
        assert!(scene.worker.is_signed_in());
    }
}
