//! Wiring: which layer, call and file answers what, and the server that runs until it is told to stop.

use actix_web::middleware::from_fn;
use actix_web::web::{self, Data};
use actix_web::{App, HttpServer};

use crate::assets::Assets;
use crate::config::Config;
use crate::web::edge::{EdgeHeaders, edge};
use crate::web::{app_files, health};

/// Everything that answers requests; made once, shared by all threads.
#[derive(Debug, Clone)]
pub struct Service {
    assets: Data<Assets>,
    edge: Data<EdgeHeaders>,
}

impl Service {
    /// Makes the service for these settings.
    ///
    /// # Errors
    /// If the built-in page cannot be served.
    pub fn new(config: &Config, assets: Assets) -> anyhow::Result<Self> {
        Ok(Self {
            edge: Data::new(EdgeHeaders::new(assets.policy(), config.is_https())?),
            assets: Data::new(assets),
        })
    }

    /// Says what answers which address; for the server and for tests that need no socket.
    pub fn register(&self, routes: &mut web::ServiceConfig) {
        routes
            .app_data(self.assets.clone())
            .app_data(self.edge.clone())
            .route("/health/live", web::get().to(health::live))
            .default_service(web::to(app_files::answer));
    }
}

/// Serves until SIGTERM or SIGINT; then lets running requests end.
///
/// # Errors
/// If the address is taken or the certificate cannot be used.
pub async fn serve(config: &Config) -> anyhow::Result<()> {
    let service = Service::new(config, Assets::embedded())?;
    let server = HttpServer::new(move || {
        let service = service.clone();
        App::new()
            .configure(move |routes| service.register(routes))
            .wrap(from_fn(edge))
    })
    .workers(config.workers)
    .server_hostname("localhost")
    .client_request_timeout(std::time::Duration::from_secs(10))
    .shutdown_timeout(10)
    .disable_signals()
    .bind(config.listen)?;
    let scheme = if config.tls.is_some() {
        "https"
    } else {
        "http"
    };
    for address in server.addrs() {
        tracing::info!(address = %format!("{scheme}://{address}"), database = %config.database, "listening");
    }
    let running = server.run();
    let handle = running.handle();
    actix_web::rt::spawn(async move {
        told_to_stop().await;
        tracing::info!("stopping: running requests end first");
        handle.stop(true).await;
    });
    running.await?;
    Ok(())
}

#[cfg(unix)]
async fn told_to_stop() {
    use actix_web::rt::signal::unix::{SignalKind, signal};
    let (Ok(mut terminate), Ok(mut interrupt)) = (
        signal(SignalKind::terminate()),
        signal(SignalKind::interrupt()),
    ) else {
        return std::future::pending().await;
    };
    futures::future::select(Box::pin(terminate.recv()), Box::pin(interrupt.recv())).await;
}

#[cfg(not(unix))]
async fn told_to_stop() {
    if actix_web::rt::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
