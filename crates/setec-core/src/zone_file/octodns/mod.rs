//! octoDNS's YAML: what its `YamlProvider` reads, one file for each zone.

mod print;
mod read;
mod value;
mod yaml;

pub use print::print;
pub use read::parse;

#[cfg(test)]
mod tests;
