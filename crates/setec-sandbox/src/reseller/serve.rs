use std::net::SocketAddr;

use tokio::net::TcpListener;

use super::Sandbox;

/// Serves the sandbox over HTTP until `shutdown` completes.
pub async fn serve(
    listener: TcpListener,
    sandbox: Sandbox,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    tracing::debug!(address = ?listener.local_addr()?, "Domains Reseller sandbox is listening");
    let service = sandbox
        .router()
        .into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(shutdown)
        .await
}
