//! How a domain leaves an account for good.

use std::sync::Arc;

use serde_json::json;
use setec_core::Violation;
use setec_provider::domains::{DeletionProvider, ReleaseProvider};

use super::read_domain;
use crate::account::Account;
use crate::domain::domain_name;
use crate::journal::Draft;
use crate::{Actor, App, Result};

impl Account {
    fn releases(&self) -> Result<&dyn ReleaseProvider> {
        self.need(self.domains()?.releases(), "release of domains by tag")
    }

    fn deletions(&self) -> Result<&dyn DeletionProvider> {
        self.need(self.domains()?.deletions(), "deletion of domains")
    }
}

impl App {
    /// Hands a domain over to the registrar of that tag; it cannot be taken back.
    pub async fn release_domain(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        domain: &str,
        tag: &str,
    ) -> Result<()> {
        actor.may_write()?;
        let account = self.account(provider).await?;
        account.releases()?;
        let tag = tag.trim().to_owned();
        let is_tag = !tag.is_empty() && tag.len() <= 64 && !tag.contains(char::is_control);
        let rule = "the other registrar's tag, 64 characters at most";
        let fault = (!is_tag).then(|| Violation::new("tag", rule));
        let name = read_domain(domain, fault.into_iter().collect())?;
        let draft = Draft::of(&account.name, "domain.release", name.as_str());
        let draft = draft.to(json!({"tag": tag}));
        let at = Arc::clone(&account);
        self.change_registered(actor, account, draft, async move {
            Ok(at.releases()?.release(&name, &tag).await?)
        })
        .await
    }

    /// Asks the registrar to delete a domain; `confirm` repeats its name.
    pub async fn request_domain_deletion(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        domain: &str,
        confirm: &str,
    ) -> Result<()> {
        actor.may_write()?;
        let account = self.account(provider).await?;
        account.deletions()?;
        let is_meant = domain_name(confirm).ok() == domain_name(domain).ok();
        let fault = (!is_meant).then(|| Violation::new("confirm", "the name of the domain"));
        let name = read_domain(domain, fault.into_iter().collect())?;
        let draft = Draft::of(&account.name, "domain.deletion", name.as_str());
        let at = Arc::clone(&account);
        self.change_registered(actor, account, draft, async move {
            Ok(at.deletions()?.request_deletion(&name).await?)
        })
        .await
    }
}
