//! Listening over HTTPS until told to stop.

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use hyper_util::rt::TokioTimer;

use crate::tls::{Certificate, TlsError};
use crate::unread::WithWords;

/// How long requests may go on after the signal to stop.
const GRACE: Duration = Duration::from_secs(20);

/// How long a client may take to send a request's headers.
const HEADER_TIMEOUT: Duration = Duration::from_secs(15);

/// Why the server does not run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address is taken or not ours.
    #[error("cannot listen on {address}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// There is no usable certificate.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// Accepting connections failed.
    #[error("the server stopped")]
    Io(#[from] std::io::Error),
}

/// A socket that is bound but not yet served.
#[derive(Debug)]
pub struct Listening {
    socket: TcpListener,
    /// Where it listens, with the real port.
    pub address: SocketAddr,
}

/// Binds the address, so that a taken port is known before anything else is done.
pub fn bind(address: SocketAddr) -> Result<Listening, ServeError> {
    let fail = |source| ServeError::Listen { address, source };
    let socket = TcpListener::bind(address).map_err(fail)?;
    socket.set_nonblocking(true).map_err(fail)?;
    let address = socket.local_addr().map_err(fail)?;
    Ok(Listening { socket, address })
}

/// Serves until `stop` is done, then lets running requests end.
pub async fn serve(
    listening: Listening,
    certificate: &Certificate,
    router: axum::Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    // Installing the provider twice is an error of no consequence: the first one stays.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let config = RustlsConfig::from_pem_file(&certificate.chain, &certificate.key).await;
    let config = config.map_err(|error| TlsError::Unusable {
        path: certificate.chain.clone(),
        reason: error.to_string(),
    })?;
    let handle = Handle::new();
    let stopper = handle.clone();
    tokio::spawn(async move {
        stop.await;
        tracing::info!("stopping; running requests may end");
        stopper.graceful_shutdown(Some(GRACE));
    });
    let mut server = axum_server::from_tcp_rustls(listening.socket, config)?
        .map(WithWords)
        .handle(handle);
    server
        .http_builder()
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIMEOUT)
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(Some(Duration::from_secs(30)))
        .max_header_list_size(32 << 10);
    server
        .serve(router.into_make_service_with_connect_info::<SocketAddr>())
        .await?;
    Ok(())
}
