use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Whose data a WHOIS profile holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum EntityType {
    /// A person.
    Individual,
    /// A company or association.
    Organization,
}

/// A registrant's data as the registrar keeps it for domains of one TLD.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WhoisProfile {
    /// The provider's id.
    pub id: String,
    /// TLD without a dot.
    pub tld: String,
    /// ISO 3166-1 alpha-2 code.
    pub country: String,
    /// Person or organisation.
    pub entity_type: EntityType,
    /// Name, address, e-mail and so on by the provider's keys.
    pub whois_details: BTreeMap<String, String>,
    /// What this TLD demands besides.
    pub tld_details: BTreeMap<String, String>,
    /// When it was made.
    pub created_at: Option<DateTime<Utc>>,
    /// When it was last changed.
    pub updated_at: Option<DateTime<Utc>>,
}

/// A WHOIS profile to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewWhoisProfile {
    /// TLD without a dot.
    pub tld: String,
    /// ISO 3166-1 alpha-2 code.
    pub country: String,
    /// Person or organisation.
    pub entity_type: EntityType,
    /// Name, address, e-mail and so on by the provider's keys.
    pub whois_details: BTreeMap<String, String>,
    /// What this TLD demands besides.
    #[serde(default)]
    pub tld_details: BTreeMap<String, String>,
}
