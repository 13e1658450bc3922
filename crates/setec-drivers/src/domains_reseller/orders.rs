//! Renewals and restores, and what all orders have in common. An order goes out once; where its
//! answer is lost, one look tells whether it was carried out.

use async_trait::async_trait;
use serde_json::json;
use setec_core::billing::Offer;
use setec_core::dns::Name;
use setec_core::domain::{
    DomainOperation, DomainRenewal, DomainRestore, DomainStatus, DomainSync, LatePeriod,
    OrderReceipt, Stage,
};
use setec_core::order::{Finding, above_ceiling};
use setec_core::{Money, Violation};
use setec_provider::domains::{RenewalProvider, RestoreProvider};
use setec_provider::http::Reply;
use setec_provider::{CreditProvider, ErrorKind, ProviderError, Result};

use super::account::Reseller;
use super::lookup::split;

const RENEW: &str = "renew domain";
const RESTORE: &str = "restore domain";

/// Registries sell no longer terms.
const MAX_YEARS: u32 = 10;

/// Two clocks and a calendar: nearer than this, two ends of a term are the same.
const SAME_TERM_DAYS: i64 = 3;

pub(super) fn years(years: u32) -> String {
    match years {
        1 => "1 year".to_owned(),
        several => format!("{several} years"),
    }
}

pub(super) fn check_years(years: u32, field: &str, violations: &mut Vec<Violation>) {
    if !(1..=MAX_YEARS).contains(&years) {
        violations.push(Violation::new(field, format!("1 to {MAX_YEARS} years")));
    }
}

/// The error of an order whose outcome nobody knows.
pub(super) fn unknown(error: ProviderError, seen: &str) -> ProviderError {
    error.context(&format!(
        "the outcome of the order is unknown ({seen}), and nothing was sent twice"
    ))
}

fn receipt(stage: Stage, sync: Option<&DomainSync>, answer: String) -> OrderReceipt {
    OrderReceipt {
        stage,
        order_id: None,
        subscription_id: None,
        expires_at: sync.and_then(|sync| sync.expires_at),
        charged: None,
        answer,
    }
}

impl Reseller {
    /// The price of so many years, once it is within the limit and the account can pay it.
    pub(super) async fn price(
        &self,
        operation: &'static str,
        domain: &Name,
        what: DomainOperation,
        (wanted, field): (u32, &str),
        limit: Option<Money>,
    ) -> Result<Money> {
        let listed = self.listed(operation, domain, what).await?;
        let found = listed.iter().find(|(years, _)| *years == wanted);
        let Some((_, price)) = found.copied() else {
            let offered: Vec<String> = listed.iter().map(|(years, _)| years.to_string()).collect();
            let rule = if offered.is_empty() {
                format!("the operator sells no {} of {domain}", what.word())
            } else {
                format!(
                    "a {} of {domain} is not sold for {}; offered: {}",
                    what.word(),
                    years(wanted),
                    offered.join(", ")
                )
            };
            let violation = Violation::new(field, rule);
            return Err(ProviderError::invalid(operation, vec![violation]));
        };
        self.affordable(operation, price, limit).await?;
        Ok(price)
    }

    pub(super) async fn affordable(
        &self,
        operation: &'static str,
        price: Money,
        limit: Option<Money>,
    ) -> Result<()> {
        if let Some(words) = limit.and_then(|limit| above_ceiling(price, limit)) {
            return Err(ProviderError::new(ErrorKind::Conflict, operation, words));
        }
        let credit = match self.credit().await {
            Ok(credit) => credit.balance,
            // The operator looks at it itself.
            Err(error) => {
                tracing::warn!(%error, "an order is checked without the account's credit");
                return Ok(());
            }
        };
        if above_ceiling(price, credit).is_some() {
            let message = format!("the account's credit is {credit}, and the order costs {price}");
            let kind = ErrorKind::PaymentRequired;
            return Err(ProviderError::new(kind, operation, message));
        }
        Ok(())
    }

    /// What the domain's periods after its expiry cost, where the list says it.
    async fn grace(&self, domain: &Name) -> Option<LatePeriod> {
        let (_, tld) = split(RENEW, domain).ok()?;
        let lists = self.price_lists().await.ok()?;
        let list = lists.iter().find(|list| list.tld == tld)?;
        list.grace.clone()
    }

    async fn send_renewal(
        &self,
        operation: &'static str,
        domain: &Name,
        years: u32,
    ) -> Result<Reply> {
        // Without the add-ons: the domain keeps those that it has.
        let body = json!({"domain": domain.as_str(), "regperiod": years});
        let outcome = self
            .client
            .order(operation, "order/domains/renew", &body)
            .await;
        self.seen.forget(domain);
        outcome
    }

    /// A receipt by the answer, or by a look at the domain where the answer was lost.
    async fn settle(
        &self,
        domain: &Name,
        sent: Result<Reply>,
        judge: impl Fn(&DomainSync) -> Finding,
    ) -> Result<OrderReceipt> {
        match sent {
            Ok(reply) => {
                let sync = self.synced(domain).await.ok();
                Ok(receipt(Stage::Done, sync.as_ref(), reply.summary()))
            }
            Err(error) if error.kind.outcome_is_unknown() => match self.synced(domain).await {
                Ok(sync) => match judge(&sync) {
                    Finding::There(seen) => {
                        let answer = format!("the answer was lost ({error}); {seen}");
                        Ok(receipt(Stage::Done, Some(&sync), answer))
                    }
                    Finding::Broken(seen) | Finding::NotThere(seen) | Finding::Unclear(seen) => {
                        Err(unknown(error, &seen))
                    }
                },
                Err(look) => Err(unknown(
                    error,
                    &format!("a look at {domain} failed: {look}"),
                )),
            },
            Err(error) => Err(error),
        }
    }
}

#[async_trait]
impl RenewalProvider for Reseller {
    /// The end of the term tells one renewal from the next: an order for another one is late.
    async fn check_renewal(&self, order: &DomainRenewal) -> Result<Offer> {
        let mut violations = Vec::new();
        check_years(order.years, "years", &mut violations);
        if order.payment_method_id.is_some() {
            violations.push(Violation::new(
                "payment_method_id",
                "orders are paid from the account's credit",
            ));
        }
        if !violations.is_empty() {
            return Err(ProviderError::invalid(RENEW, violations));
        }
        let domain = &order.domain;
        let conflict = |message: String| ProviderError::new(ErrorKind::Conflict, RENEW, message);
        let now = self.synced(domain).await?;
        match now.status {
            DomainStatus::TransferredAway => {
                return Err(conflict(format!("{domain} is at another registrar now")));
            }
            DomainStatus::Redemption => {
                return Err(conflict(format!(
                    "{domain} is in redemption: it has to be restored"
                )));
            }
            DomainStatus::Deleted => return Err(conflict(format!("{domain} is deleted"))),
            _ => {}
        }
        if let (Some(expected), Some(expiry)) = (order.current_expiry, now.expires_at)
            && (expiry - expected).num_days().abs() > SAME_TERM_DAYS
        {
            return Err(conflict(format!(
                "{domain} expires on {} and not on {}: it has been renewed meanwhile",
                expiry.date_naive(),
                expected.date_naive()
            )));
        }
        let wanted = (order.years, "years");
        let price = self
            .price(
                RENEW,
                domain,
                DomainOperation::Renew,
                wanted,
                order.price_limit,
            )
            .await?;
        let term = years(order.years);
        let mut what = format!("renewal of {domain} for {term}");
        if now.status == DomainStatus::Expired
            && let Some(fee) = self.grace(domain).await.and_then(|period| period.fee)
            && fee.minor > 0
        {
            what = format!(
                "renewal of {domain} for {term} (it has expired: the operator may add its late fee of {fee})"
            );
        }
        Ok(Offer {
            subject: Some(domain.to_string()),
            what,
            price,
            renewal_price: Some(price),
            is_premium: false,
        })
    }

    async fn renew(&self, order: &DomainRenewal) -> Result<OrderReceipt> {
        self.check_renewal(order).await?;
        let sent = self.send_renewal(RENEW, &order.domain, order.years).await;
        self.settle(&order.domain, sent, |sync| order.settled_by(sync))
            .await
    }
}

#[async_trait]
impl RestoreProvider for Reseller {
    /// The API has no call of its own for it: WHMCS restores by a renewal in the redemption period.
    async fn check_restore(&self, order: &DomainRestore) -> Result<Offer> {
        let domain = &order.domain;
        let information = self.information(RESTORE, domain).await?;
        let is_due = information.restorable == Some(true)
            || information.status == Some(DomainStatus::Redemption);
        if !is_due {
            let message = format!("{domain} is not in redemption, so there is nothing to restore");
            return Err(ProviderError::new(ErrorKind::Conflict, RESTORE, message));
        }
        let wanted = (1, "domain");
        let price = self
            .price(
                RESTORE,
                domain,
                DomainOperation::Restore,
                wanted,
                order.price_limit,
            )
            .await?;
        Ok(Offer {
            subject: Some(domain.to_string()),
            what: format!("restore of {domain} with a renewal for 1 year"),
            price,
            renewal_price: None,
            is_premium: false,
        })
    }

    async fn restore(&self, order: &DomainRestore) -> Result<OrderReceipt> {
        self.check_restore(order).await?;
        let sent = self.send_renewal(RESTORE, &order.domain, 1).await;
        self.settle(&order.domain, sent, |sync| order.settled_by(sync))
            .await
    }
}
