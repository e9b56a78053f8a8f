//! `lueckenlos check`: verifies the log, everything that is sealed, and the invariants, and says where they break.
//!
//! What it says names tables, sequences and ids, never content. It only reads.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use diesel::prelude::*;
use diesel::sql_types::{Binary, Text};
use shared::case::CaseState;
use shared::exchange::{Sequence, Subject};
use shared::kernel::Ags;

use crate::db::schema::{case_counter, case_post, integration_case, log_counter, subject_key};
use crate::db::{Conn, Failure, catalogue, parse};
use crate::erasure::{self, JournalFailure, Verdict};
use crate::log::{self, Entry};
use crate::tx::{KeyState, Town, Tx};
use crate::{attachment, consent, person, replay};

/// How many entries are read at once.
const PAGE: i64 = 500;

/// One thing that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where: a table, with what names the row.
    pub place: String,
    /// What is wrong.
    pub what: What,
}

/// What can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr, strum::EnumIter)]
#[strum(serialize_all = "snake_case")]
pub enum What {
    /// A number of the log is missing.
    GapInLog,
    /// The log goes further, or less far, than its numbering says.
    WrongCounter,
    /// The entry does not follow the one before it in its subject's chain.
    BrokenChain,
    /// The entry, or what stands in clear about it, was changed.
    ChangedEntry,
    /// The content of an entry is gone although its subject was not erased, or there although it was.
    WrongErasure,
    /// Somebody who was erased, or whose erasure stands in the journal, is there again; a restore, or the next start, erases
    /// again what the journal says.
    ErasedIsThere,
    /// The erasure journal is damaged, or missing although somebody was erased: an older copy would bring them back.
    UnusableJournal,
    /// A sealed value cannot be opened at its place.
    UnreadableValue,
    /// A key cannot be unwrapped by the key-encryption key that is here.
    UnreadableKey,
    /// The database finds damage of its own: pages or foreign keys.
    Damage,
    /// The rows of a table are not what the log says.
    NotAsInLog,
    /// An open case has neither one responsible post nor stands in the pool.
    NobodyResponsible,
    /// A person has more than one open case.
    TwoOpenCases,
    /// A case number lies beyond its counter.
    NumberBeyondCounter,
    /// An answer on consent names a picture that is not here.
    MissingPicture,
    /// A stored value is none that this column can hold.
    ImpossibleValue,
    /// Tokens of the search were made by another algorithm than today's; `lueckenlos migrate` makes them anew.
    OutdatedSearchTokens,
    /// The tokens under which a person is found are not those of their form.
    WrongSearchTokens,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, <&'static str>::from(self.what))
    }
}

/// What was looked at and what was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Entries of the log.
    pub entries: u64,
    /// Subjects with a key, erased ones included.
    pub subjects: u64,
    /// Sealed values besides the log.
    pub sealed: u64,
    /// What is wrong; empty: nothing.
    pub findings: Vec<Finding>,
}

impl Report {
    fn find(&mut self, place: impl Into<String>, what: What) {
        self.findings.push(Finding {
            place: place.into(),
            what,
        });
    }

    /// Notes an unreadable value as a finding; other failures end the check.
    fn readable<T>(
        &mut self,
        place: impl Into<String>,
        what: What,
        read: Result<T, Failure>,
    ) -> Result<Option<T>, Failure> {
        match read {
            Ok(value) => Ok(Some(value)),
            Err(Failure::Unreadable(_)) => {
                self.find(place, what);
                Ok(None)
            }
            Err(failure) => Err(failure),
        }
    }
}

/// Checks everything, in all municipalities.
///
/// # Errors
/// If the database cannot answer.
pub fn check(town: &Town) -> Result<Report, Failure> {
    let mut report = Report::default();
    for finding in town.db().read_blocking(catalogue::own_findings)? {
        report.find(finding, What::Damage);
    }
    let journal = town.journal().list();
    for municipality in replay::municipalities(town.db())? {
        town.read_blocking(&municipality, |tx| {
            check_erased(tx, &journal, &mut report)?;
            check_keys(tx, &mut report)?;
            check_log(tx, &mut report)?;
            check_sealed(tx, &mut report)?;
            check_pictures(tx, &mut report)?;
            check_search(tx, &mut report)?;
            check_cases(tx, &mut report)
        })?;
    }
    // What cannot be read cannot be replayed; it was named above.
    if report.findings.is_empty() {
        match replay::compare(town) {
            Ok(differences) => {
                for difference in differences {
                    report.find(
                        format!(
                            "{} ({} rows only there, {} only in the log)",
                            difference.table, difference.only_there, difference.only_replayed
                        ),
                        What::NotAsInLog,
                    );
                }
            }
            Err(failure) if failure.passes() => return Err(failure),
            Err(_) => report.find("log_entry", What::NotAsInLog),
        }
    }
    Ok(report)
}

fn check_erased(
    tx: &mut Tx<'_>,
    journal: &Result<Vec<Verdict>, JournalFailure>,
    report: &mut Report,
) -> Result<(), Failure> {
    let verdicts = match journal {
        Ok(verdicts) => verdicts.as_slice(),
        // Before the first start there is none.
        Err(JournalFailure::Missing(_)) if !erasure::has_any(tx)? => &[],
        Err(_) => {
            report.find("erasure journal", What::UnusableJournal);
            &[]
        }
    };
    for (table, subject) in erasure::left(tx, verdicts)? {
        report.find(format!("{table} {subject}"), What::ErasedIsThere);
    }
    Ok(())
}

fn check_keys(tx: &mut Tx<'_>, report: &mut Report) -> Result<(), Failure> {
    let subjects: Vec<String> = subject_key::table
        .filter(subject_key::municipality.eq(tx.municipality().to_owned()))
        .order(subject_key::subject)
        .select(subject_key::subject)
        .load(tx.conn())?;
    for text in subjects {
        report.subjects += 1;
        let place = format!("subject_key {text}");
        let subject = parse::<Subject>(&text, "subject_key.subject");
        let Some(subject) = report.readable(&place, What::ImpossibleValue, subject)? else {
            continue;
        };
        let state = tx.key_state(&subject);
        report.readable(&place, What::UnreadableKey, state)?;
    }
    Ok(())
}

fn check_log(tx: &mut Tx<'_>, report: &mut Report) -> Result<(), Failure> {
    let mut links: BTreeMap<Subject, Vec<u8>> = BTreeMap::new();
    let mut last: Sequence = 0;
    loop {
        let page = log::list_after(tx, last, PAGE);
        let Some(page) = report.readable("log_entry", What::ImpossibleValue, page)? else {
            return Ok(());
        };
        if page.is_empty() {
            break;
        }
        for entry in page {
            let sequence = entry.head.sequence;
            if sequence != last + 1 {
                report.find(format!("log_entry {}", last + 1), What::GapInLog);
            }
            last = sequence;
            report.entries += 1;
            check_entry(tx, &entry, &mut links, report)?;
        }
    }
    let counter: Option<i64> = log_counter::table
        .find(tx.municipality().to_owned())
        .select(log_counter::last)
        .first(tx.conn())
        .optional()?;
    if counter.unwrap_or(0) != i64::try_from(last).unwrap_or(-1) {
        report.find("log_counter", What::WrongCounter);
    }
    Ok(())
}

fn check_entry(
    tx: &mut Tx<'_>,
    entry: &Entry,
    links: &mut BTreeMap<Subject, Vec<u8>>,
    report: &mut Report,
) -> Result<(), Failure> {
    let subject = &entry.head.subject;
    let place = format!("log_entry {}", entry.head.sequence);
    let before = links.insert(subject.clone(), entry.chain_mac.clone());
    if before.unwrap_or_default() != entry.chain_previous {
        report.find(&place, What::BrokenChain);
    }
    let state = match tx.key_state(subject) {
        // Named by the check of the keys.
        Err(Failure::Unreadable(_)) => return Ok(()),
        state => state?,
    };
    match (state, entry.content.is_some()) {
        (KeyState::Erased, false) => Ok(()),
        (KeyState::Held, true) => {
            match log::verify(tx, entry)? {
                log::Verdict::Whole => {}
                log::Verdict::Unreadable => report.find(&place, What::UnreadableValue),
                log::Verdict::Changed => report.find(&place, What::ChangedEntry),
            }
            Ok(())
        }
        (KeyState::Erased, true) | (KeyState::Held, false) | (KeyState::None, _) => {
            report.find(&place, What::WrongErasure);
            Ok(())
        }
    }
}

/// Where sealed values stand: table, column, and as SQL what names the row in its seal and whose content it is.
/// A test compares this with the catalogue.
pub const SEALED: [(&str, &str, &str, &str); 27] = [
    ("held_envelope", "content", "envelope_id", "subject"),
    ("held_envelope", "settlement", "envelope_id", "subject"),
    ("person", "draft", "person_id", PERSON),
    (
        "person_conflict",
        "content",
        "person_id || ':' || field || ':' || envelope_id",
        PERSON,
    ),
    (
        "person_conflict",
        "settlement",
        "person_id || ':' || field || ':' || envelope_id",
        PERSON,
    ),
    ("person_link", "reason", "link_id", PERSON),
    (
        "attachment",
        "content",
        "person_id || ':' || attachment_id",
        PERSON,
    ),
    ("consent", "content", "consent_id", PERSON),
    ("integration_case", "next_date", "case_id", PERSON),
    (
        "case_post",
        "reason",
        "case_id || ':' || post || ':' || since",
        OF_POST,
    ),
    (
        "case_district",
        "kept",
        "case_id || ':' || since",
        OF_DISTRICT,
    ),
    ("appointment", "draft", "appointment_id", PERSON),
    ("note", "content", "note_id", PERSON),
    ("intake", "draft", "intake_id", PERSON),
    ("intake", "standing", "intake_id", PERSON),
    ("lane_fact", "content", "fact_id", PERSON),
    ("slip", "draft", "slip_id", "'slip:' || slip_id"),
    ("contact_message", "draft", "message_id", MESSAGE),
    ("contact_message", "answer", "message_id", MESSAGE),
    ("disclosure", "content", "disclosure_id", PERSON),
    ("disclosure", "ending", "disclosure_id", PERSON),
    ("emergency_access", "content", "emergency_id", PERSON),
    ("emergency_access", "answer", "emergency_id", PERSON),
    ("inquiry", "content", "inquiry_id", INQUIRY),
    (
        "inquiry_person",
        "content",
        "inquiry_id || ':' || person_id",
        INQUIRY,
    ),
    ("erasure_request", "content", "erasure_id", PERSON),
    ("erasure_request", "settlement", "erasure_id", PERSON),
];

/// The subject of what belongs to a person.
const PERSON: &str = "'person:' || person_id";

/// The subject of what belongs to a case and does not name its person.
const OF_POST: &str = "(SELECT 'person:' || owned.person_id FROM integration_case owned
    WHERE owned.municipality = case_post.municipality AND owned.case_id = case_post.case_id)";
const OF_DISTRICT: &str = "(SELECT 'person:' || owned.person_id FROM integration_case owned
    WHERE owned.municipality = case_district.municipality AND owned.case_id = case_district.case_id)";

/// The subject of a message is the message.
const MESSAGE: &str = "'message:' || message_id";

/// The subject of an inquiry and of its answers is the inquiry.
const INQUIRY: &str = "'inquiry:' || inquiry_id";

#[derive(QueryableByName)]
struct SealedRow {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    owner: String,
    #[diesel(sql_type = Binary)]
    sealed: Vec<u8>,
}

fn check_sealed(tx: &mut Tx<'_>, report: &mut Report) -> Result<(), Failure> {
    for (table, column, name, owner) in SEALED {
        let query = diesel::sql_query(format!(
            "SELECT {name} AS name, {owner} AS owner, {column} AS sealed FROM {table}
             WHERE municipality = $1 AND {column} IS NOT NULL"
        ))
        .bind::<Text, _>(tx.municipality().to_owned());
        let rows: Vec<SealedRow> = match tx.conn() {
            Conn::Sqlite(conn) => query.load(conn)?,
            Conn::Postgres(conn) => query.load(conn)?,
        };
        for row in rows {
            report.sealed += 1;
            let place = format!("{table}.{column} {}", row.name);
            let owner = parse::<Subject>(&row.owner, "subject");
            let Some(owner) = report.readable(&place, What::ImpossibleValue, owner)? else {
                continue;
            };
            if matches!(tx.key_state(&owner), Err(Failure::Unreadable(_))) {
                // Named by the check of the keys.
                continue;
            }
            let opened =
                tx.is_sealed_here(&owner, &format!("{table}.{column}"), &row.name, &row.sealed);
            match opened {
                Ok(true) => {}
                Ok(false) | Err(Failure::Unreadable(_)) => {
                    report.find(place, What::UnreadableValue);
                }
                Err(failure) => return Err(failure),
            }
        }
    }
    Ok(())
}

fn check_pictures(tx: &mut Tx<'_>, report: &mut Report) -> Result<(), Failure> {
    for (person, scans) in consent::list_scans(tx)? {
        for scan in scans {
            if !attachment::is_there(tx, person, scan)? {
                report.find(format!("attachment {person}:{scan}"), What::MissingPicture);
            }
        }
    }
    Ok(())
}

fn check_search(tx: &mut Tx<'_>, report: &mut Report) -> Result<(), Failure> {
    let misfiled = person::misfiled(tx)?;
    if misfiled.outdated > 0 {
        let place = format!("person_token of {} persons", misfiled.outdated);
        report.find(place, What::OutdatedSearchTokens);
    }
    for id in misfiled.wrong.into_iter().chain(misfiled.strangers) {
        report.find(format!("person_token {id}"), What::WrongSearchTokens);
    }
    Ok(())
}

fn check_cases(tx: &mut Tx<'_>, report: &mut Report) -> Result<(), Failure> {
    type CaseLine = (
        String,
        String,
        String,
        Option<String>,
        Option<String>,
        String,
    );
    let municipality: Ags = tx.ags().clone();
    let cases: Vec<CaseLine> = integration_case::table
        .filter(integration_case::municipality.eq(municipality.as_str()))
        .order(integration_case::case_id)
        .select((
            integration_case::case_id,
            integration_case::person_id,
            integration_case::number,
            integration_case::post,
            integration_case::unit,
            integration_case::state,
        ))
        .load(tx.conn())?;
    let now: Vec<(String, String)> = case_post::table
        .filter(case_post::municipality.eq(municipality.as_str()))
        .filter(case_post::until.is_null())
        .select((case_post::case_id, case_post::post))
        .load(tx.conn())?;
    let mut posts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (case, post) in now {
        posts.entry(case).or_default().push(post);
    }
    let counters: Vec<(i32, i32)> = case_counter::table
        .filter(case_counter::municipality.eq(municipality.as_str()))
        .select((case_counter::year, case_counter::last))
        .load(tx.conn())?;
    let counters: BTreeMap<i32, i32> = counters.into_iter().collect();
    let mut with_open_case = BTreeSet::new();
    for (case, person, number, post, unit, state) in cases {
        let place = format!("integration_case {case}");
        let Ok(state) = state.parse::<CaseState>() else {
            report.find(place, What::ImpossibleValue);
            continue;
        };
        let is_open = state != CaseState::Closed;
        let responsible = posts.remove(&case).unwrap_or_default();
        let expected: Vec<String> = post.iter().cloned().collect();
        if is_open && (responsible != expected || post.is_some() != unit.is_some()) {
            report.find(&place, What::NobodyResponsible);
        }
        if is_open && !with_open_case.insert(person) {
            report.find(&place, What::TwoOpenCases);
        }
        let mut parts = number.rsplitn(3, '-');
        let running = parts.next().and_then(|part| part.parse::<i32>().ok());
        let year = parts.next().and_then(|part| part.parse::<i32>().ok());
        let is_counted = match (year, running) {
            (Some(year), Some(running)) => counters.get(&year).is_some_and(|last| running <= *last),
            _ => false,
        };
        if !is_counted {
            report.find(place, What::NumberBeyondCounter);
        }
    }
    Ok(())
}
