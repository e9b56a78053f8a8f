//! The house in order: what reading the sources can tell. Needs nothing built and nothing running.
//!
//! Each rule is said in ARCHITECTURE.md; an exception stands here with its reason, where a reviewer sees it.

#![expect(
    clippy::expect_used,
    reason = "a test fails by panicking, and says why"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold what was fetched or built.
const NOT_OURS: [&str; 8] = [
    "target",
    "node_modules",
    "dist",
    "generated",
    "out",
    "data",
    ".git",
    "proptest-regressions",
];

/// A file of the repository, with its path as people write it.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// The text without the tests at its end: they may use what the code around them may not.
    fn without_tests(&self) -> &str {
        self.text.split("#[cfg(test)]").next().unwrap_or(&self.text)
    }

    /// Lines of code with their numbers, without comments.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.without_tests().lines().enumerate();
        lines
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
            .map(|(at, line)| (at + 1, line))
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace")
        .to_owned()
}

/// All text files below a folder whose name ends in one of these ways.
fn sources(folder: &str, endings: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    walk(&root().join(folder), endings, &mut found);
    assert!(
        !found.is_empty(),
        "{folder} holds no {endings:?}: this rule looked at nothing"
    );
    found
}

fn walk(folder: &Path, endings: &[&str], found: &mut Vec<Source>) {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    entries.sort();
    for path in entries {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_dir() {
            if !NOT_OURS.contains(&name.as_str()) {
                walk(&path, endings, found);
            }
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            let shown = path
                .strip_prefix(root())
                .expect("a path inside")
                .to_string_lossy()
                .into_owned();
            found.push(Source {
                path: shown,
                text: fs::read_to_string(&path).expect("a text file"),
            });
        }
    }
}

/// Fails with every finding, one per line.
fn none(rule: &str, findings: &[String]) {
    assert!(
        findings.is_empty(),
        "{rule}:\n  {}\n",
        findings.join("\n  ")
    );
}

#[test]
fn every_file_says_first_what_lives_in_it() {
    let rust = sources(".", &[".rs"]);
    let bare = rust.iter().filter(|source| !source.text.starts_with("//!"));
    none(
        "a file begins with `//!` and says what lives here",
        &bare.map(|source| source.path.clone()).collect::<Vec<_>>(),
    );
    let empty = rust.iter().filter(|source| {
        source
            .text
            .lines()
            .next()
            .is_some_and(|line| line.len() < 20)
    });
    none(
        "the first line says something",
        &empty.map(|source| source.path.clone()).collect::<Vec<_>>(),
    );
}

#[test]
fn nothing_is_left_for_later() {
    let marks = ["TODO", "FIXME", "HACK"];
    let mut findings = Vec::new();
    for source in sources(
        ".",
        &[
            ".rs", ".sql", ".toml", ".md", ".ftl", ".css", ".html", ".mjs", ".js", ".csv",
        ],
    ) {
        if source.path == "tests/tidy.rs" {
            continue;
        }
        for (at, line) in source.text.lines().enumerate() {
            if marks.iter().any(|mark| has_word(line, mark)) {
                findings.push(format!("{}:{}: {}", source.path, at + 1, line.trim()));
            }
        }
    }
    none(
        "nothing is left for later; what is missing stands in an issue",
        &findings,
    );
}

#[test]
fn no_path_of_a_machine_is_written_down() {
    let mut findings = Vec::new();
    let all = [
        ".rs", ".sql", ".toml", ".md", ".ftl", ".css", ".html", ".mjs", ".js", ".json", "run",
    ];
    for source in sources(".", &all) {
        let paths = ["/home/", "/root/", "/work/", "/Users/", "C:\\"];
        for (at, line) in source.text.lines().enumerate() {
            if source.path != "tests/tidy.rs" && paths.iter().any(|path| line.contains(path)) {
                findings.push(format!("{}:{}: {}", source.path, at + 1, line.trim()));
            }
        }
    }
    none("a path of one machine means nothing on another", &findings);
}

/// In `shared`, a feature uses the kernel, the write path and the case; everything else only by its id, which lives in
/// the kernel.
#[test]
fn features_of_shared_know_each_other_by_id_only() {
    const FEATURES: [&str; 12] = [
        "assignment",
        "case",
        "consent",
        "contact",
        "device",
        "disclosure",
        "documentation",
        "erasure",
        "intake",
        "organisation",
        "person",
        "signin",
    ];
    /// Who may know whom all the same, and why.
    const EXCEPTIONS: [(&str, &str, &str); 15] = [
        (
            "case",
            "disclosure",
            "the file of a case shows what was told to others",
        ),
        (
            "disclosure",
            "consent",
            "what is told stands on what the client agreed to",
        ),
        (
            "disclosure",
            "intake",
            "what is told of a way is told lane by lane",
        ),
        (
            "disclosure",
            "organisation",
            "only an office that the town knows is told",
        ),
        (
            "case",
            "consent",
            "the file of a case shows the answers on consent",
        ),
        (
            "case",
            "documentation",
            "the file of a case shows the notes",
        ),
        (
            "case",
            "intake",
            "the file of a case shows the intake that led to it",
        ),
        ("case", "person", "the file of a case shows the person"),
        (
            "intake",
            "person",
            "the intake form has a part about the person, and its check reads it",
        ),
        (
            "intake",
            "organisation",
            "the target group asks where somebody lives and which rule is in force",
        ),
        (
            "person",
            "organisation",
            "which Stadtteil an address lies in, and whether in this town at all, the organisation says",
        ),
        (
            "person",
            "consent",
            "reading a person shows what they agreed to",
        ),
        (
            "assignment",
            "organisation",
            "posts, districts and allocations are what proposals are made of",
        ),
        (
            "signin",
            "organisation",
            "a role is in a unit and on a post of it",
        ),
        (
            "assignment",
            "person",
            "languages and household speak for or against a candidate",
        ),
    ];
    let mut findings = Vec::new();
    // The device's core shows unsent commands of every feature on top of what was packed, as `command.rs` lists them all.
    let sources = sources("shared/src", &[".rs"])
        .into_iter()
        .filter(|source| !source.path.starts_with("shared/src/device/"));
    for source in sources {
        let Some(own) = FEATURES
            .iter()
            .find(|feature| source.path.starts_with(&format!("shared/src/{feature}/")))
        else {
            continue;
        };
        for (at, line) in source.code() {
            for other in FEATURES
                .iter()
                .filter(|other| *other != own && **other != "case")
            {
                let is_exception = EXCEPTIONS.iter().any(|(a, b, _)| a == own && b == other);
                if line.contains(&format!("crate::{other}::")) && !is_exception {
                    findings.push(format!("{}:{at}: {own} uses {other}", source.path));
                }
            }
        }
    }
    none(
        "a feature of shared knows another by its id only",
        &findings,
    );
}

/// The import table of the server: who stays away from what.
#[test]
fn routes_services_and_stores_keep_to_their_part() {
    /// Lines that stand all the same, and why.
    const EXCEPTIONS: [(&str, &str, &str); 3] = [
        (
            "backend/src/signin/service.rs",
            "use crate::web::Fault;",
            "signing in is no command: it answers the call itself",
        ),
        (
            "backend/src/device/service.rs",
            "use crate::web::Fault;",
            "enrolling is no command: it answers the call itself",
        ),
        (
            "backend/src/device/service.rs",
            "use crate::signin::store::find_actor;",
            "who hands in is known by the device",
        ),
    ];
    let mut findings = Vec::new();
    for source in sources("backend/src", &[".rs"]) {
        let Some((feature, file)) = source
            .path
            .trim_start_matches("backend/src/")
            .split_once('/')
        else {
            continue;
        };
        let is = |name: &str| file == format!("{name}.rs") || file.starts_with(&format!("{name}/"));
        let forbidden: &[&str] = match () {
            () if is("routes") => &["diesel::", "schema::"],
            () if is("service") => &["actix_web", "crate::web"],
            () if is("store") => &["actix_web", "crate::web", "::service::"],
            () => continue,
        };
        let is_exception = |line: &str| {
            EXCEPTIONS
                .iter()
                .any(|(path, own, _)| source.path == *path && line == *own)
        };
        for (at, line) in source.code().filter(|(_, line)| !is_exception(line)) {
            for word in forbidden.iter().filter(|word| line.contains(**word)) {
                findings.push(format!("{}:{at}: {word} does not belong here", source.path));
            }
            let is_foreign_store = line.contains("::store::") || line.contains("::store;");
            let is_own =
                line.contains(&format!("crate::{feature}::store")) || line.contains("super::store");
            if is_foreign_store && line.contains("crate::") && !is_own && is("service") {
                findings.push(format!(
                    "{}:{at}: the store of another feature",
                    source.path
                ));
            }
        }
    }
    none(
        "routes know no SQL, services no HTTP, stores no rules",
        &findings,
    );
}

/// The import table of the app.
#[test]
fn the_browser_is_touched_in_one_place_only() {
    /// Files called `state.rs` that show something, and why.
    const PROVIDERS: [(&str, &str); 2] = [
        (
            "frontend/src/case/state.rs",
            "what stands in the place of a case that is not there yet",
        ),
        (
            "frontend/src/signin/state.rs",
            "hands the state out to everything below it",
        ),
    ];
    /// Folders that speak to the browser, and why.
    const AT_HOME: [(&str, &str); 5] = [
        ("frontend/src/api.rs", "sends every call there is"),
        ("frontend/src/platform/", "the home of the browser"),
        (
            "frontend/src/offline/",
            "storage and keys are the browser's",
        ),
        (
            "frontend/src/ui/",
            "an event carries its element; a component needs its focus",
        ),
        ("frontend/src/main.rs", "the start"),
    ];
    let mut findings = Vec::new();
    for source in sources("frontend/src", &[".rs"]) {
        let is_at_home = AT_HOME
            .iter()
            .any(|(home, _)| source.path.starts_with(home));
        for (at, line) in source.code() {
            let speaks_to_the_browser = [
                "web_sys::window",
                "gloo::storage",
                "gloo::net",
                "js_sys::eval",
            ]
            .iter()
            .any(|word| line.contains(word));
            if speaks_to_the_browser && !is_at_home {
                findings.push(format!("{}:{at}: {}", source.path, line.trim()));
            }
            let is_page = source.path.ends_with("page.rs");
            if is_page
                && line.contains("crate::api")
                && !source.path.starts_with("frontend/src/ui/")
            {
                findings.push(format!(
                    "{}:{at}: a page asks its state, not the network",
                    source.path
                ));
            }
            let is_provider = PROVIDERS.iter().any(|(path, _)| source.path == *path);
            let is_state = source.path.ends_with("state.rs") && !is_provider;
            if is_state && line.contains("html!") {
                findings.push(format!("{}:{at}: state shows nothing", source.path));
            }
        }
    }
    none(
        "one place speaks to the browser, states show nothing, pages send nothing",
        &findings,
    );
}

/// Which files of the server ask another one, and whom.
#[test]
fn the_server_asks_nobody_but_the_sign_in_service() {
    const ASKS: [(&str, &str); 1] = [(
        "backend/src/signin/provider/client.rs",
        "the town's own sign-in service, whose address the settings give",
    )];
    let mut findings = Vec::new();
    for source in sources("backend/src", &[".rs"]) {
        let may = ASKS.iter().any(|(path, _)| source.path == *path);
        for (at, line) in source.code().filter(|_| !may) {
            let asks = ["ureq::", "TcpStream::connect", "reqwest::", "awc::"];
            if asks.iter().any(|word| line.contains(word)) {
                findings.push(format!("{}:{at}: {}", source.path, line.trim()));
            }
        }
    }
    none("requests go out in one place only", &findings);
}

#[test]
fn the_page_policy_is_not_worked_around() {
    let forbidden = [
        (
            " style=",
            "the page policy blocks style attributes: a class, or an attribute of SVG",
        ),
        ("from_html_unchecked", "raw HTML is how scripts get in"),
        ("set_inner_html", "raw HTML is how scripts get in"),
        ("VNode::VRaw", "raw HTML is how scripts get in"),
    ];
    let mut findings = Vec::new();
    for source in sources("frontend", &[".rs", ".html"]) {
        for (at, line) in source.code() {
            for (word, reason) in forbidden.iter().filter(|(word, _)| line.contains(word)) {
                findings.push(format!("{}:{at}: `{}`: {reason}", source.path, word.trim()));
            }
        }
    }
    none("the page policy is kept", &findings);
}

/// What runs in the browser, on the server and in the simulator alike stays small and pure. A name is added here with
/// the thought that it costs every tablet.
#[test]
fn shared_depends_on_a_reviewed_list() {
    const REVIEWED: [&str; 12] = [
        "base64",
        "csv",
        "jiff",
        "schemars",
        "serde",
        "serde_json",
        "sha2",
        "strum",
        "thiserror",
        "unicode-normalization",
        "uuid",
        "validator",
    ];
    let manifest = fs::read_to_string(root().join("shared/Cargo.toml")).expect("shared/Cargo.toml");
    let section = manifest
        .split("[dependencies]")
        .nth(1)
        .expect("dependencies of shared");
    let names: BTreeSet<&str> = section
        .lines()
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split(['.', ' ', '=']).next())
        .filter(|name| !name.is_empty() && !name.starts_with('#'))
        .collect();
    assert_eq!(names, BTreeSet::from(REVIEWED), "dependencies of shared");
}

#[test]
fn versions_stand_in_the_root_manifest_only() {
    let mut findings = Vec::new();
    for source in sources(".", &["Cargo.toml"]) {
        if source.path == "Cargo.toml" {
            continue;
        }
        let mut is_dependencies = false;
        for (at, line) in source.text.lines().enumerate() {
            if line.starts_with('[') {
                is_dependencies = line.ends_with("dependencies]");
            } else if is_dependencies
                && line.contains('=')
                && !line.contains("workspace = true")
                && !line.trim_start().starts_with(['"', '#', ']'])
            {
                findings.push(format!("{}:{}: {line}", source.path, at + 1));
            }
        }
    }
    none("versions are stated once", &findings);
}

#[test]
fn migrations_come_in_pairs() {
    let names = |database: &str| -> BTreeSet<String> {
        let folder = root().join("migrations").join(database);
        let entries = fs::read_dir(&folder).expect("a folder of migrations");
        let names = entries.map(|entry| entry.expect("an entry").path());
        names
            .map(|path| {
                for file in ["up.sql", "down.sql"] {
                    assert!(
                        path.join(file).is_file(),
                        "{} has no {file}",
                        path.display()
                    );
                }
                path.file_name()
                    .expect("a name")
                    .to_string_lossy()
                    .into_owned()
            })
            .collect()
    };
    let sqlite = names("sqlite");
    assert!(!sqlite.is_empty(), "there are no migrations");
    // Of two with one number only one would ever run.
    let numbers: BTreeSet<_> = sqlite
        .iter()
        .filter_map(|name| name.split('_').next())
        .collect();
    assert_eq!(
        numbers.len(),
        sqlite.len(),
        "two migrations have one number"
    );
    assert_eq!(
        sqlite,
        names("postgres"),
        "the same migrations for both databases"
    );
}

#[test]
fn what_the_documents_tell_people_to_type_exists() {
    let xtask = fs::read_to_string(root().join("xtask/src/main.rs")).expect("xtask");
    let server =
        fs::read_to_string(root().join("backend/src/cli.rs")).expect("the server's commands");
    let mut findings = Vec::new();
    let mut seen = 0;
    for source in documents() {
        for (at, line) in source.text.lines().enumerate() {
            for job in words_after(line, "cargo xtask ") {
                seen += 1;
                if !xtask.contains(&format!("\"{job}\" =>")) {
                    findings.push(format!(
                        "{}:{}: there is no `cargo xtask {job}`",
                        source.path,
                        at + 1
                    ));
                }
            }
            for job in words_after(line, "`lueckenlos ") {
                let variant: String = job.split('-').map(capitalised).collect();
                if !job.starts_with("--") && !has_word(&server, &variant) {
                    findings.push(format!(
                        "{}:{}: there is no `lueckenlos {job}`",
                        source.path,
                        at + 1
                    ));
                }
            }
        }
    }
    assert!(
        seen > 0,
        "no document names a command: this rule looked at nothing"
    );
    none("the documents name commands that exist", &findings);
}

#[test]
fn links_between_documents_lead_somewhere() {
    let mut findings = Vec::new();
    for source in documents() {
        let folder = root()
            .join(&source.path)
            .parent()
            .expect("a folder")
            .to_owned();
        for target in source
            .text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let path = target.split('#').next().unwrap_or_default();
            let is_outside =
                target.contains("://") || target.starts_with("mailto:") || path.is_empty();
            if !is_outside && !folder.join(path).exists() {
                findings.push(format!("{}: {target}", source.path));
            }
        }
    }
    none("links lead to files that are there", &findings);
}

/// Not a rule but a question: past this length two subjects may share the file.
#[test]
fn long_files_are_named() {
    const LONG: usize = 500;
    for source in sources(".", &[".rs"]) {
        let lines = source.text.lines().count();
        if lines > LONG {
            eprintln!("{}: {lines} lines. Do two subjects share it?", source.path);
        }
        assert!(
            lines <= 4 * LONG,
            "{}: {lines} lines is too long for anybody to know",
            source.path
        );
    }
}

fn documents() -> Vec<Source> {
    let mut found = sources(".", &[".md"]);
    found.retain(|source| !source.path.starts_with("tests/journeys/node_modules"));
    found
}

/// The words that follow a beginning, wherever it stands in a line.
fn words_after<'a>(line: &'a str, beginning: &str) -> Vec<&'a str> {
    let rest = line.split(beginning).skip(1);
    rest.filter_map(|rest| {
        rest.split(|char: char| !char.is_ascii_alphanumeric() && char != '-')
            .next()
    })
    .filter(|word| !word.is_empty())
    .collect()
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|char: char| !char.is_alphanumeric() && char != '_')
        .any(|own| own == word)
}
