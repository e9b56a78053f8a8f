//! By which keys those are looked up who may be the same human being as a person: what record linkage calls blocking.
//!
//! [`super::matching::same_person`] judges two people who are laid side by side. Nobody is laid beside the whole town, and
//! "Mohammad", "Ahmad" and "born in 1990" are each carried by thousands. So a person is also stored under two words of
//! their name and what is known of their birth as *one* key, which few share however large the town is. Who is looked up
//! shares such a key ([`Lookup::keys`]), or a day of birth and one word of the name ([`Lookup::by_birth`]).
//!
//! Not here: the other keys of a person ([`super::search`]); blinding, storing and asking for them; who is told.

use std::collections::BTreeSet;

use super::matching::{Identity, NamesAndBirth};
use super::search::{Token, TokenKind, birth_dates, birth_unknown, birth_year, day_month, token};
use super::two_words::{joined, keys, pairs_of};
use crate::kernel::{Day, ImpreciseDate};

/// At most this many pairs of words are made keys of.
const MOST_PAIRS: usize = 8;
/// At most this many words are made keys of.
const MOST_WORDS: usize = 8;
/// Nobody alive was born more years ago.
const LONGEST_LIFE: i16 = 115;

/// The keys of those who may be the same as a person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lookup {
    /// Whoever carries one of these. Empty if the name has no two words.
    pub keys: Vec<Token>,
    /// Whoever was born on the same day and shares a word.
    pub by_birth: BirthLookup,
}

/// Those who were born on the same day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BirthLookup {
    /// The day, and the day with day and month exchanged; empty if the day is not known.
    pub dates: Vec<Token>,
    /// And one of these.
    pub words: Vec<Token>,
}

impl Lookup {
    /// For a person with these names and this birth.
    #[must_use]
    pub fn of(person: &NamesAndBirth, today: Day) -> Self {
        let identity = Identity::of(person);
        let pairs = pairs(&identity);
        let (words, births) = (words(&identity), births_that_fit(identity.born, today));
        let mut keys = joined(&pairs, &births);
        let mut by_birth = BirthLookup::default();
        if let Some(born) = identity.born {
            match born.day() {
                Some(on) if !is_vague(born) => {
                    by_birth.dates = birth_dates(on).collect();
                    by_birth.words = words;
                }
                _ => keys.extend(joined_words(&words, born)),
            }
        }
        Self { keys, by_birth }
    }
}

/// The keys that a person is stored under.
pub(super) fn keys_of(identity: &Identity) -> Vec<Token> {
    let mut keys = joined(&pairs(identity), &births(identity.born));
    if let Some(born) = identity.born.filter(|born| is_vague(*born)) {
        keys.extend(joined_words(&words(identity), born));
    }
    keys
}

/// Each word with the year of a birth that is known vaguely: hundreds share a 1 January.
fn joined_words(words: &[Token], born: ImpreciseDate) -> Vec<Token> {
    let words: Vec<String> = words.iter().map(ToString::to_string).collect();
    joined(&words, &[vague_birth(born.year())])
}

/// Each two words of every name somebody is known by, those of the name in the document first.
fn pairs(identity: &Identity) -> Vec<String> {
    pairs_of(&identity.names, MOST_PAIRS)
}

fn words(identity: &Identity) -> Vec<Token> {
    let mut words = Vec::new();
    let names = identity.names.iter();
    let parts = names.flat_map(|name| name.parts.iter().chain(&name.turned));
    for word in parts.flat_map(keys) {
        if words.len() < MOST_WORDS && !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// What is stored of a birth.
fn births(born: Option<ImpreciseDate>) -> Vec<Token> {
    let Some(born) = born else {
        return vec![birth_unknown()];
    };
    let year = birth_year(born.year());
    match born.day() {
        Some(on) if !is_vague(born) => vec![year, day_month(on.day(), on.month())],
        _ => vec![year, vague_birth(born.year())],
    }
}

/// The stored births that do not speak against this one ([`super::matching::same_birth`]). Of two days the year or the day
/// in the year is the same; one that is known vaguely may be a slip or two years away; none contradicts nothing.
fn births_that_fit(born: Option<ImpreciseDate>, today: Day) -> Vec<Token> {
    let unknown = birth_unknown();
    let Some(born) = born else {
        let years = today.year() - LONGEST_LIFE..=today.year();
        return std::iter::once(unknown)
            .chain(years.map(birth_year))
            .collect();
    };
    let mut fitting = vec![birth_year(born.year()), unknown];
    let near = near_years(born.year()).into_iter();
    match born.day() {
        Some(on) if !is_vague(born) => {
            fitting.push(day_month(on.day(), on.month()));
            fitting.extend(near.map(vague_birth));
        }
        _ => fitting.extend(near.map(birth_year)),
    }
    fitting
}

/// The years that are one wrong figure, or two years, away from this one.
fn near_years(year: i16) -> BTreeSet<i16> {
    let (tens, ones) = (year.div_euclid(10), year.rem_euclid(10));
    let century = tens.div_euclid(10);
    let slip_in_ones = (0..10).map(|ones| tens * 10 + ones);
    let slip_in_tens = (0..10).map(|tens| century * 100 + tens * 10 + ones);
    let mut years: BTreeSet<i16> = slip_in_ones
        .chain(slip_in_tens)
        .chain(year - 2..=year + 2)
        .collect();
    years.remove(&year);
    years
}

/// Whether a birth says no more than about which year it was: an authority that knows nothing writes a 1 January.
fn is_vague(born: ImpreciseDate) -> bool {
    born.is_first_of_january() || born.day().is_none()
}

/// That a birth is known vaguely, and its year.
fn vague_birth(year: i16) -> Token {
    token(TokenKind::BirthVague, format!("{year:04}"))
}

#[cfg(test)]
pub(super) mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::person::ranking::tests::person;
    use crate::person::search::index_tokens;

    /// At most this many keys are stored for one person.
    pub(in crate::person) const MOST_KEYS: usize = 2 * MOST_PAIRS + MOST_WORDS;
    const TODAY: Day = jiff::civil::date(2026, 11, 23);

    fn lookup(person: &NamesAndBirth) -> Lookup {
        Lookup::of(person, TODAY)
    }

    /// What a server does: equality of tokens.
    fn finds(lookup: &Lookup, tokens: &BTreeSet<Token>) -> bool {
        let has = |wanted: &[Token]| wanted.iter().any(|token| tokens.contains(token));
        has(&lookup.keys) || (has(&lookup.by_birth.dates) && has(&lookup.by_birth.words))
    }

    #[test]
    fn who_may_be_the_same_is_looked_up() {
        for (one, other) in [
            (
                ("Mohammad", "Al-Hassan", "1990"),
                ("Muhammed", "Alhasan", "17.05.1991"),
            ),
            (
                ("Mohammad", "Al-Hassan", ""),
                ("Al-Hasan", "Mohamed", "1955"),
            ),
            (
                ("Oleksandr", "Shevchenko", "17.05.1990"),
                ("Alexander", "Schewtschenko", "17.05.1980"),
            ),
            (
                ("Abdul Rahman", "Khatib", "03.04.1970"),
                ("Abdulrahman", "Al Khatib", "04.03.1970"),
            ),
            (
                ("Tesfay", "Gebremichael", "01.01.1988"),
                ("Tesfai", "Ghebremichael", "01.01.1989"),
            ),
            // One part differs by a slip in its first letter.
            (
                ("Yusuf", "Demir", "12.11.2001"),
                ("Jusuf", "Temir", "12.11.2001"),
            ),
            (("Nawal", "", "12.11.2001"), ("Nawal", "", "12.11.2001")),
            // One name torn apart by its order.
            (
                ("Kader Abdel", "", "12.11.2001"),
                ("Abdel Kader", "", "12.11.2001"),
            ),
            (
                ("Uddin", "Shahab", "01.01.1988"),
                ("Shahab Uddin", "", "01.01.1988"),
            ),
        ] {
            let (one, other) = (
                person(one.0, one.1, one.2),
                person(other.0, other.1, other.2),
            );
            assert!(
                finds(&lookup(&one), &index_tokens(&other)),
                "{one:?} {other:?}"
            );
            assert!(
                finds(&lookup(&other), &index_tokens(&one)),
                "{other:?} {one:?}"
            );
        }
    }

    #[test]
    fn who_cannot_be_the_same_is_not_looked_up() {
        let one = lookup(&person("Mohammad", "Al-Hassan", "17.05.1990"));
        for (given, family, born) in [
            ("Mohammad", "Al-Hassan", "03.11.1962"),
            ("Mohammad", "Ahmad", "1990"),
            ("Leyla", "Öztürk", "17.05.1990"),
        ] {
            assert!(
                !finds(&one, &index_tokens(&person(given, family, born))),
                "{given} {family} {born}"
            );
        }
    }

    #[test]
    fn nothing_is_asked_of_somebody_without_a_name() {
        let nobody = lookup(&NamesAndBirth::default());
        assert_eq!(nobody, Lookup::default());
    }

    /// Of all who are worth telling of in a crowd, each is looked up, whichever of the two came first, and few beside them.
    /// Only where neither the name nor the birth is the same, both are a slip away, somebody may be missed.
    #[cfg(feature = "fixtures")]
    #[test]
    fn in_a_crowd_everybody_who_is_worth_telling_of_is_looked_up() {
        use crate::person::comparison::is_worth_telling;
        use crate::person::matching::{MatchKind, births_disagree, same_person};
        let crowd: Vec<NamesAndBirth> = crate::fixtures::people(1_200, 11)
            .map(|draft| draft.names_and_birth())
            .collect();
        let people: Vec<_> = crowd
            .iter()
            .map(|one| (Identity::of(one), lookup(one), index_tokens(one)))
            .collect();
        let (mut told, mut looked_up) = (0, 0);
        for (at, (one, lookup, _)) in people.iter().enumerate() {
            for (other, (two, _, tokens)) in people.iter().enumerate() {
                if other == at {
                    continue;
                }
                let is_found = finds(lookup, tokens);
                looked_up += usize::from(is_found);
                if births_disagree(one.born, two.born) {
                    continue;
                }
                let judged = same_person(one, two);
                if is_worth_telling(&judged) {
                    told += 1;
                    let is_slip = |kind| judged.reasons.iter().any(|reason| reason.kind == kind);
                    assert!(
                        is_found || (is_slip(MatchKind::NameNear) && is_slip(MatchKind::BirthNear)),
                        "{:?} {:?}",
                        crowd[at],
                        crowd[other]
                    );
                }
            }
        }
        assert!(told > 50, "{told}");
        assert!(looked_up < 8 * told, "{looked_up} for {told}");
    }
}
