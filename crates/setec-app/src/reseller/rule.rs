//! The operator's price rules.

use std::sync::Arc;

use chrono::Utc;
use serde_json::json;
use setec_core::reseller::PriceRule;
use setec_store::StoredPriceRule;
use uuid::Uuid;

use super::route::read_tld;
use crate::journal::Draft;
use crate::{Actor, App, Error, Result};

impl App {
    /// All price rules, the newest last; of a customer's, those that are for it or for all.
    pub async fn price_rules(
        &self,
        actor: &Actor,
        customer: Option<&str>,
    ) -> Result<Vec<StoredPriceRule>> {
        actor.may_read()?;
        let mut rules = self.store.price_rules().await?;
        if let Some(customer) = customer {
            let id = self.customer_of(customer).await?.id.to_string();
            rules.retain(|rule| rule.rule.customer.as_ref().is_none_or(|own| *own == id));
        }
        Ok(rules)
    }

    /// Makes a price rule.
    pub async fn create_price_rule(
        self: &Arc<Self>,
        actor: &Actor,
        rule: PriceRule,
    ) -> Result<StoredPriceRule> {
        actor.may_write()?;
        let rule = self.checked_rule(rule).await?;
        self.keep_rule(actor, "price_rule.create", Uuid::now_v7(), None, rule)
            .await
    }

    /// Replaces a price rule. Among equally specific ones it is the newest from then on.
    pub async fn replace_price_rule(
        self: &Arc<Self>,
        actor: &Actor,
        id: &str,
        rule: PriceRule,
    ) -> Result<StoredPriceRule> {
        actor.may_write()?;
        let before = self.price_rule_of(id).await?;
        let rule = self.checked_rule(rule).await?;
        let (id, before) = (before.id, Some(before.rule));
        self.keep_rule(actor, "price_rule.replace", id, before, rule)
            .await
    }

    /// Drops a price rule. What no rule is left for is not sold any more.
    pub async fn delete_price_rule(self: &Arc<Self>, actor: &Actor, id: &str) -> Result<()> {
        actor.may_write()?;
        let before = self.price_rule_of(id).await?;
        let draft = Draft {
            subject: Some(before.id.to_string()),
            before: Some(json!(before.rule)),
            ..Draft::new("price_rule.delete")
        };
        let app = Arc::clone(self);
        self.change(actor, draft, async move {
            app.store.delete_price_rule(before.id).await?;
            app.upstream.prices_changed();
            Ok(())
        })
        .await
    }

    async fn keep_rule(
        self: &Arc<Self>,
        actor: &Actor,
        action: &'static str,
        id: Uuid,
        before: Option<PriceRule>,
        rule: PriceRule,
    ) -> Result<StoredPriceRule> {
        let draft = Draft {
            subject: Some(id.to_string()),
            before: before.map(|rule| json!(rule)),
            ..Draft::new(action).to(json!(rule))
        };
        let stored = StoredPriceRule {
            id,
            rule,
            created_at: Utc::now(),
        };
        let app = Arc::clone(self);
        self.change(actor, draft, async move {
            let kept = app.store.keep_price_rule(&stored).await?;
            app.upstream.prices_changed();
            Ok(kept)
        })
        .await
    }

    async fn price_rule_of(&self, id: &str) -> Result<StoredPriceRule> {
        let missing = || Error::not_found(format!("there is no price rule {id}"));
        let uuid: Uuid = id.parse().map_err(|_| missing())?;
        self.store.price_rule(uuid).await?.ok_or_else(missing)
    }

    /// The rule with its customer's id and its TLD in the form that is compared.
    async fn checked_rule(&self, mut rule: PriceRule) -> Result<PriceRule> {
        let mut violations = rule.violations();
        if let Some(tld) = &rule.tld {
            rule.tld = Some(read_tld("tld", tld, &mut violations));
        }
        if let Some(customer) = &rule.customer {
            match self.customer_of(customer).await {
                Ok(customer) if customer.currency != rule.currency => {
                    let words = format!("the customer's currency is {}", customer.currency);
                    violations.push(setec_core::Violation::new("currency", words));
                }
                Ok(customer) => rule.customer = Some(customer.id.to_string()),
                Err(error) => {
                    violations.push(setec_core::Violation::new("customer", error.message));
                }
            }
        }
        if violations.is_empty() {
            return Ok(rule);
        }
        Err(Error::invalid(violations))
    }
}
