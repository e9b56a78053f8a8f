//! Rules for typed text that hold in every field: no control characters, no hidden change of direction.

use validator::ValidationError;

use super::{FieldProblem, FieldProblems, ProblemCode};

/// Refuses control characters (line breaks and tabs among them) and characters that
/// turn the reading direction, which can make a screen show another text than the one stored.
///
/// # Errors
/// `control_character` or `direction_override`.
pub fn plain_line(text: &str) -> Result<(), ValidationError> {
    check(text, false)
}

/// As [`plain_line`], but line breaks and tabs are allowed.
///
/// # Errors
/// `control_character` or `direction_override`.
pub fn plain_text(text: &str) -> Result<(), ValidationError> {
    check(text, true)
}

/// Checks a line of text with at most `max` characters; `if_empty` is the problem if there must be one.
pub fn check_line(
    text: &str,
    max: usize,
    if_empty: Option<ProblemCode>,
    path: &str,
    problems: &mut FieldProblems,
) {
    if let Some(code) = if_empty
        && text.trim().is_empty()
    {
        problems.add(path, code);
    }
    if text.chars().count() > max {
        problems.add(
            path,
            FieldProblem {
                code: ProblemCode::TooLong,
                limits: [("max".to_owned(), i64::try_from(max).unwrap_or(i64::MAX))].into(),
            },
        );
    }
    if let Err(error) = plain_line(text) {
        problems.add(path, FieldProblem::from(&error));
    }
}

fn check(text: &str, multiline: bool) -> Result<(), ValidationError> {
    for character in text.chars() {
        if matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}') {
            return Err(ValidationError::new("direction_override"));
        }
        if character.is_control() && !(multiline && matches!(character, '\n' | '\t')) {
            return Err(ValidationError::new("control_character"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_refused() {
        assert_eq!(
            plain_line("a\u{202E}b").unwrap_err().code,
            "direction_override"
        );
        assert_eq!(plain_line("a\0b").unwrap_err().code, "control_character");
        assert_eq!(plain_line("a\nb").unwrap_err().code, "control_character");
        assert!(plain_text("a\n\tb").is_ok());
        assert!(plain_line("محمد الحسن").is_ok());
    }
}
