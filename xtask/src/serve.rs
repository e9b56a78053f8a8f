//! `cargo xtask serve`: from a clone to the running product with the demo town.

use std::os::unix::process::CommandExt as _;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};

use crate::step::seconds;
use crate::{app, server, tools};

/// What the command line says.
pub(crate) struct Wishes {
    /// The port to begin looking at.
    pub(crate) port: u16,
    /// Whether to begin with an empty demo town.
    pub(crate) is_fresh: bool,
}

impl Wishes {
    /// Reads the command line.
    pub(crate) fn read(arguments: &[String]) -> Result<Self> {
        let mut wishes = Self {
            port: 8080,
            is_fresh: false,
        };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--fresh" => wishes.is_fresh = true,
                "--port" => {
                    let port = arguments.next().context("--port wants a number")?;
                    wishes.port = port.parse().context("--port wants a number")?;
                }
                other => bail!("unknown argument {other}"),
            }
        }
        Ok(wishes)
    }
}

/// Does it, and becomes the server.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let began = Instant::now();
    let wishes = Wishes::read(arguments)?;
    tools::c_compiler()?;
    app::build(&tools::for_the_app()?)?;
    let server = server::build()?;
    let port = server::free_port(wishes.port)?;
    server::prepare(&server, port, wishes.is_fresh)?;
    welcome(port, wishes.port);
    eprintln!(
        "  ready after {}; Ctrl-C stops it\n",
        seconds(began.elapsed())
    );
    Err(server::command(&server, port)?.arg("serve").exec()).context("cannot start the server")
}

/// Says where the product is and how to get in.
pub(crate) fn welcome(port: u16, wanted: u16) {
    eprintln!("\n  Lückenlos: http://localhost:{port}");
    if port != wanted {
        eprintln!("  (port {wanted} is taken)");
    }
    eprintln!(
        "  Demo town with invented people. Sign in as empfang (reception), caritas, awo, diakonie, soziales"
    );
    eprintln!(
        "  or ki-fall (case managers), koordination, leitung (head of a body), steuerung (steering group),"
    );
    eprintln!("  admin, dsb (data protection); the password is demo-lueckenlos.");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn the_port_is_8080_unless_said_otherwise() {
        assert_eq!(Wishes::read(&[]).unwrap().port, 8080);
        assert_eq!(Wishes::read(&words("--port 9000")).unwrap().port, 9000);
        assert!(Wishes::read(&words("--port x")).is_err());
        assert!(Wishes::read(&words("--prot 9000")).is_err());
    }
}
