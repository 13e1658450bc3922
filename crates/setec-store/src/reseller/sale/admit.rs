//! Whether a customer's order may be made, and the charge for it.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, IntoActiveModel, QueryOrder, QuerySelect};
use setec_core::Money;
use setec_core::domain::DomainOperation;
use setec_core::order::month_begin;

use super::row::{self, Column};
use super::{NewSale, Sale, SaleState};
use crate::error::Result;
use crate::order::Purchase;
use crate::reseller::ledger::{self, LedgerKind, NewTransaction, held_of, of_customer, post};
use crate::reseller::{customer, customer_domain};
use crate::storable;
use crate::store::{Store, WriteTx};

/// The same request without a key is the one before for so long after that was completed: a
/// client that got no answer asks again.
const SAME_FOR: TimeDelta = TimeDelta::minutes(10);

/// Why an order of a customer was not made. Nothing was bought and nothing charged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotSold {
    /// The customer may do nothing.
    Suspended,
    /// The same request came before, and was completed.
    Before(Sale),
    /// An order for the same is not settled yet.
    InProgress(Sale),
    /// The key belongs to another request.
    KeyTaken(Sale),
    /// The customer has less than the price.
    Credit {
        /// What it has.
        balance: Money,
        /// What it would pay.
        price: Money,
    },
    /// One order may not cost so much.
    AboveOrder {
        /// The most that one may cost.
        limit: Money,
        /// What it would pay.
        price: Money,
    },
    /// A month's orders may not cost so much.
    AboveMonth {
        /// The most that they may cost.
        limit: Money,
        /// What they have cost.
        spent: Money,
        /// What it would pay.
        price: Money,
    },
    /// The customer has as many domains as it may have.
    TooManyDomains {
        /// How many those are.
        limit: u32,
    },
}

/// What stands in the way of a request, whatever it costs: this one place decides whether a
/// request is one that came before.
async fn before<C: ConnectionTrait>(
    connection: &C,
    sale: &NewSale,
    now: DateTime<Utc>,
) -> Result<Option<NotSold>> {
    let own = row::Entity::find().filter(Column::CustomerId.eq(sale.customer_id));
    let same_thing = Condition::all()
        .add(Column::Operation.eq(sale.operation.word()))
        .add(Column::Domain.eq(storable::text(&sale.domain)));
    if let Some(key) = &sale.key {
        let found = own
            .clone()
            .filter(Column::Key.eq(storable::text(key)))
            .filter(Column::RequestId.ne(sale.request_id))
            .order_by_desc(Column::Id)
            .one(connection)
            .await?;
        if let Some(found) = found.map(Sale::try_from).transpose()? {
            let is_same = found.operation == sale.operation
                && found.domain == sale.domain
                && found.years == sale.years;
            if !is_same {
                return Ok(Some(NotSold::KeyTaken(found)));
            }
            if found.state == SaleState::Completed {
                return Ok(Some(NotSold::Before(found)));
            }
            // What has failed for certain was not bought: it may be tried again.
        }
    }
    let open = own
        .clone()
        .filter(same_thing.clone())
        .filter(Column::SettledAt.is_null());
    if let Some(found) = open.one(connection).await? {
        return Ok(Some(NotSold::InProgress(found.try_into()?)));
    }
    if sale.key.is_some() {
        return Ok(None);
    }
    let recent = own
        .filter(same_thing)
        .filter(Column::Years.eq(years(sale)))
        .filter(Column::State.eq(SaleState::Completed.as_str()))
        .filter(Column::SettledAt.gt(now - SAME_FOR))
        .order_by_desc(Column::Id);
    let recent = recent.one(connection).await?.map(Sale::try_from);
    Ok(recent.transpose()?.map(NotSold::Before))
}

/// What stands in the way of an order, looked at under the lock of all orders.
pub(crate) async fn admit(
    tx: &WriteTx,
    sale: &NewSale,
    now: DateTime<Utc>,
) -> Result<Option<NotSold>> {
    let customer = customer::by_id(tx, sale.customer_id).await?;
    if !customer.active {
        return Ok(Some(NotSold::Suspended));
    }
    if let Some(standing) = before(&**tx, sale, now).await? {
        return Ok(Some(standing));
    }
    let price = sale.price;
    if let Some(limit) = customer.max_order.filter(|limit| price.minor > limit.minor) {
        return Ok(Some(NotSold::AboveOrder { limit, price }));
    }
    if let Some(limit) = customer.max_month {
        let spent = spent(tx, sale, month_begin(now)).await?;
        if spent.minor.saturating_add(price.minor) > limit.minor {
            return Ok(Some(NotSold::AboveMonth {
                limit,
                spent,
                price,
            }));
        }
    }
    if let Some(limit) = customer
        .max_domains
        .filter(|_| brings_a_domain(sale.operation))
    {
        let owned = customer_domain::owned(tx, sale.customer_id).await?;
        let on_the_way = row::Entity::find()
            .filter(Column::CustomerId.eq(sale.customer_id))
            .filter(Column::Operation.is_in(["register", "transfer"]))
            .filter(Column::SettledAt.is_null())
            .count(&**tx)
            .await?;
        if owned + on_the_way >= u64::from(limit) {
            return Ok(Some(NotSold::TooManyDomains { limit }));
        }
    }
    Ok(None)
}

/// Writes down a customer's order of a purchase and holds its price; or says that the credit does
/// not suffice, and then nothing of the transaction may stand.
pub(crate) async fn charge(
    tx: &WriteTx,
    sale: &NewSale,
    (order_id, purchase): (Uuid, &Purchase),
    now: DateTime<Utc>,
) -> Result<Option<NotSold>> {
    let customer = customer::by_id(tx, sale.customer_id).await?;
    let row = row::Model {
        id: sale.id,
        request_id: sale.request_id,
        customer_id: sale.customer_id,
        order_id,
        key: sale.key.as_deref().map(storable::text),
        operation: sale.operation.word().to_owned(),
        domain: storable::text(&sale.domain),
        years: years(sale),
        account: storable::text(&purchase.account),
        cost: purchase.price.minor,
        cost_currency: purchase.price.currency.to_string(),
        price: sale.price.minor,
        currency: sale.price.currency.to_string(),
        state: SaleState::Held.as_str().to_owned(),
        created_at: now,
        settled_at: None,
    };
    row.into_active_model().insert(&**tx).await?;
    let (own, held) = (of_customer(customer.id), held_of(customer.id));
    let new = NewTransaction {
        kind: LedgerKind::Charge,
        customer_id: customer.id,
        sale_id: Some(sale.id),
        key: None,
        memo: purchase.what.clone(),
        by: customer.email.clone(),
    };
    let least = Some((own.as_str(), -customer.credit_limit));
    match post(tx, new, (&own, &held), sale.price, least).await? {
        Some(_) => Ok(None),
        None => Ok(Some(NotSold::Credit {
            balance: ledger::balance_of(&**tx, &own, customer.currency).await?,
            price: sale.price,
        })),
    }
}

/// What a customer has ordered since a time and not got back.
async fn spent(tx: &WriteTx, sale: &NewSale, since: DateTime<Utc>) -> Result<Money> {
    let sum: Option<Option<i64>> = row::Entity::find()
        .select_only()
        .expr_as(Expr::cust("CAST(SUM(price) AS BIGINT)"), "price")
        .filter(Column::CustomerId.eq(sale.customer_id))
        .filter(Column::CreatedAt.gte(since))
        .filter(Column::State.ne(SaleState::Refunded.as_str()))
        .into_tuple()
        .one(&**tx)
        .await?;
    Ok(Money {
        minor: sum.flatten().unwrap_or_default(),
        currency: sale.price.currency,
    })
}

/// Whether the customer has one more domain after it.
pub(super) fn brings_a_domain(operation: DomainOperation) -> bool {
    match operation {
        DomainOperation::Register | DomainOperation::Transfer => true,
        DomainOperation::Renew | DomainOperation::Restore => false,
    }
}

fn years(sale: &NewSale) -> i32 {
    i32::try_from(sale.years).unwrap_or(i32::MAX)
}

impl Store {
    /// Whether a request came before, is under way, or uses the key of another one: what an
    /// order's agreement would say, without waiting for it.
    pub async fn request_before(&self, sale: &NewSale) -> Result<Option<NotSold>> {
        before(self.database(), sale, storable::now()).await
    }
}
