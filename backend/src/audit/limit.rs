//! How many different people of others somebody is shown in an hour and in a day, before the answer is that this was
//! enough: whoever goes through the town person by person is stopped, on whichever server. Counted is what the log of reads
//! says: people who were found or opened and for whom somebody else is responsible. What belongs to the work on one's own
//! cases, in somebody's place or in an emergency is never counted, so that it is never refused either; who was shown once is
//! shown again that day; and one single person is shown every few minutes, whoever it is. See `docs/decisions/2026-11-27-too-many-people.md`.

use diesel::prelude::*;
use shared::access::Reason;
use shared::audit::{ReadingKind, Why};
use shared::exchange::Subject;
use shared::kernel::{AccountId, Ags, Day, Moment};

use super::line::Line;
use crate::db::{Conn, Failure, on_either, one_of};

diesel::table! {
    read_of_others (municipality, account, day, subject) {
        municipality -> Text,
        account -> Text,
        day -> Text,
        subject -> Text,
        at -> BigInt,
    }
}

const HOUR_MILLIS: i64 = 60 * 60 * 1_000;
/// Beyond the limit one single person is shown in so long: whoever knows whom they look for waits, and is not turned away.
const ONE_EVERY_MILLIS: i64 = 5 * 60 * 1_000;

/// How many different people of others one account is shown; zero: as many as there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// In an hour.
    pub hourly: u32,
    /// In a day.
    pub daily: u32,
}

/// Whom an answer shows of others, and the line that stands in its place if that is too many.
#[derive(Debug)]
pub(super) struct OfOthers {
    people: Vec<String>,
    /// What is written down instead.
    pub(super) refused: String,
}

impl OfOthers {
    /// Of an answer to a call; nobody where the call neither finds nor opens somebody.
    pub(super) fn of(call: &str, line: &Line) -> Option<Self> {
        let kind = ReadingKind::of(call);
        let is_counted = matches!(
            kind,
            ReadingKind::File | ReadingKind::Record | ReadingKind::Search
        );
        let people: Vec<Subject> = line.of_others().cloned().collect();
        if !is_counted || people.is_empty() {
            return None;
        }
        let because = Why::Refused(Reason::TooManyPeople);
        let refused = Line::of(people.iter().map(|subject| (because, subject.clone())));
        Some(Self {
            people: people.iter().map(Subject::to_string).collect(),
            refused: refused.text(),
        })
    }
}

impl Limit {
    /// Counts the people in, or says in how many seconds it may be asked again. Whoever calls this holds the turn of the read
    /// log, so that no two answers are weighed at once.
    pub(super) fn weigh(
        self,
        conn: &mut Conn,
        (municipality, account): (&Ags, AccountId),
        now: Moment,
        shown: &OfOthers,
    ) -> Result<Option<u32>, Failure> {
        if self.hourly == 0 && self.daily == 0 {
            return Ok(None);
        }
        let counter = Counter {
            municipality,
            account: account.to_string(),
            day: now.day().to_string(),
        };
        let new = counter.list_new(conn, &shown.people)?;
        if new.is_empty() {
            return Ok(None);
        }
        let open_again = self.open_again(&counter.list_moments(conn)?, new.len(), now);
        if open_again > now {
            return Ok(Some(seconds_until(now, open_again)));
        }
        counter.note(conn, &new, now)?;
        Ok(None)
    }

    /// From when on so many more may be shown to whom others were shown at these moments of the day.
    fn open_again(self, moments: &[i64], more: usize, now: Moment) -> Moment {
        let is_over = |limit: u32, count: usize| {
            limit > 0 && count + more > usize::try_from(limit).unwrap_or(usize::MAX)
        };
        let since = now.millis().saturating_sub(HOUR_MILLIS);
        let in_last_hour = || moments.iter().filter(|at| **at > since);
        let open_again = if is_over(self.daily, moments.len()) {
            end_of(now.day())
        } else if is_over(self.hourly, in_last_hour().count()) {
            later(in_last_hour().min(), HOUR_MILLIS, now)
        } else {
            return now;
        };
        match more {
            1 => open_again.min(later(moments.iter().max(), ONE_EVERY_MILLIS, now)),
            _ => open_again,
        }
    }
}

/// What is counted of an account on a day.
struct Counter<'a> {
    municipality: &'a Ags,
    account: String,
    day: String,
}

impl Counter<'_> {
    /// Those of some people who were not counted yet.
    fn list_new(&self, conn: &mut Conn, people: &[String]) -> Result<Vec<String>, Failure> {
        use read_of_others as o;
        let known: Vec<String> = on_either!(conn, conn => o::table
            .filter(o::municipality.eq(self.municipality.as_str()))
            .filter(o::account.eq(&self.account))
            .filter(o::day.eq(&self.day))
            .filter(one_of(o::subject, people.to_vec()))
            .select(o::subject)
            .load(conn))?;
        let new = people.iter().filter(|one| !known.contains(one));
        Ok(new.cloned().collect())
    }

    /// When each was shown who was counted.
    fn list_moments(&self, conn: &mut Conn) -> Result<Vec<i64>, Failure> {
        use read_of_others as o;
        Ok(o::table
            .filter(o::municipality.eq(self.municipality.as_str()))
            .filter(o::account.eq(&self.account))
            .filter(o::day.eq(&self.day))
            .select(o::at)
            .load(conn)?)
    }

    fn note(&self, conn: &mut Conn, people: &[String], now: Moment) -> Result<(), Failure> {
        use read_of_others as o;
        for subject in people {
            diesel::insert_into(o::table)
                .values((
                    o::municipality.eq(self.municipality.as_str()),
                    o::account.eq(&self.account),
                    o::day.eq(&self.day),
                    o::subject.eq(subject),
                    o::at.eq(now.millis()),
                ))
                .execute(conn)?;
        }
        Ok(())
    }
}

/// Forgets who was counted before a day.
pub(super) fn forget_before(conn: &mut Conn, municipality: &Ags, day: Day) -> Result<(), Failure> {
    use read_of_others as o;
    let before = o::table
        .filter(o::municipality.eq(municipality.as_str()))
        .filter(o::day.lt(day.to_string()));
    diesel::delete(before).execute(conn)?;
    Ok(())
}

/// So long after a moment that was counted; now, where none was.
fn later(counted: Option<&i64>, millis: i64, now: Moment) -> Moment {
    counted.map_or(now, |at| Moment::from_millis(at.saturating_add(millis)))
}

/// The first moment after a day in Leverkusen.
fn end_of(day: Day) -> Moment {
    Moment::when_local_is(day.tomorrow().unwrap_or(day).at(0, 0, 0, 0))
}

/// At least one: an answer that says "now" would be asked again at once.
fn seconds_until(now: Moment, then: Moment) -> u32 {
    let millis = then.millis().saturating_sub(now.millis()).max(1);
    u32::try_from(millis.saturating_add(999) / 1_000).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use shared::access::Basis;
    use shared::kernel::PersonId;

    use super::*;

    fn person(n: u128) -> Subject {
        Subject::Person(PersonId::from_uuid(uuid::Uuid::from_u128(n)))
    }

    #[test]
    fn only_people_of_others_who_were_found_or_opened_are_counted() {
        let line = Line::of([
            (Why::Allowed(Basis::Responsible), person(1)),
            (Why::Allowed(Basis::Deputy), person(2)),
            (Why::Allowed(Basis::Emergency), person(3)),
            (Why::Allowed(Basis::OwnIntake), person(4)),
            (Why::Allowed(Basis::Consent), person(5)),
            (Why::Allowed(Basis::Coordination), person(6)),
            (Why::Refused(Reason::NoConsent), person(7)),
        ]);
        for call in ["FindPersons", "ReadPersonCard", "ReadCase"] {
            let counted = OfOthers::of(call, &line).unwrap();
            assert_eq!(counted.people, [person(5).to_string()], "{call}");
            assert_eq!(
                counted.refused,
                format!("refused:too_many_people {}", person(5))
            );
        }
        for call in ["Worklist", "Pack", "ReadResponsibility", "ReadSlips"] {
            assert!(OfOthers::of(call, &line).is_none(), "{call}");
        }
        let own = Line::of([(Why::Allowed(Basis::Responsible), person(1))]);
        assert!(OfOthers::of("FindPersons", &own).is_none());
    }

    #[test]
    fn the_wait_ends_with_the_hour_or_the_day_and_a_single_person_waits_for_minutes() {
        const MINUTE: i64 = 60_000;
        let now = Moment::when_local_is(jiff::civil::date(2026, 11, 27).at(23, 0, 0, 0));
        let ago = |minutes: i64| now.millis() - minutes * MINUTE;
        let limit = |hourly, daily| Limit { hourly, daily };
        let minutes = |limit: Limit, moments: &[i64], more| {
            let wait = limit.open_again(moments, more, now).millis() - now.millis();
            wait / MINUTE
        };
        let seen = [ago(90), ago(50), ago(1)];
        for (limit, more, wait) in [
            (limit(3, 0), 1, 0),
            (limit(3, 0), 2, 10),
            (limit(2, 0), 1, 4),
            (limit(2, 0), 2, 10),
            (limit(0, 3), 2, 60),
            (limit(0, 3), 1, 4),
            (limit(0, 4), 1, 0),
            (limit(0, 0), 9, 0),
        ] {
            assert_eq!(minutes(limit, &seen, more), wait, "{limit:?} {more}");
        }
        // The last one was long ago: the next single one at once.
        assert!(minutes(limit(0, 1), &[ago(6)], 1) < 0);
        assert_eq!(seconds_until(now, now), 1);
        assert_eq!(seconds_until(now, end_of(now.day())), 3_600);
    }
}
