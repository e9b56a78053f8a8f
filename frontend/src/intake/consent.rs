//! Information sheet and consents: what was handed over and explained, in which language, and what the client
//! answered. Refused is an answer; the latest one counts. Values in, events out.

use std::rc::Rc;

use shared::consent::{ConsentAnswer, ConsentKind, RecordConsent, latest};
use shared::intake::IntakeDraft;
use shared::kernel::{Code, FieldProblems};
use yew::prelude::*;

use super::choices::{FormLists, code, code_value, label_of};
use super::form::control_id;
use crate::forms::{OnChange, set};
use crate::i18n;
use crate::platform;
use crate::t;
use crate::ui::{Badge, Button, ButtonKind, Checkbox, ComboboxField, SelectField, Tone};

/// An answer that was just given; the page adds id and day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The question.
    pub kind: ConsentKind,
    /// The answer.
    pub answer: ConsentAnswer,
    /// The version of the text.
    pub text_version: String,
    /// The language it was explained in.
    pub language: Code,
    /// How it was explained.
    pub explained: Code,
}

/// Properties of [`ConsentForm`].
#[derive(Debug, PartialEq, Properties)]
pub struct ConsentFormProps {
    /// The intake as typed.
    pub draft: IntakeDraft,
    /// The problems to show, by the paths of the draft.
    pub problems: FieldProblems,
    /// The answers so far, oldest first.
    pub consents: Rc<[RecordConsent]>,
    /// The language to begin with: the person's first.
    pub language: Option<Code>,
    /// Whether the address is protected: then nobody finds the person at the desk, whatever they agreed to.
    #[prop_or_default]
    pub is_protected: bool,
    /// What can be chosen.
    pub lists: Rc<FormLists>,
    /// Every change of the intake.
    pub on_change: OnChange<IntakeDraft>,
    /// An answer was given.
    pub on_answer: Callback<Answered>,
}

/// Sheet, language, way of explaining, and the two questions.
#[function_component]
pub fn ConsentForm(props: &ConsentFormProps) -> Html {
    let chosen_language = use_state_eq(|| None::<Code>);
    let explained = use_state_eq(|| None::<Code>);
    let revoking = use_state_eq(|| None::<ConsentKind>);
    let language = (*chosen_language)
        .clone()
        .or_else(|| props.draft.information_language.clone())
        .or_else(|| props.language.clone());
    let sheet = props.lists.information.clone();
    let on_sheet = {
        let (sheet, language) = (sheet.value.to_string(), language.clone());
        set(
            &props.on_change,
            move |intake: &mut IntakeDraft, is_given: bool| {
                if is_given {
                    intake.information_sheet = sheet.clone();
                    intake.information_language = intake
                        .information_language
                        .take()
                        .or_else(|| language.clone());
                } else {
                    intake.information_sheet = String::new();
                }
            },
        )
    };
    let on_language = {
        let chosen_language = chosen_language.clone();
        Callback::from(move |value: Option<AttrValue>| chosen_language.set(code(value)))
    };
    let on_explained = {
        let explained = explained.clone();
        Callback::from(move |value: Option<AttrValue>| explained.set(code(value)))
    };
    let is_ready = language.is_some() && explained.is_some();
    let answer = |kind: ConsentKind, answer: ConsentAnswer| {
        let (language, explained) = (language.clone(), (*explained).clone());
        let (on_answer, version) = (
            props.on_answer.clone(),
            props.lists.consent.value.to_string(),
        );
        Callback::from(move |()| {
            if let (Some(language), Some(explained)) = (language.clone(), explained.clone()) {
                on_answer.emit(Answered {
                    kind,
                    answer,
                    text_version: version.clone(),
                    language,
                    explained,
                });
            }
        })
    };
    html! {
        <div class="form">
            <Checkbox
                id={control_id("information_sheet")}
                label={t!("intake-information-given", sheet = sheet.label.to_string())}
                is_checked={!props.draft.information_sheet.is_empty()}
                problems={props.problems.of("information_sheet").to_vec()}
                on_change={on_sheet}
            />
            <ComboboxField
                id={control_id("information_language")}
                label={t!("intake-information-language")}
                choices={Rc::clone(&props.lists.languages)}
                value={props.draft.information_language.as_ref().map(code_value)}
                problems={props.problems.of("information_language").to_vec()}
                on_choose={set(&props.on_change, |intake: &mut IntakeDraft, value| intake.information_language = code(value))}
            />
            <div class="fields">
                <ComboboxField
                    id="consent-language"
                    label={t!("intake-consent-language")}
                    choices={Rc::clone(&props.lists.languages)}
                    value={language.as_ref().map(code_value)}
                    on_choose={on_language}
                    is_required=true
                />
                <SelectField
                    id="consent-explained"
                    label={t!("intake-consent-explained")}
                    choices={Rc::clone(&props.lists.explained)}
                    value={explained.as_ref().map(code_value)}
                    on_choose={on_explained}
                    is_required=true
                />
            </div>
            <p class="muted" id="intake-consents" tabindex="-1">
                { props.lists.consent.label.clone() }
                { if is_ready { AttrValue::default() } else { AttrValue::from(format!(" · {}", t!("intake-consent-first"))) } }
            </p>
            { for ConsentKind::AT_INTAKE.into_iter().map(|kind| {
                let name: &'static str = kind.into();
                let given = latest(props.consents.iter(), kind);
                let (tone, said) = match given {
                    None => (Tone::Neutral, t!("intake-consent-open")),
                    Some(given) => {
                        let answer: &'static str = given.answer.into();
                        let tone = if given.answer == ConsentAnswer::Given { Tone::Success } else { Tone::Warning };
                        let said = t!(
                            "intake-consent-answered",
                            answer = t!(format!("consent-answer-{answer}")).to_string(),
                            day = i18n::day(given.answered_on).to_string(),
                            language = label_of(&props.lists.languages, &given.language).to_string()
                        );
                        (tone, said)
                    }
                };
                let is_given = given.is_some_and(|given| given.answer == ConsentAnswer::Given);
                // What was given is taken back in two steps, and in the words in which it was explained when it was given.
                let is_asked = is_given && *revoking == Some(kind);
                let ask = {
                    let revoking = revoking.clone();
                    Callback::from(move |()| {
                        revoking.set(Some(kind));
                        platform::focus_soon(&format!("consent-{name}-revoke"));
                    })
                };
                let leave = {
                    let revoking = revoking.clone();
                    Callback::from(move |()| {
                        revoking.set(None);
                        platform::focus_soon(&format!("consent-{name}-refused"));
                    })
                };
                let revoke = {
                    let (revoking, on_answer, given) = (revoking.clone(), props.on_answer.clone(), given.cloned());
                    let version = props.lists.consent.value.to_string();
                    Callback::from(move |()| {
                        revoking.set(None);
                        if let Some(given) = given.clone() {
                            on_answer.emit(Answered {
                                kind,
                                answer: ConsentAnswer::Revoked,
                                text_version: version.clone(),
                                language: given.language,
                                explained: given.explained,
                            });
                        }
                        platform::focus_soon(&format!("consent-{name}"));
                    })
                };
                html! {
                    <section key={name} class="consent" aria-labelledby={format!("consent-{name}")}>
                        <h3 id={format!("consent-{name}")} tabindex="-1" class="consent__title">{ t!(format!("consent-{name}")) }</h3>
                        <p>{ t!(format!("intake-consent-{name}-text")) }</p>
                        <p hidden={!props.is_protected || kind != ConsentKind::FoundAtDesk}>
                            <strong>{ t!("intake-consent-protected") }</strong>
                        </p>
                        <p role="status"><Badge {tone} is_checked={is_given}>{ said }</Badge></p>
                        <div class="consent__answers">
                            <Button
                                id={format!("consent-{name}-given")}
                                on_press={answer(kind, ConsentAnswer::Given)}
                                is_disabled={!is_ready || is_given}
                                aria_label={AttrValue::from(format!("{}: {}", t!(format!("consent-{name}")), t!("intake-consent-give")))}
                            >
                                { t!("intake-consent-give") }
                            </Button>
                            <Button
                                id={format!("consent-{name}-refused")}
                                on_press={if is_given { ask } else { answer(kind, ConsentAnswer::Refused) }}
                                is_expanded={is_given.then_some(is_asked)}
                                is_disabled={!is_given && (!is_ready || given.is_some())}
                                aria_label={AttrValue::from(format!("{}: {}", t!(format!("consent-{name}")), t!(if is_given { "intake-consent-revoke" } else { "intake-consent-refuse" })))}
                            >
                                { t!(if is_given { "intake-consent-revoke" } else { "intake-consent-refuse" }) }
                            </Button>
                        </div>
                        <div class="stack" hidden={!is_asked}>
                            <p>{ t!("intake-consent-revoke-sure") }</p>
                            <div class="row">
                                <Button id={format!("consent-{name}-revoke")} kind={ButtonKind::Danger} on_press={revoke}>{ t!("intake-consent-revoke-yes") }</Button>
                                <Button kind={ButtonKind::Quiet} on_press={leave}>{ t!("intake-consent-revoke-no") }</Button>
                            </div>
                        </div>
                    </section>
                }
            }) }
        </div>
    }
}
