//! Billing at a provider.

use async_trait::async_trait;
use setec_core::billing::{CatalogEntry, Offer, PaymentMethod, Subscription, SubscriptionRenewal};
use setec_core::domain::{Credit, OrderReceipt};

use crate::Result;
use crate::domains::Switch;

/// Subscriptions, prices and payment methods of an account.
#[async_trait]
pub trait BillingProvider: Send + Sync {
    /// All subscriptions.
    async fn subscriptions(&self) -> Result<Vec<Subscription>>;

    /// Everything that can be bought, or one category such as `vps`.
    async fn catalog(&self, category: Option<&str>) -> Result<Vec<CatalogEntry>>;

    /// The means of payment that the vendor holds.
    async fn payment_methods(&self) -> Result<Vec<PaymentMethod>>;

    /// Makes a payment method the default one.
    async fn set_default_payment_method(&self, id: &str) -> Result<()>;

    /// Removes a payment method.
    async fn delete_payment_method(&self, id: &str) -> Result<()>;

    /// Whether a subscription renews by itself.
    async fn set_auto_renewal(
        &self,
        subscription_id: &str,
        renewal: Switch,
    ) -> Result<Subscription>;

    /// Paying for the next term of a subscription now.
    fn renewals(&self) -> Option<&dyn SubscriptionRenewals> {
        None
    }
}

/// Terms of subscriptions that are paid before they are due.
#[async_trait]
pub trait SubscriptionRenewals: Send + Sync {
    /// Finds everything about an order that can be wrong before the vendor charges, and its price.
    async fn check_renewal(&self, order: &SubscriptionRenewal) -> Result<Offer>;

    /// Pays for the next term. Sent once: never repeated by the driver, whatever happens.
    async fn renew(&self, order: &SubscriptionRenewal) -> Result<OrderReceipt>;
}

/// Credit that orders are paid from.
#[async_trait]
pub trait CreditProvider: Send + Sync {
    /// What is left, asked now.
    async fn credit(&self) -> Result<Credit>;
}
