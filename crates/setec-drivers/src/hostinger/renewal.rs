//! Terms of subscriptions that are paid before they are due.

use async_trait::async_trait;
use http::StatusCode;
use serde::Deserialize;
use serde_json::json;
use setec_core::Violation;
use setec_core::billing::{Offer, SubscriptionRenewal};
use setec_core::domain::{OrderReceipt, Stage};
use setec_core::order::above_ceiling;
use setec_provider::billing::SubscriptionRenewals;
use setec_provider::http::segment;
use setec_provider::{ErrorKind, ProviderError, Result};

use crate::hostinger::billing::Billing;
use crate::hostinger::{errors, lenient, payment};

const RENEW: &str = "renew subscription";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WireOrder {
    #[serde(deserialize_with = "lenient::text")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    subscription_id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    status: Option<String>,
}

impl Billing {
    async fn offer(&self, order: &SubscriptionRenewal) -> Result<Offer> {
        let subscriptions = self.wire_subscriptions().await?;
        let id = &order.id;
        let found = subscriptions.iter().find(|each| each.is(id));
        let Some(found) = found else {
            let message = format!("the account has no subscription {id}");
            return Err(ProviderError::new(ErrorKind::NotFound, RENEW, message));
        };
        let status = found.status();
        if matches!(status, "cancelled" | "transferred") {
            let message = format!("subscription {id} is {status} and cannot be renewed");
            return Err(ProviderError::new(ErrorKind::Conflict, RENEW, message));
        }
        let Some(price) = found.next_price() else {
            let message = format!("the provider gives no price for the renewal of {id}");
            return Err(ProviderError::new(ErrorKind::Protocol, RENEW, message));
        };
        if let Some(words) = order
            .price_limit
            .and_then(|limit| above_ceiling(price, limit))
        {
            return Err(ProviderError::new(ErrorKind::Conflict, RENEW, words));
        }
        Ok(Offer {
            subject: Some(id.clone()),
            what: format!("renewal of {} (subscription {id})", found.name()),
            price,
            renewal_price: Some(price),
            is_premium: false,
        })
    }
}

#[async_trait]
impl SubscriptionRenewals for Billing {
    async fn check_renewal(&self, order: &SubscriptionRenewal) -> Result<Offer> {
        if order.id.is_empty() {
            let violation = Violation::new("subscription_id", "it is required");
            return Err(ProviderError::invalid(RENEW, vec![violation]));
        }
        let method = order.payment_method_id.as_deref();
        let offer = self.offer(order).await?;
        payment::usable(self.client(), RENEW, method).await?;
        Ok(offer)
    }

    async fn renew(&self, order: &SubscriptionRenewal) -> Result<OrderReceipt> {
        self.offer(order).await?;
        let method = order.payment_method_id.as_deref();
        let body = match payment::usable(self.client(), RENEW, method).await? {
            Some(number) => json!({ "payment_method_id": number }),
            // The body is required even where nothing is in it.
            None => json!({}),
        };
        let path = format!("api/billing/v1/subscriptions/{}/renew", segment(&order.id));
        let reply = self.client().order(RENEW, &path, &body).await?;
        let made: WireOrder = errors::read(&reply)?;
        let status = made.status.as_deref().unwrap_or("accepted");
        // Accepted: the payment is still under way.
        let stage = if reply.status == StatusCode::ACCEPTED {
            Stage::UnderWay
        } else {
            Stage::Done
        };
        Ok(OrderReceipt {
            stage,
            answer: format!(
                "order {} for subscription {} is {status}",
                made.id.as_deref().unwrap_or("without an id"),
                order.id
            ),
            order_id: made.id,
            subscription_id: made.subscription_id,
            expires_at: None,
            charged: None,
        })
    }
}
