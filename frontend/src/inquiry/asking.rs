//! Asking other units: whom for, why, and that the person agrees.

use shared::command::Command;
use shared::exchange::Subject;
use shared::inquiry::calls::{InquiryStanding, OwnInquiry};
use shared::inquiry::{InquiryDraft, SendInquiry};
use shared::kernel::InquiryId;
use yew::prelude::*;

use super::handed;
use crate::forms::{Change, OnChange, set};
use crate::offline::Sending;
use crate::ui::{Button, ButtonKind, Card, Checkbox, DateField, Notice, TextField, Tone};
use crate::{platform, t};

#[derive(Debug, PartialEq, Properties)]
pub(super) struct AskingProps {
    /// The verb, and how its last use ended.
    pub(super) sending: Sending,
    /// The reader's inquiries.
    pub(super) own: Vec<OwnInquiry>,
}

/// The form. It begins with whom a search was about, and is empty again when the inquiry is on its way to somebody. Where there
/// is nobody to ask, what was typed stays: a letter may be wrong.
#[component]
pub(super) fn Asking(props: &AskingProps) -> Html {
    let typed = use_state_eq(handed::take);
    let is_tried = use_state_eq(|| false);
    let sent = use_state_eq(|| None::<InquiryId>);
    let standing = sent.and_then(|sent| {
        let own = props.own.iter().find(|own| own.inquiry == sent);
        own.map(|own| own.standing)
    });
    {
        let (typed, is_tried) = (typed.clone(), is_tried.clone());
        use_effect_with(standing, move |standing| {
            if standing.is_some_and(|standing| standing != InquiryStanding::Nobody) {
                typed.set(InquiryDraft::default());
                is_tried.set(false);
            }
        });
    }
    let wrong = typed.check(platform::now().day()).err().unwrap_or_default();
    let of = |path: &str| {
        if *is_tried {
            wrong.of(path).to_vec()
        } else {
            Vec::new()
        }
    };
    let on_change: OnChange<InquiryDraft> = {
        let typed = typed.clone();
        Callback::from(move |change: Change<InquiryDraft>| {
            let mut after = (*typed).clone();
            change.apply(&mut after);
            typed.set(after);
        })
    };
    let onsubmit = {
        let (is_tried, sent) = (is_tried.clone(), sent.clone());
        let on_send = props.sending.on_send.clone();
        let (wrong, draft) = (wrong.clone(), (*typed).clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            is_tried.set(true);
            let fields = ["given_name", "family_name", "born", "reason", "is_agreed"];
            match fields.into_iter().find(|path| !wrong.of(path).is_empty()) {
                Some(first) => {
                    platform::focus(&format!("inquiry-{first}"));
                }
                None => {
                    let inquiry = InquiryId::born(platform::now(), platform::random());
                    let draft = draft.clone();
                    sent.set(Some(inquiry));
                    on_send.emit((
                        Subject::Inquiry(inquiry),
                        Command::SendInquiry(SendInquiry { draft }),
                    ));
                }
            }
        })
    };
    let draft = &*typed;
    let (tone, said) = match standing {
        Some(InquiryStanding::Nobody) => (Tone::Info, t!("inquiry-nobody")),
        _ => (Tone::Danger, props.sending.failed.clone()),
    };
    html! {
        <Card title={t!("inquiry-new-title")}>
            <p>{ t!("inquiry-new-lead") }</p>
            <Notice {tone} text={said} />
            <form class="form" id="inquiry-form" {onsubmit} novalidate=true>
                <div class="fields">
                    <TextField
                        id="inquiry-given_name"
                        label={t!("person-given_name")}
                        value={AttrValue::from(draft.given_name.clone())}
                        problems={of("given_name")}
                        is_required=true
                        on_input={set(&on_change, |draft: &mut InquiryDraft, value| draft.given_name = value)}
                    />
                    <TextField
                        id="inquiry-family_name"
                        label={t!("person-family_name")}
                        value={AttrValue::from(draft.family_name.clone())}
                        problems={of("family_name")}
                        is_required=true
                        on_input={set(&on_change, |draft: &mut InquiryDraft, value| draft.family_name = value)}
                    />
                </div>
                <DateField
                    id="inquiry-born"
                    label={t!("inquiry-born")}
                    value={draft.born}
                    problems={of("born")}
                    is_required=true
                    on_change={set(&on_change, |draft: &mut InquiryDraft, born| draft.born = born)}
                />
                <TextField
                    id="inquiry-reason"
                    label={t!("inquiry-reason")}
                    hint={t!("inquiry-reason-hint")}
                    value={AttrValue::from(draft.reason.clone())}
                    problems={of("reason")}
                    is_required=true
                    on_input={set(&on_change, |draft: &mut InquiryDraft, value| draft.reason = value)}
                />
                <Checkbox
                    id="inquiry-is_agreed"
                    label={t!("inquiry-agreed")}
                    is_checked={draft.is_agreed}
                    problems={of("is_agreed")}
                    on_change={set(&on_change, |draft: &mut InquiryDraft, is_agreed| draft.is_agreed = is_agreed)}
                />
                <div class="actions">
                    <Button id="inquiry-send" kind={ButtonKind::Primary} is_submit=true is_waiting={props.sending.is_busy}>{ t!("inquiry-send") }</Button>
                </div>
            </form>
        </Card>
    }
}
