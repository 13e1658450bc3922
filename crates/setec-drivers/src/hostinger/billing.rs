//! Subscriptions, prices and payment methods.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use setec_core::billing::{CatalogEntry, PaymentMethod, Subscription};
use setec_core::{Currency, Money};
use setec_provider::billing::SubscriptionRenewals;
use setec_provider::domains::Switch;
use setec_provider::http::segment;
use setec_provider::{BillingProvider, Result};

use crate::hostinger::catalog::{self, Catalog};
use crate::hostinger::client::{Accepted, Client};
use crate::hostinger::{date, ids, lenient, payment, slug};

/// Billing of the account.
#[derive(Debug)]
pub(super) struct Billing {
    client: Arc<Client>,
    catalog: Arc<Catalog>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct WireSubscription {
    #[serde(deserialize_with = "lenient::text")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    status: Option<String>,
    #[serde(deserialize_with = "lenient::number")]
    billing_period: Option<i64>,
    #[serde(deserialize_with = "lenient::text")]
    billing_period_unit: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    currency_code: Option<String>,
    #[serde(deserialize_with = "lenient::number")]
    total_price: Option<i64>,
    #[serde(deserialize_with = "lenient::number")]
    renewal_price: Option<i64>,
    #[serde(deserialize_with = "lenient::flag")]
    is_auto_renewed: Option<bool>,
    #[serde(deserialize_with = "date::optional")]
    created_at: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "date::optional")]
    expires_at: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "date::optional")]
    next_billing_at: Option<DateTime<Utc>>,
}

impl Billing {
    pub(super) fn new(client: Arc<Client>, catalog: Arc<Catalog>) -> Self {
        Self { client, catalog }
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    pub(super) async fn wire_subscriptions(&self) -> Result<Vec<WireSubscription>> {
        self.client
            .get("list subscriptions", "api/billing/v1/subscriptions")
            .await
    }
}

impl WireSubscription {
    pub(super) fn is(&self, id: &str) -> bool {
        self.id.as_deref() == Some(id)
    }

    pub(super) fn name(&self) -> &str {
        self.name.as_deref().unwrap_or_default()
    }

    pub(super) fn status(&self) -> &str {
        self.status.as_deref().unwrap_or_default()
    }

    /// What the next term costs.
    pub(super) fn next_price(&self) -> Option<Money> {
        Some(Money {
            minor: self.renewal_price.or(self.total_price)?,
            currency: self.currency_code.as_deref()?.parse().ok()?,
        })
    }
}

#[async_trait]
impl BillingProvider for Billing {
    async fn subscriptions(&self) -> Result<Vec<Subscription>> {
        let subscriptions = self.wire_subscriptions().await?;
        Ok(subscriptions.into_iter().map(Subscription::from).collect())
    }

    fn renewals(&self) -> Option<&dyn SubscriptionRenewals> {
        Some(self)
    }

    /// The API filters by two categories only, so the choice is made here.
    async fn catalog(&self, category: Option<&str>) -> Result<Vec<CatalogEntry>> {
        Ok(catalog::entries(&self.catalog.all().await?, category))
    }

    async fn payment_methods(&self) -> Result<Vec<PaymentMethod>> {
        payment::methods(&self.client).await
    }

    async fn set_default_payment_method(&self, id: &str) -> Result<()> {
        let operation = "set default payment method";
        let path = method_path(operation, id)?;
        self.client.post::<Accepted>(operation, &path, None).await?;
        Ok(())
    }

    async fn delete_payment_method(&self, id: &str) -> Result<()> {
        let operation = "delete payment method";
        let path = method_path(operation, id)?;
        self.client
            .delete::<Accepted>(operation, &path, None)
            .await?;
        Ok(())
    }

    async fn set_auto_renewal(
        &self,
        subscription_id: &str,
        renewal: Switch,
    ) -> Result<Subscription> {
        set_auto_renewal(&self.client, subscription_id, renewal).await
    }
}

/// Renewal is switched by two verbs on two paths.
pub(super) async fn set_auto_renewal(
    client: &Client,
    subscription_id: &str,
    renewal: Switch,
) -> Result<Subscription> {
    let operation = "set auto-renewal";
    let path = format!(
        "api/billing/v1/subscriptions/{}/auto-renewal",
        segment(subscription_id)
    );
    let subscription: WireSubscription = match renewal {
        Switch::On => client.patch(operation, &format!("{path}/enable")).await?,
        Switch::Off => {
            client
                .delete(operation, &format!("{path}/disable"), None)
                .await?
        }
    };
    Ok(subscription.into())
}

fn method_path(operation: &'static str, id: &str) -> Result<String> {
    let number = ids::find(operation, "payment method", id, "pm_")?;
    Ok(format!("api/billing/v1/payment-methods/{number}"))
}

impl From<WireSubscription> for Subscription {
    fn from(wire: WireSubscription) -> Self {
        let currency: Option<Currency> = wire
            .currency_code
            .as_deref()
            .and_then(|code| code.parse().ok());
        let major = |minor: i64| {
            let money = currency.map(|currency| Money { minor, currency });
            money.map_or(0.0, Money::major)
        };
        let name = wire.name.unwrap_or_default();
        let unit = wire.billing_period_unit.unwrap_or_default();
        let period = wire.billing_period.unwrap_or_default();
        // `next_billing_at` counts only while it renews.
        let renews_at = match wire.is_auto_renewed {
            Some(true) => wire.next_billing_at.or(wire.expires_at),
            _ => wire.expires_at.or(wire.next_billing_at),
        };
        Self {
            id: wire.id.unwrap_or_default(),
            status: wire.status.unwrap_or_default(),
            plan: slug::with_term(&name, period, &unit),
            period: (period > 0).then(|| slug::term(period, &unit)),
            name,
            price: wire.total_price.map_or(0.0, major),
            renewal_price: wire.renewal_price.map(major),
            currency: wire.currency_code.unwrap_or_default(),
            renews_at,
            created_at: wire.created_at,
            auto_renew: wire.is_auto_renewed,
        }
    }
}
