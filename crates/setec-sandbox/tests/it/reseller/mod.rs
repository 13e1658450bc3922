//! The simulated Domains Reseller API.

mod account;
mod client;
mod dns;
mod estate;
mod faults;
mod form;
mod hygiene;
mod lookup;
mod orders;
mod php;
mod settings;
mod shapes;
mod token;
mod transfers;
mod wire;
