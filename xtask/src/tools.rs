//! The tools of a build: found where they are, installed where they are not, named with the way to get them where that
//! fails. Nothing is installed twice, and nothing outside the user's cache is touched except through `rustup` and `apt`.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::step::{already, answer_of, run, run_quietly, step};
use crate::{fingerprint, place};

const WASM: &str = "wasm32-unknown-unknown";
/// The newest Trunk that this toolchain builds.
const TRUNK: &str = "0.21.14";
/// Takes the app apart into the parts that are loaded when they are needed.
const WASM_SPLIT: &str = "0.2.4";

/// Which compiler builds for the browser, with the tools that follow it.
pub(crate) struct Browser {
    rustc: Option<PathBuf>,
    cargo: Option<PathBuf>,
}

impl Browser {
    /// Tells a command which compiler, tools and target folder to use.
    pub(crate) fn prepare(&self, command: &mut Command) {
        command.env("PATH", search_path());
        if let (Some(rustc), Some(cargo)) = (&self.rustc, &self.cargo) {
            command.env("RUSTC", rustc).env("CARGO", cargo);
            // Only the compiler that rustup manages knows this variable's toolchain.
            command.env_remove("RUSTUP_TOOLCHAIN");
            command.env("CARGO_TARGET_DIR", place::target().join("wasm-debian"));
        } else {
            command.env("CARGO_TARGET_DIR", place::wasm_target());
        }
    }

    /// The cargo that belongs to the compiler.
    pub(crate) fn cargo(&self) -> Command {
        let mut command =
            Command::new(self.cargo.clone().unwrap_or_else(|| PathBuf::from("cargo")));
        self.prepare(&mut command);
        command.current_dir(place::root());
        command
    }

    /// What the result of a build depends on beside the sources.
    pub(crate) fn versions(&self) -> Result<Vec<String>> {
        let rustc = self.rustc.clone().unwrap_or_else(|| PathBuf::from("rustc"));
        let rustc = answer_of(Command::new(rustc).arg("-vV")).context("rustc does not answer")?;
        Ok(vec![rustc, TRUNK.to_owned(), WASM_SPLIT.to_owned()])
    }
}

/// Installs what building the app for the browser needs.
pub(crate) fn for_the_app() -> Result<Browser> {
    let browser = wasm_library()?;
    trunk()?;
    wasm_bindgen()?;
    wasm_split()?;
    node_modules("frontend", "style sheet, fonts, wasm-opt")?;
    Ok(browser)
}

/// The standard library for the browser: there, from rustup, or built with Debian's compiler.
pub(crate) fn wasm_library() -> Result<Browser> {
    let of_rustup = Browser {
        rustc: None,
        cargo: None,
    };
    if has_wasm_library(Path::new("rustc")) {
        already("wasm32 standard library");
        return Ok(of_rustup);
    }
    if place::on_path("rustup").is_some()
        && step("wasm32 standard library, from rustup", || {
            run_quietly(Command::new("rustup").args(["target", "add", WASM]))
        })
        .is_ok()
        && has_wasm_library(Path::new("rustc"))
    {
        return Ok(of_rustup);
    }
    let of_debian = Browser {
        rustc: Some(PathBuf::from("/usr/bin/rustc")),
        cargo: Some(PathBuf::from("/usr/bin/cargo")),
    };
    if has_wasm_library(Path::new("/usr/bin/rustc")) {
        already("wasm32 standard library, Debian's");
        return Ok(of_debian);
    }
    step("wasm32 standard library, built with Debian's compiler", debian_wasm_library).context(
        "the wasm32 standard library is missing. Get it with `rustup target add wasm32-unknown-unknown`, or on Debian \
         with `apt-get install rustc-web cargo-web rust-web-src rust-web-llvm` and run this again",
    )?;
    Ok(of_debian)
}

fn has_wasm_library(rustc: &Path) -> bool {
    wasm_library_folder(rustc).is_some_and(|folder| {
        fs::read_dir(folder).is_ok_and(|entries| {
            let mut names = entries.flatten().map(|entry| entry.file_name());
            names.any(|name| name.to_string_lossy().starts_with("libstd-"))
        })
    })
}

fn wasm_library_folder(rustc: &Path) -> Option<PathBuf> {
    let sysroot = answer_of(Command::new(rustc).args(["--print", "sysroot"]))?;
    Some(
        Path::new(&sysroot)
            .join("lib/rustlib")
            .join(WASM)
            .join("lib"),
    )
}

/// Debian's compiler set has the sources of the standard library but no build of it for the browser.
fn debian_wasm_library() -> Result<()> {
    // A list fetched long ago may offer an older compiler than the code asks for.
    apt_update()?;
    apt(&["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm"])?;
    let rustc = Path::new("/usr/bin/rustc");
    let about =
        answer_of(Command::new(rustc).arg("-vV")).context("/usr/bin/rustc does not answer")?;
    let llvm = about
        .lines()
        .find_map(|line| line.strip_prefix("LLVM version: "))
        .and_then(|version| version.split('.').next())
        .context("/usr/bin/rustc does not say its LLVM version")?;
    apt(&[&format!("lld-{llvm}")])?;
    let empty = place::cache().join("wasm-std");
    fs::create_dir_all(empty.join("src"))?;
    fs::write(
        empty.join("Cargo.toml"),
        "[package]\nname = \"empty\"\nedition = \"2024\"\n[workspace]\n",
    )?;
    fs::write(empty.join("src/lib.rs"), "")?;
    run_quietly(
        Command::new("/usr/bin/cargo")
            .current_dir(&empty)
            .args([
                "build",
                "--release",
                "-Zbuild-std=std,panic_abort",
                "--target",
                WASM,
            ])
            .env("RUSTC", rustc)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("RUSTFLAGS", "-Cembed-bitcode=yes")
            .env("CARGO_TARGET_DIR", empty.join("target"))
            .env_remove("RUSTUP_TOOLCHAIN"),
    )?;
    let home = wasm_library_folder(rustc)
        .context("/usr/bin/rustc does not say where its libraries are")?;
    fs::create_dir_all(&home)
        .with_context(|| format!("cannot write to {}: be root", home.display()))?;
    for entry in fs::read_dir(empty.join("target").join(WASM).join("release/deps"))? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.ends_with(".rlib") && !name.starts_with("libempty") {
            fs::copy(entry.path(), home.join(&*name))?;
        }
    }
    // What was compiled against another standard library is stale.
    let stale = place::target().join("wasm-debian");
    if stale.is_dir() {
        fs::remove_dir_all(stale)?;
    }
    Ok(())
}

fn trunk() -> Result<()> {
    let name = format!("Trunk {TRUNK}");
    if version_of("trunk").is_some_and(|version| version.contains(TRUNK)) {
        already(&name);
        return Ok(());
    }
    step(
        &format!("{name}, compiled once for this user (about 4 minutes)"),
        || {
            let package = [
                "trunk",
                "--version",
                TRUNK,
                "--locked",
                "--no-default-features",
                "--debug",
            ];
            run(&mut cargo_install(&package))
        },
    )
    .context(format!(
        "get it with `cargo install trunk --version {TRUNK} --locked --no-default-features`"
    ))
}

fn wasm_bindgen() -> Result<()> {
    let version = locked_version("wasm-bindgen")?;
    let name = format!("wasm-bindgen {version}");
    let is_there = |tool| {
        version_of(tool).is_some_and(|answer| answer.split_whitespace().any(|word| word == version))
    };
    if is_there("wasm-bindgen") && is_there("wasm-bindgen-test-runner") {
        already(&name);
        return Ok(());
    }
    step(
        &format!("{name}, compiled once for this user (about 1 minute)"),
        || {
            let package = ["wasm-bindgen-cli", "--version", version.as_str(), "--debug"];
            // Its lock file may name releases that a registry's copy does not hold yet.
            run_quietly(cargo_install(&package).arg("--locked"))
                .or_else(|_| run(&mut cargo_install(&package)))
        },
    )
    .context(format!(
        "get it with `cargo install wasm-bindgen-cli --version {version}`"
    ))
}

fn wasm_split() -> Result<()> {
    let name = format!("wasm-split-cli {WASM_SPLIT}");
    // It does not tell its version: the folder of installed packages does.
    let is_there = answer_of(
        Command::new("cargo")
            .args(["install", "--list", "--root"])
            .arg(place::tools()),
    )
    .is_some_and(|list| list.contains(&format!("wasm_split_cli_support v{WASM_SPLIT}:")));
    if is_there {
        already(&name);
        return Ok(());
    }
    let package = [
        "wasm_split_cli_support",
        "--version",
        WASM_SPLIT,
        "--locked",
        "--features",
        "build-binary",
        "--debug",
    ];
    step(
        &format!("{name}, compiled once for this user (about 1 minute)"),
        || run_quietly(&mut cargo_install(&package)),
    )
    .context(format!(
        "get it with `cargo install wasm_split_cli_support --version {WASM_SPLIT} --locked --features build-binary`"
    ))
}

/// A `cargo install` into the cache, compiled outside the clone.
fn cargo_install(package: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command
        .arg("install")
        .args(package)
        .args(["--force", "--root"])
        .arg(place::tools())
        .env("CARGO_TARGET_DIR", place::cache().join("tools-build"))
        .current_dir(place::cache_folder());
    command
}

fn version_of(tool: &str) -> Option<String> {
    answer_of(Command::new(place::tools().join("bin").join(tool)).arg("--version"))
}

/// The version of a package in `Cargo.lock`.
fn locked_version(package: &str) -> Result<String> {
    let lock = fs::read_to_string(place::inside("Cargo.lock")).context("cannot read Cargo.lock")?;
    version_in_lock(&lock, package).with_context(|| format!("Cargo.lock has no {package}"))
}

fn version_in_lock(lock: &str, package: &str) -> Option<String> {
    let mut lines = lock.lines();
    lines.find(|line| *line == format!("name = \"{package}\""))?;
    let version = lines
        .next()?
        .strip_prefix("version = \"")?
        .strip_suffix('"')?;
    Some(version.to_owned())
}

/// The npm packages of a folder, exactly as its lock file says. Answers with where they are.
pub(crate) fn node_modules(folder: &str, what: &str) -> Result<PathBuf> {
    let lock = format!("{folder}/package-lock.json");
    let fingerprint = fingerprint::of(&[&lock], &[])?;
    let name = format!("npm packages of {folder}: {what}");
    let stamp = format!("npm-{}", folder.replace('/', "-"));
    let home = place::inside(folder);
    if home.join("node_modules").is_dir() && fingerprint::is_known(&stamp, &fingerprint) {
        already(&name);
        return Ok(home.join("node_modules"));
    }
    if place::on_path("npm").is_none() {
        bail!(
            "npm is missing. Get Node 20 or newer from your distribution (`apt-get install nodejs npm`) or nodejs.org"
        );
    }
    step(&name, || {
        let flags = [
            "ci",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--loglevel=error",
        ];
        run_quietly(Command::new("npm").args(flags).current_dir(&home))
    })?;
    fingerprint::remember(&stamp, &fingerprint)?;
    Ok(home.join("node_modules"))
}

/// A C compiler, which the bundled database engines need.
pub(crate) fn c_compiler() -> Result<()> {
    if place::on_path("cc").is_some() {
        return Ok(());
    }
    step("C compiler, from apt", || apt(&["build-essential"]))
}

/// Chromium and the driver of the same version. Answers with both programs.
pub(crate) fn chromium() -> Result<(PathBuf, PathBuf)> {
    let found = || Some((place::on_path("chromium")?, place::on_path("chromedriver")?));
    if let Some(found) = found() {
        already("Chromium and its driver");
        return Ok(found);
    }
    step("Chromium and its driver, from apt", || {
        apt(&["chromium", "chromium-driver"])
    })?;
    found().context("Chromium is missing. Get it with `apt-get install chromium chromium-driver`")
}

/// Schemathesis, which asks random questions after an API document, in an environment of its own. Answers with the
/// folder of its programs.
pub(crate) fn schemathesis() -> Result<PathBuf> {
    const VERSIONS: &str = "tests/contract/requirements.txt";
    let python = answer_of(Command::new("python3").arg("--version")).unwrap_or_default();
    let fingerprint = fingerprint::of(&[VERSIONS], &[python])?;
    // The folder is named after what is in it: clones with other versions do not disturb each other.
    let home = place::cache().join("schemathesis").join(fingerprint);
    let programs = home.join("bin");
    let is_ready = home.join("ready");
    if is_ready.is_file() {
        already("Schemathesis");
        return Ok(programs);
    }
    step("Schemathesis, from PyPI", || {
        if home.exists() {
            fs::remove_dir_all(&home)?;
        }
        let environment = || {
            let mut command = Command::new("python3");
            command.args(["-m", "venv"]).arg(&home);
            run_quietly(&mut command)
        };
        if answer_of(Command::new("python3").args(["-c", "import ensurepip, venv"])).is_none() {
            apt(&["python3", "python3-venv"])?;
        }
        environment()?;
        // Every package is named with its version in the list: nothing else is fetched.
        run_quietly(
            Command::new(programs.join("python"))
                .args([
                    "-m",
                    "pip",
                    "install",
                    "--quiet",
                    "--disable-pip-version-check",
                ])
                .args(["--no-deps", "--requirement"])
                .arg(place::inside(VERSIONS)),
        )?;
        fs::write(&is_ready, "").context("cannot mark Schemathesis as installed")
    })
    .context(
        "get Python 3.11 or newer with its `venv` (on Debian `apt-get install python3-venv`)",
    )?;
    Ok(programs)
}

/// The programs of PostgreSQL. Answers with their folder; tests start a cluster of their own with them.
pub(crate) fn postgres() -> Result<PathBuf> {
    if let Some(found) = postgres_folder() {
        already("PostgreSQL programs");
        return Ok(found);
    }
    step("PostgreSQL programs, from apt", || apt(&["postgresql"]))?;
    postgres_folder().context("PostgreSQL is missing. Get it with `apt-get install postgresql`")
}

fn postgres_folder() -> Option<PathBuf> {
    let mut versions: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .filter(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
        .collect();
    versions.sort();
    versions.pop().or_else(|| {
        let initdb = fs::canonicalize(place::on_path("initdb")?).ok()?;
        Some(initdb.parent()?.to_owned()).filter(|folder| folder.join("postgres").is_file())
    })
}

/// Installs Debian packages, if this user may.
fn apt(packages: &[&str]) -> Result<()> {
    let by_hand = format!("install by hand: apt-get install {}", packages.join(" "));
    if place::on_path("apt-get").is_none() {
        bail!("there is no apt-get here; {by_hand}");
    }
    let install = || {
        run_quietly(
            apt_get()
                .args(["install", "-y", "--no-install-recommends"])
                .args(packages),
        )
    };
    // The lists of a fresh machine are empty: look again after fetching them.
    install()
        .or_else(|_| {
            apt_update()?;
            install()
        })
        .context(by_hand)
}

/// Fetches the lists of what Debian offers now.
fn apt_update() -> Result<()> {
    run_quietly(apt_get().arg("update"))
}

/// The package manager, as root or through `sudo` where it asks for no password.
fn apt_get() -> Command {
    let is_root = answer_of(Command::new("id").arg("-u")).as_deref() == Some("0");
    let mut command = Command::new(if is_root { "apt-get" } else { "sudo" });
    if !is_root {
        command.args(["-n", "apt-get"]);
    }
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// The search path with our tools first.
pub(crate) fn search_path() -> OsString {
    let own = [
        // Its `wasm-bindgen` takes the app apart and calls the real one.
        place::inside("frontend/build/bin"),
        place::tools().join("bin"),
        place::inside("frontend/node_modules/.bin"),
    ];
    let given = env::var_os("PATH").unwrap_or_default();
    env::join_paths(own.into_iter().chain(env::split_paths(&given))).unwrap_or(given)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_a_package_is_read_from_the_lock_file() {
        let lock = "[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n\n[[package]]\nname = \"wasm\"\nversion = \"1.0.0\"\n";
        assert_eq!(
            version_in_lock(lock, "wasm-bindgen").as_deref(),
            Some("0.2.130")
        );
        assert_eq!(version_in_lock(lock, "wasm").as_deref(), Some("1.0.0"));
        assert_eq!(version_in_lock(lock, "bindgen"), None);
    }
}
