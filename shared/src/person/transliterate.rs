//! Names of other scripts in the letters A to Z, so that one comparison serves all of them.
//!
//! Cyrillic, Greek, Georgian and Armenian stand letter by letter in `data/scripts.csv`; the Ethiopic syllables are
//! counted out here. Arabic script writes few vowels and is compared as it stands, see [`super::sound`]. Not here: the
//! normative search form of Latin names, see [`super::din91379`].

use std::sync::OnceLock;

use super::din91379::{is_mark, search_letters};

const TABLE: &str = include_str!("../../data/scripts.csv");

/// Stands for a vowel that a script writes where others may not (the sixth order of the Ethiopic syllables).
pub const MAYBE_VOWEL: char = '~';

fn table() -> &'static [(char, &'static str)] {
    static LETTERS: OnceLock<Vec<(char, &'static str)>> = OnceLock::new();
    LETTERS.get_or_init(|| {
        let mut letters: Vec<_> = TABLE
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(','))
            .flat_map(|(latin, letters)| letters.chars().map(move |letter| (letter, latin)))
            .collect();
        letters.sort_unstable();
        letters
    })
}

fn in_table(letter: char) -> Option<&'static str> {
    let letters = table();
    let at = letters
        .binary_search_by_key(&letter, |entry| entry.0)
        .ok()?;
    letters.get(at).map(|entry| entry.1)
}

/// How the letters with signs of the Latin script are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signs {
    /// By their sound: ş is SH, ž is ZH. A Ukrainian г is H, a Russian one G.
    Spoken,
    /// Left out, as travel documents do: ş is S, ž is Z. A г is H.
    Dropped,
}

/// The letters A to Z of one word of any script, with [`MAYBE_VOWEL`] between them. Letters of scripts that are not
/// known here stay as they are, in small letters; signs and marks are left out.
#[must_use]
pub fn letters(word: &str, signs: Signs) -> Vec<char> {
    if word.is_ascii() {
        // Most words by far.
        return word
            .bytes()
            .filter(u8::is_ascii_alphabetic)
            .map(|letter| char::from(letter.to_ascii_uppercase()))
            .collect();
    }
    let lower = word.to_lowercase();
    let is_ukrainian = lower.contains(['і', 'ї', 'є', 'ґ']);
    let mut letters = Vec::with_capacity(lower.len());
    for letter in lower.chars() {
        if letter.is_ascii_lowercase() {
            letters.push(letter.to_ascii_uppercase());
            continue;
        }
        let is_latin = search_letters(letter).is_some();
        if letter == 'υ' && letters.last() == Some(&'O') {
            letters.push('U');
        } else if letter == 'г' && (is_ukrainian || signs == Signs::Dropped) {
            letters.push('H');
        } else if let Some(latin) = in_table(letter).filter(|_| !is_latin || signs == Signs::Spoken)
        {
            letters.extend(latin.chars());
        } else if let Some(latin) = search_letters(letter) {
            letters.extend(latin.chars());
        } else if let Some(latin) = greek_with_accent(letter) {
            letters.push(latin);
        } else if let Some(syllable) = ethiopic(letter) {
            letters.extend(syllable);
        } else if letter.is_alphabetic() && !matches!(letter, 'ь' | 'ъ') && !is_mark(letter) {
            letters.push(letter);
        } else if letter == '\u{308}' && matches!(letters.last(), Some('A' | 'O' | 'U')) {
            letters.push('E');
        }
    }
    letters
}

const fn greek_with_accent(letter: char) -> Option<char> {
    Some(match letter {
        'ά' => 'A',
        'έ' => 'E',
        'ή' | 'ί' | 'ϊ' | 'ΐ' => 'I',
        'ό' | 'ώ' => 'O',
        'ύ' | 'ϋ' | 'ΰ' => 'Y',
        _ => return None,
    })
}

/// Consonant and vowel of an Ethiopic syllable: rows of eight, one for each consonant, in the order of the vowels.
fn ethiopic(letter: char) -> Option<impl Iterator<Item = char>> {
    const ROWS: [&str; 43] = [
        "H", "L", "H", "M", "S", "R", "S", "SH", "K", "KU", "K", "KU", "B", "V", "T", "CH", "H",
        "HU", "N", "NY", "", "K", "KU", "H", "HU", "W", "", "Z", "ZH", "Y", "D", "D", "J", "G",
        "GU", "G", "T", "CH", "P", "TS", "TS", "F", "P",
    ];
    const VOWELS: [&str; 8] = ["E", "U", "I", "A", "E", "~", "O", "UA"];
    let offset = usize::try_from(u32::from(letter).checked_sub(0x1200)?).ok()?;
    let (row, order) = (*ROWS.get(offset / 8)?, offset % 8);
    let vowel = match (row, order) {
        // Throat sounds colour the first vowel.
        ("" | "H", 0) => "A",
        _ => VOWELS.get(order)?,
    };
    let row = if row == "J" { "DJ" } else { row };
    Some(row.chars().chain(vowel.chars()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spoken(word: &str) -> String {
        letters(word, Signs::Spoken).into_iter().collect()
    }

    #[test]
    fn names_of_other_scripts_are_spelled_in_latin_letters() {
        for (name, expected) in [
            ("Олександр", "OLEKSANDR"),
            ("Григоренко", "GRIGORENKO"),
            ("Григорій", "HRIHORIY"),
            ("Щербаков", "SHCHERBAKOV"),
            ("Юлія", "YULIYA"),
            ("Γιώργος", "GIORGOS"),
            ("Παπαδόπουλος", "PAPADOPOULOS"),
            ("გიორგი", "GIORGI"),
            ("Արամ", "ARAM"),
            ("ተስፋይ", "TES~FAY~"),
            ("ገብረ", "GEB~RE"),
            ("ኣማኑኤል", "AMANUEL~"),
            ("Ayşe", "AYSHE"),
            ("Müller", "MUELLER"),
            ("李", "李"),
        ] {
            assert_eq!(spoken(name), expected, "{name}");
        }
        assert_eq!(
            letters("Şimşek", Signs::Dropped),
            ['S', 'I', 'M', 'S', 'E', 'K']
        );
        assert_eq!(
            letters("Сергей", Signs::Dropped),
            ['S', 'E', 'R', 'H', 'E', 'Y']
        );
    }

    #[test]
    fn no_letter_stands_in_the_table_twice() {
        for pair in table().windows(2) {
            assert!(pair[0].0 < pair[1].0, "{} twice", pair[1].0);
        }
    }
}
