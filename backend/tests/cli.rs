//! The binary itself: settings refused with a sentence, commands, TLS, an end in good order.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails by panicking, and says why"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Output, Stdio};
use std::sync::Arc;

use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, ServerName};

fn lueckenlos(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lueckenlos"));
    command
        .current_dir(folder)
        .env_clear()
        .env("DATABASE_URL", "sqlite://town.sqlite")
        .stdin(Stdio::null());
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    lueckenlos(folder).args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn printed(output: &Output) -> String {
    assert!(output.status.success(), "{}", said(output));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A server that runs, killed when dropped.
struct Running {
    process: Child,
    log: BufReader<ChildStderr>,
    address: String,
}

impl Running {
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut process = lueckenlos(folder)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(arguments)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(process.stderr.take().unwrap());
        let mut heard = String::new();
        let address = loop {
            let mut line = String::new();
            assert!(log.read_line(&mut line).unwrap() > 0, "ended: {heard}");
            heard.push_str(&line);
            if line.contains("listening") {
                let at = line.split("://").nth(1).unwrap();
                break at
                    .split(|c: char| c.is_whitespace() || c == '"')
                    .next()
                    .unwrap()
                    .to_owned();
            }
        };
        Self {
            process,
            log,
            address,
        }
    }

    fn tell(&self, signal: &str) {
        let id = self.process.id().to_string();
        assert!(
            Command::new("kill")
                .args([signal, &id])
                .status()
                .unwrap()
                .success()
        );
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn ask(mut stream: impl Read + Write, path: &str) -> std::io::Result<String> {
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

#[test]
fn a_setting_that_cannot_hold_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, sentence) in [
        (
            &["--listen", "0.0.0.0:8080"][..],
            "setting `listen`: an address other than localhost needs TLS",
        ),
        (&["--listen", "here"], "setting `listen`"),
        (&["--database-url", "mysql://x"], "setting `database_url`"),
        (&["--tls-cert", "a.pem"], "setting `tls_key`: is missing"),
        (
            &["--tls-cert", "a.pem", "--tls-key", "b.pem"],
            "setting `tls_cert`: a.pem cannot be read",
        ),
        (
            &["--public-origin", "http://kim.example.org"],
            "setting `public_origin`",
        ),
        (
            &["--config", "missing.toml"],
            "setting `config`: there is no file missing.toml",
        ),
        (&["--municipality", "LEV"], "setting `municipality`"),
    ] {
        let output = run(folder.path(), arguments);
        assert!(!output.status.success(), "{arguments:?}");
        assert!(
            said(&output).contains(sentence),
            "{arguments:?}: {}",
            said(&output)
        );
    }
}

#[test]
fn flags_win_over_the_environment_and_that_over_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("town.toml");
    std::fs::write(
        &file,
        "workers = 3\nlog = \"json\"\nsession_idle_minutes = 5\n",
    )
    .unwrap();
    let output = lueckenlos(folder.path())
        .env("LUECKENLOS_CONFIG", &file)
        .env("LUECKENLOS_SESSION_IDLE_MINUTES", "6")
        .env("LUECKENLOS_LOG", "human")
        .args(["--session-idle-minutes", "7", "--print-config"])
        .output()
        .unwrap();
    let settings = printed(&output);
    for line in ["workers = 3", "log = \"human\"", "session_idle_minutes = 7"] {
        assert!(settings.contains(line), "{settings}");
    }
}

#[test]
fn an_unknown_name_in_the_file_is_refused_and_no_value_repeated() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("town.toml");
    for (text, sentence) in [
        ("colour = \"topsecret\"", "there is no setting `colour`"),
        (
            "workers = \"topsecret\"",
            "`workers` has a value of the wrong kind",
        ),
        ("database_url = topsecret", "not readable as TOML"),
    ] {
        std::fs::write(&file, text).unwrap();
        let output = run(folder.path(), &["--config", "town.toml"]);
        assert!(said(&output).contains(sentence), "{}", said(&output));
        assert!(!said(&output).contains("topsecret"), "{}", said(&output));
    }
}

#[test]
fn the_printed_settings_hold_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let output = lueckenlos(folder.path())
        .env(
            "DATABASE_URL",
            "postgres://kim:topsecret@db.example.org/kim",
        )
        .arg("--print-config")
        .output()
        .unwrap();
    let settings = printed(&output);
    assert!(settings.contains("postgres://db.example.org/kim"));
    assert!(!settings.contains("topsecret"));
}

#[test]
fn demo_accounts_are_made_on_this_machine_only_and_once() {
    let folder = tempfile::tempdir().unwrap();
    let proxy = [
        "--listen",
        "0.0.0.0:8080",
        "--trusted-proxies",
        "10.0.0.1",
        "--public-origin",
        "https://kim.example.org",
        "seed",
        "--demo",
    ];
    let refused = run(folder.path(), &proxy);
    assert!(!refused.status.success());
    assert!(said(&refused).contains("a password that everybody knows"));
    assert!(!folder.path().join("town.sqlite").exists());

    let first = printed(&run(folder.path(), &["seed", "--demo"]));
    assert!(first.contains("11 accounts made"), "{first}");
    let second = printed(&run(folder.path(), &["seed", "--demo"]));
    assert!(second.contains("0 accounts made"), "{second}");
}

#[cfg(unix)]
#[test]
fn what_the_server_makes_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let running = Running::start(folder.path(), &[]);
    drop(running);
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", entry.path());
        names.push(entry.file_name().into_string().unwrap());
    }
    for name in ["town.key", "town.sqlite", "town.reads.sqlite"] {
        assert!(names.iter().any(|one| one == name), "{names:?}");
    }
}

#[test]
fn a_key_file_that_others_can_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    printed(&run(folder.path(), &["migrate"]));
    let key = folder.path().join("town.key");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o640)).unwrap();
    let refused = run(folder.path(), &["serve"]);
    assert!(
        said(&refused).contains("setting `key_file`"),
        "{}",
        said(&refused)
    );
    assert!(said(&refused).contains("chmod 600"));
}

#[test]
fn a_copy_is_made_while_the_server_runs_and_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let _running = Running::start(folder.path(), &[]);
    let copied = run(folder.path(), &["backup", "copy.sealed"]);
    let key = printed(&run(folder.path(), &["key", "show"]));
    let key = key
        .lines()
        .next()
        .unwrap()
        .rsplit(' ')
        .next()
        .unwrap()
        .to_owned();
    let expected = format!("copied to copy.sealed, sealed under key {key}");
    assert!(printed(&copied).contains(&expected), "{}", printed(&copied));
    let again = run(folder.path(), &["backup", "copy.sealed"]);
    assert!(
        said(&again).contains("is there already"),
        "{}",
        said(&again)
    );
    // Beside the server that runs, it comes back under the same key as a database of its own.
    for job in [&["restore", "copy.sealed"][..], &["check"]] {
        let output = lueckenlos(folder.path())
            .env("DATABASE_URL", "sqlite://rehearsed.sqlite")
            .env("LUECKENLOS_KEY_FILE", "town.key")
            .args(job)
            .output()
            .unwrap();
        assert!(output.status.success(), "{job:?}: {}", said(&output));
    }
    let left = std::fs::read_dir(folder.path()).unwrap();
    let hidden = left.filter(|entry| {
        entry
            .as_ref()
            .unwrap()
            .file_name()
            .to_string_lossy()
            .starts_with('.')
    });
    assert_eq!(hidden.count(), 0, "nothing is left on the way");
}

#[test]
fn a_backup_of_postgres_that_is_not_there_says_no_password() {
    let folder = tempfile::tempdir().unwrap();
    for job in ["backup", "restore"] {
        std::fs::write(folder.path().join("lueckenlos.key"), "07".repeat(32)).unwrap();
        use std::os::unix::fs::PermissionsExt;
        let private = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(folder.path().join("lueckenlos.key"), private).unwrap();
        std::fs::write(folder.path().join("copy.dump"), "").unwrap();
        let output = lueckenlos(folder.path())
            .env("DATABASE_URL", "postgres://kim:topsecret@127.0.0.1:1/kim")
            .args([job, "copy.dump"])
            .output()
            .unwrap();
        assert!(!output.status.success());
        assert!(!said(&output).contains("topsecret"), "{}", said(&output));
    }
}

#[test]
fn told_to_stop_the_server_ends_in_good_order() {
    for signal in ["-TERM", "-INT"] {
        let folder = tempfile::tempdir().unwrap();
        let mut running = Running::start(folder.path(), &[]);
        let stream = TcpStream::connect(&running.address).unwrap();
        assert!(ask(stream, "/health/ready").unwrap().ends_with("ready\n"));
        running.tell(signal);
        assert!(running.process.wait().unwrap().success(), "{signal}");
        let mut rest = String::new();
        running.log.read_to_string(&mut rest).unwrap();
        assert!(rest.contains("stopped"), "{rest}");
    }
}

/// Whoever starts servers may change their mind as soon as they hear that it listens.
#[test]
fn told_to_stop_at_the_moment_it_listens_the_server_ends_in_good_order() {
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..5 {
        let mut running = Running::start(folder.path(), &[]);
        running.tell("-TERM");
        let ended = running.process.wait().unwrap();
        assert!(ended.success(), "{ended}");
    }
}

#[test]
fn the_log_holds_routes_and_never_what_was_asked() {
    let folder = tempfile::tempdir().unwrap();
    let mut running = Running::start(folder.path(), &["--log", "json"]);
    for path in [
        "/api/person?person=Canary",
        "/faelle/Canary",
        "/api/Canary",
        "/Canary.js",
    ] {
        let stream = TcpStream::connect(&running.address).unwrap();
        assert!(
            ask(stream, path).unwrap().starts_with("HTTP/1.1 4"),
            "{path}"
        );
    }
    running.tell("-TERM");
    assert!(running.process.wait().unwrap().success());
    let mut log = String::new();
    running.log.read_to_string(&mut log).unwrap();
    assert_eq!(log.matches("\"message\":\"answered\"").count(), 4, "{log}");
    assert!(log.contains("\"route\":\"/api/person\""));
    assert!(!log.contains("Canary"), "{log}");
}

#[test]
fn with_a_certificate_only_tls_is_spoken() {
    let folder = tempfile::tempdir().unwrap();
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let (cert, key) = (
        folder.path().join("cert.pem"),
        folder.path().join("key.pem"),
    );
    std::fs::write(&cert, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let arguments = ["--tls-cert", "cert.pem", "--tls-key", "key.pem"];

    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    let refused = run(folder.path(), &arguments);
    assert!(
        said(&refused).contains("setting `tls_key`"),
        "{}",
        said(&refused)
    );
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();

    let running = Running::start(folder.path(), &arguments);
    let plain = ask(
        TcpStream::connect(&running.address).unwrap(),
        "/health/live",
    );
    assert!(!plain.unwrap_or_default().contains("live"));

    let mut roots = rustls::RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_file(&cert).unwrap())
        .unwrap();
    let client = rustls::ClientConfig::builder_with_provider(
        rustls::crypto::ring::default_provider().into(),
    )
    .with_safe_default_protocol_versions()
    .unwrap()
    .with_root_certificates(roots)
    .with_no_client_auth();
    let name = ServerName::try_from("localhost").unwrap();
    let connection = rustls::ClientConnection::new(Arc::new(client), name).unwrap();
    let stream = TcpStream::connect(&running.address).unwrap();
    let answer = ask(rustls::StreamOwned::new(connection, stream), "/health/live").unwrap();
    assert!(answer.ends_with("live\n"), "{answer}");
    assert!(answer.contains("strict-transport-security: max-age=63072000; includeSubDomains"));
}
