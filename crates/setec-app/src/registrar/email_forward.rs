//! Forwarding of mail.

use std::sync::Arc;

use serde_json::json;
use setec_core::domain::EmailForward;
use setec_provider::domains::EmailForwardingProvider;

use super::{before, read_domain};
use crate::account::Account;
use crate::journal::Draft;
use crate::{Actor, App, Result};

impl Account {
    fn email_forwarding(&self) -> Result<&dyn EmailForwardingProvider> {
        self.need(self.domains()?.email_forwarding(), "forwarding of mail")
    }
}

impl App {
    /// Where mail to a domain's addresses goes.
    pub async fn email_forwards(
        &self,
        actor: &Actor,
        provider: &str,
        domain: &str,
    ) -> Result<Vec<EmailForward>> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        let forwarding = account.email_forwarding()?;
        let name = read_domain(domain, Vec::new())?;
        Ok(forwarding.email_forwards(&name).await?)
    }

    /// Replaces all forwards of a domain; an empty list ends the forwarding.
    pub async fn set_email_forwards(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        domain: &str,
        forwards: Vec<EmailForward>,
    ) -> Result<()> {
        actor.may_write()?;
        let account = self.account(provider).await?;
        let forwarding = account.email_forwarding()?;
        let name = read_domain(domain, EmailForward::check_all(&forwards, "forwards"))?;
        let draft = Draft {
            before: before(&name, forwarding.email_forwards(&name).await),
            ..Draft::of(&account.name, "domain.email_forwarding", name.as_str()).to(json!(forwards))
        };
        let at = Arc::clone(&account);
        self.change_registered(actor, account, draft, async move {
            let forwarding = at.email_forwarding()?;
            Ok(forwarding.set_email_forwards(&name, &forwards).await?)
        })
        .await
    }
}
