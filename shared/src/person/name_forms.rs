//! Names that are forms of one name in several languages although they are spelled and even sound differently:
//! Yusuf and Josef, Oleksandr and Alexander; and the short forms that go with them: Sasha.
//!
//! The groups stand in `data/names.csv`: a stable id, the forms, the diminutives. Names of two different groups are
//! different names, however near they sound. Not here: spellings that the ear alone explains ([`super::sound`]).

use std::sync::OnceLock;

use super::sound::{arabic_normal, is_arabic};
use super::transliterate::{MAYBE_VOWEL, Signs, letters};

const TABLE: &str = include_str!("../../data/names.csv");

/// That a word is a form of the name with this id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FormOf {
    /// The id of the group.
    pub group: &'static str,
    /// Whether it is a short or tender form, which others share or outgrow.
    pub is_diminutive: bool,
}

/// One spelling key with its group, sorted by key.
type Entry = (String, FormOf);

fn entries() -> &'static [Entry] {
    static ENTRIES: OnceLock<Vec<Entry>> = OnceLock::new();
    ENTRIES.get_or_init(|| {
        let mut entries = Vec::with_capacity(4096);
        for line in TABLE.lines().skip(1) {
            let mut columns = line.split(',');
            let Some(group) = columns.next() else {
                continue;
            };
            for is_diminutive in [false, true] {
                for form in columns.next().unwrap_or_default().split(' ') {
                    for key in keys(&super::name::core_of(form)) {
                        entries.push((
                            key,
                            FormOf {
                                group,
                                is_diminutive,
                            },
                        ));
                    }
                }
            }
        }
        entries.sort_unstable();
        entries.dedup();
        entries
    })
}

/// The groups a word belongs to, sorted.
#[must_use]
pub fn groups_of(word: &str) -> Vec<FormOf> {
    let entries = entries();
    let mut found = Vec::new();
    for key in keys(word) {
        let from = entries.partition_point(|entry| entry.0 < key);
        found.extend(
            entries
                .iter()
                .skip(from)
                .take_while(|entry| entry.0 == key)
                .map(|entry| entry.1),
        );
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The keys a spelling is looked up by: finer than its sound, coarser than its letters.
fn keys(word: &str) -> Vec<String> {
    if is_arabic(word) {
        return vec![arabic_normal(word)];
    }
    let spoken = letters(word, Signs::Spoken);
    let mut keys = vec![fold(&spoken)];
    // Only letters with signs are read in two ways.
    if !word.is_ascii() {
        let dropped = letters(word, Signs::Dropped);
        if dropped != spoken {
            keys.push(fold(&dropped));
        }
    }
    keys.retain(|key| !key.is_empty());
    keys.dedup();
    keys
}

/// What stands for these letters in every language here, and how many of them it takes; longest first.
const fn folded(rest: &[char]) -> Option<(&'static str, usize)> {
    Some(match rest {
        ['T', 'S', 'C', 'H', ..] => ("C", 4),
        ['D', 'S', 'C', 'H', ..] => ("J", 4),
        ['S', 'H', 'C', 'H', ..] => ("S", 4),
        ['S', 'C', 'H', ..] => ("S", 3),
        ['T', 'C', 'H', ..] => ("C", 3),
        ['D', 'Z', 'H', ..] => ("J", 3),
        ['S', 'H', ..] => ("S", 2),
        ['D', 'J', ..] => ("J", 2),
        ['K', 'H', ..] => ("X", 2),
        ['P', 'H', ..] => ("F", 2),
        ['T', 'H', ..] => ("T", 2),
        ['D', 'H', ..] => ("D", 2),
        ['G', 'H', ..] => ("G", 2),
        ['C', 'K', ..] => ("K", 2),
        ['O', 'U' | 'O', ..] | ['U' | 'O', 'E', ..] => ("U", 2),
        ['E', 'E', ..] => ("I", 2),
        ['A' | 'E', 'Y', ..] | ['E', 'I', ..] => ("AI", 2),
        ['A', 'E', ..] => ("A", 2),
        ['Q', ..] => ("K", 1),
        ['W', ..] => ("V", 1),
        ['Y', ..] => ("I", 1),
        // O and U are not told apart.
        ['O', ..] => ("U", 1),
        _ => return None,
    })
}

fn fold(letters: &[char]) -> String {
    let plain: Vec<char>;
    let mut rest = letters;
    if letters.contains(&MAYBE_VOWEL) {
        plain = letters
            .iter()
            .copied()
            .filter(|&letter| letter != MAYBE_VOWEL)
            .collect();
        rest = &plain;
    }
    let mut key = String::with_capacity(rest.len());
    // Doubled letters are one.
    let add = |key: &mut String, letter: char| {
        if !key.ends_with(letter) {
            key.push(letter);
        }
    };
    while let Some((&letter, after)) = rest.split_first() {
        if let Some((to, width)) = folded(rest) {
            to.chars().for_each(|letter| add(&mut key, letter));
            rest = rest.get(width..).unwrap_or_default();
        } else {
            add(&mut key, letter);
            rest = after;
        }
    }
    if key.len() > 2 && key.ends_with('H') {
        key.pop();
    }
    key
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_table_is_well_formed() {
        let mut ids = BTreeSet::new();
        for line in TABLE.lines().skip(1) {
            let columns: Vec<_> = line.split(',').collect();
            assert_eq!(columns.len(), 3, "{line}");
            assert!(
                columns[0].bytes().all(|byte| byte.is_ascii_lowercase()),
                "{line}"
            );
            assert!(ids.insert(columns[0]), "{line}");
            for form in columns[1]
                .split(' ')
                .chain(columns[2].split(' ').filter(|form| !form.is_empty()))
            {
                assert!(!keys(form).is_empty(), "{line}");
            }
        }
        assert!(ids.len() >= 150, "{}", ids.len());
    }

    #[test]
    fn no_full_form_belongs_to_two_names() {
        let full: Vec<_> = entries()
            .iter()
            .filter(|entry| !entry.1.is_diminutive)
            .collect();
        let twice: Vec<_> = full
            .windows(2)
            .filter(|two| two[0].0 == two[1].0)
            .map(|two| (&two[0].0, two[0].1.group, two[1].1.group))
            .collect();
        assert!(twice.is_empty(), "{twice:?}");
    }

    #[test]
    fn forms_of_one_name_are_found_in_every_script() {
        let group = |name: &str| groups_of(name).first().map(|form| form.group);
        for names in [
            ["Yusuf", "Josef", "يوسف"],
            ["Oleksandr", "Alexander", "Александр"],
            ["Tesfay", "Tesfai", "ተስፋይ"],
            ["Mohammad", "Muhammed", "محمد"],
        ] {
            assert!(group(names[0]).is_some(), "{names:?}");
            assert!(
                names.iter().all(|name| group(name) == group(names[0])),
                "{names:?}"
            );
        }
        assert!(
            groups_of("Sascha")
                .iter()
                .any(|form| form.is_diminutive && form.group == "alexander")
        );
        assert!(groups_of("Unbekanntname").is_empty());
    }
}
