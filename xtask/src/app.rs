//! The app for the browser: built by Trunk, kept by the fingerprint of its sources, weighed.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::step::{already, run, step};
use crate::tools::Browser;
use crate::{cache, fingerprint, place};

/// What the build reads.
const SOURCES: [&str; 6] = [
    "frontend",
    "shared",
    "Cargo.toml",
    "Cargo.lock",
    "Trunk.toml",
    ".cargo/config.toml",
];
/// What everything for the first screen is to weigh, compressed, in bytes (design, part 7). Missed today; how far, and
/// what is known of the cause, stands in docs/decisions/2026-11-23-the-first-screen-is-too-heavy.md.
const BUDGET: u64 = 600_000;
/// What it weighed when it was last looked at, in bytes. It may only become less: whoever makes the app lighter lowers
/// this number, and when it reaches the budget it goes.
const NOT_HEAVIER_THAN: u64 = 960_000;
/// Endings of files that compression makes smaller; fonts in woff2 and pictures are compressed already.
const COMPRESSED: [&str; 9] = [
    "css",
    "html",
    "js",
    "json",
    "svg",
    "ttf",
    "txt",
    "wasm",
    "webmanifest",
];

/// Builds `frontend/dist` unless it already holds the app of these sources.
pub(crate) fn build(browser: &Browser) -> Result<()> {
    let dist = place::inside("frontend/dist");
    let fingerprint = fingerprint::of(&SOURCES, &browser.versions()?)?;
    if dist.join("index.html").is_file() && fingerprint::is_known("app", &fingerprint) {
        already("app for the browser");
        return Ok(());
    }
    let apps = place::cache().join("apps");
    let kept = apps.join(&fingerprint);
    if kept.join("index.html").is_file() {
        step(
            "app for the browser, built before from the same sources",
            || replace(&kept, &dist),
        )?;
    } else {
        step("app for the browser", || {
            let mut trunk = Command::new(place::tools().join("bin/trunk"));
            browser.prepare(&mut trunk);
            // Trunk reads this variable as a yes or no of its own.
            trunk.env_remove("NO_COLOR");
            run(trunk
                .args(["build", "--release", "--offline"])
                .current_dir(place::root()))
        })?;
        step("app compressed with brotli and gzip", || compress(&dist))?;
        fs::create_dir_all(&apps)?;
        replace(&dist, &kept)?;
        cache::forget_old_apps(&apps);
    }
    fingerprint::remember("app", &fingerprint)
}

/// Puts a copy of one folder in the place of another, whole or not at all.
fn replace(from: &Path, to: &Path) -> Result<()> {
    let mut name = to
        .file_name()
        .context("a folder without a name")?
        .to_owned();
    name.push(format!(".new-{}", std::process::id()));
    let new = to.with_file_name(name);
    copy(from, &new)?;
    if to.is_dir() {
        fs::remove_dir_all(to)?;
    }
    fs::rename(&new, to).with_context(|| format!("cannot write {}", to.display()))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            // Not `fs::copy`: the copy is new, and cargo judges by the time.
            fs::write(&target, fs::read(entry.path())?)?;
        }
    }
    Ok(())
}

/// Puts a `.br` and a `.gz` beside every file that becomes smaller, for the server to send.
fn compress(dist: &Path) -> Result<()> {
    for file in files_of(dist)? {
        let ending = file
            .extension()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if COMPRESSED.contains(&ending.as_str()) {
            let content = fs::read(&file)?;
            for (ending, small) in [("br", brotli(&content)?), ("gz", gzip(&content)?)] {
                if small.len() < content.len() {
                    fs::write(with_ending(&file, ending), small)?;
                }
            }
        }
    }
    Ok(())
}

fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let mut small = Vec::new();
    let settings = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &*content, &mut small, &settings).context("cannot compress")?;
    Ok(small)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut small = GzEncoder::new(Vec::new(), Compression::best());
    small.write_all(content)?;
    Ok(small.finish()?)
}

fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

/// Weighs what the first screen needs, file by file, and fails over the budget.
pub(crate) fn weigh() -> Result<()> {
    let dist = place::inside("frontend/dist");
    let files = files_of(&dist)?;
    if !files
        .iter()
        .any(|file| file.extension().is_some_and(|ending| ending == "wasm"))
    {
        bail!("the app has no wasm file: its weight would say nothing");
    }
    let mut naming = String::new();
    for file in &files {
        if file
            .extension()
            .is_some_and(|ending| ending == "html" || ending == "css")
        {
            naming.push_str(&fs::read_to_string(file)?);
        }
    }
    let mut weights = Vec::new();
    for file in &files {
        let name = file
            .strip_prefix(&dist)
            .unwrap_or(file)
            .to_string_lossy()
            .into_owned();
        let is_variant = name.ends_with(".br") || name.ends_with(".gz");
        let is_face = name.ends_with(".woff2");
        let is_needed = !is_face || has_latin_letters(&name, &naming);
        if !is_variant && is_needed && is_for_the_first_screen(&name, &naming) {
            let sent = fs::metadata(with_ending(file, "br")).or_else(|_| fs::metadata(file))?;
            weights.push((sent.len(), name));
        }
    }
    weights.sort();
    for (bytes, name) in weights.iter().rev() {
        eprintln!("  {:>9}  {name}", kilobytes(*bytes));
    }
    let sum: u64 = weights.iter().map(|(bytes, _)| bytes).sum();
    eprintln!(
        "  {:>9}  everything for the first screen, compressed; the budget is {}: {}",
        kilobytes(sum),
        kilobytes(BUDGET),
        if sum > BUDGET { "MISSED" } else { "held" }
    );
    if sum > NOT_HEAVIER_THAN {
        bail!(
            "the first screen weighs {}, more than the {} it weighed before",
            kilobytes(sum),
            kilobytes(NOT_HEAVIER_THAN)
        );
    }
    Ok(())
}

fn files_of(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).context("the app is not built")? {
        fingerprint::collect(&entry?.path(), &mut files)?;
    }
    Ok(files)
}

/// Scripts and wasm count in any case, since they load each other; what the page or a style sheet names counts too.
/// The service worker comes after the first screen.
fn is_for_the_first_screen(name: &str, naming: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    let is_service_worker = file == "sw.js" || file.starts_with("workbox-");
    let is_code = file.ends_with(".js") || file.ends_with(".wasm");
    !is_service_worker && (file == "index.html" || is_code || naming.contains(file))
}

/// Whether a font face holds the letter A. Faces with other letters are fetched when a name needs them.
fn has_latin_letters(name: &str, naming: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    let mut faces = naming
        .split("@font-face")
        .filter(|face| face.contains(file));
    faces.any(|face| {
        let ranges = face.split("unicode-range:").nth(1);
        ranges.is_none_or(|ranges| {
            let ranges = ranges.split([';', '}']).next().unwrap_or_default();
            ranges
                .split(',')
                .any(|range| holds(range.trim(), u32::from('A')))
        })
    })
}

/// Whether a range of a style sheet (`U+41`, `U+0-FF`, `U+00??`) holds a letter.
fn holds(range: &str, letter: u32) -> bool {
    let digits = range.trim_start_matches(['U', 'u', '+']);
    let (from, to) = digits.split_once('-').unwrap_or((digits, digits));
    let number = |digits: &str, wild| u32::from_str_radix(&digits.replace('?', wild), 16).ok();
    number(from, "0")
        .zip(number(to, "F"))
        .is_some_and(|(from, to)| (from..=to).contains(&letter))
}

/// Thousands of bytes, with one digit behind the point.
fn kilobytes(bytes: u64) -> String {
    format!("{}.{} KB", bytes / 1_000, bytes % 1_000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_said_in_thousands_of_bytes() {
        assert_eq!(kilobytes(600_000), "600.0 KB");
        assert_eq!(kilobytes(1_960), "1.9 KB");
    }

    #[test]
    fn the_service_worker_and_what_nothing_names_come_later() {
        let naming = "<link href=\"/app-1a.css\"> url(fonts/fira.woff2)";
        for name in [
            "index.html",
            "app-1a.css",
            "fonts/fira.woff2",
            "app_bg.wasm",
            "app.js",
        ] {
            assert!(is_for_the_first_screen(name, naming), "{name}");
        }
        for name in ["sw.js", "workbox-2b.js", "fonts/arabic.woff2"] {
            assert!(!is_for_the_first_screen(name, naming), "{name}");
        }
    }

    #[test]
    fn a_face_without_latin_letters_waits_until_a_name_needs_it() {
        let naming = "@font-face{src:url(/fonts/a.woff2);unicode-range:U+0-FF,U+131}\
                      @font-face{src:url(/fonts/b.woff2);unicode-range:U+100-2BA}\
                      @font-face{src:url(/fonts/c.woff2)}@font-face{src:url(/fonts/d.woff2);unicode-range:U+00??}";
        let needed = [
            "fonts/a.woff2",
            "fonts/b.woff2",
            "fonts/c.woff2",
            "fonts/d.woff2",
        ]
        .map(|name| has_latin_letters(name, naming));
        assert_eq!(needed, [true, false, true, true]);
    }

    #[test]
    fn only_what_becomes_smaller_is_sent_compressed() {
        let dist = std::env::temp_dir().join(format!("xtask-app-{}", std::process::id()));
        fs::create_dir_all(&dist).unwrap();
        fs::write(dist.join("long.css"), [b'a'; 10_000]).unwrap();
        fs::write(dist.join("short.js"), "1").unwrap();
        fs::write(dist.join("face.woff2"), [b'a'; 10_000]).unwrap();
        compress(&dist).unwrap();
        let mut names: Vec<_> = files_of(&dist).unwrap();
        names.sort();
        let names: Vec<_> = names
            .iter()
            .map(|file| file.file_name().unwrap().to_str().unwrap())
            .collect();
        assert_eq!(
            names,
            [
                "face.woff2",
                "long.css",
                "long.css.br",
                "long.css.gz",
                "short.js"
            ]
        );
        fs::remove_dir_all(&dist).unwrap();
    }
}
