//! The erasure journal: one line per erasure, outside the database and its copies, so that an older copy cannot bring
//! anybody back. It holds ids, days and codes, and nothing of the person.
//!
//! A line is appended and on the disk before the erasure is committed. So a line is a decision: whoever finds a database
//! that does not show it carries it out. A line that was cut off in the middle was never acknowledged, is not read, and
//! is overwritten by the next one. Each line holds a code over itself and the one before it, which shows damage; it is
//! under no key, because whoever may write here may also write to the database.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shared::erasure::ErasureReason;
use shared::exchange::Subject;
use shared::kernel::{
    AccountId, Ags, CaseId, ErasureId, InquiryId, Moment, PersonId, SlipId, UnitCode,
};

use crate::clock::hex;
use crate::db::Failure;
use crate::decision::Stop;

/// What the code of the first line is made over.
const BEGINNING: &str = "lueckenlos/1/erasure-journal";

/// That a person is erased, as two people decided it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    /// The erasure.
    pub erasure: ErasureId,
    /// Where.
    pub municipality: Ags,
    /// The person.
    pub person: PersonId,
    /// The contact slips that were attached to them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub slips: Vec<SlipId>,
    /// The inquiries across units that may have meant them: what was typed there may be about them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inquiries: Vec<InquiryId>,
    /// Their latest case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
    /// Why.
    pub reason: ErasureReason,
    /// The unit of the one who asked.
    pub unit: UnitCode,
    /// Who asked.
    pub asked_by: AccountId,
    /// When.
    pub asked_at: Moment,
    /// Who confirmed.
    pub confirmed_by: AccountId,
    /// When: the moment of the erasure.
    pub at: Moment,
}

impl Verdict {
    /// The content subjects that are erased.
    pub fn subjects(&self) -> impl Iterator<Item = Subject> + '_ {
        std::iter::once(Subject::Person(self.person))
            .chain(self.slips.iter().map(|slip| Subject::Slip(*slip)))
            .chain(self.inquiries.iter().map(|one| Subject::Inquiry(*one)))
    }
}

/// The journal cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum JournalFailure {
    /// It is not there.
    #[error(
        "the erasure journal {0} is missing: it is kept with the key file, and without it a copy would bring back who was \
         erased since. If nobody was ever erased, make an empty file there"
    )]
    Missing(PathBuf),
    /// A line is not as it was written.
    #[error(
        "the erasure journal {0} is damaged at line {1}: bring it back from where it is kept a second time"
    )]
    Damaged(PathBuf, usize),
    /// It cannot be read or written.
    #[error("the erasure journal {0} cannot be read or written")]
    File(PathBuf, #[source] io::Error),
}

/// The journal. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Journal(Arc<Place>);

#[derive(Debug)]
enum Place {
    File(PathBuf, Mutex<()>),
    Memory(Mutex<Vec<Verdict>>),
}

impl Default for Place {
    fn default() -> Self {
        Self::Memory(Mutex::default())
    }
}

/// What a file holds.
struct Written {
    verdicts: Vec<Verdict>,
    /// The code of the last line.
    code: String,
    /// Up to where there are whole lines.
    length: u64,
}

impl Journal {
    /// In a file; it is not made by that.
    #[must_use]
    pub fn at(path: PathBuf) -> Self {
        Self(Arc::new(Place::File(path, Mutex::default())))
    }

    /// Makes the file, for its owner only, if it is not there.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn make(&self) -> Result<(), JournalFailure> {
        let Place::File(path, _) = &*self.0 else {
            return Ok(());
        };
        let failed = |failure| JournalFailure::File(path.clone(), failure);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        match options.open(path) {
            Ok(file) => {
                file.sync_all().map_err(failed)?;
                sync_folder(path).map_err(failed)
            }
            Err(failure) if failure.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            Err(failure) => Err(failed(failure)),
        }
    }

    /// All that was decided, oldest first. Of an erasure that was tried twice, because its commit failed, the last try
    /// counts.
    ///
    /// # Errors
    /// If the journal is missing, damaged or unreadable.
    pub fn list(&self) -> Result<Vec<Verdict>, JournalFailure> {
        match &*self.0 {
            Place::Memory(verdicts) => {
                let verdicts = verdicts.lock().unwrap_or_else(PoisonError::into_inner);
                Ok(last_tries(verdicts.clone()))
            }
            Place::File(path, _) => {
                let mut file = open(path)?;
                Ok(last_tries(read(path, &mut file)?.verdicts))
            }
        }
    }

    /// Looks for what was decided under an id.
    ///
    /// # Errors
    /// As [`Journal::list`].
    pub fn find(&self, erasure: ErasureId) -> Result<Option<Verdict>, JournalFailure> {
        let verdicts = self.list()?;
        Ok(verdicts
            .into_iter()
            .find(|verdict| verdict.erasure == erasure))
    }

    /// Appends what was decided, on the disk when this returns; what stands there already is not written again.
    ///
    /// # Errors
    /// If it could not be written; then nothing of it stands there.
    pub fn append(&self, verdicts: &[Verdict]) -> Result<(), JournalFailure> {
        match &*self.0 {
            Place::Memory(kept) => {
                let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                for verdict in verdicts {
                    if !kept.contains(verdict) {
                        kept.push(verdict.clone());
                    }
                }
                Ok(())
            }
            Place::File(path, one_writes) => {
                let _turn = one_writes.lock().unwrap_or_else(PoisonError::into_inner);
                append_to(path, verdicts)
            }
        }
    }
}

fn last_tries(all: Vec<Verdict>) -> Vec<Verdict> {
    let mut last: Vec<Verdict> = Vec::with_capacity(all.len());
    let mut places: HashMap<ErasureId, usize> = HashMap::new();
    for verdict in all {
        match places
            .get(&verdict.erasure)
            .and_then(|at| last.get_mut(*at))
        {
            Some(earlier) => *earlier = verdict,
            None => {
                places.insert(verdict.erasure, last.len());
                last.push(verdict);
            }
        }
    }
    last
}

impl From<JournalFailure> for Failure {
    fn from(failure: JournalFailure) -> Self {
        tracing::error!(%failure, "the erasure journal");
        Self::Journal
    }
}

impl From<JournalFailure> for Stop {
    fn from(failure: JournalFailure) -> Self {
        Self::Failed(failure.into())
    }
}

fn open(path: &Path) -> Result<File, JournalFailure> {
    let opened = OpenOptions::new().read(true).write(true).open(path);
    opened.map_err(|failure| match failure.kind() {
        io::ErrorKind::NotFound => JournalFailure::Missing(path.to_owned()),
        _ => JournalFailure::File(path.to_owned(), failure),
    })
}

fn read(path: &Path, file: &mut File) -> Result<Written, JournalFailure> {
    let mut text = String::new();
    file.read_to_string(&mut text)
        .map_err(|failure| JournalFailure::File(path.to_owned(), failure))?;
    let whole = text
        .rfind('\n')
        .map_or("", |end| text.get(..=end).unwrap_or_default());
    let mut written = Written {
        verdicts: Vec::new(),
        code: BEGINNING.to_owned(),
        length: u64::try_from(whole.len()).unwrap_or(u64::MAX),
    };
    for (index, line) in whole.lines().enumerate() {
        let damaged = || JournalFailure::Damaged(path.to_owned(), index + 1);
        let (code, said) = line.split_once(' ').ok_or_else(damaged)?;
        if code != code_of(&written.code, said) {
            return Err(damaged());
        }
        written
            .verdicts
            .push(serde_json::from_str(said).map_err(|_| damaged())?);
        code.clone_into(&mut written.code);
    }
    Ok(written)
}

/// The code of a line that follows another.
fn code_of(before: &str, said: &str) -> String {
    hex(&Sha256::new()
        .chain_update(before)
        .chain_update(" ")
        .chain_update(said)
        .finalize())
}

fn append_to(path: &Path, verdicts: &[Verdict]) -> Result<(), JournalFailure> {
    let failed = |failure| JournalFailure::File(path.to_owned(), failure);
    let mut file = open(path)?;
    // Several servers may share the file.
    file.lock().map_err(failed)?;
    let written = read(path, &mut file)?;
    let mut code = written.code;
    let mut lines = String::new();
    for verdict in verdicts {
        if written.verdicts.contains(verdict) {
            continue;
        }
        let said = serde_json::to_string(verdict).map_err(|error| failed(error.into()))?;
        code = code_of(&code, &said);
        lines.push_str(&format!("{code} {said}\n"));
    }
    if lines.is_empty() {
        return Ok(());
    }
    let put = |file: &mut File| {
        file.set_len(written.length)?;
        file.seek(SeekFrom::Start(written.length))?;
        file.write_all(lines.as_bytes())?;
        file.sync_all()
    };
    put(&mut file).map_err(|failure| {
        // A decision that was not taken must not be read later.
        if file.set_len(written.length).and_then(|()| file.sync_all()).is_err() {
            tracing::error!("the erasure journal holds a line whose erasure failed: it is carried out at the next start");
        }
        failed(failure)
    })
}

/// Makes the name of a new file last.
fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
        _ => File::open(".")?.sync_all(),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn verdict(n: u128) -> Verdict {
        let id = Uuid::from_u128(n);
        Verdict {
            erasure: ErasureId::from_uuid(id),
            municipality: "05316000".parse().unwrap(),
            person: PersonId::from_uuid(id),
            slips: vec![SlipId::from_uuid(id)],
            inquiries: vec![InquiryId::from_uuid(id)],
            case: None,
            reason: ErasureReason::ClientAsks,
            unit: "AWO".parse().unwrap(),
            asked_by: AccountId::from_uuid(id),
            asked_at: Moment::from_millis(1),
            confirmed_by: AccountId::from_uuid(id),
            at: Moment::from_millis(2),
        }
    }

    fn journal() -> (tempfile::TempDir, PathBuf, Journal) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("town.erasures");
        let journal = Journal::at(path.clone());
        (folder, path, journal)
    }

    #[test]
    fn what_was_appended_is_read_again_once_and_the_file_is_its_owners() {
        let (_folder, path, journal) = journal();
        assert!(matches!(journal.list(), Err(JournalFailure::Missing(_))));
        assert!(matches!(
            journal.append(&[verdict(1)]),
            Err(JournalFailure::Missing(_))
        ));
        journal.make().unwrap();
        journal.append(&[verdict(1), verdict(2)]).unwrap();
        journal.make().unwrap();
        journal.append(&[verdict(2), verdict(3)]).unwrap();
        let expected = [verdict(1), verdict(2), verdict(3)];
        assert_eq!(journal.list().unwrap(), expected);
        assert_eq!(Journal::at(path.clone()).list().unwrap(), expected);
        let found = journal.find(verdict(2).erasure).unwrap();
        assert_eq!(found, Some(verdict(2)));

        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_line_that_was_cut_off_is_none_and_the_next_one_takes_its_place() {
        let (_folder, path, journal) = journal();
        journal.make().unwrap();
        journal.append(&[verdict(1)]).unwrap();
        let one = std::fs::read(&path).unwrap();
        journal.append(&[verdict(2)]).unwrap();
        let two = std::fs::read(&path).unwrap();
        for length in one.len()..two.len() {
            std::fs::write(&path, &two[..length]).unwrap();
            assert_eq!(journal.list().unwrap(), [verdict(1)], "{length}");
        }
        journal.append(&[verdict(3)]).unwrap();
        assert_eq!(journal.list().unwrap(), [verdict(1), verdict(3)]);
    }

    #[test]
    fn of_an_erasure_that_was_tried_twice_the_last_try_counts() {
        let (_folder, path, in_file) = journal();
        in_file.make().unwrap();
        let mut again = verdict(1);
        again.slips.clear();
        for journal in [in_file, Journal::default()] {
            journal.append(&[verdict(1)]).unwrap();
            journal.append(&[verdict(2), again.clone()]).unwrap();
            assert_eq!(journal.list().unwrap(), [again.clone(), verdict(2)]);
            assert_eq!(journal.find(again.erasure).unwrap(), Some(again.clone()));
        }
        assert_eq!(std::fs::read_to_string(path).unwrap().lines().count(), 3);
    }

    #[test]
    fn a_changed_a_missing_and_a_moved_line_are_found() {
        let (_folder, path, journal) = journal();
        journal.make().unwrap();
        journal
            .append(&[verdict(1), verdict(2), verdict(3)])
            .unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let other = verdict(9).person.to_string();
        let changed = lines[1].replace(&verdict(2).person.to_string(), &other);
        for (lines, at) in [
            (vec![lines[0], &changed, lines[2]], 2),
            (vec![lines[0], lines[2]], 2),
            (vec![lines[1], lines[0], lines[2]], 1),
            (vec![lines[0], "", lines[1]], 2),
        ] {
            std::fs::write(&path, lines.join("\n") + "\n").unwrap();
            match journal.list() {
                Err(JournalFailure::Damaged(_, found)) => assert_eq!(found, at),
                other => panic!("{other:?}"),
            }
            assert!(journal.append(&[verdict(4)]).is_err());
        }
    }
}
