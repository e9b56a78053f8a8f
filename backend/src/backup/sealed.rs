//! The form of a copy: sealed under a key that is derived from the key file, in chunks, so that nothing of it can be read,
//! changed, reordered or cut off without the key.
//!
//! A copy begins with one line in the clear, which names the kind of database and the key, and 32 random bytes. The key of the
//! copy is derived from the key of the purpose, these bytes and the line. Then come chunks of 64 KiB, each sealed by
//! AES-256-GCM in the construction STREAM, whose last chunk is marked as such.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::str::FromStr;

use aead_stream::{DecryptorBE32, EncryptorBE32};
use aes_gcm::Aes256Gcm;
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::seal::{Purpose, Vault};
use crate::surroundings::Surroundings;

/// The bytes of a chunk, before it is sealed and after.
const CHUNK: usize = 64 * 1024;
const SEALED_CHUNK: usize = CHUNK + 16;
/// The longest first line that is read.
const LINE_MAX: u64 = 80;
const MARK: &str = "lueckenlos-backup/1";
/// What the copies of versions before this form begin with.
const IN_THE_OPEN: [&[u8]; 2] = [b"SQLite format 3\0", b"PGDMP"];

/// The database that a copy was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub(super) enum Kind {
    /// SQLite: the work and the read log, each with its length before it.
    Sqlite,
    /// PostgreSQL: what `pg_dump` wrote.
    Postgres,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

/// Why a copy cannot be brought back.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refused {
    /// It is something else.
    #[error("this is no copy that `lueckenlos backup` made")]
    NoCopy,
    /// It was made before copies were sealed.
    #[error(
        "this copy lies in the open, as earlier versions made them: bring it back with the version that made it, then make \
         a new one and delete it"
    )]
    InTheOpen,
    /// It was made under another key.
    #[error(
        "this copy was made under key {copy}, and the key file holds key {here}: name the file with that key by \
         `--key-file`; after a change of the key it lies beside the new one and ends in .{copy}"
    )]
    OtherKey {
        /// Names the key of the copy.
        copy: String,
        /// Names the key that is here.
        here: String,
    },
    /// It is of the other database.
    #[error("this copy is one of {0}, and can only be brought back there")]
    OtherDatabase(Kind),
    /// It does not open.
    #[error("this copy is damaged or cut off")]
    Damaged,
    /// It cannot be read.
    #[error("this copy cannot be read")]
    File(#[source] io::Error),
}

/// What stands in the clear: of which database, and under which key.
struct Line {
    kind: Kind,
    key: String,
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind: &str = self.kind.into();
        writeln!(f, "{MARK} {kind} {}", self.key)
    }
}

impl FromStr for Line {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let mut words = text.strip_suffix('\n').unwrap_or_default().split(' ');
        let parts = (words.next(), words.next(), words.next(), words.next());
        let (Some(MARK), Some(kind), Some(key), None) = parts else {
            return Err(Refused::NoCopy);
        };
        if key.is_empty() || !key.bytes().all(|one| one.is_ascii_hexdigit()) {
            return Err(Refused::NoCopy);
        }
        Ok(Self {
            kind: kind.parse().map_err(|_| Refused::NoCopy)?,
            key: key.to_owned(),
        })
    }
}

fn key_of_copy(vault: &Vault, line: &str, salt: &[u8; 32]) -> Zeroizing<[u8; 32]> {
    let kdf = Hkdf::<Sha256>::new(Some(salt), vault.data_for(Purpose::Backup).as_slice());
    let mut key = Zeroizing::new([0; 32]);
    // 32 bytes are always within what the function can give.
    let _ = kdf.expand(line.as_bytes(), key.as_mut_slice());
    key
}

/// Each key seals one copy only, so that no nonce meets two.
fn no_nonce() -> [u8; 7] {
    [0; 7]
}

fn broken(what: &'static str) -> io::Error {
    io::Error::other(what)
}

/// Seals what is written to it. What was not finished does not open.
pub(super) struct Sealing<W: Write> {
    to: W,
    stream: EncryptorBE32<Aes256Gcm>,
    chunk: Zeroizing<Vec<u8>>,
}

impl<W: Write> Sealing<W> {
    /// Begins a copy.
    ///
    /// # Errors
    /// If there is no randomness or nothing can be written.
    pub(super) fn begin(
        mut to: W,
        kind: Kind,
        vault: &Vault,
        surroundings: &Surroundings,
    ) -> io::Result<Self> {
        let line = Line {
            kind,
            key: vault.id().to_owned(),
        }
        .to_string();
        let salt: [u8; 32] = surroundings.random().map_err(io::Error::other)?;
        to.write_all(line.as_bytes())?;
        to.write_all(&salt)?;
        let key = key_of_copy(vault, &line, &salt);
        Ok(Self {
            to,
            stream: EncryptorBE32::new(&(*key).into(), &no_nonce().into()),
            chunk: Zeroizing::new(Vec::with_capacity(CHUNK)),
        })
    }

    /// Seals the last chunk and gives back where all of it was written to.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(super) fn finish(mut self) -> io::Result<W> {
        let sealed = self
            .stream
            .encrypt_last(self.chunk.as_slice())
            .map_err(|_| broken("sealing"))?;
        self.to.write_all(&sealed)?;
        self.to.flush()?;
        Ok(self.to)
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Only when more comes is it known that a full chunk is not the last.
        if self.chunk.len() == CHUNK && !bytes.is_empty() {
            let sealed = self
                .stream
                .encrypt_next(self.chunk.as_slice())
                .map_err(|_| broken("a copy of more than 256 TiB"))?;
            self.to.write_all(&sealed)?;
            self.chunk.clear();
        }
        let (taken, _) = bytes
            .split_at_checked(CHUNK - self.chunk.len())
            .unwrap_or((bytes, &[]));
        self.chunk.extend_from_slice(taken);
        Ok(taken.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Opens what was sealed. A read fails with [`Refused::Damaged`] inside where the copy is not what it was.
pub(super) struct Opening<R: Read> {
    from: BufReader<R>,
    /// Gone after the last chunk.
    stream: Option<DecryptorBE32<Aes256Gcm>>,
    chunk: Zeroizing<Vec<u8>>,
    /// How much of the chunk was read.
    at: usize,
}

impl<R: Read> Opening<R> {
    /// Reads the beginning.
    ///
    /// # Errors
    /// If it is no copy, one of the other database, or one under another key.
    pub(super) fn begin(from: R, kind: Kind, vault: &Vault) -> Result<Self, Refused> {
        let mut from = BufReader::with_capacity(SEALED_CHUNK, from);
        let beginning = from.fill_buf().map_err(Refused::File)?;
        if IN_THE_OPEN.iter().any(|mark| beginning.starts_with(mark)) {
            return Err(Refused::InTheOpen);
        }
        let mut text = Vec::new();
        from.by_ref()
            .take(LINE_MAX)
            .read_until(b'\n', &mut text)
            .map_err(Refused::File)?;
        let text = String::from_utf8(text).map_err(|_| Refused::NoCopy)?;
        let line: Line = text.parse()?;
        if line.kind != kind {
            return Err(Refused::OtherDatabase(line.kind));
        }
        if line.key != vault.id() {
            return Err(Refused::OtherKey {
                copy: line.key,
                here: vault.id().to_owned(),
            });
        }
        let mut salt = [0; 32];
        from.read_exact(&mut salt).map_err(of_read)?;
        let key = key_of_copy(vault, &text, &salt);
        Ok(Self {
            from,
            stream: Some(DecryptorBE32::new(&(*key).into(), &no_nonce().into())),
            chunk: Zeroizing::default(),
            at: 0,
        })
    }

    /// Reads to the end, so that nothing was cut off.
    ///
    /// # Errors
    /// If it is damaged, or cannot be read.
    pub(super) fn verify(mut self) -> Result<(), Refused> {
        io::copy(&mut self, &mut io::sink())
            .map(drop)
            .map_err(of_read)
    }

    /// Opens the next chunk; false after the last.
    fn next_chunk(&mut self) -> io::Result<bool> {
        let Some(mut stream) = self.stream.take() else {
            return Ok(false);
        };
        let mut sealed = Vec::with_capacity(SEALED_CHUNK);
        let most = u64::try_from(SEALED_CHUNK).unwrap_or(u64::MAX);
        self.from.by_ref().take(most).read_to_end(&mut sealed)?;
        let is_last = self.from.fill_buf()?.is_empty();
        let damaged = |_| io::Error::new(io::ErrorKind::InvalidData, Refused::Damaged);
        self.chunk = Zeroizing::new(if is_last {
            stream.decrypt_last(sealed.as_slice()).map_err(damaged)?
        } else {
            let chunk = stream.decrypt_next(sealed.as_slice()).map_err(damaged)?;
            self.stream = Some(stream);
            chunk
        });
        self.at = 0;
        Ok(true)
    }
}

impl<R: Read> Read for Opening<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        while self.at == self.chunk.len() {
            if !self.next_chunk()? {
                return Ok(0);
            }
        }
        let mut rest = self.chunk.get(self.at..).unwrap_or_default();
        let read = rest.read(to)?;
        self.at += read;
        Ok(read)
    }
}

/// What a failed read says about the copy.
pub(super) fn of_read(failure: io::Error) -> Refused {
    match failure.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => Refused::Damaged,
        _ => Refused::File(failure),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed(text: &[u8], vault: &Vault) -> Vec<u8> {
        let surroundings = Surroundings::machine();
        let mut sealing = Sealing::begin(Vec::new(), Kind::Sqlite, vault, &surroundings).unwrap();
        sealing.write_all(text).unwrap();
        sealing.finish().unwrap()
    }

    fn opened(copy: &[u8], vault: &Vault) -> Result<Vec<u8>, Refused> {
        let mut text = Vec::new();
        Opening::begin(copy, Kind::Sqlite, vault)?
            .read_to_end(&mut text)
            .map_err(of_read)?;
        Opening::begin(copy, Kind::Sqlite, vault)?.verify()?;
        Ok(text)
    }

    fn some(length: usize) -> Vec<u8> {
        (0..length).map(|at| (at % 251) as u8).collect()
    }

    #[test]
    fn what_was_sealed_comes_back_whatever_its_length() {
        let vault = Vault::of([7; 32]);
        for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 5] {
            let text = some(length);
            let copy = sealed(&text, &vault);
            assert_eq!(opened(&copy, &vault).unwrap(), text, "{length}");
            assert_ne!(copy, sealed(&text, &vault), "another key for each copy");
        }
    }

    #[test]
    fn a_copy_that_was_cut_anywhere_does_not_open() {
        let vault = Vault::of([7; 32]);
        let copy = sealed(&some(2 * CHUNK + 100), &vault);
        let beginning = copy.len() - 2 * SEALED_CHUNK - 116;
        let ends = (0..beginning + 40)
            .chain([
                beginning + SEALED_CHUNK - 1,
                beginning + SEALED_CHUNK,
                beginning + SEALED_CHUNK + 1,
                beginning + 2 * SEALED_CHUNK,
                beginning + 2 * SEALED_CHUNK + 15,
            ])
            .chain(copy.len() - 40..copy.len());
        for end in ends {
            assert!(opened(&copy[..end], &vault).is_err(), "{end} bytes");
        }
    }

    #[test]
    fn a_copy_that_was_changed_or_lengthened_does_not_open() {
        let vault = Vault::of([7; 32]);
        let copy = sealed(&some(CHUNK + 10), &vault);
        for at in (0..copy.len()).step_by(97).chain(0..120) {
            let mut bent = copy.clone();
            bent[at] ^= 1;
            assert!(opened(&bent, &vault).is_err(), "byte {at}");
        }
        assert!(matches!(
            opened(&[copy.as_slice(), b"x"].concat(), &vault),
            Err(Refused::Damaged)
        ));
        // Chunks in another order.
        let long = sealed(&some(3 * CHUNK), &vault);
        let beginning = long.len() - 3 * SEALED_CHUNK;
        let mut turned = long.clone();
        turned[beginning..beginning + SEALED_CHUNK]
            .copy_from_slice(&long[beginning + SEALED_CHUNK..beginning + 2 * SEALED_CHUNK]);
        assert!(matches!(opened(&turned, &vault), Err(Refused::Damaged)));
    }

    #[test]
    fn a_foreign_file_is_refused_with_the_reason() {
        let vault = Vault::of([7; 32]);
        let copy = sealed(b"text", &vault);
        let said = |copy: &[u8], vault: &Vault| opened(copy, vault).unwrap_err().to_string();
        let other = Vault::of([8; 32]);
        let refused = said(&copy, &other);
        assert!(
            refused.contains(vault.id()) && refused.contains(other.id()),
            "{refused}"
        );
        for open in [&b"SQLite format 3\0 and pages"[..], b"PGDMP and more"] {
            assert!(said(open, &vault).contains("in the open"));
        }
        for rubbish in [
            &b""[..],
            b"rubbish",
            b"lueckenlos-backup/2 sqlite 00\n",
            &[0xff; 200],
        ] {
            assert!(said(rubbish, &vault).contains("no copy"));
        }
        let of_postgres = Opening::begin(copy.as_slice(), Kind::Postgres, &vault);
        assert!(matches!(
            of_postgres.err(),
            Some(Refused::OtherDatabase(Kind::Sqlite))
        ));
    }
}
