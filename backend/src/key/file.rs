//! The key file: reading and making it, who uses it, and another one taking its place. What the key does says
//! [`crate::seal`].
//!
//! Whoever works with the key holds a shared lock on its file; whoever changes it holds it alone. The system gives
//! the lock back when a process ends, however it ends.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::clock::hex;
use crate::seal::ID_BYTES;
use crate::surroundings::Surroundings;

/// How often a file is looked at again that another one just took the place of.
const TRIES: u32 = 5;

/// A key-encryption key.
pub(crate) type Key = Zeroizing<[u8; 32]>;

/// The key-encryption key was not there, or not what it should be.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileFailure {
    /// The file could not be read or made.
    #[error("the key file cannot be read or made")]
    File(#[source] io::Error),
    /// The file holds no key.
    #[error("the key file holds no key of 32 bytes in hexadecimal digits")]
    NoKey,
    /// Others may read the file.
    #[error("the key file may be read by others than its owner (it needs mode 0600)")]
    Open,
    /// The machine gave no random bytes.
    #[error("no randomness for a new key")]
    NoRandomness,
    /// Somebody changes the key.
    #[error("the key is being changed: start this when `lueckenlos key change` is done")]
    HeldAlone,
    /// A server or another command uses the key.
    #[error(
        "the key is in use: stop the server, and wait for other commands of `lueckenlos` to end"
    )]
    InUse,
}

/// Reads the key, or makes a file with a new one. The file that comes with it is locked as in use.
pub(crate) fn open_or_make(
    path: &Path,
    surroundings: &Surroundings,
) -> Result<(Key, File), KeyFileFailure> {
    if !path.exists() {
        let key = surroundings
            .random()
            .map_err(|_| KeyFileFailure::NoRandomness)?;
        match write(path, &Zeroizing::new(key)) {
            Err(failure) if failure.kind() != io::ErrorKind::AlreadyExists => {
                return Err(KeyFileFailure::File(failure));
            }
            // Made just now, by us or by somebody else.
            Ok(()) | Err(_) => {}
        }
    }
    let file = locked(path, |file| {
        file.try_lock_shared()
            .map_err(|failure| refused(failure, KeyFileFailure::HeldAlone))
    })?;
    Ok((read(&file)?, file))
}

/// Reads the key and holds its file alone.
///
/// # Errors
/// If it is in use, or no key can be read.
pub(crate) fn open_alone(path: &Path) -> Result<(Key, File), KeyFileFailure> {
    let file = locked(path, |file| {
        file.try_lock()
            .map_err(|failure| refused(failure, KeyFileFailure::InUse))
    })?;
    Ok((read(&file)?, file))
}

/// Reads a key that nobody uses yet.
pub(crate) fn read_at(path: &Path) -> Result<Key, KeyFileFailure> {
    read(&File::open(path).map_err(KeyFileFailure::File)?)
}

/// Opens and locks the file that has this name once it is locked: another one may have taken its place in between.
fn locked(
    path: &Path,
    lock: impl Fn(&File) -> Result<(), KeyFileFailure>,
) -> Result<File, KeyFileFailure> {
    let mut tried = 1;
    loop {
        let file = File::open(path).map_err(KeyFileFailure::File)?;
        lock(&file)?;
        let is_still_there = is_at(&file, path).map_err(KeyFileFailure::File)?;
        if is_still_there {
            return Ok(file);
        }
        if tried == TRIES {
            return Err(KeyFileFailure::HeldAlone);
        }
        tried += 1;
    }
}

fn refused(failure: TryLockError, otherwise: KeyFileFailure) -> KeyFileFailure {
    match failure {
        TryLockError::WouldBlock => otherwise,
        TryLockError::Error(failure) => KeyFileFailure::File(failure),
    }
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let (open, named) = (file.metadata()?, fs::metadata(path)?);
    Ok((open.dev(), open.ino()) == (named.dev(), named.ino()))
}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> io::Result<bool> {
    Ok(true)
}

fn read(mut file: &File) -> Result<Key, KeyFileFailure> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let about = file.metadata().map_err(KeyFileFailure::File)?;
        if about.permissions().mode() & 0o077 != 0 {
            return Err(KeyFileFailure::Open);
        }
    }
    let mut text = Zeroizing::new(String::new());
    file.read_to_string(&mut text).map_err(|failure| {
        if failure.kind() == io::ErrorKind::InvalidData {
            KeyFileFailure::NoKey
        } else {
            KeyFileFailure::File(failure)
        }
    })?;
    unhex(text.trim()).ok_or(KeyFileFailure::NoKey)
}

/// Where the next key lies until it takes the place of this one.
pub(crate) fn next_to(path: &Path) -> PathBuf {
    with(path, ".new")
}

/// Where an earlier key lies after it was changed: copies of the database from before need it.
pub(crate) fn earlier(path: &Path, id: &str) -> PathBuf {
    with(path, &format!(".{id}"))
}

/// Where the key lies, or lay, that this file holds: a file that [`earlier`] names, named as before.
pub(crate) fn first_named(path: &Path) -> PathBuf {
    let is_id = |ending: &OsStr| {
        ending.len() == 2 * ID_BYTES && ending.as_encoded_bytes().iter().all(u8::is_ascii_hexdigit)
    };
    match path.extension() {
        Some(ending) if is_id(ending) => path.with_extension(""),
        _ => path.into(),
    }
}

fn with(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    name.into()
}

/// Puts the next key in the place of this one, which stays under its id. Done again, it changes nothing.
pub(crate) fn take_place(path: &Path, old_id: &str) -> Result<(), KeyFileFailure> {
    let (old, kept) = (read_at(path)?, earlier(path, old_id));
    let replace = || {
        if !read_at(&kept).is_ok_and(|there| there == old) {
            // Cut off while it was written.
            if kept.exists() {
                fs::remove_file(&kept)?;
            }
            write(&kept, &old)?;
        }
        fs::rename(next_to(path), path)?;
        sync_folder_of(path)
    };
    replace().map_err(KeyFileFailure::File)
}

/// Keeps a next key that this database is not under, out of the way.
pub(crate) fn put_aside(path: &Path, id: &str) -> io::Result<()> {
    fs::rename(next_to(path), earlier(path, id))?;
    sync_folder_of(path)
}

/// Removes a next key that was not written to its end.
pub(crate) fn forget_next(path: &Path) -> io::Result<()> {
    fs::remove_file(next_to(path))?;
    sync_folder_of(path)
}

/// Writes a key into a file that is not there yet, for its owner only, lasting.
pub(crate) fn write(path: &Path, key: &Key) -> io::Result<()> {
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        fs::create_dir_all(folder)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(Zeroizing::new(hex(key.as_slice())).as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    sync_folder_of(path)
}

fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    File::open(folder)?.sync_all()
}

fn unhex(text: &str) -> Option<Key> {
    let mut key = Zeroizing::new([0; 32]);
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (index, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * index..2 * index + 2)?, 16).ok()?;
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn made() -> (tempfile::TempDir, PathBuf, Key) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data/lueckenlos.key");
        let (key, _) = open_or_make(&path, &Surroundings::machine()).unwrap();
        (folder, path, key)
    }

    #[test]
    fn the_key_file_is_made_once_for_its_owner_only() {
        let (_folder, path, made) = made();
        let again = || open_or_make(&path, &Surroundings::machine()).map(|(key, _)| key);
        assert_eq!(made, again().unwrap());
        let mode = |mode| fs::set_permissions(&path, fs::Permissions::from_mode(mode));
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        mode(0o644).unwrap();
        assert!(matches!(again(), Err(KeyFileFailure::Open)));
        mode(0o600).unwrap();
        for rubbish in [&b"short"[..], &[0xff; 64]] {
            fs::write(&path, rubbish).unwrap();
            assert!(matches!(again(), Err(KeyFileFailure::NoKey)));
        }
    }

    #[test]
    fn many_use_a_key_and_one_alone_changes_it() {
        let (_folder, path, _) = made();
        let open = || open_or_make(&path, &Surroundings::machine());
        let users = [open().unwrap(), open().unwrap()];
        assert!(matches!(open_alone(&path), Err(KeyFileFailure::InUse)));
        drop(users);
        let alone = open_alone(&path).unwrap();
        assert!(matches!(open(), Err(KeyFileFailure::HeldAlone)));
        drop(alone);
        open().unwrap();
    }

    #[test]
    fn another_key_takes_the_place_of_one_that_stays_beside_it() {
        let (_folder, path, old) = made();
        let next = Zeroizing::new([3; 32]);
        write(&next_to(&path), &next).unwrap();
        // As a kill leaves it that falls while the old key is put beside.
        fs::write(earlier(&path, "old"), "00").unwrap();
        assert!(
            write(&next_to(&path), &old).is_err(),
            "it is not overwritten"
        );
        take_place(&path, "old").unwrap();
        assert_eq!(read_at(&path).unwrap(), next);
        assert_eq!(read_at(&earlier(&path, "old")).unwrap(), old);
        assert!(!next_to(&path).exists());
    }
}
