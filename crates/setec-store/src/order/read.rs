//! Lists of orders.

use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QueryOrder, QuerySelect, QueryTrait};
use setec_core::order::{OrderKind, OrderState};

use super::StoredOrder;
use super::row::order::{self, Column};
use crate::error::Result;
use crate::storable;
use crate::store::Store;

/// Which orders to read; what is `None` does not narrow.
#[derive(Debug, Clone, Default)]
pub struct OrderFilter {
    /// Only this account's.
    pub account: Option<String>,
    /// Only in this state.
    pub state: Option<OrderState>,
    /// Only those that wait for an approver.
    pub waiting: bool,
    /// Only for this thing: a target, or what it renews whatever the term.
    pub target: Option<String>,
    /// Only older ones than this: the last of the page before.
    pub before: Option<Uuid>,
    /// At most so many.
    pub limit: u64,
}

impl Store {
    /// The order of that id.
    pub async fn order(&self, id: Uuid) -> Result<Option<StoredOrder>> {
        let row = order::Entity::find_by_id(id).one(self.database()).await?;
        row.map(StoredOrder::try_from).transpose()
    }

    /// The orders of those ids, in no order.
    pub async fn orders_by_ids(&self, ids: &[Uuid]) -> Result<Vec<StoredOrder>> {
        let mut orders = Vec::with_capacity(ids.len());
        // A statement has a limited number of parameters.
        for part in ids.chunks(500) {
            let rows = order::Entity::find()
                .filter(Column::Id.is_in(part.iter().copied()))
                .all(self.database())
                .await?;
            for row in rows {
                orders.push(row.try_into()?);
            }
        }
        Ok(orders)
    }

    /// A page of orders, newest first.
    pub async fn orders(&self, filter: &OrderFilter) -> Result<Vec<StoredOrder>> {
        let equal =
            |column: Column, text: Option<&str>| text.map(|text| column.eq(storable::text(text)));
        let waiting = filter.waiting.then(|| Column::WaitsBecause.is_not_null());
        let rows = order::Entity::find()
            .apply_if(
                equal(Column::Account, filter.account.as_deref()),
                QueryFilter::filter,
            )
            .apply_if(
                equal(Column::State, filter.state.map(OrderState::as_str)),
                QueryFilter::filter,
            )
            .apply_if(filter.target.as_deref().map(about), QueryFilter::filter)
            .apply_if(waiting, QueryFilter::filter)
            .apply_if(
                filter.before.map(|id| Column::Id.lt(id)),
                QueryFilter::filter,
            )
            .order_by_desc(Column::Id)
            .limit(filter.limit)
            .all(self.database())
            .await?;
        rows.into_iter().map(StoredOrder::try_from).collect()
    }

    /// Orders of an account and kind that were completed after having been sent since a time.
    pub async fn orders_completed_since(
        &self,
        account: &str,
        kind: OrderKind,
        since: DateTimeUtc,
    ) -> Result<Vec<StoredOrder>> {
        let rows = order::Entity::find()
            .filter(Column::Account.eq(storable::text(account)))
            .filter(Column::Kind.eq(kind.as_str()))
            .filter(Column::State.eq(OrderState::Completed.as_str()))
            .filter(Column::SentAt.gte(storable::moment(since)))
            .all(self.database())
            .await?;
        rows.into_iter().map(StoredOrder::try_from).collect()
    }

    /// The domains that an account has ordered, or may have.
    pub async fn domains_ordered(&self, account: &str) -> Result<Vec<String>> {
        let kinds = [OrderKind::RegisterDomain, OrderKind::TransferDomain];
        let rows = order::Entity::find()
            .select_only()
            .column(Column::Target)
            .distinct()
            .filter(Column::Account.eq(storable::text(account)))
            .filter(Column::Kind.is_in(kinds.map(OrderKind::as_str)))
            .filter(Column::SentAt.is_not_null())
            .filter(Column::State.ne(OrderState::Failed.as_str()));
        Ok(rows.into_tuple().all(self.database()).await?)
    }

    /// What orders of an account have been found to have bought, by the provider's ids.
    pub async fn bought_by_orders(&self, account: &str) -> Result<Vec<String>> {
        let rows = order::Entity::find()
            .filter(Column::Account.eq(storable::text(account)))
            .filter(Column::Reference.is_not_null())
            .all(self.database())
            .await?;
        Ok(rows.into_iter().filter_map(|row| row.reference).collect())
    }
}

/// Orders for a thing, or for a term of it.
fn about(thing: &str) -> Condition {
    let thing = storable::text(thing);
    let condition = Condition::any().add(Column::Target.eq(&thing));
    // Names of domains and ids hold none of these, which would match anything.
    if thing.contains(['%', '_', '\\']) {
        return condition;
    }
    condition
        .add(Column::Target.like(format!("{thing} from %")))
        .add(Column::Target.like(format!("subscription {thing} from %")))
}
