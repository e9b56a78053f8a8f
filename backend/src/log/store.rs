//! The rows of the log.

use std::collections::{BTreeSet, HashMap};

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Binary, Integer, Nullable, Text};
use shared::exchange::{Envelope, Outcome, Sequence, Subject};
use shared::kernel::{Actor, EnvelopeId, Moment, canonical};
use subtle::ConstantTimeEq;

use super::entry::{Bytes, chain_code, content_code};
use super::{Content, Head};
use crate::db::schema::{log_counter, log_entry};
use crate::db::{Conn, Failure, on_either, one_of, parse};
use crate::effect::Effect;
use crate::tx::{KeyState, Tx};

/// Where the numbering of a municipality stands; taken at the beginning of a writing transaction, given back at its end.
/// Whoever holds it is the only one who writes to this log, so that numbers are seen in the order in which they are
/// committed and "everything up to here" means something.
#[derive(Debug)]
pub struct Numbering {
    last: Sequence,
    links: HashMap<Subject, Vec<u8>>,
    fresh: BTreeSet<EnvelopeId>,
    /// The entries of this transaction. They go into the database together, at its end: nobody reads them before.
    entries: Vec<EntryRow>,
}

impl Numbering {
    /// Takes the numbering; others wait.
    ///
    /// # Errors
    /// If the database cannot answer.
    pub fn take(tx: &mut Tx<'_>) -> Result<Self, Failure> {
        let municipality = tx.municipality().to_owned();
        let last = match touch(tx, &municipality)? {
            Some(last) => last,
            None => {
                diesel::sql_query(
                    "INSERT INTO log_counter (municipality, last) VALUES ($1, 0) ON CONFLICT DO NOTHING",
                )
                .bind::<Text, _>(&municipality)
                .execute(tx.conn())?;
                touch(tx, &municipality)?.ok_or(Failure::Broken("a counter that was just made"))?
            }
        };
        Ok(Self {
            last: sequence(last)?,
            links: HashMap::new(),
            fresh: BTreeSet::new(),
            entries: Vec::new(),
        })
    }

    /// The last number given out.
    #[must_use]
    pub const fn last(&self) -> Sequence {
        self.last
    }

    /// Takes numbers back together with their entries.
    pub(crate) fn back_to(&mut self, last: Sequence) {
        let taken_back = self.last.saturating_sub(last);
        let left =
            usize::try_from(taken_back).map_or(0, |count| self.entries.len().saturating_sub(count));
        self.entries.truncate(left);
        self.last = last;
        // What was known of chains may have been about entries that are gone.
        self.links.clear();
    }

    /// The entry of this transaction that an id is bound to.
    fn find(&self, id: EnvelopeId) -> Result<Option<Entry>, Failure> {
        let id = id.to_string();
        let found = self.entries.iter().find(|entry| entry.envelope_id == id);
        found.cloned().map(Entry::try_from).transpose()
    }

    /// Notes that nothing was ever written about the subject, so that nobody looks for the end of its chain.
    pub(crate) fn begin_chain(&mut self, subject: &Subject) {
        self.links.insert(subject.clone(), Vec::new());
    }

    /// Asks at once which of these ids are bound to something, instead of one by one.
    ///
    /// # Errors
    /// If the database cannot answer.
    pub(crate) fn look_ahead(
        &mut self,
        tx: &mut Tx<'_>,
        mut ids: BTreeSet<EnvelopeId>,
    ) -> Result<(), Failure> {
        for known in list_known(tx, &ids)? {
            ids.remove(&known);
        }
        self.fresh = ids;
        Ok(())
    }

    /// Whether the id is certainly bound to nothing yet.
    pub(crate) fn is_fresh(&self, id: EnvelopeId) -> bool {
        self.fresh.contains(&id)
    }

    /// The link of the subject's last entry; empty if there is none.
    fn last_link(&mut self, tx: &mut Tx<'_>, subject: &Subject) -> Result<Vec<u8>, Failure> {
        if let Some(link) = self.links.get(subject) {
            return Ok(link.clone());
        }
        let name = subject.to_string();
        let own = self
            .entries
            .iter()
            .rev()
            .find(|entry| entry.subject == name);
        match own {
            Some(entry) => Ok(entry.chain_mac.clone()),
            None => Ok(find_last_link(tx, subject)?.unwrap_or_default()),
        }
    }

    /// Writes the entries and gives the numbering back.
    ///
    /// # Errors
    /// If the database cannot answer.
    pub fn give_back(mut self, tx: &mut Tx<'_>) -> Result<(), Failure> {
        let written_before = self.entries.iter_mut().filter(|_| tx.has_erased());
        for entry in written_before.collect::<Vec<_>>() {
            // Written in the same transaction in which its subject was erased.
            if tx.key_state(&parse(&entry.subject, "log_entry.subject")?)? == KeyState::Erased {
                entry.content = None;
            }
        }
        insert(tx, self.entries)?;
        diesel::update(log_counter::table.find(tx.municipality().to_owned()))
            .set(log_counter::last.eq(number(self.last)?))
            .execute(tx.conn())?;
        Ok(())
    }
}

/// Locks the counter by writing what stands there, and reads it.
fn touch(tx: &mut Tx<'_>, municipality: &str) -> Result<Option<i64>, Failure> {
    Ok(
        on_either!(tx.conn(), conn => diesel::update(log_counter::table.find(municipality))
        .set(log_counter::last.eq(log_counter::last))
        .returning(log_counter::last)
        .get_result(conn)
        .optional())?,
    )
}

/// What is stored under an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stored {
    /// The same author offers the same content from the same device again.
    Same {
        /// Where it stands.
        sequence: Sequence,
        /// What was answered.
        outcome: Outcome,
    },
    /// The id is bound to another author or device.
    Foreign,
    /// The id is bound to other content.
    Changed,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = log_entry)]
struct EntryRow {
    municipality: String,
    sequence: i64,
    envelope_id: String,
    subject: String,
    author: String,
    device: String,
    format: i32,
    authored_at: i64,
    received_at: i64,
    outcome_kind: String,
    content: Option<Vec<u8>>,
    content_mac: Vec<u8>,
    chain_previous: Vec<u8>,
    chain_mac: Vec<u8>,
}

/// An entry as it stands in the log.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What stands in clear.
    pub head: Head,
    /// What is sealed; gone once the subject was erased.
    pub content: Option<Vec<u8>>,
    /// The code over the envelope.
    pub content_mac: Vec<u8>,
    /// The link of the entry before it in the chain; empty for the first.
    pub chain_previous: Vec<u8>,
    /// The link of this entry.
    pub chain_mac: Vec<u8>,
}

impl TryFrom<EntryRow> for Entry {
    type Error = Failure;

    fn try_from(row: EntryRow) -> Result<Self, Failure> {
        Ok(Self {
            head: Head {
                municipality: parse(&row.municipality, "log_entry.municipality")?,
                sequence: sequence(row.sequence)?,
                envelope_id: parse(&row.envelope_id, "log_entry.envelope_id")?,
                subject: parse(&row.subject, "log_entry.subject")?,
                author: parse(&row.author, "log_entry.author")?,
                device: parse(&row.device, "log_entry.device")?,
                format: u16::try_from(row.format)
                    .map_err(|_| Failure::Unreadable("log_entry.format"))?,
                authored_at: Moment::from_millis(row.authored_at),
                received_at: Moment::from_millis(row.received_at),
                outcome_kind: row.outcome_kind,
            },
            content: row.content,
            content_mac: row.content_mac,
            chain_previous: row.chain_previous,
            chain_mac: row.chain_mac,
        })
    }
}

/// Looks for what is stored under the envelope's id, and whether it is this author's, device's and content.
///
/// # Errors
/// If the database cannot answer or the entry is unreadable.
pub fn find(
    tx: &mut Tx<'_>,
    numbering: &Numbering,
    actor: &Actor,
    envelope: &Envelope,
) -> Result<Option<Stored>, Failure> {
    let entry = match numbering.find(envelope.id)? {
        Some(entry) => Some(entry),
        None => find_entry(tx, envelope.id)?,
    };
    let Some(entry) = entry else {
        return Ok(None);
    };
    if entry.head.author != actor.account || entry.head.device != envelope.device {
        return Ok(Some(Stored::Foreign));
    }
    if entry.head.subject != envelope.subject {
        return Ok(Some(Stored::Changed));
    }
    let code = content_code(tx.key(&envelope.subject)?, &canonical::bytes(envelope)?);
    if !bool::from(code.as_slice().ct_eq(&entry.content_mac)) {
        return Ok(Some(Stored::Changed));
    }
    let content = open(tx, &entry)?;
    Ok(Some(Stored::Same {
        sequence: entry.head.sequence,
        outcome: content.outcome,
    }))
}

/// Which of some ids are bound to something already.
fn list_known(
    tx: &mut Tx<'_>,
    ids: &BTreeSet<EnvelopeId>,
) -> Result<BTreeSet<EnvelopeId>, Failure> {
    let municipality = tx.municipality().to_owned();
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let known: Vec<String> = on_either!(tx.conn(), conn => log_entry::table
        .filter(log_entry::municipality.eq(municipality))
        .filter(one_of(log_entry::envelope_id, ids))
        .select(log_entry::envelope_id)
        .load(conn))?;
    known
        .iter()
        .map(|id| parse(id, "log_entry.envelope_id"))
        .collect()
}

fn find_entry(tx: &mut Tx<'_>, id: EnvelopeId) -> Result<Option<Entry>, Failure> {
    log_entry::table
        .filter(log_entry::municipality.eq(tx.municipality().to_owned()))
        .filter(log_entry::envelope_id.eq(id.to_string()))
        .select(EntryRow::as_select())
        .first(tx.conn())
        .optional()?
        .map(Entry::try_from)
        .transpose()
}

/// Opens the sealed part of an entry.
///
/// # Errors
/// If it was erased, tampered with or cannot be read.
pub fn open(tx: &mut Tx<'_>, entry: &Entry) -> Result<Content, Failure> {
    let sealed = entry
        .content
        .as_deref()
        .ok_or(Failure::Unreadable("log_entry.content"))?;
    tx.open(
        &entry.head.subject,
        "log_entry.content",
        &entry.head.sequence.to_string(),
        sealed,
    )
}

/// What became of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// As it was written.
    Whole,
    /// Its content cannot be opened.
    Unreadable,
    /// Its codes do not fit what it says, or what stands in clear is not what is sealed.
    Changed,
}

/// Verifies an entry whose subject has a key: content, both codes, and that the clear part says what the sealed one does.
///
/// # Errors
/// If the database cannot answer.
pub fn verify(tx: &mut Tx<'_>, entry: &Entry) -> Result<Verdict, Failure> {
    let content = match open(tx, entry) {
        Ok(content) => content,
        Err(Failure::Unreadable(_)) => return Ok(Verdict::Unreadable),
        Err(failure) => return Err(failure),
    };
    let key = tx.key(&entry.head.subject)?;
    let bytes = content.bytes()?;
    let codes = (
        content_code(key, &bytes.envelope),
        chain_code(key, &entry.chain_previous, &entry.head, &bytes.content)?,
    );
    let head = &entry.head;
    let envelope = &content.envelope;
    let is_whole = codes.0.as_slice() == entry.content_mac
        && codes.1.as_slice() == entry.chain_mac
        && head.envelope_id == envelope.id
        && head.subject == envelope.subject
        && head.device == envelope.device
        && head.outcome_kind == Head::kind_of(&content.outcome);
    Ok(if is_whole {
        Verdict::Whole
    } else {
        Verdict::Changed
    })
}

/// Puts an entry behind the others of its subject; it is written when the numbering is given back.
///
/// # Errors
/// If the database cannot answer.
pub fn append(
    tx: &mut Tx<'_>,
    numbering: &mut Numbering,
    actor: &Actor,
    envelope: &Envelope,
    outcome: &Outcome,
    effects: &[Effect],
) -> Result<Sequence, Failure> {
    let subject = &envelope.subject;
    let next = numbering.last + 1;
    let head = Head {
        municipality: tx.ags().clone(),
        sequence: next,
        envelope_id: envelope.id,
        subject: subject.clone(),
        author: actor.account,
        device: envelope.device,
        format: envelope.format,
        authored_at: envelope.authored_at,
        received_at: tx.now(),
        outcome_kind: Head::kind_of(outcome).to_owned(),
    };
    let bytes = Bytes::of(envelope, outcome, effects)?;
    let previous = numbering.last_link(tx, subject)?;
    let sealed = tx.seal_bytes(
        subject,
        "log_entry.content",
        &next.to_string(),
        &bytes.content,
    )?;
    let key = tx.key(subject)?;
    let content_mac = content_code(key, &bytes.envelope);
    let chain_mac = chain_code(key, &previous, &head, &bytes.content)?.to_vec();
    numbering.entries.push(EntryRow {
        municipality: tx.municipality().to_owned(),
        sequence: number(next)?,
        envelope_id: head.envelope_id.to_string(),
        subject: subject.to_string(),
        author: head.author.to_string(),
        device: head.device.to_string(),
        format: i32::from(head.format),
        authored_at: head.authored_at.millis(),
        received_at: head.received_at.millis(),
        outcome_kind: head.outcome_kind,
        content: Some(sealed),
        content_mac: content_mac.to_vec(),
        chain_previous: previous,
        chain_mac: chain_mac.clone(),
    });
    numbering.last = next;
    numbering.links.insert(subject.clone(), chain_mac);
    numbering.fresh.remove(&envelope.id);
    Ok(next)
}

/// Writes entries into the database, in their order.
fn insert(tx: &mut Tx<'_>, entries: Vec<EntryRow>) -> Result<(), Failure> {
    if entries.is_empty() {
        return Ok(());
    }
    match tx.conn() {
        // The statement is prepared once, and there is no way to go to the database.
        Conn::Sqlite(conn) => {
            for entry in entries {
                diesel::insert_into(log_entry::table)
                    .values(entry)
                    .execute(conn)?;
            }
        }
        Conn::Postgres(conn) => {
            Columns::of(entries).execute(conn)?;
        }
    }
    Ok(())
}

/// Entries in one statement, for PostgreSQL, column by column: it is prepared once, however many they are, and goes there
/// and back once.
#[derive(Debug, Default)]
struct Columns {
    municipality: Vec<String>,
    sequence: Vec<i64>,
    envelope_id: Vec<String>,
    subject: Vec<String>,
    author: Vec<String>,
    device: Vec<String>,
    format: Vec<i32>,
    authored_at: Vec<i64>,
    received_at: Vec<i64>,
    outcome_kind: Vec<String>,
    content: Vec<Option<Vec<u8>>>,
    content_mac: Vec<Vec<u8>>,
    chain_previous: Vec<Vec<u8>>,
    chain_mac: Vec<Vec<u8>>,
}

impl Columns {
    fn of(entries: Vec<EntryRow>) -> Self {
        let mut columns = Self::default();
        for entry in entries {
            columns.municipality.push(entry.municipality);
            columns.sequence.push(entry.sequence);
            columns.envelope_id.push(entry.envelope_id);
            columns.subject.push(entry.subject);
            columns.author.push(entry.author);
            columns.device.push(entry.device);
            columns.format.push(entry.format);
            columns.authored_at.push(entry.authored_at);
            columns.received_at.push(entry.received_at);
            columns.outcome_kind.push(entry.outcome_kind);
            columns.content.push(entry.content);
            columns.content_mac.push(entry.content_mac);
            columns.chain_previous.push(entry.chain_previous);
            columns.chain_mac.push(entry.chain_mac);
        }
        columns
    }
}

// The values are no part of the statement.
impl QueryId for Columns {
    type QueryId = Self;

    const HAS_STATIC_QUERY_ID: bool = true;
}

impl RunQueryDsl<PgConnection> for Columns {}

impl QueryFragment<Pg> for Columns {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            "INSERT INTO log_entry (municipality, sequence, envelope_id, subject, author, device, format, authored_at, \
             received_at, outcome_kind, content, content_mac, chain_previous, chain_mac) SELECT * FROM unnest(",
        );
        out.push_bind_param::<Array<Text>, _>(&self.municipality)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<BigInt>, _>(&self.sequence)?;
        for texts in [&self.envelope_id, &self.subject, &self.author, &self.device] {
            out.push_sql(", ");
            out.push_bind_param::<Array<Text>, _>(texts)?;
        }
        out.push_sql(", ");
        out.push_bind_param::<Array<Integer>, _>(&self.format)?;
        for moments in [&self.authored_at, &self.received_at] {
            out.push_sql(", ");
            out.push_bind_param::<Array<BigInt>, _>(moments)?;
        }
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.outcome_kind)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Nullable<Binary>>, _>(&self.content)?;
        for codes in [&self.content_mac, &self.chain_previous, &self.chain_mac] {
            out.push_sql(", ");
            out.push_bind_param::<Array<Binary>, _>(codes)?;
        }
        out.push_sql(")");
        Ok(())
    }
}

/// The link of the last entry about a subject, if there is one.
///
/// # Errors
/// If the database cannot answer.
pub fn find_last_link(tx: &mut Tx<'_>, subject: &Subject) -> Result<Option<Vec<u8>>, Failure> {
    Ok(log_entry::table
        .filter(log_entry::municipality.eq(tx.municipality().to_owned()))
        .filter(log_entry::subject.eq(subject.to_string()))
        .order(log_entry::sequence.desc())
        .select(log_entry::chain_mac)
        .first(tx.conn())
        .optional()?)
}

/// The last sequence of a subject; zero if nothing was ever written about it.
///
/// # Errors
/// If the database cannot answer.
pub fn last_of(tx: &mut Tx<'_>, subject: &Subject) -> Result<Sequence, Failure> {
    let last: Option<i64> = log_entry::table
        .filter(log_entry::municipality.eq(tx.municipality().to_owned()))
        .filter(log_entry::subject.eq(subject.to_string()))
        .order(log_entry::sequence.desc())
        .select(log_entry::sequence)
        .first(tx.conn())
        .optional()?;
    last.map_or(Ok(0), sequence)
}

/// The next entries after a place in the log, in order.
///
/// # Errors
/// If the database cannot answer.
pub fn list_after(tx: &mut Tx<'_>, after: Sequence, limit: i64) -> Result<Vec<Entry>, Failure> {
    let rows: Vec<EntryRow> = log_entry::table
        .filter(log_entry::municipality.eq(tx.municipality().to_owned()))
        .filter(log_entry::sequence.gt(number(after)?))
        .order(log_entry::sequence.asc())
        .limit(limit)
        .select(EntryRow::as_select())
        .load(tx.conn())?;
    entries(rows)
}

/// The entries before a place in the log, about a subject or about all, newest first.
///
/// # Errors
/// If the database cannot answer.
pub fn list_before(
    tx: &mut Tx<'_>,
    subject: Option<&Subject>,
    before: Option<Sequence>,
    limit: usize,
) -> Result<Vec<Entry>, Failure> {
    let before = below(before);
    let mut query = log_entry::table
        .filter(log_entry::municipality.eq(tx.municipality().to_owned()))
        .filter(log_entry::sequence.lt(before))
        .order(log_entry::sequence.desc())
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .select(EntryRow::as_select())
        .into_boxed();
    if let Some(subject) = subject {
        query = query.filter(log_entry::subject.eq(subject.to_string()));
    }
    let rows: Vec<EntryRow> = query.load(tx.conn())?;
    entries(rows)
}

/// The next entries about a subject after a place in the log and before another, in order.
///
/// # Errors
/// If the database cannot answer.
pub fn list_of(
    tx: &mut Tx<'_>,
    subject: &Subject,
    (after, before): (Sequence, Option<Sequence>),
    limit: i64,
) -> Result<Vec<Entry>, Failure> {
    let before = below(before);
    let rows: Vec<EntryRow> = log_entry::table
        .filter(log_entry::municipality.eq(tx.municipality().to_owned()))
        .filter(log_entry::subject.eq(subject.to_string()))
        .filter(log_entry::sequence.gt(number(after)?))
        .filter(log_entry::sequence.lt(before))
        .order(log_entry::sequence.asc())
        .limit(limit)
        .select(EntryRow::as_select())
        .load(tx.conn())?;
    entries(rows)
}

/// The latest entries about a subject, newest first.
///
/// # Errors
/// If the database cannot answer.
pub fn list_latest_of(
    tx: &mut Tx<'_>,
    subject: &Subject,
    limit: i64,
) -> Result<Vec<Entry>, Failure> {
    let rows: Vec<EntryRow> = log_entry::table
        .filter(log_entry::municipality.eq(tx.municipality().to_owned()))
        .filter(log_entry::subject.eq(subject.to_string()))
        .order(log_entry::sequence.desc())
        .limit(limit)
        .select(EntryRow::as_select())
        .load(tx.conn())?;
    entries(rows)
}

fn entries(rows: Vec<EntryRow>) -> Result<Vec<Entry>, Failure> {
    rows.into_iter().map(Entry::try_from).collect()
}

/// The place in the log below which entries are wanted; the last one there can be, where none is named.
fn below(before: Option<Sequence>) -> i64 {
    before.map_or(i64::MAX, |before| i64::try_from(before).unwrap_or(i64::MAX))
}

fn number(sequence: Sequence) -> Result<i64, Failure> {
    i64::try_from(sequence).map_err(|_| Failure::Broken("a sequence beyond what can be stored"))
}

fn sequence(number: i64) -> Result<Sequence, Failure> {
    Sequence::try_from(number).map_err(|_| Failure::Unreadable("log_entry.sequence"))
}
