//! Whether a password is among those that leaked somewhere (ASVS 6.2.12): looked up in a file that the operator keeps, so that
//! nothing about a password leaves the machine.
//!
//! The file holds one SHA-1 digest a line, in hexadecimal digits and in their order, as the list *Pwned Passwords* is
//! published; what follows after a digest counts for nothing. It is searched where it lies, some thirty reads for each look,
//! however many lines it has.

use std::cmp::Ordering;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha1::{Digest, Sha1};
use shared::kernel::{FieldProblems, Problem, ProblemCode};
use zeroize::Zeroizing;

use crate::clock::hex;
use crate::db::Failure;
use crate::web::Fault;

/// Hexadecimal digits of a digest.
const DIGITS: usize = 40;
/// Longer than any line is.
const LINE: usize = 128;

/// The list of leaked passwords, or none.
#[derive(Debug, Clone, Default)]
pub struct Leaked(Option<Arc<Path>>);

impl Leaked {
    /// The list in a file.
    #[must_use]
    pub fn listed_in(file: Option<PathBuf>) -> Self {
        Self(file.map(Into::into))
    }

    /// Refuses a new password that is in the list; without a list, none.
    ///
    /// # Errors
    /// `Leaked` at `field`; a failure if the list cannot be read.
    pub(super) async fn check(&self, new: &Zeroizing<String>, field: &str) -> Result<(), Fault> {
        let Some(file) = self.0.clone() else {
            return Ok(());
        };
        let digest = hex(&Sha1::digest(new.as_bytes()));
        let is_leaked = actix_web::rt::task::spawn_blocking(move || {
            File::open(file).and_then(|file| holds(&file, digest.as_bytes()))
        })
        .await;
        match is_leaked {
            Ok(Ok(false)) => Ok(()),
            Ok(Ok(true)) => Err(Problem::Fields {
                fields: FieldProblems::at(field, ProblemCode::Leaked),
            }
            .into()),
            _ => Err(Failure::Broken("the list of leaked passwords").into()),
        }
    }
}

/// That a file begins and ends as such a list does.
///
/// # Errors
/// If it cannot be read, or is another file.
pub(crate) fn is_list(file: &Path) -> io::Result<()> {
    let file = File::open(file)?;
    let mut reader = BufReader::with_capacity(LINE, &file);
    let (first, next) = line_from(&mut reader, 0)?.ok_or_else(no_list)?;
    let mut last = None;
    let mut place = next.max(file.metadata()?.len().saturating_sub(2 * LINE as u64));
    while let Some((line, next)) = line_from(&mut reader, place)? {
        (last, place) = (Some(line), next);
    }
    if last.is_some_and(|last| last.digest < first.digest) {
        return Err(no_list());
    }
    Ok(())
}

fn no_list() -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        "no sorted list of SHA-1 digests",
    )
}

/// A line of the list.
struct Line {
    /// Where it begins.
    at: u64,
    /// In capital letters.
    digest: [u8; DIGITS],
}

/// The first line that begins at a place or after it, and where the next begins.
fn line_from(reader: &mut BufReader<&File>, place: u64) -> io::Result<Option<(Line, u64)>> {
    // From the byte before: a line that begins just there is not passed over.
    let mut at = reader.seek(SeekFrom::Start(place.saturating_sub(1)))?;
    let mut bytes = Vec::with_capacity(LINE);
    if place > 0 {
        at += reader.read_until(b'\n', &mut bytes)? as u64;
        bytes.clear();
    }
    let length = reader.read_until(b'\n', &mut bytes)? as u64;
    if length == 0 {
        return Ok(None);
    }
    let digest = bytes
        .first_chunk::<DIGITS>()
        .filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))
        .ok_or_else(no_list)?
        .map(|digit| digit.to_ascii_uppercase());
    Ok(Some((Line { at, digest }, at + length)))
}

/// Whether a line begins with a digest, found by halving.
fn holds(file: &File, digest: &[u8]) -> io::Result<bool> {
    let digest = digest.to_ascii_uppercase();
    let mut reader = BufReader::with_capacity(LINE, file);
    // If it is there, it begins in this range.
    let (mut low, mut high) = (0, file.metadata()?.len());
    while low < high {
        let middle = low + (high - low) / 2;
        match line_from(&mut reader, middle)?.filter(|(line, _)| line.at < high) {
            None => high = middle,
            Some((line, next)) => match line.digest.as_slice().cmp(&digest) {
                Ordering::Equal => return Ok(true),
                Ordering::Less => low = next,
                Ordering::Greater => high = middle,
            },
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn digest(password: &str) -> String {
        hex(&Sha1::digest(password.as_bytes())).to_uppercase()
    }

    fn list(passwords: &[String], ending: &str) -> tempfile::NamedTempFile {
        let mut lines: Vec<_> = passwords.iter().map(|one| digest(one)).collect();
        lines.sort();
        let mut file = tempfile::NamedTempFile::new().unwrap();
        for line in lines {
            write!(file, "{line}{ending}").unwrap();
        }
        file
    }

    #[test]
    fn each_line_is_found_and_nothing_between_them() {
        let named = |n: u32| format!("Passwort {n}");
        for count in [1, 2, 3, 64, 257] {
            let there: Vec<_> = (0..count).map(named).collect();
            for ending in ["\n", ":1\r\n", ":24230577\r\n"] {
                let file = list(&there, ending);
                is_list(file.path()).unwrap();
                let file = File::open(file.path()).unwrap();
                for n in 0..2 * count {
                    let found = holds(&file, digest(&named(n)).as_bytes()).unwrap();
                    assert_eq!(found, n < count, "{n} of {count}, {ending:?}");
                }
            }
        }
    }

    #[test]
    fn a_file_of_another_kind_is_no_list() {
        let two = ["a", "b"].map(str::to_owned);
        for text in [
            String::new(),
            "123456\npassword\n".to_owned(),
            format!("{}\n{}\n", "F".repeat(DIGITS), "0".repeat(DIGITS)),
        ] {
            let file = tempfile::NamedTempFile::new().unwrap();
            std::fs::write(file.path(), &text).unwrap();
            assert!(is_list(file.path()).is_err(), "{text}");
        }
        is_list(list(&two, "\n").path()).unwrap();
    }
}
