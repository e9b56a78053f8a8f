//! Who a person is, on the form: names as in the document, as spoken and in the original script; birth and origin;
//! languages.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use shared::kernel::{Code, FieldProblem};
use shared::person::{LanguageSkill, PersonDraft};
use yew::prelude::*;

use super::form::{PersonFormProps, control_id, group};
use crate::forms::fields::{Line, OneFound, OneListed, When};
use crate::forms::{OnChange, set};
use crate::intake::choices::{FormLists, code, code_value, label_of, yes_no};
use crate::t;
use crate::ui::{Button, ButtonKind, Checkbox, ChipsOne, Choice, Combobox, Field};

/// Names as in the document, as spoken and in the original script.
pub(super) fn names(props: &PersonFormProps) -> Html {
    let draft = &props.draft;
    let line = |path, value: &String, take| props.field(path, value.clone(), take);
    group(
        "person-section-names",
        html! {
            <>
                <Line<PersonDraft>
                    hint="person-spoken_name-hint"
                    ..line("spoken_name", &draft.spoken_name, |person, text| person.spoken_name = text)
                />
                <div class="fields">
                    <Line<PersonDraft>
                        hint="person-given_name-hint"
                        ..line("given_name", &draft.given_name, |person, text| person.given_name = text)
                    />
                    <Line<PersonDraft>
                        hint="person-family_name-hint"
                        ..line("family_name", &draft.family_name, |person, text| person.family_name = text)
                    />
                </div>
                <div class="fields">
                    <Line<PersonDraft>
                        hint="person-original_script-hint"
                        ..line("original_script", &draft.original_script, |person, text| person.original_script = text)
                    />
                    <OneListed<PersonDraft>
                        choices={Rc::clone(&props.lists.document_kinds)}
                        ..props.field("document_kind", draft.document_kind.as_ref().map(code_value), |person, value| person.document_kind = code(value))
                    />
                </div>
                <div class="fields">
                    <Line<PersonDraft> ..line("birth_name", &draft.birth_name, |person, text| person.birth_name = text) />
                    <Line<PersonDraft> ..line("called", &draft.called, |person, text| person.called = text) />
                </div>
                <Line<PersonDraft>
                    hint="person-other_spellings-hint"
                    ..line("other_spellings", &draft.other_spellings, |person, text| person.other_spellings = text)
                />
            </>
        },
    )
}

/// Birth and origin.
pub(super) fn origin(props: &PersonFormProps) -> Html {
    let draft = &props.draft;
    group(
        "person-section-birth",
        html! {
            <>
                <When<PersonDraft>
                    is_required=true
                    may_be_set_by_authority=true
                    ..props.field("born", draft.born, |person, date| person.born = date)
                />
                <div class="fields">
                    <OneFound<PersonDraft>
                        choices={Rc::clone(&props.lists.states)}
                        ..props.field("birth_country", draft.birth_country.as_ref().map(code_value), |person, value| person.birth_country = code(value))
                    />
                    <OneListed<PersonDraft>
                        choices={Rc::clone(&props.lists.sexes)}
                        ..props.field("sex", draft.sex.as_ref().map(code_value), |person, value| person.sex = code(value))
                    />
                </div>
                <Nationalities
                    codes={draft.nationalities.clone()}
                    problems={props.at("nationalities")}
                    states={Rc::clone(&props.lists.states)}
                    on_change={props.on_change.clone()}
                />
            </>
        },
    )
}

#[derive(Debug, PartialEq, Properties)]
struct NationalitiesProps {
    codes: BTreeSet<Code>,
    problems: Vec<FieldProblem>,
    states: Rc<[Choice]>,
    on_change: OnChange<PersonDraft>,
}

/// The nationalities that were picked, and one more.
#[function_component]
fn Nationalities(props: &NationalitiesProps) -> Html {
    let add = set(
        &props.on_change,
        |person: &mut PersonDraft, value: Option<AttrValue>| {
            person.nationalities.extend(code(value));
        },
    );
    html! {
        <Field
            id={control_id("nationalities")}
            label={t!("person-nationalities")}
            hint={t!("person-nationalities-hint")}
            problems={props.problems.clone()}
        >
            <Combobox
                key={props.codes.len().to_string()}
                id={control_id("nationalities")}
                choices={Rc::clone(&props.states)}
                placeholder={t!("person-nationalities-add")}
                on_choose={add}
            />
            { picked(&props.codes, &props.states, "person-nationalities-remove", &props.on_change, |person, code| { person.nationalities.remove(code); }) }
        </Field>
    }
}

/// What was picked, each with a button that takes it away.
fn picked(
    codes: &BTreeSet<Code>,
    choices: &Rc<[Choice]>,
    remove_key: &'static str,
    on_change: &OnChange<PersonDraft>,
    remove: fn(&mut PersonDraft, &Code),
) -> Html {
    html! {
        <ul class="picked" hidden={codes.is_empty()}>
            { for codes.iter().map(|code| {
                let name = label_of(choices, code);
                let take = set(on_change, move |person: &mut PersonDraft, code: Code| remove(person, &code));
                let gone = code.clone();
                html! {
                    <li key={code.to_string()} class="picked__one">
                        <span>{ name.clone() }</span>
                        <Button
                            kind={ButtonKind::Quiet}
                            class="button--square"
                            aria_label={t!(remove_key, name = name.to_string())}
                            on_press={take.reform(move |()| gone.clone())}
                        >
                            { "×" }
                        </Button>
                    </li>
                }
            }) }
        </ul>
    }
}

#[derive(Debug, PartialEq, Properties)]
pub(super) struct LanguagesProps {
    pub(super) languages: BTreeMap<Code, LanguageSkill>,
    pub(super) needs_interpreter: Option<bool>,
    pub(super) problems: Vec<FieldProblem>,
    pub(super) lists: Rc<FormLists>,
    pub(super) on_change: OnChange<PersonDraft>,
}

/// What the person speaks, and whether somebody has to speak for them.
#[function_component]
pub(super) fn Languages(props: &LanguagesProps) -> Html {
    let add = set(
        &props.on_change,
        |person: &mut PersonDraft, value: Option<AttrValue>| {
            if let Some(language) = code(value) {
                let is_first = person.languages.is_empty();
                person.languages.entry(language).or_insert(LanguageSkill {
                    reads: None,
                    is_first,
                });
            }
        },
    );
    group(
        "person-section-language",
        html! {
            <>
                <Field id={control_id("languages")} label={t!("person-languages")} problems={props.problems.clone()} is_required=true>
                    <Combobox
                        key={props.languages.len().to_string()}
                        id={control_id("languages")}
                        choices={Rc::clone(&props.lists.languages)}
                        placeholder={t!("person-languages-add")}
                        on_choose={add}
                        is_wrong={!props.problems.is_empty()}
                    />
                </Field>
                <ul class="languages" hidden={props.languages.is_empty()}>
                    { for props.languages.iter().map(|(language, skill)| {
                        let name = label_of(&props.lists.languages, language);
                        let (reading, first, gone) = (language.clone(), language.clone(), language.clone());
                        html! {
                            <li key={language.to_string()} class="languages__one">
                                <strong class="languages__name">{ name.clone() }</strong>
                                <Checkbox
                                    id={format!("person-languages-{language}-first")}
                                    label={t!("person-languages-first")}
                                    is_checked={skill.is_first}
                                    on_change={set(&props.on_change, move |person: &mut PersonDraft, is_first| {
                                        if let Some(skill) = person.languages.get_mut(&first) {
                                            skill.is_first = is_first;
                                        }
                                    })}
                                />
                                <ChipsOne
                                    id={format!("person-languages-{language}-reads")}
                                    label={t!("person-languages-reads", name = name.to_string())}
                                    choices={yes_no::choices()}
                                    value={yes_no::value(skill.reads)}
                                    on_choose={set(&props.on_change, move |person: &mut PersonDraft, value: AttrValue| {
                                        if let Some(skill) = person.languages.get_mut(&reading) {
                                            skill.reads = yes_no::answer(&value);
                                        }
                                    })}
                                />
                                <Button
                                    kind={ButtonKind::Quiet}
                                    class="button--square"
                                    aria_label={t!("person-languages-remove", name = name.to_string())}
                                    on_press={set(&props.on_change, move |person: &mut PersonDraft, ()| { person.languages.remove(&gone); })}
                                >
                                    { "×" }
                                </Button>
                            </li>
                        }
                    }) }
                </ul>
                <ChipsOne
                    id={control_id("needs_interpreter")}
                    label={t!("person-needs_interpreter")}
                    choices={yes_no::choices()}
                    value={yes_no::value(props.needs_interpreter)}
                    on_choose={set(&props.on_change, |person: &mut PersonDraft, value: AttrValue| person.needs_interpreter = yes_no::answer(&value))}
                />
            </>
        },
    )
}
