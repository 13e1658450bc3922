//! Customers' orders: priced, charged, bought upstream, and tried elsewhere where that is safe.

use std::sync::Arc;

use setec_core::Money;
use setec_core::dns::Name;
use setec_core::domain::DomainOperation;
use setec_core::order::OrderState;
use setec_core::reseller::{NotPriced, tld_of};
use setec_store::{Confirmed, NewSale, NotSold};
use uuid::Uuid;

use super::price::at_most;
use super::{CustomerCaller, SaleView};
use crate::domain::domain_name;
use crate::{
    App, Error, ErrorKind, OrderRequest, PurchaseInput, RenewalInput, Result, TransferInput,
};

/// What a customer orders.
#[derive(Debug, Clone)]
pub struct ResellerOrder {
    /// The order itself.
    pub request: ResellerRequest,
    /// A word of the customer's own: the same request with the same key buys once.
    pub key: Option<String>,
}

/// A wish to buy something.
#[derive(Debug, Clone)]
pub enum ResellerRequest {
    /// A new domain.
    Register(PurchaseInput),
    /// A domain from another registrar.
    Transfer(TransferInput),
    /// Further years of a domain of the customer's.
    Renew(RenewalInput),
}

/// How a try at one account ended.
enum Tried {
    /// There is an order.
    Ordered(SaleView),
    /// Nothing was bought, and the next account may be able to.
    Next(Error),
}

impl App {
    /// Orders something for a customer, from the first account on its route that sells it.
    ///
    /// An account that cannot sell is followed by the next one, at most at the price that the
    /// customer was told. What was sent is tried elsewhere only once it has failed for certain, and
    /// was given back.
    pub async fn reseller_order(
        self: &Arc<Self>,
        caller: &CustomerCaller,
        order: ResellerOrder,
    ) -> Result<SaleView> {
        if let Some(key) = &order.key
            && !((1..=255).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic()))
        {
            let rule = "1 to 255 visible ASCII characters";
            return Err(Error::field("idempotency key", rule));
        }
        let (operation, domain, years) = match &order.request {
            ResellerRequest::Register(input) => {
                (DomainOperation::Register, &input.domain, input.period)
            }
            ResellerRequest::Transfer(input) => {
                (DomainOperation::Transfer, &input.domain, input.years)
            }
            ResellerRequest::Renew(input) => (DomainOperation::Renew, &input.domain, input.years),
        };
        let name = domain_name(domain)?;
        let sale = NewSale {
            id: Uuid::now_v7(),
            request_id: Uuid::now_v7(),
            customer_id: caller.id,
            key: order.key,
            operation,
            domain: name.to_string(),
            years,
            price: Money {
                minor: 0,
                currency: caller.customer.currency,
            },
        };
        let accounts = match operation {
            // Further years are bought where the domain is, and nowhere else.
            DomainOperation::Renew => {
                let own = self.store.customer_domain(caller.id, &name).await?;
                let missing = || Error::not_found("Domain not found");
                vec![own.ok_or_else(missing)?.account]
            }
            _ => self.reseller_route(&name).await?,
        };
        if let Some(standing) = self.store.request_before(&sale).await? {
            return self.not_sold(&standing).await;
        }
        let request = resold(caller, order.request);
        let mut reason = not_offered(&name, operation);
        for (at, account) in accounts.into_iter().enumerate() {
            if operation != DomainOperation::Renew && !self.may_sell(&account, &name).await {
                continue;
            }
            // The next try is another order of the same request.
            let sale = NewSale {
                id: Uuid::now_v7(),
                ..sale.clone()
            };
            let most = if at == 0 {
                None
            } else {
                Box::pin(self.price_told(caller, &name, operation, years)).await?
            };
            let order = (request.clone(), sale);
            let tried = self.try_at(caller, &account, &name, order, most);
            match Box::pin(tried).await? {
                Tried::Ordered(view) => return Ok(view),
                Tried::Next(error) => {
                    tracing::warn!(
                        customer = %caller.email, %account, domain = %name,
                        "an account does not take a customer's order: {}", error.message
                    );
                    // What the operator can mend is worse than what it does not sell.
                    if reason.kind == ErrorKind::Invalid {
                        reason = for_customer(error, &name, operation);
                    }
                }
            }
        }
        Err(reason)
    }

    async fn try_at(
        self: &Arc<Self>,
        caller: &CustomerCaller,
        account: &str,
        name: &Name,
        (request, mut sale): (OrderRequest, NewSale),
        most: Option<Money>,
    ) -> Result<Tried> {
        let actor = caller.actor();
        let account = match self.account(account).await {
            Ok(account) => account,
            Err(error) => return Ok(Tried::Next(out_of_order(&error))),
        };
        let quote = match self.make_plain_quote(&actor, &account, request).await {
            Ok(quote) => quote,
            Err(error) if is_the_account_s(&error) => return Ok(Tried::Next(error)),
            Err(error) => return Err(error),
        };
        let cost = quote.purchase.price;
        let what = (tld_of(name), sale.operation);
        let priced = self.pricing().await?;
        sale.price = match priced.price(&caller.customer, what, sale.years, cost) {
            Ok((priced, _)) => match at_most(&priced, most) {
                Ok(price) => price,
                Err(words) => {
                    return Ok(Tried::Next(Error::new(
                        ErrorKind::ProviderUnavailable,
                        words,
                    )));
                }
            },
            Err(reason) => {
                tracing::warn!(customer = %caller.email, domain = %name, %cost, "not sold: {reason}");
                return Ok(Tried::Next(match reason {
                    NotPriced::TooMuch => Error::internal(reason),
                    _ => not_offered(name, sale.operation),
                }));
            }
        };
        let sale_id = sale.id;
        let order = match self.make_sold_order(&actor, quote, sale).await? {
            Confirmed::New(order) => order,
            Confirmed::NotSold(refusal) => {
                return self.not_sold(&refusal).await.map(Tried::Ordered);
            }
            Confirmed::Busy(_) => return Err(in_progress(name.as_str())),
            Confirmed::Same(_) | Confirmed::KeyTaken(_) | Confirmed::QuoteTaken(_) => {
                return Err(Error::internal("a new quote or key was used before"));
            }
        };
        let sent = self.send_sold_order(&actor, order).await;
        let view = self.sale_view(sale_id).await?;
        match sent {
            // Whatever the error says, the written state decides what is certain.
            Err(error) if view.order == OrderState::Failed => {
                if is_the_account_s(&error) || error.outcome_is_unknown() {
                    return Ok(Tried::Next(error));
                }
                Err(refused(error, name))
            }
            _ => Ok(Tried::Ordered(view)),
        }
    }

    /// The least that the price list and the prices by years tell the customer now; `None` where
    /// neither tells these years.
    async fn price_told(
        &self,
        caller: &CustomerCaller,
        name: &Name,
        operation: DomainOperation,
        years: u32,
    ) -> Result<Option<Money>> {
        let listed = self.listed(caller, name, operation).await?;
        let asked = self.reseller_prices_by_years(caller, name.as_str(), operation);
        let rows = listed.into_iter().chain(asked.await?);
        let told = rows.filter(|(each, _)| *each == years);
        Ok(told.map(|(_, price)| price).min_by_key(|price| price.minor))
    }

    /// The order that came before, or why there is none.
    async fn not_sold(&self, refusal: &NotSold) -> Result<SaleView> {
        let refuse = |kind: ErrorKind, words: String| Err(Error::new(kind, words));
        match refusal {
            NotSold::Before(sale) => self.sale_view(sale.id).await,
            NotSold::InProgress(sale) => Err(in_progress(&sale.domain)),
            NotSold::KeyTaken(_) => refuse(
                ErrorKind::Conflict,
                "The idempotency key belongs to another order".to_owned(),
            ),
            NotSold::Suspended => {
                refuse(ErrorKind::Forbidden, "The account is suspended".to_owned())
            }
            NotSold::Credit { balance, price } => refuse(
                ErrorKind::PaymentRequired,
                format!(
                    "The credit of {balance} does not suffice for {price}; nothing was ordered"
                ),
            ),
            NotSold::AboveOrder { limit, price } => refuse(
                ErrorKind::Forbidden,
                format!("The order costs {price}, above the limit of {limit} for one order"),
            ),
            NotSold::AboveMonth {
                limit,
                spent,
                price,
            } => refuse(
                ErrorKind::Forbidden,
                format!(
                    "The order costs {price}, which after {spent} is above the limit of {limit} per month"
                ),
            ),
            NotSold::TooManyDomains { limit } => refuse(
                ErrorKind::Forbidden,
                format!("The account may have {limit} domains at most"),
            ),
        }
    }
}

/// The order as the operator gives it: nothing renews by itself at the operator's cost, and it is
/// paid as the operator pays.
fn resold(caller: &CustomerCaller, request: ResellerRequest) -> OrderRequest {
    let nameservers = |own: Vec<String>| {
        if own.is_empty() {
            caller.customer.nameservers.clone()
        } else {
            own
        }
    };
    match request {
        ResellerRequest::Register(input) => OrderRequest::RegisterDomain(PurchaseInput {
            auto_renew: Some(false),
            payment_method_id: None,
            nameservers: nameservers(input.nameservers),
            ..input
        }),
        ResellerRequest::Transfer(input) => OrderRequest::TransferDomain(TransferInput {
            nameservers: nameservers(input.nameservers),
            ..input
        }),
        ResellerRequest::Renew(input) => {
            OrderRequest::RenewDomain(RenewalInput::of(input.domain, input.years))
        }
    }
}

/// Whether another account may sell what this one does not.
fn is_the_account_s(error: &Error) -> bool {
    match error.kind {
        ErrorKind::NotSupported
        | ErrorKind::PaymentRequired
        | ErrorKind::RateLimited
        | ErrorKind::ProviderCredentials
        | ErrorKind::ProviderProtocol
        | ErrorKind::ProviderUnavailable
        | ErrorKind::ProviderTimeout => true,
        // For how many years something is sold differs; all else that is invalid is the customer's.
        ErrorKind::Invalid => {
            let is_term = |field: &str| matches!(field, "years" | "period");
            let violations = &error.violations;
            !violations.is_empty() && violations.iter().all(|each| is_term(&each.field))
        }
        _ => false,
    }
}

/// What a customer is told of an account's trouble: that is the operator's to mend.
fn for_customer(error: Error, name: &Name, operation: DomainOperation) -> Error {
    match error.kind {
        ErrorKind::Invalid => error,
        // Asking later does not help.
        ErrorKind::NotSupported if operation == DomainOperation::Renew => {
            let rule = format!("{name} cannot be renewed by this call");
            Error::field("domain", rule)
        }
        ErrorKind::NotSupported => not_offered(name, operation),
        _ => out_of_order(&error),
    }
}

fn out_of_order(error: &Error) -> Error {
    Error {
        retry_after: error.retry_after,
        source: error.source.clone(),
        ..Error::new(
            ErrorKind::ProviderUnavailable,
            "The registrar cannot take the order now; nothing was charged",
        )
    }
}

/// A refusal after the price was agreed to may name the operator's cost.
fn refused(error: Error, name: &Name) -> Error {
    match error.kind {
        ErrorKind::Invalid | ErrorKind::Exists | ErrorKind::NotFound => error,
        _ => Error {
            source: error.source.clone(),
            ..Error::new(
                ErrorKind::Conflict,
                format!("The registrar has refused the order for {name}; nothing was charged"),
            )
        },
    }
}

fn not_offered(name: &Name, operation: DomainOperation) -> Error {
    let (word, tld) = (operation.word(), tld_of(name));
    Error::field("domain", format!("{word} of .{tld} is not sold"))
}

fn in_progress(domain: &str) -> Error {
    Error::new(
        ErrorKind::Conflict,
        format!("An order for {domain} is in progress; nothing was ordered again"),
    )
}
