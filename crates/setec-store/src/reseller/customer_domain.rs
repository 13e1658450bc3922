//! Which domain is whose.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{IntoActiveModel, QueryOrder, QuerySelect};
use setec_core::dns::Name;

use crate::error::{Result, StoreError};
use crate::storable;
use crate::store::{Lock, Store, WriteTx};

/// Rows of one statement: four values each, and SQLite takes 32,766.
const ROWS: usize = 1_000;

/// A domain of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerDomain {
    /// Whose it is.
    pub customer_id: Uuid,
    /// The name in A-labels.
    pub domain: String,
    /// The account that holds it.
    pub account: String,
    /// Since when it is that customer's.
    pub since: DateTime<Utc>,
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "customer_domains")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub domain: String,
        pub customer_id: Uuid,
        pub account: String,
        pub since: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use row::Column;

impl Store {
    /// A domain of a customer; `None` where it is another one's, or nobody's.
    pub async fn customer_domain(
        &self,
        customer_id: Uuid,
        domain: &Name,
    ) -> Result<Option<CustomerDomain>> {
        let row = row::Entity::find_by_id(domain.as_str())
            .filter(Column::CustomerId.eq(customer_id))
            .one(self.database())
            .await?;
        Ok(row.map(CustomerDomain::from))
    }

    /// All domains of a customer by name.
    pub async fn customer_domains(&self, customer_id: Uuid) -> Result<Vec<CustomerDomain>> {
        let rows = row::Entity::find()
            .filter(Column::CustomerId.eq(customer_id))
            .order_by_asc(Column::Domain)
            .all(self.database())
            .await?;
        Ok(rows.into_iter().map(CustomerDomain::from).collect())
    }

    /// How many domains each of these customers has; none where it is not there.
    pub async fn customer_domain_counts(&self, of: &[Uuid]) -> Result<HashMap<Uuid, u64>> {
        let rows: Vec<(Uuid, i64)> = row::Entity::find()
            .filter(Column::CustomerId.is_in(of.iter().copied()))
            .select_only()
            .column(Column::CustomerId)
            .column_as(Column::Domain.count(), "domains")
            .group_by(Column::CustomerId)
            .into_tuple()
            .all(self.database())
            .await?;
        let count = |count: i64| u64::try_from(count).unwrap_or_default();
        Ok(rows.into_iter().map(|(id, n)| (id, count(n))).collect())
    }

    /// Gives a domain to a customer; `Exists` where it is another one's.
    pub async fn assign_domain(&self, domain: &CustomerDomain) -> Result<CustomerDomain> {
        self.assign_domains(std::slice::from_ref(domain)).await?;
        Ok(domain.clone())
    }

    /// Gives domains to customers, all of them or, where one is another customer's, none.
    pub async fn assign_domains(&self, domains: &[CustomerDomain]) -> Result<()> {
        let tx = self.write_tx().await?;
        tx.lock(Lock::Orders).await?;
        for part in domains.chunks(ROWS) {
            let names = part.iter().map(|one| storable::text(&one.domain));
            let held = row::Entity::find()
                .filter(Column::Domain.is_in(names))
                .all(&*tx)
                .await?;
            let held: HashMap<String, Uuid> = held
                .into_iter()
                .map(|row| (row.domain, row.customer_id))
                .collect();
            let foreign = part.iter().find(|one| {
                let owner = held.get(&storable::text(&one.domain));
                owner.is_some_and(|owner| *owner != one.customer_id)
            });
            if let Some(foreign) = foreign {
                return Err(StoreError::Exists {
                    what: format!("domain '{}' of another customer", foreign.domain),
                });
            }
            give(&tx, part).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Takes a domain from a customer; `false` where it is not its own.
    pub async fn take_domain_away(&self, customer_id: Uuid, domain: &Name) -> Result<bool> {
        let delete = row::Entity::delete_many()
            .filter(Column::Domain.eq(domain.as_str()))
            .filter(Column::CustomerId.eq(customer_id));
        let tx = self.write_tx().await?;
        let taken = delete.exec(&*tx).await?.rows_affected > 0;
        tx.commit().await?;
        Ok(taken)
    }
}

/// Makes domains their customers', whoever had them before: the registry has spoken.
pub(super) async fn give(tx: &WriteTx, domains: &[CustomerDomain]) -> Result<()> {
    let rows = domains.iter().map(|domain| row::Model {
        domain: storable::text(&domain.domain),
        customer_id: domain.customer_id,
        account: storable::text(&domain.account),
        since: storable::moment(domain.since),
    });
    let upsert = OnConflict::column(Column::Domain)
        .update_columns([Column::CustomerId, Column::Account, Column::Since])
        .to_owned();
    row::Entity::insert_many(rows.map(IntoActiveModel::into_active_model))
        .on_conflict(upsert)
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// How many domains a customer has.
pub(super) async fn owned(tx: &WriteTx, customer_id: Uuid) -> Result<u64> {
    let own = row::Entity::find().filter(Column::CustomerId.eq(customer_id));
    Ok(own.count(&**tx).await?)
}

impl From<row::Model> for CustomerDomain {
    fn from(row: row::Model) -> Self {
        Self {
            customer_id: row.customer_id,
            domain: row.domain,
            account: row.account,
            since: row.since,
        }
    }
}
