//! Which domains are a customer's, as administrators say it.

use std::sync::Arc;

use chrono::Utc;
use serde_json::json;
use setec_store::CustomerDomain;

use crate::domain::domain_name;
use crate::journal::Draft;
use crate::{Actor, App, Error, Result};

impl App {
    /// The domains of a customer by name.
    pub async fn customer_domains(
        &self,
        actor: &Actor,
        customer: &str,
    ) -> Result<Vec<CustomerDomain>> {
        actor.may_read()?;
        let customer = self.customer_of(customer).await?;
        Ok(self.store.customer_domains(customer.id).await?)
    }

    /// Gives a domain of an account to a customer; the account is asked whether it has it.
    pub async fn assign_domain(
        self: &Arc<Self>,
        actor: &Actor,
        customer: &str,
        (provider, domain): (&str, &str),
    ) -> Result<CustomerDomain> {
        actor.may_write()?;
        let customer = self.customer_of(customer).await?;
        let name = domain_name(domain)?;
        let account = self.account(provider).await?;
        account.domains()?.sync(&name).await?;
        let assigned = CustomerDomain {
            customer_id: customer.id,
            domain: name.to_string(),
            account: account.name.clone(),
            since: Utc::now(),
        };
        let draft = Draft::of(&account.name, "customer_domain.assign", name.as_str());
        let draft = draft.to(json!({"customer": customer.email}));
        let app = Arc::clone(self);
        self.change(actor, draft, async move {
            Ok(app.store.assign_domain(&assigned).await?)
        })
        .await
    }

    /// Takes a domain from a customer. It stays in its account.
    pub async fn take_domain_away(
        self: &Arc<Self>,
        actor: &Actor,
        customer: &str,
        domain: &str,
    ) -> Result<()> {
        actor.may_write()?;
        let customer = self.customer_of(customer).await?;
        let name = domain_name(domain)?;
        let found = self.store.customer_domain(customer.id, &name).await?;
        let missing = || Error::not_found(format!("{name} is not this customer's"));
        let found = found.ok_or_else(missing)?;
        let draft = Draft::of(&found.account, "customer_domain.take", name.as_str());
        let draft = draft.to(json!({"customer": customer.email}));
        let app = Arc::clone(self);
        self.change(actor, draft, async move {
            app.store.take_domain_away(customer.id, &name).await?;
            Ok(())
        })
        .await
    }
}
