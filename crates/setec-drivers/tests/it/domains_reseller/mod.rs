//! The Domains Reseller driver against its simulator, over real HTTP on loopback.

mod connection;
mod contacts;
mod dns;
mod domains;
mod front_end;
mod harness;
mod hour;
mod lookup;
mod lost_answers;
mod orders;
mod place;
mod services;
mod transfers;
