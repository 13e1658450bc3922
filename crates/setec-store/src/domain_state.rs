//! What was last seen of every domain of every account.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, OnConflict, SimpleExpr};
use sea_orm::{Condition, FromJsonQueryResult, QueryOrder, QuerySelect, QueryTrait, Set};
use serde::{Deserialize, Serialize};
use setec_core::Money;
use setec_core::domain::DomainStatus;

use crate::error::{Result, StoreError};
use crate::storable;
use crate::store::Store;
use crate::tag::domains_with;

/// Rows of one statement: 13 values each, and SQLite takes 32,766.
const ROWS: usize = 500;

/// A domain as it was last seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainState {
    /// The account.
    pub account: String,
    /// The name in A-labels.
    pub domain: String,
    /// Where it stood.
    pub status: DomainStatus,
    /// End of the paid term.
    pub expires_at: Option<DateTime<Utc>>,
    /// Whether the registrar lock was set.
    pub locked: Option<bool>,
    /// Whether the registrant was hidden.
    pub privacy: Option<bool>,
    /// Whether it renews by itself.
    pub auto_renew: Option<bool>,
    /// Authoritative name servers in the provider's order.
    pub nameservers: Vec<String>,
    /// What a further year costs.
    pub renewal_price: Option<Money>,
    /// When the provider last told it.
    pub seen_at: DateTime<Utc>,
    /// When the provider was last asked.
    pub checked_at: DateTime<Utc>,
    /// Why the last question was not answered; what stands here is older then.
    pub problem: Option<String>,
}

/// Which domains are wanted.
#[derive(Debug, Clone, Default)]
pub struct DomainStateFilter {
    /// Only of these accounts.
    pub accounts: Vec<String>,
    /// Only in that status.
    pub status: Option<DomainStatus>,
    /// Only those that bear that tag.
    pub tag: Option<String>,
    /// Only those whose term ends before that time, and that the account still has.
    pub expires_before: Option<DateTime<Utc>>,
    /// Only those after that account and domain, in the order of both.
    pub after: Option<(String, String)>,
    /// How many at most.
    pub limit: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub(crate) struct Hosts(Vec<String>);

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "domain_states")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub account: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub domain: String,
        pub status: String,
        pub expires_at: Option<DateTimeUtc>,
        pub locked: Option<bool>,
        pub privacy: Option<bool>,
        pub auto_renew: Option<bool>,
        #[sea_orm(column_type = "Json")]
        pub nameservers: super::Hosts,
        pub renewal_price: Option<i64>,
        pub currency: Option<String>,
        pub seen_at: DateTimeUtc,
        pub checked_at: DateTimeUtc,
        pub problem: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use row::Column;

impl Store {
    /// Keeps what was seen of domains, in place of what was seen before; all or nothing.
    pub async fn keep_domain_states(&self, states: &[DomainState]) -> Result<()> {
        let columns = [
            Column::Status,
            Column::ExpiresAt,
            Column::Locked,
            Column::Privacy,
            Column::AutoRenew,
            Column::Nameservers,
            Column::RenewalPrice,
            Column::Currency,
            Column::SeenAt,
            Column::CheckedAt,
            Column::Problem,
        ];
        let tx = self.write_tx().await?;
        for states in states.chunks(ROWS) {
            let upsert = OnConflict::columns([Column::Account, Column::Domain])
                .update_columns(columns)
                .to_owned();
            row::Entity::insert_many(states.iter().map(active))
                .on_conflict(upsert)
                .exec_without_returning(&*tx)
                .await?;
        }
        Ok(tx.commit().await?)
    }

    /// Domains in the order of their accounts and names.
    pub async fn domain_states(&self, filter: &DomainStateFilter) -> Result<Vec<DomainState>> {
        let after = filter.after.as_ref().map(|(account, domain)| {
            let same = Condition::all()
                .add(Column::Account.eq(storable::text(account)))
                .add(Column::Domain.gt(storable::text(domain)));
            Condition::any()
                .add(Column::Account.gt(storable::text(account)))
                .add(same)
        });
        let accounts = filter.accounts.iter().map(|name| storable::text(name));
        let rows = row::Entity::find()
            .filter(Column::Account.is_in(accounts))
            .apply_if(
                filter.status.map(|status| Column::Status.eq(status.word())),
                QueryFilter::filter,
            )
            .apply_if(
                filter
                    .expires_before
                    .map(|time| Column::ExpiresAt.lt(storable::moment(time))),
                QueryFilter::filter,
            )
            .apply_if(
                filter.expires_before.map(|_| is_here()),
                QueryFilter::filter,
            )
            .apply_if(filter.tag.as_deref().map(bears), QueryFilter::filter)
            .apply_if(after, QueryFilter::filter)
            .order_by_asc(Column::Account)
            .order_by_asc(Column::Domain)
            .limit(filter.limit)
            .all(self.database())
            .await?;
        rows.into_iter().map(DomainState::try_from).collect()
    }

    /// Account and name of the domains that the accounts have now, of those names that hold `part`:
    /// letters, digits, dots and hyphens, in lower case.
    pub async fn domain_names(
        &self,
        accounts: &[String],
        part: Option<&str>,
    ) -> Result<Vec<(String, String)>> {
        let accounts = accounts.iter().map(|name| storable::text(name));
        let names = row::Entity::find()
            .select_only()
            .columns([Column::Account, Column::Domain])
            .filter(Column::Account.is_in(accounts))
            .filter(is_here())
            .apply_if(
                part.map(|part| Column::Domain.contains(part)),
                QueryFilter::filter,
            )
            .into_tuple()
            .all(self.database())
            .await?;
        Ok(names)
    }

    /// One domain of an account.
    pub async fn domain_state(&self, account: &str, domain: &str) -> Result<Option<DomainState>> {
        let key = (storable::text(account), storable::text(domain));
        let row = row::Entity::find_by_id(key).one(self.database()).await?;
        row.map(DomainState::try_from).transpose()
    }

    /// The names of the domains that an account was last seen to have.
    pub async fn domains_seen(&self, account: &str) -> Result<Vec<String>> {
        let names = row::Entity::find()
            .select_only()
            .column(Column::Domain)
            .filter(Column::Account.eq(storable::text(account)))
            .filter(is_here());
        Ok(names.into_tuple().all(self.database()).await?)
    }

    /// The names of all domains of which a state is kept, those that have left the account too.
    pub async fn domains_kept(&self, account: &str) -> Result<Vec<String>> {
        let names = row::Entity::find()
            .select_only()
            .column(Column::Domain)
            .filter(Column::Account.eq(storable::text(account)));
        Ok(names.into_tuple().all(self.database()).await?)
    }

    /// Notes that an account could not be asked: what was seen of its domains stays.
    pub async fn note_domains_unanswered(&self, account: &str, problem: &str) -> Result<()> {
        let update = row::Entity::update_many()
            .col_expr(Column::Problem, Expr::value(storable::text(problem)))
            .col_expr(Column::CheckedAt, Expr::value(storable::now()))
            .filter(Column::Account.eq(storable::text(account)))
            .filter(is_here());
        let tx = self.write_tx().await?;
        update.exec(&*tx).await?;
        Ok(tx.commit().await?)
    }

    /// Forgets what was seen of an account's domains, and when they were synchronised.
    pub async fn forget_domain_states(&self, account: &str) -> Result<()> {
        let tx = self.write_tx().await?;
        row::Entity::delete_many()
            .filter(Column::Account.eq(storable::text(account)))
            .exec(&*tx)
            .await?;
        crate::domain_sync::forget(&tx, account).await?;
        Ok(tx.commit().await?)
    }
}

/// What has left the account has no more to say.
fn is_here() -> SimpleExpr {
    let over = [DomainStatus::Deleted, DomainStatus::TransferredAway];
    Column::Status.is_not_in(over.map(DomainStatus::word))
}

fn bears(tag: &str) -> SimpleExpr {
    let domain = Expr::tuple([Column::Account, Column::Domain].map(Expr::col));
    ExprTrait::in_subquery(domain, domains_with(tag))
}

fn active(state: &DomainState) -> row::ActiveModel {
    let hosts = state.nameservers.iter().map(|host| storable::text(host));
    row::ActiveModel {
        account: Set(storable::text(&state.account)),
        domain: Set(storable::text(&state.domain)),
        status: Set(state.status.word().to_owned()),
        expires_at: Set(state.expires_at.map(storable::moment)),
        locked: Set(state.locked),
        privacy: Set(state.privacy),
        auto_renew: Set(state.auto_renew),
        nameservers: Set(Hosts(hosts.collect())),
        renewal_price: Set(state.renewal_price.map(|price| price.minor)),
        currency: Set(state.renewal_price.map(|price| price.currency.to_string())),
        seen_at: Set(storable::moment(state.seen_at)),
        checked_at: Set(storable::moment(state.checked_at)),
        problem: Set(state.problem.as_deref().map(storable::text)),
    }
}

impl TryFrom<row::Model> for DomainState {
    type Error = StoreError;

    fn try_from(row: row::Model) -> Result<Self> {
        let currency = row.currency.map(|code| code.parse()).transpose();
        let currency = currency.map_err(|error| StoreError::Database(Box::new(error)))?;
        Ok(Self {
            account: row.account,
            domain: row.domain,
            // A word of a newer version is one that this one does not know.
            status: row.status.parse().unwrap_or(DomainStatus::Unknown),
            expires_at: row.expires_at,
            locked: row.locked,
            privacy: row.privacy,
            auto_renew: row.auto_renew,
            nameservers: row.nameservers.0,
            renewal_price: row
                .renewal_price
                .zip(currency)
                .map(|(minor, currency)| Money { minor, currency }),
            seen_at: row.seen_at,
            checked_at: row.checked_at,
            problem: row.problem,
        })
    }
}
