//! What a password must be, after the advice of BSI and NIST SP 800-63B: long enough, and not made of what everybody knows
//! about its owner. No rule about kinds of characters, no change by the calendar. That it is not among those that
//! everybody tries, only the server knows, where the lists are.

use crate::kernel::text::plain_line;
use crate::kernel::{FieldProblem, FieldProblems, ProblemCode};

/// Fewest characters.
pub const SHORTEST: usize = 12;
/// Most characters.
pub const LONGEST: usize = 256;
/// A word of the owner's that is shorter may be a part of anything.
const TELLING: usize = 4;

/// Checks a new password; the problems stand at `path`. `about` is what everybody knows of its owner: login and name.
#[must_use]
pub fn check(password: &str, about: &[&str], path: &str) -> FieldProblems {
    let mut problems = FieldProblems::default();
    match password.chars().count() {
        0 => problems.add(path, ProblemCode::Missing),
        length if length < SHORTEST => {
            problems.add(
                path,
                FieldProblem::limited(ProblemCode::TooShort, "min", SHORTEST),
            );
        }
        length if length > LONGEST => {
            problems.add(
                path,
                FieldProblem::limited(ProblemCode::TooLong, "max", LONGEST),
            );
        }
        _ if is_about(password, about) => problems.add(path, ProblemCode::EasyToGuess),
        _ => {}
    }
    if let Err(error) = plain_line(password) {
        problems.add(path, FieldProblem::from(&error));
    }
    problems
}

/// Whether too little is left of a password without the words that everybody knows of its owner.
fn is_about(password: &str, about: &[&str]) -> bool {
    let mut left = password.to_lowercase();
    for text in about {
        let text = text.to_lowercase();
        for word in text
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| word.chars().count() >= TELLING)
        {
            left = left.replace(word, "");
        }
    }
    left.chars()
        .filter(|letter| letter.is_alphanumeric())
        .count()
        < SHORTEST / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(password: &str) -> Vec<ProblemCode> {
        check(password, &["c.beispiel", "Carla Beispiel"], "password")
            .of("password")
            .iter()
            .map(|problem| problem.code)
            .collect()
    }

    #[test]
    fn a_password_is_long_enough_and_not_about_its_owner() {
        assert_eq!(codes("drei alte Schirme"), []);
        assert_eq!(codes(""), [ProblemCode::Missing]);
        assert_eq!(codes("elf Zeichen"), [ProblemCode::TooShort]);
        assert_eq!(codes(&"x".repeat(257)), [ProblemCode::TooLong]);
        assert_eq!(codes("CarlaBeispiel1"), [ProblemCode::EasyToGuess]);
        assert_eq!(codes("carla-beispiel-2026"), [ProblemCode::EasyToGuess]);
        assert_eq!(codes("carla mag Erdbeerkuchen"), []);
    }

    #[test]
    fn characters_that_no_keyboard_types_are_refused() {
        assert_eq!(
            codes("drei alte\u{7}Schirme"),
            [ProblemCode::ControlCharacter]
        );
    }
}
