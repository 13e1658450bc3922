//! The Hostinger driver against its simulator, over real HTTP on loopback.

mod billing;
mod budget;
mod connection;
mod dns_read;
mod dns_trouble;
mod dns_write;
mod domain_life;
mod domain_purchase;
mod domains;
mod harness;
mod place;
mod server_purchase;
mod servers;
mod ssh_keys;
