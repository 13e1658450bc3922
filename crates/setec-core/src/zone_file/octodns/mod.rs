//! octoDNS's YAML: what its `YamlProvider` reads, a zone in one file or split over many.

mod print;
mod read;
mod value;
mod yaml;

pub use print::print;
pub use read::{parse, parse_split};

#[cfg(test)]
mod tests;
