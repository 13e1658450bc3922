//! Both simulators behind one address, as the demo has them.

use std::net::SocketAddr;

use tokio::net::TcpListener;

use crate::{hostinger, reseller};

const RESELLER: &str = "/hostraha";

/// The path of the reseller's API behind the common address.
pub const RESELLER_ENDPOINT: &str = "/hostraha/modules/addons/DomainsReseller/api/index.php";

/// Serves Hostinger's API at the root and the reseller's in a folder until `shutdown` completes.
pub async fn serve(
    listener: TcpListener,
    hostinger: hostinger::Sandbox,
    reseller: reseller::Sandbox,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let router = hostinger.router().nest(RESELLER, reseller.router());
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(shutdown)
        .await
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_endpoint_is_below_the_folder() {
        let expected = format!("{}{}", super::RESELLER, crate::reseller::ENDPOINT);
        assert_eq!(super::RESELLER_ENDPOINT, expected);
    }
}
