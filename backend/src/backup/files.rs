//! Copies of an SQLite database: the work in one file, the read log in another beside it.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::config::shown;
use crate::db::{Conn, Db, Failure};

/// The read log that lies beside a database file or a copy of one.
fn reads_of(file: &Path) -> PathBuf {
    file.with_extension("reads.sqlite")
}

/// Copies both.
///
/// # Errors
/// If one of the files is there already, or cannot be written.
pub(super) fn back_up(work: &Db, reads: &Db, to: &Path) -> anyhow::Result<()> {
    let reads_to = reads_of(to);
    refuse_what_is_there(&[to, &reads_to], "a backup")?;
    copy(work, to).with_context(|| format!("copying {}", shown(work.place())))?;
    copy(reads, &reads_to).context("copying the read log")
}

/// Brings both back. What `begin_anew` does happens to the copy before it stands in its place, so that no server ever
/// meets one to which it was not done.
///
/// # Errors
/// If one of the files is there already, cannot be read or cannot be written; nothing stands in its place then.
pub(super) fn restore(
    path: &Path,
    from: &Path,
    begin_anew: impl FnOnce(&Path) -> anyhow::Result<Db>,
) -> anyhow::Result<()> {
    let reads = reads_of(path);
    refuse_what_is_there(&[path, &reads], "a restore")?;
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    // Beside its place, so that the last step is a change of names; gone at the end, whatever happens.
    let work = tempfile::Builder::new()
        .prefix(".restore-")
        .tempdir_in(folder)
        .with_context(|| format!("a folder in {}", folder.display()))?;
    let (part, whole) = (
        work.path().join("part.sqlite"),
        work.path().join("whole.sqlite"),
    );
    take_over(from, &part)?;
    let copied_reads = reads_of(from);
    let reads_part = work.path().join("reads.sqlite");
    if copied_reads.is_file() {
        take_over(&copied_reads, &reads_part)?;
    }
    let db = begin_anew(&part).with_context(|| format!("{} is no copy of ours", from.display()))?;
    copy(&db, &whole).context("writing the restored database")?;
    if reads_part.is_file() {
        fs::rename(&reads_part, &reads)?;
    }
    fs::rename(&whole, path)?;
    File::open(folder)?.sync_all()?;
    Ok(())
}

fn refuse_what_is_there(files: &[&Path], what: &str) -> anyhow::Result<()> {
    for file in files {
        if file.exists() {
            bail!(
                "{} is there already; {what} overwrites nothing",
                file.display()
            );
        }
    }
    Ok(())
}

/// Copies a file byte by byte, for its owner only.
fn take_over(from: &Path, to: &Path) -> anyhow::Result<()> {
    let copied = File::open(from).and_then(|mut from| {
        let mut file = private(to)?;
        io::copy(&mut from, &mut file)?;
        file.sync_all()
    });
    copied.with_context(|| format!("reading {}", from.display()))
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

/// Copies a database that is in use, as one moment saw it.
fn copy(db: &Db, to: &Path) -> anyhow::Result<()> {
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
