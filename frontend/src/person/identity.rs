//! Who a person is, on the form: names as in the document, as spoken and in the original script; birth and origin;
//! languages.

use std::rc::Rc;

use shared::kernel::Code;
use shared::person::{LanguageSkill, PersonDraft};
use yew::prelude::*;

use super::form::{PersonFormProps, control_id, group, line, line_of};
use crate::forms::{OnChange, set};
use crate::intake::choices::{code, code_value, label_of, yes_no};
use crate::t;
use crate::ui::{
    Button, ButtonKind, Checkbox, ChipsOne, Combobox, ComboboxField, DateField, Field, InputKind,
    SelectField,
};

#[function_component]
pub(super) fn Names(props: &PersonFormProps) -> Html {
    let draft = &props.draft;
    group(
        "person-section-names",
        html! {
            <>
                { line_of(props, "spoken_name", &draft.spoken_name, "person-spoken_name-hint", InputKind::Text, |person, text| person.spoken_name = text) }
                <div class="fields">
                    { line_of(props, "given_name", &draft.given_name, "person-given_name-hint", InputKind::Text, |person, text| person.given_name = text) }
                    { line_of(props, "family_name", &draft.family_name, "person-family_name-hint", InputKind::Text, |person, text| person.family_name = text) }
                </div>
                <div class="fields">
                    { line_of(props, "original_script", &draft.original_script, "person-original_script-hint", InputKind::Text, |person, text| person.original_script = text) }
                    <SelectField
                        id={control_id("document_kind")}
                        label={t!("person-document_kind")}
                        choices={Rc::clone(&props.lists.document_kinds)}
                        value={draft.document_kind.as_ref().map(code_value)}
                        problems={props.at("document_kind")}
                        on_choose={set(&props.on_change, |person: &mut PersonDraft, value| person.document_kind = code(value))}
                    />
                </div>
                <div class="fields">
                    { line(props, "birth_name", &draft.birth_name, |person, text| person.birth_name = text) }
                    { line(props, "called", &draft.called, |person, text| person.called = text) }
                </div>
                { line_of(props, "other_spellings", &draft.other_spellings, "person-other_spellings-hint", InputKind::Text, |person, text| person.other_spellings = text) }
            </>
        },
    )
}

#[function_component]
pub(super) fn Origin(props: &PersonFormProps) -> Html {
    let draft = &props.draft;
    let add = set(
        &props.on_change,
        |person: &mut PersonDraft, value: Option<AttrValue>| {
            person.nationalities.extend(code(value));
        },
    );
    group(
        "person-section-birth",
        html! {
            <>
                <DateField
                    id={control_id("born")}
                    label={t!("person-born-label")}
                    value={draft.born}
                    today={props.today}
                    problems={props.at("born")}
                    is_required=true
                    on_change={props.date("born", |person, date| person.born = date)}
                    may_be_set_by_authority=true
                />
                <div class="fields">
                    <ComboboxField
                        id={control_id("birth_country")}
                        label={t!("person-birth_country")}
                        choices={Rc::clone(&props.lists.states)}
                        value={draft.birth_country.as_ref().map(code_value)}
                        problems={props.at("birth_country")}
                        on_choose={set(&props.on_change, |person: &mut PersonDraft, value| person.birth_country = code(value))}
                    />
                    <SelectField
                        id={control_id("sex")}
                        label={t!("person-sex")}
                        choices={Rc::clone(&props.lists.sexes)}
                        value={draft.sex.as_ref().map(code_value)}
                        problems={props.at("sex")}
                        on_choose={set(&props.on_change, |person: &mut PersonDraft, value| person.sex = code(value))}
                    />
                </div>
                <Field
                    id={control_id("nationalities")}
                    label={t!("person-nationalities")}
                    hint={t!("person-nationalities-hint")}
                    problems={props.at("nationalities")}
                >
                    <Combobox
                        key={draft.nationalities.len().to_string()}
                        id={control_id("nationalities")}
                        choices={Rc::clone(&props.lists.states)}
                        placeholder={t!("person-nationalities-add")}
                        on_choose={add}
                    />
                    { picked(&draft.nationalities.iter().cloned().collect::<Vec<_>>(), &props.lists.states, "person-nationalities-remove", &props.on_change, |person, code| { person.nationalities.remove(code); }) }
                </Field>
            </>
        },
    )
}

/// What was picked, each with a button that takes it away.
fn picked(
    codes: &[Code],
    choices: &Rc<[crate::ui::Choice]>,
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

#[function_component]
pub(super) fn Languages(props: &PersonFormProps) -> Html {
    let draft = &props.draft;
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
                <Field id={control_id("languages")} label={t!("person-languages")} problems={props.at("languages")} is_required=true>
                    <Combobox
                        key={draft.languages.len().to_string()}
                        id={control_id("languages")}
                        choices={Rc::clone(&props.lists.languages)}
                        placeholder={t!("person-languages-add")}
                        on_choose={add}
                        is_wrong={!props.at("languages").is_empty()}
                    />
                </Field>
                <ul class="languages" hidden={draft.languages.is_empty()}>
                    { for draft.languages.iter().map(|(language, skill)| {
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
                    value={yes_no::value(draft.needs_interpreter)}
                    on_choose={set(&props.on_change, |person: &mut PersonDraft, value: AttrValue| person.needs_interpreter = yes_no::answer(&value))}
                />
            </>
        },
    )
}
