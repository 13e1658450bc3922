//! How much users may spend without being asked.

use std::sync::Arc;

use chrono::Utc;
use serde_json::json;
use setec_core::Currency;
use setec_core::order::{Spending, SpendingLimits, month_begin};
use setec_store::User;
use uuid::Uuid;

use crate::journal::Draft;
use crate::{Actor, App, Error, ErrorKind, Result};

/// A user's limits, and what was spent against them.
#[derive(Debug, Clone)]
pub struct SpendingView {
    /// The limits; empty is no limit at all.
    pub limits: SpendingLimits,
    /// What was spent, currency by currency.
    pub spent: Vec<Spent>,
}

/// What was spent in one currency.
#[derive(Debug, Clone, Copy)]
pub struct Spent {
    /// The currency.
    pub currency: Currency,
    /// Minor units since the day of UTC began.
    pub day: i64,
    /// Minor units since the month of UTC began.
    pub month: i64,
}

impl App {
    /// A user's limits and spending.
    pub async fn spending(&self, actor: &Actor, user: &str) -> Result<SpendingView> {
        actor.may_write()?;
        let user = self.user_of(user).await?;
        self.spending_view(user.id).await
    }

    /// Replaces a user's limits. Nobody gives themselves more room.
    pub async fn set_spending_limits(
        self: &Arc<Self>,
        actor: &Actor,
        user: &str,
        limits: SpendingLimits,
    ) -> Result<SpendingView> {
        actor.may_write()?;
        let violations = limits.violations();
        if !violations.is_empty() {
            return Err(Error::invalid(violations));
        }
        let user = self.user_of(user).await?;
        let before = self.store.spending_limits(user.id).await?;
        if user.id == actor.user_id && !limits.is_within(&before) {
            return Err(Error::new(
                ErrorKind::Forbidden,
                "nobody raises their own limits; ask another administrator",
            ));
        }
        let draft = Draft {
            subject: Some(user.name),
            before: Some(json!(before)),
            after: Some(json!(limits)),
            ..Draft::new("user.spending_limits")
        };
        let app = Arc::clone(self);
        self.change(actor, draft, async move {
            app.store.set_spending_limits(user.id, &limits).await?;
            app.spending_view(user.id).await
        })
        .await
    }

    async fn spending_view(&self, user_id: Uuid) -> Result<SpendingView> {
        let now = Utc::now();
        let limits = self.store.spending_limits(user_id).await?;
        let spent = self.store.spent_by(user_id, month_begin(now)).await?;
        let spending = Spending::until(now, spent);
        Ok(SpendingView {
            limits,
            spent: spending
                .currencies()
                .map(|currency| Spent {
                    currency,
                    day: spending.day(currency).minor,
                    month: spending.month(currency).minor,
                })
                .collect(),
        })
    }

    /// A user by id or name.
    async fn user_of(&self, user: &str) -> Result<User> {
        let found = match user.parse::<Uuid>() {
            Ok(id) => self.store.user(id).await?,
            Err(_) => self.store.user_by_name(user).await?,
        };
        found.ok_or_else(|| Error::not_found(format!("there is no user '{user}'")))
    }
}
