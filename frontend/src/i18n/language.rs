//! Which language the interface speaks: chosen by the user, remembered on this device, German at first.

use std::cell::Cell;

use unic_langid::{LanguageIdentifier, langid};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::parts::{NotLoaded, Part};
use crate::platform;

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// German, the language of the office.
    German,
    /// English.
    English,
}

impl Language {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::German, Self::English];

    /// The code for `lang` attributes and for remembering.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::German => "de",
            Self::English => "en",
        }
    }

    /// The language's name in itself.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::German => "Deutsch",
            Self::English => "English",
        }
    }

    /// Makes sure that the texts are there.
    pub(crate) async fn load(self) -> Result<(), NotLoaded> {
        match self {
            Self::German => Ok(()),
            Self::English => Part::English.load().await,
        }
    }

    /// The identifier that decides on plural forms.
    pub(super) fn identifier(self) -> LanguageIdentifier {
        match self {
            Self::German => langid!("de"),
            Self::English => langid!("en"),
        }
    }
}

const REMEMBERED: &str = "language";

thread_local! {
    static CURRENT: Cell<Language> = const { Cell::new(Language::German) };
}

/// The language texts are given in now.
pub(super) fn current() -> Language {
    CURRENT.get()
}

/// The code of the language texts are given in now, for labels that are data (`shared::kernel::lists`).
#[must_use]
pub fn code() -> &'static str {
    current().code()
}

/// Takes up the language remembered on this device, before anything is shown. Where its texts cannot be had, German is
/// spoken this time.
pub(crate) async fn choose_first() {
    let remembered = platform::recall(REMEMBERED);
    let language = Language::ALL
        .into_iter()
        .find(|language| Some(language.code()) == remembered.as_deref())
        .unwrap_or(Language::German);
    speak(if language.load().await.is_ok() {
        language
    } else {
        Language::German
    });
}

fn speak(language: Language) {
    CURRENT.set(language);
    platform::set_page_language(language.code());
}

/// The chosen language, and how to choose another.
#[derive(Debug, Clone, PartialEq)]
pub struct LanguageHandle {
    /// The language of the interface.
    pub language: Language,
    choose: Callback<Language>,
}

impl LanguageHandle {
    /// Speaks another language from now on, also after the next start.
    pub fn choose(&self, language: Language) {
        self.choose.emit(language);
    }
}

/// Properties of [`LanguageProvider`].
#[derive(Debug, PartialEq, Properties)]
pub struct LanguageProviderProps {
    /// The app.
    pub children: Children,
}

/// Holds the chosen language. Its children are built anew when it changes, so every text follows.
#[function_component]
pub fn LanguageProvider(props: &LanguageProviderProps) -> Html {
    let language = use_state_eq(current);
    let choose = {
        let language = language.clone();
        use_callback((), move |chosen: Language, ()| {
            let language = language.clone();
            spawn_local(async move {
                // Without its texts the language stays as it is, and so does what the page shows as chosen.
                if chosen.load().await.is_ok() {
                    speak(chosen);
                    platform::remember(REMEMBERED, chosen.code());
                    language.set(chosen);
                }
            });
        })
    };
    let handle = LanguageHandle {
        language: *language,
        choose,
    };
    html! {
        <ContextProvider<LanguageHandle> context={handle}>
            <LanguageScope key={language.code()}>{ props.children.clone() }</LanguageScope>
        </ContextProvider<LanguageHandle>>
    }
}

/// Exists once per language, so that a change of language rebuilds what is inside.
#[function_component]
fn LanguageScope(props: &LanguageProviderProps) -> Html {
    html! { <>{ props.children.clone() }</> }
}

/// The chosen language and how to change it.
#[hook]
pub fn use_language() -> LanguageHandle {
    use_context().unwrap_or_else(|| LanguageHandle {
        language: current(),
        choose: Callback::noop(),
    })
}
