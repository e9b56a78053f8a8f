//! The side of a case that shows every purpose, whether its door is open, and since when.

use std::rc::Rc;

use shared::access::{Action, Decision, Facts, Reason, may};
use shared::command::Command;
use shared::consent::{ConsentAnswer, ConsentKind, Receiver, RecordConsent, latest_to};
use shared::device::{ShownCase, Standing};
use shared::disclosure::first_waits_since;
use shared::kernel::lists::{List, Lists};
use shared::kernel::{Actor, AttachmentId, ConsentId, Day};
use shared::organisation::{Organisation, valid_on};
use strum::IntoEnumIterator;
use yew::prelude::*;

use super::confirmation::Confirmation;
use super::form::{ConsentForm, Revoking};
use super::scan::ScanDialog;
use super::words::{data_class, purpose, receiver_name, standing};
use crate::case::StandingMark;
use crate::case::state::language_name;
use crate::disclosure::Disclosures;
use crate::intake::choices::FormLists;
use crate::intake::desk::use_lists;
use crate::ui::{Badge, Button, ButtonKind, Card, Choice, Notice, SignatureView, Tone};
use crate::{i18n, platform, t};

/// Properties of [`ConsentSide`].
#[derive(Debug, PartialEq, Properties)]
pub struct ConsentSideProps {
    /// The case.
    pub shown: ShownCase,
    /// The town.
    pub town: Rc<Organisation>,
    /// Who reads.
    pub actor: Actor,
    /// How they stand to the case.
    pub facts: Facts,
    /// An answer was taken down, and under which key its draft lies.
    pub on_record: Callback<(Command, Option<String>)>,
    /// Something was taken back, and the client gets a sheet.
    pub on_revoked: Callback<Confirmation>,
    /// Another sheet is about to be printed.
    pub on_sheet: Callback<()>,
}

/// A question: a purpose and its receiver.
type Question = (ConsentKind, Option<Receiver>);

/// An answer that was taken down, and under which key its draft lies, if it was typed in a form.
type Recorded = (RecordConsent, Option<String>);

/// What is open on the side.
#[derive(Debug, Clone, PartialEq)]
enum Open {
    Nothing,
    /// Asking; without a receiver where one is chosen in the form.
    Asking(Question),
    /// About to be taken back.
    Revoking(Question),
}

/// The table, and the form below it.
#[component]
pub fn ConsentSide(props: &ConsentSideProps) -> Html {
    let open = use_state_eq(|| Open::Nothing);
    let today = platform::now().day();
    let lists = use_lists(&props.town);
    let is_yes = |action| may(&props.actor, action, &props.facts).is_yes();
    let (may_record, may_revoke) = (is_yes(Action::RecordConsent), is_yes(Action::RevokeConsent));
    let why_not = match may(&props.actor, Action::RecordConsent, &props.facts) {
        Decision::No(Reason::NotForDeputy) => t!("consents-deputy"),
        Decision::Yes(_) | Decision::No(_) => AttrValue::default(),
    };
    let answers: Vec<RecordConsent> = props
        .shown
        .person
        .consents
        .iter()
        .map(|shown| shown.value.clone())
        .collect();
    let viewed = use_state_eq(|| None::<AttachmentId>);
    let view = {
        let viewed = viewed.clone();
        Callback::from(move |scan| viewed.set(scan))
    };
    let close = {
        let open = open.clone();
        Callback::from(move |()| open.set(Open::Nothing))
    };
    let record = {
        let (open, on_record) = (open.clone(), props.on_record.clone());
        Callback::from(move |(call, draft): Recorded| {
            open.set(Open::Nothing);
            platform::focus_soon("consents");
            on_record.emit((Command::RecordConsent(call), draft));
        })
    };
    let row = |question: Question| {
        let counts = latest_to(&answers, question.0, question.1.as_ref()).cloned();
        let unconfirmed = counts.as_ref().and_then(|counts| {
            let shown = props.shown.person.consents.iter();
            shown
                .filter(|shown| shown.value.consent == counts.consent)
                .map(|shown| shown.standing)
                .find(|standing| *standing != Standing::Confirmed)
        });
        let is_open = counts.as_ref().is_some_and(|counts| counts.holds_on(today));
        let (ask, revoke) = (open.clone(), open.clone());
        let (asked, revoked) = (question.clone(), question.clone());
        let action = match () {
            () if is_open && may_revoke => html! {
                <Button
                    on_press={Callback::from(move |()| revoke.set(Open::Revoking(revoked.clone())))}
                    aria_label={named(&question, &props.town, today, &t!("intake-consent-revoke"))}
                >{ t!("intake-consent-revoke") }</Button>
            },
            () if !is_open && may_record => html! {
                <Button
                    on_press={Callback::from(move |()| ask.set(Open::Asking(asked.clone())))}
                    aria_label={named(&question, &props.town, today, &t!("consents-ask"))}
                >{ t!("consents-ask") }</Button>
            },
            () => html! { <span class="consents__none">{ "–" }</span> },
        };
        let again = counts
            .as_ref()
            .filter(|counts| counts.answer == ConsentAnswer::Revoked)
            .map(|counts| {
                let (on_revoked, confirmation) =
                    (props.on_revoked.clone(), confirmation(props, counts, today));
                html! {
                    <Button
                        kind={ButtonKind::Quiet}
                        on_press={Callback::from(move |()| on_revoked.emit(confirmation.clone()))}
                        aria_label={named(&question, &props.town, today, &t!("consents-confirmation"))}
                    >{ t!("consents-confirmation") }</Button>
                }
            });
        let revoking = counts
            .as_ref()
            .filter(|_| *open == Open::Revoking(question.clone()))
            .map(|given| revoking(props, given, today, &close, &record));
        let key = format!("{question:?}");
        let answer = html! {
            <tr key={key.clone()}>
                <th scope="row">
                    { purpose(question.0) }
                    <span class="consents__receiver" hidden={question.1.is_none()}>{ receiver_name(&props.town, question.1.as_ref(), today) }</span>
                </th>
                <td>{ data_class(question.0) }</td>
                <td>{ answer_cell(counts.as_ref(), unconfirmed, today) }</td>
                <td>{ how_cell(counts.as_ref(), today, (&purpose(question.0), &view)) }</td>
                <td>{ action }{ for again }</td>
            </tr>
        };
        let second = revoking.map(
            |form| html! { <tr key={format!("{key}-revoking")}><td colspan="5">{ form }</td></tr> },
        );
        [answer].into_iter().chain(second)
    };
    let questions = questions(&answers);
    let asking = match &*open {
        Open::Asking(question) => Some(question.clone()),
        _ => None,
    };
    let on_ask = {
        let open = open.clone();
        Callback::from(move |question| open.set(Open::Asking(question)))
    };
    let told = props.shown.disclosures.iter().map(|told| &told.value);
    let waits_since = first_waits_since(told, &answers).filter(|_| is_yes(Action::WorkCase));
    let to_settle = match waits_since {
        Some(since) => t!("consents-told-before", day = i18n::day(since).to_string()),
        None => AttrValue::default(),
    };
    let add = |kind: ConsentKind, words: &'static str| {
        let open = open.clone();
        html! {
            <Button
                id={AttrValue::from(format!("consent-add-{}", <&str>::from(kind)))}
                on_press={Callback::from(move |()| open.set(Open::Asking((kind, None))))}
            >{ t!(words) }</Button>
        }
    };
    html! {
        <>
        <Card title={t!("consents-title")} aside={t!("consents-aside")}>
            <Notice tone={Tone::Info} text={why_not} />
            <Notice tone={Tone::Warning} text={to_settle}>
                <Button kind={ButtonKind::Quiet} on_press={Callback::from(|()| platform::focus_soon("disclosures"))}>{ t!("consents-show-told") }</Button>
            </Notice>
            <table class="table consents" id="consents" tabindex="-1">
                <thead>
                    <tr>
                        <th scope="col">{ t!("consents-col-purpose") }</th>
                        <th scope="col">{ t!("consents-col-data") }</th>
                        <th scope="col">{ t!("consents-col-answer") }</th>
                        <th scope="col">{ t!("consents-col-how") }</th>
                        <th scope="col"><span class="visually-hidden">{ t!("consents-col-action") }</span></th>
                    </tr>
                </thead>
                <tbody>{ for questions.into_iter().flat_map(row) }</tbody>
            </table>
            <div class="actions" hidden={!may_record}>
                { add(ConsentKind::Deputy, "consents-add-unit") }
                { add(ConsentKind::Sharing, "consents-add-office") }
            </div>
            <ScanDialog person={props.shown.head.person} scan={*viewed} on_close={view.reform(|()| None)} />
            { for asking.map(|question| asking_form(props, question, &lists, today, (&record, &close))) }
        </Card>
        <Disclosures
            shown={props.shown.clone()}
            answers={Rc::from(answers.as_slice())}
            town={Rc::clone(&props.town)}
            offices={Rc::clone(&lists.offices)}
            {today}
            may_work={is_yes(Action::WorkCase)}
            may_ask={may_record}
            may_tell={is_yes(Action::ReadWhoRead)}
            {on_ask}
            on_record={props.on_record.clone()}
            on_sheet={props.on_sheet.clone()}
        />
        </>
    }
}

/// Every question: one per purpose that names nobody, and one per receiver that was ever asked about.
fn questions(answers: &[RecordConsent]) -> Vec<Question> {
    let mut questions: Vec<Question> = ConsentKind::iter()
        .filter(|kind| !kind.names_office() && !kind.names_unit())
        .map(|kind| (kind, None))
        .chain(
            answers
                .iter()
                .filter(|answer| answer.receiver.is_some())
                .map(|answer| (answer.kind, answer.receiver.clone())),
        )
        .collect();
    questions.sort();
    questions.dedup();
    questions
}

fn named(question: &Question, town: &Organisation, today: Day, verb: &str) -> AttrValue {
    let receiver = receiver_name(town, question.1.as_ref(), today);
    let words = [purpose(question.0).to_string(), receiver];
    let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
    AttrValue::from(format!("{}: {verb}", words.join(", ")))
}

fn answer_cell(answer: Option<&RecordConsent>, unconfirmed: Option<Standing>, today: Day) -> Html {
    let (tone, word) = standing(answer, today);
    let since = answer.map_or_else(AttrValue::default, |answer| {
        t!(
            "consents-since",
            day = i18n::day(answer.answered_on).to_string()
        )
    });
    let until = answer
        .and_then(|answer| answer.until)
        .map_or_else(AttrValue::default, |until| {
            t!("consents-until-day", day = i18n::day(until).to_string())
        });
    html! {
        <>
            <Badge {tone} is_checked={tone == Tone::Success}>{ word }</Badge>
            <span class="consents__line consents__day muted" hidden={since.is_empty()}>{ since }</span>
            <span class="consents__line consents__day muted" hidden={until.is_empty()}>{ until }</span>
            <span hidden={unconfirmed.is_none()}><StandingMark standing={unconfirmed.unwrap_or(Standing::Confirmed)} /></span>
        </>
    }
}

fn how_cell(
    answer: Option<&RecordConsent>,
    today: Day,
    (purpose, view): (&AttrValue, &Callback<Option<AttachmentId>>),
) -> Html {
    let Some(answer) = answer else {
        return html! { <span class="consents__none">{ "–" }</span> };
    };
    let entry = Lists::shipped().entry(List::Explained, answer.explained.as_str(), today);
    let explained = entry.map_or_else(
        || answer.explained.to_string(),
        |entry| entry.label(i18n::code()).to_owned(),
    );
    let interpreter = if answer.interpreter.is_empty() {
        AttrValue::default()
    } else {
        t!("consents-interpreted", name = answer.interpreter.clone())
    };
    let text = t!(
        "consents-text",
        version = answer.text_version.clone(),
        language = language_name(&answer.language).to_string()
    );
    let has_signature = answer.signature.is_some() && answer.answer == ConsentAnswer::Given;
    let scan = answer.scan().filter(|_| has_signature).map(|scan| {
        let see = t!("consents-scan-see");
        html! {
            <Button
                kind={ButtonKind::Quiet}
                on_press={view.reform(move |()| Some(scan))}
                aria_label={AttrValue::from(format!("{purpose}: {see}"))}
            >{ see.clone() }</Button>
        }
    });
    html! {
        <>
            <span class="consents__line">{ explained }</span>
            <span class="consents__line" hidden={interpreter.is_empty()}><bdi>{ interpreter }</bdi></span>
            <span class="consents__line muted">{ text }</span>
            <span class="consents__line" hidden={!has_signature}>
                { for answer.signature.iter().map(|value| html! { <SignatureView value={value.clone()} label={t!("consents-signature")} /> }) }
            </span>
            { for scan }
        </>
    }
}

/// The second step before a yes is taken back.
fn revoking(
    props: &ConsentSideProps,
    given: &RecordConsent,
    today: Day,
    close: &Callback<()>,
    record: &Callback<Recorded>,
) -> Html {
    let on_revoke = {
        let (record, on_revoked) = (record.clone(), props.on_revoked.clone());
        let (given, confirmation) = (given.clone(), confirmation(props, given, today));
        Callback::from(move |()| {
            let revoked = RecordConsent {
                consent: ConsentId::born(platform::now(), platform::random()),
                answer: ConsentAnswer::Revoked,
                answered_on: today,
                until: None,
                signature: None,
                ..given.clone()
            };
            record.emit((revoked, None));
            on_revoked.emit(Confirmation {
                day: today,
                ..confirmation.clone()
            });
        })
    };
    html! { <Revoking given={given.clone()} town={Rc::clone(&props.town)} {today} {on_revoke} on_leave={close.clone()} /> }
}

/// The sheet that confirms that an answer was taken back, on the day of that answer.
fn confirmation(props: &ConsentSideProps, answer: &RecordConsent, today: Day) -> Confirmation {
    Confirmation {
        kind: answer.kind,
        receiver: receiver_name(&props.town, answer.receiver.as_ref(), today).into(),
        day: answer.answered_on,
        language: answer.language.clone(),
        responsible: props.shown.head.responsible.clone(),
    }
}

/// The form about one question.
fn asking_form(
    props: &ConsentSideProps,
    (kind, receiver): Question,
    lists: &Rc<FormLists>,
    today: Day,
    (record, close): (&Callback<Recorded>, &Callback<()>),
) -> Html {
    let own = props.shown.head.responsible.as_ref().map(|who| &who.unit);
    let receivers: Rc<[Choice]> = match () {
        () if kind.names_office() => Rc::clone(&lists.offices),
        () if kind.names_unit() => valid_on(&props.town.units, today)
            .filter(|unit| !unit.is_desk && Some(&unit.code) != own)
            .map(|unit| Choice::new(unit.code.to_string(), unit.name.clone()))
            .collect(),
        () => Rc::new([]),
    };
    let language = props.shown.person.draft.languages.keys().next().cloned();
    let key = format!("{kind:?}{receiver:?}");
    html! {
        <ConsentForm
            {key}
            {kind}
            {receiver}
            {receivers}
            lists={Rc::clone(lists)}
            {language}
            {today}
            person={props.shown.head.person}
            on_answer={record.reform(|(call, draft)| (call, Some(draft)))}
            on_leave={close.clone()}
        />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_purpose_is_listed_once_and_every_receiver_beside_it() {
        let none = questions(&[]);
        assert_eq!(none.len(), ConsentKind::iter().count() - 2);
        let answer = |unit: &str, answer| RecordConsent {
            consent: ConsentId::from_uuid(uuid::Uuid::nil()),
            kind: ConsentKind::Deputy,
            answer,
            text_version: "2026-1".into(),
            language: "ara".parse().unwrap(),
            explained: "spoken".parse().unwrap(),
            answered_on: jiff::civil::date(2026, 11, 23),
            receiver: Some(Receiver::Unit(unit.parse().unwrap())),
            until: None,
            interpreter: String::new(),
            signature: None,
        };
        let asked = questions(&[
            answer("awo", ConsentAnswer::Given),
            answer("awo", ConsentAnswer::Revoked),
            answer("diakonie", ConsentAnswer::Refused),
        ]);
        assert_eq!(asked.len(), none.len() + 2);
    }
}
