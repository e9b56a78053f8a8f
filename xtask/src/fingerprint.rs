//! A fingerprint of the files a step reads. Same fingerprint, same result: the step need not run.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};

use crate::place;

/// Folders that a build writes and no build reads.
const WRITTEN: [&str; 5] = ["target", "node_modules", "dist", "out", "generated"];

/// The fingerprint of files and folders of the clone, and of some words beside them (versions of tools).
pub(crate) fn of(paths: &[&str], words: &[String]) -> Result<String> {
    let mut files = Vec::new();
    for path in paths {
        collect(&place::inside(path), &mut files)?;
    }
    files.sort();
    let mut hash = Sha256::new();
    for file in &files {
        let name = file.strip_prefix(place::root()).unwrap_or(file);
        let content = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        hash.update(name.to_string_lossy().as_bytes());
        hash.update([0]);
        hash.update((content.len() as u64).to_be_bytes());
        hash.update(&content);
    }
    for word in words {
        hash.update(word.as_bytes());
        hash.update([0]);
    }
    let hex = hash
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect::<String>();
    Ok(hex.chars().take(32).collect())
}

/// Whether this step ran with this fingerprint.
pub(crate) fn is_known(step: &str, fingerprint: &str) -> bool {
    fs::read_to_string(stamp(step)).is_ok_and(|known| known == fingerprint)
}

/// Remembers that this step ran with this fingerprint.
pub(crate) fn remember(step: &str, fingerprint: &str) -> Result<()> {
    let stamp = stamp(step);
    if let Some(folder) = stamp.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&stamp, fingerprint).with_context(|| format!("cannot write {}", stamp.display()))
}

/// All files below a folder, or the file itself; nothing if there is neither.
pub(crate) fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        files.push(path.to_owned());
        return Ok(());
    }
    if !path.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))? {
        let entry = entry?;
        let name = entry.file_name();
        if entry.file_type()?.is_dir() && WRITTEN.iter().any(|written| name == *written) {
            continue;
        }
        collect(&entry.path(), files)?;
    }
    Ok(())
}

/// Stamps lie in the clone, beside what they speak of.
fn stamp(step: &str) -> PathBuf {
    place::inside("target/xtask").join(format!("{step}.stamp"))
}
