//! DIN 91379: the letters German registers know for names of persons, and the form of A to Z they search by.
//!
//! The letters stand in `data/din91379.csv` with their search form, which follows the transliteration of machine
//! readable travel documents (ä is AE, ß is SS, ø is OE, þ is TH, ł is L). Not here: other scripts, see
//! [`super::transliterate`].

use std::sync::OnceLock;

use validator::ValidationError;

const TABLE: &str = include_str!("../../data/din91379.csv");

/// The search form of one letter of the table, sorted by letter.
fn table() -> &'static [(char, &'static str)] {
    static LETTERS: OnceLock<Vec<(char, &'static str)>> = OnceLock::new();
    LETTERS.get_or_init(|| {
        let mut letters: Vec<_> = TABLE
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(','))
            .flat_map(|(search, letters)| letters.chars().map(move |letter| (letter, search)))
            .collect();
        letters.sort_unstable();
        letters
    })
}

/// The letters A to Z that a letter of DIN 91379 is searched by; none for any other character.
#[must_use]
pub fn search_letters(letter: char) -> Option<&'static str> {
    const PLAIN: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    if letter.is_ascii_alphabetic() {
        let at = usize::from(letter.to_ascii_uppercase() as u8 - b'A');
        return PLAIN.get(at..=at);
    }
    let letters = table();
    let at = letters
        .binary_search_by_key(&letter, |entry| entry.0)
        .ok()?;
    letters.get(at).map(|entry| entry.1)
}

/// Whether a character is a mark that stands on the letter before it (a decomposed accent).
#[must_use]
pub const fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36F}')
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

/// Whether a text is a name in the letters of DIN 91379, with at least one letter. An empty text passes.
///
/// # Errors
/// `wrong_script` or `no_letter`.
pub fn document_name(text: &str) -> Result<(), ValidationError> {
    let mut last_is_letter = false;
    for character in text.chars() {
        let is_letter =
            search_letters(character).is_some() || (is_mark(character) && last_is_letter);
        // Control characters have a code of their own.
        if !is_letter && !is_name_sign(character) && character.is_alphanumeric() {
            return Err(ValidationError::new(if character.is_numeric() {
                "invalid"
            } else {
                "wrong_script"
            }));
        }
        if !is_letter && !is_name_sign(character) && !is_hidden(character) {
            return Err(ValidationError::new("invalid"));
        }
        last_is_letter = is_letter;
    }
    any_name(text)
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

/// Characters that `kernel::text` refuses under their own codes.
fn is_hidden(character: char) -> bool {
    character.is_control() || matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
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
        assert!(table().len() >= 500);
        for pair in table().windows(2) {
            assert!(pair[0].0 < pair[1].0, "{} twice", pair[1].0);
        }
        for (letter, search) in table() {
            assert!(letter.is_alphabetic(), "{letter}");
            assert!(search.bytes().all(|byte| byte.is_ascii_uppercase()) && !search.is_empty());
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
        ] {
            assert_eq!(document_name(name).unwrap_err().code, code, "{name}");
        }
        assert!(any_name("محمد").is_ok());
    }
}
