//! The sockets: TCP or TLS, HTTP/1.1 on it, the app behind that. Put together here and not by the framework's own
//! server, because every byte that leaves is to pass [`Wire`].

use std::fmt;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use actix_http::error::DispatchError;
use actix_http::{HttpService, Protocol, Request, Response};
use actix_server::{Server, ServerBuilder};
use actix_service::{IntoServiceFactory, Service, ServiceFactory, ServiceFactoryExt, map_config};
use actix_tls::accept::TlsError;
use actix_tls::accept::rustls_0_23::{Acceptor, TlsStream};
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{AppConfig, fn_service};
use actix_web::rt::net::TcpStream;
use tokio::io::{AsyncRead, AsyncWrite};

use super::wire::{Courtesy, Wire};

/// How long a sender may take until the header block is whole.
const HEAD_WAIT: Duration = Duration::from_secs(10);
/// How long a sender may take to close the connection after the last answer.
const CLOSE_WAIT: Duration = Duration::from_secs(2);
/// How long running requests may take to end when the server stops, in seconds.
const STOP_WAIT: u64 = 10;

/// A place to listen at, taken.
#[derive(Debug)]
pub struct Sockets {
    listener: TcpListener,
    tls: Option<rustls::ServerConfig>,
    courtesy: Courtesy,
    workers: usize,
}

impl Sockets {
    /// Takes the address.
    ///
    /// # Errors
    /// If somebody else has it.
    pub fn take(
        address: SocketAddr,
        tls: Option<rustls::ServerConfig>,
        courtesy: Courtesy,
        workers: usize,
    ) -> io::Result<Self> {
        Ok(Self {
            listener: TcpListener::bind(address)?,
            tls,
            courtesy,
            workers,
        })
    }

    /// Where it listens, as people type it.
    ///
    /// # Errors
    /// If the system does not say.
    pub fn address(&self) -> io::Result<String> {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        Ok(format!("{scheme}://{}", self.listener.local_addr()?))
    }

    /// Serves the app there.
    ///
    /// # Errors
    /// If the listener cannot be used.
    pub fn serve<F, I, S, B>(self, app: F) -> io::Result<Server>
    where
        F: Fn() -> I + Send + Clone + 'static,
        I: IntoServiceFactory<S, Request>,
        S: ServiceFactory<Request, Config = AppConfig> + 'static,
        S::Error: Into<actix_web::Error> + 'static,
        S::InitError: fmt::Debug,
        S::Response: Into<Response<B>> + 'static,
        <S::Service as Service<Request>>::Future: 'static,
        B: MessageBody + 'static,
    {
        let builder = ServerBuilder::new()
            .workers(self.workers)
            .shutdown_timeout(STOP_WAIT)
            .disable_signals();
        let stopping = builder.graceful_shutdown_signal();
        let courtesy = self.courtesy;
        let builder = if let Some(mut tls) = self.tls {
            tls.alpn_protocols = vec![b"http/1.1".to_vec()];
            builder.listen("https", self.listener, move || {
                let courtesy = courtesy.clone();
                Acceptor::new(tls.clone())
                    .map_err(TlsError::into_service_error)
                    .and_then(move |socket: TlsStream<TcpStream>| {
                        let peer = peer(socket.get_ref().0);
                        let wire = Wire::new(socket, courtesy.clone());
                        std::future::ready(Ok((wire, Protocol::Http1, peer)))
                    })
                    .and_then(http(&app, &stopping).map_err(TlsError::Service))
            })
        } else {
            builder.listen("http", self.listener, move || {
                let courtesy = courtesy.clone();
                fn_service(move |socket: TcpStream| {
                    let peer = peer(&socket);
                    let wire = Wire::new(socket, courtesy.clone());
                    std::future::ready(Ok::<_, DispatchError>((wire, Protocol::Http1, peer)))
                })
                .and_then(http(&app, &stopping))
            })
        }?;
        Ok(builder.run())
    }
}

/// Who is at the other end. Answers are written whole, so that waiting for more to send gains nothing.
fn peer(socket: &TcpStream) -> Option<SocketAddr> {
    // A socket that does not take the hint works all the same.
    let _ = socket.set_nodelay(true);
    socket.peer_addr().ok()
}

type Accepted<T> = (T, Protocol, Option<SocketAddr>);

/// HTTP on a connection that is open.
fn http<F, I, S, B, T>(
    app: &F,
    stopping: &actix_server::GracefulShutdownSignal,
) -> impl ServiceFactory<Accepted<T>, Config = (), Response = (), Error = DispatchError, InitError = ()>
+ use<F, I, S, B, T>
where
    F: Fn() -> I,
    I: IntoServiceFactory<S, Request>,
    S: ServiceFactory<Request, Config = AppConfig> + 'static,
    S::Error: Into<actix_web::Error> + 'static,
    S::InitError: fmt::Debug,
    S::Response: Into<Response<B>> + 'static,
    <S::Service as Service<Request>>::Future: 'static,
    B: MessageBody + 'static,
    T: AsyncRead + AsyncWrite + Unpin + 'static,
{
    let stopping = stopping.clone();
    let app = app()
        .into_factory()
        .map_err(|error| Response::<BoxBody>::from(error.into().error_response()));
    HttpService::build()
        .client_request_timeout(HEAD_WAIT)
        .client_disconnect_timeout(CLOSE_WAIT)
        .graceful_shutdown_signal(move || {
            let stopping = stopping.clone();
            async move { stopping.notified().await }
        })
        // Who is asked for by which name is the settings' business, not the socket's.
        .finish(map_config(app, |()| AppConfig::default()))
}
