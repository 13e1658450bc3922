//! Zone files: RFC 1035 master files and octoDNS's YAML, read and printed without any I/O.
//!
//! Reading reports every fault with its place and then yields no zone: half a zone that is applied
//! would delete the other half.

mod assemble;
mod directive;
mod entry;
mod escape;
mod fault;
mod generate;
mod loc;
pub mod octodns;
mod parse;
mod print;
mod rdata;
mod ttl;

pub use fault::{Fault, Source};
pub use parse::parse;
pub use print::print;

#[cfg(test)]
mod tests;
