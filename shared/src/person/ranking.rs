//! How people answer a query: who was meant, how surely and why, best first. The server ranks those that carry the typed
//! tokens; the tablet ranks its packed people without tokens ([`search_packed`]). Both by the same rules. Not here: what a
//! query is and what people are stored under ([`super::search`]); how single names are compared ([`super::name`]).

use super::matching::{
    BirthMatch, Identity, MatchKind, MatchReason, NamesAndBirth, Verdict, reasons_of, same_birth,
};
use super::name::{Agreement, Part};
use super::search::{Query, TypedBirth};
use crate::kernel::{ImpreciseDate, PersonId};

/// What a person is ranked by, made once and kept beside the packed person; it is not stored.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchKey {
    identity: Identity,
    /// The first letters of all parts, as bits.
    firsts: u32,
    groups: Vec<&'static str>,
}

impl SearchKey {
    /// The key of a person.
    #[must_use]
    pub fn of(person: &NamesAndBirth) -> Self {
        let identity = Identity::of(person);
        let parts = || {
            identity
                .names
                .iter()
                .flat_map(|name| name.parts.iter().chain(name.pairs.iter().flatten()))
        };
        let firsts = parts().fold(0, |bits, part| bits | firsts_of(part));
        let mut groups: Vec<_> = parts()
            .flat_map(|part| part.groups.iter().map(|form| form.group))
            .collect();
        groups.sort_unstable();
        groups.dedup();
        Self {
            identity,
            firsts,
            groups,
        }
    }

    /// Whether one of the typed words can be among the names; cheap, and never wrongly no but for a slip in the first
    /// letter of every word.
    fn may_hold(&self, query: &Query) -> bool {
        query.name.parts.is_empty()
            || query.name.parts.iter().any(|part| {
                firsts_of(part) & self.firsts != 0
                    || part
                        .groups
                        .iter()
                        .any(|form| self.groups.binary_search(&form.group).is_ok())
            })
    }
}

/// A bit for each letter that a reading of the part can begin with; letters of other scripts share one.
fn firsts_of(part: &Part) -> u32 {
    part.readings
        .iter()
        .filter_map(super::sound::Form::first)
        .fold(0, |bits, first| {
            let at = if first.is_ascii_uppercase() {
                u32::from(first) - u32::from('A')
            } else {
                26
            };
            bits | (1 << at)
        })
}

/// A hit with its place in the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked {
    /// How sure it is that this person was meant.
    pub verdict: Verdict,
    /// Why it hit, words first.
    pub reasons: Vec<MatchReason>,
    /// Higher is better.
    pub score: u32,
}

/// How a person answers a query; none if their name is another. What was typed is *likely* this person if every part
/// of the name and the full birth agree, *different* if the names agree and the births do not.
#[must_use]
pub fn rank(query: &Query, candidate: &NamesAndBirth) -> Option<Ranked> {
    rank_key(query, &SearchKey::of(candidate))
}

/// As [`rank`], by the key.
#[must_use]
pub fn rank_key(query: &Query, key: &SearchKey) -> Option<Ranked> {
    if !key.may_hold(query) {
        return None;
    }
    let mut reasons = Vec::new();
    let (mut is_full, mut score) = (false, 0);
    if !query.name.parts.is_empty() {
        let compare = |at: usize, typed: &Part, found: &Part| {
            if query.open_part == Some(at) {
                typed.compare_begun(found)
            } else {
                typed.compare(found)
            }
        };
        let (name, pairing) = key
            .identity
            .names
            .iter()
            .filter_map(|name| Some((name, query.name.pair_with(name, compare)?)))
            .max_by_key(|(_, pairing)| (tier(pairing.agreement), pairing.score))?;
        let tier = tier(pairing.agreement);
        if tier == 0 {
            return None;
        }
        is_full = pairing.agreement == Agreement::Full;
        // Of two that match alike, the one with less beside it is meant.
        let beside =
            u32::try_from(name.parts.len().saturating_sub(pairing.matches.len())).unwrap_or(0);
        score = tier * 10_000 + pairing.score * 10 + 9_u32.saturating_sub(beside);
        reasons = reasons_of(&query.name, name, &pairing);
    }
    let birth = match query.born {
        None => BirthMatch::Unknown,
        Some(TypedBirth::Date(born)) => same_birth(Some(born), key.identity.born),
        Some(TypedBirth::DayMonth { day, month }) => {
            match key.identity.born.and_then(ImpreciseDate::day) {
                None => BirthMatch::Unknown,
                Some(on) if on.day() == day && on.month() == month => {
                    BirthMatch::Weak(MatchKind::BirthNear)
                }
                Some(on) if on.day() == month && on.month() == day => {
                    BirthMatch::Weak(MatchKind::BirthSwapped)
                }
                Some(_) => BirthMatch::Different,
            }
        }
    };
    if query.name.parts.is_empty() && birth.kind().is_none() {
        return None;
    }
    let verdict = match birth {
        BirthMatch::Different => Verdict::Different,
        BirthMatch::Same if is_full => Verdict::Likely,
        _ => Verdict::Possible,
    };
    score += match birth {
        BirthMatch::Same => 40_000,
        BirthMatch::Weak(
            MatchKind::BirthSame | MatchKind::BirthYear | MatchKind::BirthFirstOfJanuary,
        ) => 30_000,
        BirthMatch::Weak(_) => 25_000,
        BirthMatch::Unknown => 20_000,
        BirthMatch::Different => 0,
    };
    if let Some(kind) = birth.kind() {
        let typed = match query.born {
            Some(TypedBirth::Date(born)) => born.shown(),
            Some(TypedBirth::DayMonth { day, month }) => format!("{day:02}.{month:02}."),
            None => String::new(),
        };
        let found = key
            .identity
            .born
            .map(ImpreciseDate::shown)
            .unwrap_or_default();
        reasons.push(MatchReason { kind, typed, found });
    }
    Some(Ranked {
        verdict,
        reasons,
        score,
    })
}

/// Words that are not on record are worse than parts that were not typed.
const fn tier(agreement: Agreement) -> u32 {
    match agreement {
        Agreement::None => 0,
        Agreement::FirstHasMore => 1,
        Agreement::SecondHasMore | Agreement::Near => 2,
        Agreement::Full => 3,
    }
}

/// The best answers among people whose keys are at hand, best first, at most `most`.
#[must_use]
pub fn search_packed(
    query: &Query,
    people: &[(PersonId, SearchKey)],
    most: usize,
) -> Vec<(PersonId, Ranked)> {
    let mut hits: Vec<(PersonId, Ranked)> = people
        .iter()
        .filter_map(|(person, key)| Some((*person, rank_key(query, key)?)))
        .collect();
    hits.sort_by(|one, two| (two.1.score, one.0).cmp(&(one.1.score, two.0)));
    hits.truncate(most);
    hits
}

#[cfg(test)]
pub(super) mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::kernel::{Day, Moment};

    const TODAY: Day = date(2026, 11, 23);

    pub(in crate::person) fn person(given: &str, family: &str, born: &str) -> NamesAndBirth {
        NamesAndBirth {
            given_name: given.into(),
            family_name: family.into(),
            born: ImpreciseDate::typed(born, TODAY).unwrap(),
            ..NamesAndBirth::default()
        }
    }

    fn verdict(text: &str, person: &NamesAndBirth) -> Option<Verdict> {
        rank(&Query::parse(text, TODAY), person).map(|ranked| ranked.verdict)
    }

    #[test]
    fn another_name_is_no_hit() {
        let mohammad = person("Mohammad", "Al-Hassan", "1990");
        for text in [
            "Oleksandr",
            "Mohammad Karimi",
            "Mahmoud",
            "Hassani Ahmad",
            "1975",
        ] {
            assert_eq!(verdict(text, &mohammad), None, "{text}");
        }
    }

    #[test]
    fn the_verdict_follows_name_and_birth() {
        let oleksandr = person("Oleksandr", "Shevchenko", "17.05.1990");
        for (text, expected) in [
            ("Alexander Shevchenko 17.05.1990", Verdict::Likely),
            ("Alexander Shevchenko", Verdict::Possible),
            ("Alexander Shevchenko 1990", Verdict::Possible),
            ("Sasha Shevchenko 17.05.1990", Verdict::Possible),
            ("Shevchenko 17.05.1990", Verdict::Possible),
            ("Alexander Shevchenko 03.12.1961", Verdict::Different),
        ] {
            assert_eq!(verdict(text, &oleksandr), Some(expected), "{text}");
        }
    }

    #[test]
    fn the_reasons_say_what_was_typed_and_what_was_found() {
        let ranked = rank(
            &Query::parse("Muhamed 4.3.1970", TODAY),
            &person("Mohammad", "Karimi", "3.4.1970"),
        )
        .unwrap();
        let reason = |kind, typed: &str, found: &str| MatchReason {
            kind,
            typed: typed.into(),
            found: found.into(),
        };
        assert_eq!(
            ranked.reasons,
            [
                reason(MatchKind::NameSpelling, "Muhamed", "Mohammad"),
                reason(MatchKind::BirthSwapped, "04.03.1970", "03.04.1970"),
            ]
        );
    }

    /// Persons of many names, as a packed tablet has them.
    fn packed(count: usize) -> Vec<(PersonId, SearchKey)> {
        let given = [
            "Mohammad",
            "Oleksandr",
            "Tesfay",
            "Ayşe",
            "Fatima",
            "Olena",
            "Ali",
            "Selam",
            "Yusuf",
            "Maria",
        ];
        let family = [
            "Hassan",
            "Shevchenko",
            "Haile",
            "Yılmaz",
            "Karimi",
            "Kovalenko",
            "Haddad",
            "Diallo",
            "Müller",
            "Rahimi",
            "Popa",
        ];
        (0..count)
            .map(|at| {
                let born = format!("{}.{}.{}", at % 28 + 1, at % 12 + 1, 1960 + at % 45);
                let draft = person(given[at % given.len()], family[at % family.len()], &born);
                let mut random = [0; 10];
                random[..8].copy_from_slice(&(at as u64).to_be_bytes());
                (
                    PersonId::born(Moment::from_millis(0), random),
                    SearchKey::of(&draft),
                )
            })
            .collect()
    }

    #[test]
    fn a_packed_tablet_finds_the_person_and_orders_the_rest() {
        let people = packed(2_000);
        let hits = search_packed(&Query::parse("Muhammed Hasan", TODAY), &people, 20);
        assert_eq!(hits.len(), 19);
        assert!(hits.windows(2).all(|two| two[0].1.score >= two[1].1.score));
        let best = &people
            .iter()
            .find(|(id, _)| *id == hits[0].0)
            .unwrap()
            .1
            .identity;
        assert_eq!(best.names[0].parts[0].text, "Mohammad");
        assert_eq!(best.names[0].parts[1].text, "Hassan");
        assert!(search_packed(&Query::parse("Bartholomäus Xq", TODAY), &people, 20).is_empty());
    }

    /// The guard without a clock: most people are ruled out by one comparison of bits.
    #[test]
    fn few_people_are_compared_name_by_name() {
        let people = packed(2_000);
        for text in ["Tesfai Haile", "Kowalenko", "Yusuf", "Bartholomäus"] {
            let query = Query::parse(text, TODAY);
            let compared = people
                .iter()
                .filter(|(_, key)| key.may_hold(&query))
                .count();
            assert!(compared <= 1_000, "{text}: {compared}");
        }
    }
}
