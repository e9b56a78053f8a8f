//! Two persons side by side: what of their forms agrees and what differs. Whether they are the same is judged by
//! [`super::matching`]; here each field is put beside the other for a person who decides.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use strum::{EnumIter, IntoEnumIterator, IntoStaticStr};

use super::PersonDraft;
use super::matching::{
    BirthMatch, Identity, Judgement, MatchKind, NamesAndBirth, Verdict, same_birth, same_person,
};
use crate::kernel::ImpreciseDate;

/// What is put side by side, in the order of the screen.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, EnumIter, IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ComparedField {
    /// The name as shown.
    Name,
    /// The name in the original script.
    OriginalScript,
    /// Other names: at birth, as called, as spoken, in other papers.
    OtherNames,
    /// Birth.
    Born,
    /// Country of birth.
    BirthCountry,
    /// Sex.
    Sex,
    /// Nationalities.
    Nationalities,
    /// Languages.
    Languages,
    /// Entry to Germany.
    EnteredGermany,
    /// Address.
    Address,
    /// Telephone.
    Telephone,
}

/// How a field of two persons agrees.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, EnumIter, IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum FieldAgreement {
    /// The same.
    Same,
    /// Not the same, but it may be: another spelling, a less precise date, a part in common.
    Similar,
    /// Not the same.
    Different,
    /// Known of one of the two only.
    OneSided,
}

/// The fields of a form that tell people apart, without what is nobody's business in a comparison: household, hints,
/// e-mail, how somebody is reached.
#[must_use]
pub fn compared_part(draft: &PersonDraft) -> PersonDraft {
    let mut part = PersonDraft {
        family_name: draft.family_name.clone(),
        given_name: draft.given_name.clone(),
        birth_name: draft.birth_name.clone(),
        called: draft.called.clone(),
        spoken_name: draft.spoken_name.clone(),
        original_script: draft.original_script.clone(),
        other_spellings: draft.other_spellings.clone(),
        born: draft.born,
        birth_country: draft.birth_country.clone(),
        sex: draft.sex.clone(),
        nationalities: draft.nationalities.clone(),
        languages: draft.languages.clone(),
        entered_germany: draft.entered_germany,
        address: draft.address.clone(),
        ..PersonDraft::default()
    };
    part.address.care_of.clear();
    part.contact.telephone.clone_from(&draft.contact.telephone);
    part
}

/// What the desk may see of a person it may not open: the name for showing, in the original script, and the birth.
#[must_use]
pub fn desk_part(draft: &PersonDraft) -> PersonDraft {
    PersonDraft {
        spoken_name: draft.shown_name(),
        original_script: draft.original_script.clone(),
        born: draft.born,
        ..PersonDraft::default()
    }
}

/// How each field agrees; fields of which nothing is known on either side are left out.
#[must_use]
pub fn compare(one: &PersonDraft, other: &PersonDraft) -> Vec<(ComparedField, FieldAgreement)> {
    ComparedField::iter()
        .filter_map(|field| Some((field, agreement(field, one, other)?)))
        .collect()
}

/// Whether two who resemble each other are worth being told of to those who took them in: surely where they are likely
/// the same; where it is possible only if two parts of the name agree, because half the town has one name in common.
#[must_use]
pub fn is_worth_telling(judgement: &Judgement) -> bool {
    match judgement.verdict {
        Verdict::Likely => true,
        Verdict::Different => false,
        Verdict::Possible => {
            judgement
                .reasons
                .iter()
                .filter(|why| is_of_name(why.kind))
                .count()
                > 1
        }
    }
}

const fn is_of_name(kind: MatchKind) -> bool {
    matches!(
        kind,
        MatchKind::NameSame
            | MatchKind::NameSpelling
            | MatchKind::NameDiminutive
            | MatchKind::NameNear
    )
}

fn agreement(
    field: ComparedField,
    one: &PersonDraft,
    other: &PersonDraft,
) -> Option<FieldAgreement> {
    match field {
        ComparedField::Name => of_names(&one.shown_name(), &other.shown_name(), || {
            let nameless = |draft: &PersonDraft| {
                Identity::of(&NamesAndBirth {
                    born: None,
                    ..draft.names_and_birth()
                })
            };
            same_person(&nameless(one), &nameless(other)).verdict
        }),
        ComparedField::OriginalScript => {
            let alone = |draft: &PersonDraft| {
                Identity::of(&NamesAndBirth {
                    original_script: draft.original_script.clone(),
                    ..NamesAndBirth::default()
                })
            };
            of_names(&one.original_script, &other.original_script, || {
                same_person(&alone(one), &alone(other)).verdict
            })
        }
        ComparedField::OtherNames => of_sets(&other_names(one), &other_names(other)),
        ComparedField::Born => match same_birth(one.born, other.born) {
            BirthMatch::Same => Some(FieldAgreement::Same),
            BirthMatch::Weak(_) if one.born == other.born => Some(FieldAgreement::Same),
            BirthMatch::Weak(_) => Some(FieldAgreement::Similar),
            BirthMatch::Different => Some(FieldAgreement::Different),
            BirthMatch::Unknown => one_sided(one.born.is_none(), other.born.is_none()),
        },
        ComparedField::BirthCountry => of_values(&one.birth_country, &other.birth_country),
        ComparedField::Sex => of_values(&one.sex, &other.sex),
        ComparedField::Nationalities => of_sets(&one.nationalities, &other.nationalities),
        ComparedField::Languages => {
            let keys = |draft: &PersonDraft| draft.languages.keys().cloned().collect();
            of_sets::<crate::kernel::Code>(&keys(one), &keys(other))
        }
        ComparedField::EnteredGermany => {
            let year = |date: Option<ImpreciseDate>| date.map(ImpreciseDate::year);
            let found = of_values(&one.entered_germany, &other.entered_germany);
            let is_same_year = year(one.entered_germany) == year(other.entered_germany);
            match found {
                Some(FieldAgreement::Different) if is_same_year => Some(FieldAgreement::Similar),
                found => found,
            }
        }
        ComparedField::Address => of_address(one, other),
        ComparedField::Telephone => {
            let number = |draft: &PersonDraft| {
                Some(dialled(&draft.contact.telephone)).filter(|digits| !digits.is_empty())
            };
            of_values(&number(one), &number(other))
        }
    }
}

/// `None` where nothing is known; `OneSided` where one of the two is.
const fn one_sided(is_one_empty: bool, is_other_empty: bool) -> Option<FieldAgreement> {
    if is_one_empty && is_other_empty {
        None
    } else {
        Some(FieldAgreement::OneSided)
    }
}

fn of_values<T: PartialEq>(one: &Option<T>, other: &Option<T>) -> Option<FieldAgreement> {
    match (one, other) {
        (Some(one), Some(other)) if one == other => Some(FieldAgreement::Same),
        (Some(_), Some(_)) => Some(FieldAgreement::Different),
        (one, other) => one_sided(one.is_none(), other.is_none()),
    }
}

fn of_sets<T: Ord>(one: &BTreeSet<T>, other: &BTreeSet<T>) -> Option<FieldAgreement> {
    if one.is_empty() || other.is_empty() {
        return one_sided(one.is_empty(), other.is_empty());
    }
    Some(if one == other {
        FieldAgreement::Same
    } else if one.is_disjoint(other) {
        FieldAgreement::Different
    } else {
        FieldAgreement::Similar
    })
}

fn of_names(one: &str, other: &str, judge: impl FnOnce() -> Verdict) -> Option<FieldAgreement> {
    let (one, other) = (plain(one), plain(other));
    if one.is_empty() || other.is_empty() {
        return one_sided(one.is_empty(), other.is_empty());
    }
    Some(if one == other {
        FieldAgreement::Same
    } else if judge() == Verdict::Different {
        FieldAgreement::Different
    } else {
        FieldAgreement::Similar
    })
}

fn of_address(one: &PersonDraft, other: &PersonDraft) -> Option<FieldAgreement> {
    let street = |draft: &PersonDraft| {
        Some(plain(&draft.address.street)).filter(|street| !street.is_empty())
    };
    let place = |draft: &PersonDraft| {
        let said = plain(&draft.address.place);
        let locality = draft.address.locality.as_ref().map(ToString::to_string);
        locality.or_else(|| Some(said).filter(|said| !said.is_empty()))
    };
    let streets = of_values(&street(one), &street(other));
    let places = of_values(&place(one), &place(other));
    match (streets, places) {
        // The same street in another part of town is another street.
        (Some(FieldAgreement::Same), Some(FieldAgreement::Different)) => {
            Some(FieldAgreement::Different)
        }
        (Some(FieldAgreement::Same), _) => Some(FieldAgreement::Same),
        (Some(FieldAgreement::Different), Some(FieldAgreement::Same)) => {
            Some(FieldAgreement::Similar)
        }
        (Some(FieldAgreement::Different), _) => Some(FieldAgreement::Different),
        (_, Some(FieldAgreement::Same)) => Some(FieldAgreement::Similar),
        (None, places) => places,
        (streets, None) => streets,
        (_, places) => places,
    }
}

/// Names besides the one that is shown, as they stand there, in small letters.
fn other_names(draft: &PersonDraft) -> BTreeSet<String> {
    let shown = plain(&draft.shown_name());
    let spellings = draft.other_spellings.split(';');
    [&draft.birth_name, &draft.called, &draft.spoken_name]
        .into_iter()
        .map(String::as_str)
        .chain(spellings)
        .map(plain)
        .filter(|name| !name.is_empty() && *name != shown)
        .collect()
}

/// In small letters, with single spaces.
fn plain(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

/// The digits of a number as they are dialled inside the country.
fn dialled(telephone: &str) -> String {
    let digits: String = telephone.chars().filter(char::is_ascii_digit).collect();
    let abroad = telephone.trim_start().starts_with('+') || digits.starts_with("00");
    let national = digits.trim_start_matches("00");
    match national.strip_prefix("49").filter(|_| abroad) {
        Some(rest) => format!("0{}", rest.trim_start_matches('0')),
        None => digits,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn person(given: &str, family: &str) -> PersonDraft {
        PersonDraft {
            given_name: given.into(),
            family_name: family.into(),
            ..PersonDraft::default()
        }
    }

    fn of(field: ComparedField, one: &PersonDraft, other: &PersonDraft) -> Option<FieldAgreement> {
        assert_eq!(agreement(field, one, other), agreement(field, other, one));
        compare(one, other)
            .into_iter()
            .find(|(found, _)| *found == field)
            .map(|(_, agreement)| agreement)
    }

    #[test]
    fn a_name_in_another_spelling_is_similar_and_another_name_differs() {
        let one = person("Mohammad", "Al-Hassan");
        for (other, expected) in [
            (person("MOHAMMAD", "al-hassan"), FieldAgreement::Same),
            (person("Muhammed", "Alhasan"), FieldAgreement::Similar),
            (person("Leyla", "Rahimi"), FieldAgreement::Different),
            (PersonDraft::default(), FieldAgreement::OneSided),
        ] {
            assert_eq!(of(ComparedField::Name, &one, &other), Some(expected));
        }
        let nobody = PersonDraft::default();
        assert_eq!(of(ComparedField::Name, &nobody, &nobody), None);
    }

    #[test]
    fn a_less_precise_birth_is_similar_and_another_day_differs() {
        let born = |born| PersonDraft {
            born: Some(born),
            ..PersonDraft::default()
        };
        let day = |month, day| {
            born(ImpreciseDate::Day {
                on: date(1990, month, day),
            })
        };
        let year = born(ImpreciseDate::Year { year: 1990 });
        let of_born = |one: &PersonDraft, other: &PersonDraft| of(ComparedField::Born, one, other);
        assert_eq!(
            of_born(&day(5, 17), &day(5, 17)),
            Some(FieldAgreement::Same)
        );
        assert_eq!(of_born(&year, &year), Some(FieldAgreement::Same));
        assert_eq!(of_born(&day(5, 17), &year), Some(FieldAgreement::Similar));
        assert_eq!(
            of_born(&day(3, 4), &day(4, 3)),
            Some(FieldAgreement::Similar)
        );
        assert_eq!(
            of_born(&day(3, 4), &day(11, 30)),
            Some(FieldAgreement::Different)
        );
    }

    #[test]
    fn one_nationality_in_common_is_similar() {
        let of_states = |codes: &[&str]| PersonDraft {
            nationalities: codes.iter().map(|code| code.parse().unwrap()).collect(),
            ..PersonDraft::default()
        };
        let both = of_states(&["SYR", "TUR"]);
        for (other, expected) in [
            (of_states(&["TUR", "SYR"]), FieldAgreement::Same),
            (of_states(&["SYR"]), FieldAgreement::Similar),
            (of_states(&["UKR"]), FieldAgreement::Different),
            (of_states(&[]), FieldAgreement::OneSided),
        ] {
            assert_eq!(
                of(ComparedField::Nationalities, &both, &other),
                Some(expected)
            );
        }
    }

    #[test]
    fn a_telephone_number_is_the_same_however_it_is_dialled() {
        let with = |telephone: &str| {
            let mut draft = PersonDraft::default();
            draft.contact.telephone = telephone.into();
            draft
        };
        let one = with("0214 123-45");
        for (other, expected) in [
            ("+49 214 12345", FieldAgreement::Same),
            ("0049 (0)214 12345", FieldAgreement::Same),
            ("0214 12346", FieldAgreement::Different),
            ("", FieldAgreement::OneSided),
        ] {
            let found = of(ComparedField::Telephone, &one, &with(other));
            assert_eq!(found, Some(expected), "{other}");
        }
    }

    #[test]
    fn the_same_house_is_the_same_address_and_the_same_part_of_town_a_similar_one() {
        let at = |street: &str, place: &str| {
            let mut draft = PersonDraft::default();
            draft.address.street = street.into();
            draft.address.place = place.into();
            draft
        };
        let one = at("Kölner Straße 5", "Opladen");
        for (other, expected) in [
            (at("kölner straße  5", "Opladen"), FieldAgreement::Same),
            (at("Kölner Straße 5", ""), FieldAgreement::Same),
            (at("Kölner Straße 5", "Wiesdorf"), FieldAgreement::Different),
            (at("Rathausallee 1", "Opladen"), FieldAgreement::Similar),
            (at("", "Opladen"), FieldAgreement::Similar),
            (at("", "Hitdorf"), FieldAgreement::Different),
            (at("", ""), FieldAgreement::OneSided),
        ] {
            let found = of(ComparedField::Address, &one, &other);
            assert_eq!(found, Some(expected), "{:?}", other.address);
        }
    }

    #[test]
    fn the_desk_part_tells_name_and_birth_and_nothing_else() {
        let mut draft = person("Amina", "Warsame");
        draft.born = Some(ImpreciseDate::Year { year: 1990 });
        draft.contact.telephone = "0214 1".into();
        draft.address.street = "Rathausallee 1".into();
        let part = desk_part(&draft);
        assert_eq!(part.shown_name(), "Amina Warsame");
        let fields: Vec<_> = compare(&part, &part)
            .into_iter()
            .map(|(field, _)| field)
            .collect();
        assert_eq!(fields, [ComparedField::Name, ComparedField::Born]);
    }

    #[test]
    fn a_comparison_holds_neither_household_nor_hints() {
        let mut draft = person("Amina", "Warsame");
        draft.contact.hint = "nicht anrufen".into();
        draft
            .household
            .insert("a".into(), super::super::HouseholdMember::default());
        draft.address.care_of = "Yusuf".into();
        let part = compared_part(&draft);
        assert_eq!(part.contact.hint, "");
        assert_eq!(part.address.care_of, "");
        assert!(part.household.is_empty());
    }

    #[test]
    fn one_name_in_common_is_not_worth_telling() {
        let judged = |one: &PersonDraft, other: &PersonDraft| {
            let identity = |draft: &PersonDraft| Identity::of(&draft.names_and_birth());
            is_worth_telling(&same_person(&identity(one), &identity(other)))
        };
        let full = person("Mohammad", "Al-Hassan");
        assert!(judged(&full, &person("Muhammed", "Alhasan")));
        assert!(!judged(&full, &person("Mohammad", "")));
        assert!(!judged(&full, &person("Leyla", "Al-Hassan")));
    }
}
