//! The organisation as data: districts and their parts, bodies, units, posts, who holds them, which districts they
//! cover, receiving offices, the rules that council and programme set. Everything has a period of validity, nothing
//! here is code (design 3.14), and every question is asked "as of a day".
//!
//! The shipped town lies in `shared/data/organisation`; [`files`] reads it, and reads a coordinator's files alike.

pub mod calls;
pub mod files;
mod locate;
mod people;
mod period;
mod place;
mod preview;
mod rules;
mod street;
mod whole;

pub use locate::{Located, Suggestion, Whereabouts, locate};
pub use people::{
    Absence, Body, Coverage, Holder, PACK_HOURS_MOST, PACKED_CASES_MOST, PackPolicy, Post, Unit,
};
pub use period::{Dated, Period};
pub use place::{District, Locality, Municipality, Neighbour, Office, Place};
pub use preview::{ListChange, preview};
pub use rules::{TargetGroupRule, WorkLimits};
pub use street::{StreetRange, StreetSide};
pub use whole::WhatIsWrong;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::access::Deputising;
use crate::kernel::{
    Day, DistrictCode, FieldProblems, LocalityCode, OfficeCode, PostCode, ProblemCode, UnitCode,
};

/// Loads the organisation of the municipality; done by the system at set-up and by a coordinator's import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LoadOrganisation {
    /// The whole organisation as of now, past and announced periods included.
    pub organisation: Organisation,
}

/// The organisation of one municipality, past and announced periods included. A list may hold several rows with the
/// same code, one per period; [`files::read`] refuses two that hold on the same day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Organisation {
    /// The municipality itself.
    pub municipality: Vec<Municipality>,
    /// Its districts (Stadtbezirke).
    pub districts: Vec<District>,
    /// The parts of the town (Stadtteile), each in one district.
    pub localities: Vec<Locality>,
    /// Other names and smaller places, each in one Stadtteil; a name that stands here twice is asked about.
    pub places: Vec<Place>,
    /// Streets and parts of them, each in one Stadtteil; none ship.
    pub streets: Vec<StreetRange>,
    /// Known places outside the town, from which one is referred.
    pub neighbours: Vec<Neighbour>,
    /// Legal bodies (Träger).
    pub bodies: Vec<Body>,
    /// Units, the walls inside which cases are worked.
    pub units: Vec<Unit>,
    /// Case managers' posts.
    pub posts: Vec<Post>,
    /// Which post covers which district.
    pub coverage: Vec<Coverage>,
    /// Who holds a post.
    pub holders: Vec<Holder>,
    /// When a post's holder is away, and who deputises.
    pub absences: Vec<Absence>,
    /// Offices and counselling services that receive referrals.
    pub offices: Vec<Office>,
    /// The target-group rule (ZG1–ZG4).
    pub target_group_rules: Vec<TargetGroupRule>,
    /// Limits of load and times for the first contact.
    pub work_limits: Vec<WorkLimits>,
}

/// The entries of a dated list that hold on a day.
pub fn valid_on<T: Dated>(rows: &[T], day: Day) -> impl Iterator<Item = &T> {
    rows.iter().filter(move |row| row.period().holds_on(day))
}

impl Organisation {
    /// The municipality as it was on a day.
    #[must_use]
    pub fn municipality_on(&self, day: Day) -> Option<&Municipality> {
        valid_on(&self.municipality, day).next()
    }

    /// A district on a day.
    #[must_use]
    pub fn district_on(&self, code: &DistrictCode, day: Day) -> Option<&District> {
        valid_on(&self.districts, day).find(|district| district.code == *code)
    }

    /// A Stadtteil on a day.
    #[must_use]
    pub fn locality_on(&self, code: &LocalityCode, day: Day) -> Option<&Locality> {
        valid_on(&self.localities, day).find(|locality| locality.code == *code)
    }

    /// A unit on a day.
    #[must_use]
    pub fn unit_on(&self, code: &UnitCode, day: Day) -> Option<&Unit> {
        valid_on(&self.units, day).find(|unit| unit.code == *code)
    }

    /// The periods of the rows of a list, by the list's name; none if there is no such list.
    #[must_use]
    pub fn periods_of(&self, list: &str) -> Vec<Period> {
        fn of<T: Dated>(rows: &[T]) -> Vec<Period> {
            rows.iter().map(Dated::period).collect()
        }
        match list {
            "municipality" => of(&self.municipality),
            "districts" => of(&self.districts),
            "localities" => of(&self.localities),
            "places" => of(&self.places),
            "streets" => of(&self.streets),
            "neighbours" => of(&self.neighbours),
            "bodies" => of(&self.bodies),
            "units" => of(&self.units),
            "posts" => of(&self.posts),
            "coverage" => of(&self.coverage),
            "holders" => of(&self.holders),
            "absences" => of(&self.absences),
            "offices" => of(&self.offices),
            "target_group_rules" => of(&self.target_group_rules),
            "work_limits" => of(&self.work_limits),
            _ => Vec::new(),
        }
    }

    /// The posts of some units, also those that came to their end: they may have open cases all the same.
    #[must_use]
    pub fn posts_of(&self, units: &BTreeSet<UnitCode>) -> BTreeSet<PostCode> {
        let posts = self.posts.iter();
        posts
            .filter(|post| units.contains(&post.unit))
            .map(|post| post.code.clone())
            .collect()
    }

    /// The units of the legal body that a unit belongs to on that day, itself included; none if it is not one of the day's.
    #[must_use]
    pub fn units_of_body(&self, unit: &UnitCode, day: Day) -> BTreeSet<UnitCode> {
        let Some(own) = self.unit_on(unit, day) else {
            return BTreeSet::new();
        };
        valid_on(&self.units, day)
            .filter(|unit| unit.body == own.body)
            .map(|unit| unit.code.clone())
            .collect()
    }

    /// What devices of a unit may take along on a day; the usual where the unit is not there.
    #[must_use]
    pub fn pack_policy_on(&self, code: &UnitCode, day: Day) -> PackPolicy {
        self.unit_on(code, day)
            .map_or(PackPolicy::USUAL, |unit| PackPolicy {
                cases: unit.packed_cases,
                hours: unit.pack_hours,
            })
    }

    /// A post on a day.
    #[must_use]
    pub fn post_on(&self, code: &PostCode, day: Day) -> Option<&Post> {
        valid_on(&self.posts, day).find(|post| post.code == *code)
    }

    /// Who holds a post on a day; absent: the post is vacant.
    #[must_use]
    pub fn holder_on(&self, post: &PostCode, day: Day) -> Option<&Holder> {
        valid_on(&self.holders, day).find(|holder| holder.post == *post)
    }

    /// What a post is called by on a day: the name of whoever holds it, its code while it is vacant.
    #[must_use]
    pub fn name_on(&self, post: &PostCode, day: Day) -> String {
        let holder = self.holder_on(post, day);
        holder.map_or_else(|| post.to_string(), |holder| holder.name.clone())
    }

    /// The absence of a post's holder that covers a day.
    #[must_use]
    pub fn absence_on(&self, post: &PostCode, day: Day) -> Option<&Absence> {
        valid_on(&self.absences, day).find(|absence| absence.post == *post)
    }

    /// The absence that a post's holder is in, or the next one that is announced for the time in which its cases can
    /// still be handed over in peace.
    #[must_use]
    pub fn next_absence(&self, post: &PostCode, day: Day) -> Option<&Absence> {
        const ANNOUNCED_DAYS: i64 = 14;
        let last = day.saturating_add(jiff::Span::new().days(ANNOUNCED_DAYS));
        self.absence_on(post, day).or_else(|| {
            self.absences
                .iter()
                .filter(|absence| absence.post == *post)
                .filter(|absence| absence.valid_from > day && absence.valid_from <= last)
                .min_by_key(|absence| absence.valid_from)
        })
    }

    /// How a post stands in for another on a day; absent if it was never named for that. An absence of today counts
    /// before one to come, and that before one that is over.
    #[must_use]
    pub fn deputising(&self, absent: &PostCode, deputy: &PostCode, day: Day) -> Option<Deputising> {
        self.absences
            .iter()
            .filter(|absence| absence.post == *absent && absence.deputy.as_ref() == Some(deputy))
            .map(|absence| match absence.period() {
                period if period.holds_on(day) => Deputising::Active,
                period if period.from > day => Deputising::Ahead,
                _ => Deputising::Ended,
            })
            .max()
    }

    /// The absences of a day for which a post deputises, by the post that is away.
    #[must_use]
    pub fn deputised_by(&self, deputy: &PostCode, day: Day) -> Vec<&Absence> {
        let mut absences: Vec<_> = valid_on(&self.absences, day)
            .filter(|absence| absence.deputy.as_ref() == Some(deputy))
            .collect();
        absences.sort_by(|a, b| a.post.cmp(&b.post));
        absences
    }

    /// Whether a post covers a district on a day.
    #[must_use]
    pub fn covers_on(&self, post: &PostCode, district: &DistrictCode, day: Day) -> bool {
        valid_on(&self.coverage, day).any(|row| row.post == *post && row.district == *district)
    }

    /// A receiving office on a day.
    #[must_use]
    pub fn office_on(&self, code: &OfficeCode, day: Day) -> Option<&Office> {
        valid_on(&self.offices, day).find(|office| office.code == *code)
    }

    /// The office that coordinates all units on a day, for whatever a unit may not see itself.
    #[must_use]
    pub fn coordination_on(&self, day: Day) -> Option<&Office> {
        valid_on(&self.offices, day).find(|office| office.kind.as_str() == "coordination")
    }

    /// What a receiving office is called on a day; its code where it is not in the town's list.
    #[must_use]
    pub fn office_name_on(&self, office: &OfficeCode, day: Day) -> String {
        let known = self.office_on(office, day);
        known.map_or_else(|| office.to_string(), |known| known.name.clone())
    }

    /// Notes `unknown_code` at a field that names a receiving office which the town does not have on that day.
    pub fn check_office(
        &self,
        office: Option<&OfficeCode>,
        day: Day,
        path: &str,
        problems: &mut FieldProblems,
    ) {
        if office.is_some_and(|office| self.office_on(office, day).is_none()) {
            problems.add(path, ProblemCode::UnknownCode);
        }
    }

    /// The receiving offices of a day, by name.
    #[must_use]
    pub fn offices_on(&self, day: Day) -> Vec<&Office> {
        let mut offices: Vec<_> = valid_on(&self.offices, day).collect();
        offices.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.code.cmp(&b.code)));
        offices
    }

    /// The target-group rule in force on a day.
    #[must_use]
    pub fn target_group_rule_on(&self, day: Day) -> Option<&TargetGroupRule> {
        valid_on(&self.target_group_rules, day).next()
    }

    /// The limits of work in force on a day; without a row, those of the programme's start.
    #[must_use]
    pub fn work_limits_on(&self, day: Day) -> WorkLimits {
        valid_on(&self.work_limits, day)
            .next()
            .cloned()
            .unwrap_or_default()
    }

    /// How many cases a post can carry on a day: its share of a full post times the limit of a full post.
    #[must_use]
    pub fn capacity_on(&self, post: &Post, day: Day) -> u32 {
        u32::from(self.work_limits_on(day).cases_per_full_post) * u32::from(post.share_percent)
            / 100
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn town(absences: &[(&str, &str, Day, Option<Day>)]) -> Organisation {
        let absences = absences.iter().map(|(post, deputy, from, until)| Absence {
            post: post.parse().unwrap(),
            deputy: Some(deputy.parse().unwrap()),
            valid_from: *from,
            valid_until: *until,
        });
        Organisation {
            absences: absences.collect(),
            ..Organisation::default()
        }
    }

    #[test]
    fn a_deputy_stands_in_from_the_first_day_of_the_absence_to_its_last() {
        let (from, until) = (date(2026, 11, 23), date(2026, 11, 27));
        let town = town(&[("awo-1", "ki-1", from, Some(until))]);
        let (absent, deputy) = ("awo-1".parse().unwrap(), "ki-1".parse().unwrap());
        let on = |day| town.deputising(&absent, &deputy, date(2026, 11, day));
        assert_eq!(on(22), Some(Deputising::Ahead));
        assert_eq!(on(23), Some(Deputising::Active));
        assert_eq!(on(27), Some(Deputising::Active));
        assert_eq!(on(28), Some(Deputising::Ended));
        assert_eq!(town.deputising(&deputy, &absent, from), None);
        assert_eq!(town.deputised_by(&deputy, from).len(), 1);
        assert!(town.deputised_by(&deputy, date(2026, 11, 28)).is_empty());
    }

    #[test]
    fn of_several_absences_the_one_of_today_counts_and_an_open_one_has_no_end() {
        let town = town(&[
            ("awo-1", "ki-1", date(2026, 7, 1), Some(date(2026, 7, 9))),
            ("awo-1", "ki-1", date(2026, 11, 20), None),
            ("awo-1", "ki-1", date(2027, 1, 1), Some(date(2027, 1, 9))),
        ]);
        let (absent, deputy) = ("awo-1".parse().unwrap(), "ki-1".parse().unwrap());
        let on = |day| town.deputising(&absent, &deputy, day);
        assert_eq!(on(date(2026, 8, 1)), Some(Deputising::Ahead));
        assert_eq!(on(date(2026, 12, 31)), Some(Deputising::Active));
    }
}
