//! Registered domains.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::json;
use setec_core::Violation;
use setec_core::dns::Name;
use setec_core::domain::{
    AuthCode, Availability, Domain, Forwarding, NewWhoisProfile, WhoisProfile,
};
use setec_provider::domains::{ForwardingProvider, Switch, WhoisProvider};

use crate::account::Account;
use crate::dns::read_names;
use crate::journal::Draft;
use crate::{Actor, App, Error, Freshness, Result};

/// Names in one check of availability.
const MAX_CHECKED: usize = 100;

pub(crate) fn domain_name(text: &str) -> Result<Name> {
    let name: Name = text
        .parse()
        .map_err(|error| Error::field("domain", format!("{error}")))?;
    let host_label = |label: &str| {
        !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    if name.is_single_label() || !name.as_str().split('.').all(host_label) {
        return Err(Error::field(
            "domain",
            format!("'{text}' is no domain that can be registered"),
        ));
    }
    Ok(name)
}

impl Account {
    fn forwarding(&self) -> Result<&dyn ForwardingProvider> {
        self.need(self.domains()?.forwarding(), "forwarding of domains")
    }

    fn whois(&self) -> Result<&dyn WhoisProvider> {
        self.need(self.domains()?.whois(), "WHOIS profiles")
    }
}

impl App {
    /// All domains of an account.
    pub async fn domains(
        &self,
        actor: &Actor,
        provider: &str,
        freshness: Freshness,
    ) -> Result<Arc<Vec<Domain>>> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        if freshness == Freshness::Now {
            self.forget_domains(&account);
        }
        let domains = account.domains()?;
        let key = (account.name.clone(), account.generation);
        self.domains
            .get(key, async {
                self.tell_known(&account).await?;
                let mut list = domains.list().await?;
                let renewals = self.renewals(&account).await;
                for domain in &mut list {
                    fill_auto_renew(domain, &renewals);
                }
                Ok(list)
            })
            .await
    }

    /// One domain.
    pub async fn domain(&self, actor: &Actor, provider: &str, domain: &str) -> Result<Domain> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        let mut found = account.domains()?.get(&domain_name(domain)?).await?;
        fill_auto_renew(&mut found, &self.renewals(&account).await);
        Ok(found)
    }

    /// Which names are free, and for how much.
    pub async fn check_domains(
        &self,
        actor: &Actor,
        provider: &str,
        names: &[String],
    ) -> Result<Vec<Availability>> {
        actor.may_read()?;
        if names.is_empty() || names.len() > MAX_CHECKED {
            return Err(Error::field("domains", format!("1 to {MAX_CHECKED} names")));
        }
        let account = self.account(provider).await?;
        Ok(account
            .domains()?
            .check(&read_names("domains", names)?)
            .await?)
    }

    /// The authoritative name servers as the provider has them now.
    pub async fn nameservers(
        &self,
        actor: &Actor,
        provider: &str,
        domain: &str,
    ) -> Result<Vec<String>> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        let name = domain_name(domain)?;
        Ok(account.domains()?.nameservers(&name).await?)
    }

    /// Replaces the authoritative name servers.
    pub async fn set_nameservers(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        domain: &str,
        nameservers: &[String],
    ) -> Result<()> {
        actor.may_write()?;
        let account = self.account(provider).await?;
        account.domains()?;
        let name = domain_name(domain)?;
        let servers = read_names("nameservers", nameservers)?;
        let mut distinct = servers.clone();
        distinct.sort();
        distinct.dedup();
        if distinct.len() != servers.len() {
            return Err(Error::field("nameservers", "a name server is given twice"));
        }
        let before = account.domains()?.nameservers(&name).await;
        let draft = Draft {
            // A change does not fail because the state before it cannot be told.
            before: before.ok().map(|before| json!({"nameservers": before})),
            ..Draft::of(&account.name, "domain.nameservers", name.as_str())
                .to(json!({"nameservers": nameservers}))
        };
        let app = Arc::clone(self);
        self.change(actor, draft, async move {
            let outcome = account.domains()?.set_nameservers(&name, &servers).await;
            app.forget_domains(&account);
            Ok(outcome?)
        })
        .await
    }

    /// Sets or clears the registrar lock.
    pub async fn set_lock(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        domain: &str,
        lock: Switch,
    ) -> Result<()> {
        let action = if lock == Switch::On {
            "domain.lock"
        } else {
            "domain.unlock"
        };
        self.change_domain(
            actor,
            provider,
            domain,
            action,
            move |account, name| async move { Ok(account.domains()?.set_lock(&name, lock).await?) },
        )
        .await
    }

    /// Switches WHOIS privacy.
    pub async fn set_privacy(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        domain: &str,
        privacy: Switch,
    ) -> Result<()> {
        let action = if privacy == Switch::On {
            "domain.privacy.enable"
        } else {
            "domain.privacy.disable"
        };
        self.change_domain(
            actor,
            provider,
            domain,
            action,
            move |account, name| async move {
                Ok(account.domains()?.set_privacy(&name, privacy).await?)
            },
        )
        .await
    }

    /// The code for a transfer away. A secret, so it is for administrators and journaled.
    pub async fn auth_code(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        domain: &str,
    ) -> Result<AuthCode> {
        self.change_domain(
            actor,
            provider,
            domain,
            "domain.auth_code",
            move |account, name| async move { Ok(account.domains()?.auth_code(&name).await?) },
        )
        .await
    }

    /// A domain's redirection.
    pub async fn forwarding(
        &self,
        actor: &Actor,
        provider: &str,
        domain: &str,
    ) -> Result<Forwarding> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        Ok(account.forwarding()?.get(&domain_name(domain)?).await?)
    }

    /// Makes or changes a domain's redirection.
    pub async fn set_forwarding(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        domain: &str,
        redirect_type: u16,
        url: String,
    ) -> Result<Forwarding> {
        let mut violations = Vec::new();
        if !matches!(redirect_type, 301 | 302) {
            violations.push(Violation::new("redirect_type", "301 or 302"));
        }
        if !url.starts_with("http://") && !url.starts_with("https://")
            || url.len() > 2048
            || url.contains(char::is_whitespace)
        {
            violations.push(Violation::new("redirect_url", "an http or https URL"));
        }
        if !violations.is_empty() {
            return Err(Error::invalid(violations));
        }
        self.change_domain(
            actor,
            provider,
            domain,
            "domain.forwarding.set",
            move |account, name| async move {
                Ok(account
                    .forwarding()?
                    .set(&name, redirect_type, &url)
                    .await?)
            },
        )
        .await
    }

    /// Removes a domain's redirection.
    pub async fn delete_forwarding(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        domain: &str,
    ) -> Result<()> {
        self.change_domain(
            actor,
            provider,
            domain,
            "domain.forwarding.delete",
            move |account, name| async move { Ok(account.forwarding()?.delete(&name).await?) },
        )
        .await
    }

    /// WHOIS profiles, or those of one TLD.
    pub async fn whois_profiles(
        &self,
        actor: &Actor,
        provider: &str,
        tld: Option<&str>,
    ) -> Result<Vec<WhoisProfile>> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        Ok(account
            .whois()?
            .list(tld.map(|tld| tld.trim_start_matches('.')))
            .await?)
    }

    /// One WHOIS profile.
    pub async fn whois_profile(
        &self,
        actor: &Actor,
        provider: &str,
        id: &str,
    ) -> Result<WhoisProfile> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        Ok(account.whois()?.get(id).await?)
    }

    /// Domains that use a WHOIS profile.
    pub async fn whois_usage(
        &self,
        actor: &Actor,
        provider: &str,
        id: &str,
    ) -> Result<Vec<String>> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        Ok(account.whois()?.usage(id).await?)
    }

    /// Makes a WHOIS profile.
    pub async fn create_whois_profile(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        profile: NewWhoisProfile,
    ) -> Result<WhoisProfile> {
        actor.may_write()?;
        let account = self.account(provider).await?;
        account.whois()?;
        let country = &profile.country;
        if country.len() != 2 || !country.bytes().all(|b| b.is_ascii_alphabetic()) {
            return Err(Error::field("country", "an ISO 3166-1 code of two letters"));
        }
        self.change(
            actor,
            Draft::of(&account.name, "whois.create", profile.tld.clone()),
            async move { Ok(account.whois()?.create(&profile).await?) },
        )
        .await
    }

    /// Removes a WHOIS profile.
    pub async fn delete_whois_profile(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        id: &str,
    ) -> Result<()> {
        let needs = |account: &Account| account.whois().map(drop);
        self.change_of(
            actor,
            provider,
            id,
            "whois.delete",
            needs,
            |account, id| async move { Ok(account.whois()?.delete(&id).await?) },
        )
        .await
    }

    async fn change_domain<T, F, W>(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        domain: &str,
        action: &'static str,
        work: F,
    ) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(Arc<Account>, Name) -> W,
        W: Future<Output = Result<T>> + Send + 'static,
    {
        actor.may_write()?;
        let account = self.account(provider).await?;
        account.domains()?;
        let name = domain_name(domain)?;
        let draft = Draft::of(&account.name, action, name.as_str());
        let work = work(Arc::clone(&account), name);
        let app = Arc::clone(self);
        self.change(actor, draft, async move {
            let outcome = work.await;
            app.forget_domains(&account);
            outcome
        })
        .await
    }

    /// Some vendors have no list of an account's domains; ours is what was ordered here
    /// and what was seen before.
    pub(crate) async fn tell_known(&self, account: &Account) -> Result<()> {
        let ordered = self.store.domains_ordered(&account.name).await?;
        let seen = self.store.domains_seen(&account.name).await?;
        let names: Vec<Name> = ordered
            .iter()
            .chain(&seen)
            .filter_map(|name| name.parse().ok())
            .collect();
        account.domains()?.know(&names);
        Ok(())
    }

    pub(crate) fn forget_domains(&self, account: &Account) {
        self.estate.outdate(&account.name);
        self.domains
            .forget(&(account.name.clone(), account.generation));
    }

    /// Whether domains renew whose subscription is known: the vendor links none to a domain.
    pub(crate) async fn renewals(&self, account: &Account) -> HashMap<String, bool> {
        let known = match self.store.subscriptions_of(&account.name).await {
            Ok(known) if !known.is_empty() => known,
            Ok(_) => return HashMap::new(),
            Err(error) => {
                tracing::warn!(%error, "the subscriptions of domains cannot be read");
                return HashMap::new();
            }
        };
        let Ok(billing) = account.billing() else {
            return HashMap::new();
        };
        match billing.subscriptions().await {
            Ok(subscriptions) => known
                .into_iter()
                .filter_map(|(domain, id)| {
                    let subscription = subscriptions
                        .iter()
                        .find(|subscription| subscription.id == id)?;
                    Some((domain, subscription.auto_renew?))
                })
                .collect(),
            Err(error) => {
                // Domains without this detail are better than no domains.
                tracing::warn!(%error, account = %account.name, "subscriptions cannot be read");
                HashMap::new()
            }
        }
    }
}

pub(crate) fn fill_auto_renew(domain: &mut Domain, renewals: &HashMap<String, bool>) {
    if domain.auto_renew.is_none() {
        domain.auto_renew = renewals.get(&domain.name).copied();
    }
}
