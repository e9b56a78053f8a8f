//! Code lists (domain.md part 3): dated data, never enums, because law moves faster than releases. A row says from when
//! to when somebody can hold the code; labels are data too, in German and English.
//!
//! The lists ship with the program in `shared/data/lists`, one file per list: cells between semicolons, no quoting.
//! They are parsed once, without copying.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use strum::{EnumIter, IntoEnumIterator, IntoStaticStr};

use super::{Code, Day, FieldProblems, ProblemCode};

macro_rules! lists {
    ($($(#[doc = $doc:literal])+ $name:ident from $file:literal;)+) => {
        /// The lists there are.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, IntoStaticStr)]
        #[strum(serialize_all = "snake_case")]
        pub enum List {
            $($(#[doc = $doc])+ $name,)+
        }

        impl List {
            fn text(self) -> &'static str {
                match self {
                    $(Self::$name => include_str!(concat!("../../data/lists/", $file, ".csv")),)+
                }
            }
        }
    };
}

lists! {
    /// Residence status (Aufenthaltsstatus); group: [`List::StatusGroup`].
    ResidenceStatus from "residence_status";
    /// The eight groups of residence status for statistics.
    StatusGroup from "status_group";
    /// Permission to work that comes with a status.
    WorkPermission from "work_permission";
    /// Rule on the place of residence.
    ResidenceRule from "residence_rule";
    /// How far the identity is settled.
    Identity from "identity";
    /// Livelihood and its legal sphere (Rechtskreis).
    Livelihood from "livelihood";
    /// Procedures beside the livelihood.
    Procedure from "procedure";
    /// Level of German.
    LanguageLevel from "language_level";
    /// Language courses.
    Course from "course";
    /// Schooling.
    School from "school";
    /// Training and studies.
    Training from "training";
    /// Marital status.
    MaritalStatus from "marital_status";
    /// Housing.
    Housing from "housing";
    /// Employment.
    Employment from "employment";
    /// Health, as far as a lane shows it: cover and procedures, no diagnosis.
    Health from "health";
    /// Kinds of contact; flags `personal` (counts for G02), `counts` (counts for G05) and
    /// `outcome` (how a try ended, which nobody plans).
    ContactKind from "contact_kind";
    /// Outcomes of a referral.
    ReferralOutcome from "referral_outcome";
    /// Reasons for closing a case.
    ClosingReason from "closing_reason";
    /// Urgency.
    Urgency from "urgency";
    /// Why a path failed (Strukturcode).
    StructureCode from "structure_code";
    /// Fields of action (Handlungsfelder); flag `mandatory`: to be rated in every assessment;
    /// flag `special`: see [`is_special`].
    FieldOfAction from "field_of_action";
    /// Sex as stated.
    Sex from "sex";
    /// Kinds of documents a name was read from.
    DocumentKind from "document_kind";
    /// Relations in a household.
    Relation from "relation";
    /// How the person found the service (Zugangsweg).
    Route from "route";
    /// Ways that can be safe to reach somebody.
    SafeWay from "safe_way";
    /// How a text of consent was explained.
    Explained from "explained";
    /// Where the search for an interpreter stands.
    Interpreter from "interpreter";
    /// Versions of the texts of consent and information; group `consent` or `information`.
    ConsentText from "consent_text";
    /// Kinds of receiving offices.
    OfficeKind from "office_kind";
    /// Languages by ISO 639-3, with their own name; flag `rtl`: written from right to left.
    Language from "language";
    /// States by ISO 3166-1 alpha-3, with `XXA` stateless and `XXX` unclear.
    State from "state";
}

/// One row of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The code.
    pub code: &'static str,
    /// The German label.
    pub de: &'static str,
    /// The English label.
    pub en: &'static str,
    /// The group it belongs to, where its list has groups; else empty.
    pub group: &'static str,
    /// A language's own name; else empty.
    pub autonym: &'static str,
    /// Where the row comes from, as `shared/data/README.md` explains; empty: the list's own source.
    pub mark: &'static str,
    flags: &'static str,
    valid_from: Option<Day>,
    valid_until: Option<Day>,
}

impl Entry {
    /// The label in a language of the interface; German where there is none.
    #[must_use]
    pub fn label(&self, language: &str) -> &'static str {
        if language.starts_with("en") {
            self.en
        } else {
            self.de
        }
    }

    /// Whether the row carries a flag.
    #[must_use]
    pub fn has(&self, flag: &str) -> bool {
        self.flags.split(' ').any(|carried| carried == flag)
    }

    /// Whether the code can be held on a day.
    #[must_use]
    pub fn holds_on(&self, day: Day) -> bool {
        self.holds_within(day, day)
    }

    /// Whether the code can be held on some day between two.
    #[must_use]
    pub fn holds_within(&self, first: Day, last: Day) -> bool {
        self.valid_from.is_none_or(|from| from <= last)
            && self.valid_until.is_none_or(|until| first <= until)
    }
}

/// All lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lists {
    rows: BTreeMap<List, Vec<Entry>>,
}

impl Lists {
    /// The lists that ship with the program.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static SHIPPED: LazyLock<Lists> = LazyLock::new(|| Lists {
            rows: List::iter()
                .map(|list| (list, rows(list.text()).flatten().collect()))
                .collect(),
        });
        &SHIPPED
    }

    /// Every row of a list, also those that do not hold any more, in the order of the file.
    #[must_use]
    pub fn all(&self, list: List) -> &[Entry] {
        self.rows.get(&list).map_or(&[], Vec::as_slice)
    }

    /// What can be chosen on a day, in the order of the file.
    pub fn entries(&self, list: List, day: Day) -> impl Iterator<Item = &Entry> {
        self.all(list)
            .iter()
            .filter(move |entry| entry.holds_on(day))
    }

    /// The row of a code on a day, or its latest row if none holds then: an old record still shows its label.
    #[must_use]
    pub fn entry(&self, list: List, code: &str, day: Day) -> Option<&Entry> {
        let of_code = || self.all(list).iter().filter(|entry| entry.code == code);
        of_code()
            .find(|entry| entry.holds_on(day))
            .or_else(|| of_code().next_back())
    }

    /// Whether a code can be held on a day.
    #[must_use]
    pub fn is_valid(&self, list: List, code: &Code, day: Day) -> bool {
        self.is_valid_within(list, code, day, day)
    }

    /// Whether a code can be held on some day between two.
    #[must_use]
    pub fn is_valid_within(&self, list: List, code: &Code, first: Day, last: Day) -> bool {
        self.all(list)
            .iter()
            .any(|entry| entry.code == code.as_str() && entry.holds_within(first, last))
    }

    /// The group of a code, empty where there is none: the status group of a residence status.
    #[must_use]
    pub fn group(&self, list: List, code: &Code) -> &'static str {
        self.all(list)
            .iter()
            .find(|entry| entry.code == code.as_str())
            .map_or("", |entry| entry.group)
    }

    /// Notes `unknown_code` at a field whose code is not on its list on that day.
    pub fn check(
        &self,
        list: List,
        code: Option<&Code>,
        day: Day,
        path: &str,
        problems: &mut FieldProblems,
    ) {
        if code.is_some_and(|code| !self.is_valid(list, code, day)) {
            problems.add(path, ProblemCode::UnknownCode);
        }
    }

    /// The same for a field with several codes; the field as a whole is named.
    pub fn check_each<'c>(
        &self,
        list: List,
        codes: impl IntoIterator<Item = &'c Code>,
        day: Day,
        path: &str,
        problems: &mut FieldProblems,
    ) {
        for code in codes {
            self.check(list, Some(code), day, path, problems);
        }
    }
}

/// Whether a contact of this kind is one in person with the client (rule G02).
#[must_use]
pub fn is_personal(contact: &Code) -> bool {
    has_flag(List::ContactKind, contact, "personal")
}

/// Whether a contact of this kind counts as one with the client at all (rule G05).
#[must_use]
pub fn counts_as_contact(contact: &Code) -> bool {
    has_flag(List::ContactKind, contact, "counts")
}

/// Whether a code tells something of a special category (Art. 9 GDPR), so that it is written down only with consent E2.
#[must_use]
pub fn is_special(list: List, code: &Code) -> bool {
    has_flag(list, code, "special")
}

/// Whether a language is written from right to left.
#[must_use]
pub fn is_right_to_left(language: &Code) -> bool {
    has_flag(List::Language, language, "rtl")
}

fn has_flag(list: List, code: &Code, flag: &str) -> bool {
    Lists::shipped()
        .all(list)
        .iter()
        .any(|entry| entry.code == code.as_str() && entry.has(flag))
}

/// The rows of a file; `None` for a line that is not one, which a test rules out.
fn rows(text: &'static str) -> impl Iterator<Item = Option<Entry>> {
    let mut lines = text.lines();
    let header: Vec<_> = lines.next().unwrap_or_default().split(';').collect();
    lines.map(move |line| {
        let cells: Vec<_> = line.split(';').collect();
        if cells.len() != header.len() {
            return None;
        }
        let cell = |name: &str| {
            let at = header.iter().position(|column| *column == name);
            at.and_then(|at| cells.get(at)).copied().unwrap_or_default()
        };
        let day = |name: &str| match cell(name) {
            "" => Some(None),
            text => text.parse().ok().map(Some),
        };
        Some(Entry {
            code: cell("code"),
            de: cell("de"),
            en: cell("en"),
            group: cell("group"),
            autonym: cell("autonym"),
            mark: cell("mark"),
            flags: cell("flags"),
            valid_from: day("from")?,
            valid_until: day("until")?,
        })
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::date;

    use super::*;

    const TODAY: Day = date(2026, 11, 23);

    fn code(text: &str) -> Code {
        text.parse().unwrap()
    }

    fn codes(list: List) -> Vec<&'static str> {
        Lists::shipped()
            .all(list)
            .iter()
            .map(|entry| entry.code)
            .collect()
    }

    #[test]
    fn every_line_of_every_list_is_a_row_with_a_code_and_two_labels() {
        const COLUMNS: [&str; 9] = [
            "code", "de", "en", "group", "flags", "autonym", "from", "until", "mark",
        ];
        for list in List::iter() {
            let header = list.text().lines().next().unwrap();
            for column in header.split(';') {
                assert!(COLUMNS.contains(&column), "{list:?}: {column}");
            }
            let mut seen = BTreeSet::new();
            for (line, row) in (2..).zip(rows(list.text())) {
                let row = row.unwrap_or_else(|| panic!("{list:?}, line {line}"));
                assert!(row.code.parse::<Code>().is_ok(), "{list:?}: {}", row.code);
                for label in [row.de, row.en] {
                    assert!(
                        !label.is_empty() && label.trim() == label,
                        "{list:?}: {}",
                        row.code
                    );
                }
                assert!(
                    seen.insert((row.code, row.valid_from)),
                    "{list:?}: {} twice",
                    row.code
                );
            }
            assert!(!seen.is_empty(), "{list:?}");
        }
    }

    #[test]
    fn every_residence_status_belongs_to_a_status_group_or_says_that_it_does_not() {
        let groups = codes(List::StatusGroup);
        assert_eq!(groups.len(), 8);
        for entry in Lists::shipped().all(List::ResidenceStatus) {
            let is_grouped = groups.contains(&entry.group);
            assert_eq!(
                is_grouped,
                !matches!(entry.code, "OHNE_DOK" | "UNGEKL"),
                "{}",
                entry.code
            );
        }
        for group in groups {
            assert!(
                Lists::shipped()
                    .all(List::ResidenceStatus)
                    .iter()
                    .any(|entry| entry.group == group)
            );
        }
    }

    #[test]
    fn a_code_is_valid_in_its_period_only() {
        let lists = Lists::shipped();
        let is_valid = |text: &str, day| lists.is_valid(List::ResidenceStatus, &code(text), day);
        assert!(!is_valid("AE_104C", date(2022, 12, 30)));
        assert!(is_valid("AE_104C", date(2022, 12, 31)));
        assert!(is_valid("AE_104C", date(2027, 6, 30)));
        assert!(!is_valid("AE_104C", date(2027, 7, 1)));
        assert!(is_valid("AE_24", date(2027, 3, 4)) && !is_valid("AE_24", date(2027, 3, 5)));
        assert!(is_valid("GEST", TODAY) && !is_valid("GIBTS_NICHT", TODAY));
        let offered = |day| {
            lists
                .entries(List::ResidenceStatus, day)
                .any(|entry| entry.code == "AE_104C")
        };
        assert!(offered(TODAY) && !offered(date(2027, 7, 1)));
    }

    #[test]
    fn a_code_that_has_ended_keeps_its_label() {
        let entry = Lists::shipped().entry(List::ResidenceStatus, "AE_104C", date(2030, 1, 1));
        assert_eq!(
            entry.map(|entry| entry.label("de")),
            Some("Chancen-Aufenthaltsrecht (§ 104c)")
        );
        assert_eq!(
            entry.map(|entry| entry.label("en-GB")),
            Some("Opportunity residence right (s. 104c)")
        );
    }

    #[test]
    fn personal_contacts_are_the_five_of_the_rule_and_telephone_and_video_count_too() {
        let with = |is: fn(&Code) -> bool| -> Vec<&str> {
            codes(List::ContactKind)
                .into_iter()
                .filter(|kind| is(&code(kind)))
                .collect()
        };
        let personal = [
            "PERS_BUERO",
            "SERVICEPOINT",
            "HAUSBESUCH",
            "UNTERKUNFT",
            "BEGLEITUNG",
        ];
        assert_eq!(with(is_personal), personal);
        assert_eq!(
            with(counts_as_contact),
            [&personal[..], &["TEL", "VIDEO"]].concat()
        );
    }

    #[test]
    fn the_lists_of_the_rules_are_complete() {
        assert_eq!(codes(List::Urgency), ["D1", "D2", "D3", "D4"]);
        let fields = codes(List::FieldOfAction);
        assert_eq!(
            (fields.len(), fields.first(), fields.last()),
            (14, Some(&"H01"), Some(&"H14"))
        );
        let mandatory: Vec<_> = Lists::shipped()
            .all(List::FieldOfAction)
            .iter()
            .filter(|entry| entry.has("mandatory"))
            .map(|entry| entry.code)
            .collect();
        assert_eq!(mandatory, ["H01", "H02", "H03", "H04", "H07", "H09", "H10"]);
        assert_eq!(codes(List::Sex), ["m", "w", "d", "none"]);
    }

    #[test]
    fn languages_have_their_own_name_and_their_direction() {
        let lists = Lists::shipped();
        for entry in lists.all(List::Language) {
            assert_eq!(entry.code.len(), 3, "{}", entry.code);
            assert!(
                !entry.autonym.is_empty() || entry.code == "und",
                "{}",
                entry.code
            );
            let is_hebrew_or_arabic = entry
                .autonym
                .chars()
                .any(|letter| matches!(letter, '\u{590}'..='\u{74F}'));
            assert_eq!(entry.has("rtl"), is_hebrew_or_arabic, "{}", entry.code);
        }
        assert!(is_right_to_left(&code("ara")) && !is_right_to_left(&code("ukr")));
    }

    #[test]
    fn states_have_three_letters_and_two_more_codes_for_none_and_unclear() {
        let states = codes(List::State);
        assert!(states.len() > 195);
        assert!(states.iter().all(|code| code.len() == 3));
        for needed in ["DEU", "SYR", "UKR", "ERI", "XKX", "PSE", "XXA", "XXX"] {
            assert!(states.contains(&needed), "{needed}");
        }
    }

    #[test]
    fn the_lists_are_small_enough_to_go_with_the_page() {
        let bytes: usize = List::iter().map(|list| list.text().len()).sum();
        assert!(bytes < 40_000, "{bytes}");
    }
}
