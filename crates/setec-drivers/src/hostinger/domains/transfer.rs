//! Transfers to the account: those that are paid for already. The API sells none.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};
use setec_core::Violation;
use setec_core::billing::Offer;
use setec_core::dns::Name;
use setec_core::domain::{DomainTransfer, OrderReceipt, Stage, TransferState};
use setec_core::{Money, order::Finding};
use setec_provider::domains::{TransferProvider, WhoisProvider};
use setec_provider::http::segment;
use setec_provider::{ErrorKind, ProviderError, Result};

use super::{Domains, availability};
use crate::hostinger::catalog::Price;
use crate::hostinger::{date, errors, lenient};

const TRANSFER: &str = "transfer domain";
const TRANSFERS: &str = "api/domains/v1/transfers";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WireTransfer {
    #[serde(deserialize_with = "lenient::text")]
    status: Option<String>,
    #[serde(deserialize_with = "date::optional")]
    completed_at: Option<DateTime<Utc>>,
}

impl WireTransfer {
    /// The status is free text.
    fn state(self) -> TransferState {
        let words = self.status.unwrap_or_default();
        let lower = words.to_lowercase();
        let has = |parts: &[&str]| parts.iter().any(|part| lower.contains(part));
        if has(&["cancel"]) {
            TransferState::Cancelled
        } else if has(&["fail", "reject", "denied", "declined", "error"]) {
            TransferState::Failed { reason: words }
        } else if self.completed_at.is_some() || has(&["complete"]) {
            TransferState::Completed { expires_at: None }
        } else {
            TransferState::Pending {
                message: (!words.is_empty()).then_some(words),
            }
        }
    }
}

impl Domains {
    async fn offer_transfer(&self, order: &DomainTransfer) -> Result<(String, Offer)> {
        let mut violations = Vec::new();
        let mut fault = |field: &str, rule: &str| violations.push(Violation::new(field, rule));
        if order.years != 1 {
            fault("years", "a transfer comes with 1 year here");
        }
        if !order.nameservers.is_empty() {
            fault(
                "nameservers",
                "a transfer keeps those that the domain has; change them afterwards",
            );
        }
        if order.auth_code.is_empty() {
            fault("auth_code", "the losing registrar's code");
        }
        if let Some(contacts) = &order.contacts {
            violations.extend(contacts.clone().normalized().check("contacts"));
        }
        if !violations.is_empty() {
            return Err(ProviderError::invalid(TRANSFER, violations));
        }
        let domain = &order.domain;
        let (_, tld) = availability::split(TRANSFER, domain.as_str())?;
        let holdings = self.holdings().await?;
        if !holdings.iter().any(|one| one.takes_transfer_of(domain)) {
            let message = format!(
                "the account has no transfer of {domain} that is paid for; buy one in hPanel"
            );
            let kind = ErrorKind::PaymentRequired;
            return Err(ProviderError::new(kind, TRANSFER, message));
        }
        if order.contacts.is_none() && WhoisProvider::list(self, Some(&tld)).await?.is_empty() {
            let rule = format!("the account has no WHOIS profile for .{tld}: give contacts");
            let violation = Violation::new("contacts", rule);
            return Err(ProviderError::invalid(TRANSFER, vec![violation]));
        }
        let items = self.catalog.domains().await?;
        let prices = items.iter().flat_map(|item| &item.prices);
        let currency = prices
            .filter_map(Price::renewal)
            .map(|price| price.currency)
            .next();
        let currency = currency.ok_or_else(|| {
            let message = "the catalog has no price to tell the account's currency by";
            ProviderError::new(ErrorKind::Protocol, TRANSFER, message)
        })?;
        let offer = Offer {
            subject: Some(domain.to_string()),
            what: format!("transfer of {domain}, paid for already"),
            price: Money { minor: 0, currency },
            renewal_price: None,
            is_premium: false,
        };
        Ok((tld, offer))
    }
}

#[async_trait]
impl TransferProvider for Domains {
    async fn check_transfer(&self, order: &DomainTransfer) -> Result<Offer> {
        Ok(self.offer_transfer(order).await?.1)
    }

    async fn start(&self, order: &DomainTransfer) -> Result<OrderReceipt> {
        let (tld, _) = self.offer_transfer(order).await?;
        let domain = &order.domain;
        let mut body = json!({
            "domain": domain.as_str(),
            "auth_code": order.auth_code.expose(),
            "should_keep_ns": true,
        });
        if let Some(contacts) = &order.contacts {
            let contacts = contacts.clone().normalized();
            body["domain_contacts"] = self.ordered_contacts(TRANSFER, &tld, &contacts).await?;
        }
        let path = format!("{TRANSFERS}/claim");
        let sent = self.client.order(TRANSFER, &path, &body).await;
        let read = sent.and_then(|reply| {
            errors::read::<Value>(&reply)?;
            Ok(reply.summary())
        });
        let answer = match read {
            Ok(answer) => answer,
            Err(error) if error.kind.outcome_is_unknown() => {
                let seen = self.state(domain).await.ok();
                match order.settled_by(seen.as_ref()) {
                    Finding::There(words) => format!("the answer was lost ({error}); {words}"),
                    Finding::Unclear(words) | Finding::NotThere(words) | Finding::Broken(words) => {
                        let words =
                            format!("the outcome is unknown ({words}), and nothing was sent twice");
                        return Err(error.context(&words));
                    }
                }
            }
            Err(error) => return Err(error),
        };
        Ok(OrderReceipt {
            stage: Stage::UnderWay,
            order_id: None,
            subscription_id: None,
            expires_at: None,
            charged: None,
            answer,
        })
    }

    async fn state(&self, domain: &Name) -> Result<TransferState> {
        let path = format!("{TRANSFERS}/{}", segment(domain.as_str()));
        let transfer: WireTransfer = self.client.get("read transfer", &path).await?;
        Ok(transfer.state())
    }
}
