//! Who is behind a domain.

use std::sync::Arc;

use serde_json::json;
use setec_core::Violation;
use setec_core::domain::{Contacts, Role};
use setec_provider::domains::ContactProvider;

use super::{before, read_domain};
use crate::account::Account;
use crate::journal::Draft;
use crate::{Actor, App, Result};

impl Account {
    fn contacts(&self) -> Result<&dyn ContactProvider> {
        self.need(self.domains()?.contacts(), "contacts of domains")
    }
}

/// Every rule that a change of contacts breaks.
fn faults(contacts: &Contacts) -> Vec<Violation> {
    let given = Role::ALL
        .into_iter()
        .filter_map(|role| Some((role, contacts.given(role)?)));
    let violations: Vec<Violation> = given
        .clone()
        .flat_map(|(role, contact)| contact.check(role.word()))
        .collect();
    if given.count() == 0 {
        return vec![Violation::new("registrant", "one contact at least")];
    }
    violations
}

impl App {
    /// The contacts of a domain as the provider has them.
    pub async fn contacts(&self, actor: &Actor, provider: &str, domain: &str) -> Result<Contacts> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        let contacts = account.contacts()?;
        let name = read_domain(domain, Vec::new())?;
        Ok(contacts.contacts(&name).await?)
    }

    /// Replaces the contacts of the roles that are given.
    pub async fn set_contacts(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        domain: &str,
        contacts: Contacts,
    ) -> Result<()> {
        actor.may_write()?;
        let account = self.account(provider).await?;
        let offered = account.contacts()?;
        let contacts = contacts.normalized();
        let name = read_domain(domain, faults(&contacts))?;
        let draft = Draft {
            before: before(&name, offered.contacts(&name).await),
            ..Draft::of(&account.name, "domain.contacts", name.as_str()).to(json!(contacts))
        };
        let to = Arc::clone(&account);
        self.change_registered(actor, account, draft, async move {
            Ok(to.contacts()?.set_contacts(&name, &contacts).await?)
        })
        .await
    }
}
