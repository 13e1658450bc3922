//! Registered domains and what belongs to them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Where a domain stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum DomainStatus {
    /// Registered and working.
    Active,
    /// Bought, but its registration needs something more.
    PendingSetup,
    /// The registry waits for the owner's confirmation.
    PendingVerification,
    /// Ordered; the registrar is at work.
    Requested,
    /// Past its expiry.
    Expired,
    /// Held by the registrar.
    Suspended,
    /// Gone.
    Deleted,
    /// The registration failed.
    Failed,
    /// A word of the provider that we do not know.
    Unknown,
}

/// A domain in an account's portfolio.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Domain {
    /// The domain's name in A-labels.
    pub name: String,
    /// The registrar's name.
    pub registrar: String,
    /// Where it stands.
    pub status: DomainStatus,
    /// End of the paid term.
    pub expires_at: Option<DateTime<Utc>>,
    /// Whether it renews by itself; `null` where the provider does not say.
    pub auto_renew: Option<bool>,
    /// Whether the registrar lock is set; `null` before the registration is done.
    pub locked: Option<bool>,
    /// Whether the registrant's data is hidden in WHOIS; `null` before the registration is done.
    pub privacy_protection: Option<bool>,
    /// Authoritative name servers in the provider's order.
    pub nameservers: Vec<String>,
    /// What a person should know of it, in the provider's or our words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// Whether a domain can be registered, and for how much.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Availability {
    /// The name asked for.
    pub domain: String,
    /// Whether it is free.
    pub available: bool,
    /// Price of the first year in major units; absent when taken or unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<f64>,
    /// ISO 4217 code of the price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Price of the following years in major units, where it differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renewal_price: Option<f64>,
    /// What the registry demands of registrants, in the provider's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restriction: Option<String>,
}

/// An order for a new domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainPurchase {
    /// The name to register, in A-labels.
    pub domain: String,
    /// Years, from 1.
    pub period: u32,
    /// Whether it shall renew by itself.
    pub auto_renew: Option<bool>,
    /// Whether the registrant's data shall be hidden.
    pub privacy_protection: Option<bool>,
    /// The provider's payment method; its default one where absent.
    pub payment_method_id: Option<String>,
}

/// What became of an order for a domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurchasedDomain {
    /// The domain as far as it is known.
    pub domain: Domain,
    /// The provider's id of the order.
    pub order_id: Option<String>,
    /// The subscription that pays for it from now on.
    pub subscription_id: Option<String>,
}

/// The code that lets another registrar take a domain over (EPP `authInfo`).
#[derive(Debug, Clone)]
pub struct AuthCode(pub crate::Secret);

/// A redirection of a whole domain to a URL.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Forwarding {
    /// The domain that is redirected.
    pub domain: String,
    /// `301` (permanent) or `302` (temporary).
    pub redirect_type: u16,
    /// Where it leads.
    pub redirect_url: String,
    /// When it was made.
    pub created_at: Option<DateTime<Utc>>,
    /// When it was last changed.
    pub updated_at: Option<DateTime<Utc>>,
}

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
