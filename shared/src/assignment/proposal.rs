//! Who could take a case (Z1–Z3): a pure function over the organisation on a day, the load of the posts, the person and
//! their household. It proposes; a person confirms.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};

use crate::kernel::working_days::working_days_after;
use crate::kernel::{Code, Day, DistrictCode, PostCode, UnitCode};
use crate::organisation::{Organisation, Post, valid_on};

/// A post that could take the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Candidate {
    /// The post.
    pub post: PostCode,
    /// Its unit.
    pub unit: UnitCode,
    /// Who holds it.
    pub name: String,
    /// Open cases, and how many the post can carry.
    pub load: u32,
    /// How many cases the post can carry (share of a full post times the full post's limit).
    pub capacity: u32,
    /// Whether the post may be proposed at all; a post that may not is shown with the reason.
    pub is_proposed: bool,
    /// Why, and why not.
    pub reasons: Vec<CandidateReason>,
}

/// Reasons for and against a post.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    EnumIter,
    IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum CandidateReason {
    /// Covers the district.
    CoversDistrict,
    /// Does not cover the district.
    OtherDistrict,
    /// Has free capacity.
    HasCapacity,
    /// Is full.
    IsFull,
    /// Speaks a language of the person.
    SpeaksLanguage,
    /// Already works with somebody of the household.
    SameHousehold,
    /// Is absent on that day.
    IsAbsent,
    /// The post is vacant on that day.
    IsVacant,
    /// Carries the lowest load among those who can.
    LowestLoad,
}

/// What a proposal needs to know of the person, their household and the posts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProposalFacts {
    /// The district, if one could be derived; without one nobody is proposed and the case waits in the pool (Z1).
    pub district: Option<DistrictCode>,
    /// Languages the person speaks.
    pub languages: BTreeSet<Code>,
    /// Posts that already work with somebody of the household (Z3).
    pub household_posts: BTreeSet<PostCode>,
    /// Open cases by post; absent: none.
    pub loads: BTreeMap<PostCode, u32>,
}

/// Every post of the day, those that may be proposed first: who works with the household, then who covers the district,
/// then who speaks the language, then the lowest load for the share of the post, then the code, so that the order is always the same.
///
/// Proposed is who holds a post, is present, covers the district and has room. Somebody of the household being there
/// already outweighs district and room, because one household has one case manager (Z3).
#[must_use]
pub fn propose(organisation: &Organisation, day: Day, facts: &ProposalFacts) -> Vec<Candidate> {
    let mut candidates: Vec<_> = valid_on(&organisation.posts, day)
        .map(|post| candidate(organisation, day, facts, post))
        .collect();
    let lowest = candidates
        .iter()
        .filter(|candidate| candidate.is_proposed)
        .min_by(|a, b| by_load(a, b))
        .cloned();
    if let Some(lowest) = lowest {
        for candidate in &mut candidates {
            if candidate.is_proposed && by_load(candidate, &lowest) == Ordering::Equal {
                candidate.reasons.push(CandidateReason::LowestLoad);
            }
        }
    }
    candidates.sort_by(|a, b| {
        let has = |candidate: &Candidate, reason| candidate.reasons.contains(&reason);
        let first = |reason| has(b, reason).cmp(&has(a, reason));
        b.is_proposed
            .cmp(&a.is_proposed)
            .then_with(|| first(CandidateReason::SameHousehold))
            .then_with(|| first(CandidateReason::CoversDistrict))
            .then_with(|| first(CandidateReason::SpeaksLanguage))
            .then_with(|| by_load(a, b))
            .then_with(|| a.post.cmp(&b.post))
    });
    candidates
}

fn candidate(
    organisation: &Organisation,
    day: Day,
    facts: &ProposalFacts,
    post: &Post,
) -> Candidate {
    let holder = organisation.holder_on(&post.code, day);
    let load = facts.loads.get(&post.code).copied().unwrap_or_default();
    let capacity = organisation.capacity_on(post, day);
    let covers = facts
        .district
        .as_ref()
        .map(|district| organisation.covers_on(&post.code, district, day));
    let is_absent = organisation.absence_on(&post.code, day).is_some();
    let has_room = load < capacity;
    let is_household = facts.household_posts.contains(&post.code);
    // Everybody counsels in German, so it tells nothing.
    let speaks = holder.is_some_and(|holder| {
        holder
            .languages
            .intersection(&facts.languages)
            .any(|language| language.as_str() != "deu")
    });

    use CandidateReason as Reason;
    let reasons = [
        (is_household, Reason::SameHousehold),
        (covers == Some(true), Reason::CoversDistrict),
        (covers == Some(false), Reason::OtherDistrict),
        (speaks, Reason::SpeaksLanguage),
        (has_room, Reason::HasCapacity),
        (!has_room, Reason::IsFull),
        (is_absent, Reason::IsAbsent),
        (holder.is_none(), Reason::IsVacant),
    ];
    Candidate {
        post: post.code.clone(),
        unit: post.unit.clone(),
        name: holder.map(|holder| holder.name.clone()).unwrap_or_default(),
        load,
        capacity,
        is_proposed: holder.is_some()
            && !is_absent
            && (is_household || (covers == Some(true) && has_room)),
        reasons: reasons
            .into_iter()
            .filter_map(|(holds, reason)| holds.then_some(reason))
            .collect(),
    }
}

/// Compares load for the share of a post: 20 of 25 is more than 30 of 50.
fn by_load(a: &Candidate, b: &Candidate) -> Ordering {
    let share = |load: u32, capacity: u32| u64::from(load) * u64::from(capacity.max(1));
    share(a.load, b.capacity).cmp(&share(b.load, a.capacity))
}

/// The day by which the first personal contact is due after a case came to a post (rule G02). An urgency that is not
/// known counts as normal.
#[must_use]
pub fn first_contact_due(
    organisation: &Organisation,
    urgency: Option<&Code>,
    assigned_on: Day,
) -> Day {
    let limits = organisation.work_limits_on(assigned_on);
    let days = match urgency.map(Code::as_str) {
        Some("D1") => limits.first_contact_d1,
        Some("D2") => limits.first_contact_d2,
        Some("D4") => limits.first_contact_d4,
        _ => limits.first_contact_d3,
    };
    working_days_after(assigned_on, days)
}

#[cfg(test)]
mod tests;
