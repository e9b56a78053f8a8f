//! Special categories of data (besondere Kategorien, Art. 9 GDPR) in the documentation, such as health: written down only
//! as long as the client does not say no (consent E2, domain.md part 7). What a sentence tells no program can see; what is
//! said by a code it can.

use super::{ConsentAnswer, ConsentKind, RecordConsent, latest};
use crate::kernel::Day;

/// Since when a client does not allow it, as it stands on a day: they refused, took it back, or their yes ran out the day
/// before. `None` where they allow it, and where nobody has asked them yet.
#[must_use]
pub fn unwritten_since<'a>(
    answers: impl IntoIterator<Item = &'a RecordConsent>,
    day: Day,
) -> Option<Day> {
    let by_then = answers
        .into_iter()
        .filter(|answer| answer.answered_on <= day);
    let answer = latest(by_then, ConsentKind::SpecialCategories)?;
    no_since(answer.answer, answer.answered_on, answer.until, day)
}

/// As [`unwritten_since`], by what stands in the answer that counts: the answer, its day, and the last day of a yes.
#[must_use]
pub fn no_since(answer: ConsentAnswer, on: Day, until: Option<Day>, day: Day) -> Option<Day> {
    match answer {
        ConsentAnswer::Refused | ConsentAnswer::Revoked => Some(on),
        ConsentAnswer::Given => until
            .filter(|until| *until < day)
            .map(|until| until.tomorrow().unwrap_or(until)),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::kernel::{ConsentId, Signature};

    fn answered(answer: ConsentAnswer, day: i8, until: Option<i8>) -> RecordConsent {
        let day_of = |day| date(2026, 11, day);
        RecordConsent {
            consent: ConsentId::from_uuid(uuid::Uuid::from_u128(1)),
            kind: ConsentKind::SpecialCategories,
            answer,
            text_version: "2026-1".into(),
            language: "deu".parse().unwrap(),
            explained: "spoken".parse().unwrap(),
            answered_on: day_of(day),
            receiver: None,
            until: until.map(day_of),
            interpreter: String::new(),
            signature: (answer == ConsentAnswer::Given).then_some(Signature::Paper),
        }
    }

    #[test]
    fn a_no_holds_from_its_day_until_a_yes_and_a_yes_until_it_runs_out() {
        use ConsentAnswer::{Given, Refused, Revoked};
        let on = |answers: &[RecordConsent], day: i8| {
            unwritten_since(answers, date(2026, 11, day)).map(|since| since.day())
        };
        assert_eq!(on(&[], 20), None);
        let refused = answered(Refused, 5, None);
        assert_eq!(on(std::slice::from_ref(&refused), 4), None);
        assert_eq!(on(std::slice::from_ref(&refused), 5), Some(5));
        let given = answered(Given, 8, Some(12));
        let answers = [refused, given];
        assert_eq!(on(&answers, 7), Some(5));
        assert_eq!(on(&answers, 12), None);
        assert_eq!(on(&answers, 13), Some(13));
        assert_eq!(on(&answers, 20), Some(13));
        let [refused, given] = answers;
        assert_eq!(
            on(&[refused, given, answered(Revoked, 10, None)], 20),
            Some(10)
        );
    }
}
