//! The person's part of the form, made of three: who they are (`identity`), where they live and how they are reached
//! (`living`), with whom (`household`). Values in, events out.

use std::collections::BTreeMap;
use std::rc::Rc;

use shared::kernel::{Day, FieldProblem, FieldProblems};
use shared::person::PersonDraft;
use yew::prelude::*;

use super::household::Household;
use super::identity::{Languages, names, origin};
use super::living::{arrival, housing, reach};
use super::place::Place;
use crate::forms::OnChange;
use crate::forms::fields::{FieldProps, Fields};
use crate::intake::choices::FormLists;
use crate::t;

/// Properties of [`PersonForm`].
#[derive(Debug, PartialEq, Properties)]
pub struct PersonFormProps {
    /// The person as typed.
    pub draft: PersonDraft,
    /// The problems to show, by the paths of the draft.
    pub problems: FieldProblems,
    /// What can be chosen.
    pub lists: Rc<FormLists>,
    /// What the address says about the district.
    pub place: Place,
    /// What an address that was changed leads to, said below it.
    #[prop_or_default]
    pub moved: Html,
    /// Dates as typed that cannot be read, by the paths of the draft.
    #[prop_or_default]
    pub unread: BTreeMap<String, String>,
    /// A date cannot be read, by its path; empty as soon as it can.
    #[prop_or_default]
    pub on_unread: Option<Callback<(String, String)>>,
    /// Today.
    pub today: Day,
    /// Every change.
    pub on_change: OnChange<PersonDraft>,
    /// A field was left, by its path.
    pub on_leave: Callback<String>,
}

/// The id of the control of a field, by its path in the draft.
#[must_use]
pub fn control_id(path: &str) -> String {
    // Which Stadtteil it is, is asked below the place, whose field says what is wrong with either.
    let path = if path == "address.locality" {
        "address.place"
    } else {
        path
    };
    format!("person-{}", path.replace(['.', '_'], "-"))
}

/// The key of the label of a field, by its path in the draft.
#[must_use]
pub fn label_key(path: &str) -> String {
    let mut names = path.split('.');
    let first = names.next().unwrap_or_default();
    let last = path.rsplit('.').next().unwrap_or_default();
    match (first, last) {
        ("", _) => "field-whole".to_owned(),
        ("household" | "address" | "contact", last) if first == last => {
            format!("person-section-{first}")
        }
        ("household", _) if path.split('.').nth(2).is_none() => {
            "person-household-member".to_owned()
        }
        ("household", _) => {
            let field = path.split('.').nth(2).unwrap_or_default();
            format!("person-household-{field}")
        }
        ("languages", _) => "person-languages".to_owned(),
        ("address", "locality") => "person-locality-which".to_owned(),
        ("contact", "hint") => "person-contact-hint".to_owned(),
        ("address", "is_locked") => "person-locked".to_owned(),
        ("born", _) => "person-born-label".to_owned(),
        (_, field) => format!("person-{field}"),
    }
}

impl Fields for PersonDraft {
    fn control_id(path: &str) -> String {
        control_id(path)
    }

    fn label_key(path: &str) -> String {
        label_key(path)
    }
}

/// The whole part. The groups are drawn with it; each field only when what it shows has changed.
#[function_component]
pub fn PersonForm(props: &PersonFormProps) -> Html {
    let draft = &props.draft;
    html! {
        <div class="form">
            { names(props) }
            { origin(props) }
            <Languages
                languages={draft.languages.clone()}
                needs_interpreter={draft.needs_interpreter}
                problems={props.at("languages")}
                lists={Rc::clone(&props.lists)}
                on_change={props.on_change.clone()}
            />
            { arrival(props) }
            { housing(props) }
            { reach(props) }
            <Household
                household={draft.household.clone()}
                problems={props.problems.clone()}
                lists={Rc::clone(&props.lists)}
                today={props.today}
                on_change={props.on_change.clone()}
                on_leave={props.on_leave.clone()}
            />
        </div>
    }
}

impl PersonFormProps {
    pub(super) fn at(&self, path: &str) -> Vec<FieldProblem> {
        self.problems.of(path).to_vec()
    }

    /// What a field of the person shows, and how the person takes it.
    pub(super) fn field<V: PartialEq>(
        &self,
        path: &'static str,
        value: V,
        take: fn(&mut PersonDraft, V),
    ) -> FieldProps<PersonDraft, V> {
        FieldProps {
            today: Some(self.today),
            unread: self
                .unread
                .get(path)
                .map_or_else(AttrValue::default, |text| AttrValue::from(text.clone())),
            on_unread: self.on_unread.clone(),
            ..FieldProps::new(
                path,
                value,
                self.at(path),
                take,
                (&self.on_change, &self.on_leave),
            )
        }
    }
}

/// A group of fields with its heading.
pub(super) fn group(title: &str, fields: Html) -> Html {
    html! {
        <fieldset class="form__group">
            <legend class="form__legend">{ t!(title) }</legend>
            <>{ fields }</>
        </fieldset>
    }
}
