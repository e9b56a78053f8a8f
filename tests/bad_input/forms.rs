//! The forms of the product: a whole and right one of each, what its fields are, how `shared` checks it.

use std::collections::BTreeSet;

use schemars::schema_for;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use shared::assignment::proposal::{ProposalFacts, propose};
use shared::assignment::{AssignCase, check_choice};
use shared::case::{AppointmentDraft, KeepPost, SetNextDate, SettleAppointment};
use shared::consent::RecordConsent;
use shared::contact::{AnswerMessage, MessageDraft};
use shared::disclosure::DisclosureDraft;
use shared::documentation::NoteDraft;
use shared::emergency::{AnswerEmergency, OpenForCheck, OpenInEmergency};
use shared::erasure::{AskErasure, DeclineErasure};
use shared::exchange::{HeldAnswer, SettleHeld};
use shared::inquiry::{AnswerInquiry, InquiryDraft};
use shared::intake::{AttachSlip, DecideIntake, DetachSlip, FactDraft, IntakeDraft, SlipDraft};
use shared::kernel::{Day, Edits, FieldProblem, FieldProblems, merge};
use shared::organisation::Organisation;
use shared::person::{LinkPersons, PersonDraft, TellPersonsApart, UnlinkPersons};

/// An id that stands in the forms where the server's test puts one of its own.
pub(crate) const SOME_ID: &str = "01930000-0000-7000-8000-000000000001";

/// What is said to a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    /// It is right.
    Taken,
    /// These fields are wrong, by path, with the limits that were broken.
    Problems(BTreeSet<(String, FieldProblem)>),
    /// It is no such form: a program sent it, no page does.
    Unreadable,
}

/// Checks a form as it was sent.
pub(crate) type Check = fn(Value, Day, &Organisation) -> Answer;
/// Checks edits of the right form.
pub(crate) type CheckEdits = fn(&Value, &Edits, Day, &Organisation) -> Answer;

/// A form of the product.
pub(crate) struct Form {
    /// Its name in the table.
    pub(crate) name: &'static str,
    /// The command that carries it.
    pub(crate) command: &'static str,
    /// Where in the content of the command it stands; nowhere else if empty.
    pub(crate) within: &'static str,
    /// What the paths of its problems begin with.
    pub(crate) at: &'static str,
    /// The types of its fields.
    pub(crate) schema: Value,
    /// Fields that a test of the server fills with ids of its own.
    pub(crate) ids: &'static [&'static str],
    /// A whole and right one.
    pub(crate) right: Value,
    /// What is wrong with it while it is filled in, or when it is sent.
    pub(crate) check: Check,
    /// What is wrong with it when it is declared complete, where that is another step.
    pub(crate) complete: Option<Check>,
    /// What is wrong with edits of the right one, where it is edited field by field.
    pub(crate) edit: Option<CheckEdits>,
}

fn read<T: DeserializeOwned>(value: Value, check: impl FnOnce(T) -> FieldProblems) -> Answer {
    let Ok(form) = T::deserialize(value) else {
        return Answer::Unreadable;
    };
    check(form).into()
}

impl From<FieldProblems> for Answer {
    fn from(problems: FieldProblems) -> Self {
        let found = problems
            .iter()
            .flat_map(|(path, found)| found.iter().map(move |one| (path.clone(), one.clone())));
        let found: BTreeSet<_> = found.collect();
        if found.is_empty() {
            Self::Taken
        } else {
            Self::Problems(found)
        }
    }
}

/// What is wrong with edits of a form, as the server finds out.
fn edited<T: Serialize + DeserializeOwned>(
    right: &Value,
    edits: &Edits,
    problems: impl Fn(&T) -> FieldProblems,
) -> Answer {
    let current = T::deserialize(right).expect("the right form is one");
    match merge(&current, edits) {
        Ok(merged) => edits
            .problems(&problems(&current), &problems(&merged.form))
            .into(),
        Err(path) => edits.unfit(&current, &path).into(),
    }
}

/// The problems of a check and those that only the organisation knows.
fn both(checked: Result<(), FieldProblems>, others: FieldProblems) -> FieldProblems {
    let mut problems = checked.err().unwrap_or_default();
    problems.add_under("", others);
    problems
}

fn schema<T: schemars::JsonSchema>() -> Value {
    schema_for!(T).to_value()
}

/// All forms.
pub(crate) fn forms() -> Vec<Form> {
    vec![
        person(),
        intake(),
        fact(),
        slip(),
        slip_attached(),
        slip_taken_away(),
        note(),
        disclosure(),
        next_date(
            "next date (due)",
            json!({"kind": "due", "on": "2026-12-01", "what": "Anruf beim Jobcenter"}),
        ),
        next_date(
            "next date (first contact)",
            json!({"kind": "first_contact", "on": "2026-12-01", "urgency": "D2"}),
        ),
        next_date(
            "next date (none)",
            json!({"kind": "none_because", "reason": "Reha bis Januar", "review_on": "2027-01-15"}),
        ),
        appointment(),
        settling(),
        consent(),
        decision(
            "decision (admit)",
            json!({"kind": "admit", "case": SOME_ID}),
        ),
        decision(
            "decision (ask for an exception)",
            json!({"kind": "ask_exception", "reason": "Kein anderes Angebot", "is_no_name": true}),
        ),
        decision(
            "decision (exception)",
            json!({"kind": "admit_by_exception", "case": SOME_ID, "reason": "Kein anderes Angebot"}),
        ),
        decision(
            "decision (refuse an exception)",
            json!({"kind": "refuse_exception", "reason": "Die MBE hat Plätze"}),
        ),
        decision(
            "decision (refer)",
            json!({"kind": "refer", "office": "jobcenter", "reason": "Leistung nach SGB II"}),
        ),
        decision(
            "decision (counselled)",
            json!({"kind": "counselled", "reason": "Möchte kein Fallmanagement"}),
        ),
        decision("decision (take back)", json!({"kind": "take_back"})),
        assignment(),
        kept(),
        opened_in_emergency(),
        opened_for_check(),
        emergency_answered(),
        inquiry(),
        inquiry_answered(),
        link(),
        unlink(),
        told_apart(),
        held("held work (accepted)", json!({"kind": "accept"})),
        held(
            "held work (declined)",
            json!({"kind": "decline", "reason": "Steht schon im Verlauf"}),
        ),
        message(),
        message_answered(),
        erasure_asked(),
        erasure_declined(),
    ]
}

fn person() -> Form {
    Form {
        name: "person",
        command: "record_person",
        within: "draft",
        at: "",
        schema: schema::<PersonDraft>(),
        ids: &[],
        right: json!({
            "family_name": "Al-Hassan",
            "given_name": "Mohammad",
            "birth_name": "Haddad",
            "called": "Mo",
            "spoken_name": "Mohammed Alhassan",
            "original_script": "محمد الحسن",
            "other_spellings": "Muhammed Elhasan; Mohd Hasan",
            "document_kind": "passport",
            "born": {"precision": "day", "on": "1990-05-17"},
            "birth_country": "SYR",
            "sex": "m",
            "nationalities": ["SYR"],
            "languages": {"ara": {"reads": true, "is_first": true}},
            "needs_interpreter": true,
            "entered_germany": {"precision": "day", "on": "2022-03-01"},
            "left_germany": {"precision": "day", "on": "2023-03-01"},
            "re_entered_germany": {"precision": "day", "on": "2024-03-01"},
            "arrived_in_town": {"precision": "month", "year": 2024, "month": 5},
            "address": {
                "housing": "GU",
                "street": "Musterstraße 3",
                "post_code": "51379",
                "town": "Leverkusen",
                "place": "Opladen",
                "locality": "opladen",
                "care_of": "bei Haddad",
                "is_locked": false
            },
            "contact": {
                "telephone": "0214 000-0",
                "email": "m.beispiel@example.org",
                "safe_way": "telephone",
                "hint": "erst nach 18 Uhr"
            },
            "household": {
                "m1": {
                    "name": "Noor Al-Hassan",
                    "relation": "child",
                    "born": {"precision": "year", "year": 2015},
                    "has_case": false
                }
            }
        }),
        check: |value, day, town| {
            read(value, |form: PersonDraft| {
                both(
                    form.field_problems(day).or(()),
                    form.organisation_problems(town, day),
                )
            })
        },
        complete: Some(|value, day, town| {
            read(value, |form: PersonDraft| {
                form.check(day, town).err().unwrap_or_default()
            })
        }),
        edit: Some(|right, edits, day, town| {
            edited(right, edits, |form: &PersonDraft| {
                both(
                    form.field_problems(day).or(()),
                    form.organisation_problems(town, day),
                )
            })
        }),
    }
}

fn intake() -> Form {
    Form {
        name: "intake",
        command: "start_intake",
        within: "draft",
        at: "",
        schema: schema::<IntakeDraft>(),
        ids: &[],
        right: json!({
            "requested_on": "2026-11-02",
            "route": "JOBCENTER",
            "concern": "Sucht einen Sprachkurs",
            "fields_of_action": ["H04"],
            "urgency": "D2",
            "urgency_reason": "Frist im Bescheid",
            "other_case_management": "yes",
            "other_case_management_at": "Jobcenter",
            "information_sheet": "info-2026-1",
            "information_language": "ara",
            "screening": {
                "has_complex_need": true,
                "has_several_providers": true,
                "regular_paths_fail": false,
                "resources_insufficient": true,
                "is_wanted": true
            }
        }),
        check: |value, day, _| read(value, |form: IntakeDraft| form.field_problems(day)),
        complete: Some(|value, day, _| {
            read(value, |form: IntakeDraft| {
                form.check(day).err().unwrap_or_default()
            })
        }),
        edit: Some(|right, edits, day, _| {
            edited(right, edits, |form: &IntakeDraft| form.field_problems(day))
        }),
    }
}

fn fact() -> Form {
    Form {
        name: "fact",
        command: "record_fact",
        within: "draft",
        at: "",
        schema: schema::<FactDraft>(),
        ids: &[],
        right: json!({
            "lane": "residence",
            "value": "AE_25_2_SUB",
            "begins": {"precision": "day", "on": "2025-03-01"},
            "ends": "2028-02-29",
            "office": "jobcenter",
            "state": "running",
            "is_handover_confirmed": true,
            "employment": "allowed",
            "residence_rule": "P12A",
            "identity": "settled",
            "passport_until": "2027-01-01",
            "applied_on": "2025-02-01",
            "remark": "Original liegt vor"
        }),
        check: |value, day, town| {
            read(value, |form: FactDraft| {
                both(form.check(day), form.organisation_problems(town, day))
            })
        },
        complete: None,
        edit: None,
    }
}

fn slip() -> Form {
    Form {
        name: "slip",
        command: "record_slip",
        within: "draft",
        at: "",
        schema: schema::<SlipDraft>(),
        ids: &[],
        right: json!({
            "concern": "Brief vom Jobcenter nicht verstanden",
            "fields_of_action": ["H02"],
            "channel": "SERVICEPOINT",
            "name": "Frau Haddad",
            "language": "ara",
            "needs_interpreter": false,
            "urgency": "D2",
            "urgency_reason": "Frist im Bescheid",
            "outcome": "referred",
            "office": "jobcenter"
        }),
        check: |value, day, town| {
            read(value, |form: SlipDraft| {
                both(form.check(day), form.organisation_problems(town, day))
            })
        },
        complete: None,
        edit: None,
    }
}

fn slip_attached() -> Form {
    Form {
        name: "slip attached to a person",
        command: "attach_slip",
        within: "",
        at: "",
        schema: schema::<AttachSlip>(),
        ids: &["person"],
        right: json!({"person": SOME_ID}),
        check: |value, _, _| read(value, |_: AttachSlip| FieldProblems::default()),
        complete: None,
        edit: None,
    }
}

fn slip_taken_away() -> Form {
    Form {
        name: "slip taken away from a person",
        command: "detach_slip",
        within: "",
        at: "",
        schema: schema::<DetachSlip>(),
        ids: &["person"],
        right: json!({"person": SOME_ID}),
        check: |value, _, _| read(value, |_: DetachSlip| FieldProblems::default()),
        complete: None,
        edit: None,
    }
}

fn note() -> Form {
    Form {
        name: "note",
        command: "add_note",
        within: "draft",
        at: "",
        schema: schema::<NoteDraft>(),
        ids: &[],
        right: json!({
            "occurred_on": "2026-11-20",
            "contact": "HAUSBESUCH",
            "text": "Unterlagen durchgesehen.",
            "minutes": 45,
            "fields_of_action": ["H01"],
            "is_confidential": false,
            "corrects": null
        }),
        check: |value, day, _| {
            read(value, |form: NoteDraft| {
                form.check(day).err().unwrap_or_default()
            })
        },
        complete: None,
        edit: None,
    }
}

fn disclosure() -> Form {
    Form {
        name: "disclosure",
        command: "disclose",
        within: "draft",
        at: "",
        schema: schema::<DisclosureDraft>(),
        ids: &[],
        right: json!({
            "offices": ["jobcenter"],
            "conference_on": null,
            "classes": ["contact", "work"],
            "purpose": "Antrag auf Bürgergeld",
            "message": "Bitte um Rückruf."
        }),
        check: |value, day, town| {
            read(value, |form: DisclosureDraft| {
                form.check(town, day).err().unwrap_or_default()
            })
        },
        complete: None,
        edit: None,
    }
}

fn next_date(name: &'static str, right: Value) -> Form {
    Form {
        name,
        command: "set_next_date",
        within: "next",
        at: "next.",
        schema: schema::<shared::case::NextDate>(),
        ids: &[],
        right,
        check: |value, _, _| {
            let command = json!({"case": SOME_ID, "next": value});
            read(command, |call: SetNextDate| {
                call.check().err().unwrap_or_default()
            })
        },
        complete: None,
        edit: None,
    }
}

fn appointment() -> Form {
    Form {
        name: "appointment",
        command: "plan_appointment",
        within: "draft",
        at: "",
        schema: schema::<AppointmentDraft>(),
        ids: &[],
        right: json!({
            "starts_at": 1_795_420_800_000_i64,
            "contact": "HAUSBESUCH",
            "place": "Unterkunft, 2. Stock",
            "about": "Bescheid lesen",
            "interpreter": "open"
        }),
        check: |value, day, _| {
            read(value, |form: AppointmentDraft| {
                form.check(day, day).err().unwrap_or_default()
            })
        },
        complete: None,
        edit: None,
    }
}

fn settling() -> Form {
    Form {
        name: "end of an appointment",
        command: "settle_appointment",
        within: "",
        at: "",
        schema: schema::<SettleAppointment>(),
        ids: &["appointment", "case"],
        right: json!({"appointment": SOME_ID, "case": SOME_ID, "end": "kept"}),
        check: |value, _, _| read(value, |_: SettleAppointment| FieldProblems::default()),
        complete: None,
        edit: None,
    }
}

fn consent() -> Form {
    Form {
        name: "consent",
        command: "record_consent",
        within: "",
        at: "",
        schema: schema::<RecordConsent>(),
        ids: &["consent"],
        right: json!({
            "consent": SOME_ID,
            "kind": "deputy",
            "answer": "given",
            "text_version": "2026-1",
            "language": "ara",
            "explained": "interpreter",
            "answered_on": "2026-11-20",
            "receiver": {"unit": "awo"},
            "until": "2027-03-31",
            "interpreter": "Rima Beispiel",
            "signature": {"drawn": [[[10, 20], [300, 40]], [[310, 40], [320, 90]]]}
        }),
        check: |value, day, _| {
            read(value, |call: RecordConsent| {
                call.check(day).err().unwrap_or_default()
            })
        },
        complete: None,
        edit: None,
    }
}

fn decision(name: &'static str, right: Value) -> Form {
    Form {
        name,
        command: "decide_intake",
        within: "decision",
        at: "decision.",
        schema: schema::<shared::intake::IntakeDecision>(),
        ids: &["case"],
        right,
        check: |value, day, town| {
            let command = json!({"intake": SOME_ID, "decision": value});
            read(command, |call: DecideIntake| {
                both(call.check(), call.organisation_problems(town, day))
            })
        },
        complete: None,
        edit: None,
    }
}

fn assignment() -> Form {
    Form {
        name: "assignment",
        command: "assign_case",
        within: "",
        at: "",
        schema: schema::<AssignCase>(),
        ids: &["case"],
        right: json!({
            "case": SOME_ID,
            "to": "awo-1",
            "because": "client_choice",
            "reason": "Kennt die Kollegin vom Sprachcafé"
        }),
        // The coordinator hands over the case of the right person, who lives in a district that this post does not have.
        check: |value, day, town| {
            let right: PersonDraft =
                serde_json::from_value(person().right).expect("the right form is one");
            let facts = ProposalFacts {
                district: right.located(town, day).district().cloned(),
                languages: right.languages.into_keys().collect(),
                ..ProposalFacts::default()
            };
            let giver = "caritas-1".parse().expect("a post");
            read(value, |call: AssignCase| {
                let candidates = propose(town, day, &facts);
                let choice = check_choice(&candidates, None, Some(&giver), &call);
                choice.err().unwrap_or_default()
            })
        },
        complete: None,
        edit: None,
    }
}

fn kept() -> Form {
    Form {
        name: "case kept after a move",
        command: "keep_post",
        within: "",
        at: "",
        schema: schema::<KeepPost>(),
        ids: &["case"],
        right: json!({"case": SOME_ID, "reason": "Gute Beziehung"}),
        check: |value, _, _| {
            read(value, |call: KeepPost| {
                call.check().err().unwrap_or_default()
            })
        },
        complete: None,
        edit: None,
    }
}

fn opened_in_emergency() -> Form {
    Form {
        name: "file opened in an emergency",
        command: "open_in_emergency",
        within: "",
        at: "",
        schema: schema::<OpenInEmergency>(),
        ids: &["emergency"],
        right: json!({
            "emergency": SOME_ID,
            "kind": "danger",
            "reason": "Liegt bewusstlos im Flur, der Notarzt fragt.",
            "hours": 4,
        }),
        check: |value, _, _| {
            read(value, |call: OpenInEmergency| {
                call.check().err().unwrap_or_default()
            })
        },
        complete: None,
        edit: None,
    }
}

fn opened_for_check() -> Form {
    Form {
        name: "file opened to check it",
        command: "open_for_check",
        within: "",
        at: "",
        schema: schema::<OpenForCheck>(),
        ids: &["emergency", "case"],
        right: json!({
            "emergency": SOME_ID,
            "case": SOME_ID,
            "cause": "complaint",
            "reason": "Beschwerde: Seit März ruft niemand zurück.",
            "days": 3,
        }),
        check: |value, _, _| {
            read(value, |call: OpenForCheck| {
                call.check().err().unwrap_or_default()
            })
        },
        complete: None,
        edit: None,
    }
}

fn emergency_answered() -> Form {
    Form {
        name: "answer to an emergency",
        command: "answer_emergency",
        within: "",
        at: "",
        schema: schema::<AnswerEmergency>(),
        ids: &["emergency"],
        right: json!({
            "emergency": SOME_ID,
            "verdict": "questioned",
            "note": "Ich war den ganzen Tag zu erreichen.",
        }),
        check: |value, _, _| {
            read(value, |call: AnswerEmergency| {
                call.check().err().unwrap_or_default()
            })
        },
        complete: None,
        edit: None,
    }
}

fn inquiry() -> Form {
    Form {
        name: "inquiry",
        command: "send_inquiry",
        within: "draft",
        at: "",
        schema: schema::<InquiryDraft>(),
        ids: &[],
        right: json!({
            "family_name": "Haddad",
            "given_name": "Layla",
            "born": {"precision": "day", "on": "1990-05-17"},
            "reason": "Sitzt bei uns und spricht von einer Beratung.",
            "is_agreed": true,
        }),
        check: |value, day, _| {
            read(value, |draft: InquiryDraft| {
                draft.check(day).err().unwrap_or_default()
            })
        },
        complete: None,
        edit: None,
    }
}

fn inquiry_answered() -> Form {
    Form {
        name: "answer to an inquiry",
        command: "answer_inquiry",
        within: "",
        at: "",
        schema: schema::<AnswerInquiry>(),
        ids: &["person"],
        right: json!({
            "person": SOME_ID,
            "answer": "known",
            "note": "Bitte morgen vor zehn anrufen.",
        }),
        check: |value, _, _| {
            read(value, |call: AnswerInquiry| {
                call.check().err().unwrap_or_default()
            })
        },
        complete: None,
        edit: None,
    }
}

fn link() -> Form {
    Form {
        name: "link of two persons",
        command: "link_persons",
        within: "",
        at: "",
        schema: schema::<LinkPersons>(),
        ids: &["link", "other"],
        right: json!({"link": SOME_ID, "other": SOME_ID, "reason": "gleiche Anschrift"}),
        check: |value, _, _| {
            read(value, |call: LinkPersons| {
                call.check().err().unwrap_or_default()
            })
        },
        complete: None,
        edit: None,
    }
}

fn unlink() -> Form {
    Form {
        name: "link taken back",
        command: "unlink_persons",
        within: "",
        at: "",
        schema: schema::<UnlinkPersons>(),
        ids: &["link"],
        right: json!({"link": SOME_ID, "reason": "Zwillingsbruder"}),
        check: |value, _, _| {
            read(value, |call: UnlinkPersons| {
                call.check().err().unwrap_or_default()
            })
        },
        complete: None,
        edit: None,
    }
}

fn told_apart() -> Form {
    Form {
        name: "two persons told apart",
        command: "tell_persons_apart",
        within: "",
        at: "",
        schema: schema::<TellPersonsApart>(),
        ids: &["other"],
        right: json!({"other": SOME_ID, "reason": "Vettern mit demselben Namen"}),
        check: |value, _, _| {
            read(value, |call: TellPersonsApart| {
                call.check().err().unwrap_or_default()
            })
        },
        complete: None,
        edit: None,
    }
}

fn held(name: &'static str, right: Value) -> Form {
    Form {
        name,
        command: "settle_held",
        within: "answer",
        at: "answer.",
        schema: schema::<HeldAnswer>(),
        ids: &[],
        right,
        check: |value, _, _| {
            let command = json!({"held": SOME_ID, "answer": value});
            read(command, |call: SettleHeld| {
                call.check().err().unwrap_or_default()
            })
        },
        complete: None,
        edit: None,
    }
}

fn message() -> Form {
    Form {
        name: "message",
        command: "receive_message",
        within: "draft",
        at: "",
        schema: schema::<MessageDraft>(),
        ids: &[],
        right: json!({
            "topic": "barrier",
            "text": "Der Knopf ist ohne Maus nicht zu erreichen.",
            "place": "Kontaktzettel",
            "reply_to": "m.beispiel@example.org"
        }),
        check: |value, _, _| {
            read(value, |form: MessageDraft| {
                form.check().err().unwrap_or_default()
            })
        },
        complete: None,
        edit: None,
    }
}

fn erasure_asked() -> Form {
    Form {
        name: "request to erase",
        command: "ask_erasure",
        within: "",
        at: "",
        schema: schema::<AskErasure>(),
        ids: &["erasure"],
        right: json!({"erasure": SOME_ID, "reason": "recorded_in_error", "remark": "zweiter Eintrag"}),
        check: |value, _, _| {
            read(value, |call: AskErasure| {
                call.check().err().unwrap_or_default()
            })
        },
        complete: None,
        edit: None,
    }
}

fn erasure_declined() -> Form {
    Form {
        name: "request to erase declined",
        command: "decline_erasure",
        within: "",
        at: "",
        schema: schema::<DeclineErasure>(),
        ids: &["erasure"],
        right: json!({"erasure": SOME_ID, "reason": "Die Frist läuft noch"}),
        check: |value, _, _| {
            read(value, |call: DeclineErasure| {
                call.check().err().unwrap_or_default()
            })
        },
        complete: None,
        edit: None,
    }
}

fn message_answered() -> Form {
    Form {
        name: "answer to a message",
        command: "answer_message",
        within: "",
        at: "",
        schema: schema::<AnswerMessage>(),
        ids: &[],
        right: json!({"note": "Angerufen, behoben."}),
        check: |value, _, _| {
            read(value, |call: AnswerMessage| {
                call.check().err().unwrap_or_default()
            })
        },
        complete: None,
        edit: None,
    }
}
