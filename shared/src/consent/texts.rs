//! What is read to the client, or by them: the texts of each purpose in German and in the languages of those who come. They
//! ship in `shared/data/consent`, one file per version; an answer names the version that was explained.
//!
//! Not here: the words of the interface, which are the worker's.

use super::ConsentKind;
use crate::kernel::Code;

/// The version of the texts that is explained now.
pub const TEXT_VERSION: &str = "2026-1";

/// The languages there are texts in beside German, with the tag that a browser knows each by.
const LANGUAGES: [(&str, &str); 5] = [
    ("eng", "en"),
    ("ara", "ar"),
    ("ukr", "uk"),
    ("tur", "tr"),
    ("fas", "fa"),
];

const TEXTS: &str = include_str!("../../data/consent/2026-1.csv");

/// What is said to a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientText {
    /// What a purpose means.
    Purpose(ConsentKind),
    /// That they are free to say no.
    Intro,
    /// That a yes can be taken back.
    Revocable,
    /// That they did, as the sheet begins that confirms it.
    RevokedTitle,
    /// That what is named next was allowed and holds no longer.
    RevokedWhat,
    /// What follows at once.
    RevokedNow,
    /// What goes on, or for case management itself how it goes on; after something was told to others, that they still have it.
    RevokedRest(ConsentKind),
}

impl ClientText {
    fn key(self) -> &'static str {
        match self {
            Self::Purpose(kind) => kind.into(),
            Self::Intro => "intro",
            Self::Revocable => "revocable",
            Self::RevokedTitle => "revoked_title",
            Self::RevokedWhat => "revoked_what",
            Self::RevokedNow => "revoked_now",
            Self::RevokedRest(ConsentKind::CaseManagement) => "revoked_case",
            Self::RevokedRest(ConsentKind::Sharing | ConsentKind::NamedConference) => {
                "revoked_told"
            }
            Self::RevokedRest(_) => "revoked_rest",
        }
    }

    /// In German.
    #[must_use]
    pub fn german(self) -> &'static str {
        cell(self.key(), 1).unwrap_or_default()
    }

    /// In the client's language, if there is a text in it; absent for German, which stands beside it anyway.
    #[must_use]
    pub fn in_language(self, language: &Code) -> Option<&'static str> {
        let heads = TEXTS.lines().next()?;
        let column = heads
            .split(';')
            .position(|head| head == language.as_str())?;
        (column > 1).then(|| cell(self.key(), column)).flatten()
    }
}

/// The tag by which a browser knows a language of these texts; empty for any other.
#[must_use]
pub fn tag_of(language: &Code) -> &'static str {
    LANGUAGES
        .iter()
        .find(|(code, _)| *code == language.as_str())
        .map_or("", |(_, tag)| *tag)
}

fn cell(key: &str, column: usize) -> Option<&'static str> {
    let mut rows = TEXTS.lines().skip(1).map(|line| line.split(';'));
    let mut row = rows.find(|row| row.clone().next() == Some(key))?;
    row.nth(column)
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator;

    use super::*;

    #[test]
    fn every_text_is_there_in_every_language() {
        let columns = TEXTS.lines().next().unwrap().split(';').count();
        assert_eq!(columns, LANGUAGES.len() + 2);
        for line in TEXTS.lines() {
            assert_eq!(line.split(';').count(), columns, "{line}");
        }
        let others = [
            ClientText::Intro,
            ClientText::Revocable,
            ClientText::RevokedTitle,
            ClientText::RevokedWhat,
            ClientText::RevokedNow,
        ];
        let of_kinds = ConsentKind::iter()
            .flat_map(|kind| [ClientText::Purpose(kind), ClientText::RevokedRest(kind)]);
        for text in others.into_iter().chain(of_kinds) {
            assert!(!text.german().is_empty(), "{text:?}");
            for (language, _) in LANGUAGES {
                let said = text.in_language(&language.parse().unwrap());
                assert!(
                    said.is_some_and(|said| !said.is_empty()),
                    "{text:?} {language}"
                );
            }
        }
    }

    #[test]
    fn a_language_without_texts_and_german_have_none_beside() {
        for language in ["deu", "key", "som"] {
            let code = language.parse().unwrap();
            assert_eq!(ClientText::Intro.in_language(&code), None, "{language}");
        }
    }
}
