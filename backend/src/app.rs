//! Wiring: the parts of the server, which layer, call and file answers what, and the server that runs until it is told
//! to stop.

use std::time::{Duration, Instant};

use actix_web::App;
use actix_web::middleware::from_fn;
use actix_web::web::{self, Data};
use anyhow::Context;
use shared::kernel::Ags;

use crate::assets::Assets;
use crate::audit::ReadLog;
use crate::config::{Config, TlsFiles, shown};
use crate::db::{Conn, Db, Failure, Place};
use crate::erasure::Journal;
use crate::seal::Purpose;
use crate::signin::service::SignIn;
use crate::surroundings::Surroundings;
use crate::tx::Town;
use crate::web::calls::outside_of_calls;
use crate::web::edge::{EdgeHeaders, edge};
use crate::web::sockets::Sockets;
use crate::web::wire::Courtesy;
use crate::web::{Backend, State, app_files, health, take_reports};
use crate::{
    assignment, attachment, audit, backup, case, contact, device, emergency, erasure, exchange,
    inquiry, intake, key, openapi, organisation, person, reporting, seed, signin,
};

/// How often it is looked whether something that was kept is to be forgotten.
const FORGETTING: Duration = Duration::from_secs(60);
/// How many of those turns a day has.
const TURNS_A_DAY: u32 = 24 * 60;
/// Connections beyond one per thread: for those that wait for a write.
const SPARE_CONNECTIONS: u32 = 4;
/// Connections to the read log: one writes, the others are for those who look into it.
const READS_CONNECTIONS: u32 = 3;
/// When the database is asked again for what nobody waits for.
const AGAIN_AFTER: Duration = Duration::from_secs(5);

/// Opens database and keys for these settings.
///
/// # Errors
/// If the key file cannot be used, or the database cannot say whether it is under that key.
pub fn open_town(config: &Config, surroundings: Surroundings) -> anyhow::Result<Town> {
    let connections = u32::try_from(config.workers).unwrap_or(u32::MAX / 2) + SPARE_CONNECTIONS;
    make_private(&config.database)?;
    let db = Db::open(config.database.clone(), connections);
    let vault = key::open(&config.key_file, &db, &surroundings)?;
    backup::forget_unfinished(&config.database)?;
    let journal = Journal::at(config.erasure_journal.clone());
    Ok(Town::of(db, vault, surroundings).with_journal(journal))
}

/// Makes a database file that is not there yet, for its owner only; SQLite gives the files beside it the same mode.
fn make_private(place: &Place) -> anyhow::Result<()> {
    let Place::File(path) = place else {
        return Ok(());
    };
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error).with_context(|| format!("making {}", path.display())),
    }
}

/// Where the read log lies: beside the database file, or in the same PostgreSQL.
#[must_use]
pub fn place_of_reads(database: &Place) -> Place {
    match database {
        Place::File(path) => Place::File(path.with_extension("reads.sqlite")),
        Place::Memory => Place::Memory,
        Place::Postgres(url) => Place::Postgres(url.clone()),
    }
}

/// Opens the read log.
///
/// # Errors
/// If its tables cannot be made.
pub fn open_reads(config: &Config, town: &Town) -> anyhow::Result<ReadLog> {
    let place = place_of_reads(&config.database);
    make_private(&place)?;
    ReadLog::open(
        Db::open(place, READS_CONNECTIONS),
        town.vault().key_for(Purpose::ReadLog),
        config.municipality.clone(),
        town.surroundings().clone(),
        config.people_of_others,
    )
    .context("the read log")
}

impl Backend {
    /// Puts the parts together; the database must be up to date.
    ///
    /// # Errors
    /// If the read log or the password computation cannot be set up.
    pub fn new(config: Config, town: Town) -> anyhow::Result<Self> {
        let signin = SignIn::new(&config, &town)?;
        Ok(Self {
            reads: open_reads(&config, &town)?,
            signin,
            town,
            config,
        })
    }
}

/// Everything that answers requests; made once, shared by all threads.
#[derive(Debug, Clone)]
pub struct Service {
    state: State,
    assets: Data<Assets>,
    edge: Data<EdgeHeaders>,
    document: Data<openapi::Document>,
}

impl Service {
    /// Makes the service of these parts.
    ///
    /// # Errors
    /// If the built-in page cannot be served.
    pub fn new(backend: Backend, assets: Assets) -> anyhow::Result<Self> {
        Ok(Self {
            edge: Data::new(EdgeHeaders::new(
                assets.policy(),
                backend.config.is_https(),
            )?),
            assets: Data::new(assets),
            document: Data::new(openapi::document()?),
            state: Data::new(backend),
        })
    }

    /// The parts.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Says what answers which address; for the server and for tests that need no socket.
    pub fn register(&self, routes: &mut web::ServiceConfig) {
        routes
            .app_data(self.state.clone())
            .app_data(self.assets.clone())
            .app_data(self.edge.clone())
            .app_data(self.document.clone());
        outside_of_calls(routes, &openapi::LIVE, health::live);
        outside_of_calls(routes, &openapi::READY, health::ready);
        outside_of_calls(routes, &openapi::REPORTS, take_reports);
        outside_of_calls(routes, &openapi::DOCUMENT, openapi::answer);
        exchange::routes::register(routes);
        signin::routes::register(routes);
        device::routes::register(routes);
        case::routes::register(routes);
        person::routes::register(routes);
        attachment::routes::register(routes);
        intake::routes::register(routes);
        assignment::routes::register(routes);
        organisation::routes::register(routes);
        contact::routes::register(routes);
        emergency::routes::register(routes);
        inquiry::routes::register(routes);
        audit::routes::register(routes);
        erasure::routes::register(routes);
        reporting::routes::register(routes);
        routes.default_service(web::to(app_files::answer));
    }
}

/// Serves until SIGTERM or SIGINT; then lets running requests end.
///
/// # Errors
/// If the database cannot be used, the address is taken or the certificate cannot be used.
pub async fn serve(config: Config) -> anyhow::Result<()> {
    let (listen, workers) = (config.listen, config.workers);
    let tls = config.tls.as_ref().map(tls).transpose()?;
    let database = shown(&config.database);
    let town = open_town(&config, Surroundings::machine())?;
    // A server that starts while the database is away waits for it, as it does later.
    let (migrated, municipality) = (town.clone(), config.municipality.clone());
    let is_for_all = !config.listen.ip().is_loopback() || config.public_origin.is_some();
    let ran = web::block(move || -> anyhow::Result<usize> {
        let ran = migrated.db().migrate()?;
        backup::refuse_unfinished(&migrated)?;
        let is_demo = |conn: &mut Conn| seed::is_demo(conn, &municipality);
        anyhow::ensure!(
            !is_for_all || !migrated.db().read_blocking(is_demo)?,
            "this is the demo town, whose password everybody knows: it is served to this machine only"
        );
        organisation::load_shipped(&migrated, &municipality)?;
        erasure::prepare(&migrated)?;
        Ok(ran)
    })
    .await?
    .with_context(|| format!("bringing {database} up to date"))?;
    tracing::info!(migrations = ran, "the database is up to date");
    let changed = town.clone();
    let (searched, searched_in) = (town.clone(), config.municipality.clone());
    let service = Service::new(Backend::new(config, town)?, Assets::embedded())?;
    let courtesy = Courtesy::new(
        service.edge.get_ref().clone(),
        service.state.town.surroundings().clone(),
    );
    let sockets = Sockets::take(listen, tls, courtesy, workers)
        .with_context(|| format!("listening on {listen}"))?;
    // Whoever reads that the server listens may tell it to stop: from here on it hears that.
    let told_to_stop = told_to_stop()?;
    tracing::info!(address = %sockets.address()?, "listening");
    actix_web::rt::spawn(forget_now_and_then(service.state.town.clone()));
    actix_web::rt::spawn(tend_reads(
        service.state.reads.clone(),
        service.state.config.read_log_months,
    ));
    let running = sockets.serve(move || {
        let service = service.clone();
        App::new()
            .configure(move |routes| service.register(routes))
            .wrap(from_fn(edge))
    })?;
    renew_search_tokens(searched, searched_in)?;
    actix_web::rt::spawn(stop_when_key_changes(changed, running.handle()));
    let handle = running.handle();
    actix_web::rt::spawn(async move {
        told_to_stop.await;
        tracing::info!("stopping: running requests end first");
        handle.stop(true).await;
    });
    running.await?;
    tracing::info!("stopped");
    Ok(())
}

/// What has to be done for the read log now and then: its index follows the lines, months that are too old go once a day,
/// and the server's log tells where the chain stands, so that a tail that is cut off shows against a copy of that log.
async fn tend_reads(reads: ReadLog, keep_months: u16) {
    let mut turns = actix_web::rt::time::interval(FORGETTING);
    let mut turn: u32 = 0;
    loop {
        turns.tick().await;
        let is_daily = turn.is_multiple_of(TURNS_A_DAY);
        turn = turn.wrapping_add(1);
        let tended = reads.clone();
        let done = web::block(move || -> Result<(), Failure> {
            tended.catch_up()?;
            if is_daily {
                if let Some(expired) = tended.expire(keep_months)? {
                    tracing::info!(lines = expired.lines, kept_from = %expired.kept_from, "old months of the read log deleted");
                }
                if let Some(head) = tended.head()? {
                    tracing::info!(%head, "the read log stands here");
                }
            }
            Ok(())
        });
        match done.await {
            Ok(Ok(())) => {}
            Ok(Err(failure)) if failure.passes() => {
                tracing::warn!(%failure, "the read log is tended later");
            }
            Ok(Err(failure)) => tracing::error!(%failure, "the read log cannot be tended"),
            Err(_) => tracing::error!("tending the read log panicked"),
        }
    }
}

/// Stops the server once the database is under another key: what it can still do, it would do under the old one.
async fn stop_when_key_changes(town: Town, handle: actix_server::ServerHandle) {
    let mut turns = actix_web::rt::time::interval(FORGETTING);
    loop {
        turns.tick().await;
        let asked = town.clone();
        let answer = web::block(move || key::is_in_use(&asked)).await;
        if let Ok(Ok(false)) = answer {
            tracing::error!("stopping: the key was changed while this server ran");
            return handle.stop(true).await;
        }
    }
}

/// What was kept does not stay in memory for much longer than somebody looks at it.
async fn forget_now_and_then(town: Town) {
    let mut turns = actix_web::rt::time::interval(FORGETTING);
    loop {
        turns.tick().await;
        town.forget_idle();
        if web::block({
            let town = town.clone();
            move || town.wash_if_needed()
        })
        .await
        .is_err()
        {
            tracing::error!("emptying the log of writes panicked");
        }
    }
}

/// Makes search tokens of an older algorithm anew while the server works. If it is ended meanwhile, the next one goes on.
fn renew_search_tokens(town: Town, municipality: Ags) -> std::io::Result<()> {
    let renew = move || {
        let mut renewal = person::Renewal::default();
        loop {
            let began = Instant::now();
            match person::renew_some(&town, &municipality, &mut renewal) {
                // Half of the time is for those who work: who writes without pause lets nobody else write on SQLite.
                Ok(true) => std::thread::sleep(began.elapsed()),
                Ok(false) => break,
                Err(failure) if failure.passes() => std::thread::sleep(AGAIN_AFTER),
                Err(failure) => {
                    tracing::error!(%failure, "search tokens cannot be made anew");
                    break;
                }
            }
        }
        if renewal.renewed > 0 {
            tracing::info!(persons = renewal.renewed, "search tokens made anew");
        }
    };
    let thread = std::thread::Builder::new().name("search-tokens".to_owned());
    thread.spawn(renew).map(drop)
}

fn tls(files: &TlsFiles) -> anyhow::Result<rustls::ServerConfig> {
    use rustls_pki_types::pem::PemObject;
    use rustls_pki_types::{CertificateDer, PrivateKeyDer};
    let chain = CertificateDer::pem_file_iter(&files.cert)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .with_context(|| format!("setting `tls_cert`: {}", files.cert.display()))?;
    let key = PrivateKeyDer::from_pem_file(&files.key)
        .with_context(|| format!("setting `tls_key`: {} holds no key", files.key.display()))?;
    rustls::ServerConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .context("setting `tls_cert`: certificate and key do not belong together")
}

/// Listens for the signals that end the server, from the moment this returns.
#[cfg(unix)]
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    use actix_web::rt::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        futures::future::select(Box::pin(terminate.recv()), Box::pin(interrupt.recv())).await;
    })
}

/// Listens for the signal that ends the server.
#[cfg(not(unix))]
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        if actix_web::rt::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
