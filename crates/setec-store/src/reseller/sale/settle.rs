//! The end of a customer's order, in the transaction that ends its purchase.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;
use setec_core::order::OrderState;

use super::admit::brings_a_domain;
use super::row::{self, Column};
use super::{Sale, SaleState};
use crate::error::Result;
use crate::reseller::customer_domain::{self, CustomerDomain};
use crate::reseller::ledger::{LedgerKind, NewTransaction, REVENUE, held_of, of_customer, post};
use crate::store::WriteTx;

/// Ends the customer's order that a purchase was made for, if there is one and it is open: what
/// was held is earned, or is the customer's again.
pub(crate) async fn settle(
    tx: &WriteTx,
    order_id: Uuid,
    state: OrderState,
    (by, words): (&str, Option<&str>),
    now: DateTime<Utc>,
) -> Result<()> {
    let end = match state {
        OrderState::Completed => SaleState::Completed,
        OrderState::Failed => SaleState::Refunded,
        _ => return Ok(()),
    };
    let update = row::Entity::update_many()
        .col_expr(Column::State, Expr::value(end.as_str()))
        .col_expr(Column::SettledAt, Expr::value(now))
        .filter(Column::OrderId.eq(order_id))
        .filter(Column::State.eq(SaleState::Held.as_str()));
    if update.exec(&**tx).await?.rows_affected == 0 {
        return Ok(());
    }
    let row = row::Entity::find().filter(Column::OrderId.eq(order_id));
    let Some(row) = row.one(&**tx).await? else {
        return Ok(());
    };
    let sale = Sale::try_from(row)?;
    let (own, held) = (of_customer(sale.customer_id), held_of(sale.customer_id));
    let (kind, to) = match end {
        SaleState::Completed => (LedgerKind::Capture, REVENUE),
        _ => (LedgerKind::Refund, own.as_str()),
    };
    let new = NewTransaction {
        kind,
        customer_id: sale.customer_id,
        sale_id: Some(sale.id),
        key: None,
        memo: words.unwrap_or_default().to_owned(),
        by: by.to_owned(),
    };
    post(tx, new, (&held, to), sale.price, None).await?;
    if end == SaleState::Completed && brings_a_domain(sale.operation) {
        let domain = CustomerDomain {
            customer_id: sale.customer_id,
            domain: sale.domain,
            account: sale.account,
            since: now,
        };
        customer_domain::give(tx, &[domain]).await?;
    }
    Ok(())
}
