//! Movements of money: each with its entries and balances in one transaction.

use std::collections::HashMap;

use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, OnConflict};
use setec_core::{Currency, Money};

use super::transaction;
use super::{
    CASH, CORRECTIONS, LedgerKind, LedgerTransaction, balance, entry, held_of, of_customer,
};
use crate::error::Result;
use crate::reseller::{Customer, customer, money};
use crate::storable;
use crate::store::{Lock, Store, WriteTx};

/// A movement to be written down.
pub(in crate::reseller) struct NewTransaction {
    pub(in crate::reseller) kind: LedgerKind,
    pub(in crate::reseller) customer_id: Uuid,
    pub(in crate::reseller) sale_id: Option<Uuid>,
    /// A word of the caller's own, under which the same movement is made once.
    pub(in crate::reseller) key: Option<String>,
    pub(in crate::reseller) memo: String,
    pub(in crate::reseller) by: String,
}

/// What became of a wish to move money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Posted {
    /// It was moved; the customer has so much from then on.
    Done {
        /// The movement.
        transaction: LedgerTransaction,
        /// What the customer has left.
        balance: Money,
    },
    /// The customer has less than that, and its credit limit allows no more.
    Short {
        /// What the customer has.
        balance: Money,
    },
    /// The key belongs to another movement.
    KeyTaken,
}

/// Moves an amount from one ledger account to another. `false` where that would bring an account
/// below its least; nothing that the transaction wrote may stand then.
pub(in crate::reseller) async fn post(
    tx: &WriteTx,
    new: NewTransaction,
    (from, to): (&str, &str),
    amount: Money,
    least: Option<(&str, i64)>,
) -> Result<Option<LedgerTransaction>> {
    let row = transaction::Model {
        id: Uuid::now_v7(),
        at: storable::now(),
        kind: new.kind.as_str().to_owned(),
        customer_id: new.customer_id,
        sale_id: new.sale_id,
        key: new.key.as_deref().map(storable::text),
        memo: storable::text(&new.memo),
        by: storable::text(&new.by),
    };
    let row = row.into_active_model().insert(&**tx).await?;
    let mut sides = [(from, -amount.minor), (to, amount.minor)];
    // In the same order everywhere, so that two movements never wait for each other.
    sides.sort_unstable();
    for (account, minor) in sides {
        let floor = least.filter(|(held, _)| *held == account);
        let floor = floor.map(|(_, least)| least);
        if !add(tx, account, amount.currency, minor, floor).await? {
            return Ok(None);
        }
        let side = entry::Model {
            id: Uuid::now_v7(),
            transaction_id: row.id,
            ledger_account: account.to_owned(),
            currency: amount.currency.to_string(),
            minor,
        };
        side.into_active_model().insert(&**tx).await?;
    }
    row.try_into().map(Some)
}

/// Adds to a balance in one statement that looks and writes; `false` where it would fall below its
/// least.
async fn add(
    tx: &WriteTx,
    account: &str,
    currency: Currency,
    minor: i64,
    least: Option<i64>,
) -> Result<bool> {
    use balance::Column;
    let empty = balance::Model {
        ledger_account: account.to_owned(),
        currency: currency.to_string(),
        minor: 0,
    };
    let untouched = OnConflict::columns([Column::LedgerAccount, Column::Currency])
        .do_nothing_on([Column::LedgerAccount, Column::Currency])
        .to_owned();
    balance::Entity::insert(empty.into_active_model())
        .on_conflict(untouched)
        .exec_without_returning(&**tx)
        .await?;
    let sum = || Expr::col(Column::Minor).add(minor);
    let mut update = balance::Entity::update_many()
        .col_expr(Column::Minor, sum())
        .filter(Column::LedgerAccount.eq(account))
        .filter(Column::Currency.eq(currency.to_string()));
    if let Some(least) = least {
        update = update.filter(sum().gte(least));
    }
    Ok(update.exec(&**tx).await?.rows_affected == 1)
}

/// What a ledger account holds.
pub(in crate::reseller) async fn balance_of<C: ConnectionTrait>(
    connection: &C,
    account: &str,
    currency: Currency,
) -> Result<Money> {
    let key = (account.to_owned(), currency.to_string());
    let row = balance::Entity::find_by_id(key).one(connection).await?;
    Ok(Money {
        minor: row.map_or(0, |row| row.minor),
        currency,
    })
}

impl Store {
    /// Pays in, pays out, or corrects: `amount` is added to what the customer has.
    ///
    /// What is paid out must be there. With a key the same is done once, however often it is
    /// asked for.
    pub async fn move_credit(
        &self,
        customer_id: Uuid,
        kind: LedgerKind,
        amount: i64,
        (memo, by): (&str, &str),
        key: Option<&str>,
    ) -> Result<Posted> {
        let tx = self.write_tx().await?;
        tx.lock(Lock::Orders).await?;
        let customer = customer::by_id(&tx, customer_id).await?;
        let own = of_customer(customer_id);
        let amount = Money {
            minor: amount,
            currency: customer.currency,
        };
        if let Some(before) = of_key(&tx, customer_id, key).await? {
            return again(&tx, &customer, before, (kind, amount)).await;
        }
        let other = match kind {
            LedgerKind::Correction => CORRECTIONS,
            _ => CASH,
        };
        let least =
            (kind == LedgerKind::Withdrawal).then(|| (own.as_str(), -customer.credit_limit));
        let new = NewTransaction {
            kind,
            customer_id,
            sale_id: None,
            key: key.map(str::to_owned),
            memo: memo.to_owned(),
            by: by.to_owned(),
        };
        let posted = post(&tx, new, (other, &own), amount, least).await?;
        let balance = balance_of(&*tx, &own, customer.currency).await?;
        let Some(transaction) = posted else {
            return Ok(Posted::Short { balance });
        };
        tx.commit().await?;
        Ok(Posted::Done {
            transaction,
            balance,
        })
    }

    /// What a customer has left to spend; below zero where it spends on credit.
    pub async fn customer_balance(&self, customer: &Customer) -> Result<Money> {
        let own = of_customer(customer.id);
        balance_of(self.database(), &own, customer.currency).await
    }

    /// What these customers have left, and what their open orders hold.
    pub async fn customer_balances(&self, of: &[Uuid]) -> Result<HashMap<String, Money>> {
        let accounts = of.iter().flat_map(|id| [of_customer(*id), held_of(*id)]);
        let rows = balance::Entity::find()
            .filter(balance::Column::LedgerAccount.is_in(accounts))
            .all(self.database())
            .await?;
        rows.into_iter()
            .map(|row| Ok((row.ledger_account, money(row.minor, &row.currency)?)))
            .collect()
    }
}

async fn of_key(
    tx: &WriteTx,
    customer_id: Uuid,
    key: Option<&str>,
) -> Result<Option<transaction::Model>> {
    let Some(key) = key else { return Ok(None) };
    Ok(transaction::Entity::find()
        .filter(transaction::Column::CustomerId.eq(customer_id))
        .filter(transaction::Column::Key.eq(storable::text(key)))
        .one(&**tx)
        .await?)
}

async fn again(
    tx: &WriteTx,
    customer: &Customer,
    before: transaction::Model,
    (kind, amount): (LedgerKind, Money),
) -> Result<Posted> {
    let own = of_customer(customer.id);
    let entry = entry::Entity::find()
        .filter(entry::Column::TransactionId.eq(before.id))
        .filter(entry::Column::LedgerAccount.eq(&own))
        .one(&**tx)
        .await?;
    let same = before.kind == kind.as_str() && entry.is_some_and(|e| e.minor == amount.minor);
    if !same {
        return Ok(Posted::KeyTaken);
    }
    Ok(Posted::Done {
        transaction: before.try_into()?,
        balance: balance_of(&**tx, &own, customer.currency).await?,
    })
}
