//! What was typed into the search, taken over into the form of a new person: nobody types a name twice.

use shared::kernel::{Day, ImpreciseDate};
use shared::person::PersonDraft;

/// A person as far as a search text says: words as the name that was spoken, numbers as the birth. A name in another
/// script goes where the original script belongs.
#[must_use]
pub fn person_from(text: &str, today: Day) -> PersonDraft {
    let (numbers, words): (Vec<&str>, Vec<&str>) = text
        .split([' ', ',', ';', '\t', '\u{A0}'])
        .filter(|word| !word.is_empty())
        .partition(|word| word.chars().any(char::is_numeric));
    let born = ImpreciseDate::typed(&numbers.join(" "), today)
        .ok()
        .flatten()
        .filter(|date| date.check_past(today).is_ok());
    let name = words
        .iter()
        .map(|word| capitalised(word))
        .collect::<Vec<_>>()
        .join(" ");
    let is_latin = name
        .chars()
        .filter(|letter| letter.is_alphabetic())
        .all(|letter| u32::from(letter) < 0x0250 || (0x1E00..0x1F00).contains(&u32::from(letter)));
    let mut person = PersonDraft {
        born,
        ..PersonDraft::default()
    };
    if is_latin {
        person.spoken_name = name;
    } else {
        person.original_script = name;
    }
    person
}

/// Names typed in haste begin small; what somebody wrote with capitals stays as it is.
fn capitalised(word: &str) -> String {
    if word.chars().any(char::is_uppercase) {
        return word.to_owned();
    }
    let mut begins = true;
    word.chars()
        .flat_map(|letter| {
            let is_first = std::mem::replace(&mut begins, letter == '-');
            if is_first && letter != '-' {
                letter.to_uppercase().collect::<Vec<_>>()
            } else {
                vec![letter]
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Day = jiff::civil::date(2026, 11, 23);

    #[test]
    fn words_become_the_spoken_name_and_numbers_the_birth() {
        let person = person_from("muhamed al-hassan 1990", TODAY);
        assert_eq!(person.spoken_name, "Muhamed Al-Hassan");
        assert_eq!(person.born, Some(ImpreciseDate::Year { year: 1990 }));
    }

    #[test]
    fn another_script_goes_to_its_own_field() {
        let person = person_from("محمد الحسن", TODAY);
        assert_eq!(person.original_script, "محمد الحسن");
        assert_eq!(person.spoken_name, "");
    }

    #[test]
    fn a_number_that_is_no_date_is_left_out() {
        assert_eq!(person_from("Haddad LEV-2026-0173", TODAY).born, None);
    }
}
