//! One test per sentence of Z1 to Z3, on the shipped town.

use jiff::civil::date;
use proptest::prelude::*;

use super::CandidateReason as Reason;
use super::*;
use crate::organisation::Absence;
use crate::organisation::files::shipped;

fn today() -> Day {
    date(2026, 11, 23)
}

fn post(code: &str) -> PostCode {
    code.parse().unwrap()
}

fn in_district(code: &str) -> ProposalFacts {
    ProposalFacts {
        district: Some(code.parse().unwrap()),
        ..ProposalFacts::default()
    }
}

fn proposed(organisation: &Organisation, facts: &ProposalFacts) -> Vec<String> {
    propose(organisation, today(), facts)
        .into_iter()
        .filter(|candidate| candidate.is_proposed)
        .map(|candidate| candidate.post.to_string())
        .collect()
}

fn reasons(organisation: &Organisation, facts: &ProposalFacts, code: &str) -> Vec<Reason> {
    propose(organisation, today(), facts)
        .into_iter()
        .find(|candidate| candidate.post.as_str() == code)
        .unwrap()
        .reasons
}

#[test]
fn every_post_is_shown_with_its_reasons() {
    let town = shipped().unwrap();
    let candidates = propose(&town, today(), &in_district("II"));
    assert_eq!(candidates.len(), 5);
    assert!(
        candidates
            .iter()
            .all(|candidate| !candidate.reasons.is_empty())
    );
    assert_eq!(candidates[0].name, "Sabine Krüger");
    assert_eq!((candidates[0].load, candidates[0].capacity), (0, 50));
}

#[test]
fn only_posts_that_cover_the_district_are_proposed() {
    let town = shipped().unwrap();
    assert_eq!(proposed(&town, &in_district("I")), ["awo-1", "soziales-1"]);
    assert_eq!(proposed(&town, &in_district("II")), ["caritas-1", "ki-1"]);
    assert_eq!(
        proposed(&town, &in_district("III")),
        ["diakonie-1", "soziales-1"]
    );
    assert!(reasons(&town, &in_district("II"), "awo-1").contains(&Reason::OtherDistrict));
}

#[test]
fn without_a_district_nobody_is_proposed() {
    let town = shipped().unwrap();
    assert!(proposed(&town, &ProposalFacts::default()).is_empty());
    let reasons = reasons(&town, &ProposalFacts::default(), "awo-1");
    assert_eq!(reasons, [Reason::HasCapacity]);
}

#[test]
fn the_lowest_load_comes_first() {
    let town = shipped().unwrap();
    let mut facts = in_district("II");
    facts.loads = [(post("caritas-1"), 20), (post("ki-1"), 19)].into();
    assert_eq!(proposed(&town, &facts), ["ki-1", "caritas-1"]);
    assert!(reasons(&town, &facts, "ki-1").contains(&Reason::LowestLoad));
    assert!(!reasons(&town, &facts, "caritas-1").contains(&Reason::LowestLoad));
}

#[test]
fn load_is_weighed_by_the_share_of_the_post() {
    let mut town = shipped().unwrap();
    for row in &mut town.posts {
        if row.code == post("ki-1") {
            row.share_percent = 50;
        }
    }
    let mut facts = in_district("II");
    facts.loads = [(post("caritas-1"), 30), (post("ki-1"), 20)].into();
    assert_eq!(proposed(&town, &facts), ["caritas-1", "ki-1"]);
    assert_eq!(
        propose(&town, today(), &facts)
            .iter()
            .find(|candidate| candidate.post == post("ki-1"))
            .unwrap()
            .capacity,
        25
    );
}

#[test]
fn a_full_post_is_not_proposed() {
    let town = shipped().unwrap();
    let mut facts = in_district("II");
    facts.loads = [(post("caritas-1"), 50), (post("ki-1"), 49)].into();
    assert_eq!(proposed(&town, &facts), ["ki-1"]);
    assert!(reasons(&town, &facts, "caritas-1").contains(&Reason::IsFull));
}

#[test]
fn a_shared_language_outweighs_load_but_german_does_not() {
    let town = shipped().unwrap();
    let mut facts = in_district("III");
    facts.loads = [(post("diakonie-1"), 30)].into();
    facts.languages = ["deu".parse().unwrap()].into();
    assert_eq!(proposed(&town, &facts), ["soziales-1", "diakonie-1"]);
    facts.languages.insert("ukr".parse().unwrap());
    assert_eq!(proposed(&town, &facts), ["diakonie-1", "soziales-1"]);
    assert!(reasons(&town, &facts, "diakonie-1").contains(&Reason::SpeaksLanguage));
}

#[test]
fn one_household_has_one_case_manager_even_across_districts_and_over_the_limit() {
    let town = shipped().unwrap();
    let mut facts = in_district("II");
    facts.household_posts = [post("awo-1")].into();
    facts.loads = [(post("awo-1"), 60)].into();
    assert_eq!(proposed(&town, &facts), ["awo-1", "caritas-1", "ki-1"]);
    assert_eq!(
        reasons(&town, &facts, "awo-1"),
        [Reason::SameHousehold, Reason::OtherDistrict, Reason::IsFull]
    );
}

#[test]
fn who_is_absent_on_the_day_is_not_proposed() {
    let mut town = shipped().unwrap();
    town.absences.push(Absence {
        post: post("caritas-1"),
        deputy: Some(post("ki-1")),
        valid_from: today(),
        valid_until: Some(today()),
    });
    let mut facts = in_district("II");
    facts.household_posts = [post("caritas-1")].into();
    assert_eq!(proposed(&town, &facts), ["ki-1"]);
    assert!(reasons(&town, &facts, "caritas-1").contains(&Reason::IsAbsent));
}

#[test]
fn a_vacant_post_is_shown_but_not_proposed() {
    let mut town = shipped().unwrap();
    town.holders
        .retain(|holder| holder.post != post("caritas-1"));
    assert_eq!(proposed(&town, &in_district("II")), ["ki-1"]);
    assert!(reasons(&town, &in_district("II"), "caritas-1").contains(&Reason::IsVacant));
}

#[test]
fn a_post_that_has_ended_is_no_candidate() {
    let mut town = shipped().unwrap();
    for row in &mut town.posts {
        if row.code == post("caritas-1") {
            row.valid_until = Some(date(2026, 11, 22));
        }
    }
    assert_eq!(propose(&town, today(), &in_district("II")).len(), 4);
}

#[test]
fn the_first_contact_is_due_by_urgency_in_working_days() {
    let town = shipped().unwrap();
    let due = |urgency: Option<&str>| {
        let code = urgency.map(|code| code.parse().unwrap());
        first_contact_due(&town, code.as_ref(), today())
    };
    assert_eq!(due(Some("D1")), date(2026, 11, 24));
    assert_eq!(due(Some("D2")), date(2026, 11, 26));
    assert_eq!(due(Some("D3")), date(2026, 12, 7));
    assert_eq!(due(Some("D4")), date(2026, 12, 21));
    assert_eq!(due(None), due(Some("D3")));
    assert_eq!(
        first_contact_due(&Organisation::default(), None, today()),
        due(Some("D3"))
    );
}

proptest! {
    #[test]
    fn the_proposal_is_the_same_whatever_the_order_of_the_rows(
        loads in proptest::collection::vec(0u32..60, 5), rotate in 0usize..5, district in 0usize..3,
    ) {
        let town = shipped().unwrap();
        let mut facts = in_district(["I", "II", "III"][district]);
        facts.loads = town.posts.iter().map(|post| post.code.clone()).zip(loads).collect();
        let mut turned = town.clone();
        turned.posts.rotate_left(rotate);
        turned.coverage.reverse();
        prop_assert_eq!(propose(&town, today(), &facts), propose(&turned, today(), &facts));
    }
}
