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

/// The numbers of a search text where they look like a date and are none: they are not searched for, and the form that
/// follows cannot take them over. A case number is another thing.
#[must_use]
pub fn unreadable_date(text: &str, today: Day) -> Option<String> {
    let is_of_a_date = |word: &&str| {
        word.chars().any(char::is_numeric)
            && word
                .chars()
                .all(|letter| letter.is_numeric() || "./-".contains(letter))
    };
    let numbers: Vec<&str> = text.split_whitespace().filter(is_of_a_date).collect();
    let typed = numbers.join(" ");
    let digits = typed.chars().filter(|letter| letter.is_numeric()).count();
    let is_read = match ImpreciseDate::typed(&typed, today) {
        Ok(None) => true,
        Ok(Some(date)) => date.check_past(today).is_ok(),
        Err(_) => false,
    };
    // While a date is half typed nothing is said.
    (digits >= 6 && !is_read).then_some(typed)
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
    fn a_date_that_cannot_be_is_named() {
        let named = |text: &str| unreadable_date(text, TODAY);
        assert_eq!(named("Ghulam 31.02.1990").as_deref(), Some("31.02.1990"));
        assert_eq!(named("Ghulam 05.17.1985").as_deref(), Some("05.17.1985"));
        assert_eq!(named("Ghulam 24.12.2031").as_deref(), Some("24.12.2031"));
        for right in [
            "Ghulam 28.02.1990",
            "Ghulam 1990",
            "Ghulam 31.02",
            "LEV-2026-0173",
            "Ghulam",
            "",
        ] {
            assert_eq!(named(right), None, "{right}");
        }
    }

    #[test]
    fn a_number_that_is_no_date_is_left_out() {
        assert_eq!(person_from("Haddad LEV-2026-0173", TODAY).born, None);
    }
}
