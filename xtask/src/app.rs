//! The app for the browser: built by Trunk, kept by the fingerprint of its sources, weighed.

use std::cmp::Reverse;
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
/// What everything for the first screen may weigh, compressed, in bytes (design, part 7).
const BUDGET: u64 = 600_000;
/// The part that every start fetches while somebody types their name (`Part` in `frontend/src/parts.rs`). The first
/// screen does not wait for it, but it counts: the network carries it all the same.
const EARLY_PART: &str = "device";
/// The parts in which somebody's day begins after signing in. They are weighed, and not part of the budget.
const DAYS: [&str; 2] = ["desk", "today"];
/// What each file weighed when it was last looked at, in bytes, so that the guard can say which one grew. Whoever makes
/// a file lighter or heavier on purpose writes the new number here.
const LAST_LOOKED_AT: [(&str, u64); 8] = [
    ("lueckenlos-frontend_bg.wasm", 229_300),
    ("part-desk-device-later-today.wasm", 175_100),
    ("part-device-later.wasm", 46_300),
    ("fonts/fira-sans-plain-600.woff2", 13_200),
    ("fonts/fira-sans-plain-400.woff2", 12_500),
    ("part-device.wasm", 12_000),
    ("lueckenlos-frontend.js", 11_700),
    ("icons/app-192.png", 5_200),
];
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
    let names: Vec<String> = files
        .iter()
        .map(|file| file.strip_prefix(&dist).unwrap_or(file))
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    if !names.iter().any(|name| name.ends_with("_bg.wasm")) {
        bail!("the app has no wasm file: its weight would say nothing");
    }
    for part in DAYS.iter().chain([&EARLY_PART]) {
        if !names.iter().any(|name| is_of_part(name, part)) {
            bail!("the app has no part {part}: its weight would say nothing");
        }
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
    let mut weighed = Vec::new();
    for (file, name) in files.iter().zip(&names) {
        if !name.ends_with(".br") && !name.ends_with(".gz") {
            let sent = fs::metadata(with_ending(file, "br")).or_else(|_| fs::metadata(file))?;
            weighed.push((sent.len(), name.as_str()));
        }
    }
    weighed.sort_unstable_by_key(|(bytes, _)| Reverse(*bytes));
    let of = |wanted: &dyn Fn(&str) -> bool| -> Vec<(u64, &str)> {
        weighed
            .iter()
            .filter(|(_, name)| wanted(name))
            .copied()
            .collect()
    };
    let waited_for = of(&|name| is_for_the_first_screen(name, &naming));
    say("what the first screen, signing in, waits for", &waited_for);
    let early = of(&|name| is_of_part(name, EARLY_PART));
    say("what every start fetches meanwhile", &early);
    for day in DAYS {
        let more = of(&|name| is_of_part(name, day) && !is_of_part(name, EARLY_PART));
        say(
            &format!("what a day that begins with {day} fetches next"),
            &more,
        );
    }
    let first = [waited_for, early].concat();
    eprintln!(
        "  {:>9}  everything for the first screen, compressed; the budget is {}",
        kilobytes(sum(&first)),
        kilobytes(BUDGET),
    );
    if sum(&first) > BUDGET {
        bail!(
            "the first screen weighs {}, more than {}. {}",
            kilobytes(sum(&first)),
            kilobytes(BUDGET),
            what_grew(&first, &LAST_LOOKED_AT)
        );
    }
    Ok(())
}

fn say(screen: &str, weighed: &[(u64, &str)]) {
    for (bytes, name) in weighed {
        eprintln!("  {:>9}  {name}", kilobytes(*bytes));
    }
    eprintln!("  {:>9}  {screen}\n", kilobytes(sum(weighed)));
}

fn sum(weighed: &[(u64, &str)]) -> u64 {
    weighed.iter().map(|(bytes, _)| bytes).sum()
}

/// Which files are heavier than when they were last looked at, the one that grew most first.
fn what_grew(weighed: &[(u64, &str)], before: &[(&str, u64)]) -> String {
    let mut grown: Vec<_> = weighed
        .iter()
        .filter_map(|(bytes, name)| {
            let name = without_hash(name);
            let known = before.iter().find(|(known, _)| *known == name);
            let before = known.map_or(0, |(_, bytes)| *bytes);
            Some((bytes.checked_sub(before).filter(|more| *more > 0)?, name))
        })
        .collect();
    grown.sort_unstable_by_key(|(more, _)| Reverse(*more));
    let grown: Vec<_> = grown
        .iter()
        .map(|(more, name)| format!("{name} by {}", kilobytes(*more)))
        .collect();
    format!("Grown since it was last looked at: {}", grown.join(", "))
}

/// A file's name without the hash of its content.
fn without_hash(name: &str) -> String {
    let is_hash = |piece: &str| {
        (12..=64).contains(&piece.len()) && piece.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    let mut rest = String::new();
    for (at, piece) in name.split('-').enumerate() {
        let end = piece.find(['.', '_']).unwrap_or(piece.len());
        if at > 0 && is_hash(&piece[..end]) {
            rest.push_str(&piece[end..]);
        } else {
            if at > 0 {
                rest.push('-');
            }
            rest.push_str(piece);
        }
    }
    rest
}

/// Whether a part of the app loads this file: its name lists the parts that do (`frontend/build/bin/wasm-bindgen`).
fn is_of_part(name: &str, part: &str) -> bool {
    name.strip_prefix("part-")
        .is_some_and(|parts| name.ends_with(".wasm") && parts.split('-').any(|one| one == part))
}

fn files_of(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).context("the app is not built")? {
        fingerprint::collect(&entry?.path(), &mut files)?;
    }
    Ok(files)
}

/// Scripts and wasm count in any case, since they load each other; what the page or a style sheet names counts too.
/// The service worker comes after the first screen, parts when they are wanted, faces when a name has their letters.
fn is_for_the_first_screen(name: &str, naming: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    let is_service_worker = file == "sw.js" || file.starts_with("workbox-");
    let is_code = file.ends_with(".js") || (file.ends_with(".wasm") && !file.starts_with("part-"));
    let is_face = file.ends_with(".woff2");
    !is_service_worker
        && (file == "index.html" || is_code || naming.contains(file))
        && (!is_face || has_latin_letters(name, naming))
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
        for name in [
            "sw.js",
            "workbox-2b.js",
            "fonts/arabic.woff2",
            "part-desk-1a2b3c4d5e6f.wasm",
        ] {
            assert!(!is_for_the_first_screen(name, naming), "{name}");
        }
    }

    #[test]
    fn a_file_of_several_parts_is_loaded_by_each_of_them() {
        let name = "part-desk-work-1a2b3c4d5e6f.wasm";
        assert!(is_of_part(name, "desk") && is_of_part(name, "work"));
        assert!(!is_of_part(name, "intake"));
        assert!(!is_of_part("part-desk-1a2b3c4d5e6f.wasm.br", "desk"));
    }

    #[test]
    fn the_file_that_grew_is_named_and_the_one_that_grew_most_comes_first() {
        let before = [
            ("app_bg.wasm", 100_000),
            ("app.css", 9_000),
            ("app.js", 5_000),
        ];
        let now = [
            (130_500, "app-0123456789abcdef_bg.wasm"),
            (8_000, "app-0123456789ab.css"),
            (40_000, "part-desk-0123456789ab.wasm"),
        ];
        assert_eq!(
            what_grew(&now, &before),
            "Grown since it was last looked at: part-desk.wasm by 40.0 KB, app_bg.wasm by 30.5 KB"
        );
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
