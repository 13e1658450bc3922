//! Transfers to the account.

use async_trait::async_trait;
use serde_json::{Value, json};
use setec_core::Violation;
use setec_core::billing::Offer;
use setec_core::dns::Name;
use setec_core::domain::{
    DomainOperation, DomainStatus, DomainTransfer, OrderReceipt, Stage, TransferState,
};
use setec_core::order::Finding;
use setec_provider::domains::TransferProvider;
use setec_provider::{ErrorKind, ProviderError, Result};

use super::account::Reseller;
use super::client::path;
use super::orders::{check_years, unknown, years};
use super::register::{Common, check_nameservers, checked_contacts};
use super::value;

const TRANSFER: &str = "transfer domain";

impl Reseller {
    async fn prepare_transfer(&self, order: &DomainTransfer) -> Result<(Value, Offer)> {
        let mut violations = Vec::new();
        check_years(order.years, "years", &mut violations);
        let contacts = checked_contacts(order.contacts.as_ref(), &mut violations);
        if order.nameservers.is_empty() {
            violations.push(Violation::new(
                "nameservers",
                "this provider's transfers set them: give those that the domain has",
            ));
        } else {
            check_nameservers(&order.nameservers, &mut violations);
        }
        if !violations.is_empty() {
            return Err(ProviderError::invalid(TRANSFER, violations));
        }
        let domain = &order.domain;
        match self.information(TRANSFER, domain).await {
            Ok(known) if known.status == Some(DomainStatus::Active) => {
                let message = format!("{domain} is in the account already");
                return Err(ProviderError::new(ErrorKind::Exists, TRANSFER, message));
            }
            Ok(known) if known.status == Some(DomainStatus::PendingTransfer) => {
                let message = format!("a transfer of {domain} is under way already");
                return Err(ProviderError::new(ErrorKind::Conflict, TRANSFER, message));
            }
            Ok(_) => {}
            Err(error) if error.kind == ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        let wanted = (order.years, "years");
        let price = self
            .price(
                TRANSFER,
                domain,
                DomainOperation::Transfer,
                wanted,
                order.price_limit,
            )
            .await?;
        let mut body = self.body(&Common {
            domain,
            years: order.years,
            contacts: &contacts,
            nameservers: &order.nameservers,
            privacy: order.privacy_protection == Some(true),
        });
        body["eppcode"] = order.auth_code.expose().into();
        let offer = Offer {
            subject: Some(domain.to_string()),
            what: format!("transfer of {domain} with {}", years(order.years)),
            price,
            renewal_price: None,
            is_premium: false,
        };
        Ok((body, offer))
    }
}

#[async_trait]
impl TransferProvider for Reseller {
    async fn check_transfer(&self, order: &DomainTransfer) -> Result<Offer> {
        Ok(self.prepare_transfer(order).await?.1)
    }

    async fn start(&self, order: &DomainTransfer) -> Result<OrderReceipt> {
        let (body, _) = self.prepare_transfer(order).await?;
        let domain = &order.domain;
        let sent = self
            .client
            .order(TRANSFER, "order/domains/transfer", &body)
            .await;
        let answer = match sent {
            Ok(reply) => reply.summary(),
            Err(error) if error.kind.outcome_is_unknown() => {
                let seen = match self.state(domain).await {
                    Ok(state) => Some(state),
                    Err(look) if look.kind == ErrorKind::NotFound => None,
                    Err(look) => {
                        return Err(unknown(
                            error,
                            &format!("a look at {domain} failed: {look}"),
                        ));
                    }
                };
                match order.settled_by(seen.as_ref()) {
                    Finding::There(words) => format!("the answer was lost ({error}); {words}"),
                    Finding::Broken(words) | Finding::NotThere(words) | Finding::Unclear(words) => {
                        return Err(unknown(error, &words));
                    }
                }
            }
            Err(error) => return Err(error),
        };
        self.remember(std::slice::from_ref(domain));
        Ok(OrderReceipt {
            stage: Stage::UnderWay,
            order_id: None,
            subscription_id: None,
            expires_at: None,
            charged: None,
            answer,
        })
    }

    /// An empty list says that the transfer is under way.
    async fn state(&self, domain: &Name) -> Result<TransferState> {
        let operation = "read transfer";
        let body = json!({"domain": domain.as_str()});
        let answer = self
            .client
            .ask(operation, &path(domain, "transfersync"), &body)
            .await?;
        let flag = |names: &[&str]| value::flag_of(&answer, names) == Some(true);
        if flag(&["completed"]) {
            return Ok(TransferState::Completed {
                expires_at: value::date_of(&answer, &["expirydate", "expiryDate"]),
            });
        }
        if flag(&["cancelled"]) {
            return Ok(TransferState::Cancelled);
        }
        let reason = value::text_of(&answer, &["reason"]);
        if flag(&["failed"]) {
            let reason = reason.unwrap_or_else(|| "no reason given".to_owned());
            return Ok(TransferState::Failed { reason });
        }
        if answer.is_array() || answer.is_object() {
            return Ok(TransferState::Pending { message: reason });
        }
        let message = format!("the provider's answer tells nothing of a transfer of {domain}");
        Err(ProviderError::new(ErrorKind::Protocol, operation, message))
    }
}
