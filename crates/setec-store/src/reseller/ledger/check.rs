//! Whether the ledger holds together: found out anew from every entry.

use std::collections::BTreeMap;

use sea_orm::entity::prelude::*;
use sea_orm::{
    DatabaseTransaction, DbBackend, FromQueryResult, IsolationLevel, QuerySelect, Statement,
    TransactionOptions, TransactionTrait,
};
use setec_core::Money;

use super::{Balance, balance, entry, held_of, transaction};
use crate::error::Result;
use crate::reseller::money;
use crate::store::Store;

/// What a look at the whole ledger has found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerCheck {
    /// Movements there are.
    pub transactions: u64,
    /// Entries there are.
    pub entries: u64,
    /// Orders of customers there are.
    pub sales: u64,
    /// What each ledger account holds; those of all customers in one, what is held in another.
    pub totals: Vec<Balance>,
    /// Everything that is not as it must be; empty where the ledger is right.
    pub mismatches: Vec<Mismatch>,
}

/// Something that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// The transaction, the ledger account or the order.
    pub subject: String,
    /// What is wrong with it.
    pub problem: String,
}

/// A sum, by whatever it was grouped.
#[derive(FromQueryResult)]
struct Sum {
    subject: String,
    currency: String,
    minor: i64,
}

/// Orders that lack an entry, and the other way round; each with what is wrong.
const PAIRS: [(&str, &str); 4] = [
    (
        "SELECT s.id AS id FROM sales s WHERE NOT EXISTS (SELECT 1 FROM ledger_transactions t \
         WHERE t.sale_id = s.id AND t.kind = 'charge')",
        "the order was never charged",
    ),
    (
        "SELECT s.id AS id FROM sales s WHERE (CASE s.state WHEN 'held' THEN 0 ELSE 1 END) <> \
         (SELECT COUNT(*) FROM ledger_transactions t WHERE t.sale_id = s.id AND t.kind = \
         CASE s.state WHEN 'refunded' THEN 'refund' ELSE 'capture' END)",
        "the order's end is not in the ledger once",
    ),
    (
        "SELECT s.id AS id FROM sales s LEFT JOIN orders o ON o.id = s.order_id \
         WHERE o.id IS NULL OR s.state <> CASE o.state WHEN 'completed' THEN 'completed' \
         WHEN 'failed' THEN 'refunded' ELSE 'held' END",
        "the order's state is not that of its purchase",
    ),
    (
        "SELECT o.id AS id FROM orders o JOIN customers c ON c.id = o.user_id \
         LEFT JOIN sales s ON s.order_id = o.id WHERE s.id IS NULL",
        "something was bought for a customer without being sold to it",
    ),
];

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

impl Store {
    /// Looks whether every movement sums to zero, every balance is the sum of its entries, and
    /// every order has its entries.
    pub async fn check_ledger(&self) -> Result<LedgerCheck> {
        let database = self.database();
        let is_postgres = database.get_database_backend() == DbBackend::Postgres;
        // All looks see one moment, whatever is written meanwhile; SQLite's reads do so anyway.
        let options = TransactionOptions {
            isolation_level: is_postgres.then_some(IsolationLevel::RepeatableRead),
            ..TransactionOptions::default()
        };
        let tx = database.begin_with_options(options).await?;
        let mut mismatches = Vec::new();
        unbalanced(&tx, &mut mismatches).await?;
        let balances = balances(&tx, &mut mismatches).await?;
        held(&tx, &balances, &mut mismatches).await?;
        for (query, problem) in PAIRS {
            let found = Id::find_by_statement(Statement::from_string(
                tx.get_database_backend(),
                query.to_owned(),
            ));
            mismatches.extend(found.all(&tx).await?.into_iter().map(|found| Mismatch {
                subject: found.id.to_string(),
                problem: problem.to_owned(),
            }));
        }
        let check = LedgerCheck {
            transactions: transaction::Entity::find().count(&tx).await?,
            entries: entry::Entity::find().count(&tx).await?,
            sales: crate::reseller::sale::row::Entity::find()
                .count(&tx)
                .await?,
            totals: totals(&balances)?,
            mismatches,
        };
        tx.commit().await?;
        Ok(check)
    }
}

async fn unbalanced(tx: &DatabaseTransaction, mismatches: &mut Vec<Mismatch>) -> Result<()> {
    let sum = || Expr::cust("CAST(SUM(minor) AS BIGINT)");
    let sums: Vec<(Uuid, String, i64)> = entry::Entity::find()
        .select_only()
        .column(entry::Column::TransactionId)
        .column(entry::Column::Currency)
        .expr_as(sum(), "minor")
        .group_by(entry::Column::TransactionId)
        .group_by(entry::Column::Currency)
        .having(Expr::cust("SUM(minor) <> 0"))
        .into_tuple()
        .all(tx)
        .await?;
    for (id, currency, minor) in sums {
        mismatches.push(Mismatch {
            subject: id.to_string(),
            problem: format!("its entries sum to {}", money(minor, &currency)?),
        });
    }
    Ok(())
}

/// Every balance, compared with the sum of its entries.
async fn balances(
    tx: &DatabaseTransaction,
    mismatches: &mut Vec<Mismatch>,
) -> Result<BTreeMap<(String, String), i64>> {
    let sums: Vec<Sum> = entry::Entity::find()
        .select_only()
        .column_as(entry::Column::LedgerAccount, "subject")
        .column(entry::Column::Currency)
        .expr_as(Expr::cust("CAST(SUM(minor) AS BIGINT)"), "minor")
        .group_by(entry::Column::LedgerAccount)
        .group_by(entry::Column::Currency)
        .into_model()
        .all(tx)
        .await?;
    let mut sums: BTreeMap<(String, String), i64> = sums
        .into_iter()
        .map(|sum| ((sum.subject, sum.currency), sum.minor))
        .collect();
    let kept = balance::Entity::find().all(tx).await?;
    let mut balances = BTreeMap::new();
    for row in kept {
        let key = (row.ledger_account, row.currency);
        let sum = sums.remove(&key).unwrap_or_default();
        if sum != row.minor {
            mismatches.push(Mismatch {
                subject: key.0.clone(),
                problem: format!(
                    "its balance is {}, its entries sum to {}",
                    money(row.minor, &key.1)?,
                    money(sum, &key.1)?
                ),
            });
        }
        balances.insert(key, row.minor);
    }
    for ((account, currency), sum) in sums {
        mismatches.push(Mismatch {
            subject: account,
            problem: format!(
                "it has no balance, its entries sum to {}",
                money(sum, &currency)?
            ),
        });
    }
    Ok(balances)
}

/// What is held for a customer is what its open orders cost.
async fn held(
    tx: &DatabaseTransaction,
    balances: &BTreeMap<(String, String), i64>,
    mismatches: &mut Vec<Mismatch>,
) -> Result<()> {
    use crate::reseller::sale::row;
    let open: Vec<(Uuid, String, i64)> = row::Entity::find()
        .select_only()
        .column(row::Column::CustomerId)
        .column(row::Column::Currency)
        .expr_as(Expr::cust("CAST(SUM(price) AS BIGINT)"), "price")
        .filter(row::Column::SettledAt.is_null())
        .group_by(row::Column::CustomerId)
        .group_by(row::Column::Currency)
        .into_tuple()
        .all(tx)
        .await?;
    let mut open: BTreeMap<(String, String), i64> = open
        .into_iter()
        .map(|(id, currency, minor)| ((held_of(id), currency), minor))
        .collect();
    for (key, balance) in balances {
        let wanted = open.remove(key).unwrap_or_default();
        if key.0.starts_with("held:") && *balance != wanted {
            mismatches.push(Mismatch {
                subject: key.0.clone(),
                problem: format!(
                    "{} are held, open orders cost {}",
                    money(*balance, &key.1)?,
                    money(wanted, &key.1)?
                ),
            });
        }
    }
    Ok(())
}

/// The sums of all customers in one, and of what is held.
fn totals(balances: &BTreeMap<(String, String), i64>) -> Result<Vec<Balance>> {
    let mut sums: BTreeMap<(String, &str), i64> = BTreeMap::new();
    for ((account, currency), minor) in balances {
        let kind = account
            .split_once(':')
            .map_or(account.as_str(), |(kind, _)| kind);
        let plural = match kind {
            "customer" => "customers",
            kind => kind,
        };
        let sum = sums.entry((plural.to_owned(), currency)).or_default();
        *sum = sum.saturating_add(*minor);
    }
    sums.into_iter()
        .map(|((ledger_account, currency), minor)| {
            let amount: Money = money(minor, currency)?;
            Ok(Balance {
                ledger_account,
                amount,
            })
        })
        .collect()
}
