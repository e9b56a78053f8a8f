//! What may be linked into the product: `deny.toml`, held against what cargo says of every package there is.
//!
//! `cargo deny check bans licenses sources` reads the same file and looks deeper (texts of licences, versions that are
//! there twice); compiling it takes longer than all other tests together, so that every run does this instead.

#![expect(
    clippy::expect_used,
    reason = "a test fails by panicking, and says why"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

/// The parts of `deny.toml` that are checked here.
#[derive(Deserialize)]
struct Rules {
    graph: Graph,
    licenses: Licences,
    bans: Bans,
    sources: Sources,
}

#[derive(Deserialize)]
struct Graph {
    targets: Vec<String>,
}

#[derive(Deserialize)]
struct Licences {
    allow: BTreeSet<String>,
    #[serde(default)]
    exceptions: Vec<Exception>,
}

/// One package that may have another licence, with its reason.
#[derive(Deserialize)]
struct Exception {
    name: String,
    allow: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Bans {
    wildcards: String,
    deny: Vec<Ban>,
}

#[derive(Deserialize)]
struct Ban {
    name: String,
    reason: String,
    /// Packages that may name it all the same.
    #[serde(default)]
    wrappers: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Sources {
    unknown_registry: String,
    unknown_git: String,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
    source: Option<String>,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    req: String,
    /// Absent: an ordinary one, neither of tests nor of build scripts.
    kind: Option<String>,
    optional: bool,
    path: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace")
}

fn rules() -> Rules {
    let text = std::fs::read_to_string(root().join("deny.toml")).expect("deny.toml");
    toml::from_str(&text).expect("deny.toml, as far as it is read here")
}

/// Every package that is compiled for one of the targets, by its id.
fn packages(rules: &Rules) -> BTreeMap<String, Package> {
    let mut linked = BTreeMap::new();
    for target in &rules.graph.targets {
        let output = Command::new(env!("CARGO"))
            .args(["metadata", "--format-version=1", "--locked", "--offline"])
            .args(["--filter-platform", target])
            .current_dir(root())
            .output()
            .expect("cargo");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let metadata: Metadata = serde_json::from_slice(&output.stdout).expect("metadata");
        let used: BTreeSet<String> = metadata
            .resolve
            .nodes
            .into_iter()
            .map(|one| one.id)
            .collect();
        let packages = metadata.packages.into_iter();
        linked.extend(
            packages
                .filter(|package| used.contains(&package.id))
                .map(|package| (package.id.clone(), package)),
        );
    }
    assert!(linked.len() > 100, "{} packages", linked.len());
    linked
}

/// Whether an expression of SPDX can be met with these licences alone. `AND` binds stronger than `OR`; the old way of
/// writing `OR` is a stroke.
fn is_met(expression: &str, allowed: &dyn Fn(&str) -> bool) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    let met = either(&mut rest, allowed);
    assert!(
        rest.is_empty(),
        "`{expression}` is no expression of licences"
    );
    met
}

fn either(rest: &mut &[&str], allowed: &dyn Fn(&str) -> bool) -> bool {
    let mut met = both(rest, allowed);
    while let Some((&"OR", after)) = rest.split_first() {
        *rest = after;
        met |= both(rest, allowed);
    }
    met
}

fn both(rest: &mut &[&str], allowed: &dyn Fn(&str) -> bool) -> bool {
    let mut met = one(rest, allowed);
    while let Some((&"AND", after)) = rest.split_first() {
        *rest = after;
        met &= one(rest, allowed);
    }
    met
}

fn one(rest: &mut &[&str], allowed: &dyn Fn(&str) -> bool) -> bool {
    let Some((first, after)) = rest.split_first() else {
        return false;
    };
    *rest = after;
    if *first == "(" {
        let met = either(rest, allowed);
        if let Some((&")", after)) = rest.split_first() {
            *rest = after;
        }
        return met;
    }
    match after {
        ["WITH", exception, after @ ..] => {
            *rest = after;
            allowed(&format!("{first} WITH {exception}"))
        }
        _ => allowed(first),
    }
}

#[test]
fn every_package_has_a_licence_that_is_allowed() {
    let rules = rules();
    let mut wrong = Vec::new();
    for package in packages(&rules).values() {
        let exception = rules
            .licenses
            .exceptions
            .iter()
            .find(|exception| exception.name == package.name);
        let allowed = |licence: &str| {
            rules.licenses.allow.contains(licence)
                || exception.is_some_and(|exception| exception.allow.contains(licence))
        };
        let licence = package.license.as_deref().unwrap_or("none");
        if !is_met(licence, &allowed) {
            wrong.push(format!("{} {}: {licence}", package.name, package.version));
        }
    }
    assert!(
        wrong.is_empty(),
        "not allowed by deny.toml:\n  {}",
        wrong.join("\n  ")
    );
}

#[test]
fn nothing_is_linked_that_is_banned() {
    let rules = rules();
    let linked = packages(&rules);
    for ban in &rules.bans.deny {
        let names_it = |package: &&Package| {
            let mut dependencies = package.dependencies.iter();
            dependencies.any(|one| one.name == ban.name && one.kind.is_none() && !one.optional)
        };
        let is_linked = linked.values().any(|package| package.name == ban.name);
        let is_wrapped = !ban.wrappers.is_empty()
            && linked
                .values()
                .filter(names_it)
                .all(|package| ban.wrappers.contains(&package.name));
        assert!(
            !is_linked || is_wrapped,
            "{} is banned: {}",
            ban.name,
            ban.reason
        );
    }
}

#[test]
fn every_package_comes_from_the_registry_or_from_here() {
    let rules = rules();
    assert_eq!(
        (
            rules.sources.unknown_registry.as_str(),
            rules.sources.unknown_git.as_str()
        ),
        ("deny", "deny")
    );
    let registry = "registry+https://github.com/rust-lang/crates.io-index";
    for package in packages(&rules).values() {
        match package.source.as_deref() {
            None => assert!(
                package.name.starts_with("lueckenlos-") || package.name == "xtask",
                "{} lies beside us",
                package.name
            ),
            Some(source) => assert_eq!(source, registry, "{}", package.name),
        }
    }
}

#[test]
fn our_own_manifests_name_a_version_of_everything() {
    let rules = rules();
    assert_eq!(rules.bans.wildcards, "deny");
    let linked = packages(&rules);
    let ours = linked.values().filter(|package| package.source.is_none());
    for package in ours {
        for dependency in &package.dependencies {
            assert!(
                dependency.path.is_some() || dependency.req != "*",
                "{} takes any version of {}",
                package.name,
                dependency.name
            );
        }
    }
}

#[test]
fn an_expression_of_licences_is_read_as_it_is_meant() {
    let allowed =
        |licence: &str| ["MIT", "Zlib", "Apache-2.0 WITH LLVM-exception"].contains(&licence);
    for (expression, is_allowed) in [
        ("MIT", true),
        ("GPL-3.0-only", false),
        ("GPL-3.0-only OR MIT", true),
        ("GPL-3.0-only AND MIT", false),
        ("MIT/GPL-3.0-only", true),
        ("(GPL-3.0-only OR MIT) AND Zlib", true),
        ("(GPL-3.0-only OR MIT) AND ISC", false),
        ("GPL-3.0-only OR MIT AND Zlib", true),
        ("Apache-2.0", false),
        ("Apache-2.0 WITH LLVM-exception", true),
        ("Apache-2.0 WITH LLVM-exception AND ISC", false),
        ("none", false),
    ] {
        assert_eq!(is_met(expression, &allowed), is_allowed, "{expression}");
    }
}
