//! Which accounts the orders of a TLD go to.

use std::sync::Arc;

use serde_json::json;
use setec_core::Violation;
use setec_core::dns::Name;
use setec_core::reseller::longest_route;
use setec_store::Route;

use crate::domain::domain_name;
use crate::journal::Draft;
use crate::{Actor, App, Error, Result};

/// Accounts of one route at most: each may be asked for an order.
const MOST_ACCOUNTS: usize = 10;

impl App {
    /// All routes by TLD.
    pub async fn routes(&self, actor: &Actor) -> Result<Vec<Route>> {
        actor.may_read()?;
        Ok(self.store.routes().await?)
    }

    /// Leads a TLD to accounts, the first first; `*` is every TLD that has no route of its own.
    pub async fn set_route(
        self: &Arc<Self>,
        actor: &Actor,
        tld: &str,
        accounts: &[String],
    ) -> Result<Route> {
        actor.may_write()?;
        let mut violations = Vec::new();
        let tld = read_tld_or_all("tld", tld, &mut violations);
        if accounts.is_empty() || accounts.len() > MOST_ACCOUNTS {
            let rule = format!("1 to {MOST_ACCOUNTS} accounts");
            violations.push(Violation::new("accounts", rule));
        }
        for (at, name) in accounts.iter().enumerate() {
            let field = format!("accounts[{at}]");
            if accounts[..at].contains(name) {
                violations.push(Violation::new(&field, "each account once"));
            }
            let account = self.account(name).await.and_then(|account| {
                account.domains()?;
                Ok(())
            });
            if let Err(error) = account {
                violations.push(Violation::new(&field, error.message));
            }
        }
        if !violations.is_empty() {
            return Err(Error::invalid(violations));
        }
        let route = Route {
            tld,
            accounts: accounts.to_vec(),
        };
        let draft = Draft {
            subject: Some(route.tld.clone()),
            ..Draft::new("route.set").to(json!(route.accounts))
        };
        let app = Arc::clone(self);
        self.change(actor, draft, async move {
            app.store.keep_route(&route).await?;
            app.upstream.prices_changed();
            Ok(route)
        })
        .await
    }

    /// Forgets a route: the TLD goes where the next shorter one leads.
    pub async fn delete_route(self: &Arc<Self>, actor: &Actor, tld: &str) -> Result<()> {
        actor.may_write()?;
        let mut violations = Vec::new();
        let tld = read_tld_or_all("tld", tld, &mut violations);
        if !violations.is_empty() {
            return Err(Error::invalid(violations));
        }
        let draft = Draft {
            subject: Some(tld.clone()),
            ..Draft::new("route.delete")
        };
        let app = Arc::clone(self);
        self.change(actor, draft, async move {
            if !app.store.delete_route(&tld).await? {
                return Err(Error::not_found(format!("there is no route of '{tld}'")));
            }
            app.upstream.prices_changed();
            Ok(())
        })
        .await
    }

    /// The accounts that a domain's orders go to, the first first; empty where nobody sells it.
    pub async fn reseller_route(&self, domain: &Name) -> Result<Vec<String>> {
        let routes = self.store.routes().await?;
        Ok(accounts_of(&routes, domain))
    }
}

pub(super) fn accounts_of(routes: &[Route], domain: &Name) -> Vec<String> {
    let found = longest_route(routes, |route| &route.tld, domain);
    found.map_or_else(Vec::new, |route| route.accounts.clone())
}

/// A TLD without a dot in front, in A-labels, or `*`.
fn read_tld_or_all(field: &str, text: &str, violations: &mut Vec<Violation>) -> String {
    match text.trim() {
        "*" => "*".to_owned(),
        text => read_tld(field, text, violations),
    }
}

/// A TLD without a dot in front, in A-labels.
pub(super) fn read_tld(field: &str, text: &str, violations: &mut Vec<Violation>) -> String {
    let bare = text.trim().trim_start_matches('.');
    // A TLD is what a domain has behind its first label.
    if let Ok(name) = domain_name(&format!("x.{bare}")) {
        return name.as_str()[2..].to_owned();
    }
    let rule = format!("'{text}' is no TLD, such as com or co.ke");
    violations.push(Violation::new(field, rule));
    String::new()
}
