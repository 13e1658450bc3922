//! The drivers against simulators and real servers.

mod hostinger;
mod powerdns;
