//! The link between one's own account and the town's own sign-in service: whether there is one, making it, ending it.

use shared::calls::Nothing;
use shared::signin::calls::{LinkProvider, ReadProviderLink, UnlinkProvider};
use shared::signin::provider::{CameBack, ProviderLink};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use super::confirm::{ConfirmDialog, use_doing};
use crate::api;
use crate::i18n::use_language;
use crate::routes::Route;
use crate::signin::provider::{came_back, key_of, name_in, why_not};
use crate::ui::{Badge, Button, ButtonKind, Card, Notice, Tone};
use crate::{i18n, platform, t};

/// The link, where the town has a sign-in service.
#[component]
pub(super) fn ProviderCard() -> Html {
    let language = use_language().language;
    let navigator = use_navigator();
    let doing = use_doing();
    let link = use_state_eq(ProviderLink::default);
    let said = use_state_eq(|| None::<(Tone, String)>);
    let read = {
        let link = link.setter();
        Callback::from(move |()| {
            let link = link.clone();
            spawn_local(async move {
                // Without an answer the card is not there: nothing can be done with it then.
                if let Ok(there) = api::send::<ReadProviderLink>(&Nothing {}).await {
                    link.set(there);
                }
            });
        })
    };
    {
        let (read, said) = (read.clone(), said.setter());
        use_effect_with((), move |()| {
            read.emit(());
            if let Some(word) = came_back() {
                let tone = match word {
                    CameBack::Linked => Tone::Success,
                    _ => Tone::Warning,
                };
                said.set(Some((tone, key_of(word))));
                if let Some(navigator) = navigator {
                    // Whoever loads the page again is not told again.
                    navigator.replace(&Route::Account);
                }
            }
        });
    }
    let make = {
        let (doing, said) = (doing.clone(), said.setter());
        Callback::from(move |()| {
            let said = said.clone();
            doing.send::<LinkProvider>(Nothing {}, move |answer| match answer {
                Ok(next) => platform::leave_for(&next.address),
                Err(refused) => said.set(Some((Tone::Warning, why_not(&refused)))),
            });
        })
    };
    let end = {
        let (doing, said, read) = (doing.clone(), said.setter(), read);
        Callback::from(move |()| {
            let (said, read) = (said.clone(), read.clone());
            doing.send::<UnlinkProvider>(Nothing {}, move |answer| match answer {
                Ok(_) => {
                    said.set(None);
                    read.emit(());
                }
                Err(refused) => said.set(Some((Tone::Danger, refused.text_key().to_owned()))),
            });
        })
    };
    let name = link
        .provider
        .as_ref()
        .map(|name| name_in(name, language))
        .unwrap_or_default();
    let (tone, text) = (*said)
        .as_ref()
        .map(|(tone, key)| (*tone, t!(key)))
        .unwrap_or_default();
    let is_linked = link.linked_at.is_some();
    html! {
        <div hidden={link.provider.is_none()}>
            <Card title={name.clone()}>
                <div class="form">
                    <Notice {tone} {text} />
                    <p hidden={!is_linked}><Badge tone={Tone::Success} is_checked=true>{ t!("provider-is-linked") }</Badge></p>
                    <p>{ words(&link) }</p>
                    <div class="actions">
                        <span hidden={is_linked}><Button on_press={make}>{ t!("provider-link", name = name.to_string()) }</Button></span>
                        <span hidden={!is_linked}><Button kind={ButtonKind::Danger} on_press={end}>{ t!("provider-unlink") }</Button></span>
                    </div>
                    <ConfirmDialog id="confirm-provider" {doing} />
                </div>
            </Card>
        </div>
    }
}

fn words(link: &ProviderLink) -> AttrValue {
    match (link.linked_at, link.used_at) {
        (None, _) => t!("provider-link-text"),
        (Some(linked), None) => t!(
            "provider-linked-since",
            when = i18n::day(linked.day()).to_string()
        ),
        (Some(_), Some(used)) => t!("provider-link-used", when = i18n::moment(used).to_string()),
    }
}
