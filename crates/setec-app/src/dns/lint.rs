//! Lint of a zone as it is now.

use setec_core::dns::Name;
use setec_core::lint::{Finding, Surroundings, lint};

use crate::dns::read::zone_name;
use crate::{Actor, App, Result};

impl App {
    /// What is doubtful or wrong in a zone, the worst first.
    ///
    /// The registrar's name servers are compared where the same account holds the domain.
    pub async fn lint_zone(
        &self,
        actor: &Actor,
        provider: &str,
        domain: &str,
    ) -> Result<Vec<Finding>> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        let zone = zone_name(domain)?;
        let live = self.look(&account, &zone).await?;
        let registered = match account.provider.domains() {
            // A zone whose domain is elsewhere is nothing unusual.
            Some(domains) => domains.get(&zone).await.ok(),
            None => None,
        };
        let nameservers: Option<Vec<Name>> = registered.map(|domain| {
            domain
                .nameservers
                .iter()
                .filter_map(|text| text.parse().ok())
                .collect()
        });
        let surroundings = Surroundings {
            registrar_nameservers: nameservers.as_deref(),
            issuer: None,
            spf: &|_| None,
        };
        Ok(lint(&live, &surroundings))
    }
}
