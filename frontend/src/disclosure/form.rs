//! Telling an office, or a conference, something of a case: to whom, what, what for. What will stand on the sheet is seen before
//! it is recorded, and what the client has to be asked first stands there with the way to it.

use std::collections::BTreeSet;
use std::rc::Rc;

use serde::{Deserialize, Serialize};
use shared::command::Command;
use shared::consent::{ConsentAnswer, ConsentKind, Receiver, RecordConsent, latest_to};
use shared::device::{Draft, ShownCase};
use shared::disclosure::{DataClass, Disclose, DisclosureDraft};
use shared::kernel::date::Nearest;
use shared::kernel::{Day, DisclosureId, FieldProblem, FieldProblems, ProblemCode};
use shared::organisation::Organisation;
use strum::IntoEnumIterator;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::sheet::{classes, lines};
use super::words::asked_for;
use crate::consent::receiver_name;
use crate::offline::use_keeper;
use crate::ui::{
    AreaField, Button, ButtonKind, Chips, Choice, DayField, Notice, RadioGroup, SelectField,
    TextField, Tone,
};
use crate::{i18n, platform, t};

/// A question to the client, with its receiver.
pub(super) type Question = (ConsentKind, Option<Receiver>);

/// Properties of [`DisclosureForm`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct DisclosureFormProps {
    /// The case.
    pub(super) shown: ShownCase,
    /// The client's answers, oldest first.
    pub(super) answers: Rc<[RecordConsent]>,
    /// The town.
    pub(super) town: Rc<Organisation>,
    /// The offices that can be told.
    pub(super) offices: Rc<[Choice]>,
    /// Today.
    pub(super) today: Day,
    /// Whether the reader may ask the client for their consent.
    pub(super) may_ask: bool,
    /// The client is to be asked first.
    pub(super) on_ask: Callback<Question>,
    /// It is to be recorded, and under which key its draft lies.
    pub(super) on_disclose: Callback<(Command, String)>,
    /// The form was left.
    pub(super) on_leave: Callback<()>,
}

/// The version of this form; a draft typed under another one still opens, because fields are only added.
const FORM: u32 = 1;

/// The fields, in the order in which they stand.
const FIELDS: [&str; 5] = ["conference_on", "offices", "purpose", "classes", "message"];

/// What was typed, as it is kept on the device until it is recorded.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Typed {
    draft: DisclosureDraft,
    is_conference: bool,
    is_day_unread: bool,
}

impl Typed {
    /// What was kept, as it stands in the form again.
    fn kept(draft: Draft) -> Option<Self> {
        let typed: Self = serde_json::from_value(draft.value).ok()?;
        Some(Self {
            is_day_unread: false,
            ..typed
        })
    }

    /// As it would be recorded: what belongs to a conference only is left out elsewhere.
    fn draft(&self) -> DisclosureDraft {
        let mut draft = self.draft.clone();
        if !self.is_conference {
            draft.conference_on = None;
            draft.offices.truncate(1);
        }
        draft
    }

    fn check(&self, props: &DisclosureFormProps) -> Result<DisclosureDraft, FieldProblems> {
        let draft = self.draft();
        let mut problems = draft
            .check(&props.town, props.today)
            .err()
            .unwrap_or_default();
        if self.is_conference && draft.conference_on.is_none() {
            let code = if self.is_day_unread {
                ProblemCode::Invalid
            } else {
                ProblemCode::Missing
            };
            problems.add("conference_on", code);
        }
        let consented = draft.check_consented(props.answers.iter(), props.today);
        problems.add_under("", consented.err().unwrap_or_default());
        problems.or(draft)
    }
}

/// The form.
#[component]
pub(super) fn DisclosureForm(props: &DisclosureFormProps) -> Html {
    let typed = use_state_eq(Typed::default);
    let is_resumed = use_state_eq(|| false);
    let case = props.shown.head.case;
    let keeper = use_keeper(format!("disclosure:{case}"), FORM, Callback::noop());
    {
        let (typed, keeper) = (typed.clone(), keeper.clone());
        let is_resumed = is_resumed.clone();
        use_effect_with((), move |()| {
            platform::focus_soon("disclosure-form");
            spawn_local(async move {
                if let Some(kept) = keeper.find().await.and_then(Typed::kept) {
                    typed.set(kept);
                    is_resumed.set(true);
                }
            });
        });
    }
    let change = {
        let (typed, keeper) = (typed.clone(), keeper.clone());
        Rc::new(move |change: &dyn Fn(&mut Typed)| {
            let mut after = (*typed).clone();
            change(&mut after);
            keeper.typed(&after);
            typed.set(after);
        })
    };
    let is_tried = use_state_eq(|| false);
    let outcome = typed.check(props);
    let problems = match &outcome {
        Err(problems) if *is_tried => problems.clone(),
        _ => FieldProblems::default(),
    };
    let of = |path: &str| -> Vec<FieldProblem> { problems.of(path).to_vec() };
    let on_kind = {
        let change = Rc::clone(&change);
        Callback::from(move |kind: AttrValue| {
            change(&|typed| typed.is_conference = kind == "conference");
        })
    };
    let on_offices = {
        let change = Rc::clone(&change);
        Callback::from(move |chosen: BTreeSet<AttrValue>| {
            let offices = chosen.iter().filter_map(|code| code.parse().ok());
            let offices: Vec<_> = offices.collect();
            change(&|typed| typed.draft.offices.clone_from(&offices));
        })
    };
    let on_office = on_offices.reform(|office: Option<AttrValue>| office.into_iter().collect());
    let is_day_unread = use_mut_ref(|| false);
    let on_unreadable = {
        let is_day_unread = is_day_unread.clone();
        Callback::from(move |is| {
            is_day_unread.replace(is);
        })
    };
    let on_day = {
        let change = Rc::clone(&change);
        Callback::from(move |day: Option<Day>| {
            let is_unread = *is_day_unread.borrow();
            change(&|typed| (typed.draft.conference_on, typed.is_day_unread) = (day, is_unread));
        })
    };
    let on_classes = {
        let change = Rc::clone(&change);
        Callback::from(move |chosen: BTreeSet<AttrValue>| {
            let is_chosen = |class: &DataClass| chosen.contains(<&str>::from(class));
            let classes: BTreeSet<DataClass> = DataClass::iter().filter(is_chosen).collect();
            change(&|typed| typed.draft.classes.clone_from(&classes));
        })
    };
    let on_purpose = {
        let change = Rc::clone(&change);
        Callback::from(move |text: String| change(&|typed| typed.draft.purpose.clone_from(&text)))
    };
    let on_message = {
        let change = Rc::clone(&change);
        Callback::from(move |text: String| change(&|typed| typed.draft.message.clone_from(&text)))
    };
    let on_record = {
        let (is_tried, keeper) = (is_tried.clone(), keeper.clone());
        let (outcome, on_disclose) = (outcome.clone(), props.on_disclose.clone());
        Callback::from(move |()| match &outcome {
            Ok(draft) => {
                keeper.forget();
                let call = Disclose {
                    disclosure: DisclosureId::born(platform::now(), platform::random()),
                    case,
                    draft: draft.clone(),
                };
                on_disclose.emit((Command::Disclose(call), keeper.form().to_owned()));
            }
            Err(problems) => {
                is_tried.set(true);
                let first = FIELDS
                    .into_iter()
                    .find(|path| !problems.of(path).is_empty())
                    .unwrap_or("offices");
                platform::focus_soon(&format!("disclosure-{first}"));
            }
        })
    };
    let on_leave = {
        let (keeper, on_leave) = (keeper.clone(), props.on_leave.clone());
        Callback::from(move |()| {
            keeper.forget();
            let keeper = keeper.clone();
            spawn_local(async move { keeper.give_up().await });
            on_leave.emit(());
        })
    };
    let draft = typed.draft();
    let kind = if typed.is_conference {
        "conference"
    } else {
        "office"
    };
    let chosen: BTreeSet<AttrValue> = draft
        .offices
        .iter()
        .map(|office| AttrValue::from(office.to_string()))
        .collect();
    let first = chosen.first().cloned();
    let kinds: Rc<[Choice]> = Rc::new([
        Choice::new("office", t!("disclosure-kind-office")),
        Choice::new("conference", t!("disclosure-kind-conference")),
    ]);
    let choices: Rc<[Choice]> = classes()
        .map(|(class, name)| Choice::new(<&str>::from(class), name))
        .collect();
    let values: BTreeSet<AttrValue> = draft
        .classes
        .iter()
        .map(|class| AttrValue::from(<&str>::from(class)))
        .collect();
    html! {
        <section class="card consent-form" aria-labelledby="disclosure-form">
            <h2 id="disclosure-form" tabindex="-1">{ t!("disclosure-new") }</h2>
            <p class="muted" id="disclosure-resumed" role="status" hidden={!*is_resumed}>{ t!("disclosure-resumed") }</p>
            <RadioGroup
                id="disclosure-kind"
                label={t!("disclosure-kind")}
                choices={kinds}
                value={Some(AttrValue::from(kind))}
                on_choose={on_kind}
            />
            <div hidden={!typed.is_conference}>
                <DayField
                    id="disclosure-conference_on"
                    label={t!("disclosure-conference-on")}
                    value={typed.draft.conference_on}
                    problems={of("conference_on")}
                    is_required=true
                    nearest={Nearest::Coming}
                    today={props.today}
                    on_change={on_day}
                    {on_unreadable}
                />
            </div>
            if typed.is_conference {
                <Chips
                    key="offices"
                    id="disclosure-offices"
                    label={t!("disclosure-offices")}
                    hint={t!("disclosure-offices-hint")}
                    choices={Rc::clone(&props.offices)}
                    values={chosen}
                    problems={of("offices")}
                    is_required=true
                    on_change={on_offices}
                />
            } else {
                <SelectField
                    key="office"
                    id="disclosure-offices"
                    label={t!("disclosure-office")}
                    choices={Rc::clone(&props.offices)}
                    value={first}
                    problems={of("offices")}
                    is_required=true
                    on_choose={on_office}
                />
            }
            { lacking(props, &draft) }
            <TextField
                id="disclosure-purpose"
                label={t!("disclosure-purpose")}
                hint={t!("disclosure-purpose-hint")}
                value={AttrValue::from(typed.draft.purpose.clone())}
                problems={of("purpose")}
                is_required=true
                on_input={on_purpose}
            />
            <Chips
                id="disclosure-classes"
                label={t!("disclosure-classes")}
                hint={t!("disclosure-classes-hint")}
                {choices}
                {values}
                problems={of("classes")}
                is_required=true
                on_change={on_classes}
            />
            <AreaField
                id="disclosure-message"
                label={t!("disclosure-message")}
                value={AttrValue::from(typed.draft.message.clone())}
                problems={of("message")}
                on_input={on_message}
            />
            { preview(props, &draft) }
            <div class="actions">
                <Button id="disclosure-record" kind={ButtonKind::Primary} on_press={on_record}>{ t!("disclosure-record") }</Button>
                <Button kind={ButtonKind::Quiet} on_press={on_leave}>{ t!("disclosure-leave") }</Button>
            </div>
        </section>
    }
}

/// What the client has to be asked before it may be told, each with the way to the question.
fn lacking(props: &DisclosureFormProps, draft: &DisclosureDraft) -> Html {
    let lacking = draft.lacking(props.answers.iter(), props.today);
    let text = match (lacking.is_empty(), draft.conference_on) {
        (true, _) => AttrValue::default(),
        (false, None) => t!("disclosure-lacks"),
        (false, Some(_)) => t!("disclosure-lacks-conference"),
    };
    html! {
        <Notice tone={Tone::Warning} {text}>
            <ul class="entries disclosure__lacks">
                { for lacking.into_iter().map(|question| {
                    let receiver = receiver_name(&props.town, question.1.as_ref(), props.today);
                    let what = asked_for(question.0, &receiver);
                    let said = said_before(&props.answers, &question);
                    let key = format!("{question:?}");
                    let ask = props.on_ask.reform(move |()| question.clone());
                    html! {
                        <li {key} class="row">
                            <span>{ what.clone() }<span class="muted" hidden={said.is_empty()}>{ " · " }{ said }</span></span>
                            { for props.may_ask.then(|| html! {
                                <Button on_press={ask} aria_label={AttrValue::from(format!("{what}: {}", t!("consents-ask")))}>{ t!("consents-ask") }</Button>
                            }) }
                        </li>
                    }
                }) }
            </ul>
        </Notice>
    }
}

/// What the client said to a question that lacks a yes, and when; empty: nobody asked them. Who said no is not asked like
/// somebody whom nobody asked.
fn said_before(answers: &[RecordConsent], (kind, receiver): &Question) -> AttrValue {
    let Some(said) = latest_to(answers, *kind, receiver.as_ref()) else {
        return AttrValue::default();
    };
    let day = i18n::day(said.answered_on).to_string();
    match (said.answer, said.until) {
        (ConsentAnswer::Refused, _) => t!("disclosure-lacks-refused", day = day),
        (ConsentAnswer::Revoked, _) => t!("disclosure-lacks-revoked", day = day),
        (ConsentAnswer::Given, until) => {
            let until = until.map(i18n::day).unwrap_or_default();
            t!("disclosure-lacks-until", day = until.to_string())
        }
    }
}

/// What will stand on the sheet of the file, as it stands there now.
fn preview(props: &DisclosureFormProps, draft: &DisclosureDraft) -> Html {
    let lines = lines(&props.shown, draft, props.today);
    let nothing = t!("disclosure-sheet-nothing");
    let says_nothing =
        draft.message.trim().is_empty() && lines.iter().skip(1).all(|(_, text)| *text == nothing);
    let text = if says_nothing {
        t!("disclosure-preview-empty")
    } else {
        AttrValue::default()
    };
    html! {
        <div class="card disclosure__preview" hidden={draft.classes.is_empty()}>
            <h3>{ t!("disclosure-preview") }</h3>
            <dl class="facts">
                { for lines.into_iter().map(|(head, text)| html! {
                    <div key={head.to_string()} class="facts__row"><dt>{ head }</dt><dd><bdi>{ text }</bdi></dd></div>
                }) }
            </dl>
            <Notice tone={Tone::Warning} {text} />
        </div>
    }
}
