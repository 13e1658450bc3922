//! Subscriptions, prices and payment methods.

use std::sync::Arc;

use setec_core::billing::{CatalogEntry, PaymentMethod, Subscription};
use setec_provider::domains::Switch;

use crate::journal::Draft;
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
        actor.may_write()?;
        let account = self.account(provider).await?;
        account.billing()?;
        let id = id.to_owned();
        self.change(
            actor,
            Draft::of(&account.name, "payment_method.default", id.clone()),
            async move { Ok(account.billing()?.set_default_payment_method(&id).await?) },
        )
        .await
    }

    /// Removes a payment method.
    pub async fn delete_payment_method(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        id: &str,
    ) -> Result<()> {
        actor.may_write()?;
        let account = self.account(provider).await?;
        account.billing()?;
        let id = id.to_owned();
        self.change(
            actor,
            Draft::of(&account.name, "payment_method.delete", id.clone()),
            async move { Ok(account.billing()?.delete_payment_method(&id).await?) },
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
        actor.may_write()?;
        let account = self.account(provider).await?;
        account.billing()?;
        let id = id.to_owned();
        let action = if renewal == Switch::On {
            "subscription.auto_renewal.enable"
        } else {
            "subscription.auto_renewal.disable"
        };
        let app = Arc::clone(self);
        self.change(
            actor,
            Draft::of(&account.name, action, id.clone()),
            async move {
                let subscription = account.billing()?.set_auto_renewal(&id, renewal).await?;
                app.domains
                    .forget(&(account.name.clone(), account.generation));
                Ok(subscription)
            },
        )
        .await
    }
}
