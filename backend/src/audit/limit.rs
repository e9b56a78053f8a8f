//! How many different people of others somebody is shown in an hour and in a day, before the answer is that this was
//! enough: whoever goes through the town person by person is stopped, on whichever server. Counted is what the log of reads
//! says: people who were found or opened and for whom somebody else is responsible. What belongs to the work on one's own
//! cases, in somebody's place or in an emergency is never counted, so that it is never refused either; and who was shown
//! once is shown again that day. See `docs/decisions/2026-11-27-too-many-people.md`.

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
    /// Counts the people in, or says in how many seconds somebody new may be asked for. Whoever calls this holds the turn
    /// of the read log, so that no two answers are weighed at once.
    pub(super) fn weigh(
        self,
        conn: &mut Conn,
        (municipality, account): (&Ags, AccountId),
        now: Moment,
        shown: &OfOthers,
    ) -> Result<Option<u32>, Failure> {
        use read_of_others as o;
        if self.hourly == 0 && self.daily == 0 {
            return Ok(None);
        }
        let (account, day) = (account.to_string(), now.day().to_string());
        let of_today = || {
            o::table
                .filter(o::municipality.eq(municipality.as_str()))
                .filter(o::account.eq(&account))
                .filter(o::day.eq(&day))
        };
        let known: Vec<String> = on_either!(conn, conn => of_today()
            .filter(one_of(o::subject, shown.people.clone()))
            .select(o::subject)
            .load(conn))?;
        let new: Vec<&String> = shown
            .people
            .iter()
            .filter(|one| !known.contains(one))
            .collect();
        if new.is_empty() {
            return Ok(None);
        }
        let today: i64 = of_today().count().get_result(conn)?;
        let since = now.millis().saturating_sub(HOUR_MILLIS);
        let in_last_hour = || of_today().filter(o::at.gt(since));
        let last_hour: i64 = in_last_hour().count().get_result(conn)?;
        let more = i64::try_from(new.len()).unwrap_or(i64::MAX);
        let is_over = |limit: u32, count: i64| limit > 0 && count + more > i64::from(limit);
        if is_over(self.daily, today) {
            return Ok(Some(seconds_until(now, end_of(now.day()))));
        }
        if is_over(self.hourly, last_hour) {
            let first: Option<i64> = in_last_hour().select(diesel::dsl::min(o::at)).first(conn)?;
            let first = first.unwrap_or_else(|| now.millis());
            let over = Moment::from_millis(first.saturating_add(HOUR_MILLIS));
            return Ok(Some(seconds_until(now, over)));
        }
        for subject in new {
            diesel::insert_into(o::table)
                .values((
                    o::municipality.eq(municipality.as_str()),
                    o::account.eq(&account),
                    o::day.eq(&day),
                    o::subject.eq(subject),
                    o::at.eq(now.millis()),
                ))
                .execute(conn)?;
        }
        Ok(None)
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
    fn the_wait_ends_with_the_day_and_is_never_nothing() {
        let late = Moment::when_local_is(jiff::civil::date(2026, 11, 27).at(23, 59, 0, 0));
        assert_eq!(seconds_until(late, end_of(late.day())), 60);
        assert_eq!(seconds_until(late, late), 1);
    }
}
