//! Whether a password is among those that are tried first: known ones, words, names, keyboard rows, dates, and what is made
//! of them (BSI and NIST SP 800-63B ask for a list; the estimate by zxcvbn knows the lists and their variations).

use shared::kernel::{FieldProblems, ProblemCode};
use shared::signin::password;
use zxcvbn::{Score, zxcvbn};

/// Words that everybody here tries.
const OURS: [&str; 6] = [
    "lueckenlos",
    "lückenlos",
    "leverkusen",
    "integration",
    "fallmanagement",
    "kim",
];

/// Checks a new password against the rule and the lists; the problems stand at `path`. `about` is what everybody knows of
/// its owner: login and name.
///
/// # Errors
/// Every problem, at `path`.
pub(super) fn check(new: &str, about: &[&str], path: &str) -> Result<(), FieldProblems> {
    password::check(new, about, path).or(())?;
    let known: Vec<&str> = about.iter().copied().chain(OURS).collect();
    // At least ten thousand million guesses: at ten a second on each of a thousand machines that is eleven days for one
    // hash, and what most people would choose falls in the first minutes.
    if zxcvbn(new, &known).score() < Score::Four {
        return Err(FieldProblems::at(path, ProblemCode::EasyToGuess));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_tried_first_is_refused() {
        let about = ["c.beispiel", "Carla Beispiel"];
        for easy in [
            "password1234",
            "123456789012",
            "qwertzuiopü1",
            "Leverkusen2026",
            "aaaaaaaaaaaaaaa",
            "lueckenlos-2026",
        ] {
            let refused = check(easy, &about, "new").unwrap_err();
            assert_eq!(
                refused,
                FieldProblems::at("new", ProblemCode::EasyToGuess),
                "{easy}"
            );
        }
        for good in [
            "ein langes Passwort",
            "Regen Brille Dachboden",
            "4f!kQ9z_Lm2xW",
        ] {
            assert_eq!(check(good, &about, "new"), Ok(()), "{good}");
        }
    }
}
