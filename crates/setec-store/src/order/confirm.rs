//! From a quote to an order: once per quote, per key and per thing.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::Set;
use sea_orm::entity::prelude::*;
use setec_core::Money;
use setec_core::order::{OrderState, month_begin};

use super::row::{self, Columns, order};
use super::step::{self, NewStep};
use super::{StoredOrder, StoredQuote};
use crate::error::Result;
use crate::reseller::{NewSale, NotSold, sale};
use crate::storable;
use crate::store::{Lock, Store, WriteTx};

/// A quote that somebody agrees to.
#[derive(Debug, Clone)]
pub struct NewOrder {
    /// The quote.
    pub quote: StoredQuote,
    /// The name of the user who agrees.
    pub user: String,
    /// The key under which the same request may come again.
    pub key: String,
    /// The process that is going to send it, and for how long nobody else may.
    pub node: Uuid,
    /// How long the node holds it.
    pub lease: TimeDelta,
    /// The customer's order that it is bought for.
    pub sale: Option<NewSale>,
}

/// What became of an agreement.
#[derive(Debug, Clone, PartialEq)]
pub enum Confirmed {
    /// There is a new order.
    New(StoredOrder),
    /// The same request came before: this is its order.
    Same(StoredOrder),
    /// The key belongs to another request.
    KeyTaken(StoredOrder),
    /// Somebody has agreed to the quote already.
    QuoteTaken(StoredOrder),
    /// Another order for the same thing is not settled yet.
    Busy(StoredOrder),
    /// It is not sold to the customer that it would be bought for.
    NotSold(Box<NotSold>),
}

impl Store {
    /// Makes an order of a quote, or says which one stands in its way.
    ///
    /// `approval` gets what the user has spent this month and says why somebody else must approve.
    /// Of several callers at once, on any node, the later ones see what the earlier ones did. With
    /// a `sale`, the customer's credit is taken in the same transaction, or nothing is written; no
    /// approval is asked for then.
    pub async fn confirm_order(
        &self,
        new: NewOrder,
        approval: impl FnOnce(&[(DateTime<Utc>, Money)]) -> Option<String>,
    ) -> Result<Confirmed> {
        let tx = self.write_tx().await?;
        tx.lock(Lock::Orders).await?;
        if let Some(standing) = standing(&tx, &new).await? {
            return Ok(standing);
        }
        let now = storable::now();
        if let Some(sale) = &new.sale
            && let Some(refusal) = sale::admit(&tx, sale, now).await?
        {
            return Ok(Confirmed::NotSold(Box::new(refusal)));
        }
        // A customer's limits were looked at above; it may have made thousands of orders this month.
        let waits_because = match &new.sale {
            Some(_) => None,
            None => approval(&spent(&*tx, new.quote.user_id, month_begin(now)).await?),
        };
        let columns = Columns::from(&new.quote.purchase);
        let row = order::ActiveModel {
            id: Set(Uuid::now_v7()),
            quote_id: Set(new.quote.id),
            user_id: Set(new.quote.user_id),
            user_name: Set(storable::text(&new.user)),
            idempotency_key: Set(storable::text(&new.key)),
            account: Set(columns.account),
            kind: Set(columns.kind),
            target: Set(columns.target),
            what: Set(columns.what),
            years: Set(columns.years),
            price: Set(columns.price),
            currency: Set(columns.currency),
            renewal_price: Set(columns.renewal_price),
            request: Set(new.quote.request),
            state: Set(OrderState::Confirmed.as_str().to_owned()),
            waits_because: Set(waits_because.as_deref().map(storable::text)),
            approved_by: Set(None),
            detail: Set(None),
            created_at: Set(now),
            updated_at: Set(now),
            sent_at: Set(None),
            settled_at: Set(None),
            node: Set(Some(new.node)),
            lease_until: Set(Some(now + new.lease)),
            looks: Set(0),
            next_look_at: Set(None),
            baseline: Set(None),
            result: Set(None),
            reference: Set(None),
            entry_id: Set(None),
        };
        let order = row.insert(&*tx).await?;
        if let Some(sale) = &new.sale
            && let Some(refusal) =
                sale::charge(&tx, sale, (order.id, &new.quote.purchase), now).await?
        {
            return Ok(Confirmed::NotSold(Box::new(refusal)));
        }
        for (at, state, detail) in [
            (new.quote.created_at, OrderState::Quoted, None),
            (now, OrderState::Confirmed, waits_because),
        ] {
            let step = NewStep {
                at,
                state,
                by: new.user.clone(),
                detail,
            };
            step::write(&tx, order.id, step).await?;
        }
        tx.commit().await?;
        Ok(Confirmed::New(order.try_into()?))
    }
}

async fn standing(tx: &WriteTx, new: &NewOrder) -> Result<Option<Confirmed>> {
    use order::Column;
    let quote = &new.quote;
    let by_key = order::Entity::find()
        .filter(Column::UserId.eq(quote.user_id))
        .filter(Column::IdempotencyKey.eq(storable::text(&new.key)));
    if let Some(found) = by_key.one(&**tx).await? {
        let found = StoredOrder::try_from(found)?;
        return Ok(Some(if found.quote_id == quote.id {
            Confirmed::Same(found)
        } else {
            Confirmed::KeyTaken(found)
        }));
    }
    let by_quote = order::Entity::find().filter(Column::QuoteId.eq(quote.id));
    if let Some(found) = by_quote.one(&**tx).await? {
        return Ok(Some(Confirmed::QuoteTaken(found.try_into()?)));
    }
    let purchase = &quote.purchase;
    let live = order::Entity::find()
        .filter(Column::Account.eq(storable::text(&purchase.account)))
        .filter(Column::Kind.eq(purchase.kind.as_str()))
        .filter(Column::Target.eq(storable::text(&purchase.target)))
        .filter(Column::SettledAt.is_null());
    match live.one(&**tx).await? {
        Some(found) => Ok(Some(Confirmed::Busy(found.try_into()?))),
        None => Ok(None),
    }
}

/// What a user has spent since a time; what waits for an approver or has failed is not spent.
async fn spent<C: ConnectionTrait>(
    connection: &C,
    user_id: Uuid,
    since: DateTime<Utc>,
) -> Result<Vec<(DateTime<Utc>, Money)>> {
    use order::Column;
    let rows = order::Entity::find()
        .filter(Column::UserId.eq(user_id))
        .filter(Column::CreatedAt.gte(since))
        .filter(Column::State.ne(OrderState::Failed.as_str()))
        .filter(Column::WaitsBecause.is_null())
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|row| Ok((row.created_at, row::money(row.price, &row.currency)?)))
        .collect()
}

impl Store {
    /// What a user has spent since a time, order by order.
    pub async fn spent_by(
        &self,
        user_id: Uuid,
        since: DateTime<Utc>,
    ) -> Result<Vec<(DateTime<Utc>, Money)>> {
        spent(self.database(), user_id, since).await
    }

    /// The order that a user has made under a key.
    pub async fn order_by_key(&self, user_id: Uuid, key: &str) -> Result<Option<StoredOrder>> {
        let row = order::Entity::find()
            .filter(order::Column::UserId.eq(user_id))
            .filter(order::Column::IdempotencyKey.eq(storable::text(key)))
            .one(self.database())
            .await?;
        row.map(StoredOrder::try_from).transpose()
    }
}
