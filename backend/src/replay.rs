//! Replaying the log: the effects of all entries, in order, applied to an empty database give the same tables. That is
//! how we know that the log is the whole history, and how `check` finds what was changed beside it.
//!
//! What is not made by effects stands in `replay-exceptions.txt`, with the reason.

use std::collections::BTreeSet;

use diesel::prelude::*;
use shared::exchange::Subject;
use shared::kernel::{Ags, LinkId, PersonId};

use crate::db::schema::subject_key;
use crate::db::{Conn, Db, Failure, Place, catalogue, parse};
use crate::effect::{self, Effect};
use crate::intake::IntakeEffect;
use crate::log;
use crate::person::PersonEffect;
use crate::tx::{Town, Tx};

/// How many entries are read at once.
const PAGE: i64 = 500;

/// The tables, and columns of tables, that replaying leaves out: one per line, `name: reason` or `table.column: reason`.
const EXCEPTIONS: &str = include_str!("replay-exceptions.txt");

/// Names of the tables and columns that are left out.
pub fn exceptions() -> impl Iterator<Item = &'static str> {
    EXCEPTIONS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| Some(line.split_once(':')?.0.trim()))
}

/// A difference between the tables and what the log says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The table.
    pub table: String,
    /// How many rows stand in the table and not in the log.
    pub only_there: usize,
    /// How many rows the log says that do not stand in the table.
    pub only_replayed: usize,
}

/// The municipalities that have anything in the log.
///
/// # Errors
/// If the database cannot answer.
pub fn municipalities(db: &Db) -> Result<Vec<Ags>, Failure> {
    db.read_blocking(|conn| {
        let names: Vec<String> = subject_key::table
            .select(subject_key::municipality)
            .distinct()
            .order(subject_key::municipality)
            .load(conn)?;
        names
            .iter()
            .map(|name| parse(name, "subject_key.municipality"))
            .collect()
    })
}

/// Replays the log of all municipalities into a fresh database in memory and compares all tables.
///
/// # Errors
/// If a database cannot answer, or an effect cannot be read or applied.
pub fn compare(town: &Town) -> Result<Vec<Difference>, Failure> {
    let copy = Town::of(
        Db::open(Place::Memory, 1),
        town.vault().clone(),
        town.surroundings().clone(),
    );
    copy.db()
        .migrate()
        .map_err(|_| Failure::Broken("no fresh database in memory"))?;
    for municipality in municipalities(town.db())? {
        town.read_blocking(&municipality, |from| {
            copy.write_blocking(&municipality, |to| replay(from, to))
        })?;
    }
    differences(town.db(), copy.db())
}

/// What the log still says about those who were erased, in entries about others: it is not done again.
#[derive(Debug, Default)]
struct Erased {
    persons: BTreeSet<PersonId>,
    /// The statements that two persons are one that were made again so far.
    links: BTreeSet<LinkId>,
}

impl Erased {
    fn list(tx: &mut Tx<'_>) -> Result<Self, Failure> {
        let erased: Vec<String> = subject_key::table
            .filter(subject_key::municipality.eq(tx.municipality().to_owned()))
            .filter(subject_key::erased_at.is_not_null())
            .select(subject_key::subject)
            .load(tx.conn())?;
        let mut persons = BTreeSet::new();
        for subject in &erased {
            persons.extend(parse::<Subject>(subject, "subject_key.subject")?.person());
        }
        Ok(Self {
            persons,
            links: BTreeSet::new(),
        })
    }

    /// Whether an effect on somebody is about an erased person too, whose rows are gone.
    fn takes_along(&mut self, effect: &Effect) -> bool {
        if self.persons.is_empty() {
            return false;
        }
        match effect {
            Effect::Person(PersonEffect::Linked { link, other, .. }) => {
                let is_gone = self.persons.contains(other);
                if !is_gone {
                    self.links.insert(*link);
                }
                is_gone
            }
            // The statement itself may have stood in the log of the one who was erased.
            Effect::Person(PersonEffect::Unlinked { link, .. }) => !self.links.contains(link),
            Effect::Person(
                PersonEffect::Resembles { other, .. }
                | PersonEffect::ResemblesNoMore { other }
                | PersonEffect::ToldApart { other, .. },
            ) => self.persons.contains(other),
            Effect::Intake(IntakeEffect::SlipAttached { person }) => self.persons.contains(person),
            _ => false,
        }
    }
}

/// Applies the effects of all entries of one municipality, in order, to a database that holds nothing of it.
///
/// # Errors
/// If an entry cannot be read or an effect cannot be applied.
pub fn replay(from: &mut Tx<'_>, to: &mut Tx<'_>) -> Result<(), Failure> {
    copy_keys(from, to)?;
    let mut erased = Erased::list(from)?;
    let mut after = 0;
    loop {
        let page = log::list_after(from, after, PAGE)?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = last.head.sequence;
        for entry in &page {
            // Of an erased subject nothing is left to replay, and its rows are gone too.
            if entry.content.is_none() {
                continue;
            }
            let content = log::open(from, entry)?;
            let left = content
                .effects
                .iter()
                .filter(|effect| !erased.takes_along(effect));
            for effect in left {
                effect::apply(to, &entry.head.subject, effect)?;
            }
        }
    }
}

/// Keys are random and therefore not replayed but taken over; what is sealed under them then comes out the same.
fn copy_keys(from: &mut Tx<'_>, to: &mut Tx<'_>) -> Result<(), Failure> {
    type KeyRow = (String, String, Option<Vec<u8>>, String, i64, Option<i64>);
    let keys: Vec<KeyRow> = subject_key::table
        .filter(subject_key::municipality.eq(from.municipality().to_owned()))
        .select(subject_key::all_columns)
        .load(from.conn())?;
    for (municipality, subject, wrapped, kek, made_at, erased_at) in keys {
        diesel::insert_into(subject_key::table)
            .values((
                subject_key::municipality.eq(municipality),
                subject_key::subject.eq(subject),
                subject_key::wrapped.eq(wrapped),
                subject_key::kek.eq(kek),
                subject_key::made_at.eq(made_at),
                subject_key::erased_at.eq(erased_at),
            ))
            .execute(to.conn())?;
    }
    Ok(())
}

/// Compares all tables of two databases, those of the first one's catalogue, except the reviewed ones.
///
/// # Errors
/// If a database cannot answer.
pub fn differences(one: &Db, other: &Db) -> Result<Vec<Difference>, Failure> {
    let compared = compared_tables(one)?;
    let known = compared_tables(other)?;
    let mut differences = Vec::new();
    for table in compared {
        let rows = |db: &Db| db.read_blocking(|conn: &mut Conn| catalogue::rows(conn, &table));
        let there = rows(one)?;
        // A table that no migration makes holds nothing that the log could say.
        let is_known = known.iter().any(|known| known.name == table.name);
        let replayed = if is_known { rows(other)? } else { Vec::new() };
        let missing_in = |rows: &[String], others: &[String]| {
            rows.iter()
                .filter(|row| others.binary_search(row).is_err())
                .count()
        };
        let difference = Difference {
            table: table.name.clone(),
            only_there: missing_in(&there, &replayed),
            only_replayed: missing_in(&replayed, &there),
        };
        if difference.only_there + difference.only_replayed > 0 || there.len() != replayed.len() {
            differences.push(difference);
        }
    }
    Ok(differences)
}

/// The tables that are compared.
///
/// # Errors
/// If the database cannot answer.
pub fn compared_tables(db: &Db) -> Result<Vec<catalogue::Table>, Failure> {
    let mut tables = db.read_blocking(catalogue::tables)?;
    tables.retain(|table| !exceptions().any(|name| name == table.name));
    for table in &mut tables {
        let is_left_out = |column: &str| {
            exceptions().any(|name| name.split_once('.') == Some((table.name.as_str(), column)))
        };
        table.columns.retain(|column| !is_left_out(&column.name));
    }
    Ok(tables)
}
