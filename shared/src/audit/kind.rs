//! What a call shows of somebody, so that a line of the log can be told in the words of the work.

use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};

/// What was seen of somebody.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    EnumIter,
    IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ReadingKind {
    /// The whole file of the case.
    File,
    /// The record or the intake form.
    Record,
    /// A hit of a search: name, birth, who is responsible.
    Search,
    /// A line in a list of cases or people.
    List,
    /// A line in a list of cases that has a number and dates, and no name.
    Unnamed,
    /// Who is responsible, without content.
    Responsibility,
    /// A contact slip or a message.
    Slip,
    /// A copy on the reader's own device.
    Pack,
    /// Work that was sent or waits to be accepted, and a request that waits to be decided.
    Work,
    /// The log itself.
    Log,
    /// What no list here names.
    Other,
}

/// Which call shows what. A test walks over all calls that show people.
const CALLS: [(&str, ReadingKind); 40] = [
    ("ReadCase", ReadingKind::File),
    ("ReadPerson", ReadingKind::Record),
    ("ReadPersonCard", ReadingKind::Record),
    ("ComparePersons", ReadingKind::Record),
    ("ReadDoubles", ReadingKind::Record),
    ("ReadIntakes", ReadingKind::Record),
    ("ReadChanges", ReadingKind::Record),
    ("ReadAttachment", ReadingKind::Record),
    ("FindPersons", ReadingKind::Search),
    ("Worklist", ReadingKind::List),
    ("AllCases", ReadingKind::List),
    ("ReadDoubleNotices", ReadingKind::List),
    ("ReadOpenIntakes", ReadingKind::List),
    ("ReadExceptions", ReadingKind::List),
    ("ReadHandedOver", ReadingKind::List),
    ("ReadBody", ReadingKind::Unnamed),
    ("ReadDeputised", ReadingKind::List),
    ("Pool", ReadingKind::Unnamed),
    ("FindCases", ReadingKind::Unnamed),
    ("Propose", ReadingKind::Responsibility),
    ("ReadResponsibility", ReadingKind::Responsibility),
    ("ReadSight", ReadingKind::Responsibility),
    ("ReadSlips", ReadingKind::Slip),
    ("ReadSlipsOf", ReadingKind::Slip),
    ("ListMessages", ReadingKind::Slip),
    ("Pack", ReadingKind::Pack),
    ("OfferCommands", ReadingKind::Work),
    ("HandIn", ReadingKind::Work),
    ("ListHeld", ReadingKind::Work),
    ("SearchReadings", ReadingKind::Log),
    ("ExportReadings", ReadingKind::Log),
    ("ReadWritings", ReadingKind::Log),
    ("ListAnomalies", ReadingKind::Log),
    ("ReadWhoRead", ReadingKind::Log),
    ("ExpireReadings", ReadingKind::Log),
    ("ReadEmergencies", ReadingKind::List),
    ("ReviewEmergencies", ReadingKind::Log),
    ("ReadInquiries", ReadingKind::Responsibility),
    ("ReadErasure", ReadingKind::Work),
    ("ListErasures", ReadingKind::List),
];

impl ReadingKind {
    /// What a call shows, by its name.
    #[must_use]
    pub fn of(call: &str) -> Self {
        CALLS
            .iter()
            .find(|(name, _)| *name == call)
            .map_or(Self::Other, |(_, kind)| *kind)
    }

    /// The names of the calls that show people, each with a sentence of its own on the officer's page.
    pub fn calls() -> impl Iterator<Item = &'static str> {
        CALLS.iter().map(|(name, _)| *name)
    }

    /// Whether it shows what is kept about one subject, so that an answer about nobody says that there was nothing. Lists, searches
    /// and the log show whoever there is.
    #[must_use]
    pub const fn is_of_somebody(self) -> bool {
        matches!(
            self,
            Self::File | Self::Record | Self::Responsibility | Self::Slip | Self::Work
        )
    }

    /// Whether somebody asked for one person, by opening what is kept about them. Lists and the copies of a device come by
    /// themselves while a page is open, and a search shows whoever fits what is typed.
    #[must_use]
    pub const fn is_opened(self) -> bool {
        matches!(self, Self::File | Self::Record | Self::Responsibility)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calls::{Call, Visitor, each};

    /// Where the paths of calls begin whose answers are about no client; the server's list of them is `NotPersonal`.
    const ABOUT_NOBODY: [&str; 10] = [
        "/api/session",
        "/api/set-up",
        "/api/invitation",
        "/api/factors",
        "/api/accounts",
        "/api/device",
        "/api/organisation",
        "/api/contact",
        "/api/audit/readers",
        "/api/reports",
    ];

    #[test]
    fn every_call_that_shows_people_says_what_it_shows() {
        struct Unnamed(Vec<&'static str>);
        impl Visitor for Unnamed {
            fn visit<C: Call>(&mut self, _call: C) {
                let is_about_nobody = ABOUT_NOBODY.iter().any(|path| C::PATH.starts_with(path));
                if ReadingKind::of(C::NAME) == ReadingKind::Other && !is_about_nobody {
                    self.0.push(C::NAME);
                }
            }
        }
        let mut unnamed = Unnamed(Vec::new());
        each(&mut unnamed);
        assert_eq!(unnamed.0, Vec::<&str>::new());
    }
}
