//! Rules for typed text that hold in every field: no control characters, no hidden change of direction, no marks that
//! stand on nothing. A line is stricter than a text: it is compared and searched, so what nobody sees must not be in it.

use validator::ValidationError;

use super::{FieldProblem, FieldProblems, ProblemCode};

/// No script that people write names in puts more marks on one letter.
const MOST_MARKS: usize = 4;

/// Refuses what a line must not hold: control characters (line breaks and tabs among them), characters that turn the
/// reading direction, which can make a screen show another text than the one stored, characters that show nothing, and
/// marks without a letter. Joiners and direction marks stay: scripts from right to left are written with them.
///
/// # Errors
/// `control_character`, `direction_override`, `hidden_character` or `lone_mark`.
pub fn plain_line(text: &str) -> Result<(), ValidationError> {
    check(text, Kind::Line)
}

/// As [`plain_line`], but line breaks, tabs and what shows nothing are allowed: letters and web pages are pasted here,
/// and a soft hyphen among ten thousand characters is nobody's task to find.
///
/// # Errors
/// `control_character`, `direction_override` or `lone_mark`.
pub fn plain_text(text: &str) -> Result<(), ValidationError> {
    check(text, Kind::Text)
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
            FieldProblem::limited(ProblemCode::TooLong, "max", max),
        );
    }
    if let Err(error) = plain_line(text) {
        problems.add(path, FieldProblem::from(&error));
    }
}

/// What is wrong with a line while it is typed, when it may still be empty: the same as [`check_line`] says.
#[must_use]
pub fn typed_line(text: &str, max: usize) -> Vec<FieldProblem> {
    let mut problems = FieldProblems::default();
    check_line(text, max, None, "line", &mut problems);
    problems.of("line").to_vec()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Line,
    Text,
}

fn check(text: &str, kind: Kind) -> Result<(), ValidationError> {
    let mut marks = 0;
    let mut has_carrier = false;
    for character in text.chars() {
        if is_override(character) {
            return Err(ValidationError::new("direction_override"));
        }
        if is_control(character) && !(kind == Kind::Text && is_layout(character)) {
            return Err(ValidationError::new("control_character"));
        }
        if kind == Kind::Line && is_invisible(character) {
            return Err(ValidationError::new("hidden_character"));
        }
        if is_mark(character) {
            marks += 1;
            if !has_carrier || marks > MOST_MARKS {
                return Err(ValidationError::new("lone_mark"));
            }
        } else {
            marks = 0;
            has_carrier = !character.is_whitespace();
        }
    }
    Ok(())
}

/// Characters that change the direction of all that follows, up to their own end mark.
#[must_use]
pub const fn is_override(character: char) -> bool {
    matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Control characters, the separators that are line breaks by another name, and what is no character at all.
#[must_use]
pub fn is_control(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{2028}' | '\u{2029}' | '\u{FDD0}'..='\u{FDEF}')
        || u32::from(character) & 0xFFFE == 0xFFFE
}

/// The control characters and separators that a text of several lines is laid out with.
const fn is_layout(character: char) -> bool {
    matches!(character, '\n' | '\t' | '\u{2028}' | '\u{2029}')
}

/// Characters without width and without a task in any script.
#[must_use]
pub const fn is_invisible(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{34F}' | '\u{180E}' | '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{206A}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Characters that join letters or say which way a sign between them reads. They show nothing either, but Persian,
/// Arabic and the scripts of India are not written rightly without them.
#[must_use]
pub const fn is_joiner(character: char) -> bool {
    matches!(character, '\u{61C}' | '\u{200C}'..='\u{200F}')
}

/// Marks that stand on the letter before them, in the scripts that are typed here.
#[must_use]
pub const fn is_mark(character: char) -> bool {
    matches!(character,
        '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}'
        | '\u{5C4}' | '\u{5C5}' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6DC}'
        | '\u{6DF}'..='\u{6E4}' | '\u{6E7}' | '\u{6E8}' | '\u{6EA}'..='\u{6ED}' | '\u{900}'..='\u{903}' | '\u{93A}'
        ..='\u{93C}' | '\u{93E}'..='\u{94F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'
        ..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(checked: Result<(), ValidationError>) -> String {
        checked
            .err()
            .map_or_else(|| "taken".to_owned(), |error| error.code.into_owned())
    }

    /// Each character that is not one to read, in a line and in a text.
    #[test]
    fn what_nobody_sees_is_refused_where_it_would_matter() {
        for (text, in_a_line, in_a_text) in [
            ("a\u{202E}b", "direction_override", "direction_override"),
            ("a\u{2066}b", "direction_override", "direction_override"),
            ("a\0b", "control_character", "control_character"),
            ("a\u{85}b", "control_character", "control_character"),
            ("a\u{FFFF}b", "control_character", "control_character"),
            ("a\u{FDD0}b", "control_character", "control_character"),
            ("a\nb", "control_character", "taken"),
            ("a\tb", "control_character", "taken"),
            ("a\u{2028}b", "control_character", "taken"),
            ("a\rb", "control_character", "control_character"),
            ("a\u{200B}b", "hidden_character", "taken"),
            ("a\u{AD}b", "hidden_character", "taken"),
            ("\u{FEFF}ab", "hidden_character", "taken"),
            ("a\u{E0041}b", "hidden_character", "taken"),
            ("\u{301}a", "lone_mark", "lone_mark"),
            ("a \u{301}b", "lone_mark", "lone_mark"),
            (
                "a\u{301}\u{301}\u{301}\u{301}\u{301}",
                "lone_mark",
                "lone_mark",
            ),
            ("a\u{301}\u{328}b", "taken", "taken"),
            ("می\u{200C}خواهم", "taken", "taken"),
            ("مُحَمَّد الحسن\u{200F}", "taken", "taken"),
            ("नाम हिन्दी", "taken", "taken"),
            ("❤\u{FE0F}\u{200D}🔥", "taken", "taken"),
            ("", "taken", "taken"),
        ] {
            assert_eq!(code(plain_line(text)), in_a_line, "{text:?}");
            assert_eq!(code(plain_text(text)), in_a_text, "{text:?}");
        }
    }

    #[test]
    fn a_line_has_its_limit_and_may_have_to_be_there() {
        let found = |text: &str| {
            let mut problems = FieldProblems::default();
            check_line(text, 3, Some(ProblemCode::Missing), "at", &mut problems);
            let codes: Vec<_> = problems.of("at").iter().map(|one| one.code).collect();
            codes
        };
        assert_eq!(found("äöü"), []);
        assert_eq!(found(" \u{2003}"), [ProblemCode::Missing]);
        assert_eq!(found("abcd"), [ProblemCode::TooLong]);
        assert!(typed_line("", 3).is_empty());
        assert_eq!(typed_line("abcd", 3)[0].code, ProblemCode::TooLong);
    }
}
