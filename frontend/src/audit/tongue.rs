//! The languages in which the sheet for a client can be printed, and its words in those that the interface does not speak.
//! The German sheet is always there: the translations are proposals.

use std::cell::RefCell;
use std::collections::BTreeMap;

use strum::{EnumIter, IntoStaticStr};
use unic_langid::{LanguageIdentifier, langid};
use yew::AttrValue;

use crate::i18n::{self, Bundle, Language, Value};

/// A language of the sheet.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, EnumIter, IntoStaticStr, strum::EnumString,
)]
pub(super) enum Tongue {
    #[strum(serialize = "de")]
    German,
    #[strum(serialize = "en")]
    English,
    #[strum(serialize = "ar")]
    Arabic,
    #[strum(serialize = "uk")]
    Ukrainian,
    #[strum(serialize = "tr")]
    Turkish,
    #[strum(serialize = "fa")]
    Persian,
}

/// Where the words of a language stand.
enum Words {
    /// In the interface's own files.
    Interface(Language),
    /// In a file of the sheet's.
    Sheet(LanguageIdentifier, &'static str),
}

thread_local! {
    static BUNDLES: RefCell<BTreeMap<Tongue, Bundle>> = const { RefCell::new(BTreeMap::new()) };
}

impl Tongue {
    /// The tag by which a browser knows it.
    pub(super) fn tag(self) -> &'static str {
        self.into()
    }

    /// Its name in itself.
    pub(super) const fn own_name(self) -> &'static str {
        match self {
            Self::German => Language::German.own_name(),
            Self::English => Language::English.own_name(),
            Self::Arabic => "العربية",
            Self::Ukrainian => "Українська",
            Self::Turkish => "Türkçe",
            Self::Persian => "فارسی",
        }
    }

    /// Which way it is written, as HTML says it.
    pub(super) const fn direction(self) -> &'static str {
        match self {
            Self::Arabic | Self::Persian => "rtl",
            Self::German | Self::English | Self::Ukrainian | Self::Turkish => "ltr",
        }
    }

    /// What stands between two things of a list.
    pub(super) fn comma(self) -> &'static str {
        if self.direction() == "rtl" {
            "، "
        } else {
            ", "
        }
    }

    /// What stands between two sentences of one line.
    pub(super) fn semicolon(self) -> &'static str {
        if self.direction() == "rtl" {
            "؛ "
        } else {
            "; "
        }
    }

    fn words(self) -> Words {
        match self {
            Self::German => Words::Interface(Language::German),
            Self::English => Words::Interface(Language::English),
            Self::Arabic => Words::Sheet(langid!("ar"), include_str!("told/ar.ftl")),
            Self::Ukrainian => Words::Sheet(langid!("uk"), include_str!("told/uk.ftl")),
            Self::Turkish => Words::Sheet(langid!("tr"), include_str!("told/tr.ftl")),
            Self::Persian => Words::Sheet(langid!("fa"), include_str!("told/fa.ftl")),
        }
    }

    /// Makes sure that its words are there; whether they are.
    pub(super) async fn load(self) -> bool {
        match self.words() {
            Words::Interface(language) => language.load().await.is_ok(),
            Words::Sheet(..) => true,
        }
    }

    /// A text of the sheet. One that is missing is said in German.
    pub(super) fn say(self, key: &str, arguments: &[(&str, Value<'_>)]) -> AttrValue {
        match self.words() {
            Words::Interface(language) => i18n::text_in(language, key, arguments),
            Words::Sheet(identifier, file) => BUNDLES
                .with_borrow_mut(|bundles| {
                    let bundle = bundles
                        .entry(self)
                        .or_insert_with(|| i18n::read_files(identifier, &[file]));
                    i18n::format(bundle, key, arguments)
                })
                .unwrap_or_else(|| i18n::text_in(Language::German, key, arguments)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use fluent_syntax::ast::Entry;
    use fluent_syntax::parser::parse;
    use strum::IntoEnumIterator;

    use super::*;

    fn keys(file: &str) -> BTreeSet<String> {
        let resource = parse(file).unwrap();
        resource
            .body
            .iter()
            .filter_map(|entry| match entry {
                Entry::Message(message) => Some(message.id.name.to_owned()),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn every_word_of_the_sheet_is_there_in_every_language() {
        let on_screen = ["link", "title", "lead", "language", "back", "print"];
        let german = keys(include_str!("../../locales/de/audit.ftl"));
        let said = german
            .into_iter()
            .filter_map(|key| key.strip_prefix("told-").map(str::to_owned))
            .filter(|rest| !on_screen.iter().any(|screen| rest.starts_with(screen)))
            .map(|rest| format!("told-{rest}"));
        let roles = shared::kernel::Role::iter().map(|role| {
            let code: &'static str = role.into();
            format!("role-{code}")
        });
        let others = ["log-who-service", "log-who-gone", "when-day"].map(str::to_owned);
        let wanted: BTreeSet<_> = said.chain(roles).chain(others).collect();
        for tongue in Tongue::iter() {
            if let Words::Sheet(_, file) = tongue.words() {
                assert_eq!(keys(file), wanted, "{tongue:?}");
            }
        }
    }

    #[test]
    fn a_day_stands_in_the_sentence_as_it_is_written_there() {
        let since = [
            ("since", Value::from("01.11.2026")),
            ("until", Value::from("27.11.2026")),
        ];
        for tongue in Tongue::iter() {
            let said = tongue.say("told-intro", &since);
            assert!(
                said.contains("01.11.2026") && said.contains("27.11.2026"),
                "{said}"
            );
        }
    }
}
