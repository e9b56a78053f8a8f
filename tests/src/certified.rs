//! A certified OpenID Connect provider (`oidc-provider`, from the packages of the journeys) as a process of its own, and the
//! browser that goes through its pages.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use ureq::Agent;

/// How many pages a way through it may have.
const PAGES: usize = 8;

/// The provider. Stopped when dropped.
#[derive(Debug)]
pub struct CertifiedProvider {
    process: Child,
    issuer: String,
}

/// A file beside the journeys.
fn journeys(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("journeys")
        .join(path)
}

impl CertifiedProvider {
    /// Whether it can be started here. A bare `cargo test` says so where not and goes on, while `cargo xtask test` installs
    /// what it needs and says so, so that nothing is left out there.
    #[must_use]
    pub fn is_there() -> bool {
        let is_there = journeys("node_modules/oidc-provider").is_dir()
            || std::env::var_os("TEST_PROVIDER").is_some();
        if !is_there {
            eprintln!("oidc-provider is not installed: this test was left out");
        }
        is_there
    }

    /// One in front of which this person sits, which sends browsers back to an address and knows our server by a secret.
    ///
    /// # Panics
    /// If it cannot be started.
    #[must_use]
    pub fn start(back_to: &str, person: &str, secret: &str) -> Self {
        let mut process = Command::new("node")
            .arg(journeys("support/provider.mjs"))
            .args([back_to, person, secret])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("node starts");
        let said = process.stdout.take().expect("its output");
        let mut issuer = String::new();
        BufReader::new(said)
            .read_line(&mut issuer)
            .expect("where it is");
        let issuer = issuer.trim().to_owned();
        assert!(
            issuer.starts_with("http://"),
            "it says where it is: {issuer}"
        );
        Self { process, issuer }
    }

    /// How it calls itself.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Follows a browser through its pages, until it is sent to an address that begins so; answers that address.
    ///
    /// # Panics
    /// If it is never sent there.
    #[must_use]
    pub fn lead(&self, address: &str, back_to: &str) -> String {
        let agent: Agent = Agent::config_builder()
            .max_redirects(0)
            .http_status_as_error(false)
            .proxy(None)
            .build()
            .into();
        let mut cookies = BTreeMap::new();
        let mut address = address.to_owned();
        for _ in 0..PAGES {
            let pairs: Vec<String> = cookies
                .iter()
                .map(|(name, value): (&String, &String)| format!("{name}={value}"))
                .collect();
            let answer = agent
                .get(&address)
                .header("cookie", pairs.join("; "))
                .call()
                .expect("a page");
            for cookie in answer.headers().get_all("set-cookie") {
                let cookie = cookie.to_str().expect("a cookie");
                let pair = cookie.split(';').next().unwrap_or_default();
                if let Some((name, value)) = pair.split_once('=') {
                    cookies.insert(name.to_owned(), value.to_owned());
                }
            }
            let next = answer
                .headers()
                .get("location")
                .and_then(|next| next.to_str().ok())
                .expect("a page that leads on");
            address = if next.starts_with('/') {
                format!("{}{next}", self.issuer)
            } else {
                next.to_owned()
            };
            if address.starts_with(back_to) {
                return address;
            }
        }
        panic!("it leads nowhere: {address}");
    }
}

impl Drop for CertifiedProvider {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
