//! What became of a customer's credit over a period.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, FromQueryResult, JoinType, QueryOrder, QuerySelect};
use setec_core::Money;
use setec_core::domain::DomainOperation;

use super::{LedgerKind, LedgerTransaction, entry, of_customer, transaction};
use crate::error::Result;
use crate::reseller::{Customer, Sale, sale};
use crate::storable;
use crate::store::Store;

/// The rows of a period.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// What the customer had before the first row.
    pub opening: Money,
    /// Every movement of its credit, oldest first.
    pub rows: Vec<LedgerRow>,
    /// What it had after the last row.
    pub closing: Money,
    /// Whether there are more rows than these.
    pub is_cut: bool,
}

/// One movement of a customer's credit.
#[derive(Debug, Clone, PartialEq)]
pub struct LedgerRow {
    /// The movement.
    pub transaction: LedgerTransaction,
    /// What it added to the credit.
    pub amount: Money,
    /// What the customer had after it.
    pub balance: Money,
    /// The order that it belongs to.
    pub sale: Option<Sale>,
}

impl LedgerRow {
    /// What it is about, in words for the customer: a provider's words are not for it.
    pub fn description(&self) -> String {
        let Some(sale) = &self.sale else {
            return self.transaction.memo.clone();
        };
        let noun = match sale.operation {
            DomainOperation::Register => "registration",
            DomainOperation::Renew => "renewal",
            DomainOperation::Transfer => "transfer",
            DomainOperation::Restore => "restore",
        };
        let years = match sale.years {
            1 => "1 year".to_owned(),
            years => format!("{years} years"),
        };
        let text = format!("{noun} of {} for {years}", sale.domain);
        match self.transaction.kind {
            LedgerKind::Refund => format!("given back: {text}"),
            _ => text,
        }
    }
}

#[derive(FromQueryResult)]
struct Found {
    id: Uuid,
    at: DateTimeUtc,
    kind: String,
    customer_id: Uuid,
    sale_id: Option<Uuid>,
    key: Option<String>,
    memo: String,
    by: String,
    minor: i64,
}

impl Store {
    /// The movements of a customer's credit from a time up to before another one.
    pub async fn statement(
        &self,
        customer: &Customer,
        (from, until): (DateTime<Utc>, DateTime<Utc>),
        limit: u64,
    ) -> Result<Statement> {
        use transaction::Column;
        let currency = customer.currency;
        let money = |minor| Money { minor, currency };
        let moved = || {
            transaction::Entity::find()
                .join(
                    JoinType::InnerJoin,
                    transaction::Entity::belongs_to(entry::Entity)
                        .from(Column::Id)
                        .to(entry::Column::TransactionId)
                        .into(),
                )
                .filter(Column::CustomerId.eq(customer.id))
                .filter(entry::Column::LedgerAccount.eq(of_customer(customer.id)))
                .filter(entry::Column::Currency.eq(currency.to_string()))
        };
        let opening: Option<Option<i64>> = moved()
            .select_only()
            .expr_as(
                Expr::cust("CAST(SUM(ledger_entries.minor) AS BIGINT)"),
                "minor",
            )
            .filter(Column::At.lt(storable::moment(from)))
            .into_tuple()
            .one(self.database())
            .await?;
        let opening = opening.flatten().unwrap_or_default();
        let period = Condition::all()
            .add(Column::At.gte(storable::moment(from)))
            .add(Column::At.lt(storable::moment(until)));
        let mut found: Vec<Found> = moved()
            .column_as(entry::Column::Minor, "minor")
            .filter(period)
            .order_by_asc(Column::At)
            .order_by_asc(Column::Id)
            .limit(limit.saturating_add(1))
            .into_model()
            .all(self.database())
            .await?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let is_cut = found.len() > limit;
        found.truncate(limit);
        let ids = found.iter().filter_map(|row| row.sale_id);
        let sales = sale::by_ids(self.database(), ids.collect()).await?;
        let mut balance = opening;
        let mut rows = Vec::with_capacity(found.len());
        for row in found {
            balance += row.minor;
            let (amount, balance) = (money(row.minor), money(balance));
            // A sale is charged and may be refunded: it is in up to two rows.
            let sale = row.sale_id.and_then(|id| sales.get(&id).cloned());
            rows.push(LedgerRow {
                transaction: row.transaction()?,
                amount,
                balance,
                sale,
            });
        }
        Ok(Statement {
            opening: money(opening),
            rows,
            closing: money(balance),
            is_cut,
        })
    }
}

impl Found {
    fn transaction(self) -> Result<LedgerTransaction> {
        transaction::Model {
            id: self.id,
            at: self.at,
            kind: self.kind,
            customer_id: self.customer_id,
            sale_id: self.sale_id,
            key: self.key,
            memo: self.memo,
            by: self.by,
        }
        .try_into()
    }
}
