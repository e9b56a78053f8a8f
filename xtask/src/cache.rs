//! Keeps the shared folders of compiled output from growing without end, and two runs from using them at once.

use std::fs::{self, File};
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::place;
use crate::step::step;

/// More than a whole build of every part takes, with room for one change of all dependencies.
const TARGET_LIMIT: u64 = 24 << 30;
/// Built apps that are kept; one per state of the sources.
const APPS_KEPT: usize = 4;

/// The right to use the shared target folder; given back when dropped.
pub(crate) struct Turn {
    _lock: Option<File>,
}

/// Waits until no other run uses the shared target folder, and empties it if it has grown too large. A target folder
/// inside the clone belongs to whoever works there and is left alone.
pub(crate) fn take_turn() -> Result<Turn> {
    if !place::is_target_shared() {
        return Ok(Turn { _lock: None });
    }
    let target = place::target();
    fs::create_dir_all(&target)?;
    let lock = File::create(target.join(".turn")).context("cannot write to the target folder")?;
    if lock.try_lock().is_err() {
        step(
            "waiting for another run that uses the same target folder",
            || Ok(lock.lock()?),
        )?;
    }
    if size(&target) > TARGET_LIMIT {
        step("target folder has grown too large: emptying it", || {
            for part in ["debug", "release", "wasm", "wasm-debian"] {
                let folder = target.join(part);
                if folder.is_dir() {
                    fs::remove_dir_all(folder)?;
                }
            }
            Ok(())
        })?;
    }
    Ok(Turn { _lock: Some(lock) })
}

/// Removes all but the newest built apps.
pub(crate) fn forget_old_apps(apps: &Path) {
    let mut known: Vec<_> = fs::read_dir(apps)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    known.sort();
    for (_, app) in known.iter().rev().skip(APPS_KEPT) {
        // An old app that stays costs some megabytes and nothing else.
        drop(fs::remove_dir_all(app));
    }
}

fn size(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.metadata() {
            Ok(about) if about.is_dir() => size(&entry.path()),
            Ok(about) => about.len(),
            Err(_) => 0,
        })
        .sum()
}
