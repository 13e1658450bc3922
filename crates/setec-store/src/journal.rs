//! What was done to whom: begun before a change is sent, finished after it.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect, QueryTrait, Set};
use serde::{Deserialize, Serialize};

use crate::error::{Result, StoreError};
use crate::storable;
use crate::store::Store;

/// How a change ended.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, EnumIter, DeriveActiveEnum,
)]
#[serde(rename_all = "lowercase")]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Outcome {
    /// It stands.
    #[sea_orm(string_value = "done")]
    Done,
    /// It was refused and nothing changed.
    #[sea_orm(string_value = "failed")]
    Failed,
    /// Nobody knows: no answer came.
    #[sea_orm(string_value = "unknown")]
    Unknown,
}

/// A change that was begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its id; later entries have greater ones.
    pub id: Uuid,
    /// When it was begun.
    pub begun_at: DateTime<Utc>,
    /// When its outcome was known.
    pub finished_at: Option<DateTime<Utc>>,
    /// Who asked for it.
    pub actor: String,
    /// The door it came through.
    pub door: String,
    /// The account it was sent to.
    pub account: Option<String>,
    /// What was done, such as `dns.apply`.
    pub action: String,
    /// What it was done to, such as a domain's name.
    pub subject: Option<String>,
    /// The request that asked for it.
    pub request_id: Option<String>,
    /// How things were before.
    pub before: Option<Json>,
    /// How they were to be after.
    pub after: Option<Json>,
    /// How it ended; `None` while it is open.
    pub outcome: Option<Outcome>,
    /// What is worth knowing of its end.
    pub detail: Option<String>,
}

/// A change about to be sent.
#[derive(Debug, Clone, Default)]
pub struct NewEntry {
    /// Who asks for it.
    pub actor: String,
    /// The door it comes through.
    pub door: String,
    /// The account it is sent to.
    pub account: Option<String>,
    /// What is done.
    pub action: String,
    /// What it is done to.
    pub subject: Option<String>,
    /// The request that asks for it.
    pub request_id: Option<String>,
    /// How things are now.
    pub before: Option<Json>,
    /// How they are to be.
    pub after: Option<Json>,
}

/// Which entries to read; what is `None` does not narrow.
#[derive(Debug, Clone)]
pub struct EntryFilter {
    /// Only this account's.
    pub account: Option<String>,
    /// Only of this subject.
    pub subject: Option<String>,
    /// Only of this action.
    pub action: Option<String>,
    /// Only older ones than this: the last of the page before.
    pub before: Option<Uuid>,
    /// At most so many.
    pub limit: u64,
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "journal")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub begun_at: DateTimeUtc,
        pub finished_at: Option<DateTimeUtc>,
        pub actor: String,
        pub door: String,
        pub account: Option<String>,
        pub action: String,
        pub subject: Option<String>,
        pub request_id: Option<String>,
        #[sea_orm(column_type = "Json", nullable)]
        pub before: Option<Json>,
        #[sea_orm(column_type = "Json", nullable)]
        pub after: Option<Json>,
        pub outcome: Option<super::Outcome>,
        pub detail: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl Store {
    /// Writes down that a change is about to be sent; it is on disk when this returns.
    pub async fn begin_entry(&self, entry: NewEntry) -> Result<Uuid> {
        let id = Uuid::now_v7();
        let text = |text: Option<String>| Set(text.as_deref().map(storable::text));
        let row = row::ActiveModel {
            id: Set(id),
            begun_at: Set(storable::now()),
            finished_at: Set(None),
            actor: Set(storable::text(&entry.actor)),
            door: Set(storable::text(&entry.door)),
            account: text(entry.account),
            action: Set(storable::text(&entry.action)),
            subject: text(entry.subject),
            request_id: text(entry.request_id),
            before: Set(entry.before.map(storable::json)),
            after: Set(entry.after.map(storable::json)),
            outcome: Set(None),
            detail: Set(None),
        };
        let tx = self.write_tx().await?;
        row.insert(&*tx).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Writes down how a change ended; a later word replaces an earlier one.
    pub async fn finish_entry(
        &self,
        id: Uuid,
        outcome: Outcome,
        detail: Option<String>,
    ) -> Result<()> {
        let detail = detail.as_deref().map(storable::text);
        let tx = self.write_tx().await?;
        let updated = row::Entity::update_many()
            .col_expr(row::Column::FinishedAt, Expr::value(storable::now()))
            .col_expr(row::Column::Outcome, Expr::value(outcome))
            .col_expr(row::Column::Detail, Expr::value(detail))
            .filter(row::Column::Id.eq(id))
            .exec(&*tx)
            .await?;
        tx.commit().await?;
        if updated.rows_affected == 0 {
            return Err(StoreError::NotFound {
                what: format!("journal entry {id}"),
            });
        }
        Ok(())
    }

    /// A page of the journal, newest first.
    pub async fn entries(&self, filter: &EntryFilter) -> Result<Vec<Entry>> {
        use row::Column;
        let equal = |column: Column, text: &Option<String>| {
            text.as_deref().map(|text| column.eq(storable::text(text)))
        };
        let rows = row::Entity::find()
            .apply_if(equal(Column::Account, &filter.account), QueryFilter::filter)
            .apply_if(equal(Column::Subject, &filter.subject), QueryFilter::filter)
            .apply_if(equal(Column::Action, &filter.action), QueryFilter::filter)
            .apply_if(
                filter.before.map(|id| Column::Id.lt(id)),
                QueryFilter::filter,
            )
            .order_by_desc(Column::Id)
            .limit(filter.limit)
            .all(self.database())
            .await?;
        Ok(rows.into_iter().map(Entry::from).collect())
    }

    /// What was begun and never finished, oldest first: a crash leaves such entries.
    pub async fn open_entries(&self) -> Result<Vec<Entry>> {
        let rows = row::Entity::find()
            .filter(row::Column::FinishedAt.is_null())
            .order_by_asc(row::Column::Id)
            .all(self.database())
            .await?;
        Ok(rows.into_iter().map(Entry::from).collect())
    }
}

impl Default for EntryFilter {
    fn default() -> Self {
        Self {
            account: None,
            subject: None,
            action: None,
            before: None,
            limit: 100,
        }
    }
}

impl From<row::Model> for Entry {
    fn from(row: row::Model) -> Self {
        Self {
            id: row.id,
            begun_at: row.begun_at,
            finished_at: row.finished_at,
            actor: row.actor,
            door: row.door,
            account: row.account,
            action: row.action,
            subject: row.subject,
            request_id: row.request_id,
            before: row.before,
            after: row.after,
            outcome: row.outcome,
            detail: row.detail,
        }
    }
}
