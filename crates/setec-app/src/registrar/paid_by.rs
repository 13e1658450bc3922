//! Which subscription pays for a domain, at a provider that does not tell: known of what was bought
//! here, and entered by a person for everything else.

use std::sync::Arc;

use serde_json::json;
use setec_core::billing::Subscription;
use setec_core::dns::Name;

use crate::account::Account;
use crate::domain::domain_name;
use crate::journal::Draft;
use crate::{Actor, App, Error, ErrorKind, Result};

/// What pays for a domain, and what may.
#[derive(Debug)]
pub struct PaidBy {
    /// The id of the subscription that is known to pay for it.
    pub subscription_id: Option<String>,
    /// That subscription; `None` where the account has it no more.
    pub subscription: Option<Subscription>,
    /// Those that may pay for it and for no other domain that is known, the likeliest first.
    pub choices: Vec<Subscription>,
}

impl Account {
    fn need_subscriptions_of_domains(&self) -> Result<()> {
        self.domains()?;
        let pays = self.renews_by_subscription().then_some(());
        self.need(pays, "renewal of domains by their subscriptions")
    }
}

impl App {
    /// Which subscription pays for a domain, and which ones may.
    pub async fn domain_subscription(
        &self,
        actor: &Actor,
        provider: &str,
        domain: &str,
    ) -> Result<PaidBy> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        account.need_subscriptions_of_domains()?;
        let name = domain_name(domain)?;
        let expires_at = account.domains()?.sync(&name).await?.expires_at;
        let known = self.store.subscriptions_of(&account.name).await?;
        let own = known.get(name.as_str());
        let mut choices = account.billing()?.subscriptions().await?;
        let subscription = own.and_then(|id| choices.iter().find(|each| each.id == *id).cloned());
        choices.retain(|each| {
            let is_taken = known.values().any(|id| *id == each.id) && own != Some(&each.id);
            each.may_pay_for(&name) && !is_taken
        });
        // A domain and what pays for it end at about the same time.
        choices.sort_by_key(|each| {
            let apart = each.renews_at.zip(expires_at);
            apart.map_or(i64::MAX, |(end, expiry)| (end - expiry).num_hours().abs())
        });
        Ok(PaidBy {
            subscription_id: own.cloned(),
            subscription,
            choices,
        })
    }

    /// Says which subscription pays for a domain: it is what a renewal of the domain pays.
    pub async fn set_domain_subscription(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        domain: &str,
        subscription_id: &str,
    ) -> Result<()> {
        actor.may_write()?;
        let account = self.account(provider).await?;
        account.need_subscriptions_of_domains()?;
        let name = domain_name(domain)?;
        let id = subscription_id.trim().to_owned();
        require_payer(&account, &name, &id).await?;
        let draft = self
            .of_link(&account, "domain.subscription", &name)
            .await?
            .to(json!({ "subscription_id": id }));
        let (app, at) = (Arc::clone(self), Arc::clone(&account));
        // What waits for the database is large; in a box it is not copied from call to call.
        let link = Box::pin(async move {
            let taken = app
                .store
                .link_subscription(&at.name, name.as_str(), &id)
                .await?;
            match taken {
                None => Ok(()),
                Some(other) => Err(Error::new(
                    ErrorKind::Conflict,
                    format!("subscription {id} pays for {other}; remove that first if it does not"),
                )),
            }
        });
        self.change_registered(actor, account, draft, link).await
    }

    /// Forgets which subscription pays for a domain; nothing changes at the provider.
    pub async fn remove_domain_subscription(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        domain: &str,
    ) -> Result<()> {
        actor.may_write()?;
        let account = self.account(provider).await?;
        account.need_subscriptions_of_domains()?;
        let name = domain_name(domain)?;
        let draft = self
            .of_link(&account, "domain.subscription.delete", &name)
            .await?;
        if draft.before.is_none() {
            return Err(Error::new(
                ErrorKind::NotFound,
                format!("no subscription is known to pay for {name}"),
            ));
        }
        let (app, at) = (Arc::clone(self), Arc::clone(&account));
        let forget = Box::pin(async move {
            let store = &app.store;
            store.forget_subscription(&at.name, name.as_str()).await?;
            Ok(())
        });
        self.change_registered(actor, account, draft, forget).await
    }

    /// A change of the link, with what was known before.
    async fn of_link(&self, account: &Account, action: &'static str, name: &Name) -> Result<Draft> {
        let known = self.store.subscriptions_of(&account.name).await?;
        let before = known.get(name.as_str());
        Ok(Draft {
            before: before.map(|id| json!({ "subscription_id": id })),
            ..Draft::of(&account.name, action, name.as_str())
        })
    }
}

/// Refuses what the account does not have, or what cannot be a subscription of this domain.
async fn require_payer(account: &Account, name: &Name, id: &str) -> Result<()> {
    account.domains()?.sync(name).await?;
    let subscriptions = account.billing()?.subscriptions().await?;
    let Some(found) = subscriptions.iter().find(|each| each.id == id) else {
        let rule = format!("the id of a subscription of the account '{}'", account.name);
        return Err(Error::field("subscription_id", rule));
    };
    if !found.may_pay_for(name) {
        let rule = format!("{id} is {}, which does not pay for {name}", found.name);
        return Err(Error::field("subscription_id", rule));
    }
    Ok(())
}
