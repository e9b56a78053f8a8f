//! The rescue file: unsent work, sealed under four words of its own, to be taken in on another device of the same
//! account. Ids stay, so that what the server has by then is not done twice.

use serde::{Deserialize, Serialize};
use shared::device::Entry;
use shared::kernel::json;
use shared::kernel::{AccountId, Attachment, FieldProblem, Moment, ProblemCode};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::key_source::{Passphrase, Wrap};
use super::state::use_offline;
use crate::platform;
use crate::signin::use_signin;
use crate::t;
use crate::ui::{Button, Card, Field, Notice, TextInput, Tone};

const PLACE: &str = "rescue-file";
const PLACE_OF_PICTURES: &str = "rescue-file-pictures";
const FORMAT: u16 = 1;

/// A rescue file as it is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct RescueFile {
    /// The format.
    lueckenlos_rescue: u16,
    /// Whose work it is.
    account: AccountId,
    /// When it was made.
    made_at: Moment,
    /// The entries, sealed.
    sealed: Wrap,
    /// The pictures that they name, sealed; absent where they name none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pictures: Option<Wrap>,
}

/// What was done last.
#[derive(Debug, Clone, PartialEq)]
enum Done {
    Nothing,
    Working,
    Saved { words: String, count: usize },
    TakenIn(usize),
    Failed(&'static str),
}

/// Saves and takes in rescue files.
#[function_component]
pub(super) fn RescueCard() -> Html {
    let offline = use_offline();
    let signin = use_signin();
    let done = use_state_eq(|| Done::Nothing);
    let words = use_state_eq(String::new);
    let is_asked = use_state_eq(|| false);
    let unkept = offline.unkept();
    let unsent: Vec<Entry> = offline
        .entries()
        .into_iter()
        .filter(Entry::is_unanswered)
        .chain(unkept.iter().cloned())
        .collect();
    let count = unsent.len();
    let account = signin.actor().map(|actor| actor.account);
    let save = {
        let (done, offline) = (done.clone(), offline.clone());
        Callback::from(move |()| {
            let Some(account) = account else { return };
            let (done, unsent, offline) = (done.clone(), unsent.clone(), offline.clone());
            done.set(Done::Working);
            spawn_local(async move {
                let words = super::device::draw().join(" ");
                let count = unsent.len();
                let attachments = offline.attachments_of(&unsent).await;
                done.set(match write(account, &unsent, &attachments, &words).await {
                    Some(()) => Done::Saved { words, count },
                    None => Done::Failed("unlock-browser"),
                });
            });
        })
    };
    let take_in = {
        let (done, words, offline) = (done.clone(), words.clone(), offline.clone());
        let is_asked = is_asked.clone();
        Callback::from(move |file: platform::files::Chosen| {
            is_asked.set(true);
            if words.trim().is_empty() {
                platform::focus("rescue-words");
                return;
            }
            let (done, words, offline) = (done.clone(), words.clone(), offline.clone());
            done.set(Done::Working);
            spawn_local(async move {
                let entries = match file.bytes().await {
                    Some(bytes) => read(&bytes, account, &words).await,
                    None => Err("rescue-unreadable"),
                };
                done.set(match entries {
                    Ok((entries, attachments)) => match offline.take_in(entries, attachments).await
                    {
                        Ok(count) => Done::TakenIn(count),
                        Err(failure) => Done::Failed(failure.text_key()),
                    },
                    Err(key) => Done::Failed(key),
                });
            });
        })
    };
    let (tone, said) = match &*done {
        Done::Nothing => (Tone::Neutral, AttrValue::default()),
        Done::Working => (Tone::Info, t!("unlock-opening")),
        Done::Saved { count, .. } => (Tone::Success, t!("rescue-saved", count = *count)),
        Done::TakenIn(count) => (Tone::Success, t!("rescue-taken-in", count = *count)),
        Done::Failed(key) => (Tone::Danger, t!(key)),
    };
    let shown = match &*done {
        Done::Saved { words, .. } => words.clone(),
        _ => String::new(),
    };
    let problems: Vec<FieldProblem> = if *is_asked && words.trim().is_empty() {
        vec![ProblemCode::Missing.into()]
    } else {
        Vec::new()
    };
    html! {
        <Card title={t!("rescue-title")}>
            <p>{ t!("rescue-lead") }</p>
            <Notice {tone} text={said} />
            <p class="passphrase" lang="de" translate="no" hidden={shown.is_empty()}><strong>{ shown }</strong></p>
            <p>{ t!("rescue-waiting", count = count) }</p>
            <Button on_press={save} is_disabled={count == 0}>{ t!("rescue-save") }</Button>
            <Field
                id="rescue-words"
                label={t!("rescue-words")}
                hint={t!("rescue-words-hint")}
                problems={problems.clone()}
            >
                <TextInput
                    id="rescue-words"
                    value={AttrValue::from((*words).clone())}
                    on_input={let words = words.clone(); Callback::from(move |text| words.set(text))}
                    autocomplete="off"
                    is_plain_ascii=true
                    is_wrong={!problems.is_empty()}
                />
            </Field>
            <Field id="rescue-file" label={t!("rescue-file")}>
                <input
                    class="input"
                    type="file"
                    id="rescue-file"
                    accept=".json,application/json"
                    aria-describedby="rescue-file-hint rescue-file-problem"
                    onchange={Callback::from(move |event: Event| {
                        if let Some(file) = platform::files::chosen(&event) {
                            take_in.emit(file);
                        }
                    })}
                />
            </Field>
        </Card>
    }
}

async fn write(
    account: AccountId,
    entries: &[Entry],
    attachments: &[Attachment],
    words: &str,
) -> Option<()> {
    let words = Passphrase::typed(words);
    let made_at = platform::now();
    let pictures = if attachments.is_empty() {
        None
    } else {
        let plain = json::write(attachments).ok()?;
        Some(Wrap::make(&words, PLACE_OF_PICTURES, &plain).await.ok()?)
    };
    let plain = json::write(entries).ok()?;
    let file = RescueFile {
        lueckenlos_rescue: FORMAT,
        account,
        made_at,
        sealed: Wrap::make(&words, PLACE, &plain).await.ok()?,
        pictures,
    };
    let bytes = json::write(&file).ok()?;
    let name = format!("lueckenlos-{}.json", made_at.day());
    platform::files::save(&name, "application/json", &bytes)
}

async fn read(
    bytes: &[u8],
    account: Option<AccountId>,
    words: &str,
) -> Result<(Vec<Entry>, Vec<Attachment>), &'static str> {
    let file: RescueFile = json::read(bytes).map_err(|_| "rescue-unreadable")?;
    if file.lueckenlos_rescue != FORMAT {
        return Err("rescue-unreadable");
    }
    if Some(file.account) != account {
        return Err("rescue-foreign");
    }
    let words = Passphrase::typed(words);
    let plain = file.sealed.open(&words, PLACE).await;
    let plain = plain.map_err(|_| "unlock-wrong")?;
    let entries = json::read(&plain).map_err(|_| "rescue-unreadable")?;
    let attachments = match &file.pictures {
        None => Vec::new(),
        Some(pictures) => {
            let plain = pictures.open(&words, PLACE_OF_PICTURES).await;
            let plain = plain.map_err(|_| "rescue-unreadable")?;
            json::read(&plain).map_err(|_| "rescue-unreadable")?
        }
    };
    Ok((entries, attachments))
}
