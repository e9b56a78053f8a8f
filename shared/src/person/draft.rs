//! The person's form and its checks.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use validator::Validate;

use super::din91379::{any_name, document_name};
use super::matching::{NamesAndBirth, name_to_show};
use crate::kernel::lists::{List, Lists};
use crate::kernel::text::{plain_line, plain_text};
use crate::kernel::{Code, Day, FieldProblems, ImpreciseDate, LocalityCode, ProblemCode};
use crate::organisation::{Located, Organisation, Whereabouts, locate};

/// Kinds of housing in which somebody lives in no Stadtteil, or in one that must not be asked.
pub const HOUSING_WITHOUT_LOCALITY: [&str; 5] =
    ["OBDACHLOS", "FRAUENHAUS", "HAFT", "KLINIK", "HAFT_KLINIK"];
/// Germany, as a country of birth.
pub const GERMANY: &str = "DEU";
/// The nationality code of people without one.
pub const STATELESS: &str = "XXA";

/// What is known of a person, as typed; incomplete is normal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct PersonDraft {
    /// Family name, spelled as in the document (DIN 91379).
    #[validate(
        length(max = 120),
        custom(function = "plain_line"),
        custom(function = "document_name")
    )]
    pub family_name: String,
    /// Given names, spelled as in the document (DIN 91379).
    #[validate(
        length(max = 120),
        custom(function = "plain_line"),
        custom(function = "document_name")
    )]
    pub given_name: String,
    /// Name at birth, if another.
    #[validate(
        length(max = 120),
        custom(function = "plain_line"),
        custom(function = "document_name")
    )]
    pub birth_name: String,
    /// The name they go by (Rufname).
    #[validate(
        length(max = 120),
        custom(function = "plain_line"),
        custom(function = "document_name")
    )]
    pub called: String,
    /// The whole name as it was spoken at the desk, before any document was seen.
    #[validate(
        length(max = 200),
        custom(function = "plain_line"),
        custom(function = "any_name")
    )]
    pub spoken_name: String,
    /// The whole name in the original script.
    #[validate(
        length(max = 200),
        custom(function = "plain_line"),
        custom(function = "any_name")
    )]
    pub original_script: String,
    /// Further spellings seen in other papers, separated by semicolons.
    #[validate(
        length(max = 400),
        custom(function = "plain_line"),
        custom(function = "any_name")
    )]
    pub other_spellings: String,
    /// The document the name was read from (passport, identity card, residence permit, none).
    pub document_kind: Option<Code>,
    /// Birth, with the precision it is known to.
    pub born: Option<ImpreciseDate>,
    /// Country of birth.
    pub birth_country: Option<Code>,
    /// Sex as stated: `m`, `w`, `d`, `none` (ohne Angabe).
    pub sex: Option<Code>,
    /// Nationalities; `XXA` stateless, `XXX` unclear.
    #[validate(length(max = 6))]
    pub nationalities: BTreeSet<Code>,
    /// Languages by code from their list (ISO 639-3), with reading ability.
    #[validate(length(max = 12))]
    pub languages: BTreeMap<Code, LanguageSkill>,
    /// Whether an interpreter is needed to talk with them; absent: not discussed.
    pub needs_interpreter: Option<bool>,
    /// Entry to Germany.
    pub entered_germany: Option<ImpreciseDate>,
    /// Departure after that entry, if they left again.
    pub left_germany: Option<ImpreciseDate>,
    /// Latest entry after a departure.
    pub re_entered_germany: Option<ImpreciseDate>,
    /// Arrival in Leverkusen.
    pub arrived_in_town: Option<ImpreciseDate>,
    /// Where they live or can be found.
    #[validate(nested)]
    pub address: Address,
    /// How they can be reached.
    #[validate(nested)]
    pub contact: Contact,
    /// The others in the household, under ids made where they were entered.
    #[validate(length(max = 30))]
    pub household: BTreeMap<String, HouseholdMember>,
}

/// How well somebody knows a language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct LanguageSkill {
    /// Whether they read it; absent: not discussed.
    pub reads: Option<bool>,
    /// Whether it is their first language.
    pub is_first: bool,
}

/// An address or shelter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Address {
    /// Kind of housing, from its list (Wohnen); `FRAUENHAUS` locks the address.
    pub housing: Option<Code>,
    /// Street and number.
    #[validate(length(max = 120), custom(function = "plain_line"))]
    pub street: String,
    /// Post code, five digits. It never decides the district.
    #[validate(length(max = 10), custom(function = "plain_line"))]
    pub post_code: String,
    /// Town.
    #[validate(length(max = 80), custom(function = "plain_line"))]
    pub town: String,
    /// The place as it was said: a Stadtteil, a smaller place, a shelter.
    #[validate(length(max = 80), custom(function = "plain_line"))]
    pub place: String,
    /// The Stadtteil that was derived or chosen; the district follows from it.
    pub locality: Option<LocalityCode>,
    /// Care of.
    #[validate(length(max = 120), custom(function = "plain_line"))]
    pub care_of: String,
    /// Whether the address is locked (Sperre): the district is kept, the address is hidden.
    pub is_locked: bool,
}

/// Ways to reach a person, and which of them is safe.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Contact {
    /// Telephone.
    #[validate(length(max = 40), custom(function = "plain_line"))]
    pub telephone: String,
    /// E-mail.
    #[validate(length(max = 120), custom(function = "plain_line"))]
    pub email: String,
    /// The way that is safe to use: `telephone`, `email`, `letter`, `in_person`, `via_care_of`, `none`.
    pub safe_way: Option<Code>,
    /// What to mind when reaching them.
    #[validate(length(max = 400), custom(function = "plain_text"))]
    pub hint: String,
}

/// Another member of the household.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct HouseholdMember {
    /// Name as said.
    #[validate(
        length(max = 120),
        custom(function = "plain_line"),
        custom(function = "any_name")
    )]
    pub name: String,
    /// Relation to the person, from its list.
    pub relation: Option<Code>,
    /// Birth.
    pub born: Option<ImpreciseDate>,
    /// Whether they have a case of their own; absent: not known.
    pub has_case: Option<bool>,
}

impl PersonDraft {
    /// The checks of the fields that are filled; an incomplete form passes. Paths are those of the edits:
    /// `family_name`, `address.post_code`, `household.<id>.born`.
    #[must_use]
    pub fn field_problems(&self, today: Day) -> FieldProblems {
        let mut problems = self
            .validate()
            .err()
            .map(FieldProblems::from)
            .unwrap_or_default();
        self.check_dates(today, &mut problems);
        if self.nationalities.len() > 1
            && self
                .nationalities
                .iter()
                .any(|code| code.as_str() == STATELESS)
        {
            problems.add("nationalities", ProblemCode::Contradiction);
        }
        let Address { post_code, .. } = &self.address;
        if !post_code.is_empty() && !is_post_code(post_code) {
            problems.add("address.post_code", ProblemCode::NotAPostCode);
        }
        let Contact {
            telephone, email, ..
        } = &self.contact;
        if !telephone.is_empty() && !is_telephone(telephone) {
            problems.add("contact.telephone", ProblemCode::NotATelephone);
        }
        if !email.is_empty() && !is_email(email) {
            problems.add("contact.email", ProblemCode::NotAnEmail);
        }
        self.check_codes(today, &mut problems);
        for (id, member) in &self.household {
            problems.add_under(&format!("household.{id}"), member.field_problems(today));
            if !is_entry_id(id) {
                problems.add("household", ProblemCode::Invalid);
            }
        }
        problems
    }

    /// Whether the desk's part can be completed: everything filled is right, and what the target group, the district
    /// and the next talk need is there. That is a name in any form; a birth (an estimated year is enough); the entry
    /// to Germany, unless born in Germany; the Stadtteil, or a kind of housing that has none, or another town than this
    /// one; one language; and for the safe way to reach them the means it uses. Everything else may stay open.
    ///
    /// # Errors
    /// All problems, with `missing` where something is needed.
    pub fn check(&self, today: Day, town: &Organisation) -> Result<(), FieldProblems> {
        let mut problems = self.field_problems(today);
        problems.add_under("", self.organisation_problems(town, today));
        let mut needs = |is_there: bool, path: &str| {
            if !is_there {
                problems.add(path, ProblemCode::Missing);
            }
        };
        needs(!self.shown_name().is_empty(), "family_name");
        needs(self.born.is_some(), "born");
        let is_born_here = self.is_born_in_germany();
        needs(
            self.entered_germany.is_some() || is_born_here,
            "entered_germany",
        );
        needs(
            self.re_entered_germany.is_none() || self.left_germany.is_some(),
            "left_germany",
        );
        let Address {
            housing,
            locality,
            street,
            care_of,
            ..
        } = &self.address;
        let (has_district, is_contradiction) = match self.located(town, today) {
            Located::District { .. } | Located::Elsewhere { .. } | Located::OtherTown => {
                (true, false)
            }
            // Asked although a Stadtteil was chosen: another town stands beside it.
            Located::WhichStadtteil { .. } => (false, locality.is_some()),
            // A Stadtteil that is not there has its problem already.
            Located::DidYouMean { .. } | Located::Unknown => (locality.is_some(), false),
        };
        needs(
            has_district || is_contradiction || is_any(housing.as_ref(), &HOUSING_WITHOUT_LOCALITY),
            "address.locality",
        );
        needs(!self.languages.is_empty(), "languages");
        match self.contact.safe_way.as_ref().map(Code::as_str) {
            Some("telephone") => needs(is_there(&self.contact.telephone), "contact.telephone"),
            Some("email") => needs(is_there(&self.contact.email), "contact.email"),
            Some("via_care_of") => needs(is_there(care_of), "address.care_of"),
            Some("letter") => needs(is_there(street) || is_there(care_of), "address.street"),
            _ => {}
        }
        if is_contradiction {
            problems.add("address.locality", ProblemCode::Contradiction);
        }
        problems.or(())
    }

    /// Whether the Stadtteil is one of this town's on that day.
    #[must_use]
    pub fn organisation_problems(&self, town: &Organisation, day: Day) -> FieldProblems {
        let is_unknown = |code| town.locality_on(code, day).is_none();
        if self.address.locality.as_ref().is_some_and(is_unknown) {
            FieldProblems::at("address.locality", ProblemCode::UnknownCode)
        } else {
            FieldProblems::default()
        }
    }

    /// What the address says about the district on a day.
    #[must_use]
    pub fn located(&self, town: &Organisation, day: Day) -> Located {
        let address = &self.address;
        let whereabouts = Whereabouts {
            place: &address.place,
            town: &address.town,
            street: &address.street,
            post_code: &address.post_code,
            locality: address.locality.as_ref(),
        };
        locate(town, day, whereabouts)
    }

    /// Whether the country of birth is Germany; then there is no entry.
    #[must_use]
    pub fn is_born_in_germany(&self) -> bool {
        is_any(self.birth_country.as_ref(), &[GERMANY])
    }

    /// Whether the address is hidden from all but the responsible worker: it is locked, or it is a women's shelter. The desk
    /// then finds the person by the blind hit alone.
    #[must_use]
    pub fn is_protected(&self) -> bool {
        let housing = self.address.housing.as_ref();
        self.address.is_locked || housing.is_some_and(|housing| housing.as_str() == "FRAUENHAUS")
    }

    /// The name to show: given and family name as in the document, else the name they go by, else as spoken, else in
    /// the original script. Empty if none is known.
    #[must_use]
    pub fn shown_name(&self) -> String {
        let names = [
            &self.spoken_name,
            &self.called,
            &self.original_script,
            &self.birth_name,
        ];
        name_to_show(&self.given_name, &self.family_name, names)
    }

    /// What they are looked for and compared by.
    #[must_use]
    pub fn names_and_birth(&self) -> NamesAndBirth {
        NamesAndBirth {
            family_name: self.family_name.clone(),
            given_name: self.given_name.clone(),
            birth_name: self.birth_name.clone(),
            called: self.called.clone(),
            spoken_name: self.spoken_name.clone(),
            original_script: self.original_script.clone(),
            other_spellings: self.other_spellings.clone(),
            born: self.born,
        }
    }

    fn check_codes(&self, today: Day, problems: &mut FieldProblems) {
        let lists = Lists::shipped();
        for (list, code, path) in [
            (List::DocumentKind, &self.document_kind, "document_kind"),
            (List::State, &self.birth_country, "birth_country"),
            (List::Sex, &self.sex, "sex"),
            (List::Housing, &self.address.housing, "address.housing"),
            (List::SafeWay, &self.contact.safe_way, "contact.safe_way"),
        ] {
            lists.check(list, code.as_ref(), today, path, problems);
        }
        let nationalities = &self.nationalities;
        lists.check_each(List::State, nationalities, today, "nationalities", problems);
        lists.check_each(
            List::Language,
            self.languages.keys(),
            today,
            "languages",
            problems,
        );
    }

    fn check_dates(&self, today: Day, problems: &mut FieldProblems) {
        // A date that cannot be says nothing about the others: one slip is one problem.
        let mut right = |path: &'static str, date: Option<ImpreciseDate>| {
            let checked = date.map(|date| date.check_past(today));
            if let Some(Err(problem)) = checked {
                problems.add(path, problem);
            }
            date.filter(|_| checked == Some(Ok(())))
        };
        let born = right("born", self.born);
        let entered = right("entered_germany", self.entered_germany);
        let left = right("left_germany", self.left_germany);
        let re_entered = right("re_entered_germany", self.re_entered_germany);
        let arrived = right("arrived_in_town", self.arrived_in_town);
        // Only what is certainly in the wrong order is wrong.
        let mut ordered = |first: Option<ImpreciseDate>,
                           then: Option<ImpreciseDate>,
                           path: &str,
                           code: ProblemCode| {
            if let (Some(first), Some(then)) = (first, then)
                && then.last_day() < first.first_day()
            {
                problems.add(path, code);
            }
        };
        for (path, date) in [
            ("entered_germany", entered),
            ("left_germany", left),
            ("re_entered_germany", re_entered),
            ("arrived_in_town", arrived),
        ] {
            ordered(born, date, path, ProblemCode::BeforeBirth);
        }
        ordered(entered, left, "left_germany", ProblemCode::BeforeEntry);
        ordered(
            left,
            re_entered,
            "re_entered_germany",
            ProblemCode::BeforeDeparture,
        );
        ordered(
            entered,
            re_entered,
            "re_entered_germany",
            ProblemCode::BeforeEntry,
        );
        ordered(
            entered,
            arrived,
            "arrived_in_town",
            ProblemCode::BeforeEntry,
        );
    }
}

impl HouseholdMember {
    /// The checks of the fields that are filled.
    #[must_use]
    pub fn field_problems(&self, today: Day) -> FieldProblems {
        let mut problems = self
            .validate()
            .err()
            .map(FieldProblems::from)
            .unwrap_or_default();
        if let Some(Err(problem)) = self.born.map(|born| born.check_past(today)) {
            problems.add("born", problem);
        }
        let relation = self.relation.as_ref();
        Lists::shipped().check(List::Relation, relation, today, "relation", &mut problems);
        problems
    }
}

fn is_there(text: &str) -> bool {
    !text.trim().is_empty()
}

fn is_any(code: Option<&Code>, list: &[&str]) -> bool {
    code.is_some_and(|code| list.contains(&code.as_str()))
}

fn is_post_code(text: &str) -> bool {
    text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_entry_id(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// Digits with the signs people part them by; a plus only in front.
fn is_telephone(text: &str) -> bool {
    let text = text.trim();
    let rest = text.strip_prefix('+').unwrap_or(text);
    let digits = rest.bytes().filter(u8::is_ascii_digit).count();
    (4..=17).contains(&digits)
        && rest
            .chars()
            .all(|sign| sign.is_ascii_digit() || matches!(sign, ' ' | '/' | '-' | '(' | ')' | '.'))
}

/// One `@`, something before it, a host with a dot after it. Whether mail arrives, only a mail can tell.
fn is_email(text: &str) -> bool {
    let Some((local, host)) = text.trim().rsplit_once('@') else {
        return false;
    };
    let is_dotted = |part: &str| part.split('.').all(|label| !label.is_empty());
    (1..=64).contains(&local.len())
        && is_dotted(local)
        && local
            .chars()
            .all(|sign| sign.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(sign))
        && host.contains('.')
        && host.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label
                    .chars()
                    .all(|sign| sign.is_alphanumeric() || sign == '-')
        })
        && host
            .rsplit('.')
            .next()
            .is_some_and(|top| top.chars().count() >= 2 && !top.chars().all(char::is_numeric))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::organisation::files;

    const TODAY: Day = date(2026, 11, 23);

    fn town() -> Organisation {
        files::shipped().unwrap()
    }

    fn day(year: i16, month: i8, day: i8) -> Option<ImpreciseDate> {
        Some(ImpreciseDate::Day {
            on: date(year, month, day),
        })
    }

    fn code(text: &str) -> Option<Code> {
        Some(text.parse().unwrap())
    }

    /// A form that can be completed.
    fn complete() -> PersonDraft {
        PersonDraft {
            given_name: "Mohammad".into(),
            family_name: "Al-Hassan".into(),
            original_script: "محمد الحسن".into(),
            born: Some(ImpreciseDate::Year { year: 1990 }),
            entered_germany: day(2023, 5, 2),
            languages: [("ara".parse().unwrap(), LanguageSkill::default())].into(),
            address: Address {
                locality: Some("opladen".parse().unwrap()),
                ..Address::default()
            },
            ..PersonDraft::default()
        }
    }

    fn found(change: impl FnOnce(&mut PersonDraft)) -> Vec<(String, ProblemCode)> {
        let mut draft = complete();
        change(&mut draft);
        let problems = draft.check(TODAY, &town()).err().unwrap_or_default();
        problems
            .iter()
            .flat_map(|(path, found)| {
                found
                    .iter()
                    .map(move |problem| (path.clone(), problem.code))
            })
            .collect()
    }

    #[track_caller]
    fn only(path: &str, code: ProblemCode, change: impl FnOnce(&mut PersonDraft)) {
        assert_eq!(found(change), [(path.to_owned(), code)]);
    }

    #[test]
    fn a_complete_form_and_an_empty_one_have_nothing_wrong() {
        assert_eq!(complete().check(TODAY, &town()), Ok(()));
        assert!(PersonDraft::default().field_problems(TODAY).is_empty());
    }

    #[test]
    fn names_as_in_the_document_keep_to_the_letters_of_the_standard() {
        for path in ["family_name", "given_name", "birth_name", "called"] {
            let set = |draft: &mut PersonDraft, text: &str| {
                let field = match path {
                    "family_name" => &mut draft.family_name,
                    "given_name" => &mut draft.given_name,
                    "birth_name" => &mut draft.birth_name,
                    _ => &mut draft.called,
                };
                text.clone_into(field);
            };
            only(path, ProblemCode::WrongScript, |draft| set(draft, "محمد"));
            only(path, ProblemCode::NoLetter, |draft| set(draft, "-"));
            only(path, ProblemCode::Invalid, |draft| set(draft, "A1"));
            only(path, ProblemCode::TooLong, |draft| {
                set(draft, &"x".repeat(121))
            });
            only(path, ProblemCode::ControlCharacter, |draft| {
                set(draft, "A\0")
            });
            only(path, ProblemCode::DirectionOverride, |draft| {
                set(draft, "A\u{202E}")
            });
        }
    }

    #[test]
    fn names_as_heard_or_in_the_original_script_may_have_any_letters() {
        assert_eq!(found(|draft| draft.spoken_name = "Олена".into()), []);
        only("spoken_name", ProblemCode::NoLetter, |draft| {
            draft.spoken_name = "12".into()
        });
        only("original_script", ProblemCode::NoLetter, |draft| {
            draft.original_script = "?".into()
        });
        only("original_script", ProblemCode::TooLong, |draft| {
            draft.original_script = "م".repeat(201)
        });
        only("other_spellings", ProblemCode::DirectionOverride, |draft| {
            draft.other_spellings = "\u{2066}A".into();
        });
    }

    #[test]
    fn dates_lie_in_the_past_and_in_their_order() {
        only("born", ProblemCode::TooEarly, |draft| {
            draft.born = Some(ImpreciseDate::Year { year: 1890 })
        });
        only("born", ProblemCode::ImpossibleDate, |draft| {
            draft.born = Some(ImpreciseDate::Month {
                year: 1990,
                month: 13,
            });
        });
        only("entered_germany", ProblemCode::InFuture, |draft| {
            draft.entered_germany = day(2026, 11, 24)
        });
        only("entered_germany", ProblemCode::BeforeBirth, |draft| {
            draft.entered_germany = day(1989, 12, 31)
        });
        only("left_germany", ProblemCode::BeforeEntry, |draft| {
            draft.left_germany = day(2023, 5, 1)
        });
        only(
            "re_entered_germany",
            ProblemCode::BeforeDeparture,
            |draft| {
                draft.left_germany = day(2024, 5, 1);
                draft.re_entered_germany = day(2024, 4, 30);
            },
        );
        only("left_germany", ProblemCode::Missing, |draft| {
            draft.re_entered_germany = day(2024, 4, 30)
        });
        only("arrived_in_town", ProblemCode::BeforeEntry, |draft| {
            draft.arrived_in_town = day(2023, 5, 1)
        });
        // The month of entry may hold the birth: not certainly wrong.
        assert_eq!(
            found(|draft| {
                draft.born = day(1990, 5, 20);
                draft.entered_germany = Some(ImpreciseDate::Month {
                    year: 1990,
                    month: 5,
                });
            }),
            []
        );
    }

    #[test]
    fn codes_must_be_on_their_lists() {
        let unknown = code("NICHTDA");
        let mut draft = complete();
        draft.document_kind = unknown.clone();
        draft.birth_country = unknown.clone();
        draft.address.housing = unknown.clone();
        draft.nationalities = unknown.clone().into_iter().collect();
        draft.languages = [("xx".parse().unwrap(), LanguageSkill::default())].into();
        let child = HouseholdMember {
            relation: unknown,
            ..HouseholdMember::default()
        };
        draft.household = [("a1".to_owned(), child)].into();
        let problems = draft.field_problems(TODAY);
        for path in [
            "document_kind",
            "birth_country",
            "address.housing",
            "nationalities",
            "languages",
            "household.a1.relation",
        ] {
            assert_eq!(
                problems.of(path)[0].code,
                ProblemCode::UnknownCode,
                "{path}"
            );
        }
    }

    #[test]
    fn codes_numbers_and_addresses_are_checked_where_they_stand() {
        only("sex", ProblemCode::UnknownCode, |draft| {
            draft.sex = code("x")
        });
        only("contact.safe_way", ProblemCode::UnknownCode, |draft| {
            draft.contact.safe_way = code("fax")
        });
        only("nationalities", ProblemCode::Contradiction, |draft| {
            draft.nationalities = ["XXA".parse().unwrap(), "SYR".parse().unwrap()].into();
        });
        for text in ["5137", "513711", "5137a", "٥١٣٧١"] {
            only("address.post_code", ProblemCode::NotAPostCode, |draft| {
                draft.address.post_code = text.into()
            });
        }
        for text in ["123", "0214 abc", "02+14 1234", "1".repeat(18).as_str()] {
            only("contact.telephone", ProblemCode::NotATelephone, |draft| {
                draft.contact.telephone = text.into()
            });
        }
        for text in [
            "a",
            "a@b",
            "@b.de",
            "a b@c.de",
            "a@b..de",
            "a@-b.de",
            "a@b.d",
            "a..b@c.de",
        ] {
            only("contact.email", ProblemCode::NotAnEmail, |draft| {
                draft.contact.email = text.into()
            });
        }
        assert_eq!(
            found(|draft| {
                draft.sex = code("none");
                draft.address.post_code = "51379".into();
                draft.contact.telephone = "+49 (0)214 / 406-0".into();
                draft.contact.email = "m.al-hassan+kim@mail.example.org".into();
            }),
            []
        );
    }

    #[test]
    fn entries_of_the_household_have_paths_of_their_own() {
        let member = |name: &str, born| HouseholdMember {
            name: name.into(),
            born,
            ..HouseholdMember::default()
        };
        only("household.a1.born", ProblemCode::InFuture, |draft| {
            draft
                .household
                .insert("a1".into(), member("Noor", day(2027, 1, 1)));
        });
        only("household.a1.name", ProblemCode::TooLong, |draft| {
            draft
                .household
                .insert("a1".into(), member(&"n".repeat(121), None));
        });
        only("household", ProblemCode::Invalid, |draft| {
            draft.household.insert("a.1".into(), member("Noor", None));
        });
        only("household", ProblemCode::TooMany, |draft| {
            draft.household = (0..31)
                .map(|id| (id.to_string(), member("Noor", None)))
                .collect();
        });
    }

    #[test]
    fn completing_needs_name_birth_entry_place_and_language() {
        only("family_name", ProblemCode::Missing, |draft| {
            draft.given_name.clear();
            draft.family_name.clear();
            draft.original_script.clear();
        });
        only("born", ProblemCode::Missing, |draft| draft.born = None);
        only("entered_germany", ProblemCode::Missing, |draft| {
            draft.entered_germany = None
        });
        only("address.locality", ProblemCode::Missing, |draft| {
            draft.address.locality = None
        });
        only("languages", ProblemCode::Missing, |draft| {
            draft.languages.clear()
        });
        only("contact.telephone", ProblemCode::Missing, |draft| {
            draft.contact.safe_way = code("telephone")
        });
        only("address.street", ProblemCode::Missing, |draft| {
            draft.contact.safe_way = code("letter")
        });
    }

    #[test]
    fn completing_does_not_ask_what_cannot_be_known() {
        assert_eq!(
            found(|draft| {
                draft.entered_germany = None;
                draft.birth_country = code("DEU");
                draft.given_name.clear();
                draft.family_name.clear();
                draft.born = Some(ImpreciseDate::Estimated { year: 1990 });
                draft.address = Address {
                    housing: code("OBDACHLOS"),
                    ..Address::default()
                };
            }),
            []
        );
        assert_eq!(
            found(|draft| draft.address = Address {
                town: "Köln".into(),
                ..Address::default()
            }),
            []
        );
        for (place, town) in [("", "Leverkusen"), ("", "Levekusen"), ("Oplden", "")] {
            only("address.locality", ProblemCode::Missing, |draft| {
                draft.address = Address {
                    place: place.into(),
                    town: town.into(),
                    ..Address::default()
                };
            });
        }
        only("address.locality", ProblemCode::Contradiction, |draft| {
            draft.address.town = "Köln".into();
        });
    }

    /// The same rule in a town that nobody has heard of.
    #[test]
    fn which_town_is_this_one_says_the_organisation() {
        let elsewhere = files::read(files::tests::another_town()).unwrap();
        let missing = |town: &str, place: &str, day: Day| {
            let mut draft = complete();
            draft.address = Address {
                town: town.into(),
                place: place.into(),
                ..Address::default()
            };
            draft.check(day, &elsewhere).is_err()
        };
        assert!(missing("Musterhausen", "", TODAY));
        assert!(!missing("Musterhausen", "Oberdorf", TODAY));
        assert!(!missing("Leverkusen", "", TODAY));
        assert!(missing("", "", TODAY));
        // A part of town that was taken in later is none before.
        assert!(missing("Musterhausen", "Neuland", date(2026, 6, 30)));
        assert!(!missing("Musterhausen", "Neuland", date(2026, 7, 1)));
    }

    #[test]
    fn the_name_shown_is_the_best_that_is_known() {
        let mut draft = complete();
        assert_eq!(draft.shown_name(), "Mohammad Al-Hassan");
        draft.given_name.clear();
        assert_eq!(draft.shown_name(), "Al-Hassan");
        draft.family_name.clear();
        assert_eq!(draft.shown_name(), "محمد الحسن");
        assert_eq!(PersonDraft::default().shown_name(), "");
    }
}
