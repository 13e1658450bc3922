//! What was done to whom: begun before a change is sent, finished after it.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, Func};
use sea_orm::{Condition, QueryOrder, QuerySelect, Set};
use serde::{Deserialize, Serialize};

use crate::error::{Result, StoreError};
use crate::storable::{self, pattern};
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
    /// What the provider said to each call that it was sent with.
    pub answers: Option<Json>,
}

/// How a change has ended.
#[derive(Debug, Clone)]
pub struct Ending {
    /// The entry of the change.
    pub id: Uuid,
    /// How it ended.
    pub outcome: Outcome,
    /// What is worth knowing of it.
    pub detail: Option<String>,
    /// What the provider said to each call.
    pub answers: Option<Json>,
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

/// How far an entry has got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// It is under way.
    Open,
    /// It has ended so.
    Ended(Outcome),
}

/// Which entries to read; what is `None` does not narrow.
#[derive(Debug, Clone)]
pub struct EntryFilter {
    /// Only this account's.
    pub account: Option<String>,
    /// Only of this subject.
    pub subject: Option<String>,
    /// Only of subjects that hold this text, in any case.
    pub text: Option<String>,
    /// Only of this action or family of actions: `dns` stands for `dns.update` and its kin.
    pub action: Option<String>,
    /// Only what this user asked for.
    pub actor: Option<String>,
    /// Only what has got so far.
    pub progress: Option<Progress>,
    /// Only what was begun then or later.
    pub since: Option<DateTime<Utc>>,
    /// Only what was begun before.
    pub until: Option<DateTime<Utc>>,
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
        #[sea_orm(column_type = "Json", nullable)]
        pub answers: Option<Json>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Entries in one statement: SQLite binds at most 32,766 values.
const ENTRIES_AT_ONCE: usize = 500;

impl Store {
    /// Writes down that a change is about to be sent; it is on disk when this returns.
    pub async fn begin_entry(&self, entry: NewEntry) -> Result<Uuid> {
        let ids = self.begin_entries(vec![entry]).await?;
        Ok(ids[0])
    }

    /// Writes down changes that are about to be sent together, all of them or none, with one commit;
    /// their ids are in the same order.
    pub async fn begin_entries(&self, entries: Vec<NewEntry>) -> Result<Vec<Uuid>> {
        let begun_at = storable::now();
        let rows: Vec<row::ActiveModel> = entries
            .into_iter()
            .map(|entry| entry.into_row(begun_at))
            .collect();
        let ids = rows.iter().map(|row| *row.id.as_ref()).collect();
        if rows.is_empty() {
            return Ok(ids);
        }
        let tx = self.write_tx().await?;
        for some in rows.chunks(ENTRIES_AT_ONCE) {
            row::Entity::insert_many(some.to_vec())
                .exec_without_returning(&*tx)
                .await?;
        }
        tx.commit().await?;
        Ok(ids)
    }

    /// Writes down how a change ended; a later word replaces an earlier one.
    pub async fn finish_entry(
        &self,
        id: Uuid,
        outcome: Outcome,
        detail: Option<String>,
    ) -> Result<()> {
        let ending = Ending {
            id,
            outcome,
            detail,
            answers: None,
        };
        self.finish_entries(vec![ending]).await
    }

    /// Writes down how changes that were sent together ended, with one commit.
    pub async fn finish_entries(&self, endings: Vec<Ending>) -> Result<()> {
        if endings.is_empty() {
            return Ok(());
        }
        let tx = self.write_tx().await?;
        let finished_at = storable::now();
        for ending in endings {
            let detail = ending.detail.as_deref().map(storable::text);
            let updated = row::Entity::update_many()
                .col_expr(row::Column::FinishedAt, Expr::value(finished_at))
                .col_expr(row::Column::Outcome, Expr::value(ending.outcome))
                .col_expr(row::Column::Detail, Expr::value(detail))
                .col_expr(
                    row::Column::Answers,
                    Expr::value(ending.answers.map(storable::json)),
                )
                .filter(row::Column::Id.eq(ending.id))
                .exec(&*tx)
                .await?;
            if updated.rows_affected == 0 {
                return Err(StoreError::NotFound {
                    what: format!("journal entry {}", ending.id),
                });
            }
        }
        tx.commit().await?;
        Ok(())
    }

    /// A page of the journal, newest first.
    pub async fn entries(&self, filter: &EntryFilter) -> Result<Vec<Entry>> {
        use row::Column;
        let rows = row::Entity::find()
            .filter(filter.condition())
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

/// How far the time in an id may be from the time at which its entry was begun.
const ID_SLACK: TimeDelta = TimeDelta::minutes(1);

impl EntryFilter {
    fn condition(&self) -> Condition {
        use row::Column;
        let equal = |column: Column, text: &Option<String>| {
            text.as_deref().map(|text| column.eq(storable::text(text)))
        };
        let of_action = self.action.as_deref().map(|action| {
            let action = storable::text(action);
            let kin = pattern("", &format!("{action}."));
            Condition::any()
                .add(Column::Action.eq(action))
                .add(Column::Action.like(kin))
        });
        let has_text = self.text.as_deref().map(|text| {
            let subject = Func::lower(Expr::col(Column::Subject));
            Expr::expr(subject).like(pattern("%", &storable::text(&text.to_lowercase())))
        });
        let has_got = self.progress.map(|progress| match progress {
            Progress::Open => Column::Outcome.is_null(),
            Progress::Ended(outcome) => Column::Outcome.eq(outcome),
        });
        // Ids are in the order of time, and unlike the time they have an index.
        let since_id = self
            .since
            .map(|since| Column::Id.gte(first_id(since - ID_SLACK)));
        let until_id = self
            .until
            .map(|until| Column::Id.lt(first_id(until + ID_SLACK)));
        Condition::all()
            .add_option(equal(Column::Account, &self.account))
            .add_option(equal(Column::Subject, &self.subject))
            .add_option(equal(Column::Actor, &self.actor))
            .add_option(of_action)
            .add_option(has_text)
            .add_option(has_got)
            .add_option(since_id)
            .add_option(self.since.map(|since| Column::BegunAt.gte(since)))
            .add_option(until_id)
            .add_option(self.until.map(|until| Column::BegunAt.lt(until)))
            .add_option(self.before.map(|id| Column::Id.lt(id)))
    }
}

/// The smallest id of entries that were begun at that time.
fn first_id(at: DateTime<Utc>) -> Uuid {
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid()
}

impl NewEntry {
    fn into_row(self, begun_at: DateTime<Utc>) -> row::ActiveModel {
        let text = |text: Option<String>| Set(text.as_deref().map(storable::text));
        row::ActiveModel {
            // Ids that one process makes rise, also within a millisecond.
            id: Set(Uuid::now_v7()),
            begun_at: Set(begun_at),
            finished_at: Set(None),
            actor: Set(storable::text(&self.actor)),
            door: Set(storable::text(&self.door)),
            account: text(self.account),
            action: Set(storable::text(&self.action)),
            subject: text(self.subject),
            request_id: text(self.request_id),
            before: Set(self.before.map(storable::json)),
            after: Set(self.after.map(storable::json)),
            outcome: Set(None),
            detail: Set(None),
            answers: Set(None),
        }
    }
}

impl Default for EntryFilter {
    fn default() -> Self {
        Self {
            account: None,
            subject: None,
            text: None,
            action: None,
            actor: None,
            progress: None,
            since: None,
            until: None,
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
            answers: row.answers,
        }
    }
}
