//! Customers, as administrators make and change them.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use chrono::Utc;
use ipnet::IpNet;
use serde_json::{Value, json};
use setec_core::reseller::{ReplyForm, TokenVariant};
use setec_core::{Currency, Money, Violation};
use setec_store::{Customer, CustomerFilter};
use uuid::Uuid;

use crate::domain::domain_name;
use crate::journal::Draft;
use crate::{Actor, App, Error, Result};

/// Amounts beyond this are a slip of the pen.
pub(super) const MOST_MINOR: i64 = 100_000_000_000;

/// Addresses and name servers of one customer at most.
const MOST_ALLOWED: usize = 100;
const MOST_NAMESERVERS: usize = 13;

/// The settings of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerInput {
    /// What it names itself with; tokens are made of it as it is.
    pub email: String,
    /// Its name for people.
    pub name: String,
    /// The currency of its credit and prices, an ISO 4217 code; it stays what it is.
    pub currency: String,
    /// How its orders are answered.
    pub reply: ReplyForm,
    /// Mistakes in tokens that are put up with.
    pub variants: Vec<TokenVariant>,
    /// Addresses and networks that it may come from; any where empty.
    pub allowed: Vec<String>,
    /// Requests per minute.
    pub per_minute: u32,
    /// Requests that may come at once.
    pub burst: u32,
    /// Requests per day of UTC.
    pub per_day: u32,
    /// The most domains that it may have.
    pub max_domains: Option<u32>,
    /// The most that one order may cost, minor units of its currency.
    pub max_order: Option<i64>,
    /// The most that orders may cost in a month of UTC, minor units.
    pub max_month: Option<i64>,
    /// How far below zero its credit may go, minor units.
    pub credit_limit: i64,
    /// Name servers of orders that name none.
    pub nameservers: Vec<String>,
}

/// A customer, and what it has.
#[derive(Debug, Clone)]
pub struct CustomerView {
    /// Its settings.
    pub customer: Customer,
    /// What it has left to spend; below zero where it spends on credit.
    pub balance: Money,
    /// What its open orders may cost.
    pub held: Money,
    /// How many domains it has.
    pub domains: u64,
}

impl CustomerInput {
    fn read(self, id: Uuid, before: Option<&Customer>) -> Result<Customer> {
        let mut violations = Vec::new();
        let mut fault = |field: &str, rule: String| violations.push(Violation::new(field, rule));
        let email = self.email.trim();
        let halves = email.split_once('@');
        let is_address = halves.is_some_and(|(user, host)| !user.is_empty() && !host.is_empty());
        // It comes in a header of HTTP.
        if !is_address || email.len() > 254 || !email.bytes().all(|b| b.is_ascii_graphic()) {
            fault(
                "email",
                "an e-mail address of up to 254 ASCII characters".to_owned(),
            );
        }
        let name = self.name.trim();
        if !(1..=200).contains(&name.chars().count()) || name.contains(char::is_control) {
            fault("name", "1 to 200 characters".to_owned());
        }
        let currency = self.currency.parse::<Currency>();
        if let Err(error) = &currency {
            fault("currency", error.to_string());
        } else if before.is_some_and(|before| Ok(before.currency) != currency) {
            fault(
                "currency",
                "a customer's currency stays what it is".to_owned(),
            );
        }
        for (field, value, most) in [
            ("per_minute", self.per_minute, 1_000_000),
            ("burst", self.burst, 1_000_000),
            ("per_day", self.per_day, 1_000_000_000),
        ] {
            if !(1..=most).contains(&value) {
                fault(field, format!("1 to {most}"));
            }
        }
        for (field, minor) in [
            ("max_order_minor", self.max_order),
            ("max_month_minor", self.max_month),
            ("credit_limit_minor", Some(self.credit_limit)),
        ] {
            if minor.is_some_and(|minor| !(0..=MOST_MINOR).contains(&minor)) {
                fault(field, format!("0 to {MOST_MINOR} minor units"));
            }
        }
        if self.allowed.len() > MOST_ALLOWED {
            fault(
                "allowed",
                format!("up to {MOST_ALLOWED} addresses and networks"),
            );
        }
        let mut allowed = Vec::new();
        for (at, text) in self.allowed.iter().enumerate() {
            match read_network(text) {
                Some(network) => allowed.push(network),
                None => fault(
                    &format!("allowed[{at}]"),
                    format!("'{text}' is no address and no network such as 192.0.2.0/24"),
                ),
            }
        }
        if self.nameservers.len() == 1 || self.nameservers.len() > MOST_NAMESERVERS {
            fault("nameservers", format!("none, or 2 to {MOST_NAMESERVERS}"));
        }
        let mut nameservers = Vec::new();
        for (at, text) in self.nameservers.iter().enumerate() {
            match domain_name(text.trim()) {
                Ok(name) => nameservers.push(name.to_string()),
                Err(error) => fault(&format!("nameservers[{at}]"), error.message),
            }
        }
        let mut variants = self.variants;
        variants.sort_unstable();
        variants.dedup();
        let currency = match currency {
            Ok(currency) if violations.is_empty() => currency,
            _ => return Err(Error::invalid(violations)),
        };
        let money = |minor| Money { minor, currency };
        Ok(Customer {
            id,
            email: email.to_owned(),
            name: name.to_owned(),
            active: before.is_none_or(|before| before.active),
            currency,
            reply: self.reply,
            variants,
            allowed,
            per_minute: self.per_minute,
            burst: self.burst,
            per_day: self.per_day,
            max_domains: self.max_domains,
            max_order: self.max_order.map(money),
            max_month: self.max_month.map(money),
            credit_limit: self.credit_limit,
            nameservers,
            created_at: before.map_or_else(Utc::now, |before| before.created_at),
        })
    }
}

/// A network; an address alone is the network of itself.
fn read_network(text: &str) -> Option<IpNet> {
    let text = text.trim();
    let address = text.parse::<IpAddr>().ok().map(IpNet::from);
    address.or_else(|| text.parse::<IpNet>().ok().map(|network| network.trunc()))
}

/// A customer's settings for the journal; none of them is secret.
fn noted(customer: &Customer) -> Value {
    let allowed: Vec<String> = customer.allowed.iter().map(IpNet::to_string).collect();
    json!({
        "email": customer.email,
        "name": customer.name,
        "active": customer.active,
        "currency": customer.currency,
        "reply": customer.reply,
        "variants": customer.variants,
        "allowed": allowed,
        "per_minute": customer.per_minute,
        "burst": customer.burst,
        "per_day": customer.per_day,
        "max_domains": customer.max_domains,
        "max_order": customer.max_order,
        "max_month": customer.max_month,
        "credit_limit": customer.credit_limit,
        "nameservers": customer.nameservers,
    })
}

impl App {
    /// A page of customers by e-mail.
    pub async fn customers(
        &self,
        actor: &Actor,
        filter: &CustomerFilter,
    ) -> Result<Vec<CustomerView>> {
        actor.may_read()?;
        let customers = self.store.customers(filter).await?;
        self.views(customers).await
    }

    /// One customer, by id or e-mail.
    pub async fn customer(&self, actor: &Actor, customer: &str) -> Result<CustomerView> {
        actor.may_read()?;
        let customer = self.customer_of(customer).await?;
        self.customer_view(customer).await
    }

    /// Makes a customer. It has no key, no credit and no prices of its own yet.
    pub async fn create_customer(
        self: &Arc<Self>,
        actor: &Actor,
        input: CustomerInput,
    ) -> Result<CustomerView> {
        actor.may_write()?;
        let customer = input.read(Uuid::now_v7(), None)?;
        let draft = Draft {
            subject: Some(customer.email.clone()),
            ..Draft::new("customer.create").to(noted(&customer))
        };
        let app = Arc::clone(self);
        self.change(actor, draft, async move {
            let customer = app.store.create_customer(&customer).await?;
            app.customer_view(customer).await
        })
        .await
    }

    /// Replaces the settings of a customer.
    pub async fn update_customer(
        self: &Arc<Self>,
        actor: &Actor,
        customer: &str,
        input: CustomerInput,
    ) -> Result<CustomerView> {
        actor.may_write()?;
        let before = self.customer_of(customer).await?;
        let after = input.read(before.id, Some(&before))?;
        self.keep_customer(actor, "customer.update", before, after)
            .await
    }

    /// Lets a customer do nothing any more, or everything again.
    pub async fn set_customer_active(
        self: &Arc<Self>,
        actor: &Actor,
        customer: &str,
        active: bool,
    ) -> Result<CustomerView> {
        actor.may_write()?;
        let before = self.customer_of(customer).await?;
        let action = if active {
            "customer.resume"
        } else {
            "customer.suspend"
        };
        let after = Customer {
            active,
            ..before.clone()
        };
        self.keep_customer(actor, action, before, after).await
    }

    async fn keep_customer(
        self: &Arc<Self>,
        actor: &Actor,
        action: &'static str,
        before: Customer,
        after: Customer,
    ) -> Result<CustomerView> {
        let draft = Draft {
            subject: Some(before.email.clone()),
            before: Some(noted(&before)),
            ..Draft::new(action).to(noted(&after))
        };
        let app = Arc::clone(self);
        self.change(actor, draft, async move {
            let customer = app.store.update_customer(&after).await?;
            app.customer_view(customer).await
        })
        .await
    }

    pub(super) async fn customer_view(&self, customer: Customer) -> Result<CustomerView> {
        let mut views = self.views(vec![customer]).await?;
        Ok(views.remove(0))
    }

    async fn views(&self, customers: Vec<Customer>) -> Result<Vec<CustomerView>> {
        let ids: Vec<Uuid> = customers.iter().map(|customer| customer.id).collect();
        let balances = self.store.customer_balances(&ids).await?;
        let counts = self.store.customer_domain_counts(&ids).await?;
        let views = customers.into_iter();
        Ok(views
            .map(|customer| view(customer, &balances, &counts))
            .collect())
    }

    /// A customer by id or e-mail.
    pub(super) async fn customer_of(&self, customer: &str) -> Result<Customer> {
        let found = match customer.parse::<Uuid>() {
            Ok(id) => self.store.customer(id).await?,
            Err(_) => self.store.customer_by_email(customer).await?,
        };
        found.ok_or_else(|| Error::not_found(format!("there is no customer '{customer}'")))
    }
}

fn view(
    customer: Customer,
    balances: &HashMap<String, Money>,
    counts: &HashMap<Uuid, u64>,
) -> CustomerView {
    let of = |kind: &str| {
        let found = balances.get(&format!("{kind}:{}", customer.id)).copied();
        found.unwrap_or(Money {
            minor: 0,
            currency: customer.currency,
        })
    };
    CustomerView {
        balance: of("customer"),
        held: of("held"),
        domains: counts.get(&customer.id).copied().unwrap_or_default(),
        customer,
    }
}
