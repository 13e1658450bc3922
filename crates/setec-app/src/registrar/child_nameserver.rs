//! Name servers below a domain, with their glue.

use std::net::IpAddr;
use std::sync::Arc;

use serde_json::json;
use setec_core::Violation;
use setec_core::dns::Name;
use setec_core::domain::ChildNameserver;
use setec_provider::domains::ChildNameserverProvider;

use super::read_domain;
use crate::account::Account;
use crate::domain::domain_name;
use crate::journal::Draft;
use crate::{Actor, App, Result};

/// A name server to be registered, as it was written.
#[derive(Debug, Clone)]
pub struct ChildNameserverInput {
    /// Its whole name, below the domain.
    pub host: String,
    /// Its addresses.
    pub addresses: Vec<String>,
}

impl Account {
    fn child_nameservers(&self) -> Result<&dyn ChildNameserverProvider> {
        let found = self.domains()?.child_nameservers();
        self.need(found, "changes of child name servers")
    }
}

fn host(text: &str, domain: &str, violations: &mut Vec<Violation>) -> Option<Name> {
    let read = text.parse::<Name>();
    let domain = domain_name(domain).ok();
    match read {
        Ok(host) => {
            let is_below = |domain: &Name| host != *domain && host.is_in(domain);
            if domain.as_ref().is_none_or(is_below) {
                return Some(host);
            }
            let domain = domain.expect("no domain has nothing below it");
            violations.push(Violation::new("host", format!("a name below {domain}")));
            None
        }
        Err(error) => {
            violations.push(Violation::new("host", error.to_string()));
            None
        }
    }
}

fn address(text: &str, field: &str, violations: &mut Vec<Violation>) -> Option<IpAddr> {
    let read = text.trim().parse().ok();
    if read.is_none() {
        let rule = format!("'{text}' is no IP address");
        violations.push(Violation::new(field, rule));
    }
    read
}

impl ChildNameserverInput {
    fn read(&self, domain: &str) -> Result<(Name, ChildNameserver)> {
        let mut violations = Vec::new();
        let host = host(&self.host, domain, &mut violations);
        let addresses: Vec<Option<IpAddr>> = self
            .addresses
            .iter()
            .enumerate()
            .map(|(at, text)| address(text, &format!("addresses[{at}]"), &mut violations))
            .collect();
        let server = host
            .zip(addresses.into_iter().collect::<Option<Vec<_>>>())
            .map(|(host, addresses)| ChildNameserver { host, addresses });
        if let (Some(server), Ok(domain)) = (&server, domain_name(domain)) {
            violations.extend(server.check(&domain, ""));
        }
        let name = read_domain(domain, violations)?;
        let server = server.expect("without faults everything was read");
        Ok((name, server))
    }
}

impl App {
    /// The name servers below a domain as the provider lists them.
    pub async fn child_nameservers(
        &self,
        actor: &Actor,
        provider: &str,
        domain: &str,
    ) -> Result<Vec<ChildNameserver>> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        let listed = account.domains()?.child_nameserver_list();
        let listed = account.need(listed, "a list of child name servers")?;
        let name = read_domain(domain, Vec::new())?;
        Ok(listed.child_nameservers(&name).await?)
    }

    /// Registers a name server below a domain.
    pub async fn register_child_nameserver(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        domain: &str,
        input: &ChildNameserverInput,
    ) -> Result<()> {
        actor.may_write()?;
        let account = self.account(provider).await?;
        account.child_nameservers()?;
        let (name, server) = input.read(domain)?;
        let draft = Draft::of(&account.name, "domain.glue.register", name.as_str());
        let draft = draft.to(json!(server));
        let to = Arc::clone(&account);
        self.change_registered(actor, account, draft, async move {
            Ok(to.child_nameservers()?.register(&name, &server).await?)
        })
        .await
    }

    /// Replaces one address of a name server by another.
    pub async fn change_child_nameserver(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        domain: &str,
        server: &str,
        (from, to): (&str, &str),
    ) -> Result<()> {
        actor.may_write()?;
        let account = self.account(provider).await?;
        account.child_nameservers()?;
        let mut violations = Vec::new();
        let host = host(server, domain, &mut violations);
        let from = address(from, "from", &mut violations);
        let to = address(to, "to", &mut violations);
        if let Some(to) = to {
            let is_host = !to.is_unspecified() && !to.is_multicast();
            if !is_host || from == Some(to) {
                violations.push(Violation::new("to", "another address of a host"));
            }
        }
        let name = read_domain(domain, violations)?;
        let whole = "without faults everything was read";
        let (host, from, to) = (host.expect(whole), from.expect(whole), to.expect(whole));
        let draft = Draft {
            before: Some(json!({"host": host, "addresses": [from]})),
            ..Draft::of(&account.name, "domain.glue.change", name.as_str())
                .to(json!({"host": host, "addresses": [to]}))
        };
        let at = Arc::clone(&account);
        self.change_registered(actor, account, draft, async move {
            let servers = at.child_nameservers()?;
            Ok(servers.modify(&name, &host, from, to).await?)
        })
        .await
    }

    /// Removes a name server below a domain.
    pub async fn delete_child_nameserver(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        domain: &str,
        server: &str,
    ) -> Result<()> {
        actor.may_write()?;
        let account = self.account(provider).await?;
        account.child_nameservers()?;
        let mut violations = Vec::new();
        let host = host(server, domain, &mut violations);
        let name = read_domain(domain, violations)?;
        let host = host.expect("without faults it was read");
        let draft = Draft {
            before: Some(json!({"host": host})),
            ..Draft::of(&account.name, "domain.glue.delete", name.as_str())
        };
        let at = Arc::clone(&account);
        self.change_registered(actor, account, draft, async move {
            Ok(at.child_nameservers()?.delete(&name, &host).await?)
        })
        .await
    }
}
