//! Signing in with the town's own sign-in service: the button for it, and what came of it in words. A part of its own, loaded
//! beside the page for signing in: most towns have no such service, and that page has to come quickly.

use shared::calls::Nothing;
use shared::signin::calls::{BeginProvider, ReadProvider};
use shared::signin::provider::{CameBack, ProviderName};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::api::{self, ApiFailure};
use crate::i18n::{self, Language, Texts, use_language};
use crate::routes::Route;
use crate::ui::{Button, Notice, Tone};
use crate::{platform, t};

/// What the service is called in a language.
pub(crate) fn name_in(name: &ProviderName, language: Language) -> AttrValue {
    match language {
        Language::German => name.german.clone(),
        Language::English => name.english.clone(),
    }
    .into()
}

/// With what word somebody is back from the service, if the address of this page says so.
pub(crate) fn came_back() -> Option<CameBack> {
    platform::asked(CameBack::PARAMETER)?.parse().ok()
}

/// The key of the text that says what came of it.
pub(crate) fn key_of(word: CameBack) -> String {
    format!("provider-{}", <&'static str>::from(word))
}

/// The key of the text that says why nobody could be sent to the service.
pub(crate) fn why_not(refused: &ApiFailure) -> String {
    match refused {
        ApiFailure::Problem(shared::kernel::Problem::NotAllowed { because })
            if because == "provider_away" =>
        {
            key_of(CameBack::Away)
        }
        _ => refused.text_key().to_owned(),
    }
}

/// Properties of [`ProviderEntrance`].
#[derive(Debug, PartialEq, Properties)]
pub(crate) struct ProviderEntranceProps {
    /// The second factor is wanted: whether an authenticator app is set up, whether there is a passkey.
    pub(crate) on_factor: Callback<(bool, bool)>,
}

/// The button, where the town has a sign-in service.
#[component]
pub(crate) fn ProviderEntrance(props: &ProviderEntranceProps) -> Html {
    let language = use_language().language;
    let navigator = use_navigator();
    let name = use_state_eq(|| None::<ProviderName>);
    let said = use_state_eq(|| None::<String>);
    let is_waiting = use_state_eq(|| false);
    // The sentences are not there from the start.
    let say = {
        let said = said.setter();
        Callback::from(move |key: String| {
            let said = said.clone();
            spawn_local(async move {
                // Without them German or the key is better than nothing.
                drop(i18n::load(Texts::Later).await);
                said.set(Some(key));
            });
        })
    };
    {
        let (name, say, on_factor) = (name.setter(), say.clone(), props.on_factor.clone());
        use_effect_with((), move |()| {
            let word = came_back();
            if let (Some(_), Some(navigator)) = (word, navigator) {
                // Whoever loads the page again is not told again.
                navigator.replace(&Route::SignIn);
            }
            spawn_local(async move {
                let Ok(standing) = api::send::<ReadProvider>(&Nothing {}).await else {
                    return;
                };
                name.set(standing.provider);
                match (word, standing.waits) {
                    (Some(CameBack::Factor), Some(ways)) => {
                        on_factor.emit((ways.has_totp, ways.has_passkey));
                    }
                    (Some(word), _) => say.emit(key_of(word)),
                    (None, _) => {}
                }
            });
        });
    }
    let go = {
        let (is_waiting, say) = (is_waiting.setter(), say.clone());
        Callback::from(move |()| {
            is_waiting.set(true);
            let (is_waiting, say) = (is_waiting.clone(), say.clone());
            spawn_local(async move {
                match api::send::<BeginProvider>(&Nothing {}).await {
                    Ok(next) => platform::leave_for(&next.address),
                    Err(refused) => {
                        is_waiting.set(false);
                        say.emit(why_not(&refused));
                    }
                }
            });
        })
    };
    let shown = name.as_ref().map(|name| name_in(name, language));
    html! {
        <div class="card form" hidden={shown.is_none() && said.is_none()}>
            <Notice tone={Tone::Warning} text={said.as_ref().map(|key| t!(key)).unwrap_or_default()} />
            <div hidden={shown.is_none()}>
                <Button id="provider" is_wide=true is_waiting={*is_waiting} on_press={go}>
                    { t!("signin-provider", name = shown.unwrap_or_default().to_string()) }
                </Button>
            </div>
        </div>
    }
}
