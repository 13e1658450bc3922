//! Faults of a zone that its types allow: what is wrong, how bad it is, and what mends it.
//!
//! Lint reads one zone and what the caller knows around it. It asks nobody: where an answer would
//! need the network, [`Surroundings`] carries it or the rule stays silent.

mod caa;
mod cname;
mod delegation;
mod dkim;
mod dmarc;
mod finding;
mod fix;
mod mail_service;
mod rules;
mod spf;
mod spf_edit;
mod spf_lookups;
mod spf_record;
mod surroundings;
mod tag_list;
mod target;
#[cfg(test)]
mod tests;
mod ttl;
mod value;
mod view;
mod wildcard;

pub use finding::{Finding, Severity};
pub use fix::Fix;
pub use rules::lint;
pub use spf_lookups::{spf_in, spf_outside};
pub use spf_record::is_spf;
pub use surroundings::{Spf, Surroundings};
