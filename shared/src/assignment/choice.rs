//! Whether a choice of a post holds (Z2), and whether a move asks to look at it again (Z4). The same functions run at the
//! desk, on the tablet and on the server.

use super::AssignCase;
use super::proposal::{Candidate, CandidateReason};
use crate::case::ChoiceReason;
use crate::kernel::{Day, DistrictCode, FieldProblems, PostCode, ProblemCode};
use crate::organisation::Organisation;

impl Candidate {
    /// Whether choosing this post needs a reason: it does not have the district, and nobody of the household is there
    /// already. A post inside the district needs none, also if another one was proposed first: what the load was when
    /// somebody chose is no longer known when the choice arrives.
    #[must_use]
    pub fn needs_reason(&self) -> bool {
        self.reasons.contains(&CandidateReason::OtherDistrict)
            && !self.reasons.contains(&CandidateReason::SameHousehold)
    }

    /// Whether the post can be chosen at all: somebody holds it and is there.
    #[must_use]
    pub fn can_be_chosen(&self) -> bool {
        !self.reasons.contains(&CandidateReason::IsVacant)
            && !self.reasons.contains(&CandidateReason::IsAbsent)
    }
}

/// Checks a choice against the candidates of the day. `own` is the post of the one who chooses, `current` the one that
/// has the case: whoever takes it from there says why (Fallübergabe, Z8).
///
/// # Errors
/// Every problem, at its field.
pub fn check_choice(
    candidates: &[Candidate],
    own: Option<&PostCode>,
    current: Option<&PostCode>,
    call: &AssignCase,
) -> Result<(), FieldProblems> {
    let mut problems = call.check().err().unwrap_or_default();
    let Some(candidate) = candidates
        .iter()
        .find(|candidate| candidate.post == call.to)
    else {
        problems.add("to", ProblemCode::UnknownCode);
        return Err(problems);
    };
    let has = |reason| candidate.reasons.contains(&reason);
    if has(CandidateReason::IsVacant) {
        problems.add("to", ProblemCode::Invalid);
    }
    let is_handover = current.is_some_and(|current| *current != call.to);
    match call.because {
        None if candidate.needs_reason() || is_handover => {
            problems.add("because", ProblemCode::ReasonNeeded);
        }
        Some(because) if because.is_of_handover() && !is_handover => {
            problems.add("because", ProblemCode::Contradiction);
        }
        Some(ChoiceReason::Language) if !has(CandidateReason::SpeaksLanguage) => {
            problems.add("because", ProblemCode::Contradiction);
        }
        Some(ChoiceReason::OnSite) if own != Some(&call.to) => {
            problems.add("because", ProblemCode::Contradiction);
        }
        _ => {}
    }
    problems.or(())
}

/// Until when somebody looks whether a case stays with its post after the person's district changed; `None` if nothing
/// is to be looked at. The case manager stays by default, whatever the answer (Z4).
///
/// A district that becomes known for the first time is no move: it asks only where the post does not have it.
#[must_use]
pub fn post_check_after_move(
    organisation: &Organisation,
    day: Day,
    post: &PostCode,
    from: Option<&DistrictCode>,
    to: Option<&DistrictCode>,
) -> Option<Day> {
    let covers = to.is_some_and(|to| organisation.covers_on(post, to, day));
    let is_asked = match (from, to) {
        (None, None) => false,
        (None, Some(_)) => !covers,
        (Some(from), to) => Some(from) != to,
    };
    is_asked.then(|| {
        let days = organisation.work_limits_on(day).post_check;
        crate::kernel::working_days::working_days_after(day, days)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::CaseId;
    use crate::organisation::files::shipped;

    const DAY: Day = jiff::civil::date(2026, 11, 23);

    fn candidate(post: &str, reasons: &[CandidateReason]) -> Candidate {
        Candidate {
            post: post.parse().unwrap(),
            unit: "caritas".parse().unwrap(),
            name: "Beispiel".to_owned(),
            load: 0,
            capacity: 50,
            is_proposed: true,
            reasons: reasons.to_vec(),
        }
    }

    fn problems(reasons: &[CandidateReason], because: Option<ChoiceReason>) -> Vec<String> {
        problems_from(None, reasons, because)
    }

    fn problems_from(
        current: Option<&str>,
        reasons: &[CandidateReason],
        because: Option<ChoiceReason>,
    ) -> Vec<String> {
        let call = AssignCase {
            case: CaseId::from_uuid(uuid::Uuid::from_u128(1)),
            to: "awo-1".parse().unwrap(),
            because,
            reason: String::new(),
        };
        let own = "caritas-1".parse().unwrap();
        let current = current.map(|post| post.parse().unwrap());
        let candidates = [candidate("awo-1", reasons)];
        let found = check_choice(&candidates, Some(&own), current.as_ref(), &call);
        found
            .err()
            .unwrap_or_default()
            .iter()
            .map(|(path, found)| format!("{path} {}", found[0].code.as_str()))
            .collect()
    }

    #[test]
    fn a_post_outside_the_district_is_chosen_with_a_reason() {
        use CandidateReason as Is;
        assert!(problems(&[Is::CoversDistrict], None).is_empty());
        assert!(problems(&[], None).is_empty(), "no district is known");
        assert_eq!(
            problems(&[Is::OtherDistrict], None),
            ["because reason_needed"]
        );
        assert!(problems(&[Is::OtherDistrict, Is::SameHousehold], None).is_empty());
        for because in [
            ChoiceReason::Household,
            ChoiceReason::Conflict,
            ChoiceReason::ClientChoice,
        ] {
            assert!(problems(&[Is::OtherDistrict], Some(because)).is_empty());
        }
    }

    #[test]
    fn a_reason_that_is_not_so_is_refused() {
        use CandidateReason as Is;
        let language = Some(ChoiceReason::Language);
        assert_eq!(
            problems(&[Is::OtherDistrict], language),
            ["because contradiction"]
        );
        assert!(problems(&[Is::OtherDistrict, Is::SpeaksLanguage], language).is_empty());
        assert_eq!(
            problems(&[Is::OtherDistrict], Some(ChoiceReason::OnSite)),
            ["because contradiction"],
            "on the spot somebody takes a case themselves"
        );
    }

    #[test]
    fn whoever_takes_a_case_from_a_post_says_why() {
        use CandidateReason as Is;
        let from = |current, because| problems_from(current, &[Is::CoversDistrict], because);
        assert_eq!(from(Some("caritas-1"), None), ["because reason_needed"]);
        for because in [
            ChoiceReason::Moved,
            ChoiceReason::Load,
            ChoiceReason::Absence,
            ChoiceReason::ClientChoice,
        ] {
            assert!(from(Some("caritas-1"), Some(because)).is_empty());
            // Of a case that nobody has, or that stays where it is, it says nothing.
            let is_told = !because.is_of_handover();
            assert_eq!(from(None, Some(because)).is_empty(), is_told);
            assert_eq!(from(Some("awo-1"), Some(because)).is_empty(), is_told);
        }
        assert!(from(None, None).is_empty());
        assert!(from(Some("awo-1"), None).is_empty());
    }

    #[test]
    fn a_vacant_or_unknown_post_takes_no_case() {
        assert_eq!(problems(&[CandidateReason::IsVacant], None), ["to invalid"]);
        let call = AssignCase {
            case: CaseId::from_uuid(uuid::Uuid::from_u128(1)),
            to: "nobody-1".parse().unwrap(),
            because: None,
            reason: String::new(),
        };
        assert_eq!(
            check_choice(&[], None, None, &call).unwrap_err(),
            FieldProblems::at("to", ProblemCode::UnknownCode)
        );
    }

    #[test]
    fn a_move_asks_and_a_first_district_asks_only_where_the_post_does_not_have_it() {
        let town = shipped().unwrap();
        let row = town.coverage.first().unwrap();
        let (post, own) = (&row.post, &row.district);
        let other = town
            .districts
            .iter()
            .map(|district| &district.code)
            .find(|code| !town.covers_on(post, code, DAY))
            .unwrap();
        let asks = |from, to| post_check_after_move(&town, DAY, post, from, to);
        assert_eq!(asks(None, None), None);
        assert_eq!(asks(None, Some(own)), None);
        assert_eq!(asks(Some(own), Some(own)), None);
        // Ten working days, and none of them is a Saturday, a Sunday or a holiday.
        let by = Some(jiff::civil::date(2026, 12, 7));
        assert_eq!(asks(None, Some(other)), by);
        assert_eq!(asks(Some(own), Some(other)), by);
        assert_eq!(asks(Some(other), Some(own)), by);
        assert_eq!(asks(Some(own), None), by);
    }
}
