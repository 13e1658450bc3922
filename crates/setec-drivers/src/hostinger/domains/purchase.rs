//! Orders of domains: everything is checked before, the order goes out once, the rest follows.

use std::time::Duration;

use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use setec_core::Violation;
use setec_core::billing::Offer;
use setec_core::dns::Name;
use setec_core::domain::{Contacts, Domain, DomainPurchase, DomainStatus, PurchasedDomain};
use setec_core::order::above_ceiling;
use setec_provider::domains::{DomainProvider, Switch, WhoisProvider};
use setec_provider::{ErrorKind, ProviderError, Result};
use tokio::time::{Instant, sleep};

use super::portfolio::bare;
use super::{Domains, PORTFOLIO, availability};
use crate::hostinger::{billing, errors, lenient, payment};

const BUY: &str = "buy domain";

/// How long a registration is waited for; most take a few seconds.
const PATIENCE: Duration = Duration::from_secs(10);

const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// An order that nothing was found wrong with.
pub(super) struct Prepared {
    name: Name,
    tld: String,
    contacts: Option<Contacts>,
    body: Value,
    pub(super) offer: Offer,
}

/// An order as answered; a 202 of later versions has the first fields only.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WireOrder {
    #[serde(deserialize_with = "lenient::text")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    subscription_id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    message: Option<String>,
}

impl Domains {
    /// Whatever can be known to go wrong is found here: the vendor charges before it looks.
    pub(super) async fn prepare(&self, order: &DomainPurchase) -> Result<Prepared> {
        let invalid = |field: &str, rule: String| {
            ProviderError::invalid(BUY, vec![Violation::new(field, rule)])
        };
        let name: Name = order
            .domain
            .parse()
            .map_err(|error: setec_core::dns::InvalidName| invalid("domain", error.to_string()))?;
        let (label, tld) = availability::split(BUY, name.as_str())?;
        let items = self.catalog.domains().await?;
        let item = items
            .iter()
            .find(|item| item.is_tld(&tld))
            .ok_or_else(|| invalid("domain", format!("Hostinger does not sell .{tld} domains")))?;
        let priced = item
            .years(order.period)
            .and_then(|price| Some((price, price.id.clone()?)));
        let (price, price_id) = priced.ok_or_else(|| {
            let offered: Vec<String> = item
                .prices
                .iter()
                .filter(|price| price.term().1 == "year")
                .map(|price| price.term().0.to_string())
                .collect();
            let rule = format!(
                ".{tld} is not sold for {} years; offered: {}",
                order.period,
                offered.join(", ")
            );
            invalid("period", rule)
        })?;
        let years = match order.period {
            1 => "1 year".to_owned(),
            several => format!("{several} years"),
        };
        let offer = price.offer(
            BUY,
            Some(name.to_string()),
            format!("registration of {name} for {years}"),
        )?;
        let method = payment::usable(&self.client, BUY, order.payment_method_id.as_deref()).await?;
        if let Some(words) = order
            .price_limit
            .and_then(|limit| above_ceiling(offer.price, limit))
        {
            return Err(ProviderError::new(ErrorKind::Conflict, BUY, words));
        }
        if !order.nameservers.is_empty() && !(2..=4).contains(&order.nameservers.len()) {
            return Err(invalid("nameservers", "2 to 4 name servers".to_owned()));
        }
        let contacts = order.contacts.clone().map(Contacts::normalized);
        if let Some(contacts) = &contacts {
            let violations = contacts.check("contacts");
            if !violations.is_empty() {
                return Err(ProviderError::invalid(BUY, violations));
            }
        } else if WhoisProvider::list(self, Some(&tld)).await?.is_empty() {
            let rule = format!(
                "the account has no WHOIS profile for .{tld}, without which the registration fails after the payment; make one first"
            );
            return Err(invalid("domain", rule));
        }
        let answers = availability::ask(&self.client, &label, std::slice::from_ref(&tld)).await?;
        let answer = answers.iter().find(|answer| answer.is(name.as_str()));
        if answer.and_then(|answer| answer.is_available) != Some(true) {
            let message = format!("{name} is not available for registration");
            return Err(ProviderError::new(ErrorKind::Exists, BUY, message));
        }
        let mut body = json!({"domain": name.as_str(), "item_id": price_id});
        if let Some(number) = method {
            body["payment_method_id"] = number.into();
        }
        Ok(Prepared {
            name,
            tld,
            contacts,
            body,
            offer,
        })
    }

    pub(super) async fn buy(&self, order: &DomainPurchase) -> Result<PurchasedDomain> {
        let Prepared {
            name,
            tld,
            contacts,
            mut body,
            ..
        } = self.prepare(order).await?;
        if let Some(contacts) = &contacts {
            body["domain_contacts"] = self.ordered_contacts(BUY, &tld, contacts).await?;
        }
        let reply = self.client.order(BUY, PORTFOLIO, &body).await;
        let made = reply.and_then(|reply| {
            // Accepted: the payment is still under way, so nothing will be registered soon.
            let is_paid = reply.status != StatusCode::ACCEPTED;
            Ok((errors::read::<WireOrder>(&reply)?, is_paid))
        });
        let (made, is_paid) = match made {
            Ok(made) => made,
            Err(error) => return self.after_failure(&name, error).await,
        };
        let patience = if is_paid { PATIENCE } else { Duration::ZERO };
        let mut domain = self.registered(&name, patience).await;
        if !is_paid && is_under_way(domain.status) {
            domain.status = DomainStatus::Requested;
        }
        if let Some(message) = made.message {
            note(&mut domain, &message);
        }
        self.follow_up(&name, order, made.subscription_id.as_deref(), &mut domain)
            .await;
        Ok(PurchasedDomain {
            domain,
            order_id: made.id,
            subscription_id: made.subscription_id,
        })
    }

    /// What the portfolio says of an order that seems to have failed. It is not sent again.
    async fn after_failure(&self, name: &Name, error: ProviderError) -> Result<PurchasedDomain> {
        let found = self.holding(name.as_str()).await;
        let is_unknown = error.kind.outcome_is_unknown();
        match found {
            Ok(Some(holding)) if is_unknown => {
                let mut domain = holding
                    .into_domain()
                    .unwrap_or_else(|| bare(name.as_str(), DomainStatus::Requested));
                note(
                    &mut domain,
                    &format!(
                        "the answer to the order was lost ({error}); the domain was found in the portfolio"
                    ),
                );
                Ok(PurchasedDomain {
                    domain,
                    order_id: None,
                    subscription_id: None,
                })
            }
            Ok(Some(_)) => {
                let words = format!(
                    "the provider has taken {name} into the portfolio although it refused the order; look at it in hPanel"
                );
                Err(error.context(&words))
            }
            Ok(None) | Err(_) if is_unknown => {
                let words = format!(
                    "the outcome of the order for {name} is unknown; it is not in the portfolio so far, and nothing was sent twice"
                );
                Err(error.context(&words))
            }
            _ => Err(error),
        }
    }

    /// The domain once the registrar has decided, or as far as it has come.
    async fn registered(&self, name: &Name, patience: Duration) -> Domain {
        let deadline = Instant::now() + patience;
        let mut pause = FIRST_PAUSE;
        let mut status = DomainStatus::PendingSetup;
        loop {
            match self.holding(name.as_str()).await {
                Ok(Some(holding)) => {
                    status = holding.status();
                    if !is_under_way(status) {
                        break;
                    }
                }
                // A payment that is still processed has made no domain yet.
                Ok(None) => {}
                Err(error) => {
                    tracing::warn!(domain = %name, %error, "a new domain cannot be looked at");
                    break;
                }
            }
            if Instant::now() + pause > deadline {
                break;
            }
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
        if let Ok(domain) = DomainProvider::get(self, name).await {
            return domain;
        }
        bare(name.as_str(), status)
    }

    /// Wishes that the order has no fields for. The domain is bought, so none of them is an error.
    async fn follow_up(
        &self,
        name: &Name,
        order: &DomainPurchase,
        subscription_id: Option<&str>,
        domain: &mut Domain,
    ) {
        if let Some(wanted) = order.privacy_protection {
            let outcome = if domain.status == DomainStatus::Active {
                self.set_privacy(name, switch(wanted)).await
            } else {
                let message = "the domain is not registered yet";
                Err(ProviderError::new(ErrorKind::Conflict, BUY, message))
            };
            match outcome {
                Ok(()) => domain.privacy_protection = Some(wanted),
                Err(error) => note(domain, &format!("privacy protection was not set: {error}")),
            }
        }
        if !order.nameservers.is_empty() {
            let outcome = if domain.status == DomainStatus::Active {
                self.set_nameservers(name, &order.nameservers).await
            } else {
                let message = "the domain is not registered yet";
                Err(ProviderError::new(ErrorKind::Conflict, BUY, message))
            };
            match outcome {
                Ok(()) => {
                    domain.nameservers = order.nameservers.iter().map(Name::to_string).collect();
                }
                Err(error) => note(domain, &format!("the name servers were not set: {error}")),
            }
        }
        if let Some(wanted) = order.auto_renew {
            let outcome = if let Some(id) = subscription_id {
                billing::set_auto_renewal(&self.client, id, switch(wanted)).await
            } else {
                let message = "the provider named no subscription";
                Err(ProviderError::new(ErrorKind::Protocol, BUY, message))
            };
            match outcome {
                Ok(subscription) => {
                    domain.auto_renew = Some(subscription.auto_renew.unwrap_or(wanted));
                }
                Err(error) => note(domain, &format!("auto-renewal was not set: {error}")),
            }
        }
    }
}

fn is_under_way(status: DomainStatus) -> bool {
    matches!(status, DomainStatus::Requested | DomainStatus::PendingSetup)
}

fn switch(on: bool) -> Switch {
    if on { Switch::On } else { Switch::Off }
}

fn note(domain: &mut Domain, text: &str) {
    domain.message = Some(match domain.message.take() {
        Some(before) => format!("{before}; {text}"),
        None => text.to_owned(),
    });
}
