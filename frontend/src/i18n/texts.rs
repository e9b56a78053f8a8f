//! The bundles of texts, read once per language from the files that were built in. German is there from the start, but for
//! what only pages say that are opened later; every other language is a part of the app, loaded before it is spoken.

use std::cell::RefCell;
use std::collections::BTreeMap;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use unic_langid::LanguageIdentifier;
use wasm_split_helpers::SplitLoaderError;
use yew::AttrValue;

use super::language::{self, Language};
use crate::split::way_into;

/// A value put into a text.
pub type Value<'a> = fluent_bundle::FluentValue<'a>;

macro_rules! files {
    (
        start { $($feature:literal),+ $(,)? }
        work { $($work:literal),+ $(,)? }
        later { $($later:literal),+ $(,)? }
    ) => {
        const GERMAN: &[&str] = &[$(include_str!(concat!("../../locales/de/", $feature, ".ftl"))),+];
        const GERMAN_WORK: &[&str] = &[$(include_str!(concat!("../../locales/de/", $work, ".ftl"))),+];
        const GERMAN_LATER: &[&str] = &[$(include_str!(concat!("../../locales/de/", $later, ".ftl"))),+];
        const ENGLISH: &[&str] = &[
            $(include_str!(concat!("../../locales/en/", $feature, ".ftl")),)+
            $(include_str!(concat!("../../locales/en/", $work, ".ftl")),)+
            $(include_str!(concat!("../../locales/en/", $later, ".ftl")),)+
        ];
    };
}

// One line per file in `locales/de`; `tests/texts.rs` fails if one is missing here. What stands under `work` is said by
// pages for whoever is signed in, what stands under `later` only by pages of the part that is opened later: neither weighs
// on the first screen.
files! {
    start {
        "codes",
        "offline",
        "shell",
        "signin",
        "ui",
    }
    work {
        "assignment",
        "case",
        "codes-of-work",
        "consent",
        "device",
        "disclosure",
        "documentation",
        "emergency",
        "inquiry",
        "intake",
        "person",
        "written",
    }
    later {
        "accessibility",
        "account",
        "audit",
        "contact",
        "erasure",
        "file-check",
        "organisation",
        "reporting",
    }
}

/// The texts of one language.
pub(crate) type Bundle = FluentBundle<FluentResource>;

/// Texts that are no part of the start of the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Texts {
    /// What the pages for whoever is signed in say, in German.
    Work,
    /// What only the pages say that are opened later, in German.
    Later,
    /// Everything in English.
    English,
}

thread_local! {
    static LOADED: RefCell<BTreeMap<Texts, &'static [&'static str]>> = const { RefCell::new(BTreeMap::new()) };
    static BUNDLES: RefCell<BTreeMap<Language, Bundle>> = const { RefCell::new(BTreeMap::new()) };
}

way_into! {
    work, load_work: fn german_work() -> Result<&'static [&'static str], SplitLoaderError> {
        Ok(GERMAN_WORK)
    }
}

way_into! {
    later, load_later: fn german_later() -> Result<&'static [&'static str], SplitLoaderError> {
        Ok(GERMAN_LATER)
    }
}

way_into! {
    english, load_english: fn english() -> Result<&'static [&'static str], SplitLoaderError> {
        Ok(ENGLISH)
    }
}

/// Loads these texts if they are not there yet.
pub(crate) async fn load(texts: Texts) -> Result<(), SplitLoaderError> {
    if LOADED.with_borrow(|loaded| loaded.contains_key(&texts)) {
        return Ok(());
    }
    let files = match texts {
        Texts::Work => german_work().await?,
        Texts::Later => german_later().await?,
        Texts::English => english().await?,
    };
    LOADED.with_borrow_mut(|loaded| loaded.insert(texts, files));
    // Nothing that was asked for before they were there may stay what is known of their language.
    BUNDLES.with_borrow_mut(BTreeMap::clear);
    Ok(())
}

/// The text with this key in the chosen language. A missing one shows in German, and where German lacks it too, as its
/// key between brackets, so that it is seen; the tests let neither pass.
#[must_use]
pub fn text(key: &str, arguments: &[(&str, Value<'_>)]) -> AttrValue {
    text_in(language::current(), key, arguments)
}

/// The text with this key in another language than the chosen one, for a sheet of paper that is not for the reader of the
/// screen. Its texts must have been loaded; until then it is German.
#[must_use]
pub fn text_in(language: Language, key: &str, arguments: &[(&str, Value<'_>)]) -> AttrValue {
    BUNDLES.with_borrow_mut(|bundles| {
        find(bundles, language, key, arguments)
            .or_else(|| find(bundles, Language::German, key, arguments))
            .unwrap_or_else(|| format!("⟦{key}⟧").into())
    })
}

/// Whether there is a text with this key.
#[must_use]
pub fn has(key: &str) -> bool {
    BUNDLES.with_borrow_mut(|bundles| {
        let german = bundles
            .entry(Language::German)
            .or_insert_with(|| read(Language::German));
        german.has_message(key)
    })
}

fn find(
    bundles: &mut BTreeMap<Language, Bundle>,
    language: Language,
    key: &str,
    arguments: &[(&str, Value<'_>)],
) -> Option<AttrValue> {
    let bundle = bundles.entry(language).or_insert_with(|| read(language));
    format(bundle, key, arguments)
}

/// The text with this key, if it is there.
pub(crate) fn format(
    bundle: &Bundle,
    key: &str,
    arguments: &[(&str, Value<'_>)],
) -> Option<AttrValue> {
    let pattern = bundle.get_message(key)?.value()?;
    let arguments: FluentArgs<'_> = arguments
        .iter()
        .map(|(name, value)| (*name, value.clone()))
        .collect();
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&arguments), &mut errors);
    Some(AttrValue::from(text.into_owned()))
}

/// Reads all files of a language of the interface.
fn read(language: Language) -> Bundle {
    let loaded =
        |texts| LOADED.with_borrow(|loaded| loaded.get(&texts).copied().unwrap_or_default());
    let files = match language {
        // What is not cut into parts has all of them from the start.
        Language::German if cfg!(any(test, feature = "whole")) => {
            [GERMAN, GERMAN_WORK, GERMAN_LATER].concat()
        }
        Language::German => [GERMAN, loaded(Texts::Work), loaded(Texts::Later)].concat(),
        Language::English => loaded(Texts::English).to_vec(),
    };
    read_files(language.identifier(), &files)
}

/// Reads files of one language. Isolating stays on: a name from right to left does not turn the sentence around it.
pub(crate) fn read_files(language: LanguageIdentifier, files: &[&'static str]) -> Bundle {
    let mut bundle = Bundle::new(vec![language]);
    for &file in files {
        let resource = match FluentResource::try_new(file.to_owned()) {
            Ok(resource) => resource,
            // What could be read is used; the tests refuse a file with a mistake in it.
            Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}
