//! Statements: what became of a customer's credit over a period.

use chrono::{DateTime, Utc};
use setec_core::order::month_begin;
use setec_store::{Customer, Statement};

use super::csv;
use crate::{Actor, App, Error, Result};

/// Rows of one statement at most.
const MOST_ROWS: u64 = 100_000;

/// The time that a statement is about.
#[derive(Debug, Clone, Copy, Default)]
pub struct StatementPeriod {
    /// From then on; the begin of the month where absent.
    pub from: Option<DateTime<Utc>>,
    /// Up to before then; now where absent.
    pub until: Option<DateTime<Utc>>,
}

impl App {
    /// What became of a customer's credit in a period.
    pub async fn customer_statement(
        &self,
        actor: &Actor,
        customer: &str,
        period: StatementPeriod,
    ) -> Result<(Customer, Statement)> {
        actor.may_read()?;
        let customer = self.customer_of(customer).await?;
        let now = Utc::now();
        let until = period.until.unwrap_or(now);
        let from = period.from.unwrap_or_else(|| month_begin(until.min(now)));
        if from > until {
            return Err(Error::field("from", "not after the end of the period"));
        }
        let statement = self
            .store
            .statement(&customer, (from, until), MOST_ROWS)
            .await?;
        if statement.is_cut {
            let rule = format!("the period has more than {MOST_ROWS} rows; take a shorter one");
            return Err(Error::field("from", rule));
        }
        Ok((customer, statement))
    }

    /// The same as a table for spreadsheets (RFC 4180).
    pub async fn customer_statement_csv(
        &self,
        actor: &Actor,
        customer: &str,
        period: StatementPeriod,
    ) -> Result<String> {
        let (customer, statement) = self.customer_statement(actor, customer, period).await?;
        Ok(table(&customer, &statement))
    }
}

fn table(customer: &Customer, statement: &Statement) -> String {
    let mut text = String::new();
    let currency = customer.currency.to_string();
    csv::row(
        &mut text,
        [
            "date",
            "type",
            "description",
            "domain",
            "order",
            "amount",
            "balance",
            "currency",
        ],
    );
    let opening = statement.opening.to_decimal();
    let first = ["", "opening", "", "", "", "", opening.as_str(), &currency];
    csv::row(&mut text, first);
    for row in &statement.rows {
        let sale = row.sale.as_ref();
        let at = row.transaction.at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
        let order = sale.map_or_else(String::new, |sale| sale.id.to_string());
        csv::row(
            &mut text,
            [
                at.as_str(),
                row.transaction.kind.as_str(),
                &csv::harmless(&row.description()),
                &csv::harmless(sale.map_or("", |sale| sale.domain.as_str())),
                &order,
                &row.amount.to_decimal(),
                &row.balance.to_decimal(),
                &currency,
            ],
        );
    }
    let closing = statement.closing.to_decimal();
    let last = ["", "closing", "", "", "", "", closing.as_str(), &currency];
    csv::row(&mut text, last);
    text
}
