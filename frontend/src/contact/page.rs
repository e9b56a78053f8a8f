//! The contact form: usable by anybody, by keyboard, without an account and without saying who one is (BITVNRW).

use std::rc::Rc;

use shared::contact::{MessageDraft, MessageTopic};
use shared::kernel::{FieldProblem, FieldProblems, MessageId};
use strum::IntoEnumIterator;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::state::{Sending, fresh, send};
use crate::platform::{self, editing::use_editing};
use crate::routes::{Go, Route};
use crate::t;
use crate::ui::{
    AreaField, Button, ButtonKind, Card, Choice, Notice, Page, RadioGroup, TextField, Tone,
};

/// What is being written. A changed text is another message, so it gets another id.
#[derive(Debug, Clone, PartialEq)]
struct Writing {
    message: MessageId,
    draft: MessageDraft,
}

impl Writing {
    fn begin() -> Self {
        Self {
            message: fresh(),
            draft: MessageDraft::default(),
        }
    }

    fn with(&self, change: impl FnOnce(&mut MessageDraft)) -> Self {
        let mut draft = self.draft.clone();
        change(&mut draft);
        Self {
            message: fresh(),
            draft,
        }
    }
}

/// The page.
#[component]
pub fn ContactPage() -> Html {
    let writing = use_state(Writing::begin);
    let sending = use_state_eq(|| Sending::Writing);
    use_editing(!writing.draft.text.is_empty());
    let topics: Rc<[Choice]> = MessageTopic::iter()
        .map(|topic| {
            let code: &'static str = topic.into();
            Choice::new(code, t!(format!("contact-topic-{code}")))
        })
        .collect();
    let typed = |change: fn(&mut MessageDraft, String)| {
        let writing = writing.clone();
        Callback::from(move |text: String| {
            writing.set(writing.with(|draft| change(draft, text)));
        })
    };
    let choose = {
        let writing = writing.clone();
        Callback::from(move |code: AttrValue| {
            if let Ok(topic) = code.parse() {
                writing.set(writing.with(|draft| draft.topic = topic));
            }
        })
    };
    let onsubmit = {
        let (writing, sending) = (writing.clone(), sending.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if *sending == Sending::Waiting {
                return;
            }
            sending.set(Sending::Waiting);
            let (writing, sending) = (writing.clone(), sending.clone());
            spawn_local(async move {
                let answer = send(writing.message, writing.draft.clone()).await;
                match &answer {
                    Sending::Sent => {
                        writing.set(Writing::begin());
                        platform::focus_soon("contact-sent");
                    }
                    Sending::Wrong(fields) => {
                        if let Some((path, _)) = fields.iter().next() {
                            platform::focus(&format!("contact-{path}"));
                        }
                    }
                    _ => {}
                }
                sending.set(answer);
            });
        })
    };
    let fields = match &*sending {
        Sending::Wrong(fields) => fields.clone(),
        _ => FieldProblems::default(),
    };
    let at = |path: &str| -> Vec<FieldProblem> { fields.of(path).to_vec() };
    let (tone, said) = match &*sending {
        Sending::Writing | Sending::Waiting | Sending::Sent => {
            (Tone::Neutral, AttrValue::default())
        }
        Sending::Wrong(_) => (Tone::Danger, t!("failure-fields")),
        Sending::TooMany(minutes) => (Tone::Warning, t!("contact-too-many", minutes = *minutes)),
        Sending::Failed(key) => (Tone::Danger, t!(*key)),
    };
    let is_sent = *sending == Sending::Sent;
    let again = {
        let sending = sending.clone();
        Callback::from(move |()| {
            sending.set(Sending::Writing);
            platform::focus_soon("contact-text");
        })
    };
    let draft = &writing.draft;
    html! {
        <Page title={t!("contact-title")} lead={t!("contact-lead")} class="narrow">
            <div hidden={!is_sent}>
                <Card>
                    <p id="contact-sent" tabindex="-1" role="status"><strong>{ if is_sent { t!("contact-sent") } else { AttrValue::default() } }</strong></p>
                    <p>{ t!("contact-sent-next") }</p>
                    <div class="actions"><Button on_press={again}>{ t!("contact-again") }</Button></div>
                </Card>
            </div>
            <form class="card form" {onsubmit} novalidate=true autocomplete="off" hidden={is_sent}>
                <p class="muted">{ t!("contact-anonymous") }</p>
                <RadioGroup
                    id="contact-topic"
                    label={t!("contact-topic")}
                    choices={topics}
                    value={AttrValue::from(<&'static str>::from(draft.topic))}
                    on_choose={choose}
                />
                <AreaField
                    id="contact-text"
                    label={t!("contact-text")}
                    hint={t!("contact-text-hint")}
                    value={AttrValue::from(draft.text.clone())}
                    on_input={typed(|draft, text| draft.text = text)}
                    problems={at("text")}
                    is_required=true
                />
                <TextField
                    id="contact-place"
                    label={t!("contact-place")}
                    hint={t!("contact-place-hint")}
                    value={AttrValue::from(draft.place.clone())}
                    on_input={typed(|draft, text| draft.place = text)}
                    problems={at("place")}
                />
                <TextField
                    id="contact-reply_to"
                    label={t!("contact-reply-to")}
                    hint={t!("contact-reply-to-hint")}
                    value={AttrValue::from(draft.reply_to.clone())}
                    on_input={typed(|draft, text| draft.reply_to = text)}
                    problems={at("reply_to")}
                />
                <Notice {tone} text={said} />
                <Button id="contact-send" kind={ButtonKind::Primary} is_submit=true is_waiting={*sending == Sending::Waiting}>
                    { t!("contact-send") }
                </Button>
            </form>
            <p><Go to={Route::Accessibility}>{ t!("footer-accessibility") }</Go></p>
        </Page>
    }
}
