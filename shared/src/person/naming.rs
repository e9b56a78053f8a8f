//! Whether a text names a person. Where a reader is promised that no name stands, whoever writes is told before it is
//! sent.

use std::collections::BTreeSet;

use super::din91379::search_form;
use super::matching::NamesAndBirth;

/// Parts of names that are everyday words everywhere, and name nobody by themselves.
const PARTICLES: [&str; 16] = [
    "von", "van", "vom", "der", "den", "die", "und", "bin", "ibn", "abu", "umm", "del", "des",
    "dos", "das", "zur",
];
/// Shorter parts than these stand in too many words.
const LETTERS_MIN: usize = 3;

/// The parts of a person's names that a text can name them by, as they are compared: as many as there are spellings, and
/// no particles.
#[must_use]
pub fn name_parts(names: &NamesAndBirth) -> BTreeSet<String> {
    [
        &names.spoken_name,
        &names.given_name,
        &names.family_name,
        &names.birth_name,
        &names.called,
        &names.original_script,
        &names.other_spellings,
    ]
    .into_iter()
    .flat_map(|name| words(name))
    .filter(|word| {
        word.chars().count() >= LETTERS_MIN && !PARTICLES.contains(&word.to_lowercase().as_str())
    })
    .map(compared)
    .collect()
}

/// The words of a text that are parts of these names, as they stand there: also in the genitive, and whether large or
/// small letters and marks agree or not. Some of them may be meant as everyday words (Koch, Sommer): only whoever wrote
/// them can say.
#[must_use]
pub fn named_in(text: &str, parts: &BTreeSet<String>) -> Vec<String> {
    let mut named: Vec<String> = Vec::new();
    for word in words(text) {
        let form = compared(word);
        let is_part = parts.contains(&form)
            || form
                .strip_suffix('S')
                .is_some_and(|owner| parts.contains(owner));
        if is_part && !named.iter().any(|known| known == word) {
            named.push(word.to_owned());
        }
    }
    named
}

/// Letters with their marks, one word after the other.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_mark = |letter: char| ('\u{300}'..='\u{36F}').contains(&letter);
    text.split(move |letter: char| !letter.is_alphabetic() && !is_mark(letter))
        .filter(|word| !word.is_empty())
}

/// A word by the letters A to Z; one in another script as it stands.
fn compared(word: &str) -> String {
    let form = search_form(word);
    if form.is_empty() {
        word.to_lowercase()
    } else {
        form
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str, text: &str) -> Vec<String> {
        let names = NamesAndBirth {
            spoken_name: name.to_owned(),
            ..NamesAndBirth::default()
        };
        named_in(text, &name_parts(&names))
    }

    #[test]
    fn a_part_of_the_name_is_found_in_any_case_and_spelling_of_its_marks() {
        for (name, text, found) in [
            ("Tomasz Kowalski", "Tomasz hat sonst niemanden", "Tomasz"),
            ("Tomasz Kowalski", "die Wohnung von kowalski", "kowalski"),
            (
                "Amira Al-Hassan",
                "Amiras Kinder gehen hier zur Schule",
                "Amiras",
            ),
            ("Amira Al-Hassan", "Familie Hassan.", "Hassan"),
            ("Jürgen Müller", "Herr MUELLER bittet darum", "MUELLER"),
            ("محمد الحسن", "nur محمد kennt den Weg", "محمد"),
        ] {
            assert_eq!(named(name, text), [found], "{text}");
        }
    }

    #[test]
    fn a_word_that_only_holds_a_name_and_a_particle_name_nobody() {
        for (name, text) in [
            ("Ali von der Heide", "von der Stelle ist niemand da"),
            ("Ali Can", "einmalig"),
            ("Li Wei", "Li und so weiter"),
            ("Ali Can", "keine andere Stelle ist zuständig"),
        ] {
            assert!(named(name, text).is_empty(), "{text}");
        }
    }
}
