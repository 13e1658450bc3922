//! Prices that were told, for as long as they hold.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::Set;
use sea_orm::entity::prelude::*;

use super::Purchase;
use super::row::{Columns, quote};
use crate::error::Result;
use crate::storable;
use crate::store::Store;

/// A price that was told to a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredQuote {
    /// Its id.
    pub id: Uuid,
    /// The user who may agree to it.
    pub user_id: Uuid,
    /// What is bought.
    pub purchase: Purchase,
    /// The request, sealed.
    pub request: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Until when it may be agreed to.
    pub expires_at: DateTime<Utc>,
}

/// How long quotes are kept that nobody can agree to any more.
const KEPT: TimeDelta = TimeDelta::days(7);

impl Store {
    /// Keeps a quote as it is returned, and drops those that expired a week ago.
    pub async fn keep_quote(&self, quote: &StoredQuote) -> Result<StoredQuote> {
        let columns = Columns::from(&quote.purchase);
        let row = quote::ActiveModel {
            id: Set(quote.id),
            user_id: Set(quote.user_id),
            account: Set(columns.account),
            kind: Set(columns.kind),
            target: Set(columns.target),
            what: Set(columns.what),
            years: Set(columns.years),
            price: Set(columns.price),
            currency: Set(columns.currency),
            renewal_price: Set(columns.renewal_price),
            request: Set(quote.request.clone()),
            created_at: Set(storable::moment(quote.created_at)),
            expires_at: Set(storable::moment(quote.expires_at)),
        };
        let tx = self.write_tx().await?;
        quote::Entity::delete_many()
            .filter(quote::Column::ExpiresAt.lt(storable::now() - KEPT))
            .exec(&*tx)
            .await?;
        let kept = row.insert(&*tx).await?;
        tx.commit().await?;
        kept.try_into()
    }

    /// The quote of that id.
    pub async fn quote(&self, id: Uuid) -> Result<Option<StoredQuote>> {
        let row = quote::Entity::find_by_id(id).one(self.database()).await?;
        row.map(StoredQuote::try_from).transpose()
    }
}

impl TryFrom<quote::Model> for StoredQuote {
    type Error = crate::StoreError;

    fn try_from(row: quote::Model) -> Result<Self> {
        let columns = Columns {
            account: row.account,
            kind: row.kind,
            target: row.target,
            what: row.what,
            years: row.years,
            price: row.price,
            currency: row.currency,
            renewal_price: row.renewal_price,
        };
        Ok(Self {
            id: row.id,
            user_id: row.user_id,
            purchase: columns.purchase()?,
            request: row.request,
            created_at: row.created_at,
            expires_at: row.expires_at,
        })
    }
}
