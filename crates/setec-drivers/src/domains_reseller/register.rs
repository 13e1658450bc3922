//! Registrations.

use serde_json::{Value, json};
use setec_core::billing::Offer;
use setec_core::dns::Name;
use setec_core::domain::{
    Contacts, Domain, DomainOperation, DomainPurchase, DomainStatus, PurchasedDomain, Role,
};
use setec_core::order::Finding;
use setec_core::{Money, Violation};
use setec_provider::{ErrorKind, ProviderError, Result};

use super::account::Reseller;
use super::domains::numbered;
use super::information::bare;
use super::orders::{check_years, unknown, years};
use super::{contacts, php};

const BUY: &str = "buy domain";

/// An order that nothing was found wrong with.
pub(super) struct Prepared {
    name: Name,
    body: Value,
    pub(super) offer: Offer,
}

/// The key of a contact's further fields that orders take under a name of their own.
const IDN_LANGUAGE: &str = "idnLanguage";

/// What registrations and transfers say alike.
pub(super) struct Common<'a> {
    pub(super) domain: &'a Name,
    pub(super) years: u32,
    pub(super) contacts: &'a Contacts,
    pub(super) nameservers: &'a [Name],
    pub(super) privacy: bool,
}

/// Contacts that nothing is wrong with, their numbers in E.164.
pub(super) fn checked_contacts(
    contacts: Option<&Contacts>,
    violations: &mut Vec<Violation>,
) -> Contacts {
    let contacts = contacts.cloned().unwrap_or_default().normalized();
    violations.extend(contacts.check("contacts"));
    contacts
}

pub(super) fn check_nameservers(nameservers: &[Name], violations: &mut Vec<Violation>) {
    if !(2..=5).contains(&nameservers.len()) {
        let rule = format!("2 to 5 name servers, not {}", nameservers.len());
        violations.push(Violation::new("nameservers", rule));
    }
}

impl Reseller {
    /// The body of a registration or a transfer.
    pub(super) fn body(&self, common: &Common<'_>) -> Value {
        let registrant = common.contacts.of(Role::Registrant);
        let mut fields = registrant
            .map(|contact| contact.extra.clone())
            .unwrap_or_default();
        let language = fields.remove(IDN_LANGUAGE).unwrap_or_default();
        json!({
            "domain": common.domain.as_str(),
            "regperiod": common.years,
            "idnLanguage": language,
            "domainfields": php::encoded_array(&fields),
            "addons": {
                "dnsmanagement": self.new_domains.dns,
                "emailforwarding": self.new_domains.email,
                "idprotection": common.privacy,
            },
            "nameservers": numbered(common.nameservers),
            "contacts": contacts::of_order(common.contacts),
        })
    }

    /// Whatever can be known to go wrong is found here, first all that needs no call.
    pub(super) async fn prepare_purchase(&self, order: &DomainPurchase) -> Result<Prepared> {
        let mut violations = Vec::new();
        let name = match order.domain.parse::<Name>() {
            Ok(name) if !name.is_single_label() && !name.is_wildcard() => Some(name),
            Ok(_) => {
                violations.push(Violation::new("domain", "a name with its TLD"));
                None
            }
            Err(error) => {
                violations.push(Violation::new("domain", error.to_string()));
                None
            }
        };
        check_years(order.period, "period", &mut violations);
        let contacts = checked_contacts(order.contacts.as_ref(), &mut violations);
        let nameservers = if order.nameservers.is_empty() {
            &self.nameservers
        } else {
            &order.nameservers
        };
        check_nameservers(nameservers, &mut violations);
        if order.auto_renew == Some(true) {
            violations.push(Violation::new(
                "auto_renew",
                "this provider's API renews nothing by itself; renewals are ordered",
            ));
        }
        if order.payment_method_id.is_some() {
            violations.push(Violation::new(
                "payment_method_id",
                "orders are paid from the account's credit",
            ));
        }
        let name = match name {
            Some(name) if violations.is_empty() => name,
            _ => return Err(ProviderError::invalid(BUY, violations)),
        };
        let found = self.lookup_one(&name).await?;
        if !found.is_available() {
            let message = format!("{name} is not available for registration");
            return Err(ProviderError::new(ErrorKind::Exists, BUY, message));
        }
        let price = if found.is_premium() {
            self.premium(&name, order, found.premium_price(self.currency(BUY).await?))
                .await?
        } else {
            let wanted = (order.period, "period");
            self.price(
                BUY,
                &name,
                DomainOperation::Register,
                wanted,
                order.price_limit,
            )
            .await?
        };
        let body = self.body(&Common {
            domain: &name,
            years: order.period,
            contacts: &contacts,
            nameservers,
            privacy: order.privacy_protection == Some(true),
        });
        let offer = Offer {
            subject: Some(name.to_string()),
            what: format!("registration of {name} for {}", years(order.period)),
            price,
            renewal_price: self.listed_renewal(&name, found.is_premium()).await,
            is_premium: found.is_premium(),
        };
        Ok(Prepared { name, body, offer })
    }

    async fn premium(
        &self,
        name: &Name,
        order: &DomainPurchase,
        price: Option<Money>,
    ) -> Result<Money> {
        let Some(price) = price.filter(|_| order.period == 1) else {
            let rule = format!(
                "the registry asks a price of its own for {name}, which is told for 1 year at most"
            );
            let violation = Violation::new("period", rule);
            return Err(ProviderError::invalid(BUY, vec![violation]));
        };
        self.affordable(BUY, price, order.price_limit).await?;
        Ok(price)
    }

    /// What a year costs later, by the price list.
    async fn listed_renewal(&self, name: &Name, is_premium: bool) -> Option<Money> {
        if is_premium {
            return None;
        }
        let currency = self.currency(BUY).await.ok()?;
        let lists = self.price_lists().await.ok()?;
        let (_, tld) = name.as_str().split_once('.')?;
        let list = lists.iter().find(|list| list.tld == tld)?;
        list.find(DomainOperation::Renew, 1, currency)
    }

    pub(super) async fn buy(&self, order: &DomainPurchase) -> Result<PurchasedDomain> {
        let Prepared { name, body, .. } = self.prepare_purchase(order).await?;
        let sent = self
            .client
            .order(BUY, "order/domains/register", &body)
            .await;
        let note = match sent {
            Ok(_) => None,
            Err(error) if error.kind.outcome_is_unknown() => {
                Some(self.after_failure(&name, order, error).await?)
            }
            Err(error) => return Err(error),
        };
        self.remember(std::slice::from_ref(&name));
        let mut domain = self.as_far_as_known(&name).await;
        if let Some(note) = note {
            domain.message = Some(match domain.message.take() {
                Some(before) => format!("{before}; {note}"),
                None => note,
            });
        }
        Ok(PurchasedDomain {
            domain,
            order_id: None,
            subscription_id: None,
        })
    }

    /// What the account says of an order whose answer was lost. It is not sent again.
    async fn after_failure(
        &self,
        name: &Name,
        order: &DomainPurchase,
        error: ProviderError,
    ) -> Result<String> {
        let seen = match self.synced(name).await {
            Ok(sync) => Some(sync),
            Err(look) if look.kind == ErrorKind::NotFound => None,
            Err(look) => {
                return Err(unknown(error, &format!("a look at {name} failed: {look}")));
            }
        };
        match order.settled_by(seen.as_ref()) {
            Finding::There(words) => Ok(format!(
                "the answer to the order was lost ({error}); {words}"
            )),
            Finding::Broken(words) | Finding::NotThere(words) | Finding::Unclear(words) => {
                Err(unknown(error, &words))
            }
        }
    }

    /// The domain after its order: the operator's registrar may still be at work.
    async fn as_far_as_known(&self, name: &Name) -> Domain {
        match self.information(BUY, name).await {
            Ok(information) => information.into_domain(name, self.vendor),
            Err(error) => {
                tracing::debug!(domain = %name, %error, "a new domain cannot be looked at yet");
                bare(name, self.vendor, DomainStatus::Requested)
            }
        }
    }
}
