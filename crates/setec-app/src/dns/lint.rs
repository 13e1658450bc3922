//! Lint of a zone as it is now.

use setec_core::dns::Name;
use setec_core::lint::{Finding, Surroundings, lint};

use crate::account::Account;
use crate::dns::read::zone_name;
use crate::dns::spf::known;
use crate::{Actor, App, Error, Freshness, Result};

impl App {
    /// What is doubtful or wrong in a zone, the worst first.
    ///
    /// `issuer` is the authority in use by its CAA domain: nobody is asked for a certificate. The
    /// registrar's name servers are compared where one of the accounts holds the domain, and what
    /// SPF records include is looked up.
    pub async fn lint_zone(
        &self,
        actor: &Actor,
        provider: &str,
        domain: &str,
        issuer: Option<&str>,
    ) -> Result<Vec<Finding>> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        let zone = zone_name(domain)?;
        let issuer: Option<Name> = issuer.map(issuer_name).transpose()?;
        let live = self.look(&account, &zone).await?;
        let nameservers = self.registered(actor, &account, &zone).await;
        let answers = self.spf_around(&account, &live).await;
        let surroundings = Surroundings {
            registrar_nameservers: nameservers.as_deref(),
            issuer: issuer.as_ref().map(Name::as_str),
            spf: &|name| known(&answers, name),
        };
        Ok(lint(&live, &surroundings))
    }

    /// The name servers that a registrar has for a domain, where it is at one of our accounts: a
    /// zone whose domain is elsewhere is nothing unusual.
    async fn registered(&self, actor: &Actor, account: &Account, zone: &Name) -> Option<Vec<Name>> {
        let mut found = match account.provider.domains() {
            Some(domains) => domains.get(zone).await.ok(),
            None => None,
        };
        if found.is_none() {
            let (others, _) = self.accounts.all().await.ok()?;
            for other in others.iter().filter(|other| other.name != account.name) {
                let Some(domains) = other.provider.domains() else {
                    continue;
                };
                // The cached list says who has it, mostly without a call.
                let listed = self.domains(actor, &other.name, Freshness::Cached).await;
                let is_there = listed.is_ok_and(|listed| {
                    let mut names = listed.iter().map(|domain| domain.name.as_str());
                    names.any(|name| name == zone.as_str())
                });
                if is_there {
                    found = domains.get(zone).await.ok();
                    break;
                }
            }
        }
        let parsed = found?.nameservers.into_iter();
        Some(parsed.filter_map(|text| text.parse().ok()).collect())
    }
}

fn issuer_name(text: &str) -> Result<Name> {
    let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    let name: Option<Name> = text.parse().ok().filter(|_| text.chars().all(is_host));
    name.filter(|name| !name.is_single_label()).ok_or_else(|| {
        let rule = "the authority's domain as CAA records name it, such as letsencrypt.org";
        Error::field("issuer", rule)
    })
}
