//! The page about this device: set it up, see what is on it, take unsent work out in a rescue file and in again.

use shared::device::PackState;
use shared::kernel::{FieldProblem, ProblemCode, Role};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::key_source::Passphrase;
use super::packing::Packing;
use super::pin::PinCard;
use super::rescue::RescueCard;
use super::state::{Place, use_offline, use_pack};
use super::unlock::failure_key;
use super::words;
use crate::i18n;
use crate::platform;
use crate::signin::use_signin;
use crate::t;
use crate::ui::{Button, ButtonKind, Card, Field, Notice, Page, TextInput, Tone};

/// Four words that were shown and typed again.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct WordsChosen {
    /// The words.
    pub(super) words: String,
    /// What the device is to be called.
    pub(super) label: String,
}

/// Properties of [`NewWords`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct NewWordsProps {
    /// Is told once the words were typed again.
    pub(super) on_chosen: Callback<WordsChosen>,
    /// What the button says.
    pub(super) action: AttrValue,
    /// Whether the device is to be named, too.
    #[prop_or(true)]
    pub(super) has_label: bool,
}

/// Shows four fresh words, once, and goes on only when they were typed again: then they were written down.
#[function_component]
pub(super) fn NewWords(props: &NewWordsProps) -> Html {
    let drawn = use_memo((), |()| draw().join(" "));
    let typed = use_state_eq(String::new);
    let signin = use_signin();
    let is_desk = signin
        .actor()
        .is_some_and(|actor| !actor.is(Role::CaseManager));
    let label = use_state_eq(|| {
        let key = if is_desk {
            "device-label-desk"
        } else {
            "device-label-default"
        };
        t!(key).to_string()
    });
    let is_asked = use_state_eq(|| false);
    let is_working = use_state_eq(|| false);
    let is_same = Passphrase::typed(&typed) == Passphrase::typed(&drawn);
    let problems: Vec<FieldProblem> = if *is_asked && !is_same {
        vec![ProblemCode::Contradiction.into()]
    } else {
        Vec::new()
    };
    let onsubmit = {
        let (drawn, label, on_chosen) = (drawn.clone(), label.clone(), props.on_chosen.clone());
        let (is_asked, is_working) = (is_asked.clone(), is_working.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            is_asked.set(true);
            if !is_same {
                platform::focus("words-again");
                return;
            }
            is_working.set(true);
            on_chosen.emit(WordsChosen {
                words: (*drawn).clone(),
                label: label.trim().to_owned(),
            });
        })
    };
    html! {
        <form class="form" {onsubmit} novalidate=true autocomplete="off">
            <div hidden={!props.has_label}>
                <Field id="device-label" label={t!("device-label")} hint={t!("device-label-hint")}>
                    <TextInput
                        id="device-label"
                        value={AttrValue::from((*label).clone())}
                        on_input={let label = label.clone(); Callback::from(move |text| label.set(text))}
                        autocomplete="off"
                    />
                </Field>
            </div>
            <p>{ t!("device-words-lead") }</p>
            <p class="passphrase" id="new-words" lang="de" translate="no"><strong>{ (*drawn).clone() }</strong></p>
            <Field
                id="words-again"
                label={t!("device-words-again")}
                hint={t!("device-words-again-hint")}
                problems={problems.clone()}
                is_required=true
            >
                <TextInput
                    id="words-again"
                    value={AttrValue::from((*typed).clone())}
                    on_input={let typed = typed.clone(); Callback::from(move |text| typed.set(text))}
                    autocomplete="off"
                    is_plain_ascii=true
                    is_wrong={!problems.is_empty()}
                />
            </Field>
            <Notice tone={Tone::Info} text={if *is_working { t!("unlock-opening") } else { AttrValue::default() }} />
            <Button kind={ButtonKind::Primary} is_submit=true>{ props.action.clone() }</Button>
        </form>
    }
}

/// Four fresh words.
pub(super) fn draw() -> [&'static str; words::COUNT] {
    let numbers = [(); words::COUNT].map(|()| u64::from_le_bytes(platform::random()));
    words::draw(numbers)
}

/// What was done last on the page.
#[derive(Debug, Clone, PartialEq)]
enum Done {
    Nothing,
    SetUp,
    Fetched,
    Failed(&'static str),
}

/// This device: set up or not, its pack, what waits.
#[function_component]
pub fn DevicePage() -> Html {
    let offline = use_offline();
    let pack = use_pack();
    let packed = use_state_eq(|| None::<PackState>);
    let done = use_state_eq(|| Done::Nothing);
    let is_asking = use_state_eq(|| false);
    {
        let (packed, pack) = (packed.clone(), pack.clone());
        use_effect_with((offline.revision, offline.place.clone()), move |_| {
            spawn_local(async move { packed.set(Some(pack.state().await)) });
        });
    }
    let set_up = {
        let (offline, done, is_asking) = (offline.clone(), done.clone(), is_asking.clone());
        Callback::from(move |chosen: WordsChosen| {
            let (offline, done) = (offline.clone(), done.clone());
            let is_asking = is_asking.clone();
            spawn_local(async move {
                match offline.set_up(&chosen.label, &chosen.words).await {
                    Ok(()) => done.set(Done::SetUp),
                    Err(failure) => done.set(Done::Failed(failure_key(&failure))),
                }
                is_asking.set(false);
            });
        })
    };
    let fetch = {
        let (pack, done) = (pack.clone(), done.clone());
        Callback::from(move |()| {
            let (pack, done) = (pack.clone(), done.clone());
            spawn_local(async move {
                done.set(match pack.fetch().await {
                    Ok(()) => Done::Fetched,
                    Err(key) => Done::Failed(key),
                });
            });
        })
    };
    let ask = {
        let is_asking = is_asking.clone();
        Callback::from(move |()| is_asking.set(true))
    };
    let (tone, said) = match &*done {
        Done::Nothing => (Tone::Neutral, AttrValue::default()),
        Done::SetUp => (Tone::Success, t!("device-set-up-done")),
        Done::Fetched => (Tone::Success, t!("device-pack-fetched")),
        Done::Failed(key) => (Tone::Danger, t!(key)),
    };
    let known = match &offline.place {
        Place::Open(known) => Some(known.clone()),
        _ => None,
    };
    // Who has no post has no cases: nothing to take along, and nothing to count.
    let has_cases = use_signin()
        .actor()
        .is_some_and(|actor| actor.is(Role::CaseManager) && actor.post.is_some());
    let is_memory = offline.place == Place::Memory;
    let about = known
        .as_ref()
        .map(|known| {
            t!(
                "device-known",
                label = known.label.clone(),
                day = i18n::day(known.enrolled_at.day()).to_string()
            )
        })
        .unwrap_or_default();
    html! {
        <Page title={t!("device-title")} lead={t!("device-lead")}>
            <Notice {tone} text={said} />
            <Notice tone={Tone::Warning} text={if offline.has_store { AttrValue::default() } else { t!("device-no-store") }} />
            <div hidden={!is_memory || !offline.has_store}>
                <Card title={t!("device-set-up-title")}>
                    <p>{ t!("device-set-up-lead") }</p>
                    { if *is_asking {
                        html! { <NewWords key="words" on_chosen={set_up} action={t!("device-set-up")} /> }
                    } else {
                        html! { <div key="ask"><Button id="device-begin" kind={ButtonKind::Primary} on_press={ask}>{ t!("device-set-up-begin") }</Button></div> }
                    } }
                </Card>
            </div>
            <div class="stack" hidden={known.is_none()}>
                if has_cases {
                    <Card key="pack" title={t!("device-pack-title")}>
                        <p>{ about }</p>
                        <p id="pack-state">{ pack_text(packed.as_ref()) }</p>
                        <Button on_press={fetch}>{ t!("device-pack-fetch") }</Button>
                        <Packing />
                    </Card>
                } else {
                    <Card key="alone" title={t!("device-kept-title")}>
                        <p id="device-alone">{ about }</p>
                        <p>{ t!("device-kept-text") }</p>
                    </Card>
                }
                <PinCard />
            </div>
            <RescueCard />
        </Page>
    }
}

fn pack_text(packed: Option<&PackState>) -> AttrValue {
    match packed {
        None | Some(PackState::Absent) => t!("device-pack-absent"),
        Some(PackState::Expired) => t!("device-pack-expired"),
        Some(PackState::Ready(about)) => t!(
            "device-pack-ready",
            count = about.cases,
            fetched = i18n::moment(about.fetched_at).to_string(),
            expires = i18n::moment(about.expires_at()).to_string()
        ),
    }
}
