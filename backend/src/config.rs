//! Settings: read from a file, the environment and flags (the later wins), checked once at start.
//!
//! What is wrong is refused here with a sentence that says what to change; nothing later has to doubt a setting.

pub mod oidc;

use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};
use shared::kernel::{Ags, Role};
use strum::IntoEnumIterator;

use self::oidc::{Oidc, OidcFlags};
use crate::audit::Limit;
use crate::db::Place;
use crate::key::file::first_named;
use crate::signin::leaked::is_list;
use crate::signin::service::FactorRule;

/// The flags that set settings; each is also a name in the file and, with `LUECKENLOS_` before it, in the environment.
#[derive(Debug, Clone, Default, Args, Serialize)]
pub struct Flags {
    /// Settings file (TOML).
    #[arg(long, env = "LUECKENLOS_CONFIG", global = true)]
    #[serde(skip)]
    pub config: Option<PathBuf>,
    /// Print the settings that hold, without secrets, and stop.
    #[arg(long, global = true)]
    #[serde(skip)]
    pub print_config: bool,
    /// Address and port to listen on [default: 127.0.0.1:8080].
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listen: Option<String>,
    /// Database: `sqlite://path/to/file.sqlite` or `postgres://user@host/name`; also `DATABASE_URL`
    /// [default: sqlite://lueckenlos.sqlite].
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database_url: Option<String>,
    /// File with the key that seals content; made at first start, readable by its owner only
    /// [default: beside the database file, else lueckenlos.key].
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_file: Option<PathBuf>,
    /// File with the journal of erasures, by which a restored copy erases again; kept with the key file and outside of the
    /// copies [default: beside the key file].
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub erasure_journal: Option<PathBuf>,
    /// File with the SHA-1 digests of leaked passwords, sorted, one a line; no password in it can be chosen [default: none].
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leaked_passwords: Option<PathBuf>,
    /// Certificate chain (PEM) for TLS.
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_cert: Option<PathBuf>,
    /// Private key (PEM) for TLS.
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_key: Option<PathBuf>,
    /// The address people type, when a proxy ends TLS before this server: `https://kim.example.org`.
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_origin: Option<String>,
    /// Addresses of proxies whose `X-Forwarded-For` is believed, separated by commas.
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trusted_proxies: Option<String>,
    /// Official key of the municipality [default: 05316000].
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub municipality: Option<String>,
    /// Minutes without a request after which a session ends [default: 30].
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_idle_minutes: Option<u32>,
    /// Minutes after which a session ends in any case [default: 600].
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_max_minutes: Option<u32>,
    /// Whose accounts need a second factor: `all`, `none`, or roles separated by commas, like
    /// `coordinator,administrator` [default: all, but nobody's in the demo town].
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub second_factor: Option<String>,
    /// The town's own sign-in service.
    #[command(flatten)]
    #[serde(flatten)]
    pub oidc: OidcFlags,
    /// Months for which the log of who read what is kept, besides the current one [default: 12].
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_log_months: Option<u16>,
    /// How many different people for whom others are responsible one account is shown in an hour, by searching or opening
    /// them; 0: as many as there are [default: 200].
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub people_of_others_hourly: Option<u32>,
    /// The same in a day [default: 600].
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub people_of_others_daily: Option<u32>,
    /// How the log is written [default: human].
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<LogFormat>,
    /// What is logged: error, warn, info, debug [default: info].
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log_level: Option<String>,
    /// Threads that answer requests [default: one per core].
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workers: Option<usize>,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For people at a terminal.
    Human,
    /// One JSON object per line.
    Json,
}

/// Settings as written, before they are checked.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    listen: String,
    database_url: String,
    key_file: Option<PathBuf>,
    erasure_journal: Option<PathBuf>,
    leaked_passwords: Option<PathBuf>,
    tls_cert: Option<PathBuf>,
    tls_key: Option<PathBuf>,
    public_origin: Option<String>,
    trusted_proxies: String,
    municipality: String,
    session_idle_minutes: u32,
    session_max_minutes: u32,
    second_factor: Option<String>,
    oidc_issuer: Option<String>,
    oidc_client_id: Option<String>,
    oidc_client_secret_file: Option<PathBuf>,
    oidc_name: Option<String>,
    oidc_name_english: Option<String>,
    oidc_ca_file: Option<PathBuf>,
    oidc_counts_as_factor: Option<String>,
    read_log_months: u16,
    people_of_others_hourly: u32,
    people_of_others_daily: u32,
    log: LogFormat,
    log_level: String,
    workers: usize,
}

impl Default for Written {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".to_owned(),
            database_url: "sqlite://lueckenlos.sqlite".to_owned(),
            key_file: None,
            erasure_journal: None,
            leaked_passwords: None,
            tls_cert: None,
            tls_key: None,
            public_origin: None,
            trusted_proxies: String::new(),
            municipality: "05316000".to_owned(),
            session_idle_minutes: 30,
            session_max_minutes: 600,
            second_factor: None,
            oidc_issuer: None,
            oidc_client_id: None,
            oidc_client_secret_file: None,
            oidc_name: None,
            oidc_name_english: None,
            oidc_ca_file: None,
            oidc_counts_as_factor: None,
            read_log_months: 12,
            people_of_others_hourly: 200,
            people_of_others_daily: 600,
            log: LogFormat::Human,
            log_level: "info".to_owned(),
            workers: std::thread::available_parallelism().map_or(2, usize::from),
        }
    }
}

/// The place of the database as it may be shown: without user, password and options.
#[must_use]
pub fn shown(place: &Place) -> String {
    match place {
        Place::File(path) => format!("sqlite://{}", path.display()),
        Place::Memory => "sqlite::memory:".to_owned(),
        Place::Postgres(url) => {
            let place = url.split_once("://").map_or("", |(_, rest)| rest);
            let place = place.rsplit_once('@').map_or(place, |(_, place)| place);
            let place = place.split_once('?').map_or(place, |(place, _)| place);
            format!("postgres://{place}")
        }
    }
}

/// A page's origin: scheme, host and port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(String);

impl Origin {
    /// The origin as browsers write it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads one as an address that people type.
    ///
    /// # Errors
    /// If it is none, or not secure.
    pub fn read(text: &str) -> Result<Self, Refused> {
        let refused = |why| Err(Refused::new("public_origin", why));
        let Some(host) = text.strip_prefix("https://") else {
            return refused(
                "must begin with https://: the session cookie and the tablet's encryption need it",
            );
        };
        if host.is_empty() || host.contains(['/', '?', '#', '@', ' ']) {
            return refused("must be scheme, host and port only: https://kim.example.org");
        }
        Ok(Self(text.to_ascii_lowercase()))
    }
}

/// Certificate and private key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// Chain in PEM.
    pub cert: PathBuf,
    /// Key in PEM.
    pub key: PathBuf,
}

/// The settings that hold. Every one was checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where the server listens.
    pub listen: SocketAddr,
    /// Where the data lies.
    pub database: Place,
    /// Where the key lies that seals content.
    pub key_file: PathBuf,
    /// Where it is written who was erased.
    pub erasure_journal: PathBuf,
    /// Where it stands which passwords leaked.
    pub leaked_passwords: Option<PathBuf>,
    /// TLS of our own.
    pub tls: Option<TlsFiles>,
    /// The address people type, when a proxy ends TLS.
    pub public_origin: Option<Origin>,
    /// Proxies whose word about the sender's address is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// The municipality this server works for.
    pub municipality: Ags,
    /// A session ends after so many minutes without a request.
    pub session_idle_minutes: u32,
    /// A session ends after so many minutes in any case.
    pub session_max_minutes: u32,
    /// Whose accounts need a second factor.
    pub second_factor: FactorRule,
    /// The town's own sign-in service, if it has one.
    pub oidc: Option<Oidc>,
    /// The log of who read what is kept for so many months besides the current one.
    pub read_log_months: u16,
    /// How many people of others one account is shown.
    pub people_of_others: Limit,
    /// How the log is written.
    pub log: LogFormat,
    /// What is logged.
    pub log_level: String,
    /// Threads that answer requests.
    pub workers: usize,
}

/// Reads whose accounts need a second factor.
fn factor_rule(written: Option<&str>) -> Result<FactorRule, Refused> {
    let roles: BTreeSet<Role> = match written {
        None => return Ok(FactorRule::OutsideTheDemo),
        Some("all") => Role::iter().collect(),
        Some("none") => BTreeSet::new(),
        Some(roles) => roles
            .split(',')
            .map(|role| role.trim().parse())
            .collect::<Result<_, _>>()
            .map_err(|_| {
                Refused::new(
                    "second_factor",
                    "is neither `all` nor `none` nor a list of roles like coordinator,administrator",
                )
            })?,
    };
    Ok(FactorRule::Roles(roles))
}

fn printed_rule(rule: &FactorRule) -> String {
    match rule {
        FactorRule::OutsideTheDemo => {
            "# second_factor: everybody's, but for the demo town's".to_owned()
        }
        FactorRule::Roles(roles) if roles.is_empty() => "second_factor = \"none\"".to_owned(),
        FactorRule::Roles(roles) => {
            let roles: Vec<&str> = roles.iter().map(|role| (*role).into()).collect();
            format!("second_factor = {:?}", roles.join(","))
        }
    }
}

/// A setting cannot hold; the sentence says which and why, and never repeats a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("setting `{setting}`: {why}")]
pub struct Refused {
    /// Which setting.
    pub setting: &'static str,
    /// What is wrong and what to do.
    pub why: String,
}

impl Refused {
    fn new(setting: &'static str, why: impl Into<String>) -> Self {
        Self {
            setting,
            why: why.into(),
        }
    }
}

impl Config {
    /// Reads the settings: file, then environment, then flags; then checks them.
    ///
    /// # Errors
    /// The first setting that cannot hold.
    pub fn read(flags: &Flags) -> Result<Self, Refused> {
        let mut sources = Figment::from(Serialized::defaults(Written::default()));
        if let Some(file) = &flags.config {
            if !file.is_file() {
                return Err(Refused::new(
                    "config",
                    format!("there is no file {}", file.display()),
                ));
            }
            sources = sources.merge(Toml::file_exact(file));
        }
        let written: Written = sources
            .merge(Env::raw().only(&["DATABASE_URL"]))
            .merge(Env::prefixed("LUECKENLOS_").ignore(&["config"]))
            .merge(Serialized::defaults(flags))
            .extract()
            .map_err(|error| {
                // The error's own text may repeat a value that is a secret; its place does not.
                let at = error.path.join(".");
                let why = match error.kind {
                    figment::error::Kind::UnknownField(name, _) => {
                        format!("there is no setting `{name}`")
                    }
                    _ if at.is_empty() => "the settings file is not readable as TOML".to_owned(),
                    _ => format!("`{at}` has a value of the wrong kind"),
                };
                Refused::new("config", why)
            })?;
        Self::check(written)
    }

    fn check(written: Written) -> Result<Self, Refused> {
        let listen: SocketAddr = written.listen.parse().map_err(|_| {
            Refused::new(
                "listen",
                "is not an address with a port, like 127.0.0.1:8080",
            )
        })?;
        let database: Place = written.database_url.parse().map_err(|_| {
            Refused::new(
                "database_url",
                "is neither sqlite://path/to/file.sqlite nor postgres://user@host/name",
            )
        })?;
        let tls = match (written.tls_cert, written.tls_key) {
            (Some(cert), Some(key)) => Some(TlsFiles { cert, key }),
            (None, None) => None,
            (Some(_), None) => {
                return Err(Refused::new("tls_key", "is missing beside `tls_cert`"));
            }
            (None, Some(_)) => {
                return Err(Refused::new("tls_cert", "is missing beside `tls_key`"));
            }
        };
        if let Some(tls) = &tls {
            readable("tls_cert", &tls.cert)?;
            readable("tls_key", &tls.key)?;
            private("tls_key", &tls.key)?;
        }
        let public_origin = written
            .public_origin
            .as_deref()
            .map(Origin::read)
            .transpose()?;
        let trusted_proxies = written
            .trusted_proxies
            .split(',')
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(|text| {
                text.parse().map_err(|_| {
                    Refused::new(
                        "trusted_proxies",
                        "holds something that is not an IP address",
                    )
                })
            })
            .collect::<Result<Vec<IpAddr>, _>>()?;
        let is_behind_proxy = public_origin.is_some() && !trusted_proxies.is_empty();
        if !listen.ip().is_loopback() && tls.is_none() && !is_behind_proxy {
            return Err(Refused::new(
                "listen",
                "an address other than localhost needs TLS: give `tls_cert` and `tls_key`, or name the proxy that ends \
                 TLS with `trusted_proxies` and `public_origin`",
            ));
        }
        if !trusted_proxies.is_empty() && public_origin.is_none() {
            return Err(Refused::new(
                "public_origin",
                "is missing beside `trusted_proxies`: the address that people type",
            ));
        }
        let key_file = written.key_file.unwrap_or_else(|| match &database {
            Place::File(path) => path.with_extension("key"),
            Place::Memory | Place::Postgres(_) => "lueckenlos.key".into(),
        });
        if key_file.exists() {
            readable("key_file", &key_file)?;
            private("key_file", &key_file)?;
        }
        let erasure_journal = written
            .erasure_journal
            .unwrap_or_else(|| first_named(&key_file).with_extension("erasures"));
        if let Some(list) = &written.leaked_passwords {
            readable("leaked_passwords", list)?;
            is_list(list).map_err(|_| {
                Refused::new(
                    "leaked_passwords",
                    format!("{} is no sorted list of SHA-1 digests", list.display()),
                )
            })?;
        }
        let municipality = written
            .municipality
            .parse()
            .map_err(|_| Refused::new("municipality", "is not an official key of eight digits"))?;
        let minutes = 1..=24 * 60;
        if !minutes.contains(&written.session_idle_minutes) {
            return Err(Refused::new("session_idle_minutes", "is not 1 to 1440"));
        }
        if !minutes.contains(&written.session_max_minutes) {
            return Err(Refused::new("session_max_minutes", "is not 1 to 1440"));
        }
        if !(1..=120).contains(&written.read_log_months) {
            return Err(Refused::new("read_log_months", "is not 1 to 120"));
        }
        let oidc = oidc::Written {
            issuer: written.oidc_issuer,
            client_id: written.oidc_client_id,
            client_secret_file: written.oidc_client_secret_file,
            name: written.oidc_name,
            name_english: written.oidc_name_english,
            ca_file: written.oidc_ca_file,
            counts_as_factor: written.oidc_counts_as_factor,
        }
        .check()?;
        if oidc.is_some()
            && public_origin.is_none()
            && (tls.is_some() || !listen.ip().is_loopback())
        {
            return Err(Refused::new(
                "public_origin",
                "is missing beside `oidc_issuer`: the address that people type, to which the sign-in service sends them back",
            ));
        }
        if !["error", "warn", "info", "debug"].contains(&written.log_level.as_str()) {
            return Err(Refused::new(
                "log_level",
                "is none of error, warn, info, debug",
            ));
        }
        if !(1..=256).contains(&written.workers) {
            return Err(Refused::new("workers", "is not 1 to 256"));
        }
        Ok(Self {
            listen,
            database,
            key_file,
            erasure_journal,
            leaked_passwords: written.leaked_passwords,
            tls,
            public_origin,
            trusted_proxies,
            municipality,
            session_idle_minutes: written.session_idle_minutes,
            session_max_minutes: written.session_max_minutes,
            second_factor: factor_rule(written.second_factor.as_deref())?,
            oidc,
            read_log_months: written.read_log_months,
            people_of_others: Limit {
                hourly: written.people_of_others_hourly,
                daily: written.people_of_others_daily,
            },
            log: written.log,
            log_level: written.log_level,
            workers: written.workers,
        })
    }

    /// Settings for a server on this machine only, with its data in `database`; what tests and trials use.
    ///
    /// # Errors
    /// If the URL is none.
    pub fn local(database: &str) -> Result<Self, Refused> {
        Self::check(Written {
            listen: "127.0.0.1:0".to_owned(),
            database_url: database.to_owned(),
            ..Written::default()
        })
    }

    /// Whether people reach this server by https, so that browsers may be told to insist on it.
    #[must_use]
    pub const fn is_https(&self) -> bool {
        self.tls.is_some() || self.public_origin.is_some()
    }

    /// The settings as a file would hold them, without user names and passwords.
    #[must_use]
    pub fn printed(&self) -> String {
        let mut lines = vec![
            format!("listen = {:?}", self.listen.to_string()),
            format!("database_url = {:?}", shown(&self.database)),
            format!("key_file = {:?}", self.key_file.display().to_string()),
            format!(
                "erasure_journal = {:?}",
                self.erasure_journal.display().to_string()
            ),
        ];
        if let Some(list) = &self.leaked_passwords {
            lines.push(format!(
                "leaked_passwords = {:?}",
                list.display().to_string()
            ));
        }
        if let Some(tls) = &self.tls {
            lines.push(format!("tls_cert = {:?}", tls.cert.display().to_string()));
            lines.push(format!("tls_key = {:?}", tls.key.display().to_string()));
        }
        if let Some(origin) = &self.public_origin {
            lines.push(format!("public_origin = {:?}", origin.as_str()));
        }
        let proxies: Vec<_> = self
            .trusted_proxies
            .iter()
            .map(ToString::to_string)
            .collect();
        lines.extend([
            format!("trusted_proxies = {:?}", proxies.join(",")),
            format!("municipality = {:?}", self.municipality.as_str()),
            format!("session_idle_minutes = {}", self.session_idle_minutes),
            format!("session_max_minutes = {}", self.session_max_minutes),
            printed_rule(&self.second_factor),
        ]);
        lines.extend(self.oidc.iter().flat_map(Oidc::printed));
        lines.extend([
            format!("read_log_months = {}", self.read_log_months),
            format!("people_of_others_hourly = {}", self.people_of_others.hourly),
            format!("people_of_others_daily = {}", self.people_of_others.daily),
            format!(
                "log = {:?}",
                match self.log {
                    LogFormat::Human => "human",
                    LogFormat::Json => "json",
                }
            ),
            format!("log_level = {:?}", self.log_level),
            format!("workers = {}", self.workers),
        ]);
        lines.join("\n")
    }
}

fn readable(setting: &'static str, path: &Path) -> Result<(), Refused> {
    std::fs::File::open(path).map(|_| ()).map_err(|error| {
        Refused::new(
            setting,
            format!("{} cannot be read: {}", path.display(), error.kind()),
        )
    })
}

/// A file with a secret is for its owner only.
fn private(setting: &'static str, path: &Path) -> Result<(), Refused> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(path)
            .map_err(|error| {
                Refused::new(
                    setting,
                    format!("{} cannot be read: {}", path.display(), error.kind()),
                )
            })?
            .permissions()
            .mode();
        if mode & 0o077 != 0 {
            return Err(Refused::new(
                setting,
                format!(
                    "{} can be read by others (mode {:03o}): chmod 600 it",
                    path.display(),
                    mode & 0o777
                ),
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(change: impl FnOnce(&mut Written)) -> &'static str {
        let mut written = Written::default();
        change(&mut written);
        Config::check(written).unwrap_err().setting
    }

    #[test]
    fn the_defaults_hold() {
        let config = Config::check(Written::default()).unwrap();
        assert!(!config.is_https());
        assert_eq!(config.key_file, Path::new("lueckenlos.key"));
        assert_eq!(config.erasure_journal, Path::new("lueckenlos.erasures"));
    }

    #[test]
    fn a_key_from_before_has_the_same_erasure_journal() {
        let journal = |key_file: &str| {
            let written = Written {
                key_file: Some(key_file.into()),
                ..Written::default()
            };
            Config::check(written).unwrap().erasure_journal
        };
        let beside = Path::new("safe/town.erasures");
        assert_eq!(journal("safe/town.key"), beside);
        assert_eq!(journal("safe/town.key.0f3c5e7a9b1d"), beside);
        assert_eq!(journal("safe/town.deadbeef"), beside);
    }

    #[test]
    fn an_address_that_others_reach_needs_tls_or_a_proxy() {
        let open = |written: &mut Written| written.listen = "0.0.0.0:8080".into();
        assert_eq!(refused(open), "listen");
        // An origin alone does not say that TLS ends anywhere.
        assert_eq!(
            refused(|written| {
                open(written);
                written.public_origin = Some("https://kim.example.org".into());
            }),
            "listen"
        );
        let mut written = Written::default();
        open(&mut written);
        written.public_origin = Some("https://kim.example.org".into());
        written.trusted_proxies = "10.0.0.1, ::1".into();
        let config = Config::check(written).unwrap();
        assert!(config.is_https());
        assert_eq!(config.trusted_proxies.len(), 2);
    }

    #[test]
    fn each_wrong_setting_is_named() {
        assert_eq!(refused(|w| w.listen = "8080".into()), "listen");
        assert_eq!(
            refused(|w| w.database_url = "mysql://x".into()),
            "database_url"
        );
        assert_eq!(
            refused(|w| w.database_url = "sqlite://".into()),
            "database_url"
        );
        assert_eq!(refused(|w| w.tls_cert = Some("a.pem".into())), "tls_key");
        assert_eq!(refused(|w| w.tls_key = Some("a.pem".into())), "tls_cert");
        assert_eq!(
            refused(|w| {
                w.tls_cert = Some("/nowhere/a.pem".into());
                w.tls_key = Some("/nowhere/b.pem".into());
            }),
            "tls_cert"
        );
        assert_eq!(
            refused(|w| w.public_origin = Some("http://a.de".into())),
            "public_origin"
        );
        assert_eq!(
            refused(|w| w.public_origin = Some("https://a.de/b".into())),
            "public_origin"
        );
        assert_eq!(
            refused(|w| w.trusted_proxies = "proxy".into()),
            "trusted_proxies"
        );
        assert_eq!(
            refused(|w| w.trusted_proxies = "10.0.0.1".into()),
            "public_origin"
        );
        assert_eq!(
            refused(|w| w.municipality = "Leverkusen".into()),
            "municipality"
        );
        assert_eq!(
            refused(|w| w.session_idle_minutes = 0),
            "session_idle_minutes"
        );
        assert_eq!(
            refused(|w| w.session_max_minutes = 100_000),
            "session_max_minutes"
        );
        assert_eq!(
            refused(|w| w.oidc_issuer = Some("http://a.de".into())),
            "oidc_issuer"
        );
        assert_eq!(refused(|w| w.log_level = "everything".into()), "log_level");
        assert_eq!(refused(|w| w.workers = 0), "workers");
    }

    #[test]
    fn a_sign_in_service_sends_people_back_to_an_address_that_is_set() {
        let with_service = || Written {
            oidc_issuer: Some("https://login.example.org".into()),
            oidc_client_id: Some("lueckenlos".into()),
            oidc_name: Some("Stadtkonto".into()),
            oidc_counts_as_factor: Some("otp".into()),
            ..Written::default()
        };
        // On this machine the page's own address will do.
        assert!(Config::check(with_service()).is_ok());
        let folder = tempfile::tempdir().unwrap();
        let pem = folder.path().join("tls.pem");
        std::fs::write(&pem, "").unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&pem, std::fs::Permissions::from_mode(0o600)).unwrap();
        }
        let served = |origin: Option<&str>| {
            Config::check(Written {
                tls_cert: Some(pem.clone()),
                tls_key: Some(pem.clone()),
                public_origin: origin.map(str::to_owned),
                ..with_service()
            })
        };
        assert_eq!(served(None).unwrap_err().setting, "public_origin");
        let printed = served(Some("https://kim.example.org")).unwrap().printed();
        let back: Written = Figment::from(Serialized::defaults(Written::default()))
            .merge(Toml::string(&printed))
            .extract()
            .unwrap();
        assert_eq!(Config::check(back).unwrap().printed(), printed);
    }

    #[cfg(unix)]
    #[test]
    fn a_key_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let key = folder.path().join("a.key");
        std::fs::write(&key, [0; 32]).unwrap();
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert_eq!(refused(|w| w.key_file = Some(key.clone())), "key_file");
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
        Config::check(Written {
            key_file: Some(key),
            ..Written::default()
        })
        .unwrap();
    }

    #[test]
    fn what_is_printed_holds_no_password_and_reads_back() {
        let config = Config::check(Written {
            database_url: "postgres://kim:top%20secret@db.example.org/kim?password=hidden".into(),
            ..Written::default()
        })
        .unwrap();
        let printed = config.printed();
        assert!(
            printed.contains("postgres://db.example.org/kim"),
            "{printed}"
        );
        assert!(
            !printed.contains("secret") && !printed.contains("hidden") && !printed.contains("kim:")
        );
        assert!(!format!("{config:?}").contains("secret"));
        let back: Written = Figment::from(Serialized::defaults(Written::default()))
            .merge(Toml::string(&printed))
            .extract()
            .unwrap();
        assert_eq!(Config::check(back).unwrap().printed(), printed);
    }
}
