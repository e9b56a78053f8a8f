//! Opening a locked device: with its words, or, after a full sign-in, with new words when the old ones are forgotten.

use std::cell::Cell;
use std::rc::Rc;

use gloo::timers::future::TimeoutFuture;
use shared::kernel::{FieldProblem, ProblemCode};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::device::{NewWords, WordsChosen};
use super::key_source;
use super::state::use_offline;
use super::vault::{self, KnownDevice, VaultFailure};
use crate::i18n;
use crate::platform;
use crate::signin::use_signin;
use crate::t;
use crate::ui::{
    Button, ButtonKind, Card, Choice, Field, InputKind, Notice, RadioGroup, TextInput, Tone,
};

/// How long a browser that did not say which devices it knows is left alone before it is asked again.
const ASK_AGAIN_MILLIS: u32 = 5_000;

/// Properties of [`UnlockPage`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct UnlockPageProps {
    /// The devices to choose from; most often one.
    pub(super) known: Rc<Vec<KnownDevice>>,
    /// Is told when the device is open.
    pub(super) on_open: Callback<()>,
}

/// What happens on the page.
#[derive(Debug, Clone, PartialEq)]
enum Trying {
    Not,
    Opening,
    Forgotten,
    Failed(&'static str),
}

/// The page that stands before everything else while the device is locked.
#[function_component]
pub(super) fn UnlockPage(props: &UnlockPageProps) -> Html {
    let signin = use_signin();
    let offline = use_offline();
    let words = use_state_eq(String::new);
    let chosen = use_state_eq(|| 0_usize);
    let trying = use_state_eq(|| Trying::Not);
    let is_asked = use_state_eq(|| false);
    use_effect_with((), |()| {
        platform::set_title(&t!("unlock-title"));
        platform::focus("words");
    });
    let known = props.known.get(*chosen).or(props.known.first()).cloned();
    let problems: Vec<FieldProblem> = if *is_asked && words.trim().is_empty() {
        vec![ProblemCode::Missing.into()]
    } else {
        Vec::new()
    };
    let onsubmit = {
        let (words, trying, is_asked) = (words.clone(), trying.clone(), is_asked.clone());
        let (offline, signin) = (offline.clone(), signin.clone());
        let (known, on_open) = (known.clone(), props.on_open.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            is_asked.set(true);
            let Some(known) = known.clone() else { return };
            if words.trim().is_empty() || *trying == Trying::Opening {
                platform::focus("words");
                return;
            }
            trying.set(Trying::Opening);
            let (words, trying) = (words.clone(), trying.clone());
            let (offline, signin, on_open) = (offline.clone(), signin.clone(), on_open.clone());
            spawn_local(async move {
                match offline.unlock(&known, &words).await {
                    Ok(actor) => {
                        words.set(String::new());
                        trying.set(Trying::Not);
                        if let (Some(actor), None) = (actor, signin.session()) {
                            signin.unlock(actor);
                        }
                        on_open.emit(());
                    }
                    Err(failure) => {
                        trying.set(Trying::Failed(failure_key(&failure)));
                        platform::focus("words");
                    }
                }
            });
        })
    };
    let renew = {
        let (offline, trying) = (offline.clone(), trying.clone());
        let (known, on_open) = (known.clone(), props.on_open.clone());
        Callback::from(move |chosen: WordsChosen| {
            let Some(known) = known.clone() else { return };
            let (offline, trying, on_open) = (offline.clone(), trying.clone(), on_open.clone());
            spawn_local(async move {
                match offline.renew(&known, &chosen.words).await {
                    Ok(()) => {
                        trying.set(Trying::Not);
                        on_open.emit(());
                    }
                    Err(failure) => trying.set(Trying::Failed(failure_key(&failure))),
                }
            });
        })
    };
    let forget = {
        let trying = trying.clone();
        Callback::from(move |()| trying.set(Trying::Forgotten))
    };
    let leave = {
        let signin = signin.clone();
        Callback::from(move |()| signin.leave())
    };
    let choices: Rc<[Choice]> = props
        .known
        .iter()
        .enumerate()
        .map(|(index, known)| {
            let set_up = i18n::day(known.enrolled_at.day());
            Choice::new(index.to_string(), format!("{} · {set_up}", known.label))
        })
        .collect();
    let choose = {
        let chosen = chosen.clone();
        Callback::from(move |index: AttrValue| {
            if let Ok(index) = index.parse() {
                chosen.set(index);
            }
        })
    };
    let (tone, said) = match &*trying {
        Trying::Not | Trying::Forgotten => (Tone::Neutral, AttrValue::default()),
        Trying::Opening => (Tone::Info, t!("unlock-opening")),
        Trying::Failed(key) => (Tone::Danger, t!(key)),
    };
    let is_forgotten = *trying == Trying::Forgotten;
    let is_signed_in = signin.session().is_some();
    use_effect_with((), |()| spawn_local(key_source::make_room()));
    html! {
        <main class="page narrow unlock" id="unlock">
            <h1 id="unlock-title" tabindex="-1">{ t!("unlock-title") }</h1>
            <p class="lead">{ t!("unlock-lead") }</p>
            <div hidden={is_forgotten}>
                <form class="card form" {onsubmit} novalidate=true autocomplete="off">
                    <div hidden={props.known.len() < 2}>
                        <RadioGroup
                            id="unlock-device"
                            label={t!("unlock-device")}
                            {choices}
                            value={Some(AttrValue::from(chosen.to_string()))}
                            on_choose={choose}
                        />
                    </div>
                    <Field
                        id="words"
                        label={t!("unlock-words")}
                        hint={t!("unlock-words-hint")}
                        problems={problems.clone()}
                        is_required=true
                    >
                        <TextInput
                            id="words"
                            kind={InputKind::Password}
                            value={AttrValue::from((*words).clone())}
                            on_input={let words = words.clone(); Callback::from(move |text| words.set(text))}
                            autocomplete="off"
                            is_wrong={!problems.is_empty()}
                        />
                    </Field>
                    <Notice {tone} text={said} />
                    <Button kind={ButtonKind::Primary} is_submit=true is_waiting={*trying == Trying::Opening}>
                        { t!("unlock-open") }
                    </Button>
                </form>
                <div class="actions">
                    <span hidden={!is_signed_in}>
                        <Button kind={ButtonKind::Quiet} on_press={forget}>{ t!("unlock-forgotten") }</Button>
                        <Button kind={ButtonKind::Quiet} on_press={leave}>{ t!("account-leave") }</Button>
                    </span>
                    <p class="muted" hidden={is_signed_in}>{ t!("unlock-forgotten-offline") }</p>
                </div>
            </div>
            <div hidden={!is_forgotten}>
                <Card title={t!("unlock-forgotten")}>
                    <p>{ t!("unlock-renew") }</p>
                    <NewWords on_chosen={renew} action={t!("unlock-renew-go")} has_label=false />
                </Card>
            </div>
        </main>
    }
}

/// Below the sign-in, where this browser is a device: opens it without a session. Whoever can no longer sign in hands in
/// what is unsent; nothing is shown that the words alone would not show without a network.
#[function_component]
pub fn WithoutSession() -> Html {
    let offline = use_offline();
    let known = use_state_eq(|| None::<Rc<Vec<KnownDevice>>>);
    {
        let known = known.clone();
        use_effect_with((), move |()| {
            let is_gone = Rc::new(Cell::new(false));
            let left = Rc::clone(&is_gone);
            spawn_local(async move {
                // Without an answer it is not known whether work lies here: somebody may be waiting for this way in.
                while !is_gone.get() && platform::has_databases() {
                    if let Ok(found) = vault::known().await {
                        known.set((!found.is_empty()).then(|| Rc::new(found)));
                        break;
                    }
                    TimeoutFuture::new(ASK_AGAIN_MILLIS).await;
                }
            });
            move || left.set(true)
        });
    }
    let open = {
        let known = known.clone();
        Callback::from(move |()| {
            if let Some(known) = &*known {
                offline.ask_for_words(Rc::clone(known));
            }
        })
    };
    html! {
        <div class="page narrow" hidden={known.is_none()}>
            <p class="muted">{ t!("unlock-without-session-hint") }</p>
            <Button id="open-device" kind={ButtonKind::Quiet} on_press={open}>{ t!("unlock-without-session") }</Button>
        </div>
    }
}

/// The text that says why a device could not be opened or set up.
pub(super) const fn failure_key(failure: &VaultFailure) -> &'static str {
    match failure {
        VaultFailure::WrongWords => "unlock-wrong",
        VaultFailure::Server(failure) => failure.text_key(),
        VaultFailure::Emptied => "unlock-emptied",
        VaultFailure::Full => "offline-full",
        VaultFailure::Superseded => "offline-superseded",
        VaultFailure::Browser(_) => "unlock-browser",
    }
}
