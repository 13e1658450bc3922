//! Customers' credit, as administrators move it.

use std::sync::Arc;

use serde_json::json;
use setec_core::{Money, Violation};
use setec_store::{LedgerCheck, LedgerKind, LedgerTransaction, Posted};

use super::customer::MOST_MINOR;
use crate::journal::Draft;
use crate::{Actor, App, Error, ErrorKind, Result};

/// A wish to move a customer's credit.
#[derive(Debug, Clone)]
pub struct CreditInput {
    /// Deposit, withdrawal or correction.
    pub kind: LedgerKind,
    /// How much, above zero; a correction may be below zero.
    pub amount: Money,
    /// Why, for the customer's statement.
    pub reason: String,
    /// A word of the caller's own: the same movement with the same key is made once.
    pub key: Option<String>,
}

/// A movement of credit that was made.
#[derive(Debug, Clone)]
pub struct CreditMoved {
    /// The movement.
    pub transaction: LedgerTransaction,
    /// What was added.
    pub amount: Money,
    /// What the customer has from then on.
    pub balance: Money,
}

impl App {
    /// Pays in, pays out, or corrects.
    pub async fn move_credit(
        self: &Arc<Self>,
        actor: &Actor,
        customer: &str,
        input: CreditInput,
    ) -> Result<CreditMoved> {
        actor.may_write()?;
        let customer = self.customer_of(customer).await?;
        let mut violations = Vec::new();
        let mut fault = |field: &str, rule: String| violations.push(Violation::new(field, rule));
        let is_correction = input.kind == LedgerKind::Correction;
        let by_hand = [LedgerKind::Deposit, LedgerKind::Withdrawal];
        if !is_correction && !by_hand.contains(&input.kind) {
            fault("kind", "deposit, withdrawal or correction".to_owned());
        }
        if input.amount.currency != customer.currency {
            let rule = format!("the customer's currency is {}", customer.currency);
            fault("amount.currency", rule);
        }
        let minor = input.amount.minor;
        let least = if is_correction { -MOST_MINOR } else { 1 };
        if minor == 0 || !(least..=MOST_MINOR).contains(&minor) {
            fault("amount.minor", format!("{least} to {MOST_MINOR}, not 0"));
        }
        let reason = input.reason.trim();
        if !(1..=500).contains(&reason.chars().count()) || reason.contains(char::is_control) {
            fault("reason", "1 to 500 characters on one line".to_owned());
        }
        let is_key = |key: &String| {
            (1..=255).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic())
        };
        if !input.key.as_ref().is_none_or(is_key) {
            fault(
                "Idempotency-Key",
                "1 to 255 visible ASCII characters".to_owned(),
            );
        }
        if !violations.is_empty() {
            return Err(Error::invalid(violations));
        }
        let added = match input.kind {
            LedgerKind::Withdrawal => -minor,
            _ => minor,
        };
        let draft = Draft {
            subject: Some(customer.email.clone()),
            ..Draft::new("customer.credit").to(json!({
                "kind": input.kind.as_str(),
                "amount": input.amount,
                "reason": reason,
            }))
        };
        let (app, by, reason) = (Arc::clone(self), actor.name.clone(), reason.to_owned());
        self.change(actor, draft, async move {
            let why = (reason.as_str(), by.as_str());
            let key = input.key.as_deref();
            let posted = app
                .store
                .move_credit(customer.id, input.kind, added, why, key)
                .await?;
            match posted {
                Posted::Done {
                    transaction,
                    balance,
                } => Ok(CreditMoved {
                    transaction,
                    amount: Money {
                        minor: added,
                        currency: customer.currency,
                    },
                    balance,
                }),
                Posted::Short { balance } => Err(Error::new(
                    ErrorKind::Conflict,
                    format!("the customer has {balance}; nothing was paid out"),
                )),
                Posted::KeyTaken => Err(Error::new(
                    ErrorKind::Conflict,
                    "the Idempotency-Key belongs to another movement of this customer's credit",
                )),
            }
        })
        .await
    }

    /// Reckons the whole ledger anew, and tells everything that is not as it must be.
    pub async fn check_ledger(&self, actor: &Actor) -> Result<LedgerCheck> {
        actor.may_read()?;
        Ok(self.store.check_ledger().await?)
    }
}
