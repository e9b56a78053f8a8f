//! Two words of a name as one key: each word of a frequent name is carried by thousands, two of them together by few.
//!
//! A person is stored under two words and what is known of their birth, joined to one key ([`joined`]). Who may be the same
//! is looked up by such keys ([`super::doubles`]); who was meant by a typed text by the words alone or by words and birth
//! ([`TypedPairs`]). Not here: the keys of single words ([`super::search`]); blinding, storing and asking for them.

use std::collections::BTreeSet;

use super::name::{Name, Part};
use super::search::{Query, Token, TokenKind, skeletons, sounds, token};

/// At most this many pairs of a typed text are looked at: those of four words.
const MOST_TYPED_PAIRS: usize = 6;
/// Between the words and the birth in the value of a joined key. No word and no birth contains it.
const BEFORE_BIRTH: char = '|';

/// Each of these pairs with each of those births as one key.
pub(super) fn joined(pairs: &[String], births: &[Token]) -> Vec<Token> {
    let with = |pair: &String| {
        let pair = pair.clone();
        births
            .iter()
            .map(move |birth| token(TokenKind::Joined, format!("{pair}{BEFORE_BIRTH}{birth}")))
    };
    pairs.iter().flat_map(with).collect()
}

impl Token {
    /// The words of a joined key, without the birth; none for other keys.
    #[must_use]
    pub fn words(&self) -> Option<&str> {
        let (words, _) = self.value.split_once(BEFORE_BIRTH)?;
        (self.kind == TokenKind::Joined).then_some(words)
    }
}

/// By which keys a word counts as the same name; the most telling first.
pub(super) fn keys(part: &Part) -> Vec<Token> {
    let groups: BTreeSet<&str> = part.groups.iter().map(|form| form.group).collect();
    let groups = groups
        .into_iter()
        .map(|group| token(TokenKind::Group, group));
    groups.chain(sounds(&skeletons(part))).collect()
}

/// The keys of every two words of some names, at most so many: of all of them the most telling, then the next. Those of the
/// first name come first.
pub(super) fn pairs_of(names: &[Name], most: usize) -> Vec<String> {
    let of_each: Vec<Vec<String>> = names
        .iter()
        .flat_map(two_of)
        .map(|(one, other)| keys_of_both(one, other))
        .collect();
    let longest = of_each.iter().map(Vec::len).max().unwrap_or(0);
    let mut pairs = Vec::new();
    for pair in (0..longest).flat_map(|at| of_each.iter().filter_map(move |pairs| pairs.get(at))) {
        if pairs.len() < most && !pairs.contains(pair) {
            pairs.push(pair.clone());
        }
    }
    pairs
}

/// The keys of two words together, whichever stands first; the most telling first.
fn keys_of_both(one: &Part, other: &Part) -> Vec<String> {
    let (ones, others) = (keys(one), keys(other));
    let mut found = Vec::with_capacity(ones.len() * others.len());
    for (first, one) in ones.iter().enumerate() {
        for (second, other) in others.iter().enumerate() {
            let mut words = [one.to_string(), other.to_string()];
            words.sort_unstable();
            found.push((first + second, words.join("+")));
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, words)| words).collect()
}

/// Each two parts of a name, in the order of the name, and then each part with two that somebody may write as one.
fn two_of(name: &Name) -> impl Iterator<Item = (&Part, &Part)> {
    places_of_two(name).map(|(_, one, other)| (one, other))
}

/// As [`two_of`], with the parts that they take of the name, a bit each.
fn places_of_two(name: &Name) -> impl Iterator<Item = (u8, &Part, &Part)> {
    let parts = || name.parts.iter().enumerate();
    let apart = parts().flat_map(move |(at, one)| {
        let rest = parts().skip(at + 1);
        rest.map(move |(beside, other)| (1 << at | 1 << beside, one, other))
    });
    let as_one = name
        .pairs
        .iter()
        .enumerate()
        .filter_map(|(at, pair)| Some((at, pair.as_ref()?)));
    let beside = as_one.flat_map(move |(first, as_one)| {
        parts()
            .filter(move |(at, _)| *at != first && *at != first + 1)
            .map(move |(at, part)| (1 << at | 0b11 << first, part, as_one))
    });
    apart.chain(beside)
}

/// What is asked for where somebody typed several words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TypedPairs {
    /// Every two of the words.
    pub pairs: Vec<TypedPair>,
    /// What may be on record of the birth; empty if none was typed.
    pub births: Vec<Token>,
}

/// Two words that somebody typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedPair {
    /// Which of the typed words they are, a bit each.
    pub places: u8,
    /// What they may be stored under together.
    pub words: Vec<String>,
}

impl TypedPairs {
    /// Of a typed text; nothing if it has no two words.
    #[must_use]
    pub fn of(query: &Query) -> Self {
        let mut apart = BTreeSet::new();
        let pairs = places_of_two(&query.name)
            .map(|(places, one, other)| {
                let mut words = keys_of_both(one, other);
                if places.count_ones() == 2 {
                    apart.extend(words.iter().cloned());
                } else {
                    // Of a long word only the beginning is stored: what the first word gives alone says nothing of the two
                    // as one.
                    words.retain(|words| !apart.contains(words));
                }
                TypedPair { places, words }
            })
            .filter(|pair| !pair.words.is_empty())
            .take(MOST_TYPED_PAIRS)
            .collect();
        let mut births = query.births(true);
        // Who was born on that day is stored under its year.
        births.retain(|birth| birth.kind != TokenKind::BirthDate);
        Self { pairs, births }
    }

    /// All that was typed, a bit for each word.
    #[must_use]
    pub fn all_places(&self) -> u8 {
        self.pairs.iter().fold(0, |all, pair| all | pair.places)
    }

    /// The keys of a pair with the typed birth.
    #[must_use]
    pub fn with_birth(&self, pair: &TypedPair) -> Vec<Token> {
        joined(&pair.words, &self.births)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::kernel::Day;
    use crate::person::matching::NamesAndBirth;
    use crate::person::name::Place;
    use crate::person::ranking::tests::person;
    use crate::person::search::index_tokens;
    use crate::person::search::tests::two_written_words;

    const TODAY: Day = date(2026, 11, 26);

    /// What a server does: whoever carries keys of pairs that together are all that was typed.
    fn is_found(text: &str, person: &NamesAndBirth) -> bool {
        let typed = TypedPairs::of(&Query::parse(text, TODAY));
        let tokens = index_tokens(person);
        let words: BTreeSet<&str> = tokens.iter().filter_map(Token::words).collect();
        let carries = |pair: &TypedPair| {
            if typed.births.is_empty() {
                pair.words.iter().any(|pair| words.contains(pair.as_str()))
            } else {
                typed
                    .with_birth(pair)
                    .iter()
                    .any(|key| tokens.contains(key))
            }
        };
        let pairs = typed.pairs.iter().filter(|pair| carries(pair));
        let places = pairs.fold(0, |places, pair| places | pair.places);
        places != 0 && places == typed.all_places()
    }

    #[test]
    fn whole_words_are_found_in_any_spelling_and_order() {
        for (text, (given, family, born)) in [
            ("Muhammed Alhasan", ("Mohammad", "Al-Hassan", "1990")),
            ("hassan mohamed 1991", ("Mohammad", "Al-Hassan", "1990")),
            ("محمد الحسن", ("Mohammad", "Al-Hassan", "1990")),
            (
                "Alexander Schewtschenko 17.5.1990",
                ("Oleksandr", "Shevchenko", "17.05.1990"),
            ),
            (
                "Shevchenko Oleksandr 17.05.",
                ("Oleksandr", "Shevchenko", "17.05.1990"),
            ),
            ("Oleksandr Shevchenko 1990", ("Oleksandr", "Shevchenko", "")),
            ("Abdulrahman Khatib", ("Abdul Rahman", "Al Khatib", "1970")),
            ("Abdul Rahman Khatib", ("Abdulrahman", "Al Khatib", "1970")),
            // The same name twice, as somebody types it who is not sure how it is written.
            (
                "Mohammad Muhammed Alhasan",
                ("Mohammad", "Al-Hassan", "1990"),
            ),
            ("Reza Ahmadi", ("Mohammad Reza", "Ahmadi", "1990")),
            ("Mohammad Reza Ahmadi", ("Mohammad Reza", "Ahmadi", "1990")),
        ] {
            assert!(is_found(text, &person(given, family, born)), "{text}");
        }
    }

    #[test]
    fn one_word_another_word_or_another_birth_is_not_found() {
        let somebody = person("Mohammad", "Al-Hassan", "17.05.1990");
        for text in [
            "Mohammad",
            "Mohammad Khatib",
            "Mohammad Yusuf Hassan",
            "Mohammad Hassan 1962",
        ] {
            assert!(!is_found(text, &somebody), "{text}");
        }
    }

    #[test]
    fn only_a_joined_key_has_words() {
        let with_a_mark = token(TokenKind::Form, "A|B");
        assert_eq!(with_a_mark.words(), None);
        let key = joined(
            &["g:a+b:B".to_owned()],
            &[token(TokenKind::BirthYear, "1990")],
        );
        assert_eq!(key.first().and_then(Token::words), Some("g:a+b:B"));
    }

    proptest! {
        #[test]
        fn whoever_is_stored_under_two_words_is_found_by_them(
            (given, family) in two_written_words(),
        ) {
            let stored = NamesAndBirth { spoken_name: format!("{given} {family}"), ..NamesAndBirth::default() };
            // Two written words may be one: `El Issa`, `Abdel Kader`.
            let are_two = Name::of(&[(stored.spoken_name.as_str(), Place::Whole)]).parts.len() > 1;
            let text = format!("{family} {given}");
            let typed = TypedPairs::of(&Query::parse(&text, TODAY));
            prop_assert!(!are_two || typed.pairs.is_empty() || is_found(&text, &stored), "{typed:?}");
        }
    }
}
