//! Registered domains and what belongs to them.

pub mod contact;
pub mod country;
pub mod order;
pub mod phone;
pub mod price;
pub mod service;
mod whois;

use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use contact::{Contact, Contacts, Role};
pub use order::{
    DomainPurchase, DomainRenewal, DomainRestore, DomainTransfer, OrderReceipt, PurchasedDomain,
    Stage,
};
pub use price::{Credit, DomainOperation, DomainPrice, LatePeriod, TldPrice, TldPrices};
pub use service::{ChildNameserver, DomainSync, EmailForward, Suggestion, TransferState};
pub use whois::{EntityType, NewWhoisProfile, WhoisProfile};

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
    /// On its way from another registrar.
    PendingTransfer,
    /// Past its expiry.
    Expired,
    /// Given up by its registrar after the expiry; a restore can still fetch it back (RFC 3915).
    Redemption,
    /// Held by the registrar.
    Suspended,
    /// Gone to another registrar.
    TransferredAway,
    /// Gone.
    Deleted,
    /// The registration failed.
    Failed,
    /// A word of the provider that we do not know.
    Unknown,
}

impl DomainStatus {
    /// The word of the API, such as `pending_setup`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::PendingSetup => "pending_setup",
            Self::PendingVerification => "pending_verification",
            Self::Requested => "requested",
            Self::PendingTransfer => "pending_transfer",
            Self::Expired => "expired",
            Self::Redemption => "redemption",
            Self::Suspended => "suspended",
            Self::TransferredAway => "transferred_away",
            Self::Deleted => "deleted",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }

    /// Whether the account has it no more.
    pub fn is_over(self) -> bool {
        matches!(self, Self::TransferredAway | Self::Deleted)
    }
}

/// The word is no status of a domain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "active, pending_setup, pending_verification, requested, pending_transfer, expired, redemption, suspended, transferred_away, deleted, failed or unknown"
)]
pub struct InvalidDomainStatus;

impl FromStr for DomainStatus {
    type Err = InvalidDomainStatus;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let all = [
            Self::Active,
            Self::PendingSetup,
            Self::PendingVerification,
            Self::Requested,
            Self::PendingTransfer,
            Self::Expired,
            Self::Redemption,
            Self::Suspended,
            Self::TransferredAway,
            Self::Deleted,
            Self::Failed,
            Self::Unknown,
        ];
        let found = all.into_iter().find(|status| status.word() == word);
        found.ok_or(InvalidDomainStatus)
    }
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
    /// When it was first registered; absent where the provider does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registered_at: Option<DateTime<Utc>>,
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
    /// Whether the provider did not tell all of it now, which `message` explains.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub incomplete: bool,
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
