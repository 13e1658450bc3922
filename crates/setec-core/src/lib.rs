//! What things are: names, records, zones, plans, domains, servers, keys, money and its prices.
//!
//! No I/O, no async and no clock live here, so nothing in this crate fails for outside reasons.
#![warn(missing_docs)]

pub mod billing;
pub mod dns;
pub mod domain;
pub mod id;
pub mod lint;
pub mod order;
pub mod plan;
pub mod reseller;
pub mod secret;
pub mod server;
pub mod ssh_key;
pub mod tag;
pub mod zone_file;

pub use billing::{Currency, Money};
pub use id::{AccountName, InvalidAccountName};
pub use secret::Secret;
pub use tag::{MAX_TAGS, Tag, TagKind};

/// One rule that an input breaks, with the field that breaks it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Violation {
    /// Path of the field in the input, such as `records[2].ttl`.
    pub field: String,
    /// What must hold, in words a person can act on.
    pub rule: String,
}

impl Violation {
    /// Names the field and the rule.
    pub fn new(field: impl Into<String>, rule: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            rule: rule.into(),
        }
    }
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.field, self.rule)
    }
}

/// Joins violations into the one `error` string of an answer.
pub fn join_violations(violations: &[Violation]) -> String {
    let texts: Vec<String> = violations.iter().map(ToString::to_string).collect();
    texts.join("; ")
}
