//! Whose work an entry of the outbox is. An entry names its subject by an id; people decide about people, so the page for
//! clearing says name and number, as far as this device or the server tells them to whoever works here.

use std::rc::Rc;

use shared::calls::Nothing;
use shared::case::CaseHead;
use shared::case::calls::AllCases;
use shared::device::Entry;
use shared::exchange::Subject;
use shared::kernel::{CaseId, PersonId};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::state::{use_offline, use_pack};
use crate::api;
use crate::signin::use_signin;
use crate::t;

/// The names that are known here.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Whose {
    heads: Vec<CaseHead>,
    /// Persons without a case, with the name that was typed here.
    persons: Vec<(PersonId, String)>,
}

impl Whose {
    /// Name and number of the person, or what of both is known; empty for a subject that is no person or not known.
    pub(super) fn of(&self, subject: &Subject) -> AttrValue {
        let Some(person) = subject.person() else {
            return AttrValue::default();
        };
        if let Some(head) = self.heads.iter().find(|head| head.person == person) {
            return words(head);
        }
        let known = self.persons.iter().find(|(known, _)| *known == person);
        known.map_or_else(AttrValue::default, |(_, name)| {
            AttrValue::from(name.clone())
        })
    }

    /// The same for everything in an entry, once for each.
    pub(super) fn of_entry(&self, entry: &Entry) -> AttrValue {
        let mut names: Vec<AttrValue> = Vec::new();
        for name in entry.subjects().map(|subject| self.of(subject)) {
            if !name.is_empty() && !names.contains(&name) {
                names.push(name);
            }
        }
        AttrValue::from(names.join(", "))
    }

    /// The same for a case.
    pub(super) fn of_case(&self, case: CaseId) -> AttrValue {
        let head = self.heads.iter().find(|head| head.case == case);
        head.map_or_else(|| t!("note-begun-elsewhere"), words)
    }
}

fn words(head: &CaseHead) -> AttrValue {
    let parts = [head.name.as_str(), head.number.as_str()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    AttrValue::from(parts.join(" · "))
}

/// The names, from the device at once and from the server where somebody with cases is signed in.
#[hook]
pub(super) fn use_whose() -> Whose {
    let offline = use_offline();
    let pack = use_pack();
    let signin = use_signin();
    let has_cases = signin
        .session()
        .is_some_and(|session| session.actor.post.is_some());
    let told = use_state_eq(|| Rc::new(Vec::<CaseHead>::new()));
    let packed = use_state_eq(|| Rc::new(Vec::<CaseHead>::new()));
    let persons = use_state_eq(|| Rc::new(Vec::<(PersonId, String)>::new()));
    {
        let told = told.setter();
        use_effect_with(has_cases, move |has_cases| {
            if *has_cases {
                spawn_local(async move {
                    if let Ok(answer) = api::send::<AllCases>(&Nothing {}).await {
                        told.set(Rc::new(answer.cases));
                    }
                });
            }
        });
    }
    {
        let (packed, persons) = (packed.setter(), persons.setter());
        let entries = offline.entries();
        use_effect_with((offline.revision, offline.place.clone()), move |_| {
            spawn_local(async move {
                let mut heads: Vec<CaseHead> = pack
                    .cases()
                    .await
                    .iter()
                    .map(|shown| shown.head.clone())
                    .collect();
                heads.extend(pack.worklist().await.cases);
                packed.set(Rc::new(heads));
                let mut named = Vec::new();
                for person in entries
                    .iter()
                    .flat_map(Entry::subjects)
                    .filter_map(Subject::person)
                {
                    if named.iter().any(|(known, _)| *known == person) {
                        continue;
                    }
                    if let Some(shown) = pack.person(person).await {
                        named.push((person, shown.draft.shown_name()));
                    }
                }
                persons.set(Rc::new(named));
            });
        });
    }
    Whose {
        heads: told.iter().chain(packed.iter()).cloned().collect(),
        persons: persons.to_vec(),
    }
}
