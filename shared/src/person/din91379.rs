//! DIN 91379: the letters German registers know for names of persons, and the form of A to Z they search by.
//!
//! The letters stand in `data/din91379.csv` with their search form (ä is AE, ß is SS, ø is OE, þ is TH, ł is L); letters
//! that take a mark of their own, because Unicode has no single character for both, in `data/din91379_sequences.csv`.
//! Where both come from says `data/README.md`. Not here: other scripts, see [`super::transliterate`].

use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;
use validator::ValidationError;

pub use crate::kernel::text::is_mark;
use crate::kernel::text::{is_control, is_invisible, is_joiner, is_override};

const TABLE: &str = include_str!("../../data/din91379.csv");
const SEQUENCES: &str = include_str!("../../data/din91379_sequences.csv");

/// What is known of a letter with a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Letter {
    letter: char,
    search: &'static str,
    /// Whether the standard has it; the others are only read.
    is_standard: bool,
}

/// The letters of the table, sorted.
fn table() -> &'static [Letter] {
    static LETTERS: OnceLock<Vec<Letter>> = OnceLock::new();
    LETTERS.get_or_init(|| {
        let mut letters = Vec::with_capacity(512);
        for line in TABLE.lines().skip(1) {
            let mut columns = line.split(',');
            let search = columns.next().unwrap_or_default();
            for is_standard in [true, false] {
                let found = columns.next().unwrap_or_default().chars();
                letters.extend(found.map(|letter| Letter {
                    letter,
                    search,
                    is_standard,
                }));
            }
        }
        letters.sort_unstable();
        letters
    })
}

/// The marks a letter can take that has no single character with them, in the order of the canonical composition.
fn sequences() -> &'static [(char, Vec<char>)] {
    static SORTED: OnceLock<Vec<(char, Vec<char>)>> = OnceLock::new();
    SORTED.get_or_init(|| {
        let mut all = Vec::with_capacity(160);
        for (marks, letters) in SEQUENCES
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(','))
        {
            let marks: Vec<char> = marks
                .split(' ')
                .filter_map(|mark| char::from_u32(u32::from_str_radix(mark, 16).ok()?))
                .collect();
            all.extend(letters.chars().map(|letter| (letter, marks.clone())));
        }
        all.sort_unstable();
        all
    })
}

fn find(letter: char) -> Option<Letter> {
    let letters = table();
    let at = letters
        .binary_search_by_key(&letter, |entry| entry.letter)
        .ok()?;
    letters.get(at).copied()
}

/// The letters A to Z that a letter of DIN 91379 is searched by; none for any other character.
#[must_use]
pub fn search_letters(letter: char) -> Option<&'static str> {
    const PLAIN: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    if letter.is_ascii_alphabetic() {
        let at = usize::from(letter.to_ascii_uppercase() as u8 - b'A');
        return PLAIN.get(at..=at);
    }
    find(letter).map(|found| found.search)
}

/// Whether a character that is no letter may stand in a person's name: datatype A.
#[must_use]
pub const fn is_name_sign(character: char) -> bool {
    matches!(
        character,
        ' ' | '\''
            | ','
            | '-'
            | '.'
            | '`'
            | '~'
            | '\u{A8}'
            | '\u{B4}'
            | '\u{B7}'
            | '\u{2B9}'
            | '\u{2BA}'
            | '\u{2BE}'
            | '\u{2BF}'
            | '\u{2C8}'
            | '\u{2CC}'
            | '\u{2019}'
            | '\u{2021}'
    )
}

/// Whether a text is a name in the letters of DIN 91379 (datatype A), with at least one letter. An accent may be typed
/// as a character of its own, if the standard has the letter with it. An empty text passes.
///
/// # Errors
/// `wrong_script`, `hidden_character`, `invalid` or `no_letter`. What `kernel::text` refuses has its code from there.
pub fn document_name(text: &str) -> Result<(), ValidationError> {
    let mut last: Option<char> = None;
    let mut marks: Vec<char> = Vec::new();
    for character in text.nfc() {
        if is_mark(character) {
            marks.push(character);
            continue;
        }
        can_carry(last, &marks)?;
        marks.clear();
        let is_letter = character.is_ascii_alphabetic()
            || find(character).is_some_and(|found| found.is_standard);
        last = is_letter.then_some(character);
        let is_judged_elsewhere =
            is_control(character) || is_override(character) || is_invisible(character);
        if is_letter || is_name_sign(character) || is_judged_elsewhere {
            continue;
        }
        return Err(ValidationError::new(if is_joiner(character) {
            "hidden_character"
        } else if character.is_alphabetic() {
            "wrong_script"
        } else {
            "invalid"
        }));
    }
    can_carry(last, &marks)?;
    any_name(text)
}

/// Whether the standard has a letter with these marks.
fn can_carry(letter: Option<char>, marks: &[char]) -> Result<(), ValidationError> {
    let Some(letter) = letter.filter(|_| !marks.is_empty()) else {
        // A mark on nothing is refused by `kernel::text`.
        return Ok(());
    };
    let is_known = sequences()
        .binary_search_by(|(base, known)| (*base, known.as_slice()).cmp(&(letter, marks)))
        .is_ok();
    if is_known {
        Ok(())
    } else {
        Err(ValidationError::new("wrong_script"))
    }
}

/// Whether a text of any script has a letter, as every name has. An empty text passes.
///
/// # Errors
/// `no_letter`.
pub fn any_name(text: &str) -> Result<(), ValidationError> {
    if text.is_empty() || text.chars().any(char::is_alphabetic) {
        Ok(())
    } else {
        Err(ValidationError::new("no_letter"))
    }
}

/// The search form of a name: A to Z, words parted by one blank; what stands in another script is left out.
#[must_use]
pub fn search_form(text: &str) -> String {
    let mut form = String::with_capacity(text.len());
    for character in text.chars() {
        if let Some(letters) = search_letters(character) {
            form.push_str(letters);
        } else if let Some(letter) = decomposed(character, &form) {
            form.push(letter);
        } else if matches!(character, ' ' | '-' | ',' | '.')
            && !form.is_empty()
            && !form.ends_with(' ')
        {
            form.push(' ');
        }
    }
    form.truncate(form.trim_end().len());
    form
}

/// What a dots or ring mark adds to the letter before it, so that a decomposed ä is searched like the composed one.
fn decomposed(mark: char, before: &str) -> Option<char> {
    match (mark, before.chars().next_back()?) {
        ('\u{308}', 'A' | 'O' | 'U') => Some('E'),
        ('\u{30A}', 'A') => Some('A'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_search_form_is_that_of_travel_documents() {
        for (name, expected) in [
            ("Müller-Lüdenscheidt", "MUELLER LUEDENSCHEIDT"),
            ("Groß", "GROSS"),
            ("Ångström", "AANGSTROEM"),
            ("Æbelø", "AEBELOE"),
            ("Þórður", "THORDUR"),
            ("Łukasz Żółć", "LUKASZ ZOLC"),
            ("Çağrı Işık", "CAGRI ISIK"),
            ("Đorđević", "DORDEVIC"),
            ("Nguyễn Văn Đức", "NGUYEN VAN DUC"),
            ("Ștefan Țepeș", "STEFAN TEPES"),
            ("Əliyev", "ELIYEV"),
            ("D'Souza", "DSOUZA"),
            ("a\u{30B}", "A"),
            ("Mu\u{308}ller", "MUELLER"),
        ] {
            assert_eq!(search_form(name), expected, "{name}");
        }
    }

    #[test]
    fn every_letter_of_the_table_has_one_search_form_of_plain_letters() {
        for pair in table().windows(2) {
            assert!(pair[0].letter < pair[1].letter, "{} twice", pair[1].letter);
        }
        for Letter { letter, search, .. } in table() {
            assert!(letter.is_alphabetic(), "{letter}");
            assert!(search.bytes().all(|byte| byte.is_ascii_uppercase()) && !search.is_empty());
        }
    }

    /// What can be counted: the standard has 649 letters, of them 149 with marks of their own.
    #[test]
    fn the_standard_has_500_letters_and_149_with_marks_of_their_own() {
        let standard = table().iter().filter(|letter| letter.is_standard).count();
        assert_eq!(standard + 2 * 26, 500);
        // K͟H and K͟h are one K with a mark.
        assert_eq!(sequences().len(), 149 - 1);
        for pair in sequences().windows(2) {
            assert!(pair[0] < pair[1], "{:?} twice", pair[1]);
        }
    }

    /// Whole blocks of Unicode, so that a letter that was forgotten is seen.
    #[test]
    fn the_letters_of_western_and_central_europe_are_all_there() {
        let is_there = |letter: char| find(letter).is_some_and(|found| found.is_standard);
        for letter in ('\u{C0}'..='\u{FF}').filter(|letter| !matches!(letter, '×' | '÷')) {
            assert!(is_there(letter), "{letter}");
        }
        // Latin Extended-A without the long s, which stands for s in old print.
        for letter in '\u{100}'..='\u{17E}' {
            assert!(is_there(letter), "{letter}");
        }
        assert!(!is_there('\u{17F}'));
        // Vietnamese, Pinyin, Romanian, Azeri, Livonian, Sámi.
        let others = "ǍǎǙǚȘșȚțƏəȪȫȬȭȮȯȰȱȲȳǤǥǦǧǨǩƷʒǮǯ".chars();
        for letter in ('\u{1EA0}'..='\u{1EF9}').chain(others) {
            assert!(is_there(letter), "{letter}");
        }
    }

    #[test]
    fn a_letter_and_its_mark_are_one_letter_however_they_are_typed() {
        for (name, search) in [
            ("Z\u{327}ivkovic\u{301}", "ZIVKOVIC"),
            ("C\u{328}\u{306}elik", "CELIK"),
            ("C\u{306}\u{328}elik", "CELIK"),
            ("A\u{308}nne", "AENNE"),
            ("K\u{35F}haled", "KHALED"),
            ("\u{1ECC}\u{308}mer", "OEMER"),
        ] {
            assert_eq!(document_name(name), Ok(()), "{name}");
            assert_eq!(search_form(name), search, "{name}");
        }
        for name in ["e\u{30B}a", "Q\u{301}a", "A\u{301}\u{302}\u{301}"] {
            assert_eq!(
                document_name(name).unwrap_err().code,
                "wrong_script",
                "{name}"
            );
        }
    }

    #[test]
    fn letters_outside_the_standard_are_still_read() {
        assert_eq!(search_form("Ẋalid"), "XALID");
        assert_eq!(document_name("Ẋalid").unwrap_err().code, "wrong_script");
    }

    #[test]
    fn long_names_and_the_signs_of_names_are_fine() {
        let long = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewis";
        assert_eq!(long.chars().count(), 60);
        for name in [
            long,
            "Anna-Maria d'Orléans y Borbón",
            "O’Neill",
            "ʿAbd al-Ḥamīd",
            "Müller, geb. Schulz",
            "Kovalʹčuk",
            "D`Souza",
            "Sant·Anna",
        ] {
            assert_eq!(document_name(name), Ok(()), "{name}");
        }
    }

    #[test]
    fn a_name_as_in_a_document_has_the_letters_of_the_standard() {
        for name in [
            "",
            "Al-Hassan",
            "Nguyễn",
            "O’Brien",
            "Jr.",
            "C\u{328}\u{306}elik",
            "Şahin Ğ",
        ] {
            assert!(document_name(name).is_ok(), "{name}");
        }
        for (name, code) in [
            ("محمد", "wrong_script"),
            ("Олена", "wrong_script"),
            ("Anna\u{4E2D}", "wrong_script"),
            ("R2D2", "invalid"),
            ("Anna <b>", "invalid"),
            ("- .", "no_letter"),
            ("Anna\u{200D}", "hidden_character"),
            ("Anna\u{200F}", "hidden_character"),
            ("ſ", "wrong_script"),
        ] {
            assert_eq!(document_name(name).unwrap_err().code, code, "{name}");
        }
        assert!(any_name("محمد").is_ok());
    }
}
