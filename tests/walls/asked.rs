//! What everybody asks of each call: with the ids of every scene, with one that was never used, and by name.

use harness::written::{Scene, nobody, scan};
use serde_json::{Value, json};

/// Calls that have nothing about a person in question or answer, and why nothing is asked with ids.
const NOT_ABOUT_PEOPLE: [(&str, &str); 46] = [
    ("SignIn", "says who signs in"),
    ("GiveFactor", "says who signs in"),
    ("SignOut", "would end the walk"),
    ("ActIn", "would end the walk"),
    ("Confirm", "own account"),
    ("ChangePassword", "own account"),
    ("ListSessions", "own account"),
    ("EndSession", "would end the walk"),
    ("EndOtherSessions", "would end the walk"),
    ("ReadFactors", "own account"),
    ("BeginTotp", "own account"),
    ("FinishTotp", "own account"),
    ("RemoveTotp", "own account"),
    ("BeginPasskey", "own account"),
    ("FinishPasskey", "own account"),
    ("RemovePasskey", "own account"),
    ("AskPasskey", "own account"),
    ("NewRecoveryCodes", "own account"),
    ("ReadProvider", "the town's sign-in service"),
    ("BeginProvider", "the town's sign-in service"),
    ("ReadProviderLink", "own account"),
    ("LinkProvider", "own account"),
    ("UnlinkProvider", "own account"),
    ("WhoAmI", "own account"),
    ("SetUp", "the first account"),
    ("ReadInvitation", "whose account a code is for"),
    ("AcceptInvitation", "whose account a code is for"),
    ("ListAccounts", "accounts of those who work here"),
    ("InviteAccount", "accounts of those who work here"),
    ("InviteAgain", "accounts of those who work here"),
    ("GrantRole", "accounts of those who work here"),
    ("EndRole", "accounts of those who work here"),
    ("CloseAccount", "accounts of those who work here"),
    ("OpenAccount", "accounts of those who work here"),
    ("UnlinkAccount", "accounts of those who work here"),
    ("LoseDevice", "accounts of those who work here"),
    ("ListAccountEvents", "accounts of those who work here"),
    ("ListReaders", "accounts of those who work here"),
    ("EnrolDevice", "own device"),
    ("OpenDevice", "own device"),
    ("AskDevice", "whether a device is lost"),
    (
        "HandIn",
        "answers without content; the server's own tests ask it",
    ),
    ("ReadReports", "numbers that can name nobody"),
    ("ReadOrganisation", "districts, posts and offices"),
    ("ReadOrganisationStanding", "districts, posts and offices"),
    ("SendMessage", "takes, and shows nothing"),
];

/// What is asked of a call; `None` if it has nothing about a person.
///
/// # Panics
/// If nobody said yet how a call is asked: a new one is named above with its reason, or asked below.
pub(crate) fn questions(call: &str, scenes: &[Scene]) -> Option<Vec<Asked>> {
    let all = |of: &dyn Fn(&Scene) -> Option<Value>| -> Vec<Asked> {
        scenes
            .iter()
            .filter_map(|scene| {
                Some(Asked {
                    about: Some(scene.name),
                    question: of(scene)?,
                })
            })
            .collect()
    };
    let nothing = || {
        vec![Asked {
            about: None,
            question: json!({}),
        }]
    };
    let unknown = |question: Value| Asked {
        about: None,
        question,
    };
    Some(match call {
        "Pool" | "ReadBody" | "Worklist" | "AllCases" | "ReadDeputised" | "ReadHandedOver"
        | "ListHeld" | "ReadExceptions" | "ReadOpenIntakes" | "ReadDoubleNotices"
        | "ListMessages" | "ReadEmergencies" | "ReviewEmergencies" | "ReadInquiries"
        | "ListErasures" => nothing(),
        "ReadErasure" => {
            let mut asked = all(&|scene| Some(json!({"person": scene.person})));
            asked.extend(all(&|scene| Some(json!({"case": scene.case?}))));
            asked.extend(["person", "case"].map(|name| unknown(json!({name: nobody()}))));
            asked
        }
        "ReadChanges" => {
            let mut asked = all(&|scene| Some(json!({"person": scene.person})));
            asked.extend(all(&|scene| {
                Some(json!({"person": scene.person, "field": "contact.telephone"}))
            }));
            asked.push(unknown(json!({"person": nobody()})));
            asked
        }
        "ReadSlips" => vec![unknown(json!({"days": 366}))],
        "ReadPerson" | "ReadPersonCard" | "ReadDoubles" | "ReadSlipsOf" | "ReadIntakes" => {
            let mut asked = all(&|scene| Some(json!({"person": scene.person})));
            asked.push(unknown(json!({"person": nobody()})));
            asked
        }
        "ReadAttachment" => {
            let attachment = scan().id;
            let mut asked =
                all(&|scene| Some(json!({"person": scene.person, "attachment": attachment})));
            asked.push(unknown(
                json!({"person": nobody(), "attachment": attachment}),
            ));
            asked
        }
        "ReadCase" | "ReadSight" | "ReadResponsibility" | "Propose" | "ReadWhoRead" => {
            let mut asked = all(&|scene| Some(json!({"case": scene.case?})));
            asked.push(unknown(json!({"case": nobody()})));
            asked
        }
        "ComparePersons" => {
            let mut asked = Vec::new();
            for one in scenes {
                for other in scenes.iter().filter(|other| other.person != one.person) {
                    asked.push(unknown(
                        json!({"person": one.person, "other": other.person}),
                    ));
                }
                asked.push(unknown(json!({"person": one.person, "other": nobody()})));
            }
            asked
        }
        "FindPersons" => {
            let mut asked = all(&|scene| Some(json!({"text": scene.search})));
            let given = |scene: &Scene| scene.search.split(' ').next().map(str::to_owned);
            asked.extend(all(&|scene| Some(json!({"text": given(scene)?}))));
            asked.extend(all(&|scene| Some(json!({"text": scene.born}))));
            asked.push(unknown(json!({"text": "17.05.1990"})));
            asked
        }
        // The logs answer to an id with what was done with it, to whoever may read them.
        "SearchReadings" | "ReadWritings" => logs(scenes).map(unknown).collect(),
        "ExportReadings" => logs(scenes)
            .map(|search| unknown(json!({"search": search, "lines": 5_000})))
            .collect(),
        "ListAnomalies" => vec![unknown(json!({"days": 31}))],
        "FindCases" => {
            let posts = ["caritas-1", "awo-1", "diakonie-1", "soziales-1", "ki-1"];
            let mut asked: Vec<_> = posts
                .iter()
                .map(|post| unknown(json!({"post": post, "number": ""})))
                .collect();
            asked.extend((1..400).step_by(40).map(|number| {
                unknown(json!({"post": null, "number": format!("LEV-2026-{number:04}")}))
            }));
            asked
        }
        "Pack" => {
            let cases: Vec<_> = scenes.iter().filter_map(|scene| scene.case).collect();
            vec![unknown(json!({"chosen": cases}))]
        }
        "OfferCommands" => offers(scenes),
        _ => {
            let is_named = NOT_ABOUT_PEOPLE.iter().any(|(name, _)| *name == call);
            assert!(
                is_named,
                "nobody said how {call} is asked (tests/walls/asked.rs)"
            );
            return None;
        }
    })
}

/// Searches in the logs: about everybody, each one, and nobody.
fn logs(scenes: &[Scene]) -> impl Iterator<Item = Value> {
    let each = scenes.iter().map(|scene| scene.person.to_string());
    [String::new(), nobody().to_string()]
        .into_iter()
        .chain(each)
        .map(|whom| json!({"whom": whom}))
}

/// One question, and which scene it names, if it names one alone.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) about: Option<&'static str>,
    pub(crate) question: Value,
}

/// Offers that would make the server show something: what somebody else offered, once more; an edit that says that it saw
/// something else than there is.
fn offers(scenes: &[Scene]) -> Vec<Asked> {
    let mut asked = Vec::new();
    for scene in scenes {
        let mut one = |group: Value| {
            asked.push(Asked {
                about: Some(scene.name),
                question: json!({"groups": [[group]]}),
            });
        };
        for envelope in &scene.envelopes {
            one(envelope.clone());
            // Under another id it is work of one's own. A case stays where the scene has put it.
            if envelope["command"]["do"] == "assign_case" {
                continue;
            }
            let mut own = envelope.clone();
            own["id"] = json!(nobody());
            one(own);
        }
        let mut edit = scene.envelopes[0].clone();
        edit["id"] = json!(nobody());
        edit["command"] = json!({"do": "edit_person", "with": {"edits": {
            "called": {"saw": "etwas anderes", "wrote": "noch etwas"},
            "address.street": {"saw": "etwas anderes", "wrote": "noch etwas"},
        }}});
        one(edit);
    }
    asked
}
