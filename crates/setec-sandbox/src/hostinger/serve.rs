use tokio::net::TcpListener;

use super::Sandbox;

/// Serves the sandbox over HTTP until `shutdown` completes.
pub async fn serve(
    listener: TcpListener,
    sandbox: Sandbox,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    tracing::debug!(address = ?listener.local_addr()?, "Hostinger sandbox is listening");
    axum::serve(listener, sandbox.router())
        .with_graceful_shutdown(shutdown)
        .await
}
