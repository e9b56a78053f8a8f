//! What in the log of reads is out of the ordinary (Auffälligkeit): rules over its lines, each with a limit. A line that
//! breaks one is no proof of anything; it is where the data protection officer looks first.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};

use super::{ReadingKind, Why};
use crate::access::{Basis, Reason};
use crate::exchange::Subject;
use crate::kernel::working_days::is_working_day;
use crate::kernel::{AccountId, Day, Moment};

const HOUR_MILLIS: i64 = 60 * 60 * 1_000;

/// What can be out of the ordinary; the gravest first.
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
pub enum AnomalyKind {
    /// Many searches in an hour that found nobody, one after the other: somebody tries names.
    Probing,
    /// Somebody was stopped, because they were shown more people of others than anybody's work asks for.
    Stopped,
    /// Many people asked for whom the reader may not see.
    ManyRefused,
    /// Files opened in an emergency.
    Emergency,
    /// Files opened by a head of a body, to check them.
    FileCheck,
    /// Many inquiries across units in a day.
    ManyInquiries,
    /// Many different people opened within an hour.
    ManyInAnHour,
    /// Many different people opened in a day.
    ManyInADay,
    /// Many people seen in a day for whom others are responsible.
    PeopleOfOthers,
    /// People opened or searched for at night, on a weekend or a holiday.
    OutsideHours,
}

impl AnomalyKind {
    /// Whether the officer is to look at once.
    #[must_use]
    pub const fn is_alarm(self) -> bool {
        matches!(
            self,
            Self::Probing
                | Self::Stopped
                | Self::ManyRefused
                | Self::Emergency
                | Self::FileCheck
                | Self::ManyInquiries
        )
    }

    /// From how many on it is out of the ordinary. A full day at the counter and a full post of 80 cases stay below.
    #[must_use]
    pub const fn limit(self) -> u32 {
        match self {
            Self::Probing => 30,
            Self::ManyRefused => 5,
            Self::Stopped | Self::Emergency | Self::FileCheck => 1,
            Self::ManyInquiries => 8,
            Self::ManyInAnHour => 40,
            Self::ManyInADay => 120,
            Self::PeopleOfOthers => 200,
            Self::OutsideHours => 3,
        }
    }
}

/// The hours in which people work, in Leverkusen.
const WORKING_HOURS: std::ops::Range<i8> = 6..20;

/// A line of the log, as the rules read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// When.
    pub at: Moment,
    /// Who.
    pub account: AccountId,
    /// What was asked for.
    pub kind: ReadingKind,
    /// Whom it showed, or did not, and why.
    pub shown: Vec<(Why, Subject)>,
}

/// Something out of the ordinary: one per account, day and kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anomaly {
    /// What.
    pub kind: AnomalyKind,
    /// Who.
    pub account: AccountId,
    /// The day it reached its limit.
    pub day: Day,
    /// The first line of it.
    pub first_at: Moment,
    /// The last line of it.
    pub last_at: Moment,
    /// How many it came to.
    pub count: u32,
    /// From how many on it counts.
    pub limit: u32,
}

/// Reads the log line by line, in its order, and keeps what is out of the ordinary.
#[derive(Debug, Default)]
pub struct Watch {
    readers: HashMap<AccountId, OfReader>,
    found: BTreeMap<(AnomalyKind, Day, AccountId), Anomaly>,
}

/// What is known of one reader's day and last hour.
#[derive(Debug, Default)]
struct OfReader {
    day: Option<Day>,
    opened: Set,
    refused: Set,
    stopped: Set,
    of_others: Set,
    opened_in_emergency: Set,
    opened_for_check: Set,
    outside: Times,
    inquiries: Times,
    misses: VecDeque<Moment>,
    last_hour: VecDeque<(Moment, Subject)>,
    in_last_hour: HashMap<Subject, usize>,
}

/// Different people since some line.
#[derive(Debug, Default)]
struct Set {
    first_at: Option<Moment>,
    people: HashSet<Subject>,
}

/// Lines since some line.
#[derive(Debug, Default)]
struct Times {
    first_at: Option<Moment>,
    count: usize,
}

impl Set {
    fn add<'s>(&mut self, at: Moment, people: impl Iterator<Item = &'s Subject>) {
        for subject in people {
            self.first_at.get_or_insert(at);
            self.people.insert(subject.clone());
        }
    }
}

impl Times {
    fn add(&mut self, at: Moment) {
        self.first_at.get_or_insert(at);
        self.count += 1;
    }
}

impl Watch {
    /// Looks at the next line.
    pub fn see(&mut self, reading: &Reading) {
        let at = reading.at;
        let day = at.day();
        let reader = self.readers.entry(reading.account).or_default();
        reader.begin(day);
        let shown = || {
            let seen = reading.shown.iter().filter(|(why, _)| !why.is_refused());
            seen.map(|(_, subject)| subject)
        };
        let refused = reading.shown.iter().filter(|(why, _)| why.is_refused());
        for (why, subject) in refused {
            let set = match why {
                Why::Refused(Reason::TooManyPeople) => &mut reader.stopped,
                _ => &mut reader.refused,
            };
            set.add(at, std::iter::once(subject));
        }
        let others = reading.shown.iter().filter(|(why, _)| why.is_of_others());
        if reading.kind != ReadingKind::Log {
            reader.of_others.add(at, others.map(|(_, subject)| subject));
        }
        if reading.kind == ReadingKind::File {
            let on = |basis| {
                let lines = reading.shown.iter();
                let on_it = lines.filter(move |(why, _)| *why == Why::Allowed(basis));
                on_it.map(|(_, subject)| subject)
            };
            reader.opened_in_emergency.add(at, on(Basis::Emergency));
            reader.opened_for_check.add(at, on(Basis::FileCheck));
        }
        if reading.kind.is_opened() {
            reader.opened.add(at, shown());
            reader.note_in_last_hour(at, shown());
        }
        let is_asked = reading.kind.is_opened() || reading.kind == ReadingKind::Search;
        if is_asked && !is_working_hour(at) {
            reader.outside.add(at);
        }
        if reading.kind == ReadingKind::Search && reading.shown.is_empty() {
            reader.miss(at);
        } else if is_asked && shown().next().is_some() {
            reader.misses.clear();
        }
        self.judge(reading.account, at);
    }

    /// Looks at an inquiry across units, which stands in another log. They are shown in the order in which they were sent.
    pub fn see_inquiry(&mut self, account: AccountId, at: Moment) {
        let reader = self.readers.entry(account).or_default();
        reader.begin(at.day());
        reader.inquiries.add(at);
        self.judge(account, at);
    }

    /// Keeps what has reached its limit with what was seen last.
    fn judge(&mut self, account: AccountId, at: Moment) {
        let counts = self.readers.entry(account).or_default().counts();
        for (kind, first_at, count) in counts {
            let (count, limit) = (u32::try_from(count).unwrap_or(u32::MAX), kind.limit());
            let Some(first_at) = first_at.filter(|_| count >= limit) else {
                continue;
            };
            let day = at.day();
            let found = self.found.entry((kind, day, account)).or_insert(Anomaly {
                kind,
                account,
                day,
                first_at,
                last_at: at,
                count,
                limit,
            });
            if count > found.count {
                (found.count, found.last_at) = (count, at);
            }
        }
    }

    /// What was found: alarms first, then the latest.
    #[must_use]
    pub fn found(self) -> Vec<Anomaly> {
        let mut found: Vec<Anomaly> = self.found.into_values().collect();
        found.sort_by_key(|one| {
            (
                !one.kind.is_alarm(),
                std::cmp::Reverse(one.day),
                one.kind,
                std::cmp::Reverse(one.last_at),
            )
        });
        found
    }
}

impl OfReader {
    /// Forgets the day before.
    fn begin(&mut self, day: Day) {
        if self.day != Some(day) {
            *self = Self {
                day: Some(day),
                misses: std::mem::take(&mut self.misses),
                last_hour: std::mem::take(&mut self.last_hour),
                in_last_hour: std::mem::take(&mut self.in_last_hour),
                ..Self::default()
            };
        }
    }

    /// How much of each kind there is, and since when.
    fn counts(&self) -> [(AnomalyKind, Option<Moment>, usize); 10] {
        let of_set = |kind, set: &Set| (kind, set.first_at, set.people.len());
        let of_times = |kind, times: &Times| (kind, times.first_at, times.count);
        [
            (
                AnomalyKind::Probing,
                self.misses.front().copied(),
                self.misses.len(),
            ),
            (
                AnomalyKind::ManyInAnHour,
                self.last_hour.front().map(|(at, _)| *at),
                self.in_last_hour.len(),
            ),
            of_set(AnomalyKind::Stopped, &self.stopped),
            of_set(AnomalyKind::ManyRefused, &self.refused),
            of_set(AnomalyKind::Emergency, &self.opened_in_emergency),
            of_set(AnomalyKind::FileCheck, &self.opened_for_check),
            of_set(AnomalyKind::ManyInADay, &self.opened),
            of_set(AnomalyKind::PeopleOfOthers, &self.of_others),
            of_times(AnomalyKind::ManyInquiries, &self.inquiries),
            of_times(AnomalyKind::OutsideHours, &self.outside),
        ]
    }

    fn miss(&mut self, at: Moment) {
        self.misses.push_back(at);
        while self.misses.front().is_some_and(|first| is_over(*first, at)) {
            self.misses.pop_front();
        }
    }

    fn note_in_last_hour<'s>(&mut self, at: Moment, people: impl Iterator<Item = &'s Subject>) {
        for subject in people {
            self.last_hour.push_back((at, subject.clone()));
            *self.in_last_hour.entry(subject.clone()).or_default() += 1;
        }
        while self
            .last_hour
            .front()
            .is_some_and(|(first, _)| is_over(*first, at))
        {
            let Some((_, subject)) = self.last_hour.pop_front() else {
                break;
            };
            if let Some(times) = self.in_last_hour.get_mut(&subject) {
                *times -= 1;
                if *times == 0 {
                    self.in_last_hour.remove(&subject);
                }
            }
        }
    }
}

/// Whether an hour has passed since.
const fn is_over(since: Moment, now: Moment) -> bool {
    now.millis().saturating_sub(since.millis()) > HOUR_MILLIS
}

/// Whether people work then.
fn is_working_hour(at: Moment) -> bool {
    let local = at.local();
    is_working_day(local.date()) && WORKING_HOURS.contains(&local.hour())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::kernel::PersonId;

    /// Thursday, 2026-11-26, 10:00 in Leverkusen.
    const MORNING: Moment = Moment::from_millis(1_795_683_600_000);
    const MINUTE: i64 = 60_000;

    fn somebody(n: u128) -> Subject {
        Subject::Person(PersonId::from_uuid(Uuid::from_u128(n)))
    }

    fn line(at: Moment, kind: ReadingKind, shown: Vec<(Why, Subject)>) -> Reading {
        Reading {
            at,
            account: AccountId::from_uuid(Uuid::from_u128(1)),
            kind,
            shown,
        }
    }

    fn own(n: u128) -> Vec<(Why, Subject)> {
        vec![(Why::Allowed(Basis::Responsible), somebody(n))]
    }

    fn found(lines: impl IntoIterator<Item = Reading>) -> Vec<(AnomalyKind, u32)> {
        let mut watch = Watch::default();
        for line in lines {
            watch.see(&line);
        }
        let found = watch.found().into_iter();
        found.map(|one| (one.kind, one.count)).collect()
    }

    fn minutes(n: i64) -> Moment {
        MORNING.plus_millis(n * MINUTE)
    }

    #[test]
    fn the_morning_of_these_tests_is_a_working_hour() {
        assert_eq!(MORNING.local().to_string(), "2026-11-26T10:00:00");
        assert!(is_working_hour(MORNING));
    }

    #[test]
    fn one_fewer_than_the_limit_is_ordinary() {
        let misses = |count| (0..count).map(|n| line(minutes(n), ReadingKind::Search, vec![]));
        assert_eq!(found(misses(29)), []);
        assert_eq!(found(misses(30)), [(AnomalyKind::Probing, 30)]);
        let opened = |count: i64| {
            (0..count).map(|n| {
                line(
                    minutes(n),
                    ReadingKind::Record,
                    own(n.unsigned_abs().into()),
                )
            })
        };
        assert_eq!(found(opened(39)), []);
        assert_eq!(found(opened(41)), [(AnomalyKind::ManyInAnHour, 41)]);
        let refused = |count: i64| {
            (0..count).map(|n| {
                let why = Why::Refused(Reason::NotResponsible);
                let shown = vec![(why, somebody(n.unsigned_abs().into()))];
                line(minutes(n), ReadingKind::File, shown)
            })
        };
        assert_eq!(found(refused(4)), []);
        assert_eq!(found(refused(6)), [(AnomalyKind::ManyRefused, 6)]);
    }

    #[test]
    fn a_hit_between_misses_begins_anew_and_so_does_an_hour() {
        let kinds = |at: i64| match at {
            20 => line(minutes(at), ReadingKind::Search, own(1)),
            at => line(minutes(at), ReadingKind::Search, vec![]),
        };
        assert_eq!(found((0..49).map(kinds)), []);
        let slow = (0..60).map(|n| line(minutes(3 * n), ReadingKind::Search, vec![]));
        assert_eq!(found(slow), []);
        // A list that a page fetches by itself meanwhile is no hit.
        let with_lists = (0..30).flat_map(|n| {
            [
                line(minutes(n), ReadingKind::Search, vec![]),
                line(minutes(n), ReadingKind::List, own(7)),
            ]
        });
        assert_eq!(found(with_lists), [(AnomalyKind::Probing, 30)]);
    }

    #[test]
    fn a_full_list_and_the_same_file_again_are_ordinary() {
        let list = (0..80).flat_map(own).collect::<Vec<_>>();
        let lists = (0..200).map(|n| line(minutes(n), ReadingKind::List, list.clone()));
        assert_eq!(found(lists), []);
        let again = (0..200).map(|n| line(minutes(n), ReadingKind::File, own(1)));
        assert_eq!(found(again), []);
    }

    #[test]
    fn many_people_in_a_day_are_found_although_no_hour_is_full() {
        let day = (0..120).map(|n| {
            line(
                minutes(4 * n),
                ReadingKind::Record,
                own(n.unsigned_abs().into()),
            )
        });
        assert_eq!(found(day), [(AnomalyKind::ManyInADay, 120)]);
    }

    #[test]
    fn people_of_others_are_counted_once_each() {
        let seen = |n: u128| vec![(Why::Allowed(Basis::Consent), somebody(n))];
        let hits = |count: i64| {
            (0..count).map(move |n| {
                let who = n.unsigned_abs() % 200;
                line(minutes(n), ReadingKind::Search, seen(who.into()))
            })
        };
        assert_eq!(found(hits(199)), []);
        assert_eq!(found(hits(400)), [(AnomalyKind::PeopleOfOthers, 200)]);
    }

    #[test]
    fn one_file_opened_on_a_reason_is_an_alarm_and_a_list_that_names_it_is_none() {
        for (basis, alarm) in [
            (Basis::Emergency, AnomalyKind::Emergency),
            (Basis::FileCheck, AnomalyKind::FileCheck),
        ] {
            let opened = |kind| line(MORNING, kind, vec![(Why::Allowed(basis), somebody(1))]);
            assert_eq!(
                found([opened(ReadingKind::File), opened(ReadingKind::File)]),
                [(alarm, 1)]
            );
            assert_eq!(found([opened(ReadingKind::List)]), []);
            assert!(alarm.is_alarm());
        }
    }

    #[test]
    fn whoever_is_stopped_is_an_alarm_of_its_own() {
        let why = Why::Refused(Reason::TooManyPeople);
        let hits = (0..6).map(|n| (why, somebody(n))).collect();
        let stopped = line(MORNING, ReadingKind::Search, hits);
        assert_eq!(found([stopped]), [(AnomalyKind::Stopped, 6)]);
        assert!(AnomalyKind::Stopped.is_alarm());
    }

    #[test]
    fn many_inquiries_of_one_account_in_a_day_are_an_alarm() {
        let asked = |count: i64, gap: i64| {
            let mut watch = Watch::default();
            for n in 0..count {
                watch.see_inquiry(AccountId::from_uuid(Uuid::from_u128(1)), minutes(n * gap));
            }
            let found = watch.found().into_iter();
            found.map(|one| (one.kind, one.count)).collect::<Vec<_>>()
        };
        assert_eq!(asked(7, 1), []);
        assert_eq!(asked(9, 1), [(AnomalyKind::ManyInquiries, 9)]);
        // One a day is work.
        assert_eq!(asked(9, 24 * 60), []);
    }

    #[test]
    fn nights_and_weekends_are_outside_of_the_hours() {
        let at =
            |day, hour| Moment::when_local_is(jiff::civil::date(2026, 11, day).at(hour, 0, 0, 0));
        let thrice = |at: Moment| (0..3).map(move |_| line(at, ReadingKind::File, own(1)));
        assert_eq!(found(thrice(at(26, 5))), [(AnomalyKind::OutsideHours, 3)]);
        assert_eq!(found(thrice(at(26, 20))), [(AnomalyKind::OutsideHours, 3)]);
        assert_eq!(found(thrice(at(29, 10))), [(AnomalyKind::OutsideHours, 3)]);
        assert_eq!(found(thrice(at(26, 19))), []);
        // What a page that was left open fetches at night is nobody's work.
        let lists = (0..9).map(|_| line(at(26, 23), ReadingKind::List, own(1)));
        assert_eq!(found(lists), []);
    }
}
