//! The drivers against simulators and real servers.

mod domains_reseller;
mod hostinger;
mod powerdns;
