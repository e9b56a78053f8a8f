//! What was typed into the search, taken over into the form of a new person or of an inquiry: nobody types a name twice.

use shared::inquiry::InquiryDraft;
use shared::kernel::{Day, ImpreciseDate};
use shared::person::PersonDraft;

/// A person as far as a search text says: words as the name that was spoken, numbers as the birth. Words in another
/// script go where the original script belongs.
#[must_use]
pub fn person_from(text: &str, today: Day) -> PersonDraft {
    let (numbers, words): (Vec<&str>, Vec<&str>) = text
        .split([' ', ',', ';', '\t', '\u{A0}'])
        .filter(|word| !word.is_empty())
        .partition(|word| word.chars().any(char::is_numeric));
    let (latin, other): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| is_latin(word));
    let name = |words: &[&str]| {
        let words: Vec<String> = words.iter().map(|word| capitalised(word)).collect();
        words.join(" ")
    };
    PersonDraft {
        spoken_name: name(&latin),
        original_script: name(&other),
        born: ImpreciseDate::typed(&numbers.join(" "), today)
            .ok()
            .flatten(),
        ..PersonDraft::default()
    }
}

/// An inquiry as far as a search text says. Of several words the last is taken for the family name, as names are said; whoever
/// asks sees it in its field.
#[must_use]
pub fn inquiry_from(text: &str, today: Day) -> InquiryDraft {
    let person = person_from(text, today);
    let name = [person.spoken_name, person.original_script].join(" ");
    let name = name.trim();
    let (given, family) = name.rsplit_once(' ').unwrap_or(("", name));
    InquiryDraft {
        given_name: given.to_owned(),
        family_name: family.to_owned(),
        born: person.born,
        ..InquiryDraft::default()
    }
}

/// Whether a word is written in Latin letters alone.
pub(super) fn is_latin(word: &str) -> bool {
    word.chars()
        .filter(|letter| letter.is_alphabetic())
        .all(|letter| u32::from(letter) < 0x0250 || (0x1E00..0x1F00).contains(&u32::from(letter)))
}

/// The numbers of a search text that belong to a date. A case number is another thing.
fn dated(text: &str) -> String {
    let is_of_a_date = |word: &&str| {
        word.chars().any(char::is_numeric)
            && word
                .chars()
                .all(|letter| letter.is_numeric() || "./-".contains(letter))
    };
    let words = text.split([' ', ',', ';', '\t', '\u{A0}']);
    let numbers: Vec<&str> = words.filter(is_of_a_date).collect();
    numbers.join(" ")
}

/// The birth as typed into a search, where it cannot be read as a date: nothing that was said gets lost on the way to the
/// form.
#[must_use]
pub fn unread_birth(text: &str, today: Day) -> Option<String> {
    let typed = dated(text);
    ImpreciseDate::typed(&typed, today)
        .is_err()
        .then_some(typed)
}

/// The numbers of a search text where they look like a date and are none: they are not searched for, and the form that
/// follows has to put them right.
#[must_use]
pub fn unreadable_date(text: &str, today: Day) -> Option<String> {
    let typed = dated(text);
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
    fn an_inquiry_begins_with_what_was_searched_for() {
        let asked = |text: &str| {
            let draft = inquiry_from(text, TODAY);
            (draft.given_name, draft.family_name, draft.born)
        };
        let born = Some(ImpreciseDate::Year { year: 1990 });
        let (layla, haddad) = ("Layla Marie".to_owned(), "Haddad".to_owned());
        assert_eq!(asked("layla marie 1990 haddad"), (layla, haddad, born));
        assert_eq!(asked("haddad"), (String::new(), "Haddad".to_owned(), None));
        assert_eq!(asked("LEV-2026-0173"), (String::new(), String::new(), None));
        assert_eq!(asked("محمد الحسن").1, "الحسن");
        assert!(!inquiry_from("layla haddad", TODAY).is_agreed);
    }

    #[test]
    fn another_script_goes_to_its_own_field() {
        let person = person_from("محمد الحسن", TODAY);
        assert_eq!(person.original_script, "محمد الحسن");
        assert_eq!(person.spoken_name, "");
    }

    #[test]
    fn a_name_in_two_scripts_goes_to_both_fields() {
        let person = person_from("ghulam غلام rassuli", TODAY);
        assert_eq!(person.spoken_name, "Ghulam Rassuli");
        assert_eq!(person.original_script, "غلام");
    }

    #[test]
    fn a_birth_that_cannot_be_goes_along_as_typed() {
        let unread = |text: &str| unread_birth(text, TODAY);
        assert_eq!(unread("Ghulam 31.02.1990").as_deref(), Some("31.02.1990"));
        assert_eq!(unread("Ghulam 24").as_deref(), Some("24"));
        assert_eq!(unread("Ghulam 1990"), None);
        assert_eq!(unread("Ghulam LEV-2026-0173"), None);
        // A day that is still to come can be read; the field says that it cannot be a birth.
        assert_eq!(unread("Ghulam 24.12.2031"), None);
        assert!(person_from("Ghulam 24.12.2031", TODAY).born.is_some());
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
