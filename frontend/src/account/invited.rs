//! The code with which somebody gets their password: shown once, to be printed and handed over.

use shared::signin::accounts::Invited;
use yew::prelude::*;

use crate::routes::Route;
use crate::ui::{Button, ButtonKind, Card, Notice, Tone};
use crate::{i18n, platform, t};
use yew_router::Routable;

/// Properties of [`InvitedCard`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct InvitedCardProps {
    pub(super) invited: Invited,
    /// Whom it is for.
    pub(super) name: AttrValue,
    /// It was printed or written down.
    pub(super) on_kept: Callback<()>,
}

/// The sheet, on the screen and on paper.
#[component]
pub(super) fn InvitedCard(props: &InvitedCardProps) -> Html {
    let address = format!("{}{}", platform::origin(), Route::Invitation.to_path());
    let begins = props.invited.begins.map(|day| i18n::day(day).to_string());
    html! {
        <Card title={t!("invited-title", name = props.name.to_string())}>
            <div id="invited" class="form" tabindex="-1">
                <dl class="facts">
                    <div class="facts__row"><dt>{ t!("signin-login") }</dt><dd><strong>{ &props.invited.login }</strong></dd></div>
                    <div class="facts__row" hidden={begins.is_none()}><dt>{ t!("invited-begins") }</dt><dd>{ begins.unwrap_or_default() }</dd></div>
                </dl>
                <p>{ t!("invited-text") }</p>
                <ol class="numbered">
                    <li>{ t!("invited-open") }{ " " }<strong>{ address }</strong></li>
                    <li>{ t!("invited-type") }</li>
                    <li>{ t!("invited-choose") }</li>
                </ol>
                <p class="code code--long" aria-label={t!("invited-code")}>{ &props.invited.code }</p>
                <p class="muted">{ t!("invited-until", when = i18n::moment(props.invited.until).to_string()) }</p>
                <Notice tone={Tone::Warning} text={t!("invited-once")} />
                <div class="actions">
                    <Button kind={ButtonKind::Primary} on_press={Callback::from(|()| platform::print())}>{ t!("account-print") }</Button>
                    <Button on_press={props.on_kept.clone()}>{ t!("invited-kept") }</Button>
                </div>
            </div>
        </Card>
    }
}
