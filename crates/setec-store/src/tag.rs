//! Tags that users put on domains, zones and servers.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{OnConflict, Query, SelectStatement};
use sea_orm::{Condition, FromQueryResult, QueryOrder, QuerySelect, QueryTrait, Set};
use setec_core::TagKind;

use crate::error::Result;
use crate::storable;
use crate::store::Store;

/// Rows of one statement: four values each, and SQLite takes 32,766.
const ROWS: usize = 5_000;

/// One tag of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaggedThing {
    /// The account.
    pub account: String,
    /// What it is.
    pub kind: TagKind,
    /// A domain's or zone's name in A-labels, or a server's id.
    pub subject: String,
    /// The tag.
    pub tag: String,
}

/// What changes at one thing.
#[derive(Debug, Clone)]
pub struct TagChange {
    /// The account.
    pub account: String,
    /// What it is.
    pub kind: TagKind,
    /// A domain's or zone's name in A-labels, or a server's id.
    pub subject: String,
    /// Tags that come; those that are there already stay.
    pub added: Vec<String>,
    /// Tags that go.
    pub removed: Vec<String>,
}

/// On how many things of a kind a tag is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagCount {
    /// The tag.
    pub tag: String,
    /// The kind.
    pub kind: TagKind,
    /// How many.
    pub things: u64,
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "tags")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub account: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub subject: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub tag: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use row::Column;

#[derive(FromQueryResult)]
struct CountRow {
    tag: String,
    kind: String,
    things: i64,
}

impl Store {
    /// The tags on things of those accounts, of one kind or of all, sorted.
    pub async fn tags(
        &self,
        accounts: &[String],
        kind: Option<TagKind>,
    ) -> Result<Vec<TaggedThing>> {
        let rows = row::Entity::find()
            .filter(Column::Account.is_in(storable_all(accounts)))
            .apply_if(
                kind.map(|kind| Column::Kind.eq(kind.word())),
                QueryFilter::filter,
            )
            .order_by_asc(Column::Account)
            .order_by_asc(Column::Kind)
            .order_by_asc(Column::Subject)
            .order_by_asc(Column::Tag)
            .all(self.database())
            .await?;
        Ok(rows.into_iter().filter_map(read).collect())
    }

    /// The tags of one thing, sorted.
    pub async fn tags_of(
        &self,
        account: &str,
        kind: TagKind,
        subject: &str,
    ) -> Result<Vec<String>> {
        let tags = row::Entity::find()
            .select_only()
            .column(Column::Tag)
            .filter(is_of(account, kind, subject))
            .order_by_asc(Column::Tag);
        Ok(tags.into_tuple().all(self.database()).await?)
    }

    /// Which tags are in use in those accounts, and how often, sorted.
    pub async fn tag_counts(&self, accounts: &[String]) -> Result<Vec<TagCount>> {
        let rows = row::Entity::find()
            .select_only()
            .column(Column::Tag)
            .column(Column::Kind)
            .column_as(Column::Subject.count(), "things")
            .filter(Column::Account.is_in(storable_all(accounts)))
            .group_by(Column::Tag)
            .group_by(Column::Kind)
            .order_by_asc(Column::Tag)
            .order_by_asc(Column::Kind)
            .into_model::<CountRow>()
            .all(self.database())
            .await?;
        let counts = rows.into_iter().filter_map(|row| {
            Some(TagCount {
                kind: TagKind::of(&row.kind)?,
                tag: row.tag,
                things: u64::try_from(row.things).unwrap_or(0),
            })
        });
        Ok(counts.collect())
    }

    /// Puts tags on things and takes others away; all or nothing.
    pub async fn change_tags(&self, changes: &[TagChange]) -> Result<()> {
        let tx = self.write_tx().await?;
        for change in changes.iter().filter(|change| !change.removed.is_empty()) {
            row::Entity::delete_many()
                .filter(is_of(&change.account, change.kind, &change.subject))
                .filter(Column::Tag.is_in(storable_all(&change.removed)))
                .exec(&*tx)
                .await?;
        }
        let added: Vec<row::ActiveModel> = changes.iter().flat_map(active).collect();
        for rows in added.chunks(ROWS) {
            let key = [Column::Account, Column::Kind, Column::Subject, Column::Tag];
            row::Entity::insert_many(rows.to_vec())
                .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
                .exec_without_returning(&*tx)
                .await?;
        }
        Ok(tx.commit().await?)
    }

    /// Takes all tags away from one thing.
    pub async fn forget_tags_of(&self, account: &str, kind: TagKind, subject: &str) -> Result<()> {
        let tx = self.write_tx().await?;
        row::Entity::delete_many()
            .filter(is_of(account, kind, subject))
            .exec(&*tx)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Takes all tags away from everything in an account.
    pub async fn forget_tags(&self, account: &str) -> Result<()> {
        let tx = self.write_tx().await?;
        row::Entity::delete_many()
            .filter(Column::Account.eq(storable::text(account)))
            .exec(&*tx)
            .await?;
        Ok(tx.commit().await?)
    }
}

/// Accounts and names of the domains that bear a tag, for a condition on both.
pub(crate) fn domains_with(tag: &str) -> SelectStatement {
    Query::select()
        .column(Column::Account)
        .column(Column::Subject)
        .from(row::Entity)
        .and_where(Column::Kind.eq(TagKind::Domain.word()))
        .and_where(Column::Tag.eq(storable::text(tag)))
        .to_owned()
}

fn is_of(account: &str, kind: TagKind, subject: &str) -> Condition {
    Condition::all()
        .add(Column::Account.eq(storable::text(account)))
        .add(Column::Kind.eq(kind.word()))
        .add(Column::Subject.eq(storable::text(subject)))
}

fn storable_all(texts: &[String]) -> impl Iterator<Item = String> {
    texts.iter().map(|text| storable::text(text))
}

fn active(change: &TagChange) -> impl Iterator<Item = row::ActiveModel> {
    change.added.iter().map(|tag| row::ActiveModel {
        account: Set(storable::text(&change.account)),
        kind: Set(change.kind.word().to_owned()),
        subject: Set(storable::text(&change.subject)),
        tag: Set(storable::text(tag)),
    })
}

/// A kind of a newer version is one that this one does not know.
fn read(row: row::Model) -> Option<TaggedThing> {
    Some(TaggedThing {
        account: row.account,
        kind: TagKind::of(&row.kind)?,
        subject: row.subject,
        tag: row.tag,
    })
}
