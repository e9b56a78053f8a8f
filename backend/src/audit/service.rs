//! What is answered about the logs, and to whom: the data protection officer sees who, when, why and about which id, the
//! client's worker who has seen this one client. Nobody is shown content.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use shared::access::{Action, Basis};
use shared::audit::calls::{
    AnomalyLine, AnomalyWindow, FoundAnomalies, FoundReadings, FoundWritings, LINES_MOST,
    NAMED_MOST, Readers, ReadingKey, ReadingLine, ReadingSearch, ToldOthers, WINDOW_MOST, WhoRead,
    WhoReadOnDay, WhoReadOne, WritingLine, WritingSearch,
};
use shared::audit::{ReadingKind, Why};
use shared::command::Command;
use shared::exchange::Subject;
use shared::kernel::{
    AccountId, Actor, Ags, CaseId, Day, FieldProblems, Moment, PersonId, ProblemCode,
};
use shared::person::search::Query;

use super::accounts::Accounts;
use super::index::{self, FoundLine, OfSubject, Wanted, term};
use super::{chain, line, store, watch};
use crate::db::{Conn, Failure, parse};
use crate::decision::{Permitted, Stop, allowed};
use crate::log;
use crate::tx::Tx;
use crate::{case, disclosure, inquiry};

/// How many entries of the log of what was written are looked at for one answer, fitting or not.
const WALKED_MOST: usize = 500;
/// How many readings of one person are read at once.
const PAGE: i64 = 1_000;
/// Longer than any month: lines of a month's last moments may lie in the next segment.
const MONTH_MILLIS: i64 = 31 * 24 * 60 * 60 * 1_000;

/// A search that is permitted, with whom it is about and who the accounts are.
#[derive(Debug)]
pub(super) struct Opened {
    basis: Basis,
    whom: Option<Subject>,
    accounts: Accounts,
}

/// Permits a look into the logs and finds whom it is about.
///
/// # Errors
/// If the actor may not, or if what was typed names nobody.
pub(super) fn open(tx: &mut Tx<'_>, actor: &Actor, whom: &str) -> Result<Opened, Stop> {
    Ok(Opened {
        basis: allowed(actor, Action::ReadAudit)?,
        whom: find_whom(tx, whom)?,
        accounts: Accounts::list(tx)?,
    })
}

/// Everybody who has or had an account.
///
/// # Errors
/// If the actor may not read the logs.
pub(super) fn readers(tx: &mut Tx<'_>, actor: &Actor) -> Result<Readers, Stop> {
    allowed(actor, Action::ReadAudit)?;
    Ok(Readers {
        readers: Accounts::list(tx)?.by_name(),
    })
}

/// Whom a number or an id names.
fn find_whom(tx: &mut Tx<'_>, typed: &str) -> Result<Option<Subject>, Stop> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    if let Ok(person) = typed.parse::<PersonId>() {
        return Ok(Some(Subject::Person(person)));
    }
    if let Ok(subject) = typed.parse::<Subject>() {
        return Ok(Some(subject));
    }
    let number = Query::parse(typed, tx.now().day()).number;
    let found = match number {
        Some(number) => case::find_by_number(tx, &number.to_string())?,
        None => None,
    };
    match found {
        Some(case) => Ok(Some(Subject::Person(case.person))),
        None => Err(FieldProblems::at("whom", ProblemCode::UnknownNumber).into()),
    }
}

/// The first moment of a day in Leverkusen, and the first after it.
fn begin_of(day: Day) -> Moment {
    Moment::when_local_is(day.at(0, 0, 0, 0))
}

fn end_of(day: Day) -> Moment {
    begin_of(day.tomorrow().unwrap_or(day))
}

/// What a search asks of the index.
pub(super) fn wanted(opened: &Opened, search: &ReadingSearch, most: u32) -> Wanted {
    let until = search.until.map(end_of);
    let mut terms: Vec<String> = Vec::new();
    terms.extend(opened.whom.as_ref().map(term::whom));
    terms.extend(search.account.map(term::reader));
    terms.extend((!search.why.is_empty()).then(|| term::why(&search.why)));
    terms.extend((!search.call.is_empty()).then(|| term::call(&search.call)));
    Wanted {
        terms,
        from: search.from.map(begin_of).map(Moment::millis),
        until: until.map(Moment::millis),
        before: search.before.as_ref().map(|key| {
            let line = i64::try_from(key.line).unwrap_or(i64::MAX);
            (key.segment.clone(), line)
        }),
        last_segment: until.map(|until| chain::segment_of(until.plus_millis(MONTH_MILLIS))),
        most: usize::try_from(most).unwrap_or(usize::MAX),
    }
}

/// The lines that were found, as they are shown, and whom they name.
pub(super) fn readings(
    opened: &Opened,
    found: Vec<FoundLine>,
    most: u32,
) -> Result<(FoundReadings, Vec<(Subject, Basis)>), Failure> {
    let is_more = found.len() >= usize::try_from(most).unwrap_or(usize::MAX);
    let mut lines = Vec::with_capacity(found.len());
    let mut shown = BTreeSet::new();
    for one in found {
        let of_line = line::read(&one.row.shown);
        let mut why: Vec<Why> = Vec::new();
        let mut everybody: Vec<Subject> = Vec::new();
        for (reason, subject) in of_line {
            if !why.contains(&reason) {
                why.push(reason);
            }
            everybody.push(subject);
        }
        everybody.sort();
        everybody.dedup();
        let count = u32::try_from(everybody.len()).unwrap_or(u32::MAX);
        // Who was looked for comes first, however many there are.
        everybody.sort_by_key(|subject| opened.whom.as_ref() != Some(subject));
        everybody.truncate(NAMED_MOST);
        shown.extend(everybody.iter().cloned());
        lines.push(ReadingLine {
            key: ReadingKey {
                segment: one.segment,
                line: one.number.unsigned_abs(),
            },
            at: Moment::from_millis(one.row.at),
            who: opened
                .accounts
                .of(parse(&one.row.account, "read_line.account")?),
            kind: ReadingKind::of(&one.row.call),
            call: one.row.call,
            why,
            whom: everybody,
            count,
            numbers: BTreeMap::new(),
        });
    }
    let next = lines.last().map(|last| last.key.clone());
    let found = FoundReadings {
        next: next.filter(|_| is_more),
        lines,
    };
    let basis = opened.basis;
    Ok((found, shown.into_iter().map(|one| (one, basis)).collect()))
}

/// Puts the case numbers of those who are named beside the lines.
///
/// # Errors
/// If the database cannot answer.
pub(super) fn numbered(
    tx: &mut Tx<'_>,
    mut found: FoundReadings,
) -> Result<FoundReadings, Failure> {
    let whom = found.lines.iter().flat_map(|line| &line.whom);
    let named = whom.filter_map(Subject::person).collect();
    let numbers = case::list_numbers(tx, &named)?;
    for line in &mut found.lines {
        let persons = line.whom.iter().filter_map(Subject::person);
        line.numbers = persons
            .filter_map(|person| Some((person, numbers.get(&person)?.clone())))
            .collect();
    }
    Ok(found)
}

/// What is out of the ordinary in a window, as it is shown.
pub(super) fn since(window: AnomalyWindow, now: Moment) -> Day {
    let days = window.days.clamp(1, WINDOW_MOST) - 1;
    now.day().saturating_sub(jiff::Span::new().days(days))
}

/// Permits a look at what is out of the ordinary, and reads what stands in the log of what was written.
///
/// # Errors
/// If the actor may not.
pub(super) fn open_window(
    tx: &mut Tx<'_>,
    actor: &Actor,
    since: Day,
) -> Result<(Opened, Vec<(AccountId, Moment)>), Stop> {
    let opened = open(tx, actor, "")?;
    Ok((opened, inquiry::list_sent_since(tx, begin_of(since))?))
}

/// Looks at the lines since a day, and at these inquiries.
pub(super) fn watch_since(
    conn: &mut Conn,
    municipality: &Ags,
    since: Day,
    inquiries: &[(AccountId, Moment)],
) -> Result<watch::Watched, Failure> {
    watch::watch(conn, municipality, begin_of(since), inquiries)
}

/// What was found, with whose it is.
pub(super) fn anomalies(opened: &Opened, since: Day, watched: watch::Watched) -> FoundAnomalies {
    let lines = watched.anomalies.into_iter().map(|one| AnomalyLine {
        kind: one.kind,
        who: opened.accounts.of(one.account),
        day: one.day,
        first_at: one.first_at,
        last_at: one.last_at,
        count: one.count,
        limit: one.limit,
    });
    FoundAnomalies {
        anomalies: lines.collect(),
        since,
        lines: watched.lines,
    }
}

/// Entries of the log of what was written, and whom they name. An answer looks at a bounded number of entries; who goes on
/// sees the next ones.
///
/// # Errors
/// If the actor may not, or if what was typed names nobody.
pub(super) fn writings(
    tx: &mut Tx<'_>,
    actor: &Actor,
    search: &WritingSearch,
) -> Result<(FoundWritings, Vec<(Subject, Basis)>), Stop> {
    let opened = open(tx, actor, &search.whom)?;
    let (from, until) = (search.from.map(begin_of), search.until.map(end_of));
    let entries = log::list_before(tx, opened.whom.as_ref(), search.before, WALKED_MOST)?;
    let is_end = entries.len() < WALKED_MOST;
    let mut found = FoundWritings::default();
    let mut shown = BTreeSet::new();
    let most = usize::try_from(LINES_MOST).unwrap_or(usize::MAX);
    let mut walked = entries.into_iter();
    for entry in walked.by_ref() {
        let head = &entry.head;
        found.next = Some(head.sequence);
        if from.is_some_and(|from| head.received_at < from) {
            // What follows is older still.
            found.next = None;
            break;
        }
        let fits = until.is_none_or(|until| head.received_at < until)
            && search.account.is_none_or(|account| head.author == account);
        if !fits {
            continue;
        }
        let command = match log::open(tx, &entry) {
            Ok(content) => Some(content.envelope.command),
            // It was erased, or cannot be read, which the check names.
            Err(Failure::Unreadable(_)) => None,
            Err(failure) => return Err(failure.into()),
        };
        shown.insert(head.subject.clone());
        found.lines.push(WritingLine {
            sequence: head.sequence,
            at: head.received_at,
            who: opened.accounts.of(head.author),
            whom: head.subject.clone(),
            number: None,
            fields: command.as_ref().map(fields_of).unwrap_or_default(),
            command: command.map(|command| command.name().to_owned()),
            outcome: head.outcome_kind.clone(),
        });
        if found.lines.len() == most {
            break;
        }
    }
    if is_end && walked.next().is_none() {
        found.next = None;
    }
    let named = shown.iter().filter_map(Subject::person).collect();
    let numbers = case::list_numbers(tx, &named)?;
    for line in &mut found.lines {
        let person = line.whom.person();
        line.number = person.and_then(|person| numbers.get(&person).cloned());
    }
    let basis = opened.basis;
    Ok((found, shown.into_iter().map(|one| (one, basis)).collect()))
}

/// The fields that a command names, without what it writes into them: of an edit those it changes, of a form those that are
/// filled in. A path is cut at its first dot, since what follows may be a language or somebody's id.
fn fields_of(command: &Command) -> Vec<String> {
    let Ok(Value::Object(mut command)) = serde_json::to_value(command) else {
        return Vec::new();
    };
    let Some(Value::Object(with)) = command.remove("with") else {
        return Vec::new();
    };
    let mut fields = BTreeSet::new();
    for (name, value) in with {
        match value {
            Value::Object(inner) if matches!(name.as_str(), "draft" | "edits") => {
                // What was edited was edited, whatever stands there now.
                let is_edit = name == "edits";
                let filled = inner
                    .into_iter()
                    .filter(|(_, value)| is_edit || value.is_boolean() || is_filled(value));
                fields.extend(filled.map(|(path, _)| {
                    path.split_once('.')
                        .map_or(path.clone(), |(first, _)| first.to_owned())
                }));
            }
            value if is_filled(&value) => {
                fields.insert(name);
            }
            _ => {}
        }
    }
    fields.into_iter().collect()
}

/// Whether anything stands in a part of a form; a box that is not ticked is nothing.
fn is_filled(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(is_ticked) => *is_ticked,
        Value::Number(_) => true,
        Value::String(text) => !text.is_empty(),
        Value::Array(list) => !list.is_empty(),
        Value::Object(fields) => fields.values().any(is_filled),
    }
}

/// Permits telling a client who has seen their data, and reads what was told of them to others.
///
/// # Errors
/// If the case is not the actor's.
pub(super) fn open_case(
    tx: &mut Tx<'_>,
    actor: &Actor,
    case: CaseId,
) -> Result<(Permitted<PersonId>, Accounts, Vec<ToldOthers>), Stop> {
    let opened = case::open_for(tx, actor, Action::ReadWhoRead, None, case)?;
    let accounts = Accounts::list(tx)?;
    let told = disclosure::told(tx, opened.person)?;
    Ok((opened.map(|case| case.person), accounts, told))
}

/// What somebody has seen on one day, while it is put together.
#[derive(Debug, Default)]
struct Seen {
    what: BTreeSet<ReadingKind>,
    why: Vec<Why>,
}

/// Who has seen a person's data, by day and reader, as the index tells it.
#[derive(Debug)]
pub(super) struct SeenByDay {
    days: BTreeMap<Day, BTreeMap<AccountId, Seen>>,
    since: Option<String>,
}

/// Reads who has seen a person's data.
pub(super) fn who_read(
    conn: &mut Conn,
    municipality: &Ags,
    person: PersonId,
) -> Result<SeenByDay, Failure> {
    let subject = Subject::Person(person);
    let segments = store::list_segments(conn, municipality)?;
    let mut seen = SeenByDay {
        days: BTreeMap::new(),
        since: segments.first().cloned(),
    };
    for segment in segments {
        let mut after = 0;
        loop {
            let page = index::list_of(conn, municipality, &subject, (&segment, after), PAGE)?;
            let Some(last) = page.last() else {
                break;
            };
            after = last.line;
            for reading in page {
                seen.note(&reading)?;
            }
        }
    }
    Ok(seen)
}

impl SeenByDay {
    /// Takes a reading in. What was refused was not seen.
    fn note(&mut self, reading: &OfSubject) -> Result<(), Failure> {
        let reasons = reading.why.split(',').map(|why| Why::from(why.to_owned()));
        let reasons: Vec<Why> = reasons.filter(|why| !why.is_refused()).collect();
        if reasons.is_empty() {
            return Ok(());
        }
        let account: AccountId = parse(&reading.account, "read_line.account")?;
        let day = Moment::from_millis(reading.at).day();
        let seen = self
            .days
            .entry(day)
            .or_default()
            .entry(account)
            .or_default();
        seen.what.insert(ReadingKind::of(&reading.call));
        for why in reasons {
            if !seen.why.contains(&why) {
                seen.why.push(why);
            }
        }
        Ok(())
    }

    /// As the client is told, the latest day first.
    pub(super) fn told(self, accounts: &Accounts, told: Vec<ToldOthers>, today: Day) -> WhoRead {
        let first_of_month = |month: &String| format!("{month}-01").parse::<Day>().ok();
        let days = self.days.into_iter().rev().map(|(day, readers)| {
            let readers = readers.into_iter().map(|(account, seen)| WhoReadOne {
                who: accounts.of(account),
                what: seen.what,
                why: seen.why,
            });
            let mut readers: Vec<WhoReadOne> = readers.collect();
            readers.sort_by(|a, b| a.who.name.cmp(&b.who.name));
            WhoReadOnDay { day, readers }
        });
        WhoRead {
            since: self
                .since
                .as_ref()
                .and_then(first_of_month)
                .unwrap_or(today),
            until: today,
            days: days.collect(),
            told,
        }
    }
}

#[cfg(test)]
mod tests {
    use shared::kernel::{Edits, LinkId};
    use shared::person::{EditPerson, LanguageSkill, LinkPersons, PersonDraft};

    use super::*;

    #[test]
    fn fields_are_named_and_nothing_that_stands_in_them() {
        let before = PersonDraft::default();
        let mut after = before.clone();
        after.family_name = "Beispiel".to_owned();
        let language = "ara".parse().unwrap();
        after.languages.insert(language, LanguageSkill::default());
        let edits = Edits::between(&before, &after).unwrap();
        let fields = fields_of(&Command::EditPerson(EditPerson { edits }));
        assert_eq!(fields, ["family_name", "languages"]);
        let id = uuid::Uuid::from_u128(1);
        let link = LinkPersons {
            link: LinkId::from_uuid(id),
            other: PersonId::from_uuid(id),
            reason: String::new(),
        };
        assert_eq!(fields_of(&Command::LinkPersons(link)), ["link", "other"]);
    }
}
