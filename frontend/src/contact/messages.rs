//! Messages by the contact form, for coordinator and administrator: those that wait on top, each with a place to note how
//! it was answered.

use shared::contact::AnswerMessage;
use shared::contact::calls::MessageView;
use shared::kernel::MessageId;
use yew::prelude::*;

use super::state::{Known, use_messages};
use crate::ui::{AreaField, Badge, Button, ButtonKind, EmptyState, Notice, Page, Tone, Waiting};
use crate::{i18n, platform, t};

/// The page.
#[component]
pub fn MessagesPage() -> Html {
    let handle = use_messages();
    let failed = handle.failed.map(|key| t!(key)).unwrap_or_default();
    let list = match &handle.known {
        Known::Waiting => html! { <Waiting /> },
        Known::Failed(failure) => {
            html! { <Notice tone={Tone::Danger} text={t!(failure.text_key())} /> }
        }
        Known::Ready(messages) if messages.messages.is_empty() => {
            html! { <EmptyState text={t!("messages-none")} /> }
        }
        Known::Ready(messages) => html! {
            <ul class="cards">
                { for messages.messages.iter().map(|message| html! {
                    <Message key={message.message.to_string()} message={message.clone()} on_answer={handle.on_answer.clone()} />
                }) }
            </ul>
        },
    };
    html! {
        <Page title={t!("nav-messages")} lead={t!("messages-lead")}>
            <Notice tone={Tone::Danger} text={failed} />
            <div>{ list }</div>
        </Page>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct MessageProps {
    message: MessageView,
    on_answer: Callback<(MessageId, String)>,
}

#[component]
fn Message(props: &MessageProps) -> Html {
    let MessageView {
        message,
        received_at,
        draft,
        answered,
    } = &props.message;
    let note = use_state_eq(String::new);
    let is_open = use_state_eq(|| false);
    let is_asked = use_state_eq(|| false);
    let field = format!("answer-{message}");
    let answer = AnswerMessage {
        note: note.trim().to_owned(),
    };
    let wrong = answer.check().err().unwrap_or_default();
    // Nobody is told that something is missing before they were asked for it.
    let problems = if *is_asked || !answer.note.is_empty() {
        wrong.of("note").to_vec()
    } else {
        Vec::new()
    };
    let open = {
        let (is_open, field) = (is_open.clone(), field.clone());
        Callback::from(move |()| {
            is_open.set(true);
            platform::focus_soon(&field);
        })
    };
    let onsubmit = {
        let (message, is_asked) = (*message, is_asked.clone());
        let (on_answer, field) = (props.on_answer.clone(), field.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            is_asked.set(true);
            if !wrong.is_empty() {
                platform::focus(&field);
                return;
            }
            on_answer.emit((message, answer.note.clone()));
        })
    };
    let topic: &'static str = draft.topic.into();
    let done = answered
        .as_ref()
        .map(|answered| {
            t!(
                "messages-answered-by",
                name = answered.by_name.clone(),
                when = i18n::moment(answered.at).to_string()
            )
        })
        .unwrap_or_default();
    let (tone, word) = if answered.is_some() {
        (Tone::Success, t!("messages-answered"))
    } else {
        (Tone::Warning, t!("messages-waits"))
    };
    let came = t!(
        "messages-came",
        when = i18n::moment(*received_at).to_string()
    );
    html! {
        <li class="card message">
            <p class="entry__head">
                <strong>{ t!(format!("contact-topic-{topic}")) }</strong>{ " · " }<span class="muted">{ came }</span>{ " " }
                <Badge {tone} is_checked={answered.is_some()}>{ word }</Badge>
            </p>
            <p class="note__text" dir="auto">{ &draft.text }</p>
            <dl class="facts">
                <div class="facts__row" hidden={draft.place.is_empty()}><dt>{ t!("contact-place") }</dt><dd><bdi>{ &draft.place }</bdi></dd></div>
                <div class="facts__row" hidden={draft.reply_to.is_empty()}><dt>{ t!("contact-reply-to") }</dt><dd><bdi>{ &draft.reply_to }</bdi></dd></div>
            </dl>
            <p class="muted" hidden={answered.is_some()}>
                { if draft.reply_to.is_empty() { t!("messages-no-way") } else { t!("messages-no-reply") } }
            </p>
            <div hidden={answered.is_none()}>
                <p class="muted">{ done }</p>
                <p class="note__text" dir="auto">{ answered.as_ref().map(|answered| answered.note.clone()).unwrap_or_default() }</p>
            </div>
            <div class="actions" hidden={answered.is_some() || *is_open}>
                <Button on_press={open}>{ t!("messages-answer") }</Button>
            </div>
            <form class="form" {onsubmit} novalidate=true hidden={answered.is_some() || !*is_open}>
                <AreaField
                    id={field.clone()}
                    label={t!("messages-note")}
                    hint={t!("messages-note-hint")}
                    value={AttrValue::from((*note).clone())}
                    on_input={let note = note.clone(); Callback::from(move |text| note.set(text))}
                    problems={problems}
                    is_required=true
                />
                <Button kind={ButtonKind::Primary} is_submit=true>{ t!("messages-done") }</Button>
            </form>
        </li>
    }
}
