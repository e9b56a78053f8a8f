//! The target-group panel: the answer in one sentence with its reason, and what to do now as buttons. Live while the
//! form is typed, final once it was completed. Values in, events out.

use std::collections::BTreeSet;
use std::rc::Rc;

use shared::intake::eligibility::{
    Advice, Eligibility, EligibilityReason, EligibilityReasonCode, EligibilityResult,
};
use shared::intake::{DecideIntake, IntakeDecision};
use shared::kernel::text::typed_line;
use shared::kernel::{OfficeCode, ProblemCode};
use shared::person::naming::named_in;
use yew::prelude::*;

use super::sections::Lacks;
use crate::i18n;
use crate::platform;
use crate::t;
use crate::ui::{Badge, Button, ButtonKind, Choice, ComboboxField, Notice, TextField, Tone};

/// What is asked for before a decision is made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Asked {
    #[default]
    Nothing,
    Referral,
    Exception,
    Counselling,
}

/// What was decided on the panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    /// Admit.
    Admit,
    /// Refer to an office, with a reason.
    Refer(OfficeCode, String),
    /// Ask the coordinator for an exception, with a reason; and whether words in it that are also parts of the client's
    /// name are meant as words.
    AskException(String, bool),
    /// First counselling was enough, with a reason where the rule advises admission.
    Counselled(String),
}

/// What stands about an exception.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExceptionStands {
    /// The coordinator was asked.
    Asked {
        /// Why one would be right.
        reason: AttrValue,
    },
    /// The coordinator did not grant it.
    Refused {
        /// Why not.
        refusal: AttrValue,
    },
}

/// Which answer has to be asked for again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskAgain {
    /// The birth.
    Birth,
    /// The entry to Germany.
    Entry,
    /// Other case management.
    Other,
    /// The consent to case management.
    Consent,
}

/// Properties of [`TargetPanel`].
#[derive(Debug, PartialEq, Properties)]
pub struct TargetPanelProps {
    /// The answer of the rule, if the form says enough for one.
    pub eligibility: Option<Eligibility>,
    /// Whether it is the stored one.
    pub is_final: bool,
    /// What stands about an exception, if one was asked for.
    pub exception: Option<ExceptionStands>,
    /// What is missing or wrong before the form can be completed.
    pub lacks: Lacks,
    /// The fields that lack something are to be named.
    pub on_look: Callback<()>,
    /// Whether consent E1 was given.
    pub has_consent: bool,
    /// Whether a decision is under way.
    pub is_waiting: bool,
    /// The receiving offices.
    pub offices: Rc<[Choice]>,
    /// Whether the birth is known to the day; else the day of coming of age is the last that it can have been.
    pub is_born_exactly: bool,
    /// The parts of the client's name, of which the coordinator is shown none.
    pub names: Rc<BTreeSet<String>>,
    /// A decision was made.
    pub on_choose: Callback<Chosen>,
    /// An answer is to be asked for again.
    pub on_ask: Callback<AskAgain>,
}

/// The panel.
#[function_component]
pub fn TargetPanel(props: &TargetPanelProps) -> Html {
    let asked = use_state_eq(Asked::default);
    let reason = use_state_eq(String::new);
    let office = use_state_eq(|| None::<AttrValue>);
    // Whether somebody wanted to send a reason that names the client.
    let is_told = use_state_eq(|| false);
    let ask = |wanted: Asked| {
        let (asked, reason, before) = (asked.clone(), reason.clone(), *asked);
        let is_told = is_told.clone();
        Callback::from(move |()| {
            reason.set(String::new());
            is_told.set(false);
            asked.set(wanted);
            // Into what opens, and back to the button that opened it.
            platform::focus_soon(match (wanted, before) {
                (Asked::Referral, _) => "target-office",
                (Asked::Exception, _) => "target-exception-reason",
                (Asked::Counselling, _) => "target-counselled-reason",
                (Asked::Nothing, Asked::Exception) => "target-exception",
                (Asked::Nothing, Asked::Counselling) => "target-counselled",
                (Asked::Nothing, _) => "target-refer",
            });
        })
    };
    let choose = |chosen: Chosen| props.on_choose.reform(move |()| chosen.clone());
    let send_counselled = {
        let (reason, on_choose) = (reason.clone(), props.on_choose.clone());
        Callback::from(move |()| on_choose.emit(Chosen::Counselled(reason.trim().to_owned())))
    };
    let send_referral = {
        let (office, reason, on_choose) = (office.clone(), reason.clone(), props.on_choose.clone());
        Callback::from(move |()| {
            if let Some(office) = office.as_deref().and_then(|office| office.parse().ok()) {
                on_choose.emit(Chosen::Refer(office, reason.trim().to_owned()));
            }
        })
    };
    let named = if *asked == Asked::Exception {
        named_in(&reason, &props.names)
    } else {
        Vec::new()
    };
    let send_exception = {
        let (reason, on_choose, is_told) =
            (reason.clone(), props.on_choose.clone(), is_told.clone());
        let names = Rc::clone(&props.names);
        Callback::from(move |is_no_name: bool| {
            if !is_no_name && !named_in(&reason, &names).is_empty() {
                is_told.set(true);
                platform::focus("target-exception-reason");
                return;
            }
            on_choose.emit(Chosen::AskException(reason.trim().to_owned(), is_no_name));
        })
    };
    let mut reason_problems = typed_line(&reason, DecideIntake::REASON_MAX);
    let is_reason_right = !reason.trim().is_empty() && reason_problems.is_empty();
    let is_naming = *is_told && !named.is_empty();
    if is_naming {
        reason_problems.push(ProblemCode::NamesClient.into());
    }
    let on_reason = {
        let (reason, is_told) = (reason.clone(), is_told.clone());
        Callback::from(move |text: String| {
            is_told.set(false);
            reason.set(text);
        })
    };
    // Many names are words of every day: only whoever wrote the reason can say what is meant.
    let as_words = html! {
        <Notice tone={Tone::Warning} text={if is_naming { t!("intake-target-named", words = named.join(", ")) } else { AttrValue::default() }}>
            <Button
                id="target-exception-words"
                on_press={send_exception.reform(|()| true)}
                is_waiting={props.is_waiting}
                is_disabled={!is_reason_right}
            >
                { t!("intake-target-named-words") }
            </Button>
        </Notice>
    };
    let on_office = {
        let office = office.clone();
        Callback::from(move |chosen: Option<AttrValue>| office.set(chosen))
    };
    let (result, tone) = match &props.eligibility {
        None => (t!("intake-target-open"), Tone::Neutral),
        Some(eligibility) => (result_words(eligibility.result), tone(eligibility.result)),
    };
    let advice = props
        .eligibility
        .as_ref()
        .map(|eligibility| eligibility.advice);
    let reasons = props
        .eligibility
        .as_ref()
        .map(|eligibility| eligibility.reasons.clone())
        .unwrap_or_default();
    let has = |code: EligibilityReasonCode| reasons.iter().any(|reason| reason.code == code);
    let may_admit = matches!(advice, Some(Advice::Admit | Advice::Refer));
    let is_asked = matches!(props.exception, Some(ExceptionStands::Asked { .. }));
    let may_except = advice.is_some() && !may_admit && !is_asked;
    let (said_tone, said) = match &props.exception {
        Some(ExceptionStands::Asked { reason }) => (
            Tone::Info,
            t!("intake-exception-waits", reason = reason.to_string()),
        ),
        Some(ExceptionStands::Refused { refusal }) => (
            Tone::Warning,
            t!("intake-exception-refused", reason = refusal.to_string()),
        ),
        None => (Tone::Neutral, AttrValue::default()),
    };
    let stands = match &props.eligibility {
        Some(eligibility) if props.is_final => t!(
            "intake-target-final",
            day = i18n::day(eligibility.decided_for).to_string(),
            year = rule_year(&eligibility.rule_version)
        ),
        Some(_) => t!("intake-target-live"),
        None => AttrValue::default(),
    };
    let hold = if props.lacks.is_nothing() {
        AttrValue::default()
    } else {
        t!(
            "intake-target-missing",
            what = props.lacks.words().to_string()
        )
    };
    // What leads to a case needs it, the coordinator's exception too.
    let needs_consent = if (may_admit || may_except) && !props.has_consent {
        t!("intake-target-needs-consent")
    } else {
        AttrValue::default()
    };
    let is_blocked = !props.lacks.is_nothing() || props.eligibility.is_none();
    // Whoever should be admitted is not let go by one slip of the finger.
    let without_reason = IntakeDecision::Counselled {
        reason: String::new(),
    };
    let counselled = if advice.is_some_and(|advice| without_reason.goes_against(advice)) {
        ask(Asked::Counselling)
    } else {
        choose(Chosen::Counselled(String::new()))
    };
    let has_to_ask = advice == Some(Advice::AskDate);
    let main = |is_main: bool| {
        if is_main {
            ButtonKind::Primary
        } else {
            ButtonKind::Secondary
        }
    };
    // What is decided with a reason asks for it in the place of the buttons.
    let ask_reason = |wanted: Asked,
                      [id, label, hint, send]: [&'static str; 4],
                      is_ready: bool,
                      on_send: Callback<()>,
                      [first, last]: [Html; 2]| {
        let hint = if hint.is_empty() {
            AttrValue::default()
        } else {
            t!(hint)
        };
        html! {
            <div class="target__ask form" hidden={*asked != wanted}>
                { first }
                <TextField
                    {id}
                    label={t!(label)}
                    {hint}
                    value={AttrValue::from((*reason).clone())}
                    on_input={on_reason.clone()}
                    problems={reason_problems.clone()}
                    is_required=true
                />
                { last }
                <div class="target__actions">
                    <Button
                        kind={ButtonKind::Primary}
                        on_press={on_send}
                        is_waiting={props.is_waiting}
                        is_disabled={!is_ready || !is_reason_right}
                    >
                        { t!(send) }
                    </Button>
                    <Button kind={ButtonKind::Quiet} on_press={ask(Asked::Nothing)}>{ t!("intake-target-cancel") }</Button>
                </div>
            </div>
        }
    };
    html! {
        <section class={classes!("target", format!("target--{}", tone.name()))} aria-labelledby="target-title">
            <header class="target__head">
                <h2 id="target-title" class="card__title">{ t!("intake-target-title") }</h2>
                <span class="muted">{ stands }</span>
            </header>
            <div class="target__result" role="status" id="target-result">
                <p><Badge {tone} is_checked={may_admit}>{ result }</Badge></p>
                <ul class="target__reasons" hidden={reasons.is_empty()}>
                    { for reasons.iter().enumerate().map(|(at, reason)| html! {
                        <li key={at}>{ reason_words_of(reason, props.is_born_exactly) }</li>
                    }) }
                </ul>
                <p class="target__advice" hidden={advice.is_none()}>
                    <strong>{ advice.map(advice_words).unwrap_or_default() }</strong>
                </p>
            </div>
            <Notice tone={said_tone} text={said} />
            <Notice tone={Tone::Info} text={hold}>
                <Button id="target-lacks" on_press={props.on_look.clone()}>{ t!("intake-target-lacks") }</Button>
            </Notice>
            <Notice tone={Tone::Info} text={needs_consent}>
                <Button id="target-consent" on_press={props.on_ask.reform(|()| AskAgain::Consent)}>
                    { t!("intake-target-ask-consent") }
                </Button>
            </Notice>
            <div class="target__actions" hidden={*asked != Asked::Nothing}>
                <span key="birth" hidden={!has(EligibilityReasonCode::AgeUnclear)}>
                    <Button kind={main(has_to_ask)} on_press={props.on_ask.reform(|()| AskAgain::Birth)}>
                        { t!("intake-target-ask-birth") }
                    </Button>
                </span>
                <span key="entry" hidden={!has(EligibilityReasonCode::EntryUnclear)}>
                    <Button kind={main(has_to_ask && !has(EligibilityReasonCode::AgeUnclear))} on_press={props.on_ask.reform(|()| AskAgain::Entry)}>
                        { t!("intake-target-ask-entry") }
                    </Button>
                </span>
                <span key="other" hidden={!has(EligibilityReasonCode::OtherCaseManagementUnknown)}>
                    <Button kind={ButtonKind::Secondary} on_press={props.on_ask.reform(|()| AskAgain::Other)}>
                        { t!("intake-target-ask-other") }
                    </Button>
                </span>
                <span key="admit" hidden={!may_admit}>
                    <Button
                        id="target-admit"
                        kind={ButtonKind::Primary}
                        on_press={choose(Chosen::Admit)}
                        is_waiting={props.is_waiting}
                        is_disabled={is_blocked || !props.has_consent}
                    >
                        { t!("intake-target-admit") }
                    </Button>
                </span>
                <span key="refer">
                    <Button
                        id="target-refer"
                        kind={main(advice.is_some() && !may_admit && !has_to_ask)}
                        on_press={ask(Asked::Referral)}
                        is_disabled={is_blocked}
                    >
                        { t!("intake-target-refer") }
                    </Button>
                </span>
                <span key="exception" hidden={!may_except}>
                    <Button id="target-exception" on_press={ask(Asked::Exception)} is_disabled={is_blocked || !props.has_consent}>
                        { t!("intake-target-exception") }
                    </Button>
                </span>
                <span key="counselled">
                    <Button
                        id="target-counselled"
                        on_press={counselled}
                        is_waiting={props.is_waiting}
                        is_disabled={is_blocked}
                    >
                        { t!("intake-target-counselled") }
                    </Button>
                </span>
            </div>
            { ask_reason(Asked::Referral, ["target-refer-reason", "intake-target-refer-reason", "", "intake-target-refer-send"], office.is_some(), send_referral, [html! {
                <ComboboxField
                    id="target-office"
                    label={t!("intake-target-refer-office")}
                    choices={Rc::clone(&props.offices)}
                    value={(*office).clone()}
                    on_choose={on_office}
                    is_required=true
                />
            }, Html::default()]) }
            { ask_reason(Asked::Counselling, ["target-counselled-reason", "intake-target-counselled-reason", "intake-target-counselled-hint", "intake-target-counselled-send"], true, send_counselled, [Html::default(), Html::default()]) }
            { ask_reason(Asked::Exception, ["target-exception-reason", "intake-target-exception-reason", "intake-target-exception-hint", "intake-target-exception-send"], true, send_exception.reform(|()| false), [Html::default(), as_words]) }
        </section>
    }
}

pub(super) const fn tone(result: EligibilityResult) -> Tone {
    match result {
        EligibilityResult::CoreFirst | EligibilityResult::Core => Tone::Success,
        EligibilityResult::Refer | EligibilityResult::ReferElsewhere => Tone::Info,
        EligibilityResult::Minor | EligibilityResult::Outside | EligibilityResult::Ask => {
            Tone::Warning
        }
    }
}

pub(super) fn result_words(result: EligibilityResult) -> AttrValue {
    let code: &'static str = result.into();
    t!(format!("eligibility-{code}"))
}

fn advice_words(advice: Advice) -> AttrValue {
    let code: &'static str = advice.into();
    t!(format!("advice-{code}"))
}

/// A reason, where the birth is at hand.
fn reason_words_of(reason: &EligibilityReason, is_born_exactly: bool) -> AttrValue {
    match (reason.code, reason.day) {
        (EligibilityReasonCode::Adult, Some(day)) if !is_born_exactly => {
            t!(
                "eligibility-adult-at-latest",
                day = i18n::day(day).to_string()
            )
        }
        _ => reason_words(reason),
    }
}

pub(super) fn reason_words(reason: &EligibilityReason) -> AttrValue {
    let code: &'static str = reason.code.into();
    let day = reason
        .day
        .map(|day| i18n::day(day).to_string())
        .unwrap_or_default();
    t!(format!("eligibility-reason-{code}"), day = day)
}

/// Of which year a rule is, as people speak of it; its whole name where that says no year.
#[must_use]
pub(super) fn rule_year(version: &str) -> String {
    let is_year = |part: &&str| part.len() == 4 && part.bytes().all(|one| one.is_ascii_digit());
    let year = version.split('-').find(is_year);
    year.unwrap_or(version).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_called_by_its_year() {
        assert_eq!(rule_year("leverkusen-2021-1"), "2021");
        assert_eq!(rule_year("versuch"), "versuch");
    }
}
