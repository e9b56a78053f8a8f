//! Copies of an SQLite database: the work and the read log, one after the other in one sealed file.
//!
//! The pages are read from the database itself, in one transaction each, and go straight into the sealed file: no copy in the
//! open lies anywhere on the way. On the way back one does, in a folder of its own beside the place where the database will
//! lie, which only its owner opens; what a kill left of it is removed by the next start.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use diesel::connection::DefaultLoadingMode;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Text};

use crate::config::shown;
use crate::db::{Conn, Db, Failure};

/// Locked in the folder of a restore that is under way.
const UNDER_WAY: &str = "under-way";

/// The read log that lies beside a database file.
fn reads_of(file: &Path) -> PathBuf {
    file.with_extension("reads.sqlite")
}

/// Writes both, each as one moment saw it.
///
/// # Errors
/// If one cannot be read, or nothing can be written.
pub(super) fn back_up(work: &Db, reads: &Db, to: &mut impl Write) -> anyhow::Result<()> {
    write_pages(work, to).with_context(|| format!("copying {}", shown(work.place())))?;
    write_pages(reads, to).context("copying the read log")
}

#[derive(QueryableByName)]
struct Size {
    #[diesel(sql_type = BigInt)]
    bytes: i64,
}

#[derive(QueryableByName)]
struct Page {
    #[diesel(sql_type = Binary)]
    data: Vec<u8>,
}

/// Writes the length of a database and then its pages.
fn write_pages(db: &Db, to: &mut impl Write) -> anyhow::Result<()> {
    db.read_blocking(|conn| {
        let Conn::Sqlite(conn) = conn else {
            bail!("pages are SQLite's");
        };
        let size: Size = diesel::sql_query(
            "SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size",
        )
        .get_result(conn)
        .map_err(Failure::from)?;
        let length = u64::try_from(size.bytes)?;
        to.write_all(&length.to_be_bytes())?;
        let mut written = 0;
        let pages = diesel::sql_query("SELECT data FROM sqlite_dbpage ORDER BY pgno")
            .load_iter::<Page, DefaultLoadingMode>(conn)
            .map_err(Failure::from)?;
        for page in pages {
            let page = page.map_err(Failure::from)?;
            to.write_all(&page.data)?;
            written += u64::try_from(page.data.len())?;
        }
        if written != length {
            bail!("{written} of {length} bytes were there");
        }
        Ok(())
    })
}

/// Brings both back. What `make_usable` does happens to the copy before it stands in its place, so that no server ever
/// meets one to which it was not done.
///
/// # Errors
/// If one of the files is there already, cannot be read or cannot be written; nothing stands in its place then.
pub(super) fn restore(
    path: &Path,
    copy: &mut impl Read,
    make_usable: impl FnOnce(&Path) -> anyhow::Result<[Db; 2]>,
) -> anyhow::Result<()> {
    let reads = reads_of(path);
    refuse_what_is_there(&[path, &reads])?;
    forget_unfinished(path)?;
    let folder = folder_of(path);
    // Beside its place, so that the last step is a change of names; gone at the end, whatever happens.
    let work = tempfile::Builder::new()
        .prefix(&unfinished(path))
        .tempdir_in(folder)
        .with_context(|| format!("a folder in {}", folder.display()))?;
    // Held until this returns, or the process is ended: then the next start removes the folder.
    let under_way = private(&work.path().join(UNDER_WAY))?;
    under_way.try_lock()?;
    let (part, whole) = (
        work.path().join("part.sqlite"),
        work.path().join("whole.sqlite"),
    );
    read_pages(copy, &part)?;
    read_pages(copy, &reads_of(&part))?;
    let [work_db, reads_db] = make_usable(&part)?;
    vacuum_into(&work_db, &whole).context("writing the restored database")?;
    vacuum_into(&reads_db, &reads_of(&whole)).context("writing the restored read log")?;
    // A second name is refused where there is a file, as a server makes one that was started meanwhile.
    fs::hard_link(reads_of(&whole), &reads)?;
    if let Err(failure) = fs::hard_link(&whole, path) {
        fs::remove_file(&reads)?;
        return Err(failure).with_context(|| format!("naming {}", path.display()));
    }
    File::open(folder)?.sync_all()?;
    Ok(())
}

/// Removes what a restore left that was ended in the middle; one that is under way stays.
///
/// # Errors
/// If it cannot be removed.
pub(super) fn forget_unfinished(path: &Path) -> anyhow::Result<()> {
    let beginning = unfinished(path);
    let folder = folder_of(path);
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with(&beginning) {
            continue;
        }
        let under_way = File::open(entry.path().join(UNDER_WAY));
        if under_way.is_ok_and(|file| file.try_lock().is_err()) {
            continue;
        }
        match fs::remove_dir_all(entry.path()) {
            Err(failure) if failure.kind() != io::ErrorKind::NotFound => {
                return Err(failure)
                    .with_context(|| format!("removing {}", entry.path().display()));
            }
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

/// How the folders begin in which a copy of this database comes back.
fn unfinished(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    format!(".restore-{name}-")
}

/// The folder that a file lies in.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Writes one database of a copy to a file, for its owner only.
fn read_pages(copy: &mut impl Read, to: &Path) -> anyhow::Result<()> {
    let mut length = [0; 8];
    copy.read_exact(&mut length)?;
    let length = u64::from_be_bytes(length);
    let mut file = private(to)?;
    let written = io::copy(&mut copy.take(length), &mut file)?;
    if written != length {
        bail!("{written} of {length} bytes were there");
    }
    Ok(file.sync_all()?)
}

fn refuse_what_is_there(files: &[&Path]) -> anyhow::Result<()> {
    for file in files {
        if file.exists() {
            bail!(
                "{} is there already; a restore overwrites nothing",
                file.display()
            );
        }
    }
    Ok(())
}

/// Makes a file that only its owner reads; it must not be there.
pub(crate) fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

/// Writes a database anew, without what was taken out of it.
fn vacuum_into(db: &Db, to: &Path) -> anyhow::Result<()> {
    let name = to
        .to_str()
        .with_context(|| format!("{} is no text", to.display()))?
        .to_owned();
    db.outside_transaction(|conn| match conn {
        Conn::Sqlite(conn) => {
            diesel::sql_query("VACUUM INTO ?")
                .bind::<Text, _>(&name)
                .execute(conn)?;
            Ok(())
        }
        Conn::Postgres(_) => Err(Failure::Broken("VACUUM INTO is SQLite's")),
    })?;
    // Written, and lasting.
    let file = File::open(to)?;
    file.sync_all()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(to, fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}
