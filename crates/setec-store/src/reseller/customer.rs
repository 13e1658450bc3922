//! Who buys from the operator.

use chrono::{DateTime, Utc};
use ipnet::IpNet;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, Func};
use sea_orm::{Condition, DbBackend, IntoActiveModel, Order, QueryOrder, QuerySelect, SqlErr};
use setec_core::reseller::{ReplyForm, TokenVariant};
use setec_core::{Currency, Money};

use super::{count, from_json, to_json, word};
use crate::error::{Result, StoreError};
use crate::storable::{self, pattern};
use crate::store::{Lock, Store, WriteTx};

/// Somebody who buys from the operator, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customer {
    /// Its id for ever.
    pub id: Uuid,
    /// What it names itself with; compared as it is, as its tokens are made of it.
    pub email: String,
    /// Its name for people.
    pub name: String,
    /// Whether it may do anything.
    pub active: bool,
    /// The currency of its credit and its prices, for ever.
    pub currency: Currency,
    /// How its orders are answered.
    pub reply: ReplyForm,
    /// Mistakes in tokens that are put up with.
    pub variants: Vec<TokenVariant>,
    /// Addresses that it may come from; any where empty.
    pub allowed: Vec<IpNet>,
    /// Requests per minute.
    pub per_minute: u32,
    /// Requests that may come at once.
    pub burst: u32,
    /// Requests per day of UTC.
    pub per_day: u32,
    /// The most domains that it may have.
    pub max_domains: Option<u32>,
    /// The most that one order may cost.
    pub max_order: Option<Money>,
    /// The most that orders may cost in a month of UTC.
    pub max_month: Option<Money>,
    /// How far below zero its credit may go, minor units.
    pub credit_limit: i64,
    /// Name servers of orders that name none.
    pub nameservers: Vec<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// Which customers are wanted.
#[derive(Debug, Clone, Default)]
pub struct CustomerFilter {
    /// Only those whose e-mail or name holds this text, in any case.
    pub text: Option<String>,
    /// Only those who may do anything, or only the others.
    pub active: Option<bool>,
    /// Only those behind this e-mail.
    pub after: Option<String>,
    /// At most so many.
    pub limit: u64,
}

pub(super) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "customers")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub email: String,
        pub name: String,
        pub active: bool,
        pub currency: String,
        pub reply: String,
        #[sea_orm(column_type = "Json")]
        pub variants: Json,
        #[sea_orm(column_type = "Json")]
        pub allowed: Json,
        pub per_minute: i64,
        pub burst: i64,
        pub per_day: i64,
        pub max_domains: Option<i64>,
        pub max_order: Option<i64>,
        pub max_month: Option<i64>,
        pub credit_limit: i64,
        #[sea_orm(column_type = "Json")]
        pub nameservers: Json,
        pub created_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl Store {
    /// Keeps a new customer as it is returned; `Exists` where the e-mail is another one's.
    pub async fn create_customer(&self, customer: &Customer) -> Result<Customer> {
        let row = row::Model::from(customer).into_active_model();
        let tx = self.write_tx().await?;
        let row = row
            .insert(&*tx)
            .await
            .map_err(|error| taken(customer, error))?;
        tx.commit().await?;
        row.try_into()
    }

    /// Replaces everything of a customer but its id, its currency and its age.
    pub async fn update_customer(&self, customer: &Customer) -> Result<Customer> {
        let tx = self.write_tx().await?;
        // Orders look at the limits: none is in between.
        tx.lock(Lock::Orders).await?;
        let before = by_id(&tx, customer.id).await?;
        let row = row::Model::from(&Customer {
            currency: before.currency,
            created_at: before.created_at,
            ..customer.clone()
        });
        let row = row.into_active_model().reset_all().update(&*tx).await;
        let row = row.map_err(|error| taken(customer, error))?;
        tx.commit().await?;
        row.try_into()
    }

    /// The customer of that id.
    pub async fn customer(&self, id: Uuid) -> Result<Option<Customer>> {
        let row = row::Entity::find_by_id(id).one(self.database()).await?;
        row.map(Customer::try_from).transpose()
    }

    /// The customer of exactly that e-mail.
    pub async fn customer_by_email(&self, email: &str) -> Result<Option<Customer>> {
        let row = row::Entity::find()
            .filter(row::Column::Email.eq(storable::text(email)))
            .one(self.database())
            .await?;
        row.map(Customer::try_from).transpose()
    }

    /// A page of customers by e-mail, in the order of its bytes.
    pub async fn customers(&self, filter: &CustomerFilter) -> Result<Vec<Customer>> {
        let email = match self.database().get_database_backend() {
            // Each database has its own order of letters.
            DbBackend::Postgres => Expr::cust("email COLLATE \"C\""),
            _ => Expr::col(row::Column::Email),
        };
        let after = filter.after.as_deref();
        let rows = row::Entity::find()
            .filter(filter.condition())
            .filter(
                Condition::all()
                    .add_option(after.map(|after| email.clone().gt(storable::text(after)))),
            )
            .order_by(email, Order::Asc)
            .limit(filter.limit)
            .all(self.database())
            .await?;
        rows.into_iter().map(Customer::try_from).collect()
    }
}

impl CustomerFilter {
    fn condition(&self) -> Condition {
        let text = self.text.as_deref().map(|text| {
            let text = &storable::text(text);
            let holds = |column: row::Column| {
                let lower = Expr::expr(Func::lower(Expr::col(column)));
                // SQLite knows the two cases of ASCII only: others are found as they are written.
                Condition::any()
                    .add(lower.like(pattern("%", &text.to_lowercase())))
                    .add(Expr::col(column).like(pattern("%", text)))
            };
            Condition::any()
                .add(holds(row::Column::Email))
                .add(holds(row::Column::Name))
        });
        Condition::all()
            .add_option(text)
            .add_option(self.active.map(|active| row::Column::Active.eq(active)))
    }
}

/// A customer as a transaction sees it.
pub(super) async fn by_id(tx: &WriteTx, id: Uuid) -> Result<Customer> {
    let row = row::Entity::find_by_id(id).one(&**tx).await?;
    row.ok_or_else(|| StoreError::NotFound {
        what: format!("customer {id}"),
    })?
    .try_into()
}

fn taken(customer: &Customer, error: DbErr) -> StoreError {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => StoreError::Exists {
            what: format!("customer '{}'", customer.email),
        },
        _ => error.into(),
    }
}

impl From<&Customer> for row::Model {
    fn from(customer: &Customer) -> Self {
        let texts = |list: &[IpNet]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
        Self {
            id: customer.id,
            email: storable::text(&customer.email),
            name: storable::text(&customer.name),
            active: customer.active,
            currency: customer.currency.to_string(),
            reply: customer.reply.as_str().to_owned(),
            variants: to_json(&customer.variants),
            allowed: to_json(&texts(&customer.allowed)),
            per_minute: customer.per_minute.into(),
            burst: customer.burst.into(),
            per_day: customer.per_day.into(),
            max_domains: customer.max_domains.map(i64::from),
            max_order: customer.max_order.map(|money| money.minor),
            max_month: customer.max_month.map(|money| money.minor),
            credit_limit: customer.credit_limit,
            nameservers: to_json(&customer.nameservers),
            created_at: storable::moment(customer.created_at),
        }
    }
}

impl TryFrom<row::Model> for Customer {
    type Error = StoreError;

    fn try_from(row: row::Model) -> Result<Self> {
        let currency: Currency = word(&row.currency)?;
        let allowed: Vec<String> = from_json(row.allowed)?;
        let money = |minor| Money { minor, currency };
        Ok(Self {
            id: row.id,
            email: row.email,
            name: row.name,
            active: row.active,
            currency,
            reply: word(&row.reply)?,
            variants: from_json(row.variants)?,
            allowed: allowed.iter().map(|net| word(net)).collect::<Result<_>>()?,
            per_minute: count(row.per_minute),
            burst: count(row.burst),
            per_day: count(row.per_day),
            max_domains: row.max_domains.map(count),
            max_order: row.max_order.map(money),
            max_month: row.max_month.map(money),
            credit_limit: row.credit_limit,
            nameservers: from_json(row.nameservers)?,
            created_at: row.created_at,
        })
    }
}
