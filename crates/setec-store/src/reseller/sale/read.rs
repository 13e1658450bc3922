//! Lists of customers' orders.

use std::collections::HashMap;

use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect, QueryTrait};
use setec_core::dns::Name;

use super::row::{self, Column};
use super::{Sale, SaleState};
use crate::error::Result;
use crate::storable;
use crate::store::Store;

/// Which orders of customers to read; what is `None` does not narrow.
#[derive(Debug, Clone, Default)]
pub struct SaleFilter {
    /// Only this customer's.
    pub customer_id: Option<Uuid>,
    /// Only in this state.
    pub state: Option<SaleState>,
    /// Only for this domain.
    pub domain: Option<String>,
    /// Only older ones than this: the last of the page before.
    pub before: Option<Uuid>,
    /// At most so many.
    pub limit: u64,
}

impl Store {
    /// The customer's order of that id.
    pub async fn sale(&self, id: Uuid) -> Result<Option<Sale>> {
        let row = row::Entity::find_by_id(id).one(self.database()).await?;
        row.map(Sale::try_from).transpose()
    }

    /// The customer's order that a purchase was made for.
    pub async fn sale_of_order(&self, order_id: Uuid) -> Result<Option<Sale>> {
        let row = row::Entity::find()
            .filter(Column::OrderId.eq(order_id))
            .one(self.database())
            .await?;
        row.map(Sale::try_from).transpose()
    }

    /// The newest order of a customer for a domain.
    pub async fn newest_sale(&self, customer_id: Uuid, domain: &Name) -> Result<Option<Sale>> {
        let row = row::Entity::find()
            .filter(Column::CustomerId.eq(customer_id))
            .filter(Column::Domain.eq(domain.as_str()))
            .order_by_desc(Column::Id)
            .one(self.database())
            .await?;
        row.map(Sale::try_from).transpose()
    }

    /// A page of customers' orders, newest first.
    pub async fn sales(&self, filter: &SaleFilter) -> Result<Vec<Sale>> {
        let state = filter.state.map(|state| Column::State.eq(state.as_str()));
        let domain = filter.domain.as_deref();
        let domain = domain.map(|domain| Column::Domain.eq(storable::text(domain)));
        let customer = filter.customer_id.map(|id| Column::CustomerId.eq(id));
        let rows = row::Entity::find()
            .apply_if(customer, QueryFilter::filter)
            .apply_if(state, QueryFilter::filter)
            .apply_if(domain, QueryFilter::filter)
            .apply_if(
                filter.before.map(|id| Column::Id.lt(id)),
                QueryFilter::filter,
            )
            .order_by_desc(Column::Id)
            .limit(filter.limit)
            .all(self.database())
            .await?;
        rows.into_iter().map(Sale::try_from).collect()
    }
}

/// The orders of those ids.
pub(in crate::reseller) async fn by_ids<C: ConnectionTrait>(
    connection: &C,
    ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, Sale>> {
    let mut sales = HashMap::with_capacity(ids.len());
    // A statement has a limited number of parameters.
    for part in ids.chunks(500) {
        let rows = row::Entity::find()
            .filter(Column::Id.is_in(part.iter().copied()))
            .all(connection)
            .await?;
        for row in rows {
            let sale = Sale::try_from(row)?;
            sales.insert(sale.id, sale);
        }
    }
    Ok(sales)
}
