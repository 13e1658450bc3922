//! The exchange rates that prices are made with.

use std::sync::Arc;

use chrono::Utc;
use serde_json::json;
use setec_core::reseller::Rate;
use setec_core::{Currency, Violation};
use setec_store::ExchangeRate;

use crate::journal::Draft;
use crate::{Actor, App, Error, Result};

impl App {
    /// All exchange rates.
    pub async fn exchange_rates(&self, actor: &Actor) -> Result<Vec<ExchangeRate>> {
        actor.may_read()?;
        Ok(self.store.exchange_rates().await?)
    }

    /// Says how much a unit of a currency is in another one.
    pub async fn set_exchange_rate(
        self: &Arc<Self>,
        actor: &Actor,
        (from, to): (&str, &str),
        rate: &str,
    ) -> Result<ExchangeRate> {
        actor.may_write()?;
        let (pair, mut violations) = read_pair(from, to);
        let rate = rate.parse::<Rate>();
        if let Err(error) = &rate {
            violations.push(Violation::new("rate", error.to_string()));
        }
        let (Some((from, to)), Ok(rate), true) = (pair, rate, violations.is_empty()) else {
            return Err(Error::invalid(violations));
        };
        let rate = ExchangeRate {
            from,
            to,
            rate,
            set_at: Utc::now(),
        };
        let draft = Draft {
            subject: Some(format!("{from} to {to}")),
            ..Draft::new("exchange_rate.set").to(json!(rate.rate))
        };
        let app = Arc::clone(self);
        self.change(actor, draft, async move {
            app.store.keep_exchange_rate(&rate).await?;
            app.upstream.prices_changed();
            Ok(rate)
        })
        .await
    }

    /// Forgets a rate: what would need it is not sold.
    pub async fn delete_exchange_rate(
        self: &Arc<Self>,
        actor: &Actor,
        (from, to): (&str, &str),
    ) -> Result<()> {
        actor.may_write()?;
        let (pair, violations) = read_pair(from, to);
        let Some((from, to)) = pair.filter(|_| violations.is_empty()) else {
            return Err(Error::invalid(violations));
        };
        let draft = Draft {
            subject: Some(format!("{from} to {to}")),
            ..Draft::new("exchange_rate.delete")
        };
        let app = Arc::clone(self);
        self.change(actor, draft, async move {
            if !app.store.delete_exchange_rate(from, to).await? {
                let words = format!("there is no rate from {from} to {to}");
                return Err(Error::not_found(words));
            }
            app.upstream.prices_changed();
            Ok(())
        })
        .await
    }
}

fn read_pair(from: &str, to: &str) -> (Option<(Currency, Currency)>, Vec<Violation>) {
    let mut violations = Vec::new();
    let mut read = |field: &str, code: &str| {
        let currency = code.parse::<Currency>();
        currency
            .map_err(|error| violations.push(Violation::new(field, error.to_string())))
            .ok()
    };
    let pair = read("from", from).zip(read("to", to));
    if pair.is_some_and(|(from, to)| from == to) {
        violations.push(Violation::new("to", "another currency"));
    }
    (pair, violations)
}
