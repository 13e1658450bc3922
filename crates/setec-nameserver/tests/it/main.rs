//! The server from outside: its answers beside BIND's, transfers, messages to secondaries, noise.

mod differential;
mod noise;
mod protocol;
mod transfer;
