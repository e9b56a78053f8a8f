//! The person's part of the form, made of three: who they are (`identity`), where they live and how they are reached
//! (`living`), with whom (`household`). Values in, events out.

use std::rc::Rc;

use shared::kernel::{Day, FieldProblem, FieldProblems, ImpreciseDate};
use shared::person::PersonDraft;
use yew::prelude::*;

use super::household::Household;
use super::identity::{Languages, Names, Origin};
use super::living::{Arrival, Housing, Reach};
use super::place::Place;
use crate::forms::{OnChange, set};
use crate::intake::choices::FormLists;
use crate::t;
use crate::ui::{InputKind, TextField};

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
        ("household", "household") => "person-section-household".to_owned(),
        ("household", field) => format!("person-household-{field}"),
        ("languages", _) => "person-languages".to_owned(),
        ("address", "locality") => "person-locality-which".to_owned(),
        ("contact", "hint") => "person-contact-hint".to_owned(),
        ("address", "is_locked") => "person-locked".to_owned(),
        ("born", _) => "person-born-label".to_owned(),
        (_, field) => format!("person-{field}"),
    }
}

/// The whole part.
#[function_component]
pub fn PersonForm(props: &PersonFormProps) -> Html {
    html! {
        <div class="form">
            <Names ..part_of(props) />
            <Origin ..part_of(props) />
            <Languages ..part_of(props) />
            <Arrival ..part_of(props) />
            <Housing ..part_of(props) />
            <Reach ..part_of(props) />
            <Household ..part_of(props) />
        </div>
    }
}

fn part_of(props: &PersonFormProps) -> PersonFormProps {
    PersonFormProps {
        draft: props.draft.clone(),
        problems: props.problems.clone(),
        lists: Rc::clone(&props.lists),
        place: props.place.clone(),
        moved: props.moved.clone(),
        today: props.today,
        on_change: props.on_change.clone(),
        on_leave: props.on_leave.clone(),
    }
}

impl PersonFormProps {
    pub(super) fn at(&self, path: &str) -> Vec<FieldProblem> {
        self.problems.of(path).to_vec()
    }

    pub(super) fn leave(&self, path: &'static str) -> Callback<()> {
        self.on_leave.reform(move |()| path.to_owned())
    }

    /// A date says what is wrong with it as soon as it can be read.
    pub(super) fn date(
        &self,
        path: &'static str,
        take: impl Fn(&mut PersonDraft, Option<ImpreciseDate>) + 'static,
    ) -> Callback<Option<ImpreciseDate>> {
        let (change, touch) = (set(&self.on_change, take), self.on_leave.clone());
        Callback::from(move |date| {
            change.emit(date);
            touch.emit(path.to_owned());
        })
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

/// A line of text of the draft.
pub(super) fn line(
    props: &PersonFormProps,
    path: &'static str,
    value: &str,
    take: impl Fn(&mut PersonDraft, String) + 'static,
) -> Html {
    line_of(props, path, value, "", InputKind::Text, take)
}

/// A line of text with its hint and keyboard.
pub(super) fn line_of(
    props: &PersonFormProps,
    path: &'static str,
    value: &str,
    hint: &str,
    kind: InputKind,
    take: impl Fn(&mut PersonDraft, String) + 'static,
) -> Html {
    let hint = if hint.is_empty() {
        AttrValue::default()
    } else {
        t!(hint)
    };
    html! {
        <TextField
            id={control_id(path)}
            label={t!(label_key(path))}
            {hint}
            {kind}
            value={value.to_owned()}
            problems={props.at(path)}
            on_input={set(&props.on_change, take)}
            on_leave={props.leave(path)}
        />
    }
}
