//! The settings of the town's own sign-in service (OpenID Connect): read and checked together, because none of them means
//! anything without the others.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use serde::Serialize;
use url::{Host, Url};

use super::{Refused, private, readable};

/// How long the service may take for one answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// Most characters of a name on a button.
const NAME_MAX: usize = 60;

/// The flags that set them.
#[derive(Debug, Clone, Default, Args, Serialize)]
pub struct OidcFlags {
    /// Address of the town's own sign-in service (OpenID Connect issuer): `https://login.example.org/realms/town`. Without it
    /// people sign in with name and password only.
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oidc_issuer: Option<String>,
    /// The name under which this server is known there.
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oidc_client_id: Option<String>,
    /// File with the secret that goes with that name, readable by its owner only [default: none, for a public client].
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oidc_client_secret_file: Option<PathBuf>,
    /// What people call the service, in German: `Stadtkonto`.
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oidc_name: Option<String>,
    /// The same in English [default: as in German].
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oidc_name_english: Option<String>,
    /// File with the certificates (PEM) of those who may vouch for the service, and nobody else then [default: those that
    /// browsers know].
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oidc_ca_file: Option<PathBuf>,
    /// Values of `acr` or `amr`, separated by commas, with which the service says that a second factor was given there:
    /// `otp,hwk` [default: none; our own factor is asked].
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oidc_counts_as_factor: Option<String>,
}

/// The settings as written, before they are checked.
pub(super) struct Written {
    pub(super) issuer: Option<String>,
    pub(super) client_id: Option<String>,
    pub(super) client_secret_file: Option<PathBuf>,
    pub(super) name: Option<String>,
    pub(super) name_english: Option<String>,
    pub(super) ca_file: Option<PathBuf>,
    pub(super) counts_as_factor: Option<String>,
}

/// The town's own sign-in service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Oidc {
    /// Its address, exactly as it calls itself.
    pub issuer: String,
    /// The name under which this server is known there.
    pub client_id: String,
    /// Where the secret lies that goes with that name; absent: a public client.
    pub client_secret_file: Option<PathBuf>,
    /// What people call it, in German.
    pub name: String,
    /// The same in English.
    pub name_english: String,
    /// Where the certificates lie of those who may vouch for it; absent: those that browsers know.
    pub ca_file: Option<PathBuf>,
    /// Values of `acr` or `amr` that stand for a second factor.
    pub counts_as_factor: BTreeSet<String>,
    /// How long it may take for one answer.
    pub patience: Duration,
}

impl Written {
    /// Checks them; nothing if there is no such service.
    pub(super) fn check(self) -> Result<Option<Oidc>, Refused> {
        let Some(issuer) = self.issuer else {
            return self.without_issuer();
        };
        check_issuer(&issuer)?;
        let client_id = self
            .client_id
            .filter(|id| !id.is_empty())
            .ok_or_else(|| Refused::new("oidc_client_id", "is missing beside `oidc_issuer`"))?;
        let name = self
            .name
            .ok_or_else(|| Refused::new("oidc_name", "is missing beside `oidc_issuer`"))?;
        let name_english = self.name_english.unwrap_or_else(|| name.clone());
        check_name("oidc_name", &name)?;
        check_name("oidc_name_english", &name_english)?;
        if let Some(file) = &self.client_secret_file {
            readable("oidc_client_secret_file", file)?;
            private("oidc_client_secret_file", file)?;
        }
        if let Some(file) = &self.ca_file {
            readable("oidc_ca_file", file)?;
        }
        Ok(Some(Oidc {
            issuer,
            client_id,
            client_secret_file: self.client_secret_file,
            name,
            name_english,
            ca_file: self.ca_file,
            counts_as_factor: self
                .counts_as_factor
                .unwrap_or_default()
                .split(',')
                .map(str::trim)
                .filter(|value| !value.is_empty())
                .map(str::to_owned)
                .collect(),
            patience: PATIENCE,
        }))
    }

    /// Nothing, if nothing else is set either: whoever set the rest meant to set the issuer too.
    fn without_issuer(self) -> Result<Option<Oidc>, Refused> {
        let is_alone = self.client_id.is_none()
            && self.client_secret_file.is_none()
            && self.name.is_none()
            && self.name_english.is_none()
            && self.ca_file.is_none()
            && self.counts_as_factor.is_none();
        if is_alone {
            return Ok(None);
        }
        Err(Refused::new(
            "oidc_issuer",
            "is missing beside the other `oidc_` settings",
        ))
    }
}

/// Whether an address is on this machine, where nobody listens on the way.
#[must_use]
pub fn is_loopback(address: &Url) -> bool {
    match address.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn check_issuer(issuer: &str) -> Result<(), Refused> {
    let refused = |why| Err(Refused::new("oidc_issuer", why));
    let Ok(address) = Url::parse(issuer) else {
        return refused("is not an address, like https://login.example.org/realms/town");
    };
    let is_secure =
        address.scheme() == "https" || (address.scheme() == "http" && is_loopback(&address));
    if !is_secure {
        return refused("must begin with https://; http:// is only for a service on this machine");
    }
    let has_more = address.query().is_some()
        || address.fragment().is_some()
        || !address.username().is_empty()
        || address.password().is_some();
    if has_more {
        return refused("must be scheme, host and path only, without a name, a password, ? or #");
    }
    Ok(())
}

fn check_name(setting: &'static str, name: &str) -> Result<(), Refused> {
    let length = name.trim().chars().count();
    if !(1..=NAME_MAX).contains(&length) || name.chars().any(char::is_control) {
        return Err(Refused::new(
            setting,
            format!("is not a name of 1 to {NAME_MAX} characters"),
        ));
    }
    Ok(())
}

impl Oidc {
    /// The settings as a file would hold them. The secret lies in its own file, which is named and not opened.
    pub(super) fn printed(&self) -> Vec<String> {
        let path =
            |name: &str, path: &PathBuf| format!("{name} = {:?}", path.display().to_string());
        let mut lines = vec![
            format!("oidc_issuer = {:?}", self.issuer),
            format!("oidc_client_id = {:?}", self.client_id),
            format!("oidc_name = {:?}", self.name),
            format!("oidc_name_english = {:?}", self.name_english),
        ];
        if let Some(file) = &self.client_secret_file {
            lines.push(path("oidc_client_secret_file", file));
        }
        if let Some(file) = &self.ca_file {
            lines.push(path("oidc_ca_file", file));
        }
        if !self.counts_as_factor.is_empty() {
            let values: Vec<&str> = self.counts_as_factor.iter().map(String::as_str).collect();
            lines.push(format!("oidc_counts_as_factor = {:?}", values.join(",")));
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written() -> Written {
        Written {
            issuer: Some("https://login.example.org/realms/town".to_owned()),
            client_id: Some("lueckenlos".to_owned()),
            client_secret_file: None,
            name: Some("Stadtkonto".to_owned()),
            name_english: None,
            ca_file: None,
            counts_as_factor: None,
        }
    }

    fn refused(change: impl FnOnce(&mut Written)) -> &'static str {
        let mut settings = written();
        change(&mut settings);
        settings.check().unwrap_err().setting
    }

    #[test]
    fn a_service_needs_its_address_our_name_there_and_a_name_for_people() {
        let service = written().check().unwrap().unwrap();
        assert_eq!(service.name_english, "Stadtkonto");
        assert!(service.counts_as_factor.is_empty());
        assert_eq!(refused(|w| w.issuer = None), "oidc_issuer");
        assert_eq!(refused(|w| w.client_id = None), "oidc_client_id");
        assert_eq!(
            refused(|w| w.client_id = Some(String::new())),
            "oidc_client_id"
        );
        assert_eq!(refused(|w| w.name = None), "oidc_name");
        assert_eq!(refused(|w| w.name = Some(" ".into())), "oidc_name");
        assert_eq!(
            refused(|w| w.name_english = Some("a\nb".into())),
            "oidc_name_english"
        );
        assert_eq!(
            refused(|w| w.ca_file = Some("/nowhere/ca.pem".into())),
            "oidc_ca_file"
        );
    }

    #[test]
    fn nothing_set_means_that_there_is_none() {
        let nothing = Written {
            issuer: None,
            client_id: None,
            name: None,
            ..written()
        };
        assert_eq!(nothing.check().unwrap(), None);
    }

    #[test]
    fn a_service_is_reached_by_https_or_on_this_machine() {
        for address in [
            "http://login.example.org",
            "http://192.0.2.1",
            "http://localhost.example.org",
            "ftp://login.example.org",
            "login.example.org",
            "https://kim:secret@login.example.org",
            "https://login.example.org/?realm=town",
            "https://login.example.org/#town",
        ] {
            assert_eq!(
                refused(|w| w.issuer = Some(address.into())),
                "oidc_issuer",
                "{address}"
            );
        }
        for address in [
            "http://localhost:8090/realms/town",
            "http://127.0.0.1:8090",
            "http://[::1]:8090",
        ] {
            let mut settings = written();
            settings.issuer = Some(address.into());
            assert!(settings.check().is_ok(), "{address}");
        }
    }

    #[test]
    fn a_factor_counts_by_the_words_that_were_named() {
        let mut settings = written();
        settings.counts_as_factor = Some("otp, hwk,".into());
        let service = settings.check().unwrap().unwrap();
        assert_eq!(
            service.counts_as_factor,
            ["hwk", "otp"].map(String::from).into()
        );
    }
}
