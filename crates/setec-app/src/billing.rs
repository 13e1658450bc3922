//! Subscriptions, prices and payment methods.

use std::sync::Arc;

use setec_core::billing::{CatalogEntry, PaymentMethod, Subscription};
use setec_provider::domains::Switch;

use crate::account::Account;
use crate::{Actor, App, Result};

impl App {
    /// All subscriptions of an account.
    pub async fn subscriptions(&self, actor: &Actor, provider: &str) -> Result<Vec<Subscription>> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        Ok(account.billing()?.subscriptions().await?)
    }

    /// What can be bought, or one category of it.
    pub async fn catalog(
        &self,
        actor: &Actor,
        provider: &str,
        category: Option<&str>,
    ) -> Result<Vec<CatalogEntry>> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        Ok(account.billing()?.catalog(category).await?)
    }

    /// The means of payment that the vendor holds.
    pub async fn payment_methods(
        &self,
        actor: &Actor,
        provider: &str,
    ) -> Result<Vec<PaymentMethod>> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        Ok(account.billing()?.payment_methods().await?)
    }

    /// Makes a payment method the default one.
    pub async fn set_default_payment_method(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        id: &str,
    ) -> Result<()> {
        let action = "payment_method.default";
        self.change_of(actor, provider, id, action, needs_billing, |account, id| async move {
            Ok(account.billing()?.set_default_payment_method(&id).await?)
        })
        .await
    }

    /// Removes a payment method.
    pub async fn delete_payment_method(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        id: &str,
    ) -> Result<()> {
        let action = "payment_method.delete";
        self.change_of(
            actor,
            provider,
            id,
            action,
            needs_billing,
            |account, id| async move { Ok(account.billing()?.delete_payment_method(&id).await?) },
        )
        .await
    }

    /// Whether a subscription renews by itself.
    pub async fn set_auto_renewal(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        id: &str,
        renewal: Switch,
    ) -> Result<Subscription> {
        let action = match renewal {
            Switch::On => "subscription.auto_renewal.enable",
            Switch::Off => "subscription.auto_renewal.disable",
        };
        let app = Arc::clone(self);
        self.change_of(
            actor,
            provider,
            id,
            action,
            needs_billing,
            move |account, id| async move {
                let subscription = account.billing()?.set_auto_renewal(&id, renewal).await?;
                app.forget_domains(&account);
                Ok(subscription)
            },
        )
        .await
    }
}

fn needs_billing(account: &Account) -> Result<()> {
    account.billing().map(drop)
}
