//! Every driver: one folder, one `mod` line and one entry in [`DRIVERS`].

mod domains_reseller;
mod hostinger;
mod local;
mod powerdns;
mod rfc2136;

pub use local::{LocalTransfers, TransferKey};

use setec_provider::Driver;

/// All drivers, in the order in which they are offered.
pub static DRIVERS: &[&Driver] = &[
    &hostinger::DRIVER,
    &domains_reseller::HOSTRAHA,
    &domains_reseller::DRIVER,
    &powerdns::DRIVER,
    &local::DRIVER,
    &rfc2136::DRIVER,
];

/// The driver of that id.
pub fn driver(id: &str) -> Option<&'static Driver> {
    DRIVERS.iter().copied().find(|driver| driver.id == id)
}
